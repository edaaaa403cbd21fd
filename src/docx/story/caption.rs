//! Captions with numbers that Word counts, and the lists made from them.

use super::inline::{around, inlines, letter_lines};
use super::place::figure_place;
use super::word::{Look, Para, field, line_break, run};
use super::writer::Writer;
use crate::docx::package::style::id;
use crate::docx::package::tree::Element;
use crate::language::fill;
use crate::report::{Caption, Chart, Inline, Lettered, Table, source_label};

/// A series of numbers that Word counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counter {
    Figure,
    Table,
}

impl Counter {
    /// The name of the series in fields.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Figure => "Figure",
            Self::Table => "Table",
        }
    }
}

/// A caption: label, number, title. The bookmark holds what a reference prints.
pub(super) fn caption(
    writer: &mut Writer<'_>,
    series: Counter,
    word: &str,
    number: u32,
    place: &str,
    title: &str,
) -> Element {
    let content = caption_runs(writer, series, word, number, (place, title));
    writer.keyed("title", Para::of(id::CAPTION).with(content))
}

/// What a chart shows, and its caption as the line below.
pub(super) fn captions_of(writer: &mut Writer<'_>, word: &str, chart: &Chart, place: &str) -> Vec<Element> {
    if chart.message.is_empty() {
        return vec![caption(writer, Counter::Figure, word, chart.number, place, &chart.title)];
    }
    let message = inlines(writer, &chart.message, Look::default());
    let content = caption_runs(writer, Counter::Figure, word, chart.number, (place, &chart.title));
    vec![
        writer.keyed("message", Para::of(id::MESSAGE).with(message)),
        writer.keyed("title", Para::of(id::DESCRIPTION).with(content)),
    ]
}

fn caption_runs(
    writer: &mut Writer<'_>,
    series: Counter,
    word: &str,
    number: u32,
    (place, title): (&str, &str),
) -> Vec<Element> {
    let labels = writer.locale.labels();
    let values = [("label", word), ("title", title)];
    let counter = field(
        &format!("SEQ {} \\* ARABIC", series.name()),
        vec![run(&number.to_string(), Look::default())],
        Look::default(),
    );
    let (before, after) = labels.caption.split_once("{number}").unwrap_or((&labels.caption, ""));
    // Where a reference goes on behind the number, the bookmark does too.
    let tail = labels.reference.split_once("{number}").map_or("", |(_, tail)| tail);
    let (inside, outside) = match after.strip_prefix(tail) {
        Some(rest) => (tail, rest),
        None => ("", after),
    };
    let text = |pattern: &str| {
        let words = fill(pattern, &values);
        (!words.is_empty()).then(|| run(&words, Look::default()))
    };
    // The number stays on the line of its label, here and where a field repeats them.
    let before = before.replace(' ', "\u{a0}");
    let mut marked: Vec<_> = text(&before).into_iter().collect();
    marked.extend(writer.places.mark_number(place, counter));
    marked.extend(text(inside));
    let mut content = writer.places.mark(place, marked);
    content.extend(text(outside));
    writer.places.mark_listed(place, content)
}

/// The title of the table with the data of a chart, whose number follows that of the chart; none of another table.
pub(super) fn data_title(writer: &mut Writer<'_>, table: &Table) -> Option<Vec<Element>> {
    let of = |caption: &Caption<'_>| table.is_data && table.id.strip_prefix("data-") == Some(caption.id);
    let caption = writer.report.captions().into_iter().find(of)?;
    let labels = writer.locale.labels();
    let values = [("figure", labels.figure.as_str()), ("title", caption.title)];
    let (before, after) = labels.data_of.split_once("{number}")?;
    let number = writer.places.number_name(&figure_place(caption.id))?.to_owned();
    let [before, after] = [before, after].map(|pattern| fill(pattern, &values));
    let look = Look::default();
    let shown = vec![run(&caption.number.to_string(), look)];
    let mut content: Vec<_> = (!before.is_empty()).then(|| run(&before, look)).into_iter().collect();
    content.extend(field(&format!("REF {number}"), shown, look));
    content.extend((!after.is_empty()).then(|| run(&after, look)));
    Some(content)
}

/// The caption as one text.
pub(super) fn caption_text(writer: &Writer<'_>, word: &str, number: u32, title: &str) -> String {
    let number = number.to_string();
    let values = [("label", word), ("number", number.as_str()), ("title", title)];
    fill(&writer.locale.labels().caption, &values)
}

/// The lines below a chart or table: where its data come from, a remark, and what letters mark, in it and in them.
pub(super) fn source(
    writer: &mut Writer<'_>,
    source: &[Inline],
    remark: &[Inline],
    letters: Lettered,
) -> Option<Element> {
    let (mut content, letters) = writer.lettered(letters, |writer| source_lines(writer, source, remark));
    let notes = letter_lines(writer, &letters);
    if !content.is_empty() && !notes.is_empty() {
        content.push(line_break());
    }
    content.extend(notes);
    (!content.is_empty()).then(|| writer.keyed("source", Para::of(id::SOURCE).with(content)))
}

fn source_lines(writer: &mut Writer<'_>, source: &[Inline], remark: &[Inline]) -> Vec<Element> {
    let labels = writer.locale.labels();
    let mut content = Vec::new();
    for (label, text) in [(source_label(labels, source), source), (&labels.note, remark)] {
        if text.is_empty() {
            continue;
        }
        if !content.is_empty() {
            content.push(line_break());
        }
        content.extend(around(writer, label, Look { italic: true, ..Look::default() }, text));
    }
    content
}
