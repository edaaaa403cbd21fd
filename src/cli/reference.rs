//! Reads an organization's own Word template from the disk, and says why one cannot be used.

use std::path::Path;

use crate::diag::{Diagnostic, Sources, printable, render};
use crate::docx::{DocxError, Reference};
use crate::spec::read_file;

/// No template is larger.
const LARGEST: u64 = 64 << 20;

/// The template, or what is to be told about it.
pub(super) fn reference(path: &Path) -> Result<Reference, String> {
    let shown = printable(&path.to_string_lossy());
    let bytes = read_file(path, LARGEST).map_err(|error| {
        format!(
            "error: cannot read `{shown}`: {error}\n = hint: name a Word document (.docx) that you may read\n"
        )
    })?;
    Reference::read(&bytes).map_err(|error| refusal(&error))
}

/// What is told about a document that cannot be made.
pub(super) fn refusal(error: &DocxError) -> String {
    let hint = match error {
        DocxError::MissingStyles(_) => {
            "add styles of these names to it, or begin with a DOCX that was built without it: that has them all"
        }
        DocxError::Reference(_) => "save it in Word as a document (.docx) without a password",
        _ => return format!("error: {}\n", printable(&error.to_string())),
    };
    let fault = Diagnostic::error("reference-document", None, error.to_string()).hint(hint);
    render(&[fault], &Sources::default())
}
