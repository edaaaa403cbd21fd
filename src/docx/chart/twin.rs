//! The proof that a chart says the same three times: the chart part, the workbook and the SVG are read
//! back and compared with the model. Each test of a planted difference changes one of the three and must
//! be told of it: a value, a name, a colour, an order, a number format, the length of a bar.

use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::Native;
use super::number::printed;
use super::sheet::Cells;
use crate::chart::tests::{samples, signed};
use crate::chart::{Hues, MarkKind, Scene, Values, colours, layout, svg};
use crate::docx::package::tree::{Element, parse};
use crate::docx::sample;
use crate::language::Language;
use crate::report::{Chart, ChartKind, Report};
use crate::theme::Theme;

static THEME: LazyLock<Theme> = LazyLock::new(|| Theme::embedded().unwrap());
static LOCALE: LazyLock<Language> = LazyLock::new(sample::locale);
static REPORT: LazyLock<Report> = LazyLock::new(sample::report);

/// What a reading found: names, and a value with its colour and printed text for each mark.
#[derive(Debug, Clone, Default, PartialEq)]
struct Reading {
    categories: Vec<String>,
    series: Vec<String>,
    /// By series, then category.
    values: Vec<Vec<Option<Decimal>>>,
    colours: Vec<Vec<Option<String>>>,
    /// As number formats have it.
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
pub(super) struct Outputs {
    pub(super) part: Element,
    pub(super) drawing: Option<Element>,
    pub(super) workbook: Vec<u8>,
    pub(super) svg: String,
    /// What the SVG was drawn from.
    pub(super) scene: Scene,
}

pub(super) fn outputs(chart: &Chart) -> Outputs {
    let native = Native::new(chart, &REPORT, &THEME, &LOCALE).unwrap();
    Outputs {
        part: native.space,
        drawing: native.shapes,
        workbook: native.workbook,
        svg: svg(chart, &THEME),
        scene: layout(chart, &THEME),
    }
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
    let value = |series| move |category| Some(number(category, series)?.quantity().drawn().normalize());
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
pub(super) fn all<'e>(element: &'e Element, name: &str) -> Vec<&'e Element> {
    let mut found = Vec::new();
    element.walk(&mut |element| {
        if element.name == name {
            found.push(element);
        }
    });
    found
}

pub(super) fn first<'e>(element: &'e Element, path: &[&str]) -> Option<&'e Element> {
    path.iter().try_fold(element, |element, name| element.find(name))
}

pub(super) fn val(element: &Element) -> &str {
    element.get("val").unwrap_or_default()
}

pub(super) fn index(element: &Element) -> usize {
    element.find("c:idx").map_or(0, |idx| val(idx).parse().unwrap())
}

/// The points of a cache by their index.
pub(super) fn cache(element: &Element) -> Vec<Option<String>> {
    let count = all(element, "c:ptCount").first().map_or(0, |count| val(count).parse().unwrap());
    let mut points = vec![None; count];
    for point in all(element, "c:pt") {
        points[point.get("idx").unwrap().parse::<usize>().unwrap()] = Some(point.plain_text());
    }
    points
}

/// The series of the chart by their numbers: a legend may list them in another order.
fn in_order<'e>(part: &'e Element, chart: &Chart) -> Vec<&'e Element> {
    let mut series: Vec<_> = all(part, "c:ser").into_iter().take(chart.series.len()).collect();
    series.sort_by_key(|series| index(series));
    series
}

/// Reads a chart part as Word shows it: categories from above or from the left.
fn of_part(part: &Element, chart: &Chart) -> Reading {
    let mut reading = Reading::default();
    let level = all(part, "c:barDir").first().is_some_and(|direction| val(direction) == "bar");
    let order = all(part, "c:catAx").first().and_then(|axis| first(axis, &["c:scaling", "c:orientation"]));
    let reversed = level && order.is_none_or(|order| val(order) != "maxMin");
    for series in in_order(part, chart) {
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
            let point = all(series.find("c:val").unwrap(), "c:pt").into_iter();
            let mut point = point.filter(|point| point.get("idx") == Some(&category.to_string()));
            let point = point.find_map(|point| point.get("formatCode")).map(str::to_owned);
            let format = shown.or(point).or_else(|| Some(all(series, "c:formatCode")[0].plain_text()));
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
    for series in in_order(part, chart) {
        reading.name(texts(series.find("c:cat").unwrap()));
        reading.series.extend(texts(series.find("c:tx").unwrap()));
        let reference = all(series.find("c:val").unwrap(), "c:f")[0].plain_text();
        let found = cells.range(&reference).unwrap();
        let value = |cell: &Option<&super::sheet::SheetCell>| {
            cell.map(|cell| Decimal::from_str_exact(&cell.value).unwrap().normalize())
        };
        reading.values.push(found.iter().map(value).collect());
        let print = |cell: &Option<&super::sheet::SheetCell>| {
            value(cell)
                .zip(cell.and_then(|cell| cell.code.clone()))
                .map(|(value, code)| printed(value, &code))
        };
        reading.printed.push(found.iter().map(print).collect());
    }
    reading
}

/// A mark of the SVG: the value it stands for, how far it reaches from zero, in its own measure, and its colour.
struct SvgMark {
    place: (usize, usize),
    reach: f64,
    colour: String,
}

pub(super) fn float(element: &Element, name: &str) -> f64 {
    element.get(name).unwrap().parse().unwrap()
}

pub(super) fn corners(element: &Element) -> Vec<(f64, f64)> {
    let pairs = element.get("points").unwrap().split_whitespace();
    let pair = |pair: &str| pair.split_once(',').map(|(x, y)| (x.parse().unwrap(), y.parse().unwrap()));
    pairs.filter_map(pair).collect()
}

/// The shapes of the SVG with what the scene says that each is; `None` where there are more or fewer of them.
pub(super) fn shapes<'e>(tree: &'e Element, scene: &Scene) -> Option<Vec<(MarkKind, &'e Element)>> {
    let is_shape =
        |element: &&Element| matches!(element.name.as_ref(), "rect" | "polygon" | "polyline" | "circle");
    let shapes: Vec<&Element> = tree.elements().filter(is_shape).collect();
    let kinds = scene.marks.iter().map(|mark| mark.kind);
    (shapes.len() == scene.marks.len()).then(|| kinds.zip(shapes).collect())
}

/// Twice the area of a polygon; that of a slice of a ring is a measure of its angle.
fn area(points: &[(f64, f64)]) -> f64 {
    let next = points.iter().cycle().skip(1);
    points.iter().zip(next).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum::<f64>().abs()
}

/// The marks of values in the SVG.
fn marks(shapes: &[(MarkKind, &Element)], kind: ChartKind) -> Vec<SvgMark> {
    // The first of the axis' marks is the line that marks stand on; each of several plots has one.
    let axes: Vec<_> =
        shapes.iter().filter(|(kind, _)| *kind == MarkKind::Axis).map(|(_, line)| corners(line)).collect();
    let upright = axes.first().is_some_and(|axis| axis[0].0 != axis[1].0);
    let zero = |series: usize| {
        let axis = axes.get(if kind == ChartKind::Multiples { series } else { 0 });
        axis.map_or(0.0, |axis| if upright { axis[0].1 } else { axis[0].0 })
    };
    let reach = |element: &Element, zero: f64| match element.name.as_ref() {
        "polygon" => area(&corners(element)),
        "circle" if upright => zero - float(element, "cy"),
        "circle" => float(element, "cx") - zero,
        _ => {
            let (start, length) = if upright { ("y", "height") } else { ("x", "width") };
            let (start, length) = (float(element, start), float(element, length));
            let before = start + length / 2.0 < zero;
            if before != upright { -length } else { length }
        }
    };
    let mark = |(kind, element): &(MarkKind, &Element)| {
        let MarkKind::Value { category, series } = *kind else { return None };
        let colour = element.get("fill").unwrap().trim_start_matches('#').to_owned();
        Some(SvgMark { place: (category, series), reach: reach(element, zero(series)), colour })
    };
    shapes.iter().filter_map(mark).collect()
}

/// What differs between the SVG and the model.
fn of_svg(svg: &str, scene: &Scene, chart: &Chart, model: &Reading) -> Vec<String> {
    let tree = parse(svg.as_bytes()).unwrap();
    let mut faults = Vec::new();
    let Some(shapes) = shapes(&tree, scene) else {
        return vec![format!("SVG: not the {} shapes of the scene", scene.marks.len())];
    };
    let found = marks(&shapes, chart.kind);
    let number = |(category, series): (usize, usize)| chart.series[series].values[category].as_ref();
    let places = (0..chart.series.len())
        .flat_map(|series| (0..chart.categories.len()).map(move |category| (category, series)));
    let expected: Vec<_> = places.filter(|place| number(*place).is_some()).collect();
    let mut marked: Vec<_> = found.iter().map(|mark| mark.place).collect();
    marked.sort_by_key(|(category, series)| (*series, *category));
    if marked != expected {
        return vec![format!("SVG: marks for {marked:?}, not for {expected:?}")];
    }
    let longest = found.iter().max_by(|a, b| a.reach.abs().total_cmp(&b.reach.abs()));
    let unit = longest.map_or(0.0, |mark| mark.reach / signed(chart, mark.place).unwrap());
    // A tenth of a point at each end; a slice of a ring is drawn with corners.
    let slack = if chart.kind == ChartKind::Donut { longest.map_or(0.0, |m| m.reach * 0.003) } else { 2.0 };
    for SvgMark { place, reach, colour } in &found {
        let number = number(*place).unwrap();
        let (text, right) = (number.text(), model.colours[place.1][place.0].clone().unwrap());
        if (reach - signed(chart, *place).unwrap() * unit).abs() > slack {
            faults.push(format!("SVG: the mark of {text} reaches {reach} of {unit} a unit"));
        }
        if *colour != right {
            faults.push(format!("SVG: the mark of {text} is {colour}, not {right}"));
        }
    }
    let texts: Vec<String> =
        all(&tree, "text").iter().map(|text| text.plain_text().trim().to_owned()).collect();
    let on_axis = scene.decisions.values == Values::OnAxis;
    faults.extend(
        expected
            .iter()
            .filter_map(|place| Some(number(*place)?.text()))
            .filter(|text| !on_axis && !texts.iter().any(|found| found == text))
            .map(|text| format!("SVG: no text `{text}`")),
    );
    let (words, rows) = (texts.join(" "), chart.categories.len());
    let mut from = 0;
    let mut named = 0;
    for name in &model.categories {
        if let Some(at) = words[from..].find(name.as_str()) {
            from += at + name.len();
            named += 1;
        }
    }
    // A line of many periods names every second or third.
    if named < if on_axis { rows / 3 } else { rows } {
        faults.push(format!("SVG: {named} of {rows} categories are named in their order"));
    }
    faults
}

/// Everything in which the three outputs differ from the model.
fn differences(chart: &Chart, outputs: &Outputs) -> Vec<String> {
    let model = of_model(chart);
    let mut faults = of_svg(&outputs.svg, &outputs.scene, chart, &model);
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
    compare("part colours", &part.colours, &of_model(&nearest(chart)).colours);
    let totals = |cells: Vec<Option<String>>| -> Vec<Decimal> {
        cells.into_iter().flatten().map(|cell| cell.parse::<Decimal>().unwrap().normalize()).collect()
    };
    let expected: Vec<_> = chart.totals.iter().map(|total| total.quantity().value().normalize()).collect();
    let last = all(&outputs.part, "c:ser").into_iter().nth(chart.series.len());
    let last = last.filter(|_| !chart.totals.is_empty());
    let found = last.map(|series| totals(cache(series.find("c:val").unwrap()))).unwrap_or_default();
    compare("part totals", &found, &expected);
    faults
}

/// The chart as one of the kind that stands for it in Word, whose colours the part has.
fn nearest(chart: &Chart) -> Chart {
    Chart { kind: chart.kind.native(), ..chart.clone() }
}

pub(super) fn kinds() -> Vec<(&'static str, Chart)> {
    // Maps are pictures in Word.
    let charts: Vec<_> =
        samples::all().into_iter().filter(|(_, chart)| chart.kind != ChartKind::Map).collect();
    for kind in [
        ChartKind::Bars,
        ChartKind::Columns,
        ChartKind::Clustered,
        ChartKind::Stacked,
        ChartKind::Donut,
        ChartKind::Line,
        ChartKind::Dumbbell,
        ChartKind::Slope,
        ChartKind::Diverging,
        ChartKind::Multiples,
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
pub(super) fn planted(part: &Element, behind: &str, from: &str, to: &str) -> Element {
    let xml = String::from_utf8(part.to_xml()).unwrap();
    let at = xml.find(behind).unwrap_or_else(|| panic!("no {behind}"));
    assert!(xml[at..].contains(from), "no {from} behind {behind}");
    parse(format!("{}{}", &xml[..at], xml[at..].replacen(from, to, 1)).as_bytes()).unwrap()
}

#[test]
fn a_difference_planted_in_the_chart_part_is_found() {
    for (name, chart) in kinds() {
        let good = outputs(&chart);
        let hex = of_model(&nearest(&chart)).colours[0][0].clone().unwrap();
        let plants = [
            ("values", "<c:numCache>", "<c:v>", "<c:v>1"),
            ("categories", "<c:cat>", "<c:v>", "<c:v>x"),
            ("series", "<c:tx>", "<c:v>", "<c:v>x"),
            ("colours", "<c:ser>", &hex, "123456"),
            ("texts", "<c:dLbls>", "formatCode=\"", "formatCode=\"0.000"),
        ];
        for (what, behind, from, to) in plants {
            // Charts whose values stand on an axis have no labels to print.
            if what == "texts" && !String::from_utf8(good.part.to_xml()).unwrap().contains("CELLRANGE") {
                continue;
            }
            let part = planted(&good.part, behind, from, to);
            let bad = Outputs { part, ..outputs(&chart) };
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
        let bad = Outputs { workbook: changed.workbook, ..outputs(&chart) };
        let faults = differences(&chart, &bad);
        assert!(faults.iter().any(|fault| fault.starts_with("workbook values")), "{name}: {faults:?}");
        let bad = Outputs { svg: changed.svg, scene: changed.scene, ..outputs(&chart) };
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
fn a_legend_lists_lines_as_their_names_stand_at_their_ends() {
    for (name, chart) in kinds() {
        let outputs = outputs(&chart);
        if !outputs.scene.decisions.names_at_ends {
            continue;
        }
        let listed = all(&outputs.part, "c:ser").into_iter().take(chart.series.len());
        let listed: Vec<String> = listed
            .map(|series| cache(series.find("c:tx").unwrap()).into_iter().flatten().collect())
            .collect();
        // The first word of a name tells where it stands.
        let height = |name: &String| {
            let first = name.split(' ').next().unwrap();
            let text = outputs.scene.texts.iter().rfind(|text| text.content.starts_with(first)).unwrap();
            text.baseline
        };
        let heights: Vec<f64> = listed.iter().map(height).collect();
        assert!(heights.windows(2).all(|pair| pair[0] <= pair[1]), "{name}: {listed:?} at {heights:?}");
    }
}
