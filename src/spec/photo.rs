//! Reads a photograph, and the point of it that a cut keeps.

use rust_decimal::prelude::ToPrimitive;

use super::reader::Table;
use super::schema::PhotoSpec;
use crate::diag::{Diagnostic, code};

pub(super) fn photo(t: Table<'_>) -> PhotoSpec {
    let photo = PhotoSpec {
        file: t.required_word("file"),
        alt: t.required_text("alt"),
        credit: t.required_text("credit"),
        focus: focus(&t),
    };
    t.finish();
    photo
}

/// A point across from the left and down from the top, as parts of the picture.
fn focus(t: &Table<'_>) -> Option<[f64; 2]> {
    const HINT: &str =
        "write two numbers from 0 to 1, across from the left and down from the top: [0.5, 0.3]";
    let value = t.get("focus")?;
    let parts: Vec<Option<f64>> = t
        .array("focus")
        .into_iter()
        .map(|part| t.reader().number(part).and_then(|number| number.value.to_f64()))
        .collect();
    let is_list = value.get_ref().as_array().is_some();
    match parts.as_slice() {
        [Some(across), Some(down)] if [across, down].iter().all(|part| (0.0..=1.0).contains(*part)) => {
            Some([*across, *down])
        }
        // What is no list, and what is no number, has been told.
        _ if !is_list || parts.iter().any(Option::is_none) => None,
        _ => {
            let span = t.reader().span(value.span());
            let message = "`focus` is no point of the picture";
            t.fault(Diagnostic::new(code::BAD_NUMBER, span, message).hint(HINT));
            None
        }
    }
}
