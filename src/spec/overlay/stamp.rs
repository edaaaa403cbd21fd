//! Stamps of source texts: by them a translation knows what it was made from.

use std::ops::Range;

use crate::hash;

/// Digits of a stamp.
const DIGITS: usize = 8;

/// The first eight hexadecimal digits of SHA-256 of a text, white space folded. Periods in its expressions do not
/// count: the next quarter asks for others, and leaves the words as they are.
pub fn stamp(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut at = 0;
    for place in expressions(text) {
        plain.push_str(&text[at..place.start]);
        plain.push_str(&without_periods(&text[place.clone()]));
        at = place.end;
    }
    plain.push_str(&text[at..]);
    let folded = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    hash::sha256(folded.as_bytes())[..DIGITS].to_owned()
}

/// Where a text has expressions: `{{ … }}` and the addresses of claims.
pub fn expressions(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(place) = text[at..].find(['{', ']']).map(|open| at + open) {
        let rest = &text[place..];
        let close = if rest.starts_with("{{") {
            rest.find("}}").map(|end| end + 2)
        } else if rest.starts_with("](=") {
            closing(rest)
        } else {
            None
        };
        match close {
            Some(length) => {
                found.push(place..place + length);
                at = place + length;
            }
            None => at = place + 1,
        }
    }
    found
}

/// Where the bracket behind `](` is closed again, its own brackets and quoted texts aside.
pub(crate) fn closing(link: &str) -> Option<usize> {
    let (mut depth, mut quote) = (0_usize, None);
    for (at, c) in link.char_indices() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '(') => depth += 1,
            (None, ')') if depth == 1 => return Some(at + 1),
            (None, ')') => depth = depth.saturating_sub(1),
            (None, _) => {}
        }
    }
    None
}

/// An expression with a mark in place of each quoted period.
fn without_periods(expression: &str) -> String {
    let mut out = String::with_capacity(expression.len());
    let mut rest = expression;
    while let Some(open) = rest.find(['"', '\'']) {
        let quote = &rest[open..=open];
        let inside = &rest[open + 1..];
        let Some(close) = inside.find(quote) else { break };
        out.push_str(&rest[..open]);
        out.push_str(if is_period(&inside[..close]) { "P" } else { &rest[open..open + close + 2] });
        rest = &inside[close + 1..];
    }
    out.push_str(rest);
    out
}

/// Whether a quoted text can be a period: `2022-H1`, `2023-01/2023-09`, `2024-07-01`.
fn is_period(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, 'Q' | 'H' | 'M' | '-' | '/');
    text.len() >= 4 && text.starts_with(|c: char| c.is_ascii_digit()) && text.chars().all(is_part)
}

/// Whether a text has a letter outside of expressions, addresses, pictures and marks of notes.
pub fn has_words(text: &str) -> bool {
    words(text).chars().any(char::is_alphabetic)
}

/// A text with spaces in place of what is no word of it, so that all other places stay.
pub(crate) fn words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for place in protected(text) {
        out.push_str(&text[at..place.start]);
        out.extend(std::iter::repeat_n(' ', place.len()));
        at = place.end;
    }
    out.push_str(&text[at..]);
    out
}

/// Addresses behind links, pictures and marks of notes, in order.
pub(crate) fn links(text: &str) -> Vec<Range<usize>> {
    let is_link =
        |place: &Range<usize>| text[place.clone()].starts_with("](") || text[place.clone()].starts_with("[^");
    protected(text).into_iter().filter(is_link).collect()
}

/// What of a text is no word: expressions, addresses behind links, pictures, marks of notes, in order.
pub(crate) fn protected(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(place) = text[at..].find(['{', ']', '[', '!', 'h', '<']).map(|open| at + open) {
        let rest = &text[place..];
        let length = if rest.starts_with("{{") {
            rest.find("}}").map(|end| end + 2)
        } else if rest.starts_with("](") {
            closing(rest)
        } else if rest.starts_with("[^") {
            rest.find(']').map(|end| end + 1)
        } else if rest.starts_with("![](") {
            closing(rest)
        } else if rest.starts_with("https://") || rest.starts_with("http://") {
            Some(rest.find(|c: char| c.is_whitespace() || matches!(c, ')' | '>' | ']')).unwrap_or(rest.len()))
        } else {
            None
        };
        match length {
            Some(length) => {
                found.push(place..place + length);
                at = place + length;
            }
            None => at = place + 1,
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{expressions, has_words, stamp};

    #[test]
    fn space_and_periods_in_expressions_make_no_other_stamp() {
        let one = "It fell by {{ a.change(\"2022-H1\") }},\n  [43 per cent](=a.change(\"2022-H1\")).";
        let other = "It fell by {{ a.change('2023-H1') }}, [43 per cent](=a.change(\"2023-H1\")).";
        assert_eq!(stamp(one), stamp(other));
        assert_eq!(stamp(one).len(), 8);
        for changed in [
            one.replace("fell", "rose"),
            one.replace("a.change(\"2022-H1\") }}", "a.total }}"),
            one.replace("43", "44"),
            one.replace("fell", "did not fall"),
        ] {
            assert_ne!(stamp(one), stamp(&changed), "{changed}");
        }
        // A period that is typed is words.
        assert_ne!(stamp("in \"2022-H1\""), stamp("in \"2023-H1\""));
    }

    #[test]
    fn expressions_are_found_with_their_brackets() {
        let text = "{{ a }} [b](=c.value(\")\")) {{ d";
        let found: Vec<&str> = expressions(text).into_iter().map(|place| &text[place]).collect();
        assert_eq!(found, ["{{ a }}", "](=c.value(\")\"))"]);
    }

    #[test]
    fn expressions_and_addresses_are_no_words() {
        assert!(!has_words("{{ visas.label }} 3 [^mia] ![](chart:a) https://iom.int/x"));
        assert!(has_words("{{ visas }} visas") && has_words("[x](https://iom.int)"));
    }
}
