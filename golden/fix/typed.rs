//! Takes the markup out of an edition's sentences, and mistypes numbers.

use std::collections::BTreeMap;
use std::ops::Range;

use quarterly::diag::SourceId;
use quarterly::report::{PieceKind, Report};

/// The text of an edition with every expression in its place as it is printed, and every claim as its words.
pub(super) fn typed(report: &Report, text: &str, own: SourceId) -> String {
    let mut printed: BTreeMap<usize, (Range<usize>, String)> = BTreeMap::new();
    for passage in &report.passages {
        for piece in &passage.pieces {
            let is_made = matches!(piece.kind, PieceKind::Number { .. } | PieceKind::Made);
            if piece.span.source != own || !is_made {
                continue;
            }
            let Some(open) = text[..piece.span.start].rfind("{{") else { continue };
            let Some(close) = text[piece.span.end..].find("}}").map(|at| piece.span.end + at + 2) else {
                continue;
            };
            printed.entry(open).or_insert((open..close, String::new()));
        }
    }
    // A list of names and numbers is one expression and several pieces. What a text repeats is printed once more.
    for (open, (range, words)) in &mut printed {
        let inside = |piece: &&quarterly::report::Piece| {
            piece.span.source == own && *open <= piece.span.start && piece.span.end <= range.end
        };
        let is_here =
            |passage: &&quarterly::report::Passage| passage.pieces.iter().any(|piece| inside(&piece));
        if let Some(passage) = report.passages.iter().find(is_here) {
            *words =
                passage.pieces.iter().filter(inside).map(|piece| piece.text.replace('\u{a0}', " ")).collect();
        }
    }
    let mut out = String::new();
    let mut at = 0;
    for (range, words) in printed.values() {
        // Expressions outside of sentences stay.
        out.push_str(&text[at..range.start]);
        out.push_str(words);
        at = range.end;
    }
    out.push_str(&text[at..]);
    without_claims(&out)
}

fn without_claims(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("](=") {
        let open = rest[..at].rfind('[').unwrap_or(at);
        let mut depth = 0_usize;
        let end = rest[at + 2..].char_indices().find_map(|(offset, c)| match c {
            '(' => {
                depth += 1;
                None
            }
            ')' if depth == 0 => Some(offset),
            ')' => {
                depth -= 1;
                None
            }
            _ => None,
        });
        let end = end.map_or(rest.len(), |end| at + 2 + end + 1);
        out.push_str(&rest[..open]);
        out.push_str(&rest[open + 1..at]);
        rest = &rest[end..];
    }
    out + rest
}

/// A way to mistype a number.
pub(super) type Slip = fn(&str) -> Option<String>;

/// Ways to mistype a number; nothing when it would stay the same.
pub(super) const SLIPS: [Slip; 5] = [
    |number| with_digit(number, 0, 1),
    |number| with_digit(number, usize::MAX, 1),
    |number| with_digit(number, 1, 3),
    swapped,
    |number| with_digit(number, usize::MAX, 4),
];

/// Another digit in the place of one: the first is 0, the last any that there is not.
fn with_digit(number: &str, index: usize, more: u8) -> Option<String> {
    let places: Vec<usize> = number.match_indices(|c: char| c.is_ascii_digit()).map(|(at, _)| at).collect();
    let place = places.get(index).or(places.last())?;
    let digit = number.as_bytes()[*place] - b'0';
    let digit = (digit + more) % 10;
    // A number does not begin with zero.
    let digit = if digit == 0 && *place == places[0] { 9 } else { digit };
    let mut out = number.to_owned();
    out.replace_range(*place..*place + 1, &digit.to_string());
    (out != number).then_some(out)
}

/// The first two digits beside each other that differ, in the other order.
fn swapped(number: &str) -> Option<String> {
    let places: Vec<usize> = number.match_indices(|c: char| c.is_ascii_digit()).map(|(at, _)| at).collect();
    let bytes = number.as_bytes();
    let pair = places.windows(2).find(|pair| bytes[pair[0]] != bytes[pair[1]] && bytes[pair[1]] != b'0')?;
    let mut out = number.as_bytes().to_vec();
    out.swap(pair[0], pair[1]);
    String::from_utf8(out).ok()
}
