//! Reads the cells of a chart's workbook, for the lints and for printing it as text.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use rust_decimal::Decimal;

use super::number::printed;
use crate::data::column::letters;
use crate::docx::error::DocxError;
use crate::docx::package::archive::unzip;
use crate::docx::package::tree::{Element, parse};

/// A cell as the file holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::docx) struct SheetCell {
    /// Its text, or its number in digits.
    pub(in crate::docx) value: String,
    /// The format code of a number; `None` for text.
    pub(in crate::docx) code: Option<String>,
    /// The formula that gives the value.
    pub(in crate::docx) formula: Option<String>,
}

/// The only sheet of a chart's workbook.
#[derive(Debug, Clone)]
pub(in crate::docx) struct Cells {
    /// Its name.
    pub(in crate::docx) sheet: String,
    /// The cells by row and column, from 1.
    pub(in crate::docx) cells: BTreeMap<(u32, u32), SheetCell>,
}

impl Cells {
    /// Reads a workbook.
    ///
    /// # Errors
    /// Says what is wrong with the file.
    pub(in crate::docx) fn read(workbook: &[u8]) -> Result<Self, DocxError> {
        let files = unzip(workbook)?;
        let part = |name: &str| {
            let bytes = files.get(name).ok_or_else(|| DocxError::Package(format!("no `{name}`")))?;
            parse(bytes)
        };
        let sheets = part("xl/workbook.xml")?;
        let sheet = sheets.find("sheets").and_then(|sheets| sheets.elements().next());
        let name = sheet.and_then(|sheet| sheet.get("name")).unwrap_or_default().to_owned();
        let strings = part("xl/sharedStrings.xml").ok();
        let strings: Vec<String> =
            strings.iter().flat_map(Element::elements).map(|entry| unescape(&entry.plain_text())).collect();
        let codes = codes(&part("xl/styles.xml")?);
        let mut cells = BTreeMap::new();
        part("xl/worksheets/sheet1.xml")?.walk(&mut |element| {
            if element.name == "c"
                && let Some(at) = element.get("r").and_then(place)
                && let Some(cell) = cell(element, &strings, &codes)
            {
                cells.insert(at, cell);
            }
        });
        Ok(Self { sheet: name, cells })
    }

    /// The cells that a reference names, in their order: `'Figure 1'!$A$2:$A$8`.
    ///
    /// `None` when it is no reference to this sheet.
    pub(in crate::docx) fn range(&self, reference: &str) -> Option<Vec<Option<&SheetCell>>> {
        let (sheet, range) = reference.rsplit_once('!')?;
        let sheet = sheet.strip_prefix('\'').and_then(|name| name.strip_suffix('\'')).unwrap_or(sheet);
        if sheet != self.sheet {
            return None;
        }
        let plain = range.replace('$', "");
        let (first, last) = plain.split_once(':').unwrap_or((&plain, &plain));
        let ((top, left), (bottom, right)) = (place(first)?, place(last)?);
        let places = (top..=bottom).flat_map(|row| (left..=right).map(move |column| (row, column)));
        Some(places.map(|at| self.cells.get(&at)).collect())
    }

    /// The cells as text, one a line: place, value, and how it is printed.
    pub(in crate::docx) fn to_lines(&self) -> String {
        let mut out = format!("sheet {}\n", self.sheet);
        for ((row, column), cell) in &self.cells {
            let column = letters(column.saturating_sub(1));
            // Writing to a string does not fail.
            let _ = write!(out, "{column}{row} {}", cell.value.escape_debug());
            if let Some(code) = &cell.code {
                let value = Decimal::from_str_exact(&cell.value).unwrap_or_default();
                let _ = write!(out, " printed {} by {code}", printed(value, code));
            }
            if let Some(formula) = &cell.formula {
                let _ = write!(out, " = {formula}");
            }
            out.push('\n');
        }
        out
    }
}

fn cell(element: &Element, strings: &[String], codes: &[String]) -> Option<SheetCell> {
    let value = element.find("v")?.plain_text();
    let formula = element.find("f").map(Element::plain_text);
    if element.get("t") == Some("s") {
        let value = strings.get(value.parse::<usize>().ok()?)?.clone();
        return Some(SheetCell { value, code: None, formula });
    }
    // What a formula gives may be text.
    if element.get("t") == Some("str") {
        return Some(SheetCell { value, code: None, formula });
    }
    let style = element.get("s").and_then(|style| style.parse::<usize>().ok()).unwrap_or(0);
    let code = codes.get(style).cloned().unwrap_or_default();
    Some(SheetCell { value, code: Some(code), formula })
}

/// The format codes of a workbook's cell styles, by their index.
fn codes(styles: &Element) -> Vec<String> {
    // The codes that Excel knows without being told, as far as this program writes them.
    let known = [("0", "General"), ("1", "0"), ("2", "0.00"), ("3", "#,##0"), ("4", "#,##0.00")];
    let mut codes: BTreeMap<String, String> =
        known.into_iter().map(|(id, code)| (id.to_owned(), code.to_owned())).collect();
    for format in styles.find("numFmts").into_iter().flat_map(Element::elements) {
        if let (Some(id), Some(code)) = (format.get("numFmtId"), format.get("formatCode")) {
            codes.insert(id.to_owned(), code.to_owned());
        }
    }
    let styles = styles.find("cellXfs").into_iter().flat_map(Element::elements);
    styles.map(|style| codes.get(style.get("numFmtId").unwrap_or("0")).cloned().unwrap_or_default()).collect()
}

/// Row and column of a cell, from 1: `B7`.
fn place(name: &str) -> Option<(u32, u32)> {
    let letters = name.find(|c: char| c.is_ascii_digit())?;
    let (column, row) = name.split_at(letters);
    let letter = |sum: u32, c: char| {
        let value = u32::from(c).checked_sub(u32::from('A')).filter(|value| *value < 26)?;
        sum.checked_mul(26)?.checked_add(value + 1)
    };
    let column = column.chars().try_fold(0, letter).filter(|column| *column > 0)?;
    Some((row.parse().ok().filter(|row| *row > 0)?, column))
}

/// Takes back how spreadsheets write what looks like an escape: `_x005F_x0041_` stands for `_x0041_`.
fn unescape(text: &str) -> String {
    text.replace("_x005F_", "_")
}

#[cfg(test)]
mod tests {
    use super::{place, unescape};

    #[test]
    fn places_are_row_and_column() {
        assert_eq!([place("A1"), place("BA12")], [Some((1, 1)), Some((12, 53))]);
        assert_eq!([place("1"), place("A"), place("a1"), place("A0")], [None; 4]);
    }

    #[test]
    fn an_escape_of_an_escape_is_text() {
        assert_eq!(unescape("_x005F_x0041_ a_b"), "_x0041_ a_b");
    }
}
