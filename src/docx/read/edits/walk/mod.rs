//! Walks a document and collects the words of each block, with what was tracked in them, and what is drawn.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::drawing::{Drawing, drawing};
use super::field::{Field, with_place};
use super::format::Formats;
use super::words::{Atom, Block, Kind, Look, When, plain};
use super::{Comment, Revision, RevisionKind};
use crate::docx::package::tree::Element;
use crate::docx::read::address::Address;
use crate::language::JOINER;

mod look;
mod note;
mod paragraph;

/// What a run stands in: nothing, or a tracked change by somebody on some day.
type Tracked = Option<(RevisionKind, Rc<str>, Rc<str>)>;

/// What a walk looks up.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Beside<'a> {
    pub(super) addresses: &'a [Address],
    /// The notes by id.
    pub(super) notes: Option<&'a Element>,
    /// Those at the end, which only editors make.
    pub(super) endnotes: Option<&'a Element>,
    /// Styles and lists.
    pub(super) formats: Option<&'a Formats>,
    /// Where relations of the text, and of its notes, lead.
    pub(super) targets: Option<&'a BTreeMap<String, String>>,
    pub(super) note_targets: Option<&'a BTreeMap<String, String>>,
}

/// What a walk has found.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) blocks: Vec<Block>,
    pub(super) drawings: Vec<Drawing>,
    /// Ends of pages, columns and sections.
    pub(super) breaks: Vec<Break>,
    /// Comments that stand at no block.
    pub(super) comments: Vec<Comment>,
}

/// The end of a page, a column or a section that somebody set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Break {
    /// Index of the address before it.
    pub(super) after: Option<usize>,
    /// What ends: `page break`.
    pub(super) kind: String,
}

/// The kinds in their order.
pub(super) fn kinds(breaks: &[Break]) -> String {
    breaks.iter().map(|found| found.kind.as_str()).collect::<Vec<_>>().join("\n")
}

/// A document on its way to blocks.
pub(super) struct Walk<'a> {
    blocks: Vec<Block>,
    drawings: Vec<Drawing>,
    breaks: Vec<Break>,
    beside: Beside<'a>,
    /// Indices of the addresses by bookmark.
    names: BTreeMap<&'a str, usize>,
    /// Indices of the addresses of notes by the hash of what they say.
    said: BTreeMap<&'a str, Vec<usize>>,
    notes: BTreeMap<&'a str, &'a Element>,
    endnotes: BTreeMap<&'a str, &'a Element>,
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
        let of = |part: Option<&'a Element>| {
            let notes = part.into_iter().flat_map(Element::elements);
            notes.filter_map(|note| Some((note.get("w:id")?, note))).collect()
        };
        Self {
            blocks: Vec::new(),
            drawings: Vec::new(),
            breaks: Vec::new(),
            names: beside.addresses.iter().enumerate().map(bookmark).collect(),
            said,
            notes: of(beside.notes),
            endnotes: of(beside.endnotes),
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
            breaks: self.breaks,
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
            "w:footnoteReference" | "w:endnoteReference" => self.note_mark(element),
            "w:altChunk" => {
                let part = element.get("r:id").and_then(|id| self.beside.targets?.get(id));
                let name = format!("that is another file: {}", part.map_or("", String::as_str));
                let deleted = false;
                self.drawings.push(Drawing {
                    after: self.last,
                    kind: "object",
                    name,
                    deleted,
                    ..Drawing::default()
                });
            }
            // What an equation says is more than its letters: with the sign nobody takes it for words.
            "m:oMath" => {
                self.text(UNKNOWN);
                self.children(element);
            }
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
            "w:sectPr" => self.section(element),
            "w:br" if matches!(element.get("w:type"), Some("page" | "column")) => {
                let what = element.get("w:type").unwrap_or_default();
                self.break_of(format!("{what} break"));
            }
            // Properties hold no words; of a choice, the first is what a reader sees.
            "w:pPr" | "w:rPr" | "mc:Fallback" => {}
            name => match character(name, element) {
                Some(words) => self.text(&words),
                None => self.children(element),
            },
        }
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
        let (tracked, look) = (self.tracked.clone(), self.look.clone());
        let block = self.block();
        let atom =
            Atom { kind, text: text.to_owned(), tracked: tracked.as_ref().map(|(kind, ..)| *kind), look };
        match block.atoms.last_mut() {
            Some(last)
                if (last.kind, last.tracked, &last.look) == (atom.kind, atom.tracked, &atom.look)
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

/// Stands for a sign that is none of a text.
const UNKNOWN: &str = "\u{25a1}";

/// The words that an element stands for.
fn character(name: &str, element: &Element) -> Option<String> {
    let words = match name {
        // Joiners keep words on one line, and are no part of them.
        "w:t" | "w:delText" | "m:t" => return Some(element.plain_text().replace(JOINER, "")),
        // A sign of a font by its number there: which one it is, only the font knows.
        "w:sym" => UNKNOWN,
        "w:tab" | "w:ptab" => "\t",
        "w:br" if element.get("w:type").is_none_or(|kind| kind == "textWrapping") => "\n",
        "w:cr" => "\n",
        "w:noBreakHyphen" => "-",
        "w:softHyphen" => "\u{ad}",
        _ => return None,
    };
    Some(words.to_owned())
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
