//! Splits what an author wrote into sentences, and finds the numbers in it.

use rust_decimal::Decimal;

use crate::locale::Locale;
use crate::report::{Asked, Passage, Piece, PieceKind, Report};

/// The pieces of a passage that are more than plain words, sentence by sentence.
pub(super) fn sentences(passage: &Passage) -> Vec<Vec<&Piece>> {
    let mut text = String::new();
    let mut ends = Vec::new();
    let mut starts = Vec::new();
    for piece in &passage.pieces {
        starts.push(text.len());
        // The words of a reference are not known before everything is placed; they begin with a capital.
        let is_reference = matches!(piece.kind, PieceKind::Reference(_));
        text.push_str(if is_reference { "Figure" } else { &piece.text });
    }
    for (index, c) in text.char_indices().filter(|(_, c)| matches!(c, '.' | '!' | '?' | '…')) {
        let end = index + c.len_utf8();
        let after = text[end..].trim_start_matches(['”', '’', '"', '\'', ')', ']', '»']);
        let next = after.trim_start();
        let next_at = text.len() - next.len();
        // "No. 34" is one sentence; a number that the program computed may well open the next one.
        let typed = starts.partition_point(|start| *start <= next_at).checked_sub(1);
        let is_typed = typed.is_some_and(|index| matches!(passage.pieces[index].kind, PieceKind::Words));
        let goes_on = next.starts_with(|c: char| c.is_lowercase() || (c.is_ascii_digit() && is_typed));
        if after.len() > next.len() && !goes_on {
            ends.push(end);
        }
    }
    let mut sentences = vec![Vec::new(); ends.len() + 1];
    for (piece, start) in passage.pieces.iter().zip(starts) {
        if !matches!(piece.kind, PieceKind::Words) {
            sentences[ends.partition_point(|end| *end <= start)].push(piece);
        }
    }
    sentences
}

/// What a piece gives or claims to be, when that is one value of one figure.
pub(super) fn asked<'a>(report: &'a Report, piece: &'a Piece) -> Option<&'a Asked> {
    match &piece.kind {
        PieceKind::Number { asked, .. } => asked.as_ref(),
        PieceKind::Claimed(index) => report.claims.get(*index)?.asked.as_ref(),
        PieceKind::Words | PieceKind::Made | PieceKind::Reference(_) => None,
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

/// The numbers that a text shows in digits, as the language writes them, each with the place where it begins.
pub(super) fn numbers(text: &str, locale: &Locale) -> Vec<(usize, Decimal)> {
    let format = &locale.words().number;
    let is_part = |c: char| c.is_ascii_digit() || format.group.contains(c) || format.decimal.contains(c);
    let mut found = Vec::new();
    let mut at = 0;
    for run in text.split(|c: char| !is_part(c)) {
        let start = text[at..].find(run).map_or(at, |shift| at + shift);
        at = start + run.len();
        let digits = run.trim_matches(|c: char| !c.is_ascii_digit());
        let plain = digits.replace(&format.group, "").replace(&format.decimal, ".");
        let begins = start + run.find(digits).unwrap_or(0);
        found.extend(plain.parse().ok().map(|number| (begins, number)));
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
        let found = numbers("In 2023, 1,653 (50.3%).", &locale);
        let found: Vec<String> = found.iter().map(|(at, number)| format!("{at}:{number}")).collect();
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
            let passage = Passage { part: Part::default(), pieces };
            sentences(&passage).iter().filter(|sentence| !sentence.is_empty()).count()
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
