//! Reads laid out pages: a snapshot as text, and what is wrong with the layout.

use std::fmt;

use typst_layout::PagedDocument;

mod check;
mod rules;
mod walk;

pub use check::{LayoutFinding, findings};
pub use rules::{LayoutRule, RULES};

/// Something on a page, at its place in points from the upper left corner.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Page, from 1.
    pub page: usize,
    /// What it is.
    pub kind: Kind,
    /// Left edge.
    pub x: f64,
    /// Upper edge; for text the font's ascender.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height; for text down to the font's descender.
    pub height: f64,
    /// The elements it stands in, from the outside: `figure<fig-visas>/caption`.
    pub owner: String,
    /// Font, size and colour of text; nothing for others.
    pub style: String,
    /// The words, a picture's alternative text, a link's target.
    pub text: String,
    /// What the walk noticed on the way, by finding code.
    faults: Vec<&'static str>,
    /// What the rules measure.
    measures: Measures,
}

/// What the walk measured for the rules.
#[derive(Debug, Clone, Default, PartialEq)]
struct Measures {
    /// The smallest size of text, in points; of a drawing, that of its labels.
    size: Option<f64>,
    /// Contrast of the text with what it stands on, where both are plain colours.
    contrast: Option<f64>,
    /// Whether the text is large enough to need less contrast.
    is_large: bool,
    /// The widest space between words, in widths of the font's own.
    space: f64,
    /// Pixels an inch of a picture.
    dpi: Option<f64>,
}

/// Kinds of items.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A line of text, or a part of it in one style.
    Text,
    /// A raster or vector picture.
    Image,
    /// An area that can be clicked.
    Link,
    /// A rule, panel or drawing.
    Shape,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text => "text",
            Self::Image => "image",
            Self::Link => "link",
            Self::Shape => "shape",
        })
    }
}

impl Item {
    /// Lower edge.
    pub fn bottom(&self) -> f64 {
        self.y + self.height
    }

    /// Right edge.
    pub fn right(&self) -> f64 {
        self.x + self.width
    }

    /// Whether it stands in an element of that name, whatever its label.
    pub fn is_in(&self, element: &str) -> bool {
        self.owner.split('/').any(|part| part.split('<').next() == Some(element))
    }
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { page, kind, owner, style, text, .. } = self;
        let [x, y, width, height] = [self.x, self.y, self.width, self.height].map(tenths);
        write!(f, "p{page:02} {kind} x{x} y{y} w{width} h{height} [{owner}]")?;
        if !style.is_empty() {
            write!(f, " {style}")?;
        }
        if !text.is_empty() {
            write!(f, " {text:?}")?;
        }
        Ok(())
    }
}

/// Rounded to 0.1 pt, and never "-0.0".
fn tenths(value: f64) -> String {
    let rounded = (value * 10.0).round() / 10.0;
    format!("{:.1}", rounded + 0.0)
}

/// Everything on the pages, in the order it is drawn.
pub fn items(document: &PagedDocument) -> Vec<Item> {
    walk::walk(document)
}

/// The pages as text, one item a line: equal pages give equal text, and the line that differs names
/// the page and the element.
pub fn snapshot(document: &PagedDocument) -> String {
    items(document).iter().map(|item| format!("{item}\n")).collect()
}

/// Where headings, figures, tables and notes stand, one a line: what moved, without all that moved
/// with it.
pub fn outline(document: &PagedDocument) -> String {
    let mut lines = String::new();
    let mut last = String::new();
    for item in items(document).into_iter().filter(|item| item.kind == Kind::Text) {
        let marked = ["heading", "caption", "footnote-entry", "title"].iter().any(|name| item.is_in(name));
        // Only the first line of an element.
        if marked && item.owner != last {
            let Item { page, owner, text, .. } = &item;
            lines.push_str(&format!("p{page:02} y{} [{owner}] {text:?}\n", tenths(item.y)));
        }
        last = item.owner;
    }
    lines
}
