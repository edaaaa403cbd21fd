//! Expressions in prose: `visas.total`, `departures.change("2022-H1") | round(1)`.
//!
//! They are evaluated by MiniJinja with nothing in reach but the edition's figures, periods and names.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use minijinja::value::{Object, ObjectRepr, Value};
use minijinja::{Environment, Error, ErrorKind, State, UndefinedBehavior};

use super::compute::{ExactChange, Figure, NoValue, OTHER};
use super::quantity::{Direction, Number, Quantity};
use super::{Change, Inline};
use crate::data::period::Period;
use crate::locale::{ChangeForm, Locale, fill};

/// Steps that one expression may take; a real one takes less than fifty.
const FUEL: u64 = 5_000;

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

/// How a quantity is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Long,
    Short,
    Bare,
}

/// What an expression gives.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// One value.
    Quantity(QuantityValue),
    /// A change between periods.
    Change(Change),
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
        let mut env = Environment::empty();
        env.set_fuel(Some(FUEL));
        env.set_undefined_behavior(UndefinedBehavior::Strict);
        env.set_recursion_limit(50);
        env.add_filter("round", filter_round);
        env.add_filter("convert", filter_convert);
        env.add_filter("short", |value: Value| filter_form(&value, Form::Short));
        env.add_filter("bare", |value: Value| filter_form(&value, Form::Bare));
        let scope = Arc::clone(self);
        env.add_function("country", move |code: &str| {
            scope.in_text(code).ok_or_else(|| no_value(scope.unknown_part(code)))
        });
        let scope = Arc::clone(self);
        env.add_function("span", move |text: &str| parse_period(text).map(|p| scope.period_value(p)));
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
        let known = self.locale.country_codes().chain(self.names.keys().map(String::as_str));
        let hint = match crate::diag::nearest(part, known) {
            Some(near) => format!(
                "did you mean `{near}`? Codes are those of ISO 3166; other parts need a line in [names]"
            ),
            None => "write the ISO 3166 code of a country, or add the part to [names]".to_owned(),
        };
        NoValue { message: format!("unknown country or part `{part}`"), hint }
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
            return Ok(Outcome::Change(change.change()));
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
            Some(text) => Ok(Outcome::Text(text.to_owned())),
            None if value.is_number() => Ok(Outcome::Text(value.to_string())),
            None => Err(ExprFault {
                code: "bad-expression",
                message: "the expression gives nothing that can be printed".to_owned(),
                hint: Some("ask a figure for a value, as in visas.total".to_owned()),
                name: None,
            }),
        }
    }
}

fn sorted(names: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut names: Vec<String> = names.into_iter().collect();
    names.sort();
    names
}

/// Carries a fault of ours through MiniJinja.
#[derive(Debug)]
struct Carried(NoValue);

impl fmt::Display for Carried {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl std::error::Error for Carried {}

fn no_value(fault: NoValue) -> Error {
    Error::new(ErrorKind::InvalidOperation, fault.message.clone()).with_source(Carried(fault))
}

fn refuse(message: impl Into<String>, hint: impl Into<String>) -> Error {
    no_value(NoValue { message: message.into(), hint: hint.into() })
}

fn syntax_fault(error: &Error) -> ExprFault {
    let detail = error.detail().unwrap_or("it is not complete").to_owned();
    ExprFault {
        code: "bad-expression",
        message: format!("the expression cannot be read: {detail}"),
        hint: Some("write it like visas.total or departures.change(\"2022-H1\") | round(1)".to_owned()),
        name: None,
    }
}

fn eval_fault(error: &Error) -> ExprFault {
    let carried = std::error::Error::source(error).and_then(|source| source.downcast_ref::<Carried>());
    if let Some(Carried(fault)) = carried {
        return ExprFault {
            code: "no-value",
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
            format!("unknown filter: {}", error.detail().unwrap_or("")),
            "the filters are round(n), convert, short and bare",
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

/// A quantity on its way to the page.
#[derive(Debug, Clone)]
pub struct QuantityValue {
    exact: Quantity,
    digits: Option<u32>,
    form: Form,
    figure: Option<Arc<Figure>>,
}

impl QuantityValue {
    fn of(quantity: Quantity, figure: &Arc<Figure>) -> Self {
        Self { exact: quantity, digits: None, form: Form::Long, figure: Some(Arc::clone(figure)) }
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
    pub fn number(&self, locale: &Locale) -> Number {
        let quantity = self.quantity();
        match self.form {
            Form::Long => locale.format(&quantity),
            Form::Short => locale.format_short(&quantity),
            Form::Bare => locale.format_bare(&quantity),
        }
    }
}

impl Object for QuantityValue {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }
}

#[derive(Debug)]
struct Missing;

impl Object for Missing {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    // Whatever is asked of a figure that is not available is not available either.
    fn get_value_by_str(self: &Arc<Self>, _key: &str) -> Option<Value> {
        Some(Value::from_object(Self))
    }

    fn call_method(self: &Arc<Self>, _: &mut State<'_, '_>, _: &str, _: &[Value]) -> Result<Value, Error> {
        Ok(Value::from_object(Self))
    }
}

#[derive(Debug, Clone)]
struct InlinesValue(Vec<Inline>);

impl Object for InlinesValue {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }
}

#[derive(Debug, Clone)]
struct ChangeValue {
    exact: ExactChange,
    digits: u32,
    figure: Arc<Figure>,
    locale: Arc<Locale>,
}

impl ChangeValue {
    fn change(&self) -> Change {
        let ExactChange { direction, percent, amount, from, to, unit } = &self.exact;
        let rounded = percent.rounded(self.digits);
        let words = |form| self.locale.change(*direction, &rounded, unit, *from, form);
        Change {
            direction: *direction,
            percent: self.locale.format(&rounded),
            exact_percent: percent.clone(),
            amount: self.locale.format(amount),
            from: *from,
            to: *to,
            words: words(ChangeForm::Full),
            short: words(ChangeForm::Short),
        }
    }
}

impl Object for ChangeValue {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        let quantity = |exact: &Quantity, digits| {
            let value = QuantityValue { digits, ..QuantityValue::of(exact.clone(), &self.figure) };
            Some(Value::from_object(value))
        };
        match key {
            "percent" => quantity(&self.exact.percent, Some(self.digits)),
            "amount" => quantity(&self.exact.amount, None),
            "words" => Some(Value::from(self.change().words)),
            "direction" => Some(Value::from(match self.exact.direction {
                Direction::Down => -1,
                Direction::Same => 0,
                Direction::Up => 1,
            })),
            _ => None,
        }
    }
}

#[derive(Debug)]
struct PeriodValue {
    period: Period,
    locale: Arc<Locale>,
}

impl Object for PeriodValue {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        let other = |period| Some(Value::from_object(Self { period, locale: Arc::clone(&self.locale) }));
        match key {
            "ordinal" => Some(Value::from(self.locale.period_ordinal(self.period))),
            "short" => Some(Value::from(self.locale.period_short(self.period))),
            "year" => Some(Value::from(self.period.year().to_string())),
            "previous" => other(self.period.previous()),
            "year_before" => other(self.period.year_before()),
            "half" => other(self.period.half()),
            _ => None,
        }
    }
}

#[derive(Debug, Clone)]
struct FigureValue {
    figure: Arc<Figure>,
    scope: Arc<Scope>,
}

impl FigureValue {
    fn total(&self) -> Result<Value, Error> {
        if self.figure.is_available() {
            self.quantity(self.figure.total())
        } else {
            Ok(Value::from_object(Missing))
        }
    }

    fn quantity(&self, value: Result<Quantity, NoValue>) -> Result<Value, Error> {
        Ok(Value::from_object(QuantityValue::of(value.map_err(no_value)?, &self.figure)))
    }

    fn list(&self, args: &[Value], with_values: bool) -> Result<Value, Error> {
        let count = args.first().and_then(|n| usize::try_from(n.clone()).ok()).filter(|n| *n > 0);
        let Some(count) = count else {
            return Err(refuse("a ranking needs a number of parts", "write it like visas.ranking(7)"));
        };
        let of_shares = match args.get(1).and_then(Value::as_str) {
            Some("parts") => false,
            Some("shares") => true,
            _ => !self.figure.shares.is_empty(),
        };
        let ranking = self.figure.ranking(of_shares);
        if ranking.len() < count {
            let message = format!(
                "the figure `{}` has {} parts, {count} were asked for",
                self.figure.key,
                ranking.len()
            );
            return Err(refuse(message, "ask for fewer, or add the parts"));
        }
        let locale = &self.scope.locale;
        let mut inlines = Vec::new();
        for (index, (part, value)) in ranking.into_iter().take(count).enumerate() {
            let name = self.scope.in_text(&part).ok_or_else(|| no_value(self.scope.unknown_part(&part)))?;
            inlines.push(Inline::Text(locale.separator(index, count).to_owned()));
            if with_values {
                let entry = fill(&locale.words().list.entry, &[("name", &name)]);
                let (before, after) = entry.split_once("{value}").unwrap_or((&entry, ""));
                inlines.push(Inline::Text(before.to_owned()));
                inlines.push(Inline::Number(locale.format(&value)));
                inlines.push(Inline::Text(after.to_owned()));
            } else {
                inlines.push(Inline::Text(name));
            }
        }
        inlines.retain(|inline| !matches!(inline, Inline::Text(text) if text.is_empty()));
        Ok(Value::from_object(InlinesValue(inlines)))
    }

    fn periods(&self, args: &[Value]) -> Result<(Period, Period), Error> {
        let period = |value: &Value| match value.downcast_object_ref::<PeriodValue>() {
            Some(period) => Ok(period.period),
            None => parse_period(value.as_str().unwrap_or("")),
        };
        match args {
            [from] => Ok((period(from)?, self.figure.period)),
            [from, to] => Ok((period(from)?, period(to)?)),
            _ => Err(refuse("a comparison needs a period", "write it like departures.change(\"2022-H1\")")),
        }
    }
}

impl Object for FigureValue {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        let found = match key {
            "label" => return Some(Value::from(self.figure.label.clone())),
            "total" => self.total(),
            "other" if !self.figure.is_available() => Ok(Value::from_object(Missing)),
            "other" => {
                let shares = !self.figure.shares.is_empty();
                self.quantity(if shares { self.figure.share(OTHER) } else { self.figure.part(OTHER) })
            }
            _ => return None,
        };
        Some(found.unwrap_or_else(Value::from))
    }

    fn call_method(
        self: &Arc<Self>,
        _: &mut State<'_, '_>,
        method: &str,
        args: &[Value],
    ) -> Result<Value, Error> {
        if !self.figure.is_available() {
            return Ok(Value::from_object(Missing));
        }
        let part = || {
            args.first()
                .and_then(Value::as_str)
                .ok_or_else(|| refuse("a part is missing", "write it like visas.share(\"CN\")"))
        };
        match method {
            "value" => self.quantity(self.figure.value(self.periods(args)?.0)),
            "share" => self.quantity(self.figure.share(part()?)),
            "part" => self.quantity(self.figure.part(part()?)),
            "ranking" => self.list(args, true),
            "names" => self.list(args, false),
            "ratio" => {
                let (from, to) = self.periods(args)?;
                let exact = self.figure.ratio(from, to).map_err(no_value)?;
                let value = QuantityValue { digits: Some(1), ..QuantityValue::of(exact, &self.figure) };
                Ok(Value::from_object(value))
            }
            "change" => {
                let (from, to) = self.periods(args)?;
                let exact = self.figure.change(from, to).map_err(no_value)?;
                let (figure, locale) = (Arc::clone(&self.figure), Arc::clone(&self.scope.locale));
                Ok(Value::from_object(ChangeValue { exact, digits: 1, figure, locale }))
            }
            _ => Err(refuse(
                format!("a figure cannot be asked for `{method}`"),
                "it can be asked for total, value, share, part, other, ranking, names, change, ratio and label",
            )),
        }
    }
}

fn parse_period(text: &str) -> Result<Period, Error> {
    text.parse().map_err(|_| {
        refuse(format!("`{text}` is not a period"), "write \"2023-04\", \"2023-Q2\", \"2023-H1\" or \"2023\"")
    })
}

fn with_quantity(
    value: &Value,
    change: impl FnOnce(QuantityValue) -> Result<QuantityValue, Error>,
) -> Result<Value, Error> {
    if value.downcast_object_ref::<Missing>().is_some() {
        return Ok(value.clone());
    }
    let quantity = match value.downcast_object_ref::<FigureValue>() {
        Some(figure) => figure.total()?.downcast_object_ref::<QuantityValue>().cloned(),
        None => value.downcast_object_ref::<QuantityValue>().cloned(),
    };
    let quantity = quantity.ok_or_else(|| {
        refuse("the filter needs a number", "put it behind a value, as in visas.total | short")
    })?;
    change(quantity).map(Value::from_object)
}

fn filter_round(value: Value, digits: u32) -> Result<Value, Error> {
    if digits > 6 {
        return Err(refuse(format!("round({digits}) asks for too many decimals"), "ask for 0 to 6"));
    }
    if let Some(change) = value.downcast_object_ref::<ChangeValue>() {
        return Ok(Value::from_object(ChangeValue { digits, ..change.clone() }));
    }
    with_quantity(&value, |quantity| Ok(QuantityValue { digits: Some(digits), ..quantity }))
}

fn filter_form(value: &Value, form: Form) -> Result<Value, Error> {
    with_quantity(value, |quantity| Ok(QuantityValue { form, ..quantity }))
}

fn filter_convert(value: Value) -> Result<Value, Error> {
    with_quantity(&value, |quantity| match &quantity.figure {
        Some(figure) => {
            let exact = figure.converted(&quantity.exact).map_err(no_value)?;
            Ok(QuantityValue { exact, ..quantity })
        }
        None => {
            Err(refuse("only a figure's value can be converted", "put the filter right behind the value"))
        }
    })
}
