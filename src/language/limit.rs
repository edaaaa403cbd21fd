//! Limits of what the files of a language say: a pattern is filled for every title, value and period of an edition.

use toml::{Table, Value};

/// Letters of a text: of the longest in the program, three times as many.
const LONGEST: usize = 1_000;
/// Slots of a pattern: no sentence names so many things.
const MOST_SLOTS: usize = 20;

/// Says which text of a file is too long to be filled. What is no TOML is told by who reads it.
pub(super) fn check(text: &str) -> Result<(), String> {
    text.parse::<Table>()
        .map_or(Ok(()), |table| table.iter().try_for_each(|(key, value)| limited(key, value)))
}

fn limited(key: &str, value: &Value) -> Result<(), String> {
    match value {
        Value::String(text) if text.chars().nth(LONGEST).is_some() => {
            Err(format!("a text of `{key}` has more than {LONGEST} letters"))
        }
        Value::String(text) if text.matches('{').count() > MOST_SLOTS => {
            Err(format!("a text of `{key}` has more than {MOST_SLOTS} slots"))
        }
        Value::Array(values) => values.iter().try_for_each(|value| limited(key, value)),
        Value::Table(table) => table.iter().try_for_each(|(key, value)| limited(key, value)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::language::{FILES, LANGUAGES, Language};

    #[test]
    fn what_would_grow_is_refused() {
        for text in ["{title}".repeat(21), "a".repeat(1_001)] {
            let file = format!("[labels]\ntitled = [[{text:?}]]\n");
            assert!(check(&file).is_err_and(|why| why.contains("`titled`")), "{text}");
            let own = |name: &str| (name == FILES[0]).then(|| file.clone());
            let error = Language::load("en", own).unwrap_err();
            assert!(error[0].message.contains("`titled`"), "{error:?}");
        }
    }

    #[test]
    fn the_languages_of_the_program_are_far_within_it() {
        for file in LANGUAGES.dirs().flat_map(include_dir::Dir::files) {
            let text = file.contents_utf8().unwrap();
            assert_eq!(check(text), Ok(()), "{:?}", file.path());
        }
    }
}
