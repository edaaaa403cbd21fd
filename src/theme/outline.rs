//! Outlines of letters, for pictures that are shown where our fonts are not.

use std::fmt::Write as _;
use std::sync::Arc;

use ttf_parser::{GlyphId, OutlineBuilder};

use super::font::{Face, Fonts};

/// A text as glyphs, in units of its font.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shaped {
    /// Units an em.
    pub units: i32,
    /// Each glyph with the place of its origin, upwards and to the right of the text's own.
    pub glyphs: Vec<(u16, (i32, i32))>,
}

impl Fonts {
    /// Shapes a text with kerning; in a family that is not there, with the first font.
    pub fn shape(&self, text: &str, family: &str, face: Face) -> Option<Shaped> {
        self.asked(family, face, |font, shaper| {
            let shaped = shaper.shape(font, text);
            let mut pen = (0, 0);
            let glyphs = shaped.glyph_infos().iter().zip(shaped.glyph_positions());
            let glyphs = glyphs.filter_map(|(info, place)| {
                let at = (pen.0 + place.x_offset, pen.1 + place.y_offset);
                pen = (pen.0 + place.x_advance, pen.1 + place.y_advance);
                Some((u16::try_from(info.glyph_id).ok()?, at))
            });
            Shaped { units: font.units_per_em(), glyphs: glyphs.collect() }
        })
    }

    /// The outline of a glyph as the data of an SVG path, in units of its font, upwards; `None` for a space.
    pub fn outline(&self, glyph: u16, family: &str, face: Face) -> Option<Arc<str>> {
        let drawn = self.asked(family, face, |font, shaper| {
            shaper.outline(glyph, || {
                let mut path = Path(String::new());
                font.outline_glyph(GlyphId(glyph), &mut path)?;
                (!path.0.is_empty()).then_some(path.0)
            })
        });
        drawn.flatten()
    }
}

/// Data of an SVG path.
struct Path(String);

impl Path {
    fn step(&mut self, letter: char, numbers: &[f32]) {
        self.0.push(letter);
        for (index, number) in numbers.iter().enumerate() {
            if index > 0 {
                self.0.push(' ');
            }
            // Writing to a string does not fail. Places between two corners lie at halves of a unit.
            let _ = write!(self.0, "{number}");
        }
    }
}

impl OutlineBuilder for Path {
    fn move_to(&mut self, x: f32, y: f32) {
        self.step('M', &[x, y]);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.step('L', &[x, y]);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.step('Q', &[x1, y1, x, y]);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.step('C', &[x1, y1, x2, y2, x, y]);
    }

    fn close(&mut self) {
        self.0.push('Z');
    }
}
