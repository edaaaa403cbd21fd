//! The tables that an author wrote, cell by cell.

use std::collections::BTreeMap;

use super::Subject;
use super::sentence::{Line, Occurrence};
use crate::report::Passage;
use crate::spec::Text;

/// A table, with the cells that hold something.
pub(super) struct Grid<'a> {
    /// Cells by row and column; the header is row 0.
    cells: BTreeMap<(usize, usize), Line<'a>>,
}

/// Which way a run of cells goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Axis {
    /// Cells beside each other, named by their first.
    Row,
    /// Cells below each other, named by the header.
    Column,
}

impl<'a> Grid<'a> {
    /// All tables in the order of reading.
    pub(super) fn all(subject: &Subject<'a>) -> Vec<Self> {
        let mut tables: BTreeMap<u32, Self> = BTreeMap::new();
        for passage in &subject.report.passages {
            let Some(cell) = passage.cell else { continue };
            let table = tables.entry(cell.table).or_insert_with(|| Self { cells: BTreeMap::new() });
            table.cells.insert((cell.row, cell.column), Line::new(passage));
        }
        tables.into_values().collect()
    }

    /// The cell at a place.
    pub(super) fn cell(&self, row: usize, column: usize) -> Option<&Line<'a>> {
        self.cells.get(&(row, column))
    }

    /// How many rows there are below the header, and how many columns.
    pub(super) fn size(&self) -> (usize, usize) {
        let most = |of: fn(&(usize, usize)) -> usize| self.cells.keys().map(of).max().unwrap_or(0);
        (most(|place| place.0), most(|place| place.1) + 1)
    }

    /// The numbers of figures in the cells below the header, each with its line and its place.
    pub(super) fn numbers(&self, subject: &Subject<'a>) -> Vec<(usize, usize, &Line<'a>, Occurrence<'a>)> {
        let below = self.cells.iter().filter(|((row, _), _)| *row > 0);
        below
            .flat_map(|((row, column), line)| {
                let found = line.occurrences(subject.report, &(0..line.text.len())).into_iter();
                found.map(move |occurrence| (*row, *column, line, occurrence))
            })
            .collect()
    }

    /// Whether the table was written in a text.
    pub(super) fn is_in(&self, text: &Text) -> bool {
        self.cells.values().next().is_some_and(|line| is_in(line.passage, text))
    }
}

/// The line that a title or other short text was read as.
pub(super) fn line_of<'a>(subject: &Subject<'a>, text: &Text) -> Option<Line<'a>> {
    subject.report.passages.iter().find(|passage| is_in(passage, text)).map(Line::new)
}

fn is_in(passage: &Passage, text: &Text) -> bool {
    let outer = text.span;
    let inside = |at: crate::diag::Span| at.source == outer.source && outer.range().contains(&at.start);
    passage.pieces.first().is_some_and(|piece| inside(piece.span))
}
