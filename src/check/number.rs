//! Rules about numbers in prose.

use rust_decimal::{Decimal, RoundingStrategy};

use super::Subject;
use crate::diag::Diagnostic;
use crate::locale::Locale;
use crate::report::{Claim, Expected, Quantity, Unit, plain_text};

#[doc = include_str!("help/claim-value.md")]
pub(super) fn claim_value(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.report.claims.iter().filter_map(|claim| check(claim, subject.locale)).collect()
}

fn check(claim: &Claim, locale: &Locale) -> Option<Diagnostic> {
    let words = plain_text(&claim.words);
    let candidates: Vec<&Quantity> = match &claim.expected {
        Expected::Quantity(quantity) => vec![quantity],
        Expected::Change(change) => vec![&change.exact_percent, change.amount.quantity()],
    };
    // "43.3 per cent" is compared with the percentage alone, never with an amount of 43.3.
    let names_percent =
        words.contains('%') || words.replace('\u{a0}', " ").contains(&locale.unit_name(&Unit::PERCENT));
    let comparable = |quantity: &&&Quantity| !names_percent || *quantity.unit() == Unit::PERCENT;
    let numbers = numbers(&words, locale);
    if let [number] = numbers[..]
        && candidates.iter().filter(comparable).any(|quantity| agrees(number, quantity.value()))
    {
        return None;
    }
    let gives = match &claim.expected {
        Expected::Quantity(quantity) => locale.format(&shown(quantity)).text().to_owned(),
        Expected::Change(change) => format!("{} or {}", change.percent.text(), change.amount.text()),
    };
    let message = if numbers.is_empty() {
        format!("the words “{words}” hold no number to compare with {gives}")
    } else if numbers.len() > 1 {
        format!("the words “{words}” hold several numbers; {gives} can be compared with one")
    } else {
        format!("the words say “{words}”, the figures give {gives}")
    };
    let hint = format!("write {gives}, or correct the figures that `{}` rests on", claim.formula);
    Some(Diagnostic::warning("claim-value", claim.span, message).hint(hint).found(words))
}

/// Whether a number in words is the value at the digits that the words show.
fn agrees(claimed: Decimal, exact: Decimal) -> bool {
    let rounded = exact.abs().round_dp_with_strategy(claimed.scale(), RoundingStrategy::MidpointAwayFromZero);
    rounded == claimed
}

fn shown(quantity: &Quantity) -> Quantity {
    if quantity.digits() > 2 { quantity.rounded(1) } else { quantity.clone() }
}

/// The numbers in a text, in digits as the language writes them or as one of its number words.
fn numbers(text: &str, locale: &Locale) -> Vec<Decimal> {
    let format = &locale.words().number;
    let mut found = Vec::new();
    let is_part = |c: char| c.is_ascii_digit() || format.group.contains(c) || format.decimal.contains(c);
    for run in text.split(|c: char| !is_part(c)) {
        let digits = run.trim_matches(|c: char| !c.is_ascii_digit());
        let plain = digits.replace(&format.group, "").replace(&format.decimal, ".");
        found.extend(plain.parse::<Decimal>().ok());
    }
    for word in text.split(|c: char| !c.is_alphabetic()) {
        found.extend(locale.words().numerals.get(&word.to_lowercase()).map(|n| Decimal::from(*n)));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{agrees, numbers};
    use crate::locale::Locale;

    #[test]
    fn numbers_are_read_as_the_language_writes_them() {
        let locale = Locale::embedded("en").unwrap();
        let read =
            |text| numbers(text, &locale).iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        assert_eq!(read("fell by 43.3 per cent, or 5,343."), "43.3 5343");
        assert_eq!(read("almost Four times"), "4");
        assert_eq!(read("much more"), "");
    }

    #[test]
    fn a_claim_is_compared_at_its_own_digits() {
        let exact = "43.3017".parse().unwrap();
        for (claim, right) in
            [("43.3", true), ("43", true), ("43.30", true), ("56.7", false), ("43.31", false), ("44", false)]
        {
            assert_eq!(agrees(claim.parse().unwrap(), exact), right, "{claim}");
        }
    }
}
