//! The words of set pages with the place of each character, for a page on a screen: what is drawn there has no text.

use rayon::prelude::*;
use typst::foundations::Content;
use typst::introspection::{Location, Tag};
use typst::layout::{Frame, FrameItem, Point, Rect, Transform};
use typst::model::FootnoteEntry;
use typst::text::{FontStyle, TextItem};
use typst::visualize::Image;
use typst_layout::PagedDocument;

/// What stands on a page for somebody who cannot see it, or selects it. Lengths are points from the upper left corner.
#[derive(Debug, Clone, PartialEq)]
pub struct PageWords {
    /// Width of the page.
    pub width: f64,
    /// Height of the page.
    pub height: f64,
    /// Lines, or parts of them in one style, in the order in which they are drawn.
    pub lines: Vec<Line>,
    /// Pictures that have a text of their own.
    pub pictures: Vec<Drawn>,
    /// The numbers of marks, and what follows each.
    pub marks: Vec<Mark>,
}

/// A line, or a part of it in one style.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The words.
    pub text: String,
    /// Upper edge: the font's ascender.
    pub y: f64,
    /// Height, down to the font's descender.
    pub height: f64,
    /// The left edge of each character, and the right one of the last.
    pub edges: Vec<f64>,
    /// Size of the letters.
    pub size: f64,
    /// Family of the font.
    pub family: String,
    /// Whether it is bold.
    pub is_bold: bool,
    /// Whether it is italic.
    pub is_italic: bool,
    /// What it is for a reader.
    pub role: Role,
}

/// What a line is for a reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A heading of that level, from 1.
    Heading(u8),
    /// A text.
    Text,
    /// A note at the foot of a page.
    Note,
    /// What is drawn and not read: a sign of a list, a running head.
    Artifact,
}

/// A picture with an alternative text.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawn {
    /// The alternative text.
    pub alt: String,
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

/// A mark of the record, which stands right before what it marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// Its number in the record.
    pub id: u32,
    /// The line behind it, or the last one that it stands in.
    pub line: usize,
    /// The character of that line that it stands before.
    pub character: usize,
    /// The picture behind it.
    pub picture: usize,
}

impl Line {
    /// Left edge.
    pub fn x(&self) -> f64 {
        self.edges.first().copied().unwrap_or_default()
    }

    /// Right edge.
    pub fn right(&self) -> f64 {
        self.edges.last().copied().unwrap_or_default()
    }
}

/// Reads the words of all pages.
pub fn words(document: &PagedDocument) -> Vec<PageWords> {
    let read = |page: &typst_layout::Page| {
        let size = page.frame.size();
        let mut reader = Reader {
            page: PageWords {
                width: size.x.to_pt(),
                height: size.y.to_pt(),
                lines: Vec::new(),
                pictures: Vec::new(),
                marks: Vec::new(),
            },
            around: Vec::new(),
        };
        reader.frame(&page.frame, Transform::identity());
        reader.page
    };
    document.pages().par_iter().map(read).collect()
}

struct Reader {
    page: PageWords,
    /// The elements around what is read that say what it is.
    around: Vec<(Location, Role)>,
}

impl Reader {
    fn frame(&mut self, frame: &Frame, outer: Transform) {
        for (position, item) in frame.items() {
            let transform = outer.pre_concat(Transform::translate(position.x, position.y));
            match item {
                FrameItem::Group(group) => {
                    // Notes and floats stand elsewhere than the text that owns them.
                    let around = group.parent.is_some().then(|| std::mem::take(&mut self.around));
                    self.frame(&group.frame, transform.pre_concat(group.transform));
                    if let Some(around) = around {
                        self.around = around;
                    }
                }
                FrameItem::Text(text) => self.text(text, transform),
                FrameItem::Image(image, size, _) => self.image(
                    image,
                    Point::zero().transform(transform),
                    Point::new(size.x, size.y).transform(transform),
                ),
                FrameItem::Tag(tag) => self.tag(tag),
                FrameItem::Shape(..) | FrameItem::Link(..) => {}
            }
        }
    }

    fn tag(&mut self, tag: &Tag) {
        match tag {
            Tag::Start(content, _) => {
                if let Some(id) = mark(content) {
                    let line = self.page.lines.len();
                    let (line, character) = match self.page.lines.last() {
                        // Whether what follows goes on with that line is only known then.
                        Some(last) => (line - 1, last.text.chars().count()),
                        None => (0, 0),
                    };
                    self.page.marks.push(Mark { id, line, character, picture: self.page.pictures.len() });
                }
                if let (Some(role), Some(location)) = (role(content), content.location()) {
                    self.around.push((location, role));
                }
            }
            Tag::End(location, ..) => self.around.retain(|(known, _)| known != location),
        }
    }

    fn text(&mut self, text: &TextItem, transform: Transform) {
        let metrics = text.font.metrics();
        let (top, bottom) = (metrics.ascender.at(text.size), metrics.descender.at(text.size));
        let rect = Rect::new(Point::with_y(-top), Point::new(text.width(), -bottom));
        let (from, to) = (rect.min.transform(transform), rect.max.transform(transform));
        let info = text.font.font().info();
        let role = self.around.last().map_or(Role::Text, |(_, role)| *role);
        let line = Line {
            text: text.text.to_string(),
            y: from.y.to_pt().min(to.y.to_pt()),
            height: (to.y - from.y).to_pt().abs(),
            edges: edges(text, transform),
            size: text.size.to_pt(),
            family: info.family.clone(),
            is_bold: info.variant.weight.to_number() >= 600,
            is_italic: info.variant.style != FontStyle::Normal,
            role,
        };
        match self.page.lines.last_mut().filter(|last| goes_on(last, &line)) {
            Some(last) => {
                last.text.push_str(&line.text);
                last.edges.pop();
                last.edges.extend(line.edges);
            }
            None => self.page.lines.push(line),
        }
    }

    fn image(&mut self, image: &Image, from: Point, to: Point) {
        let Some(alt) = image.alt().filter(|alt| !alt.trim().is_empty()) else { return };
        let (x, y) = (from.x.to_pt(), from.y.to_pt());
        let (width, height) = (to.x.to_pt() - x, to.y.to_pt() - y);
        self.page.pictures.push(Drawn { alt: alt.to_owned(), x, y, width, height });
    }
}

/// Whether a run goes on with the line before it.
fn goes_on(last: &Line, next: &Line) -> bool {
    let gap = next.x() - last.right();
    (last.family == next.family && last.is_bold == next.is_bold && last.is_italic == next.is_italic
        || next.text.trim().is_empty())
        && last.role == next.role
        && (last.size - next.size).abs() < 0.01
        && (last.y - next.y).abs() < 0.05
        && (-0.1..next.size / 2.0).contains(&gap)
}

/// The left edge of each character, and the right one of the last. Characters that have one glyph together share its
/// width.
fn edges(text: &TextItem, transform: Transform) -> Vec<f64> {
    let bytes = text.text.len();
    // Where each byte begins that a glyph begins with.
    let mut starts: Vec<Option<f64>> = vec![None; bytes + 1];
    let mut across = 0.0;
    for glyph in &text.glyphs {
        if let Some(start) = starts.get_mut(usize::from(glyph.range.start)) {
            start.get_or_insert(across);
        }
        across += glyph.x_advance.at(text.size).to_pt();
    }
    starts[bytes] = Some(across);
    let places: Vec<usize> = text.text.char_indices().map(|(at, _)| at).chain([bytes]).collect();
    let mut edges: Vec<f64> = Vec::with_capacity(places.len());
    for (index, place) in places.iter().enumerate() {
        let edge = match starts[*place] {
            Some(edge) => edge,
            None => {
                let next =
                    places[index..].iter().zip(1..).find_map(|(at, steps)| Some((starts[*at]?, steps)));
                let before = edges.last().copied().unwrap_or_default();
                next.map_or(before, |(next, steps)| before + (next - before) / f64::from(steps))
            }
        };
        edges.push(edge);
    }
    let place = |across: f64| {
        let point = Point::with_x(typst::layout::Abs::pt(across)).transform(transform);
        point.x.to_pt()
    };
    edges.into_iter().map(place).collect()
}

/// The number of a mark of the record.
fn mark(content: &Content) -> Option<u32> {
    if content.elem().name() != "metadata" || content.label()?.resolve().as_str() != "mark" {
        return None;
    }
    content.get_by_name("value").ok()?.cast::<u32>().ok()
}

/// What an element makes of the words in it.
fn role(content: &Content) -> Option<Role> {
    if content.is::<FootnoteEntry>() {
        return Some(Role::Note);
    }
    match content.elem().name() {
        "heading" => {
            let level = content.get_by_name("level").ok().and_then(|level| level.cast::<u8>().ok());
            Some(Role::Heading(level.unwrap_or(1)))
        }
        // The title of the publication.
        "title" => Some(Role::Heading(1)),
        "artifact" => Some(Role::Artifact),
        _ => None,
    }
}
