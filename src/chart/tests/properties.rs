//! Generated charts: names, values and shapes that no author would be so unkind to write.

use proptest::collection::vec;
use proptest::prelude::{BoxedStrategy, Just, Strategy, any, prop_oneof};
use proptest::test_runner::{Config, RngSeed, TestRunner};
use rust_decimal::Decimal;

use super::geometry::{SLACK, bounds, stands_in, touches};
use super::maps::{check_map, mapped, on_map};
use super::samples::both_ways;
use super::{READABLE, THEME, chart, number, signed};
use crate::chart::palette::WHITE;
use crate::chart::scale::value;
use crate::chart::{Ground, Mark, MarkKind, Point, Rect, Scene, Shape, layout, svg};
use crate::report::{Annotation, Chart, ChartKind, MapStyle, ReferenceLine, Role, Unit};

const WORDS: [&str; 22] = [
    "China",
    "Türkiye",
    "of",
    "Republic",
    "Democratic",
    "Federation",
    "Islands",
    "the",
    "(Plurinational",
    "Herzegovina",
    "Transnationalisierungsbestrebungen",
    "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
    "Ресей",
    "Федерациясы",
    "Қазақстан",
    "жоғары\u{a0}білікті",
    "Өзбекстан",
    "мамандандырылғандығымыздан",
    "2023",
    "Guinea-Bissau/Timor-Leste",
    "Q2\u{a0}2023",
    "a",
];

fn name() -> impl Strategy<Value = String> {
    let words = |count| {
        vec(0..WORDS.len(), count)
            .prop_map(|indices| indices.into_iter().map(|index| WORDS[index]).collect::<Vec<_>>().join(" "))
    };
    prop_oneof![
        4 => Just("Uzbekistan".to_owned()),
        4 => words(1..3),
        2 => words(3..7),
    ]
}

fn decimal() -> BoxedStrategy<String> {
    prop_oneof![
        3 => (1_u32..1000).prop_map(|v| format!("{}.{}", v / 10, v % 10)),
        3 => (1_u32..100_000).prop_map(|v| v.to_string()),
        1 => Just("0".to_owned()),
        1 => Just("0.01".to_owned()),
        1 => (1_u64..1_000_000_000_000).prop_map(|v| format!("{}.{:02}", v / 100, v % 100)),
        1 => (1_u32..100_000).prop_map(|v| format!("-{v}.5")),
        1 => Just(String::new()),
    ]
    .boxed()
}

fn kind() -> impl Strategy<Value = ChartKind> {
    prop_oneof![
        Just(ChartKind::Bars),
        Just(ChartKind::Columns),
        Just(ChartKind::Clustered),
        Just(ChartKind::Stacked),
        Just(ChartKind::Donut),
        Just(ChartKind::Line),
        Just(ChartKind::Dumbbell),
        Just(ChartKind::Slope),
        Just(ChartKind::Diverging),
        Just(ChartKind::Multiples),
        Just(ChartKind::Map),
    ]
}

/// Any chart that a report could hold, and some that it could not.
fn charts() -> impl Strategy<Value = Chart> {
    (kind(), 2_usize..=15, 1_usize..=6, any::<[bool; 4]>(), 0_usize..3)
        .prop_flat_map(|(kind, categories, series, flags, unit)| {
            let single =
                matches!(kind, ChartKind::Bars | ChartKind::Columns | ChartKind::Donut | ChartKind::Map);
            let series = match kind {
                ChartKind::Dumbbell | ChartKind::Diverging => 2,
                _ if single => 1,
                _ => series,
            };
            let categories = if kind == ChartKind::Slope { 2 } else { categories };
            // Half of the charts hold values of one size, as most charts do.
            let values =
                if flags[0] { (50_u32..100).prop_map(|v| format!("{v}.5")).boxed() } else { decimal() };
            (
                Just((kind, flags, unit)),
                vec(name(), categories),
                vec((name(), vec(values, categories)), series),
                name(),
            )
        })
        .prop_map(|((kind, flags, unit), categories, mut series, word)| {
            let is_both_ways = kind == ChartKind::Diverging;
            // Bars that go both ways begin with nothing less than nothing, and so do surfaces.
            let is_never_less = is_both_ways || kind == ChartKind::Map;
            for value in series.iter_mut().flat_map(|(_, values)| values).filter(|_| is_never_less) {
                *value = value.trim_start_matches('-').to_owned();
            }
            let unit_text = ["", "per cent", "USD million"][unit];
            let mut chart = chart(kind, unit_text, &categories, &series);
            dress(&mut chart, flags, &word, &Unit::parse(unit_text).unwrap());
            match kind {
                ChartKind::Map => mapped(chart, if flags[1] { MapStyle::Circles } else { MapStyle::Shaded }),
                _ if is_both_ways => both_ways(chart),
                _ => chart,
            }
        })
}

/// Adds what charts of a kind may have: changes, totals, a hole, the rest, a highlight.
fn dress(chart: &mut Chart, [_, change, rest, highlight]: [bool; 4], word: &str, unit: &Unit) {
    let count = chart.categories.len();
    let words = Some("1,043.37% fewer than expected".to_owned());
    match chart.kind {
        ChartKind::Clustered if change && chart.series.len() == 2 => chart.changes = vec![words; count],
        ChartKind::Columns | ChartKind::Stacked if change && count == 2 => chart.changes = vec![words],
        _ => {}
    }
    if chart.kind == ChartKind::Stacked && change {
        let sum = |category: usize| {
            let values = chart.series.iter().filter_map(|series| series.values[category].as_ref());
            values.map(|number| number.quantity().value()).sum::<Decimal>().to_string()
        };
        chart.totals = (0..count).map(|category| number(&sum(category), unit)).collect();
    }
    if chart.kind == ChartKind::Donut && change {
        chart.hole = Some((number("1234567", &Unit::default()), word.to_owned()));
    }
    if matches!(chart.kind, ChartKind::Bars | ChartKind::Columns | ChartKind::Line) && !change {
        let values = chart.series.iter().flat_map(|series| series.values.iter().flatten());
        let value = values.last().cloned().unwrap_or_else(|| number("12.5", unit));
        let text = format!("{word}: {}", value.text());
        let lines =
            [ReferenceLine { text, value }, ReferenceLine { text: "0".to_owned(), value: number("0", unit) }];
        chart.references = lines[..1 + usize::from(highlight)].to_vec();
        let at = |category: usize| Annotation { category, text: format!("{word} {category}") };
        let all = [at(count - 1), at(0), at(count / 2)];
        chart.annotations = all[..if rest { 3 } else { 1 }].to_vec();
    }
    let categories =
        matches!(chart.kind, ChartKind::Bars | ChartKind::Columns | ChartKind::Donut | ChartKind::Map);
    let mut roles: Vec<&mut Role> = if categories {
        chart.categories.iter_mut().map(|category| &mut category.role).collect()
    } else {
        chart.series.iter_mut().map(|series| &mut series.role).collect()
    };
    if highlight && let Some(role) = roles.first_mut() {
        **role = Role::Highlight;
    }
    if rest && let Some(role) = roles.last_mut() {
        **role = Role::Other;
    }
}

/// Runs a check over many charts; the same ones each time, unless `PROPTEST_RNG_SEED` says otherwise.
fn for_charts(cases: u32, check: impl Fn(&Chart, &Scene)) {
    let mut config = Config { failure_persistence: None, ..Config::default() };
    if std::env::var_os("PROPTEST_CASES").is_none() {
        config.cases = cases;
    }
    if config.rng_seed == RngSeed::Random {
        config.rng_seed = RngSeed::Fixed(2023);
    }
    config.max_shrink_iters = 2000;
    let mut runner = TestRunner::new(config);
    let outcome = runner.run(&charts(), |chart| {
        check(&chart, &layout(&chart, &THEME));
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
}

#[test]
fn texts_never_meet_and_never_leave_the_canvas() {
    for_charts(200, |_, scene| {
        let canvas = Rect { left: 0.0, top: 0.0, right: scene.width, bottom: scene.height };
        for (index, text) in scene.texts.iter().enumerate() {
            assert!(canvas.holds(&text.frame, SLACK), "{text:?} leaves {canvas:?}");
            for other in &scene.texts[..index] {
                assert!(!text.frame.overlaps(&other.frame, SLACK), "{text:?} meets {other:?}");
            }
        }
        for mark in &scene.marks {
            assert!(canvas.holds(&bounds(mark), SLACK), "{mark:?} leaves {canvas:?}");
        }
    });
}

#[test]
fn texts_touch_no_mark_but_the_one_they_stand_on() {
    for_charts(200, |chart, scene| {
        for text in &scene.texts {
            if chart.kind == ChartKind::Map && on_map(text, scene) {
                continue;
            }
            let owner = |mark: &Mark| match (text.ground, mark.kind) {
                (Ground::Value { category, series }, MarkKind::Value { category: c, series: s }) => {
                    (category, series) == (c, s)
                }
                _ => false,
            };
            // What was drawn before the mark that a text stands on is hidden by it.
            let hidden = scene.marks.iter().position(owner).unwrap_or(0);
            for mark in &scene.marks[hidden..] {
                if owner(mark) {
                    assert!(stands_in(text, mark), "{text:?} spills over {mark:?}");
                    let contrast = text.colour.contrast(mark.colour);
                    assert!(contrast >= READABLE, "{text:?} has a contrast of {contrast}");
                } else {
                    assert!(!touches(&text.frame, mark), "{text:?} touches {mark:?}");
                }
            }
            if text.ground == Ground::Page {
                assert!(text.colour.contrast(WHITE) >= READABLE, "{text:?} is pale");
            }
        }
    });
}

#[test]
fn nothing_is_left_out() {
    for_charts(200, |chart, scene| {
        let squeeze = |text: &str| text.replace(' ', "");
        let all: String = scene.texts.iter().map(|text| squeeze(&text.content)).collect();
        if chart.kind.native() != ChartKind::Line {
            for category in &chart.categories {
                assert!(all.contains(&squeeze(&category.label)), "{} is missing", category.label);
            }
        }
        for series in chart.series.iter().filter(|_| chart.series.len() > 1) {
            let told = chart.kind.native() == ChartKind::Line && series.values.iter().all(Option::is_none)
                || chart.kind == ChartKind::Stacked && series.values.iter().all(Option::is_none);
            assert!(told || all.contains(&squeeze(&series.label)), "{} is missing", series.label);
        }
        let lines = chart.references.iter().map(|line| &line.text);
        for text in lines.chain(chart.annotations.iter().map(|words| &words.text)) {
            assert!(all.contains(&squeeze(text)), "{text} is missing");
        }
        let references = scene.marks.iter().any(|mark| mark.kind == MarkKind::Reference);
        assert_eq!(references, !chart.references.is_empty());
        if let Some((number, word)) = &chart.hole {
            assert!(all.contains(&squeeze(word)) && all.contains(&squeeze(number.text())), "no total");
        }
        let axis =
            scene.marks.iter().any(|mark| mark.kind == MarkKind::Grid) && chart.kind != ChartKind::Donut;
        for number in chart.series.iter().flat_map(|series| series.values.iter().flatten()) {
            let told = scene.texts.iter().any(|text| text.content == number.text());
            assert!(told || axis, "{} is missing", number.text());
        }
        assert!(scene.height < 620.0, "{} points high", scene.height);
    });
}

#[test]
fn lengths_are_proportional_to_values_from_zero() {
    for_charts(300, |chart, scene| {
        let marks = || {
            scene.marks.iter().filter_map(|mark| match mark.kind {
                MarkKind::Value { category, series } => Some((mark, category, series)),
                _ => None,
            })
        };
        let number = |category: usize, series: usize| signed(chart, (category, series)).unwrap();
        let count = chart.series.iter().flat_map(|series| series.values.iter().flatten()).count();
        match chart.kind {
            ChartKind::Donut => return check_ring(scene, chart),
            ChartKind::Map => return check_map(scene, chart),
            _ => {}
        }
        assert_eq!(marks().count(), count);
        let upright = is_upright(scene);
        let largest = marks().map(|(_, c, s)| number(c, s).abs()).fold(0.0, f64::max);
        let longest = marks().map(|(mark, _, s)| length(mark, zero_of(chart, scene, s), upright).abs());
        let longest = longest.fold(0.0, f64::max);
        let mut reached = vec![(0.0, 0.0); chart.categories.len()];
        for (mark, category, series) in marks() {
            let value = number(category, series);
            let expected = if largest > 0.0 { value / largest * longest } else { 0.0 };
            let found = length(mark, zero_of(chart, scene, series), upright);
            assert!((found - expected).abs() < 2e-6, "{value} is {found} long, not {expected}");
            if matches!(mark.shape, Shape::Dot { .. }) {
                continue;
            }
            let base = base(mark, zero_of(chart, scene, series), upright, value);
            let sums = &mut reached[category];
            let sum = if value < 0.0 { &mut sums.0 } else { &mut sums.1 };
            let from = if chart.kind == ChartKind::Stacked { *sum } else { 0.0 };
            assert!((base - from).abs() < 1e-6, "{value} begins at {base}, not {from}");
            *sum += found;
        }
    });
}

#[test]
fn the_same_chart_gives_the_same_bytes() {
    for_charts(40, |chart, _| {
        let written = svg(chart, &THEME);
        assert_eq!(written, svg(chart, &THEME));
        assert!(written.len() < 40_000, "{} bytes", written.len());
    });
}

/// Whether values go upwards: the zero line lies flat.
fn is_upright(scene: &Scene) -> bool {
    zero_lines(scene).next().is_some_and(|[from, to]| (from.y - to.y).abs() < 1e-9)
}

/// The beginning of the line that the marks of a series stand on: of small plots each has its own.
fn zero_of(chart: &Chart, scene: &Scene, series: usize) -> Point {
    let own = if chart.kind == ChartKind::Multiples { series } else { 0 };
    zero_lines(scene).nth(own).unwrap()[0]
}

fn zero_lines(scene: &Scene) -> impl Iterator<Item = [Point; 2]> {
    scene.marks.iter().filter_map(|mark| match (&mark.shape, mark.kind) {
        (Shape::Path { points, .. }, MarkKind::Axis) => Some([points[0], points[1]]),
        _ => None,
    })
}

/// How far a mark reaches from its base, in the direction of positive values.
fn length(mark: &Mark, zero: Point, upright: bool) -> f64 {
    match &mark.shape {
        Shape::Rect(rect) if upright => {
            if rect.bottom > zero.y + 1e-6 {
                -rect.height()
            } else {
                rect.height()
            }
        }
        Shape::Rect(rect) => {
            if rect.left < zero.x - 1e-6 {
                -rect.width()
            } else {
                rect.width()
            }
        }
        Shape::Dot { centre, .. } if upright => zero.y - centre.y,
        Shape::Dot { centre, .. } => centre.x - zero.x,
        shape => panic!("{shape:?} shows no value"),
    }
}

/// How far from zero a bar begins, in the direction of positive values.
fn base(mark: &Mark, zero: Point, upright: bool, value: f64) -> f64 {
    let Shape::Rect(rect) = &mark.shape else { panic!("{mark:?} is no bar") };
    match (upright, value < 0.0) {
        (true, false) => zero.y - rect.bottom,
        (true, true) => zero.y - rect.top,
        (false, false) => rect.left - zero.x,
        (false, true) => rect.right - zero.x,
    }
}

fn check_ring(scene: &Scene, chart: &Chart) {
    let share = |category: usize| chart.series[0].values[category].as_ref().map_or(0.0, value).max(0.0);
    let total: f64 = (0..chart.categories.len()).map(share).sum();
    let slices: Vec<_> = scene
        .marks
        .iter()
        .filter_map(|mark| match (&mark.shape, mark.kind) {
            (Shape::Polygon(points), MarkKind::Value { category, .. }) => Some((points, category)),
            _ => None,
        })
        .collect();
    if total <= 0.0 {
        assert!(slices.is_empty());
        return;
    }
    let mut turned = 0.0;
    for (points, category) in slices {
        let angle = angle(points);
        let expected = share(category) / total * 360.0;
        assert!((angle - expected).abs() < 1e-6, "{category} has {angle} degrees, not {expected}");
        turned += angle;
    }
    assert!((turned - 360.0).abs() < 1e-6, "the ring turns {turned} degrees");
}

/// The angle of a sector in degrees: the sum of the turns along its outer half.
fn angle(points: &[Point]) -> f64 {
    let outer = &points[..points.len() / 2];
    // Of three points on the outer arc and its mirror on the inner one, the middle is the centre's side;
    // the centre lies where the lines through the ends of outer and inner arc meet.
    let (a, b) = (points[0], points[points.len() - 1]);
    let scale = 78.0 / (78.0 - 46.0);
    let centre = Point { x: a.x + (b.x - a.x) * scale, y: a.y + (b.y - a.y) * scale };
    let turn = |pair: &[Point]| {
        let (from, to) = (pair[0], pair[1]);
        let ((ax, ay), (bx, by)) =
            ((from.x - centre.x, from.y - centre.y), (to.x - centre.x, to.y - centre.y));
        libm::atan2(ax * by - ay * bx, ax * bx + ay * by).to_degrees()
    };
    outer.windows(2).map(turn).sum()
}
