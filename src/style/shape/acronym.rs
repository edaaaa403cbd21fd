//! Acronyms: spelled out where they are first used, once, and only when they are used again.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Look;
use crate::style::Hit;

/// Letters of the shortest and of the longest acronym.
const LETTERS: std::ops::RangeInclusive<usize> = 2..=7;
/// Uses behind its definition that make an acronym worth having.
const FEWEST_USES: usize = 2;

/// Where an acronym stands.
struct Uses {
    /// In brackets behind its full form.
    defined: Vec<Range<usize>>,
    /// Elsewhere.
    used: Vec<Range<usize>>,
}

/// An acronym that is used before it is spelled out, or never is.
pub(super) fn first(look: &Look<'_>) -> Vec<Hit> {
    let found = all(look).into_iter().filter_map(|(acronym, Uses { defined, used })| {
        let first = used.first()?;
        let what = match defined.first() {
            Some(defined) if defined.start < first.start => return None,
            Some(_) => format!("`{acronym}` is used here before it is spelled out"),
            None => format!("`{acronym}` is spelled out nowhere in the text"),
        };
        Some(Hit::new(first.clone(), None).saying(what))
    });
    found.collect()
}

/// An acronym that is spelled out again.
pub(super) fn twice(look: &Look<'_>) -> Vec<Hit> {
    let again = all(look).into_iter().flat_map(|(acronym, uses)| {
        let again: Vec<Range<usize>> = uses.defined.into_iter().skip(1).collect();
        again
            .into_iter()
            .map(move |range| Hit::new(range, None).saying(format!("`{acronym}` was spelled out before")))
    });
    again.collect()
}

/// An acronym that is hardly used once it is there.
pub(super) fn unused(look: &Look<'_>) -> Vec<Hit> {
    let found = all(look).into_iter().filter_map(|(acronym, Uses { defined, used })| {
        let first = defined.first()?;
        let later = used.iter().filter(|range| range.start > first.start).count();
        let times = if later == 0 { "not used again" } else { "used only once more" };
        (later < FEWEST_USES).then(|| {
            Hit::new(first.clone(), None).saying(format!("`{acronym}` is {times}: write the full form"))
        })
    });
    found.collect()
}

/// The acronyms of the lines that the rule reads, with their places.
fn all(look: &Look<'_>) -> BTreeMap<String, Uses> {
    let text = look.prose.masked(look.reads);
    let mut found: BTreeMap<String, Uses> = BTreeMap::new();
    for line in look.prose.lines.iter().filter(|line| look.scopes.contains(&line.scope)) {
        let words = words(text, &line.range);
        let is_loud = words.iter().all(|word| !text[word.clone()].chars().any(char::is_lowercase));
        if is_loud && words.len() > 1 {
            continue;
        }
        for range in words {
            let word = &text[range.clone()];
            let Some(acronym) = acronym(word).filter(|acronym| !look.known.acronyms.contains(*acronym))
            else {
                continue;
            };
            let range = range.start..range.start + acronym.len();
            let before = &text[line.range.start..range.start];
            let is_defined = before.ends_with('(')
                && text[range.end..].starts_with(')')
                && spells(before.trim_end_matches('('), acronym);
            let uses = found
                .entry(acronym.to_owned())
                .or_insert_with(|| Uses { defined: Vec::new(), used: Vec::new() });
            if is_defined { uses.defined.push(range) } else { uses.used.push(range) }
        }
    }
    found
}

/// The runs of letters and digits in a line.
fn words(text: &str, line: &Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in text[line.clone()].char_indices() {
        let at = line.start + at;
        match (c.is_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                found.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    found.extend(start.map(|from| from..line.end));
    found
}

/// A word as an acronym, without the ending of a plural.
fn acronym(word: &str) -> Option<&str> {
    let stem = word.strip_suffix('s').unwrap_or(word);
    let is_one = stem.chars().all(char::is_uppercase) && LETTERS.contains(&stem.chars().count());
    let is_number = stem.chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
    (is_one && !is_number).then_some(stem)
}

/// Whether the words before end with a full form: one of them begins with the acronym's first letter.
fn spells(before: &str, acronym: &str) -> bool {
    let most = 2 * acronym.chars().count() + 2;
    let first = acronym.chars().next();
    before.split_whitespace().rev().take(most).any(|word| {
        let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
        word.chars().count() > 1 && word.chars().next().map(|c| c.to_uppercase().next()) == Some(first)
    })
}
