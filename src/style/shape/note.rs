//! Notes: where their marks stand, how they end, that none is printed twice, and the place of publication.

use std::collections::{BTreeMap, BTreeSet};

use super::Look;
use crate::diag::Span;
use crate::style::{Hit, Scope};

/// Marks of notes before a sign of the rule.
pub(super) fn mark(look: &Look<'_>) -> Vec<Hit> {
    let prose = look.prose;
    let hits = prose.marks.iter().filter_map(|mark| {
        let (sign, place) = prose.behind(mark.span)?;
        look.signs.iter().any(|known| known.starts_with(sign)).then_some(())?;
        let whole = Span { end: place.end, ..mark.span };
        let to = format!("{sign}{}", prose.written(mark.span));
        let last = prose.text[..mark.at].char_indices().next_back()?.0;
        Some(Hit { file: Some(whole), ..Hit::new(last..mark.at, Some(to)) })
    });
    hits.collect()
}

/// Notes that do not end with a sign of the rule.
pub(super) fn stop(look: &Look<'_>) -> Vec<Hit> {
    let lines = look.prose.lines.iter().filter(|line| look.scopes.contains(&line.scope));
    let hits = lines.filter_map(|line| {
        let text = look.prose.text[line.range.clone()].trim_end();
        let (at, last) = text.char_indices().next_back()?;
        let is_ended = look.signs.iter().any(|sign| text.ends_with(sign.as_str()));
        let first = look.signs.first()?;
        let start = line.range.start + at;
        let end = start + last.len_utf8();
        (!is_ended && !last.is_control()).then(|| Hit::new(start..end, Some(format!("{last}{first}"))))
    });
    hits.collect()
}

/// Notes of the same words, written twice.
pub(super) fn repeated(look: &Look<'_>) -> Vec<Hit> {
    let mut known: BTreeMap<&str, Span> = BTreeMap::new();
    let lines = look
        .prose
        .lines
        .iter()
        .filter(|line| line.scope == Scope::Notes && look.scopes.contains(&line.scope));
    let hits = lines.filter_map(|line| {
        let text = look.prose.text[line.range.clone()].trim();
        let span = look.prose.span(&line.range)?;
        let first = *known.entry(text).or_insert(span);
        (first != span && !text.is_empty()).then(|| Hit::new(line.range.clone(), None))
    });
    hits.collect()
}

/// A country at the end of a citation, where a city belongs.
pub(super) fn place_of_publication(look: &Look<'_>) -> Vec<Hit> {
    let language = look.known.language;
    let mut countries: Option<BTreeSet<&str>> = None;
    let lines = look.prose.lines.iter().filter(|line| look.scopes.contains(&line.scope));
    let hits = lines.filter_map(|line| {
        let text = look.prose.text[line.range.clone()].trim_end().trim_end_matches('.');
        let (before, place) = text.rsplit_once(", ")?;
        let names = || language.country_codes().filter_map(|code| language.country(code)).collect();
        let is_country = countries.get_or_insert_with(names).contains(place);
        let range = line.range.start + before.len() + 2..line.range.start + text.len();
        is_country.then(|| Hit::new(range, None))
    });
    hits.collect()
}
