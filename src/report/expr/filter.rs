//! What stands behind a bar: digits, forms and the other unit of a value.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::Fault;
use super::named::{Named, Ranking, of_part, of_period, unknown};
use super::quantity::{Form, QuantityValue};
use super::tree::Word;
use super::value::{MOST_DIGITS, Value, total};
use crate::data::period::Period;
use crate::data::quantity::Direction;
use crate::language::Name;
use crate::report::compute::{CONVERTED_DIGITS, Figure};
use crate::report::passage::What;
use crate::report::scope::Scope;

/// A value behind a filter.
pub(super) fn filtered(
    value: Value,
    name: &Word,
    arguments: &[Value],
    scope: &Scope,
) -> Result<Value, Fault> {
    let at = scope.at;
    match name.text.as_str() {
        "round" => round(value, arguments, at),
        "short" | "bare" | "convert" | "signed" if !arguments.is_empty() => {
            let message = format!("`{}` takes nothing in brackets", name.text);
            Err(Fault::bad(message, format!("write it like visas.total | {}", name.text)).at(name))
        }
        "short" => with_quantity(value, at, |quantity| Ok(QuantityValue { form: Form::Short, ..quantity })),
        "bare" => with_quantity(value, at, |quantity| Ok(QuantityValue { form: Form::Bare, ..quantity })),
        "signed" => with_quantity(value, at, |quantity| Ok(signed(quantity))),
        "convert" => match without_unit(&value) {
            Some(figure) => Ok(Value::Missing(figure)),
            None => with_quantity(value, at, |quantity| {
                let exact = quantity.figure.converted(&quantity.exact).map_err(Fault::no_value)?;
                let digits = quantity.digits.or(Some(exact.digits().min(CONVERTED_DIGITS)));
                Ok(QuantityValue { exact, digits, ..quantity })
            }),
        },
        "noun" => with_noun(value, name, arguments, scope),
        form if !arguments.is_empty() && scope.locale.forms().contains(&form) => {
            let message = format!("`{form}` takes nothing in brackets");
            Err(Fault::bad(message, format!("write it like period | {form}")).at(name))
        }
        _ => inflected(value, name, scope),
    }
}

/// A number with its sign, a plus too; a change, which words tell without one, with that of its way.
fn signed(value: QuantityValue) -> QuantityValue {
    let way = match &value.what {
        What::Change { from, to, part: Some(part) } => value.figure.change_of(part, *from, *to).ok(),
        What::Change { from, to, part: None } => value.figure.change(*from, *to).ok(),
        _ => None,
    };
    let is_fall = way.is_some_and(|change| change.direction == Direction::Down);
    let exact = if is_fall && value.exact.value() > Decimal::ZERO {
        value.exact.with(-value.exact.value(), None)
    } else {
        value.exact
    };
    QuantityValue { exact, is_signed: true, ..value }
}

/// A number with a noun in the form that goes with it: `| noun("visa", "visas")`.
fn with_noun(value: Value, name: &Word, arguments: &[Value], scope: &Scope) -> Result<Value, Fault> {
    let forms: Vec<&str> = arguments.iter().filter_map(Value::text).collect();
    let count = scope.locale.count_of_nouns();
    if forms.len() != arguments.len() || forms.len() != count {
        let message = format!("`noun` takes the forms of a noun in quotes, {count} in this language");
        let example = scope.locale.words().number.nouns.iter().map(|names| format!("\"{names}\""));
        let example = example.collect::<Vec<_>>().join(", ");
        return Err(Fault::bad(message, format!("write it like visas.total | noun({example})")).at(name));
    }
    with_quantity(value, scope.at, |quantity| {
        let noun = scope.locale.noun(&quantity.quantity(), &forms).map(str::to_owned);
        Ok(QuantityValue { noun, ..quantity })
    })
}

/// The figure of a value whose table has a fault, so that its other unit may be what was not understood.
fn without_unit(value: &Value) -> Option<Arc<Figure>> {
    let figure = match value {
        Value::Figure(figure) => figure,
        Value::Quantity(quantity) => &quantity.figure,
        _ => return None,
    };
    figure.may_have_lost_unit().then(|| Arc::clone(figure))
}

fn round(value: Value, arguments: &[Value], at: Option<Period>) -> Result<Value, Fault> {
    let digits = match arguments {
        [Value::Number(digits)] => digits.parse().ok().filter(|digits| *digits <= MOST_DIGITS),
        _ => None,
    };
    let Some(digits) = digits else {
        let message = "round needs one number of decimals, from 0 to 6";
        return Err(Fault::bad(message, "write it like departures.change(\"2022-H1\") | round(1)"));
    };
    match value {
        Value::Change(change) => Ok(Value::Change(Box::new(change.with_digits(digits)))),
        value => with_quantity(value, at, |quantity| Ok(QuantityValue { digits: Some(digits), ..quantity })),
    }
}

fn with_quantity(
    value: Value,
    at: Option<Period>,
    change: impl FnOnce(QuantityValue) -> Result<QuantityValue, Fault>,
) -> Result<Value, Fault> {
    let value = match value {
        Value::Figure(figure) => total(&figure, at)?,
        // A column of changes names its unit once.
        Value::Change(change) => Value::Quantity(Box::new(change.percent()?)),
        value => value,
    };
    match value {
        Value::Missing(_) | Value::Gap(_) => Ok(value),
        Value::Quantity(quantity) => Ok(Value::Quantity(Box::new(change(*quantity)?))),
        _ => Err(Fault::bad("the filter needs a number", "put it behind a value, as in visas.total | short")),
    }
}

/// A name, a period or the names of a list in a form of the language.
fn inflected(value: Value, form: &Word, scope: &Scope) -> Result<Value, Fault> {
    match value {
        Value::Period(period) => of_period(Name::Period(period), form, scope).map(Value::Text),
        Value::Named(Named::Ordinal(period)) => {
            of_period(Name::Ordinal(period), form, scope).map(Value::Text)
        }
        Value::Named(Named::Part(part)) => of_part(&part, form, scope).map(Value::Text),
        Value::Ranking(ranking) => {
            Ok(Value::Ranking(Box::new(Ranking { form: Some(form.clone()), ..*ranking })))
        }
        Value::Missing(_) | Value::Gap(_) => Ok(value),
        _ if !scope.locale.forms().contains(&form.text.as_str()) => Err(unknown(form, &scope.locale)),
        _ => {
            let message = format!("`{}` needs the name of a period, a country or a list", form.text);
            Err(Fault::bad(message, "put it behind a name, as in period | of").at(form))
        }
    }
}
