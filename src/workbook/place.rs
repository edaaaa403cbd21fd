//! Says how a number is written at its place, and whether that place is one of the author's TOML files.

use crate::diag::Span;
use crate::spec::Spec;

/// A number as it is written, without quotation marks; nothing where the place is in a table beside the spec, or is the
/// name of one.
pub(super) fn written(spec: &Spec, span: Span) -> Option<String> {
    spec.sources.name(span.source).to_lowercase().ends_with(".toml").then_some(())?;
    let text = spec.sources.text(span.source).get(span.range())?;
    let text = text.trim_matches(['"', '\'']).trim();
    let is_number = text == "?" || text.starts_with(|c: char| c.is_ascii_digit() || "-+<>≤≥".contains(c));
    // The name of a file may begin with a digit.
    let is_plain = text.chars().all(|c| c.is_ascii_digit() || "-–+<>=≤≥._? ".contains(c));
    (is_number && is_plain).then(|| text.to_owned())
}
