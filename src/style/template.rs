//! What a rule writes in the place of what it found: words, and parts of what was found.

use std::collections::BTreeMap;

/// Bytes that are written in the place of others; of what would be longer, nothing is proposed.
const LONGEST: usize = 2_000;

/// Words with places for parts of what was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Template(Vec<Piece>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Words(String),
    /// A group of the pattern, and what becomes of it.
    Group(String, Change),
}

/// What becomes of a part of what was found.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Change {
    Same,
    /// Looked up in the words of the rule.
    Words,
    /// In small letters.
    Small,
    /// With a capital.
    Capital,
    /// Digits in groups of three with this sign between them.
    Group(String),
    /// Without zeros in front.
    Plain,
    /// Without full stops.
    Unstopped,
}

impl Template {
    /// Reads a text such as `{2} {1} {3}`.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some(open) = rest.find('{') {
            let (before, behind) = rest.split_at(open);
            let (inside, after) =
                behind[1..].split_once('}').ok_or_else(|| format!("`{{` is not closed in `{text}`"))?;
            pieces.extend((!before.is_empty()).then(|| Piece::Words(before.to_owned())));
            let (name, change) = inside.split_once(':').unwrap_or((inside, ""));
            let change = match change {
                "" => Change::Same,
                "words" => Change::Words,
                "small" => Change::Small,
                "capital" => Change::Capital,
                "plain" => Change::Plain,
                "unstopped" => Change::Unstopped,
                other => match other.strip_prefix("group(").and_then(|sign| sign.strip_suffix(')')) {
                    Some(sign) => Change::Group(sign.to_owned()),
                    None => return Err(format!("`{other}` in `{{{inside}}}` is nothing that can be done")),
                },
            };
            pieces.push(Piece::Group(name.to_owned(), change));
            rest = after;
        }
        pieces.extend((!rest.is_empty()).then(|| Piece::Words(rest.to_owned())));
        Ok(Self(pieces))
    }

    /// The groups that it names.
    pub(super) fn groups(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|piece| match piece {
            Piece::Group(name, _) => Some(name.as_str()),
            Piece::Words(_) => None,
        })
    }

    /// The words for what was found; none when a part of it is not among the words of the rule, or they are too long.
    pub(super) fn fill<'t>(
        &self,
        group: impl Fn(&str) -> Option<&'t str>,
        words: &BTreeMap<String, String>,
    ) -> Option<String> {
        let mut text = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Words(words) => text.push_str(words),
                Piece::Group(name, change) => {
                    // A group that took no part in the match is empty.
                    let Some(found) = group(name) else { continue };
                    text.push_str(&change.of(found, words)?);
                }
            }
            if text.len() > LONGEST {
                return None;
            }
        }
        Some(text)
    }
}

impl Change {
    fn of(&self, found: &str, words: &BTreeMap<String, String>) -> Option<String> {
        match self {
            Self::Same => Some(found.to_owned()),
            Self::Words => words.get(found).cloned(),
            Self::Small => Some(found.to_lowercase()),
            Self::Capital => Some(capital(found)),
            Self::Plain => Some(found.trim_start_matches('0').to_owned()),
            Self::Unstopped => Some(found.replace('.', "")),
            Self::Group(sign) => Some(grouped(found, sign)),
        }
    }
}

/// A word with its first letter large.
pub(super) fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The digits of a text in groups of three from the end.
fn grouped(found: &str, sign: &str) -> String {
    let digits: Vec<char> = found.chars().filter(char::is_ascii_digit).collect();
    let mut text = String::new();
    for (index, digit) in digits.iter().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push_str(sign);
        }
        text.push(*digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::Template;

    fn filled(template: &str, found: &str) -> Option<String> {
        let words = BTreeMap::from([("3".to_owned(), "three".to_owned())]);
        let template = Template::parse(template).unwrap();
        template.fill(|name| (name == "1").then_some(found), &words)
    }

    #[test]
    fn parts_of_what_was_found_are_changed_as_the_rule_says() {
        for (template, found, right) in [
            ("{1} per cent", "3", "3 per cent"),
            ("{1:words} regions", "3", "three regions"),
            ("{1:small}{2}", "Article", "article"),
            ("{1:capital}", "éa", "Éa"),
            ("{1:group(,)}", "12339", "12,339"),
            ("{1:group(,)}", "308 710", "308,710"),
            ("{1:plain}", "04", "4"),
            ("{1:unstopped}", "U.S.", "US"),
        ] {
            assert_eq!(filled(template, found).as_deref(), Some(right), "{template}");
        }
        assert_eq!(filled("{1:words}", "4"), None);
    }

    #[test]
    fn what_was_found_is_not_multiplied_without_end() {
        assert_eq!(filled(&"{1}".repeat(100), "three").map(|text| text.len()), Some(500));
        assert_eq!(filled(&"{1}".repeat(100), &"three".repeat(10)), None);
    }

    #[test]
    fn what_cannot_be_done_is_told() {
        assert_eq!(Template::parse("a {1").unwrap_err(), "`{` is not closed in `a {1`");
        assert!(Template::parse("{1:loud}").unwrap_err().starts_with("`loud` in `{1:loud}`"));
    }
}
