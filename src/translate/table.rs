//! Where the tables of an overlay stand, and how their names are written.

use crate::patch::toml;

/// The name of a table as its header has it: `[chapter.flows]`.
pub(super) fn header(table: &str) -> String {
    format!("[{}]", table.split('.').map(toml::key).collect::<Vec<_>>().join("."))
}

/// Where `[from]` begins, or the file ends: what is added stands before it.
pub(super) fn before_stamps(text: &str) -> usize {
    if text.starts_with("[from]") { 0 } else { text.find("\n[from]").map_or(text.len(), |at| at + 1) }
}

/// The table of a key, and its name in it.
pub(super) fn parted(key: &str) -> (&str, &str) {
    key.rsplit_once('.').unwrap_or(("", key))
}
