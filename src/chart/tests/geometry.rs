//! What marks and texts cover: which of them meet.

use crate::chart::{Mark, Point, Rect, Shape, Text};

/// What boxes may share without being seen to meet, in points.
pub(super) const SLACK: f64 = 0.05;

/// The smallest rectangle around a mark.
pub(super) fn bounds(mark: &Mark) -> Rect {
    let around = |points: &[Point], more: f64| {
        let fold = |f: fn(f64, f64) -> f64, of: fn(&Point) -> f64, from| points.iter().map(of).fold(from, f);
        Rect {
            left: fold(f64::min, |p| p.x, f64::INFINITY) - more,
            top: fold(f64::min, |p| p.y, f64::INFINITY) - more,
            right: fold(f64::max, |p| p.x, f64::NEG_INFINITY) + more,
            bottom: fold(f64::max, |p| p.y, f64::NEG_INFINITY) + more,
        }
    };
    match &mark.shape {
        Shape::Rect(rect) => *rect,
        Shape::Polygon(points) => around(points, 0.0),
        // A stroke has no width beyond its ends.
        Shape::Path { points, .. } => around(points, 0.0),
        Shape::Dot { centre, radius } => around(&[*centre], *radius),
    }
}

pub(super) fn touches(frame: &Rect, mark: &Mark) -> bool {
    // Boxes reach over the letters, so that a touch of boxes alone is none for the eye.
    let inner = Rect {
        left: frame.left + SLACK,
        top: frame.top + SLACK,
        right: frame.right - SLACK,
        bottom: frame.bottom - SLACK,
    };
    match &mark.shape {
        Shape::Rect(rect) => inner.overlaps(rect, 0.0),
        Shape::Polygon(points) => {
            edges(points).any(|(from, to)| inner.crossed_by(from, to))
                || contains(points, Point { x: inner.left, y: inner.top })
        }
        Shape::Path { points, width } => {
            let half = width / 2.0 - SLACK;
            let wide = Rect {
                left: inner.left - half,
                top: inner.top - half,
                right: inner.right + half,
                bottom: inner.bottom + half,
            };
            points.windows(2).any(|pair| wide.crossed_by(pair[0], pair[1]))
        }
        Shape::Dot { centre, radius } => {
            let dx = centre.x - centre.x.clamp(inner.left, inner.right);
            let dy = centre.y - centre.y.clamp(inner.top, inner.bottom);
            libm::hypot(dx, dy) < *radius
        }
    }
}

pub(super) fn stands_in(text: &Text, mark: &Mark) -> bool {
    match &mark.shape {
        Shape::Rect(rect) => rect.holds(&text.frame, SLACK),
        Shape::Polygon(points) => {
            let corner = Point { x: text.frame.left, y: text.frame.top };
            contains(points, corner) && !edges(points).any(|(from, to)| text.frame.crossed_by(from, to))
        }
        Shape::Path { .. } | Shape::Dot { .. } => false,
    }
}

fn edges(points: &[Point]) -> impl Iterator<Item = (Point, Point)> {
    points.iter().copied().zip(points.iter().copied().cycle().skip(1))
}

/// Whether a point lies in a polygon: a ray from it crosses an odd number of edges.
pub(super) fn contains(points: &[Point], point: Point) -> bool {
    let crosses = |(a, b): &(Point, Point)| {
        (a.y > point.y) != (b.y > point.y) && point.x < (b.x - a.x) * (point.y - a.y) / (b.y - a.y) + a.x
    };
    edges(points).filter(crosses).count() % 2 == 1
}
