//! What expressions work with: figures, quantities, changes, periods; what each can be asked for, and the filters.

use std::sync::Arc;

use super::Fault;
use super::named::{Named, Ranking};
use super::quantity::{self, QuantityValue, Side};
use super::tree::Word;
use crate::data::period::Period;
use crate::data::quantity::{Direction, Measure, Quantity};
use crate::diag::nearest;
use crate::language::{ChangeForm, Language};
use crate::report::Change;
use crate::report::change::ExactChange;
use crate::report::compute::{Figure, NoValue, OTHER};
use crate::report::gap::Of;
use crate::report::passage::{PartOf, What};
use crate::report::scope::Scope;

/// Decimals that a number can be asked for with.
pub(super) const MOST_DIGITS: u32 = 6;

/// What a figure is asked for by its name alone.
const OF_FIGURE: [&str; 4] = ["total", "other", "rate", "label"];

/// What a figure can be asked for.
const ALL_OF_FIGURE: [&str; 13] = [
    "total",
    "value",
    "share",
    "part",
    "other",
    "sum",
    "rate",
    "ranking",
    "names",
    "change",
    "change_of",
    "ratio",
    "label",
];

/// What a change can be asked for.
const OF_CHANGE: [&str; 4] = ["percent", "amount", "words", "direction"];

/// What a period can be asked for.
const OF_PERIOD: [&str; 8] =
    ["ordinal", "short", "when", "year", "previous", "year_before", "half", "to_date"];

/// A value on its way through an expression.
#[derive(Debug, Clone)]
pub(super) enum Value {
    Figure(Arc<Figure>),
    Quantity(Box<QuantityValue>),
    Change(Box<ChangeValue>),
    Period(Period),
    Ranking(Box<Ranking>),
    Named(Named),
    Text(String),
    /// As it was written.
    Number(String),
    /// Of a figure that is not available.
    Missing(Arc<Figure>),
    /// The value of a period that the source does not have.
    Gap(Box<NoValue>),
}

/// A change on its way to the page.
#[derive(Debug, Clone)]
pub(super) struct ChangeValue {
    exact: ExactChange,
    digits: u32,
    figure: Arc<Figure>,
    /// The part whose change it is.
    part: Option<String>,
}

impl ChangeValue {
    /// The same with other decimals of its percentage.
    pub(super) fn with_digits(self, digits: u32) -> Self {
        Self { digits, ..self }
    }

    pub(super) fn change(&self, locale: &Language) -> Result<Change, Fault> {
        let ExactChange { direction, percent, amount, from, to, unit } = &self.exact;
        let told = self.exact.told_at(self.digits).map_err(Fault::no_value)?;
        // Two percentages on both sides of zero differ by points, and by no percentage.
        let (rounded, percent) = match percent {
            Err(_) if unit.measure == Measure::Percent => (told.clone(), told.clone()),
            percent => (
                self.exact.percent_at(self.digits).map_err(Fault::no_value)?,
                percent.clone().map_err(Fault::no_value)?,
            ),
        };
        let words = |form| locale.change(*direction, &told, unit, *from, form);
        Ok(Change {
            figure: self.figure.key.clone(),
            part: self.part.clone(),
            direction: *direction,
            percent: locale.format(&rounded),
            exact_percent: percent,
            amount: amount.as_ref().ok().map(|amount| locale.format(amount)),
            from: *from,
            to: *to,
            words: words(ChangeForm::Full),
            short: words(ChangeForm::Short),
        })
    }

    /// The percentage as a value of its own.
    pub(super) fn percent(&self) -> Result<QuantityValue, Fault> {
        let shown = self.exact.percent_at(self.digits).map_err(Fault::no_value)?;
        let exact = self.exact.percent.clone().map_err(Fault::no_value)?;
        let what = What::Change { from: self.exact.from, to: self.exact.to, part: self.part.clone() };
        Ok(QuantityValue { digits: Some(shown.digits()), ..QuantityValue::of(exact, &self.figure, what) })
    }

    fn answer(&self, name: &Word, locale: &Language) -> Result<Value, Fault> {
        match name.text.as_str() {
            "percent" => Ok(Value::Quantity(Box::new(self.percent()?))),
            "amount" => {
                let (from, to) = (self.exact.from, self.exact.to);
                let of = quantity::of_change(&self.figure, self.part.as_deref(), [from, to]);
                let what = What::Change { from, to, part: self.part.clone() };
                let amount = self.exact.amount.clone().map_err(Fault::no_value)?;
                Ok(Value::computed(amount, None, &self.figure, (what, of)))
            }
            "words" => Ok(Value::Text(self.change(locale)?.words)),
            "direction" => Ok(Value::Number(
                match self.exact.direction {
                    Direction::Down => "-1",
                    Direction::Same => "0",
                    Direction::Up => "1",
                }
                .to_owned(),
            )),
            _ => Err(without_brackets("a change", name, &OF_CHANGE)),
        }
    }
}

impl Value {
    /// What was computed of several values.
    pub(super) fn computed(
        exact: Quantity,
        digits: Option<u32>,
        figure: &Arc<Figure>,
        (what, of): (What, Vec<Side>),
    ) -> Self {
        Self::Quantity(Box::new(QuantityValue { digits, of, ..QuantityValue::of(exact, figure, what) }))
    }

    /// The same as a size without a side: how much an outflow is, an author may compare with an inflow.
    pub(super) fn into_size(self) -> Self {
        match self {
            Self::Quantity(value) => Self::Quantity(Box::new(QuantityValue { of: Vec::new(), ..*value })),
            other => other,
        }
    }

    /// A number that the author typed, as it was written.
    pub(super) fn plain(&self) -> Option<&str> {
        match self {
            Self::Number(number) => Some(number),
            _ => None,
        }
    }

    pub(super) fn quantity(
        value: Result<Quantity, NoValue>,
        figure: &Arc<Figure>,
        what: What,
    ) -> Result<Self, Fault> {
        Ok(Self::Quantity(Box::new(QuantityValue::of(value.map_err(Fault::no_value)?, figure, what))))
    }

    /// What a value gives when it is asked by a name alone.
    pub(super) fn answer(self, name: &Word, scope: &Scope) -> Result<Self, Fault> {
        match self {
            Self::Figure(figure) => of_figure(&figure, name),
            Self::Change(change) => change.answer(name, &scope.locale),
            Self::Period(period) => of_period(period, name, scope),
            // Whatever is asked of a figure that is not available is not available either.
            Self::Missing(_) | Self::Gap(_) => Ok(self),
            Self::Quantity(_) | Self::Ranking(_) | Self::Named(_) | Self::Text(_) | Self::Number(_) => {
                Err(self.answers_nothing(name))
            }
        }
    }

    /// What a value gives when it is asked with something in brackets.
    pub(super) fn answer_with(self, name: &Word, arguments: &[Self], scope: &Scope) -> Result<Self, Fault> {
        match self {
            Self::Figure(figure) if !figure.is_available() => of_earlier(figure, name, arguments, scope),
            Self::Figure(figure) => of_figure_with(&figure, name, arguments, scope),
            Self::Change(_) => Err(with_brackets("a change", name, &OF_CHANGE, &OF_CHANGE)),
            Self::Period(period) if name.text == "month" => month_of(period, arguments),
            Self::Period(_) => Err(with_brackets("a period", name, &["month"], &OF_PERIOD)),
            Self::Missing(_) | Self::Gap(_) => Ok(self),
            Self::Quantity(_) | Self::Ranking(_) | Self::Named(_) | Self::Text(_) | Self::Number(_) => {
                Err(self.answers_nothing(name))
            }
        }
    }

    fn answers_nothing(&self, name: &Word) -> Fault {
        let whose = match self {
            Self::Ranking(_) => "a ranking",
            Self::Text(_) | Self::Named(_) => "a text",
            _ => "a value",
        };
        let hint = "ask the figure, as in visas.total; digits and forms stand behind a bar, as in visas.total | short";
        Fault::unknown_name(whose, &name.text, hint).at(name)
    }

    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// A name that a value does not have, or has with something in brackets.
fn without_brackets(whose: &str, name: &Word, known: &[&str]) -> Fault {
    let asked = name.text.as_str();
    let hint = match nearest(asked, known.iter().copied()) {
        // The name is right; what it needs in brackets is missing.
        Some(near) if near == asked => format!("write what is asked for in brackets: `{near}(…)`"),
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("it can be asked for {}", known.join(", ")),
    };
    Fault::unknown_name(whose, asked, hint)
}

/// A name that a value does not have, or has with nothing in brackets.
fn with_brackets(whose: &str, name: &Word, known: &[&str], alone: &[&str]) -> Fault {
    if alone.contains(&name.text.as_str()) {
        let hint = format!("write it without brackets: `{}`", name.text);
        return Fault::unknown_name(whose, &format!("{}(…)", name.text), hint).at(name);
    }
    without_brackets(whose, name, known)
}

fn of_period(period: Period, name: &Word, scope: &Scope) -> Result<Value, Fault> {
    let locale = &scope.locale;
    let asked = name.text.as_str();
    let other = match asked {
        "ordinal" => return Ok(Value::Named(Named::Ordinal(period))),
        "short" => return Ok(Value::Text(locale.period_short(period))),
        "when" => return Ok(Value::Text(locale.period_when(period))),
        "year" => return Ok(Value::Text(period.year().to_string())),
        "previous" if period.is_named() => locale.named_periods().before(period),
        "previous" => period.previous(),
        "year_before" => period.year_before(),
        "half" => period.half(),
        "to_date" => period.to_date(),
        _ => return Err(without_brackets("a period", name, &OF_PERIOD)),
    };
    other.map(Value::Period).ok_or_else(|| Fault::no_such_period(period, asked))
}

/// One of the months of a period.
fn month_of(period: Period, arguments: &[Value]) -> Result<Value, Fault> {
    let number = match arguments {
        [Value::Number(number)] => number.parse().ok(),
        _ => None,
    };
    number.and_then(|number| period.month(number)).map(Value::Period).ok_or_else(|| {
        let message = format!("`{period}` has no such month");
        Fault::bad(message, "count its months from 1, as in period.month(1)")
    })
}

fn of_figure(figure: &Arc<Figure>, name: &Word) -> Result<Value, Fault> {
    match name.text.as_str() {
        "label" => Ok(Value::Text(figure.label.clone())),
        "total" => total(figure, None),
        "rate" if figure.may_have_lost_unit() => Ok(Value::Missing(Arc::clone(figure))),
        "rate" => Value::quantity(figure.rate(), figure, What::Rate),
        "other" if !figure.is_available() => Ok(Value::Missing(Arc::clone(figure))),
        "other" if figure.has_shares(figure.period) => share(figure, OTHER, figure.period),
        "other" => part(figure, OTHER, figure.period),
        _ => Err(without_brackets(&format!("the figure `{}`", figure.key), name, &ALL_OF_FIGURE)),
    }
}

/// The value of a figure's own period, or of another one.
pub(super) fn total(figure: &Arc<Figure>, at: Option<Period>) -> Result<Value, Fault> {
    if figure.is_available() {
        value(figure, at.unwrap_or(figure.period))
    } else {
        Ok(Value::Missing(Arc::clone(figure)))
    }
}

fn value(figure: &Arc<Figure>, at: Period) -> Result<Value, Fault> {
    match figure.value(at) {
        Err(fault) if !fault.is_gap && figure.missing.contains_key(&at) => Ok(Value::Gap(Box::new(fault))),
        value => Value::quantity(value, figure, What::Value(at)),
    }
}

/// What is asked of a figure that is not available: earlier editions may have values of other periods.
fn of_earlier(figure: Arc<Figure>, name: &Word, arguments: &[Value], scope: &Scope) -> Result<Value, Fault> {
    let may_have = !figure.is_unknown && ["value", "change", "ratio"].contains(&name.text.as_str());
    let found = may_have.then(|| of_figure_with(&figure, name, arguments, scope));
    match found {
        Some(Err(fault)) if fault.missing.is_none() => Err(fault),
        Some(Ok(found)) => Ok(found),
        _ => Ok(Value::Missing(figure)),
    }
}

fn of_figure_with(
    figure: &Arc<Figure>,
    name: &Word,
    arguments: &[Value],
    scope: &Scope,
) -> Result<Value, Fault> {
    let method = name.text.as_str();
    let most = match method {
        "value" => 1,
        "change_of" => 3,
        _ => 2,
    };
    if arguments.len() > most {
        let message = format!("`{method}` is asked for too much at once");
        return Err(Fault::bad(message, "write one expression for each value"));
    }
    let of_part = || {
        let part = arguments.first().and_then(Value::text);
        part.ok_or_else(|| Fault::bad("a part is missing", "write it like visas.share(\"CN\")"))
    };
    let at = || arguments.get(1).map_or(Ok(figure.period), |at| period(at, scope));
    // Countries have codes, which an author may not know by heart.
    let meant = |fault: Fault| match arguments
        .first()
        .and_then(Value::text)
        .and_then(|part| scope.meant_part(part))
    {
        Some((code, name)) => Fault { hint: format!("did you mean \"{code}\" ({name})?"), ..fault },
        None => fault,
    };
    match method {
        "value" => match arguments {
            [one] => value(figure, period(one, scope)?),
            _ => Err(Fault::bad("a value needs one period", "write it like visas.value(\"2023-Q1\")")),
        },
        "share" => share(figure, of_part()?, at()?).map_err(meant),
        "part" => part(figure, of_part()?, at()?).map_err(meant),
        "change_of" => {
            let part = of_part()?;
            let (from, to) = periods(figure, arguments.get(1..).unwrap_or_default(), scope)?;
            let exact = figure.change_of(part, from, to).map_err(Fault::no_value).map_err(meant)?;
            let part = Some(part.to_owned());
            Ok(Value::Change(Box::new(ChangeValue { exact, digits: 1, figure: Arc::clone(figure), part })))
        }
        "ranking" => ranking(figure, arguments, true),
        "names" => ranking(figure, arguments, false),
        "sum" => {
            let list = arguments.first().and_then(Value::text).unwrap_or_default();
            let at = at()?;
            let what = if list == "shares" { What::Shares(at) } else { What::Parts(at) };
            Value::quantity(figure.sum_of(list, at), figure, what)
        }
        "ratio" => {
            let (from, to) = periods(figure, arguments, scope)?;
            let exact = figure.ratio(from, to).map_err(Fault::no_value)?;
            let value = QuantityValue::of(exact, figure, What::Ratio { from, to });
            Ok(Value::Quantity(Box::new(QuantityValue { digits: Some(1), ..value })))
        }
        "change" => {
            let (from, to) = periods(figure, arguments, scope)?;
            let exact = figure.change(from, to).map_err(Fault::no_value)?;
            let figure = Arc::clone(figure);
            Ok(Value::Change(Box::new(ChangeValue { exact, digits: 1, figure, part: None })))
        }
        _ => Err(with_brackets(&format!("the figure `{}`", figure.key), name, &ALL_OF_FIGURE, &OF_FIGURE)),
    }
}

/// A share as given, or computed and printed at one decimal unless the author asks for others.
fn share(figure: &Arc<Figure>, part: &str, at: Period) -> Result<Value, Fault> {
    let exact = figure.share_at(part, at).map_err(Fault::no_value)?;
    let digits = figure.lists(at).shares.is_empty().then_some(1);
    let value = QuantityValue::of(exact, figure, What::Share(PartOf { part: part.to_owned(), at }));
    Ok(Value::Quantity(Box::new(QuantityValue { digits, ..value })))
}

fn part(figure: &Arc<Figure>, part: &str, at: Period) -> Result<Value, Fault> {
    let of = PartOf { part: part.to_owned(), at };
    Value::quantity(figure.part_at(part, at), figure, What::Part(of))
}

fn ranking(figure: &Figure, arguments: &[Value], with_values: bool) -> Result<Value, Fault> {
    let count = match arguments.first() {
        Some(Value::Number(number)) => number.parse::<usize>().ok().filter(|count| *count > 0),
        _ => None,
    };
    let Some(count) = count else {
        return Err(Fault::bad("a ranking needs a number of parts", "write it like visas.ranking(7)"));
    };
    let of_shares = match arguments.get(1).map(Value::text) {
        None => figure.has_shares(figure.period),
        Some(Some("parts")) => false,
        Some(Some("shares")) => true,
        Some(other) => {
            let found = other.map_or_else(String::new, |other| format!(", found `{other}`"));
            let message = format!("a ranking is one of \"parts\" or of \"shares\"{found}");
            return Err(Fault::bad(message, "write it like visas.ranking(7, \"parts\")"));
        }
    };
    let of = if of_shares { Of::Shares } else { Of::Parts };
    if let Some(gap) = figure.gap_in(of, figure.period) {
        return Err(Fault::no_value(gap));
    }
    let ranking = figure.ranking(of_shares, figure.period);
    if ranking.len() < count {
        let message =
            format!("the figure `{}` has {} parts, {count} were asked for", figure.key, ranking.len());
        let fault = NoValue::new(message, "ask for fewer, or add the parts");
        return Err(Fault::no_value(figure.without_parts(fault)));
    }
    let entries = ranking.into_iter().take(count).collect();
    let figure = figure.key.clone();
    Ok(Value::Ranking(Box::new(Ranking { figure, entries, with_values, form: None })))
}

/// The two periods of a comparison; the later one is the figure's own unless it is told.
fn periods(figure: &Figure, arguments: &[Value], scope: &Scope) -> Result<(Period, Period), Fault> {
    match arguments {
        [from] => Ok((period(from, scope)?, figure.period)),
        [from, to] => Ok((period(from, scope)?, period(to, scope)?)),
        _ => Err(Fault::bad("a comparison needs a period", "write it like departures.change(\"2022-H1\")")),
    }
}

fn period(value: &Value, scope: &Scope) -> Result<Period, Fault> {
    match value {
        Value::Period(period) => Ok(*period),
        Value::Text(text) => parse_period(text, scope),
        // A year may stand without quotation marks.
        Value::Number(number) if !number.contains('.') => parse_period(number, scope),
        _ => Err(Fault::bad("a period is missing", "write it in quotes, as in \"2023-Q1\"")),
    }
}

/// A period as its text or its name says.
pub(super) fn parse_period(text: &str, scope: &Scope) -> Result<Period, Fault> {
    let named = scope.locale.named_periods();
    named.parse(text).map_err(|_| Fault::bad_period(text, named))
}
