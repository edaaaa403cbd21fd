//! Decides where the parts of a native chart stand in its frame, after what was decided for the SVG.
//!
//! Word lays out axes and labels itself; what it is told is the frame, the plot, the legend and how thick
//! marks are. All lengths are points.

use rust_decimal::prelude::ToPrimitive;

use crate::chart::{self, Decisions, Guided, Rect, Values, Way, beside, value};
use crate::report::{Chart, ChartKind, Number};
use crate::theme::{Face, Theme};

/// Size of names, values and the legend.
pub(super) const LABEL: f64 = 9.0;
/// Size of the unit and of an axis' values.
pub(super) const SMALL: f64 = 8.0;
/// Height of a line of labels.
pub(super) const LINE: f64 = 11.5;
/// That of words beside a bar.
pub(super) const LEADING: f64 = 10.0;
/// Radius of a donut without labels beside it, and with them; the share of its hole.
const RING: f64 = 78.0;
const RING_LABELLED: f64 = 64.0;
pub(super) const HOLE: f64 = 0.6;
/// Left side of a donut's legend.
const TABLE: f64 = 212.0;
/// Width of a change with its bracket.
const CHANGE: f64 = 92.0;
/// Widest names of lines at their right.
const NAMES: f64 = 136.0;
/// What a legend takes beside a name: the sample of a colour, or of a line, and room around.
const KEY: f64 = 26.0;
const LINE_KEY: f64 = 36.0;
/// Room above two columns for the words of their change.
const BRIDGE: f64 = 24.0;
/// By how many degrees names without room are turned; the sine is 0.71.
const TURN: i64 = 45;
/// The thinnest bar with values above and below.
const THINNEST: f64 = 15.0;
/// The longest axis that Word chooses for values, as a factor of the greatest.
const AXIS: f64 = 1.25;

/// A chart with the places of its parts.
pub(super) struct Plan<'a> {
    pub(super) chart: &'a Chart,
    pub(super) theme: &'a Theme,
    /// What was decided for the SVG.
    pub(super) decisions: Decisions,
    /// Width and height of the frame.
    pub(super) width: f64,
    pub(super) height: f64,
    /// Where marks stand, without axis labels.
    pub(super) plot: Rect,
    /// Where the legend stands, if there is one.
    pub(super) legend: Option<Rect>,
    /// How thick a bar or column is.
    pub(super) thick: f64,
    /// Room between the bars of a group; less than nothing when they overlap.
    pub(super) between: f64,
}

impl<'a> Plan<'a> {
    /// Plans a chart.
    pub(super) fn new(chart: &'a Chart, theme: &'a Theme) -> Self {
        let scene = chart::layout(chart, theme);
        let (thick, way) = (scene.decisions.thick.unwrap_or(12.0), scene.decisions.way);
        let mut plan = Self {
            chart,
            theme,
            decisions: scene.decisions,
            width: scene.width,
            height: scene.height,
            plot: Rect { left: 0.0, top: 0.0, right: scene.width, bottom: scene.height },
            legend: None,
            thick,
            between: 0.0,
        };
        let top = plan.unit_height();
        match chart.kind {
            ChartKind::Donut => plan.place_ring(top),
            ChartKind::Line | ChartKind::Slope | ChartKind::Multiples => plan.place_lines(top),
            ChartKind::Bars | ChartKind::Columns if way == Way::Up => plan.place_columns(top),
            ChartKind::Bars
            | ChartKind::Columns
            | ChartKind::Clustered
            | ChartKind::Dumbbell
            | ChartKind::Diverging
            | ChartKind::Map
            | ChartKind::Stacked => {
                plan.place_bars(top);
            }
        }
        if let Some(guided) = plan.decisions.guided {
            plan.follow(guided);
        }
        plan
    }

    /// Whether lines to compare with are series of Word. A trend needs two values.
    pub(super) fn has_lines(&self) -> bool {
        !self.chart.references.is_empty() && self.way() == Way::Up && self.chart.categories.len() > 1
    }

    /// The height that a level bar needs for the words beside it.
    pub(super) fn height_beside(&self, category: usize) -> f64 {
        count(beside(self.chart, self.theme, category).0.len()) * LEADING + 3.0
    }

    /// Takes the axis of values of the drawing, so that shapes stand where its lines and words do.
    fn follow(&mut self, guided: Guided) {
        let [start, end] = guided.axis;
        match self.way() {
            Way::Up => {
                let names = self.height - self.plot.bottom;
                (self.plot.top, self.plot.bottom) = (end.at, start.at);
                self.height = self.height.max(start.at + names);
            }
            Way::Right => {
                (self.plot.left, self.plot.right, self.plot.top) = (start.at, end.at, guided.keys.1);
                // Words beside a bar take more lines than its name.
                let rows = (0..self.chart.categories.len()).map(|at| self.height_beside(at));
                let most = rows.fold(0.0, f64::max) * count(self.chart.categories.len());
                let more = (most - self.plot.height()).max(0.0);
                self.height += more;
                self.plot.bottom += more;
            }
        }
        // Several lines have a legend already, at their right.
        if self.legend.is_none() && self.has_lines() {
            let names = self.chart.references.iter();
            let names = names.map(|line| self.measure(&line.text, Face::Regular) + LINE_KEY);
            let right = (names.sum::<f64>() + 12.0).min(self.width);
            self.legend = Some(Rect { left: 0.0, top: guided.keys.0, right, bottom: guided.keys.1 });
        }
    }

    /// The place of a value along its axis, where the axis is the drawing's.
    pub(super) fn place_of(&self, value: f64) -> Option<f64> {
        let [start, end] = self.decisions.guided?.axis;
        let span = end.value - start.value;
        (span != 0.0).then(|| start.at + (value - start.value) * (end.at - start.at) / span)
    }

    /// Width of a text in the face that Word will use.
    pub(super) fn measure(&self, text: &str, face: Face) -> f64 {
        self.theme.fonts.width(text, &self.theme.brand.type_scale.body, face, LABEL)
    }

    /// The values with their category and series.
    pub(super) fn numbers(&self) -> impl Iterator<Item = (usize, usize, &'a Number)> {
        self.chart.series.iter().enumerate().flat_map(|(series, data)| {
            let values = data.values.iter().enumerate();
            values.filter_map(move |(category, number)| Some((category, series, number.as_ref()?)))
        })
    }

    /// Whether a value or total is below zero.
    pub(super) fn has_negative(&self) -> bool {
        self.numbers().any(|(_, _, number)| value(number) < 0.0)
    }

    /// The series as the legend lists them: lines from the one that ends highest, as their names stand beside them in the
    /// drawing.
    pub(super) fn order(&self) -> Vec<usize> {
        let series = &self.chart.series;
        let mut order: Vec<usize> = (0..series.len()).collect();
        if self.decisions.names_at_ends {
            let end = |at: usize| series[at].values.iter().flatten().next_back().map_or(f64::MIN, value);
            order.sort_by(|a, b| end(*b).total_cmp(&end(*a)));
        }
        order
    }

    /// Which way values grow: those of lines upwards.
    pub(super) fn way(&self) -> Way {
        if self.chart.kind == ChartKind::Line { Way::Up } else { self.decisions.way }
    }

    /// Length along the axis that each category has.
    pub(super) fn band(&self) -> f64 {
        let length = match self.way() {
            Way::Up => self.plot.width(),
            Way::Right => self.plot.height(),
        };
        length / count(self.chart.categories.len().max(1))
    }

    /// Middle of a category along its axis.
    pub(super) fn middle(&self, category: usize) -> f64 {
        let start = if self.way() == Way::Up { self.plot.left } else { self.plot.top };
        start + self.band() * (count(category) + 0.5)
    }

    /// The shortest length that Word will give to a value of one.
    pub(super) fn least_unit(&self) -> f64 {
        let end = self.axis_end().unwrap_or_else(|| self.greatest_sum() * AXIS);
        self.plot.width() / end.max(f64::MIN_POSITIVE)
    }

    /// The end of the axis of bars with totals, which leaves room for them: the bars of the totals, which
    /// are not drawn, would have Word double it. Other axes end where Word likes.
    pub(super) fn axis_end(&self) -> Option<f64> {
        if let Some(guided) = self.decisions.guided {
            return Some(guided.axis[1].value);
        }
        // A change leads from one column to the other: where they end must be known.
        if self.has_bridge() {
            return Some(tidy(self.greatest_sum()));
        }
        // Charts that are to be compared end at one value.
        if let Some(reach) = self.chart.reach.and_then(|reach| reach.to_f64()) {
            return Some(self.numbers().map(|(_, _, number)| value(number)).fold(reach, f64::max));
        }
        let widest = self.chart.totals.iter().map(|total| self.measure(total.text(), Face::Bold));
        let room = widest.fold(None, |widest: Option<f64>, width| Some(widest.unwrap_or(0.0).max(width)))?;
        let end = self.greatest_sum() * self.plot.width() / (self.plot.width() - room - 12.0).max(1.0);
        (end > 0.0).then(|| tidy(end))
    }

    /// Whether a change stands over two columns.
    fn has_bridge(&self) -> bool {
        self.way() == Way::Up && !self.decisions.changes.is_empty() && self.greatest_sum() > 0.0
    }

    /// Where a column ends that a change leads from or to.
    pub(super) fn top_of(&self, category: usize) -> f64 {
        let own = self.numbers().filter(|(at, ..)| *at == category);
        let sum: f64 = own.map(|(_, _, number)| value(number).max(0.0)).sum();
        let guided = self.place_of(sum);
        let end = self.axis_end().filter(|end| *end > 0.0);
        let share = end.map_or(1.0, |end| (sum / end).min(1.0));
        guided.unwrap_or(self.plot.bottom - share * self.plot.height())
    }

    /// The greatest sum of a category's values.
    pub(super) fn greatest_sum(&self) -> f64 {
        let sums = (0..self.chart.categories.len()).map(|category| {
            let own = self.numbers().filter(|(at, ..)| *at == category);
            own.map(|(_, _, number)| value(number).max(0.0)).sum::<f64>()
        });
        sums.chain(self.chart.totals.iter().map(value)).fold(0.0, f64::max)
    }

    /// The start of an axis with values below zero, which leaves room between their labels and the names.
    pub(super) fn axis_start(&self) -> Option<f64> {
        if let Some(guided) = self.decisions.guided {
            return Some(guided.axis[0].value);
        }
        if self.chart.kind == ChartKind::Line || self.decisions.values == Values::OnAxis {
            return None;
        }
        let below = || self.numbers().filter(|(_, _, number)| value(number) < 0.0);
        let widest =
            below().map(|(_, _, number)| self.measure(number.text(), Face::Bold)).fold(0.0, f64::max);
        let (length, room) = match self.decisions.way {
            Way::Right => (self.plot.width(), widest + 8.0),
            Way::Up => (self.plot.height(), LINE + 3.0),
        };
        let least = below().map(|(_, _, number)| value(number)).fold(0.0, f64::min);
        let greatest = self.numbers().map(|(_, _, number)| value(number)).fold(0.0, f64::max);
        let start = least - room * (greatest * AXIS - least) / (length - room).max(1.0);
        Some(tidy(start))
    }

    /// By how many degrees the names below the marks are turned: not at all where they find room.
    pub(super) fn turn(&self) -> i64 {
        if self.chart.kind == ChartKind::Line && self.widest_word() + 4.0 > self.band() { TURN } else { 0 }
    }

    fn widest_word(&self) -> f64 {
        let words = self.chart.categories.iter().flat_map(|category| category.label.split(' '));
        words.map(|word| self.measure(word, Face::Regular)).fold(0.0, f64::max)
    }

    /// Whether a series is one undivided bar that its name stands in.
    pub(super) fn names_itself(&self, series: usize) -> bool {
        let named = |category: usize| {
            let mut layers = self.numbers().filter(|(at, ..)| *at == category);
            let Some((_, own, number)) = layers.next() else { return false };
            let alone = own == series && layers.next().is_none();
            let total = self.chart.totals.get(category).is_some_and(|total| total.text() == number.text());
            let name = self.measure(&self.chart.series[series].label, Face::Regular) + 6.0;
            alone && total && name <= value(number) * self.least_unit()
        };
        let mut own = self.numbers().filter(|(_, at, _)| *at == series).peekable();
        own.peek().is_some() && own.all(|(category, ..)| named(category))
    }

    /// Bars that stand side by side in a category.
    fn abreast(&self) -> f64 {
        if self.chart.kind == ChartKind::Clustered { count(self.chart.series.len().max(1)) } else { 1.0 }
    }

    /// Room between categories, in per cent of a bar's thickness.
    pub(super) fn gap_width(&self) -> i64 {
        let group = self.abreast() * self.thick + (self.abreast() - 1.0) * self.between;
        percent((self.band() - group) / self.thick).clamp(10, 500)
    }

    /// How far the bars of a category overlap, in per cent of their thickness.
    pub(super) fn overlap(&self) -> i64 {
        match self.chart.kind {
            ChartKind::Stacked => 100,
            ChartKind::Clustered | ChartKind::Dumbbell | ChartKind::Diverging | ChartKind::Map => {
                -percent(self.between / self.thick)
            }
            ChartKind::Bars
            | ChartKind::Columns
            | ChartKind::Donut
            | ChartKind::Line
            | ChartKind::Slope
            | ChartKind::Multiples => 0,
        }
    }

    /// Width at the right that the changes take.
    pub(super) fn change_width(&self) -> f64 {
        if self.decisions.changes.is_empty() { 0.0 } else { CHANGE }
    }

    fn unit_height(&self) -> f64 {
        self.decisions.unit.as_ref().map_or(0.0, |_| SMALL * 1.2 + 5.0)
    }

    /// Puts the legend of several series above the plot; gives where the plot begins.
    fn place_legend(&mut self, top: f64) -> f64 {
        if self.chart.series.len() < 2 {
            return top;
        }
        let shown = (0..self.chart.series.len()).filter(|&series| !self.names_itself(series));
        let widths: Vec<f64> =
            shown.map(|index| self.measure(&self.chart.series[index].label, Face::Regular) + KEY).collect();
        let widest = widths.iter().copied().fold(0.0, f64::max);
        // Word sets the names of a legend in columns of one width.
        let all: f64 = widths.iter().sum();
        let columns = (self.width / widest.max(1.0)).floor().max(1.0);
        let rows = if all <= self.width * 0.97 { 1.0 } else { (count(widths.len()) / columns).ceil() };
        let height = rows * (LINE + 5.0);
        let right = (all + 12.0).min(self.width);
        self.legend = Some(Rect { left: 0.0, top, right, bottom: top + height });
        top + height + 2.0
    }

    fn place_bars(&mut self, top: f64) {
        let top = self.place_legend(top);
        let widest = |numbers: &mut dyn Iterator<Item = &Number>| {
            numbers.map(|number| self.measure(number.text(), Face::Bold)).fold(0.0, f64::max)
        };
        let label = match self.decisions.values {
            Values::OnAxis => 0.0,
            // Totals have their room within the plot.
            Values::AtMarks if self.chart.kind == ChartKind::Stacked => 0.0,
            Values::AtMarks => widest(&mut self.numbers().map(|(_, _, number)| number)),
        };
        let foot = if self.decisions.values == Values::OnAxis { 18.0 } else { 2.0 };
        self.plot = Rect {
            left: (self.decisions.names + 10.0).min(self.width * 0.5),
            top,
            right: self.width - self.change_width() - label - 8.0,
            bottom: self.height - foot,
        };
        if self.chart.kind == ChartKind::Clustered {
            self.between = 1.0;
        }
        let most = self.band() / self.abreast() * 0.86;
        self.thick = self.thick.min(most);
        if self.chart.kind == ChartKind::Stacked && self.decisions.values == Values::AtMarks {
            // Values that find no room within their layers stand above and below them.
            let unit = self.least_unit();
            let tight = self.numbers().any(|(_, _, number)| {
                self.measure(number.text(), Face::Bold) + 3.0 > value(number).abs() * unit
            });
            if tight {
                let least = (2.0 * LINE + THINNEST) * count(self.chart.categories.len());
                let more = (least - self.plot.height()).max(0.0);
                self.height += more;
                self.plot.bottom += more;
                self.thick = (self.band() - 2.0 * LINE).clamp(THINNEST, self.thick.max(THINNEST));
            }
        }
    }

    fn place_columns(&mut self, top: f64) {
        let count = count(self.chart.categories.len().max(1));
        let band = (self.width / count).min(130.0);
        let lines = self.chart.categories.iter().map(|category| self.lines(&category.label, band - 6.0));
        let names = lines.fold(1.0, f64::max) * LINE + 5.0;
        let left = (self.width - band * count) / 2.0;
        let bridge = if self.decisions.changes.is_empty() { 0.0 } else { BRIDGE };
        self.plot =
            Rect { left, top: top + bridge + 12.0, right: left + band * count, bottom: self.height - names };
    }

    fn place_lines(&mut self, top: f64) {
        let several = self.chart.series.len() > 1;
        let series = self.chart.series.iter().map(|series| series.label.as_str());
        let entries: Vec<&str> =
            series.chain(self.chart.references.iter().map(|line| line.text.as_str())).collect();
        let names = entries.iter().map(|name| self.measure(name, Face::Regular) + LINE_KEY);
        let names = if several { names.fold(0.0, f64::max).min(NAMES) } else { 0.0 };
        let widest = self.numbers().map(|(_, _, number)| self.measure(number.text(), Face::Regular));
        let widest = widest.fold(0.0, f64::max);
        let left = if self.decisions.values == Values::OnAxis { widest + 8.0 } else { 2.0 };
        let right = self.width - names - 4.0;
        let step = (right - left) / count(self.chart.categories.len().max(1));
        let widest = self.widest_word();
        let periods = if widest + 4.0 > step {
            let longest = self.chart.categories.iter().map(|c| self.measure(&c.label, Face::Regular));
            longest.fold(0.0, f64::max) * 0.71 + LINE
        } else {
            let lines = self.chart.categories.iter().map(|category| self.lines(&category.label, step - 4.0));
            lines.fold(1.0, f64::max) * LINE + 6.0
        };
        let bottom = self.height - periods;
        self.plot = Rect { left, top: top + 8.0, right, bottom };
        let lines = entries.iter().map(|name| self.lines(name, NAMES - LINE_KEY));
        let height = (lines.sum::<f64>() * (LINE + 6.0)).min(self.plot.height());
        let middle = (self.plot.top + bottom) / 2.0;
        self.legend = several.then(|| Rect {
            left: self.width - names,
            top: middle - height / 2.0,
            right: self.width,
            bottom: middle + height / 2.0,
        });
    }

    fn place_ring(&mut self, top: f64) {
        let inside = self.numbers().filter(|(category, series, number)| {
            value(number) <= 0.0 || self.decisions.within.contains(&(*category, *series))
        });
        let beside = inside.count() < self.numbers().count();
        let radius = if beside { RING_LABELLED } else { RING };
        let (x, y) = (RING + 12.0, top + (self.height - top) / 2.0);
        self.plot = Rect { left: x - radius, top: y - radius, right: x + radius, bottom: y + radius };
        let rows = count(self.chart.categories.len()) * (LINE + 6.0);
        let half = (rows / 2.0).min(self.height / 2.0);
        let names = self.chart.categories.iter().map(|category| self.measure(&category.label, Face::Regular));
        let right = (TABLE + names.fold(0.0, f64::max) + 34.0).min(self.width);
        self.legend = Some(Rect { left: TABLE, top: y - half, right, bottom: y + half });
    }

    /// Lines that a text takes in a column, about.
    fn lines(&self, text: &str, room: f64) -> f64 {
        let mut lines = 1.0;
        let mut line = 0.0;
        for word in text.split(' ') {
            let width = self.measure(word, Face::Regular);
            if line > 0.0 && line + width > room {
                lines += 1.0;
                line = 0.0;
            }
            line += width + 2.5;
        }
        lines
    }
}

/// A number of things, to reckon lengths with.
pub(super) fn count(things: usize) -> f64 {
    f64::from(u32::try_from(things).unwrap_or(u32::MAX))
}

#[expect(clippy::cast_possible_truncation, reason = "some hundred per cent")]
fn percent(share: f64) -> i64 {
    libm::round(share.clamp(-100.0, 100.0) * 100.0) as i64
}

/// The end of an axis, rounded outwards to three digits.
fn tidy(end: f64) -> f64 {
    let fine = libm::pow(10.0, libm::floor(libm::log10(end.abs().max(f64::MIN_POSITIVE))) - 2.0);
    libm::copysign(libm::ceil(end.abs() / fine), end) * fine
}
