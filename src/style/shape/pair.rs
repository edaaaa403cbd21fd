//! Quotation marks and brackets come in pairs.

use std::collections::BTreeSet;
use std::ops::Range;

use memchr::memmem;

use super::Look;
use crate::style::Hit;

/// A sign that lacks its other half, the first of each kind in a passage.
pub(super) fn pairs(look: &Look<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    let text = look.prose.masked(look.reads);
    for pair in look.signs {
        let mut signs = pair.chars();
        let (Some(opens), Some(closes)) = (signs.next(), signs.next()) else { continue };
        for line in lines_with(look, text, [opens, closes]) {
            let words = &text[line.clone()];
            let lone = if opens == closes { odd(words, opens) } else { lone(words, opens, closes) };
            hits.extend(lone.map(|at| {
                let length = words[at..].chars().next().map_or(1, char::len_utf8);
                Hit::new(line.start + at..line.start + at + length, None)
            }));
        }
    }
    hits
}

/// The lines that the rule reads and that have one of two signs, in order: most have none.
fn lines_with(look: &Look<'_>, text: &str, signs: [char; 2]) -> Vec<Range<usize>> {
    let places = signs.iter().flat_map(|sign| {
        let sign = sign.to_string();
        memmem::find_iter(text.as_bytes(), &sign).collect::<Vec<_>>()
    });
    let lines = places.filter_map(|at| look.prose.line_of(&(at..at)));
    let lines = lines.filter(|line| look.scopes.contains(&line.scope));
    let lines: BTreeSet<(usize, usize)> = lines.map(|line| (line.range.start, line.range.end)).collect();
    lines.into_iter().map(|(start, end)| start..end).collect()
}

/// The last of an odd number of signs.
fn odd(words: &str, sign: char) -> Option<usize> {
    let all: Vec<usize> = words.match_indices(sign).map(|(at, _)| at).collect();
    all.last().copied().filter(|_| all.len() % 2 == 1)
}

fn lone(words: &str, opens: char, closes: char) -> Option<usize> {
    let mut open = Vec::new();
    for (at, c) in words.char_indices() {
        if c == opens {
            open.push(at);
        } else if c == closes && open.pop().is_none() {
            // "a)" counts, and opens nothing.
            let before = &words[..at];
            let label = before.rsplit(' ').next().unwrap_or_default();
            let is_label = c == ')'
                && (1..=3).contains(&label.chars().count())
                && label.chars().all(char::is_alphanumeric);
            if !is_label {
                return Some(at);
            }
        }
    }
    open.first().copied()
}
