//! Lays out groups of horizontal bars: a group a category, a bar a series, the change beside a pair.

use super::bars::{LEAST_ROOM, TO_NAME, TO_VALUE, before, open_end, widest_names, zero_line};
use super::label::{Sketch, Style};
use super::names::Column;
use super::palette;
use super::scale::{self, Need, Scale, Writing};
use super::scene::{Anchor, Ground, MarkKind, Rect, Spacing, TALLEST, Way};
use super::{axis, legend};
use crate::report::Chart;
use crate::theme::Colour;

/// Between a pair's values and its bracket, the bracket's depth, and between it and its words.
const TO_BRACKET: f64 = 7.0;
const DEPTH: f64 = 5.0;
const TO_CHANGE: f64 = 4.0;
/// The widest line of a change.
const CHANGE: f64 = 84.0;

/// How thick bars are and how far apart.
#[derive(Debug, Clone, Copy)]
struct Rhythm {
    thick: f64,
    /// Between the bars of a group.
    gap: f64,
    /// Between groups.
    apart: f64,
    /// Size of the values; `None` where an axis tells them.
    figure: Option<f64>,
}

impl Rhythm {
    fn group(self, series: usize) -> f64 {
        let count = f64::from(u32::try_from(series.max(1)).unwrap_or(u32::MAX));
        count * self.thick + (count - 1.0) * self.gap
    }
}

/// Draws the groups below `top` and gives where they end.
pub(super) fn draw(sketch: &mut Sketch<'_>, chart: &Chart, top: f64) -> f64 {
    let rhythm = rhythm(chart, TALLEST - top, sketch.spacing);
    let figure = sketch.figure().at(rhythm.figure.unwrap_or(8.0));
    let changes = changes(sketch, chart);
    let values: Vec<f64> = scale::numbers(chart).map(scale::value).collect();
    let ends = scale::around(&values, Writing::of(chart).digits, axis::MOST);
    let mut needs = needs(sketch, chart, rhythm, &changes, figure);
    needs.extend(scale::reach(chart));
    if rhythm.figure.is_none() {
        needs.extend([ends.0, ends.1].map(|value| Need { value, beside: 6.0 }));
    }
    let beside = |negative: bool| {
        needs.iter().filter(|n| (n.value < 0.0) == negative).map(|n| n.beside).fold(0.0, f64::max)
    };
    let most = widest_names(sketch, beside(true) + beside(false));
    let label = sketch.label();
    let names = Column::beside(sketch, chart, chart.categories.iter().map(|c| c.label.as_str()), most, label);
    sketch.scene.decisions.names = names.width;
    sketch.scene.decisions.thick = Some(rhythm.thick);
    let left = names.width + TO_NAME;
    let scale = Scale::fit(&needs, left, sketch.scene.width);
    let colours = palette::colours(chart, &sketch.theme.brand);
    let direct = direct_labels(sketch, chart, scale, rhythm, &colours);
    let entries: Vec<_> =
        chart.series.iter().map(|s| s.label.as_str()).zip(colours.iter().copied()).collect();
    let top = match direct {
        None if chart.series.len() > 1 => {
            let width = sketch.scene.width;
            legend::draw(sketch, &entries, (0.0, width), top)
        }
        None | Some(_) => top,
    };
    let group = rhythm.group(chart.series.len());
    let rows = rows(&names, &changes, group, label);
    let gaps = f64::from(u32::try_from(rows.len().saturating_sub(1)).unwrap_or(0)) * rhythm.apart;
    let apart: f64 = (0..rows.len()).map(|category| before(chart, category, rhythm.apart)).sum();
    let bottom = top + rows.iter().sum::<f64>() + gaps + apart;
    if rhythm.figure.is_none() {
        let reach = if changes.is_empty() { axis::Reach::Through } else { axis::Reach::Short };
        axis::below(sketch, scale, &Writing::of(chart), ends, (top - 3.0, bottom + 6.0), reach);
    }
    let mut y = top;
    for (category, lines) in names.names.iter().enumerate() {
        y += before(chart, category, rhythm.apart);
        let middle = y + rows[category] / 2.0;
        sketch.lines(lines, (Anchor::Start, 0.0), middle, label);
        let first = middle - group / 2.0;
        let ends = bars(sketch, chart, category, first, (scale, rhythm), &colours);
        if let (Some(lines), [from, to]) =
            (changes.get(category).filter(|lines| !lines.is_empty()), ends.as_slice())
        {
            let half = rhythm.thick / 2.0;
            bracket(sketch, (*from, first + half), (*to, first + group - half), lines);
            let change = chart.changes.get(category).cloned().flatten();
            sketch.scene.decisions.changes.extend(change.map(|change| (category, change)));
        }
        y += rows[category] + rhythm.apart;
    }
    zero_line(sketch, scale.zero, (top - 3.0).max(0.0), bottom + 3.0);
    if let Some(labels) = direct {
        let mut top = top;
        for (category, row) in rows.iter().enumerate() {
            top += before(chart, category, rhythm.apart);
            let mut middle = top + row / 2.0 - group / 2.0 + rhythm.thick / 2.0;
            for (series, (text, style)) in labels.iter().enumerate() {
                if category == 0 || has_room(sketch, chart, (category, series), text, *style, scale) {
                    let ground = Ground::Value { category, series };
                    let baseline = Sketch::centred(middle, *style);
                    sketch.text_on(text, (Anchor::Start, scale.zero + 5.0), baseline, *style, ground);
                }
                middle += rhythm.thick + rhythm.gap;
            }
            top += row + rhythm.apart;
        }
    }
    bottom + if rhythm.figure.is_none() { 7.0 + axis::BELOW } else { 4.0 }
}

/// Writes the change of a pair beside a bracket, from the end of the first mark and its value to
/// that of the second, with an arrow head.
pub(super) fn bracket(sketch: &mut Sketch<'_>, from: (f64, f64), to: (f64, f64), lines: &[String]) {
    let colour = sketch.theme.brand.colours.muted;
    let (start, tip) = (from.0 + TO_BRACKET, to.0 + TO_BRACKET);
    let far = bracket_at(from.0.max(to.0)) + DEPTH;
    sketch.path(
        &[(start, from.1), (far, from.1), (far, to.1), (tip + 3.0, to.1)],
        0.7,
        colour,
        MarkKind::Bracket,
    );
    let head = [(tip + 4.0, to.1 - 2.5), (tip + 4.0, to.1 + 2.5), (tip, to.1)];
    sketch.polygon(&head, colour, MarkKind::Bracket);
    let style = sketch.figure();
    sketch.lines(lines, (Anchor::Start, far + TO_CHANGE), (from.1 + to.1) / 2.0, style);
}

/// Room that a bracket and its words take beyond the values of a pair.
pub(super) fn bracket_room(sketch: &Sketch<'_>, lines: &[String]) -> f64 {
    TO_BRACKET + DEPTH + TO_CHANGE + sketch.widest(lines, sketch.figure())
}

/// The words of a change in short lines.
pub(super) fn change_lines(sketch: &Sketch<'_>, change: &str) -> Vec<String> {
    sketch.wrap(change, CHANGE, sketch.figure())
}

/// Where the shorter arm of a bracket begins, beyond the end of a pair's values.
pub(super) fn bracket_at(end: f64) -> f64 {
    end + TO_BRACKET
}

fn rhythm(chart: &Chart, tallest: f64, spacing: Spacing) -> Rhythm {
    let (categories, series) = (chart.categories.len(), chart.series.len());
    // Two pairs of thin bars would look lost on the page.
    let large = Rhythm { thick: 18.0, gap: 1.5, apart: spacing.of(18.0, 28.0, 32.0), figure: Some(8.5) };
    let roomy = Rhythm { thick: 11.5, gap: 1.0, apart: 12.0, figure: Some(8.5) };
    let close = Rhythm { thick: 10.0, gap: 0.8, apart: 9.0, figure: Some(8.5) };
    let tight = Rhythm { thick: 9.0, gap: 0.8, apart: 7.0, figure: Some(8.0) };
    let small = Rhythm { thick: 8.4, gap: 0.8, apart: 4.4, figure: Some(7.5) };
    let count = f64::from(u32::try_from(categories.max(1)).unwrap_or(u32::MAX));
    // A legend, which is not laid out yet, takes up to two rows.
    let fits = |rhythm: Rhythm, height: f64| count * (rhythm.group(series) + rhythm.apart) <= height;
    if fits(large, tallest * 0.45) {
        large
    } else if fits(roomy, tallest * 0.72) {
        roomy
    } else if fits(close, tallest - 30.0) {
        close
    } else if fits(tight, tallest - 30.0) {
        tight
    } else if fits(small, tallest) {
        small
    } else {
        let apart = 6.0;
        let bars = f64::from(u32::try_from(series.max(1)).unwrap_or(u32::MAX));
        let thick = (((tallest - 44.0) / count - apart) / bars - 0.6).clamp(2.0, 9.0);
        Rhythm { thick, gap: 0.6, apart, figure: None }
    }
}

fn changes(sketch: &Sketch<'_>, chart: &Chart) -> Vec<Vec<String>> {
    if chart.series.len() != 2 {
        return Vec::new();
    }
    let lines = |change: &Option<String>| {
        change.as_deref().map(|change| change_lines(sketch, change)).unwrap_or_default()
    };
    chart.changes.iter().take(chart.categories.len()).map(lines).collect()
}

/// The room that values need beyond the bars' ends, and a pair's change beyond those.
fn needs(
    sketch: &Sketch<'_>,
    chart: &Chart,
    rhythm: Rhythm,
    changes: &[Vec<String>],
    figure: Style,
) -> Vec<Need> {
    let mut needs = Vec::new();
    for category in 0..chart.categories.len() {
        let change = changes.get(category).filter(|lines| !lines.is_empty());
        let change = change.map_or(0.0, |lines| bracket_room(sketch, lines));
        let sign = TO_VALUE + sketch.width(&chart.legend.sign, figure);
        let sign = if chart.legend.gaps.is_empty() { 0.0 } else { sign };
        needs.push(Need { value: 0.0, beside: change.max(sign) });
        for series in &chart.series {
            let Some(number) = series.values.get(category).and_then(Option::as_ref) else { continue };
            let value = scale::value(number);
            let label = rhythm.figure.map_or(12.0, |_| TO_VALUE + sketch.width(number.text(), figure));
            let beside = if value < 0.0 { label } else { label + change };
            needs.push(Need { value, beside });
        }
    }
    needs
}

/// Height of each group with its name and its change.
fn rows(names: &Column, changes: &[Vec<String>], group: f64, label: Style) -> Vec<f64> {
    let lines =
        |(category, name): (usize, &Vec<String>)| name.len().max(changes.get(category).map_or(0, Vec::len));
    names.names.iter().enumerate().map(|row| group.max(label.height(lines(row)))).collect()
}

/// Draws one group and its values; gives the right end of each bar with its value.
fn bars(
    sketch: &mut Sketch<'_>,
    chart: &Chart,
    category: usize,
    top: f64,
    (scale, rhythm): (Scale, Rhythm),
    colours: &[Colour],
) -> Vec<f64> {
    let mut y = top;
    let mut ends = Vec::new();
    for (series, data) in chart.series.iter().enumerate() {
        if let Some(number) = data.values.get(category).and_then(Option::as_ref) {
            let value = scale::value(number);
            let end = scale.at(value);
            let rect = Rect::between((scale.zero, end), (y, y + rhythm.thick));
            sketch.rect(rect, colours[series], MarkKind::Value { category, series });
            open_end(sketch, number, rect, (Way::Right, value));
            let mut right = end.max(scale.zero);
            if let Some(size) = rhythm.figure {
                let style = sketch.figure().at(size);
                let baseline = Sketch::centred(y + rhythm.thick / 2.0, style);
                let at = if value < 0.0 {
                    (Anchor::End, end - TO_VALUE)
                } else {
                    right = right.max(end + TO_VALUE + sketch.width(number.text(), style));
                    (Anchor::Start, end + TO_VALUE)
                };
                sketch.text(number.text(), at, baseline, style);
            }
            ends.push(right);
        } else if let Some(size) = rhythm.figure.filter(|_| chart.legend.gaps.contains(&(series, category))) {
            let style = sketch.figure().at(size);
            let baseline = Sketch::centred(y + rhythm.thick / 2.0, style);
            sketch.text(&chart.legend.sign, (Anchor::Start, scale.zero + TO_VALUE), baseline, style);
        }
        y += rhythm.thick + rhythm.gap;
    }
    ends
}

/// The names of two or three series, where each fits into its bar of the first category; they stand in all bars that
/// have room.
fn direct_labels(
    sketch: &Sketch<'_>,
    chart: &Chart,
    scale: Scale,
    rhythm: Rhythm,
    colours: &[Colour],
) -> Option<Vec<(String, Style)>> {
    if !(2..=3).contains(&chart.series.len()) || rhythm.thick < 9.6 {
        return None;
    }
    chart
        .series
        .iter()
        .zip(colours)
        .enumerate()
        .map(|(series, (data, &colour))| {
            // The edge of a light bar leaves no room for letters.
            let ink = palette::ink_on(colour, &sketch.theme.brand)
                .filter(|_| palette::outline(colour).is_none())?;
            let style = sketch.label().at(8.0).in_colour(ink);
            // The first bars have to show what the hues mean.
            has_room(sketch, chart, (0, series), &data.label, style, scale)
                .then(|| (data.label.clone(), style))
        })
        .collect()
}

/// Whether a name fits into a bar: the end of a limit's bar is cut open.
fn has_room(
    sketch: &Sketch<'_>,
    chart: &Chart,
    (category, series): (usize, usize),
    name: &str,
    style: Style,
    scale: Scale,
) -> bool {
    let number = chart.series[series].values.get(category).and_then(Option::as_ref);
    number.filter(|number| number.quantity().is_exact()).is_some_and(|number| {
        let length = scale::value(number) * scale.unit;
        sketch.width(name, style) + 10.0 <= length && length <= sketch.scene.width - LEAST_ROOM / 2.0
    })
}
