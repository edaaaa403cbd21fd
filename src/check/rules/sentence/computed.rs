//! The periods of what is computed: of the whole that a percentage is of, of sums and differences of values.

use std::collections::BTreeSet;
use std::ops::Range;

use super::edges::{begins_since, since};
use crate::check::Subject;
use crate::check::terms::Term;
use crate::data::period::{Frequency, Period};
use crate::diag::{Diagnostic, code};
use crate::report::{Asked, What};
use crate::text::{Mention, Named, ReadPassage, Said, Sentence, whole};

/// What is wrong with the computed numbers of a sentence.
pub(super) fn of_sentence(
    subject: &Subject<'_>,
    passage: &ReadPassage<'_>,
    sentence: &Sentence<'_>,
) -> Vec<Diagnostic> {
    let computed = sentence.numbers.iter().filter(|said| matches!(said.asked.what, What::Computed { .. }));
    let wrong = computed.filter_map(|said| {
        let (place, of) = match Term::of(subject, said.asked)? {
            Term::Percent(_, whole) => of_whole(subject, passage, sentence, (said, period(whole.one()?)?)),
            term => of_span(sentence, spanned(&term)?, &term),
        }?;
        let (name, number) = (&passage.line.text[place], &passage.line.text[said.range.clone()]);
        let of = subject.locale.period(of);
        let message = format!("the sentence names {name}, the number {number} is computed of {of}");
        let hint = format!("name {of} in the sentence, or compute it of the period that is named");
        Some(Diagnostic::new(code::CLAIM_PERIOD, said.span, message).hint(hint).found(number))
    });
    wrong.collect()
}

fn period(asked: &Asked) -> Option<Period> {
    match asked.what {
        What::Value(at) => Some(at),
        _ => None,
    }
}

/// Whether a name is that of a period, and not of one that it lies in.
fn is_name_of(named: Named, at: Period) -> bool {
    match named {
        Named::Year(year) => at.frequency() == Frequency::Year && at.year() == year,
        named => named.means(at, at),
    }
}

/// Whether a name says by itself which period is meant.
fn is_plain(mention: &&Mention) -> bool {
    matches!(mention.named, Named::Period(_) | Named::Within(..) | Named::Year(_))
}

/// "Of the arrivals of the year 2024", of a percentage of those of a quarter.
fn of_whole(
    subject: &Subject<'_>,
    passage: &ReadPassage<'_>,
    sentence: &Sentence<'_>,
    (said, at): (&Said<'_>, Period),
) -> Option<(Range<usize>, Period)> {
    // "Of the visas issued since January 2026": when it began.
    if begins_since(&since(subject, passage, sentence), at) {
        return None;
    }
    let next = sentence.numbers.iter().map(|other| other.range.start).find(|next| *next >= said.range.end);
    let next = next.unwrap_or(sentence.range.end);
    let phrase = whole(&passage.line, &sentence.range, &said.range, next, subject.locale.reading())?.range;
    let inside = passage
        .named
        .iter()
        .filter(|mention| phrase.start <= mention.range.start && mention.range.end <= phrase.end);
    let named: Vec<&Mention> = inside.filter(is_plain).collect();
    let first = named.first().filter(|_| !named.iter().any(|mention| is_name_of(mention.named, at)))?;
    // "Of the visas were issued in May": behind its verb, a phrase tells of the part.
    let is_of_part = |mention: &&&Mention| {
        let What::Computed { .. } = said.asked.what else { return false };
        let Some(Term::Percent(part, _)) = Term::of(subject, said.asked) else { return false };
        part.one().and_then(period).is_some_and(|part| is_name_of(mention.named, part))
    };
    (!named.iter().any(|mention| is_of_part(&mention))).then(|| (first.range.clone(), at))
}

/// The period that a sum of values is of, or the rest that a difference of two leaves: nine months less a half-year.
pub(in crate::check) fn spanned(term: &Term) -> Option<Period> {
    let of_one = |asked: &[&Asked]| -> Option<Vec<Period>> {
        let figure = &asked.first()?.figure;
        asked.iter().map(|asked| period(asked).filter(|_| asked.figure == *figure)).collect()
    };
    match term {
        Term::Sum(terms) => {
            let all: Vec<&Asked> = terms.iter().map(Term::one).collect::<Option<_>>()?;
            let periods: BTreeSet<Period> = of_one(&all)?.into_iter().collect();
            let mut sorted: Vec<Period> = periods.into_iter().collect();
            sorted.sort_by_key(|period| period.first_day());
            let joined = sorted.windows(2).all(|pair| pair[0].last_day().next() == Some(pair[1].first_day()));
            let (first, last) = (sorted.first()?, sorted.last()?);
            if !joined || sorted.len() != all.len() {
                return None;
            }
            Period::from_to(month(*first, true)?, month(*last, false)?)
        }
        Term::Less(left, right) => {
            let [whole, part] = of_one(&[left.one()?, right.one()?])?[..] else { return None };
            let is_rest = whole.first_day() == part.first_day() && part.last_day() < whole.last_day();
            let first =
                Period::new(part.last_day().year, Frequency::Month, part.last_day().month.checked_add(1)?);
            is_rest.then(|| Period::from_to(first?, month(whole, false)?)).flatten()
        }
        _ => None,
    }
}

/// The first or the last month of a period.
fn month(period: Period, is_first: bool) -> Option<Period> {
    period.count_of_months()?;
    let day = if is_first { period.first_day() } else { period.last_day() };
    Period::new(day.year, Frequency::Month, day.month)
}

/// The only period that a sentence tells of, when a computed number is not of it; what it is held against is another
/// one: "fewer than in October–December 2022".
fn of_span(sentence: &Sentence<'_>, at: Period, term: &Term) -> Option<(Range<usize>, Period)> {
    let mut told = sentence.periods.iter().filter(|mention| !sentence.basis.is_held_against(mention));
    let (mention, None) = (told.next()?, told.next()) else { return None };
    if !is_plain(&mention) {
        return None;
    }
    let is_right = |at: Period| sentence.periods.iter().any(|mention| mention.named.means(at, at));
    let is_own = sentence.periods.iter().any(|mention| is_name_of(mention.named, at));
    let is_term = term.all().into_iter().filter_map(period).any(is_right);
    // "So far in 2024" may be any part of it.
    let is_loose = matches!(mention.named, Named::Year(year) if at.is_in_year(year));
    (!is_own && !is_term && !is_loose).then(|| (mention.range.clone(), at))
}
