//! The proof that a chart says the same three times: the chart part, the workbook and the SVG are read
//! back and compared with the model. Each test of a planted difference changes one of the three and must
//! be told of it: a value, a name, a colour, an order, a number format, the length of a bar.

use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::Native;
use super::number::printed;
use super::sheet::Cells;
use crate::chart::tests::samples;
use crate::chart::{Hues, colours, svg, value};
use crate::docx::sample;
use crate::docx::tree::{Element, parse};
use crate::locale::Locale;
use crate::report::{Chart, ChartKind, Report};
use crate::theme::Theme;

static THEME: LazyLock<Theme> = LazyLock::new(|| Theme::embedded().unwrap());
static LOCALE: LazyLock<Locale> = LazyLock::new(sample::locale);
static REPORT: LazyLock<Report> = LazyLock::new(sample::report);

/// Colour of axes; brackets have another.
const AXIS: &str = "#999999";

/// What a reading found: names, and a value with its colour and printed text for each mark.
#[derive(Debug, Clone, Default, PartialEq)]
struct Reading {
    categories: Vec<String>,
    series: Vec<String>,
    /// By series, then category.
    values: Vec<Vec<Option<Decimal>>>,
    colours: Vec<Vec<Option<String>>>,
    printed: Vec<Vec<Option<String>>>,
}

impl Reading {
    /// Takes the names of the categories, which each series gives again.
    fn name(&mut self, categories: Vec<String>) {
        if self.categories != categories {
            self.categories.extend(categories);
        }
    }
}

/// The three outputs of a chart.
struct Outputs {
    part: Element,
    workbook: Vec<u8>,
    svg: String,
}

fn outputs(chart: &Chart) -> Outputs {
    let native = Native::new(chart, &REPORT, &THEME, &LOCALE).unwrap();
    Outputs { part: native.space, workbook: native.workbook, svg: svg(chart, &THEME) }
}

fn of_model(chart: &Chart) -> Reading {
    let hues = colours(chart, &THEME.brand);
    let per = |read: &dyn Fn(usize, usize) -> Option<String>| {
        let row = |series| (0..chart.categories.len()).map(|category| read(category, series)).collect();
        (0..chart.series.len()).map(row).collect::<Vec<Vec<_>>>()
    };
    let number = |category: usize, series: usize| chart.series[series].values[category].as_ref();
    let hue = |category: usize, series: usize| match Hues::of(chart.kind) {
        Hues::BySeries => hues[series],
        Hues::One | Hues::ByCategory => hues[category],
    };
    let value = |series| move |category| Some(number(category, series)?.quantity().value().normalize());
    Reading {
        categories: chart.categories.iter().map(|category| category.label.clone()).collect(),
        series: chart.series.iter().map(|series| series.label.clone()).collect(),
        values: (0..chart.series.len())
            .map(|series| (0..chart.categories.len()).map(value(series)).collect())
            .collect(),
        colours: per(&|category, series| number(category, series).map(|_| hue(category, series).hex())),
        printed: per(&|category, series| Some(number(category, series)?.text().to_owned())),
    }
}

/// All elements of a name below one.
fn all<'e>(element: &'e Element, name: &str) -> Vec<&'e Element> {
    let mut found = Vec::new();
    element.walk(&mut |element| {
        if element.name == name {
            found.push(element);
        }
    });
    found
}

fn first<'e>(element: &'e Element, path: &[&str]) -> Option<&'e Element> {
    path.iter().try_fold(element, |element, name| element.find(name))
}

fn val(element: &Element) -> &str {
    element.get("val").unwrap_or_default()
}

fn index(element: &Element) -> usize {
    element.find("c:idx").map_or(0, |idx| val(idx).parse().unwrap())
}

/// The points of a cache by their index.
fn cache(element: &Element) -> Vec<Option<String>> {
    let count = all(element, "c:ptCount").first().map_or(0, |count| val(count).parse().unwrap());
    let mut points = vec![None; count];
    for point in all(element, "c:pt") {
        points[point.get("idx").unwrap().parse::<usize>().unwrap()] = Some(point.plain_text());
    }
    points
}

/// Reads a chart part as Word shows it: categories from above or from the left.
fn of_part(part: &Element, chart: &Chart) -> Reading {
    let mut reading = Reading::default();
    let level = all(part, "c:barDir").first().is_some_and(|direction| val(direction) == "bar");
    let order = all(part, "c:catAx").first().and_then(|axis| first(axis, &["c:scaling", "c:orientation"]));
    let reversed = level && order.is_none_or(|order| val(order) != "maxMin");
    for series in all(part, "c:ser").into_iter().take(chart.series.len()) {
        let names: Vec<String> = cache(series.find("c:cat").unwrap()).into_iter().flatten().collect();
        let cells = cache(series.find("c:val").unwrap());
        let fill = |element: &Element| {
            let look = element.find("c:spPr")?;
            let fill = first(look, &["a:solidFill"]).or(first(look, &["a:ln", "a:solidFill"]))?;
            Some(val(fill.find("a:srgbClr")?).to_owned())
        };
        let points: Vec<_> = series.elements().filter(|element| element.name == "c:dPt").collect();
        let labels = series.find("c:dLbls").unwrap();
        let mut row = (Vec::new(), Vec::new(), Vec::new());
        for (category, cell) in cells.iter().enumerate() {
            let value = cell.as_ref().map(|cell| cell.parse::<Decimal>().unwrap().normalize());
            let own = points.iter().find(|point| index(point) == category).and_then(|point| fill(point));
            let label = labels.elements().find(|label| label.name == "c:dLbl" && index(label) == category);
            let shown = label.and_then(|label| label.find("c:numFmt")).or(labels.find("c:numFmt"));
            let shown = shown.and_then(|format| format.get("formatCode")).map(str::to_owned);
            // Where values stand on an axis, the copy of the cells has the format.
            let format = shown.or_else(|| Some(all(series, "c:formatCode")[0].plain_text()));
            row.0.push(value);
            row.1.push(value.and_then(|_| own.or(fill(series))));
            row.2.push(value.zip(format).map(|(value, format)| printed(value, &format)));
        }
        if reversed {
            row.0.reverse();
        }
        reading.name(names);
        reading.series.extend(cache(series.find("c:tx").unwrap()).into_iter().flatten());
        reading.values.push(row.0);
        reading.colours.push(row.1);
        reading.printed.push(row.2);
    }
    reading
}

/// Reads the cells that the chart part refers to.
fn of_workbook(part: &Element, workbook: &[u8], chart: &Chart) -> Reading {
    let cells = Cells::read(workbook).unwrap();
    let mut reading = Reading::default();
    let texts = |element: &Element| -> Vec<String> {
        let reference = all(element, "c:f")[0].plain_text();
        let found = cells.range(&reference).unwrap();
        found.into_iter().map(|cell| cell.map_or(String::new(), |cell| cell.value.clone())).collect()
    };
    for series in all(part, "c:ser").into_iter().take(chart.series.len()) {
        reading.name(texts(series.find("c:cat").unwrap()));
        reading.series.extend(texts(series.find("c:tx").unwrap()));
        let reference = all(series.find("c:val").unwrap(), "c:f")[0].plain_text();
        let found = cells.range(&reference).unwrap();
        let value = |cell: &Option<&super::sheet::Cell>| {
            cell.map(|cell| Decimal::from_str_exact(&cell.value).unwrap().normalize())
        };
        reading.values.push(found.iter().map(value).collect());
        let print = |cell: &Option<&super::sheet::Cell>| {
            value(cell)
                .zip(cell.and_then(|cell| cell.code.clone()))
                .map(|(value, code)| printed(value, &code))
        };
        reading.printed.push(found.iter().map(print).collect());
    }
    reading
}

/// A mark of the SVG: how far it reaches from zero, in its own measure, and its colour.
struct SvgMark {
    reach: f64,
    colour: String,
}

fn float(element: &Element, name: &str) -> f64 {
    element.get(name).unwrap().parse().unwrap()
}

fn corners(element: &Element) -> Vec<(f64, f64)> {
    let pairs = element.get("points").unwrap().split_whitespace();
    let pair = |pair: &str| pair.split_once(',').map(|(x, y)| (x.parse().unwrap(), y.parse().unwrap()));
    pairs.filter_map(pair).collect()
}

/// The marks of the SVG in the order of the picture.
fn marks(tree: &Element, kind: ChartKind) -> Vec<SvgMark> {
    let axis = all(tree, "polyline")
        .into_iter()
        .find(|line| line.get("stroke-width") == Some("7") && line.get("stroke") == Some(AXIS))
        .map(corners);
    let upright = axis.as_ref().is_some_and(|axis| axis[0].0 != axis[1].0);
    let zero = axis.map(|axis| if upright { axis[0].1 } else { axis[0].0 });
    let colour = |element: &Element| element.get("fill").unwrap().trim_start_matches('#').to_owned();
    let mark = |element: &Element, reach: f64| SvgMark { reach, colour: colour(element) };
    match kind {
        ChartKind::Donut => {
            let slices = all(tree, "polygon");
            let top = corners(slices[0])[0];
            let centre = (top.0, top.1 + 780.0);
            let angle = |(x, y): (f64, f64)| libm::atan2(x - centre.0, centre.1 - y);
            let wide = |slice: &Element| {
                let points = corners(slice);
                let (from, to) = (angle(points[0]), angle(points[points.len() / 2 - 1]));
                (to - from).rem_euclid(std::f64::consts::TAU)
            };
            slices.into_iter().map(|slice| mark(slice, wide(slice))).collect()
        }
        ChartKind::Line => {
            let dots = all(tree, "circle").into_iter().filter(|dot| dot.get("r") == Some("24"));
            dots.map(|dot| mark(dot, zero.unwrap() - float(dot, "cy"))).collect()
        }
        ChartKind::Bars | ChartKind::Columns | ChartKind::Clustered | ChartKind::Stacked => {
            // The samples of colours in a legend are 8 points wide and high.
            let size = |rect: &Element| (float(rect, "width"), float(rect, "height"));
            let rects = all(tree, "rect").into_iter().filter(|rect| size(rect) != (80.0, 80.0));
            let reach = |rect: &Element| {
                let (start, length) =
                    if upright { (float(rect, "y"), size(rect).1) } else { (float(rect, "x"), size(rect).0) };
                let before = start + length / 2.0 < zero.unwrap();
                if before != upright { -length } else { length }
            };
            rects.map(|rect| mark(rect, reach(rect))).collect()
        }
    }
}

/// What differs between the SVG and the model.
fn of_svg(svg: &str, chart: &Chart, model: &Reading) -> Vec<String> {
    let tree = parse(svg.as_bytes()).unwrap();
    let mut faults = Vec::new();
    let (rows, columns) = (chart.categories.len(), chart.series.len());
    let by_series = (0..columns).flat_map(|series| (0..rows).map(move |category| (category, series)));
    let by_category = (0..rows).flat_map(|category| (0..columns).map(move |series| (category, series)));
    let places: Vec<_> =
        if chart.kind == ChartKind::Line { by_series.collect() } else { by_category.collect() };
    let expected: Vec<_> = places
        .into_iter()
        .filter_map(|(category, series)| {
            let number = chart.series[series].values[category].as_ref()?;
            Some((value(number), model.colours[series][category].clone()?, number.text()))
        })
        .collect();
    let found = marks(&tree, chart.kind);
    if found.len() != expected.len() {
        return vec![format!("SVG: {} marks for {} values", found.len(), expected.len())];
    }
    let longest = (0..found.len()).max_by(|&a, &b| found[a].reach.abs().total_cmp(&found[b].reach.abs()));
    let unit = longest.map_or(0.0, |longest| found[longest].reach / expected[longest].0);
    let slack = if chart.kind == ChartKind::Donut { 0.01 } else { 2.0 };
    for (mark, (value, colour, text)) in found.iter().zip(&expected) {
        if (mark.reach - value * unit).abs() > slack {
            faults.push(format!("SVG: the mark of {text} reaches {} of {unit} a unit", mark.reach));
        }
        if mark.colour != *colour {
            faults.push(format!("SVG: the mark of {text} is {}, not {colour}", mark.colour));
        }
    }
    let texts: Vec<String> =
        all(&tree, "text").iter().map(|text| text.plain_text().trim().to_owned()).collect();
    let has_grid = svg.contains("#E6E6E6") && chart.kind != ChartKind::Donut;
    faults.extend(
        expected
            .iter()
            .filter(|(_, _, text)| !has_grid && !texts.iter().any(|found| found == text))
            .map(|(_, _, text)| format!("SVG: no text `{text}`")),
    );
    let words = texts.join(" ");
    let mut from = 0;
    let mut named = 0;
    for name in &model.categories {
        if let Some(at) = words[from..].find(name.as_str()) {
            from += at + name.len();
            named += 1;
        }
    }
    // A line of many periods names every second or third.
    if named < if has_grid { rows / 3 } else { rows } {
        faults.push(format!("SVG: {named} of {rows} categories are named in their order"));
    }
    faults
}

/// Everything in which the three outputs differ from the model.
fn differences(chart: &Chart, outputs: &Outputs) -> Vec<String> {
    let model = of_model(chart);
    let mut faults = of_svg(&outputs.svg, chart, &model);
    let part = of_part(&outputs.part, chart);
    let workbook = of_workbook(&outputs.part, &outputs.workbook, chart);
    let mut compare = |what: &str, found: &dyn std::fmt::Debug, expected: &dyn std::fmt::Debug| {
        let (found, expected) = (format!("{found:?}"), format!("{expected:?}"));
        if found != expected {
            faults.push(format!("{what}: {found}, not {expected}"));
        }
    };
    for (name, reading) in [("part", &part), ("workbook", &workbook)] {
        compare(&format!("{name} categories"), &reading.categories, &model.categories);
        compare(&format!("{name} series"), &reading.series, &model.series);
        compare(&format!("{name} values"), &reading.values, &model.values);
        compare(&format!("{name} texts"), &reading.printed, &model.printed);
    }
    compare("part colours", &part.colours, &model.colours);
    let totals = |cells: Vec<Option<String>>| -> Vec<Decimal> {
        cells.into_iter().flatten().map(|cell| cell.parse::<Decimal>().unwrap().normalize()).collect()
    };
    let expected: Vec<_> = chart.totals.iter().map(|total| total.quantity().value().normalize()).collect();
    let last = all(&outputs.part, "c:ser").into_iter().nth(chart.series.len());
    let found = last.map(|series| totals(cache(series.find("c:val").unwrap()))).unwrap_or_default();
    compare("part totals", &found, &expected);
    faults
}

fn kinds() -> Vec<(&'static str, Chart)> {
    let charts = samples::all();
    for kind in [
        ChartKind::Bars,
        ChartKind::Columns,
        ChartKind::Clustered,
        ChartKind::Stacked,
        ChartKind::Donut,
        ChartKind::Line,
    ] {
        assert!(charts.iter().any(|(_, chart)| chart.kind == kind), "{kind:?}");
    }
    charts
}

#[test]
fn part_workbook_and_svg_of_every_kind_equal_the_model() {
    for (name, chart) in kinds() {
        assert_eq!(differences(&chart, &outputs(&chart)), Vec::<String>::new(), "{name}");
    }
}

/// The part with the first occurrence of a text behind another replaced.
fn planted(part: &Element, behind: &str, from: &str, to: &str) -> Element {
    let xml = String::from_utf8(part.to_xml()).unwrap();
    let at = xml.find(behind).unwrap_or_else(|| panic!("no {behind}"));
    assert!(xml[at..].contains(from), "no {from} behind {behind}");
    parse(format!("{}{}", &xml[..at], xml[at..].replacen(from, to, 1)).as_bytes()).unwrap()
}

#[test]
fn a_difference_planted_in_the_chart_part_is_found() {
    for (name, chart) in kinds() {
        let good = outputs(&chart);
        let hex = of_model(&chart).colours[0][0].clone().unwrap();
        let plants = [
            ("values", "<c:numCache>", "<c:v>", "<c:v>1"),
            ("categories", "<c:cat>", "<c:v>", "<c:v>x"),
            ("series", "<c:tx>", "<c:v>", "<c:v>x"),
            ("colours", "<c:ser>", &hex, "123456"),
            ("texts", "<c:dLbls>", "formatCode=\"", "formatCode=\"0.000"),
        ];
        for (what, behind, from, to) in plants {
            // Charts whose values stand on an axis have no labels to print.
            if what == "texts"
                && !String::from_utf8(good.part.to_xml()).unwrap().contains("showVal val=\"1\"")
            {
                continue;
            }
            let part = planted(&good.part, behind, from, to);
            let bad = Outputs { part, workbook: good.workbook.clone(), svg: good.svg.clone() };
            let faults = differences(&chart, &bad);
            assert!(
                faults.iter().any(|fault| fault.starts_with(&format!("part {what}"))),
                "{name} {what}: {faults:?}"
            );
        }
        let level = String::from_utf8(good.part.to_xml()).unwrap().contains("maxMin");
        if level {
            let part = planted(&good.part, "<c:catAx>", "maxMin", "minMax");
            let bad = Outputs { part, ..outputs(&chart) };
            assert!(!differences(&chart, &bad).is_empty(), "{name}: order of the bars");
        }
    }
}

#[test]
fn a_difference_planted_in_the_workbook_or_the_svg_is_found() {
    for (name, chart) in kinds() {
        let mut other = chart.clone();
        let values = &mut other.series[0].values;
        let (last, first) =
            (values.iter().rposition(Option::is_some), values.iter().position(Option::is_some));
        let (first, last) = (first.unwrap(), last.unwrap());
        values.swap(first, last);
        if first == last {
            values[first] = chart.series[1].values[1].clone();
        }
        let (good, changed) = (outputs(&chart), outputs(&other));
        let bad = Outputs { workbook: changed.workbook, part: good.part.clone(), svg: good.svg.clone() };
        let faults = differences(&chart, &bad);
        assert!(faults.iter().any(|fault| fault.starts_with("workbook values")), "{name}: {faults:?}");
        let bad = Outputs { svg: changed.svg, part: good.part.clone(), workbook: good.workbook.clone() };
        let faults = differences(&chart, &bad);
        assert!(faults.iter().any(|fault| fault.starts_with("SVG")), "{name}: {faults:?}");
        let hex =
            format!("fill=\"#{}\"", of_model(&chart).colours.concat().into_iter().flatten().next().unwrap());
        let svg = good.svg.replace(&hex, "fill=\"#123456\"");
        let faults = differences(&chart, &Outputs { svg, ..outputs(&chart) });
        assert!(faults.iter().any(|fault| fault.contains("is 123456, not")), "{name}: {faults:?}");
    }
}

#[test]
fn no_value_is_left_without_its_label() {
    for (name, chart) in kinds() {
        let part = outputs(&chart).part;
        let hidden =
            all(&part, "c:dLbl").into_iter().filter(|label| label.find("c:delete").is_some()).count();
        let silent = all(&part, "c:dLbls")
            .into_iter()
            .filter(|labels| labels.find("c:showVal").is_none_or(|shown| val(shown) != "1"));
        let on_axis = all(&part, "c:majorGridlines").len();
        assert_eq!((hidden, silent.count().min(1)), (0, on_axis), "{name}");
    }
}
