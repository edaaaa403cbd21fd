//! The front matter: imprint, contents, list of figures, key figures.

use super::caption::{Counter, caption_text};
use super::card::tiles;
use super::heading::{heading, heading_of};
use super::inline::{hyperlink, inlines, labelled_words, letter_lines};
use super::place::{GLANCE, chapter_place, figure_place, table_place};
use super::word::{Cell, Grid, Look, Opening, Para, Row, field, line_break, run, tab};
use super::writer::{Frame, Writer};
use crate::docx::package::length::share;
use crate::docx::package::style::id;
use crate::docx::package::tree::{Element, el, val};
use crate::docx::read::template::Template;
use crate::language::fill;
use crate::report::{Caption, Inline, Labelled, Lettered, Table};

/// Figures and tables are listed when there are more of them than this.
const FEW: usize = 5;

/// The page inside the cover.
pub(super) fn imprint(writer: &mut Writer<'_>, frame: Frame) -> Vec<Element> {
    writer.scoped("imprint", |writer| {
        let (mut flow, letters) = writer.lettered(Lettered::default(), |writer| imprint_lines(writer, frame));
        flow.extend(notes_below(writer, &letters, id::IMPRINT));
        flow
    })
}

/// The notes of a panel or page in a paragraph below it.
fn notes_below(writer: &mut Writer<'_>, letters: &Lettered, style: &'static str) -> Option<Element> {
    let lines = letter_lines(writer, letters);
    (!lines.is_empty()).then(|| writer.keyed("letters", Para::of(style).with(lines)))
}

fn imprint_lines(writer: &mut Writer<'_>, frame: Frame) -> Vec<Element> {
    let imprint = &writer.report.imprint;
    let rule = || Para::of(id::IMPRINT_RULE).with([]);
    let mut flow = paragraphs(writer, "statement", &imprint.statements);
    flow.push(rule());
    flow.extend(labelled(writer, "publisher", &imprint.publisher));
    if !imprint.offices.is_empty() {
        flow.push(offices(writer, frame));
        flow.push(Para::of(id::SPACER).with([]));
    }
    if let Some(website) = &imprint.website {
        let look = Look { style: Some(id::HYPERLINK), ..Look::default() };
        let link = hyperlink(writer, website.url.as_str(), vec![run(&website.text, look)]);
        flow.push(writer.keyed("website", Para::of(id::IMPRINT).with([link])));
    }
    flow.extend(paragraphs(writer, "flag", &imprint.flags));
    for entry in &imprint.corrections {
        let words = labelled_words(writer, entry);
        flow.push(writer.counted("correction", Para::of(id::IMPRINT).with(words)));
    }
    flow.push(rule());
    flow.extend(labelled(writer, "citation", &imprint.citation));
    flow.push(rule());
    flow.extend(paragraphs(writer, "rights", &imprint.rights));
    let legend = Para::of(id::EDITORS).text(&writer.locale.labels().for_editors);
    flow.push(writer.keyed("editors", legend));
    flow
}

fn paragraphs(writer: &mut Writer<'_>, kind: &str, texts: &[Vec<Inline>]) -> Vec<Element> {
    let paragraph = |text: &Vec<Inline>| {
        let paragraph = Para::of(id::IMPRINT).with(inlines(writer, text, Look::default()));
        writer.counted(kind, paragraph)
    };
    texts.iter().map(paragraph).collect()
}

fn labelled(writer: &mut Writer<'_>, kind: &str, labelled: &Labelled) -> Option<Element> {
    if labelled.content.is_empty() {
        return None;
    }
    let words = labelled_words(writer, labelled);
    Some(writer.keyed(kind, Para::of(id::IMPRINT).with(words)))
}

fn offices(writer: &mut Writer<'_>, frame: Frame) -> Element {
    let bold = Look { bold: true, ..Look::default() };
    let offices = &writer.report.imprint.offices;
    let cells = offices.iter().map(|office| {
        let mut content = vec![run(&office.name, bold)];
        for line in &office.lines {
            content.push(line_break());
            content.extend(inlines(writer, line, Look::default()));
        }
        let office = writer.counted("office", Para::of(id::IMPRINT).with(content));
        Cell { margins: Some([0, 0, 0, 140]), ..Cell::of([office]) }
    });
    let across = offices.len().min(2);
    let cells: Vec<Cell> = cells.collect();
    let rows = cells.chunks(across).map(|row| {
        let empty = across - row.len();
        Row::of(row.iter().cloned().chain(std::iter::repeat_n(Cell::default(), empty)))
    });
    let names = offices.iter().map(|office| office.name.as_str()).collect::<Vec<_>>().join(", ");
    let grid = Grid {
        style: id::LAYOUT,
        name: names,
        columns: share(frame.width, &vec![1; across]),
        rows: rows.collect(),
        ..Grid::default()
    };
    grid.build()
}

/// The contents, and below them the lists of figures and of tables when there are many.
pub(super) fn contents(writer: &mut Writer<'_>) -> Vec<Element> {
    let labels = writer.locale.labels();
    let title = Para { opening: Opening::Page, ..Para::of(id::TOC_HEADING) };
    let title = writer.scoped("contents", |writer| writer.keyed("title", title.text(&labels.contents)));
    let mut content = vec![title];
    content.extend(list_field("TOC \\o \"1-2\" \\h \\z", heading_entries(writer)));
    // Word knows the block by its gallery: it offers "Update table" above it.
    let gallery =
        el("w:docPartObj").child(val("w:docPartGallery", "Table of Contents")).child(el("w:docPartUnique"));
    let block = el("w:sdt")
        .child(el("w:sdtPr").child(val("w:id", 1)).child(gallery))
        .child(el("w:sdtContent").with(content));
    let mut flow = vec![block];
    let lists = [
        (Counter::Figure, "figures", &labels.figures, figure_entries(writer)),
        (Counter::Table, "tables", &labels.tables, table_entries(writer)),
    ];
    for (series, kind, title, entries) in lists {
        if entries.len() > FEW {
            let heading = Para::of(id::LIST_HEADING).text(title);
            flow.push(writer.scoped("contents", |writer| writer.keyed(kind, heading)));
            flow.extend(list_field(&format!("TOC \\h \\z \\c \"{}\"", series.name()), entries));
        }
    }
    flow
}

fn heading_entries(writer: &Writer<'_>) -> Vec<Entry> {
    let labels = writer.locale.labels();
    let mut entries = Vec::new();
    if !writer.report.tiles.is_empty() {
        entries.push(entry(writer, id::TOC_1, GLANCE, labels.glance.clone()));
    }
    let theirs = writer.template.and_then(Template::heading_numbers);
    let numbered = |pattern: &str, chapter: Option<u32>, topic: Option<u32>, title: &str| {
        let Some(chapter) = chapter else { return title.to_owned() };
        if let Some(theirs) = &theirs {
            return format!("{} {title}", theirs.print(chapter, topic)).trim_start().to_owned();
        }
        let (chapter, topic) = (chapter.to_string(), topic.unwrap_or_default().to_string());
        let number = fill(pattern, &[("chapter", &chapter), ("topic", &topic)]);
        format!("{number} {title}")
    };
    for chapter in &writer.report.chapters {
        let text = numbered(&labels.chapter_number, chapter.number, None, &chapter.title);
        entries.push(entry(writer, id::TOC_1, &chapter_place(&chapter.id), text));
        for topic in &chapter.topics {
            let (chapter, index) = topic.number.unzip();
            let text = numbered(&labels.topic_number, chapter, index, &topic.title);
            entries.push(entry(writer, id::TOC_2, &chapter_place(&topic.id), text));
        }
    }
    entries
}

fn figure_entries(writer: &Writer<'_>) -> Vec<Entry> {
    let word = &writer.locale.labels().figure;
    let entry = |caption: Caption<'_>| {
        let text = caption_text(writer, word, caption.number, caption.title);
        entry(writer, id::FIGURES, &figure_place(caption.id), text)
    };
    writer.report.captions().into_iter().map(entry).collect()
}

fn table_entries(writer: &Writer<'_>) -> Vec<Entry> {
    let word = &writer.locale.labels().table;
    let tables = writer.report.tables();
    let entry = |table: &Table| {
        let text = caption_text(writer, word, table.number?, &table.title);
        Some(entry(writer, id::FIGURES, &table_place(&table.id), text))
    };
    tables.into_iter().filter_map(entry).collect()
}

fn entry(writer: &Writer<'_>, style: &'static str, place: &str, text: String) -> Entry {
    let anchor = writer.places.listed_name(place).unwrap_or_default();
    let page = writer.pages.get(place).cloned().unwrap_or_default();
    Entry { style, anchor, text, page }
}

/// The heading and tiles of the page "At a glance".
pub(super) fn glance(writer: &mut Writer<'_>, frame: Frame) -> Vec<Element> {
    let report = writer.report;
    if report.tiles.is_empty() {
        return Vec::new();
    }
    let para = Para { opening: Opening::Page, ..heading_of(id::HEADING_1, false) };
    let title = writer.locale.labels().glance.clone();
    let heading = writer.scoped(GLANCE, |writer| heading(writer, para, GLANCE, &title));
    let (tiles, letters) = writer.lettered(Lettered::default(), |writer| tiles(writer, &report.tiles, frame));
    let notes = writer.scoped(GLANCE, |writer| notes_below(writer, &letters, id::SOURCE));
    [heading, tiles].into_iter().chain(notes).collect()
}

/// A line of a list of contents.
struct Entry {
    style: &'static str,
    anchor: String,
    text: String,
    page: String,
}

/// A field that fills several paragraphs.
fn list_field(instruction: &str, entries: Vec<Entry>) -> Vec<Element> {
    let mut marks = field(instruction, Vec::new(), Look::default());
    let Some(end) = marks.pop().filter(|_| !entries.is_empty()) else { return Vec::new() };
    let last = entries.len() - 1;
    let mut paragraphs = Vec::new();
    for (index, entry) in entries.into_iter().enumerate() {
        let look = Look::default();
        let page = field(&format!("PAGEREF {} \\h", entry.anchor), vec![run(&entry.page, look)], look);
        let link = el("w:hyperlink")
            .attr("w:anchor", &entry.anchor)
            .attr("w:history", "1")
            .with([run(&format!("{}\u{a0}\u{a0}", entry.text), look), tab()])
            .with(page);
        let mut content = if index == 0 { std::mem::take(&mut marks) } else { Vec::new() };
        content.push(link);
        if index == last {
            content.push(end.clone());
        }
        paragraphs.push(Para::of(entry.style).with(content));
    }
    paragraphs
}
