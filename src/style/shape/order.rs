//! Countries in the order of the alphabet, where no number ranks them.

use std::ops::Range;

use super::Look;
use crate::style::Hit;
use crate::style::pairs::{automaton, is_whole};

/// Countries that make a list.
const FEWEST: usize = 3;
/// Bytes between two names of a list: a comma or a word, and an article.
const BETWEEN: usize = 10;

/// Lists of countries that are in no order of the alphabet.
pub(super) fn alphabetical(look: &Look<'_>) -> Vec<Hit> {
    let language = look.known.language;
    let text = look.prose.masked(look.reads);
    let names: Vec<&str> = language.country_codes().filter_map(|code| language.country(code)).collect();
    let mut hits = Vec::new();
    let Ok(finder) = automaton(names.iter().copied()) else { return hits };
    for sentence in look.prose.sentences(look.scopes) {
        let words = &text[sentence.clone()];
        // A number ranks them, or is of one of them.
        if !words.bytes().any(|byte| byte.is_ascii_digit()) {
            let found =
                finder.find_iter(words).map(|found| (found.start()..found.end(), found.pattern().as_usize()));
            let found: Vec<(Range<usize>, usize)> =
                found.filter(|(range, _)| is_whole(words, range)).collect();
            let mut lists: Vec<Vec<(Range<usize>, usize)>> = Vec::new();
            for (range, name) in found {
                let joins = |last: &Vec<(Range<usize>, usize)>| {
                    last.last().is_some_and(|(before, _)| range.start - before.end <= BETWEEN)
                };
                match lists.last_mut().filter(|last| joins(last)) {
                    Some(last) => last.push((range, name)),
                    None => lists.push(vec![(range, name)]),
                }
            }
            for list in lists.iter().filter(|list| list.len() >= FEWEST) {
                let is_sorted = list
                    .windows(2)
                    .all(|pair| names[pair[0].1].to_lowercase() <= names[pair[1].1].to_lowercase());
                if !is_sorted {
                    let end = list[list.len() - 1].0.end;
                    hits.push(Hit::new(sentence.start + list[0].0.start..sentence.start + end, None));
                }
            }
        }
    }
    hits
}
