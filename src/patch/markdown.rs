//! Turns plain words into the Markdown of an edition that reads back as exactly them.

use std::fmt;

/// Where words are put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Where {
    /// Alone: a whole paragraph, title, note or item of a list.
    Line,
    /// Between other words of a line, which do not begin with these.
    Inside,
    /// Alone in the cell of a table.
    Cell,
}

/// Why words cannot stand there, whatever is written before their signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// A line break: plain words are one line.
    Lines,
    /// Another control character, which the reader refuses.
    Control(char),
    /// A space at the beginning or the end, which Markdown takes away.
    Edge,
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lines => write!(f, "the words have a line break"),
            Self::Control(c) => {
                write!(f, "the words have a character that cannot be printed, U+{:04X}", u32::from(*c))
            }
            Self::Edge => write!(f, "the words begin or end with a space"),
        }
    }
}

impl std::error::Error for Unfit {}

/// Writes plain words so that none of their signs marks anything.
///
/// With [`Where::Inside`], words beside them can still join them to something, such as a `*` that stands right
/// before the place; the new text has to be read again by whoever puts them there.
///
/// # Errors
/// Markdown cannot say them at such a place.
pub fn escape(words: &str, place: Where) -> Result<String, Unfit> {
    if let Some(c) = words.chars().find(|&c| c.is_control() && c != '\t') {
        return Err(if matches!(c, '\n' | '\r') { Unfit::Lines } else { Unfit::Control(c) });
    }
    if place != Where::Inside && words.trim() != words {
        return Err(Unfit::Edge);
    }
    let marker = if place == Where::Inside { None } else { line_mark(words) };
    let mut out = String::with_capacity(words.len() + 8);
    for (at, c) in words.char_indices() {
        let around = Around { before: &words[..at], after: &words[at + c.len_utf8()..], place };
        if marker == Some(at) || is_sign(c, &around) {
            out.push('\\');
        }
        out.push(c);
    }
    Ok(out)
}

/// What stands beside a character.
struct Around<'a> {
    before: &'a str,
    after: &'a str,
    place: Where,
}

impl Around<'_> {
    /// Whether the author's own words may follow at once.
    fn is_open_end(&self) -> bool {
        self.place == Where::Inside && self.after.is_empty()
    }

    /// Whether the author's own words may stand right before.
    fn is_open_start(&self) -> bool {
        self.place == Where::Inside && self.before.is_empty()
    }
}

/// Whether a character marks something wherever it stands in a line, or may do so beside its neighbours.
fn is_sign(c: char, around: &Around<'_>) -> bool {
    match c {
        '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '|' => true,
        // `{{` and `}}` hold expressions. They are found before Markdown is read, so that both have to be parted.
        '{' | '}' => {
            around.before.ends_with(c)
                || around.after.starts_with(c)
                || around.is_open_end()
                || around.is_open_start()
        }
        // `](` leads somewhere and `](=` is a claim; `[^` is a note: a sign before the bracket parts them for one
        // reader, one behind it for the other.
        '(' => around.before.ends_with(']') || around.is_open_start(),
        '^' => around.before.ends_with('[') || around.is_open_start(),
        // `![` is a picture.
        '!' => around.is_open_end(),
        '&' => is_entity(around),
        // A row of them behind a space at the end closes a heading.
        '#' => around.after.is_empty() && around.before.trim_end_matches('#').ends_with([' ', '\t']),
        _ => false,
    }
}

/// Whether `&` begins the name of a character: `&amp;`, `&#38;`.
fn is_entity(around: &Around<'_>) -> bool {
    let end = around.after.find(|c: char| !(c.is_ascii_alphanumeric() || c == '#'));
    match end {
        Some(end) => around.after[end..].starts_with(';'),
        None => around.place == Where::Inside,
    }
}

/// The sign at the beginning of a line that makes it a heading, an item, a quotation, program text, a rule or the
/// underline of a heading.
fn line_mark(line: &str) -> Option<usize> {
    let first = line.chars().next()?;
    let run = line.len() - line.trim_start_matches(first).len();
    let is_free = |rest: &str| rest.is_empty() || rest.starts_with([' ', '\t']);
    let is_mark = match first {
        '#' => run <= 6 && is_free(&line[run..]),
        // One is an item; a row of them is a rule or an underline, also with spaces between.
        '-' | '+' => run > 1 || is_free(&line[run..]),
        '=' | '>' => true,
        '~' => run >= 3,
        // `:-:` aligns the columns of a table.
        ':' => line[run..].starts_with('-'),
        _ => false,
    };
    if is_mark {
        return Some(0);
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &line[digits..];
    let is_item = (1..=9).contains(&digits) && rest.starts_with(['.', ')']) && is_free(&rest[1..]);
    is_item.then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::{Unfit, Where, escape};

    #[test]
    fn common_words_stay_as_they_are() {
        for words in ["3.5 million, -4.0 per cent (R&D)", "A – B: 50% #1 'x' \"y\" a = b!", "1653 visas; {x}"]
        {
            assert_eq!(escape(words, Where::Line).as_deref(), Ok(words));
        }
    }

    #[test]
    fn signs_get_a_backslash() {
        let cases = [
            ("*a* _b_ `c` <d>", r"\*a\* \_b\_ \`c\` \<d>"),
            ("{{ a }}", r"\{\{ a \}\}"),
            ("[a](=b)", r"\[a\]\(=b)"),
            ("[^mia]", r"\[\^mia\]"),
            ("1. a", r"1\. a"),
            ("# a", r"\# a"),
            ("- a", r"\- a"),
            ("a | b", r"a \| b"),
            ("&amp; &c.", r"\&amp; &c."),
            (r"a\b", r"a\\b"),
            ("a ##", r"a #\#"),
        ];
        for (words, written) in cases {
            assert_eq!(escape(words, Where::Line).as_deref(), Ok(written));
        }
    }

    #[test]
    fn signs_at_an_open_edge_cannot_join_the_words_beside() {
        assert_eq!(escape("Wow!", Where::Inside).as_deref(), Ok(r"Wow\!"));
        assert_eq!(escape("(a{", Where::Inside).as_deref(), Ok(r"\(a\{"));
        assert_eq!(escape("&amp", Where::Inside).as_deref(), Ok(r"\&amp"));
        assert_eq!(escape(" - a ", Where::Inside).as_deref(), Ok(" - a "));
    }

    #[test]
    fn what_markdown_cannot_say_is_refused() {
        assert_eq!(escape("a\nb", Where::Line), Err(Unfit::Lines));
        assert_eq!(escape("a\u{7}b", Where::Line), Err(Unfit::Control('\u{7}')));
        assert_eq!(escape("a ", Where::Cell), Err(Unfit::Edge));
    }
}
