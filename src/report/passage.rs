//! What an author wrote, piece by piece with its places, beside what is printed of it: for checks and the record.

use super::Claim;
use super::place::Place;
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
    /// What it is in its part.
    pub role: PassageRole,
    /// Its pieces in reading order; together they are the printed text without the marks of notes.
    pub pieces: Vec<Piece>,
}

/// What a passage is in its part of the publication.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PassageRole {
    /// Running text.
    #[default]
    Text,
    /// An item of a list.
    Item {
        /// The list, counted in the order of reading.
        list: u32,
        /// Its place in the list, from 0.
        index: usize,
    },
    /// A title of that level: 1 for chapters, 2 for topics, 3 for headings in a text, 0 for the cover and for entries.
    Title(u8),
    /// A caption, label, remark or other line beside what it is about.
    Caption,
    /// A note or source line.
    Note,
    /// An entry of the bibliography.
    Reference,
    /// A text of the page inside the cover.
    Imprint,
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

/// The id of the page that has the tiles.
pub const GLANCE: &str = "glance";

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
#[expect(
    clippy::large_enum_variant,
    reason = "a report has some thousand pieces; boxing numbers would buy nothing"
)]
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
        /// Name of the figure that it is of: that of a ranking too.
        figure: String,
        /// The expression as written.
        formula: String,
    },
    /// The program made words: the name of a period or a country, the word for a missing value.
    Made,
    /// A link to a chart, table or chapter of the publication.
    Reference(Place),
    /// What stands here could not be computed.
    Unknown,
    /// A number that is to be filled in, or words about one that are to be written.
    Gap {
        /// Name of the figure that it is of.
        figure: String,
        /// The expression as written.
        formula: String,
        /// The mark by which the record finds its page.
        mark: Option<u32>,
    },
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
    /// The share of a part.
    Share(PartOf),
    /// The amount of a part.
    Part(PartOf),
    /// The sum of the shares of a period as given.
    Shares(Period),
    /// The sum of the amounts of a period as given.
    Parts(Period),
    /// What one of the figure's unit is in its other unit.
    Rate,
    /// The change between two periods: its percentage or its amount.
    Change {
        /// The earlier period.
        from: Period,
        /// The later period.
        to: Period,
        /// The part whose change it is; none for the whole figure.
        part: Option<String>,
    },
    /// How many times the value of one period holds that of another.
    Ratio {
        /// The earlier period.
        from: Period,
        /// The later period.
        to: Period,
    },
    /// What was computed of several values, of one figure or of more.
    Computed {
        /// The expression, as it can be written again.
        formula: String,
    },
}

/// A part of a figure in a period.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PartOf {
    /// Key of the part.
    pub part: String,
    /// The period.
    pub at: Period,
}

impl Piece {
    /// Name of the figure that it is one value of.
    pub(super) fn figure<'p>(&'p self, claims: &'p [Claim]) -> Option<&'p str> {
        let asked = match &self.kind {
            PieceKind::Number { asked, .. } => asked.as_ref(),
            PieceKind::Claimed(index) => claims.get(*index)?.asked.as_ref(),
            PieceKind::Words
            | PieceKind::Foreign
            | PieceKind::Made
            | PieceKind::Reference(_)
            | PieceKind::Gap { .. }
            | PieceKind::Unknown => None,
        };
        asked.map(|asked| asked.figure.as_str())
    }
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
            Self::Value(_)
            | Self::Share(_)
            | Self::Part(_)
            | Self::Shares(_)
            | Self::Parts(_)
            | Self::Rate
            | Self::Computed { .. } => None,
        }
    }

    /// The part that is asked for.
    pub fn part(&self) -> Option<&str> {
        match self {
            Self::Share(of) | Self::Part(of) => Some(&of.part),
            Self::Change { part, .. } => part.as_deref(),
            Self::Value(_)
            | Self::Shares(_)
            | Self::Parts(_)
            | Self::Rate
            | Self::Ratio { .. }
            | Self::Computed { .. } => None,
        }
    }

    /// The periods that the values are of, the one that is reported first; none when they have several or none.
    pub fn periods(&self) -> Vec<Period> {
        match self {
            Self::Value(at) | Self::Shares(at) | Self::Parts(at) => vec![*at],
            Self::Share(of) | Self::Part(of) => vec![of.at],
            Self::Change { from, to, .. } | Self::Ratio { from, to } => vec![*to, *from],
            Self::Rate | Self::Computed { .. } => Vec::new(),
        }
    }
}
