//! Finds for each value of a line the side of its point where no line and no other value stands.

use super::plan::{LINE, Plan, count};
use crate::chart::{Point, Rect, value};
use crate::report::Number;
use crate::theme::Face;

/// How much longer than the greatest value Word makes the axis, about.
const AXIS: f64 = 1.15;
/// Radius of a point, and between it and its value.
const DOT: f64 = 3.0;
const AWAY: f64 = 3.0;

/// A value at its place.
struct Dot<'a> {
    category: usize,
    series: usize,
    at: Point,
    number: &'a Number,
}

/// The side of each value of a line chart: its series, and `t`, `b`, `r` or `l`.
pub(super) fn sides(plan: &Plan<'_>) -> Vec<(usize, &'static str)> {
    let dots = dots(plan);
    let across = plan.chart.references.iter().filter_map(|line| {
        let y = plan.place_of(value(&line.value))?;
        Some([Point { x: plan.plot.left, y }, Point { x: plan.plot.right, y }])
    });
    let lines: Vec<[Point; 2]> = dots.windows(2).filter_map(segment).chain(across).collect();
    let reach = DOT + 0.5;
    let mut taken: Vec<Rect> = dots
        .iter()
        .map(|dot| Rect::between((dot.at.x - reach, dot.at.x + reach), (dot.at.y - reach, dot.at.y + reach)))
        .collect();
    let mut sides = Vec::new();
    for dot in &dots {
        let first = if is_valley(&dots, dot) { ["b", "t", "r", "l"] } else { ["t", "b", "r", "l"] };
        let free = first.into_iter().find(|side| {
            let rect = rect(plan, dot, side);
            let inside = rect.left >= 0.0 && rect.right <= plan.plot.right && rect.bottom <= plan.plot.bottom;
            inside
                && !taken.iter().any(|other| rect.overlaps(other, 0.4))
                && !lines.iter().any(|[from, to]| rect.crossed_by(*from, *to))
        });
        let side = free.unwrap_or(first[0]);
        taken.push(rect(plan, dot, side));
        sides.push((dot.series, side));
    }
    sides
}

/// The highest that a point of a category reaches with its value, where there is one.
pub(super) fn highest(plan: &Plan<'_>, category: usize) -> Option<f64> {
    let (dots, sides) = (dots(plan), sides(plan));
    let tops = dots.iter().zip(sides).filter(|(dot, _)| dot.category == category);
    let tops = tops.map(|(dot, (_, side))| rect(plan, dot, side).top.min(dot.at.y - DOT));
    tops.min_by(f64::total_cmp)
}

fn dots<'a>(plan: &Plan<'a>) -> Vec<Dot<'a>> {
    let values = || plan.numbers().map(|(_, _, number)| value(number));
    let (least, greatest) = (values().fold(0.0, f64::min) * AXIS, values().fold(0.0, f64::max) * AXIS);
    let unit = plan.plot.height() / (greatest - least).max(f64::MIN_POSITIVE);
    let place = |category: usize, number: &Number| Point {
        x: plan.plot.left + plan.band() * (count(category) + 0.5),
        y: plan.place_of(value(number)).unwrap_or_else(|| plan.plot.bottom - (value(number) - least) * unit),
    };
    let dots = plan.numbers().map(|(category, series, number)| Dot {
        category,
        series,
        at: place(category, number),
        number,
    });
    dots.collect()
}

fn rect(plan: &Plan<'_>, dot: &Dot<'_>, side: &str) -> Rect {
    let (half, high) = (plan.measure(dot.number.text(), Face::Bold) / 2.0 + 0.5, LINE / 2.0 - 0.5);
    let (x, y) = match side {
        "t" => (0.0, -(DOT + AWAY + high)),
        "b" => (0.0, DOT + AWAY + high),
        "r" => (DOT + AWAY + half, 0.0),
        _ => (-(DOT + AWAY + half), 0.0),
    };
    let (x, y) = (dot.at.x + x, dot.at.y + y);
    Rect::between((x - half, x + half), (y - high, y + high))
}

/// The piece of a line between two values that follow each other.
fn segment(pair: &[Dot<'_>]) -> Option<[Point; 2]> {
    let [from, to] = pair else { return None };
    (from.series == to.series && to.category == from.category + 1).then_some([from.at, to.at])
}

/// Whether a point lies below the line between its neighbours.
fn is_valley(dots: &[Dot<'_>], dot: &Dot<'_>) -> bool {
    let near =
        dots.iter().filter(|other| other.series == dot.series && other.category.abs_diff(dot.category) == 1);
    near.map(|other| dot.at.y - other.at.y).sum::<f64>() > 0.0
}
