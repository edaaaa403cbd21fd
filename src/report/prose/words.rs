//! Words of an author's text, and what the marks between them stand for.

use std::ops::Range;
use std::sync::Arc;

use super::{Frame, NUMBER, Prose};
use crate::data::period::Period;
use crate::diag::{Span, code};
use crate::report::expr::Outcome;
use crate::report::formula::evaluate;
use crate::report::marks::{CLAIM, CLOSE, Mark, OPEN};
use crate::report::passage::{Asked, Piece, PieceKind, What};
use crate::report::place::Place;
use crate::report::walk::plain_text;
use crate::report::{Figure, Gap, Inline, Number, Quantity};

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
                self.refuse(code::BAD_CLAIM, range, "a claim has no words", "write [words](=expression)");
            }
            at = close + CLOSE.len_utf8();
        }
        self.push_words(&text[at..], &place(at, text.len()));
    }

    fn mark(&mut self, mark: &Mark, place: Range<usize>) {
        let span = self.text.at(place.start, place.end);
        match mark {
            Mark::Note(name) => {
                if let Some(index) = self.builder.note(name, span, self.period_of(name, place.end)) {
                    self.push(Inline::Note(index));
                }
            }
            Mark::Fork => {}
            Mark::Computed(formula) | Mark::Claimed(formula) => {
                match evaluate(self.builder, self.text, formula, place) {
                    Some(outcome) => self.computed(outcome, formula, span),
                    None => self.push_unknown(span),
                }
            }
        }
    }

    /// The period of the figure whose number was read last, of those that have a source.
    fn period_of(&self, source: &str, place: usize) -> Option<Period> {
        let claims = self.builder.claims.borrow();
        let figures = self.pieces.iter().rev().filter_map(|piece| piece.figure(&claims));
        let mut figures = figures.filter_map(|name| self.builder.scope.figures.get(name));
        let is_of = |figure: &Figure| figure.source.as_deref() == Some(source);
        let before = figures.find(|figure| is_of(figure)).map(|figure| figure.period);
        before.or_else(|| self.period_behind(place, is_of))
    }

    /// The same of the number that comes next in the paragraph: "According to the Bureau,[^bns] 101,340 persons …".
    fn period_behind(&self, place: usize, is_of: impl Fn(&Figure) -> bool) -> Option<Period> {
        let rest = self.text.value.get(place..)?;
        let end = place + rest.find("\n\n").unwrap_or(rest.len());
        let marks = &self.marked.marks[self.marked.marks.partition_point(|(_, at)| at.start < place)..];
        let formulas = marks.iter().take_while(|(_, at)| at.start < end).filter_map(|(mark, _)| match mark {
            Mark::Computed(formula) | Mark::Claimed(formula) => Some(formula),
            Mark::Note(_) | Mark::Fork => None,
        });
        let names = |formula: &String| {
            let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
            formula.split(|c| !is_name(c)).find_map(|word| self.builder.scope.figures.get(word).cloned())
        };
        let mut figures = formulas.filter_map(names);
        figures.find(|figure| is_of(figure)).map(|figure| figure.period)
    }

    /// Puts what an expression gives into the text.
    fn computed(&mut self, outcome: Outcome, formula: &str, span: Span) {
        let locale = Arc::clone(&self.builder.reach().locale);
        let outcome = self.beginning(outcome);
        let mut push = |inline: Inline, asked: Option<Asked>, figure: &str| {
            let inline = match inline {
                Inline::Number(number) => Inline::Number(self.certain(number).at(self.builder.next_mark())),
                other => other,
            };
            let (text, kind) = match &inline {
                Inline::Number(number) => {
                    let (number, figure, formula) = (number.clone(), figure.to_owned(), formula.to_owned());
                    (number.text().to_owned(), PieceKind::Number { number, asked, figure, formula })
                }
                other => (plain_text(std::slice::from_ref(other)), PieceKind::Made),
            };
            let kind = if self.builder.is_foreign.get() { PieceKind::Foreign } else { kind };
            self.pieces.push(Piece { text, span, kind });
            self.push(inline);
        };
        match outcome {
            Outcome::Quantity(quantity) => {
                let number = quantity.number(&locale);
                let asked = quantity.asked();
                push(Inline::Number(number), Some(asked.clone()), &asked.figure);
                self.mark_revised(&asked);
                self.mark_status(&[quantity.exact()]);
            }
            Outcome::Change(change) => {
                let what = What::Change { from: change.from, to: change.to, part: change.part.clone() };
                let asked = Asked { figure: change.figure.clone(), what };
                push(Inline::Number(change.percent), Some(asked), &change.figure);
                self.mark_status(&[&change.exact_percent]);
            }
            Outcome::Ranking { figure, inlines } => {
                inlines.iter().cloned().for_each(|inline| push(inline, None, &figure));
                let numbers = inlines.iter().filter_map(|inline| match inline {
                    Inline::Number(number) => Some(number.quantity()),
                    _ => None,
                });
                self.mark_status(&numbers.collect::<Vec<_>>());
            }
            Outcome::Gap(gap) => {
                push(Inline::Text(locale.words().certainty.missing.clone()), None, "");
                self.builder.show_gap(gap.missing);
            }
            Outcome::Text(words) => push(Inline::Text(words), None, ""),
            Outcome::NotAvailable(figure) => {
                push(Inline::Text(locale.labels().not_available.clone()), None, "");
                self.absent.push((span, figure));
            }
            Outcome::ToFill { figure } => self.push_gap(self.builder.gap(), &figure, formula, span),
        }
    }

    /// What an expression gives, with a capital letter where it begins a sentence.
    fn beginning(&self, outcome: Outcome) -> Outcome {
        match outcome {
            Outcome::Text(words) => Outcome::Text(self.as_beginning(words)),
            Outcome::Ranking { figure, mut inlines } => {
                if let Some(Inline::Text(words)) = inlines.first_mut() {
                    *words = self.as_beginning(std::mem::take(words));
                }
                Outcome::Ranking { figure, inlines }
            }
            other => other,
        }
    }

    /// Marks the place of a number that is to be filled in, or of words about one.
    pub(super) fn push_gap(&mut self, gap: Gap, figure: &str, formula: &str, span: Span) {
        let (figure, formula) = (figure.to_owned(), formula.to_owned());
        let kind = PieceKind::Gap { figure, formula, mark: gap.mark };
        self.pieces.push(Piece { text: gap.text.clone(), span, kind });
        self.push(Inline::Gap(gap));
    }

    /// Keeps the place of what could not be computed.
    pub(super) fn push_unknown(&mut self, span: Span) {
        self.pieces.push(Piece { text: String::new(), span, kind: PieceKind::Unknown });
    }

    /// A number with its flag, where it stands in a table that has a legend.
    fn certain(&self, number: Number) -> Number {
        if self.cell.is_none() {
            return number;
        }
        self.builder.show_in_cell(number.quantity());
        self.builder.flagged(number)
    }

    /// Marks the numbers that were just pushed when they are provisional or estimated.
    pub(super) fn mark_status(&mut self, values: &[&Quantity]) {
        if self.cell.is_none() && !self.is_in_link() {
            let marks = self.builder.status_marks(values);
            marks.into_iter().for_each(|index| self.push(Inline::Note(index)));
        }
    }

    /// A mark is a link of its own and cannot stand inside another.
    fn is_in_link(&self) -> bool {
        self.frames.iter().any(|frame| match frame {
            Frame::Link(opened, _) => !opened.is_language_alone(),
            frame => matches!(frame, Frame::Image(..)),
        })
    }

    /// Marks the number that was just pushed when it is no longer what was published.
    pub(super) fn mark_revised(&mut self, asked: &Asked) {
        let in_link = self.is_in_link();
        if let Some(index) = self.builder.revision_mark(asked).filter(|_| !in_link) {
            self.push(Inline::Note(index));
        }
    }

    /// Adds words of the author's, written at a place of the marked text.
    pub(super) fn push_words(&mut self, words: &str, range: &Range<usize>) {
        if words.is_empty() {
            return;
        }
        if let Some(at) = words.find(NUMBER) {
            match self.place_around() {
                Some(place) => return self.push_place_number(place, words, at, range),
                None => self.refuse(
                    code::UNCLOSED_MARKUP,
                    &part_of(range, words, at..at + NUMBER.len()),
                    "this text has `{}`, which stands for no number and is printed as it is",
                    "only in the words of a link to a place it stands for the number: [figure {}](#fig-visas)",
                ),
            }
        }
        self.push_piece(words, range);
        self.push(Inline::Text(words.to_owned()));
    }

    /// Where the link within the document leads whose words are being read.
    fn place_around(&self) -> Option<Place> {
        let link = self.frames.iter().rev().find_map(|frame| match frame {
            Frame::Link(opened, _) => Some(opened),
            _ => None,
        })?;
        link.url.strip_prefix('#')?.parse().ok()
    }

    /// "Shown on [figure {}](#fig-visas)": the number of the chart, in words that the author puts in the form they need.
    fn push_place_number(&mut self, place: Place, words: &str, at: usize, range: &Range<usize>) {
        let part = |from: usize, to: usize| part_of(range, words, from..to);
        self.push_words(&words[..at], &part(0, at));
        let end = at + NUMBER.len();
        let span = self.span(&part(at, end));
        if self.builder.in_line.get() {
            let hint = "write [](#…), or the words out";
            self.refuse(
                code::BAD_LINK,
                &part(at, end),
                "a title has no room for the number of a place",
                hint,
            );
        }
        self.builder.asked_numbers.borrow_mut().push((place.clone(), span));
        self.pieces.push(Piece { text: String::new(), span, kind: PieceKind::Reference(place) });
        self.push(Inline::PlaceNumber(String::new()));
        self.push_words(&words[end..], &part(end, words.len()));
    }

    pub(super) fn push_piece(&mut self, words: &str, range: &Range<usize>) {
        let span = self.text.at(self.marked.original(range.start), self.marked.original(range.end));
        let foreign = |frame: &Frame| matches!(frame, Frame::Link(opened, _) if opened.language().is_some());
        let is_foreign = self.builder.is_foreign.get() || self.frames.iter().any(foreign);
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
                code::UNSUPPORTED_TEXT,
                range,
                "a character is written by its number or name",
                "write the character itself",
            );
        }
    }
}

/// Where a part of some words was written. What stands for an escape has no place of its own within the words.
fn part_of(range: &Range<usize>, words: &str, part: Range<usize>) -> Range<usize> {
    if range.len() == words.len() { range.start + part.start..range.start + part.end } else { range.clone() }
}
