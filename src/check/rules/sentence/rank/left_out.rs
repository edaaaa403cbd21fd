//! The parts that a superlative leaves out: "after China, the largest number".

use std::collections::BTreeSet;
use std::ops::Range;

use crate::check::Subject;
use crate::language::{Pattern, Patterns};
use crate::report::Figure;
use crate::text::{Extreme, Line, NamedPart, words_in};

/// Words between "after" or "ahead of" and the name that it is about: "ahead of citizens of".
pub(super) const WORDS_BETWEEN: usize = 3;

/// The parts that a superlative leaves out; none when nobody can tell which they are.
pub(super) fn left_out<'n>(
    subject: &Subject<'_>,
    line: &Line<'_>,
    own: &Range<usize>,
    (extreme, named): (&Extreme, &'n [NamedPart]),
    figure: &'n Figure,
) -> Option<BTreeSet<&'n str>> {
    let words = &subject.locale.reading().extremes;
    let joints = &subject.locale.known().list_joints;
    let mut left_out: BTreeSet<&str> =
        [&words.after, &words.behind].into_iter().flat_map(|words| led(line, named, words, joints)).collect();
    // "Apart from the neighbouring countries, the largest number came from China".
    let mut named_or_grouped = subject.names.groups_in(line, own);
    if !named_or_grouped.is_empty() {
        named_or_grouped.extend(named.iter().cloned());
        named_or_grouped.sort_by_key(|(place, _)| place.start);
    }
    for left in led(line, &named_or_grouped, &words.after, joints) {
        match figure.groups.members(left) {
            Some(members) => left_out.extend(members.iter().map(String::as_str)),
            None => left_out.extend(named.iter().map(|(_, name)| name.as_str()).filter(|name| *name == left)),
        }
    }
    // "Ranked second, behind China" counts China; "after China, the second largest" may or may not.
    if extreme.nth > 1 {
        let is_behind = |(range, _): &&NamedPart| range.start >= extreme.range.end;
        for (_, name) in named.iter().filter(is_behind) {
            left_out.remove(name.as_str());
        }
    }
    // "Apart from the neighbouring countries", and no group is called so: nobody can tell which are left out.
    (!leaves_out_unknown(subject, line, own, &named_or_grouped)).then_some(left_out)
}

/// Whether a part of a sentence begins by leaving out some that have no name here.
fn leaves_out_unknown(
    subject: &Subject<'_>,
    line: &Line<'_>,
    own: &Range<usize>,
    grouped: &[NamedPart],
) -> bool {
    let reading = subject.locale.reading();
    let text = &line.lower[own.clone()];
    let start = own.start + (text.len() - text.trim_start().len());
    let led = reading.extremes.after.iter().find_map(|word| word.leads(&line.lower[start..own.end]));
    let Some(led) = led.map(|end| start + end) else { return false };
    let end = line.lower[led..own.end].find(',').map_or(own.end, |at| led + at);
    let things = [&reading.extremes.things, &reading.places];
    let places =
        things.into_iter().flat_map(|words| words.iter()).flat_map(|word| line.find(word, &(led..end)));
    places
        .into_iter()
        .any(|place| !grouped.iter().any(|(known, _)| known.start <= place.start && place.end <= known.end))
}

/// The parts that are named behind some words.
fn led<'n>(
    line: &Line<'_>,
    named: &'n [NamedPart],
    words: &Patterns,
    joints: &[String],
) -> impl Iterator<Item = &'n str> {
    let mut led: Vec<&str> = Vec::new();
    let mut end = None;
    for (range, name) in named {
        let is_led = words.iter().any(|word: &Pattern| {
            let places = line.find(word, &(0..range.start));
            places.last().is_some_and(|place| is_near(line, place.end..range.start))
        });
        // "After China and Türkiye".
        let goes_on = end.is_some_and(|end: usize| {
            end <= range.start
                && words_in(line, end..range.start) <= 1
                && joints.iter().any(|joint| line.lower[end..range.start].contains(joint.as_str()))
        });
        if is_led || goes_on {
            led.push(name);
            end = Some(range.end);
        } else {
            end = None;
        }
    }
    led.into_iter()
}

pub(super) fn is_near(line: &Line<'_>, range: Range<usize>) -> bool {
    !line.text[range.clone()].contains([',', ';', '(']) && words_in(line, range) <= WORDS_BETWEEN
}
