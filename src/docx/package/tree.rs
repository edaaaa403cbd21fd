//! Reads and writes XML as a tree, escaping whatever is put in.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::docx::error::DocxError;

type Name = Cow<'static, str>;

/// An XML element with its prefix in its name, as `w:p`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Element {
    pub(crate) name: Name,
    pub(crate) attributes: Vec<(Name, String)>,
    pub(crate) children: Vec<Node>,
}

/// What an element holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Node {
    Element(Element),
    Text(String),
}

/// An empty element.
pub(crate) fn el(name: impl Into<Name>) -> Element {
    Element { name: name.into(), attributes: Vec::new(), children: Vec::new() }
}

/// An element that says everything in `w:val`, as most of WordprocessingML does.
pub(crate) fn val(name: impl Into<Name>, value: impl ToString) -> Element {
    el(name).attr("w:val", value)
}

impl Element {
    /// With one more attribute.
    pub(crate) fn attr(mut self, name: impl Into<Name>, value: impl ToString) -> Self {
        self.attributes.push((name.into(), value.to_string()));
        self
    }

    /// With one more child.
    pub(crate) fn child(mut self, child: Self) -> Self {
        self.push(child);
        self
    }

    /// With more children.
    pub(crate) fn with(mut self, children: impl IntoIterator<Item = Self>) -> Self {
        self.extend(children);
        self
    }

    /// With text.
    pub(crate) fn text(mut self, text: impl Into<String>) -> Self {
        self.children.push(Node::Text(text.into()));
        self
    }

    pub(crate) fn push(&mut self, child: Self) {
        self.children.push(Node::Element(child));
    }

    pub(crate) fn extend(&mut self, children: impl IntoIterator<Item = Self>) {
        self.children.extend(children.into_iter().map(Node::Element));
    }

    /// The value of an attribute.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The child elements.
    pub(crate) fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The child elements, to be changed.
    pub(crate) fn elements_mut(&mut self) -> impl Iterator<Item = &mut Self> {
        self.children.iter_mut().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// Gives an attribute another value, or the element another attribute.
    pub(crate) fn set(&mut self, name: &'static str, value: String) {
        match self.attributes.iter_mut().find(|(key, _)| key == name) {
            Some((_, old)) => *old = value,
            None => self.attributes.push((Cow::Borrowed(name), value)),
        }
    }

    /// Takes the children of that name away.
    pub(crate) fn remove(&mut self, name: &str) {
        self.children.retain(|node| !matches!(node, Node::Element(child) if child.name == name));
    }

    /// The first child of that name.
    pub(crate) fn find(&self, name: &str) -> Option<&Self> {
        self.elements().find(|element| element.name == name)
    }

    /// The first child of that name, to be changed; put at the front when there is none.
    pub(crate) fn find_or_insert(&mut self, name: &'static str) -> &mut Self {
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
    pub(crate) fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Self)) {
        visit(self);
        for element in self.elements() {
            element.walk(visit);
        }
    }

    /// All text in it.
    pub(crate) fn plain_text(&self) -> String {
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
    pub(crate) fn to_xml(&self) -> Vec<u8> {
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
    pub(crate) fn to_lines(&self) -> String {
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
pub(crate) fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{7e}' | '\u{85}' | '\u{a0}'..='\u{d7ff}' | '\u{e100}'..='\u{fffd}' | '\u{10000}'..)
        && !matches!(c, '\u{fdd0}'..='\u{fdef}')
}

/// The text with U+FFFD for each character that XML cannot hold.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
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
/// Most attributes of an element: each is compared with those before it. The first element of a part has some forty.
const MOST_ATTRIBUTES: usize = 100;

/// How much an XML file may hold.
#[derive(Debug, Clone, Copy)]
pub(in crate::docx) struct Limits {
    /// Most bytes.
    pub(in crate::docx) bytes: usize,
    /// Most elements.
    pub(in crate::docx) elements: usize,
    /// Most attributes and signs written as `&…;`.
    pub(in crate::docx) pieces: usize,
}

/// A document of ours has some forty thousand elements, one of four hundred pages half a million.
const LIMITS: Limits = Limits { bytes: 64 << 20, elements: 1_000_000, pieces: 4_000_000 };

/// A piece of an XML file; each start has its end.
#[derive(Debug)]
pub(in crate::docx) enum Piece<'x> {
    Start(BytesStart<'x>),
    Text(Cow<'x, str>),
    End,
}

/// The pieces of an XML file, one after the other. A document type is refused: no part of a package has one.
pub(in crate::docx) struct Pieces<'x> {
    reader: Reader<&'x [u8]>,
    limits: Limits,
    depth: usize,
    elements: usize,
    pieces: usize,
    /// Whether the element that was told last has ended at once.
    is_empty: bool,
}

impl<'x> Pieces<'x> {
    /// The pieces of a file.
    ///
    /// # Errors
    /// Fails when the file is too long.
    pub(in crate::docx) fn new(xml: &'x [u8], limits: Limits) -> Result<Self, DocxError> {
        if xml.len() > limits.bytes {
            return Err(DocxError::Xml(format!("it has more than {} MB", limits.bytes >> 20)));
        }
        let reader = Reader::from_reader(xml);
        Ok(Self { reader, limits, depth: 0, elements: 0, pieces: 0, is_empty: false })
    }

    /// The next piece; none at the end.
    ///
    /// # Errors
    /// Fails when the file is not well-formed, or holds too much.
    pub(in crate::docx) fn next(&mut self) -> Result<Option<Piece<'x>>, DocxError> {
        let fault = |what: &dyn std::fmt::Display| DocxError::Xml(what.to_string());
        if std::mem::take(&mut self.is_empty) {
            self.depth -= 1;
            return Ok(Some(Piece::End));
        }
        loop {
            return Ok(Some(match self.reader.read_event().map_err(|error| fault(&error))? {
                Event::Start(start) => self.start(start)?,
                Event::Empty(start) => {
                    self.is_empty = true;
                    self.start(start)?
                }
                Event::End(_) => {
                    self.depth =
                        self.depth.checked_sub(1).ok_or_else(|| fault(&"an element is closed twice"))?;
                    Piece::End
                }
                Event::Text(text) => Piece::Text(text.decode().map_err(|error| fault(&error))?),
                Event::CData(text) => Piece::Text(text.decode().map_err(|error| fault(&error))?),
                Event::GeneralRef(reference) => {
                    self.count(0, 1)?;
                    let name = reference.decode().map_err(|error| fault(&error))?;
                    let text = quick_xml::escape::unescape(&format!("&{name};"))
                        .map_err(|error| fault(&error))?
                        .into_owned();
                    Piece::Text(Cow::Owned(text))
                }
                Event::Eof if self.depth > 0 => return Err(fault(&"an element is not closed")),
                Event::Eof => return Ok(None),
                Event::DocType(_) => return Err(fault(&"it has a document type")),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) => continue,
            }));
        }
    }

    fn start(&mut self, start: BytesStart<'x>) -> Result<Piece<'x>, DocxError> {
        let attributes = start.attributes_raw().iter().filter(|byte| **byte == b'=').count();
        self.depth += 1;
        self.count(1, attributes)?;
        // A sign in a value looks like an attribute to the count above.
        if attributes > MOST_ATTRIBUTES
            && start.attributes().take(MOST_ATTRIBUTES + 1).count() > MOST_ATTRIBUTES
        {
            return Err(DocxError::Xml("an element has more attributes than any has".to_owned()));
        }
        Ok(Piece::Start(start))
    }

    fn count(&mut self, elements: usize, pieces: usize) -> Result<(), DocxError> {
        self.elements += elements;
        self.pieces += pieces;
        if self.elements > self.limits.elements || self.pieces > self.limits.pieces || self.depth > DEEPEST {
            let why = "it has more elements, or deeper ones, than any document";
            return Err(DocxError::Xml(why.to_owned()));
        }
        Ok(())
    }
}

/// Reads an XML file, or the XML of one element.
pub(crate) fn parse(xml: &[u8]) -> Result<Element, DocxError> {
    parse_within(xml, LIMITS)
}

/// As [`parse`], within other limits.
pub(in crate::docx) fn parse_within(xml: &[u8], limits: Limits) -> Result<Element, DocxError> {
    let mut pieces = Pieces::new(xml, limits)?;
    let mut open: Vec<Element> = Vec::new();
    let mut root = None;
    while let Some(piece) = pieces.next()? {
        match (piece, open.last_mut()) {
            (Piece::Start(start), _) => open.push(element(&start)?),
            (Piece::Text(text), Some(last)) => push_text(last, &text),
            (Piece::Text(_), None) => {}
            (Piece::End, _) => {
                let closed = open.pop();
                match open.last_mut() {
                    Some(last) => last.children.extend(closed.map(Node::Element)),
                    // What follows the first element is looked at, but not taken.
                    None => root = root.or(closed),
                }
            }
        }
    }
    root.ok_or_else(|| DocxError::Xml("there is no element".to_owned()))
}

/// Adds text to an element, behind that which it ends with.
pub(in crate::docx) fn push_text(element: &mut Element, text: &str) {
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
        let wide: String = (0..300).map(|index| format!(" a{index}=''")).collect();
        let wide = format!("<a{wide}/>");
        for broken in
            ["<a><b></a>", "<a>", "", "</a>", "<a x='&nothing;'/>", "<a x='' x=''/>", &deep, &wide, entity]
        {
            assert!(parse(broken.as_bytes()).is_err(), "{broken}");
        }
    }

    #[test]
    fn lines_hold_one_element_each() {
        let tree = el("w:p").child(el("w:r").child(el("w:t").text("x & y")));
        assert_eq!(tree.to_lines(), "<w:p>\n  <w:r>\n    <w:t>x &amp; y</w:t>\n  </w:r>\n</w:p>\n");
    }
}
