//! Reads the two columns of a sheet, row by row, and tells what is wrong with each cell.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::cell::{Area, Cell, Held, Row, Sheet, cell_name};
use super::header::Columns;
use super::value::{self, Taken};
use crate::data::country::Names;
use crate::data::hint::start_of;
use crate::data::period::Period;
use crate::data::row::RowNames;
use crate::data::table::{GAP, MOST_ROWS, Rows, TableSpec, first_of_each, rest_is_known};
use crate::diag::{Code, Diagnostic, Severity, Spanned, code};

/// Merged areas that are told.
const MOST_MERGED: usize = 20;

/// A sheet while its rows are read.
pub(super) struct Reading<'a> {
    spec: &'a TableSpec,
    sheet: &'a Sheet,
    columns: Columns,
    names: RowNames<'a>,
    rows: Rows,
    faults: Vec<Diagnostic>,
    /// The first part without a value.
    gap: Option<(String, u32)>,
    /// The cells of keys.
    keys: BTreeMap<String, String>,
    /// Rows that are read, from 0.
    read: Vec<u32>,
    hidden: Vec<u32>,
    /// Cells that show fewer digits than they hold.
    rounded: Vec<(String, Taken)>,
    /// Merged cells over both columns, from row to row: headings within the table, and notes below it.
    across: RowsOfAreas,
    /// Merged cells in the column of keys.
    merged_keys: RowsOfAreas,
}

impl<'a> Reading<'a> {
    pub(super) fn new(spec: &'a TableSpec, sheet: &'a Sheet, columns: Columns, names: &'a Names) -> Self {
        Self {
            spec,
            sheet,
            columns,
            names: RowNames::new(spec, names),
            rows: Vec::new(),
            faults: Vec::new(),
            gap: None,
            keys: BTreeMap::new(),
            read: Vec::new(),
            hidden: Vec::new(),
            rounded: Vec::new(),
            across: RowsOfAreas::new(sheet, &[columns.key, columns.value]),
            merged_keys: RowsOfAreas::new(sheet, &[columns.key]),
        }
    }

    /// Reads all rows below the header.
    pub(super) fn rows(mut self) -> Result<(Rows, Vec<Diagnostic>), Vec<Diagnostic>> {
        let last = self.spec.last.as_ref().map_or(u32::MAX, |last| last.value - 1);
        let (key, value) = (self.columns.key, self.columns.value);
        let filled = |row: &'a Row, column| row.cell(column).filter(|cell| !cell.held.is_empty());
        let mut count = 0;
        for row in &self.sheet.rows {
            let (key, value) = (filled(row, key), filled(row, value));
            if row.number <= self.columns.header || row.number > last || key.is_none() && value.is_none() {
                continue;
            }
            count += 1;
            if count > MOST_ROWS {
                let message = format!("`{}` has more than {MOST_ROWS} rows", self.spec.file.value);
                let fault = Diagnostic::new(code::TOO_MANY, self.spec.file.span, message);
                return Err(vec![fault.hint("keep the rows that the edition needs")]);
            }
            self.row(row, key, value);
        }
        self.merged();
        if let Some((name, row)) = self.gap.take().filter(|_| !rest_is_known(self.spec, &self.rows)) {
            let place = self.sheet.place(row, self.columns.value);
            let message = format!("`{name}` has no value in {place}, so the rest cannot be computed");
            let hint = format!(
                "add a row `other` with the rest, or delete this row; if the table ends above it, say last = {row}"
            );
            self.fault(code::NO_VALUE, message, &hint);
        }
        let told = self.told();
        let missing = self.names.finish();
        self.faults.extend(missing);
        if self.faults.is_empty() {
            Ok((self.rows, told))
        } else {
            Err(first_of_each(self.spec, self.faults))
        }
    }

    fn row(&mut self, row: &Row, key: Option<&Cell>, value: Option<&Cell>) {
        let key_place = self.sheet.place(row.number, self.columns.key);
        let Some(key_cell) = key else {
            if self.merged_keys.has(row.number) {
                self.read.push(row.number);
                return;
            }
            let message = format!("{key_place} has no `{}`", self.spec.key.shown());
            self.fault(code::BAD_XLSX, message, "give the row its name, or delete it");
            return;
        };
        let taken = value.map(|cell| value::number(self.sheet, cell));
        let Some(key) = self.key(row.number, key_cell, taken.as_ref().and_then(|taken| taken.as_ref().ok()))
        else {
            return;
        };
        self.read.push(row.number);
        let place = self.sheet.place(row.number, self.columns.value);
        if value.is_some_and(|cell| cell.held == Held::NoResult) {
            self.no_result(&place);
            return;
        }
        if let Some(first) = self.keys.insert(key.clone(), key_place.clone()) {
            let message = format!("{first} and {key_place} are both `{key}`");
            self.fault(code::TWO_VALUES, message, "keep one of the rows, or leave one out with skip = […]");
            return;
        }
        let span = self.spec.file.span;
        if value.is_some_and(|cell| matches!(&cell.held, Held::Text { text, .. } if text.trim() == GAP)) {
            self.rows.push((Spanned::new(key, span), Spanned::new(None, span)));
            return;
        }
        match taken {
            None => {}
            Some(Err(unusable)) => {
                self.fault(code::BAD_NUMBER, format!("{place} {}", unusable.why), &unusable.hint);
            }
            Some(Ok(taken)) if self.spec.target == "shares" && is_no_share(taken.number) => {
                let message = format!("{place} holds {}, which cannot be a share", taken.number);
                let hint =
                    "a share lies between 0 and 100 per cent of the total; amounts belong into `parts`";
                self.fault(code::SHARE_RANGE, message, hint);
            }
            Some(Ok(taken)) => {
                if row.is_hidden {
                    self.hidden.push(row.number);
                }
                if taken.held.is_some() {
                    self.rounded.push((place, taken));
                }
                self.rows.push((Spanned::new(key, span), Spanned::new(Some(taken.number), span)));
            }
        }
    }

    /// The key of a row that is read.
    fn key(&mut self, row: u32, cell: &Cell, value: Option<&Taken>) -> Option<String> {
        let place = self.sheet.place(row, self.columns.key);
        if cell.held == Held::NoResult {
            self.no_result(&place);
            return None;
        }
        let is_filled = self.sheet.cell(row, self.columns.value).is_some_and(|cell| !cell.held.is_empty());
        let written = match value::key(self.sheet, cell, self.spec.target) {
            Ok(written) => written,
            Err(unusable) => {
                let code = if self.spec.target == "values" { code::BAD_PERIOD } else { code::BAD_XLSX };
                self.fault(code, format!("{place} {}", unusable.why), &unusable.hint);
                return None;
            }
        };
        match self.names.key(&written) {
            Ok(None) => None,
            Err(_) if !is_filled && self.across.has(row) => None,
            Ok(Some(_)) | Err(_) if !is_filled => {
                // A note below the table, or a value that is not available.
                self.gap.get_or_insert((written, row));
                None
            }
            Ok(Some(key)) if self.spec.target == "values" && key.parse::<Period>().is_err() => {
                self.read.push(row);
                let hint = "write 2023-04, 2023-Q2, 2023-H1 or 2023; rename = { \"…\" = \"2023-04\" } reads other words";
                self.fault(
                    code::BAD_PERIOD,
                    format!("{place} holds `{}`, which is not a period", start_of(&key)),
                    hint,
                );
                None
            }
            Ok(Some(key)) => Some(key),
            Err(meaning) => {
                self.read.push(row);
                let bad = self.names.tell(&written, &meaning, value.map(|taken| taken.number));
                if let Some(bad) = bad {
                    self.fault(bad.code, format!("{place}: {}", bad.why), &bad.hint);
                }
                None
            }
        }
    }

    fn fault(&mut self, code: Code, message: String, hint: &str) {
        self.faults.push(Diagnostic::new(code, self.spec.file.span, message).hint(hint));
    }

    fn no_result(&mut self, place: &str) {
        let message = format!("the formula in {place} has no result");
        self.fault(code::BAD_XLSX, message, "open the workbook, let it compute, and save it again");
    }

    /// Of merged cells only the first has a value, so that the others would seem to be missing.
    fn merged(&mut self) {
        let header = self.columns.header;
        let touches = |area: &&Area| {
            let columns = area.start.1..=area.end.1;
            // The rows that are read stand in their order.
            let first = self.read.partition_point(|row| *row < area.start.0);
            area.start != area.end
                && [self.columns.key, self.columns.value].iter().any(|column| columns.contains(column))
                && self.read.get(first).is_some_and(|row| *row <= area.end.0)
        };
        let found: Vec<Area> = self.sheet.merged.iter().filter(touches).take(MOST_MERGED).copied().collect();
        for area in found {
            let name = |(row, column)| cell_name(row, column);
            let message =
                format!("the cells {}!{}:{} are merged", self.sheet.name, name(area.start), name(area.end));
            let hint = if area.start.0 <= header {
                let last = area.end.0 + 1;
                format!("if the header goes down to row {last}, say header = {last}; else split them")
            } else {
                "split them, and write the value into each row".to_owned()
            };
            self.fault(code::BAD_XLSX, message, &hint);
        }
    }

    /// What is to be said of a table that can be read: what of it is hidden, and what cells hold and do not show.
    fn told(&self) -> Vec<Diagnostic> {
        let span = self.spec.file.span;
        let mut told = Vec::new();
        let mut hidden = |what: String, is_or_are: &str, hint: &str| {
            let message =
                format!("{what} of `{}` {is_or_are} hidden, and read all the same", self.spec.file.value);
            told.push(Diagnostic::new(code::HIDDEN_CELLS, span, message).hint(hint).found(what));
        };
        if self.sheet.is_hidden {
            let hint = "look at it in Excel (right click on a tab, Unhide): it may be an old one";
            hidden(format!("the sheet `{}`", self.sheet.name), "is", hint);
        }
        for column in [self.columns.key, self.columns.value] {
            let is_hidden =
                self.sheet.hidden_columns.iter().any(|(from, to)| (*from..=*to).contains(&column));
            if is_hidden {
                let letter = crate::data::column::letters(column);
                hidden(format!("column {letter}"), "is", "look at it in Excel: it may be an old one");
            }
        }
        if let Some(rows) = ranges(&self.hidden) {
            let hint = "take the filter away in Excel and look at them, or leave them out with skip = […]";
            hidden(rows, if self.hidden.len() == 1 { "is" } else { "are" }, hint);
        }
        if let Some((place, taken)) = self.rounded.first() {
            told.push(self.more_digits(place, taken));
        }
        told
    }

    fn more_digits(&self, place: &str, taken: &Taken) -> Diagnostic {
        let held = taken.held.unwrap_or(taken.number);
        let more = match self.rounded.len() - 1 {
            0 => String::new(),
            1 => ", and one more cell likewise".to_owned(),
            more => format!(", and {more} more cells likewise"),
        };
        let message = format!("{place} holds {held} and shows {}, which is read{more}", taken.number);
        let fault = Diagnostic::new(code::MORE_DIGITS, self.spec.file.span, message).found(place);
        if taken.is_scaled {
            // Thousands look like persons when the figure has no unit that says so.
            let hint =
                "see that the figure's unit says thousand or million, or give the cells another format";
            fault.with_severity(Severity::Warning).hint(hint)
        } else {
            fault.hint("show more decimals in the workbook if they are to be printed")
        }
    }
}

/// The rows of merged areas that cover some columns, from top to bottom.
struct RowsOfAreas(Vec<(u32, u32)>);

impl RowsOfAreas {
    fn new(sheet: &Sheet, columns: &[u32]) -> Self {
        let covers = |area: &&Area| {
            let covered = area.start.1..=area.end.1;
            area.start != area.end && columns.iter().all(|column| covered.contains(column))
        };
        let areas = sheet.merged.iter().filter(covers);
        let mut rows: Vec<(u32, u32)> = areas.map(|area| (area.start.0, area.end.0)).collect();
        rows.sort_unstable();
        Self(rows)
    }

    /// Whether one of them covers a row; areas of a sound sheet do not overlap.
    fn has(&self, row: u32) -> bool {
        let behind = self.0.partition_point(|(first, _)| *first <= row);
        behind > 0 && self.0[behind - 1].1 >= row
    }
}

fn is_no_share(number: Decimal) -> bool {
    number.is_sign_negative() && !number.is_zero() || number > Decimal::ONE_HUNDRED
}

/// Rows from 0 as Excel counts them: `rows 4–7, 9`.
fn ranges(rows: &[u32]) -> Option<String> {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for row in rows.iter().map(|row| row + 1) {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == row => *last = row,
            _ => ranges.push((row, row)),
        }
    }
    let shown = |(first, last): &(u32, u32)| {
        if first == last { first.to_string() } else { format!("{first}–{last}") }
    };
    let word = if rows.len() == 1 { "row" } else { "rows" };
    (!rows.is_empty()).then(|| format!("{word} {}", ranges.iter().map(shown).collect::<Vec<_>>().join(", ")))
}
