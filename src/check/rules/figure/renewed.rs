//! The rule about numbers that the edition before has too: what was copied from it and not renewed.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::check::Subject;
use crate::check::place::{available, of_list, of_number};
use crate::diag::{Diagnostic, Span, code};
use crate::report::{Figure, Quantity};
use crate::spec::schema::{FigureSpec, ListsSpec};

/// A total below this may be the same by chance.
const SMALL: Decimal = Decimal::ONE_HUNDRED;
/// A list with fewer entries may be the same by chance.
const SHORT: usize = 2;

#[doc = include_str!("not-renewed.md")]
pub(in crate::check) fn not_renewed(subject: &Subject<'_>) -> Vec<Diagnostic> {
    // The latest edition comes first; it was itself compared with the one before it.
    let Some(earlier) = subject.spec.earlier.first() else { return Vec::new() };
    let before = by_name(&earlier.figures, |before| &before.key.value);
    let listed = by_name(&earlier.lists, |lists| &lists.key);
    let check = |figure: &Figure| {
        let name = figure.key.as_str();
        let before = before.get(name).and_then(|all| total(figure, all.first()?));
        let listed = listed.get(name).map_or(Vec::new(), |listed| lists(subject, figure, listed));
        before.into_iter().chain(listed).collect::<Vec<_>>()
    };
    available(subject).flat_map(check).collect()
}

fn by_name<T>(all: &[T], name: impl Fn(&T) -> &String) -> BTreeMap<&str, Vec<&T>> {
    let mut found: BTreeMap<&str, Vec<&T>> = BTreeMap::new();
    for one in all {
        found.entry(name(one)).or_default().push(one);
    }
    found
}

fn total(figure: &Figure, earlier: &FigureSpec) -> Option<Diagnostic> {
    let before = earlier.period.as_ref()?.value;
    let (now, then) = (figure.total().ok()?, figure.value(before).ok()?);
    // A limit such as ">13000" holds for a long time.
    let is_number = now.is_exact() && then.is_exact();
    let is_same = is_number && now.value() == then.value() && now.value().abs() >= SMALL;
    (is_same && before != figure.period).then(|| {
        let (key, value, period) = (&figure.key, now.value(), figure.period);
        let message = format!("figure `{key}`: {value} for {period} is what {before} had");
        told(message, of_number(figure, &now)).found(value.to_string())
    })
}

fn lists(subject: &Subject<'_>, figure: &Figure, earlier: &[&ListsSpec]) -> Vec<Diagnostic> {
    let Some(before) = earlier.iter().find(|lists| lists.period != figure.period) else { return Vec::new() };
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
    Diagnostic::new(code::NOT_RENEWED, place, message).hint(hint)
}
