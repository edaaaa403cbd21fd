//! Reads the values of a figure from a sheet of an Excel workbook beside the spec, within limits.

use std::collections::BTreeSet;
use std::io::{Cursor, Read};

use calamine::{Data, DataRef, Reader, Style, Xlsx, XlsxError};
use rust_decimal::Decimal;

use super::number;
use super::table::{MOST_ROWS, Rows, TableSpec, rest_is_known};
use crate::diag::{Diagnostic, Spanned};

/// Bytes that the parts of a workbook may take when unpacked: a small file can unpack to gigabytes.
const MOST_UNPACKED: u64 = 64 * 1024 * 1024;
/// Parts of a workbook.
const MOST_PARTS: usize = 2_000;

type Workbook<'a> = Xlsx<Cursor<&'a [u8]>>;

/// What a cell holds instead of a number, and what to do.
type NoNumber = (String, &'static str);

/// Number of a row from 0, its key and its value as far as they are there.
type Row = (u32, Option<String>, Option<Result<Decimal, NoNumber>>);

/// The cells of the two columns below the header, and what is wrong with them.
struct Columns {
    rows: Vec<Row>,
    key: u32,
    value: u32,
}

/// Reads two columns of a sheet whose first row has their names.
///
/// A value is taken with the digits that the cell holds; a cell shown in per cent gives what is shown. Of a
/// formula, the result that the workbook was saved with is taken.
///
/// # Errors
/// All faults of the sheet: no such sheet or column, merged cells, formulas without a result, cells that hold no number.
pub fn read(spec: &TableSpec, bytes: &[u8]) -> Result<Rows, Vec<Diagnostic>> {
    let file = &spec.file;
    let bad =
        |message: String, hint: &str| vec![Diagnostic::error("bad-xlsx", file.span, message).hint(hint)];
    check_size(bytes)
        .map_err(|why| bad(format!("`{}` {why}", file.value), "save the table alone in a new workbook"))?;
    let unreadable = |error: &XlsxError| {
        let hint = "save it as an Excel workbook (.xlsx) without a password, or as CSV in UTF-8";
        match error {
            XlsxError::Password => bad(format!("`{}` is protected by a password", file.value), hint),
            _ => bad(format!("`{}` cannot be read as an Excel workbook", file.value), hint),
        }
    };
    let mut workbook: Workbook<'_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| unreadable(&error))?;
    let sheet = sheet_name(spec, &workbook)?;
    let columns = columns(spec, &mut workbook, &sheet).map_err(|error| unreadable(&error))??;
    let mut faults = merged(spec, &mut workbook, &sheet, &columns).map_err(|error| unreadable(&error))?;
    let empty_formulas =
        formulas_without_result(&mut workbook, &sheet).map_err(|error| unreadable(&error))?;
    let mut rows: Rows = Vec::new();
    let mut gap = None;
    for (row, key, value) in columns.rows {
        let cell = |column| format!("{sheet}!{}", cell_name(row, column));
        if let Some(column) =
            [columns.key, columns.value].into_iter().find(|&c| empty_formulas.contains(&(row, c)))
        {
            let message = format!("the formula in {} has no result", cell(column));
            faults.push(
                Diagnostic::error("bad-xlsx", file.span, message)
                    .hint("open the workbook, let it compute, and save it again"),
            );
            continue;
        }
        match (key, value) {
            (None, None) => {}
            (Some(key), None) => gap = gap.or(Some(key)),
            (None, Some(_)) => faults.push(
                Diagnostic::error(
                    "bad-xlsx",
                    file.span,
                    format!("{} has no `{}`", cell(columns.key), spec.key.value),
                )
                .hint("give the row its name, or delete it"),
            ),
            (Some(key), Some(Ok(number))) => {
                rows.push((Spanned::new(key, file.span), Spanned::new(number, file.span)));
            }
            (Some(_), Some(Err((why, hint)))) => {
                let message = format!("{} {why}", cell(columns.value));
                faults.push(Diagnostic::error("bad-number", file.span, message).hint(hint));
            }
        }
    }
    faults.extend(gap.filter(|_| !rest_is_known(spec, &rows)).map(|name| {
        let message = format!("`{name}` has no value, so the rest cannot be computed");
        Diagnostic::error("no-value", file.span, message)
            .hint("add a row `other` with the rest, or delete this row")
    }));
    if faults.is_empty() { Ok(rows) } else { Err(faults) }
}

/// Unpacks everything once and counts, since what a workbook says about its size need not be true.
fn check_size(bytes: &[u8]) -> Result<(), &'static str> {
    const NONE: &str = "is not an Excel workbook";
    let mut parts = match zip::ZipArchive::new(Cursor::new(bytes)) {
        Ok(parts) => parts,
        // Encrypted workbooks and those of Excel 97 are no zip files; the reader names the first.
        Err(_) if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) => return Ok(()),
        Err(_) => return Err(NONE),
    };
    if parts.len() > MOST_PARTS {
        return Err("has too many parts");
    }
    let mut left = MOST_UNPACKED;
    for index in 0..parts.len() {
        let part = parts.by_index(index).map_err(|_| NONE)?;
        let read = std::io::copy(&mut part.take(left + 1), &mut std::io::sink()).map_err(|_| "is damaged")?;
        left = left.checked_sub(read).ok_or("unpacks to more than 64 MB")?;
    }
    Ok(())
}

/// The sheet that was named, or the only one.
fn sheet_name(spec: &TableSpec, workbook: &Workbook<'_>) -> Result<String, Vec<Diagnostic>> {
    let names = workbook.sheet_names();
    let list = || format!("its sheets: {}", names.join(", "));
    match (&spec.sheet, names.as_slice()) {
        (Some(sheet), _) if names.contains(&sheet.value) => Ok(sheet.value.clone()),
        (Some(sheet), _) => {
            let message = format!("the file `{}` has no sheet `{}`", spec.file.value, sheet.value);
            let fault = Diagnostic::error("unknown-sheet", sheet.span, message);
            Err(vec![fault.did_you_mean(&sheet.value, names.iter().map(String::as_str)).or_hint(list)])
        }
        (None, [only]) => Ok(only.clone()),
        (None, _) => {
            let message = format!("the file `{}` has {} sheets", spec.file.value, names.len());
            let fault = Diagnostic::error("unknown-sheet", spec.file.span, message);
            Err(vec![fault.hint(format!("say which, as in sheet = \"…\"; {}", list()))])
        }
    }
}

/// Reads the header and the two columns below it.
fn columns(
    spec: &TableSpec,
    workbook: &mut Workbook<'_>,
    sheet: &str,
) -> Result<Result<Columns, Vec<Diagnostic>>, XlsxError> {
    let mut cells = workbook.worksheet_cells_reader(sheet)?;
    let mut header: Vec<(u32, String)> = Vec::new();
    let mut first_row = None;
    let mut columns: Option<Columns> = None;
    while let Some((cell, style)) = cells.next_cell_with_style_id()? {
        let (row, column) = cell.get_position();
        let value = cell.get_value();
        if matches!(value, DataRef::Empty) {
            continue;
        }
        if row == *first_row.get_or_insert(row) {
            header.push((column, text_of(value)));
            continue;
        }
        let known = match &mut columns {
            Some(known) => known,
            None => match find_columns(spec, &header) {
                Ok(found) => columns.insert(found),
                Err(faults) => return Ok(Err(faults)),
            },
        };
        if column != known.key && column != known.value {
            continue;
        }
        if known.rows.len() > MOST_ROWS {
            let message = format!("`{}` has more than {MOST_ROWS} rows", spec.file.value);
            let fault = Diagnostic::error("too-many", spec.file.span, message);
            return Ok(Err(vec![fault.hint("keep the rows that the edition needs")]));
        }
        if known.rows.last().is_none_or(|(last, ..)| *last != row) {
            known.rows.push((row, None, None));
        }
        let is_value = column == known.value;
        let style = cells.styles().get(style);
        if let Some((_, key, number)) = known.rows.last_mut() {
            if is_value {
                *number = Some(number_of(value, style));
            } else {
                *key = Some(text_of(value)).filter(|text| !text.is_empty());
            }
        }
    }
    Ok(columns.map_or_else(|| find_columns(spec, &header), Ok))
}

/// Where the two columns are, by their names in the first row.
fn find_columns(spec: &TableSpec, header: &[(u32, String)]) -> Result<Columns, Vec<Diagnostic>> {
    if header.is_empty() {
        let fault = Diagnostic::error("bad-xlsx", spec.file.span, "the sheet has no cells");
        return Err(vec![fault.hint("name the columns in its first row")]);
    }
    let mut faults = Vec::new();
    let mut find = |name: &Spanned<String>| {
        let found = header.iter().find(|(_, text)| *text == name.value).map(|(column, _)| *column);
        if found.is_none() {
            let message = format!("the file `{}` has no column `{}`", spec.file.value, name.value);
            let names = || header.iter().map(|(_, text)| text.as_str());
            let hint = || format!("its first row: {}", names().collect::<Vec<_>>().join(", "));
            faults.push(
                Diagnostic::error("unknown-column", name.span, message)
                    .did_you_mean(&name.value, names())
                    .or_hint(hint),
            );
        }
        found
    };
    match (find(&spec.key), find(&spec.value)) {
        (Some(key), Some(value)) => Ok(Columns { rows: Vec::new(), key, value }),
        _ => Err(faults),
    }
}

/// Of merged cells only the first has a value, so that the others would seem to be missing.
fn merged(
    spec: &TableSpec,
    workbook: &mut Workbook<'_>,
    sheet: &str,
    columns: &Columns,
) -> Result<Vec<Diagnostic>, XlsxError> {
    let last = columns.rows.last().map_or(0, |(row, ..)| *row);
    let touches = |area: &calamine::Dimensions| {
        [columns.key, columns.value].iter().any(|column| (area.start.1..=area.end.1).contains(column))
            && area.start.0 <= last
    };
    let areas = workbook.merge_cells_by_sheet_name(sheet)?.into_iter().filter(touches);
    let fault = |area: calamine::Dimensions| {
        let name = |(row, column)| cell_name(row, column);
        let message = format!("the cells {sheet}!{}:{} are merged", name(area.start), name(area.end));
        Diagnostic::error("bad-xlsx", spec.file.span, message)
            .hint("split them, and write the value into each row")
    };
    Ok(areas.take(20).map(fault).collect())
}

/// Formulas that no spreadsheet program has computed yet.
fn formulas_without_result(
    workbook: &mut Workbook<'_>,
    sheet: &str,
) -> Result<BTreeSet<(u32, u32)>, XlsxError> {
    let mut cells = workbook.worksheet_cells_reader(sheet)?;
    let mut places = BTreeSet::new();
    while let Some(cell) = cells.next_cell_with_formula_metadata()? {
        if cell.formula.is_some() && matches!(cell.value, DataRef::Empty) {
            places.insert(cell.pos);
        }
    }
    Ok(places)
}

fn text_of(value: &DataRef<'_>) -> String {
    match value {
        DataRef::String(text) => text.trim().to_owned(),
        DataRef::SharedString(text) => text.trim().to_owned(),
        other => Data::from(other.clone()).to_string(),
    }
}

/// The number of a cell, or why there is none.
fn number_of(value: &DataRef<'_>, style: Option<&Style>) -> Result<Decimal, NoNumber> {
    let written = match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(_) | DataRef::SharedString(_) => text_of(value),
        DataRef::DateTime(_) | DataRef::DateTimeIso(_) | DataRef::DurationIso(_) => {
            return Err(("holds a date, not a number".to_owned(), "give the cell the format of a number"));
        }
        DataRef::Error(error) => {
            return Err((format!("holds the error {error}"), "mend the formula, or empty the cell"));
        }
        DataRef::Bool(_) | DataRef::Empty => return Err(("holds no number".to_owned(), number::HINT)),
    };
    let format = style.and_then(|style| style.number_format.as_ref());
    let in_cent = format.is_some_and(|format| format.format_code.contains('%'));
    let shown = match value {
        // A cell shown as 50.3% holds 0.503.
        DataRef::Int(_) | DataRef::Float(_) if in_cent => {
            let part =
                written.parse::<Decimal>().ok().and_then(|part| part.checked_mul(Decimal::ONE_HUNDRED));
            part.map_or_else(|| written.clone(), |part| part.normalize().to_string())
        }
        _ => written.clone(),
    };
    number::parse(&shown).map_err(|why| {
        let start: String = written.chars().take(30).collect();
        let rest = if start.len() < written.len() { "…" } else { "" };
        let hint = match why {
            number::BadNumber::NotDigits => why.hint(),
            number::BadNumber::TooLong => {
                "round it in the workbook to at most 6 decimals; give large sums in millions"
            }
        };
        (format!("holds `{start}{rest}`, which is not a number that can be printed"), hint)
    })
}

/// `B3` for the third row and the second column.
fn cell_name(row: u32, column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        let letter = u8::try_from((rest - 1) % 26).unwrap_or(0);
        letters.insert(0, char::from(b'A' + letter));
        rest = (rest - 1) / 26;
    }
    format!("{}{}", letters.into_iter().collect::<String>(), row + 1)
}
