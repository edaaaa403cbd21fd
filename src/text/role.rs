//! Reads the role that words beside a number give it: the value before, the value after, one compared with.

use std::ops::Range;

use super::line::Line;
use super::period::Mention;
use super::side;
use crate::language::{Pattern, Reading, Sides};

/// The role that the words beside a value give it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueRole {
    /// What the number was before: "from 12,339".
    From,
    /// What it became: "to 6,996".
    To,
    /// What another value is compared with: "compared with 12,339".
    Against,
}

/// The role of a number and where the words begin that give it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoleMark {
    /// The role, when there are such words.
    pub role: Option<ValueRole>,
    /// Where those words begin; the number itself when there are none.
    pub mark: usize,
}

/// Reads the role of a number; `from` is where the number before it ends, or the sentence begins.
pub(super) fn role(
    line: &Line<'_>,
    mentions: &[Mention],
    from: usize,
    range: &Range<usize>,
    reading: &Reading,
) -> RoleMark {
    let text = without_names(line, mentions, &(from..range.start));
    let text = without_fillers(&text, reading);
    let kinds = [
        (ValueRole::Against, &reading.against),
        (ValueRole::From, &reading.from),
        (ValueRole::To, &reading.to),
    ];
    let before = |sides: &Sides| sides.before.iter().find_map(|word: &Pattern| word.ends(text));
    if let Some((role, at)) = kinds.into_iter().find_map(|(role, words)| Some((role, before(words)?))) {
        return RoleMark { role: Some(role), mark: from + at };
    }
    let after = &line.lower[range.end..];
    let role = kinds.into_iter().find(|(_, words)| stands_behind(after, words)).map(|(role, _)| role);
    RoleMark { role, mark: range.start }
}

/// Whether one of some words stands behind a number, or is glued to it.
pub(super) fn stands_behind(after: &str, words: &Sides) -> bool {
    words.suffix.iter().any(|ending| side::is_glued(after, ending))
        || words.behind.iter().any(|word| side::follows(after, word))
}

/// A part of a line in small letters, as long as it is, with spaces for the periods that it names and for what
/// stands in brackets.
pub(super) fn without_names(line: &Line<'_>, mentions: &[Mention], range: &Range<usize>) -> String {
    // They stand in order, none within another.
    let next = mentions.partition_point(|mention| mention.range.end <= range.start);
    let mut mentions = mentions[next..].iter().map(|mention| &mention.range).peekable();
    let mut named = |at: usize| {
        while mentions.next_if(|mention| mention.end <= at).is_some() {}
        mentions.peek().is_some_and(|mention| mention.contains(&at))
    };
    let mut depth = 0;
    let mut plain = String::new();
    for (offset, c) in line.lower[range.clone()].char_indices() {
        depth += i32::from(c == '(') - i32::from(c == ')');
        if named(range.start + offset) || depth > 0 || matches!(c, '(' | ')') {
            plain.extend(std::iter::repeat_n(' ', c.len_utf8()));
        } else {
            plain.push(c);
        }
    }
    plain
}

/// A text without the words at its end that may stand between "to" and a value: "to a total of about".
pub fn without_fillers<'a>(text: &'a str, reading: &Reading) -> &'a str {
    let nearness = [
        &reading.nearly,
        &reading.just_over,
        &reading.below,
        &reading.above,
        &reading.at_least,
        &reading.at_most,
        &reading.about,
    ];
    let fillers = || nearness.into_iter().flat_map(|sides| &sides.before).chain(&reading.fillers);
    let mut text = text.trim_end();
    loop {
        let year = text.len() - text.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let filler = fillers().find_map(|word| word.ends(text));
        match filler.or((year == 4).then(|| text.len() - year)) {
            Some(start) => text = text[..start].trim_end(),
            None => return text,
        }
    }
}
