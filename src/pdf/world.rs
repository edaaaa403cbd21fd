//! Gives Typst a world that is only memory: the files of one edition, and what all editions share.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::Arc;

use comemo::Track;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::visualize::{ExchangeFormat, RasterImage, SvgImage};
use typst::{Feature, Features, Library, LibraryExt, World};
use typst_kit::files::{FileLoader, FileStore};

use super::Files;
use crate::report::Picture;
use crate::theme::Theme;

/// Name of the template file that is compiled.
pub const MAIN: &str = "report.typ";

/// A theme made ready for Typst: fonts and library are read once, however many editions are set.
pub struct Press {
    pub(super) theme: Theme,
    library: LazyHash<Library>,
    fonts: Vec<Font>,
    book: LazyHash<FontBook>,
    /// The template's files, parsed.
    template: BTreeMap<String, Source>,
}

impl fmt::Debug for Press {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Press").field("fonts", &self.fonts).finish_non_exhaustive()
    }
}

impl Press {
    /// Reads the fonts and the template of a theme.
    pub fn new(theme: &Theme) -> Self {
        let fonts: Vec<Font> =
            theme.fonts.files().filter_map(|bytes| Font::new(Bytes::new(bytes.clone()), 0)).collect();
        let book = FontBook::from_fonts(&fonts);
        let source = |(name, bytes): (&String, &Arc<[u8]>)| {
            let text = std::str::from_utf8(bytes).ok().filter(|_| name.ends_with(".typ"))?;
            Some((name.clone(), Source::new(id(name)?, text.to_owned())))
        };
        Self {
            theme: theme.clone(),
            // Row heads of tables are cells that head their row, which Typst still counts as an extra.
            library: LazyHash::new(Library::builder().with_features(extras()).build()),
            fonts,
            book: LazyHash::new(book),
            template: theme.template.iter().filter_map(source).collect(),
        }
    }
}

fn extras() -> Features {
    [Feature::A11yExtras].into_iter().collect()
}

/// Whether Typst can decode a picture; it remembers it, and need not do it again on the page.
pub fn decodes(picture: &Picture) -> bool {
    ExchangeFormat::detect(&picture.bytes)
        .is_some_and(|format| RasterImage::plain(Bytes::new(Arc::clone(&picture.bytes)), format).is_ok())
}

/// The files of one compilation on a press. There is no clock, no network, no package.
pub(super) struct MemoryWorld<'a> {
    press: &'a Press,
    /// The files of the template that this compilation takes as they are.
    template: HashMap<FileId, Source>,
    files: FileStore<Memory>,
    main: FileId,
    charts: Vec<FileId>,
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
    pub(super) fn new(files: Files, press: &'a Press) -> Self {
        let is_own = |name: &str| match (files.get(name), press.theme.template.get(name)) {
            (Some(here), Some(there)) => Arc::ptr_eq(here, there),
            _ => false,
        };
        let template: HashMap<FileId, Source> = press
            .template
            .iter()
            .filter(|(name, _)| is_own(name))
            .map(|(_, source)| (source.id(), source.clone()))
            .collect();
        let main = id(MAIN).expect("the name is a plain file name");
        let charts = files.keys().filter(|name| name.ends_with(".svg")).filter_map(|name| id(name)).collect();
        Self { press, template, files: FileStore::new(Memory(files)), main, charts }
    }

    /// Reads the charts as the template will ask for them, in the two faces of the brand. Typst remembers them;
    /// a template that sets them in others has them read again.
    pub(super) fn warm(&self) {
        let world: &dyn World = self;
        let scale = &self.press.theme.brand.type_scale;
        let faces = [&scale.body, &scale.chart].map(|face| face.to_lowercase());
        let faces: Vec<&str> = faces.iter().map(String::as_str).collect();
        for chart in &self.charts {
            if let Ok(bytes) = self.file(*chart) {
                let _ = SvgImage::with_fonts_images(bytes, world.track(), &faces, Some(*chart));
            }
        }
    }
}

/// Typst's name for a file of the virtual folder.
fn id(name: &str) -> Option<FileId> {
    let path = VirtualPath::new(name).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
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
        self.template.get(&id).map_or_else(|| self.files.source(id), |source| Ok(source.clone()))
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
