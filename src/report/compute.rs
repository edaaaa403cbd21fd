//! Values of figures and what follows from them: the only arithmetic of the crate.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::data::period::Period;
use crate::data::quantity::{Direction, Measure, Origin, Quantity, Unit};
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
    /// Values as given, by period.
    pub values: BTreeMap<Period, Quantity>,
    /// Shares in per cent as given, by part, in the order written.
    pub shares: Vec<(String, Quantity)>,
    /// Amounts as given, by part, in the order written.
    pub parts: Vec<(String, Quantity)>,
    /// The other unit and the rate.
    pub convert: Option<(Unit, Decimal)>,
    /// Name of its source.
    pub source: Option<String>,
    /// Values that are no longer what was published.
    pub revisions: Vec<Revision>,
    /// Printed below its chart.
    pub remark: Option<Text>,
    /// Why there are no values.
    pub not_available: Option<String>,
    /// Where it was defined.
    pub span: Span,
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
}

/// A change between two periods, exact.
#[derive(Debug, Clone)]
pub struct ExactChange {
    /// Which way.
    pub direction: Direction,
    /// Per cent of the earlier value, without sign, not rounded.
    pub percent: Quantity,
    /// The difference, without sign.
    pub amount: Quantity,
    /// The earlier period.
    pub from: Period,
    /// The later period.
    pub to: Period,
    /// The figure's unit.
    pub unit: Unit,
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

    /// The value of a period: given, or the sum of the halves, quarters or months that make it up.
    ///
    /// # Errors
    /// Says that the period has no value.
    pub fn value(&self, period: Period) -> Result<Quantity, NoValue> {
        if let Some(given) = self.values.get(&period) {
            return Ok(given.clone());
        }
        // Percentages of months do not add up to that of the quarter.
        let can_be_added = self.unit.measure != Measure::Percent;
        for parts in period.compositions().into_iter().filter(|_| can_be_added) {
            let values: Option<Vec<Quantity>> = parts.iter().map(|part| self.value(*part).ok()).collect();
            if let Some(values) = values {
                return Ok(self.sum(&values, format!("{}.value(\"{period}\")", self.key)));
            }
        }
        let hint = if self.values.is_empty() {
            format!("give `[figures.{}]` a total or values", self.key)
        } else {
            let others = self.missing_parts(period).filter(|_| can_be_added);
            let others = others.map_or_else(String::new, |parts| format!(", or those of {parts}"));
            format!("add the value of {period} to the figure or to a history file{others}")
        };
        Err(NoValue { message: format!("the figure `{}` has no value for {period}", self.key), hint })
    }

    /// The shorter periods that a period can be made from and that have no value, the fewest of them.
    fn missing_parts(&self, period: Period) -> Option<String> {
        let ways = period.compositions().into_iter().map(|parts| {
            let missing = parts.into_iter().filter(|part| self.value(*part).is_err());
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

    /// A share in per cent: given, or computed from the amount, not rounded.
    ///
    /// # Errors
    /// Says which parts there are.
    pub fn share(&self, part: &str) -> Result<Quantity, NoValue> {
        if let Some((_, share)) = self.shares.iter().find(|(key, _)| key == part) {
            return Ok(share.clone());
        }
        if part == OTHER && !self.shares.is_empty() {
            return Ok(self.rest(&self.shares, Decimal::ONE_HUNDRED, Unit::PERCENT, &[]));
        }
        let amount = self.part(part)?;
        let total = self.total()?;
        if total.value().is_zero() {
            return Err(self.nothing_to_divide_by());
        }
        let share = amount.value() * Decimal::ONE_HUNDRED / total.value();
        let origin = self.computed(format!("share(\"{part}\")"), &[&amount, &total]);
        Ok(Quantity::new(share, Unit::PERCENT, origin))
    }

    /// An amount by part: given, or the rest of the total for `other`.
    ///
    /// # Errors
    /// Says which parts there are.
    pub fn part(&self, part: &str) -> Result<Quantity, NoValue> {
        if let Some((_, amount)) = self.parts.iter().find(|(key, _)| key == part) {
            return Ok(amount.clone());
        }
        if part == OTHER && !self.parts.is_empty() {
            let total = self.total()?;
            return Ok(self.rest(&self.parts, total.value(), self.unit.clone(), &[&total]));
        }
        let listed: Vec<&str> = self.shares.iter().chain(&self.parts).map(|(key, _)| key.as_str()).collect();
        let hint = match (listed.is_empty(), self.parts.is_empty() && listed.contains(&part)) {
            (true, _) => format!("give `[figures.{}]` parts or shares", self.key),
            (_, true) => format!("only its share is known: write `{}.share(\"{part}\")`", self.key),
            _ => format!("its parts are {}", listed.join(", ")),
        };
        Err(NoValue { message: format!("the figure `{}` has no part `{part}`", self.key), hint })
    }

    /// Parts by size, the largest first, without the rest; equal ones in the order written.
    pub fn ranking(&self, of_shares: bool) -> Vec<(String, Quantity)> {
        let list = if of_shares { &self.shares } else { &self.parts };
        let mut list: Vec<_> = list.iter().filter(|(key, _)| key != OTHER).cloned().collect();
        list.sort_by_key(|(_, value)| std::cmp::Reverse(value.value()));
        list
    }

    /// The change from one period to another.
    ///
    /// # Errors
    /// Says which period has no value, or that the earlier value is zero.
    pub fn change(&self, from: Period, to: Period) -> Result<ExactChange, NoValue> {
        let (before, after) = (self.value(from)?, self.value(to)?);
        if before.value() <= Decimal::ZERO {
            return Err(self.nothing_to_divide_by());
        }
        let difference = after.value() - before.value();
        let direction = match difference.cmp(&Decimal::ZERO) {
            std::cmp::Ordering::Less => Direction::Down,
            std::cmp::Ordering::Equal => Direction::Same,
            std::cmp::Ordering::Greater => Direction::Up,
        };
        let percent = (difference * Decimal::ONE_HUNDRED / before.value()).abs();
        let formula = format!("change(\"{from}\", \"{to}\")");
        let of_amount = self.computed(format!("{formula}.amount"), &[&before, &after]);
        Ok(ExactChange {
            direction,
            percent: Quantity::new(percent, Unit::PERCENT, self.computed(formula, &[&before, &after])),
            amount: Quantity::new(difference.abs(), self.unit.clone(), of_amount),
            from,
            to,
            unit: self.unit.clone(),
        })
    }

    /// How many times the value of a period holds that of another, not rounded.
    ///
    /// # Errors
    /// As [`Figure::change`].
    pub fn ratio(&self, from: Period, to: Period) -> Result<Quantity, NoValue> {
        let (before, after) = (self.value(from)?, self.value(to)?);
        if before.value() <= Decimal::ZERO {
            return Err(self.nothing_to_divide_by());
        }
        let origin = self.computed(format!("ratio(\"{from}\", \"{to}\")"), &[&before, &after]);
        Ok(Quantity::new(after.value() / before.value(), Unit::RATIO, origin))
    }

    /// A value of this figure in its other unit.
    ///
    /// # Errors
    /// Says that the figure has no other unit.
    pub fn converted(&self, quantity: &Quantity) -> Result<Quantity, NoValue> {
        let (unit, rate) = self.convert.clone().ok_or_else(|| NoValue {
            message: format!("the figure `{}` has no other unit", self.key),
            hint: format!(
                "give `[figures.{}]` a line convert = {{ unit = \"USD million\", rate = … }}",
                self.key
            ),
        })?;
        if *quantity.unit() != self.unit {
            return Err(NoValue {
                message: "only a value in the figure's own unit can be converted".to_owned(),
                hint: "put the filter right behind the value, once, as in sent.total | convert".to_owned(),
            });
        }
        let formula = format!("{} | convert", self.expression(quantity));
        let origin = Origin::Computed { formula, from: quantity.origin().spans() };
        Ok(Quantity::new(quantity.value() * rate, unit, origin))
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
        let shares = self.shares.iter().filter(|(_, value)| is_here(value));
        let share = shares.map(|(part, value)| (format!("{key}.share(\"{part}\")"), value));
        let parts = self.parts.iter().filter(|(_, value)| is_here(value));
        let part = parts.map(|(part, value)| (format!("{key}.part(\"{part}\")"), value));
        let found = value.chain(share).chain(part).next();
        found.map_or_else(String::new, |(expression, value)| match quantity.digits() {
            digits if digits == value.digits() => expression,
            digits => format!("{expression} | round({digits})"),
        })
    }

    /// The sum of the shares or amounts as they were given, whatever the total.
    ///
    /// # Errors
    /// Says that there are none.
    pub fn sum_of(&self, list: &str) -> Result<Quantity, NoValue> {
        let (given, unit) = match list {
            "shares" => (&self.shares, Unit::PERCENT),
            "parts" => (&self.parts, self.unit.clone()),
            _ => {
                let message = format!("`{list}` cannot be added up");
                let hint = format!("write {0}.sum(\"shares\") or {0}.sum(\"parts\")", self.key);
                return Err(NoValue { message, hint });
            }
        };
        if given.is_empty() {
            let message = format!("the figure `{}` has no {list}", self.key);
            let hint = format!("give `[figures.{}]` a table {list} = {{ … }}", self.key);
            return Err(NoValue { message, hint });
        }
        let used: Vec<&Quantity> = given.iter().map(|(_, value)| value).collect();
        let sum = used.iter().map(|value| value.value()).sum();
        Ok(Quantity::new(sum, unit, self.computed(format!("sum(\"{list}\")"), &used)))
    }

    fn sum(&self, values: &[Quantity], formula: String) -> Quantity {
        let total = values.iter().map(Quantity::value).sum();
        let from = values.iter().flat_map(|value| value.origin().spans()).collect();
        Quantity::new(total, self.unit.clone(), Origin::Computed { formula, from })
    }

    fn rest(&self, list: &[(String, Quantity)], whole: Decimal, unit: Unit, also: &[&Quantity]) -> Quantity {
        let known: Decimal = list.iter().map(|(_, value)| value.value()).sum();
        let mut used: Vec<&Quantity> = list.iter().map(|(_, value)| value).collect();
        used.extend(also);
        // Where both are given, `other` is the share.
        let of_amounts = unit != Unit::PERCENT && !self.shares.is_empty();
        let formula = if of_amounts { format!("part(\"{OTHER}\")") } else { OTHER.to_owned() };
        Quantity::new(whole - known, unit, self.computed(formula, &used))
    }

    fn computed(&self, formula: String, used: &[&Quantity]) -> Origin {
        let from = used.iter().flat_map(|value| value.origin().spans()).collect();
        Origin::Computed { formula: format!("{}.{formula}", self.key), from }
    }

    fn nothing_to_divide_by(&self) -> NoValue {
        NoValue {
            message: format!("the figure `{}` is compared with a value of zero or less", self.key),
            hint: "say the change in words; there is no percentage of it".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use rust_decimal::Decimal;

    use super::{Direction, Figure, Origin, Quantity, Unit};
    use crate::diag::{Sources, Span};

    fn figure(values: &[(&str, &str)], parts: &[(&str, &str)]) -> Figure {
        let span = Span { source: Sources::default().add("a.toml", ""), start: 0, end: 0 };
        let q = |text: &str| Quantity::new(text.parse().unwrap(), Unit::default(), Origin::Given(span));
        Figure {
            key: "f".to_owned(),
            label: String::new(),
            unit: Unit::default(),
            period: "2023-Q2".parse().unwrap(),
            values: values.iter().map(|(p, v)| (p.parse().unwrap(), q(v))).collect::<BTreeMap<_, _>>(),
            shares: Vec::new(),
            parts: parts.iter().map(|(k, v)| ((*k).to_owned(), q(v))).collect(),
            convert: None,
            source: None,
            revisions: Vec::new(),
            remark: None,
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
        assert_eq!(change.percent.rounded(1).value(), decimal("43.3"));
        assert_eq!(change.amount.value(), decimal("5343"));
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
        assert!(f.change("2022-Q2".parse().unwrap(), "2023-Q2".parse().unwrap()).is_err());
        assert!(f.ratio("2022-Q2".parse().unwrap(), "2023-Q2".parse().unwrap()).is_err());
    }
}
