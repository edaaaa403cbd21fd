//! The proof that lines to compare with, and words at marks, say the same in Word, in its workbook and in the SVG.

use rust_decimal::Decimal;

use super::sheet::Cells;
use super::twin::{Outputs, all, cache, corners, first, outputs, planted, shapes, val};
use crate::chart::tests::samples;
use crate::chart::{MarkKind, value};
use crate::docx::package::tree::{Element, parse};
use crate::report::Chart;

fn guided() -> Vec<(&'static str, Chart)> {
    let charts: Vec<_> = samples::all().into_iter().filter(|(_, chart)| chart.is_guided()).collect();
    assert_eq!(charts.len(), 5);
    charts
}

/// A line as it was read: its name, and its values.
type Line = (String, Vec<String>);

fn tidy(cell: &str) -> String {
    cell.parse::<Decimal>().unwrap().normalize().to_string()
}

/// The series of the part behind those of the chart, which are two a line.
fn of_part(part: &Element, chart: &Chart) -> Vec<Line> {
    let series = all(part, "c:ser").into_iter().skip(chart.series.len());
    let read = |series: &Element| {
        let name = cache(series.find("c:tx").unwrap()).into_iter().flatten().collect();
        let values = cache(series.find("c:val").unwrap()).into_iter().flatten();
        (name, values.map(|cell| tidy(&cell)).collect())
    };
    series.map(read).collect()
}

/// The cells that these series refer to.
fn of_workbook(part: &Element, workbook: &[u8], chart: &Chart) -> Vec<Line> {
    let cells = Cells::read(workbook).unwrap();
    let read = |series: &Element, place: &str| -> Vec<String> {
        let reference = all(series.find(place).unwrap(), "c:f")[0].plain_text();
        cells.range(&reference).unwrap().into_iter().flatten().map(|cell| cell.value.clone()).collect()
    };
    let series = all(part, "c:ser").into_iter().skip(chart.series.len());
    series
        .map(|series| {
            let values = read(series, "c:val");
            (read(series, "c:tx").concat(), values.iter().map(|cell| tidy(cell)).collect())
        })
        .collect()
}

/// The values at which shapes of the chart are lines across the plot, by the axis that the part fixes.
fn of_drawing(drawing: &Element, part: &Element) -> Vec<f64> {
    let number =
        |element: &Element, path: &[&str]| val(first(element, path).unwrap()).parse::<f64>().unwrap();
    let axis = all(part, "c:valAx")[0];
    let (least, most) = (number(axis, &["c:scaling", "c:min"]), number(axis, &["c:scaling", "c:max"]));
    let plot = first(part, &["c:chart", "c:plotArea", "c:layout", "c:manualLayout"]).unwrap();
    let (left, width) = (number(plot, &["c:x"]), number(plot, &["c:w"]));
    let mut found = Vec::new();
    for shape in all(drawing, "cdr:relSizeAnchor") {
        let corner = |name: &str, axis: &str| first(shape, &[name, axis]).unwrap().plain_text();
        let geometry = all(shape, "a:prstGeom");
        let is_line = geometry.first().is_some_and(|geometry| geometry.get("prst") == Some("line"));
        if is_line && corner("cdr:from", "cdr:x") == corner("cdr:to", "cdr:x") {
            let x: f64 = corner("cdr:from", "cdr:x").parse().unwrap();
            found.push(least + (x - left) / width * (most - least));
        }
    }
    found
}

/// The words of all shapes, a box a line.
fn words(drawing: Option<&Element>) -> Vec<String> {
    let boxes = drawing.into_iter().flat_map(|drawing| all(drawing, "cdr:txBody"));
    let lines =
        |text: &Element| all(text, "a:t").iter().map(|t| t.plain_text()).collect::<Vec<_>>().join(" ");
    boxes.map(lines).collect()
}

/// The values at which the SVG has lines to compare with.
fn of_svg(outputs: &Outputs, chart: &Chart) -> Vec<f64> {
    let tree = parse(outputs.svg.as_bytes()).unwrap();
    let shapes = shapes(&tree, &outputs.scene).unwrap();
    let ends = outputs.scene.decisions.guided.unwrap().axis;
    let span = (ends[1].value - ends[0].value) / (ends[1].at - ends[0].at);
    let is_level = all(&outputs.part, "c:barDir").first().is_some_and(|direction| val(direction) == "bar");
    let lines = shapes.iter().filter(|(kind, _)| *kind == MarkKind::Reference);
    let at = |line: &Element| {
        let corner = corners(line)[0];
        // The drawing has ten units a point.
        if is_level { corner.0 / 10.0 } else { corner.1 / 10.0 }
    };
    let found: Vec<f64> = lines.map(|(_, line)| ends[0].value + (at(line) - ends[0].at) * span).collect();
    assert!(!found.is_empty() || chart.references.is_empty());
    found
}

/// The value of a fifth of a point on the axis.
fn slack(outputs: &Outputs) -> f64 {
    let [start, end] = outputs.scene.decisions.guided.unwrap().axis;
    ((end.value - start.value) / (end.at - start.at)).abs() * 0.2
}

/// Everything in which lines and words differ from the model.
fn differences(chart: &Chart, outputs: &Outputs) -> Vec<String> {
    let mut faults = Vec::new();
    let slack = slack(outputs);
    let near = |found: f64, expected: f64| (found - expected).abs() <= slack;
    let mut compare = |what: &str, found: Vec<f64>| {
        let lines = || chart.references.iter().map(|line| value(&line.value));
        for line in lines().filter(|line| !found.iter().any(|found| near(*found, *line))) {
            faults.push(format!("{what}: no line at {line}, but at {found:?}"));
        }
        for found in found.iter().filter(|found| !lines().any(|line| near(**found, line))) {
            faults.push(format!("{what}: a line at {found}"));
        }
    };
    compare("SVG", of_svg(outputs, chart));
    let is_level = all(&outputs.part, "c:barDir").first().is_some_and(|direction| val(direction) == "bar");
    let words = words(outputs.drawing.as_ref());
    if is_level {
        compare("drawing", of_drawing(outputs.drawing.as_ref().unwrap(), &outputs.part));
        let named = chart.references.iter().filter(|line| !words.contains(&line.text));
        faults.extend(named.map(|line| format!("drawing: no name `{}`", line.text)));
    } else {
        let rows = chart.categories.len();
        let line = |line: &crate::report::ReferenceLine| {
            let value = line.value.quantity().drawn().normalize().to_string();
            [(line.text.clone(), vec![value.clone()]), (line.text.clone(), vec![value; rows])]
        };
        let expected: Vec<Line> = chart.references.iter().flat_map(line).collect();
        for (what, found) in [
            ("part", of_part(&outputs.part, chart)),
            ("workbook", of_workbook(&outputs.part, &outputs.workbook, chart)),
        ] {
            if found != expected {
                faults.push(format!("{what}: {found:?}, not {expected:?}"));
            }
        }
    }
    let told = chart.annotations.iter().filter(|own| !words.contains(&own.text));
    faults.extend(told.map(|own| format!("drawing: no words `{}`", own.text)));
    faults
}

#[test]
fn lines_and_words_of_every_kind_equal_the_model() {
    for (name, chart) in guided() {
        assert_eq!(differences(&chart, &outputs(&chart)), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn a_line_planted_elsewhere_is_found() {
    for (name, chart) in guided() {
        let mut other = chart.clone();
        let moved = other.references[0].value.quantity().drawn() * Decimal::TWO;
        let unit = other.references[0].value.quantity().unit().clone();
        other.references[0].value = crate::chart::tests::number(&moved.to_string(), &unit);
        let changed = outputs(&other);
        let good = || outputs(&chart);
        let found = |outputs: Outputs, what: &str| {
            let faults = differences(&chart, &outputs);
            assert!(faults.iter().any(|fault| fault.starts_with(what)), "{name} {what}: {faults:?}");
        };
        found(Outputs { svg: changed.svg, scene: changed.scene, ..good() }, "SVG");
        if all(&good().part, "c:trendline").is_empty() {
            found(Outputs { part: changed.part, drawing: changed.drawing, ..good() }, "drawing");
        } else {
            found(Outputs { part: changed.part, ..good() }, "part");
            found(Outputs { workbook: changed.workbook, ..good() }, "workbook");
        }
        let words = chart.annotations[0].text.split(' ').next().unwrap();
        let drawing = planted(good().drawing.as_ref().unwrap(), "<cdr:txBody>", words, "Other");
        found(Outputs { drawing: Some(drawing), ..good() }, "drawing: no words");
    }
}

#[test]
fn cells_below_the_first_follow_it() {
    let (_, chart) = guided().into_iter().find(|(name, _)| *name == "guided-columns").unwrap();
    let cells = Cells::read(&outputs(&chart).workbook).unwrap();
    let column = u32::try_from(chart.series.len() + 2).unwrap();
    assert_eq!(cells.cells[&(2, column)].formula, None);
    assert_eq!(cells.cells[&(3, column)].formula.as_deref(), Some("C$2"));
}
