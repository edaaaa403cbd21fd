//! Says what an author most likely did when TOML cannot be read.

use toml::de::Error;

use super::slip;
use super::unclosed::{self, Unclosed};
use crate::data::period::last_day_of;
use crate::diag::{Diagnostic, SourceId, Span, code};

/// The most lines with broken syntax that are reported; more of them have one cause.
const MOST_BROKEN_LINES: usize = 100;

/// The findings about a file that the parser could not read.
pub(super) fn faults(errors: &[Error], source: SourceId, text: &str) -> Vec<Diagnostic> {
    let place = |error: &Error| {
        let range = error.span().unwrap_or(0..0);
        Span { source, start: range.start.min(text.len()), end: range.end.min(text.len()) }
    };
    let mut errors: Vec<(Span, &Error)> = errors.iter().map(|error| (place(error), error)).collect();
    // The parser reports some kinds of error before others, wherever they stand.
    errors.sort_by_key(|(span, _)| span.start);
    let mut told: Vec<Diagnostic> = Vec::new();
    // Whatever follows something that is not closed is read as a part of it, and every line of it would be a fault.
    if let Some(open) = unclosed::text(text).or_else(|| open_bracket(&errors, text)) {
        errors.retain(|(span, _)| span.start < open.at);
        told.push(not_closed(open, source, text));
    }
    let (mut lines, mut wrong_heading, mut last) = (0, false, None);
    // All that stands below a heading that was given twice may have been given twice.
    let mut twice = 0;
    for (span, error) in errors {
        // One slip gives several errors in a line; the first of them stands where the slip is.
        if last.is_some_and(|end| span.start < end) {
            continue;
        }
        let start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
        let line = text[start..].lines().next().unwrap_or_default();
        // Nor can the next lines be read when a list has lost its beginning.
        let goes_on = last == Some(start) && line.trim_start().starts_with(['{', '}', ']']);
        // Nor is any heading of a list right when one above it is wrong.
        let is_list = line.starts_with("[[") && error.message().contains("duplicate key");
        let repeats = is_list && wrong_heading;
        let is_told = error.message().contains("duplicate key") && span.start < twice;
        if error.message().contains("duplicate key") && is_heading(line) {
            twice = text[span.start..].find("\n[").map_or(text.len(), |next| span.start + next);
        }
        wrong_heading |= is_heading(line);
        last = Some(text[start..].find('\n').map_or(text.len() + 1, |end| start + end + 1));
        if goes_on || repeats || is_told {
            continue;
        }
        lines += 1;
        if lines > MOST_BROKEN_LINES {
            break;
        }
        let message = error.message().lines().collect::<Vec<_>>().join(", ");
        told.push(with_hint(Diagnostic::new(code::TOML_SYNTAX, span, message), text, span));
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
    Diagnostic::new(code::TOML_SYNTAX, span, format!("`{}`: {what}", open.with)).hint(hint)
}

/// Adds what an author most likely did, for the faults that the parser words for programmers.
fn with_hint(fault: Diagnostic, text: &str, span: Span) -> Diagnostic {
    let message = fault.message.clone();
    let line_start = text[..span.start].rfind('\n').map_or(0, |i| i + 1);
    let line = text[line_start..].lines().next().unwrap_or("");
    let at = text[span.start..].chars().next().filter(|c| c.is_control() && !c.is_whitespace());
    let heading = fault.message.contains("duplicate key").then(|| one_bracket(text, line)).flatten();
    if let Some(c) = at {
        fault.hint(format!("delete the invisible character U+{:04X} here", c as u32))
    } else if let Some((message, hint)) = text[span.start..].chars().next().and_then(unseen) {
        Diagnostic { message, ..fault }.hint(hint)
    } else if let Some(name) = heading {
        let message = format!("the heading of a list has two brackets at each side, found `{}`", line.trim());
        Diagnostic { message, ..fault }.hint(format!("write [[{name}]]"))
    } else if let Some(slip) = slip::in_line(line, span.start - line_start) {
        Diagnostic { message: slip.message, ..fault }.hint(slip.hint)
    } else if line.contains(['“', '”', '‘', '’', '\u{a0}']) && !line.contains(['"', '\'']) {
        fault.hint("use straight quotation marks \"…\" and ordinary spaces; text pasted from Word has others")
    } else if message.contains("invalid date") {
        let written = &text[span.start..span.end];
        fault.hint(match last_day_of(written) {
            Some(last) => format!("the last day of that month is {last}"),
            None => format!("put it into quotes: \"{written}\""),
        })
    } else if message.contains("duplicate key") && line.starts_with("[[") {
        fault.hint("the name stands above with other brackets: a list is `[[name]]` each time, a table `[name]` once")
    } else if message.contains("duplicate key") {
        let first = first_of(text, line_start, &text[span.start..span.end]);
        let above = first.map_or_else(String::new, |line| format!(", first in line {line}"));
        fault.hint(format!("the same name was given twice{above}; delete or rename one of them"))
    } else if text[span.start..].starts_with(['‘', '’', '‚', '‛', '“', '”', '„', '‟', '«', '»'])
    {
        fault.hint("use straight quotation marks \"…\"; text pasted from Word has others")
    } else if message.contains("missing comma between array elements") {
        fault.hint("write a comma between two entries of a list: [\"…\", \"…\"]")
    } else if line.contains('=') && line.matches(['"', '\'']).count() % 2 == 1 {
        fault.hint("a quotation mark is missing in this line")
    } else if message.contains("quote") || message.contains("string") {
        fault.hint("put text into quotes: title = \"…\"; long text into three: text = '''…'''")
    } else {
        fault.hint("a line is `name = value`, `[table]` or `[[list]]`")
    }
}

/// What to do about a character that looks like a space or like nothing, where a name or value was expected.
fn unseen(c: char) -> Option<(String, String)> {
    let is_space =
        matches!(c, '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}');
    let is_nothing = matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}');
    let hint = match (is_space, is_nothing) {
        (true, _) => "put an ordinary space in its place; text pasted from Word has others",
        (false, true) => "delete it and type the line anew around it; text pasted from Word has such signs",
        (false, false) => return None,
    };
    Some((format!("a character that cannot be seen stands here: U+{:04X}", c as u32), hint.to_owned()))
}

/// The name of a list, above, of which a heading lacks a bracket: `[event]` or `[event]]` for `[[event]]`.
fn one_bracket<'a>(text: &str, line: &'a str) -> Option<&'a str> {
    let plain = line.split('#').next().unwrap_or_default().trim();
    let name = plain.trim_matches(['[', ']']).trim();
    let whole = format!("[[{name}]]");
    let is_odd = is_heading(line) && !name.is_empty() && plain.replace(' ', "") != whole;
    (is_odd && text.lines().any(|other| other.trim_end() == whole)).then_some(name)
}

/// The line above in which a heading, or a name in the same table, was given first.
fn first_of(text: &str, line_start: usize, name: &str) -> Option<usize> {
    let line = text[line_start..].lines().next().unwrap_or_default();
    let above: Vec<&str> = text[..line_start].lines().collect();
    let is_same = |other: &str| {
        let head = |line: &str| line.split(']').next().unwrap_or_default().replace(' ', "");
        if is_heading(line) {
            is_heading(other) && head(other) == head(line)
        } else {
            other.trim_start().strip_prefix(name).is_some_and(|rest| rest.trim_start().starts_with('='))
        }
    };
    let from =
        if is_heading(line) { 0 } else { above.iter().rposition(|line| is_heading(line)).unwrap_or(0) };
    above.iter().skip(from).position(|line| is_same(line)).map(|index| from + index + 1)
}
