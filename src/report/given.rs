//! What a source gives of a figure beside exact values: changes of its own, limits and ranges, periods without a value.

use rust_decimal::Decimal;

use super::change::ExactChange;
use super::compute::{Figure, GivenChange, MissingValue, NoValue};
use crate::data::period::Period;
use crate::data::quantity::{Direction, Quantity, Unit};

impl Figure {
    /// The change that the source gives between two periods.
    pub fn given_change(&self, part: Option<&str>, from: Period, to: Period) -> Option<&GivenChange> {
        let is_asked = |given: &&GivenChange| given.from == from && given.part.as_deref() == part;
        self.given.iter().find(is_asked).filter(|_| to == self.period)
    }

    /// The same as a change between values that nobody knows.
    pub(super) fn change_given(&self, part: Option<&str>, from: Period, to: Period) -> Option<ExactChange> {
        let given = self.given_change(part, from, to)?;
        let signed = given.percent.value();
        let direction = match signed.cmp(&Decimal::ZERO) {
            std::cmp::Ordering::Less => Direction::Down,
            std::cmp::Ordering::Equal => Direction::Same,
            std::cmp::Ordering::Greater => Direction::Up,
        };
        let no_amount = NoValue::new(
            format!("the source of `{}` gives this change in per cent alone, without the values", self.key),
            format!("write the percentage, or add the values of {from} and {to} to the figure"),
        );
        let unit = self.unit.clone();
        let percent = Ok(given.percent.with(signed.abs(), None));
        Some(ExactChange { direction, percent, amount: Err(no_amount), from, to, unit })
    }

    /// The ratio that a given change stands for.
    pub(super) fn ratio_given(&self, from: Period, to: Period) -> Option<Quantity> {
        let given = self.given_change(None, from, to)?;
        let origin = self.computed(format!("ratio(\"{from}\", \"{to}\")"), &[&given.percent]);
        let ratio = Decimal::ONE + given.percent.value() / Decimal::ONE_HUNDRED;
        Some(Quantity::new(ratio, Unit::RATIO, origin))
    }

    /// Where each given change was written, with the expression that gives it and its digits.
    pub(super) fn given_expressions(&self) -> impl Iterator<Item = (String, &Quantity)> {
        self.given.iter().map(|given| (format!("{}.{}", self.key, given.method()), &given.percent))
    }

    /// Why a period has no value when its source has none, or none of a period within it, or limits that do not add up.
    pub(super) fn gap(&self, period: Period) -> Option<NoValue> {
        let key = &self.key;
        let missing = MissingValue { figure: key.clone(), period: Some(period) };
        if self.missing.contains_key(&period) {
            let message = format!("the source of `{key}` has no value for {period}");
            let hint = "leave it out here; a column of a table, a line or columns may have a gap".to_owned();
            return Some(NoValue { missing: Some(missing), ..NoValue::new(message, hint) });
        }
        let message = if self.parts_of(period).is_some() {
            format!("the values of `{key}` in {period} are limits that cannot be added up")
        } else {
            let within = |part: &&Period| {
                part.first_day() >= period.first_day() && part.last_day() <= period.last_day()
            };
            let part = self.missing.keys().find(within).filter(|_| self.adds_up())?;
            format!("the figure `{key}` has no value for {period}, and its source has none for {part}")
        };
        let hint = format!("give the value of {period} itself, if a source has it");
        Some(NoValue { missing: Some(missing), ..NoValue::new(message, hint) })
    }

    /// Refuses to compute with limits and ranges.
    ///
    /// # Errors
    /// Says which value is one.
    pub(super) fn exact(&self, values: &[&Quantity]) -> Result<(), NoValue> {
        match values.iter().find(|value| !value.is_exact()) {
            None => Ok(()),
            Some(value) => Err(inexact(&self.key, value)),
        }
    }
}

/// Why nothing can be computed with a value.
pub(super) fn inexact(figure: &str, value: &Quantity) -> NoValue {
    let value = value.written();
    let what = if value.contains(['<', '>']) { "a limit" } else { "a range" };
    NoValue::new(
        format!("the figure `{figure}` has {value}, and nothing can be computed with {what}"),
        "print the value alone; what the source itself says of a change is written as given = { change = { 2022-Q2 = 19 } }",
    )
}
