//! Cells of a sheet as its file has them, whichever kind of file it is.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use super::format::Format;
use crate::data::column::Column;

/// Sheets of a workbook; one that somebody works with has some dozen.
pub(super) const MOST_SHEETS: usize = 1_000;

/// A sheet of cells in a workbook.
#[derive(Debug, Clone)]
pub(super) struct SheetPart {
    /// Its name.
    pub(super) name: String,
    /// Whether Excel shows no tab of it.
    pub(super) is_hidden: bool,
}

/// A sheet with its cells.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    /// Its name.
    pub(super) name: String,
    /// Whether Excel shows it.
    pub(super) is_hidden: bool,
    /// Rows that have cells, from top to bottom.
    pub(super) rows: Vec<Row>,
    /// Areas of merged cells.
    pub(super) merged: Vec<Area>,
    /// Columns that are not shown, from and to.
    pub(super) hidden_columns: Vec<(u32, u32)>,
    /// The formats of cells, by the number that cells name.
    pub(super) formats: Rc<[Arc<Format>]>,
    /// Whether days are counted from 1904.
    pub(super) is_1904: bool,
    /// Whether it has more columns than a sheet can have; those are left out.
    pub(super) is_too_wide: bool,
    /// The names of its columns by the row that has them, as far as somebody has asked.
    pub(super) headers: RefCell<BTreeMap<u32, Rc<Vec<Column>>>>,
}

/// A row with cells.
#[derive(Debug, Default)]
pub(super) struct Row {
    /// From 0.
    pub(super) number: u32,
    /// Hidden by hand, by a filter or in a closed group.
    pub(super) is_hidden: bool,
    /// Its cells, from left to right.
    pub(super) cells: Vec<Cell>,
}

/// A cell that is not empty.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cell {
    /// From 0.
    pub(super) column: u32,
    /// What it holds.
    pub(super) held: Held,
    /// Which of the formats it has.
    pub(super) format: usize,
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Held {
    /// A number; a date is one too.
    Number(f64),
    /// Words, without signs that are raised, which are marks of notes.
    Text {
        /// The words; many cells can have the same.
        text: Arc<str>,
        /// What is raised.
        raised: Arc<str>,
    },
    /// A day or time as text, as programs other than Excel write it.
    Date(String),
    /// True or false.
    Truth(bool),
    /// An error such as `#N/A`.
    Error(String),
    /// A formula that was never computed.
    NoResult,
}

/// A rectangle of cells, both corners in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Area {
    /// Row and column of its first cell.
    pub(super) start: (u32, u32),
    /// Row and column of its last.
    pub(super) end: (u32, u32),
}

impl Sheet {
    /// The names of its columns in a row: read once, however many figures take their values from below it.
    pub(super) fn header(&self, row: u32, read: impl FnOnce() -> Vec<Column>) -> Rc<Vec<Column>> {
        Rc::clone(self.headers.borrow_mut().entry(row).or_insert_with(|| Rc::new(read())))
    }

    /// The cell at a place.
    pub(super) fn cell(&self, row: u32, column: u32) -> Option<&Cell> {
        let row = self.rows.binary_search_by_key(&row, |row| row.number).ok()?;
        self.rows.get(row)?.cell(column)
    }

    /// The format of a cell.
    pub(super) fn format(&self, cell: &Cell) -> Option<&Format> {
        self.formats.get(cell.format).map(AsRef::as_ref)
    }

    /// The name of a cell: `Data!B7`.
    pub(super) fn place(&self, row: u32, column: u32) -> String {
        format!("{}!{}", self.name, cell_name(row, column))
    }

    /// Puts rows and cells into their order; of a row or cell that is written twice, the first is kept.
    pub(super) fn sort(&mut self) {
        self.rows.sort_by_key(|row| row.number);
        self.rows.dedup_by_key(|row| row.number);
        for row in &mut self.rows {
            row.cells.sort_by_key(|cell| cell.column);
            row.cells.dedup_by_key(|cell| cell.column);
        }
    }
}

impl Row {
    /// The cell in a column.
    pub(super) fn cell(&self, column: u32) -> Option<&Cell> {
        let index = self.cells.binary_search_by_key(&column, |cell| cell.column).ok()?;
        self.cells.get(index)
    }
}

impl Held {
    /// Words without a mark.
    pub(super) fn text(text: &str) -> Self {
        Self::rich(text, "")
    }

    /// Words with what is raised in them.
    pub(super) fn rich(text: &str, raised: &str) -> Self {
        Self::Text { text: text.into(), raised: raised.into() }
    }

    /// Whether the cell only looks filled: it holds an empty text.
    pub(super) fn is_empty(&self) -> bool {
        matches!(self, Self::Text { text, raised } if text.trim().is_empty() && raised.trim().is_empty())
    }
}

/// `B3` for the third row and the second column.
pub(crate) fn cell_name(row: u32, column: u32) -> String {
    format!("{}{}", crate::data::column::letters(column), row + 1)
}

/// Row and column of `B3`, from 0; without a row, as of `B`, the column alone.
pub(super) fn parse_cell_name(name: &str) -> Option<(u32, u32)> {
    let name = name.replace('$', "");
    let split = name.find(|c: char| c.is_ascii_digit())?;
    let column = crate::data::column::parse(&name[..split])?;
    let row: u32 = name[split..].parse().ok()?;
    Some((row.checked_sub(1)?, column))
}
