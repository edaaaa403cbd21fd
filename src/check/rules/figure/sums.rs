//! Rules about the arithmetic of figures: whether their own numbers agree with each other.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use crate::check::Subject;
use crate::check::place::{available, of_list, of_number};
use crate::data::certainty::{Bound, Ends};
use crate::data::period::Period;
use crate::diag::{Diagnostic, Spanned, code};
use crate::report::compute::OTHER;
use crate::report::{Asked, Expected, Figure, Measure, PieceKind, Quantity, Scale, Unit};

type List = [(String, Quantity)];

#[doc = include_str!("periods-sum.md")]
pub(in crate::check) fn periods_sum(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let figures = available(subject).filter(|figure| figure.adds_up());
    let check = |figure: &Figure| {
        let is_negative = figure.values.values().any(|value| value.value() < Decimal::ZERO);
        let whole = figure.values.iter();
        let wrong = whole.filter_map(|(period, value)| against_shorter(figure, *period, value, is_negative));
        wrong.collect::<Vec<_>>()
    };
    figures.flat_map(check).collect()
}

/// A value against the longest of the shorter periods that are known; values may be negative.
fn against_shorter(
    figure: &Figure,
    period: Period,
    whole: &Quantity,
    is_negative: bool,
) -> Option<Diagnostic> {
    for shorter in period.compositions().into_iter().chain(figure.cover(period)) {
        let known: Vec<(Period, Vec<&Quantity>)> =
            shorter.iter().filter_map(|part| Some((*part, given(figure, *part)?))).collect();
        let is_complete = known.len() == shorter.len();
        let parts: Vec<&Quantity> = known.iter().flat_map(|(_, values)| values.iter().copied()).collect();
        let Some(sum) = added(parts.iter().copied()) else { continue };
        let slack = uncertainty(parts.iter().copied().chain([whole]));
        let (excess, shortfall) = (beyond(sum.ends(), whole.ends()), beyond(whole.ends(), sum.ends()));
        let sum = sum.written();
        let names = known.iter().map(|(part, _)| part.to_string()).collect::<Vec<_>>().join(", ");
        let told = if is_complete && (excess > slack || shortfall > slack) {
            format!("add up to {sum}")
        } else if !is_complete && !is_negative && excess > slack {
            // The periods that are missing cannot make it less.
            format!("{} already {sum}", if known.len() == 1 { "is" } else { "are" })
        } else if is_complete {
            return None;
        } else {
            continue;
        };
        let message = format!("figure `{}`: {period} is {}, but {names} {told}", figure.key, whole.written());
        let hint = "compare them with the letter; one of them is wrong";
        let found = format!("{sum} of {}", whole.written());
        let place = of_number(figure, whole);
        return Some(Diagnostic::new(code::PERIODS_SUM, place, message).hint(hint).found(found));
    }
    None
}

/// A sum of values, as far as they reach; none of a limit from below and one from above.
fn added<'a>(values: impl IntoIterator<Item = &'a Quantity>) -> Option<Sum> {
    let known = values.into_iter().map(|value| (value.value(), value.bound()));
    let (value, bound) = known.map(Some).reduce(|one, two| Bound::sum(one?, two?)).unwrap_or_default()?;
    Some(Sum { value, bound })
}

/// A sum of values, or what limits it.
#[derive(Clone, Copy)]
struct Sum {
    value: Decimal,
    bound: Bound,
}

impl Sum {
    fn ends(self) -> Ends {
        self.bound.ends(self.value)
    }

    fn written(self) -> String {
        self.bound.written(self.value)
    }
}

/// By how much one value lies above another one in any case: less than nothing where it need not, or where nobody knows.
fn beyond(value: Ends, other: Ends) -> Decimal {
    value.low.zip(other.high).map_or(Decimal::NEGATIVE_ONE, |(low, high)| low - high)
}

/// The values as given that the value of a period rests on.
pub(super) fn given(figure: &Figure, period: Period) -> Option<Vec<&Quantity>> {
    if let Some(value) = figure.values.get(&period) {
        return Some(vec![value]);
    }
    figure.parts_of(period)
}

/// By how much a sum of numbers may miss the true one, since each may have been rounded: half of the last digit of
/// each. A count without decimals was not rounded, unless it ends with zeros as 82,000 does.
pub(super) fn uncertainty<'a>(numbers: impl IntoIterator<Item = &'a Quantity>) -> Decimal {
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

fn has_other(list: &List) -> bool {
    list.iter().any(|(key, _)| key == OTHER)
}

#[doc = include_str!("parts-sum.md")]
pub(in crate::check) fn parts_sum(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let check = |(figure, at): (&Figure, Period)| {
        let list = figure.lists(at).parts;
        let total = figure.value(at).ok().filter(|_| !list.is_empty() && !figure.gaps.is_open(at))?;
        let of_total = given(figure, at)?;
        let slack =
            |parts: &List| uncertainty(parts.iter().map(|(_, value)| value).chain(of_total.iter().copied()));
        // A balance can be smaller than one of its parts, since other parts are negative.
        let is_balance = list.iter().any(|(_, part)| part.value() < Decimal::ZERO);
        let is_larger = |part: &&(String, Quantity)| {
            beyond(part.1.ends(), total.ends()) > slack(std::slice::from_ref(*part))
        };
        let too_large = list.iter().filter(|_| !is_balance).find(is_larger);
        let sum = added(list.iter().map(|(_, value)| value))?;
        let (excess, shortfall) = (beyond(sum.ends(), total.ends()), beyond(total.ends(), sum.ends()));
        let (sum, total) = (sum.written(), total.written());
        let slack = slack(list);
        let told = match too_large {
            Some((key, part)) => {
                format!("its part `{key}` is {}, more than its total of {total}", part.written())
            }
            None if excess > slack || (has_other(list) && shortfall > slack) => {
                format!("its parts add up to {sum}, its total is {total}")
            }
            None => return None,
        };
        let place =
            too_large.map_or_else(|| of_list(subject, figure, list), |(_, part)| of_number(figure, part));
        let message = format!("figure `{}`{}: {told}", figure.key, figure.in_period(at));
        let fault = Diagnostic::new(code::PARTS_SUM, place, message);
        Some(fault.hint("compare them with the letter").found(format!("{sum} of {total}")))
    };
    broken_down(subject).filter_map(check).collect()
}

/// The figures with the periods that they are broken down in.
fn broken_down<'a>(subject: &Subject<'a>) -> impl Iterator<Item = (&'a Figure, Period)> {
    available(subject).flat_map(|figure| figure.broken_down().map(move |at| (figure, at)))
}

#[doc = include_str!("shares-sum.md")]
pub(in crate::check) fn shares_sum(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let check = |(figure, at): (&Figure, Period)| {
        let list = figure.lists(at).shares;
        // A share outside 0 to 100 has a finding of its own.
        let is_wrong = |(_, share): &(String, Quantity)| !is_share(share.value());
        if list.is_empty() || figure.gaps.is_open(at) || list.iter().any(is_wrong) {
            return None;
        }
        let sum = added(list.iter().map(|(_, share)| share))?;
        let slack: Decimal = list.iter().map(|(_, share)| share.half_digit()).sum();
        let whole = Bound::None.ends(Decimal::ONE_HUNDRED);
        let (excess, shortfall) = (beyond(sum.ends(), whole), beyond(whole, sum.ends()));
        if excess <= slack && (!has_other(list) || shortfall <= slack) {
            return None;
        }
        let sum = sum.written();
        let message = format!(
            "figure `{}`{}: its shares add up to {sum} per cent; rounding explains {slack} at most",
            figure.key,
            figure.in_period(at)
        );
        let place = of_list(subject, figure, list);
        let hint = "compare them with the letter; one of them is wrong, or one is missing";
        Some(Diagnostic::new(code::SHARES_SUM, place, message).hint(hint).found(sum))
    };
    broken_down(subject).filter_map(check).collect()
}

fn is_share(value: Decimal) -> bool {
    (Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(&value)
}

#[doc = include_str!("negative-count.md")]
pub(in crate::check) fn negative_count(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let counted = |figure: &&Figure| figure.unit.measure.can_be_added() && !figure.is_balance;
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
        let hint = "nothing that is counted is less than nothing; write it without the sign, or say in its table that it is a balance: balance = true";
        Some(Diagnostic::new(code::NEGATIVE_COUNT, place, message).hint(hint).found(found.join(", ")))
    };
    available(subject).filter(counted).filter_map(check).collect()
}

#[doc = include_str!("share-of-total.md")]
pub(in crate::check) fn share_of_total(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let check = |figure: &Figure| {
        let Some((total, of_total)) = figure.total().ok().zip(given(figure, figure.period)) else {
            return Vec::new();
        };
        let slack_of_total = uncertainty(of_total.iter().copied());
        let both = figure.shares.iter().filter_map(|(key, share)| Some((key, share, figure.parts.get(key)?)));
        let wrong = both.filter_map(|(key, share, part)| {
            if ![share, part, &total].into_iter().all(Quantity::is_exact) {
                return None;
            }
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
            let fault = Diagnostic::new(code::SHARE_OF_TOTAL, of_number(figure, part), message);
            Some(fault.hint("compare both with the letter; one of them is wrong").found(found))
        });
        wrong.collect()
    };
    available(subject).flat_map(check).collect()
}

#[doc = include_str!("conversion-differs.md")]
pub(in crate::check) fn conversion_differs(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for spec in &subject.spec.figures {
        let figure = subject.report.figures.get(&spec.key.value).filter(|figure| figure.is_available());
        let Some((figure, convert)) = figure.zip(spec.convert.as_ref()) else { continue };
        let rate = convert.rate.value;
        for (period, stated) in &convert.values {
            if figure.waits_for(period.value) {
                continue;
            }
            let values = given(figure, period.value).unwrap_or_default();
            findings.extend(converted(figure, &period.value.to_string(), &values, rate, stated));
        }
        let known = |(part, _): &&(Spanned<String>, _)| !figure.waits_for_part(&part.value, figure.period);
        for (part, stated) in convert.parts.iter().filter(known) {
            let amounts: Vec<&Quantity> = figure.parts.get(&part.value).into_iter().collect();
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
    if values.iter().any(|value| !value.is_exact()) {
        return None;
    }
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
    let fault = Diagnostic::new(code::CONVERSION_DIFFERS, stated.span, message);
    Some(fault.hint(hint).found(stated.value.to_string()))
}

#[doc = include_str!("rate-reused.md")]
pub(in crate::check) fn rate_reused(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let printed = printed(subject);
    for spec in &subject.spec.figures {
        let figure = subject.report.figures.get(&spec.key.value).filter(|figure| figure.is_available());
        let Some((figure, convert)) = figure.zip(spec.convert.as_ref()) else { continue };
        let years: BTreeSet<u16> = shown_converted(subject, (figure, &convert.unit), &printed)
            .into_iter()
            .map(Period::year)
            .collect();
        if years.len() > 1 {
            let years: Vec<String> = years.iter().map(u16::to_string).collect();
            let rate = convert.rate.value;
            let message = format!(
                "figure `{}`: one rate, {rate}, converts values of {}",
                figure.key,
                years.join(" and ")
            );
            let hint = "rates change from year to year; print each year at its own rate, or tell the reader";
            let fault = Diagnostic::new(code::RATE_REUSED, convert.rate.span, message);
            findings.push(fault.hint(hint).found(rate.to_string()));
        }
    }
    findings
}

/// A number of a figure as it is printed in a text.
struct Printed<'a> {
    asked: &'a Asked,
    unit: &'a Unit,
}

/// The numbers in texts, by the names of their figures.
fn printed<'a>(subject: &Subject<'a>) -> BTreeMap<&'a str, Vec<Printed<'a>>> {
    let mut found: BTreeMap<&str, Vec<Printed<'_>>> = BTreeMap::new();
    for piece in subject.report.passages.iter().flat_map(|passage| &passage.pieces) {
        let number = match &piece.kind {
            PieceKind::Number { number, asked: Some(asked), .. } => {
                Some(Printed { asked, unit: number.quantity().unit() })
            }
            PieceKind::Claimed(index) => {
                subject.report.claims.get(*index).and_then(|claim| match &claim.expected {
                    Expected::Quantity(value) => {
                        Some(Printed { asked: claim.asked.as_ref()?, unit: value.unit() })
                    }
                    Expected::Change(_) => None,
                })
            }
            PieceKind::Number { .. }
            | PieceKind::Words
            | PieceKind::Foreign
            | PieceKind::Made
            | PieceKind::Reference(_)
            | PieceKind::Unknown
            | PieceKind::Gap { .. } => None,
        };
        if let Some(number) = number {
            found.entry(number.asked.figure.as_str()).or_default().push(number);
        }
    }
    found
}

/// The periods whose values are printed in the figure's other unit, in texts or charts.
fn shown_converted(
    subject: &Subject<'_>,
    (figure, unit): (&Figure, &Unit),
    printed: &BTreeMap<&str, Vec<Printed<'_>>>,
) -> BTreeSet<Period> {
    let mut periods = BTreeSet::new();
    for Printed { asked, unit: shown } in printed.get(figure.key.as_str()).into_iter().flatten() {
        if *shown == unit {
            periods.extend(asked.what.periods());
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
