//! Lays out horizontal bars, one a category: name at the left, value at the bar's end.

use super::label::{Column, Sketch};
use super::palette;
use super::scale::{self, Need, Scale};
use super::scene::{Anchor, MarkKind, Rect};
use crate::report::Chart;

/// Between a name and the zero line, or the longest negative bar's label.
pub(super) const TO_NAME: f64 = 8.0;

/// Between a bar's end and its value.
pub(super) const TO_VALUE: f64 = 4.0;

/// The shortest room for bars, in points, that names leave.
pub(super) const LEAST_ROOM: f64 = 90.0;

/// The widest that a column of names may be when labels take so many points beside the bars.
pub(super) fn widest_names(sketch: &Sketch<'_>, reserved: f64) -> f64 {
    let width = sketch.scene.width;
    (width - reserved - TO_NAME - LEAST_ROOM).clamp(80.0, width * 0.42)
}

/// Thickness of a bar and of the gap to the next, by how many there are.
fn rhythm(count: usize) -> (f64, f64) {
    match count {
        0..=4 => (14.0, 12.0),
        5..=8 => (14.0, 9.0),
        9..=11 => (12.5, 7.0),
        _ => (11.0, 5.5),
    }
}

/// Draws the bars below `top` and gives where they end.
pub(super) fn draw(sketch: &mut Sketch<'_>, chart: &Chart, top: f64) -> f64 {
    let (name, figure) = (sketch.label(), sketch.figure());
    let values: Vec<_> = chart.categories.iter().enumerate().map(|(index, _)| number(chart, index)).collect();
    let needs: Vec<Need> = values
        .iter()
        .flatten()
        .map(|number| Need {
            value: scale::value(number),
            beside: TO_VALUE + sketch.width(number.text(), figure),
        })
        .collect();
    let beside = |negative: bool| {
        needs.iter().filter(|n| (n.value < 0.0) == negative).map(|n| n.beside).fold(0.0, f64::max)
    };
    let most = widest_names(sketch, beside(true) + beside(false));
    let names = Column::new(sketch, chart.categories.iter().map(|c| c.label.as_str()), most, name);
    let scale = Scale::fit(&needs, names.width + TO_NAME, sketch.scene.width);
    let colours = palette::colours(chart, &sketch.theme.brand);
    let (thick, gap) = rhythm(chart.categories.len());
    sketch.scene.decisions.names = names.width;
    sketch.scene.decisions.thick = Some(thick);
    let mut y = top;
    for (category, lines) in names.names.iter().enumerate() {
        let row = thick.max(name.height(lines.len()));
        let middle = y + row / 2.0;
        sketch.lines(lines, (Anchor::Start, 0.0), middle, name);
        if let Some(number) = values[category] {
            let value = scale::value(number);
            let end = scale.at(value);
            let rect = Rect::between((scale.zero, end), (middle - thick / 2.0, middle + thick / 2.0));
            sketch.rect(rect, colours[category], MarkKind::Value { category, series: 0 });
            let at =
                if value < 0.0 { (Anchor::End, end - TO_VALUE) } else { (Anchor::Start, end + TO_VALUE) };
            sketch.text(number.text(), at, Sketch::centred(middle, figure), figure);
        }
        y += row + gap;
    }
    let bottom = y - gap;
    zero_line(sketch, scale.zero, (top - 3.0).max(0.0), bottom + 3.0);
    bottom + 4.0
}

/// Draws the line that horizontal bars stand on.
pub(super) fn zero_line(sketch: &mut Sketch<'_>, x: f64, top: f64, bottom: f64) {
    let colour = sketch.theme.brand.chart.axis;
    sketch.path(&[(x, top), (x, bottom)], 0.7, colour, MarkKind::Axis);
}

fn number(chart: &Chart, category: usize) -> Option<&crate::report::Number> {
    chart.series.first()?.values.get(category)?.as_ref()
}
