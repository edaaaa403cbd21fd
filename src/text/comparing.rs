//! Finds the words that compare with an earlier period, where no number needs to stand beside them.

use crate::diag::Span;
use crate::language::Language;
use crate::report::{Piece, PieceKind};

/// The words that compare in a piece that its author typed, with their places.
pub fn comparing<'p>(piece: &'p Piece, locale: &Language) -> Vec<(Span, &'p str)> {
    if !matches!(piece.kind, PieceKind::Words) {
        return Vec::new();
    }
    let reading = locale.reading();
    let is_known = |word: &str| {
        reading.directions.iter().flat_map(|pair| pair.both()).any(|known| known.is(word))
            || reading.multiples.get(word).is_some()
            || reading.compared.contain(word)
    };
    let compares = words(&piece.text).filter(|(_, word)| is_known(&word.to_lowercase()));
    compares.map(|(at, word)| (within(piece.span, at, word.len(), &piece.text), word)).collect()
}

fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let word = |c: char| c.is_alphabetic();
    let starts = text.char_indices().scan(false, move |inside, (at, c)| {
        let begins = word(c) && !*inside;
        *inside = word(c);
        Some(begins.then_some(at))
    });
    starts.flatten().map(move |at| {
        let end = text[at..].find(|c| !word(c)).map_or(text.len(), |end| at + end);
        (at, &text[at..end])
    })
}

/// The place of a word within a piece that stands in the file as it is printed; else the whole piece.
fn within(span: Span, at: usize, length: usize, text: &str) -> Span {
    if span.end - span.start == text.len() {
        Span { start: span.start + at, end: span.start + at + length, ..span }
    } else {
        span
    }
}
