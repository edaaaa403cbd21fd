//! Knows what a number was a quarter and a year before, from history and earlier editions.

use rust_decimal::Decimal;

use super::key::{Key, Kind};
use crate::data::certainty::Bound;
use crate::data::period::{Frequency, Period};
use crate::diag::Spanned;
use crate::spec::{FigureSpec, Spec};

/// A value of an earlier period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    /// The number; of a limit, that which it names.
    pub number: Decimal,
    /// As it is written: `<10`; with its period, where that is shorter or longer: `12732 (2023-9M)`.
    pub text: String,
    /// Whether a number of the later period can be compared with it: it is no limit, and of a period as long.
    pub is_comparable: bool,
}

impl Earlier {
    /// A value of a period, beside one of a period that is as long or not: then its own is named.
    fn new((number, bound): (Decimal, Bound), period: Period, is_as_long: bool) -> Self {
        let is_comparable = is_as_long && bound == Bound::None;
        let text = bound.written(number);
        let text = if is_as_long { text } else { format!("{text} ({period})") };
        Self { number, text, is_comparable }
    }
}

/// The values of earlier periods of an edition.
pub(super) struct Known<'a> {
    spec: &'a Spec,
}

impl<'a> Known<'a> {
    pub(super) fn new(spec: &'a Spec) -> Self {
        Self { spec }
    }

    /// The key of the source of a figure.
    pub(super) fn source(&self, figure: &FigureSpec) -> Option<String> {
        figure.source.as_ref().map(|source| source.value.clone())
    }

    /// The periods that earlier editions and history have values of.
    pub(super) fn periods(&self, figure: &str) -> Vec<Period> {
        let earlier = self.spec.earlier.iter().flat_map(|earlier| &earlier.figures);
        let of_figure = self.spec.history.iter().chain(earlier).filter(|known| known.key.value == figure);
        let periods = of_figure.flat_map(|known| {
            let total = known.period.as_ref().filter(|_| known.total.is_some()).map(|period| period.value);
            known.values.iter().map(|(period, _)| period.value).chain(total)
        });
        periods.collect()
    }

    /// A number a quarter before, or what corresponds to it, and a year before.
    pub(super) fn before(&self, key: &Key, period: Period) -> [Option<Earlier>; 2] {
        let edition = self.spec.edition.period.value;
        let last = last_time(edition, period);
        [last, period.year_before()].map(|before| {
            let before = before?;
            let is_as_long = before.count_of_months() == period.count_of_months();
            Some(Earlier::new(self.number(key, before)?, before, is_as_long))
        })
    }

    fn number(&self, key: &Key, period: Period) -> Option<(Decimal, Bound)> {
        match key.kind {
            Kind::Total | Kind::Value => self.value(&key.figure, period),
            Kind::Share | Kind::Part => self.part(key, period),
            Kind::Rate | Kind::Converted => None,
        }
    }

    fn value(&self, figure: &str, period: Period) -> Option<(Decimal, Bound)> {
        let earlier = self.spec.earlier.iter().flat_map(|earlier| &earlier.figures);
        let all = self.spec.figures.iter().chain(&self.spec.history).chain(earlier);
        let mut of_figure = all.filter(|known| known.key.value == figure);
        of_figure.find_map(|known| self.value_of(known, period))
    }

    fn bounded(&self, value: &Spanned<Decimal>) -> (Decimal, Bound) {
        (value.value, self.spec.bounds.get(&value.span).copied().unwrap_or_default())
    }

    fn value_of(&self, figure: &FigureSpec, period: Period) -> Option<(Decimal, Bound)> {
        let own = figure.period.as_ref().map_or(self.spec.edition.period.value, |own| own.value);
        let total = figure.total.as_ref().filter(|_| own == period);
        let given = || figure.values.iter().find(|(of, _)| of.value == period).map(|(_, value)| value);
        let at = || figure.at.iter().find(|at| at.period.value == period)?.total.as_ref();
        let sum = || {
            let parts = period.cover(figure.values.iter().map(|(of, _)| of.value))?;
            let value = |of: &Period| figure.values.iter().find(|(known, _)| known.value == *of);
            figure.unit.measure.can_be_added().then_some(())?;
            let exact = |of: &Period| {
                let (number, bound) = self.bounded(&value(of)?.1);
                (bound == Bound::None).then_some(number)
            };
            parts.iter().map(exact).sum::<Option<Decimal>>().map(|sum| (sum, Bound::None))
        };
        total.or_else(given).or_else(at).map(|value| self.bounded(value)).or_else(sum)
    }

    fn part(&self, key: &Key, period: Period) -> Option<(Decimal, Bound)> {
        let is_share = key.kind == Kind::Share;
        let own = self.spec.figures.iter().filter(|figure| figure.key.value == key.figure);
        let mut at = own.flat_map(|figure| &figure.at).filter(|at| at.period.value == period);
        let in_edition = at.find_map(|at| {
            let list = if is_share { &at.shares } else { &at.parts };
            list.iter().find(|(part, _)| part.value == key.part).map(|(_, value)| self.bounded(value))
        });
        let earlier = self.spec.earlier.iter().flat_map(|earlier| &earlier.lists);
        let mut earlier = earlier.filter(|lists| lists.key == key.figure && lists.period == period);
        in_edition.or_else(|| {
            earlier.find_map(|lists| {
                let list = if is_share { &lists.shares } else { &lists.parts };
                list.iter().find(|(part, _)| *part == key.part).map(|(_, value)| (*value, Bound::None))
            })
        })
    }
}

/// What a period was one edition ago: what began in January ends with the edition before, all else is so many months
/// earlier.
fn last_time(edition: Period, period: Period) -> Option<Period> {
    let before = edition.previous()?;
    if period != edition && period.first_month() == 1 && edition.to_date() == Some(period) {
        return before.to_date();
    }
    if period.frequency() == Frequency::Day {
        // What is there when the period ends, was there when the one before ended.
        let day = period.first_day();
        if edition.last_day() == day {
            return Some(Period::day(before.last_day()));
        }
        let is_next = edition.last_day().next() == Some(day);
        return before.last_day().next().filter(|_| is_next).map(Period::day);
    }
    let months = edition.count_of_months()?;
    let first = u32::from(period.first_day().year) * 12 + u32::from(period.first_month()) - 1;
    let first = first.checked_sub(u32::from(months))?;
    let (year, month) = (u16::try_from(first / 12).ok()?, u8::try_from(first % 12).ok()? + 1);
    Period::months(year, month, period.count_of_months()?)
}

#[cfg(test)]
mod tests {
    use super::{Bound, Earlier, last_time};

    #[test]
    fn limits_and_periods_of_another_length_are_not_compared() {
        let period = "2023-9M".parse().unwrap();
        let limit = Earlier::new((10.into(), Bound::LessThan), period, true);
        assert_eq!((limit.text.as_str(), limit.is_comparable), ("<10", false));
        assert!(Earlier::new((10.into(), Bound::None), period, true).is_comparable);
        let shorter = Earlier::new((10.into(), Bound::None), period, false);
        assert_eq!((shorter.text.as_str(), shorter.is_comparable), ("10 (2023-9M)", false));
    }

    #[test]
    fn what_was_a_quarter_before_is_known_for_each_kind_of_period() {
        let last = |edition: &str, period: &str| {
            last_time(edition.parse().unwrap(), period.parse().unwrap()).map(|period| period.to_string())
        };
        assert_eq!(last("2023-Q3", "2023-Q3").as_deref(), Some("2023-Q2"));
        assert_eq!(last("2023-Q3", "2023-08").as_deref(), Some("2023-05"));
        assert_eq!(last("2023-Q1", "2023-01").as_deref(), Some("2022-10"));
        assert_eq!(last("2023-Q3", "2023-9M").as_deref(), Some("2023-H1"));
        assert_eq!(last("2023-Q2", "2023-H1").as_deref(), Some("2023-Q1"));
        assert_eq!(last("2023-Q3", "2023-07-01"), None);
        assert_eq!(last("2023-Q4", "2024-01-01").as_deref(), Some("2023-10-01"));
        assert_eq!(last("2023-Q4", "2023-12-31").as_deref(), Some("2023-09-30"));
    }
}
