//! How far tables and texts of a file reach, and how long they may be.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use crate::data::period::Date;

/// Characters of a text: more than any chapter has.
pub(super) const LONGEST_TEXT: usize = 50_000;
/// Characters between two spaces: more than any word or web address has, and than a line can take.
const LONGEST_WORD: usize = 2_000;

/// The bytes from the beginning of a table to the end of the last value in it.
pub(super) fn extent(table: &DeTable<'_>, start: Range<usize>) -> Range<usize> {
    table.iter().fold(start, |range, (key, value)| {
        let inside = match value.get_ref() {
            DeValue::Table(inner) => extent(inner, value.span()),
            DeValue::Array(array) => array.iter().fold(value.span(), |range, item| {
                let inside = item.get_ref().as_table().map_or(item.span(), |t| extent(t, item.span()));
                range.start.min(inside.start)..range.end.max(inside.end)
            }),
            DeValue::String(_)
            | DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_) => value.span(),
        };
        range.start.min(key.span().start)..range.end.max(inside.end)
    })
}

/// Whether a text is longer than it can be meant to be, and what to do.
pub(super) fn too_long(text: &str, most: usize) -> Option<(String, &'static str)> {
    let longer = |text: &str, most: usize| text.len() > most && text.chars().nth(most).is_some();
    if longer(text, most) {
        let hint =
            if most == LONGEST_TEXT { "divide it into chapters or topics" } else { "say it in fewer words" };
        return Some((format!("this text has more than {most} characters"), hint));
    }
    let unbroken = text.split_whitespace().any(|word| longer(word, LONGEST_WORD));
    unbroken.then(|| {
        let message = format!("this text has more than {LONGEST_WORD} characters without a space");
        (message, "put spaces between the words")
    })
}

/// Whether a text is two days of which the second comes first.
pub(super) fn runs_backwards(text: &str) -> bool {
    let days = text.split_once('/').map(|(first, last)| (first.parse::<Date>(), last.parse::<Date>()));
    matches!(days, Some((Ok(first), Ok(last))) if first > last)
}

pub(super) fn first_line(file: &str, range: Range<usize>) -> Range<usize> {
    let end = file[range.clone()].find('\n').map_or(range.end, |i| range.start + i);
    range.start..end.max(range.start)
}

/// Whether every second byte at the beginning of a text is zero, or a mark says so.
pub(super) fn is_utf_16(bytes: &[u8]) -> bool {
    let pairs = bytes.len().min(200) / 2;
    let zeros = |odd: usize| (0..pairs).filter(|pair| bytes[2 * pair + odd] == 0).count();
    matches!(bytes, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..])
        || pairs > 4 && zeros(0) + zeros(1) <= pairs && zeros(0).max(zeros(1)) > pairs * 3 / 4
}
