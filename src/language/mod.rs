//! Turns quantities, periods and dates into the words of a language, and finds such words in a text; from data alone.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use icu_plurals::PluralRules;
use serde::de::DeserializeOwned;

use crate::data::period::NamedPeriods;

mod certainty;
mod embedded;
mod file;
mod fill;
mod format;
mod held;
mod inflect;
mod judged;
mod known;
mod limit;
mod opposites;
mod pattern;
mod plural;
mod print;
mod read;
mod sides;
mod skeleton;
mod tag;
mod unbroken;
mod word;

use embedded::LANGUAGES;
pub use file::FILES;
pub use fill::{capitalised, fill};
pub use format::ChangeForm;
pub use held::{Written, written};
pub use inflect::{Name, NoForm, roman};
pub use judged::{CountedWords, ExtremeWords, SignWords, SizeWords, TrendWords};
pub use known::Known;
pub use opposites::Opposites;
pub use pattern::{
    Pattern, Patterns, Values, is_whole, last_words, plain, plain_space, small, words_of, year,
};
pub use plural::Plural;
pub use print::{CertaintyWords, Labels, NumberFormat, RecordWords, SheetWords, Words};
pub use read::{Fraction, Reading, Side, TableReading, UnitWords};
pub use sides::Sides;
pub use skeleton::skeleton;
pub use tag::{LanguageTag, NoLanguage};
pub use unbroken::{JOINER, hold_together, tie_together};
pub use word::Word;

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
    /// What of its own files is to be said, though they can be used.
    remarks: Arc<[LanguageError]>,
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
    /// What to do.
    pub hint: Option<String>,
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
    pub fn embedded(language: &str) -> Result<Self, Vec<LanguageError>> {
        Self::load(language, |_| None)
    }

    /// A language by its tag, from files of one's own and, for those that are not given, from inside the program.
    ///
    /// # Errors
    /// There is no such language, or its files say something that cannot be used: everything that is found in them.
    pub fn load(language: &str, own: impl Fn(&str) -> Option<String>) -> Result<Self, Vec<LanguageError>> {
        let [print, read, countries] = FILES;
        let (mut faults, mut remarks) = (Vec::new(), Vec::new());
        let mut text = |file: &'static str| {
            let embedded = || {
                let file = LANGUAGES.get_file(format!("{language}/{file}"))?;
                file.contents_utf8().map(str::to_owned)
            };
            let fault = |message| LanguageError { file, range: None, message, hint: None };
            let Some(text) = own(file) else {
                return embedded().ok_or_else(|| vec![fault(format!("unknown language `{language}`"))]);
            };
            limit::check(&text).map_err(|message| vec![fault(message)])?;
            faults.extend(held::faults(file, &text));
            remarks.extend(held::remarks(file, &text, language));
            Ok(text)
        };
        let texts = [text(print)?, text(read)?, text(countries)?];
        // What a reader of TOML would tell one by one is told already.
        if !faults.is_empty() {
            return Err(faults);
        }
        let words: Words = parse(print, &texts[0])?;
        let reading: Reading = parse(read, &texts[1])?;
        let countries: BTreeMap<String, Word> = parse(countries, &texts[2])?;
        if own(print).is_some() {
            let faults = held::of_forms(&texts[0], &words, countries.values());
            if !faults.is_empty() {
                return Err(faults);
            }
        }
        let plurals = plural::rules(&words.language).ok_or_else(|| {
            let message = format!("`{}` is not the tag of a language", words.language);
            vec![LanguageError { file: print, range: None, message, hint: None }]
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
            remarks: remarks.into(),
        })
    }

    /// What is to be said of files of one's own that can be used: that nobody has translated them.
    pub fn remarks(&self) -> &[LanguageError] {
        &self.remarks
    }

    /// The language with what a series calls its own periods.
    #[must_use]
    pub fn with_periods(self, named: NamedPeriods) -> Self {
        Self { named: Arc::new(named), ..self }
    }

    /// The language with the currencies of an edition, by their codes, besides those that its files name.
    #[must_use]
    pub fn with_currencies(mut self, codes: &BTreeSet<&str>) -> Self {
        Arc::make_mut(&mut self.known).add_currencies(codes);
        self
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

    /// What stands before and behind the words that a label is of: "Source: " and nothing.
    pub fn around_labelled(&self, label: &str) -> [String; 2] {
        let pattern = &self.words.labels.labelled;
        let (before, behind) = pattern.split_once("{text}").unwrap_or((pattern.as_str(), ""));
        [before, behind].map(|side| fill(side, &[("label", label)]))
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

fn parse<T: DeserializeOwned>(file: &'static str, text: &str) -> Result<T, Vec<LanguageError>> {
    toml::from_str(text).map_err(|error| {
        let message = held::in_plain_words(error.message());
        vec![LanguageError { file, range: error.span(), message, hint: None }]
    })
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn a_label_stands_where_the_language_puts_it() {
        let print = include_str!("../../data/languages/en/print.toml");
        for (pattern, right) in
            [("{label}: {text}", ["Source: ", ""]), ("{text} ({label})", ["", " (Source)"])]
        {
            let own = print.replace("labelled = \"{label}: {text}\"", &format!("labelled = \"{pattern}\""));
            let language = Language::load("en", |file| (file == "print.toml").then(|| own.clone())).unwrap();
            assert_eq!(language.around_labelled("Source"), right);
        }
    }
}
