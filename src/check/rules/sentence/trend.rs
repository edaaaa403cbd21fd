//! The rule about trends over several periods: "for the third quarter in a row", "every quarter since".

use std::cmp::Ordering;
use std::ops::Range;

use crate::check::Subject;
use crate::check::terms::value;
use crate::data::period::{Frequency, Period};
use crate::diag::{Diagnostic, code};
use crate::language::{Pattern, Patterns};
use crate::report::{Asked, Direction, Figure, What};
use crate::text::{
    DirectionWord, Line, Named, ReadPassage, Sentence, directed, segment, without_fillers, words_in,
};

/// Changes that a trend can go back; nobody tells of more.
const MOST: usize = 40;
/// Words between the number of periods and what makes them a row: "three consecutive", "third quarter in a row".
const WORDS_BETWEEN: usize = 2;

#[doc = include_str!("claim-trend.md")]
pub(in crate::check) fn claim_trend(subject: &Subject<'_>) -> Vec<Diagnostic> {
    if subject.locale.reading().trends.in_row.is_empty() {
        return Vec::new();
    }
    let sentences = subject.text.sentences();
    sentences.filter_map(|(passage, sentence)| check(subject, passage, sentence)).collect()
}

/// A trend as a sentence tells it.
struct Trend {
    range: Range<usize>,
    frequency: Frequency,
    /// How many changes of one kind there were.
    changes: Changes,
}

#[derive(Clone, Copy)]
enum Changes {
    Count(usize),
    Since(Period),
}

fn check(subject: &Subject<'_>, passage: &ReadPassage<'_>, sentence: &Sentence<'_>) -> Option<Diagnostic> {
    let (line, reading) = (&passage.line, subject.locale.reading());
    let trend = in_row(subject, line, sentence).or_else(|| since(subject, passage, sentence))?;
    let own = segment(line, &sentence.range, trend.range.start, reading);
    // "After rising in three consecutive quarters, it fell": what had been before.
    let lead = line.lower[own.start..trend.range.start.max(own.start)].trim_start();
    if reading.asides.iter().any(|word| word.leads(lead).is_some()) {
        return None;
    }
    let word = way(line, &own, &trend, reading)?;
    let (figure, period) = told_of(subject, line, (sentence, &own), &trend)?;
    let mut at = period;
    let mut done = 0;
    loop {
        let is_done = match trend.changes {
            Changes::Count(count) => done >= count,
            Changes::Since(from) => at.first_day() <= from.first_day(),
        };
        if is_done || done >= MOST {
            return None;
        }
        let before = at.previous()?;
        let of = |at: Period| value(subject, &Asked { figure: figure.key.clone(), what: What::Value(at) });
        let Some((earlier, later)) = of(before).zip(of(at)) else {
            // "Three months in succession – 214, 187, 156": three values, of which the first needs no change.
            if matches!(trend.changes, Changes::Count(count) if done > 0 && done + 1 == count) {
                return None;
            }
            let missing = if of(before).is_none() { before } else { at };
            return Some(unknown(subject, line, &trend, figure, missing));
        };
        let went = match later.value().cmp(&earlier.value()) {
            Ordering::Less => Direction::Down,
            Ordering::Equal => Direction::Same,
            Ordering::Greater => Direction::Up,
        };
        if word.is_wrong(went) {
            let locale = subject.locale;
            let said = |at: Period, quantity| {
                format!("{} {}", locale.format(quantity).text(), locale.period_when(at))
            };
            let found = &line.text[trend.range.clone()];
            let message = format!(
                "“{found}” is not true of `{}`: it went from {} to {}",
                figure.key,
                said(before, &earlier),
                said(at, &later)
            );
            let hint = "say how long it is true, or take the words out";
            let place = line.span(&trend.range);
            return Some(Diagnostic::new(code::CLAIM_TREND, place, message).hint(hint).found(found));
        }
        (at, done) = (before, done + 1);
    }
}

fn unknown(
    subject: &Subject<'_>,
    line: &Line<'_>,
    trend: &Trend,
    figure: &Figure,
    missing: Period,
) -> Diagnostic {
    let found = &line.text[trend.range.clone()];
    let message = format!(
        "“{found}” cannot be compared with the figures: `{}` has no value for {}",
        figure.key,
        subject.locale.period(missing)
    );
    let hint = format!("add the value of {missing} to the figure or to a history file");
    Diagnostic::new(code::CLAIM_TREND, line.span(&trend.range), message).hint(hint).found(found)
}

/// The word that says which way it went: the last one before the phrase, or the first one behind it.
fn way(
    line: &Line<'_>,
    own: &Range<usize>,
    trend: &Trend,
    reading: &crate::language::Reading,
) -> Option<DirectionWord> {
    let last = trend.range.start.max(own.start);
    let word = directed(line, &(own.start..last), reading);
    let word = word.or_else(|| directed(line, &(trend.range.end.min(own.end)..own.end), reading));
    word.filter(|word| word.direction != Direction::Same)
}

/// The figure and the period that the numbers of a part of a sentence tell of, when they are of one figure.
fn told_of<'a>(
    subject: &'a Subject<'_>,
    line: &Line<'_>,
    (sentence, own): (&Sentence<'_>, &Range<usize>),
    trend: &Trend,
) -> Option<(&'a Figure, Period)> {
    let here = || sentence.numbers.iter().filter(|said| own.contains(&said.range.start));
    let all: Vec<(&str, Period)> = here()
        .filter_map(|said| {
            let at = match &said.asked.what {
                What::Value(at) => *at,
                What::Change { to, part: None, .. } | What::Ratio { to, .. } => *to,
                _ => return None,
            };
            Some((said.asked.figure.as_str(), at))
        })
        .collect();
    let (figure, _) = all.first()?;
    if all.iter().any(|(other, _)| other != figure) {
        return None;
    }
    let last = all.iter().map(|(_, at)| *at).filter(|at| at.frequency() == trend.frequency).max()?;
    let figure = subject.report.figures.get(*figure)?;
    // "Down for the second quarter running, following 2,804 in October–December": the numbers are those of before.
    let first = here().map(|said| said.range.start).min()?;
    let ahead = line.lower.get(trend.range.end..first).unwrap_or_default();
    let ahead = without_fillers(ahead, subject.locale.reading());
    let is_led = subject.locale.reading().asides.iter().any(|word| word.ends(ahead).is_some());
    let is_before = is_led && figure.period.previous() == Some(last);
    Some((figure, if is_before { figure.period } else { last }))
}

/// "For the third quarter in a row", "the second consecutive quarter", "four quarters in succession".
fn in_row(subject: &Subject<'_>, line: &Line<'_>, sentence: &Sentence<'_>) -> Option<Trend> {
    let (reading, known) = (subject.locale.reading(), subject.locale.known());
    let words = &reading.trends;
    let find = |patterns: &Patterns| -> Vec<Range<usize>> {
        patterns.iter().flat_map(|word: &Pattern| line.find(word, &sentence.range)).collect()
    };
    let count = |word: &str| -> Option<usize> {
        let mut ordinals = known.ordinals.iter().chain(&reading.later_ordinals);
        let ordinal = ordinals.position(|ordinal| ordinal == word).map(|index| index + 1);
        let numeral = || reading.numerals.get(word).and_then(|value| usize::try_from(value.value()).ok());
        ordinal.or_else(numeral).or_else(|| word.parse().ok()).filter(|count| (2..=MOST).contains(count))
    };
    let before = |at: usize| -> Vec<(usize, &str)> {
        let text = &line.lower[sentence.range.start..at];
        let mut all: Vec<(usize, &str)> = Vec::new();
        for word in text.split(' ').rev().filter(|word| !word.is_empty()).take(WORDS_BETWEEN + 1) {
            all.push((word.as_ptr() as usize - text.as_ptr() as usize + sentence.range.start, word));
        }
        all
    };
    let rows = find(&words.in_row).into_iter().find_map(|row| {
        let near = before(row.start);
        let frequency = near.iter().find_map(|(_, word)| words.frequency(word))?;
        let (start, count) = near.iter().find_map(|(at, word)| Some((*at, count(word)?)))?;
        Some(Trend { range: start..row.end, frequency, changes: Changes::Count(count) })
    });
    rows.or_else(|| {
        find(&words.consecutive).into_iter().find_map(|place| {
            let (start, count) =
                before(place.start).first().and_then(|(at, word)| Some((*at, count(word)?)))?;
            let behind = &line.lower[place.end..sentence.range.end];
            let mut near = behind
                .split(|c: char| !c.is_alphanumeric())
                .filter(|word| !word.is_empty())
                .take(WORDS_BETWEEN);
            let frequency = near.find_map(|word| words.frequency(word))?;
            Some(Trend { range: start..place.end, frequency, changes: Changes::Count(count) })
        })
    })
}

/// "Has risen every quarter since April–June 2022".
fn since(subject: &Subject<'_>, passage: &ReadPassage<'_>, sentence: &Sentence<'_>) -> Option<Trend> {
    let (line, words) = (&passage.line, &subject.locale.reading().trends);
    let places = words.every.iter().flat_map(|word: &Pattern| line.find(word, &sentence.range));
    places.into_iter().find_map(|place| {
        let named = passage.named.iter().find(|mention| mention.range.start >= place.end)?;
        let Named::Period(from) = named.named else { return None };
        let is_near = words_in(line, place.end..named.range.start) <= 1;
        let frequency = from.frequency();
        let is_known = matches!(frequency, Frequency::Quarter | Frequency::Month | Frequency::Half);
        let range = place.start..named.range.end;
        (is_near && is_known).then_some(Trend { range, frequency, changes: Changes::Since(from) })
    })
}
