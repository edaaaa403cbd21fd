//! The rule about numbers that the edition before has too: what was copied from it and not renewed.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::Subject;
use super::place::{available, of_list, of_number};
use crate::diag::{Diagnostic, Span};
use crate::report::{Figure, Quantity};
use crate::spec::schema::{EarlierSpec, ListsSpec};

/// A total below this may be the same by chance.
const SMALL: Decimal = Decimal::ONE_HUNDRED;
/// A list with fewer entries may be the same by chance.
const SHORT: usize = 2;

#[doc = include_str!("help/not-renewed.md")]
pub(super) fn not_renewed(subject: &Subject<'_>) -> Vec<Diagnostic> {
    // The latest comes first; an older one is what that one was held against.
    let Some(earlier) = subject.spec.earlier.first() else { return Vec::new() };
    available(subject)
        .flat_map(|figure| total(figure, earlier).into_iter().chain(lists(subject, figure, earlier)))
        .collect()
}

fn total(figure: &Figure, earlier: &EarlierSpec) -> Option<Diagnostic> {
    let before = earlier.figures.iter().find(|before| before.key.value == figure.key)?.period.as_ref()?.value;
    let (now, then) = (figure.total().ok()?, figure.value(before).ok()?);
    let is_same = now.value() == then.value() && now.value().abs() >= SMALL;
    (is_same && before != figure.period).then(|| {
        let (key, value, period) = (&figure.key, now.value(), figure.period);
        let message = format!("figure `{key}`: {value} for {period} is what {before} had");
        told(message, of_number(figure, &now)).found(value.to_string())
    })
}

fn lists(subject: &Subject<'_>, figure: &Figure, earlier: &EarlierSpec) -> Vec<Diagnostic> {
    let own = |lists: &&ListsSpec| lists.key == figure.key && lists.period != figure.period;
    let Some(before) = earlier.lists.iter().find(own) else { return Vec::new() };
    let both = [("shares", &figure.shares, &before.shares), ("parts", &figure.parts, &before.parts)];
    let kept = both.into_iter().filter(|(_, now, then)| now.len() >= SHORT && is_same(now, then));
    kept.map(|(what, now, _)| {
        let (key, period, before) = (&figure.key, figure.period, before.period);
        let message =
            format!("figure `{key}`: the {what} for {period} are those of {before}, number for number");
        told(message, of_list(subject, figure, now)).found(what)
    })
    .collect()
}

fn is_same(now: &[(String, Quantity)], then: &[(String, Decimal)]) -> bool {
    let now: BTreeMap<&str, Decimal> = now.iter().map(|(key, value)| (key.as_str(), value.value())).collect();
    let then: BTreeMap<&str, Decimal> = then.iter().map(|(key, value)| (key.as_str(), *value)).collect();
    now == then
}

fn told(message: String, place: Span) -> Diagnostic {
    let hint = "write the numbers of the new letter; if nothing has changed, allow it and say so";
    Diagnostic::warning("not-renewed", place, message).hint(hint)
}
