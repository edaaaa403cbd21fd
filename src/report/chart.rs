//! Decides what a chart shows: categories, series, values, changes, the words for them.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::build::Builder;
use super::compute::{CONVERTED_DIGITS, Figure, NoValue, OTHER};
use super::expr::Outcome;
use super::own_change::{self, Beside};
use super::parts::{self, MOST_HUES, Shown};
use super::{Block, Category, Chart, ChartKind, Inline, Role, Series, formula, plain_text, prose};
use crate::data::period::Period;
use crate::data::quantity::{Measure, Number, Quantity, Unit};
use crate::diag::{Diagnostic, Span};
use crate::locale::{ChangeForm, fill};
use crate::spec::schema::{By, ChartSpec, Sort};

/// A chart's data before it has words: names of categories and series, and values by series and category.
struct Data {
    categories: Vec<(String, String)>,
    series: Vec<(String, String, Vec<Option<Quantity>>)>,
    changes: Vec<Option<String>>,
    totals: Vec<Quantity>,
    /// Parts with a name of their own that the rest holds.
    joined: Vec<String>,
}

/// Builds a chart, or the block that stands where its figure is not available.
pub(super) fn chart(builder: &Builder<'_>, spec: &ChartSpec, number: u32) -> Option<Block> {
    let figures: Option<Vec<Arc<Figure>>> =
        spec.figures.iter().map(|name| builder.figure(&name.value, name.span)).collect();
    // A chart of no figure was told when it was read.
    let figures = figures.filter(|figures| !figures.is_empty())?;
    let title = builder.line(&spec.title);
    if let Some(reason) = figures.iter().find_map(|figure| figure.not_available.clone()) {
        return Some(Block::Unavailable { title, reason });
    }
    let maker = Maker { builder, spec, figures };
    let data = match maker.data() {
        Ok(data) => data,
        Err(_) if builder.is_broken(spec.span) => return None,
        Err(NoValue { message, hint }) => {
            builder.fault(
                Diagnostic::error("no-value", spec.span, format!("chart `{}`: {message}", spec.key.value))
                    .hint(hint),
            );
            return None;
        }
    };
    maker.finish(data, title, number).map(Block::Chart)
}

struct Maker<'a> {
    builder: &'a Builder<'a>,
    spec: &'a ChartSpec,
    figures: Vec<Arc<Figure>>,
}

impl Maker<'_> {
    fn data(&self) -> Result<Data, NoValue> {
        let has_parts = |figure: &Arc<Figure>| !figure.shares.is_empty() || !figure.parts.is_empty();
        let by = self.spec.by.unwrap_or_else(|| {
            match (self.spec.periods.is_empty(), self.figures.iter().all(has_parts)) {
                (false, _) => By::Period,
                (true, true) => By::Part,
                (true, false) => By::Figure,
            }
        });
        match (by, self.spec.kind) {
            (By::Part | By::Period, ChartKind::Stacked) if self.figures.len() == 1 => self.layers_by_period(),
            (By::Part, _) => self.by_part(),
            (By::Period, _) => self.by_period(),
            (By::Figure, _) => self.by_figure(),
        }
    }

    /// Categories are parts; a series is a figure.
    fn by_part(&self) -> Result<Data, NoValue> {
        let mut keys: Vec<String> = Vec::new();
        let mut columns = Vec::new();
        let mut all_joined = Vec::new();
        for figure in &self.figures {
            let Shown { parts, joined } = self.parts(figure)?;
            all_joined.extend(joined);
            keys.extend(
                parts
                    .iter()
                    .map(|(key, _)| key.clone())
                    .filter(|key| !keys.contains(key))
                    .collect::<Vec<_>>(),
            );
            columns.push(parts);
        }
        // Parts of the first figure come by size already; those that only others have follow, the rest is last.
        if self.spec.sort == Sort::BySize {
            keys.sort_by_key(|key| key == OTHER);
        }
        let find = |parts: &Vec<(String, Quantity)>, key: &String| {
            parts.iter().find(|(k, _)| k == key).map(|(_, value)| value.clone())
        };
        let series = self
            .figures
            .iter()
            .zip(&columns)
            .map(|(figure, parts)| {
                (figure.key.clone(), figure.label.clone(), keys.iter().map(|key| find(parts, key)).collect())
            })
            .collect();
        let categories = keys
            .iter()
            .map(|key| Ok((key.clone(), self.part_label(key)?)))
            .collect::<Result<_, NoValue>>()?;
        Ok(Data { categories, series, changes: Vec::new(), totals: Vec::new(), joined: all_joined })
    }

    /// Categories are periods; a series is a figure.
    fn by_period(&self) -> Result<Data, NoValue> {
        let periods = self.periods();
        let series = self
            .figures
            .iter()
            .map(|figure| {
                let values =
                    periods.iter().map(|p| self.value(figure, *p).map(Some)).collect::<Result<_, _>>()?;
                Ok((figure.key.clone(), figure.label.clone(), values))
            })
            .collect::<Result<_, NoValue>>()?;
        let changes = match (&self.figures[..], &periods[..]) {
            ([figure], [from, to]) => vec![self.change(figure, *from, *to)?],
            _ => Vec::new(),
        };
        Ok(Data {
            categories: self.period_names(&periods),
            series,
            changes,
            totals: Vec::new(),
            joined: Vec::new(),
        })
    }

    /// Categories are figures; a series is a period.
    fn by_figure(&self) -> Result<Data, NoValue> {
        let given = self.periods();
        let own = |figure: &Arc<Figure>| figure.period;
        let periods =
            if given.is_empty() { self.figures.first().map(own).into_iter().collect() } else { given };
        let categories =
            self.figures.iter().map(|figure| (figure.key.clone(), figure.label.clone())).collect();
        let series = self
            .period_names(&periods)
            .into_iter()
            .zip(&periods)
            .map(|((key, label), period)| {
                let values = self
                    .figures
                    .iter()
                    .map(|figure| self.value(figure, *period).map(Some))
                    .collect::<Result<_, _>>()?;
                Ok((key, label, values))
            })
            .collect::<Result<_, NoValue>>()?;
        let changes = match periods[..] {
            [from, to] => {
                self.figures.iter().map(|figure| self.change(figure, from, to)).collect::<Result<_, _>>()?
            }
            _ => Vec::new(),
        };
        Ok(Data { categories, series, changes, totals: Vec::new(), joined: Vec::new() })
    }

    /// Bars are periods, layers are parts; a period whose parts are not known is one layer.
    fn layers_by_period(&self) -> Result<Data, NoValue> {
        let figure = &self.figures[0];
        let given = self.periods();
        let periods = if given.is_empty() { vec![figure.period] } else { given };
        let totals =
            periods.iter().map(|period| self.value(figure, *period)).collect::<Result<Vec<_>, _>>()?;
        let mut series = Vec::new();
        let whole: Vec<Option<Quantity>> = periods
            .iter()
            .zip(&totals)
            .map(|(period, total)| (*period != figure.period).then(|| total.clone()))
            .collect();
        if whole.iter().any(Option::is_some) {
            series.push((String::from("all"), self.builder.locale.labels().not_broken_down.clone(), whole));
        }
        let Shown { parts, joined } = self.parts(figure)?;
        for (part, value) in parts {
            let at = |period: &Period| (*period == figure.period).then(|| value.clone());
            series.push((part.clone(), self.part_label(&part)?, periods.iter().map(at).collect()));
        }
        let changes = match periods[..] {
            [from, to] => vec![self.change(figure, from, to)?],
            _ => Vec::new(),
        };
        Ok(Data { categories: self.period_names(&periods), series, changes, totals, joined })
    }

    /// The parts of a figure that are shown, in the chart's unit.
    fn parts(&self, figure: &Figure) -> Result<Shown, NoValue> {
        let Shown { parts, joined } = parts::shown(self.spec, figure)?;
        let converted = parts.into_iter().map(|(key, value)| Ok((key, self.in_unit(figure, value)?)));
        Ok(Shown { parts: converted.collect::<Result<_, NoValue>>()?, joined })
    }

    fn periods(&self) -> Vec<Period> {
        let mut periods: Vec<Period> = self.spec.periods.iter().map(|period| period.value).collect();
        if self.spec.sort == Sort::BySize {
            periods.sort_unstable();
        }
        periods
    }

    /// Names of periods for an axis: a few are written out, many are short.
    fn period_names(&self, periods: &[Period]) -> Vec<(String, String)> {
        let locale = &self.builder.locale;
        let name = |period: Period| match periods.len() {
            0..=3 => locale.period(period),
            _ => locale.period_short(period),
        };
        periods.iter().map(|period| (period.to_string(), name(*period))).collect()
    }

    fn part_label(&self, part: &str) -> Result<String, NoValue> {
        self.builder.scope.label(part).ok_or_else(|| self.builder.scope.unknown_part(part))
    }

    fn value(&self, figure: &Figure, period: Period) -> Result<Quantity, NoValue> {
        self.in_unit(figure, figure.value(period)?)
    }

    fn in_unit(&self, figure: &Figure, value: Quantity) -> Result<Quantity, NoValue> {
        if !self.spec.convert || value.unit().measure == Measure::Percent {
            return Ok(value);
        }
        let converted = figure.converted(&value)?;
        Ok(converted.rounded(converted.digits().min(CONVERTED_DIGITS)))
    }

    fn change(&self, figure: &Figure, from: Period, to: Period) -> Result<Option<String>, NoValue> {
        if let Some(text) = &self.spec.change {
            return Ok(match formula::expression(self.builder, text) {
                Some(Outcome::Change(change)) => {
                    let what = format!("chart `{}`", self.spec.key.value);
                    let beside = Beside { what: &what, figure: &figure.key, from: Some(from), to };
                    own_change::check(self.builder, text, &change, &beside);
                    Some(change.short)
                }
                Some(Outcome::Text(words)) => Some(words),
                _ => None,
            });
        }
        // From nothing, or from less than nothing, there is no percentage; the values stand beside each other.
        let Ok(change) = figure.change(from, to) else { return Ok(None) };
        let percent = change.percent.rounded(1);
        Ok(Some(self.builder.locale.change(
            change.direction,
            &percent,
            &change.unit,
            from,
            ChangeForm::Short,
        )))
    }

    fn finish(&self, data: Data, title: String, number: u32) -> Option<Chart> {
        let Self { builder, spec, figures } = self;
        let locale = &builder.locale;
        let figure = &figures[0];
        let first = data.series.iter().find_map(|(_, _, values)| values.iter().flatten().next());
        let unit = first.map_or_else(Unit::default, |value| value.unit().clone());
        self.refuse_what_cannot_be_drawn(&data, &unit)?;
        let highlight = spec.highlight.as_ref().map(|key| key.value.as_str());
        let role = |key: &str| match key {
            OTHER | "all" => Role::Other,
            _ if Some(key) == highlight => Role::Highlight,
            _ => Role::Part,
        };
        self.check_highlight(&data);
        let short = |value: &Quantity| locale.format_short(value);
        let series: Vec<Series> = data
            .series
            .iter()
            .map(|(key, label, values)| Series {
                key: key.clone(),
                label: label.clone(),
                role: role(key),
                values: values.iter().map(|value| value.as_ref().map(short)).collect(),
            })
            .collect();
        let categories: Vec<Category> = data
            .categories
            .iter()
            .map(|(key, label)| Category { key: key.clone(), label: label.clone(), role: role(key) })
            .collect();
        let unit_text = match (&unit.measure, &figures[..]) {
            (Measure::Count, [_]) => {
                [locale.unit_name(&unit), figure.label.clone()].join(" ").trim().to_owned()
            }
            _ => locale.unit_name(&unit),
        };
        let hole = (spec.kind == ChartKind::Donut).then(|| figure.total().ok()).flatten();
        let hole = hole.and_then(|total| self.in_unit(figure, total).ok());
        let hole = hole.map(|total| (locale.format_short(&total), figure.label.clone()));
        let source = figure.source.as_ref().and_then(|name| builder.source_line(name)).unwrap_or_default();
        let remark = spec.remark.as_ref().or(figure.remark.as_ref());
        let mut remark = remark.map(|text| prose::inlines(builder, text)).unwrap_or_default();
        let joined = self.joined(&data.joined, &plain_text(&remark));
        let alt = match &spec.alt {
            Some(alt) => builder.line(alt),
            None => {
                std::iter::once(self.alt(&data, &title)).chain(joined.clone()).collect::<Vec<_>>().join(" ")
            }
        };
        prose::append(&mut remark, joined.into_iter().map(Inline::Text).collect());
        let values = data.series.iter().flat_map(|(_, _, values)| values.iter().flatten());
        let shown: Vec<&Quantity> = values.chain(&data.totals).collect();
        prose::append(&mut remark, builder.revised_chart(figures.iter().map(AsRef::as_ref), &shown));
        Some(Chart {
            id: spec.key.value.clone(),
            number,
            mark: Some(builder.next_mark()),
            kind: spec.kind,
            title,
            unit_text,
            categories,
            series,
            changes: data.changes,
            totals: data.totals.iter().map(short).collect::<Vec<Number>>(),
            hole,
            alt,
            source,
            remark,
        })
    }

    /// Says which parts with a name of their own the rest holds, those left out that a remark names already.
    fn joined(&self, parts: &[String], remark: &str) -> Option<String> {
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

    fn check_highlight(&self, data: &Data) {
        let Some(highlight) = &self.spec.highlight else { return };
        let keys = || {
            let layers = data.series.iter().filter(|_| data.series.len() > 1).map(|(key, ..)| key.as_str());
            data.categories.iter().map(|(key, _)| key.as_str()).chain(layers)
        };
        if !keys().any(|key| key == highlight.value) {
            let message = format!("the chart has no part `{}` to highlight", highlight.value);
            self.builder.fault(
                Diagnostic::error("unknown-part", highlight.span, message)
                    .hint(format!("its parts are {}", keys().collect::<Vec<_>>().join(", "))),
            );
        }
    }

    /// What a kind of chart cannot show is an error, not a bad drawing.
    fn refuse_what_cannot_be_drawn(&self, data: &Data, unit: &Unit) -> Option<()> {
        let values = || data.series.iter().flat_map(|(_, _, values)| values.iter().flatten());
        let several = data.series.len() > 1;
        let most_layers = MOST_HUES + 2;
        let (message, hint) = match self.spec.kind {
            _ if data.categories.len() < 2 && !several => {
                ("a chart needs at least two values to compare".to_owned(), "add periods, parts or figures")
            }
            _ if values().any(|value| value.unit() != unit) => (
                "its values have different units".to_owned(),
                "draw a chart for each unit, or convert one of them",
            ),
            ChartKind::Donut | ChartKind::Stacked if values().all(|value| value.value().is_zero()) => {
                ("all its parts are zero".to_owned(), "say so in words")
            }
            _ if data.categories.len() > 15 => (
                format!("{} categories are too many for one chart", data.categories.len()),
                "show 15 at most; join small ones",
            ),
            ChartKind::Donut | ChartKind::Stacked if values().any(|value| value.value() < Decimal::ZERO) => {
                ("a part of a whole cannot be negative".to_owned(), "use kind = \"bars\"")
            }
            ChartKind::Bars | ChartKind::Columns | ChartKind::Donut if several => {
                ("this kind of chart shows one series".to_owned(), "use kind = \"clustered\" or \"stacked\"")
            }
            ChartKind::Clustered | ChartKind::Line if data.series.len() > MOST_HUES => {
                (format!("{} series are too many for one chart", data.series.len()), "show six at most")
            }
            ChartKind::Stacked if data.series.len() > most_layers => (
                format!("{} layers are too many for one chart", data.series.len()),
                "show six parts at most; the others join the rest",
            ),
            ChartKind::Bars
            | ChartKind::Columns
            | ChartKind::Clustered
            | ChartKind::Stacked
            | ChartKind::Donut
            | ChartKind::Line => {
                return Some(());
            }
        };
        let span: Span = self.spec.span;
        if self.builder.is_broken(span) {
            return None;
        }
        self.builder.fault(
            Diagnostic::error("bad-chart", span, format!("chart `{}`: {message}", self.spec.key.value))
                .hint(hint),
        );
        None
    }

    /// Alternative text from the data: what a reader would be told who cannot see the chart.
    fn alt(&self, data: &Data, title: &str) -> String {
        let locale = &self.builder.locale;
        let words = &locale.words().chart;
        let kind = match self.spec.kind {
            ChartKind::Bars => &words.bars,
            ChartKind::Columns => &words.columns,
            ChartKind::Clustered => &words.clustered,
            ChartKind::Stacked => &words.stacked,
            ChartKind::Donut => &words.donut,
            ChartKind::Line => &words.line,
        };
        let pair = |name: &str, value: &Quantity| {
            fill(&words.alt_value, &[("name", name), ("value", locale.format(value).text())])
        };
        let list = |entries: Vec<String>| entries.join(&words.alt_separator);
        let named = |name: &str, data: String| fill(&words.alt_series, &[("series", name), ("data", &data)]);
        let text = match &data.series[..] {
            [(_, _, values)] => list(
                data.categories
                    .iter()
                    .zip(values)
                    .filter_map(|((_, name), v)| Some(pair(name, v.as_ref()?)))
                    .collect(),
            ),
            series => data
                .categories
                .iter()
                .enumerate()
                .map(|(index, (_, category))| {
                    let entries =
                        series.iter().filter_map(|(_, name, v)| Some(pair(name, v.get(index)?.as_ref()?)));
                    named(category, list(entries.collect()))
                })
                .collect::<Vec<_>>()
                .join(&words.alt_series_separator),
        };
        fill(&words.alt, &[("kind", kind), ("title", title), ("data", &text)])
    }
}
