//! Items: what stands on a page, and where.

use std::fmt;

use crate::diag::Code;

/// Something on a page, at its place in points from the upper left corner.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Page, from 1.
    pub page: usize,
    /// What it is.
    pub kind: ItemKind,
    /// Left edge.
    pub x: f64,
    /// Upper edge; for text the font's ascender.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height; for text down to the font's descender.
    pub height: f64,
    /// The elements it stands in, from the outside: `figure<fig-visas>/caption`.
    pub owner: String,
    /// Font, size and colour of text; nothing for others.
    pub style: String,
    /// The words, a picture's alternative text, a link's target.
    pub text: String,
    /// What the walk noticed on the way.
    pub(super) faults: Vec<Code>,
    /// What the rules measure.
    pub(super) measures: Measures,
}

/// What the walk measured for the rules.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Measures {
    /// The smallest size of text, in points; of a drawing, that of its labels.
    pub(super) size: Option<f64>,
    /// Contrast of the text with what it stands on, where both are plain colours.
    pub(super) contrast: Option<f64>,
    /// Whether the text is large enough to need less contrast.
    pub(super) is_large: bool,
    /// The widest space between words, in widths of the font's own.
    pub(super) space: f64,
    /// Pixels an inch of a picture.
    pub(super) dpi: Option<f64>,
    /// The part of a photograph that is not cut off.
    pub(super) shown: Option<f64>,
}

/// Kinds of items.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ItemKind {
    /// A line of text, or a part of it in one style.
    Text,
    /// A raster or vector picture.
    Image,
    /// An area that can be clicked.
    Link,
    /// A rule, panel or drawing.
    Shape,
}

impl fmt::Display for ItemKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text => "text",
            Self::Image => "image",
            Self::Link => "link",
            Self::Shape => "shape",
        })
    }
}

impl Item {
    /// Lower edge.
    pub fn bottom(&self) -> f64 {
        self.y + self.height
    }

    /// Right edge.
    pub fn right(&self) -> f64 {
        self.x + self.width
    }

    /// Size of its letters, where it has any.
    pub fn size(&self) -> Option<f64> {
        self.measures.size
    }

    /// Whether it stands in an element of that name, whatever its label.
    pub fn is_in(&self, element: &str) -> bool {
        self.owner.split('/').any(|part| part.split('<').next() == Some(element))
    }
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { page, kind, owner, style, text, .. } = self;
        let [x, y, width, height] = [self.x, self.y, self.width, self.height].map(tenths);
        write!(f, "p{page:02} {kind} x{x} y{y} w{width} h{height} [{owner}]")?;
        if !style.is_empty() {
            write!(f, " {style}")?;
        }
        if !text.is_empty() {
            write!(f, " {text:?}")?;
        }
        Ok(())
    }
}

/// Rounded to 0.1 pt, and never "-0.0".
pub(super) fn tenths(value: f64) -> String {
    let rounded = (value * 10.0).round() / 10.0;
    format!("{:.1}", rounded + 0.0)
}
