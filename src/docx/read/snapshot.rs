//! Prints the parts of a document as text, for comparing two of them.

use std::collections::BTreeMap;

use crate::docx::chart::Cells;
use crate::docx::error::DocxError;
use crate::docx::package::archive::unzip;
use crate::docx::package::tree::parse;
use crate::hash::fnv;

/// The parts of a document by name: XML with one element a line, workbooks with one cell a line, other
/// files as size and hash.
///
/// # Errors
/// Fails when the bytes are no package or a part is no XML.
pub fn parts(docx: &[u8]) -> Result<BTreeMap<String, String>, DocxError> {
    let print = |name: &str, bytes: &[u8]| {
        if is_xml(name) {
            Ok(parse(bytes)?.to_lines())
        } else if name.ends_with(".xlsx") {
            Ok(Cells::read(bytes)?.to_lines())
        } else {
            Ok(format!("{} bytes, {:016x}\n", bytes.len(), fnv(bytes)))
        }
    };
    unzip(docx)?.into_iter().map(|(name, bytes)| print(&name, &bytes).map(|text| (name, text))).collect()
}

/// Whether a part of that name is XML.
pub(super) fn is_xml(name: &str) -> bool {
    name.ends_with(".xml") || name.ends_with(".rels")
}
