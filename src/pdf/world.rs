//! Gives Typst a world that is only memory: the files of one edition, and what all editions share.

use std::fmt;
use std::sync::Arc;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_kit::files::{FileLoader, FileStore};

use super::{Files, MAIN};
use crate::theme::Theme;

/// A theme made ready for Typst: fonts and library are read once, however many editions are set.
pub struct Press<'a> {
    pub(super) theme: &'a Theme,
    library: LazyHash<Library>,
    fonts: Vec<Font>,
    book: LazyHash<FontBook>,
}

impl fmt::Debug for Press<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Press").field("fonts", &self.fonts).finish_non_exhaustive()
    }
}

impl<'a> Press<'a> {
    /// Reads the fonts of a theme.
    pub fn new(theme: &'a Theme) -> Self {
        let fonts: Vec<Font> =
            theme.fonts.files().filter_map(|bytes| Font::new(Bytes::new(Arc::clone(bytes)), 0)).collect();
        let book = FontBook::from_fonts(&fonts);
        Self { theme, library: LazyHash::new(Library::builder().build()), fonts, book: LazyHash::new(book) }
    }
}

/// The files of one compilation on a press. There is no clock, no network, no package.
pub(super) struct MemoryWorld<'a> {
    press: &'a Press<'a>,
    files: FileStore<Memory>,
    main: FileId,
}

struct Memory(Files);

impl FileLoader for Memory {
    fn load(&self, id: FileId) -> FileResult<Bytes> {
        let path = id.get();
        if !matches!(path.root(), VirtualRoot::Project) {
            return Err(FileError::AccessDenied);
        }
        let name = path.vpath().get_without_slash();
        match self.0.get(name) {
            Some(bytes) => Ok(Bytes::new(Arc::clone(bytes))),
            None => Err(FileError::NotFound(name.into())),
        }
    }
}

impl<'a> MemoryWorld<'a> {
    pub(super) fn new(files: Files, press: &'a Press<'a>) -> Self {
        let main = VirtualPath::new(MAIN).expect("the name is a plain file name");
        Self {
            press,
            files: FileStore::new(Memory(files)),
            main: RootedPath::new(VirtualRoot::Project, main).intern(),
        }
    }
}

impl World for MemoryWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.press.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.press.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.files.source(id)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.file(id)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.press.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
