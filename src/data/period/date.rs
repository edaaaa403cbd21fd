//! Days of the calendar, and days in a row.

use std::fmt;
use std::str::FromStr;

use super::{NotAPeriod, Period};

/// A calendar day of the Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// Year, four digits.
    pub year: u16,
    /// Month, from 1.
    pub month: u8,
    /// Day, from 1.
    pub day: u8,
}

impl Date {
    /// The day after, which the last day of the year 9999 does not have.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        let Self { year, month, day } = self;
        if day < days_in_month(year, month) {
            return Some(Self { day: day + 1, ..self });
        }
        let next = if month < 12 {
            Self { year, month: month + 1, day: 1 }
        } else {
            Self { year: year + 1, month: 1, day: 1 }
        };
        (next.year <= LAST_YEAR).then_some(next)
    }

    /// The same day of another year; the last one of February where that year has no 29th.
    #[must_use]
    pub(super) fn in_year(self, year: u16) -> Self {
        Self { year, day: self.day.min(days_in_month(year, self.month)), ..self }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl FromStr for Date {
    type Err = NotAPeriod;

    fn from_str(text: &str) -> Result<Self, NotAPeriod> {
        let mut parts = text.split('-');
        let mut next = |digits: usize| -> Result<u16, NotAPeriod> {
            let part = parts.next().filter(|p| p.len() == digits && p.bytes().all(|b| b.is_ascii_digit()));
            part.and_then(|p| p.parse().ok()).ok_or(NotAPeriod)
        };
        let (year, month, day) = (next(4)?, next(2)?, next(2)?);
        let (month, day) =
            (u8::try_from(month).map_err(|_| NotAPeriod)?, u8::try_from(day).map_err(|_| NotAPeriod)?);
        let exists = (1..=12).contains(&month) && (1..=days_in_month(year, month)).contains(&day);
        if parts.next().is_some() || !exists || year < FIRST_YEAR {
            return Err(NotAPeriod);
        }
        Ok(Self { year, month, day })
    }
}

/// Some days in a row, or a whole month when the day is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum When {
    /// From the first day to the last, both included; the same day twice for one day.
    Days(Date, Date),
    /// A period whose days are not told, such as a month.
    Within(Period),
}

impl FromStr for When {
    type Err = NotAPeriod;

    /// Reads `2023-04-12`, `2023-04-05/2023-04-06` or a period such as `2023-05`.
    fn from_str(text: &str) -> Result<Self, NotAPeriod> {
        let (first, last) = text.split_once('/').unwrap_or((text, text));
        match (first.parse(), last.parse()) {
            (Ok(first), Ok(last)) if first <= last => Ok(Self::Days(first, last)),
            (Ok(_), Ok(_)) => Err(NotAPeriod),
            _ => text.parse().map(Self::Within),
        }
    }
}

/// Years are written with four digits.
pub(super) const FIRST_YEAR: u16 = 1000;
/// The last year of four digits.
pub(super) const LAST_YEAR: u16 = 9999;

/// The last day of the month of a date whose day is too late: 2023-06-30 for 2023-06-31.
pub fn last_day_of(text: &str) -> Option<String> {
    let (month, day) = text.rsplit_once('-')?;
    let is_day = day.len() == 2 && day.parse().is_ok_and(|day: u8| day > 0);
    let first: Date = format!("{month}-01").parse().ok()?;
    let is_too_late = is_day && text.parse::<Date>().is_err();
    is_too_late.then(|| format!("{month}-{:02}", days_in_month(first.year, first.month)))
}

pub(super) fn days_in_month(year: u16, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 31,
    }
}
