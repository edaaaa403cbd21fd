//! Stamps of source texts: by them a translation knows what it was made from.

use std::num::NonZeroUsize;
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
    let mut ends = Ends::new(text);
    let mut at = 0;
    while let Some(place) = text[at..].find(['{', ']']).map(|open| at + open) {
        let rest = &text[place..];
        let close = if rest.starts_with("{{") {
            ends.of("}}", place)
        } else if rest.starts_with("](=") {
            ends.bracket(place, 2)
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

/// Where what is opened in a text is closed. What is never closed is looked for once, however often it is opened.
struct Ends<'t> {
    text: &'t str,
    /// Signs that do not come any more.
    gone: Vec<&'static str>,
    brackets: Option<Vec<Option<NonZeroUsize>>>,
}

impl<'t> Ends<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, gone: Vec::new(), brackets: None }
    }

    /// How far it is from a place to behind the next of these signs. Places are asked for from left to right.
    fn of(&mut self, sign: &'static str, place: usize) -> Option<usize> {
        if self.gone.contains(&sign) {
            return None;
        }
        let found = self.text[place..].find(sign);
        if found.is_none() {
            self.gone.push(sign);
        }
        found.map(|end| end + sign.len())
    }

    /// How far it is from a place to behind the bracket that closes one which was opened so many bytes behind it.
    fn bracket(&mut self, place: usize, opened: usize) -> Option<usize> {
        let ends = self.brackets.get_or_insert_with(|| closing(self.text));
        Some(ends.get(place + opened).copied()??.get() - place)
    }
}

/// For each byte of a text, the end of the first bracket that is closed from there on and was opened before, brackets
/// in between and quoted texts aside.
fn closing(text: &str) -> Vec<Option<NonZeroUsize>> {
    // From the right, what comes behind a byte is known: outside of quotes, and within quotes of both kinds.
    let (mut double, mut single) = (None, None);
    let mut ends = vec![None; text.len() + 1];
    for (at, byte) in text.bytes().enumerate().rev() {
        let next = ends[at + 1];
        ends[at] = match byte {
            b'"' => double,
            b'\'' => single,
            b'(' => next.and_then(|end: NonZeroUsize| ends[end.get()]),
            b')' => NonZeroUsize::new(at + 1),
            _ => next,
        };
        match byte {
            b'"' => double = next,
            b'\'' => single = next,
            _ => {}
        }
    }
    ends
}

/// An expression with a mark in place of each quoted period.
pub(crate) fn without_periods(expression: &str) -> String {
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
    let mut ends = Ends::new(text);
    let mut at = 0;
    while let Some(place) = text[at..].find(['{', ']', '[', '!', 'h', '<']).map(|open| at + open) {
        let rest = &text[place..];
        let length = if rest.starts_with("{{") {
            ends.of("}}", place)
        } else if rest.starts_with("](") {
            ends.bracket(place, 2)
        } else if rest.starts_with("[^") {
            ends.of("]", place)
        } else if rest.starts_with("![](") {
            ends.bracket(place, 4)
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

    /// As a reader goes, once for each bracket.
    fn end_of(link: &str) -> Option<usize> {
        let (mut depth, mut quote) = (1, None);
        for (at, c) in link.char_indices() {
            match (quote, c) {
                (Some(open), c) if c == open => quote = None,
                (Some(_), _) => {}
                (None, '"' | '\'') => quote = Some(c),
                (None, '(') => depth += 1,
                (None, ')') if depth == 1 => return Some(at + 1),
                (None, ')') => depth -= 1,
                (None, _) => {}
            }
        }
        None
    }

    #[test]
    fn brackets_are_closed_where_a_reader_closes_them() {
        let signs = ['(', ')', '"', '\'', 'a', 'я'];
        for number in 0..6_u32.pow(6) {
            let text: String = (0..6).map(|place| signs[(number / 6_u32.pow(place) % 6) as usize]).collect();
            let ends = super::closing(&text);
            for (at, _) in text.char_indices() {
                let expected = end_of(&text[at..]).map(|end| at + end);
                assert_eq!(ends[at].map(std::num::NonZero::get), expected, "{text} {at}");
            }
        }
    }

    #[test]
    fn what_is_never_closed_is_looked_for_once() {
        // Looked for from each of them, this would take hours.
        for opened in ["](a", "](=a", "{{ ", "[^", "![](a", "](\"(a'"] {
            assert!(expressions(&opened.repeat(1 << 18)).is_empty());
            assert!(super::protected(&opened.repeat(1 << 18)).is_empty(), "{opened}");
        }
    }

    #[test]
    fn expressions_and_addresses_are_no_words() {
        assert!(!has_words("{{ visas.label }} 3 [^mia] ![](chart:a) https://iom.int/x"));
        assert!(has_words("{{ visas }} visas") && has_words("[x](https://iom.int)"));
    }
}
