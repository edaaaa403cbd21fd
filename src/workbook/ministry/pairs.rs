//! Long tables of pairs, a row for each country of origin and of arrival: which columns are of which side, on which of
//! them the country of the series stands, and of which period the rows are.

use std::collections::{BTreeMap, BTreeSet};

use super::choose::Choosing;
use super::find::{MOST_COLUMNS, number};
use super::map::Map;
use super::only::{COUNTRY, Condition, Named, PERIOD, country, shown};
use crate::data::country::{Meaning, meaning_of_number};
use crate::data::period::Period;
use crate::data::sheet::Content;
use crate::diag::{Diagnostic, code};
use crate::workbook::number::start_of;
use crate::workbook::parts::{OTHER, PartLabels, Typed};

/// The fewest rows that tell which columns belong together.
const FEWEST: usize = 3;
/// Periods that a message lists.
const MOST_PERIODS: usize = 12;

/// The two sides of a table of pairs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pairs {
    /// The columns of each side: names and codes of the same countries.
    sides: [Vec<u32>; 2],
}

impl Pairs {
    /// The sides of a table, if it has two: columns of which most cells name countries, and which disagree.
    pub(super) fn of(choosing: &Choosing<'_>, labels: &PartLabels) -> Option<Self> {
        let mut known: BTreeMap<String, Option<String>> = BTreeMap::new();
        let mut columns: Vec<(u32, Vec<Option<String>>)> = Vec::new();
        for column in 0..choosing.grid.width().min(MOST_COLUMNS) {
            let (mut filled, mut whole, mut countries) = (0_usize, 0_usize, Vec::new());
            for row in &choosing.found.rows {
                let content = choosing.grid.cell(*row, column);
                filled += usize::from(content.is_some());
                whole += usize::from(content.is_some_and(|content| is_whole_or_rest(content, labels)));
                let named = content.and_then(|content| {
                    let name = || match country(content, labels) {
                        Named::Country(country) => Some(country),
                        Named::Several | Named::None => None,
                    };
                    known.entry(shown(content)).or_insert_with(name).clone()
                });
                countries.push(named);
            }
            let count = countries.iter().flatten().count();
            // Of numbers, few are codes by chance; regions stand among the countries of tables of the whole world.
            let is_of_words = choosing.found.columns.binary_search(&column).is_err();
            let least = if is_of_words { filled.div_ceil(2) } else { (filled * 3).div_ceil(4) };
            if count >= FEWEST && count + whole >= least {
                columns.push((column, countries));
            }
        }
        let agree = |one: &[Option<String>], other: &[Option<String>]| {
            let both =
                one.iter().zip(other).filter_map(|(one, other)| Some(one.as_ref()? == other.as_ref()?));
            let both: Vec<bool> = both.collect();
            let right = both.iter().filter(|is_right| **is_right).count();
            right > 0 && (both.len() - right) * 4 <= right
        };
        let mut sides: Vec<Vec<usize>> = Vec::new();
        for (index, (column, countries)) in columns.iter().enumerate() {
            match sides.iter_mut().find(|side| agree(&columns[side[0]].1, countries)) {
                Some(side) => side.push(index),
                // A column of numbers is no side by itself.
                None if choosing.found.columns.binary_search(column).is_ok() => {}
                None => sides.push(vec![index]),
            }
        }
        let sides: Vec<Vec<u32>> =
            sides.iter().map(|side| side.iter().map(|index| columns[*index].0).collect()).collect();
        let sides: [Vec<u32>; 2] = sides.try_into().ok()?;
        Some(Self { sides })
    }

    /// The side that a column is of, and the other one.
    fn around(&self, column: u32) -> Option<(&[u32], &[u32])> {
        let [one, other] = &self.sides;
        if one.contains(&column) {
            Some((one, other))
        } else if other.contains(&column) {
            Some((other, one))
        } else {
            None
        }
    }

    /// Whether rows are chosen by the country of one side, and named by the other.
    pub(super) fn are_chosen(&self, only: &[Condition], key: u32) -> bool {
        self.around(key).is_some_and(|(_, other)| {
            only.iter().any(|condition| condition.country().is_some() && other.contains(&condition.column))
        })
    }

    /// The columns that name countries: none of them has numbers to be taken.
    pub(super) fn columns(&self) -> impl Iterator<Item = u32> {
        self.sides.iter().flatten().copied()
    }

    /// The country that other columns of the side of a column name in a row.
    pub(super) fn beside(
        &self,
        choosing: &Choosing<'_>,
        (row, column): (u32, u32),
        labels: &PartLabels,
    ) -> Option<String> {
        let (side, _) = self.around(column)?;
        let others = side.iter().filter(|other| **other != column);
        others.filter_map(|other| choosing.grid.cell(row, *other)).find_map(|content| {
            match country(content, labels) {
                Named::Country(country) => Some(country),
                Named::Several | Named::None => None,
            }
        })
    }

    /// What is wrong with a row of which one column of a side names the country that is asked for, and another a different
    /// one: whether the row is meant cannot be told.
    pub(super) fn disagreement(
        &self,
        choosing: &Choosing<'_>,
        (row, condition): (u32, &Condition),
        labels: &PartLabels,
    ) -> Option<Diagnostic> {
        let (side, _) = self.around(condition.column)?;
        let wanted = condition.country()?;
        let named =
            side.iter().filter_map(|column| match country(choosing.grid.cell(row, *column)?, labels) {
                Named::Country(country) => Some((*column, country == wanted)),
                Named::Several | Named::None => None,
            });
        let named: Vec<(u32, bool)> = named.collect();
        let (one, _) = named.iter().find(|(_, is_wanted)| *is_wanted)?;
        let (other, _) = named.iter().find(|(_, is_wanted)| !is_wanted)?;
        let words = |column: u32| choosing.grid.cell(row, column).map(shown).unwrap_or_default();
        let message = format!(
            "{} holds `{}`, and {} beside it `{}`: two countries",
            choosing.grid.place(row, *one),
            start_of(&words(*one)),
            choosing.grid.place(row, *other),
            start_of(&words(*other))
        );
        let hint = "ask the source which is meant, and mend the file; or leave the row out with --skip";
        Some(Diagnostic::new(code::CELL_NAME, None, message).hint(hint))
    }

    /// Says in a mapping on which side the country of the series stands, and which column names the rows.
    ///
    /// # Errors
    /// It stands on both sides, or on none.
    pub(super) fn choose(
        &self,
        choosing: &Choosing<'_>,
        map: &mut Map,
        (home, labels): (&str, &PartLabels),
    ) -> Result<(), Vec<Diagnostic>> {
        let only = choosing.only(&map.only, (home, labels))?;
        let chosen = only.iter().find(|condition| {
            condition.country().is_some() && self.columns().any(|column| column == condition.column)
        });
        let given = map.key.as_ref().map(|_| choosing.found.key);
        let fixed = match (chosen, given.and_then(|key| self.around(key))) {
            (Some(condition), _) => condition.column,
            (None, Some((_, other))) => other.first().copied().unwrap_or_default(),
            (None, None) => self.side_of(choosing, (home, labels))?,
        };
        if chosen.is_none() {
            map.only.insert(choosing.own_name_of(fixed), COUNTRY.to_owned());
        }
        if map.key.is_none() {
            let others = self.around(fixed).map(|(_, other)| other).unwrap_or_default();
            // The first column of a side usually has the names; codes stand behind them.
            map.key = others.first().map(|column| choosing.key_of(*column));
        }
        Ok(())
    }

    /// A column of the one side on which a country stands.
    fn side_of(
        &self,
        choosing: &Choosing<'_>,
        (home, labels): (&str, &PartLabels),
    ) -> Result<u32, Vec<Diagnostic>> {
        let name = choosing.name;
        let rows_with = |column: u32| {
            let has = |row: &&u32| {
                let content = choosing.grid.cell(**row, column);
                content.is_some_and(|content| country(content, labels) == Named::Country(home.to_owned()))
            };
            choosing.found.rows.iter().filter(has).count()
        };
        let counted = self.sides.iter().map(|side| {
            // A code is known where a name may not be.
            let counted = side.iter().map(|column| (*column, rows_with(*column)));
            counted.fold((0, 0), |most, one| if most == (0, 0) || one.1 > most.1 { one } else { most })
        });
        let counted: Vec<(u32, usize)> = counted.collect();
        let named: Vec<String> = counted.iter().map(|(column, _)| choosing.own_name_of(*column)).collect();
        match counted.as_slice() {
            [(_, 0), (_, 0)] => {
                let message = format!(
                    "`{name}` has pairs of countries, and {home} in no row, neither as `{}` nor as `{}`",
                    start_of(&named[0]),
                    start_of(&named[1])
                );
                let hint = "look whether it is the right file; the country is that of the series";
                Err(vec![Diagnostic::new(code::MAP_ROWS, None, message).hint(hint)])
            }
            [(column, _), (_, 0)] | [(_, 0), (column, _)] => Ok(*column),
            _ => {
                let rows: Vec<String> = counted
                    .iter()
                    .zip(&named)
                    .map(|((_, count), name)| format!("`{}` in {count} rows", start_of(name)))
                    .collect();
                let message = format!(
                    "`{name}` has pairs of countries: {home} is {}; which is meant cannot be told",
                    rows.join(" and ")
                );
                let hint = format!(
                    "say on which side it stands: --where \"{}={COUNTRY}\", or --where \"{}={COUNTRY}\"",
                    named[1], named[0]
                );
                Err(vec![Diagnostic::new(code::MAP_CHOICE, None, message).hint(hint)])
            }
        }
    }

    /// Says in a mapping of which period the rows are, where a column tells.
    ///
    /// # Errors
    /// No row is of the period of the figure.
    pub(super) fn choose_period(
        &self,
        choosing: &Choosing<'_>,
        map: &mut Map,
        (home, labels): (&str, &PartLabels),
    ) -> Result<(), Vec<Diagnostic>> {
        let only = choosing.only(&map.only, (home, labels))?;
        let is_chosen =
            |row: &&u32| only.iter().all(|condition| condition.holds(choosing, **row, labels) == Ok(true));
        let rows: Vec<u32> = choosing.found.rows.iter().filter(is_chosen).copied().collect();
        let taken: Vec<u32> = map.value.iter().flat_map(|words| choosing.columns_of(words)).collect();
        let periods = |column: u32| -> Option<BTreeSet<Period>> {
            let mut read = rows
                .iter()
                .filter_map(|row| choosing.grid.cell(*row, column))
                .map(|content| choosing.period_of(content))
                .peekable();
            read.peek()?;
            // A slip among many is told when its row is read.
            let all: Vec<Option<Period>> = read.collect();
            let right = all.iter().flatten().count();
            ((all.len() - right) * 4 <= right).then(|| all.into_iter().flatten().collect())
        };
        let is_free = |column: &u32| {
            !taken.contains(column)
                && self.columns().all(|other| other != *column)
                && only.iter().all(|condition| condition.column != *column)
        };
        let columns = (0..choosing.grid.width().min(MOST_COLUMNS)).filter(is_free);
        let columns: Vec<(u32, BTreeSet<Period>)> =
            columns.filter_map(|column| Some((column, periods(column)?))).collect();
        let [(column, found)] = columns.as_slice() else { return Ok(()) };
        let (name, own) = (choosing.own_name_of(*column), choosing.figure.period);
        if found.contains(&own) {
            map.only.insert(name, PERIOD.to_owned());
            return Ok(());
        }
        let listed: Vec<String> = found.iter().rev().take(MOST_PERIODS).map(Period::to_string).collect();
        let more = if found.len() > MOST_PERIODS { ", …" } else { "" };
        let message = format!(
            "`{}` has no row of {own}, the period of `{}`; its column `{}` has {}{more}",
            choosing.name,
            choosing.figure.key.value,
            start_of(&name),
            listed.join(", ")
        );
        let year = own.year().to_string();
        let offered =
            if listed.contains(&year) { "{year}" } else { listed.first().map_or("", String::as_str) };
        let hint = format!("if others are meant, say which: --where \"{name}={offered}\"");
        Err(vec![Diagnostic::new(code::MAP_ROWS, None, message).hint(hint)])
    }
}

/// Whether a cell names the whole, or the rest of it.
fn is_whole_or_rest(content: &Content, labels: &PartLabels) -> bool {
    match content {
        Content::Text(_) => content.words().is_some_and(|words| match labels.meaning(&words) {
            Typed::Total => true,
            Typed::Part(part) => part == OTHER,
            Typed::Several | Typed::Unknown(_) => false,
        }),
        Content::Number { .. } => number(content).and_then(meaning_of_number) == Some(Meaning::Total),
        Content::Unusable { .. } => false,
    }
}
