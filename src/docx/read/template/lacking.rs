//! Tells which of our styles a template does not have: once, with the names of a few.

use super::graft::Known;
use crate::diag::{Diagnostic, Span, code};
use crate::docx::package::tree::Element;

/// Styles of ours that a template lacks.
pub(super) struct Lacking {
    /// Those that Word itself has, and that a template therefore may have, as Word calls them.
    names: Vec<String>,
    /// How many it lacks, with the program's own.
    count: usize,
    /// How many there are.
    of: usize,
}

/// The styles of ours that a template lacks; none when it has all, as one that was made of a document of ours.
pub(super) fn lacking(theirs: &Element, ours: &Element) -> Option<Lacking> {
    let known = Known::new(theirs);
    // Those of plain text are no looks of ours.
    let is_own = |style: &&Element| style.name == "w:style" && style.get("w:default").is_none();
    let all: Vec<&Element> = ours.elements().filter(is_own).collect();
    let missing: Vec<&&Element> = all.iter().filter(|style| known.like(style).is_none()).collect();
    let name = |style: &&&Element| {
        let own = style.find("w:name").and_then(|name| name.get("w:val")).map(str::to_owned);
        own.filter(|_| style.get("w:customStyle").is_none())
    };
    let names = missing.iter().filter_map(name).collect();
    (!missing.is_empty()).then_some(Lacking { names, count: missing.len(), of: all.len() })
}

/// Most styles that are named.
const MOST_NAMED: usize = 6;

impl Lacking {
    /// What is told of it: once, with the names of a few.
    pub(super) fn note(&self, place: Option<Span>) -> Diagnostic {
        let Self { names, count, of } = self;
        let named: Vec<String> = names.iter().take(MOST_NAMED).map(|name| format!("`{name}`")).collect();
        let which = match (named.as_slice(), count - named.len()) {
            ([], _) => String::new(),
            (named, 0) => format!(", {},", named.join(", ")),
            (named, more) => format!(", {} and {more} more,", named.join(", ")),
        };
        let has = of - count;
        let message = format!(
            "the Word template has {has} of the {of} styles of a document: the other {count}{which} come from ours, in its fonts and colours"
        );
        Diagnostic::new(code::TEMPLATE_COMPLETED, place, message).hint(
            "to change one, build a DOCX with the template, change the style in Word, and name that DOCX as the template",
        )
    }
}
