//! Turns quantities, periods and dates into the words of a language, and finds such words in a text; from data alone.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use icu_plurals::PluralRules;
use include_dir::{Dir, include_dir};
use serde::de::DeserializeOwned;

use crate::data::period::NamedPeriods;

mod certainty;
mod file;
mod fill;
mod format;
mod inflect;
mod judged;
mod known;
mod limit;
mod opposites;
mod pattern;
mod plural;
mod print;
mod read;
mod tag;
mod unbroken;
mod word;

pub use file::FILES;
pub use fill::fill;
pub use format::ChangeForm;
pub use inflect::{Name, NoForm, roman};
pub use judged::{CountedWords, ExtremeWords, SignWords, SizeWords, TrendWords};
pub use known::Known;
pub use opposites::Opposites;
pub use pattern::{Pattern, Patterns, Values, is_whole, last_words, plain, plain_space, small};
pub use plural::Plural;
pub use print::{CertaintyWords, Labels, RecordWords, SheetWords, Words};
pub use read::{Fraction, Reading, Side, Sides, UnitWords};
pub use tag::{LanguageTag, NoLanguage};
pub use unbroken::{JOINER, hold_together};
pub use word::Word;

static LANGUAGES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/data/languages");

/// A language: its words, formats and names, and the grammar by which sentences are read.
#[derive(Debug, Clone)]
pub struct Language {
    words: Words,
    reading: Arc<Reading>,
    countries: Arc<BTreeMap<String, Word>>,
    plurals: Arc<PluralRules>,
    known: Arc<Known>,
    named: Arc<NamedPeriods>,
    /// Forms that words of periods have besides that for labels.
    forms_of_periods: Arc<[String]>,
}

/// A file of a language cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LanguageError {
    /// Name of the file: one of [`FILES`].
    pub file: &'static str,
    /// Where in it, when that is known.
    pub range: Option<Range<usize>>,
    /// What is missing or unknown.
    pub message: String,
}

impl std::fmt::Display for LanguageError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for LanguageError {}

impl Language {
    /// The languages inside the program.
    pub fn languages() -> Vec<String> {
        let mut languages: Vec<_> = LANGUAGES
            .dirs()
            .filter_map(|folder| folder.path().file_name().map(|name| name.to_string_lossy().into_owned()))
            .collect();
        languages.sort();
        languages
    }

    /// A language inside the program, by its BCP 47 tag.
    ///
    /// # Errors
    /// There is no such language.
    pub fn embedded(language: &str) -> Result<Self, LanguageError> {
        Self::load(language, |_| None)
    }

    /// A language by its tag, from files of one's own and, for those that are not given, from inside the program.
    ///
    /// # Errors
    /// There is no such language, or a file says something that cannot be used.
    pub fn load(language: &str, own: impl Fn(&str) -> Option<String>) -> Result<Self, LanguageError> {
        let [print, read, countries] = FILES;
        let text = |file: &'static str| {
            let embedded = || {
                let file = LANGUAGES.get_file(format!("{language}/{file}"))?;
                file.contents_utf8().map(str::to_owned)
            };
            let fault = |message| LanguageError { file, range: None, message };
            if let Some(text) = own(file) {
                limit::check(&text).map_err(fault)?;
                return Ok(text);
            }
            embedded().ok_or_else(|| fault(format!("unknown language `{language}`")))
        };
        let words: Words = parse(print, &text(print)?)?;
        let reading: Reading = parse(read, &text(read)?)?;
        let countries = parse(countries, &text(countries)?)?;
        let plurals = plural::rules(&words.language).ok_or_else(|| LanguageError {
            file: print,
            range: None,
            message: format!("`{}` is not the tag of a language", words.language),
        })?;
        let words = words.with_no_break_spaces();
        let known = Known::of(&words, &reading);
        let forms_of_periods = inflect::forms_of_periods(&words).into();
        Ok(Self {
            words,
            reading: Arc::new(reading),
            countries: Arc::new(countries),
            plurals: Arc::new(plurals),
            known: Arc::new(known),
            named: Arc::default(),
            forms_of_periods,
        })
    }

    /// The language with what a series calls its own periods.
    #[must_use]
    pub fn with_periods(self, named: NamedPeriods) -> Self {
        Self { named: Arc::new(named), ..self }
    }

    /// The periods that a series names itself.
    pub fn named_periods(&self) -> &NamedPeriods {
        &self.named
    }

    /// The BCP 47 tag.
    pub fn language(&self) -> &str {
        &self.words.language
    }

    /// The fixed words.
    pub fn labels(&self) -> &Labels {
        &self.words.labels
    }

    /// Words with what they are the label of: "Source: Ministry of Labour".
    pub fn labelled(&self, label: &str, text: &str) -> String {
        fill(&self.words.labels.labelled, &[("label", label), ("text", text)])
    }

    /// What stands before the words that a label is of: "Source: ".
    pub fn before_labelled(&self, label: &str) -> String {
        let pattern = &self.words.labels.labelled;
        let before = pattern.split_once("{text}").map_or(pattern.as_str(), |(before, _)| before);
        fill(before, &[("label", label)])
    }

    /// A title with its period: "Overview, April–June 2023".
    pub fn titled(&self, title: &str, period: &str) -> String {
        fill(&self.words.labels.titled, &[("title", title), ("period", period)])
    }

    /// All words and formats that are printed.
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// The words and the grammar by which sentences are read.
    pub fn reading(&self) -> &Reading {
        &self.reading
    }

    /// The words that are printed, as they are looked for in sentences.
    pub fn known(&self) -> &Known {
        &self.known
    }

    /// The name of a country for labels: "United Kingdom".
    pub fn country(&self, code: &str) -> Option<&str> {
        self.countries.get(code).map(Word::name)
    }

    /// The name of a country for running text: "the United Kingdom".
    pub fn country_in_text(&self, code: &str) -> Option<&str> {
        self.countries.get(code).map(Word::in_text)
    }

    /// Every form of the name of a country.
    pub fn country_forms(&self, code: &str) -> impl Iterator<Item = &str> {
        self.countries.get(code).into_iter().flat_map(Word::forms)
    }

    /// The codes of all countries that have a name.
    pub fn country_codes(&self) -> impl Iterator<Item = &str> {
        self.countries.keys().map(String::as_str)
    }
}

fn parse<T: DeserializeOwned>(file: &'static str, text: &str) -> Result<T, LanguageError> {
    toml::from_str(text).map_err(|error| LanguageError {
        file,
        range: error.span(),
        message: error.message().to_owned(),
    })
}
