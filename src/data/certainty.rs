//! How sure a source is of a value: a limit or a range in place of a number, a provisional or estimated one.

use rust_decimal::Decimal;

use super::number;

/// What a source gives in place of one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Bound {
    /// Nothing: the value is a number.
    #[default]
    None,
    /// The value is more than the number.
    MoreThan,
    /// It is the number or more.
    AtLeast,
    /// It is less than the number.
    LessThan,
    /// It is the number or less.
    AtMost,
    /// It lies between the number and this one.
    UpTo(Decimal),
}

/// What a source says of a value that it gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// It will give another one later.
    Provisional,
    /// Nobody has counted it.
    Estimated,
}

/// Where the true value can lie: both ends, as far as there are any.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ends {
    /// The lower end.
    pub low: Option<Decimal>,
    /// The upper end.
    pub high: Option<Decimal>,
}

impl Ends {
    /// Whether everything between these ends lies between the others too.
    pub fn lie_within(self, outer: Self) -> bool {
        let low = outer.low.is_none_or(|outer| self.low.is_some_and(|low| low >= outer));
        low && outer.high.is_none_or(|outer| self.high.is_some_and(|high| high <= outer))
    }
}

/// The signs of limits as authors write them; longer ones first.
const SIGNS: [(&str, Bound); 6] = [
    (">=", Bound::AtLeast),
    ("<=", Bound::AtMost),
    ("≥", Bound::AtLeast),
    ("≤", Bound::AtMost),
    (">", Bound::MoreThan),
    ("<", Bound::LessThan),
];

/// Why a text is neither a limit nor a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadBound {
    /// It has no sign of one.
    NotOne,
    /// Its number, or one of its two, is none.
    BadNumber,
    /// Its second number is not larger than the first.
    Backwards,
}

impl Bound {
    /// Reads a limit or a range: `>550000`, `<=10`, `1200-1500`.
    ///
    /// # Errors
    /// Says why it is none.
    pub fn parse(text: &str) -> Result<(Decimal, Self), BadBound> {
        let text = text.trim();
        let read = |text: &str| number::parse(text.trim()).map_err(|_| BadBound::BadNumber);
        if let Some((sign, bound)) = SIGNS.into_iter().find(|(sign, _)| text.starts_with(sign)) {
            return Ok((read(&text[sign.len()..])?, bound));
        }
        let is_plain = |text: &str| text.trim().starts_with(|c: char| c.is_ascii_digit());
        let both = text.split_once(['-', '–']).filter(|(low, high)| is_plain(low) && is_plain(high));
        let (low, high) = both.ok_or(BadBound::NotOne)?;
        let (low, high) = (read(low)?, read(high)?);
        if low < high { Ok((low, Self::UpTo(high))) } else { Err(BadBound::Backwards) }
    }

    /// Where the true value can lie when this is said of a number.
    pub fn ends(self, value: Decimal) -> Ends {
        let (low, high) = match self {
            Self::None => (Some(value), Some(value)),
            Self::MoreThan | Self::AtLeast => (Some(value), None),
            Self::LessThan | Self::AtMost => (None, Some(value)),
            Self::UpTo(high) => (Some(value), Some(high)),
        };
        Ends { low, high }
    }

    /// What is known of a sum of two values: the number that stands for it, and what that is. Nothing, when one is known
    /// from below and the other from above.
    pub fn sum(one: (Decimal, Self), two: (Decimal, Self)) -> Option<(Decimal, Self)> {
        let (first, second) = (one.1.ends(one.0), two.1.ends(two.0));
        let add = |one: Option<Decimal>, two: Option<Decimal>| Some(one? + two?);
        let (low, high) = (add(first.low, second.low), add(first.high, second.high));
        let has = |bound: Self| one.1 == bound || two.1 == bound;
        match (low, high) {
            (Some(low), Some(high)) if low == high => Some((low, Self::None)),
            (Some(low), Some(high)) => Some((low, Self::UpTo(high))),
            (Some(low), None) => {
                Some((low, if has(Self::MoreThan) { Self::MoreThan } else { Self::AtLeast }))
            }
            (None, Some(high)) => {
                Some((high, if has(Self::LessThan) { Self::LessThan } else { Self::AtMost }))
            }
            (None, None) => None,
        }
    }

    /// The same of a number that was multiplied by another one above zero, or rounded.
    #[must_use]
    pub fn map(self, change: impl FnOnce(Decimal) -> Decimal) -> Self {
        match self {
            Self::UpTo(high) => Self::UpTo(change(high)),
            other => other,
        }
    }

    /// A number as an author writes it with this: `>550000`, `1200-1500`.
    pub fn written(self, value: Decimal) -> String {
        match self {
            Self::None => value.to_string(),
            Self::MoreThan => format!(">{value}"),
            Self::AtLeast => format!(">={value}"),
            Self::LessThan => format!("<{value}"),
            Self::AtMost => format!("<={value}"),
            Self::UpTo(high) => format!("{value}-{high}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{BadBound, Bound};

    fn read(text: &str) -> Result<String, BadBound> {
        Bound::parse(text).map(|(value, bound)| bound.written(value))
    }

    #[test]
    fn limits_and_ranges_are_read_as_they_are_written() {
        for text in [">550000", ">=10", "<10", "<=0.5", "1200-1500", ">-3"] {
            assert_eq!(read(text).as_deref(), Ok(text));
        }
        assert_eq!(read(" ≥ 10 ").as_deref(), Ok(">=10"));
        assert_eq!(read("1200 – 1500").as_deref(), Ok("1200-1500"));
        for text in ["", "550000", "-5", "2023-Q2x", "about 5"] {
            assert!(matches!(read(text), Err(BadBound::NotOne | BadBound::BadNumber)), "{text}");
        }
        assert_eq!(read(">550,000"), Err(BadBound::BadNumber));
        assert_eq!(read("1500-1200"), Err(BadBound::Backwards));
    }

    #[test]
    fn a_sum_reaches_as_far_as_its_values() {
        let sum = |one: &str, two: &str| {
            let read =
                |text: &str| Bound::parse(text).unwrap_or_else(|_| (text.parse().unwrap(), Bound::None));
            Bound::sum(read(one), read(two)).map(|(value, bound)| bound.written(value))
        };
        assert_eq!(sum(">10", "5").as_deref(), Some(">15"));
        assert_eq!(sum(">=10", ">5").as_deref(), Some(">15"));
        assert_eq!(sum("10-20", "5").as_deref(), Some("15-25"));
        assert_eq!(sum("10-20", ">5").as_deref(), Some(">15"));
        assert_eq!(sum("10-20", "<=5").as_deref(), Some("<=25"));
        assert_eq!(sum(">10", "<5"), None);
        assert_eq!(sum("10", "5").as_deref(), Some("15"));
    }
}
