//! Turns texts, names and numbers into TOML that reads back as exactly them.
//!
//! A text keeps the quotation marks that its place has, unless they cannot hold it:
//!
//! | the place has | it holds | else |
//! |---|---|---|
//! | `"…"` | every text; a line break as `\n` | |
//! | `"""…"""` | every text, on lines of its own | |
//! | `'…'` | texts of one line without `'` and control characters | `"…"` |
//! | `'''…'''` | texts without `'''`, a `'` at the end, and control characters | `"""…"""` |
//!
//! A line break is `\n` here, whatever the file has; beside a carriage return in the text itself it is escaped.
//! In marks of three, a line break right behind the opening ones is no part of the text: it stays where it was,
//! and is added where the text itself begins with one.

use std::fmt::Write;

/// The marks around a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quotes {
    /// `"…"`
    Basic,
    /// `'…'`
    Literal,
    /// `"""…"""`
    BasicLines,
    /// `'''…'''`
    LiteralLines,
}

impl Quotes {
    /// The marks that a value begins with, if it is a text.
    pub fn of(written: &str) -> Option<Self> {
        let all = [Self::BasicLines, Self::LiteralLines, Self::Basic, Self::Literal];
        all.into_iter().find(|quotes| written.starts_with(quotes.sign()))
    }

    /// What stands before and behind the text.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Basic => "\"",
            Self::Literal => "'",
            Self::BasicLines => "\"\"\"",
            Self::LiteralLines => "'''",
        }
    }

    fn is_literal(self) -> bool {
        matches!(self, Self::Literal | Self::LiteralLines)
    }

    fn has_lines(self) -> bool {
        matches!(self, Self::BasicLines | Self::LiteralLines)
    }

    /// The marks that can hold what these cannot.
    fn for_all(self) -> Self {
        if self.has_lines() { Self::BasicLines } else { Self::Basic }
    }

    /// Whether a text can stand between the marks as it is.
    fn holds_literally(self, text: &str) -> bool {
        let sign = self.sign();
        let is_fit = |c: char| c == '\t' || (c == '\n' && self.has_lines()) || !is_control(c);
        text.chars().all(is_fit) && !text.contains(sign) && !text.ends_with('\'')
    }
}

/// The characters that TOML wants to be escaped.
fn is_control(c: char) -> bool {
    c.is_ascii_control()
}

/// A text as the value that takes the place of another one, quotation marks and all.
///
/// Where the other one is no text, it gets `"…"`.
pub fn string(text: &str, instead_of: &str) -> String {
    let had = Quotes::of(instead_of).unwrap_or(Quotes::Basic);
    let quotes = if had.is_literal() && !had.holds_literally(text) { had.for_all() } else { had };
    let inside = &instead_of[had.sign().len().min(instead_of.len())..];
    let was_below = had.has_lines() && (inside.starts_with('\n') || inside.starts_with("\r\n"));
    let gap = if was_below || (quotes.has_lines() && text.starts_with('\n')) { "\n" } else { "" };
    let body = if quotes.is_literal() { text.to_owned() } else { escaped(text, quotes) };
    format!("{0}{gap}{body}{0}", quotes.sign())
}

/// A piece of text to be put between others inside quotation marks that stay.
///
/// Nothing when marks of this kind cannot hold it: then the whole text has to be written anew, with [`string`].
pub fn inside(text: &str, quotes: Quotes) -> Option<String> {
    if !quotes.is_literal() {
        return Some(escaped(text, quotes));
    }
    // A mark at the edge might find others beside it.
    (quotes.holds_literally(text) && !text.starts_with('\'')).then(|| text.to_owned())
}

fn escaped(text: &str, quotes: Quotes) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut chars = text.chars().peekable();
    let mut before = None;
    // Beside a carriage return, a line break as it is could not be told from one of Windows.
    let has_lines = quotes.has_lines() && !text.contains('\r');
    while let Some(c) = chars.next() {
        let beside = [before, chars.peek().copied()];
        // A mark among other characters closes nothing in marks of three.
        let is_alone = beside.iter().all(|beside| beside.is_some_and(|c| c != '"'));
        match c {
            '"' if quotes.has_lines() && is_alone => out.push('"'),
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' if has_lines => out.push('\n'),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' if quotes.has_lines() => out.push('\t'),
            '\t' => out.push_str("\\t"),
            c if is_control(c) => {
                // Writing into a string cannot fail.
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
        before = Some(c);
    }
    out
}

/// A name as a key: bare where it can be, else in quotation marks.
pub fn key(name: &str) -> String {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !name.is_empty() && name.chars().all(is_bare) { name.to_owned() } else { string(name, "\"\"") }
}

/// A number with exactly the digits given, if they are one in TOML: `192.50`, not `192,50`, `.5` or `007`.
pub fn number(digits: &str) -> Option<String> {
    let unsigned = digits.strip_prefix(['-', '+']).unwrap_or(digits);
    let (whole, decimals) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    let is_run = |run: &str| !run.is_empty() && run.bytes().all(|byte| byte.is_ascii_digit());
    let is_number = is_run(whole) && is_run(decimals) && (whole == "0" || !whole.starts_with('0'));
    // An integer that is too long for TOML is refused by every reader.
    let is_short = unsigned.contains('.') || digits.parse::<i64>().is_ok();
    (is_number && is_short).then(|| digits.to_owned())
}

/// Whether a text is TOML.
///
/// # Errors
/// What is wrong with it, in one line.
pub fn parses(text: &str) -> Result<(), String> {
    toml::from_str::<toml::Table>(text).map(|_| ()).map_err(|error| error.message().to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Quotes, inside, key, number, parses, string};

    #[test]
    fn a_text_keeps_the_marks_of_its_place() {
        assert_eq!(string("a", "\"b\""), "\"a\"");
        assert_eq!(string("a\\b", "'b'"), r"'a\b'");
        assert_eq!(string("a\n", "'''\nb\n'''"), "'''\na\n'''");
        assert_eq!(string("a", "'''b'''"), "'''a'''");
        assert_eq!(string("say \"a\" b", "\"\"\"b\"\"\""), "\"\"\"say \"a\" b\"\"\"");
    }

    #[test]
    fn a_text_that_the_marks_cannot_hold_gets_others() {
        assert_eq!(string("it's", "'b'"), "\"it's\"");
        assert_eq!(string("a\nb", "'b'"), "\"a\\nb\"");
        assert_eq!(string("a'''b\n", "'''\nc'''"), "\"\"\"\na'''b\n\"\"\"");
        assert_eq!(string("a\rb", "'''c'''"), "\"\"\"a\\rb\"\"\"");
        assert_eq!(string("a", "3.0"), "\"a\"");
    }

    #[test]
    fn a_first_line_break_is_part_of_the_text() {
        assert_eq!(string("\na", "'''b'''"), "'''\n\na'''");
        assert_eq!(string("\na", "\"\"\"\r\nb\"\"\""), "\"\"\"\n\na\"\"\"");
        assert_eq!(string("\na", "\"b\""), "\"\\na\"");
    }

    #[test]
    fn a_piece_must_not_join_the_marks_beside_it() {
        assert_eq!(inside("it's", Quotes::LiteralLines).as_deref(), Some("it's"));
        assert_eq!(inside("'s", Quotes::LiteralLines), None);
        assert_eq!(inside("s'", Quotes::LiteralLines), None);
        assert_eq!(inside("it's", Quotes::Literal), None);
        assert_eq!(inside("\"", Quotes::BasicLines).as_deref(), Some("\\\""));
    }

    #[test]
    fn keys_are_bare_where_they_can_be() {
        assert_eq!(key("2023-Q2"), "2023-Q2");
        assert_eq!(key("2023-01/2023-09"), "\"2023-01/2023-09\"");
        assert_eq!(key("Қазақстан"), "\"Қазақстан\"");
        assert_eq!(key(""), "\"\"");
        assert_eq!(key("a\"b"), r#""a\"b""#);
    }

    #[test]
    fn numbers_keep_their_digits() {
        for digits in ["0", "3.0", "192.50", "-4", "+1.5", "0.10", "-0.0", "9223372036854775807"] {
            assert_eq!(number(digits).as_deref(), Some(digits));
            assert_eq!(parses(&format!("a = {digits}")), Ok(()));
        }
        for digits in ["", "-", ".5", "5.", "007", "1,5", "1 000", "1e3", "nan", "9223372036854775808", "٣"]
        {
            assert_eq!(number(digits), None, "{digits}");
        }
    }
}
