//! Finds the words that say which way a number went, and the one that belongs to a number.

use std::ops::Range;

use super::line::Line;
use super::segment::{segment, words_in};
use super::side;
use super::words::Kind;
use crate::language::{Language, Pattern, Patterns, Reading, Side};
use crate::report::Direction;

/// A word that says which way a number went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectionWord {
    /// Where in the line.
    pub range: Range<usize>,
    /// Which way.
    pub direction: Direction,
    /// Whether it is denied: "did not rise".
    pub is_denied: bool,
    /// The words that would say the opposite.
    pub opposites: Vec<String>,
}

impl DirectionWord {
    /// Whether it is untrue of a number that went this way.
    pub fn is_wrong(&self, went: Direction) -> bool {
        (self.direction == went) == self.is_denied
    }
}

/// A number in its sentence.
pub(super) struct NumberPlace<'a> {
    pub(super) line: &'a Line<'a>,
    pub(super) sentence: &'a Range<usize>,
    pub(super) range: &'a Range<usize>,
    pub(super) locale: &'a Language,
}

/// The word that belongs to a change: in the claim itself, right behind it, or the nearest one on the side where the
/// language has it.
pub(super) fn of_change(place: &NumberPlace<'_>, is_claimed: bool) -> Option<DirectionWord> {
    let NumberPlace { line, sentence, range, locale } = place;
    let reading = locale.reading();
    let inside = || {
        let words = is_claimed.then_some(*range)?;
        last(line, words, Kind::Directions, reading)
            .or_else(|| {
                // "More than 40 per cent" says how nearly, "40 per cent more" says which way.
                let digits = line.text[words.clone()].rfind(|c: char| c.is_ascii_digit());
                comparative(line, &(words.start + digits.unwrap_or(0)..words.end), reading)
            })
            .filter(|found| !is_nearness(line, found, reading))
    };
    let before = sentence.start..range.start;
    let nearest = || match reading.sentence.direction {
        Side::Before => moved(line, &before, &reading.by.before, reading)
            .or_else(|| moved(line, &before, &reading.counted.of, reading))
            .or_else(|| last(line, &before, Kind::Directions, reading))
            .or_else(|| far(place)),
        Side::Behind => first_behind(place, range.end),
    };
    inside()
        .or_else(|| comparative(line, &next_word(place), reading))
        .or_else(|| standing(place))
        .or_else(|| noun(place))
        .or_else(nearest)
}

/// How a number is said to stand to the one that it is compared with, right behind a change: "4.3 per cent above".
fn standing(place: &NumberPlace<'_>) -> Option<DirectionWord> {
    let NumberPlace { line, sentence, range, locale } = place;
    let start = word_from(line, sentence, range.end).start;
    let rest = &line.lower[start..sentence.end];
    let words =
        locale.reading().standing.iter().flat_map(|pair| {
            [(&pair.up, &pair.down, Direction::Up), (&pair.down, &pair.up, Direction::Down)]
        });
    let mut led = words.filter_map(|(word, other, way)| Some((word.leads(rest)?, other, way)));
    let (length, opposite, direction) = led.next()?;
    let opposites = vec![opposite.as_str().to_owned()];
    Some(DirectionWord { range: start..start + length, direction, is_denied: false, opposites })
}

/// The word right behind a number.
fn next_word(place: &NumberPlace<'_>) -> Range<usize> {
    let NumberPlace { line, sentence, range, locale } = place;
    // An ending that is glued to the number is no word.
    let endings = &locale.reading().by.suffix;
    let after = &line.lower[range.end..sentence.end];
    let glued = endings.iter().find_map(|ending| side::glued(after, ending)).unwrap_or(0);
    word_from(line, sentence, range.end + glued)
}

fn word_from(line: &Line<'_>, sentence: &Range<usize>, at: usize) -> Range<usize> {
    let rest = &line.lower[at..sentence.end];
    let start = at + (rest.len() - rest.trim_start().len());
    let end = line.lower[start..sentence.end].find(' ').map_or(sentence.end, |at| start + at);
    start..end
}

/// The noun of a change: "a 43.3 per cent increase in", "a 43.3 per cent annual increase".
fn noun(place: &NumberPlace<'_>) -> Option<DirectionWord> {
    let reading = place.locale.reading();
    let mut word = next_word(place);
    while reading.qualifiers.contain(&place.line.lower[word.clone()]) {
        word = word_from(place.line, place.sentence, word.end);
    }
    of_words(place.line, &word, Kind::Directions, Same::No, reading)
}

/// The first word of direction behind a place, in its clause.
pub(super) fn first_behind(place: &NumberPlace<'_>, from: usize) -> Option<DirectionWord> {
    let NumberPlace { line, sentence, locale, .. } = place;
    let reading = locale.reading();
    let rest = &line.lower[from..sentence.end];
    let stop = line.words(Kind::Clauses, reading).first(&(from..sentence.end));
    let rest = &rest[..stop.as_ref().map_or(rest.len(), |stop| stop.start - from)];
    let clause = from..from + rest.find([';', ':']).unwrap_or(rest.len());
    let kinds = [Kind::Directions, Kind::Comparatives, Kind::Unchanged];
    let places = kinds.into_iter().filter_map(|kind| line.words(kind, reading).first(&clause));
    let first = places.min_by_key(|place| (place.start, std::cmp::Reverse(place.end)))?;
    of_words(line, &first, Kind::Directions, Same::Yes, reading)
        .or_else(|| comparative(line, &first, reading))
}

/// Words behind a change that is led by "by", among which the comparative stands: "by 26,570 nationals more".
const WORDS_TO_COMPARATIVE: usize = 3;

/// Where no word stands before a change, the comparative of its sentence: "fewer visas than in 2022 were issued, the
/// difference being 542", "by 542, the number was lower than in 2022", "by 26,570 nationals more".
fn far(place: &NumberPlace<'_>) -> Option<DirectionWord> {
    let NumberPlace { line, sentence, range, locale } = place;
    let reading = locale.reading();
    let own = segment(line, sentence, range.start, reading);
    let before = line.lower[own.start..range.start].trim_end();
    if let Some(by) = reading.by.before.iter().find_map(|word| word.ends(before)) {
        let word = first_behind(place, range.end)?;
        let is_near = words_in(line, range.end..word.range.start) <= WORDS_TO_COMPARATIVE
            && comparative(line, &word.range, reading).is_some();
        let is_opening = before[..by].trim().is_empty() && own.start == sentence.start;
        return (is_near || is_opening).then_some(word);
    }
    let before = own.start..range.start;
    let than = reading
        .than
        .before
        .iter()
        .flat_map(|word: &Pattern| line.find(word, &before))
        .min_by_key(|place| place.start)?;
    let word = comparative(line, &(own.start..than.start), reading)?;
    // "More than half" says how nearly; "than nationals of India" compares parts.
    let is_of_noun = words_in(line, word.range.end..than.start) > 0;
    let has_digits = line.lower[own.start..than.start].contains(|c: char| c.is_ascii_digit());
    (is_of_noun && !has_digits).then_some(word)
}

/// A word that says which way only because a number follows: "improved by", "slipped sharply, to".
pub fn moved(
    line: &Line<'_>,
    before: &Range<usize>,
    leads: &Patterns,
    reading: &Reading,
) -> Option<DirectionWord> {
    let text = line.lower[before.clone()].trim_end_matches([' ', '(']);
    let lead = leads.iter().find_map(|lead| lead.ends(text))?;
    let end = before.start + without_adverbs(&text[..lead], reading).len();
    let found = last(line, &(before.start..end), Kind::Moves, reading)?;
    (found.range.end == end).then_some(found)
}

/// A text without the adverbs at its end that say how much something moved: "slipped sharply,".
fn without_adverbs<'t>(text: &'t str, reading: &Reading) -> &'t str {
    let mut text = text.trim_end_matches([' ', ',']);
    let sizes = &reading.sizes;
    let adverbs = [&reading.adverbs, &sizes.slight, &sizes.sharp];
    while let Some(start) =
        adverbs.iter().flat_map(|words| words.iter()).find_map(|word: &Pattern| word.ends(text))
    {
        text = text[..start].trim_end_matches([' ', ',']);
    }
    text
}

/// Whether a comparative is part of "more than" and the like, right before a number: "more than 30", "less than half".
fn is_nearness(line: &Line<'_>, found: &DirectionWord, reading: &Reading) -> bool {
    let mut phrases = reading.above.before.iter().chain(&reading.below.before);
    phrases.any(|phrase| {
        let rest = &line.lower[found.range.start..];
        let behind = phrase.leads(rest).map(|end| rest[end..].trim_start());
        behind.is_some_and(|behind| {
            behind.starts_with(|c: char| c.is_ascii_digit()) || reading.begins_with_part(behind)
        })
    })
}

/// The last word of direction in a range, or the last that says that nothing changed.
pub(super) fn last(
    line: &Line<'_>,
    range: &Range<usize>,
    kind: Kind,
    reading: &Reading,
) -> Option<DirectionWord> {
    of_words(line, range, kind, Same::Yes, reading)
}

/// Every word of direction in a range, in order.
pub(super) fn all(line: &Line<'_>, range: &Range<usize>, reading: &Reading) -> Vec<DirectionWord> {
    let mut found = Vec::new();
    let mut from = range.start;
    while let Some(place) = line.words(Kind::Directions, reading).first(&(from..range.end)) {
        from = place.end.max(from + 1);
        // A denial before it is seen from the beginning.
        found.extend(of_words(line, &(range.start..place.end), Kind::Directions, Same::No, reading));
    }
    found
}

/// The last word in a range that says which way something went: "rose", "did not fall", "unchanged".
pub fn directed(line: &Line<'_>, range: &Range<usize>, reading: &Reading) -> Option<DirectionWord> {
    last(line, range, Kind::Directions, reading)
}

/// The last comparative in a range: "fewer".
pub fn comparative(line: &Line<'_>, range: &Range<usize>, reading: &Reading) -> Option<DirectionWord> {
    of_words(line, range, Kind::Comparatives, Same::No, reading)
}

/// The last word in a range for what is above or below nothing: "outflow".
pub(super) fn balance(line: &Line<'_>, range: &Range<usize>, reading: &Reading) -> Option<DirectionWord> {
    of_words(line, range, Kind::Balances, Same::No, reading)
}

/// Whether words count that say that nothing changed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Same {
    Yes,
    No,
}

fn of_words(
    line: &Line<'_>,
    range: &Range<usize>,
    kind: Kind,
    same: Same,
    reading: &Reading,
) -> Option<DirectionWord> {
    let pairs = match kind {
        Kind::Moves => &reading.moves,
        Kind::Comparatives => &reading.comparatives,
        Kind::Balances => &reading.balances,
        Kind::Directions | Kind::Unchanged | Kind::Clauses | Kind::Breaks => &reading.directions,
    };
    let directed = line.words(kind, reading).last(range).into_iter();
    let directed = directed.filter_map(|(range, order)| {
        let pair = pairs.get(order / 2)?;
        let (opposite, direction) =
            if order % 2 == 0 { (&pair.down, Direction::Up) } else { (&pair.up, Direction::Down) };
        Some((range, opposite, direction))
    });
    let unchanged = || line.words(Kind::Unchanged, reading).last(range);
    let unchanged = if same == Same::Yes { unchanged() } else { Vec::new() };
    let unchanged = unchanged.into_iter();
    let unchanged =
        unchanged.filter_map(|(range, order)| Some((range, reading.unchanged.get(order)?, Direction::Same)));
    let mut found: Option<DirectionWord> = None;
    for (range, opposite, direction) in directed.chain(unchanged) {
        match &mut found {
            Some(known) if known.range == range => known.opposites.push(opposite.as_str().to_owned()),
            Some(known) if known.range.end >= range.end => {}
            _ => {
                let opposites = vec![opposite.as_str().to_owned()];
                found = Some(DirectionWord { range, direction, is_denied: false, opposites });
            }
        }
    }
    found.map(|found| denied(line, found, reading))
}

/// A word with the "not" beside it, when there is one.
fn denied(line: &Line<'_>, found: DirectionWord, reading: &Reading) -> DirectionWord {
    let before = line.lower[..found.range.start].trim_end();
    let lead = reading.negations.before.iter().find_map(|word| word.ends(before));
    let behind = || {
        let rest = &line.lower[found.range.end..];
        let at = found.range.end + rest.len() - rest.trim_start().len();
        let end = reading.negations.behind.iter().find_map(|word: &Pattern| word.leads(&line.lower[at..]))?;
        Some((found.range.start..at + end, at))
    };
    let place = lead.map(|start| (start..found.range.end, start)).or_else(behind);
    match place.filter(|(_, word)| line.is_typed_or_claimed(*word)) {
        Some((range, _)) => DirectionWord {
            opposites: vec![line.text[found.range.clone()].to_owned()],
            range,
            is_denied: true,
            ..found
        },
        None => found,
    }
}
