//! Finds the places of keys and values in a TOML file, and writes entries into its tables.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use crate::patch::Edit;

/// A TOML file with the places of what is in it.
pub(super) struct Document<'a> {
    text: &'a str,
    root: toml::Spanned<DeTable<'a>>,
}

/// A key of a table, with the places of key and value.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub(super) name: String,
    pub(super) key: Range<usize>,
    pub(super) value: Range<usize>,
}

/// A table within the file.
pub(super) struct Place<'a> {
    text: &'a str,
    /// Its entries, in the order written.
    pub(super) items: Vec<Item>,
    /// Where its own value stands, and the key before it.
    at: Item,
}

impl<'a> Document<'a> {
    /// Reads a file; nothing of one that is no TOML.
    pub(super) fn read(text: &'a str) -> Option<Self> {
        DeTable::parse(text).ok().map(|root| Self { text, root })
    }

    /// The table behind keys, one within the other.
    pub(super) fn table(&self, path: &[&str]) -> Option<Place<'a>> {
        let mut table = self.root.get_ref();
        let mut at = None;
        for name in path {
            let (key, value) = table.iter().find(|(key, _)| key.get_ref() == name)?;
            at = Some(Item { name: (*name).to_owned(), key: key.span(), value: value.span() });
            let DeValue::Table(inner) = value.get_ref() else { return None };
            table = inner;
        }
        let mut items: Vec<Item> = table
            .iter()
            .map(|(key, value)| Item {
                name: key.get_ref().to_string(),
                key: key.span(),
                value: value.span(),
            })
            .collect();
        items.sort_by_key(|item| item.key.start);
        Some(Place { text: self.text, items, at: at? })
    }
}

impl Place<'_> {
    /// The entry of a name.
    pub(super) fn item(&self, name: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.name == name)
    }

    /// Whether it stands between braces, and not below a header of its own.
    pub(super) fn is_inline(&self) -> bool {
        self.text.get(self.at.value.clone()).is_some_and(|text| text.starts_with('{'))
    }

    /// The beginning of the line that its name stands in.
    pub(super) fn line(&self) -> usize {
        start_of_line(self.text, self.at.key.start)
    }

    /// An entry more: before the one of a name, or behind the last.
    pub(super) fn insert(&self, entry: &str, before: Option<&str>, reason: String) -> Edit {
        let next = before.and_then(|name| self.item(name));
        if self.is_inline() {
            if let Some(next) = next {
                return Edit::new(next.key.start..next.key.start, format!("{entry}, "), reason);
            }
            let inside = &self.text[..self.at.value.end.saturating_sub(1)];
            let end = inside.trim_end().len();
            let is_first = self.items.is_empty();
            let has_comma = inside.trim_end().ends_with(',');
            let text = match (is_first, has_comma) {
                (true, _) | (_, true) => format!(" {entry} "),
                (false, false) => format!(", {entry}"),
            };
            return Edit::new(end..end, text, reason);
        }
        match (next, self.items.iter().rfind(|item| is_of(self.text, item))) {
            (Some(next), _) => {
                let start = start_of_line(self.text, next.key.start);
                let indent = &self.text[start..next.key.start];
                Edit::new(start..start, format!("{indent}{entry}\n"), reason)
            }
            (None, Some(last)) => {
                let end = end_of_line(self.text, last.value.end);
                Edit::new(end..end, format!("\n{entry}"), reason)
            }
            (None, None) => {
                let end = end_of_line(self.text, self.at.key.end);
                Edit::new(end..end, format!("\n{entry}"), reason)
            }
        }
    }

    /// Takes an entry out, of a table in lines with all of its lines.
    pub(super) fn remove(&self, item: &Item, reason: String) -> Edit {
        if !self.is_inline() {
            let start = start_of_line(self.text, item.key.start);
            let end = end_of_line(self.text, item.value.end);
            let end = self.text[end..].find('\n').map_or(self.text.len(), |at| end + at + 1);
            return Edit::new(start..end, "", reason);
        }
        let index = self.items.iter().position(|known| known.key == item.key).unwrap_or(0);
        let range =
            match (self.items.get(index + 1), index.checked_sub(1).and_then(|before| self.items.get(before)))
            {
                (Some(next), _) => item.key.start..next.key.start,
                (None, Some(before)) => before.value.end..item.value.end,
                (None, None) => item.key.start..item.value.end,
            };
        Edit::new(range, "", reason)
    }
}

/// Whether an entry stands in a line of the table's own, and not below a header.
fn is_of(text: &str, item: &Item) -> bool {
    !text[start_of_line(text, item.key.start)..].trim_start().starts_with('[')
}

fn start_of_line(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |end| end + 1)
}

/// The end of a line, before what breaks it.
fn end_of_line(text: &str, at: usize) -> usize {
    let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    if text[..end].ends_with('\r') { end - 1 } else { end }
}

#[cfg(test)]
mod tests {
    use super::Document;
    use crate::patch::Patch;

    fn added(text: &str, path: &[&str], before: Option<&str>) -> String {
        let document = Document::read(text).unwrap();
        let edit = document.table(path).unwrap().insert("PK = 3.4", before, String::new());
        Patch::new(text, vec![edit]).unwrap().new_text()
    }

    fn removed(text: &str, path: &[&str], name: &str) -> String {
        let document = Document::read(text).unwrap();
        let table = document.table(path).unwrap();
        let edit = table.remove(table.item(name).unwrap(), String::new());
        Patch::new(text, vec![edit]).unwrap().new_text()
    }

    #[test]
    fn an_entry_comes_before_the_rest_or_behind_the_last() {
        let path = ["figures", "a", "shares"];
        let inline = "[figures.a]\nshares = { CN = 1, other = 2 } # c\n";
        assert_eq!(
            added(inline, &path, Some("other")),
            "[figures.a]\nshares = { CN = 1, PK = 3.4, other = 2 } # c\n"
        );
        assert_eq!(added(inline, &path, None), "[figures.a]\nshares = { CN = 1, other = 2, PK = 3.4 } # c\n");
        let lines = "[figures.a.shares]\r\nCN = 1\r\nother = 2 # c\r\n\r\n[x]\r\n";
        assert_eq!(
            added(lines, &path, Some("other")),
            "[figures.a.shares]\r\nCN = 1\r\nPK = 3.4\r\nother = 2 # c\r\n\r\n[x]\r\n"
        );
        assert_eq!(
            added(lines, &path, None),
            "[figures.a.shares]\r\nCN = 1\r\nother = 2 # c\r\nPK = 3.4\r\n\r\n[x]\r\n"
        );
        assert_eq!(added("[figures.a]\nshares = {}\n", &path, None), "[figures.a]\nshares = { PK = 3.4 }\n");
    }

    #[test]
    fn an_entry_goes_with_its_comma_or_its_line() {
        let path = ["figures", "a", "shares"];
        let inline = "[figures.a]\nshares = { CN = 1, TR = 2, other = 3 }\n";
        assert_eq!(removed(inline, &path, "CN"), "[figures.a]\nshares = { TR = 2, other = 3 }\n");
        assert_eq!(removed(inline, &path, "other"), "[figures.a]\nshares = { CN = 1, TR = 2 }\n");
        assert_eq!(
            removed("[figures.a.shares]\nCN = 1\nTR = 2 # c\n", &path, "TR"),
            "[figures.a.shares]\nCN = 1\n"
        );
        assert_eq!(
            removed("[figures.a]\ntotal = 1\nx = 2\n", &["figures", "a"], "total"),
            "[figures.a]\nx = 2\n"
        );
    }
}
