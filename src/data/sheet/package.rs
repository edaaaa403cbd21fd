//! Finds the parts of an `.xlsx` workbook: its sheets, texts and styles.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::rc::Rc;
use std::sync::Arc;

use super::cell::{Held, MOST_SHEETS, Sheet, SheetPart};
use super::format::Format;
use super::xml::{BadXml, Piece, Xml};
use super::{rows, strings, styles};
use crate::data::archive::unpack;
use crate::data::workbook::LIMITS;

/// The parts of a workbook that hold words and numbers.
pub(super) struct Package {
    parts: BTreeMap<String, Vec<u8>>,
    /// The sheets in their order.
    pub(super) sheets: Vec<SheetPart>,
    /// The numbers of the relations that lead to their cells.
    places: Vec<usize>,
    relations: Vec<Relation>,
    is_1904: bool,
    /// What all sheets have in common, read with the first of them.
    common: OnceCell<Result<Common, BadXml>>,
}

struct Common {
    texts: Vec<Held>,
    formats: Rc<[Arc<Format>]>,
}

struct Relation {
    id: String,
    /// The last word of its type: `worksheet`.
    kind: String,
    part: String,
}

impl Package {
    /// Unpacks a workbook.
    pub(super) fn open(bytes: &[u8]) -> Result<Self, BadXml> {
        let (mut parts, mut is_twice) = (BTreeMap::new(), false);
        let unpacked = unpack(bytes, LIMITS, |name, part| {
            // Some programs write `xl\Workbook.xml`.
            let name = name.replace('\\', "/").to_lowercase();
            if !name.ends_with(".xml") && !name.ends_with(".rels") {
                return io::copy(part, &mut io::sink());
            }
            let mut bytes = Vec::new();
            let read = part.read_to_end(&mut bytes)?;
            is_twice |= parts.insert(name.trim_start_matches('/').to_owned(), bytes).is_some();
            Ok(read as u64)
        });
        // Of two parts of one name, programs read one or the other.
        if unpacked.is_err() || is_twice { Err(BadXml) } else { Self::of_parts(parts) }
    }

    fn of_parts(parts: BTreeMap<String, Vec<u8>>) -> Result<Self, BadXml> {
        let start = relations(&parts, "")?;
        let main = start.iter().find(|relation| relation.kind == "officeDocument");
        let main = main.map_or("xl/workbook.xml", |relation| relation.part.as_str());
        let mut xml = Xml::new(parts.get(main).ok_or(BadXml)?);
        let relations = relations(&parts, main)?;
        let by_id: BTreeMap<&str, usize> =
            relations.iter().enumerate().map(|(index, relation)| (relation.id.as_str(), index)).collect();
        let (mut sheets, mut places, mut is_1904) = (Vec::new(), Vec::new(), false);
        let (mut seen, mut is_shared) = (BTreeSet::new(), false);
        loop {
            match xml.next()? {
                Piece::Open(tag) | Piece::Single(tag) if tag.is("sheet") => {
                    let id = tag.get("id")?.unwrap_or_default();
                    let relation = by_id.get(id.as_str()).copied();
                    // A sheet that is one chart has no cells.
                    let place = relation.filter(|index| relations[*index].kind == "worksheet");
                    if let Some(place) = place.filter(|_| sheets.len() <= MOST_SHEETS) {
                        // No program writes one part for two sheets: it would be read and kept for each.
                        is_shared |= !seen.insert(relations[place].part.as_str());
                        places.push(place);
                        sheets.push(SheetPart {
                            name: tag.get("name")?.ok_or(BadXml)?,
                            is_hidden: tag.get("state")?.is_some_and(|state| state != "visible"),
                        });
                    }
                }
                Piece::Open(tag) | Piece::Single(tag) if tag.is("workbookPr") => {
                    is_1904 = tag.is_set("date1904")?;
                }
                Piece::End => break,
                Piece::Open(_) | Piece::Single(_) | Piece::Close(_) | Piece::Text(_) => {}
            }
        }
        // Of too many sheets, that is told.
        if sheets.is_empty() || is_shared && sheets.len() <= MOST_SHEETS {
            return Err(BadXml);
        }
        Ok(Self { parts, sheets, places, relations, is_1904, common: OnceCell::new() })
    }

    /// Reads a sheet by its number.
    pub(super) fn sheet(&self, index: usize) -> Result<Sheet, BadXml> {
        let (part, place) = self.sheets.get(index).zip(self.places.get(index)).ok_or(BadXml)?;
        let common = self.common.get_or_init(|| self.common()).as_ref().map_err(|_| BadXml)?;
        let mut sheet = Sheet {
            name: part.name.clone(),
            is_hidden: part.is_hidden,
            formats: Rc::clone(&common.formats),
            is_1904: self.is_1904,
            ..Sheet::default()
        };
        let cells = self.parts.get(&self.relations[*place].part).ok_or(BadXml)?;
        rows::read(cells, &common.texts, &mut sheet)?;
        Ok(sheet)
    }

    fn common(&self) -> Result<Common, BadXml> {
        let of_kind = |kind: &str| {
            let relation = self.relations.iter().find(|relation| relation.kind == kind)?;
            self.parts.get(&relation.part)
        };
        let texts = of_kind("sharedStrings").map_or(Ok(Vec::new()), |part| strings::shared(part))?;
        let formats = of_kind("styles").map_or(Ok(Vec::new()), |part| styles::formats(part))?;
        Ok(Common { texts, formats: formats.into() })
    }
}

/// The relations of a part, or of the whole package.
fn relations(parts: &BTreeMap<String, Vec<u8>>, part: &str) -> Result<Vec<Relation>, BadXml> {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    let Some(bytes) = parts.get(&format!("{folder}_rels/{file}.rels")) else { return Ok(Vec::new()) };
    let mut xml = Xml::new(bytes);
    let mut relations = Vec::new();
    loop {
        match xml.next()? {
            Piece::Open(tag) | Piece::Single(tag) if tag.is("Relationship") => {
                let (kind, target) =
                    (tag.get("Type")?.unwrap_or_default(), tag.get("Target")?.unwrap_or_default());
                let target = target.replace('\\', "/").to_lowercase();
                relations.push(Relation {
                    id: tag.get("Id")?.unwrap_or_default(),
                    kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                    part: part_name(&folder, &target),
                });
            }
            Piece::End => return Ok(relations),
            Piece::Open(_) | Piece::Single(_) | Piece::Close(_) | Piece::Text(_) => {}
        }
    }
}

/// The name of a part that another part in a folder refers to.
fn part_name(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut places: Vec<&str> = folder.split('/').filter(|place| !place.is_empty()).collect();
    for place in target.split('/') {
        match place {
            "." | "" => {}
            ".." => {
                places.pop();
            }
            place => places.push(place),
        }
    }
    places.join("/")
}
