//! Says which bytes of a file a printed letter was written as.

use std::ops::Range;

use crate::docx::wording::folded;

/// The bytes of each printed letter in what was written, counted from its beginning; none where they cannot be told
/// apart.
pub(super) fn letters(written: &str, printed: &[char]) -> Option<Vec<Range<usize>>> {
    let mut places = Vec::with_capacity(printed.len());
    let mut at = 0;
    for &letter in printed {
        let place = next(written, at, folded(letter))?;
        at = place.end;
        places.push(place);
    }
    Some(places)
}

/// The next place at which a letter is written.
fn next(written: &str, from: usize, letter: char) -> Option<Range<usize>> {
    let mut at = from;
    loop {
        let rest = &written[at..];
        let c = rest.chars().next()?;
        if letter == ' ' && c.is_whitespace() {
            // The end of a line, with the space that the next one begins with.
            let length =
                if c == '\n' || c == '\r' || rest.trim_start_matches([' ', '\t']).starts_with(['\n', '\r']) {
                    rest.len() - rest.trim_start().len()
                } else {
                    c.len_utf8()
                };
            return Some(at..at + length);
        }
        if c == '\\' {
            let behind = rest[1..].chars().next();
            match behind {
                Some(behind) if folded(behind) == letter => return Some(at..at + 1 + behind.len_utf8()),
                Some('n' | 't') if letter.is_whitespace() => return Some(at..at + 2),
                Some('u' | 'U') => return coded(rest, letter).map(|length| at..at + length),
                Some('\\') => {
                    at += 1;
                    continue;
                }
                _ if letter == '\\' => return Some(at..at + 1),
                _ => {
                    at += 1;
                    continue;
                }
            }
        }
        if c == '&' {
            let known = [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"'), ("&nbsp;", ' ')];
            if let Some((name, _)) = known.iter().find(|(name, c)| rest.starts_with(name) && *c == letter) {
                return Some(at..at + name.len());
            }
        }
        if folded(c) == letter {
            return Some(at..at + c.len_utf8());
        }
        // Signs of emphasis print nothing.
        if !matches!(c, '*' | '_') {
            return None;
        }
        at += 1;
    }
}

/// The length of a letter that is written by its number.
fn coded(rest: &str, letter: char) -> Option<usize> {
    let digits = if rest.starts_with("\\u") { 4 } else { 8 };
    let code = rest.get(2..2 + digits)?;
    let c = char::from_u32(u32::from_str_radix(code, 16).ok()?)?;
    (folded(c) == letter).then_some(2 + digits)
}

#[cfg(test)]
mod tests {
    use super::letters;

    fn told(written: &str, printed: &str) -> Option<Vec<String>> {
        let printed: Vec<char> = printed.chars().collect();
        let places = letters(written, &printed)?;
        Some(places.into_iter().map(|place| written[place].to_owned()).collect())
    }

    #[test]
    fn escapes_and_ends_of_lines_are_letters() {
        assert_eq!(told("a\\*\n  b", "a* b").unwrap(), ["a", "\\*", "\n  ", "b"]);
        assert_eq!(told("a\\\"b", "a\"b").unwrap(), ["a", "\\\"", "b"]);
        assert_eq!(told("a\\u00E9", "aé").unwrap(), ["a", "\\u00E9"]);
        assert_eq!(told("a &amp; b", "a\u{a0}& b").unwrap(), ["a", " ", "&amp;", " ", "b"]);
        assert_eq!(told("abc", "abd"), None);
    }
}
