//! Writes the text of a document: cover, front matter, chapters, notes, headers and footers.
//!
//! [`writer`] holds what grows while the text is written; each other file writes one kind of thing into it, and
//! [`blocks`] calls them in the order of the report.

use std::sync::Arc;

use super::chart::Native;
use super::error::DocxError;
use super::package::length::from_mm;
use super::package::namespace::{RELATION, WORD};
use super::package::relation::Relations;
use super::package::style::id;
use super::package::tree::{Element, el};
use super::read::template::{Section, Template};
use crate::language::Language;
use crate::report::Report;
use crate::theme::Theme;
use address::Addresses;
use section::Edges;
use word::Opening;
use writer::{Frame, Writer};

pub(super) mod address;
mod blocks;
mod caption;
mod card;
mod cover;
mod figure;
mod front;
mod heading;
mod inline;
mod note;
mod pages;
mod photo;
mod picture;
mod place;
mod section;
mod table;
mod unbroken;
mod word;
mod writer;

/// What a text is written from.
#[derive(Clone, Copy)]
pub(super) struct Inputs<'a> {
    pub(super) report: &'a Report,
    pub(super) theme: &'a Theme,
    pub(super) locale: &'a Language,
    /// The charts, made.
    pub(super) charts: &'a [Native],
    /// The organization's own template.
    pub(super) template: Option<&'a Template>,
}

/// A text that is written, with what it needs in the package.
pub(super) struct Story {
    /// The root of `word/document.xml`.
    pub(super) document: Element,
    /// The root of `word/footnotes.xml`.
    pub(super) footnotes: Element,
    pub(super) edges: Edges,
    /// Relations of the text, and of its notes.
    pub(super) relations: Relations,
    pub(super) note_relations: Relations,
    /// Names and bytes of pictures.
    pub(super) media: Vec<(String, Arc<[u8]>)>,
    /// First number and level of each numbered list.
    pub(super) list_starts: Vec<(u64, usize)>,
    /// Names of the charts in the text, in their order.
    pub(super) placed_charts: Vec<String>,
    pub(super) addresses: Addresses,
}

/// Writes the text of a report.
///
/// # Errors
/// Says which picture cannot be drawn.
pub(super) fn write(inputs: Inputs<'_>) -> Result<Story, DocxError> {
    let painter = picture::Painter::new(inputs.theme);
    let pages = pages::guess(inputs.report, inputs.theme, inputs.charts);
    let mut writer = Writer::new(inputs, &painter, &pages);
    let mut document = document(&mut writer)?;
    let mut footnotes = note::footnotes(&mut writer);
    writer.addresses.mark(&mut document, &mut writer.places);
    unbroken::hold(&mut document);
    unbroken::hold(&mut footnotes);
    let edges = section::edges(&mut writer)?;
    Ok(Story {
        document,
        footnotes,
        edges,
        relations: writer.relations,
        note_relations: writer.note_relations,
        media: writer.media,
        list_starts: writer.list_starts,
        placed_charts: writer.placed_charts,
        addresses: writer.addresses,
    })
}

/// The part `word/document.xml`.
fn document(writer: &mut Writer<'_>) -> Result<Element, DocxError> {
    let page = &writer.theme.brand.page;
    let width = from_mm(page.width - page.inside - page.outside);
    let height = from_mm(page.height - page.top - page.bottom);
    let frame = Frame { width, height, text: id::BODY, depth: 0, heading: id::SUBHEADING };
    let mut flow = cover::cover(writer)?;
    flow.push(section::section_end(writer, Section::Cover));
    flow.extend(front::imprint(writer, frame));
    flow.extend(front::contents(writer));
    flow.extend(front::glance(writer, frame));
    flow.push(section::section_end(writer, Section::Front));
    let openings = std::iter::once(Opening::Section).chain(std::iter::repeat(Opening::Flow));
    for (chapter, opening) in writer.report.chapters.iter().zip(openings) {
        flow.extend(blocks::chapter(writer, chapter, opening, frame)?);
    }
    flow.push(section::section_end(writer, Section::Main));
    flow.push(cover::back_page(writer));
    flow.push(word::Para::of(id::END).with([]));
    flow.push(section::properties(writer, Section::Back));
    Ok(el("w:document").attr("xmlns:w", WORD).attr("xmlns:r", RELATION).child(el("w:body").with(flow)))
}
