//! A word in the forms that sentences need.

use std::collections::BTreeMap;

use serde::Deserialize;

/// The form for labels: the nominative, without article.
pub(super) const NAME: &str = "name";
/// The form for running text, where it is another: with an article.
pub(super) const TEXT: &str = "text";

/// A name of a month, a country or another thing, in one form or in several.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "OneOrForms")]
pub struct Word {
    name: String,
    /// Its other forms by name: `text`, `gen`, `ins`.
    others: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrForms {
    One(String),
    Forms(BTreeMap<String, String>),
}

impl TryFrom<OneOrForms> for Word {
    type Error = String;

    fn try_from(written: OneOrForms) -> Result<Self, String> {
        match written {
            OneOrForms::One(name) => Ok(Self { name, others: BTreeMap::new() }),
            OneOrForms::Forms(mut forms) => match forms.remove(NAME) {
                Some(name) => Ok(Self { name, others: forms }),
                None => Err(format!("a word with forms needs one called `{NAME}`")),
            },
        }
    }
}

impl Word {
    /// The form for labels: "United Kingdom".
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The form for running text: "the United Kingdom".
    pub fn in_text(&self) -> &str {
        self.others.get(TEXT).unwrap_or(&self.name)
    }

    /// A form by its name. That for running text is that for labels where there is no other.
    pub fn form(&self, form: &str) -> Option<&str> {
        match form {
            NAME => Some(&self.name),
            TEXT => Some(self.in_text()),
            _ => self.others.get(form).map(String::as_str),
        }
    }

    /// The names of its forms besides that for labels.
    pub fn names_of_forms(&self) -> impl Iterator<Item = &str> {
        self.others.keys().map(String::as_str)
    }

    /// Changes every form.
    pub(super) fn map(&mut self, change: impl Fn(&str) -> String) {
        for form in std::iter::once(&mut self.name).chain(self.others.values_mut()) {
            *form = change(form);
        }
    }

    /// All forms, that for labels first.
    pub fn forms(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.name).chain(self.others.values()).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::Word;

    fn word(text: &str) -> Result<Word, String> {
        #[derive(serde::Deserialize)]
        struct File {
            word: Word,
        }
        toml::from_str::<File>(text).map(|file| file.word).map_err(|error| error.message().to_owned())
    }

    #[test]
    fn a_word_has_one_form_or_several() {
        let plain = word("word = \"Kenya\"").unwrap();
        assert_eq!((plain.name(), plain.in_text(), plain.form("gen")), ("Kenya", "Kenya", None));
        let forms = word("word = { name = \"виза\", gen = \"визы\" }").unwrap();
        assert_eq!(forms.form("gen"), Some("визы"));
        assert_eq!(forms.forms().collect::<Vec<_>>(), ["виза", "визы"]);
    }

    #[test]
    fn a_word_without_a_name_is_refused() {
        assert_eq!(word("word = { gen = \"x\" }").unwrap_err(), "a word with forms needs one called `name`");
    }
}
