//! Tables of data with caption, header row and source.

use super::body::{Body, Frame, Series};
use super::place::table_place;
use super::style::id;
use super::tree::Element;
use super::word::{Cell, Grid, Heads, Look, Para, Row};
use crate::report::{Align, Table, plain_text};

impl Body<'_> {
    /// A table with its caption above and its source below.
    pub(super) fn data_table(&mut self, table: &Table, frame: Frame) -> Vec<Element> {
        let mut flow = Vec::new();
        if let Some(number) = table.number {
            let word = &self.locale.labels().table;
            flow.push(self.caption(Series::Table, word, number, &table_place(&table.id), &table.title));
        }
        let headers = table.columns.iter().map(|column| plain_text(&column.header)).collect::<Vec<_>>();
        let headers = headers.join(", ");
        let head = table.columns.iter().map(|column| {
            Cell::of([Para::of(id::TABLE_HEAD).with(self.inlines(&column.header, Look::default()))])
        });
        let mut rows = vec![Row::of(head.collect::<Vec<_>>())];
        for row in &table.rows {
            let cells = row.iter().zip(&table.columns).map(|(cell, column)| {
                let place = Some(column.align).filter(|align| *align != Align::Left);
                let para = Para { align: place, ..Para::of(id::TABLE_TEXT) };
                Cell::of([para.with(self.inlines(cell, Look::default()))])
            });
            rows.push(Row::of(cells.collect::<Vec<_>>()));
        }
        let grid = Grid {
            style: id::TABLE,
            name: if table.title.is_empty() { headers.clone() } else { table.title.clone() },
            description: headers,
            columns: column_widths(table, frame.width),
            rows,
            heads: Heads::FirstRow,
        };
        flow.push(grid.build());
        flow.push(self.source(&table.source, &table.remark).unwrap_or_else(|| Para::of(id::SPACER).with([])));
        flow
    }
}

/// Widths in proportion to the longest text of each column, within limits, that fill the whole width.
fn column_widths(table: &Table, width: usize) -> Vec<usize> {
    let weights: Vec<usize> = (0..table.columns.len())
        .map(|index| {
            let cells = table.rows.iter().filter_map(|row| row.get(index));
            let longest = cells
                .chain([&table.columns[index].header])
                .map(|cell| plain_text(cell).chars().count())
                .max();
            longest.unwrap_or(0).clamp(8, 40)
        })
        .collect();
    share(width, &weights)
}

/// Splits a width by weights, the rest of the division to the last.
pub(super) fn share(width: usize, weights: &[usize]) -> Vec<usize> {
    let sum = weights.iter().sum::<usize>().max(1);
    let mut widths: Vec<usize> = weights.iter().map(|weight| width * weight / sum).collect();
    let used: usize = widths.iter().sum();
    if let Some(last) = widths.last_mut() {
        *last += width - used;
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn shares_fill_the_width() {
        assert_eq!(share(100, &[1, 1, 1]), [33, 33, 34]);
        assert!(share(100, &[]).is_empty());
    }
}
