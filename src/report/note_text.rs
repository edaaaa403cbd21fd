//! Prints the texts of notes and source lines.

use super::context::Builder;
use super::{Inline, Note, PassageRole, prose};
use crate::data::period::Period;

impl Builder<'_> {
    /// What a source line prints below numbers of a period; it speaks of the edition's where that is not known.
    pub(super) fn source_line(&self, name: &str, period: Option<Period>) -> Option<Vec<Inline>> {
        let text = self.note_text(name)?;
        let other = period.filter(|period| *period != self.scope.period);
        self.spoken_of.set(other.filter(|period| self.words_in(text, *period).is_some()));
        let line = self.as_role(PassageRole::Note, || prose::inlines(self, text));
        self.spoken_of.set(None);
        Some(line)
    }

    pub(super) fn write_notes(&self) -> Vec<Note> {
        self.in_notes.set(true);
        let names = self.notes.borrow().clone();
        names
            .into_iter()
            .filter_map(|id| {
                let period = self.note_periods.borrow().get(&id).copied();
                let written = || self.source_line(name_of(&id, period), period);
                let content = self.revision_note(&id).or_else(|| self.status_note(&id)).or_else(written)?;
                Some(Note { id, content })
            })
            .collect()
    }
}

/// The name that the author gave, of a note that has a number of its own for a period.
fn name_of(id: &str, period: Option<Period>) -> &str {
    period.and_then(|_| id.split_once(super::notes::SEPARATOR)).map_or(id, |(name, _)| name)
}
