//! A value of a figure: decimal, digits, unit and where it came from.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::diag::Span;

/// What a value counts or measures.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Measure {
    /// Persons, permits, visas: the noun stands in the sentence.
    #[default]
    Count,
    /// Hundredths of a whole.
    Percent,
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

/// Unit of measure of a quantity.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Unit {
    /// What is measured.
    pub measure: Measure,
    /// In which power of ten.
    pub scale: Scale,
}

impl Unit {
    /// Per cent.
    pub const PERCENT: Self = Self { measure: Measure::Percent, scale: Scale::One };
    /// Times.
    pub const RATIO: Self = Self { measure: Measure::Ratio, scale: Scale::One };

    /// Reads a unit as an author writes it: `""`, `per cent`, `thousand`, `KZT billion`, `USD`.
    pub fn parse(text: &str) -> Option<Self> {
        if text == "per cent" {
            return Some(Self::PERCENT);
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
}

/// One value of a figure. The decimal keeps its digits: 3.0 is not 3.
///
/// There is no way to text but the locale's, so that no two outputs can disagree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    value: Decimal,
    unit: Unit,
    origin: Origin,
}

impl Quantity {
    /// A value with its unit and origin.
    pub fn new(value: Decimal, unit: Unit, origin: Origin) -> Self {
        Self { value, unit, origin }
    }

    /// The exact value; its scale is the number of decimals printed.
    pub fn value(&self) -> Decimal {
        self.value
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

    /// The same value at a number of decimals, halves rounded away from zero.
    #[must_use]
    pub fn rounded(&self, digits: u32) -> Self {
        let mut value = self.value.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero);
        value.rescale(digits);
        Self { value, ..self.clone() }
    }
}

/// A quantity and its text in the edition's language; only a locale makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    quantity: Quantity,
    text: String,
    mark: Option<u32>,
}

impl Number {
    /// Called by the locale alone, which is the one place where numbers become text.
    pub(crate) fn new(quantity: Quantity, text: String) -> Self {
        Self { quantity, text, mark: None }
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
