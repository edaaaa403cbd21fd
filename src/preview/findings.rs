//! What was found, as the page tells it: with the places in the author's files and on the pages.

use serde_json::{Value, json};

use super::charts::DrawnChart;
use super::places::{Area, Places};
use crate::build;
use crate::check::{Allowed, Step, finding_json, settle};
use crate::diag::{Diagnostic, SourceId, Sources, Span, code};
use crate::pdf::Pages;
use crate::record::Row;
use crate::report::MissingValue;
use crate::spec::Spec;
use crate::theme::Theme;
use crate::workbook::Values;

/// More places of one finding are not marked.
const MOST_AREAS: usize = 12;

/// What is told of a round.
pub(super) struct Told<'s> {
    sources: &'s Sources,
    told: Value,
    findings: Vec<Value>,
}

impl<'s> Told<'s> {
    /// Nothing yet; `is_failed` when the pages that are shown are of an earlier round.
    pub(super) fn new(round: u64, sources: &'s Sources, is_failed: bool) -> Self {
        let told = json!({ "round": round, "failed": is_failed, "left": 0, "allowed": [] });
        Self { sources, told, findings: Vec::new() }
    }

    /// With so many sentences that no check has judged.
    pub(super) fn left(mut self, sentences: usize) -> Self {
        self.told["left"] = json!(sentences);
        self
    }

    /// With the name under which the numbers are fetched.
    pub(super) fn numbers(mut self, name: &str) -> Self {
        self.told["numbers"] = json!(name);
        self
    }

    /// With findings, the worst first, and the places of each on the pages.
    pub(super) fn with(mut self, all: &[Diagnostic], areas: impl Fn(&Diagnostic) -> Vec<Area>) -> Self {
        let mut all: Vec<&Diagnostic> = all.iter().collect();
        all.sort_by_key(|finding| finding.severity);
        for finding in all {
            let told = self.one(finding, areas(finding));
            self.findings.push(told);
        }
        self
    }

    /// With what was found on the pages themselves.
    pub(super) fn with_pages(mut self, all: &[Diagnostic], places: &Places<'_>) -> Self {
        for finding in all {
            let page = finding.found.as_deref().and_then(|found| found.strip_prefix("page ")?.parse().ok());
            let words = finding.message.rsplit(": ").next().unwrap_or_default();
            let mut told =
                self.one(finding, page.map(|page| places.on_page(page, words)).unwrap_or_default());
            if let (Some(page), true) = (page, told["areas"].as_array().is_some_and(Vec::is_empty)) {
                told["page"] = json!(page);
            }
            self.findings.push(told);
        }
        self
    }

    /// With the findings that the author lets stand.
    pub(super) fn with_allowed(mut self, all: &[Allowed], areas: impl Fn(&Diagnostic) -> Vec<Area>) -> Self {
        let told = all.iter().map(|allowed| {
            let mut told = self.one(&allowed.finding, areas(&allowed.finding));
            told["reason"] = json!(allowed.reason);
            told
        });
        let told: Vec<Value> = told.collect();
        self.told["allowed"] = json!(told);
        self
    }

    /// With the values that are still to be filled in.
    pub(super) fn with_open(mut self, spec: &Spec, missing: &[MissingValue]) -> Self {
        let values = Values::of(spec, missing);
        let figures: Vec<Value> = values
            .figures
            .iter()
            .filter(|figure| figure.is_open())
            .map(|figure| {
                let open = figure.entries.iter().filter(|entry| entry.held.is_open()).count();
                let place = place(figure.key.span, &spec.sources);
                json!({ "figure": figure.key.value, "label": figure.label, "source": figure.source, "open": open, "place": place })
            })
            .collect();
        self.told["to_fill"] =
            json!({ "open": values.open(), "all": values.entries().count(), "figures": figures });
        self
    }

    /// With the reason why there are no pages, which no author can mend.
    pub(super) fn failed(mut self, error: &impl std::fmt::Display) -> Self {
        self.told["failed"] = json!(true);
        self.told["broken"] = json!(error.to_string());
        self
    }

    /// The data of the event.
    pub(super) fn json(mut self) -> String {
        self.told["findings"] = Value::Array(self.findings);
        self.told.to_string()
    }

    fn one(&self, finding: &Diagnostic, mut areas: Vec<Area>) -> Value {
        let mut told = finding_json(finding, self.sources);
        areas.truncate(MOST_AREAS);
        told["areas"] = json!(areas);
        told["help"] = json!(finding.code.help());
        if let Some(span) = finding.span {
            told["place"] = place(span, self.sources);
            told["line"] = json!(line_of(span, self.sources));
        }
        told
    }
}

/// A place in a file, with the number by which the page asks for the file to be opened.
pub(super) fn place(span: Span, sources: &Sources) -> Value {
    let (line, column) = sources.line_column(span);
    let name = sources.name(span.source);
    let short = name.rsplit('/').next().unwrap_or(name);
    json!({ "file": short, "path": name, "line": line, "column": column, "number": number_of(span.source, sources) })
}

fn number_of(source: SourceId, sources: &Sources) -> usize {
    sources.ids().position(|id| id == source).unwrap_or_default()
}

/// The line of the file that a place begins in: before it, itself, and behind it.
fn line_of(span: Span, sources: &Sources) -> [String; 3] {
    /// Characters on each side of it.
    const AROUND: usize = 60;
    let text = sources.text(span.source);
    let from = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
    let to = text[span.start..].find(['\r', '\n']).map_or(text.len(), |at| span.start + at);
    let end = span.end.clamp(span.start, to);
    let here: String = text[span.start..end].chars().take(4 * AROUND).collect();
    let before = &text[from..span.start];
    let cut = before.char_indices().rev().nth(AROUND).map_or(0, |(at, letter)| at + letter.len_utf8());
    let begin = if cut == 0 { "" } else { "…" };
    let behind = &text[end..to];
    let (behind, rest) =
        behind.split_at(behind.char_indices().nth(AROUND).map_or(behind.len(), |(at, _)| at));
    let finish = if rest.is_empty() { "" } else { "…" };
    [format!("{begin}{}", &before[cut..]), here, format!("{behind}{finish}")]
}

/// What was found on the pages, after what the series and the author say of it.
pub(super) fn of_pages(set: &Pages, theme: &Theme, spec: &Spec) -> Vec<Diagnostic> {
    settle(build::on_pages(&set.findings(theme), &set.warnings, spec), spec, Step::Pages, &[]).open
}

/// Where on the pages stands what a finding is about: its words, else a number that rests on its place, else the chart
/// that it is in.
pub(super) fn areas(finding: &Diagnostic, spec: &Spec, pages: &OnPages<'_>) -> Vec<Area> {
    let Some(span) = finding.span else { return Vec::new() };
    let words = pages.places.of_words(span, finding.found.as_deref());
    if !words.is_empty() {
        return words;
    }
    let numbers = || pages.record.iter().zip(pages.rows);
    if finding.code == code::TO_FILL {
        let figure = header(span, spec).and_then(|(kind, name)| (kind == "figures").then_some(name));
        let is_open = |row: &Row| row.value.is_empty() && Some(row.figure.as_str()) == figure;
        let mut open = numbers().filter(|(row, _)| is_open(row)).map(|(_, areas)| areas);
        if let Some(areas) = open.find(|areas| !areas.is_empty()) {
            return areas.clone();
        }
    }
    let meets =
        |other: &Span| other.source == span.source && other.start < span.end && span.start < other.end;
    let resting = numbers().filter(|(row, _)| row.origins.iter().any(meets));
    let shown = resting.map(|(_, areas)| areas.clone()).find(|areas| !areas.is_empty());
    shown.or_else(|| of_table(span, spec, pages)).unwrap_or_default()
}

/// What is known of the set pages.
pub(super) struct OnPages<'a> {
    pub(super) places: &'a Places<'a>,
    /// The record, and where each of its numbers stands.
    pub(super) record: &'a [Row],
    pub(super) rows: &'a [Vec<Area>],
    pub(super) charts: &'a [DrawnChart],
}

/// The kind and name of the table of the file that a place lies in: `figures` and `visas`.
fn header(span: Span, spec: &Spec) -> Option<(&str, &str)> {
    let text = &spec.sources.text(span.source)[..span.start];
    let header = text.lines().rev().find_map(|line| line.trim().strip_prefix('['))?;
    let (kind, name) = header.trim_start_matches('[').split(']').next()?.split_once('.')?;
    Some((kind, name.split('.').next()?.trim_matches(['"', '\''])))
}

/// Where stands what the table of the file is about that a place lies in.
fn of_table(span: Span, spec: &Spec, pages: &OnPages<'_>) -> Option<Vec<Area>> {
    match header(span, spec)? {
        ("charts", name) => {
            let chart = pages.charts.iter().find(|chart| chart.id == name)?;
            Some(vec![pages.places.picture_behind(chart.mark?)?])
        }
        ("figures", name) => {
            let rows = pages.record.iter().zip(pages.rows).filter(|(row, _)| row.figure == name);
            rows.map(|(_, areas)| areas.clone()).find(|areas| !areas.is_empty())
        }
        _ => None,
    }
}
