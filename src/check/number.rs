//! Rules about numbers in prose.

use rust_decimal::{Decimal, RoundingStrategy};

use super::Subject;
use crate::diag::Diagnostic;
use crate::locale::Locale;
use crate::report::{Claim, Expected, Inline, Quantity, plain_text};

/// A claim whose number is not what the figures give.
///
/// # Why
/// The edition of April–June 2023 was published with a fall of 56.7 per cent where its own numbers give 43.3;
/// the editorial manual leaves an author's calculations to the author.
///
/// # Example
/// `fell by [56.7 per cent](=departures.change("2022-H1"))` is found; 43.3 is not, and neither is 43.
pub(super) fn claim_value(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    subject.report.walk_inlines(&mut |inline| {
        if let Inline::Claim(claim) = inline {
            findings.extend(check(claim, subject.locale));
        }
    });
    findings
}

fn check(claim: &Claim, locale: &Locale) -> Option<Diagnostic> {
    let words = plain_text(&claim.words);
    let candidates: Vec<&Quantity> = match &claim.expected {
        Expected::Quantity(quantity) => vec![quantity],
        Expected::Change(change) => vec![&change.exact_percent, change.amount.quantity()],
    };
    let numbers = numbers(&words, locale);
    let right =
        numbers.iter().any(|number| candidates.iter().any(|quantity| agrees(*number, quantity.value())));
    if right {
        return None;
    }
    let gives = match &claim.expected {
        Expected::Quantity(quantity) => locale.format(&shown(quantity)).text().to_owned(),
        Expected::Change(change) => format!("{} or {}", change.percent.text(), change.amount.text()),
    };
    let message = if numbers.is_empty() {
        format!("the words “{words}” hold no number to compare with {gives}")
    } else {
        format!("the words say “{words}”, the figures give {gives}")
    };
    let hint = format!("write {gives}, or correct the figures that `{}` rests on", claim.formula);
    Some(Diagnostic::warning("claim-value", claim.span, message).hint(hint))
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
