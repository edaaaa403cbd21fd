//! Reads texts of a workbook, and which of their signs are raised.

use super::cell::Held;
use super::xml::{BadXml, Piece, Xml};

/// The texts that cells name by number.
pub(super) fn shared(part: &[u8]) -> Result<Vec<Held>, BadXml> {
    let mut xml = Xml::new(part);
    let mut texts = Vec::new();
    loop {
        match xml.next()? {
            Piece::Open(tag) if tag.is("si") => texts.push(rich(&mut xml, "si")?),
            Piece::Single(tag) if tag.is("si") => texts.push(Held::text("")),
            Piece::End => return Ok(texts),
            Piece::Open(_) | Piece::Single(_) | Piece::Close(_) | Piece::Text(_) => {}
        }
    }
}

/// The text of an element that was opened, run by run.
pub(super) fn rich(xml: &mut Xml<'_>, name: &str) -> Result<Held, BadXml> {
    let (mut text, mut raised) = (String::new(), String::new());
    let mut is_raised = false;
    loop {
        match xml.next()? {
            Piece::Open(tag) if tag.is("t") => {
                let more = unescape(&xml.text()?);
                if is_raised { raised.push_str(&more) } else { text.push_str(&more) }
            }
            Piece::Open(tag) | Piece::Single(tag) if tag.is("vertAlign") => {
                is_raised = tag.get("val")?.is_some_and(|value| value == "superscript");
            }
            // How a word is pronounced is no part of it.
            Piece::Open(tag) if tag.is("rPh") => {
                xml.skip()?;
            }
            Piece::Close(closed) if closed == "r" => is_raised = false,
            Piece::Close(closed) if closed == name => return Ok(Held::rich(&text, &raised)),
            Piece::End => return Err(BadXml),
            Piece::Open(_) | Piece::Single(_) | Piece::Close(_) | Piece::Text(_) => {}
        }
    }
}

/// Control characters stand as `_x000D_`; `_x005F_` is the line itself.
pub(super) fn unescape(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        out.push_str(&rest[..at]);
        let code = rest.get(at + 2..at + 6).filter(|_| rest.as_bytes().get(at + 6) == Some(&b'_'));
        let c = code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32);
        let taken = if c.is_some() { 7 } else { 2 };
        out.push_str(&c.map_or_else(|| "_x".to_owned(), String::from));
        rest = &rest[at + taken..];
    }
    out.push_str(rest);
    out
}
