//! Lays out horizontal bars in layers: a bar a category, a layer a series.
//!
//! Layers are named beside the first bar that has them, with leaders where a layer is narrower than
//! its label; where that finds no room, by a legend. Values stand within their layers, or beside the
//! bar when the layer is too small for them.

use super::bars::{TO_NAME, TO_VALUE, widest_names};
use super::clustered::{bracket, bracket_at, bracket_room, change_lines};
use super::label::{Sketch, Style, Wish, spread};
use super::names::Column;
use super::palette;
use super::scale::{self, Need, Scale, Writing};
use super::scene::{Anchor, Ground, MarkKind, Rect, TALLEST};
use super::{axis, legend};
use crate::report::{Chart, Number};
use crate::theme::Colour;

/// Height of the leaders between a bar and the labels beside it.
const LEADER: f64 = 7.5;
/// Between labels beside each other.
const BETWEEN: f64 = 7.0;
/// The widest line of a layer's name beside the bar.
const NAME: f64 = 66.0;
/// The farthest that a name may stand from its layer, sideways.
const FARTHEST: f64 = 70.0;

/// A value's place in its bar.
#[derive(Debug, Clone, Copy)]
struct Layer<'a> {
    series: usize,
    number: &'a Number,
    from: f64,
    to: f64,
}

impl Layer<'_> {
    fn middle(&self) -> f64 {
        (self.from + self.to) / 2.0
    }

    fn width(&self) -> f64 {
        (self.to - self.from).abs()
    }
}

/// A label beside a bar: its lines, from the middle of the layer at `anchor`.
struct Label {
    anchor: f64,
    middle: f64,
    lines: Vec<(String, Style)>,
    /// Whether it needs a line to its layer.
    leader: bool,
}

/// The labels above and below a bar.
#[derive(Default)]
struct Lanes {
    above: Vec<Label>,
    below: Vec<Label>,
}

/// How layers are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Naming {
    /// By a name beside the bar.
    Beside,
    /// By a legend, or not at all for a single series.
    Legend,
}

/// Draws the bars below `top` and gives where they end.
pub(super) fn draw(sketch: &mut Sketch<'_>, chart: &Chart, top: f64) -> f64 {
    let mut frame = Frame::new(sketch, chart, (0.0, 0.0));
    let count = chart.categories.len();
    let (naming, lanes) = frame.choose(sketch, chart);
    let axis_below = lanes.is_none();
    let (least, greatest) = frame.reach(chart);
    let ends = scale::around(&[least, greatest], Writing::of(chart).digits, axis::MOST);
    if axis_below {
        frame = Frame::new(sketch, chart, ends);
    }
    let lanes = lanes.unwrap_or_else(|| (0..count).map(|_| Lanes::default()).collect());
    let entries: Vec<_> =
        chart.series.iter().map(|s| s.label.as_str()).zip(frame.colours.iter().copied()).collect();
    let top = if naming == Naming::Legend && chart.series.len() > 1 {
        legend::draw(sketch, &entries, (0.0, sketch.scene.width), top)
    } else {
        top
    };
    let bottom = top + frame.rows(sketch, &lanes).iter().sum::<f64>() + frame.gaps();
    if axis_below {
        let reach = if chart.totals.is_empty() { axis::Reach::Through } else { axis::Reach::Short };
        axis::below(sketch, frame.scale, &Writing::of(chart), ends, (top, bottom + 6.0), reach);
    }
    sketch.scene.decisions.names = frame.names.width;
    sketch.scene.decisions.thick = Some(frame.thick);
    let middles = frame.write(sketch, chart, &lanes, top);
    if let (Some(lines), [from, to]) = (&frame.change, middles.as_slice()) {
        bracket(sketch, (frame.ends[0], *from), (frame.ends[1], *to), lines);
        let change = chart.changes.first().cloned().flatten();
        sketch.scene.decisions.changes.extend(change.map(|change| (0, change)));
    }
    bottom + if axis_below { 7.0 + axis::BELOW } else { 3.0 }
}

/// All that does not depend on where labels stand.
struct Frame<'a> {
    names: Column,
    scale: Scale,
    colours: Vec<Colour>,
    bars: Vec<Vec<Layer<'a>>>,
    thick: f64,
    gap: f64,
    change: Option<Vec<String>>,
    /// Right end of each bar with its total.
    ends: Vec<f64>,
}

impl<'a> Frame<'a> {
    /// A frame whose scale reaches at least so far.
    fn new(sketch: &Sketch<'_>, chart: &'a Chart, (least, greatest): (f64, f64)) -> Self {
        let figure = sketch.figure();
        let change = match chart.changes.as_slice() {
            [Some(change)] if chart.categories.len() == 2 => Some(change_lines(sketch, change)),
            _ => None,
        };
        let beyond = change.as_ref().map_or(0.0, |lines| bracket_room(sketch, lines));
        let total = |category: usize| {
            chart.totals.get(category).map_or(0.0, |total| TO_VALUE + sketch.width(total.text(), figure))
        };
        let sums = |category: usize| {
            let values = chart.series.iter().filter_map(|s| s.values.get(category)?.as_ref());
            values.map(scale::value).fold((0.0, 0.0), |(less, more), value| {
                if value < 0.0 { (less + value, more) } else { (less, more + value) }
            })
        };
        let needs: Vec<Need> = (0..chart.categories.len())
            .flat_map(|category| {
                let (less, more) = sums(category);
                let beside = total(category) + beyond;
                [Need { value: less, beside: 0.0 }, Need { value: more, beside }]
            })
            .chain([least, greatest].map(|value| Need { value, beside: 0.0 }))
            .collect();
        let reserved = needs.iter().map(|need| need.beside).fold(0.0, f64::max);
        let label = sketch.label();
        let most = widest_names(sketch, reserved);
        let names = Column::new(sketch, chart.categories.iter().map(|c| c.label.as_str()), most, label);
        let scale = Scale::fit(&needs, names.width + TO_NAME, sketch.scene.width);
        let bars = (0..chart.categories.len()).map(|category| layers(chart, category, scale)).collect();
        let ends = (0..chart.categories.len()).map(|c| scale.at(sums(c).1) + total(c)).collect();
        let (thick, gap) = match chart.categories.len() {
            0..=3 => (24.0, 14.0),
            4..=6 => (18.0, 10.0),
            7..=10 => (15.0, 8.0),
            _ => (12.0, 6.0),
        };
        let colours = palette::colours(chart, &sketch.theme.brand);
        Self { names, scale, colours, bars, thick, gap, change, ends }
    }

    /// The least and the greatest place in values that a bar reaches.
    fn reach(&self, chart: &Chart) -> (f64, f64) {
        let values = |category: usize| {
            chart.series.iter().filter_map(move |s| s.values.get(category)?.as_ref()).map(scale::value)
        };
        (0..chart.categories.len()).fold((0.0, 0.0), |(least, greatest): (f64, f64), category| {
            let less: f64 = values(category).filter(|value| *value < 0.0).sum();
            let more: f64 = values(category).filter(|value| *value > 0.0).sum();
            (least.min(less), greatest.max(more))
        })
    }

    /// The style of a value within its layer, if it fits and can be read there.
    fn within(&self, sketch: &Sketch<'_>, layer: &Layer<'_>) -> Option<Style> {
        let ink = palette::ink_on(self.colours[layer.series], &sketch.theme.brand)?;
        let style = sketch.figure().at(if self.thick > 12.0 { 8.5 } else { 8.0 }).in_colour(ink);
        (sketch.width(layer.number.text(), style) + 5.0 <= layer.width()).then_some(style)
    }

    /// A bar of one layer whose value is its total too: the name stands in it and the value at its end.
    fn undivided(&self, sketch: &Sketch<'_>, chart: &Chart, category: usize) -> Option<Style> {
        let [layer] = self.bars[category].as_slice() else { return None };
        let total = chart.totals.get(category)?;
        let style =
            sketch.label().in_colour(palette::ink_on(self.colours[layer.series], &sketch.theme.brand)?);
        let room = sketch.width(&chart.series[layer.series].label, style) + 5.0;
        (chart.series.len() > 1 && total.text() == layer.number.text() && room <= layer.width())
            .then_some(style)
    }

    /// Names beside the bars if they find room, else a legend; then values beside the bars if they do,
    /// else none.
    fn choose(&self, sketch: &Sketch<'_>, chart: &Chart) -> (Naming, Option<Vec<Lanes>>) {
        let fit = |naming: Naming, tallest: f64| {
            self.lanes(sketch, chart, naming).filter(|lanes| self.height(sketch, lanes) <= tallest)
        };
        if chart.series.len() > 1
            && let Some(lanes) = fit(Naming::Beside, TALLEST)
        {
            return (Naming::Beside, Some(lanes));
        }
        // A legend, which is not laid out yet, takes up to three rows.
        (Naming::Legend, fit(Naming::Legend, TALLEST - 36.0))
    }

    /// The labels beside every bar, or `None` where a bar has no room for them.
    fn lanes(&self, sketch: &Sketch<'_>, chart: &Chart, naming: Naming) -> Option<Vec<Lanes>> {
        let mut named = vec![naming == Naming::Legend; chart.series.len()];
        self.bars
            .iter()
            .enumerate()
            .map(|(category, bar)| {
                let mut labels: Vec<(Label, f64)> = Vec::new();
                if self.undivided(sketch, chart, category).is_some() {
                    bar.iter().for_each(|layer| named[layer.series] = true);
                    return Some(Lanes::default());
                }
                for layer in bar {
                    let mut lines = Vec::new();
                    if !std::mem::replace(&mut named[layer.series], true) {
                        let limit = NAME.max(layer.width());
                        let style = sketch.label();
                        let name = sketch.wrap(&chart.series[layer.series].label, limit, style);
                        if name.len() > 2 {
                            return None;
                        }
                        lines.extend(name.into_iter().map(|line| (line, style)));
                    }
                    // A name over a wide layer is near enough; a value always has its line.
                    let mut room = layer.width();
                    if self.within(sketch, layer).is_none() {
                        lines.push((layer.number.text().to_owned(), sketch.figure()));
                        room = 0.0;
                    }
                    if !lines.is_empty() {
                        let anchor = layer.middle();
                        labels.push((Label { anchor, middle: anchor, lines, leader: true }, room));
                    }
                }
                labels.sort_by(|a, b| a.0.anchor.total_cmp(&b.0.anchor));
                self.lane(sketch, labels, naming)
            })
            .collect()
    }

    /// Puts labels beside a bar: all above it, or by turns above and below.
    fn lane(&self, sketch: &Sketch<'_>, labels: Vec<(Label, f64)>, naming: Naming) -> Option<Lanes> {
        let low = self.names.width + TO_NAME;
        let high = self
            .change
            .as_ref()
            .map_or(sketch.scene.width, |_| bracket_at(self.ends.iter().copied().fold(low, f64::max)) - 3.0);
        let place = |labels: &mut [(Label, f64)]| {
            let wishes: Vec<Wish> = labels
                .iter()
                .map(|(label, _)| Wish { middle: label.anchor, length: width(sketch, label) })
                .collect();
            let Some(middles) = spread(&wishes, BETWEEN, low, high) else { return false };
            for (((label, room), middle), wish) in labels.iter_mut().zip(middles).zip(wishes) {
                label.middle = middle;
                label.leader = (middle - label.anchor).abs() > 0.5 || wish.length > *room;
            }
            let far = |(label, _): &(Label, f64)| (label.middle - label.anchor).abs() > FARTHEST;
            naming == Naming::Legend || !labels.iter().any(far)
        };
        let mut above = labels;
        if place(&mut above) {
            return Some(Lanes { above: strip(above), below: Vec::new() });
        }
        let (mut even, mut odd) = (Vec::new(), Vec::new());
        for (index, label) in above.into_iter().enumerate() {
            if index % 2 == 0 { even.push(label) } else { odd.push(label) }
        }
        (place(&mut even) && place(&mut odd)).then(|| Lanes { above: strip(even), below: strip(odd) })
    }

    /// Height of each bar with its labels.
    fn rows(&self, sketch: &Sketch<'_>, lanes: &[Lanes]) -> Vec<f64> {
        let bar = |category: usize| self.bar_height(sketch, category);
        let lane = |(category, lanes): (usize, &Lanes)| {
            lane_height(&lanes.above) + bar(category) + lane_height(&lanes.below)
        };
        lanes.iter().enumerate().map(lane).collect()
    }

    fn bar_height(&self, sketch: &Sketch<'_>, category: usize) -> f64 {
        self.thick.max(sketch.label().height(self.names.names[category].len()))
    }

    fn gaps(&self) -> f64 {
        f64::from(u32::try_from(self.bars.len().saturating_sub(1)).unwrap_or(0)) * self.gap
    }

    fn height(&self, sketch: &Sketch<'_>, lanes: &[Lanes]) -> f64 {
        self.rows(sketch, lanes).iter().sum::<f64>() + self.gaps()
    }

    /// Draws bars and labels; gives the middle of each bar.
    fn write(&self, sketch: &mut Sketch<'_>, chart: &Chart, lanes: &[Lanes], top: f64) -> Vec<f64> {
        let mut y = top;
        let mut middles = Vec::new();
        for (category, lanes) in lanes.iter().enumerate() {
            let height = self.bar_height(sketch, category);
            let middle = y + lane_height(&lanes.above) + height / 2.0;
            let names = &self.names.names[category];
            sketch.lines(names, (Anchor::Start, 0.0), middle, sketch.label());
            let sides = (middle - self.thick / 2.0, middle + self.thick / 2.0);
            self.write_bar(sketch, chart, category, sides);
            for label in &lanes.above {
                write_label(sketch, label, sides.0, -1.0);
            }
            for label in &lanes.below {
                write_label(sketch, label, sides.1, 1.0);
            }
            middles.push(middle);
            y = middle + height / 2.0 + lane_height(&lanes.below) + self.gap;
        }
        middles
    }

    fn write_bar(&self, sketch: &mut Sketch<'_>, chart: &Chart, category: usize, sides: (f64, f64)) {
        let layers = &self.bars[category];
        let middle = (sides.0 + sides.1) / 2.0;
        for layer in layers {
            let rect = Rect::between((layer.from, layer.to), sides);
            let kind = MarkKind::Value { category, series: layer.series };
            sketch.rect(rect, self.colours[layer.series], kind);
        }
        for layer in layers {
            let next = layers.iter().find(|next| next.width() > 0.0 && same(next.from, layer.to));
            if let Some(next) = next.filter(|_| layer.width() > 0.0) {
                let width = (layer.width().min(next.width()) * 0.3).min(0.8);
                if width >= 0.1 {
                    sketch.separator(&[(layer.to, sides.0), (layer.to, sides.1)], width);
                }
            }
            let ground = Ground::Value { category, series: layer.series };
            let at = (Anchor::Middle, layer.middle());
            if let Some(style) = self.undivided(sketch, chart, category) {
                let name = &chart.series[layer.series].label;
                sketch.text_on(name, at, Sketch::centred(middle, style), style, ground);
            } else if let Some(style) = self.within(sketch, layer) {
                sketch.text_on(layer.number.text(), at, Sketch::centred(middle, style), style, ground);
                sketch.scene.decisions.within.push((category, layer.series));
            }
        }
        let axis = sketch.theme.brand.chart.axis;
        let zero = self.scale.zero;
        sketch.path(&[(zero, (sides.0 - 2.0).max(0.0)), (zero, sides.1 + 2.0)], 0.7, axis, MarkKind::Axis);
        if let Some(total) = chart.totals.get(category) {
            let end = layers.iter().map(|layer| layer.to).fold(zero, f64::max) + TO_VALUE;
            let style = sketch.figure();
            sketch.text(total.text(), (Anchor::Start, end), Sketch::centred(middle, style), style);
        }
    }
}

/// The layers of a bar from zero outwards, negative ones to the left.
fn layers(chart: &Chart, category: usize, scale: Scale) -> Vec<Layer<'_>> {
    let (mut less, mut more) = (0.0, 0.0);
    let mut layers = Vec::new();
    for (series, data) in chart.series.iter().enumerate() {
        let Some(number) = data.values.get(category).and_then(Option::as_ref) else { continue };
        let value = scale::value(number);
        let reached = if value < 0.0 { &mut less } else { &mut more };
        let from = scale.at(*reached);
        *reached += value;
        layers.push(Layer { series, number, from, to: scale.at(*reached) });
    }
    layers
}

fn same(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-6
}

fn strip(labels: Vec<(Label, f64)>) -> Vec<Label> {
    labels.into_iter().map(|(label, _)| label).collect()
}

fn width(sketch: &Sketch<'_>, label: &Label) -> f64 {
    label.lines.iter().map(|(line, style)| sketch.width(line, *style)).fold(0.0, f64::max)
}

fn lane_height(labels: &[Label]) -> f64 {
    let lines = |label: &Label| label.lines.iter().map(|(_, style)| style.height(1)).sum::<f64>();
    let highest = labels.iter().map(lines).fold(0.0, f64::max);
    if highest > 0.0 { highest + LEADER } else { 0.0 }
}

/// Writes a label beside the edge of a bar, upwards or downwards, with its leader.
fn write_label(sketch: &mut Sketch<'_>, label: &Label, edge: f64, way: f64) {
    let colour = sketch.theme.brand.chart.axis;
    let near = edge + way * (LEADER - 1.0);
    if label.leader {
        let knee = edge + way * 2.5;
        let points = [(label.anchor, edge), (label.anchor, knee), (label.middle, near)];
        sketch.path(&points, 0.5, colour, MarkKind::Leader);
    }
    let height: f64 = label.lines.iter().map(|(_, style)| style.height(1)).sum();
    let mut y = if way < 0.0 { edge - LEADER - height } else { edge + LEADER };
    for (line, style) in &label.lines {
        let middle = y + style.height(1) / 2.0;
        sketch.text(line, (Anchor::Middle, label.middle), Sketch::centred(middle, *style), *style);
        y += style.height(1);
    }
}
