//! Proposes the figure's number for a claim that has another one.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::Proposal;
use super::place::place;
use crate::check::{Subject, other_decimal_sign};
use crate::diag::{Diagnostic, Span};
use crate::patch::Edit;
use crate::report::{Claim, Expected, Measure, Number, Origin, Quantity, Unit};
use crate::text::amount::{Amount, SaidMeasure, SaidNumber, power, rounded};
use crate::text::{Line, Said, Shown, numbers};

/// The number of the figure for each claim with other digits.
pub(super) fn corrections(subject: &Subject<'_>, findings: &BTreeMap<Span, &Diagnostic>) -> Vec<Proposal> {
    let all = subject.text.numbers().filter_map(|(passage, _, said)| {
        let Shown::Claimed(claim) = said.shown else { return None };
        let finding = findings.get(&claim.span)?;
        correction(subject, &passage.line, (said, claim), finding)
    });
    all.collect()
}

fn correction(
    subject: &Subject<'_>,
    line: &Line<'_>,
    (said, claim): (&Said<'_>, &Claim),
    finding: &Diagnostic,
) -> Option<Proposal> {
    let words = &line.text[said.range.clone()];
    if said.amount == Some(Amount::Several) {
        return other_sign(subject, line, (said, claim), finding);
    }
    let Some(Amount::Number(number)) = &said.amount else { return None };
    let [(digits, typed)] = &numbers(words, subject.locale)[..] else { return None };
    if *typed != number.value {
        return None;
    }
    let value = in_terms(number, expected(claim, number)?);
    // At the digits that were typed: the author chose how exact the number is.
    let value =
        Quantity::new(value, Unit::default(), Origin::Given(claim.span)).rounded(number.value.scale());
    let text = subject.locale.format_bare(&value).text().to_owned();
    let range = said.range.start + digits.start..said.range.start + digits.end;
    let span = place(subject, line, &range)?;
    let reason = format!("{}: `{}` is {text}", &words[digits.clone()], claim.formula);
    let edits = vec![Edit::new(span.range(), text, reason)];
    Some(Proposal { finding: finding.clone(), source: span.source, edits, is_safe: false })
}

/// The decimal sign of the language for a claim that has another one: "16,9" for "16.9".
fn other_sign(
    subject: &Subject<'_>,
    line: &Line<'_>,
    (said, claim): (&Said<'_>, &Claim),
    finding: &Diagnostic,
) -> Option<Proposal> {
    let place_in_words = other_decimal_sign(subject, claim, &line.text[said.range.clone()])?;
    let range = said.range.start + place_in_words.start..said.range.start + place_in_words.end;
    let span = place(subject, line, &range)?;
    let sign = subject.locale.known().decimal.clone();
    let reason = format!("decimals are parted with “{sign}”");
    let edits = vec![Edit::new(span.range(), sign, reason)];
    Some(Proposal { finding: finding.clone(), source: span.source, edits, is_safe: false })
}

/// The value that a claim is of, in the terms of its number.
fn expected<'a>(claim: &'a Claim, number: &SaidNumber) -> Option<&'a Quantity> {
    let quantity = match &claim.expected {
        Expected::Quantity(quantity) => quantity,
        Expected::Change(change) if number.measure == Some(SaidMeasure::Percent) => &change.exact_percent,
        Expected::Change(change) => change.amount.as_ref().map(Number::quantity)?,
    };
    let is_percent = number.measure == Some(SaidMeasure::Percent);
    let is_fit =
        is_percent == (quantity.unit().measure == Measure::Percent) && !number.contradicts(quantity.unit());
    (is_fit && quantity.is_exact()).then_some(quantity)
}

fn in_terms(number: &SaidNumber, quantity: &Quantity) -> Decimal {
    let value = match number.scale {
        Some(scale) => quantity.value() * power(quantity.unit().scale) / power(scale),
        None => quantity.value(),
    };
    rounded(value, value.scale())
}
