//! Finds the header of a sheet and the two columns that are read.

use super::cell::{Area, Cell, Held, Row, Sheet, cell_name};
use super::value;
use crate::data::column::{Column, Header};
use crate::data::table::{MOST_COLUMNS, TableSpec, too_wide};
use crate::diag::{Diagnostic, code};

/// Where the table begins, and its two columns, all from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Columns {
    pub(super) header: u32,
    pub(super) key: u32,
    pub(super) value: u32,
}

/// Rows in which a header is looked for when it is not where the spec says, and cells of each.
const MOST_ABOVE: usize = 50;
const MOST_BESIDE: usize = 1_000;

/// Finds the row with the names of columns, and the columns.
pub(super) fn find(spec: &TableSpec, sheet: &Sheet) -> Result<Columns, Vec<Diagnostic>> {
    if sheet.is_too_wide {
        return Err(vec![too_wide(spec)]);
    }
    let filled = |row: &&Row| row.cells.iter().any(|cell| !cell.held.is_empty());
    let Some(first) = sheet.rows.iter().find(filled).map(|row| row.number) else {
        let fault = Diagnostic::new(code::BAD_XLSX, spec.file.span, "the sheet has no cells");
        return Err(vec![fault.hint("name the columns in its first row")]);
    };
    let header = spec.header.as_ref().map_or(first, |header| header.value - 1);
    let columns = sheet.header(header, || names(sheet, header));
    if let Some(told) = spec.header.as_ref().filter(|_| columns.is_empty()) {
        let message = format!("row {} of the sheet `{}` is empty", told.value, sheet.name);
        let fault = Diagnostic::new(code::UNKNOWN_COLUMN, told.span, message);
        return Err(vec![fault.hint("give the row with the names of the columns, as Excel counts")]);
    }
    let list = match &spec.header {
        Some(header) => format!("its row {}: ", header.value),
        None => "its first row: ".to_owned(),
    };
    let about = Header {
        file: &spec.file.value,
        columns: &columns,
        list,
        elsewhere: &|name| elsewhere(sheet, header, name),
        is_filled: &|column| sheet.rows.iter().any(|row| row.cell(column).is_some()),
    };
    match (spec.key.find("key", &about), spec.value.find("value", &about)) {
        (Ok(key), Ok(value)) => Ok(Columns { header, key, value }),
        (key, value) => Err(key.err().into_iter().chain(value.err()).collect()),
    }
}

/// The names of columns in a row; a merged cell names all columns that it covers there.
fn names(sheet: &Sheet, row: u32) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    let mut add = |index: u32, cell: &Cell| {
        let name = name(sheet, cell);
        if !name.is_empty() {
            columns.push(Column { index, name, place: cell_name(row, index) });
        }
    };
    // Areas of a sound sheet do not overlap, so that they cover each column of a row once.
    let mut left = 2 * MOST_COLUMNS;
    let covers = |area: &&Area| (area.start.0..=area.end.0).contains(&row);
    let own = sheet.rows.iter().find(|found| found.number == row);
    for cell in own.iter().flat_map(|row| &row.cells) {
        add(cell.column, cell);
    }
    for area in sheet.merged.iter().filter(covers) {
        let Some(first) = sheet.cell(area.start.0, area.start.1) else { continue };
        for column in area.start.1..=area.end.1.min(MOST_COLUMNS - 1) {
            left = left.saturating_sub(1);
            if left == 0 {
                break;
            }
            let is_first = (row, column) == area.start;
            let is_own = own.is_some_and(|row| row.cell(column).is_some_and(|cell| !cell.held.is_empty()));
            if !is_first && !is_own {
                add(column, first);
            }
        }
    }
    columns.sort_by_key(|column| column.index);
    columns
}

/// What a cell of the header says: the words, without the mark of a note; of a date, the period that it shows.
fn name(sheet: &Sheet, cell: &Cell) -> String {
    match &cell.held {
        Held::Number(_) | Held::Text { .. } | Held::Date(_) | Held::Truth(_) => {
            value::key(sheet, cell, "values").unwrap_or_default()
        }
        Held::Error(_) | Held::NoResult => String::new(),
    }
}

/// A name that stands in another row than that of the header.
fn elsewhere(sheet: &Sheet, header: u32, wanted: &str) -> Option<String> {
    let others = sheet.rows.iter().filter(|row| row.number != header).take(MOST_ABOVE);
    let has = |row: &&Row| row.cells.iter().take(MOST_BESIDE).any(|cell| name(sheet, cell) == wanted);
    let row = others.into_iter().find(has)?.number + 1;
    Some(format!("row {row} has it: add header = {row}"))
}
