//! Prints the texts of notes and source lines.

use std::collections::BTreeSet;

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

    /// The lines of several sources with the periods of their numbers, each line once.
    pub(super) fn source_lines(&self, named: Vec<(String, Period)>) -> Vec<Inline> {
        let mut told = BTreeSet::new();
        // A note that tells of no period says the same of all.
        let is_new = |(name, period): &(String, Period)| {
            let text = self.note_text(name);
            text.is_some_and(|text| told.insert((name.clone(), self.words_in(text, *period))))
        };
        let lines = named.into_iter().filter(is_new);
        let lines: Vec<_> =
            lines.filter_map(|(name, period)| self.source_line(&name, Some(period))).collect();
        lines.join(&Inline::Break)
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
