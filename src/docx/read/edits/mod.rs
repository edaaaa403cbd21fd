//! Tells what an editor changed in a document since it was built, block by block.
//!
//! Compared are words, with the marks of notes and fields as one sign each; styles and what they come to, what
//! paragraphs have beside them, looks of words, links; ends of pages, columns and sections; pictures, charts with their values and workbooks; headers and footers. What fields print is not compared: Word
//! updates it.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::address::Listed;
use crate::docx::error::DocxError;
use crate::docx::package::tree::Element;
use reading::{Read, read};
use words::{Block, When};

mod adopt;
mod compare;
mod drawing;
mod field;
mod fold;
mod format;
mod look;
mod reading;
#[cfg(test)]
mod tests;
mod walk;
mod words;

pub(in crate::docx) use reading::complete;

/// What an editor did to a document that was built here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Edits {
    /// The edition: `kazakhstan-2023-q2`.
    pub edition: String,
    /// Number of blocks that the document was built with.
    pub blocks: usize,
    /// Those that are not as they were, and new ones, in the order of the built document.
    pub changes: Vec<Edit>,
    /// Blocks in which nothing but signs that look alike have changed: spaces, quotation marks, hyphens.
    pub invisible: Vec<String>,
    /// Blocks in which what a field printed has become plain words. Nothing of it is to be carried back.
    pub unlinked: Vec<String>,
    /// The program that has saved the document and writes styles, what paragraphs have beside them, and ends of pages
    /// anew, so that these were not compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rewritten_by: Option<String>,
}

/// A block that is not as it was built.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Edit {
    /// Its place in the spec, `chapter/visas/text/2`; of a new block, that of the block before it.
    pub key: String,
    /// What it is.
    pub what: What,
    /// What happened to it.
    pub kind: EditKind,
    /// Its words as they are now.
    pub text: String,
    /// Its words as they were built, when the spec is at hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was: Option<String>,
    /// Of a block that was moved, the one before it now, whatever else happened to it; of one that was merged, the
    /// other.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// What else of it is not as it was.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Aspect>,
    /// Of a new block, the name of its style in small letters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub style: Option<String>,
    /// Tracked insertions and deletions in it.
    pub revisions: Vec<Revision>,
    /// Comments on it.
    pub comments: Vec<Comment>,
}

impl Edit {
    /// An edit of which nothing more is known.
    fn of(key: &str, what: What, kind: EditKind) -> Self {
        Self {
            key: key.to_owned(),
            what,
            kind,
            text: String::new(),
            was: None,
            to: None,
            also: Vec::new(),
            style: None,
            revisions: Vec::new(),
            comments: Vec::new(),
        }
    }
}

/// What a part of a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum What {
    /// A paragraph, heading, caption or cell.
    Text,
    /// A note at the foot of the page.
    Note,
    /// A row of a table.
    Row,
    /// A chart.
    Chart,
    /// A picture, or a shape.
    Picture,
    /// A header or footer.
    Header,
    /// The end of a page, a column or a section.
    Break,
    /// The definition of a style.
    Style,
    /// The document.
    Document,
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
    /// It is one paragraph with another.
    Merged,
    /// It is several paragraphs.
    Split,
    /// Its words are the same; what else of it has changed is told.
    Look,
    /// Its words are the same, somebody says something about them.
    Commented,
}

/// Something of a block beside its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Aspect {
    /// What.
    pub of: AspectKind,
    /// As it was, when that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was: Option<String>,
    /// As it is.
    pub now: String,
}

/// What a block has beside its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum AspectKind {
    /// The marks of its notes, and its references.
    Marks,
    /// The style of its paragraph.
    Style,
    /// What its paragraph has beside that style, or what a style comes to: alignment, spaces, indents, lists, type.
    Format,
    /// Its bold and italic words.
    Emphasis,
    /// Where its links lead.
    Links,
    /// What those hear who do not see a picture.
    Alternative,
    /// What a picture shows, or the values of a chart.
    Data,
    /// The cells of a chart's workbook.
    Workbook,
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
    /// The words; `¶` for the end of a paragraph.
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

/// A document as it was built, to tell edits of it with the words that were there.
#[derive(Debug)]
pub struct Base {
    listed: Listed,
    read: Read,
}

/// A block of a document as it is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockText {
    /// Its place in the spec.
    pub key: String,
    /// Its words without the marks of notes.
    pub words: String,
    /// The same with a sign for the mark of each note: [`crate::docx::wording::mark`].
    pub marked: String,
    /// The marks of its notes, in their order.
    pub marks: Vec<String>,
    /// The name of its style, in small letters.
    pub style: String,
    /// All that a reader sees of it, to be compared with the same block of another build.
    pub look: String,
}

impl Base {
    /// Reads a document that has just been built.
    ///
    /// # Errors
    /// Fails when the bytes are none.
    pub fn read(docx: &[u8]) -> Result<Self, DocxError> {
        let mut read = read(docx, None)?;
        let listed = read.listed.take().ok_or_else(not_ours)?;
        Ok(Self { listed, read })
    }

    /// The id of the edition.
    pub fn edition(&self) -> &str {
        &self.listed.edition
    }

    /// Its blocks, in the order of the document.
    pub fn blocks(&self) -> Vec<BlockText> {
        let text = |block: &Block| {
            Some(BlockText {
                key: self.listed.addresses[block.address?].key.clone(),
                words: block.printed(When::Before),
                marked: block.with_marks(When::Before),
                marks: block.notes(When::Before).into_iter().map(str::to_owned).collect(),
                style: block.style.clone(),
                look: format!(
                    "{}\n{}\n{:?}\n{:?}",
                    block.with_printed(When::Before),
                    block.style,
                    block.emphasis(When::Before),
                    block.links
                ),
            })
        };
        self.read.blocks.iter().filter_map(text).collect()
    }

    /// Keys of blocks that another document was built with other words for, or that only one of both has: whoever
    /// built it had another spec.
    ///
    /// # Errors
    /// Fails when the bytes are no document.
    pub fn moved_on(&self, docx: &[u8]) -> Result<Vec<String>, DocxError> {
        let Some(theirs) = read(docx, None)?.listed else { return Ok(Vec::new()) };
        if theirs.edition != self.listed.edition {
            return Ok(vec![format!("edition {}", theirs.edition)]);
        }
        let hashes = |listed: &Listed| -> BTreeMap<String, String> {
            listed.addresses.iter().map(|address| (address.key.clone(), address.hash.clone())).collect()
        };
        let (theirs, ours) = (hashes(&theirs), hashes(&self.listed));
        let mut keys: Vec<String> = ours
            .iter()
            .filter(|(key, hash)| theirs.get(*key) != Some(*hash))
            .map(|(key, _)| key.clone())
            .collect();
        keys.extend(theirs.keys().filter(|key| !ours.contains_key(*key)).cloned());
        Ok(keys)
    }

    /// Blocks that a document was built without.
    ///
    /// # Errors
    /// As [`Self::moved_on`].
    pub fn unknown_to(&self, docx: &[u8]) -> Result<BTreeSet<String>, DocxError> {
        let Some(theirs) = read(docx, None)?.listed else { return Ok(BTreeSet::new()) };
        let known: BTreeSet<&str> = theirs.addresses.iter().map(|address| address.key.as_str()).collect();
        let ours = self.listed.addresses.iter().map(|address| &address.key);
        Ok(ours.filter(|key| !known.contains(key.as_str())).cloned().collect())
    }

    /// The name of a block's bookmark.
    pub(in crate::docx) fn bookmark(&self, key: &str) -> Option<&str> {
        let address = self.listed.addresses.iter().find(|address| address.key == key);
        address.map(|address| address.bookmark.as_str())
    }

    /// Tells what has been edited in a document that was built like this one.
    ///
    /// # Errors
    /// Fails when the bytes are no document.
    pub fn edits(&self, docx: &[u8]) -> Result<Edits, DocxError> {
        Ok(self.returned(docx)?.edits)
    }

    /// The same, with the words of each block as they came back.
    ///
    /// # Errors
    /// As [`Self::edits`].
    pub fn returned(&self, docx: &[u8]) -> Result<Returned, DocxError> {
        let mut found = read(docx, Some(&self.listed))?;
        let own = read(docx, None)?.listed;
        let edits = compare::compare(&self.listed, &mut found, Some(&self.read), own.as_ref());
        let words = |block: &Block| {
            let key = self.listed.addresses[block.address?].key.clone();
            let [before, after] = [When::Before, When::After].map(|when| block.printed(when));
            Some((key, Words { before, after, marked: block.with_marks(When::After) }))
        };
        let key = |block: &Block| Some(self.listed.addresses[block.address?].key.clone());
        Ok(Returned {
            edits,
            words: found.blocks.iter().filter_map(words).collect(),
            order: found.blocks.iter().filter_map(key).collect(),
        })
    }
}

/// A document that came back.
#[derive(Debug)]
pub struct Returned {
    /// What was edited.
    pub edits: Edits,
    /// The words of each block that is there, by its key.
    pub words: BTreeMap<String, Words>,
    /// The keys in the order in which their blocks stand now.
    pub order: Vec<String>,
}

/// The words of a block, without the marks of notes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// Before what was tracked.
    pub before: String,
    /// After it.
    pub after: String,
    /// The same with a sign for the mark of each note: [`crate::docx::wording::mark`].
    pub marked: String,
}

/// Reads a document that was built here, and tells what has been edited in it since.
///
/// # Errors
/// Fails when the bytes are no document, or one that was not built here.
pub fn edits(docx: &[u8]) -> Result<Edits, DocxError> {
    let mut found = read(docx, None)?;
    let listed = found.listed.take().ok_or_else(not_ours)?;
    Ok(compare::compare(&listed, &mut found, None, None))
}

fn not_ours() -> DocxError {
    DocxError::Package(
        "it has no addresses: it was not built here, or another program has left them out".to_owned(),
    )
}

/// The words of a paragraph as it was built, without those that fields print.
pub(in crate::docx) fn printed(paragraph: &Element) -> String {
    let found = walk::Walk::new(walk::Beside::default(), BTreeMap::new()).found(paragraph);
    found.blocks.iter().map(|block| block.words(When::Before)).collect()
}
