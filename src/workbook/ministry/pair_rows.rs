//! Holds the rows of a table of pairs to each other: each pair once, a number in each, nobody from the country itself.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::choose::Choosing;
use super::digits::Cell;
use super::line::Meaning;
use super::only::shown;
use super::wanted::Wanted;
use crate::data::country::folded;
use crate::diag::{Diagnostic, code};
use crate::workbook::number::start_of;
use crate::workbook::parts::OTHER;

/// The rows that were read so far.
pub(super) struct PairRows<'a> {
    /// The country of the series.
    home: &'a str,
    choosing: &'a Choosing<'a>,
    /// First row by what it is of.
    seen: BTreeMap<String, u32>,
}

impl<'a> PairRows<'a> {
    pub(super) fn new(home: &'a str, choosing: &'a Choosing<'a>) -> Self {
        Self { home, choosing, seen: BTreeMap::new() }
    }

    /// What is wrong with a row that was chosen.
    pub(super) fn fault(
        &mut self,
        (row, name): (u32, &str),
        meaning: &Meaning,
        value: Option<Decimal>,
        wanted: &Wanted<'_>,
    ) -> Option<Diagnostic> {
        let (grid, key) = (self.choosing.grid, self.choosing.found.key);
        let place = |column: u32| grid.place(row, column);
        // A sum of what can be read would be too small.
        let hidden = wanted.columns.iter().find(|column| {
            let cell = grid.cell(row, **column);
            cell.is_some_and(|content| self.choosing.found.digits.read(content) == Cell::Words)
        });
        if let Some(column) = hidden {
            let words = grid.cell(row, *column).map(shown).unwrap_or_default();
            let message = format!("{} holds `{}`, which is no number", place(*column), start_of(&words));
            let hint = format!(
                "ask the source for it; or leave the row out with --skip \"{}\": it then counts nowhere",
                start_of(name)
            );
            return Some(Diagnostic::new(code::CELL_NUMBER, None, message).hint(hint));
        }
        let is_home = matches!(meaning, Meaning::Part(part) if part == self.home);
        if is_home && !wanted.parts.contains(&self.home) && value.is_some_and(|value| !value.is_zero()) {
            let message =
                format!("{} has {} on both sides, with {}", place(key), self.home, value.unwrap_or_default());
            let hint = format!(
                "say what it counts as: --skip \"{0}\" leaves it out, --rename \"{0}={OTHER}\" counts it among the rest",
                start_of(name)
            );
            return Some(Diagnostic::new(code::MAP_ROWS, None, message).hint(hint));
        }
        let what = match meaning {
            Meaning::Part(part) => part.clone(),
            Meaning::Total => "total".to_owned(),
            Meaning::Rest | Meaning::Several | Meaning::Unknown => folded(name),
        };
        let first = *self.seen.entry(what).or_insert(row);
        (first != row).then(|| {
            let message = format!(
                "{} holds `{}` again: {} has the same pair",
                place(key),
                start_of(name),
                grid.place(first, key)
            );
            let hint = "choose the rows by what another column has, as in --where \"Year={year}\"; if a row is there twice, mend the file";
            Diagnostic::new(code::MAP_ROWS, None, message).hint(hint)
        })
    }
}
