//! Periods of statistics: months, quarters, halves and years, with their arithmetic.

use std::fmt;
use std::str::FromStr;

/// A stretch of calendar time that a value can stand for.
///
/// The text form is that of SDMX time periods: `2023`, `2023-H1`, `2023-Q2`, `2023-04`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    year: u16,
    /// First month, from 1.
    first: u8,
    /// Number of months: 1, 3, 6 or 12.
    months: u8,
}

/// The length of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Frequency {
    /// One month.
    Month,
    /// Three months, from January, April, July or October.
    Quarter,
    /// Six months, from January or July.
    Half,
    /// A calendar year.
    Year,
}

impl Frequency {
    fn months(self) -> u8 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Half => 6,
            Self::Year => 12,
        }
    }
}

/// The text is not a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotAPeriod;

impl fmt::Display for NotAPeriod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a period: periods are written 2023-04, 2023-Q2, 2023-H1 or 2023")
    }
}

impl std::error::Error for NotAPeriod {}

impl Period {
    /// The period of a year, counted from 1 within its frequency.
    pub fn new(year: u16, frequency: Frequency, index: u8) -> Option<Self> {
        let months = frequency.months();
        let valid = (1..=12 / months).contains(&index) && (1000..=9999).contains(&year);
        valid.then(|| Self { year, first: (index - 1) * months + 1, months })
    }

    /// The year it lies in.
    pub fn year(self) -> u16 {
        self.year
    }

    /// The first month, from 1.
    pub fn first_month(self) -> u8 {
        self.first
    }

    /// The last month, up to 12.
    pub fn last_month(self) -> u8 {
        self.first + self.months - 1
    }

    /// Its length.
    pub fn frequency(self) -> Frequency {
        match self.months {
            1 => Frequency::Month,
            3 => Frequency::Quarter,
            6 => Frequency::Half,
            _ => Frequency::Year,
        }
    }

    /// Its number within the year, from 1: 2 for the second quarter.
    pub fn index(self) -> u8 {
        (self.first - 1) / self.months + 1
    }

    /// The period of the same length right before.
    #[must_use]
    pub fn previous(self) -> Self {
        if self.first > self.months {
            Self { first: self.first - self.months, ..self }
        } else {
            Self { year: self.year.saturating_sub(1), first: 13 - self.months, ..self }
        }
    }

    /// The same period of the year before.
    #[must_use]
    pub fn year_before(self) -> Self {
        Self { year: self.year.saturating_sub(1), ..self }
    }

    /// The half of the year that a month or quarter lies in.
    #[must_use]
    pub fn half(self) -> Self {
        let first = if self.first > 6 { 7 } else { 1 };
        Self { year: self.year, first, months: 6 }
    }

    /// The ways to put the period together from shorter ones, the fewest parts first.
    pub fn compositions(self) -> Vec<Vec<Self>> {
        [6, 3, 1]
            .into_iter()
            .filter(|&step| step < self.months)
            .map(|step| {
                (0..self.months / step)
                    .map(|i| Self { year: self.year, first: self.first + i * step, months: step })
                    .collect()
            })
            .collect()
    }

    /// The last day of the period.
    pub fn last_day(self) -> Date {
        let month = self.last_month();
        Date { year: self.year, month, day: days_in_month(self.year, month) }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.frequency() {
            Frequency::Month => write!(f, "{}-{:02}", self.year, self.first),
            Frequency::Quarter => write!(f, "{}-Q{}", self.year, self.index()),
            Frequency::Half => write!(f, "{}-H{}", self.year, self.index()),
            Frequency::Year => write!(f, "{}", self.year),
        }
    }
}

impl FromStr for Period {
    type Err = NotAPeriod;

    fn from_str(text: &str) -> Result<Self, NotAPeriod> {
        let (year, rest) = match text.split_once('-') {
            Some((year, rest)) => (year, Some(rest)),
            None => (text, None),
        };
        if year.len() != 4 || !year.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NotAPeriod);
        }
        let year = year.parse().map_err(|_| NotAPeriod)?;
        let (frequency, index) = match rest {
            None => (Frequency::Year, "1"),
            Some(rest) => match (rest.strip_prefix('Q'), rest.strip_prefix('H')) {
                (Some(index), _) => (Frequency::Quarter, index),
                (_, Some(index)) => (Frequency::Half, index),
                _ if rest.len() == 2 => (Frequency::Month, rest),
                _ => return Err(NotAPeriod),
            },
        };
        if !index.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NotAPeriod);
        }
        let index = index.parse().map_err(|_| NotAPeriod)?;
        Self::new(year, frequency, index).ok_or(NotAPeriod)
    }
}

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
        if parts.next().is_some() || !exists || year < 1000 {
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
        if let Ok(period) = text.parse() {
            return Ok(Self::Within(period));
        }
        let (first, last) = text.split_once('/').unwrap_or((text, text));
        let (first, last): (Date, Date) = (first.parse()?, last.parse()?);
        if first <= last { Ok(Self::Days(first, last)) } else { Err(NotAPeriod) }
    }
}

/// The last day of the month of a date whose day is too late: 2023-06-30 for 2023-06-31.
pub fn last_day_of(text: &str) -> Option<String> {
    let (month, day) = text.rsplit_once('-')?;
    let is_day = day.len() == 2 && day.parse().is_ok_and(|day: u8| day > 0);
    let first: Date = format!("{month}-01").parse().ok()?;
    let is_too_late = is_day && text.parse::<Date>().is_err();
    is_too_late.then(|| format!("{month}-{:02}", days_in_month(first.year, first.month)))
}

fn days_in_month(year: u16, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::{Period, When};

    fn period(text: &str) -> Period {
        text.parse().unwrap()
    }

    #[test]
    fn text_form_round_trips() {
        for text in ["2023", "2023-H2", "2023-Q4", "2023-12"] {
            assert_eq!(period(text).to_string(), text);
        }
    }

    #[test]
    fn impossible_periods_are_refused() {
        for text in ["2023-Q5", "2023-13", "2023-00", "23-Q1", "2023-q1", "2023-H0", "2023-1", "", "2023-Q+1"]
        {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }

    #[test]
    fn previous_steps_over_the_new_year() {
        assert_eq!(period("2023-Q1").previous(), period("2022-Q4"));
        assert_eq!(period("2023-01").previous(), period("2022-12"));
        assert_eq!(period("2023-H2").previous(), period("2023-H1"));
        assert_eq!(period("2023").previous(), period("2022"));
    }

    #[test]
    fn a_half_is_two_quarters_or_six_months() {
        let ways = period("2023-H1").compositions();
        assert_eq!(ways[0], [period("2023-Q1"), period("2023-Q2")]);
        assert_eq!(ways[1].len(), 6);
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        for text in ["2023-02-29", "2023-04-31", "2023-04-06/2023-04-05", "2023-4-5"] {
            assert!(text.parse::<When>().is_err(), "{text}");
        }
        assert!("2024-02-29".parse::<When>().is_ok());
    }
}
