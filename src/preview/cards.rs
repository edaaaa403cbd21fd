//! What is known of each number on the pages: value, figure, formula, source, outcome of the checks, places.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::cells::Cells;
use super::findings::place;
use super::places::Area;
use crate::build::Checked;
use crate::diag::{Sources, Span};
use crate::record::Row;
use crate::spec::Spec;
use crate::workbook::{Entry, Values};

/// Values that a number rests on beyond these are counted.
const MOST_ORIGINS: usize = 12;
/// Lines of comments above a value.
const MOST_LINES: usize = 3;

/// All numbers of an edition, in the order of the record.
pub(super) fn numbers(spec: &Spec, checked: &Checked, areas: &[Vec<Area>]) -> String {
    let values = Values::of(spec, &checked.missing);
    // All values of a table beside the spec have one place.
    let own = values.entries().filter(|entry| !entry.is_of_file);
    let by_place: BTreeMap<Span, &Entry> = own.filter_map(|entry| Some((entry.span?, entry))).collect();
    let mut cells = Cells::new(spec);
    let words = &checked.locale.words().record;
    let figures = checked.report.as_ref().map(|report| &report.figures);
    let numbers: Vec<Value> = checked
        .record
        .iter()
        .zip(areas)
        .zip(1..)
        .map(|((row, areas), number)| {
            let [_, _, part, text, value, unit, _, how, figure, formula, source, _, outcome, status] =
                row.cells(number, words);
            let label =
                figures.and_then(|figures| figures.get(&row.figure)).map(|figure| figure.label.clone());
            let own = figures.and_then(|figures| figures.get(&row.figure)).map(|figure| figure.span);
            let origins: Vec<Value> = row
                .origins
                .iter()
                .take(MOST_ORIGINS)
                .map(|span| {
                    let mut told = origin(*span, &spec.sources, by_place.get(span).copied());
                    // A number that rests on one value is that value.
                    let value = row.value.parse().ok().filter(|_| row.origins.len() == 1);
                    if let (Some(file), Some(value)) = (file_at(*span, &spec.sources), value) {
                        told["cell"] = json!(cells.of(file, value));
                    }
                    told
                })
                .collect();
            json!({
                "part": part, "text": text, "value": value, "unit": unit, "how": how, "figure": figure,
                "label": label, "formula": formula, "source": source, "outcome": outcome, "status": status,
                "agrees": row.outcome == words.agrees,
                "place": row.span.map(|span| place(span, &spec.sources)),
                "defined": own.map(|span| place(span, &spec.sources)),
                "origins": origins,
                "more": row.origins.len().saturating_sub(MOST_ORIGINS),
                "comments": own.map(|span| comments(span, &spec.sources)).unwrap_or_default(),
                "areas": areas,
                "chart": is_of_chart(row),
            })
        })
        .collect();
    json!({ "numbers": numbers }).to_string()
}

fn is_of_chart(row: &Row) -> bool {
    row.how == crate::record::How::Chart
}

/// A value that a number rests on: where it is written, and what it was before.
fn origin(span: Span, sources: &Sources, entry: Option<&Entry>) -> Value {
    let written: String =
        sources.text(span.source).get(span.range()).unwrap_or_default().chars().take(60).collect();
    json!({
        "place": place(span, sources),
        "written": written,
        "key": entry.map(|entry| entry.key.to_string()),
        "last": entry.and_then(|entry| Some(&entry.last.as_ref()?.text)),
        "year_before": entry.and_then(|entry| Some(&entry.year_before.as_ref()?.text)),
        // A table beside the spec: the place is the row of a table of text, or the name of a workbook.
        "table": !sources.name(span.source).to_lowercase().ends_with(".toml") || file_at(span, sources).is_some(),
    })
}

/// The name of a workbook that stands at the place of a value.
fn file_at(span: Span, sources: &Sources) -> Option<&str> {
    let name = sources.text(span.source).get(span.range())?.trim_matches(['"', '\'']);
    let small = name.to_lowercase();
    [".xlsx", ".xlsm", ".xls"].iter().any(|ending| small.ends_with(ending)).then_some(name)
}

/// The comments right above the table of a figure: notes and letters that its numbers came with.
fn comments(span: Span, sources: &Sources) -> Vec<String> {
    let text = &sources.text(span.source)[..span.start];
    let above = text.rfind('\n').map_or("", |end| &text[..end]);
    // A line of signs begins a section of the file.
    let is_comment = |line: &&str| line.starts_with('#') && !line.contains("══") && !line.contains("----");
    let lines = above.lines().rev().map(str::trim).take_while(is_comment);
    let mut lines: Vec<String> =
        lines.take(MOST_LINES).map(|line| line.trim_start_matches('#').trim().to_owned()).collect();
    lines.reverse();
    lines.retain(|line| line.chars().any(char::is_alphanumeric));
    lines
}
