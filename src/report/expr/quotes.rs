//! Tells of a period or part that stands without quotation marks: `departures.value(2026-Q2)`, `visas.part(CN)`.

use super::Fault;
use super::value::parse_period;
use crate::report::scope::Scope;

/// What takes names in brackets without being asked of something.
const TAKES: [&str; 2] = ["country", "span"];

/// The first argument of an expression that lacks its quotation marks.
pub(super) fn missing(text: &str, scope: &Scope) -> Option<Fault> {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(open), _) if open == c => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '(') if takes_names(&text[..at]) => {
                let inside = &text[at + 1..];
                let inside = &inside[..inside.find(')').unwrap_or(inside.len())];
                if let Some(fault) = in_arguments(inside, at + 1, scope) {
                    return Some(fault);
                }
            }
            (None, _) => {}
        }
    }
    None
}

/// Whether what stands before a bracket is asked of something: `departures.value`.
fn takes_names(before: &str) -> bool {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let start = before.trim_end_matches(is_name);
    start.ends_with('.') || TAKES.contains(&&before[start.len()..])
}

fn in_arguments(inside: &str, start: usize, scope: &Scope) -> Option<Fault> {
    let mut at = start;
    for argument in inside.split(',') {
        let name = argument.trim();
        if let Some(meant) = meant(name, scope) {
            let from = at + (argument.len() - argument.trim_start().len());
            let message = format!("`{name}` stands without quotation marks");
            let hint = format!("write it in quotes: \"{meant}\"");
            return Some(Fault::bad(message, hint).in_place(from..from + name.len()));
        }
        at += argument.len() + 1;
    }
    None
}

/// The period, part or group that a word is, or is meant to be.
fn meant(name: &str, scope: &Scope) -> Option<String> {
    if name.is_empty() || name.contains(['"', '\'', '(', '.']) || scope.figures.contains_key(name) {
        return None;
    }
    let is_known = scope.in_text(name).is_some()
        || scope.groups.members(name).is_some()
        // A year may stand without them.
        || (!name.bytes().all(|b| b.is_ascii_digit()) && parse_period(name, scope).is_ok());
    is_known.then(|| name.to_owned())
}
