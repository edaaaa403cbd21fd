//! Lays out the axis of a chart whose values are not written at the marks.

use super::label::Sketch;
use super::scale::{Scale, Writing, ticks};
use super::scene::{Anchor, Part};

/// Height of the ticks' texts below horizontal bars.
pub(super) const BELOW: f64 = 14.0;

/// Draws grid lines through horizontal bars, and their values below; fewer where texts would meet.
pub(super) fn below(
    sketch: &mut Sketch<'_>,
    scale: Scale,
    writing: &Writing,
    (least, greatest): (f64, f64),
    (top, bottom): (f64, f64),
) {
    let style = sketch.small();
    let fits = |sketch: &Sketch<'_>, marks: &[(f64, String)]| {
        let mut free = 0.0;
        marks.iter().all(|(tick, text)| {
            let (x, half) = (scale.at(*tick), sketch.width(text, style) / 2.0);
            let fits = x - half >= free && x + half <= sketch.scene.width;
            free = x + half + 6.0;
            fits
        })
    };
    let marks = (0..=6).rev().map(|most| marks(writing, (least, greatest), most));
    let Some(marks) = marks.into_iter().find(|marks| fits(sketch, marks)) else { return };
    let grid = sketch.theme.brand.chart.grid;
    for (tick, text) in marks {
        let x = scale.at(tick);
        sketch.path(&[(x, top), (x, bottom)], 0.6, grid, Part::Grid);
        sketch.text(&text, (Anchor::Middle, x), Sketch::centred(bottom + BELOW / 2.0 + 1.0, style), style);
    }
}

/// Ticks with their texts.
pub(super) fn marks(writing: &Writing, (least, greatest): (f64, f64), most: u32) -> Vec<(f64, String)> {
    let ticks = ticks(least, greatest, writing.digits, most);
    ticks.iter().map(|&tick| (tick, writing.tick(tick, &ticks))).collect()
}
