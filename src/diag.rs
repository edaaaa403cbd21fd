//! Says what is wrong in an author's file: code, place, what was found, what to do.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use codespan_reporting::diagnostic::{Diagnostic as CodespanDiagnostic, Label};
use codespan_reporting::files::SimpleFiles;
use codespan_reporting::term;

/// Number of a file in [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(usize);

/// A place in an author's file, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub source: SourceId,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The bytes of the file that the span covers.
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

/// A value and the place where the author wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spanned<T> {
    /// What was written.
    pub value: T,
    /// Where it was written.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Puts a value and its place together.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

/// Every text file that took part in an edition, in the order read.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<(String, Arc<str>)>,
}

impl Sources {
    /// Adds a file under the name that messages show.
    pub fn add(&mut self, name: &str, text: &str) -> SourceId {
        self.files.push((name.to_owned(), Arc::from(text)));
        SourceId(self.files.len() - 1)
    }

    /// The name that messages show.
    pub fn name(&self, id: SourceId) -> &str {
        self.files.get(id.0).map_or("", |file| &file.0)
    }

    /// The whole text of a file.
    pub fn text(&self, id: SourceId) -> &str {
        self.files.get(id.0).map_or("", |file| &file.1)
    }

    /// Line and column, both from 1, columns in characters.
    pub fn line_column(&self, span: Span) -> (usize, usize) {
        let text = self.text(span.source);
        let mut start = span.start.min(text.len());
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        let before = &text[..start];
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().map_or(0, |l| l.chars().count()) + 1;
        (line, column)
    }
}

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

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing can be built.
    Error,
    /// The outputs are built, the exit code tells of it.
    Warning,
    /// To be known; only a final build refuses it.
    Note,
}

impl Severity {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// One finding about an author's file.
///
/// Messages are lowercase, have no full stop and say what was found; hints say what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// Stable name of the kind of finding, in kebab case.
    pub code: &'static str,
    /// What was found.
    pub message: String,
    /// Where it was found; `None` when a file as a whole is meant.
    pub span: Option<Span>,
    /// What to do.
    pub hints: Vec<String>,
    /// The words or number that were found wrong; an exemption names them, and covers nothing else.
    pub found: Option<String>,
}

impl Diagnostic {
    /// A finding that stops the build.
    pub fn error(code: &'static str, span: impl Into<Option<Span>>, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            code,
            message: message.into(),
            span: span.into(),
            hints: Vec::new(),
            found: None,
        }
    }

    /// A finding that lets the build go on.
    pub fn warning(code: &'static str, span: impl Into<Option<Span>>, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, span, message) }
    }

    /// Something to be known about the edition as a whole.
    pub fn note(code: &'static str, message: impl Into<String>) -> Self {
        Self { severity: Severity::Note, ..Self::error(code, None, message) }
    }

    /// Adds what the author can do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Says which words or number are wrong, so that an exemption can name them.
    #[must_use]
    pub fn found(mut self, found: impl Into<String>) -> Self {
        self.found = Some(found.into());
        self
    }

    /// Adds a hint when there is none yet.
    #[must_use]
    pub fn or_hint(self, hint: impl FnOnce() -> String) -> Self {
        if self.hints.is_empty() { self.hint(hint()) } else { self }
    }

    /// Adds a hint "did you mean" when one of the known names is near.
    #[must_use]
    pub fn did_you_mean<'a>(self, found: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        match nearest(found, known) {
            Some(name) => self.hint(format!("did you mean `{name}`?")),
            None => self,
        }
    }
}

/// The known name nearest to a mistyped one, if any is near enough to be meant.
pub fn nearest<'a>(found: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Of very short names, such as codes, almost any other is one letter away; very long ones are no names, and
    // take long to be compared.
    let limit = match found.len() {
        101.. => return None,
        _ => found.chars().count(),
    };
    let limit = match limit {
        0..=2 => 0,
        3..=4 => 1,
        length => length / 3 + 1,
    };
    known
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(&found.to_lowercase(), &name.to_lowercase()), name))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// An output that was made although something is to be said about it.
#[derive(Debug, Clone)]
pub struct Warned<T> {
    /// What was made.
    pub output: T,
    /// What is to be said.
    pub warnings: Vec<Diagnostic>,
}

/// All findings that stopped a build, with the files they point into.
#[derive(Debug, Clone)]
pub struct Faults {
    /// The files.
    pub sources: Sources,
    /// The findings, in the order of their places.
    pub diagnostics: Vec<Diagnostic>,
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&render(&self.diagnostics, &self.sources))
    }
}

impl std::error::Error for Faults {}

/// Sorts findings by file and place, so that an author can mend from top to bottom.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics
        .sort_by_key(|d| (d.span.is_none(), d.span.map(|s| (s.source, s.start, s.end)), d.severity, d.code));
    diagnostics.dedup();
}

/// Findings that are told; who has more mends these first.
const MOST_TOLD: usize = 200;
/// Characters of a message or hint: more than any of ours, less than what an author may have written.
const LONGEST_MESSAGE: usize = 600;
/// Bytes of a line that can be shown as it is.
const LONGEST_LINE: usize = 1_500;

/// Renders findings as text: code, message, `file:line:column`, the line itself, hints.
pub fn render(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let mut files = SimpleFiles::new();
    for (name, text) in &sources.files {
        files.add(printable(name), stand_ins(text));
    }
    let config = term::Config { tab_width: 2, ..term::Config::default() };
    let mut out = String::new();
    // An error further down must not be hidden by the warnings above it.
    let (mut told, mut left) = (Vec::new(), 0);
    for severity in [Severity::Error, Severity::Warning, Severity::Note] {
        for (index, diagnostic) in diagnostics.iter().enumerate().filter(|(_, d)| d.severity == severity) {
            if told.len() < MOST_TOLD { told.push((index, diagnostic)) } else { left += 1 }
        }
    }
    told.sort_by_key(|(index, _)| *index);
    for (_, diagnostic) in told {
        let shape = match diagnostic.severity {
            Severity::Error => CodespanDiagnostic::error(),
            Severity::Warning => CodespanDiagnostic::warning(),
            Severity::Note => CodespanDiagnostic::note(),
        };
        let (place, excerpt) = match diagnostic.span.map(|span| (span, sources.excerpt(span))) {
            Some((_, Some(excerpt))) => (None, Some(printable(&excerpt))),
            Some((span, None)) => (Some(span), None),
            None => (None, None),
        };
        let labels = place.iter().map(|s| Label::primary(s.source.0, s.range())).collect();
        let hints = diagnostic.hints.iter().map(|hint| format!("hint: {}", printable(hint)));
        let exemption = exemption(diagnostic)
            .map(|line| format!("if it is right, add to its table: {}", printable(&line)));
        let notes = excerpt.into_iter().chain(hints).chain(exemption).collect();
        let shape = shape
            .with_code(diagnostic.code)
            .with_message(printable(&diagnostic.message))
            .with_labels(labels)
            .with_notes(notes);
        // Rendering can fail only for a span outside its file; the finding must still be told.
        if term::emit_to_string(&mut out, &config, &files, &shape).is_err() {
            out.push_str(&format!("{}: {}\n", diagnostic.code, diagnostic.message));
        }
    }
    if left > 0 {
        out.push_str(&format!("… and {left} more findings like these\n"));
    }
    out
}

/// The line that lets a finding stand, for the author to copy.
fn exemption(diagnostic: &Diagnostic) -> Option<String> {
    let found = diagnostic.found.as_ref().filter(|_| diagnostic.severity != Severity::Error)?;
    let found = found.replace('\\', "\\\\").replace('"', "\\\"");
    Some(format!("allow = {{ code = \"{}\", found = \"{found}\", reason = \"…\" }}", diagnostic.code))
}

/// Characters that would change the terminal or turn the line around, instead of being shown.
fn acts_on_terminal(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A text of any length as a terminal can show it.
pub(crate) fn harmless(text: &str) -> String {
    text.chars().map(|c| if acts_on_terminal(c) || c == '\r' { '\u{fffd}' } else { c }).collect()
}

/// A message as a terminal can show it.
pub(crate) fn printable(text: &str) -> String {
    let (start, rest) = match text.char_indices().nth(LONGEST_MESSAGE) {
        Some((at, _)) => text.split_at(at),
        None => (text, ""),
    };
    let mut out = harmless(start);
    if !rest.is_empty() {
        out.push_str(" …");
    }
    out
}

/// A file as a terminal can show it; each stand-in has as many bytes, so that places stay right.
fn stand_ins(text: &str) -> String {
    let stand_in = |c: char| match c.len_utf8() {
        _ if !acts_on_terminal(c) => c,
        1 => '?',
        2 => '\u{bf}',
        _ => '\u{fffd}',
    };
    text.chars().map(stand_in).collect()
}

#[cfg(test)]
mod tests {
    use super::{Diagnostic, Sources, Span, render};

    #[test]
    fn what_would_act_on_the_terminal_is_replaced() {
        let mut sources = Sources::default();
        let text = "a \u{1b}[2J \u{9b}x \u{202e}xyz";
        let source = sources.add("a\u{1b}.toml", text);
        let start = text.find("xyz").unwrap();
        let fault = Diagnostic::error("code", Span { source, start, end: text.len() }, "found \u{202e}\u{7}");
        let shown = render(&[fault], &sources);
        assert!(!shown.contains(['\u{1b}', '\u{9b}', '\u{202e}', '\u{7}']), "{shown}");
        let columns = |line: &str, sign: &str| line.find(sign).map(|at| line[..at].chars().count());
        let lines: Vec<&str> = shown.lines().collect();
        let at = lines.iter().position(|line| line.contains("xyz")).unwrap();
        assert_eq!(columns(lines[at], "xyz"), columns(lines[at + 1], "^^^"), "{shown}");
    }

    #[test]
    fn a_second_hint_is_only_given_when_the_first_is_not() {
        let fault =
            Diagnostic::error("code", None, "x").or_hint(|| "a".to_owned()).or_hint(|| "b".to_owned());
        assert_eq!(fault.hints, ["a"]);
    }
}
