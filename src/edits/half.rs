//! Keeps together what an editor did to one sentence: half of it may say what nobody wrote.

use std::collections::BTreeMap;

use super::{Change, Left, Reason, Shape};

/// Of the changes of a block, those that would be half of what was done: each with what is left of its sentence.
///
/// A word in the place of another stands by itself, so a number that is refused holds up nothing. What only came or
/// went, or stands somewhere else now, is a part of something: its sentence is carried back as a whole or not at all.
pub(super) fn halves(old: &str, changes: &[&Change], left: &[&Left]) -> BTreeMap<usize, Reason> {
    let letters: Vec<char> = old.chars().collect();
    let mut halves = BTreeMap::new();
    for (index, change) in changes.iter().enumerate() {
        let Shape::Words(hunk) = &change.shape else { continue };
        let of_one = |left: &&&Left| {
            let Some(at) = &left.letters else { return false };
            let (start, end) = (hunk.old.start.min(at.start), hunk.old.end.max(at.end));
            let between = &letters[start.min(letters.len())..end.min(letters.len())];
            is_again(change, left) || (is_part(left) && !ends_between(between))
        };
        if let Some(other) = left.iter().find(of_one) {
            halves.insert(index, Reason::Half(told(other)));
        }
    }
    halves
}

/// Words of so few letters stand twice by chance.
const SHORT: usize = 3;

/// Whether it only came or went, or as good as that.
fn is_part(left: &Left) -> bool {
    is_most(&left.was, &left.now)
}

/// Whether one text has words and the other none, or several more.
fn is_most(was: &str, now: &str) -> bool {
    let words =
        |text: &str| text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count();
    let (was, now) = (words(was), words(now));
    (was == 0) != (now == 0) || was.abs_diff(now) > REPLACED
}

/// A word in the place of so many more says the same: “half” for “50.3 per cent”.
const REPLACED: usize = 2;

/// Whether words that went here have come there.
fn is_again(change: &Change, left: &Left) -> bool {
    let is_in = |one: &str, other: &str| {
        let words = |text: &str| {
            let parts = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            parts.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
        };
        let (one, other) = (words(one), format!(" {} ", words(other)));
        one.chars().count() > SHORT && other.contains(&format!(" {one} "))
    };
    let (was, now) = (&left.was, &left.now);
    // The same done at two places is no move.
    if (was, now) == (&change.was, &change.now) || is_in(was, now) && is_in(now, was) {
        return false;
    }
    [(was, &change.now), (&change.now, was), (now, &change.was), (&change.was, now)]
        .into_iter()
        .any(|(one, other)| is_in(one, other))
}

/// The words that are left, to be known again.
fn told(left: &Left) -> String {
    let words = if left.was.trim().is_empty() { &left.now } else { &left.was };
    words.trim().to_owned()
}

/// Whether a sentence ends within these letters and another begins. Where that is not certain, as behind an abbreviation,
/// none does.
fn ends_between(letters: &[char]) -> bool {
    letters.iter().enumerate().any(|(at, c)| {
        let is_stop = matches!(c, '.' | '!' | '?' | '…' | '\u{3002}' | '\u{061f}' | '\u{06d4}');
        let before = letters[..at].iter().rev().take_while(|c| c.is_alphanumeric()).count();
        let is_number = at > 0 && letters[at - 1].is_numeric();
        let is_whole = before == 0 || before > 3 || is_number || *c != '.';
        let behind: Vec<&char> = letters[at + 1..].iter().take(3).collect();
        let is_begun = behind.first().is_some_and(|c| c.is_whitespace())
            && behind[1..].iter().any(|c| c.is_uppercase() || (c.is_alphabetic() && !c.is_lowercase()));
        *c == '\n' || *c == '\u{3002}' || (is_stop && is_whole && is_begun)
    })
}

#[cfg(test)]
mod tests {
    use super::{ends_between, is_most};

    #[test]
    fn a_word_in_the_place_of_another_is_no_part() {
        assert!(!is_most("28.0", "28.1") && !is_most("50.3\u{a0}per\u{a0}cent", "half"));
        assert!(is_most("In April–June 2023, the", "The") && is_most("", "tenge") && is_most("KZT ", ""));
        assert!(!is_most(" – ", "("));
    }

    #[test]
    fn a_sentence_ends_at_a_stop_behind_a_whole_word() {
        let ends = |text: &str| ends_between(&text.chars().collect::<Vec<_>>());
        assert!(ends("came in 2023. They stayed") && ends("by citizenship. The rest") && ends("one\ntwo"));
        assert!(
            !ends("St. Petersburg") && !ends("12.5 per cent, e.g. China") && !ends("2023 \u{433}. \u{412}")
        );
    }
}
