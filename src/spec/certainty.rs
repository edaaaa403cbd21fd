//! Reads how sure a source is of a figure: limits and ranges, provisional, estimated and missing values, changes of its
//! own.

use rust_decimal::Decimal;
use toml::de::DeValue;

use super::reader::{Reader, Table, Value};
use super::schema::{CertaintySpec, GivenSpec, PeriodSaid};
use crate::data::certainty::{BadBound, Bound};
use crate::data::period::Period;
use crate::diag::{Diagnostic, Spanned, code};

/// How limits and ranges are written, for hints.
const FORMS: &str =
    "a limit is written \">550000\", \">=550000\", \"<10\" or \"<=10\", a range \"1200-1500\"";

impl Reader<'_> {
    /// A number, or a limit or range in quotes. What it is then stands among the bounds, by its place.
    pub(super) fn value(&self, value: &Value<'_>) -> Option<Spanned<Decimal>> {
        let DeValue::String(text) = value.get_ref() else { return self.number(value) };
        let span = self.span(value.span());
        let (message, hint) = match Bound::parse(text) {
            Ok((number, bound)) => {
                self.bounds.borrow_mut().insert(span, bound);
                return Some(Spanned::new(number, span));
            }
            Err(BadBound::NotOne) => return self.number(value),
            Err(BadBound::BadNumber) => (
                format!("`{text}` is not a limit or range of numbers"),
                format!("write digits with a point before the decimals: {FORMS}"),
            ),
            Err(BadBound::Backwards) => {
                (format!("the range `{text}` runs backwards"), "write the smaller number first".to_owned())
            }
        };
        self.fault(Diagnostic::new(code::BAD_NUMBER, span, message).hint(hint));
        None
    }
}

impl Table<'_> {
    /// Periods of a list, or with a reason for each: `["2023-05"]`, `{ 2023-05 = "…" }`.
    fn said(&self, key: &'static str) -> Vec<PeriodSaid> {
        if !self.is_table(key) {
            let periods = if self.has(key) { self.periods(key) } else { Vec::new() };
            return periods.into_iter().map(|period| PeriodSaid { period, why: None }).collect();
        }
        let reasons = self.named_texts(key).into_iter();
        let said = reasons.filter_map(|(period, why)| {
            Some(PeriodSaid { period: self.as_period(&period)?, why: Some(why) })
        });
        said.collect()
    }

    fn changes(&self, key: &'static str) -> Vec<(Spanned<Period>, Spanned<Decimal>)> {
        self.in_periods(self.named_numbers(key))
    }

    /// The numbers with the periods that their names are.
    pub(super) fn in_periods(
        &self,
        numbers: Vec<(Spanned<String>, Spanned<Decimal>)>,
    ) -> Vec<(Spanned<Period>, Spanned<Decimal>)> {
        let numbers = numbers.into_iter();
        numbers.filter_map(|(period, number)| Some((self.as_period(&period)?, number))).collect()
    }
}

/// What the table of a figure says of how sure its source is.
pub(super) fn certainty(t: &Table<'_>) -> CertaintySpec {
    CertaintySpec {
        missing: t.said("missing"),
        given: t.table("given").map(given).unwrap_or_default(),
        ..of_history(t)
    }
}

/// The same of a figure of a history file, which has values and nothing else.
pub(super) fn of_history(t: &Table<'_>) -> CertaintySpec {
    let (provisional, estimated) = (t.said("provisional"), t.said("estimated"));
    CertaintySpec { provisional, estimated, ..CertaintySpec::default() }
}

fn given(t: Table<'_>) -> GivenSpec {
    let of_parts = t.table("change_of").map_or_else(Vec::new, |parts| {
        let entries = parts.entries().into_iter();
        let of_part = entries.filter_map(|(part, value)| {
            let changes = parts.as_table(value, format!("[given.change_of.{}]", part.value))?;
            let numbers = changes.entries().into_iter();
            let numbers = numbers.filter_map(|(key, value)| Some((key, t.reader().number(value)?))).collect();
            Some((part, t.in_periods(numbers)))
        });
        of_part.collect()
    });
    let given = GivenSpec { change: t.changes("change"), change_of: of_parts };
    t.finish();
    given
}
