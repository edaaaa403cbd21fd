//! Words of `read.toml` that can never be found in a sentence, and names of countries without words.

use std::ops::Range;

use toml::de::DeValue;

use super::Held;
use super::texts::{header, texts};
use crate::data::period::Period;
use crate::language::LanguageError;
use crate::language::pattern::plain;

/// Keys whose texts are signs or choices.
const NO_WORDS: [&str; 4] = ["sentence.closing", "sentence.opening", "sentence.direction", "number.groups"];
/// Tables of words with a value each.
const VALUES: [&str; 6] = ["money", "numerals", "suffixes", "multiples", "fractions", "most"];
/// Words with a number each, in a table of another one.
const AMOUNTS: &str = "spoken.amounts";
/// Words of a language for one and for many: both are words.
const SINGULARS: &str = "singulars";

pub(super) fn faults(held: &Held<'_>) -> Vec<LanguageError> {
    let mut faults = Vec::new();
    for text in texts(held.root) {
        let path = text.path();
        if NO_WORDS.contains(&path.as_str()) || VALUES.contains(&text.table) || path == AMOUNTS {
            continue;
        }
        let name = if text.table.is_empty() { format!("`{}`", text.key) } else { text.name() };
        faults.extend(word(held, &name, text.value, text.range.clone()));
    }
    for (table, value) in held.root {
        let (table, DeValue::Table(entries)) = (table.get_ref().as_ref(), value.get_ref()) else { continue };
        for (key, value) in entries {
            let (word_of, range) = (key.get_ref().as_ref(), key.span());
            let fault = match table {
                "country_names" if !is_country(word_of) => {
                    Some(("no code of a country", "write two capitals: KZ"))
                }
                "other_names" if !is_part_of_year(word_of) => {
                    Some(("no part of a year", "write Q1 to Q4, H1, H2 or 01 to 12"))
                }
                _ => None,
            };
            if let Some((what, hint)) = fault {
                let message = format!("`{word_of}` in {} is {what}", header(table));
                faults.push(held.fault(range.clone(), message, Some(hint.to_owned())));
            }
            if VALUES.contains(&table) || table == SINGULARS {
                faults.extend(word(held, &header(table), word_of, range));
            }
            if table == "money" && value.get_ref().as_str().is_some_and(|code| !is_code(code, 3)) {
                let code = value.get_ref().as_str().unwrap_or_default();
                let message = format!("`{code}` in {} is no code of a currency", header(table));
                faults.push(held.fault(value.span(), message, Some("write three capitals: KZT".to_owned())));
            }
        }
    }
    faults
}

/// Names of countries: words, by codes of two capitals.
pub(super) fn names(held: &Held<'_>) -> Vec<LanguageError> {
    let mut faults = Vec::new();
    for (key, value) in held.root {
        let code: &str = key.get_ref().as_ref();
        if !is_country(code) {
            let hint = "write the two capitals of ISO 3166: KZ = \"…\"".to_owned();
            faults.push(held.fault(key.span(), format!("`{code}` is no code of a country"), Some(hint)));
        }
        let is_empty =
            |value: &super::Value<'_>| value.get_ref().as_str().is_some_and(|name| name.trim().is_empty());
        let is_empty = match value.get_ref() {
            DeValue::Table(forms) => forms.iter().any(|(_, form)| is_empty(form)),
            _ => is_empty(value),
        };
        if is_empty {
            let message = format!("`{code}` has an empty name");
            let hint = "write its name, or delete the line".to_owned();
            faults.push(held.fault(value.span(), message, Some(hint)));
        }
    }
    faults
}

fn is_code(text: &str, letters: usize) -> bool {
    text.len() == letters && text.bytes().all(|b| b.is_ascii_uppercase())
}

fn is_country(code: &str) -> bool {
    is_code(code, 2)
}

fn is_part_of_year(key: &str) -> bool {
    format!("2023-{key}").parse::<Period>().is_ok()
}

/// Why a word cannot be found.
fn word(held: &Held<'_>, name: &str, word: &str, range: Range<usize>) -> Option<LanguageError> {
    if word.trim().is_empty() {
        let hint = "write a word, or delete it: a list may be empty, `[]`".to_owned();
        return Some(held.fault(range, format!("{name} has an empty text"), Some(hint)));
    }
    let small = plain(word);
    let is_star = |part: &str| {
        part.len() > 1 && part.strip_suffix('*').unwrap_or(part).contains('*') || (part == "*" && word != "*")
    };
    let hint = if word.split(' ').any(is_star) {
        "`*` stands for the ending of a word, and nowhere else: `increas*`".to_owned()
    } else if word.contains('~') && word.len() > 1 {
        format!("every space is read as a plain one: write `{}`", word.replace('~', " "))
    } else if small != word {
        format!("sentences are read in small letters, with plain spaces: write `{small}`")
    } else {
        return None;
    };
    Some(held.fault(range, format!("`{word}` in {name} is never found"), Some(hint)))
}
