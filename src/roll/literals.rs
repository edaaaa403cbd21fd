//! Finds the periods that an edition spells out, and moves them.

use std::ops::Range;

use super::Old;
use super::role::Role;
use super::texts::{MovedMonth, expressions, quoted};
use super::written::{Key, Kind, Value};
use crate::data::period::Period;
use crate::patch::{Edit, toml};

/// What is done with the periods of a file.
#[derive(Debug, Default)]
pub(super) struct Moved {
    /// The edits.
    pub(super) edits: Vec<Edit>,
    /// How many of them are of a year so far.
    pub(super) grown: usize,
    /// The year so far that most of them were, and what it became.
    pub(super) to_date: Option<(Period, Period)>,
    /// Periods that stay, with their places.
    pub(super) left: Vec<(usize, Period)>,
    /// Names of months that have moved, within texts: the text's place, the place in it, from and to.
    pub(super) months: Vec<MovedMonth>,
    /// Files of tables whose names have no period.
    pub(super) files: Vec<(usize, String)>,
    /// Files of tables with other names now: the old one and the new one.
    pub(super) renamed: Vec<(String, String)>,
}

/// Moves the periods of a file but those in ranges that go.
pub(super) fn moved(old: &Old<'_>) -> Moved {
    let mut moved = Moved::default();
    for statement in &old.tree.statements {
        if old.is_gone(statement.range.start) {
            continue;
        }
        let mut path: Vec<String> = statement.path.clone();
        let mut keys: &[Key] = &statement.keys;
        if statement.is_heading() {
            path.clear();
        } else if let Some((value, own)) = statement.value.as_ref().zip(Some(&statement.keys)) {
            path.extend(own.iter().map(|key| key.name.clone()));
            old.value(&mut moved, &mut path, value);
            path.truncate(statement.path.len());
            keys = own;
        }
        old.keys(&mut moved, &mut path, keys);
    }
    moved
}

impl Old<'_> {
    /// Keys that are periods: of values, of parts of other periods.
    fn keys(&self, moved: &mut Moved, path: &mut Vec<String>, keys: &[Key]) {
        let length = path.len();
        for key in keys {
            let is_of_figure = path.first().is_some_and(|first| first == "figures") && path.len() >= 2;
            if is_of_figure
                && !path.iter().any(|name| name == "rename")
                && let Ok(period) = key.name.parse::<Period>()
            {
                match &path[..] {
                    [_, figure, at] if at == "at" => {
                        let to = self.at_becomes(figure, period);
                        self.to(moved, key.range.clone(), (period, to), Form::Key);
                    }
                    _ => {
                        self.one(moved, key.range.clone(), period, Form::Key);
                    }
                }
            }
            path.push(key.name.clone());
        }
        path.truncate(length);
    }

    fn value(&self, moved: &mut Moved, path: &mut Vec<String>, value: &Value) {
        if self.is_gone(value.range.start) {
            return;
        }
        match &value.kind {
            Kind::Table(entries) => {
                for entry in entries.iter().filter(|entry| !self.is_gone(entry.range().start)) {
                    self.keys(moved, path, &entry.keys);
                    let length = path.len();
                    path.extend(entry.keys.iter().map(|key| key.name.clone()));
                    self.value(moved, path, &entry.value);
                    path.truncate(length);
                }
            }
            Kind::List(values) if is_list_of_periods(path) => self.list(moved, value, values),
            Kind::List(values) => values.iter().for_each(|value| self.value(moved, path, value)),
            Kind::Plain if is_period(path) => {
                if let Ok(period) = self.tree.text[value.range.clone()].parse::<Period>() {
                    self.one(moved, value.range.clone(), period, Form::Plain);
                }
            }
            Kind::Plain => {}
            Kind::Text(text) if is_period(path) => {
                // The edition's own period is what others are told by.
                let form = if path.last().is_some_and(|last| last == "period") && path.len() > 1 {
                    Form::Text
                } else {
                    Form::Plain
                };
                if let Ok(period) = text.parse::<Period>() {
                    self.one(moved, inner(self.tree.text, value), period, form);
                }
            }
            Kind::Text(text) if is_table_file(path) => self.file(moved, value, text),
            Kind::Text(text) => self.text(moved, path, value, text),
        }
    }

    /// Periods in quotation marks inside expressions, and months that are told by the edition's own period.
    fn text(&self, moved: &mut Moved, path: &[String], value: &Value, text: &str) {
        let places = self.text_of(value);
        for expression in expressions(path, text) {
            for (at, sign) in text[expression.clone()].match_indices(MONTH) {
                let at = expression.start + at;
                let number =
                    text[at + sign.len()..].split(')').next().and_then(|number| number.trim().parse().ok());
                let both = number.and_then(|number| {
                    Some((self.roles.from().month(number)?, self.roles.to().month(number)?))
                });
                let text = value.range.start;
                moved.months.extend(both.map(|(from, to)| MovedMonth { text, at, from, to }));
            }
            for range in quoted(&text[expression.clone()]) {
                let range = expression.start + range.start..expression.start + range.end;
                let Ok(period) = text[range.clone()].parse::<Period>() else { continue };
                let place = places.at(range.start, range.end).range();
                if self.is_gone(place.start) {
                    continue;
                }
                let quoted = place.start - 1..place.end + 1;
                // An escaped quotation mark takes two bytes.
                let is_plain = ["\"", "'"].contains(&&self.tree.text[place.end..place.end + 1]);
                let form = if self.is_relative && is_plain { Form::Told } else { Form::Text };
                let place = if form == Form::Told { quoted } else { place };
                let to = self.one(moved, place, period, form);
                let is_month = |period: Period| period.count_of_months() == Some(1);
                if let Some(to) = to.filter(|to| is_month(*to) && is_month(period)) {
                    let text = value.range.start;
                    moved.months.push(MovedMonth { text, at: range.start, from: period, to });
                }
            }
        }
    }

    /// The periods of a chart, which may have to move together.
    fn list(&self, moved: &mut Moved, list: &Value, values: &[Value]) {
        let text = self.tree.text;
        let written = |value: &Value| match &value.kind {
            Kind::Text(text) => {
                text.parse::<Period>().ok().map(|period| (inner(self.tree.text, value), period))
            }
            _ => text[value.range.clone()].parse().ok().map(|period| (value.range.clone(), period)),
        };
        let all: Vec<(Range<usize>, Period)> = values.iter().filter_map(written).collect();
        let periods: Vec<Period> = all.iter().map(|(_, period)| *period).collect();
        let is_whole = all.len() == values.len();
        if let Some(new) = self.roles.since_january(&periods).filter(|_| is_whole) {
            let quote = text[list.range.clone()].chars().find(|c| ['"', '\''].contains(c)).unwrap_or('"');
            let new: Vec<String> = new.iter().map(|period| format!("{quote}{period}{quote}")).collect();
            let range = values.first().map_or(list.range.start, |first| first.range.start)
                ..values.last().map_or(list.range.end, |last| last.range.end);
            moved.edits.push(Edit::new(range, new.join(", "), "the periods since January"));
            return;
        }
        if let Some(new) = self.roles.together(&periods).filter(|_| is_whole) {
            for ((range, _), period) in all.into_iter().zip(new) {
                moved.edits.push(Edit::new(range, period.to_string(), REASON));
            }
            return;
        }
        for (range, period) in all {
            self.one(moved, range, period, Form::Text);
        }
    }

    /// One period; gives what it becomes.
    fn one(&self, moved: &mut Moved, range: Range<usize>, period: Period, form: Form) -> Option<Period> {
        self.to(moved, range, (period, self.roles.of(period)), form)
    }

    /// One period whose role is known; gives what it becomes.
    fn to(
        &self,
        moved: &mut Moved,
        range: Range<usize>,
        (period, role): (Period, Role),
        form: Form,
    ) -> Option<Period> {
        let to = match role {
            Role::Stays => {
                moved.left.push((range.start, period));
                return None;
            }
            Role::Moves(to) => to,
            Role::Grows(to) => {
                moved.grown += 1;
                if period.year() == self.roles.from().year() {
                    moved.to_date = Some((period, to));
                }
                to
            }
        };
        let written = &self.tree.text[range.clone()];
        let new = match (form, written.chars().next()) {
            (Form::Key, Some(quote @ ('"' | '\''))) => format!("{quote}{to}{quote}"),
            (Form::Key, _) => toml::key(&to.to_string()),
            (Form::Told, quote) => match self.roles.to().told_by(to) {
                Some(told) => told,
                None => quote.map_or_else(|| to.to_string(), |quote| format!("{quote}{to}{quote}")),
            },
            (Form::Text, _) if self.is_relative => {
                self.roles.to().told_by(to).unwrap_or_else(|| to.to_string())
            }
            (Form::Text | Form::Plain, _) => to.to_string(),
        };
        moved.edits.push(Edit::new(range, new, REASON));
        Some(to)
    }

    /// The name of a table's file: the period in it moves, in any of the ways to write one.
    fn file(&self, moved: &mut Moved, value: &Value, text: &str) {
        let forms = |period: Period| {
            let written = period.to_string();
            let small = written.to_lowercase();
            let joined = |join: &str| [written.replace('-', join), small.replace('-', join)];
            [
                vec![written.clone(), small.clone()],
                joined("_").to_vec(),
                joined("").to_vec(),
                joined(" ").to_vec(),
            ]
            .concat()
        };
        let places = self.text_of(value);
        for (from, to) in forms(self.roles.from()).into_iter().zip(forms(self.roles.to())) {
            if let Some(at) = text.find(&from) {
                let place = places.at(at, at + from.len()).range();
                moved.renamed.push((text.to_owned(), text.replacen(&from, &to, 1)));
                moved.edits.push(Edit::new(place, to, "the file of the new period"));
                return;
            }
        }
        moved.files.push((value.range.start, text.to_owned()));
    }
}

/// Begins a month that is told by the edition's own period.
const MONTH: &str = "period.month(";

/// What every move is for.
const REASON: &str = "the same for the new period";

/// How a period is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// A key, with its quotation marks.
    Key,
    /// What stands in quotation marks.
    Text,
    /// The same in an expression, with them: it may become one.
    Told,
    /// A date, or what is no other way.
    Plain,
}

/// Whether a value of that path is a period.
fn is_period(path: &[String]) -> bool {
    match path {
        [only] => only == "period",
        [figures, _, last] => figures == "figures" && last == "period",
        [figures, .., parent, _] => figures == "figures" && parent == "rename",
        _ => false,
    }
}

fn is_list_of_periods(path: &[String]) -> bool {
    matches!(path, [charts, _, last] if charts == "charts" && last == "periods")
}

fn is_table_file(path: &[String]) -> bool {
    matches!(path, [figures, .., table, last] if figures == "figures" && ["csv", "xlsx"].contains(&table.as_str()) && last == "file")
}

/// The bytes between the quotation marks of a text.
fn inner(text: &str, value: &Value) -> Range<usize> {
    let written = &text[value.range.clone()];
    let marks = toml::Quotes::of(written).map_or(0, |quotes| quotes.sign().len());
    value.range.start + marks..value.range.end - marks
}
