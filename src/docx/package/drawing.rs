//! Turns pictures of the package into drawings of the text.

use super::namespace::DRAWING;
use super::tree::{Element, el};

const PICTURE: &str = "http://schemas.openxmlformats.org/drawingml/2006/picture";
const PLACE: &str = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing";

/// How a picture is cut.
#[derive(Debug, Clone, Copy)]
pub(in crate::docx) struct Crop {
    /// Height, in twips.
    pub(in crate::docx) height: usize,
    /// The point that is kept, as parts of its width and height.
    pub(in crate::docx) focus: [f64; 2],
}

/// A drawing in the line of text.
#[derive(Debug, Clone)]
pub(in crate::docx) struct Drawing<'a> {
    /// Id that is unique in the document.
    pub(in crate::docx) id: u32,
    pub(in crate::docx) name: &'a str,
    /// What it shows, for those who do not see it.
    pub(in crate::docx) alt: &'a str,
    /// Relation of the document to the picture.
    pub(in crate::docx) relation: &'a str,
    /// Width on the page, in twips.
    pub(in crate::docx) width: usize,
    /// Width and height of the picture.
    pub(in crate::docx) ratio: (u32, u32),
    /// Height to cut the picture to, in twips, and the point of it that is kept.
    pub(in crate::docx) crop: Option<Crop>,
}

const EMU_PER_TWIP: u64 = 635;

/// The mark by which a drawing says that it shows nothing, among its properties.
pub(in crate::docx) fn decoration() -> Element {
    let mark = el("adec:decorative")
        .attr("xmlns:adec", "http://schemas.microsoft.com/office/drawing/2017/decorative")
        .attr("val", "1");
    let extension = el("a:ext").attr("uri", "{C183D7F6-B498-43B3-948B-1728B52AA6E4}").child(mark);
    el("a:extLst").attr("xmlns:a", DRAWING).child(extension)
}

impl Drawing<'_> {
    /// The element `w:drawing`.
    pub(in crate::docx) fn element(&self) -> Element {
        inline(self.extent(), self.properties("wp:docPr"), self.graphic())
    }

    /// The element `w:drawing` of a picture behind the text, from the upper left corner of the page. It
    /// says nothing, and readers are told so.
    pub(in crate::docx) fn backdrop(&self) -> Element {
        let (cx, cy) = self.extent();
        let properties = self.properties("wp:docPr").child(decoration());
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
        let cy = self.crop.map_or(natural, |crop| crop.height as u64 * EMU_PER_TWIP).max(1);
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
        let [across, down] = self.crop?.focus;
        let (width, height) = (u64::from(self.ratio.0.max(1)), u64::from(self.ratio.1.max(1)));
        let cut = |kept: u64, whole: u64, focus: f64| sides(kept * 100_000 / whole.max(1), focus);
        let (high, wide) = (width * cy, height * cx);
        // Higher than the frame: cut above and below; wider: cut at the sides.
        Some(if wide >= high {
            let (above, below) = cut(high, wide, down);
            el("a:srcRect").attr("t", above).attr("b", below)
        } else {
            let (left, right) = cut(wide, high, across);
            el("a:srcRect").attr("l", left).attr("r", right)
        })
    }
}

/// What is cut on each side so that a part is kept with the focus in its middle, as far as the picture reaches; in
/// thousandths of a per cent.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "a part of 100,000, which is not less than nothing"
)]
fn sides(kept: u64, focus: f64) -> (u64, u64) {
    let all = 100_000_u64.saturating_sub(kept);
    let before = (focus * 100_000.0 - kept as f64 / 2.0).clamp(0.0, all as f64) as u64;
    (before, all - before)
}

/// The element `w:drawing` of anything that stands in the line of text.
pub(in crate::docx) fn inline((cx, cy): (u64, u64), properties: Element, graphic: Element) -> Element {
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
    use super::{Crop, Drawing};

    #[test]
    fn a_picture_is_cropped_and_not_stretched() {
        let drawing =
            |ratio, crop| Drawing { id: 1, name: "", alt: "", relation: "", width: 100, ratio, crop };
        let kept = |focus| Some(Crop { height: 50, focus });
        let crop = |ratio| drawing(ratio, kept([0.5, 0.5])).element().to_lines();
        let face = drawing((100, 100), kept([0.5, 0.3])).element().to_lines();
        assert!(face.contains("<a:srcRect t=\"5000\" b=\"45000\"/>"), "{face}");
        let edge = drawing((400, 100), kept([1.0, 0.0])).element().to_lines();
        assert!(edge.contains("<a:srcRect l=\"50000\" r=\"0\"/>"), "{edge}");
        assert!(crop((100, 100)).contains("<a:srcRect t=\"25000\" b=\"25000\"/>"));
        assert!(crop((400, 100)).contains("<a:srcRect l=\"25000\" r=\"25000\"/>"));
        assert!(drawing((200, 100), None).element().to_lines().contains("cx=\"63500\" cy=\"31750\""));
    }
}
