//! Gives each block of words an address: a hidden bookmark, and an entry in a part that says what it is.
//!
//! A key follows from the place in the spec, `chapter/visas/text/2` or `event/1/title`, and the bookmark
//! from the key: moving a section changes no other key. [`super::edits`] reads them again.

use std::collections::{BTreeMap, BTreeSet};

use super::body::Body;
use super::edits::printed;
use super::package::{Package, Relations};
use super::place::Places;
use super::snapshot::hash;
use super::tree::{Element, Node, el};
use crate::report::{Relationship, Report};

/// Beginning of the bookmarks' names; the underscore keeps them out of Word's list.
const PREFIX: &str = "_spec_";
/// Namespace of the part.
const NAMESPACE: &str = "urn:quarterly:addresses:1";
/// The part.
const PART: &str = "customXml/item1.xml";
/// Id of the part's kind, the same in every document.
const ITEM: &str = "{5B1D2C54-6E0F-4C1E-9C39-0D8E7A1F4A23}";
/// Beginning of the keys of notes.
const NOTE: &str = "note/";
/// Holds the key on a paragraph until the bookmark is set; it is in no file.
const KEY: &str = "key";

/// A block of words as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Address {
    /// Where it stands in the spec.
    pub(super) key: String,
    /// Name of its bookmark.
    pub(super) bookmark: String,
    /// Hash of its words, without those that fields print.
    pub(super) hash: String,
}

impl Address {
    /// Whether it is that of a note.
    pub(super) fn is_note(&self) -> bool {
        self.key.starts_with(NOTE)
    }
}

/// Makes keys while the text is written.
#[derive(Debug, Clone, Default)]
pub(super) struct Scope {
    name: String,
    counts: BTreeMap<String, usize>,
}

impl Scope {
    /// The key of the next block of that kind: `chapter/visas/text/2`.
    fn next(&mut self, kind: &str) -> String {
        let stem = self.within(kind);
        let count = self.counts.entry(stem.clone()).or_default();
        *count += 1;
        format!("{stem}/{count}")
    }

    fn within(&self, kind: &str) -> String {
        if self.name.is_empty() { kind.to_owned() } else { format!("{}/{kind}", self.name) }
    }
}

impl Body<'_> {
    /// Writes something whose keys begin with that name.
    pub(super) fn scoped<T>(&mut self, name: &str, write: impl FnOnce(&mut Self) -> T) -> T {
        let outer = std::mem::replace(&mut self.scope.name, name.to_owned());
        let written = write(self);
        self.scope.name = outer;
        written
    }

    /// A paragraph of a kind that comes several times: its key ends in a number.
    pub(super) fn counted(&mut self, kind: &str, paragraph: Element) -> Element {
        let key = self.scope.next(kind);
        paragraph.attr(KEY, key)
    }

    /// A paragraph of a kind that comes once.
    pub(super) fn keyed(&self, kind: &str, paragraph: Element) -> Element {
        let key = self.scope.within(kind);
        paragraph.attr(KEY, key)
    }

    /// The name of the next part of the text of that kind, for [`Self::scoped`].
    pub(super) fn next_scope(&mut self, kind: &str) -> String {
        self.scope.next(kind)
    }
}

/// The addresses of a document.
#[derive(Debug, Clone, Default)]
pub(super) struct Addresses {
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
        Address { key: free, bookmark, hash: hash_of(words) }
    }

    /// The bookmark of the next note's mark.
    pub(super) fn note(&mut self, id: &str) -> String {
        let address = self.address(format!("{NOTE}{id}"), "");
        self.notes.push(address.clone());
        address.bookmark
    }

    /// The bookmark of a note's mark, counted from 0.
    pub(super) fn note_bookmark(&self, position: usize) -> &str {
        self.notes.get(position).map_or("", |note| note.bookmark.as_str())
    }

    /// Remembers what a note says, counted from 0.
    pub(super) fn set_note(&mut self, position: usize, paragraph: &Element) {
        if let Some(note) = self.notes.get_mut(position) {
            note.hash = hash_of(&printed(paragraph));
        }
    }

    /// Adds the part that says what the bookmarks stand for.
    pub(super) fn add_to(&self, package: &mut Package, relations: &mut Relations, report: &Report) {
        let sources = report.attachments.iter().filter(|file| file.relationship == Relationship::Source);
        let sources: Vec<&str> = sources.map(|file| file.name.as_str()).collect();
        let blocks = self.known.iter().chain(&self.notes).map(|address| {
            el("block")
                .attr("bookmark", &address.bookmark)
                .attr("key", &address.key)
                .attr("hash", &address.hash)
        });
        let root = el("blocks")
            .attr("xmlns", NAMESPACE)
            .attr("edition", &report.id)
            .attr("files", sources.join(" "))
            .with(blocks);
        let schema = "http://schemas.openxmlformats.org/officeDocument/2006/customXml";
        let properties = el("ds:datastoreItem")
            .attr("ds:itemID", ITEM)
            .attr("xmlns:ds", schema)
            .child(el("ds:schemaRefs").child(el("ds:schemaRef").attr("ds:uri", NAMESPACE)));
        relations.part("customXml", &format!("../{PART}"));
        package.add(PART, "application/xml", root.to_xml());
        let mut own = Relations::default();
        own.part("customXmlProps", "itemProps1.xml");
        package.add_relations(PART, &own);
        let kind = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml";
        package.add("customXml/itemProps1.xml", kind, properties.to_xml());
    }
}

/// The name of a key's bookmark.
fn name(key: &str) -> String {
    let hash = hash(key.as_bytes());
    format!("{PREFIX}{:08x}", (hash ^ (hash >> 32)) & 0xffff_ffff)
}

/// The hash of a block's words. Space around them is left out: LibreOffice puts a tab before those of notes.
pub(super) fn hash_of(words: &str) -> String {
    format!("{:016x}", hash(words.trim().as_bytes()))
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

/// The addresses that a part lists, with the id of the edition; `None` when it is another part.
pub(super) fn listed(part: &Element) -> Option<(String, Vec<Address>)> {
    let own = part.name == "blocks" && part.get("xmlns") == Some(NAMESPACE);
    let text = |element: &Element, name| element.get(name).unwrap_or_default().to_owned();
    let address = |block: &Element| Address {
        key: text(block, "key"),
        bookmark: text(block, "bookmark"),
        hash: text(block, "hash"),
    };
    own.then(|| (text(part, "edition"), part.elements().map(address).collect()))
}

#[cfg(test)]
mod tests {
    use super::super::tree::el;
    use super::{Scope, listed, name};

    #[test]
    fn a_key_gives_the_same_bookmark_for_ever() {
        // Documents that editors hold now are compared with those names.
        assert_eq!(name("chapter/visas/text/2"), "_spec_5fac90fe");
    }

    #[test]
    fn keys_of_one_scope_do_not_change_with_another() {
        let keys = |names: [&str; 2]| {
            let mut scope = Scope::default();
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

    #[test]
    fn a_part_of_others_lists_nothing() {
        assert_eq!(listed(&el("blocks").attr("xmlns", "urn:other")), None);
    }
}
