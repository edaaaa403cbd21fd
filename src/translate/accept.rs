//! Accepts translations: keeps the source that they were made from, and its stamp.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::Sheet;
use super::comment::{above, line_start, lines};
use super::table::before_stamps;
use crate::patch::{Edit, toml};
use crate::spec::Word;
use crate::spec::overlay::stamp::stamp;

/// The line above the stamps.
const STAMPS: &str = "[from] # written by `quarterly translate --accept`; nobody types here\n";

/// Which translations are accepted.
#[derive(Debug, Clone)]
pub enum Wanted {
    /// All that there are.
    All,
    /// Those of these names.
    Keys(BTreeSet<String>),
}

impl Wanted {
    fn has(&self, word: &Word) -> bool {
        match self {
            Self::All => true,
            Self::Keys(keys) => keys.contains(&word.key),
        }
    }
}

/// Edits that accept translated texts of an overlay.
pub fn accepted(sheet: &Sheet<'_>, wanted: &Wanted) -> Vec<Edit> {
    let Some(overlay) = sheet.overlay else { return Vec::new() };
    let words = sheet.words();
    let translated: Vec<&Word> = words.into_iter().filter(|word| word.is_translated()).collect();
    let is_open = |word: &&&Word| {
        let stamped = overlay.stamps.get(&word.key).map(|stamped| stamped.value.clone());
        wanted.has(word) && stamped != Some(stamp(&word.source.value))
    };
    let chosen: Vec<&Word> = translated.iter().filter(is_open).copied().collect();
    if chosen.is_empty() {
        return Vec::new();
    }
    let mut stamps: BTreeMap<&str, String> = BTreeMap::new();
    for word in &translated {
        if let Some(stamped) = overlay.stamps.get(&word.key) {
            stamps.insert(&word.key, stamped.value.clone());
        }
    }
    stamps.extend(chosen.iter().map(|word| (word.key.as_str(), stamp(&word.source.value))));
    let sources = chosen.iter().map(|word| (word.key.as_str(), word.source.value.as_str()));
    let mut edits: Vec<Edit> = sources.filter_map(|(key, source)| kept(sheet, key, source)).collect();
    edits.push(stamped(sheet.text(), &stamps));
    edits
}

/// Edits that keep some translations accepted whose sources have moved with them: the sources above them, and all stamps
/// of texts that the overlay still has.
pub fn carried(sheet: &Sheet<'_>, keys: &BTreeSet<String>) -> Vec<Edit> {
    let Some(overlay) = sheet.overlay else { return Vec::new() };
    let words = sheet.words();
    let translated: Vec<&Word> = words.into_iter().filter(|word| word.is_translated()).collect();
    let is_carried = |word: &&&Word| keys.contains(&word.key);
    let sources =
        translated.iter().filter(is_carried).map(|word| (word.key.as_str(), word.source.value.as_str()));
    let mut edits: Vec<Edit> = sources.filter_map(|(key, source)| kept(sheet, key, source)).collect();
    let stamp_of = |word: &&Word| {
        let stamped = overlay.stamps.get(&word.key).map(|stamped| stamped.value.clone());
        let new = if keys.contains(&word.key) { Some(stamp(&word.source.value)) } else { stamped };
        new.map(|stamp| (word.key.clone(), stamp))
    };
    let all: BTreeMap<String, String> = translated.iter().filter_map(stamp_of).collect();
    if !overlay.stamps.is_empty() {
        let all: BTreeMap<&str, String> =
            all.iter().map(|(key, stamp)| (key.as_str(), stamp.clone())).collect();
        edits.push(stamped(sheet.text(), &all));
    }
    edits
}

/// The edit that keeps a source above its translation, unless it stands there.
pub(super) fn kept(sheet: &Sheet<'_>, key: &str, source: &str) -> Option<Edit> {
    let text = sheet.text();
    let (place, _) = sheet.overlay?.places.get(key)?;
    let start = line_start(text, place.start);
    // In a line with other keys, a comment would be taken for that of the first.
    let is_first = text[start..place.start].trim_matches(['"', '\'', ' ', '\t']).is_empty();
    let (range, old) = above(text, place.start).unwrap_or((start..start, String::new()));
    let new = lines(source);
    (is_first && lines(&old) != new).then(|| Edit::new(range, new, format!("the source of `{key}`")))
}

/// The edit that writes all stamps of an overlay.
pub(super) fn stamped(text: &str, stamps: &BTreeMap<&str, String>) -> Edit {
    let listed = stamps.iter().map(|(key, stamp)| format!("{} = \"{stamp}\"\n", toml::string(key, "\"\"")));
    let body: String = std::iter::once(STAMPS.to_owned()).chain(listed).collect();
    let range = section(text);
    let gap = match () {
        () if !range.is_empty() => "",
        () if text[..range.start].ends_with('\n') => "\n",
        () => "\n\n",
    };
    Edit::new(range, format!("{gap}{body}"), "the stamps of what was accepted")
}

/// The bytes of `[from]` and what stands in it; of a file without it, its end.
fn section(text: &str) -> Range<usize> {
    let start = before_stamps(text);
    let end = text[start..].match_indices("\n[").map(|(at, _)| start + at + 1).find(|at| *at > start);
    start..end.unwrap_or(text.len())
}
