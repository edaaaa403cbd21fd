//! The rule about values that are given beside the expression that they follow from.

use crate::check::Subject;
use crate::check::place::{available, of_number};
use crate::diag::{Diagnostic, code};
use crate::report::{Figure, Origin};

#[doc = include_str!("derived-differs.md")]
pub(in crate::check) fn derived_differs(subject: &Subject<'_>) -> Vec<Diagnostic> {
    available(subject).flat_map(check).collect()
}

fn check(figure: &Figure) -> Vec<Diagnostic> {
    let Some(derived) = &figure.derived else { return Vec::new() };
    let both =
        figure.values.iter().filter_map(|(period, value)| Some((period, value, derived.values.get(period)?)));
    let given = both.filter(|(_, value, _)| matches!(value.origin(), Origin::Given(_)));
    let wrong = given.filter(|(_, value, computed)| {
        if !(value.is_exact() && computed.is_exact()) {
            return value.compare(computed).is_some();
        }
        // Each number was rounded by itself, and a derived one has no more digits than those it rests on.
        let slack = value.half_digit() + if computed.digits() > 0 { computed.half_digit() } else { 0.into() };
        let slack = if value.digits() == 0 && computed.digits() == 0 { 0.into() } else { slack };
        (value.value() - computed.value()).abs() > slack
    });
    let tell = |(period, value, computed): (
        &crate::data::period::Period,
        &crate::report::Quantity,
        &crate::report::Quantity,
    )| {
        let shown = computed.rounded(computed.digits().min(value.digits() + 2));
        let message = format!(
            "figure `{}`: {period} is given as {}, and {} makes it {}",
            figure.key,
            value.written(),
            derived.formula,
            shown.written()
        );
        let hint = "compare both with the letters, or leave the value out: it is computed";
        let found = format!("{} for {}", value.written(), shown.written());
        Diagnostic::new(code::DERIVED_DIFFERS, of_number(figure, value), message).hint(hint).found(found)
    };
    wrong.map(tell).collect()
}
