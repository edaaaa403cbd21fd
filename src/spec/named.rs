//! Reads tables whose keys are names that an author chose.

use rust_decimal::Decimal;

use super::reader::{LONGEST_LINE, Table, Value};
use super::text::Text;
use crate::diag::Spanned;

impl<'a> Table<'a> {
    /// The named tables of a table such as `[figures]`, in the order written.
    pub(super) fn named_tables(&self, key: &'static str) -> Vec<(Spanned<String>, Self)> {
        let Some(table) = self.table(key) else { return Vec::new() };
        let entries = table.entries();
        entries
            .into_iter()
            .filter_map(|(name, value)| {
                let label = format!("[{key}.{}]", name.value);
                Some((name, table.as_table(value, label)?))
            })
            .collect()
    }

    /// The texts of a table such as `[notes]`, in the order written.
    pub(super) fn named_texts(&self, key: &'static str) -> Vec<(Spanned<String>, Text)> {
        let Some(table) = self.table(key) else { return Vec::new() };
        let mut texts = Vec::new();
        for (name, value) in table.entries() {
            match self.reader().text(value, LONGEST_LINE) {
                Some(text) => texts.push((name, text)),
                None => self.reader().wrong_type("a text in quotes", value),
            }
        }
        texts
    }

    /// Lists of words by name.
    pub(super) fn named_words(&self, key: &'static str) -> Vec<(Spanned<String>, Vec<Spanned<String>>)> {
        let Some(table) = self.table(key) else { return Vec::new() };
        let list = |value: &'a Value<'a>| {
            let Some(array) = value.get_ref().as_array() else {
                self.reader().wrong_type("a list of names, as in [\"KG\", \"UZ\"]", value);
                return Vec::new();
            };
            let most = self.most_entries(array.len(), value.span());
            let words = array.iter().take(most).filter_map(|item| {
                let word = self.reader().text(item, LONGEST_LINE);
                if word.is_none() {
                    self.reader().wrong_type("a text in quotes", item);
                }
                word.map(|text| Spanned::new(text.value, text.span))
            });
            words.collect()
        };
        table.entries().into_iter().map(|(name, value)| (name, list(value))).collect()
    }

    /// The numbers of a table such as `shares`, in the order written.
    pub(super) fn named_numbers(&self, key: &'static str) -> Vec<(Spanned<String>, Spanned<Decimal>)> {
        let Some(table) = self.table(key) else { return Vec::new() };
        let entries = table.entries();
        entries.into_iter().filter_map(|(name, value)| Some((name, self.reader().number(value)?))).collect()
    }
}
