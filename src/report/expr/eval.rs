//! Evaluates the tree of an expression: what it begins with, then one step after the other.

use std::sync::Arc;

use super::compute::{function, operation};
use super::filter::filtered;
use super::named::Named;
use super::syntax::{LONGEST, unprintable};
use super::tree::{Chain, FUNCTIONS, Head, Step, Word};
use super::value::{Value, parse_period, total};
use super::{Fault, Outcome};
use crate::data::quantity::Quantity;
use crate::report::scope::Scope;

/// What the tree of an expression gives.
///
/// # Errors
/// Says what is wrong with it.
pub(super) fn outcome(chain: &Chain, scope: &Scope) -> Result<Outcome, Fault> {
    if let Some(fault) = unknown_in(chain, scope) {
        return Err(fault);
    }
    printed(value(chain, scope)?, scope)
}

/// The value of an expression, with the figures that stand alone in it taken at the scope's period.
///
/// # Errors
/// Says what is wrong with it, or which value is missing.
pub fn value_at(chain: &Chain, scope: &Scope) -> Result<Option<Quantity>, Fault> {
    if let Some(fault) = unknown_in(chain, scope) {
        return Err(fault);
    }
    match printed(value(chain, scope)?, scope)? {
        Outcome::Quantity(quantity) => Ok(Some(quantity.quantity())),
        Outcome::NotAvailable(_) => Ok(None),
        Outcome::Gap(fault) => Err(Fault::no_value(*fault)),
        Outcome::Change(_) | Outcome::Ranking { .. } | Outcome::Text(_) | Outcome::ToFill { .. } => {
            Err(unprintable())
        }
    }
}

/// The fault of a name that is not known.
pub(super) fn unknown(name: &Word, scope: &Scope) -> Option<Fault> {
    scope.hint_for_unknown(&name.text).map(|hint| Fault::unknown_figure(name, hint))
}

/// The first name of a tree that is not known: it is told before anything else.
fn unknown_in(chain: &Chain, scope: &Scope) -> Option<Fault> {
    let of_head = match &chain.head {
        Head::Name { name, arguments } => unknown(name, scope)
            .filter(|_| arguments.is_none() || !FUNCTIONS.contains(&name.text.as_str()))
            .or_else(|| arguments.iter().flatten().find_map(|argument| unknown_in(argument, scope))),
        Head::Text(_) | Head::Number(_) => None,
        Head::Operation(operation) => {
            unknown_in(&operation.left, scope).or_else(|| unknown_in(&operation.right, scope))
        }
    };
    of_head.or_else(|| {
        chain.steps.iter().find_map(|step| {
            let arguments = match step {
                Step::Ask { arguments, .. } => arguments.as_deref().unwrap_or_default(),
                Step::Filter { arguments, .. } => arguments,
            };
            arguments.iter().find_map(|argument| unknown_in(argument, scope))
        })
    })
}

fn values(arguments: &[Chain], scope: &Scope) -> Result<Vec<Value>, Fault> {
    arguments.iter().map(|argument| value(argument, scope)).collect()
}

fn value(chain: &Chain, scope: &Scope) -> Result<Value, Fault> {
    let mut value = match &chain.head {
        Head::Name { name, arguments } => {
            let arguments = arguments.as_ref().map(|arguments| values(arguments, scope)).transpose()?;
            let formula = || Chain { head: chain.head.clone(), steps: Vec::new() }.to_string();
            let called = arguments.as_ref().and_then(|given| function(name, given, &formula(), scope.at));
            match called {
                Some(result) => result?,
                None => named(name, arguments.as_deref(), scope)?,
            }
        }
        Head::Text(text) => Value::Text(text.clone()),
        Head::Number(number) => Value::Number(number.clone()),
        Head::Operation(both) => {
            let values = [value(&both.left, scope)?, value(&both.right, scope)?];
            let formula = Chain { head: chain.head.clone(), steps: Vec::new() }.to_string();
            operation(values, both.operator, &formula, scope.at)?
        }
    };
    for step in &chain.steps {
        value = match step {
            Step::Ask { name, arguments: None } => value.answer(name, scope)?,
            Step::Ask { name, arguments: Some(arguments) } => {
                let arguments = values(arguments, scope)?;
                value.answer_with(name, &arguments, scope)?
            }
            Step::Filter { name, arguments } => filtered(value, name, &values(arguments, scope)?, scope)?,
        };
    }
    Ok(value)
}

/// What a name stands for.
fn named(name: &Word, arguments: Option<&[Value]>, scope: &Scope) -> Result<Value, Fault> {
    match (name.text.as_str(), arguments) {
        ("country", arguments) => {
            let code = only_text(arguments, "country(\"KR\")")?;
            match scope.in_text(code) {
                Some(_) => Ok(Value::Named(Named::Part(code.to_owned()))),
                None => Err(Fault::unknown_part(scope.unknown_part(code))),
            }
        }
        ("span", arguments) => {
            if let Some([Value::Period(period)]) = arguments {
                return Ok(Value::Period(*period));
            }
            let text = only_text(arguments, "span(\"2022-H1\")")?;
            parse_period(text, scope).map(Value::Period)
        }
        (key, Some(_)) => {
            let message = format!("`{key}` takes nothing in brackets");
            let example = if key == "period" { "period.previous" } else { "visas.total" };
            Err(Fault::bad(message, format!("ask it for something, as in {example}")).at(name))
        }
        ("period", None) => Ok(Value::Period(scope.period)),
        (key, None) => match scope.figures.get(key) {
            Some(figure) => Ok(Value::Figure(Arc::clone(figure))),
            None => Err(unknown(name, scope).unwrap_or_else(unprintable)),
        },
    }
}

/// The one text that is taken in brackets.
fn only_text<'a>(arguments: Option<&'a [Value]>, example: &str) -> Result<&'a str, Fault> {
    match arguments {
        Some([Value::Text(text)]) => Ok(text),
        _ => Err(Fault::bad("this takes one name in quotes", format!("write it like {example}"))),
    }
}

/// What is printed of a value.
fn printed(value: Value, scope: &Scope) -> Result<Outcome, Fault> {
    Ok(match value {
        Value::Figure(figure) => return printed(total(&figure, scope.at)?, scope),
        Value::Quantity(quantity) => Outcome::Quantity(quantity),
        Value::Change(change) => Outcome::Change(Box::new(change.change(&scope.locale)?)),
        Value::Ranking(ranking) => {
            Outcome::Ranking { inlines: ranking.inlines(scope)?, figure: ranking.figure }
        }
        Value::Named(named) => Outcome::Text(named.text(scope)?),
        Value::Period(period) => Outcome::Text(scope.locale.period(period)),
        Value::Missing(figure) => Outcome::NotAvailable(figure),
        Value::Gap(fault) => Outcome::Gap(fault),
        Value::Text(text) if text.len() <= LONGEST => Outcome::Text(text),
        Value::Text(_) | Value::Number(_) => return Err(unprintable()),
    })
}
