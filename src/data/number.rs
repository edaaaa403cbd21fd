//! Reads numbers as an author writes them, within limits that no statistic reaches.

use rust_decimal::Decimal;

/// Digits before the decimal point: enough for any sum of money in any unit, and few enough that sums, products
/// and quotients of such numbers never overflow a decimal of 28 digits.
const WHOLE_DIGITS: usize = 12;
/// Digits after it.
const DECIMALS: usize = 6;

/// What to do about a text that is no number.
pub const HINT: &str = "write digits with a point before the decimals and nothing else, as in 1653 or 50.3";
/// What to do about a number that is too long.
pub const LONG_HINT: &str =
    "write at most 12 digits before the point and 6 after it; give large sums in millions or billions";

/// Why a text is not a number that can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadNumber {
    /// It is not digits with at most one point.
    NotDigits,
    /// It has more digits than any statistic.
    TooLong,
}

impl BadNumber {
    /// What to do.
    pub fn hint(self) -> &'static str {
        match self {
            Self::NotDigits => HINT,
            Self::TooLong => LONG_HINT,
        }
    }
}

/// Reads a decimal with the digits as written: `3.0` keeps its zero.
///
/// # Errors
/// Exponents, signs of infinity, separators and numbers beyond the limits are refused.
pub fn parse(text: &str) -> Result<Decimal, BadNumber> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text).replace('_', "");
    let (whole, decimals) = digits.split_once('.').unwrap_or((&digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !all_digits(whole) || !all_digits(decimals) {
        return Err(BadNumber::NotDigits);
    }
    if whole.trim_start_matches('0').len() > WHOLE_DIGITS || decimals.len() > DECIMALS {
        return Err(BadNumber::TooLong);
    }
    let number = Decimal::from_str_exact(&digits).map_err(|_| BadNumber::TooLong)?;
    Ok(if text.starts_with('-') { -number } else { number })
}

#[cfg(test)]
mod tests {
    use super::{BadNumber, parse};

    #[test]
    fn digits_are_kept_as_written() {
        for text in ["3.0", "1653", "-0.70", "999999999999.999999"] {
            assert_eq!(parse(text).unwrap().to_string(), text);
        }
        assert_eq!(parse("+1_653").unwrap().to_string(), "1653");
    }

    #[test]
    fn what_is_no_statistic_is_refused() {
        for text in ["", "nan", "inf", "1e5", "1 653", "1,653", "0x1F", ".5", "5.", "--1"] {
            assert_eq!(parse(text), Err(BadNumber::NotDigits), "{text}");
        }
        for text in ["1234567890123", "0.1234567"] {
            assert_eq!(parse(text), Err(BadNumber::TooLong), "{text}");
        }
    }

    #[test]
    fn the_largest_numbers_can_be_multiplied_and_divided() {
        let (most, least) = (parse("999999999999.999999").unwrap(), parse("0.000001").unwrap());
        assert!(most.checked_mul(most).is_some());
        assert!((most * rust_decimal::Decimal::ONE_HUNDRED).checked_div(least).is_some());
    }
}
