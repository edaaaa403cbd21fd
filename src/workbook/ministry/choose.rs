//! Chooses the columns of a table: by the words above them, or by the period of a figure.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::find::Found;
use super::heads::squash;
use super::line::Line;
use super::proof;
use super::template::Templates;
use super::words::{TableWords, years};
use crate::data::column::{letters, parse};
use crate::data::period::{Frequency, Period};
use crate::data::sheet::{Content, Grid};
use crate::diag::{Diagnostic, code};
use crate::language::Language;
use crate::spec::text::seen;
use crate::workbook::number::start_of;
use crate::workbook::parts::{PartLabels, Typed};
use crate::workbook::values::FigureValues;

/// Rows and cells of titles that are read.
const MOST_TITLES: usize = 40;
/// Columns that a message lists.
pub(super) const MOST_LISTED: usize = 30;
/// Letters of a level of a head that has several: those at its ends tell most.
const MOST_LETTERS: usize = 32;

/// Letters that may stand beside a year that is alone: 2023 год, year 2023.
const LETTERS_OF_YEAR: usize = 5;

/// A table whose columns are chosen.
pub(super) struct Choosing<'a> {
    pub(super) name: &'a str,
    pub(super) grid: &'a Grid,
    pub(super) found: &'a Found<'a>,
    pub(super) figure: &'a FigureValues,
    labels: &'a PartLabels,
    pub(super) words: &'a TableWords,
    pub(super) edition: Period,
    /// The year that the title names.
    pub(super) year: u16,
    /// What a number of the table is multiplied by: 1,000 for persons of a table of thousands.
    factor: Decimal,
}

/// The column of some words before a table is found: by its letter, or by a head that says just that.
pub(super) fn column(grid: &Grid, words: &str) -> Option<u32> {
    if let Some(column) = by_place(grid, words) {
        return Some(column);
    }
    let wanted = squash(words);
    grid.rows.iter().take(60).find_map(|row| {
        let has =
            |(_, content): &&(u32, Content)| content.words().is_some_and(|words| squash(&words) == wanted);
        row.cells.iter().find(has).map(|(column, _)| *column)
    })
}

/// `A`, as a spreadsheet calls its columns; of a table that was turned, the number of a row.
pub(super) fn by_place(grid: &Grid, words: &str) -> Option<u32> {
    if grid.is_turned {
        return words.parse::<u32>().ok()?.checked_sub(1);
    }
    let is_letter = (1..=3).contains(&words.len()) && words.bytes().all(|byte| byte.is_ascii_uppercase());
    is_letter.then(|| parse(words)).flatten()
}

/// The cells above a table that are no heads of columns: row, column and words. What stands above a chosen column is its
/// head.
pub(super) fn cells_of_titles(
    grid: &Grid,
    found: &Found<'_>,
    first: u32,
    columns: &[u32],
) -> Vec<(u32, u32, String)> {
    let mut titles = Vec::new();
    // Those right above the table tell most.
    for row in grid.rows.iter().rev().filter(|row| row.number < first).take(MOST_TITLES) {
        let is_above_chosen = columns.iter().any(|column| row.cell(*column).is_some());
        let is_title = |column: u32| {
            row.cells.len() < 2
                || row.number < found.first_head
                || found.columns.binary_search(&column).is_err()
                || row.cells.len() == 2 && !is_above_chosen
        };
        for (column, content) in row.cells.iter().filter(|(column, _)| is_title(*column)).take(MOST_TITLES) {
            titles.extend(content.words().map(|words| (row.number, *column, words)));
        }
    }
    titles
}

/// The year that a title names as that of its table: of several, the one that is filled in. The day of a letter or decree
/// names none.
fn year_of(words: &TableWords, text: &str, own: Period) -> Option<u16> {
    let texts = [text.to_owned()];
    let named = words.named(&texts, None);
    if named.is_some_and(|period| period.is_day() && !own.is_day()) {
        return None;
    }
    let all = years(text);
    let is_own = all.len() > 1 && all.contains(&own.year());
    if is_own { Some(own.year()) } else { named.or_else(|| words.period(&texts, None)).map(Period::year) }
}

impl<'a> Choosing<'a> {
    /// How words are kept for the next quarter.
    pub(super) fn templates(&self) -> Templates<'a> {
        Templates { words: self.words, year: self.year, own: self.figure.period, edition: self.edition }
    }

    /// The period that the words above a column name, with the year of the title.
    pub(super) fn named(&self, column: u32) -> Option<Period> {
        self.words.named(self.levels(column), Some(self.year))
    }

    pub(super) fn new(
        name: &'a str,
        grid: &'a Grid,
        found: &'a Found<'a>,
        (figure, labels, words): (&'a FigureValues, &'a PartLabels, &'a TableWords),
        edition: Period,
    ) -> Self {
        let first = found.rows.first().copied().unwrap_or(0);
        let own = figure.period.year();
        let titles = cells_of_titles(grid, found, first, &[]);
        let texts = titles.into_iter().map(|(_, _, text)| text).chain([grid.name.clone(), name.to_owned()]);
        let year = texts.filter_map(|text| year_of(words, &text, figure.period)).next();
        // Above columns, a year is theirs, unless it is that of all.
        let heads: BTreeSet<u16> = found.heads.values().flatten().flat_map(|level| years(level)).collect();
        let only = heads.first().copied().filter(|_| heads.len() == 1);
        let year = year.or(only).unwrap_or(own);
        Self { name, grid, found, figure, labels, words, edition, year, factor: Decimal::ONE }
    }

    /// The same of a table whose numbers are multiplied.
    pub(super) fn multiplied_by(self, factor: Decimal) -> Self {
        Self { factor, ..self }
    }

    /// A number of the table in the unit of the figure.
    pub(super) fn scaled(&self, number: Decimal) -> Decimal {
        if self.factor == Decimal::ONE {
            return number;
        }
        // Sums of a sheet times a thousand millions are far from the largest decimal.
        (number * self.factor).normalize()
    }

    pub(super) fn levels(&self, column: u32) -> &[String] {
        self.found.heads.get(&column).map(Vec::as_slice).unwrap_or_default()
    }

    /// The name of a column as the file has it: a letter, or the number of a row of a table that was turned.
    pub(super) fn letters(&self, column: u32) -> String {
        if self.grid.is_turned { (column + 1).to_string() } else { letters(column) }
    }

    /// The words above a column, in one line.
    pub(super) fn head(&self, column: u32) -> String {
        self.levels(column).join(" / ")
    }

    /// How a mapping names a column: by its last words, or by its letter where it has none.
    pub(super) fn name_of(&self, column: u32) -> String {
        self.levels(column).last().cloned().unwrap_or_else(|| self.letters(column))
    }

    /// All columns with numbers, for a message: the words above them, each level cut.
    pub(super) fn list(&self) -> String {
        let cut = |level: &String| {
            let letters: Vec<char> = level.chars().collect();
            let Some(end) = letters.len().checked_sub(MOST_LETTERS).filter(|rest| *rest > 0) else {
                return level.clone();
            };
            let start: String = letters.iter().take(MOST_LETTERS / 2).collect();
            let end: String = letters.iter().skip(end + MOST_LETTERS / 2).collect();
            format!("{}…{}", start.trim_end(), end.trim_start())
        };
        let words = |column: u32| {
            let levels = self.levels(column);
            if let [level] = levels {
                start_of(level)
            } else {
                levels.iter().map(cut).collect::<Vec<_>>().join(" / ")
            }
        };
        let columns = self.found.columns.iter().take(MOST_LISTED);
        let mut list: Vec<String> =
            columns.map(|column| format!("{} {}", self.letters(*column), words(*column))).collect();
        if self.found.columns.len() > MOST_LISTED {
            list.push("…".to_owned());
        }
        list.join("; ")
    }

    /// How a mapping finds a column next quarter: by all words above it, months and years by their place in the period.
    pub(super) fn words_of(&self, column: u32) -> Vec<String> {
        let levels = self.levels(column);
        if levels.is_empty() {
            return vec![self.letters(column)];
        }
        levels.iter().map(|level| self.templates().of(level)).collect()
    }

    /// The same, where no other column has these words; else the letter of the column.
    pub(super) fn own_words_of(&self, column: u32) -> Vec<String> {
        let is_own = |words: &Vec<String>| {
            self.by_words(std::slice::from_ref(words)).is_ok_and(|columns| columns == [column])
        };
        let whole = || self.levels(column).iter().map(|level| self.templates().whole(level)).collect();
        let words = Some(self.words_of(column)).filter(|words| is_own(words));
        words.or_else(|| Some(whole()).filter(is_own)).unwrap_or_else(|| vec![self.letters(column)])
    }

    /// The columns of the same period as one, that one aside.
    pub(super) fn beside(&self, column: u32) -> Vec<u32> {
        let period = self.named(column);
        let others = period.map(|period| self.of_period(period)).unwrap_or_default();
        others.into_iter().filter(|other| *other != column).collect()
    }

    /// Whether words of a mapping stand above a column, in their order.
    fn has(&self, column: u32, wanted: &[String]) -> bool {
        if let [word] = wanted
            && (by_place(self.grid, word) == Some(column)
                || word.contains('/')
                    && squash(word).replace('/', "") == squash(&self.head(column)).replace('/', ""))
        {
            return true;
        }
        let mut levels = self.levels(column).iter();
        wanted.iter().all(|word| levels.any(|level| self.is(word, level)))
    }

    fn is(&self, word: &str, level: &str) -> bool {
        let written = word.replace("{year}", &self.edition.year().to_string());
        let is_country = || {
            let part = |words: &str| match self.labels.meaning(words) {
                Typed::Part(part) => Some(part),
                Typed::Several | Typed::Total | Typed::Unknown(_) => None,
            };
            part(&written).is_some_and(|country| part(level) == Some(country))
        };
        self.templates().is(word, level) || is_country()
    }

    /// The columns of a mapping.
    ///
    /// # Errors
    /// Words that stand above no column, or above several.
    pub(super) fn by_words(&self, wanted: &[Vec<String>]) -> Result<Vec<u32>, Vec<Diagnostic>> {
        let mut faults = Vec::new();
        let mut columns = Vec::new();
        for words in wanted {
            let all = self.columns_of(words);
            // A head of fewer levels is the one that is meant, where others only begin so.
            let exact: Vec<u32> =
                all.iter().copied().filter(|column| self.levels(*column).len() == words.len()).collect();
            match (all.as_slice(), exact.as_slice()) {
                ([column], _) | (_, [column]) => columns.push(*column),
                ([], _) => {
                    let what = if self.grid.is_turned { "row" } else { "column" };
                    let message = format!("`{}` has no {what} {}", self.name, self.sought(words));
                    faults.push(
                        Diagnostic::new(code::MAP_WORDS, None, message)
                            .hint(format!("its {what}s: {}", self.list())),
                    );
                }
                (several, _) => {
                    let names: Vec<String> = several.iter().map(|column| self.letters(*column)).collect();
                    let what = if self.grid.is_turned { "row" } else { "column" };
                    let message = format!(
                        "`{}` has several {what}s `{}`: {}",
                        self.name,
                        words.join(" / "),
                        names.join(", ")
                    );
                    let hint = format!(
                        "say which by its place, as in --{what} {}",
                        names.first().cloned().unwrap_or_default()
                    );
                    faults.push(Diagnostic::new(code::MAP_CHOICE, None, message).hint(hint));
                }
            }
        }
        if faults.is_empty() { Ok(columns) } else { Err(faults) }
    }

    /// What a mapping looks for, in words: `October` where it has `{month 1}`.
    fn sought(&self, words: &[String]) -> String {
        let english = Language::embedded("en").ok();
        let name = |word: &String| {
            let place =
                word.strip_prefix("{month ")?.strip_suffix('}')?.parse::<u8>().ok()?.checked_sub(1)?;
            let index = usize::from(self.edition.first_month().checked_add(place)?.checked_sub(1)?);
            Some(english.as_ref()?.words().period.months.get(index)?.name().to_owned())
        };
        let own = self.figure.period.to_string();
        let told = words.iter().map(|word| match word.as_str() {
            "{period}" => own.clone(),
            "{year}" => self.edition.year().to_string(),
            _ => name(word).unwrap_or_else(|| word.clone()),
        });
        let told = told.collect::<Vec<_>>().join(" / ");
        let written = words.join(" / ");
        if told == written { format!("`{told}`") } else { format!("`{told}` (`{written}` of the mapping)") }
    }

    /// All columns above which words of a mapping stand.
    pub(super) fn columns_of(&self, words: &[String]) -> Vec<u32> {
        self.found.columns.iter().copied().filter(|column| self.has(*column, words)).collect()
    }

    /// The columns of a period.
    pub(super) fn of_period(&self, period: Period) -> Vec<u32> {
        let is_of = |column: &u32| self.named(*column) == Some(period);
        self.found.columns.iter().copied().filter(is_of).collect()
    }

    /// The period that the words above a column name, with the year of the title. A year among other words is none: it may
    /// be that of a law.
    pub(super) fn period_above(&self, column: u32) -> Option<Period> {
        let levels = self.levels(column);
        let period = self.named(column)?;
        let year = period.year().to_string();
        let is_alone = |level: &String| {
            level.contains(&year) && level.chars().filter(|c| c.is_alphabetic()).count() <= LETTERS_OF_YEAR
        };
        (period.frequency() != Frequency::Year || levels.iter().any(is_alone)).then_some(period)
    }

    /// The columns that give a figure's own period: one, or one for each of its months.
    ///
    /// # Errors
    /// There are more ways than one, or none.
    pub(super) fn by_period(&self) -> Result<Vec<u32>, Vec<Diagnostic>> {
        let own = self.figure.period;
        let of_own = self.of_period(own);
        if let [column] = of_own.as_slice() {
            return Ok(vec![*column]);
        }
        // Both sexes, men, women: the one that the others add up to in every row.
        if let Some(column) = proof::whole_of(self.grid, self.found, &of_own) {
            return Ok(vec![column]);
        }
        let months = own.count_of_months().unwrap_or(0);
        let first = own.first_month();
        let of_months: Option<Vec<u32>> = (0..months)
            .map(|place| {
                let month = u8::try_from(u16::from(first) + place).ok()?;
                let period = Period::months(own.first_day().year, month, 1)?;
                match self.of_period(period).as_slice() {
                    [column] => Some(*column),
                    _ => None,
                }
            })
            .collect();
        if let Some(columns) = of_months.filter(|columns| !columns.is_empty()) {
            return Ok(self.whole_of_months(&columns).map_or(columns, |whole| vec![whole]));
        }
        if let [column] = self.found.columns.as_slice()
            && self.words.named(self.levels(*column), None).is_none()
        {
            return Ok(vec![*column]);
        }
        if let Some(column) = self.by_kind(own) {
            return Ok(vec![column]);
        }
        let what = if self.grid.is_turned { "rows" } else { "columns" };
        let message =
            format!("`{}`: which {what} are `{}` in {own} cannot be told", self.name, self.figure.key.value);
        let option = if self.grid.is_turned { "row" } else { "column" };
        let hint = format!(
            "say it with --{option} \"…\" (several are added up), by the words at their heads or by their place: {}",
            self.list()
        );
        Err(vec![Diagnostic::new(code::MAP_CHOICE, None, message).hint(hint)])
    }

    /// The column without a period that months since January add up to in every row: the next file has more or fewer months,
    /// and the same whole. Of the months of one quarter, the next file has as many, and its whole may be that of the year so
    /// far.
    fn whole_of_months(&self, months: &[u32]) -> Option<u32> {
        if self.figure.period.count_of_months() <= self.edition.count_of_months() {
            return None;
        }
        let is_to_date = |column: u32| self.levels(column).iter().any(|level| self.words.is_to_date(level));
        let is_whole = |column: &u32| {
            !months.contains(column)
                && self.words.named(self.levels(*column), None).is_none()
                && !is_to_date(*column)
                && proof::is_sum(self.grid, self.found, *column, months).is_some()
        };
        let mut wholes = self.found.columns.iter().copied().filter(is_whole);
        wholes.next().filter(|_| wholes.next().is_none())
    }

    /// The one column that is of the kind of a period, beside others of other kinds: “за квартал” beside “с начала года”.
    fn by_kind(&self, own: Period) -> Option<u32> {
        let columns = &self.found.columns;
        let has = |column: u32, is: &dyn Fn(&String) -> bool| self.levels(column).iter().any(is);
        let is_to_date = |column: &&u32| has(**column, &|level| self.words.is_to_date(level));
        let is_of_kind =
            |column: &&u32| has(**column, &|level| self.words.is_of_kind(level, own.frequency()));
        let from_january = own.first_month() == 1 && !own.is_day() && own.frequency() != Frequency::Month;
        let of_kind: Vec<u32> = if from_january && own.frequency() != Frequency::Quarter {
            columns.iter().filter(is_to_date).copied().collect()
        } else {
            columns.iter().filter(|column| is_of_kind(column) && !is_to_date(column)).copied().collect()
        };
        if let [column] = of_kind.as_slice() { Some(*column) } else { None }
    }

    /// The comment that names the file and the cells that were read.
    pub(super) fn evidence(&self, hash: &str, lines: &[Line]) -> String {
        let sheet =
            if self.grid.name.is_empty() { String::new() } else { format!(", sheet {}", self.grid.name) };
        let rows = lines.iter().map(|line| line.row);
        let ends = rows.clone().min().zip(rows.max());
        let key = self.found.key;
        let cells = ends.map(|(first, last)| {
            format!(
                ", {}:{}",
                self.grid.cell_name(first, key),
                self.grid.cell_name(last, self.found.columns.last().copied().unwrap_or(key))
            )
        });
        let text = format!("# from {}{sheet}{} (SHA-256 {hash})", self.name, cells.unwrap_or_default());
        seen(&text)
    }
}
