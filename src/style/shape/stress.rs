//! Bold type that stresses words of a sentence.

use super::Look;
use crate::style::Hit;

/// Signs that end a sentence, or the head of one.
const ENDS: [char; 4] = ['.', ':', '!', '?'];

/// Words in bold within a sentence: neither a head at its beginning, nor numbers, which conclusions may have in bold.
pub(super) fn bold(look: &Look<'_>) -> Vec<Hit> {
    let text = &look.prose.text;
    let hits = look.prose.bold.iter().filter(|range| {
        let words = &text[(*range).clone()];
        let is_head = look.prose.line_of(range).is_none_or(|line| {
            let before = text[line.range.start..range.start].trim_end();
            before.is_empty() || (before.ends_with(ENDS) && words.ends_with(ENDS))
        });
        !is_head && !words.bytes().any(|byte| byte.is_ascii_digit())
    });
    hits.map(|range| Hit::new(range.clone(), None)).collect()
}
