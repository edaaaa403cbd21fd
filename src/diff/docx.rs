//! Reads a DOCX as elements: its blocks in reading order, then notes, styles, charts and all other parts.
//!
//! Ids, names of parts and the order of properties are left out: they tell a reader nothing.

use std::collections::BTreeMap;
use std::fmt;

use resvg::usvg::roxmltree::{Document as Xml, Node};

use super::document::{Area, Document, Element, Mark, Run, hash};
use crate::docx::parts;

/// Parts of a DOCX by name, as [`crate::docx::parts`] prints them.
pub type Parts = BTreeMap<String, String>;

/// The file is no DOCX that can be read, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoDocx(String);

impl fmt::Display for NoDocx {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the file is no DOCX that can be read: {}", self.0)
    }
}

impl std::error::Error for NoDocx {}

/// Reads a DOCX.
///
/// # Errors
/// The bytes are no package, or a part of it is no XML.
pub fn read(docx: &[u8]) -> Result<Document, NoDocx> {
    let parts = parts(docx).map_err(|error| NoDocx(error.to_string()))?;
    read_parts(&parts)
}

/// Reads the parts of a DOCX.
///
/// # Errors
/// A part is no XML.
pub fn read_parts(parts: &Parts) -> Result<Document, NoDocx> {
    let mut reader =
        Reader { parts, elements: Vec::new(), notes: 0, told: Vec::new(), relations: BTreeMap::new() };
    reader.relations = reader.relations_of("word/document.xml")?;
    reader.blocks("word/document.xml")?;
    reader.blocks("word/footnotes.xml")?;
    for name in parts.keys().filter(|name| name.contains("/header") || name.contains("/footer")) {
        if name.ends_with(".xml") {
            reader.relations = reader.relations_of(name)?;
            reader.blocks(name)?;
        }
    }
    reader.styles()?;
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
    fn part(&self, name: &str) -> Result<Option<Xml<'_>>, NoDocx> {
        let Some(text) = self.parts.get(name) else { return Ok(None) };
        Xml::parse(text).map(Some).map_err(|error| NoDocx(format!("{name}: {error}")))
    }

    /// Parts that a part names, by its ids for them.
    fn relations_of(&self, part: &str) -> Result<BTreeMap<String, String>, NoDocx> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let Some(xml) = self.part(&format!("{folder}/_rels/{file}.rels"))? else {
            return Ok(BTreeMap::new());
        };
        let relation = |node: Node<'_, '_>| {
            let target = node.attribute("Target")?;
            let is_outside = node.attribute("TargetMode") == Some("External");
            let target = if is_outside { target.to_owned() } else { resolved(folder, target) };
            Some((node.attribute("Id")?.to_owned(), target))
        };
        Ok(xml.root_element().children().filter_map(relation).collect())
    }

    fn blocks(&mut self, part: &str) -> Result<(), NoDocx> {
        let Some(text) = self.parts.get(part) else { return Ok(()) };
        self.told.push(part.to_owned());
        let xml = Xml::parse(text).map_err(|error| NoDocx(format!("{part}: {error}")))?;
        self.inside(xml.root_element(), part);
        Ok(())
    }

    fn inside(&mut self, node: Node<'_, '_>, path: &str) {
        for child in node.children().filter(Node::is_element) {
            match child.tag_name().name() {
                "p" => self.paragraph(child, path),
                "tbl" => {
                    let kind = |node: &Node<'_, '_>| ["tblPr", "tblGrid"].contains(&node.tag_name().name());
                    self.properties("table", "", path, child.children().filter(kind));
                    self.inside(child, &format!("{path}/table"));
                }
                "trPr" | "tcPr" => {
                    let name = if child.tag_name().name() == "trPr" { "table row" } else { "table cell" };
                    self.properties(name, "", path, std::iter::once(child));
                }
                "sectPr" => self.properties("section", "", path, std::iter::once(child)),
                // The two that only draw the line above notes.
                "footnote" if child.attributes().any(|attribute| attribute.name() == "type") => {}
                "footnote" => self.inside(child, &format!("{path}/note")),
                _ => self.inside(child, path),
            }
        }
    }

    fn properties<'x>(
        &mut self,
        role: &str,
        title: &str,
        path: &str,
        nodes: impl Iterator<Item = Node<'x, 'x>>,
    ) {
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

    fn paragraph(&mut self, node: Node<'_, '_>, path: &str) {
        let mut element =
            Element { role: "paragraph".to_owned(), path: path.to_owned(), ..Element::default() };
        let mut words = Vec::new();
        let mut sections = Vec::new();
        for property in
            child(node, "pPr").into_iter().flat_map(|node| node.children()).filter(Node::is_element)
        {
            match property.tag_name().name() {
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

    fn runs(&mut self, node: Node<'_, '_>, element: &mut Element) {
        for child_node in node.children().filter(Node::is_element) {
            match child_node.tag_name().name() {
                "r" => self.run(child_node, element),
                "pPr" | "bookmarkStart" | "bookmarkEnd" => {}
                "hyperlink" => {
                    let id = child_node.attributes().find(|attribute| attribute.name() == "id");
                    let target = id.and_then(|id| self.relations.get(id.value()));
                    element
                        .links
                        .push(target.map_or_else(|| "a place in the document".to_owned(), Clone::clone));
                    self.runs(child_node, element);
                }
                _ => self.runs(child_node, element),
            }
        }
    }

    fn run(&mut self, node: Node<'_, '_>, element: &mut Element) {
        let mut words = Vec::new();
        if let Some(properties) = child(node, "rPr") {
            for property in properties.children().filter(Node::is_element) {
                flatten(property, "", &mut words);
            }
        }
        words.sort();
        let style = words.join(" ");
        let is_mark = style.contains("superscript") || style.contains("FootnoteReference");
        let mut text = String::new();
        for part in node.children().filter(Node::is_element) {
            match part.tag_name().name() {
                "t" if is_mark => text.push_str(&format!(" [{}]", part.text().unwrap_or_default().trim())),
                "t" => text.push_str(part.text().unwrap_or_default()),
                "tab" => text.push('\t'),
                "br" | "cr" => text.push('\n'),
                "footnoteReference" => {
                    self.notes += 1;
                    text.push_str(&format!(" [{}]", self.notes));
                }
                "instrText" => {
                    let field = part.text().unwrap_or_default();
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
    fn drawing(&mut self, node: Node<'_, '_>, element: &mut Element) {
        let mut look = Vec::new();
        let mut target = String::new();
        for part in node.descendants().filter(Node::is_element) {
            match part.tag_name().name() {
                "docPr" => element.alt = part.attribute("descr").unwrap_or_default().to_owned(),
                "p" => self.paragraph(part, "word/document.xml/drawing"),
                "blip" | "chart" => {
                    let id = part.attributes().find(|attribute| ["embed", "id"].contains(&attribute.name()));
                    target = id.and_then(|id| self.relations.get(id.value())).cloned().unwrap_or_default();
                }
                "extent" | "srcRect" | "positionH" | "positionV" | "posOffset" => {
                    flatten(part, "", &mut look);
                }
                _ => {}
            }
        }
        let content = self.parts.get(&target).cloned().unwrap_or_default();
        let look = if target.contains("/charts/") {
            self.chart(&target, &element.alt);
            format!("chart {}", look.join(" "))
        } else if target.is_empty() {
            let mut all = Vec::new();
            flatten(node, "", &mut all);
            format!("shape {:016x}", hash(all.join(" ").as_bytes()))
        } else {
            self.told.push(target);
            format!("picture {:016x}", hash(content.as_bytes()))
        };
        let outline = hash(look.as_bytes());
        element.marks.push(Mark { area: Area::default(), look, outline });
    }

    /// A native chart, with its workbook and the labels drawn over it.
    fn chart(&mut self, part: &str, alt: &str) {
        let (relations, own) = (self.relations_of(part).unwrap_or_default(), part.to_owned());
        let title = alt.split_once(". ").map_or(alt, |(first, _)| first).to_owned();
        for name in std::iter::once(&own).chain(relations.values()) {
            let kind = if name == part {
                "chart"
            } else if name.ends_with(".xlsx") {
                "workbook"
            } else {
                "labels"
            };
            self.whole(name, kind, &title);
        }
    }

    /// A part told as one element: its words as text, everything else as properties.
    fn whole(&mut self, name: &str, role: &str, title: &str) {
        let Some(text) = self.parts.get(name) else { return };
        if self.told.iter().any(|told| told == name) {
            return;
        }
        self.told.push(name.to_owned());
        let mut element = Element {
            role: role.to_owned(),
            path: "word/part".to_owned(),
            title: title.to_owned(),
            ..Element::default()
        };
        let run = |text: &str| Run { text: format!("{text} "), ..Run::default() };
        match Xml::parse(text) {
            Ok(xml) => {
                let mut words = Vec::new();
                flatten(xml.root_element(), "", &mut words);
                element.attributes = words.join(" ");
                let texts = xml.descendants().filter(|node| ["t", "v"].contains(&node.tag_name().name()));
                element.runs.extend(texts.filter_map(|node| node.text()).map(run));
            }
            Err(_) => element.runs.extend(text.lines().map(run)),
        }
        self.elements.push(element);
    }

    fn styles(&mut self) -> Result<(), NoDocx> {
        for (part, kind, role) in [
            ("word/styles.xml", "style", "style"),
            ("word/styles.xml", "docDefaults", "style"),
            ("word/numbering.xml", "abstractNum", "numbering"),
        ] {
            let Some(text) = self.parts.get(part) else { continue };
            let xml = Xml::parse(text).map_err(|error| NoDocx(format!("{part}: {error}")))?;
            self.told.push(part.to_owned());
            let nodes: Vec<Node<'_, '_>> =
                xml.root_element().children().filter(|node| node.tag_name().name() == kind).collect();
            for (index, node) in nodes.into_iter().enumerate() {
                let title = match child(node, "name") {
                    Some(name) => value(name).to_owned(),
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

fn resolved(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut path: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            ".." => {
                path.pop();
            }
            part => path.push(part),
        }
    }
    path.join("/")
}

fn child<'a>(node: Node<'a, 'a>, name: &str) -> Option<Node<'a, 'a>> {
    node.children().find(|child| child.tag_name().name() == name)
}

fn value<'a>(node: Node<'a, '_>) -> &'a str {
    node.attributes()
        .find(|attribute| ["val", "styleId"].contains(&attribute.name()))
        .map_or("", |found| found.value())
}

/// `pPr/spacing.after=120` for each property, without ids.
fn flatten(node: Node<'_, '_>, parent: &str, words: &mut Vec<String>) {
    let name = node.tag_name().name();
    let path = if parent.is_empty() { name.to_owned() } else { format!("{parent}/{name}") };
    let mut attributes: Vec<String> = node
        .attributes()
        .filter(|attribute| !IDS.contains(&attribute.name()))
        .map(|attribute| match attribute.name() {
            "val" => format!("{path}={}", attribute.value().replace(' ', "_")),
            name => format!("{path}.{name}={}", attribute.value().replace(' ', "_")),
        })
        .collect();
    attributes.sort();
    let is_leaf = !node.children().any(|child| child.is_element());
    if attributes.is_empty() && is_leaf {
        words.push(path);
    }
    words.extend(attributes);
    for inner in node.children().filter(Node::is_element) {
        flatten(inner, name, words);
    }
}
