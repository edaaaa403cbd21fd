//! The sheet that nobody sees: which edition the workbook is of, and what each number was when it was written.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::values::{Entry, Values};
use crate::data::sheet::{Content, Grid};

/// Its name.
pub(super) const NAME: &str = "_quarterly";
/// The version of the workbook's form.
const VERSION: &str = "1";
/// The first row of keys, from 0.
const FIRST: u32 = 5;
/// The column of the names that can be chosen.
const NAMES: u16 = 3;

/// What a workbook says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Base {
    /// The edition's name: `kazakhstan-2023-q2`.
    pub(super) stem: String,
    /// Its period.
    pub(super) period: String,
    /// Each key with what the edition had: digits, `?`, or nothing.
    pub(super) held: Vec<(String, String)>,
    /// The names that could be chosen, with their keys.
    pub(super) names: Vec<(String, String)>,
}

/// Writes it, and gives the cells of the names that can be chosen.
pub(super) fn write<'a>(
    sheet: &mut Worksheet,
    values: &Values,
    entries: impl Iterator<Item = &'a Entry>,
    names: &[(String, String)],
) -> Result<String, XlsxError> {
    sheet.set_name(NAME)?;
    sheet.set_very_hidden(true);
    let about = [("quarterly", VERSION), ("edition", &values.stem), ("period", &values.period.to_string())];
    for (row, (name, value)) in (0..).zip(about) {
        sheet.write_string(row, 0, name)?.write_string(row, 1, value)?;
    }
    for (row, entry) in (FIRST..).zip(entries) {
        sheet.write_string(row, 0, entry.key.to_string())?.write_string(row, 1, entry.held.text())?;
    }
    for (row, (label, key)) in (FIRST..).zip(names) {
        sheet.write_string(row, NAMES, label)?.write_string(row, NAMES + 1, key)?;
    }
    let last = FIRST as usize + names.len();
    Ok(format!("='{NAME}'!$D${}:$D${last}", FIRST + 1))
}

/// Reads it back, when the workbook has it.
pub(super) fn read(grids: &[Grid]) -> Option<Base> {
    let grid = grids.iter().find(|grid| grid.name == NAME)?;
    let text = |row: u32, column: u32| grid.cell(row, column).and_then(words);
    let mut base = Base { stem: text(1, 1)?, period: text(2, 1)?, ..Base::default() };
    for row in grid.rows.iter().filter(|row| row.number >= FIRST) {
        if let Some(key) = row.cell(0).and_then(words) {
            base.held.push((key, row.cell(1).and_then(words).unwrap_or_default()));
        }
        let name = |column: u16| row.cell(u32::from(column)).and_then(words);
        base.names.extend(name(NAMES).zip(name(NAMES + 1)));
    }
    Some(base)
}

/// A cell as text; a program that saves the workbook may make a number of one.
fn words(content: &Content) -> Option<String> {
    match content {
        Content::Text(text) => Some(text.to_string()),
        Content::Number { exact, .. } => Some(exact.to_string()),
        Content::Unusable { .. } => None,
    }
}
