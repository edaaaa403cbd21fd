//! Builds the document of an edition and reads it again.

use crate::build::Edition;
use crate::docx::{Base, DocxError};
use crate::theme::Theme;

/// An edition with its document.
pub(super) struct Built {
    pub(super) base: Base,
    pub(super) edition: Edition,
}

/// Builds the document of an edition.
///
/// # Errors
/// It cannot be written.
pub(super) fn built_of(edition: Edition, theme: &Theme) -> Result<Built, DocxError> {
    let docx = edition.docx(theme)?;
    Ok(Built { base: Base::read(&docx)?, edition })
}
