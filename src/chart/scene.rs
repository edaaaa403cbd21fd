//! The picture before it is drawn: shapes and texts at absolute places, in points, y downwards.

use crate::theme::{Colour, Face};

/// Width of every chart in points: the text width of the page, 165 mm.
pub const WIDTH: f64 = 467.0;

/// How much room the rows, groups or columns of a chart have: all charts of an edition have the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Spacing {
    /// As the chart alone would have it.
    #[default]
    Usual,
    /// Lower, where a page would else be left half empty before a chart.
    Close,
    /// Higher, for the same reason.
    Roomy,
}

impl Spacing {
    /// The one of three that it stands for.
    pub(super) fn of<T>(self, close: T, usual: T, roomy: T) -> T {
        match self {
            Self::Close => close,
            Self::Usual => usual,
            Self::Roomy => roomy,
        }
    }
}

/// A place in a scene, in points from the upper left corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Downwards.
    pub y: f64,
}

/// A rectangle in a scene, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
#[expect(missing_docs, reason = "the names say it: distances from the upper left corner of the scene")]
pub struct Rect {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Rect {
    /// A rectangle between two heights, from one side to another in either order.
    pub fn between(x: (f64, f64), y: (f64, f64)) -> Self {
        Self { left: x.0.min(x.1), right: x.0.max(x.1), top: y.0.min(y.1), bottom: y.0.max(y.1) }
    }

    /// How wide it is.
    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    /// How high it is.
    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }

    /// Whether the two share more than `slack` points in both directions.
    pub fn overlaps(&self, other: &Self, slack: f64) -> bool {
        self.right.min(other.right) - self.left.max(other.left) > slack
            && self.bottom.min(other.bottom) - self.top.max(other.top) > slack
    }

    /// Whether the other lies inside, give or take `slack` points.
    pub fn holds(&self, other: &Self, slack: f64) -> bool {
        other.left >= self.left - slack
            && other.right <= self.right + slack
            && other.top >= self.top - slack
            && other.bottom <= self.bottom + slack
    }

    /// Whether a straight line between two points runs through it.
    pub fn crossed_by(&self, from: Point, to: Point) -> bool {
        // Liang and Barsky: cut the line to the rectangle, one side at a time.
        let (dx, dy) = (to.x - from.x, to.y - from.y);
        let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
        for (step, room) in [
            (-dx, from.x - self.left),
            (dx, self.right - from.x),
            (-dy, from.y - self.top),
            (dy, self.bottom - from.y),
        ] {
            if step == 0.0 {
                if room < 0.0 {
                    return false;
                }
            } else if step < 0.0 {
                enter = enter.max(room / step);
            } else {
                leave = leave.min(room / step);
            }
        }
        enter < leave
    }
}

/// What a mark stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkKind {
    /// A value: a bar, a column, a layer, a slice, a point of a line.
    Value {
        /// Index of the category.
        category: usize,
        /// Index of the series.
        series: usize,
    },
    /// The line of a series.
    Line {
        /// Index of the series.
        series: usize,
    },
    /// White between neighbours.
    Separator,
    /// The edge of a shape that is too light to be seen on white by itself.
    Outline,
    /// The sample of a colour in a legend.
    Swatch,
    /// From a label to what it names.
    Leader,
    /// The zero line and ticks.
    Axis,
    /// Light lines to read values by, and between the rows of a legend.
    Grid,
    /// From one mark of a compared pair to the other.
    Bracket,
    /// At a value to compare with.
    Reference,
}

/// The outline of a mark.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// Filled.
    Rect(Rect),
    /// Filled, closed.
    Polygon(Vec<Point>),
    /// Stroked, open.
    Path {
        /// Its corners.
        points: Vec<Point>,
        /// Width of the stroke.
        width: f64,
    },
    /// A filled circle.
    Dot {
        /// Its middle.
        centre: Point,
        /// Its radius.
        radius: f64,
    },
}

/// A shape in a colour.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// Its outline.
    pub shape: Shape,
    /// Its colour.
    pub colour: Colour,
    /// What it stands for.
    pub kind: MarkKind,
}

/// The side of a text that stays where it is put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of SVG's text-anchor")]
pub enum Anchor {
    Start,
    Middle,
    End,
}

/// What a text stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ground {
    /// The page; it touches no mark.
    Page,
    /// A value's mark, within its outline.
    Value {
        /// Index of the category.
        category: usize,
        /// Index of the series.
        series: usize,
    },
}

/// One line of text.
#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    /// The words, raw.
    pub content: String,
    /// Where the anchored side stands.
    pub x: f64,
    /// The line that letters stand on.
    pub baseline: f64,
    /// Which side is at `x`.
    pub anchor: Anchor,
    /// Size of the font in points.
    pub size: f64,
    /// Weight.
    pub face: Face,
    /// Colour.
    pub colour: Colour,
    /// Measured: its advance width, from the highest accent to the lowest descender.
    pub frame: Rect,
    /// What it stands on.
    pub ground: Ground,
}

/// A chart laid out.
#[derive(Debug, Clone, PartialEq)]
pub struct Scene {
    /// In points.
    pub width: f64,
    /// In points.
    pub height: f64,
    /// Drawn first, in this order.
    pub marks: Vec<Mark>,
    /// Drawn over the marks.
    pub texts: Vec<Text>,
    /// What was decided on the way.
    pub decisions: Decisions,
}

impl Scene {
    /// The same with everything so many points lower.
    #[must_use]
    pub(super) fn moved(mut self, down: f64) -> Self {
        let lower = |point: &mut Point| point.y += down;
        for mark in &mut self.marks {
            match &mut mark.shape {
                Shape::Rect(rect) => (rect.top, rect.bottom) = (rect.top + down, rect.bottom + down),
                Shape::Polygon(points) | Shape::Path { points, .. } => points.iter_mut().for_each(lower),
                Shape::Dot { centre, .. } => lower(centre),
            }
        }
        for text in &mut self.texts {
            text.baseline += down;
            (text.frame.top, text.frame.bottom) = (text.frame.top + down, text.frame.bottom + down);
        }
        self
    }
}

/// Which way values grow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Way {
    #[default]
    Right,
    Up,
}

/// How the reader learns the values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Values {
    /// Each is written at its mark, or beside its name.
    #[default]
    AtMarks,
    /// By an axis with ticks.
    OnAxis,
}

/// What a layout decided that another drawing of the same chart has to know.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Decisions {
    /// The unit that is named above the chart.
    pub unit: Option<String>,
    /// Which way values grow: columns whose labels are too long lie down.
    pub way: Way,
    /// How the reader learns the values.
    pub values: Values,
    /// Width of the column with the names of bars, in points.
    pub names: f64,
    /// How thick a bar or column is, in points; none for rings and lines.
    pub thick: Option<f64>,
    /// Category and series of the values that stand within their marks.
    pub within: Vec<(usize, usize)>,
    /// The changes that are drawn, each with its category; that of a pair with the first.
    pub changes: Vec<(usize, String)>,
    /// Whether the names of series stand at the ends of their lines, the highest first.
    pub names_at_ends: bool,
    /// Where what helps to read the chart stands; none where there is nothing of it.
    pub guided: Option<Guided>,
}

/// Where lines to compare with, and words at marks, stand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Guided {
    /// From where to where the names of the lines stand, in points from the top.
    pub keys: (f64, f64),
    /// The top of the words above columns or lines.
    pub lane: f64,
    /// The axis of values at its start and at its end.
    pub axis: [AxisEnd; 2],
}

/// An end of an axis of values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AxisEnd {
    /// Where it stands, in points from the left side, or from the top where values grow upwards.
    pub at: f64,
    /// The value there.
    pub value: f64,
}

/// A chart that would be higher than this, in points, leaves out labels of its marks and shows an
/// axis instead: 120 mm.
pub(super) const TALLEST: f64 = 340.0;
