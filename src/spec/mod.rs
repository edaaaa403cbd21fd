//! Turns the TOML files of an edition into a [`Spec`]: what was written, with every place kept.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::data::certainty::Bound;
use crate::data::period::{Date, NamedPeriods, Period};
use crate::data::quantity::Unit;
use crate::diag::{Diagnostic, Faults, SourceId, Sources, Span, Spanned, code};

mod certainty;
mod chart;
mod choice;
pub mod editions;
pub mod folder;
mod gap;
mod head;
mod limits;
mod load;
mod measure;
mod named;
pub mod overlay;
mod period;
mod photo;
mod publisher;
mod read;
mod reader;
pub mod schema;
mod slip;
mod style;
mod syntax;
mod table_file;
pub mod text;
mod unclosed;

pub(crate) use folder::read_file;
pub use folder::{Folder, ReadError};
pub use overlay::{Translation, Word};
pub(crate) use read::UNIT;
pub use schema::{AllowSpec, CommonSpec, EarlierSpec, EditionSpec, FigureSpec, SeriesSpec, StyleSpec};
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
    /// The values that are limits or ranges, by their places.
    pub bounds: BTreeMap<Span, Bound>,
    /// Findings that the author allows.
    pub allows: Vec<AllowSpec>,
    /// What reading found. Errors among them stop a build, but only after the rest has been looked at too,
    /// so that all findings are reported at once.
    pub findings: Vec<Diagnostic>,
    /// Photographs by path; those whose file is missing are not here.
    pub pictures: BTreeMap<String, Arc<[u8]>>,
    /// Files with the areas of maps by path; those that are missing are not here.
    pub maps: BTreeMap<String, Arc<[u8]>>,
    /// The Word template that the series names, as it was read.
    pub reference: Option<Spanned<Arc<[u8]>>>,
    /// The file of the house style beside the series, which wins over the program's.
    pub style_file: Option<SourceId>,
    /// Files of the edition's language that stand in for those of the program, by name.
    pub language_files: Vec<(&'static str, SourceId)>,
    /// The languages that it is published in, its own first; empty where nothing is said of others.
    pub languages: Vec<Spanned<String>>,
    /// What it was translated from, when it is not in its own language.
    pub translation: Option<Translation>,
    /// All texts that are words, when it is published in several languages or is a translation.
    pub words: Vec<Word>,
}

impl Spec {
    /// Reads an edition from the disk, with everything it names in its folder.
    ///
    /// # Errors
    /// As [`Spec::load`].
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Faults> {
        Self::open_with(path, None)
    }

    /// As [`Spec::open`], with a folder of languages that wins over the one beside the series: `ru/print.toml` in it.
    ///
    /// # Errors
    /// As [`Spec::load`].
    pub fn open_with(path: impl AsRef<Path>, languages: Option<&Path>) -> Result<Self, Faults> {
        Self::open_in(path, None, languages, BTreeMap::new())
    }

    /// As [`Spec::open_with`], as it will be once some files of the folder are others; they go by the path below it, or by
    /// the names that messages show.
    ///
    /// # Errors
    /// As [`Spec::load`].
    pub fn open_changed(
        path: impl AsRef<Path>,
        languages: Option<&Path>,
        changed: BTreeMap<String, Arc<[u8]>>,
    ) -> Result<Self, Faults> {
        Self::open_in(path, None, languages, changed)
    }

    /// As [`Spec::open_changed`], in a language that is not the spec's own: with the words of its overlays.
    ///
    /// # Errors
    /// As [`Spec::load`].
    pub fn open_in(
        path: impl AsRef<Path>,
        language: Option<&str>,
        languages: Option<&Path>,
        changed: BTreeMap<String, Arc<[u8]>>,
    ) -> Result<Self, Faults> {
        let path = path.as_ref();
        let folder = Folder::Disk(path.parent().map(Path::to_owned).unwrap_or_default());
        let prefix = Self::prefix(path);
        let below = |name: &str| name.strip_prefix(&prefix).unwrap_or(name).to_owned();
        let changed: BTreeMap<_, _> =
            changed.iter().map(|(name, bytes)| (below(name), Arc::clone(bytes))).collect();
        let folder = if changed.is_empty() { folder } else { Folder::Changed(Box::new(folder), changed) };
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let is_odd = |name: &OsStr| name.to_str().is_none_or(|name| name.contains('\\'));
        if path.file_name().is_some_and(is_odd) {
            let message = format!("`{}` is no name for a spec: it travels inside the PDF", path.display());
            let fault = Diagnostic::new(code::BAD_NAME, None, message)
                .hint("give the file a name in UTF-8 without backslashes");
            return Err(Faults::new(Sources::default(), vec![fault]));
        }
        let mut loader = Loader::new(&folder, &prefix);
        loader.languages = languages.map(|path| Folder::Disk(path.to_owned()));
        loader.language = language.map(str::to_owned);
        loader.spec(&name)
    }

    /// What messages show before the names of files of a spec's folder.
    pub(crate) fn prefix(path: &Path) -> String {
        let shown = path.parent().filter(|p| !p.as_os_str().is_empty());
        shown.map(|p| format!("{}/", p.to_string_lossy().replace('\\', "/"))).unwrap_or_default()
    }

    /// The file of a spec's folder that messages show by a name, as it is called from where the program runs.
    pub fn file_of(spec: &Path, name: &str) -> PathBuf {
        let below = name.strip_prefix(&Self::prefix(spec)).unwrap_or(name);
        spec.parent().map_or_else(|| PathBuf::from(below), |folder| folder.join(below))
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
        let period = self.edition.period.value.to_string().to_lowercase().replace('/', "_");
        let stem = format!("{}-{period}", self.series.id.value);
        match &self.translation {
            Some(_) => format!("{stem}-{}", self.language().value.to_lowercase()),
            None => stem,
        }
    }

    /// The name of the text that a place lies in: `chapter.flows.text`.
    pub fn key_at(&self, place: Span) -> Option<&str> {
        let is_in =
            |text: &Text| text.span.source == place.source && text.span.range().contains(&place.start);
        self.words.iter().find(|word| is_in(&word.printed)).map(|word| word.key.as_str())
    }

    /// The periods that the series and the edition name themselves.
    pub fn named_periods(&self) -> NamedPeriods {
        let named = self.common.iter().flat_map(|common| &common.periods);
        let named =
            NamedPeriods::new(named.map(|named| (named.period, period::unbroken(&named.label.value))));
        named.within(Some(self.edition.period.value))
    }

    /// The last day that it tells of: that of its period, or the day after, where a figure has what is there on that day.
    pub fn last_day(&self) -> Date {
        let last = self.edition.period.value.last_day();
        let next = last.next().filter(|next| {
            let own = self.figures.iter().filter_map(|figure| figure.period.as_ref());
            own.into_iter().any(|period| period.value == Period::day(*next))
        });
        next.unwrap_or(last)
    }

    /// The texts of notes: those of sources, and those with names of their own.
    pub fn note_texts(&self) -> impl Iterator<Item = &Text> {
        self.common.iter().flat_map(|common| {
            let of_sources = common.sources.iter().map(|source| &source.note);
            of_sources.chain(common.notes.iter().map(|(_, note)| note))
        })
    }

    /// The currencies that its figures are in, by their codes.
    pub fn currencies(&self) -> BTreeSet<&str> {
        let figures = self.figures.iter().chain(&self.history);
        let units = figures
            .flat_map(|figure| std::iter::once(&figure.unit).chain(figure.convert.as_ref().map(|c| &c.unit)));
        units.filter_map(Unit::currency).collect()
    }

    /// The language that the edition is written in: its own, the series', or English.
    pub fn language(&self) -> Spanned<String> {
        let given = self.edition.language.as_ref().or(self.series.language.as_ref()).cloned();
        given.unwrap_or_else(|| Spanned::new("en".to_owned(), self.edition.period.span))
    }
}
