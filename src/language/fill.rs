//! Fills the slots of patterns.

/// Replaces each `{name}` of a pattern.
pub fn fill(pattern: &str, values: &[(&str, &str)]) -> String {
    let value = |slot: &str| values.iter().find(|(key, _)| *key == slot).map(|(_, value)| *value);
    fill_with(pattern, value)
}

/// Replaces each `{name}` of a pattern, and each `{name.form}`, which is given as `name.form`; what has no value stays.
pub(super) fn fill_with<T: AsRef<str>>(pattern: &str, mut value: impl FnMut(&str) -> Option<T>) -> String {
    let mut out = String::with_capacity(pattern.len() + 16);
    let mut rest = pattern;
    while let Some(open) = rest.find('{') {
        let Some(close) = rest[open..].find('}').map(|i| open + i) else { break };
        out.push_str(&rest[..open]);
        match value(&rest[open + 1..close]) {
            Some(value) => out.push_str(value.as_ref()),
            None => out.push_str(&rest[open..=close]),
        }
        rest = &rest[close + 1..];
    }
    out.push_str(rest);
    out
}

/// A text that stands on a line of its own, such as a name in a chart or a table, begins with a capital.
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
