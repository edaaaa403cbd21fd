//! Tells the periods that a sentence is about from those that others are held against: "more than in 2022".

use std::collections::BTreeSet;
use std::ops::Range;

use super::line::Line;
use super::period::{Mention, Named};
use super::role::without_fillers;
use super::said::Said;
use super::words::Kind;
use crate::language::{Pattern, Patterns, Reading};

/// Words between "than" and the period that something is held against: "than those issued to them in 2022".
const MOST_WORDS: usize = 6;

/// Signs at which a part of a sentence ends; within a number, none stands before a space.
const BREAKS: [char; 3] = [',', ';', ':'];

/// How a sentence names its periods.
#[derive(Debug, Clone, Default)]
pub struct Basis {
    /// Where those begin that something is held against.
    held_against: BTreeSet<usize>,
    /// Where its parts begin, in order.
    parts: Vec<usize>,
    /// The places of words for a time that only the rest of the text tells: "three months later".
    open: Vec<usize>,
}

impl Basis {
    pub(super) fn new(
        line: &Line<'_>,
        sentence: &Range<usize>,
        (mentions, numbers): (&[Mention], &[Said<'_>]),
        reading: &Reading,
    ) -> Self {
        if numbers.is_empty() {
            return Self::default();
        }
        let ends: BTreeSet<usize> = numbers.iter().map(|said| said.range.end).collect();
        let mut held_against = BTreeSet::new();
        let mut before = sentence.start;
        for mention in mentions {
            let last = ends.range(..=mention.range.start).next_back().copied().unwrap_or(before);
            let ahead = before.max(last)..mention.range.start;
            if is_held_against(line, mention, &ahead, reading) {
                held_against.insert(mention.range.start);
            }
            before = mention.range.end;
        }
        let is_named = |place: &Range<usize>| {
            let next = mentions.partition_point(|mention| mention.range.end <= place.start);
            mentions.get(next).is_some_and(|mention| mention.range.start < place.end)
        };
        let places = |words: &Patterns| {
            let all = words.iter().flat_map(|word| line.find(word, sentence)).collect::<Vec<_>>();
            all.into_iter().filter(|place| !is_named(place)).map(|place| place.start)
        };
        let open: Vec<usize> = places(&reading.open_times).collect();
        let mut parts: Vec<usize> = vec![sentence.start];
        if !mentions.is_empty() || !open.is_empty() {
            // A clause word right behind a comma begins the same part.
            let words = line.words(Kind::Clauses, reading).starts_in(sentence);
            let is_new = |at: &usize| !line.lower[..*at].trim_end().ends_with(BREAKS);
            parts.extend(words.filter(is_new));
            let text = &line.lower[sentence.clone()];
            let breaks = text
                .char_indices()
                .filter(|(at, c)| BREAKS.contains(c) && text[at + c.len_utf8()..].starts_with(' '));
            parts.extend(breaks.map(|(at, _)| sentence.start + at));
            parts.sort_unstable();
        }
        Self { held_against, parts, open }
    }

    /// Whether the period is named as one that something is held against.
    pub fn is_held_against(&self, mention: &Mention) -> bool {
        self.held_against.contains(&mention.range.start)
    }

    /// Whether the part of the sentence in which a number lies, or the one before it, has words for a time that only the
    /// rest of the text tells, and does not reach to another place; or whether such words stand right behind the number.
    pub fn is_open_at(&self, number: &Range<usize>, other: usize) -> bool {
        let part = |place: usize| self.parts.partition_point(|start| *start <= place);
        let (own, other) = (part(number.start), part(other));
        self.open.iter().any(|open| {
            let here = part(*open);
            let is_right_behind = *open >= number.end && *open - number.end <= FARTHEST && here == own;
            is_right_behind
                || (own != other && here == own)
                || (here + 1 == own && other != here && other != own && *open < number.start)
        })
    }

    /// Whether a part of the sentence has words for a time that only the rest of the text tells.
    pub fn has_open_time(&self, part: &Range<usize>) -> bool {
        self.open.iter().any(|open| part.contains(open))
    }

    /// How many parts of the sentence lie between two places.
    pub fn parts_between(&self, one: usize, two: usize) -> usize {
        let part = |place: usize| self.parts.partition_point(|start| *start <= place);
        part(one).abs_diff(part(two))
    }
}

/// Bytes between a number and a time right behind it: "3,606 in the fourth", "402,900 half a year earlier".
const FARTHEST: usize = 8;

/// Whether words before a mention make it the period that something is held against.
fn is_held_against(line: &Line<'_>, mention: &Mention, ahead: &Range<usize>, reading: &Reading) -> bool {
    // What begins with the year is told of, whatever ending it has.
    if mention.named == Named::ToDate {
        return false;
    }
    if reading.only_bases.contain(&line.lower[mention.range.clone()]) {
        return true;
    }
    let text = &line.lower[ahead.clone()];
    let text = text.rsplit([';', ':', '(']).next().unwrap_or_default();
    let plain = without_fillers(text, reading);
    let ends = |words: &Patterns| words.iter().any(|word| word.ends(plain).is_some());
    // "From January to September" is one span.
    let is_span = || reading.to.before.are_in(&line.lower[mention.range.clone()]);
    if ends(&reading.bases) || (ends(&reading.from.before) && !is_span()) {
        return true;
    }
    let levels = reading.than.before.iter().chain(&reading.against.before).chain(&reading.levels);
    let near = levels.filter_map(|word: &Pattern| word.find(text, &(0..text.len())).pop()).any(|place| {
        let between = &text[place.end..];
        let is_break = between.contains(',') || between.contains(|c: char| c.is_ascii_digit());
        !is_break && between.split_whitespace().count() <= MOST_WORDS
    });
    near || is_suffixed(line, mention, reading)
}

/// The same by an ending or a word behind the name.
fn is_suffixed(line: &Line<'_>, mention: &Mention, reading: &Reading) -> bool {
    let name = &line.lower[mention.range.clone()];
    let after = line.lower[mention.range.end..].trim_start();
    [&reading.than, &reading.against, &reading.from].into_iter().any(|words| {
        words.suffix.iter().any(|ending| name.len() > ending.len() && name.ends_with(ending.as_str()))
            || words.behind.iter().any(|word| word.leads(after).is_some())
    })
}
