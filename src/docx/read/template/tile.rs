//! Keeps the numbers of tiles in one line in the fonts of a template, whose letters nobody has measured: no space of theirs
//! breaks, so a long one would break within a word.

use crate::docx::package::style::id;
use crate::docx::package::tree::{Element, val};

/// Width of a bold letter or digit in a wide face, such as Verdana, of its size.
const WIDE: f64 = 0.7;
/// Margins of a tile at both sides together, in twips.
const MARGINS: f64 = 400.0;
/// Tiles stand two in a row.
const IN_A_ROW: f64 = 2.0;
/// No smaller, in half points: a number is what a tile is for.
const LEAST: f64 = 28.0;

/// Sets a style of ours for numbers of tiles so that the longest of them stays in its line; it only gets smaller.
pub(super) fn fit(style: &mut Element, texts: &[&Element], width: usize) {
    let letters = texts.iter().map(|text| longest(text)).max().unwrap_or(0);
    let room = (width as f64 / IN_A_ROW - MARGINS) / 10.0;
    let most = (room / (letters.max(1) as f64 * WIDE)).floor().max(LEAST);
    let Some(run) = style.elements_mut().find(|child| child.name == "w:rPr") else { return };
    let size = |run: &Element| run.find("w:sz").and_then(|size| size.get("w:val")?.parse::<f64>().ok());
    if size(run).is_some_and(|size| size > most) {
        for name in ["w:sz", "w:szCs"] {
            run.remove(name);
            run.push(val(name, format!("{most:.0}")));
        }
    }
}

/// Letters of the longest number of a tile in a text of ours.
fn longest(text: &Element) -> usize {
    let mut most = 0;
    text.walk(&mut |element| {
        let style = element.find("w:pPr").and_then(|own| own.find("w:pStyle"));
        if element.name == "w:p" && style.and_then(|style| style.get("w:val")) == Some(id::TILE_NUMBER) {
            let mut letters = 0;
            element.walk(&mut |part| {
                if part.name == "w:t" {
                    letters += part.plain_text().chars().count();
                }
            });
            most = most.max(letters);
        }
    });
    most
}

#[cfg(test)]
mod tests {
    use super::fit;
    use crate::docx::package::tree::parse;

    fn size(number: &str, width: usize) -> String {
        let style = "<w:style><w:rPr><w:b/><w:sz w:val=\"48\"/><w:szCs w:val=\"48\"/></w:rPr></w:style>";
        let text = format!(
            "<w:body><w:p><w:pPr><w:pStyle w:val=\"TileNumber\"/></w:pPr><w:r><w:t>{number}</w:t></w:r></w:p></w:body>"
        );
        let (mut style, text) = (parse(style.as_bytes()).unwrap(), parse(text.as_bytes()).unwrap());
        fit(&mut style, &[&text], width);
        let run = style.find("w:rPr").unwrap();
        assert_eq!(run.find("w:sz").unwrap().get("w:val"), run.find("w:szCs").unwrap().get("w:val"));
        run.find("w:sz").unwrap().get("w:val").unwrap().to_owned()
    }

    #[test]
    fn a_long_number_of_a_tile_stays_in_its_line() {
        // 17 letters of 0.7 of 16 points are 190 points wide; a tile of that page has 196.
        assert_eq!(size("KZT\u{a0}253.8\u{a0}billion", 8640), "32");
        assert_eq!(size("1,653", 8640), "48");
        assert_eq!(size(&"9".repeat(60), 8640), "28");
    }
}
