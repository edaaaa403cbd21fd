//! What can be said of a value that its source gives as a limit or a range: no more than follows from it.

use rust_decimal::Decimal;

use crate::check::Subject;
use crate::data::certainty::{Bound, Ends};
use crate::diag::{Diagnostic, code};
use crate::report::{Claim, Expected, Measure, Number, Quantity, plain_text};
use crate::text::amount::Amount;
use crate::text::{Line, Nearness, Said, numbers};

/// "Just over" and "almost" mean at most this part of a number, as elsewhere.
const NEAR: Decimal = Decimal::from_parts(1, 0, 0, false, 1);
/// "About" means at most this part of it.
const CLOSE: Decimal = Decimal::from_parts(5, 0, 0, false, 2);

/// The limit or range that a claim is compared with.
pub(super) fn of(claim: &Claim) -> Option<&Quantity> {
    match &claim.expected {
        Expected::Quantity(quantity) if !quantity.is_exact() => Some(quantity),
        Expected::Quantity(_) | Expected::Change(_) => None,
    }
}

/// Whether the words of a claim follow from a limit or range.
pub(super) fn holds(
    subject: &Subject<'_>,
    line: &Line<'_>,
    (said, amount): (&Said<'_>, &Amount),
    limit: &Quantity,
) -> bool {
    // "Up to 1,500": elsewhere, these words lead to what a number became.
    let up_to = &subject.locale.reading().sizes.up_to;
    let is_up_to = up_to.iter().any(|word| {
        word.ends(line.lower[..said.range.start].trim_end()).is_some()
            || word.leads(&line.lower[said.range.clone()]).is_some()
    });
    let near = said.nearness.as_ref().map(|(near, _)| *near);
    let near = near.or(is_up_to.then_some(Nearness::AtMost));
    let is_percent = limit.unit().measure == Measure::Percent;
    let (value, near) = match amount {
        Amount::Number(number) if !number.contradicts(limit.unit()) => (number.in_unit(limit.unit()), near),
        Amount::Fraction(part) if is_percent => (*part * Decimal::ONE_HUNDRED, near),
        Amount::MoreThan(part) if is_percent => (*part * Decimal::ONE_HUNDRED, Some(Nearness::Above)),
        Amount::Several => return is_range(subject, said, limit),
        Amount::Number(_)
        | Amount::Times(_)
        | Amount::Fraction(_)
        | Amount::MoreThan(_)
        | Amount::Direction
        | Amount::Nothing => return false,
    };
    let part = |of: Decimal| Some(value.abs() * of);
    let ends = |below: Option<Decimal>, above: Option<Decimal>| Ends {
        low: below.map(|below| value - below),
        high: above.map(|above| value + above),
    };
    let zero = Some(Decimal::ZERO);
    let claimed = match near {
        None => ends(zero, zero),
        Some(Nearness::JustOver) => ends(zero, part(NEAR)),
        Some(Nearness::Nearly) => ends(part(NEAR), zero),
        Some(Nearness::Above | Nearness::AtLeast) => ends(zero, None),
        Some(Nearness::Below | Nearness::AtMost) => ends(None, zero),
        Some(Nearness::About) => ends(part(CLOSE), part(CLOSE)),
    };
    // "More than" is not "at least".
    let touches = match near {
        Some(Nearness::Above) => limit.bound() != Bound::MoreThan && limit.ends().low == Some(value),
        Some(Nearness::Below) => limit.bound() != Bound::LessThan && limit.ends().high == Some(value),
        _ => false,
    };
    limit.ends().lie_within(claimed) && !touches
}

/// Whether the two numbers of a claim are the ends of a range.
fn is_range(subject: &Subject<'_>, said: &Said<'_>, limit: &Quantity) -> bool {
    let crate::text::Shown::Claimed(claim) = said.shown else { return false };
    let Bound::UpTo(high) = limit.bound() else { return false };
    let said = numbers(&plain_text(&claim.words), subject.locale);
    matches!(said[..], [(_, first), (_, second)] if first == limit.value() && second == high)
}

/// A word such as "more than" before a number that says it itself.
pub(super) fn said_twice(said: &Said<'_>, number: &Number, phrase: &str) -> Diagnostic {
    let found = format!("{phrase} {}", number.text());
    let message =
        format!("“{phrase}” stands beside “{}”, which says itself how far it reaches", number.text());
    let hint = format!("leave out “{phrase}”");
    Diagnostic::new(code::CLAIM_NEARNESS, said.span, message).hint(hint).found(found)
}
