//! Reads paragraphs: which block they are of, how they end, what ends with them.

use super::{Break, Walk, named};
use crate::docx::package::tree::Element;
use crate::docx::read::edits::words::{Block, Kind, When};
use crate::docx::read::edits::{Comment, Revision, RevisionKind};

impl Walk<'_> {
    /// A paragraph, as words of the block that is open, or of one of its own.
    pub(super) fn paragraph(&mut self, paragraph: &Element) {
        // A paragraph within a paragraph, in a text box, is none of ours.
        let outer = std::mem::take(&mut self.pending);
        let properties = paragraph.find("w:pPr");
        self.current = self.open.as_ref().map(|(_, block)| *block);
        let style = properties.and_then(|own| own.find("w:pStyle")).and_then(|style| style.get("w:val"));
        self.pending.style = style.map_or_else(|| "normal".to_owned(), |id| self.style_name(id));
        (self.pending.row, self.pending.is_note) = (self.row, self.in_notes);
        self.pending.format =
            self.beside.formats.map(|formats| formats.own(properties, style)).unwrap_or_default();
        if self.current.is_some() {
            self.atom(Kind::Split, "\n");
        }
        let drawn = self.drawings.len();
        self.children(paragraph);
        let end = properties.and_then(|own| own.find("w:rPr"));
        if let (Some(end), Some(current)) = (end, self.current) {
            self.paragraph_end(end, current);
        }
        if let Some(section) = properties.and_then(|own| own.find("w:sectPr")) {
            self.section(section);
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

    /// The start of a bookmark: where a block begins, or the mark of a note.
    pub(super) fn bookmark(&mut self, start: &Element) {
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
        let Block { style, format, row, is_note, .. } = &self.pending;
        let (style, format) = (style.clone(), format.clone());
        let rest = Block { style, format, row: *row, is_note: *is_note, ..Block::default() };
        let mut block = std::mem::replace(&mut self.pending, rest);
        (block.address, block.merged_into, block.after) = (Some(index), self.current, self.last);
        self.blocks.push(block);
        let position = self.blocks.len() - 1;
        self.current = Some(position);
        self.open = Some((id, position));
        self.last = Some(index);
    }

    /// Its end.
    pub(super) fn bookmark_end(&mut self, end: &Element) {
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

    /// The end of a section, with what its pages are.
    pub(super) fn section(&mut self, section: &Element) {
        let of = |name, attribute| section.find(name)?.get(attribute);
        let kind = of("w:type", "w:val").unwrap_or("nextPage");
        let way = of("w:pgSz", "w:orient").unwrap_or("portrait");
        let columns = of("w:cols", "w:num").filter(|number| *number != "1");
        let columns = columns.map(|number| format!(", {number} columns")).unwrap_or_default();
        self.break_of(format!("end of a section ({kind}, {way}{columns})"));
    }

    /// The end of a page, a column or a section, unless it is deleted.
    pub(super) fn break_of(&mut self, kind: String) {
        if !matches!(self.tracked, Some((RevisionKind::Deleted, ..))) {
            self.breaks.push(Break { after: self.last, kind });
        }
    }
}

/// Whether paragraphs of a style are entries of the contents or of a list: Word makes them anew.
fn is_list_of_places(style: &str) -> bool {
    (style.starts_with("toc ") && style != "toc heading") || style.starts_with("table of ")
}
