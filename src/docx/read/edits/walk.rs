//! Walks a document and collects the words of each block, with what was tracked in them.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::{Comment, Revision, RevisionKind};
use crate::docx::package::tree::Element;
use crate::docx::read::address::Address;

/// The words that stand between one address and the next, or a paragraph without an address.
#[derive(Debug, Clone, Default)]
pub(super) struct Block {
    /// Index of its address; none for a new paragraph.
    pub(super) address: Option<usize>,
    /// Index of the address before it.
    pub(super) after: Option<usize>,
    /// The words before all tracked changes.
    pub(super) base: String,
    /// The words after them.
    pub(super) now: String,
    /// As now, with the words that fields print.
    pub(super) shown: String,
    pub(super) revisions: Vec<Revision>,
    pub(super) comments: Vec<Comment>,
}

/// What a run stands in: nothing, or a tracked change by somebody on some day.
type Tracked = Option<(RevisionKind, Rc<str>, Rc<str>)>;

/// A document on its way to blocks.
pub(super) struct Walk<'a> {
    blocks: Vec<Block>,
    addresses: &'a [Address],
    /// Indices of the addresses by bookmark.
    names: BTreeMap<&'a str, usize>,
    /// The notes by id.
    notes: BTreeMap<&'a str, &'a Element>,
    comments: BTreeMap<String, Comment>,
    /// Address of the note that is marked next.
    note: Option<usize>,
    /// Id of the bookmark that is open, and the block it opened.
    open: Option<(String, usize)>,
    /// The block that words go into; none before the first bookmark of a paragraph.
    current: Option<usize>,
    /// The words of a paragraph before its first bookmark.
    pending: Block,
    /// Fields that have begun and not ended.
    fields: Vec<Field>,
    tracked: Tracked,
    seen: BTreeSet<usize>,
    last: Option<usize>,
}

/// A field that has begun.
#[derive(Debug, Default)]
struct Field {
    instruction: String,
    /// Whether its instruction has ended and its result has begun.
    has_result: bool,
    /// Whether it stands in a field whose words are not the author's, and in an instruction.
    in_printed: bool,
    in_instruction: bool,
}

/// Of an instruction, the beginning tells what it is.
const LONGEST_INSTRUCTION: usize = 256;

impl Field {
    /// Whether the words that it shows are the author's: other programs write links as fields.
    fn is_link(&self) -> bool {
        self.instruction.trim_start().starts_with("HYPERLINK")
    }

    /// Whether words in it, and in those around it, are printed by one of them.
    fn prints(&self) -> bool {
        self.in_printed || !self.is_link()
    }

    /// Whether words in it belong to its instruction, or to one around it.
    fn instructs(&self) -> bool {
        self.in_instruction || !self.has_result
    }
}

impl<'a> Walk<'a> {
    /// A walk through a document with these addresses, notes and comments.
    pub(super) fn new(
        addresses: &'a [Address],
        notes: BTreeMap<&'a str, &'a Element>,
        comments: BTreeMap<String, Comment>,
    ) -> Self {
        let bookmark = |(index, address): (usize, &'a Address)| (address.bookmark.as_str(), index);
        Self {
            blocks: Vec::new(),
            addresses,
            names: addresses.iter().enumerate().map(bookmark).collect(),
            notes,
            comments,
            note: None,
            open: None,
            current: None,
            pending: Block::default(),
            fields: Vec::new(),
            tracked: None,
            seen: BTreeSet::new(),
            last: None,
        }
    }

    /// The blocks of a part, and the notes that are marked in it.
    pub(super) fn blocks(mut self, root: &Element) -> Vec<Block> {
        self.element(root);
        self.blocks
    }

    fn children(&mut self, element: &Element) {
        for child in element.elements() {
            self.element(child);
        }
    }

    fn element(&mut self, element: &Element) {
        match element.name.as_ref() {
            "w:p" => self.paragraph(element),
            "w:bookmarkStart" => self.bookmark(element),
            "w:bookmarkEnd" => {
                // The words up to the end of the paragraph are still the block's: Word puts what is typed
                // at the end of a bookmark behind it.
                if self.open.as_ref().is_some_and(|(id, _)| element.get("w:id") == Some(id)) {
                    self.open = None;
                }
            }
            "w:ins" | "w:moveTo" => self.revision(RevisionKind::Inserted, element),
            "w:del" | "w:moveFrom" => self.revision(RevisionKind::Deleted, element),
            "w:fldChar" => match element.get("w:fldCharType") {
                Some("begin") => self.field(Field::default()),
                Some("separate") => {
                    if let Some(field) = self.fields.last_mut() {
                        field.has_result = true;
                    }
                }
                _ => {
                    self.fields.pop();
                }
            },
            "w:fldSimple" => {
                let asked = element.get("w:instr").unwrap_or_default().trim_start();
                let instruction = asked.chars().take(LONGEST_INSTRUCTION).collect();
                self.field(Field { instruction, has_result: true, ..Field::default() });
                self.children(element);
                self.fields.pop();
            }
            "w:instrText" => {
                if let Some(field) = self.fields.last_mut() {
                    let room = LONGEST_INSTRUCTION.saturating_sub(field.instruction.len());
                    field.instruction.extend(element.plain_text().trim_start().chars().take(room));
                }
            }
            "w:t" | "w:delText" => self.text(&element.plain_text()),
            "w:tab" | "w:ptab" => self.text("\t"),
            "w:br" if element.get("w:type").is_none_or(|kind| kind == "textWrapping") => self.text("\n"),
            "w:cr" => self.text("\n"),
            "w:noBreakHyphen" => self.text("\u{2011}"),
            "w:softHyphen" => self.text("\u{ad}"),
            "w:footnoteReference" => self.note_text(element),
            "w:commentReference" => {
                // A comment that is marked again is not there twice.
                let comment = element.get("w:id").and_then(|id| self.comments.remove(id));
                self.block().comments.extend(comment);
            }
            // Properties hold no words; drawings hold words that were not written as blocks.
            "w:pPr" | "w:rPr" | "w:drawing" | "w:pict" | "w:object" | "mc:Fallback" => {}
            _ => self.children(element),
        }
    }

    fn field(&mut self, field: Field) {
        let around = self.fields.last();
        let (in_printed, in_instruction) = around.map_or((false, false), |f| (f.prints(), f.instructs()));
        self.fields.push(Field { in_printed, in_instruction, ..field });
    }

    fn paragraph(&mut self, paragraph: &Element) {
        // A paragraph within a paragraph, in a text box, is none of ours.
        let outer = std::mem::take(&mut self.pending);
        self.current = self.open.as_ref().map(|(_, block)| *block);
        if self.current.is_some() {
            // The block's paragraph was split.
            self.text("\n");
        }
        self.children(paragraph);
        let mut rest = std::mem::replace(&mut self.pending, outer);
        if self.current.is_none() && !rest.shown.trim().is_empty() && !rest.now.trim().is_empty() {
            rest.after = self.last;
            self.blocks.push(rest);
        }
        self.current = None;
    }

    fn bookmark(&mut self, start: &Element) {
        let Some(&index) = start.get("w:name").and_then(|name| self.names.get(name)) else { return };
        // What is copied brings its bookmark along; the first one is meant.
        if !self.seen.insert(index) {
            return;
        }
        if self.addresses[index].is_note() {
            self.note = Some(index);
            return;
        }
        // Words typed at the beginning of a paragraph stand before its bookmark.
        let block = Block { address: Some(index), ..std::mem::take(&mut self.pending) };
        self.blocks.push(block);
        let position = self.blocks.len() - 1;
        self.current = Some(position);
        self.open = start.get("w:id").map(|id| (id.to_owned(), position));
        self.last = Some(index);
    }

    /// The words of a note, as a block of their own.
    fn note_text(&mut self, mark: &Element) {
        // A note without an address is new; one that is marked again is not there twice.
        let Some(note) = mark.get("w:id").and_then(|id| self.notes.remove(id)) else { return };
        let block = Block { address: self.note.take(), after: self.last, ..Block::default() };
        let outer = (self.current, std::mem::take(&mut self.fields), self.open.take());
        self.blocks.push(block);
        let position = self.blocks.len() - 1;
        for (index, paragraph) in note.elements().enumerate() {
            self.current = Some(position);
            if index > 0 {
                self.text("\n");
            }
            self.children(paragraph);
        }
        (self.current, self.fields, self.open) = outer;
    }

    fn revision(&mut self, kind: RevisionKind, element: &Element) {
        let text = |name| Rc::from(named(element, name));
        // What one editor inserted and another deleted was never there and is not there.
        let outer = self.tracked.replace((kind, text("w:author"), text("w:date")));
        let gone = outer.as_ref().is_some_and(|(outer, ..)| *outer != kind);
        if !gone {
            self.children(element);
        }
        self.tracked = outer;
    }

    fn block(&mut self) -> &mut Block {
        match self.current {
            Some(index) => &mut self.blocks[index],
            None => &mut self.pending,
        }
    }

    fn text(&mut self, words: &str) {
        let tracked = self.tracked.clone();
        let is_deleted = matches!(tracked, Some((RevisionKind::Deleted, ..)));
        let is_inserted = matches!(tracked, Some((RevisionKind::Inserted, ..)));
        let in_field = self.fields.last().is_some_and(Field::prints);
        let in_instruction = self.fields.last().is_some_and(Field::instructs);
        let block = self.block();
        if !is_deleted && !in_instruction {
            block.shown.push_str(words);
        }
        if in_field {
            return;
        }
        if !is_deleted {
            block.now.push_str(words);
        }
        if !is_inserted {
            block.base.push_str(words);
        }
        let Some((kind, author, date)) = tracked else { return };
        match block.revisions.last_mut() {
            Some(last) if last.kind == kind && *last.author == *author && *last.date == *date => {
                last.text.push_str(words);
            }
            _ => {
                let (author, date) = (author.to_string(), date.to_string());
                block.revisions.push(Revision { kind, author, date, text: words.to_owned() });
            }
        }
    }
}

/// Most characters of a name or a date: Word takes no more. One may stand at every word.
const LONGEST_NAME: usize = 255;

/// An attribute that names a person or a day.
pub(super) fn named(element: &Element, attribute: &str) -> String {
    element.get(attribute).unwrap_or_default().chars().take(LONGEST_NAME).collect()
}
