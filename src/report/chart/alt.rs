//! Words for those who do not see a chart, and for what its rest holds.

use super::{Data, Maker};
use crate::data::quantity::{Number, Quantity};
use crate::language::{capitalised, fill};
use crate::report::context::Builder;
use crate::report::walk::plain_text;
use crate::report::{ChartKind, Inline};

impl Maker<'_> {
    /// The title as it is read aloud: behind what the chart shows, when that is told.
    pub(super) fn told_title(&self, message: &[Inline], title: &str) -> String {
        let message = plain_text(message);
        let message = message.trim_end_matches('.');
        if message.is_empty() {
            return title.to_owned();
        }
        fill(&self.builder.locale.words().chart.alt_message, &[("message", message), ("title", title)])
    }

    /// Says which parts with a name of their own the rest holds, those left out that a remark names already.
    pub(super) fn joined(&self, parts: &[String], remark: &str) -> Option<String> {
        let Builder { scope, locale, .. } = self.builder;
        let names: Vec<String> = parts
            .iter()
            .filter(|part| !scope.label(part).is_some_and(|label| remark.contains(&label)))
            .filter_map(|part| scope.in_text(part))
            .collect();
        let count = names.len();
        let list = names.iter().enumerate().flat_map(|(index, name)| [locale.separator(index, count), name]);
        let labels = locale.labels();
        let values = [("other", labels.other.as_str()), ("parts", &list.collect::<String>())];
        (count > 0).then(|| fill(&labels.joined, &values))
    }

    /// Alternative text from the data: what a reader would be told who cannot see the chart.
    pub(super) fn alt(&self, data: &Data, title: &str, hole: Option<&(Number, String)>) -> String {
        let locale = &self.builder.locale;
        let words = &locale.words().chart;
        let kind = match self.spec.kind {
            ChartKind::Bars => &words.bars,
            ChartKind::Columns => &words.columns,
            ChartKind::Clustered => &words.clustered,
            ChartKind::Stacked => &words.stacked,
            ChartKind::Donut => &words.donut,
            ChartKind::Line => &words.line,
            ChartKind::Dumbbell => &words.dumbbell,
            ChartKind::Slope => &words.slope,
            ChartKind::Diverging => &words.diverging,
            ChartKind::Multiples => &words.multiples,
            ChartKind::Map => &words.map,
        };
        let certainty = &locale.words().certainty;
        let told = |value: &Quantity| {
            let text = locale.format(value).text().to_owned();
            let status = self.builder.statuses.of(value).map(|status| locale.status(status));
            let with = |status| fill(&certainty.status_alt, &[("value", &text), ("status", status)]);
            status.map(with).unwrap_or(text)
        };
        let gaps = self.empty_places(data);
        // A value that the source does not have is told; one that nobody expects is not.
        let pair = |name: &str, place: (usize, usize), value: Option<&Quantity>| {
            let gap = || gaps.contains(&place).then(|| certainty.missing_alt.clone());
            let value = value.map(told).or_else(gap)?;
            Some(fill(&words.alt_value, &[("name", name), ("value", &value)]))
        };
        let list = |entries: Vec<String>| entries.join(&words.alt_separator);
        let named = |name: &str, data: String| fill(&words.alt_series, &[("series", name), ("data", &data)]);
        let text = match &data.series[..] {
            [(_, _, values)] => list(
                data.categories
                    .iter()
                    .zip(values)
                    .enumerate()
                    .filter_map(|(index, ((_, name), v))| pair(name, (0, index), v.as_ref()))
                    .collect(),
            ),
            series => data
                .categories
                .iter()
                .enumerate()
                .map(|(index, (_, category))| {
                    let entries = series
                        .iter()
                        .enumerate()
                        .filter_map(|(at, (_, name, v))| pair(name, (at, index), v.get(index)?.as_ref()));
                    named(category, list(entries.collect()))
                })
                .collect::<Vec<_>>()
                .join(&words.alt_series_separator),
        };
        // The number in a ring is drawn as the shares are.
        let hole = hole.map(|(number, word)| named(word, number.text().to_owned()));
        let text = std::iter::once(text).chain(hole).collect::<Vec<_>>().join(&words.alt_series_separator);
        fill(&words.alt, &[("kind", kind), ("title", title), ("data", &capitalised(&text))])
    }
}
