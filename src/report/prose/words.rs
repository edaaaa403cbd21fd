//! Words of an author's text, and what the marks between them stand for.

use std::ops::Range;
use std::sync::Arc;

use super::{Frame, Prose};
use crate::diag::Span;
use crate::report::expr::Outcome;
use crate::report::formula::evaluate;
use crate::report::marks::{CLAIM, CLOSE, Mark, OPEN};
use crate::report::passage::{Asked, Piece, PieceKind, What};
use crate::report::{Inline, plain_text};

impl Prose<'_> {
    /// Words between marks, and what the marks stand for.
    pub(super) fn words(&mut self, text: &str, range: &Range<usize>) {
        // The text of an event is a part of what was written, or stands for an escape as a whole.
        let written = self.marked.text.get(range.clone()).unwrap_or_default();
        let shift = written.find(text).map(|at| range.start + at);
        let place = |from: usize, to: usize| match shift {
            Some(start) => start + from..start + to,
            None => range.clone(),
        };
        let mut at = 0;
        while let Some(open) = text[at..].find(OPEN).map(|open| at + open) {
            self.push_words(&text[at..open], &place(at, open));
            let inside = open + OPEN.len_utf8();
            let Some(close) = text[inside..].find(CLOSE).map(|close| inside + close) else { return };
            let number = text[inside..close].parse().ok();
            if let Some((mark, place)) = number.and_then(|i: usize| self.marked.marks.get(i).cloned()) {
                self.mark(&mark, place);
            } else if text[inside..].starts_with(CLAIM) {
                self.refuse("bad-claim", range, "a claim has no words", "write [words](=expression)");
            }
            at = close + CLOSE.len_utf8();
        }
        self.push_words(&text[at..], &place(at, text.len()));
    }

    fn mark(&mut self, mark: &Mark, place: Range<usize>) {
        let span = self.text.at(place.start, place.end);
        match mark {
            Mark::Note(name) => {
                if let Some(index) = self.builder.note(name, span) {
                    self.push(Inline::Note(index));
                }
            }
            Mark::Computed(formula) | Mark::Claimed(formula) => {
                if let Some(outcome) = evaluate(self.builder, self.text, formula, place) {
                    self.computed(outcome, formula, span);
                }
            }
        }
    }

    /// Puts what an expression gives into the text.
    fn computed(&mut self, outcome: Outcome, formula: &str, span: Span) {
        let locale = Arc::clone(&self.builder.locale);
        let mut push = |inline: Inline, asked: Option<Asked>| {
            let inline = match inline {
                Inline::Number(number) => Inline::Number(number.at(self.builder.next_mark())),
                other => other,
            };
            let (text, kind) = match &inline {
                Inline::Number(number) => {
                    let formula = formula.to_owned();
                    (number.text().to_owned(), PieceKind::Number { number: number.clone(), asked, formula })
                }
                other => (plain_text(std::slice::from_ref(other)), PieceKind::Made),
            };
            self.pieces.push(Piece { text, span, kind });
            self.push(inline);
        };
        match outcome {
            Outcome::Quantity(quantity) => {
                let number = quantity.number(&locale);
                let asked = quantity.asked();
                push(Inline::Number(number), Some(asked.clone()));
                self.mark_revised(&asked);
            }
            Outcome::Change(change) => {
                let what = What::Change { from: change.from, to: change.to };
                push(Inline::Number(change.percent), Some(Asked { figure: change.figure, what }));
            }
            Outcome::Inlines(inlines) => inlines.into_iter().for_each(|inline| push(inline, None)),
            Outcome::Text(words) | Outcome::NotAvailable(words) => push(Inline::Text(words), None),
        }
    }

    /// Marks the number that was just pushed when it is no longer what was published.
    pub(super) fn mark_revised(&mut self, asked: &Asked) {
        // A mark is a link of its own and cannot stand inside another.
        let in_link = self.frames.iter().any(|frame| match frame {
            Frame::Link(opened, _) => !opened.is_language_alone(),
            frame => matches!(frame, Frame::Image(..)),
        });
        if let Some(index) = self.builder.revision_mark(asked).filter(|_| !in_link) {
            self.push(Inline::Note(index));
        }
    }

    /// Adds words of the author's, written at a place of the marked text.
    pub(super) fn push_words(&mut self, words: &str, range: &Range<usize>) {
        if !words.is_empty() {
            self.push_piece(words, range);
            self.push(Inline::Text(words.to_owned()));
        }
    }

    pub(super) fn push_piece(&mut self, words: &str, range: &Range<usize>) {
        let span = self.text.at(self.marked.original(range.start), self.marked.original(range.end));
        let foreign = |frame: &Frame| matches!(frame, Frame::Link(opened, _) if opened.language().is_some());
        let is_foreign = self.frames.iter().any(foreign);
        let kind = if is_foreign { PieceKind::Foreign } else { PieceKind::Words };
        self.pieces.push(Piece { text: words.to_owned(), span, kind });
    }

    /// A character written by its number would get round the check of what can be printed.
    pub(super) fn refuse_coded(&self, text: &str, range: &Range<usize>) {
        let written = self.marked.text.get(range.clone()).unwrap_or_default();
        let plain = ["&amp;", "&lt;", "&gt;", "&quot;", "&nbsp;"];
        if written.starts_with('&') && written.ends_with(';') && written != text && !plain.contains(&written)
        {
            self.refuse(
                "unsupported-text",
                range,
                "a character is written by its number or name",
                "write the character itself",
            );
        }
    }
}
