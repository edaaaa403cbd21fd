//! Reads the table of a chart.

use super::choice::choice;
use super::reader::Table;
use super::schema::{AnnotationSpec, By, ChartSpec, PartValues, ReferenceLineSpec, Sort};
use crate::data::chart::{ChartKind, MapStyle};
use crate::diag::Spanned;

pub(super) fn chart((key, t): (Spanned<String>, Table<'_>)) -> ChartSpec {
    let kinds = [
        ("bars", ChartKind::Bars),
        ("columns", ChartKind::Columns),
        ("clustered", ChartKind::Clustered),
        ("stacked", ChartKind::Stacked),
        ("donut", ChartKind::Donut),
        ("line", ChartKind::Line),
        ("dumbbell", ChartKind::Dumbbell),
        ("slope", ChartKind::Slope),
        ("diverging", ChartKind::Diverging),
        ("multiples", ChartKind::Multiples),
        ("map", ChartKind::Map),
    ];
    if !t.has("kind") {
        t.missing("kind");
    }
    let kind = choice(&t, "kind", &kinds);
    let mut figures = t.words("figures");
    if t.has("figure") || !t.has("figures") || t.is_empty_list("figures") {
        let figure = t.required_word("figure");
        // A missing one is reported once.
        if !figure.value.trim().is_empty() {
            figures.insert(0, figure);
        }
    }
    let chart = ChartSpec {
        figures,
        kind: kind.unwrap_or(ChartKind::Bars),
        title: t.required_text("title"),
        message: t.text("message"),
        periods: t.periods("periods"),
        by: choice(&t, "by", &[("part", By::Part), ("period", By::Period), ("figure", By::Figure)]),
        values: choice(&t, "values", &[("shares", PartValues::Shares), ("parts", PartValues::Parts)]),
        groups: t.words("groups"),
        convert: t.boolean("convert").unwrap_or(false),
        sort: choice(&t, "sort", &[("size", Sort::BySize), ("given", Sort::Given)]).unwrap_or(Sort::BySize),
        join_below: t.number("join_below"),
        change: t.text("change"),
        highlight: t.word("highlight"),
        map: t.word("map"),
        map_key: t.word("map_key"),
        map_style: choice(&t, "map_style", &[("shaded", MapStyle::Shaded), ("circles", MapStyle::Circles)]),
        references: t.tables("reference").into_iter().map(reference_line).collect(),
        annotations: t.tables("annotation").into_iter().map(annotation).collect(),
        alt: t.text("alt"),
        source: t.word("source"),
        remark: t.text("remark"),
        span: key.span,
        key,
    };
    t.allow();
    t.finish();
    chart
}

fn reference_line(t: Table<'_>) -> ReferenceLineSpec {
    let line = ReferenceLineSpec { value: t.required_text("value"), label: t.required_text("label") };
    t.finish();
    line
}

fn annotation(t: Table<'_>) -> AnnotationSpec {
    let annotation = AnnotationSpec { at: t.required_word("at"), text: t.required_text("text") };
    t.finish();
    annotation
}
