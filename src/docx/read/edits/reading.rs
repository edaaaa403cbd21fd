//! Reads what edits are told of out of a document: its blocks, drawings, headers and footers.

use std::collections::{BTreeMap, BTreeSet};

use super::Comment;
use super::drawing::{Content, Drawing};
use super::format::{Formats, listed as styles_listed};
use super::walk::{Beside, Break, Found, Walk, kinds, named, said};
use super::words::Block;
use crate::docx::error::DocxError;
use crate::docx::package::tree::{Element, parse};
use crate::docx::read::address::{Drawn, Listed, NAMESPACE, hash_of, listed};
use crate::docx::read::names::known;
use crate::docx::read::source::{Relations, Source, Target, first};

/// What was read of a document.
#[derive(Debug, Default)]
pub(super) struct Read {
    /// What the document says that it was built with; nothing when it does not say.
    pub(super) listed: Option<Listed>,
    pub(super) blocks: Vec<Block>,
    pub(super) drawings: Vec<(Drawing, Drawn)>,
    /// What headers and footers say, each without what fields print and with it.
    pub(super) edges: Vec<[String; 2]>,
    /// Comments that stand at no block.
    pub(super) comments: Vec<Comment>,
    /// Its styles and lists.
    pub(super) formats: Formats,
    /// Ends of pages, columns and sections.
    pub(super) breaks: Vec<Break>,
    /// The program that has saved it, as it says.
    pub(super) program: String,
}

/// Most bytes of a part, and of all that is read.
const LARGEST_PART: u64 = 64 << 20;
const MOST_BYTES: u64 = 256 << 20;

/// Reads a document; where it does not say what it was built with, by the addresses that it would have.
///
/// # Errors
/// Fails when the bytes are no document.
pub(super) fn read(docx: &[u8], given: Option<&Listed>) -> Result<Read, DocxError> {
    let mut source = Source::open(docx, MOST_BYTES)?;
    let fault = |why: &str| DocxError::Package(why.to_owned());
    let root = source.relations("")?;
    let main = first(&root, "officeDocument").ok_or_else(|| fault("it is no DOCX"))?.to_owned();
    let own = source.relations(&main)?;
    let document = part(&mut source, Some(&main))?.ok_or_else(|| fault("it has no text"))?;
    let listed = match given {
        Some(given) => Some(given.clone()),
        None => addresses(&mut source)?,
    };
    let comments =
        part(&mut source, first(&own, "comments"))?.map(|part| comments(&part)).unwrap_or_default();
    let notes = part(&mut source, first(&own, "footnotes"))?;
    let endnotes = part(&mut source, first(&own, "endnotes"))?;
    let note_relations = match first(&own, "footnotes") {
        Some(name) => source.relations(name)?,
        None => Relations::new(),
    };
    let [styles, numbering] = ["styles", "numbering"].map(|kind| part(&mut source, first(&own, kind)));
    let formats = Formats::read(styles?.as_ref(), numbering?.as_ref());
    let program = part(&mut source, first(&root, "extended-properties"))?;
    let program = program.and_then(|part| Some(part.find("Application")?.plain_text())).unwrap_or_default();
    let (targets, note_targets) = (targets(&own), targets(&note_relations));
    let beside = Beside {
        addresses: listed.as_ref().map_or(&[], |listed| &listed.addresses),
        notes: notes.as_ref(),
        endnotes: endnotes.as_ref(),
        formats: Some(&formats),
        targets: Some(&targets),
        note_targets: Some(&note_targets),
    };
    let Found { blocks, drawings, breaks, comments } = Walk::new(beside, comments).found(&document);
    let mut drawn = Vec::new();
    for mut drawing in drawings {
        let content = content(&mut source, &drawing)?;
        let print = drawing.drawn(&content);
        drawing.values_of(&content);
        drawn.push((drawing, print));
    }
    let edges = edges(&mut source, &own)?;
    Ok(Read { listed, blocks, drawings: drawn, edges, comments, formats, breaks, program })
}

fn part(source: &mut Source<'_>, name: Option<&str>) -> Result<Option<Element>, DocxError> {
    let bytes = name.map_or(Ok(None), |name| source.bytes(name, LARGEST_PART))?;
    Ok(bytes.map(|bytes| parse(&bytes)).transpose()?.map(known))
}

/// What the relations of a part lead to, by id.
fn targets(relations: &Relations) -> BTreeMap<String, String> {
    let target = |target: &Target| match target {
        Target::Part(name) | Target::Outside(name) => name.clone(),
    };
    relations.iter().map(|(id, relation)| (id.clone(), target(&relation.target))).collect()
}

/// What a drawing shows. What of it cannot be read is left out: it has a red cross in Word too.
fn content(source: &mut Source<'_>, drawing: &Drawing) -> Result<Content, DocxError> {
    let Some(name) = &drawing.part else { return Ok(Content::default()) };
    let Some(bytes) = source.bytes(name, LARGEST_PART)? else { return Ok(Content::default()) };
    if drawing.kind != "chart" {
        return Ok(Content { bytes: Some(bytes), ..Content::default() });
    }
    let relations = source.relations(name)?;
    let workbook = match first(&relations, "package").map(str::to_owned) {
        Some(workbook) => source.bytes(&workbook, LARGEST_PART)?,
        None => None,
    };
    Ok(Content { chart: parse(&bytes).ok().map(known), workbook, bytes: None })
}

/// What the headers and footers say that the document names.
fn edges(source: &mut Source<'_>, own: &Relations) -> Result<Vec<[String; 2]>, DocxError> {
    let is_edge = |kind: &str| kind == "header" || kind == "footer";
    let names: BTreeSet<String> = own
        .values()
        .filter(|relation| is_edge(&relation.kind))
        .filter_map(|relation| relation.part().map(str::to_owned))
        .collect();
    let mut edges = Vec::new();
    for name in names {
        let both = part(source, Some(&name))?.map(|part| said(&part));
        edges.extend(both.filter(|[_, printed]| !is_number(printed)));
    }
    edges.sort();
    edges.dedup();
    Ok(edges)
}

/// Whether nothing but the number of a page is there: programs that know no such field leave what it printed.
fn is_number(printed: &str) -> bool {
    printed.chars().all(|c| c.is_ascii_digit() || matches!(c, 'i' | 'v' | 'x' | 'l' | 'c'))
}

/// What the document says that it was built with; none when it was not built here.
fn addresses(source: &mut Source<'_>) -> Result<Option<Listed>, DocxError> {
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

/// Completes what a document lists of itself by what it prints, as it is read again.
///
/// # Errors
/// Fails when the bytes are no document.
pub(in crate::docx) fn complete(docx: &[u8], listed: Listed) -> Result<Listed, DocxError> {
    let read = read(docx, Some(&listed))?;
    let mut complete = listed;
    for block in &read.blocks {
        if let Some(address) = block.address {
            complete.addresses[address].print = Some(block.print());
        }
    }
    complete.drawings = read.drawings.into_iter().map(|(_, drawn)| drawn).collect();
    // A program that does not know a field keeps what it printed as words.
    let edges = read.edges.iter().flatten().filter(|text| !text.is_empty());
    let edges: BTreeSet<String> = edges.map(|text| hash_of(text)).collect();
    complete.edges = Some(edges.into_iter().collect());
    complete.styles = Some(hash_of(&styles_listed(&read.formats.styles)));
    complete.breaks = Some(hash_of(&kinds(&read.breaks)));
    Ok(complete)
}
