//! The rule about the names of parts beside their numbers.

use std::ops::Range;

use super::Subject;
use super::sentence::{Line, Occurrence, each_sentence, plain};
use crate::diag::Diagnostic;
use crate::report::{Figure, What};

/// A sentence that names no more parts than this is held to them, even where no name stands right before a number.
const FEW: usize = 2;

#[doc = include_str!("help/claim-part.md")]
pub(super) fn claim_part(subject: &Subject<'_>) -> Vec<Diagnostic> {
    each_sentence(subject, |line, sentence, occurrences| {
        let found = occurrences.iter().filter_map(|one| check(subject, line, sentence, one));
        let found: Vec<Diagnostic> = found.collect();
        if found.is_empty() { respectively(subject, line, sentence, occurrences) } else { found }
    })
}

fn check(
    subject: &Subject<'_>,
    line: &Line<'_>,
    sentence: &Range<usize>,
    occurrence: &Occurrence<'_>,
) -> Option<Diagnostic> {
    let (What::Share(part) | What::Part(part)) = &occurrence.asked.what else { return None };
    let figure = subject.report.figures.get(&occurrence.asked.figure)?;
    let right = names(subject, part);
    if right.is_empty() {
        return None;
    }
    // Names of the figure's other parts before the number; "Russian Federation" is not named by "Federation".
    let named = named(subject, figure, line, &(sentence.start..occurrence.range.start));
    let (range, other) = match beside(line, &named, occurrence) {
        Some(beside) => beside,
        None if named.iter().any(|(_, name)| name == part) => return None,
        // In a long list a country may go by a name that is not the official one.
        None if distinct(&self::named(subject, figure, line, sentence)) > FEW => return None,
        None => named.first()?,
    };
    if other == part {
        return None;
    }
    let said = &line.text[range.clone()];
    let number = &line.text[occurrence.range.clone()];
    let of = right.first()?;
    let message = format!("the sentence names {said}, the number {number} is that of {of}");
    let hint = format!("name {of}, or ask for the part `{other}`");
    Some(Diagnostic::warning("claim-part", occurrence.span, message).hint(hint).found(number))
}

/// "China and Türkiye received 50.3 and 16.9 per cent respectively": the names and the numbers in one order.
fn respectively(
    subject: &Subject<'_>,
    line: &Line<'_>,
    sentence: &Range<usize>,
    occurrences: &[Occurrence<'_>],
) -> Vec<Diagnostic> {
    let words = &subject.locale.words().reading.respectively;
    let Some(first) = occurrences.first() else { return Vec::new() };
    let Some(figure) = subject.report.figures.get(&first.asked.figure) else { return Vec::new() };
    if !words.iter().any(|word| !line.find(word, sentence).is_empty()) {
        return Vec::new();
    }
    let named = named(subject, figure, line, &(sentence.start..first.range.start));
    if named.len() != occurrences.len() {
        return Vec::new();
    }
    let wrong = named.iter().zip(occurrences).filter_map(|((range, name), occurrence)| {
        let (What::Share(part) | What::Part(part)) = &occurrence.asked.what else { return None };
        if occurrence.asked.figure != first.asked.figure || part == name {
            return None;
        }
        let (said, number) = (&line.text[range.clone()], &line.text[occurrence.range.clone()]);
        let of = names(subject, part).into_iter().next()?;
        let message = format!("the sentence names {said} in this place, the number {number} is that of {of}");
        let hint = format!("put the names and the numbers in one order, or ask for the part `{name}`");
        Some(Diagnostic::warning("claim-part", occurrence.span, message).hint(hint).found(number))
    });
    wrong.collect()
}

/// How many different parts are named.
fn distinct(named: &[(Range<usize>, String)]) -> usize {
    let mut parts: Vec<&String> = named.iter().map(|(_, part)| part).collect();
    parts.sort_unstable();
    parts.dedup();
    parts.len()
}

/// Where a sentence names which parts of a figure.
fn named(
    subject: &Subject<'_>,
    figure: &Figure,
    line: &Line<'_>,
    sentence: &Range<usize>,
) -> Vec<(Range<usize>, String)> {
    let parts = figure.shares.iter().chain(&figure.parts).map(|(part, _)| part);
    let mut found: Vec<(Range<usize>, String)> = parts
        .flat_map(|part| {
            let names = names(subject, part).into_iter();
            let places = names.flat_map(|name| line.find(&plain(&name), sentence));
            places.map(|range| (range, part.clone())).collect::<Vec<_>>()
        })
        .collect();
    found.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
    let mut end = 0;
    found.retain(|(range, _)| {
        let is_new = range.start >= end;
        if is_new {
            end = range.end;
        }
        is_new
    });
    found
}

/// The name that a number stands behind, in brackets: "China (50.3 per cent)", "China (KZT 7.9 billion or USD …)".
fn beside<'n>(
    line: &Line<'_>,
    named: &'n [(Range<usize>, String)],
    occurrence: &Occurrence<'_>,
) -> Option<&'n (Range<usize>, String)> {
    let before = named.iter().rfind(|(range, _)| range.end <= occurrence.range.start)?;
    let between = line.text[before.0.end..occurrence.range.start].trim_start();
    (between.starts_with('(') && !between.contains(')')).then_some(before)
}

/// The names of a part; the rest has none that a sentence could be held to.
fn names(subject: &Subject<'_>, part: &str) -> Vec<String> {
    let given = subject.spec.common.iter().rev().flat_map(|common| &common.names);
    let given = given.filter(|(key, _)| key.value == part).map(|(_, name)| name.value.clone());
    let country = subject.locale.country(part).into_iter().map(str::to_owned);
    given.chain(country).collect()
}
