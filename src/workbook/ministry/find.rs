//! Finds the table in a sheet: which column names its rows, where it begins and ends, which columns hold numbers.

use std::collections::BTreeSet;

use super::digits::{Cell, Digits};
use super::heads::{Heads, heads};
use super::words::TableWords;
use crate::data::country::{Meaning, folded, meaning_of_number};
use crate::data::sheet::{Content, Grid, GridRow};
use crate::workbook::parts::{PartLabels, Typed};

/// The fewest rows of names that are a table.
const FEWEST: usize = 3;
/// Columns that are looked at; those of a matrix of all countries.
pub(super) const MOST_COLUMNS: u32 = 1_000;

/// A table within a sheet.
#[derive(Debug, Clone)]
pub(super) struct Found<'a> {
    /// The column that names the rows.
    pub(super) key: u32,
    /// Rows of the body, by their number in the sheet.
    pub(super) rows: Vec<u32>,
    /// Columns with numbers.
    pub(super) columns: Vec<u32>,
    /// What stands above all columns.
    pub(super) heads: Heads,
    /// The first row of heads; titles stand above it.
    pub(super) first_head: u32,
    /// How many of its rows have a name that is known.
    pub(super) known: usize,
    /// Whether its rows are named by numbers, since somebody says so.
    pub(super) is_numbered: bool,
    /// The column with codes of the United Nations that agree with the names.
    pub(super) codes: Option<u32>,
    pub(super) digits: Digits<'a>,
}

/// Finds the table of a sheet; its key column is the one that is given, or has most names that are known.
pub(super) fn find<'a>(
    grid: &Grid,
    (labels, table_words): (&PartLabels, &'a TableWords),
    key: Option<u32>,
) -> Option<Found<'a>> {
    let digits = Digits::of(grid, table_words);
    let is_given = key.is_some();
    let (key, known) = match key {
        Some(key) => (key, known(grid, labels, key)),
        None => best(grid, labels)?,
    };
    let is_numbered = is_given && known == 0;
    // A country with 1, 2 and 3 of something is no row that numbers the columns, which stands above all names.
    let first_named = grid.rows.iter().find(|row| {
        let words = row.cell(key).and_then(Content::words);
        words.is_some_and(|words| labels.part(&words).is_some())
    });
    let is_below_names = |row: &GridRow| {
        let is_word = row.cell(key).and_then(Content::words).is_some_and(|words| words.chars().count() > 1);
        is_word && first_named.is_some_and(|first| first.number <= row.number)
    };
    let has_numbers = |row: &&GridRow| {
        row.cell(key).and_then(|content| name(content, is_numbered)).is_some_and(|words| !words.is_empty())
            && row.cells.iter().any(|(column, content)| {
                let is_number =
                    |cell: Cell| matches!(cell, Cell::Number(_) | Cell::NotAvailable | Cell::Unclear(..));
                *column != key && is_number(digits.read(content))
            })
            && (is_below_names(row) || !is_numbering(row, digits))
    };
    let mut rows: Vec<u32> = grid.rows.iter().filter(has_numbers).map(|row| row.number).collect();
    // A head of years has numbers too: it is a row above the first that has most of them.
    let width =
        |row: u32| grid.rows.iter().find(|other| other.number == row).map_or(0, |row| row.cells.len());
    let is_named = |row: u32| {
        let words = grid.cell(row, key).and_then(Content::words).unwrap_or_default();
        matches!(labels.meaning(&words), Typed::Part(_) | Typed::Total | Typed::Several)
    };
    while rows.len() > FEWEST
        && is_head(grid, digits, key, rows[0])
        && width(rows[0]) >= 2
        && !is_named(rows[0])
    {
        rows.remove(0);
    }
    if rows.len() < FEWEST {
        return None;
    }
    let all: Vec<u32> = (0..grid.width().min(MOST_COLUMNS)).collect();
    let is_data = |row: &GridRow| is_named(row.number) && is_of_nothing(row, digits, key);
    let (heads, first_head) = heads(grid, first_of_data(grid, rows[0], is_data), &all);
    let count = |column: u32| {
        let is_number = |row: &&u32| {
            grid.cell(**row, column).is_some_and(|content| {
                matches!(
                    digits.read(content),
                    Cell::Number(_) | Cell::Missing | Cell::NotAvailable | Cell::Unclear(..)
                )
            })
        };
        rows.iter().filter(is_number).count()
    };
    let columns: Vec<u32> = all
        .into_iter()
        .filter(|column| *column != key && count(*column) > 0 && !is_index(grid, digits, &rows, *column))
        .collect();
    let codes = columns.iter().copied().find(|column| is_codes(grid, labels, (&rows, key), *column));
    let columns = columns.into_iter().filter(|column| Some(*column) != codes).collect();
    Some(Found { key, columns, rows, heads, first_head, known, is_numbered, codes, digits })
}

/// The first row of the body: above the first that has a number may stand parts that have none, and are no heads.
fn first_of_data(grid: &Grid, first: u32, is_data: impl Fn(&GridRow) -> bool) -> u32 {
    let above = grid.rows.iter().rev().filter(|row| row.number < first);
    let run = above.scan(first, |below, row| {
        let follows = row.number + 1 == *below && is_data(row);
        *below = row.number;
        follows.then_some(row.number)
    });
    run.last().unwrap_or(first)
}

/// Whether all cells of a row, its name aside, say that there is no number.
fn is_of_nothing(row: &GridRow, digits: Digits<'_>, key: u32) -> bool {
    let mut cells = row.cells.iter().filter(|(column, _)| *column != key).peekable();
    cells.peek().is_some()
        && cells.all(|(_, content)| matches!(digits.read(content), Cell::Missing | Cell::NotAvailable))
}

/// What a row is called: words, or a code of the United Nations as three digits.
pub(super) fn name(content: &Content, is_numbered: bool) -> Option<String> {
    match content {
        Content::Text(_) => content.words(),
        Content::Number { .. } if !is_numbered => None,
        Content::Number { .. } => number(content).map(|number| format!("{number:03}")),
        Content::Unusable { .. } => None,
    }
}

/// A whole number of few digits.
pub(super) fn number(content: &Content) -> Option<u16> {
    match content {
        Content::Number { exact, .. } if exact.is_integer() => u16::try_from(*exact).ok(),
        Content::Text(text) => text.trim().parse().ok().filter(|_| text.trim().len() <= 4),
        Content::Number { .. } | Content::Unusable { .. } => None,
    }
}

/// Whether the numbers of a column are the codes of the countries that its rows name: of at least three, and of nearly
/// all of which both are known. The few others are told when they are read.
fn is_codes(grid: &Grid, labels: &PartLabels, (rows, key): (&[u32], u32), column: u32) -> bool {
    let both = rows.iter().filter_map(|row| {
        // A region may have the name of a country.
        let Meaning::Part(code) = meaning_of_number(number(grid.cell(*row, column)?)?)? else { return None };
        let part = labels.part(&grid.cell(*row, key)?.words()?)?;
        Some(part == code)
    });
    let both: Vec<bool> = both.collect();
    let right = both.iter().filter(|is_right| **is_right).count();
    right >= FEWEST && (both.len() - right) * 4 <= right
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
    // In long tables, each name stands in many rows.
    let words: BTreeSet<String> = words.filter(|words| words.chars().any(char::is_alphabetic)).collect();
    let parts = words.iter().filter_map(|words| labels.part(words));
    parts.collect::<BTreeSet<_>>().len()
}

/// Whether a row numbers the columns: 1, 2, 3 …, or А, Б, 1, 2 …
fn is_numbering(row: &GridRow, digits: Digits) -> bool {
    let numbers: Vec<_> = row
        .cells
        .iter()
        .filter_map(
            |(_, content)| if let Cell::Number(number) = digits.read(content) { Some(number) } else { None },
        )
        .collect();
    let is_letter = |content: &Content| {
        content
            .words()
            .is_some_and(|words| words.chars().count() == 1 && words.chars().all(char::is_alphabetic))
    };
    let letters = row.cells.iter().filter(|(_, content)| is_letter(content)).count();
    let is_of_letters = letters + numbers.len() == row.cells.len() && letters > 0;
    let least = if is_of_letters { 1 } else { 3 };
    numbers.len() >= least
        && numbers.windows(2).all(|pair| pair[1] == pair[0] + rust_decimal::Decimal::ONE)
        && numbers[0] < rust_decimal::Decimal::TEN
}

/// Whether all numbers of a row are years, as those of a head.
fn is_head(grid: &Grid, digits: Digits<'_>, key: u32, row: u32) -> bool {
    let Some(row) = grid.rows.iter().find(|other| other.number == row) else { return false };
    let mut numbers = row.cells.iter().filter(|(column, _)| *column != key).filter_map(|(_, content)| {
        match digits.read(content) {
            Cell::Number(number) => Some(number),
            Cell::Missing | Cell::NotAvailable | Cell::Words | Cell::Date(..) | Cell::Unclear(..) => None,
        }
    });
    let is_year = |number: rust_decimal::Decimal| {
        number.is_integer() && (1950..=2100).contains(&i64::try_from(number).unwrap_or(0))
    };
    numbers.clone().count() >= 1 && numbers.all(is_year)
}

/// Whether a column counts the rows: 1, 2, 3 …
fn is_index(grid: &Grid, digits: Digits<'_>, rows: &[u32], column: u32) -> bool {
    let numbers: Vec<_> = rows
        .iter()
        .filter_map(|row| {
            if let Cell::Number(number) = digits.read(grid.cell(*row, column)?) { Some(number) } else { None }
        })
        .collect();
    numbers.len() >= 3 && numbers.windows(2).all(|pair| pair[1] == pair[0] + rust_decimal::Decimal::ONE)
}
