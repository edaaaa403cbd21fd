//! Types into a workbook as somebody would, by changing the XML of its sheets.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use libtest_mimic::Failed;
use quarterly::data::sheet::{Content, Grid, grids};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::fail;

/// A workbook whose parts can be changed.
#[derive(Clone)]
pub(crate) struct Book {
    pub(super) parts: BTreeMap<String, String>,
    grid: Grid,
}

/// The part with the numbers.
pub(super) const FIGURES: &str = "xl/worksheets/sheet1.xml";

impl Book {
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, Failed> {
        let mut parts = BTreeMap::new();
        let mut zip = ZipArchive::new(Cursor::new(bytes))?;
        for index in 0..zip.len() {
            let mut part = zip.by_index(index)?;
            let mut text = String::new();
            part.read_to_string(&mut text)?;
            parts.insert(part.name().to_owned(), text);
        }
        let grids = grids(bytes).map_err(|(why, _)| fail(why))?;
        let grid = grids.into_iter().next().ok_or_else(|| fail("no sheet"))?;
        Ok(Self { parts, grid })
    }

    pub(crate) fn bytes(&self) -> Result<Vec<u8>, Failed> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in &self.parts {
            zip.start_file(name, SimpleFileOptions::default())?;
            zip.write_all(text.as_bytes())?;
        }
        Ok(zip.finish()?.into_inner())
    }

    /// The row of a number, from 1.
    pub(crate) fn row(&self, key: &str) -> Result<u32, Failed> {
        let has = |text: &str| text.split_once('|').is_some_and(|(_, own)| own == key);
        let row = self.grid.rows.iter().find(|row| {
            row.cells.iter().any(|(_, content)| matches!(content, Content::Text(text) if has(text)))
        });
        row.map(|row| row.number + 1).ok_or_else(|| fail(format!("no row {key}")))
    }

    /// The keys of all rows, without the name of the edition.
    pub(crate) fn keys(&self) -> Vec<String> {
        let cells = self.grid.rows.iter().flat_map(|row| &row.cells);
        let keys = cells.filter_map(|(_, content)| match content {
            Content::Text(text) if text.matches('|').count() == 4 => {
                text.split_once('|').map(|(_, key)| key.to_owned())
            }
            _ => None,
        });
        keys.collect()
    }

    /// Puts the inside of a cell, with its type and perhaps another style, in the place of what it has.
    pub(crate) fn put(&mut self, column: char, key: &str, kind: &str, inside: &str) -> Result<(), Failed> {
        let name = format!("{column}{}", self.row(key)?);
        let sheet = self.parts.get_mut(FIGURES).ok_or_else(|| fail("no sheet"))?;
        let start = sheet.find(&format!("<c r=\"{name}\"")).ok_or_else(|| fail(format!("no cell {name}")))?;
        let tag = sheet[start..].find('>').ok_or_else(|| fail("an open tag"))? + start;
        let is_single = sheet[..tag].ends_with('/');
        let end = if is_single {
            tag + 1
        } else {
            sheet[start..].find("</c>").ok_or_else(|| fail("no end"))? + start + 4
        };
        let style = sheet[start..tag].split(" s=\"").nth(1).and_then(|rest| rest.split('"').next());
        let style = style.map_or_else(String::new, |style| format!(" s=\"{style}\""));
        let kind = if kind.is_empty() { String::new() } else { format!(" t=\"{kind}\"") };
        let new = if inside.is_empty() {
            format!("<c r=\"{name}\"{style}/>")
        } else {
            format!("<c r=\"{name}\"{style}{kind}>{inside}</c>")
        };
        sheet.replace_range(start..end, &new);
        Ok(())
    }

    pub(crate) fn number(&mut self, key: &str, number: &str) -> Result<(), Failed> {
        self.put('I', key, "", &format!("<v>{number}</v>"))
    }

    pub(crate) fn words(&mut self, column: char, key: &str, words: &str) -> Result<(), Failed> {
        let words = words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        self.put(column, key, "inlineStr", &format!("<is><t xml:space=\"preserve\">{words}</t></is>"))
    }

    /// Changes words in a part.
    pub(crate) fn replace(&mut self, part: &str, old: &str, new: &str) -> Result<(), Failed> {
        let text = self.parts.get_mut(part).ok_or_else(|| fail(format!("no part {part}")))?;
        if !text.contains(old) {
            return Err(fail(format!("{part} has no {old}")));
        }
        *text = text.replace(old, new);
        Ok(())
    }
}
