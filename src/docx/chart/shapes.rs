//! Writes what stands in a chart beside its marks, as shapes of the chart's own: the unit, the total in a
//! ring, and changes with their brackets.

use super::ink::{Ink, Weight, emu, fill, line, no_line, share};
use super::plan::{HOLE, LABEL, LINE, Plan, SMALL};
use crate::chart::{Rect, Way};
use crate::docx::package::namespace::{CHART, DRAWING};
use crate::docx::package::tree::{Element, el};
use crate::report::ChartKind;
use crate::theme::{Colour, Face};

const SHAPES: &str = "http://schemas.openxmlformats.org/drawingml/2006/chartDrawing";

/// From the plot to a bracket, the bracket's depth, and between it and its words.
const TO_BRACKET: f64 = 8.0;
const DEPTH: f64 = 7.0;
const TO_WORDS: f64 = 4.0;
/// Length of an arrow head.
const HEAD: f64 = 5.0;
/// The number of a ring's total goes from the first size to the last.
const TOTALS: [f64; 5] = [18.0, 16.0, 14.0, 12.0, 10.0];

/// The part `word/drawings/drawingN.xml`; `None` where nothing stands beside the marks.
/// `more` draws what else stands there.
pub(super) fn shapes(
    plan: &Plan<'_>,
    language: &str,
    more: impl FnOnce(&mut Drawing<'_>),
) -> Option<Element> {
    let mut drawing = Drawing { plan, language, shapes: Vec::new() };
    drawing.unit();
    drawing.hole();
    drawing.changes();
    more(&mut drawing);
    if drawing.shapes.is_empty() {
        return None;
    }
    Some(
        el("c:userShapes")
            .attr("xmlns:c", CHART)
            .attr("xmlns:a", DRAWING)
            .attr("xmlns:cdr", SHAPES)
            .with(drawing.shapes),
    )
}

/// The shapes of a chart in the making.
pub(super) struct Drawing<'a> {
    pub(super) plan: &'a Plan<'a>,
    language: &'a str,
    shapes: Vec<Element>,
}

/// Where the words of a box stand in it: sideways and upright.
type Stand = (&'static str, &'static str);

/// A number that may be broken before and behind the words of its unit, and nowhere else.
fn parted(number: &str) -> String {
    let letters: Vec<char> = number.chars().collect();
    let is_word = |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(|c| c.is_alphabetic());
    let plain = |(at, c): (usize, &char)| {
        let is_free = *c == '\u{a0}' && (is_word(at.checked_sub(1)) || is_word(Some(at + 1)));
        if is_free { ' ' } else { *c }
    };
    letters.iter().enumerate().map(plain).collect()
}

impl Drawing<'_> {
    pub(super) fn ink(&self, size: f64, weight: Weight, colour: Colour) -> Ink {
        Ink { size, weight, colour }
    }

    fn unit(&mut self) {
        let Some(unit) = &self.plan.decisions.unit else { return };
        let ink = self.ink(SMALL, Weight::Regular, self.plan.theme.brand.colours.muted);
        let place = Rect { left: 0.0, top: 0.0, right: self.plan.width, bottom: SMALL * 1.3 };
        self.words(place, &[(unit, ink)], ("l", "t"));
    }

    fn hole(&mut self) {
        let Some((number, word)) = &self.plan.chart.hole else { return };
        let brand = &self.plan.theme.brand;
        let plot = self.plan.plot;
        let half = plot.width() / 2.0 * HOLE * 0.88;
        let width = self.plan.measure(number.text(), Face::Bold) / LABEL;
        let fits = TOTALS.into_iter().find(|size| width * size <= half * 1.7);
        // Where fonts are wider than ours, an amount of money goes on in a second line.
        let text = parted(number.text());
        let number = (text.as_str(), self.ink(fits.unwrap_or(LABEL), Weight::Bold, brand.colours.primary));
        let word = (word.as_str(), self.ink(SMALL, Weight::Regular, brand.chart.text));
        let (x, y) = ((plot.left + plot.right) / 2.0, (plot.top + plot.bottom) / 2.0);
        self.words(
            Rect::between((x - half, x + half), (y - half, y + half)),
            &[number, word],
            ("ctr", "ctr"),
        );
    }

    fn changes(&mut self) {
        let plan = self.plan;
        let ink = self.ink(LABEL, Weight::Bold, plan.theme.brand.chart.text);
        for (category, words) in &plan.decisions.changes {
            let category = *category;
            if plan.decisions.way == Way::Up {
                let (from, to) = (plan.middle(0), plan.middle(1));
                let y = plan.plot.top - DEPTH - 13.0;
                // From the value of the first to that of the second, which Word writes above the columns.
                let [start, end] = [0, 1].map(|at| (plan.top_of(at) - LINE - 2.0).max(y + DEPTH));
                self.bracket(&[(from, start), (from, y), (to, y), (to, end)]);
                let place = Rect::between((from, to), (y - LINE - 2.0, y - 1.0));
                self.words(place, &[(words, ink)], ("ctr", "b"));
                continue;
            }
            let (from, to) = if plan.chart.kind == ChartKind::Stacked {
                (plan.middle(0), plan.middle(1))
            } else {
                let half = (plan.thick + plan.between) / 2.0;
                (plan.middle(category) - half, plan.middle(category) + half)
            };
            let x = plan.width - plan.change_width() + TO_BRACKET;
            self.bracket(&[(x, from), (x + DEPTH, from), (x + DEPTH, to), (x, to)]);
            let middle = (from + to) / 2.0;
            let sides = (x + DEPTH + TO_WORDS, plan.width);
            self.words(Rect::between(sides, (middle - LINE, middle + LINE)), &[(words, ink)], ("l", "ctr"));
        }
    }

    /// Lines of text in a box.
    pub(super) fn words(&mut self, place: Rect, lines: &[(&str, Ink)], (align, anchor): Stand) {
        let body = ["lIns", "tIns", "rIns", "bIns"]
            .into_iter()
            .fold(el("a:bodyPr").attr("vertOverflow", "overflow").attr("wrap", "square"), |body, side| {
                body.attr(side, 0)
            })
            .attr("anchor", anchor);
        let lines = lines.iter().map(|(words, ink)| {
            let run = el("a:r")
                .child(ink.properties("a:rPr").attr("lang", self.language))
                .child(el("a:t").text(super::workbook::text(words)));
            el("a:p").child(el("a:pPr").attr("algn", align)).child(run)
        });
        let text = el("cdr:txBody").child(body).child(el("a:lstStyle")).with(lines);
        let geometry = el("a:prstGeom").attr("prst", "rect").child(el("a:avLst"));
        let look = [geometry, el("a:noFill"), no_line()];
        self.shape(place, el("cdr:cNvSpPr").attr("txBox", 1), look, Some(text));
    }

    /// A straight line.
    pub(super) fn straight(&mut self, from: (f64, f64), to: (f64, f64), stroke: Element) {
        let geometry = el("a:prstGeom").attr("prst", "line").child(el("a:avLst"));
        let place = Rect::between((from.0, to.0), (from.1, to.1));
        self.shape(place, el("cdr:cNvSpPr"), [geometry, el("a:noFill"), stroke], None);
    }

    /// A line with corners and an arrow head at its end.
    fn bracket(&mut self, points: &[(f64, f64)]) {
        let xs = points.iter().map(|point| point.0);
        let ys = points.iter().map(|point| point.1);
        let least = |a: f64, b: f64| a.min(b);
        let most = |a: f64, b: f64| a.max(b);
        let place = Rect {
            left: xs.clone().fold(f64::INFINITY, least),
            top: ys.clone().fold(f64::INFINITY, least),
            right: xs.fold(f64::NEG_INFINITY, most),
            bottom: ys.fold(f64::NEG_INFINITY, most),
        };
        let at = |(x, y): (f64, f64)| el("a:pt").attr("x", emu(x - place.left)).attr("y", emu(y - place.top));
        let steps = points
            .iter()
            .enumerate()
            .map(|(index, &point)| el(if index == 0 { "a:moveTo" } else { "a:lnTo" }).child(at(point)));
        let path = |fill: &'static str| {
            el("a:path").attr("w", emu(place.width())).attr("h", emu(place.height())).attr("fill", fill)
        };
        // The head is drawn, too: not every reader draws the heads of such lines.
        let head = head(points)
            .map(|(index, point)| el(if index == 0 { "a:moveTo" } else { "a:lnTo" }).child(at(point)));
        let paths =
            [path("none").with(steps), path("norm").attr("stroke", 0).with(head).child(el("a:close"))];
        let frame = el("a:rect").attr("l", 0).attr("t", 0).attr("r", "r").attr("b", "b");
        let geometry = el("a:custGeom")
            .with(["a:avLst", "a:gdLst", "a:ahLst", "a:cxnLst"].map(el))
            .child(frame)
            .child(el("a:pathLst").with(paths));
        let muted = self.plan.theme.brand.colours.muted;
        let stroke = line(muted, 0.7);
        self.shape(place, el("cdr:cNvSpPr"), [geometry, fill(muted), stroke], None);
    }

    fn shape(&mut self, place: Rect, kind: Element, look: [Element; 3], text: Option<Element>) {
        let (width, height) = (self.plan.width, self.plan.height);
        let corner = |name: &'static str, x: f64, y: f64| {
            el(name)
                .child(el("cdr:x").text(share((x / width).clamp(0.0, 1.0))))
                .child(el("cdr:y").text(share((y / height).clamp(0.0, 1.0))))
        };
        // The chart itself has the first number.
        let id = self.shapes.len() + 2;
        let name = el("cdr:cNvPr").attr("id", id).attr("name", format!("Shape {}", id - 1));
        let frame = el("a:xfrm")
            .child(el("a:off").attr("x", emu(place.left)).attr("y", emu(place.top)))
            .child(el("a:ext").attr("cx", emu(place.width())).attr("cy", emu(place.height())));
        let shape = el("cdr:sp")
            .attr("macro", "")
            .attr("textlink", "")
            .child(el("cdr:nvSpPr").child(name).child(kind))
            .child(el("cdr:spPr").child(frame).with(look))
            .with(text);
        self.shapes.push(
            el("cdr:relSizeAnchor")
                .child(corner("cdr:from", place.left, place.top))
                .child(corner("cdr:to", place.right, place.bottom))
                .child(shape),
        );
    }
}

/// The corners of an arrow head at the end of a line.
fn head(points: &[(f64, f64)]) -> impl Iterator<Item = (usize, (f64, f64))> {
    let [.., from, to] = points else { return Vec::new().into_iter().enumerate() };
    let length = libm::hypot(to.0 - from.0, to.1 - from.1).max(1.0);
    let (dx, dy) = ((to.0 - from.0) / length, (to.1 - from.1) / length);
    let back = (to.0 - dx * HEAD, to.1 - dy * HEAD);
    let half = HEAD / 2.0;
    let corners =
        vec![*to, (back.0 - dy * half, back.1 + dx * half), (back.0 + dy * half, back.1 - dx * half)];
    corners.into_iter().enumerate()
}

#[cfg(test)]
mod tests {
    use crate::chart::Way;
    use crate::chart::tests::samples;
    use crate::docx::chart::plan::Plan;
    use crate::theme::Theme;

    #[test]
    fn a_change_leads_from_one_column_to_the_other() {
        let theme = Theme::embedded().unwrap();
        let mut bridged = 0;
        for (name, chart) in samples::all() {
            let plan = Plan::new(&chart, &theme);
            if plan.way() != Way::Up || plan.decisions.changes.is_empty() {
                continue;
            }
            bridged += 1;
            let [first, second] = [0, 1].map(|at| plan.top_of(at));
            assert!(plan.axis_end().is_some(), "{name}: Word would choose where columns end");
            for top in [first, second] {
                assert!(plan.plot.top - 0.5 <= top && top <= plan.plot.bottom, "{name}: {top}");
            }
            assert!((first - second).abs() > 1.0, "{name}");
            assert!((first.min(second) - plan.plot.top).abs() < 3.0, "{name}: {first} {second}");
        }
        assert!(bridged > 0);
    }
}
