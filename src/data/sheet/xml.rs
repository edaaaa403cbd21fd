//! Reads the XML of a workbook's parts, one element after the other.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// A part cannot be read.
#[derive(Debug)]
pub(super) struct BadXml;

/// What comes next in a part.
#[derive(Debug)]
pub(super) enum Piece<'a> {
    /// An element begins.
    Open(Tag<'a>),
    /// An element without content.
    Single(Tag<'a>),
    /// An element ends.
    Close(String),
    /// Text between elements.
    Text(String),
    /// Nothing more.
    End,
}

/// An element with its attributes.
#[derive(Debug)]
pub(super) struct Tag<'a>(BytesStart<'a>);

impl Tag<'_> {
    /// Its name without the prefix of a namespace.
    pub(super) fn is(&self, name: &str) -> bool {
        self.0.local_name().as_ref() == name.as_bytes()
    }

    /// An attribute, by its name without the prefix of a namespace.
    pub(super) fn get(&self, name: &str) -> Result<Option<String>, BadXml> {
        for attribute in self.0.attributes().with_checks(false) {
            let attribute = attribute.map_err(|_| BadXml)?;
            if attribute.key.local_name().as_ref() == name.as_bytes() {
                let value = std::str::from_utf8(&attribute.value).map_err(|_| BadXml)?;
                let value = quick_xml::escape::unescape(value).map_err(|_| BadXml)?;
                return Ok(Some(value.into_owned()));
            }
        }
        Ok(None)
    }

    /// An attribute that is a whole number; none when it is not there.
    pub(super) fn number(&self, name: &str) -> Result<Option<u32>, BadXml> {
        self.get(name)?.map(|text| text.trim().parse().map_err(|_| BadXml)).transpose()
    }

    /// An attribute that says yes.
    pub(super) fn is_set(&self, name: &str) -> Result<bool, BadXml> {
        Ok(self.get(name)?.is_some_and(|text| matches!(text.trim(), "1" | "true" | "on")))
    }
}

/// A part being read.
pub(super) struct Xml<'a>(Reader<&'a [u8]>);

impl<'a> Xml<'a> {
    pub(super) fn new(part: &'a [u8]) -> Self {
        Self(Reader::from_reader(part))
    }

    /// What comes next. No part of a workbook declares entities of its own, so none is expanded.
    pub(super) fn next(&mut self) -> Result<Piece<'a>, BadXml> {
        loop {
            return Ok(match self.0.read_event().map_err(|_| BadXml)? {
                Event::Start(start) => Piece::Open(Tag(start)),
                Event::Empty(start) => Piece::Single(Tag(start)),
                Event::End(end) => {
                    Piece::Close(String::from_utf8_lossy(end.local_name().as_ref()).into_owned())
                }
                Event::Text(text) => Piece::Text(text.decode().map_err(|_| BadXml)?.into_owned()),
                Event::CData(text) => Piece::Text(text.decode().map_err(|_| BadXml)?.into_owned()),
                Event::GeneralRef(reference) => {
                    let written = format!("&{};", reference.decode().map_err(|_| BadXml)?);
                    Piece::Text(quick_xml::escape::unescape(&written).map_err(|_| BadXml)?.into_owned())
                }
                Event::Eof => Piece::End,
                Event::DocType(_) => return Err(BadXml),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) => continue,
            });
        }
    }

    /// Leaves out the rest of the element that was opened last.
    pub(super) fn skip(&mut self) -> Result<(), BadXml> {
        self.text().map(|_| ())
    }

    /// The text of the element that was opened last, without that of elements in it.
    pub(super) fn text(&mut self) -> Result<String, BadXml> {
        let (mut text, mut depth) = (String::new(), 0);
        loop {
            match self.next()? {
                Piece::Open(_) => depth += 1,
                Piece::Close(_) if depth == 0 => return Ok(text),
                Piece::Close(_) => depth -= 1,
                Piece::Text(more) if depth == 0 => text.push_str(&more),
                Piece::Single(_) | Piece::Text(_) => {}
                Piece::End => return Err(BadXml),
            }
        }
    }
}
