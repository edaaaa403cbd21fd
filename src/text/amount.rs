//! Reads how much an author's words say, and in which unit.

use rust_decimal::{Decimal, RoundingStrategy};

use super::number::numbers as digits;
use crate::language::{Fraction, Language, Pattern, Patterns, Reading, Values, fill, is_whole};
use crate::report::{Measure, Scale, Unit};

/// How much words say.
#[derive(Debug, Clone, PartialEq)]
pub enum Amount {
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
pub struct SaidNumber {
    /// The number; its scale is the number of decimals shown.
    pub value: Decimal,
    /// "million", "billion".
    pub scale: Option<Scale>,
    /// What it is said to measure.
    pub measure: Option<SaidMeasure>,
}

/// What a number is said to measure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SaidMeasure {
    /// Hundredths.
    Percent,
    /// The difference of two percentages.
    Points,
    /// Money of a currency.
    Money(String),
    /// So many of a number: "per 1,000".
    Per(Decimal),
}

/// Words between a number and "per 1,000": what is counted, with its adjectives.
const WORDS_BEFORE_RATE: usize = 4;

/// Whether a number in words is the value at the digits that the words show.
pub fn agrees(claimed: Decimal, exact: Decimal) -> bool {
    rounded(exact, claimed.scale()) == claimed
}

/// A value as words give it: without its sign, at so many digits.
pub fn rounded(exact: Decimal, digits: u32) -> Decimal {
    exact.abs().round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero)
}

/// Reads the words of a claim, in small letters, with what follows them.
pub fn amount(words: &str, after: &str, locale: &Language) -> Amount {
    let reading = locale.reading();
    let has_digits = words.contains(|c: char| c.is_ascii_digit());
    if let Some(parts) = one_of(words, locale) {
        return Amount::Fraction(Decimal::ONE / Decimal::from(parts));
    }
    if let Some(points) = points(words, has_digits, locale) {
        return Amount::Number(points);
    }
    match numbers(words, locale)[..] {
        [] => {}
        // "One in three" and "two thirds" hold numerals, and are one number.
        _ if !has_digits && longest(words, &reading.fractions).is_some() => {}
        [many, all] if is_part(many, all) && stands_for_part(words, reading) => {
            return Amount::Fraction(many / all);
        }
        [value] => {
            let after = after.trim_start();
            let is_times =
                reading.times.iter().any(|times| times.is_in(words) || times.leads(after).is_some());
            return match (is_times, has_digits) {
                (true, false) => Amount::Times(value),
                _ => Amount::Number(said_number(value, words, after, locale)),
            };
        }
        _ => return Amount::Several,
    }
    let choices = [longest(words, &reading.multiples), longest(words, &reading.fractions)];
    match choices {
        [Some((length, times)), fraction] if fraction.is_none_or(|(other, _)| length >= other) => {
            Amount::Times(times)
        }
        [_, Some((_, fraction))] => Amount::Fraction(fraction),
        _ => match longest(words, &reading.most) {
            Some((_, part)) => Amount::MoreThan(part),
            None if is_direction(words, reading) => Amount::Direction,
            None => Amount::Nothing,
        },
    }
}

/// "Half a percentage point", "one and a half percentage points", "a full percentage point".
fn points(words: &str, has_digits: bool, locale: &Language) -> Option<SaidNumber> {
    let reading = locale.reading();
    if has_digits || !reading.points.are_in(words) {
        return None;
    }
    let whole = numbers(words, locale);
    let part = longest(words, &reading.fractions).map(|(_, part)| part);
    let value = match (&whole[..], part) {
        ([], None) => Decimal::ONE,
        ([], Some(part)) => part,
        // Of "three quarters", the numeral is a part of the fraction.
        ([_], Some(_))
            if reading
                .fractions
                .iter()
                .any(|(phrase, _)| phrase.as_str().contains(' ') && phrase.is_in(words)) =>
        {
            return None;
        }
        ([whole], Some(part)) => whole + part,
        _ => return None,
    };
    Some(SaidNumber { value: value.normalize(), scale: None, measure: Some(SaidMeasure::Points) })
}

/// The longest of some words that stand in a text, with their value.
fn longest(words: &str, values: &Values<Fraction>) -> Option<(usize, Decimal)> {
    let found = values.iter().filter(|(phrase, _)| phrase.is_in(words));
    let longest = found.max_by_key(|(phrase, _)| phrase.as_str().len());
    longest.map(|(phrase, fraction)| (phrase.as_str().len(), fraction.value()))
}

/// The number of parts in "one in six".
fn one_of(words: &str, locale: &Language) -> Option<u32> {
    let reading = locale.reading();
    let numerals = reading.numerals.iter().map(|(name, value)| (name.as_str().to_owned(), value.value()));
    let numerals = numerals.filter_map(|(name, value)| Some((name, u32::try_from(value).ok()?)));
    let parts = (2..=100).map(|parts| (parts.to_string(), parts)).chain(numerals);
    let found = parts.flat_map(|(name, parts)| {
        let phrases = reading.one_of.patterns.iter().map(move |pattern| fill(pattern, &[("n", &name)]));
        phrases.map(move |phrase| (phrase, parts))
    });
    let is_said =
        |phrase: &str| words.find(phrase).is_some_and(|at| is_whole(words, &(at..at + phrase.len())));
    let mut said = found.filter(|(phrase, parts)| *parts > 1 && is_said(phrase));
    // "Every second".
    let ordinals = (1..).zip(locale.known().ordinals.iter().chain(&reading.later_ordinals)).skip(1);
    let mut every = ordinals.flat_map(|(parts, name)| {
        let phrases = reading.one_of.ordinals.iter();
        phrases.map(move |pattern| (fill(pattern, &[("ordinal", name)]), parts))
    });
    said.next().or_else(|| every.find(|(phrase, _)| is_said(phrase))).map(|(_, parts)| parts)
}

/// The largest whole that "three in five" is said of.
const LARGEST_WHOLE: Decimal = Decimal::ONE_HUNDRED;

fn is_part(many: Decimal, all: Decimal) -> bool {
    many > Decimal::ONE && many < all && all <= LARGEST_WHOLE
}

/// Whether the words between two numbers make them one: "three in five", "8 out of 10".
fn stands_for_part(words: &str, reading: &Reading) -> bool {
    reading.one_of.several.iter().any(|pattern| {
        let between = pattern.split_once("{m}").and_then(|(_, rest)| rest.split_once("{n}"));
        between.is_some_and(|(between, _)| Pattern::from(between.trim()).is_in(words))
    })
}

fn is_direction(words: &str, reading: &Reading) -> bool {
    let pairs = reading.directions.iter().chain(&reading.comparatives);
    pairs.flat_map(|pair| pair.both()).chain(&reading.unchanged).any(|pattern| pattern.is_in(words))
}

fn said_number(value: Decimal, words: &str, after: &str, locale: &Language) -> SaidNumber {
    let (reading, known) = (locale.reading(), locale.known());
    let has = |pattern: &Pattern| pattern.is_in(words) || pattern.leads(after).is_some();
    let any = |patterns: &Patterns| patterns.iter().any(has);
    let scale = known.scales.iter().find(|(_, name)| has(name)).map(|(scale, _)| *scale);
    let per = of_rate(words, locale).or_else(|| leading_rate(after, locale));
    let measure = if let Some(of) = per {
        Some(SaidMeasure::Per(of))
    } else if any(&reading.per_mille) {
        Some(SaidMeasure::Per(Decimal::ONE_THOUSAND))
    } else if any(&reading.points) {
        Some(SaidMeasure::Points)
    } else if any(&reading.percent) {
        Some(SaidMeasure::Percent)
    } else {
        // What the language prints comes before the other names of currencies.
        let printed = known.currencies.iter().find(|(name, _)| has(name) && !is_other_name(name, reading));
        let others = reading.money.iter().filter(|(name, _)| has(name));
        let other = || others.max_by_key(|(name, _)| name.as_str().len()).map(|(_, code)| code);
        let code = printed.map(|(_, code)| code).or_else(other);
        let money = code.map(|code| SaidMeasure::Money(code.clone()));
        money.or_else(|| later_rate(after, locale).map(SaidMeasure::Per))
    };
    SaidNumber { value, scale, measure }
}

/// Whether a text ends with words for a rate: what stands behind it says how many something is told for.
pub(super) fn is_behind_rate(before: &str, reading: &Reading) -> bool {
    let before = before.trim_end();
    reading.rates.iter().any(|word| word.ends(before).is_some())
}

/// How many "per 1,000" is told of.
fn of_rate(words: &str, locale: &Language) -> Option<Decimal> {
    let is_base = |start: usize| is_behind_rate(&words[..start], locale.reading());
    digits(words, locale).into_iter().find(|(range, _)| is_base(range.start)).map(|(_, number)| number)
}

/// The same at the beginning of what follows a number.
fn leading_rate(after: &str, locale: &Language) -> Option<Decimal> {
    let end = locale.reading().rates.iter().find_map(|word| word.leads(after))?;
    let rest = after[end..].trim_start();
    digits(rest, locale).into_iter().find(|(range, _)| range.start == 0).map(|(_, number)| number)
}

/// The same behind what is counted: "2.8 permanent immigrants per 1,000 inhabitants".
fn later_rate(after: &str, locale: &Language) -> Option<Decimal> {
    let clause = after.split([',', ';', ':', '.', '(', ')']).next()?;
    let starts = clause.match_indices(' ').map(|(at, _)| at + 1).take(WORDS_BEFORE_RATE);
    let mut behind = starts.filter(|at| clause.is_char_boundary(*at)).map(|at| &after[at..]);
    behind.find_map(|rest| leading_rate(rest, locale))
}

fn is_other_name(name: &Pattern, reading: &Reading) -> bool {
    reading.money.iter().any(|(other, _)| other == name)
}

impl SaidNumber {
    /// The number in a unit, when its own scale is another.
    pub fn in_unit(&self, unit: &Unit) -> Decimal {
        match self.scale {
            Some(scale) if scale != unit.scale => self.value * power(scale) / power(unit.scale),
            _ => self.value,
        }
    }

    /// Whether what is said of the unit is not that of a figure.
    pub fn contradicts(&self, unit: &Unit) -> bool {
        match (&self.measure, &unit.measure) {
            (Some(SaidMeasure::Percent), measure) => *measure != Measure::Percent,
            (Some(SaidMeasure::Points), measure) => *measure != Measure::Points,
            // "USD 287.4" of USD 287.4 million leaves the scale out.
            (Some(SaidMeasure::Money(code)), Measure::Money(known)) => {
                code != known || (self.scale.is_none() && unit.scale != Scale::One)
            }
            (Some(SaidMeasure::Money(_)), _) => true,
            (Some(SaidMeasure::Per(of)), Measure::Per(known)) => *of != Decimal::from(*known),
            (Some(SaidMeasure::Per(of)), Measure::Percent) => *of != Decimal::ONE_HUNDRED,
            (Some(SaidMeasure::Per(_)), Measure::Points) => true,
            // What is computed with others may be told of any number.
            (Some(SaidMeasure::Per(_)), _) => false,
            (None, Measure::Percent | Measure::Points) => self.scale.is_some(),
            (None, _) => false,
        }
    }
}

/// How many ones a scale counts.
pub fn power(scale: Scale) -> Decimal {
    scale.power()
}

/// The numbers in a text, in digits as the language writes them or as one of its number words.
fn numbers(text: &str, locale: &Language) -> Vec<Decimal> {
    // Of "2.3 per 1,000", the second says what the first is told of.
    let is_base = |start: usize| is_behind_rate(&text[..start], locale.reading());
    let told = digits(text, locale).into_iter().filter(|(range, _)| !is_base(range.start));
    let mut found: Vec<Decimal> = told.map(|(_, number)| number).collect();
    let numeral = |word: &str| Some(locale.reading().numerals.get(&word.to_lowercase())?.value());
    let mut tens: Option<Decimal> = None;
    for word in text.split_inclusive(|c: char| !c.is_alphabetic()) {
        let (bare, is_joined) = (word.trim_end_matches(|c: char| !c.is_alphabetic()), word.ends_with('-'));
        match (numeral(bare), tens.take()) {
            // "Forty-one".
            (Some(ones), Some(tens)) if ones < Decimal::TEN => found.push(tens + ones),
            (Some(value), before) => {
                found.extend(before);
                let is_ten = (value % Decimal::TEN).is_zero() && value < Decimal::ONE_HUNDRED;
                if is_joined && is_ten { tens = Some(value) } else { found.push(value) }
            }
            (None, before) => found.extend(before),
        }
    }
    found.extend(tens);
    found
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::{Amount, agrees, amount, numbers};
    use crate::language::Language;

    fn said(words: &str) -> Amount {
        amount(&words.to_lowercase(), "", &Language::embedded("en").unwrap())
    }

    #[test]
    fn numbers_are_read_in_digits_and_words() {
        let locale = Language::embedded("en").unwrap();
        let read =
            |text| numbers(text, &locale).iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        assert_eq!(read("fell by 43.3 per cent, or 5,343."), "43.3 5343");
        assert_eq!(read("2.3 per 1,000, and 4 for every 10,000 inhabitants"), "2.3 4");
        assert_eq!(read("almost Four times"), "4");
        assert_eq!(read("Forty-one women"), "41");
        assert_eq!(read("twenty-four and thirty"), "24 30");
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
        assert_eq!(said("almost four times"), times(4));
        assert_eq!(said("Doubled"), times(2));
        assert_eq!(said("half as many"), Amount::Times("0.5".parse().unwrap()));
        assert_eq!(said("almost three in five"), Amount::Fraction("0.6".parse().unwrap()));
        assert_eq!(said("8 out of 10"), Amount::Fraction("0.8".parse().unwrap()));
        assert_eq!(said("1,206 in 2025"), Amount::Several);
        assert_eq!(said("nearly two thirds"), Amount::Fraction(Decimal::from(2) / Decimal::from(3)));
        let sixth = Amount::Fraction(Decimal::ONE / Decimal::from(6));
        assert_eq!((said("about one in six"), said("1 in 6")), (sixth.clone(), sixth));
        assert_eq!(said("the majority"), Amount::MoreThan("0.5".parse().unwrap()));
        assert_eq!(said("fell"), Amount::Direction);
        assert_eq!(said("5 and 6"), Amount::Several);
        assert_eq!(said("much"), Amount::Nothing);
    }
}
