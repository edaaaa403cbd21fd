//! The periods of a figure that a stretch of time has, among which one is said to be the first or the last.

use crate::check::Subject;
use crate::data::period::{Frequency, Period};
use crate::report::Figure;
use crate::text::{Named, Stretch};

/// Periods that a record can go back; more are not looked at.
const MOST: usize = 600;

/// The fewest periods among which one may be said to be the first: the months beside it, the others of its year, all that
/// are known. Those of a smaller set are in the larger ones too, so that what is wrong of it is wrong of them.
pub(super) fn nearest(figure: &Figure, period: Period) -> Option<Vec<Period>> {
    let others = |is_in: &dyn Fn(&Period) -> bool| -> Option<Vec<Period>> {
        let known = figure.values.keys().copied().filter(|other| is_alike(*other, period) && is_in(other));
        Some(known.collect::<Vec<_>>()).filter(|all| all.iter().any(|other| *other != period))
    };
    let beside = || months_beside(figure, period).filter(|all| all.len() > 1);
    let of_year = || others(&|other| !period.is_named() && other.is_in_year(period.year()));
    beside().or_else(of_year).or_else(|| others(&|_| true))
}

/// The other months of the quarter that a figure is of, as far as they are known: "June was the strongest month".
pub(super) fn months_beside(figure: &Figure, period: Period) -> Option<Vec<Period>> {
    let whole = figure.period;
    let is_beside = |other: &Period| whole.contains(*other) && is_alike(*other, period);
    let is_part = whole.contains(period) && whole != period && !period.is_day();
    is_part.then(|| figure.values.keys().copied().filter(is_beside).collect())
}

/// The periods that a record is held against, in order; those that have not been yet are left out.
pub(super) fn periods(
    subject: &Subject<'_>,
    figure: &Figure,
    period: Period,
    stretch: Stretch,
) -> Option<Vec<Period>> {
    let known = || figure.values.keys().copied().filter(|other| is_alike(*other, period));
    let is_past =
        |other: &Period| other.last_day() <= subject.report.period.last_day().max(period.last_day());
    let of_year = |year: u16| -> Option<Vec<Period>> {
        let frequency = period.frequency();
        if period.is_day() || period.is_named() {
            return Some(known().filter(|other| other.is_in_year(year)).collect());
        }
        if matches!(frequency, Frequency::Year | Frequency::Months(_)) || !period.is_in_year(year) {
            return None;
        }
        Some((1..=12).filter_map(|index| Period::new(year, frequency, index)).filter(is_past).collect())
    };
    match stretch {
        Stretch::Ever => Some(known().collect()),
        Stretch::Last(count, frequency) if frequency == period.frequency() => {
            let before = std::iter::successors(period.previous(), |before| before.previous());
            Some(before.take(usize::from(count) - 1).collect())
        }
        Stretch::Last(..) => None,
        Stretch::Year => of_year(period.year()),
        Stretch::NamedYear(year) => of_year(year),
        Stretch::Rounds => period.is_named().then(|| known().collect()),
        Stretch::Quarter => {
            let quarters = (1..=4).filter_map(|index| Period::new(period.year(), Frequency::Quarter, index));
            let quarter =
                quarters.into_iter().find(|quarter| quarter.contains(period) && *quarter != period)?;
            let months = (1..=12).filter_map(|index| Period::new(period.year(), period.frequency(), index));
            Some(months.filter(|other| quarter.contains(*other)).collect())
        }
        Stretch::Since(named) => since(period, named, false, known),
        Stretch::From(named) => since(period, named, true, known),
    }
}

/// The periods from behind one that is named to another; `is_counted` says that the one that is named counts too.
fn since<I: Iterator<Item = Period>>(
    period: Period,
    named: Named,
    is_counted: bool,
    known: impl Fn() -> I,
) -> Option<Vec<Period>> {
    let is_from = |other: Period| match named {
        Named::Period(from) if is_counted => other.first_day() >= from.first_day(),
        Named::Year(year) if is_counted => other.first_day().year >= year,
        Named::Period(from) => other.last_day() > from.last_day(),
        Named::Year(year) => other.year() > year,
        Named::Within(frequency, index) => {
            let from = Period::new(period.year(), frequency, index);
            from.is_none_or(|from| other.last_day() > from.last_day())
        }
        _ => false,
    };
    if !is_from(period) {
        return None;
    }
    if period.is_day() || period.is_named() {
        return Some(known().filter(|other| *other < period && is_from(*other)).collect());
    }
    let mut all: Vec<Period> = Vec::new();
    let mut at = period;
    while let Some(before) = at.previous().filter(|before| is_from(*before)) {
        all.push(before);
        at = before;
        if all.len() > MOST {
            return None;
        }
    }
    all.reverse();
    Some(all)
}

/// Whether two periods are of one length, or of one kind.
fn is_alike(other: Period, period: Period) -> bool {
    if period.is_named() {
        return other == period || other.is_before_in_kind(period) || period.is_before_in_kind(other);
    }
    other.frequency() == period.frequency()
}
