//! Tells names of elements and attributes by what they mean, whatever prefix a file gives their namespaces.
//!
//! `<x:instrText>` is an instruction of Word's when `x` stands for its namespace, and `<w:instrText>` is none when `w`
//! does not.

use std::collections::BTreeMap;

use quick_xml::events::BytesStart;
use quick_xml::name::{PrefixDeclaration, QName};

use crate::docx::error::DocxError;
use crate::docx::package::namespace::{DRAWING, RELATION, WORD};

/// What a prefix stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A namespace that is taken over; its prefix here.
    Known(&'static str),
    /// One that programs may leave out: extensions of Word after 2007.
    Extension,
    /// Any other.
    Other,
}

const COMPATIBILITY: &str = "http://schemas.openxmlformats.org/markup-compatibility/2006";
const PICTURE: &str = "http://schemas.openxmlformats.org/drawingml/2006/picture";
const PLACE: &str = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing";
const SHAPE: &str = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape";
const GROUP: &str = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup";

const DECORATIVE: &str = "http://schemas.microsoft.com/office/drawing/2017/decorative";

/// The namespaces that are taken over, with the prefixes that they get.
pub(super) const KNOWN: [(&str, &str); 9] = [
    ("w", WORD),
    ("r", RELATION),
    ("a", DRAWING),
    ("pic", PICTURE),
    ("wp", PLACE),
    ("wps", SHAPE),
    ("wpg", GROUP),
    ("adec", DECORATIVE),
    ("mc", COMPATIBILITY),
];

/// The same namespaces in the strict form of the format, which Word saves as "Strict Open XML Document".
const STRICT: [(&str, &str); 5] = [
    ("w", "http://purl.oclc.org/ooxml/wordprocessingml/main"),
    ("r", "http://purl.oclc.org/ooxml/officeDocument/relationships"),
    ("a", "http://purl.oclc.org/ooxml/drawingml/main"),
    ("pic", "http://purl.oclc.org/ooxml/drawingml/picture"),
    ("wp", "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing"),
];

/// Most prefixes that may be open at once: Word declares some forty.
const MOST: usize = 80;

/// The prefixes that are open at a place of a file.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// By prefix, what it stood for in the elements around, and what it stands for now.
    open: BTreeMap<Vec<u8>, Vec<Meaning>>,
    /// The prefixes in the order in which they were declared.
    declared: Vec<Vec<u8>>,
    /// How many were declared before each element around.
    marks: Vec<usize>,
}

impl Names {
    /// Goes into an element, whose prefixes are open from here on.
    ///
    /// # Errors
    /// Fails when there are more than any program declares.
    pub(super) fn enter(&mut self, start: &BytesStart<'_>) -> Result<(), DocxError> {
        self.marks.push(self.declared.len());
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|error| DocxError::Xml(error.to_string()))?;
            let Some(declared) = attribute.key.as_namespace_binding() else { continue };
            let prefix = match declared {
                PrefixDeclaration::Default => Vec::new(),
                PrefixDeclaration::Named(prefix) => prefix.to_vec(),
            };
            let uri = std::str::from_utf8(&attribute.value).unwrap_or_default();
            let uri = quick_xml::escape::unescape(uri).unwrap_or_default();
            self.open.entry(prefix.clone()).or_default().push(meaning(uri.trim()));
            self.declared.push(prefix);
        }
        if self.declared.len() > MOST {
            return Err(DocxError::Xml("it declares more namespaces than any program does".to_owned()));
        }
        Ok(())
    }

    /// Leaves an element.
    pub(super) fn leave(&mut self) {
        for prefix in self.declared.drain(self.marks.pop().unwrap_or(0)..) {
            self.open.entry(prefix).and_modify(|meanings| {
                meanings.pop();
            });
        }
    }

    /// What a prefix stands for here.
    pub(super) fn prefix(&self, prefix: &[u8]) -> Meaning {
        self.open.get(prefix).and_then(|meanings| meanings.last()).map_or(Meaning::Other, |meaning| *meaning)
    }

    /// What the namespace of an element is, and its name in it.
    pub(super) fn element<'n>(&self, name: QName<'n>) -> (Meaning, &'n str) {
        let prefix = name.prefix().map_or(&b""[..], |prefix| prefix.into_inner());
        (self.prefix(prefix), local(name))
    }

    /// The name of an attribute with the prefix it has here; none when it is of no namespace that is taken over.
    pub(super) fn attribute(&self, name: QName<'_>) -> Option<String> {
        match name.prefix().map(|prefix| prefix.into_inner()) {
            None => Some(local(name).to_owned()),
            Some(b"xml") => Some(format!("xml:{}", local(name))),
            Some(prefix) => match self.prefix(prefix) {
                Meaning::Known(prefix) => Some(format!("{prefix}:{}", local(name))),
                Meaning::Extension | Meaning::Other => None,
            },
        }
    }
}

fn local(name: QName<'_>) -> &str {
    std::str::from_utf8(name.local_name().into_inner()).unwrap_or_default()
}

fn meaning(uri: &str) -> Meaning {
    match KNOWN.iter().chain(&STRICT).find(|(_, known)| *known == uri) {
        Some((prefix, _)) => Meaning::Known(prefix),
        None if uri.starts_with("http://schemas.microsoft.com/office/") => Meaning::Extension,
        None => Meaning::Other,
    }
}
