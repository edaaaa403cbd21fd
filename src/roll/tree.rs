//! The keys of a file as a tree, so that some of them can be taken out with what belongs to them.

use std::ops::Range;

use super::written::{Kind, Statement, Value, statements};
use crate::patch::Edit;

/// A file as it is written.
#[derive(Debug)]
pub(super) struct Tree<'a> {
    pub(super) text: &'a str,
    pub(super) statements: Vec<Statement>,
    /// Every key with its value, those of tables in braces behind their table.
    pub(super) items: Vec<Item>,
}

/// A key with its value: a line of its own, or an entry in braces.
#[derive(Debug)]
pub(super) struct Item {
    /// The names of all that it stands below, and its own.
    pub(super) path: Vec<String>,
    /// From the first sign of its key to the last of its value.
    pub(super) range: Range<usize>,
    pub(super) value: Value,
    /// The table in braces that it stands in.
    parent: Option<usize>,
    /// The statement that it stands in.
    pub(super) statement: usize,
    children: Vec<usize>,
}

impl<'a> Tree<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let statements = statements(text);
        let mut items = Vec::new();
        for (index, statement) in statements.iter().enumerate() {
            if let Some(value) = &statement.value {
                let path = statement.names().into_iter().map(str::to_owned).collect();
                add(&mut items, path, (statement.range.clone(), value), None, index);
            }
        }
        Self { text, statements, items }
    }

    /// The items whose path begins so.
    pub(super) fn below<'b>(&'b self, path: &'b [&'b str]) -> impl Iterator<Item = (usize, &'b Item)> {
        let is_below = move |item: &Item| {
            item.path.len() > path.len() && item.path.iter().zip(path).all(|(one, other)| one == other)
        };
        self.items.iter().enumerate().filter(move |(_, item)| is_below(item))
    }

    /// The first byte of the line that a place stands in.
    pub(super) fn line_start(&self, place: usize) -> usize {
        self.text[..place].rfind('\n').map_or(0, |at| at + 1)
    }

    /// The first byte behind the line that a place stands in.
    pub(super) fn line_end(&self, place: usize) -> usize {
        self.text[place..].find('\n').map_or(self.text.len(), |at| place + at + 1)
    }

    /// The number of the line that a place stands in, from 1.
    pub(super) fn line(&self, place: usize) -> usize {
        self.text[..place].matches('\n').count() + 1
    }

    /// Whole lines of a range.
    pub(super) fn lines(&self, range: &Range<usize>) -> Range<usize> {
        self.line_start(range.start)..self.line_end(range.end)
    }

    /// The bytes that go when some items do. A table of which nothing is left goes too.
    pub(super) fn without(&self, gone: &[usize]) -> Vec<Range<usize>> {
        let mut is_gone = vec![false; self.items.len()];
        for index in gone {
            is_gone[*index] = true;
        }
        // Entries stand behind their table.
        for index in (0..self.items.len()).rev() {
            let children = &self.items[index].children;
            is_gone[index] |= !children.is_empty() && children.iter().all(|child| is_gone[*child]);
        }
        let mut ranges = Vec::new();
        for (index, item) in self.items.iter().enumerate() {
            if is_gone[index] && item.parent.is_none() {
                ranges.push(self.lines(&item.range));
            }
            if !is_gone[index] {
                ranges.extend(self.entries(&item.children, &is_gone));
            }
        }
        ranges
    }

    /// The bytes of entries that go from between others, with their commas.
    fn entries(&self, siblings: &[usize], is_gone: &[bool]) -> Vec<Range<usize>> {
        let mut ranges: Vec<Range<usize>> = Vec::new();
        let last_kept = siblings.iter().rposition(|index| !is_gone[*index]);
        for (at, index) in siblings.iter().enumerate() {
            if !is_gone[*index] {
                continue;
            }
            let range = &self.items[*index].range;
            let range = match (last_kept, siblings.get(at + 1)) {
                // One that comes before others goes with the comma behind it, one behind all of them with that before.
                (Some(kept), Some(next)) if at < kept => range.start..self.items[*next].range.start,
                (Some(kept), _) if at > kept => self.items[siblings[at - 1]].range.end..range.end,
                _ => range.clone(),
            };
            ranges.push(range);
        }
        ranges
    }
}

fn add(
    items: &mut Vec<Item>,
    path: Vec<String>,
    (range, value): (Range<usize>, &Value),
    parent: Option<usize>,
    statement: usize,
) {
    let index = items.len();
    let of_value = value.clone();
    items.push(Item { path: path.clone(), range, value: of_value, parent, statement, children: Vec::new() });
    if let Some(parent) = parent {
        items[parent].children.push(index);
    }
    if let Kind::Table(entries) = &value.kind {
        for entry in entries {
            let mut path = path.clone();
            path.extend(entry.keys.iter().map(|key| key.name.clone()));
            add(items, path, (entry.range(), &entry.value), Some(index), statement);
        }
    }
}

/// Edits that take ranges out.
pub(super) fn removals(ranges: Vec<Range<usize>>, reason: &str) -> Vec<Edit> {
    ranges.into_iter().map(|range| Edit::new(range, "", reason)).collect()
}

#[cfg(test)]
mod tests {
    use super::{Tree, removals};
    use crate::patch::Patch;

    /// A text without the items of those names.
    fn without(text: &str, names: &[&str]) -> String {
        let tree = Tree::new(text);
        let gone: Vec<usize> = (0..tree.items.len())
            .filter(|index| names.contains(&tree.items[*index].path.join(".").as_str()))
            .collect();
        Patch::new(text, removals(tree.without(&gone), "gone")).unwrap().new_text()
    }

    #[test]
    fn entries_go_with_their_commas() {
        let text = "a = 1\nx = { b = 2, c = { d = 3 }, e = 4 } # x\nz = 5\n";
        assert_eq!(without(text, &["x.b"]), "a = 1\nx = { c = { d = 3 }, e = 4 } # x\nz = 5\n");
        assert_eq!(without(text, &["x.e"]), "a = 1\nx = { b = 2, c = { d = 3 } } # x\nz = 5\n");
        assert_eq!(without(text, &["x.c.d"]), "a = 1\nx = { b = 2, e = 4 } # x\nz = 5\n");
        assert_eq!(without(text, &["x.c", "x.e"]), "a = 1\nx = { b = 2 } # x\nz = 5\n");
        assert_eq!(without(text, &["x.b", "x.c"]), "a = 1\nx = { e = 4 } # x\nz = 5\n");
        assert_eq!(without(text, &["x.b", "x.e"]), "a = 1\nx = { c = { d = 3 } } # x\nz = 5\n");
    }

    #[test]
    fn a_table_of_which_nothing_is_left_goes_with_its_line() {
        let text = "a = 1\r\nx = { b = 2, c = { d = 3 } } # x\r\nz = 5\r\n";
        assert_eq!(without(text, &["x.b", "x.c.d"]), "a = 1\r\nz = 5\r\n");
        assert_eq!(without(text, &["z"]), "a = 1\r\nx = { b = 2, c = { d = 3 } } # x\r\n");
    }
}
