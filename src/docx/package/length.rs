//! Lengths: Word counts in twips, a twentieth of a point.

/// Twips of a length in points.
#[expect(clippy::cast_possible_truncation, reason = "lengths on a page are far below 2^31 twips")]
pub(in crate::docx) fn twips(points: f64) -> i32 {
    (points * 20.0).round() as i32
}

/// Twips of a length in millimetres.
pub(in crate::docx) fn from_mm(millimetres: f64) -> usize {
    usize::try_from(twips(millimetres * 72.0 / 25.4)).unwrap_or(0)
}

/// Points of twips.
#[expect(clippy::cast_precision_loss, reason = "twips of a page are far below 2^24")]
pub(in crate::docx) fn points(twips: usize) -> f32 {
    twips as f32 / 20.0
}

/// Splits a width by weights, the rest of the division to the last.
pub(in crate::docx) fn share(width: usize, weights: &[usize]) -> Vec<usize> {
    let sum = weights.iter().sum::<usize>().max(1);
    let mut widths: Vec<usize> = weights.iter().map(|weight| width * weight / sum).collect();
    let used: usize = widths.iter().sum();
    if let Some(last) = widths.last_mut() {
        *last += width - used;
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn shares_fill_the_width() {
        assert_eq!(share(100, &[1, 1, 1]), [33, 33, 34]);
        assert!(share(100, &[]).is_empty());
    }
}
