//! Holds the period that a table names, in the heads of its columns, its title or its file's name, to the one that is
//! filled in.

use std::collections::BTreeSet;

use super::choose::Choosing;
use super::dates::readings;
use super::heads::squash;
use super::map::{ANY, Map};
use super::only::PERIOD;
use super::titles::{Heading, titles};
use super::words::years;
use crate::data::period::{Frequency, Period};
use crate::diag::{Diagnostic, code};
use crate::workbook::number::start_of;

/// What a table says of its period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum PeriodHeld {
    /// It names the one that is filled in, or a mapping says that it does.
    Named,
    /// It names none.
    Unnamed,
    /// It only hints at another one, as told.
    Doubtful(String),
}

impl PeriodHeld {
    /// What is to be said of it. That a table names no period is said once: then its mapping says so.
    pub(super) fn told(&self, map: &Map, own: Period) -> Option<String> {
        match self {
            Self::Named => None,
            Self::Unnamed if map.period.is_some() => None,
            Self::Unnamed => {
                Some(format!("the table names no period: it is not proven that its numbers are of {own}"))
            }
            Self::Doubtful(told) => Some(told.clone()),
        }
    }
}

/// Holds the period of chosen columns to that of the figure.
///
/// # Errors
/// Another one is named: its cell, and both periods.
pub(super) fn held(
    choosing: &Choosing<'_>,
    map: &Map,
    columns: &[u32],
) -> Result<PeriodHeld, Vec<Diagnostic>> {
    let is_of_period =
        |value: &String| value == PERIOD || value.contains("{year}") || value.parse::<Period>().is_ok();
    let own = choosing.figure.period;
    if map.only.values().any(is_of_period) {
        return Ok(PeriodHeld::Named);
    }
    if map.period.as_deref() == Some(ANY) {
        return other_year(choosing, columns, own).map_or(Ok(PeriodHeld::Named), Err);
    }
    let titles = titles(choosing, columns);
    let says_to_date = |level: &&String| choosing.words.is_to_date(level);
    let to_date = columns
        .iter()
        .find_map(|column| Some((*column, choosing.levels(*column).iter().find(says_to_date)?)));
    if let Some((column, text)) = to_date {
        let place = format!("the head of column {}", choosing.letters(column));
        return since_january(choosing, (&place, text), &titles);
    }
    let of_two_days = of_two_days(choosing, columns)?;
    match of_heads(choosing, columns, own) {
        _ if of_two_days.is_some() => {}
        Heads::Fit => return Ok(PeriodHeld::Named),
        // The year of heads without one is that of the title.
        Heads::Other(column, period) => {
            let title = titles.iter().find_map(|title| Some((title, wrong(title, own)?)));
            if let Some((title, period)) = title.filter(|(_, other)| other.year() == period.year()) {
                return Err(fault(choosing, &title.place, &title.text, period));
            }
            let place = format!("the head of column {}", choosing.letters(column));
            return Err(fault(choosing, &place, &choosing.head(column), period));
        }
        Heads::None => {}
    }
    let is_right = |title: &Heading| title.periods.iter().any(|named| fits(named.period, own));
    let doubt = of_two_days.or_else(|| doubt_of_heads(choosing, columns, own));
    let doubt = doubt.or_else(|| doubt_of_years(choosing, columns, &titles));
    if titles.iter().any(|title| !title.is_file && is_right(title)) {
        return Ok(doubt.map_or(PeriodHeld::Named, PeriodHeld::Doubtful));
    }
    if let Some(title) = titles.iter().find(|title| title.is_to_date && !title.is_file) {
        return since_january(choosing, (&title.place, &title.text), &titles);
    }
    if let Some((title, period)) = titles.iter().find_map(|title| Some((title, wrong(title, own)?))) {
        return Err(fault(choosing, &title.place, &title.text, period));
    }
    if let Some(doubt) = doubt {
        return Ok(PeriodHeld::Doubtful(doubt));
    }
    if titles.iter().any(is_right) {
        return Ok(PeriodHeld::Named);
    }
    if let Some(doubt) = doubt_of_year(choosing, columns) {
        return Ok(PeriodHeld::Doubtful(doubt));
    }
    let doubtful = titles.iter().find_map(|title| Some((title, doubtful(title, own)?)));
    Ok(doubtful.map_or(PeriodHeld::Unnamed, |(title, period)| {
        let (place, text) = (&title.place, start_of(&title.text));
        PeriodHeld::Doubtful(format!(
            "{place} names {period} (`{text}`), and nothing in the table {own}: it is not proven for its period; --period any says that it is right"
        ))
    }))
}

/// Heads that are dates of which two days can be read, `10/01/2026`: what is to be asked where one of them is right.
///
/// # Errors
/// Neither is the period of the figure.
fn of_two_days(choosing: &Choosing<'_>, columns: &[u32]) -> Result<Option<String>, Vec<Diagnostic>> {
    let own = choosing.figure.period;
    let read = columns.iter().find_map(|column| {
        let levels = choosing.levels(*column).iter();
        levels.rev().find_map(|level| Some((*column, level, readings(level)?.map(Period::day))))
    });
    let Some((column, text, [first, second])) = read else { return Ok(None) };
    let place = format!("the head of column {}", choosing.letters(column));
    if !fits(first, own) && !fits(second, own) {
        return Err(fault(choosing, &place, text, first));
    }
    let other = if fits(first, own) { second } else { first };
    Ok(Some(format!(
        "{place} says `{}`, which may be {other} as well as {own}; --period any says that it is right",
        start_of(text)
    )))
}

/// A column of a whole year where nothing names a part of it: its numbers may be of all of it.
fn doubt_of_year(choosing: &Choosing<'_>, columns: &[u32]) -> Option<String> {
    let own = choosing.figure.period;
    let is_year =
        |period: &Period| period.frequency() == Frequency::Year && own.frequency() != Frequency::Year;
    let (column, year) =
        columns.iter().find_map(|column| Some((*column, choosing.period_above(*column).filter(is_year)?)))?;
    Some(format!(
        "the head of column {} names {year}, and nothing in the table {own}: it is not proven that its numbers are not of the whole year; --period any says that they are of {own}",
        choosing.letters(column)
    ))
}

/// Holds numbers that begin with the year to a period that does; where they end, only a title tells.
fn since_january(
    choosing: &Choosing<'_>,
    (place, text): (&str, &str),
    titles: &[Heading],
) -> Result<PeriodHeld, Vec<Diagnostic>> {
    let own = choosing.figure.period;
    let begins = !own.is_day() && (own.first_day().month, own.first_day().day) == (1, 1);
    if !begins {
        let figure = choosing.figure;
        let message = format!(
            "`{}`: {place} says `{}`, and `{}` is filled in for {own} alone",
            choosing.name,
            start_of(text),
            figure.key.value
        );
        let hint = "choose the column of that period with --column, or ask the source for one; if its numbers are of that period all the same, say so with --period any";
        return Err(vec![Diagnostic::new(code::MAP_PERIOD, None, message).hint(hint)]);
    }
    let to_date = |named: Period| Period::months(named.year(), 1, u16::from(named.last_month()));
    let named = titles.iter().flat_map(|title| title.periods.iter().map(move |named| (title, named.period)));
    let named: Vec<(&Heading, Period)> = named.filter(|(_, named)| !named.is_day()).collect();
    let days = |period: Period| (period.first_day(), period.last_day());
    let is_right = |named: Period| to_date(named).is_some_and(|named| days(named) == days(own));
    let is_narrow =
        |named: Period| named.frequency() != Frequency::Year || own.frequency() == Frequency::Year;
    if named.iter().any(|(_, named)| is_right(*named)) {
        return Ok(PeriodHeld::Named);
    }
    match named.iter().find(|(title, named)| !title.is_file && is_narrow(*named)) {
        Some((title, named)) => Err(fault(choosing, &title.place, &title.text, *named)),
        None => Ok(PeriodHeld::Doubtful(format!(
            "{place} says `{}`, and nothing in the table until when: it is not proven that its numbers are of {own}; --period any says that they are",
            start_of(text)
        ))),
    }
}

/// A head that speaks of time and names no period: it may be another one than that of the title.
fn doubt_of_heads(choosing: &Choosing<'_>, columns: &[u32], own: Period) -> Option<String> {
    let speaks = |level: &&String| {
        let is_unnamed = choosing.words.named(std::slice::from_ref(*level), Some(choosing.year)).is_none();
        is_unnamed && choosing.words.speaks_of_time(level, own.frequency())
    };
    let found =
        columns.iter().find_map(|column| Some((*column, choosing.levels(*column).iter().find(speaks)?)));
    found.map(|(column, level)| {
        format!(
            "the head of column {} says `{}`, which may be another period than {own}; --period any says that it is right",
            choosing.letters(column),
            start_of(level)
        )
    })
}

/// Several years above the columns of a table, or in its title, and none above the chosen one.
fn doubt_of_years(choosing: &Choosing<'_>, columns: &[u32], titles: &[Heading]) -> Option<String> {
    let of = |column: &u32| choosing.levels(*column).iter().any(|level| !years(level).is_empty());
    let column = columns.iter().find(|column| !of(column))?;
    let heads = choosing.found.columns.iter().flat_map(|column| choosing.levels(*column));
    let heads: BTreeSet<u16> = heads.flat_map(|level| years(level)).collect();
    let right = titles.iter().filter(|title| !title.is_file).map(|title| years(&title.text));
    let title = right.into_iter().find(|years| !years.is_empty()).unwrap_or_default();
    let title: BTreeSet<u16> = title.into_iter().collect();
    (heads.len() > 1 || title.len() > 1 && choosing.found.columns.len() > 1).then(|| {
        format!(
            "the table has several years, and the head of column {} none: it is not proven that its numbers are of {}; --period any says that they are",
            choosing.letters(*column),
            choosing.figure.period
        )
    })
}

/// Whatever period a table names, as a mapping says, a column of another year is wrong beside one of the right year.
fn other_year(choosing: &Choosing<'_>, columns: &[u32], own: Period) -> Option<Vec<Diagnostic>> {
    let year_of = |column: u32| choosing.levels(column).iter().flat_map(|level| years(level)).last();
    let bare = |column: u32| {
        let words = choosing.head(column);
        squash(&words.split(|c: char| c.is_ascii_digit()).collect::<Vec<_>>().join(" "))
    };
    let column = columns.iter().find(|column| {
        let is_other = year_of(**column).is_some_and(|year| !own.is_in_year(year));
        let is_right = |other: &u32| {
            year_of(*other).is_some_and(|year| own.is_in_year(year)) && bare(*other) == bare(**column)
        };
        is_other && choosing.found.columns.iter().any(is_right)
    })?;
    let named = choosing.named(*column).or_else(|| Period::new(year_of(*column)?, Frequency::Year, 1))?;
    let place = format!("the head of column {}", choosing.letters(*column));
    let mut faults = fault(choosing, &place, &choosing.head(*column), named);
    for fault in &mut faults {
        fault.hints.clear();
    }
    let hint = "another column is of that year: name it with --column, or with {year} in the mapping";
    Some(faults.into_iter().map(|fault| fault.hint(hint)).collect())
}

/// What a table says of its period, before its columns are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Says {
    /// That of the figure.
    Right,
    /// Another one.
    Wrong,
    Nothing,
}

/// What the titles of a table and the name of its sheet say of its period.
pub(super) fn says(choosing: &Choosing<'_>) -> Says {
    let own = choosing.figure.period;
    let titles: Vec<Heading> = titles(choosing, &[]).into_iter().filter(|title| !title.is_file).collect();
    if titles.iter().any(|title| title.periods.iter().any(|named| fits(named.period, own))) {
        return Says::Right;
    }
    if titles.iter().any(|title| wrong(title, own).is_some()) { Says::Wrong } else { Says::Nothing }
}

/// Why the period of a table refuses it, where its columns cannot be told.
pub(super) fn refusal(choosing: &Choosing<'_>, map: &Map) -> Option<Vec<Diagnostic>> {
    let columns = choosing.found.columns.as_slice();
    held(choosing, map, if columns.len() == 1 { columns } else { &[] }).err()
}

fn fault(choosing: &Choosing<'_>, place: &str, text: &str, named: Period) -> Vec<Diagnostic> {
    let figure = choosing.figure;
    let message = format!(
        "`{}`: {place} names {named} (`{}`), and `{}` is filled in for {}",
        choosing.name,
        start_of(text),
        figure.key.value,
        figure.period
    );
    let hint = format!(
        "look whether it is the file of {}; if its numbers are of that period all the same, say so with --period any",
        figure.period
    );
    vec![Diagnostic::new(code::MAP_PERIOD, None, message).hint(hint)]
}

/// What the heads of columns say.
enum Heads {
    Fit,
    /// Another period stands above this column.
    Other(u32, Period),
    None,
}

fn of_heads(choosing: &Choosing<'_>, columns: &[u32], own: Period) -> Heads {
    let named: Option<Vec<(u32, Period)>> =
        columns.iter().map(|column| Some((*column, choosing.period_above(*column)?))).collect();
    let mut named = named.unwrap_or_default();
    named.sort_by_key(|(_, period)| (period.first_day(), period.last_day()));
    named.dedup_by_key(|(_, period)| *period);
    let (Some((column, first)), Some((_, last))) = (named.first().copied(), named.last().copied()) else {
        return Heads::None;
    };
    let follows = |pair: &[(u32, Period)]| pair[0].1.last_day().next() == Some(pair[1].1.first_day());
    let is_run = named.windows(2).all(follows);
    if is_run && (first.first_day(), last.last_day()) == (own.first_day(), own.last_day())
        || named.len() == 1 && fits(first, own)
    {
        return Heads::Fit;
    }
    // A year above columns that are told apart by other words may be that of all of them.
    let is_year_of = named.len() == 1 && first.frequency() == Frequency::Year && own.is_in_year(first.year());
    if is_year_of { Heads::None } else { Heads::Other(column, first) }
}

/// Whether numbers of a period can be those of another one: the same, or what is there on a day right behind it.
fn fits(named: Period, own: Period) -> bool {
    if (named.first_day(), named.last_day()) == (own.first_day(), own.last_day()) {
        return true;
    }
    let is_around = named.frequency() != Frequency::Year && named.contains(own);
    (own.is_day() && (is_around || named.last_day().next() == Some(own.first_day())))
        || own.is_named() && (named.contains(own) || own.contains(named))
}

/// A period that a title names as that of its numbers, and that is another one.
fn wrong(title: &Heading, own: Period) -> Option<Period> {
    if title.is_file || title.periods.iter().any(|named| fits(named.period, own)) {
        return None;
    }
    let is_wrong = |period: Period| {
        let is_year_of_day = own.is_day() && period.frequency() == Frequency::Year && period.contains(own);
        !is_year_of_day && (own.is_day() || !period.is_day())
    };
    title.periods.iter().filter(|named| named.is_led).map(|named| named.period).find(|one| is_wrong(*one))
}

/// A period that a title may only name by the way, or a file by its name: another one as well.
fn doubtful(title: &Heading, own: Period) -> Option<Period> {
    let is_other = |period: Period| {
        let is_year_around = period.frequency() == Frequency::Year && period.contains(own);
        !is_year_around && !period.is_day()
    };
    title
        .periods
        .iter()
        .filter(|named| title.is_file || !named.is_led)
        .map(|named| named.period)
        .find(|period| is_other(*period))
}
