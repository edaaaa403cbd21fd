//! Knows where in the sheet the numbers of figures stand.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::key::Kind;
use super::layout::{FIRST_ROW, Row};
use super::values::{Entry, Held};
use crate::data::period::Period;

/// Where the numbers of figures stand, by figure and period: the row from 0, and the number.
pub(super) type Places = BTreeMap<(String, Period), (u32, Option<Decimal>)>;

/// The number of a row, if it has one.
pub(super) fn number_of(entry: &Entry) -> Option<Decimal> {
    match &entry.held {
        Held::Number(number, _) => Some(*number),
        Held::ToFill | Held::Asked => None,
    }
}

/// Whether a row is the first of a list of parts.
pub(super) fn starts_list(rows: &[Row<'_>], number: u32) -> bool {
    let index = (number - FIRST_ROW) as usize;
    let of = |index: usize| match rows.get(index) {
        Some(Row::Entry(figure, entry)) => Some((&figure.key.value, entry.key.kind, entry.period)),
        _ => None,
    };
    index == 0 || of(index) != of(index - 1)
}

/// Where the values of figures stand.
pub(super) fn places(rows: &[Row<'_>]) -> Places {
    let mut places = Places::new();
    for (number, row) in (FIRST_ROW..).zip(rows) {
        match row {
            Row::Entry(figure, entry) if matches!(entry.key.kind, Kind::Total | Kind::Value) => {
                places.insert((figure.key.value.clone(), entry.period), (number, number_of(entry)));
            }
            Row::Total(figure) => {
                let known = figure.sum_of.iter().map(|period| {
                    let entry = figure
                        .entries
                        .iter()
                        .find(|entry| entry.key.kind == Kind::Value && entry.period == *period);
                    entry.and_then(number_of)
                });
                places.insert((figure.key.value.clone(), figure.period), (number, known.sum()));
            }
            Row::Source(_)
            | Row::Asked
            | Row::NewFigures
            | Row::New(_)
            | Row::Entry(..)
            | Row::Add(..)
            | Row::Sum(..) => {}
        }
    }
    places
}
