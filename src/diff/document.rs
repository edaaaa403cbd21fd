//! What a document holds, element by element, in reading order: the form in which two of them are compared.

use std::collections::BTreeMap;

use serde::Serialize;

/// A document that was read: pages, elements in reading order, and what stands beside the pages.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Document {
    /// Width and height of each page in points; none for a document that has no pages of its own.
    pub pages: Vec<(f64, f64)>,
    /// The elements, in reading order; what no reader is told of comes last.
    pub elements: Vec<Element>,
    /// Properties, bookmarks and embedded files by name.
    pub properties: BTreeMap<String, String>,
    /// What places are rounded to: 0.1 for a document that was kept as text, 0 for one just read.
    pub grain: f64,
}

/// The smallest part of a document that has a name: a heading, a paragraph, a cell, a chart, a note.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Element {
    /// What it is: a tag such as `H2` or `Caption`, a style of Word, a kind of part.
    pub role: String,
    /// The tags around it, from the outside: `Document/Table/TBody/TR`.
    pub path: String,
    /// Title, when the document gives it one.
    pub title: String,
    /// Alternative text.
    pub alt: String,
    /// Scope, spans and other attributes of its tag.
    pub attributes: String,
    /// Number of the nearest element around it that holds several: a table, a list, a figure with its caption.
    pub group: usize,
    /// Its text, run by run in reading order.
    pub runs: Vec<Run>,
    /// What is drawn in it.
    pub marks: Vec<Drawn>,
    /// Where its links lead.
    pub links: Vec<String>,
}

/// A place on a page, in points from the upper left corner.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Area {
    /// Page, from 1; 0 when there are no pages.
    pub page: usize,
    /// Left edge.
    pub x: f64,
    /// Upper edge; for text four fifths of its size above the line's base.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

/// Text of one line in one style.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Run {
    /// Where it stands.
    pub area: Area,
    /// Font, size and colour, or the formatting that a style of Word does not give.
    pub style: String,
    /// The words.
    pub text: String,
}

/// A path or a picture.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Drawn {
    /// Where it stands.
    pub area: Area,
    /// What it is, with its colour or the hash of its contents.
    pub look: String,
    /// Hash of its outline, for paths that are no rectangles.
    pub outline: u64,
}

impl Area {
    /// Right edge.
    #[must_use]
    pub fn right(&self) -> f64 {
        self.x + self.width
    }

    /// Lower edge.
    #[must_use]
    pub fn bottom(&self) -> f64 {
        self.y + self.height
    }

    /// The smallest area that holds both; they are on one page.
    #[must_use]
    pub fn with(&self, other: &Self) -> Self {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        let (right, bottom) = (self.right().max(other.right()), self.bottom().max(other.bottom()));
        Self { page: self.page, x, y, width: right - x, height: bottom - y }
    }
}

impl Element {
    /// Its words, with single spaces; no-break spaces hold words together that are read as one.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        for run in &self.runs {
            text.push_str(&run.text);
        }
        text.split(|c: char| c.is_whitespace() && c != '\u{a0}')
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// The first place where something of it stands.
    #[must_use]
    pub fn first(&self) -> Area {
        self.areas().first().copied().unwrap_or_default()
    }

    /// Its places, one for each page that it touches.
    #[must_use]
    pub fn areas(&self) -> Vec<Area> {
        let mut areas: Vec<Area> = Vec::new();
        let all = self.runs.iter().map(|run| &run.area).chain(self.marks.iter().map(|mark| &mark.area));
        for area in all {
            match areas.iter_mut().find(|known| known.page == area.page) {
                Some(known) => *known = known.with(area),
                None => areas.push(*area),
            }
        }
        areas
    }

    /// Whether it is drawn but not told to a reader: a rule, a running head, a page number.
    #[must_use]
    pub fn is_artifact(&self) -> bool {
        self.role == ARTIFACT
    }
}

/// Role of what is drawn but not told.
pub const ARTIFACT: &str = "Artifact";

/// Rounded to 0.1, and never "-0".
pub(crate) fn tenth(value: f64) -> f64 {
    (value * 10.0).round() / 10.0 + 0.0
}
