//! Says what is wrong in an author's file: code, place, what was found, what to do.

use std::fmt;
use std::num::NonZeroUsize;
use std::ops::Range;
use std::sync::Arc;

pub mod code;
mod family;
mod guess;
mod lines;
mod placed;
mod regions;
mod shown;

pub use code::Code;
pub use family::Family;
pub use guess::{Guesses, listed, nearest};
use lines::Lines;
pub(crate) use placed::Placed;
pub use regions::Regions;
pub use shown::{Extent, list, render};
pub(crate) use shown::{harmless, json_text, one_line, place_of, printable};

/// Number of a file in [`Sources`], from one on, so that a place that may be missing takes no more room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(NonZeroUsize);

impl SourceId {
    fn of(index: usize) -> Self {
        Self(NonZeroUsize::MIN.saturating_add(index))
    }

    fn index(self) -> usize {
        self.0.get() - 1
    }
}

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
    files: Vec<File>,
}

/// A text file that took part in an edition.
#[derive(Debug, Clone)]
struct File {
    name: String,
    text: Arc<str>,
    lines: Lines,
}

impl Sources {
    /// Adds a file under the name that messages show.
    pub fn add(&mut self, name: &str, text: &str) -> SourceId {
        self.files.push(File { name: name.to_owned(), text: Arc::from(text), lines: Lines::default() });
        SourceId::of(self.files.len() - 1)
    }

    /// All of them, in the order read.
    pub fn ids(&self) -> impl Iterator<Item = SourceId> + use<> {
        (0..self.files.len()).map(SourceId::of)
    }

    /// The name that messages show.
    pub fn name(&self, id: SourceId) -> &str {
        self.files.get(id.index()).map_or("", |file| &file.name)
    }

    /// The whole text of a file.
    pub fn text(&self, id: SourceId) -> &str {
        self.files.get(id.index()).map_or("", |file| &file.text)
    }

    /// Line and column, both from 1, columns in characters.
    pub fn line_column(&self, span: Span) -> (usize, usize) {
        self.files
            .get(span.source.index())
            .map_or((1, 1), |file| file.lines.line_column(&file.text, span.start))
    }
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing can be built.
    Error,
    /// The outputs are built, the exit code tells of it.
    Warning,
    /// To be known; it stops nothing, but for a gap on a page that a final build refuses.
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
    /// The kind of finding.
    pub code: Code,
    /// What was found.
    pub message: String,
    /// Where it was found; `None` when a file as a whole is meant.
    pub span: Option<Span>,
    /// What to do.
    pub hints: Vec<String>,
    /// The words or number that were found wrong; an exemption names them, and covers nothing else.
    pub found: Option<String>,
    /// What would mend it, where that can be said.
    pub replacement: Option<Box<Replacement>>,
}

/// Words that would mend a finding in the place of those that an author typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replacement {
    /// The bytes that go: words as they stand in the file, no expression, no markup and no escape among them.
    pub place: Span,
    /// What comes in their place, as it is written in the file.
    pub text: String,
    /// Whether it is right wherever it is proposed; else somebody has to say yes.
    pub certain: bool,
}

impl Diagnostic {
    /// A finding, as severe as its code says.
    pub fn new(code: Code, span: impl Into<Option<Span>>, message: impl Into<String>) -> Self {
        Self {
            severity: code.severity(),
            code,
            message: message.into(),
            span: span.into(),
            hints: Vec::new(),
            found: None,
            replacement: None,
        }
    }

    /// Makes it more or less severe than its code says; the registry tells why that is right.
    #[must_use]
    pub fn with_severity(self, severity: Severity) -> Self {
        Self { severity, ..self }
    }

    /// Whether a final build refuses it.
    pub fn is_refused_when_final(&self) -> bool {
        let is_note = self.severity == Severity::Note;
        self.code.is_refused_when_final() && (!is_note || self.code.leaves_a_gap())
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

    /// Says what would mend it.
    #[must_use]
    pub fn mended_by(self, replacement: Option<Replacement>) -> Self {
        Self { replacement: replacement.map(Box::new), ..self }
    }

    /// Adds a hint when there is none yet.
    #[must_use]
    pub fn or_hint(self, hint: impl FnOnce() -> String) -> Self {
        if self.hints.is_empty() { self.hint(hint()) } else { self }
    }

    /// Adds a hint "did you mean" when one of the known names is near.
    #[must_use]
    pub fn did_you_mean<'a>(self, found: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        self.meant(nearest(found, known))
    }

    /// Adds a hint "did you mean" when a name was guessed.
    #[must_use]
    pub fn meant(self, guess: Option<&str>) -> Self {
        match guess {
            Some(name) => self.hint(format!("did you mean `{name}`?")),
            None => self,
        }
    }
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
    /// Sentences that no check has judged, since something in them is unknown.
    pub sentences_left: usize,
}

impl Faults {
    /// Findings that stopped everything, before any sentence was read.
    pub fn new(sources: Sources, diagnostics: Vec<Diagnostic>) -> Self {
        Self { sources, diagnostics, sentences_left: 0 }
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&render(&self.diagnostics, &self.sources))
    }
}

impl std::error::Error for Faults {}

/// Sorts findings by file and place, so that an author can mend from top to bottom.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|one, two| order(one).cmp(&order(two)));
    diagnostics.dedup();
}

/// What findings are sorted by.
pub(crate) fn order(diagnostic: &Diagnostic) -> impl Ord {
    let Diagnostic { span, severity, code, .. } = diagnostic;
    (span.is_none(), span.map(|s| (s.source, s.start, s.end)), *severity, *code)
}

#[cfg(test)]
mod tests {
    use super::{Diagnostic, code};

    #[test]
    fn a_second_hint_is_only_given_when_the_first_is_not() {
        let fault = Diagnostic::new(code::TOML_SYNTAX, None, "x")
            .or_hint(|| "a".to_owned())
            .or_hint(|| "b".to_owned());
        assert_eq!(fault.hints, ["a"]);
    }
}
