//! Periods of statistics: days, months, quarters, halves, years, spans of months and those that a series names, with
//! their arithmetic.

use std::fmt;

mod compose;
mod date;
mod named;
mod relative;
#[cfg(test)]
mod tests;
mod written;

pub use date::{Date, When, last_day_of};
pub use named::{LONGEST_NAME, NamedPeriods, PeriodName};

use date::{FIRST_YEAR, LAST_YEAR, days_in_month};

/// The most months of a span: a statistic of more than fifty years is a mistake.
const MOST_MONTHS: u16 = 600;

/// A day or a stretch of calendar time that a value can stand for. Earlier ones come first; of those that begin on
/// one day, the shorter ones.
///
/// The text form is that of SDMX time periods for `2023`, `2023-H1`, `2023-Q2`, `2023-04` and `2024-07-01`; spans of
/// months are written `2023-9M` (January to September) or `2023-10/2024-03`, and a series may name periods of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    first: Date,
    last: Date,
    /// The name, when it is one that a series gives; all others are a day or whole months.
    name: Option<PeriodName>,
}

/// The length of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Frequency {
    /// One day.
    Day,
    /// One month.
    Month,
    /// Three months, from January, April, July or October.
    Quarter,
    /// Six months, from January or July.
    Half,
    /// A calendar year.
    Year,
    /// So many months that are none of these.
    Months(u16),
    /// As long as a series says.
    Named,
}

/// The text is not a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotAPeriod;

impl fmt::Display for NotAPeriod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a period: periods are written {PERIOD_FORMS}")
    }
}

impl std::error::Error for NotAPeriod {}

/// How periods are written, for hints.
pub const PERIOD_FORMS: &str =
    "2023-04, 2023-Q2, 2023-H1, 2023-9M, 2023-10/2024-03, 2023, or a day: 2023-07-01";

impl Period {
    /// The period of a year, counted from 1 within its frequency; of a span of months, by its first month. A day and
    /// a period that a series names have no number.
    pub fn new(year: u16, frequency: Frequency, index: u8) -> Option<Self> {
        let (each, months) = match frequency {
            Frequency::Month => (1, 1),
            Frequency::Quarter => (3, 3),
            Frequency::Half => (6, 6),
            Frequency::Year => (12, 12),
            Frequency::Months(months) => (1, months),
            Frequency::Day | Frequency::Named => return None,
        };
        let is_valid = (1..=12 / each).contains(&index);
        if is_valid { Self::months(year, (index - 1) * each + 1, months) } else { None }
    }

    /// So many months from the first of them; they may cross into other years.
    pub fn months(year: u16, first: u8, months: u16) -> Option<Self> {
        if !(1..=12).contains(&first) || !(1..=MOST_MONTHS).contains(&months) || year < FIRST_YEAR {
            return None;
        }
        let last = u16::from(first) - 1 + months - 1;
        let (last_year, last_month) = (year.checked_add(last / 12)?, u8::try_from(last % 12).ok()? + 1);
        let day = |year, month, day| Date { year, month, day };
        (last_year <= LAST_YEAR).then(|| Self {
            first: day(year, first, 1),
            last: day(last_year, last_month, days_in_month(last_year, last_month)),
            name: None,
        })
    }

    /// One day.
    pub fn day(day: Date) -> Self {
        Self { first: day, last: day, name: None }
    }

    /// Everything from the beginning of one period to the end of another, when both are whole months.
    pub fn from_to(from: Self, to: Self) -> Option<Self> {
        from.count_of_months().zip(to.count_of_months())?;
        let (first, last) = (from.first, to.last);
        let months = i32::from(last.year) * 12 + i32::from(last.month)
            - i32::from(first.year) * 12
            - i32::from(first.month)
            + 1;
        let is_in_order = from.first <= to.first && from.last <= to.last;
        if is_in_order { Self::months(first.year, first.month, u16::try_from(months).ok()?) } else { None }
    }

    /// The year it lies in; of one that lies in several, that of its end.
    pub fn year(self) -> u16 {
        self.last.year
    }

    /// Whether it lies in a year, or begins or ends in it.
    pub fn is_in_year(self, year: u16) -> bool {
        (self.first.year..=self.last.year).contains(&year)
    }

    /// The first month, from 1.
    pub fn first_month(self) -> u8 {
        self.first.month
    }

    /// The last month, up to 12.
    pub fn last_month(self) -> u8 {
        self.last.month
    }

    /// The first day.
    pub fn first_day(self) -> Date {
        self.first
    }

    /// The last day.
    pub fn last_day(self) -> Date {
        self.last
    }

    /// Whether it is one day, and not one that a series names: what a value on a day counts is a stock.
    pub fn is_day(self) -> bool {
        self.name.is_none() && self.first == self.last
    }

    /// Whether it is a span of months that is no month, quarter, half or year.
    pub fn is_span(self) -> bool {
        matches!(self.frequency(), Frequency::Months(_))
    }

    /// Whether all of another period lies in it.
    pub fn contains(self, other: Self) -> bool {
        self.first <= other.first && other.last <= self.last
    }

    /// Its length.
    pub fn frequency(self) -> Frequency {
        if self.is_named() {
            return Frequency::Named;
        }
        let before = self.first.month - 1;
        match self.count_of_months() {
            None => Frequency::Day,
            Some(1) => Frequency::Month,
            Some(3) if before.is_multiple_of(3) => Frequency::Quarter,
            Some(6) if before.is_multiple_of(6) => Frequency::Half,
            Some(12) if before == 0 => Frequency::Year,
            Some(months) => Frequency::Months(months),
        }
    }

    /// Its number within the year, from 1: 2 for the second quarter. Of a span of months, that of its first month.
    pub fn index(self) -> u8 {
        let before = self.first.month - 1;
        match self.frequency() {
            Frequency::Quarter => before / 3 + 1,
            Frequency::Half => before / 6 + 1,
            Frequency::Year => 1,
            Frequency::Month | Frequency::Months(_) | Frequency::Day | Frequency::Named => before + 1,
        }
    }

    /// How many months it has, when it begins and ends with a month and is not one that a series names.
    pub fn count_of_months(self) -> Option<u16> {
        if self.is_named() || self.first == self.last {
            return None;
        }
        let years = self.last.year - self.first.year;
        Some(years * 12 + u16::from(self.last.month) + 1 - u16::from(self.first.month))
    }

    /// How many months of its year it has, when these are the first ones and it is neither a quarter, a half nor the
    /// year: 9 of January to September.
    pub fn first_months(self) -> Option<u16> {
        match self.frequency() {
            Frequency::Months(months) if self.first.month == 1 && months < 12 => Some(months),
            _ => None,
        }
    }

    /// The period of the same length right before; only months, quarters, halves and years follow each other.
    pub fn previous(self) -> Option<Self> {
        let months = match self.frequency() {
            Frequency::Month => 1,
            Frequency::Quarter => 3,
            Frequency::Half => 6,
            Frequency::Year => 12,
            Frequency::Day | Frequency::Months(_) | Frequency::Named => return None,
        };
        let (year, first) = (self.first.year, self.first.month);
        if u16::from(first) > months {
            Self::months(year, first - u8::try_from(months).ok()?, months)
        } else {
            Self::months(year - 1, 13 - u8::try_from(months).ok()?, months)
        }
    }

    /// The same period of the year before; one that a series names has none.
    pub fn year_before(self) -> Option<Self> {
        self.in_year(self.last.year - 1)
    }

    /// The same period of another year, that in which it ends.
    pub fn in_year(self, year: u16) -> Option<Self> {
        match self.count_of_months() {
            Some(months) => {
                let first = (year + self.first.year).checked_sub(self.last.year)?;
                Self::months(first, self.first.month, months)
            }
            None if self.is_day() && (FIRST_YEAR..=LAST_YEAR).contains(&year) => {
                Some(Self::day(self.first.in_year(year)))
            }
            None => None,
        }
    }

    /// The half of the year that a month or quarter lies in.
    pub fn half(self) -> Option<Self> {
        let is_first = self.first.month <= 6;
        let half = Self::months(self.first.year, if is_first { 1 } else { 7 }, 6)?;
        let has_half = half.contains(self) || self.frequency() == Frequency::Year;
        has_half.then_some(half).filter(|_| self.count_of_months().is_some())
    }

    /// From January of the year in which it ends to its end.
    pub fn to_date(self) -> Option<Self> {
        self.count_of_months()?;
        Self::months(self.last.year, 1, u16::from(self.last.month))
    }
}
