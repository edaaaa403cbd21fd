//! Finds the earlier editions of a series in its folder: what they published is history.

use std::collections::BTreeSet;
use std::mem;

use rust_decimal::Decimal;
use toml::de::DeTable;

use super::{LONGEST_FILE, Loader, head, read};
use crate::data::country::Names;
use crate::data::period::Period;
use crate::diag::{Code, Diagnostic, Severity, Spanned, code};
use crate::spec::read::FigureRead;
use crate::spec::schema::{CertaintySpec, EarlierSpec, EditionSpec, FigureSpec, ListsSpec};

/// Faults of an earlier edition that leave its numbers as they are.
const LEAVES_NUMBERS: [Code; 5] =
    [code::UNKNOWN_KEY, code::MISSING_KEY, code::UNKNOWN_CHOICE, code::EMPTY_TEXT, code::FORBIDDEN_CHARACTER];

impl Loader<'_> {
    /// The editions of the same series in the folder that end before this one, the latest first; none when one
    /// of them cannot be read at all.
    pub(super) fn earlier(&mut self, name: &str, edition: &EditionSpec) -> Option<Vec<EarlierSpec>> {
        let known = |path: &String| {
            path == name
                || *path == edition.series.value
                || edition.history.iter().any(|history| history.value == *path)
        };
        let paths = self.folder.list(".toml").into_iter().filter(|path| !known(path));
        let ends = edition.period.value.last_day();
        let dated = paths.filter_map(|path| Some((self.period_of(&path, &edition.series.value)?, path)));
        let mut dated: Vec<(Period, String)> = dated.filter(|(period, _)| period.last_day() < ends).collect();
        dated.sort_by_key(|(period, _)| std::cmp::Reverse((period.last_day(), *period)));
        // All editions are read before a broken one ends the reading, so that the faults of all are reported.
        let editions: Vec<Option<EarlierSpec>> =
            dated.iter().map(|(period, path)| self.earlier_edition(path, *period)).collect();
        editions.into_iter().collect()
    }

    fn earlier_edition(&mut self, path: &str, period: Period) -> Option<EarlierSpec> {
        // What its other tables say, and what is allowed in it, is of no concern here.
        let (files, faults) = (mem::take(&mut self.files), self.faults.take());
        let (texts, allows) = (self.texts.take(), self.allows.take());
        let source = self.text(path, None);
        let named = source.map(|source| self.with_periods_of(self.sources.text(source)));
        let named = mem::replace(&mut self.periods, named.unwrap_or_default());
        let read = source.and_then(|source| {
            self.parse(source, |root| {
                root.ignore_rest();
                read::figures(root)
            })
        });
        let is_broken = read.is_none();
        let mut figures = read.unwrap_or_default();
        for read in &mut figures {
            read.files.retain(|file| file.target == "values");
        }
        // Keys of values are periods: no name is looked up.
        self.fill_from_files(&mut figures, &Names::default());
        self.periods = named;
        // What was said of its tables has been dealt with there.
        let is_told = |fault: &Diagnostic| [code::HIDDEN_CELLS, code::MORE_DIGITS].contains(&fault.code);
        self.faults.borrow_mut().retain(|fault| !is_told(fault));
        self.faults.borrow_mut().iter_mut().for_each(demote);
        self.mark_broken(&mut figures, &mut []);
        let files = mem::replace(&mut self.files, files);
        let found = self.faults.replace(faults);
        self.faults.borrow_mut().extend(found);
        self.texts.replace(texts);
        self.allows.replace(allows);
        let lists = figures.iter().map(|read| lists_of(&read.figure, period)).collect();
        let figures = figures.into_iter().map(|read| values_of(read.figure, period)).collect();
        (!is_broken).then_some(EarlierSpec { period, figures, lists, files })
    }

    /// The period of a file that is an edition of the series.
    fn period_of(&self, path: &str, series: &str) -> Option<Period> {
        let bytes = self.folder.read_at_most(path, LONGEST_FILE as u64).ok()?;
        self.spend(bytes.len(), 0)?;
        let text = std::str::from_utf8(&bytes).ok()?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        // A file that cannot be read to its end may still be an edition, and is then reported.
        let (table, _) = DeTable::parse_recoverable(head(text));
        let table = table.get_ref();
        let written = |key: &str| Some(text.get(table.get(key)?.span())?.trim_matches(['"', '\'']));
        (written("series").unwrap_or("series.toml") == series).then_some(())?;
        self.with_periods_of(text).parse(written("period")?).ok()
    }
}

fn demote(fault: &mut Diagnostic) {
    if LEAVES_NUMBERS.contains(&fault.code) {
        fault.severity = Severity::Warning;
    }
}

/// What a figure was broken down into by the edition itself, its tables aside.
fn lists_of(figure: &FigureSpec, period: Period) -> ListsSpec {
    let plain = |list: &[(Spanned<String>, Spanned<Decimal>)]| {
        list.iter().map(|(key, value)| (key.value.clone(), value.value)).collect()
    };
    ListsSpec {
        key: figure.key.value.clone(),
        period: figure.period.as_ref().map_or(period, |own| own.value),
        shares: plain(&figure.shares),
        parts: plain(&figure.parts),
    }
}

/// What a figure of an earlier edition adds to history: its values, and nothing that was broken down.
fn values_of(figure: FigureSpec, period: Period) -> FigureSpec {
    let own = figure.period.unwrap_or_else(|| Spanned::new(period, figure.key.span));
    // What it gave beside values was of its own time.
    let CertaintySpec { provisional, estimated, .. } = figure.certainty;
    let certainty = CertaintySpec { provisional, estimated, ..CertaintySpec::default() };
    FigureSpec {
        period: Some(own),
        label: None,
        source: None,
        shares: Vec::new(),
        parts: Vec::new(),
        at: Vec::new(),
        derive: None,
        revised: Vec::new(),
        convert: None,
        remark: None,
        not_available: None,
        certainty,
        // What it had left to be filled in, it has not published.
        gaps: Vec::new(),
        ..figure
    }
}

impl Loader<'_> {
    /// A figure that is broken in an edition before is broken here too: what rests on it is not told once more.
    pub(super) fn break_as_before(figures: &mut [FigureRead], earlier: &[EarlierSpec]) {
        let known = earlier.iter().flat_map(|earlier| &earlier.figures);
        let broken = known.filter(|earlier| earlier.is_broken).map(|earlier| earlier.key.value.as_str());
        let broken: BTreeSet<&str> = broken.collect();
        for read in figures {
            read.figure.is_broken |= broken.contains(read.figure.key.value.as_str());
        }
    }
}
