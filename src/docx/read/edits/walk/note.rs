//! Reads notes where their marks stand.

use super::Walk;
use crate::docx::package::tree::Element;
use crate::docx::read::address::{NOTE, hash_of};
use crate::docx::read::edits::words::{Block, Kind, When};

impl Walk<'_> {
    /// The mark of a note, and its words as a block of their own.
    pub(super) fn note_mark(&mut self, mark: &Element) {
        let around = self.note.take().map(|(_, index)| index);
        // A note that is marked again is not there twice.
        let is_end = mark.name == "w:endnoteReference";
        let notes = if is_end { &mut self.endnotes } else { &mut self.notes };
        let note = mark.get("w:id").and_then(|id| notes.remove(id));
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
        let outer = (self.current, std::mem::take(&mut self.fields), self.open.take(), self.look.clone());
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
