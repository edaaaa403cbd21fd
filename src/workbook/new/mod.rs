//! Figures that an edition does not have yet: typed into the last rows of a workbook, written as tables of the spec.

mod read;
mod write;

use rust_decimal::Decimal;

use crate::data::period::Period;

pub(super) use read::{Reading, Typed};
pub(super) use write::{block, place};

/// Empty rows for figures that the edition does not have.
pub(super) const ROWS: usize = 20;
/// What the key of such a row has in the place of a kind.
pub(super) const KIND: &str = "new";

/// A figure that the edition does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFigure {
    /// Its name in the spec.
    pub key: String,
    /// The cell that first names it.
    pub place: String,
    /// What it counts.
    pub label: String,
    /// The key of its source, and the name of one that the edition does not have either.
    pub source: (String, Option<String>),
    /// Its unit, unless it is a count.
    pub unit: Option<String>,
    /// Its own period: that of its first number.
    pub period: Period,
    /// What it follows from, in the place of numbers: `arrivals - departures`.
    pub derive: Option<String>,
    /// Its numbers, in the order typed.
    pub numbers: Vec<NewNumber>,
    /// Notes and letters, a comment each.
    pub comments: Vec<String>,
}

/// A number of a figure that the edition does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewNumber {
    /// The part that it is of; nothing for the whole.
    pub part: Option<String>,
    /// Whether it is the share of the part, and not its amount.
    pub is_share: bool,
    /// Its period.
    pub period: Period,
    /// The number.
    pub number: Decimal,
    /// As it is to be written.
    pub text: String,
    /// The cell that it comes from.
    pub cell: String,
}

impl NewFigure {
    /// The name of a number among those of the edition: `arrivals|total||2023-9M`.
    pub fn name_of(&self, number: &NewNumber) -> super::Key {
        let kind = match (&number.part, number.is_share) {
            (Some(_), true) => super::Kind::Share,
            (Some(_), false) => super::Kind::Part,
            (None, _) if number.period == self.period => super::Kind::Total,
            (None, _) => super::Kind::Value,
        };
        let part = number.part.clone().unwrap_or_default();
        super::Key { figure: self.key.clone(), kind, part, period: number.period.to_string() }
    }

    /// Whether numbers below zero can be its values.
    pub(super) fn is_balance(&self) -> bool {
        self.numbers.iter().any(|number| number.number.is_sign_negative())
            || self.derive.as_ref().is_some_and(|derive| derive.contains('-'))
    }
}
