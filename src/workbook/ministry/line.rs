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
    /// Why it has no number.
    pub(super) unread: Option<Unread>,
    /// The cells, as they are told.
    pub(super) cells: String,
    /// Its number in the sheet.
    pub(super) row: u32,
}

/// Why a row has no number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unread {
    /// The cell, as it is told.
    pub(super) cell: String,
    /// What it holds.
    pub(super) text: String,
    pub(super) sign: Sign,
}

/// What a cell without a number holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// A dash: there is nothing to count.
    Nil,
    /// The source does not have the number.
    NotAvailable,
    /// Something that is no sign that is known.
    Words,
}

impl Unread {
    /// The cell with what it holds, for whoever mends it.
    pub(super) fn told(&self) -> String {
        format!("{} holds `{}`", self.cell, crate::workbook::number::start_of(&self.text))
    }
}

impl Line {
    /// Whether its cell holds something that may be a number and cannot be read as one.
    pub(super) fn is_lost(&self) -> bool {
        self.unread.as_ref().is_some_and(|unread| unread.sign != Sign::Nil)
    }

    /// Whether its cell says that there is nothing to count.
    pub(super) fn is_nil(&self) -> bool {
        self.unread.as_ref().is_some_and(|unread| unread.sign == Sign::Nil)
    }
}
