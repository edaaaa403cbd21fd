//! Reads workbooks of the form before Excel 2007 (`.xls`, BIFF8): the same cells, formats and hidden rows as of an
//! `.xlsx` workbook.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use super::cell::{self, Area, Held, MOST_SHEETS, Row, Sheet, SheetPart};
use super::format::Format;
use super::styles::by_style;
use container::{Container, f64_at, u16_at, u32_at};
use text::Bytes;

mod container;
mod text;

/// Why a workbook cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BadXls {
    /// It is damaged, or no workbook.
    Unreadable,
    /// It has a password.
    Password,
    /// It is of Excel 95 or older.
    TooOld,
}

/// Cells of a sheet: more than four for each byte of the largest file would not fit.
const MOST_CELLS: usize = 1_000_000;

/// A workbook whose sheets can be read.
pub(super) struct Book {
    stream: Vec<u8>,
    /// The sheets in their order.
    pub(super) sheets: Vec<SheetPart>,
    /// Where the sheets begin.
    starts: Vec<usize>,
    texts: Vec<Held>,
    formats: Rc<[Arc<Format>]>,
    is_1904: bool,
    /// Bytes that may still be gone through: those of a sheet belong to it alone.
    left: Cell<usize>,
}

/// A record with those that carry it on.
struct Record<'a> {
    kind: u16,
    pieces: Vec<&'a [u8]>,
}

impl<'a> Record<'a> {
    fn data(&self) -> &'a [u8] {
        self.pieces.first().copied().unwrap_or_default()
    }

    fn bytes(&self, from: usize) -> Bytes<'a> {
        let mut pieces = self.pieces.clone();
        if let Some(first) = pieces.first_mut() {
            *first = first.get(from..).unwrap_or_default();
        }
        Bytes::new(pieces)
    }
}

/// The records from a place on.
struct Records<'a> {
    stream: &'a [u8],
    at: usize,
}

const BOF: u16 = 0x0809;
const EOF: u16 = 0x000A;
const CONTINUE: u16 = 0x003C;

impl<'a> Records<'a> {
    fn one(&self) -> Option<(u16, &'a [u8], usize)> {
        let (kind, length) = (u16_at(self.stream, self.at).ok()?, u16_at(self.stream, self.at + 2).ok()?);
        let start = self.at + 4;
        let end = start + usize::from(length);
        Some((kind, self.stream.get(start..end)?, end))
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let (kind, data, end) = self.one()?;
        self.at = end;
        let mut pieces = vec![data];
        while let Some((CONTINUE, more, end)) = self.one() {
            pieces.push(more);
            self.at = end;
        }
        Some(Record { kind, pieces })
    }
}

impl Book {
    /// Reads what all sheets have in common.
    pub(super) fn open(bytes: &[u8]) -> Result<Self, BadXls> {
        let container = Container::open(bytes)?;
        let Some(stream) = container.stream("Workbook")? else {
            let is_old = container.stream("Book")?.is_some();
            return Err(if is_old { BadXls::TooOld } else { BadXls::Unreadable });
        };
        let mut book = Self {
            stream: Vec::new(),
            sheets: Vec::new(),
            starts: Vec::new(),
            texts: Vec::new(),
            formats: Rc::default(),
            is_1904: false,
            left: Cell::new(0),
        };
        let mut own: BTreeMap<u32, String> = BTreeMap::new();
        let (mut used, mut fonts, mut texts) = (Vec::new(), Vec::new(), None);
        for record in (Records { stream: &stream, at: 0 }) {
            let data = record.data();
            match record.kind {
                BOF if u16_at(data, 0)? != 0x0600 => return Err(BadXls::TooOld),
                0x002F if u16_at(data, 0)? != 0 => return Err(BadXls::Password),
                0x0022 => book.is_1904 = u16_at(data, 0)? == 1,
                0x0031 => fonts.push(u16_at(data, 8)? == 1),
                0x041E => {
                    let id = u32::from(u16_at(data, 0)?);
                    if let Held::Text { text, .. } = record.bytes(2).text(&[])? {
                        own.insert(id, text.to_string());
                    }
                }
                0x00E0 => used.push(u32::from(u16_at(data, 2)?)),
                0x0085 => book.add_sheet(&record)?,
                // Its fonts may come behind it.
                0x00FC => texts = Some(record),
                EOF => break,
                _ => {}
            }
        }
        if let Some(record) = texts {
            let mut bytes = record.bytes(4);
            let count = bytes.u32()?;
            for _ in 0..count {
                book.texts.push(bytes.text(&fonts)?);
            }
        }
        book.formats = by_style(&used, &own).into();
        // A sheet may begin with records of no meaning.
        book.left.set(stream.len().saturating_mul(2));
        book.stream = stream;
        Ok(book)
    }

    fn add_sheet(&mut self, record: &Record<'_>) -> Result<(), BadXls> {
        let data = record.data();
        let [state, kind, length] = data.get(4..7).ok_or(BadXls::Unreadable)? else {
            return Err(BadXls::Unreadable);
        };
        // Sheets of charts and macros have no cells.
        if *kind == 0 && self.sheets.len() <= MOST_SHEETS {
            let Held::Text { text, .. } = record.bytes(7).text_of(usize::from(*length), &[])? else {
                return Err(BadXls::Unreadable);
            };
            self.sheets.push(SheetPart { name: text.to_string(), is_hidden: state & 3 != 0 });
            self.starts.push(u32_at(data, 0)? as usize);
        }
        Ok(())
    }

    /// Reads a sheet by its number.
    pub(super) fn sheet(&self, index: usize) -> Result<Sheet, BadXls> {
        let (part, start) = self.sheets.get(index).zip(self.starts.get(index)).ok_or(BadXls::Unreadable)?;
        let mut cells = Cells { book: self, rows: BTreeMap::new(), count: 0, waits: None };
        let mut sheet = Sheet {
            name: part.name.clone(),
            is_hidden: part.is_hidden,
            formats: Rc::clone(&self.formats),
            is_1904: self.is_1904,
            ..Sheet::default()
        };
        // Charts in a sheet have records like cells, between a beginning and an end of their own.
        let mut depth = 0;
        for record in (Records { stream: &self.stream, at: *start }) {
            let length: usize = record.pieces.iter().map(|piece| piece.len() + 4).sum();
            self.left.set(self.left.get().checked_sub(length).ok_or(BadXls::Unreadable)?);
            match record.kind {
                BOF => depth += 1,
                EOF if depth <= 1 => break,
                EOF => depth -= 1,
                _ if depth != 1 => {}
                0x007D => {
                    let data = record.data();
                    if u16_at(data, 8)? & 1 == 1 {
                        sheet.hidden_columns.push((u16_at(data, 0)?.into(), u16_at(data, 2)?.into()));
                    }
                }
                0x00E5 => merged(record.data(), &mut sheet.merged)?,
                _ => cells.take(&record)?,
            }
        }
        sheet.rows = cells.rows.into_values().filter(|row| !row.cells.is_empty()).collect();
        sheet.sort();
        Ok(sheet)
    }
}

fn merged(data: &[u8], areas: &mut Vec<Area>) -> Result<(), BadXls> {
    for index in 0..usize::from(u16_at(data, 0)?) {
        let number = |at: usize| u16_at(data, 2 + index * 8 + at * 2).map(u32::from);
        areas.push(Area { start: (number(0)?, number(2)?), end: (number(1)?, number(3)?) });
    }
    Ok(())
}

/// The cells of a sheet while its records come.
struct Cells<'a> {
    book: &'a Book,
    rows: BTreeMap<u32, Row>,
    count: usize,
    /// The cell of a formula whose result is a text, which comes in a record of its own.
    waits: Option<(u32, u32, usize)>,
}

impl Cells<'_> {
    fn row(&mut self, number: u32) -> &mut Row {
        self.rows.entry(number).or_insert_with(|| Row { number, ..Row::default() })
    }

    fn add(&mut self, (row, column, format): (u32, u32, usize), held: Held) -> Result<(), BadXls> {
        self.count += 1;
        if self.count > MOST_CELLS {
            return Err(BadXls::Unreadable);
        }
        self.row(row).cells.push(cell::Cell { column, held, format });
        Ok(())
    }

    fn take(&mut self, record: &Record<'_>) -> Result<(), BadXls> {
        let data = record.data();
        let place = || -> Result<(u32, u32, usize), BadXls> {
            Ok((u16_at(data, 0)?.into(), u16_at(data, 2)?.into(), u16_at(data, 4)?.into()))
        };
        match record.kind {
            0x0208 => {
                let is_hidden = u16_at(data, 12)? & 0x20 != 0;
                self.row(u16_at(data, 0)?.into()).is_hidden = is_hidden;
            }
            0x0203 => self.add(place()?, number(f64_at(data, 6)?))?,
            0x027E => self.add(place()?, number(short(u32_at(data, 6)?)))?,
            0x00BD => {
                let (row, first, _) = place()?;
                for index in 0..data.len().saturating_sub(6) / 6 {
                    let at = 4 + index * 6;
                    let column = first + u32::try_from(index).unwrap_or(0);
                    let cell = (row, column, usize::from(u16_at(data, at)?));
                    self.add(cell, number(short(u32_at(data, at + 2)?)))?;
                }
            }
            0x00FD => {
                let text = self.book.texts.get(u32_at(data, 6)? as usize).ok_or(BadXls::Unreadable)?;
                self.add(place()?, text.clone())?;
            }
            0x0204 | 0x00D6 => self.add(place()?, record.bytes(6).text(&[])?)?,
            0x0205 => {
                let [value, is_error] = data.get(6..8).ok_or(BadXls::Unreadable)? else {
                    return Err(BadXls::Unreadable);
                };
                let held = if *is_error == 1 { error(*value) } else { Held::Truth(*value == 1) };
                self.add(place()?, held)?;
            }
            0x0006 => self.formula(place()?, data)?,
            0x0207 => {
                if let Some(place) = self.waits.take() {
                    self.add(place, record.bytes(0).text(&[])?)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn formula(&mut self, place: (u32, u32, usize), data: &[u8]) -> Result<(), BadXls> {
        self.waits = None;
        if u16_at(data, 12)? != 0xFFFF {
            return self.add(place, number(f64_at(data, 6)?));
        }
        let value = data.get(8).copied().unwrap_or(0);
        match data.get(6) {
            Some(0) => {
                self.waits = Some(place);
                Ok(())
            }
            Some(1) => self.add(place, Held::Truth(value == 1)),
            Some(2) => self.add(place, error(value)),
            _ => Ok(()),
        }
    }
}

fn number(number: f64) -> Held {
    if number.is_finite() { Held::Number(number) } else { Held::Error("#NUM!".to_owned()) }
}

/// A number in four bytes: a whole one, or the upper half of another; perhaps a hundred times as large as meant.
fn short(bits: u32) -> f64 {
    let number = if bits & 2 == 0 {
        f64::from_bits(u64::from(bits & !3) << 32)
    } else {
        f64::from(bits.cast_signed() >> 2)
    };
    if bits & 1 == 0 { number } else { number / 100.0 }
}

fn error(code: u8) -> Held {
    let text = match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        _ => "#N/A",
    };
    Held::Error(text.to_owned())
}
