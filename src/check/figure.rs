//! Rules about the arithmetic of figures: what their own numbers say of each other.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::Subject;
use super::place::{available, of_list, of_number};
use crate::data::period::Period;
use crate::diag::{Diagnostic, Spanned};
use crate::report::compute::OTHER;
use crate::report::{Asked, Expected, Figure, Measure, PieceKind, Quantity, Scale, Unit, What};

type List = [(String, Quantity)];

#[doc = include_str!("help/periods-sum.md")]
pub(super) fn periods_sum(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let figures = available(subject).filter(|figure| figure.unit.measure != Measure::Percent);
    let check = |figure: &Figure| {
        let whole = figure.values.iter();
        whole.filter_map(|(period, value)| against_shorter(figure, *period, value)).collect::<Vec<_>>()
    };
    figures.flat_map(check).collect()
}

/// A value against the longest of the shorter periods that are known.
fn against_shorter(figure: &Figure, period: Period, whole: &Quantity) -> Option<Diagnostic> {
    let is_negative = figure.values.values().any(|value| value.value() < Decimal::ZERO);
    for shorter in period.compositions() {
        let known: Vec<(Period, Vec<&Quantity>)> =
            shorter.iter().filter_map(|part| Some((*part, given(figure, *part)?))).collect();
        let is_complete = known.len() == shorter.len();
        let parts: Vec<&Quantity> = known.iter().flat_map(|(_, values)| values.iter().copied()).collect();
        let sum: Decimal = parts.iter().map(|part| part.value()).sum();
        let slack = uncertainty(parts.iter().copied().chain([whole]));
        let excess = sum - whole.value();
        let names = known.iter().map(|(part, _)| part.to_string()).collect::<Vec<_>>().join(", ");
        let told = if is_complete && excess.abs() > slack {
            format!("add up to {sum}")
        } else if !is_complete && !is_negative && excess > slack {
            // The periods that are missing cannot make it less.
            format!("{} already {sum}", if known.len() == 1 { "is" } else { "are" })
        } else if is_complete {
            return None;
        } else {
            continue;
        };
        let message = format!("figure `{}`: {period} is {}, but {names} {told}", figure.key, whole.value());
        let hint = "compare them with the letter; one of them is wrong";
        let found = format!("{sum} of {}", whole.value());
        let place = of_number(figure, whole);
        return Some(Diagnostic::warning("periods-sum", place, message).hint(hint).found(found));
    }
    None
}

/// The values as given that the value of a period rests on.
fn given(figure: &Figure, period: Period) -> Option<Vec<&Quantity>> {
    if let Some(value) = figure.values.get(&period) {
        return Some(vec![value]);
    }
    let ways = period.compositions().into_iter();
    let mut whole =
        ways.map(|parts| parts.iter().map(|part| given(figure, *part)).collect::<Option<Vec<_>>>());
    whole.find_map(|parts| parts.map(|parts| parts.into_iter().flatten().collect()))
}

/// By how much a sum of numbers may miss the true one, since each may have been rounded: half of the last digit of
/// each. A count without decimals was not rounded, unless it ends with zeros as 82,000 does.
fn uncertainty<'a>(numbers: impl IntoIterator<Item = &'a Quantity>) -> Decimal {
    let numbers: Vec<&Quantity> = numbers.into_iter().collect();
    let is_count = |number: &&Quantity| {
        let unit = number.unit();
        number.digits() == 0 && unit.measure == Measure::Count && unit.scale == Scale::One
    };
    if numbers.iter().all(is_count) {
        numbers.iter().map(|number| rounded_to(number.value()) / Decimal::TWO).sum()
    } else {
        numbers.iter().map(|number| number.half_digit()).sum()
    }
}

/// The power of ten that a whole number seems to have been rounded to: 1000 for 82000, none for 300.
fn rounded_to(number: Decimal) -> Decimal {
    let digits = number.abs().trunc().to_string();
    let zeros = digits.len() - digits.trim_end_matches('0').len();
    let stays = digits.len() - zeros;
    if zeros < 2 || stays < 2 { Decimal::ZERO } else { (0..zeros).map(|_| Decimal::TEN).product() }
}

fn sum(list: &List) -> Decimal {
    list.iter().map(|(_, value)| value.value()).sum()
}

fn has_other(list: &List) -> bool {
    list.iter().any(|(key, _)| key == OTHER)
}

#[doc = include_str!("help/parts-sum.md")]
pub(super) fn parts_sum(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let check = |figure: &Figure| {
        let total = figure.total().ok().filter(|_| !figure.parts.is_empty())?;
        let of_total = given(figure, figure.period)?;
        let slack =
            |parts: &List| uncertainty(parts.iter().map(|(_, value)| value).chain(of_total.iter().copied()));
        // Of a balance, a part can be larger than what is left of all of them.
        let is_balance = figure.parts.iter().any(|(_, part)| part.value() < Decimal::ZERO);
        let is_larger =
            |part: &&(String, Quantity)| part.1.value() > total.value() + slack(std::slice::from_ref(*part));
        let too_large = figure.parts.iter().filter(|_| !is_balance).find(is_larger);
        let (sum, total) = (sum(&figure.parts), total.value());
        let excess = sum - total;
        let slack = slack(&figure.parts);
        let told = match too_large {
            Some((key, part)) => {
                format!("its part `{key}` is {}, more than its total of {total}", part.value())
            }
            None if excess > slack || (has_other(&figure.parts) && -excess > slack) => {
                format!("its parts add up to {sum}, its total is {total}")
            }
            None => return None,
        };
        let place = too_large
            .map_or_else(|| of_list(subject, figure, &figure.parts), |(_, part)| of_number(figure, part));
        let fault = Diagnostic::warning("parts-sum", place, format!("figure `{}`: {told}", figure.key));
        Some(fault.hint("compare them with the letter").found(format!("{sum} of {total}")))
    };
    available(subject).filter_map(check).collect()
}

#[doc = include_str!("help/shares-sum.md")]
pub(super) fn shares_sum(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let check = |figure: &Figure| {
        // A share that is none has a finding of its own.
        if figure.shares.iter().any(|(_, share)| !is_share(share.value())) {
            return None;
        }
        let sum = sum(&figure.shares);
        let slack: Decimal = figure.shares.iter().map(|(_, share)| share.half_digit()).sum();
        let excess = sum - Decimal::ONE_HUNDRED;
        if excess <= slack && (!has_other(&figure.shares) || -excess <= slack) {
            return None;
        }
        let message = format!(
            "figure `{}`: its shares add up to {sum} per cent; rounding explains {slack} at most",
            figure.key
        );
        let place = of_list(subject, figure, &figure.shares);
        let hint = "compare them with the letter; one of them is wrong, or one is missing";
        Some(Diagnostic::warning("shares-sum", place, message).hint(hint).found(sum.to_string()))
    };
    available(subject).filter_map(check).collect()
}

fn is_share(value: Decimal) -> bool {
    (Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(&value)
}

#[doc = include_str!("help/negative-count.md")]
pub(super) fn negative_count(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let counted = |figure: &&Figure| matches!(figure.unit.measure, Measure::Count | Measure::Money(_));
    let check = |figure: &Figure| {
        let values = figure.values.iter().map(|(period, value)| (period.to_string(), value));
        let parts = figure.parts.iter().map(|(key, value)| (format!("the part `{key}`"), value));
        let negative: Vec<_> =
            values.chain(parts).filter(|(_, value)| value.value() < Decimal::ZERO).collect();
        let place = of_number(figure, negative.first()?.1);
        let told: Vec<String> =
            negative.iter().map(|(name, value)| format!("{name} is {}", value.value())).collect();
        let found: Vec<String> = negative.iter().map(|(_, value)| value.value().to_string()).collect();
        let message = format!("figure `{}`: {}", figure.key, told.join(", "));
        let hint = "nothing that is counted is less than nothing; write it without the sign, or say that it is a balance";
        Some(Diagnostic::warning("negative-count", place, message).hint(hint).found(found.join(", ")))
    };
    available(subject).filter(counted).filter_map(check).collect()
}

#[doc = include_str!("help/share-of-total.md")]
pub(super) fn share_of_total(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let check = |figure: &Figure| {
        let Some((total, of_total)) = figure.total().ok().zip(given(figure, figure.period)) else {
            return Vec::new();
        };
        let slack_of_total = uncertainty(of_total.iter().copied());
        let both = figure.shares.iter().filter_map(|(key, share)| {
            Some((key, share, &figure.parts.iter().find(|(other, _)| other == key)?.1))
        });
        let wrong = both.filter_map(|(key, share, part)| {
            let expected = share.value() * total.value() / Decimal::ONE_HUNDRED;
            let (low, high) = (share.value() - share.half_digit(), share.value() + share.half_digit());
            let low = low * (total.value() - slack_of_total) / Decimal::ONE_HUNDRED;
            let high = high * (total.value() + slack_of_total) / Decimal::ONE_HUNDRED;
            let slack = part.half_digit();
            if (low - slack..=high + slack).contains(&part.value()) {
                return None;
            }
            let message = format!(
                "figure `{}`: `{key}` has a share of {} per cent, which is {} of {}, and an amount of {}",
                figure.key,
                share.value(),
                expected.round_dp(part.digits()),
                total.value(),
                part.value()
            );
            let found = format!("{}, {}", share.value(), part.value());
            let fault = Diagnostic::warning("share-of-total", of_number(figure, part), message);
            Some(fault.hint("compare both with the letter; one of them is wrong").found(found))
        });
        wrong.collect()
    };
    available(subject).flat_map(check).collect()
}

#[doc = include_str!("help/conversion-differs.md")]
pub(super) fn conversion_differs(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for spec in &subject.spec.figures {
        let figure = subject.report.figures.get(&spec.key.value).filter(|figure| figure.is_available());
        let Some((figure, convert)) = figure.zip(spec.convert.as_ref()) else { continue };
        let rate = convert.rate.value;
        for (period, stated) in &convert.values {
            let values = given(figure, period.value).unwrap_or_default();
            findings.extend(converted(figure, &period.value.to_string(), &values, rate, stated));
        }
        for (part, stated) in &convert.parts {
            let amount = figure.parts.iter().find(|(key, _)| *key == part.value).map(|(_, amount)| amount);
            let amounts: Vec<&Quantity> = amount.into_iter().collect();
            findings.extend(converted(figure, &format!("`{}`", part.value), &amounts, rate, stated));
        }
    }
    findings
}

/// A converted number as it is given against the sum of the values that it was converted from.
fn converted(
    figure: &Figure,
    name: &str,
    values: &[&Quantity],
    rate: Decimal,
    stated: &Spanned<Decimal>,
) -> Option<Diagnostic> {
    let value: Decimal = values.iter().map(|value| value.value()).sum();
    let rounded: Decimal = values.iter().map(|value| value.half_digit()).sum();
    let slack = rounded * rate.abs() + Decimal::new(5, stated.value.scale() + 1);
    let (message, hint) = if values.is_empty() {
        (
            format!("figure `{}` has no value for {name} to convert", figure.key),
            "give the value too, or delete the converted one",
        )
    } else if (value * rate - stated.value).abs() > slack {
        let gives = (value * rate).normalize();
        (
            format!(
                "figure `{}`: {name} is {value}, at {rate} that is {gives}, and {} is given",
                figure.key, stated.value
            ),
            "compare the value, the rate and the converted value with the letter",
        )
    } else {
        return None;
    };
    let fault = Diagnostic::warning("conversion-differs", stated.span, message);
    Some(fault.hint(hint).found(stated.value.to_string()))
}

#[doc = include_str!("help/rate-reused.md")]
pub(super) fn rate_reused(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for spec in &subject.spec.figures {
        let figure = subject.report.figures.get(&spec.key.value).filter(|figure| figure.is_available());
        let Some((figure, convert)) = figure.zip(spec.convert.as_ref()) else { continue };
        let years: BTreeSet<u16> =
            shown_converted(subject, figure, &convert.unit).into_iter().map(Period::year).collect();
        if years.len() > 1 {
            let years: Vec<String> = years.iter().map(u16::to_string).collect();
            let rate = convert.rate.value;
            let message = format!(
                "figure `{}`: one rate, {rate}, converts values of {}",
                figure.key,
                years.join(" and ")
            );
            let hint = "rates change from year to year; print each year at its own rate, or tell the reader";
            let fault = Diagnostic::warning("rate-reused", convert.rate.span, message);
            findings.push(fault.hint(hint).found(rate.to_string()));
        }
    }
    findings
}

/// The periods whose values are printed in the figure's other unit, in texts or charts.
fn shown_converted(subject: &Subject<'_>, figure: &Figure, unit: &Unit) -> BTreeSet<Period> {
    let mut periods = BTreeSet::new();
    let mut add = |asked: &Asked| {
        if asked.figure == figure.key {
            match asked.what {
                What::Value(period) => periods.extend([period]),
                What::Share(_) | What::Part(_) | What::Shares | What::Parts => {
                    periods.extend([figure.period]);
                }
                What::Rate => {}
                What::Change { from, to } | What::Ratio { from, to } => periods.extend([from, to]),
            }
        }
    };
    for piece in subject.report.passages.iter().flat_map(|passage| &passage.pieces) {
        match &piece.kind {
            PieceKind::Number { number, asked: Some(asked), .. } if number.quantity().unit() == unit => {
                add(asked);
            }
            PieceKind::Claimed(index) => {
                let claim = subject.report.claims.get(*index);
                let converted = claim.filter(
                    |claim| matches!(&claim.expected, Expected::Quantity(value) if value.unit() == unit),
                );
                converted.and_then(|claim| claim.asked.as_ref()).into_iter().for_each(&mut add);
            }
            PieceKind::Number { .. }
            | PieceKind::Words
            | PieceKind::Foreign
            | PieceKind::Made
            | PieceKind::Reference(_) => {}
        }
    }
    for chart in subject.spec.edition.charts.iter().filter(|chart| chart.convert) {
        if chart.figures.iter().any(|name| name.value == figure.key) {
            let own = chart.periods.is_empty().then_some(figure.period);
            periods.extend(chart.periods.iter().map(|period| period.value).chain(own));
        }
    }
    periods
}

#[cfg(test)]
mod tests {
    use super::rounded_to;

    #[test]
    fn zeros_at_the_end_of_a_count_tell_that_it_was_rounded() {
        for (number, to) in [("82000", "1000"), ("63400", "100"), ("300", "0"), ("81501", "0"), ("5850", "0")]
        {
            assert_eq!(rounded_to(number.parse().unwrap()).to_string(), to, "{number}");
        }
    }
}
