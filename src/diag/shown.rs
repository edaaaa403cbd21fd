//! Findings as text: for references in the order of places, for a terminal with what matters at the end.

use std::collections::BTreeMap;
use std::ops::Range;

use codespan_reporting::diagnostic::{Diagnostic as CodespanDiagnostic, Label};
use codespan_reporting::files::{Error, Files, SimpleFile};
use codespan_reporting::term;
use serde::Serialize;

use super::{Code, Diagnostic, File, Severity, Sources, Span, lines};

/// Findings that are told; who has more mends these first.
const MOST_TOLD: usize = 200;
/// Characters of a message or hint: more than any of ours, less than what an author may have written.
const LONGEST_MESSAGE: usize = 600;
/// Bytes of a line that can be shown as it is.
const LONGEST_LINE: usize = 1_500;

impl Sources {
    /// Place and surroundings of a span in a line that is too long to be shown.
    fn excerpt(&self, span: Span) -> Option<String> {
        let text = self.text(span.source);
        let start = text.floor_char_boundary(span.start);
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        if line_end - line_start <= LONGEST_LINE {
            return None;
        }
        let from = text.floor_char_boundary(start.saturating_sub(60).max(line_start));
        let to = text.ceil_char_boundary((start + 120).min(line_end));
        let (line, column) = self.line_column(span);
        Some(format!("at {}:{line}:{column}: … {} …", self.name(span.source), &text[from..to]))
    }
}

/// Renders findings as text: code, message, `file:line:column`, the line itself, hints.
pub fn render(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let shapes = Shapes::new(sources);
    let mut out = String::new();
    // An error further down must not be hidden by the warnings above it.
    let (mut told, mut left) = (Vec::new(), 0);
    for severity in [Severity::Error, Severity::Warning, Severity::Note] {
        for (index, diagnostic) in diagnostics.iter().enumerate().filter(|(_, d)| d.severity == severity) {
            if told.len() < MOST_TOLD { told.push((index, diagnostic)) } else { left += 1 }
        }
    }
    told.sort_by_key(|(index, _)| *index);
    told.iter().for_each(|(_, diagnostic)| shapes.add(diagnostic, &mut out));
    if left > 0 {
        out.push_str(&format!("… and {left} more findings like these\n"));
    }
    out
}

/// How much is told of many findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// The first ones in full, the others in one line each.
    Short,
    /// All of them in full.
    All,
}

/// Findings in full form for a terminal, of all codes and of one; errors are not counted.
const MOST_IN_FULL: (usize, usize) = (30, 5);
/// Findings that a terminal lists at all, unless everything is wanted.
const MOST_LISTED: usize = 1_000;

/// Renders findings for a terminal, of which one sees the end: notes, warnings, then errors, each by file and line.
/// Of warnings and notes the first are told in full, the others in one line each.
pub fn list(diagnostics: &[Diagnostic], sources: &Sources, extent: Extent) -> String {
    let shapes = Shapes::new(sources);
    let mut sorted: Vec<&Diagnostic> = diagnostics.iter().collect();
    sorted.sort_by(|one, two| {
        let place =
            |finding: &Diagnostic| (finding.span.is_none(), finding.span.map(|s| (s.source, s.start)));
        two.severity.cmp(&one.severity).then_with(|| place(one).cmp(&place(two)))
    });
    let is_error = |finding: &&&Diagnostic| finding.severity == Severity::Error;
    let errors = sorted.iter().filter(is_error).count();
    // Errors come last and are told before all others.
    let room = MOST_LISTED.saturating_sub(errors).min(sorted.len() - errors);
    let (others, errors) = sorted.split_at(sorted.len() - errors);
    let (mut out, mut short) = (String::new(), String::new());
    let mut of_code: BTreeMap<Code, usize> = BTreeMap::new();
    let (most, most_of_code) = MOST_IN_FULL;
    let mut in_full = 0;
    let (mut listed, mut severity) = (0, None);
    for finding in others {
        if severity.replace(finding.severity) != Some(finding.severity) {
            out.push_str(&ended(&mut short));
        }
        let count = of_code.entry(finding.code).or_default();
        if extent == Extent::All || in_full < most && *count < most_of_code {
            (in_full, *count) = (in_full + 1, *count + 1);
            shapes.add(finding, &mut out);
        } else if listed < room {
            short.push_str(&in_a_line(finding, sources));
        }
        listed += 1;
    }
    out.push_str(&ended(&mut short));
    for (index, finding) in errors.iter().enumerate() {
        if extent == Extent::All || index < MOST_TOLD {
            shapes.add(finding, &mut out);
        } else if index < MOST_LISTED {
            short.push_str(&in_a_line(finding, sources));
        }
    }
    out.push_str(&ended(&mut short));
    let told = room + errors.len().min(MOST_LISTED);
    if extent == Extent::Short && sorted.len() > told {
        out.push_str(&format!("… and {} more findings like these; --all tells them\n", sorted.len() - told));
    }
    out
}

/// Lines that are told, with an empty one behind them.
fn ended(lines: &mut String) -> String {
    if !lines.is_empty() {
        lines.push('\n');
    }
    std::mem::take(lines)
}

/// A finding in one line: `2023-q3.toml:301 claim-direction: …`.
fn in_a_line(finding: &Diagnostic, sources: &Sources) -> String {
    let Diagnostic { code, message, span, .. } = finding;
    let place = span.map_or_else(String::new, |span| format!("{} ", place_of(span, sources)));
    format!("{place}{code}: {}\n", printable(message))
}

/// File and line of a place.
pub(crate) fn place_of(span: Span, sources: &Sources) -> String {
    format!("{}:{}", printable(sources.name(span.source)), sources.line_column(span).0)
}

/// The full forms of findings.
struct Shapes<'a> {
    sources: &'a Sources,
    config: term::Config,
}

/// The lines of a file that a finding points at, as a terminal can show them.
struct Shown {
    lines: SimpleFile<String, String>,
    /// The number of the first of them.
    first: usize,
    /// The part of them that is meant.
    range: Range<usize>,
}

impl Shown {
    /// A file can be long, and what is shown of it is short.
    fn new(file: &File, span: Span) -> Self {
        let (first, begins) = file.lines.line(&file.text, span.start);
        let whole = lines::whole(&file.text, begins, &span.range());
        let text = stand_ins(&file.text[whole]);
        let range = span.start.saturating_sub(begins)..span.end.saturating_sub(begins);
        Self { lines: SimpleFile::new(printable(&file.name), text), first, range }
    }
}

impl<'a> Files<'a> for Shown {
    type FileId = ();
    type Name = &'a str;
    type Source = &'a str;

    fn name(&'a self, (): ()) -> Result<&'a str, Error> {
        Ok(self.lines.name())
    }

    fn source(&'a self, (): ()) -> Result<&'a str, Error> {
        Ok(self.lines.source())
    }

    fn line_index(&'a self, (): (), byte: usize) -> Result<usize, Error> {
        self.lines.line_index((), byte)
    }

    fn line_number(&'a self, (): (), line: usize) -> Result<usize, Error> {
        Ok(self.first + line)
    }

    fn line_range(&'a self, (): (), line: usize) -> Result<Range<usize>, Error> {
        self.lines.line_range((), line)
    }
}

impl<'a> Shapes<'a> {
    fn new(sources: &'a Sources) -> Self {
        Self { sources, config: term::Config { tab_width: 2, ..term::Config::default() } }
    }

    /// Adds the full form of a finding.
    fn add(&self, diagnostic: &Diagnostic, out: &mut String) {
        let shape = match diagnostic.severity {
            Severity::Error => CodespanDiagnostic::error(),
            Severity::Warning => CodespanDiagnostic::warning(),
            Severity::Note => CodespanDiagnostic::note(),
        };
        let (place, excerpt) = match diagnostic.span.map(|span| (span, self.sources.excerpt(span))) {
            Some((_, Some(excerpt))) => (None, Some(printable(&excerpt))),
            Some((span, None)) => (self.shown(span), None),
            None => (None, None),
        };
        let labels = place.iter().map(|shown| Label::primary((), shown.range.clone())).collect();
        let hints = diagnostic.hints.iter().map(|hint| format!("hint: {}", printable(hint)));
        let exemption = exemption(diagnostic)
            .map(|line| format!("if it is right, add to its table: {}", printable(&line)));
        let notes = excerpt.into_iter().chain(hints).chain(exemption).collect();
        let shape = shape
            .with_code(diagnostic.code.as_str())
            .with_message(printable(&diagnostic.message))
            .with_labels(labels)
            .with_notes(notes);
        let nowhere =
            || Shown { lines: SimpleFile::new(String::new(), String::new()), first: 1, range: 0..0 };
        let files = place.unwrap_or_else(nowhere);
        // Rendering can fail only for a span outside its file; the finding must still be told.
        if term::emit_to_string(out, &self.config, &files, &shape).is_err() {
            out.push_str(&format!("{}: {}\n", diagnostic.code, printable(&diagnostic.message)));
        }
    }

    fn shown(&self, span: Span) -> Option<Shown> {
        self.sources.files.get(span.source.index()).map(|file| Shown::new(file, span))
    }
}

/// The line that lets a finding stand, for the author to copy.
fn exemption(diagnostic: &Diagnostic) -> Option<String> {
    // An error of a rule can be let stand too: the series or a final build made it one.
    let can_stand = diagnostic.severity != Severity::Error || diagnostic.code.can_change();
    let found = diagnostic.found.as_ref().filter(|_| can_stand)?;
    let found = found.replace('\\', "\\\\").replace('"', "\\\"");
    Some(format!("allow = {{ code = \"{}\", found = \"{found}\", reason = \"…\" }}", diagnostic.code))
}

/// Characters that would change the terminal, turn the line around or begin another, instead of being shown.
fn acts_on_terminal(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// Characters of which nothing is seen: two names that differ in them look alike.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{180e}' | '\u{2061}'..='\u{2064}' | '\u{e0000}'..='\u{e007f}')
}

/// A text of any length as a terminal can show it; its lines stay lines.
pub(crate) fn harmless(text: &str) -> String {
    text.chars()
        .map(|c| if acts_on_terminal(c) || is_unseen(c) || c == '\r' { '\u{fffd}' } else { c })
        .collect()
}

/// A text of any length as one line of a terminal: what a name or a document holds cannot begin a line of its own,
/// which would look like one of ours.
pub(crate) fn one_line(text: &str) -> String {
    harmless(text).replace('\n', "\u{fffd}")
}

/// A message, a name or a path as one line of a terminal, cut where no message of ours is as long.
pub(crate) fn printable(text: &str) -> String {
    let (start, rest) = match text.char_indices().nth(LONGEST_MESSAGE) {
        Some((at, _)) => text.split_at(at),
        None => (text, ""),
    };
    let mut out = one_line(start);
    if !rest.is_empty() {
        out.push_str(" …");
    }
    out
}

/// A value as JSON that means the same in every program and cannot act on a terminal either: JSON itself asks only
/// for the first 32 characters to be escaped.
pub(crate) fn json_text(value: &impl Serialize) -> String {
    let text = serde_json::to_string_pretty(value).expect("plain data with text keys");
    let mut out = String::with_capacity(text.len() + 1);
    for c in text.chars() {
        // Outside of texts there are no such characters.
        if acts_on_terminal(c) || is_unseen(c) {
            c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| out.push_str(&format!("\\u{unit:04x}")));
        } else {
            out.push(c);
        }
    }
    out.push('\n');
    out
}

/// A file as a terminal can show it; each stand-in has as many bytes, so that places stay right.
fn stand_ins(text: &str) -> String {
    let mut chars = text.chars().peekable();
    let mut out = String::with_capacity(text.len());
    while let Some(c) = chars.next() {
        // Where it does not end a line, what follows would be written over the beginning of the line.
        let returns = c == '\r' && chars.peek() != Some(&'\n');
        out.push(match c.len_utf8() {
            _ if !returns && !acts_on_terminal(c) => c,
            1 => '?',
            2 => '\u{bf}',
            _ => '\u{fffd}',
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Extent, json_text, list, one_line, render};
    use crate::diag::{Code, Diagnostic, Sources, Span, code};

    #[test]
    fn what_would_act_on_the_terminal_is_replaced() {
        let mut sources = Sources::default();
        let text = "a \u{1b}[2J \u{9b}x \u{202e}xyz";
        let source = sources.add("a\u{1b}.toml", text);
        let start = text.find("xyz").unwrap();
        let fault = Diagnostic::new(
            code::TOML_SYNTAX,
            Span { source, start, end: text.len() },
            "found \u{202e}\u{7}",
        );
        let shown = render(&[fault], &sources);
        assert!(!shown.contains(['\u{1b}', '\u{9b}', '\u{202e}', '\u{7}']), "{shown}");
        let columns = |line: &str, sign: &str| line.find(sign).map(|at| line[..at].chars().count());
        let lines: Vec<&str> = shown.lines().collect();
        let at = lines.iter().position(|line| line.contains("xyz")).unwrap();
        assert_eq!(columns(lines[at], "xyz"), columns(lines[at + 1], "^^^"), "{shown}");
    }

    #[test]
    fn no_line_is_written_over_its_own_beginning() {
        let mut sources = Sources::default();
        let text = "a = 1\rerror[fake]: all is lost\r\nb = 2\r";
        let source = sources.add("a.toml", text);
        for (start, line) in [(6, "a = 1?error[fake]: all is lost"), (text.len() - 2, "b = 2?")] {
            let place = Span { source, start, end: start + 1 };
            let shown = render(&[Diagnostic::new(code::TOML_SYNTAX, place, "x")], &sources);
            assert!(!shown.contains('\r') && shown.lines().any(|shown| shown.ends_with(line)), "{shown}");
        }
    }

    #[test]
    fn no_name_begins_a_line_of_its_own() {
        let forged = "a\nerror[fake]: all is lost\r\u{2028}x";
        let mut sources = Sources::default();
        let source = sources.add(&format!("{forged}.toml"), "a\u{b}b\u{c}c\u{85}d\u{2029}e\n");
        let place = Span { source, start: 0, end: 1 };
        let fault =
            |place: Option<Span>| Diagnostic::new(code::NO_VALUE, place, forged).hint(forged).found(forged);
        for finding in [fault(Some(place)), fault(None)] {
            for shown in [
                render(std::slice::from_ref(&finding), &sources),
                list(std::slice::from_ref(&finding), &sources, Extent::All),
                list(&vec![finding.clone(); 40], &sources, Extent::Short),
            ] {
                assert!(!shown.lines().any(|line| line.starts_with("error[fake]")), "{shown}");
                assert!(
                    !shown.contains(['\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}', '\r']),
                    "{shown}"
                );
            }
        }
        assert_eq!(one_line("a\nb\tc\u{202e}"), "a\u{fffd}b\tc\u{fffd}");
        assert_eq!(one_line("a\u{ad}b\u{200b}c\u{e0041}"), "a\u{fffd}b\u{fffd}c\u{fffd}", "what nobody sees");
    }

    #[test]
    fn json_says_what_it_is_given_and_cannot_act() {
        let text = "a\n\u{1b}[2J\u{7f}\u{9b}\u{202e}\u{2028}\u{feff}\u{200b}\u{e0041}қ\"";
        let written = json_text(&serde_json::json!({ "a\u{202e}": text }));
        assert!(written.chars().all(|c| c == '\n' || c == 'қ' || (' '..='~').contains(&c)), "{written}");
        let read: serde_json::Value = serde_json::from_str(&written).unwrap();
        assert_eq!(read["a\u{202e}"], text);
    }

    /// Findings in a file of many lines, each of a line of its own.
    fn many(all: &[(Code, usize)]) -> (Vec<Diagnostic>, Sources) {
        let mut sources = Sources::default();
        let source = sources.add("a.toml", &"x\n".repeat(5_000));
        let mut line = 0;
        let findings = all.iter().flat_map(|(code, count)| vec![*code; *count]).map(|code| {
            line += 1;
            let span = Span { source, start: 2 * line - 2, end: 2 * line - 1 };
            Diagnostic::new(code, span, format!("number {line}"))
        });
        (findings.collect(), sources)
    }

    #[test]
    fn errors_come_last_and_the_first_of_a_code_are_told_in_full() {
        let (findings, sources) =
            many(&[(code::NO_VALUE, 7), (code::CLAIM_UNIT, 7), (code::PLACEHOLDER_LOGO, 1)]);
        let told = list(&findings, &sources, Extent::Short);
        let count = |text: &str| told.matches(text).count();
        assert_eq!((count("error[no-value]"), count("warning[claim-unit]")), (7, 5), "{told}");
        assert!(
            told.contains("\na.toml:13 claim-unit: number 13\na.toml:14 claim-unit: number 14\n\n"),
            "{told}"
        );
        let at = |text: &str| told.find(text).unwrap();
        assert!(at("note[") < at("number 8") && at("number 14") < at("error[no-value]: number 1\n"));
        let all = list(&findings, &sources, Extent::All);
        assert_eq!(all.matches("warning[claim-unit]").count(), 7);
    }

    #[test]
    fn thirty_are_told_in_full_and_no_error_is_cut_for_them() {
        let codes: Vec<(Code, usize)> =
            code::all().filter(|code| code.can_change()).take(7).map(|code| (code, 6)).collect();
        let (findings, sources) = many(&codes);
        let told = list(&findings, &sources, Extent::Short);
        assert_eq!(told.matches("warning[").count(), 30, "{told}");
        let (findings, sources) = many(&[(code::CLAIM_UNIT, 2_500), (code::NO_VALUE, 300)]);
        let told = list(&findings, &sources, Extent::Short);
        assert_eq!(told.matches("no-value").count(), 300);
        assert!(told.ends_with("… and 1800 more findings like these; --all tells them\n"), "{told}");
    }
}
