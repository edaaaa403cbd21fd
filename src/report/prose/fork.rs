//! Decides which of two sentences is printed: that for the usual case, or that for a figure which is not available.

use std::ops::Range;

use crate::diag::{Diagnostic, code};
use crate::report::context::Builder;
use crate::report::expr::{self, Outcome};
use crate::report::formula;
use crate::report::marks::{Mark, Marked};
use crate::spec::Text;

/// Whether what is asked can be printed. A number that is to be filled in will be there.
pub(super) fn holds(builder: &Builder<'_>, text: &Text, expression: &str, place: Range<usize>) -> bool {
    if !builder.has_room() {
        return true;
    }
    let outcome = expr::evaluate(expression, builder.reach());
    if let Ok(outcome) = &outcome {
        builder.take_room(outcome, text.at(place.start, place.end));
    }
    match outcome {
        Ok(Outcome::NotAvailable(figure)) => figure.is_unknown,
        Ok(Outcome::Gap(_)) => false,
        Ok(Outcome::Text(_)) => {
            let span = text.at(place.start, place.end);
            let message = format!("`{expression}` is no value that may be missing");
            let fault = Diagnostic::new(code::BAD_EXPRESSION, span, message);
            builder.fault(fault.hint("ask for a figure or a value of one: {{ if visas }}"));
            true
        }
        Ok(_) => true,
        Err(fault) if fault.missing.is_some() => false,
        Err(_) => {
            // Told as any other expression is.
            formula::evaluate(builder, text, expression, place);
            true
        }
    }
}

/// Tells what would be wrong in what is left out, as soon as it were printed.
pub(super) fn check_left_out(builder: &Builder<'_>, text: &Text, left_out: &Range<usize>) {
    let marked = Marked::of_all_cases(&text.value[left_out.clone()]);
    for (mark, place) in marked.marks {
        let place = left_out.start + place.start..left_out.start + place.end;
        match mark {
            Mark::Computed(formula) | Mark::Claimed(formula) if builder.has_room() => {
                let is_wrong = match expr::evaluate(&formula, builder.reach()) {
                    Ok(outcome) => {
                        builder.take_room(&outcome, text.at(place.start, place.end));
                        false
                    }
                    Err(fault) => fault.missing.is_none(),
                };
                if is_wrong {
                    formula::evaluate(builder, text, &formula, place);
                }
            }
            Mark::Note(name) => {
                if builder.note_text(&name).is_none() {
                    builder.note(&name, text.at(place.start, place.end), None);
                }
            }
            Mark::Computed(_) | Mark::Claimed(_) | Mark::Fork => {}
        }
    }
}
