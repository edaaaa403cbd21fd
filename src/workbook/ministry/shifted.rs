//! Holds the heads of a table to its numbers: heads that stand beside their columns give every number another meaning.

use super::choose::Choosing;
use crate::data::sheet::Content;
use crate::diag::{Diagnostic, code};
use crate::workbook::number::start_of;

/// What the heads around chosen columns say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Heads {
    /// Each column of numbers has its head.
    Right,
    /// A column of numbers beside a chosen one has none, as told.
    Doubtful(String),
}

impl Heads {
    /// What is to be asked of them.
    pub(super) fn doubt(self) -> Option<String> {
        match self {
            Self::Right => None,
            Self::Doubtful(told) => Some(told),
        }
    }
}

/// Holds the heads to the numbers below them.
///
/// # Errors
/// A column of numbers has no head, and a head has no numbers.
pub(super) fn heads(choosing: &Choosing<'_>, columns: &[u32]) -> Result<Heads, Vec<Diagnostic>> {
    let found = choosing.found;
    let is_headed = columns.iter().any(|column| !choosing.levels(*column).is_empty());
    let bare = found.columns.iter().copied().filter(|column| choosing.levels(*column).is_empty());
    let bare: Vec<u32> = bare.filter(|column| is_full(choosing, *column)).collect();
    if !is_headed || bare.is_empty() {
        return Ok(Heads::Right);
    }
    let own = |column: &u32| {
        // A merged head has its words in each of its columns, numbers or not.
        let merged = choosing.grid.merged.iter();
        let mut merged = merged.filter(|[start, end]| start.1 < end.1 && (start.1..=end.1).contains(column));
        let is_own = merged.all(|[start, _]| found.rows.first().is_none_or(|first| start.0 >= *first));
        *column != found.key && is_own && is_empty(choosing, *column)
    };
    let empty = found.heads.keys().copied().filter(own).find(|column| {
        let levels = choosing.levels(*column);
        !levels.is_empty()
            && bare.iter().any(|bare| bare.abs_diff(*column) <= distance(columns, *bare, *column))
    });
    let letter = choosing.letters(bare[0]);
    if let Some(empty) = empty {
        let message = format!(
            "`{}`: column {letter} has numbers and no head, and column {} the head `{}` and no numbers: heads and numbers may be shifted",
            choosing.name,
            choosing.letters(empty),
            start_of(&choosing.head(empty))
        );
        let hint = "look at the file; where each head stands above its numbers, name the column by its letter, as in --column B";
        return Err(vec![Diagnostic::new(code::MAP_WORDS, None, message).hint(hint)]);
    }
    let is_beside = |bare: &&u32| columns.iter().any(|column| column.abs_diff(**bare) == 1);
    let beside = bare.iter().find(is_beside);
    Ok(beside.map_or(Heads::Right, |beside| {
        Heads::Doubtful(format!(
            "column {} has numbers and no head: whether the heads beside it stand above their own numbers is not proven; --column with the letter says that they do",
            choosing.letters(*beside)
        ))
    }))
}

/// How far a head may have been shifted: over all columns between.
fn distance(columns: &[u32], bare: u32, empty: u32) -> u32 {
    let is_between = columns.iter().any(|column| (bare.min(empty)..=bare.max(empty)).contains(column));
    if is_between { u32::MAX } else { 1 }
}

/// Whether most rows have something in a column.
fn is_full(choosing: &Choosing<'_>, column: u32) -> bool {
    let rows = &choosing.found.rows;
    rows.iter().filter(|row| choosing.grid.cell(**row, column).is_some()).count() * 2 > rows.len()
}

/// Whether no row has anything in a column.
fn is_empty(choosing: &Choosing<'_>, column: u32) -> bool {
    let is_blank = |content: &Content| content.words().is_some_and(|words| words.is_empty());
    choosing.found.rows.iter().all(|row| choosing.grid.cell(*row, column).is_none_or(is_blank))
}
