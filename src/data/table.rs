//! Where in a table beside the spec the values of a figure stand, and what is common to all kinds of tables.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::column::ColumnSpec;
use super::hint::start_of;
use super::period::{NamedPeriods, PERIOD_FORMS, Period};
use crate::diag::{Code, Diagnostic, Spanned, code};

/// Where in a table the values of a figure stand.
#[derive(Debug, Clone)]
pub struct TableSpec {
    /// What the file is.
    pub kind: TableKind,
    /// Path below the edition's folder.
    pub file: Spanned<String>,
    /// The sheet of a workbook; not given for the only one.
    pub sheet: Option<Spanned<String>>,
    /// The row with the names of the columns, from 1; not given for the first that is not empty.
    pub header: Option<Spanned<u32>>,
    /// The last row, from 1; what stands below it is no part of the table.
    pub last: Option<Spanned<u32>>,
    /// Column with periods or parts.
    pub key: ColumnSpec,
    /// Column with numbers.
    pub value: ColumnSpec,
    /// `values`, `shares` or `parts`.
    pub target: &'static str,
    /// Rows that are read, by what stands in them or by what it means; all, when none is named.
    pub only: Vec<Spanned<String>>,
    /// Rows that are left out.
    pub skip: Vec<Spanned<String>>,
    /// What keys mean that the program does not know.
    pub rename: Vec<(Spanned<String>, Spanned<String>)>,
}

/// Kinds of file that a table can stand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableKind {
    /// Text with commas.
    Csv,
    /// An Excel workbook.
    Xlsx,
}

/// What stands in a cell for a number that is to be filled in.
pub(super) const GAP: &str = "?";

/// Rows of a table: key and number, each with its place; of a workbook, the place that names it. A number that is to be
/// filled in is none.
pub type Rows = Vec<(Spanned<String>, Spanned<Option<Decimal>>)>;

/// Rows whose keys are periods.
pub type PeriodRows = Vec<(Spanned<Period>, Spanned<Option<Decimal>>)>;

/// Rows of a table; a statistic of more parts is a mistake.
pub const MOST_ROWS: usize = 2_000;

/// Columns of a table; no sheet has more.
pub const MOST_COLUMNS: u32 = 16_384;

/// A text as a cell that is nothing but a text: a spreadsheet would take one that begins so for a formula, which can
/// lead to another machine. Where lists have semicolons, it parts the cells of a CSV file at them, whatever quotation marks
/// stand around: what stands behind one begins a cell too.
pub(crate) fn inert(text: &str) -> Cow<'_, str> {
    let begins =
        |text: &str| text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    let is_part = |behind: &str| begins(behind.trim_start_matches(['"', '\'']));
    let breaks = |c: char| matches!(c, ';' | '；' | '\t' | '\r' | '\n');
    let parts: Vec<usize> = text
        .char_indices()
        .filter(|(_, c)| breaks(*c))
        .map(|(at, c)| at + c.len_utf8())
        .filter(|at| is_part(&text[*at..]))
        .collect();
    if parts.is_empty() && !begins(text) {
        return Cow::Borrowed(text);
    }
    let mut out = text.to_owned();
    for at in parts.into_iter().rev() {
        out.insert(at, '\'');
    }
    if begins(text) {
        out.insert(0, '\'');
    }
    Cow::Owned(out)
}

/// Faults of one code that are told of a table; where there are more, one change often mends all.
const MOST_FAULTS: usize = 20;

/// The first faults of each code, and how many more there are.
pub(super) fn first_of_each(spec: &TableSpec, faults: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut counts: BTreeMap<Code, usize> = BTreeMap::new();
    let mut told: Vec<Diagnostic> = Vec::new();
    for fault in faults {
        let count = counts.entry(fault.code).or_insert(0);
        *count += 1;
        if *count <= MOST_FAULTS {
            told.push(fault);
        }
    }
    let more = counts.into_iter().filter(|(_, count)| *count > MOST_FAULTS);
    told.extend(more.map(|(code, count)| {
        let message = format!("`{}` has {} more faults of this kind", spec.file.value, count - MOST_FAULTS);
        Diagnostic::new(code, spec.file.span, message).hint("mend the first: one change often mends all")
    }));
    told
}

/// A table that is wider than any sheet.
pub(super) fn too_wide(spec: &TableSpec) -> Diagnostic {
    let message = format!("`{}` has more than {MOST_COLUMNS} columns", spec.file.value);
    Diagnostic::new(code::TOO_MANY, spec.file.span, message).hint("keep the columns that the edition needs")
}

/// Whether a part may be left without a value: the rest is what the parts leave of the whole, and an unknown part
/// would be counted into it.
pub(super) fn rest_is_known(spec: &TableSpec, rows: &Rows) -> bool {
    spec.target == "values" || rows.iter().any(|(key, _)| key.value == "other")
}

/// The keys of rows as periods, those that the series names among them.
///
/// # Errors
/// Every key that is not a period.
pub fn periods(rows: Rows, named: &NamedPeriods) -> Result<PeriodRows, Vec<Diagnostic>> {
    let mut faults = Vec::new();
    let mut values = Vec::new();
    for (key, value) in rows {
        match named.parse(&key.value) {
            Ok(period) => values.push((Spanned::new(period, key.span), value)),
            Err(_) => {
                let message = format!("`{}` is not a period", start_of(&key.value));
                let fault = Diagnostic::new(code::BAD_PERIOD, key.span, message);
                faults.push(fault.hint(format!("write {PERIOD_FORMS}")));
            }
        }
    }
    if faults.is_empty() { Ok(values) } else { Err(faults) }
}

#[cfg(test)]
mod tests {
    use super::inert;

    #[test]
    fn no_text_is_a_formula() {
        for text in ["=HYPERLINK(\"https://a.b\",\"x\")", "+1", "-1", "@SUM(A1)", "\t1", "\r1", "\n1", "＝1"]
        {
            assert_eq!(inert(text), format!("'{text}"));
        }
        // Where lists have semicolons, or a program parts cells at tabs.
        for (text, written) in [
            ("\t=1", "'\t'=1"),
            ("\r=1", "'\r'=1"),
            ("\n=1", "'\n'=1"),
            ("Ministry;=1+3;", "Ministry;'=1+3;"),
            ("a;\"=1\";@b", "a;'\"=1\";'@b"),
            ("a\t-1", "a\t'-1"),
            ("=1;+2", "'=1;'+2"),
        ] {
            assert_eq!(inert(text), written);
        }
        for text in ["visas", "a=b", "", "'=1", "–5", "a; b", "a; -5", "2022; 2023"] {
            assert_eq!(inert(text), text);
        }
    }
}
