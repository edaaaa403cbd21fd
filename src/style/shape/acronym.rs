//! Acronyms: spelled out where they are first used, once, and only when they are used again.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Look;
use crate::style::{Hit, Scope};

/// Letters of the shortest and of the longest acronym.
const LETTERS: std::ops::RangeInclusive<usize> = 2..=7;
/// Uses beside its definition that make an acronym worth having.
const FEWEST_USES: usize = 2;

/// Digits of a year.
const YEAR_DIGITS: usize = 4;
/// Letters of a word that an acronym may leave out.
const SHORT: usize = 3;

/// Where an acronym stands.
struct Uses {
    /// In brackets behind its full form.
    defined: Vec<Range<usize>>,
    /// Elsewhere.
    used: Vec<Range<usize>>,
}

/// An acronym that is used before it is spelled out, or never is.
pub(super) fn first(look: &Look<'_>) -> Vec<Hit> {
    let text = look.prose.masked(look.reads);
    let everywhere = all(look, &Scope::ALL);
    let found = all(look, look.scopes).into_iter().filter_map(|(acronym, Uses { defined, used })| {
        let first = used.first()?;
        let times = everywhere.get(acronym).map_or(0, |uses| uses.used.len());
        let mut instead = None;
        let what = match defined.first() {
            Some(defined) if defined.start < first.start => return None,
            Some(_) => format!("`{acronym}` is used here before it is spelled out"),
            None if is_spelled_behind(&text[first.end..], acronym) => {
                format!("the full form of `{acronym}` stands behind it: it stands before it")
            }
            // Spelled out once, it would hardly be used besides.
            None if times <= FEWEST_USES => {
                instead = Some("the full form each time");
                format!("`{acronym}` is spelled out nowhere, and hardly used")
            }
            None => format!("`{acronym}` is spelled out nowhere in the text"),
        };
        Some(Hit { instead, ..Hit::new(first.clone(), None).saying(what) })
    });
    found.collect()
}

/// An acronym that is spelled out again.
pub(super) fn twice(look: &Look<'_>) -> Vec<Hit> {
    let again = all(look, look.scopes).into_iter().flat_map(|(acronym, uses)| {
        let again: Vec<Range<usize>> = uses.defined.into_iter().skip(1).collect();
        again
            .into_iter()
            .map(move |range| Hit::new(range, None).saying(format!("`{acronym}` was spelled out before")))
    });
    again.collect()
}

/// An acronym that is hardly used beside where it is spelled out.
pub(super) fn unused(look: &Look<'_>) -> Vec<Hit> {
    // Labels and tables have no room for the full form.
    let everywhere = all(look, &Scope::ALL);
    let found = all(look, look.scopes).into_iter().filter_map(|(acronym, Uses { defined, used })| {
        let first = defined.first()?;
        let times = if used.is_empty() { "not used again" } else { "used only once more" };
        let is_used = everywhere.get(acronym).is_some_and(|uses| uses.used.len() >= FEWEST_USES);
        (!is_used).then(|| {
            Hit::new(first.clone(), None).saying(format!("`{acronym}` is {times}: write the full form"))
        })
    });
    found.collect()
}

/// The acronyms of lines of these kinds, with their places.
fn all<'l>(look: &Look<'l>, scopes: &[Scope]) -> BTreeMap<&'l str, Uses> {
    let text = look.prose.masked(look.reads);
    let mut found: BTreeMap<&str, Uses> = BTreeMap::new();
    for range in look.prose.capitals() {
        let known = look.known.acronyms;
        let acronym = acronym(&text[range.clone()]).filter(|acronym| !known.contains(*acronym));
        let line = look.prose.line_of(range).filter(|line| scopes.contains(&line.scope));
        let (Some(acronym), Some(line)) = (acronym, line) else { continue };
        let (before, after) = (&text[line.range.start..range.start], &text[range.end..line.range.end]);
        if is_shouted(&text[line.range.clone()]) || is_among_shouted(before, after) || is_cited(before, after)
        {
            continue;
        }
        let is_defined = before.strip_suffix('(').is_some_and(|before| {
            is_initials(before.split_whitespace().rev(), acronym.chars().rev())
                || (after.starts_with(')') && spells(before, acronym))
        });
        let uses = found.entry(acronym).or_insert_with(|| Uses { defined: Vec::new(), used: Vec::new() });
        let range = range.start..range.start + acronym.len();
        if is_defined { uses.defined.push(range) } else { uses.used.push(range) }
    }
    found
}

/// Whether a line of several words has no small letter.
fn is_shouted(line: &str) -> bool {
    !line.chars().any(char::is_lowercase) && line.split_whitespace().nth(1).is_some()
}

/// Whether a word beside is in capitals and too long for an acronym: then this one is a word in capitals too.
fn is_among_shouted(before: &str, after: &str) -> bool {
    let is_loud = |word: &str| {
        let letters = word.trim_matches(|c: char| !c.is_alphanumeric());
        letters.chars().count() > *LETTERS.end() && letters.chars().all(char::is_uppercase)
    };
    let last = before.strip_suffix(' ').and_then(|before| before.rsplit(' ').next());
    let next = after.strip_prefix(' ').and_then(|after| after.split(' ').next());
    last.is_some_and(is_loud) || next.is_some_and(is_loud)
}

/// Whether a year in brackets follows: what stands there is an author, who is spelled out among the sources.
fn is_cited(before: &str, after: &str) -> bool {
    let is_inside = before.rfind('(') > before.rfind(')');
    let year = after.strip_prefix(", ").map(|after| after.bytes().take_while(u8::is_ascii_digit).count());
    is_inside && year == Some(YEAR_DIGITS)
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

/// Whether brackets follow in which the full form stands.
fn is_spelled_behind(after: &str, acronym: &str) -> bool {
    let after = after.strip_prefix('s').unwrap_or(after);
    let inside = after.strip_prefix(" (").and_then(|after| after.split_once(')'));
    inside.is_some_and(|(inside, _)| is_initials(inside.split_whitespace(), acronym.chars()))
}

/// Whether words begin with these letters one by one; short words between them have none.
fn is_initials<'w>(words: impl Iterator<Item = &'w str>, letters: impl Iterator<Item = char>) -> bool {
    let mut letters = letters.peekable();
    for word in words {
        let Some(letter) = letters.peek() else { break };
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        let first = word.chars().next().and_then(|c| c.to_uppercase().next());
        if first == Some(*letter) {
            letters.next();
        } else if word.chars().count() > SHORT {
            return false;
        }
    }
    letters.peek().is_none()
}
