//! Fills, lines and text properties of charts.

use crate::docx::package::tree::{Element, el};
use crate::theme::Colour;

/// EMU of a point.
const EMU: f64 = 12_700.0;

/// An element that says everything in `val`, as most of a chart does.
pub(super) fn says(name: &'static str, value: impl ToString) -> Element {
    el(name).attr("val", value)
}

/// A length as a whole number of EMU.
#[expect(clippy::cast_possible_truncation, reason = "lengths of a page are far below 2^53 EMU")]
pub(super) fn emu(points: f64) -> i64 {
    libm::round(points * EMU) as i64
}

/// A share of a length, rounded where it is written.
pub(super) fn share(value: f64) -> String {
    format!("{value:.5}")
}

/// A colour that fills.
pub(super) fn fill(colour: Colour) -> Element {
    el("a:solidFill").child(says("a:srgbClr", colour.hex()))
}

/// A line of a colour and width in points.
pub(super) fn line(colour: Colour, width: f64) -> Element {
    el("a:ln").attr("w", emu(width)).child(fill(colour))
}

/// No line.
pub(super) fn no_line() -> Element {
    el("a:ln").child(el("a:noFill"))
}

/// Weight of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    Regular,
    Bold,
}

/// Size, weight and colour of a text in the document's own face.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ink {
    /// In points.
    pub(super) size: f64,
    pub(super) weight: Weight,
    pub(super) colour: Colour,
}

impl Ink {
    /// The properties as an element of that name.
    pub(super) fn properties(self, name: &'static str) -> Element {
        #[expect(clippy::cast_possible_truncation, reason = "hundredths of a point of some points")]
        let size = libm::round(self.size * 100.0) as i64;
        el(name)
            .attr("sz", size)
            .attr("b", u8::from(self.weight == Weight::Bold))
            .child(fill(self.colour))
            // The theme's face: the one that the document's text has.
            .child(el("a:latin").attr("typeface", "+mn-lt"))
            .child(el("a:ea").attr("typeface", "+mn-ea"))
            .child(el("a:cs").attr("typeface", "+mn-cs"))
    }

    /// The element `c:txPr`.
    pub(super) fn text(self, language: &str) -> Element {
        self.body(el("a:bodyPr"), language)
    }

    /// The same for text turned by so many degrees, against the clock.
    pub(super) fn turned(self, degrees: i64, language: &str) -> Element {
        self.body(el("a:bodyPr").attr("rot", degrees * -60_000).attr("vert", "horz"), language)
    }

    /// The same for text in one line.
    pub(super) fn unbroken(self, language: &str) -> Element {
        self.body(el("a:bodyPr").attr("wrap", "none"), language)
    }

    /// The element `c:rich` in one line, around a field.
    pub(super) fn rich(self, field: Element, language: &str) -> Element {
        let paragraph = el("a:p")
            .child(el("a:pPr").child(self.properties("a:defRPr")))
            .child(field)
            .child(el("a:endParaRPr").attr("lang", language));
        el("c:rich").child(el("a:bodyPr").attr("wrap", "none")).child(el("a:lstStyle")).child(paragraph)
    }

    /// The element `c:txPr` for text that is not seen.
    pub(super) fn invisible(language: &str) -> Element {
        let properties = el("a:defRPr").child(el("a:noFill"));
        let paragraph =
            el("a:p").child(el("a:pPr").child(properties)).child(el("a:endParaRPr").attr("lang", language));
        el("c:txPr").child(el("a:bodyPr")).child(el("a:lstStyle")).child(paragraph)
    }

    fn body(self, body: Element, language: &str) -> Element {
        let paragraph = el("a:p")
            .child(el("a:pPr").child(self.properties("a:defRPr")))
            .child(el("a:endParaRPr").attr("lang", language));
        el("c:txPr").child(body).child(el("a:lstStyle")).child(paragraph)
    }
}
