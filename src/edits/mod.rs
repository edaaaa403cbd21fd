//! Carries what an editor changed in a DOCX back into the author's files.
//!
//! 1. [`Review`] builds the document anew, tells what was edited against it, and finds where each block was written:
//!    the passages of the report know the place of every piece of their words.
//! 2. Words that differ become changes of the file when they lie in words that the author typed. Numbers, words that the
//!    program makes and references to places never do: they are left, with the reason and what to do.
//! 3. [`Review::proven`] makes the changes in memory and builds again. Each block has to read as the editor left it, no
//!    other may change, and the checks may find nothing new; what fails that is left too.
//! 4. Whoever asks the author writes [`Proven::edits`] by the road of [`crate::patch`].

use std::collections::BTreeMap;
use std::ops::Range;

use crate::build;
use crate::diag::{Diagnostic, Faults, SourceId, Span, printable};
use crate::docx::wording::{self, Hunk};
use crate::docx::{Base, DocxError, Edit, EditKind, Edits, Returned};
use crate::patch;
use crate::spec::Spec;
use crate::theme::Theme;
use built::{Built, built_of};
use source::Places;

mod built;
mod half;
mod letter;
mod propose;
mod prove;
mod source;
mod structure;
mod told;

pub use crate::docx::wording as diff;
pub use prove::{Files, Proven, Wanted};

/// A change of the author's files that carries an edit back.
#[derive(Debug, Clone)]
pub struct Change {
    /// The block.
    pub key: String,
    /// The bytes that change.
    pub place: Span,
    /// The words that go, and those that come.
    pub was: String,
    /// The words that come.
    pub now: String,
    shape: Shape,
    /// Of words that come in where marks of notes stand, how many of these stand before them.
    behind: usize,
    edits: Vec<patch::Edit>,
}

impl Change {
    /// Whether words alone are others, and no paragraph or item came or went.
    pub fn is_of_words(&self) -> bool {
        matches!(self.shape, Shape::Words(_))
    }

    /// The same as an edit that is left.
    fn left(self, reason: Reason) -> Left {
        let letters = match self.shape {
            Shape::Words(hunk) => Some(hunk.old),
            _ => None,
        };
        Left { key: self.key, place: Some(self.place), letters, was: self.was, now: self.now, reason }
    }
}

/// What a change makes of its block.
#[derive(Debug, Clone)]
enum Shape {
    /// Some of its letters are others.
    Words(Hunk),
    /// A new block stands behind it.
    After(String),
    /// It is one with another.
    With(String),
    /// It is two.
    Split(String, String),
    /// It is one of some whose order is another.
    Order(Vec<String>, Vec<String>),
    /// It is no more.
    Gone,
}

/// An edit, or a part of one, that is not carried back.
#[derive(Debug, Clone)]
pub struct Left {
    /// The block.
    pub key: String,
    /// Where it was written, if it is known.
    pub place: Option<Span>,
    /// Its letters in the words of the block, where it is of these.
    letters: Option<Range<usize>>,
    /// The words that were to go.
    pub was: String,
    /// The words that were to come.
    pub now: String,
    /// Why.
    pub reason: Reason,
}

/// Why an edit is not carried back.
#[derive(Debug, Clone)]
pub enum Reason {
    /// The program computes it by that formula, from that figure.
    Computed(String, String),
    /// The words are linked to that formula, and have digits.
    Claimed(String, Span),
    /// The program makes the words.
    Made,
    /// The program makes the words from that entry of the spec, at the place that is told.
    Origin(&'static str),
    /// Words with numbers or links between them are gone.
    Deleted,
    /// A new paragraph or item has numbers, or one that is gone has some.
    Numbers,
    /// A new paragraph stands where none can be carried back.
    Elsewhere,
    /// It is the name of a place of the publication.
    Reference,
    /// It is to be filled in.
    Gap,
    /// It lies in several pieces of the text, such as words and a link.
    Several,
    /// It has a line break or another sign that a paragraph cannot have.
    Lines,
    /// The place in the file cannot be told for certain.
    Unclear,
    /// The text is shared with other editions.
    Shared,
    /// The mark of a note came, went or moved, with these words or by itself.
    Marks,
    /// It has a sign or an equation that a text cannot have.
    Signs,
    /// The words of a link are an address, and the link leads to the one that was there.
    Address,
    /// Without another part of the sentence, which is left, it would not be what the editor wrote.
    Half(String),
    /// With it, the block does not read as the editor left it, or the edition cannot be built.
    NotProven,
    /// With it, another block reads otherwise too.
    Others(String),
    /// With it, the checks find something that they did not find before.
    Finding(Box<Diagnostic>),
    /// It is one of items or paragraphs as wholes.
    Structure,
    /// It is one of a place, beside one of words.
    Again,
    /// It is not one of words: it is for a person to do.
    ByHand,
}

/// What keeps a document from being compared with its spec.
#[derive(Debug)]
pub enum ReviewError {
    /// The spec cannot be built.
    Spec(Faults),
    /// The document cannot be read or written.
    Docx(DocxError),
}

impl From<DocxError> for ReviewError {
    fn from(error: DocxError) -> Self {
        Self::Docx(error)
    }
}

/// A document that came back, beside the spec that it was built from.
pub struct Review<'a> {
    spec: Spec,
    theme: &'a Theme,
    base: Base,
    places: Places,
    findings: Vec<Diagnostic>,
    returned: Returned,
    /// Blocks that the document was built with other words for: the spec has moved on since.
    pub moved_on: Vec<String>,
    /// Blocks that the document was built without, and no author wrote: the program has moved on since.
    pub by_program: Vec<String>,
}

impl<'a> Review<'a> {
    /// Builds the document anew and compares.
    ///
    /// # Errors
    /// The spec cannot be built, or the file is no document.
    pub fn new(spec: Spec, theme: &'a Theme, docx: &[u8]) -> Result<Self, ReviewError> {
        let built = build::edition(&spec, theme).map_err(ReviewError::Spec)?;
        let Built { base, edition } = built_of(built.output, theme)?;
        let places = source::places(&base.blocks(), &edition.report, &spec.sources);
        let mut returned = base.returned(docx)?;
        // What was carried back already is no change of the spec that the editor does not know.
        let words: BTreeMap<String, String> =
            base.blocks().into_iter().map(|block| (block.key, block.words)).collect();
        let is_carried = |key: &String| {
            let now = returned.words.get(key).map(|words| words.after.as_str());
            now.zip(words.get(key)).is_some_and(|(now, built)| wording::same(now, built))
        };
        let mut moved_on = base.moved_on(docx)?;
        moved_on.retain(|key| !is_carried(key));
        // An older program did not make the line of the editors; that is neither an edit nor another spec.
        let unknown = base.unknown_to(docx)?;
        let is_made = |key: &String| unknown.contains(key) && !places.contains_key(key);
        let (by_program, moved_on) = moved_on.into_iter().partition(is_made);
        let by_program: Vec<String> = by_program;
        let is_gone = |edit: &Edit| matches!(edit.kind, EditKind::Missing);
        returned.edits.changes.retain(|edit| !(is_gone(edit) && by_program.contains(&edit.key)));
        let findings = built.warnings;
        Ok(Self { spec, theme, base, places, findings, returned, moved_on, by_program })
    }

    /// What was edited.
    pub fn edits(&self) -> &Edits {
        &self.returned.edits
    }

    /// Whether another build says what an editor wrote already.
    pub fn is_said_by(&self, edit: &Edit, other: &Review<'_>) -> bool {
        let blocks = other.base.blocks();
        let says = |words: &str| {
            let mut lines = words.split('\n').filter(|line| !line.trim().is_empty());
            lines.all(|line| blocks.iter().any(|block| wording::same(&block.words, line)))
        };
        let now = self.returned.words.get(&edit.key).map(|words| words.after.as_str());
        if !edit.also.is_empty() || !edit.comments.is_empty() || edit.to.is_some() {
            return false;
        }
        match edit.kind {
            EditKind::Tracked | EditKind::Changed | EditKind::Split => now.is_some_and(says),
            EditKind::New => says(&edit.text),
            EditKind::Missing | EditKind::Deleted => {
                self.base_words(&edit.key).is_some_and(|words| !words.trim().is_empty() && !says(&words))
            }
            EditKind::Merged | EditKind::Moved | EditKind::Look | EditKind::Commented => false,
        }
    }

    /// The files of the edition.
    pub fn spec(&self) -> &Spec {
        &self.spec
    }

    /// File, line and column of a place.
    pub fn told_place(&self, span: Span) -> String {
        let (line, column) = self.spec.sources.line_column(span);
        format!("{}:{line}:{column}", printable(self.spec.sources.name(span.source)))
    }

    /// Where a figure was written: the value that the reporting period has, or its table.
    fn figure(&self, name: &str) -> Option<Span> {
        let figure = self.spec.figures.iter().find(|figure| figure.key.value == name)?;
        Some(figure.total.as_ref().map_or(figure.key.span, |total| total.span))
    }

    /// Where a block was written: the first of its words that changed, or its beginning.
    pub fn place(&self, key: &str) -> Option<Span> {
        if let Some((_, place)) = self.origin(key) {
            return Some(place);
        }
        let written = self.written(key)?;
        let first = self.returned.words.get(key).and_then(|words| {
            let old = self.base_words(key)?;
            Some(wording::hunks(&old, &words.after).first()?.old.start)
        });
        first.map_or_else(|| written.place(), |letter| written.at(letter))
    }

    /// The entry of the spec that the program makes a block from, when it is one: its name and place.
    fn origin(&self, key: &str) -> Option<(&'static str, Span)> {
        let mut parts = key.split('/');
        let (kind, number, part) = (parts.next()?, parts.next()?, parts.next());
        let at = || number.parse::<usize>().ok()?.checked_sub(1);
        let edition = &self.spec.edition;
        match (kind, part) {
            ("event", Some("day" | "month")) => {
                Some(("date", edition.events.get(at()?)?.date.as_ref()?.span))
            }
            ("legislation", Some("date")) => {
                Some(("date", edition.legislation.get(at()?)?.date.as_ref()?.span))
            }
            ("tile", Some("number")) => Some(("value", edition.tiles.get(at()?)?.value.span)),
            ("tile", Some("change")) => Some(("change", edition.tiles.get(at()?)?.change.as_ref()?.span)),
            ("cover", None) if number == "period" => Some(("period", edition.period.span)),
            _ => None,
        }
    }

    /// What is known of a block, or of the table or chart that it belongs to.
    fn written(&self, key: &str) -> Option<&source::Written> {
        // The data of a chart are told at the chart.
        let of_chart = key.strip_prefix("table/data-").map(|rest| format!("chart/{rest}"));
        let key = of_chart.as_deref().unwrap_or(key);
        self.places.get(key).or_else(|| self.places.get(&format!("{key}/title"))).or_else(|| {
            let mut stem = key;
            while let Some((shorter, _)) = stem.rsplit_once('/') {
                // Other chapters, or other tables, are not it.
                if !shorter.contains('/') {
                    return None;
                }
                let below = format!("{shorter}/");
                let mut near =
                    self.places.range(below.clone()..).take_while(|(key, _)| key.starts_with(&below));
                let title = self.places.get(&format!("{shorter}/title"));
                if let Some(written) = title.or_else(|| near.next().map(|(_, written)| written)) {
                    return Some(written);
                }
                stem = shorter;
            }
            None
        })
    }

    /// The document with an answer to the editor as a comment on each block of these.
    ///
    /// # Errors
    /// The document is one whose names are not those that Word writes.
    pub fn answered(&self, docx: &[u8], answers: &[(String, String)]) -> Result<Vec<u8>, DocxError> {
        crate::docx::answered(docx, &self.base, answers)
    }

    fn base_words(&self, key: &str) -> Option<String> {
        self.base.blocks().into_iter().find(|block| block.key == key).map(|block| block.words)
    }
}

/// Edits by file.
type ByFile = BTreeMap<SourceId, Vec<patch::Edit>>;
