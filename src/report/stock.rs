//! Says what to do when a stock is asked for a stretch of time.

use crate::data::period::Period;

/// What to write instead; `is_own` is whether the figure's own period was asked for.
pub(super) fn hint<'a>(period: Period, is_own: bool, known: impl Iterator<Item = &'a Period>) -> String {
    let days: Vec<String> = known.filter(|known| known.is_day()).map(Period::to_string).collect();
    match (days.last(), is_own) {
        (None, _) => format!("add the value of {period} to the figure: a stock does not add up over time"),
        (Some(last), true) => format!("a stock has values of days; say which is its own: period = {last}"),
        (Some(_), false) => format!("a stock does not add up over time; ask for a day: {}", days.join(", ")),
    }
}
