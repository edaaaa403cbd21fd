//! Evaluates the expressions of an author's text, and tells their faults where they stand.

use std::ops::Range;

use super::build::Builder;
use super::expr::{ExprFault, Outcome};
use crate::diag::Diagnostic;
use crate::spec::Text;

/// Evaluates an expression that stands alone, as in a tile.
pub(super) fn expression(builder: &Builder<'_>, text: &Text) -> Option<Outcome> {
    evaluate(builder, text, &text.value, 0..text.value.len())
}

/// Evaluates the expression at a place of a text.
pub(super) fn evaluate(
    builder: &Builder<'_>,
    text: &Text,
    expression: &str,
    place: Range<usize>,
) -> Option<Outcome> {
    match builder.scope.eval(expression) {
        Ok(outcome) => Some(outcome),
        Err(ExprFault { code, message, hint, name }) => {
            let inside = name.and_then(|name| {
                let at = place.start + text.value[place.clone()].find(&name)?;
                Some(at..at + name.len())
            });
            let place = inside.unwrap_or(place);
            let mut fault = Diagnostic::error(code, text.at(place.start, place.end), message);
            fault.hints.extend(hint);
            builder.fault(fault);
            None
        }
    }
}
