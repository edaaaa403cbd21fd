//! Addresses of blocks, as a part of the document lists them.

use crate::docx::package::tree::Element;
use crate::hash::fnv;

/// Namespace of the part.
pub(in crate::docx) const NAMESPACE: &str = "urn:quarterly:addresses:1";
/// Beginning of the keys of notes.
pub(in crate::docx) const NOTE: &str = "note/";

/// A block of words as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::docx) struct Address {
    /// Where it stands in the spec.
    pub(in crate::docx) key: String,
    /// Name of its bookmark.
    pub(in crate::docx) bookmark: String,
    /// Hash of its words, without those that fields print.
    pub(in crate::docx) hash: String,
    /// What else was written of it; documents of earlier versions do not say.
    pub(in crate::docx) print: Option<Print>,
}

/// How a block looks to a reader, as hashes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::docx) struct Print {
    /// Of its words with the marks of notes and fields, without regard to kinds of spaces and quotation marks.
    pub(in crate::docx) marked: String,
    /// The same with what fields print instead of their marks.
    pub(in crate::docx) shown: String,
    /// The name of its style, in small letters.
    pub(in crate::docx) style: String,
    /// Of what its paragraph has beside its style; empty when there is nothing.
    pub(in crate::docx) format: String,
    /// Of its bold and italic words; empty when there are none.
    pub(in crate::docx) emphasis: String,
    /// Of the addresses that its links lead to; empty when there are none.
    pub(in crate::docx) links: String,
}

impl Address {
    /// Whether it is that of a note.
    pub(in crate::docx) fn is_note(&self) -> bool {
        self.key.starts_with(NOTE)
    }
}

/// A picture or chart as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::docx) struct Drawn {
    /// What it is: `chart`, `picture`.
    pub(in crate::docx) kind: String,
    /// Its name in the document.
    pub(in crate::docx) name: String,
    /// Hash of the words for those who do not see it.
    pub(in crate::docx) alt: String,
    /// Hash of the picture, or of the values that a chart shows.
    pub(in crate::docx) data: String,
    /// Hash of the cells of a chart's workbook.
    pub(in crate::docx) workbook: String,
}

/// All that a document says of itself as it was built.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::docx) struct Listed {
    /// Id of the edition.
    pub(in crate::docx) edition: String,
    pub(in crate::docx) addresses: Vec<Address>,
    pub(in crate::docx) drawings: Vec<Drawn>,
    /// Hashes of what headers and footers say, sorted; none in documents of earlier versions.
    pub(in crate::docx) edges: Option<Vec<String>>,
    /// Hashes of what its styles come to, and of where pages, columns and sections end; none in documents of earlier
    /// versions.
    pub(in crate::docx) styles: Option<String>,
    pub(in crate::docx) breaks: Option<String>,
}

/// The hash of a block's words. Space around them is left out: LibreOffice puts a tab before those of notes.
pub(in crate::docx) fn hash_of(words: &str) -> String {
    format!("{:016x}", fnv(words.trim().as_bytes()))
}

/// What a part lists; `None` when it is another part.
pub(in crate::docx) fn listed(part: &Element) -> Option<Listed> {
    let own = part.name == "blocks" && part.get("xmlns") == Some(NAMESPACE);
    let text = |element: &Element, name| element.get(name).unwrap_or_default().to_owned();
    let print = |block: &Element| {
        let marked = block.get("marked")?.to_owned();
        let shown = block.get("shown").map_or_else(|| marked.clone(), str::to_owned);
        let [style, format, emphasis, links] =
            ["style", "format", "emphasis", "links"].map(|name| text(block, name));
        Some(Print { marked, shown, style, format, emphasis, links })
    };
    let address = |block: &Element| Address {
        key: text(block, "key"),
        bookmark: text(block, "bookmark"),
        hash: text(block, "hash"),
        print: print(block),
    };
    let drawn = |drawing: &Element| Drawn {
        kind: text(drawing, "kind"),
        name: text(drawing, "name"),
        alt: text(drawing, "alt"),
        data: text(drawing, "data"),
        workbook: text(drawing, "workbook"),
    };
    let named = |name: &'static str| part.elements().filter(move |element| element.name == name);
    own.then(|| Listed {
        edition: text(part, "edition"),
        addresses: named("block").map(address).collect(),
        drawings: named("drawing").map(drawn).collect(),
        edges: part.get("edges").map(|edges| edges.split_whitespace().map(str::to_owned).collect()),
        styles: part.get("styles").map(str::to_owned),
        breaks: part.get("breaks").map(str::to_owned),
    })
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
