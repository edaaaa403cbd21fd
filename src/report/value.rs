//! What expressions work with: figures, quantities, changes and periods as MiniJinja objects.

use std::fmt;
use std::sync::Arc;

use minijinja::value::{Object, ObjectRepr, Rest, Value};
use minijinja::{Error, ErrorKind, State};

use super::compute::{CONVERTED_DIGITS, ExactChange, Figure, NoValue, OTHER};
use super::expr::Scope;
use super::passage::{Asked, What};
use super::{Change, Inline};
use crate::data::period::Period;
use crate::data::quantity::{Direction, Number, Quantity, Unit};
use crate::locale::{ChangeForm, Locale, fill};

/// Decimals that a number can be asked for with.
const MOST_DIGITS: u32 = 6;

/// How a quantity is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Long,
    Short,
    Bare,
}

/// Carries a fault of ours and its code through MiniJinja.
#[derive(Debug)]
pub(super) struct Carried {
    pub(super) code: &'static str,
    pub(super) fault: NoValue,
}

impl fmt::Display for Carried {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.fault.message)
    }
}

impl std::error::Error for Carried {}

/// The figures do not give what was asked for.
pub(super) fn no_value(fault: NoValue) -> Error {
    coded("no-value", fault)
}

pub(super) fn coded(code: &'static str, fault: NoValue) -> Error {
    Error::new(ErrorKind::InvalidOperation, fault.message.clone()).with_source(Carried { code, fault })
}

/// The expression asks in a way that no figure could answer.
pub(super) fn refuse(message: impl Into<String>, hint: impl Into<String>) -> Error {
    coded("bad-expression", NoValue { message: message.into(), hint: hint.into() })
}

/// A name that a value does not have.
fn unknown_name(whose: &str, asked: &str, known: &[&str]) -> Error {
    let hint = match crate::diag::nearest(asked, known.iter().copied()) {
        // The name is right; what it needs in brackets is missing.
        Some(near) if near == asked => format!("write what is asked for in brackets: `{near}(…)`"),
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("it can be asked for {}", known.join(", ")),
    };
    coded("unknown-name", NoValue { message: format!("{whose} cannot be asked for `{asked}`"), hint })
}

/// A quantity on its way to the page.
#[derive(Debug, Clone)]
pub struct QuantityValue {
    exact: Quantity,
    digits: Option<u32>,
    form: Form,
    figure: Arc<Figure>,
    what: What,
}

impl QuantityValue {
    fn of(quantity: Quantity, figure: &Arc<Figure>, what: What) -> Self {
        Self { exact: quantity, digits: None, form: Form::Long, figure: Arc::clone(figure), what }
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
pub(super) struct Missing;

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
pub(super) struct InlinesValue(pub(super) Vec<Inline>);

impl Object for InlinesValue {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }
}

#[derive(Debug, Clone)]
pub(super) struct ChangeValue {
    exact: ExactChange,
    digits: u32,
    figure: Arc<Figure>,
    locale: Arc<Locale>,
}

impl ChangeValue {
    pub(super) fn change(&self) -> Change {
        let ExactChange { direction, percent, amount, from, to, unit } = &self.exact;
        let rounded = percent.rounded(self.digits);
        let words = |form| self.locale.change(*direction, &rounded, unit, *from, form);
        Change {
            figure: self.figure.key.clone(),
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
            let what = What::Change { from: self.exact.from, to: self.exact.to };
            let value = QuantityValue { digits, ..QuantityValue::of(exact.clone(), &self.figure, what) };
            Some(Value::from_object(value))
        };
        match key {
            "percent" => quantity(&self.exact.percent, Some(self.digits)),
            "amount" if self.exact.unit == Unit::PERCENT => {
                let message = "the difference of two percentages is told in percentage points".to_owned();
                let hint = "say it in your own words".to_owned();
                Some(Value::from(no_value(NoValue { message, hint })))
            }
            "amount" => quantity(&self.exact.amount, None),
            "words" => Some(Value::from(self.change().words)),
            "direction" => Some(Value::from(match self.exact.direction {
                Direction::Down => -1,
                Direction::Same => 0,
                Direction::Up => 1,
            })),
            _ => {
                let known = ["percent", "amount", "words", "direction"];
                Some(Value::from(unknown_name("a change", key, &known)))
            }
        }
    }
}

#[derive(Debug)]
pub(super) struct PeriodValue {
    pub(super) period: Period,
    pub(super) locale: Arc<Locale>,
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
            _ => {
                let known = ["ordinal", "short", "year", "previous", "year_before", "half"];
                Some(Value::from(unknown_name("a period", key, &known)))
            }
        }
    }
}

#[derive(Debug, Clone)]
pub(super) struct FigureValue {
    pub(super) figure: Arc<Figure>,
    pub(super) scope: Arc<Scope>,
}

impl FigureValue {
    pub(super) fn total(&self) -> Result<Value, Error> {
        if self.figure.is_available() {
            self.quantity(self.figure.total(), What::Value(self.figure.period))
        } else {
            Ok(Value::from_object(Missing))
        }
    }

    fn quantity(&self, value: Result<Quantity, NoValue>, what: What) -> Result<Value, Error> {
        Ok(Value::from_object(QuantityValue::of(value.map_err(no_value)?, &self.figure, what)))
    }

    /// A share as given, or computed and printed at one decimal unless the author asks for others.
    fn share(&self, part: &str) -> Result<Value, Error> {
        let exact = self.figure.share(part).map_err(no_value)?;
        let digits = self.figure.shares.is_empty().then_some(1);
        let what = What::Share(part.to_owned());
        Ok(Value::from_object(QuantityValue { digits, ..QuantityValue::of(exact, &self.figure, what) }))
    }

    fn unknown(&self, asked: &str) -> Error {
        let known = [
            "total", "value", "share", "part", "other", "sum", "rate", "ranking", "names", "change", "ratio",
            "label",
        ];
        unknown_name(&format!("the figure `{}`", self.figure.key), asked, &known)
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
            let hint = "ask for fewer, or add the parts".to_owned();
            return Err(no_value(NoValue { message, hint }));
        }
        let locale = &self.scope.locale;
        let mut inlines = Vec::new();
        for (index, (part, value)) in ranking.into_iter().take(count).enumerate() {
            let name = self
                .scope
                .in_text(&part)
                .ok_or_else(|| coded("unknown-country", self.scope.unknown_part(&part)))?;
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
            None if value.as_str().is_some() || value.is_integer() => parse_period(&value.to_string()),
            None => Err(refuse("a period is missing", "write it in quotes, as in \"2023-Q1\"")),
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
            "rate" => self.quantity(self.figure.rate(), What::Rate),
            "other" if !self.figure.is_available() => Ok(Value::from_object(Missing)),
            "other" => {
                let shares = !self.figure.shares.is_empty();
                if shares {
                    self.share(OTHER)
                } else {
                    self.quantity(self.figure.part(OTHER), What::Part(OTHER.to_owned()))
                }
            }
            _ => Err(self.unknown(key)),
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
        let most = if matches!(method, "value" | "share" | "part" | "sum") { 1 } else { 2 };
        if args.len() > most {
            let message = format!("`{method}` is asked for too much at once");
            return Err(refuse(message, "write one expression for each value"));
        }
        let part = || {
            args.first()
                .and_then(Value::as_str)
                .ok_or_else(|| refuse("a part is missing", "write it like visas.share(\"CN\")"))
        };
        match method {
            "value" => match args {
                [_] => {
                    let period = self.periods(args)?.0;
                    self.quantity(self.figure.value(period), What::Value(period))
                }
                _ => Err(refuse("a value needs one period", "write it like visas.value(\"2023-Q1\")")),
            },
            "share" => self.share(part()?),
            "part" => {
                let part = part()?;
                self.quantity(self.figure.part(part), What::Part(part.to_owned()))
            }
            "ranking" => self.list(args, true),
            "names" => self.list(args, false),
            "sum" => {
                let list = args.first().and_then(Value::as_str).unwrap_or_default();
                let what = if list == "shares" { What::Shares } else { What::Parts };
                self.quantity(self.figure.sum_of(list), what)
            }
            "ratio" => {
                let (from, to) = self.periods(args)?;
                let exact = self.figure.ratio(from, to).map_err(no_value)?;
                let what = What::Ratio { from, to };
                let value = QuantityValue { digits: Some(1), ..QuantityValue::of(exact, &self.figure, what) };
                Ok(Value::from_object(value))
            }
            "change" => {
                let (from, to) = self.periods(args)?;
                let exact = self.figure.change(from, to).map_err(no_value)?;
                let (figure, locale) = (Arc::clone(&self.figure), Arc::clone(&self.scope.locale));
                Ok(Value::from_object(ChangeValue { exact, digits: 1, figure, locale }))
            }
            _ => Err(self.unknown(method)),
        }
    }
}

pub(super) fn parse_period(text: &str) -> Result<Period, Error> {
    text.parse().map_err(|_| {
        let hint = "write \"2023-04\", \"2023-Q2\", \"2023-H1\" or \"2023\"".to_owned();
        coded("bad-period", NoValue { message: format!("`{text}` is not a period"), hint })
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

pub(super) fn filter_round(value: Value, arguments: Rest<Value>) -> Result<Value, Error> {
    let digits = match arguments.as_slice() {
        [digits] => u32::try_from(digits.clone()).ok().filter(|digits| *digits <= MOST_DIGITS),
        _ => None,
    };
    let Some(digits) = digits else {
        let message = "round needs one number of decimals, from 0 to 6";
        return Err(refuse(message, "write it like departures.change(\"2022-H1\") | round(1)"));
    };
    if let Some(change) = value.downcast_object_ref::<ChangeValue>() {
        return Ok(Value::from_object(ChangeValue { digits, ..change.clone() }));
    }
    with_quantity(&value, |quantity| Ok(QuantityValue { digits: Some(digits), ..quantity }))
}

pub(super) fn filter_form(value: &Value, form: Form) -> Result<Value, Error> {
    with_quantity(value, |quantity| Ok(QuantityValue { form, ..quantity }))
}

pub(super) fn filter_convert(value: Value) -> Result<Value, Error> {
    with_quantity(&value, |quantity| {
        let exact = quantity.figure.converted(&quantity.exact).map_err(no_value)?;
        let digits = quantity.digits.or(Some(exact.digits().min(CONVERTED_DIGITS)));
        Ok(QuantityValue { exact, digits, ..quantity })
    })
}
