//! Reads how a run looks beside its paragraph.

use std::rc::Rc;

use super::Walk;
use crate::docx::package::tree::Element;
use crate::docx::read::edits::words::Look;

impl Walk<'_> {
    /// How a run looks beside its paragraph.
    pub(super) fn look_of(&self, run: &Element) -> Look {
        let Some(properties) = run.find("w:rPr") else { return Look::default() };
        let is_on = |name: &str| {
            let value = properties.find(name).map(|element| element.get("w:val").unwrap_or("1"));
            value.is_some_and(|value| !matches!(value, "0" | "false" | "off"))
        };
        let style = properties.find("w:rStyle").and_then(|style| style.get("w:val"));
        let style = style.map(|id| self.style_name(id)).unwrap_or_default();
        let highlight = properties.find("w:highlight").and_then(|highlight| highlight.get("w:val"));
        let align = properties.find("w:vertAlign").and_then(|align| align.get("w:val"));
        let is_mark = matches!(style.as_str(), "footnote reference" | "note letter");
        Look {
            // LibreOffice has its own name for what Word calls Strong.
            bold: is_on("w:b") || matches!(style.as_str(), "strong" | "strong emphasis"),
            italic: is_on("w:i") || style == "emphasis",
            is_struck: is_on("w:strike") || is_on("w:dstrike"),
            is_hidden: is_on("w:vanish"),
            is_highlighted: is_on("w:highlight") && highlight != Some("none"),
            is_raised: align == Some("superscript") || is_mark,
            is_superscript: align == Some("superscript") && !is_mark,
            is_subscript: align == Some("subscript"),
            is_capital: is_on("w:caps"),
            is_small_capital: is_on("w:smallCaps"),
            paint: paint_of(properties),
        }
    }

    /// The name of a style, in small letters.
    pub(super) fn style_name(&self, id: &str) -> String {
        let name = self.beside.formats.and_then(|formats| formats.name(id));
        name.map_or_else(|| id.to_lowercase(), str::to_owned)
    }
}

/// The colour, size, font and shading that a run has beside its style, in words.
fn paint_of(properties: &Element) -> Option<Rc<str>> {
    let of = |name: &str, attribute: &str| {
        let value = properties.find(name).and_then(|own| own.get(attribute));
        value.filter(|value| !matches!(*value, "auto" | "none" | "clear")).map(str::to_owned)
    };
    let points = |half: String| half.parse::<f64>().map_or(half, |half| (half / 2.0).to_string());
    let told = [
        ("colour", of("w:color", "w:themeColor").or_else(|| of("w:color", "w:val"))),
        ("size", of("w:sz", "w:val").map(points)),
        ("font", of("w:rFonts", "w:asciiTheme").or_else(|| of("w:rFonts", "w:ascii"))),
        ("shading", of("w:shd", "w:themeFill").or_else(|| of("w:shd", "w:fill"))),
        ("underline", of("w:u", "w:val")),
    ];
    let told: Vec<String> =
        told.into_iter().filter_map(|(name, value)| Some(format!("{name} {}", value?))).collect();
    (!told.is_empty()).then(|| told.join(", ").into())
}
