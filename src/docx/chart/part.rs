//! Writes the chart part: plot, axes and legend around the series.

use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;

use super::guide;
use super::ink::{Ink, Weight, line, no_line, says, share};
use super::plan::{LABEL, Plan, SMALL};
use super::series::Maker;
use crate::chart::{Rect, Values, Way};
use crate::docx::package::namespace::{CHART, DRAWING, RELATION};
use crate::docx::package::tree::{Element, el};
use crate::report::ChartKind;

/// Numbers by which axes know each other.
const AXES: [u32; 2] = [500_001, 500_002];

/// The part `word/charts/chartN.xml`. `workbook` and `shapes` are its relations to other parts.
pub(super) fn space(
    maker: &Maker<'_>,
    language: &str,
    total: &str,
    workbook: &str,
    shapes: Option<&str>,
) -> Element {
    let plan = maker.plan;
    let mut chart = el("c:chart").child(says("c:autoTitleDeleted", 1)).child(plot(maker, language, total));
    if let Some(legend) = plan.legend {
        chart.push(write_legend(plan, legend, language));
    }
    chart.push(says("c:plotVisOnly", 1));
    chart.push(says("c:dispBlanksAs", "gap"));
    let text = ink(plan, LABEL).text(language);
    let mut space = el("c:chartSpace")
        .attr("xmlns:c", CHART)
        .attr("xmlns:a", DRAWING)
        .attr("xmlns:r", RELATION)
        .child(says("c:date1904", 0))
        .child(says("c:lang", language))
        .child(says("c:roundedCorners", 0))
        .child(chart)
        .child(el("c:spPr").child(el("a:noFill")).child(no_line()))
        .child(text)
        .child(el("c:externalData").attr("r:id", workbook).child(says("c:autoUpdate", 0)));
    if let Some(shapes) = shapes {
        space.push(el("c:userShapes").attr("r:id", shapes));
    }
    space
}

fn ink(plan: &Plan<'_>, size: f64) -> Ink {
    Ink { size, weight: Weight::Regular, colour: plan.theme.brand.chart.text }
}

fn plot(maker: &Maker<'_>, language: &str, total: &str) -> Element {
    let plan = maker.plan;
    let area = el("c:plotArea").child(layout(plan, plan.plot, Some("inner")));
    let area = match plan.chart.kind {
        ChartKind::Donut => area.child(write_doughnut(maker)),
        ChartKind::Line | ChartKind::Slope | ChartKind::Multiples => {
            let lines = write_lines(maker.all().into_iter().chain(maker.references()));
            area.child(lines).with(axes(
                plan,
                &maker.codes.axis(plan.greatest_sum(), maker.numbers),
                language,
            ))
        }
        ChartKind::Bars
        | ChartKind::Columns
        | ChartKind::Clustered
        | ChartKind::Dumbbell
        | ChartKind::Diverging
        | ChartKind::Map
        | ChartKind::Stacked => {
            let references = maker.references();
            let lines = (!references.is_empty()).then(|| write_lines(references));
            let axes = axes(plan, &maker.codes.axis(plan.greatest_sum(), maker.numbers), language);
            area.child(write_bars(maker, total)).with(lines).with(axes)
        }
    };
    area.child(el("c:spPr").child(el("a:noFill")).child(no_line()))
}

/// A place in the frame as shares of it.
fn layout(plan: &Plan<'_>, rect: Rect, target: Option<&'static str>) -> Element {
    let (width, height) = (plan.width, plan.height);
    let mut place = el("c:manualLayout");
    place.extend(target.map(|target| says("c:layoutTarget", target)));
    let places = [
        says("c:xMode", "edge"),
        says("c:yMode", "edge"),
        says("c:x", share(rect.left / width)),
        says("c:y", share(rect.top / height)),
        says("c:w", share(rect.width() / width)),
        says("c:h", share(rect.height() / height)),
    ];
    el("c:layout").child(place.with(places))
}

fn write_doughnut(maker: &Maker<'_>) -> Element {
    el("c:doughnutChart")
        .child(says("c:varyColors", 1))
        .with(maker.all())
        .child(says("c:firstSliceAng", 0))
        .child(says("c:holeSize", 60))
}

fn write_lines(series: impl IntoIterator<Item = Element>) -> Element {
    el("c:lineChart")
        .child(says("c:grouping", "standard"))
        .child(says("c:varyColors", 0))
        .with(series)
        .child(says("c:marker", 1))
        .with(AXES.map(|id| says("c:axId", id)))
}

fn write_bars(maker: &Maker<'_>, total: &str) -> Element {
    let plan = maker.plan;
    let totals = (!plan.chart.totals.is_empty()).then(|| maker.totals(total));
    let grouping = if plan.chart.kind == ChartKind::Stacked { "stacked" } else { "clustered" };
    el("c:barChart")
        .child(says("c:barDir", direction(plan)))
        .child(says("c:grouping", grouping))
        .child(says("c:varyColors", 0))
        .with(maker.all())
        .with(totals)
        .child(says("c:gapWidth", plan.gap_width()))
        .child(says("c:overlap", plan.overlap()))
        .with(AXES.map(|id| says("c:axId", id)))
}

fn direction(plan: &Plan<'_>) -> &'static str {
    match plan.decisions.way {
        Way::Right => "bar",
        Way::Up => "col",
    }
}

/// Whether categories lie along the left side, the first on top.
fn is_level(plan: &Plan<'_>) -> bool {
    plan.way() == Way::Right
}

fn scaling(plan: &Plan<'_>, of_values: bool) -> Element {
    // Bars lie as they are listed, the first on top; Word counts from below.
    let order = if !of_values && is_level(plan) { "maxMin" } else { "minMax" };
    let mut scaling = el("c:scaling").child(says("c:orientation", order));
    if of_values {
        let digits = |value: f64| Decimal::from_f64(value)?.round_sf(6).map(|value| value.normalize());
        scaling.extend(plan.axis_end().and_then(digits).map(|end| says("c:max", end)));
        // Word would begin at another value than zero where all values are alike.
        let start = if plan.has_negative() { plan.axis_start() } else { Some(0.0) };
        scaling.extend(start.and_then(digits).map(|start| says("c:min", start)));
    }
    scaling
}

fn axes(plan: &Plan<'_>, code: &str, language: &str) -> [Element; 2] {
    let level = is_level(plan);
    let style = &plan.theme.brand.chart;
    let [own, other] = AXES;
    let categories = el("c:catAx")
        .child(says("c:axId", own))
        .child(scaling(plan, false))
        .child(says("c:delete", 0))
        .child(says("c:axPos", if level { "l" } else { "b" }))
        .child(el("c:numFmt").attr("formatCode", "General").attr("sourceLinked", 0))
        .child(says("c:majorTickMark", "none"))
        .child(says("c:minorTickMark", "none"))
        // Names stay at the side where bars go beyond zero.
        .child(says("c:tickLblPos", "low"))
        .child(el("c:spPr").child(line(style.axis, 0.7)))
        .child(ink(plan, LABEL).turned(plan.turn(), language))
        .child(says("c:crossAx", other))
        .child(says("c:crosses", "autoZero"))
        .child(says("c:auto", 0))
        .child(says("c:lblAlgn", "ctr"))
        .child(says("c:lblOffset", 60))
        .child(says("c:noMultiLvlLbl", 1));
    let shown = plan.decisions.values == Values::OnAxis;
    let mut values = el("c:valAx")
        .child(says("c:axId", other))
        .child(scaling(plan, true))
        .child(says("c:delete", u8::from(!shown)))
        .child(says("c:axPos", if level { "b" } else { "l" }));
    if shown {
        values.push(el("c:majorGridlines").child(el("c:spPr").child(line(style.grid, 0.6))));
    }
    let muted = Ink { colour: plan.theme.brand.colours.muted, ..ink(plan, SMALL) };
    let values = values
        .child(el("c:numFmt").attr("formatCode", code).attr("sourceLinked", 0))
        .child(says("c:majorTickMark", "none"))
        .child(says("c:minorTickMark", "none"))
        .child(says("c:tickLblPos", "nextTo"))
        .child(el("c:spPr").child(no_line()))
        .child(muted.text(language))
        .child(says("c:crossAx", own))
        .child(says("c:crosses", if level { "max" } else { "autoZero" }))
        .child(says("c:crossBetween", "between"));
    [categories, values]
}

fn write_legend(plan: &Plan<'_>, place: Rect, language: &str) -> Element {
    let side = match plan.chart.kind {
        _ if plan.chart.series.len() < 2 && plan.has_lines() => "t",
        ChartKind::Donut | ChartKind::Line | ChartKind::Slope | ChartKind::Multiples => "r",
        ChartKind::Bars
        | ChartKind::Columns
        | ChartKind::Clustered
        | ChartKind::Dumbbell
        | ChartKind::Diverging
        | ChartKind::Map
        | ChartKind::Stacked => "t",
    };
    let mut legend = el("c:legend").child(says("c:legendPos", side));
    legend.extend(unnamed(plan, language));
    legend
        .child(layout(plan, place, None))
        .child(says("c:overlay", 0))
        .child(el("c:spPr").child(el("a:noFill")).child(no_line()))
        .child(ink(plan, LABEL).text(language))
}

/// The entries of a legend that are not shown. The totals name themselves by where they stand.
fn unnamed(plan: &Plan<'_>, language: &str) -> Vec<Element> {
    let entry = |index: usize| el("c:legendEntry").child(says("c:idx", index));
    let last = plan.chart.series.len();
    if plan.has_lines() {
        return guide::unnamed(plan).map(|index| entry(index).child(says("c:delete", 1))).collect();
    }
    if plan.chart.totals.is_empty() {
        return Vec::new();
    }
    if plan.names_itself(0) {
        return [0, last].map(|index| entry(index).child(says("c:delete", 1))).to_vec();
    }
    // LibreOffice counts the entries of bars from the last, and would take the first away.
    vec![entry(last).child(Ink::invisible(language))]
}
