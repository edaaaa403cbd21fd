//! Gives the elements of a part the prefixes that this program knows, whatever the file calls its namespaces.
//!
//! Strict Open XML is the same language under other namespaces; programs that write XML by rule call Word's `ns0`.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::docx::package::namespace::{CHART, DRAWING, RELATION, WORD};
use crate::docx::package::tree::{Element, Node};

const PLACE: &str = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing";
const PICTURE: &str = "http://schemas.openxmlformats.org/drawingml/2006/picture";
const COMPATIBILITY: &str = "http://schemas.openxmlformats.org/markup-compatibility/2006";

/// Namespaces with the prefixes that they have here, the transitional form and the strict one.
const KNOWN: [(&str, &str); 15] = [
    ("w", WORD),
    ("w", "http://purl.oclc.org/ooxml/wordprocessingml/main"),
    ("r", RELATION),
    ("r", "http://purl.oclc.org/ooxml/officeDocument/relationships"),
    ("a", DRAWING),
    ("a", "http://purl.oclc.org/ooxml/drawingml/main"),
    ("c", CHART),
    ("c", "http://purl.oclc.org/ooxml/drawingml/chart"),
    ("wp", PLACE),
    ("wp", "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing"),
    ("pic", PICTURE),
    ("pic", "http://purl.oclc.org/ooxml/drawingml/picture"),
    ("mc", COMPATIBILITY),
    ("m", "http://schemas.openxmlformats.org/officeDocument/2006/math"),
    ("m", "http://purl.oclc.org/ooxml/officeDocument/math"),
];

/// By prefix, the one that it has here.
type Prefixes = BTreeMap<String, String>;

/// Renames the elements and attributes of a part.
pub(super) fn known(mut root: Element) -> Element {
    rename(&mut root, &Prefixes::new());
    root
}

fn rename(element: &mut Element, outer: &Prefixes) {
    let own = declared(element, outer);
    let prefixes = own.as_ref().unwrap_or(outer);
    if let Some(name) = renamed(&element.name, prefixes, "") {
        element.name = Cow::Owned(name);
    }
    for (name, _) in &mut element.attributes {
        // An attribute without a prefix is of no namespace.
        let new = if name.contains(':') { renamed(name, prefixes, "") } else { None };
        if let Some(new) = new {
            *name = Cow::Owned(new);
        }
    }
    for node in &mut element.children {
        if let Node::Element(child) = node {
            rename(child, prefixes);
        }
    }
}

/// The prefixes within an element that declares some; those that keep theirs are not in the list.
fn declared(element: &Element, outer: &Prefixes) -> Option<Prefixes> {
    let mut own: Option<Prefixes> = None;
    for (name, uri) in &element.attributes {
        let prefix = match name.strip_prefix("xmlns") {
            Some("") => "",
            Some(rest) => rest.strip_prefix(':').unwrap_or(rest),
            None => continue,
        };
        let known = KNOWN.iter().find(|(_, known)| known == uri).map(|(prefix, _)| *prefix);
        let stays = known.is_none_or(|known| known == prefix);
        if stays && !outer.contains_key(prefix) {
            continue;
        }
        let own = own.get_or_insert_with(|| outer.clone());
        match known {
            Some(known) if known != prefix => {
                own.insert(prefix.to_owned(), known.to_owned());
            }
            Some(_) | None => {
                own.remove(prefix);
            }
        }
    }
    own
}

fn renamed(name: &str, prefixes: &Prefixes, default: &str) -> Option<String> {
    let (prefix, local) = name.split_once(':').unwrap_or((default, name));
    prefixes.get(prefix).map(|prefix| format!("{prefix}:{local}"))
}

#[cfg(test)]
mod tests {
    use super::known;
    use crate::docx::package::tree::parse;

    #[test]
    fn a_strict_document_and_other_prefixes_read_alike() {
        let strict = "http://purl.oclc.org/ooxml/wordprocessingml/main";
        let xml = format!("<ns0:p xmlns:ns0=\"{strict}\" plain=\"1\"><ns0:t ns0:val=\"2\">a</ns0:t></ns0:p>");
        let read = known(parse(xml.as_bytes()).unwrap());
        assert_eq!(read.name, "w:p");
        let text = read.find("w:t").unwrap();
        assert_eq!((text.get("w:val"), read.get("plain")), (Some("2"), Some("1")));
        let bare = format!("<p xmlns=\"{strict}\"><t xmlns=\"urn:other\">a</t></p>");
        let read = known(parse(bare.as_bytes()).unwrap());
        assert_eq!(read.name, "w:p");
        assert!(read.find("t").is_some());
    }
}
