//! Says how the logos of a cover stand: side by side, and in rows where they are too many for one.

use super::Brand;
use super::limits::{BETWEEN_LOGOS, WHITE_OF_COVER};

/// A cover of more logos says nothing of whose report it is.
const MOST: usize = 6;

impl Brand {
    /// How many of so many logos stand side by side; rows are as even as they can be.
    pub fn logos_in_row(&self, count: usize) -> usize {
        let rows = count.div_ceil(self.widest_row());
        count.div_ceil(rows.max(1))
    }

    /// How many logos the white part of the cover takes.
    pub fn most_logos(&self) -> usize {
        let logo = &self.logo;
        let height = self.page.height * WHITE_OF_COVER - logo.edge;
        (fitting(height, logo.width / logo.ratio) * self.widest_row()).min(MOST)
    }

    fn widest_row(&self) -> usize {
        fitting(self.page.width - self.page.inside - self.page.outside, self.logo.width)
    }
}

/// How many places of a size fit into a length, with room between them; a brand has room for one at least.
fn fitting(length: f64, size: f64) -> usize {
    let fits = |count: &usize| {
        #[expect(clippy::cast_precision_loss, reason = "a cover has few logos")]
        let count = *count as f64;
        count * size + (count - 1.0) * BETWEEN_LOGOS <= length
    };
    (1..=MOST).rev().find(fits).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use crate::theme::Brand;

    #[test]
    fn logos_stand_in_even_rows() {
        let brand = Brand::parse("brand.toml", include_str!("../../templates/brand.toml")).unwrap();
        let rows: Vec<usize> = (1..=6).map(|count| brand.logos_in_row(count)).collect();
        assert_eq!((rows, brand.most_logos()), (vec![1, 2, 3, 2, 3, 3], 6));
    }
}
