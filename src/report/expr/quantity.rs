//! A value on its way to the page, with the values that it was computed of: nothing is told as so many times what lies on
//! the other side of zero.

use std::cmp::Ordering;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::Fault;
use crate::data::certainty::Bound;
use crate::data::period::Period;
use crate::data::quantity::{Number, Quantity};
use crate::language::Language;
use crate::report::compute::{Figure, NoValue};
use crate::report::passage::{Asked, What};

/// How a quantity is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Long,
    Short,
    Bare,
}

/// A quantity on its way to the page.
#[derive(Debug, Clone)]
pub struct QuantityValue {
    pub(super) exact: Quantity,
    pub(super) digits: Option<u32>,
    pub(super) form: Form,
    /// The noun behind it, in the form that it asks for.
    pub(super) noun: Option<String>,
    pub(super) figure: Arc<Figure>,
    pub(super) what: What,
    /// The values that it was computed of; none of a value of a figure.
    pub(super) of: Vec<Side>,
    /// Whether a value above nothing is printed with a plus.
    pub(super) is_signed: bool,
}

impl QuantityValue {
    pub(super) fn of(quantity: Quantity, figure: &Arc<Figure>, what: What) -> Self {
        let figure = Arc::clone(figure);
        Self {
            exact: quantity,
            digits: None,
            form: Form::Long,
            noun: None,
            figure,
            what,
            of: Vec::new(),
            is_signed: false,
        }
    }

    /// The figure that it is of, or the first of several.
    pub(super) fn figure(&self) -> &Arc<Figure> {
        &self.figure
    }

    /// The decimals that it is printed with when those are not its own.
    pub(super) fn digits(&self) -> Option<u32> {
        self.digits
    }

    /// What was asked for.
    pub fn asked(&self) -> Asked {
        Asked { figure: self.figure.key.clone(), what: self.what.clone() }
    }

    /// The quantity at the digits that are printed.
    pub fn quantity(&self) -> Quantity {
        self.digits.map_or_else(|| self.exact.clone(), |digits| self.exact.rounded(digits))
    }

    /// The quantity with all its digits, to compare the author's words with.
    pub fn exact(&self) -> &Quantity {
        &self.exact
    }

    /// The number as printed.
    pub fn number(&self, locale: &Language) -> Number {
        let quantity = self.quantity();
        let number = match self.form {
            Form::Long => locale.format(&quantity),
            Form::Short => locale.format_short(&quantity),
            Form::Bare => locale.format_bare(&quantity),
        };
        let is_plus = self.is_signed && quantity.value() > Decimal::ZERO;
        let number =
            if is_plus { Number::new(quantity.clone(), format!("+{}", number.text())) } else { number };
        match &self.noun {
            // The noun belongs to the number, and what makes a limit of it stands around both.
            Some(noun) => {
                let bare = quantity.clone().bounded(Bound::None);
                let is_limit =
                    self.form == Form::Long && !matches!(quantity.bound(), Bound::None | Bound::UpTo(_));
                let text = if is_limit {
                    locale.as_limit(locale.with_noun(locale.format(&bare).text(), noun), &quantity)
                } else {
                    locale.with_noun(number.text(), noun)
                };
                Number::new(quantity, text)
            }
            None => number,
        }
    }
}

/// A value of a figure that something was computed of.
#[derive(Debug, Clone)]
pub(super) struct Side {
    figure: Arc<Figure>,
    value: Decimal,
}

impl Side {
    fn way(&self) -> Ordering {
        self.value.cmp(&Decimal::ZERO)
    }

    /// Whether both are of one figure, or of two balances: only these cross zero by themselves. A deficit in per cent of
    /// a product, or net migration per 1,000 persons, compares a balance with what is never below zero.
    fn is_like(&self, other: &Self) -> bool {
        self.figure.key == other.figure.key || self.figure.is_balance && other.figure.is_balance
    }
}

/// The values of figures that values were computed of; of each figure one on each side is enough.
pub(super) fn sides<'a>(values: impl Iterator<Item = &'a QuantityValue>) -> Vec<Side> {
    let mut sides: Vec<Side> = Vec::new();
    for side in values.flat_map(of) {
        if !sides.iter().any(|known| known.figure.key == side.figure.key && known.way() == side.way()) {
            sides.push(side);
        }
    }
    sides
}

/// The two values that a change lies between.
pub(super) fn of_change(figure: &Arc<Figure>, part: Option<&str>, periods: [Period; 2]) -> Vec<Side> {
    let value = |at| part.map_or_else(|| figure.value(at), |part| figure.part_at(part, at));
    let known = periods.into_iter().filter_map(|at| value(at).ok());
    known.map(|value| Side { figure: Arc::clone(figure), value: value.value() }).collect()
}

fn of(value: &QuantityValue) -> Vec<Side> {
    if value.of.is_empty() {
        let figure = Arc::clone(value.figure());
        return vec![Side { figure, value: value.exact().value() }];
    }
    value.of.clone()
}

impl QuantityValue {
    /// The figures that it is of, or was computed of.
    pub fn figures(&self) -> impl Iterator<Item = Arc<Figure>> {
        of(self).into_iter().map(|side| side.figure)
    }
}

/// Refuses to divide what lies on one side of zero, or reaches over it, by what lies on the other.
///
/// # Errors
/// Says which two values those are.
pub(super) fn not_through_zero(part: &QuantityValue, whole: &QuantityValue) -> Result<(), Fault> {
    let whole = of(whole);
    let across = |side: &Side| {
        let opposite = whole.iter().find(|other| {
            side.is_like(other) && side.way() != Ordering::Equal && side.way() == other.way().reverse()
        })?;
        Some((side.clone(), opposite.clone()))
    };
    let Some((side, other)) = of(part).iter().find_map(across) else { return Ok(()) };
    Err(Fault::no_value(through_zero(&side.figure.key, (other.value, side.value))))
}

/// Why there is no ratio of two values.
fn through_zero(figure: &str, (before, after): (Decimal, Decimal)) -> NoValue {
    let message = format!(
        "the figure `{figure}` has {after} on one side of zero and {before} on the other, and there is no ratio of these"
    );
    NoValue::new(message, "write the difference, or both values")
}
