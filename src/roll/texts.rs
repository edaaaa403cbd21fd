//! Finds expressions, claims and names of months in an author's texts.

use std::ops::Range;

use super::Old;
use super::written::{Kind, Value};
use crate::data::period::Period;
use crate::diag::Span;
use crate::patch::Edit;
use crate::spec::Text;

/// Begins the expression of a claim: `[words](=…)`.
const CLAIM: &str = "](=";

/// What a name of a month is changed for.
pub(super) const MONTH_REASON: &str = "the name of a month that has moved";

/// A month that has moved inside a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct MovedMonth {
    /// The first byte of the text in the file.
    pub(super) text: usize,
    /// Where it stands in the text as it is read.
    pub(super) at: usize,
    pub(super) from: Period,
    pub(super) to: Period,
}

/// The expressions of a text, without what is around them. Some keys hold nothing else.
pub(super) fn expressions(path: &[String], text: &str) -> Vec<Range<usize>> {
    let last = path.last().map(String::as_str);
    let is_of = |name: &str| path.first().is_some_and(|first| first == name);
    let is_expression = match last {
        Some("value" | "change") => is_of("tile") || is_of("charts"),
        Some("derive") => is_of("figures"),
        _ => false,
    };
    if is_expression {
        return std::iter::once(0..text.len()).collect();
    }
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = ["{{", CLAIM].iter().filter_map(|sign| Some((text[at..].find(sign)?, *sign))).min()
    {
        let start = at + next.0 + next.1.len();
        let length = if next.1 == CLAIM { claim_end(&text[start..]) } else { text[start..].find("}}") };
        let Some(length) = length else { break };
        found.push(start..start + length);
        at = start + length;
    }
    found
}

/// Where the expression of a claim ends: at the bracket that closes it.
fn claim_end(text: &str) -> Option<usize> {
    let (mut depth, mut quote) = (0_usize, None);
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(mark), _) if c == mark => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '(') => depth += 1,
            (None, ')') if depth == 0 => return Some(at),
            (None, ')') => depth -= 1,
            (None, '\n') => return None,
            _ => {}
        }
    }
    None
}

/// What stands in quotation marks in an expression, without them.
pub(super) fn quoted(expression: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open: Option<(usize, char)> = None;
    for (at, c) in expression.char_indices() {
        match open {
            Some((start, mark)) if c == mark => {
                found.push(start..at);
                open = None;
            }
            Some(_) => {}
            None if c == '"' || c == '\'' => open = Some((at + 1, c)),
            None => {}
        }
    }
    found
}

/// The words of the claims of a text.
fn claims(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = text[at..].find(CLAIM) {
        let end = at + next;
        at = end + CLAIM.len();
        let mut depth = 0_usize;
        for (start, c) in text[..end].char_indices().rev() {
            match c {
                _ if text[..start].ends_with('\\') => {}
                ']' => depth += 1,
                '[' if depth == 0 => {
                    found.push(start + 1..end);
                    break;
                }
                '[' => depth -= 1,
                '\n' if text[..start].ends_with('\n') => break,
                _ => {}
            }
        }
    }
    found
}

impl Old<'_> {
    /// A text with its places in the file.
    pub(super) fn text_of(&self, value: &Value) -> Text {
        let span = Span { source: self.source, start: value.range.start, end: value.range.end };
        Text::new(value.text().unwrap_or_default(), self.tree.text, span)
    }

    /// Every text that does not go, with its path.
    pub(super) fn texts(&self) -> Vec<(Vec<String>, &Value)> {
        let mut found = Vec::new();
        for statement in self.tree.statements.iter().filter(|one| !self.is_gone(one.range.start)) {
            if let Some(value) = &statement.value {
                let path = statement.names().into_iter().map(str::to_owned).collect();
                self.gather(&mut found, path, value);
            }
        }
        found
    }

    fn gather<'b>(&self, found: &mut Vec<(Vec<String>, &'b Value)>, path: Vec<String>, value: &'b Value) {
        if self.is_gone(value.range.start) {
            return;
        }
        match &value.kind {
            Kind::Text(_) => found.push((path, value)),
            Kind::List(values) => {
                values.iter().for_each(|value| self.gather(found, path.clone(), value));
            }
            Kind::Table(entries) => {
                for entry in entries {
                    let mut path = path.clone();
                    path.extend(entry.keys.iter().map(|key| key.name.clone()));
                    self.gather(found, path, &entry.value);
                }
            }
            Kind::Plain => {}
        }
    }

    /// Claims as their author has to write them anew.
    pub(super) fn claims(&self) -> Vec<Edit> {
        let mut edits = Vec::new();
        for (_, value) in self.texts() {
            let (text, places) = (value.text().unwrap_or_default(), self.text_of(value));
            for range in claims(text).into_iter().filter(|range| !range.is_empty()) {
                let place = places.at(range.start, range.end).range();
                edits.push(Edit::new(place, "?", "words about a number that is not there yet"));
            }
        }
        edits
    }

    /// Names of months that stand in the row or sentence of a month that has moved.
    pub(super) fn months(&self, moved: &[MovedMonth], taken: &[Edit]) -> Vec<Edit> {
        let mut edits: Vec<Edit> = Vec::new();
        for (path, value) in self.texts() {
            let of_text = moved.iter().filter(|month| month.text == value.range.start);
            let (text, places) = (value.text().unwrap_or_default(), self.text_of(value));
            let hidden = expressions(&path, text);
            for month in of_text {
                for (range, new) in self.names(text, month) {
                    let place = places.at(range.start, range.end).range();
                    let is_hidden = hidden.iter().any(|hidden| hidden.contains(&range.start));
                    let is_taken = taken
                        .iter()
                        .chain(&edits)
                        .any(|edit| edit.range.start < place.end && place.start < edit.range.end);
                    if !is_hidden && !is_taken {
                        edits.push(Edit::new(place, new, MONTH_REASON));
                    }
                }
            }
        }
        edits
    }

    /// The names of a month around a place, each with what it becomes.
    fn names(&self, text: &str, month: &MovedMonth) -> Vec<(Range<usize>, String)> {
        let around = sentence(text, month.at);
        let mut found: Vec<(Range<usize>, String)> = Vec::new();
        let (from, to) = (month.from.first_month(), month.to.first_month());
        for (written, new) in self.locale.months_instead(from, to) {
            for (at, _) in text[around.clone()].match_indices(&written) {
                let range = around.start + at..around.start + at + written.len();
                let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
                let is_inside = is_word(text[..range.start].chars().next_back())
                    || is_word(text[range.end..].chars().next());
                // A month of a year that is named was not asked for here.
                let behind = text[range.end..].trim_start_matches([' ', '\u{a0}']);
                let is_dated = behind.starts_with(|c: char| c.is_ascii_digit())
                    || text[..range.start].trim_end().ends_with(|c: char| c.is_ascii_digit());
                let is_known =
                    found.iter().any(|(other, _)| other.start < range.end && range.start < other.end);
                if !is_inside && !is_dated && !is_known {
                    found.push((range, new.clone()));
                }
            }
        }
        found
    }
}

/// The row of a table or the sentence around a place.
fn sentence(text: &str, at: usize) -> Range<usize> {
    let start = text[..at].rfind('\n').map_or(0, |at| at + 1);
    let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    if text[start..].starts_with('|') {
        return start..end;
    }
    let is_end = |(index, c): &(usize, char)| {
        ['.', '!', '?', ';'].contains(c) && text[start + index + 1..end].starts_with(char::is_whitespace)
    };
    let line = &text[start..end];
    let before = line[..at - start].char_indices().rfind(is_end).map_or(0, |(at, _)| at + 1);
    let after = line[at - start..]
        .char_indices()
        .map(|(index, c)| (at - start + index, c))
        .find(is_end)
        .map_or(line.len(), |(at, _)| at);
    start + before..start + after
}

#[cfg(test)]
mod tests {
    use super::{claims, expressions, quoted, sentence};

    #[test]
    fn expressions_and_claims_are_found() {
        let text = "A {{ x.value(\"2023-04\") }} and [half [of] it](=y.share(\"a)b\") | round(1)) or [k](z).";
        let found: Vec<&str> =
            expressions(&["text".to_owned()], text).into_iter().map(|r| &text[r]).collect();
        assert_eq!(found, [" x.value(\"2023-04\") ", "y.share(\"a)b\") | round(1)"]);
        assert_eq!(quoted(found[0]).into_iter().map(|r| &found[0][r]).collect::<Vec<_>>(), ["2023-04"]);
        assert_eq!(claims(text).into_iter().map(|r| &text[r]).collect::<Vec<_>>(), ["half [of] it"]);
        let all = expressions(&["tile".to_owned(), "#0".to_owned(), "value".to_owned()], "visas");
        assert_eq!((all.len(), all[0].clone()), (1, 0..5));
    }

    #[test]
    fn sentences_end_at_a_stop_and_rows_at_their_line() {
        let text = "One 1.5 two. Three x four; five.\n| a | x | b |\n";
        let at = text.find('x').unwrap();
        assert_eq!(&text[sentence(text, at)], " Three x four");
        let at = text.rfind('x').unwrap();
        assert_eq!(&text[sentence(text, at)], "| a | x | b |");
    }
}
