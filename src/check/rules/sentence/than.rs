//! Comparatives with "than" that tell of one number: against the same in a period that is named, or against another part.

use std::ops::Range;

use super::explained::Explained;
use super::held_values::{Value, both, direction, finding, value};
use crate::check::Subject;
use crate::data::period::Period;
use crate::diag::Diagnostic;
use crate::report::{Figure, What};
use crate::text::{Comparison, Line, Named, ReadPassage, Said, Sentence, With, comparisons, named_parts};

/// The verb between the name of a part and the comparative: "nationals of China (12) made more crossings than".
const VERBS: usize = 1;

/// What the comparatives of a sentence say wrongly of a number that stands alone.
pub(super) fn of_sentence(
    subject: &Subject<'_>,
    passage: &ReadPassage<'_>,
    sentence: &Sentence<'_>,
) -> Vec<Diagnostic> {
    let found = comparisons(&passage.line, sentence, &passage.named, subject.locale);
    found.iter().filter_map(|comparison| judged(subject, passage, (sentence, comparison))).collect()
}

fn judged(
    subject: &Subject<'_>,
    passage: &ReadPassage<'_>,
    (sentence, comparison): (&Sentence<'_>, &Comparison),
) -> Option<Diagnostic> {
    let (line, said) = (&passage.line, &sentence.numbers[comparison.number]);
    let one = value(subject, said)?;
    let two = match &comparison.with {
        With::Period(mention) => in_period(subject, said, mention.named)?,
        With::Number(other) => of_other_part(subject, said, &sentence.numbers[*other])?,
    };
    // Which of two losses is more, words may tell either way.
    if [&one, &two].into_iter().any(|value| value.quantity.value().is_sign_negative()) {
        return None;
    }
    if !tells_of(subject, passage, (sentence, comparison), one.figure) {
        return None;
    }
    let went = direction(&two.quantity, &one.quantity)?;
    let figures_say = match &comparison.with {
        With::Period(_) => both(subject, &one, &two),
        With::Number(other) => parts(subject, [said, &sentence.numbers[*other]], [&one, &two]),
    };
    finding(subject, line, &comparison.word, (went, &figures_say))
}

/// The values of two parts in words.
fn parts(subject: &Subject<'_>, said: [&Said<'_>; 2], values: [&Value<'_>; 2]) -> String {
    let [one, two] = [0, 1].map(|index| {
        let part = said[index].asked.what.part().unwrap_or_default();
        let name = subject.names.of(part).first().map_or(part, String::as_str);
        format!("{} of {name}", subject.locale.format(&values[index].quantity).text())
    });
    format!("`{}` is {one} and {two}", values[0].figure.key)
}

/// Whether nothing stands around a comparative that it could tell of but the number.
fn tells_of(
    subject: &Subject<'_>,
    passage: &ReadPassage<'_>,
    (sentence, comparison): (&Sentence<'_>, &Comparison),
    figure: &Figure,
) -> bool {
    let (line, reading) = (&passage.line, subject.locale.reading());
    let named = named_parts(line, &figure.key, &sentence.range, subject.names, subject.locale);
    let explained = Explained { subject, figure, named: &named, mentions: &passage.named };
    let verbs = if matches!(comparison.with, With::Number(_)) { VERBS } else { 0 };
    let tail = comparison.lead.as_ref().map(|lead| last_phrase(line, lead));
    let is_led =
        tail.is_none_or(|tail| !line.has(&reading.clauses, &tail) && explained.others(line, &tail) <= verbs);
    let [gap, behind] = &comparison.between;
    let has_digits = |range: &Range<usize>| line.lower[range.clone()].contains(|c: char| c.is_ascii_digit());
    let of_gap = if comparison.lead.is_none() { verbs } else { 0 };
    let is_told =
        |(range, most): (&Range<usize>, usize)| !has_digits(range) && explained.others(line, range) <= most;
    is_led && [(gap, of_gap), (behind, 0)].into_iter().all(is_told)
}

/// What stands behind the last comma of a range.
fn last_phrase(line: &Line<'_>, range: &Range<usize>) -> Range<usize> {
    let comma = line.lower[range.clone()].rfind([',', ';', ':']);
    comma.map_or(range.start, |at| range.start + at + 1)..range.end
}

/// The same as a number, in the period that a name means beside it.
fn in_period<'a>(subject: &Subject<'a>, said: &Said<'_>, named: Named) -> Option<Value<'a>> {
    let figure: &Figure = subject.report.figures.get(&said.asked.figure)?;
    let own = match &said.asked.what {
        What::Value(period) => *period,
        What::Part(of) | What::Share(of) => of.at,
        _ => return None,
    };
    let period = meant(named, own)?;
    let quantity = match &said.asked.what {
        What::Part(of) => figure.part_at(&of.part, period),
        What::Share(of) => figure.share_at(&of.part, period),
        _ => figure.value(period),
    };
    Some(Value::told(figure, period, quantity.ok()?))
}

/// The one period that a name means beside a value of another.
fn meant(named: Named, own: Period) -> Option<Period> {
    let period = match named {
        Named::Period(period) => period,
        Named::SamePeriod(year) => own.in_year(year)?,
        Named::YearBefore => own.year_before()?,
        Named::Previous => own.previous()?,
        Named::Year(_) | Named::Within(..) | Named::Last | Named::ToDate | Named::Day { .. } => return None,
    };
    (period != own && period.frequency() == own.frequency() && named.means(period, own)).then_some(period)
}

/// A number of another part of one figure, in the same period and of the same kind.
fn of_other_part<'a>(subject: &Subject<'a>, one: &Said<'_>, two: &Said<'_>) -> Option<Value<'a>> {
    let is_other = match (&one.asked.what, &two.asked.what) {
        (What::Part(one), What::Part(two)) | (What::Share(one), What::Share(two)) => {
            one.part != two.part && one.at == two.at
        }
        _ => false,
    };
    (is_other && one.asked.figure == two.asked.figure).then(|| value(subject, two))?
}
