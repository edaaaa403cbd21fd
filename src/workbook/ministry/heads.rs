//! Reads what stands above the columns of a table: words of one or several levels, and the periods that they name.

use std::collections::{BTreeMap, BTreeSet};

use crate::data::period::{Frequency, Period};
use crate::data::sheet::{Content, Grid};
use crate::language::Language;

/// The words above each column, from top to bottom.
pub(super) type Heads = BTreeMap<u32, Vec<String>>;

/// Numbers that are years.
const YEARS: std::ops::RangeInclusive<u16> = 1950..=2100;

/// Rows above a table that can belong to its head.
const MOST_LEVELS: usize = 8;

/// Words as they are compared: small, without gaps, hyphens and breaks, е for ё.
pub(super) fn squash(text: &str) -> String {
    let is_kept = |c: &char| c.is_alphanumeric() || matches!(c, '%' | '/' | '+');
    text.to_lowercase().replace('ё', "е").chars().filter(is_kept).collect()
}

/// The words above columns, of rows that stand above the first row of the body. A title that stands alone in its row is
/// none; merged areas have their words in all of their columns.
pub(super) fn heads(grid: &Grid, first: u32, columns: &[u32]) -> Heads {
    let above: Vec<u32> = grid.rows.iter().map(|row| row.number).filter(|row| *row < first).collect();
    let mut heads = Heads::new();
    for row in above.into_iter().rev().take(MOST_LEVELS).collect::<Vec<_>>().into_iter().rev() {
        let merged = merged(grid, row, columns);
        let words: Vec<(u32, String)> = columns
            .iter()
            .filter_map(|column| {
                let (row, column_of) = merged.get(column).copied().unwrap_or((row, *column));
                Some((*column, words(grid, row, column_of)?))
            })
            .collect();
        let cells = grid.rows.iter().find(|other| other.number == row).map_or(0, |row| row.cells.len());
        let is_small = |text: &str| text.parse::<u32>().is_ok_and(|number| number < 1000);
        let is_letter = |text: &str| text.chars().count() == 1 && text.chars().all(char::is_alphabetic);
        let small = words.iter().filter(|(_, text)| is_small(text)).count();
        let letters = words.iter().filter(|(_, text)| is_letter(text)).count();
        // 1, 2, 3 …, or А, Б, 1, 2 …
        let is_numbering =
            small * 2 > columns.len() || small > 0 && letters > 0 && small + letters == words.len();
        // Below other heads, it is no title any more.
        if cells < 2 && columns.len() > 1 && heads.is_empty() || is_numbering {
            continue;
        }
        for (column, text) in words {
            let known = heads.entry(column).or_default();
            if known.last() != Some(&text) {
                known.push(text);
            }
        }
    }
    heads
}

/// Of the columns that lie in a merged area in a row, the first cell of the area. A file may have a million areas: each
/// is looked at once, and gives only columns that have none yet.
fn merged(grid: &Grid, row: u32, columns: &[u32]) -> BTreeMap<u32, (u32, u32)> {
    let mut free: BTreeSet<u32> = columns.iter().copied().collect();
    let mut merged = BTreeMap::new();
    for [start, end] in grid.merged.iter().filter(|[start, end]| (start.0..=end.0).contains(&row)) {
        while let Some(column) = free.range(start.1..=end.1.max(start.1)).next().copied() {
            free.remove(&column);
            merged.insert(column, *start);
        }
    }
    merged
}

/// The words of a cell.
fn words(grid: &Grid, row: u32, column: u32) -> Option<String> {
    match grid.cell(row, column)? {
        Content::Text(text) => {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            (!text.is_empty()).then_some(text)
        }
        Content::Number { shown, .. } => Some(shown.normalize().to_string()),
        Content::Unusable { .. } => None,
    }
}

/// Names of months in all languages of the program.
#[derive(Debug, Clone)]
pub(super) struct Months(BTreeMap<String, u8>);

impl Months {
    pub(super) fn new() -> Self {
        let mut months = BTreeMap::new();
        for language in Language::languages().into_iter().filter_map(|tag| Language::embedded(&tag).ok()) {
            for (number, word) in (1..).zip(&language.words().period.months) {
                for form in word.forms() {
                    let form = squash(form);
                    let short: String = form.chars().take(3).collect();
                    months.insert(form, number);
                    months.entry(short).or_insert(number);
                }
            }
        }
        Self(months)
    }

    fn find(&self, word: &str) -> Option<u8> {
        self.0.get(&squash(word)).copied()
    }

    /// Whether a word is the name of that month.
    pub(super) fn is(&self, word: &str, month: u8) -> bool {
        self.find(word) == Some(month)
    }

    /// The period that words name, from the widest to the narrowest; without a year, one of the year given.
    pub(super) fn period(&self, heads: &[String], year: Option<u16>) -> Option<Period> {
        let is_year = |year: u16| YEARS.contains(&year);
        let written: Option<Period> = heads.last().and_then(|head| head.trim().parse().ok());
        if let Some(period) = written.filter(|period| is_year(period.year())) {
            return Some(period);
        }
        let tokens: Vec<String> = heads
            .iter()
            .flat_map(|head| head.split(|c: char| c.is_whitespace() || "-–—,;:/()_.".contains(c)))
            .filter(|token| !token.is_empty())
            .map(str::to_lowercase)
            .collect();
        let mut own =
            tokens.iter().filter(|token| token.len() == 4).filter_map(|token| token.parse::<u16>().ok());
        let own = own.rfind(|year| is_year(*year));
        let year = own.or(year);
        let months: Vec<u8> = tokens.iter().filter_map(|token| self.find(token)).collect();
        if let (Some(first), Some(last)) = (months.first(), months.last()) {
            let count = u16::from(last.checked_sub(*first)?) + 1;
            return Period::months(year?, *first, count);
        }
        for (index, token) in tokens.iter().enumerate() {
            let before = index.checked_sub(1).and_then(|before| tokens.get(before));
            if ["кварт", "тоқсан", "quarter"].iter().any(|word| token.starts_with(word)) || token == "кв"
            {
                return Period::new(year?, Frequency::Quarter, number(before?)?);
            }
            if let Some(index) = token.strip_prefix('q').and_then(|index| index.parse().ok()) {
                return Period::new(year?, Frequency::Quarter, index);
            }
            if token.starts_with("полугод") || token.starts_with("жартыжыл") {
                return Period::new(year?, Frequency::Half, number(before?)?);
            }
            if token.starts_with("месяц")
                || token.starts_with("мес")
                || token == "ай"
                || token.starts_with("month")
            {
                let count = before
                    .and_then(|before| before.parse::<u16>().ok())
                    .filter(|count| (1..=12).contains(count))?;
                return Period::months(year?, 1, count);
            }
        }
        own.and_then(|year| Period::new(year, Frequency::Year, 1))
    }
}

/// A number of one digit, in Roman letters too.
fn number(token: &str) -> Option<u8> {
    roman(token).or_else(|| token.trim_end_matches(|c: char| !c.is_ascii_digit()).parse().ok())
}

/// The number of a quarter in Roman letters, Latin or Cyrillic, as small ones.
pub(super) fn roman(token: &str) -> Option<u8> {
    match token {
        "i" | "і" => Some(1),
        "ii" | "іі" => Some(2),
        "iii" | "ііі" => Some(3),
        "iv" => Some(4),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Months, merged, squash};
    use crate::data::sheet::Grid;

    #[test]
    fn the_first_of_merged_areas_counts_and_each_is_looked_at_once() {
        let areas = [[(0, 2), (1, 4)], [(1, 4), (1, 6)], [(2, 0), (3, 9)]];
        let mut grid = Grid { merged: areas.to_vec(), ..Grid::default() };
        let columns: Vec<u32> = (0..1_000).collect();
        let first = (0, 2);
        let found = BTreeMap::from([(2, first), (3, first), (4, first), (5, (1, 4)), (6, (1, 4))]);
        assert_eq!(merged(&grid, 1, &columns), found);
        // Each area with each column would be a billion looks.
        grid.merged = vec![[(0, 0), (9, 998)]; 1_000_000];
        assert_eq!(merged(&grid, 1, &columns).len(), 999);
    }

    #[test]
    fn heads_name_periods_in_all_languages() {
        let months = Months::new();
        let period = |heads: &[&str], year| {
            let heads: Vec<String> = heads.iter().map(|head| (*head).to_owned()).collect();
            months.period(&heads, year).map(|period| period.to_string())
        };
        for (heads, year, right) in [
            (&["Июль", "муж."][..], Some(2023), Some("2023-07")),
            (&["2024", "сентября"], None, Some("2024-09")),
            (&["Қыркүйек"], Some(2023), Some("2023-09")),
            (&["September 2023"], None, Some("2023-09")),
            (&["Всего за 9 месяцев"], Some(2023), Some("2023-9M")),
            (&["9 ай 2023"], None, Some("2023-9M")),
            (&["за январь - декабрь 2016 года"], None, Some("2016")),
            (&["III квартал 2023 г."], None, Some("2023-Q3")),
            (&["3 тоқсан"], Some(2023), Some("2023-Q3")),
            (&["2020"], None, Some("2020")),
            (&["2026-07"], None, Some("2026-07")),
            (&["2023-Q3"], None, Some("2023-Q3")),
            (&["8123"], None, None),
            (&["муж."], Some(2023), None),
        ] {
            assert_eq!(period(heads, year).as_deref(), right, "{heads:?}");
        }
        assert_eq!(squash("Снято с миграцион- ного учёта"), squash("снято с миграционного учета"));
    }
}
