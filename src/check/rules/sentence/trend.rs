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
/// Values that make a course of several steps.
const FEWEST_STEPS: usize = 3;
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
    let trend = in_row(subject, line, sentence).or_else(|| since(subject, passage, sentence));
    let Some(trend) = trend else { return in_steps(subject, line, sentence) };
    let own = segment(line, &sentence.range, trend.range.start, reading);
    // "After rising in three consecutive quarters, it fell": what had been before.
    let lead = line.lower[own.start..trend.range.start.max(own.start)].trim_start();
    if reading.asides.iter().any(|word| word.leads(lead).is_some()) {
        return None;
    }
    let word = way(line, &own, &trend.range, reading)?;
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
    phrase: &Range<usize>,
    reading: &crate::language::Reading,
) -> Option<DirectionWord> {
    let last = phrase.start.max(own.start);
    let word = directed(line, &(own.start..last), reading);
    let word = word.or_else(|| directed(line, &(phrase.end.min(own.end)..own.end), reading));
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
    // "Since bottoming out at 97 in the first quarter, they have risen for two": the number is the one that it began with.
    let lead = line.lower[own.clone()].trim_start();
    let begins = first < trend.range.start
        && subject.locale.reading().extremes.since.before.iter().any(|word| word.leads(lead).is_some());
    Some((figure, if is_before || begins { figure.period } else { last }))
}

/// "Fell month by month: 12,640, 8,975, 7,410": three values or more that stand there, each held to the one before it.
fn in_steps(subject: &Subject<'_>, line: &Line<'_>, sentence: &Sentence<'_>) -> Option<Diagnostic> {
    let reading = subject.locale.reading();
    let phrase = reading.trends.steps.iter().find_map(|word| line.find(word, &sentence.range).pop())?;
    let own = segment(line, &sentence.range, phrase.start, reading);
    let mut all: Vec<(Period, &str, Range<usize>)> = Vec::new();
    for said in sentence.numbers.iter().filter(|said| own.contains(&said.range.start)) {
        let What::Value(at) = said.asked.what else { return None };
        all.push((at, said.asked.figure.as_str(), said.range.clone()));
    }
    all.sort_by_key(|(at, ..)| at.first_day());
    let are_steps = all.windows(2).all(|pair| {
        let ((before, figure, _), (at, other, _)) = (&pair[0], &pair[1]);
        figure == other && at.previous() == Some(*before)
    });
    if all.len() < FEWEST_STEPS || !are_steps {
        return None;
    }
    let word = way(line, &own, &phrase, reading)?;
    // "It rose in May and fell in June" tells of more than one way.
    let behind = directed(line, &(phrase.end.min(own.end)..own.end), reading);
    if behind.is_some_and(|behind| behind.direction != word.direction) {
        return None;
    }
    let of = |at: Period, figure: &str| {
        value(subject, &Asked { figure: figure.to_owned(), what: What::Value(at) })
    };
    all.windows(2).find_map(|pair| {
        let ((before, figure, first), (at, _, second)) = (&pair[0], &pair[1]);
        let (earlier, later) = of(*before, figure).zip(of(*at, figure))?;
        let went = match later.value().cmp(&earlier.value()) {
            Ordering::Less => Direction::Down,
            Ordering::Equal => Direction::Same,
            Ordering::Greater => Direction::Up,
        };
        if !word.is_wrong(went) {
            return None;
        }
        let found = &line.text[phrase.clone()];
        let (first, second) = (&line.text[first.clone()], &line.text[second.clone()]);
        let message = format!("“{found}” is not true of `{figure}`: it went from {first} to {second}");
        let hint = "say which way each step went, or take the words out";
        Some(Diagnostic::new(code::CLAIM_TREND, line.span(&phrase), message).hint(hint).found(found))
    })
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
            let behind = &line.lower[place.end..sentence.range.end];
            let near = behind.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            let near: Vec<&str> = near.take(WORDS_BETWEEN).collect();
            let end = |word: &str| word.as_ptr().addr() - behind.as_ptr().addr() + word.len() + place.end;
            let ahead = before(place.start).first().and_then(|(at, word)| Some((*at, count(word)?)));
            if let Some((start, count)) = ahead {
                let frequency = near.iter().find_map(|word| words.frequency(word))?;
                return Some(Trend { range: start..place.end, frequency, changes: Changes::Count(count) });
            }
            // "In a row the third quarter": the number stands right behind.
            let [number, unit] = near[..] else { return None };
            let (count, frequency) = count(number).zip(words.frequency(unit))?;
            Some(Trend { range: place.start..end(unit), frequency, changes: Changes::Count(count) })
        })
    })
}

/// "Has risen every quarter since April–June 2022".
fn since(subject: &Subject<'_>, passage: &ReadPassage<'_>, sentence: &Sentence<'_>) -> Option<Trend> {
    let (line, words) = (&passage.line, &subject.locale.reading().trends);
    let find = |patterns: &Patterns| -> Vec<Range<usize>> {
        patterns.iter().flat_map(|word: &Pattern| line.find(word, &sentence.range)).collect()
    };
    let of = |range: Range<usize>, gap: Range<usize>, named: Named| {
        let from = from_when(subject, named)?;
        let frequency = from.frequency();
        let is_known = matches!(frequency, Frequency::Quarter | Frequency::Month | Frequency::Half);
        let is_near = words_in(line, gap) <= 1;
        (is_near && is_known).then_some(Trend { range, frequency, changes: Changes::Since(from) })
    };
    let before = find(&words.every.before).into_iter().find_map(|place| {
        let next = passage.named.iter().find(|mention| mention.range.start >= place.end)?;
        of(place.start..next.range.end, place.end..next.range.start, next.named)
    });
    before.or_else(|| {
        find(&words.every.behind).into_iter().find_map(|place| {
            let last = passage.named.iter().rfind(|mention| mention.range.end <= place.start)?;
            of(last.range.start..place.end, last.range.end..place.start, last.named)
        })
    })
}

/// The period that a name is of, where it says so by itself or is one of the year that the edition is of.
fn from_when(subject: &Subject<'_>, named: Named) -> Option<Period> {
    match named {
        Named::Period(from) => Some(from),
        Named::Within(frequency, index) => Period::new(subject.report.period.year(), frequency, index)
            .filter(|from| from.last_day() <= subject.report.period.last_day()),
        _ => None,
    }
}
