//! Reads one of a few words.

use super::reader::Table;
use crate::diag::code;

/// One of a few words; anything else is a fault that lists them.
pub(super) fn choice<T: Copy>(t: &Table<'_>, key: &'static str, choices: &[(&'static str, T)]) -> Option<T> {
    let word = t.word(key)?;
    let found = choices.iter().find(|(name, _)| *name == word.value).map(|(_, value)| *value);
    if found.is_none() {
        let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
        t.unknown_word(code::UNKNOWN_CHOICE, key, &word, &names);
    }
    found
}
