//! Gathers the values of a figure that led to the one of a tile.

use super::context::Builder;
use super::walk::plain_text;
use super::{Asked, Inline, Number, What};
use crate::data::period::{Date, Period};
use crate::language::fill;

/// Fewer values are no series; of more, the last ones are shown.
const LEAST: usize = 5;
const MOST: usize = 12;

/// The values of one figure over periods of one length, the last of them the one that is reported.
#[derive(Debug, Clone)]
pub struct Spark {
    /// Where each period stands in time, in months, with its value.
    pub values: Vec<(f64, Number)>,
    /// From when to when, in short words.
    pub span: String,
    /// The same for those who do not see it.
    pub alt: String,
}

impl Builder<'_> {
    /// The series that leads to the value of a tile; none of fewer than five values.
    pub(super) fn spark(&self, asked: &Asked, shown: &Number, label: &[Inline]) -> Option<Spark> {
        let What::Value(last) = asked.what else { return None };
        let figure = self.scope.figures.get(&asked.figure)?;
        let is_alike =
            |period: Period| period.frequency() == last.frequency() && period.last_day() <= last.last_day();
        let mut values: Vec<_> = figure
            .values
            .iter()
            .filter(|(period, value)| is_alike(**period) && value.is_exact())
            .filter(|(_, value)| value.unit() == shown.quantity().unit())
            .collect();
        values.sort_by_key(|(period, _)| period.last_day());
        let values = &values[values.len().saturating_sub(MOST)..];
        let ((first, _), (end, _)) = (values.first()?, values.last()?);
        if values.len() < LEAST || **end != last {
            return None;
        }
        let locale = &self.locale;
        let words = &locale.words().chart;
        let short = |period: Period| locale.period_short(period);
        let numbers = values.iter().map(|(period, value)| (middle(**period), locale.format_short(value)));
        let told = values.iter().map(|(period, value)| {
            let value = locale.format_short(value);
            fill(&words.alt_value, &[("name", &short(**period)), ("value", value.text())])
        });
        let told = told.collect::<Vec<_>>().join(&words.alt_separator);
        let title = plain_text(label);
        let alt = fill(&words.alt, &[("kind", &words.columns), ("title", &title), ("data", &told)]);
        let span = fill(&words.span, &[("from", &short(**first)), ("to", &short(last))]);
        Some(Spark { values: numbers.collect(), span, alt })
    }
}

/// The middle of a period in months: of whole ones exact, so that quarters are as far apart as they should.
pub(super) fn middle(period: Period) -> f64 {
    let month = |day: Date| f64::from(day.year) * 12.0 + f64::from(day.month);
    let (first, last) = (period.first_day(), period.last_day());
    match period.count_of_months() {
        Some(months) => month(first) + f64::from(months) / 2.0,
        None => {
            let place = |day: Date| month(day) + (f64::from(day.day) - 1.0) / 31.0;
            (place(first) + place(last)) / 2.0
        }
    }
}
