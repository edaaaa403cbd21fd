//! Which number of a sentence a superlative belongs to.

use std::ops::Range;

use crate::text::{Extreme, Line, Said, ValueRole, words_in};

/// Words between a comma and a superlative that is in apposition to the number before it: "5,210, the highest", but not
/// "(5,210), December the lowest".
const APPOSITION: usize = 1;

/// The number in a part of a sentence that a superlative tells of: the first one behind it, or the last one before it
/// when that stands right there or there is none behind.
pub(super) fn attached<'s, 'a>(
    line: &Line<'_>,
    range: &Range<usize>,
    extreme: &Extreme,
    numbers: impl Iterator<Item = &'s Said<'a>>,
) -> Option<&'s Said<'a>>
where
    'a: 's,
{
    let inside = numbers.filter(|said| range.start <= said.range.start && said.range.end <= range.end);
    let (before, behind): (Vec<_>, Vec<_>) = inside.partition(|said| said.range.start < extreme.range.start);
    let last = before.last().copied();
    let first = behind.first().copied();
    match (last, first) {
        (Some(last), Some(first)) => {
            let between = &line.text[last.range.end..extreme.range.start];
            let comma = between.rfind(',').map(|comma| last.range.end + comma);
            let is_apposition =
                comma.is_some_and(|comma| words_in(line, comma..extreme.range.start) <= APPOSITION);
            let is_compared = matches!(first.marked.role, Some(ValueRole::From | ValueRole::Against));
            Some(if is_apposition || is_compared { last } else { first })
        }
        (last, first) => first.or(last),
    }
}
