//! Finds in a document what validators of the format miss: dangling references, unbalanced fields,
//! undefined styles, lists and notes, missing names.

use std::collections::{BTreeMap, BTreeSet};

use super::address::listed;
use super::snapshot::is_xml;
use crate::docx::package::archive::unzip;
use crate::docx::package::relation::resolve;
use crate::docx::package::tree::{Element, parse};
use crate::report::LanguageTag;

mod chart;
#[cfg(test)]
pub(in crate::docx) mod tests;
mod word;

/// Everything that is wrong with a document, one sentence each; none for a sound one.
pub fn lint(docx: &[u8]) -> Vec<String> {
    let files = match unzip(docx) {
        Ok(files) => files,
        Err(error) => return vec![error.to_string()],
    };
    let mut faults = Vec::new();
    let mut trees = BTreeMap::new();
    for (name, bytes) in files.iter().filter(|(name, _)| is_xml(name)) {
        match parse(bytes) {
            Ok(tree) => {
                trees.insert(name.as_str(), tree);
            }
            Err(error) => faults.push(format!("{name}: {error}")),
        }
    }
    let names: BTreeSet<&str> = files.keys().map(String::as_str).collect();
    let mut lint = Lint { names, trees, faults };
    lint.content_types();
    lint.relations();
    lint.pictures(&files);
    lint.styles();
    lint.lists();
    lint.notes();
    lint.fields();
    lint.anchors();
    lint.addresses();
    lint.drawings();
    lint.charts(&files);
    lint.headings();
    lint.languages();
    lint.texts();
    lint.properties();
    lint.word();
    lint.faults
}

/// A document that is looked through.
struct Lint<'a> {
    names: BTreeSet<&'a str>,
    /// The XML parts.
    trees: BTreeMap<&'a str, Element>,
    /// What was found so far.
    faults: Vec<String>,
}

const DOCUMENT: &str = "word/document.xml";

impl Lint<'_> {
    fn fault(&mut self, text: String) {
        self.faults.push(text);
    }

    /// The values of an attribute on all elements of that name, with their parts.
    fn values(&self, element: &str, attribute: &str) -> Vec<(String, String)> {
        let mut values = Vec::new();
        for (part, tree) in &self.trees {
            tree.walk(&mut |found| {
                if found.name == element
                    && let Some(value) = found.get(attribute)
                {
                    values.push(((*part).to_owned(), value.to_owned()));
                }
            });
        }
        values
    }

    fn set(&self, element: &str, attribute: &str) -> BTreeSet<String> {
        self.values(element, attribute).into_iter().map(|(_, value)| value).collect()
    }

    fn content_types(&mut self) {
        let endings = self.set("Default", "Extension");
        let parts = self.set("Override", "PartName");
        for name in self.names.clone() {
            let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
            let own = parts.contains(&format!("/{name}")) || name == "[Content_Types].xml";
            let known = own || (ending != "xml" && endings.contains(ending));
            if !known {
                self.fault(format!("`{name}` has no content type"));
            }
        }
        for part in parts {
            if !self.names.contains(part.trim_start_matches('/')) {
                self.fault(format!("a content type is given for `{part}`, which is not there"));
            }
        }
    }

    fn relations(&mut self) {
        let mut used: BTreeSet<(String, String)> = BTreeSet::new();
        for (part, tree) in &self.trees {
            tree.walk(&mut |element| {
                for (name, value) in &element.attributes {
                    if name == "r:id" || name == "r:embed" {
                        used.insert(((*part).to_owned(), value.clone()));
                    }
                }
            });
        }
        let mut faults = Vec::new();
        let mut defined = BTreeSet::new();
        for (name, tree) in self.trees.iter().filter(|(name, _)| name.ends_with(".rels")) {
            let source = name.replacen("_rels/", "", 1).trim_end_matches(".rels").to_owned();
            let folder = source.rsplit_once('/').map_or("", |(folder, _)| folder);
            for relation in tree.elements() {
                let id = relation.get("Id").unwrap_or_default();
                let target = relation.get("Target").unwrap_or_default();
                if !defined.insert((source.clone(), id.to_owned())) {
                    faults.push(format!("{name}: `{id}` is there twice"));
                }
                let external = relation.get("TargetMode") == Some("External");
                if !external && !self.names.contains(resolve(folder, target).as_str()) {
                    faults.push(format!("{name}: `{target}` is not there"));
                }
            }
        }
        faults.extend(used.difference(&defined).map(|(part, id)| format!("{part}: no relation `{id}`")));
        self.faults.extend(faults);
    }

    fn pictures(&mut self, files: &BTreeMap<String, Vec<u8>>) {
        for (name, bytes) in files {
            let right = match name.rsplit_once('.').map(|(_, ending)| ending) {
                Some("png") => bytes.starts_with(&[0x89, b'P', b'N', b'G']),
                Some("jpeg") => bytes.starts_with(&[0xff, 0xd8, 0xff]),
                _ => true,
            };
            if !right {
                self.fault(format!("`{name}` is not what its name says"));
            }
        }
    }

    fn styles(&mut self) {
        let defined = self.set("w:style", "w:styleId");
        for element in ["w:pStyle", "w:rStyle", "w:tblStyle", "w:basedOn", "w:next", "w:link"] {
            for (part, style) in self.values(element, "w:val") {
                if !defined.contains(&style) {
                    self.fault(format!("{part}: style `{style}` is not defined"));
                }
            }
        }
        if self.values("w:style", "w:styleId").len() != defined.len() {
            self.fault("a style is defined twice".to_owned());
        }
    }

    fn lists(&mut self) {
        let mut lists: BTreeSet<String> = BTreeSet::new();
        let Some(numbering) = self.trees.get("word/numbering.xml") else { return };
        for number in numbering.elements().filter(|element| element.name == "w:num") {
            lists.extend(number.get("w:numId").map(str::to_owned));
        }
        // Zero takes the number of a style away.
        lists.insert("0".to_owned());
        for (part, list) in self.values("w:numId", "w:val") {
            if !lists.contains(&list) {
                self.fault(format!("{part}: list `{list}` is not defined"));
            }
        }
        let abstracts = self.set("w:abstractNum", "w:abstractNumId");
        for (_, id) in self.values("w:abstractNumId", "w:val") {
            if !abstracts.contains(&id) {
                self.fault(format!("abstract list `{id}` is not defined"));
            }
        }
    }

    fn notes(&mut self) {
        let mut defined = self.set("w:footnote", "w:id");
        let marks = self.values("w:footnoteReference", "w:id");
        let mut marked = BTreeSet::new();
        for (part, id) in marks {
            if !defined.contains(&id) {
                self.fault(format!("{part}: note `{id}` is not defined"));
            }
            if !marked.insert(id.clone()) {
                self.fault(format!("{part}: note `{id}` is marked twice"));
            }
        }
        defined.retain(|id| !marked.contains(id) && id != "-1" && id != "0");
        for id in defined {
            self.fault(format!("note `{id}` has no mark"));
        }
    }

    fn fields(&mut self) {
        let mut faults = Vec::new();
        for (part, tree) in &self.trees {
            // For each open field: whether its result has begun.
            let mut open: Vec<bool> = Vec::new();
            tree.walk(&mut |element| {
                let kind = element.get("w:fldCharType").unwrap_or_default();
                match (element.name.as_ref(), kind) {
                    ("w:fldChar", "begin") => open.push(false),
                    ("w:fldChar", "separate") => match open.last_mut() {
                        Some(separated @ false) => *separated = true,
                        _ => faults.push(format!("{part}: a field's result begins twice or nowhere")),
                    },
                    ("w:fldChar", "end") if open.pop().is_none() => {
                        faults.push(format!("{part}: a field ends that has not begun"));
                    }
                    ("w:instrText", _) if open.last() != Some(&false) => {
                        faults.push(format!("{part}: an instruction stands outside a field"));
                    }
                    _ => {}
                }
            });
            if !open.is_empty() {
                faults.push(format!("{part}: {} fields have no end", open.len()));
            }
        }
        self.faults.extend(faults);
    }

    fn anchors(&mut self) {
        let bookmarks = self.values("w:bookmarkStart", "w:name");
        let names: BTreeSet<String> = bookmarks.iter().map(|(_, name)| name.to_lowercase()).collect();
        if names.len() != bookmarks.len() {
            self.fault("two bookmarks have one name".to_owned());
        }
        let ids = self.values("w:bookmarkStart", "w:id");
        let ends = self.set("w:bookmarkEnd", "w:id");
        if ids.len() != ends.len() || ids.iter().any(|(_, id)| !ends.contains(id)) {
            self.fault("a bookmark has no end, or two have one number".to_owned());
        }
        let mut targets = self.values("w:hyperlink", "w:anchor");
        for (part, tree) in &self.trees {
            tree.walk(&mut |element| {
                if element.name != "w:instrText" {
                    return;
                }
                let text = element.plain_text();
                let mut words = text.split_whitespace();
                if let (Some("REF" | "PAGEREF" | "NOTEREF"), Some(target)) = (words.next(), words.next()) {
                    targets.push(((*part).to_owned(), target.to_owned()));
                }
            });
        }
        for (part, target) in targets {
            if !names.contains(&target.to_lowercase()) {
                self.fault(format!("{part}: no bookmark `{target}`"));
            }
        }
    }

    /// Each address has its bookmark, and no key is left on a paragraph.
    fn addresses(&mut self) {
        let bookmarks = self.set("w:bookmarkStart", "w:name");
        let listed = self.trees.values().find_map(listed).map(|listed| listed.addresses).unwrap_or_default();
        if listed.is_empty() {
            self.fault("no block has an address".to_owned());
        }
        for address in listed.iter().filter(|address| !bookmarks.contains(&address.bookmark)) {
            self.fault(format!("the address `{}` has no bookmark", address.key));
        }
        for (part, key) in self.values("w:p", "key") {
            self.fault(format!("{part}: the key `{key}` has become no bookmark"));
        }
    }

    fn drawings(&mut self) {
        let ids = self.values("wp:docPr", "id");
        let distinct: BTreeSet<&String> = ids.iter().map(|(_, id)| id).collect();
        if distinct.len() != ids.len() {
            self.fault("two drawings have one id".to_owned());
        }
        let mut silent = 0;
        for tree in self.trees.values() {
            tree.walk(&mut |element| {
                let described = element.get("descr").is_some_and(|alt| !alt.trim().is_empty());
                if element.name == "wp:docPr" && !described && !is_decorative(element) {
                    silent += 1;
                }
            });
        }
        if silent > 0 {
            self.fault(format!("{silent} drawings have no alternative text"));
        }
    }

    /// Levels of headings by style, with what the style takes over from others.
    fn heading_levels(&self) -> BTreeMap<String, usize> {
        let mut levels = BTreeMap::new();
        let Some(styles) = self.trees.get("word/styles.xml") else { return levels };
        // A style is defined after the one it is based on.
        for style in styles.elements().filter(|element| element.name == "w:style") {
            let id = style.get("w:styleId").unwrap_or_default().to_owned();
            let own = style.find("w:pPr").and_then(|p| p.find("w:outlineLvl")).and_then(|l| l.get("w:val"));
            let base = style.find("w:basedOn").and_then(|base| base.get("w:val"));
            let level = match own {
                Some(level) => level.parse().ok(),
                None => base.and_then(|base| levels.get(base).copied()),
            };
            if let Some(level) = level.filter(|level| *level < 9) {
                levels.insert(id, level);
            }
        }
        levels
    }

    fn headings(&mut self) {
        let levels = self.heading_levels();
        let Some(document) = self.trees.get(DOCUMENT) else { return };
        let mut faults = Vec::new();
        let mut before = None;
        document.walk(&mut |element| {
            let style = element.find("w:pPr").and_then(|p| p.find("w:pStyle")).and_then(|s| s.get("w:val"));
            let Some(&level) = style.and_then(|style| levels.get(style)) else { return };
            let text = element.plain_text();
            if level > before.map_or(0, |before: usize| before + 1) {
                faults.push(format!("the heading `{text}` skips a level"));
            }
            if text.trim().is_empty() {
                faults.push("a heading is empty".to_owned());
            }
            before = Some(level);
        });
        if before.is_none() {
            faults.push("there is no heading".to_owned());
        }
        self.faults.extend(faults);
    }

    fn languages(&mut self) {
        let mut tags = self.values("w:themeFontLang", "w:val");
        tags.extend(self.values("c:lang", "val"));
        for attribute in ["w:val", "w:eastAsia", "w:bidi"] {
            tags.extend(self.values("w:lang", attribute));
        }
        if tags.is_empty() {
            self.fault("no language is given".to_owned());
        }
        for (part, tag) in tags {
            if tag.parse::<LanguageTag>().is_err() {
                self.fault(format!("{part}: `{tag}` is not a language tag"));
            }
        }
    }

    fn texts(&mut self) {
        let mut faults = Vec::new();
        for (part, tree) in &self.trees {
            tree.walk(&mut |element| {
                let values = element.attributes.iter().map(|(_, value)| value.clone());
                let text = if element.name == "w:t" { Some(element.plain_text()) } else { None };
                if values.chain(text).any(|text| text.contains(['\u{e000}', '\u{e001}', '\u{fffe}'])) {
                    faults.push(format!("{part}: a mark of the writer is left over in `{}`", element.name));
                }
            });
        }
        self.faults.extend(faults);
    }

    fn properties(&mut self) {
        let core = self.trees.get("docProps/core.xml");
        let title = core.and_then(|core| core.find("dc:title")).map(Element::plain_text);
        if title.is_none_or(|title| title.trim().is_empty()) {
            self.fault("the document has no title".to_owned());
        }
    }
}

/// Whether a drawing says of itself that it shows nothing.
fn is_decorative(drawing: &Element) -> bool {
    let mut found = false;
    drawing.walk(&mut |element| found |= element.name == "adec:decorative");
    found
}
