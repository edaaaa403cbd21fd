//! Values of figures and what follows from them: the only arithmetic of the crate.

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::gap::Gaps;
use super::groups::Groups;
use super::list::PartList;
use super::stock;
use crate::data::certainty::Bound;
use crate::data::period::Period;
use crate::data::quantity::{Origin, Quantity, Unit};
use crate::diag::Span;
use crate::spec::Text;

/// A figure with all its values, resolved.
#[derive(Debug, Clone)]
pub struct Figure {
    /// Name in the spec.
    pub key: String,
    /// What it counts.
    pub label: String,
    /// Unit of its values.
    pub unit: Unit,
    /// Its own period.
    pub period: Period,
    /// Whether it counts what is there on a day: then its values do not add up over time.
    pub is_stock: bool,
    /// Values as given, by period.
    pub values: BTreeMap<Period, Quantity>,
    /// Shares in per cent of its own period as given, by part, in the order written.
    pub shares: PartList,
    /// Amounts of its own period as given, by part, in the order written.
    pub parts: PartList,
    /// Shares and amounts of other periods as given.
    pub at: BTreeMap<Period, Breakdown>,
    /// Parts that can be asked for together.
    pub groups: Arc<Groups>,
    /// Whether its values may be less than nothing: arrivals less departures.
    pub is_balance: bool,
    /// How it follows from other figures.
    pub derived: Option<Derived>,
    /// Periods that its source has no value for, perhaps with the reason.
    pub missing: BTreeMap<Period, Option<Text>>,
    /// Changes that its source gives itself.
    pub given: Vec<GivenChange>,
    /// The other unit and the rate.
    pub convert: Option<(Unit, Decimal)>,
    /// Name of its source.
    pub source: Option<String>,
    /// Values that are no longer what was published.
    pub revisions: Vec<Revision>,
    /// Printed below its chart.
    pub remark: Option<Text>,
    /// Its numbers that are to be filled in.
    pub gaps: Gaps,
    /// Why there are no values.
    pub not_available: Option<String>,
    /// Whether its values could not be read; then it is called not available, with no reason.
    pub is_unknown: bool,
    /// Where it was defined.
    pub span: Span,
}

/// How a figure follows from others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Derived {
    /// The expression as it can be written again.
    pub formula: String,
    /// Names of the figures in it.
    pub from: Vec<String>,
    /// What it gives, by period; values that were given stand before these.
    pub values: BTreeMap<Period, Quantity>,
}

/// A change in per cent that only the source can know, from a period to the figure's own.
#[derive(Debug, Clone)]
pub struct GivenChange {
    /// The period that it starts from.
    pub from: Period,
    /// The part that changed; none for the whole figure.
    pub part: Option<String>,
    /// By how many per cent, with its sign.
    pub percent: Quantity,
}

impl GivenChange {
    /// How it is asked for.
    pub fn method(&self) -> String {
        match &self.part {
            Some(part) => format!("change_of(\"{part}\", \"{}\")", self.from),
            None => format!("change(\"{}\")", self.from),
        }
    }
}

/// What a figure is broken down into in one period.
#[derive(Debug, Clone, Default)]
pub struct Breakdown {
    /// Shares in per cent as given, by part, in the order written.
    pub shares: PartList,
    /// Amounts as given, by part, in the order written.
    pub parts: PartList,
}

/// The breakdown of one period, wherever it was given.
#[derive(Debug, Clone, Copy)]
pub struct Lists<'a> {
    /// Shares in per cent as given.
    pub shares: &'a PartList,
    /// Amounts as given.
    pub parts: &'a PartList,
}

/// A value that is no longer what an earlier edition or a history file has.
#[derive(Debug, Clone)]
pub struct Revision {
    /// Its period.
    pub period: Period,
    /// What was published.
    pub published: Quantity,
    /// Why it is another now.
    pub why: Text,
}

/// Decimals that a converted value is printed with at most: a conversion adds the rate's decimals to the
/// value's, and the letters' own conversions have two.
pub const CONVERTED_DIGITS: u32 = 2;

/// The part that stands for the rest.
pub const OTHER: &str = "other";

/// What an expression asked for and a figure does not give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoValue {
    /// What was found, for a message.
    pub message: String,
    /// What to do.
    pub hint: String,
    /// The value that is not there, when that is the cause.
    pub missing: Option<MissingValue>,
    /// Whether it is a number that is to be filled in.
    pub is_gap: bool,
}

/// A value that many places may need, and that is not there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct MissingValue {
    /// Name of the figure.
    pub figure: String,
    /// The period without a value; none when all its parts are missing.
    pub period: Option<Period>,
}

impl NoValue {
    /// What was found, and what to do.
    pub fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { message: message.into(), hint: hint.into(), missing: None, is_gap: false }
    }
}

impl Figure {
    /// Whether it has any value at all.
    pub fn is_available(&self) -> bool {
        self.not_available.is_none()
    }

    /// What is to be said of the value of a period, when it was revised.
    pub fn revision(&self, period: Period) -> Option<&Revision> {
        self.revisions.iter().find(|revision| revision.period == period)
    }

    /// Whether the values of shorter periods add up to those of longer ones: percentages of months do not, and what is
    /// there on two days was partly there on both.
    pub fn adds_up(&self) -> bool {
        self.unit.measure.can_be_added() && !self.is_stock
    }

    /// The value of a period: given, or the sum of the fewest given ones that make it up.
    ///
    /// # Errors
    /// Says that the period has no value.
    pub fn value(&self, period: Period) -> Result<Quantity, NoValue> {
        if let Some(found) = self.find(period) {
            return Ok(found);
        }
        if let Some(fault) = self.gap_of_value(period).or_else(|| self.gap(period)) {
            return Err(fault);
        }
        let hint = if self.values.is_empty() {
            format!("give `[figures.{}]` a total or values", self.key)
        } else if self.is_stock && !period.is_day() {
            stock::hint(period, period == self.period, self.values.keys())
        } else {
            let others = self.missing_parts(period).filter(|_| self.adds_up());
            let others = others.map_or_else(String::new, |parts| format!(", or those of {parts}"));
            format!("add the value of {period} to the figure or to a history file{others}")
        };
        let message = format!("the figure `{}` has no value for {period}", self.key);
        let missing = MissingValue { figure: self.key.clone(), period: Some(period) };
        Err(NoValue { missing: Some(missing), ..NoValue::new(message, hint) })
    }

    /// The value of a period, if there is one; many are asked for that are not there.
    pub(super) fn find(&self, period: Period) -> Option<Quantity> {
        if self.gaps.has_value(period) {
            return None;
        }
        if let Some(given) = self.values.get(&period) {
            return Some(given.clone());
        }
        let values = self.parts_of(period)?;
        self.sum(&values, format!("{}.value(\"{period}\")", self.key))
    }

    /// Whether a period has a value, given or as a sum.
    pub(super) fn has(&self, period: Period) -> bool {
        let is_given = || self.values.contains_key(&period) || self.parts_of(period).is_some();
        !self.gaps.has_value(period) && is_given()
    }

    /// The fewest given values of shorter periods that make up a period.
    pub fn parts_of(&self, period: Period) -> Option<Vec<&Quantity>> {
        let parts = self.cover(period).filter(|_| self.adds_up())?;
        parts.iter().map(|part| self.values.get(part)).collect()
    }

    /// The fewest periods with given values that make up a longer one.
    pub fn cover(&self, period: Period) -> Option<Vec<Period>> {
        let within = self.values.range(Period::day(period.first_day())..).map(|(known, _)| *known);
        period.cover(within.take_while(|known| known.first_day() <= period.last_day()))
    }

    /// The shorter periods that a period can be made from and that have no value, the fewest of them.
    fn missing_parts(&self, period: Period) -> Option<String> {
        let ways = period.compositions().into_iter().map(|parts| {
            let missing = parts.into_iter().filter(|part| !self.has(*part));
            missing.map(|part| part.to_string()).collect::<Vec<_>>()
        });
        ways.min_by_key(Vec::len).map(|missing| missing.join(", "))
    }

    /// The value of the figure's own period.
    ///
    /// # Errors
    /// As [`Figure::value`].
    pub fn total(&self) -> Result<Quantity, NoValue> {
        self.value(self.period)
    }

    /// The same fault of a figure that has neither parts nor shares: one cause, however many of them are asked for.
    pub(super) fn without_parts(&self, fault: NoValue) -> NoValue {
        let is_empty = self.parts.is_empty() && self.shares.is_empty();
        let missing = MissingValue { figure: self.key.clone(), period: None };
        NoValue { missing: is_empty.then_some(missing), ..fault }
    }

    /// Whether it may have another unit that was not understood, since its table has a fault.
    pub fn may_have_lost_unit(&self) -> bool {
        self.is_unknown && self.convert.is_none()
    }

    /// A value of this figure in its other unit.
    ///
    /// # Errors
    /// Says that the figure has no other unit.
    pub fn converted(&self, quantity: &Quantity) -> Result<Quantity, NoValue> {
        if let Some(gap) = self.gap_of_rate() {
            return Err(gap);
        }
        let (unit, rate) = self.convert.clone().ok_or_else(|| {
            NoValue::new(
                format!("the figure `{}` has no other unit", self.key),
                format!(
                    "give `[figures.{}]` a line convert = {{ unit = \"USD million\", rate = … }}",
                    self.key
                ),
            )
        })?;
        if *quantity.unit() != self.unit {
            return Err(NoValue::new(
                "only a value in the figure's own unit can be converted",
                "put the filter right behind the value, once, as in sent.total | convert",
            ));
        }
        let formula = format!("{} | convert", self.expression(quantity));
        let from = quantity.origin().spans();
        let origin = Origin::Computed { figure: self.key.clone(), formula, from };
        let bound = quantity.bound().map(|high| high * rate);
        Ok(Quantity::new(quantity.value() * rate, unit, origin).bounded(bound))
    }

    /// What one of the figure's own unit is in its other unit.
    ///
    /// # Errors
    /// Says that the figure has no other unit.
    pub fn rate(&self) -> Result<Quantity, NoValue> {
        let origin = self.computed("rate".to_owned(), &[]);
        let one = self.converted(&Quantity::new(Decimal::ONE, self.unit.clone(), origin.clone()))?;
        Ok(Quantity::new(one.value(), one.unit().clone(), origin))
    }

    /// The expression that gives a value of this figure; empty when the value is of another.
    pub fn expression(&self, quantity: &Quantity) -> String {
        let span = match quantity.origin() {
            Origin::Given(span) => *span,
            Origin::Computed { formula, .. } => return formula.clone(),
        };
        let key = &self.key;
        let is_here = |value: &Quantity| *value.origin() == Origin::Given(span);
        let values = self.values.iter().filter(|(_, value)| is_here(value));
        let value = values.map(|(period, value)| (format!("{key}.value(\"{period}\")"), value));
        let of = |method: &str, at: Period, list: &[(String, Quantity)]| {
            let (part, value) = list.iter().find(|(_, value)| is_here(value))?;
            Some((format!("{key}.{}", self.of_part(method, part, at)), value.clone()))
        };
        let periods = || std::iter::once(self.period).chain(self.at.keys().copied());
        let part = || {
            periods().find_map(|at| {
                of("share", at, self.lists(at).shares).or_else(|| of("part", at, self.lists(at).parts))
            })
        };
        let found = value.map(|(expression, value)| (expression, value.clone())).next().or_else(part);
        found.map_or_else(String::new, |(expression, value)| match quantity.digits() {
            digits if digits == value.digits() => expression,
            digits => format!("{expression} | round({digits})"),
        })
    }

    /// Where each number of this figure was written, with the expression that gives it and its digits; of several in
    /// one place the first holds.
    pub fn expressions(&self) -> impl Iterator<Item = (Span, String, u32)> {
        let key = &self.key;
        let values =
            self.values.iter().map(move |(period, value)| (format!("{key}.value(\"{period}\")"), value));
        let parts = self.broken_down().flat_map(move |at| {
            let Lists { shares, parts } = self.lists(at);
            let of = move |method: &'static str, (part, value): &'_ (String, Quantity)| {
                (format!("{key}.{}", self.of_part(method, part, at)), value.clone())
            };
            let shares: Vec<_> = shares.iter().map(|entry| of("share", entry)).collect();
            let parts: Vec<_> = parts.iter().map(|entry| of("part", entry)).collect();
            shares.into_iter().chain(parts)
        });
        let given = self.given_expressions().map(|(expression, value)| (expression, value.clone()));
        let all = values.map(|(expression, value)| (expression, value.clone())).chain(parts).chain(given);
        all.filter_map(|(expression, value)| match value.origin() {
            Origin::Given(span) => Some((*span, expression, value.digits())),
            Origin::Computed { .. } => None,
        })
    }

    /// A sum of values, as far as they reach; none of a limit from below and one from above.
    fn sum(&self, values: &[&Quantity], formula: String) -> Option<Quantity> {
        let known = values.iter().map(|value| (value.value(), value.bound()));
        let (total, bound) = if values.iter().all(|value| value.is_exact()) {
            (values.iter().map(|value| value.value()).sum(), Bound::None)
        } else {
            known.map(Some).reduce(|one, two| Bound::sum(one?, two?))??
        };
        let from = values.iter().flat_map(|value| value.origin().spans()).collect();
        let figure = self.key.clone();
        let origin = Origin::Computed { figure, formula, from };
        Some(Quantity::new(total, self.unit.clone(), origin).bounded(bound))
    }

    pub(super) fn computed(&self, formula: String, used: &[&Quantity]) -> Origin {
        let from = used.iter().flat_map(|value| value.origin().spans()).collect();
        Origin::Computed { figure: self.key.clone(), formula: format!("{}.{formula}", self.key), from }
    }

    pub(super) fn nothing_to_divide_by(&self) -> NoValue {
        NoValue::new(
            format!("the figure `{}` is compared with a value of zero or less", self.key),
            "say the change in words; there is no percentage of it",
        )
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use rust_decimal::Decimal;

    use super::{Figure, Gaps, Origin, PartList, Quantity, Unit};
    use crate::data::quantity::Direction;
    use crate::diag::{Sources, Span};

    fn figure(values: &[(&str, &str)], parts: &[(&str, &str)]) -> Figure {
        let span = Span { source: Sources::default().add("a.toml", ""), start: 0, end: 0 };
        let q = |text: &str| Quantity::new(text.parse().unwrap(), Unit::default(), Origin::Given(span));
        Figure {
            key: "f".to_owned(),
            label: String::new(),
            unit: Unit::default(),
            period: "2023-Q2".parse().unwrap(),
            is_stock: false,
            values: values.iter().map(|(p, v)| (p.parse().unwrap(), q(v))).collect::<BTreeMap<_, _>>(),
            shares: PartList::default(),
            at: BTreeMap::new(),
            groups: Arc::default(),
            is_balance: false,
            derived: None,
            missing: BTreeMap::new(),
            given: Vec::new(),
            parts: parts.iter().map(|(k, v)| ((*k).to_owned(), q(v))).collect(),
            convert: None,
            source: None,
            is_unknown: false,
            revisions: Vec::new(),
            remark: None,
            gaps: Gaps::default(),
            not_available: None,
            span,
        }
    }

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn months_add_up_to_a_quarter_and_quarters_to_a_half() {
        let f = figure(
            &[("2023-04", "76.4"), ("2023-05", "89.9"), ("2023-06", "87.5"), ("2023-Q1", "182.9")],
            &[],
        );
        assert_eq!(f.total().unwrap().value(), decimal("253.8"));
        assert_eq!(f.value("2023-H1".parse().unwrap()).unwrap().value(), decimal("436.7"));
        assert!(f.value("2023".parse().unwrap()).unwrap_err().hint.ends_with("or those of 2023-H2"));
    }

    #[test]
    fn departures_fell_by_43_per_cent_not_56() {
        let f = figure(&[("2022-H1", "12339"), ("2023-H1", "6996")], &[]);
        let change = f.change("2022-H1".parse().unwrap(), "2023-H1".parse().unwrap()).unwrap();
        assert_eq!(change.direction, Direction::Down);
        assert_eq!(change.percent_at(1).unwrap().value(), decimal("43.3"));
        assert_eq!(change.amount.unwrap().value(), decimal("5343"));
    }

    #[test]
    fn the_rest_is_what_the_parts_leave() {
        let f = figure(&[("2023-Q2", "253.8")], &[("UZ", "80.5"), ("RU", "60.9")]);
        assert_eq!(f.part("other").unwrap().value(), decimal("112.4"));
        assert_eq!(f.share("UZ").unwrap().rounded(2).value(), decimal("31.72"));
        assert!(f.part("XX").unwrap_err().hint.contains("UZ, RU"));
    }

    #[test]
    fn nothing_is_divided_by_zero() {
        let f = figure(&[("2022-Q2", "0"), ("2023-Q2", "5")], &[]);
        assert!(f.change("2022-Q2".parse().unwrap(), "2023-Q2".parse().unwrap()).unwrap().percent.is_err());
        assert!(f.ratio("2022-Q2".parse().unwrap(), "2023-Q2".parse().unwrap()).is_err());
    }
}
