//! Writes what helps to read a chart: lines to compare with as series of Word where its kinds can, else as shapes, and
//! words at marks as shapes.
//!
//! A line across upright bars or lines is a series of one value, on the same axes. Level bars of Word go together with
//! a scatter series alone, which LibreOffice cannot draw with them: there it is a shape at its place on an axis whose
//! ends are fixed.

use super::ink::{Weight, fill, line, says};
use super::plan::{LABEL, LINE, Plan};
use super::points;
use super::shapes::Drawing;
use crate::chart::{Rect, Way, above, beside, value};
use crate::docx::package::tree::{Element, el};
use crate::report::ChartKind;
use crate::theme::{Colour, Face};

const WHITE: Colour = Colour([255; 3]);

/// Width of a line, and of the white around it where it is a shape.
const STROKE: f64 = 1.2;
const CASING: f64 = 2.8;
/// The sample of a line and what parts it from its name, and from the next.
const SAMPLE: f64 = 18.0;
const TO_NAME: f64 = 5.0;
const TO_NEXT: f64 = 18.0;
/// From a bar to its value, and from the value to words.
const TO_VALUE: f64 = 4.0;
const TO_WORDS: f64 = 9.0;
/// Size and leading of words.
const SIZE: f64 = 8.0;
/// The fonts of a reader may be wider than ours.
const SPARE: f64 = 8.0;
/// Between a line and a text, and the shortest piece that is drawn.
const AIR: f64 = 1.6;
const LEAST: f64 = 2.5;

/// How a line is drawn: the second of two has dashes.
pub(super) fn stroke(plan: &Plan<'_>, index: usize) -> Element {
    let dash = (index > 0).then(|| says("a:prstDash", "dash"));
    line(plan.theme.brand.colours.muted, STROKE).with(dash)
}

/// The trend that is drawn for a line.
pub(super) fn trend(name: &str, look: Element) -> Element {
    el("c:trendline")
        .child(el("c:name").text(super::workbook::text(name)))
        .child(look)
        .child(says("c:trendlineType", "linear"))
        .child(says("c:forward", "0.5"))
        .child(says("c:backward", "0.5"))
        .child(says("c:dispRSqr", 0))
        .child(says("c:dispEq", 0))
}

/// The entries of the legend that are not shown: a single series, which the caption names, what is drawn for each
/// line, and the trends, which come last.
pub(super) fn unnamed(plan: &Plan<'_>) -> impl Iterator<Item = usize> {
    let (series, lines) = (plan.chart.series.len(), plan.chart.references.len());
    let single = (series < 2).then_some(0);
    let drawn = (0..lines).map(move |line| series + 2 * line + 1);
    single.into_iter().chain(drawn).chain((0..lines).map(move |line| series + 2 * lines + line))
}

/// Labels with white behind them: a line may run below.
pub(super) fn on_white(mut labels: Element) -> Element {
    for element in labels.elements_mut() {
        match element.name.as_ref() {
            "c:spPr" => {
                if let Some(first) = element.elements_mut().next() {
                    *first = fill(WHITE);
                }
            }
            "c:dLbl" => *element = on_white(std::mem::replace(element, el("c:dLbl"))),
            _ => {}
        }
    }
    labels
}

/// Draws the words, and the lines that are no series.
pub(super) fn draw(drawing: &mut Drawing<'_>) {
    let plan = drawing.plan;
    if plan.decisions.guided.is_none() {
        return;
    }
    if !plan.has_lines() {
        keys(drawing);
        lines(drawing);
    }
    match plan.way() {
        Way::Right => words_beside(drawing),
        Way::Up => words_above(drawing),
    }
}

/// Names the lines above the plot.
fn keys(drawing: &mut Drawing<'_>) {
    let plan = drawing.plan;
    let (mut x, mut y) = (0.0, plan.decisions.guided.map_or(0.0, |guided| guided.keys.0));
    for (index, reference) in plan.chart.references.iter().enumerate() {
        let width = SAMPLE + TO_NAME + plan.measure(&reference.text, Face::Regular);
        if x > 0.0 && x + width > plan.width {
            (x, y) = (0.0, y + LINE);
        }
        let middle = y + LINE / 2.0;
        drawing.straight((x, middle), (x + SAMPLE, middle), stroke(plan, index));
        let ink = drawing.ink(LABEL, Weight::Regular, plan.theme.brand.chart.text);
        let sides = (x + SAMPLE + TO_NAME, (x + width + SPARE).min(plan.width));
        drawing.words(Rect::between(sides, (y, y + LINE)), &[(&reference.text, ink)], ("l", "ctr"));
        x += width + TO_NEXT;
    }
}

/// Draws the lines across the plot, in pieces that touch no text.
fn lines(drawing: &mut Drawing<'_>) {
    let plan = drawing.plan;
    for (index, reference) in plan.chart.references.iter().enumerate() {
        let Some(at) = plan.place_of(value(&reference.value)) else { continue };
        let way = plan.way();
        let ends = match way {
            Way::Right => (plan.plot.top, plan.plot.bottom),
            Way::Up => (plan.plot.left, plan.plot.right),
        };
        let place = |along: f64| if way == Way::Right { (at, along) } else { (along, at) };
        for (from, to) in pieces(plan, at, ends) {
            let (from, to) = (place(from), place(to));
            drawing.straight(from, to, line(WHITE, CASING));
            drawing.straight(from, to, stroke(plan, index));
        }
    }
}

/// The pieces of a line between two ends that run through no value and no words.
fn pieces(plan: &Plan<'_>, at: f64, (start, end): (f64, f64)) -> Vec<(f64, f64)> {
    let mut pieces = Vec::new();
    let mut from = start;
    for category in 0..plan.chart.categories.len() {
        let middle = plan.middle(category);
        let met = match plan.way() {
            Way::Right => {
                let bar = bar_end(plan, category);
                let words = beside(plan.chart, plan.theme, category);
                let last = if words.0.is_empty() { bar.1 + 2.0 } else { bar.1 + TO_WORDS + words.1 };
                let half = (LINE.max(plan.height_beside(category) - 3.0)) / 2.0;
                (bar.0 < at + AIR && last > at - AIR && bar.1 > bar.0).then_some(half)
            }
            Way::Up => {
                let top = plan.place_of(single(plan, category).map_or(0.0, value)).unwrap_or(at);
                let is_met = (top - LINE - 4.0..=top).contains(&at);
                is_met.then(|| plan.band() / 2.0)
            }
        };
        if let Some(half) = met {
            pieces.push((from, (middle - half).min(end)));
            from = (middle + half).max(from);
        }
    }
    pieces.push((from, end));
    pieces.retain(|(from, to)| to - from >= LEAST);
    pieces
}

fn single<'a>(plan: &Plan<'a>, category: usize) -> Option<&'a crate::report::Number> {
    plan.chart.series.first()?.values.get(category)?.as_ref()
}

/// Where a level bar ends at the right, and where its value does, which of a bar below zero stands at its left.
fn bar_end(plan: &Plan<'_>, category: usize) -> (f64, f64) {
    let zero = plan.place_of(0.0).unwrap_or(plan.plot.left);
    let Some(number) = single(plan, category).filter(|number| value(number) >= 0.0) else {
        return (zero, zero);
    };
    let end = plan.place_of(value(number)).unwrap_or(zero);
    (end, end + TO_VALUE + plan.measure(number.text(), Face::Bold))
}

fn words_beside(drawing: &mut Drawing<'_>) {
    let plan = drawing.plan;
    for category in 0..plan.chart.categories.len() {
        let (lines, width) = beside(plan.chart, plan.theme, category);
        if lines.is_empty() {
            continue;
        }
        let left = bar_end(plan, category).1 + TO_WORDS;
        let half = plan.height_beside(category) / 2.0;
        let middle = plan.middle(category);
        let place = Rect::between((left, left + width + SPARE), (middle - half, middle + half));
        write(drawing, place, &lines, ("l", "ctr"));
    }
}

fn words_above(drawing: &mut Drawing<'_>) {
    let plan = drawing.plan;
    let lane = plan.decisions.guided.map_or(0.0, |guided| guided.lane);
    let marks: Vec<(f64, f64)> =
        (0..plan.chart.categories.len()).map(|at| (plan.middle(at), mark_top(plan, at))).collect();
    for words in above(plan.chart, plan.theme, lane, &marks) {
        let frame = words.frame;
        let wide =
            Rect { left: frame.left - SPARE, right: frame.right + SPARE, top: frame.top - 1.0, ..frame };
        write(drawing, wide, &words.lines, ("ctr", "b"));
        let stroke = || line(plan.theme.brand.colours.muted, 0.7);
        let [start, bend, corner] = words.bent;
        if (bend.0 - corner.0).abs() < 0.5 {
            drawing.straight(start, (start.0, words.end), stroke());
        } else {
            drawing.straight(start, bend, stroke());
            drawing.straight(bend, corner, stroke());
            drawing.straight(corner, (corner.0, words.end), stroke());
        }
    }
}

/// Where the mark of a category ends, with its value above it.
fn mark_top(plan: &Plan<'_>, category: usize) -> f64 {
    if plan.chart.kind == ChartKind::Line {
        return points::highest(plan, category).unwrap_or(plan.plot.bottom) - AIR;
    }
    let zero = plan.place_of(0.0).unwrap_or(plan.plot.bottom);
    let Some(number) = single(plan, category) else { return zero };
    let top = plan.place_of(value(number)).unwrap_or(zero);
    // The value of a column below zero stands below it.
    if top > zero { zero - AIR } else { top - LINE - 4.0 }
}

fn write(drawing: &mut Drawing<'_>, place: Rect, lines: &[String], stand: (&'static str, &'static str)) {
    let ink = drawing.ink(SIZE, Weight::Regular, drawing.plan.theme.brand.colours.muted);
    let lines: Vec<_> = lines.iter().map(|line| (line.as_str(), ink)).collect();
    drawing.words(place, &lines, stand);
}
