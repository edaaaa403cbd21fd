//! Finds the addresses of blocks whose bookmarks were lost, and paragraphs that were merged or split.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::words::{Block, When, plain};
use crate::docx::read::address::{Address, hash_of};

/// Longer texts are not searched for where they were joined: no paragraph is.
const LONGEST: usize = 20_000;
/// More comparisons than this are not made: a document by mail may have any number of paragraphs.
const MOST: usize = 16_000_000;
/// Bytes of a document that are hashed while joined paragraphs are looked for: of a paragraph of 1,000 letters half a
/// million, if all of its ends are tried.
const MOST_HASHED: usize = 32_000_000;
/// Bytes of a document that are compared while versions of its paragraphs are looked for.
const MOST_LIKENED: usize = 64_000_000;
/// Less alike than this, two texts are not taken for versions of one.
const ALIKE: f64 = 0.4;

/// Paragraphs that became one, or one that became several.
#[derive(Debug, Default)]
pub(super) struct Joined {
    /// By the index of an address, the one whose words now stand behind its own, in one paragraph.
    pub(super) merged: BTreeMap<usize, usize>,
    /// By the index of an address, the place of the new block that holds its end.
    pub(super) split: BTreeMap<usize, usize>,
}

/// Gives blocks without an address that of a block that is missing, where they are it.
pub(super) fn adopt(addresses: &[Address], blocks: &mut [Block], base: &BTreeMap<usize, &Block>) -> Joined {
    by_words(addresses, blocks);
    renew(addresses, blocks);
    let joined = Joined { merged: merged(addresses, blocks), split: split(addresses, blocks) };
    in_gaps(addresses, blocks, &joined, base);
    renew(addresses, blocks);
    joined
}

/// Indices of the addresses that no block has.
fn missing(addresses: &[Address], blocks: &[Block]) -> Vec<usize> {
    let seen: BTreeSet<usize> = blocks.iter().filter_map(|block| block.address).collect();
    (0..addresses.len()).filter(|index| !seen.contains(index)).collect()
}

/// What a block says, as hash: after the changes when it was not there before.
fn said(block: &Block) -> String {
    let when = if block.is_empty(When::Before) { When::After } else { When::Before };
    hash_of(&block.with_printed(when))
}

fn expected(address: &Address) -> &str {
    address.print.as_ref().map_or(&address.hash, |print| &print.shown)
}

/// The same words: first in the same order, then wherever they are.
fn by_words(addresses: &[Address], blocks: &mut [Block]) {
    let missing = missing(addresses, blocks);
    let free: Vec<usize> = (0..blocks.len()).filter(|place| blocks[*place].address.is_none()).collect();
    if missing.is_empty() || free.is_empty() {
        return;
    }
    let words: Vec<String> = free.iter().map(|place| said(&blocks[*place])).collect();
    let mut taken = BTreeSet::new();
    let mut given = BTreeSet::new();
    if missing.len().saturating_mul(free.len()) <= MOST {
        let old: Vec<(bool, &str)> =
            missing.iter().map(|index| (addresses[*index].is_note(), expected(&addresses[*index]))).collect();
        let new: Vec<(bool, &str)> =
            free.iter().zip(&words).map(|(place, words)| (blocks[*place].is_note, words.as_str())).collect();
        for op in capture_diff_slices(Algorithm::Myers, &old, &new) {
            if let DiffOp::Equal { old_index, new_index, len } = op {
                for at in 0..len {
                    blocks[free[new_index + at]].address = Some(missing[old_index + at]);
                    taken.insert(new_index + at);
                    given.insert(missing[old_index + at]);
                }
            }
        }
    }
    let mut left: BTreeMap<(bool, &str), VecDeque<usize>> = BTreeMap::new();
    for (at, place) in free.iter().enumerate().filter(|(at, _)| !taken.contains(at)) {
        left.entry((blocks[*place].is_note, words[at].as_str())).or_default().push_back(*place);
    }
    for index in missing.into_iter().filter(|index| !given.contains(index)) {
        let key = (addresses[index].is_note(), expected(&addresses[index]));
        if let Some(place) = left.get_mut(&key).and_then(VecDeque::pop_front) {
            blocks[place].address = Some(index);
        }
    }
}

/// Tells each block again which address stands before it.
fn renew(addresses: &[Address], blocks: &mut [Block]) {
    let mut last = None;
    for block in blocks {
        block.after = last;
        if let Some(index) = block.address.filter(|index| !addresses[*index].is_note()) {
            last = Some(index);
        }
    }
}

/// The hash that a block's words with its marks have to have.
fn marked(address: &Address) -> Option<&str> {
    address.print.as_ref().map(|print| print.marked.as_str())
}

/// Blocks whose words now stand at the end of the block before.
fn merged(addresses: &[Address], blocks: &[Block]) -> BTreeMap<usize, usize> {
    let places: BTreeMap<usize, usize> =
        blocks.iter().enumerate().filter_map(|(place, block)| Some((block.address?, place))).collect();
    let mut merged = BTreeMap::new();
    let mut left = MOST_HASHED;
    for index in missing(addresses, blocks) {
        let Some((before, place)) =
            index.checked_sub(1).and_then(|before| Some((before, *places.get(&before)?)))
        else {
            continue;
        };
        let text = blocks[place].marked(When::After);
        let Some(wanted) = marked(&addresses[index]).filter(|_| text.len() <= LONGEST) else { continue };
        if starts(&text)
            .any(|at| is_within(text.len() - at, &mut left) && hash_of(&plain(&text[at..])) == wanted)
        {
            merged.insert(before, index);
        }
    }
    merged
}

/// Where in a text the words of another paragraph may begin: first where a word can, then within words too, since the
/// two may have been joined without a space.
fn starts(text: &str) -> impl Iterator<Item = usize> {
    let mut places: Vec<(bool, usize)> = Vec::new();
    let mut before = ' ';
    for (at, letter) in text.char_indices() {
        places.push((before.is_lowercase() && letter.is_lowercase(), at));
        before = letter;
    }
    let mut places = places.split_off(1.min(places.len()));
    // One order among those that are alike: that of the text.
    places.sort_by_key(|(is_within_word, _)| *is_within_word);
    places.into_iter().map(|(_, at)| at)
}

/// Whether so much more may be done; it is taken from what is left.
fn is_within(effort: usize, left: &mut usize) -> bool {
    let rest = left.checked_sub(effort);
    *left = rest.unwrap_or(0);
    rest.is_some()
}

/// Blocks whose end is now a paragraph of its own, without its bookmark.
fn split(addresses: &[Address], blocks: &[Block]) -> BTreeMap<usize, usize> {
    let mut split = BTreeMap::new();
    for (place, pair) in blocks.windows(2).enumerate() {
        let [first, second] = pair else { continue };
        let Some(index) = first.address.filter(|_| second.address.is_none() && !second.is_note) else {
            continue;
        };
        let Some(wanted) = marked(&addresses[index]) else { continue };
        let (head, tail) = (first.marked(When::After), second.marked(When::After));
        if ["", " "].iter().any(|gap| hash_of(&plain(&format!("{head}{gap}{tail}"))) == wanted) {
            split.insert(index, place + 1);
        }
    }
    split
}

/// What stands in one gap of both: a block that is missing, and one that was written in its place.
fn in_gaps(addresses: &[Address], blocks: &mut [Block], joined: &Joined, base: &BTreeMap<usize, &Block>) {
    let gone: BTreeSet<usize> = joined.merged.values().copied().collect();
    let pieces: BTreeSet<usize> = joined.split.values().copied().collect();
    let missing: Vec<usize> =
        missing(addresses, blocks).into_iter().filter(|index| !gone.contains(index)).collect();
    let mut left_over = MOST_LIKENED;
    for is_note in [false, true] {
        let of_kind = |index: &&usize| addresses[**index].is_note() == is_note;
        let left: BTreeSet<usize> = missing.iter().filter(of_kind).copied().collect();
        let mut from = 0;
        while from < blocks.len() {
            let is_free = |block: &Block| block.address.is_none() && block.is_note == is_note;
            let skipped = |block: &Block| block.is_note != is_note;
            let mut to = from;
            while to < blocks.len() && (is_free(&blocks[to]) || (to > from && skipped(&blocks[to]))) {
                to += 1;
            }
            if to == from {
                from += 1;
                continue;
            }
            let free: Vec<usize> =
                (from..to).filter(|place| is_free(&blocks[*place]) && !pieces.contains(place)).collect();
            let bounds = bounds(addresses, blocks, (from, to), is_note);
            let gap: Vec<usize> = left.range(bounds.0..bounds.1.max(bounds.0)).copied().collect();
            for (index, place) in pairs((&gap, &free), blocks, base, &mut left_over) {
                blocks[place].address = Some(index);
            }
            from = to;
        }
    }
}

/// Between which addresses a run of blocks stands.
fn bounds(
    addresses: &[Address],
    blocks: &[Block],
    (from, to): (usize, usize),
    is_note: bool,
) -> (usize, usize) {
    let of_kind = |block: &Block| block.address.filter(|index| addresses[*index].is_note() == is_note);
    let before = blocks[..from].iter().rev().find_map(of_kind).map_or(0, |index| index + 1);
    let after = blocks[to..].iter().find_map(of_kind).unwrap_or(addresses.len());
    (before, after)
}

/// The blocks of a gap that are versions of each other.
fn pairs(
    (gap, free): (&[usize], &[usize]),
    blocks: &[Block],
    base: &BTreeMap<usize, &Block>,
    left_over: &mut usize,
) -> Vec<(usize, usize)> {
    if gap.len().saturating_mul(free.len()) > 10_000 {
        return Vec::new();
    }
    let mut pairs = Vec::new();
    if gap.iter().any(|index| base.contains_key(index)) {
        let mut next = 0;
        let new: Vec<String> = free.iter().map(|place| blocks[*place].shown(When::After)).collect();
        let all: usize = new.iter().map(String::len).sum();
        for index in gap {
            let Some(old) = base.get(index).map(|block| block.shown(When::Before)) else { continue };
            if !is_within(all + old.len().saturating_mul(new.len()), left_over) {
                break;
            }
            let alike = |at: &usize| likeness(&old, &new[*at]);
            let best = (next..free.len()).map(|at| (at, alike(&at))).max_by(|a, b| a.1.total_cmp(&b.1));
            if let Some((at, _)) = best.filter(|(_, likeness)| *likeness >= ALIKE) {
                pairs.push((*index, free[at]));
                next = at + 1;
            }
        }
    } else if gap.len() == free.len() {
        // Without the words that were there, only the place tells.
        pairs.extend(gap.iter().copied().zip(free.iter().copied()));
    }
    pairs
}

/// How many words two texts have in common, from 0 to 1.
fn likeness(old: &str, new: &str) -> f64 {
    let count = |text: &str| {
        let mut words: BTreeMap<String, u32> = BTreeMap::new();
        for word in text.split_whitespace() {
            *words.entry(word.to_lowercase()).or_default() += 1;
        }
        words
    };
    let (old, new) = (count(old), count(new));
    let total: u32 = old.values().chain(new.values()).sum();
    let common: u32 = old.iter().map(|(word, count)| (*count).min(*new.get(word).unwrap_or(&0))).sum();
    if total == 0 { 0.0 } else { 2.0 * f64::from(common) / f64::from(total) }
}

#[cfg(test)]
mod tests {
    use super::{is_within, starts};

    #[test]
    fn what_may_begin_a_paragraph_is_tried_first() {
        let text = "One. Two threeFour";
        let all: Vec<usize> = starts(text).collect();
        assert_eq!(all.len(), text.len() - 1);
        let first: Vec<&str> = all.iter().take(8).map(|at| &text[*at..]).collect();
        for words in ["Two threeFour", "Four", "threeFour"] {
            assert!(first.contains(&words), "{first:?}");
        }
        assert!(starts("").next().is_none() && starts("a").next().is_none());
    }

    #[test]
    fn effort_ends() {
        let mut left = 5;
        assert_eq!([3, 2, 1].map(|effort| is_within(effort, &mut left)), [true, true, false]);
        assert!(!is_within(9, &mut left) && left == 0);
    }
}
