//! Files of a language that are still those of English, or have no words.

use std::collections::BTreeMap;

use toml::de::DeTable;

use super::texts::texts;
use crate::language::LanguageError;
use crate::language::embedded::english;
use crate::language::file::FILES;

/// What is to be said of a file that can be used, and of which nobody has anything yet.
pub(in crate::language) fn remarks(file: &'static str, text: &str, language: &str) -> Option<LanguageError> {
    if language.split('-').next() == Some("en") {
        return None;
    }
    let own = words(file, text)?;
    let of_english = words(file, english(file)?)?;
    let reads = |words: &BTreeMap<String, Vec<String>>| {
        words.contains_key("directions") || words.contains_key("comparatives")
    };
    // A name in one of the forms that English has is English.
    let is_english = |(key, words): &(&String, &Vec<String>)| {
        of_english.get(*key).is_some_and(|known| words.iter().all(|word| known.contains(word)))
    };
    let same = own.iter().filter(is_english).count();
    let [print, read, countries] = FILES;
    let (what, hint) = if file == read && !reads(&own) {
        (
            "the checks read no sentence of this language: no word says that a number went up or down"
                .to_owned(),
            "write `directions` and `comparatives` at least, and the words of time and of comparison",
        )
    } else if file == countries && own.is_empty() {
        (
            "no country has a name in this language".to_owned(),
            "write the names of the countries that the edition names",
        )
    } else if same * 2 > own.len() {
        let what = match file {
            _ if file == print => "pages would be printed in English",
            _ if file == read => "the checks read no sentence of this language",
            _ => "countries would be called in English",
        };
        (
            format!("{same} of {} keys still have the words of English: {what}", own.len()),
            "translate them; the comments of English say what each is for",
        )
    } else {
        return None;
    };
    Some(LanguageError {
        file,
        range: Some(0..text.find('\n').unwrap_or(text.len())),
        message: what,
        hint: Some(hint.to_owned()),
    })
}

/// The texts of each key that have letters; keys of signs alone have none.
fn words(file: &str, text: &str) -> Option<BTreeMap<String, Vec<String>>> {
    let root = DeTable::parse(text).ok()?;
    let mut words: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for text in texts(root.get_ref()) {
        // What stands between braces is a name of the program's.
        let bare: String =
            text.value.split('{').map(|part| part.rsplit('}').next().unwrap_or(part)).collect();
        if bare.chars().any(char::is_alphabetic) {
            // A country is one key, in one form or in several.
            let is_country = file == FILES[2] && !text.table.is_empty();
            let key = if is_country { text.table.to_owned() } else { text.path() };
            words.entry(key).or_default().push(text.value.to_owned());
        }
    }
    Some(words)
}

#[cfg(test)]
mod tests {
    use super::remarks;
    use crate::language::FILES;
    use crate::language::embedded::{LANGUAGES, english};

    #[test]
    fn a_file_that_nobody_translated_is_told() {
        for file in FILES {
            let text = english(file).unwrap();
            assert!(remarks(file, text, "uz").unwrap().message.contains("English"), "{file}");
            assert_eq!(remarks(file, text, "en"), None);
            for language in ["ru", "kk"] {
                let text = LANGUAGES.get_file(format!("{language}/{file}")).unwrap().contents_utf8().unwrap();
                assert_eq!(remarks(file, text, language), None, "{language}/{file}");
            }
        }
        let silent = remarks(FILES[1], "percent = [\"foiz\"]\ndirections = []\n", "uz").unwrap();
        assert!(silent.message.starts_with("the checks read no sentence"), "{silent:?}");
        assert!(remarks(FILES[2], "", "uz").is_some());
        assert!(remarks(FILES[2], "AD = \"Andorra\"\nAF = \"Afghanistan\"\n", "uz").is_some());
        assert!(remarks(FILES[2], "AD = \"Andorra\"\nAF = \"Afgʻoniston\"\n", "uz").is_none());
    }
}
