//! Reads the rows of a workbook in which figures were typed that the edition does not have.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::{NewFigure, NewNumber};
use crate::data::country::folded;
use crate::data::period::{Date, Frequency, Period};
use crate::data::quantity::Unit;
use crate::diag::{Code, Diagnostic, code, listed};
use crate::language::Language;
use crate::spec::text::seen;
use crate::spec::{Spec, UNIT};
use crate::workbook::number::start_of;
use crate::workbook::parts::{self, PartLabels};

/// What was typed into a row, with the names of its cells.
#[derive(Debug, Clone, Default)]
pub(in crate::workbook) struct Typed {
    /// Name and label: `arrivals: arrivals for permanent residence`.
    pub(in crate::workbook) figure: (String, String),
    pub(in crate::workbook) part: (String, String),
    pub(in crate::workbook) period: (String, String),
    pub(in crate::workbook) unit: (String, String),
    pub(in crate::workbook) source: (String, String),
    /// The cell of the value.
    pub(in crate::workbook) cell: String,
    /// Words in it.
    pub(in crate::workbook) words: Option<String>,
    /// The number in it, and how it is written.
    pub(in crate::workbook) number: Option<(Decimal, String)>,
    pub(in crate::workbook) note: String,
    pub(in crate::workbook) letter: String,
}

/// Rows while they become figures.
pub(in crate::workbook) struct Reading<'a> {
    name: &'a str,
    spec: &'a Spec,
    labels: &'a PartLabels,
    /// Names that could be chosen in the sheet, with their keys.
    chosen: &'a [(String, String)],
    /// Sources that the edition does not have, in all rows: the key, the name, and the cell that first gives it.
    sources: Vec<(String, String, String)>,
    /// What figures follow from, with its cell.
    formulas: Vec<(String, String)>,
    figures: Vec<NewFigure>,
    faults: Vec<Diagnostic>,
}

/// What is refused: the code, what is wrong, and what to do.
type Refusal = (Code, String, String);

/// The key of a source, with its name where it is new.
type SourceTyped = (String, Option<String>);

impl<'a> Reading<'a> {
    pub(in crate::workbook) fn new(
        name: &'a str,
        spec: &'a Spec,
        labels: &'a PartLabels,
        chosen: &'a [(String, String)],
    ) -> Self {
        Self {
            name,
            spec,
            labels,
            chosen,
            sources: Vec::new(),
            formulas: Vec::new(),
            figures: Vec::new(),
            faults: Vec::new(),
        }
    }

    fn fault(&mut self, code: Code, what: &str, hint: impl Into<String>) {
        let message = format!("`{}`: {what}", self.name);
        self.faults.push(Diagnostic::new(code, None, message).hint(hint));
    }

    /// Reads all rows: the figures, in the order of their first rows, and what is refused.
    pub(in crate::workbook) fn read(mut self, rows: &[Typed]) -> (Vec<NewFigure>, Vec<Diagnostic>) {
        // Which row gives the name of a source does not matter.
        rows.iter().for_each(|typed| self.new_source(&typed.source));
        for typed in rows {
            if let Err((code, what, hint)) = self.one(typed) {
                self.fault(code, &what, hint);
            }
        }
        self.hold_formulas();
        let mut written = BTreeSet::new();
        for mut figure in std::mem::take(&mut self.figures) {
            let place = figure.place.clone();
            if figure.label.is_empty() {
                let what = format!("{place} names the new figure `{}`, and not what it counts", figure.key);
                let hint = "type both into its first row: `arrivals: arrivals for permanent residence`";
                self.fault(code::CELL_NAME, &what, hint);
            }
            if figure.source.0.is_empty() {
                let what =
                    format!("{place} names the new figure `{}`, and no row of it a source", figure.key);
                self.fault(code::CELL_NAME, &what, "type the key of its source into its first row");
            }
            // One table of a source is enough.
            if !written.insert(figure.source.0.clone()) {
                figure.source.1 = None;
            }
            self.figures.push(figure);
        }
        (self.figures, self.faults)
    }

    /// Sums and differences are of figures that are there.
    fn hold_formulas(&mut self) {
        let of_spec = self.spec.figures.iter().map(|figure| figure.key.value.as_str());
        let known: BTreeSet<&str> =
            of_spec.chain(self.figures.iter().map(|figure| figure.key.as_str())).collect();
        let mut unknown = Vec::new();
        for (formula, cell) in &self.formulas {
            let mut names = formula.split(['+', '-']).map(str::trim);
            if let Some(name) = names.find(|name| !known.contains(name)) {
                let what = format!("{cell} holds `{}`, and there is no figure `{name}`", start_of(formula));
                let hint = format!(
                    "give `{name}` rows of its own, or name one of the edition: {}",
                    listed(known.iter().copied())
                );
                unknown.push((what, hint));
            }
        }
        for (what, hint) in unknown {
            self.fault(code::UNKNOWN_FIGURE, &what, hint);
        }
    }

    /// Learns a source that the edition does not have: `mlsp: Ministry of Labour`.
    fn new_source(&mut self, (typed, place): &(String, String)) {
        let Some((key, name)) = typed.split_once(':').map(|(key, name)| (key.trim(), name.trim())) else {
            return;
        };
        if !is_name(key) || name.is_empty() || self.known_source(typed).is_some() || self.has_source(key) {
            return;
        }
        let Some((_, other, first)) = self.sources.iter().find(|(known, ..)| known == key) else {
            return self.sources.push((key.to_owned(), name.to_owned(), place.clone()));
        };
        if folded(other) != folded(name) {
            let what = format!(
                "{place} calls the source `{key}` “{}”, and {first} “{}”",
                start_of(name),
                start_of(other)
            );
            self.fault(code::CELL_NAME, &what, "give one of them another key, or write both alike");
        }
    }

    /// The key of a source that the edition has, by its key or name.
    fn known_source(&self, typed: &str) -> Option<String> {
        let mut known = self.spec.common.iter().flat_map(|common| &common.sources);
        let source =
            known.find(|source| source.key.value == typed || folded(&source.name.value) == folded(typed))?;
        Some(source.key.value.clone())
    }

    fn has_source(&self, key: &str) -> bool {
        self.spec.common.iter().flat_map(|common| &common.sources).any(|source| source.key.value == key)
    }

    fn one(&mut self, typed: &Typed) -> Result<(), Refusal> {
        let bad = |what: String, hint: &str| (code::CELL_NAME, what, hint.to_owned());
        let place = &typed.figure.1;
        if typed.figure.0.is_empty() {
            let what = format!("{} holds a number, and {place} names no figure", typed.cell);
            return Err(bad(
                what,
                "name the figure and say what it counts: `arrivals: arrivals for permanent residence`",
            ));
        }
        let (key, label) = named(&typed.figure.0).ok_or_else(|| {
            let what = format!("{place} holds `{}`, of which no name can be made", start_of(&typed.figure.0));
            bad(what, "begin with a short name in small Latin letters and a colon: `arrivals: прибывшие`")
        })?;
        let period = self.period(&typed.period)?;
        let source = self.source(&typed.source)?;
        let part = self.part(&typed.part)?;
        let is_share = part.is_some() && typed.unit.0.trim().starts_with('%');
        let unit = if is_share { None } else { self.unit(&typed.unit)? };
        let derive = typed.words.as_ref().map(|words| words.replace(['−', '–'], "-"));
        if derive.as_ref().is_some_and(|derive| !is_formula(derive)) {
            let what = format!(
                "{} holds `{}`, which is no number",
                typed.cell,
                start_of(typed.words.as_deref().unwrap_or_default())
            );
            return Err((
                code::CELL_NUMBER,
                what,
                "type the number, or what it follows from: `arrivals - departures`".to_owned(),
            ));
        }
        self.formulas.extend(derive.clone().map(|derive| (derive, typed.cell.clone())));
        let file = self.name;
        let index = self.figures.iter().position(|figure| figure.key == key).unwrap_or_else(|| {
            self.figures.push(NewFigure {
                key,
                place: place.clone(),
                label: String::new(),
                source: (String::new(), None),
                unit: None,
                period,
                derive: None,
                numbers: Vec::new(),
                comments: Vec::new(),
            });
            self.figures.len() - 1
        });
        let figure = &mut self.figures[index];
        if figure.label.is_empty() {
            figure.label = label;
        }
        if let Some(source) = source.filter(|_| figure.source.0.is_empty()) {
            figure.source = source;
        }
        if figure.unit.is_none() {
            figure.unit = unit;
        }
        figure.derive = figure.derive.take().or(derive);
        if let Some((number, text)) = typed.number.clone() {
            let is_same = |known: &&NewNumber| known.part == part && known.period == period;
            if let Some(known) = figure.numbers.iter().find(is_same) {
                let what =
                    format!("{} and {} are the same number of `{}`", known.cell, typed.cell, figure.key);
                return Err(bad(what, "keep one of the two rows"));
            }
            let cell = typed.cell.clone();
            figure.numbers.push(NewNumber { part, is_share, period, number, text, cell });
        }
        let source = if figure.source.0.is_empty() { file } else { figure.source.0.as_str() };
        let comment = comment(source, &typed.letter, &typed.note);
        figure.comments.extend(comment.filter(|comment| !figure.comments.contains(comment)));
        Ok(())
    }

    /// A period by its code, or in the words of any language of the program; that of the edition where none is typed.
    fn period(&self, (typed, place): &(String, String)) -> Result<Period, Refusal> {
        let own = self.spec.edition.period.value;
        if typed.is_empty() {
            return Ok(own);
        }
        let code = typed.to_uppercase().parse().ok();
        code.or_else(|| in_words(typed, own)).ok_or_else(|| {
            let what = format!("{place} holds `{}`, which is no period", start_of(typed));
            let hint = format!("type it as in the spec: {own}, 2023-9M, 2023-07, 2023 or 2023-10-01");
            (code::CELL_NAME, what, hint)
        })
    }

    /// A source by its key or name, or a new one.
    fn source(&self, (typed, place): &(String, String)) -> Result<Option<SourceTyped>, Refusal> {
        if typed.is_empty() {
            return Ok(None);
        }
        if let Some(key) = self.known_source(typed) {
            return Ok(Some((key, None)));
        }
        let key = typed.split_once(':').map_or(typed.as_str(), |(key, _)| key.trim());
        if typed.contains(':') && self.has_source(key) {
            return Ok(Some((key.to_owned(), None)));
        }
        let is_it =
            |(known, name, _): &&(String, String, String)| known == key || folded(name) == folded(typed);
        if let Some((key, name, _)) = self.sources.iter().find(is_it) {
            return Ok(Some((key.clone(), Some(name.clone()))));
        }
        let what = format!("{place} holds `{}`, which is no source of the edition", start_of(typed));
        let known = self.spec.common.iter().flat_map(|common| &common.sources);
        let keys = listed(known.map(|source| source.key.value.as_str()));
        let hint = format!(
            "its sources: {keys}; a new one is typed as `mlsp: Ministry of Labour` in one row, and by its key in the others"
        );
        Err((code::CELL_NAME, what, hint))
    }

    /// A unit as the spec has it; nothing for counts.
    fn unit(&self, (typed, place): &(String, String)) -> Result<Option<String>, Refusal> {
        if is_count(typed) {
            return Ok(None);
        }
        if Unit::parse(typed.trim()).is_some() {
            return Ok(Some(typed.trim().to_owned()));
        }
        let what = format!("{place} holds `{}`, which is no unit", start_of(typed));
        let hint = format!("write {UNIT}; leave the cell empty where persons or things are counted");
        Err((code::UNKNOWN_UNIT, what, hint))
    }

    fn part(&self, (typed, place): &(String, String)) -> Result<Option<String>, Refusal> {
        let chosen = self.chosen.iter().find(|(label, _)| folded(label) == folded(typed));
        if let Some((_, key)) = chosen {
            return Ok(Some(key.clone()));
        }
        match self.labels.meaning(typed) {
            _ if typed.is_empty() => Ok(None),
            parts::Typed::Total => Ok(None),
            parts::Typed::Part(part) => Ok(Some(part)),
            parts::Typed::Several | parts::Typed::Unknown(_) => {
                let what =
                    format!("{place} holds `{}`, which is no country or part that is known", start_of(typed));
                Err((
                    code::CELL_NAME,
                    what,
                    "choose it from the list of that cell; leave the cell empty for the whole".to_owned(),
                ))
            }
        }
    }
}

/// Name and label of a figure: `arrivals: arrivals for permanent residence`; without a colon, the name is made of the
/// words.
fn named(typed: &str) -> Option<(String, String)> {
    if let Some((key, label)) = typed.split_once(':')
        // A sheet makes the first letter of a cell a capital.
        && is_name(&key.trim().to_lowercase())
    {
        return Some((key.trim().to_lowercase(), label.trim().to_owned()));
    }
    let words: Vec<String> = typed
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let key = words.join("_");
    let is_alone = words.len() == 1 || key == typed;
    is_name(&key).then(|| (key, if is_alone { String::new() } else { typed.to_owned() }))
}

fn is_name(key: &str) -> bool {
    key.starts_with(|c: char| c.is_ascii_lowercase())
        && key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// Whether words are a sum or difference of figures.
fn is_formula(words: &str) -> bool {
    let names: Vec<&str> = words.split(['+', '-']).map(str::trim).collect();
    names.len() > 1 && names.iter().all(|name| is_name(name))
}

/// Whether a unit says no more than that something is counted.
fn is_count(unit: &str) -> bool {
    let languages = Language::languages().into_iter().filter_map(|tag| Language::embedded(&tag).ok());
    let mut words = languages.filter_map(|language| Some(language.words().sheet.as_ref()?.count.clone()));
    unit.trim().is_empty() || words.any(|word| folded(&word) == folded(unit))
}

fn comment(source: &str, letter: &str, note: &str) -> Option<String> {
    if letter.is_empty() && note.is_empty() {
        return None;
    }
    let letter = if letter.is_empty() { String::new() } else { format!(", letter {letter}") };
    let note = if note.is_empty() { String::new() } else { format!(": {note}") };
    Some(seen(&format!("# {source}{letter}{note}")).chars().take(400).collect())
}

/// A period near that of the edition by the words that the program has for it.
fn in_words(typed: &str, own: Period) -> Option<Period> {
    let languages = Language::languages().into_iter().filter_map(|tag| Language::embedded(&tag).ok());
    let languages: Vec<Language> = languages.collect();
    let wanted = folded(typed);
    let is_it =
        |period: &Period| languages.iter().any(|language| folded(&language.period(*period)) == wanted);
    let years = own.year().saturating_sub(5)..=own.year() + 1;
    let kinds = [(Frequency::Year, 1), (Frequency::Half, 2), (Frequency::Quarter, 4), (Frequency::Month, 12)];
    let of_year = |year: u16| {
        let spans = kinds.into_iter().flat_map(move |(kind, count)| {
            (1..=count).filter_map(move |index| Period::new(year, kind, index))
        });
        let days = (1..=12_u8).flat_map(move |month| {
            (1..=31_u8).filter_map(move |day| format!("{year}-{month:02}-{day:02}").parse::<Period>().ok())
        });
        spans.chain(Period::months(year, 1, 9)).chain(days)
    };
    let mut all: BTreeMap<(Date, Date), Period> = BTreeMap::new();
    for period in years.flat_map(of_year).filter(is_it) {
        all.insert((period.first_day(), period.last_day()), period);
    }
    all.into_values().next()
}

#[cfg(test)]
mod tests {
    use super::{in_words, is_formula, named};

    #[test]
    fn names_are_typed_before_a_colon_or_made_of_words() {
        let name = |typed: &str| named(typed).map(|(key, label)| format!("{key}|{label}"));
        assert_eq!(name("arrivals: прибывшие").as_deref(), Some("arrivals|прибывшие"));
        assert_eq!(name("permit_workers").as_deref(), Some("permit_workers|"));
        assert_eq!(name("Foreign workers").as_deref(), Some("foreign_workers|Foreign workers"));
        assert_eq!(name("прибывшие"), None);
        assert!(is_formula("arrivals - departures") && !is_formula("about 5") && !is_formula("arrivals"));
    }

    #[test]
    fn periods_are_typed_as_the_program_prints_them() {
        let period =
            |typed: &str| in_words(typed, "2023-Q3".parse().unwrap()).map(|period| period.to_string());
        for (typed, right) in [
            ("January–September 2023", Some("2023-9M")),
            ("июль–сентябрь 2023 года", Some("2023-Q3")),
            ("1 October 2023", Some("2023-10-01")),
            ("October", None),
        ] {
            assert_eq!(period(typed).as_deref(), right, "{typed}");
        }
    }
}
