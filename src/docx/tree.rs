//! Reads and writes XML as a tree, escaping whatever is put in.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::DocxError;

type Name = Cow<'static, str>;

/// An XML element with its prefix in its name, as `w:p`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Element {
    pub(super) name: Name,
    pub(super) attributes: Vec<(Name, String)>,
    pub(super) children: Vec<Node>,
}

/// What an element holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    Element(Element),
    Text(String),
}

/// An empty element.
pub(super) fn el(name: impl Into<Name>) -> Element {
    Element { name: name.into(), attributes: Vec::new(), children: Vec::new() }
}

/// An element that says everything in `w:val`, as most of WordprocessingML does.
pub(super) fn val(name: impl Into<Name>, value: impl ToString) -> Element {
    el(name).attr("w:val", value)
}

impl Element {
    /// With one more attribute.
    pub(super) fn attr(mut self, name: impl Into<Name>, value: impl ToString) -> Self {
        self.attributes.push((name.into(), value.to_string()));
        self
    }

    /// With one more child.
    pub(super) fn child(mut self, child: Self) -> Self {
        self.push(child);
        self
    }

    /// With more children.
    pub(super) fn with(mut self, children: impl IntoIterator<Item = Self>) -> Self {
        self.extend(children);
        self
    }

    /// With text.
    pub(super) fn text(mut self, text: impl Into<String>) -> Self {
        self.children.push(Node::Text(text.into()));
        self
    }

    pub(super) fn push(&mut self, child: Self) {
        self.children.push(Node::Element(child));
    }

    pub(super) fn extend(&mut self, children: impl IntoIterator<Item = Self>) {
        self.children.extend(children.into_iter().map(Node::Element));
    }

    /// The value of an attribute.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The child elements.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The child elements, to be changed.
    pub(super) fn elements_mut(&mut self) -> impl Iterator<Item = &mut Self> {
        self.children.iter_mut().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// Gives an attribute another value, or the element another attribute.
    pub(super) fn set(&mut self, name: &'static str, value: String) {
        match self.attributes.iter_mut().find(|(key, _)| key == name) {
            Some((_, old)) => *old = value,
            None => self.attributes.push((Cow::Borrowed(name), value)),
        }
    }

    /// Takes the children of that name away.
    pub(super) fn remove(&mut self, name: &str) {
        self.children.retain(|node| !matches!(node, Node::Element(child) if child.name == name));
    }

    /// The first child of that name.
    pub(super) fn find(&self, name: &str) -> Option<&Self> {
        self.elements().find(|element| element.name == name)
    }

    /// The first child of that name, to be changed; put at the front when there is none.
    pub(super) fn find_or_insert(&mut self, name: &'static str) -> &mut Self {
        let found = self.children.iter().position(|node| matches!(node, Node::Element(e) if e.name == name));
        let index = found.unwrap_or_else(|| {
            self.children.insert(0, Node::Element(el(name)));
            0
        });
        match &mut self.children[index] {
            Node::Element(element) => element,
            Node::Text(_) => unreachable!("the position of an element"),
        }
    }

    /// Calls a function on the element and all elements in it, in document order.
    pub(super) fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Self)) {
        visit(self);
        for element in self.elements() {
            element.walk(visit);
        }
    }

    /// All text in it.
    pub(super) fn plain_text(&self) -> String {
        let mut text = String::new();
        self.push_text(&mut text);
        text
    }

    fn push_text(&self, text: &mut String) {
        for node in &self.children {
            match node {
                Node::Element(element) => element.push_text(text),
                Node::Text(words) => text.push_str(words),
            }
        }
    }

    /// The element as a whole XML file.
    pub(super) fn to_xml(&self) -> Vec<u8> {
        let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n");
        self.write(&mut out);
        out.into_bytes()
    }

    fn write(&self, out: &mut String) {
        self.write_start(out);
        if self.children.is_empty() {
            out.push_str("/>");
            return;
        }
        out.push('>');
        for node in &self.children {
            match node {
                Node::Element(element) => element.write(out),
                Node::Text(text) => escape(text, out),
            }
        }
        self.write_end(out);
    }

    fn write_start(&self, out: &mut String) {
        out.push('<');
        out.push_str(&self.name);
        for (name, value) in &self.attributes {
            out.push(' ');
            out.push_str(name);
            out.push_str("=\"");
            escape(value, out);
            out.push('"');
        }
    }

    fn write_end(&self, out: &mut String) {
        out.push_str("</");
        out.push_str(&self.name);
        out.push('>');
    }

    /// The element with one element a line, for reading and comparing.
    pub(super) fn to_lines(&self) -> String {
        let mut out = String::new();
        self.write_lines(0, &mut out);
        out
    }

    fn write_lines(&self, depth: usize, out: &mut String) {
        out.extend(std::iter::repeat_n("  ", depth));
        if self.children.iter().any(|node| matches!(node, Node::Element(_))) {
            self.write_start(out);
            out.push_str(">\n");
            for node in &self.children {
                match node {
                    Node::Element(element) => element.write_lines(depth + 1, out),
                    Node::Text(text) if text.trim().is_empty() => {}
                    Node::Text(text) => {
                        out.extend(std::iter::repeat_n("  ", depth + 1));
                        escape(text, out);
                        out.push('\n');
                    }
                }
            }
            out.extend(std::iter::repeat_n("  ", depth));
            self.write_end(out);
        } else {
            self.write(out);
        }
        out.push('\n');
    }
}

/// Whether XML 1.0 can hold the character, and we want it: the first private-use characters are kept
/// free, so that a mark of a writer that is left over in a text is always seen.
pub(super) fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{7e}' | '\u{85}' | '\u{a0}'..='\u{d7ff}' | '\u{e100}'..='\u{fffd}' | '\u{10000}'..)
        && !matches!(c, '\u{fdd0}'..='\u{fdef}')
}

/// The text with U+FFFD for each character that XML cannot hold.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_allowed) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| if is_allowed(c) { c } else { '\u{fffd}' }).collect())
}

fn escape(text: &str, out: &mut String) {
    for c in clean(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // Readers turn these into spaces in attributes, and `\r` into `\n` everywhere.
            '\t' => out.push_str("&#9;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            c => out.push(c),
        }
    }
}

/// Deepest element that is read: trees are walked, and dropped, by functions that call themselves.
const DEEPEST: usize = 256;
/// Most elements that are read: a document of ours has some forty thousand, one of four hundred pages half a million.
const MOST: usize = 1_000_000;
/// Most attributes and signs written as `&…;`.
const MOST_PIECES: usize = 4_000_000;
/// Most bytes of a part.
const LONGEST: usize = 64 << 20;

/// Reads an XML file, or the XML of one element. A document type is refused: no part of a package has one.
pub(super) fn parse(xml: &[u8]) -> Result<Element, DocxError> {
    let fault = |what: &dyn std::fmt::Display| DocxError::Xml(what.to_string());
    let mut reader = Reader::from_reader(xml);
    let mut open: Vec<Element> = vec![el("")];
    let (mut elements, mut pieces) = (0, 0);
    if xml.len() > LONGEST {
        return Err(fault(&format!("it has more than {} MB", LONGEST >> 20)));
    }
    loop {
        let event = reader.read_event().map_err(|error| fault(&error))?;
        match &event {
            Event::Start(start) | Event::Empty(start) => {
                elements += 1;
                pieces += start.attributes_raw().iter().filter(|byte| **byte == b'=').count();
            }
            Event::GeneralRef(_) => pieces += 1,
            _ => {}
        }
        if elements > MOST || pieces > MOST_PIECES || open.len() > DEEPEST {
            return Err(fault(&"it has more elements, or deeper ones, than any document"));
        }
        let last = open.last_mut().ok_or_else(|| fault(&"an element is closed twice"))?;
        match event {
            Event::Start(start) => open.push(element(&start)?),
            Event::Empty(start) => last.push(element(&start)?),
            Event::End(_) => {
                let closed = open.pop().ok_or_else(|| fault(&"an element is closed twice"))?;
                open.last_mut().ok_or_else(|| fault(&"an element is closed twice"))?.push(closed);
            }
            Event::Text(text) => {
                let text = text.decode().map_err(|error| fault(&error))?;
                push_text(last, &text);
            }
            Event::CData(text) => {
                let text = text.decode().map_err(|error| fault(&error))?;
                push_text(last, &text);
            }
            Event::GeneralRef(reference) => {
                let name = reference.decode().map_err(|error| fault(&error))?;
                let text = quick_xml::escape::unescape(&format!("&{name};"))
                    .map_err(|error| fault(&error))?
                    .into_owned();
                push_text(last, &text);
            }
            Event::Eof => break,
            Event::DocType(_) => return Err(fault(&"it has a document type")),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
    if open.len() != 1 {
        return Err(fault(&"an element is not closed"));
    }
    let root = open.swap_remove(0).children.into_iter().find_map(|node| match node {
        Node::Element(element) => Some(element),
        Node::Text(_) => None,
    });
    root.ok_or_else(|| fault(&"there is no element"))
}

fn push_text(element: &mut Element, text: &str) {
    match element.children.last_mut() {
        Some(Node::Text(before)) => before.push_str(text),
        _ => element.children.push(Node::Text(text.to_owned())),
    }
}

fn element(start: &BytesStart) -> Result<Element, DocxError> {
    let fault = |what: &dyn std::fmt::Display| DocxError::Xml(what.to_string());
    let name = String::from_utf8(start.name().as_ref().to_vec()).map_err(|error| fault(&error))?;
    let mut element = el(name);
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| fault(&error))?;
        let name = String::from_utf8(attribute.key.as_ref().to_vec()).map_err(|error| fault(&error))?;
        let value = std::str::from_utf8(&attribute.value).map_err(|error| fault(&error))?;
        let value = quick_xml::escape::unescape(value).map_err(|error| fault(&error))?;
        element.attributes.push((Cow::Owned(name), value.into_owned()));
    }
    Ok(element)
}

#[cfg(test)]
mod tests {
    use super::{el, parse};

    #[test]
    fn what_is_written_reads_the_same() {
        let text = "a & b < c > d \" e ' f ]]> g \t h \n i \r j \u{2067}k\u{2069}";
        let tree = el("w:t").attr("w:val", text).child(el("w:x")).text(text);
        assert_eq!(parse(&tree.to_xml()).unwrap(), tree);
    }

    #[test]
    fn characters_that_xml_cannot_hold_are_replaced() {
        let xml = String::from_utf8(el("t").text("a\0b\u{1}c\u{b}d\u{fffe}e\u{e000}f").to_xml()).unwrap();
        assert!(xml.contains("a\u{fffd}b\u{fffd}c\u{fffd}d\u{fffd}e\u{fffd}f"), "{xml}");
    }

    #[test]
    fn broken_xml_is_refused() {
        let deep = "<a>".repeat(100_000);
        let entity = "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>";
        for broken in ["<a><b></a>", "<a>", "", "</a>", "<a x='&nothing;'/>", &deep, entity] {
            assert!(parse(broken.as_bytes()).is_err(), "{broken}");
        }
    }

    #[test]
    fn lines_hold_one_element_each() {
        let tree = el("w:p").child(el("w:r").child(el("w:t").text("x & y")));
        assert_eq!(tree.to_lines(), "<w:p>\n  <w:r>\n    <w:t>x &amp; y</w:t>\n  </w:r>\n</w:p>\n");
    }
}
