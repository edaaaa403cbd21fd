//! Why a document cannot be written or read.

use std::fmt;

use crate::diag::{Diagnostic, Span, code, one_line};

/// A document cannot be written or read.
#[derive(Debug)]
#[non_exhaustive]
pub enum DocxError {
    /// The chart of that name does not fit into a workbook, and why.
    Workbook(String, String),
    /// The picture of that name cannot be drawn, and why.
    Picture(String, String),
    /// A part is not well-formed.
    Xml(String),
    /// The package cannot be written or read.
    Package(String),
    /// The template cannot be used, and why.
    Template(String),
}

impl fmt::Display for DocxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::Workbook(name, why) => format!("chart `{name}` cannot have a workbook: {why}"),
            Self::Picture(name, why) => format!("picture `{name}` cannot be drawn: {why}"),
            Self::Xml(why) => format!("a part of the document is not well-formed: {why}"),
            Self::Package(why) => format!("the document's package cannot be used: {why}"),
            Self::Template(why) => format!("the reference document cannot be used: {why}"),
        };
        // Names of parts and styles are those of a file that may have come by mail: none begins a line of its own.
        f.write_str(&one_line(&text))
    }
}

impl DocxError {
    /// The error of a template that cannot be used.
    pub(in crate::docx) fn template(why: &str) -> Self {
        Self::Template(why.to_owned())
    }

    /// What is told about a template that cannot be used, at the place that names it; none for other errors.
    pub fn of_template(&self, place: Option<Span>) -> Option<Diagnostic> {
        let hint = match self {
            Self::Template(_) => "save it in Word as a document (.docx) without a password",
            Self::Workbook(..) | Self::Picture(..) | Self::Xml(_) | Self::Package(_) => return None,
        };
        Some(Diagnostic::new(code::REFERENCE_DOCUMENT, place, self.to_string()).hint(hint))
    }
}

impl std::error::Error for DocxError {}

impl From<zip::result::ZipError> for DocxError {
    fn from(error: zip::result::ZipError) -> Self {
        Self::Package(error.to_string())
    }
}

impl From<std::io::Error> for DocxError {
    fn from(error: std::io::Error) -> Self {
        Self::Package(error.to_string())
    }
}
