//! Keys that are missing or unknown, all of them at once.

use toml::de::{DeTable, DeValue};

use super::Held;
use super::texts::header;
use crate::diag::Guesses;
use crate::language::LanguageError;
use crate::language::embedded::english;

/// Tables in which every key is given. In all others, a language has its own.
const FIXED: [&str; 24] = [
    "number",
    "unit",
    "scale",
    "period",
    "date",
    "list",
    "change",
    "certainty",
    "labels",
    "record",
    "chart",
    "sheet",
    "base_adjectives",
    "sentence",
    "units",
    "tables",
    "spoken",
    "one_of",
    "signs",
    "extremes",
    "counted",
    "ends",
    "sizes",
    "trends",
];
/// Tables that may be left out as a whole, as files have them that are older.
const OPTIONAL: [&str; 5] = ["sheet", "tables", "roles", "forms", "heads"];

pub(super) fn faults(held: &Held<'_>) -> Vec<LanguageError> {
    let guesses = Guesses::default();
    let mut faults = Vec::new();
    let first_line = 0..held.text.find('\n').unwrap_or(held.text.len());
    compare(held, &guesses, ("", first_line), (held.root, held.model), &mut faults);
    for (name, model) in held.model {
        let name_text = name.get_ref().as_ref();
        let DeValue::Table(model) = model.get_ref() else { continue };
        if let Some((key, own)) = held.root.get_key_value(name_text)
            && let DeValue::Table(own) = own.get_ref()
            && FIXED.contains(&name_text)
        {
            compare(held, &guesses, (name_text, key.span()), (own, model), &mut faults);
        }
    }
    faults
}

/// What a table has too few and too many of.
fn compare(
    held: &Held<'_>,
    guesses: &Guesses,
    (table, place): (&str, std::ops::Range<usize>),
    (own, model): (&DeTable<'_>, &DeTable<'_>),
    faults: &mut Vec<LanguageError>,
) {
    let known = || model.keys().map(|key| key.get_ref().as_ref());
    for key in own.keys() {
        let name: &str = key.get_ref().as_ref();
        if !model.contains_key(name) {
            let message = format!("{} has an unknown key `{name}`", header(table));
            let meant = guesses.nearest(name, known().filter(|known| !own.contains_key(*known)));
            let hint = meant.map_or_else(
                || "delete it, or move it to the table that it belongs to".to_owned(),
                |meant| format!("did you mean `{meant}`?"),
            );
            faults.push(held.fault(key.span(), message, Some(hint)));
        }
    }
    for (key, value) in model {
        let name: &str = key.get_ref().as_ref();
        if own.contains_key(name) || (table.is_empty() && OPTIONAL.contains(&name)) {
            continue;
        }
        let message = format!("{} has no `{name}`", header(table));
        faults.push(held.fault(place.clone(), message, Some(add(held, table, name, value))));
    }
}

/// What to write for a key that is missing.
fn add(held: &Held<'_>, table: &str, name: &str, value: &super::Value<'_>) -> String {
    if matches!(value.get_ref(), DeValue::Table(_)) && table.is_empty() {
        return format!(
            "add the table [{name}] with its keys; `quarterly new --language TAG --languages DIR` writes all of them"
        );
    }
    let english = english(held.file).and_then(|text| text.get(value.span())).unwrap_or_default();
    let english = english.split_whitespace().collect::<Vec<_>>().join(" ");
    let short: String = english.chars().take(80).collect();
    let more = if short.len() < english.len() { "…" } else { "" };
    format!("add it in your language; English has `{name} = {short}{more}`")
}

#[cfg(test)]
mod tests {
    use toml::Table;

    use super::faults;
    use crate::language::embedded::english;
    use crate::language::held::Held;
    use crate::language::{FILES, Reading, Words};

    /// What is told as missing and what the program cannot do without are the same keys.
    #[test]
    fn exactly_the_keys_that_are_needed_are_missed() {
        for file in &FILES[..2] {
            let model: Table = english(file).unwrap().parse().unwrap();
            let inner = model.iter().filter_map(|(name, value)| Some((name, value.as_table()?)));
            let inner =
                inner.flat_map(|(name, table)| table.keys().map(move |key| (name.as_str(), key.as_str())));
            for (table, key) in model.keys().map(|key| ("", key.as_str())).chain(inner) {
                let mut without = model.clone();
                match without.get_mut(table).and_then(toml::Value::as_table_mut) {
                    Some(table) => table.remove(key),
                    None => without.remove(key),
                };
                let text = without.to_string();
                let is_needed = if *file == FILES[0] {
                    toml::from_str::<Words>(&text).is_err()
                } else {
                    toml::from_str::<Reading>(&text).is_err()
                };
                let root = toml::de::DeTable::parse(&text).unwrap();
                let model = toml::de::DeTable::parse(english(file).unwrap()).unwrap();
                let held = Held { file, text: &text, root: root.get_ref(), model: model.get_ref() };
                assert_eq!(!faults(&held).is_empty(), is_needed, "[{table}] {key}");
            }
        }
    }
}
