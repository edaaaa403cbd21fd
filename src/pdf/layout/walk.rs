//! Turns the frames of pages into items.

use resvg::usvg;
use typst::foundations::Content;
use typst::introspection::{Location, Tag};
use typst::layout::{Abs, Frame, FrameItem, Point, Rect, Transform};
use typst::model::{Destination, FootnoteBody, FootnoteElem, FootnoteEntry};
use typst::text::TextItem;
use typst::visualize::{Image, ImageKind, Paint};
use typst_layout::PagedDocument;

use super::item::{Item, ItemKind, Measures, tenths};
use crate::diag::{Code, code};
use crate::theme::Colour;

/// Elements that an owner path names; others only where they carry a label.
const NAMED: [&str; 13] = [
    "artifact", "caption", "cell", "entry", "enum", "figure", "footnote", "heading", "list", "outline",
    "table", "terms", "title",
];
/// Rounding that geometry may have, in points.
const SLACK: f64 = 0.5;

/// Collects the items of all pages.
pub(super) fn walk(document: &PagedDocument) -> Vec<Item> {
    let mut walker = Walker {
        document,
        page: 0,
        size: Point::zero(),
        owners: Vec::new(),
        path: String::new(),
        items: Vec::new(),
        grounds: Vec::new(),
    };
    for (index, page) in document.pages().iter().enumerate() {
        walker.page = index + 1;
        walker.grounds.clear();
        if let Some(fill) = page.fill_or_transparent() {
            let paper = walker.paper();
            walker.grounds.push((paper, plain(&fill)));
        }
        walker.size = page.frame.size().to_point();
        walker.frame(&page.frame, Area { transform: Transform::identity(), clip: None, hard: None });
    }
    walker.items
}

struct Walker<'a> {
    document: &'a PagedDocument,
    page: usize,
    size: Point,
    owners: Vec<(Location, Option<String>)>,
    /// Their names, from the outside.
    path: String,
    items: Vec<Item>,
    /// What is painted on the page so far: where, and in which plain colour.
    grounds: Vec<(Bounds, Option<Colour>)>,
}

/// What surrounds an item: how it is moved, where it is cut off, the fixed box it should stay in.
#[derive(Clone, Copy)]
struct Area {
    transform: Transform,
    clip: Option<Bounds>,
    hard: Option<Bounds>,
}

#[derive(Clone, Copy)]
struct Bounds {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

impl Bounds {
    fn new(rect: Rect, transform: Transform) -> Self {
        let (a, b) = (rect.min.transform(transform), rect.max.transform(transform));
        Self {
            left: a.x.min(b.x).to_pt(),
            top: a.y.min(b.y).to_pt(),
            right: a.x.max(b.x).to_pt(),
            bottom: a.y.max(b.y).to_pt(),
        }
    }

    fn area(self) -> f64 {
        ((self.right - self.left) * (self.bottom - self.top)).max(f64::MIN_POSITIVE)
    }

    fn holds(self, other: Self) -> bool {
        other.left >= self.left - SLACK
            && other.top >= self.top - SLACK
            && other.right <= self.right + SLACK
            && other.bottom <= self.bottom + SLACK
    }

    fn within(self, other: Self) -> Self {
        Self {
            left: self.left.max(other.left),
            top: self.top.max(other.top),
            right: self.right.min(other.right),
            bottom: self.bottom.min(other.bottom),
        }
    }
}

impl Walker<'_> {
    fn frame(&mut self, frame: &Frame, area: Area) {
        for (position, item) in frame.items() {
            let transform = area.transform.pre_concat(Transform::translate(position.x, position.y));
            match item {
                FrameItem::Group(group) => {
                    let inner = transform.pre_concat(group.transform);
                    let whole = Rect::from_pos_size(Point::zero(), group.frame.size());
                    let hard = if group.frame.kind().is_hard() && group.clip.is_none() && area.clip.is_none()
                    {
                        Some(Bounds::new(whole, inner))
                    } else {
                        area.hard
                    };
                    let clip = group.clip.as_ref().map(|curve| Bounds::new(curve.bbox(None), inner));
                    let clip = match (area.clip, clip) {
                        (Some(a), Some(b)) => Some(a.within(b)),
                        (a, b) => a.or(b),
                    };
                    // Notes and floats stand elsewhere than the text that owns them.
                    let outer = group
                        .parent
                        .is_some()
                        .then(|| (std::mem::take(&mut self.owners), std::mem::take(&mut self.path)));
                    self.frame(&group.frame, Area { transform: inner, clip, hard });
                    if let Some(outer) = outer {
                        (self.owners, self.path) = outer;
                    }
                }
                FrameItem::Text(text) => self.text(text, transform, area),
                FrameItem::Image(image, size, _) => {
                    let rect = Rect::from_pos_size(Point::zero(), *size);
                    self.image(image, Bounds::new(rect, transform), area);
                }
                FrameItem::Shape(shape, _) => {
                    let bounds = Bounds::new(shape.geometry.bbox(shape.stroke.as_ref()), transform);
                    if let Some(fill) = &shape.fill {
                        let shown = area.clip.map_or(bounds, |clip| bounds.within(clip));
                        self.grounds.push((shown, plain(fill)));
                    }
                    self.push(ItemKind::Shape, bounds, String::new(), String::new());
                }
                FrameItem::Link(destination, size) => {
                    let bounds = Bounds::new(Rect::from_pos_size(Point::zero(), *size), transform);
                    let target = self.target(destination);
                    self.push(ItemKind::Link, bounds, String::new(), target);
                }
                FrameItem::Tag(tag) => self.tag(tag),
            }
        }
    }

    fn push(&mut self, kind: ItemKind, bounds: Bounds, style: String, text: String) -> &mut Item {
        let owner = self.path.clone();
        self.items.push(Item {
            page: self.page,
            kind,
            x: bounds.left,
            y: bounds.top,
            width: bounds.right - bounds.left,
            height: bounds.bottom - bounds.top,
            owner,
            style,
            text,
            faults: Vec::new(),
            measures: Measures::default(),
        });
        let last = self.items.len() - 1;
        &mut self.items[last]
    }

    /// Goes into an element, or out of it.
    fn tag(&mut self, tag: &Tag) {
        let changed = match tag {
            Tag::Start(content, _) => {
                let name = name(content);
                let is_named = name.is_some();
                self.owners.push((content.location().unwrap_or_else(|| Location::new(0)), name));
                is_named
            }
            Tag::End(location, ..) => {
                let index = self.owners.iter().rposition(|(at, _)| at == location);
                index.is_some_and(|index| self.owners.remove(index).1.is_some())
            }
        };
        // Most elements have no name, and a page has many more texts than elements with one.
        if changed {
            let names = self.owners.iter().filter_map(|(_, name)| name.as_deref());
            self.path = names.collect::<Vec<_>>().join("/");
        }
    }

    fn paper(&self) -> Bounds {
        Bounds { left: 0.0, top: 0.0, right: self.size.x.to_pt(), bottom: self.size.y.to_pt() }
    }

    fn text(&mut self, text: &TextItem, transform: Transform, area: Area) {
        let metrics = text.font.metrics();
        let at = |top: Abs, bottom: Abs| {
            let rect = Rect::new(Point::with_y(-top), Point::new(text.width(), -bottom));
            Bounds::new(rect, transform)
        };
        let line = at(metrics.ascender.at(text.size), metrics.descender.at(text.size));
        // Overflow is measured from cap height to baseline: accents and descenders may hang out.
        let core = at(metrics.cap_height.at(text.size), Abs::zero());
        let paper = self.paper();
        let mut faults = Vec::new();
        if !paper.holds(core) {
            faults.push(code::OUTSIDE_PAGE);
        } else if area.clip.is_some_and(|clip| !clip.holds(core)) {
            faults.push(code::CUT_OFF);
        } else if area.hard.is_some_and(|hard| !hard.holds(core)) {
            faults.push(code::OUTSIDE_FRAME);
        }
        if text.glyphs.iter().any(|glyph| glyph.id == 0) {
            faults.push(code::MISSING_GLYPH);
        }
        let style = style(text);
        let measures = self.measures(text, core);
        if !self.join(text, line, &style, &faults) {
            self.push(ItemKind::Text, line, style, text.text.to_string()).faults = faults;
        }
        if let Some(item) = self.items.last_mut() {
            let space = item.measures.space.max(measures.space);
            item.measures = Measures { space, ..measures };
        }
    }

    fn measures(&self, text: &TextItem, core: Bounds) -> Measures {
        let size = text.size.to_pt();
        // What was painted last below the middle of the text.
        let (x, y) = ((core.left + core.right) / 2.0, (core.top + core.bottom) / 2.0);
        let holds = |bounds: &Bounds| {
            (bounds.left..=bounds.right).contains(&x) && (bounds.top..=bounds.bottom).contains(&y)
        };
        let ground = self.grounds.iter().rev().find(|(bounds, _)| holds(bounds));
        let ground = ground.map_or(Some(Colour([255; 3])), |(_, colour)| *colour);
        let contrast = ground.zip(plain(&text.fill)).map(|(ground, ink)| ink.contrast(ground));
        let weight = text.font.font().info().variant.weight.to_number();
        Measures {
            size: (!text.text.trim().is_empty()).then_some(size),
            contrast: contrast.filter(|_| !text.text.trim().is_empty()),
            is_large: size >= 18.0 || (size >= 14.0 && weight >= 700),
            space: widest_space(text),
            dpi: None,
            shown: None,
        }
    }

    /// Adds a run to the item before it, when they are one line in one style.
    fn join(&mut self, text: &TextItem, line: Bounds, style: &str, faults: &[Code]) -> bool {
        let owner = &self.path;
        let Some(last) = self.items.last_mut() else { return false };
        let gap = line.left - last.right();
        let same = last.kind == ItemKind::Text
            && last.page == self.page
            && (last.style == style || text.text.trim().is_empty())
            && last.owner == *owner
            && (last.y - line.top).abs() < 0.05
            && (-0.1..text.size.to_pt() / 2.0).contains(&gap);
        if same {
            last.text.push_str(&text.text);
            last.width = line.right - last.x;
            last.faults.extend(faults);
        }
        same
    }

    fn image(&mut self, image: &Image, bounds: Bounds, area: Area) {
        let shown = area.clip.map_or(bounds, |clip| bounds.within(clip));
        let mut faults = Vec::new();
        if !self.paper().holds(shown) {
            faults.push(code::OUTSIDE_PAGE);
        } else if area.hard.is_some_and(|hard| !hard.holds(shown)) {
            faults.push(code::OUTSIDE_FRAME);
        }
        if let ImageKind::Svg(svg) = image.kind()
            && lacks_glyph(svg.tree().root())
        {
            faults.push(code::MISSING_GLYPH);
        }
        self.grounds.push((shown, None));
        let alt = image.alt().unwrap_or_default().to_owned();
        let width = bounds.right - bounds.left;
        let measures = match image.kind() {
            ImageKind::Raster(raster) => {
                let dpi = f64::from(raster.width()) / (width / 72.0);
                Measures { dpi: Some(dpi), shown: Some(shown.area() / bounds.area()), ..Measures::default() }
            }
            ImageKind::Svg(svg) => {
                let scale = width / f64::from(svg.tree().size().width());
                Measures { size: smallest_label(svg.tree().root(), scale), ..Measures::default() }
            }
            ImageKind::Pdf(_) => Measures::default(),
        };
        let item = self.push(ItemKind::Image, shown, String::new(), alt);
        (item.faults, item.measures) = (faults, measures);
    }

    // Location numbers change with every word of the text; pages and places do not.
    fn target(&self, destination: &Destination) -> String {
        let position = match destination {
            Destination::Url(url) => return url.as_str().to_owned(),
            Destination::Position(position) => Some(*position),
            Destination::Location(location) => self.document.introspector().position(*location),
        };
        position.map_or_else(String::new, |at| format!("page {} y{:.0}", at.page, at.point.y.to_pt()))
    }
}

fn name(content: &Content) -> Option<String> {
    // An entry at the foot of a page has the name of the note that it prints.
    if let Some(entry) = content.to_packed::<FootnoteEntry>() {
        let label =
            entry.note.label().map_or_else(String::new, |label| format!("<{}>", label.resolve().as_str()));
        return Some(format!("footnote-entry{label}"));
    }
    // A mark that refers to another one's note has the name of that note.
    if let Some(FootnoteBody::Reference(label)) = content.to_packed::<FootnoteElem>().map(|note| &note.body) {
        return Some(format!("footnote<{}>", label.resolve().as_str()));
    }
    let element = content.elem().name();
    match content.label() {
        Some(label) => Some(format!("{element}<{}>", label.resolve().as_str())),
        None => NAMED.contains(&element).then(|| element.to_owned()),
    }
}

fn style(text: &TextItem) -> String {
    let info = text.font.font().info();
    let colour = match &text.fill {
        Paint::Solid(colour) => colour.to_hex().to_string(),
        Paint::Gradient(_) => "gradient".to_owned(),
        Paint::Tiling(_) => "tiling".to_owned(),
    };
    let slant = match info.variant.style {
        typst::text::FontStyle::Normal => "",
        typst::text::FontStyle::Italic | typst::text::FontStyle::Oblique => " italic",
    };
    let weight = info.variant.weight.to_number();
    format!("{} {weight}{slant} {}pt {colour}", info.family, tenths(text.size.to_pt()))
}

/// A colour that covers what is below it.
fn plain(paint: &Paint) -> Option<Colour> {
    match paint {
        Paint::Solid(colour) => {
            let [red, green, blue, alpha] = colour.to_vec4_u8();
            (alpha == 255).then_some(Colour([red, green, blue]))
        }
        Paint::Gradient(_) | Paint::Tiling(_) => None,
    }
}

/// The widest space between two words, in widths of the font's own; 0 for a text without spaces.
fn widest_space(text: &TextItem) -> f64 {
    let font = &text.font;
    let own =
        font.ttf().glyph_index(' ').and_then(|glyph| font.x_advance(glyph.0)).map_or(0.0, |own| own.get());
    if own <= 0.0 {
        return 0.0;
    }
    let trimmed = text.text.trim_end().len();
    let bytes = text.text.as_bytes();
    let spaces = text.glyphs.iter().filter(|glyph| {
        let (start, end) = (usize::from(glyph.range.start), usize::from(glyph.range.end));
        bytes.get(start) == Some(&b' ') && end == start + 1 && end <= trimmed
    });
    spaces.map(|glyph| glyph.x_advance.get() / own).fold(0.0, f64::max)
}

/// The size of the smallest label of a drawing that is shown so much larger.
fn smallest_label(group: &usvg::Group, scale: f64) -> Option<f64> {
    let sizes = group.children().iter().filter_map(|node| match node {
        usvg::Node::Group(group) => smallest_label(group, scale),
        usvg::Node::Text(text) => {
            let own = f64::from(text.abs_transform().get_scale().1);
            let spans = text.chunks().iter().flat_map(|chunk| chunk.spans());
            spans.map(|span| f64::from(span.font_size().get()) * own * scale).min_by(f64::total_cmp)
        }
        usvg::Node::Path(_) | usvg::Node::Image(_) => None,
    });
    sizes.min_by(f64::total_cmp)
}

fn lacks_glyph(group: &usvg::Group) -> bool {
    group.children().iter().any(|node| match node {
        usvg::Node::Group(group) => lacks_glyph(group),
        usvg::Node::Text(text) => {
            text.layouted().iter().any(|span| span.positioned_glyphs.iter().any(|glyph| glyph.id.0 == 0))
        }
        usvg::Node::Path(_) | usvg::Node::Image(_) => false,
    })
}
