//! Holds the period that a table names, in the heads of its columns, its title or its file's name, to the one that is
//! filled in.

use super::choose::Choosing;
use super::map::{ANY, Map};
use super::only::PERIOD;
use super::titles::{Heading, titles};
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
    if map.period.as_deref() == Some(ANY) || map.only.values().any(is_of_period) {
        return Ok(PeriodHeld::Named);
    }
    let own = choosing.figure.period;
    let titles = titles(choosing, columns);
    match of_heads(choosing, columns, own) {
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
    if titles.iter().any(|title| !title.is_file && is_right(title)) {
        return Ok(PeriodHeld::Named);
    }
    if let Some((title, period)) = titles.iter().find_map(|title| Some((title, wrong(title, own)?))) {
        return Err(fault(choosing, &title.place, &title.text, period));
    }
    if titles.iter().any(is_right) {
        return Ok(PeriodHeld::Named);
    }
    let doubtful = titles.iter().find_map(|title| Some((title, doubtful(title, own)?)));
    Ok(doubtful.map_or(PeriodHeld::Unnamed, |(title, period)| {
        let (place, text) = (&title.place, start_of(&title.text));
        PeriodHeld::Doubtful(format!(
            "{place} names {period} (`{text}`), and nothing in the table {own}: it is not proven for its period; --period any says that it is right"
        ))
    }))
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
