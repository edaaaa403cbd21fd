//! Periods that sentences name by their ends: "at the end of June", "since the beginning of 2024", "up to the end of
//! September"; and a year that is told for a part of it.

use std::ops::Range;

use crate::check::Subject;
use crate::data::period::{Frequency, Period};
use crate::diag::{Diagnostic, code};
use crate::language::{Pattern, Patterns, fill};
use crate::report::What;
use crate::text::{Mention, Named, ReadPassage, Said, Sentence, clause, directed};

/// What is wrong with the numbers of a sentence; `told` says which have been told already.
pub(super) fn of_sentence(
    subject: &Subject<'_>,
    passage: &ReadPassage<'_>,
    sentence: &Sentence<'_>,
) -> Vec<Diagnostic> {
    let numbers = sentence.numbers.iter().filter_map(|said| {
        let at = period(said)?;
        let figure = subject.report.figures.get(&said.asked.figure)?;
        // What it came from, and what it is held against, may be of any time.
        if said.marked.role.is_some() {
            return None;
        }
        let is_stock = figure.is_stock || at.is_day();
        let place = if is_stock {
            other_end(subject, passage, sentence, (said, at))
        } else {
            other_last(subject, passage, sentence, at)
                .or_else(|| other_first(subject, passage, sentence, (said, at)))
                .or_else(|| whole_year(subject, passage, sentence, (said, at)))
        }?;
        let (name, number) = (&passage.line.text[place], &passage.line.text[said.range.clone()]);
        let of = subject.locale.period(at);
        let message =
            format!("the sentence names {name}, the number {number} ({}) is that of {of}", figure.label);
        let hint = format!("name {of} in the sentence, or ask for the period that is named");
        Some(Diagnostic::new(code::CLAIM_PERIOD, said.span, message).hint(hint).found(number))
    });
    numbers.collect()
}

fn period(said: &Said<'_>) -> Option<Period> {
    match &said.asked.what {
        What::Value(at) => Some(*at),
        What::Part(of) | What::Share(of) => Some(of.at),
        _ => None,
    }
}

/// The periods from which on something in a sentence is told.
pub(super) fn since<'p>(
    subject: &Subject<'_>,
    passage: &'p ReadPassage<'_>,
    sentence: &Sentence<'_>,
) -> Vec<(&'p Mention, usize)> {
    led(passage, sentence, &subject.locale.reading().ends.since)
}

/// Whether one of them says from when on a number of some months is: "the 627 persons assisted since January 2024".
pub(super) fn begins_since(since: &[(&Mention, usize)], at: Period) -> bool {
    since
        .iter()
        .any(|(mention, _)| named(mention, at).is_some_and(|named| named.first_day() == at.first_day()))
}

/// The periods of a sentence behind some words, with where those begin.
fn led<'p>(
    passage: &'p ReadPassage<'_>,
    sentence: &Sentence<'_>,
    words: &Patterns,
) -> Vec<(&'p Mention, usize)> {
    let line = &passage.line;
    let from = passage.named.partition_point(|mention| mention.range.start < sentence.range.start);
    let here = passage.named[from..].iter().take_while(|mention| mention.range.start < sentence.range.end);
    let led = here.filter_map(|mention| {
        let before = line.lower[sentence.range.start..mention.range.start].trim_end();
        let start = words.iter().filter_map(|word| word.ends(before)).min()?;
        Some((mention, sentence.range.start + start))
    });
    led.collect()
}

/// The period that a name means beside a number of another one.
fn named(mention: &Mention, at: Period) -> Option<Period> {
    match mention.named {
        Named::Period(period) => Some(period),
        Named::Year(year) => Period::new(year, Frequency::Year, 1),
        Named::Within(frequency, index) => Period::new(at.first_day().year, frequency, index),
        _ => None,
    }
}

/// Whether the sentence names the period of a number in another way.
fn is_named(sentence: &Sentence<'_>, at: Period, own: Period) -> bool {
    sentence.periods.iter().any(|mention| mention.named.means(at, own) || mention.named.means(at, at))
        || sentence.days.iter().any(|day| day.means(at))
}

/// "At the end of June", of what stood there at another time.
fn other_end(
    subject: &Subject<'_>,
    passage: &ReadPassage<'_>,
    sentence: &Sentence<'_>,
    (said, at): (&Said<'_>, Period),
) -> Option<Range<usize>> {
    let words = &subject.locale.reading().ends;
    let (ends, starts) = (led(passage, sentence, &words.at_end), led(passage, sentence, &words.at_start));
    let (last, first) = (at.last_day(), at.first_day());
    let ends_there = |period: Period| {
        let day = period.last_day();
        last == day || at.is_day() && day.next() == Some(first)
    };
    let begins_there = |period: Period| {
        let day = period.first_day();
        last.next() == Some(day) || at.is_day() && first == day
    };
    let all = || {
        let ends = ends.iter().map(|place| (place, true));
        ends.chain(starts.iter().map(|place| (place, false)))
    };
    let is_right = |((mention, _), is_end): (&(&Mention, usize), bool)| {
        named(mention, at).is_none_or(|named| if is_end { ends_there(named) } else { begins_there(named) })
    };
    if all().any(is_right) || is_named(sentence, at, subject.report.period) {
        return None;
    }
    let ((mention, start), _) = all().next()?;
    // "14,571 at the end of June, three months earlier 14,534."
    let is_of_other = sentence.numbers.iter().any(|other| {
        let same = other.asked.figure == said.asked.figure && period(other) != Some(at);
        same && other.range.start < said.range.start
    });
    (!is_of_other && !sentence.basis.is_open_at(&said.range, *start)).then_some(*start..mention.range.end)
}

/// "Since the beginning of the year, up to the end of June", of the first nine months.
fn other_last(
    subject: &Subject<'_>,
    passage: &ReadPassage<'_>,
    sentence: &Sentence<'_>,
    at: Period,
) -> Option<Range<usize>> {
    if !sentence.periods.iter().any(|mention| mention.named == Named::ToDate && mention.named.means(at, at)) {
        return None;
    }
    let ends = led(passage, sentence, &subject.locale.reading().ends.up_to_end);
    let [(mention, start)] = ends[..] else { return None };
    let is_other = named(mention, at).is_some_and(|named| named.last_day() != at.last_day());
    is_other.then_some(start..mention.range.end)
}

/// "Since the beginning of 2024", of the second half of the year.
fn other_first(
    subject: &Subject<'_>,
    passage: &ReadPassage<'_>,
    sentence: &Sentence<'_>,
    (said, at): (&Said<'_>, Period),
) -> Option<Range<usize>> {
    let (line, reading) = (&passage.line, subject.locale.reading());
    let first = at.first_day();
    let named = passage.named.iter().filter(|mention| sentence.range.contains(&mention.range.start));
    let has_year = named.into_iter().any(|mention| mention.named == Named::Year(first.year));
    if !has_year || (first.month, first.day) == (1, 1) {
        return None;
    }
    let year = first.year.to_string();
    let places =
        reading.ends.to_date.iter().flat_map(|pattern| {
            line.find(&Pattern::from(fill(pattern, &[("year", &year)])), &sentence.range)
        });
    let place = places.max_by_key(|place| place.len())?;
    let own = clause(line, &sentence.range, &said.range);
    // What fell or was the lowest since then is told of its own period.
    let is_compared = directed(line, &sentence.range, reading).is_some()
        || !sentence.extremes(line, subject.locale).is_empty();
    let is_near = own.start <= place.end + 2 && place.start < own.end;
    let is_other = !is_named(sentence, at, at);
    (is_other && is_near && !is_compared && !at.is_named()).then_some(place)
}

/// "In 2023, 1,043 applied for asylum", of its first nine months.
fn whole_year(
    subject: &Subject<'_>,
    passage: &ReadPassage<'_>,
    sentence: &Sentence<'_>,
    (said, at): (&Said<'_>, Period),
) -> Option<Range<usize>> {
    let [Mention { named: Named::Year(year), range }] = &sentence.periods[..] else { return None };
    let is_part = matches!(at.frequency(), Frequency::Months(_) | Frequency::Half) && at.is_in_year(*year);
    let line = &passage.line;
    let before = line.lower[sentence.range.start..range.start].trim();
    let leads = &subject.locale.reading().ends.in_year;
    let is_first =
        leads.contain(before) && sentence.numbers.first().is_some_and(|first| first.range == said.range);
    let all = passage.named.iter().filter(|mention| sentence.range.contains(&mention.range.start)).count();
    let is_alone = all == 1 && sentence.days.is_empty() && passage.line.passage.cell.is_none();
    (is_part && is_first && is_alone).then(|| range.clone())
}
