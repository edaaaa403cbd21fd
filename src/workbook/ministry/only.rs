//! Chooses the rows of a long table by what other columns have: a year, a country of asylum.

use std::collections::BTreeMap;

use super::choose::{Choosing, MOST_LISTED, by_place};
use super::find::MOST_COLUMNS;
use super::heads::{Heads, heads, squash};
use crate::data::country::{Meaning, meaning_of_number};
use crate::data::period::Period;
use crate::data::sheet::Content;
use crate::diag::{Diagnostic, code};
use crate::workbook::number::start_of;
use crate::workbook::parts::{PartLabels, Typed};

/// In a mapping, the country of the series.
pub(super) const COUNTRY: &str = "{country}";
/// In a mapping, the period of the figure.
pub(super) const PERIOD: &str = "{period}";

/// What the rows that are read have in a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Condition {
    pub(super) column: u32,
    wanted: Wanted,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Wanted {
    /// These words.
    Words(String),
    /// A country, whatever it is called.
    Country(String),
    /// A period, in whatever words.
    Period(Period),
}

/// What a cell says of a country.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Named {
    Country(String),
    /// Several have the name.
    Several,
    /// No country.
    None,
}

/// The country that a cell names: in words, by a code of letters or one of the United Nations.
pub(super) fn country(content: &Content, labels: &PartLabels) -> Named {
    let of_code = |number: u16| match meaning_of_number(number) {
        Some(Meaning::Part(part)) => Named::Country(part),
        _ => Named::None,
    };
    match content {
        Content::Text(text) if text.trim().len() == 3 && text.trim().parse::<u16>().is_ok() => {
            text.trim().parse().map_or(Named::None, of_code)
        }
        // Among so many names, looking for one that is near takes long: numbers are none.
        Content::Text(text) if !text.contains(char::is_alphabetic) => Named::None,
        Content::Text(_) => match content.words().map(|words| labels.meaning(&words)) {
            Some(Typed::Part(part)) if labels.is_country(&part) => Named::Country(part),
            Some(Typed::Several) => Named::Several,
            _ => Named::None,
        },
        Content::Number { .. } => super::find::number(content).map_or(Named::None, of_code),
        Content::Unusable { .. } => Named::None,
    }
}

/// A cell in words, as it is compared with what is asked for.
pub(super) fn shown(content: &Content) -> String {
    match content {
        Content::Text(text) => text.to_string(),
        Content::Number { exact, .. } => exact.normalize().to_string(),
        Content::Unusable { period, .. } => period.map(|period| period.to_string()).unwrap_or_default(),
    }
}

impl Condition {
    /// Whether a row has what is wanted; why that cannot be told, and what to do.
    pub(super) fn holds(
        &self,
        choosing: &Choosing<'_>,
        row: u32,
        labels: &PartLabels,
    ) -> Result<bool, (String, String)> {
        let Some(content) = choosing.grid.cell(row, self.column) else {
            return match &self.wanted {
                Wanted::Words(_) => Ok(false),
                Wanted::Country(country) => Err((
                    format!("is empty: whether its row is one of {country} cannot be told"),
                    "repeat the name in each row, or leave the row out with --skip".to_owned(),
                )),
                Wanted::Period(period) => Err((
                    format!("is empty: whether its row is one of {period} cannot be told"),
                    "repeat the period in each row, or leave the row out with --skip".to_owned(),
                )),
            };
        };
        match &self.wanted {
            Wanted::Words(words) => Ok(squash(&shown(content)) == squash(words)),
            Wanted::Country(wanted) => match country(content, labels) {
                Named::Country(found) => Ok(found == *wanted),
                Named::Several => {
                    let name = shown(content);
                    if labels.sharing(&name).contains(&wanted.as_str()) {
                        let why = format!("holds `{}`, the name of more than one country", start_of(&name));
                        Err((why, "choose the rows by a column of codes, with --where".to_owned()))
                    } else {
                        Ok(false)
                    }
                }
                Named::None => Ok(false),
            },
            Wanted::Period(wanted) => match choosing.period_of(content) {
                Some(period) => Ok(period == *wanted),
                None => Err((
                    format!("holds `{}`, which is no period that can be read", start_of(&shown(content))),
                    "mend the cell, or leave the row out with --skip".to_owned(),
                )),
            },
        }
    }

    /// The country that it asks for.
    pub(super) fn country(&self) -> Option<&str> {
        match &self.wanted {
            Wanted::Country(country) => Some(country),
            Wanted::Words(_) | Wanted::Period(_) => None,
        }
    }
}

impl Choosing<'_> {
    /// The period that a cell names by itself.
    pub(super) fn period_of(&self, content: &Content) -> Option<Period> {
        self.words.named(&[shown(content)], None)
    }

    /// The period that a cell names by itself, or with the year of the title.
    pub(super) fn period_in_title(&self, content: &Content) -> Option<Period> {
        self.words.named(&[shown(content)], Some(self.year))
    }

    /// What stands above all columns, also those without numbers.
    pub(super) fn every_head(&self) -> Heads {
        let first = self.found.rows.first().copied().unwrap_or(0);
        let all: Vec<u32> = (0..self.grid.width().min(MOST_COLUMNS)).collect();
        heads(self.grid, first, &all).0
    }

    /// Words above a column that no other column has; else its letter. Tags of exchange formats (`#country+origin`) are
    /// no words.
    pub(super) fn own_name_of(&self, column: u32) -> String {
        let every = self.every_head();
        let levels = every.get(&column).map(Vec::as_slice).unwrap_or_default();
        let is_own =
            |words: &str| every.iter().all(|(other, levels)| *other == column || !has(levels, words));
        let words = levels.iter().rev().filter(|level| !level.starts_with('#')).cloned();
        words
            .chain([levels.join(" / ")])
            .find(|words| !squash(words).is_empty() && is_own(words))
            .unwrap_or_else(|| self.letters(column))
    }

    /// The words by which a mapping finds the column that names the rows; else its letter.
    pub(super) fn key_of(&self, column: u32) -> String {
        let is_found = |words: &String| super::choose::column(self.grid, words) == Some(column);
        let every = self.every_head();
        let levels = every.get(&column).map(Vec::as_slice).unwrap_or_default();
        let words = levels.iter().rev().filter(|level| !level.starts_with('#')).cloned();
        words.into_iter().find(is_found).unwrap_or_else(|| self.letters(column))
    }

    /// The columns by which rows are chosen, with what has to stand there.
    ///
    /// # Errors
    /// There is no such column, or more than one.
    pub(super) fn only(
        &self,
        only: &BTreeMap<String, String>,
        (home, labels): (&str, &PartLabels),
    ) -> Result<Vec<Condition>, Vec<Diagnostic>> {
        let every = self.every_head();
        let mut chosen = Vec::new();
        for (words, value) in only {
            let by_letter = by_place(self.grid, words);
            let found: Vec<u32> = match by_letter {
                Some(column) => vec![column],
                None => {
                    every.iter().filter(|(_, levels)| has(levels, words)).map(|(column, _)| *column).collect()
                }
            };
            let (code, message, hint) = match found.as_slice() {
                [column] => {
                    chosen.push(Condition { column: *column, wanted: self.wanted(value, home, labels) });
                    continue;
                }
                [] => {
                    let named = every.iter().take(MOST_LISTED);
                    let words_of_all: Vec<String> = named
                        .map(|(column, levels)| format!("{} {}", self.letters(*column), levels.join(" / ")))
                        .collect();
                    (
                        code::MAP_WORDS,
                        format!("`{}` has no column `{}` to choose rows by", self.name, start_of(words)),
                        format!("its columns: {}", words_of_all.join("; ")),
                    )
                }
                several => {
                    let letters: Vec<String> = several.iter().map(|column| self.letters(*column)).collect();
                    let first = letters.first().cloned().unwrap_or_default();
                    (
                        code::MAP_CHOICE,
                        format!(
                            "`{}` has several columns `{}`: {}",
                            self.name,
                            start_of(words),
                            letters.join(", ")
                        ),
                        format!("say which by its letter, as in --where \"{first}={value}\""),
                    )
                }
            };
            return Err(vec![Diagnostic::new(code, None, message).hint(hint)]);
        }
        Ok(chosen)
    }

    fn wanted(&self, value: &str, home: &str, labels: &PartLabels) -> Wanted {
        if value == COUNTRY {
            return Wanted::Country(home.to_owned());
        }
        if value == PERIOD {
            return Wanted::Period(self.figure.period);
        }
        let value = value.replace("{year}", &self.edition.year().to_string());
        match country(&Content::Text(value.as_str().into()), labels) {
            Named::Country(country) => Wanted::Country(country),
            Named::Several | Named::None => Wanted::Words(value),
        }
    }
}

/// Whether words stand above a column: those of one level, or of all.
fn has(levels: &[String], words: &str) -> bool {
    let words = squash(words);
    levels.iter().any(|level| squash(level) == words) || squash(&levels.concat()) == words.replace('/', "")
}
