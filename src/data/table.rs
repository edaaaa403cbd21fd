//! Reads the values of a figure from a table beside the spec.

use std::str::FromStr;

use rust_decimal::Decimal;

use super::number;
use super::period::Period;
use crate::diag::{Diagnostic, SourceId, Span, Spanned};

/// Where in a table the values of a figure stand.
#[derive(Debug, Clone)]
pub struct TableSpec {
    /// What the file is.
    pub kind: TableKind,
    /// Path below the edition's folder.
    pub file: Spanned<String>,
    /// The sheet of a workbook; not given for the only one.
    pub sheet: Option<Spanned<String>>,
    /// Column with periods or parts.
    pub key: Spanned<String>,
    /// Column with numbers.
    pub value: Spanned<String>,
    /// `values`, `shares` or `parts`.
    pub target: &'static str,
}

/// Kinds of file that a table can stand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableKind {
    /// Text with commas.
    Csv,
    /// An Excel workbook.
    Xlsx,
}

/// Rows of a table: key and number, each with its place; of a workbook, the place that names it.
pub type Rows = Vec<(Spanned<String>, Spanned<Decimal>)>;

/// Rows whose keys are periods.
pub type PeriodRows = Vec<(Spanned<Period>, Spanned<Decimal>)>;

/// Rows of a table; a statistic of more parts is a mistake.
pub const MOST_ROWS: usize = 2_000;

/// Reads two columns of a CSV file with a header row, separated by commas.
///
/// Empty cells are values that are not available and are left out; among parts, the rest must then be given.
///
/// # Errors
/// All faults of the file: a column that is not there, a row of another length, a cell that is no number.
pub fn read(spec: &TableSpec, source: SourceId, text: &str) -> Result<Rows, Vec<Diagnostic>> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let mut faults = Vec::new();
    let headers = reader.headers().cloned().unwrap_or_default();
    if text.trim().is_empty() {
        let message = format!("the file `{}` is empty", spec.file.value);
        let fault = Diagnostic::error("bad-csv", spec.file.span, message);
        return Err(vec![fault.hint("name the columns in its first row")]);
    }
    if let Some(fault) = other_separator(&headers, source, text) {
        return Err(vec![fault]);
    }
    let mut column = |name: &Spanned<String>| {
        let index = headers.iter().position(|header| header.trim_start_matches('\u{feff}') == name.value);
        if index.is_none() {
            let message = format!("the file `{}` has no column `{}`", spec.file.value, name.value);
            let mut fault = Diagnostic::error("unknown-column", name.span, message)
                .did_you_mean(&name.value, headers.iter());
            if fault.hints.is_empty() {
                let known: Vec<&str> = headers.iter().collect();
                fault = fault.hint(format!("its columns, separated by commas: {}", known.join(", ")));
            }
            faults.push(fault);
        }
        index
    };
    let columns = (column(&spec.key), column(&spec.value));
    let (Some(key), Some(value)) = columns else { return Err(faults) };
    let mut rows: Rows = Vec::new();
    let mut gap = None;
    for (index, record) in reader.records().enumerate() {
        if index >= MOST_ROWS {
            let message = format!("`{}` has more than {MOST_ROWS} rows", spec.file.value);
            let fault = Diagnostic::error("too-many", spec.file.span, message);
            faults.push(fault.hint("keep the rows that the edition needs"));
            break;
        }
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let start = error.position().map_or(0, |p| usize::try_from(p.byte()).unwrap_or(0));
                faults.push(
                    Diagnostic::error("bad-csv", line_span(source, text, start), csv_message(&error))
                        .hint("separate cells by commas; put a cell that holds a comma into quotes"),
                );
                continue;
            }
        };
        let line =
            line_span(source, text, record.position().map_or(0, |p| usize::try_from(p.byte()).unwrap_or(0)));
        let (Some(name), Some(written)) = (record.get(key), record.get(value)) else { continue };
        if written.is_empty() {
            gap = gap.or(Some((name.to_owned(), line)));
            continue;
        }
        match number::parse(written) {
            Ok(number) => rows.push((
                Spanned::new(name.to_owned(), cell_span(text, line, name)),
                Spanned::new(number, cell_span(text, line, written)),
            )),
            Err(why) => {
                let message = format!("`{written}` is not a number");
                let place = cell_span(text, line, written);
                faults.push(Diagnostic::error("bad-number", place, message).hint(why.hint()));
            }
        }
    }
    if let Some((name, line)) = gap.filter(|_| !rest_is_known(spec, &rows)) {
        let message = format!("`{name}` has no value, so the rest cannot be computed");
        faults.push(
            Diagnostic::error("no-value", line, message)
                .hint("add a row `other` with the rest, or delete this row"),
        );
    }
    if faults.is_empty() { Ok(rows) } else { Err(faults) }
}

/// Whether a part may be left without a value: the rest is what the parts leave of the whole, and an unknown part
/// would be counted into it.
pub(super) fn rest_is_known(spec: &TableSpec, rows: &Rows) -> bool {
    spec.target == "values" || rows.iter().any(|(key, _)| key.value == "other")
}

/// The keys of rows as periods.
///
/// # Errors
/// Every key that is not a period.
pub fn periods(rows: Rows) -> Result<PeriodRows, Vec<Diagnostic>> {
    let mut faults = Vec::new();
    let mut values = Vec::new();
    for (key, value) in rows {
        match Period::from_str(&key.value) {
            Ok(period) => values.push((Spanned::new(period, key.span), value)),
            Err(_) => faults.push(
                Diagnostic::error("bad-period", key.span, format!("`{}` is not a period", key.value))
                    .hint("write 2023-04, 2023-Q2, 2023-H1 or 2023"),
            ),
        }
    }
    if faults.is_empty() { Ok(values) } else { Err(faults) }
}

/// A header of one cell with semicolons or tabs in it, as spreadsheets write where the comma is a decimal point.
fn other_separator(headers: &csv::StringRecord, source: SourceId, text: &str) -> Option<Diagnostic> {
    let only = headers.iter().next().filter(|_| headers.len() == 1)?;
    let (sign, name) =
        [(';', "semicolons"), ('\t', "tabs")].into_iter().find(|(sign, _)| only.contains(*sign))?;
    let place = line_span(source, text, 0);
    let message = format!("the cells of this file are separated by {name} (`{}`)", sign.escape_default());
    let hint = "save it as CSV separated by commas, with a point before the decimals";
    Some(Diagnostic::error("bad-csv", place, message).hint(hint))
}

fn csv_message(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("cells in this row: {len}; in the header: {expected_len}")
        }
        _ => "the row cannot be read".to_owned(),
    }
}

fn line_span(source: SourceId, text: &str, start: usize) -> Span {
    let start = start.min(text.len());
    // The reader's position may stand on the line break before the row.
    let start = start + text[start..].len() - text[start..].trim_start_matches(['\r', '\n']).len();
    let end = text[start..].find('\n').map_or(text.len(), |i| start + i);
    Span { source, start, end }
}

fn cell_span(text: &str, line: Span, cell: &str) -> Span {
    match text[line.range()].find(cell) {
        Some(at) if !cell.is_empty() => {
            Span { source: line.source, start: line.start + at, end: line.start + at + cell.len() }
        }
        _ => line,
    }
}

#[cfg(test)]
mod tests {
    use super::{TableKind, TableSpec, read};
    use crate::diag::{Sources, Span, Spanned};

    #[test]
    fn an_unknown_part_is_not_counted_into_the_rest() {
        assert_eq!(run_as("parts", "key,n\nUZ,\nRU,5\n", "n").unwrap_err().len(), 1);
        assert_eq!(run_as("parts", "key,n\nUZ,\nRU,5\nother,3\n", "n").unwrap().len(), 2);
    }

    fn run(text: &str, column: &str) -> Result<Vec<(String, String)>, Vec<String>> {
        run_as("values", text, column)
    }

    fn run_as(target: &'static str, text: &str, column: &str) -> Result<Vec<(String, String)>, Vec<String>> {
        let source = Sources::default().add("a.csv", text);
        let span = Span { source, start: 0, end: 0 };
        let word = |w: &str| Spanned::new(w.to_owned(), span);
        let spec = TableSpec {
            kind: TableKind::Csv,
            file: word("a.csv"),
            sheet: None,
            key: word("key"),
            value: word(column),
            target,
        };
        match read(&spec, source, text) {
            Ok(rows) => {
                Ok(rows.into_iter().map(|(k, v)| (k.value, text[v.span.range()].to_owned())).collect())
            }
            Err(faults) => Err(faults.into_iter().map(|f| f.message).collect()),
        }
    }

    #[test]
    fn cells_keep_their_digits_and_places() {
        let rows = run("key,n\n2023-04,76.40\n2023-05,\n2023-06,87.5\n", "n").unwrap();
        assert_eq!(rows, [("2023-04".into(), "76.40".into()), ("2023-06".into(), "87.5".into())]);
    }

    #[test]
    fn every_fault_is_told() {
        let faults = run("key,n\na,b\nc,1,2\nd,e\n", "n").unwrap_err();
        assert_eq!(
            faults,
            ["`b` is not a number", "cells in this row: 3; in the header: 2", "`e` is not a number"]
        );
        assert_eq!(run("key,m\n1,2\n", "n").unwrap_err().len(), 1);
    }

    #[test]
    fn other_separators_are_named() {
        assert!(run("key;n\n1;2\n", "n").unwrap_err()[0].contains("semicolons"));
        assert!(run("key\tn\n1\t2\n", "n").unwrap_err()[0].contains("tabs"));
    }
}
