//! The charts that are printed, beside what was written of them.

use super::Subject;
use crate::report::Chart;
use crate::spec::schema::ChartSpec;

/// The charts that are printed, each with what was written.
pub(super) fn printed_charts<'a>(subject: &Subject<'a>) -> Vec<(&'a ChartSpec, &'a Chart)> {
    let specs = &subject.spec.edition.charts;
    let charts = subject.report.charts().into_iter();
    charts.filter_map(|chart| Some((specs.iter().find(|spec| spec.key.value == chart.id)?, chart))).collect()
}
