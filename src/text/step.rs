//! Finds "by" and "to" beside a number, behind or before a word of direction: "fell by 25 per cent", "fell to 5,852".

use std::ops::Range;

use super::line::Line;
use super::role::stands_behind;
use super::side;
use crate::language::{Pattern, Reading, Side, Sides, is_whole, last_words};

/// Small words beside a number that stands behind a word of direction.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SmallWords {
    /// The word that makes it a change: "rose by".
    pub by: Option<String>,
    /// The word that makes it what the change led to: "rose to".
    pub to: Option<String>,
}

/// How many words may stand between a word of direction and the number: "fell, in those months, by".
const WORDS_BETWEEN: usize = 1;
/// How many words may say there with what is compared: "in comparison with the same period of the year 2024".
const WORDS_COMPARED: usize = 10;
/// The digits of a year, the only number there.
const DIGITS_OF_YEAR: usize = 4;

/// The small words of a number in a sentence.
pub(super) fn step(
    line: &Line<'_>,
    sentence: &Range<usize>,
    range: &Range<usize>,
    reading: &Reading,
) -> SmallWords {
    let (ahead, rest) = (&line.lower[sentence.start..range.start], &line.lower[range.end..sentence.end]);
    let find = |words: &Sides| match reading.sentence.direction {
        Side::Before => before(ahead, words, reading).or_else(|| glued(ahead, rest, words, reading)),
        Side::Behind => behind(&line.lower[range.clone()], rest, words, reading),
    };
    // One ending may be that of "by", of "to" and of "compared with": a word behind it says which.
    let is_other = || {
        reading.sentence.direction == Side::Behind
            && [&reading.to, &reading.against].into_iter().any(|words| stands_behind(rest, words))
    };
    let compared = || {
        let text = ahead.trim_end_matches([' ', '(']);
        let (start, word) = reading.by.before.iter().find_map(|word| Some((word.ends(text)?, word)))?;
        ends_compared(text[..start].trim_end(), reading).then(|| word.as_str().to_owned())
    };
    let by = || find(&reading.by).filter(|_| !is_other());
    SmallWords { by: by().or_else(compared), to: find(&reading.to) }
}

fn directions(reading: &Reading) -> impl Iterator<Item = &Pattern> {
    reading.directions.iter().chain(&reading.moves).flat_map(|pair| pair.both())
}

/// Whether a text ends with a word of direction and few words more.
fn ends_directed(text: &str, reading: &Reading) -> bool {
    directions(reading).any(|direction| {
        let near = last_words(text, direction.words() + WORDS_BETWEEN);
        let last = direction.find(text, &(near..text.len())).pop();
        last.is_some_and(|place| text[place.end..].split_whitespace().count() <= WORDS_BETWEEN)
    }) || is_compared(text, reading)
}

/// Whether between the last word of direction of a text and its end it is only said with what is compared: "fell, compared with
/// the second quarter of 2024,".
fn is_compared(text: &str, reading: &Reading) -> bool {
    let bases = &reading.base_adjectives;
    let leads = || reading.against.before.iter().chain(&bases.previous).chain(&bases.year_before);
    let last = directions(reading).flat_map(|direction| direction.find(text, &(0..text.len())));
    let Some(last) = last.max_by_key(|place| place.end) else { return false };
    let between = text[last.end..].trim_start_matches([' ', ',']);
    let mut numbers = between.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty());
    leads().any(|lead| lead.leads(between).is_some())
        && between.split_whitespace().count() <= WORDS_COMPARED
        && !between.contains(['(', ';', ':'])
        && numbers.all(|digits| digits.len() == DIGITS_OF_YEAR)
}

/// Whether a text ends with "more", "up" and the like, behind which only "by" says that a change follows.
fn ends_compared(text: &str, reading: &Reading) -> bool {
    reading.comparatives.iter().flat_map(|pair| pair.both()).any(|word| word.ends(text).is_some())
}

/// "Fell by".
fn before(text: &str, words: &Sides, reading: &Reading) -> Option<String> {
    let text = text.trim_end_matches([' ', '(']);
    let (start, word) = words.before.iter().find_map(|word| Some((word.ends(text)?, word)))?;
    ends_directed(text[..start].trim_end(), reading).then(|| word.as_str().to_owned())
}

/// "Fell 25-by": the word of direction before the number, the small word behind it or as its ending.
fn glued(ahead: &str, rest: &str, words: &Sides, reading: &Reading) -> Option<String> {
    let ending = words.suffix.iter().find(|ending| side::is_glued(rest, ending)).map(String::as_str);
    let stands = || words.behind.iter().find(|word| side::follows(rest, word)).map(Pattern::as_str);
    let word = ending.or_else(stands)?;
    ends_directed(ahead.trim_end_matches([' ', '(']), reading).then(|| word.to_owned())
}

/// "25-by fell"; the ending may be the last one of what is claimed.
fn behind(number: &str, text: &str, words: &Sides, reading: &Reading) -> Option<String> {
    let own = words.suffix.iter().find(|ending| number.len() > ending.len() && number.ends_with(*ending));
    let own = own.map(|ending| (0, ending.as_str()));
    let glued = || words.suffix.iter().find_map(|ending| Some((side::glued(text, ending)?, ending.as_str())));
    let stands = || {
        let mut found = words.behind.iter();
        found.find_map(|word| {
            let start = side::place_behind(text, word)?;
            Some((start + word.leads(&text[start..])?, word.as_str()))
        })
    };
    let (end, word) = own.or_else(glued).or_else(stands)?;
    let rest = text[end..].trim_start();
    let is_directed = directions(reading).any(|direction| {
        let first = direction.find(rest, &(0..rest.len())).into_iter().next();
        first.is_some_and(|place| {
            let between = &rest[..place.start];
            let is_near = between.split_whitespace().count() <= WORDS_BETWEEN;
            is_near && is_whole(rest, &place) && !between.contains([',', ';'])
        })
    });
    is_directed.then(|| word.to_owned())
}
