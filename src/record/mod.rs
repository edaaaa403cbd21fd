//! The record of a publication: every number in it, where it came from and what the checks say of it.

use crate::data::table::inert;
use crate::diag::Span;
use crate::language::RecordWords;
use crate::report::Part;

mod found;
mod rows;

pub use rows::rows;

/// Name of the record among the files inside the PDF.
pub const RECORD: &str = "record.csv";

/// The columns of the record, in their order; the page is filled in when the pages are set.
pub const COLUMNS: [&str; 14] = [
    "number", "page", "part", "text", "value", "unit", "digits", "how", "figure", "formula", "source",
    "place", "outcome", "status",
];

/// A number of the publication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The mark that the number stands at on the pages.
    pub mark: Option<u32>,
    /// The part of the publication that it stands in.
    pub part: Part,
    /// As it is printed.
    pub text: String,
    /// The value that the figures give, with a point before the decimals.
    pub value: String,
    /// Its unit in the words of the language.
    pub unit: String,
    /// How many decimals are printed.
    pub digits: Option<u32>,
    /// How it got into the publication.
    pub how: How,
    /// The figure that it is of.
    pub figure: String,
    /// The expression that gives it.
    pub formula: String,
    /// The agency that gave the figure.
    pub source: String,
    /// Where it was written: `2023-q2.toml:12:10`.
    pub place: String,
    /// What the checks say of it.
    pub outcome: String,
    /// Where in a text it, or its expression, was written; none of tiles and charts.
    pub span: Option<Span>,
    /// Where the values were written that it rests on.
    pub origins: Vec<Span>,
    /// How sure its source is: "provisional", "limit"; empty when nothing is said.
    pub status: String,
}

/// How a number got into the publication.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// The program computed it into a sentence.
    Computed,
    /// The author typed it, and the program compared it.
    Claimed,
    /// The author typed it, and nothing is known about it.
    Loose,
    /// It stands large in a tile, or is the change in one.
    Tile,
    /// A chart shows it.
    Chart,
}

impl How {
    fn word(self, words: &RecordWords) -> &str {
        match self {
            Self::Computed => &words.computed,
            Self::Claimed => &words.claimed,
            Self::Loose => &words.loose,
            Self::Tile => &words.tile,
            Self::Chart => &words.chart,
        }
    }
}

impl Row {
    /// The cells in the order of [`COLUMNS`]; that of the page is empty.
    pub fn cells(&self, number: usize, words: &RecordWords) -> [String; 14] {
        let text = |text: &str| inert(text).into_owned();
        let digits = self.digits.map(|digits| digits.to_string()).unwrap_or_default();
        [
            number.to_string(),
            String::new(),
            text(&self.part.heading),
            text(&self.text.replace('\u{a0}', " ")),
            self.value.clone(),
            text(&self.unit.replace('\u{a0}', " ")),
            digits,
            self.how.word(words).to_owned(),
            self.figure.clone(),
            text(&self.formula),
            text(&self.source),
            text(&self.place),
            text(&self.outcome),
            text(&self.status),
        ]
    }
}
