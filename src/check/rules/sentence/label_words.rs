//! The words of labels, and which words of sentences are forms of them.

use crate::language::{Language, plain};

/// Letters that a word of a label has at least.
const SHORTEST: usize = 4;
/// Letters that two forms of a word share at the beginning, and how much of the longer one: "arrived", "arrivals".
const STEM: usize = 5;
const SHARED_PERCENT: usize = 60;

/// The words of a text that can tell one figure from another.
pub(crate) fn words(text: &str, locale: &Language) -> Vec<String> {
    in_small_letters(&plain(text), locale).map(|(_, word)| word.to_owned()).collect()
}

/// The same of a text in small letters, each word with its place.
pub(super) fn in_small_letters<'t>(
    text: &'t str,
    locale: &'t Language,
) -> impl Iterator<Item = (usize, &'t str)> {
    let all = text.split(|c: char| !c.is_alphanumeric());
    let all = all.filter(|word| word.len() >= SHORTEST && word.chars().count() >= SHORTEST);
    let all = all.filter(|word| !locale.known().is_small(word));
    all.map(|word| (word.as_ptr().addr() - text.as_ptr().addr(), word))
}

/// Whether two words are one, or one of them is the other's plural: "visa" and "visas". A verb is no name of what is
/// counted: "granted" tells of no grants.
pub(super) fn is_same(one: &str, two: &str) -> bool {
    let shared = one.chars().zip(two.chars()).take_while(|(one, two)| one == two).count();
    let (one_count, two_count) = (one.chars().count(), two.chars().count());
    let longer = one_count.max(two_count);
    one == two || (shared == one_count.min(two_count) && longer - shared == 1 && shared + 1 > SHORTEST)
}

/// Letters that a word has at least without its ending.
const SHORTEST_STEM: usize = 3;

/// A word without the longest of some endings; the whole word when too little would be left.
pub(super) fn stem<'w>(word: &'w str, endings: &[String]) -> &'w str {
    let cut = endings.iter().filter_map(|ending| word.strip_suffix(ending.as_str()));
    let cut = cut.filter(|stem| stem.chars().count() >= SHORTEST_STEM);
    cut.min_by_key(|stem| stem.len()).unwrap_or(word)
}

/// Whether two words are forms of one.
pub(crate) fn is_akin(one: &str, two: &str) -> bool {
    if one == two {
        return true;
    }
    let shared = one.chars().zip(two.chars()).take_while(|(one, two)| one == two).count();
    let (one, two) = (one.chars().count(), two.chars().count());
    let longer = one.max(two);
    // "Visa" and "visas", "permit" and "permits".
    let is_plural = shared == one.min(two) && longer - shared == 1 && shared + 1 > SHORTEST;
    is_plural || shared >= STEM && shared * 100 >= longer * SHARED_PERCENT
}

/// Letters by which two words differ at the end when they may still be forms of one: "workers", "working".
const ENDING: usize = 4;

/// Whether two words may be forms of one: what would be too little to say so is enough to say nothing against it.
pub(super) fn may_be_akin(one: &str, two: &str) -> bool {
    let shared = one.chars().zip(two.chars()).take_while(|(one, two)| one == two).count();
    let longer = one.chars().count().max(two.chars().count());
    is_akin(one, two) || shared >= SHORTEST && longer - shared < ENDING
}
