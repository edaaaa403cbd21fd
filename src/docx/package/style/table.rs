//! The table styles of a brand: data tables, cards, and tables that only place things.

use super::id;
use super::property::{border, colour, named};
use super::rank::ranked;
use crate::docx::package::tree::{Element, el, val};
use crate::theme::Brand;

/// The table styles.
pub(super) fn table_styles(brand: &Brand) -> [Element; 4] {
    [data(brand), layout(), card(brand), tiles()]
}

fn base(id: &'static str, name: &'static str) -> Element {
    ranked(named("table", id, name).child(val("w:basedOn", "TableNormal")), id)
}

fn data(brand: &Brand) -> Element {
    let (primary, rule) = (brand.colours.primary.hex(), brand.colours.rule.hex());
    // Horizontal rules only, as editors of the UN ask for.
    let borders = el("w:tblBorders")
        .child(border("w:top", 8, 0, &primary, Some("accent1")))
        .child(border("w:bottom", 8, 0, &primary, Some("accent1")))
        .child(border("w:insideH", 4, 0, &rule, None));
    let head = val_type("firstRow")
        // Bold is what paragraphs of the head are: twice, in Word's reckoning, it would be not at all.
        .child(el("w:rPr").child(colour("FFFFFF", Some("background1"))))
        .child(
            el("w:tcPr")
                // Between two fills the white of the paper shines through.
                .child(el("w:tcBorders").child(border("w:insideV", 4, 0, &primary, Some("accent1"))))
                .child(fill(&primary, "accent1"))
                .child(val("w:vAlign", "center")),
        );
    let table = el("w:tblPr").child(borders).child(margins(0, 100));
    base(id::TABLE, "Brand Table").child(table).child(head)
}

fn layout() -> Element {
    base(id::LAYOUT, "Layout Table").child(el("w:tblPr").child(margins(0, 0)))
}

fn card(brand: &Brand) -> Element {
    // The rule above is that of the title.
    let borders = el("w:tblBorders").child(border("w:bottom", 4, 0, &brand.colours.rule.hex(), None));
    base(id::CARD, "Card Table").child(el("w:tblPr").child(borders).child(margins(100, 140)))
}

/// White rules between the tiles part them.
fn tiles() -> Element {
    let gap = |side| border(side, 64, 0, "FFFFFF", Some("background1"));
    let borders = el("w:tblBorders").child(gap("w:insideH")).child(gap("w:insideV"));
    base(id::TILES, "Tile Table").child(el("w:tblPr").child(borders).child(margins(100, 200)))
}

fn val_type(kind: &'static str) -> Element {
    el("w:tblStylePr").attr("w:type", kind)
}

fn margins(vertical: u32, horizontal: u32) -> Element {
    let sides =
        [("w:top", vertical), ("w:left", horizontal), ("w:bottom", vertical), ("w:right", horizontal)];
    el("w:tblCellMar").with(sides.map(|(side, twips)| el(side).attr("w:w", twips).attr("w:type", "dxa")))
}

fn fill(hex: &str, theme: &'static str) -> Element {
    el("w:shd").attr("w:val", "clear").attr("w:color", "auto").attr("w:fill", hex).attr("w:themeFill", theme)
}
