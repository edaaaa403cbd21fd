//! Lays out horizontal bars, one a category: name at the left, value at the bar's end.

use super::label::{Column, Sketch};
use super::palette;
use super::scale::{self, Need, Scale};
use super::scene::{Anchor, MarkKind, Rect, Way};
use crate::report::{Chart, Number, Role};

/// Between a name and the zero line, or the longest negative bar's label.
pub(super) const TO_NAME: f64 = 8.0;

/// Between a bar's end and its value.
pub(super) const TO_VALUE: f64 = 4.0;

/// Between the parts and the rest, beside the usual gap.
const APART: f64 = 7.0;
/// Between the end of a limit's bar and the first cut through it, and how far the cuts lean.
const SLIT: f64 = 3.0;
const SLANT: f64 = 1.2;

/// The shortest room for bars, in points, that names leave.
pub(super) const LEAST_ROOM: f64 = 90.0;

/// The widest that a column of names may be when labels take so many points beside the bars.
pub(super) fn widest_names(sketch: &Sketch<'_>, reserved: f64) -> f64 {
    let width = sketch.scene.width;
    (width - reserved - TO_NAME - LEAST_ROOM).clamp(80.0, width * 0.42)
}

/// Thickness of a bar and of the gap to the next, by how many there are.
pub(super) fn rhythm(count: usize) -> (f64, f64) {
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
    let beside = |text: &str| TO_VALUE + sketch.width(text, figure);
    let shown = values.iter().flatten();
    let shown = shown.map(|number| Need { value: scale::value(number), beside: beside(number.text()) });
    let gaps = chart.legend.gaps.iter().map(|_| Need { value: 0.0, beside: beside(&chart.legend.sign) });
    let needs: Vec<Need> = shown.chain(gaps).chain(scale::reach(chart)).collect();
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
        y += before(chart, category, gap);
        let middle = y + row / 2.0;
        sketch.lines(lines, (Anchor::Start, 0.0), middle, name);
        if let Some(number) = values[category] {
            let value = scale::value(number);
            let end = scale.at(value);
            let rect = Rect::between((scale.zero, end), (middle - thick / 2.0, middle + thick / 2.0));
            sketch.rect(rect, colours[category], MarkKind::Value { category, series: 0 });
            open_end(sketch, number, rect, (Way::Right, value));
            let at =
                if value < 0.0 { (Anchor::End, end - TO_VALUE) } else { (Anchor::Start, end + TO_VALUE) };
            sketch.text(number.text(), at, Sketch::centred(middle, figure), figure);
        } else if chart.legend.gaps.contains(&(0, category)) {
            let at = (Anchor::Start, scale.zero + TO_VALUE);
            sketch.text(&chart.legend.sign, at, Sketch::centred(middle, figure), figure);
        }
        y += row + gap;
    }
    let bottom = y - gap;
    zero_line(sketch, scale.zero, (top - 3.0).max(0.0), bottom + 3.0);
    bottom + 4.0
}

/// Room before a category beside that of every other: the rest is no part among the parts.
pub(super) fn before(chart: &Chart, category: usize, gap: f64) -> f64 {
    if category > 0 && chart.categories[category].role == Role::Other { APART.min(gap) } else { 0.0 }
}

/// Cuts the end of a limit's bar open: the true value lies beyond it, or short of it. A value below zero is drawn the
/// other way.
pub(super) fn open_end(sketch: &mut Sketch<'_>, number: &Number, rect: Rect, (way, drawn): (Way, f64)) {
    let ends = number.quantity().ends();
    let length = if way == Way::Up { rect.height() } else { rect.width() };
    if (ends.low.is_some() && ends.high.is_some()) || length < 4.0 * SLIT {
        return;
    }
    let is_negative = drawn < 0.0;
    for place in [1.0, 2.5] {
        let from = place * SLIT;
        let points = match way {
            Way::Right => {
                let x = if is_negative { rect.left + from } else { rect.right - from };
                [(x - SLANT, rect.bottom), (x + SLANT, rect.top)]
            }
            Way::Up => {
                let y = if is_negative { rect.bottom - from } else { rect.top + from };
                [(rect.left, y + SLANT), (rect.right, y - SLANT)]
            }
        };
        sketch.separator(&points, 1.4);
    }
}

/// Draws the line that horizontal bars stand on.
pub(super) fn zero_line(sketch: &mut Sketch<'_>, x: f64, top: f64, bottom: f64) {
    let colour = sketch.theme.brand.chart.axis;
    sketch.path(&[(x, top), (x, bottom)], 0.7, colour, MarkKind::Axis);
}

fn number(chart: &Chart, category: usize) -> Option<&Number> {
    chart.series.first()?.values.get(category)?.as_ref()
}
