//! Reads what periods the title of a table, its sheet and its file name, in the words of all languages of the program.

use std::collections::BTreeSet;

use super::choose::{Choosing, cells_of_titles};
use super::words::{TableWords, years};
use crate::data::period::{Date, Frequency, Period};
use crate::text::{Named, headings};

/// Letters of a title that are read.
const LONGEST: usize = 300;

/// A title, or another text that a table is called by.
#[derive(Debug, Clone)]
pub(super) struct Heading {
    /// Its cell, in words.
    pub(super) place: String,
    pub(super) text: String,
    /// Whether it is the name of the file.
    pub(super) is_file: bool,
    /// Whether it says that its numbers are counted from the beginning of the year.
    pub(super) is_to_date: bool,
    pub(super) periods: Vec<TitlePeriod>,
}

/// A period that a title names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TitlePeriod {
    pub(super) period: Period,
    /// Whether its words say that it is that of the numbers.
    pub(super) is_led: bool,
}

/// The titles above a table, the name of its sheet and that of its file, with the periods that they name.
pub(super) fn titles(choosing: &Choosing<'_>, columns: &[u32]) -> Vec<Heading> {
    let (grid, found) = (choosing.grid, choosing.found);
    let first = found.rows.first().copied().unwrap_or(0);
    let mut all: Vec<Heading> = Vec::new();
    let mut add = |place: String, text: &str, is_file: bool| {
        let text = text.chars().take(LONGEST).collect();
        all.push(Heading { place, text, is_file, is_to_date: false, periods: Vec::new() });
    };
    for (row, column, words) in cells_of_titles(grid, found, first, columns) {
        add(grid.place(row, column), &words, false);
    }
    if !grid.name.is_empty() {
        add(format!("the name of the sheet {}", grid.name), &grid.name, false);
    }
    let stem = choosing.name.rsplit_once('.').map_or(choosing.name, |(stem, _)| stem);
    add("the name of the file".to_owned(), stem, true);
    // Above columns of several years, a title without one is of the year of its column.
    let above: BTreeSet<u16> =
        columns.iter().flat_map(|column| choosing.levels(*column)).flat_map(|level| years(level)).collect();
    let year = above.first().copied().filter(|_| above.len() == 1).unwrap_or(choosing.year);
    read(&mut all, choosing.words, year);
    all
}

fn read(all: &mut [Heading], words: &TableWords, year: u16) {
    let dates: Vec<(Vec<Period>, String)> = all.iter().map(|title| without_dates(&title.text)).collect();
    let texts: Vec<&str> = dates.iter().map(|(_, text)| text.as_str()).collect();
    let mut days = vec![false; all.len()];
    for language in words.languages() {
        for ((title, found), has_day) in all.iter_mut().zip(headings(&texts, language)).zip(&mut days) {
            for named in found {
                let Some(period) = period(named.named, year) else { continue };
                *has_day |= period.is_day();
                title.periods.push(TitlePeriod { period, is_led: named.is_led });
            }
        }
    }
    for ((title, (dates, text)), has_day) in all.iter_mut().zip(dates).zip(days) {
        title.periods.extend(dates.iter().map(|period| TitlePeriod { period: *period, is_led: false }));
        let is_year = |named: &TitlePeriod| !named.is_led || named.period.frequency() == Frequency::Year;
        // Short forms that no language of texts has: `III кв. 2026 г.`
        if !has_day
            && title.periods.iter().all(is_year)
            && let Some(period) = words.period(&[text], None)
            && period.frequency() != Frequency::Year
        {
            title.periods.push(TitlePeriod { period, is_led: true });
        }
        title.is_to_date = words.is_to_date(&title.text);
        of_all_years(title);
    }
}

/// A title that names two years, “за 9 месяцев 2025–2026 гг.”, names its period in each of them.
fn of_all_years(title: &mut Heading) {
    let years: BTreeSet<u16> = years(&title.text).into_iter().collect();
    let (Some(first), Some(last)) = (years.first().copied(), years.last().copied()) else { return };
    if first == last {
        return;
    }
    let periods: Vec<TitlePeriod> =
        title.periods.iter().filter(|named| !named.period.is_day()).copied().collect();
    for named in periods {
        let (month, months) = (named.period.first_month(), named.period.count_of_months());
        let others = (first..=last).filter(|year| *year != named.period.year());
        let others = others.filter_map(|year| Period::months(year, month, months?));
        title.periods.extend(others.map(|period| TitlePeriod { period, ..named }));
    }
}

/// The period that words name; of a year that they do not name, that of the table.
fn period(named: Named, year: u16) -> Option<Period> {
    match named {
        Named::Period(period) => Some(period),
        Named::Year(year) => Period::new(year, Frequency::Year, 1),
        // A month without a year may be any word: “may”.
        Named::Within(Frequency::Month, _) => None,
        Named::Within(frequency, index) => Period::new(year, frequency, index),
        Named::SamePeriod(_)
        | Named::YearBefore
        | Named::Previous
        | Named::Last
        | Named::ToDate
        | Named::Day { .. } => None,
    }
}

/// Takes dates out of a text that are written in digits: `09.10.2026`.
fn without_dates(text: &str) -> (Vec<Period>, String) {
    let mut days = Vec::new();
    let words = text.split(' ').map(|word| {
        let bare = word.trim_matches(|c: char| !c.is_ascii_digit());
        let parts: Vec<&str> = bare.split(['.', '/']).collect();
        let [day, month, year] = parts.as_slice() else { return word };
        let is_date = year.len() == 4 && day.len() <= 2 && month.len() <= 2;
        let date = || format!("{year}-{month:0>2}-{day:0>2}").parse::<Date>().ok();
        let Some(date) = is_date.then(date).flatten() else { return word };
        days.push(Period::day(date));
        ""
    });
    let text = words.collect::<Vec<_>>().join(" ");
    (days, text)
}

#[cfg(test)]
mod tests {
    use super::{Heading, TableWords, read};

    fn named(text: &str) -> String {
        let mut all = [Heading {
            place: String::new(),
            text: text.to_owned(),
            is_file: false,
            is_to_date: false,
            periods: Vec::new(),
        }];
        read(&mut all, &TableWords::embedded(), 2026);
        let led = all[0].periods.iter().filter(|named| named.is_led);
        let mut led: Vec<String> = led.map(|named| named.period.to_string()).collect();
        led.dedup();
        led.join(" ")
    }

    #[test]
    fn titles_name_periods_in_any_language_of_the_program() {
        for (text, right) in [
            ("за II квартал 2026 года", "2026-Q2"),
            ("за III квартал", "2026-Q3"),
            ("III кв. 2025 г.", "2025-Q3"),
            ("9 мес 2026", "2026-9M"),
            ("Arrivals in April–June 2026", "2026-Q2"),
            ("2026 жылғы 2-тоқсан", "2026-Q2"),
            ("за 2025 год", "2025"),
            ("письмо № 17/2211 от 09.10.2025", ""),
            ("письмо от 9 октября 2025 года", ""),
            ("в соответствии с Законом № 12", ""),
        ] {
            assert_eq!(named(text), right, "{text}");
        }
    }
}
