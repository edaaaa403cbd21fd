//! Tells when the change beside a tile or in a chart is of another figure, or of other periods, than what it stands beside.

use super::Change;
use super::context::Builder;
use crate::data::period::Period;
use crate::diag::{Diagnostic, code};
use crate::spec::Text;

/// What a change stands beside.
pub(super) struct Beside<'a> {
    /// "tile", "chart `visas`".
    pub(super) what: &'a str,
    /// The name of the figure that is shown.
    pub(super) figure: &'a str,
    /// The period that it is compared with, where one is shown.
    pub(super) from: Option<Period>,
    /// The period that is shown.
    pub(super) to: Period,
    /// The part of the figure that is shown; none for the whole, or where several are.
    pub(super) part: Option<&'a str>,
}

/// Tells of a change that is not of what it stands beside.
pub(super) fn check(builder: &Builder<'_>, text: &Text, change: &Change, beside: &Beside<'_>) {
    let Beside { what, figure, from, to, .. } = beside;
    let is_own = change.figure == *figure && change.to == *to && from.is_none_or(|from| from == change.from);
    if is_own {
        return check_part(builder, text, change, beside);
    }
    let shown = match from {
        Some(from) => format!("`{figure}` of {from} and {to}"),
        None => format!("`{figure}` of {to}"),
    };
    let message = format!(
        "the {what} shows {shown}, and its change is that of `{}` from {} to {}",
        change.figure, change.from, change.to
    );
    let base = from.unwrap_or(change.from);
    let hint = format!("write {figure}.change(\"{base}\", \"{to}\")");
    let fault = Diagnostic::new(code::OTHER_CHANGE, text.span, message).hint(hint);
    builder.fault(fault.found(text.value.trim()));
}

/// Tells of the change of another part of the figure. The change of the whole may stand beside a part.
fn check_part(builder: &Builder<'_>, text: &Text, change: &Change, beside: &Beside<'_>) {
    let Beside { what, figure, part, .. } = beside;
    let (Some(part), Some(other)) = (part, &change.part) else { return };
    if part == other {
        return;
    }
    let message = format!("the {what} shows `{part}` of `{figure}`, and its change is that of `{other}`");
    let hint = format!("write {figure}.change_of(\"{part}\", \"{}\")", change.from);
    let fault = Diagnostic::new(code::OTHER_CHANGE, text.span, message).hint(hint);
    builder.fault(fault.found(text.value.trim()));
}
