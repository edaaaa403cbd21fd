//! Finds the table in a sheet: which column names its rows, where it begins and ends, which columns hold numbers.

use std::collections::BTreeSet;

use super::digits::{Cell, Digits};
use super::heads::{Heads, heads};
use crate::data::country::folded;
use crate::data::sheet::{Grid, GridRow};
use crate::workbook::parts::{PartLabels, Typed};

/// The fewest rows of names that are a table.
const FEWEST: usize = 3;
/// Columns that are looked at; those of a matrix of all countries.
pub(super) const MOST_COLUMNS: u32 = 1_000;

/// A table within a sheet.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// The column that names the rows.
    pub(super) key: u32,
    /// Rows of the body, by their number in the sheet.
    pub(super) rows: Vec<u32>,
    /// Columns with numbers.
    pub(super) columns: Vec<u32>,
    /// What stands above all columns.
    pub(super) heads: Heads,
    /// How many of its rows have a name that is known.
    pub(super) known: usize,
    pub(super) digits: Digits,
}

/// Finds the table of a sheet; its key column is the one that is given, or has most names that are known.
pub(super) fn find(grid: &Grid, labels: &PartLabels, key: Option<u32>) -> Option<Found> {
    let digits = Digits::of(grid);
    let (key, known) = match key {
        Some(key) => (key, known(grid, labels, key)),
        None => best(grid, labels)?,
    };
    let has_numbers = |row: &&GridRow| {
        row.cell(key).and_then(|content| content.words()).is_some_and(|words| !words.is_empty())
            && row.cells.iter().any(|(column, content)| {
                *column != key && matches!(digits.read(content), Cell::Number(_) | Cell::Unclear(..))
            })
            && !is_numbering(row, digits)
    };
    let mut rows: Vec<u32> = grid.rows.iter().filter(has_numbers).map(|row| row.number).collect();
    // A head of years has numbers too: it is a row above the first that has most of them.
    let width =
        |row: u32| grid.rows.iter().find(|other| other.number == row).map_or(0, |row| row.cells.len());
    while rows.len() > FEWEST && is_head(grid, digits, key, rows[0]) && width(rows[0]) >= 2 {
        rows.remove(0);
    }
    if rows.len() < FEWEST {
        return None;
    }
    let all: Vec<u32> = (0..grid.width().min(MOST_COLUMNS)).collect();
    let heads = heads(grid, rows[0], &all);
    let count = |column: u32| {
        let is_number = |row: &&u32| {
            grid.cell(**row, column).is_some_and(|content| {
                matches!(digits.read(content), Cell::Number(_) | Cell::Missing | Cell::Unclear(..))
            })
        };
        rows.iter().filter(is_number).count()
    };
    let columns = all
        .into_iter()
        .filter(|column| *column != key && count(*column) > 0 && !is_index(grid, digits, &rows, *column));
    Some(Found { key, columns: columns.collect(), rows, heads, known, digits })
}

fn best(grid: &Grid, labels: &PartLabels) -> Option<(u32, usize)> {
    let counted = (0..grid.width().min(MOST_COLUMNS)).map(|column| (column, known(grid, labels, column)));
    let best = counted
        .filter(|(_, known)| *known >= FEWEST)
        .max_by_key(|(column, known)| (*known, std::cmp::Reverse(*column)));
    best.or_else(|| {
        // No name is known: the first column of many different words.
        let different = |column: u32| {
            let words = grid.rows.iter().filter_map(|row| row.cell(column)?.words());
            words.map(|words| folded(&words)).collect::<BTreeSet<_>>().len()
        };
        let column = (0..grid.width().min(MOST_COLUMNS))
            .max_by_key(|column| (different(*column), std::cmp::Reverse(*column)))?;
        (different(column) >= FEWEST).then_some((column, 0))
    })
}

/// Different names of a column that are known.
fn known(grid: &Grid, labels: &PartLabels, column: u32) -> usize {
    let words = grid.rows.iter().filter_map(|row| row.cell(column)?.words());
    let parts = words.filter(|words| words.chars().any(char::is_alphabetic)).filter_map(|words| match labels
        .meaning(&words)
    {
        Typed::Part(part) => Some(part),
        Typed::Several | Typed::Total | Typed::Unknown(_) => None,
    });
    parts.collect::<BTreeSet<_>>().len()
}

/// Whether a row numbers the columns: 1, 2, 3 …
fn is_numbering(row: &GridRow, digits: Digits) -> bool {
    let numbers: Vec<_> = row
        .cells
        .iter()
        .filter_map(
            |(_, content)| if let Cell::Number(number) = digits.read(content) { Some(number) } else { None },
        )
        .collect();
    numbers.len() >= 3
        && numbers.windows(2).all(|pair| pair[1] == pair[0] + rust_decimal::Decimal::ONE)
        && numbers[0] < rust_decimal::Decimal::TEN
}

/// Whether all numbers of a row are years, as those of a head.
fn is_head(grid: &Grid, digits: Digits, key: u32, row: u32) -> bool {
    let Some(row) = grid.rows.iter().find(|other| other.number == row) else { return false };
    let mut numbers = row.cells.iter().filter(|(column, _)| *column != key).filter_map(|(_, content)| {
        match digits.read(content) {
            Cell::Number(number) => Some(number),
            Cell::Missing | Cell::Words | Cell::Unclear(..) => None,
        }
    });
    let is_year = |number: rust_decimal::Decimal| {
        number.is_integer() && (1950..=2100).contains(&i64::try_from(number).unwrap_or(0))
    };
    numbers.clone().count() >= 1 && numbers.all(is_year)
}

/// Whether a column counts the rows: 1, 2, 3 …
fn is_index(grid: &Grid, digits: Digits, rows: &[u32], column: u32) -> bool {
    let numbers: Vec<_> = rows
        .iter()
        .filter_map(|row| {
            if let Cell::Number(number) = digits.read(grid.cell(*row, column)?) { Some(number) } else { None }
        })
        .collect();
    numbers.len() >= 3 && numbers.windows(2).all(|pair| pair[1] == pair[0] + rust_decimal::Decimal::ONE)
}
