//! Tells the edits of a whole row of a table as one.

use std::collections::BTreeMap;

use super::{Edit, EditKind, What};
use crate::docx::read::address::Address;

/// An edit, the row that its block stands in, and where it is told.
#[derive(Debug, Clone)]
pub(super) struct InRow {
    pub(super) edit: Edit,
    pub(super) row: Option<usize>,
    /// One more than the index of the address that it is about or stands behind.
    pub(super) order: usize,
}

/// The edits, those of a row as one; in the order of the document.
pub(super) fn rows(mut changes: Vec<InRow>, addresses: &[Address]) -> Vec<Edit> {
    // What is drawn stands among the words.
    changes.sort_by_key(|change| change.order);
    let mut cells: BTreeMap<&str, usize> = BTreeMap::new();
    for row in addresses.iter().filter_map(|address| row_of(&address.key)) {
        *cells.entry(row).or_default() += 1;
    }
    let mut out = Vec::new();
    let mut rest = changes.as_slice();
    while let Some((first, tail)) = rest.split_first() {
        let count = run(rest, &cells);
        if count > 1 {
            out.push(row(&rest[..count]));
            rest = &rest[count..];
        } else {
            out.push(first.edit.clone());
            rest = tail;
        }
    }
    out
}

/// The key of the row that a cell stands in: `table/months/row/3`.
fn row_of(key: &str) -> Option<&str> {
    let (row, cell) = key.rsplit_once('/')?;
    let (kind, number) = row.rsplit_once('/')?;
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    (kind.ends_with("/row") && is_number(number) && is_number(cell)).then_some(row)
}

/// How many of the edits at the front are one edit of a row.
fn run(changes: &[InRow], cells: &BTreeMap<&str, usize>) -> usize {
    let Some(first) = changes.first() else { return 0 };
    let kind = first.edit.kind;
    if kind == EditKind::New {
        let in_row = |change: &&InRow| change.edit.kind == kind && change.row == first.row;
        return if first.row.is_some() { changes.iter().take_while(in_row).count() } else { 1 };
    }
    let folds = matches!(kind, EditKind::Missing | EditKind::Deleted | EditKind::Moved);
    let Some(row) = row_of(&first.edit.key).filter(|_| folds) else { return 1 };
    let in_row = |change: &&InRow| {
        let is_kind = matches!(change.edit.kind, EditKind::Missing | EditKind::Deleted | EditKind::Moved);
        is_kind && row_of(&change.edit.key) == Some(row)
    };
    let count = changes.iter().take_while(in_row).count();
    if cells.get(row) == Some(&count) { count } else { 1 }
}

fn row(changes: &[InRow]) -> Edit {
    let first = &changes[0].edit;
    let texts = |text: fn(&Edit) -> Option<&str>| {
        let texts: Vec<&str> = changes.iter().filter_map(|change| text(&change.edit)).collect();
        texts.join(" | ")
    };
    let was = texts(|edit| edit.was.as_deref());
    Edit {
        key: row_of(&first.key).filter(|_| first.kind != EditKind::New).unwrap_or(&first.key).to_owned(),
        what: What::Row,
        text: texts(|edit| Some(&edit.text)),
        was: (!was.is_empty()).then_some(was),
        revisions: Vec::new(),
        comments: changes.iter().flat_map(|change| change.edit.comments.clone()).collect(),
        ..first.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::row_of;

    #[test]
    fn a_cell_stands_in_a_row() {
        assert_eq!(row_of("table/months/row/3/1"), Some("table/months/row/3"));
        assert_eq!(row_of("table/months/head/3"), None);
        assert_eq!(row_of("chapter/row/text/3"), None);
    }
}
