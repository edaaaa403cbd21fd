//! Writes the series of a chart: where their data stand, a copy of the data, colours and marks.

use super::cell_words;
use super::guide;
use super::ink::{fill, line, no_line, says};
use super::labels::Labels;
use super::number::Codes;
use super::plan::Plan;
use super::workbook::{Sheet, label_column, text, value};
use crate::chart::{Hues, Values, colours, outline};
use crate::docx::package::tree::{Element, el};
use crate::language::{Language, NumberFormat, Words};
use crate::report::{ChartKind, Number, ReferenceLine, Role};
use crate::theme::Colour;

/// White, between slices and around points.
const WHITE: Colour = Colour([255; 3]);

/// What series are made from.
pub(super) struct Maker<'a> {
    pub(super) plan: &'a Plan<'a>,
    pub(super) sheet: Sheet,
    pub(super) codes: Codes,
    pub(super) labels: Labels<'a>,
    /// A colour a category or a series, as the SVG has it.
    pub(super) colours: Vec<Colour>,
    /// How the language writes numbers.
    pub(super) numbers: &'a NumberFormat,
}

impl<'a> Maker<'a> {
    pub(super) fn new(plan: &'a Plan<'a>, sheet: Sheet, locale: &'a Language) -> Self {
        let Words { proofing: language, number, .. } = locale.words();
        let codes = Codes::of(plan.chart);
        let colours = colours(plan.chart, &plan.theme.brand);
        let labels = Labels { plan, codes: codes.clone(), colours: colours.clone(), language };
        Self { plan, sheet, codes, labels, colours, numbers: number }
    }

    /// All series of the chart, totals apart, in the order of the legend.
    pub(super) fn all(&self) -> Vec<Element> {
        let order = self.plan.order();
        order.into_iter().enumerate().map(|(place, index)| self.series(index, place)).collect()
    }

    fn series(&self, index: usize, place: usize) -> Element {
        let chart = self.plan.chart;
        let series = &chart.series[index];
        let colour = self.colour(index);
        let mut element = self.head_of(index, (index, place), &series.label);
        match chart.kind {
            ChartKind::Line | ChartKind::Slope | ChartKind::Multiples => {
                // A sixth part may be as grey as the rest: the rest has a broken line and squares.
                let (dash, symbol) = match series.role {
                    Role::Other => (Some(says("a:prstDash", "sysDash")), "square"),
                    Role::Part | Role::Highlight | Role::Net => (None, "circle"),
                };
                let stroke = line(colour, 1.8).attr("cap", "rnd").with(dash).child(el("a:round"));
                element.extend([el("c:spPr").child(stroke), marker(colour, symbol)]);
            }
            ChartKind::Donut => {}
            ChartKind::Bars
            | ChartKind::Columns
            | ChartKind::Clustered
            | ChartKind::Dumbbell
            | ChartKind::Diverging
            | ChartKind::Map
            | ChartKind::Stacked => {
                element.push(self.solid(colour));
                element.push(says("c:invertIfNegative", 0));
            }
        }
        element.extend(self.points(colour));
        let labels = self.labels.of_series(index);
        element.push(if self.plan.has_lines() { guide::on_white(labels) } else { labels });
        element.push(self.categories());
        element.push(self.values(index, &series.values));
        if chart.kind == ChartKind::Line {
            element.push(says("c:smooth", 0));
        }
        element.extend(self.words(index, &series.values));
        element
    }

    /// The cells that the labels of a series print, where it has some.
    fn words(&self, index: usize, numbers: &[Option<Number>]) -> Option<Element> {
        let is_labelled = self.plan.decisions.values != Values::OnAxis;
        let words: Vec<_> = numbers.iter().map(|number| number.as_ref().map(Number::text)).collect();
        let cells = self.sheet.values(label_column(self.plan.chart, index));
        is_labelled.then(|| cell_words::range(cells, &words))
    }

    /// The totals as a series that is not drawn: its labels stand at the ends of the bars.
    pub(super) fn totals(&self, name: &str) -> Element {
        let chart = self.plan.chart;
        let index = chart.series.len();
        let values: Vec<Option<Number>> = chart.totals.iter().cloned().map(Some).collect();
        self.head(index, name)
            .child(el("c:spPr").child(el("a:noFill")).child(no_line()))
            .child(says("c:invertIfNegative", 0))
            .child(self.labels.of_totals())
            .child(self.categories())
            .child(self.values(index, &values))
            .with(self.words(index, &values))
    }

    /// The lines to compare with. A line of Word ends in the middle of the first and the last category: what is drawn
    /// is its trend, which goes on by half a category at both sides. The legend has a series of the first value alone,
    /// whose name is that of the cell.
    pub(super) fn references(&self) -> Vec<Element> {
        let chart = self.plan.chart;
        if !self.plan.has_lines() {
            return Vec::new();
        }
        let pair = |(at, reference): (usize, &ReferenceLine)| {
            let column = super::workbook::line_column(chart, at);
            let whole: Vec<_> = chart.categories.iter().map(|_| Some(reference.value.clone())).collect();
            let look = || el("c:spPr").child(guide::stroke(self.plan, at));
            let series = |place| self.head_of(column, (place, place), &reference.text);
            let silent = || el("c:marker").child(says("c:symbol", "none"));
            let named = series(chart.series.len() + 2 * at)
                .with([look(), silent()])
                .child(self.categories())
                .child(self.values_in(self.sheet.first(column), &whole[..1]))
                .child(says("c:smooth", 0));
            let drawn = series(chart.series.len() + 2 * at + 1)
                .with([el("c:spPr").child(no_line()), silent()])
                .child(guide::trend(&reference.text, look()))
                .child(self.categories())
                .child(self.values(column, &whole))
                .child(says("c:smooth", 0));
            [named, drawn]
        };
        chart.references.iter().enumerate().flat_map(pair).collect()
    }

    fn head(&self, index: usize, name: &str) -> Element {
        self.head_of(index, (index, index), name)
    }

    /// What begins a series: the column of its cells, its number and its place among the series, its name.
    fn head_of(&self, column: usize, (index, place): (usize, usize), name: &str) -> Element {
        let name = el("c:tx").child(
            el("c:strRef")
                .child(el("c:f").text(self.sheet.title(column)))
                .child(strings("c:strCache", std::iter::once(name))),
        );
        el("c:ser").child(says("c:idx", index)).child(says("c:order", place)).child(name)
    }

    /// The colour of a series; of its first part, where categories have the colours.
    fn colour(&self, series: usize) -> Colour {
        let first = match Hues::of(self.plan.chart.kind) {
            Hues::BySeries => self.colours.get(series),
            Hues::One | Hues::ByCategory => self.colours.first(),
        };
        first.copied().unwrap_or(Colour([0; 3]))
    }

    /// The points whose colour is not their series'.
    fn points(&self, colour: Colour) -> Vec<Element> {
        let donut = self.plan.chart.kind == ChartKind::Donut;
        if Hues::of(self.plan.chart.kind) == Hues::BySeries {
            return Vec::new();
        }
        let points = self.colours.iter().enumerate().filter(|(_, own)| donut || **own != colour);
        points
            .map(|(index, own)| {
                let point = el("c:dPt").child(says("c:idx", index));
                let point = if donut { point } else { point.child(says("c:invertIfNegative", 0)) };
                point.child(says("c:bubble3D", 0)).child(self.solid(*own))
            })
            .collect()
    }

    fn solid(&self, colour: Colour) -> Element {
        let edge = outline(colour).map(|edge| line(edge, 0.75));
        let outline = match self.plan.chart.kind {
            _ if edge.is_some() => edge.unwrap_or_else(no_line),
            ChartKind::Donut => line(WHITE, 1.2),
            ChartKind::Stacked => line(WHITE, 0.6),
            ChartKind::Bars
            | ChartKind::Columns
            | ChartKind::Clustered
            | ChartKind::Dumbbell
            | ChartKind::Diverging
            | ChartKind::Map
            | ChartKind::Line
            | ChartKind::Slope
            | ChartKind::Multiples => no_line(),
        };
        el("c:spPr").child(fill(colour)).child(outline)
    }

    fn categories(&self) -> Element {
        let labels = self.plan.chart.categories.iter().map(|category| category.label.as_str());
        let cells = el("c:strRef")
            .child(el("c:f").text(self.sheet.categories()))
            .child(strings("c:strCache", labels));
        el("c:cat").child(cells)
    }

    /// The values; a point that has none stays out, so that Word leaves a gap.
    fn values(&self, index: usize, numbers: &[Option<Number>]) -> Element {
        self.values_in(self.sheet.values(index), numbers)
    }

    fn values_in(&self, cells: String, numbers: &[Option<Number>]) -> Element {
        let code = numbers.iter().flatten().next().map_or(self.codes.usual.clone(), |n| self.codes.code(n));
        let points = numbers.iter().enumerate().filter_map(|(index, number)| {
            let number = number.as_ref()?;
            let own = self.codes.code(number);
            let mut point = el("c:pt").attr("idx", index);
            if own != code {
                point = point.attr("formatCode", own);
            }
            Some(point.child(el("c:v").text(value(number))))
        });
        let cache = el("c:numCache")
            .child(el("c:formatCode").text(code.clone()))
            .child(says("c:ptCount", numbers.len()))
            .with(points);
        el("c:val").child(el("c:numRef").child(el("c:f").text(cells)).child(cache))
    }
}

fn strings<'s>(name: &'static str, texts: impl ExactSizeIterator<Item = &'s str>) -> Element {
    let count = says("c:ptCount", texts.len());
    let points = texts
        .enumerate()
        .map(|(index, words)| el("c:pt").attr("idx", index).child(el("c:v").text(text(words))));
    el(name).child(count).with(points)
}

fn marker(colour: Colour, symbol: &str) -> Element {
    el("c:marker")
        .child(says("c:symbol", symbol))
        .child(says("c:size", 6))
        .child(el("c:spPr").child(fill(colour)).child(line(WHITE, 0.8)))
}
