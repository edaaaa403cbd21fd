//! What differs between two editions, as text and as JSON.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::cause::{Cause, causes};
use super::change::{Difference, Kind};
use super::compare::compare;
use super::document::Document;
use super::pixels::PageDelta;
use crate::diag::{json_text, printable};

/// An edition as it is compared: what of it is there.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Content {
    /// The PDF.
    pub pdf: Option<Document>,
    /// The DOCX.
    pub docx: Option<Document>,
    /// Charts and other files of text, by path.
    pub files: BTreeMap<String, String>,
}

/// What differs between two editions.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Report {
    /// How the two compare, stage by stage.
    pub stages: Vec<Stage>,
    /// What differs, the reason first.
    pub causes: Vec<ShownCause>,
    /// Pages that look different, when they were looked at.
    pub pixels: Vec<PageDelta>,
}

/// The outcome of one stage of the comparison.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stage {
    /// What was compared.
    pub name: &'static str,
    /// Nothing, or how much differs.
    pub differs: Option<String>,
}

/// A cause, and the document that shows it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ShownCause {
    /// `PDF`, `DOCX` or `files`.
    pub document: &'static str,
    /// The cause.
    #[serde(flatten)]
    pub cause: Cause,
}

impl Report {
    /// Compares two editions in what both of them have.
    #[must_use]
    pub fn new(old: &Content, new: &Content) -> Self {
        let mut report = Self::default();
        if let (Some(from), Some(to)) = (&old.pdf, &new.pdf) {
            let changes = compare(from, to);
            report.stages = stages(from, to, &changes);
            report.add("PDF", changes);
        }
        if let (Some(from), Some(to)) = (&old.docx, &new.docx) {
            let changes = compare(from, to);
            report.stages.push(stage("DOCX", &changes, |_| true, "block"));
            report.add("DOCX", changes);
        }
        // A PDF alone has no files beside it; that is no difference.
        if !old.files.is_empty() && !new.files.is_empty() {
            let changes = files(&old.files, &new.files);
            report.stages.push(stage("charts and data", &changes, |_| true, "file"));
            report.add("files", changes);
        }
        report.follow();
        report
    }

    fn add(&mut self, document: &'static str, changes: Vec<Difference>) {
        self.causes.extend(causes(changes).into_iter().map(|cause| ShownCause { document, cause }));
    }

    /// The same words in another document, or a file behind them, are no reason of their own.
    fn follow(&mut self) {
        let words = |change: &Difference| (change.kind, change.from.clone(), change.to.clone());
        let mut known: BTreeSet<(Kind, String, String)> = BTreeSet::new();
        let has_cause = self.causes.iter().any(|told| told.cause.is_cause && told.document != "files");
        for told in &mut self.causes {
            let own: BTreeSet<_> = told.cause.changes.iter().map(words).collect();
            let is_said = told.document != "PDF" && own.iter().all(|one| known.contains(one));
            let is_behind = told.cause.changes.iter().all(|change| {
                matches!(change.several, "workbooks" | "native charts" | "parts") || change.kind == Kind::Alt
            });
            if is_said || (told.document == "DOCX" && is_behind && !known.is_empty()) {
                told.cause.is_cause = false;
            }
            if told.document == "files" && has_cause {
                told.cause.is_cause = false;
            }
            known.extend(own.into_iter().filter(|_| told.document == "PDF"));
        }
        self.causes.sort_by_key(|told| !told.cause.is_cause);
    }

    /// Takes in what the pixels say.
    pub fn add_pixels(&mut self, pixels: Vec<PageDelta>) {
        let count = pixels.len();
        let differs = (count > 0).then(|| counted(count, "page"));
        self.stages.retain(|stage| stage.name != "pixels");
        self.stages.push(Stage { name: "pixels", differs });
        if self.causes.iter().all(|told| told.document != "PDF") {
            let changes = pixels.iter().map(PageDelta::change).collect();
            let found = causes(changes).into_iter().map(|cause| ShownCause { document: "PDF", cause });
            self.causes.splice(0..0, found);
        }
        self.pixels = pixels;
    }

    /// Takes in whether the files are the same byte by byte.
    pub fn add_bytes(&mut self, same_pdf: bool, same_docx: bool) {
        let mut files = Vec::new();
        if !same_pdf {
            files.push("PDF");
        }
        if !same_docx {
            files.push("DOCX");
        }
        let differs = (!files.is_empty()).then(|| {
            format!("the {} {}", files.join(" and the "), if files.len() == 1 { "differs" } else { "differ" })
        });
        if let Some(line) = differs.as_ref().filter(|_| self.causes.is_empty()) {
            let line = format!("{line} in bytes that nothing shows or tells");
            let cause = Cause { line, changes: Vec::new(), is_cause: true };
            self.causes.push(ShownCause { document: "files", cause });
        }
        self.stages.insert(0, Stage { name: "bytes", differs });
    }

    /// With these lines as its causes, when it knows none: files that differ and read the same.
    #[must_use]
    pub fn or_lines(mut self, lines: Vec<String>) -> Self {
        if self.causes.is_empty() {
            let told = |line| ShownCause {
                document: "files",
                cause: Cause { line, changes: Vec::new(), is_cause: true },
            };
            self.causes = lines.into_iter().map(told).collect();
        }
        self
    }

    /// Each cause as text; the last one with all that follows.
    #[must_use]
    pub fn steps(&self) -> Vec<String> {
        let mut steps: Vec<String> = Vec::new();
        for told in &self.causes {
            if told.cause.is_cause {
                let mut text = format!("{}\n", told.line());
                write_places(&mut text, &told.cause);
                steps.push(text);
            } else if let Some(last) = steps.last_mut() {
                last.push_str(&format!("  so {}\n", told.line()));
            }
        }
        steps
    }

    /// Whether nothing differs.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.causes.is_empty() && self.stages.iter().all(|stage| stage.differs.is_none())
    }

    /// The reason in one line; nothing when nothing differs.
    #[must_use]
    pub fn headline(&self) -> Option<String> {
        self.causes.first().map(ShownCause::line)
    }

    /// The report as text: the reason, other reasons, what follows from them, and the stages.
    #[must_use]
    pub fn text(&self) -> String {
        if self.is_same() {
            let stages: Vec<&str> = self.stages.iter().map(|stage| stage.name).collect();
            return format!("no difference in {}\n", stages.join(", "));
        }
        let mut text = String::new();
        for told in self.causes.iter().filter(|told| told.cause.is_cause) {
            text.push_str(&format!("{}\n", told.line()));
            write_places(&mut text, &told.cause);
        }
        let following: Vec<&ShownCause> = self.causes.iter().filter(|told| !told.cause.is_cause).collect();
        if !following.is_empty() {
            text.push_str("what follows from it\n");
        }
        for told in following.iter().take(SHOWN) {
            text.push_str(&format!("  {}\n", told.line()));
        }
        if let Some(more) = following.len().checked_sub(SHOWN).filter(|more| *more > 0) {
            text.push_str(&format!("  and {more} more, which --format json lists\n"));
        }
        text.push_str("compared\n");
        for Stage { name, differs } in &self.stages {
            text.push_str(&format!("  {name}: {}\n", differs.as_deref().unwrap_or("the same")));
        }
        text
    }

    /// The report as JSON.
    #[must_use]
    pub fn json(&self) -> String {
        json_text(self)
    }
}

/// As many consequences, and as many places of one cause, are listed in text.
const SHOWN: usize = 12;

impl ShownCause {
    /// The cause, with the name of its document where that is not the PDF. Its words are those of a document that
    /// anybody may have written.
    #[must_use]
    pub fn line(&self) -> String {
        match self.document {
            "DOCX" => format!("in the DOCX, {}", printable(&self.cause.line)),
            _ => printable(&self.cause.line),
        }
    }
}

/// The places of a cause that has several.
fn write_places(text: &mut String, cause: &Cause) {
    if cause.changes.len() < 2 {
        return;
    }
    for change in cause.changes.iter().take(SHOWN) {
        let page = change.new.first().or(change.old.first()).map_or(0, |area| area.page);
        let page = if page == 0 { String::new() } else { format!("page {page}: ") };
        text.push_str(&format!("    {page}{}\n", printable(&change.name)));
    }
    if let Some(more) = cause.changes.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        text.push_str(&format!("    and {more} more\n"));
    }
}

fn counted(count: usize, what: &str) -> String {
    match what.strip_suffix('y') {
        _ if count == 1 => format!("1 {what} differs"),
        Some(stem) => format!("{count} {stem}ies differ"),
        None => format!("{count} {what}s differ"),
    }
}

fn stage(
    name: &'static str,
    changes: &[Difference],
    is_of: impl Fn(&Difference) -> bool,
    what: &str,
) -> Stage {
    let places: BTreeSet<(usize, &str)> = changes
        .iter()
        .filter(|change| is_of(change))
        .map(|change| (change.order, if change.kind == Kind::Property { change.name.as_str() } else { "" }))
        .collect();
    Stage { name, differs: (!places.is_empty()).then(|| counted(places.len(), what)) }
}

fn stages(old: &Document, new: &Document, changes: &[Difference]) -> Vec<Stage> {
    let (from, to) = (old.pages.len(), new.pages.len());
    let is_sized = changes.iter().any(|change| change.kind == Kind::PageSize);
    let pages = match (from == to, is_sized) {
        (true, false) => None,
        (true, true) => Some("another size".to_owned()),
        _ => Some(format!("{to} instead of {from}")),
    };
    let named = |change: &Difference| {
        matches!(change.several, "headings" | "captions" | "charts" | "notes" | "cells")
    };
    let outline = |change: &Difference| {
        named(change)
            && matches!(change.kind, Kind::Added | Kind::Removed | Kind::Order | Kind::Text | Kind::Page)
    };
    let text =
        |change: &Difference| matches!(change.kind, Kind::Text | Kind::Added | Kind::Removed | Kind::Order);
    let look = |change: &Difference| {
        matches!(change.kind, Kind::Style | Kind::Picture | Kind::Drawing | Kind::Leading | Kind::Size)
    };
    let place = |change: &Difference| {
        matches!(change.kind, Kind::Gap | Kind::Shift | Kind::Breaks | Kind::Page | Kind::Place)
    };
    let tags = |change: &Difference| matches!(change.kind, Kind::Tag | Kind::Alt | Kind::Link);
    vec![
        Stage { name: "pages", differs: pages },
        stage("outline", changes, outline, "element"),
        stage("text", changes, text, "block"),
        stage("style and pictures", changes, look, "block"),
        stage("places", changes, place, "block"),
        stage("tags, links and alternative texts", changes, tags, "element"),
        stage("properties and embedded files", changes, |change| change.kind == Kind::Property, "entry"),
    ]
}

/// Text files that differ.
fn files(old: &BTreeMap<String, String>, new: &BTreeMap<String, String>) -> Vec<Difference> {
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let differing = names.into_iter().filter(|name| old.get(*name) != new.get(*name));
    let change = |(order, name): (usize, &String)| {
        let (from, to) = (old.get(name), new.get(name));
        let (from, to) = match (from, to) {
            (Some(from), Some(to)) => line_that_differs(from, to),
            (Some(_), None) => ("the file".to_owned(), String::new()),
            _ => (String::new(), "the file".to_owned()),
        };
        Difference {
            kind: Kind::Part,
            name: format!("the file `{name}`"),
            several: "files",
            section: String::new(),
            from,
            to,
            old: Vec::new(),
            new: Vec::new(),
            order,
            stands_elsewhere: false,
        }
    };
    differing.enumerate().map(change).collect()
}

fn line_that_differs(old: &str, new: &str) -> (String, String) {
    let (mut from, mut to) = (old.lines(), new.lines());
    loop {
        match (from.next(), to.next()) {
            (Some(a), Some(b)) if a == b => {}
            (a, b) => {
                return (a.unwrap_or_default().trim().to_owned(), b.unwrap_or_default().trim().to_owned());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::document::{Document, Element, Run};
    use super::{Content, Report};

    fn content(text: &str) -> Content {
        let run = Run { text: text.to_owned(), ..Run::default() };
        let element = Element { role: "P".to_owned(), runs: vec![run], ..Element::default() };
        Content {
            pdf: Some(Document { elements: vec![element], ..Document::default() }),
            ..Content::default()
        }
    }

    #[test]
    fn the_same_contents_are_no_difference() {
        let report = Report::new(&content("a b"), &content("a b"));
        assert!(report.is_same() && report.headline().is_none());
        assert!(report.text().starts_with("no difference in pages"), "{}", report.text());
    }

    #[test]
    fn the_reason_is_the_first_line_and_cannot_act_on_the_terminal() {
        let report = Report::new(&content("one two three"), &content("one \u{1b}[2J three"));
        let text = report.text();
        let first = text.lines().next().unwrap_or_default();
        assert_eq!(first, "the paragraph 'one two three': 'two' became '\u{fffd}[2J'");
        assert!(report.json().contains("\"from\": \"two\""), "{}", report.json());
    }

    #[test]
    fn bytes_alone_are_a_difference_too() {
        let mut report = Report::new(&content("a"), &content("a"));
        report.add_bytes(false, true);
        let line = report.headline();
        assert_eq!(line.as_deref(), Some("the PDF differs in bytes that nothing shows or tells"));
        assert!(!report.is_same());
    }
}
