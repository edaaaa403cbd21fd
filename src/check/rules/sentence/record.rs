//! The rule about records: "the highest since", "the lowest of the year".

use std::ops::Range;

use rust_decimal::Decimal;

use super::attached::attached;
use super::in_stretch::{months_beside, nearest, periods};
use super::peak;
use crate::check::Subject;
use crate::check::terms::{Term, value};
use crate::data::period::{Frequency, Period};
use crate::diag::{Diagnostic, code};
use crate::language::Pattern;
use crate::report::{Asked, What};
use crate::text::{
    Extreme, Line, Mention, Named, ReadPassage, Said, Sentence, Stretch, segment, stretch, words_in,
};

#[doc = include_str!("claim-record.md")]
pub(in crate::check) fn claim_record(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let of_sentence = |(passage, sentence): (&ReadPassage<'_>, &Sentence<'_>)| {
        if !sentence.numbers.is_empty() {
            of_sentence(subject, passage, sentence)
        } else if subject.labels.may_be_named(&passage.line.lower[sentence.range.clone()]) {
            peak::of_sentence(subject, passage, sentence)
        } else {
            Vec::new()
        }
    };
    subject.text.all_sentences().flat_map(of_sentence).collect()
}

fn of_sentence(subject: &Subject<'_>, passage: &ReadPassage<'_>, sentence: &Sentence<'_>) -> Vec<Diagnostic> {
    let (line, reading) = (&passage.line, subject.locale.reading());
    let found = sentence.extremes(line, subject.locale).iter().filter_map(|extreme| {
        let own = segment(line, &sentence.range, extreme.range.start, reading);
        if extreme.is_of_change || extreme.count.is_some() || extreme.needs_name {
            return None;
        }
        let stretch = stretch(line, &own, extreme, &passage.named, subject.locale);
        let is_of_time = stretch.is_some() || extreme.is_of_periods;
        if !is_of_time && !may_be_of_months(subject, line, (sentence, &own), extreme) {
            return None;
        }
        let numbers = sentence.numbers.iter().filter(|said| held(subject, said).is_some());
        let said = attached(line, &own, extreme, numbers)?;
        // "Since 2022" names the beginning of the time, and not when it was.
        let names_beginning = matches!(stretch, Some(Stretch::Since(_) | Stretch::From(_)));
        if extreme.is_of_periods && !names_beginning && is_of_named(subject, passage, (&own, extreme), said) {
            return None;
        }
        check(subject, passage, (sentence, said, extreme), stretch)
    });
    found.collect()
}

/// Whether the period that is named next behind a superlative is another one than that of a number: "having peaked in 2022,
/// it stood at 7,384 in 2025".
fn is_of_named(
    subject: &Subject<'_>,
    passage: &ReadPassage<'_>,
    (own, extreme): (&Range<usize>, &Extreme),
    said: &Said<'_>,
) -> bool {
    let behind = passage
        .named
        .iter()
        .filter(|mention| mention.range.start >= extreme.range.end && mention.range.end <= own.end);
    let periods = said.asked.what.periods();
    let holds = |mention: &&Mention| match mention.named {
        Named::Year(year) => {
            periods.iter().any(|at| at.frequency() != Frequency::Year && at.is_in_year(year))
        }
        Named::ToDate => true,
        _ => false,
    };
    let next = behind.filter(|mention| !holds(mention)).min_by_key(|mention| mention.range.start);
    // "June was the busiest month of the second quarter": the number's own, or the one that all its figure is of.
    let whole = |at: &Period| {
        let of = held(subject, said).and_then(|(asked, ..)| subject.report.figures.get(&asked.figure));
        of.map(|figure| figure.period).filter(|whole| whole.contains(*at))
    };
    next.is_some_and(|mention| {
        let is_meant = |at: &Period| mention.named.means(*at, *at);
        !periods.iter().any(|at| is_meant(at) || whole(at).is_some_and(|whole| is_meant(&whole)))
    })
}

/// Words behind a superlative that may say what it is the largest of: "largest single group".
const WORDS_BEHIND: usize = 3;

/// Whether a superlative without a stretch of time can tell of the months of a quarter: no part has a number beside it.
fn may_be_of_months(
    subject: &Subject<'_>,
    line: &Line<'_>,
    (sentence, own): (&Sentence<'_>, &Range<usize>),
    extreme: &Extreme,
) -> bool {
    let words = &subject.locale.reading().extremes;
    let has_part = sentence
        .numbers
        .iter()
        .any(|said| own.contains(&said.range.start) && said.asked.what.part().is_some());
    let behind = extreme.range.end..own.end;
    let mut things = words.things.iter().flat_map(|thing: &Pattern| line.find(thing, &behind));
    !has_part && !things.any(|place| words_in(line, extreme.range.end..place.start) < WORDS_BEHIND)
}

/// A value of one figure, and whether it is told without its sign.
fn held(subject: &Subject<'_>, said: &Said<'_>) -> Option<(Asked, Period, bool)> {
    let term = Term::of(subject, said.asked)?;
    let (one, is_size) = match &term {
        Term::Size(inner) => (inner.one()?, true),
        term => (term.one()?, false),
    };
    let What::Value(period) = one.what else { return None };
    Some((one.clone(), period, is_size))
}

fn check(
    subject: &Subject<'_>,
    passage: &ReadPassage<'_>,
    (sentence, said, extreme): (&Sentence<'_>, &Said<'_>, &Extreme),
    stretch: Option<Stretch>,
) -> Option<Diagnostic> {
    let line = &passage.line;
    let (asked, period, is_size) = held(subject, said)?;
    // "The lowest quarter of the year", beside the number of a month.
    if noun(subject, line, extreme).is_some_and(|noun| noun != period.frequency()) {
        return None;
    }
    let figure = subject.report.figures.get(&asked.figure)?;
    let own = value(subject, &asked)?.value();
    // Of a balance, losses are compared with losses.
    let is_size = is_size || figure.is_balance && own < Decimal::ZERO;
    let periods = match stretch {
        Some(stretch) => periods(subject, figure, period, stretch)?,
        None if extreme.is_of_periods => nearest(figure, period)?,
        None => months_beside(figure, period)?,
    };
    let mut missing = Vec::new();
    let mut before = 0;
    let mut better: Option<(Period, Decimal)> = None;
    for other in periods.into_iter().filter(|other| *other != period) {
        let Some(value) = value(subject, &Asked { what: What::Value(other), ..asked.clone() }) else {
            missing.push(other);
            continue;
        };
        let value = value.value();
        if is_size && (value < Decimal::ZERO) != (own < Decimal::ZERO) {
            continue;
        }
        let (one, two) = if is_size { (value.abs(), own.abs()) } else { (value, own) };
        let is_better = |than: Decimal| if extreme.is_highest { one > than } else { one < than };
        before += usize::from(is_better(two));
        if is_better(two) && better.is_none_or(|(_, known)| is_better(known.abs().max(known))) {
            better = Some((other, value));
        }
    }
    let words = &line.text[extreme.range.clone()];
    let place = line.span(&extreme.range);
    let locale = subject.locale;
    // "The second-highest": one is higher.
    if extreme.nth > 1 && (before + 1 == extreme.nth || !missing.is_empty() || better.is_none()) {
        return None;
    }
    if is_of_other(passage, (sentence, said), better.map(|(other, _)| other)) {
        return None;
    }
    if let Some((other, _)) = better {
        let value = figure.value(other).ok()?;
        let message = format!(
            "“{words}” is not true of {}: `{}` was {} {}",
            &line.text[said.range.clone()],
            figure.key,
            locale.format(&value).text(),
            locale.period_when(other)
        );
        let hint = "name the period that it is true of, or take the word out";
        return Some(Diagnostic::new(code::CLAIM_RECORD, place, message).hint(hint).found(words));
    }
    let first = *missing.first()?;
    let message = format!(
        "“{words}” cannot be compared with the figures: `{}` has no value for {}",
        figure.key,
        locale.period(first)
    );
    let hint = format!("add the value of {first} to the figure or to a history file");
    Some(Diagnostic::new(code::CLAIM_RECORD, place, message).hint(hint).found(words))
}

/// The length of the periods that a superlative ranks, as the word behind it says: "the lowest quarter".
fn noun(subject: &Subject<'_>, line: &Line<'_>, extreme: &Extreme) -> Option<Frequency> {
    let words = &subject.locale.reading().trends;
    let rest = line.lower[extreme.range.end..].trim_start();
    let word = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    words.frequency(word)
}

/// Whether a record may be told of another period than that of its number: of the one that holds it, which the sentence
/// names or has a number of, or of the same quarters of several years.
fn is_of_other(
    passage: &ReadPassage<'_>,
    (sentence, said): (&Sentence<'_>, &Said<'_>),
    better: Option<Period>,
) -> bool {
    let alike: Vec<&Said<'_>> = sentence
        .numbers
        .iter()
        .filter(|other| other.range != said.range && other.asked.figure == said.asked.figure)
        .collect();
    let is_told = |period: Period| alike.iter().any(|other| other.asked.what.periods().contains(&period));
    let own = said.asked.what.periods();
    let is_same_of_other_year = |period: &Period| {
        own.iter().any(|own| {
            (own.frequency(), own.index()) == (period.frequency(), period.index())
                && own.year() != period.year()
        })
    };
    let other_years = alike.iter().flat_map(|other| other.asked.what.periods()).filter(is_same_of_other_year);
    if other_years.count() > 1 {
        return true;
    }
    let Some(better) = better else { return false };
    let is_named = passage.named.iter().any(|mention| {
        sentence.range.contains(&mention.range.start)
            && !matches!(mention.named, Named::Year(_) | Named::ToDate)
            && mention.named.means(better, better)
            && !own.iter().any(|own| mention.named.means(*own, *own))
    });
    is_told(better) || is_named
}
