//! Writes the files of a language that nobody has translated yet: those of English, each line of words as a comment.

use super::embedded::english;
use super::file::FILES;

/// Begins each line that is still to be translated.
const MARK: &str = "#| ";

/// A file for a new language: every key of English with what it is for, and none that passes for a translation.
pub fn skeleton(file: &str, tag: &str) -> Option<String> {
    let english = english(file)?;
    let what = match FILES.iter().position(|known| *known == file)? {
        0 => "What is printed in",
        1 => "How sentences are read in",
        _ => "Names of countries in",
    };
    let mut text = format!(
        "# {what} `{tag}`. Lines that begin with #| have the words of English: take the mark away and translate them.\n\
         # `quarterly check SPEC --languages DIR` tells every key that is still missing. docs/language.md says more.\n\n"
    );
    for line in english.lines() {
        let is_kept = line.is_empty() || line.starts_with('#') || line.starts_with('[');
        if line.starts_with("language = ") {
            text.push_str(&format!("language = \"{tag}\"\n"));
        } else if is_kept {
            text.push_str(&format!("{line}\n"));
        } else {
            text.push_str(&format!("{MARK}{line}\n"));
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::{MARK, skeleton};
    use crate::language::embedded::english;
    use crate::language::held::faults;
    use crate::language::{FILES, Language};

    #[test]
    fn every_key_of_a_new_language_is_told_as_missing() {
        let [print, read, _] = FILES;
        for (file, least) in [(print, 200), (read, 100)] {
            let text = skeleton(file, "uz").unwrap();
            let told = faults(file, &text);
            assert!(
                told.len() > least && told.iter().all(|fault| fault.message.contains(" has no `")),
                "{told:?}"
            );
        }
        let fault = Language::load("uz", |file| skeleton(file, "uz"));
        assert!(fault.is_err());
    }

    #[test]
    fn without_the_marks_it_is_english_again() {
        for file in FILES {
            let text = skeleton(file, "en").unwrap();
            let lines = text.lines().skip(3).map(|line| line.strip_prefix(MARK).unwrap_or(line));
            let lines: Vec<&str> = lines.collect();
            assert_eq!(lines.join("\n").trim_end(), english(file).unwrap().trim_end(), "{file}");
        }
    }
}
