//! What the figures give for a claim, in the words of the language, and what can be written instead of it.

use rust_decimal::Decimal;

use crate::check::Subject;
use crate::language::ChangeForm;
use crate::report::{Asked, Claim, Expected, Quantity, Unit, What};

/// What the figures give, in the words of the language.
pub(super) fn gives(subject: &Subject<'_>, claim: &Claim) -> String {
    match &claim.expected {
        Expected::Quantity(quantity) => subject.locale.format(&shown(quantity)).text().to_owned(),
        Expected::Change(change) => match &change.amount {
            Some(amount) => format!("{} or {}", change.percent.text(), amount.text()),
            None => change.percent.text().to_owned(),
        },
    }
}

/// What can be written instead of a claim's words. Nobody says "0.5 times": instead of a small ratio, the
/// change is proposed.
pub(super) fn to_write(subject: &Subject<'_>, claim: &Claim) -> String {
    as_change(subject, claim).unwrap_or_else(|| gives(subject, claim))
}

fn as_change(subject: &Subject<'_>, claim: &Claim) -> Option<String> {
    let Expected::Quantity(quantity) = &claim.expected else { return None };
    if *quantity.unit() != Unit::RATIO || quantity.value() >= Decimal::TWO {
        return None;
    }
    let Asked { figure, what: What::Ratio { from, to } } = claim.asked.as_ref()? else { return None };
    let change = subject.report.figures.get(figure)?.change(*from, *to).ok()?;
    let percent = change.percent_at(1).ok()?;
    let words = subject.locale.change(change.direction, &percent, &change.unit, *from, ChangeForm::Short);
    Some(format!("“{words}” with a link to `{figure}.change(\"{from}\", \"{to}\")`"))
}

/// A quantity as it can be printed: a computed one has more digits than anybody wants.
pub(super) fn shown(quantity: &Quantity) -> Quantity {
    if quantity.digits() > 2 { quantity.rounded(2) } else { quantity.clone() }
}
