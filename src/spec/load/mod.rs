//! Reads the files of an edition: the spec, what it names, and what lies beside it.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;
use toml::de::DeTable;

use super::folder::{Folder, ReadError};
use super::head::head;
use super::measure::is_utf_16;
use super::read::{self, FigureRead};
use super::reader::{Reader, Table};
use super::schema::{AllowSpec, EditionSpec};
use super::text::Text;
use super::{Spec, syntax};
use crate::data::sheet;
use crate::data::table::{self, Rows, TableKind, TableSpec};
use crate::diag::{self, Diagnostic, Faults, Severity, SourceId, Sources, Span, Spanned};

mod earlier;
mod names;

/// No text file of an edition is larger: a report of a thousand pages is not.
const LONGEST_FILE: usize = 4 * 1024 * 1024;
/// Bytes of all text files of an edition's folder that are read: those of some hundred editions.
const MOST_TEXT: usize = 16 * 1024 * 1024;
/// Bytes of all files of an edition.
const MOST_BYTES: usize = 512 * 1024 * 1024;

pub(super) struct Loader<'a> {
    folder: &'a Folder,
    prefix: &'a str,
    sources: Sources,
    files: Vec<(String, Arc<[u8]>)>,
    /// Bytes that may still be read, of text files and of all.
    left: Cell<(usize, usize)>,
    faults: RefCell<Vec<Diagnostic>>,
    texts: RefCell<Vec<Text>>,
    allows: RefCell<Vec<AllowSpec>>,
}

impl<'a> Loader<'a> {
    pub(super) fn new(folder: &'a Folder, prefix: &'a str) -> Self {
        Self {
            folder,
            prefix,
            sources: Sources::default(),
            files: Vec::new(),
            left: Cell::new((MOST_TEXT, MOST_BYTES)),
            faults: RefCell::default(),
            texts: RefCell::default(),
            allows: RefCell::default(),
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
                ..spec
            }),
            None => Err(Faults { sources: self.sources, diagnostics }),
        }
    }

    fn load(&mut self, name: &str) -> Option<Spec> {
        let main = self.text(name, None)?;
        let ((edition, understood), edition_common, mut figures) =
            self.parse(main, |root| (read::edition(root), read::common(root), read::figures(root)))?;
        let series = self
            .other_text(&edition.series, &[name])
            .and_then(|id| self.parse(id, |root| (read::series(root), read::common(root))));
        let mut history = understood.history.then(Vec::new);
        for path in &edition.history {
            let known = [name, edition.series.value.as_str()];
            let file = self.other_text(path, &known).and_then(|id| self.parse(id, read::history));
            history = history.zip(file).map(|(known, more)| known.into_iter().chain(more).collect());
        }
        let mut history: Option<Vec<FigureRead>> = history;
        self.fill_from_files(&mut figures);
        self.fill_from_files(history.as_deref_mut().unwrap_or_default());
        self.check_shares(&figures);
        self.check_names(&edition);
        let pictures = self.pictures(&edition);
        if let Some((series, _)) = &series {
            self.check_series(series);
        }
        let named = series.as_ref().and_then(|(series, _)| series.reference.as_ref());
        let reference =
            named.and_then(|path| Some(Spanned::new(self.bytes(&path.value, Some(path.span))?, path.span)));
        let earlier = if understood.period { self.earlier(name, &edition) } else { None };
        let ((series, series_common), (mut history, earlier)) = series.zip(history.zip(earlier))?;
        self.mark_broken(&mut figures, &mut history);
        for read in &mut figures {
            let known = earlier.iter().flat_map(|earlier| &earlier.figures);
            let mut same = known.filter(|earlier| earlier.key.value == read.figure.key.value);
            read.figure.is_broken |= same.any(|earlier| earlier.is_broken);
        }
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
            pictures,
            reference,
        })
    }

    /// Parses a file; with syntax errors nothing else of it is read, since places would mislead.
    fn parse<T>(&self, source: SourceId, read: impl FnOnce(&Table<'_>) -> T) -> Option<T> {
        let text = self.sources.text(source);
        let (table, errors) = DeTable::parse_recoverable(head(text));
        if !errors.is_empty() {
            self.faults.borrow_mut().extend(syntax::faults(&errors, source, text));
            return None;
        }
        let reader =
            Reader { source, file: text, faults: &self.faults, texts: &self.texts, allows: &self.allows };
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
            let fault = Diagnostic::error("circular-reference", path.span, message);
            self.fault(fault.hint("name the file of the series, or one with figures of earlier periods"));
            return None;
        }
        self.text(&path.value, Some(path.span))
    }

    fn text(&mut self, path: &str, named: Option<Span>) -> Option<SourceId> {
        let bytes = self.bytes(path, named)?;
        let shown = format!("{}{path}", self.prefix);
        self.spend(bytes.len(), 0)?;
        if bytes.len() > LONGEST_FILE {
            let message = format!("`{shown}` has more than {} MB of text", LONGEST_FILE / 1_048_576);
            let hint = "divide it; of a table, keep the rows that the edition needs";
            self.fault(Diagnostic::error("too-long", named, message).hint(hint));
            return None;
        }
        match std::str::from_utf8(&bytes) {
            Ok(_) if is_utf_16(&bytes) => {
                let message = format!("`{shown}` is UTF-16 text, not UTF-8");
                let fault = Diagnostic::error("not-utf-8", named, message);
                self.fault(fault.hint("save the file as UTF-8 in your editor"));
                None
            }
            Ok(text) => {
                let text = text.strip_prefix('\u{feff}').unwrap_or(text);
                self.keep(path, &bytes);
                Some(self.sources.add(&shown, text))
            }
            Err(error) => {
                let before = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
                let line = before.matches('\n').count() + 1;
                let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
                let message = if is_utf_16(&bytes) {
                    format!("`{shown}` is UTF-16 text, not UTF-8")
                } else {
                    format!("`{shown}` is not UTF-8 text, first in line {line}, column {column}")
                };
                let fault = Diagnostic::error("not-utf-8", named, message);
                self.fault(fault.hint("save the file as UTF-8 in your editor"));
                None
            }
        }
    }

    fn bytes(&self, path: &str, named: Option<Span>) -> Option<Arc<[u8]>> {
        if path.contains('\\') {
            let fault = Diagnostic::error("bad-name", named, format!("the path `{path}` has a backslash"));
            self.fault(fault.hint("write paths with `/`, which every system understands"));
            return None;
        }
        let fault = match self.folder.read(path) {
            Ok(bytes) => return self.spend(0, bytes.len()).map(|()| bytes),
            Err(ReadError::Outside) => Diagnostic::error(
                "path-outside",
                named,
                format!("the path `{path}` leads out of the edition's folder"),
            )
            .hint("put the file itself into the folder of the edition"),
            Err(ReadError::NotFound) => Diagnostic::error(
                "file-not-found",
                named,
                format!("there is no file `{}{path}`", self.prefix),
            )
            .hint("check the name; paths start at the edition's folder"),
            Err(ReadError::Unreadable(why)) => Diagnostic::error(
                "file-unreadable",
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
            self.fault(Diagnostic::error("too-long", None, message).hint(hint));
        }
        left.map(|_| ())
    }

    fn fault(&self, diagnostic: Diagnostic) {
        self.faults.borrow_mut().push(diagnostic);
    }

    fn fill_from_files(&mut self, figures: &mut [FigureRead]) {
        for read in figures {
            for spec in std::mem::take(&mut read.files) {
                let figure = &mut read.figure;
                let Some(rows) = self.rows(&spec) else {
                    figure.is_broken = true;
                    continue;
                };
                match spec.target {
                    "shares" => self.extend(&mut figure.shares, rows),
                    "parts" => self.extend(&mut figure.parts, rows),
                    _ => match table::periods(rows) {
                        Ok(values) => self.extend(&mut figure.values, values),
                        Err(faults) => {
                            figure.is_broken = true;
                            self.faults.borrow_mut().extend(faults);
                        }
                    },
                }
            }
        }
    }

    /// Adds the rows of a file to what the spec says; a row that is there already is a fault.
    fn extend<K: PartialEq, V>(&self, known: &mut Vec<(Spanned<K>, V)>, rows: Vec<(Spanned<K>, V)>) {
        for (key, value) in rows {
            match known.iter().find(|(other, _)| other.value == key.value) {
                Some((first, _)) => {
                    let (line, _) = self.sources.line_column(first.span);
                    let hint = format!(
                        "it stands in line {line} of {} already",
                        self.sources.name(first.span.source)
                    );
                    let fault = Diagnostic::error("two-values", key.span, "this row is given twice");
                    self.fault(fault.hint(hint));
                }
                None => known.push((key, value)),
            }
        }
    }

    /// Marks figures with a fault in their table, so that sentences about them do not each bring another.
    fn mark_broken(&self, figures: &mut [FigureRead], history: &mut [FigureRead]) {
        let faults = self.faults.borrow();
        let mut broken = Vec::new();
        for read in figures.iter_mut().chain(history.iter_mut()) {
            let figure = &mut read.figure;
            let start = figure.key.span.start;
            let text = self.sources.text(figure.key.span.source);
            let end = text[start..].find("\n[").map_or(text.len(), |at| start + at);
            figure.is_broken |= faults.iter().any(|fault| {
                let inside =
                    |span: Span| span.source == figure.key.span.source && (start..end).contains(&span.start);
                fault.severity == Severity::Error && fault.span.is_some_and(inside)
            });
            if figure.is_broken {
                broken.push(figure.key.value.clone());
            }
        }
        for read in figures {
            read.figure.is_broken |= broken.contains(&read.figure.key.value);
        }
    }

    fn rows(&mut self, spec: &TableSpec) -> Option<Rows> {
        let (path, named) = (&spec.file.value, Some(spec.file.span));
        let rows = match spec.kind {
            TableKind::Csv => {
                let source = self.text(path, named)?;
                table::read(spec, source, self.sources.text(source))
            }
            TableKind::Xlsx => {
                let bytes = self.bytes(path, named)?;
                self.keep(path, &bytes);
                sheet::read(spec, &bytes)
            }
        };
        rows.map_err(|faults| self.faults.borrow_mut().extend(faults)).ok()
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
                let fault = Diagnostic::error("share-range", share.span, message);
                let hint =
                    "a share lies between 0 and 100 per cent of the total; amounts belong into `parts`";
                self.fault(fault.hint(hint));
            }
        }
    }

    fn pictures(&self, edition: &EditionSpec) -> BTreeMap<String, Arc<[u8]>> {
        let mut pictures = BTreeMap::new();
        let events = edition.events.iter().flat_map(|event| &event.photos);
        let named = edition.photos.iter().map(|(_, photo)| photo);
        for photo in edition.cover.iter().chain(events).chain(named) {
            if photo.file.value.is_empty() || pictures.contains_key(&photo.file.value) {
                continue;
            }
            let span = Some(photo.file.span);
            // A photograph often comes last: a draft can be built without it, a final edition cannot.
            if self.folder.read_at_most(&photo.file.value, 0) == Err(ReadError::NotFound) {
                let message =
                    format!("there is no photo `{}{}`; it is left out", self.prefix, photo.file.value);
                self.fault(
                    Diagnostic::warning("photo-missing", span, message)
                        .hint("put the file there, or delete the photo"),
                );
            } else if let Some(bytes) = self.bytes(&photo.file.value, span) {
                pictures.insert(photo.file.value.clone(), bytes);
            }
        }
        pictures
    }
}
