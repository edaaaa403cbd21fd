//! Styles with what they take over from those that they are based on.

use std::collections::BTreeMap;

use crate::docx::package::tree::Element;

/// The styles of a document by id.
pub(in crate::docx) struct Chain<'a> {
    styles: BTreeMap<&'a str, &'a Element>,
}

/// A style is based on another that is based on another, and so on; Word knows no more.
const DEEPEST: usize = 11;

impl<'a> Chain<'a> {
    /// The styles of the part `word/styles.xml`.
    pub(in crate::docx) fn new(part: &'a Element) -> Self {
        let styles = part.elements().filter(|element| element.name == "w:style");
        Self { styles: styles.filter_map(|style| Some((style.get("w:styleId")?, style))).collect() }
    }

    /// A style and those that it is based on, the nearest first.
    pub(in crate::docx) fn steps(&self, id: &str) -> impl Iterator<Item = &'a Element> {
        let based_on = move |style: &&'a Element| {
            let base = style.find("w:basedOn")?.get("w:val")?;
            self.styles.get(base).copied()
        };
        std::iter::successors(self.styles.get(id).copied(), based_on).take(DEEPEST)
    }

    /// A property of a style: `w:pPr` and `w:jc`, its own or that of the nearest that it is based on.
    pub(in crate::docx) fn property(&self, id: &str, kind: &str, name: &str) -> Option<&'a Element> {
        self.steps(id).find_map(|style| style.find(kind)?.find(name))
    }

    /// Whether a property that is on or off is on.
    pub(in crate::docx) fn is_on(&self, id: &str, kind: &str, name: &str) -> bool {
        self.property(id, kind, name).is_some_and(is_on)
    }

    /// Number of the list that a style is in, and the level in it. Zero says that it is in none.
    pub(in crate::docx) fn list(&self, id: &str) -> Option<(&'a str, &'a str)> {
        let number = |name| {
            self.steps(id).find_map(|style| style.find("w:pPr")?.find("w:numPr")?.find(name)?.get("w:val"))
        };
        let list = number("w:numId").filter(|list| *list != "0")?;
        Some((list, number("w:ilvl").unwrap_or("0")))
    }
}

/// Properties of text that are off when they are set twice.
pub(in crate::docx) const TOGGLES: [&str; 8] =
    ["w:b", "w:bCs", "w:i", "w:iCs", "w:caps", "w:smallCaps", "w:strike", "w:outline"];

/// Whether a property that is there says yes.
pub(in crate::docx) fn is_on(property: &Element) -> bool {
    !matches!(property.get("w:val"), Some("0" | "false" | "off"))
}
