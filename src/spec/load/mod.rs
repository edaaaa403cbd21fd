//! Reads the files of an edition: the spec, what it names, and what lies beside it.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rust_decimal::Decimal;
use toml::de::DeTable;

use super::folder::{Folder, ReadError};
use super::head::head;
use super::measure::is_utf_16;
use super::overlay::Word;
use super::read::{self, FigureRead};
use super::reader::{Reader, Table};
use super::schema::{AllowSpec, CommonSpec, EditionSpec, GapOf, SeriesSpec};
use super::text::Text;
use super::{Spec, gap, syntax};
use crate::data::certainty::Bound;
use crate::data::country::Names;
use crate::data::period::NamedPeriods;
use crate::data::sheet::Workbooks;
use crate::data::table;
use crate::diag::{self, Diagnostic, Faults, Guesses, Severity, SourceId, Sources, Span, Spanned, code};
use tables::Effort;

mod earlier;
mod languages;
mod names;
mod overlay;
mod periods;
mod pictures;
mod style;
mod tables;

/// No text file of an edition is larger: a report of a thousand pages is not.
const LONGEST_FILE: usize = 4 * 1024 * 1024;
/// Bytes of all text files of an edition's folder that are read: those of some hundred editions.
const MOST_TEXT: usize = 16 * 1024 * 1024;
/// Bytes of all files of an edition.
const MOST_BYTES: usize = 512 * 1024 * 1024;

/// The files of an edition that are translated.
struct Translated<'t> {
    edition: &'t mut EditionSpec,
    common: &'t mut CommonSpec,
    figures: &'t mut [FigureRead],
    series: Option<&'t mut (SeriesSpec, CommonSpec)>,
}

pub(super) struct Loader<'a> {
    folder: &'a Folder,
    prefix: &'a str,
    /// A folder of languages that the call names.
    pub(super) languages: Option<Folder>,
    /// The language that the call asks for; none for the spec's own.
    pub(super) language: Option<String>,
    /// All texts that are words, once a translation is in question.
    words: Vec<Word>,
    sources: Sources,
    files: Vec<(String, Arc<[u8]>)>,
    /// Bytes that may still be read, of text files and of all.
    left: Cell<(usize, usize)>,
    /// The workbooks and tables of text that were read.
    workbooks: Workbooks,
    tables: BTreeMap<String, (SourceId, Arc<[u8]>)>,
    effort: Effort,
    faults: RefCell<Vec<Diagnostic>>,
    texts: RefCell<Vec<Text>>,
    allows: RefCell<Vec<AllowSpec>>,
    bounds: RefCell<BTreeMap<Span, Bound>>,
    /// The periods that the series and the edition name.
    periods: NamedPeriods,
}

impl<'a> Loader<'a> {
    pub(super) fn new(folder: &'a Folder, prefix: &'a str) -> Self {
        Self {
            folder,
            prefix,
            languages: None,
            language: None,
            words: Vec::new(),
            sources: Sources::default(),
            files: Vec::new(),
            left: Cell::new((MOST_TEXT, MOST_BYTES)),
            workbooks: Workbooks::default(),
            tables: BTreeMap::new(),
            effort: Effort::default(),
            faults: RefCell::default(),
            texts: RefCell::default(),
            allows: RefCell::default(),
            bounds: RefCell::default(),
            periods: NamedPeriods::default(),
        }
    }

    /// Reads the edition of a name; all faults at once when one of them makes the rest meaningless.
    pub(super) fn spec(mut self, name: &str) -> Result<Spec, Faults> {
        let spec = self.load(name);
        let mut diagnostics = self.faults.into_inner();
        diag::sort(&mut diagnostics);
        match spec {
            Some(spec) => Ok(Spec {
                sources: self.sources,
                files: self.files,
                findings: diagnostics,
                texts: self.texts.into_inner(),
                allows: self.allows.into_inner(),
                bounds: self.bounds.into_inner(),
                words: self.words,
                ..spec
            }),
            None => Err(Faults::new(self.sources, diagnostics)),
        }
    }

    fn load(&mut self, name: &str) -> Option<Spec> {
        let main = self.text(name, None)?;
        self.refuse_overlay(name, main)?;
        self.periods = self.named_periods(self.sources.text(main));
        let ((mut edition, understood), mut edition_common, mut figures) =
            self.parse(main, |root| (read::edition(root), read::common(root), read::figures(root)))?;
        let mut series = self
            .other_text(&edition.series, &[name])
            .and_then(|id| self.parse(id, |root| (read::series(root), read::common(root))));
        let mut history = self.history_of(&edition, name).filter(|_| understood.history);
        let told = edition.language.clone().or_else(|| series.as_ref()?.0.language.clone());
        let base = told.unwrap_or_else(|| Spanned::new("en".to_owned(), edition.period.span));
        let listed = if edition.languages.is_empty() {
            series.as_ref().map(|(series, _)| &series.languages)
        } else {
            Some(&edition.languages)
        };
        let languages = self.languages(listed.map_or(&[], Vec::as_slice), &base.value);
        let own_files = self.language_files(Some(&base), &edition.series.value);
        let names = self.names(series.iter().map(|(_, common)| common).chain([&edition_common]), &own_files);
        self.fill_from_files(&mut figures, &names);
        self.fill_from_files(history.as_deref_mut().unwrap_or_default(), &names);
        let translated = Translated {
            edition: &mut edition,
            common: &mut edition_common,
            figures: &mut figures,
            series: series.as_mut(),
        };
        let translation = self.translate(name, (&base, &languages), &own_files, translated);
        self.check_shares(&figures);
        self.check_names(&edition);
        for common in series.iter().map(|(_, common)| common).chain([&edition_common]) {
            self.check_list("term", &common.terms.iter().map(|term| &term.id).collect::<Vec<_>>());
        }
        let mut pictures = self.pictures(&edition);
        let maps = self.maps(&edition);
        let logos = series.iter().flat_map(|(series, _)| {
            series.publisher.logo.iter().chain(series.donors.iter().filter_map(|donor| donor.logo.as_ref()))
        });
        self.logos(logos, &mut pictures);
        let told = series.as_ref().and_then(|(series, _)| series.language.as_ref());
        let language_files = match &translation {
            Some(_) => self.language_files(edition.language.as_ref().or(told), &edition.series.value),
            None => own_files,
        };
        let tag = edition.language.as_ref().or(told).map_or("en", |language| language.value.as_str());
        let style = series.as_ref().and_then(|(series, _)| series.style.as_ref());
        let style_file = style.and_then(|style| self.style_file(style, tag, &edition.series.value));
        if let Some((series, _)) = &series {
            self.check_series(series);
        }
        let named = series.as_ref().and_then(|(series, _)| series.reference.as_ref());
        let reference =
            named.and_then(|path| Some(Spanned::new(self.bytes(&path.value, Some(path.span))?, path.span)));
        let earlier = if understood.period { self.earlier(name, &edition) } else { None };
        let ((series, series_common), (mut history, earlier)) = series.zip(history.zip(earlier))?;
        self.mark_broken(&mut figures, &mut history);
        Self::break_as_before(&mut figures, &earlier);
        let plain = |reads: Vec<FigureRead>| reads.into_iter().map(|read| read.figure).collect();
        Some(Spec {
            sources: Sources::default(),
            edition,
            series,
            common: [series_common, edition_common],
            figures: plain(figures),
            history: plain(history),
            earlier,
            files: Vec::new(),
            findings: Vec::new(),
            texts: Vec::new(),
            allows: Vec::new(),
            bounds: BTreeMap::new(),
            maps,
            pictures,
            reference,
            style_file,
            language_files,
            languages,
            translation,
            words: Vec::new(),
        })
    }

    /// The figures of the files of history; none when one of them cannot be read.
    fn history_of(&mut self, edition: &EditionSpec, name: &str) -> Option<Vec<FigureRead>> {
        let mut history = Some(Vec::new());
        for path in &edition.history {
            let known = [name, edition.series.value.as_str()];
            let file = self.other_text(path, &known).and_then(|id| self.parse(id, read::history));
            history = history.zip(file).map(|(known, more)| known.into_iter().chain(more).collect());
        }
        history
    }

    /// Parses a file; with syntax errors nothing else of it is read, since places would mislead.
    fn parse<T>(&self, source: SourceId, read: impl FnOnce(&Table<'_>) -> T) -> Option<T> {
        let text = self.sources.text(source);
        let (table, errors) = DeTable::parse_recoverable(head(text));
        if !errors.is_empty() {
            self.faults.borrow_mut().extend(syntax::faults(&errors, source, text));
            return None;
        }
        let Self { faults, texts, allows, bounds, periods, .. } = self;
        let guesses = Guesses::default();
        let reader = Reader { source, file: text, faults, texts, allows, bounds, periods, guesses };
        let root = reader.root(&table);
        let parts = read(&root);
        root.finish();
        Some(parts)
    }

    /// A file that must be none of those that are read already: an edition cannot be its own series.
    fn other_text(&mut self, path: &Spanned<String>, known: &[&str]) -> Option<SourceId> {
        let plain = |path: &str| path.trim_start_matches("./").to_owned();
        if known.iter().any(|known| plain(known) == plain(&path.value)) {
            let message = format!("the file `{}` refers to itself", path.value);
            let fault = Diagnostic::new(code::CIRCULAR_REFERENCE, path.span, message);
            self.fault(fault.hint("name the file of the series, or one with figures of earlier periods"));
            return None;
        }
        self.text(&path.value, Some(path.span))
    }

    fn text(&mut self, path: &str, named: Option<Span>) -> Option<SourceId> {
        let bytes = self.bytes(path, named)?;
        let shown = format!("{}{path}", self.prefix);
        self.text_of(path, &shown, &bytes, named)
    }

    /// Takes a text that was read in, when it is one.
    fn text_of(
        &mut self,
        path: &str,
        shown: &str,
        bytes: &Arc<[u8]>,
        named: Option<Span>,
    ) -> Option<SourceId> {
        self.spend(bytes.len(), 0)?;
        if bytes.len() > LONGEST_FILE {
            let message = format!("`{shown}` has more than {} MB of text", LONGEST_FILE / 1_048_576);
            let hint = "divide it; of a table, keep the rows that the edition needs";
            self.fault(Diagnostic::new(code::TOO_LONG, named, message).hint(hint));
            return None;
        }
        match std::str::from_utf8(bytes) {
            Ok(_) if is_utf_16(bytes) => {
                let message = format!("`{shown}` is UTF-16 text, not UTF-8");
                let fault = Diagnostic::new(code::NOT_UTF_8, named, message);
                self.fault(fault.hint("save the file as UTF-8 in your editor"));
                None
            }
            Ok(text) => {
                let text = text.strip_prefix('\u{feff}').unwrap_or(text);
                self.keep(path, bytes);
                Some(self.sources.add(shown, text))
            }
            Err(error) => {
                let before = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
                let line = before.matches('\n').count() + 1;
                let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
                let message = if is_utf_16(bytes) {
                    format!("`{shown}` is UTF-16 text, not UTF-8")
                } else {
                    format!("`{shown}` is not UTF-8 text, first in line {line}, column {column}")
                };
                let fault = Diagnostic::new(code::NOT_UTF_8, named, message);
                self.fault(fault.hint("save the file as UTF-8 in your editor"));
                None
            }
        }
    }

    fn bytes(&self, path: &str, named: Option<Span>) -> Option<Arc<[u8]>> {
        if path.contains('\\') {
            let fault = Diagnostic::new(code::BAD_NAME, named, format!("the path `{path}` has a backslash"));
            self.fault(fault.hint("write paths with `/`, which every system understands"));
            return None;
        }
        let fault = match self.folder.read(path) {
            Ok(bytes) => return self.spend(0, bytes.len()).map(|()| bytes),
            Err(ReadError::Outside) => Diagnostic::new(
                code::PATH_OUTSIDE,
                named,
                format!("the path `{path}` leads out of the edition's folder"),
            )
            .hint("put the file itself into the folder of the edition"),
            Err(ReadError::NotFound) => Diagnostic::new(
                code::FILE_NOT_FOUND,
                named,
                format!("there is no file `{}{path}`", self.prefix),
            )
            .hint("check the name; paths start at the edition's folder"),
            Err(ReadError::Unreadable(why)) => Diagnostic::new(
                code::FILE_UNREADABLE,
                named,
                format!("`{}{path}` cannot be read: {why}", self.prefix),
            )
            .hint("check that it is a file of the expected size, and who may read it"),
        };
        self.fault(fault);
        None
    }

    /// Counts what was read; nothing more is, when it is too much together.
    fn spend(&self, text: usize, all: usize) -> Option<()> {
        let (texts, bytes) = self.left.get();
        let left = texts.checked_sub(text).zip(bytes.checked_sub(all));
        self.left.set(left.unwrap_or((0, 0)));
        if left.is_none() && (texts, bytes) != (0, 0) {
            let (most, what) = if texts < text { (MOST_TEXT, "text files") } else { (MOST_BYTES, "files") };
            let folder = if self.prefix.is_empty() { "./" } else { self.prefix };
            let message = format!("the {what} of `{folder}` have more than {} MB together", most >> 20);
            let hint = "give each series a folder of its own, and make large photographs smaller";
            self.fault(Diagnostic::new(code::TOO_LONG, None, message).hint(hint));
        }
        left.map(|_| ())
    }

    fn fault(&self, diagnostic: Diagnostic) {
        self.faults.borrow_mut().push(diagnostic);
    }

    fn fill_from_files(&mut self, figures: &mut [FigureRead], names: &Names) {
        for read in figures {
            for spec in std::mem::take(&mut read.files) {
                let figure = &mut read.figure;
                let Some(rows) = self.rows(&spec, names) else {
                    figure.is_broken = true;
                    continue;
                };
                let (target, gaps) = (spec.target, &mut figure.gaps);
                let part = |part: String| match target {
                    "shares" => GapOf::Share { part, at: None },
                    _ => GapOf::Part { part, at: None },
                };
                let is_whole = match target {
                    "shares" => self.extend(&mut figure.shares, gap::parted(rows, gaps, part)),
                    "parts" => self.extend(&mut figure.parts, gap::parted(rows, gaps, part)),
                    _ => match table::periods(rows, &self.periods) {
                        Ok(values) => {
                            self.extend(&mut figure.values, gap::parted(values, gaps, GapOf::Value))
                        }
                        Err(faults) => {
                            self.faults.borrow_mut().extend(faults);
                            false
                        }
                    },
                };
                figure.is_broken |= !is_whole;
            }
        }
    }

    /// Adds the rows of a file to what the spec says; a row that is there already is a fault. Tells whether none is.
    fn extend<K: Clone + Ord, V>(
        &self,
        known: &mut Vec<(Spanned<K>, V)>,
        rows: Vec<(Spanned<K>, V)>,
    ) -> bool {
        let mut is_whole = true;
        let mut places = BTreeMap::new();
        for (key, _) in known.iter() {
            places.entry(key.value.clone()).or_insert(key.span);
        }
        for (key, value) in rows {
            match places.get(&key.value) {
                Some(first) => {
                    let (line, _) = self.sources.line_column(*first);
                    let hint =
                        format!("it stands in line {line} of {} already", self.sources.name(first.source));
                    let fault = Diagnostic::new(code::TWO_VALUES, key.span, "this row is given twice");
                    self.fault(fault.hint(hint));
                    is_whole = false;
                }
                None => {
                    places.insert(key.value.clone(), key.span);
                    known.push((key, value));
                }
            }
        }
        is_whole
    }

    /// Marks figures with a fault in their table, so that sentences about them do not each bring another.
    fn mark_broken(&self, figures: &mut [FigureRead], history: &mut [FigureRead]) {
        let faults = self.faults.borrow();
        let errors = faults.iter().filter(|fault| fault.severity == Severity::Error);
        let places: BTreeSet<(SourceId, usize)> =
            errors.filter_map(|fault| fault.span).map(|span| (span.source, span.start)).collect();
        let mut broken = BTreeSet::new();
        let mut headers: BTreeMap<SourceId, Vec<usize>> = BTreeMap::new();
        for read in figures.iter_mut().chain(history.iter_mut()) {
            let figure = &mut read.figure;
            let (source, start) = (figure.key.span.source, figure.key.span.start);
            let text = self.sources.text(source);
            let headers = headers
                .entry(source)
                .or_insert_with(|| text.match_indices("\n[").map(|(place, _)| place).collect());
            let next = headers.partition_point(|place| *place < start);
            let end = headers.get(next).copied().unwrap_or(text.len());
            figure.is_broken |= places.range((source, start)..(source, end)).next().is_some();
            if figure.is_broken {
                broken.insert(figure.key.value.clone());
            }
        }
        for read in figures {
            read.figure.is_broken |= broken.contains(&read.figure.key.value);
        }
    }

    /// Remembers a file that the report is made from; several figures may take their values from one.
    fn keep(&mut self, path: &str, bytes: &Arc<[u8]>) {
        if !self.files.iter().any(|(known, _)| known == path) {
            self.files.push((path.to_owned(), Arc::clone(bytes)));
        }
    }

    /// Shares are parts of a hundred.
    fn check_shares(&self, figures: &[FigureRead]) {
        for (_, share) in figures.iter().flat_map(|read| &read.figure.shares) {
            if share.value.is_sign_negative() && !share.value.is_zero() || share.value > Decimal::ONE_HUNDRED
            {
                let message = format!("`{}` cannot be a share", share.value);
                let fault = Diagnostic::new(code::SHARE_RANGE, share.span, message);
                let hint =
                    "a share lies between 0 and 100 per cent of the total; amounts belong into `parts`";
                self.fault(fault.hint(hint));
            }
        }
    }

    fn logos<'s>(
        &self,
        logos: impl Iterator<Item = &'s Spanned<String>>,
        pictures: &mut BTreeMap<String, Arc<[u8]>>,
    ) {
        for logo in logos.filter(|logo| !logo.value.is_empty()) {
            if !pictures.contains_key(&logo.value)
                && let Some(bytes) = self.bytes(&logo.value, Some(logo.span))
            {
                pictures.insert(logo.value.clone(), bytes);
            }
        }
    }
}
