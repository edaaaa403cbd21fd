//! Lays out a ring of shares with its total in the hole and a legend table at its right.

use super::label::{Sketch, Style};
use super::legend;
use super::palette;
use super::scale;
use super::scene::{Anchor, Ground, MarkKind};
use crate::report::{Chart, Number};
use crate::theme::Colour;

const OUTER: f64 = 78.0;
const INNER: f64 = 46.0;
/// Left side of the legend.
const TABLE: f64 = 212.0;
/// The longest side of the polygons that draw an arc, in radians: 3 degrees.
const STEP: f64 = std::f64::consts::PI / 60.0;

/// One share of the ring, from an angle to another: clockwise from the top, in radians.
struct Slice<'a> {
    category: usize,
    number: &'a Number,
    from: f64,
    to: f64,
}

/// Draws ring and legend below `top` and gives where they end.
pub(super) fn draw(sketch: &mut Sketch<'_>, chart: &Chart, top: f64) -> f64 {
    let colours = palette::colours(chart, &sketch.theme.brand);
    let hole = hole(sketch, chart);
    // A total whose words are too long for the hole closes the table.
    let total = chart.hole.as_ref().filter(|_| hole.is_none());
    let rows = rows(sketch, chart, total);
    let table: f64 = rows.iter().map(|row| row.height).sum();
    let height = table.max(OUTER * 2.0 + 2.0);
    let centre = (OUTER + 1.0, top + height / 2.0);
    ring(sketch, chart, centre, &colours);
    if let (Some((number, _)), Some((figure, lines))) = (&chart.hole, &hole) {
        write_hole(sketch, number.text(), *figure, lines, centre);
    }
    write_table(sketch, &rows, &colours, top + (height - table) / 2.0);
    top + height
}

/// The slices of a ring; a value that is not above zero has none.
fn slices(chart: &Chart) -> Vec<Slice<'_>> {
    let numbers = chart.series.first().map(|series| series.values.as_slice()).unwrap_or_default();
    let share = |number: &Number| scale::value(number).max(0.0);
    let total: f64 = numbers.iter().flatten().map(share).sum();
    let mut before = 0.0;
    let mut slices = Vec::new();
    for (category, number) in numbers.iter().enumerate() {
        let Some(number) = number.as_ref().filter(|number| share(number) > 0.0) else { continue };
        let from = before / total * std::f64::consts::TAU;
        before += share(number);
        slices.push(Slice { category, number, from, to: before / total * std::f64::consts::TAU });
    }
    slices
}

fn ring(sketch: &mut Sketch<'_>, chart: &Chart, centre: (f64, f64), colours: &[Colour]) {
    let slices = slices(chart);
    if slices.is_empty() {
        let grid = sketch.theme.brand.chart.grid;
        sketch.polygon(&sector(centre, 0.0, std::f64::consts::TAU), grid, MarkKind::Grid);
    }
    for slice in &slices {
        let kind = MarkKind::Value { category: slice.category, series: 0 };
        sketch.polygon(&sector(centre, slice.from, slice.to), colours[slice.category], kind);
    }
    if slices.len() > 1 {
        for (index, slice) in slices.iter().enumerate() {
            let last = &slices[(index + slices.len() - 1) % slices.len()];
            // Between slivers, a line of full width would hide them.
            let sliver = (slice.to - slice.from).min(last.to - last.from) * INNER;
            let width = (sliver * 0.3).min(1.2);
            if width >= 0.1 {
                let points = [at(centre, INNER - 0.5, slice.from), at(centre, OUTER + 0.5, slice.from)];
                sketch.separator(&points, width);
            }
        }
    }
    for slice in &slices {
        value(sketch, slice, centre, colours[slice.category]);
    }
}

/// Writes a value within its slice where it fits and can be read.
fn value(sketch: &mut Sketch<'_>, slice: &Slice<'_>, centre: (f64, f64), colour: Colour) {
    let Some(ink) = palette::ink_on(colour, &sketch.theme.brand) else { return };
    let style = sketch.figure().at(8.0).in_colour(ink);
    let (width, height) = (sketch.width(slice.number.text(), style) + 3.0, style.height(1) + 1.6);
    let (x, y) = at(centre, (INNER + OUTER) / 2.0, (slice.from + slice.to) / 2.0);
    let corners = [(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)]
        .map(|(dx, dy)| (x + dx * width - centre.0, y + dy * height - centre.1));
    let within = |(dx, dy): (f64, f64)| {
        let angle = libm::atan2(dx, -dy).rem_euclid(std::f64::consts::TAU);
        let radius = libm::hypot(dx, dy);
        radius > INNER && radius < OUTER - 1.0 && angle > slice.from && angle < slice.to
    };
    // The inner circle bulges into the box between its corners.
    let nearest = (
        0.0_f64.clamp(x - width / 2.0 - centre.0, x + width / 2.0 - centre.0),
        0.0_f64.clamp(y - height / 2.0 - centre.1, y + height / 2.0 - centre.1),
    );
    let clear = libm::hypot(nearest.0, nearest.1) > INNER + 0.5;
    let one = slice.to - slice.from > 6.2;
    if clear && (one || corners.into_iter().all(within)) {
        let ground = Ground::Value { category: slice.category, series: 0 };
        let baseline = Sketch::centred(y, style);
        sketch.text_on(slice.number.text(), (Anchor::Middle, x), baseline, style, ground);
        sketch.scene.decisions.within.push((slice.category, 0));
    }
}

/// The total and its word as large as the hole allows: the number's size and the word's lines.
fn hole(sketch: &Sketch<'_>, chart: &Chart) -> Option<(Style, Vec<String>)> {
    let (number, word) = chart.hole.as_ref()?;
    let label = hole_label(sketch);
    let lines = sketch.wrap(word, INNER * 1.6, label);
    [18.0, 16.0, 14.0, 12.0, 10.0, 8.5].into_iter().find_map(|size| {
        let figure = sketch.figure().at(size).in_colour(sketch.theme.brand.colours.primary);
        let half = (figure.height(1) + label.height(lines.len())) / 2.0;
        // Half the width of the hole where text is farthest from its middle.
        let chord = libm::sqrt(((INNER - 3.0) * (INNER - 3.0) - half * half).max(0.0));
        let widest = sketch.width(number.text(), figure).max(sketch.widest(&lines, label));
        (widest / 2.0 <= chord).then(|| (figure, lines.clone()))
    })
}

fn hole_label(sketch: &Sketch<'_>) -> Style {
    sketch.label().at(8.0)
}

fn write_hole(sketch: &mut Sketch<'_>, number: &str, figure: Style, lines: &[String], at: (f64, f64)) {
    let label = hole_label(sketch);
    let (top, bottom) = (figure.height(1), label.height(lines.len()));
    let half = (top + bottom) / 2.0;
    let baseline = Sketch::centred(at.1 - half + top / 2.0, figure);
    sketch.text(number, (Anchor::Middle, at.0), baseline, figure);
    sketch.lines(lines, (Anchor::Middle, at.0), at.1 + half - bottom / 2.0, label);
}

/// A row of the legend.
struct Row<'a> {
    lines: Vec<String>,
    number: Option<&'a Number>,
    height: f64,
}

/// A row a category, and one for a total that stands nowhere else.
fn rows<'a>(sketch: &Sketch<'_>, chart: &'a Chart, total: Option<&'a (Number, String)>) -> Vec<Row<'a>> {
    let (name, figure) = (sketch.label(), sketch.figure());
    let number = |category: usize| chart.series.first().and_then(|s| s.values.get(category)?.as_ref());
    let entries = chart.categories.iter().enumerate().map(|(index, c)| (c.label.as_str(), number(index)));
    let entries = entries.chain(total.map(|(number, word)| (word.as_str(), Some(number))));
    let widths = entries.clone().filter_map(|(_, number)| Some(sketch.width(number?.text(), figure)));
    let room = sketch.scene.width - TABLE - 12.0 - 16.0 - widths.fold(0.0, f64::max);
    let pad = if chart.categories.len() > 9 { 2.5 } else { 7.5 };
    entries
        .map(|(label, number)| {
            let lines = sketch.wrap(label, room, name);
            let height = name.height(lines.len()) + pad;
            Row { lines, number, height }
        })
        .collect()
}

fn write_table(sketch: &mut Sketch<'_>, rows: &[Row<'_>], colours: &[Colour], top: f64) {
    let (name, figure) = (sketch.label(), sketch.figure());
    let right = sketch.scene.width;
    let grid = sketch.theme.brand.chart.grid;
    let mut y = top;
    for (index, row) in rows.iter().enumerate() {
        if index > 0 {
            sketch.path(&[(TABLE, y), (right, y)], 0.5, grid, MarkKind::Grid);
        }
        let middle = y + row.height / 2.0;
        let x = match colours.get(index) {
            Some(&colour) => legend::swatch(sketch, TABLE, middle, colour),
            None => TABLE,
        };
        sketch.lines(&row.lines, (Anchor::Start, x), middle, name);
        if let Some(number) = row.number {
            sketch.text(number.text(), (Anchor::End, right), Sketch::centred(middle, figure), figure);
        }
        y += row.height;
    }
}

/// The outline of a part of the ring.
fn sector(centre: (f64, f64), from: f64, to: f64) -> Vec<(f64, f64)> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most 120 steps")]
    let steps = (libm::ceil((to - from) / STEP) as u32).max(1);
    let angle = |index: u32| from + (to - from) * f64::from(index) / f64::from(steps);
    let outer = (0..=steps).map(|index| at(centre, OUTER, angle(index)));
    let inner = (0..=steps).rev().map(|index| at(centre, INNER, angle(index)));
    outer.chain(inner).collect()
}

/// The place at a radius and an angle, clockwise from the top.
fn at((x, y): (f64, f64), radius: f64, angle: f64) -> (f64, f64) {
    (x + radius * libm::sin(angle), y - radius * libm::cos(angle))
}
