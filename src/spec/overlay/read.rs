//! Reads the file of a translation: every text in it with its key, and what it must not hold.

use std::collections::BTreeMap;

use toml::de::DeValue;

use crate::diag::{Diagnostic, Span, Spanned, code};
use crate::spec::measure::LONGEST_TEXT;
use crate::spec::reader::{LONGEST_LINE, Table, Value};
use crate::spec::text::Text;

/// What an overlay says of itself.
const HEAD: [&str; 3] = ["translates", "language", "from"];

/// What stands in the file of a translation.
#[derive(Debug, Default)]
pub(in crate::spec) struct Written {
    /// The file that it translates.
    pub(in crate::spec) translates: Option<Spanned<String>>,
    /// Its language.
    pub(in crate::spec) language: Option<Spanned<String>>,
    /// Its texts by key, empty ones too, with the places of the keys.
    pub(in crate::spec) texts: BTreeMap<String, (Span, Text)>,
    /// The stamps of source texts, by key.
    pub(in crate::spec) stamps: BTreeMap<String, Spanned<String>>,
}

/// Reads an overlay.
pub(in crate::spec) fn overlay(root: &Table<'_>) -> Written {
    let mut written = Written {
        translates: Some(root.required_word("translates")).filter(|word| !word.value.is_empty()),
        language: Some(root.required_word("language")).filter(|word| !word.value.is_empty()),
        ..Written::default()
    };
    if let Some(from) = root.table("from") {
        let mut stamps = Found::default();
        stamps.flatten(&from, "");
        let plain = |(key, (_, text)): (String, (Span, Text))| (key, Spanned::new(text.value, text.span));
        written.stamps = stamps.0.into_iter().map(plain).collect();
    }
    let mut found = Found::default();
    found.flatten(root, "");
    written.texts = found.0;
    written
}

#[derive(Default)]
struct Found(BTreeMap<String, (Span, Text)>);

impl Found {
    fn flatten(&mut self, table: &Table<'_>, path: &str) {
        table.allow();
        for (key, value) in table.entries() {
            let is_head = path.is_empty() && HEAD.contains(&key.value.as_str());
            if key.value != "allow" && !is_head {
                let name = if path.is_empty() { key.value } else { format!("{path}.{}", key.value) };
                self.value(table, &name, key.span, value);
            }
        }
    }

    fn value<'t>(&mut self, table: &Table<'t>, key: &str, place: Span, value: &'t Value<'t>) {
        match value.get_ref() {
            DeValue::String(_) => {
                let most = if key.ends_with("text") { LONGEST_TEXT } else { LONGEST_LINE };
                if let Some(text) = table.reader().text(value, most) {
                    self.0.insert(key.to_owned(), (place, text));
                }
            }
            DeValue::Table(_) => {
                if let Some(inner) = table.as_table(value, format!("[{key}]")) {
                    self.flatten(&inner, key);
                    inner.finish();
                }
            }
            DeValue::Array(list) => {
                let most = table.most_entries(list.len(), value.span());
                for (index, item) in list.iter().take(most).enumerate() {
                    let place = table.reader().span(item.span());
                    self.value(table, &format!("{key}.{}", index + 1), place, item);
                }
            }
            DeValue::Integer(_) | DeValue::Float(_) => no_words(table, key, value, "a number"),
            DeValue::Boolean(_) => no_words(table, key, value, "true or false"),
            DeValue::Datetime(_) => no_words(table, key, value, "a date"),
        }
    }
}

/// Tells of a value that is no text.
fn no_words(table: &Table<'_>, key: &str, value: &Value<'_>, what: &str) {
    let message = format!("`{key}` is {what}: an overlay has words alone");
    let fault = Diagnostic::new(code::OVERLAY_VALUE, table.reader().span(value.span()), message);
    table.fault(
        fault.hint("delete it; figures, units, dates and files are those of the spec in every language"),
    );
}
