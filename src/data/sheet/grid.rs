//! Gives all cells of a file as they stand, for readers that look for their table by themselves.

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::cell::{Cell, Held, Sheet, cell_name};
use super::format::date::{self, Fields};
use super::format::{Format, Shown};
use super::workbooks::Workbooks;
use crate::data::column::plain;
use crate::data::period::{Date, Period};
use crate::data::workbook::Refusal;

/// Rows of a sheet that are looked through; a long table of all pairs of countries and years has some hundred thousand.
const MOST_ROWS: usize = 200_000;
/// Sheets of a file that are looked through.
const MOST_SHEETS: usize = 200;

/// What is said of a file with more.
const TOO_LONG: Refusal =
    ("has a sheet of more than 200,000 rows", "save the rows that are needed in a new workbook");
/// Bytes of the texts of all cells: a text that is written once may stand in any number of cells, and is read in each.
const MOST_READ: usize = 32_000_000;

/// What is said of a file with more.
const TOO_WORDY: Refusal =
    ("has cells with more than 32 MB of text", "save the sheet that is needed in a new workbook");
/// What is said of a file with more.
const TOO_MANY: Refusal = ("has more than 200 sheets", "save the sheet that is needed in a new workbook");

/// A sheet, or a file of text, as a table of cells.
#[derive(Debug, Clone, Default)]
pub struct Grid {
    /// Its name; empty of a file of text.
    pub name: String,
    /// Whether Excel shows no tab of it.
    pub is_hidden: bool,
    /// Rows that have cells, from top to bottom.
    pub rows: Vec<GridRow>,
    /// Merged areas: first and last row and column.
    pub merged: Vec<[(u32, u32); 2]>,
    /// Columns that nobody sees, from and to.
    pub hidden_columns: Vec<(u32, u32)>,
    /// Whether the formats of its cells are known; those of `.xls` files and of text are not.
    pub has_formats: bool,
    /// Whether its rows are the columns of the file, and its columns the rows.
    pub is_turned: bool,
}

/// A row with cells.
#[derive(Debug, Clone, Default)]
pub struct GridRow {
    /// From 0.
    pub number: u32,
    /// Whether nobody sees it.
    pub is_hidden: bool,
    /// Its cells from left to right: column from 0, and what it holds.
    pub cells: Vec<(u32, Content)>,
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// A number.
    Number {
        /// With the digits that the cell shows.
        shown: Decimal,
        /// With all digits, of per cent in hundredths.
        exact: Decimal,
        /// Whether the cell shows it with a sign of per cent.
        is_percent: bool,
    },
    /// Words.
    Text(Arc<str>),
    /// Something that is no number and no word: a date, an error, a formula without a result.
    Unusable {
        /// What it is, to be told behind the name of the cell.
        why: String,
        /// What to do.
        hint: String,
        /// Of a date, the period that it shows: a day, or a month where the cell shows no day.
        period: Option<Period>,
    },
}

impl Grid {
    /// What a cell holds, if it holds something.
    pub fn cell(&self, row: u32, column: u32) -> Option<&Content> {
        let row = self.rows.binary_search_by_key(&row, |row| row.number).ok()?;
        self.rows[row].cell(column)
    }

    /// The name of a cell as the file has it: `B7`.
    pub fn cell_name(&self, row: u32, column: u32) -> String {
        if self.is_turned { cell_name(column, row) } else { cell_name(row, column) }
    }

    /// The same cells with rows and columns exchanged. Cells keep their names.
    pub fn turned(&self) -> Self {
        let mut rows: BTreeMap<u32, GridRow> = BTreeMap::new();
        for row in &self.rows {
            for (column, content) in &row.cells {
                let turned = rows.entry(*column).or_insert_with(|| GridRow {
                    number: *column,
                    is_hidden: false,
                    cells: Vec::new(),
                });
                turned.cells.push((row.number, content.clone()));
            }
        }
        let exchanged = |(row, column): (u32, u32)| (column, row);
        for row in rows.values_mut() {
            row.is_hidden = self.hides(row.number);
        }
        let hidden = self.rows.iter().filter(|row| row.is_hidden).map(|row| (row.number, row.number));
        Self {
            hidden_columns: hidden.collect(),
            rows: rows.into_values().collect(),
            merged: self.merged.iter().map(|area| area.map(exchanged)).collect(),
            is_turned: !self.is_turned,
            ..self.clone()
        }
    }

    /// Whether nobody sees a column.
    pub fn hides(&self, column: u32) -> bool {
        self.hidden_columns.iter().any(|(first, last)| (*first..=*last).contains(&column))
    }

    /// The name of a cell, with that of the sheet where there is one: `Data!B7`.
    pub fn place(&self, row: u32, column: u32) -> String {
        let cell = self.cell_name(row, column);
        if self.name.is_empty() { cell } else { format!("{}!{cell}", self.name) }
    }

    /// One past the last column that has a cell.
    pub fn width(&self) -> u32 {
        let last = |row: &GridRow| row.cells.last().map_or(0, |(column, _)| column + 1);
        self.rows.iter().map(last).max().unwrap_or(0)
    }
}

impl GridRow {
    /// What the cell of a column holds, if it holds something.
    pub fn cell(&self, column: u32) -> Option<&Content> {
        let index = self.cells.binary_search_by_key(&column, |(column, _)| *column).ok()?;
        self.cells.get(index).map(|(_, content)| content)
    }
}

impl Content {
    /// The words, in one line without gaps at their ends; nothing of what is no text.
    pub fn words(&self) -> Option<String> {
        match self {
            Self::Text(text) => Some(plain(text)),
            Self::Number { .. } | Self::Unusable { .. } => None,
        }
    }
}

/// All sheets of a workbook, `.xlsx` or `.xls`.
///
/// # Errors
/// It is no workbook, is protected, or larger than [`crate::data::sheet`] reads.
pub fn grids(bytes: &[u8]) -> Result<Vec<Grid>, (&'static str, &'static str)> {
    let mut workbooks = Workbooks::default();
    let sheets = workbooks.sheets("", bytes)?.len();
    if sheets > MOST_SHEETS {
        return Err(TOO_MANY);
    }
    let has_formats = !bytes.starts_with(&crate::data::workbook::OLD);
    let mut left = MOST_READ;
    let read = (0..sheets).map(|index| {
        let sheet = workbooks.sheet("", index)?;
        if sheet.rows.len() > MOST_ROWS {
            return Err(TOO_LONG);
        }
        left = sheet.rows.iter().flat_map(|row| &row.cells).try_fold(left, less).ok_or(TOO_WORDY)?;
        Ok(grid(&sheet, has_formats))
    });
    read.collect()
}

/// What is left of the bytes once the text of a cell is read.
fn less(left: usize, cell: &Cell) -> Option<usize> {
    if let Held::Text { text, .. } = &cell.held { left.checked_sub(text.len()) } else { Some(left) }
}

fn grid(sheet: &Sheet, has_formats: bool) -> Grid {
    let rows = sheet.rows.iter().map(|row| {
        let filled = row.cells.iter().filter(|cell| !cell.held.is_empty());
        let cells = filled.map(|cell| (cell.column, content(sheet, cell))).collect();
        GridRow { number: row.number, is_hidden: row.is_hidden, cells }
    });
    Grid {
        name: sheet.name.clone(),
        is_hidden: sheet.is_hidden,
        rows: rows.collect(),
        merged: sheet.merged.iter().map(|area| [area.start, area.end]).collect(),
        hidden_columns: sheet.hidden_columns.clone(),
        has_formats,
        is_turned: false,
    }
}

fn content(sheet: &Sheet, cell: &Cell) -> Content {
    let unusable = |why: String, hint: &str| Content::Unusable { why, hint: hint.to_owned(), period: None };
    match &cell.held {
        Held::Text { text, .. } => Content::Text(Arc::clone(text)),
        Held::Number(number) => of_number(sheet, cell, *number),
        Held::Date(text) => of_date(text.get(..10).and_then(|day| day.parse().ok()).map(Period::day)),
        Held::Error(error) => {
            unusable(format!("holds the error {error}"), "mend the formula, or empty the cell")
        }
        Held::Truth(truth) => Content::Text(if *truth { "TRUE" } else { "FALSE" }.into()),
        Held::NoResult => unusable(
            "holds a formula without a result".to_owned(),
            "open the file in Excel, save it, and try again; or type the number itself",
        ),
    }
}

/// What to do about a date.
const NO_DATE: &str = "Excel makes dates of entries such as 5-9 or 1.7: give the cell the format of a number, and type the number again";

/// A date is no number of a table; above its columns, it is the period of one.
fn of_date(period: Option<Period>) -> Content {
    Content::Unusable { why: "holds a date".to_owned(), hint: NO_DATE.to_owned(), period }
}

/// What a format shows of a day. One that shows no year shows the one in which somebody has typed it, which tells nothing.
fn shown_period(fields: Fields, (year, month, day): (i64, i64, i64)) -> Option<Period> {
    let (year, month) = (u16::try_from(year).ok()?, u8::try_from(month).ok()?);
    match (fields.year, fields.month, fields.day) {
        (true, _, true) => format!("{year}-{month:02}-{day:02}").parse::<Date>().ok().map(Period::day),
        (true, true, false) => Period::months(year, month, 1),
        (true, false, false) => Period::months(year, 1, 12),
        (false, _, _) => None,
    }
}

fn of_number(sheet: &Sheet, cell: &Cell, number: f64) -> Content {
    let general = || Format::new("General").show(number);
    let format = sheet.format(cell);
    let is_percent = format.is_some_and(|format| format.code.contains('%'));
    let whole = match general() {
        Shown::Whole(whole) => whole,
        _ => {
            let why = format!("holds {number}, which is no number that can be printed");
            let hint = "give large sums in millions".to_owned();
            return Content::Unusable { why, hint, period: None };
        }
    };
    match format.map_or_else(general, |format| format.show(number)) {
        Shown::Whole(number) => Content::Number { shown: number, exact: number, is_percent: false },
        // In thousands, what is shown is another number than what is held.
        Shown::Digits { is_scaled: true, .. } => {
            Content::Number { shown: whole, exact: whole, is_percent: false }
        }
        Shown::Digits { shown, exact, .. } => Content::Number { shown, exact, is_percent },
        Shown::Date(fields) => {
            let day = date::day(number, sheet.is_1904);
            of_date(day.and_then(|day| shown_period(fields, day)))
        }
        Shown::Words(_) | Shown::Unclear | Shown::TooLong => {
            Content::Number { shown: whole, exact: whole, is_percent: false }
        }
    }
}

/// A file of text as a table: with commas, semicolons or tabs between its cells, whichever its first lines have most.
///
/// # Errors
/// It has more rows than are looked through.
pub fn text_grid(text: &str) -> Result<Grid, (&'static str, &'static str)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let separator = separator(text);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.as_bytes());
    let mut grid = Grid::default();
    let (mut at, mut line) = (0, 0);
    for record in reader.records().filter_map(Result::ok) {
        if grid.rows.len() >= MOST_ROWS {
            return Err(("has more than 200,000 rows", TOO_LONG.1));
        }
        // Empty lines are no records, a cell may go over several lines, and the reader counts from what ended the last.
        let start = record.position().and_then(|place| usize::try_from(place.byte()).ok()).unwrap_or(at);
        let start = start + text[start..].bytes().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        line += text[at..start].bytes().filter(|byte| *byte == b'\n').count();
        at = start;
        let number = u32::try_from(line).unwrap_or(u32::MAX);
        let filled = (0..).zip(record.iter()).filter(|(_, cell)| !cell.trim().is_empty());
        let cells = filled.map(|(column, cell)| (column, Content::Text(cell.into()))).collect();
        grid.rows.push(GridRow { number, is_hidden: false, cells });
    }
    Ok(grid)
}

/// What stands between the cells of a file of text: the sign that most of its first lines have equally often. Commas may
/// stand within numbers, so that they give way to others.
fn separator(text: &str) -> u8 {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(40).collect();
    let alike = |sign: u8| {
        let counts: Vec<usize> =
            lines.iter().map(|line| memchr::memchr_iter(sign, line.as_bytes()).count()).collect();
        let same = |count: &usize| counts.iter().filter(|other| *other == count).count();
        counts.iter().filter(|count| **count > 0).map(same).max().unwrap_or(0)
    };
    [b',', b';', b'\t'].into_iter().max_by_key(|sign| alike(*sign)).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::{Content, text_grid};

    #[test]
    fn a_file_of_text_has_the_cells_between_its_own_signs() {
        for text in
            ["a;b;c\n1;2,5;\n", "a,b,c\n1,\"2,5\",\n", "\u{feff}a\tb\tc\n1\t2,5\t\n", "a, %;b;c\n1;2,5;\n"]
        {
            let grid = text_grid(text).unwrap();
            assert_eq!(grid.width(), 3, "{text}");
            assert_eq!(grid.cell(1, 1), Some(&Content::Text("2,5".into())), "{text}");
            assert_eq!((grid.cell(1, 2), grid.cell(2, 0)), (None, None), "{text}");
            assert_eq!(grid.place(1, 1), "B2");
        }
        let grid = text_grid("a,b\r\n\r\n\"c\r\nd\",1\r\ne,2\r\n").unwrap();
        assert_eq!(grid.rows.iter().map(|row| row.number).collect::<Vec<_>>(), [0, 2, 4]);
    }
}
