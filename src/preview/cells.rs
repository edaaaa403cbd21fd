//! Finds the cell of a workbook that a value was taken from.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::data::sheet::{Content, Grid, grids};
use crate::spec::Spec;

/// The workbooks of an edition, each opened when it is first asked for.
pub(super) struct Cells<'a> {
    spec: &'a Spec,
    opened: BTreeMap<String, Vec<Grid>>,
}

impl<'a> Cells<'a> {
    pub(super) fn new(spec: &'a Spec) -> Self {
        Self { spec, opened: BTreeMap::new() }
    }

    /// The cell of a workbook that shows a number; nothing where several do, since the place of a value within its
    /// table is not kept.
    pub(super) fn of(&mut self, file: &str, value: Decimal) -> Option<String> {
        let spec = self.spec;
        let open = || {
            let (_, bytes) = spec.files.iter().find(|(name, _)| name == file)?;
            grids(bytes).ok()
        };
        let grids = self.opened.entry(file.to_owned()).or_insert_with(|| open().unwrap_or_default());
        let is_it = |content: &Content| matches!(content, Content::Number { shown, .. } if *shown == value);
        let cells = grids.iter().flat_map(|grid| {
            let in_row = |row: &crate::data::sheet::GridRow| {
                let number = row.number;
                let here = row.cells.iter().filter(|(_, content)| is_it(content));
                here.map(|(column, _)| (number, *column)).collect::<Vec<_>>()
            };
            grid.rows.iter().flat_map(in_row).map(move |(row, column)| grid.place(row, column))
        });
        let found: Vec<String> = cells.take(2).collect();
        if let [cell] = &found[..] { Some(cell.clone()) } else { None }
    }
}
