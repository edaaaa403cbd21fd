//! Lays out a legend: a swatch and a name for each colour, in rows.

use super::label::Sketch;
use super::scene::{Anchor, MarkKind, Rect};
use crate::theme::Colour;

const SWATCH: f64 = 8.0;
const TO_NAME: f64 = 4.0;
const TO_NEXT: f64 = 16.0;
const TO_CHART: f64 = 9.0;

/// Draws a legend between two sides and gives where the chart below it begins.
pub(super) fn draw(
    sketch: &mut Sketch<'_>,
    entries: &[(&str, Colour)],
    (left, right): (f64, f64),
    top: f64,
) -> f64 {
    let style = sketch.label();
    let (mut x, mut y) = (left, top);
    let mut row = 0.0_f64;
    for (name, colour) in entries {
        let lines = sketch.wrap(name, right - left - SWATCH - TO_NAME, style);
        let width = SWATCH + TO_NAME + sketch.widest(&lines, style);
        if x > left && x + width > right {
            (x, y) = (left, y + row + 2.0);
            row = 0.0;
        }
        let height = style.height(lines.len());
        swatch(sketch, x, y + style.height(1) / 2.0, *colour);
        sketch.lines(&lines, (Anchor::Start, x + SWATCH + TO_NAME), y + height / 2.0, style);
        row = row.max(height);
        x += width + TO_NEXT;
    }
    y + row + TO_CHART
}

/// Draws the sample of a colour with its middle at a height; gives where its name begins.
pub(super) fn swatch(sketch: &mut Sketch<'_>, x: f64, middle: f64, colour: Colour) -> f64 {
    let rect = Rect::between((x, x + SWATCH), (middle - SWATCH / 2.0, middle + SWATCH / 2.0));
    sketch.rect(rect, colour, MarkKind::Swatch);
    x + SWATCH + TO_NAME
}
