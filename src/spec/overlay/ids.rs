//! Gives each entry of a list a name that stays when others come before it: the author's, or one made of what it says.

use std::collections::BTreeSet;

use crate::diag::Spanned;

/// Letters of a name that is made of words.
const LONGEST: usize = 40;

/// The names of the entries of a list. One that the author gives is taken as it is; others are made by `made`, and
/// numbered where two would be alike, or where nothing can be made of what they say.
pub(in crate::spec) fn ids<T>(
    entries: &[T],
    given: impl Fn(&T) -> Option<&Spanned<String>>,
    made: impl Fn(&T) -> String,
) -> Vec<String> {
    let mut known: BTreeSet<String> =
        entries.iter().filter_map(|entry| Some(given(entry)?.value.clone())).collect();
    let name = |(index, entry): (usize, &T)| {
        if let Some(id) = given(entry) {
            return id.value.clone();
        }
        let made = made(entry);
        let first = if made.is_empty() { (index + 1).to_string() } else { made.clone() };
        let numbered = (2..).map(|number| format!("{first}-{number}"));
        let free = std::iter::once(first.clone()).chain(numbered).find(|name| !known.contains(name));
        let free = free.unwrap_or(first);
        known.insert(free.clone());
        free
    };
    entries.iter().enumerate().map(name).collect()
}

/// Words as a name: small Latin letters and digits, with hyphens between them.
pub(in crate::spec) fn slug(words: &str) -> String {
    let parts = words.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty());
    let mut name = String::new();
    for part in parts {
        if !name.is_empty() && name.len() + part.len() >= LONGEST {
            break;
        }
        if !name.is_empty() {
            name.push('-');
        }
        name.extend(part.chars().take(LONGEST).map(|c| c.to_ascii_lowercase()));
    }
    name
}

#[cfg(test)]
mod tests {
    use super::{ids, slug};
    use crate::diag::{Sources, Span, Spanned};

    #[test]
    fn names_are_made_of_what_entries_say() {
        assert_eq!(slug("visas.share(\"CN\")"), "visas-share-cn");
        assert_eq!(slug("Migrant flow (international)"), "migrant-flow-international");
        assert_eq!(slug("Кандас"), "");
    }

    #[test]
    fn given_names_stay_and_others_keep_clear_of_them() {
        let source = Sources::default().add("a.toml", "");
        let span = Span { source, start: 0, end: 0 };
        let entries = [(None, "a"), (Some("a"), "b"), (None, "a"), (None, "")];
        let entries = entries.map(|(id, made)| (id.map(|id: &str| Spanned::new(id.to_owned(), span)), made));
        let names = ids(&entries, |entry| entry.0.as_ref(), |entry| entry.1.to_owned());
        assert_eq!(names, ["a-2", "a", "a-3", "4"]);
    }
}
