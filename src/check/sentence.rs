//! Splits a passage into sentences, and finds the places of their words and numbers again.

use std::ops::Range;

use super::Subject;
use crate::diag::{Diagnostic, Span};
use crate::locale::Locale;
use crate::report::{Asked, Claim, Number, Passage, Piece, PieceKind, Report};

/// A passage as one line of plain text, with spaces of one kind.
#[derive(Debug)]
pub(super) struct Line<'a> {
    /// The pieces.
    pub(super) passage: &'a Passage,
    /// The text.
    pub(super) text: String,
    /// The same in small letters; every character stands at the same place.
    pub(super) lower: String,
    /// Where each piece begins in the text.
    starts: Vec<usize>,
}

/// Stands for a link such as "Figure 1", whose words are not known when a text is read.
const REFERENCE: char = '□';

/// A number of a sentence that a figure gave, or that its author says a figure gives.
#[derive(Debug, Clone)]
pub(super) struct Occurrence<'a> {
    /// Where it stands in the text of the line.
    pub(super) range: Range<usize>,
    /// What it is a number of.
    pub(super) asked: &'a Asked,
    /// Where it stands in the file.
    pub(super) span: Span,
    /// The number or the claim.
    pub(super) shown: Shown<'a>,
}

/// How a number came into a sentence.
#[derive(Debug, Clone)]
pub(super) enum Shown<'a> {
    /// The program computed it.
    Computed(&'a Number),
    /// The author wrote it.
    Claimed(&'a Claim),
}

/// Calls a function on every sentence that has numbers of figures, and gathers what it finds.
pub(super) fn each_sentence(
    subject: &Subject<'_>,
    mut look: impl FnMut(&Line<'_>, &Range<usize>, &[Occurrence<'_>]) -> Vec<Diagnostic>,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for passage in &subject.report.passages {
        let line = Line::new(passage);
        for sentence in line.sentences() {
            let occurrences = line.occurrences(subject.report, &sentence);
            if !occurrences.is_empty() {
                found.extend(look(&line, &sentence, &occurrences));
            }
        }
    }
    found
}

/// Calls a function on every number of the text that a figure gave, with the line and the sentence that it stands in.
pub(super) fn each_number(
    subject: &Subject<'_>,
    mut look: impl FnMut(&Line<'_>, &Range<usize>, &Occurrence<'_>) -> Option<Diagnostic>,
) -> Vec<Diagnostic> {
    each_sentence(subject, |line, sentence, occurrences| {
        occurrences.iter().filter_map(|occurrence| look(line, sentence, occurrence)).collect()
    })
}

impl<'a> Line<'a> {
    pub(super) fn new(passage: &'a Passage) -> Self {
        let mut text = String::new();
        let mut starts = Vec::new();
        for piece in &passage.pieces {
            starts.push(text.len());
            let is_foreign = matches!(piece.kind, PieceKind::Foreign);
            let read = |c| if is_foreign { unread(c) } else { c };
            text.extend(piece.text.chars().map(plain_space).map(read));
            if matches!(piece.kind, PieceKind::Reference(_)) {
                text.push(REFERENCE);
            }
        }
        let lower = text.chars().map(small).collect();
        Self { passage, text, lower, starts }
    }

    /// The ranges of its sentences.
    pub(super) fn sentences(&self) -> Vec<Range<usize>> {
        let mut sentences = Vec::new();
        let mut start = 0;
        for (at, c) in self.text.char_indices() {
            let end = at + c.len_utf8();
            if matches!(c, '.' | '!' | '?') && self.ends_sentence(start, at, end) {
                sentences.push(start..end);
                start = end;
            }
        }
        if !self.text[start..].trim().is_empty() {
            sentences.push(start..self.text.len());
        }
        sentences
    }

    fn ends_sentence(&self, start: usize, at: usize, end: usize) -> bool {
        let after = &self.text[end..];
        let rest = after.trim_start_matches(['”', '"', '’', ')', ' ']);
        let spaced = after.is_empty() || after.len() != rest.len();
        // "Mr. X", "No. 34", "J. Calderon": the word before the point is short or the next one is a number.
        let word = self.text[start..at].rsplit(' ').next().unwrap_or_default();
        let is_short = word.chars().count() <= 2 && word.chars().all(char::is_alphabetic);
        let opens = rest
            .chars()
            .next()
            .is_none_or(|c| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '“' | REFERENCE));
        self.is_typed(at) && spaced && opens && !is_short
    }

    /// Whether the author typed the character at a place.
    pub(super) fn is_typed(&self, at: usize) -> bool {
        matches!(self.piece_at(at).1.kind, PieceKind::Words)
    }

    /// Whether the author typed it, linked to a formula or not.
    pub(super) fn is_typed_or_claimed(&self, at: usize) -> bool {
        matches!(self.piece_at(at).1.kind, PieceKind::Words | PieceKind::Claimed(_))
    }

    /// The pieces, each with the place where it begins.
    pub(super) fn pieces(&self) -> impl Iterator<Item = (usize, &'a Piece)> {
        self.starts.iter().copied().zip(&self.passage.pieces)
    }

    fn piece_at(&self, at: usize) -> (usize, &'a Piece) {
        let index = self.starts.partition_point(|start| *start <= at).max(1) - 1;
        (self.starts[index], &self.passage.pieces[index])
    }

    /// The place in the author's file of a part of the text.
    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        let (start, piece) = self.piece_at(range.start);
        let length = |upto: usize| -> usize {
            // Spaces of one kind may be shorter than those that were written.
            let mut left = upto;
            let taken = piece.text.chars().take_while(|c| {
                let more = left > 0;
                left = left.saturating_sub(plain_space(*c).len_utf8());
                more
            });
            taken.map(char::len_utf8).sum()
        };
        let (from, to) = (length(range.start - start), length(range.end.saturating_sub(start)));
        // A text with escapes is longer in the file; then the piece as a whole is pointed at.
        if piece.span.end - piece.span.start == piece.text.len() {
            Span { start: piece.span.start + from, end: piece.span.start + to.max(from), ..piece.span }
        } else {
            piece.span
        }
    }

    /// The numbers of a sentence that figures gave, in order.
    pub(super) fn occurrences(&self, report: &'a Report, sentence: &Range<usize>) -> Vec<Occurrence<'a>> {
        let pieces = self.passage.pieces.iter().zip(&self.starts);
        pieces
            .filter(|(_, start)| sentence.contains(start))
            .filter_map(|(piece, start)| {
                let (asked, shown) = match &piece.kind {
                    PieceKind::Number { number, asked, .. } => (asked.as_ref()?, Shown::Computed(number)),
                    PieceKind::Claimed(index) => {
                        let claim = report.claims.get(*index)?;
                        (claim.asked.as_ref()?, Shown::Claimed(claim))
                    }
                    PieceKind::Words | PieceKind::Foreign | PieceKind::Made | PieceKind::Reference(_) => {
                        return None;
                    }
                };
                let length: usize = piece.text.chars().map(|c| plain_space(c).len_utf8()).sum();
                Some(Occurrence { range: *start..start + length, asked, span: piece.span, shown })
            })
            .collect()
    }

    /// Every place in a range where a month is named, with its number in the year. As it is written: "may" is not May.
    pub(super) fn months(&self, range: &Range<usize>, locale: &Locale) -> Vec<(u8, Range<usize>)> {
        let named = (1..).zip(&locale.words().period.months).flat_map(|(index, month)| {
            let places = self.find(&plain(month), range).into_iter();
            places.filter(|place| self.text[place.clone()] == **month).map(move |place| (index, place))
        });
        named.collect()
    }

    /// Every place in a range where a phrase in small letters stands as whole words.
    pub(super) fn find(&self, phrase: &str, range: &Range<usize>) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let mut at = range.start;
        while let Some(offset) = self.lower[at..range.end].find(phrase) {
            let place = at + offset..at + offset + phrase.len();
            if is_whole(&self.lower, &place) {
                found.push(place.clone());
            }
            at = place.start + phrase.chars().next().map_or(1, char::len_utf8);
        }
        found
    }
}

/// Whether a range begins and ends where words do.
pub(super) fn is_whole(text: &str, range: &Range<usize>) -> bool {
    let inside = &text[range.clone()];
    let joins = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let starts = !joins(inside.chars().next()) || !joins(text[..range.start].chars().next_back());
    let ends = !joins(inside.chars().next_back()) || !joins(text[range.end..].chars().next());
    starts && ends
}

/// Whether a text ends with a phrase, as whole words.
pub(super) fn ends_with_word(text: &str, phrase: &str) -> bool {
    text.ends_with(phrase) && is_whole(text, &(text.len() - phrase.len()..text.len()))
}

/// No-break and narrow spaces as the plain one.
fn plain_space(c: char) -> char {
    if c.is_whitespace() { ' ' } else { c }
}

/// A sign as long as a letter or digit of another language, which no list of words knows and no number has.
fn unread(c: char) -> char {
    match c.len_utf8() {
        _ if !c.is_alphanumeric() => c,
        1 => '_',
        2 => '·',
        3 => '…',
        _ => '𐄁',
    }
}

/// Small letters and plain spaces.
pub(super) fn plain(text: &str) -> String {
    text.chars().map(plain_space).map(small).collect()
}

/// The small letter, when it takes as many bytes.
pub(super) fn small(c: char) -> char {
    let mut letters = c.to_lowercase();
    match (letters.next(), letters.next()) {
        (Some(one), None) if one.len_utf8() == c.len_utf8() => one,
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::Line;
    use crate::diag::{Sources, Span};
    use crate::report::{Part, Passage, Piece, PieceKind};

    fn passage(text: &str) -> Passage {
        let source = Sources::default().add("a.toml", text);
        let span = Span { source, start: 0, end: text.len() };
        let piece = Piece { text: text.to_owned(), span, kind: PieceKind::Words };
        Passage { part: Part::default(), cell: None, pieces: vec![piece] }
    }

    #[test]
    fn a_point_inside_a_number_or_after_a_short_word_ends_nothing() {
        let passage = passage("It fell by 3.5 per cent (see Law No. 34 of 2022). Dr. A. Who spoke. 7 left!");
        let line = Line::new(&passage);
        let sentences: Vec<&str> =
            line.sentences().into_iter().map(|range| line.text[range].trim()).collect();
        let right = ["It fell by 3.5 per cent (see Law No. 34 of 2022).", "Dr. A. Who spoke.", "7 left!"];
        assert_eq!(sentences, right);
    }

    #[test]
    fn words_of_another_language_are_not_read() {
        let mut passage = passage("It fell");
        let foreign =
            Piece { text: "Fell 7. Ққ".to_owned(), kind: PieceKind::Foreign, ..passage.pieces[0].clone() };
        passage.pieces.push(foreign);
        let line = Line::new(&passage);
        assert_eq!(line.text, "It fell____ _. ··");
        assert_eq!(line.sentences().len(), 1);
    }

    #[test]
    fn places_are_found_again_behind_wide_spaces() {
        let passage = passage("é\u{a0}b 17");
        let line = Line::new(&passage);
        let at = line.text.find("17").unwrap();
        let span = line.span(&(at..at + 2));
        assert_eq!(&"é\u{a0}b 17"[span.range()], "17");
    }

    #[test]
    fn words_are_found_whole() {
        let passage = passage("Upward, up; cup.");
        let line = Line::new(&passage);
        assert_eq!(line.find("up", &(0..line.text.len())).len(), 1);
    }
}
