//! Reads what stands above the columns of a table: words of one or several levels.

use std::collections::{BTreeMap, BTreeSet};

use crate::data::sheet::{Content, Grid};

/// The words above each column, from top to bottom.
pub(super) type Heads = BTreeMap<u32, Vec<String>>;

/// Rows above a table that can belong to its head.
const MOST_LEVELS: usize = 8;

/// Words as they are compared: small, without gaps, hyphens and breaks, е for ё.
pub(super) fn squash(text: &str) -> String {
    let is_kept = |c: &char| c.is_alphanumeric() || matches!(c, '%' | '/' | '+');
    text.to_lowercase().replace('ё', "е").chars().filter(is_kept).collect()
}

/// The words above columns, of rows that stand above the first row of the body, and the first of these rows. A title that
/// stands alone in its row is none; merged areas have their words in all of their columns. Above an empty row stand titles,
/// unless a merged area goes over it.
pub(super) fn heads(grid: &Grid, first: u32, columns: &[u32]) -> (Heads, u32) {
    let mut above: Vec<u32> = Vec::new();
    let filled = grid.rows.iter().rev().filter(|row| row.number < first && !row.cells.is_empty());
    for row in filled.take(MOST_LEVELS) {
        let is_over = |below: u32| {
            grid.merged.iter().any(|[start, end]| start.0 <= row.number && end.0 >= below && end.1 >= start.1)
        };
        if above.last().is_some_and(|below| *below > row.number + 1 && !is_over(*below)) {
            break;
        }
        above.push(row.number);
    }
    let first_head = above.last().copied().unwrap_or(first);
    let mut heads = Heads::new();
    for row in above.into_iter().rev() {
        let merged = merged(grid, row, columns);
        let words: Vec<(u32, String)> = columns
            .iter()
            .filter_map(|column| {
                let (row, column_of) = merged.get(column).copied().unwrap_or((row, *column));
                Some((*column, words(grid, row, column_of)?))
            })
            .collect();
        let cells = grid.rows.iter().find(|other| other.number == row).map_or(0, |row| row.cells.len());
        let is_small = |text: &str| text.parse::<u32>().is_ok_and(|number| number < 1000);
        let is_letter = |text: &str| text.chars().count() == 1 && text.chars().all(char::is_alphabetic);
        let small = words.iter().filter(|(_, text)| is_small(text)).count();
        let letters = words.iter().filter(|(_, text)| is_letter(text)).count();
        // 1, 2, 3 …, or А, Б, 1, 2 …
        let is_numbering =
            small * 2 > columns.len() || small > 0 && letters > 0 && small + letters == words.len();
        // Below other heads, it is no title any more.
        if cells < 2 && columns.len() > 1 && heads.is_empty() || is_numbering {
            continue;
        }
        for (column, text) in words {
            let known = heads.entry(column).or_default();
            if known.last() != Some(&text) {
                known.push(text);
            }
        }
    }
    (heads, first_head)
}

/// Of the columns that lie in a merged area in a row, the first cell of the area. A file may have a million areas: each
/// is looked at once, and gives only columns that have none yet.
fn merged(grid: &Grid, row: u32, columns: &[u32]) -> BTreeMap<u32, (u32, u32)> {
    let mut free: BTreeSet<u32> = columns.iter().copied().collect();
    let mut merged = BTreeMap::new();
    for [start, end] in grid.merged.iter().filter(|[start, end]| (start.0..=end.0).contains(&row)) {
        while let Some(column) = free.range(start.1..=end.1.max(start.1)).next().copied() {
            free.remove(&column);
            merged.insert(column, *start);
        }
    }
    merged
}

/// The words of a cell.
fn words(grid: &Grid, row: u32, column: u32) -> Option<String> {
    match grid.cell(row, column)? {
        Content::Text(text) => {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            (!text.is_empty()).then_some(text)
        }
        Content::Number { shown, .. } => Some(shown.normalize().to_string()),
        // A date is the period of a column.
        Content::Unusable { period, .. } => period.map(|period| period.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::merged;
    use crate::data::sheet::Grid;

    #[test]
    fn the_first_of_merged_areas_counts_and_each_is_looked_at_once() {
        let areas = [[(0, 2), (1, 4)], [(1, 4), (1, 6)], [(2, 0), (3, 9)]];
        let mut grid = Grid { merged: areas.to_vec(), ..Grid::default() };
        let columns: Vec<u32> = (0..1_000).collect();
        let first = (0, 2);
        let found = BTreeMap::from([(2, first), (3, first), (4, first), (5, (1, 4)), (6, (1, 4))]);
        assert_eq!(merged(&grid, 1, &columns), found);
        // Each area with each column would be a billion looks.
        grid.merged = vec![[(0, 0), (9, 998)]; 1_000_000];
        assert_eq!(merged(&grid, 1, &columns).len(), 999);
    }
}
