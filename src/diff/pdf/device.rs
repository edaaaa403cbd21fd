//! Collects what a page draws, by the marked content that it is drawn for.

use std::collections::BTreeMap;

use hayro::hayro_interpret::font::Glyph;
use hayro::hayro_interpret::hayro_cmap::BfString;
use hayro::hayro_interpret::{self as pdf, GlyphDrawMode, Paint, PathDrawMode};
use hayro::hayro_syntax::transform::Transform;
use hayro::vello_cpu::kurbo::{Affine, BezPath, Point, Rect, Shape};

use crate::diff::document::{Area, Drawn, Run, tenth};
use crate::hash::fnv;

/// Runs and marks of one owner.
#[derive(Debug, Clone, Default)]
pub(super) struct Content {
    pub(super) runs: Vec<Run>,
    pub(super) marks: Vec<Drawn>,
}

/// Whom something on a page belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Owner {
    /// Page, from 1.
    pub(super) page: usize,
    /// The number that the tag tree knows it by.
    pub(super) number: Number,
}

/// The number of a piece of marked content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Number {
    /// Known to the tag tree.
    Tagged(i32),
    /// A piece that no tag owns, in the order they are drawn.
    Artifact(usize),
}

/// Listens to a page being drawn.
pub(super) struct Device {
    page: usize,
    stack: Vec<Option<i32>>,
    artifacts: usize,
    clips: Vec<Rect>,
    /// What was drawn.
    pub(super) contents: BTreeMap<Owner, Content>,
}

/// The numbers of a transform.
pub(super) fn coefficients(transform: Transform) -> [f64; 6] {
    transform.as_coeffs()
}

impl Device {
    pub(super) fn new(page: usize) -> Self {
        Self { page, stack: Vec::new(), artifacts: 0, clips: Vec::new(), contents: BTreeMap::new() }
    }

    fn content(&mut self) -> &mut Content {
        let number = match self.stack.iter().rev().find_map(|mcid| *mcid) {
            Some(mcid) => Number::Tagged(mcid),
            None => Number::Artifact(self.artifacts),
        };
        self.contents.entry(Owner { page: self.page, number }).or_default()
    }

    fn mark(&mut self, bounds: Rect, look: String, outline: u64) {
        let shown = self.clips.iter().fold(bounds, |bounds, clip| bounds.intersect(*clip));
        let area = Area {
            page: self.page,
            x: shown.x0,
            y: shown.y0,
            width: shown.width().max(0.0),
            height: shown.height().max(0.0),
        };
        self.content().marks.push(Drawn { area, look, outline });
    }
}

fn colour(paint: &Paint<'_>) -> String {
    match paint {
        Paint::Color(colour) => {
            let [red, green, blue, alpha] = colour.to_rgba().to_rgba8();
            let opaque = format!("#{red:02x}{green:02x}{blue:02x}");
            if alpha == 255 { opaque } else { format!("{opaque}{alpha:02x}") }
        }
        Paint::Pattern(_) => "pattern".to_owned(),
    }
}

/// A path as its own coordinates have it, so that moving it does not change it.
fn outline(path: &BezPath, transform: Affine) -> u64 {
    let [a, b, c, d, ..] = transform.as_coeffs();
    let mut text = format!("{a:.3} {b:.3} {c:.3} {d:.3}");
    for element in path.elements() {
        text.push_str(&format!(" {element:.2?}"));
    }
    fnv(text.as_bytes())
}

impl<'a> pdf::Device<'a> for Device {
    fn set_soft_mask(&mut self, _: Option<pdf::SoftMask<'a>>) {}

    fn set_blend_mode(&mut self, _: pdf::BlendMode) {}

    fn draw_path(&mut self, path: &BezPath, transform: Affine, paint: &Paint<'a>, mode: &PathDrawMode) {
        let bounds = (transform * path).bounding_box();
        let look = match mode {
            PathDrawMode::Fill(_) => format!("fill {}", colour(paint)),
            PathDrawMode::Stroke(stroke) => {
                let scale = transform.determinant().abs().sqrt();
                let width = f64::from(stroke.line_width) * scale;
                let dash = if stroke.dash_array.is_empty() { "" } else { " dashed" };
                format!("line {width:.2}pt{dash} {}", colour(paint))
            }
        };
        self.mark(bounds, look, outline(path, transform));
    }

    fn push_clip_path(&mut self, clip: &pdf::ClipPath) {
        self.clips.push(clip.path.bounding_box());
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<pdf::SoftMask<'a>>, _: pdf::BlendMode) {}

    fn draw_glyph(
        &mut self,
        glyph: &Glyph<'a>,
        transform: Affine,
        place: Affine,
        paint: &Paint<'a>,
        _: &GlyphDrawMode,
    ) {
        let whole = transform * place;
        let text = match glyph.as_unicode() {
            Some(BfString::Char(character)) => character.to_string(),
            Some(BfString::String(text)) => text,
            None => "\u{fffd}".to_owned(),
        };
        let size = whole.determinant().abs().sqrt() * 1000.0;
        let (advance, name) = match glyph {
            Glyph::Outline(outline) => {
                let name = outline.font_data().and_then(|font| font.postscript_name).unwrap_or_default();
                (f64::from(outline.advance_width().unwrap_or(0.0)), name)
            }
            Glyph::Type3(_) => (0.0, "drawn".to_owned()),
        };
        let (start, end) = (whole * Point::ORIGIN, whole * Point::new(advance, 0.0));
        let name = name.split_once('+').map_or(name.as_str(), |(_, name)| name).to_owned();
        let style = format!("{name} {}pt {}", tenth(size), colour(paint));
        let area = Area {
            page: self.page,
            x: start.x.min(end.x),
            y: start.y.min(end.y) - 0.8 * size,
            width: (end.x - start.x).abs(),
            height: size + (end.y - start.y).abs(),
        };
        let content = self.content();
        // Glyphs of one line and style are one run.
        if let Some(last) = content.runs.last_mut()
            && last.style == style
            && (last.area.y - area.y).abs() < 0.05
            && (-size / 4.0..size / 2.0 + 0.5).contains(&(area.x - last.area.right()))
        {
            last.text.push_str(&text);
            last.area.width = area.right() - last.area.x;
        } else {
            content.runs.push(Run { area, style, text });
        }
    }

    fn draw_image(&mut self, image: pdf::Image<'a, '_>, transform: Affine) {
        let (width, height) = (image.width(), image.height());
        let bounds = transform.transform_rect_bbox(Rect::new(0.0, 0.0, f64::from(width), f64::from(height)));
        let look = match &image {
            pdf::Image::Raster(raster) => {
                format!("picture {width}×{height} {:016x}", fnv(&raster.stream().raw_data()))
            }
            pdf::Image::Stencil(_) => format!("stencil {width}×{height}"),
        };
        // Where the whole picture would stand: a crop moves that without moving what is seen.
        let place = format!("{:.1} {:.1}", bounds.width(), bounds.height());
        self.mark(bounds, look, fnv(place.as_bytes()));
    }

    fn pop_clip_path(&mut self) {
        self.clips.pop();
    }

    fn pop_transparency_group(&mut self) {}

    fn begin_marked_content(&mut self, _: &[u8], mcid: Option<i32>) {
        if mcid.is_none() && self.stack.iter().all(Option::is_none) {
            self.artifacts += 1;
        }
        self.stack.push(mcid);
    }

    fn end_marked_content(&mut self) {
        self.stack.pop();
    }
}
