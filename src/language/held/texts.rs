//! The texts of a file, each with the key that says what it is for.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::Value;

/// Tables whose keys are codes, not names of what a text is for.
const OWN_KEYS: [&str; 3] = ["other_names", "country_names", "currencies"];

/// Keys of words by the side of a number on which they stand.
const SIDES: [&str; 3] = ["before", "behind", "suffix"];

/// A text of a file.
pub(super) struct Text<'t> {
    /// The table that it stands in; empty above the first one.
    pub table: &'t str,
    /// Its key there, or that of the list or of the forms that it belongs to.
    pub key: &'t str,
    /// What is written.
    pub value: &'t str,
    /// Where, with its quotation marks.
    pub range: Range<usize>,
}

impl Text<'_> {
    /// The key with its table, as a reader calls it.
    pub(super) fn name(&self) -> String {
        if self.table.is_empty() {
            format!("`{}`", self.key)
        } else {
            format!("`{}` of [{}]", self.key, self.table)
        }
    }

    /// The same for programs; what tables of a language's own keys hold is of one kind.
    pub(super) fn path(&self) -> String {
        if OWN_KEYS.contains(&self.table) {
            self.table.to_owned()
        } else if self.table.is_empty() {
            self.key.to_owned()
        } else {
            format!("{}.{}", self.table, self.key)
        }
    }
}

/// All texts of a file. A table of the first level is the table of its keys; what a key holds belongs to it, however deep.
pub(super) fn texts<'t>(root: &'t DeTable<'_>) -> Vec<Text<'t>> {
    let mut found = Vec::new();
    for (key, value) in root {
        let key = key.get_ref().as_ref();
        match value.get_ref() {
            DeValue::Table(table) if !is_sides(table) => {
                for (inner, value) in table {
                    below(key, inner.get_ref(), value, &mut found);
                }
            }
            _ => below("", key, value, &mut found),
        }
    }
    found
}

/// Whether a table says on which side of a number some words stand: it is the value of one key.
fn is_sides(table: &DeTable<'_>) -> bool {
    !table.is_empty() && table.keys().all(|key| SIDES.contains(&key.get_ref().as_ref()))
}

fn below<'t>(table: &'t str, key: &'t str, value: &'t Value<'_>, found: &mut Vec<Text<'t>>) {
    match value.get_ref() {
        DeValue::String(text) => found.push(Text { table, key, value: text, range: value.span() }),
        DeValue::Array(list) => list.iter().for_each(|value| below(table, key, value, found)),
        DeValue::Table(forms) => forms.iter().for_each(|(_, value)| below(table, key, value, found)),
        DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_) => {}
    }
}

/// A table of a file, as its header has it.
pub(super) fn header(table: &str) -> String {
    if table.is_empty() { "the file".to_owned() } else { format!("[{table}]") }
}
