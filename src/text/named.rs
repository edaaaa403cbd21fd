//! How a sentence names a period, and which periods such a name means.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::data::period::{Frequency, Period};

/// A period that a sentence names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Where, with the ending that the name may have.
    pub range: Range<usize>,
    /// How.
    pub named: Named,
}

/// How a sentence names a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Named {
    /// In full.
    Period(Period),
    /// As the same period of a year.
    SamePeriod(u16),
    /// As the same period of the year before.
    YearBefore,
    /// As the period before.
    Previous,
    /// As the period before, or the last quarter of the year: "the last quarter".
    Last,
    /// By its year alone.
    Year(u16),
    /// By its place in a year that is named elsewhere: "April", "Q1", "the first nine months".
    Within(Frequency, u8),
    /// As what begins with the year: "since the beginning of the year".
    ToDate,
    /// As a day of a year that is named elsewhere: "1 July".
    Day {
        /// The month.
        month: u8,
        /// The day of the month.
        day: u8,
    },
}

impl Named {
    /// Whether what it means depends on the period that a sentence is about.
    pub fn is_counted_from(self) -> bool {
        matches!(self, Self::SamePeriod(_) | Self::YearBefore | Self::Previous | Self::Last)
    }

    /// Whether a period is meant, in a sentence about another one that it is compared with.
    pub fn means(self, period: Period, about: Period) -> bool {
        let first = period.first_day();
        match self {
            Self::Period(named) => named == period || tells_loosely(named, period),
            Self::SamePeriod(year) => {
                // Of October to March, the year may be that of either end.
                let years = about.first_day().year.abs_diff(about.year());
                (year..=year + years).any(|year| about.in_year(year) == Some(period))
            }
            // Rounds of a survey are a year apart by and large.
            Self::YearBefore => about.year_before() == Some(period) || period.is_before_in_kind(about),
            Self::Previous => is_previous(period, about),
            Self::Last => {
                let quarter = (Frequency::Quarter, QUARTERS);
                is_previous(period, about) || (period.frequency(), period.index()) == quarter
            }
            Self::Year(year) => period.is_in_year(year),
            Self::Within(frequency, index) => {
                let named = Period::new(first.year, frequency, index);
                (period.frequency(), period.index()) == (frequency, index)
                    || named.is_some_and(|named| tells_loosely(named, period))
            }
            Self::ToDate => !period.is_named() && (first.month, first.day) == (1, 1),
            Self::Day { month, day } => period.is_day() && (first.month, first.day) == (month, day),
        }
    }
}

/// Quarters of a year.
const QUARTERS: u8 = 4;

fn is_previous(period: Period, about: Period) -> bool {
    let is_earlier_day = period.is_day() && about.is_day() && period < about;
    about.previous() == Some(period) || period.is_before_in_kind(about) || is_earlier_day
}

/// Whether the name of some months tells well enough when a day or a period of a series' own is: 1 July is told with
/// July and with the quarter that it closes, a round of a survey with the month in which it was.
fn tells_loosely(named: Period, period: Period) -> bool {
    let has_months = named.count_of_months().is_some();
    let (first, last) = (period.first_day(), period.last_day());
    if period.is_day() {
        let closes = named.last_day().next() == Some(first);
        return has_months && (named.contains(period) || closes);
    }
    has_months && period.is_named() && named.first_day() <= last && first <= named.last_day()
}

/// What the periods that are named mean, to be asked of many numbers.
#[derive(Debug, Clone, Default)]
pub struct Meanings(BTreeSet<Named>);

impl Meanings {
    /// Those of some mentions.
    pub fn new<'a>(mentions: impl IntoIterator<Item = &'a Mention>) -> Self {
        Self(mentions.into_iter().map(|mention| mention.named).collect())
    }

    /// Whether one of them means a period, in a sentence about another one: see [`Named::means`].
    pub fn mean(&self, period: Period, about: Period) -> bool {
        // Those are told loosely too, by names that are not their own.
        if period.is_day() || period.is_named() {
            return self.0.iter().any(|named| named.means(period, about));
        }
        let ways = [
            Named::Period(period),
            Named::SamePeriod(period.year()),
            Named::SamePeriod(period.first_day().year),
            Named::YearBefore,
            Named::Previous,
            Named::Last,
            Named::Year(period.year()),
            Named::Year(period.first_day().year),
            Named::Within(period.frequency(), period.index()),
            Named::ToDate,
        ];
        ways.into_iter().any(|way| way.means(period, about) && self.0.contains(&way))
    }
}
