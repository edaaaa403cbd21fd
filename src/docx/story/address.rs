//! Gives each block of words an address: a hidden bookmark, and an entry in a part that says what it is.
//!
//! A key follows from the place in the spec, `chapter/visas/text/2` or `event/1/title`, and the bookmark
//! from the key: moving a section changes no other key. [`crate::docx::read`] reads them again.

use std::collections::{BTreeMap, BTreeSet};

use super::place::Places;
use crate::docx::package::archive::Package;
use crate::docx::package::relation::Relations;
use crate::docx::package::tree::{Element, Node, el};
use crate::docx::read::address::{Address, Listed, NAMESPACE, NOTE, hash_of};
use crate::docx::read::edits::printed;
use crate::hash::fnv;
use crate::report::{Relationship, Report};

/// Beginning of the bookmarks' names; the underscore keeps them out of Word's list.
const PREFIX: &str = "_spec_";
/// The part.
const PART: &str = "customXml/item1.xml";
/// Id of the part's kind, the same in every document.
const ITEM: &str = "{5B1D2C54-6E0F-4C1E-9C39-0D8E7A1F4A23}";
/// Holds the key on a paragraph until the bookmark is set; it is in no file.
const KEY: &str = "key";

/// Makes keys while the text is written.
#[derive(Debug, Clone, Default)]
pub(super) struct Keys {
    /// What keys begin with now.
    pub(super) name: String,
    counts: BTreeMap<String, usize>,
}

impl Keys {
    /// A paragraph that has a key, until the bookmark is set.
    pub(super) fn mark(paragraph: Element, key: String) -> Element {
        paragraph.attr(KEY, key)
    }

    /// The key of the next block of that kind: `chapter/visas/text/2`.
    pub(super) fn next(&mut self, kind: &str) -> String {
        let stem = self.within(kind);
        let count = self.counts.entry(stem.clone()).or_default();
        *count += 1;
        format!("{stem}/{count}")
    }

    /// The key of the only block of that kind.
    pub(super) fn within(&self, kind: &str) -> String {
        if self.name.is_empty() { kind.to_owned() } else { format!("{}/{kind}", self.name) }
    }
}

/// The addresses of a document.
#[derive(Debug, Clone, Default)]
pub(in crate::docx) struct Addresses {
    known: Vec<Address>,
    /// Those of notes. Their bookmarks stand around their marks: LibreOffice loses those within notes.
    notes: Vec<Address>,
    keys: BTreeSet<String>,
    bookmarks: BTreeSet<String>,
}

impl Addresses {
    /// Sets the bookmarks of all paragraphs that have a key and words of their own.
    pub(super) fn mark(&mut self, element: &mut Element, places: &mut Places) {
        let key = element.attributes.iter().position(|(name, _)| name == KEY);
        if let Some((_, key)) = key.map(|index| element.attributes.remove(index)) {
            let words = printed(element);
            if !words.trim().is_empty() {
                let address = self.address(key, &words);
                around(element, &address.bookmark, places);
                self.known.push(address);
            }
            return;
        }
        for node in &mut element.children {
            if let Node::Element(child) = node {
                self.mark(child, places);
            }
        }
    }

    fn address(&mut self, key: String, words: &str) -> Address {
        // The same chart may be shown twice.
        let mut free = key.clone();
        let mut count = 1;
        while !self.keys.insert(free.clone()) {
            count += 1;
            free = format!("{key}/{count}");
        }
        let mut bookmark = name(&free);
        while !self.bookmarks.insert(bookmark.clone()) {
            bookmark = name(&bookmark);
        }
        Address { key: free, bookmark, hash: hash_of(words), print: None }
    }

    /// The bookmark of the next note's mark.
    pub(super) fn note(&mut self, id: &str) -> String {
        let address = self.address(format!("{NOTE}{id}"), "");
        self.notes.push(address.clone());
        address.bookmark
    }

    /// Remembers what a note says, counted from 0.
    pub(super) fn set_note(&mut self, position: usize, paragraph: &Element) {
        if let Some(note) = self.notes.get_mut(position) {
            note.hash = hash_of(&printed(paragraph));
        }
    }

    /// What the document lists of itself, as far as it is known while it is written.
    pub(in crate::docx) fn listed(&self, report: &Report) -> Listed {
        let addresses = self.known.iter().chain(&self.notes).cloned().collect();
        Listed { edition: report.id.clone(), addresses, ..Listed::default() }
    }
}

/// Names the part that says what the bookmarks stand for.
pub(in crate::docx) fn relate(relations: &mut Relations) {
    relations.part("customXml", &format!("../{PART}"));
}

/// Adds the part that says what the bookmarks stand for.
pub(in crate::docx) fn add_list(package: &mut Package, listed: &Listed, report: &Report) {
    let sources = report.attachments.iter().filter(|file| file.relationship == Relationship::Source);
    let sources: Vec<&str> = sources.map(|file| file.name.as_str()).collect();
    let mut root = el("blocks")
        .attr("xmlns", NAMESPACE)
        .attr("edition", &listed.edition)
        .attr("files", sources.join(" "));
    if let Some(edges) = &listed.edges {
        root = root.attr("edges", edges.join(" "));
    }
    for (name, hash) in [("styles", &listed.styles), ("breaks", &listed.breaks)] {
        if let Some(hash) = hash {
            root = root.attr(name, hash);
        }
    }
    let drawings = listed.drawings.iter().map(|drawn| {
        let drawing = el("drawing").attr("kind", &drawn.kind).attr("name", &drawn.name);
        let more = [("alt", &drawn.alt), ("data", &drawn.data), ("workbook", &drawn.workbook)];
        more.into_iter()
            .filter(|(_, hash)| !hash.is_empty())
            .fold(drawing, |drawing, (name, hash)| drawing.attr(name, hash))
    });
    let root = root.with(listed.addresses.iter().map(block)).with(drawings);
    let schema = "http://schemas.openxmlformats.org/officeDocument/2006/customXml";
    let properties = el("ds:datastoreItem")
        .attr("ds:itemID", ITEM)
        .attr("xmlns:ds", schema)
        .child(el("ds:schemaRefs").child(el("ds:schemaRef").attr("ds:uri", NAMESPACE)));
    package.add(PART, "application/xml", root.to_xml());
    let mut own = Relations::default();
    own.part("customXmlProps", "itemProps1.xml");
    package.add_relations(PART, &own);
    let kind = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml";
    package.add("customXml/itemProps1.xml", kind, properties.to_xml());
}

fn block(address: &Address) -> Element {
    let block =
        el("block").attr("bookmark", &address.bookmark).attr("key", &address.key).attr("hash", &address.hash);
    let Some(print) = &address.print else { return block };
    // Where fields print nothing, both are the same.
    let shown = if print.shown == print.marked { "" } else { &print.shown };
    let more = [
        ("marked", print.marked.as_str()),
        ("shown", shown),
        ("style", &print.style),
        ("format", &print.format),
        ("emphasis", &print.emphasis),
        ("links", &print.links),
    ];
    more.into_iter()
        .filter(|(_, text)| !text.is_empty())
        .fold(block, |block, (name, text)| block.attr(name, text))
}

/// The name of a key's bookmark.
fn name(key: &str) -> String {
    let hash = fnv(key.as_bytes());
    format!("{PREFIX}{:08x}", (hash ^ (hash >> 32)) & 0xffff_ffff)
}

/// Puts a bookmark around the content of a paragraph.
fn around(paragraph: &mut Element, bookmark: &str, places: &mut Places) {
    let mut content: Vec<Element> = Vec::new();
    paragraph.children.retain(|node| match node {
        Node::Element(child) if child.name != "w:pPr" => {
            content.push(child.clone());
            false
        }
        _ => true,
    });
    paragraph.extend(places.around(bookmark, content));
}

#[cfg(test)]
mod tests {
    use super::{Keys, name};

    #[test]
    fn a_key_gives_the_same_bookmark_for_ever() {
        // Documents that editors hold now are compared with those names.
        assert_eq!(name("chapter/visas/text/2"), "_spec_5fac90fe");
    }

    #[test]
    fn keys_of_one_scope_do_not_change_with_another() {
        let keys = |names: [&str; 2]| {
            let mut scope = Keys::default();
            let mut keys = Vec::new();
            for name in names {
                scope.name = name.to_owned();
                keys.extend([scope.next("text"), scope.next("text"), scope.within("title")]);
            }
            keys.sort();
            keys
        };
        assert_eq!(keys(["a", "b"]), keys(["b", "a"]));
        assert_eq!(keys(["a", "b"])[..3], ["a/text/1", "a/text/2", "a/title"]);
    }
}
