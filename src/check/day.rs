//! The rule about days in the text that no calendar has.

use std::ops::Range;

use super::Subject;
use super::sentence::Line;
use crate::data::period::{Frequency, Period};
use crate::diag::Diagnostic;
use crate::locale::Locale;

#[doc = include_str!("help/impossible-date.md")]
pub(super) fn impossible_date(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for passage in &subject.report.passages {
        let line = Line::new(passage);
        for Day { range, month, last } in impossible(&line, subject.locale) {
            let said = &line.text[range.clone()];
            let name = &subject.locale.words().period.months[usize::from(month) - 1];
            let message = format!("there is no {said}: {name} has {last} days");
            let hint = "correct the day or the month";
            findings.push(
                Diagnostic::warning("impossible-date", line.span(&range), message).hint(hint).found(said),
            );
        }
    }
    findings
}

/// A day that does not exist.
struct Day {
    /// Where the date stands, with its year.
    range: Range<usize>,
    month: u8,
    /// How many days the month has.
    last: u8,
}

/// A year without a 29 February, and one with it.
const YEARS: [u16; 2] = [2023, 2024];

fn impossible(line: &Line<'_>, locale: &Locale) -> Vec<Day> {
    let mut found = Vec::new();
    let whole = 0..line.text.len();
    for (month, place) in line.months(&whole, locale) {
        if line.is_typed(place.start) {
            found.extend(of_month(line, &place, month, locale));
        }
    }
    found.sort_by_key(|day| day.range.start);
    found
}

/// The day beside a month, in the order of the language, when it does not exist.
fn of_month(line: &Line<'_>, place: &Range<usize>, month: u8, locale: &Locale) -> Option<Day> {
    let pattern = &locale.words().date.day;
    let is_day_first = pattern.find("{day}") < pattern.find("{month}");
    let digits = if is_day_first { before(&line.text, place.start) } else { behind(&line.text, place.end) }?;
    let end = place.end.max(digits.end);
    let year = behind(&line.text, end).filter(|year| year.len() == 4);
    let day: u16 = line.text[digits.clone()].parse().ok()?;
    let years: Vec<u16> = match &year {
        Some(year) => vec![line.text[year.clone()].parse().ok()?],
        None => YEARS.to_vec(),
    };
    let last = years.iter().filter_map(|year| days(*year, month)).max()?;
    // "The 45 May arrivals" is no date; "31 June" can be nothing else.
    let is_date = year.is_some() || day <= 31;
    let is_wrong = day == 0 || day > u16::from(last);
    let start = digits.start.min(place.start);
    let stop = year.map_or(end, |year| year.end);
    (is_date && is_wrong && line.is_typed(digits.start)).then_some(Day { range: start..stop, month, last })
}

fn days(year: u16, month: u8) -> Option<u8> {
    Some(Period::new(year, Frequency::Month, month)?.last_day().day)
}

/// The digits that end right before a place, when they are a number of their own: not those of 1,031 or 3.31.
fn before(text: &str, place: usize) -> Option<Range<usize>> {
    let head = text[..place].trim_end();
    let start = head.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let is_own = !head[..start].ends_with(|c: char| c.is_alphanumeric() || matches!(c, ',' | '.' | '/'));
    let is_spaced = head.len() < place;
    ((1..=3).contains(&(head.len() - start)) && is_own && is_spaced).then_some(start..head.len())
}

/// The digits that begin right behind a place.
fn behind(text: &str, place: usize) -> Option<Range<usize>> {
    let tail = &text[place..];
    let start = place + (tail.len() - tail.trim_start_matches([' ', ',']).len());
    let length = text[start..].find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len() - start);
    ((1..=4).contains(&length) && start > place).then_some(start..start + length)
}
