//! Finds the words for the largest and the smallest, and what a sentence says of the place of a number among others.

use std::ops::Range;

use super::line::Line;
use super::segment::words_in;
use super::words::Kind;
use crate::language::{Language, Pattern, Patterns, last_words};

/// Words between "main" and what is the main one.
pub(super) const WORDS_BETWEEN: usize = 2;

/// Superlatives of a sentence that are looked at; each is held to all that stands around it.
const MOST: usize = 40;

/// A superlative in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extreme {
    /// Where the words stand.
    pub range: Range<usize>,
    /// Whether the largest is meant, or the smallest.
    pub is_highest: bool,
    /// Which one in order: 2 for "the second largest".
    pub nth: usize,
    /// How many are meant together: 3 for "the three largest".
    pub count: Option<usize>,
    /// Whether it is that of a change: "the largest increase".
    pub is_of_change: bool,
    /// Whether another period is meant, and not another part: "than in any other quarter".
    pub is_of_periods: bool,
    /// Whether it says something only of a part that is named near it: "mainly by citizens of India".
    pub needs_name: bool,
}

impl Extreme {
    fn new(range: Range<usize>, is_highest: bool) -> Self {
        Self {
            range,
            is_highest,
            nth: 1,
            count: None,
            is_of_change: false,
            is_of_periods: false,
            needs_name: false,
        }
    }
}

/// The superlatives of a range, in order.
pub(super) fn extremes(line: &Line<'_>, range: &Range<usize>, language: &Language) -> Vec<Extreme> {
    let words = &language.reading().extremes;
    let find = |patterns: &Patterns| -> Vec<Range<usize>> {
        patterns.iter().flat_map(|word: &Pattern| line.find(word, range)).collect()
    };
    let is_main = |place: &Range<usize>| {
        let behind = place.end..nth_word_end(line, &(place.end..range.end), WORDS_BETWEEN + 2);
        let things = words.things.iter().flat_map(|thing: &Pattern| line.find(thing, &behind));
        things
            .map(|thing| words_in(line, place.end..thing.start))
            .min()
            .is_some_and(|between| between <= WORDS_BETWEEN)
    };
    let highest = find(&words.highest).into_iter().chain(find(&words.main).into_iter().filter(is_main));
    let mut found: Vec<(Range<usize>, bool)> = highest.map(|place| (place, true)).collect();
    found.extend(find(&words.lowest).into_iter().map(|place| (place, false)));
    let innocents = find(&words.innocents);
    found.retain(|(place, _)| {
        let is_innocent = innocents.iter().any(|known| known.start <= place.start && place.end <= known.end);
        line.is_typed_or_claimed(place.start) && !is_innocent
    });
    let mut all: Vec<Extreme> =
        found.into_iter().filter_map(|found| superlative(line, found, range, language)).collect();
    // "At their highest" is the superlative that it holds, of periods.
    for peak in peaks(line, range, language) {
        let inside = |own: &&mut Extreme| {
            peak.range.start <= own.range.start && own.range.end <= peak.range.end && own.nth == 1
        };
        match all.iter_mut().find(inside) {
            Some(own) => own.is_of_periods = true,
            None => all.push(peak),
        }
    }
    all.extend(compared(line, range, language));
    all.extend(placed(line, range, language));
    all.extend(adverbs(line, range, language));
    all.extend(not_since(line, range, language));
    all.sort_by_key(|found| (found.range.start, std::cmp::Reverse(found.range.end)));
    let mut end = 0;
    all.retain(|found| {
        let is_new = found.range.start >= end;
        end = end.max(found.range.end);
        is_new
    });
    all.truncate(MOST);
    all
}

/// A superlative with what stands before and behind it.
fn superlative(
    line: &Line<'_>,
    (place, is_highest): (Range<usize>, bool),
    range: &Range<usize>,
    language: &Language,
) -> Option<Extreme> {
    let reading = language.reading();
    let words = &reading.extremes;
    let before = line.lower[range.start..place.start].trim_end();
    if [&words.loosely, &reading.negations.before].into_iter().any(|words| ends(before, words)) {
        return None;
    }
    let last = before[last_words(before, 1)..].trim();
    // "The second-largest".
    let last = last.strip_suffix('-').unwrap_or(last);
    let mut ordinals = language.known().ordinals.iter().chain(&reading.later_ordinals);
    let range_of = |nth: usize| {
        if nth > 1 { range.start + before.rfind(last).unwrap_or_default()..place.end } else { place.clone() }
    };
    let nth = ordinals.position(|ordinal| ordinal == last).map_or(1, |index| index + 1);
    // "The two main countries", "the top two countries".
    let next = line.lower[place.end..range.end].trim_start().split(' ').next().unwrap_or_default();
    let number =
        |word: &str| word.parse().ok().or_else(|| reading.numerals.get(word).map(|number| number.value()));
    let count = number(last).or_else(|| number(next));
    let count = count.and_then(|count: rust_decimal::Decimal| u8::try_from(count).ok()).map(usize::from);
    let count = count.filter(|count| *count > 1);
    let near = place.end..nth_word_end(line, &(place.end..range.end), WORDS_BETWEEN);
    let has_noun = !line.words(Kind::Directions, reading).last(&near).is_empty();
    let is_of_change = has_noun || line.has(&words.changes, &near);
    // "The busiest month".
    let noun = line.lower[place.end..range.end].trim_start().split(|c: char| !c.is_alphanumeric()).next();
    let is_of_periods = noun.is_some_and(|noun| reading.trends.frequency(noun).is_some());
    Some(Extreme { nth, count, is_of_change, is_of_periods, ..Extreme::new(range_of(nth), is_highest) })
}

/// "Peaked in March", "was at its lowest on 1 January".
fn peaks(line: &Line<'_>, range: &Range<usize>, language: &Language) -> Vec<Extreme> {
    let reading = language.reading();
    let words = &reading.extremes;
    let both = [(&words.peaks, true), (&words.troughs, false)];
    let found = both.into_iter().flat_map(|(patterns, is_highest)| {
        let places = patterns.iter().flat_map(|word: &Pattern| line.find(word, range));
        places.map(move |place| (place, is_highest))
    });
    let told = found.filter(|(place, _)| {
        let before = line.lower[range.start..place.start].trim_end();
        let is_loose =
            [&words.loosely, &reading.negations.before].into_iter().any(|words| ends(before, words));
        // "The peak season".
        let is_closed = |rest: &str| {
            let mut next = rest.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            let Some(first) = next.next() else { return true };
            // "The peak of the season" is no highest value, "the peak of 2023" is.
            let is_of = reading.counted.of.contain(first);
            let is_of_time = next
                .take(WORDS_BETWEEN)
                .any(|word| word.starts_with(|c: char| c.is_ascii_digit()) || words.periods.contain(word));
            let is_apart = rest.trim_start().starts_with([',', ';', ':', '(', '.']);
            is_apart
                || if is_of {
                    is_of_time
                } else {
                    language.known().is_small(first) || words.placed.contain(first)
                }
        };
        line.is_typed_or_claimed(place.start) && !is_loose && is_closed(&line.lower[place.end..range.end])
    });
    told.map(|(place, is_highest)| Extreme { is_of_periods: true, ..Extreme::new(place, is_highest) })
        .collect()
}

/// "More than any other", "in no quarter were fewer … than".
fn compared(line: &Line<'_>, range: &Range<usize>, language: &Language) -> Vec<Extreme> {
    let reading = language.reading();
    let words = &reading.extremes;
    let comparative = |before: Range<usize>| {
        let comparatives = line.words(Kind::Comparatives, reading);
        comparatives.last(&before).into_iter().next().map(|(place, order)| (place, order % 2 == 0))
    };
    let others = words.any_other.iter().flat_map(|word: &Pattern| line.find(word, range));
    let others = others.filter_map(|place| {
        let (word, is_more) = comparative(range.start..place.start)?;
        let near = place.end..nth_word_end(line, &(place.end..range.end), 1);
        let is_of_periods = line.has(&words.periods, &near);
        let range = word.start..place.end;
        Some(Extreme { is_of_periods, ..Extreme::new(range, is_more) })
    });
    let never = words.never.iter().flat_map(|word: &Pattern| line.find(word, range));
    let never = never.filter_map(|place| {
        let behind = place.end..range.end;
        let than = reading.than.before.iter().flat_map(|word: &Pattern| line.find(word, &behind)).next()?;
        let (word, is_more) = comparative(place.end..than.start)?;
        let is_of_periods = line.has(&words.periods, &(place.end..word.start))
            || words.at_no_time.contain(&line.lower[place.clone()]);
        let range = place.start..than.end;
        Some(Extreme { is_of_periods, ..Extreme::new(range, is_more) })
    });
    // "No nationality received more permits than Indians".
    let no = reading.negations.before.iter().flat_map(|word: &Pattern| line.find(word, range));
    let no = no.filter_map(|place| {
        let rest = line.lower[place.end..range.end].trim_start();
        let thing = words.things.iter().find_map(|thing| thing.leads(rest))?;
        let behind = range.end - rest.len() + thing..range.end;
        let than = reading.than.before.iter().flat_map(|word: &Pattern| line.find(word, &behind)).next()?;
        let (_, is_more) = comparative(behind.start..than.start)?;
        Some(Extreme { needs_name: true, ..Extreme::new(place.start..than.end, is_more) })
    });
    others.chain(never).chain(no).collect()
}

/// "Ranked second", "came third with", "in second place".
fn placed(line: &Line<'_>, range: &Range<usize>, language: &Language) -> Vec<Extreme> {
    let (reading, known) = (language.reading(), language.known());
    let words = &reading.extremes;
    let ordinals = known.ordinals.iter().chain(&reading.later_ordinals);
    let mut found = Vec::new();
    for (nth, ordinal) in (1..).zip(ordinals) {
        for place in line.find(&Pattern::from(ordinal.as_str()), range) {
            let before = line.lower[range.start..place.start].trim_end();
            let behind = &line.lower[place.end..range.end];
            let lead = words.placed.iter().find_map(|word| word.ends(before));
            // "Fourth among the senders was Germany".
            let is_opening = before.is_empty()
                && nth > 1
                && words.places.iter().any(|word| word.leads(behind.trim_start()).is_some());
            // "Was the third country of origin".
            let of_thing = || {
                let before = super::role::without_fillers(before, reading);
                let thing = words.things.iter().find_map(|word| word.leads(behind.trim_start()))?;
                let rest = behind.trim_start()[thing..].trim_start();
                let is_closed = rest.is_empty()
                    || rest.starts_with([',', ';', ':', '.', '('])
                    || words.within.before.iter().any(|word| word.leads(rest).is_some());
                (nth > 1 && is_closed).then(|| words.placed.iter().find_map(|word| word.ends(before)))?
            };
            if let Some(lead) = of_thing().filter(|_| line.is_typed_or_claimed(place.start)) {
                found.push(Extreme { nth, ..Extreme::new(range.start + lead..place.end, true) });
                continue;
            }
            let next = words.places.iter().find_map(|word| word.leads(behind.trim_start()));
            // "Held the fifth rank", but not "was the second in a row" or "was the second after the war".
            let in_full = || {
                let next = &behind.trim_start()[..next?];
                let is_loose = [&words.within.before, &words.after, &words.behind]
                    .into_iter()
                    .any(|words| words.contain(next));
                let head = super::role::without_fillers(before, reading);
                (nth > 1 && !is_loose).then(|| words.placed.iter().find_map(|word| word.ends(head)))?
            };
            let lead = lead.or_else(|| is_opening.then_some(0)).or_else(in_full);
            let Some(lead) = lead else { continue };
            let is_end = behind.trim_end().is_empty()
                || behind.starts_with([',', ';', ':', '.', ')'])
                || behind.trim_start().starts_with('(');
            let is_in = words.within.before.contain(&before[lead..]);
            // "Was first in 2021": a time, and no place.
            let is_first =
                nth == 1 && next.is_some_and(|end| words.within.before.contain(&behind.trim_start()[..end]));
            if line.is_typed_or_claimed(place.start) && !is_first && (next.is_some() || is_end && !is_in) {
                found.push(Extreme { nth, ..Extreme::new(range.start + lead..place.end, true) });
            }
        }
    }
    for (nth, phrases) in (1..).zip(&words.ranks) {
        let places = phrases.iter().flat_map(|phrase| line.find(phrase, range));
        let typed = places.filter(|place| line.is_typed_or_claimed(place.start));
        found.extend(typed.map(|place| Extreme { nth, ..Extreme::new(place, true) }));
    }
    found
}

/// "Mainly by citizens of India", and "most permits went to" at the beginning of a clause.
fn adverbs(line: &Line<'_>, range: &Range<usize>, language: &Language) -> Vec<Extreme> {
    let reading = language.reading();
    let words = &reading.extremes;
    let find = |patterns: &Patterns| -> Vec<Range<usize>> {
        patterns.iter().flat_map(|word: &Pattern| line.find(word, range)).collect()
    };
    let begins = |place: &Range<usize>| {
        let before = line.lower[range.start..place.start].trim_end();
        let rest = line.lower[place.end..range.end].trim_start();
        let is_of = reading.spoken.parts_of.iter().any(|word| word.leads(rest).is_some());
        (before.is_empty() || before.ends_with([',', ';', ':'])) && !is_of
    };
    let all = find(&words.mainly).into_iter().chain(find(&words.most).into_iter().filter(begins));
    let typed = all.filter(|place| line.is_typed_or_claimed(place.start));
    typed.map(|place| Extreme { needs_name: true, ..Extreme::new(place, true) }).collect()
}

/// "Not since 2021 have so few".
fn not_since(line: &Line<'_>, range: &Range<usize>, language: &Language) -> Vec<Extreme> {
    let words = &language.reading().extremes;
    let begins = words.not_since.iter().flat_map(|word: &Pattern| line.find(word, range));
    let found = begins.filter_map(|place| {
        let behind = place.end..range.end;
        let first = |patterns: &Patterns, is_highest: bool| {
            let places = patterns.iter().flat_map(|word: &Pattern| line.find(word, &behind));
            places.map(|place| (place.start, place.end, is_highest)).min()
        };
        let (_, end, is_highest) =
            first(&words.so_many, true).into_iter().chain(first(&words.so_few, false)).min()?;
        Some(Extreme::new(place.start..end, is_highest))
    });
    found.collect()
}

pub(super) fn ends(text: &str, words: &Patterns) -> bool {
    words.iter().any(|word| word.ends(text).is_some())
}

/// Where so many words of a range end.
fn nth_word_end(line: &Line<'_>, range: &Range<usize>, count: usize) -> usize {
    let text = &line.lower[range.clone()];
    let mut words = 0;
    let mut is_inside = false;
    for (offset, c) in text.char_indices() {
        let is_letter = c.is_alphanumeric() || c == '-';
        if is_inside && !is_letter {
            words += 1;
            if words == count {
                return range.start + offset;
            }
        }
        is_inside = is_letter;
    }
    range.end
}
