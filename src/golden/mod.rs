//! Turns outputs into text that a reviewer can read, and says what differs between two of them.

use std::collections::BTreeMap;
use std::fmt;

use similar::{Algorithm, DiffTag, capture_diff_slices};

use crate::build::Edition;
use crate::diag::{Diagnostic, Sources, render};
use crate::diff::document::Document;
use crate::diff::report::{Content, Report};
use crate::diff::{docx::read_parts, pdf::open, pdf::read};
use crate::docx;
use crate::pdf::{self, Pdf};
use crate::record::RECORD;

mod reference;

pub use reference::Versions;

/// The file that tells what the pages of the PDF show and where.
pub const LAYOUT: &str = "layout.txt";
/// The file that lists where headings, captions and notes stand; the layout tells the same in full.
const OUTLINE: &str = "outline.txt";
/// Folder of the parts of the DOCX.
const PARTS: &str = "docx/";

/// An edition's outputs as text files by path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// The texts.
    pub files: BTreeMap<String, String>,
}

/// One file that differs between two snapshots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delta {
    /// Path of the file.
    pub file: String,
    /// What happened to it.
    pub kind: DeltaKind,
}

/// What happened to a file of a snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeltaKind {
    /// It is only in the new snapshot.
    Added,
    /// It is only in the old snapshot.
    Removed,
    /// Lines differ: how many, and the first of them with its number, old and new.
    Changed {
        /// Number of lines that differ or were added or removed.
        lines: usize,
        /// Number of the first, from 1.
        first: usize,
        /// That line before.
        old: String,
        /// That line now.
        new: String,
    },
}

impl fmt::Display for Delta {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            DeltaKind::Added => write!(f, "{}: new file", self.file),
            DeltaKind::Removed => write!(f, "{}: no longer written", self.file),
            DeltaKind::Changed { lines, first, old, new } => {
                writeln!(f, "{}: {lines} lines differ, the first is line {first}", self.file)?;
                writeln!(f, "  was: {}", shortened(old))?;
                write!(f, "  now: {}", shortened(new))
            }
        }
    }
}

fn shortened(line: &str) -> String {
    let mut text: String = line.chars().take(300).collect();
    if text.len() < line.len() {
        text.push('…');
    }
    text
}

impl Snapshot {
    /// Adds the findings about an edition, as they are printed.
    pub fn add_diagnostics(&mut self, diagnostics: &[Diagnostic], sources: &Sources) {
        self.files.insert("diagnostics.txt".to_owned(), render(diagnostics, sources));
    }

    /// Adds an edition's outputs: the payload, the charts, the layout of the pages, the parts of the DOCX.
    pub fn add_outputs(&mut self, edition: &Edition, inputs: &pdf::Files, pdf: &Pdf, docx: &[u8]) {
        let mut add = |name: String, text: String| self.files.insert(name, text);
        if let Some(payload) = inputs.get(pdf::PAYLOAD) {
            add(pdf::PAYLOAD.to_owned(), String::from_utf8_lossy(payload).into_owned());
        }
        for (id, svg) in &edition.charts {
            // One element a line: a reviewer sees which mark moved.
            add(format!("charts/{id}.svg"), svg.replace("><", ">\n<"));
        }
        if let Some(record) = pdf::record(&pdf.document) {
            add(RECORD.to_owned(), String::from_utf8_lossy(&record).into_owned());
        }
        // What the file itself holds, as any reader of it would find it.
        if let Ok(file) = open(&pdf.bytes) {
            add(LAYOUT.to_owned(), read(&file).to_string());
        }
        add(OUTLINE.to_owned(), pdf::layout::outline(&pdf.document));
        for (part, text) in docx::parts(docx).unwrap_or_default() {
            add(format!("{PARTS}{part}"), text);
        }
    }

    /// The documents that the texts tell of; `None` when they are not of the form that is written today.
    #[must_use]
    pub fn content(&self) -> Option<Content> {
        let mut content = Content::default();
        let mut parts = BTreeMap::new();
        for (name, text) in &self.files {
            if name == LAYOUT {
                content.pdf = Some(Document::parse(text).ok()?);
            } else if let Some(part) = name.strip_prefix(PARTS) {
                parts.insert(part.to_owned(), text.clone());
            } else if name != OUTLINE {
                content.files.insert(name.clone(), text.clone());
            }
        }
        if !parts.is_empty() {
            content.docx = Some(read_parts(&parts).ok()?);
        }
        Some(content)
    }
}

/// What differs between two snapshots, in the order of their paths.
pub fn compare(old: &Snapshot, new: &Snapshot) -> Vec<Delta> {
    let mut deltas = Vec::new();
    for (file, text) in &old.files {
        match new.files.get(file) {
            None => deltas.push(Delta { file: file.clone(), kind: DeltaKind::Removed }),
            Some(now) if now != text => deltas.push(Delta { file: file.clone(), kind: changed(text, now) }),
            Some(_) => {}
        }
    }
    for file in new.files.keys().filter(|file| !old.files.contains_key(*file)) {
        deltas.push(Delta { file: file.clone(), kind: DeltaKind::Added });
    }
    deltas.sort_by(|a, b| a.file.cmp(&b.file));
    deltas
}

/// What differs between two snapshots, in the words of the edition; `None` when they are the same, or when the
/// old one is of a form that is no longer written.
pub fn explain(old: &Snapshot, new: &Snapshot) -> Option<Report> {
    let report = Report::new(&old.content()?, &new.content()?);
    (!report.is_same()).then_some(report)
}

fn changed(old: &str, new: &str) -> DeltaKind {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let changes = capture_diff_slices(Algorithm::Myers, &old, &new);
    let mut lines = 0;
    let mut first = None;
    for change in changes.iter().filter(|change| change.tag() != DiffTag::Equal) {
        lines += change.old_range().len().max(change.new_range().len());
        first = first.or(Some((change.old_range().start, change.new_range().start)));
    }
    // Texts that differ only in their last line break have no line of their own.
    let (in_old, in_new) = first.unwrap_or((old.len(), new.len()));
    let line = |lines: &[&str], at: usize| {
        lines.get(at).map_or_else(|| "(nothing)".to_owned(), |line| (*line).to_owned())
    };
    DeltaKind::Changed { lines, first: in_old + 1, old: line(&old, in_old), new: line(&new, in_new) }
}

#[cfg(test)]
mod tests {
    use super::{DeltaKind, Snapshot, compare};

    fn snapshot(files: &[(&str, &str)]) -> Snapshot {
        Snapshot {
            files: files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect(),
        }
    }

    #[test]
    fn equal_snapshots_do_not_differ() {
        assert!(compare(&snapshot(&[("a", "x")]), &snapshot(&[("a", "x")])).is_empty());
    }

    #[test]
    fn the_first_changed_line_is_named() {
        let deltas = compare(&snapshot(&[("a", "1\n2\n3\n4")]), &snapshot(&[("a", "1\n9\n3\n4"), ("b", "")]));
        let changed = DeltaKind::Changed { lines: 1, first: 2, old: "2".to_owned(), new: "9".to_owned() };
        assert_eq!(deltas[0].kind, changed);
        assert_eq!((deltas[1].file.as_str(), &deltas[1].kind), ("b", &DeltaKind::Added));
    }

    #[test]
    fn an_inserted_line_is_one_difference() {
        let deltas = compare(&snapshot(&[("a", "1\n2\n3")]), &snapshot(&[("a", "0\n1\n2\n3")]));
        assert!(matches!(deltas[0].kind, DeltaKind::Changed { lines: 1, first: 1, .. }), "{deltas:?}");
    }

    #[test]
    fn a_missing_file_is_a_difference() {
        assert_eq!(compare(&snapshot(&[("a", "x")]), &snapshot(&[]))[0].kind, DeltaKind::Removed);
    }
}
