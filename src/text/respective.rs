//! Shares out the words of direction in "arrivals rose and departures fell, by 15.1 and 6.0 per cent respectively".

use std::ops::Range;

use super::direction;
use super::line::Line;
use super::said::Said;
use crate::language::Reading;

/// Gives the first word to the first number and so on, where as many words stand before all the numbers that took one of
/// them.
pub(super) fn share_out(
    numbers: &mut [Said<'_>],
    line: &Line<'_>,
    sentence: &Range<usize>,
    reading: &Reading,
) {
    let Some(first) = numbers.iter().find(|said| said.direction.is_some()).map(|said| said.range.start)
    else {
        return;
    };
    let words = direction::all(line, &(sentence.start..first), reading);
    let took = |said: &&mut Said<'_>| {
        said.direction.as_ref().is_some_and(|word| words.iter().any(|known| known.range == word.range))
    };
    let told: Vec<&mut Said<'_>> = numbers.iter_mut().filter(took).collect();
    if words.len() < 2 || told.len() != words.len() {
        return;
    }
    for (said, word) in told.into_iter().zip(&words) {
        said.direction = Some(word.clone());
    }
}
