//! Writes the rows as CSV and as XLSX.

use std::fmt;

use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook};

use super::About;
use super::fields::FIELDS;
use super::rows::Row;
use crate::data::period::Date;
use crate::data::table::inert;
use crate::docx::package::system::made_on_unix;

/// Widest column, in characters.
const WIDEST: usize = 44;
/// The column of the values.
const VALUE: u16 = 9;

/// A table cannot be written.
#[derive(Debug)]
pub struct TableError(String);

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the table cannot be written: {}", self.0)
    }
}

impl std::error::Error for TableError {}

fn failed(error: impl fmt::Display) -> TableError {
    TableError(error.to_string())
}

/// The rows as CSV: UTF-8, commas, points before decimals, lines that end as RFC 4180 has it.
///
/// # Errors
/// The writer refuses, which it has no reason to.
pub fn csv(rows: &[Row]) -> Result<Vec<u8>, TableError> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(FIELDS.map(|(name, ..)| name)).map_err(failed)?;
    for row in rows {
        let mut cells = row.cells();
        for (index, cell) in cells.iter_mut().enumerate() {
            if index != usize::from(VALUE) {
                *cell = inert(cell).into_owned();
            }
        }
        writer.write_record(&cells).map_err(failed)?;
    }
    writer.into_inner().map_err(failed)
}

/// The rows as a workbook, with numbers as numbers: Excel reads a CSV file by the habits of its country.
///
/// # Errors
/// There are more rows than a sheet has.
pub fn xlsx(rows: &[Row], about: &About) -> Result<Vec<u8>, TableError> {
    let mut workbook = Workbook::new();
    let (year, month, day) = date(about);
    let created = ExcelDateTime::from_ymd(year, month, day).map_err(failed)?;
    let properties = DocProperties::new()
        .set_title(&about.title)
        .set_author(&about.publisher)
        .set_creation_datetime(&created);
    workbook.set_properties(&properties);
    let sheet = workbook.add_worksheet();
    sheet.set_name("figures").map_err(failed)?;
    let bold = Format::new().set_bold();
    let mut widths = FIELDS.map(|(name, ..)| name.len());
    for (column, (name, ..)) in (0..).zip(FIELDS) {
        sheet.write_string_with_format(0, column, name, &bold).map_err(failed)?;
    }
    for (line, row) in (1..).zip(rows) {
        for (column, cell) in (0_u16..).zip(row.cells()) {
            let width = &mut widths[usize::from(column)];
            *width = (*width).max(cell.chars().count());
            match row.value.filter(|_| column == VALUE) {
                Some(value) => {
                    let decimals = usize::try_from(value.scale()).unwrap_or(0);
                    let digits =
                        if decimals == 0 { "0".to_owned() } else { format!("0.{}", "0".repeat(decimals)) };
                    let number = value.to_f64().unwrap_or_default();
                    let format = Format::new().set_num_format(digits);
                    sheet.write_number_with_format(line, column, number, &format).map_err(failed)?;
                }
                None if cell.is_empty() => {}
                None => {
                    sheet.write_string(line, column, cell).map_err(failed)?;
                }
            }
        }
    }
    for (column, width) in (0..).zip(widths) {
        let width = u16::try_from(width.min(WIDEST) + 2).unwrap_or(u16::MAX);
        sheet.set_column_width(column, f64::from(width)).map_err(failed)?;
    }
    sheet.set_freeze_panes(1, 0).map_err(failed)?;
    let last = u32::try_from(rows.len()).map_err(failed)?;
    let columns = u16::try_from(FIELDS.len()).map_err(failed)?;
    sheet.autofilter(0, 0, last, columns - 1).map_err(failed)?;
    workbook.save_to_buffer().map(made_on_unix).map_err(failed)
}

/// The day that the file says it was made on: the last one that a value is of, since there is no clock.
fn date(about: &About) -> (u16, u8, u8) {
    let last = about.days.as_ref().and_then(|(_, last)| last.parse::<Date>().ok());
    // No workbook was made before 1900.
    last.filter(|last| last.year >= 1900).map_or((2000, 1, 1), |last| (last.year, last.month, last.day))
}
