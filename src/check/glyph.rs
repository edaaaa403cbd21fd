//! Rules about characters that the fonts cannot show.

use super::Subject;
use crate::diag::Diagnostic;

/// A character that the body font has no sign for.
///
/// # Why
/// It would be printed as an empty box, which PDF/A and PDF/UA forbid; the PDF could not be written.
///
/// # Example
/// A Chinese name in its own script, while Carlito covers Latin, Greek and Cyrillic.
pub(super) fn missing_glyph(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let families = [&subject.theme.brand.type_scale.body, &subject.theme.brand.type_scale.chart];
    let mut findings = Vec::new();
    for text in &subject.spec.texts {
        let mut told = Vec::new();
        for (at, c) in text.value.char_indices() {
            let mut buffer = [0; 4];
            let missing =
                |family: &&&String| subject.theme.fonts.missing(c.encode_utf8(&mut buffer), family).is_some();
            let Some(family) = families.iter().find(missing).filter(|_| !told.contains(&c)) else { continue };
            told.push(c);
            let message = format!("the font {family} has no sign for `{c}` (U+{:04X})", c as u32);
            findings.push(
                Diagnostic::error("missing-glyph", text.at(at, at + c.len_utf8()), message)
                    .hint("write it with other letters; a currency by its code, as in KZT"),
            );
        }
    }
    findings
}
