//! Entries of the bibliography in the order of the alphabet.

use std::cmp::Ordering;
use std::ops::Range;

use super::Look;
use crate::report::PassageRole;
use crate::style::Hit;

/// Entries that stand behind one whose author comes later; the pattern of the rule is what does not count at the
/// beginning of an author.
pub(super) fn order(look: &Look<'_>) -> Vec<Hit> {
    let lines = look.prose.lines.iter().filter(|line| line.passage.role == PassageRole::Reference);
    let authors: Vec<Range<usize>> = lines.filter_map(|line| author(look, &line.range)).collect();
    let words = |range: &Range<usize>| &look.prose.text[range.clone()];
    let hits = authors.windows(2).filter_map(|pair| {
        let (before, after) = (words(&pair[0]), words(&pair[1]));
        (compared(before, after) == Some(Ordering::Greater))
            .then(|| Hit::new(pair[1].clone(), None).saying(format!("stands behind “{before}”")))
    });
    hits.collect()
}

/// Who wrote what an entry is about: what stands before its first bracket.
fn author(look: &Look<'_>, line: &Range<usize>) -> Option<Range<usize>> {
    let text = &look.prose.text[line.clone()];
    let skipped = look.pattern.and_then(|pattern| pattern.find(text)).filter(|found| found.start() == 0);
    let skipped = skipped.map_or(0, |found| found.end());
    let words = text[skipped..].split('(').next()?.trim_end();
    // Of words in another language nobody knows the order here.
    let is_known = words.chars().next().is_some_and(char::is_alphanumeric);
    is_known.then(|| line.start + skipped..line.start + skipped + words.len())
}

/// How two authors follow each other; not known where letters differ of which the place in an alphabet is not that of
/// their codes.
fn compared(one: &str, other: &str) -> Option<Ordering> {
    let letters = |text: &str| -> Vec<char> {
        text.chars().filter(|c| c.is_alphanumeric() || *c == ' ').flat_map(char::to_lowercase).collect()
    };
    let (one, other) = (letters(one), letters(other));
    match one.iter().zip(&other).find(|(a, b)| a != b) {
        Some((a, b)) if a.is_ascii() && b.is_ascii() => Some(a.cmp(b)),
        Some(_) => None,
        None => Some(one.len().cmp(&other.len())),
    }
}
