//! Reads numbers that are to be filled in: `"?"` in the place of one.

use rust_decimal::Decimal;

use super::reader::{Table, Value};
use super::schema::{GapOf, GapSpec};
use crate::data::period::Period;
use crate::diag::{Span, Spanned};

/// What stands in the place of a number that is to be filled in.
const GAP: &str = "?";

/// The numbers of a figure that are to be filled in, gathered while its table is read.
#[derive(Debug, Default)]
pub(super) struct Gaps(pub(super) Vec<GapSpec>);

impl Gaps {
    /// The number behind a key, unless it is to be filled in.
    pub(super) fn number(&mut self, t: &Table<'_>, key: &'static str, of: GapOf) -> Option<Spanned<Decimal>> {
        let value = t.get(key)?;
        match gap(t, value) {
            Some(span) => {
                self.0.push(GapSpec { of, span });
                None
            }
            None if of == GapOf::Rate => t.reader().number(value),
            None => t.reader().value(value),
        }
    }

    /// The numbers of a table such as `shares`, in the order written, without those that are to be filled in.
    fn named(
        &mut self,
        t: &Table<'_>,
        key: &'static str,
        of: impl Fn(&Spanned<String>) -> Option<GapOf>,
        takes_limits: bool,
    ) -> Vec<(Spanned<String>, Spanned<Decimal>)> {
        let Some(table) = t.table(key) else { return Vec::new() };
        let mut numbers = Vec::new();
        for (name, value) in table.entries() {
            match gap(t, value) {
                Some(span) => self.0.extend(of(&name).map(|of| GapSpec { of, span })),
                None => {
                    let reader = t.reader();
                    let number = if takes_limits { reader.value(value) } else { reader.number(value) };
                    numbers.extend(number.map(|number| (name, number)));
                }
            }
        }
        numbers
    }

    /// Values by period, likewise.
    pub(super) fn values(&mut self, t: &Table<'_>) -> Vec<(Spanned<Period>, Spanned<Decimal>)> {
        let period = |name: &Spanned<String>| Some(GapOf::Value(t.as_period(name)?.value));
        t.in_periods(self.named(t, "values", period, true))
    }

    /// Converted numbers, which are only compared, so that nothing waits for them.
    pub(super) fn converted(
        &mut self,
        t: &Table<'_>,
        key: &'static str,
    ) -> Vec<(Spanned<String>, Spanned<Decimal>)> {
        let of = |name: &Spanned<String>| Some(GapOf::Converted(name.value.clone()));
        self.named(t, key, of, false)
    }

    /// Shares or amounts by part, likewise; `at` is the period that they are of when that is not the figure's own.
    pub(super) fn parts(
        &mut self,
        t: &Table<'_>,
        key: &'static str,
        at: Option<Period>,
    ) -> Vec<(Spanned<String>, Spanned<Decimal>)> {
        let of = |name: &Spanned<String>| {
            let part = name.value.clone();
            Some(if key == "shares" { GapOf::Share { part, at } } else { GapOf::Part { part, at } })
        };
        self.named(t, key, of, true)
    }
}

/// The rows of a table without those whose number is to be filled in, which join the gaps of a figure.
pub(super) fn parted<K>(
    rows: Vec<(Spanned<K>, Spanned<Option<Decimal>>)>,
    gaps: &mut Vec<GapSpec>,
    of: impl Fn(K) -> GapOf,
) -> Vec<(Spanned<K>, Spanned<Decimal>)> {
    let mut numbers = Vec::new();
    for (key, value) in rows {
        match value.value {
            Some(number) => numbers.push((key, Spanned::new(number, value.span))),
            None => gaps.push(GapSpec { of: of(key.value), span: value.span }),
        }
    }
    numbers
}

/// The place of a number that is to be filled in.
fn gap(t: &Table<'_>, value: &Value<'_>) -> Option<Span> {
    let is_gap = value.get_ref().as_str().is_some_and(|text| text.trim() == GAP);
    is_gap.then(|| t.reader().span(value.span()))
}
