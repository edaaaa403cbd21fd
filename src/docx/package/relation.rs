//! Relations: how one part of a package names others.

use std::collections::BTreeMap;

use super::namespace::{PACKAGE, RELATION};
use super::tree::{Element, el};

/// Relations of one part to others, in the order they were asked for.
#[derive(Debug, Clone, Default)]
pub(in crate::docx) struct Relations {
    entries: Vec<Entry>,
    /// Places of the entries: a text may have thousands of links.
    places: BTreeMap<Entry, usize>,
}

/// Kind, target, and whether that is another part.
type Entry = (&'static str, String, Mode);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Mode {
    Internal,
    External,
}

impl Relations {
    /// The id of a relation to another part.
    pub(in crate::docx) fn part(&mut self, kind: &'static str, target: &str) -> String {
        self.id(kind, target.to_owned(), Mode::Internal)
    }

    /// The id of a relation to a web address.
    pub(in crate::docx) fn address(&mut self, address: &str) -> String {
        self.id("hyperlink", address.to_owned(), Mode::External)
    }

    fn id(&mut self, kind: &'static str, target: String, mode: Mode) -> String {
        let entry = (kind, target, mode);
        let next = self.entries.len();
        let index = *self.places.entry(entry).or_insert_with_key(|entry| {
            self.entries.push(entry.clone());
            next
        });
        format!("rId{}", index + 1)
    }

    /// The part that lists them, if there are any.
    pub(in crate::docx) fn tree(&self) -> Option<Element> {
        let relations = self.entries.iter().enumerate().map(|(index, (kind, target, mode))| {
            let kind = match *kind {
                "core-properties" => format!("{PACKAGE}/relationships/metadata/core-properties"),
                kind => format!("{RELATION}/{kind}"),
            };
            let relation = el("Relationship")
                .attr("Id", format!("rId{}", index + 1))
                .attr("Type", kind)
                .attr("Target", target);
            match mode {
                Mode::Internal => relation,
                Mode::External => relation.attr("TargetMode", "External"),
            }
        });
        let root = el("Relationships").attr("xmlns", format!("{PACKAGE}/relationships"));
        (!self.entries.is_empty()).then(|| root.with(relations))
    }
}

/// The part that lists the relations of a part: `word/_rels/document.xml.rels`.
pub(crate) fn part_of_relations(part: &str) -> String {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let slash = if folder.is_empty() { "" } else { "/" };
    format!("{folder}{slash}_rels/{file}.rels")
}

/// The name of a part that a relation leads to.
pub(crate) fn resolve(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut path: Vec<&str> = folder.split('/').filter(|piece| !piece.is_empty()).collect();
    for piece in target.split('/') {
        match piece {
            ".." => {
                path.pop();
            }
            piece => path.push(piece),
        }
    }
    path.join("/")
}

#[cfg(test)]
mod tests {
    use super::Relations;

    #[test]
    fn a_relation_asked_for_twice_is_one() {
        let mut relations = Relations::default();
        let first = relations.address("https://a.int");
        assert_eq!(relations.address("https://b.int"), "rId2");
        assert_eq!(relations.address("https://a.int"), first);
    }
}
