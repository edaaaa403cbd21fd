//! Words by the side of a number, as a language file lists them.

use std::fmt;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::pattern::Patterns;

/// Words of one meaning, by the side of a number on which they stand; a plain list stands before it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sides {
    /// Words right before a number: "from 12,339".
    pub before: Patterns,
    /// Words right behind it.
    pub behind: Patterns,
    /// Endings of the number, or of the word behind it.
    pub suffix: Vec<String>,
}

impl Sides {
    /// The words that an author would write first.
    pub fn first_words(&self) -> &str {
        let words = self.before.iter().chain(&self.behind).map(super::Pattern::as_str);
        words.chain(self.suffix.iter().map(String::as_str)).next().unwrap_or_default()
    }
}

impl<'de> Deserialize<'de> for Sides {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields, default)]
        #[derive(Default)]
        struct Table {
            before: Patterns,
            behind: Patterns,
            suffix: Vec<String>,
        }

        struct ListOrTable;

        impl<'de> Visitor<'de> for ListOrTable {
            type Value = Sides;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of words, or a table of lists: before, behind, suffix")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Sides, A::Error> {
                let before = Patterns::deserialize(SeqAccessDeserializer::new(list))?;
                Ok(Sides { before, ..Sides::default() })
            }

            fn visit_map<A: MapAccess<'de>>(self, table: A) -> Result<Sides, A::Error> {
                let Table { before, behind, suffix } = Table::deserialize(MapAccessDeserializer::new(table))?;
                Ok(Sides { before, behind, suffix })
            }
        }

        deserializer.deserialize_any(ListOrTable)
    }
}

#[cfg(test)]
mod tests {
    use super::Sides;

    #[derive(serde::Deserialize)]
    struct File {
        word: Sides,
    }

    fn read(text: &str) -> Result<Sides, String> {
        toml::from_str::<File>(text).map(|file| file.word).map_err(|error| error.to_string())
    }

    #[test]
    fn a_plain_list_stands_before_the_number() {
        assert_eq!(read("word = [\"from\"]").unwrap().before.len(), 1);
        let sides = read("word = { behind = [\"дейін\"], suffix = [\"ден\"] }").unwrap();
        assert_eq!((sides.first_words(), sides.suffix.len(), sides.before.len()), ("дейін", 1, 0));
    }

    #[test]
    fn another_shape_is_refused_with_what_is_meant() {
        let fault = read("word = \"from\"").unwrap_err();
        assert!(fault.contains("a list of words, or a table of lists"), "{fault}");
        let fault = read("word = { after = [] }").unwrap_err();
        assert!(fault.contains("unknown field `after`"), "{fault}");
    }
}
