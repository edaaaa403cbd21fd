//! Computes with several values: sums, differences, quotients, means, percentages.

use std::collections::BTreeSet;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::Fault;
use super::quantity::{self, QuantityValue};
use super::tree::{FUNCTIONS, Operator, Word};
use super::value::{Value, total};
use crate::data::period::Period;
use crate::data::quantity::{Measure, Origin, Quantity, Unit};
use crate::diag::Span;
use crate::report::compute::{Figure, NoValue};
use crate::report::given::inexact;
use crate::report::passage::What;

/// Decimals that a quotient is printed with unless the author asks for others.
const QUOTIENT_DIGITS: u32 = 1;

/// Values that something is computed of.
enum Operands {
    Known(Vec<Operand>),
    /// One of them is of a figure that is not available.
    Missing(Arc<Figure>),
}

/// A value that something is computed of.
enum Operand {
    Quantity(Box<QuantityValue>),
    /// A number that the author typed.
    Number(Decimal),
}

/// Two values with a sign between them.
///
/// # Errors
/// Says why the two cannot be computed with.
pub(super) fn operation(
    values: [Value; 2],
    operator: Operator,
    formula: &str,
    at: Option<Period>,
) -> Result<Value, Fault> {
    let operands = match operands(values.into(), at)? {
        Operands::Known(operands) => operands,
        Operands::Missing(figure) => return Ok(Value::Missing(figure)),
    };
    if operator != Operator::Plus {
        all_exact(&operands)?;
    }
    let (exact, digits, first) = match (&operands[..], operator) {
        ([Operand::Quantity(left), Operand::Quantity(right)], Operator::Plus | Operator::Minus) => {
            (sum(left, right, operator)?, None, left)
        }
        ([Operand::Quantity(left), Operand::Quantity(right)], Operator::Over) => {
            (quotient(left, right, Decimal::ONE, Unit::RATIO)?, Some(QUOTIENT_DIGITS), left)
        }
        ([Operand::Quantity(left), Operand::Number(right)], Operator::Times | Operator::Over) => {
            (scaled(left, *right, operator)?, None, left)
        }
        ([Operand::Number(left), Operand::Quantity(right)], Operator::Times) => {
            (scaled(right, *left, operator)?, None, right)
        }
        ([Operand::Quantity(_), Operand::Quantity(_)], Operator::Times) => {
            let message = "two values of figures cannot be multiplied";
            return Err(Fault::bad(message, "multiply or divide by a plain number, as in outflow.total / 3"));
        }
        _ => {
            let message = "a plain number cannot be added to a value: no source gives it";
            return Err(Fault::bad(message, "give the number a figure of its own, and add that"));
        }
    };
    computed(exact, digits, formula, first, &operands)
}

/// What a function gives; none when the name is of no function.
///
/// # Errors
/// Says what the function takes.
pub(super) fn function(
    name: &Word,
    values: &[Value],
    formula: &str,
    at: Option<Period>,
) -> Option<Result<Value, Fault>> {
    let known = FUNCTIONS.iter().find(|known| **known == name.text)?;
    Some(called(known, values.to_vec(), formula, at).map_err(|fault| fault.or_at(name)))
}

fn called(name: &str, mut values: Vec<Value>, formula: &str, at: Option<Period>) -> Result<Value, Fault> {
    let base = if name == "per" {
        let base = (!values.is_empty()).then(|| values.remove(0));
        let unit = base.as_ref().and_then(Value::plain).and_then(|base| Unit::parse(&format!("per {base}")));
        let example = "write it like per(1000, marriages.total, population.total)";
        Some(
            unit.ok_or_else(|| Fault::bad("`per` needs 100, 1000, 10000, 100000 or 1000000 first", example))?,
        )
    } else {
        None
    };
    let operands = match operands(values, at)? {
        Operands::Known(operands) => operands,
        Operands::Missing(figure) => return Ok(Value::Missing(figure)),
    };
    if name != "sum" {
        all_exact(&operands)?;
    }
    let quantities: Option<Vec<&QuantityValue>> = operands.iter().map(Operand::quantity).collect();
    let Some(quantities) = quantities else {
        let message = format!("`{name}` takes values of figures and no plain numbers");
        return Err(Fault::bad(message, format!("write it like {}", example(name))));
    };
    let (exact, digits, first) = match (&quantities[..], name) {
        ([first], "abs") => (first.exact().with(first.exact().value().abs(), None), first.digits(), first),
        ([first, rest @ ..], "sum" | "mean") if !rest.is_empty() => {
            let mut total = (*first).exact().clone();
            for next in rest {
                same_unit(&total, next.exact())?;
                total = added(&total, next.exact())?;
            }
            if name == "sum" {
                (total, None, first)
            } else {
                let digits = quantities.iter().map(|value| value.exact().digits()).max().unwrap_or_default();
                let mean = total.value() / Decimal::from(quantities.len());
                (total.with(mean, None), Some(digits.max(QUOTIENT_DIGITS)), first)
            }
        }
        ([part, whole], "percent") => {
            (quotient(part, whole, Decimal::ONE_HUNDRED, Unit::PERCENT)?, Some(QUOTIENT_DIGITS), part)
        }
        ([part, whole], "per") => {
            let unit = base.unwrap_or_default();
            let Measure::Per(of) = unit.measure else { return Err(Fault::bad("`per` needs a number", "")) };
            (rate(part, whole, Decimal::from(of), unit)?, Some(QUOTIENT_DIGITS), part)
        }
        _ => {
            let message = format!("`{name}` takes other values");
            return Err(Fault::bad(message, format!("write it like {}", example(name))));
        }
    };
    let result = computed(exact, digits, formula, first, &operands)?;
    Ok(if name == "abs" { result.into_size() } else { result })
}

fn example(name: &str) -> &'static str {
    match name {
        "abs" => "abs(arrivals.total - departures.total)",
        "percent" => "percent(visas.part(\"CN\"), permits.total)",
        "per" => "per(1000, marriages.total, population.total)",
        "mean" => "mean(outflow.value(\"2023-04\"), outflow.value(\"2023-05\"))",
        _ => "sum(visas.part(\"CN\"), visas.part(\"TR\"))",
    }
}

fn operands(values: Vec<Value>, at: Option<Period>) -> Result<Operands, Fault> {
    let mut operands = Vec::new();
    for value in values {
        let value = match value {
            Value::Figure(figure) => total(&figure, at)?,
            value => value,
        };
        operands.push(match value {
            Value::Missing(figure) => return Ok(Operands::Missing(figure)),
            Value::Gap(fault) => return Err(Fault::no_value(*fault)),
            Value::Quantity(quantity) => Operand::Quantity(quantity),
            Value::Number(number) => match number.parse() {
                Ok(number) => Operand::Number(number),
                Err(_) => return Err(Fault::bad(format!("`{number}` is too long"), "write fewer digits")),
            },
            Value::Change(_) => {
                let message = "a change is both a percentage and a difference";
                return Err(Fault::bad(message, "say which one: .percent or .amount"));
            }
            Value::Figure(_) | Value::Period(_) | Value::Ranking(_) | Value::Named(_) | Value::Text(_) => {
                let message = "only values of figures can be computed with";
                return Err(Fault::bad(message, "write it like arrivals.total - departures.total"));
            }
        });
    }
    Ok(Operands::Known(operands))
}

impl Operand {
    fn quantity(&self) -> Option<&QuantityValue> {
        match self {
            Self::Quantity(quantity) => Some(quantity),
            Self::Number(_) => None,
        }
    }
}

fn same_unit(left: &Quantity, right: &Quantity) -> Result<(), Fault> {
    if left.unit() == right.unit() {
        return Ok(());
    }
    let message = "the two values have different units";
    Err(Fault::no_value(NoValue::new(message, "convert one of them, or give both figures one unit")))
}

/// Only sums can be computed of limits and ranges.
fn all_exact(operands: &[Operand]) -> Result<(), Fault> {
    let mut quantities = operands.iter().filter_map(Operand::quantity);
    let limit = quantities.find(|value| !value.exact().is_exact());
    limit.map_or(Ok(()), |value| Err(Fault::no_value(inexact(&value.figure().key, value.exact()))))
}

fn added(left: &Quantity, right: &Quantity) -> Result<Quantity, Fault> {
    let fault = || {
        let message = format!("{} and {} do not add up to anything", left.written(), right.written());
        Fault::no_value(NoValue::new(message, "write both in words"))
    };
    left.plus(right).ok_or_else(fault)
}

fn sum(left: &QuantityValue, right: &QuantityValue, operator: Operator) -> Result<Quantity, Fault> {
    let (left, right) = (left.exact(), right.exact());
    same_unit(left, right)?;
    if operator == Operator::Plus {
        return added(left, right);
    }
    // What lies between two percentages is told in points.
    let unit = (*left.unit() == Unit::PERCENT).then_some(Unit::POINTS);
    Ok(left.with(left.value() - right.value(), unit))
}

fn quotient(
    part: &QuantityValue,
    whole: &QuantityValue,
    times: Decimal,
    unit: Unit,
) -> Result<Quantity, Fault> {
    same_unit(part.exact(), whole.exact())?;
    rate(part, whole, times, unit)
}

/// How many of one there are for so many of the other; the two may be given in different powers of ten.
fn rate(part: &QuantityValue, whole: &QuantityValue, times: Decimal, unit: Unit) -> Result<Quantity, Fault> {
    quantity::not_through_zero(part, whole)?;
    let figure = whole.asked().figure;
    let (part, whole) = (part.exact(), whole.exact());
    if part.unit().measure != whole.unit().measure {
        same_unit(part, whole)?;
    }
    if whole.value() <= Decimal::ZERO {
        let message = format!("nothing can be divided by {}, which is of `{figure}` here", whole.value());
        return Err(Fault::no_value(NoValue::new(message, "say it in words")));
    }
    let ones = |quantity: &Quantity| quantity.unit().scale.power();
    let quotient = part.value().checked_div(whole.value());
    let value = quotient.and_then(|quotient| quotient.checked_mul(times * ones(part) / ones(whole)));
    Ok(part.with(value.ok_or_else(too_large)?, Some(unit)))
}

fn scaled(value: &QuantityValue, by: Decimal, operator: Operator) -> Result<Quantity, Fault> {
    let exact = value.exact();
    let result = match operator {
        Operator::Over => exact.value().checked_div(by),
        _ => exact.value().checked_mul(by),
    };
    let result = result.ok_or_else(|| {
        Fault::bad(format!("{} cannot be computed with {by}", exact.value()), "use a number that is not zero")
    })?;
    Ok(exact.with(result, None))
}

/// Digits before the point of what is computed: a million times more than numbers can have. What comes out of one
/// computation goes into others, and with these, none runs over.
const MOST_DIGITS: u32 = 18;

fn too_large() -> Fault {
    Fault::bad("the result is too large", "check the units of the figures")
}

/// The result, with everything that it rests on.
///
/// # Errors
/// Nobody could read so large a number.
fn computed(
    exact: Quantity,
    digits: Option<u32>,
    formula: &str,
    first: &QuantityValue,
    operands: &[Operand],
) -> Result<Value, Fault> {
    let ends = exact.ends();
    let most = Decimal::from(10_u64.pow(MOST_DIGITS));
    if ends.low.into_iter().chain(ends.high).any(|end| end.abs() > most) {
        return Err(too_large());
    }
    let figure: &Arc<Figure> = first.figure();
    let from = operands.iter().filter_map(Operand::quantity);
    // A value that is used twice is named once: figures that follow from each other would double it at each step.
    let from: BTreeSet<Span> = from.flat_map(|value| value.exact().origin().spans()).collect();
    let from = from.into_iter().collect();
    let origin = Origin::Computed { figure: figure.key.clone(), formula: formula.to_owned(), from };
    // A quotient has digits without end.
    let digits = digits.or_else(|| (exact.digits() > first.exact().digits() + 6).then_some(QUOTIENT_DIGITS));
    let what = What::Computed { formula: formula.to_owned() };
    let value = Quantity::new(exact.value(), exact.unit().clone(), origin).bounded(exact.bound());
    let of = quantity::sides(operands.iter().filter_map(Operand::quantity));
    Ok(Value::computed(value, digits, figure, (what, of)))
}
