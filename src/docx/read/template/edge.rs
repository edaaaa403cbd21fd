//! What a part of a template leads to: its links and pictures, made relations of ours.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::left::{Kind, Left};
use crate::data::address::allowed;
use crate::docx::error::DocxError;
use crate::docx::package::relation::Relations;
use crate::docx::read::source::{self, Source, Target};
use crate::report::raster;

/// The folder in our package for what a template brings.
pub(super) const FOLDER: &str = "reference";
/// Most pictures of a template.
const MOST_PICTURES: usize = 200;
/// Pixels of all of them: of a header over the whole page, printed finely.
const MOST_PIXELS: u64 = 40_000_000;
/// Drawings of the template are numbered from here: those of the text begin at 1.
const FIRST_DRAWING: u32 = 1_000_000;

/// The name and the bytes of a picture, or why it is not taken.
type Taken = Result<(String, Arc<[u8]>), String>;

/// What is taken of a template beside its elements, from all its parts.
#[derive(Debug, Clone, Default)]
pub(super) struct Beside {
    /// Pictures by the name of their part there.
    pictures: BTreeMap<String, Taken>,
    pub(super) left: Left,
    drawings: u32,
    /// Pixels of the pictures that are taken.
    pixels: u64,
    /// How many elements stay.
    elements: usize,
}

/// Most elements that stay, of all parts together. The styles and lists of Word's largest templates have a tenth.
const MOST_ELEMENTS: usize = 300_000;

impl Beside {
    /// Names and bytes of the pictures.
    pub(super) fn pictures(&self) -> impl Iterator<Item = &(String, Arc<[u8]>)> {
        self.pictures.values().filter_map(|picture| picture.as_ref().ok())
    }
}

/// A part that is being reduced.
pub(super) struct Ties<'a, 's> {
    /// Its name.
    pub(super) part: &'a str,
    /// Its relations in the template.
    pub(super) relations: source::Relations,
    /// Those of them that stay.
    pub(super) kept: Relations,
    pub(super) source: &'a mut Source<'s>,
    pub(super) beside: &'a mut Beside,
}

impl Ties<'_, '_> {
    /// Notes that something of this part is left out.
    pub(super) fn lose(&mut self, kind: Kind, what: &str) {
        self.beside.left.add(kind, self.part, what);
    }

    /// Counts an element that stays.
    ///
    /// # Errors
    /// Fails when there are more than any template has.
    pub(super) fn count(&mut self) -> Result<(), DocxError> {
        self.beside.elements += 1;
        match self.beside.elements > MOST_ELEMENTS {
            true => Err(DocxError::Xml("the template has more elements than any does".to_owned())),
            false => Ok(()),
        }
    }

    /// The number of the next drawing.
    pub(super) fn next_drawing(&mut self) -> u32 {
        self.beside.drawings += 1;
        FIRST_DRAWING + self.beside.drawings
    }

    /// Our relation to where a link leads; none when it may not lead there.
    pub(super) fn link(&mut self, id: &str) -> Option<String> {
        match self.relations.get(id).map(|relation| &relation.target) {
            Some(Target::Outside(address)) if allowed(address).is_ok() => Some(self.kept.address(address)),
            Some(Target::Outside(to) | Target::Part(to)) => {
                let to = to.clone();
                self.lose(Kind::Link, &to);
                None
            }
            None => {
                self.lose(Kind::Link, id);
                None
            }
        }
    }

    /// Our relation to a picture, or what is to be told of it.
    pub(super) fn picture(
        &mut self,
        embedded: Option<&str>,
        linked: Option<&str>,
    ) -> Result<String, (Kind, String)> {
        // Of a picture that is both in the file and linked, the one in the file stays.
        if let Some(id) = linked.filter(|id| !id.is_empty()) {
            let to = self.relations.get(id).map_or(id, |relation| match &relation.target {
                Target::Outside(to) | Target::Part(to) => to,
            });
            let to = to.to_owned();
            if embedded.is_none_or(str::is_empty) {
                return Err((Kind::Outside, to));
            }
            self.lose(Kind::Outside, &to);
        }
        let id = embedded.unwrap_or_default();
        let name = match self.relations.get(id).map(|relation| &relation.target) {
            Some(Target::Part(name)) => name.clone(),
            Some(Target::Outside(to)) => return Err((Kind::Outside, to.clone())),
            None => return Err((Kind::Picture, id.to_owned())),
        };
        if !self.beside.pictures.contains_key(&name) {
            let read = self.read(&name);
            self.beside.pictures.insert(name.clone(), read);
        }
        match &self.beside.pictures[&name] {
            Ok((file, _)) => Ok(self.kept.part("image", &format!("/{file}"))),
            Err(why) => Err((Kind::Picture, format!("{name}: {why}"))),
        }
    }

    /// A picture of the template under a name of ours, or why it is not taken.
    fn read(&mut self, name: &str) -> Result<(String, Arc<[u8]>), String> {
        let count = self.beside.pictures.len() + 1;
        if count > MOST_PICTURES {
            return Err(format!("there are more than {MOST_PICTURES} pictures"));
        }
        let bytes = self.source.picture(name).map_err(|error| error.to_string())?;
        let bytes = bytes.ok_or_else(|| "it is not there".to_owned())?;
        let picture = raster(&Arc::from(bytes), MOST_PIXELS - self.beside.pixels)?;
        self.beside.pixels += u64::from(picture.width) * u64::from(picture.height);
        // Not "jpg": ours are named so.
        let ending = if picture.name.ends_with(".png") { "png" } else { "jpeg" };
        Ok((format!("{FOLDER}/media/image{count}.{ending}"), picture.bytes))
    }
}
