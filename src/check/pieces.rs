//! The pieces of sentences that are more than words, and the numbers in a text.

use std::ops::Range;

use rust_decimal::Decimal;

use super::sentence::Line;
use crate::locale::Locale;
use crate::report::{Asked, Passage, Piece, PieceKind, Report};

/// The pieces of a passage that are more than plain words, sentence by sentence.
pub(super) fn sentences(passage: &Passage) -> Vec<Vec<&Piece>> {
    let line = Line::new(passage);
    let mut sentences = Vec::new();
    for range in line.sentences() {
        let here = line.pieces().filter(|(start, _)| range.contains(start)).map(|(_, piece)| piece);
        sentences.push(here.filter(|piece| !matches!(piece.kind, PieceKind::Words)).collect());
    }
    sentences
}

/// What a piece gives or claims to be, when that is one value of one figure.
pub(super) fn asked<'a>(report: &'a Report, piece: &'a Piece) -> Option<&'a Asked> {
    match &piece.kind {
        PieceKind::Number { asked, .. } => asked.as_ref(),
        PieceKind::Claimed(index) => report.claims.get(*index)?.asked.as_ref(),
        PieceKind::Words | PieceKind::Foreign | PieceKind::Made | PieceKind::Reference(_) => None,
    }
}

/// The name of the figure that a number comes from, rankings included.
pub(super) fn figure_of<'a>(report: &'a Report, piece: &'a Piece) -> Option<&'a str> {
    let formula = match &piece.kind {
        PieceKind::Number { formula, .. } => Some(formula.split(['.', ' ', '|']).next().unwrap_or_default()),
        _ => None,
    };
    asked(report, piece).map(|asked| asked.figure.as_str()).or(formula)
}

/// The numbers that a text shows in digits, as the language writes them, each with its place.
pub(super) fn numbers(text: &str, locale: &Locale) -> Vec<(Range<usize>, Decimal)> {
    let format = &locale.words().number;
    let is_part = |c: char| c.is_ascii_digit() || format.group.contains(c) || format.decimal.contains(c);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].find(|c: char| c.is_ascii_digit()).map(|offset| at + offset) {
        at = text[first..].find(|c| !is_part(c)).map_or(text.len(), |offset| first + offset);
        // A point or comma behind the last digit belongs to the sentence.
        let digits = text[first..at].trim_end_matches(|c: char| !c.is_ascii_digit());
        let plain = digits.replace(&format.group, "").replace(&format.decimal, ".");
        found.extend(plain.parse().ok().map(|number| (first..first + digits.len(), number)));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{numbers, sentences};
    use crate::diag::{Sources, Span};
    use crate::locale::Locale;
    use crate::report::{Part, Passage, Piece, PieceKind};

    #[test]
    fn numbers_are_found_where_they_stand() {
        let locale = Locale::embedded("en").unwrap();
        let found: Vec<String> = numbers("In 2023, 1,653 (50.3%).", &locale)
            .iter()
            .map(|(at, n)| format!("{}:{n}", at.start))
            .collect();
        assert_eq!(found, ["3:2023", "9:1653", "16:50.3"]);
    }

    #[test]
    fn sentences_end_where_a_reader_stops() {
        let span = Span { source: Sources::default().add("a.toml", ""), start: 0, end: 0 };
        let piece = |text: &str, kind| Piece { text: text.to_owned(), span, kind };
        let count = |words: &str, next: &str| {
            let pieces = vec![
                piece("1", PieceKind::Made),
                piece(words, PieceKind::Words),
                piece(next, PieceKind::Made),
            ];
            let passage = Passage { part: Part::default(), cell: None, pieces };
            let filled = sentences(&passage);
            filled.iter().filter(|sentence| !sentence.is_empty()).count()
        };
        for (words, next, expected) in [
            (" came. ", "2", 2),
            (" came, ", "2", 1),
            (" under Law No. 34 and ", "2", 1),
            (" came (some say).” Then ", "2", 2),
            (" vs. those of ", "2", 1),
        ] {
            assert_eq!(count(words, next), expected, "{words}");
        }
    }
}
