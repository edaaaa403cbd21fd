//! Holds a file of a language to that of English: every key is there, every slot is one that is filled, every word one
//! that can be found. All faults of a file are told, each at its place.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::LanguageError;
use super::embedded::english;
use super::file::FILES;

mod forms;
mod plain;
mod shape;
mod slots;
mod texts;
mod untranslated;
mod words;

pub(super) use forms::faults as of_forms;
pub(super) use plain::in_plain_words;
pub(super) use untranslated::remarks;

type Value<'t> = Spanned<DeValue<'t>>;

/// A file to be held, and that of English, which has every key.
struct Held<'t> {
    file: &'static str,
    text: &'t str,
    root: &'t DeTable<'t>,
    model: &'t DeTable<'t>,
}

impl Held<'_> {
    fn fault(&self, range: Range<usize>, message: String, hint: Option<String>) -> LanguageError {
        LanguageError { file: self.file, range: Some(range), message, hint }
    }
}

/// What is wrong in a file, from its beginning to its end. What is no TOML is told by who reads it.
pub(super) fn faults(file: &'static str, text: &str) -> Vec<LanguageError> {
    let Ok(root) = DeTable::parse(text) else { return Vec::new() };
    let Some(model) = english(file).and_then(|model| DeTable::parse(model).ok()) else { return Vec::new() };
    let held = Held { file, text, root: root.get_ref(), model: model.get_ref() };
    let [print, read, _] = FILES;
    let mut faults = match file {
        _ if file == print => [shape::faults(&held), slots::faults(&held)].concat(),
        _ if file == read => [shape::faults(&held), slots::faults(&held), words::faults(&held)].concat(),
        _ => words::names(&held),
    };
    faults.sort_by_key(|fault| fault.range.as_ref().map_or(0, |range| range.start));
    faults
}

/// A text of a file of a language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The table that it stands in; empty above the first one.
    pub table: String,
    /// What stands there.
    pub value: String,
    /// Where, with its quotation marks.
    pub range: Range<usize>,
}

/// The texts of a file of a language.
pub fn written(text: &str) -> Vec<Written> {
    let Ok(root) = DeTable::parse(text) else { return Vec::new() };
    let texts = texts::texts(root.get_ref()).into_iter();
    let mut all: Vec<Written> = texts
        .map(|text| Written { table: text.table.to_owned(), value: text.value.to_owned(), range: text.range })
        .collect();
    all.sort_by_key(|text| text.range.start);
    all
}

#[cfg(test)]
mod tests {
    use super::{english, faults};
    use crate::language::FILES;
    use crate::language::embedded::LANGUAGES;

    fn told(file: &'static str, old: &str, new: &str) -> Vec<String> {
        let english = english(file).unwrap();
        assert!(english.contains(old), "{old}");
        let text = english.replacen(old, new, 1);
        let line = |at: usize| text[..at].matches('\n').count() + 1;
        let told = faults(file, &text)
            .into_iter()
            .map(|fault| format!("{}: {}", line(fault.range.map_or(0, |range| range.start)), fault.message));
        told.collect()
    }

    #[test]
    fn the_languages_of_the_program_have_no_fault() {
        let mut folders: Vec<(String, String)> = Vec::new();
        for file in LANGUAGES.dirs().flat_map(include_dir::Dir::files) {
            folders.push((file.path().display().to_string(), file.contents_utf8().unwrap().to_owned()));
        }
        let toy = "golden/suite/toy-language/languages/qaa";
        for file in FILES {
            let path = format!("{toy}/{file}");
            folders.push((path.clone(), std::fs::read_to_string(path).unwrap()));
        }
        for (path, text) in &folders {
            let file = FILES.into_iter().find(|file| path.ends_with(file)).unwrap();
            assert_eq!(faults(file, text), [], "{path}");
        }
    }

    #[test]
    fn slots_that_are_unknown_lost_or_doubled_are_told() {
        for (old, new, right) in [
            ("day = \"{day}", "day = \"{dya}", "`day` of [date] has `{dya}`, which nothing fills"),
            ("day = \"{day}", "day = \"{ day}", "`day` of [date] has `{ day}`, which nothing fills"),
            ("noun = \"{n}~{noun}\"", "noun = \"{noun}\"", "`noun` of [unit] has no `{n}`"),
            (
                "range = \"{low} to {high}\"",
                "range = \"{low} to {low} {high}\"",
                "`range` of [certainty] has `{low}` twice",
            ),
            ("reason}\"  ", "reason\"  ", "`unavailable` of [labels] has a `{` that no `}` closes"),
            (
                "source = \"Source\"",
                "source = \"{n}\"",
                "`source` of [labels] has `{n}`, which nothing fills",
            ),
            ("of = \"of {text}\"", "of = \"of\"", "`of` of [roles] has no slot for the name"),
            ("of = \"of {text}\"", "of = \"of {text} {name}\"", "`of` of [roles] has two slots for one name"),
            (
                "{percent} fewer than {when}",
                "{percent} fewer",
                "`down_count` of [change] has neither `{when}` nor `{period}`",
            ),
            ("points = { one = \"{n}~", "points = { one = \"", "`points` of [unit] has no `{n}`"),
        ] {
            let told = told(FILES[0], old, new);
            assert!(told.iter().any(|told| told.ends_with(right)), "{new}: {told:?}");
        }
        assert!(told(FILES[0], "{percent} fewer than {when}", "{percent} fewer, {period.gen}").is_empty());
        assert!(told(FILES[0], "first {count} months", "first {n} months").is_empty());
    }

    #[test]
    fn a_place_is_that_of_the_slot() {
        let fault = &faults(FILES[0], "[date]\nday = \"{day} {mnth}\"\n")
            .into_iter()
            .find(|fault| fault.message.contains("mnth"))
            .unwrap();
        assert_eq!(fault.range, Some(20..26));
        assert!(fault.hint.as_ref().unwrap().contains("{day}, {month}, {year}"), "{fault:?}");
    }

    #[test]
    fn words_that_can_never_be_found_are_told() {
        for (old, new, right) in [
            ("[\"rose\", \"fell\"]", "[\"Rose\", \"fell\"]", "`Rose` in `directions` is never found"),
            ("from = [\"from\"]", "from = [\"\"]", "`from` has an empty text"),
            ("from = [\"from\"]", "from = [\" \"]", "`from` has an empty text"),
            ("\"exceed*\"", "\"ex*ceed\"", "`ex*ceed` in `outweighs` is never found"),
            ("\"per cent\", ", "\"per~cent\", ", "`per~cent` in `percent` is never found"),
            ("tenge = \"KZT\"", "Tenge = \"KZT\"", "`Tenge` in [money] is never found"),
            ("tenge = \"KZT\"", "tenge = \"kzt\"", "`kzt` in [money] is no code of a currency"),
            ("Q1 = [\"opening", "Q5 = [\"opening", "`Q5` in [other_names] is no part of a year"),
            ("AF = [\"afghan\"", "af = [\"afghan\"", "`af` in [country_names] is no code of a country"),
            ("\"one in {n}\"", "\"one in\"", "`patterns` of [one_of] has no `{n}`"),
            (
                "\"same day of {year}\"",
                "\"same day of {yaer}\"",
                "`same_period` has `{yaer}`, which nothing fills",
            ),
        ] {
            let told = told(FILES[1], old, new);
            assert!(told.iter().any(|told| told.ends_with(right)), "{new}: {told:?}");
        }
    }

    #[test]
    fn keys_that_are_unknown_or_missing_are_told_together() {
        let told =
            told(FILES[1], "negations = [\"not\", \"never\", \"no\"]", "negation = [\"not\"]\nfrist = []");
        assert_eq!(told.len(), 3, "{told:?}");
        assert!(told[0].ends_with("the file has no `negations`"), "{told:?}");
        assert!(told[1].ends_with("the file has an unknown key `negation`"), "{told:?}");
    }

    #[test]
    fn names_of_countries_have_words_and_codes() {
        let told = told(FILES[2], "AD = \"Andorra\"", "AD = \"\"\nad = \"x\"");
        assert_eq!(told.len(), 2, "{told:?}");
    }
}
