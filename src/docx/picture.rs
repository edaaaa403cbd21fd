//! Turns SVG into PNG with the bundled fonts alone, and pictures into drawings of the text.

use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{self, Options, fontdb};

use super::DocxError;
use super::tree::{Element, el};
use crate::theme::Theme;

/// Namespace of shapes, colours and text in drawings.
pub(super) const DRAWING: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";
const PICTURE: &str = "http://schemas.openxmlformats.org/drawingml/2006/picture";
const PLACE: &str = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing";

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
pub(super) struct Painter {
    fonts: Arc<fontdb::Database>,
    family: String,
}

impl Painter {
    /// Takes the fonts of a theme; none of the machine's own are looked for.
    pub(super) fn new(theme: &Theme) -> Self {
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
    pub(super) fn convert(&self, picture: &crate::report::Picture, width: f32) -> Result<Bitmap, DocxError> {
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

/// A drawing in the line of text.
#[derive(Debug, Clone)]
pub(super) struct Drawing<'a> {
    /// Id that is unique in the document.
    pub(super) id: u32,
    pub(super) name: &'a str,
    /// What it shows, for those who do not see it.
    pub(super) alt: &'a str,
    /// Relation of the document to the picture.
    pub(super) relation: &'a str,
    /// Width on the page, in twips.
    pub(super) width: usize,
    /// Width and height of the picture.
    pub(super) ratio: (u32, u32),
    /// Height to cut the picture to, in twips, its middle kept.
    pub(super) crop: Option<usize>,
}

const EMU_PER_TWIP: u64 = 635;

impl Drawing<'_> {
    /// The element `w:drawing`.
    pub(super) fn element(&self) -> Element {
        inline(self.extent(), self.properties("wp:docPr"), self.graphic())
    }

    /// The element `w:drawing` of a picture behind the text, from the upper left corner of the page. It
    /// says nothing, and readers are told so.
    pub(super) fn backdrop(&self) -> Element {
        let (cx, cy) = self.extent();
        let decorative = el("adec:decorative")
            .attr("xmlns:adec", "http://schemas.microsoft.com/office/drawing/2017/decorative")
            .attr("val", "1");
        let extension = el("a:ext").attr("uri", "{C183D7F6-B498-43B3-948B-1728B52AA6E4}").child(decorative);
        let properties =
            self.properties("wp:docPr").child(el("a:extLst").attr("xmlns:a", DRAWING).child(extension));
        let corner =
            |name: &'static str| el(name).attr("relativeFrom", "page").child(el("wp:posOffset").text("0"));
        let flags = [
            ("distT", 0),
            ("distB", 0),
            ("distL", 0),
            ("distR", 0),
            ("simplePos", 0),
            ("relativeHeight", 0),
            ("behindDoc", 1),
            ("locked", 0),
            ("layoutInCell", 1),
            ("allowOverlap", 1),
        ];
        let anchor = flags
            .into_iter()
            .fold(el("wp:anchor").attr("xmlns:wp", PLACE), |anchor, (name, value)| anchor.attr(name, value))
            .child(el("wp:simplePos").attr("x", 0).attr("y", 0))
            .child(corner("wp:positionH"))
            .child(corner("wp:positionV"))
            .child(el("wp:extent").attr("cx", cx).attr("cy", cy))
            .child(el("wp:wrapNone"))
            .child(properties)
            .child(frame())
            .child(self.graphic());
        el("w:drawing").child(anchor)
    }

    fn extent(&self) -> (u64, u64) {
        let cx = self.width as u64 * EMU_PER_TWIP;
        let natural = cx * u64::from(self.ratio.1) / u64::from(self.ratio.0.max(1));
        let cy = self.crop.map_or(natural, |height| height as u64 * EMU_PER_TWIP).max(1);
        (cx, cy)
    }

    fn properties(&self, name: &'static str) -> Element {
        el(name).attr("id", self.id).attr("name", self.name).attr("descr", self.alt)
    }

    fn graphic(&self) -> Element {
        let (cx, cy) = self.extent();
        let mut fill = el("pic:blipFill").child(el("a:blip").attr("r:embed", self.relation));
        if let Some(crop) = self.source_rectangle(cx, cy) {
            fill.push(crop);
        }
        fill.push(el("a:stretch").child(el("a:fillRect")));
        let shape = el("pic:spPr")
            .child(
                el("a:xfrm")
                    .child(el("a:off").attr("x", 0).attr("y", 0))
                    .child(el("a:ext").attr("cx", cx).attr("cy", cy)),
            )
            .child(el("a:prstGeom").attr("prst", "rect").child(el("a:avLst")));
        let picture = el("pic:pic")
            .attr("xmlns:pic", PICTURE)
            .child(el("pic:nvPicPr").child(self.properties("pic:cNvPr")).child(el("pic:cNvPicPr")))
            .child(fill)
            .child(shape);
        el("a:graphic")
            .attr("xmlns:a", DRAWING)
            .child(el("a:graphicData").attr("uri", PICTURE).child(picture))
    }

    /// The part of the picture that fills the frame without being stretched, in thousandths of a per cent.
    fn source_rectangle(&self, cx: u64, cy: u64) -> Option<Element> {
        self.crop?;
        let (width, height) = (u64::from(self.ratio.0.max(1)), u64::from(self.ratio.1.max(1)));
        let cut = |kept: u64, whole: u64| (100_000 - kept * 100_000 / whole.max(1)) / 2;
        let (high, wide) = (width * cy, height * cx);
        // Higher than the frame: cut above and below; wider: cut at the sides.
        Some(if wide >= high {
            let side = cut(high, wide);
            el("a:srcRect").attr("t", side).attr("b", side)
        } else {
            let side = cut(wide, high);
            el("a:srcRect").attr("l", side).attr("r", side)
        })
    }
}

/// The element `w:drawing` of anything that stands in the line of text.
pub(super) fn inline((cx, cy): (u64, u64), properties: Element, graphic: Element) -> Element {
    let inline = ["distT", "distB", "distL", "distR"]
        .into_iter()
        .fold(el("wp:inline").attr("xmlns:wp", PLACE), |inline, side| inline.attr(side, 0))
        .child(el("wp:extent").attr("cx", cx).attr("cy", cy))
        .child(properties)
        .child(frame())
        .child(graphic);
    el("w:drawing").child(inline)
}

fn frame() -> Element {
    let locks = el("a:graphicFrameLocks").attr("xmlns:a", DRAWING).attr("noChangeAspect", "1");
    el("wp:cNvGraphicFramePr").child(locks)
}

#[cfg(test)]
mod tests {
    use super::{Drawing, Painter};
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

    #[test]
    fn a_picture_is_cropped_and_not_stretched() {
        let drawing =
            |ratio, crop| Drawing { id: 1, name: "", alt: "", relation: "", width: 100, ratio, crop };
        let crop = |ratio| drawing(ratio, Some(50)).element().to_lines();
        assert!(crop((100, 100)).contains("<a:srcRect t=\"25000\" b=\"25000\"/>"));
        assert!(crop((400, 100)).contains("<a:srcRect l=\"25000\" r=\"25000\"/>"));
        assert!(drawing((200, 100), None).element().to_lines().contains("cx=\"63500\" cy=\"31750\""));
    }
}
