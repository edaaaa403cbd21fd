//! What a change is said to be counted from, right behind it: "18.5 per cent more than in 2021", "fell by 300 since 1
//! October 2023". So near to the number, nothing else in the sentence can be meant.

use std::ops::Range;

use super::ends::begins_at;
use crate::check::Subject;
use crate::data::period::{Frequency, Period};
use crate::diag::{Diagnostic, code};
use crate::language::Pattern;
use crate::report::What;
use crate::text::{Named, ReadPassage, Said, Sentence};

/// Words between a change and the one that leads its base: "more students than", "lower than".
const MOST_WORDS: usize = 2;

/// The changes of a sentence whose base is named right behind them and is another one.
pub(super) fn of_sentence(
    subject: &Subject<'_>,
    passage: &ReadPassage<'_>,
    sentence: &Sentence<'_>,
) -> Vec<Diagnostic> {
    let line = &passage.line;
    let wrong = sentence.numbers.iter().filter_map(|said| {
        let (What::Change { from, to, .. } | What::Ratio { from, to }) = said.asked.what else { return None };
        let place = named(subject, passage, sentence, said, (from, to))?;
        let (name, number) = (&line.text[place], &line.text[said.range.clone()]);
        let label = subject.report.figures.get(&said.asked.figure).map_or("", |figure| &figure.label);
        let of = subject.locale.period(from);
        let message =
            format!("the sentence names {name}, the number {number} ({label}) is compared with {of}");
        let hint = format!("name {of} in the sentence, or ask for the period that is named");
        Some(Diagnostic::new(code::CLAIM_PERIOD, said.span, message).hint(hint).found(number))
    });
    wrong.collect()
}

/// Where another base than that of a change is named right behind it.
fn named(
    subject: &Subject<'_>,
    passage: &ReadPassage<'_>,
    sentence: &Sentence<'_>,
    said: &Said<'_>,
    (from, to): (Period, Period),
) -> Option<Range<usize>> {
    let end = said.range.end;
    let is_behind = |range: &Range<usize>| range.start >= end && range.end <= sentence.range.end;
    let mention = passage.named.iter().find(|mention| is_behind(&mention.range));
    let day = passage.days.iter().find(|day| is_behind(&day.range));
    let year = |of: u16| Period::new(of, Frequency::Year, 1);
    match (mention, day) {
        (Some(mention), day) if day.is_none_or(|day| mention.range.end < day.range.start) => {
            let is_other = match mention.named {
                Named::Year(of) => !year(of).is_some_and(|year| begins_at(year, from)),
                Named::Period(_) => true,
                _ => false,
            };
            let means = |at: Period| mention.named.means(at, to);
            let is_bare = matches!(mention.named, Named::Year(_));
            (is_other && !means(from) && is_led(subject, passage, said, mention.range.start, is_bare))
                .then(|| mention.range.clone())
        }
        (_, Some(day)) => {
            // What stood there when a day began is what the day before closed with.
            let is_near = |at: Period| {
                matches!(day.named(), Some(Named::Period(named)) if at.last_day().next() == Some(named.first_day())
                    || named.last_day().next() == Some(at.first_day()))
            };
            let is_dated = day.year.is_some() && from.is_day();
            (is_dated
                && !day.means(from)
                && !is_near(from)
                && is_led(subject, passage, said, day.range.start, false))
            .then(|| day.range.clone())
        }
        _ => None,
    }
}

/// Whether only the words of a comparison stand between a change and a name.
fn is_led(
    subject: &Subject<'_>,
    passage: &ReadPassage<'_>,
    said: &Said<'_>,
    at: usize,
    is_bare: bool,
) -> bool {
    let reading = subject.locale.reading();
    let Some(between) = passage.line.lower.get(said.range.end..at) else { return false };
    let lead = |text: &str| {
        let words = reading.than.before.iter().chain(&reading.against.before).chain(&reading.ends.since);
        words.filter_map(|word: &Pattern| word.ends(text)).min()
    };
    let near = between.trim_end();
    let mut plain = near;
    while let Some(start) = reading.fillers.iter().filter_map(|word| word.ends(plain)).min() {
        plain = plain[..start].trim_end();
    }
    // "18.5 per cent on 2021".
    let direct = || reading.bases.iter().filter_map(|word| word.ends(near)).min().filter(|_| is_bare);
    let start = lead(near).or_else(|| lead(plain)).or_else(direct);
    start.is_some_and(|start| {
        let words = &between[..start];
        words.split_whitespace().count() <= MOST_WORDS && !words.contains([',', ';', ':', '(', ')', '.'])
    })
}
