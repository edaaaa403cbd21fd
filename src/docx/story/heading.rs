//! Headings that links and the contents lead to.

use super::word::{Look, Para, run};
use super::writer::Writer;
use crate::docx::package::style::id::{self, BLANK_LIST};
use crate::docx::package::tree::Element;

/// A heading that links and the contents lead to.
pub(super) fn heading(writer: &mut Writer<'_>, para: Para, place: &str, title: &str) -> Element {
    let content = vec![run(title, Look::default())];
    let content = writer.places.mark(place, content);
    let content = writer.places.mark_listed(place, content);
    writer.keyed("title", para.with(content))
}

/// A heading of that style, which numbers it; one that is not counted has a list of its own, and not a style
/// of its own, since a running head looks for the style.
pub(super) fn heading_of(style: &'static str, is_counted: bool) -> Para {
    let level = usize::from(style != id::HEADING_1);
    let numbering = if is_counted { None } else { Some((BLANK_LIST, level)) };
    Para { numbering, ..Para::of(style) }
}
