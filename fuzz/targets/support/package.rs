//! Packages (DOCX, XLSX) whose parts are damaged before they are packed: damage to the packed bytes would only break
//! checksums.
//!
//! An input says `=== name` on a line of its own and then what stands in that part instead; `=== -name` takes it away.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// Parts by name.
pub type Parts = BTreeMap<String, Vec<u8>>;

/// Begins the name of a part.
const MARK: &[u8] = b"=== ";
/// Most parts that an input names.
const MOST: usize = 40;

/// The parts of a package that is sound.
pub fn unpacked(bytes: &[u8]) -> Parts {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).expect("a package");
    let mut parts = Parts::new();
    for index in 0..zip.len() {
        let mut file = zip.by_index(index).expect("a part");
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("a sound part");
        parts.insert(file.name().to_owned(), bytes);
    }
    parts
}

/// A package of these parts with what an input changes in them; none where it names no part.
pub fn changed(sound: &Parts, input: &[u8]) -> Option<Vec<u8>> {
    let mut parts = sound.clone();
    let mut rest = input.strip_prefix(MARK)?;
    for _ in 0..MOST {
        let end = rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
        let name = std::str::from_utf8(&rest[..end]).ok()?;
        let body = rest.get(end + 1..).unwrap_or_default();
        let next = body.windows(MARK.len() + 1).position(|window| window[0] == b'\n' && &window[1..] == MARK);
        let content = &body[..next.unwrap_or(body.len())];
        match name.strip_prefix('-') {
            Some(name) => drop(parts.remove(name)),
            None => drop(parts.insert(name.to_owned(), content.to_vec())),
        }
        let Some(next) = next else { break };
        rest = &body[next + 1 + MARK.len()..];
    }
    Some(packed(&parts))
}

/// A package, not compressed.
pub fn packed(parts: &Parts) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let plain = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, bytes) in parts {
        // Names that the writer refuses are left out.
        if zip.start_file(name.as_str(), plain).is_ok() {
            let _ = zip.write_all(bytes);
        }
    }
    zip.finish().expect("memory takes it").into_inner()
}
