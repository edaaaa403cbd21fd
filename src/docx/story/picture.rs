//! Turns SVG into PNG with the bundled fonts alone.

use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{self, Options, fontdb};

use crate::docx::error::DocxError;
use crate::report::Picture;
use crate::theme::Theme;

/// Pixels for a point of a picture's width: 216 dots an inch, sharp in print and on large screens.
const DENSITY: f32 = 3.0;

/// A picture as a DOCX holds it.
#[derive(Debug, Clone)]
pub(super) struct Bitmap {
    /// PNG or JPEG.
    pub(super) bytes: Arc<[u8]>,
    /// Ending of its file name: `png`.
    pub(super) ending: &'static str,
    /// Width in pixels.
    pub(super) width: u32,
    /// Height in pixels.
    pub(super) height: u32,
}

/// Draws SVG with the theme's fonts.
pub(in crate::docx) struct Painter {
    fonts: Arc<fontdb::Database>,
    family: String,
}

impl Painter {
    /// Takes the fonts of a theme; none of the machine's own are looked for.
    pub(in crate::docx) fn new(theme: &Theme) -> Self {
        let mut fonts = fontdb::Database::new();
        for file in theme.fonts.files() {
            fonts.load_font_source(fontdb::Source::Binary(Arc::new(file.clone())));
        }
        Self { fonts: Arc::new(fonts), family: theme.brand.type_scale.chart.clone() }
    }

    /// The picture, as wide as it will stand, in points.
    ///
    /// # Errors
    /// Says what is wrong with the SVG.
    pub(super) fn paint(&self, name: &str, svg: &[u8], width: f32) -> Result<Bitmap, DocxError> {
        let fault = |what: &dyn std::fmt::Display| DocxError::Picture(name.to_owned(), what.to_string());
        let options = Options {
            font_family: self.family.clone(),
            fontdb: Arc::clone(&self.fonts),
            ..Options::default()
        };
        let tree = usvg::Tree::from_data(svg, &options).map_err(|error| fault(&error))?;
        let size = tree.size();
        let zoom = width * DENSITY / size.width();
        let pixels = size.to_int_size().scale_by(zoom).ok_or_else(|| fault(&"it has no size"))?;
        let mut pixmap =
            Pixmap::new(pixels.width(), pixels.height()).ok_or_else(|| fault(&"it is too large"))?;
        let (sx, sy) = (f32_of(pixels.width()) / size.width(), f32_of(pixels.height()) / size.height());
        resvg::render(&tree, Transform::from_scale(sx, sy), &mut pixmap.as_mut());
        let bytes = pixmap.encode_png().map_err(|error| fault(&error))?;
        Ok(Bitmap { bytes: Arc::from(bytes), ending: "png", width: pixels.width(), height: pixels.height() })
    }

    /// A picture file as it is when Word can show it, drawn when it is SVG.
    ///
    /// # Errors
    /// Says what is wrong with the file.
    pub(super) fn convert(&self, picture: &Picture, width: f32) -> Result<Bitmap, DocxError> {
        let bitmap = |ending| Bitmap {
            bytes: Arc::clone(&picture.bytes),
            ending,
            width: picture.width.max(1),
            height: picture.height.max(1),
        };
        // The first bytes decide, not the name: Word shows a red cross for a wrong ending.
        match &picture.bytes[..] {
            [0xff, 0xd8, 0xff, ..] => Ok(bitmap("jpeg")),
            [0x89, b'P', b'N', b'G', ..] => Ok(bitmap("png")),
            bytes => self.paint(&picture.name, bytes, width),
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "pixels of a picture are far below 2^24")]
fn f32_of(pixels: u32) -> f32 {
    pixels as f32
}

#[cfg(test)]
mod tests {
    use super::Painter;
    use crate::theme::Theme;

    #[test]
    fn an_svg_is_drawn_three_pixels_a_point() {
        let painter = Painter::new(&Theme::embedded().unwrap());
        let svg = br#"<svg xmlns="http://www.w3.org/2000/svg" width="467" height="180"><rect width="9" height="9"/></svg>"#;
        let bitmap = painter.paint("a", svg, 467.0).unwrap();
        assert_eq!((bitmap.width, bitmap.height, bitmap.ending), (1401, 540, "png"));
        assert!(painter.paint("a", b"<svg", 467.0).is_err());
    }

    #[test]
    fn text_is_drawn_with_the_bundled_fonts() {
        let painter = Painter::new(&Theme::embedded().unwrap());
        let svg = |text: &str| {
            format!(
                "<svg xmlns='http://www.w3.org/2000/svg' width='90' height='20'>\
                 <text y='15' font-family='Open Sans' font-size='12'>{text}</text></svg>"
            )
        };
        let paint = |text| painter.paint("a", svg(text).as_bytes(), 90.0).unwrap().bytes;
        assert_ne!(paint("Қазақстан"), paint(""));
    }
}
