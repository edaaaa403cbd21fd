//! Says what an author most likely did when TOML cannot be read.

use crate::diag::{Diagnostic, Span};

/// Adds what an author most likely did, for the faults that the parser words for programmers.
pub(super) fn with_hint(fault: Diagnostic, text: &str, span: Span) -> Diagnostic {
    let message = fault.message.clone();
    let line_start = text[..span.start].rfind('\n').map_or(0, |i| i + 1);
    let line = text[line_start..].lines().next().unwrap_or("");
    let decimal_comma = |line: &str| {
        let bytes = line.as_bytes();
        bytes.windows(3).any(|w| w[0].is_ascii_digit() && w[1] == b',' && w[2].is_ascii_digit())
    };
    let at = text[span.start..].chars().next().filter(|c| c.is_control() && !c.is_whitespace());
    if !fault.hints.is_empty() {
        fault
    } else if let Some(c) = at {
        fault.hint(format!("delete the invisible character U+{:04X} here", c as u32))
    } else if message.contains("multi-line") {
        let last = text.rfind("'''").or_else(|| text.rfind("\"\"\"")).unwrap_or(0);
        let line = text[..last].matches('\n').count() + 1;
        fault.hint(format!("a text in three quotation marks has no end; the last three stand in line {line}"))
    } else if line.contains(['“', '”', '‘', '’', '\u{a0}']) && !line.contains(['"', '\'']) {
        fault.hint("use straight quotation marks \"…\" and ordinary spaces; text pasted from Word has others")
    } else if line.contains('%') && !line.contains(['"', '\'']) {
        fault.hint("leave out the percent sign: the number alone, as in 50.3")
    } else if !line.contains(['"', '\'', '[']) && decimal_comma(line) {
        fault.hint("a number has a point before its decimals and nothing between its thousands: 1653.5")
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
