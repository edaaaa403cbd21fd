//! Evaluates the expressions of an author's text, and tells their faults where they stand.

use std::ops::Range;

use super::context::Builder;
use super::expr::{self, Fault, Outcome};
use crate::diag::{Diagnostic, code};
use crate::spec::Text;

/// Evaluates an expression that stands alone, as in a tile.
pub(super) fn expression(builder: &Builder<'_>, text: &Text) -> Option<Outcome> {
    evaluate(builder, text, &text.value, 0..text.value.len())
}

/// Evaluates the expression at a place of a text; none when what it asks for is not known. Why is told, here or where
/// the cause was found.
pub(super) fn evaluate(
    builder: &Builder<'_>,
    text: &Text,
    expression: &str,
    place: Range<usize>,
) -> Option<Outcome> {
    if !builder.has_room() {
        return None;
    }
    let other = builder.spoken_of.get().map(|period| builder.reach().in_period(period));
    let outcome = expr::evaluate(expression, other.as_ref().unwrap_or(builder.reach()));
    if let Ok(outcome) = &outcome {
        builder.take_room(outcome, text.at(place.start, place.end));
    }
    match outcome {
        // Why its values could not be read was told.
        Ok(Outcome::NotAvailable(figure)) if figure.is_unknown => None,
        Ok(Outcome::ToFill { figure }) => {
            let place = text.at(place.start, place.end);
            builder.waits(&figure, place);
            other_gaps(builder, expression, &figure).for_each(|other| builder.waits(&other, place));
            Some(Outcome::ToFill { figure })
        }
        // Only the cell of a table may say that the source has no value.
        Ok(Outcome::Gap(fault)) if !builder.in_cell.get() => {
            let span = text.at(place.start, place.end);
            let hint = format!(
                "its source has none, as `missing` says: write the sentence for this case beside it, {{{{ if {} }}}}\u{2026}{{{{ else }}}}\u{2026}{{{{ end }}}}",
                expression.trim()
            );
            builder.fault_of(Diagnostic::new(code::NO_VALUE, span, fault.message).hint(hint), fault.missing);
            None
        }
        Ok(outcome) => Some(outcome),
        Err(Fault { code, message, hint, place: inside, missing, is_gap: _ }) => {
            let named = inside.clone().and_then(|part| expression.get(part)).unwrap_or(expression);
            let is_name = [code::UNKNOWN_FIGURE, code::UNKNOWN_COUNTRY].contains(&code);
            let mut words = named.split(['"', '\'']);
            if is_name && words.any(|word| builder.unread.may_define(word.trim())) {
                return None;
            }
            let place = inside.map_or(place.clone(), |part| place.start + part.start..place.start + part.end);
            let span = text.at(place.start, place.end);
            builder
                .fault_of(Diagnostic::new(code, span, message).hint(hint), missing.map(|missing| *missing));
            None
        }
    }
}

/// The other figures whose own value an expression needs and that is to be filled in too.
fn other_gaps(builder: &Builder<'_>, expression: &str, told: &str) -> impl Iterator<Item = String> {
    let chain = expr::parse(expression).ok();
    let names = chain.iter().flat_map(expr::Chain::alone).map(|name| name.text.clone());
    let figures = names.filter_map(|name| builder.scope.figures.get(&name));
    let open = figures.filter(|figure| figure.key != told && figure.waits_for(figure.period));
    let mut keys: Vec<String> = open.map(|figure| figure.key.clone()).collect();
    keys.sort_unstable();
    keys.dedup();
    keys.into_iter()
}
