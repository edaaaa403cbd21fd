//! What is wanted of a table.

use super::only::Condition;
use super::pairs::Pairs;

/// What is wanted of a table.
pub(super) struct Wanted<'a> {
    /// Columns whose numbers are added up.
    pub(super) columns: &'a [u32],
    /// What rows have to have in other columns.
    pub(super) only: &'a [Condition],
    /// The sides of a table of pairs, and the country of the series, whose pairs are read.
    pub(super) pairs: Option<(&'a Pairs, &'a str)>,
    /// The keys of the parts that the edition lists.
    pub(super) parts: &'a [&'a str],
}
