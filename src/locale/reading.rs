//! The words by which an author's sentences are read, to compare them with the figures.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// The table `[reading]` of a locale file, which explains each key.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "one to one with data/locales/en.toml, which explains each key")]
pub struct Reading {
    pub times: Vec<String>,
    pub percent: Vec<String>,
    pub points: Vec<String>,
    pub directions: Vec<[String; 2]>,
    pub moves: Vec<[String; 2]>,
    pub negations: Vec<String>,
    pub qualifiers: Vec<String>,
    pub comparatives: Vec<[String; 2]>,
    pub compared: Vec<String>,
    pub respectively: Vec<String>,
    pub unchanged: Vec<String>,
    pub by: Vec<String>,
    pub to: Vec<String>,
    pub from: Vec<String>,
    pub against: Vec<String>,
    pub than: Vec<String>,
    pub fillers: Vec<String>,
    pub clauses: Vec<String>,
    pub asides: Vec<String>,
    pub nearly: Vec<String>,
    pub just_over: Vec<String>,
    pub below: Vec<String>,
    pub above: Vec<String>,
    pub at_least: Vec<String>,
    pub at_most: Vec<String>,
    pub about: Vec<String>,
    pub previous: Vec<String>,
    pub year_before: Vec<String>,
    pub edges: Vec<String>,
    pub same_period: Vec<String>,
    pub period_forms: Vec<String>,
    pub quarter_forms: Vec<String>,
    pub half_forms: Vec<String>,
    pub quarter_names: Vec<String>,
    pub half_names: Vec<String>,
    pub period_leads: Vec<String>,
    pub year_periods: Vec<String>,
    pub joints: Vec<String>,
    pub names: Vec<String>,
    pub counts: Vec<String>,
    pub year_leads: Vec<String>,
    pub money: BTreeMap<String, String>,
    pub units: UnitWords,
    pub numerals: BTreeMap<String, Fraction>,
    pub suffixes: BTreeMap<String, Fraction>,
    pub spoken: Spoken,
    pub multiples: BTreeMap<String, Fraction>,
    pub one_of: OneOf,
    pub fractions: BTreeMap<String, Fraction>,
    pub most: BTreeMap<String, Fraction>,
}

/// Which words tell a number by themselves; `data/locales/en.toml` has examples.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Spoken {
    /// Multiples that need no other word.
    pub alone: Vec<String>,
    /// Multiples that need a word of direction in their sentence.
    pub folds: Vec<String>,
    /// Words behind a multiple that make it one of something else.
    pub objects: Vec<String>,
    /// Between a fraction and its whole.
    pub parts_of: Vec<String>,
    /// Fractions that need no whole.
    pub parts: Vec<String>,
    /// Words before "half" that make it a period.
    pub halves: Vec<String>,
    /// Behind a numeral that says how many times.
    pub times: Vec<String>,
    /// Stretches of time, whose parts are no numbers.
    pub spans: Vec<String>,
}

/// How titles and headers name units, besides the words of `[scale]`, `[unit]` and `[currencies]`.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct UnitWords {
    /// Words between the others that say nothing.
    pub links: Vec<String>,
    /// Words behind which stands what is measured.
    pub of: Vec<String>,
    /// Other words for thousands.
    pub thousand: Vec<String>,
    /// Other words for millions.
    pub million: Vec<String>,
    /// Other words for thousand millions.
    pub billion: Vec<String>,
    /// What is counted and not measured.
    pub counted: Vec<String>,
}

/// How a language says one part of so many.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct OneOf {
    /// `{n}` is the number of parts.
    pub patterns: Vec<String>,
}

/// A number that words stand for, written `2` or `1/3`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Fraction {
    above: u32,
    below: u32,
}

impl Fraction {
    /// Its value.
    pub fn value(self) -> Decimal {
        Decimal::from(self.above) / Decimal::from(self.below)
    }
}

impl TryFrom<String> for Fraction {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let (above, below) = text.split_once('/').unwrap_or((&text, "1"));
        match (above.parse(), below.parse()) {
            (Ok(above), Ok(below)) if below != 0 => Ok(Self { above, below }),
            _ => Err(format!("`{text}` is not a number like 2 or 1/3")),
        }
    }
}

impl From<Fraction> for String {
    fn from(fraction: Fraction) -> Self {
        format!("{}/{}", fraction.above, fraction.below)
    }
}
