//! The languages inside the program.

use include_dir::{Dir, include_dir};

/// A folder for each language.
pub(super) static LANGUAGES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/data/languages");

/// A file of English, which has every key.
pub(super) fn english(file: &str) -> Option<&'static str> {
    LANGUAGES.get_file(format!("en/{file}"))?.contents_utf8()
}
