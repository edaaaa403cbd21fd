//! The rule about days in the text that no calendar has.

use super::{calendar, inside};
use crate::check::Subject;
use crate::data::period::{Frequency, Period};
use crate::diag::{Diagnostic, code};
use crate::text::Day;

/// A year without a 29 February, and one with it.
const YEARS: [u16; 2] = [2023, 2024];

/// The last day of the longest month.
const LONGEST: u16 = 31;

#[doc = include_str!("impossible-date.md")]
pub(in crate::check) fn impossible_date(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let names = calendar::impossible_names(subject);
    let mut findings = Vec::new();
    for passage in &subject.text.passages {
        for (day, last) in passage
            .days
            .iter()
            .filter(|day| day.is_typed)
            .filter_map(|day| Some((day, last_if_impossible(day)?)))
        {
            let said = &passage.line.text[day.range.clone()];
            let name = subject.locale.words().period.months[usize::from(day.month) - 1].name();
            let message = format!("there is no {said}: {name} has {last} days");
            let place = passage.line.span(&day.range);
            let hint = "correct the day or the month";
            findings.push(Diagnostic::new(code::IMPOSSIBLE_DATE, place, message).hint(hint).found(said));
        }
        findings.extend(calendar::of_passage(subject, passage, &names));
        findings.extend(inside::of_passage(subject, passage));
    }
    findings
}

/// How many days the month has, when the day is none of them.
fn last_if_impossible(day: &Day) -> Option<u8> {
    let years = day.year.map_or(YEARS.to_vec(), |year| vec![year]);
    let last = years.iter().filter_map(|year| last_day(*year, day.month)).max()?;
    // "The 45 May arrivals" is no date; "31 June" can be nothing else.
    let is_date = day.year.is_some() || day.day <= LONGEST;
    (is_date && (day.day == 0 || day.day > u16::from(last))).then_some(last)
}

fn last_day(year: u16, month: u8) -> Option<u8> {
    Some(Period::new(year, Frequency::Month, month)?.last_day().day)
}
