//! Turns the TOML files of an edition into a [`Spec`]: what was written, with every place kept.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::Path;
use std::sync::Arc;

use crate::diag::{Diagnostic, Faults, Sources, Spanned};

pub mod folder;
mod head;
mod load;
mod measure;
mod read;
mod reader;
pub mod schema;
mod slip;
mod syntax;
pub mod text;
mod unclosed;

pub(crate) use folder::read_file;
pub use folder::{Folder, ReadError};
pub use schema::{AllowSpec, CommonSpec, EarlierSpec, EditionSpec, FigureSpec, SeriesSpec};
pub use text::Text;

use load::Loader;

/// Everything that the files of an edition say.
#[derive(Debug, Clone)]
pub struct Spec {
    /// All text files, for places in messages.
    pub sources: Sources,
    /// The edition's own file.
    pub edition: EditionSpec,
    /// The series.
    pub series: SeriesSpec,
    /// What both may say, the series' first.
    pub common: [CommonSpec; 2],
    /// The edition's figures.
    pub figures: Vec<FigureSpec>,
    /// Figures of history files.
    pub history: Vec<FigureSpec>,
    /// Earlier editions of the series in the same folder, the latest first.
    pub earlier: Vec<EarlierSpec>,
    /// The files that the report is made from, by path, in the order read.
    pub files: Vec<(String, Arc<[u8]>)>,
    /// Every text of the files, whatever it is for.
    pub texts: Vec<Text>,
    /// Findings that the author lets stand.
    pub allows: Vec<AllowSpec>,
    /// What reading found. Errors among them stop a build, but only after the rest has been looked at too,
    /// so that an author hears of everything at once.
    pub findings: Vec<Diagnostic>,
    /// Photographs by path; those whose file is missing are not here.
    pub pictures: BTreeMap<String, Arc<[u8]>>,
    /// The Word template that the series names, as it was read.
    pub reference: Option<Spanned<Arc<[u8]>>>,
}

impl Spec {
    /// Reads an edition from the disk, with everything it names in its folder.
    ///
    /// # Errors
    /// As [`Spec::load`].
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Faults> {
        let path = path.as_ref();
        let folder = Folder::Disk(path.parent().map(Path::to_owned).unwrap_or_default());
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let is_odd = |name: &OsStr| name.to_str().is_none_or(|name| name.contains('\\'));
        if path.file_name().is_some_and(is_odd) {
            let message = format!("`{}` is no name for a spec: it travels inside the PDF", path.display());
            let fault = Diagnostic::error("bad-name", None, message)
                .hint("give the file a name in UTF-8 without backslashes");
            return Err(Faults { sources: Sources::default(), diagnostics: vec![fault] });
        }
        let shown = path.parent().filter(|p| !p.as_os_str().is_empty());
        let prefix =
            shown.map(|p| format!("{}/", p.to_string_lossy().replace('\\', "/"))).unwrap_or_default();
        Self::load(&folder, &name, &prefix)
    }

    /// Reads an edition from a folder; messages show paths with the prefix before them.
    ///
    /// Faults that do not keep the rest from being understood are left in [`Spec::findings`].
    ///
    /// # Errors
    /// All faults of all files at once, when one of them makes the rest meaningless: broken TOML, no series,
    /// no period.
    pub fn load(folder: &Folder, name: &str, prefix: &str) -> Result<Self, Faults> {
        Loader::new(folder, prefix).spec(name)
    }

    /// The stem of the edition's files: `kazakhstan-2023-q2`.
    pub fn stem(&self) -> String {
        format!("{}-{}", self.series.id.value, self.edition.period.value.to_string().to_lowercase())
    }

    /// The language that the edition is written in: its own, the series', or English.
    pub fn language(&self) -> Spanned<String> {
        let given = self.edition.language.as_ref().or(self.series.language.as_ref()).cloned();
        given.unwrap_or_else(|| Spanned::new("en".to_owned(), self.edition.period.span))
    }
}
