//! The front matter: imprint, contents, list of figures, key figures.

use super::body::{Body, Frame, Series, heading_of};
use super::place::{GLANCE, chapter_place, figure_place, table_place};
use super::style::id;
use super::table::share;
use super::tree::{Element, el, val};
use super::word::{Cell, Grid, Look, Opening, Para, Row, field, run, tab};
use crate::report::{Inline, Labelled};

/// Figures and tables are listed when there are more of them than this.
const FEW: usize = 5;

impl Body<'_> {
    /// The page inside the cover.
    pub(super) fn imprint(&mut self, frame: Frame) -> Vec<Element> {
        self.scoped("imprint", |body| body.imprint_lines(frame))
    }

    fn imprint_lines(&mut self, frame: Frame) -> Vec<Element> {
        let imprint = &self.report.imprint;
        let rule = || Para::of(id::IMPRINT_RULE).with([]);
        let mut flow = self.paragraphs("statement", &imprint.statements);
        flow.push(rule());
        flow.extend(self.labelled("publisher", &imprint.publisher));
        if !imprint.offices.is_empty() {
            flow.push(self.offices(frame));
            flow.push(Para::of(id::SPACER).with([]));
        }
        if let Some(website) = &imprint.website {
            let look = Look { style: Some(id::HYPERLINK), ..Look::default() };
            let link = self.hyperlink(&website.url, vec![run(&website.text, look)]);
            flow.push(self.keyed("website", Para::of(id::IMPRINT).with([link])));
        }
        flow.extend(self.paragraphs("flag", &imprint.flags));
        flow.push(rule());
        flow.extend(self.labelled("citation", &imprint.citation));
        flow.push(rule());
        flow.extend(self.paragraphs("rights", &imprint.rights));
        flow
    }

    fn paragraphs(&mut self, kind: &str, texts: &[Vec<Inline>]) -> Vec<Element> {
        let paragraph = |text: &Vec<Inline>| {
            let paragraph = Para::of(id::IMPRINT).with(self.inlines(text, Look::default()));
            self.counted(kind, paragraph)
        };
        texts.iter().map(paragraph).collect()
    }

    fn labelled(&mut self, kind: &str, labelled: &Labelled) -> Option<Element> {
        if labelled.content.is_empty() {
            return None;
        }
        let bold = Look { bold: true, ..Look::default() };
        let mut content = vec![run(&format!("{}: ", labelled.label), bold)];
        content.extend(self.inlines(&labelled.content, Look::default()));
        Some(self.keyed(kind, Para::of(id::IMPRINT).with(content)))
    }

    fn offices(&mut self, frame: Frame) -> Element {
        let bold = Look { bold: true, ..Look::default() };
        let offices = &self.report.imprint.offices;
        let cells = offices.iter().map(|office| {
            let mut content = vec![run(&office.name, bold)];
            for line in &office.lines {
                content.push(super::word::line_break());
                content.extend(self.inlines(line, Look::default()));
            }
            let office = self.counted("office", Para::of(id::IMPRINT).with(content));
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
    pub(super) fn contents(&mut self) -> Vec<Element> {
        let labels = self.locale.labels();
        let title = Para { opening: Opening::Page, ..Para::of(id::TOC_HEADING) };
        let title = self.scoped("contents", |body| body.keyed("title", title.text(&labels.contents)));
        let mut content = vec![title];
        content.extend(list_field("TOC \\o \"1-2\" \\h \\z \\u", self.heading_entries()));
        // Word knows the block by its gallery: it offers "Update table" above it.
        let gallery = el("w:docPartObj")
            .child(val("w:docPartGallery", "Table of Contents"))
            .child(el("w:docPartUnique"));
        let block = el("w:sdt")
            .child(el("w:sdtPr").child(val("w:id", 1)).child(gallery))
            .child(el("w:sdtContent").with(content));
        let mut flow = vec![block];
        let lists = [
            (Series::Figure, "figures", &labels.figures, self.figure_entries()),
            (Series::Table, "tables", &labels.tables, self.table_entries()),
        ];
        for (series, kind, title, entries) in lists {
            if entries.len() > FEW {
                let heading = Para::of(id::LIST_HEADING).text(title);
                flow.push(self.scoped("contents", |body| body.keyed(kind, heading)));
                flow.extend(list_field(&format!("TOC \\h \\z \\c \"{}\"", series.name()), entries));
            }
        }
        flow
    }

    fn heading_entries(&self) -> Vec<Entry> {
        let labels = self.locale.labels();
        let mut entries = Vec::new();
        if !self.report.tiles.is_empty() {
            entries.push(self.entry(id::TOC_1, GLANCE, labels.glance.clone()));
        }
        let numbered = |pattern: &str, chapter: Option<u32>, topic: Option<u32>, title: &str| {
            let Some(chapter) = chapter else { return title.to_owned() };
            let (chapter, topic) = (chapter.to_string(), topic.unwrap_or_default().to_string());
            let number = crate::locale::fill(pattern, &[("chapter", &chapter), ("topic", &topic)]);
            format!("{number} {title}")
        };
        for chapter in &self.report.chapters {
            let text = numbered(&labels.chapter_number, chapter.number, None, &chapter.title);
            entries.push(self.entry(id::TOC_1, &chapter_place(&chapter.id), text));
            for topic in &chapter.topics {
                let (chapter, index) = topic.number.unzip();
                let text = numbered(&labels.topic_number, chapter, index, &topic.title);
                entries.push(self.entry(id::TOC_2, &chapter_place(&topic.id), text));
            }
        }
        entries
    }

    fn figure_entries(&self) -> Vec<Entry> {
        let word = &self.locale.labels().figure;
        let charts = self.report.charts();
        let entry = |chart: &crate::report::Chart| {
            let text = self.caption_text(word, chart.number, &chart.title);
            self.entry(id::FIGURES, &figure_place(&chart.id), text)
        };
        charts.into_iter().map(entry).collect()
    }

    fn table_entries(&self) -> Vec<Entry> {
        let word = &self.locale.labels().table;
        let tables = self.report.tables();
        let entry = |table: &crate::report::Table| {
            let text = self.caption_text(word, table.number?, &table.title);
            Some(self.entry(id::FIGURES, &table_place(&table.id), text))
        };
        tables.into_iter().filter_map(entry).collect()
    }

    fn entry(&self, style: &'static str, place: &str, text: String) -> Entry {
        let anchor = self.places.name(place).unwrap_or_default().to_owned();
        let page = self.pages.get(place).cloned().unwrap_or_default();
        Entry { style, anchor, text, page }
    }

    /// The heading and tiles of the page "At a glance".
    pub(super) fn glance(&mut self, frame: Frame) -> Vec<Element> {
        let report = self.report;
        if report.tiles.is_empty() {
            return Vec::new();
        }
        let para = Para { opening: Opening::Page, ..heading_of(id::HEADING_1, false) };
        let title = self.locale.labels().glance.clone();
        let heading = self.scoped(GLANCE, |body| body.heading(para, GLANCE, &title));
        vec![heading, self.tiles(&report.tiles, frame)]
    }
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
