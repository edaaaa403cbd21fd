//! Takes the numbers of a figure from the table of a ministry, as it is: names of countries in any language, heads of
//! several levels, months across, totals as proof.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::answers::Answers;
use super::key::Kind;
use super::number::start_of;
use super::parts::{PartLabels, Typed};
use super::values::{FigureValues, Held, Values};
use crate::data::sheet::Grid;
use crate::diag::{Diagnostic, code};
use crate::spec::Spec;
use choose::Choosing;
use find::find;
use held::{PeriodHeld, held};
use line::{Line, Unread};
use lines::lines;
pub use map::{Map, PERIODS, SCALES, TARGETS, UNITS};
use pairs::Pairs;
use proof::Known;
pub use proof::Proof;
pub use read::Read;
use read::{fault, listed_parts};
use sheets::{Sheet, Sought};
use shifted::Heads;
use shown::shown;
use taken::Taking;
use wanted::Wanted;
pub use words::TableWords;

mod choose;
mod dates;
mod digits;
mod find;
mod heads;
mod held;
mod line;
mod lines;
mod map;
mod only;
mod pair_rows;
mod pairs;
mod periods;
mod proof;
mod read;
mod rest;
mod sheets;
mod shifted;
mod shown;
mod taken;
mod template;
mod titles;
mod unit;
mod wanted;
mod whole;
mod words;

/// Cells without a number that a message lists.
const MOST_LOST: usize = 8;

/// What somebody says of a table that is read for the first time.
#[derive(Debug, Clone, Default)]
pub struct Wish {
    /// The figure.
    pub figure: Option<String>,
    /// One of [`TARGETS`].
    pub target: Option<String>,
    /// Parts that the figure does not list yet, by code, key or name.
    pub parts: Vec<String>,
    /// The sheet.
    pub sheet: Option<String>,
    /// The column that names the rows: words above it, or its letter.
    pub key: Option<String>,
    /// Columns whose numbers are added up, likewise.
    pub columns: Vec<String>,
    /// Rows whose numbers are added up, where names stand across.
    pub rows: Vec<String>,
    /// Which rows: `Year=2023`.
    pub only: BTreeMap<String, String>,
    /// Rows that are left out.
    pub skip: Vec<String>,
    /// What names mean.
    pub rename: BTreeMap<String, String>,
    /// One of [`PERIODS`].
    pub period: Option<String>,
    /// One of [`SCALES`].
    pub scale: Option<String>,
    /// Whether the rows of the table are all there are, although no sum proves it.
    pub is_complete: bool,
}

/// The numbers of an edition, with parts that somebody wants of a figure which does not list them yet.
///
/// # Errors
/// A name that is no part, or no figure that it is wanted of.
pub fn with_parts(spec: &Spec, values: &Values, wish: &Wish) -> Result<Values, Vec<Diagnostic>> {
    let mut values = values.clone();
    let Some(first) = wish.parts.first() else { return Ok(values) };
    let Some(figure) = wish.figure.as_ref().and_then(|key| values.figure_mut(key)) else {
        let message = format!("`--part {first}` is of no figure");
        return Err(fault(code::MAP_CHOICE, message, "say which with --figure"));
    };
    let has = |kind: Kind| figure.entries.iter().any(|entry| entry.key.kind == kind);
    let is_share = match &wish.target {
        Some(target) => target.starts_with("shares"),
        None => has(Kind::Share) && !has(Kind::Part),
    };
    let kind = if is_share { Kind::Share } else { Kind::Part };
    let labels = PartLabels::new(spec);
    let mut faults = Vec::new();
    for name in &wish.parts {
        match labels.meaning(name) {
            Typed::Part(part) => {
                let entry = figure.unlisted(kind, part);
                if figure.entries.iter().all(|known| known.key != entry.key) {
                    figure.entries.push(entry);
                }
            }
            Typed::Several | Typed::Total | Typed::Unknown(_) => {
                let message = format!("`--part {}` is no country or part that is known", start_of(name));
                let hint = "write its code of two letters, a key of [names], or `other`";
                faults.push(Diagnostic::new(code::CELL_NAME, None, message).hint(hint));
            }
        }
    }
    if faults.is_empty() { Ok(values) } else { Err(faults) }
}

/// Proposes how a table is read, and says why its sheet was taken where several have such a table.
///
/// # Errors
/// There is no table, or it can be read in more ways than one: what there is to choose from is told.
pub fn propose(
    name: &str,
    grids: &[Grid],
    spec: &Spec,
    values: &Values,
    (wish, words): (&Wish, &TableWords),
) -> Result<(Map, Option<String>), Vec<Diagnostic>> {
    let names =
        || values.figures.iter().map(|figure| figure.key.value.as_str()).collect::<Vec<_>>().join(", ");
    let Some(key) = &wish.figure else {
        let message = format!("`{name}` is no workbook of this program, and no mapping is known for it");
        return Err(fault(
            code::MAP_CHOICE,
            message,
            format!(
                "say which figure it is for, as in --figure {}; the edition has {}",
                values.figures.first().map_or("visas", |figure| figure.key.value.as_str()),
                names()
            ),
        ));
    };
    let Some(figure) = values.figure(key) else {
        let fault = Diagnostic::new(
            code::UNKNOWN_FIGURE,
            None,
            format!("the edition has no numbers of a figure `{key}`"),
        );
        return Err(vec![
            fault
                .did_you_mean(key, values.figures.iter().map(|figure| figure.key.value.as_str()))
                .or_hint(|| format!("it has {}", names())),
        ]);
    };
    let target = wish.target.clone().unwrap_or_else(|| target_of(figure).to_owned());
    let mut map = Map {
        file: map::pattern(name),
        sheet: wish.sheet.clone(),
        figure: key.clone(),
        target,
        key: wish.key.clone(),
        is_turned: !wish.rows.is_empty(),
        value: wish.columns.iter().chain(&wish.rows).map(|column| vec![column.clone()]).collect(),
        only: wish.only.clone(),
        period: wish.period.clone(),
        scale: wish.scale.clone(),
        units: None,
        is_complete: wish.is_complete,
        skip: wish.skip.clone(),
        rename: wish.rename.clone(),
    };
    let labels = PartLabels::new(spec);
    let turned = turned(grids, &map);
    let grids = turned.as_deref().unwrap_or(grids);
    let sought = Sought { name, figure, labels: &labels, words, edition: values.period };
    let Sheet { grid, mut found, told } = sought.table(grids, &map)?;
    if grids.iter().filter(|grid| !grid.is_hidden).count() > 1 {
        map.sheet = Some(sought.templates().whole(&grid.name));
    }
    let choosing = Choosing::new(name, grid, &found, (figure, &labels, words), values.period);
    let pairs = Pairs::of(&choosing, &labels);
    if let Some(pairs) = &pairs {
        let home = (spec.series.country.value.as_str(), &labels);
        pairs.choose(&choosing, &mut map, home)?;
        pairs.choose_period(&choosing, &mut map, home)?;
        let only = choosing.only(&map.only, home)?;
        let key = map.key.as_ref().and_then(|key| choose::column(grid, key));
        found = find(grid, (&labels, words), key).unwrap_or(found);
        let is_side = |column: &u32| pairs.columns().any(|other| other == *column);
        found
            .columns
            .retain(|column| !is_side(column) && only.iter().all(|condition| condition.column != *column));
    }
    let choosing = Choosing::new(name, grid, &found, (figure, &labels, words), values.period);
    map.key = map.key.take().or_else(|| Some(choosing.name_of(found.key)));
    if map.target != "values" {
        let columns = columns(&choosing, &map)?;
        map.value = columns.into_iter().map(|column| choosing.own_words_of(column)).collect();
    }
    Ok((map, told))
}

/// What a figure asks for.
fn target_of(figure: &FigureValues) -> &'static str {
    let has = |kind: Kind| {
        figure.entries.iter().any(|entry| entry.key.kind == kind && entry.period == figure.period)
    };
    if has(Kind::Part) {
        "parts"
    } else if has(Kind::Share) {
        "shares"
    } else {
        "values"
    }
}

/// The columns that a mapping names, or those of the period of the figure.
fn columns(choosing: &Choosing<'_>, map: &Map) -> Result<Vec<u32>, Vec<Diagnostic>> {
    let columns = if map.value.is_empty() { choosing.by_period() } else { choosing.by_words(&map.value) };
    columns.map_err(|faults| held::refusal(choosing, map).unwrap_or(faults))
}

/// The sheets with rows and columns exchanged, where names stand across.
fn turned(grids: &[Grid], map: &Map) -> Option<Vec<Grid>> {
    map.is_turned.then(|| grids.iter().map(Grid::turned).collect())
}

/// Reads a file by a mapping.
///
/// # Errors
/// Words of the mapping that the file does not have, cells and names that cannot be used, and rows that do not add up to
/// the row of their whole.
pub fn read(
    name: &str,
    hash: &str,
    grids: &[Grid],
    spec: &Spec,
    values: &Values,
    (map, words): (&Map, &TableWords),
) -> Result<Read, Vec<Diagnostic>> {
    let labels = PartLabels::new(spec);
    let Some(figure) = values.figure(&map.figure) else {
        let message = format!(
            "the mapping for `{name}` is of a figure `{}`, of which the edition has no numbers",
            map.figure
        );
        return Err(fault(
            code::UNKNOWN_FIGURE,
            message,
            "add the figure with \"?\" for its numbers, or move the mapping away",
        ));
    };
    let turned = turned(grids, map);
    let grids = turned.as_deref().unwrap_or(grids);
    let sought = Sought { name, figure, labels: &labels, words, edition: values.period };
    let Sheet { grid, found, told } = sought.table(grids, map)?;
    let choosing = Choosing::new(name, grid, &found, (figure, &labels, words), values.period);
    if let Some(key) = map
        .key
        .as_ref()
        .filter(|key| choose::column(grid, key).is_none() && **key != choosing.name_of(found.key))
    {
        let message = format!("`{name}` has no column `{}`", start_of(key));
        return Err(fault(code::MAP_WORDS, message, format!("its columns: {}", choosing.list())));
    }
    let home = spec.series.country.value.as_str();
    let only = choosing.only(&map.only, (home, &labels))?;
    let pairs = Pairs::of(&choosing, &labels).filter(|pairs| pairs.are_chosen(&only, found.key));
    let pairs = pairs.as_ref().map(|pairs| (pairs, home));
    if map.target == "values" {
        let columns = periods::columns(&choosing, map);
        let factor = unit::factor(&choosing, map, &columns)?;
        let units = unit::units(&choosing, &columns);
        let choosing = choosing.multiplied_by(factor);
        let mut read = periods::read(&choosing, map, (&only, pairs, &labels), hash)?;
        read.units = units;
        read.answers.told.extend(unit::told(factor));
        return Ok(read);
    }
    let columns = columns(&choosing, map)?;
    let held = held(&choosing, map, &columns)?;
    let factor = unit::factor(&choosing, map, &columns)?;
    let choosing = choosing.multiplied_by(factor);
    let listed = listed_parts(figure);
    let wanted = Wanted { columns: &columns, only: &only, pairs, parts: &listed };
    let mut lines = lines(&choosing, map, &wanted, &labels)?;
    let whole = whole::find(&mut lines, (home, &listed), &labels);
    let (proof, counted) = proof::rows(&lines, known(figure, map));
    hold_proof(name, &proof, map, &lines)?;
    let answers = Answers { file: name.to_owned(), ..Answers::default() };
    let mut taking = Taking { choosing: &choosing, map, labels: &labels, lines: &lines, counted, answers };
    let heads = if map.is_by_place() { Heads::Right } else { shifted::heads(&choosing, &columns)? };
    let mut doubts = unit::doubts(&choosing, map, &columns);
    doubts.extend(hidden_alone(&choosing).into_iter().chain(heads.doubt()));
    taking.answers.told.extend(told.into_iter().chain(hidden_rows(grid, &lines)).chain(whole));
    taking.answers.told.extend(hidden_columns(&choosing, &columns).into_iter().chain(doubts.iter().cloned()));
    taking.answers.told.extend(held.told(map, figure.period).into_iter().chain(unit::told(factor)));
    let is_computed = taking.parts(&proof)?;
    let answers = taking.answers;
    let beside = match columns.as_slice() {
        [column] => choosing.beside(*column),
        _ => Vec::new(),
    };
    let sums = proof::columns(grid, &found, (&columns, &beside), &lines);
    let name = |column: u32| choosing.letters(column);
    let sums: Vec<String> = sums.iter().map(|sum| proof::told(sum, name)).collect();
    let shown = shown(&choosing, &columns, (&lines, &listed), &proof, &sums);
    let computed = if is_computed { ", shares computed from counts" } else { "" };
    let evidence = choosing.evidence(hash, &lines) + computed;
    if let PeriodHeld::Doubtful(told) = &held {
        doubts.push(told.clone());
    }
    let units = unit::units(&choosing, &columns);
    Ok(Read { answers, proof, shown, evidence, is_unnamed: held == PeriodHeld::Unnamed, units, doubts })
}

/// Refuses rows that do not add up to their whole, and shares that are all there are and no hundred.
fn hold_proof(name: &str, proof: &Proof, map: &Map, lines: &[Line]) -> Result<(), Vec<Diagnostic>> {
    match proof {
        Proof::Off(sum, total) => Err(off(name, (*sum, *total), lines)),
        Proof::NoTotal(sum) if map.target == "shares" && map.is_complete => {
            let sum = sum.normalize();
            let message =
                format!("`{name}`: the shares add up to {sum}, and not to 100: its rows are not all");
            let hint = "leave --complete out (in a mapping, complete = true)";
            Err(fault(code::MAP_SUM, message, hint))
        }
        _ => Ok(()),
    }
}

/// Rows that do not add up to the row of the whole, with the cells that may be why.
fn off(name: &str, (sum, total): (Decimal, Decimal), lines: &[Line]) -> Vec<Diagnostic> {
    let message = format!(
        "`{name}`: the rows add up to {sum}, and the row of the whole has {total}: {} apart",
        (sum - total).abs()
    );
    let lost = lines.iter().filter(|line| line.is_lost()).filter_map(|line| line.unread.as_ref());
    let lost: Vec<String> = lost.take(MOST_LOST).map(Unread::told).collect();
    if lost.is_empty() {
        let hint = "leave rows out that are parts of others with --skip, or ask the source; if the file is right, fill in the workbook of `quarterly sheet`";
        return fault(code::MAP_SUM, message, hint);
    }
    let message = format!("{message}; {}, which is no number that can be read", lost.join(", "));
    let hint = "type these cells as numbers in a copy of the file, or ask the source for them";
    fault(code::MAP_SUM, message, hint)
}

/// What is to be said of rows that nobody sees.
fn hidden_rows(grid: &Grid, lines: &[Line]) -> Option<String> {
    let hidden =
        grid.rows.iter().filter(|row| row.is_hidden && lines.iter().any(|line| line.row == row.number));
    let hidden: Vec<String> = hidden.take(10).map(|row| (row.number + 1).to_string()).collect();
    let is_any = !hidden.is_empty();
    is_any.then(|| format!("rows that are hidden were read too: {}", hidden.join(", ")))
}

/// What is to be said of columns that nobody sees.
fn hidden_columns(choosing: &Choosing<'_>, columns: &[u32]) -> Option<String> {
    let hidden = columns.iter().filter(|column| choosing.grid.hides(**column));
    let hidden: Vec<String> = hidden.map(|column| choosing.letters(*column)).collect();
    let is_any = !hidden.is_empty();
    is_any.then(|| format!("columns that are hidden were read: {}", hidden.join(", ")))
}

/// What is to be asked where nobody sees any number of the table.
fn hidden_alone(choosing: &Choosing<'_>) -> Option<String> {
    let columns = &choosing.found.columns;
    let is_hidden = !columns.is_empty() && columns.iter().all(|column| choosing.grid.hides(*column));
    is_hidden.then(|| {
        let letters: Vec<String> = columns.iter().map(|column| choosing.letters(*column)).collect();
        format!("all columns with numbers are hidden: {}", letters.join(", "))
    })
}

/// What the rows of a table are held to where it has no row of the whole.
fn known(figure: &FigureValues, map: &Map) -> Known {
    match (map.target.as_str(), known_total(figure)) {
        ("parts", Some(total)) => Known::Total(total),
        ("shares", _) => Known::Hundred,
        _ => Known::Nothing,
    }
}

/// The total that the edition has of a figure.
fn known_total(figure: &FigureValues) -> Option<Decimal> {
    let total = figure.entries.iter().find(|entry| entry.key.kind == Kind::Total)?;
    match &total.held {
        Held::Number(number, _) => Some(*number),
        Held::ToFill | Held::Asked => None,
    }
}
