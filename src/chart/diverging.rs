//! Lays out bars to both sides of one zero line, a row a category: the first series to the right, the second to the
//! left, and what is left of both as a point with its value in a column at the side.

use super::bars::{TO_NAME, before, open_end, rhythm, widest_names, zero_line};
use super::label::Sketch;
use super::names::Column;
use super::scale::{self, Need, Scale};
use super::scene::{Anchor, MarkKind, Rect, Way};
use super::{legend, palette};
use crate::report::{Chart, Number, Role};
use crate::theme::Colour;

/// Radius of a net value's point, and of the white around it.
const DOT: f64 = 3.2;
const RING: f64 = 4.4;
/// Between the end of a bar and its value: a point can stand at the end.
const TO_VALUE: f64 = RING + 2.5;
/// Between the bars with their values and the column of net values, and the widest line of its head.
const TO_NET: f64 = 14.0;
const HEAD: f64 = 80.0;
/// White between the bars of both sides.
const PARTED: f64 = 2.0;
/// From the point in a head to its words.
const TO_HEAD: f64 = 4.0;

/// The column of net values at the right side.
struct Net {
    series: usize,
    head: Vec<String>,
    width: f64,
}

/// Which way the bars of a series go; none for the net values.
fn sign(chart: &Chart, series: usize) -> Option<f64> {
    match (chart.series[series].role, series) {
        (Role::Net, _) => None,
        (_, 1) => Some(-1.0),
        _ => Some(1.0),
    }
}

/// Draws the rows below `top` and gives where they end.
pub(super) fn draw(sketch: &mut Sketch<'_>, chart: &Chart, top: f64) -> f64 {
    let (name, figure) = (sketch.label(), sketch.figure());
    let net = net(sketch, chart);
    let needs = needs(sketch, chart);
    let beside = |negative: bool| {
        needs.iter().filter(|n| (n.value < 0.0) == negative).map(|n| n.beside).fold(0.0, f64::max)
    };
    let column = net.as_ref().map_or(0.0, |net| net.width + TO_NET);
    let most = widest_names(sketch, beside(true) + beside(false) + column);
    let names = Column::new(sketch, chart.categories.iter().map(|c| c.label.as_str()), most, name);
    let right = sketch.scene.width - column;
    let scale = Scale::fit(&needs, names.width + TO_NAME, right);
    let colours = palette::colours(chart, &sketch.theme.brand);
    let (thick, gap) = rhythm(chart.categories.len(), sketch.spacing);
    sketch.scene.decisions.names = names.width;
    sketch.scene.decisions.thick = Some(thick);
    let top = heads(sketch, chart, net.as_ref(), &colours, top);
    let mut y = top;
    for (category, lines) in names.names.iter().enumerate() {
        let row = thick.max(name.height(lines.len()));
        y += before(chart, category, gap);
        let middle = y + row / 2.0;
        sketch.lines(lines, (Anchor::Start, 0.0), middle, name);
        for (series, colour) in colours.iter().enumerate() {
            if let Some(sign) = sign(chart, series) {
                bar(sketch, chart, (category, series), (scale, sign, thick), (middle, *colour));
            }
        }
        let bars = (0..chart.series.len()).filter(|series| sign(chart, *series).is_some());
        let bars: Vec<f64> = bars
            .filter_map(|series| Some((scale::value(number(chart, category, series)?) * scale.unit).abs()))
            .collect();
        // A short bar stays in sight.
        let parted = bars.iter().fold(PARTED, |width, length| width.min(length * 0.5));
        if bars.len() > 1 && parted >= 0.1 {
            let sides = (middle - thick / 2.0, middle + thick / 2.0);
            sketch.separator(&[(scale.zero, sides.0), (scale.zero, sides.1)], parted);
        }
        if let Some(net) = &net
            && let Some(number) = number(chart, category, net.series)
        {
            let (x, kind) =
                (scale.at(scale::value(number)), MarkKind::Value { category, series: net.series });
            sketch.dot((x, middle), RING, palette::WHITE, MarkKind::Separator);
            sketch.dot((x, middle), DOT, colours[net.series], kind);
            let at = (Anchor::End, sketch.scene.width);
            sketch.text(number.text(), at, Sketch::centred(middle, figure), figure);
        }
        y += row + gap;
    }
    let bottom = y - gap;
    zero_line(sketch, scale.zero, (top - 3.0).max(0.0), bottom + 3.0);
    bottom + 4.0
}

/// The room that bars take with the values at their ends.
fn needs(sketch: &Sketch<'_>, chart: &Chart) -> Vec<Need> {
    let figure = sketch.figure();
    let beside = |text: &str| TO_VALUE + sketch.width(text, figure);
    // A bar of no length has its value at its own side all the same.
    let least = |value: f64, sign: f64| if sign < 0.0 { (-value).min(-f64::MIN_POSITIVE) } else { value };
    let mut needs = Vec::new();
    for (series, data) in chart.series.iter().enumerate() {
        let Some(sign) = sign(chart, series) else { continue };
        for (category, number) in data.values.iter().enumerate() {
            match number {
                Some(number) => {
                    let value = least(scale::value(number), sign);
                    needs.push(Need { value, beside: beside(number.text()) });
                }
                None if chart.legend.gaps.contains(&(series, category)) => {
                    needs.push(Need { value: least(0.0, sign), beside: beside(&chart.legend.sign) });
                }
                None => {}
            }
        }
    }
    let points = chart.series.iter().filter(|series| series.role == Role::Net);
    let points = points.flat_map(|series| series.values.iter().flatten());
    needs.extend(points.map(|number| Need { value: scale::value(number), beside: RING }));
    needs
}

/// Draws one bar with its value at its end, or the sign of a value that the source does not have.
fn bar(
    sketch: &mut Sketch<'_>,
    chart: &Chart,
    (category, series): (usize, usize),
    (scale, sign, thick): (Scale, f64, f64),
    (middle, colour): (f64, Colour),
) {
    let figure = sketch.figure();
    let baseline = Sketch::centred(middle, figure);
    let beside = |end: f64| {
        if sign < 0.0 { (Anchor::End, end - TO_VALUE) } else { (Anchor::Start, end + TO_VALUE) }
    };
    if let Some(number) = number(chart, category, series) {
        let end = scale.at(sign * scale::value(number));
        let rect = Rect::between((scale.zero, end), (middle - thick / 2.0, middle + thick / 2.0));
        sketch.rect(rect, colour, MarkKind::Value { category, series });
        open_end(sketch, number, rect, (Way::Right, sign));
        sketch.text(number.text(), beside(end), baseline, figure);
    } else if chart.legend.gaps.contains(&(series, category)) {
        sketch.text(&chart.legend.sign, beside(scale.zero), baseline, figure);
    }
}

fn number(chart: &Chart, category: usize, series: usize) -> Option<&Number> {
    chart.series.get(series)?.values.get(category)?.as_ref()
}

/// The column of net values: as wide as its head and its values.
fn net(sketch: &Sketch<'_>, chart: &Chart) -> Option<Net> {
    let series = chart.series.iter().position(|series| series.role == Role::Net)?;
    let data = &chart.series[series];
    let (label, figure) = (sketch.label(), sketch.figure());
    let head = sketch.wrap(&data.label, HEAD, label);
    let values = data.values.iter().flatten().map(|number| sketch.width(number.text(), figure));
    let width = values.fold(2.0 * DOT + TO_HEAD + sketch.widest(&head, label), f64::max);
    Some(Net { series, head, width })
}

/// Names the sides in the order of the picture, and the column of net values; gives where the rows begin.
fn heads(sketch: &mut Sketch<'_>, chart: &Chart, net: Option<&Net>, colours: &[Colour], top: f64) -> f64 {
    let mut sides: Vec<usize> = (0..chart.series.len()).filter(|at| sign(chart, *at).is_some()).collect();
    sides.reverse();
    let entries: Vec<_> = sides.iter().map(|at| (chart.series[*at].label.as_str(), colours[*at])).collect();
    let column = net.map_or(0.0, |net| net.width + TO_NET);
    let bottom = legend::draw(sketch, &entries, (0.0, sketch.scene.width - column), top);
    let Some(net) = net else { return bottom };
    let style = sketch.label();
    let height = style.height(net.head.len());
    let left = sketch.scene.width - sketch.widest(&net.head, style);
    sketch.lines(&net.head, (Anchor::Start, left), top + height / 2.0, style);
    let middle = top + style.height(1) / 2.0;
    sketch.dot((left - TO_HEAD - DOT, middle), DOT, colours[net.series], MarkKind::Swatch);
    bottom.max(top + height + 7.0)
}
