//! Writes the numbers that join the areas of a map to the list beside it, where they can be read.

use super::label::Sketch;
use super::palette::ink_on;
use super::scene::{Anchor, Ground, Rect};
use crate::theme::Colour;

/// Size of the numbers, and their distance from what they do not fit into.
const SIZE: f64 = 7.0;
const APART: f64 = 1.5;
/// Rows in which the middle of an area is looked for.
const ROWS: u32 = 16;

/// Stretches of a row that are looked at, the widest first.
const MOST_STRETCHES: usize = 32;

/// Something drawn on the map; later ones lie over earlier ones.
pub(super) struct Patch {
    /// The category that it shows.
    pub(super) category: Option<usize>,
    pub(super) colour: Colour,
    pub(super) outline: Outline,
}

/// How far a patch reaches.
pub(super) enum Outline {
    /// The outer line, then the holes.
    Rings(Vec<Vec<(f64, f64)>>),
    Circle {
        centre: (f64, f64),
        radius: f64,
    },
}

impl Patch {
    fn holds(&self, (x, y): (f64, f64)) -> bool {
        match &self.outline {
            Outline::Rings(rings) => crossings(rings, y, false).iter().filter(|at| **at < x).count() % 2 == 1,
            Outline::Circle { centre, radius } => libm::hypot(x - centre.0, y - centre.1) <= *radius,
        }
    }

    /// The rectangle around it.
    fn frame(&self) -> Rect {
        match &self.outline {
            Outline::Rings(rings) => {
                let mut frame = Rect {
                    left: f64::INFINITY,
                    right: f64::NEG_INFINITY,
                    top: f64::INFINITY,
                    bottom: f64::NEG_INFINITY,
                };
                for (x, y) in rings.iter().flatten() {
                    frame.left = frame.left.min(*x);
                    frame.right = frame.right.max(*x);
                    frame.top = frame.top.min(*y);
                    frame.bottom = frame.bottom.max(*y);
                }
                frame
            }
            Outline::Circle { centre: (x, y), radius } => {
                Rect::between((x - radius, x + radius), (y - radius, y + radius))
            }
        }
    }

    /// A place well inside: the middle of a stretch that is wide and high.
    pub(super) fn middle(&self) -> (f64, f64) {
        let frame = self.frame();
        let centre = (f64::midpoint(frame.left, frame.right), f64::midpoint(frame.top, frame.bottom));
        let Outline::Rings(rings) = &self.outline else { return centre };
        let mut best = (0.0, centre);
        for row in 1..ROWS {
            let y = frame.top + frame.height() * f64::from(row) / f64::from(ROWS);
            let crossed = crossings(rings, y, false);
            let mut stretches: Vec<(f64, f64)> =
                crossed.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect();
            // Of the teeth of a comb, the widest: all others have less room.
            stretches.sort_by(|one, two| (two.1 - two.0).total_cmp(&(one.1 - one.0)));
            for (from, to) in stretches.into_iter().take(MOST_STRETCHES) {
                if (to - from) / 2.0 <= best.0 {
                    break;
                }
                let x = f64::midpoint(from, to);
                let columns = crossings(rings, x, true);
                let nearest = columns.iter().map(|at| (at - y).abs()).fold(f64::INFINITY, f64::min);
                let room = nearest.min((to - from) / 2.0);
                if room > best.0 {
                    best = (room, (x, y));
                }
            }
        }
        best.1
    }
}

/// Where a line across the page, or one down it, meets the rings, in order.
fn crossings(rings: &[Vec<(f64, f64)>], at: f64, is_down: bool) -> Vec<f64> {
    let turned = |(x, y): (f64, f64)| if is_down { (y, x) } else { (x, y) };
    let mut found = Vec::new();
    for ring in rings {
        for (from, to) in ring.iter().zip(ring.iter().cycle().skip(1)) {
            let (a, b) = (turned(*from), turned(*to));
            if (a.1 <= at) != (b.1 <= at) {
                found.push(a.0 + (at - a.1) / (b.1 - a.1) * (b.0 - a.0));
            }
        }
    }
    found.sort_by(f64::total_cmp);
    found
}

/// Writes the number of each category, by its place among the keys, on its last patch or beside it. A number that has
/// no place on one colour, apart from the others, is left out: the list has it.
pub(super) fn write(sketch: &mut Sketch<'_>, patches: &[Patch], keys: &[usize], top: f64) {
    let style = sketch.figure().at(SIZE);
    let mut written: Vec<Rect> = Vec::new();
    let topmost = |point| patches.iter().rposition(|patch| patch.holds(point));
    for (number, category) in (1..).zip(keys) {
        let of_category = |patch: &Patch| patch.category == Some(*category);
        // Areas come by size, the largest first; a circle lies over all of them.
        let circle =
            patches.iter().rposition(|p| of_category(p) && matches!(p.outline, Outline::Circle { .. }));
        let Some(own) = circle.or_else(|| patches.iter().position(of_category)) else { continue };
        let text = number.to_string();
        let (wide, high) = (sketch.width(&text, style) / 2.0 + 0.6, style.size * 0.46);
        let frame = patches[own].frame();
        let (x, y) = patches[own].middle();
        let (right, left) = (frame.right + APART + wide, frame.left - APART - wide);
        let (above, below) = (frame.top - APART - high, frame.bottom + APART + high);
        let places = [
            (x, y),
            (right, y),
            (left, y),
            (x, above),
            (x, below),
            (right, above),
            (right, below),
            (left, above),
            (left, below),
        ];
        let ground = |(x, y): (f64, f64)| {
            let frame = Rect::between((x - wide, x + wide), (y - high, y + high));
            let is_free =
                frame.left >= 0.0 && frame.top >= top && !written.iter().any(|w| w.overlaps(&frame, 0.0));
            let ground = topmost((x, y));
            let sides = [
                (-1.0, -1.0),
                (0.0, -1.0),
                (1.0, -1.0),
                (-1.0, 0.0),
                (1.0, 0.0),
                (-1.0, 1.0),
                (0.0, 1.0),
                (1.0, 1.0),
            ];
            let is_even = sides.iter().all(|(a, b)| topmost((x + a * wide, y + b * high)) == ground);
            (is_free && is_even).then_some((frame, ground))
        };
        let found = places.into_iter().enumerate().find_map(|(at, place)| {
            let (frame, ground) = ground(place)?;
            (at > 0 || ground == Some(own)).then_some((place, frame, ground))
        });
        let Some(((x, y), frame, on)) = found else { continue };
        written.push(frame);
        let on = on.map(|index| &patches[index]);
        let ink = on.and_then(|patch| ink_on(patch.colour, &sketch.theme.brand)).unwrap_or(style.colour);
        let ground = match on.and_then(|patch| patch.category) {
            Some(category) => Ground::Value { category, series: 0 },
            None => Ground::Page,
        };
        let baseline = Sketch::centred(y, style);
        sketch.text_on(&text, (Anchor::Middle, x), baseline, style.in_colour(ink), ground);
    }
}

#[cfg(test)]
mod tests {
    use super::{Outline, Patch};
    use crate::theme::Colour;

    #[test]
    fn the_middle_of_a_comb_is_found_in_time() {
        // 10,000 teeth, one of them wide; each looked at with all lines would take minutes.
        let mut ring = vec![(0.0, 0.0)];
        for tooth in 0..10_000 {
            let (from, wide) = (f64::from(tooth), if tooth == 7_000 { 0.9 } else { 0.4 });
            ring.extend([(from, 1.0), (from, 90.0), (from + wide, 90.0), (from + wide, 1.0)]);
        }
        ring.push((10_000.0, 0.0));
        let patch = Patch { category: None, colour: Colour([0; 3]), outline: Outline::Rings(vec![ring]) };
        let (x, _) = patch.middle();
        assert!((7_000.0..7_000.9).contains(&x), "{x}");
    }

    #[test]
    fn the_middle_of_a_horseshoe_lies_within_it() {
        let ring = vec![
            (0.0, 0.0),
            (30.0, 0.0),
            (30.0, 30.0),
            (20.0, 30.0),
            (20.0, 10.0),
            (10.0, 10.0),
            (10.0, 30.0),
            (0.0, 30.0),
        ];
        let patch = Patch { category: None, colour: Colour([0; 3]), outline: Outline::Rings(vec![ring]) };
        assert!(patch.holds(patch.middle()) && !patch.holds((15.0, 20.0)));
    }
}
