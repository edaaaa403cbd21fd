//! Compares the words of a unit around a number that is printed bare with the number's own unit.

use crate::check::Subject;
use crate::diag::{Diagnostic, code};
use crate::report::Number;
use crate::text::{Line, Said};

/// The finding about a computed number whose unit was typed, when that is not the number's own unit.
pub(super) fn typed(
    subject: &Subject<'_>,
    line: &Line<'_>,
    said: &Said<'_>,
    number: &Number,
) -> Option<Diagnostic> {
    let (typed, quantity) = (said.unit.as_ref()?, number.quantity());
    let unit = quantity.unit();
    if typed.fits(unit) {
        return None;
    }
    let (before, behind) = typed.around;
    let words = &line.text[said.range.start - before..said.range.end + behind];
    let right = subject.locale.format(quantity);
    let message = format!("the words “{words}” have another unit than {}", right.text());
    let hint = format!("write {}; without `| bare`, the number comes with its unit", right.text());
    Some(Diagnostic::new(code::CLAIM_UNIT, said.span, message).hint(hint).found(words))
}
