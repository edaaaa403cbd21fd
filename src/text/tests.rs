//! What passages say without a report: numbers that no figure gives.

use std::collections::BTreeMap;

use super::{PartNames, Text, read_passages};
use crate::language::Language;
use crate::report::Passage;

/// Reads passages that have no numbers of figures.
pub(super) fn read_alone<'a>(passages: &'a [Passage], locale: &Language) -> Text<'a> {
    read_passages(passages, &[], (&BTreeMap::new(), &PartNames::default()), locale)
}
