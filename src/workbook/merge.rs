//! Holds what was filled in against what an edition has now, and had when it was asked.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::answers::{Answer, Answers, Given};
use super::comment;
use super::key::{Key, Kind};
use super::new::NewFigure;
use super::values::{Entry, Held, Values};
use crate::data::country::folded;
use crate::diag::{Diagnostic, code};

/// What happens to a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangeKind {
    /// It takes the place of what was there.
    Set,
    /// It is new in its list.
    Add,
    /// The source has none: it goes.
    Remove,
    /// The same of the value of a period, for the reason given, if one is.
    Missing(String),
}

/// A number that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Which.
    pub key: Key,
    /// What happens to it.
    pub kind: ChangeKind,
    /// As it was written; empty where nothing was.
    pub old: String,
    /// As it is to be written; empty where nothing is.
    pub new: String,
    /// The cell that it comes from.
    pub cell: String,
}

/// What follows from a file that was filled in.
#[derive(Debug, Clone, Default)]
pub struct Merged {
    /// Numbers that change, in the order of the edition.
    pub changes: Vec<Change>,
    /// Figures that the edition does not have.
    pub new: Vec<NewFigure>,
    /// Figures that the source has nothing of, with the reason.
    pub not_available: Vec<(String, String)>,
    /// Comments above figures: notes and letters.
    pub comments: Vec<(String, String)>,
    /// What else is to be said, a line each.
    pub told: Vec<String>,
    /// Numbers that are still to be filled in.
    pub still_open: usize,
}

impl Merged {
    /// Whether nothing follows from it.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
            && self.new.is_empty()
            && self.not_available.is_empty()
            && self.comments.is_empty()
    }
}

/// Holds answers against an edition.
///
/// # Errors
/// Numbers that both somebody who filled in and somebody who edited the spec have changed, and figures that are said to
/// be not available without a reason.
pub fn merge(answers: &Answers, values: &Values) -> Result<Merged, Vec<Diagnostic>> {
    let mut merging = Merging { file: &answers.file, merged: Merged::default(), faults: Vec::new() };
    merging.merged.told.clone_from(&answers.told);
    let mut none: BTreeMap<&str, Vec<(&Answer, &Entry)>> = BTreeMap::new();
    for answer in &answers.answers {
        let entry = values.entry(&answer.key);
        match (&answer.given, entry) {
            (Some(Given::Number(number, text)), Some(entry)) => merging.number(answer, entry, *number, text),
            (Some(Given::Number(_, text)), None) => merging.change(answer, ChangeKind::Add, "", text),
            (Some(Given::None), Some(entry)) => {
                if merging.may_go(answer, entry) {
                    none.entry(answer.key.figure.as_str()).or_default().push((answer, entry));
                }
            }
            (None, Some(entry)) => merging.empty(answer, entry),
            (Some(Given::None) | None, None) => {}
        }
    }
    for (figure, gone) in none {
        merging.none(values, figure, &gone);
    }
    for figure in &answers.new {
        merging.new_figure(figure, values);
    }
    merging.merged.comments = comment::comments(answers, values, &merging.merged.not_available);
    let order: BTreeMap<Key, usize> =
        values.entries().enumerate().map(|(index, entry)| (entry.key.clone(), index)).collect();
    merging.merged.changes.sort_by_key(|change| order.get(&change.key).copied().unwrap_or(usize::MAX));
    let filled = |entry: &&Entry| {
        let is_changed = merging.merged.changes.iter().any(|change| change.key == entry.key);
        let is_gone = merging.merged.not_available.iter().any(|(figure, _)| *figure == entry.key.figure);
        !is_changed && (!is_gone || entry.is_asked())
    };
    merging.merged.still_open = values.entries().filter(|entry| entry.held.is_open()).filter(filled).count();
    if merging.faults.is_empty() { Ok(merging.merged) } else { Err(merging.faults) }
}

struct Merging<'a> {
    file: &'a str,
    merged: Merged,
    faults: Vec<Diagnostic>,
}

/// Whether two numbers are the same, however many zeros end them.
fn is_same(text: &str, number: Decimal, written: &str) -> bool {
    text == written
        || text.parse::<Decimal>().is_ok_and(|held| held == number && written.parse::<Decimal>().is_ok())
}

impl Merging<'_> {
    fn change(&mut self, answer: &Answer, kind: ChangeKind, old: &str, new: &str) {
        let [old, new] = [old, new].map(str::to_owned);
        self.merged.changes.push(Change {
            key: answer.key.clone(),
            kind,
            old,
            new,
            cell: answer.cell.clone(),
        });
    }

    /// A figure that was typed into the last rows: new, or there already as it was typed.
    fn new_figure(&mut self, figure: &NewFigure, values: &Values) {
        let Some(span) = values.is_there(&figure.key) else {
            self.merged.new.push(figure.clone());
            return;
        };
        let known = values.figure(&figure.key);
        if known.is_none_or(|known| folded(&known.label) != folded(&figure.label)) {
            let label = known.map_or_else(|| figure.key.clone(), |known| known.label.clone());
            let message = format!(
                "`{}`: {} calls a new figure `{}`, and the edition has another one of that name: {label}",
                self.file, figure.place, figure.key
            );
            let hint = "choose another name; if that figure is meant, type the number into its own row of `quarterly sheet --all`";
            self.faults.push(Diagnostic::new(code::CELL_NAME, Some(span), message).hint(hint));
            return;
        }
        for number in &figure.numbers {
            let key = figure.name_of(number);
            let held = values.entry(&key).map(|entry| entry.held.text());
            if !held.is_some_and(|held| is_same(held, number.number, &number.text)) {
                let has = held.map_or_else(|| "without it".to_owned(), |held| format!("with {held}"));
                let message = format!(
                    "`{}`: {} gives {key}, {}, and the edition has the figure `{}` {has}",
                    self.file, number.cell, number.text, figure.key
                );
                let hint = "write the workbook anew with `quarterly sheet --all`, and type the number into the rows of that figure";
                self.faults.push(Diagnostic::new(code::CELL_NAME, Some(span), message).hint(hint));
                return;
            }
        }
    }

    fn number(&mut self, answer: &Answer, entry: &Entry, number: Decimal, text: &str) {
        let held = entry.held.text();
        if is_same(held, number, text) {
            return;
        }
        match &answer.base {
            // Whoever filled it in has left it as it was.
            Some(base) if !base.is_empty() && base != "?" && is_same(base, number, text) => {}
            Some(base) if base == held || entry.held.is_open() => {
                self.change(answer, ChangeKind::Set, held, text);
            }
            Some(base) => self.conflict(answer, entry, base, text),
            None if entry.held.is_open() => self.change(answer, ChangeKind::Set, held, text),
            None => self.merged.told.push(format!(
                "{}: {text} is not taken over, since the edition has {held} ({})",
                answer.cell, answer.key
            )),
        }
    }

    fn conflict(&mut self, answer: &Answer, entry: &Entry, base: &str, text: &str) {
        let was = if base.is_empty() || base == "?" { "open".to_owned() } else { base.to_owned() };
        let held = entry.held.text();
        let message = format!(
            "{} was {was} when the workbook was written; the edition now has {held}, and `{}` {text} in {}",
            answer.key, self.file, answer.cell
        );
        let hint = "decide which is right, and write it into both";
        self.faults.push(Diagnostic::new(code::SHEET_CONFLICT, entry.span, message).hint(hint));
    }

    /// Whether a number that the source is said not to have may be taken out.
    fn may_go(&mut self, answer: &Answer, entry: &Entry) -> bool {
        let held = entry.held.text();
        if entry.is_asked() {
            self.merged.told.push(format!(
                "{}: the source has no {}; what needs it in the text or a chart is to be written otherwise",
                answer.cell, answer.key
            ));
            return false;
        }
        match (&answer.base, &entry.held) {
            (_, Held::ToFill) => {}
            (Some(base), _) if base == held => {}
            (Some(base), _) => {
                self.conflict(answer, entry, base, "n/a");
                return false;
            }
            (None, _) => {
                self.merged.told.push(format!(
                    "{}: n/a is not taken over, since the edition has {held} ({})",
                    answer.cell, answer.key
                ));
                return false;
            }
        }
        if matches!(entry.key.kind, Kind::Rate) {
            let message = format!(
                "`{}`: {} says that there is no rate of conversion ({})",
                self.file, answer.cell, answer.key
            );
            let hint = "type the rate, or take `convert` out of the figure";
            self.faults.push(Diagnostic::new(code::CELL_NUMBER, entry.span, message).hint(hint));
            return false;
        }
        true
    }

    fn empty(&mut self, answer: &Answer, entry: &Entry) {
        let had = answer.base.as_deref().is_some_and(|base| !base.is_empty() && base != "?");
        if had && !entry.held.is_open() {
            self.merged.told.push(format!(
                "{} is empty; {} stays {} (n/a takes a number out)",
                answer.cell,
                answer.key,
                entry.held.text()
            ));
        }
    }

    /// Takes out what the source has nothing of.
    fn none(&mut self, values: &Values, figure: &str, gone: &[(&Answer, &Entry)]) {
        let Some(all) = values.figure(figure) else { return };
        let is_own =
            |entry: &&Entry| !matches!(entry.key.kind, Kind::Rate | Kind::Converted) && !entry.is_asked();
        let is_gone = |entry: &Entry| gone.iter().any(|(_, gone)| gone.key == entry.key);
        if all.entries.iter().filter(is_own).all(is_gone) {
            let notes =
                || gone.iter().map(|(answer, _)| answer.note.as_str()).filter(|note| !note.is_empty());
            let of_total = gone.iter().find(|(answer, _)| answer.key.kind == Kind::Total);
            let reason = of_total.map(|(answer, _)| answer.note.as_str()).filter(|note| !note.is_empty());
            match reason.or_else(|| notes().next()) {
                Some(reason) => {
                    self.merged.not_available.push((figure.to_owned(), reason.to_owned()));
                }
                None => {
                    let cell = gone.first().map(|(answer, _)| answer.cell.clone()).unwrap_or_default();
                    let message = format!(
                        "`{}`: {cell} says that there are no numbers of `{figure}`, and no note says why",
                        self.file
                    );
                    let hint = "type the reason into the column of notes: it is printed";
                    self.faults.push(Diagnostic::new(code::NO_REASON, None, message).hint(hint));
                }
            }
            return;
        }
        let own = |entry: &Entry| entry.period == all.period;
        let stays = all
            .entries
            .iter()
            .find(|entry| entry.key.kind == Kind::Part && own(entry) && !is_gone(entry) && !entry.is_asked());
        for (answer, entry) in gone {
            if let (Kind::Total, Some(part)) = (entry.key.kind, stays) {
                let message = format!(
                    "`{}`: {} says that there is no total of `{figure}`, and the edition has its parts ({})",
                    self.file, answer.cell, part.key
                );
                let hint = "type the total, which its parts add up to; or n/a for all of them, with the reason in the column of notes";
                self.faults.push(Diagnostic::new(code::NO_REASON, entry.span, message).hint(hint));
                continue;
            }
            let kind = match entry.key.kind {
                // Other numbers of the figure stay, so that the reason is of this period alone.
                Kind::Value | Kind::Total => ChangeKind::Missing(answer.note.clone()),
                Kind::Share | Kind::Part | Kind::Rate | Kind::Converted => ChangeKind::Remove,
            };
            self.change(answer, kind, entry.held.text(), "");
        }
    }
}
