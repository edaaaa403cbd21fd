//! Says what an author most likely did when TOML cannot be read.

use toml::de::Error;

use super::unclosed::{self, Unclosed};
use crate::diag::{Diagnostic, SourceId, Span};

/// Lines with a broken syntax that are told; more are of one kind.
const MOST_BROKEN_LINES: usize = 100;

/// What is to be told of a file that the parser could not read.
pub(super) fn faults(errors: &[Error], source: SourceId, text: &str) -> Vec<Diagnostic> {
    let place = |error: &Error| {
        let range = error.span().unwrap_or(0..0);
        Span { source, start: range.start.min(text.len()), end: range.end.min(text.len()) }
    };
    let mut errors: Vec<(Span, &Error)> = errors.iter().map(|error| (place(error), error)).collect();
    // The parser tells some kinds of error before others, wherever they stand.
    errors.sort_by_key(|(span, _)| span.start);
    let mut told: Vec<Diagnostic> = Vec::new();
    // Whatever follows something that is not closed is read as a part of it, and every line of it would be a fault.
    if let Some(open) = unclosed::text(text).or_else(|| open_bracket(&errors, text)) {
        errors.retain(|(span, _)| span.start < open.at);
        told.push(not_closed(open, source, text));
    }
    let (mut lines, mut wrong_heading, mut last) = (0, false, None);
    for (span, error) in errors {
        let start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
        let line = text[start..].lines().next().unwrap_or_default();
        // One slip makes the parser stumble several times in a line; the first of them is where it is.
        let again = last.is_some_and(|end| start < end);
        // Nor can the next lines be read when a list has lost its beginning.
        let goes_on = last == Some(start) && line.trim_start().starts_with(['{', '}', ']']);
        // Nor is any heading of a list right when one above it is wrong.
        let is_list = line.starts_with("[[") && error.message().contains("duplicate key");
        let repeats = is_list && wrong_heading;
        wrong_heading |= is_heading(line);
        last = Some(start + line.len() + 1);
        if again || goes_on || repeats {
            continue;
        }
        lines += 1;
        if lines > MOST_BROKEN_LINES {
            break;
        }
        let message = error.message().lines().collect::<Vec<_>>().join(", ");
        told.push(with_hint(Diagnostic::error("toml-syntax", span, message), text, span));
    }
    told
}

/// Whether a line is `[name]` or `[[name]]`, all its brackets there or not.
fn is_heading(line: &str) -> bool {
    let name = line.split('#').next().unwrap_or_default().trim();
    (name.starts_with('[') || name.ends_with(']')) && !name.contains('=')
}

/// The bracket that the parser has missed the end of.
fn open_bracket(errors: &[(Span, &Error)], text: &str) -> Option<Unclosed> {
    let is_open = |message: &str| {
        ["unclosed inline table", "unclosed array"].iter().any(|words| message.starts_with(words))
            && !message.starts_with("unclosed array table")
    };
    errors.iter().any(|(_, error)| is_open(error.message())).then_some(())?;
    unclosed::bracket(text, errors.first()?.0.start)
}

fn not_closed(open: Unclosed, source: SourceId, text: &str) -> Diagnostic {
    let span = Span { source, start: open.at, end: open.at + open.with.len() };
    let what =
        if open.with.len() > 1 { "the text that begins here has no end" } else { "this is not closed" };
    let end = open.end();
    let hint = match open.before {
        Some(before) => {
            let line = text[..before].matches('\n').count() + 1;
            format!("close it with `{end}` before line {line}")
        }
        None => format!("close it with `{end}`"),
    };
    Diagnostic::error("toml-syntax", span, format!("`{}`: {what}", open.with)).hint(hint)
}

/// Adds what an author most likely did, for the faults that the parser words for programmers.
fn with_hint(fault: Diagnostic, text: &str, span: Span) -> Diagnostic {
    let message = fault.message.clone();
    let line_start = text[..span.start].rfind('\n').map_or(0, |i| i + 1);
    let line = text[line_start..].lines().next().unwrap_or("");
    let decimal_comma = |line: &str| {
        let bytes = line.as_bytes();
        bytes.windows(3).any(|w| w[0].is_ascii_digit() && w[1] == b',' && w[2].is_ascii_digit())
    };
    let at = text[span.start..].chars().next().filter(|c| c.is_control() && !c.is_whitespace());
    if let Some(c) = at {
        fault.hint(format!("delete the invisible character U+{:04X} here", c as u32))
    } else if line.contains(['“', '”', '‘', '’', '\u{a0}']) && !line.contains(['"', '\'']) {
        fault.hint("use straight quotation marks \"…\" and ordinary spaces; text pasted from Word has others")
    } else if line.contains('%') && !line.contains(['"', '\'']) {
        fault.hint("leave out the percent sign: the number alone, as in 50.3")
    } else if !line.contains(['"', '\'', '[']) && decimal_comma(line) {
        fault.hint("a number has a point before its decimals and nothing between its thousands: 1653.5")
    } else if message.contains("duplicate key") && line.starts_with("[[") {
        fault.hint("the name stands above with other brackets: a list is `[[name]]` each time, a table `[name]` once")
    } else if message.contains("duplicate key") {
        fault.hint("the same name was given twice; delete or rename one of them")
    } else if line.contains('=') && line.matches(['"', '\'']).count() % 2 == 1 {
        fault.hint("a quotation mark is missing in this line")
    } else if message.contains("quote") || message.contains("string") {
        fault.hint("put text into quotes: title = \"…\"; long text into three: text = '''…'''")
    } else {
        fault.hint("a line is `name = value`, `[table]` or `[[list]]`")
    }
}
