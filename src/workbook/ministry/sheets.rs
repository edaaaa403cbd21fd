//! Finds the sheet with the table of a figure: the one that is named, that of its period, or the one that has its words.

use super::choose::{Choosing, column};
use super::find::{Found, find};
use super::held::{Says, says};
use super::map::Map;
use super::read::{fault, listed_parts};
use super::template::Templates;
use super::words::TableWords;
use crate::data::country::folded;
use crate::data::period::Period;
use crate::data::sheet::Grid;
use crate::diag::{Diagnostic, code};
use crate::workbook::parts::PartLabels;
use crate::workbook::values::FigureValues;

/// Letters of a word that tells figures apart.
const LETTERS: usize = 4;
/// Letters by which words are compared: their endings differ.
const STEM: usize = 5;

/// A sheet with its table.
pub(super) struct Sheet<'a> {
    pub(super) grid: &'a Grid,
    pub(super) found: Found<'a>,
    /// Why it was taken and no other one.
    pub(super) told: Option<String>,
}

/// What a sheet is looked for by.
pub(super) struct Sought<'a> {
    pub(super) name: &'a str,
    pub(super) figure: &'a FigureValues,
    pub(super) labels: &'a PartLabels,
    pub(super) words: &'a TableWords,
    pub(super) edition: Period,
}

impl<'a> Sought<'a> {
    /// How a mapping keeps the name of a sheet.
    pub(super) fn templates(&self) -> Templates<'a> {
        let own = self.figure.period;
        Templates { words: self.words, year: own.year(), own, edition: self.edition }
    }

    /// The sheet with the table, and where in it that is.
    ///
    /// # Errors
    /// There is none, or more than one.
    pub(super) fn table(&self, grids: &'a [Grid], map: &Map) -> Result<Sheet<'a>, Vec<Diagnostic>> {
        let name = self.name;
        let sheets: Vec<&Grid> = grids.iter().filter(|grid| !grid.is_hidden).collect();
        let chosen: Vec<&Grid> = match &map.sheet {
            Some(sheet) => {
                let is_meant = |grid: &&Grid| self.templates().is(sheet, &grid.name);
                sheets.iter().copied().filter(is_meant).collect()
            }
            None => sheets.clone(),
        };
        if chosen.is_empty() {
            let known = sheets.iter().map(|grid| grid.name.as_str()).collect::<Vec<_>>().join(", ");
            let message = format!("`{name}` has no sheet `{}`", map.sheet.clone().unwrap_or_default());
            return Err(fault(code::MAP_WORDS, message, format!("its sheets: {known}")));
        }
        let found = chosen.into_iter().filter_map(|grid| {
            let key = map.key.as_ref().and_then(|words| column(grid, words));
            Some((grid, find(grid, (self.labels, self.words), key)?))
        });
        let mut found: Vec<(&Grid, Found<'_>)> = found.collect();
        if found.is_empty() {
            let message = format!("`{name}` has no table with at least three rows of names and numbers");
            let hint = "name the column that has the names with --key, as in --key A, and the sheet with --sheet; where names stand across, say with --row which row has the numbers, and with --key which has the names, by its number";
            return Err(fault(code::MAP_CHOICE, message, hint));
        }
        let (index, told) = self.choose(&found)?;
        let (grid, found) = found.swap_remove(index);
        Ok(Sheet { grid, found, told })
    }

    /// Which of several tables is that of the figure, and why.
    fn choose(&self, found: &[(&Grid, Found<'_>)]) -> Result<(usize, Option<String>), Vec<Diagnostic>> {
        let rivals = self.rivals(found);
        let named = |index: usize| found[index].0.name.as_str();
        let others = |index: usize| {
            let others = rivals.iter().filter(|other| **other != index);
            others.map(|other| named(*other)).collect::<Vec<_>>().join(", ")
        };
        if let [only] = rivals.as_slice() {
            return Ok((*only, None));
        }
        let choosing = |index: usize| {
            let (grid, found) = &found[index];
            Choosing::new(self.name, grid, found, (self.figure, self.labels, self.words), self.edition)
        };
        let said: Vec<(usize, Says)> = rivals.iter().map(|index| (*index, says(&choosing(*index)))).collect();
        let right: Vec<usize> =
            said.iter().filter(|(_, says)| *says == Says::Right).map(|(index, _)| *index).collect();
        let free: Vec<usize> =
            said.iter().filter(|(_, says)| *says != Says::Wrong).map(|(index, _)| *index).collect();
        let left = if right.is_empty() { free } else { right };
        if let [only] = left.as_slice() {
            let told = format!(
                "the sheet {} is read, whose period is {}; others have such names too: {}",
                named(*only),
                self.figure.period,
                others(*only)
            );
            return Ok((*only, Some(told)));
        }
        let stems = stems(&self.figure.label);
        let titles = |index: usize| {
            let (grid, found) = &found[index];
            let above = grid
                .rows
                .iter()
                .take_while(|row| found.rows.first().is_some_and(|first| row.number < *first));
            let words = above.flat_map(|row| &row.cells).filter_map(|(_, content)| content.words());
            words.chain([grid.name.clone()]).flat_map(|text| words_of(&text)).collect::<Vec<_>>()
        };
        let with: Vec<usize> = left
            .iter()
            .copied()
            .filter(|index| titles(*index).iter().any(|word| stems.contains(word)))
            .collect();
        if let [only] = with.as_slice() {
            let told = format!(
                "the sheet {} is read, which has words of the figure; others have such names too: {}",
                named(*only),
                others(*only)
            );
            return Ok((*only, Some(told)));
        }
        let left = if left.is_empty() { &rivals } else { &left };
        let names: Vec<&str> = left.iter().map(|index| named(*index)).collect();
        let message = format!("`{}` has {} sheets with tables of such names", self.name, names.len());
        let hint =
            format!("say which is meant with --sheet (in a mapping, sheet = \"…\"): {}", names.join(", "));
        Err(fault(code::MAP_CHOICE, message, hint))
    }

    /// The tables that may be that of the figure: with one of its parts; of values, with as many names as most.
    fn rivals(&self, found: &[(&Grid, Found<'_>)]) -> Vec<usize> {
        let wanted = listed_parts(self.figure);
        let has_part = |(grid, found): &(&Grid, Found<'_>)| {
            let names = found.rows.iter().filter_map(|row| grid.cell(*row, found.key)?.words());
            names.filter_map(|name| self.labels.part(&name)).any(|part| wanted.contains(&part.as_str()))
        };
        let most = found.iter().map(|(_, found)| found.known).max().unwrap_or(0);
        let mut rivals: Vec<usize> = (0..found.len()).filter(|index| has_part(&found[*index])).collect();
        if rivals.is_empty() {
            rivals = (0..found.len()).filter(|index| found[*index].1.known == most).collect();
        }
        rivals
    }
}

/// The beginnings of the words that tell a figure apart.
fn stems(label: &str) -> Vec<String> {
    words_of(label).into_iter().filter(|word| word.chars().count() >= LETTERS).collect()
}

/// The beginnings of words.
fn words_of(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| folded(word).chars().take(STEM).collect()).collect()
}
