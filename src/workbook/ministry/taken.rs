//! Takes the numbers of a figure from the rows of a table that was read.

use rust_decimal::{Decimal, RoundingStrategy};

use super::choose::Choosing;
use super::line::{Line, Meaning};
use super::map::Map;
use super::proof::{self, Counted, Proof};
use crate::diag::{Diagnostic, code};
use crate::workbook::answers::{Answer, Answers, Given};
use crate::workbook::key::Kind;
use crate::workbook::number::start_of;
use crate::workbook::parts::{OTHER, PartLabels};
use crate::workbook::values::Entry;

/// What a mapping says of a table from whose counts shares are computed.
const OF_COUNTS: &str = "shares-of-counts";

/// Names that a line of what is told lists.
const MOST_NAMES: usize = 8;

/// A table while its rows become numbers of a figure.
pub(super) struct Taking<'a> {
    pub(super) choosing: &'a Choosing<'a>,
    pub(super) map: &'a Map,
    pub(super) labels: &'a PartLabels,
    pub(super) lines: &'a [Line],
    pub(super) counted: Counted,
    pub(super) answers: Answers,
}

/// A number with its place in the edition and the cells that it comes from.
pub(super) type Taken<'a> = (&'a Entry, Decimal, String);

pub(super) fn refused(code: crate::diag::Code, message: String, hint: impl Into<String>) -> Vec<Diagnostic> {
    vec![Diagnostic::new(code, None, message).hint(hint)]
}

impl<'a> Taking<'a> {
    /// Gives a number.
    pub(super) fn give(&mut self, entry: &Entry, value: Decimal, cell: String) {
        let mut value = value;
        if value.scale() < entry.decimals && entry.key.kind == Kind::Share {
            value.rescale(entry.decimals);
        }
        let text = value.to_string();
        let cell = match self.choosing.grid.name.as_str() {
            "" => cell,
            sheet => format!("{sheet}!{cell}"),
        };
        self.answers.answers.push(Answer {
            key: entry.key.clone(),
            given: Some(Given::Number(value, text)),
            base: None,
            is_added: false,
            cell,
            note: String::new(),
            letter: String::new(),
        });
    }

    /// The parts that the edition lists, the rest, and the total; tells whether shares were computed from counts.
    pub(super) fn parts(&mut self, proof: &Proof) -> Result<bool, Vec<Diagnostic>> {
        let figure = self.choosing.figure;
        let kind = if self.map.target.starts_with("shares") { Kind::Share } else { Kind::Part };
        let is_listed = |entry: &&Entry| entry.key.kind == kind && entry.period == figure.period;
        let listed: Vec<&'a Entry> = figure.entries.iter().filter(is_listed).collect();
        if listed.is_empty() {
            let message = format!("the figure `{}` lists no parts to be filled in", figure.key.value);
            let list = &self.map.target;
            let list = list.strip_suffix("-of-counts").unwrap_or(list);
            let hint = format!(
                "say which are wanted, as in --part UZ --part RU --part other, or write {list} = {{ UZ = \"?\", RU = \"?\", other = \"?\" }}"
            );
            return Err(refused(code::MAP_CHOICE, message, hint));
        }
        let whole = self.whole(kind, proof)?;
        let mut taken = self.listed(&listed, proof)?;
        self.hold_unknown(&listed, &taken, proof)?;
        self.others(&listed, &mut taken, proof)?;
        if let Some((_, whole)) = &whole {
            for (entry, value, _) in &mut taken {
                let digits = entry.decimals.max(1);
                let share =
                    value.checked_mul(Decimal::ONE_HUNDRED).and_then(|value| value.checked_div(*whole));
                let share = share.unwrap_or_default();
                *value = share.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero);
                value.rescale(digits);
            }
        }
        let total = figure.entries.iter().find(|entry| entry.key.kind == Kind::Total);
        match (total, proof::total(self.lines).and_then(|line| Some((line, line.value?)))) {
            (Some(entry), Some((line, value))) if kind == Kind::Part || whole.is_some() => {
                taken.insert(0, (entry, value, line.cells.clone()));
            }
            (Some(entry), _) if entry.held.is_open() => {
                let shown = proof::total(self.lines);
                let why = match shown.and_then(|line| Some((line, line.unread.as_ref()?))) {
                    Some((_, unread)) => unread.told(),
                    None if shown.is_some() => "the row of the whole is that of the shares".to_owned(),
                    None => "the table has no row of the whole".to_owned(),
                };
                self.answers.told.push(format!("{why}: the total stays open"));
            }
            _ => {}
        }
        for (entry, value, cell) in taken {
            self.give(entry, value, cell);
        }
        if let Some((cell, whole)) = &whole {
            let told = format!(
                "shares are computed from the counts of the table: each is per cent of {whole} ({cell}), rounded"
            );
            self.answers.told.push(told);
        }
        Ok(whole.is_some())
    }

    /// What shares are computed of, where somebody has said so, with its cells. A table of counts is no table of shares.
    fn whole(&self, kind: Kind, proof: &Proof) -> Result<Option<(String, Decimal)>, Vec<Diagnostic>> {
        if kind != Kind::Share {
            return Ok(None);
        }
        let total = proof::total(self.lines).and_then(|line| Some((line.cells.clone(), line.value?)));
        let is_whole = |(_, value): &(String, Decimal)| *value > Decimal::ZERO;
        if self.map.target == OF_COUNTS {
            let is_negative =
                self.lines.iter().any(|line| line.value.is_some_and(|value| value.is_sign_negative()));
            if let Some(total) = total.filter(is_whole).filter(|_| *proof == Proof::Proven && !is_negative) {
                return Ok(Some(total));
            }
            let message =
                "shares cannot be computed: the table has no row of the whole that its rows add up to";
            let hint = "ask the source for the whole; or compute the shares yourself and fill in the workbook of `quarterly sheet`";
            return Err(refused(code::MAP_SUM, message.to_owned(), hint));
        }
        self.hundred()?;
        let parts = self.lines.iter().filter(|line| self.counted.has(line)).filter_map(|line| line.value);
        let parts: Vec<Decimal> = parts.collect();
        let sum: Decimal = total.map_or_else(|| parts.iter().sum(), |(_, value)| value);
        let slack = Decimal::from(parts.len().max(10)) / Decimal::TEN;
        if sum <= Decimal::ONE_HUNDRED + slack {
            return Ok(None);
        }
        let key = &self.choosing.figure.key.value;
        let message = format!("the table gives counts, {} in all, and `{key}` lists shares", sum.normalize());
        let hint = "to have the shares computed from the counts, say --as shares-of-counts; to print the counts, list `parts` in the place of `shares`";
        Err(refused(code::MAP_CHOICE, message, hint))
    }

    /// Shares that are parts of one have lost the format that showed them in per cent.
    fn hundred(&self) -> Result<(), Vec<Diagnostic>> {
        let parts = self.lines.iter().filter(|line| line.meaning != Meaning::Total);
        let sum: Decimal = parts.filter_map(|line| line.value).sum();
        if sum > Decimal::TWO || sum <= Decimal::ZERO {
            return Ok(());
        }
        let message =
            format!("the shares add up to {}, as hundredths that lost their format", sum.normalize());
        let hint = "save the file as an Excel workbook (.xlsx), which keeps how cells show their numbers";
        Err(refused(code::MAP_SUM, message, hint))
    }

    /// The rows of the parts that the edition lists.
    fn listed(&mut self, listed: &[&'a Entry], proof: &Proof) -> Result<Vec<Taken<'a>>, Vec<Diagnostic>> {
        let (mut taken, mut missing) = (Vec::new(), Vec::new());
        for entry in listed.iter().copied().filter(|entry| entry.key.part != OTHER) {
            let part = &entry.key.part;
            let Some(line) = self.lines.iter().find(|line| line.meaning == Meaning::Part(part.clone()))
            else {
                missing.push(part.as_str());
                continue;
            };
            match (line.value, &line.unread) {
                (Some(value), _) => taken.push((entry, value, line.cells.clone())),
                // A dash is nothing where the other rows add up to the whole without it.
                (None, Some(_)) if line.is_nil() && proof.is_whole() => {
                    taken.push((entry, Decimal::ZERO, line.cells.clone()));
                }
                (None, Some(unread)) => {
                    self.answers.told.push(format!("{}: {part} stays open", unread.told()));
                }
                (None, None) => {
                    let told = format!("{} has no number of {}: it stays open", line.cells, line.name);
                    self.answers.told.push(told);
                }
            }
        }
        self.hold_missing(&missing, listed, proof)?;
        if taken.is_empty() {
            let parts = listed.iter().map(|entry| entry.key.part.as_str()).collect::<Vec<_>>().join(", ");
            let key = &self.choosing.figure.key.value;
            let unknown: Vec<&str> = self
                .lines
                .iter()
                .filter(|line| line.meaning == Meaning::Unknown)
                .map(|line| line.name.as_str())
                .collect();
            let names = listed_names(unknown.iter().copied());
            let named = if names.is_empty() { names } else { format!("; nobody knows its rows {names}") };
            let message = format!("the table has none of the parts that `{key}` lists: {parts}{named}");
            let hint = "say which column names them with --key, and what names mean with --rename \"…=…\"";
            return Err(refused(code::MAP_ROWS, message, hint));
        }
        for part in missing {
            self.answers.told.push(format!("the table has no row for {part}: it stays open"));
        }
        Ok(taken)
    }
}

/// The first of some names.
pub(super) fn listed_names<'n>(names: impl ExactSizeIterator<Item = &'n str>) -> String {
    let more = if names.len() > MOST_NAMES { ", …" } else { "" };
    names.take(MOST_NAMES).map(start_of).collect::<Vec<_>>().join(", ") + more
}
