//! Walks a document and collects the words of each block, with what was tracked in them, and what is drawn.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::drawing::{Drawing, drawing};
use super::field::{Field, with_place};
use super::words::{Atom, Block, Kind, Look, When, plain};
use super::{Comment, Revision, RevisionKind};
use crate::docx::package::tree::Element;
use crate::docx::read::address::{Address, NOTE, hash_of};
use crate::language::JOINER;

/// What a run stands in: nothing, or a tracked change by somebody on some day.
type Tracked = Option<(RevisionKind, Rc<str>, Rc<str>)>;

/// What a walk looks up.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Beside<'a> {
    pub(super) addresses: &'a [Address],
    /// The notes by id.
    pub(super) notes: Option<&'a Element>,
    /// Names of styles by id.
    pub(super) styles: Option<&'a BTreeMap<String, String>>,
    /// Where relations of the text, and of its notes, lead.
    pub(super) targets: Option<&'a BTreeMap<String, String>>,
    pub(super) note_targets: Option<&'a BTreeMap<String, String>>,
}

/// What a walk has found.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) blocks: Vec<Block>,
    pub(super) drawings: Vec<Drawing>,
    /// Comments that stand at no block.
    pub(super) comments: Vec<Comment>,
}

/// A document on its way to blocks.
pub(super) struct Walk<'a> {
    blocks: Vec<Block>,
    drawings: Vec<Drawing>,
    beside: Beside<'a>,
    /// Indices of the addresses by bookmark.
    names: BTreeMap<&'a str, usize>,
    /// Indices of the addresses of notes by the hash of what they say.
    said: BTreeMap<&'a str, Vec<usize>>,
    notes: BTreeMap<&'a str, &'a Element>,
    comments: BTreeMap<String, Comment>,
    /// Id of the bookmark around the note that is marked next, and the note's address.
    note: Option<(String, usize)>,
    /// Id of the bookmark that is open, and the block it opened.
    open: Option<(String, usize)>,
    /// The block that words go into; none before the first bookmark of a paragraph.
    current: Option<usize>,
    /// The words of a paragraph before its first bookmark.
    pending: Block,
    /// Fields that have begun and not ended.
    fields: Vec<Field>,
    tracked: Tracked,
    look: Look,
    in_notes: bool,
    seen: BTreeSet<usize>,
    last: Option<usize>,
    /// The row that is walked, and how many there were.
    row: Option<usize>,
    rows: usize,
}

impl<'a> Walk<'a> {
    /// A walk through a document, with what it looks up and its comments.
    pub(super) fn new(beside: Beside<'a>, comments: BTreeMap<String, Comment>) -> Self {
        let bookmark = |(index, address): (usize, &'a Address)| (address.bookmark.as_str(), index);
        let mut said: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (index, address) in beside.addresses.iter().enumerate().filter(|(_, address)| address.is_note()) {
            said.entry(address.hash.as_str()).or_default().push(index);
        }
        let notes = beside.notes.into_iter().flat_map(Element::elements);
        Self {
            blocks: Vec::new(),
            drawings: Vec::new(),
            names: beside.addresses.iter().enumerate().map(bookmark).collect(),
            said,
            notes: notes.filter_map(|note| Some((note.get("w:id")?, note))).collect(),
            beside,
            comments,
            note: None,
            open: None,
            current: None,
            pending: Block::default(),
            fields: Vec::new(),
            tracked: None,
            look: Look::default(),
            in_notes: false,
            seen: BTreeSet::new(),
            last: None,
            row: None,
            rows: 0,
        }
    }

    /// The blocks of a part, the notes that are marked in it, and what is drawn.
    pub(super) fn found(mut self, root: &Element) -> Found {
        self.element(root);
        Found {
            blocks: self.blocks,
            drawings: self.drawings,
            comments: self.comments.into_values().collect(),
        }
    }

    fn children(&mut self, element: &Element) {
        for child in element.elements() {
            self.element(child);
        }
    }

    fn element(&mut self, element: &Element) {
        match element.name.as_ref() {
            "w:p" => self.paragraph(element),
            "w:r" => {
                self.look = self.look_of(element);
                self.children(element);
                self.look = Look::default();
            }
            "w:tr" => {
                self.rows += 1;
                let outer = self.row.replace(self.rows);
                self.children(element);
                self.row = outer;
            }
            "w:bookmarkStart" => self.bookmark(element),
            "w:bookmarkEnd" => self.bookmark_end(element),
            "w:ins" | "w:moveTo" => self.revision(RevisionKind::Inserted, element),
            "w:del" | "w:moveFrom" => self.revision(RevisionKind::Deleted, element),
            "w:hyperlink" => {
                let targets = if self.in_notes { self.beside.note_targets } else { self.beside.targets };
                let target = element.get("r:id").and_then(|id| targets?.get(id));
                let target = target.map(|target| with_place(target, element.get("w:anchor")));
                self.block().links.extend(target);
                self.children(element);
            }
            "w:fldChar" => self.field_mark(element.get("w:fldCharType")),
            "w:fldSimple" => {
                let field = Field::simple(element.get("w:instr").unwrap_or_default());
                self.fields.push(field.inside(self.fields.last()));
                self.field_begun();
                self.children(element);
                self.fields.pop();
            }
            "w:instrText" => {
                if let Some(field) = self.fields.last_mut() {
                    field.instruct(&element.plain_text());
                }
            }
            "w:footnoteReference" => self.note_mark(element),
            "w:commentReference" => {
                // A comment that is marked again is not there twice.
                let comment = element.get("w:id").and_then(|id| self.comments.remove(id));
                self.block().comments.extend(comment);
            }
            "w:drawing" | "w:pict" | "w:object" => {
                let deleted = matches!(self.tracked, Some((RevisionKind::Deleted, ..)));
                let found = drawing(element, self.beside.targets);
                let place = |drawing| Drawing { after: self.last, deleted, ..drawing };
                self.drawings.extend(found.map(place));
            }
            // Properties hold no words; of a choice, the first is what a reader sees.
            "w:pPr" | "w:rPr" | "mc:Fallback" => {}
            name => match character(name, element) {
                Some(words) => self.text(&words),
                None => self.children(element),
            },
        }
    }

    fn look_of(&self, run: &Element) -> Look {
        let Some(properties) = run.find("w:rPr") else { return Look::default() };
        let is_on = |name: &str| {
            let value = properties.find(name).map(|element| element.get("w:val").unwrap_or("1"));
            value.is_some_and(|value| !matches!(value, "0" | "false" | "off"))
        };
        let style = properties.find("w:rStyle").and_then(|style| style.get("w:val"));
        let style = style.map(|id| self.style_name(id)).unwrap_or_default();
        let highlight = properties.find("w:highlight").and_then(|highlight| highlight.get("w:val"));
        let align = properties.find("w:vertAlign").and_then(|align| align.get("w:val"));
        Look {
            // LibreOffice has its own name for what Word calls Strong.
            bold: is_on("w:b") || matches!(style.as_str(), "strong" | "strong emphasis"),
            italic: is_on("w:i") || style == "emphasis",
            is_struck: is_on("w:strike") || is_on("w:dstrike"),
            is_hidden: is_on("w:vanish"),
            is_highlighted: is_on("w:highlight") && highlight != Some("none"),
            is_raised: align == Some("superscript")
                || matches!(style.as_str(), "footnote reference" | "note letter"),
        }
    }

    fn style_name(&self, id: &str) -> String {
        let name = self.beside.styles.and_then(|styles| styles.get(id));
        name.map_or_else(|| id.to_lowercase(), Clone::clone)
    }

    fn field_mark(&mut self, kind: Option<&str>) {
        match kind {
            Some("begin") => self.fields.push(Field::default().inside(self.fields.last())),
            Some("separate") => {
                if let Some(field) = self.fields.last_mut() {
                    field.has_result = true;
                }
                self.field_begun();
            }
            _ => {
                // Some have no result.
                if self.fields.last().is_some_and(|field| !field.has_result) {
                    self.field_begun();
                }
                self.fields.pop();
            }
        }
    }

    /// Keeps what a field is known by, or where it leads, once its instruction is known.
    fn field_begun(&mut self) {
        let Some(field) = self.fields.last() else { return };
        let (mark, link) = (field.mark(), field.address());
        self.block().links.extend(link);
        if let Some(mark) = mark {
            self.atom(Kind::Field, &mark);
        }
    }

    fn paragraph(&mut self, paragraph: &Element) {
        // A paragraph within a paragraph, in a text box, is none of ours.
        let outer = std::mem::take(&mut self.pending);
        let properties = paragraph.find("w:pPr");
        self.current = self.open.as_ref().map(|(_, block)| *block);
        let style = properties.and_then(|own| own.find("w:pStyle")).and_then(|style| style.get("w:val"));
        self.pending.style = style.map_or_else(|| "normal".to_owned(), |id| self.style_name(id));
        (self.pending.row, self.pending.is_note) = (self.row, self.in_notes);
        if self.current.is_some() {
            self.atom(Kind::Split, "\n");
        }
        let drawn = self.drawings.len();
        self.children(paragraph);
        let end = properties.and_then(|own| own.find("w:rPr"));
        if let (Some(end), Some(current)) = (end, self.current) {
            self.paragraph_end(end, current);
        }
        let mut rest = std::mem::replace(&mut self.pending, outer);
        if self.current.is_none() {
            let has_words = !rest.is_empty(When::After);
            if !has_words && !rest.comments.is_empty() {
                self.comments_beside(std::mem::take(&mut rest.comments), drawn);
            }
            if has_words && !is_list_of_places(&rest.style) {
                rest.after = self.last;
                self.blocks.push(rest);
            }
        }
        self.current = None;
    }

    /// What was tracked of the end of a block's paragraph.
    fn paragraph_end(&mut self, end: &Element, current: usize) {
        let named_by = |change: &Element| (named(change, "w:author"), named(change, "w:date"));
        if let Some(change) = end.find("w:del").or_else(|| end.find("w:moveFrom")) {
            let ((author, date), block) = (named_by(change), &mut self.blocks[current]);
            block.is_open = true;
            block.revisions.push(Revision {
                kind: RevisionKind::Deleted,
                author,
                date,
                text: "¶".to_owned(),
            });
        } else if let Some(change) = end.find("w:ins") {
            let ((author, date), block) = (named_by(change), &mut self.blocks[current]);
            block.revisions.push(Revision {
                kind: RevisionKind::Inserted,
                author,
                date,
                text: "¶".to_owned(),
            });
        }
    }

    /// Comments of a paragraph without words: on what is drawn in it, or else on the block before.
    fn comments_beside(&mut self, comments: Vec<Comment>, drawn: usize) {
        if let Some(drawing) = self.drawings.get_mut(drawn) {
            drawing.comments.extend(comments);
        } else if let Some(block) = self.blocks.iter_mut().rev().find(|block| !block.is_note) {
            block.comments.extend(comments);
        } else {
            let numbers = (0..).map(|number| format!("beside {number}"));
            self.comments.extend(numbers.zip(comments));
        }
    }

    fn bookmark(&mut self, start: &Element) {
        let Some(&index) = start.get("w:name").and_then(|name| self.names.get(name)) else { return };
        // What is copied brings its bookmark along; the first one is meant.
        if !self.seen.insert(index) {
            return;
        }
        let id = start.get("w:id").unwrap_or_default().to_owned();
        if self.beside.addresses[index].is_note() {
            self.note = Some((id, index));
            return;
        }
        // Words typed at the beginning of a paragraph stand before its bookmark.
        let Block { style, row, is_note, .. } = &self.pending;
        let (style, row, is_note) = (style.clone(), *row, *is_note);
        let rest = Block { style: style.clone(), row, is_note, ..Block::default() };
        let mut block = std::mem::replace(&mut self.pending, rest);
        (block.address, block.merged_into, block.after) = (Some(index), self.current, self.last);
        self.blocks.push(block);
        let position = self.blocks.len() - 1;
        self.current = Some(position);
        self.open = Some((id, position));
        self.last = Some(index);
    }

    fn bookmark_end(&mut self, end: &Element) {
        let id = end.get("w:id");
        // The words up to the end of the paragraph are still the block's: Word puts what is typed at the end of a
        // bookmark behind it.
        if self.open.as_ref().is_some_and(|(open, _)| id == Some(open)) {
            self.open = None;
        }
        // A mark that was moved leaves its bookmark behind.
        if let Some((_, index)) = self.note.take_if(|(open, _)| id == Some(open)) {
            self.seen.remove(&index);
        }
    }

    /// The mark of a note, and its words as a block of their own.
    fn note_mark(&mut self, mark: &Element) {
        let around = self.note.take().map(|(_, index)| index);
        // A note that is marked again is not there twice.
        let note = mark.get("w:id").and_then(|id| self.notes.remove(id));
        let block = note.map(|note| self.note_block(note));
        let said =
            block.as_ref().and_then(|block| self.said.get(hash_of(&block.words(When::Before)).as_str()));
        let by_words = said.and_then(|known| {
            known.iter().copied().find(|index| Some(*index) == around || !self.seen.contains(index))
        });
        let by_words = by_words.or_else(|| said.and_then(|known| known.first().copied()));
        let address = around.or(by_words);
        let name = match by_words.or(around) {
            Some(index) => mark_of(&self.beside.addresses[index].key),
            None => "[^new]".to_owned(),
        };
        self.atom(Kind::Note, &name);
        let is_free = address.is_some_and(|index| around == Some(index) || self.seen.insert(index));
        if let Some(mut block) = block {
            block.address = address.filter(|_| is_free);
            block.after = self.last;
            self.blocks.push(block);
        }
    }

    fn note_block(&mut self, note: &Element) -> Block {
        let place = self.blocks.len();
        self.blocks.push(Block { is_note: true, ..Block::default() });
        let outer = (self.current, std::mem::take(&mut self.fields), self.open.take(), self.look);
        self.in_notes = true;
        for (index, paragraph) in note.elements().enumerate() {
            self.current = Some(place);
            if index > 0 {
                self.atom(Kind::Split, "\n");
            }
            let style = paragraph.find("w:pPr").and_then(|own| own.find("w:pStyle"));
            if let Some(id) = style.and_then(|style| style.get("w:val")) {
                self.blocks[place].style = self.style_name(id);
            }
            self.children(paragraph);
        }
        self.in_notes = false;
        (self.current, self.fields, self.open, self.look) = outer;
        self.blocks.remove(place)
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
        if self.fields.last().is_some_and(Field::instructs) {
            return;
        }
        let is_printed = self.fields.last().is_some_and(Field::prints);
        self.atom(if is_printed { Kind::Printed } else { Kind::Words }, words);
    }

    fn atom(&mut self, kind: Kind, text: &str) {
        let (tracked, look) = (self.tracked.clone(), self.look);
        let block = self.block();
        let atom =
            Atom { kind, text: text.to_owned(), tracked: tracked.as_ref().map(|(kind, ..)| *kind), look };
        match block.atoms.last_mut() {
            Some(last)
                if (last.kind, last.tracked, last.look) == (atom.kind, atom.tracked, atom.look)
                    && matches!(kind, Kind::Words | Kind::Printed) =>
            {
                last.text.push_str(text);
            }
            _ => block.atoms.push(atom),
        }
        let Some((revision, author, date)) = tracked.filter(|_| matches!(kind, Kind::Words | Kind::Note))
        else {
            return;
        };
        match block.revisions.last_mut() {
            Some(last) if last.kind == revision && *last.author == *author && *last.date == *date => {
                last.text.push_str(text);
            }
            _ => {
                let (author, date) = (author.to_string(), date.to_string());
                block.revisions.push(Revision { kind: revision, author, date, text: text.to_owned() });
            }
        }
    }
}

/// The words that an element stands for.
fn character(name: &str, element: &Element) -> Option<String> {
    let words = match name {
        // Joiners keep words on one line, and are no part of them.
        "w:t" | "w:delText" | "m:t" => return Some(element.plain_text().replace(JOINER, "")),
        // A sign of a font by its number there: which one it is, only the font knows.
        "w:sym" => "\u{25a1}",
        "w:tab" | "w:ptab" => "\t",
        "w:br" if element.get("w:type").is_none_or(|kind| kind == "textWrapping") => "\n",
        "w:cr" => "\n",
        "w:noBreakHyphen" => "-",
        "w:softHyphen" => "\u{ad}",
        _ => return None,
    };
    Some(words.to_owned())
}

/// The mark of a note as its author wrote it: `[^mia]`. The same note may be marked several times.
fn mark_of(key: &str) -> String {
    let id = key.strip_prefix(NOTE).unwrap_or(key);
    let id = match id.rsplit_once('/') {
        Some((id, count)) if count.bytes().all(|byte| byte.is_ascii_digit()) => id,
        _ => id,
    };
    format!("[^{id}]")
}

/// Whether paragraphs of a style are entries of the contents or of a list: Word makes them anew.
fn is_list_of_places(style: &str) -> bool {
    (style.starts_with("toc ") && style != "toc heading") || style.starts_with("table of ")
}

/// Most characters of a name or a date: Word takes no more. One may stand at every word.
const LONGEST_NAME: usize = 255;

/// An attribute that names a person or a day.
pub(super) fn named(element: &Element, attribute: &str) -> String {
    element.get(attribute).unwrap_or_default().chars().take(LONGEST_NAME).collect()
}

/// The words of a part that holds no blocks, such as a header, without those that fields print and with them.
pub(super) fn said(part: &Element) -> [String; 2] {
    let found = Walk::new(Beside::default(), BTreeMap::new()).found_all(part);
    let both = [Block::words, Block::with_printed];
    both.map(|text| plain(&found.iter().map(|block| text(block, When::After)).collect::<Vec<_>>().join(" ")))
}

impl Walk<'_> {
    /// All paragraphs of a part as one block.
    fn found_all(mut self, root: &Element) -> Vec<Block> {
        self.blocks.push(Block::default());
        let mut paragraphs = Vec::new();
        root.walk(&mut |element| {
            if element.name == "w:p" {
                paragraphs.push(element);
            }
        });
        for paragraph in paragraphs {
            self.current = Some(0);
            self.children(paragraph);
            self.fields.clear();
        }
        self.blocks
    }
}
