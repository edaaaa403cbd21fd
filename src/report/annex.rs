//! Tables with captions, tables with the data of charts, and the files that travel inside the PDF.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::compute::{Figure, OTHER};
use super::context::Builder;
use super::passage::Passage;
use super::place::Place;
use super::placed::Placed;
use super::prose::grid::fault_of_table;
use super::revised::files_of_numbers;
use super::status::{Statuses, words_of};
use super::{Absent, Align, Block, Chart, Column, Inline, Report, Role, Table, prose};
use crate::data::period::Period;
use crate::data::quantity::{Measure, Number, Unit};
use crate::data::table::inert;
use crate::diag::{Diagnostic, Span, code};
use crate::language::{RecordWords, capitalised, fill};
use crate::spec::Text;
use crate::spec::schema::{EarlierSpec, TableSpec};

/// A file inside the PDF.
#[derive(Debug, Clone)]
pub struct Attachment {
    /// File name.
    pub name: String,
    /// Media type.
    pub mime: String,
    /// What it is, in the edition's language.
    pub description: String,
    /// Whether the publication was made from it, or it holds data of the publication.
    pub relationship: Relationship,
    /// The file.
    pub bytes: Arc<[u8]>,
}

/// Relationship of an attached file to the document (ISO 19005-3, AFRelationship).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relationship {
    /// The document was made from it.
    Source,
    /// It holds the data behind a chart or table.
    Data,
}

/// A table of the spec with its caption, source and remark.
pub(super) fn table(builder: &Builder<'_>, spec: &TableSpec, span: Span) -> Option<Block> {
    let before = builder.passages.borrow().len();
    let mut blocks = prose::blocks(builder, &spec.text);
    let Some(Block::Table(plain)) = (blocks.len() == 1).then(|| blocks.remove(0)) else {
        // What only looks like a table, and is one paragraph, has been told.
        if !blocks.is_empty() || fault_of_table(&spec.text.value).is_none() {
            let message = format!("table `{}` must be one Markdown table and nothing else", spec.key.value);
            builder.fault(
                Diagnostic::new(code::BAD_TABLE, spec.text.span, message)
                    .hint("write a header row, a row of dashes, then the rows: | Month | KZT |"),
            );
        }
        builder.place(Place::Table(spec.key.value.clone()), String::new(), span);
        return None;
    };
    let passages = builder.passages.borrow()[before..].to_vec();
    let mut remark = remark_of_table(builder, spec, &passages);
    prose::append(&mut remark, plain.remark);
    let source = sources_of_table(builder, spec, &passages);
    Some(Block::Table(Table {
        id: spec.key.value.clone(),
        number: Some(builder.next_table(&spec.key.value, span)),
        title: builder.line(&spec.title),
        source,
        remark,
        ..plain
    }))
}

/// The remark of a table: its own, or those of the figures in its cells.
fn remark_of_table(builder: &Builder<'_>, spec: &TableSpec, passages: &[Passage]) -> Vec<Inline> {
    let figures = {
        let claims = builder.claims.borrow();
        let pieces = passages.iter().flat_map(|passage| &passage.pieces);
        let figures = pieces.filter_map(|piece| builder.scope.figures.get(piece.figure(&claims)?));
        let mut seen = BTreeSet::new();
        figures.filter(|figure| seen.insert(&figure.key)).cloned().collect::<Vec<Arc<Figure>>>()
    };
    let with_remark = figures.iter().filter(|figure| figure.remark.is_some());
    builder.remarked.borrow_mut().extend(with_remark.map(|figure| figure.key.clone()));
    let of_figures = || figures.iter().filter_map(|figure| figure.remark.as_ref()).collect();
    let remarks: Vec<&Text> = spec.remark.as_ref().map_or_else(of_figures, |own| vec![own]);
    prose::remarks(builder, &remarks)
}

/// The source line of a table: its own, or those of the figures in its cells, each on a line.
fn sources_of_table(builder: &Builder<'_>, spec: &TableSpec, passages: &[Passage]) -> Vec<Inline> {
    let of_cells = sources_of(builder, passages);
    let lines = |name: &str| {
        let periods = periods_of(builder, passages, name).into_iter();
        periods.map(|period| (name.to_owned(), period)).collect::<Vec<_>>()
    };
    let Some(own) = &spec.source else {
        return builder.source_lines(of_cells.iter().flat_map(|(name, _)| lines(name)).collect());
    };
    // A note that names several sources is none of any figure.
    let others = of_cells.iter().find(|(name, _)| *name != own.value);
    if let Some((name, figure)) = others.filter(|_| of_cells.iter().any(|(name, _)| *name == own.value)) {
        let message = format!(
            "table `{}` names the source `{}`, and has numbers of `{figure}`, whose source is `{name}`",
            spec.key.value, own.value
        );
        let hint = "leave `source` out, and the sources of all its figures are printed; or name a note of [notes] that names them";
        builder.fault(Diagnostic::new(code::SOURCE_MISSING, own.span, message).hint(hint).found(name));
    }
    if builder.known_source(own) { builder.source_lines(lines(&own.value)) } else { Vec::new() }
}

/// The sources of the figures that passages have numbers of, each with the first of its figures, in the order of
/// reading. That a figure's source is unknown is told there.
fn sources_of(builder: &Builder<'_>, passages: &[Passage]) -> Vec<(String, String)> {
    let claims = builder.claims.borrow();
    let pieces = passages.iter().flat_map(|passage| &passage.pieces);
    let figures = pieces.filter_map(|piece| builder.scope.figures.get(piece.figure(&claims)?));
    let mut sources: Vec<(String, String)> = Vec::new();
    for figure in figures {
        let Some(source) = figure.source.as_ref().filter(|name| builder.note_text(name).is_some()) else {
            continue;
        };
        if !sources.iter().any(|(known, _)| known == source) {
            sources.push((source.clone(), figure.key.clone()));
        }
    }
    sources
}

/// The periods of the figures of a source that passages have numbers of, in order; where the source is a note that tells
/// of several, those of all figures; the edition's where there are none.
fn periods_of(builder: &Builder<'_>, passages: &[Passage], source: &str) -> BTreeSet<Period> {
    let claims = builder.claims.borrow();
    let figures =
        passages.iter().flat_map(|passage| &passage.pieces).filter_map(|piece| piece.figure(&claims));
    let figures: Vec<_> = figures.filter_map(|name| builder.scope.figures.get(name)).collect();
    let own = figures.iter().filter(|figure| figure.source.as_deref() == Some(source));
    let own: BTreeSet<Period> = own.map(|figure| figure.period).collect();
    let all = || figures.iter().map(|figure| figure.period).collect();
    let mut periods = if own.is_empty() { all() } else { own };
    if periods.is_empty() {
        periods.insert(builder.scope.period);
    }
    periods
}

/// A table with the data of every chart placed so far.
pub(super) fn tables(builder: &Builder<'_>) -> Vec<Block> {
    let span = builder.spec.edition.period.span;
    let charts = builder.charts_placed();
    let table = |placed: &Placed| match placed {
        Placed::Shown(chart) => data_table(builder, chart, span),
        Placed::Absent(absent) => absent_table(builder, absent, span),
    };
    charts.iter().map(|placed| Block::Table(table(placed))).collect()
}

/// What stands in the place of the data of a chart that cannot be shown.
fn absent_table(builder: &Builder<'_>, absent: &Absent, span: Span) -> Table {
    let labels = builder.locale.labels();
    let id = format!("data-{}", absent.id);
    let sentence = capitalised(&absent.sentence);
    let said =
        if absent.is_gap { Inline::Gap(builder.gap_behind(&sentence)) } else { Inline::Text(sentence) };
    builder.data_of(&id, absent.number, span);
    Table {
        number: None,
        title: data_title(builder, absent.number, &absent.title),
        columns: vec![Column { header: vec![Inline::Text(labels.value.clone())], align: Align::Left }],
        rows: vec![vec![vec![said]]],
        source: Vec::new(),
        remark: Vec::new(),
        is_data: true,
        id,
    }
}

fn data_title(builder: &Builder<'_>, number: u32, title: &str) -> String {
    let labels = builder.locale.labels();
    let values = [("figure", labels.figure.as_str()), ("number", &number.to_string()), ("title", title)];
    fill(&labels.data_of, &values)
}

fn data_table(builder: &Builder<'_>, chart: &Chart, span: Span) -> Table {
    let labels = builder.locale.labels();
    let id = format!("data-{}", chart.id);
    let column = |text: &str, align| Column { header: vec![Inline::Text(text.to_owned())], align };
    let single = chart.series.len() == 1;
    let more_layers = chart.series.len() > chart.categories.len();
    let unit = if chart.unit_text.is_empty() { labels.value.clone() } else { capitalised(&chart.unit_text) };
    let keys: Vec<&str> = if more_layers { layer_keys(chart) } else { category_keys(chart) };
    let mut columns = vec![column(&heading(builder, &keys, &chart.title), Align::Left)];
    let mut rows: Vec<Vec<Vec<Inline>>>;
    let gap = &builder.locale.words().certainty.missing;
    // A column that its unit heads need not name it in each cell.
    let is_headed = single && !more_layers && !chart.unit_text.is_empty();
    let printed = |number: &Number| match number.quantity().unit().measure {
        Measure::Percent if is_headed => builder.flagged(builder.locale.format_bare(number.quantity())),
        _ => number.clone(),
    };
    let cell = |value: Option<&Number>, place: (usize, usize)| {
        let none = if chart.legend.gaps.contains(&place) { gap } else { &labels.no_value };
        vec![value.map_or_else(|| Inline::Text(none.clone()), |number| Inline::Number(printed(number)))]
    };
    // A bar may stand for a figure that is not available.
    let unavailable =
        |key: &str| builder.scope.figures.get(key).filter(|figure| !figure.is_available()).cloned();
    if more_layers {
        // More layers than bars: layers become rows, so that the table stays narrow.
        columns.extend(
            chart.categories.iter().map(|category| column(&capitalised(&category.label), Align::Right)),
        );
        rows = chart
            .series
            .iter()
            .enumerate()
            .map(|(at, series)| {
                let name = vec![Inline::Text(capitalised(&series.label))];
                let values = series.values.iter().enumerate();
                let values = values.map(|(index, value)| cell(value.as_ref(), (at, index)));
                std::iter::once(name).chain(values).collect()
            })
            .collect();
        if !chart.totals.is_empty() {
            let name = vec![Inline::Strong(vec![Inline::Text(labels.total.clone())])];
            let totals =
                chart.totals.iter().map(|total| vec![Inline::Strong(vec![Inline::Number(total.clone())])]);
            rows.push(std::iter::once(name).chain(totals).collect());
        }
    } else {
        columns.extend(chart.series.iter().map(|s| {
            let label = capitalised(&s.label);
            column(if single { &unit } else { &label }, Align::Right)
        }));
        rows = Vec::new();
        for (index, category) in chart.categories.iter().enumerate() {
            let name = vec![Inline::Text(capitalised(&category.label))];
            let absent = unavailable(&category.key);
            let values = chart.series.iter().enumerate().map(|(at, series)| {
                match (series.values.get(index).and_then(Option::as_ref), &absent) {
                    (None, Some(_)) => vec![Inline::Text(gap.clone())],
                    (value, _) => cell(value, (at, index)),
                }
            });
            rows.push(std::iter::once(name).chain(values).collect());
        }
    }
    builder.data_of(&id, chart.number, span);
    let title = data_title(builder, chart.number, &chart.title);
    let absent = chart.categories.iter().filter_map(|category| unavailable(&category.key));
    builder.absent.borrow_mut().extend(absent);
    let (source, mut remark) = (chart.source.clone(), chart.legend.text.clone());
    prose::append(&mut remark, builder.reasons_of_table());
    Table { id, number: None, title, columns, rows, source, remark, is_data: true }
}

fn mime(path: &str) -> &'static str {
    if has_ending(path, "csv") {
        "text/csv"
    } else if has_ending(path, "xlsx") {
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    } else if has_ending(path, "xls") {
        "application/vnd.ms-excel"
    } else if has_ending(path, "geojson") || has_ending(path, "json") {
        "application/geo+json"
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
    // A figure of a map has no borders without the file that draws them.
    let maps = builder.spec.maps.iter();
    let sources = own.iter().chain(more).map(|(path, bytes)| (path, bytes)).chain(maps);
    let sources = sources.map(|(path, bytes)| Attachment {
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
        bytes: Arc::from(csv(
            chart,
            &builder.locale.unit_name(&Unit::PERCENT),
            &report.statuses,
            &builder.locale.words().record,
        )),
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

/// What the first column lists: periods, what the chart's title says that it is divided by, countries, or something
/// else.
fn heading(builder: &Builder<'_>, keys: &[&str], title: &str) -> String {
    let labels = builder.locale.labels();
    // Titles hold words together that files of languages part by plain spaces.
    let title = &title.replace('\u{a0}', " ");
    let is_country = |key: &&&str| builder.locale.country(key).is_some();
    if keys.iter().all(|key| builder.locale.named_periods().parse(key).is_ok()) {
        labels.period.clone()
    } else if keys.iter().filter(|key| **key != OTHER).all(|key| is_country(&key)) {
        let headed = builder.locale.words().heads.iter().find(|(words, _)| title.contains(words.as_str()));
        let divided = || division(&labels.division, title).map(capitalised);
        headed.map(|(_, head)| head.clone()).or_else(divided).unwrap_or_else(|| labels.country.clone())
    } else {
        labels.category.clone()
    }
}

/// What a title says that its numbers are divided by, after the language's word for that: "nationality" in "Visas
/// issued, by nationality, April–June 2023". None in a language in which that word asks for another form.
fn division<'t>(word: &str, title: &'t str) -> Option<&'t str> {
    let (_, rest) = title.split_once(word).filter(|_| !word.is_empty())?;
    let end = rest.find([',', '(']).unwrap_or(rest.len());
    Some(rest[..end].trim()).filter(|words| !words.is_empty())
}

fn has_ending(path: &str, ending: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, e)| e.eq_ignore_ascii_case(ending))
}

/// A chart's data as CSV: key, name and exact value, a row a category and series. The values are for programs
/// and not written as the language does.
fn csv(chart: &Chart, percent: &str, statuses: &Statuses, words: &RecordWords) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Most charts have nothing to say of how sure their values are, and no column for it.
    let said = |number: &Number| words_of(number.quantity(), statuses.of(number.quantity()), words).join(" ");
    let all = chart.series.iter().flat_map(|series| series.values.iter().flatten());
    let has_status = !chart.legend.gaps.is_empty() || all.clone().any(|number| !said(number).is_empty());
    let columns = if has_status { 7 } else { 6 };
    let mut write = |row: [&str; 7]| {
        writer.write_record(&row[..columns]).expect("writing to memory cannot fail");
    };
    write(["category_key", "category", "series_key", "series", "value", "unit", "status"]);
    for (index, category) in chart.categories.iter().enumerate() {
        for (at, series) in chart.series.iter().enumerate() {
            let labels = [&category.label, &series.label].map(|label| inert(label));
            let keys = [&category.key, &series.key].map(|key| inert(key));
            let Some(number) = series.values.get(index).and_then(Option::as_ref) else {
                if chart.legend.gaps.contains(&(at, index)) {
                    write([&keys[0], &labels[0], &keys[1], &labels[1], "", "", &words.missing]);
                }
                continue;
            };
            let quantity = number.quantity();
            let unit = match &quantity.unit().measure {
                Measure::Percent => percent,
                Measure::Points | Measure::Per(_) | Measure::Count | Measure::Ratio | Measure::Money(_) => {
                    &chart.unit_text
                }
            };
            let (value, unit) = (quantity.written(), inert(unit));
            write([&keys[0], &labels[0], &keys[1], &labels[1], &value, &unit, &said(number)]);
        }
    }
    writer.into_inner().expect("writing to memory cannot fail")
}
