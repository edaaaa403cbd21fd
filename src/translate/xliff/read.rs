//! Reads what a translator's program gave back, within limits.

use std::fmt;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// No file is larger: the texts of an edition are a tenth of a megabyte.
const LARGEST: usize = 16 << 20;
/// Most texts.
const MOST_UNITS: usize = 20_000;
/// Elements in one another: XLIFF has some ten.
const DEEPEST: usize = 64;

/// Why a file is not read, and in which line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoXliff {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub what: String,
}

impl fmt::Display for NoXliff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.what)
    }
}

impl std::error::Error for NoXliff {}

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words.
    Words(String),
    /// A placeholder: its number and what stands in it, if anything does.
    Code(String, String),
}

/// A text with its translation.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Unit {
    /// The file that it stands in: `2023-q2.toml`.
    pub file: String,
    /// Its name.
    pub key: String,
    /// The line of the file from which this was read.
    pub line: usize,
    /// The text.
    pub source: Vec<Piece>,
    /// Its translation; empty when there is none.
    pub target: Vec<Piece>,
}

/// Which text of a unit is being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Source,
    Target,
}

/// The texts of a file and the language that they are translated into.
///
/// # Errors
/// It is no XLIFF 1.2, too large, has a document type or an entity of its own, or an element in a text that has no
/// meaning here.
pub fn read(bytes: &[u8]) -> Result<(String, Vec<Unit>), NoXliff> {
    let mut reading = Reading { bytes, counted: (0, 1), ..Reading::default() };
    if bytes.len() > LARGEST {
        return Err(reading.fault(0, format!("the file has more than {} MB", LARGEST >> 20)));
    }
    if std::str::from_utf8(bytes).is_err() {
        return Err(reading.fault(0, "the file is not in UTF-8".to_owned()));
    }
    let mut reader = Reader::from_reader(bytes);
    loop {
        let at = usize::try_from(reader.buffer_position()).unwrap_or(bytes.len());
        let event = reader.read_event().map_err(|error| reading.fault(at, error.to_string()))?;
        match event {
            Event::Start(start) => reading.start(&start, at)?,
            Event::Empty(start) => {
                reading.start(&start, at)?;
                reading.end(at)?;
            }
            Event::End(_) => reading.end(at)?,
            Event::Text(text) => {
                let text = text.decode().map_err(|error| reading.fault(at, error.to_string()))?;
                reading.text(&text);
            }
            Event::CData(text) => {
                let text = text.decode().map_err(|error| reading.fault(at, error.to_string()))?;
                reading.text(&text);
            }
            Event::GeneralRef(name) => {
                let name = name.decode().map_err(|error| reading.fault(at, error.to_string()))?;
                // Its own entities a file could only define in a document type, which is refused.
                let text = quick_xml::escape::unescape(&format!("&{name};"))
                    .map_err(|error| reading.fault(at, error.to_string()))?
                    .into_owned();
                reading.text(&text);
            }
            Event::DocType(_) => return Err(reading.fault(at, "it has a document type".to_owned())),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            Event::Eof => break,
        }
    }
    if !reading.path.is_empty() || reading.language.is_empty() {
        let what = "it is no XLIFF 1.2 with a target-language, or not whole";
        return Err(reading.fault(bytes.len(), what.to_owned()));
    }
    Ok((reading.language, reading.units))
}

#[derive(Debug, Default)]
struct Reading<'b> {
    bytes: &'b [u8],
    /// The place of the last text, and its line: from there the next line is counted.
    counted: (usize, usize),
    /// The names of the elements that are open.
    path: Vec<String>,
    file: String,
    language: String,
    unit: Option<Unit>,
    side: Option<Side>,
    code: Option<(String, String)>,
    units: Vec<Unit>,
}

impl Reading<'_> {
    fn fault(&self, at: usize, what: String) -> NoXliff {
        let before = &self.bytes[..at.min(self.bytes.len())];
        NoXliff { line: before.iter().filter(|byte| **byte == b'\n').count() + 1, what }
    }

    /// The line of a place behind all that were asked for.
    fn line_on(&mut self, at: usize) -> usize {
        let (from, line) = self.counted;
        let between = self.bytes.get(from..at).unwrap_or_default();
        self.counted = (at, line + memchr::memchr_iter(b'\n', between).count());
        self.counted.1
    }

    /// The value of an attribute.
    fn attribute(&self, start: &BytesStart<'_>, name: &str, at: usize) -> Result<String, NoXliff> {
        let found = start.try_get_attribute(name).map_err(|error| self.fault(at, error.to_string()))?;
        let Some(found) = found else { return Ok(String::new()) };
        let value = std::str::from_utf8(&found.value).map_err(|error| self.fault(at, error.to_string()))?;
        let value = quick_xml::escape::unescape(value).map_err(|error| self.fault(at, error.to_string()))?;
        Ok(value.into_owned())
    }

    fn start(&mut self, start: &BytesStart<'_>, at: usize) -> Result<(), NoXliff> {
        let name = String::from_utf8_lossy(start.local_name().as_ref()).into_owned();
        if self.path.len() >= DEEPEST {
            return Err(self.fault(at, format!("more than {DEEPEST} elements stand in one another")));
        }
        // Other proposals have texts too, which are none of ours.
        let is_in_unit = self.path.last().is_some_and(|parent| parent == "trans-unit");
        match name.as_str() {
            "xliff" if self.path.is_empty() => {
                let version = self.attribute(start, "version", at)?;
                if version != "1.2" {
                    return Err(self.fault(at, format!("it is XLIFF `{version}`, and 1.2 is read")));
                }
            }
            _ if self.path.is_empty() => return Err(self.fault(at, format!("it is no XLIFF: `{name}`"))),
            "file" => {
                self.file = self.attribute(start, "original", at)?;
                self.language = self.attribute(start, "target-language", at)?;
            }
            "trans-unit" => {
                let key = self.attribute(start, "id", at)?;
                let line = self.line_on(at);
                self.unit = Some(Unit { file: self.file.clone(), key, line, ..Unit::default() });
            }
            "source" if is_in_unit => self.side = Some(Side::Source),
            "target" if is_in_unit => self.side = Some(Side::Target),
            "ph" | "x" if self.side.is_some() => {
                self.code = Some((self.attribute(start, "id", at)?, String::new()));
            }
            // Marks of a program around words.
            "g" | "mrk" => {}
            _ if self.side.is_some() => {
                let what = format!("`<{name}>` in a text: placeholders are `<ph>` or `<x/>`");
                return Err(self.fault(at, what));
            }
            _ => {}
        }
        self.path.push(name);
        Ok(())
    }

    fn end(&mut self, at: usize) -> Result<(), NoXliff> {
        let Some(name) = self.path.pop() else {
            return Err(self.fault(at, "an element is closed twice".to_owned()));
        };
        match name.as_str() {
            "ph" | "x" => {
                if let Some((id, inside)) = self.code.take() {
                    self.piece(Piece::Code(id, inside));
                }
            }
            "source" | "target" if self.path.last().is_some_and(|parent| parent == "trans-unit") => {
                self.side = None;
            }
            "trans-unit" => self.units.extend(self.unit.take()),
            _ => {}
        }
        if self.units.len() > MOST_UNITS {
            return Err(self.fault(at, format!("it has more than {MOST_UNITS} texts")));
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if let Some((_, inside)) = &mut self.code {
            inside.push_str(text);
        } else if self.side.is_some() {
            self.piece(Piece::Words(text.to_owned()));
        }
    }

    fn piece(&mut self, piece: Piece) {
        let (Some(unit), Some(side)) = (&mut self.unit, self.side) else { return };
        let pieces = match side {
            Side::Source => &mut unit.source,
            Side::Target => &mut unit.target,
        };
        match (pieces.last_mut(), piece) {
            (Some(Piece::Words(before)), Piece::Words(words)) => before.push_str(&words),
            (_, piece) => pieces.push(piece),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Piece, read};

    fn file(body: &str) -> String {
        format!(
            "<xliff version=\"1.2\" xmlns=\"urn:oasis:names:tc:xliff:document:1.2\">\n\
             <file original=\"a.toml\" target-language=\"ru\"><body>\n{body}\n</body></file></xliff>"
        )
    }

    #[test]
    fn proposals_of_a_program_are_no_translations() {
        let unit = "<trans-unit id=\"title\"><source>A <ph id=\"1\">{{ b }}</ph></source><target>Б &amp; <x id=\"1\"/></target>\
                    <alt-trans><target>В</target></alt-trans></trans-unit>";
        let (language, units) = read(file(unit).as_bytes()).unwrap();
        assert_eq!((language.as_str(), units.len(), units[0].line), ("ru", 1, 3));
        let expected = [Piece::Words("Б & ".to_owned()), Piece::Code("1".to_owned(), String::new())];
        assert_eq!(units[0].target, expected);
    }

    #[test]
    fn lines_are_counted_once() {
        // From the beginning for each text, this would take minutes.
        let text = file(&format!("{}{}", "\n".repeat(8 << 20), "<trans-unit id=\"a\"/>\n".repeat(19_000)));
        let (_, units) = read(text.as_bytes()).unwrap();
        let lines: Vec<usize> = units.iter().map(|unit| unit.line).collect();
        assert_eq!((lines[0], lines[1], lines.len()), ((8 << 20) + 3, (8 << 20) + 4, 19_000));
    }

    #[test]
    fn hostile_files_are_refused_with_their_line() {
        let deep = "<g>".repeat(100);
        for (text, line, what) in [
            ("<!DOCTYPE a [<!ENTITY b \"c\">]><xliff/>".to_owned(), 1, "document type"),
            (file("<trans-unit id=\"a\"><target>&b;</target></trans-unit>"), 3, "b"),
            (file(&deep), 3, "64 elements"),
            (file("<trans-unit id=\"a\"><target><bpt id=\"1\"/></target></trans-unit>"), 3, "`<bpt>`"),
            ("<xliff version=\"2.0\"/>".to_owned(), 1, "1.2 is read"),
            ("<a/>".to_owned(), 1, "no XLIFF"),
            (file("")[..119].to_owned(), 2, ""),
            (String::new(), 1, "not whole"),
        ] {
            let error = read(text.as_bytes()).unwrap_err();
            assert!(error.what.contains(what) && error.line == line, "{text}: {error}");
        }
    }
}
