//! The package: parts, their content types, and the zip file that holds all.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

use super::directory::{self, MOST_FILES};
use super::namespace::PACKAGE;
use super::relation::{Relations, part_of_relations};
use super::tree::{Element, el};
use crate::data::archive::{ArchiveError, Limits, unpack};
use crate::docx::error::DocxError;

const WORD_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// All parts of a document, in the order they are written.
#[derive(Debug, Default)]
pub(in crate::docx) struct Package {
    parts: Vec<(String, Vec<u8>)>,
    types: Vec<(String, String)>,
}

impl Package {
    /// Adds an XML part of Word's own kinds: `word/styles.xml` of kind `styles`.
    pub(in crate::docx) fn add_word(&mut self, name: &str, kind: &str, root: &Element) {
        self.add(name, &format!("{WORD_TYPE}.{kind}+xml"), root.to_xml());
    }

    /// Adds a part with its content type.
    pub(in crate::docx) fn add(&mut self, name: &str, content_type: &str, bytes: Vec<u8>) {
        self.types.push((format!("/{name}"), content_type.to_owned()));
        self.parts.push((name.to_owned(), bytes));
    }

    /// Adds a picture; its ending gives its content type.
    pub(in crate::docx) fn add_media(&mut self, name: &str, bytes: Vec<u8>) {
        self.parts.push((name.to_owned(), bytes));
    }

    /// Adds the relations of a part, if it has any.
    pub(in crate::docx) fn add_relations(&mut self, part: &str, relations: &Relations) {
        self.parts.extend(relations.tree().map(|tree| (part_of_relations(part), tree.to_xml())));
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
    pub(in crate::docx) fn into_zip(self) -> Result<Vec<u8>, DocxError> {
        self.zip(CompressionMethod::Deflated)
    }

    /// The zip file of the parts so far, quick to write and to read.
    ///
    /// # Errors
    /// As [`Self::into_zip`].
    pub(in crate::docx) fn stored(&self) -> Result<Vec<u8>, DocxError> {
        self.zip(CompressionMethod::Stored)
    }

    fn zip(&self, of_text: CompressionMethod) -> Result<Vec<u8>, DocxError> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let types = ("[Content_Types].xml".to_owned(), self.content_types().to_xml());
        for (name, bytes) in std::iter::once(&types).chain(&self.parts) {
            // Pictures and workbooks are compressed already.
            let packed = [".png", ".jpeg", ".xlsx"].iter().any(|ending| name.ends_with(ending));
            let method = if packed { CompressionMethod::Stored } else { of_text };
            zip.start_file(name.as_str(), options().compression_method(method))?;
            zip.write_all(bytes)?;
        }
        Ok(zip.finish()?.into_inner())
    }
}

/// How every file of a package is kept, so that the same files give the same bytes everywhere.
fn options() -> SimpleFileOptions {
    SimpleFileOptions::default()
        .last_modified_time(DateTime::DEFAULT)
        // Else it names the system of who builds, and the bytes are others on Windows.
        .system(System::Unix)
        // Word for Mac is told to warn of files without permissions.
        .unix_permissions(0o644)
}

/// A package of files as they were read, the list of types first.
///
/// # Errors
/// Fails when a file is too large for the format.
pub(in crate::docx) fn zip_files(files: &BTreeMap<String, Vec<u8>>) -> Result<Vec<u8>, DocxError> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(name.as_str(), options())?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

const LIMITS: Limits = Limits { files: MOST_FILES, bytes: 256 << 20 };

/// All files of a package by name.
///
/// # Errors
/// Fails when the bytes are not a zip file, or hold more than any document does.
pub(in crate::docx) fn unzip(docx: &[u8]) -> Result<BTreeMap<String, Vec<u8>>, DocxError> {
    directory::check(docx)?;
    let mut files = BTreeMap::new();
    let unpacked = unpack(docx, LIMITS, |name, content| {
        let mut bytes = Vec::new();
        let read = content.read_to_end(&mut bytes)?;
        files.insert(name.to_owned(), bytes);
        Ok(read as u64)
    });
    unpacked.map_err(|error| match error {
        ArchiveError::Zip(error) => error.into(),
        ArchiveError::Damaged(error) => error.into(),
        ArchiveError::TooMany(count) => DocxError::Package(format!("it holds {count} files")),
        ArchiveError::TooLarge => {
            DocxError::Package(format!("it unpacks to more than {} MiB", LIMITS.bytes >> 20))
        }
    })?;
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::{Package, unzip};

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
