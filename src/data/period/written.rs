//! Reads and writes periods: `2023`, `2023-H1`, `2023-Q2`, `2023-04`, `2023-9M`, `2023-10/2024-03`, `2024-07-01`.

use std::fmt;
use std::str::FromStr;

use super::{Date, Frequency, NotAPeriod, Period};

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, last) = (self.first, self.last);
        match self.frequency() {
            Frequency::Named => f.write_str(&self.name().unwrap_or_default()),
            Frequency::Day => first.fmt(f),
            Frequency::Month => write!(f, "{}-{:02}", first.year, first.month),
            Frequency::Quarter => write!(f, "{}-Q{}", first.year, self.index()),
            Frequency::Half => write!(f, "{}-H{}", first.year, self.index()),
            Frequency::Year => write!(f, "{}", first.year),
            Frequency::Months(_) => match self.first_months() {
                Some(months) => write!(f, "{}-{months}M", first.year),
                None => write!(f, "{}-{:02}/{}-{:02}", first.year, first.month, last.year, last.month),
            },
        }
    }
}

impl FromStr for Period {
    type Err = NotAPeriod;

    fn from_str(text: &str) -> Result<Self, NotAPeriod> {
        if let Some((first, last)) = text.split_once('/') {
            return Self::from_to(stretch(first)?, stretch(last)?).ok_or(NotAPeriod);
        }
        text.parse::<Date>().map(Self::day).or_else(|_| stretch(text))
    }
}

/// A stretch of months with a number: a year, half, quarter or month, or the first months of a year.
fn stretch(text: &str) -> Result<Period, NotAPeriod> {
    let (year, rest) = match text.split_once('-') {
        Some((year, rest)) => (year, Some(rest)),
        None => (text, None),
    };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if year.len() != 4 || !is_number(year) {
        return Err(NotAPeriod);
    }
    let year = year.parse().map_err(|_| NotAPeriod)?;
    let Some(rest) = rest else {
        return Period::new(year, Frequency::Year, 1).ok_or(NotAPeriod);
    };
    let number =
        |text: &str| if is_number(text) { text.parse().map_err(|_| NotAPeriod) } else { Err(NotAPeriod) };
    let period = match (rest.strip_prefix('Q'), rest.strip_prefix('H'), rest.strip_suffix('M')) {
        (Some(index), ..) => Period::new(year, Frequency::Quarter, number(index)?),
        (_, Some(index), _) => Period::new(year, Frequency::Half, number(index)?),
        (.., Some(months)) if !months.starts_with('0') => {
            let months: u8 = number(months)?;
            (months <= 12).then(|| Period::months(year, 1, u16::from(months))).flatten()
        }
        _ if rest.len() == 2 => Period::new(year, Frequency::Month, number(rest)?),
        _ => None,
    };
    period.ok_or(NotAPeriod)
}
