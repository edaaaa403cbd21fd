//! Turns a chart of the report into a scene of shapes and texts, and the scene into SVG.
//!
//! [`layout`] decides everything: it measures each text with the theme's own font and knows the
//! box of each text and mark, so that tests can say what a reader would see: nothing collides, is
//! clipped or spills. The scene says what was decided, so that a drawing by another program does
//! not have to guess it. [`svg`] has plotters draw the scene and decides nothing.
//!
//! The charts follow the house style: bars start at zero and lie in the order of the report,
//! values stand at the marks and so need no grid, and colour is never the only sign.

mod alone;
mod axis;
mod bars;
mod clustered;
mod columns;
mod diverging;
mod donut;
mod dumbbell;
mod guide;
mod label;
mod layout;
mod legend;
mod line;
mod map;
mod map_key;
mod multiples;
mod names;
mod palette;
mod periods;
mod scale;
mod scene;
mod spark;
mod stacked;
mod svg;
#[cfg(test)]
pub(crate) mod tests;

use crate::report::Chart;
use crate::theme::Theme;

pub use alone::{Around, standalone};
pub(crate) use guide::{above, beside};
pub use layout::layout;
pub(crate) use palette::{Hues, colours, ink_on, outline};
pub(crate) use scale::value;
pub use scene::{
    Anchor, AxisEnd, Decisions, Ground, Guided, Mark, MarkKind, Point, Rect, Scene, Shape, Spacing, Text,
    Values, WIDTH, Way,
};
pub use spark::{SPARK_RATIO, spark};

/// Draws a chart as SVG, with its title and alternative text, text as text in the chart font.
///
/// The same chart and theme give the same bytes on every machine.
pub fn svg(chart: &Chart, theme: &Theme) -> String {
    svg::write(&layout(chart, theme), chart, theme)
}

/// The same, lower or higher.
pub fn svg_spaced(chart: &Chart, theme: &Theme, spacing: Spacing) -> String {
    svg::write(&layout::layout_spaced(chart, theme, spacing), chart, theme)
}

/// The same with letters as outlines, for a program that sets them in its own fonts.
pub fn outlined(chart: &Chart, theme: &Theme) -> String {
    svg::write_outlined(&layout(chart, theme), chart, theme)
}
