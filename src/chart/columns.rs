//! Lays out columns, one a category: name below, value above, the change of a pair bridged.

use super::label::Sketch;
use super::scale::{self, Need, Scale};
use super::scene::{Anchor, Guided, MarkKind, Rect, Way};
use super::{bars, guide, palette};
use crate::report::{Chart, Number};

/// The widest share of the page that one category takes.
const WIDEST: f64 = 130.0;
/// Between neighbours' labels.
const BETWEEN: f64 = 4.0;
/// Between a column and its value, and between the axis and a name.
const TO_VALUE: f64 = 2.0;
const TO_NAME: f64 = 4.0;
/// Height of the bridge over a pair, above the values.
const BRIDGE: f64 = 9.0;

/// How the labels fit below and above the columns.
struct Labels {
    size: f64,
    names: Vec<Vec<String>>,
}

/// Draws the columns below `top` and gives where they end. Labels that find no room as columns'
/// labels are drawn as bars' labels, which always find it.
pub(super) fn draw(sketch: &mut Sketch<'_>, chart: &Chart, top: f64) -> f64 {
    let count = u32::try_from(chart.categories.len().max(1)).unwrap_or(u32::MAX);
    let band = (sketch.scene.width / f64::from(count)).min(WIDEST);
    let Some(labels) = labels(sketch, chart, band - BETWEEN) else {
        return bars::draw(sketch, chart, top);
    };
    let (name, figure) = (sketch.label().at(labels.size), sketch.figure().at(labels.size));
    let values: Vec<Option<&Number>> = (0..chart.categories.len())
        .map(|category| chart.series.first().and_then(|s| s.values.get(category)?.as_ref()))
        .collect();
    let change = chart.changes.iter().flatten().next().filter(|_| chart.categories.len() == 2);
    let keys = top;
    let lane = guide::keys(sketch, chart, top);
    let top = lane + guide::lane_height(sketch, chart);
    let top = top + change.map_or(0.0, |_| sketch.label().height(1) + BRIDGE + 2.0);
    let value_height = figure.height(1) + TO_VALUE;
    let shown = values.iter().flatten();
    let shown = shown.map(|number| Need { value: scale::value(number), beside: value_height });
    let gaps = chart.legend.gaps.iter().map(|_| Need { value: 0.0, beside: value_height });
    let needs: Vec<Need> = shown.chain(gaps).chain(scale::reach(chart)).chain(guide::needs(chart)).collect();
    // Room for the columns and their values.
    let plot = sketch.spacing.of(104.0, 120.0, 140.0);
    let scale = Scale::fit_upright(&needs, top, top + plot);
    let colours = palette::colours(chart, &sketch.theme.brand);
    let thick = (band * 0.56).min(if values.len() == 2 { 60.0 } else { 44.0 });
    sketch.scene.decisions.way = Way::Up;
    sketch.scene.decisions.thick = Some(thick);
    let left = (sketch.scene.width - band * f64::from(count)) / 2.0;
    let lowest = needs.iter().filter(|need| need.value < 0.0).map(|n| scale.at(n.value) + n.beside);
    let floor = lowest.fold(scale.zero, f64::max) + TO_NAME;
    let axis = [floor - TO_NAME, top].map(|at| scale.end(at));
    guide::decide(sketch, chart, Guided { keys: (keys, lane), lane, axis });
    let mut middles = Vec::new();
    for (category, number) in values.iter().enumerate() {
        let index = f64::from(u32::try_from(category).unwrap_or(0));
        let x = left + band * (index + 0.5);
        if let Some(number) = number {
            let value = scale::value(number);
            let end = scale.at(value);
            let rect = Rect::between((x - thick / 2.0, x + thick / 2.0), (scale.zero, end));
            sketch.rect(rect, colours[category], MarkKind::Value { category, series: 0 });
            bars::open_end(sketch, number, rect, (Way::Up, value));
            let middle = if value < 0.0 { end + value_height / 2.0 } else { end - value_height / 2.0 };
            sketch.text(number.text(), (Anchor::Middle, x), Sketch::centred(middle, figure), figure);
            middles.push((x, end.min(scale.zero) - if value < 0.0 { 0.0 } else { value_height }));
        } else if chart.legend.gaps.contains(&(0, category)) {
            let middle = scale.zero - value_height / 2.0;
            sketch.text(&chart.legend.sign, (Anchor::Middle, x), Sketch::centred(middle, figure), figure);
        }
        let lines = &labels.names[category];
        sketch.lines(lines, (Anchor::Middle, x), floor + name.height(lines.len()) / 2.0, name);
    }
    let axis = sketch.theme.brand.chart.axis;
    let right = left + band * f64::from(count);
    sketch.path(&[(left, scale.zero), (right, scale.zero)], 0.7, axis, MarkKind::Axis);
    guide::across(sketch, chart, (Way::Up, scale), (left, right));
    let tops = (0..values.len()).map(|category| {
        let index = f64::from(u32::try_from(category).unwrap_or(0));
        let end = values[category].map_or(scale.zero, |number| scale.at(scale::value(number)));
        (left + band * (index + 0.5), end.min(scale.zero) - 1.0)
    });
    let tops: Vec<_> = tops.collect();
    guide::lane(sketch, chart, lane, &tops);
    if let (Some(change), [from, to]) = (change, middles.as_slice()) {
        bridge(sketch, change, *from, *to);
        sketch.scene.decisions.changes.push((0, change.clone()));
    }
    let lines = labels.names.iter().map(Vec::len).max().unwrap_or(0);
    floor + name.height(lines) + 1.0
}

/// The largest size at which each value fits its band, and each name in three lines without a cut.
fn labels(sketch: &Sketch<'_>, chart: &Chart, room: f64) -> Option<Labels> {
    [8.5, 8.0, 7.5, 7.0].into_iter().find_map(|size| {
        let (name, figure) = (sketch.label().at(size), sketch.figure().at(size));
        let numbers = chart.series.first().into_iter().flat_map(|series| series.values.iter().flatten());
        let names = chart.categories.iter().map(|category| category.label.as_str());
        let words = names.clone().flat_map(|name| name.split(' '));
        if numbers.into_iter().any(|number| sketch.width(number.text(), figure) > room)
            || words.into_iter().any(|word| sketch.width(word, name) > room)
        {
            return None;
        }
        let names = sketch.wrap_alike(names, room, name);
        names.iter().all(|lines| lines.len() <= 3).then_some(Labels { size, names })
    })
}

/// Writes a change over a pair: a line from the first value over to the second, with an arrow head.
fn bridge(sketch: &mut Sketch<'_>, change: &str, from: (f64, f64), to: (f64, f64)) {
    let style = sketch.figure();
    let colour = sketch.theme.brand.colours.muted;
    let y = from.1.min(to.1) - BRIDGE;
    let (start, end) = (from.1 - 1.5, to.1 - 1.5);
    sketch.path(
        &[(from.0, start), (from.0, y), (to.0, y), (to.0, end - 3.0)],
        0.7,
        colour,
        MarkKind::Bracket,
    );
    let head = [(to.0 - 2.5, end - 4.5), (to.0 + 2.5, end - 4.5), (to.0, end)];
    sketch.polygon(&head, colour, MarkKind::Bracket);
    let middle = y - style.height(1) / 2.0 - 1.5;
    let x = (from.0 + to.0) / 2.0;
    sketch.text(change, (Anchor::Middle, x), Sketch::centred(middle, style), style);
}
