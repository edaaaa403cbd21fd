//! Parts of a DOCX, edited as an editor's program writes them.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use libtest_mimic::Failed;
use zip::write::SimpleFileOptions;

use crate::fail;

/// The files of a document by name.
#[derive(Debug, Clone)]
pub(super) struct Package(pub(super) BTreeMap<String, Vec<u8>>);

pub(super) const DOCUMENT: &str = "word/document.xml";

impl Package {
    pub(super) fn read(docx: &[u8]) -> Result<Self, Failed> {
        let mut zip = zip::ZipArchive::new(Cursor::new(docx))?;
        let mut files = BTreeMap::new();
        for index in 0..zip.len() {
            let mut file = zip.by_index(index)?;
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes)?;
            files.insert(file.name().to_owned(), bytes);
        }
        Ok(Self(files))
    }

    pub(super) fn zip(&self) -> Result<Vec<u8>, Failed> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in &self.0 {
            zip.start_file(name.as_str(), SimpleFileOptions::default())?;
            zip.write_all(bytes)?;
        }
        Ok(zip.finish()?.into_inner())
    }

    pub(super) fn text(&self, part: &str) -> Result<String, Failed> {
        let bytes = self.0.get(part).ok_or_else(|| fail(format!("no {part}")))?;
        Ok(String::from_utf8(bytes.clone())?)
    }

    pub(super) fn set(&mut self, part: &str, text: String) {
        self.0.insert(part.to_owned(), text.into_bytes());
    }

    /// One text of a part in the place of another, which it must have.
    pub(super) fn swap(&mut self, part: &str, from: &str, to: &str) -> Result<(), Failed> {
        let text = self.text(part)?;
        if !text.contains(from) {
            return Err(fail(format!("{part} has no {from}; mend this test")));
        }
        self.set(part, text.replacen(from, to, 1));
        Ok(())
    }

    /// The same in the text.
    pub(super) fn edit(&mut self, from: &str, to: &str) -> Result<(), Failed> {
        self.swap(DOCUMENT, from, to)
    }

    /// The element of that name with a text in it: `w:p`, `w:tr`.
    pub(super) fn element(&self, name: &str, text: &str) -> Result<String, Failed> {
        let document = self.text(DOCUMENT)?;
        let at = document.find(text).ok_or_else(|| fail(format!("no {text}; mend this test")))?;
        let start = document[..at].rfind(&format!("<{name}>")).ok_or_else(|| fail(format!("no {name}")))?;
        let close = format!("</{name}>");
        let end = document[at..].find(&close).ok_or_else(|| fail(format!("no end of {name}")))?;
        Ok(document[start..at + end + close.len()].to_owned())
    }

    pub(super) fn paragraph(&self, text: &str) -> Result<String, Failed> {
        self.element("w:p", text)
    }

    /// A relation of the text to another part.
    pub(super) fn relate(&mut self, id: &str, kind: &str, target: &str) -> Result<(), Failed> {
        let base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let entry =
            format!("<Relationship Id=\"{id}\" Type=\"{base}/{kind}\" Target=\"{target}\"/></Relationships>");
        self.swap("word/_rels/document.xml.rels", "</Relationships>", &entry)
    }
}

/// A paragraph's words in a run.
pub(super) fn run(text: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

const BY: &str = "w:id=\"900\" w:author=\"An Editor\" w:date=\"2023-08-01T10:00:00Z\"";

/// A tracked insertion of something.
pub(super) fn inserted(content: &str) -> String {
    format!("<w:ins {BY}>{content}</w:ins>")
}

/// A tracked deletion of a text, or of whole runs.
pub(super) fn deleted(content: &str) -> String {
    let runs = if content.starts_with('<') { content.to_owned() } else { run(content) };
    format!("<w:del {BY}>{}</w:del>", runs.replace("<w:t ", "<w:delText ").replace("</w:t>", "</w:delText>"))
}

/// The start and end of a move.
pub(super) fn moved(name: &str, content: &str) -> String {
    format!("<w:{name} {BY}>{content}</w:{name}>")
}

/// The end of a paragraph, tracked: `ins` or `del`.
pub(super) fn mark(kind: &str) -> String {
    format!("<w:rPr><w:{kind} {BY}/></w:rPr></w:pPr>")
}

/// Tells that the run around goes on.
pub(super) fn cut(first: &str, between: &str, rest: &str) -> String {
    format!("{first}</w:t></w:r>{between}<w:r><w:t xml:space=\"preserve\">{rest}")
}
