//! What a reader would see of any chart: nothing collides, is clipped, or lies about a value.

mod geometry;
mod maps;
mod properties;
pub(crate) mod samples;
mod written;

use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::value;
use crate::data::certainty::{Bound, Status};
use crate::diag::Span;
use crate::language::Language;
use crate::report::{Category, Chart, ChartKind, Legend, Number, Origin, Quantity, Role, Series, Unit};
use crate::theme::Theme;

/// WCAG 2.2, level AA.
const READABLE: f64 = 4.5;

static THEME: LazyLock<Theme> = LazyLock::new(|| Theme::embedded().unwrap());
static LOCALE: LazyLock<Language> = LazyLock::new(|| Language::embedded("en").unwrap());

/// A number as the report would hold it: "1653", ">1653", "1653 p".
pub(crate) fn number(value: &str, unit: &Unit) -> Number {
    let origin = Origin::Computed { figure: String::new(), formula: String::new(), from: Vec::<Span>::new() };
    let (value, status) = match value.strip_suffix(" p") {
        Some(value) => (value, Some(Status::Provisional)),
        None => (value, None),
    };
    let plain = || (value.parse::<Decimal>().unwrap(), Bound::None);
    let (value, bound) = Bound::parse(value).unwrap_or_else(|_| plain());
    let quantity = Quantity::new(value, unit.clone(), origin).bounded(bound);
    LOCALE.flagged(LOCALE.format_short(&quantity), status)
}

/// A chart with categories and series by name; a part named "Other" is the rest, "" is no value.
fn chart(
    kind: ChartKind,
    unit: &str,
    categories: &[impl AsRef<str>],
    series: &[(impl AsRef<str>, Vec<String>)],
) -> Chart {
    let unit = Unit::parse(unit).unwrap();
    let role = |label: &str| if label == "Other" { Role::Other } else { Role::Part };
    let category =
        |label: &str| Category { key: label.to_owned(), label: label.to_owned(), role: role(label) };
    let value = |value: &String| (!value.is_empty()).then(|| number(value, &unit));
    Chart {
        id: "sample".to_owned(),
        number: 1,
        mark: None,
        kind,
        title: "Sample".to_owned(),
        message: Vec::new(),
        unit_text: LOCALE.unit_name(&unit),
        categories: categories.iter().map(|label| category(label.as_ref())).collect(),
        times: Vec::new(),
        reach: None,
        series: series
            .iter()
            .map(|(label, values)| Series {
                key: label.as_ref().to_owned(),
                label: label.as_ref().to_owned(),
                role: role(label.as_ref()),
                values: values.iter().map(value).collect(),
            })
            .collect(),
        changes: Vec::new(),
        totals: Vec::new(),
        map: None,
        references: Vec::new(),
        annotations: Vec::new(),
        told: Vec::new(),
        hole: None,
        alt: "Sample & example".to_owned(),
        source: Vec::new(),
        remark: Vec::new(),
        legend: Legend::default(),
    }
}

/// The value at a category and series as it is drawn: bars of the second series of two that go both ways go to the left.
pub(crate) fn signed(chart: &Chart, (category, series): (usize, usize)) -> Option<f64> {
    let number = chart.series[series].values[category].as_ref()?;
    let is_left = chart.kind == ChartKind::Diverging && series == 1;
    Some(if is_left { -value(number) } else { value(number) })
}

/// A chart of one series from pairs of name and value.
pub(crate) fn single(kind: ChartKind, unit: &str, rows: &[(&str, &str)]) -> Chart {
    let names: Vec<_> = rows.iter().map(|(name, _)| *name).collect();
    let values = rows.iter().map(|(_, value)| (*value).to_owned()).collect();
    chart(kind, unit, &names, &[("Values", values)])
}
