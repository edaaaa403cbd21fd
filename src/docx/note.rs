//! Writes the notes at the foot of the page.

use super::body::Body;
use super::package::{RELATION, WORD};
use super::style::id;
use super::tree::{Element, el};
use super::word::{Look, Para, run, run_with};

impl Body<'_> {
    /// The part `word/footnotes.xml`: the two separators that Word demands, then the notes that the text
    /// marks, in the order of their first marks.
    pub(super) fn footnotes(&mut self) -> Element {
        let separator = |id: i32, kind: &'static str, mark: &'static str| {
            let line = run_with(el(mark), Look::default());
            el("w:footnote").attr("w:type", kind).attr("w:id", id).child(Para::of(id::FOOTNOTE).with([line]))
        };
        let mut root = el("w:footnotes").attr("xmlns:w", WORD).attr("xmlns:r", RELATION).with([
            separator(-1, "separator", "w:separator"),
            separator(0, "continuationSeparator", "w:continuationSeparator"),
        ]);
        self.in_notes = true;
        for (position, index) in self.notes.clone().into_iter().enumerate() {
            let look = Look { style: Some(id::FOOTNOTE_MARK), ..Look::default() };
            let mut content = vec![run_with(el("w:footnoteRef"), look), run("\u{a0}", Look::default())];
            let note = &self.report.notes[index];
            content.extend(self.inlines(&note.content, Look::default()));
            let paragraph = Para::of(id::FOOTNOTE).with(content);
            self.addresses.set_note(position, &paragraph);
            root.push(el("w:footnote").attr("w:id", position + 1).child(paragraph));
        }
        self.in_notes = false;
        root
    }
}
