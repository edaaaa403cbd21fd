//! A passage as one line of plain text, and the places of its parts in the author's file.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use memchr::memmem;

use super::words::{Kind, Places, Words};
use crate::diag::Span;
use crate::language::{Language, Pattern, Patterns, Reading, is_whole, plain_space, small};
use crate::report::{Passage, Piece, PieceKind};

/// A name in a line, with its place.
type Placed = (Range<usize>, String);

/// A passage as one line of plain text, with spaces of one kind.
#[derive(Debug)]
pub struct Line<'a> {
    /// The pieces.
    pub passage: &'a Passage,
    /// The text.
    pub text: String,
    /// The same in small letters; every character stands at the same place.
    pub lower: String,
    /// Where each piece begins in the text.
    starts: Vec<usize>,
    /// The places behind spaces that are shorter than they were written, and by how many bytes the piece is up to there.
    shorter: Vec<(usize, usize)>,
    /// Words that a pattern with an open ending must not take, in order, and how far those reach that begin up to each.
    innocents: Vec<(Range<usize>, usize)>,
    /// Its words of direction.
    words: Words,
    /// The parts that it names, by their figure, once somebody has asked for them.
    named: Mutex<BTreeMap<String, Arc<[Placed]>>>,
}

/// Stands for a link such as "Figure 1", whose words are not known when a text is read, and for what could not be
/// computed.
pub(super) const REFERENCE: char = '□';

impl<'a> Line<'a> {
    pub(super) fn new(passage: &'a Passage, language: &Language) -> Self {
        let mut text = String::new();
        let (mut starts, mut shorter) = (Vec::new(), Vec::new());
        for piece in &passage.pieces {
            starts.push(text.len());
            let is_foreign = matches!(piece.kind, PieceKind::Foreign);
            let mut lost = 0;
            for c in piece.text.chars() {
                let plain = plain_space(c);
                text.push(if is_foreign { unread(plain) } else { plain });
                if plain.len_utf8() < c.len_utf8() {
                    lost += c.len_utf8() - plain.len_utf8();
                    shorter.push((text.len(), lost));
                }
            }
            if matches!(piece.kind, PieceKind::Reference(_) | PieceKind::Unknown) {
                text.push(REFERENCE);
            }
        }
        let lower: String = text.chars().map(small).collect();
        let whole = 0..lower.len();
        let innocents = language.reading().innocents.iter().flat_map(|word| word.find(&lower, &whole));
        let mut innocents: Vec<(Range<usize>, usize)> =
            innocents.map(|place| (place.clone(), place.end)).collect();
        innocents.sort_by_key(|(place, _)| place.start);
        let mut reach = 0;
        for (place, end) in &mut innocents {
            reach = place.end.max(reach);
            *end = reach;
        }
        Self {
            passage,
            text,
            lower,
            starts,
            shorter,
            innocents,
            words: Words::default(),
            named: Mutex::default(),
        }
    }

    /// The parts of a figure that it names; `find` looks for them the first time.
    pub(super) fn named(&self, figure: &str, find: impl FnOnce() -> Vec<Placed>) -> Arc<[Placed]> {
        let mut named = self.named.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = named.get(figure) {
            return known.clone();
        }
        let found: Arc<[Placed]> = find().into();
        named.insert(figure.to_owned(), found.clone());
        found
    }

    /// The whole of it.
    pub fn whole(&self) -> Range<usize> {
        0..self.text.len()
    }

    /// The ranges of its sentences.
    pub(super) fn sentences(&self, language: &Language) -> Vec<Range<usize>> {
        let mut sentences = Vec::new();
        let mut start = 0;
        for (at, c) in self.text.char_indices() {
            let end = at + c.len_utf8();
            if matches!(c, '.' | '!' | '?') && self.ends_sentence(start, at, end, language) {
                sentences.push(start..end);
                start = end;
            }
        }
        if !self.text[start..].trim().is_empty() {
            sentences.push(start..self.text.len());
        }
        sentences
    }

    fn ends_sentence(&self, start: usize, at: usize, end: usize, language: &Language) -> bool {
        let grammar = &language.reading().sentence;
        let after = &self.text[end..];
        let rest = after.trim_start_matches(|c| c == ' ' || grammar.closing.contains(&c));
        let spaced = after.is_empty() || after.len() != rest.len();
        // "Mr. X", "No. 34", "J. Calderon": the word before the point is short or the next one is a number.
        let word = self.text[start..at].rsplit(' ').next().unwrap_or_default();
        let is_short = word.chars().count() <= grammar.short && word.chars().all(char::is_alphabetic);
        let is_abbreviated = || {
            let word = &self.lower[at - word.len()..at];
            grammar.abbreviations.contain(word.trim_start_matches(|c: char| !c.is_alphanumeric()))
        };
        let opens = rest.chars().next().is_none_or(|c| {
            c.is_uppercase() || c.is_ascii_digit() || c == REFERENCE || grammar.opening.contains(&c)
        });
        self.is_typed(at) && spaced && opens && !is_short && !is_abbreviated()
    }

    /// Whether the author typed the character at a place.
    pub fn is_typed(&self, at: usize) -> bool {
        matches!(self.piece_at(at).1.kind, PieceKind::Words)
    }

    /// Whether numbers of figures stand in it, or claims.
    pub(super) fn has_numbers(&self) -> bool {
        let mut pieces = self.passage.pieces.iter();
        pieces.any(|piece| matches!(piece.kind, PieceKind::Number { .. } | PieceKind::Claimed(_)))
    }

    /// Whether the author typed it, linked to a formula or not.
    pub fn is_typed_or_claimed(&self, at: usize) -> bool {
        matches!(self.piece_at(at).1.kind, PieceKind::Words | PieceKind::Claimed(_))
    }

    /// The pieces, each with the place where it begins.
    pub fn pieces(&self) -> impl Iterator<Item = (usize, &'a Piece)> {
        self.starts.iter().copied().zip(&self.passage.pieces)
    }

    /// The pieces that begin in a range, each with the place where it does.
    pub(super) fn pieces_in(&self, range: &Range<usize>) -> impl Iterator<Item = (usize, &'a Piece)> {
        let from = self.starts.partition_point(|start| *start < range.start);
        let to = self.starts.partition_point(|start| *start < range.end).max(from);
        self.starts[from..to].iter().copied().zip(&self.passage.pieces[from..to])
    }

    /// The pieces that have some of a range, or stand at its beginning, each with the place where it begins.
    pub fn pieces_of(&self, range: &Range<usize>) -> impl Iterator<Item = (usize, &'a Piece)> {
        let from = self.starts.partition_point(|start| *start < range.start).saturating_sub(1);
        let to = self.starts.partition_point(|start| *start < range.end).max(from);
        self.starts[from..to].iter().copied().zip(&self.passage.pieces[from..to])
    }

    /// Whether a number of the report, and nothing that the author typed, stands at a place of the text.
    pub(super) fn has_number_at(&self, at: usize) -> bool {
        let (_, piece) = self.piece_at(at);
        matches!(piece.kind, PieceKind::Number { .. })
    }

    /// How much of the text a piece takes.
    pub fn length(&self, piece: &Piece) -> usize {
        piece.text.chars().map(|c| plain_space(c).len_utf8()).sum()
    }

    fn piece_at(&self, at: usize) -> (usize, &'a Piece) {
        let index = self.starts.partition_point(|start| *start <= at).max(1) - 1;
        (self.starts[index], &self.passage.pieces[index])
    }

    /// The place in the author's file of a part of the text.
    pub fn span(&self, range: &Range<usize>) -> Span {
        let (start, piece) = self.piece_at(range.start);
        let length = |place: usize| -> usize {
            // Spaces of one kind may be shorter than those that were written.
            let next = self.shorter.partition_point(|(behind, _)| *behind <= place);
            let last = next.checked_sub(1).map(|last| self.shorter[last]);
            let lost = last.filter(|(behind, _)| *behind > start).map_or(0, |(_, lost)| lost);
            (place.saturating_sub(start) + lost).min(piece.text.len())
        };
        let (from, to) = (length(range.start), length(range.end));
        // A text with escapes is longer in the file; then the piece as a whole is pointed at.
        if piece.span.end - piece.span.start == piece.text.len() {
            Span { start: piece.span.start + from, end: piece.span.start + to.max(from), ..piece.span }
        } else {
            piece.span
        }
    }

    /// Every place in a range where a pattern stands as whole words; none in a range that ends before it begins, such as
    /// the words between a number and what stands before it.
    pub fn find(&self, pattern: &Pattern, range: &Range<usize>) -> Vec<Range<usize>> {
        if range.is_empty() {
            return Vec::new();
        }
        let mut found = pattern.find(&self.lower, range);
        if pattern.has_open_ending() {
            found.retain(|place| {
                let next = self.innocents.partition_point(|(known, _)| known.start <= place.start);
                let reach = next.checked_sub(1).map_or(0, |last| self.innocents[last].1);
                reach < place.end
            });
        }
        found
    }

    /// Where its words of direction of one kind stand.
    pub(super) fn words(&self, kind: Kind, reading: &Reading) -> &Places {
        let places = |word: &Pattern| self.find(word, &self.whole());
        self.words.of(kind, reading, places, |place| self.is_typed_or_claimed(place))
    }

    /// Whether one of some patterns stands in a range.
    pub fn has(&self, patterns: &Patterns, range: &Range<usize>) -> bool {
        patterns.iter().any(|pattern| !self.find(pattern, range).is_empty())
    }

    /// Whether a pattern stands in a range.
    pub fn has_one(&self, pattern: &Pattern, range: &Range<usize>) -> bool {
        !self.find(pattern, range).is_empty()
    }

    /// Every place in a range where a month is named, with its number in the year. As it is written: "may" is not May.
    pub(super) fn months(&self, range: &Range<usize>, language: &Language) -> Vec<(u8, Range<usize>)> {
        let endings = &language.reading().sentence.endings;
        let named = language.known().months.iter().flat_map(|month| {
            let places = named(&self.lower, month.pattern.as_str(), range, endings).into_iter();
            let is_written = |place: &Range<usize>| self.text[place.clone()].starts_with(&month.written);
            places.filter(is_written).map(move |place| (month.index, place))
        });
        named.collect()
    }
}

/// Every place in a range where a name stands as a whole word, with an ending of the language or without.
pub(super) fn named(lower: &str, name: &str, range: &Range<usize>, endings: &[String]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = range.start;
    while let Some(offset) = memmem::find(&lower.as_bytes()[at..range.end], name.as_bytes()) {
        let place = at + offset..at + offset + name.len();
        found.extend(whole(lower, &place, endings));
        at = place.start + name.chars().next().map_or(1, char::len_utf8);
    }
    found
}

/// A place as a whole word, made longer by an ending when it needs one for that.
pub(super) fn whole(lower: &str, place: &Range<usize>, endings: &[String]) -> Option<Range<usize>> {
    if is_whole(lower, place) {
        return Some(place.clone());
    }
    let glued = endings.iter().find(|ending| {
        let end = place.end + ending.len();
        lower[place.end..].starts_with(ending.as_str()) && is_whole(lower, &(place.start..end))
    })?;
    Some(place.start..place.end + glued.len())
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

#[cfg(test)]
pub(super) mod tests {
    use std::cmp::Reverse;

    use super::{Line, named};
    use crate::diag::{Sources, Span};
    use crate::language::Language;
    use crate::report::{Part, Passage, PassageRole, Piece, PieceKind};
    use crate::text::words::{Kind, list};

    /// A passage that an author typed.
    pub(in crate::text) fn passage(text: &str) -> Passage {
        let source = Sources::default().add("a.toml", text);
        let span = Span { source, start: 0, end: text.len() };
        let piece = Piece { text: text.to_owned(), span, kind: PieceKind::Words };
        Passage { part: Part::default(), cell: None, role: PassageRole::default(), pieces: vec![piece] }
    }

    fn sentences(passage: &Passage, language: &Language) -> Vec<String> {
        let line = Line::new(passage, language);
        let ranges = line.sentences(language).into_iter();
        ranges.map(|range| line.text[range].trim().to_owned()).collect()
    }

    #[test]
    fn a_point_inside_a_number_or_after_a_short_word_ends_nothing() {
        let english = Language::embedded("en").unwrap();
        let passage = passage("It fell by 3.5 per cent (see Law No. 34 of 2022). Dr. A. Who spoke. 7 left!");
        let right = ["It fell by 3.5 per cent (see Law No. 34 of 2022).", "Dr. A. Who spoke.", "7 left!"];
        assert_eq!(sentences(&passage, &english), right);
    }

    #[test]
    fn sentences_end_where_a_reader_stops() {
        let english = Language::embedded("en").unwrap();
        for (text, count) in [
            ("1 came. 2 left", 2),
            ("1 came, 2 left", 1),
            ("1 under Law No. 34 and 2", 1),
            ("1 came (some say).” Then 2", 2),
            ("1 vs. those of 2", 1),
        ] {
            assert_eq!(sentences(&passage(text), &english).len(), count, "{text}");
        }
    }

    #[test]
    fn a_language_has_its_own_marks_and_abbreviations() {
        let read = include_str!("../../data/languages/en/read.toml")
            .replace("opening = [\"“\"]", "opening = [\"«\"]")
            .replace("closing = [\"”\", '\"', \"’\", \")\"]", "closing = [\"»\"]")
            .replace("abbreviations = [", "abbreviations = [\"долл\", \"тыс\", ");
        let own = |file: &str| (file == "read.toml").then(|| read.clone());
        let language = Language::load("en", own).unwrap();
        let text = "Ушло 5 млн долл. США (тыс. Человек).» «Нет» сказала она. Да.";
        let right = ["Ушло 5 млн долл. США (тыс. Человек).", "» «Нет» сказала она.", "Да."];
        assert_eq!(sentences(&passage(text), &language), right);
    }

    #[test]
    fn words_of_another_language_are_not_read() {
        let english = Language::embedded("en").unwrap();
        let mut passage = passage("It fell");
        let foreign =
            Piece { text: "Fell 7. Ққ".to_owned(), kind: PieceKind::Foreign, ..passage.pieces[0].clone() };
        passage.pieces.push(foreign);
        let line = Line::new(&passage, &english);
        assert_eq!(line.text, "It fell____ _. ··");
        assert_eq!(line.sentences(&english).len(), 1);
    }

    #[test]
    fn places_are_found_again_behind_wide_spaces() {
        let passage = passage("é\u{a0}b 17");
        let line = Line::new(&passage, &Language::embedded("en").unwrap());
        let at = line.text.find("17").unwrap();
        let span = line.span(&(at..at + 2));
        assert_eq!(&"é\u{a0}b 17"[span.range()], "17");
    }

    #[test]
    fn words_of_direction_are_those_that_are_found_one_by_one() {
        let english = Language::embedded("en").unwrap();
        let reading = english.reading();
        let text = "It rose, did not rise or fall; it went up by more, while fewer fell and it increased.";
        let passage = passage(text);
        let line = Line::new(&passage, &english);
        for kind in [Kind::Directions, Kind::Moves, Kind::Comparatives, Kind::Unchanged, Kind::Clauses] {
            for range in
                (0..text.len()).step_by(3).flat_map(|start| (start..=text.len()).map(move |end| start..end))
            {
                let words = list(kind, reading).into_iter().enumerate();
                let all = words.flat_map(|(order, word)| {
                    line.find(word, &range).into_iter().map(move |place| (place, order))
                });
                let all: Vec<_> = all.collect();
                let most = all.iter().map(|(place, _)| place.end).max();
                let last = all.iter().filter(|(place, _)| Some(place.end) == most).cloned();
                let places = line.words(kind, reading);
                assert_eq!(places.last(&range), last.collect::<Vec<_>>(), "{range:?}");
                let first = all.iter().map(|(place, _)| place.clone());
                let first = first.min_by_key(|place| (place.start, Reverse(place.end)));
                assert_eq!(places.first(&range), first, "{range:?}");
            }
        }
    }

    #[test]
    fn a_name_may_have_an_ending() {
        let endings = ["да".to_owned(), "дан".to_owned()];
        let found = |text: &str| {
            let places = named(text, "мамыр", &(0..text.len()), &endings).into_iter();
            places.map(|place| text[place].to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(found("мамыр, мамырда, мамырдан, мамырлық"), ["мамыр", "мамырда", "мамырдан"]);
    }
}
