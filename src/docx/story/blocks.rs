//! Turns chapters, topics and blocks into paragraphs and tables.

use super::caption::{Counter, caption};
use super::card::{event, event_room, legislation, terms};
use super::figure::chart;
use super::heading::{heading, heading_of};
use super::inline::{inlines, labelled_words};
use super::photo::photo;
use super::place::{chapter_place, figure_place};
use super::table::data_table;
use super::word::{Look, Opening, Para, line_break, run};
use super::writer::{Frame, Writer};
use crate::docx::error::DocxError;
use crate::docx::package::parts::first_list;
use crate::docx::package::style::id::{self, BULLET_LIST};
use crate::docx::package::tree::Element;
use crate::report::{Absent, Block, Chapter, Topic};

/// A chapter with its topics.
pub(super) fn chapter(
    writer: &mut Writer<'_>,
    chapter: &Chapter,
    opening: Opening,
    frame: Frame,
) -> Result<Vec<Element>, DocxError> {
    let para = Para { opening, ..heading_of(id::HEADING_1, chapter.number.is_some()) };
    let place = chapter_place(&chapter.id);
    let mut flow = writer.scoped(&part_of_text(&chapter.id), |writer| {
        let mut flow = vec![heading(writer, para, &place, &chapter.title)];
        flow.extend(blocks(writer, &chapter.blocks, Frame { heading: id::SUBHEADING, ..frame })?);
        Ok::<_, DocxError>(flow)
    })?;
    for part in &chapter.topics {
        flow.extend(topic(writer, part, frame)?);
    }
    Ok(flow)
}

fn topic(writer: &mut Writer<'_>, topic: &Topic, frame: Frame) -> Result<Vec<Element>, DocxError> {
    let para = heading_of(id::HEADING_2, topic.number.is_some());
    writer.scoped(&part_of_text(&topic.id), |writer| {
        let mut flow = vec![heading(writer, para, &chapter_place(&topic.id), &topic.title)];
        flow.extend(blocks(writer, &topic.blocks, Frame { heading: id::HEADING_3, ..frame })?);
        Ok(flow)
    })
}

/// Blocks one below the other.
fn blocks(writer: &mut Writer<'_>, blocks: &[Block], frame: Frame) -> Result<Vec<Element>, DocxError> {
    let mut flow = Vec::new();
    let mut rest = blocks;
    while let Some((first, tail)) = rest.split_first() {
        if let Block::Term { .. } = first {
            let count = rest.iter().take_while(|block| matches!(block, Block::Term { .. })).count();
            flow.extend(terms(writer, &rest[..count], frame));
            rest = &rest[count..];
            continue;
        }
        flow.extend(block(writer, first, frame)?);
        rest = tail;
    }
    Ok(flow)
}

fn block(writer: &mut Writer<'_>, block: &Block, frame: Frame) -> Result<Vec<Element>, DocxError> {
    let look = Look::default();
    Ok(match block {
        Block::Paragraph(text) => {
            let paragraph = Para::of(frame.text).with(inlines(writer, text, look));
            vec![writer.counted("text", paragraph)]
        }
        Block::Heading(text) => {
            let paragraph = Para::of(frame.heading).with(inlines(writer, text, look));
            vec![writer.counted("heading", paragraph)]
        }
        Block::Reference(text) => {
            let paragraph = Para::of(id::REFERENCE).with(inlines(writer, text, look));
            vec![writer.counted("reference", paragraph)]
        }
        Block::List { start, items } => list(writer, *start, items, frame)?,
        Block::Table(table) => data_table(writer, table, frame),
        Block::Chart(own) => chart(writer, own, frame)?,
        Block::Photo(own) => photo(writer, own, frame)?,
        Block::Unavailable(absent) => unavailable(writer, absent),
        Block::Correction(entry) => {
            let words = labelled_words(writer, entry);
            vec![writer.counted("correction", Para::of(id::NOTICE).with(words))]
        }
        Block::Legislation(note) => {
            let scope = writer.scoped("", |writer| writer.next_scope("legislation"));
            writer.scoped(&scope, |writer| {
                let content = blocks(writer, &note.blocks, frame)?;
                Ok::<_, DocxError>(legislation(writer, note, content))
            })?
        }
        Block::Event(card) => {
            let scope = writer.scoped("", |writer| writer.next_scope("event"));
            writer.scoped(&scope, |writer| {
                let content = blocks(writer, &card.blocks, event_room(card, frame))?;
                event(writer, card, content, frame)
            })?
        }
        Block::Term { .. } => terms(writer, std::slice::from_ref(block), frame),
    })
}

fn list(
    writer: &mut Writer<'_>,
    start: Option<u64>,
    items: &[Vec<Block>],
    frame: Frame,
) -> Result<Vec<Element>, DocxError> {
    // Word's lists have nine levels.
    let depth = frame.depth.min(8);
    let level = depth.min(id::BULLETS.len() - 1);
    let (style, numbering) = match start {
        // The style is in the list; below its levels, the paragraph is.
        None => (id::BULLETS[level], (depth > level).then_some((BULLET_LIST, depth))),
        Some(first) => {
            writer.list_starts.push((first, depth));
            (id::NUMBERS[level], Some((first_list() + writer.list_starts.len() - 1, depth)))
        }
    };
    let inner = Frame { text: id::CONTINUES[level], depth: depth + 1, ..frame };
    let mut flow = Vec::new();
    for item in items {
        let marked = Para { numbering, ..Para::of(style) };
        let (first, rest) = match item.split_first() {
            Some((Block::Paragraph(text), rest)) => (inlines(writer, text, Look::default()), rest),
            _ => (Vec::new(), item.as_slice()),
        };
        flow.push(writer.counted("item", marked.with(first)));
        flow.extend(blocks(writer, rest, inner)?);
    }
    Ok(flow)
}

/// The place of a chart that cannot be shown: its caption, and why.
fn unavailable(writer: &mut Writer<'_>, absent: &Absent) -> Vec<Element> {
    writer.scoped(&format!("chart/{}", absent.id), |writer| {
        let word = writer.locale.labels().figure.clone();
        let place = figure_place(&absent.id);
        let caption = caption(writer, Counter::Figure, &word, absent.number, &place, &absent.title);
        let state = Look { bold: true, is_gap: absent.is_gap, ..Look::default() };
        let mut content = vec![run(&absent.state.to_uppercase(), state)];
        if !absent.reason.is_empty() {
            content.extend([line_break(), run(&absent.reason, Look::default())]);
        }
        vec![caption, writer.keyed("unavailable", Para::of(id::NOTICE).with(content))]
    })
}

/// The name of a chapter or topic in keys; their ids are of one kind, so that a topic that goes into
/// another chapter keeps its own.
fn part_of_text(id: &str) -> String {
    format!("chapter/{id}")
}
