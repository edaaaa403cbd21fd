//! Tables with captions, tables with the data of charts, and the files that travel inside the PDF.

use std::sync::Arc;

use super::build::Builder;
use super::compute::OTHER;
use super::revised::files_of_numbers;
use super::{Align, Attachment, Block, Chart, Column, Inline, Relationship, Report, Role, Table, prose};
use crate::data::period::Period;
use crate::data::quantity::{Measure, Number, Unit};
use crate::diag::{Diagnostic, Span};
use crate::locale::fill;
use crate::spec::schema::{EarlierSpec, TableSpec};

/// A table of the spec with its caption, source and remark.
pub(super) fn table(builder: &Builder<'_>, spec: &TableSpec, span: Span) -> Option<Block> {
    let mut blocks = prose::blocks(builder, &spec.text);
    let Some(Block::Table(plain)) = (blocks.len() == 1).then(|| blocks.remove(0)) else {
        let message = format!("table `{}` must be one Markdown table and nothing else", spec.key.value);
        builder.fault(
            Diagnostic::error("bad-table", spec.text.span, message)
                .hint("write a header row, a row of dashes, then the rows: | Month | KZT |"),
        );
        return None;
    };
    let source = spec.source.as_ref().filter(|name| builder.known_source(name));
    let source = source.and_then(|name| builder.source_line(&name.value));
    Some(Block::Table(Table {
        id: spec.key.value.clone(),
        number: Some(builder.next_table(&spec.key.value, span)),
        title: builder.line(&spec.title),
        source: source.unwrap_or_default(),
        remark: spec.remark.as_ref().map(|text| prose::inlines(builder, text)).unwrap_or_default(),
        ..plain
    }))
}

/// A table with the data of every chart placed so far.
pub(super) fn tables(builder: &Builder<'_>) -> Vec<Block> {
    let span = builder.spec.edition.period.span;
    let charts = builder.charts_placed();
    charts.iter().map(|chart| Block::Table(data_table(builder, chart, span))).collect()
}

fn data_table(builder: &Builder<'_>, chart: &Chart, span: Span) -> Table {
    let labels = builder.locale.labels();
    let id = format!("data-{}", chart.id);
    let column = |text: &str, align| Column { header: vec![Inline::Text(text.to_owned())], align };
    let single = chart.series.len() == 1;
    let more_layers = chart.series.len() > chart.categories.len();
    let unit = if chart.unit_text.is_empty() { labels.value.clone() } else { capitalised(&chart.unit_text) };
    let keys: Vec<&str> = if more_layers { layer_keys(chart) } else { category_keys(chart) };
    let mut columns = vec![column(heading(builder, &keys), Align::Left)];
    let mut rows: Vec<Vec<Vec<Inline>>>;
    let cell = |value: Option<&Number>| {
        vec![value.map_or(Inline::Text(labels.no_value.clone()), |n| Inline::Number(n.clone()))]
    };
    if more_layers {
        // More layers than bars: layers become rows, so that the table stays narrow.
        columns.extend(chart.categories.iter().map(|category| column(&category.label, Align::Right)));
        rows = chart
            .series
            .iter()
            .map(|series| {
                let name = vec![Inline::Text(series.label.clone())];
                std::iter::once(name).chain(series.values.iter().map(|value| cell(value.as_ref()))).collect()
            })
            .collect();
        if !chart.totals.is_empty() {
            let name = vec![Inline::Strong(vec![Inline::Text(labels.total.clone())])];
            let totals =
                chart.totals.iter().map(|total| vec![Inline::Strong(vec![Inline::Number(total.clone())])]);
            rows.push(std::iter::once(name).chain(totals).collect());
        }
    } else {
        columns
            .extend(chart.series.iter().map(|s| column(if single { &unit } else { &s.label }, Align::Right)));
        rows = Vec::new();
        for (index, category) in chart.categories.iter().enumerate() {
            let name = vec![Inline::Text(category.label.clone())];
            let values =
                chart.series.iter().map(|series| cell(series.values.get(index).and_then(Option::as_ref)));
            rows.push(std::iter::once(name).chain(values).collect());
        }
    }
    let number = builder.next_table(&id, span);
    let title = fill(
        &labels.data_of,
        &[("figure", &labels.figure), ("number", &chart.number.to_string()), ("title", &chart.title)],
    );
    Table { id, number: Some(number), title, columns, rows, source: chart.source.clone(), remark: Vec::new() }
}

fn mime(path: &str) -> &'static str {
    if has_ending(path, "csv") {
        "text/csv"
    } else if has_ending(path, "xlsx") {
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    } else {
        "application/toml"
    }
}

/// The spec with everything it was read from, and each chart's data as CSV.
pub(super) fn attachments(builder: &Builder<'_>, report: &Report) -> Vec<Attachment> {
    let labels = builder.locale.labels();
    // Of earlier editions, only those travel along that a printed number rests on.
    let used = files_of_numbers(report);
    let is_used = |earlier: &&EarlierSpec| {
        let values = earlier.figures.iter().flat_map(|figure| figure.values.iter().map(|(_, value)| value));
        let totals = earlier.figures.iter().filter_map(|figure| figure.total.as_ref());
        values.chain(totals).any(|value| used.contains(&value.span.source))
    };
    let own = &builder.spec.files;
    let earlier = builder.spec.earlier.iter().filter(is_used).flat_map(|earlier| &earlier.files);
    let more = earlier.filter(|(path, _)| own.iter().all(|(known, _)| known != path));
    let sources = own.iter().chain(more).map(|(path, bytes)| Attachment {
        // Two folders may hold files of the same name; attachments have one folder.
        name: path.replace('/', "-"),
        mime: mime(path).to_owned(),
        description: labels.spec_description.clone(),
        relationship: Relationship::Source,
        bytes: Arc::clone(bytes),
    });
    let charts = report.charts().into_iter().map(|chart| Attachment {
        name: format!("figure-{}-{}.csv", chart.number, chart.id),
        mime: "text/csv".to_owned(),
        description: fill(
            &labels.chart_description,
            &[("figure", &labels.figure), ("number", &chart.number.to_string())],
        ),
        relationship: Relationship::Data,
        bytes: Arc::from(csv(chart, &builder.locale.unit_name(&Unit::PERCENT))),
    });
    sources.chain(charts).collect()
}

fn category_keys(chart: &Chart) -> Vec<&str> {
    chart.categories.iter().map(|category| category.key.as_str()).collect()
}

fn layer_keys(chart: &Chart) -> Vec<&str> {
    chart
        .series
        .iter()
        .filter(|series| series.role != Role::Other)
        .map(|series| series.key.as_str())
        .collect()
}

/// What the first column lists: countries, periods, or something else.
fn heading<'a>(builder: &'a Builder<'_>, keys: &[&str]) -> &'a str {
    let labels = builder.locale.labels();
    let is_country = |key: &&&str| builder.locale.country(key).is_some();
    if keys.iter().all(|key| key.parse::<Period>().is_ok()) {
        &labels.period
    } else if keys.iter().filter(|key| **key != OTHER).all(|key| is_country(&key)) {
        &labels.country
    } else {
        &labels.category
    }
}

/// A header cell begins with a capital, whatever stands in it.
fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn has_ending(path: &str, ending: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, e)| e.eq_ignore_ascii_case(ending))
}

/// A chart's data as CSV: key, name and exact value, a row a category and series. The values are for programs
/// and not written as the language does.
fn csv(chart: &Chart, percent: &str) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut write = |row: [&str; 6]| writer.write_record(row).expect("writing to memory cannot fail");
    write(["category_key", "category", "series_key", "series", "value", "unit"]);
    for (index, category) in chart.categories.iter().enumerate() {
        for series in &chart.series {
            let Some(number) = series.values.get(index).and_then(Option::as_ref) else { continue };
            let quantity = number.quantity();
            let unit = match &quantity.unit().measure {
                Measure::Percent => percent,
                Measure::Count | Measure::Ratio | Measure::Money(_) => &chart.unit_text,
            };
            let value = quantity.value().to_string();
            write([&category.key, &category.label, &series.key, &series.label, &value, unit]);
        }
    }
    writer.into_inner().expect("writing to memory cannot fail")
}
