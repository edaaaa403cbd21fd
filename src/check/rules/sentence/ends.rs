//! The two ends of a comparison, told at once by one period.

use crate::data::period::{Frequency, Period};
use crate::text::{Mention, Named};

/// Whether a stock of a day is what there was when a period began: on its first day, or on the one before.
pub(super) fn begins_at(period: Period, day: Period) -> bool {
    let first = period.first_day();
    day.is_day() && (day.first_day() == first || day.first_day().next() == Some(first))
}

/// Whether a sentence names both months of a comparison at once: "from January to September 2023".
pub(super) fn is_both(mention: &Mention, from: Period, to: Period) -> bool {
    let named = match mention.named {
        Named::Period(named) => Some(named),
        Named::Within(frequency, index) => Period::new(from.year(), frequency, index),
        Named::Year(year) => Period::new(year, Frequency::Year, 1),
        _ => None,
    };
    // "In the course of 2025": from its first day to the next one behind it.
    let is_course = named.is_some_and(|named| {
        let last = named.last_day();
        begins_at(named, from) && (to.first_day() == last || Some(to.first_day()) == last.next())
    });
    if is_course {
        return true;
    }
    let are_months = [from, to].iter().all(|period| period.frequency() == Frequency::Month);
    are_months
        && named
            .is_some_and(|named| (named.first_day(), named.last_day()) == (from.first_day(), to.last_day()))
}
