//! What the parts of the text write into: all that grows while they are written, and what they are written from.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Inputs;
use super::address::{Addresses, Keys};
use super::picture::{Bitmap, Painter};
use super::place::{Places, reference_labels};
use crate::docx::chart::Native;
use crate::docx::package::drawing::{Crop, Drawing};
use crate::docx::package::relation::Relations;
use crate::docx::package::tree::Element;
use crate::docx::read::template::Template;
use crate::language::Language;
use crate::report::{Lettered, Report};
use crate::theme::Theme;

/// A text on its way.
pub(super) struct Writer<'a> {
    pub(super) report: &'a Report,
    pub(super) theme: &'a Theme,
    pub(super) locale: &'a Language,
    pub(super) painter: &'a Painter,
    /// The charts, made.
    pub(super) charts: &'a [Native],
    /// Pages by place.
    pub(super) pages: &'a BTreeMap<String, String>,
    /// The organization's own template.
    pub(super) template: Option<&'a Template>,
    /// Names of the charts in the text, in their order.
    pub(super) placed_charts: Vec<String>,
    pub(super) places: Places,
    /// What a reference to a figure or table reads, by place.
    pub(super) labels: BTreeMap<String, String>,
    /// The bookmark of the number of what the link leads to that is being written.
    pub(super) linked: Option<String>,
    /// Index of the note of each number so far.
    pub(super) notes: Vec<usize>,
    /// The notes of the table, chart or panel that is being written: their marks are letters.
    letters: Option<Lettered>,
    /// Whether the text written now stands in a note: links of notes belong to another part.
    pub(super) in_notes: bool,
    pub(super) relations: Relations,
    pub(super) note_relations: Relations,
    /// Names and bytes of pictures.
    pub(super) media: Vec<(String, Arc<[u8]>)>,
    /// First number and level of each numbered list.
    pub(super) list_starts: Vec<(u64, usize)>,
    pub(super) addresses: Addresses,
    /// Makes the keys of blocks.
    keys: Keys,
    drawings: u32,
}

/// The room that blocks stand in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    /// Width in twips.
    pub(super) width: usize,
    /// Height of the text on a page, in twips.
    pub(super) height: usize,
    /// Style of paragraphs.
    pub(super) text: &'static str,
    /// Depth of lists around.
    pub(super) depth: usize,
    /// Style of a heading among the blocks: no level is left out.
    pub(super) heading: &'static str,
}

/// A picture that goes into the text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shown<'a> {
    pub(super) name: &'a str,
    /// What it shows, for those who do not see it.
    pub(super) alt: &'a str,
    /// Width on the page, in twips.
    pub(super) width: usize,
    /// How the picture is cut.
    pub(super) crop: Option<Crop>,
}

impl<'a> Writer<'a> {
    /// A text of which nothing is written yet.
    pub(super) fn new(inputs: Inputs<'a>, painter: &'a Painter, pages: &'a BTreeMap<String, String>) -> Self {
        let Inputs { report, theme, locale, charts, template } = inputs;
        Self {
            report,
            theme,
            locale,
            painter,
            charts,
            pages,
            template,
            placed_charts: Vec::new(),
            places: Places::new(report),
            labels: reference_labels(report, locale),
            linked: None,
            notes: Vec::new(),
            letters: None,
            in_notes: false,
            relations: Relations::default(),
            note_relations: Relations::default(),
            media: Vec::new(),
            list_starts: Vec::new(),
            addresses: Addresses::default(),
            keys: Keys::default(),
            drawings: 0,
        }
    }

    /// Writes a part of a table, a chart or a panel, whose notes stand directly below it, with the letters given
    /// so far; gives them back with those of this part.
    pub(super) fn lettered<T>(
        &mut self,
        letters: Lettered,
        write: impl FnOnce(&mut Self) -> T,
    ) -> (T, Lettered) {
        let outer = self.letters.replace(letters);
        let written = write(self);
        let own = std::mem::replace(&mut self.letters, outer).unwrap_or_default();
        (written, own)
    }

    /// The letter of a note where marks are letters.
    pub(super) fn letter(&mut self, note: usize) -> Option<String> {
        self.letters.as_mut().map(|letters| letters.mark(note))
    }

    /// The relations of the part that is written now.
    pub(super) fn relations(&mut self) -> &mut Relations {
        if self.in_notes { &mut self.note_relations } else { &mut self.relations }
    }

    /// Writes something whose keys begin with that name.
    pub(super) fn scoped<T>(&mut self, name: &str, write: impl FnOnce(&mut Self) -> T) -> T {
        let outer = std::mem::replace(&mut self.keys.name, name.to_owned());
        let written = write(self);
        self.keys.name = outer;
        written
    }

    /// A paragraph of a kind that comes several times: its key ends in a number.
    pub(super) fn counted(&mut self, kind: &str, paragraph: Element) -> Element {
        let key = self.keys.next(kind);
        Keys::mark(paragraph, key)
    }

    /// A paragraph of a kind that comes once.
    pub(super) fn keyed(&self, kind: &str, paragraph: Element) -> Element {
        Keys::mark(paragraph, self.keys.within(kind))
    }

    /// The name of the next part of the text of that kind, for [`Self::scoped`].
    pub(super) fn next_scope(&mut self, kind: &str) -> String {
        self.keys.next(kind)
    }

    /// A drawing whose picture goes into the package.
    pub(super) fn drawing(&mut self, bitmap: &Bitmap, shown: Shown<'_>) -> Element {
        let file = self.media_file(bitmap);
        let relation = self.relations.part("image", &file);
        let id = self.next_drawing();
        let ratio = (bitmap.width, bitmap.height);
        let Shown { name, alt, width, crop } = shown;
        Drawing { id, name, alt, relation: &relation, width, ratio, crop }.element()
    }

    /// The next id of a drawing.
    pub(super) fn next_drawing(&mut self) -> u32 {
        self.drawings += 1;
        self.drawings
    }

    /// The name of a picture in the package, the same for the same bytes.
    pub(super) fn media_file(&mut self, bitmap: &Bitmap) -> String {
        let known = self.media.iter().find(|(_, bytes)| *bytes == bitmap.bytes).map(|(file, _)| file.clone());
        known.unwrap_or_else(|| {
            let file = format!("media/image{}.{}", self.media.len() + 1, bitmap.ending);
            self.media.push((file.clone(), Arc::clone(&bitmap.bytes)));
            file
        })
    }
}
