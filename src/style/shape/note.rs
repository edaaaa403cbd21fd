//! Notes: where their marks stand, what stands between them, how notes end, that none is printed twice, and the place of publication.

use std::collections::{BTreeMap, BTreeSet};

use super::Look;
use crate::diag::Span;
use crate::language::year;
use crate::style::prose::NoteMark;
use crate::style::{Hit, Scope};

/// Marks of notes before a sign of the rule.
pub(super) fn mark(look: &Look<'_>) -> Vec<Hit> {
    let prose = look.prose;
    let hits = prose.marks.iter().filter_map(|mark| {
        let (sign, place) = prose.behind(mark.span)?;
        look.signs.iter().any(|known| known.starts_with(sign)).then_some(())?;
        // What stands between two marks is no sign of the sentence.
        if prose.rest(place).trim_start().starts_with("[^") {
            return None;
        }
        let whole = Span { end: place.end, ..mark.span };
        let to = format!("{sign}{}", prose.written(mark.span));
        let last = prose.text[..mark.at].char_indices().next_back()?.0;
        Some(Hit { file: Some(whole), ..Hit::new(last..mark.at, Some(to)) })
    });
    hits.collect()
}

/// Marks at one place with a space or a sign of the rule between them.
pub(super) fn marks_apart(look: &Look<'_>) -> Vec<Hit> {
    let prose = look.prose;
    let is_parted = |one: Span, other: Span| {
        let between = Span { start: one.end, end: other.start, ..one };
        let words = if one.source == other.source { prose.written(between) } else { "" };
        let sign = words.trim();
        let is_one = sign.is_empty() || look.signs.iter().any(|known| known == sign);
        !words.is_empty() && is_one && !words.contains("\n\n")
    };
    let mut runs: Vec<Vec<&NoteMark>> = Vec::new();
    for mark in &prose.marks {
        match runs.last_mut().filter(|run| run.last().is_some_and(|last| is_parted(last.span, mark.span))) {
            Some(run) => run.push(mark),
            None => runs.push(vec![mark]),
        }
    }
    let hits = runs.into_iter().filter(|run| run.len() > 1).filter_map(|run| {
        let (first, last) = (run.first()?, run.last()?);
        let whole = Span { end: last.span.end, ..first.span };
        let to = run.iter().map(|mark| prose.written(mark.span)).collect();
        let before = prose.text[..first.at].char_indices().next_back()?.0;
        Some(Hit { file: Some(whole), ..Hit::new(before..first.at, Some(to)) })
    });
    hits.collect()
}

/// The key of the name of a source.
const NAME: &str = "name";

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
        let is_open = !is_ended && !last.is_control();
        // A source without a note prints its name, which stands in tables too: there it has no stop.
        let is_name = || {
            let key = look.prose.span(&line.range).map(|span| look.prose.before(span));
            let key = key.and_then(|key| key.trim_end_matches(['"', '\'']).trim_end().strip_suffix('='));
            key.is_some_and(|key| key.trim_end().ends_with(NAME))
        };
        is_open.then(|| {
            if is_name() {
                let name = text.trim();
                let hit = Hit::new(line.range.start..end, None);
                return hit.saying(format!(
                    "a note ends with a full stop: give the source a note = \"{name}{first}\" of its own"
                ));
            }
            Hit::new(start..end, Some(format!("{last}{first}")))
        })
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
        // An address of the imprint ends with its country too; a citation names a year, or a title and a publisher.
        if line.scope == Scope::Imprint && !has_year(before) && !before.contains(". ") {
            return None;
        }
        let names = || language.country_codes().filter_map(|code| language.country(code)).collect();
        let is_country = countries.get_or_insert_with(names).contains(place);
        let range = line.range.start + before.len() + 2..line.range.start + text.len();
        is_country.then(|| Hit::new(range, None))
    });
    hits.collect()
}

/// Whether a year stands in a text.
fn has_year(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_digit()).any(|digits| year(digits).is_some())
}
