//! Cuts the text of an expression into tokens.

use std::ops::Range;

use super::Fault;

/// What to do about a text that is no expression.
pub(super) const LIKE: &str = "write it like visas.total or departures.change(\"2022-H1\") | round(1)";

/// A token with its place in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) place: Range<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// `visas`
    Name,
    /// `"CN"`, with what stands between the quotation marks.
    Text(String),
    /// `7`, `1.5`
    Number,
    /// `.`, `|`, `(` and the like; `**`, `//` and comparisons are one sign each.
    Sign,
}

/// Signs of two characters.
const PAIRS: [&str; 6] = ["**", "//", "==", "!=", "<=", ">="];

/// Signs of one character; most of them mean nothing to a figure, which the parser tells.
const SIGNS: &str = ".|(),[]{}:+-*/%<>";

/// The tokens of a text.
///
/// # Errors
/// Tells signs that stand in no expression, and a quotation mark that is not closed.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, Fault> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        let (kind, length) = match first {
            _ if first.is_ascii_whitespace() => {
                at += 1;
                continue;
            }
            '"' | '\'' => quoted(rest, first, at)?,
            'a'..='z' | 'A'..='Z' | '_' => {
                (Kind::Name, length_of(rest, |c| c.is_ascii_alphanumeric() || c == '_'))
            }
            '0'..='9' => (Kind::Number, number(rest)),
            _ => (Kind::Sign, sign(rest, first, at)?),
        };
        tokens.push(Token { kind, place: at..at + length });
        at += length;
    }
    Ok(tokens)
}

fn length_of(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|c| !belongs(c)).unwrap_or(text.len())
}

fn number(text: &str) -> usize {
    let digits = |text: &str| length_of(text, |c| c.is_ascii_digit());
    let whole = digits(text);
    let decimals = text[whole..].strip_prefix('.').map_or(0, digits);
    if decimals == 0 { whole } else { whole + 1 + decimals }
}

fn quoted(text: &str, mark: char, at: usize) -> Result<(Kind, usize), Fault> {
    let inner = &text[1..];
    let Some(end) = inner.find(mark) else {
        let fault =
            Fault::bad("a quotation mark is not closed", format!("write another {mark} behind the name"));
        return Err(fault.in_place(at..at + 1));
    };
    match inner[..end].find('\\') {
        Some(slash) => Err(backslash(at + 1 + slash)),
        None => Ok((Kind::Text(inner[..end].to_owned()), end + 2)),
    }
}

fn backslash(at: usize) -> Fault {
    let hint = "write names in quotes as they are";
    Fault::bad("an expression cannot hold a backslash", hint).in_place(at..at + 1)
}

fn sign(text: &str, first: char, at: usize) -> Result<usize, Fault> {
    if let Some(pair) = PAIRS.iter().find(|pair| text.starts_with(**pair)) {
        return Ok(pair.len());
    }
    match first {
        _ if SIGNS.contains(first) => Ok(1),
        '\\' => Err(backslash(at)),
        '~' => {
            let message = "values cannot be joined to words with ~";
            Err(Fault::bad(message, "write the words outside of the braces").in_place(at..at + 1))
        }
        _ => {
            let message = format!("`{first}` means nothing in an expression");
            let hint = match first {
                // Programs for texts make them of what is typed.
                '“' | '”' | '„' | '‟' | '«' | '»' | '‘' | '’' | '‚' | '‛' => {
                    "use straight quotation marks: \"2022-Q2\""
                }
                '\u{2010}'..='\u{2015}' | '\u{2212}' => "write a hyphen, as in arrivals - departures",
                _ => LIKE,
            };
            Err(Fault::bad(message, hint).in_place(at..at + first.len_utf8()))
        }
    }
}
