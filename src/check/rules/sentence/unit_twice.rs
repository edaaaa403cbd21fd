//! A unit that the author typed around a number that brings its own: "USD USD 12.3 million", "12.3 per cent per cent".

use std::ops::Range;

use crate::check::Subject;
use crate::diag::{Diagnostic, code};
use crate::language::{Pattern, Patterns};
use crate::report::{Expected, Measure, Quantity, Scale, Unit, What};
use crate::text::{Line, Said, Shown};

/// What is typed right before a number or behind it, and is said by the number already or is another currency.
pub(super) fn around(subject: &Subject<'_>, line: &Line<'_>, said: &Said<'_>) -> Option<Diagnostic> {
    let unit = unit_of(said)?;
    let words = before(subject, line, said, unit).or_else(|| behind(subject, line, said, unit))?;
    let found = &line.text[words.range];
    let number = &line.text[said.range.clone()];
    let (message, hint) = if words.is_other {
        let right = unit.currency().unwrap_or_default();
        (
            format!("“{found}” has another currency than the figure, which is in {right}"),
            format!("write {right}"),
        )
    } else {
        let message = format!("“{found}” says the unit twice: {number} comes with its own");
        (message, "leave the typed one out; with `| bare`, the number comes without its unit".to_owned())
    };
    Some(Diagnostic::new(code::CLAIM_UNIT, said.span, message).hint(hint).found(found))
}

/// Words around a number, with it.
struct Words {
    range: Range<usize>,
    /// Whether they name another currency, and do not only repeat what the number says.
    is_other: bool,
}

fn unit_of<'s>(said: &'s Said<'_>) -> Option<&'s Unit> {
    // The words of a bare number, and of a rate, have rules of their own.
    if said.unit.is_some() || said.asked.what == What::Rate {
        return None;
    }
    match said.shown {
        Shown::Computed(number) => Some(number.quantity()),
        Shown::Claimed(claim) => match &claim.expected {
            Expected::Quantity(quantity) => Some(quantity),
            Expected::Change(_) => None,
        },
    }
    .map(Quantity::unit)
}

/// A currency right before the number.
fn before(subject: &Subject<'_>, line: &Line<'_>, said: &Said<'_>, unit: &Unit) -> Option<Words> {
    let text = line.lower[..said.range.start].trim_end();
    let currencies = &subject.locale.known().currencies;
    let found = currencies.iter().filter_map(|(name, code)| Some((name.ends(text)?, code)));
    let (start, code) = found.min_by_key(|(start, _)| *start)?;
    if !line.is_typed(start) {
        return None;
    }
    let own = unit.currency()?;
    let is_inside = currencies.iter().any(|(name, _)| name.leads(&line.lower[said.range.clone()]).is_some());
    let is_other = code != own;
    (is_inside || is_other).then_some(Words { range: start..said.range.end, is_other })
}

/// The scale, "per cent" or "percentage points" behind a number that ends with the same.
fn behind(subject: &Subject<'_>, line: &Line<'_>, said: &Said<'_>, unit: &Unit) -> Option<Words> {
    let (reading, known) = (subject.locale.reading(), subject.locale.known());
    let number = line.lower[said.range.clone()].trim_end();
    let rest = &line.lower[said.range.end..];
    let start = said.range.end + (rest.len() - rest.trim_start().len());
    let after = &line.lower[start..];
    let both = |words: &[&Pattern]| -> Option<usize> {
        let is_said = words.iter().any(|word| word.ends(number).is_some());
        is_said.then(|| words.iter().filter_map(|word| word.leads(after)).max())?
    };
    let of_list = |list: &Patterns| both(&list.iter().collect::<Vec<_>>());
    let scales = || both(&known.scales.iter().map(|(_, name)| name).collect::<Vec<_>>());
    let end = match unit.measure {
        Measure::Percent => of_list(&reading.percent),
        Measure::Points => of_list(&reading.points),
        _ if unit.scale != Scale::One => scales(),
        _ => None,
    }?;
    line.is_typed(start).then_some(Words { range: said.range.start..start + end, is_other: false })
}
