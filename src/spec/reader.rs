//! Reads TOML tables key by key, with places, and collects every fault instead of stopping at one.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::str::FromStr;

use rust_decimal::Decimal;
use toml::Spanned as TomlSpanned;
use toml::de::{DeTable, DeValue};

use super::measure::{LONGEST_TEXT, extent, first_line, runs_backwards, too_long};
use super::schema::AllowSpec;
use super::slip;
use super::text::{Text, forbidden, invisible};
use crate::data::certainty::Bound;
use crate::data::number;
use crate::data::period::{NamedPeriods, last_day_of};
use crate::diag::{Code, Diagnostic, Guesses, Severity, SourceId, Span, Spanned, code};

/// Characters of a title, label, name, note or any other text that is not running text.
pub(super) const LONGEST_LINE: usize = 5_000;
/// Entries of a list or table.
pub(super) const MOST_ENTRIES: usize = 2_000;
/// The most faults of one kind that are reported for a text or table; more would hide the others.
const MOST_FAULTS: usize = 50;

pub(super) type Value<'a> = TomlSpanned<DeValue<'a>>;

/// One file being read.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    pub(super) source: SourceId,
    pub(super) file: &'a str,
    pub(super) faults: &'a RefCell<Vec<Diagnostic>>,
    /// Every text read, for the check of its characters.
    pub(super) texts: &'a RefCell<Vec<Text>>,
    /// Every exemption read.
    pub(super) allows: &'a RefCell<Vec<AllowSpec>>,
    /// The values that are limits or ranges, by their places.
    pub(super) bounds: &'a RefCell<BTreeMap<Span, Bound>>,
    pub(super) guesses: Guesses,
    /// The periods that the series and the edition name.
    pub(super) periods: &'a NamedPeriods,
}

/// One table of a file; the keys that nobody asked for are faults.
#[derive(Debug)]
pub(super) struct Table<'a> {
    reader: &'a Reader<'a>,
    table: &'a DeTable<'a>,
    /// How messages name the table: `[figures.visas]`.
    name: String,
    span: Span,
    asked: RefCell<Vec<&'static str>>,
    open: Cell<bool>,
}

impl<'a> Reader<'a> {
    pub(super) fn fault(&self, diagnostic: Diagnostic) {
        self.faults.borrow_mut().push(diagnostic);
    }

    pub(super) fn span(&self, range: Range<usize>) -> Span {
        Span { source: self.source, start: range.start, end: range.end }
    }

    pub(super) fn root(&'a self, table: &'a TomlSpanned<DeTable<'a>>) -> Table<'a> {
        let span = self.span(0..self.file.find('\n').unwrap_or(self.file.len()));
        Table::new(self, table.get_ref(), "the file".to_owned(), span)
    }

    /// A text without what cannot be printed. Its length is judged before each of its bytes gets a place, so that what
    /// is refused costs no more than what is read.
    fn clean(&self, value: &str, span: Span, most: usize, place: impl FnOnce() -> Text) -> Text {
        if let Some((message, hint)) = too_long(value, most) {
            let line = self.span(first_line(self.file, span.range()));
            self.fault(Diagnostic::new(code::TOO_LONG, line, message).hint(hint));
            // Stands in for it, so that nothing else is said about its contents.
            return Text::whole("…", span);
        }
        let text = place();
        for (at, c) in forbidden(&text.value).take(MOST_FAULTS) {
            let place = text.at(at, at + c.len_utf8());
            let message = format!("character U+{:04X} cannot be printed", c as u32);
            self.fault(
                Diagnostic::new(code::FORBIDDEN_CHARACTER, place, message)
                    .hint("delete it; control, private-use and text-direction characters are not allowed"),
            );
        }
        for (at, c) in invisible(&text.value).take(MOST_FAULTS) {
            let place = text.at(at, at + c.len_utf8());
            let message = format!("an invisible character stands here: U+{:04X}", c as u32);
            let fault = Diagnostic::new(code::FORBIDDEN_CHARACTER, place, message);
            // It may have been meant: the pages are as they should be, only who looks for the word misses it.
            let fault = fault.with_severity(Severity::Note);
            self.fault(fault.hint(
                "delete it: who looks for the word does not find it; programs for texts leave such signs",
            ));
        }
        self.texts.borrow_mut().push(text.clone());
        text
    }

    pub(super) fn text(&self, value: &Value<'_>, most: usize) -> Option<Text> {
        // TOML keeps the line endings of Windows; in a text they are line breaks like any other.
        let text = value.get_ref().as_str()?.replace("\r\n", "\n");
        let span = self.span(value.span());
        Some(self.clean(&text, span, most, || Text::new(&text, self.file, span).composed()))
    }

    /// A number with the digits as written.
    pub(super) fn number(&self, value: &Value<'_>) -> Option<Spanned<Decimal>> {
        let span = self.span(value.span());
        let written = match value.get_ref() {
            DeValue::Integer(integer) if integer.radix() == 10 => integer.as_str(),
            DeValue::Float(float) => float.as_str(),
            DeValue::Integer(_)
            | DeValue::String(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_)
            | DeValue::Array(_)
            | DeValue::Table(_) => {
                self.wrong_type("a number", value);
                return None;
            }
        };
        match number::parse(written) {
            Ok(number) => Some(Spanned::new(number, span)),
            Err(why) => {
                let message = format!("`{written}` is not a number that can be printed");
                self.fault(Diagnostic::new(code::BAD_NUMBER, span, message).hint(why.hint()));
                None
            }
        }
    }

    pub(super) fn wrong_type(&self, expected: &str, value: &Value<'_>) {
        let (found, article) = match value.get_ref() {
            DeValue::String(_) => ("text in quotes", ""),
            // A number is expected but in tens only: 0x1F, 0o17 and 0b11 are for programmers.
            DeValue::Integer(_) if expected == "a number" => ("number of a programming language", "a "),
            DeValue::Integer(_) | DeValue::Float(_) => ("number", "a "),
            DeValue::Boolean(_) => ("true or false", ""),
            DeValue::Datetime(_) => ("date", "a "),
            DeValue::Array(_) => ("list in square brackets", "a "),
            DeValue::Table(_) => ("table", "a "),
        };
        let message = format!("expected {expected}, found {article}{found}");
        if let ("a number", DeValue::String(text)) = (expected, value.get_ref()) {
            let more = slip::in_value(text.trim()).map_or_else(String::new, |hint| format!("; {hint}"));
            let fault = Diagnostic::new(code::WRONG_TYPE, self.span(value.span()), message);
            self.fault(fault.hint(format!("write the number without quotes{more}")));
            return;
        }
        let hint = match (expected, value.get_ref()) {
            ("a number", DeValue::Integer(_)) => "write the number with the digits 0 to 9 alone, as in 31",
            ("a text in quotes", _) => "put it into quotes: \"…\"",
            ("true or false", _) => "write true or false, without quotes",
            ("a table", _) => "write a table: { name = value, … }, or [name] on a line of its own",
            ("a list in square brackets", _) => "write a list: [\"…\", \"…\"]",
            _ => "docs/format.md shows what is written here",
        };
        self.fault(Diagnostic::new(code::WRONG_TYPE, self.span(value.span()), message).hint(hint));
    }
}

impl<'a> Table<'a> {
    fn new(reader: &'a Reader<'a>, table: &'a DeTable<'a>, name: String, span: Span) -> Self {
        Self { reader, table, name, span, asked: RefCell::default(), open: Cell::new(false) }
    }

    /// The place of the table, for faults about the whole of it.
    pub(super) fn span(&self) -> Span {
        self.span
    }

    pub(super) fn get(&self, key: &'static str) -> Option<&'a Value<'a>> {
        self.asked.borrow_mut().push(key);
        self.table.get(key)
    }

    pub(super) fn has(&self, key: &'static str) -> bool {
        self.get(key).is_some()
    }

    /// Whether a key has a table, and not a text.
    pub(super) fn is_table(&self, key: &'static str) -> bool {
        self.get(key).is_some_and(|value| matches!(value.get_ref(), DeValue::Table(_)))
    }

    /// Tells what is wrong with a value that could be read.
    pub(super) fn fault(&self, diagnostic: Diagnostic) {
        self.reader.fault(diagnostic);
    }

    /// A required key is not there.
    pub(super) fn missing(&self, key: &str) {
        let message = format!("{} has no `{key}`", self.name);
        let hint = if key.starts_with('[') { format!("add `{key}`") } else { format!("add `{key} = …`") };
        self.reader.fault(Diagnostic::new(code::MISSING_KEY, self.span, message).hint(hint));
    }

    pub(super) fn text(&self, key: &'static str) -> Option<Text> {
        let value = self.get(key)?;
        let most = if key == "text" { LONGEST_TEXT } else { LONGEST_LINE };
        let text = self.reader.text(value, most);
        if text.is_none() {
            self.reader.wrong_type("a text in quotes", value);
        }
        text
    }

    pub(super) fn required_text(&self, key: &'static str) -> Text {
        if !self.has(key) {
            self.missing(key);
        }
        let text = self.text(key).unwrap_or_else(|| Text::whole("", self.span));
        if self.has(key) && text.value.trim().is_empty() && text.span != self.span {
            let message = format!("`{key}` is empty");
            self.reader.fault(
                Diagnostic::new(code::EMPTY_TEXT, text.span, message).hint("write it, or delete the entry"),
            );
        }
        text
    }

    pub(super) fn word(&self, key: &'static str) -> Option<Spanned<String>> {
        self.text(key).map(|text| Spanned::new(text.value, text.span))
    }

    pub(super) fn required_word(&self, key: &'static str) -> Spanned<String> {
        let text = self.required_text(key);
        Spanned::new(text.value, text.span)
    }

    pub(super) fn boolean(&self, key: &'static str) -> Option<bool> {
        let value = self.get(key)?;
        let found = value.get_ref().as_bool();
        if found.is_none() {
            self.reader.wrong_type("true or false", value);
        }
        found
    }

    pub(super) fn number(&self, key: &'static str) -> Option<Spanned<Decimal>> {
        self.get(key).and_then(|value| self.reader.number(value))
    }

    /// A text that has a form of its own, such as a period; `expected` says which in the hint.
    pub(super) fn parsed<T: FromStr>(
        &self,
        key: &'static str,
        code: Code,
        expected: &str,
    ) -> Option<Spanned<T>> {
        let written = self.written(key, expected)?;
        self.parse(&written.value, written.span, code, expected)
    }

    /// The text behind a key, with or without quotes.
    pub(super) fn written(&self, key: &'static str, expected: &str) -> Option<Spanned<String>> {
        let value = self.get(key)?;
        let text = self.as_written(value);
        if text.is_none() {
            self.reader.wrong_type(expected, value);
        }
        text
    }

    /// The file that it stands in.
    pub(super) fn reader(&self) -> &Reader<'a> {
        self.reader
    }

    pub(super) fn parse<T: FromStr>(
        &self,
        text: &str,
        span: Span,
        code: Code,
        expected: &str,
    ) -> Option<Spanned<T>> {
        match text.parse() {
            Ok(value) => Some(Spanned::new(value, span)),
            Err(_) if runs_backwards(text) => {
                let message = format!("the days `{text}` run backwards");
                let hint = "write the first day before the last";
                self.reader.fault(Diagnostic::new(code, span, message).hint(hint));
                None
            }
            Err(_) => {
                let kind = expected.split(':').next().unwrap_or(expected);
                let message = format!("`{text}` is not {kind}");
                let last = text.split('/').find_map(last_day_of);
                let hint = match last {
                    Some(last) => format!("the last day of that month is {last}"),
                    None => format!("write {expected}"),
                };
                self.reader.fault(Diagnostic::new(code, span, message).hint(hint));
                None
            }
        }
    }

    pub(super) fn words(&self, key: &'static str) -> Vec<Spanned<String>> {
        self.texts(key).into_iter().map(|text| Spanned::new(text.value, text.span)).collect()
    }

    pub(super) fn texts(&self, key: &'static str) -> Vec<Text> {
        let mut texts = Vec::new();
        for value in self.array(key) {
            match self.reader.text(value, LONGEST_LINE) {
                Some(text) => texts.push(text),
                None => self.reader.wrong_type("a text in quotes", value),
            }
        }
        texts
    }

    pub(super) fn is_empty_list(&self, key: &'static str) -> bool {
        self.get(key).and_then(|value| value.get_ref().as_array()).is_some_and(|list| list.is_empty())
    }

    pub(super) fn is_list_or_none(&self, key: &'static str) -> bool {
        let is_text = |value: &Value<'_>| value.get_ref().as_str().is_some();
        let list = |value: &'a Value<'a>| value.get_ref().as_array();
        self.get(key).is_none_or(|value| list(value).is_some_and(|list| list.iter().all(is_text)))
    }

    pub(super) fn array(&self, key: &'static str) -> Vec<&'a Value<'a>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        match value.get_ref() {
            DeValue::Array(array) => {
                let most = self.most_entries(array.len(), value.span());
                array.iter().take(most).collect()
            }
            DeValue::String(_)
            | DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_)
            | DeValue::Table(_) => {
                self.reader.wrong_type("a list in square brackets", value);
                Vec::new()
            }
        }
    }

    pub(super) fn table(&self, key: &'static str) -> Option<Self> {
        let value = self.get(key)?;
        self.as_table(value, self.child(key))
    }

    /// The tables of an array such as `[[event]]`.
    pub(super) fn tables(&self, key: &'static str) -> Vec<Self> {
        let name = self.child(key);
        self.array(key).into_iter().filter_map(|value| self.as_table(value, format!("[{name}]"))).collect()
    }

    /// Keys and values of a table that authors name the keys of, in the order written.
    pub(super) fn entries(&self) -> Vec<(Spanned<String>, &'a Value<'a>)> {
        self.open.set(true);
        let most = self.most_entries(self.table.len(), self.span.range());
        let mut entries: Vec<_> = self
            .table
            .iter()
            .take(most)
            .map(|(key, value)| {
                let (name, span) = (key.get_ref(), self.reader.span(key.span()));
                let name =
                    self.reader.clean(name, span, LONGEST_LINE, || Text::whole(name.to_string(), span));
                (Spanned::new(name.value, name.span), value)
            })
            .collect();
        entries.sort_by_key(|(key, _)| key.span);
        entries
    }

    /// How many entries are looked at: all, or none when there are more than anybody means.
    pub(super) fn most_entries(&self, entries: usize, range: Range<usize>) -> usize {
        if entries <= MOST_ENTRIES {
            return entries;
        }
        let message = format!("there are {entries} entries in {}", self.name);
        let place = self.reader.span(first_line(self.reader.file, range));
        let hint = format!("give at most {MOST_ENTRIES}");
        self.reader.fault(Diagnostic::new(code::TOO_MANY, place, message).hint(hint));
        0
    }

    /// Tells that there are more entries in all of some tables than anybody means; gives whether there are.
    pub(super) fn has_too_many(&self, entries: usize, what: &str, span: Span) -> bool {
        let is_too_many = entries > MOST_ENTRIES;
        if is_too_many {
            let message = format!("there are {entries} {what} in all");
            let hint = format!("give at most {MOST_ENTRIES}");
            self.reader.fault(Diagnostic::new(code::TOO_MANY, span, message).hint(hint));
        }
        is_too_many
    }

    pub(super) fn as_table(&self, value: &'a Value<'a>, name: String) -> Option<Self> {
        match value.get_ref() {
            DeValue::Table(table) => Some(Table::new(
                self.reader,
                table,
                name,
                self.reader.span(first_line(self.reader.file, value.span())),
            )),
            DeValue::String(_)
            | DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_)
            | DeValue::Array(_) => {
                self.reader.wrong_type("a table", value);
                None
            }
        }
    }

    /// Reads the exemptions of this table: one, or a list of them.
    pub(super) fn allow(&self) {
        let Some(value) = self.get("allow") else { return };
        let one = match value.get_ref() {
            DeValue::Table(_) => self.table("allow").into_iter().collect(),
            DeValue::Array(_)
            | DeValue::String(_)
            | DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_) => self.tables("allow"),
        };
        let region = extent(self.table, self.span.range());
        for entry in one {
            let allow = AllowSpec {
                code: entry.required_word("code"),
                found: entry.required_word("found"),
                reason: entry.required_text("reason"),
                region: self.reader.span(region.clone()),
                span: entry.span,
            };
            self.reader.allows.borrow_mut().push(allow);
            entry.finish();
        }
    }

    fn child(&self, key: &str) -> String {
        match self.name.strip_prefix('[').and_then(|n| n.strip_suffix(']')) {
            Some(parent) => format!("[{}.{key}]", parent.trim_matches(['[', ']'])),
            None => format!("[{key}]"),
        }
    }

    /// A word that is none of those known here.
    pub(super) fn unknown_word(&self, code: Code, what: &str, found: &Spanned<String>, known: &[&str]) {
        let message = format!("unknown {what} `{}`", found.value);
        let fault = Diagnostic::new(code, found.span, message);
        self.reader.fault(fault.hint(format!("write one of: {}", known.join(", "))));
    }

    /// Accepts keys that the reader does not ask for.
    pub(super) fn ignore_rest(&self) {
        self.open.set(true);
    }

    /// Reports every key that was written but never asked for.
    pub(super) fn finish(self) {
        if self.open.get() {
            return;
        }
        let asked = self.asked.borrow();
        let known: BTreeSet<&str> = asked.iter().copied().collect();
        let mut unknown: Vec<_> =
            self.table.keys().filter(|key| !known.contains(key.get_ref().as_ref())).collect();
        // Of thousands, only the first are told.
        if unknown.len() > MOST_FAULTS {
            unknown.select_nth_unstable_by_key(MOST_FAULTS, |key| key.span().start);
            unknown.truncate(MOST_FAULTS);
        }
        unknown.sort_by_key(|key| key.span().start);
        for key in unknown {
            let name = key.get_ref();
            let mut fault = Diagnostic::new(
                code::UNKNOWN_KEY,
                self.reader.span(key.span()),
                format!("unknown key `{name}` in {}", self.name),
            )
            .meant(self.reader.guesses.nearest(name, asked.iter().copied()));
            if fault.hints.is_empty() {
                let known: Vec<&str> = known.iter().copied().collect();
                fault = fault.hint(format!("known keys: {}", known.join(", ")));
            }
            self.reader.fault(fault);
        }
    }
}
