//! The rule about counts that cannot be: with decimals, or more than all.

use rust_decimal::Decimal;

use crate::check::Subject;
use crate::data::quantity::{Measure, Unit};
use crate::diag::{Diagnostic, Severity, Span, Spanned, code};
use crate::report::PieceKind;
use crate::spec::schema::FigureSpec;

/// Digits between the points of thousands.
const THOUSAND: u32 = 3;

#[doc = include_str!("odd-count.md")]
pub(in crate::check) fn odd_count(subject: &Subject<'_>) -> Vec<Diagnostic> {
    // What follows from others has the unit that is computed.
    let counts =
        |figure: &&FigureSpec| figure.unit == Unit::default() && figure.derive.is_none() && !figure.is_broken;
    let with_decimals = subject.spec.figures.iter().filter(counts).filter_map(with_decimals);
    with_decimals.chain(more_than_all(subject)).collect()
}

/// Whether a figure has a finding of its own for its decimals: its unit lacks, and no label has to be told as well.
pub(in crate::check::rules) fn has_odd_values(subject: &Subject<'_>, figure: &str) -> bool {
    let own = subject.spec.figures.iter().find(|spec| spec.key.value == figure);
    own.is_some_and(|spec| spec.unit == Unit::default() && with_decimals(spec).is_some())
}

/// The values of a figure without a unit that have decimals.
fn with_decimals(figure: &FigureSpec) -> Option<Diagnostic> {
    let at = figure.at.iter().flat_map(|at| at.total.iter().chain(at.parts.iter().map(|(_, value)| value)));
    let values = figure.total.iter().chain(figure.values.iter().map(|(_, value)| value));
    let all = values.chain(figure.parts.iter().map(|(_, value)| value)).chain(at);
    let odd: Vec<&Spanned<Decimal>> = all.filter(|value| has_decimals(value.value)).collect();
    let first = odd.first()?;
    let found = odd.iter().map(|value| value.value.to_string()).collect::<Vec<_>>().join(", ");
    let has = if odd.len() == 1 { "has" } else { "have" };
    let message = format!("figure `{}` counts, and {found} {has} decimals", figure.key.value);
    let unit = "what is no count has a unit: unit = \"…\"";
    let hint = if first.value.scale() == THOUSAND {
        let whole = first.value.to_string().replace('.', "");
        format!("a number has nothing between its thousands: {whole}; {unit}")
    } else {
        format!("compare it with the letter; {unit}")
    };
    let place = Some(first.span).filter(|span| span.source == figure.key.span.source);
    let place = place.unwrap_or(figure.key.span);
    Some(Diagnostic::new(code::ODD_COUNT, place, message).hint(hint).found(found))
}

/// Whether a number is no whole one, or written with a point before three digits, as thousands are in other languages.
fn has_decimals(value: Decimal) -> bool {
    !value.fract().is_zero() || value.scale() == THOUSAND
}

/// Numbers that say more than so many of so many.
fn more_than_all(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let pieces = subject.report.passages.iter().flat_map(|passage| &passage.pieces);
    let numbers = pieces.filter_map(|piece| match &piece.kind {
        PieceKind::Number { number, .. } => {
            let quantity = number.quantity();
            let Measure::Per(all) = quantity.unit().measure else { return None };
            is_more(quantity.value(), all).then_some((piece.span, number.text(), all))
        }
        _ => None,
    });
    let told = |(span, text, all): (Span, &str, u32)| {
        let message = format!("{text}: more than {all} of {all}");
        let hint = "compare both figures with the letters; things that are counted several times for one person can be as many";
        // Subscriptions, or crossings of a border, can be more than there are persons.
        Diagnostic::new(code::ODD_COUNT, span, message).with_severity(Severity::Note).hint(hint).found(text)
    };
    numbers.map(told).collect()
}

fn is_more(value: Decimal, all: u32) -> bool {
    value > Decimal::from(all)
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::{has_decimals, is_more};

    #[test]
    fn a_count_with_decimals_is_seen() {
        let odd = |written: &str| has_decimals(written.parse().unwrap());
        assert!(["38.120", "14.5", "9.000"].into_iter().all(odd));
        assert!(!["38120", "14.0", "7.00"].into_iter().any(odd));
        assert!(is_more(Decimal::from(1_001), 1_000) && !is_more(Decimal::from(1_000), 1_000));
    }
}
