//! Decides what the categories and series of a chart are, and gathers their values.

use std::sync::Arc;

use super::{Data, Maker};
use crate::data::period::Period;
use crate::data::quantity::Quantity;
use crate::language::fill;
use crate::report::ChartKind;
use crate::report::compute::{Figure, NoValue, OTHER};
use crate::report::parts::{self, MostParts, Shown};
use crate::report::spark::middle;
use crate::spec::schema::{By, Sort};

impl Maker<'_> {
    pub(super) fn data(&self) -> Result<Data, NoValue> {
        let has_parts =
            |figure: &Arc<Figure>| figure.has_shares(figure.period) || figure.has_parts(figure.period);
        let by = self.spec.by.unwrap_or_else(|| {
            match (self.spec.periods.is_empty(), self.figures.iter().all(has_parts)) {
                (false, _) => By::Period,
                (true, true) => By::Part,
                (true, false) => By::Figure,
            }
        });
        match (by, self.spec.kind) {
            (_, ChartKind::Dumbbell | ChartKind::Slope) if self.spec.periods.is_empty() => Err(NoValue::new(
                "this kind of chart compares two periods",
                "write periods = [\"2022-Q2\", \"2023-Q2\"]",
            )),
            (_, ChartKind::Dumbbell) if self.figures.len() == 1 => self.parts_by_period(),
            (_, ChartKind::Dumbbell) => self.by_figure(),
            (_, ChartKind::Slope) if self.figures.len() == 1 => self.parts_by_period().map(Data::transposed),
            (_, ChartKind::Slope) => self.by_period(),
            (_, ChartKind::Diverging) => self.both_ways(by),
            (_, ChartKind::Map) if self.figures.len() == 1 && self.spec.periods.len() < 2 => self.by_part(),
            (_, ChartKind::Map) => Err(NoValue::new(
                "a map shows the parts of one figure in one period",
                "write figure = \"…\", and a map for each period",
            )),
            (_, ChartKind::Multiples) if self.spec.periods.is_empty() => Err(NoValue::new(
                "each plot of this kind of chart goes over periods",
                "write periods = [\"2023-Q1\", \"2023-Q2\"]",
            )),
            (_, ChartKind::Multiples) if self.figures.len() == 1 => {
                self.parts_by_period().map(Data::transposed)
            }
            (_, ChartKind::Multiples) => self.by_period(),
            (By::Part | By::Period, ChartKind::Stacked) if self.figures.len() == 1 => self.layers_by_period(),
            (By::Part, _) if self.figures.len() == 1 && self.spec.periods.len() > 1 => self.parts_by_period(),
            (By::Part, _) => self.by_part(),
            (By::Period, _) => self.by_period(),
            (By::Figure, _) => self.by_figure(),
        }
    }

    /// Categories are parts; a series is a figure.
    pub(super) fn by_part(&self) -> Result<Data, NoValue> {
        let figures: Vec<&Figure> = self.figures.iter().map(AsRef::as_ref).collect();
        let lists: Vec<(&Figure, Period)> = figures.iter().map(|figure| (*figure, self.at(figure))).collect();
        let most = match self.spec.kind {
            ChartKind::Donut => MostParts::Hues,
            ChartKind::Map => MostParts::Areas,
            _ => MostParts::Categories,
        };
        let shown = self.parts(&lists, most)?;
        let is_common =
            |key: &str| shown.iter().all(|shown| shown.parts.iter().any(|(known, _)| known == key));
        let common =
            shown.iter().flat_map(|shown| &shown.parts).filter(|(key, _)| key != OTHER && is_common(key));
        // Figures with other parts altogether stand beside each other as they are.
        let shown = if common.count() > shown.len() { parts::alike(&figures, shown)? } else { shown };
        let mut keys: Vec<String> = Vec::new();
        let (mut columns, mut all_joined) = (Vec::new(), Vec::new());
        for Shown { parts, joined } in shown {
            let new = parts.iter().map(|(key, _)| key).filter(|key| !keys.contains(key));
            keys.extend(new.cloned().collect::<Vec<_>>());
            all_joined
                .extend(joined.into_iter().filter(|part| !all_joined.contains(part)).collect::<Vec<_>>());
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
                let values = keys.iter().map(|key| find(parts, key)).collect();
                (figure.key.clone(), self.dated_label(figure), values)
            })
            .collect();
        let categories = keys
            .iter()
            .map(|key| Ok((key.clone(), self.part_label(key)?)))
            .collect::<Result<_, NoValue>>()?;
        Ok(Data { categories, series, joined: all_joined, ..Data::default() })
    }

    /// Categories are parts; a series is a period of the one figure.
    fn parts_by_period(&self) -> Result<Data, NoValue> {
        let figure = &self.figures[0];
        let periods = self.periods();
        let lists: Vec<(&Figure, Period)> = periods.iter().map(|at| (figure.as_ref(), *at)).collect();
        let has_hues = matches!(self.spec.kind, ChartKind::Slope | ChartKind::Multiples);
        let most = if has_hues { MostParts::Hues } else { MostParts::Categories };
        let shown = self.parts(&lists, most)?;
        let shown = parts::alike(&vec![figure.as_ref(); periods.len()], shown)?;
        // The order is that of the figure's own period, or of the last one.
        let main = periods.iter().position(|at| *at == figure.period).unwrap_or(periods.len() - 1);
        let mut keys: Vec<String> = Vec::new();
        for at in std::iter::once(main).chain((0..periods.len()).rev()) {
            let new = shown[at].parts.iter().map(|(key, _)| key);
            keys.extend(new.filter(|key| !keys.contains(key)).cloned().collect::<Vec<_>>());
        }
        if self.spec.sort == Sort::BySize {
            keys.sort_by_key(|key| key == OTHER);
        }
        let find = |shown: &Shown, key: &String| {
            shown.parts.iter().find(|(known, _)| known == key).map(|(_, value)| value.clone())
        };
        let series = self.period_names(&periods).into_iter().zip(&shown);
        let series = series
            .map(|((key, label), shown)| (key, label, keys.iter().map(|key| find(shown, key)).collect()))
            .collect();
        let categories = keys
            .iter()
            .map(|key| Ok((key.clone(), self.part_label(key)?)))
            .collect::<Result<_, NoValue>>()?;
        let mut joined: Vec<String> = Vec::new();
        for part in shown.into_iter().flat_map(|shown| shown.joined) {
            if !joined.contains(&part) {
                joined.push(part);
            }
        }
        Ok(Data { categories, series, joined, ..Data::default() })
    }

    /// Categories are periods; a series is a figure.
    pub(super) fn by_period(&self) -> Result<Data, NoValue> {
        let periods = self.periods();
        let series = self
            .figures
            .iter()
            .map(|figure| {
                let values =
                    periods.iter().map(|p| self.value_or_gap(figure, *p)).collect::<Result<_, _>>()?;
                Ok((figure.key.clone(), figure.label.clone(), values))
            })
            .collect::<Result<_, NoValue>>()?;
        let changes = match (&self.figures[..], &periods[..]) {
            ([figure], [from, to]) => vec![self.change(figure, *from, *to)?],
            _ => Vec::new(),
        };
        let times = periods.iter().map(|period| middle(*period)).collect();
        Ok(Data { categories: self.period_names(&periods), series, changes, times, ..Data::default() })
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
                    .map(|figure| self.value_or_gap(figure, *period))
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
        Ok(Data { categories, series, changes, ..Data::default() })
    }

    /// Bars are periods, layers are parts; a period whose parts are not known is one layer.
    fn layers_by_period(&self) -> Result<Data, NoValue> {
        let figure = &self.figures[0];
        let given = self.periods();
        let periods = if given.is_empty() { vec![figure.period] } else { given };
        let totals =
            periods.iter().map(|period| self.value(figure, *period)).collect::<Result<Vec<_>, _>>()?;
        let is_broken_down = |at: &Period| *at == figure.period || figure.has_parts(*at);
        let mut series = Vec::new();
        let whole: Vec<Option<Quantity>> = periods
            .iter()
            .zip(&totals)
            .map(|(period, total)| (!is_broken_down(period)).then(|| total.clone()))
            .collect();
        if whole.iter().any(Option::is_some) {
            series.push((String::from("all"), self.builder.locale.labels().not_broken_down.clone(), whole));
        }
        let (mut keys, mut joined): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
        let mut layers: Vec<Vec<(String, Quantity)>> = Vec::new();
        // The order is that of the figure's own period; parts that only others have follow, the rest is last.
        let own = periods.iter().position(|at| *at == figure.period);
        let known = periods.iter().filter(|at| is_broken_down(at)).map(|at| (figure.as_ref(), *at));
        let known = known.collect::<Vec<_>>();
        let shown = self.parts(&known, MostParts::Hues)?;
        // A part of one bar alone is in the rest of the others, and joins it, so that the rests can be compared.
        let mut known = parts::alike(&vec![figure.as_ref(); known.len()], shown)?.into_iter();
        for at in &periods {
            let shown = if is_broken_down(at) { known.next() } else { None }.unwrap_or_default();
            joined.extend(shown.joined.into_iter().filter(|part| !joined.contains(part)).collect::<Vec<_>>());
            layers.push(shown.parts);
        }
        for at in own.into_iter().chain(0..periods.len()) {
            let new = layers[at].iter().map(|(key, _)| key);
            keys.extend(new.filter(|key| !keys.contains(key)).cloned().collect::<Vec<_>>());
        }
        keys.sort_by_key(|key| key == OTHER);
        for part in keys {
            let at = |layer: &Vec<(String, Quantity)>| {
                layer.iter().find(|(key, _)| *key == part).map(|(_, value)| value.clone())
            };
            series.push((part.clone(), self.part_label(&part)?, layers.iter().map(at).collect()));
        }
        let changes = match periods[..] {
            [from, to] => vec![self.change(figure, from, to)?],
            _ => Vec::new(),
        };
        Ok(Data {
            categories: self.period_names(&periods),
            series,
            changes,
            totals,
            joined,
            ..Data::default()
        })
    }

    /// The period whose parts are shown: the one that the chart names, or the figure's own.
    fn at(&self, figure: &Figure) -> Period {
        match &self.spec.periods[..] {
            [only] => only.value,
            _ => figure.period,
        }
    }

    /// The parts of figures that are shown, in the chart's unit.
    fn parts(&self, lists: &[(&Figure, Period)], most: MostParts) -> Result<Vec<Shown>, NoValue> {
        let listed = lists.iter().map(|(figure, at)| Ok((*figure, parts::listed(self.spec, figure, *at)?)));
        let shown = parts::joined(self.spec, listed.collect::<Result<_, NoValue>>()?, most)?;
        lists.iter().for_each(|(figure, at)| self.draws(figure, *at));
        let converted = lists.iter().zip(shown).map(|((figure, _), Shown { parts, joined })| {
            let parts = parts.into_iter().map(|(key, value)| Ok((key, self.in_unit(figure, value)?)));
            Ok(Shown { parts: parts.collect::<Result<_, NoValue>>()?, joined })
        });
        converted.collect()
    }

    /// The label of a figure whose parts are a series, with their period where others are of another one.
    fn dated_label(&self, figure: &Figure) -> String {
        let locale = &self.builder.locale;
        let (at, period) = (self.at(figure), locale.period(self.at(figure)));
        // An author writes a space where the program keeps words together.
        let plain = |text: &str| text.replace('\u{a0}', " ");
        let is_told = plain(&figure.label).contains(&plain(&period));
        if is_told || self.figures.iter().all(|other| self.at(other) == at) {
            return figure.label.clone();
        }
        fill(&locale.labels().titled, &[("title", &figure.label), ("period", &period)])
    }
}

impl Data {
    /// The same with categories as series and series as categories.
    fn transposed(self) -> Self {
        let value = |category: usize| {
            let of = move |(_, _, values): &(String, String, Vec<Option<Quantity>>)| {
                values.get(category).cloned().flatten()
            };
            self.series.iter().map(of).collect()
        };
        let series = self.categories.iter().enumerate();
        let series = series.map(|(at, (key, label))| (key.clone(), label.clone(), value(at))).collect();
        let categories = self.series.iter().map(|(key, label, _)| (key.clone(), label.clone())).collect();
        Self { categories, series, changes: Vec::new(), ..self }
    }
}
