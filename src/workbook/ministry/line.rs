//! A row of a table as it was read.

use rust_decimal::Decimal;

/// What a row is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A part, by its key.
    Part(String),
    /// The rest.
    Rest,
    /// The whole.
    Total,
    /// A country whose name others have too, none of which is wanted.
    Several,
    /// A name that nobody knows.
    Unknown,
}

/// A row of the table.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) name: String,
    pub(super) meaning: Meaning,
    /// The sum of its cells; nothing where one of them has no number.
    pub(super) value: Option<Decimal>,
    /// Whether one of its cells says that the source does not have the number.
    pub(super) is_open: bool,
    /// The cells, as they are told.
    pub(super) cells: String,
    /// Its number in the sheet.
    pub(super) row: u32,
}
