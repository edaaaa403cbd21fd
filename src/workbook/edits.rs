//! Writes what follows from a filled workbook as edits of the author's files.

use std::collections::BTreeMap;

use super::document::{Document, Item};
use super::key::{Key, Kind};
use super::merge::{Change, ChangeKind, Merged};
use super::new::{self, NewFigure};
use super::parts::OTHER;
use super::values::{Held, Values};
use crate::diag::{Diagnostic, SourceId, code};
use crate::patch::{Edit, toml};
use crate::spec::Spec;

/// The edits of each file.
pub type FileEdits = BTreeMap<SourceId, Vec<Edit>>;

/// What stands in the table of a figure as long as it has numbers.
const NUMBERS: [&str; 9] =
    ["total", "values", "shares", "parts", "convert", "provisional", "estimated", "missing", "revised"];
/// What stands behind lists of parts.
const BEHIND_LISTS: [&str; 8] =
    ["convert", "provisional", "estimated", "missing", "revised", "given", "remark", "allow"];
/// What gives a figure numbers that no edit here takes out.
const BY_HAND: [&str; 3] = ["at", "csv", "xlsx"];

/// Writes changes as edits.
///
/// # Errors
/// What has to be written by hand, since the file says it in a way that nothing is added to.
pub fn edits(spec: &Spec, values: &Values, merged: &Merged) -> Result<FileEdits, Vec<Diagnostic>> {
    let mut writing = Writing {
        spec,
        values,
        edits: FileEdits::new(),
        faults: Vec::new(),
        asked: BTreeMap::new(),
        lists: BTreeMap::new(),
    };
    for change in &merged.changes {
        if merged.not_available.iter().any(|(figure, _)| *figure == change.key.figure)
            && change.kind != ChangeKind::Set
        {
            continue;
        }
        writing.change(change);
    }
    writing.write_asked();
    writing.write_lists();
    writing.write_new(&merged.new);
    for (figure, reason) in &merged.not_available {
        writing.not_available(figure, reason);
    }
    for (figure, comment) in &merged.comments {
        writing.comment(figure, comment);
    }
    if writing.faults.is_empty() { Ok(writing.edits) } else { Err(writing.faults) }
}

/// Whether an edition has all that was filled in, digits and all.
///
/// # Errors
/// The first number that it does not have, in words.
pub fn holds(values: &Values, merged: &Merged) -> Result<(), String> {
    for figure in &merged.new {
        for number in &figure.numbers {
            let key = figure.name_of(number);
            if values.entry(&key).is_none_or(|entry| entry.held.text() != number.text) {
                return Err(format!("{key} would not be `{}`", number.text));
            }
        }
    }
    for change in &merged.changes {
        let entry = values.entry(&change.key).or_else(|| {
            // The value of a figure's own period may stand among its values.
            let other = if change.key.kind == Kind::Total { Kind::Value } else { Kind::Total };
            values.entry(&Key { kind: other, ..change.key.clone() })
        });
        let is_right = match change.kind {
            ChangeKind::Set | ChangeKind::Add => entry.is_none_or(|entry| entry.held.text() == change.new),
            ChangeKind::Remove | ChangeKind::Missing(_) => entry.is_none(),
        };
        if !is_right {
            return Err(format!("{} would not be `{}`", change.key, change.new));
        }
    }
    Ok(())
}

struct Writing<'a> {
    spec: &'a Spec,
    values: &'a Values,
    edits: FileEdits,
    faults: Vec<Diagnostic>,
    /// Values that nobody had, by the file and figure that they are written to.
    asked: BTreeMap<(SourceId, String), Vec<Change>>,
    /// Parts of figures that have no list of them yet, by figure and list.
    lists: BTreeMap<(String, String), Vec<Change>>,
}

/// A number as TOML has it: limits and ranges in quotation marks.
fn value(text: &str) -> String {
    toml::number(text).unwrap_or_else(|| toml::string(text, "\"\""))
}

/// What an edit is for.
fn reason(change: &Change) -> String {
    let old = if change.old.is_empty() { "nothing" } else { &change.old };
    let new = if change.new.is_empty() { "not available" } else { &change.new };
    format!("{}: {old} → {new} ({})", change.key, change.cell)
}

impl<'a> Writing<'a> {
    fn home(&self) -> SourceId {
        self.spec.edition.period.span.source
    }

    fn document(&self, source: SourceId) -> Option<Document<'a>> {
        Document::read(self.spec.sources.text(source))
    }

    fn add(&mut self, source: SourceId, edit: Edit) {
        self.edits.entry(source).or_default().push(edit);
    }

    fn by_hand(&mut self, key: &Key, what: &str) {
        let message = format!("{key}: {what}");
        let place = self.values.figure(&key.figure).map(|figure| figure.key.span);
        let hint = "make this change by hand, and try again without it";
        self.faults.push(Diagnostic::new(code::SHEET_BY_HAND, place, message).hint(hint));
    }

    fn change(&mut self, change: &Change) {
        let entry = self.values.entry(&change.key);
        match (&change.kind, entry) {
            (ChangeKind::Set, Some(entry)) if entry.held != Held::Asked => {
                if let Some(span) = entry.span {
                    self.add(span.source, Edit::new(span.range(), value(&change.new), reason(change)));
                }
            }
            (ChangeKind::Set, _) => {
                let place = self.place_of_asked(&change.key.figure);
                self.asked.entry(place).or_default().push(change.clone());
            }
            (ChangeKind::Add, _) => self.added(change),
            (ChangeKind::Remove, _) => self.removed(change),
            (ChangeKind::Missing(why), _) => {
                self.removed(change);
                self.missing(change, why);
            }
        }
    }

    /// The keys that lead to the list of a part, or to the values.
    fn path(&self, key: &Key) -> Vec<String> {
        let figure = self.values.figure(&key.figure);
        let is_own = figure.is_some_and(|figure| figure.period.to_string() == key.period);
        let list = match key.kind {
            Kind::Share => "shares",
            Kind::Part => "parts",
            Kind::Value => "values",
            Kind::Total | Kind::Rate | Kind::Converted => "",
        };
        let mut path = vec!["figures".to_owned(), key.figure.clone()];
        if key.kind.is_of_part() && !is_own {
            path.extend(["at".to_owned(), key.period.clone()]);
        }
        if !list.is_empty() {
            path.push(list.to_owned());
        }
        path
    }

    fn added(&mut self, change: &Change) {
        let path = self.path(&change.key);
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        let home = self.home();
        let edit = self.document(home).and_then(|document| {
            let entry = format!("{} = {}", toml::key(&change.key.part), value(&change.new));
            Some(document.table(&path)?.insert(&entry, Some(OTHER), reason(change)))
        });
        let is_new = || self.document(home).is_some_and(|document| document.table(&path).is_none());
        match (edit, path.as_slice()) {
            (Some(edit), _) => self.add(home, edit),
            (None, ["figures", figure, list]) if change.key.kind.is_of_part() && is_new() => {
                let list = ((*figure).to_owned(), (*list).to_owned());
                self.lists.entry(list).or_default().push(change.clone());
            }
            (None, _) => self.by_hand(&change.key, "the edition has no list to add it to"),
        }
    }

    /// Adds figures that the edition does not have, behind the last one.
    fn write_new(&mut self, figures: &[NewFigure]) {
        let home = self.home();
        let text = self.spec.sources.text(home);
        let at = new::place(text);
        let gap = if text[..at].ends_with('\n') || at == 0 { "" } else { "\n" };
        for (index, figure) in figures.iter().enumerate() {
            let gap = if index == 0 { gap } else { "" };
            let reason = format!("{}: a new figure", figure.key);
            self.add(home, Edit::new(at..at, format!("{gap}{}", new::block(figure)), reason));
        }
    }

    /// Gives figures the lists of parts that they did not have.
    fn write_lists(&mut self) {
        let home = self.home();
        for ((figure, list), changes) in std::mem::take(&mut self.lists) {
            let entry = |change: &Change| format!("{} = {}", toml::key(&change.key.part), value(&change.new));
            let entries = changes.iter().map(entry).collect::<Vec<_>>().join(", ");
            let reasons = changes.iter().map(reason).collect::<Vec<_>>().join("; ");
            let edit = self.document(home).and_then(|document| {
                let table = document.table(&["figures", &figure])?;
                let text = self.spec.sources.text(home);
                let is_line = |start: usize| !text[..start].ends_with(['.', '[']);
                let is_behind =
                    |item: &&Item| BEHIND_LISTS.contains(&item.name.as_str()) && is_line(item.key.start);
                let before = table.items.iter().find(is_behind).map(|item| item.name.clone());
                Some(table.insert(&format!("{list:6} = {{ {entries} }}"), before.as_deref(), reasons))
            });
            match (edit, changes.first()) {
                (Some(edit), _) => self.add(home, edit),
                (None, Some(change)) => self.by_hand(&change.key, "the edition has no place for the list"),
                (None, None) => {}
            }
        }
    }

    fn removed(&mut self, change: &Change) {
        let key = &change.key;
        let name = match key.kind {
            Kind::Total => "total".to_owned(),
            Kind::Value => key.period.clone(),
            Kind::Share | Kind::Part | Kind::Rate | Kind::Converted => key.part.clone(),
        };
        let path = self.path(key);
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        let span = self.values.entry(key).and_then(|entry| entry.span);
        let source = span.map_or_else(|| self.home(), |span| span.source);
        let edit = self.document(source).and_then(|document| {
            let table = document.table(&path)?;
            let item = table.item(&name)?;
            Some(table.remove(item, reason(change)))
        });
        match edit {
            Some(edit) => self.add(source, edit),
            None => self.by_hand(key, "it cannot be taken out of its table"),
        }
    }

    /// Says of a period that the source has no value for it.
    fn missing(&mut self, change: &Change, why: &str) {
        let home = self.home();
        let is_home = self
            .values
            .entry(&change.key)
            .and_then(|entry| entry.span)
            .is_none_or(|span| span.source == home);
        if !is_home {
            return;
        }
        let path = ["figures", change.key.figure.as_str()];
        let Some(document) = self.document(home) else { return };
        let Some(table) = document.table(&path) else { return };
        if table.item("missing").is_some() {
            self.by_hand(&change.key, "the figure has `missing` already");
            return;
        }
        let period = toml::key(&change.key.period);
        let entry = if why.is_empty() {
            format!("missing = [{}]", toml::string(&change.key.period, "\"\""))
        } else {
            format!("missing = {{ {period} = {} }}", toml::string(why, "\"\""))
        };
        let before = table
            .items
            .iter()
            .find(|item| NUMBERS.contains(&item.name.as_str()))
            .map(|item| item.name.clone());
        let edit = table.insert(&entry, before.as_deref(), reason(change));
        let is_twice = self
            .edits
            .get(&home)
            .into_iter()
            .flatten()
            .any(|known| known.text.trim_start().starts_with("missing = ") && known.range == edit.range);
        if is_twice {
            self.by_hand(&change.key, "two periods of the figure have no value");
        } else {
            self.add(home, edit);
        }
    }

    /// The file that values of other periods are written to: that of the history, where there is one.
    fn place_of_asked(&self, figure: &str) -> (SourceId, String) {
        let known = self.spec.history.iter().find(|history| history.key.value == figure);
        let any = self.spec.history.first();
        let source = known.or(any).map_or_else(|| self.home(), |history| history.key.span.source);
        (source, figure.to_owned())
    }

    fn write_asked(&mut self) {
        let mut appended: BTreeMap<SourceId, (String, String)> = BTreeMap::new();
        for ((source, figure), changes) in std::mem::take(&mut self.asked) {
            let entry =
                |change: &Change| format!("{} = {}", toml::key(&change.key.period), value(&change.new));
            let entries = changes.iter().map(entry).collect::<Vec<_>>().join(", ");
            let reasons = changes.iter().map(reason).collect::<Vec<_>>().join("; ");
            let Some(document) = self.document(source) else { continue };
            let edit = match (
                document.table(&["figures", &figure, "values"]),
                document.table(&["figures", &figure]),
            ) {
                (Some(values), _) if values.is_inline() => {
                    Some(values.insert(&entries, None, reasons.clone()))
                }
                (Some(values), _) => {
                    for change in &changes {
                        let edit = values.insert(&entry(change), None, reason(change));
                        self.add(source, edit);
                    }
                    continue;
                }
                (None, Some(table)) => {
                    let before = table.items.iter().find(|item| NUMBERS.contains(&item.name.as_str()));
                    let before = before.map(|item| item.name.clone());
                    Some(table.insert(
                        &format!("values = {{ {entries} }}"),
                        before.as_deref(),
                        reasons.clone(),
                    ))
                }
                (None, None) => None,
            };
            match edit {
                Some(edit) => self.add(source, edit),
                None => {
                    let (text, reason) = appended.entry(source).or_default();
                    text.push_str(&format!("\n[figures.{}]\nvalues = {{ {entries} }}\n", toml::key(&figure)));
                    reason.push_str(&format!("{}{reasons}", if reason.is_empty() { "" } else { "; " }));
                }
            }
        }
        for (source, (text, reason)) in appended {
            let old = self.spec.sources.text(source);
            let gap = if old.ends_with('\n') || old.is_empty() { "" } else { "\n" };
            self.add(source, Edit::new(old.len()..old.len(), format!("{gap}{text}"), reason));
        }
    }

    /// Puts a reason into the place of all numbers of a figure.
    fn not_available(&mut self, figure: &str, why: &str) {
        let home = self.home();
        let key = Key {
            figure: figure.to_owned(),
            kind: Kind::Total,
            part: String::new(),
            period: self.values.period.to_string(),
        };
        let Some(document) = self.document(home) else { return };
        let Some(table) = document.table(&["figures", figure]) else { return };
        if let Some(name) = BY_HAND.into_iter().find(|name| table.item(name).is_some()) {
            return self.by_hand(&key, &format!("the figure has `{name}`, which is not taken out"));
        }
        let reason = format!("{figure}: not available");
        let entry = format!("not_available = {}", toml::string(why, "\"\""));
        let numbers: Vec<_> =
            table.items.iter().filter(|item| NUMBERS.contains(&item.name.as_str())).collect();
        let text = self.spec.sources.text(home);
        let is_below = |item: &Item| text[..item.key.start].ends_with(['.', '[']);
        if numbers.iter().any(|item| is_below(item)) {
            return self.by_hand(&key, "its numbers stand in tables of their own");
        }
        if let Some(known) = table.item("not_available") {
            return self.add(home, Edit::new(known.value.clone(), toml::string(why, "\"\""), reason));
        }
        let mut edits: Vec<Edit> = Vec::new();
        if table.is_inline() {
            return self.by_hand(&key, "the figure stands in one line");
        }
        let before = numbers.first().map(|item| item.name.clone());
        edits.push(table.insert(&entry, before.as_deref(), reason.clone()));
        edits.extend(numbers.iter().map(|item| table.remove(item, reason.clone())));
        edits.into_iter().for_each(|edit| self.add(home, edit));
    }

    fn comment(&mut self, figure: &str, comment: &str) {
        let home = self.home();
        let text = self.spec.sources.text(home);
        let line =
            self.document(home).and_then(|document| Some(document.table(&["figures", figure])?.line()));
        let is_there = text.lines().any(|line| line.trim() == comment);
        if let Some(line) = line.filter(|_| !is_there) {
            self.add(
                home,
                Edit::new(line..line, format!("{comment}\n"), format!("{figure}: where it comes from")),
            );
        }
    }
}
