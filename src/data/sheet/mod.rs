//! Reads the values of a figure from a sheet of an Excel workbook beside the spec, within limits.

use super::country::Names;
use super::hint::{listed, meant};
use super::table::{Rows, TableSpec};
use super::workbook::Refusal;
use crate::diag::{Diagnostic, Warned, code};

use cell::{MOST_SHEETS, SheetPart};
pub use grid::{Content, Grid, GridRow, grids, text_grid};
use table::Reading;
pub use workbooks::Workbooks;

mod cell;
mod format;
mod grid;
mod header;
mod package;
mod rows;
mod strings;
mod styles;
mod table;
mod value;
mod workbooks;
mod xls;
mod xml;

#[cfg(test)]
mod tests;

/// Reads two columns of a sheet, below the row that has their names.
///
/// A value is the number that Excel shows in the cell; of a formula, the result that the workbook was saved with is
/// taken. What is hidden is read and told. A workbook that was read for another figure is not read again.
///
/// # Errors
/// All faults of the sheet: no such sheet or column, merged cells, formulas without a result, cells that hold no
/// number, rows whose names nobody knows.
pub fn read(
    spec: &TableSpec,
    bytes: &[u8],
    names: &Names,
    workbooks: &mut Workbooks,
) -> Result<Warned<Rows>, Vec<Diagnostic>> {
    let name = &spec.file.value;
    let bad = |(why, hint): Refusal| {
        vec![Diagnostic::new(code::BAD_XLSX, spec.file.span, format!("`{name}` {why}")).hint(hint)]
    };
    let sheets = workbooks.sheets(name, bytes).map_err(bad)?;
    let index = choose(spec, sheets)?;
    let sheet = workbooks.sheet(name, index).map_err(bad)?;
    let columns = header::find(spec, &sheet)?;
    let (output, warnings) = Reading::new(spec, &sheet, columns, names).rows()?;
    Ok(Warned { output, warnings })
}

/// The number of the sheet that was named, or of the only one.
fn choose(spec: &TableSpec, sheets: &[SheetPart]) -> Result<usize, Vec<Diagnostic>> {
    if sheets.len() > MOST_SHEETS {
        let message = format!("the file `{}` has more than {MOST_SHEETS} sheets", spec.file.value);
        let fault = Diagnostic::new(code::TOO_MANY, spec.file.span, message);
        return Err(vec![fault.hint("save the table alone in a new workbook")]);
    }
    let list = || {
        let shown =
            |sheet: &SheetPart| format!("{}{}", sheet.name, if sheet.is_hidden { " (hidden)" } else { "" });
        let names: Vec<String> = sheets.iter().map(shown).collect();
        format!("its sheets: {}", listed(names.iter().map(String::as_str)))
    };
    match (&spec.sheet, sheets) {
        (Some(name), _) => sheets.iter().position(|sheet| sheet.name == name.value).ok_or_else(|| {
            let message = format!("the file `{}` has no sheet `{}`", spec.file.value, name.value);
            let fault = Diagnostic::new(code::UNKNOWN_SHEET, name.span, message);
            let names = meant(sheets.iter().map(|sheet| sheet.name.as_str()));
            vec![fault.did_you_mean(&name.value, names).or_hint(list)]
        }),
        (None, [_]) => Ok(0),
        (None, _) => {
            let message = format!("the file `{}` has {} sheets", spec.file.value, sheets.len());
            let fault = Diagnostic::new(code::UNKNOWN_SHEET, spec.file.span, message);
            Err(vec![fault.hint(format!("say which, as in sheet = \"…\"; {}", list()))])
        }
    }
}
