//! Finds pages that would keep a renderer busy without end.

use hayro::hayro_interpret::font::Glyph;
use hayro::hayro_interpret::{self as pdf, GlyphDrawMode, Paint, PathDrawMode};
use hayro::vello_cpu::kurbo::{Affine, BezPath, PathEl, Point};

/// Dashes of the lines of a page; the charts of ours have some thousand.
const MOST_DASHES: f64 = 1e6;

/// Listens to a page being drawn, and counts.
#[derive(Debug, Default)]
pub(super) struct Effort {
    dashes: f64,
}

impl Effort {
    /// Whether a renderer comes to an end with the page: it makes every dash of a line, also where the line is longer
    /// than any page.
    pub(super) fn is_bearable(&self) -> bool {
        self.dashes <= MOST_DASHES
    }
}

impl<'a> pdf::Device<'a> for Effort {
    fn draw_path(&mut self, path: &BezPath, _: Affine, _: &Paint<'a>, mode: &PathDrawMode) {
        if let PathDrawMode::Stroke(stroke) = mode
            && !stroke.dash_array.is_empty()
        {
            let period: f64 = stroke.dash_array.iter().map(|dash| f64::from(dash.abs())).sum();
            if period > 0.0 {
                self.dashes += length(path) / period * stroke.dash_array.len() as f64;
            }
        }
    }

    fn set_soft_mask(&mut self, _: Option<pdf::SoftMask<'a>>) {}

    fn set_blend_mode(&mut self, _: pdf::BlendMode) {}

    fn push_clip_path(&mut self, _: &pdf::ClipPath) {}

    fn push_transparency_group(&mut self, _: f32, _: Option<pdf::SoftMask<'a>>, _: pdf::BlendMode) {}

    fn draw_glyph(&mut self, _: &Glyph<'a>, _: Affine, _: Affine, _: &Paint<'a>, _: &GlyphDrawMode) {}

    fn draw_image(&mut self, _: pdf::Image<'a, '_>, _: Affine) {}

    fn pop_clip_path(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}

/// The length of a path, or a little more: that of the lines between its points.
fn length(path: &BezPath) -> f64 {
    let (mut at, mut start, mut sum) = (Point::ORIGIN, Point::ORIGIN, 0.0);
    for element in path.elements() {
        let points = match *element {
            PathEl::MoveTo(point) => {
                (at, start) = (point, point);
                continue;
            }
            PathEl::LineTo(end) => vec![end],
            PathEl::QuadTo(one, end) => vec![one, end],
            PathEl::CurveTo(one, two, end) => vec![one, two, end],
            PathEl::ClosePath => vec![start],
        };
        for point in points {
            sum += (point - at).hypot();
            at = point;
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use crate::diff::pdf::can_be_drawn;

    /// A page that draws this.
    fn page(content: &str) -> hayro::hayro_syntax::Pdf {
        let page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>";
        let stream = format!("<</Length {}>>stream\n{content}\nendstream", content.len());
        let catalog = "<</Type/Catalog/Pages 2 0 R>>";
        let objects = [catalog, "<</Type/Pages/Count 1/Kids[3 0 R]>>", page, &stream];
        let objects: String = objects
            .iter()
            .enumerate()
            .map(|(at, text)| format!("{} 0 obj\n{text}\nendobj\n", at + 1))
            .collect();
        let pdf = format!("%PDF-1.7\n{objects}trailer\n<</Root 1 0 R>>\n%%EOF");
        crate::diff::pdf::open(pdf.as_bytes()).unwrap()
    }

    #[test]
    fn lines_of_endless_dashes_are_found() {
        for content in [
            "[0.000001] 0 d 0 0 m 595 842 l S",
            "[3 2] 0 d 0 0 m 99999999999999999999 842 l S",
            "[3 2] 0 d 0 0 m 1 1 99999999999999999999 1 2 2 c S",
        ] {
            assert!(!can_be_drawn(&page(content)), "{content}");
        }
        for content in [
            "[3 2] 0 d 0 0 m 595 842 l S",
            "[0 0] 0 d 0 0 m 595 842 l S",
            "0 0 m 99999999999999999999 842 l S",
        ] {
            assert!(can_be_drawn(&page(content)), "{content}");
        }
    }
}
