//! Reads a DOCX as elements: its blocks in reading order, then notes, styles, charts and all other parts.
//!
//! Ids, names of parts and the order of properties are left out: they tell a reader nothing.

use std::collections::BTreeMap;
use std::fmt;

use super::document::{Area, Document, Drawn, Element, Run};
use super::main_part::Names;
use crate::diag::one_line;
use crate::docx::package::relation::{part_of_relations, resolve};
use crate::docx::package::tree::{Element as Xml, parse};
use crate::docx::parts;
use crate::hash::fnv;
use crate::language::JOINER;

/// Parts of a DOCX by name, as [`crate::docx::parts`] prints them.
pub type Parts = BTreeMap<String, String>;

/// The file is no DOCX that can be read, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoDocx(String);

impl NoDocx {
    fn new(why: String) -> Self {
        Self(why)
    }
}

impl fmt::Display for NoDocx {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the file is no DOCX that can be read: {}", one_line(&self.0))
    }
}

impl std::error::Error for NoDocx {}

/// Reads a DOCX.
///
/// # Errors
/// The bytes are no package, or a part of it is no XML.
pub fn read(docx: &[u8]) -> Result<Document, NoDocx> {
    let parts = parts(docx).map_err(|error| NoDocx::new(error.to_string()))?;
    read_parts(&parts)
}

/// Reads the parts of a DOCX.
///
/// # Errors
/// A part is no XML.
pub fn read_parts(parts: &Parts) -> Result<Document, NoDocx> {
    let names = Names::of(parts).map_err(NoDocx::new)?;
    let mut reader =
        Reader { parts, elements: Vec::new(), notes: 0, told: Vec::new(), relations: BTreeMap::new() };
    reader.relations = reader.relations_of(&names.main)?;
    reader.blocks(&names.main, "word/document.xml")?;
    if let Some(notes) = &names.notes {
        reader.blocks(notes, "word/footnotes.xml")?;
    }
    for name in &names.edges {
        reader.relations = reader.relations_of(name)?;
        reader.blocks(name, name)?;
    }
    reader.styles(&names)?;
    reader.others()?;
    Ok(Document { elements: reader.elements, ..Document::default() })
}

struct Reader<'a> {
    parts: &'a Parts,
    elements: Vec<Element>,
    notes: usize,
    /// Parts that blocks have told, so that they are not told again.
    told: Vec<String>,
    relations: BTreeMap<String, String>,
}

/// Attributes that number things or keep apart what readers see as one.
const IDS: [&str; 12] = [
    "id",
    "embed",
    "rsidR",
    "rsidRPr",
    "rsidP",
    "rsidRDefault",
    "paraId",
    "textId",
    "anchorId",
    "editId",
    "anchor",
    "idx",
];

impl Reader<'_> {
    fn part(&self, name: &str) -> Result<Option<Xml>, NoDocx> {
        let Some(text) = self.parts.get(name) else { return Ok(None) };
        parse(text.as_bytes()).map(Some).map_err(|error| NoDocx::new(format!("{name}: {error}")))
    }

    /// Parts that a part names, by its ids for them.
    fn relations_of(&self, part: &str) -> Result<BTreeMap<String, String>, NoDocx> {
        let folder = part.rsplit_once('/').map_or("", |(folder, _)| folder);
        let Some(xml) = self.part(&part_of_relations(part))? else {
            return Ok(BTreeMap::new());
        };
        let relation = |node: &Xml| {
            let target = node.get("Target")?;
            let is_outside = node.get("TargetMode") == Some("External");
            let target = if is_outside { target.to_owned() } else { resolve(folder, target) };
            Some((node.get("Id")?.to_owned(), target))
        };
        Ok(xml.elements().filter_map(relation).collect())
    }

    /// The blocks of a part, at a path that is the same whatever the part is called.
    fn blocks(&mut self, part: &str, path: &str) -> Result<(), NoDocx> {
        let Some(xml) = self.part(part)? else { return Ok(()) };
        self.told.push(part.to_owned());
        self.inside(&xml, path);
        Ok(())
    }

    fn inside(&mut self, node: &Xml, path: &str) {
        for child in node.elements() {
            match name(child) {
                "p" => self.paragraph(child, path),
                "tbl" => {
                    let kind = |node: &&Xml| ["tblPr", "tblGrid"].contains(&name(node));
                    self.properties("table", "", path, child.elements().filter(kind));
                    self.inside(child, &format!("{path}/table"));
                }
                "trPr" | "tcPr" => {
                    let name = if name(child) == "trPr" { "table row" } else { "table cell" };
                    self.properties(name, "", path, std::iter::once(child));
                }
                "sectPr" => self.properties("section", "", path, std::iter::once(child)),
                // The two that only draw the line above notes.
                "footnote" if attributes(child).any(|(name, _)| name == "type") => {}
                "footnote" => self.inside(child, &format!("{path}/note")),
                _ => self.inside(child, path),
            }
        }
    }

    fn properties<'x>(&mut self, role: &str, title: &str, path: &str, nodes: impl Iterator<Item = &'x Xml>) {
        let mut words = Vec::new();
        for node in nodes {
            flatten(node, "", &mut words);
        }
        words.sort();
        // The title of a table is told to readers who do not see it.
        let (alt, words): (Vec<String>, Vec<String>) =
            words.into_iter().partition(|word| word.starts_with("tblPr/tblCaption="));
        let alt = alt.first().and_then(|word| word.split_once('=')).map(|(_, alt)| alt.replace('_', " "));
        self.elements.push(Element {
            alt: alt.unwrap_or_default(),
            role: role.to_owned(),
            path: path.to_owned(),
            title: title.to_owned(),
            attributes: words.join(" "),
            ..Element::default()
        });
    }

    fn paragraph(&mut self, node: &Xml, path: &str) {
        let mut element =
            Element { role: "paragraph".to_owned(), path: path.to_owned(), ..Element::default() };
        let mut words = Vec::new();
        let mut sections = Vec::new();
        for property in child(node, "pPr").into_iter().flat_map(Xml::elements) {
            match name(property) {
                "pStyle" => element.role = value(property).to_owned(),
                "sectPr" => sections.push(property),
                _ => flatten(property, "", &mut words),
            }
        }
        words.sort();
        element.attributes = words.join(" ");
        if path.ends_with("/note") {
            element.role = "Note".to_owned();
        }
        self.runs(node, &mut element);
        self.elements.push(element);
        for section in sections {
            self.properties("section", "", path, std::iter::once(section));
        }
    }

    fn runs(&mut self, node: &Xml, element: &mut Element) {
        for child_node in node.elements() {
            match name(child_node) {
                "r" => self.run(child_node, element),
                "pPr" | "bookmarkStart" | "bookmarkEnd" => {}
                "hyperlink" => {
                    let id = attributes(child_node).find(|(name, _)| *name == "id");
                    let target = id.and_then(|(_, id)| self.relations.get(id));
                    element
                        .links
                        .push(target.map_or_else(|| "a place in the document".to_owned(), Clone::clone));
                    self.runs(child_node, element);
                }
                _ => self.runs(child_node, element),
            }
        }
    }

    fn run(&mut self, node: &Xml, element: &mut Element) {
        let mut words = Vec::new();
        if let Some(properties) = child(node, "rPr") {
            for property in properties.elements() {
                flatten(property, "", &mut words);
            }
        }
        words.sort();
        let style = words.join(" ");
        let is_mark = style.contains("superscript") || style.contains("FootnoteReference");
        let mut text = String::new();
        for part in node.elements() {
            match name(part) {
                "t" if is_mark => text.push_str(&format!(" [{}]", part.plain_text().trim())),
                // Joiners keep words on one line and are not seen.
                "t" => text.push_str(&part.plain_text().replace(JOINER, "")),
                "noBreakHyphen" => text.push('-'),
                "tab" => text.push('\t'),
                "br" | "cr" => text.push('\n'),
                "footnoteReference" => {
                    self.notes += 1;
                    text.push_str(&format!(" [{}]", self.notes));
                }
                "instrText" => {
                    let field = part.plain_text();
                    element
                        .links
                        .push(format!("field {}", field.split_whitespace().next().unwrap_or_default()));
                }
                "rPr" | "fldChar" => {}
                _ => self.drawing(part, element),
            }
        }
        if !text.is_empty() {
            element.runs.push(Run { area: Area::default(), style, text });
        }
    }

    /// A picture, a chart or a drawn shape.
    fn drawing(&mut self, node: &Xml, element: &mut Element) {
        let mut look = Vec::new();
        let mut target = String::new();
        node.walk(&mut |part| match name(part) {
            "docPr" => element.alt = part.get("descr").unwrap_or_default().to_owned(),
            "p" => self.paragraph(part, "word/document.xml/drawing"),
            "blip" | "chart" => {
                let id = attributes(part).find(|(name, _)| ["embed", "id"].contains(name));
                target = id.and_then(|(_, id)| self.relations.get(id)).cloned().unwrap_or_default();
            }
            "extent" | "srcRect" | "positionH" | "positionV" | "posOffset" => {
                flatten(part, "", &mut look);
            }
            _ => {}
        });
        let content = self.parts.get(&target).cloned().unwrap_or_default();
        let look = if target.contains("/charts/") {
            self.chart(&target, &element.alt);
            format!("chart {}", look.join(" "))
        } else if target.is_empty() {
            let mut all = Vec::new();
            flatten(node, "", &mut all);
            format!("shape {:016x}", fnv(all.join(" ").as_bytes()))
        } else {
            self.told.push(target);
            format!("picture {:016x}", fnv(content.as_bytes()))
        };
        let outline = fnv(look.as_bytes());
        element.marks.push(Drawn { area: Area::default(), look, outline });
    }

    /// A native chart, with its workbook and the labels drawn over it.
    fn chart(&mut self, part: &str, alt: &str) {
        let (relations, own) = (self.relations_of(part).unwrap_or_default(), part.to_owned());
        let title = alt.split_once(". ").map_or(alt, |(first, _)| first).to_owned();
        for target in std::iter::once(&own).chain(relations.values()) {
            let kind = if target == part {
                "chart"
            } else if target.ends_with(".xlsx") {
                "workbook"
            } else {
                "labels"
            };
            self.whole(target, kind, &title);
        }
    }

    /// A part told as one element: its words as text, everything else as properties.
    fn whole(&mut self, part: &str, role: &str, title: &str) {
        let Some(text) = self.parts.get(part) else { return };
        if self.told.iter().any(|told| told == part) {
            return;
        }
        self.told.push(part.to_owned());
        let mut element = Element {
            role: role.to_owned(),
            path: "word/part".to_owned(),
            title: title.to_owned(),
            ..Element::default()
        };
        let run = |text: &str| Run { text: format!("{text} "), ..Run::default() };
        let is_xml = part.ends_with(".xml") || part.ends_with(".rels");
        match is_xml.then(|| parse(text.as_bytes()).ok()).flatten() {
            Some(xml) => {
                let mut words = Vec::new();
                flatten(&xml, "", &mut words);
                element.attributes = words.join(" ");
                xml.walk(&mut |node| {
                    let text = node.plain_text();
                    if ["t", "v"].contains(&name(node)) && !text.is_empty() {
                        element.runs.push(run(&text));
                    }
                });
            }
            None => element.runs.extend(text.lines().map(run)),
        }
        self.elements.push(element);
    }

    fn styles(&mut self, names: &Names) -> Result<(), NoDocx> {
        for (part, kind, role) in [
            (&names.styles, "style", "style"),
            (&names.styles, "docDefaults", "style"),
            (&names.numbering, "abstractNum", "numbering"),
        ] {
            let Some(part) = part else { continue };
            let Some(xml) = self.part(part)? else { continue };
            self.told.push(part.clone());
            for (index, node) in xml.elements().filter(|node| name(node) == kind).enumerate() {
                let title = match child(node, "name") {
                    Some(own) => value(own).to_owned(),
                    None if kind == "docDefaults" => "defaults of the document".to_owned(),
                    None => format!("list {}", index + 1),
                };
                self.properties(role, &title, "word/styles", std::iter::once(node));
            }
        }
        Ok(())
    }

    /// Every part that nothing else has told.
    fn others(&mut self) -> Result<(), NoDocx> {
        let names: Vec<&String> = self.parts.keys().collect();
        for name in names {
            // Relations and content types only name the other parts.
            if !name.ends_with(".rels") && name != "[Content_Types].xml" {
                self.whole(name, "part", name);
            }
        }
        Ok(())
    }
}

/// The name of an element or attribute without its prefix.
fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

fn name(node: &Xml) -> &str {
    local(&node.name)
}

/// The attributes by their names without prefixes, those apart that only declare prefixes.
fn attributes(node: &Xml) -> impl Iterator<Item = (&str, &str)> {
    let own = node.attributes.iter().filter(|(name, _)| name != "xmlns" && !name.starts_with("xmlns:"));
    own.map(|(name, value)| (local(name), value.as_str()))
}

fn child<'a>(node: &'a Xml, wanted: &str) -> Option<&'a Xml> {
    node.elements().find(|child| name(child) == wanted)
}

fn value(node: &Xml) -> &str {
    attributes(node).find(|(name, _)| ["val", "styleId"].contains(name)).map_or("", |(_, value)| value)
}

/// `pPr/spacing.after=120` for each property, without ids.
fn flatten(node: &Xml, parent: &str, words: &mut Vec<String>) {
    let own = name(node);
    let path = if parent.is_empty() { own.to_owned() } else { format!("{parent}/{own}") };
    let mut properties: Vec<String> = attributes(node)
        .filter(|(name, _)| !IDS.contains(name))
        .map(|(name, value)| match (name, value.replace(' ', "_")) {
            ("val", value) => format!("{path}={value}"),
            (name, value) => format!("{path}.{name}={value}"),
        })
        .collect();
    properties.sort();
    if properties.is_empty() && node.elements().next().is_none() {
        words.push(path);
    }
    words.extend(properties);
    for inner in node.elements() {
        flatten(inner, own, words);
    }
}
