//! Decides what a chart shows: categories, series, values, changes, the words for them.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeSet;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::data::period::Period;
use crate::data::quantity::{Measure, Number, Quantity, Unit};
use crate::diag::{Diagnostic, Span, code};
use crate::language::{ChangeForm, capitalised, fill};
use crate::report::certainty::Naming;
use crate::report::compute::{CONVERTED_DIGITS, Figure, MissingValue, NoValue, OTHER};
use crate::report::context::Builder;
use crate::report::expr::Outcome;
use crate::report::own_change::{self, Beside};
use crate::report::parts::{MOST_AREAS, MOST_CATEGORIES, MOST_HUES, MOST_POINTS};
use crate::report::walk::plain_text;
use crate::report::{
    Absent, Block, Category, Chart, ChartKind, Inline, Legend, MapStyle, Role, Series, formula, prose,
};
use crate::spec::Text;
use crate::spec::schema::{By, ChartSpec, Sort};

mod alt;
mod data;
mod guide;
mod map;
mod net;
mod source;

/// A chart's data before it has words: names of categories and series, and values by series and category.
#[derive(Default)]
struct Data {
    categories: Vec<(String, String)>,
    series: Vec<(String, String, Vec<Option<Quantity>>)>,
    changes: Vec<Option<String>>,
    totals: Vec<Quantity>,
    /// Parts with a name of their own that the rest holds.
    joined: Vec<String>,
    /// Where the categories stand in time, in months; empty when they are no periods.
    times: Vec<f64>,
}

/// Builds a chart, or the block that stands where its figure is not available.
pub(super) fn chart(builder: &Builder<'_>, spec: &ChartSpec, number: u32) -> Option<Block> {
    let figures: Option<Vec<Arc<Figure>>> =
        spec.figures.iter().map(|name| builder.figure(&name.value, name.span)).collect();
    // A chart of no figure was told when it was read.
    let figures = figures.filter(|figures| !figures.is_empty())?;
    let title = builder.line(&spec.title);
    let labels = builder.locale.labels();
    let absent = |state: &str, (reason, sentence): (String, String), is_gap| {
        let (id, state, title) = (spec.key.value.clone(), state.to_owned(), title.clone());
        Some(Block::Unavailable(Absent { id, number, title, state, reason, sentence, is_gap }))
    };
    let unavailable = figures.iter().find(|figure| !figure.is_available());
    if let Some(figure) = unavailable.filter(|_| !stands_without(spec, &figures)) {
        // Of a figure that could not be read, the cause was told.
        let (reason, sentence) = if figures.len() > 1 {
            let sentence = builder.why_absent_with_name(figure);
            (sentence.clone(), sentence)
        } else {
            (why(figure), builder.why_absent(figure))
        };
        return absent(
            &labels.not_available,
            (reason.unwrap_or_default(), sentence.unwrap_or_default()),
            false,
        );
    }
    let maker = Maker {
        builder,
        spec,
        figures,
        change: OnceCell::new(),
        gaps: RefCell::default(),
        drawn: RefCell::default(),
    };
    let data = match maker.data() {
        Ok(data) => data,
        Err(_) if builder.is_broken(spec.span) => return None,
        Err(NoValue { is_gap: true, missing, .. }) => {
            let keys = maker.figures.iter().map(|figure| figure.key.as_str());
            let root = missing.as_ref().map(|missing| missing.figure.as_str()).into_iter();
            builder.waits(root.chain(keys).next().unwrap_or_default(), spec.span);
            let names = maker.figures.iter().map(|figure| figure.label.as_str());
            let names = names.collect::<Vec<_>>().join(", ");
            let sentence = fill(&labels.labelled, &[("label", &labels.to_fill), ("text", &names)]);
            return absent(&labels.to_fill, (names, sentence), true);
        }
        Err(NoValue { message, hint, missing, is_gap: _ }) => {
            let message = format!("chart `{}`: {message}", spec.key.value);
            builder.fault_of(Diagnostic::new(code::NO_VALUE, spec.span, message).hint(hint), missing);
            return None;
        }
    };
    let message = spec.message.as_ref().map(|text| prose::inlines(builder, text)).unwrap_or_default();
    maker.finish(data, (title, message), number).map(Block::Chart)
}

/// Whether a chart can be drawn without those of its figures that are not available: each has a bar of its own, and
/// there are others to compare.
fn stands_without(spec: &ChartSpec, figures: &[Arc<Figure>]) -> bool {
    let has_bars = match spec.kind {
        ChartKind::Bars | ChartKind::Columns | ChartKind::Clustered => true,
        ChartKind::Stacked
        | ChartKind::Donut
        | ChartKind::Line
        | ChartKind::Dumbbell
        | ChartKind::Slope
        | ChartKind::Diverging
        | ChartKind::Multiples
        | ChartKind::Map => false,
    };
    let is_known = figures.iter().all(|figure| !figure.is_unknown);
    let left: Vec<_> = figures.iter().filter(|figure| figure.is_available()).collect();
    // Of figures with parts, another chart is meant.
    let is_of_parts =
        left.iter().any(|figure| figure.has_shares(figure.period) || figure.has_parts(figure.period));
    let is_by_figure = match spec.by {
        Some(by) => by == By::Figure,
        None => spec.periods.is_empty() && !is_of_parts,
    };
    has_bars && is_known && is_by_figure && left.len() > 1
}

/// Why a figure has no values, in the author's words.
fn why(figure: &Figure) -> Option<String> {
    figure.not_available.clone().filter(|reason| !reason.is_empty())
}

struct Maker<'a> {
    builder: &'a Builder<'a>,
    spec: &'a ChartSpec,
    figures: Vec<Arc<Figure>>,
    /// What the spec's own change gives, once it was needed.
    change: OnceCell<Option<Outcome>>,
    /// The values that the source does not have.
    gaps: RefCell<BTreeSet<MissingValue>>,
    /// The figures whose numbers it draws, and of which periods.
    drawn: RefCell<BTreeSet<(String, Period)>>,
}

impl Maker<'_> {
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
        let value = self.in_unit(figure, figure.value(period)?)?;
        self.draws(figure, period);
        Ok(value)
    }

    /// The value of a period, or none where the source has none or the figure is not available.
    fn value_or_gap(&self, figure: &Figure, period: Period) -> Result<Option<Quantity>, NoValue> {
        if !figure.is_available() {
            return Ok(None);
        }
        if !figure.missing.contains_key(&period) {
            let hinted = |fault: NoValue| match fault.missing {
                Some(_) => {
                    let gap = format!("; when its source has none, missing = [\"{period}\"] leaves a gap");
                    NoValue { hint: fault.hint + &gap, ..fault }
                }
                None => fault,
            };
            return self.value(figure, period).map(Some).map_err(hinted);
        }
        let gap = MissingValue { figure: figure.key.clone(), period: Some(period) };
        self.gaps.borrow_mut().insert(gap);
        Ok(None)
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
            return Ok(match self.change.get_or_init(|| formula::expression(self.builder, text)) {
                Some(Outcome::Change(change)) => {
                    let what = format!("chart `{}`", self.spec.key.value);
                    let beside =
                        Beside { what: &what, figure: &figure.key, from: Some(from), to, part: None };
                    own_change::check(self.builder, text, change, &beside);
                    Some(change.short.clone())
                }
                Some(Outcome::Text(words)) => Some(words.clone()),
                _ => None,
            });
        }
        // From nothing, or from less than nothing, there is no percentage; the values stand beside each other.
        let Ok(change) = figure.change(from, to) else { return Ok(None) };
        let Ok(told) = change.told_at(1) else { return Ok(None) };
        Ok(Some(self.builder.locale.change(change.direction, &told, &change.unit, from, ChangeForm::Short)))
    }

    fn finish(&self, data: Data, (title, message): (String, Vec<Inline>), number: u32) -> Option<Chart> {
        let Self { builder, spec, figures, .. } = self;
        let locale = &builder.locale;
        let figure = &figures[0];
        let first = data.series.iter().find_map(|(_, _, values)| values.iter().flatten().next());
        let unit = first.map_or_else(Unit::default, |value| value.unit().clone());
        self.refuse_what_cannot_be_drawn(&data, &unit)?;
        self.check_highlight(&data);
        let short = |value: &Quantity| builder.flagged(locale.format_short(value));
        let (categories, series) = self.printed(&data);
        let unit_text = self.unit_text(&unit);
        let guide = self.guide(&data, &unit);
        let map = self.map(&data);
        let in_hole = self.in_hole();
        let hole = in_hole.as_ref().map(|total| (self.whole(total), figure.label.clone()));
        let source = self.source(&guide.compared);
        let of_figures = || figures.iter().filter_map(|figure| figure.remark.as_ref()).collect();
        let remarks: Vec<&Text> = spec.remark.as_ref().map_or_else(of_figures, |own| vec![own]);
        let mut remark = prose::remarks(builder, &remarks);
        let absent = figures.iter().filter_map(|figure| builder.why_absent_with_name(figure));
        let joined = absent.chain(self.joined(&data.joined, &plain_text(&remark))).collect::<Vec<_>>();
        let joined = (!joined.is_empty()).then(|| joined.join(" "));
        let alt = match &spec.alt {
            Some(alt) => builder.line(alt),
            None => {
                let title = self.told_title(&message, &title);
                let told = Some(plain_text(&guide.told)).filter(|told| !told.is_empty());
                std::iter::once(self.alt(&data, &title, hole.as_ref()))
                    .chain(told)
                    .chain(joined.clone())
                    .collect::<Vec<_>>()
                    .join(" ")
            }
        };
        prose::append(&mut remark, joined.into_iter().map(Inline::Text).collect());
        let values = data.series.iter().flat_map(|(_, _, values)| values.iter().flatten());
        let shown: Vec<&Quantity> = values.chain(&data.totals).collect();
        prose::append(&mut remark, builder.revised_chart(figures.iter().map(AsRef::as_ref), &shown));
        let drawn = shown.len();
        let shown: Vec<&Quantity> = shown.into_iter().chain(&in_hole).collect();
        let naming = if figures.len() > 1 { Naming::Figures } else { Naming::Periods };
        let (below, text) = builder.chart_legends((&shown, drawn), &self.gaps.borrow(), naming);
        prose::append(&mut remark, below);
        if spec.kind == ChartKind::Map {
            prose::append(&mut remark, vec![Inline::Text(locale.words().chart.map_note.clone())]);
        }
        let sign = locale.words().certainty.missing.clone();
        let legend = Legend { text, gaps: self.empty_places(&data), sign };
        Some(Chart {
            id: spec.key.value.clone(),
            number,
            mark: Some(builder.next_mark()),
            kind: spec.kind,
            title,
            message,
            unit_text,
            categories,
            times: if spec.kind == ChartKind::Line { data.times } else { Vec::new() },
            reach: self.reach(&unit),
            series,
            changes: data.changes,
            totals: data.totals.iter().map(short).collect::<Vec<Number>>(),
            map,
            references: guide.references,
            annotations: guide.annotations,
            told: guide.told,
            hole,
            alt,
            source,
            remark,
            legend,
        })
    }

    /// Categories and series with their values as they are printed.
    fn printed(&self, data: &Data) -> (Vec<Category>, Vec<Series>) {
        let highlight = self.spec.highlight.as_ref().map(|key| key.value.as_str());
        let role = |key: &str| match key {
            OTHER | "all" => Role::Other,
            net::KEY => Role::Net,
            _ if Some(key) == highlight => Role::Highlight,
            _ => Role::Part,
        };
        let short = |value: &Quantity| self.builder.flagged(self.builder.locale.format_short(value));
        let series = data.series.iter().map(|(key, label, values)| Series {
            key: key.clone(),
            label: capitalised(label),
            role: role(key),
            values: values.iter().map(|value| value.as_ref().map(short)).collect(),
        });
        let categories = data.categories.iter();
        let categories = categories.map(|(key, label)| Category {
            key: key.clone(),
            label: capitalised(label),
            role: role(key),
        });
        (categories.collect(), series.collect())
    }

    /// The unit of its values in words; of one figure of counted things, what is counted.
    fn unit_text(&self, unit: &Unit) -> String {
        let name = self.builder.locale.unit_name(unit);
        match (&unit.measure, &self.figures[..]) {
            (Measure::Count, [figure]) => [&name[..], &figure.label].join(" ").trim().to_owned(),
            _ => name,
        }
    }

    /// The end of the scale that bars of shares have in the whole series.
    fn reach(&self, unit: &Unit) -> Option<Decimal> {
        let has_bars = matches!(self.spec.kind, ChartKind::Bars | ChartKind::Columns | ChartKind::Clustered);
        let scale = self.builder.spec.series.share_scale.as_ref().filter(|_| has_bars);
        scale.map(|scale| scale.value).filter(|_| unit.measure == Measure::Percent)
    }

    /// The total in the hole of a donut.
    fn in_hole(&self) -> Option<Quantity> {
        let figure = &self.figures[0];
        let total = (self.spec.kind == ChartKind::Donut).then(|| figure.total().ok()).flatten();
        total.and_then(|total| self.in_unit(figure, total).ok())
    }

    /// A total as it is printed. Shares say nothing of the unit of what they are shares of: money and rates name it.
    fn whole(&self, total: &Quantity) -> Number {
        let locale = &self.builder.locale;
        self.builder.flagged(match total.unit().measure {
            Measure::Money(_) | Measure::Per(_) => locale.format(total),
            _ => locale.format_short(total),
        })
    }

    /// Where the values stand that the source does not have.
    fn empty_places(&self, data: &Data) -> Vec<(usize, usize)> {
        let gaps = self.gaps.borrow();
        let absent = self.figures.iter().filter(|figure| self.builder.why_absent(figure).is_some());
        let absent: Vec<&str> = absent.map(|figure| figure.key.as_str()).collect();
        let is_gap = |series: &str, category: &str| {
            let is = |figure: &str, period: &str| {
                gaps.iter().any(|gap| {
                    gap.figure == figure && gap.period.is_some_and(|known| known.to_string() == period)
                })
            };
            let is_absent = |key: &str| absent.contains(&key);
            is(series, category) || is(category, series) || is_absent(series) || is_absent(category)
        };
        if gaps.is_empty() && absent.is_empty() {
            return Vec::new();
        }
        let places = data.series.iter().enumerate().flat_map(|(series, (key, ..))| {
            let categories = data.categories.iter().enumerate();
            let here = categories.filter(|(_, (category, _))| is_gap(key, category));
            here.map(move |(category, _)| (series, category)).collect::<Vec<_>>()
        });
        places.collect()
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
                Diagnostic::new(code::UNKNOWN_PART, highlight.span, message)
                    .hint(format!("its parts are {}", keys().collect::<Vec<_>>().join(", "))),
            );
        }
    }

    /// What a kind of chart cannot show is an error, not a bad drawing.
    fn refuse_what_cannot_be_drawn(&self, data: &Data, unit: &Unit) -> Option<()> {
        let values = || data.series.iter().flat_map(|(_, _, values)| values.iter().flatten());
        let several = data.series.len() > 1;
        let most_layers = MOST_HUES + 2;
        let most = most_categories(self.spec.kind);
        let is_pair = match self.spec.kind {
            ChartKind::Dumbbell => data.series.len() == 2,
            ChartKind::Slope => data.categories.len() == 2,
            _ => true,
        };
        let (message, hint) = match self.spec.kind {
            _ if data.categories.len() < 2 && !several => {
                ("a chart needs at least two values to compare".to_owned(), "add periods, parts or figures")
            }
            _ if values().any(|value| value.unit() != unit) => (
                "its values have different units".to_owned(),
                "draw a chart for each unit, or convert one of them",
            ),
            _ if values().next().is_none() => {
                ("its sources have none of its values".to_owned(), "say so in words, or show other periods")
            }
            ChartKind::Donut | ChartKind::Stacked
                if values().chain(&data.totals).any(|value| !value.is_exact()) =>
            {
                ("a limit or range cannot be drawn as a part of a whole".to_owned(), "use kind = \"bars\"")
            }
            ChartKind::Donut | ChartKind::Stacked if values().all(|value| value.value().is_zero()) => {
                ("all its parts are zero".to_owned(), "say so in words")
            }
            _ if data.categories.len() > most => (
                format!("{} categories are too many for one chart", data.categories.len()),
                "name fewer periods, parts or figures: 15 at most, in a map 40, on a line 60",
            ),
            ChartKind::Donut | ChartKind::Stacked if values().any(|value| value.value() < Decimal::ZERO) => {
                ("a part of a whole cannot be negative".to_owned(), "use kind = \"bars\"")
            }
            ChartKind::Bars | ChartKind::Columns | ChartKind::Donut if several => {
                ("this kind of chart shows one series".to_owned(), "use kind = \"clustered\" or \"stacked\"")
            }
            ChartKind::Map
                if self.spec.map_style == Some(MapStyle::Circles)
                    && values().any(|value| value.value() < Decimal::ZERO) =>
            {
                ("a circle cannot be less than nothing".to_owned(), "delete `map_style`")
            }
            ChartKind::Clustered | ChartKind::Line if data.series.len() > MOST_HUES => {
                (format!("{} series are too many for one chart", data.series.len()), "show six at most")
            }
            _ if !is_pair => (
                "this kind of chart compares two periods".to_owned(),
                "write periods = [\"2022-Q2\", \"2023-Q2\"]",
            ),
            ChartKind::Slope | ChartKind::Multiples if data.series.len() > MOST_HUES + 1 => {
                let what = if self.spec.kind == ChartKind::Slope { "lines" } else { "plots" };
                (
                    format!("{} {what} are too many for one chart", data.series.len()),
                    "show six at most, and the rest",
                )
            }
            ChartKind::Diverging if net::is_below_zero(data) => (
                "bars to both sides begin at zero, and one of its values is below".to_owned(),
                "use kind = \"clustered\"",
            ),
            ChartKind::Stacked if data.series.len() > most_layers => (
                format!("{} layers are too many for one chart", data.series.len()),
                "show six parts at most; the others join the rest",
            ),
            _ => return Some(()),
        };
        let span: Span = self.spec.span;
        if !self.builder.is_broken(span) {
            let message = format!("chart `{}`: {message}", self.spec.key.value);
            self.builder.fault(Diagnostic::new(code::BAD_CHART, span, message).hint(hint));
        }
        None
    }
}

/// Categories that a kind of chart has room for.
fn most_categories(kind: ChartKind) -> usize {
    match kind {
        ChartKind::Map => MOST_AREAS,
        ChartKind::Line => MOST_POINTS,
        _ => MOST_CATEGORIES,
    }
}
