//! Lays out horizontal bars, one a category: name at the left, value at the bar's end.

use super::label::Sketch;
use super::names::Column;
use super::scale::{self, Need, Scale};
use super::scene::{Anchor, Guided, MarkKind, Rect, Spacing, Way};
use super::{guide, palette};
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

/// Thickness of a bar and of the gap to the next, by how many there are. Many bars are high as they are.
pub(super) fn rhythm(count: usize, spacing: Spacing) -> (f64, f64) {
    match count {
        0..=4 => (14.0, spacing.of(9.0, 12.0, 15.0)),
        5..=8 => (spacing.of(13.0, 14.0, 14.5), spacing.of(6.0, 9.0, 12.0)),
        9..=11 => (spacing.of(11.5, 12.5, 12.5), spacing.of(5.0, 7.0, 8.5)),
        _ => (spacing.of(10.5, 11.0, 11.0), spacing.of(4.5, 5.5, 5.5)),
    }
}

/// Draws the bars below `top` and gives where they end.
pub(super) fn draw(sketch: &mut Sketch<'_>, chart: &Chart, top: f64) -> f64 {
    let (name, figure) = (sketch.label(), sketch.figure());
    let values: Vec<_> = chart.categories.iter().enumerate().map(|(index, _)| number(chart, index)).collect();
    let widths = |sketch: &Sketch<'_>, text: &str| TO_VALUE + sketch.width(text, figure);
    let beside = |text: &str| widths(sketch, text);
    let words: Vec<_> = (0..values.len()).map(|category| guide::at_bar(sketch, chart, category)).collect();
    let is_gap = |category: usize| chart.legend.gaps.contains(&(0, category));
    let shown = values.iter().zip(&words).enumerate().flat_map(|(category, (number, words))| {
        let value = number.map_or(0.0, scale::value);
        let sign = if is_gap(category) { beside(&chart.legend.sign) } else { 0.0 };
        let (label, words) =
            (number.map_or(sign, |number| beside(number.text())), guide::room(sketch, words));
        // Words stand at the right of a bar, be it below zero.
        let right = if value < 0.0 {
            Need { value: 0.0, beside: words }
        } else {
            Need { value, beside: label + words }
        };
        [Need { value, beside: label }, right]
    });
    let needs: Vec<Need> = shown.chain(scale::reach(chart)).chain(guide::needs(chart)).collect();
    let reserved = |negative: bool| {
        needs.iter().filter(|n| (n.value < 0.0) == negative).map(|n| n.beside).fold(0.0, f64::max)
    };
    let most = widest_names(sketch, reserved(true) + reserved(false));
    let names = Column::beside(sketch, chart, chart.categories.iter().map(|c| c.label.as_str()), most, name);
    let scale = Scale::fit(&needs, names.width + TO_NAME, sketch.scene.width);
    let colours = palette::colours(chart, &sketch.theme.brand);
    let (thick, gap) = rhythm(chart.categories.len(), sketch.spacing);
    sketch.scene.decisions.names = names.width;
    sketch.scene.decisions.thick = Some(thick);
    let keys = top;
    let top = guide::keys(sketch, chart, top);
    let axis = [names.width + TO_NAME, sketch.scene.width].map(|at| scale.end(at));
    guide::decide(sketch, chart, Guided { keys: (keys, top), lane: top, axis });
    let mut y = top;
    for (category, lines) in names.names.iter().enumerate() {
        let row = thick.max(name.height(lines.len())).max(guide::height(sketch, &words[category]));
        y += before(chart, category, gap);
        let middle = y + row / 2.0;
        sketch.lines(lines, (Anchor::Start, 0.0), middle, name);
        let mut right = scale.zero;
        if let Some(number) = values[category] {
            let value = scale::value(number);
            let end = scale.at(value);
            let rect = Rect::between((scale.zero, end), (middle - thick / 2.0, middle + thick / 2.0));
            sketch.rect(rect, colours[category], MarkKind::Value { category, series: 0 });
            open_end(sketch, number, rect, (Way::Right, value));
            let at =
                if value < 0.0 { (Anchor::End, end - TO_VALUE) } else { (Anchor::Start, end + TO_VALUE) };
            sketch.text(number.text(), at, Sketch::centred(middle, figure), figure);
            right = if value < 0.0 { right } else { end + widths(sketch, number.text()) };
        } else if is_gap(category) {
            let at = (Anchor::Start, scale.zero + TO_VALUE);
            sketch.text(&chart.legend.sign, at, Sketch::centred(middle, figure), figure);
            right += widths(sketch, &chart.legend.sign);
        }
        guide::write_at_bar(sketch, &words[category], right, middle);
        y += row + gap;
    }
    let bottom = y - gap;
    zero_line(sketch, scale.zero, (top - 3.0).max(0.0), bottom + 3.0);
    guide::across(sketch, chart, (Way::Right, scale), ((top - 3.0).max(0.0), bottom + 3.0));
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
