//! Reads the limits of rules that a series sets.

use rust_decimal::Decimal;

use super::reader::Table;
use crate::diag::Spanned;

/// Their keys.
const KEYS: [&str; 4] = ["sharp_break", "stable", "slight", "sharp"];

/// The limits, in the order of their keys.
pub(super) fn read(root: &Table<'_>) -> [Option<Spanned<Decimal>>; 4] {
    let table = root.table("limits");
    let limits = KEYS.map(|key| table.as_ref()?.number(key));
    if let Some(table) = table {
        table.finish();
    }
    limits
}
