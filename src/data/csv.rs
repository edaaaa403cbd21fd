//! Reads the values of a figure from a CSV file beside the spec.

use std::ops::Range;

use super::column::{Column, Header, letters};
use super::country::Names;
use super::hint::start_of;
use super::row::RowNames;
use super::table::{GAP, MOST_COLUMNS, MOST_ROWS, Rows, TableSpec, first_of_each, rest_is_known, too_wide};
use super::written::{self, Of};
use crate::diag::{Diagnostic, SourceId, Span, Spanned, code};

/// Bytes of a cell: as many as the characters of a title or note; a name or number has a hundredth of them.
const LONGEST_CELL: usize = 5_000;

/// A row of the file.
struct Record {
    cells: csv::StringRecord,
    /// From 1.
    line: u64,
    /// Where it stands in the text.
    range: Range<usize>,
}

/// Reads two columns of a CSV file with a header row, separated by commas.
///
/// Empty cells are values that are not available and are left out; among parts, the rest must then be given.
///
/// # Errors
/// All faults of the file: a column that is not there, a row of another length, a cell that is no number.
pub fn read(spec: &TableSpec, source: SourceId, text: &str, names: &Names) -> Result<Rows, Vec<Diagnostic>> {
    if text.trim().is_empty() {
        let message = format!("the file `{}` is empty", spec.file.value);
        let fault = Diagnostic::new(code::BAD_CSV, spec.file.span, message);
        return Err(vec![fault.hint("name the columns in its first row")]);
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut lines = Lines { at: 0, line: 1 };
    let mut records = reader.records().filter_map(Result::ok).map(|cells| lines.record(cells, text));
    let first = spec.header.as_ref().map_or(1, |header| u64::from(header.value));
    let header = match records.find(|record| record.line >= first) {
        Some(record) if spec.header.is_none() || record.line == first => record,
        _ => {
            let message = format!("line {first} of `{}` is empty", spec.file.value);
            let place = spec.header.as_ref().map_or(spec.file.span, |header| header.span);
            let fault = Diagnostic::new(code::UNKNOWN_COLUMN, place, message);
            return Err(vec![fault.hint("give the line with the names of the columns")]);
        }
    };
    let mut table = Reading {
        spec,
        source,
        text,
        names: RowNames::new(spec, names),
        faults: Vec::new(),
        rows: Vec::new(),
        gap: None,
    };
    if let Some(fault) = table.long(&header).or_else(|| table.other_separator(&header)) {
        return Err(vec![fault]);
    }
    if header.cells.len() > MOST_COLUMNS as usize {
        return Err(vec![too_wide(spec)]);
    }
    let (key, value) = columns(spec, &header, text)?;
    table.records(records, header.cells.len(), (key, value));
    table.finish()
}

/// The two columns, from 0.
fn columns(spec: &TableSpec, header: &Record, text: &str) -> Result<(usize, usize), Vec<Diagnostic>> {
    let cells = header.cells.iter().enumerate();
    let columns: Vec<Column> = cells
        .filter_map(|(index, name)| {
            let index = u32::try_from(index).ok()?;
            let name = super::column::plain(name);
            (!name.is_empty()).then(|| Column {
                index,
                name,
                place: format!("{}{}", letters(index), header.line),
            })
        })
        .collect();
    let list = match &spec.header {
        Some(header) => format!("its columns in line {}, separated by commas: ", header.value),
        None => "its columns, separated by commas: ".to_owned(),
    };
    let about = Header {
        file: &spec.file.value,
        columns: &columns,
        list,
        elsewhere: &|name| elsewhere(text, header.line, name),
        is_filled: &|column| (column as usize) < header.cells.len(),
    };
    match (spec.key.find("key", &about), spec.value.find("value", &about)) {
        (Ok(key), Ok(value)) => Ok((key as usize, value as usize)),
        (key, value) => Err(key.err().into_iter().chain(value.err()).collect()),
    }
}

/// A name of a column that stands in another line than the header.
fn elsewhere(text: &str, header: u64, wanted: &str) -> Option<String> {
    let lines = text.lines().enumerate().take(50);
    let has = |line: &str| {
        line.split(',').any(|cell| super::column::plain(cell.trim().trim_matches('"')) == wanted)
    };
    let mut lines = lines.filter(|(index, line)| *index as u64 + 1 != header && has(line));
    let line = lines.next()?.0 + 1;
    Some(format!("line {line} has it: add header = {line}"))
}

/// A file while its rows are read.
struct Reading<'a> {
    spec: &'a TableSpec,
    source: SourceId,
    text: &'a str,
    names: RowNames<'a>,
    rows: Rows,
    faults: Vec<Diagnostic>,
    /// The first part without a value, and where.
    gap: Option<(String, Span)>,
}

impl Reading<'_> {
    fn records(&mut self, records: impl Iterator<Item = Record>, width: usize, (key, value): (usize, usize)) {
        let last = self.spec.last.as_ref().map_or(u64::MAX, |last| u64::from(last.value));
        for (index, record) in records.take_while(|record| record.line <= last).enumerate() {
            if index >= MOST_ROWS {
                let message = format!("`{}` has more than {MOST_ROWS} rows", self.spec.file.value);
                let fault = Diagnostic::new(code::TOO_MANY, self.spec.file.span, message);
                self.faults.push(fault.hint("keep the rows that the edition needs"));
                break;
            }
            // Before any of its signs is looked at.
            if let Some(fault) = self.long(&record) {
                self.faults.push(fault);
                continue;
            }
            let fields = fields(&self.text[record.range.clone()]);
            if let Some(fault) = self.unclosed(&record, &fields).or_else(|| self.uneven(&record, width)) {
                self.faults.push(fault);
            } else {
                self.record(&record, &fields, key, value);
            }
        }
    }

    fn record(&mut self, record: &Record, fields: &[Field], key: usize, value: usize) {
        let (Some(written), Some(number)) = (record.cells.get(key), record.cells.get(value)) else { return };
        let place = |column: usize, cell: &str| self.cell(record, fields.get(column), cell);
        let (key_place, value_place) = (place(key, written), place(value, number));
        if written.is_empty() && number.is_empty() {
            return;
        }
        if written.is_empty() {
            let message = format!("this row has no `{}`", self.spec.key.shown());
            let fault = Diagnostic::new(code::BAD_CSV, self.line(record), message);
            self.faults.push(fault.hint("give the row its name, or delete it"));
            return;
        }
        let parsed = written::parse(number, Of::Csv);
        let name = match self.names.key(written) {
            Ok(None) => return,
            Ok(Some(_)) | Err(_) if number.is_empty() => {
                self.gap.get_or_insert((written.to_owned(), self.line(record)));
                return;
            }
            Ok(Some(name)) => name,
            Err(meaning) => {
                let bad = self.names.tell(written, &meaning, parsed.ok());
                let fault = bad.map(|bad| Diagnostic::new(bad.code, key_place, bad.why).hint(bad.hint));
                self.faults.extend(fault);
                return;
            }
        };
        if number == GAP {
            self.rows.push((Spanned::new(name, key_place), Spanned::new(None, value_place)));
            return;
        }
        match parsed {
            Ok(number) => {
                self.rows.push((Spanned::new(name, key_place), Spanned::new(Some(number), value_place)));
            }
            Err(fault) => {
                let why = fault.why.unwrap_or_else(|| "is not a number".to_owned());
                let message = format!("`{}` {why}", start_of(number));
                self.faults.push(Diagnostic::new(code::BAD_NUMBER, value_place, message).hint(fault.hint));
            }
        }
    }

    fn finish(mut self) -> Result<Rows, Vec<Diagnostic>> {
        if let Some((name, line)) = self.gap.take().filter(|_| !rest_is_known(self.spec, &self.rows)) {
            let message = format!("`{name}` has no value, so the rest cannot be computed");
            let fault = Diagnostic::new(code::NO_VALUE, line, message);
            self.faults.push(fault.hint("add a row `other` with the rest, or delete this row"));
        }
        self.faults.extend(self.names.finish());
        if self.faults.is_empty() { Ok(self.rows) } else { Err(first_of_each(self.spec, self.faults)) }
    }

    /// A header of one cell with semicolons or tabs in it, as spreadsheets write where the comma is a decimal point.
    fn other_separator(&self, header: &Record) -> Option<Diagnostic> {
        let only = header.cells.iter().next().filter(|_| header.cells.len() == 1)?;
        let (sign, name) =
            [(';', "semicolons"), ('\t', "tabs")].into_iter().find(|(sign, _)| only.contains(*sign))?;
        let message = format!("the cells of this file are separated by {name} (`{}`)", sign.escape_default());
        let hint = "save it as CSV separated by commas, with a point before the decimals";
        Some(Diagnostic::new(code::BAD_CSV, self.line(header), message).hint(hint))
    }

    /// A cell that is longer than any name or number.
    fn long(&self, record: &Record) -> Option<Diagnostic> {
        let column = record.cells.iter().position(|cell| cell.len() > LONGEST_CELL)?;
        let start = record.range.start;
        let span = Span { source: self.source, start, end: (start + 1).min(self.text.len()) };
        let place = format!("cell {}{}", letters(u32::try_from(column).unwrap_or(u32::MAX)), record.line);
        let message = format!("{place} has more than {LONGEST_CELL} bytes");
        let hint =
            "a quotation mark that is not closed takes all that follows into its cell; else, shorten it";
        Some(Diagnostic::new(code::TOO_LONG, span, message).hint(hint))
    }

    /// A quotation mark that takes all the rows behind it into one cell.
    fn unclosed(&self, record: &Record, fields: &[Field]) -> Option<Diagnostic> {
        let open = fields.last().filter(|field| field.is_open)?;
        let start = record.range.start + open.range.start;
        let span = Span { source: self.source, start, end: start + 1 };
        let fault = Diagnostic::new(code::BAD_CSV, span, "this quotation mark is never closed");
        Some(fault.hint("close it behind the cell, or delete it; \"\" stands for the sign itself"))
    }

    /// A row with more or fewer cells than the header.
    fn uneven(&self, record: &Record, width: usize) -> Option<Diagnostic> {
        if record.cells.len() == width {
            return None;
        }
        let message = format!("cells in this row: {}; in the header: {width}", record.cells.len());
        let fault = Diagnostic::new(code::BAD_CSV, self.line(record), message);
        Some(fault.hint("separate cells by commas; put a cell that holds a comma into quotes"))
    }

    fn line(&self, record: &Record) -> Span {
        let start = record.range.start;
        let end = self.text[start..].find(['\n', '\r']).map_or(self.text.len(), |at| start + at);
        Span { source: self.source, start, end }
    }

    /// The place of a cell, without the quotation marks and gaps around it.
    fn cell(&self, record: &Record, field: Option<&Field>, cell: &str) -> Span {
        let line = self.line(record);
        let Some(field) = field else { return line };
        let start = record.range.start + field.range.start;
        // Of a cell of several lines, the first is its place.
        let cell = cell.lines().next().unwrap_or_default();
        match self.text[start..record.range.start + field.range.end].find(cell) {
            Some(at) if !cell.is_empty() => {
                Span { source: self.source, start: start + at, end: start + at + cell.len() }
            }
            _ => line,
        }
    }
}

/// How far lines have been counted.
struct Lines {
    at: usize,
    line: u64,
}

impl Lines {
    fn record(&mut self, cells: csv::StringRecord, text: &str) -> Record {
        let position = cells.position();
        let start =
            position.map_or(0, |position| usize::try_from(position.byte()).unwrap_or(0)).min(text.len());
        // The reader's position may stand on the line break before the row.
        let start = start + text[start..].len() - text[start..].trim_start_matches(['\r', '\n']).len();
        self.line += text[self.at.min(start)..start].matches('\n').count() as u64;
        self.at = start;
        Record { cells, line: self.line, range: start..text.len() }
    }
}

/// A cell as it is written.
struct Field {
    range: Range<usize>,
    /// Whether a quotation mark at its beginning has no other at its end.
    is_open: bool,
}

/// The cells of the row that a text begins with.
fn fields(text: &str) -> Vec<Field> {
    let mut fields = Vec::new();
    let (mut start, mut is_quoted) = (0, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'"' if is_quoted => is_quoted = false,
            // Two marks in a quoted cell stand for one: the second opens it again.
            b'"' if start == at || text[start..].starts_with('"') => {
                is_quoted = true;
            }
            b',' if !is_quoted => {
                fields.push(Field { range: start..at, is_open: false });
                start = at + 1;
            }
            b'\n' | b'\r' if !is_quoted => {
                fields.push(Field { range: start..at, is_open: false });
                return fields;
            }
            _ => {}
        }
    }
    fields.push(Field { range: start..text.len(), is_open: is_quoted });
    fields
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::data::column::ColumnSpec;
    use crate::data::country::Names;
    use crate::data::table::{TableKind, TableSpec};
    use crate::diag::{Sources, Span, Spanned};

    fn spec(name: &str) -> TableSpec {
        let source = Sources::default().add("a.csv", "");
        let word = |w: &str| Spanned::new(w.to_owned(), Span { source, start: 0, end: 0 });
        let column = |name: &str| ColumnSpec { name: Some(word(name)), letter: None };
        TableSpec {
            kind: TableKind::Csv,
            file: word("a.csv"),
            sheet: None,
            header: None,
            last: None,
            key: column("key"),
            value: match name.split_once('=') {
                Some((name, letter)) => ColumnSpec { letter: Some(word(letter)), ..column(name) },
                None => column(name),
            },
            target: "values",
            only: Vec::new(),
            skip: Vec::new(),
            rename: Vec::new(),
        }
    }

    fn run(text: &str, spec: &TableSpec) -> Result<Vec<(String, String)>, Vec<String>> {
        match read(spec, spec.file.span.source, text, &Names::default()) {
            Ok(rows) => {
                Ok(rows.into_iter().map(|(k, v)| (k.value, text[v.span.range()].to_owned())).collect())
            }
            Err(faults) => Err(faults
                .into_iter()
                .map(|f| match f.span.map(|span| &text[span.range()]) {
                    Some(place) if !place.is_empty() => format!("{place}: {}", f.message),
                    _ => f.message,
                })
                .collect()),
        }
    }

    fn rows(list: &[(&str, &str)]) -> Vec<(String, String)> {
        list.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn an_unknown_part_is_not_counted_into_the_rest() {
        let spec = TableSpec { target: "parts", ..spec("n") };
        assert_eq!(run("key,n\nUZ,\nRU,5\n", &spec).unwrap_err().len(), 1);
        assert_eq!(run("key,n\nUZ,\nRU,5\nother,3\n", &spec).unwrap().len(), 2);
    }

    #[test]
    fn cells_keep_their_digits_and_places() {
        let read = run("key,n\n2023-04,76.40\n2023-05,\n2023-06,87.5\n", &spec("n")).unwrap();
        assert_eq!(read, rows(&[("2023-04", "76.40"), ("2023-06", "87.5")]));
        let faults = run("key,n\n\"a\nb\",x\n\"c\",\"d\ne\"\n", &spec("n")).unwrap_err();
        assert_eq!(faults, ["x: `x` is not a number", "d: `d\ne` is not a number"]);
        // The place is that of the cell, not of the first that looks alike.
        let faults = run("key,m,n\nx x,1,x x\n", &spec("n")).unwrap_err();
        assert_eq!(faults, ["x x: `x x` is not a number"]);
    }

    #[test]
    fn every_fault_is_told() {
        assert_eq!(
            run("key,n\na,b\nc,1,2\nd,1\u{a0}653\n,5\ne,\"1\n", &spec("n")).unwrap_err(),
            [
                "b: `b` is not a number",
                "c,1,2: cells in this row: 3; in the header: 2",
                "1\u{a0}653: `1\u{a0}653` has a no-break space between its digits",
                ",5: this row has no `key`",
                "\": this quotation mark is never closed",
            ][..]
        );
        assert_eq!(run("key,m\n1,2\n", &spec("n")).unwrap_err().len(), 1);
    }

    #[test]
    fn other_separators_are_named() {
        assert!(run("key;n\n1;2\n", &spec("n")).unwrap_err()[0].contains("semicolons"));
        assert!(run("key\tn\n1\t2\n", &spec("n")).unwrap_err()[0].contains("tabs"));
    }

    #[test]
    fn a_header_stands_where_the_spec_says() {
        let text = "A title\n\nkey,\"number\nof all\",n,n\n2023-04,1,2,3\nSource: us\n";
        let number = |value| Some(Spanned::new(value, spec("n").file.span));
        let below = |column| TableSpec { header: number(3), last: number(5), ..spec(column) };
        assert_eq!(run(text, &below("number of all")).unwrap(), rows(&[("2023-04", "1")]));
        assert_eq!(run(text, &below("n=D")).unwrap(), rows(&[("2023-04", "3")]));
        assert_eq!(run(text, &below("n")).unwrap_err(), ["2 columns are called `n` (C3, D3)"]);
        assert_eq!(run(text, &spec("n")).unwrap_err()[0], "the file `a.csv` has no column `key`");
    }
}
