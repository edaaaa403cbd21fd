//! Tells what an editor changed in a document since it was built, block by block.
//!
//! Words that fields print (numbers of figures, references, page numbers, contents) are not compared: Word
//! updates them. Neither are pictures, charts and formatting.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::address::{Address, NAMESPACE, hash_of, listed};
use crate::docx::error::DocxError;
use crate::docx::package::tree::{Element, parse};
use crate::docx::read::source::{Source, first};
use walk::{Block, Walk, named};

#[cfg(test)]
mod tests;
mod walk;

/// What an editor did to a document that was built here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Edits {
    /// The edition: `kazakhstan-2023-q2`.
    pub edition: String,
    /// Number of blocks that the document was built with.
    pub blocks: usize,
    /// Those that are not as they were, and new ones, in the order of the built document.
    pub changes: Vec<Edit>,
}

/// A block that is not as it was built.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Edit {
    /// Its place in the spec, `chapter/visas/text/2`; of a new block, that of the block before it.
    pub key: String,
    /// What happened to it.
    pub kind: EditKind,
    /// Its words as they are now.
    pub text: String,
    /// Tracked insertions and deletions in it.
    pub revisions: Vec<Revision>,
    /// Comments on it.
    pub comments: Vec<Comment>,
}

/// What happened to a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum EditKind {
    /// Its words are others, and Word tracked each change.
    Tracked,
    /// Its words are others, and not all of it was tracked.
    Changed,
    /// All its words are deleted, and Word tracked that.
    Deleted,
    /// It is not there.
    Missing,
    /// It was not there.
    New,
    /// It stands somewhere else, with the same words.
    Moved,
    /// Its words are the same, somebody says something about them.
    Commented,
}

/// A tracked insertion or deletion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Revision {
    /// Whether the words came or went.
    pub kind: RevisionKind,
    /// Who did it.
    pub author: String,
    /// When, as Word wrote it.
    pub date: String,
    /// The words.
    pub text: String,
}

/// Whether words came or went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum RevisionKind {
    /// They came.
    Inserted,
    /// They went.
    Deleted,
}

/// A comment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Comment {
    /// Whose.
    pub author: String,
    /// When, as Word wrote it.
    pub date: String,
    /// What it says.
    pub text: String,
}

/// Reads a document that was built here, and tells what has been edited in it since.
///
/// # Errors
/// Fails when the bytes are no document, or one that was not built here.
pub fn edits(docx: &[u8]) -> Result<Edits, DocxError> {
    let mut source = Source::open(docx, MOST_BYTES)?;
    let fault = |why: &str| DocxError::Package(why.to_owned());
    let root = source.relations("")?;
    let main = first(&root, "officeDocument").ok_or_else(|| fault("it is no DOCX"))?;
    let own = source.relations(main)?;
    let mut part = |name: Option<&str>| {
        let bytes = name.map_or(Ok(None), |name| source.bytes(name, LARGEST_PART))?;
        bytes.map(|bytes| parse(&bytes)).transpose()
    };
    let document = part(Some(main))?.ok_or_else(|| fault("it has no text"))?;
    let comments = part(first(&own, "comments"))?.map(|part| comments(&part)).unwrap_or_default();
    let notes = part(first(&own, "footnotes"))?;
    let (edition, addresses) =
        addresses(&mut source)?.ok_or_else(|| fault("it has no addresses: it was not built here"))?;
    let notes = notes.iter().flat_map(Element::elements);
    let notes = notes.filter_map(|note| Some((note.get("w:id")?, note))).collect();
    let blocks = Walk::new(&addresses, notes, comments).blocks(&document);
    let changes = compare(&addresses, &blocks);
    Ok(Edits { edition, blocks: addresses.len(), changes })
}

/// Most bytes of a part, and of all that is read.
const LARGEST_PART: u64 = 64 << 20;
const MOST_BYTES: u64 = 256 << 20;

/// The addresses that a document lists, with the id of the edition; none when it was not built here.
fn addresses(source: &mut Source<'_>) -> Result<Option<(String, Vec<Address>)>, DocxError> {
    // Programs that save a document give its parts names of their own.
    let is_item = |name: &&str| name.starts_with("customxml/item") && name.ends_with(".xml");
    let items: Vec<String> = source.names().filter(is_item).map(str::to_owned).collect();
    for item in items {
        let bytes = source.bytes(&item, LARGEST_PART)?.filter(|bytes| is_ours(bytes));
        if let Some(found) = bytes.and_then(|bytes| listed(&parse(&bytes).ok()?)) {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// Whether a part names our addresses: others, which may be of any size, are not parsed.
fn is_ours(part: &[u8]) -> bool {
    std::str::from_utf8(part).is_ok_and(|text| text.contains(NAMESPACE))
}

/// The words of a paragraph as it was built, without those that fields print.
pub(in crate::docx) fn printed(paragraph: &Element) -> String {
    let walk = Walk::new(&[], BTreeMap::new(), BTreeMap::new());
    walk.blocks(paragraph).into_iter().map(|block| block.base).collect()
}

fn comments(part: &Element) -> BTreeMap<String, Comment> {
    let comment = |element: &Element| {
        let paragraphs: Vec<String> = element.elements().map(Element::plain_text).collect();
        let comment = Comment {
            author: named(element, "w:author"),
            date: named(element, "w:date"),
            text: paragraphs.join("\n"),
        };
        (element.get("w:id").unwrap_or_default().to_owned(), comment)
    };
    part.elements().map(comment).collect()
}

/// What differs between the addresses and the blocks found.
fn compare(addresses: &[Address], found: &[Block]) -> Vec<Edit> {
    let mut known: BTreeMap<usize, &Block> = BTreeMap::new();
    let mut new: BTreeMap<Option<usize>, Vec<&Block>> = BTreeMap::new();
    for block in found {
        match block.address {
            Some(address) => {
                known.insert(address, block);
            }
            None => new.entry(block.after).or_default().push(block),
        }
    }
    // A note stands where its mark does.
    let in_text = |index: &usize| !addresses[*index].is_note();
    let order: Vec<usize> = found.iter().filter_map(|block| block.address).filter(in_text).collect();
    let kept: BTreeSet<usize> = longest_rise(&order).into_iter().collect();
    let moved: BTreeSet<usize> = order.into_iter().filter(|index| !kept.contains(index)).collect();
    let mut changes = Vec::new();
    // What stands before all blocks comes first.
    let places = std::iter::once(None).chain((0..addresses.len()).map(Some));
    for place in places {
        let key = place.map_or("", |index| addresses[index].key.as_str());
        if let Some(index) = place {
            let block = known.get(&index).copied();
            let kind = kind(&addresses[index], block, moved.contains(&index));
            changes.extend(kind.map(|kind| change(key, kind, block.unwrap_or(&Block::default()))));
        }
        let new = new.get(&place).into_iter().flatten();
        changes.extend(new.map(|block| change(key, EditKind::New, block)));
    }
    changes
}

fn change(key: &str, kind: EditKind, block: &Block) -> Edit {
    Edit {
        key: key.to_owned(),
        kind,
        text: block.shown.trim().to_owned(),
        revisions: block.revisions.clone(),
        comments: block.comments.clone(),
    }
}

fn kind(address: &Address, block: Option<&Block>, is_moved: bool) -> Option<EditKind> {
    let Some(block) = block else { return Some(EditKind::Missing) };
    let is_empty = block.now.trim().is_empty();
    let as_built = hash_of(&block.base) == address.hash;
    match (as_built, block.revisions.is_empty()) {
        (true, false) if is_empty => Some(EditKind::Deleted),
        (true, false) => Some(EditKind::Tracked),
        (false, _) if is_empty => Some(EditKind::Missing),
        (false, _) => Some(EditKind::Changed),
        (true, true) if is_moved => Some(EditKind::Moved),
        (true, true) => (!block.comments.is_empty()).then_some(EditKind::Commented),
    }
}

/// The largest set of numbers that rise from first to last, in order: whoever is not in it was moved.
fn longest_rise(numbers: &[usize]) -> Vec<usize> {
    // For each length, the position of the smallest end of a rise of that length.
    let mut ends: Vec<usize> = Vec::new();
    let mut before = vec![None; numbers.len()];
    for (position, &number) in numbers.iter().enumerate() {
        let length = ends.partition_point(|&end| numbers[end] < number);
        before[position] = length.checked_sub(1).map(|shorter| ends[shorter]);
        if length == ends.len() {
            ends.push(position);
        } else {
            ends[length] = position;
        }
    }
    let last = ends.last().copied();
    let mut rise: Vec<usize> =
        std::iter::successors(last, |&position| before[position]).map(|position| numbers[position]).collect();
    rise.reverse();
    rise
}
