//! The package: parts, relations between them, content types, and the zip file that holds all.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::DocxError;
use super::tree::{Element, el};

/// Namespace of WordprocessingML.
pub(super) const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
/// Namespace of relation ids, and the beginning of the names of relation types.
pub(super) const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const WORD_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// Relations of one part to others, in the order they were asked for.
#[derive(Debug, Clone, Default)]
pub(super) struct Relations {
    entries: Vec<(&'static str, String, Mode)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Internal,
    External,
}

impl Relations {
    /// The id of a relation to another part.
    pub(super) fn part(&mut self, kind: &'static str, target: &str) -> String {
        self.id(kind, target.to_owned(), Mode::Internal)
    }

    /// The id of a relation to a web address.
    pub(super) fn address(&mut self, address: &str) -> String {
        self.id("hyperlink", encode(address), Mode::External)
    }

    fn id(&mut self, kind: &'static str, target: String, mode: Mode) -> String {
        let entry = (kind, target, mode);
        let index = self.entries.iter().position(|old| *old == entry).unwrap_or_else(|| {
            self.entries.push(entry);
            self.entries.len() - 1
        });
        format!("rId{}", index + 1)
    }

    fn tree(&self) -> Element {
        let relations = self.entries.iter().enumerate().map(|(index, (kind, target, mode))| {
            let kind = match *kind {
                "core-properties" => format!("{PACKAGE}/relationships/metadata/core-properties"),
                kind => format!("{RELATION}/{kind}"),
            };
            let relation = el("Relationship")
                .attr("Id", format!("rId{}", index + 1))
                .attr("Type", kind)
                .attr("Target", target);
            match mode {
                Mode::Internal => relation,
                Mode::External => relation.attr("TargetMode", "External"),
            }
        });
        el("Relationships").attr("xmlns", format!("{PACKAGE}/relationships")).with(relations)
    }
}

/// The address with what a URI may not hold written as per cent escapes.
fn encode(address: &str) -> String {
    let mut out = String::new();
    let bytes = address.as_bytes();
    for (index, c) in address.char_indices() {
        let escape = match c {
            '%' => !bytes
                .get(index + 1..index + 3)
                .is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit)),
            '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' => true,
            c => c.is_whitespace() || c.is_control() || !super::tree::is_allowed(c),
        };
        if escape {
            let mut buffer = [0; 4];
            for byte in c.encode_utf8(&mut buffer).bytes() {
                out.push_str(&format!("%{byte:02X}"));
            }
        } else {
            out.push(c);
        }
    }
    out
}

/// All parts of a document, in the order they are written.
#[derive(Debug, Default)]
pub(super) struct Package {
    parts: Vec<(String, Vec<u8>)>,
    types: Vec<(String, String)>,
}

impl Package {
    /// Adds an XML part of Word's own kinds: `word/styles.xml` of kind `styles`.
    pub(super) fn add_word(&mut self, name: &str, kind: &str, root: &Element) {
        self.add(name, &format!("{WORD_TYPE}.{kind}+xml"), root.to_xml());
    }

    /// Adds a part with its content type.
    pub(super) fn add(&mut self, name: &str, content_type: &str, bytes: Vec<u8>) {
        self.types.push((format!("/{name}"), content_type.to_owned()));
        self.parts.push((name.to_owned(), bytes));
    }

    /// Adds a picture; its ending gives its content type.
    pub(super) fn add_media(&mut self, name: &str, bytes: Vec<u8>) {
        self.parts.push((name.to_owned(), bytes));
    }

    /// Adds the relations of a part, if it has any.
    pub(super) fn add_relations(&mut self, part: &str, relations: &Relations) {
        if !relations.entries.is_empty() {
            let (folder, file) = part.rsplit_once('/').map_or(("", part), |(folder, file)| (folder, file));
            let slash = if folder.is_empty() { "" } else { "/" };
            let name = format!("{folder}{slash}_rels/{file}.rels");
            self.parts.push((name, relations.tree().to_xml()));
        }
    }

    fn content_types(&self) -> Element {
        let default =
            |(ending, kind): (&str, &str)| el("Default").attr("Extension", ending).attr("ContentType", kind);
        let endings: BTreeSet<&str> = self
            .parts
            .iter()
            .filter_map(|(name, _)| name.rsplit_once('.'))
            .map(|(_, ending)| ending)
            .collect();
        let known = [
            ("jpeg", "image/jpeg"),
            ("png", "image/png"),
            ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
            ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            ("xml", "application/xml"),
        ];
        let defaults = known.into_iter().filter(|(ending, _)| endings.contains(ending)).map(default);
        let overrides = self
            .types
            .iter()
            .map(|(name, kind)| el("Override").attr("PartName", name).attr("ContentType", kind));
        el("Types").attr("xmlns", format!("{PACKAGE}/content-types")).with(defaults).with(overrides)
    }

    /// The zip file, the same bytes for the same parts.
    ///
    /// # Errors
    /// Fails when a part is too large for the format.
    pub(super) fn into_zip(self) -> Result<Vec<u8>, DocxError> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let types = ("[Content_Types].xml".to_owned(), self.content_types().to_xml());
        for (name, bytes) in std::iter::once(&types).chain(&self.parts) {
            // Pictures and workbooks are compressed already.
            let packed = [".png", ".jpeg", ".xlsx"].iter().any(|ending| name.ends_with(ending));
            let method = if packed { CompressionMethod::Stored } else { CompressionMethod::Deflated };
            let options = SimpleFileOptions::default()
                .compression_method(method)
                .last_modified_time(DateTime::DEFAULT)
                // Word for Mac is told to warn of files without permissions.
                .unix_permissions(0o644);
            zip.start_file(name.as_str(), options)?;
            zip.write_all(bytes)?;
        }
        Ok(zip.finish()?.into_inner())
    }
}

/// Most files that a package may have: a document of ours has some sixty.
const MOST_FILES: usize = 4096;
/// Most bytes that the files of a package may have together when they are unpacked.
const MOST_BYTES: u64 = 256 << 20;

/// All files of a package by name.
///
/// # Errors
/// Fails when the bytes are not a zip file, or hold more than any document does.
pub(super) fn unzip(docx: &[u8]) -> Result<BTreeMap<String, Vec<u8>>, DocxError> {
    let mut zip = ZipArchive::new(Cursor::new(docx))?;
    if zip.len() > MOST_FILES {
        return Err(DocxError::Package(format!("it holds {} files", zip.len())));
    }
    let mut files = BTreeMap::new();
    let mut left = MOST_BYTES;
    for index in 0..zip.len() {
        let mut file = zip.by_index(index)?;
        let mut bytes = Vec::new();
        // What a file says of its own size is not trusted.
        let read = file.by_ref().take(left + 1).read_to_end(&mut bytes)? as u64;
        left = left
            .checked_sub(read)
            .ok_or_else(|| DocxError::Package(format!("it unpacks to more than {} MiB", MOST_BYTES >> 20)))?;
        files.insert(file.name().to_owned(), bytes);
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::{Package, Relations, encode, unzip};

    #[test]
    fn addresses_are_valid_uris() {
        assert_eq!(encode("https://a.int/b c?d=<e>&f=%20%zz"), "https://a.int/b%20c?d=%3Ce%3E&f=%20%25zz");
        assert_eq!(encode("mailto:a@b.int"), "mailto:a@b.int");
    }

    #[test]
    fn a_relation_asked_for_twice_is_one() {
        let mut relations = Relations::default();
        let first = relations.address("https://a.int");
        assert_eq!(relations.address("https://b.int"), "rId2");
        assert_eq!(relations.address("https://a.int"), first);
    }

    #[test]
    fn a_package_that_swells_is_refused() {
        let mut package = Package::default();
        for index in 0..3 {
            package.add(&format!("{index}.xml"), "text/a", vec![b' '; 100 << 20]);
        }
        let error = unzip(&package.into_zip().unwrap()).unwrap_err().to_string();
        assert!(error.contains("more than 256 MiB"), "{error}");
        let mut package = Package::default();
        for index in 0..5000 {
            package.add_media(&format!("{index}.png"), Vec::new());
        }
        let error = unzip(&package.into_zip().unwrap()).unwrap_err().to_string();
        assert!(error.contains("5001 files"), "{error}");
    }

    #[test]
    fn a_package_reads_back() {
        let mut package = Package::default();
        package.add("a/b.xml", "text/a", b"<b/>".to_vec());
        let files = unzip(&package.into_zip().unwrap()).unwrap();
        assert_eq!(files.keys().collect::<Vec<_>>(), ["[Content_Types].xml", "a/b.xml"]);
    }
}
