//! Lays out a map: areas shaded by classes of their values, or circles on them, and beside it each area with its
//! value. A number joins the two.
//!
//! Places are projected alike in all directions around the middle latitude (equirectangular): right for one country,
//! and no area is enlarged towards the pole as it would be by Mercator's projection.

use rust_decimal::prelude::ToPrimitive as _;

use super::label::Sketch;
use super::legend;
use super::map_key::{self, Patch};
use super::palette::{self, WHITE, hue_of, mix};
use super::scene::{Anchor, MarkKind, Rect};
use crate::report::{Chart, Map, MapStyle};
use crate::theme::{Brand, Colour};

/// Width of the column with classes, and between it and the map.
const COLUMN: f64 = 152.0;
const GAP: f64 = 16.0;
/// The greatest height of the map.
const TALLEST: f64 = 280.0;
/// How much white each class has, the greatest values first.
const TINTS: [f64; 4] = [0.0, 0.25, 0.6, 0.85];
/// Points nearer to the one before than this, in points of the page, are left out.
const NEAR: f64 = 0.25;
/// Radius of the circle of the greatest value, and the white around circles.
const RADIUS: f64 = 24.0;
const RIM: f64 = 0.8;
/// White in the colour of areas below circles.
const PALE: f64 = 0.85;
/// Room for the number of an area before its name.
const KEY: f64 = 13.0;
/// Between neighbours, and the edge of an area without a value.
const BORDER: f64 = 0.8;
const EDGE: f64 = 0.5;

/// A ring on the page, and whose it is.
struct Shape {
    category: Option<usize>,
    /// The outer line, then the holes.
    rings: Vec<Vec<(f64, f64)>>,
    size: f64,
}

/// Draws the map below `top` and gives where it ends.
pub(super) fn draw(sketch: &mut Sketch<'_>, chart: &Chart, top: f64) -> f64 {
    let Some(map) = &chart.map else { return top };
    let room = Rect::between((0.0, sketch.scene.width - COLUMN - GAP), (top, top + TALLEST));
    let (mut shapes, mut bottom) = laid(map, room);
    if map.style == MapStyle::Circles
        && let Some(narrower) = beside_circles(chart, map, &shapes, room, bottom)
    {
        let (within, end) = laid(map, narrower);
        bottom = end + room.bottom - narrower.bottom;
        shapes = within;
    }
    // Small areas lie over the holes of large ones.
    shapes.sort_by(|a, b| b.size.total_cmp(&a.size));
    let mut patches: Vec<Patch> = Vec::new();
    for shape in shapes {
        patches.push(area(sketch, map, shape));
    }
    if map.style == MapStyle::Circles {
        circles(sketch, chart, map, &mut patches);
    }
    let keys = keys(chart, map);
    map_key::write(sketch, &patches, &keys, top);
    bottom.max(column(sketch, chart, map, &keys, top)) + 3.0
}

/// Draws an area.
fn area(sketch: &mut Sketch<'_>, map: &Map, shape: Shape) -> Patch {
    let (edge, muted) = (edge_colour(sketch), sketch.theme.brand.colours.muted);
    let is_shaded = map.style == MapStyle::Shaded;
    let class = shape.category.and_then(|category| class_of(map, category));
    let colour = match class {
        Some(class) if is_shaded => tint(&sketch.theme.brand, map, class),
        Some(_) => mix(muted, WHITE, PALE),
        None => WHITE,
    };
    if let Some((outer, holes)) = shape.rings.split_first() {
        match shape.category {
            Some(category) if is_shaded && class.is_some() => {
                sketch.polygon(outer, colour, MarkKind::Value { category, series: 0 });
            }
            _ => sketch.polygon(outer, colour, MarkKind::Separator),
        }
        for hole in holes {
            sketch.polygon(hole, WHITE, MarkKind::Separator);
        }
    }
    for ring in &shape.rings {
        let closed: Vec<_> = ring.iter().chain(ring.first()).copied().collect();
        if class.is_none() || !is_shaded {
            sketch.path(&closed, EDGE, edge, MarkKind::Outline);
        } else if palette::outline(colour).is_none() {
            sketch.separator(&closed, BORDER);
        }
    }
    Patch { category: shape.category, colour, outline: map_key::Outline::Rings(shape.rings) }
}

/// The edge of an area that is as white as the page.
fn edge_colour(sketch: &Sketch<'_>) -> Colour {
    palette::outline(WHITE).unwrap_or(sketch.theme.brand.chart.axis)
}

/// Draws a circle on the largest polygon of each area, the greatest first: smaller ones lie over it.
fn circles(sketch: &mut Sketch<'_>, chart: &Chart, map: &Map, patches: &mut Vec<Patch>) {
    let colour = hue_of(&sketch.theme.brand);
    for (category, radius) in radii(chart, map) {
        let Some(patch) = patches.iter().find(|patch| patch.category == Some(category)) else { continue };
        let centre = patch.middle();
        // Nothing has no circle.
        if radius > 0.0 {
            sketch.dot(centre, radius + RIM, WHITE, MarkKind::Separator);
            sketch.dot(centre, radius, colour, MarkKind::Value { category, series: 0 });
            let outline = map_key::Outline::Circle { centre, radius };
            patches.push(Patch { category: Some(category), colour, outline });
        }
    }
}

/// The radius of the circle of each category that has a value, the greatest first.
fn radii(chart: &Chart, map: &Map) -> Vec<(usize, f64)> {
    let value = |category: usize| {
        let number = chart.series.first().and_then(|series| series.values.get(category)?.as_ref());
        number.map_or(0.0, |number| number.quantity().drawn().to_f64().unwrap_or(0.0))
    };
    let listed: Vec<usize> = map.classes.iter().flat_map(|class| class.categories.iter().copied()).collect();
    let greatest = listed.iter().map(|category| value(*category)).fold(0.0, f64::max);
    let radius = |value: f64| if greatest > 0.0 { RADIUS * libm::sqrt(value / greatest) } else { 0.0 };
    listed.into_iter().map(|category| (category, radius(value(category)))).collect()
}

/// The room for the areas where circles reach beyond it: less by the radius of the greatest at each such side.
fn beside_circles(chart: &Chart, map: &Map, shapes: &[Shape], room: Rect, bottom: f64) -> Option<Rect> {
    let edge = Rect { bottom, ..room };
    let mut narrower = room;
    let middle = |category: usize| {
        let own = shapes.iter().filter(|shape| shape.category == Some(category));
        let largest = own.max_by(|a, b| a.size.total_cmp(&b.size))?;
        let outline = map_key::Outline::Rings(largest.rings.clone());
        Some(Patch { category: None, colour: WHITE, outline }.middle())
    };
    for (category, radius) in radii(chart, map) {
        let (Some((x, y)), reach) = (middle(category), radius + RIM) else { continue };
        if x - reach < edge.left {
            narrower.left = room.left + RADIUS + RIM;
        }
        if x + reach > edge.right {
            narrower.right = room.right - RADIUS - RIM;
        }
        if y - reach < edge.top {
            narrower.top = room.top + RADIUS + RIM;
        }
        if y + reach > edge.bottom {
            narrower.bottom = room.bottom - RADIUS - RIM;
        }
    }
    (narrower != room).then_some(narrower)
}

/// The categories that have an area, in the order of the list beside the map.
fn keys(chart: &Chart, map: &Map) -> Vec<usize> {
    let has_area = |category: &usize| map.areas.iter().any(|area| area.category == Some(*category));
    groups(chart, map).into_iter().flat_map(|(_, categories)| categories).filter(has_area).collect()
}

/// What the list beside the map holds: classes with their categories, then categories without one.
fn groups(chart: &Chart, map: &Map) -> Vec<(Option<usize>, Vec<usize>)> {
    let listed: Vec<usize> = map.classes.iter().flat_map(|class| class.categories.iter().copied()).collect();
    let rest = (0..chart.categories.len()).filter(|at| !listed.contains(at)).collect();
    let mut groups: Vec<_> = match map.style {
        MapStyle::Shaded => {
            let classes = map.classes.iter().enumerate();
            classes.map(|(at, class)| (Some(at), class.categories.clone())).collect()
        }
        MapStyle::Circles => vec![(None, listed)],
    };
    groups.push((None, rest));
    groups
}

fn class_of(map: &Map, category: usize) -> Option<usize> {
    map.classes.iter().position(|class| class.categories.contains(&category))
}

/// The colour of a class: the more, the darker; of few classes the darkest and the lightest stay apart.
fn tint(brand: &Brand, map: &Map, class: usize) -> Colour {
    let last = map.classes.len().saturating_sub(1);
    let at = if class == last && class > 0 { TINTS.len() - 1 } else { class };
    mix(hue_of(brand), WHITE, TINTS[at.min(TINTS.len() - 1)])
}

/// The areas on the page, as large as the room allows; gives where the map ends.
fn laid(map: &Map, room: Rect) -> (Vec<Shape>, f64) {
    let places = || map.areas.iter().flat_map(|area| area.polygons.iter().flatten().flatten());
    let least = |axis: usize| places().map(|place| place[axis]).fold(f64::INFINITY, f64::min);
    let most = |axis: usize| places().map(|place| place[axis]).fold(f64::NEG_INFINITY, f64::max);
    let ((west, east), (south, north)) = ((least(0), most(0)), (least(1), most(1)));
    let across = libm::cos(((south + north) / 2.0).to_radians()).max(0.1);
    let (wide, high) = (((east - west) * across).max(1e-9), (north - south).max(1e-9));
    let unit = (room.width() / wide).min(room.height() / high);
    let project = |place: &[f64; 2]| {
        (room.left + (place[0] - west) * across * unit, room.top + (north - place[1]) * unit)
    };
    let mut shapes = Vec::new();
    for area in &map.areas {
        for polygon in &area.polygons {
            let rings: Vec<_> = polygon.iter().map(|ring| thinned(ring.iter().map(project))).collect();
            let size = rings.first().map_or(0.0, |ring| size(ring));
            shapes.push(Shape { category: area.category, rings, size });
        }
    }
    (shapes, room.top + high * unit)
}

/// The points of a ring without those that the page cannot show, and without the first one again at the end.
fn thinned(points: impl Iterator<Item = (f64, f64)>) -> Vec<(f64, f64)> {
    let mut all: Vec<(f64, f64)> = points.collect();
    all.pop();
    let mut kept: Vec<(f64, f64)> = Vec::new();
    for point in &all {
        let is_far = |last: &(f64, f64)| libm::hypot(point.0 - last.0, point.1 - last.1) >= NEAR;
        if kept.last().is_none_or(is_far) {
            kept.push(*point);
        }
    }
    if kept.len() < 3 { all } else { kept }
}

/// The area within a ring.
fn size(ring: &[(f64, f64)]) -> f64 {
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum::<f64>().abs() / 2.0
}

/// Writes the classes with their areas and values; gives where they end.
fn column(sketch: &mut Sketch<'_>, chart: &Chart, map: &Map, keys: &[usize], top: f64) -> f64 {
    let (head, name, figure) = (sketch.figure(), sketch.label().at(8.0), sketch.figure().at(8.0));
    let (left, right) = (sketch.scene.width - COLUMN, sketch.scene.width);
    let mut y = top;
    for (class, categories) in groups(chart, map) {
        if let Some((class, label)) = class.and_then(|at| Some((at, &map.classes.get(at)?.label))) {
            let colour = tint(&sketch.theme.brand, map, class);
            let x = legend::swatch(sketch, left, y + head.height(1) / 2.0, colour);
            let lines = sketch.wrap(label, right - x, head);
            sketch.lines(&lines, (Anchor::Start, x), y + head.height(lines.len()) / 2.0, head);
            y += head.height(lines.len()) + 1.0;
        }
        for category in categories {
            let number = chart.series.first().and_then(|series| series.values.get(category)?.as_ref());
            let text = number.map_or(chart.legend.sign.as_str(), |number| number.text());
            let room = COLUMN - KEY - sketch.width(text, figure) - 8.0;
            let lines = sketch.wrap(&chart.categories[category].label, room, name);
            let height = name.height(lines.len());
            sketch.lines(&lines, (Anchor::Start, left + KEY), y + height / 2.0, name);
            let baseline = Sketch::centred(y + name.height(1) / 2.0, figure);
            if let Some(key) = keys.iter().position(|key| *key == category) {
                let text = (key + 1).to_string();
                sketch.text(&text, (Anchor::End, left + KEY - 4.0), baseline, name);
            }
            sketch.text(text, (Anchor::End, right), baseline, figure);
            y += height;
        }
        y += 5.0;
    }
    if let Some(words) = &map.blank {
        return blank(sketch, words, left, y);
    }
    y
}

/// Writes what areas without a value look like; gives where that ends.
fn blank(sketch: &mut Sketch<'_>, words: &str, left: f64, y: f64) -> f64 {
    let style = sketch.small();
    let middle = y + style.height(1) / 2.0;
    let (edge, side) = (edge_colour(sketch), 8.0);
    let corners = [
        (left, middle - 4.0),
        (left + side, middle - 4.0),
        (left + side, middle + 4.0),
        (left, middle + 4.0),
    ];
    let closed: Vec<_> = corners.iter().chain(corners.first()).copied().collect();
    sketch.path(&closed, EDGE, edge, MarkKind::Outline);
    let lines = sketch.wrap(words, COLUMN - KEY, style);
    sketch.lines(&lines, (Anchor::Start, left + KEY), y + style.height(lines.len()) / 2.0, style);
    y + style.height(lines.len())
}

#[cfg(test)]
mod tests {
    use crate::chart::tests::single;
    use crate::chart::{MarkKind, Shape, layout};
    use crate::report::{Chart, ChartKind, Map, MapArea, MapClass, MapStyle};
    use crate::theme::Theme;

    fn square(x: f64, y: f64, side: f64) -> Vec<[f64; 2]> {
        vec![[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]
    }

    /// Two areas, the second in a hole of the first, and one without a value.
    fn chart() -> Chart {
        let rows =
            [("Region with a name of many words that wraps", "1200"), ("Capital", "3858"), ("Other", "12")];
        let area = |category, polygons| MapArea { category, polygons };
        let areas = vec![
            area(Some(1), vec![vec![square(64.0, 44.0, 2.0)]]),
            area(Some(0), vec![vec![square(60.0, 40.0, 10.0), square(64.0, 44.0, 2.0)]]),
            area(None, vec![vec![square(70.0, 40.0, 4.0)]]),
        ];
        let class = |label: &str, index| MapClass { label: label.to_owned(), categories: vec![index] };
        let classes = vec![class("3,858", 1), class("1,200", 0)];
        let map = Map { areas, style: MapStyle::Shaded, classes, blank: Some("No value".to_owned()) };
        Chart { map: Some(map), ..single(ChartKind::Map, "", &rows) }
    }

    #[test]
    fn areas_lie_side_by_side_and_the_greatest_value_is_darkest() {
        let scene = layout(&chart(), &Theme::embedded().unwrap());
        let of = |wanted: usize| {
            let mark = scene
                .marks
                .iter()
                .find(|mark| matches!(mark.kind, MarkKind::Value { category, .. } if category == wanted));
            let mark = mark.unwrap();
            let Shape::Polygon(points) = &mark.shape else { panic!("{mark:?}") };
            let side = |f: fn(f64, f64) -> f64, from| points.iter().map(|p| p.x).fold(from, f);
            (mark.colour, side(f64::min, f64::INFINITY), side(f64::max, f64::NEG_INFINITY))
        };
        let ((region, left, right), (capital, within, _)) = (of(0), of(1));
        assert!(capital.luminance() < region.luminance());
        assert!(left < 0.01 && within > left && within < right);
        // Degrees of latitude are as long as the projection makes those of longitude: cos 45°.
        let width = right - left;
        let at = |category| {
            scene
                .marks
                .iter()
                .position(|mark| matches!(mark.kind, MarkKind::Value { category: c, .. } if c == category))
        };
        assert!(at(0) < at(1), "the capital lies over the hole of its region");
        assert!(width > 100.0);
    }

    #[test]
    fn every_value_stands_beside_the_map_and_nothing_meets() {
        let chart = chart();
        let scene = layout(&chart, &Theme::embedded().unwrap());
        for (index, text) in scene.texts.iter().enumerate() {
            assert!(text.frame.right <= scene.width + 0.05 && text.frame.bottom <= scene.height + 0.05);
            for other in &scene.texts[..index] {
                assert!(!text.frame.overlaps(&other.frame, 0.05), "{text:?} meets {other:?}");
            }
        }
        for number in chart.series[0].values.iter().flatten() {
            assert!(scene.texts.iter().any(|text| text.content == number.text()));
        }
    }
    #[test]
    fn circles_have_surfaces_in_proportion_and_every_area_its_number() {
        let mut chart = chart();
        if let Some(map) = &mut chart.map {
            map.style = MapStyle::Circles;
        }
        let scene = layout(&chart, &Theme::embedded().unwrap());
        let radius = |wanted: usize| {
            let of = |mark: &crate::chart::Mark| match (mark.kind, &mark.shape) {
                (MarkKind::Value { category, .. }, Shape::Dot { radius, .. }) if category == wanted => {
                    Some(*radius)
                }
                _ => None,
            };
            scene.marks.iter().find_map(of).unwrap()
        };
        let surfaces = radius(0) * radius(0) / (radius(1) * radius(1));
        assert!((surfaces - 1200.0 / 3858.0).abs() < 1e-9, "{surfaces}");
        for key in ["1", "2"] {
            assert_eq!(scene.texts.iter().filter(|text| text.content == key).count(), 2, "{key}");
        }
    }
}
