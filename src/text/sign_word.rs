//! Finds the words that say which sign a balance has: "net outflow", "more people left than settled".

use std::ops::Range;

use super::line::Line;
use super::words::Kind;
use crate::language::{Opposites, Pattern, Patterns, Reading, SignWords};

/// Words that say which sign a balance has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignWord {
    /// Where in the line.
    pub range: Range<usize>,
    /// Whether they say more than nothing.
    pub is_positive: bool,
    /// Whether the number beside them may have its sign too: "a negative balance of −353".
    pub is_adjective: bool,
    /// What would say the contrary, when one word does.
    pub opposite: Option<String>,
}

/// The words of a sign in a range, in order, none within another; a denied one says nothing.
pub fn signs(line: &Line<'_>, range: &Range<usize>, reading: &Reading) -> Vec<SignWord> {
    let words = &reading.signs;
    let all = reading.balances.iter().chain(&words.amounts).chain(&words.adjectives);
    let mut found: Vec<SignWord> = all.flat_map(|pair| of_pair(line, range, pair, words)).collect();
    found.extend(compared(line, range, reading));
    found.extend(exceeding(line, range, reading));
    found.retain(|word| line.is_typed_or_claimed(word.range.start) && !is_denied(line, &word.range, reading));
    found.sort_by_key(|word| (word.range.start, std::cmp::Reverse(word.range.end)));
    let mut end = 0;
    found.retain(|word| {
        let is_new = word.range.start >= end;
        end = end.max(word.range.end);
        is_new
    });
    found
}

/// Whether a label says by itself which sign its numbers have, when they are more than nothing.
pub fn sign_of_label(label: &str, reading: &Reading) -> Option<bool> {
    let label = crate::language::plain(label);
    let is_amount = |pair: &&Opposites| !reading.signs.adjectives.contains(pair);
    let amounts = || reading.balances.iter().chain(&reading.signs.amounts).filter(is_amount);
    if amounts().any(|pair| pair.down.is_in(&label)) {
        return Some(false);
    }
    amounts().any(|pair| pair.up.is_in(&label)).then_some(true)
}

fn of_pair(line: &Line<'_>, range: &Range<usize>, pair: &Opposites, words: &SignWords) -> Vec<SignWord> {
    let is_adjective = words.adjectives.contains(pair);
    let both = [(&pair.up, &pair.down, true), (&pair.down, &pair.up, false)].into_iter();
    let found = both.flat_map(|(word, opposite, is_positive)| {
        let opposite = Some(opposite.as_str().to_owned());
        let places = line.find(word, range).into_iter();
        places.map(move |range| SignWord { range, is_positive, is_adjective, opposite: opposite.clone() })
    });
    found.collect()
}

/// Whether "not" or "no" stands right before.
fn is_denied(line: &Line<'_>, range: &Range<usize>, reading: &Reading) -> bool {
    let before = line.lower[..range.start].trim_end();
    reading.negations.before.iter().any(|word| word.ends(before).is_some())
}

/// "More people left the country than settled in it".
fn compared(line: &Line<'_>, range: &Range<usize>, reading: &Reading) -> Vec<SignWord> {
    let than = reading.than.before.iter().flat_map(|word: &Pattern| line.find(word, range));
    let of = |than: Range<usize>| {
        let comparatives = line.words(Kind::Comparatives, reading);
        let (comparative, order) = comparatives.last(&(range.start..than.start)).into_iter().next()?;
        let first = moving(line, &(comparative.end..than.start), reading, Take::First)?;
        let second = moving(line, &(than.end..range.end), reading, Take::First)?;
        // Of a pair the one for more stands first.
        let is_more = order % 2 == 0;
        (first.1 != second.1).then_some(SignWord {
            range: comparative.start..second.0.end,
            is_positive: first.1 == is_more,
            is_adjective: false,
            opposite: None,
        })
    };
    than.filter_map(of).collect()
}

/// "Arrivals exceeded departures".
fn exceeding(line: &Line<'_>, range: &Range<usize>, reading: &Reading) -> Vec<SignWord> {
    let verbs = reading.outweighs.iter().flat_map(|word: &Pattern| line.find(word, range));
    let of = |verb: Range<usize>| {
        let first = moving(line, &(range.start..verb.start), reading, Take::Last)?;
        let second = moving(line, &(verb.end..range.end), reading, Take::First)?;
        // "Were exceeded by departures".
        let is_passive =
            reading.by.before.iter().any(|by| by.leads(line.lower[verb.end..].trim_start()).is_some());
        (first.1 != second.1).then_some(SignWord {
            range: first.0.start..second.0.end,
            is_positive: first.1 != is_passive,
            is_adjective: false,
            opposite: None,
        })
    };
    verbs.filter_map(of).collect()
}

#[derive(Clone, Copy)]
enum Take {
    First,
    Last,
}

/// The first or last word in a range for what comes or goes, and whether it comes.
fn moving(
    line: &Line<'_>,
    range: &Range<usize>,
    reading: &Reading,
    take: Take,
) -> Option<(Range<usize>, bool)> {
    let of = |words: &Patterns, comes: bool| {
        let places = words.iter().flat_map(|word| line.find(word, range));
        places.map(|place| (place, comes)).collect::<Vec<_>>()
    };
    let mut found = of(&reading.signs.comings, true);
    found.extend(of(&reading.signs.goings, false));
    // Of words that begin or end at one place the longer one is meant.
    match take {
        Take::First => found.into_iter().min_by_key(|(place, _)| (place.start, std::cmp::Reverse(place.end))),
        Take::Last => found.into_iter().max_by_key(|(place, _)| (place.end, std::cmp::Reverse(place.start))),
    }
}
