//! Sources and notes: their names, texts and numbers.

use super::build::Builder;
use super::{Inline, Note, prose};
use crate::diag::{Diagnostic, Span, Spanned};
use crate::spec::Text;

impl<'a> Builder<'a> {
    /// The text of a note or source; the edition's before the series'.
    pub(super) fn note_text(&self, name: &str) -> Option<&'a Text> {
        self.spec.common.iter().rev().find_map(|common| {
            let note = common.notes.iter().find(|(key, _)| key.value == name).map(|(_, text)| text);
            note.or_else(|| {
                common.sources.iter().find(|source| source.key.value == name).map(|source| &source.note)
            })
        })
    }

    pub(super) fn known_source(&self, name: &Spanned<String>) -> bool {
        let known = self.note_text(&name.value).is_some();
        if !known {
            let fault =
                Diagnostic::error("unknown-source", name.span, format!("unknown source `{}`", name.value));
            self.fault(fault.did_you_mean(&name.value, self.note_names()).or_hint(|| {
                format!("add [sources.{0}] to the series file, or `{0}` to [notes]", name.value)
            }));
        }
        known
    }

    fn note_names(&self) -> Vec<&'a str> {
        let notes =
            self.spec.common.iter().flat_map(|common| common.notes.iter().map(|(key, _)| key.value.as_str()));
        let sources =
            self.spec.common.iter().flat_map(|common| common.sources.iter().map(|s| s.key.value.as_str()));
        notes.chain(sources).collect()
    }

    /// What a source line prints.
    pub(super) fn source_line(&self, name: &str) -> Option<Vec<Inline>> {
        Some(prose::inlines(self, self.note_text(name)?))
    }

    /// The number of a note, given at its first mark.
    pub(super) fn note(&self, name: &str, span: Span) -> Option<usize> {
        if self.in_notes.get() {
            self.fault(
                Diagnostic::error("note-in-note", span, "a note stands inside a note")
                    .hint("write it into the text of the note"),
            );
            return None;
        }
        if self.note_text(name).is_none() {
            let mut fault = Diagnostic::error("unknown-note", span, format!("unknown note `{name}`"))
                .did_you_mean(name, self.note_names());
            if fault.hints.is_empty() {
                fault = fault.hint(format!("add `{name} = \"…\"` to [notes]"));
            }
            self.fault(fault);
            return None;
        }
        Some(self.numbered(name))
    }

    /// The number of a note that is known to exist.
    pub(super) fn numbered(&self, name: &str) -> usize {
        let mut notes = self.notes.borrow_mut();
        notes.iter().position(|known| known == name).unwrap_or_else(|| {
            notes.push(name.to_owned());
            notes.len() - 1
        })
    }

    pub(super) fn write_notes(&self) -> Vec<Note> {
        self.in_notes.set(true);
        let names = self.notes.borrow().clone();
        names
            .into_iter()
            .filter_map(|id| {
                let written = || Some(prose::inlines(self, self.note_text(&id)?));
                let content = self.revision_note(&id).or_else(written)?;
                Some(Note { id, content })
            })
            .collect()
    }
}
