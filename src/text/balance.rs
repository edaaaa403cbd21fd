//! Reads what a sentence calls a number that may be less than nothing: an inflow or an outflow.

use super::direction::{self, DirectionWord, NumberPlace};
use super::role::without_fillers;
use crate::language::Reading;
use crate::report::Direction;

/// What a sentence calls a number that may be less than nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BalanceWords {
    /// The nearest word: in the claim, or before it and behind the number before it, or behind it in the sentence.
    pub nearest: Option<DirectionWord>,
    /// Whether nothing but small words stands between that word and the number: "an outflow of 361".
    pub is_attached: bool,
    /// Whether the sentence says elsewhere that it is less than nothing, or which of two is larger.
    pub is_told: bool,
}

/// How many words behind a number may say that it is a difference: "361 people more".
const WORDS_BEHIND: usize = 3;

/// Reads the sentence around a number; `before` is where the number before it ends.
pub(super) fn balance(around: &NumberPlace<'_>, before: usize) -> BalanceWords {
    let NumberPlace { line, sentence, range: place, locale } = around;
    let reading = locale.reading();
    let find = |range| direction::balance(line, &range, reading);
    let nearest = find((*place).clone()).or_else(|| find(before..place.start));
    let nearest =
        nearest.or_else(|| find(place.end..next_number(line.text.as_str(), place.end, sentence.end)));
    // "Inflows exceeded outflows by 361": the word behind the verb is what was exceeded.
    let is_exceeded = nearest.as_ref().is_some_and(|word| {
        let ahead = line.lower.get(sentence.start..word.range.start).unwrap_or_default();
        let ahead = without_fillers(ahead, reading);
        reading.outweighs.iter().any(|verb| verb.ends(ahead).is_some())
    });
    let nearest = nearest.filter(|_| !is_exceeded);
    let is_attached = nearest.as_ref().is_some_and(|word| {
        // Behind the number, it belongs to it as far as no sign parts them: "361 people more".
        let Some(between) = line.lower.get(word.range.end..place.start) else {
            let between = line.lower.get(place.end..word.range.start).unwrap_or_default();
            return !between.contains([',', ';', ':', '(', ')']);
        };
        between
            .split_whitespace()
            .all(|word| reading.fillers.contain(word) || reading.by.before.contain(word))
    });
    // Many numbers of one sentence would look through all of it again and again.
    let is_told = nearest.is_none() && is_told(around, reading);
    BalanceWords { nearest, is_attached, is_told }
}

fn is_told(around: &NumberPlace<'_>, reading: &Reading) -> bool {
    let NumberPlace { line, sentence, range: place, .. } = around;
    let behind = &line.lower[place.start..sentence.end];
    let close = behind.split_whitespace().take(1 + WORDS_BEHIND).map(str::len).sum::<usize>() + WORDS_BEHIND;
    let close = place.start..(place.start + behind.floor_char_boundary(close)).max(place.end);
    let is_below =
        |range| direction::balance(line, &range, reading).is_some_and(|word| word.is_wrong(Direction::Up));
    line.has(&reading.outweighs, sentence)
        || direction::comparative(line, &close, reading).is_some()
        || is_below((*sentence).clone())
        || is_below(sentence.start..place.start)
}

/// Where the next number in digits begins behind a place.
fn next_number(text: &str, from: usize, end: usize) -> usize {
    text[from..end].find(|c: char| c.is_ascii_digit()).map_or(end, |at| from + at)
}
