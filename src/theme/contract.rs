//! What the pages of a series promise, whatever stands on them: the limits of the layout rules.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer};

use super::ThemeError;

/// Limits of the layout rules; the brand's `[layout]` changes them.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Contract {
    /// How many pages an edition may have: `"12..20"`. Without it, any number.
    pub pages: Option<Budget>,
    /// The part of a page within a chapter that must be filled.
    pub least_filled: f64,
    /// The smallest size of text, in points.
    pub least_size: f64,
    /// The least contrast of text with what it stands on; for large text two thirds of it.
    pub least_contrast: f64,
    /// The least number of pixels an inch of a picture, as it is printed.
    pub least_dpi: f64,
    /// The widest space between two words, in widths of the font's own space.
    pub widest_space: f64,
    /// The least number of words in the last line of a card's paragraph.
    pub least_words: usize,
}

impl Default for Contract {
    fn default() -> Self {
        Self {
            pages: None,
            least_filled: 0.4,
            least_size: 7.0,
            // WCAG 2.2, level AA.
            least_contrast: 4.5,
            least_dpi: 200.0,
            widest_space: 3.0,
            least_words: 2,
        }
    }
}

/// A number of pages, from and to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// The least.
    pub from: usize,
    /// The most.
    pub to: usize,
}

impl fmt::Display for Budget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} to {} pages", self.from, self.to)
    }
}

impl FromStr for Budget {
    type Err = ThemeError;

    fn from_str(text: &str) -> Result<Self, ThemeError> {
        let fault =
            || ThemeError(format!("`{text}` is no number of pages; write two numbers, as in \"12..20\""));
        let (from, to) = text.split_once("..").ok_or_else(fault)?;
        let number = |text: &str| text.trim().parse::<usize>().map_err(|_| fault());
        let budget = Self { from: number(from)?, to: number(to)? };
        if budget.from > budget.to { Err(fault()) } else { Ok(budget) }
    }
}

impl<'de> Deserialize<'de> for Budget {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::{Budget, Contract};

    #[test]
    fn a_budget_is_two_numbers_in_order() {
        assert_eq!("12..20".parse(), Ok(Budget { from: 12, to: 20 }));
        for wrong in ["12", "20..12", "a..b", "12-20", ""] {
            assert!(wrong.parse::<Budget>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_a_brand_leaves_out_has_its_default() {
        let contract: Contract = toml::from_str("pages = \"1..2\"").unwrap();
        let pages = Some(Budget { from: 1, to: 2 });
        assert_eq!(contract, Contract { pages, ..Contract::default() });
        assert!(toml::from_str::<Contract>("least_filed = 1").is_err());
    }
}
