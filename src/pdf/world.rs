//! Gives Typst a world that is only memory: the files of one edition and the bundled fonts.

use std::sync::Arc;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_kit::files::{FileLoader, FileStore};
use typst_kit::fonts::FontStore;

use super::{Files, MAIN};
use crate::theme::Fonts;

/// Files, fonts and library of one compilation. There is no clock, no network, no package.
pub(super) struct MemoryWorld {
    library: LazyHash<Library>,
    files: FileStore<Memory>,
    fonts: FontStore,
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

impl MemoryWorld {
    pub(super) fn new(files: Files, fonts: &Fonts) -> Self {
        let mut store = FontStore::new();
        for bytes in fonts.files() {
            if let Some(font) = Font::new(Bytes::new(Arc::clone(bytes)), 0) {
                let info = font.info().clone();
                store.push((font, info));
            }
        }
        let main = VirtualPath::new(MAIN).expect("the name is a plain file name");
        Self {
            library: LazyHash::new(Library::builder().build()),
            files: FileStore::new(Memory(files)),
            fonts: store,
            main: RootedPath::new(VirtualRoot::Project, main).intern(),
        }
    }
}

impl World for MemoryWorld {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
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
        self.fonts.font(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
