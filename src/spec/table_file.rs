//! Reads where in a table beside the spec the values of a figure stand.

use rust_decimal::prelude::ToPrimitive;

use super::reader::Table;
use crate::data::column::ColumnSpec;
use crate::data::table::{TableKind, TableSpec};
use crate::diag::{Diagnostic, Spanned, code};

/// Rows of a sheet of Excel.
const MOST_ROWS: u32 = 1_048_576;

/// What a table can give.
const TARGETS: [&str; 3] = ["values", "shares", "parts"];

/// The files with the values of a figure.
pub(super) fn files(t: &Table<'_>) -> Vec<TableSpec> {
    let kinds = [("csv", TableKind::Csv), ("xlsx", TableKind::Xlsx)];
    kinds.into_iter().filter_map(|(key, kind)| file(t.table(key)?, kind)).collect()
}

fn file(t: Table<'_>, kind: TableKind) -> Option<TableSpec> {
    let plain = |(key, text): (Spanned<String>, super::Text)| (key, Spanned::new(text.value, text.span));
    let spec = TableSpec {
        kind,
        file: t.required_word("file"),
        sheet: (kind == TableKind::Xlsx).then(|| t.word("sheet")).flatten(),
        header: row(&t, "header"),
        last: row(&t, "last"),
        key: column(&t, "key"),
        value: column(&t, "value"),
        target: target(&t),
        only: t.words("only"),
        skip: t.words("skip"),
        rename: t.named_texts("rename").into_iter().map(plain).collect(),
    };
    t.finish();
    (!spec.file.value.is_empty()).then_some(spec)
}

fn target(t: &Table<'_>) -> &'static str {
    let Some(word) = t.word("as") else { return "values" };
    let found = TARGETS.into_iter().find(|target| *target == word.value);
    if found.is_none() {
        t.unknown_word(code::UNKNOWN_CHOICE, "as", &word, &TARGETS);
    }
    found.unwrap_or("values")
}

/// A column by its name, or by its letter and perhaps its name.
fn column(t: &Table<'_>, key: &'static str) -> ColumnSpec {
    if !t.is_table(key) {
        return ColumnSpec { name: Some(t.required_word(key)), letter: None };
    }
    let Some(column) = t.table(key) else { return ColumnSpec { name: None, letter: None } };
    let spec = ColumnSpec { name: column.word("name"), letter: column.word("column") };
    if spec.name.is_none() && spec.letter.is_none() && !column.has("column") {
        column.missing("column");
    }
    column.finish();
    spec
}

/// The number of a row, as Excel counts them.
fn row(t: &Table<'_>, key: &'static str) -> Option<Spanned<u32>> {
    let number = t.number(key)?;
    let row = number.value.to_u32().filter(|row| number.value.is_integer() && (1..=MOST_ROWS).contains(row));
    if row.is_none() {
        let message = format!("`{}` is not the number of a row", number.value);
        t.fault(
            Diagnostic::new(code::BAD_NUMBER, number.span, message).hint("write it as Excel counts, from 1"),
        );
    }
    row.map(|row| Spanned::new(row, number.span))
}
