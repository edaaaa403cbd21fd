//! What a reader of TOML says, in words of those who write a language.

/// Kinds of values, as a reader of TOML names them and as an author does. The longest names come first.
const KINDS: [(&str, &str); 17] = [
    ("an array of length", "a list of"),
    ("a sequence", "a list"),
    ("sequence", "a list"),
    ("a map", "a table"),
    ("map", "a table"),
    ("a string", "a text in quotation marks"),
    ("string", "the text"),
    ("integer", "the number"),
    ("floating point", "the number"),
    ("float", "the number"),
    ("boolean", "the word"),
    ("datetime", "a date"),
    ("a character", "one sign in quotation marks"),
    ("usize", "a whole number"),
    ("a borrowed string", "a text in quotation marks"),
    ("tuple struct", "a table"),
    ("struct", "a table"),
];

/// What each value that has several shapes may be.
const SHAPES: [(&str, &str); 3] = [
    ("OneOrForms", "a text, or forms by their names: { name = \"…\", gen = \"…\" }"),
    (
        "Plural",
        "a text, or texts by plural categories, of which `other` must be there: { one = \"…\", other = \"…\" }",
    ),
    (
        "Role",
        "a text, or texts for days, periods and parts, of which `other` must be there: { other = \"…\", day = \"…\" }",
    ),
];

/// A message without names of the program's own types.
pub(in crate::language) fn in_plain_words(message: &str) -> String {
    let message = message.lines().collect::<Vec<_>>().join(", ");
    if message.starts_with("data did not match any variant of untagged enum") {
        let shape = SHAPES
            .iter()
            .find(|(name, _)| message.ends_with(name))
            .map_or("another value", |(_, shape)| shape);
        return format!("this value cannot be used here: needed is {shape}");
    }
    for (start, plain) in [("unknown field ", "unknown key "), ("missing field ", "missing key ")] {
        if let Some(rest) = message.strip_prefix(start) {
            return format!(
                "{plain}{}",
                rest.replace(", expected one of ", "; keys are ").replace(", expected ", "; the key is ")
            );
        }
    }
    if let Some(rest) = message.strip_prefix("unknown variant ") {
        return format!("{} is none of the words for it", rest.split(',').next().unwrap_or_default());
    }
    for start in ["invalid type: ", "invalid value: ", "invalid length "] {
        if let Some((found, needed)) =
            message.strip_prefix(start).and_then(|rest| rest.split_once(", expected "))
        {
            let is_length = start.starts_with("invalid length");
            let found = if is_length { format!("a list of {found}") } else { kind(found) };
            return format!("{found} stands here, and needed is {}", kind(needed));
        }
    }
    message
}

/// A kind of value as an author names it.
fn kind(told: &str) -> String {
    let known = KINDS.iter().find_map(|(name, plain)| told.strip_prefix(name).map(|rest| (rest, *plain)));
    match known {
        // Behind a kind may stand the value, and behind that of a table only the name of a type.
        Some((_, plain)) if plain.starts_with("a table") => plain.to_owned(),
        Some((rest, plain)) => format!("{plain}{rest}"),
        None => told.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::in_plain_words;
    use crate::language::{FILES, Language, LanguageError};

    #[test]
    fn no_word_of_the_program_stands_in_a_message() {
        for (told, right) in [
            (
                "invalid type: integer `7`, expected a string",
                "the number `7` stands here, and needed is a text in quotation marks",
            ),
            (
                "invalid type: string \"x\", expected a sequence",
                "the text \"x\" stands here, and needed is a list",
            ),
            ("invalid type: map, expected a sequence", "a table stands here, and needed is a list"),
            (
                "invalid length 11, expected an array of length 12",
                "a list of 11 stands here, and needed is a list of 12",
            ),
            (
                "invalid type: sequence, expected struct UnitWords",
                "a list stands here, and needed is a table",
            ),
            ("unknown field `x`, expected `a` or `b`", "unknown key `x`; the key is `a` or `b`"),
            ("unknown variant `left`, expected `before` or `behind`", "`left` is none of the words for it"),
        ] {
            assert_eq!(in_plain_words(told), right);
        }
    }

    /// Whatever key holds another kind of value, the message is one for authors.
    #[test]
    fn every_key_tells_a_wrong_value_in_plain_words() {
        for file in &FILES[..2] {
            let model: toml::Table = crate::language::embedded::english(file).unwrap().parse().unwrap();
            let mut told = std::collections::BTreeSet::new();
            let mut wrong = |table: toml::Table| {
                let own = |name: &str| (name == *file).then(|| table.to_string());
                let faults = Language::load("en", own).err().unwrap_or_default();
                told.extend(faults.into_iter().map(|LanguageError { message, .. }| message));
            };
            for (key, value) in &model {
                for new in [
                    toml::Value::Integer(7),
                    toml::Value::Array(vec![7.into()]),
                    toml::Value::Table(toml::Table::new()),
                    "x".into(),
                ] {
                    let mut changed = model.clone();
                    changed.insert(key.clone(), new.clone());
                    wrong(changed);
                    for inner in value.as_table().into_iter().flat_map(|table| table.keys()) {
                        let mut changed = model.clone();
                        changed[key].as_table_mut().unwrap().insert(inner.clone(), new.clone());
                        wrong(changed);
                    }
                }
            }
            assert!(told.len() > 20);
            for message in &told {
                let words = [
                    "enum", "struct", "variant", "field", "sequence", "tuple", "deserial", "usize",
                    "expected", "map ",
                ];
                assert!(!words.iter().any(|word| message.contains(word)), "{message}");
            }
        }
    }
}
