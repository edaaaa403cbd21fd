//! A document as a package: its parts, read only when they are asked for, and how they name each other.
//!
//! Programs give parts names of their own; what a part is, relations tell.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::docx::error::DocxError;
use crate::docx::package::directory;
use crate::docx::package::relation::{part_of_relations, resolve};
use crate::docx::package::tree::{Limits, parse_within};

/// Most bytes of a picture.
const LARGEST_PICTURE: u64 = 16 << 20;
/// Of a list of relations or content types: Word writes a line for each picture and link of a document.
const LIST: Limits = Limits { bytes: 4 << 20, elements: 50_000, pieces: 250_000 };

fn fault(why: &str) -> DocxError {
    DocxError::Package(why.to_owned())
}

/// A relation of one part to another, or to a place outside of the file.
#[derive(Debug, Clone)]
pub(super) struct Relation {
    /// The last word of its type: `header`.
    pub(super) kind: String,
    pub(super) target: Target,
}

/// Where a relation leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    /// To a part of that name.
    Part(String),
    /// To an address outside of the file.
    Outside(String),
}

impl Relation {
    /// The part that it leads to.
    pub(super) fn part(&self) -> Option<&str> {
        match &self.target {
            Target::Part(name) => Some(name),
            Target::Outside(_) => None,
        }
    }
}

/// The relations of a part by id.
pub(super) type Relations = BTreeMap<String, Relation>;

/// The part that the first relation of a kind leads to.
pub(super) fn first<'r>(relations: &'r Relations, kind: &str) -> Option<&'r str> {
    relations.values().filter(|relation| relation.kind == kind).find_map(Relation::part)
}

/// A document that is being read.
pub(super) struct Source<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// Places of the files in the zip file, and their names, by these in small letters: names of parts differ in more
    /// than case.
    places: BTreeMap<String, (usize, String)>,
    /// Content types by the name of the part, and by the ending of names, in small letters.
    types: BTreeMap<String, String>,
    endings: BTreeMap<String, String>,
    /// Bytes that may still be read.
    left: u64,
}

impl<'a> Source<'a> {
    /// Opens a package, of which so many bytes may be read in all.
    ///
    /// # Errors
    /// Fails when it is none.
    pub(super) fn open(bytes: &'a [u8], most: u64) -> Result<Self, DocxError> {
        directory::check(bytes)?;
        let zip = ZipArchive::new(Cursor::new(bytes))?;
        let places = zip.file_names().zip(0..);
        let places =
            places.map(|(name, place)| (name.to_ascii_lowercase(), (place, name.to_owned()))).collect();
        let mut source = Self { zip, places, types: BTreeMap::new(), endings: BTreeMap::new(), left: most };
        let list =
            source.bytes("[Content_Types].xml", LIST.bytes as u64)?.ok_or_else(|| fault("it is no DOCX"))?;
        for entry in parse_within(&list, LIST)?.elements() {
            let Some(kind) = entry.get("ContentType") else { continue };
            if let Some(name) = entry.get("PartName") {
                source.types.insert(name.trim_start_matches('/').to_ascii_lowercase(), kind.to_owned());
            } else if let Some(ending) = entry.get("Extension") {
                source.endings.insert(ending.to_ascii_lowercase(), kind.to_owned());
            }
        }
        Ok(source)
    }

    /// The bytes of a part; none when there is no such part.
    ///
    /// # Errors
    /// Fails when it is damaged, or larger than any.
    pub(super) fn bytes(&mut self, name: &str, most: u64) -> Result<Option<Vec<u8>>, DocxError> {
        let Some(&(place, _)) = self.places.get(&name.to_ascii_lowercase()) else { return Ok(None) };
        let most = most.min(self.left);
        let mut bytes = Vec::new();
        // What a file says of its own size is not trusted.
        let read = self.zip.by_index(place)?.take(most + 1).read_to_end(&mut bytes)? as u64;
        if read > most {
            let (size, name) = (most >> 20, name.to_owned());
            return Err(fault(&format!("its part `{name}` has more than {size} MB")));
        }
        self.left -= read;
        Ok(Some(bytes))
    }

    /// The bytes of a picture; none when there is no such part.
    ///
    /// # Errors
    /// As [`Self::bytes`].
    pub(super) fn picture(&mut self, name: &str) -> Result<Option<Vec<u8>>, DocxError> {
        self.bytes(name, LARGEST_PICTURE)
    }

    /// Names of all files, in small letters.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.places.keys().map(String::as_str)
    }

    /// The content type that the package gives a part.
    pub(super) fn content_type(&self, name: &str) -> &str {
        let name = name.to_ascii_lowercase();
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        self.types.get(&name).or_else(|| self.endings.get(ending)).map_or("", String::as_str)
    }

    /// Whether a part of some content type is there.
    pub(super) fn named_as(&self, is_such: impl Fn(&str) -> bool) -> Option<String> {
        let of_part = self.types.iter().find(|(name, kind)| is_such(kind) && self.places.contains_key(*name));
        of_part.map(|(name, _)| name.clone()).or_else(|| {
            let endings: Vec<&String> =
                self.endings.iter().filter(|(_, kind)| is_such(kind)).map(|(e, _)| e).collect();
            let has = |name: &&String| {
                name.rsplit_once('.').is_some_and(|(_, ending)| endings.iter().any(|such| *such == ending))
            };
            self.places.keys().find(has).cloned()
        })
    }

    /// The name of a part as the package writes it.
    fn stored(&self, name: String) -> String {
        self.places.get(&name.to_ascii_lowercase()).map_or(name, |(_, stored)| stored.clone())
    }

    /// The relations of a part; of the package itself, when the name is empty.
    ///
    /// # Errors
    /// Fails when the part that lists them is damaged.
    pub(super) fn relations(&mut self, name: &str) -> Result<Relations, DocxError> {
        let Some(bytes) = self.bytes(&part_of_relations(name), LIST.bytes as u64)? else {
            return Ok(Relations::new());
        };
        let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut relations = Relations::new();
        for entry in parse_within(&bytes, LIST)?.elements() {
            let (Some(id), Some(kind), Some(to)) = (entry.get("Id"), entry.get("Type"), entry.get("Target"))
            else {
                continue;
            };
            let target = match entry.get("TargetMode") {
                None | Some("Internal") => Target::Part(self.stored(resolve(folder, to))),
                Some(_) => Target::Outside(to.to_owned()),
            };
            let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
            if relations.insert(id.to_owned(), Relation { kind, target }).is_some() {
                return Err(fault(&format!("`{}` lists `{id}` twice", part_of_relations(name))));
            }
        }
        Ok(relations)
    }
}
