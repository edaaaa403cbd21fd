//! Finds which element of the one document is which of the other.

use std::collections::{BTreeMap, VecDeque};

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::document::Element;

/// An element of the old document, of the new one, or both: their places in the two lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pair {
    /// In both.
    Both(usize, usize),
    /// In both, but at another place of the order.
    Elsewhere(usize, usize),
    /// Only in the old one.
    Removed(usize),
    /// Only in the new one.
    Added(usize),
}

/// Less alike than this, two texts are not taken for versions of one.
const ALIKE: f64 = 0.4;

/// Bytes of a text without its numbers from which on nothing else is taken for it.
const LONG: usize = 40;

/// The pairs, in the order of the new document.
pub(super) fn pairs(old: &[Element], new: &[Element]) -> Vec<Pair> {
    let (old_keys, new_keys) = (keys(old), keys(new));
    let mut pairs = Vec::new();
    for op in capture_diff_slices(Algorithm::Patience, &old_keys, &new_keys) {
        match op {
            DiffOp::Equal { old_index, new_index, len } => {
                pairs.extend((0..len).map(|at| Pair::Both(old_index + at, new_index + at)));
            }
            DiffOp::Delete { old_index, old_len, .. } => {
                pairs.extend((old_index..old_index + old_len).map(Pair::Removed));
            }
            DiffOp::Insert { new_index, new_len, .. } => {
                pairs.extend((new_index..new_index + new_len).map(Pair::Added));
            }
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                let (from, to) = (old_index..old_index + old_len, new_index..new_index + new_len);
                replaced(old, new, (from, to), &mut pairs);
            }
        }
    }
    elsewhere(&old_keys, &new_keys, pairs)
}

type Ranges = (std::ops::Range<usize>, std::ops::Range<usize>);

/// Pairs what stands in one gap of both documents.
fn replaced(old: &[Element], new: &[Element], (from, to): Ranges, pairs: &mut Vec<Pair>) {
    let same_roles =
        from.len() == to.len() && from.clone().zip(to.clone()).all(|(a, b)| old[a].role == new[b].role);
    if same_roles && from.clone().zip(to.clone()).all(|(a, b)| from.len() == 1 || are_alike(&old[a], &new[b]))
    {
        pairs.extend(from.zip(to).map(|(a, b)| Pair::Both(a, b)));
        return;
    }
    let mut next = to.start;
    for a in from {
        // The best of the next ones, and among equals the nearest.
        let window = next..to.end.min(next + 40);
        let best = window
            .filter(|b| old[a].role == new[*b].role || is_same_text(&old[a], &new[*b]))
            .map(|b| (b, likeness(&old[a], &new[b])))
            .filter(|(_, likeness)| *likeness >= ALIKE)
            .fold(None::<(usize, f64)>, |best, one| match best {
                Some((_, known)) if known >= one.1 => best,
                _ => Some(one),
            });
        match best {
            Some((b, _)) => {
                pairs.extend((next..b).map(Pair::Added));
                pairs.push(Pair::Both(a, b));
                next = b + 1;
            }
            None => pairs.push(Pair::Removed(a)),
        }
    }
    pairs.extend((next..to.end).map(Pair::Added));
}

/// A text may have got another tag or style.
fn is_same_text(old: &Element, new: &Element) -> bool {
    let text = old.text();
    !text.is_empty() && text == new.text()
}

fn are_alike(old: &Element, new: &Element) -> bool {
    likeness(old, new) >= ALIKE
}

/// How much two elements of one role have in common, from 0 to 1.
fn likeness(old: &Element, new: &Element) -> f64 {
    let (a, b) = (words(old), words(new));
    let total: usize = a.values().sum::<usize>() + b.values().sum::<usize>();
    if total == 0 {
        return if old.is_artifact() && old.marks.len() != new.marks.len() { 0.0 } else { 1.0 };
    }
    let common: usize = a.iter().map(|(word, count)| count.min(b.get(word).unwrap_or(&0))).sum();
    let likeness = 2.0 * common as f64 / total as f64;
    // Of a number or a name alone nothing is left in common when it changes; its place tells.
    if total <= 6 && old.path == new.path && old.first().page == new.first().page {
        return likeness.max(ALIKE);
    }
    likeness
}

fn words(element: &Element) -> BTreeMap<String, usize> {
    let mut words = BTreeMap::new();
    for word in element.text().split_whitespace() {
        *words.entry(word.to_owned()).or_insert(0) += 1;
    }
    if element.runs.is_empty() {
        for word in element.alt.split_whitespace() {
            *words.entry(word.to_owned()).or_insert(0) += 1;
        }
    }
    words
}

/// What two elements must share to be the same at first sight.
fn keys(elements: &[Element]) -> Vec<String> {
    let key = |element: &Element| {
        let text = element.text();
        if element.is_artifact() && text.is_empty() {
            let mark = element.marks.first();
            let look = mark.map(|mark| (mark.area.page, mark.look.as_str(), mark.area.width as i64));
            return format!("{} {look:?}", element.role);
        }
        format!(
            "{} {} {text} {}",
            element.role,
            element.title,
            if text.is_empty() { &element.alt } else { "" }
        )
    };
    elements.iter().map(key).collect()
}

/// What was taken out at one place and put in at another has moved in the order: first what is word for word the same,
/// then longer texts whose numbers alone differ, such as those of notes.
fn elsewhere(old: &[String], new: &[String], pairs: Vec<Pair>) -> Vec<Pair> {
    let pairs = moved(|at| Some(&old[at]), |at| Some(&new[at]), pairs);
    if !pairs.iter().any(|pair| matches!(pair, Pair::Added(_))) {
        return pairs;
    }
    let numberless = |keys: &[String]| -> Vec<Option<String>> {
        let words = |key: &String| key.chars().filter(|letter| !letter.is_ascii_digit()).collect::<String>();
        keys.iter().map(|key| Some(words(key)).filter(|words| words.len() >= LONG)).collect()
    };
    let (old, new) = (numberless(old), numberless(new));
    moved(|at| old[at].as_deref(), |at| new[at].as_deref(), pairs)
}

/// Pairs what was taken out with what was put in under one key; what has none is left.
fn moved<'a>(
    old: impl Fn(usize) -> Option<&'a str>,
    new: impl Fn(usize) -> Option<&'a str>,
    pairs: Vec<Pair>,
) -> Vec<Pair> {
    let mut removed: BTreeMap<&str, VecDeque<usize>> = BTreeMap::new();
    for pair in &pairs {
        if let Pair::Removed(at) = pair
            && let Some(key) = old(*at)
        {
            removed.entry(key).or_default().push_back(*at);
        }
    }
    let mut found = Vec::new();
    let moved: Vec<Pair> = pairs
        .into_iter()
        .map(|pair| match pair {
            Pair::Added(at) => {
                let from = new(at).and_then(|key| removed.get_mut(key)?.pop_front());
                found.extend(from);
                from.map_or(pair, |from| Pair::Elsewhere(from, at))
            }
            _ => pair,
        })
        .collect();
    moved.into_iter().filter(|pair| !matches!(pair, Pair::Removed(at) if found.contains(at))).collect()
}

#[cfg(test)]
mod tests {
    use super::{Pair, pairs};
    use crate::diff::document::{Element, Run};

    fn document(texts: &[&str]) -> Vec<Element> {
        let run = |text: &str| Run { text: text.to_owned(), ..Run::default() };
        let element =
            |text: &&str| Element { role: "P".to_owned(), runs: vec![run(text)], ..Element::default() };
        texts.iter().map(element).collect()
    }

    #[test]
    fn a_changed_text_is_still_the_same_element() {
        let old = document(&["one of the first", "the second of all texts", "third"]);
        let new = document(&["one of the first", "the second of most texts", "third"]);
        assert_eq!(pairs(&old, &new), [Pair::Both(0, 0), Pair::Both(1, 1), Pair::Both(2, 2)]);
    }

    #[test]
    fn a_text_that_moved_may_have_other_numbers_of_notes() {
        let old = document(&[
            "The largest amount went to Uzbekistan, as the year before. [7]",
            "second",
            "third one",
        ]);
        let new = document(&[
            "second",
            "third one",
            "The largest amount went to Uzbekistan, as the year before. [8]",
        ]);
        assert_eq!(pairs(&old, &new), [Pair::Both(1, 0), Pair::Both(2, 1), Pair::Elsewhere(0, 2)]);
        let other = document(&[
            "second",
            "third one",
            "The smallest amount went to Tajikistan, as the year before. [8]",
        ]);
        assert!(pairs(&old, &other).contains(&Pair::Added(2)));
    }

    #[test]
    fn a_text_taken_out_and_another_put_in_are_told_apart() {
        let old = document(&["a b c d e f g h", "k", "last words of this"]);
        let new = document(&["k", "m n o p q r s t", "last words of this"]);
        assert_eq!(pairs(&old, &new), [Pair::Removed(0), Pair::Both(1, 0), Pair::Added(1), Pair::Both(2, 2)]);
    }

    #[test]
    fn two_texts_in_another_order_have_moved() {
        let (old, new) = (document(&["a a a", "b b b", "c c c"]), document(&["b b b", "a a a", "c c c"]));
        let pairs = pairs(&old, &new);
        assert_eq!(pairs.iter().filter(|pair| matches!(pair, Pair::Elsewhere(..))).count(), 1, "{pairs:?}");
        assert_eq!(pairs.len(), 3);
    }
}
