//! Reads periods as an author writes them, those that a series names too.

use toml::de::{DeTable, DeValue};

use super::reader::{LONGEST_LINE, MOST_ENTRIES, Table, Value};
use super::schema::PeriodSpec;
use crate::data::period::{Date, LONGEST_NAME, PERIOD_FORMS, Period, PeriodName};
use crate::diag::{Diagnostic, Spanned, code, nearest};

/// How a day is written, for hints.
pub(super) const DATE: &str = "a date: 2023-04-05";

impl Table<'_> {
    /// The period behind a key, in quotes or not: a day and a year are what TOML calls a date and a number.
    pub(super) fn period(&self, key: &'static str) -> Option<Spanned<Period>> {
        let written = self.written(key, "a period, as in \"2023-Q2\"")?;
        self.as_period(&written)
    }

    /// The periods of a list.
    pub(super) fn periods(&self, key: &'static str) -> Vec<Spanned<Period>> {
        let written = |value| {
            let text = self.as_written(value);
            if text.is_none() {
                self.reader().wrong_type("a text in quotes", value);
            }
            text
        };
        let list = self.array(key).into_iter();
        list.filter_map(written).filter_map(|written| self.as_period(&written)).collect()
    }

    /// An unquoted date or year is what an author would write as naturally; it is taken as its text.
    pub(super) fn as_written(&self, value: &Value<'_>) -> Option<Spanned<String>> {
        let span = self.reader().span(value.span());
        let text = match value.get_ref() {
            DeValue::String(_) => self.reader().text(value, LONGEST_LINE)?.value,
            DeValue::Datetime(_) | DeValue::Integer(_) => self.reader().file[span.range()].to_owned(),
            DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Array(_) | DeValue::Table(_) => return None,
        };
        Some(Spanned::new(text, span))
    }

    /// A text as a period, or a fault with what to write.
    pub(super) fn as_period(&self, written: &Spanned<String>) -> Option<Spanned<Period>> {
        let (named, text) = (self.reader().periods, written.value.as_str());
        if let Ok(period) = named.parse(text) {
            return Some(Spanned::new(period, written.span));
        }
        let names = named.names();
        // Which of several rounds was meant, nobody can tell from its number.
        let letters = |name: &str| name.replace(|c: char| c.is_ascii_digit(), "");
        let is_near = |name: &&str| letters(name) != letters(text);
        let is_name = PeriodName::new(text).is_some();
        let fault = |message: String, hint: String| {
            self.reader().fault(Diagnostic::new(code::BAD_PERIOD, written.span, message).hint(hint));
        };
        let message = format!("`{text}` is not a period");
        match two_ends(text) {
            Some(Ends::Backwards) => fault(
                format!("the months `{text}` run backwards"),
                "write the first month before the last".to_owned(),
            ),
            Some(Ends::Days) => fault(
                format!("`{text}` are days in a row, which have no name"),
                "give them one: [periods.round_1] with label, from and to; then write round_1".to_owned(),
            ),
            None => match nearest(text, names.iter().map(String::as_str).filter(is_near)).filter(|_| is_name)
            {
                Some(near) => fault(message, format!("did you mean `{near}`?")),
                None if is_name && names.is_empty() => {
                    fault(
                        message,
                        format!("name it in the series: [periods.{text}] with label, from and to"),
                    );
                }
                None if is_name => fault(message, format!("the series names {}", names.join(", "))),
                None => {
                    return self.parse(
                        text,
                        written.span,
                        code::BAD_PERIOD,
                        &format!("a period: {PERIOD_FORMS}"),
                    );
                }
            },
        }
        None
    }
}

/// What is wrong with a text of two ends.
enum Ends {
    Backwards,
    Days,
}

fn two_ends(text: &str) -> Option<Ends> {
    let (first, last) = text.split_once('/')?;
    let (first, last): (Period, Period) = (first.parse().ok()?, last.parse().ok()?);
    match (first.is_day(), last.is_day()) {
        (true, true) if first < last => Some(Ends::Days),
        (false, false) if first > last => Some(Ends::Backwards),
        _ => None,
    }
}

/// A period that the series or the edition names itself.
pub(super) fn named((key, t): (Spanned<String>, Table<'_>)) -> Option<PeriodSpec> {
    for key in ["from", "to"] {
        if !t.has(key) {
            t.missing(key);
        }
    }
    let label = t.required_text("label");
    let days = [t.parsed::<Date>("from", code::BAD_DATE, DATE), t.parsed::<Date>("to", code::BAD_DATE, DATE)];
    let name = PeriodName::new(&key.value);
    if name.is_none() {
        let message = format!("`{}` cannot be the name of a period", key.value);
        let hint = format!("use lowercase letters, digits and _, {LONGEST_NAME} at most, as in round_3");
        t.reader().fault(Diagnostic::new(code::BAD_NAME, key.span, message).hint(hint));
    }
    if let [Some(from), Some(to)] = &days
        && from.value > to.value
    {
        let message = format!("the period `{}` ends before it begins", key.value);
        let hint = "write the first day in `from`, the last in `to`";
        t.reader().fault(Diagnostic::new(code::BAD_DATE, to.span, message).hint(hint));
    }
    t.finish();
    let [from, to] = days;
    Some(PeriodSpec { period: Period::named(name?, from?.value, to?.value)?, label })
}

/// A label whose number stays with its word: "round 3".
pub(super) fn unbroken(label: &str) -> String {
    let mut out = String::with_capacity(label.len());
    let mut letters = label.trim().chars().peekable();
    while let Some(c) = letters.next() {
        let is_before_number = c == ' ' && letters.peek().is_some_and(char::is_ascii_digit);
        out.push(if is_before_number { '\u{a0}' } else { c });
    }
    out
}

/// The periods that a file names, before anything of it is read: values are told apart by them. What is wrong with one
/// is told when the file is read; until then it stands in for itself.
pub(super) fn names(root: &DeTable<'_>, file: &str) -> Vec<(Period, String)> {
    let tables = root.get("periods").and_then(|value| value.get_ref().as_table());
    // Too many are told when the file is read, and none of them is then known.
    let tables = tables.filter(|tables| tables.len() <= MOST_ENTRIES).into_iter().flatten();
    let named = tables.filter_map(|(key, value)| {
        let name = PeriodName::new(key.get_ref())?;
        let table = value.get_ref().as_table();
        let written = |key: &str| Some(file.get(table?.get(key)?.span())?.trim_matches(['"', '\'']));
        let day = |key: &str| written(key).and_then(|text| text.parse::<Date>().ok());
        let (from, to) = (day("from").or(day("to")), day("to").or(day("from")));
        let (from, to) = from.zip(to).filter(|(from, to)| from <= to).unwrap_or((SOME_DAY, SOME_DAY));
        let label = table.and_then(|table| table.get("label")?.get_ref().as_str()).unwrap_or(name.as_str());
        Some((Period::named(name, from, to)?, label.to_owned()))
    });
    named.collect()
}

/// Stands in for the days of a period that were not understood.
const SOME_DAY: Date = Date { year: 2000, month: 1, day: 1 };
