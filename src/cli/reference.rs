//! Reads an organization's own Word template from the disk, and says why one cannot be used.

use std::path::Path;

use super::stream::shown;
use crate::diag::{Sources, Span, printable, render};
use crate::docx::{DocxError, Template};
use crate::spec::read_file;

/// No template is larger.
const LARGEST: u64 = 64 << 20;

/// The template, or the findings about it.
pub(super) fn reference(path: &Path) -> Result<Template, String> {
    let shown = shown(path);
    let bytes = read_file(path, LARGEST).map_err(|error| {
        format!(
            "error: cannot read `{shown}`: {error}\n = hint: name a Word document or template (.docx, .dotx) that you may read\n"
        )
    })?;
    Template::read(&bytes).map_err(|error| refusal(&error, None, &Sources::default()))
}

/// The finding about a document that cannot be made; the template, if it is the cause, was named at a place.
pub(super) fn refusal(error: &DocxError, place: Option<Span>, sources: &Sources) -> String {
    match error.of_template(place) {
        Some(fault) => render(&[fault], sources),
        None => format!("error: {}\n", printable(&error.to_string())),
    }
}
