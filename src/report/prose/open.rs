//! What is open while a text is read: lines and blocks that words are added to, until they end.

use std::ops::Range;

use super::{Frame, Prose};
use crate::report::passage::Passage;
use crate::report::{Block, Inline, PassageRole};

impl Prose<'_> {
    /// Ends a paragraph: pictures alone in it are blocks.
    pub(super) fn end_paragraph(&mut self, range: &Range<usize>) {
        let inlines = self.pop_inlines();
        match self.frames.pop() {
            Some(Frame::Figures(figures)) => {
                let blank = |inline: &Inline| {
                    matches!(inline, Inline::Break)
                        || matches!(inline, Inline::Text(t) if t.trim().is_empty())
                };
                if !inlines.iter().all(blank) {
                    self.refuse_picture_in_line(range);
                }
                figures.into_iter().for_each(|figure| self.push_block(figure));
            }
            // A sentence for another case leaves nothing of a paragraph that holds no other.
            Some(frame) if inlines.is_empty() && self.pieces.is_empty() => self.frames.push(frame),
            Some(frame) => {
                self.check_paragraph(range);
                self.frames.push(frame);
                self.push_block(Block::Paragraph(inlines));
            }
            None => {}
        }
    }

    /// Adds to the line that is open.
    pub(super) fn push(&mut self, inline: Inline) {
        // Items of tight lists have no paragraph of their own; open one.
        if let Some(Frame::Blocks(_)) = self.frames.last() {
            self.frames.push(Frame::Inlines(Vec::new()));
        }
        let inlines = match self.frames.last_mut() {
            Some(Frame::Inlines(inlines) | Frame::Image(_, inlines) | Frame::Link(_, inlines)) => inlines,
            _ => return,
        };
        match (inlines.last_mut(), inline) {
            (Some(Inline::Text(last)), Inline::Text(more)) => last.push_str(&more),
            (_, inline) => inlines.push(inline),
        }
    }

    /// Ends the paragraph that an item of a tight list has without saying so.
    pub(super) fn close_tight_paragraph(&mut self) {
        if let Some(Frame::Inlines(_)) = self.frames.last() {
            let inlines = self.pop_inlines();
            self.push_block(Block::Paragraph(inlines));
        }
    }

    /// Adds a block to those that are open.
    pub(super) fn push_block(&mut self, block: Block) {
        self.close_tight_paragraph();
        self.end_passage();
        if let Some(Frame::Blocks(blocks)) = self.frames.last_mut() {
            blocks.push(block);
        }
    }

    /// Keeps the pieces of what has just been read, for checks.
    pub(super) fn end_passage(&mut self) {
        let pieces = std::mem::take(&mut self.pieces);
        self.tell_absent(&pieces);
        if !pieces.is_empty() {
            let part = self.builder.at.borrow().clone();
            let role = match self.lists.last() {
                Some(&(list, items)) => PassageRole::Item { list, index: items.saturating_sub(1) },
                None => self.builder.role.get(),
            };
            self.builder.passages.borrow_mut().push(Passage { part, cell: self.cell, role, pieces });
        }
    }

    /// Takes the line that is open.
    pub(super) fn pop_inlines(&mut self) -> Vec<Inline> {
        match self.frames.pop() {
            Some(Frame::Inlines(inlines)) => inlines,
            Some(other) => {
                self.frames.push(other);
                Vec::new()
            }
            None => Vec::new(),
        }
    }
}
