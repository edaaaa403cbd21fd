//! Lays out the same small plot once a series, in a grid: columns over the periods, all on one scale.
//!
//! As many plots stand beside each other as leave room for every value and every name of a period; where even two have
//! no room for the values, an axis at the left of each row tells them.

use super::bars::open_end;
use super::label::{Sketch, Style};
use super::scale::{self, Need, Scale, Writing};
use super::scene::{Anchor, MarkKind, Rect, Values, Way};
use super::{axis, palette};
use crate::report::Chart;
use crate::theme::Colour;

/// The most plots of a row, and the most rows of plots over the whole width.
const MOST_ACROSS: usize = 4;
const MOST_WHOLE: usize = 3;
/// Between plots of a row, and between rows.
const GAP: f64 = 20.0;
const ROW: f64 = 13.0;
/// Between a title and its plot, a column and its value, and between values or names side by side.
const TO_PLOT: f64 = 3.0;
const TO_VALUE: f64 = 2.5;
const BETWEEN: f64 = 3.0;
/// The widest column and the share of its room that it takes.
const WIDEST: f64 = 26.0;
const FILLED: f64 = 0.66;
/// The most lines of a period's name.
const LINES: usize = 3;

/// The grid and what stands in each of its plots alike.
struct Grid {
    across: usize,
    /// Left side of the first plot, and width of each.
    left: f64,
    width: f64,
    /// Room of a period.
    band: f64,
    /// The lines of the names of periods, each with its middle in a plot.
    names: Vec<(f64, Vec<String>)>,
    values: Values,
}

impl Grid {
    /// Left side of the plot of a series.
    fn side(&self, series: usize) -> f64 {
        self.left + count(series % self.across) * (self.width + GAP)
    }

    /// Middle of a period in the plot of a series.
    fn middle(&self, series: usize, category: usize) -> f64 {
        self.side(series) + self.band * (count(category) + 0.5)
    }
}

/// Draws the plots below `top` and gives where they end.
pub(super) fn draw(sketch: &mut Sketch<'_>, chart: &Chart, top: f64) -> f64 {
    let writing = Writing::of(chart);
    let values: Vec<f64> = scale::numbers(chart).map(scale::value).collect();
    let ends = scale::around(&values, writing.digits, 3);
    let ticks = axis::marks(&writing, ends, 3);
    let grid = grid(sketch, chart, &ticks);
    sketch.scene.decisions.way = Way::Up;
    let rows = chart.series.len().div_ceil(grid.across);
    let height = match rows {
        1 => 104.0,
        2 => 78.0,
        _ => 60.0,
    };
    let scale = Scale::fit_upright(&needs(sketch, chart, grid.values, ends), 0.0, height);
    let colours = palette::colours(chart, &sketch.theme.brand);
    let title = sketch.figure();
    let mut y = top;
    for row in 0..rows {
        let first = row * grid.across;
        let plots = first..(first + grid.across).min(chart.series.len());
        let titles: Vec<_> =
            plots.clone().map(|at| sketch.wrap(&chart.series[at].label, grid.width, title)).collect();
        let lines = titles.iter().map(Vec::len).max().unwrap_or(0);
        let plot = y + title.height(lines) + TO_PLOT;
        if grid.values == Values::OnAxis {
            write_ticks(sketch, &grid, plots.clone(), &ticks, (scale, plot));
        }
        for (series, words) in plots.zip(titles) {
            let middle = plot - TO_PLOT - title.height(words.len()) / 2.0;
            sketch.lines(&words, (Anchor::Start, grid.side(series)), middle, title);
            columns(sketch, chart, series, (&grid, scale, plot), colours[series]);
            write_names(sketch, &grid, series, plot + height + 3.0);
        }
        let lines = grid.names.iter().map(|(_, lines)| lines.len()).max().unwrap_or(0);
        y = plot + height + 3.0 + names_style(sketch).height(lines) + ROW;
    }
    y - ROW + 1.0
}

/// The columns of one plot on its zero line, with their values.
fn columns(
    sketch: &mut Sketch<'_>,
    chart: &Chart,
    series: usize,
    (grid, scale, top): (&Grid, Scale, f64),
    colour: Colour,
) {
    let zero = top + scale.zero;
    let line = sketch.theme.brand.chart.axis;
    let side = grid.side(series);
    sketch.path(&[(side, zero), (side + grid.width, zero)], 0.7, line, MarkKind::Axis);
    let style = values_style(sketch);
    let half = (grid.band * FILLED).min(WIDEST) / 2.0;
    let above = |end: f64| Sketch::centred(end - TO_VALUE - style.height(1) / 2.0, style);
    for (category, number) in chart.series[series].values.iter().enumerate() {
        let x = grid.middle(series, category);
        let Some(number) = number else {
            if grid.values == Values::AtMarks && chart.legend.gaps.contains(&(series, category)) {
                sketch.text(&chart.legend.sign, (Anchor::Middle, x), above(zero), style);
            }
            continue;
        };
        let value = scale::value(number);
        let end = top + scale.at(value);
        let rect = Rect::between((x - half, x + half), (zero, end));
        sketch.rect(rect, colour, MarkKind::Value { category, series });
        open_end(sketch, number, rect, (Way::Up, value));
        if grid.values == Values::AtMarks {
            let below = Sketch::centred(end + TO_VALUE + style.height(1) / 2.0, style);
            let baseline = if value < 0.0 { below } else { above(end) };
            sketch.text(number.text(), (Anchor::Middle, x), baseline, style);
        }
    }
}

/// The grid of most plots a row in which all values and names find room, else one with an axis.
fn grid(sketch: &Sketch<'_>, chart: &Chart, ticks: &[(f64, String)]) -> Grid {
    let plots = chart.series.len().max(1);
    let fits = (1..=MOST_ACROSS.min(plots)).rev().filter(|across| *across > 1 || plots <= MOST_WHOLE);
    let even = |across: usize| plots.div_ceil(plots.div_ceil(across));
    let whole = sketch.scene.width;
    let found = fits.map(even).find_map(|across| {
        let width = (whole - GAP * count(across - 1)) / count(across);
        let band = width / count(chart.categories.len().max(1));
        let names = all_names(sketch, chart, band)?;
        let has_room = are_values_in(sketch, chart, band) && are_titles_in(sketch, chart, width);
        has_room.then_some(Grid { across, left: 0.0, width, band, names, values: Values::AtMarks })
    });
    found.unwrap_or_else(|| {
        let across = if plots <= MOST_WHOLE { 1 } else { 2 };
        let texts = ticks.iter().map(|(_, text)| sketch.width(text, sketch.small()));
        let left = texts.fold(0.0, f64::max) + 6.0;
        let width = (whole - left - GAP * count(across - 1)) / count(across);
        let band = width / count(chart.categories.len().max(1));
        let names = some_names(sketch, chart, band);
        Grid { across, left, width, band, names, values: Values::OnAxis }
    })
}

fn are_values_in(sketch: &Sketch<'_>, chart: &Chart, band: f64) -> bool {
    let style = values_style(sketch);
    let sign = if chart.legend.gaps.is_empty() { "" } else { chart.legend.sign.as_str() };
    let texts = scale::numbers(chart).map(|number| number.text()).chain([sign]);
    texts.into_iter().all(|text| sketch.width(text, style) + BETWEEN <= band)
}

/// Whether no word of a title is wider than its plot.
fn are_titles_in(sketch: &Sketch<'_>, chart: &Chart, width: f64) -> bool {
    let words = chart.series.iter().flat_map(|series| series.label.split(' '));
    words.into_iter().all(|word| sketch.width(word, sketch.figure()) <= width)
}

/// The names of all periods in few lines; none where one finds no room.
fn all_names(sketch: &Sketch<'_>, chart: &Chart, band: f64) -> Option<Vec<(f64, Vec<String>)>> {
    let style = names_style(sketch);
    let labels = || chart.categories.iter().map(|category| category.label.as_str());
    let room = band - BETWEEN;
    if labels().flat_map(|label| label.split(' ')).any(|word| sketch.width(word, style) > room) {
        return None;
    }
    let names = sketch.wrap_alike(labels(), room, style);
    let placed = |(index, lines)| (band * (count(index) + 0.5), lines);
    names
        .iter()
        .all(|lines| lines.len() <= LINES)
        .then(|| names.into_iter().enumerate().map(placed).collect())
}

/// As many names, from the last backwards, as find room beside each other within a plot.
fn some_names(sketch: &Sketch<'_>, chart: &Chart, band: f64) -> Vec<(f64, Vec<String>)> {
    let style = names_style(sketch);
    let width = band * count(chart.categories.len());
    let mut free = width;
    let mut names = Vec::new();
    for (index, category) in chart.categories.iter().enumerate().rev() {
        let lines = sketch.wrap(&category.label, (2.0 * band).clamp(56.0, width), style);
        let half = sketch.widest(&lines, style) / 2.0;
        let middle = (band * (count(index) + 0.5)).min(width - half).max(half);
        if middle + half <= free {
            free = middle - half - BETWEEN;
            names.push((middle, lines));
        }
    }
    names.reverse();
    names
}

fn write_names(sketch: &mut Sketch<'_>, grid: &Grid, series: usize, top: f64) {
    let style = names_style(sketch);
    for (middle, lines) in &grid.names {
        let at = (Anchor::Middle, grid.side(series) + middle);
        sketch.lines(lines, at, top + style.height(lines.len()) / 2.0, style);
    }
}

/// Lines through the plots of a row, with their values at its left.
fn write_ticks(
    sketch: &mut Sketch<'_>,
    grid: &Grid,
    plots: std::ops::Range<usize>,
    ticks: &[(f64, String)],
    (scale, top): (Scale, f64),
) {
    let (style, colour) = (sketch.small(), sketch.theme.brand.chart.grid);
    sketch.scene.decisions.values = Values::OnAxis;
    for (tick, text) in ticks {
        let y = top + scale.at(*tick);
        for series in plots.clone() {
            let side = grid.side(series);
            sketch.path(&[(side, y), (side + grid.width, y)], 0.6, colour, MarkKind::Grid);
        }
        sketch.text(text, (Anchor::End, grid.left - 5.0), Sketch::centred(y, style), style);
    }
}

/// What columns need above and below, with the ends of an axis where there is one.
fn needs(sketch: &Sketch<'_>, chart: &Chart, values: Values, ends: (f64, f64)) -> Vec<Need> {
    let style = values_style(sketch);
    let beside = match values {
        Values::AtMarks => style.height(1) + TO_VALUE + 1.0,
        Values::OnAxis => 1.0,
    };
    let shown = scale::numbers(chart).map(|number| Need { value: scale::value(number), beside });
    let zero = Need { value: 0.0, beside };
    let axis = [ends.0, ends.1].map(|value| Need { value, beside: style.height(1) / 2.0 });
    let axis = axis.into_iter().filter(|_| values == Values::OnAxis);
    shown.chain([zero]).chain(axis).collect()
}

fn values_style(sketch: &Sketch<'_>) -> Style {
    sketch.figure().at(8.0)
}

fn names_style(sketch: &Sketch<'_>) -> Style {
    sketch.label().at(7.5)
}

/// A number of things, to reckon lengths with.
fn count(things: usize) -> f64 {
    f64::from(u32::try_from(things).unwrap_or(u32::MAX))
}
