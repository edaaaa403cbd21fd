//! The rule about changes that a source gives beside the values that they follow from.

use rust_decimal::Decimal;

use super::sums;
use crate::check::Subject;
use crate::check::place::{available, of_number};
use crate::data::period::Period;
use crate::diag::{Diagnostic, code};
use crate::report::{Figure, GivenChange, Quantity};

#[doc = include_str!("given-differs.md")]
pub(in crate::check) fn given_differs(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let check =
        |figure: &Figure| figure.given.iter().filter_map(|given| differs(figure, given)).collect::<Vec<_>>();
    available(subject).flat_map(check).collect()
}

/// A given change that no rounding of the values explains.
fn differs(figure: &Figure, given: &GivenChange) -> Option<Diagnostic> {
    let (before, after) = (values(figure, given, given.from)?, values(figure, given, figure.period)?);
    let (base, end) = (sum(&before), sum(&after));
    if base <= Decimal::ZERO || before.iter().chain(&after).any(|value| !value.is_exact()) {
        return None;
    }
    let hundred = Decimal::ONE_HUNDRED;
    let change = |base: Decimal, end: Decimal| (end - base) * hundred / base;
    let (of_base, of_end) = (sums::uncertainty(&before), sums::uncertainty(&after));
    let half = given.percent.half_digit();
    let high = change((base - of_base).max(Decimal::ONE.min(base)), end + of_end) + half;
    let low = change(base + of_base, end - of_end) - half;
    let stated = given.percent.value();
    if (low..=high).contains(&stated) {
        return None;
    }
    let gives = change(base, end).round_dp(given.percent.digits().max(1));
    let of = given.part.as_ref().map_or_else(String::new, |part| format!(" of `{part}`"));
    let message = format!(
        "figure `{}`: the source gives a change{of} of {stated} per cent since {}; {base} and {end} make it {gives}",
        figure.key, given.from
    );
    let fault = Diagnostic::new(code::GIVEN_DIFFERS, of_number(figure, &given.percent), message);
    let hint = "compare all three with the letter; one of them is wrong";
    Some(fault.hint(hint).found(format!("{stated} for {gives}")))
}

/// The values that a change starts from, or ends at.
fn values(figure: &Figure, given: &GivenChange, at: Period) -> Option<Vec<Quantity>> {
    let Some(part) = &given.part else {
        return Some(sums::given(figure, at)?.into_iter().cloned().collect());
    };
    let lists = figure.lists(at);
    let amount = lists.parts.get(part).or_else(|| lists.shares.get(part));
    Some(vec![amount?.clone()])
}

fn sum(values: &[Quantity]) -> Decimal {
    values.iter().map(Quantity::value).sum()
}
