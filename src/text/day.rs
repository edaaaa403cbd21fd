//! Finds the days that a text names: "19 April 2023".

use std::ops::Range;

use super::line::Line;
use super::period::{Named, is_beside};
use crate::data::period::{Date, Period};
use crate::language::{Language, Sides};

/// A day that a text names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// Where the date stands, with its year.
    pub range: Range<usize>,
    /// The day of the month, which no calendar need have.
    pub day: u16,
    /// The month.
    pub month: u8,
    /// The year, when one is named.
    pub year: Option<u16>,
    /// Whether the author typed it.
    pub is_typed: bool,
    /// Whether a word stands beside it that makes it the day of a number: "on 1 July 2024".
    pub is_led: bool,
    /// Whether a word stands before it that makes it the day from which a number changed: "than on 1 July 2023".
    pub is_base: bool,
}

impl Day {
    /// The day as a period that a number can be of; one that no calendar has is none.
    pub fn named(&self) -> Option<Named> {
        let day = u8::try_from(self.day).ok()?;
        let Some(year) = self.year else { return Some(Named::Day { month: self.month, day }) };
        let date: Date = format!("{year:04}-{:02}-{day:02}", self.month).parse().ok()?;
        Some(Named::Period(Period::day(date)))
    }

    /// Whether it is the day of a period.
    pub fn means(&self, period: Period) -> bool {
        self.named().is_some_and(|named| period.is_day() && named.means(period, period))
    }
}

/// The days of a line, in order.
pub(super) fn days(line: &Line<'_>, locale: &Language) -> Vec<Day> {
    let months = line.months(&line.whole(), locale).into_iter();
    let mut days: Vec<Day> =
        months.filter_map(|(month, place)| of_month(line, &place, month, locale)).collect();
    days.sort_by_key(|day| day.range.start);
    days
}

/// Whether a word, or an ending of its own, makes a day that of a number.
fn is_led(line: &Line<'_>, range: &Range<usize>, words: &Sides) -> bool {
    let behind = line.lower[range.end..].split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    is_beside(line, range, words) || words.suffix.iter().any(|ending| ending == behind)
}

/// Whether a day is that from which a number changed.
fn is_base(line: &Line<'_>, range: &Range<usize>, locale: &Language) -> bool {
    let reading = locale.reading();
    let leads = &reading.day_leads.before;
    let before = line.lower[..range.start].trim_end();
    let lead = leads.iter().find_map(|lead| lead.ends(before)).unwrap_or(before.len());
    let ends = |words: &Sides| words.before.iter().any(|word| word.ends(before[..lead].trim_end()).is_some());
    [&reading.from, &reading.against, &reading.than].into_iter().any(ends)
}

/// The day beside a month, in the order of the language.
fn of_month(line: &Line<'_>, place: &Range<usize>, month: u8, locale: &Language) -> Option<Day> {
    let known = locale.known();
    let digits =
        if known.is_day_first { before(&line.text, place.start) } else { behind(&line.text, place.end) }?;
    let end = place.end.max(digits.end);
    let year = if known.is_year_first { year_before(line, digits.start.min(place.start)) } else { None };
    let year = year.or_else(|| behind(&line.text, end).filter(|year| year.len() == 4));
    let start = year.iter().map(|year| year.start).chain([digits.start, place.start]).min()?;
    let stop = year.iter().map(|year| year.end).chain([end]).max()?;
    let number = |range: &Range<usize>| line.text[range.clone()].parse().ok();
    let range = start..stop;
    Some(Day {
        day: number(&digits)?,
        month,
        year: year.as_ref().and_then(number),
        is_typed: line.is_typed(place.start) && line.is_typed(digits.start),
        is_led: is_led(line, &range, &locale.reading().day_leads),
        is_base: is_base(line, &range, locale),
        range,
    })
}

/// The digits that end right before a place, when they are a number of their own: not those of 1,031 or 3.31.
fn before(text: &str, place: usize) -> Option<Range<usize>> {
    // "31-сәуірде": some languages join the two.
    let head = text[..place].trim_end().trim_end_matches(['-', '\u{2011}']);
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

/// The year right before a place.
fn year_before(line: &Line<'_>, place: usize) -> Option<Range<usize>> {
    let head = line.text[..place].trim_end();
    let start = head.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    (head.len() - start == 4).then_some(start..head.len())
}
