//! Prints the parts of a document as text, for comparing two of them.

use std::collections::BTreeMap;

use super::DocxError;
use super::chart::Cells;
use super::package::unzip;
use super::tree::parse;

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
            Ok(format!("{} bytes, {:016x}\n", bytes.len(), hash(bytes)))
        }
    };
    unzip(docx)?.into_iter().map(|(name, bytes)| print(&name, &bytes).map(|text| (name, text))).collect()
}

/// Whether a part of that name is XML.
pub(super) fn is_xml(name: &str) -> bool {
    name.ends_with(".xml") || name.ends_with(".rels")
}

/// FNV-1a, 64 bits.
pub(super) fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::hash;

    #[test]
    fn the_hash_is_fnv() {
        assert_eq!(hash(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(hash(b"foobar"), 0x8594_4171_f739_67e8);
    }
}
