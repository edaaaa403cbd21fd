//! Changes of figures and their parts between two periods: the only arithmetic of them.

use rust_decimal::Decimal;

use super::compute::{Figure, MissingValue, NoValue};
use crate::data::period::Period;
use crate::data::quantity::{Direction, Measure, Origin, Quantity, Unit};

/// A change between two periods, exact.
#[derive(Debug, Clone)]
pub struct ExactChange {
    /// Which way.
    pub direction: Direction,
    /// Per cent of the earlier value, without sign, not rounded; or why there is none.
    pub percent: Result<Quantity, NoValue>,
    /// The difference, without sign; that of percentages in percentage points. Or why there is none.
    pub amount: Result<Quantity, NoValue>,
    /// The earlier period.
    pub from: Period,
    /// The later period.
    pub to: Period,
    /// The figure's unit.
    pub unit: Unit,
}

impl ExactChange {
    /// What words tell of it: of percentages the percentage points, of all else the percentage.
    ///
    /// # Errors
    /// Says why there is none.
    pub fn told_at(&self, digits: u32) -> Result<Quantity, NoValue> {
        if self.unit.measure == Measure::Percent { self.amount.clone() } else { self.percent_at(digits) }
    }

    /// The percentage at a number of decimals, or at as many more as it takes to tell it from nothing.
    ///
    /// # Errors
    /// Says why there is none.
    pub fn percent_at(&self, digits: u32) -> Result<Quantity, NoValue> {
        let exact = self.percent.as_ref().map_err(Clone::clone)?;
        // The source's own percentage has no more digits than the source gives.
        let digits =
            if matches!(exact.origin(), Origin::Given(_)) { digits.min(exact.digits()) } else { digits };
        let most = exact.digits().max(digits);
        let told = (digits..=most).map(|digits| exact.rounded(digits));
        Ok(told.into_iter().find(|shown| !shown.value().is_zero()).unwrap_or_else(|| exact.rounded(digits)))
    }
}

impl Figure {
    /// The change from one period to another.
    ///
    /// # Errors
    /// Says which period has no value.
    pub fn change(&self, from: Period, to: Period) -> Result<ExactChange, NoValue> {
        self.comparable(from, to)?;
        let formula = format!("change(\"{from}\", \"{to}\")");
        match self.exact_pair(self.value(from), self.value(to)) {
            Ok(values) => Ok(self.change_between(values, (from, to), formula)),
            Err(fault) => self.change_given(None, from, to).ok_or(fault),
        }
    }

    /// The change of a part: of its amount where the figure has amounts, else of its share.
    ///
    /// # Errors
    /// As [`Figure::part_at`] and [`Figure::share_at`].
    pub fn change_of(&self, part: &str, from: Period, to: Period) -> Result<ExactChange, NoValue> {
        self.comparable(from, to)?;
        let has_parts = self.has_parts(from) && self.has_parts(to);
        let has_shares = self.has_shares(from) && self.has_shares(to);
        let ask =
            |at| if has_parts || !has_shares { self.part_at(part, at) } else { self.share_at(part, at) };
        let formula = format!("change_of(\"{part}\", \"{from}\", \"{to}\")");
        match self.exact_pair(ask(from), ask(to)) {
            Ok(values) => Ok(self.change_between(values, (from, to), formula)),
            Err(fault) => self.change_given(Some(part), from, to).ok_or(fault),
        }
    }

    /// What came in a time is compared with what came in a time as long: half a year is always less than the nine months
    /// that begin with it.
    fn comparable(&self, from: Period, to: Period) -> Result<(), NoValue> {
        let lengths = [from, to].map(Period::count_of_months);
        let is_other = matches!(lengths, [Some(one), Some(other)] if one != other);
        if !is_other || !self.adds_up() {
            return Ok(());
        }
        let message = format!(
            "{from} and {to} are not of one length, so that `{}` has no change between them",
            self.key
        );
        let as_long = to.year_before().map_or_else(String::new, |before| {
            format!(", as in {}.change(\"{before}\", \"{to}\")", self.key)
        });
        // Where the value of as long a time is not there, that is what lacks.
        let needed = from.in_year(to.year()).filter(|needed| !self.has(*needed));
        let missing = needed.map(|period| MissingValue { figure: self.key.clone(), period: Some(period) });
        Err(NoValue { missing, ..NoValue::new(message, format!("compare periods of one length{as_long}")) })
    }

    /// Two values that can be computed with.
    fn exact_pair(
        &self,
        before: Result<Quantity, NoValue>,
        after: Result<Quantity, NoValue>,
    ) -> Result<(Quantity, Quantity), NoValue> {
        let (before, after) = (before?, after?);
        self.exact(&[&before, &after])?;
        Ok((before, after))
    }

    fn change_between(
        &self,
        (before, after): (Quantity, Quantity),
        (from, to): (Period, Period),
        formula: String,
    ) -> ExactChange {
        let difference = after.value() - before.value();
        let direction = match difference.cmp(&Decimal::ZERO) {
            std::cmp::Ordering::Less => Direction::Down,
            std::cmp::Ordering::Equal => Direction::Same,
            std::cmp::Ordering::Greater => Direction::Up,
        };
        let unit = before.unit().clone();
        let of_amount = self.computed(format!("{formula}.amount"), &[&before, &after]);
        // Nothing falls by more than all of it, and from nothing there is no percentage.
        let percent = if before.value() <= Decimal::ZERO || after.value() < Decimal::ZERO {
            Err(self.no_percentage("percentage", (&before, &after), &formula))
        } else {
            let percent = (difference * Decimal::ONE_HUNDRED / before.value()).abs();
            Ok(Quantity::new(percent, Unit::PERCENT, self.computed(formula, &[&before, &after])))
        };
        let amount_unit = if unit == Unit::PERCENT { Unit::POINTS } else { unit.clone() };
        ExactChange {
            direction,
            percent,
            amount: Ok(Quantity::new(difference.abs(), amount_unit, of_amount)),
            from,
            to,
            unit,
        }
    }

    fn no_percentage(&self, what: &str, (before, after): (&Quantity, &Quantity), formula: &str) -> NoValue {
        let message = format!(
            "the figure `{}` went from {} to {}, and there is no {what} of that",
            self.key,
            before.value(),
            after.value()
        );
        NoValue::new(
            message,
            format!("write the difference, as in {}.{formula}.amount, or both values", self.key),
        )
    }

    /// Why a change that the source gives stands for no ratio.
    fn no_ratio_given(&self, from: Period) -> NoValue {
        let message = format!(
            "the figure `{}` lost more than it had in {from}, and there is no ratio of that",
            self.key
        );
        NoValue::new(message, "write the change as the source gives it")
    }

    /// How many times the value of a period holds that of another, not rounded.
    ///
    /// # Errors
    /// As [`Figure::change`].
    pub fn ratio(&self, from: Period, to: Period) -> Result<Quantity, NoValue> {
        let values = self.exact_pair(self.value(from), self.value(to));
        let (before, after) = match (values, self.ratio_given(from, to)) {
            (Ok(values), _) => values,
            (Err(_), Some(given)) if given.value() < Decimal::ZERO => return Err(self.no_ratio_given(from)),
            (Err(_), Some(given)) => return Ok(given),
            (Err(fault), None) => return Err(fault),
        };
        if before.value() <= Decimal::ZERO {
            return Err(self.nothing_to_divide_by());
        }
        // What lies below zero is no number of times what lies above it.
        if after.value() < Decimal::ZERO {
            let change = format!("change(\"{from}\", \"{to}\")");
            return Err(self.no_percentage("ratio", (&before, &after), &change));
        }
        let origin = self.computed(format!("ratio(\"{from}\", \"{to}\")"), &[&before, &after]);
        Ok(Quantity::new(after.value() / before.value(), Unit::RATIO, origin))
    }
}
