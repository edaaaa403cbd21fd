//! Values of figures that words of direction are held to.

use std::cmp::Ordering;

use crate::check::Subject;
use crate::data::period::Period;
use crate::diag::{Diagnostic, code};
use crate::report::{Direction, Figure, Quantity, What};
use crate::text::{DirectionWord, Line, Said};

/// Decimals of a value that is told as it is.
const MOST_DIGITS: u32 = 2;

/// A value of a figure in a sentence.
pub(super) struct Value<'a> {
    pub(super) figure: &'a Figure,
    pub(super) period: Period,
    pub(super) quantity: Quantity,
}

impl<'a> Value<'a> {
    /// A share that was computed is told as it is printed.
    pub(super) fn told(figure: &'a Figure, period: Period, quantity: Quantity) -> Self {
        let quantity = if quantity.digits() > MOST_DIGITS { quantity.rounded(1) } else { quantity };
        Self { figure, period, quantity }
    }
}

pub(super) fn value<'a>(subject: &Subject<'a>, said: &Said<'_>) -> Option<Value<'a>> {
    let figure = subject.report.figures.get(&said.asked.figure)?;
    let (period, quantity) = match &said.asked.what {
        What::Value(period) => (*period, figure.value(*period)),
        What::Part(of) => (of.at, figure.part_at(&of.part, of.at)),
        What::Share(of) => (of.at, figure.share_at(&of.part, of.at)),
        _ => return None,
    };
    Some(Value::told(figure, period, quantity.ok()?))
}

/// Two values in words.
pub(super) fn both(subject: &Subject<'_>, one: &Value<'_>, two: &Value<'_>) -> String {
    let locale = subject.locale;
    let words = |value: &Value<'_>| {
        format!("{} {}", locale.format(&value.quantity).text(), locale.period_when(value.period))
    };
    format!("`{}` is {} and {}", one.figure.key, words(one), words(two))
}

pub(super) fn direction(from: &Quantity, to: &Quantity) -> Option<Direction> {
    to.compare(from).map(|order| match order {
        Ordering::Less => Direction::Down,
        Ordering::Equal => Direction::Same,
        Ordering::Greater => Direction::Up,
    })
}

/// What is wrong with a word when the figures say another way.
pub(super) fn finding(
    subject: &Subject<'_>,
    line: &Line<'_>,
    word: &DirectionWord,
    (went, figures_say): (Direction, &str),
) -> Option<Diagnostic> {
    if !word.is_wrong(went) {
        return None;
    }
    let found = &line.text[word.range.clone()];
    let message = format!("the word “{found}” says another way than the figures: {figures_say}");
    let hint = if went == Direction::Same && !word.is_denied {
        let unchanged = subject.locale.reading().unchanged.first_words();
        format!("write “{}”", if unchanged.is_empty() { "unchanged" } else { unchanged })
    } else {
        let quoted: Vec<String> = word.opposites.iter().map(|word| format!("“{word}”")).collect();
        format!("write {}", quoted.join(" or "))
    };
    let place = line.span(&word.range);
    Some(Diagnostic::new(code::CLAIM_DIRECTION, place, message).hint(hint).found(found))
}
