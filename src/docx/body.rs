//! Turns chapters, topics and blocks into paragraphs and tables.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::DocxError;
use super::address::{Addresses, Scope};
use super::chart::Native;
use super::package::Relations;
use super::parts::first_list;
use super::picture::{Bitmap, Drawing, Painter};
use super::place::{Places, chapter_place, figure_place};
use super::reference::Reference;
use super::style::{BLANK_LIST, BULLET_LIST, id};
use super::tree::Element;
use super::word::{Look, Opening, Para, line_break, run, run_with};
use crate::locale::{Locale, fill};
use crate::report::{Align, Block, Chapter, Chart, Inline, Photo, Report, Topic};
use crate::theme::Theme;

/// Everything that grows while the text is written.
pub(super) struct Body<'a> {
    pub(super) report: &'a Report,
    pub(super) theme: &'a Theme,
    pub(super) locale: &'a Locale,
    pub(super) painter: &'a Painter,
    /// The charts, made.
    pub(super) charts: &'a [Native],
    /// Names of the charts in the text, in their order.
    pub(super) placed_charts: Vec<String>,
    pub(super) places: Places,
    /// What a reference to a figure or table reads, by place.
    pub(super) labels: BTreeMap<String, String>,
    /// Pages by place.
    pub(super) pages: &'a BTreeMap<String, String>,
    /// Indices of the notes marked so far, in the order of their first marks.
    pub(super) notes: Vec<usize>,
    /// Whether the text written now stands in a note: links of notes belong to another part.
    pub(super) in_notes: bool,
    pub(super) relations: Relations,
    pub(super) note_relations: Relations,
    /// Names and bytes of pictures.
    pub(super) media: Vec<(String, Arc<[u8]>)>,
    /// First number and level of each numbered list.
    pub(super) list_starts: Vec<(u64, usize)>,
    /// Makes the keys of blocks.
    pub(super) scope: Scope,
    pub(super) addresses: Addresses,
    /// The organization's own template.
    pub(super) reference: Option<&'a Reference>,
    /// Style of a heading among the blocks written now: no level is left out.
    inner_heading: &'static str,
    drawings: u32,
}

/// The room that blocks stand in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    /// Width in twips.
    pub(super) width: usize,
    /// Style of paragraphs.
    pub(super) text: &'static str,
    /// Depth of lists around.
    pub(super) depth: usize,
}

/// Highest photograph in the text, in twips: 90 mm.
const PHOTO_HEIGHT: usize = 5102;

impl<'a> Body<'a> {
    /// A document of which nothing is written yet.
    pub(super) fn new(
        report: &'a Report,
        theme: &'a Theme,
        locale: &'a Locale,
        painter: &'a Painter,
        charts: &'a [Native],
        pages: &'a BTreeMap<String, String>,
    ) -> Self {
        let mut body = Self {
            report,
            theme,
            locale,
            painter,
            charts,
            placed_charts: Vec::new(),
            places: Places::new(report),
            labels: BTreeMap::new(),
            pages,
            notes: Vec::new(),
            in_notes: false,
            relations: Relations::default(),
            note_relations: Relations::default(),
            media: Vec::new(),
            list_starts: Vec::new(),
            scope: Scope::default(),
            addresses: Addresses::default(),
            reference: None,
            inner_heading: id::HEADING_2,
            drawings: 0,
        };
        body.labels = body.reference_labels();
        body
    }

    /// The relations of the part that is written now.
    pub(super) fn relations(&mut self) -> &mut Relations {
        if self.in_notes { &mut self.note_relations } else { &mut self.relations }
    }

    /// A chapter with its topics.
    pub(super) fn chapter(
        &mut self,
        chapter: &Chapter,
        opening: Opening,
        frame: Frame,
    ) -> Result<Vec<Element>, DocxError> {
        let heading = Para { opening, ..heading_of(id::HEADING_1, chapter.number.is_some()) };
        let place = chapter_place(&chapter.id);
        let mut flow = self.scoped(&part_of_text(&chapter.id), |body| {
            let mut flow = vec![body.heading(heading, &place, &chapter.title)];
            body.inner_heading = id::HEADING_2;
            flow.extend(body.blocks(&chapter.blocks, frame)?);
            Ok::<_, DocxError>(flow)
        })?;
        for topic in &chapter.topics {
            flow.extend(self.topic(topic, frame)?);
        }
        Ok(flow)
    }

    fn topic(&mut self, topic: &Topic, frame: Frame) -> Result<Vec<Element>, DocxError> {
        let heading = heading_of(id::HEADING_2, topic.number.is_some());
        self.scoped(&part_of_text(&topic.id), |body| {
            let mut flow = vec![body.heading(heading, &chapter_place(&topic.id), &topic.title)];
            body.inner_heading = id::HEADING_3;
            flow.extend(body.blocks(&topic.blocks, frame)?);
            Ok(flow)
        })
    }

    /// A heading among blocks: below a topic level 3, below a chapter level 2, which the contents do not count.
    fn inner_heading(&self) -> Para {
        match self.inner_heading {
            id::HEADING_2 => heading_of(id::HEADING_2, false),
            other => Para::of(other),
        }
    }

    /// A heading that links and the contents lead to.
    pub(super) fn heading(&mut self, para: Para, place: &str, title: &str) -> Element {
        let content = vec![run(title, Look::default())];
        let content = self.places.mark(place, content);
        self.keyed("title", para.with(content))
    }

    /// Blocks one below the other.
    pub(super) fn blocks(&mut self, blocks: &[Block], frame: Frame) -> Result<Vec<Element>, DocxError> {
        let mut flow = Vec::new();
        let mut rest = blocks;
        while let Some((block, tail)) = rest.split_first() {
            if let Block::Term { .. } = block {
                let count = rest.iter().take_while(|block| matches!(block, Block::Term { .. })).count();
                flow.extend(self.terms(&rest[..count], frame));
                rest = &rest[count..];
                continue;
            }
            flow.extend(self.block(block, frame)?);
            rest = tail;
        }
        Ok(flow)
    }

    fn block(&mut self, block: &Block, frame: Frame) -> Result<Vec<Element>, DocxError> {
        let look = Look::default();
        Ok(match block {
            Block::Paragraph(text) => {
                let paragraph = Para::of(frame.text).with(self.inlines(text, look));
                vec![self.counted("text", paragraph)]
            }
            Block::Heading(text) => {
                let paragraph = self.inner_heading().with(self.inlines(text, look));
                vec![self.counted("heading", paragraph)]
            }
            Block::Reference(text) => {
                let paragraph = Para::of(id::REFERENCE).with(self.inlines(text, look));
                vec![self.counted("reference", paragraph)]
            }
            Block::List { start, items } => self.list(*start, items, frame)?,
            Block::Table(table) => self.data_table(table, frame),
            Block::Chart(chart) => self.chart(chart, frame),
            Block::Photo(photo) => self.photo(photo, frame)?,
            Block::Unavailable { title, reason } => self.unavailable(title, reason),
            Block::Legislation(note) => self.legislation(note, frame)?,
            Block::Event(event) => self.event(event, frame)?,
            Block::Term { .. } => self.terms(std::slice::from_ref(block), frame),
        })
    }

    fn list(
        &mut self,
        start: Option<u64>,
        items: &[Vec<Block>],
        frame: Frame,
    ) -> Result<Vec<Element>, DocxError> {
        // Word's lists have nine levels.
        let depth = frame.depth.min(8);
        let (style, list) = match start {
            None => (id::BULLET, BULLET_LIST),
            Some(first) => {
                self.list_starts.push((first, depth));
                (id::NUMBER, first_list() + self.list_starts.len() - 1)
            }
        };
        let inner = Frame { text: id::CONTINUE, depth: depth + 1, ..frame };
        let mut flow = Vec::new();
        for item in items {
            let marked = Para { numbering: Some((list, depth)), ..Para::of(style) };
            let (first, rest) = match item.split_first() {
                Some((Block::Paragraph(text), rest)) => (self.inlines(text, Look::default()), rest),
                _ => (Vec::new(), item.as_slice()),
            };
            flow.push(self.counted("item", marked.with(first)));
            flow.extend(self.blocks(rest, inner)?);
        }
        Ok(flow)
    }

    fn chart(&mut self, chart: &Chart, frame: Frame) -> Vec<Element> {
        self.scoped(&format!("chart/{}", chart.id), |body| body.chart_and_words(chart, frame))
    }

    fn chart_and_words(&mut self, chart: &Chart, frame: Frame) -> Vec<Element> {
        let word = self.locale.labels().figure.clone();
        let caption =
            self.caption(Series::Figure, &word, chart.number, &figure_place(&chart.id), &chart.title);
        let picture = self.chart_element(chart, frame);
        let mut flow = vec![caption];
        match self.source(&chart.source, &chart.remark) {
            Some(source) => flow.extend([Para::of(id::PICTURE).keep_next().with([picture]), source]),
            None => flow.push(Para::of(id::PICTURE).with([picture])),
        }
        flow
    }

    fn photo(&mut self, photo: &Photo, frame: Frame) -> Result<Vec<Element>, DocxError> {
        let (width, height) = (photo.picture.width.max(1) as usize, photo.picture.height.max(1) as usize);
        let width = frame.width.min(PHOTO_HEIGHT * width / height);
        let picture = self.photo_run(photo, width, None)?;
        let place = |style| Para { align: Some(Align::Center), ..Para::of(style) };
        let mut flow = Vec::new();
        if photo.credit.is_empty() {
            flow.push(place(id::PICTURE).with([picture]));
        } else {
            let credit = place(id::CREDIT).text(&self.credit(photo));
            flow.push(place(id::PICTURE).keep_next().with([picture]));
            flow.push(self.counted("credit", credit));
        }
        Ok(flow)
    }

    /// The line that says who made a photograph.
    pub(super) fn credit(&self, photo: &Photo) -> String {
        fill(&self.locale.labels().photo_credit, &[("credit", &photo.credit)])
    }

    /// A photograph of that width, cut to that height.
    pub(super) fn photo_run(
        &mut self,
        photo: &Photo,
        width: usize,
        crop: Option<usize>,
    ) -> Result<Element, DocxError> {
        let bitmap = self.painter.convert(&photo.picture, points(width))?;
        let drawing = self.drawing(&bitmap, &photo.picture.name, &photo.alt, width, crop);
        Ok(run_with(drawing, Look::default()))
    }

    /// A drawing of that width, whose picture goes into the package.
    pub(super) fn drawing(
        &mut self,
        bitmap: &Bitmap,
        name: &str,
        alt: &str,
        width: usize,
        crop: Option<usize>,
    ) -> Element {
        let file = self.media_file(bitmap);
        let relation = self.relations.part("image", &file);
        let id = self.next_drawing();
        let ratio = (bitmap.width, bitmap.height);
        Drawing { id, name, alt, relation: &relation, width, ratio, crop }.element()
    }

    /// The next id of a drawing.
    pub(super) fn next_drawing(&mut self) -> u32 {
        self.drawings += 1;
        self.drawings
    }

    /// The name of a picture in the package, the same for the same bytes.
    pub(super) fn media_file(&mut self, bitmap: &Bitmap) -> String {
        let known = self.media.iter().find(|(_, bytes)| *bytes == bitmap.bytes).map(|(file, _)| file.clone());
        known.unwrap_or_else(|| {
            let file = format!("media/image{}.{}", self.media.len() + 1, bitmap.ending);
            self.media.push((file.clone(), Arc::clone(&bitmap.bytes)));
            file
        })
    }

    /// The lines below a chart or table that say where its data come from.
    pub(super) fn source(&mut self, source: &[Inline], remark: &[Inline]) -> Option<Element> {
        let labels = self.locale.labels();
        let mut content = Vec::new();
        for (label, text) in [(&labels.source, source), (&labels.note, remark)] {
            if text.is_empty() {
                continue;
            }
            if !content.is_empty() {
                content.push(line_break());
            }
            content.push(run(&format!("{label}: "), Look { italic: true, ..Look::default() }));
            content.extend(self.inlines(text, Look::default()));
        }
        (!content.is_empty()).then(|| self.keyed("source", Para::of(id::SOURCE).with(content)))
    }

    fn unavailable(&mut self, title: &str, reason: &str) -> Vec<Element> {
        let bold = Look { bold: true, ..Look::default() };
        // The same order as in the PDF: the state comes first.
        let state = self.locale.labels().not_available.to_uppercase();
        let content = [
            run(&state, Look::default()),
            line_break(),
            run(title, bold),
            line_break(),
            run(reason, Look::default()),
        ];
        vec![self.counted("unavailable", Para::of(id::NOTICE).with(content))]
    }
}

/// A heading of that style, which numbers it; one that is not counted has a list of its own, and not a style
/// of its own, since a running head looks for the style.
pub(super) fn heading_of(style: &'static str, is_counted: bool) -> Para {
    let level = usize::from(style != id::HEADING_1);
    let numbering = if is_counted { None } else { Some((BLANK_LIST, level)) };
    Para { numbering, ..Para::of(style) }
}

/// The name of a chapter or topic in keys; their ids are of one kind, so that a topic that goes into
/// another chapter keeps its own.
fn part_of_text(id: &str) -> String {
    format!("chapter/{id}")
}

/// A series of numbers that Word counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Series {
    Figure,
    Table,
}

impl Series {
    /// The name of the series in fields.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Figure => "Figure",
            Self::Table => "Table",
        }
    }
}

/// Points of twips.
#[expect(clippy::cast_precision_loss, reason = "twips of a page are far below 2^24")]
pub(super) fn points(twips: usize) -> f32 {
    twips as f32 / 20.0
}
