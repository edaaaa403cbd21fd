//! How Word lists the styles: in what order, which of them in its gallery, and which not at all.

use super::id;
use crate::docx::package::tree::{Element, el, val};

/// Where a style stands in Word's lists.
enum Rank {
    /// In the gallery and the list, with that priority: what an editor gives to words of his own.
    Offered(u8),
    /// In the list, once it is used.
    Listed(u8),
    /// Nowhere: the program sets it, and no editor has a use for it.
    Internal,
}

/// Priorities are those of Word's own styles; of two with one priority, the name decides.
fn rank(id: &str) -> Rank {
    match id {
        id::HEADING_1 | id::HEADING_2 | id::HEADING_3 => Rank::Offered(9),
        id::HEADING_4 => Rank::Listed(9),
        id::BODY => Rank::Offered(1),
        id::EMPHASIS => Rank::Offered(20),
        id::STRONG => Rank::Offered(22),
        id::COMPUTED => Rank::Listed(23),
        id::CAPTION => Rank::Offered(35),
        id::SOURCE | id::TABLE_TEXT | id::TABLE_NUMBER | id::TABLE_HEAD | id::NOTICE => Rank::Offered(36),
        id::REFERENCE => Rank::Listed(37),
        id::TOC_HEADING | id::TOC_1 | id::TOC_2 => Rank::Listed(39),
        id::FOOTNOTE | id::FOOTNOTE_MARK | id::HYPERLINK | id::HEADER | id::FOOTER | id::FIGURES => {
            Rank::Listed(99)
        }
        id if id == id::BULLETS[0] || id == id::NUMBERS[0] => Rank::Offered(10),
        id if id::BULLETS.contains(&id) || id::NUMBERS.contains(&id) || id::CONTINUES.contains(&id) => {
            Rank::Listed(10)
        }
        id if id::TABLE_SMALL.as_flattened().contains(&id) => Rank::Listed(36),
        id::TABLE => Rank::Listed(40),
        _ => Rank::Internal,
    }
}

/// What a style says of its place in Word's lists.
pub(super) fn ranked(style: Element, id: &str) -> Element {
    match rank(id) {
        Rank::Offered(priority) => style.child(val("w:uiPriority", priority)).child(el("w:qFormat")),
        Rank::Listed(priority) => style.child(val("w:uiPriority", priority)).child(el("w:unhideWhenUsed")),
        Rank::Internal => style.child(val("w:uiPriority", 98)).child(el("w:semiHidden")),
    }
}

/// Number of styles that Word 2016 and later know.
const KNOWN: u16 = 376;

/// Word's own styles that are not in the file: as Word sets them itself, so that they are hidden until they are used.
pub(super) fn latent() -> Element {
    let shown = [
        ("Normal", 0),
        ("heading 1", 9),
        ("Title", 10),
        ("Subtitle", 11),
        ("Emphasis", 20),
        ("Strong", 22),
        ("Quote", 29),
        ("List Paragraph", 34),
    ];
    let hidden = [("heading 2", 9), ("heading 3", 9), ("heading 4", 9), ("caption", 35), ("TOC Heading", 39)];
    let exception = |(name, priority): (&'static str, u8)| {
        el("w:lsdException").attr("w:name", name).attr("w:uiPriority", priority)
    };
    let shown = shown.map(|entry| {
        exception(entry).attr("w:semiHidden", 0).attr("w:unhideWhenUsed", 0).attr("w:qFormat", 1)
    });
    let hidden = hidden.map(|entry| exception(entry).attr("w:qFormat", 1));
    let contents = (1..=9)
        .map(|level| el("w:lsdException").attr("w:name", format!("toc {level}")).attr("w:uiPriority", 39));
    let grid = exception(("Table Grid", 39)).attr("w:semiHidden", 0).attr("w:unhideWhenUsed", 0);
    el("w:latentStyles")
        .attr("w:defLockedState", 0)
        .attr("w:defUIPriority", 99)
        .attr("w:defSemiHidden", 1)
        .attr("w:defUnhideWhenUsed", 1)
        .attr("w:defQFormat", 0)
        .attr("w:count", KNOWN)
        .with(shown)
        .with(hidden)
        .with(contents)
        .child(grid)
}
