//! Forms that the slots of patterns ask for, and that no word has.

use std::collections::BTreeSet;

use toml::de::DeTable;

use super::Held;
use super::slots::{ROLES, place, slots};
use super::texts::{Text, texts};
use crate::language::embedded::english;
use crate::language::file::FILES;
use crate::language::print::Words;
use crate::language::word::{NAME, TEXT, Word};
use crate::language::{LanguageError, inflect};

/// What is wrong with the forms that `print.toml` asks for.
pub(in crate::language) fn faults<'w>(
    text: &str,
    words: &Words,
    countries: impl Iterator<Item = &'w Word>,
) -> Vec<LanguageError> {
    let file = FILES[0];
    let Ok(root) = DeTable::parse(text) else { return Vec::new() };
    let Some(model) = english(file).and_then(|model| DeTable::parse(model).ok()) else { return Vec::new() };
    let held = Held { file, text, root: root.get_ref(), model: model.get_ref() };
    let mut names: BTreeSet<&str> = countries.flat_map(Word::names_of_forms).collect();
    let of_periods = inflect::forms_of_periods(words);
    names.extend(of_periods.iter().map(String::as_str));
    names.extend([NAME, TEXT]);
    let known = Known { words, names };
    texts(held.root).iter().flat_map(|text| known.of(&held, text)).collect()
}

struct Known<'w> {
    words: &'w Words,
    /// Of all forms of countries and periods.
    names: BTreeSet<&'w str>,
}

impl Known<'_> {
    fn of(&self, held: &Held<'_>, text: &Text<'_>) -> Vec<LanguageError> {
        let lacks = |slot: &super::slots::Slot<'_>| {
            let (what, hint) = self.lacks(text, slot)?;
            let message = format!("{} asks for `{{{}}}`, {what}", text.name(), slot.whole);
            Some(held.fault(place(held, text, slot.whole), message, Some(hint)))
        };
        slots(text.value).filter_map(|slot| lacks(&slot)).collect()
    }

    /// What there is not, and what to do.
    fn lacks(&self, text: &Text<'_>, slot: &super::slots::Slot<'_>) -> Option<(String, String)> {
        let period = &self.words.period;
        if text.table == ROLES {
            let known = self.names.iter().copied().collect::<Vec<_>>().join(", ");
            let hint = format!(
                "forms of this language are: {known}; add it to months and countries, or ask for another"
            );
            return (!self.names.contains(slot.whole)).then(|| ("a form that no name has".to_owned(), hint));
        }
        let form = slot.form?;
        let of_words = |words: &[Word], what: &str| {
            let without = words.iter().find(|word| word.form(form).is_none())?;
            let name = without.name();
            let hint =
                format!("add `{form}` to `{name}` in [period]: {{ name = \"{name}\", {form} = \"…\" }}");
            Some((format!("a form that the {what} `{name}` does not have"), hint))
        };
        match (text.table, slot.name) {
            ("change", "period") | ("period", "period") => {
                let roles = self.words.roles.keys().map(String::as_str);
                let known: BTreeSet<&str> = roles.chain(self.names.iter().copied()).collect();
                let list = known.iter().copied().collect::<Vec<_>>().join(", ");
                let hint = format!("forms and roles of this language are: {list}");
                (!known.contains(form)).then(|| ("a form or role that there is not".to_owned(), hint))
            }
            ("period", "ordinal") => {
                let last = if text.key == "half_ordinal" { 2 } else { 4 };
                of_words(&period.ordinals[..last], "ordinal")
            }
            ("period", "month" | "first" | "last") | ("date", "month" | "last_month") => {
                of_words(&period.months, "month")
            }
            _ => {
                let hint = format!("write {{{}}}: what stands there is the same in all forms", slot.name);
                Some(("a form of what has none".to_owned(), hint))
            }
        }
    }
}
