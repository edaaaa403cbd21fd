//! Writes the labels of values: what they print, in which colour, and where each stands.

use super::cell_words::{self, Owner};
use super::ink::{Ink, Weight, no_line, says, share};
use super::number::Codes;
use super::plan::{HOLE, LABEL, LINE, Plan};
use super::points::sides;
use crate::chart::{Hues, Rect, Values, ink_on, value};
use crate::docx::package::tree::{Element, el};
use crate::report::{ChartKind, Number};
use crate::theme::{Colour, Face};

/// The farthest that a label may stand from its layer, sideways, and from where on it needs a line to it.
const FARTHEST: f64 = 40.0;
const NEAR: f64 = 4.0;
/// Between a mark and a label beside it.
const AWAY: f64 = 4.5;

/// What labels are made from.
pub(super) struct Labels<'a> {
    pub(super) plan: &'a Plan<'a>,
    pub(super) codes: Codes,
    pub(super) colours: Vec<Colour>,
    pub(super) language: &'a str,
}

/// Where one label stands.
#[derive(Debug, Clone, Copy, PartialEq)]
enum LabelPlace {
    /// Where the labels of the chart's kind stand.
    Usual,
    /// Moved from there by so many points.
    Moved { x: f64, y: f64 },
    /// At that side of its point: `t`, `b`, `l` or `r`.
    Side(&'static str),
    /// Not shown.
    Nowhere,
    /// Not shown; the name of the series is.
    Name,
}

impl Labels<'_> {
    /// The labels of a series.
    pub(super) fn of_series(&self, index: usize) -> Element {
        let plan = self.plan;
        if plan.decisions.values == Values::OnAxis {
            return shows(el("c:dLbls"), Shown::Nothing);
        }
        let places = self.places(index);
        let numbers: Vec<_> = plan.numbers().filter(|(_, series, _)| *series == index).collect();
        let usual = self.usual(index);
        let code = numbers.first().map_or(self.codes.usual.clone(), |(.., number)| self.codes.code(number));
        let mut labels = el("c:dLbls");
        for ((category, _, number), place) in numbers.into_iter().zip(places) {
            let ink = self.ink(category, index, place);
            labels.push(self.label((category, index), place, number, ink));
        }
        labels.push(format(&code));
        labels.push(plain());
        labels.push(usual.unbroken(self.language));
        labels.extend(position(self.position()));
        let labels = shows(labels, Shown::Value);
        if self.plan.chart.kind == ChartKind::Donut {
            return labels.child(says("c:showLeaderLines", 0));
        }
        let far = |place: &LabelPlace| matches!(place, LabelPlace::Moved { x, .. } if x.abs() > NEAR);
        labels.child(leaders(self.places(index).iter().any(far)))
    }

    /// The labels of the totals, at the ends of the bars.
    pub(super) fn of_totals(&self) -> Element {
        let first = self.plan.chart.totals.first();
        let code = first.map_or(self.codes.usual.clone(), |number| self.codes.code(number));
        let mut labels = el("c:dLbls");
        for (category, number) in self.plan.chart.totals.iter().enumerate() {
            let one = One {
                at: Owner { series: self.plan.chart.series.len(), category },
                place: LabelPlace::Usual,
                code: &self.codes.code(number),
                words: number.text(),
                ink: self.bold(self.plan.theme.brand.chart.text),
                side: Some("inBase"),
            };
            labels.push(one.write(self.language, (self.plan.width, self.plan.height)));
        }
        labels.push(format(&code));
        labels.push(plain());
        labels.push(self.bold(self.plan.theme.brand.chart.text).unbroken(self.language));
        labels.extend(position(Some("inBase")));
        shows(labels, Shown::Value)
    }

    fn label(
        &self,
        (category, series): (usize, usize),
        place: LabelPlace,
        number: &Number,
        ink: Ink,
    ) -> Element {
        let one = One {
            at: Owner { series, category },
            place,
            code: &self.codes.code(number),
            words: number.text(),
            ink,
            side: self.position(),
        };
        one.write(self.language, (self.plan.width, self.plan.height))
    }

    fn position(&self) -> Option<&'static str> {
        match self.plan.chart.kind {
            ChartKind::Bars
            | ChartKind::Columns
            | ChartKind::Clustered
            | ChartKind::Dumbbell
            | ChartKind::Diverging
            | ChartKind::Map => Some("outEnd"),
            ChartKind::Stacked => Some("ctr"),
            ChartKind::Line | ChartKind::Slope | ChartKind::Multiples => Some("t"),
            // The schema of a ring has no places.
            ChartKind::Donut => None,
        }
    }

    fn bold(&self, colour: Colour) -> Ink {
        Ink { size: LABEL, weight: Weight::Bold, colour }
    }

    /// How most labels of a series look.
    fn usual(&self, series: usize) -> Ink {
        let brand = &self.plan.theme.brand;
        match self.plan.chart.kind {
            ChartKind::Stacked => self.on(self.colours.get(series).copied()),
            ChartKind::Line | ChartKind::Slope | ChartKind::Multiples => {
                let own = self.colours.get(series).copied().filter(|c| c.contrast(Colour([255; 3])) >= 4.5);
                self.bold(own.unwrap_or(brand.chart.text))
            }
            ChartKind::Bars
            | ChartKind::Columns
            | ChartKind::Clustered
            | ChartKind::Dumbbell
            | ChartKind::Diverging
            | ChartKind::Map
            | ChartKind::Donut => self.bold(brand.chart.text),
        }
    }

    fn on(&self, mark: Option<Colour>) -> Ink {
        let brand = &self.plan.theme.brand;
        self.bold(mark.and_then(|mark| ink_on(mark, brand)).unwrap_or(brand.chart.text))
    }

    fn ink(&self, category: usize, series: usize, place: LabelPlace) -> Ink {
        let within = matches!(place, LabelPlace::Usual | LabelPlace::Name);
        match Hues::of(self.plan.chart.kind) {
            Hues::ByCategory if within => self.on(self.colours.get(category).copied()),
            Hues::BySeries if matches!(place, LabelPlace::Moved { .. }) => {
                self.bold(self.plan.theme.brand.chart.text)
            }
            Hues::ByCategory | Hues::BySeries | Hues::One => self.usual(series),
        }
    }

    /// The place of each value of a series that has one.
    fn places(&self, index: usize) -> Vec<LabelPlace> {
        let own = self.plan.numbers().filter(|(_, series, _)| *series == index);
        match self.plan.chart.kind {
            ChartKind::Bars
            | ChartKind::Columns
            | ChartKind::Clustered
            | ChartKind::Dumbbell
            | ChartKind::Diverging
            | ChartKind::Map => own.map(|_| LabelPlace::Usual).collect(),
            ChartKind::Line | ChartKind::Slope | ChartKind::Multiples => sides(self.plan)
                .into_iter()
                .filter(|(at, _)| *at == index)
                .map(|(_, side)| LabelPlace::Side(side))
                .collect(),
            ChartKind::Donut => self.around(),
            ChartKind::Stacked => own.map(|(category, ..)| self.in_bar(category, index)).collect(),
        }
    }

    /// Labels of a ring: within their slice, or beside it where a slice is too narrow.
    fn around(&self) -> Vec<LabelPlace> {
        let plan = self.plan;
        let total: f64 = plan.numbers().map(|(_, _, number)| value(number).max(0.0)).sum();
        let radius = plan.plot.width() / 2.0;
        let inner = radius * (1.0 + HOLE) / 2.0;
        let mut before = 0.0;
        let mut taken: Vec<Rect> = Vec::new();
        let mut places = Vec::new();
        for (category, series, number) in plan.numbers() {
            let size = value(number).max(0.0);
            if size <= 0.0 || total <= 0.0 {
                places.push(LabelPlace::Nowhere);
                continue;
            }
            let middle = (before + size / 2.0) / total * std::f64::consts::TAU;
            before += size;
            if plan.decisions.within.contains(&(category, series)) {
                places.push(LabelPlace::Usual);
                continue;
            }
            let half = (plan.measure(number.text(), Face::Bold) / 2.0, LINE / 2.0);
            let rect = |angle: f64| {
                let (sin, cos) = (libm::sin(angle), libm::cos(angle));
                let away = radius + AWAY + half.0 * sin.abs() + half.1 * cos.abs();
                let (x, y) = (away * sin, -away * cos);
                Rect::between((x - half.0, x + half.0), (y - half.1, y + half.1))
            };
            // Labels of neighbours that would meet go on around the ring.
            let steps = (0..150).map(|step| rect(middle + f64::from(step) * 0.02));
            let free = steps.into_iter().find(|rect| !taken.iter().any(|other| rect.overlaps(other, 0.0)));
            let rect = free.unwrap_or_else(|| rect(middle));
            let (x, y) = ((rect.left + rect.right) / 2.0, (rect.top + rect.bottom) / 2.0);
            taken.push(rect);
            let from = (inner * libm::sin(middle), -inner * libm::cos(middle));
            places.push(LabelPlace::Moved { x: x - from.0, y: y - from.1 });
        }
        places
    }

    /// The place of a layer's value: within it, or above or below it where it is too short.
    fn in_bar(&self, category: usize, series: usize) -> LabelPlace {
        let plan = self.plan;
        let unit = plan.least_unit();
        let layers: Vec<_> = plan.numbers().filter(|(at, ..)| *at == category).collect();
        if plan.names_itself(series) {
            return LabelPlace::Name;
        }
        if let [(_, _, number)] = layers.as_slice()
            && plan.chart.totals.get(category).is_some_and(|total| total.text() == number.text())
        {
            return LabelPlace::Nowhere;
        }
        // Names of categories stand at the left of zero.
        let mut taken = [-2.0; 4];
        let mut x = 0.0;
        for (_, own, number) in layers {
            let (length, width) = (value(number).abs() * unit, plan.measure(number.text(), Face::Bold));
            let middle = x + length / 2.0;
            x += length;
            let place = if width + 3.0 > length {
                self.outside(&mut taken, middle, width)
            } else {
                LabelPlace::Usual
            };
            if own == series {
                return place;
            }
        }
        LabelPlace::Nowhere
    }

    /// The place above or below a layer, as near as the labels before it allow.
    fn outside(&self, taken: &mut [f64; 4], middle: f64, width: f64) -> LabelPlace {
        let plan = self.plan;
        let half = plan.thick / 2.0;
        let room = (plan.band() - plan.thick) / 2.0;
        let lanes = [-(half + LINE / 2.0), half + LINE / 2.0, -(half + LINE * 1.5), half + LINE * 1.5];
        let open = if room + 1.0 >= LINE * 2.0 { 4 } else { 2 };
        let shift = |lane: usize| (taken[lane] - (middle - width / 2.0)).max(0.0);
        let Some(lane) = (0..open).min_by(|&a, &b| shift(a).total_cmp(&shift(b))) else {
            return LabelPlace::Nowhere;
        };
        let x = shift(lane);
        if x > FARTHEST || room + 1.0 < LINE {
            return LabelPlace::Nowhere;
        }
        taken[lane] = middle + x + width / 2.0 + 3.0;
        LabelPlace::Moved { x, y: lanes[lane] }
    }
}

/// What a label shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    Nothing,
    Value,
    Name,
}

/// Each switch is written: LibreOffice takes those left out for true.
fn shows(labels: Element, shown: Shown) -> Element {
    labels
        .child(says("c:showLegendKey", 0))
        .child(says("c:showVal", u8::from(shown == Shown::Value)))
        .child(says("c:showCatName", 0))
        .child(says("c:showSerName", u8::from(shown == Shown::Name)))
        .child(says("c:showPercent", 0))
        .child(says("c:showBubbleSize", 0))
}

/// One label of a value.
struct One<'a> {
    at: Owner,
    place: LabelPlace,
    /// The format of the number, for programs that know no words of cells.
    code: &'a str,
    words: &'a str,
    ink: Ink,
    /// The side that the labels of the chart's kind stand at.
    side: Option<&'static str>,
}

impl One<'_> {
    /// The element, in a chart of that width and height.
    fn write(self, language: &str, (width, height): (f64, f64)) -> Element {
        let mut label = el("c:dLbl").child(says("c:idx", self.at.category));
        if self.place == LabelPlace::Nowhere {
            return label.child(says("c:delete", 1));
        }
        if let LabelPlace::Moved { x, y } = self.place {
            let offset = el("c:manualLayout")
                .child(says("c:x", share(x / width)))
                .child(says("c:y", share(y / height)));
            label.push(el("c:layout").child(offset));
        }
        let side = match self.place {
            LabelPlace::Side(side) => Some(side),
            LabelPlace::Usual | LabelPlace::Moved { .. } | LabelPlace::Nowhere | LabelPlace::Name => {
                self.side
            }
        };
        let is_name = self.place == LabelPlace::Name;
        let ink = if is_name { Ink { weight: Weight::Regular, ..self.ink } } else { self.ink };
        if !is_name {
            label.push(cell_words::field(self.at, self.words, ink, language));
        }
        label.push(format(self.code));
        label.push(plain());
        label.push(ink.unbroken(language));
        label.extend(position(side));
        if is_name {
            return shows(label, Shown::Name);
        }
        // Words of a cell, and nothing beside them.
        shows(label, Shown::Nothing).child(cell_words::is_shown())
    }
}

/// What programs print by that know no words of cells, and labels of rows that an editor adds, whatever the cells' own
/// format becomes.
fn format(code: &str) -> Element {
    el("c:numFmt").attr("formatCode", code).attr("sourceLinked", 0)
}

fn plain() -> Element {
    el("c:spPr").child(el("a:noFill")).child(no_line())
}

fn position(side: Option<&'static str>) -> Option<Element> {
    side.map(|side| says("c:dLblPos", side))
}

/// Lines from labels to their marks: labels that stand beside their mark need none.
fn leaders(any: bool) -> Element {
    cell_words::extension(cell_words::OF_LABELS, [says("c15:showLeaderLines", u8::from(any))])
}
