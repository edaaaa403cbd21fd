//! Reads the rows of a table by a mapping: what each is called, what that means, and its number.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::choose::Choosing;
use super::digits::Cell;
use super::find;
use super::heads::squash;
use super::line::{Line, Meaning, Sign, Unread};
use super::map::Map;
use super::pair_rows::PairRows;
use super::wanted::Wanted;
use crate::data::country::{self, folded, meaning_of_number, sounds_whole};
use crate::data::sheet::{Content, GridRow};
use crate::diag::{Diagnostic, code};
use crate::workbook::number::start_of;
use crate::workbook::parts::{OTHER, PartLabels, Typed};

/// Reads the rows.
///
/// # Errors
/// Cells in which two numbers can be meant, names of two countries, and countries that stand in several rows.
pub(super) fn lines(
    choosing: &Choosing<'_>,
    map: &Map,
    wanted: &Wanted<'_>,
    labels: &PartLabels,
) -> Result<Vec<Line>, Vec<Diagnostic>> {
    let Wanted { columns, parts, .. } = wanted;
    let (grid, found) = (choosing.grid, choosing.found);
    let skip: Vec<String> = map.skip.iter().map(|name| folded(name)).collect();
    let rename: BTreeMap<String, &str> =
        map.rename.iter().map(|(name, key)| (folded(name), key.as_str())).collect();
    let mut pair_rows = wanted.pairs.map(|(_, home)| PairRows::new(home, choosing));
    let mut lines: Vec<Line> = Vec::new();
    let mut faults = Vec::new();
    let mut seen: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for row in &rows(choosing, columns, labels) {
        let name = grid.cell(*row, found.key).and_then(|content| find::name(content, found.is_numbered));
        let Some(name) = name.filter(|name| !skip.contains(&folded(name))) else {
            continue;
        };
        match is_chosen(choosing, *row, wanted, labels) {
            Ok(true) => {}
            Ok(false) => continue,
            Err(fault) => {
                faults.push(fault);
                continue;
            }
        }
        let place = grid.place(*row, found.key);
        let code = found.codes.and_then(|column| find::number(grid.cell(*row, column)?));
        // Regions are called as countries are: Micronesia. Their codes are those of no country.
        let is_region = code.is_some_and(|code| meaning_of_number(code).is_none());
        let beside = || wanted.pairs.and_then(|(pairs, _)| pairs.beside(choosing, (*row, found.key), labels));
        let code = code.and_then(meaning_of_number).or_else(|| beside().map(country::Meaning::Part));
        let meaning = match rename.get(&folded(&name)) {
            Some(&OTHER) => Meaning::Rest,
            Some(&"total") => Meaning::Total,
            Some(key) => Meaning::Part((*key).to_owned()),
            None if is_region => Meaning::Unknown,
            None => match meaning(labels, &name, (parts, code)) {
                Ok(meaning) => meaning,
                Err(Unclear::Code(named, code)) => {
                    let message = format!(
                        "{place} holds `{}`, which is {named}, and the code beside it is that of {code}",
                        start_of(&name)
                    );
                    let hint = format!("say which is meant: --rename \"{}={code}\"", start_of(&name));
                    faults.push(Diagnostic::new(code::CELL_NAME, None, message).hint(hint));
                    continue;
                }
                Err(Unclear::Several) => {
                    let message =
                        format!("{place} holds `{}`, the name of more than one country", start_of(&name));
                    let hint = format!(
                        "say which with rename = {{ \"{}\" = \"…\" }} in the mapping (--rename \"{0}=…\"), or leave it out with skip",
                        start_of(&name)
                    );
                    faults.push(Diagnostic::new(code::CELL_NAME, None, message).hint(hint));
                    continue;
                }
            },
        };
        let Sum { value, unread, faults: unclear } = sum_of(choosing, *row, columns);
        faults.extend(unclear);
        if let Some(fault) =
            pair_rows.as_mut().and_then(|rows| rows.fault((*row, &name), &meaning, value, wanted))
        {
            faults.push(fault);
            continue;
        }
        if let Meaning::Part(part) = &meaning {
            seen.entry(part.clone()).or_default().push(*row);
        }
        let cells = columns.iter().map(|column| grid.cell_name(*row, *column)).collect::<Vec<_>>().join("+");
        lines.push(Line { name, meaning, value, unread, cells, row: *row });
    }
    let is_twice = |(part, rows): &(String, Vec<u32>)| rows.len() > 1 && parts.contains(&part.as_str());
    for (part, rows) in seen.into_iter().filter(is_twice) {
        let cells: Vec<String> = rows.iter().take(4).map(|row| grid.place(*row, found.key)).collect();
        let more = if rows.len() > cells.len() { ", …" } else { "" };
        let message = format!("`{part}` stands in {} rows: {}{more}", rows.len(), cells.join(", "));
        let hint = "choose the rows by what other columns have, as in --where \"Year={year}\", or leave rows out with skip in the mapping; a row below the table, as of a note, has to be taken out of the file";
        faults.push(Diagnostic::new(code::MAP_ROWS, None, message).hint(hint));
    }
    // One cause has one cure.
    faults.truncate(20);
    if faults.is_empty() { Ok(lines) } else { Err(faults) }
}

/// The rows of a table, and those among them that have no number, but a cell in the place of one: none may get lost. Beside
/// the first and the last row, it is one where its name is known.
fn rows(choosing: &Choosing<'_>, columns: &[u32], labels: &PartLabels) -> Vec<u32> {
    let (grid, found) = (choosing.grid, choosing.found);
    let (Some(first), Some(last)) = (found.rows.first(), found.rows.last()) else { return Vec::new() };
    let name = |row: &GridRow| {
        row.cell(found.key).and_then(|content| find::name(content, found.is_numbered)).unwrap_or_default()
    };
    let is_filled = |row: &GridRow| {
        let cells = columns.iter().filter_map(|column| Some((*column, row.cell(*column)?)));
        let mut cells = cells.filter(|(column, content)| {
            let is_number = matches!(found.digits.read(content), Cell::Number(_));
            // The heads of a table of several pages stand again on each.
            let head =
                || choosing.levels(*column).iter().any(|level| Some(squash(level)) == words_of(content));
            !is_number && !head()
        });
        cells.next().is_some()
    };
    let is_known = |row: &GridRow| {
        matches!(labels.meaning(&name(row)), Typed::Part(_) | Typed::Total | Typed::Several)
            || sounds_whole(&name(row))
    };
    let at = |number: u32| grid.rows.partition_point(|row| row.number < number);
    let (start, end) = (at(*first), at(*last));
    let is_row = |row: &&GridRow| is_filled(row) && !name(row).is_empty();
    let run = |rows: &mut dyn Iterator<Item = &GridRow>, mut from: u32| -> Vec<u32> {
        let follows = |row: &&GridRow| {
            let is_next = row.number.abs_diff(from) == 1 && is_row(row) && is_known(row);
            from = row.number;
            is_next
        };
        rows.take_while(follows).map(|row| row.number).collect()
    };
    let before = run(&mut grid.rows[..start].iter().rev(), *first);
    let behind = run(&mut grid.rows[(end + 1).min(grid.rows.len())..].iter(), *last);
    let within = grid.rows[start..=end.min(grid.rows.len() - 1)].iter();
    let within = within.filter(|row| found.rows.binary_search(&row.number).is_ok() || is_row(row));
    before.into_iter().rev().chain(within.map(|row| row.number)).chain(behind).collect()
}

/// The words of a cell as heads are compared.
fn words_of(content: &Content) -> Option<String> {
    content.words().map(|words| squash(&words))
}

/// The sum of cells of a row.
struct Sum {
    /// Nothing where one of them has no number.
    value: Option<Decimal>,
    /// Why there is none.
    unread: Option<Unread>,
    /// What is wrong with them.
    faults: Vec<Diagnostic>,
}

fn sum_of(choosing: &Choosing<'_>, row: u32, columns: &[u32]) -> Sum {
    let grid = choosing.grid;
    let (mut value, mut unread, mut faults) = (Some(Decimal::ZERO), None, Vec::new());
    for column in columns {
        let content = grid.cell(row, *column);
        let cell = content.map_or(Cell::Missing, |content| choosing.found.digits.read(content));
        let held = |sign| {
            let text = content.and_then(Content::words).unwrap_or_default();
            Some(Unread { cell: grid.place(row, *column), text, sign })
        };
        match cell {
            Cell::Number(number) => value = value.and_then(|sum: Decimal| sum.checked_add(number)),
            // Of months or sexes, one may have nothing to count; what the source does not have is no zero.
            Cell::Missing if columns.len() > 1 => {}
            Cell::Missing => (value, unread) = (None, content.and_then(|_| held(Sign::Nil))),
            Cell::NotAvailable => (value, unread) = (None, unread.or_else(|| held(Sign::NotAvailable))),
            Cell::Words if content.and_then(Content::words).is_some_and(|text| is_suppressed(&text)) => {
                (value, unread) = (None, unread.or_else(|| held(Sign::NotAvailable)));
            }
            Cell::Words => (value, unread) = (None, held(Sign::Words)),
            Cell::Unclear(why, hint) | Cell::Date(why, hint) => {
                let message = format!("{} {why}", grid.place(row, *column));
                faults.push(Diagnostic::new(code::CELL_NUMBER, None, message).hint(hint));
                value = None;
            }
        }
    }
    let value = value.map(|value| choosing.scaled(value));
    Sum { value, unread, faults }
}

/// Whether a cell says that its number is too small to be shown: `*`, `<10`.
fn is_suppressed(text: &str) -> bool {
    let text = text.trim();
    let limit = text.trim_start_matches(['<', '≤']).trim();
    let is_limit = limit.len() < text.len() && limit.bytes().all(|byte| byte.is_ascii_digit());
    !text.is_empty() && (text.chars().all(|c| c == '*') || is_limit && !limit.is_empty())
}

/// Why the meaning of a row cannot be told.
enum Unclear {
    /// Several countries have the name.
    Several,
    /// The name is that of one country, the code that of another.
    Code(String, String),
}

/// What a row means: by its name, by the code that it is called by, or by the one beside it.
fn meaning(
    labels: &PartLabels,
    name: &str,
    (wanted, code): (&[&str], Option<country::Meaning>),
) -> Result<Meaning, Unclear> {
    let is_number = name.bytes().all(|byte| byte.is_ascii_digit());
    let code = code.or_else(|| name.parse().ok().filter(|_| is_number).and_then(meaning_of_number));
    let bare = name.split('(').next().unwrap_or(name).trim();
    let named = match labels.meaning(name) {
        Typed::Unknown(_) => match labels.meaning(bare) {
            Typed::Part(part) if part != OTHER && !bare.is_empty() => Typed::Part(part),
            _ => Typed::Unknown(None),
        },
        named => named,
    };
    match (named, code) {
        (Typed::Part(part), _) if part == OTHER => Ok(Meaning::Rest),
        (Typed::Part(part), Some(country::Meaning::Part(code))) if part != code => {
            Err(Unclear::Code(part, code))
        }
        (Typed::Part(part), _) | (_, Some(country::Meaning::Part(part))) => Ok(Meaning::Part(part)),
        (Typed::Total, _) | (_, Some(country::Meaning::Total)) => Ok(Meaning::Total),
        (Typed::Several, _) if labels.sharing(name).iter().any(|part| wanted.contains(part)) => {
            Err(Unclear::Several)
        }
        (Typed::Several, _) => Ok(Meaning::Several),
        (Typed::Unknown(_), _) if sounds_whole(name) => Ok(Meaning::Total),
        (Typed::Unknown(_), _) => Ok(Meaning::Unknown),
    }
}

/// Whether a row has what is asked for in other columns.
fn is_chosen(
    choosing: &Choosing<'_>,
    row: u32,
    wanted: &Wanted<'_>,
    labels: &PartLabels,
) -> Result<bool, Diagnostic> {
    let mut unclear = None;
    for condition in wanted.only {
        let disagreement =
            wanted.pairs.and_then(|(pairs, _)| pairs.disagreement(choosing, (row, condition), labels));
        match (disagreement, condition.holds(choosing, row, labels)) {
            (Some(fault), _) => unclear = unclear.or(Some(fault)),
            (None, Ok(true)) => {}
            // Of rows that another column leaves out, nothing has to be told.
            (None, Ok(false)) => return Ok(false),
            (None, Err((why, hint))) => {
                let message = format!("{} {why}", choosing.grid.place(row, condition.column));
                unclear = unclear.or_else(|| Some(Diagnostic::new(code::MAP_ROWS, None, message).hint(hint)));
            }
        }
    }
    unclear.map_or(Ok(true), Err)
}
