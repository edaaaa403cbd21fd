//! Whether the kind of a chart suits what it shows.

use crate::check::Subject;
use crate::check::printed::printed_charts;
use crate::data::period::Period;
use crate::diag::{Diagnostic, code};
use crate::report::ChartKind;

/// The most slices of a ring that can be compared by eye.
const MOST_SLICES: usize = 3;

#[doc = include_str!("chart-periods.md")]
pub(in crate::check) fn chart_periods(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (spec, chart) in printed_charts(subject) {
        let Some((first, rest)) =
            spec.periods.split_first().filter(|_| chart.kind.native() == ChartKind::Line)
        else {
            continue;
        };
        let is_other = |period: Period| period.frequency() != first.value.frequency();
        let Some(other) = rest.iter().find(|period| is_other(period.value)) else { continue };
        let (one, two) = (subject.locale.period(first.value), subject.locale.period(other.value));
        let message =
            format!("the line of chart `{}` joins periods of different lengths: {one} and {two}", chart.id);
        let hint = "show periods of one length, or kind = \"columns\"";
        let fault = Diagnostic::new(code::CHART_PERIODS, other.span, message).hint(hint);
        findings.push(fault.found(other.value.to_string()));
    }
    findings
}

#[doc = include_str!("donut-parts.md")]
pub(in crate::check) fn donut_parts(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (spec, chart) in printed_charts(subject) {
        let parts = chart.categories.len();
        if chart.kind != ChartKind::Donut || parts <= MOST_SLICES {
            continue;
        }
        let message = format!("the donut of chart `{}` has {parts} parts", chart.id);
        let hint = "more than three are compared better as kind = \"bars\"";
        let fault = Diagnostic::new(code::DONUT_PARTS, spec.key.span, message).hint(hint);
        findings.push(fault.found(format!("{parts} parts")));
    }
    findings
}
