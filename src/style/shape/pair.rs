//! Quotation marks and brackets come in pairs.

use super::Look;
use crate::style::Hit;

/// A sign that lacks its other half, the first of each kind in a passage.
pub(super) fn pairs(look: &Look<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    let text = look.prose.masked(look.reads);
    for line in look.prose.lines.iter().filter(|line| look.scopes.contains(&line.scope)) {
        let words = &text[line.range.clone()];
        for pair in look.signs {
            let mut signs = pair.chars();
            let (Some(opens), Some(closes)) = (signs.next(), signs.next()) else { continue };
            if !words.contains([opens, closes]) {
                continue;
            }
            let lone = if opens == closes { odd(words, opens) } else { lone(words, opens, closes) };
            hits.extend(lone.map(|at| {
                let length = words[at..].chars().next().map_or(1, char::len_utf8);
                Hit::new(line.range.start + at..line.range.start + at + length, None)
            }));
        }
    }
    hits
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
