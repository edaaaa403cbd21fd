//! Finds signs of Markdown that were meant to mark something and are printed as they are.

use std::ops::Range;

use super::marks::OPEN;

/// The sign at a place of a text that opens or closes nothing, where the parser found plain words.
pub(super) fn stray(source: &str, range: &Range<usize>) -> Option<(Range<usize>, &'static str)> {
    let words = source.get(range.clone())?;
    let before = source[..range.start].chars().next_back();
    let after = source[range.end..].chars().next();
    let is_code = words.len() > 1 && words.starts_with('`') && words.ends_with('`');
    if before == Some('\\') || is_code {
        return None;
    }
    let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let is_run = |sign: char| !words.is_empty() && words.chars().all(|c| c == sign);
    if is_run('*') {
        // Between two words, as in 2 * 3 or inside a word, it marks nothing.
        return (blank(before) != blank(after)).then(|| (range.clone(), "*"));
    }
    if words == "![" {
        return Some((range.clone(), "!["));
    }
    // A claim that is none is told by itself.
    if words == "]" && after == Some('(') && !source[range.end + 1..].starts_with(OPEN) {
        return Some((range.clone(), "]("));
    }
    // "[half(=visas…" and "half]=visas…": a link of a claim that has lost a sign. A number before it is told as loose,
    // unless the claim can be seen: "[77 per cent(=visas…".
    for sign in ["(=", "]="] {
        if let Some(at) = words.find(sign) {
            let place = range.start + at;
            let said = &source[..place];
            let open = said.rfind('[');
            let said = &said[open.unwrap_or(0)..];
            let is_number = said.contains(|c: char| c.is_ascii_digit());
            let is_claim = open.is_some() && !said.contains([']', '\n']) && asks(&words[at + sign.len()..]);
            if !is_number || is_claim {
                return Some((place..place + sign.len(), sign));
            }
        }
    }
    // The two brackets of "[half]=visas…" have been found to belong together.
    if before == Some(']') && words.strip_prefix('=').is_some_and(asks) {
        return Some((range.start - 1..range.start + 1, "]="));
    }
    words.find('`').map(|at| (range.start + at..range.start + at + 1, "`"))
}

/// Whether an expression begins here: a name, and what it is asked for, or a function.
fn asks(text: &str) -> bool {
    let name = text.trim_start();
    let end = name.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(name.len());
    name.starts_with(|c: char| c.is_ascii_lowercase()) && name[end..].starts_with(['.', '(', ')'])
}
