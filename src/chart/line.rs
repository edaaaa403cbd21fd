//! Lays out lines over periods: named at their ends, with values at the points or an axis.

use super::label::{Sketch, Style, Wish, spread};
use super::palette::{self, READABLE, WHITE};
use super::scale::{self, Need, Scale, Writing};
use super::scene::{Anchor, AxisEnd, Guided, MarkKind, Point, Rect, Values, Way};
use super::{axis, guide, periods};
use crate::report::{Chart, Number};
use crate::theme::Colour;

/// Least height of the plot.
const PLOT: f64 = 140.0;
/// Radius of a point, and width of a line.
const DOT: f64 = 2.4;
const STROKE: f64 = 1.8;
/// The widest line of a series' name.
const NAME: f64 = 104.0;
/// Between the last point and the names.
const TO_NAME: f64 = 12.0;
/// Room beside the first point for the name of its period.
const PERIOD: f64 = 72.0;

/// Where everything stands that does not depend on how values are shown.
struct Frame {
    top: f64,
    bottom: f64,
    /// Places of the categories.
    xs: Vec<f64>,
    /// Left and right end of the zero line.
    sides: (f64, f64),
    scale: Scale,
    /// Where the axis of values begins and ends.
    axis: [AxisEnd; 2],
}

/// A value at its place.
struct Dot<'a> {
    category: usize,
    series: usize,
    at: Point,
    number: &'a Number,
}

/// Draws the lines below `top` and gives where they end.
pub(super) fn draw(sketch: &mut Sketch<'_>, chart: &Chart, top: f64) -> f64 {
    let colours = palette::colours(chart, &sketch.theme.brand);
    let keys = top;
    let lane = guide::keys(sketch, chart, top);
    let top = lane + guide::lane_height(sketch, chart);
    let names = names(sketch, chart);
    let written = chart.categories.len() <= periods::FEW;
    let plain = written.then(|| {
        let frame = frame(sketch, chart, top, &names, (0.0, [0.0; 2]), Values::AtMarks);
        let values = place_values(sketch, chart, &frame, &names, &colours)?;
        Some((frame, values))
    });
    let (frame, values) = match plain.flatten() {
        Some((frame, values)) => (frame, values),
        None => (with_axis(sketch, chart, top, &names), Vec::new()),
    };
    let axis_colour = sketch.theme.brand.chart.axis;
    let zero = frame.scale.zero;
    sketch.path(&[(frame.sides.0, zero), (frame.sides.1, zero)], 0.7, axis_colour, MarkKind::Axis);
    let below = sketch.scene.marks.len();
    let dots = dots(chart, &frame);
    for (series, &colour) in colours.iter().enumerate() {
        for pair in strokes(&dots, series) {
            let [from, to] = pair.map(|point| (point.x, point.y));
            sketch.path(&[from, to], STROKE, colour, MarkKind::Line { series });
        }
    }
    for (text, at, style) in values {
        sketch.text(&text, (Anchor::Middle, at.x), at.y, style);
    }
    write_names(sketch, &frame, &dots, &names, &colours);
    for dot in &dots {
        let kind = MarkKind::Value { category: dot.category, series: dot.series };
        sketch.dot((dot.at.x, dot.at.y), DOT + 0.8, WHITE, MarkKind::Separator);
        sketch.dot((dot.at.x, dot.at.y), DOT, colours[dot.series], kind);
    }
    guide::behind(sketch, below, |sketch| guide::across(sketch, chart, (Way::Up, frame.scale), frame.sides));
    let highest = |category: usize| {
        let own = dots.iter().filter(|dot| dot.category == category);
        own.map(|dot| dot.at.y - DOT - 2.0).fold(zero, f64::min)
    };
    let tops: Vec<_> = frame.xs.iter().enumerate().map(|(at, x)| (*x, highest(at))).collect();
    guide::decide(sketch, chart, Guided { keys: (keys, lane), lane, axis: frame.axis });
    guide::lane(sketch, chart, lane, &tops);
    write_periods(sketch, chart, &frame)
}

/// Names of the lines in wrapped lines; none for a single line, which the caption names.
fn names(sketch: &Sketch<'_>, chart: &Chart) -> Vec<Vec<String>> {
    if chart.series.len() < 2 {
        return Vec::new();
    }
    let style = sketch.label();
    chart.series.iter().map(|series| sketch.wrap(&series.label, NAME, style)).collect()
}

fn frame(
    sketch: &Sketch<'_>,
    chart: &Chart,
    top: f64,
    names: &[Vec<String>],
    (left, ends): (f64, [f64; 2]),
    values: Values,
) -> Frame {
    let (label, figure) = (sketch.label(), sketch.figure());
    let column = names.iter().map(|lines| sketch.widest(lines, label)).fold(0.0, f64::max);
    let right = sketch.scene.width - if names.is_empty() { 0.0 } else { column + TO_NAME };
    let widest = scale::numbers(chart).map(|number| sketch.width(number.text(), figure)).fold(0.0, f64::max);
    let inset = match values {
        Values::AtMarks => (widest / 2.0).max(PERIOD / 2.0),
        Values::OnAxis => PERIOD / 2.0,
    };
    // Names of the lines stand at the right of the last point, where a period's name may reach too.
    let beyond = if names.is_empty() { 0.0 } else { column + TO_NAME };
    let inset_right = (inset - beyond).max(DOT + 4.0);
    let xs = places(chart, (left + inset, right - inset_right));
    let heights: f64 = names.iter().map(|lines| label.height(lines.len()) + 2.0).sum();
    let bottom = top + PLOT.max(heights);
    let beside = if values == Values::AtMarks { figure.height(1) + DOT + 3.0 } else { DOT + 2.0 };
    let shown = scale::numbers(chart).map(|number| Need { value: scale::value(number), beside });
    // Both ends of an axis stand at a tick.
    let ends = ends.map(|value| Need { value, beside: 0.0 });
    let needs: Vec<Need> = shown.chain(ends).chain(guide::needs(chart)).collect();
    let scale = Scale::fit_upright(&needs, top, bottom);
    let axis = match values {
        Values::AtMarks => [bottom, top].map(|at| scale.end(at)),
        Values::OnAxis => ends.map(|end| AxisEnd { at: scale.at(end.value), value: end.value }),
    };
    Frame { top, bottom, xs, sides: (left, right), scale, axis }
}

/// Lays the frame out beside an axis and draws the axis.
fn with_axis(sketch: &mut Sketch<'_>, chart: &Chart, top: f64, names: &[Vec<String>]) -> Frame {
    let style = sketch.small();
    let lines = guide::needs(chart).map(|need| need.value);
    let values: Vec<f64> = scale::numbers(chart).map(scale::value).chain(lines).collect();
    let writing = Writing::of(chart);
    let ends = scale::around(&values, writing.digits, 6);
    let marks = axis::marks(&writing, ends, 7);
    let width = marks.iter().map(|(_, text)| sketch.width(text, style)).fold(0.0, f64::max);
    let top = top + style.height(1) / 2.0;
    let frame = frame(sketch, chart, top, names, (width + 6.0, ends.into()), Values::OnAxis);
    let grid = sketch.theme.brand.chart.grid;
    if !marks.is_empty() {
        sketch.scene.decisions.values = Values::OnAxis;
    }
    for (tick, text) in marks {
        let y = frame.scale.at(tick);
        sketch.path(&[(frame.sides.0, y), (frame.sides.1, y)], 0.6, grid, MarkKind::Grid);
        sketch.text(&text, (Anchor::End, width), Sketch::centred(y, style), style);
    }
    frame
}

fn dots<'a>(chart: &'a Chart, frame: &Frame) -> Vec<Dot<'a>> {
    let mut dots = Vec::new();
    for (series, data) in chart.series.iter().enumerate() {
        for (category, number) in data.values.iter().enumerate() {
            if let (Some(number), Some(&x)) = (number, frame.xs.get(category)) {
                let at = Point { x, y: frame.scale.at(scale::value(number)) };
                dots.push(Dot { category, series, at, number });
            }
        }
    }
    dots
}

/// The straight pieces of a line; none over a missing value.
fn strokes(dots: &[Dot<'_>], series: usize) -> Vec<[Point; 2]> {
    let own: Vec<_> = dots.iter().filter(|dot| dot.series == series).collect();
    own.windows(2)
        .filter(|pair| pair[1].category == pair[0].category + 1)
        .map(|pair| [pair[0].at, pair[1].at])
        .collect()
}

/// Where the names of lines begin, and the middle of each, in the order of the series.
fn name_places(
    sketch: &Sketch<'_>,
    frame: &Frame,
    dots: &[Dot<'_>],
    names: &[Vec<String>],
) -> Vec<(usize, Point, f64)> {
    let style = sketch.label();
    let mut ends: Vec<(usize, Point)> = (0..names.len())
        .filter_map(|series| Some((series, dots.iter().rev().find(|dot| dot.series == series)?.at)))
        .collect();
    ends.sort_by(|a, b| a.1.y.total_cmp(&b.1.y));
    let wish =
        |&(series, at): &(usize, Point)| Wish { middle: at.y, length: style.height(names[series].len()) };
    let wishes: Vec<Wish> = ends.iter().map(wish).collect();
    let middles = spread(&wishes, 1.0, frame.top, frame.bottom).unwrap_or_default();
    ends.into_iter().zip(middles).map(|((series, at), middle)| (series, at, middle)).collect()
}

fn write_names(
    sketch: &mut Sketch<'_>,
    frame: &Frame,
    dots: &[Dot<'_>],
    names: &[Vec<String>],
    colours: &[Colour],
) {
    let x = frame.sides.1 + TO_NAME;
    sketch.scene.decisions.names_at_ends = !names.is_empty();
    for (series, end, middle) in name_places(sketch, frame, dots, names) {
        let style = in_hue(sketch.label(), colours[series]);
        sketch.lines(&names[series], (Anchor::Start, x), middle, style);
        if let Some(points) = leader(frame, end, middle) {
            sketch.path(&points, 0.6, colours[series], MarkKind::Leader);
        }
    }
}

/// From the end of a line to its name, unless they stand side by side.
fn leader(frame: &Frame, end: Point, middle: f64) -> Option<[(f64, f64); 3]> {
    let near = frame.xs.last().is_some_and(|&last| end.x >= last) && (end.y - middle).abs() < 1.0;
    let right = frame.sides.1;
    (!near).then_some([(end.x + DOT + 1.0, end.y), (right, end.y), (right + TO_NAME - 2.0, middle)])
}

fn in_hue(style: Style, colour: Colour) -> Style {
    if colour.contrast(WHITE) >= READABLE { style.in_colour(colour) } else { style }
}

/// Places for all values where none touches a line, a point or another text; `None` if there are none.
fn place_values(
    sketch: &Sketch<'_>,
    chart: &Chart,
    frame: &Frame,
    names: &[Vec<String>],
    colours: &[Colour],
) -> Option<Vec<(String, Point, Style)>> {
    let dots = dots(chart, frame);
    let mut lines: Vec<[Point; 2]> =
        (0..chart.series.len()).flat_map(|series| strokes(&dots, series)).collect();
    let zero = frame.scale.zero;
    lines.push([Point { x: frame.sides.0, y: zero }, Point { x: frame.sides.1, y: zero }]);
    let mut boxes = Vec::new();
    for (series, end, middle) in name_places(sketch, frame, &dots, names) {
        let half = sketch.label().height(names[series].len()) / 2.0;
        let x = (frame.sides.1 + TO_NAME, sketch.scene.width);
        boxes.push(Rect::between(x, (middle - half, middle + half)));
        if let Some([a, b, c]) = leader(frame, end, middle) {
            let [a, b, c] = [a, b, c].map(|(x, y)| Point { x, y });
            lines.extend([[a, b], [b, c]]);
        }
    }
    for dot in &dots {
        let x = (dot.at.x - DOT - 0.5, dot.at.x + DOT + 0.5);
        boxes.push(Rect::between(x, (dot.at.y - DOT - 0.5, dot.at.y + DOT + 0.5)));
    }
    let mut placed = Vec::new();
    for dot in &dots {
        let style = in_hue(sketch.figure(), colours[dot.series]);
        let (width, height) = (sketch.width(dot.number.text(), style), style.height(1));
        let away = DOT + 1.5 + height / 2.0;
        let (up, down) = ((0.0, -away), (0.0, away));
        let first = if is_valley(&dots, dot) { [down, up] } else { [up, down] };
        let side = width / 2.0 + DOT + 2.5;
        let rest = [(side, 0.0), (-side, 0.0), (side, -away), (-side, -away), (side, away), (-side, away)];
        let free = first.into_iter().chain(rest).find_map(|(dx, dy)| {
            let (x, y) = (dot.at.x + dx, dot.at.y + dy);
            let half = (width / 2.0, height / 2.0 + 0.3);
            let rect = Rect::between((x - half.0, x + half.0), (y - half.1, y + half.1));
            let inside = rect.left >= 0.0
                && rect.right <= frame.sides.1
                && rect.top >= frame.top - 0.5
                && rect.bottom <= frame.bottom;
            // Half a stroke more, and a little air.
            let wide = Rect::between(
                (rect.left - STROKE / 2.0 - 0.1, rect.right + STROKE / 2.0 + 0.1),
                (rect.top - STROKE / 2.0, rect.bottom + STROKE / 2.0),
            );
            let clear = inside
                && !boxes.iter().any(|other| rect.overlaps(other, -0.8))
                && !lines.iter().any(|[from, to]| wide.crossed_by(*from, *to));
            clear.then_some((rect, Point { x, y: Sketch::centred(y, style) }))
        });
        let (rect, at) = free?;
        boxes.push(rect);
        placed.push((dot.number.text().to_owned(), at, style));
    }
    Some(placed)
}

/// Whether a point lies below the line between its neighbours.
fn is_valley(dots: &[Dot<'_>], dot: &Dot<'_>) -> bool {
    let near =
        dots.iter().filter(|other| other.series == dot.series && other.category.abs_diff(dot.category) == 1);
    let heights: Vec<f64> = near.map(|other| dot.at.y - other.at.y).collect();
    heights.iter().sum::<f64>() > 0.0
}

/// Writes the periods' names below the plot; gives where the chart ends.
fn write_periods(sketch: &mut Sketch<'_>, chart: &Chart, frame: &Frame) -> f64 {
    if frame.scale.zero >= frame.bottom - 0.1 {
        periods::ticks(sketch, &frame.xs, frame.bottom);
    }
    let names: Vec<&str> = chart.categories.iter().map(|category| category.label.as_str()).collect();
    periods::draw(sketch, &names, &frame.xs, frame.bottom + 5.0)
}

/// Where the points stand between two sides: at their distance in time, or evenly where nothing tells it.
fn places(chart: &Chart, (left, right): (f64, f64)) -> Vec<f64> {
    let count = chart.categories.len();
    let even = |index: usize| f64::from(u32::try_from(index).unwrap_or(0));
    let is_told = chart.times.len() == count && chart.times.windows(2).all(|pair| pair[0] < pair[1]);
    let times: Vec<f64> = if is_told { chart.times.clone() } else { (0..count).map(even).collect() };
    let first = times.first().copied().unwrap_or(0.0);
    let length = times.last().map_or(0.0, |last| last - first).max(f64::MIN_POSITIVE);
    times.into_iter().map(|time| left + (right - left) * (time - first) / length).collect()
}
