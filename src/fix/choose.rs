//! Says which value of which figure a typed number is, when there is one answer.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::context::{Context, Parts};
use super::gives::{Gives, gives};
use super::label::Labels;
use crate::check::{Subject, telling_words};
use crate::data::period::Period;
use crate::report::compute::OTHER;
use crate::report::{Measure, Quantity, What};
use crate::text::amount::{Amount, SaidMeasure, SaidNumber, agrees, power, rounded};
use crate::text::is_close;

/// Whole numbers below this are rounded from anything: they have to be the value itself.
const SMALL: Decimal = Decimal::ONE_THOUSAND;
/// Digits that a rounded number has at least.
const FEWEST_DIGITS: usize = 2;
/// A number that words make less exact is at most this part of it away from the value.
const REACH: Decimal = Decimal::from_parts(1, 0, 0, false, 1);

/// What a typed number is.
pub(super) enum Choice<'c, 'a> {
    /// This value.
    One(&'c Gives<'a>),
    /// None; it may be mistyped from this one.
    Near(&'c Gives<'a>),
    /// None, or one of several.
    Open,
}

/// Chooses among everything that the figures of an edition give.
pub(super) struct Chooser<'a> {
    all: Vec<Gives<'a>>,
    labels: Labels<'a>,
}

impl<'a> Chooser<'a> {
    pub(super) fn new(subject: &Subject<'a>) -> Self {
        let figures = subject.report.figures.values();
        Self { all: figures.flat_map(|figure| gives(figure)).collect(), labels: Labels::new(subject) }
    }

    pub(super) fn choose<'c>(&'c self, subject: &Subject<'_>, context: &Context<'_, '_>) -> Choice<'c, 'a> {
        let is_change = context.is_change();
        let mut near = None;
        for text in context.texts() {
            let words = telling_words(&text, subject.locale);
            let fitting = self.fitting(context, &words, is_change);
            let equal: Vec<_> =
                fitting.iter().filter(|(gives, _)| is_shown(context, &gives.quantity)).collect();
            let most = equal.iter().map(|(_, count)| *count).max().unwrap_or_default();
            let mut best = equal.iter().filter(|(_, count)| *count == most).map(|(gives, _)| *gives);
            match (best.next(), best.next()) {
                (Some(one), None) => return Choice::One(one),
                (Some(_), Some(_)) => return Choice::Open,
                (None, _) => near = near.or_else(|| mistyped(context, &fitting)),
            }
        }
        near.map_or(Choice::Open, Choice::Near)
    }

    /// The values that what stands around a number can be said of, with how many words of their figure's label are
    /// among some words.
    fn fitting<'c>(
        &'c self,
        context: &Context<'_, '_>,
        words: &[String],
        is_change: bool,
    ) -> Vec<(&'c Gives<'a>, usize)> {
        let (mut counts, mut parts) = (BTreeMap::new(), BTreeMap::new());
        let fitting = self.all.iter().filter_map(|gives| {
            let key = gives.figure.key.as_str();
            let count = *counts.entry(key).or_insert_with(|| self.labels.count(gives.figure, words));
            if count == 0 || !is_of_unit(gives, context) {
                return None;
            }
            let parts = parts.entry(key).or_insert_with(|| context.parts(gives.figure));
            fits(context, gives, parts, is_change).then_some((gives, count))
        });
        fitting.collect()
    }
}

/// Whether a number with what is said of its unit can be one of a value.
fn is_of_unit(gives: &Gives<'_>, context: &Context<'_, '_>) -> bool {
    let unit = gives.quantity.unit();
    match &context.amount {
        Amount::Number(number) => {
            let is_said = match unit.measure {
                Measure::Percent => number.measure == Some(SaidMeasure::Percent),
                Measure::Points => number.measure == Some(SaidMeasure::Points),
                Measure::Money(_) => matches!(number.measure, Some(SaidMeasure::Money(_))),
                Measure::Count | Measure::Per(_) => number.measure.is_none(),
                Measure::Ratio => false,
            };
            // The head of a column may leave the unit to the title.
            (is_said || context.is_cell() && number.measure.is_none()) && !number.contradicts(unit)
        }
        Amount::Times(_) => unit.measure == Measure::Ratio,
        Amount::Fraction(_) => matches!(gives.what, What::Share(_)),
        Amount::MoreThan(_) | Amount::Direction | Amount::Nothing | Amount::Several => false,
    }
}

/// Whether names of parts, periods and words of change around a number are those of a value.
fn fits(context: &Context<'_, '_>, gives: &Gives<'_>, parts: &Parts, is_change: bool) -> bool {
    let own = gives.figure.period;
    let is_near = |at: Period| context.near_periods().any(|mention| mention.named.means(at, own));
    let is_own = !context.is_cell() || context.near_periods().next().is_none();
    let is_of = |at: Period| (at == own && is_own) || is_near(at);
    let is_named =
        |part: &str| [&parts.before, &parts.behind].into_iter().any(|name| name.as_deref() == Some(part));
    let is_part = |part: &str| if part == OTHER { parts.is_rest } else { is_named(part) };
    match &gives.what {
        What::Value(at) => parts.before.is_none() && is_of(*at) && !context.is_led_by(),
        What::Share(of) | What::Part(of) => is_part(&of.part) && is_of(of.at) && !context.is_led_by(),
        What::Change { from, to, part } => {
            let is_part = part.as_deref().map_or(parts.before.is_none(), is_part);
            is_change && is_part && compares(context, (*from, *to), own)
        }
        What::Ratio { from, to } => parts.before.is_none() && compares(context, (*from, *to), own),
        _ => false,
    }
}

/// Whether the words name the periods of a comparison.
fn compares(context: &Context<'_, '_>, (from, to): (Period, Period), own: Period) -> bool {
    let is_named = |at: Period, about: Period| context.bases().any(|mention| mention.named.means(at, about));
    is_named(from, to) && (to == own || is_named(to, own))
}

/// Whether a number shows a value: at its own digits, or as nearly as words say.
fn is_shown(context: &Context<'_, '_>, quantity: &Quantity) -> bool {
    let near = context.loose.nearness;
    let is_near = |said: Decimal, exact: Decimal| {
        let holds = near.map_or_else(|| is_close(said, exact), |near| near.holds(said, exact));
        holds && (exact - said).abs() <= said.abs() * REACH
    };
    match &context.amount {
        Amount::Number(number) => in_terms(number, quantity).into_iter().any(|exact| {
            let is_said = match near {
                // "About 85,000" is near 82,000, and yet no rounding of it: probably mistyped.
                Some(_) => {
                    is_near(number.value, exact.abs()) && is_within_last_digit(number.value, exact.abs())
                }
                None => agrees(number.value, exact),
            };
            is_said && is_rounded_well(number, exact)
        }),
        Amount::Times(times) => is_near(*times, quantity.value()),
        Amount::Fraction(part) => is_near(*part, quantity.value() / Decimal::ONE_HUNDRED),
        Amount::MoreThan(_) | Amount::Direction | Amount::Nothing | Amount::Several => false,
    }
}

/// Whether a number differs from a value by less than one in its last digit that is not zero.
fn is_within_last_digit(said: Decimal, exact: Decimal) -> bool {
    let last = said.normalize();
    let zeros = last.mantissa().to_string().bytes().rev().take_while(|digit| *digit == b'0').count();
    let unit = (0..zeros).fold(Decimal::new(1, last.scale()), |unit, _| unit * Decimal::TEN);
    (exact - said).abs() < unit
}

/// A value as a number with such a unit says it: in its scale, or else as it is and in ones.
fn in_terms(number: &SaidNumber, quantity: &Quantity) -> Vec<Decimal> {
    let (value, scale) = (quantity.value(), quantity.unit().scale);
    let in_ones = value * power(scale);
    match number.scale {
        Some(said) => vec![in_ones / power(said)],
        None if in_ones == value => vec![value],
        None => vec![value, in_ones],
    }
}

/// Whether a number is the value itself, or rounded from it to more than a guess.
fn is_rounded_well(number: &SaidNumber, exact: Decimal) -> bool {
    let said = number.value;
    let digits = said.mantissa().unsigned_abs().to_string().len();
    let is_small = said < SMALL && said.scale() == 0 && number.scale.is_none() && number.measure.is_none();
    said == exact.abs() || (!is_small && digits >= FEWEST_DIGITS)
}

/// The one value that a number with other digits is meant to be: they differ by one slip.
fn mistyped<'c, 'a>(context: &Context<'_, '_>, fitting: &[(&'c Gives<'a>, usize)]) -> Option<&'c Gives<'a>> {
    let Amount::Number(number) = &context.amount else { return None };
    let is_near = |gives: &Gives<'_>| {
        in_terms(number, &gives.quantity).into_iter().any(|exact| {
            let exact = rounded(exact, number.value.scale());
            is_slip(&number.value.to_string(), &exact.to_string())
        })
    };
    let mut near = fitting.iter().map(|(gives, _)| *gives).filter(|gives| is_near(gives));
    let first = near.next();
    first.filter(|_| near.next().is_none())
}

/// Whether two numbers differ by one digit, by two beside each other in the other order, or by one that is missing.
fn is_slip(typed: &str, meant: &str) -> bool {
    let (one, two) = (typed.as_bytes(), meant.as_bytes());
    let start = one.iter().zip(two).take_while(|(one, two)| one == two).count();
    let (one, two) = (&one[start..], &two[start..]);
    let end = one.iter().rev().zip(two.iter().rev()).take_while(|(one, two)| one == two).count();
    let (one, two) = (&one[..one.len() - end], &two[..two.len() - end]);
    let digits = |bytes: &[u8]| bytes.iter().all(u8::is_ascii_digit);
    match (one, two) {
        ([a, b], [c, d]) => digits(one) && (a, b) == (d, c),
        ([a], [b]) => a != b && digits(one) && digits(two),
        ([_], []) => digits(one),
        ([], [_]) => digits(two),
        // "53.0" for "50.3": across the decimal sign.
        ([a, b'.', b], [c, b'.', d]) => (a, b) == (d, c),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_slip;

    #[test]
    fn one_slip_makes_another_number() {
        for (typed, meant) in [
            ("1753", "1653"),
            ("53.0", "50.3"),
            ("50.33", "50.3"),
            ("163", "1653"),
            ("1635", "1653"),
            ("5.3", "3.5"),
        ] {
            assert!(is_slip(typed, meant), "{typed} for {meant}");
        }
        for (typed, meant) in
            [("1653", "1653"), ("1763", "1653"), ("36.3", "38.6"), ("3", "30.1"), ("1365", "1653")]
        {
            assert!(!is_slip(typed, meant), "{typed} for {meant}");
        }
    }
}
