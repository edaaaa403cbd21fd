//! Keeps what the expressions of an edition give within limits: a short one can ask for the names of two thousand parts,
//! and a text can hold thousands of such.

use super::Inline;
use super::context::Builder;
use super::expr::Outcome;
use crate::data::quantity::Quantity;
use crate::diag::{Diagnostic, Span, code};

/// Bytes that all results of an edition may take, roughly; a report of a hundred pages takes a fiftieth of that.
const MOST: usize = 200 << 20;
/// Bytes of a piece of a text from here to the page, and how often its words are written down on the way.
const OF_PIECE: usize = 500;
const COPIES: usize = 10;
/// Bytes of a place in the author's files that a value rests on, which is remembered with each copy of the value.
const OF_PLACE: usize = 150;

fn of_words(words: &str) -> usize {
    OF_PIECE + COPIES * words.len()
}

fn of_quantity(quantity: &Quantity) -> usize {
    OF_PIECE + OF_PLACE * quantity.origin().count()
}

fn of_outcome(outcome: &Outcome) -> usize {
    match outcome {
        Outcome::Quantity(quantity) => of_quantity(quantity.exact()),
        Outcome::Change(change) => of_quantity(&change.exact_percent),
        Outcome::Ranking { inlines, .. } => {
            let of_inline = |inline: &Inline| match inline {
                Inline::Text(words) => of_words(words),
                _ => OF_PIECE,
            };
            inlines.iter().map(of_inline).sum()
        }
        Outcome::Text(words) => of_words(words),
        Outcome::NotAvailable(_) | Outcome::ToFill { .. } | Outcome::Gap(_) => OF_PIECE,
    }
}

impl Builder<'_> {
    /// Whether there is room for what another expression gives.
    pub(super) fn has_room(&self) -> bool {
        self.taken.get() <= MOST
    }

    /// Counts what an expression gives; tells, once, that there is no more room.
    pub(super) fn take_room(&self, outcome: &Outcome, span: Span) {
        let had_room = self.has_room();
        self.taken.set(self.taken.get().saturating_add(of_outcome(outcome)));
        if had_room && !self.has_room() {
            let message =
                "the expressions of this edition give more names and numbers than a report can hold";
            let hint = "ask for shorter rankings, as in visas.ranking(7), and less often for `other` or `sum` of a figure with many parts";
            self.fault(Diagnostic::new(code::TOO_MANY, span, message).hint(hint));
        }
    }
}
