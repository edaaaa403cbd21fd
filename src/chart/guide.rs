//! Draws what helps to read bars, columns and lines: lines at values to compare with, named above the plot, and words at
//! a category.
//!
//! A line is drawn over marks with white at its sides and is left out behind texts, so that nothing touches a letter.

use super::label::{Sketch, Style, Wish, spread};
use super::scale::{self, Need, Scale};
use super::scene::{Anchor, Guided, MarkKind, Rect, WIDTH, Way};
use crate::report::Chart;
use crate::theme::{Colour, Theme};

/// Width of a line and of the white around it, and length of its sample before its name.
const STROKE: f64 = 1.2;
const CASING: f64 = 2.8;
const SAMPLE: f64 = 18.0;
const TO_NAME: f64 = 5.0;
const TO_NEXT: f64 = 18.0;
const TO_PLOT: f64 = 7.0;
/// Between a line and a text that it would touch, and the shortest piece that is drawn.
const AIR: f64 = 1.6;
const LEAST: f64 = 2.5;
/// The second of two lines has dashes of this length, and gaps of that.
const DASH: f64 = 4.0;
const PAUSE: f64 = 2.6;
/// The widest line of words at a category, and between such words, and between them and the plot.
const WORDS: f64 = 110.0;
const BETWEEN: f64 = 10.0;
const ELBOW: f64 = 5.0;
/// From the value of a bar to the words at it.
const TO_WORDS: f64 = 9.0;

fn words_style(sketch: &Sketch<'_>) -> Style {
    sketch.small().at(8.0)
}

fn colour(sketch: &Sketch<'_>) -> Colour {
    sketch.theme.brand.colours.muted
}

/// What the lines need of a scale.
pub(super) fn needs(chart: &Chart) -> impl Iterator<Item = Need> {
    chart.references.iter().map(|line| Need { value: scale::value(&line.value), beside: STROKE })
}

/// Names the lines in rows above the plot; gives where the plot begins.
pub(super) fn keys(sketch: &mut Sketch<'_>, chart: &Chart, top: f64) -> f64 {
    if chart.references.is_empty() {
        return top;
    }
    let (style, colour, whole) = (sketch.label(), colour(sketch), sketch.scene.width);
    let (mut x, mut y, mut row) = (0.0, top, 0.0_f64);
    for (index, line) in chart.references.iter().enumerate() {
        let lines = sketch.wrap(&line.text, whole - SAMPLE - TO_NAME, style);
        let width = SAMPLE + TO_NAME + sketch.widest(&lines, style);
        if x > 0.0 && x + width > whole {
            (x, y, row) = (0.0, y + row + 2.0, 0.0);
        }
        let (height, middle) = (style.height(lines.len()), y + style.height(1) / 2.0);
        for (from, to) in dashes(index, (x, x + SAMPLE)) {
            sketch.path(&[(from, middle), (to, middle)], STROKE, colour, MarkKind::Swatch);
        }
        sketch.lines(&lines, (Anchor::Start, x + SAMPLE + TO_NAME), y + height / 2.0, style);
        row = row.max(height);
        x += width + TO_NEXT;
    }
    y + row + TO_PLOT
}

/// Says where lines and words stand, for another drawing of the same chart.
pub(super) fn decide(sketch: &mut Sketch<'_>, chart: &Chart, guided: Guided) {
    if chart.is_guided() {
        sketch.scene.decisions.guided = Some(guided);
    }
}

/// Draws the lines over a plot between two sides, across the way that values grow.
pub(super) fn across(
    sketch: &mut Sketch<'_>,
    chart: &Chart,
    (way, scale): (Way, Scale),
    (from, to): (f64, f64),
) {
    let colour = colour(sketch);
    for (index, line) in chart.references.iter().enumerate() {
        let at = scale.at(scale::value(&line.value));
        let points = |from: f64, to: f64| match way {
            Way::Up => [(from, at), (to, at)],
            Way::Right => [(at, from), (at, to)],
        };
        for piece in free(sketch, way, at, (from, to)) {
            sketch.separator(&points(piece.0, piece.1), CASING);
            for (from, to) in dashes(index, piece) {
                sketch.path(&points(from, to), STROKE, colour, MarkKind::Reference);
            }
        }
    }
}

/// The pieces of a line across a plot that touch no text.
fn free(sketch: &Sketch<'_>, way: Way, at: f64, (from, to): (f64, f64)) -> Vec<(f64, f64)> {
    let half = CASING / 2.0 + 0.2;
    let frames = sketch.scene.texts.iter().map(|text| match way {
        Way::Up => ((text.frame.top, text.frame.bottom), (text.frame.left, text.frame.right)),
        Way::Right => ((text.frame.left, text.frame.right), (text.frame.top, text.frame.bottom)),
    });
    let is_met = |side: (f64, f64)| side.0 < at + half && side.1 > at - half;
    let mut met: Vec<_> = frames.filter(|(side, _)| is_met(*side)).map(|(_, along)| along).collect();
    met.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut pieces = Vec::new();
    let mut start = from;
    for (first, last) in met {
        pieces.push((start, (first - AIR).min(to)));
        start = start.max(last + AIR);
    }
    pieces.push((start, to));
    pieces.retain(|(from, to)| to - from >= LEAST);
    pieces
}

/// A piece as it is drawn: whole for the first line, in dashes for the second.
fn dashes(index: usize, (from, to): (f64, f64)) -> Vec<(f64, f64)> {
    if index == 0 {
        return vec![(from, to)];
    }
    let mut dashes = Vec::new();
    let mut start = from;
    while start < to - 0.5 {
        dashes.push((start, (start + DASH).min(to)));
        start += DASH + PAUSE;
    }
    dashes
}

/// The words at the bar of a category.
pub(super) fn at_bar(sketch: &Sketch<'_>, chart: &Chart, category: usize) -> Vec<String> {
    let own = chart.annotations.iter().filter(|words| words.category == category);
    let style = words_style(sketch);
    own.flat_map(|words| sketch.wrap(&words.text, WORDS, style)).collect()
}

/// Room that words at a bar take beyond its value.
pub(super) fn room(sketch: &Sketch<'_>, lines: &[String]) -> f64 {
    if lines.is_empty() { 0.0 } else { TO_WORDS + sketch.widest(lines, words_style(sketch)) }
}

/// Height of words at a bar.
pub(super) fn height(sketch: &Sketch<'_>, lines: &[String]) -> f64 {
    words_style(sketch).height(lines.len())
}

/// Writes words at a bar whose value ends at a place.
pub(super) fn write_at_bar(sketch: &mut Sketch<'_>, lines: &[String], end: f64, middle: f64) {
    let style = words_style(sketch);
    sketch.lines(lines, (Anchor::Start, end + TO_WORDS), middle, style);
}

/// Height of the words above columns or lines.
pub(super) fn lane_height(sketch: &Sketch<'_>, chart: &Chart) -> f64 {
    let style = words_style(sketch);
    let lines = chart.annotations.iter().map(|words| sketch.wrap(&words.text, WORDS, style).len());
    lines.max().map_or(0.0, |lines| style.height(lines) + 2.0 * ELBOW)
}

/// Words above columns or lines, with the corners of the line from them to the mark of their category.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Above {
    /// The words, a line each.
    pub(crate) lines: Vec<String>,
    /// Where they stand, in points.
    pub(crate) frame: Rect,
    /// From the words to above the mark.
    pub(crate) bent: [(f64, f64); 3],
    /// The height at which the line ends.
    pub(crate) end: f64,
}

/// Lays out the words above columns or lines whose marks, by category, end at places.
pub(crate) fn above(chart: &Chart, theme: &Theme, top: f64, marks: &[(f64, f64)]) -> Vec<Above> {
    lay_above(&Sketch::new(theme, WIDTH), chart, top, marks)
}

/// The words at the bar of a category as lines, with the width of the widest in points.
pub(crate) fn beside(chart: &Chart, theme: &Theme, category: usize) -> (Vec<String>, f64) {
    let sketch = Sketch::new(theme, WIDTH);
    let lines = at_bar(&sketch, chart, category);
    let width = sketch.widest(&lines, words_style(&sketch));
    (lines, width)
}

fn lay_above(sketch: &Sketch<'_>, chart: &Chart, top: f64, marks: &[(f64, f64)]) -> Vec<Above> {
    let style = words_style(sketch);
    let mut all: Vec<_> = chart
        .annotations
        .iter()
        .filter_map(|words| Some((*marks.get(words.category)?, sketch.wrap(&words.text, WORDS, style))))
        .collect();
    all.sort_by(|a, b| a.0.0.total_cmp(&b.0.0));
    let wish = |((x, _), lines): &((f64, f64), Vec<String>)| Wish {
        middle: *x,
        length: sketch.widest(lines, style),
    };
    let wishes: Vec<Wish> = all.iter().map(wish).collect();
    let Some(middles) = spread(&wishes, BETWEEN, 0.0, sketch.scene.width) else { return Vec::new() };
    let bottom = top + lane_height(sketch, chart) - 2.0 * ELBOW;
    let lay = |(x, end): (f64, f64), lines: Vec<String>, middle: f64, wish: Wish| {
        // The line leaves the words right above its mark, or bends to it.
        let half = (wish.length / 2.0 - 2.0).max(0.0);
        let start = x.clamp(middle - half, middle + half);
        let bend = bottom + ELBOW;
        let sides = (middle - wish.length / 2.0, middle + wish.length / 2.0);
        Above {
            frame: Rect::between(sides, (bottom - style.height(lines.len()), bottom)),
            lines,
            bent: [(start, bottom + AIR), (start, bend), (x, bend)],
            end,
        }
    };
    let placed = all.into_iter().zip(middles.into_iter().zip(wishes));
    placed.map(|((mark, lines), (middle, wish))| lay(mark, lines, middle, wish)).collect()
}

/// Writes the words above columns or lines, each with a line down to the mark of its category.
pub(super) fn lane(sketch: &mut Sketch<'_>, chart: &Chart, top: f64, marks: &[(f64, f64)]) {
    let (style, colour) = (words_style(sketch), colour(sketch));
    for Above { lines, frame, bent, end } in lay_above(sketch, chart, top, marks) {
        let middle = ((frame.left + frame.right) / 2.0, (frame.top + frame.bottom) / 2.0);
        sketch.lines(&lines, (Anchor::Middle, middle.0), middle.1, style);
        sketch.path(&bent, 0.7, colour, MarkKind::Leader);
        let (x, bend) = bent[2];
        for (from, to) in free(sketch, Way::Right, x, (bend, end)) {
            sketch.path(&[(x, from), (x, to)], 0.7, colour, MarkKind::Leader);
        }
    }
}

/// Draws something behind what was drawn since a number of marks.
pub(super) fn behind(sketch: &mut Sketch<'_>, since: usize, draw: impl FnOnce(&mut Sketch<'_>)) {
    let above = sketch.scene.marks.split_off(since.min(sketch.scene.marks.len()));
    draw(sketch);
    sketch.scene.marks.extend(above);
}
