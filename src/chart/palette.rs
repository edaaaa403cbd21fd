//! Gives marks their colours, and texts on them a colour that can be read.
//!
//! Colour is never the only sign: every mark has a label, or a legend in the order of the marks.
//!
//! One accent and greys are the rule: hues stand only where parts are compared over bars, or where a chart has more
//! series than greys can tell apart. A shape that is light on white has a darker edge.
//!
//! The tests hold the brand's hues to it that every pair differs for people with protanopia,
//! deuteranopia and tritanopia, as simulated by Machado, Oliveira and Fernandes (2009) and measured in
//! OKLab, and that neighbours differ in lightness, for grey print.

use crate::data::period::Period;
use crate::report::{Chart, ChartKind, Role};
use crate::theme::{Brand, Colour};

/// White: paper, separators, text on dark marks.
pub(super) const WHITE: Colour = Colour([255; 3]);

/// Least contrast of a shape against its ground by WCAG 2.2, criterion 1.4.11.
pub(super) const SEEN: f64 = 3.0;

/// The most series or slices that an accent and greys tell apart.
const MOST_GREYS: usize = 3;

/// Least contrast of text by WCAG 2.2, level AA.
pub(super) const READABLE: f64 = 4.5;

/// Which parts of a chart have a colour each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hues {
    /// All marks in the first colour, but for the highlight and the rest.
    One,
    /// A colour a category.
    ByCategory,
    /// A colour a series.
    BySeries,
}

impl Hues {
    /// What has a colour each in charts of that kind.
    pub(crate) fn of(kind: ChartKind) -> Self {
        match kind {
            ChartKind::Bars | ChartKind::Columns | ChartKind::Map => Self::One,
            ChartKind::Donut => Self::ByCategory,
            ChartKind::Clustered
            | ChartKind::Stacked
            | ChartKind::Line
            | ChartKind::Dumbbell
            | ChartKind::Slope
            | ChartKind::Diverging
            | ChartKind::Multiples => Self::BySeries,
        }
    }
}

/// The colours of a chart in every output, one an entry of what is coloured.
pub(crate) fn colours(chart: &Chart, brand: &Brand) -> Vec<Colour> {
    let hues = Hues::of(chart.kind);
    let roles: Vec<Role> = match hues {
        Hues::One | Hues::ByCategory => chart.categories.iter().map(|category| category.role).collect(),
        Hues::BySeries => chart.series.iter().map(|series| series.role).collect(),
    };
    let highlighted = roles.contains(&Role::Highlight);
    // A plot is told by its title.
    if chart.kind == ChartKind::Multiples {
        let part = if highlighted { grey(brand) } else { hue(&brand.chart.series, 0) };
        let paint = |role: &Role| match role {
            Role::Highlight => brand.chart.highlight,
            Role::Other => brand.chart.other,
            Role::Part | Role::Net => part,
        };
        return roles.iter().map(paint).collect();
    }
    if let Some(greys) = greys(chart, hues, brand) {
        let mut greys = greys.into_iter();
        let paint = |role: &Role| match role {
            Role::Highlight => brand.chart.highlight,
            Role::Other => brand.chart.other,
            Role::Net => brand.chart.text,
            Role::Part => greys.next().unwrap_or(brand.colours.muted),
        };
        return roles.iter().map(paint).collect();
    }
    // A hue that stands for the highlight must not stand for a part beside it.
    let mut series: Vec<Colour> = brand.chart.series.clone();
    if highlighted && series.len() > 1 {
        series.retain(|colour| *colour != brand.chart.highlight);
    }
    let mut next = 0;
    let painted = roles.iter().enumerate().map(|(index, role)| match role {
        Role::Highlight => brand.chart.highlight,
        Role::Other => brand.chart.other,
        Role::Net => brand.chart.text,
        // Beside one mark in the accent colour, the others step back.
        Role::Part if hues == Hues::One && highlighted => grey(brand),
        Role::Part if hues == Hues::One => hue(&series, 0),
        Role::Part if hues == Hues::BySeries && is_whole(chart, index) => brand.colours.muted,
        Role::Part => {
            next += 1;
            hue(&series, next - 1)
        }
    });
    // A line has no edge that could be darker.
    let is_line = chart.kind.native() == ChartKind::Line;
    painted.map(|colour| outline(colour).filter(|_| is_line).unwrap_or(colour)).collect()
}

/// The accent and greys for the parts of a chart that needs no hues.
fn greys(chart: &Chart, hues: Hues, brand: &Brand) -> Option<Vec<Colour>> {
    let accent = hue(&brand.chart.series, 0);
    let (muted, light) = (brand.colours.muted, grey(brand));
    let is_part = |role: &Role| *role == Role::Part;
    match (hues, chart.kind.native()) {
        (Hues::BySeries, ChartKind::Clustered | ChartKind::Line) if chart.series.len() <= MOST_GREYS => {
            let count = chart.series.iter().filter(|series| is_part(&series.role)).count();
            let is_period = chart.series.iter().all(|series| series.key.parse::<Period>().is_ok());
            let is_highlighted =
                chart.series.iter().any(|series| !matches!(series.role, Role::Part | Role::Net));
            let mut greys = match count {
                _ if is_highlighted => vec![muted, light],
                1 | 2 => vec![accent, light],
                _ => vec![accent, muted, light],
            };
            greys.truncate(count);
            // Of periods, the last is the one that is reported.
            if is_period {
                greys.reverse();
            }
            Some(greys)
        }
        (Hues::ByCategory, _) if chart.categories.len() <= MOST_GREYS => {
            let is_highlighted = chart.categories.iter().any(|part| part.role == Role::Highlight);
            Some(if is_highlighted { vec![muted, light] } else { vec![accent, muted, light] })
        }
        (Hues::One | Hues::ByCategory | Hues::BySeries, _) => None,
    }
}

/// The grey of what stands beside the accent.
fn grey(brand: &Brand) -> Colour {
    mix(brand.colours.muted, WHITE, 0.3)
}

/// The accent: the first colour of the brand's charts.
pub(super) fn hue_of(brand: &Brand) -> Colour {
    hue(&brand.chart.series, 0)
}

/// The edge of a colour that is light on white; none where it can be seen by itself.
pub(crate) fn outline(colour: Colour) -> Option<Colour> {
    let shades = (1..=20).map(|step| mix(colour, Colour([0; 3]), f64::from(step) * 0.05));
    let is_light = colour.contrast(WHITE) < SEEN;
    is_light.then(|| shades.into_iter().find(|shade| shade.contrast(WHITE) >= SEEN)).flatten()
}

/// Whether a layer is never divided while other bars are: "No breakdown" beside a bar with layers.
/// It is no part among the parts and takes no hue from them.
fn is_whole(chart: &Chart, series: usize) -> bool {
    let layers = |category: usize| {
        chart.series.iter().filter(|s| s.values.get(category).is_some_and(Option::is_some)).count()
    };
    let values = &chart.series[series].values;
    let mut own = (0..values.len()).filter(|&category| values[category].is_some()).peekable();
    own.peek().is_some()
        && own.all(|category| layers(category) == 1)
        && (0..chart.categories.len()).any(|category| layers(category) > 1)
}

/// The colour of the part at that place; after the last hue come shades of them, and then tints. A
/// tint of grey would be the colour of the rest.
fn hue(series: &[Colour], index: usize) -> Colour {
    let Some(&base) = series.get(index % series.len().max(1)) else { return Colour([0; 3]) };
    match index / series.len() {
        0 => base,
        1 => mix(base, Colour([0; 3]), 0.45),
        _ => mix(base, WHITE, 0.5),
    }
}

/// A colour with a share of another.
pub(super) fn mix(colour: Colour, with: Colour, share: f64) -> Colour {
    let channel = |index: usize| {
        let (a, b) = (f64::from(colour.0[index]), f64::from(with.0[index]));
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 255")]
        let mixed = libm::round(a + (b - a) * share) as u8;
        mixed
    };
    Colour([channel(0), channel(1), channel(2)])
}

/// White or the text colour, whichever can be read on a mark; `None` when neither can.
pub(crate) fn ink_on(mark: Colour, brand: &Brand) -> Option<Colour> {
    [WHITE, brand.colours.text].into_iter().find(|ink| ink.contrast(mark) >= READABLE)
}

#[cfg(test)]
mod tests {
    use super::{READABLE, SEEN, WHITE, colours, ink_on, mix};
    use crate::chart::tests::samples;
    use crate::chart::{Mark, MarkKind, Rect, Shape, Way, layout};
    use crate::report::Role;
    use crate::theme::{Colour, Theme};

    /// How people see colours who lack a kind of cone, in linear RGB at severity 1.0: Machado, Oliveira
    /// and Fernandes, "A physiologically-based model for simulation of color vision deficiency", IEEE
    /// Transactions on Visualization and Computer Graphics 15 (2009), table 1.
    const SIGHTS: [(&str, [[f64; 3]; 3]); 4] = [
        ("full", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
        (
            "protanopia",
            [
                [0.152286, 1.052583, -0.204868],
                [0.114503, 0.786281, 0.099216],
                [-0.003882, -0.048116, 1.051998],
            ],
        ),
        (
            "deuteranopia",
            [
                [0.367322, 0.860646, -0.227968],
                [0.280085, 0.672501, 0.047413],
                [-0.011820, 0.042940, 0.968881],
            ],
        ),
        (
            "tritanopia",
            [
                [1.255528, -0.076749, -0.178779],
                [-0.078411, 0.930809, 0.147602],
                [0.004733, 0.691367, 0.303900],
            ],
        ),
    ];

    fn linear(colour: Colour) -> [f64; 3] {
        colour.0.map(|channel| {
            let c = f64::from(channel) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { libm::pow((c + 0.055) / 1.055, 2.4) }
        })
    }

    fn times(matrix: &[[f64; 3]; 3], [a, b, c]: [f64; 3]) -> [f64; 3] {
        matrix.map(|[x, y, z]| x * a + y * b + z * c)
    }

    /// OKLab by Björn Ottosson (2020), in which equal distances look about equal.
    fn oklab(linear: [f64; 3]) -> [f64; 3] {
        let cones = times(
            &[
                [0.412_221_470_8, 0.536_332_536_3, 0.051_445_992_9],
                [0.211_903_498_2, 0.680_699_545_1, 0.107_396_956_6],
                [0.088_302_461_9, 0.281_718_837_6, 0.629_978_700_5],
            ],
            linear.map(|channel| channel.clamp(0.0, 1.0)),
        );
        times(
            &[
                [0.210_454_255_3, 0.793_617_785_0, -0.004_072_046_8],
                [1.977_998_495_1, -2.428_592_205_0, 0.450_593_709_9],
                [0.025_904_037_1, 0.782_771_766_2, -0.808_675_766_0],
            ],
            cones.map(libm::cbrt),
        )
    }

    /// CIE lightness, 0 to 100: what is left in grey print.
    fn lightness(colour: Colour) -> f64 {
        116.0 * libm::cbrt(colour.luminance()) - 16.0
    }

    #[test]
    fn every_pair_of_hues_differs_for_every_sight() {
        let chart = Theme::embedded().unwrap().brand.chart;
        let hues: Vec<Colour> = chart.series.iter().copied().chain([chart.other]).collect();
        for (sight, matrix) in SIGHTS {
            for (index, a) in hues.iter().enumerate() {
                for b in &hues[..index] {
                    let [a_, b_] = [*a, *b].map(|colour| oklab(times(&matrix, linear(colour))));
                    let distance = libm::sqrt((0..3).map(|i| (a_[i] - b_[i]) * (a_[i] - b_[i])).sum());
                    assert!(distance > 0.09, "{a} and {b}: {distance:.3} with {sight} sight");
                }
            }
        }
    }

    #[test]
    fn neighbours_differ_in_grey_print() {
        let chart = Theme::embedded().unwrap().brand.chart;
        for pair in chart.series.windows(2) {
            let step = (lightness(pair[0]) - lightness(pair[1])).abs();
            assert!(step > 16.0, "{} and {}: {step:.1}", pair[0], pair[1]);
        }
        for hue in &chart.series {
            let step = (lightness(*hue) - lightness(chart.other)).abs();
            assert!(step > 11.0, "{hue} and the rest: {step:.1}");
        }
    }

    #[test]
    fn every_hue_and_tint_carries_readable_text() {
        let brand = Theme::embedded().unwrap().brand;
        let hues = brand.chart.series.iter().chain([&brand.chart.other, &brand.chart.highlight]);
        for hue in hues.flat_map(|hue| [*hue, mix(*hue, WHITE, 0.5), mix(*hue, Colour([0; 3]), 0.45)]) {
            let ink = ink_on(hue, &brand).unwrap_or_else(|| panic!("no text can be read on {hue}"));
            assert!(ink.contrast(hue) >= READABLE);
        }
    }

    #[test]
    fn the_highlight_is_no_hue_of_a_part() {
        let mut brand = Theme::embedded().unwrap().brand;
        brand.chart.highlight = brand.chart.series[1];
        let mut chart = samples::visas();
        chart.categories[0].role = Role::Highlight;
        let found = colours(&chart, &brand);
        assert_eq!(found[0], brand.chart.highlight);
        assert!(!found[1..].contains(&found[0]), "{found:?}");
    }

    #[test]
    fn every_shape_is_seen_on_white() {
        let theme = Theme::embedded().unwrap();
        for (name, chart) in samples::all() {
            let marks = layout(&chart, &theme).marks;
            for (index, mark) in marks.iter().enumerate() {
                let is_shape = matches!(
                    mark.kind,
                    MarkKind::Value { .. } | MarkKind::Swatch | MarkKind::Line { .. } | MarkKind::Outline
                );
                let edge = marks.get(index + 1).filter(|next| next.kind == MarkKind::Outline);
                let seen = edge.map_or(mark.colour, |edge| edge.colour).contrast(WHITE);
                // A sliver has no room for an edge.
                let sliver =
                    matches!(&mark.shape, Shape::Rect(rect) if rect.width().min(rect.height()) < 1.5);
                assert!(!is_shape || sliver || seen >= SEEN, "{name}: {mark:?} has a contrast of {seen:.2}");
            }
        }
    }

    #[test]
    fn neighbours_are_parted_by_white() {
        let theme = Theme::embedded().unwrap();
        for (name, chart) in samples::all() {
            let scene = layout(&chart, &theme);
            let bars: Vec<Rect> = scene.marks.iter().filter_map(bar).collect();
            let separators: Vec<f64> = scene.marks.iter().filter_map(separator).collect();
            for (index, one) in bars.iter().enumerate() {
                for two in &bars[..index] {
                    let beside = one.top < two.bottom - 0.1 && two.top < one.bottom - 0.1;
                    let above = one.left < two.right - 0.1 && two.left < one.right - 0.1;
                    let (wide, high) = (
                        (one.left - two.right).max(two.left - one.right),
                        (one.top - two.bottom).max(two.top - one.bottom),
                    );
                    let narrow = one.width().min(two.width()) < 0.4;
                    let is_parted = |x: f64| separators.iter().any(|at| (at - x).abs() < 0.01);
                    let border = if one.left > two.left { one.left } else { one.right };
                    assert!(!above || beside || high > 0.5, "{name}: {one:?} and {two:?}");
                    assert!(
                        !beside
                            || narrow
                            || wide > 0.5
                            || is_parted(border)
                            || scene.decisions.way == Way::Up,
                        "{name}: {one:?} and {two:?}"
                    );
                }
            }
        }
    }

    fn bar(mark: &Mark) -> Option<Rect> {
        match (&mark.shape, mark.kind) {
            (Shape::Rect(rect), MarkKind::Value { .. }) if rect.width() > 0.0 => Some(*rect),
            _ => None,
        }
    }

    fn separator(mark: &Mark) -> Option<f64> {
        match (&mark.shape, mark.kind) {
            (Shape::Path { points, .. }, MarkKind::Separator) => Some(points[0].x),
            _ => None,
        }
    }

    #[test]
    fn the_accent_is_the_last_period_and_one_mark_among_greys() {
        let brand = Theme::embedded().unwrap().brand;
        let mut chart = samples::clustered();
        for (series, key) in chart.series.iter_mut().zip(["2022-Q2", "2023-Q2"]) {
            series.key = key.to_owned();
        }
        let accent = brand.chart.series[0];
        assert_eq!(colours(&chart, &brand)[..2], [super::grey(&brand), accent]);
        let mut chart = samples::permanent();
        chart.categories[0].role = Role::Highlight;
        let found = colours(&chart, &brand);
        assert_eq!(found[..2], [brand.chart.highlight, super::grey(&brand)]);
    }

    #[test]
    fn a_layer_without_breakdown_takes_no_hue() {
        let brand = Theme::embedded().unwrap().brand;
        let found = colours(&samples::remittances(), &brand);
        assert_eq!(found[0], brand.colours.muted);
        assert_eq!(found[1..7], brand.chart.series[..]);
        assert_eq!(found[7], brand.chart.other);
    }
}
