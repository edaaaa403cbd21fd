//! Reads the tag tree of a PDF: which element owns which marked content, in reading order.

use std::collections::BTreeMap;

use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object, ObjectIdentifier, String as Words};

use super::device::{Number, Owner};
use crate::diff::document::Element;

/// Tags that make an element of their own; what stands in others belongs to the nearest of these.
const ELEMENTS: [&str; 17] = [
    "H1", "H2", "H3", "H4", "H5", "H6", "P", "Caption", "TD", "TH", "LBody", "Lbl", "Note", "Figure", "TOCI",
    "Title", "Formula",
];
/// Tags within which nothing is an element of its own.
const WHOLE: [&str; 8] = ["H1", "H2", "H3", "H4", "Caption", "Note", "Figure", "TOCI"];
/// Nested deeper than this, a tree is not one that we wrote.
const DEEPEST: usize = 64;

struct Reader {
    pages: BTreeMap<ObjectIdentifier, usize>,
    elements: Vec<Element>,
    owners: Vec<Owned>,
    groups: usize,
}

/// Marked content and whose it is.
pub(super) struct Owned {
    pub(super) owner: Owner,
    /// Number of the element.
    pub(super) element: usize,
    /// Whether it is the mark of a note in running text.
    pub(super) is_mark: bool,
}

/// Where in the tree the reader is.
#[derive(Clone)]
struct Place {
    path: String,
    page: usize,
    element: Option<usize>,
    is_whole: bool,
    is_mark: bool,
    group: usize,
    depth: usize,
}

/// The elements of the tag tree in reading order, and the marked content that each owns.
pub(super) fn elements(pdf: &Pdf) -> (Vec<Element>, Vec<Owned>) {
    let pages = pdf
        .pages()
        .iter()
        .enumerate()
        .filter_map(|(at, page)| Some((page.raw().obj_id()?, at + 1)))
        .collect();
    let mut reader = Reader { pages, elements: Vec::new(), owners: Vec::new(), groups: 0 };
    let catalog = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id());
    if let Some(root) = catalog.and_then(|catalog| catalog.get::<Dict<'_>>("StructTreeRoot")) {
        let place = Place {
            path: String::new(),
            page: 0,
            element: None,
            is_whole: false,
            is_mark: false,
            group: 0,
            depth: 0,
        };
        reader.kids(&root, &place);
    }
    (reader.elements, reader.owners)
}

impl Reader {
    fn kids(&mut self, dict: &Dict<'_>, place: &Place) {
        match dict.get::<Object<'_>>("K") {
            Some(Object::Array(array)) => {
                for kid in array.iter::<Object<'_>>() {
                    self.kid(kid, place);
                }
            }
            Some(kid) => self.kid(kid, place),
            None => {}
        }
    }

    fn kid(&mut self, kid: Object<'_>, place: &Place) {
        match kid {
            Object::Number(number) => self.own(number.as_i64().try_into().unwrap_or(-1), place.page, place),
            Object::Dict(dict) => {
                let kind = dict.get::<Name<'_>>("Type").map(|name| name.as_str().to_owned());
                match kind.as_deref() {
                    Some("MCR") => {
                        let page = self.page(&dict).unwrap_or(place.page);
                        self.own(dict.get::<i32>("MCID").unwrap_or(-1), page, place);
                    }
                    Some("OBJR") => self.link(&dict, place),
                    _ if place.depth < DEEPEST => self.tag(&dict, place),
                    _ => {}
                }
            }
            _ => {}
        }
    }

    fn own(&mut self, mcid: i32, page: usize, place: &Place) {
        if let Some(element) = place.element {
            let owner = Owner { page, number: Number::Tagged(mcid) };
            self.owners.push(Owned { owner, element, is_mark: place.is_mark });
        }
    }

    fn page(&self, dict: &Dict<'_>) -> Option<usize> {
        self.pages.get(&dict.get_ref("Pg")?.into()).copied()
    }

    fn tag(&mut self, dict: &Dict<'_>, place: &Place) {
        let role = dict.get::<Name<'_>>("S").map(|name| name.as_str().to_owned()).unwrap_or_default();
        let mut inner = place.clone();
        inner.depth += 1;
        inner.page = self.page(dict).unwrap_or(place.page);
        let in_text = ["/P", "/TD", "/Note"].iter().any(|end| place.path.ends_with(end));
        // A label is an element in a list; in running text it is the mark of a note.
        inner.is_mark |= role == "Lbl" && in_text;
        if !place.is_whole {
            if matches!(role.as_str(), "Table" | "L" | "Div" | "TOC") {
                self.groups += 1;
                inner.group = self.groups;
            }
            if ELEMENTS.contains(&role.as_str()) && !inner.is_mark {
                inner.element = Some(self.elements.len());
                inner.is_whole = WHOLE.contains(&role.as_str());
                self.elements.push(element(dict, &role, place, inner.group));
            }
        }
        inner.path = format!("{}/{role}", place.path);
        self.kids(dict, &inner);
    }

    /// What a link leads to.
    fn link(&mut self, dict: &Dict<'_>, place: &Place) {
        let Some(at) = place.element else { return };
        let Some(annotation) = dict.get::<Dict<'_>>("Obj") else { return };
        let action = annotation.get::<Dict<'_>>("A");
        let target = match action.as_ref().and_then(|action| action.get::<Words<'_>>("URI")) {
            Some(address) => text(address.as_bytes()),
            None => {
                let goal = annotation.get::<Object<'_>>("Dest");
                let goal = goal.or_else(|| action.and_then(|action| action.get::<Object<'_>>("D")));
                match goal {
                    Some(Object::Array(array)) => self.goal(&array),
                    Some(Object::String(name)) => format!("place {}", text(name.as_bytes())),
                    Some(Object::Name(name)) => format!("place {}", name.as_str()),
                    _ => String::new(),
                }
            }
        };
        if let Some(element) = self.elements.get_mut(at).filter(|_| !target.is_empty()) {
            element.links.push(target);
        }
    }

    fn goal(&self, array: &Array<'_>) -> String {
        let page = match array.raw_iter().next() {
            Some(MaybeRef::Ref(page)) => self.pages.get(&page.into()).copied(),
            _ => None,
        };
        page.map_or_else(String::new, |page| format!("page {page}"))
    }
}

fn element(dict: &Dict<'_>, role: &str, place: &Place, group: usize) -> Element {
    let words =
        |key: &str| dict.get::<Words<'_>>(key).map(|words| text(words.as_bytes())).unwrap_or_default();
    let mut attributes: Vec<String> = Vec::new();
    let mut read = |dict: &Dict<'_>| {
        for key in ["Scope", "RowSpan", "ColSpan", "ListNumbering"] {
            match dict.get::<Object<'_>>(key) {
                Some(Object::Name(name)) => attributes.push(format!("{key} {}", name.as_str())),
                Some(Object::Number(number)) => attributes.push(format!("{key} {}", number.as_i64())),
                _ => {}
            }
        }
    };
    match dict.get::<Object<'_>>("A") {
        Some(Object::Dict(one)) => read(&one),
        Some(Object::Array(several)) => several.iter::<Dict<'_>>().for_each(|one| read(&one)),
        _ => {}
    }
    let language = words("Lang");
    if !language.is_empty() {
        attributes.push(format!("Lang {language}"));
    }
    Element {
        role: role.to_owned(),
        path: place.path.trim_start_matches('/').to_owned(),
        title: words("T"),
        alt: words("Alt"),
        attributes: attributes.join(", "),
        group,
        ..Element::default()
    }
}

/// The titles of bookmarks, each with two spaces for each level.
pub(super) fn bookmarks(parent: &Dict<'_>, level: usize, titles: &mut Vec<String>) {
    let mut next = parent.get::<Dict<'_>>("First");
    while let Some(item) = next {
        // A damaged file may lead in circles.
        if titles.len() > 10_000 || level > DEEPEST {
            return;
        }
        let title = item.get::<Words<'_>>("Title").map(|title| text(title.as_bytes())).unwrap_or_default();
        titles.push(format!("{}{title}", "  ".repeat(level)));
        bookmarks(&item, level + 1, titles);
        next = item.get::<Dict<'_>>("Next");
    }
}

/// A text string of a PDF: UTF-16 with a mark, UTF-8 with a mark, or Latin letters.
pub(super) fn text(bytes: &[u8]) -> String {
    if let Some(wide) = bytes.strip_prefix(&[0xfe, 0xff]) {
        let units: Vec<u16> =
            wide.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
        return String::from_utf16_lossy(&units);
    }
    let bytes = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|&byte| char::from(byte)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn text_strings_are_read_in_all_their_encodings() {
        assert_eq!(text(b"\xfe\xff\x00A\x04\x10"), "A\u{410}");
        assert_eq!(text("\u{feff}é".as_bytes()), "é");
        assert_eq!(text(b"caf\xe9"), "café");
    }
}
