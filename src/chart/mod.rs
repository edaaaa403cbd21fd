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
mod donut;
mod dumbbell;
mod label;
mod legend;
mod line;
mod palette;
mod periods;
mod scale;
mod scene;
mod stacked;
mod svg;
#[cfg(test)]
pub(crate) mod tests;

use crate::report::{Chart, ChartKind};
use crate::theme::Theme;
use label::Sketch;

pub use alone::{Around, standalone};
pub(crate) use palette::{Hues, colours, ink_on, outline};
pub(crate) use scale::value;
pub use scene::{Anchor, Decisions, Ground, Mark, MarkKind, Point, Rect, Scene, Shape, Text, Values, Way};

/// Width of every chart in points: the text width of the page, 165 mm.
pub const WIDTH: f64 = 467.0;

/// Lays a chart out: every mark and every line of text at its place, measured.
///
/// The scene is [`WIDTH`] points wide and as high as its content asks for. The chart's caption and
/// source are not in it: they are text of the page.
///
/// Columns that cannot be labelled within their width are laid out as bars. Where there is no room
/// for all values beside their marks, an axis with ticks takes their place.
pub fn layout(chart: &Chart, theme: &Theme) -> Scene {
    let mut sketch = Sketch::new(theme, WIDTH);
    let top = unit(&mut sketch, chart);
    let bottom = match chart.kind {
        ChartKind::Bars => bars::draw(&mut sketch, chart, top),
        ChartKind::Columns => columns::draw(&mut sketch, chart, top),
        ChartKind::Clustered => clustered::draw(&mut sketch, chart, top),
        ChartKind::Stacked => stacked::draw(&mut sketch, chart, top),
        ChartKind::Donut => donut::draw(&mut sketch, chart, top),
        ChartKind::Line | ChartKind::Slope => line::draw(&mut sketch, chart, top),
        ChartKind::Dumbbell => dumbbell::draw(&mut sketch, chart, top),
    };
    sketch.scene.height = libm::ceil(bottom);
    sketch.scene
}

/// Draws a chart as SVG, with its title and alternative text, text as text in the chart font.
///
/// The same chart and theme give the same bytes on every machine.
pub fn svg(chart: &Chart, theme: &Theme) -> String {
    svg::write(&layout(chart, theme), chart, theme)
}

/// Names the unit above the chart, unless each value carries its sign; gives where the chart begins.
fn unit(sketch: &mut Sketch<'_>, chart: &Chart) -> f64 {
    let Some(unit) = unit_shown(chart) else { return 1.0 };
    sketch.scene.decisions.unit = Some(unit.to_owned());
    let style = sketch.small();
    let lines = sketch.wrap(unit, WIDTH, style);
    let height = style.height(lines.len());
    sketch.lines(&lines, (Anchor::Start, 0.0), height / 2.0 + 0.5, style);
    height + 7.0
}

/// The unit, unless each value carries its sign or there is nothing to name.
fn unit_shown(chart: &Chart) -> Option<&str> {
    let mut numbers = chart.series.iter().flat_map(|series| series.values.iter().flatten()).peekable();
    let told = numbers.peek().is_some() && numbers.all(|number| number.text().contains('%'));
    (!told && !chart.unit_text.is_empty()).then_some(chart.unit_text.as_str())
}
