//! Lays a chart out, each kind by its own file.

use super::label::Sketch;
use super::scene::{Anchor, Scene, Spacing, WIDTH};
use super::{bars, clustered, columns, diverging, donut, dumbbell, line, map, multiples, stacked};
use crate::language::capitalised;
use crate::report::{Chart, ChartKind, Unit};
use crate::theme::Theme;

/// Lays a chart out: every mark and every line of text at its place, measured.
///
/// The scene is [`WIDTH`] points wide and as high as its content asks for. The chart's caption and
/// source are not in it: they are text of the page.
///
/// Columns that cannot be labelled within their width are laid out as bars. Where there is no room
/// for all values beside their marks, an axis with ticks takes their place.
pub fn layout(chart: &Chart, theme: &Theme) -> Scene {
    layout_spaced(chart, theme, Spacing::Usual)
}

/// The same with more or less room between the rows of bars and for columns.
pub(super) fn layout_spaced(chart: &Chart, theme: &Theme, spacing: Spacing) -> Scene {
    let mut sketch = Sketch { spacing, ..Sketch::new(theme, WIDTH) };
    let top = unit(&mut sketch, chart);
    let bottom = match chart.kind {
        ChartKind::Bars => bars::draw(&mut sketch, chart, top),
        ChartKind::Columns => columns::draw(&mut sketch, chart, top),
        ChartKind::Clustered => clustered::draw(&mut sketch, chart, top),
        ChartKind::Stacked => stacked::draw(&mut sketch, chart, top),
        ChartKind::Donut => donut::draw(&mut sketch, chart, top),
        ChartKind::Line | ChartKind::Slope => line::draw(&mut sketch, chart, top),
        ChartKind::Dumbbell => dumbbell::draw(&mut sketch, chart, top),
        ChartKind::Diverging => diverging::draw(&mut sketch, chart, top),
        ChartKind::Map => map::draw(&mut sketch, chart, top),
        ChartKind::Multiples => multiples::draw(&mut sketch, chart, top),
    };
    sketch.scene.height = libm::ceil(bottom);
    sketch.scene
}

/// Names the unit above the chart, unless each value carries its sign; gives where the chart begins.
fn unit(sketch: &mut Sketch<'_>, chart: &Chart) -> f64 {
    let Some(unit) = unit_shown(chart).map(capitalised) else { return 1.0 };
    let style = sketch.small();
    let lines = sketch.wrap(&unit, WIDTH, style);
    sketch.scene.decisions.unit = Some(unit);
    let height = style.height(lines.len());
    sketch.lines(&lines, (Anchor::Start, 0.0), height / 2.0 + 0.5, style);
    height + 7.0
}

/// The unit, unless each value carries its sign, the title above names it, or there is nothing to name.
fn unit_shown(chart: &Chart) -> Option<&str> {
    let mut numbers = chart.series.iter().flat_map(|series| series.values.iter().flatten()).peekable();
    let told = numbers.peek().is_some() && numbers.all(|number| number.text().contains('%'));
    (!told && !is_in_title(chart)).then_some(chart.unit_text.as_str())
}

/// Whether the title names the unit: in so many words, or, of counted things, in brackets at its end ("(persons)").
fn is_in_title(chart: &Chart) -> bool {
    let plain = |text: &str| text.replace('\u{a0}', " ").to_lowercase();
    let mut numbers = chart.series.iter().flat_map(|series| series.values.iter().flatten());
    let is_count = numbers.all(|number| *number.quantity().unit() == Unit::default());
    plain(&chart.title).contains(&plain(&chart.unit_text)) || is_count && chart.title.ends_with(')')
}
