//! A value of a figure: decimal, digits, unit and where it came from.

use std::cmp::Ordering;

use rust_decimal::{Decimal, RoundingStrategy};

use super::certainty::{Bound, Ends};
use crate::diag::Span;

/// What a value counts or measures.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Measure {
    /// Persons, permits, visas: the noun stands in the sentence.
    #[default]
    Count,
    /// Hundredths of a whole.
    Percent,
    /// The difference of two percentages.
    Points,
    /// So many of a thousand, ten thousand or any other number.
    Per(u32),
    /// How many times one value holds another.
    Ratio,
    /// Money, with its ISO 4217 code.
    Money(String),
}

/// The power of ten that the number is given in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Scale {
    /// As it is.
    #[default]
    One,
    /// Thousands.
    Thousand,
    /// Millions.
    Million,
    /// Thousand millions.
    Billion,
}

impl Scale {
    /// How many ones it counts.
    pub fn power(self) -> Decimal {
        Decimal::from(match self {
            Self::One => 1_i64,
            Self::Thousand => 1_000,
            Self::Million => 1_000_000,
            Self::Billion => 1_000_000_000,
        })
    }
}

/// Unit of measure of a quantity.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Unit {
    /// What is measured.
    pub measure: Measure,
    /// In which power of ten.
    pub scale: Scale,
}

/// Numbers of which a rate can say how many: powers of ten, as statistics use them.
const BASES: [u32; 5] = [1_000, 10_000, 100_000, 1_000_000, 100];

impl Measure {
    /// Whether values of months add up to that of their quarter.
    pub fn can_be_added(&self) -> bool {
        matches!(self, Self::Count | Self::Money(_))
    }
}

impl Unit {
    /// So many of a thousand, or of another number.
    pub fn per(base: u32) -> Self {
        Self { measure: Measure::Per(base), scale: Scale::One }
    }

    /// Per cent.
    pub const PERCENT: Self = Self { measure: Measure::Percent, scale: Scale::One };
    /// Percentage points.
    pub const POINTS: Self = Self { measure: Measure::Points, scale: Scale::One };
    /// Times.
    pub const RATIO: Self = Self { measure: Measure::Ratio, scale: Scale::One };

    /// The code of the currency that it is money of.
    pub fn currency(&self) -> Option<&str> {
        match &self.measure {
            Measure::Money(code) => Some(code),
            _ => None,
        }
    }

    /// Reads a unit as an author writes it: `""`, `per cent`, `thousand`, `KZT billion`, `USD`.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "per cent" => return Some(Self::PERCENT),
            "percentage points" => return Some(Self::POINTS),
            "per mille" => return Some(Self::per(1_000)),
            _ => {}
        }
        if let Some(base) = text.strip_prefix("per ") {
            let digits = base.replace([',', ' ', '_'], "");
            let base = digits.parse().ok().filter(|base| BASES.contains(base));
            return base.map(Self::per);
        }
        let mut unit = Self::default();
        for (index, word) in text.split_whitespace().enumerate() {
            match word {
                "thousand" => unit.scale = Scale::Thousand,
                "million" => unit.scale = Scale::Million,
                "billion" => unit.scale = Scale::Billion,
                code if index == 0 && code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase()) => {
                    unit.measure = Measure::Money(code.to_owned());
                }
                _ => return None,
            }
        }
        Some(unit)
    }
}

/// How a value came to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Written in a file, at this place.
    Given(Span),
    /// Computed by this formula from values written at these places.
    Computed {
        /// Name of the figure whose values were used.
        figure: String,
        /// The formula in the words of the expression language.
        formula: String,
        /// Where the values it used were written.
        from: Vec<Span>,
    },
}

impl Origin {
    /// Every place in the author's files that the value rests on.
    pub fn spans(&self) -> Vec<Span> {
        match self {
            Self::Given(span) => vec![*span],
            Self::Computed { from, .. } => from.clone(),
        }
    }

    /// How many such places there are.
    pub fn count(&self) -> usize {
        match self {
            Self::Given(_) => 1,
            Self::Computed { from, .. } => from.len(),
        }
    }
}

/// One value of a figure. The decimal keeps its digits: 3.0 is not 3.
///
/// There is no way to text but the locale's, so that no two outputs can disagree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    value: Decimal,
    unit: Unit,
    origin: Origin,
    bound: Bound,
}

impl Quantity {
    /// A value with its unit and origin.
    pub fn new(value: Decimal, unit: Unit, origin: Origin) -> Self {
        Self { value, unit, origin, bound: Bound::None }
    }

    /// The same value as a limit or the lower end of a range.
    #[must_use]
    pub fn bounded(self, bound: Bound) -> Self {
        Self { bound, ..self }
    }

    /// The exact value, or the number of a limit; its scale is the number of decimals printed.
    pub fn value(&self) -> Decimal {
        self.value
    }

    /// What it is in place of a number.
    pub fn bound(&self) -> Bound {
        self.bound
    }

    /// Whether it is a number, with which more can be computed.
    pub fn is_exact(&self) -> bool {
        self.bound == Bound::None
    }

    /// Where the true value can lie.
    pub fn ends(&self) -> Ends {
        self.bound.ends(self.value)
    }

    /// Where the mark of a chart ends: at the number of a limit, in the middle of a range.
    pub fn drawn(&self) -> Decimal {
        match self.bound {
            Bound::UpTo(high) => (self.value + high) / Decimal::TWO,
            _ => self.value,
        }
    }

    /// As an author writes it: `1653`, `>550000`.
    pub fn written(&self) -> String {
        self.bound.written(self.value)
    }

    /// Which of two values is the larger; nothing where what is known of them leaves it open.
    pub fn compare(&self, other: &Self) -> Option<Ordering> {
        if self.is_exact() && other.is_exact() {
            return Some(self.value.cmp(&other.value));
        }
        let (one, two) = (self.ends(), other.ends());
        let below =
            |high: Option<Decimal>, low: Option<Decimal>| high.zip(low).is_some_and(|(high, low)| high < low);
        if below(one.high, two.low) {
            Some(Ordering::Less)
        } else if below(two.high, one.low) {
            Some(Ordering::Greater)
        } else {
            None
        }
    }

    /// What is known of the sum of two values; nothing when one is known from below and the other from above.
    pub fn plus(&self, other: &Self) -> Option<Self> {
        let (value, bound) = Bound::sum((self.value, self.bound), (other.value, other.bound))?;
        Some(Self { value, bound, ..self.clone() })
    }

    /// The number of decimals printed.
    pub fn digits(&self) -> u32 {
        self.value.scale()
    }

    /// By how much the value may miss the true one when it was rounded: half of its last digit.
    pub fn half_digit(&self) -> Decimal {
        Decimal::new(5, self.digits() + 1)
    }

    /// The unit.
    pub fn unit(&self) -> &Unit {
        &self.unit
    }

    /// Where it came from.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// Another value in the same unit or another one, from the same origin.
    #[must_use]
    pub fn with(&self, value: Decimal, unit: Option<Unit>) -> Self {
        Self { value, unit: unit.unwrap_or_else(|| self.unit.clone()), ..self.clone() }
    }

    /// The same value at a number of decimals, halves rounded away from zero.
    #[must_use]
    pub fn rounded(&self, digits: u32) -> Self {
        let round = |value: Decimal| {
            let mut value = value.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero);
            value.rescale(digits);
            value
        };
        Self { value: round(self.value), bound: self.bound.map(round), ..self.clone() }
    }
}

/// A quantity and its text in the edition's language; only a locale makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    quantity: Quantity,
    text: String,
    mark: Option<u32>,
    /// Bytes of a flag at the end of the text.
    flag: usize,
}

impl Number {
    /// Called by the locale alone, which is the one place where numbers become text.
    pub(crate) fn new(quantity: Quantity, text: String) -> Self {
        Self { quantity, text, mark: None, flag: 0 }
    }

    /// The value.
    pub fn quantity(&self) -> &Quantity {
        &self.quantity
    }

    /// The same at a mark, by which the record finds its page.
    #[must_use]
    pub fn at(self, mark: u32) -> Self {
        Self { mark: Some(mark), ..self }
    }

    /// The mark that it stands at.
    pub fn mark(&self) -> Option<u32> {
        self.mark
    }

    /// The text that every output prints.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The same with a flag behind it, which a legend explains. Called by the locale alone.
    #[must_use]
    pub(crate) fn flagged(self, flag: &str) -> Self {
        Self { text: format!("{}{flag}", self.text), flag: flag.len(), ..self }
    }

    /// The text without its flag: how the language writes the number.
    pub fn plain(&self) -> &str {
        &self.text[..self.text.len() - self.flag]
    }

    /// The flag behind the number; empty when it has none.
    pub fn flag(&self) -> &str {
        &self.text[self.text.len() - self.flag..]
    }
}

/// Which way a value went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// Less than before.
    Down,
    /// As before.
    Same,
    /// More than before.
    Up,
}

impl Direction {
    /// The other way.
    #[must_use]
    pub fn turned(self) -> Self {
        match self {
            Self::Down => Self::Up,
            Self::Same => Self::Same,
            Self::Up => Self::Down,
        }
    }
}
