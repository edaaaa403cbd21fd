//! Addresses of blocks, as a part of the document lists them.

use crate::docx::package::tree::Element;
use crate::hash::fnv;

/// Namespace of the part.
pub(in crate::docx) const NAMESPACE: &str = "urn:quarterly:addresses:1";
/// Beginning of the keys of notes.
pub(in crate::docx) const NOTE: &str = "note/";

/// A block of words as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::docx) struct Address {
    /// Where it stands in the spec.
    pub(in crate::docx) key: String,
    /// Name of its bookmark.
    pub(in crate::docx) bookmark: String,
    /// Hash of its words, without those that fields print.
    pub(in crate::docx) hash: String,
}

impl Address {
    /// Whether it is that of a note.
    pub(in crate::docx) fn is_note(&self) -> bool {
        self.key.starts_with(NOTE)
    }
}

/// The hash of a block's words. Space around them is left out: LibreOffice puts a tab before those of notes.
pub(in crate::docx) fn hash_of(words: &str) -> String {
    format!("{:016x}", fnv(words.trim().as_bytes()))
}

/// The addresses that a part lists, with the id of the edition; `None` when it is another part.
pub(in crate::docx) fn listed(part: &Element) -> Option<(String, Vec<Address>)> {
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
    use super::listed;
    use crate::docx::package::tree::el;

    #[test]
    fn a_part_of_others_lists_nothing() {
        assert_eq!(listed(&el("blocks").attr("xmlns", "urn:other")), None);
    }
}
