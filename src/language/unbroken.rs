//! Finds where a line must not break though it could: behind the dash of a range and the hyphen of an ending, within a
//! number and between it and what it counts, before a dash.

/// What keeps the words on both sides of it on one line, and has no width and no look.
pub const JOINER: char = '\u{2060}';

/// From so many letters on, a part of a word may stand on a line of its own.
const LEAST_PART: usize = 4;

/// Longest word, in letters, that is kept on one line: an address has to break somewhere.
const LONGEST_WORD: usize = 32;

/// The places in a text, in bytes, where a joiner belongs: behind the dash in "April–June" and "2022–2023", and behind a
/// hyphen beside a digit or a short part, as in "2023-ж." or "non-CIS".
fn joints(text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let mut start = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        in_word(word, start, &mut found);
        start += word.len();
    }
    found
}

fn in_word(word: &str, start: usize, found: &mut Vec<usize>) {
    // Most words have neither.
    if !word.contains(is_joint) {
        return;
    }
    let is_address = word.contains(['/', '@']) || word.chars().count() > LONGEST_WORD;
    for (at, sign) in word.match_indices(is_joint) {
        let after = &word[at + sign.len()..];
        if after.starts_with(JOINER) {
            continue;
        }
        let (before, next) = (part(word[..at].chars().rev()), part(after.chars()));
        if before.letters == 0 || next.letters == 0 || is_address {
            continue;
        }
        let is_dash = sign.starts_with(is_dash);
        let is_short = before.letters.min(next.letters) < LEAST_PART;
        if is_dash || is_short || before.has_digit || next.has_digit {
            found.push(start + at + sign.len());
        }
    }
}

fn is_dash(c: char) -> bool {
    matches!(c, '\u{2012}' | '–')
}

fn is_joint(c: char) -> bool {
    is_dash(c) || matches!(c, '-' | '\u{2010}')
}

/// A part of a word, from a joint on.
struct Part {
    letters: usize,
    /// Whether a digit stands at the joint.
    has_digit: bool,
}

fn part(mut letters: impl Iterator<Item = char>) -> Part {
    let first = letters.next().filter(|c| c.is_alphanumeric());
    let rest = letters.take_while(|c| c.is_alphanumeric()).count();
    Part { letters: first.map_or(0, |_| rest + 1), has_digit: first.is_some_and(|c| c.is_numeric()) }
}

/// Longest word, in letters, that stays with the number before it, and the most digits of a number that has no other
/// signs: that of a day or a small count, no year. The shortest words behind a number count nothing ("12,339 in 2022"),
/// but may name a month.
const LONGEST_COUNTED: usize = 9;
const MOST_DIGITS: usize = 2;
const SHORTEST_COUNTED: usize = 4;
const SHORTEST_MONTH: usize = 3;

/// The places of plain spaces, in bytes, at which a line must not end: between the groups of digits of a number, between
/// a day and its month or a number and what it counts, and before a dash that stands alone.
fn tied(text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let mut words = words(text).peekable();
    let mut before = None;
    while let Some((start, word)) = words.next() {
        if let Some((space, next)) = words.peek().map(|(at, next)| (at - 1, *next))
            && (matches!(next, "–" | "—") || is_group(word, next) || is_counted(word, next))
        {
            // One tie at a time, but for the groups of a number: chains of words would leave wide spaces.
            if before != Some(start) || is_group(word, next) {
                found.push(space);
                before = Some(space + 1);
            }
        }
    }
    found
}

/// Words between plain spaces, with their places.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    text.split(' ').map(move |word| {
        let at = start;
        start += word.len() + 1;
        (at, word)
    })
}

/// Whether a word continues the number before it.
fn is_group(word: &str, next: &str) -> bool {
    let ends = word.chars().rev().take_while(char::is_ascii_digit).count();
    let digits = next.chars().take_while(char::is_ascii_digit).count();
    let is_letter = |c: char| c.is_alphanumeric();
    (1..=3).contains(&ends) && digits == 3 && !next[digits..].starts_with(is_letter) && !word.contains('-')
}

/// Whether a word is what the number before it counts, or the month of a day.
fn is_counted(word: &str, next: &str) -> bool {
    let number = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    let digits = number.chars().filter(char::is_ascii_digit).count();
    let is_number = number.starts_with(|c: char| c.is_ascii_digit())
        && number.ends_with(|c: char| c.is_ascii_digit())
        && number.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '\u{a0}'));
    let letters = next.chars().take_while(|c| c.is_alphabetic()).count();
    let is_small = digits == number.len() && digits <= MOST_DIGITS;
    let least = if is_small { SHORTEST_MONTH } else { SHORTEST_COUNTED };
    is_number && (digits < number.len() || is_small) && (least..=LONGEST_COUNTED).contains(&letters)
}

/// Puts the joiners into a text that stands in several pieces, where it has none yet.
pub fn hold_together(pieces: &mut [&mut String]) {
    let whole: String = pieces.iter().map(|piece| piece.as_str()).collect();
    let mut joints = joints(&whole);
    each_from_the_end(pieces, whole.len(), |piece, start| {
        while let Some(at) = joints.pop_if(|at| *at > start) {
            piece.insert(at - start, JOINER);
        }
    });
}

/// Ties what a plain space parts: a joiner stands behind the space, which stays what it is to who reads the text. Not for
/// texts that somebody goes on writing.
pub fn tie_together(pieces: &mut [&mut String]) {
    let whole: String = pieces.iter().map(|piece| piece.as_str()).collect();
    let mut tied = tied(&whole);
    each_from_the_end(pieces, whole.len(), |piece, start| {
        while let Some(at) = tied.pop_if(|at| *at >= start) {
            piece.insert(at - start + 1, JOINER);
        }
    });
}

/// Calls for each piece of a text, with the place where it begins, the last first.
fn each_from_the_end(pieces: &mut [&mut String], mut end: usize, mut change: impl FnMut(&mut String, usize)) {
    for piece in pieces.iter_mut().rev() {
        let start = end - piece.len();
        change(piece, start);
        end = start;
    }
}

#[cfg(test)]
mod tests {
    use super::{JOINER, hold_together, tie_together};

    fn held(text: &str) -> String {
        let mut text = text.to_owned();
        hold_together(&mut [&mut text]);
        tie_together(&mut [&mut text]);
        text.replace(" \u{2060}", "~").replace(JOINER, "|").replace('\u{a0}', "~")
    }

    #[test]
    fn a_number_keeps_its_groups_and_what_it_counts() {
        assert_eq!(held("20 341 человек, 1 308 710 рұқсат"), "20~341 человек, 1~308~710 рұқсат");
        assert_eq!(held("20\u{a0}341 адам, 43.3\u{a0}per\u{a0}cent more"), "20~341~адам, 43.3~per~cent more");
        assert_eq!(held("on 12 November 2023; 43,3 пайызға"), "on 12~November 2023; 43,3~пайызға");
        assert_eq!(held("10,995 arrivals in 2023 were more"), "10,995~arrivals in 2023 were more");
        assert_eq!(held("12,339 in 2022, on 3 May"), "12,339 in 2022, on 3~May");
        assert_eq!(held("see Figure\u{a0}2 for 4 things"), "see Figure~2 for 4~things");
        assert_eq!(held("in 5 administrations, 7."), "in 5 administrations, 7.");
    }

    #[test]
    fn no_line_begins_with_a_dash() {
        assert_eq!(held("it fell – by a third — in May"), "it fell~– by a third~— in May");
    }

    #[test]
    fn ranges_are_not_parted_at_the_dash() {
        assert_eq!(held("in April–June 2023 (2022–2023)"), "in April–|June 2023 (2022–|2023)");
        assert_eq!(held("12–14 June; 2023 жылғы сәуір–маусым"), "12–|14 June; 2023 жылғы сәуір–|маусым");
        assert_eq!(held("a – b, −5, –5, 3– 4"), "a~– b, −5, –5, 3– 4");
    }

    #[test]
    fn endings_and_short_parts_stay_at_their_hyphen() {
        assert_eq!(held("1-сурет, 2023-ж., ТМД-дан"), "1-|сурет, 2023-|ж., ТМД-|дан");
        assert_eq!(held("non-CIS and COVID-19"), "non-|CIS and COVID-|19");
        assert_eq!(held("еңбекші-мигрант, migration-related"), "еңбекші-мигрант, migration-related");
        assert_eq!(held("https://iom.int/a-b-1 a-b@iom.int"), "https://iom.int/a-b-1 a-b@iom.int");
        assert_eq!(held("a-"), "a-");
        assert_eq!(held("-1 -a"), "-1 -a");
    }

    #[test]
    fn what_is_held_stays_as_it_is() {
        let once = held("April–June").replace('|', "\u{2060}");
        let mut twice = once.clone();
        hold_together(&mut [&mut twice]);
        assert_eq!(twice, once);
    }

    #[test]
    fn a_range_in_several_pieces_is_one() {
        let mut pieces = ["from 12–".to_owned(), "14 June, 1".to_owned(), "-ж.".to_owned()];
        let [a, b, c] = &mut pieces;
        hold_together(&mut [a, b, c]);
        assert_eq!(pieces, ["from 12–\u{2060}", "14 June, 1", "-\u{2060}ж."]);
        let mut pieces = ["of 12".to_owned(), " June".to_owned(), " 20".to_owned(), " 341".to_owned()];
        let [a, b, c, d] = &mut pieces;
        tie_together(&mut [a, b, c, d]);
        assert_eq!(pieces, ["of 12", " \u{2060}June", " 20", " \u{2060}341"]);
    }
}
