//! Reads which number format the cells of a workbook have.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::format::{Format, built_in};
use super::xml::{BadXml, Piece, Xml};

/// The formats by the number of the style that cells name.
pub(super) fn formats(part: &[u8]) -> Result<Vec<Arc<Format>>, BadXml> {
    let mut xml = Xml::new(part);
    let mut own: BTreeMap<u32, String> = BTreeMap::new();
    let mut used: Vec<u32> = Vec::new();
    let mut is_in_cells = false;
    loop {
        match xml.next()? {
            Piece::Open(tag) | Piece::Single(tag) if tag.is("numFmt") => {
                if let (Some(id), Some(code)) = (tag.number("numFmtId")?, tag.get("formatCode")?) {
                    own.insert(id, code);
                }
            }
            Piece::Open(tag) if tag.is("cellXfs") => is_in_cells = true,
            Piece::Close(name) if name == "cellXfs" => is_in_cells = false,
            Piece::Open(tag) | Piece::Single(tag) if is_in_cells && tag.is("xf") => {
                used.push(tag.number("numFmtId")?.unwrap_or(0));
            }
            Piece::End => break,
            Piece::Open(_) | Piece::Single(_) | Piece::Close(_) | Piece::Text(_) => {}
        }
    }
    Ok(by_style(&used, &own))
}

/// The formats of styles, by the numbers of these; styles of one format share it.
pub(super) fn by_style(used: &[u32], own: &BTreeMap<u32, String>) -> Vec<Arc<Format>> {
    let mut known: BTreeMap<u32, Arc<Format>> = BTreeMap::new();
    let code = |id| own.get(&id).map_or_else(|| built_in(id), String::as_str);
    let format = |id: &u32| Arc::clone(known.entry(*id).or_insert_with(|| Arc::new(Format::new(code(*id)))));
    used.iter().map(format).collect()
}
