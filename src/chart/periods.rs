//! Writes the names of periods below a plot: all of a few, evenly spaced ones of many.

use super::label::{Sketch, Style};
use super::scene::{Anchor, MarkKind};

/// Charts of no more periods than this name each.
pub(super) const FEW: usize = 9;
/// The widest line of a name where there are many, and where there are few.
const NAME: f64 = 72.0;
const WIDE: f64 = 110.0;
/// Between names beside each other, and the rows that names of a few periods can stand in.
const BETWEEN: f64 = 4.0;
const ROWS: usize = 3;

/// Names that were found a place: the index of each, its middle and its lines, row by row.
struct Placed {
    style: Style,
    rows: Vec<Vec<(usize, f64, Vec<String>)>>,
}

/// Writes the names of points at some places below a height; gives where they end.
pub(super) fn draw(sketch: &mut Sketch<'_>, names: &[&str], xs: &[f64], top: f64) -> f64 {
    let placed = place(sketch, names, xs);
    let mut y = top;
    let mut found = Vec::new();
    for row in placed.rows {
        let lines = row.iter().map(|(_, _, lines)| lines.len()).max().unwrap_or(0);
        found.extend(row.into_iter().map(|name| (y, name)));
        y += placed.style.height(lines);
    }
    // In the order of time, as they are read aloud.
    found.sort_by_key(|(_, (index, ..))| *index);
    for (y, (_, x, lines)) in found {
        let middle = y + placed.style.height(lines.len()) / 2.0;
        sketch.lines(&lines, (Anchor::Middle, x), middle, placed.style);
    }
    y + 1.0
}

/// Draws the short lines between an axis and the names below it.
pub(super) fn ticks(sketch: &mut Sketch<'_>, xs: &[f64], bottom: f64) {
    let axis = sketch.theme.brand.chart.axis;
    for &x in xs {
        sketch.path(&[(x, bottom), (x, bottom + 3.0)], 0.6, axis, MarkKind::Axis);
    }
}

fn place(sketch: &Sketch<'_>, names: &[&str], xs: &[f64]) -> Placed {
    let is_few = names.len() <= FEW;
    let (every, widest) = if is_few { (1..=1, WIDE) } else { (1..=4, NAME) };
    let sizes = [8.5, 8.0, 7.5];
    for every in every {
        let chosen = chosen(names.len(), every);
        let gap = chosen.windows(2).map(|pair| xs[pair[1]] - xs[pair[0]]).fold(f64::INFINITY, f64::min);
        for size in sizes {
            let style = sketch.label().at(size);
            let room = (gap - BETWEEN).min(widest);
            let placed = try_place(sketch, names, xs, (&chosen, style, room, 1));
            if let Some(placed) = placed {
                return placed;
            }
        }
    }
    if is_few {
        let all = chosen(names.len(), 1);
        let rowed = sizes
            .into_iter()
            .find_map(|size| try_place(sketch, names, xs, (&all, sketch.label().at(size), NAME, ROWS)));
        if let Some(placed) = rowed {
            return placed;
        }
    }
    thinned(sketch, names, xs)
}

/// Every second or third index, the last one always.
fn chosen(count: usize, every: usize) -> Vec<usize> {
    (0..count).filter(|index| (count - 1 - index).is_multiple_of(every)).collect()
}

/// Places the chosen names in a few rows; `None` where a word would be cut or a name finds no row.
fn try_place(
    sketch: &Sketch<'_>,
    names: &[&str],
    xs: &[f64],
    (chosen, style, room, most): (&[usize], Style, f64, usize),
) -> Option<Placed> {
    let words = chosen.iter().flat_map(|&index| names[index].split(' '));
    if words.into_iter().any(|word| sketch.width(word, style) > room) {
        return None;
    }
    let lines = sketch.wrap_alike(chosen.iter().map(|&index| names[index]), room, style);
    let mut rows: Vec<Vec<(usize, f64, Vec<String>)>> = Vec::new();
    let mut ends: Vec<f64> = Vec::new();
    for (&index, lines) in chosen.iter().zip(lines) {
        let (x, half) = held(sketch, xs[index], &lines, style);
        let free = ends.iter().position(|end| x - half >= *end + BETWEEN - 0.01);
        let row = free.unwrap_or(ends.len());
        if row == most {
            return None;
        }
        if row == ends.len() {
            ends.push(0.0);
            rows.push(Vec::new());
        }
        ends[row] = x + half;
        rows[row].push((index, x, lines));
    }
    Some(Placed { style, rows })
}

/// As many names from the last backwards as find room beside each other.
fn thinned(sketch: &Sketch<'_>, names: &[&str], xs: &[f64]) -> Placed {
    let style = sketch.label().at(7.5);
    let mut row = Vec::new();
    let mut free = sketch.scene.width;
    for (index, name) in names.iter().enumerate().rev() {
        let lines = sketch.wrap(name, NAME, style);
        let (x, half) = held(sketch, xs[index], &lines, style);
        if x + half <= free {
            free = x - half - BETWEEN;
            row.push((index, x, lines));
        }
    }
    Placed { style, rows: vec![row] }
}

/// The middle of a name and half its width; a name stays on the page, be its point at the edge.
fn held(sketch: &Sketch<'_>, x: f64, lines: &[String], style: Style) -> (f64, f64) {
    let half = sketch.widest(lines, style) / 2.0;
    (x.min(sketch.scene.width - half).max(half), half)
}
