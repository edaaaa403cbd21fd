//! Finds the stretch of time that stands with a superlative: "the highest since the third quarter of 2023".

use std::ops::Range;

use super::extreme::{Extreme, WORDS_BETWEEN, ends};
use super::line::Line;
use super::period::{Mention, Named};
use super::segment::words_in;
use crate::data::period::Frequency;
use crate::language::{ExtremeWords, Language, Pattern, Patterns, is_whole};

/// Words behind "in" among which a number of periods stands: "in the last five quarters".
const WORDS_TO_COUNT: usize = 4;

/// The stretch of time in which a number is said to be the largest or smallest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stretch {
    /// From behind a period on: "since the fourth quarter of 2023".
    Since(Named),
    /// From the beginning of a period on: "since the beginning of 2023".
    From(Named),
    /// The year of the number.
    Year,
    /// A year that is named.
    NamedYear(u16),
    /// The quarter of the number.
    Quarter,
    /// So many periods up to that of the number: "in five quarters".
    Last(u8, Frequency),
    /// Periods that the series names itself.
    Rounds,
    /// All that is known.
    Ever,
}

/// The stretch of time that stands with a superlative in a part of a sentence.
pub fn stretch(
    line: &Line<'_>,
    range: &Range<usize>,
    extreme: &Extreme,
    periods: &[Mention],
    language: &Language,
) -> Option<Stretch> {
    let words = &language.reading().extremes;
    let behind = extreme.range.end..range.end;
    let led = |mention: &&Mention, leads: &Patterns| {
        let before = line.lower[range.start..mention.range.start].trim_end();
        let before = super::role::without_fillers(before, language.reading());
        ends(line.lower[range.start..mention.range.start].trim_end(), leads) || ends(before, leads)
    };
    let edge = |mention: &&Mention, edges: &Patterns| {
        let before = line.lower[range.start..mention.range.start].trim_end();
        let start = edges.iter().filter_map(|word| word.ends(before)).min();
        start.is_some_and(|start| {
            let before = before[..start].trim_end();
            ends(before, &words.since.before)
                || ends(super::role::without_fillers(before, language.reading()), &words.since.before)
        })
    };
    let inside = |place: &Range<usize>, of: &Range<usize>| of.start <= place.start && place.end <= of.end;
    // "Not since 2021 have so few": the period stands within the words.
    let is_within = ends(&line.lower[extreme.range.clone()], &words.so_few)
        || ends(&line.lower[extreme.range.clone()], &words.so_many)
        || words.never.iter().any(|word| word.leads(&line.lower[extreme.range.clone()]).is_some());
    let behind = if is_within { extreme.range.start..range.end } else { behind };
    let later = || periods.iter().filter(|mention| inside(&mention.range, &behind));
    if let Some(since) = later().find(|mention| edge(mention, &words.from_start)) {
        return Some(Stretch::From(since.named));
    }
    let edges = &language.reading().edges.before;
    if let Some(since) = later().find(|mention| led(mention, &words.since.before) || edge(mention, edges)) {
        return Some(Stretch::Since(since.named));
    }
    if let Some(since) = since_behind(line, range, extreme, periods, words) {
        return Some(Stretch::Since(since.named));
    }
    if later().any(|mention| mention.named == Named::ToDate) {
        return Some(Stretch::Year);
    }
    if line.has(&words.ever, range) {
        return Some(Stretch::Ever);
    }
    if line.has(&words.of_rounds, range) {
        return Some(Stretch::Rounds);
    }
    if line.has(&words.of_quarter, range) {
        return Some(Stretch::Quarter);
    }
    if let Some(last) = last_of(line, &(extreme.range.end..range.end), periods, language) {
        return Some(last);
    }
    if line.has(&words.of_year, range) {
        return Some(Stretch::Year);
    }
    year(line, range, extreme, (periods, words)).map(Stretch::NamedYear)
}

/// "The third quarter of 2023 since the highest", in a language that says so behind the name and before the superlative.
fn since_behind<'m>(
    line: &Line<'_>,
    range: &Range<usize>,
    extreme: &Extreme,
    periods: &'m [Mention],
    words: &ExtremeWords,
) -> Option<&'m Mention> {
    periods.iter().rev().find(|mention| {
        let is_before = range.start <= mention.range.start && mention.range.end <= extreme.range.start;
        let between = || line.lower[mention.range.end..extreme.range.start].trim_start();
        let lead =
            |word: &Pattern| word.leads(between()).map(|end| between()[end..].split_whitespace().count());
        is_before && words.since.behind.iter().filter_map(lead).any(|count| count <= WORDS_BETWEEN)
    })
}

/// So many periods: "the highest in five quarters", "the lowest in the last three months".
fn last_of(
    line: &Line<'_>,
    behind: &Range<usize>,
    periods: &[Mention],
    language: &Language,
) -> Option<Stretch> {
    let reading = language.reading();
    let places = reading.extremes.within.before.iter().flat_map(|word: &Pattern| line.find(word, behind));
    let is_of = |place: &Range<usize>| reading.spoken.parts_of.contain(&line.lower[place.clone()]);
    // "In the third quarter of 2023" is a period.
    let is_named = |place: &Range<usize>| {
        let next = periods.iter().find(|mention| mention.range.end > place.end);
        next.is_some_and(|mention| words_in(line, place.end..mention.range.start.max(place.end)) <= 1)
    };
    places.into_iter().filter(|place| !is_named(place)).find_map(|place| {
        let rest = &line.lower[place.end..behind.end];
        let all = rest.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|word| !word.is_empty());
        // "In the last five quarters".
        let near: Vec<&str> = all.take(WORDS_TO_COUNT).collect();
        let number = |word: &str| {
            let numeral = || u8::try_from(reading.numerals.get(word)?.value()).ok();
            word.parse().ok().or_else(numeral)
        };
        let counted = |at: usize| {
            let count = number(near.get(at)?)?;
            Some((at, count, reading.trends.frequency(near.get(at + 1)?)?))
        };
        let (at, count, frequency) = (0..near.len()).find_map(counted)?;
        // "Of the three months" are those of the quarter, "of the last three months" the last ones.
        let is_last = at > 0 && !reading.fillers.contain(near[at - 1]);
        if is_of(&place) && !is_last {
            return None;
        }
        (count > 1).then_some(Stretch::Last(count, frequency))
    })
}

/// The year that is the stretch: "the strongest of 2024", "in no quarter of 2024 were fewer".
fn year(
    line: &Line<'_>,
    range: &Range<usize>,
    extreme: &Extreme,
    (periods, words): (&[Mention], &ExtremeWords),
) -> Option<u16> {
    let text = &line.lower[range.clone()];
    let starts = text.char_indices().filter(|(_, c)| c.is_ascii_digit()).map(|(offset, _)| offset);
    let places = starts.filter_map(|offset| {
        let place = range.start + offset..range.start + offset + 4;
        let number = line.lower.get(place.clone())?;
        (is_whole(&line.lower, &place)).then_some((place, number.parse::<u16>().ok()?))
    });
    let is_alone = |place: &Range<usize>| {
        let inside = |mention: &Mention| mention.range.start <= place.start && place.end <= mention.range.end;
        let is_year = |mention: &Mention| matches!(mention.named, Named::Year(_));
        line.is_typed(place.start) && !periods.iter().any(|mention| inside(mention) && !is_year(mention))
    };
    let is_led = |place: &Range<usize>| {
        let before = line.lower[range.start..place.start].trim_end();
        // "2024-of the strongest".
        let between = line.lower.get(place.end..extreme.range.start).unwrap_or_default().trim_start();
        let mut behind = words.within.behind.iter().filter_map(|word| word.leads(between));
        if behind.any(|end| between[end..].trim().is_empty()) {
            return true;
        }
        let mut before_it = words.within.before.iter();
        let Some(lead) = before_it.find_map(|word| word.ends(before)) else { return false };
        // Before the superlative, the year may be that of the whole sentence.
        place.start >= extreme.range.end || ends(before[..lead].trim_end(), &words.periods)
    };
    places.filter(|(place, _)| is_alone(place) && is_led(place)).map(|(_, year)| year).next()
}
