//! Compares the words of a unit around a number that is printed bare with the number's own unit.

use rust_decimal::Decimal;

use crate::check::Subject;
use crate::diag::{Diagnostic, code};
use crate::report::{Expected, Measure, Number, What};
use crate::text::amount::{Amount, agrees};
use crate::text::{Line, Said, Shown};

/// Words between a number and what it counts: "12.6 permanent residence permits".
const WORDS_BETWEEN: usize = 3;

/// The finding about a computed number whose unit was typed, when that is not the number's own unit.
pub(super) fn typed(
    subject: &Subject<'_>,
    line: &Line<'_>,
    said: &Said<'_>,
    number: &Number,
) -> Option<Diagnostic> {
    let (typed, quantity) = (said.unit.as_ref()?, number.quantity());
    let unit = quantity.unit();
    // "At 0.37 dollars to the lari": the unit of a rate is told in words of its own.
    if said.asked.what == What::Rate || typed.fits(unit) {
        return None;
    }
    let (before, behind) = typed.around;
    let words = &line.text[said.range.start - before..said.range.end + behind];
    let right = subject.locale.format(quantity);
    let message = format!("the words “{words}” have another unit than {}", right.text());
    let hint = format!("write {}; without `| bare`, the number comes with its unit", right.text());
    Some(Diagnostic::new(code::CLAIM_UNIT, said.span, message).hint(hint).found(words))
}

/// A percentage that is told as a number of what is counted: "12.6 permits", "rose by 60.2 persons".
pub(super) fn counted(subject: &Subject<'_>, line: &Line<'_>, said: &Said<'_>) -> Option<Diagnostic> {
    let (reading, known) = (subject.locale.reading(), subject.locale.known());
    if line.passage.cell.is_some() || !is_bare_percent(said) || is_per_hundred(subject, line, said) {
        return None;
    }
    let inside = matches!(said.shown, Shown::Claimed(_)).then(|| &line.lower[said.range.clone()]);
    let in_words = inside.and_then(|words| {
        let mut words = words.split(|c: char| !c.is_alphanumeric());
        words.find(|word| reading.units.counted.contain(word))
    });
    let after = &line.lower[said.range.end..];
    // "From 12.6 to 13.9 per cent" has its unit farther on.
    let sentence = after.split(['.', ';']).next().unwrap_or_default();
    let is_told = [&reading.percent, &reading.points].into_iter().any(|words| words.are_in(after))
        && !sentence.is_empty();
    let mut rest = after.strip_prefix(' ').unwrap_or_default().split(' ').take(WORDS_BETWEEN + 1);
    let small = [&reading.fillers, &reading.clauses, &reading.period_leads, &reading.joints];
    let is_small = |word: &str| {
        small.iter().any(|words| words.contain(word)) || known.list_joints.iter().any(|joint| joint == word)
    };
    let mut behind = || {
        for word in rest.by_ref() {
            let plain = word.trim_end_matches(|c: char| !c.is_alphanumeric());
            if plain.is_empty() || is_small(plain) || !plain.starts_with(char::is_alphabetic) {
                return None;
            }
            if reading.units.counted.contain(plain) {
                return Some(plain);
            }
            if plain.len() < word.len() {
                return None;
            }
        }
        None
    };
    let noun = in_words.or_else(|| if is_told { None } else { behind() })?;
    let number = &line.text[said.range.clone()];
    let found = if in_words.is_some() { number.to_owned() } else { format!("{number} {noun}") };
    let message = format!("“{found}” counts {noun}, and {number} is a percentage");
    let percent = reading.percent.first_words();
    let hint = format!("add “{percent}” behind it, or ask for the number");
    Some(Diagnostic::new(code::CLAIM_UNIT, said.span, message).hint(hint).found(found))
}

/// "For every 100 temporary permits, about 78 single permits": how many there are to a hundred is a percentage, and counts.
fn is_per_hundred(subject: &Subject<'_>, line: &Line<'_>, said: &Said<'_>) -> bool {
    let numerals = &subject.locale.reading().numerals;
    behind_rates(subject, line, said).into_iter().any(|rest| {
        let next = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let numeral = numerals.get(next).map(|number| number.value());
        numeral.or_else(|| next.parse().ok()) == Some(Decimal::ONE_HUNDRED)
    })
}

/// "For every euro sent, 4.4 euros were received": what comes to one of something is a ratio, whatever it is counted in.
pub(super) fn is_per_one(subject: &Subject<'_>, line: &Line<'_>, said: &Said<'_>) -> bool {
    let is_ratio = match said.shown {
        Shown::Claimed(claim) => {
            matches!(&claim.expected, Expected::Quantity(quantity) if quantity.unit().measure == Measure::Ratio)
        }
        Shown::Computed(_) => false,
    };
    is_ratio && !behind_rates(subject, line, said).is_empty()
}

/// What stands before a number, behind each word of its sentence for a rate.
fn behind_rates<'l>(subject: &Subject<'_>, line: &'l Line<'_>, said: &Said<'_>) -> Vec<&'l str> {
    let before = &line.lower[sentence_start(line, said)..said.range.start];
    let words = subject.locale.reading().rates.iter();
    let places = words.flat_map(|word| word.find(before, &(0..before.len())));
    places.map(|place| before[place.end..].trim_start()).collect()
}

/// Where the sentence of a number begins, as far as its full stops tell.
fn sentence_start(line: &Line<'_>, said: &Said<'_>) -> usize {
    line.lower[..said.range.start].rfind(". ").map_or(0, |at| at + 2)
}

/// Whether a number is a percentage without a word or sign that says so.
fn is_bare_percent(said: &Said<'_>) -> bool {
    match said.shown {
        Shown::Computed(number) => {
            let is_bare = said.unit.as_ref().is_some_and(|unit| unit.rate.is_none());
            is_bare && number.quantity().unit().measure == Measure::Percent
        }
        Shown::Claimed(claim) => {
            let Some(Amount::Number(number)) = &said.amount else { return false };
            let is_said = |value| agrees(number.value, value);
            let percent = match &claim.expected {
                Expected::Quantity(quantity) if quantity.unit().measure == Measure::Percent => {
                    quantity.value()
                }
                Expected::Change(change) => {
                    let amount = change.amount.as_ref().map(|amount| amount.quantity().value());
                    if amount.is_some_and(is_said) {
                        return false;
                    }
                    change.exact_percent.value()
                }
                Expected::Quantity(_) => return false,
            };
            number.measure.is_none() && number.scale.is_none() && is_said(percent)
        }
    }
}
