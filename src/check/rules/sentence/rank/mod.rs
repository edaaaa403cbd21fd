//! The rule about the place of a part among the others: "the largest", "the second largest", "more than any other".

mod about;
mod compared;
mod left_out;
mod ranking;
mod unlinked;

use std::collections::BTreeSet;
use std::ops::Range;

use rust_decimal::Decimal;

use self::about::{is_ahead, is_named_near, is_of_other_time, told_of};
use self::compared::compared;
use self::left_out::left_out;
use self::ranking::{Ranking, is_tied, ranking, within_group};
use self::unlinked::unlinked;
use super::attached::attached;
use super::label_words::LabelWords;
use crate::check::Subject;
use crate::diag::{Diagnostic, code};
use crate::report::compute::OTHER;
use crate::report::{Figure, What};
use crate::text::{Extreme, Line, NamedPart, ReadPassage, Said, Sentence, named_parts, segment, stretch};

#[doc = include_str!("../claim-rank.md")]
pub(in crate::check) fn claim_rank(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let labels = LabelWords::new(subject);
    let of_sentence = |(passage, sentence): (&ReadPassage<'_>, &Sentence<'_>)| {
        if sentence.numbers.iter().any(is_of_part) {
            with_numbers(subject, passage, sentence)
        } else if sentence.numbers.is_empty() {
            unlinked(subject, passage, sentence, &labels)
        } else {
            Vec::new()
        }
    };
    subject.text.all_sentences().flat_map(of_sentence).collect()
}

fn is_of_part(said: &Said<'_>) -> bool {
    said.asked.what.part().is_some_and(|part| part != OTHER)
}

fn with_numbers(
    subject: &Subject<'_>,
    passage: &ReadPassage<'_>,
    sentence: &Sentence<'_>,
) -> Vec<Diagnostic> {
    let line = &passage.line;
    let mut findings: Vec<Diagnostic> = Vec::new();
    for extreme in sentence.extremes(line, subject.locale) {
        findings.extend(of_extreme(subject, passage, sentence, extreme));
    }
    if findings.is_empty() {
        findings.extend(compared(subject, line, sentence));
    }
    findings
}

/// Names in a part of a sentence that are of one figure's parts.
fn names(subject: &Subject<'_>, line: &Line<'_>, figure: &Figure, range: &Range<usize>) -> Vec<NamedPart> {
    named_parts(line, &figure.key, range, subject.names, subject.locale)
}

fn of_extreme(
    subject: &Subject<'_>,
    passage: &ReadPassage<'_>,
    sentence: &Sentence<'_>,
    extreme: &Extreme,
) -> Option<Diagnostic> {
    let (line, reading) = (&passage.line, subject.locale.reading());
    let own = segment(line, &sentence.range, extreme.range.start, reading);
    let is_record = stretch(line, &own, extreme, &passage.named, subject.locale).is_some();
    let is_change = |said: &&Said<'_>| matches!(said.asked.what, What::Change { .. });
    let numbers = || sentence.numbers.iter().filter(|said| is_of_part(said));
    // A superlative beside the value of a whole figure is about periods.
    let of_it = sentence.numbers.iter().filter(|said| !is_ahead(subject, line, sentence, (extreme, said)));
    let said = attached(line, &own, extreme, of_it)?;
    if is_record || extreme.is_of_periods || !is_of_part(said) || is_change(&said) != extreme.is_of_change {
        return None;
    }
    let ranking = ranking(subject, said)?;
    let named = names(subject, line, ranking.figure, &own);
    let (of, part) = told_of(subject, line, (extreme, said), &named)?;
    let ranking = within_group(subject, line, &own, (ranking, part))?;
    ranking.value(part)?;
    if extreme.needs_name && !is_named_near(line, (extreme, said), &named, part) {
        return None;
    }
    if is_of_other_time(passage, (extreme, said)) {
        return None;
    }
    if let Some(count) = extreme.count {
        return of_many(line, (extreme, count), (&ranking, &named));
    }
    let mut left_out = left_out(subject, line, &own, (extreme, &named), ranking.figure)?;
    // "The largest foreign group": citizens of the country itself are none.
    if line.has(&reading.counted.foreign, &own) {
        left_out.insert(&subject.spec.series.country.value);
    }
    // Another name before the number may be what the word is about.
    let is_about_other = |(range, name): &&NamedPart| {
        range.start < said.range.start && name != part && !left_out.contains(name.as_str())
    };
    let others = named.iter().filter(is_about_other).count();
    let same: Vec<&Said<'_>> = numbers()
        .filter(|other| own.contains(&other.range.start) && other.asked.figure == said.asked.figure)
        .collect();
    if others >= same.len() && others > 0 && named.iter().all(|(_, name)| name != part) {
        return None;
    }
    let before = ranking.before(part, extreme.is_highest, &left_out)?;
    // "The United States (341.5) overtook Italy (318.7) as the second-largest": behind two numbers, it may be of either.
    let is_behind = |other: &&Said<'_>| other.range.end <= extreme.range.start;
    let is_last = said.range.end <= extreme.range.start && same.iter().copied().filter(is_behind).count() > 1;
    let is_holder = |other: &&Said<'_>| {
        let place =
            other.asked.what.part().and_then(|part| ranking.before(part, extreme.is_highest, &left_out));
        place.is_some_and(|place| place + 1 == extreme.nth)
    };
    if is_last && same.iter().any(is_holder) {
        return None;
    }
    let is_listed = same.len() > 1 && extreme.nth == 1;
    let is_right = if is_listed {
        before < same.len()
    } else {
        let whole = ranking.before(part, extreme.is_highest, &BTreeSet::new())?;
        before + 1 == extreme.nth || whole + 1 == extreme.nth && extreme.nth > 1
    } || is_tied(&ranking, part, extreme);
    if is_right {
        return None;
    }
    Some(wrong(subject, line, (of, part, extreme), &ranking, &left_out))
}

fn wrong(
    subject: &Subject<'_>,
    line: &Line<'_>,
    (of, part, extreme): (&Range<usize>, &str, &Extreme),
    ranking: &Ranking<'_>,
    left_out: &BTreeSet<&str>,
) -> Diagnostic {
    let words = &line.text[extreme.range.clone()];
    let is_negative = ranking.value(part).is_some_and(|own| own.is_sign_negative());
    let is_alike = |(key, value): &&(String, Decimal)| {
        !left_out.contains(key.as_str()) && value.is_sign_negative() == is_negative
    };
    let mut parts: Vec<&(String, Decimal)> = ranking.parts.iter().filter(is_alike).collect();
    parts.sort_by_key(|(_, value)| std::cmp::Reverse(value.abs()));
    if !extreme.is_highest {
        parts.reverse();
    }
    let right = parts.get(extreme.nth - 1).or(parts.last()).map_or("", |(key, _)| key.as_str());
    // As authors call it, else as a language does within a sentence: "the United Kingdom".
    let own = subject.names.of(right).first().map_or(right, String::as_str);
    let is_of_language = subject.locale.country(right) == Some(own);
    let name = subject.locale.country_in_text(right).filter(|_| is_of_language).unwrap_or(own);
    let told = &line.text[of.clone()];
    let message = format!("“{words}” is not true of {told}: in `{}`, it is {name}", ranking.figure.key);
    let hint = format!("name {name} and its number, or take the word out");
    Diagnostic::new(code::CLAIM_RANK, line.span(&extreme.range), message).hint(hint).found(words)
}

/// "The three main destinations were A, B and C".
fn of_many(
    line: &Line<'_>,
    (extreme, count): (&Extreme, usize),
    (ranking, named): (&Ranking<'_>, &[NamedPart]),
) -> Option<Diagnostic> {
    let behind = named.iter().filter(|(range, _)| range.start >= extreme.range.end);
    let distinct: BTreeSet<&str> = behind.clone().map(|(_, name)| name.as_str()).collect();
    if distinct.len() != count || extreme.is_of_change {
        return None;
    }
    let none = BTreeSet::new();
    let is_outside =
        |name: &str| ranking.before(name, extreme.is_highest, &none).is_some_and(|before| before >= count);
    let (range, name) = behind.clone().find(|(_, name)| is_outside(name))?;
    let (words, named) = (&line.text[extreme.range.clone()], &line.text[range.clone()]);
    let message = format!(
        "“{words}” is not true of {named}: `{name}` is not among the first {count} of `{}`",
        ranking.figure.key
    );
    let hint = format!("{{{{ {}.names({count}) }}}} names them", ranking.figure.key);
    let place = line.span(range);
    Some(Diagnostic::new(code::CLAIM_RANK, place, message).hint(hint).found(named))
}
