//! Sources and notes: their names and numbers.

use super::context::Builder;
use super::expr::{self, Outcome};
use super::marks::{Mark, Marked};
use super::passage::{Asked, What};
use crate::data::period::Period;
use crate::diag::{Diagnostic, Span, Spanned, code};
use crate::spec::Text;

/// Stands in the name of a note on a revision; an author's names cannot hold it.
pub(super) const SEPARATOR: char = '.';

impl<'a> Builder<'a> {
    /// The text of a note or source; the edition's before the series'.
    pub(super) fn note_text(&self, name: &str) -> Option<&'a Text> {
        self.note_texts.get(name).copied()
    }

    pub(super) fn known_source(&self, name: &Spanned<String>) -> bool {
        let known = self.note_text(&name.value).is_some();
        if !known && !self.unread.may_define(&name.value) {
            let fault =
                Diagnostic::new(code::UNKNOWN_SOURCE, name.span, format!("unknown source `{}`", name.value));
            let fault = fault.meant(self.scope.guesses.nearest(&name.value, self.note_names()));
            self.fault(fault.or_hint(|| {
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

    /// The number of a note, given at its first mark; `period` is that of the figure whose number it stands at.
    pub(super) fn note(&self, name: &str, span: Span, period: Option<Period>) -> Option<usize> {
        if self.in_notes.get() {
            self.fault(
                Diagnostic::new(code::NOTE_IN_NOTE, span, "a note stands inside a note")
                    .hint("write it into the text of the note"),
            );
            return None;
        }
        let Some(text) = self.note_text(name) else {
            if self.unread.may_define(name) {
                return None;
            }
            let mut fault = Diagnostic::new(code::UNKNOWN_NOTE, span, format!("unknown note `{name}`"))
                .meant(self.scope.guesses.nearest(name, self.note_names()));
            if fault.hints.is_empty() {
                fault = fault.hint(format!("add `{name} = \"…\"` to [notes]"));
            }
            self.fault(fault);
            return None;
        };
        let other = period.and_then(|period| self.note_of_period(name, text, period));
        Some(self.numbered(other.as_deref().unwrap_or(name)))
    }

    /// The name of a note for figures of a period; none when its words are those for the edition's.
    fn note_of_period(&self, name: &str, text: &Text, period: Period) -> Option<String> {
        let words = self.words_in(text, period)?;
        if self.words_in(text, self.scope.period).is_some_and(|own| own == words) {
            return None;
        }
        let head = format!("{name}{SEPARATOR}");
        let known = self.note_periods.borrow();
        let mut own = known.range(head.clone()..).take_while(|(id, _)| id.starts_with(&head));
        if let Some((id, _)) =
            own.find(|(_, other)| self.words_in(text, **other).is_some_and(|known| known == words))
        {
            return Some(id.clone());
        }
        drop(known);
        let id = format!("{head}{}", period.to_string().replace('/', "-to-"));
        self.note_periods.borrow_mut().insert(id.clone(), period);
        Some(id)
    }

    /// What the expressions of a text say when it speaks of a period; none when it cannot: a day has no `to_date`.
    pub(super) fn words_in(&self, text: &Text, period: Period) -> Option<Vec<String>> {
        let scope = self.scope.in_period(period);
        let marks = Marked::of_all_cases(&text.value).marks.into_iter();
        let words = marks.filter_map(|(mark, _)| match mark {
            Mark::Computed(formula) => match expr::evaluate(&formula, &scope) {
                Ok(Outcome::Text(words)) => Some(Some(words)),
                Ok(_) => None,
                Err(_) => Some(None),
            },
            Mark::Claimed(_) | Mark::Note(_) | Mark::Fork => None,
        });
        words.collect()
    }

    /// The number of a note that is known to exist.
    pub(super) fn numbered(&self, name: &str) -> usize {
        if let Some(number) = self.note_numbers.borrow().get(name) {
            return *number;
        }
        let mut notes = self.notes.borrow_mut();
        notes.push(name.to_owned());
        self.note_numbers.borrow_mut().insert(name.to_owned(), notes.len() - 1);
        notes.len() - 1
    }

    /// The note on the value that was asked for, when that value was revised.
    pub(super) fn revision_mark(&self, asked: &Asked) -> Option<usize> {
        let What::Value(period) = asked.what else { return None };
        let revision = self.scope.figures.get(&asked.figure)?.revision(period)?;
        let can_be_marked = !self.in_notes.get() && !self.in_line.get();
        can_be_marked.then(|| {
            self.numbered(&format!("revised{SEPARATOR}{}{SEPARATOR}{}", asked.figure, revision.period))
        })
    }
}
