//! Expressions in prose: `visas.total`, `departures.change("2022-H1") | round(1)`.
//!
//! They are evaluated by MiniJinja with nothing in reach but the edition's figures, periods and names.

use std::collections::BTreeMap;
use std::sync::Arc;

use minijinja::value::{Rest, Value};
use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior};

use super::compute::{Figure, NoValue, OTHER};
use super::value::{
    Carried, ChangeValue, FigureValue, Form, InlinesValue, Missing, PeriodValue, QuantityValue, coded,
    filter_convert, filter_form, filter_round, parse_period, refuse,
};
use super::{Change, Inline};
use crate::data::period::Period;
use crate::locale::Locale;

/// Steps that one expression may take; a real one takes less than fifty.
const FUEL: u64 = 5_000;

/// Bytes of the longest expression; the compiler goes as deep as an expression is long.
const LONGEST: usize = 500;

/// What expressions can reach.
#[derive(Debug)]
pub struct Scope {
    /// The figures by name.
    pub figures: BTreeMap<String, Arc<Figure>>,
    /// The edition's period.
    pub period: Period,
    /// The language.
    pub locale: Arc<Locale>,
    /// Names of parts that are not countries.
    pub names: BTreeMap<String, String>,
}

/// What an expression gives.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// One value.
    Quantity(QuantityValue),
    /// A change between periods.
    Change(Box<Change>),
    /// Words and numbers, such as a ranking.
    Inlines(Vec<Inline>),
    /// Words.
    Text(String),
    /// The figure is not available; the word for it stands in its place.
    NotAvailable(String),
}

/// An expression that cannot be evaluated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExprFault {
    /// Code of the finding.
    pub code: &'static str,
    /// What was found.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
    /// The name in the expression that is meant, to point at it.
    pub name: Option<String>,
}

impl Scope {
    /// The name of a part as a label: "Russian Federation".
    pub fn label(&self, part: &str) -> Option<String> {
        if part == OTHER {
            return Some(self.locale.labels().other.clone());
        }
        self.names.get(part).cloned().or_else(|| self.locale.country(part).map(str::to_owned))
    }

    /// The name of a part in running text: "the Russian Federation".
    pub fn in_text(&self, part: &str) -> Option<String> {
        self.names.get(part).cloned().or_else(|| self.locale.country_in_text(part).map(str::to_owned))
    }

    /// Evaluates an expression.
    ///
    /// # Errors
    /// Says what is wrong with it, and which name is meant.
    pub fn eval(self: &Arc<Self>, expression: &str) -> Result<Outcome, ExprFault> {
        if let Some((message, hint)) = refused(expression) {
            return Err(ExprFault {
                code: "bad-expression",
                message: message.to_owned(),
                hint: Some(hint.to_owned()),
                name: None,
            });
        }
        let mut env = Environment::empty();
        env.set_fuel(Some(FUEL));
        env.set_undefined_behavior(UndefinedBehavior::Strict);
        env.set_recursion_limit(50);
        env.add_filter("round", filter_round);
        env.add_filter("convert", filter_convert);
        env.add_filter("short", |value: Value| filter_form(&value, Form::Short));
        env.add_filter("bare", |value: Value| filter_form(&value, Form::Bare));
        let scope = Arc::clone(self);
        env.add_function("country", move |arguments: Rest<Value>| {
            let code = only_text(&arguments, "country(\"KR\")")?;
            scope.in_text(code).ok_or_else(|| coded("unknown-country", scope.unknown_part(code)))
        });
        let scope = Arc::clone(self);
        env.add_function("span", move |arguments: Rest<Value>| {
            parse_period(only_text(&arguments, "span(\"2022-H1\")")?).map(|period| scope.period_value(period))
        });
        let compiled = env.compile_expression(expression).map_err(|error| syntax_fault(&error))?;
        let context = self.context();
        for name in sorted(compiled.undeclared_variables(false)) {
            let known = context.keys().map(String::as_str).chain(["country", "span"]);
            if !context.contains_key(&name) && !["country", "span"].contains(&name.as_str()) {
                return Err(self.unknown_name(&name, known));
            }
        }
        let value = compiled.eval(context).map_err(|error| eval_fault(&error))?;
        self.outcome(&value)
    }

    fn unknown_name<'a>(&self, name: &str, known: impl Iterator<Item = &'a str>) -> ExprFault {
        let hint = match crate::diag::nearest(name, known) {
            Some(near) => format!("did you mean `{near}`?"),
            // Labels and reasons are read before the figures that they describe.
            None if self.figures.is_empty() => {
                "no figure can be asked here; write words or {{ period }}".to_owned()
            }
            None => format!("figures: {}", self.figures.keys().cloned().collect::<Vec<_>>().join(", ")),
        };
        let message = format!("unknown figure `{name}`");
        ExprFault { code: "unknown-figure", message, hint: Some(hint), name: Some(name.to_owned()) }
    }

    fn context(self: &Arc<Self>) -> BTreeMap<String, Value> {
        let mut context: BTreeMap<String, Value> = self
            .figures
            .iter()
            .map(|(key, figure)| {
                let value = FigureValue { figure: Arc::clone(figure), scope: Arc::clone(self) };
                (key.clone(), Value::from_object(value))
            })
            .collect();
        context.insert("period".to_owned(), self.period_value(self.period));
        context
    }

    fn period_value(self: &Arc<Self>, period: Period) -> Value {
        Value::from_object(PeriodValue { period, locale: Arc::clone(&self.locale) })
    }

    /// A part that neither the locale nor `[names]` knows.
    pub fn unknown_part(&self, part: &str) -> NoValue {
        let hint = match self.nearest_part(part) {
            Some((near, name)) => format!(
                "did you mean `{near}` ({name})? Codes are those of ISO 3166; other parts need a line in [names]"
            ),
            None => "write the ISO 3166 code of a country, or add the part to [names]".to_owned(),
        };
        NoValue { message: format!("unknown country or part `{part}`"), hint }
    }

    /// The part that was meant by a mistyped code, a code of three letters, or a country's name.
    fn nearest_part(&self, part: &str) -> Option<(String, String)> {
        let first = part.chars().next()?.to_ascii_uppercase();
        let codes = || self.locale.country_codes();
        let near = codes().filter(|code| code.starts_with(first));
        let key = crate::diag::nearest(part, near.chain(self.names.keys().map(String::as_str)));
        let named = || {
            let names: BTreeMap<&str, &str> =
                codes().filter_map(|code| Some((self.locale.country(code)?, code))).collect();
            let mut whole = names.keys().filter(|name| part.len() > 3 && name.contains(part));
            let near = match (whole.next(), whole.next()) {
                (Some(only), None) => Some(*only),
                _ => {
                    let alike = names.keys().copied().filter(|name| name.starts_with(first));
                    crate::diag::nearest(part, alike)
                }
            };
            near.map(|name| names[name])
        };
        let key = key.or_else(named)?;
        Some((key.to_owned(), self.label(key)?))
    }

    fn outcome(&self, value: &Value) -> Result<Outcome, ExprFault> {
        if let Some(figure) = value.downcast_object_ref::<FigureValue>() {
            return match figure.total() {
                Ok(value) => self.outcome(&value),
                Err(error) => Err(eval_fault(&error)),
            };
        }
        if let Some(quantity) = value.downcast_object_ref::<QuantityValue>() {
            return Ok(Outcome::Quantity(quantity.clone()));
        }
        if let Some(change) = value.downcast_object_ref::<ChangeValue>() {
            return Ok(Outcome::Change(Box::new(change.change())));
        }
        if let Some(list) = value.downcast_object_ref::<InlinesValue>() {
            return Ok(Outcome::Inlines(list.0.clone()));
        }
        if let Some(period) = value.downcast_object_ref::<PeriodValue>() {
            return Ok(Outcome::Text(period.locale.period(period.period)));
        }
        if value.downcast_object_ref::<Missing>().is_some() {
            return Ok(Outcome::NotAvailable(self.locale.labels().not_available.clone()));
        }
        match value.as_str() {
            Some(text) if text.len() <= LONGEST => Ok(Outcome::Text(text.to_owned())),
            _ => Err(ExprFault {
                code: "bad-expression",
                message: "the expression gives nothing that can be printed".to_owned(),
                hint: Some("ask a figure for a value, as in visas.total".to_owned()),
                name: None,
            }),
        }
    }
}

/// What no expression needs, and what would get round the other checks.
fn refused(expression: &str) -> Option<(&'static str, &'static str)> {
    if expression.trim().is_empty() {
        Some(("there is no expression", "write one like visas.total, or delete the braces"))
    } else if expression.len() > LONGEST {
        Some(("the expression is too long", "ask for one value at a time"))
    } else if outside_quotes(expression, '~') {
        Some(("values cannot be joined to words with ~", "write the words outside of the braces"))
    } else if expression.contains('\\') {
        Some(("an expression cannot hold a backslash", "write names in quotes as they are"))
    } else {
        None
    }
}

/// Whether a sign stands in an expression outside of quotes.
fn outside_quotes(expression: &str, sign: char) -> bool {
    let mut quote = None;
    expression.chars().any(|c| {
        match (quote, c) {
            (Some(open), _) if open == c => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, _) => return c == sign,
        }
        false
    })
}

/// The one text that a function takes.
fn only_text<'a>(arguments: &'a [Value], example: &str) -> Result<&'a str, Error> {
    match arguments {
        [one] if one.as_str().is_some() => Ok(one.as_str().unwrap_or_default()),
        _ => Err(refuse("this takes one name in quotes", format!("write it like {example}"))),
    }
}

fn sorted(names: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut names: Vec<String> = names.into_iter().collect();
    names.sort();
    names
}

fn syntax_fault(error: &Error) -> ExprFault {
    let message = match error.detail() {
        Some(detail) if !detail.contains("end of input") => {
            format!("the expression cannot be read: {detail}")
        }
        _ => "the expression is not complete".to_owned(),
    };
    ExprFault {
        code: "bad-expression",
        message,
        hint: Some("write it like visas.total or departures.change(\"2022-H1\") | round(1)".to_owned()),
        name: None,
    }
}

fn eval_fault(error: &Error) -> ExprFault {
    let carried = std::error::Error::source(error).and_then(|source| source.downcast_ref::<Carried>());
    if let Some(Carried { code, fault }) = carried {
        return ExprFault {
            code,
            message: fault.message.clone(),
            hint: Some(fault.hint.clone()),
            name: None,
        };
    }
    let (message, hint) = match error.kind() {
        ErrorKind::OutOfFuel => {
            ("the expression takes too many steps".to_owned(), "ask for one value at a time")
        }
        ErrorKind::UnknownFilter => (
            error.detail().unwrap_or("a filter is unknown").to_owned(),
            "the filters are round(n), convert, short and bare",
        ),
        ErrorKind::InvalidOperation | ErrorKind::UnknownTest | ErrorKind::UnknownMethod => (
            "nothing can be computed or compared in an expression".to_owned(),
            "ask a figure for the value: visas.total, visas.sum(\"shares\"), departures.change(\"2022-H1\")",
        ),
        _ => (
            format!(
                "the expression fails: {}",
                error.detail().map_or_else(|| error.kind().to_string(), str::to_owned)
            ),
            "docs/format.md lists what figures and periods can be asked for",
        ),
    };
    ExprFault { code: "bad-expression", message, hint: Some(hint.to_owned()), name: None }
}
