//! How the rules about labels call what a chart or a table holds.

use crate::check::Subject;
use crate::data::period::Period;

/// Periods in words, each once and in time; many as the first and the last.
pub(super) fn names(subject: &Subject<'_>, periods: &[Period]) -> String {
    let mut periods = periods.to_vec();
    periods.sort_unstable();
    periods.dedup();
    let name = |period: &Period| subject.locale.period(*period).replace('\u{a0}', " ");
    match &periods[..] {
        [first, _, _, .., last] => format!("{} to {}", name(first), name(last)),
        few => few.iter().map(name).collect::<Vec<_>>().join(", "),
    }
}
