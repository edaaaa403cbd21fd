//! Finds what only an author can move: notes, remarks, titles and comments that name a time in words.

use super::Old;
use super::clear::is_record;
use super::texts::expressions;
use crate::language::{words_of, year};

/// What stays as it is and should be read again.
#[derive(Debug, Clone, Default)]
pub(super) struct Stale {
    /// Notes of sources, and those with names.
    pub(super) notes: Vec<usize>,
    /// Remarks below charts.
    pub(super) remarks: Vec<usize>,
    /// Titles, labels, the summary, alternative texts.
    pub(super) titles: Vec<usize>,
    /// Comments of the file.
    pub(super) comments: Vec<usize>,
}

/// Keys of texts that are no paragraphs.
const TITLES: [&str; 6] = ["alt", "label", "message", "summary", "title", "name"];

/// What names a time, with its place in the file.
pub(super) fn stale(old: &Old<'_>) -> Stale {
    let mut stale = Stale::default();
    for (path, value) in old.texts() {
        let Some(last) = path.last().map(String::as_str) else { continue };
        let text = value.text().unwrap_or_default();
        let is_of_notes = path.len() == 2 && path[0] == "notes";
        let list = match last {
            _ if is_of_notes => &mut stale.notes,
            "note" if path[0] == "sources" => &mut stale.notes,
            "remark" => &mut stale.remarks,
            _ if TITLES.contains(&last) => &mut stale.titles,
            _ => continue,
        };
        if names_time(old, &without_expressions(&path, text)) {
            list.push(value.range.start);
        }
    }
    let mut place = 0;
    let mut is_in_comment = false;
    for line in old.tree.text.split_inclusive('\n') {
        let is_comment = line.trim_start().starts_with('#')
            && !is_record(line)
            && !old.is_gone(place)
            && !is_in_text(old, place);
        if is_comment && !is_in_comment && names_time(old, line) {
            stale.comments.push(place);
            is_in_comment = true;
        } else if !is_comment {
            is_in_comment = false;
        }
        place += line.len();
    }
    stale
}

/// Whether a line is part of a text, and no comment.
fn is_in_text(old: &Old<'_>, place: usize) -> bool {
    old.tree.statements.iter().any(|one| one.range.start < place && place < one.range.end)
}

fn without_expressions(path: &[String], text: &str) -> String {
    let mut rest = text.to_owned();
    for range in expressions(path, text).into_iter().rev() {
        rest.replace_range(range, "");
    }
    rest
}

/// Whether words name a year or a month.
fn names_time(old: &Old<'_>, text: &str) -> bool {
    let words = || words_of(text).map(|(_, word)| word);
    words().any(|word| year(word).is_some())
        || words().any(|word| old.locale.known().months.iter().any(|month| month.written == word))
}
