//! Takes the rest of a figure from the rows that it does not list, as far as the table proves that they are all there are,
//! and holds names that nobody knows to the parts that have no row.

use rust_decimal::Decimal;

use super::line::{Line, Meaning, Sign};
use super::proof::{Counted, Proof};
use super::taken::{Taken, Taking, listed_names, refused};
use crate::diag::{Diagnostic, code};
use crate::workbook::number::start_of;
use crate::workbook::parts::{OTHER, Typed};
use crate::workbook::values::Entry;

/// Names that a hint says how to rename.
const MOST_RENAMED: usize = 12;

impl<'a> Taking<'a> {
    /// Refuses a row of an unknown name among the rest that is larger than all that the edition lists, where no row of the
    /// whole proves it: it may be the whole itself, or a sum of others.
    pub(super) fn hold_unknown(
        &self,
        listed: &[&'a Entry],
        taken: &[Taken<'a>],
        proof: &Proof,
    ) -> Result<(), Vec<Diagnostic>> {
        if !matches!(proof, Proof::NoTotal(_)) || listed.iter().all(|entry| entry.key.part != OTHER) {
            return Ok(());
        }
        let largest = taken.iter().map(|(_, value, _)| *value).max();
        let is_larger = |line: &&Line| line.meaning == Meaning::Unknown && line.value > largest;
        let Some(line) = self.lines.iter().find(is_larger) else { return Ok(()) };
        let (name, choosing) = (start_of(&line.name), self.choosing);
        let message = format!(
            "{} holds `{name}`, which nobody knows, with {}: more than any part that `{}` lists",
            choosing.grid.place(line.row, choosing.found.key),
            line.value.unwrap_or_default(),
            choosing.figure.key.value
        );
        let hint = format!(
            "say what it is: --rename \"{name}=total\" for the whole, --rename \"{name}=other\" for one of the rest; or leave it out with --skip \"{name}\""
        );
        Err(refused(code::MAP_ROWS, message, hint))
    }

    /// Refuses names that nobody knows while a part has no row: one of them may be that part. Names that are near are
    /// offered, all at once.
    pub(super) fn hold_missing(
        &mut self,
        missing: &[&str],
        listed: &[&'a Entry],
        proof: &Proof,
    ) -> Result<(), Vec<Diagnostic>> {
        let unknown = || self.lines.iter().filter(|line| line.meaning == Meaning::Unknown);
        let near: Vec<(&str, &str)> =
            missing.iter().filter_map(|part| Some((*part, near_of(self, part)?))).collect();
        let rest: Vec<&Line> = unknown()
            .filter(|line| self.counted.has(line) && line.value.is_some_and(|value| !value.is_zero()))
            .collect();
        let is_rest = listed.iter().any(|entry| entry.key.part == OTHER) && self.is_all(proof);
        if missing.is_empty() || near.is_empty() && (rest.is_empty() || !is_rest) {
            return Ok(());
        }
        let code = if near.is_empty() { code::MAP_ROWS } else { code::CELL_NAME };
        let rows = |near: &[(&str, &str)]| {
            let near = near.iter().map(|(part, name)| format!("{part} (near `{}`)", start_of(name)));
            let others = missing.iter().filter(|part| near_of(self, part).is_none());
            near.chain(others.map(|part| (*part).to_owned())).collect::<Vec<_>>().join(", ")
        };
        let is_near = |line: &&&Line| near.iter().any(|(_, name)| *name == line.name);
        let others: Vec<&&Line> = rest.iter().filter(|line| !is_near(line)).collect();
        let numbers: Vec<String> = others
            .iter()
            .map(|line| {
                format!("{} ({} in {})", start_of(&line.name), line.value.unwrap_or_default(), line.cells)
            })
            .collect();
        let unknown = match numbers.len() {
            0 => String::new(),
            1 => format!("; nobody knows its row {}", numbers[0]),
            _ => format!("; nobody knows its rows {}", listed_names(numbers.iter().map(String::as_str))),
        };
        let message = format!("the table has no row for {}{unknown}", rows(&near));
        let offered = near.iter().map(|(part, name)| format!("--rename \"{}={part}\"", start_of(name)));
        let asked = others.iter().map(|line| format!("--rename \"{}=…\"", start_of(&line.name)));
        let options: Vec<String> = offered.chain(asked).take(MOST_RENAMED).collect();
        let hint = if others.is_empty() {
            format!("if that is meant: {}", options.join(" "))
        } else {
            format!(
                "say what each name means before anything is counted among the rest: {} (a code, a key of [names], or `other`)",
                options.join(" ")
            )
        };
        Err(refused(code, message, hint))
    }

    /// Whether the rows of the table are all there are: by their sum, by a row of the rest of its own, or as a mapping says.
    pub(super) fn is_all(&self, proof: &Proof) -> bool {
        let is_own = |line: &Line| {
            line.meaning == Meaning::Rest && self.labels.part(&line.name).as_deref() == Some(OTHER)
        };
        proof.is_whole() || self.map.is_complete || self.lines.iter().any(is_own)
    }

    /// The rest, and what is to be said of the rows in it.
    ///
    /// # Errors
    /// A row of the rest has a number that cannot be read, and nothing proves the others without it.
    pub(super) fn others(
        &mut self,
        listed: &[&'a Entry],
        taken: &mut Vec<Taken<'a>>,
        proof: &Proof,
    ) -> Result<(), Vec<Diagnostic>> {
        let is_listed = |line: &&Line| matches!(&line.meaning, Meaning::Part(part) if listed.iter().any(|entry| entry.key.part == *part));
        let others: Vec<&Line> =
            self.lines.iter().filter(|line| self.counted.has(line)).filter(|line| !is_listed(line)).collect();
        let least = taken.iter().map(|(_, value, _)| *value).min();
        if let Some(entry) = listed.iter().find(|entry| entry.key.part == OTHER) {
            let is_open = self.hold_lost(&others, proof)?;
            let rest: Decimal = others.iter().filter_map(|line| line.value).sum();
            let rows = if others.len() == 1 { "row" } else { "rows" };
            if is_open {
                // Told with its cells.
            } else if self.is_all(proof) {
                taken.push((entry, rest, format!("{} other {rows}", others.len())));
            } else {
                let why = match proof {
                    Proof::Suppressed(..) => "cells of the table are not shown",
                    _ => "the table has no row of the whole",
                };
                self.answers.told.push(format!(
                    "`other` stays open: {why}, and nothing proves that its rows are all there are ({} other {rows} have {rest}); if they are, say so with --complete (in a mapping, complete = true)",
                    others.len()
                ));
            }
        }
        self.tell(&others, least);
        Ok(())
    }

    /// Tells of rows of the rest whose number is not there or cannot be read; whether the rest stays open for them.
    fn hold_lost(&mut self, others: &[&Line], proof: &Proof) -> Result<bool, Vec<Diagnostic>> {
        let lost = others.iter().filter(|line| line.is_lost());
        let lost: Vec<_> = lost.filter_map(|line| Some((*line, line.unread.as_ref()?))).collect();
        if lost.is_empty() {
            return Ok(false);
        }
        if proof.is_whole() {
            let told: Vec<String> = lost.iter().map(|(_, unread)| unread.told()).collect();
            let names = listed_names(told.iter().map(String::as_str));
            self.answers.told.push(format!("{names}: the other rows add up to the whole without it"));
            return Ok(false);
        }
        let is_broken = |line: &Line, sign: Sign| sign == Sign::Words && line.meaning != Meaning::Unknown;
        let broken = lost.iter().filter(|(line, unread)| is_broken(line, unread.sign));
        let faults: Vec<Diagnostic> = broken
            .take(20)
            .map(|(line, unread)| {
                let message = format!("{}, which is no number that can be read", unread.told());
                let hint = format!(
                    "type it as a number in a copy of the file, or leave the row out with --skip \"{}\"",
                    start_of(&line.name)
                );
                Diagnostic::new(code::CELL_NUMBER, None, message).hint(hint)
            })
            .collect();
        if !faults.is_empty() {
            return Err(faults);
        }
        let told: Vec<String> = lost.iter().map(|(_, unread)| unread.told()).collect();
        let names = listed_names(told.iter().map(String::as_str));
        self.answers.told.push(format!("{names}: `other` stays open"));
        Ok(true)
    }

    /// What is to be said of the rows in the rest.
    fn tell(&mut self, others: &[&Line], least: Option<Decimal>) {
        let is_larger = |line: &&&Line| matches!(line.meaning, Meaning::Part(_)) && line.value > least;
        let larger = others.iter().filter(is_larger);
        let larger: Vec<String> =
            larger.map(|line| format!("{} {}", line.name, line.value.unwrap_or_default())).collect();
        if !larger.is_empty() {
            let names = listed_names(larger.iter().map(String::as_str));
            let told = format!("not listed in the edition, and larger than the smallest that is: {names}");
            self.answers.told.push(told);
        }
        if let Some(line) = others.iter().find(|line| self.counted == Counted::KnownAnd(line.row)) {
            let told =
                format!("{} is counted among the rest: with it, the rows add up to the whole", line.name);
            self.answers.told.push(told);
        }
        let is_all = self.counted == Counted::All;
        let unknown = self.lines.iter().filter(|line| line.meaning == Meaning::Unknown);
        let unknown = unknown.filter(|line| self.counted.has(line) == is_all);
        let unknown: Vec<&str> = unknown.map(|line| line.name.as_str()).collect();
        if !unknown.is_empty() {
            let left_out = "left out, since the others add up to the whole without them";
            let what = if is_all { "counted among the rest" } else { left_out };
            let (count, names) = (unknown.len(), listed_names(unknown.into_iter()));
            let rows = if count == 1 {
                "row whose name is not known is"
            } else {
                "rows whose names are not known are"
            };
            self.answers.told.push(format!("{count} {rows} {what}: {names}"));
        }
    }
}

/// A name that nobody knows and that is nearly one of a part.
fn near_of<'a>(taking: &Taking<'a>, part: &str) -> Option<&'a str> {
    let unknown = taking.lines.iter().filter(|line| line.meaning == Meaning::Unknown);
    let mut names = unknown.map(|line| line.name.as_str());
    names.find(|name| match taking.labels.meaning(name) {
        Typed::Unknown(Some(near)) => taking.labels.meaning(&near) == Typed::Part(part.to_owned()),
        Typed::Unknown(None) | Typed::Part(_) | Typed::Several | Typed::Total => false,
    })
}
