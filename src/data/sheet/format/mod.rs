//! Number formats of cells: which number, date or text a cell shows.

use rust_decimal::{Decimal, RoundingStrategy};

use date::Fields;
use section::Kind;
pub(super) use section::Section;

mod built_in;
pub(super) mod date;
mod section;

pub(super) use built_in::built_in;

/// A format: up to four sections for positive, negative and other numbers, and for text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Format {
    /// As the workbook has it.
    pub(super) code: String,
    sections: Vec<Section>,
}

/// What a number looks like in a format.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Shown {
    /// All its digits: the format says nothing of them.
    Whole(Decimal),
    /// Digits as the format shows them, with the number before it was rounded.
    Digits {
        /// What is shown.
        shown: Decimal,
        /// The same with all digits.
        exact: Decimal,
        /// Whether the format divides by thousands.
        is_scaled: bool,
    },
    /// A day or a time.
    Date(Fields),
    /// Words or signs in the place of the number.
    Words(String),
    /// Digits with something between or beside them that makes another number of them, or none.
    Unclear,
    /// More digits than can be counted.
    TooLong,
}

/// The digits that Excel counts with: what stands behind them in a computed number is noise.
const DIGITS: usize = 15;

impl Format {
    /// Reads a format as the workbook has it.
    pub(super) fn new(code: &str) -> Self {
        Self { code: code.to_owned(), sections: section::sections(code) }
    }

    /// What a number looks like.
    pub(super) fn show(&self, number: f64) -> Shown {
        let Some(section) = self.section(number) else { return Shown::Unclear };
        match &section.kind {
            Kind::General => fifteen_digits(number).map_or(Shown::TooLong, Shown::Whole),
            Kind::Date(fields) => Shown::Date(*fields),
            Kind::Words(words) => Shown::Words(words.trim().to_owned()),
            Kind::Digits(digits) if digits.changes_the_number(number) => Shown::Unclear,
            Kind::Digits(digits) => {
                let exact = fifteen_digits(number).and_then(|exact| digits.scale(exact));
                exact.map_or(Shown::TooLong, |exact| Shown::Digits {
                    shown: digits.round(exact),
                    exact,
                    is_scaled: digits.is_scaled(),
                })
            }
        }
    }

    /// The section that shows a number: by their conditions, or positive, negative and zero.
    fn section(&self, number: f64) -> Option<&Section> {
        // The fourth is for text, and so is one that holds nothing but the sign for it.
        let count = self.sections.len().min(3);
        let sections = &self.sections[..count];
        let [first, rest @ ..] = sections else { return None };
        let is_first = match (first.condition, count) {
            (Some(condition), _) => condition.holds(number),
            (None, 1) => true,
            (None, 2) if rest.iter().all(|section| section.condition.is_none()) => number >= 0.0,
            (None, _) => number > 0.0,
        };
        if is_first {
            return Some(first);
        }
        match rest {
            [] => None,
            [last] => last.condition.is_none_or(|condition| condition.holds(number)).then_some(last),
            [second, last, ..] => {
                let is_second = second.condition.map_or(number < 0.0, |condition| condition.holds(number));
                Some(if is_second { second } else { last })
            }
        }
    }
}

/// A number with the digits that Excel counts with.
fn fifteen_digits(number: f64) -> Option<Decimal> {
    if number == 0.0 {
        return Some(Decimal::ZERO);
    }
    let written = format!("{number:.*e}", DIGITS - 1);
    let (digits, exponent) = written.split_once('e')?;
    let exponent: i32 = exponent.parse().ok()?;
    let point = i32::try_from(DIGITS).ok()? - 1 - exponent;
    let whole: i64 = digits.replace('.', "").parse().ok()?;
    if point < 0 {
        let tens = 10_i64.checked_pow(point.unsigned_abs())?;
        return Decimal::from(whole).checked_mul(Decimal::from(tens));
    }
    // Of a number as small as the noise of a computed zero, the last of fifteen digits does not matter.
    let most = 28;
    let mut number = Decimal::from_i128_with_scale(i128::from(whole), u32::try_from(point).ok()?.min(most));
    for _ in most..u32::try_from(point).ok()?.min(most * 2) {
        number /= Decimal::TEN;
    }
    Some(number.normalize())
}

impl section::Digits {
    /// The number in the unit that the format shows it in: hundredths for per cent, thousands for a comma at the end.
    fn scale(&self, number: Decimal) -> Option<Decimal> {
        let mut scaled = number;
        for _ in 0..self.percents {
            scaled = scaled.checked_mul(Decimal::ONE_HUNDRED)?;
        }
        for _ in 0..self.thousands {
            scaled = scaled.checked_div(Decimal::ONE_THOUSAND)?;
        }
        Some(scaled.normalize())
    }

    /// The decimals that the format shows, halves away from zero.
    fn round(&self, number: Decimal) -> Decimal {
        let rounded =
            number.round_dp_with_strategy(self.most_decimals, RoundingStrategy::MidpointAwayFromZero);
        let mut shown = rounded.normalize();
        if shown.scale() < self.least_decimals {
            shown.rescale(self.least_decimals);
        }
        if shown.is_zero() { shown.abs() } else { shown }
    }

    fn is_scaled(&self) -> bool {
        self.thousands > 0
    }
}

#[cfg(test)]
mod tests;
