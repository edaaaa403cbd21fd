//! Maps of invented areas for charts of any names and values.

use super::READABLE;
use super::geometry::contains;
use crate::chart::palette::WHITE;
use crate::chart::scale::value;
use crate::chart::{Ground, Mark, MarkKind, Point, Rect, Scene, Shape, Text};
use crate::report::{Chart, ChartKind, Map, MapArea, MapClass, MapStyle, Role};

/// Areas in a row.
const ROW: usize = 4;
/// Size of an area in degrees.
const SIDE: f64 = 3.0;

/// A closed ring with a bay, whose corners lie unevenly.
fn ring((x, y): (f64, f64), side: f64, bay: f64) -> Vec<[f64; 2]> {
    let corners = [
        (0.0, 0.0),
        (0.5, 0.1),
        (1.0, 0.0),
        (1.0, 1.0),
        (0.6, 1.0),
        (0.5, 1.0 - bay),
        (0.4, 1.0),
        (0.0, 1.0),
    ];
    corners.iter().chain(corners.first()).map(|(a, b)| [x + a * side, y + b * side]).collect()
}

/// The chart as a map: an area a category in rows of four, the first around another one that has no value; the rest
/// has none.
pub(super) fn mapped(chart: Chart, style: MapStyle) -> Chart {
    let mut areas = Vec::new();
    for (at, category) in chart.categories.iter().enumerate() {
        if category.role == Role::Other {
            continue;
        }
        let place = |index: usize| f64::from(u32::try_from(index).unwrap());
        let corner = (60.0 + place(at % ROW) * SIDE, 50.0 - place(at / ROW) * SIDE);
        let mut polygon = vec![ring(corner, SIDE, 0.1 + 0.1 * place(at % 3))];
        if at == 0 {
            let hole = ring((corner.0 + 1.0, corner.1 + 0.8), 0.8, 0.2);
            polygon.push(hole.clone());
            areas.push(MapArea { category: None, polygons: vec![vec![hole]] });
        }
        // An island off the coast of each fourth.
        let mut polygons = vec![polygon];
        if at % ROW == ROW - 1 {
            polygons.push(vec![ring((corner.0 + SIDE + 0.6, corner.1 + 0.5), 0.5, 0.0)]);
        }
        areas.push(MapArea { category: Some(at), polygons });
    }
    let classes = classes(&chart);
    let map = Map { areas, style, classes, blank: Some("Not available".to_owned()) };
    Chart { kind: ChartKind::Map, map: Some(map), ..chart }
}

/// Up to four classes, the greatest values first; equal values stand in one class.
fn classes(chart: &Chart) -> Vec<MapClass> {
    let number = |at: usize| chart.series[0].values[at].as_ref();
    let is_part = |at: &usize| chart.categories[*at].role != Role::Other;
    let mut all: Vec<usize> =
        (0..chart.categories.len()).filter(is_part).filter(|at| number(*at).is_some()).collect();
    let of = |at: usize| number(at).map_or(0.0, value);
    all.sort_by(|a, b| of(*b).total_cmp(&of(*a)));
    let mut classes: Vec<Vec<usize>> = Vec::new();
    for (place, at) in all.iter().enumerate() {
        let is_new = place * 4 / all.len() >= classes.len();
        let is_equal = place > 0 && of(all[place - 1]).total_cmp(&of(*at)).is_eq();
        match classes.last_mut() {
            Some(last) if !is_new || is_equal => last.push(*at),
            _ => classes.push(vec![*at]),
        }
    }
    let text =
        |at: Option<&usize>| at.and_then(|at| number(*at)).map_or("", |number| number.text()).to_owned();
    let label = |class: &Vec<usize>| {
        let (low, high) = (text(class.last()), text(class.first()));
        if low == high { high } else { format!("{low}–{high}") }
    };
    classes.into_iter().map(|categories| MapClass { label: label(&categories), categories }).collect()
}

/// Whether a text is the number of an area: it stands on one colour that leaves it readable, and no line runs
/// through it.
pub(super) fn on_map(text: &Text, scene: &Scene) -> bool {
    let Rect { left, right, top, bottom } = text.frame;
    let corners = [(left, top), (right, top), (left, bottom), (right, bottom)];
    let below = |(x, y): (f64, f64)| {
        scene.marks.iter().rev().find(|mark| match &mark.shape {
            Shape::Polygon(points) => contains(points, Point { x, y }),
            Shape::Dot { centre, radius } => libm::hypot(x - centre.x, y - centre.y) <= *radius,
            Shape::Rect(_) | Shape::Path { .. } => false,
        })
    };
    let colours = corners.map(|corner| below(corner).map_or(WHITE, |mark| mark.colour));
    if below(corners[0]).is_none() && text.ground == Ground::Page {
        return false;
    }
    assert!(colours.iter().all(|colour| *colour == colours[0]), "{text:?} stands on {colours:?}");
    assert!(text.colour.contrast(colours[0]) >= READABLE, "{text:?} is pale on {:?}", colours[0]);
    true
}

/// Of shaded areas, none of a greater value is lighter; circles have surfaces in proportion.
pub(super) fn check_map(scene: &Scene, chart: &Chart) {
    let of = |category: usize| chart.series[0].values[category].as_ref().map_or(0.0, value);
    let marks = || {
        scene.marks.iter().filter_map(|mark| match mark.kind {
            MarkKind::Value { category, .. } => Some((mark, of(category))),
            _ => None,
        })
    };
    let is_drawn = |category: &usize| chart.categories[*category].role != Role::Other;
    let drawn = (0..chart.categories.len()).filter(is_drawn);
    if chart.map.as_ref().unwrap().style == MapStyle::Circles {
        assert_eq!(marks().count(), drawn.filter(|category| of(*category) > 0.0).count());
        let unit = |(mark, value): (&Mark, f64)| match mark.shape {
            Shape::Dot { radius, .. } => radius * radius / value,
            _ => panic!("{mark:?} is no circle"),
        };
        let units: Vec<f64> = marks().map(unit).collect();
        assert!(units.iter().all(|unit| (unit / units[0] - 1.0).abs() < 1e-9), "{units:?}");
        return;
    }
    let valued = |category: &usize| chart.series[0].values[*category].is_some();
    let areas = drawn.filter(valued).map(|category| if category % 4 == 3 { 2 } else { 1 });
    assert_eq!(marks().count(), areas.sum::<usize>());
    for (one, value) in marks() {
        let darker =
            marks().find(|(other, less)| *less < value && other.colour.luminance() < one.colour.luminance());
        assert!(darker.is_none(), "{value} is lighter than {darker:?}");
    }
}
