//! Holds the rows of a Markdown table to its header: Markdown drops cells that are too many, and adds those that lack.

use std::ops::Range;

use super::{Frame, Prose};
use crate::diag::code;

impl Prose<'_> {
    /// Tells of a row with more or fewer cells than the header.
    pub(super) fn check_row(&self, range: &Range<usize>) {
        let Some(Frame::Table(columns, ..)) = self.frames.last() else { return };
        let row = self.marked.text.get(range.clone()).unwrap_or_default();
        let found = cells(row);
        if found == columns.len() {
            return;
        }
        let message = format!("cells in this row: {found}; in the header: {}", columns.len());
        let hint = if found > columns.len() {
            "write \\| for the sign itself, or give the header another column"
        } else {
            "write each cell, an empty one too, between two signs |; put an empty line behind the table"
        };
        let end = range.start + row.trim_end().len();
        self.refuse(code::BAD_TABLE, &(range.start..end), &message, hint);
    }

    /// Tells of a paragraph that was to be a table, and would be printed with its signs.
    pub(super) fn check_paragraph(&self, range: &Range<usize>) {
        let text = self.marked.text.get(range.clone()).unwrap_or_default();
        if let Some(message) = fault_of_table(text) {
            let hint = "write a header row, a row of dashes with as many cells, then the rows: | Month | KZT |, |:--|--:|";
            self.refuse(code::BAD_TABLE, range, &message, hint);
        }
    }
}

/// What is wrong with a text that looks like a table and is none for Markdown.
pub(in crate::report) fn fault_of_table(text: &str) -> Option<String> {
    let lines: Vec<&str> = text.trim().lines().collect();
    let (header, rest) = lines.split_first()?;
    if let Some(dashes) = rest.first().filter(|line| is_dashes(line)) {
        return Some(format!(
            "cells in the header: {}; in the row of dashes: {}",
            cells(header),
            cells(dashes)
        ));
    }
    let is_row = |line: &&str| line.trim_start().starts_with('|');
    (!rest.is_empty() && lines.iter().all(is_row))
        .then(|| "this table has no row of dashes below its header".to_owned())
}

/// A row such as `|:--|--:|`.
fn is_dashes(line: &str) -> bool {
    line.contains('|') && line.contains('-') && line.chars().all(|c| "|:- \t".contains(c))
}

/// How many cells a row has.
fn cells(row: &str) -> usize {
    let row = row.trim();
    let inner = row.strip_prefix('|').unwrap_or(row);
    let (mut count, mut is_escaped, mut ends) = (1, false, false);
    for c in inner.chars() {
        ends = c == '|' && !is_escaped;
        count += usize::from(ends);
        is_escaped = c == '\\' && !is_escaped;
    }
    // The sign at the end closes the last cell.
    count - usize::from(ends)
}

#[cfg(test)]
mod tests {
    use super::{cells, fault_of_table};

    #[test]
    fn cells_are_counted_as_markdown_does() {
        for (row, count) in [
            ("| a | b |", 2),
            ("a | b", 2),
            ("| a | b", 2),
            ("| a \\| b | c |", 2),
            ("| a | b \\|", 2),
            ("| a | | ", 2),
            ("|a|b|c|", 3),
            ("| a |", 1),
        ] {
            assert_eq!(cells(row), count, "{row}");
        }
    }

    #[test]
    fn what_was_to_be_a_table_is_known() {
        assert!(fault_of_table("| a | b |\n|---|\n| c | d |").is_some());
        assert!(fault_of_table("a | b\n--|--|--\nc | d").is_some());
        assert!(fault_of_table("| a | b |\n| c | d |").is_some());
        assert!(fault_of_table("| a | b |").is_none());
        assert!(fault_of_table("a\nb | c").is_none());
        assert!(fault_of_table("a line\n- b").is_none());
    }
}
