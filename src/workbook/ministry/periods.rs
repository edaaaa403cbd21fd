//! Reads values of periods: from the row of the whole, or from a row for each.

use rust_decimal::Decimal;

use super::choose::Choosing;
use super::digits::Cell;
use super::lines::lines;
use super::map::Map;
use super::only::Condition;
use super::pairs::Pairs;
use super::proof::{self, Counted, Known, Proof};
use super::read::{Read, fault};
use super::taken::Taking;
use super::wanted::Wanted;
use super::whole;
use crate::data::period::Period;
use crate::diag::{Diagnostic, code};
use crate::workbook::answers::Answers;
use crate::workbook::key::Kind;
use crate::workbook::parts::PartLabels;
use crate::workbook::values::Entry;

/// Reads the values that a figure has of periods.
pub(super) fn read(
    choosing: &Choosing<'_>,
    map: &Map,
    (only, pairs, labels): (&[Condition], Option<(&Pairs, &str)>, &PartLabels),
    hash: &str,
) -> Result<Read, Vec<Diagnostic>> {
    let entries = choosing.figure.entries.iter();
    let wanted: Vec<&Entry> =
        entries.filter(|entry| matches!(entry.key.kind, Kind::Total | Kind::Value)).collect();
    let is_down = wanted.iter().any(|entry| !rows_of(choosing, entry.period).is_empty());
    if is_down && wanted.iter().all(|entry| choosing.of_period(entry.period).is_empty()) {
        return down(choosing, map, (&wanted, labels), hash);
    }
    across(choosing, map, (only, pairs, labels), hash)
}

/// The columns whose values may be taken: those of the periods that are wanted, or those that are said; else all.
pub(super) fn columns(choosing: &Choosing<'_>, map: &Map) -> Vec<u32> {
    if !map.value.is_empty() {
        return map.value.iter().flat_map(|words| choosing.columns_of(words)).collect();
    }
    let entries = choosing.figure.entries.iter();
    let wanted: Vec<u32> = entries.flat_map(|entry| choosing.of_period(entry.period)).collect();
    if wanted.is_empty() { choosing.found.columns.clone() } else { wanted }
}

/// The rows that a period names.
fn rows_of(choosing: &Choosing<'_>, period: Period) -> Vec<u32> {
    let names = |row: &u32| {
        choosing.grid.cell(*row, choosing.found.key).and_then(|content| choosing.period_in_title(content))
            == Some(period)
    };
    choosing.found.rows.iter().copied().filter(names).collect()
}

/// Reads a table with a row for each period.
fn down(
    choosing: &Choosing<'_>,
    map: &Map,
    (wanted, labels): (&[&Entry], &PartLabels),
    hash: &str,
) -> Result<Read, Vec<Diagnostic>> {
    let (grid, found, figure) = (choosing.grid, choosing.found, choosing.figure);
    let columns = if map.value.is_empty() { found.columns.clone() } else { choosing.by_words(&map.value)? };
    if map.value.is_empty() && columns.len() != 1 {
        let message = format!(
            "`{}` has a row for each period, and several columns: which is `{}` cannot be told",
            choosing.name, figure.key.value
        );
        let hint = format!("say it with --column (several are added up): {}", choosing.list());
        return Err(fault(code::MAP_CHOICE, message, hint));
    }
    let answers = Answers { file: choosing.name.to_owned(), ..Answers::default() };
    let mut taking = Taking { choosing, map, labels, lines: &[], counted: Counted::All, answers };
    let (mut faults, mut sum, mut whole) = (Vec::new(), Some(Decimal::ZERO), None);
    let mut shown = format!("a row for each period, by column {}\n", choosing.name_of(found.key));
    for entry in wanted {
        let row = match rows_of(choosing, entry.period).as_slice() {
            [] => {
                taking
                    .answers
                    .told
                    .push(format!("the table has no row of {}: it stays open", entry.key.period));
                sum = None;
                continue;
            }
            [row] => *row,
            [first, second, ..] => {
                let message = format!(
                    "{} is of {} again, as {} is",
                    grid.place(*second, found.key),
                    entry.key.period,
                    grid.place(*first, found.key)
                );
                let hint = "take one of the two rows out of the file";
                faults.push(Diagnostic::new(code::MAP_ROWS, None, message).hint(hint));
                continue;
            }
        };
        let (value, unclear) = sum_of(choosing, row, &columns);
        faults.extend(unclear);
        let cells = columns.iter().map(|column| grid.cell_name(row, *column)).collect::<Vec<_>>().join("+");
        let Some(value) = value else {
            taking.answers.told.push(format!("{cells} has no number of {}: it stays open", entry.key.period));
            sum = None;
            continue;
        };
        shown.push_str(&format!("  {}  {value}  {cells}\n", entry.key.period));
        if entry.period == figure.period {
            whole = Some(value);
        } else if figure.sum_of.contains(&entry.period) || is_within(entry.period, figure.period) {
            sum = sum.map(|sum| sum + value);
        }
        taking.give(entry, value, cells);
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    // The row of the period itself proves, also where only its months are wanted.
    let whole = whole.or_else(|| match rows_of(choosing, figure.period).as_slice() {
        [row] => columns.iter().map(|column| number_of(choosing, *row, *column)).sum(),
        _ => None,
    });
    let is_proven = whole.is_some() && whole == sum;
    let proof = if is_proven { Proof::Proven } else { Proof::NoTotal(sum.unwrap_or_default()) };
    shown.push_str(if is_proven {
        "proven: the rows of its parts add up to the row of the period\n"
    } else {
        "not proven: no row of a longer period has what these add up to\n"
    });
    let evidence = choosing.evidence(hash, &[]);
    Ok(Read {
        answers: taking.answers,
        proof,
        shown,
        evidence,
        is_unnamed: false,
        units: Vec::new(),
        doubts: Vec::new(),
    })
}

/// The sum of cells of a row, where all have numbers, and those that can be read as two.
fn sum_of(choosing: &Choosing<'_>, row: u32, columns: &[u32]) -> (Option<Decimal>, Vec<Diagnostic>) {
    let (mut value, mut faults) = (Some(Decimal::ZERO), Vec::new());
    for column in columns {
        let content = choosing.grid.cell(row, *column);
        match content.map_or(Cell::Missing, |content| choosing.found.digits.read(content)) {
            Cell::Number(number) => value = value.map(|value| value + choosing.scaled(number)),
            Cell::Missing | Cell::NotAvailable | Cell::Words => value = None,
            Cell::Unclear(why, hint) | Cell::Date(why, hint) => {
                let message = format!("{} {why}", choosing.grid.place(row, *column));
                faults.push(Diagnostic::new(code::CELL_NUMBER, None, message).hint(hint));
                value = None;
            }
        }
    }
    (value, faults)
}

/// The number of a cell, if it is one.
fn number_of(choosing: &Choosing<'_>, row: u32, column: u32) -> Option<Decimal> {
    match choosing.found.digits.read(choosing.grid.cell(row, column)?) {
        Cell::Number(number) => Some(choosing.scaled(number)),
        Cell::Missing | Cell::NotAvailable | Cell::Words | Cell::Date(..) | Cell::Unclear(..) => None,
    }
}

/// Whether a period lies within another one.
fn is_within(period: Period, whole: Period) -> bool {
    period != whole && period.first_day() >= whole.first_day() && period.last_day() <= whole.last_day()
}

/// Reads the row of the whole, column by column: values of periods.
fn across(
    choosing: &Choosing<'_>,
    map: &Map,
    (only, pairs, labels): (&[Condition], Option<(&Pairs, &str)>, &PartLabels),
    hash: &str,
) -> Result<Read, Vec<Diagnostic>> {
    let (name, figure) = (choosing.name, choosing.figure);
    let wanted = figure.entries.iter().filter(|entry| matches!(entry.key.kind, Kind::Total | Kind::Value));
    let answers = Answers { file: name.to_owned(), ..Answers::default() };
    let mut taking = Taking { choosing, map, labels, lines: &[], counted: Counted::All, answers };
    let (mut worst, mut last) = (None, Vec::new());
    let mut shown_all = "the row of the whole, by periods\n".to_owned();
    for entry in wanted {
        let columns = choosing.of_period(entry.period);
        if columns.is_empty() {
            continue;
        }
        let mut lines = lines(choosing, map, &Wanted { columns: &columns, only, pairs, parts: &[] }, labels)?;
        let told = whole::find(&mut lines, ("", &[]), labels);
        taking.answers.told.extend(told);
        // Several columns of a period, as of men and women, are added up where another column proves it.
        let sums = proof::columns(choosing.grid, choosing.found, (&columns, &[]), &lines);
        let has_all = |run: &[u32]| columns.iter().all(|column| run.contains(column));
        if columns.len() > 1 && !sums.iter().any(|(_, run, _)| has_all(run)) {
            continue;
        }
        let (proof, _) = proof::rows(&lines, Known::Nothing);
        if let Proof::Off(sum, total) = &proof {
            let message = format!(
                "`{name}`: the rows of {} add up to {sum}, and the row of the whole has {total}",
                entry.key.period
            );
            return Err(fault(
                code::MAP_SUM,
                message,
                "leave rows out that are parts of others with --skip, or ask the source",
            ));
        }
        if let Some((line, value)) = proof::total(&lines).and_then(|line| Some((line, line.value?))) {
            taking.give(entry, value, line.cells.clone());
            shown_all.push_str(&format!("  {}  {}  {}\n", entry.key.period, value, line.cells));
        }
        if worst.is_none() || proof != Proof::Proven {
            worst = Some(proof);
        }
        last = lines;
    }
    let Some(proof) = worst.filter(|_| !taking.answers.answers.is_empty()) else {
        let message = format!(
            "`{name}` has neither a row of the whole with a column for a period of `{}`, nor a row for each",
            figure.key.value
        );
        let hint = format!(
            "say with --key which column names the periods, and with --column which has the numbers; its columns: {}",
            choosing.list()
        );
        return Err(fault(code::MAP_CHOICE, message, hint));
    };
    let (shown, evidence) = (shown_all, choosing.evidence(hash, &last));
    Ok(Read {
        answers: taking.answers,
        proof,
        shown,
        evidence,
        is_unnamed: false,
        units: Vec::new(),
        doubts: Vec::new(),
    })
}
