//! Tells what moved by itself from what was only pushed.

use super::align::Pair;
use super::change::{Difference, Exactness, Found, Kind};
use super::document::{Area, Document, Element};

/// Notes stand at the foot of their page, whatever stands above them.
const NOTE: &str = "Note";

/// What stands at another place, for each pair of elements: its number among the pairs, and what differs.
pub(super) fn places(
    old: &Document,
    new: &Document,
    pairs: &[Pair],
    exact: Exactness,
) -> Vec<(usize, Found)> {
    let mut found = Vec::new();
    let mut flow: Option<(usize, usize)> = None;
    for (at, pair) in pairs.iter().enumerate() {
        let (Pair::Both(a, b) | Pair::Elsewhere(a, b)) = *pair else {
            // What was put in or taken out explains the space around it.
            flow = None;
            continue;
        };
        let (from, to) = (&old.elements[a], &new.elements[b]);
        if from.areas().is_empty() || to.areas().is_empty() || from.first().page == 0 {
            continue;
        }
        let before = flow.map(|(a, b)| (&old.elements[a], &new.elements[b]));
        found.extend(place(from, to, before, exact).map(|change| (at, change)));
        if !from.is_artifact() && from.role != NOTE {
            flow = Some((a, b));
        }
    }
    found
}

fn place(
    from: &Element,
    to: &Element,
    before: Option<(&Element, &Element)>,
    exact: Exactness,
) -> Option<Found> {
    let (a, b) = (from.first(), to.first());
    if a.page != b.page {
        return Some(Found { kind: Kind::Page, from: a.page.to_string(), to: b.page.to_string() });
    }
    let (right, down) = (b.x - a.x, b.y - a.y);
    let is_flow = !from.is_artifact() && from.role != NOTE;
    if down.abs() > exact.place
        && is_flow
        && let Some((from, to)) = space(&a, &b, before, exact)
    {
        return Some(Found { kind: Kind::Gap, from, to });
    }
    let (right_moved, down_moved) = (right.abs() > exact.place, down.abs() > exact.place);
    let kind = match (right_moved, down_moved) {
        (true, _) => Kind::Shift,
        (false, true) => Kind::Place,
        (false, false) => return None,
    };
    Some(Found { kind, from: String::new(), to: direction(right, down, kind) })
}

/// `0.6 pt lower`: sideways for a shift, up or down for another place.
pub(super) fn direction(right: f64, down: f64, kind: Kind) -> String {
    let (way, side) = match kind {
        Kind::Shift => (right, if right > 0.0 { "further right" } else { "further left" }),
        _ => (down, if down > 0.0 { "lower" } else { "higher" }),
    };
    let digits = if way.abs() < 0.1 { 2 } else { 1 };
    format!("{:.digits$} pt {side}", way.abs())
}

/// The space above an element, when it is not what it was.
fn space(
    a: &Area,
    b: &Area,
    before: Option<(&Element, &Element)>,
    exact: Exactness,
) -> Option<(String, String)> {
    let above = |element: &Element, area: &Area| {
        element.areas().into_iter().rev().find(|known| known.page == area.page).map(|known| known.bottom())
    };
    let (from, to) = match before.map(|(x, y)| (above(x, a), above(y, b))) {
        Some((Some(x), Some(y))) => (a.y - x, b.y - y),
        // What begins a page has no space above it.
        _ => return None,
    };
    ((from - to).abs() > exact.distance).then(|| (format!("{from:.2} pt"), format!("{to:.2} pt")))
}

/// What both documents must have: pages of one size.
pub(super) fn page_sizes(old: &Document, new: &Document, exact: Exactness) -> Option<Difference> {
    let differs = |(a, b): &(&(f64, f64), &(f64, f64))| {
        (a.0 - b.0).abs() > exact.place || (a.1 - b.1).abs() > exact.place
    };
    let pages = old.pages.iter().zip(&new.pages);
    let (at, (from, to)) = pages.enumerate().find(|(_, pair)| differs(pair))?;
    let told = |size: &(f64, f64)| format!("{:.1} × {:.1} pt", size.0, size.1);
    let whole = |size: &(f64, f64)| Area { page: at + 1, x: 0.0, y: 0.0, width: size.0, height: size.1 };
    Some(Difference {
        kind: Kind::PageSize,
        name: format!("page {}", at + 1),
        several: "pages",
        section: String::new(),
        from: told(from),
        to: told(to),
        old: vec![whole(from)],
        new: vec![whole(to)],
        order: 0,
        stands_elsewhere: false,
    })
}
