//! Writes the places for texts that are not translated: the source as a comment, and an empty text below it.

use std::collections::BTreeMap;

use super::Sheet;
use super::comment::{line_start, lines};
use super::table::{before_stamps, header, parted};
use crate::patch::{Edit, toml};
use crate::spec::Word;

/// A new overlay, with a place for each text.
pub fn new(sheet: &Sheet<'_>, name: &str) -> String {
    let language = &sheet.spec.language().value;
    let base = sheet.base(name);
    let mut text = format!(
        "# The words of {base} in the language `{language}`. Above each text stands the one that it translates (#|).\n\
         # What stays empty is printed in the language of the spec. docs/translate.md says more.\n\
         translates = {}\nlanguage = {}\n",
        toml::string(base, "\"\""),
        toml::string(language, "\"\"")
    );
    let words = sheet.words().into_iter().filter(|word| word.has_words()).collect::<Vec<_>>();
    let root = words.iter().filter(|word| !word.key.contains('.'));
    text.extend(root.map(|word| format!("\n{}", entry(word))));
    for (table, words) in tables(words.iter().filter(|word| word.key.contains('.')).copied()) {
        text.push_str(&section(&table, &words));
    }
    text
}

/// Edits that add a place for each text which an overlay does not have; and the texts whose table is written in a form
/// that nothing can be added to.
pub fn added<'s>(sheet: &Sheet<'s>) -> (Vec<Edit>, Vec<&'s Word>) {
    let Some(overlay) = sheet.overlay else { return (Vec::new(), Vec::new()) };
    let text = sheet.text();
    let missing = sheet.listing().missing.into_iter().filter(|word| !overlay.places.contains_key(&word.key));
    let (mut edits, mut left) = (Vec::new(), Vec::new());
    for (table, words) in tables(missing) {
        let entries: String = words.iter().map(|word| entry(word)).collect();
        let reason = format!("places for {} of `{table}`", count(words.len()));
        // Beside those of its table that are there already, or in a table of its own.
        let beside = overlay.places.iter().filter(|(key, _)| parted(key).0 == table);
        match beside.map(|(_, place)| place).max_by_key(|(_, value)| value.end) {
            Some((key, value))
                if text[line_start(text, key.start)..key.start].trim_matches(['"', '\'', ' ']).is_empty() =>
            {
                let end = text[value.end..].find('\n').map_or(text.len(), |at| value.end + at + 1);
                let gap = if text[..end].ends_with('\n') { "" } else { "\n" };
                edits.push(Edit::new(end..end, format!("{gap}{entries}"), reason));
            }
            Some(_) => left.extend(words),
            None if table.is_empty() => {
                let end = text.find("\n[").map_or(text.len(), |at| at + 1);
                edits.push(Edit::new(end..end, entries, reason));
            }
            None => {
                let end = before_stamps(text);
                let gap = if text[..end].ends_with('\n') { "" } else { "\n" };
                edits.push(Edit::new(end..end, format!("{gap}{}", section(&table, &words)), reason));
            }
        }
    }
    (edits, left)
}

/// Texts by their tables, in the order in which the first of each comes.
fn tables<'s>(words: impl Iterator<Item = &'s Word>) -> Vec<(String, Vec<&'s Word>)> {
    let (mut order, mut tables) = (Vec::new(), BTreeMap::new());
    for word in words {
        let (table, _) = parted(&word.key);
        tables.entry(table.to_owned()).or_insert_with(|| {
            order.push(table.to_owned());
            Vec::new()
        });
        tables.entry(table.to_owned()).and_modify(|words: &mut Vec<&Word>| words.push(word));
    }
    order.into_iter().filter_map(|table| tables.remove_entry(&table)).collect()
}

fn section(table: &str, words: &[&Word]) -> String {
    let entries: String = words.iter().map(|word| entry(word)).collect();
    format!("\n{}\n{entries}", header(table))
}

/// The place for a text: its source, and nothing between quotation marks yet.
fn entry(word: &Word) -> String {
    let (_, name) = parted(&word.key);
    let empty = if word.source.value.trim().contains('\n') { "'''\n'''" } else { "\"\"" };
    format!("{}{} = {empty}\n", lines(&word.source.value), toml::key(name))
}

fn count(texts: usize) -> String {
    if texts == 1 { "1 text".to_owned() } else { format!("{texts} texts") }
}
