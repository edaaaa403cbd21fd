//! Lays out the axis of a chart whose values are not written at the marks.

use super::label::Sketch;
use super::scale::{Scale, Writing, ticks};
use super::scene::{Anchor, MarkKind, Values};

/// Height of the ticks' texts below horizontal bars.
pub(super) const BELOW: f64 = 14.0;

/// The most ticks of an axis besides zero.
pub(super) const MOST: u32 = 6;

/// How far the lines of an axis reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// Through the bars.
    Through,
    /// Short ticks, where texts stand among the bars.
    Short,
}

/// Draws lines below or through horizontal bars with their values below; fewer where texts would meet.
pub(super) fn below(
    sketch: &mut Sketch<'_>,
    scale: Scale,
    writing: &Writing,
    (least, greatest): (f64, f64),
    (top, bottom): (f64, f64),
    reach: Reach,
) {
    let style = sketch.small();
    // A text stays on the page, be its line at the very edge.
    let middle = |sketch: &Sketch<'_>, tick: f64, text: &str| {
        let half = sketch.width(text, style) / 2.0;
        (scale.at(tick).min(sketch.scene.width - half).max(half), half)
    };
    let fits = |sketch: &Sketch<'_>, marks: &[(f64, String)]| {
        let mut free = 0.0;
        marks.iter().all(|(tick, text)| {
            let (x, half) = middle(sketch, *tick, text);
            let fits = x - half >= free;
            free = x + half + 6.0;
            fits
        })
    };
    let marks = (0..=MOST).rev().map(|most| marks(writing, (least, greatest), most));
    let Some(marks) = marks.into_iter().find(|marks| fits(sketch, marks)) else { return };
    if !marks.is_empty() {
        sketch.scene.decisions.values = Values::OnAxis;
    }
    let chart = &sketch.theme.brand.chart;
    let (colour, top) = match reach {
        Reach::Through => (chart.grid, top),
        Reach::Short => (chart.axis, bottom - 3.0),
    };
    for (tick, text) in marks {
        let x = scale.at(tick);
        sketch.path(&[(x, top), (x, bottom)], 0.6, colour, MarkKind::Grid);
        let (x, _) = middle(sketch, tick, &text);
        sketch.text(&text, (Anchor::Middle, x), Sketch::centred(bottom + BELOW / 2.0 + 1.0, style), style);
    }
}

/// Ticks with their texts.
pub(super) fn marks(writing: &Writing, (least, greatest): (f64, f64), most: u32) -> Vec<(f64, String)> {
    let ticks = ticks(least, greatest, writing.digits, most);
    ticks.iter().filter_map(|&tick| Some((tick, writing.tick(tick, &ticks)?))).collect()
}
