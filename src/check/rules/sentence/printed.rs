//! The rule about one value that is printed in two ways.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::claim::is_of_other_unit;
use crate::check::Subject;
use crate::check::exact::exact;
use crate::diag::{Diagnostic, Span, code};
use crate::report::{Asked, Claim, Expected, Unit, plain_text};
use crate::text::amount::agrees;
use crate::text::{Said, Shown, numbers};

/// A value as it is printed in one place.
struct Printed {
    value: Decimal,
    text: String,
    span: Span,
    is_typed: bool,
    /// Whether it is what the figures give.
    is_right: bool,
}

impl Printed {
    /// Whether two printed numbers can be roundings of one value.
    fn agrees(&self, other: &Self) -> bool {
        let half = |value: Decimal| Decimal::new(5, value.scale() + 1);
        let (one, two) = (self.value.abs(), other.value.abs());
        one == two || (one - two).abs() < half(one) + half(two)
    }
}

#[doc = include_str!("printed-differently.md")]
pub(in crate::check) fn printed_differently(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut printed: BTreeMap<(&Asked, Unit), Vec<Printed>> = BTreeMap::new();
    for (_, _, said) in subject.text.numbers() {
        let Some((unit, value)) = shown(subject, said) else { continue };
        let is_right =
            exact(subject, said.asked, &unit).is_none_or(|exact| agrees(value.abs(), exact.value()));
        let is_typed = matches!(said.shown, Shown::Claimed(_));
        let text = text(said.shown);
        let all = printed.entry((said.asked, unit)).or_default();
        all.push(Printed { value, text, span: said.span, is_typed, is_right });
    }
    let mut findings = Vec::new();
    for ((asked, _), places) in &printed {
        let mut known: Vec<&Printed> = Vec::new();
        for place in places {
            // The same slip in three places is reported once.
            if known.iter().any(|known| known.agrees(place)) {
                continue;
            }
            known.push(place);
            let [first, .., last] = known[..] else { continue };
            // The finding stands at what the author can fix: a typed number, and of two typed numbers the
            // wrong one.
            let is_last = last.is_typed && !(last.is_right && first.is_typed && !first.is_right);
            let (here, there) = if is_last { (last, first) } else { (first, last) };
            let (line, _) = subject.spec.sources.line_column(there.span);
            let message = format!(
                "figure `{}`: one value is printed as “{}” here and as “{}” in line {line}",
                asked.figure, here.text, there.text
            );
            let hint = "make both the same; `{{ … }}` prints what the figures give";
            let fault = Diagnostic::new(code::PRINTED_DIFFERENTLY, here.span, message).hint(hint);
            findings.push(fault.found(&here.text));
        }
    }
    findings
}

fn text(shown: Shown<'_>) -> String {
    match shown {
        Shown::Computed(number) => number.text().to_owned(),
        Shown::Claimed(claim) => plain_text(&claim.words),
    }
}

/// The number that is shown, with its unit; none when words show several, or one in words.
fn shown(subject: &Subject<'_>, said: &Said<'_>) -> Option<(Unit, Decimal)> {
    match said.shown {
        Shown::Computed(number) => Some((number.quantity().unit().clone(), number.quantity().value())),
        // "More than 40" and 43.3 are no two values.
        Shown::Claimed(_) if said.nearness.is_some() => None,
        // "1.76 million" beside 1,764,300 is a rounding.
        Shown::Claimed(claim) if is_scaled(subject, claim) => None,
        // A wrong unit has a rule of its own.
        Shown::Claimed(claim) if is_of_other_unit(claim, said) => None,
        Shown::Claimed(claim) => match numbers(&plain_text(&claim.words), subject.locale)[..] {
            // "249 per cent" of the earlier value is 2.49 times as much.
            [(_, value)] if is_ratio_in_percent(claim, subject) => {
                Some((Unit::RATIO, value / Decimal::ONE_HUNDRED))
            }
            [(_, value)] => Some((unit_of(claim, subject), value)),
            _ => None,
        },
    }
}

fn is_ratio_in_percent(claim: &Claim, subject: &Subject<'_>) -> bool {
    let words = plain_text(&claim.words).replace('\u{a0}', " ").to_lowercase();
    matches!(&claim.expected, Expected::Quantity(quantity) if *quantity.unit() == Unit::RATIO)
        && subject.locale.reading().percent.are_in(&words)
}

/// Whether the words of a claim have a word such as "million" that the unit of its value does not have: "USD 1.5 billion" of
/// 1,523.7 million is a rounding.
fn is_scaled(subject: &Subject<'_>, claim: &Claim) -> bool {
    let words = plain_text(&claim.words).to_lowercase();
    let scales = &subject.locale.known().scales;
    let own = unit_of(claim, subject).scale;
    let mut said = scales.iter().filter(|(_, name)| name.is_in(&words)).map(|(scale, _)| *scale);
    said.next().is_some_and(|said| said != own)
}

fn unit_of(claim: &Claim, subject: &Subject<'_>) -> Unit {
    let words = plain_text(&claim.words).replace('\u{a0}', " ");
    match &claim.expected {
        Expected::Quantity(quantity) => quantity.unit().clone(),
        // However it is spelt: "per cent", "percent", "%".
        Expected::Change(_) if subject.locale.reading().percent.are_in(&words.to_lowercase()) => {
            Unit::PERCENT
        }
        Expected::Change(change) => {
            change.amount.as_ref().map_or(Unit::PERCENT, |amount| amount.quantity().unit().clone())
        }
    }
}
