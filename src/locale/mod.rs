//! Turns quantities, periods and dates into the words of a language, from data alone.

use std::collections::BTreeMap;

use include_dir::{Dir, include_dir};

use crate::data::period::{Frequency, Period, When};
use crate::data::quantity::{Direction, Measure, Number, Quantity, Scale, Unit};

mod format;
mod reading;
mod words;

pub use format::ChangeForm;
pub use reading::{Fraction, Reading, UnitWords};
pub use words::{Country, Labels, Words};

static LOCALES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/data/locales");

/// A language: its fixed words, formats and names.
#[derive(Debug, Clone)]
pub struct Locale {
    words: Words,
}

/// A locale file cannot be used; the text says why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocaleError(pub String);

impl std::fmt::Display for LocaleError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for LocaleError {}

impl Locale {
    /// The languages inside the program.
    pub fn languages() -> Vec<String> {
        let mut languages: Vec<_> = LOCALES
            .files()
            .filter_map(|file| file.path().file_stem().map(|stem| stem.to_string_lossy().into_owned()))
            .collect();
        languages.sort();
        languages
    }

    /// A language inside the program, by its BCP 47 tag.
    ///
    /// # Errors
    /// There is no such language.
    pub fn embedded(language: &str) -> Result<Self, LocaleError> {
        let text = LOCALES
            .get_file(format!("{language}.toml"))
            .and_then(|file| file.contents_utf8())
            .ok_or_else(|| LocaleError(format!("unknown language `{language}`")))?;
        Self::parse(text)
    }

    /// Reads a locale file.
    ///
    /// # Errors
    /// Says what is missing or unknown.
    pub fn parse(text: &str) -> Result<Self, LocaleError> {
        let words: Words = toml::from_str(text).map_err(|error| LocaleError(error.to_string()))?;
        Ok(Self { words: words.with_no_break_spaces() })
    }

    /// The BCP 47 tag.
    pub fn language(&self) -> &str {
        &self.words.language
    }

    /// The fixed words.
    pub fn labels(&self) -> &Labels {
        &self.words.labels
    }

    /// All words, formats and names.
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// The name of a country for labels: "United Kingdom".
    pub fn country(&self, code: &str) -> Option<&str> {
        self.words.countries.get(code).map(Country::name)
    }

    /// The name of a country for running text: "the United Kingdom".
    pub fn country_in_text(&self, code: &str) -> Option<&str> {
        self.words.countries.get(code).map(Country::in_text)
    }

    /// The codes of all countries that have a name.
    pub fn country_codes(&self) -> impl Iterator<Item = &str> {
        self.words.countries.keys().map(String::as_str)
    }
}

/// Replaces each `{name}` of a pattern.
pub fn fill(pattern: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(pattern.len() + 16);
    let mut rest = pattern;
    while let Some(open) = rest.find('{') {
        let Some(close) = rest[open..].find('}').map(|i| open + i) else { break };
        out.push_str(&rest[..open]);
        let name = &rest[open + 1..close];
        match values.iter().find(|(key, _)| *key == name) {
            Some((_, value)) => out.push_str(value),
            None => out.push_str(&rest[open..=close]),
        }
        rest = &rest[close + 1..];
    }
    out.push_str(rest);
    out
}

/// Words by key, as a locale file lists them.
pub type Names = BTreeMap<String, String>;
