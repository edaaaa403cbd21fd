//! What an author wrote, piece by piece with its places, beside what is printed of it: for checks and the record.

use crate::data::period::Period;
use crate::data::quantity::Number;
use crate::diag::Span;

/// A paragraph, heading, caption, table cell or other line of an author's text, as it is printed.
#[derive(Debug, Clone)]
pub struct Passage {
    /// Where in the publication it stands.
    pub part: Part,
    /// The cell that it is, when it stands in a table.
    pub cell: Option<Cell>,
    /// Its pieces in reading order; together they are the printed text without the marks of notes.
    pub pieces: Vec<Piece>,
}

/// A cell of a table that an author wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// The table, counted in the order of reading.
    pub table: u32,
    /// Its row; the header is row 0.
    pub row: usize,
    /// Its column, from 0.
    pub column: usize,
}

/// A part of the publication that has a name of its own.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Part {
    /// Name in the spec: `flows/visas`, `event-2`; `imprint` and `glance` for those pages.
    pub id: String,
    /// Its heading as printed, with its number: "2.1. Overview".
    pub heading: String,
}

/// A run of a passage that came into being in one way.
#[derive(Debug, Clone)]
pub struct Piece {
    /// As printed.
    pub text: String,
    /// Where it, or its expression, was written.
    pub span: Span,
    /// How it came into being.
    pub kind: PieceKind,
}

/// How a piece of text came into being.
#[derive(Debug, Clone)]
pub enum PieceKind {
    /// The author typed it.
    Words,
    /// The author typed it in another language, which no rule of ours reads.
    Foreign,
    /// The author typed it and linked it to a formula; an index into [`super::Report::claims`].
    Claimed(usize),
    /// The program computed it.
    Number {
        /// The number.
        number: Number,
        /// What it is a number of, when it is one value of one figure.
        asked: Option<Asked>,
        /// The expression as written.
        formula: String,
    },
    /// The program made words: the name of a period or a country, the word for a missing value.
    Made,
    /// A link to a chart, table or chapter of the publication: `fig-visas`.
    Reference(String),
}

/// What an expression asked a figure for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Asked {
    /// Name of the figure.
    pub figure: String,
    /// What of it.
    pub what: What,
}

/// One of the things that a figure can be asked for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// The value of a period.
    Value(Period),
    /// The share of a part in the figure's own period.
    Share(String),
    /// The amount of a part in the figure's own period.
    Part(String),
    /// The sum of the shares as given.
    Shares,
    /// The sum of the amounts as given.
    Parts,
    /// What one of the figure's unit is in its other unit.
    Rate,
    /// The change between two periods: its percentage or its amount.
    Change {
        /// The earlier period.
        from: Period,
        /// The later period.
        to: Period,
    },
    /// How many times the value of one period holds that of another.
    Ratio {
        /// The earlier period.
        from: Period,
        /// The later period.
        to: Period,
    },
}

impl Passage {
    /// The printed text.
    pub fn text(&self) -> String {
        self.pieces.iter().map(|piece| piece.text.as_str()).collect()
    }
}

impl What {
    /// The period that a comparison starts from.
    pub fn base(&self) -> Option<Period> {
        match self {
            Self::Change { from, .. } | Self::Ratio { from, .. } => Some(*from),
            Self::Value(_) | Self::Share(_) | Self::Part(_) | Self::Shares | Self::Parts | Self::Rate => None,
        }
    }
}
