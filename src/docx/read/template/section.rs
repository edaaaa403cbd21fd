//! Reads the sections of a template's text in one pass: its words are not looked at, and cost no memory.

use std::collections::BTreeMap;

use quick_xml::events::BytesStart;

use super::allowed::root;
use super::names::{Meaning, Names};
use crate::docx::error::DocxError;
use crate::docx::package::tree::{Element, Limits, Piece, Pieces, el};
use crate::docx::read::source::Relations;

/// Of the text of a template, which may be a whole report.
const LIMITS: Limits = Limits { bytes: 32 << 20, elements: 1_000_000, pieces: 4_000_000 };

/// Page, headers and footers of a section.
#[derive(Debug, Clone, Default)]
pub(in crate::docx) struct Setup {
    /// `header` or `footer`, which pages it stands on, its part.
    pub(in crate::docx) edges: BTreeMap<(&'static str, &'static str), String>,
    pub(in crate::docx) size: Option<Element>,
    pub(in crate::docx) margins: Option<Element>,
    pub(in crate::docx) has_title_page: bool,
    /// Whether any of its headers and footers has the number of the page.
    pub(in crate::docx) has_page_numbers: bool,
}

/// The sections that pages of ours are made like.
#[derive(Debug, Clone, Default)]
pub(super) struct Setups {
    pub(super) front: Option<Setup>,
    pub(super) main: Option<Setup>,
}

/// Sections of a document of ours: cover, front, text, back page.
const OURS: usize = 4;

/// Reads the sections of a text; each takes over the headers and footers that it does not replace.
///
/// # Errors
/// Fails when the text is none of Word's, or a page has a size that is none.
pub(super) fn setups(xml: &[u8], relations: &Relations) -> Result<Setups, DocxError> {
    let mut pieces = Pieces::new(xml, LIMITS)?;
    let mut scan = Scan {
        relations,
        names: Names::default(),
        depth: 0,
        open: None,
        tracked: None,
        last: None,
        first: Vec::new(),
        count: 0,
    };
    while let Some(piece) = pieces.next()? {
        match piece {
            Piece::Start(start) => scan.start(&start)?,
            Piece::Text(_) => {}
            Piece::End => scan.end(),
        }
    }
    if scan.count == OURS {
        let mut first = scan.first.into_iter();
        return Ok(Setups { front: first.nth(1), main: first.next() });
    }
    Ok(Setups { front: scan.last.clone(), main: scan.last })
}

struct Scan<'a> {
    relations: &'a Relations,
    names: Names,
    depth: usize,
    /// The section that is being read, and how deep it stands.
    open: Option<(Setup, usize)>,
    /// How deep a tracked change stands: it holds what was there before.
    tracked: Option<usize>,
    last: Option<Setup>,
    /// The first sections, as many as a document of ours has.
    first: Vec<Setup>,
    count: usize,
}

impl Scan<'_> {
    fn start(&mut self, start: &BytesStart<'_>) -> Result<(), DocxError> {
        self.names.enter(start)?;
        self.depth += 1;
        let (meaning, local) = self.names.element(start.name());
        let is_words = meaning == Meaning::Known("w");
        if self.depth == 1 && !(is_words && local == "document") {
            return Err(DocxError::template("it is no DOCX"));
        }
        if !is_words || self.tracked.is_some() {
            return Ok(());
        }
        if matches!(local, "sectPrChange" | "pPrChange") {
            self.tracked = Some(self.depth);
            return Ok(());
        }
        let relations = self.relations;
        let names = &self.names;
        match (local, &mut self.open) {
            ("sectPr", None) => {
                let edges = self.last.as_ref().map(|setup| setup.edges.clone()).unwrap_or_default();
                self.open = Some((Setup { edges, ..Setup::default() }, self.depth));
            }
            ("pgSz", Some((setup, _))) => setup.size = Some(measures("w:pgSz", names, start)?),
            ("pgMar", Some((setup, _))) => setup.margins = Some(measures("w:pgMar", names, start)?),
            ("titlePg", Some((setup, _))) => {
                let value = attribute(names, start, "w:val");
                setup.has_title_page = !matches!(value.as_deref(), Some("0" | "false" | "off"));
            }
            ("headerReference" | "footerReference", Some((setup, _))) => {
                let place = if local.starts_with('h') { "header" } else { "footer" };
                let pages = match attribute(names, start, "w:type").as_deref() {
                    None | Some("default") => "default",
                    Some("even") => "even",
                    Some("first") => "first",
                    Some(_) => return Ok(()),
                };
                let part = attribute(names, start, "r:id").and_then(|id| relations.get(&id));
                if let Some(part) = part.filter(|relation| relation.kind == place).and_then(|r| r.part()) {
                    setup.edges.insert((place, pages), part.to_owned());
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self) {
        self.names.leave();
        if self.tracked == Some(self.depth) {
            self.tracked = None;
        }
        if let Some((setup, _)) = self.open.take_if(|(_, depth)| *depth == self.depth) {
            if self.first.len() < OURS {
                self.first.push(setup.clone());
            }
            self.last = Some(setup);
            self.count += 1;
        }
        self.depth -= 1;
    }
}

/// An attribute of an element.
fn attribute(names: &Names, start: &BytesStart<'_>, wanted: &str) -> Option<String> {
    start
        .attributes()
        .filter_map(Result::ok)
        .find(|found| names.attribute(found.key).as_deref() == Some(wanted))
        .and_then(|found| {
            let value = std::str::from_utf8(&found.value).ok()?;
            Some(quick_xml::escape::unescape(value).ok()?.into_owned())
        })
}

/// The size or the margins of a page.
fn measures(name: &'static str, names: &Names, start: &BytesStart<'_>) -> Result<Element, DocxError> {
    let mut element = el(name);
    let Some(content) = root(name) else { return Ok(element) };
    for found in start.attributes().filter_map(Result::ok) {
        let Some(key) = names.attribute(found.key) else { continue };
        let value = String::from_utf8_lossy(&found.value);
        match content.value(&key, &value) {
            None => {}
            Some((key, Some(value))) => element = element.attr(key, value),
            Some((key, None)) => {
                let value: String = value.chars().take(40).collect();
                return Err(DocxError::template(&format!(
                    "a page of it has `{key}=\"{value}\"`, which is no length in twips"
                )));
            }
        }
    }
    Ok(element)
}
