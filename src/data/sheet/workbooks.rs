//! The workbooks of an edition: each is opened once, however many figures take their values from it.

use std::collections::BTreeMap;
use std::fmt;
use std::rc::Rc;

use super::cell::{Sheet, SheetPart};
use super::package::Package;
use super::xls::{BadXls, Book};
use crate::data::workbook::{self, OLD, Refusal};

/// Bytes of all workbooks of an edition, unpacked: they stay in memory while it is read.
const MOST_UNPACKED: u64 = 256 * 1024 * 1024;

/// Cells of all sheets of an edition: those that are read stay in memory too.
const MOST_CELLS: usize = 4_000_000;
const TOO_MANY_CELLS: Refusal = (
    "has a sheet too many: those of this edition have more than 4 million cells",
    "keep in each workbook the rows that the edition needs",
);

/// What to do about a file that is no workbook.
const SAVE_AGAIN: &str = "save it as an Excel workbook (.xlsx) without a password, or as CSV in UTF-8";
const UNREADABLE: Refusal = ("cannot be read as an Excel workbook", SAVE_AGAIN);

/// What was opened so far, and what could not be.
#[derive(Default)]
pub struct Workbooks {
    opened: BTreeMap<String, Result<Opened, Refusal>>,
    sheets: BTreeMap<(String, usize), Result<Rc<Sheet>, Refusal>>,
    unpacked: u64,
    /// Cells of the sheets.
    cells: usize,
}

enum Opened {
    Old(Book),
    New(Package),
}

impl Workbooks {
    /// As it is once sheets with the most cells were read.
    #[cfg(test)]
    pub(super) fn full() -> Self {
        Self { cells: MOST_CELLS, ..Self::default() }
    }

    /// The sheets of a workbook in their order.
    pub(super) fn sheets(&mut self, name: &str, bytes: &[u8]) -> Result<&[SheetPart], Refusal> {
        if !self.opened.contains_key(name) {
            let opened = self.open(bytes);
            self.opened.insert(name.to_owned(), opened);
        }
        match self.opened.get(name) {
            Some(Ok(Opened::Old(book))) => Ok(&book.sheets),
            Some(Ok(Opened::New(package))) => Ok(&package.sheets),
            Some(Err(refusal)) => Err(*refusal),
            None => Err(UNREADABLE),
        }
    }

    fn open(&mut self, bytes: &[u8]) -> Result<Opened, Refusal> {
        if is_page(bytes) {
            let why = "is a web page or XML with the name of a workbook";
            return Err((why, "open it in Excel, and save it as an Excel workbook (.xlsx)"));
        }
        if self.unpacked > MOST_UNPACKED {
            let why = "is one too many: the workbooks of this edition unpack to more than 256 MB";
            return Err((why, "keep in each workbook the sheets that the edition needs"));
        }
        workbook::check(bytes, &mut self.unpacked)?;
        if bytes.starts_with(&OLD) {
            Book::open(bytes).map(Opened::Old).map_err(refused)
        } else {
            Package::open(bytes).map(Opened::New).map_err(|_| UNREADABLE)
        }
    }

    /// A sheet of a workbook that was opened, by its number.
    pub(super) fn sheet(&mut self, name: &str, index: usize) -> Result<Rc<Sheet>, Refusal> {
        let key = (name.to_owned(), index);
        if let Some(known) = self.sheets.get(&key) {
            return known.clone();
        }
        if self.cells > MOST_CELLS {
            return Err(TOO_MANY_CELLS);
        }
        let sheet = match self.opened.get(name) {
            Some(Ok(Opened::Old(book))) => book.sheet(index).map_err(refused),
            Some(Ok(Opened::New(package))) => package.sheet(index).map_err(|_| UNREADABLE),
            Some(Err(refusal)) => Err(*refusal),
            None => Err(UNREADABLE),
        };
        let cells = |sheet: &Sheet| sheet.rows.iter().map(|row| row.cells.len()).sum::<usize>();
        self.cells += sheet.as_ref().map_or(0, cells);
        let sheet = if self.cells > MOST_CELLS { Err(TOO_MANY_CELLS) } else { sheet.map(Rc::new) };
        self.sheets.insert(key, sheet.clone());
        sheet
    }
}

impl fmt::Debug for Workbooks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.opened.keys()).finish()
    }
}

fn refused(error: BadXls) -> Refusal {
    match error {
        BadXls::Password => ("is protected by a password", SAVE_AGAIN),
        BadXls::TooOld => ("is a workbook of Excel 95 or older", SAVE_AGAIN),
        BadXls::Unreadable => UNREADABLE,
    }
}

/// Many sites write tables as HTML and call them `.xls`; Excel opens them all the same.
fn is_page(bytes: &[u8]) -> bool {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]).to_lowercase();
    let start = start.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']);
    ["<html", "<!doctype", "<?xml", "<table", "<meta", "<head", "mime-version"]
        .iter()
        .any(|word| start.starts_with(word))
}
