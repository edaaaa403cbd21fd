//! Lays out pairs of points, a row a category: two values of each on one line, with what lies between them.

use super::bars::{TO_NAME, TO_VALUE, before, widest_names};
use super::label::Sketch;
use super::names::Column;
use super::scale::{self, Need, Scale};
use super::scene::{Anchor, MarkKind};
use super::{legend, palette};
use crate::report::{Chart, Number};

/// Radius of a point, and width of the line between two.
const DOT: f64 = 4.2;
const STROKE: f64 = 2.0;
/// Between rows.
const GAP: f64 = 8.0;

/// Draws the rows below `top` and gives where they end.
pub(super) fn draw(sketch: &mut Sketch<'_>, chart: &Chart, top: f64) -> f64 {
    let (name, figure) = (sketch.label(), sketch.figure());
    let widest = scale::numbers(chart).map(|number| sketch.width(number.text(), figure)).fold(0.0, f64::max);
    let beside = DOT + TO_VALUE + widest;
    let most = widest_names(sketch, 2.0 * beside);
    let names = Column::new(sketch, chart.categories.iter().map(|c| c.label.as_str()), most, name);
    let needs: Vec<Need> =
        scale::numbers(chart).map(|number| Need { value: scale::value(number), beside }).collect();
    // The label of the lesser value stands at its left, whatever room is left there before zero.
    let left = names.width + TO_NAME + beside;
    let has_negative = needs.iter().any(|need| need.value < 0.0);
    let right = sketch.scene.width - if has_negative { beside } else { 0.0 };
    let scale = Scale::fit(&needs, left, right);
    let colours = palette::colours(chart, &sketch.theme.brand);
    let entries: Vec<_> =
        chart.series.iter().map(|series| series.label.as_str()).zip(colours.iter().copied()).collect();
    let width = sketch.scene.width;
    let top = if chart.series.len() > 1 { legend::draw(sketch, &entries, (0.0, width), top) } else { top };
    sketch.scene.decisions.names = names.width;
    let axis = sketch.theme.brand.chart.axis;
    // Labels may stand across zero: its line is drawn between the rows.
    let zero = |sketch: &mut Sketch<'_>, from: f64, to: f64| {
        sketch.path(&[(scale.zero, from), (scale.zero, to)], 0.7, axis, MarkKind::Axis);
    };
    let mut y = top + GAP;
    zero(sketch, top, y - 1.0);
    for (category, lines) in names.names.iter().enumerate() {
        let apart = before(chart, category, GAP);
        let row = name.height(lines.len()).max(figure.height(1)).max(2.0 * DOT);
        if category > 0 {
            zero(sketch, y - GAP + 1.0, y + apart - 1.0);
        }
        y += apart;
        sketch.lines(lines, (Anchor::Start, 0.0), y + row / 2.0, name);
        pair(sketch, chart, category, y + row / 2.0, (scale, &colours));
        y += row + GAP;
    }
    zero(sketch, y - GAP + 1.0, y - 1.0);
    y
}

/// Draws the points of a category, the line between them and their values at its ends.
fn pair(
    sketch: &mut Sketch<'_>,
    chart: &Chart,
    category: usize,
    middle: f64,
    (scale, colours): (Scale, &[crate::theme::Colour]),
) {
    let number =
        |series: usize| -> Option<&Number> { chart.series.get(series)?.values.get(category)?.as_ref() };
    let mut points: Vec<(usize, &Number, f64)> = (0..chart.series.len())
        .filter_map(|series| Some((series, number(series)?)))
        .map(|(series, number)| (series, number, scale.at(scale::value(number))))
        .collect();
    let ends = |points: &[(usize, &Number, f64)]| {
        let xs = || points.iter().map(|point| point.2);
        (xs().fold(f64::INFINITY, f64::min), xs().fold(f64::NEG_INFINITY, f64::max))
    };
    let (from, to) = ends(&points);
    if to > from {
        let colour = sketch.theme.brand.chart.axis;
        sketch.path(&[(from, middle), (to, middle)], STROKE, colour, MarkKind::Leader);
    }
    for &(series, _, x) in &points {
        sketch.dot((x, middle), DOT, colours[series], MarkKind::Value { category, series });
    }
    points.sort_by(|a, b| a.2.total_cmp(&b.2));
    let style = sketch.figure();
    let baseline = Sketch::centred(middle, style);
    let last = points.len().saturating_sub(1);
    for (index, (_, number, x)) in points.into_iter().enumerate() {
        let at = if index < last {
            (Anchor::End, x - DOT - TO_VALUE)
        } else {
            (Anchor::Start, x + DOT + TO_VALUE)
        };
        sketch.text(number.text(), at, baseline, style);
    }
}
