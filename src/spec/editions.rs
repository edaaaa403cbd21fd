//! Finds the editions that lie in a folder.

use std::path::{Path, PathBuf};

use toml::de::DeTable;

use super::folder::Folder;
use super::head::head;
use crate::data::period::Period;

/// No spec is longer.
const LONGEST: u64 = 4 << 20;

/// A file that looks like an edition: it has a period and a title.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// Its period.
    pub period: Period,
    /// The file.
    pub path: PathBuf,
    /// The series that it belongs to, by the name of its file.
    pub series: String,
}

/// The editions in a folder, the earliest first. Versions in other languages, whose names have a tag before `.toml`
/// (`2023-q2.ru.toml`), are none of their own; nor are editions whose period only their series names.
pub fn editions(folder: &Path) -> Vec<Found> {
    let files = Folder::Disk(folder.to_owned());
    let names = files.list(".toml").into_iter();
    // Names have one point, that before their ending.
    let names = names.filter(|name| name.matches('.').count() == 1 && !name.contains('/'));
    let mut found: Vec<Found> = names
        .filter_map(|name| {
            let bytes = files.read_at_most(&name, LONGEST).ok()?;
            let text = std::str::from_utf8(&bytes).ok()?;
            let (table, _) = DeTable::parse_recoverable(head(text.strip_prefix('\u{feff}').unwrap_or(text)));
            let table = table.get_ref();
            let written = |key: &str| table.get(key).and_then(|value| value.get_ref().as_str());
            written("title")?;
            let period = written("period")?.parse().ok()?;
            let series = written("series").unwrap_or("series.toml").to_owned();
            Some(Found { period, path: folder.join(&name), series })
        })
        .collect();
    found.sort();
    found
}
