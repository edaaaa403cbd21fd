//! The tables that an author wrote, cell by cell.

use std::collections::BTreeMap;

use super::said::Said;
use super::{ReadPassage, Text};

/// A table, with the cells that hold something.
#[derive(Debug)]
pub struct Grid<'t> {
    /// Cells by row and column; the header is row 0.
    cells: BTreeMap<(usize, usize), &'t ReadPassage<'t>>,
}

/// Which way a run of cells goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Axis {
    /// Cells beside each other, named by their first.
    Row,
    /// Cells below each other, named by the header.
    Column,
}

impl<'t> Grid<'t> {
    /// All tables in the order of reading.
    pub fn all(text: &'t Text<'t>) -> Vec<Self> {
        let mut tables: BTreeMap<u32, Self> = BTreeMap::new();
        for passage in &text.passages {
            let Some(cell) = passage.line.passage.cell else { continue };
            let table = tables.entry(cell.table).or_insert_with(|| Self { cells: BTreeMap::new() });
            table.cells.insert((cell.row, cell.column), passage);
        }
        tables.into_values().collect()
    }

    /// The cell at a place.
    pub fn cell(&self, row: usize, column: usize) -> Option<&'t ReadPassage<'t>> {
        self.cells.get(&(row, column)).copied()
    }

    /// How many rows there are below the header, and how many columns.
    pub fn size(&self) -> (usize, usize) {
        let most = |of: fn(&(usize, usize)) -> usize| self.cells.keys().map(of).max().unwrap_or(0);
        (most(|place| place.0), most(|place| place.1) + 1)
    }

    /// The numbers of figures in the cells below the header, each with its row, its column and its cell.
    pub fn numbers(&self) -> Vec<(usize, usize, &'t ReadPassage<'t>, &'t Said<'t>)> {
        let below = self.cells.iter().filter(|((row, _), _)| *row > 0);
        below
            .flat_map(|((row, column), cell)| cell.numbers().map(move |said| (*row, *column, *cell, said)))
            .collect()
    }

    /// The first cell, by which the text is known that the table was written in.
    pub fn first(&self) -> Option<&'t ReadPassage<'t>> {
        self.cells.values().next().copied()
    }
}
