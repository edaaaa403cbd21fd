//! Expressions of the text: `visas.total`, `departures.change("2022-H1") | round(1)`.
//!
//! A text is parsed once into a tree, and the tree is evaluated with nothing in reach but the edition's figures,
//! periods and names.

use std::ops::Range;
use std::sync::Arc;

use super::compute::{Figure, MissingValue, NoValue};
use super::scope::Scope;
use super::{Change, Inline};
use crate::data::period::{Frequency, NamedPeriods, PERIOD_FORMS, Period};
use crate::diag::{Code, code, nearest};

mod compute;
mod eval;
mod filter;
mod lex;
mod named;
mod print;
mod quantity;
mod quotes;

mod syntax;
#[cfg(test)]
mod tests;
mod tree;
mod value;

pub use eval::value_at;
pub use quantity::QuantityValue;
pub use syntax::{Unread, parse};
pub use tree::{Chain, Head, Operation, Operator, Step, Word};

/// What an expression gives.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// One value.
    Quantity(Box<QuantityValue>),
    /// A change between periods.
    Change(Box<Change>),
    /// Parts of a figure by size, with their values or without.
    Ranking {
        /// Name of the figure.
        figure: String,
        /// Words and numbers as they are printed.
        inlines: Vec<Inline>,
    },
    /// Words.
    Text(String),
    /// A figure is not available.
    NotAvailable(Arc<Figure>),
    /// It rests on a number that is to be filled in.
    ToFill {
        /// Name of the figure that the number is to be written to.
        figure: String,
    },
    /// The source has no value for the period; where there can be no gap, that is told.
    Gap(Box<NoValue>),
}

/// An expression that cannot be evaluated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Code of the finding.
    pub code: Code,
    /// What was found.
    pub message: String,
    /// What to do.
    pub hint: String,
    /// The part of the expression that is meant; `None` for all of it.
    pub place: Option<Range<usize>>,
    /// The value that is not there, when that is the cause.
    pub missing: Option<Box<MissingValue>>,
    /// Whether it is a number that is to be filled in.
    pub is_gap: bool,
}

impl Fault {
    /// The expression asks in a way that no figure could answer.
    fn bad(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::with(code::BAD_EXPRESSION, message, hint)
    }

    /// A period that is none.
    fn bad_period(text: &str, named: &NamedPeriods) -> Self {
        let names = named.names();
        let dash = |c: char| matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}');
        let plain = text.replace(dash, "-");
        if plain != text && plain.parse::<Period>().is_ok() {
            let message = format!("`{text}` is not a period");
            return Self::with(code::BAD_PERIOD, message, format!("write it with a hyphen: \"{plain}\""));
        }
        let hint = match nearest(text, names.iter().map(String::as_str)) {
            Some(near) => format!("did you mean \"{near}\"?"),
            None if names.is_empty() => format!("write in quotes {PERIOD_FORMS}"),
            None => {
                format!("write in quotes {PERIOD_FORMS}, or one that the series names: {}", names.join(", "))
            }
        };
        Self::with(code::BAD_PERIOD, format!("`{text}` is not a period"), hint)
    }

    /// A period has no other one that it was asked for.
    fn no_such_period(period: Period, asked: &str) -> Self {
        let why = match (asked, period.frequency()) {
            ("previous", Frequency::Months(_)) => "before a span of months stands none of its kind",
            ("previous", Frequency::Day) => "before a day stand many",
            ("previous", _) => "no other one of its kind begins before it",
            ("year_before", _) => "it is in no other year",
            ("half", _) => "it lies in no half of a year",
            _ => "it is not made of months",
        };
        let hint = format!("{why}: name the period that you mean, as in span(\"2022-H1\")");
        Self::with(code::BAD_EXPRESSION, format!("`{period}` has no `{asked}`"), hint)
    }

    /// A name that is no figure and nothing else that can be asked.
    fn unknown_figure(name: &Word, hint: String) -> Self {
        Self::with(code::UNKNOWN_FIGURE, format!("unknown figure `{}`", name.text), hint).at(name)
    }

    /// Something that a value cannot be asked for.
    fn unknown_name(whose: &str, asked: &str, hint: impl Into<String>) -> Self {
        Self::with(code::UNKNOWN_NAME, format!("{whose} cannot be asked for `{asked}`"), hint)
    }

    /// A country or part that no list knows.
    fn unknown_part(fault: NoValue) -> Self {
        Self::with(code::UNKNOWN_COUNTRY, fault.message, fault.hint)
    }

    /// The figures do not give what was asked for.
    pub(super) fn no_value(fault: NoValue) -> Self {
        let (missing, is_gap) = (fault.missing.map(Box::new), fault.is_gap);
        Self { missing, is_gap, ..Self::with(code::NO_VALUE, fault.message, fault.hint) }
    }

    fn with(code: Code, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { code, message: message.into(), hint: hint.into(), place: None, missing: None, is_gap: false }
    }

    /// The same, told of one word.
    fn at(self, word: &Word) -> Self {
        self.in_place(word.place.clone())
    }

    /// The same, told of one word unless it is told of another one already.
    fn or_at(self, word: &Word) -> Self {
        if self.place.is_some() { self } else { self.at(word) }
    }

    fn in_place(self, place: Range<usize>) -> Self {
        Self { place: Some(place), ..self }
    }
}

/// Parses and evaluates the text of an expression.
///
/// # Errors
/// Says what is wrong with it, and which part is meant.
pub fn evaluate(text: &str, scope: &Scope) -> Result<Outcome, Fault> {
    match parse(text) {
        Ok(chain) => match eval::outcome(&chain, scope) {
            // What rests on a number that is to be filled in is to be filled in with it.
            Err(Fault { is_gap: true, missing: Some(missing), .. }) => {
                Ok(Outcome::ToFill { figure: missing.figure })
            }
            Err(fault) => Err(quotes::missing(text, scope).unwrap_or(fault)),
            Ok(outcome) => Ok(outcome),
        },
        // A name that is not known is the nearer cause, whatever else is done with it.
        Err(Unread { fault, names }) => Err(quotes::missing(text, scope)
            .or_else(|| names.iter().find_map(|name| eval::unknown(name, scope)))
            .unwrap_or(*fault)),
    }
}
