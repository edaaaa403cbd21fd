//! The sheet that says how to fill in the other one.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::formats;
use crate::language::SheetWords;

/// Characters that a line of it has.
const WIDTH: f64 = 100.0;

/// Writes the steps, a line each.
pub(super) fn write(sheet: &mut Worksheet, words: &SheetWords) -> Result<(), XlsxError> {
    sheet.set_name(formats::sheet_name(&words.guide))?;
    sheet.set_column_width(0, 4)?.set_column_width(1, WIDTH)?;
    sheet.write_string_with_format(0, 1, &words.guide, &formats::title())?;
    sheet.set_paper_size(9).set_print_fit_to_pages(1, 0);
    for (row, step) in (2..).zip(&words.steps) {
        sheet.write_string_with_format(row, 0, format!("{}.", row - 1), &formats::step())?;
        sheet.write_string_with_format(row, 1, step, &formats::step())?;
        // Programs that do not compute heights would show the first line alone.
        let lines = step.chars().count() / 95 + 1;
        sheet.set_row_height(row, 16.0 * f64::from(u32::try_from(lines).unwrap_or(1)))?;
    }
    Ok(())
}
