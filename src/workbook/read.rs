//! Reads a workbook that was filled in: by its keys, wherever they stand.

use std::collections::{BTreeMap, BTreeSet};

use super::answers::{Answer, Answers, Given};
use super::base::{self, Base};
use super::key::{Key, Kind};
use super::new;
use super::number::{NoNumber, Of, start_of, typed};
use super::parts::{PartLabels, Typed};
use super::sheet::COLUMNS;
use super::values::{Held, Values};
use crate::data::country::folded;
use crate::data::sheet::{Content, Grid, grids};
use crate::diag::{Diagnostic, code};
use crate::language::Language;
use crate::spec::Spec;

/// Whether a file that was read has a sheet of this program, or a part of one.
pub fn is_ours(grids: &[Grid]) -> bool {
    grids.iter().any(|grid| grid.name == base::NAME || rows_of(grid).next().is_some())
}

/// Reads what was filled in of the numbers of an edition.
///
/// # Errors
/// Everything that cannot be used, by its cell: the file itself, keys, names, numbers.
pub fn filled(name: &str, bytes: &[u8], spec: &Spec, values: &Values) -> Result<Answers, Vec<Diagnostic>> {
    let bad = |message: String, hint: &str| vec![Diagnostic::new(code::BAD_XLSX, None, message).hint(hint)];
    let grids = grids(bytes).map_err(|(why, hint)| bad(format!("`{name}` {why}"), hint))?;
    let base = base::read(&grids);
    if let Some(base) = base.as_ref().filter(|base| base.stem != values.stem) {
        let message = format!("`{name}` is the workbook of {}, not of {}", base.stem, values.stem);
        let hint = format!(
            "name the spec of {}, or write a workbook of this edition with `quarterly sheet`",
            base.period
        );
        return Err(vec![Diagnostic::new(code::SHEET_EDITION, None, message).hint(hint)]);
    }
    let mut reading = Reading::new(name, (spec, values), base.unwrap_or_default());
    for grid in grids.iter().filter(|grid| grid.name != base::NAME) {
        reading.grid(grid);
    }
    let labels = reading.labels.clone();
    let chosen = reading.base.names.clone();
    let (figures, faults) = new::Reading::new(name, spec, &labels, &chosen).read(&reading.new);
    reading.answers.new = figures;
    reading.faults.extend(faults);
    reading.finish()
}

/// A number that was typed into a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TypedIn<'a> {
    /// Its key: `visas|total||2023-Q2`; of a part that the edition does not list yet, `visas|share|+1|2023-Q2`.
    pub key: &'a str,
    /// The name of a part that is added.
    pub part: &'a str,
    /// What was typed, read as a cell of a workbook is.
    pub value: &'a str,
    /// What the form showed before: digits, `?`, or nothing.
    pub base: &'a str,
    /// The note beside it.
    pub note: &'a str,
}

/// How messages call a form.
const FORM: &str = "the form";
/// How messages call the field of a number that is added.
const NEW_NUMBER: &str = "the field of its number";

/// Takes what was typed into a form of an edition's numbers. `names` are those that the form offers for parts.
///
/// # Errors
/// Everything that cannot be used, by its key.
pub fn typed_in<'a>(
    typed: impl Iterator<Item = TypedIn<'a>>,
    (spec, names): (&Spec, &[(String, String)]),
    values: &Values,
) -> Result<Answers, Vec<Diagnostic>> {
    let mut reading = Reading::new(FORM, (spec, values), Base { names: names.to_vec(), ..Base::default() });
    for TypedIn { key: written, part, value, base, note } in typed {
        let key = Key::parse(written).filter(|key| values.entry(key).is_some() || values.can_add(key));
        let Some(key) = key.filter(|key| !reading.seen.contains_key(key)) else {
            let message =
                format!("`{FORM}`: the edition has no number `{}` to be typed once", start_of(written));
            reading.fault(code::SHEET_KEY, message, "load the page anew");
            continue;
        };
        let cell = field(values, &key, names);
        reading.seen.insert(key.clone(), cell.clone());
        let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let (part, note) = (one_line(part), one_line(note));
        if key.is_to_add() {
            let place = format!("a new row of `{}`", key.figure);
            let cell = NEW_NUMBER.to_owned();
            let answer =
                Answer { key, given: None, base: None, is_added: true, cell, note, letter: String::new() };
            reading.added(answer, &part, &place, Some(&Content::Text(value.into())));
            continue;
        }
        reading.base.held.push((key.to_string(), base.to_owned()));
        let answer =
            Answer { key, given: None, base: None, is_added: false, cell, note, letter: String::new() };
        reading.known(answer, Some(&Content::Text(value.into())));
    }
    reading.finish()
}

/// How messages call the field of a number: by what the form shows beside it.
fn field(values: &Values, key: &Key, names: &[(String, String)]) -> String {
    let label = values.figure(&key.figure).map_or(key.figure.as_str(), |figure| figure.label.as_str());
    let part = names.iter().find(|(_, known)| *known == key.part).map_or(key.part.as_str(), |(name, _)| name);
    let part = if part.is_empty() { String::new() } else { format!(", {part}") };
    format!("“{label}”{part}, {}", key.period)
}

/// The rows of a sheet with a key of this program, and the column of it.
fn rows_of(grid: &Grid) -> impl Iterator<Item = (u32, u32, &str)> {
    grid.rows.iter().flat_map(|row| {
        row.cells.iter().filter_map(|(column, content)| match content {
            Content::Text(text) if text.matches('|').count() == 4 => Some((row.number, *column, text.trim())),
            _ => None,
        })
    })
}

/// What is typed where the source has no number, in all languages of the program.
fn words_for_none() -> BTreeSet<String> {
    let languages = Language::languages().into_iter().filter_map(|tag| Language::embedded(&tag).ok());
    let words = languages.filter_map(|language| Some(folded(&language.words().sheet.as_ref()?.none)));
    words.chain(["n/a".to_owned(), "na".to_owned()]).collect()
}

/// The columns of a sheet by what they are, from 0.
struct Columns {
    figure: Option<u32>,
    part: Option<u32>,
    period: Option<u32>,
    unit: Option<u32>,
    source: Option<u32>,
    value: u32,
    note: Option<u32>,
    letter: Option<u32>,
}

/// A workbook while it is read.
struct Reading<'a> {
    name: &'a str,
    values: &'a Values,
    labels: PartLabels,
    none: BTreeSet<String>,
    base: Base,
    answers: Answers,
    faults: Vec<Diagnostic>,
    /// The cells of keys.
    seen: BTreeMap<Key, String>,
    /// Rows in which somebody has typed a figure that the edition does not have.
    new: Vec<new::Typed>,
}

impl<'a> Reading<'a> {
    fn new(name: &'a str, (spec, values): (&Spec, &'a Values), base: Base) -> Self {
        Self {
            name,
            values,
            labels: PartLabels::new(spec),
            none: words_for_none(),
            base,
            answers: Answers { file: name.to_owned(), ..Answers::default() },
            faults: Vec::new(),
            seen: BTreeMap::new(),
            new: Vec::new(),
        }
    }

    fn fault(&mut self, code: crate::diag::Code, message: String, hint: &str) {
        self.faults.push(Diagnostic::new(code, None, message).hint(hint));
    }

    fn grid(&mut self, grid: &Grid) {
        let rows: Vec<(u32, u32, String)> =
            rows_of(grid).map(|(row, column, key)| (row, column, key.to_owned())).collect();
        if rows.is_empty() {
            return;
        }
        let Some(columns) = columns(grid) else {
            let message = format!(
                "`{}`: the sheet {} has lost the hidden row with the names of its columns",
                self.name, grid.name
            );
            self.fault(
                code::SHEET_KEY,
                message,
                "copy the whole sheet, not its rows alone, or fill in the workbook itself",
            );
            return;
        };
        for (row, column, key) in rows {
            self.row(grid, (row, column), &key, &columns);
        }
    }

    fn row(&mut self, grid: &Grid, (row, column): (u32, u32), written: &str, columns: &Columns) {
        let place = grid.place(row, column);
        let (stem, key) = written.split_once('|').unwrap_or_default();
        if is_new(key) && stem == self.values.stem {
            return self.new_row(grid, row, columns);
        }
        let Some(key) = Key::parse(key) else {
            let message =
                format!("`{}`: {place} holds the key `{}`, which is none", self.name, start_of(written));
            self.fault(code::SHEET_KEY, message, KEY_HINT);
            return;
        };
        if stem != self.values.stem {
            let message = format!("`{}`: {place} is a row of {stem}, not of {}", self.name, self.values.stem);
            self.fault(code::SHEET_EDITION, message, "copy rows between workbooks of one edition only");
            return;
        }
        if let Some(first) = self.seen.insert(key.clone(), place.clone()) {
            let message = format!("`{}`: {first} and {place} have the same key `{key}`", self.name);
            self.fault(code::SHEET_KEY, message, "keep one of the two rows");
            return;
        }
        let text = |column: Option<u32>| text_of(grid, row, column);
        let (part, note, letter) = (text(columns.part), text(columns.note), text(columns.letter));
        if let Some(column) = columns.letter
            && let Some(Content::Unusable { .. }) = grid.cell(row, column)
        {
            let message = format!("`{}`: {} holds a date or an error", self.name, grid.place(row, column));
            self.fault(
                code::CELL_NUMBER,
                message,
                "type the number and the date of the letter as text: 12/345 of 3 October 2023",
            );
            return;
        }
        let content = grid.cell(row, columns.value);
        let cell = grid.place(row, columns.value);
        let answer = Answer { key, given: None, base: None, is_added: false, cell, note, letter };
        if answer.key.is_to_add() {
            let name_place = columns.part.map_or_else(String::new, |column| grid.place(row, column));
            self.added(answer, &part, &name_place, content);
        } else {
            self.known(answer, content);
        }
    }

    /// A row for a figure that the edition does not have.
    fn new_row(&mut self, grid: &Grid, row: u32, columns: &Columns) {
        let all = [columns.figure, columns.part, columns.period, columns.unit, columns.source];
        let all = all.map(|column| {
            let place = column.map_or_else(String::new, |column| grid.place(row, column));
            (text_of(grid, row, column), place)
        });
        let is_empty = all.iter().all(|(text, _)| text.is_empty());
        let content = grid.cell(row, columns.value).filter(|content| text(content) != Some(""));
        let cell = grid.place(row, columns.value);
        for column in [columns.period, columns.letter].into_iter().flatten() {
            if let Some(Content::Unusable { .. }) = grid.cell(row, column) {
                let message =
                    format!("`{}`: {} holds a date or an error", self.name, grid.place(row, column));
                return self.fault(
                    code::CELL_NUMBER,
                    message,
                    "give the cell the format of text, and type it again",
                );
            }
        }
        let [figure, part, period, unit, source] = all;
        let Some(content) = content else {
            if !is_empty {
                let message = format!("`{}`: {} is empty, and its row names a figure", self.name, cell);
                self.fault(code::CELL_NAME, message, "type its number, or empty the row");
            }
            return;
        };
        let words = text(content).filter(|text| !text.contains(|c: char| c.is_ascii_digit()));
        let words = words.map(|words| words.split_whitespace().collect::<Vec<_>>().join(" "));
        let number = match (&words, typed(content, Of::Other)) {
            (Some(_), _) => None,
            (None, Ok(typed)) => {
                if let Some(told) = typed.told {
                    self.answers.told.push(format!("{cell} {told}"));
                }
                Some((typed.number, typed.text))
            }
            (None, Err(NoNumber { why, hint })) => {
                let message = format!("`{}`: {cell} {why}", self.name);
                return self.fault(code::CELL_NUMBER, message, &hint);
            }
        };
        let (note, letter) = (text_of(grid, row, columns.note), text_of(grid, row, columns.letter));
        self.new.push(new::Typed { figure, part, period, unit, source, cell, words, number, note, letter });
    }

    /// A number that the edition has or asks for.
    fn known(&mut self, answer: Answer, content: Option<&Content>) {
        let base = self.base.held.iter().find(|(key, _)| *key == answer.key.to_string());
        let base = base.map(|(_, held)| held.clone());
        let Some(entry) = self.values.entry(&answer.key) else {
            return self.gone(&answer, content, base.is_some());
        };
        let is_of_file = entry.is_of_file;
        let given = self.given(&answer, content);
        if is_of_file {
            return;
        }
        if let Some(given) = given {
            self.answers.answers.push(Answer { given, base, ..answer });
        }
    }

    /// A number that the edition has no more: it was taken out, or stands among those of earlier periods now.
    fn gone(&mut self, answer: &Answer, content: Option<&Content>, was_there: bool) {
        let is_settled = match self.given(answer, content) {
            None | Some(None | Some(Given::None)) => true,
            Some(Some(Given::Number(number, _))) => self.values.in_history(&answer.key) == Some(number),
        };
        if !(was_there && is_settled) {
            let message =
                format!("`{}`: the edition has no number `{}` ({})", self.name, answer.key, answer.cell);
            let hint = "write the workbook anew with `quarterly sheet`, or delete the row";
            self.fault(code::SHEET_KEY, message, hint);
        }
    }

    /// What a cell gives; nothing when it cannot be read.
    fn given(&mut self, answer: &Answer, content: Option<&Content>) -> Option<Option<Given>> {
        let Some(content) = content else { return Some(None) };
        if let Content::Text(text) = content {
            let text = folded(text);
            if text.is_empty() || text == "?" {
                return Some(None);
            }
            if self.none.contains(&text) {
                return Some(Some(Given::None));
            }
        }
        let of = if answer.key.kind == Kind::Share { Of::Percent } else { Of::Other };
        let mut read = typed(content, of);
        if let Ok(typed) = &read
            && answer.key.kind == Kind::Share
            && !(0..=100).contains(&typed.number.ceil().try_into().unwrap_or(-1_i64))
        {
            read = Err(NoNumber::new(
                format!("holds {}, which cannot be a share", typed.number),
                "a share lies between 0 and 100",
            ));
        }
        match read {
            Ok(typed) => {
                if let Some(told) = typed.told {
                    self.answers.told.push(format!("{} {told}", answer.cell));
                }
                Some(Some(Given::Number(typed.number, typed.text)))
            }
            Err(NoNumber { why, hint }) => {
                let message = format!("`{}`: {} {why}", self.name, answer.cell);
                self.fault(code::CELL_NUMBER, message, &hint);
                None
            }
        }
    }

    /// A part that the edition does not list.
    fn added(&mut self, answer: Answer, typed: &str, place: &str, content: Option<&Content>) {
        let name = self.name;
        let is_empty =
            content.is_none_or(|content| matches!(content, Content::Text(text) if text.trim().is_empty()));
        if typed.is_empty() && is_empty {
            return;
        }
        if typed.is_empty() {
            let message = format!("`{name}`: {} holds a number, and {place} names no country", answer.cell);
            self.fault(code::CELL_NAME, message, "choose the country from the list of that cell");
            return;
        }
        let chosen = self.base.names.iter().find(|(label, _)| folded(label) == folded(typed));
        let meaning = chosen.map_or_else(|| self.labels.meaning(typed), |(_, key)| Typed::Part(key.clone()));
        let shown = start_of(typed);
        let part = match meaning {
            Typed::Part(part) => part,
            Typed::Several => {
                let message = format!("`{name}`: {place} holds `{shown}`, the name of more than one country");
                return self.fault(code::CELL_NAME, message, "choose the country from the list of that cell");
            }
            Typed::Total => {
                let message = format!("`{name}`: {place} holds `{shown}`, which is the whole, not a part");
                return self.fault(code::CELL_NAME, message, "type it into the row of the total");
            }
            Typed::Unknown(near) => {
                let message =
                    format!("`{name}`: {place} holds `{shown}`, which is no country or part that is known");
                let hint = near.map(|near| format!("did you mean `{near}`? "));
                let hint = format!(
                    "{}choose it from the list of that cell, or add it to [names] of the edition first",
                    hint.unwrap_or_default()
                );
                return self.fault(code::CELL_NAME, message, &hint);
            }
        };
        if is_empty {
            let message = format!("`{name}`: {place} names `{shown}`, and {} is empty", answer.cell);
            return self.fault(code::CELL_NAME, message, "type its number, or delete the name");
        }
        let key = Key { part, ..answer.key.clone() };
        if let Some(entry) = self.values.entry(&key) {
            let was_there = self.base.held.iter().any(|(known, _)| *known == key.to_string());
            let given = self.given(&answer, content).flatten();
            let is_same = matches!((&given, &entry.held), (Some(Given::Number(one, _)), Held::Number(other, _)) if one == other);
            if was_there || !is_same {
                let message =
                    format!("`{name}`: {place} adds `{shown}`, which the edition has already ({key})");
                self.fault(code::CELL_NAME, message, "type its number into its own row");
            }
            return;
        }
        if let Some(first) = self.seen.insert(key.clone(), place.to_owned()) {
            let message = format!("`{name}`: {first} and {place} add the same, `{shown}`");
            return self.fault(code::CELL_NAME, message, "keep one of the two rows");
        }
        let answer = Answer { key, is_added: true, base: Some(String::new()), ..answer };
        match self.given(&answer, content) {
            Some(Some(given @ Given::Number(..))) => {
                self.answers.answers.push(Answer { given: Some(given), ..answer });
            }
            Some(_) => {
                let message = format!("`{name}`: {place} names `{shown}`, and {} has no number", answer.cell);
                self.fault(code::CELL_NAME, message, "type its number, or delete the name");
            }
            None => {}
        }
    }

    fn finish(mut self) -> Result<Answers, Vec<Diagnostic>> {
        if self.seen.is_empty() && self.faults.is_empty() {
            let message = format!("`{}` has no column of keys", self.name);
            self.fault(code::SHEET_KEY, message, "the hidden first column of the sheet is gone: write the workbook anew, and copy the numbers over");
        }
        let kept = self.base.held.iter().filter_map(|(key, _)| Key::parse(key));
        let lost: Vec<String> =
            kept.filter(|key| !self.seen.contains_key(key)).map(|key| key.to_string()).collect();
        if !lost.is_empty() {
            let count = lost.len();
            let first = lost.iter().take(5).cloned().collect::<Vec<_>>().join(", ");
            let rows = if count == 1 { "row is" } else { "rows are" };
            self.answers.told.push(format!(
                "{count} {rows} not in the workbook any more; these numbers stay as they are: {first}{}",
                if count > 5 { ", …" } else { "" }
            ));
        }
        if self.faults.is_empty() { Ok(self.answers) } else { Err(self.faults) }
    }
}

/// Whether a key is that of a row for a figure that the edition does not have: `+1|new||2023-Q3`.
fn is_new(key: &str) -> bool {
    key.starts_with('+') && key.split('|').nth(1) == Some(new::KIND)
}

/// The words of a cell.
fn text(content: &Content) -> Option<&str> {
    if let Content::Text(text) = content { Some(text.trim()) } else { None }
}

/// A cell as text, in one line.
fn text_of(grid: &Grid, row: u32, column: Option<u32>) -> String {
    match column.and_then(|column| grid.cell(row, column)) {
        Some(Content::Text(text)) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Some(Content::Number { shown, .. }) => shown.to_string(),
        Some(Content::Unusable { .. }) | None => String::new(),
    }
}

/// What to do about a key that is none.
const KEY_HINT: &str = "do not change the hidden first column: write the workbook anew with `quarterly sheet`, and copy the numbers over";

/// The columns of a sheet, by the hidden row that names them.
fn columns(grid: &Grid) -> Option<Columns> {
    let find = |id: &str| {
        grid.rows.iter().find_map(|row| {
            row.cells
                .iter()
                .find(|(_, content)| matches!(content, Content::Text(text) if **text == *id))
                .map(|(column, _)| *column)
        })
    };
    let id = |index: usize| COLUMNS.get(index).and_then(|(id, _)| find(id));
    Some(Columns {
        figure: id(1),
        part: id(2),
        period: id(3),
        unit: id(4),
        source: id(5),
        value: id(8)?,
        note: id(11),
        letter: id(12),
    })
}
