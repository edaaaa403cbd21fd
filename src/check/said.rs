//! Reads what an author's words say about a number: how much, in which unit, how nearly.

use rust_decimal::{Decimal, RoundingStrategy};

use super::pieces::numbers as digits;
use super::sentence::{is_whole, plain};
use crate::locale::{Locale, Reading, fill};
use crate::report::{Claim, Inline};
use crate::report::{Measure, Scale, Unit, plain_text};

/// What words say about a number.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Said {
    /// How nearly, and the words that say so.
    pub(super) nearness: Option<(Nearness, String)>,
    /// How much.
    pub(super) amount: Amount,
}

/// How much words say.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Amount {
    /// A number with what is said of its unit.
    Number(SaidNumber),
    /// How many times: "doubled", "four times".
    Times(Decimal),
    /// A part of a whole: "a third".
    Fraction(Decimal),
    /// More than a part of a whole: "the majority".
    MoreThan(Decimal),
    /// Only which way it went: "fell".
    Direction,
    /// Nothing.
    Nothing,
    /// More than one number.
    Several,
}

/// A number in digits or as a numeral, and what stands beside it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct SaidNumber {
    /// The number; its scale is the number of decimals shown.
    pub(super) value: Decimal,
    /// "million", "billion".
    pub(super) scale: Option<Scale>,
    /// What it is said to measure.
    pub(super) measure: Option<SaidMeasure>,
}

/// What a number is said to measure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum SaidMeasure {
    /// Hundredths.
    Percent,
    /// The difference of two percentages.
    Points,
    /// Money of a currency.
    Money(String),
}

/// How nearly a number is said to be the true one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Nearness {
    /// A little less.
    Nearly,
    /// A little more.
    JustOver,
    /// Less.
    Below,
    /// More.
    Above,
    /// As much, or more.
    AtLeast,
    /// As much, or less.
    AtMost,
    /// Either, not far from it.
    About,
}

/// "Almost" and "just over" mean a distance of at most this part of the number. A convention of ours: half of
/// the step from four to five times, as readers take it.
const NEAR: Decimal = Decimal::from_parts(1, 0, 0, false, 1);

/// "About", and numbers that words give without saying how nearly, mean at most this part of the number.
const CLOSE: Decimal = Decimal::from_parts(5, 0, 0, false, 2);

impl Nearness {
    /// Whether an exact value is as near to the number as is said.
    pub(super) fn holds(self, said: Decimal, exact: Decimal) -> bool {
        let distance = (exact - said).abs();
        match self {
            Self::Nearly => exact < said && distance <= said.abs() * NEAR,
            Self::JustOver => exact > said && distance <= said.abs() * NEAR,
            Self::Below => exact < said,
            Self::Above => exact > said,
            Self::AtLeast => exact >= said,
            Self::AtMost => exact <= said,
            Self::About => distance <= said.abs() * CLOSE,
        }
    }

    fn words(self, reading: &Reading) -> &[String] {
        match self {
            Self::Nearly => &reading.nearly,
            Self::JustOver => &reading.just_over,
            Self::Below => &reading.below,
            Self::Above => &reading.above,
            Self::AtLeast => &reading.at_least,
            Self::AtMost => &reading.at_most,
            Self::About => &reading.about,
        }
    }

    /// The words that would be right for a value, with a space behind them; none when the number is exact.
    pub(super) fn right_words(said: Decimal, exact: Decimal, reading: &Reading) -> Option<String> {
        if said == exact {
            return Some(String::new());
        }
        let right = [Self::Nearly, Self::JustOver].into_iter().find(|near| near.holds(said, exact));
        right.and_then(|near| near.words(reading).first()).map(|words| format!("{words} "))
    }
}

/// Whether two values are so near that words of a numeral may stand for both.
pub(super) fn is_close(said: Decimal, exact: Decimal) -> bool {
    (exact - said).abs() <= said.abs() * CLOSE
}

/// Whether a number in words is the value at the digits that the words show.
pub(super) fn agrees(claimed: Decimal, exact: Decimal) -> bool {
    exact.abs().round_dp_with_strategy(claimed.scale(), RoundingStrategy::MidpointAwayFromZero) == claimed
}

/// The words of a claim as a reader sees them.
pub(super) fn words_of(claim: &Claim) -> String {
    plain_text(&claim.words as &[Inline])
}

/// Reads words, with the few that stand before them: "almost" may stand outside of what is linked.
pub(super) fn read(words: &str, before: &str, after: &str, locale: &Locale) -> Said {
    let reading = &locale.words().reading;
    let (words, before, after) = (plain(words), plain(before), plain(after));
    let nearness = nearness(&words, &before, reading);
    Said { nearness, amount: amount(&words, &after, locale) }
}

/// Says of a number how nearly it is meant, when words right before it, or the first words of a claim, do.
pub(super) fn nearness(words: &str, before: &str, reading: &Reading) -> Option<(Nearness, String)> {
    let kinds = [
        Nearness::JustOver,
        Nearness::Nearly,
        Nearness::Below,
        Nearness::Above,
        Nearness::AtLeast,
        Nearness::AtMost,
        Nearness::About,
    ];
    let before = before.trim_end_matches([' ', '(']);
    let found = kinds.into_iter().flat_map(|near| {
        near.words(reading)
            .iter()
            .filter(move |phrase| {
                let inside = words.find(phrase.as_str()).map(|at| at..at + phrase.len());
                let leads = before.ends_with(phrase.as_str())
                    && is_whole(before, &(before.len() - phrase.len()..before.len()));
                inside.is_some_and(|range| is_whole(words, &range)) || leads
            })
            .map(move |phrase| (near, phrase.clone()))
    });
    // "slightly more than" before "more than".
    found.max_by_key(|(_, phrase)| phrase.len())
}

fn amount(words: &str, after: &str, locale: &Locale) -> Amount {
    let reading = &locale.words().reading;
    let has = |phrase: &str| words.find(phrase).is_some_and(|at| is_whole(words, &(at..at + phrase.len())));
    let longest = |names: &std::collections::BTreeMap<String, crate::locale::Fraction>| {
        let found = names.iter().filter(|(phrase, _)| has(phrase)).max_by_key(|(phrase, _)| phrase.len());
        found.map(|(phrase, fraction)| (phrase.len(), fraction.value()))
    };
    let has_digits = words.contains(|c: char| c.is_ascii_digit());
    if let Some(parts) = one_of(words, reading) {
        return Amount::Fraction(Decimal::ONE / Decimal::from(parts));
    }
    match numbers(words, locale)[..] {
        [] => {}
        // "One in three" and "two thirds" hold numerals, and are one number.
        _ if !has_digits && longest(&reading.fractions).is_some() => {}
        [value] => {
            let is_times = reading.times.iter().any(|times| has(times) || leads(after, times));
            return match (is_times, has_digits) {
                (true, false) => Amount::Times(value),
                _ => Amount::Number(said_number(value, words, after, locale)),
            };
        }
        _ => return Amount::Several,
    }
    let choices = [longest(&reading.multiples), longest(&reading.fractions)];
    match choices {
        [Some((length, times)), fraction] if fraction.is_none_or(|(other, _)| length >= other) => {
            Amount::Times(times)
        }
        [_, Some((_, fraction))] => Amount::Fraction(fraction),
        _ if longest(&reading.most).is_some() => {
            Amount::MoreThan(longest(&reading.most).map_or(Decimal::ZERO, |(_, part)| part))
        }
        _ if is_direction(words, reading) => Amount::Direction,
        _ => Amount::Nothing,
    }
}

/// The number of parts in "one in six".
fn one_of(words: &str, reading: &Reading) -> Option<u32> {
    let numerals = reading.numerals.iter().map(|(name, value)| (name.clone(), value.value()));
    let numerals = numerals.filter_map(|(name, value)| Some((name, u32::try_from(value).ok()?)));
    let parts = (2..=100).map(|parts| (parts.to_string(), parts)).chain(numerals);
    let found = parts.flat_map(|(name, parts)| {
        let phrases = reading.one_of.patterns.iter().map(move |pattern| fill(pattern, &[("n", &name)]));
        phrases.map(move |phrase| (phrase, parts))
    });
    let mut said = found.filter(|(phrase, parts)| {
        *parts > 1 && words.find(phrase.as_str()).is_some_and(|at| is_whole(words, &(at..at + phrase.len())))
    });
    said.next().map(|(_, parts)| parts)
}

fn is_direction(words: &str, reading: &Reading) -> bool {
    let pairs = reading.directions.iter().chain(&reading.comparatives).flatten();
    pairs
        .chain(&reading.unchanged)
        .any(|phrase| words.find(phrase.as_str()).is_some_and(|at| is_whole(words, &(at..at + phrase.len()))))
}

fn said_number(value: Decimal, words: &str, after: &str, locale: &Locale) -> SaidNumber {
    let (reading, scales) = (&locale.words().reading, &locale.words().scale);
    let has = |phrase: &str| {
        let inside = words.find(phrase).is_some_and(|at| is_whole(words, &(at..at + phrase.len())));
        inside || leads(after, phrase)
    };
    let names = [
        (Scale::Thousand, &scales.thousand),
        (Scale::Million, &scales.million),
        (Scale::Billion, &scales.billion),
    ];
    let scale = names.into_iter().find(|(_, name)| has(&plain(name))).map(|(scale, _)| scale);
    let measure = if reading.points.iter().any(|phrase| has(phrase)) {
        Some(SaidMeasure::Points)
    } else if reading.percent.iter().any(|phrase| has(phrase)) {
        Some(SaidMeasure::Percent)
    } else {
        let codes = locale.words().currencies.iter();
        let mut codes = codes.filter(|(code, name)| has(&plain(code)) || has(&plain(name)));
        let named = || reading.money.iter().filter(|(name, _)| has(name)).max_by_key(|(name, _)| name.len());
        let code = codes.next().map(|(code, _)| code).or_else(|| named().map(|(_, code)| code));
        code.map(|code| SaidMeasure::Money(code.clone()))
    };
    SaidNumber { value, scale, measure }
}

/// Whether a text goes on with a phrase, or with one short word and then the phrase.
pub(super) fn leads(text: &str, phrase: &str) -> bool {
    let text = text.trim_start();
    text.starts_with(phrase) && is_whole(text, &(0..phrase.len()))
}

impl SaidNumber {
    /// The number in a unit, when its own scale is another.
    pub(super) fn in_unit(&self, unit: &Unit) -> Decimal {
        match self.scale {
            Some(scale) if scale != unit.scale => self.value * power(scale) / power(unit.scale),
            _ => self.value,
        }
    }

    /// Whether what is said of the unit is not that of a figure.
    pub(super) fn contradicts(&self, unit: &Unit) -> bool {
        match (&self.measure, &unit.measure) {
            (Some(SaidMeasure::Percent), measure) => *measure != Measure::Percent,
            (Some(SaidMeasure::Points), _) => true,
            (Some(SaidMeasure::Money(code)), Measure::Money(known)) => code != known,
            (Some(SaidMeasure::Money(_)), _) => true,
            (None, Measure::Percent) => self.scale.is_some(),
            (None, _) => false,
        }
    }
}

/// How many ones a scale counts.
pub(super) fn power(scale: Scale) -> Decimal {
    Decimal::from(match scale {
        Scale::One => 1_i64,
        Scale::Thousand => 1_000,
        Scale::Million => 1_000_000,
        Scale::Billion => 1_000_000_000,
    })
}

/// The numbers in a text, in digits as the language writes them or as one of its number words.
pub(super) fn numbers(text: &str, locale: &Locale) -> Vec<Decimal> {
    let mut found: Vec<Decimal> = digits(text, locale).into_iter().map(|(_, number)| number).collect();
    for word in text.split(|c: char| !c.is_alphabetic()) {
        let numeral = locale.words().reading.numerals.get(&word.to_lowercase());
        found.extend(numeral.map(|numeral| numeral.value()));
    }
    found
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::{Amount, Nearness, Said, agrees, numbers, read};
    use crate::locale::Locale;

    fn said(words: &str) -> Said {
        read(words, "", "", &Locale::embedded("en").unwrap())
    }

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

    #[test]
    fn words_are_numbers_too() {
        let times = |n: i64| Amount::Times(Decimal::from(n));
        assert_eq!(said("almost four times").amount, times(4));
        assert_eq!(said("Doubled").amount, times(2));
        assert_eq!(said("half as many").amount, Amount::Times("0.5".parse().unwrap()));
        assert_eq!(said("nearly two thirds").amount, Amount::Fraction(Decimal::from(2) / Decimal::from(3)));
        let sixth = Amount::Fraction(Decimal::ONE / Decimal::from(6));
        assert_eq!((said("about one in six").amount, said("1 in 6").amount), (sixth.clone(), sixth));
        assert_eq!(said("the majority").amount, Amount::MoreThan("0.5".parse().unwrap()));
        assert_eq!(said("fell").amount, Amount::Direction);
        assert_eq!(said("5 and 6").amount, Amount::Several);
        assert_eq!(said("much").amount, Amount::Nothing);
    }

    #[test]
    fn how_nearly_a_number_is_meant() {
        let near = |words| said(words).nearness.map(|(near, _)| near);
        assert_eq!(near("almost four times"), Some(Nearness::Nearly));
        assert_eq!(near("slightly more than 4"), Some(Nearness::JustOver));
        assert_eq!(near("over KZT 253 billion"), Some(Nearness::Above));
        assert_eq!(near("no less than 40 per cent"), Some(Nearness::AtLeast));
        assert_eq!(near("four times"), None);
        let holds = |near: Nearness, exact: &str| near.holds(Decimal::from(4), exact.parse().unwrap());
        assert!(holds(Nearness::Nearly, "3.76") && !holds(Nearness::Nearly, "4.01"));
        assert!(!holds(Nearness::Nearly, "3.2") && holds(Nearness::JustOver, "4.01"));
        assert!(!holds(Nearness::Above, "4") && holds(Nearness::About, "3.9"));
    }
}
