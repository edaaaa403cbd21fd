//! Writes the notes at the foot of the page.

use super::inline::inlines;
use super::word::{Look, Para, run, run_with};
use super::writer::Writer;
use crate::docx::package::namespace::{RELATION, WORD};
use crate::docx::package::style::id;
use crate::docx::package::tree::{Element, el};

/// The part `word/footnotes.xml`: the two separators that Word demands, then the notes that the text
/// marks, in the order of their marks.
pub(super) fn footnotes(writer: &mut Writer<'_>) -> Element {
    let separator = |id: i32, kind: &'static str, mark: &'static str| {
        let line = run_with(el(mark), Look::default());
        el("w:footnote").attr("w:type", kind).attr("w:id", id).child(Para::of(id::FOOTNOTE).with([line]))
    };
    let mut root = el("w:footnotes").attr("xmlns:w", WORD).attr("xmlns:r", RELATION).with([
        separator(-1, "separator", "w:separator"),
        separator(0, "continuationSeparator", "w:continuationSeparator"),
    ]);
    writer.in_notes = true;
    for (position, index) in writer.notes.clone().into_iter().enumerate() {
        let look = Look { style: Some(id::FOOTNOTE_MARK), ..Look::default() };
        let mut content = vec![run_with(el("w:footnoteRef"), look), run("\u{a0}", Look::default())];
        let note = &writer.report.notes[index];
        content.extend(inlines(writer, &note.content, Look::default()));
        let paragraph = Para::of(id::FOOTNOTE).with(content);
        writer.addresses.set_note(position, &paragraph);
        root.push(el("w:footnote").attr("w:id", position + 1).child(paragraph));
    }
    writer.in_notes = false;
    root
}
