//! The rule about the place of a part among the others: "the largest", "the second largest", "more than any other".

mod about;
mod compared;
mod left_out;
mod ranking;
mod told;
mod unlinked;

use std::collections::BTreeSet;

use self::about::{is_ahead, is_named_near, is_of_other_time, told_of};
use self::compared::compared;
use self::left_out::left_out;
use self::ranking::{is_of_one, is_of_part, is_tied, names, ranking, within_group};
use self::told::{of_many, wrong};
use self::unlinked::unlinked;
use super::attached::attached;
use crate::check::Subject;
use crate::data::period::Period;
use crate::diag::Diagnostic;
use crate::report::What;
use crate::text::{Extreme, NamedPart, ReadPassage, Said, Sentence, segment, stretch};

#[doc = include_str!("../claim-rank.md")]
pub(in crate::check) fn claim_rank(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let of_sentence = |(passage, sentence): (&ReadPassage<'_>, &Sentence<'_>)| {
        if sentence.numbers.iter().any(is_of_part) {
            with_numbers(subject, passage, sentence)
        } else if sentence.numbers.is_empty()
            && subject.labels.may_be_named(&passage.line.lower[sentence.range.clone()])
        {
            unlinked(subject, passage, sentence)
        } else {
            Vec::new()
        }
    };
    subject.text.all_sentences().flat_map(of_sentence).collect()
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

fn of_extreme(
    subject: &Subject<'_>,
    passage: &ReadPassage<'_>,
    sentence: &Sentence<'_>,
    extreme: &Extreme,
) -> Option<Diagnostic> {
    let (line, reading) = (&passage.line, subject.locale.reading());
    let own = segment(line, &sentence.range, extreme.range.start, reading);
    let stretch = stretch(line, &own, extreme, &passage.named, subject.locale);
    let is_change = |said: &&Said<'_>| matches!(said.asked.what, What::Change { .. });
    let numbers = || sentence.numbers.iter().filter(|said| is_of_part(said));
    // A superlative beside the value of a whole figure is about periods.
    let of_it = sentence.numbers.iter().filter(|said| !is_ahead(subject, line, sentence, (extreme, said)));
    let said = attached(line, &own, extreme, of_it)?;
    let is_record = |at: &Period| stretch.is_some_and(|stretch| !is_of_one(stretch, *at));
    if said.asked.what.periods().iter().any(is_record)
        || extreme.is_of_periods
        || !is_of_part(said)
        || is_change(&said) != extreme.is_of_change
    {
        return None;
    }
    let ranking = ranking(subject, said)?;
    let named = names(subject, line, ranking.figure, &own);
    let (of, part) = told_of(subject, line, (extreme, said), &named)?;
    let ranking = within_group(subject, line, &own, (ranking, part))?;
    ranking.value(part)?;
    if extreme.needs_name && !is_named_near(subject, line, &own, (extreme, said), (&named, part)) {
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
    let parts: BTreeSet<Option<&str>> = same.iter().map(|other| other.asked.what.part()).collect();
    // "China (12), followed by Türkiye (9)" is an order, and no list of the largest.
    let next = same.iter().find(|other| other.range.start >= said.range.end);
    let is_led =
        next.is_some_and(|next| line.has(&reading.extremes.ahead, &(said.range.end..next.range.start)));
    let is_listed = parts.len() > 1 && extreme.nth == 1 && !is_led;
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
