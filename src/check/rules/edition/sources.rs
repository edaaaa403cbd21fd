//! Rules about the sources and notes of an edition.

use std::collections::BTreeSet;

use crate::check::Subject;
use crate::check::place::available;
use crate::diag::{Diagnostic, code};

#[doc = include_str!("source-unused.md")]
pub(in crate::check) fn source_unused(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let Subject { spec, report, .. } = subject;
    let of_figures = spec.figures.iter().filter_map(|figure| figure.source.as_ref());
    let of_tables = spec.edition.tables.iter().filter_map(|table| table.source.as_ref());
    let of_charts = spec.edition.charts.iter().filter_map(|chart| chart.source.as_ref());
    let named: BTreeSet<&str> =
        of_figures.chain(of_tables).chain(of_charts).map(|name| name.value.as_str()).collect();
    let noted: BTreeSet<&str> = report.notes.iter().map(|note| note.id.as_str()).collect();
    let marked: BTreeSet<&str> = spec.texts.iter().flat_map(|text| marks(&text.value)).collect();
    // A mark in a text that stands nowhere is a mark; that the text stands nowhere is reported.
    let is_cited = |name: &str| named.contains(name) || noted.contains(name) || marked.contains(name);
    // The series keeps sources for all of its editions; only those that the edition itself adds must be used.
    let own = &spec.common[1];
    let notes = own.notes.iter().map(|(key, _)| ("note", key));
    let sources = own.sources.iter().map(|source| ("source", &source.key));
    let unused = notes.chain(sources).filter(|(_, key)| !is_cited(&key.value));
    let told = unused.map(|(what, key)| {
        let message = format!("nothing cites the {what} `{}`", key.value);
        let hint = format!("mark it with [^{}] where it belongs, or delete it", key.value);
        Diagnostic::new(code::SOURCE_UNUSED, key.span, message).hint(hint).found(&key.value)
    });
    told.collect()
}

/// Bytes of the name of a note, and more.
const LONGEST_NAME: usize = 1_000;

/// The names that a text marks.
fn marks(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices("[^").filter_map(|(at, mark)| {
        let rest = &text[at + mark.len()..];
        let rest = &rest[..rest.floor_char_boundary(LONGEST_NAME)];
        Some(&rest[..rest.find(']')?])
    })
}

#[doc = include_str!("source-missing.md")]
pub(in crate::check) fn source_missing(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let without = available(subject).filter(|figure| figure.source.is_none());
    let told = without.map(|figure| {
        let message = format!("figure `{}` has no source", figure.key);
        let hint = "add a line source = \"…\" with a name of [sources] or [notes]";
        Diagnostic::new(code::SOURCE_MISSING, figure.span, message).hint(hint).found(&figure.key)
    });
    told.collect()
}
