//! Claims with the decimal sign of another language: "16.9 %" in Russian.

use std::ops::Range;

use crate::check::Subject;
use crate::diag::{Diagnostic, code};
use crate::report::Claim;

/// The signs that part decimals in one language or another.
const SIGNS: [char; 2] = ['.', ','];

/// Where words have the decimal sign of another language.
pub(super) fn other_sign(subject: &Subject<'_>, words: &str) -> Option<Range<usize>> {
    let decimal = subject.locale.known().decimal.as_str();
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let mut places = words.char_indices().filter(|(at, c)| {
        SIGNS.contains(c)
            && !decimal.starts_with(*c)
            && is_digit(words[..*at].chars().next_back())
            && is_digit(words[at + c.len_utf8()..].chars().next())
    });
    let (Some((at, sign)), None) = (places.next(), places.next()) else { return None };
    Some(at..at + sign.len_utf8())
}

/// Words with the decimal sign of the language instead.
pub(super) fn with_own(subject: &Subject<'_>, words: &str, place: &Range<usize>) -> String {
    let sign = &subject.locale.known().decimal;
    format!("{}{sign}{}", &words[..place.start], &words[place.end..])
}

/// What is wrong with a claim whose words seem to hold several numbers for that sign.
pub(super) fn finding(subject: &Subject<'_>, claim: &Claim, words: &str, place: &Range<usize>) -> Diagnostic {
    let decimal = &subject.locale.known().decimal;
    let message =
        format!("the words “{words}” part decimals with “{}”, not with “{decimal}”", &words[place.clone()]);
    let hint = format!("write {}", with_own(subject, words, place));
    Diagnostic::new(code::CLAIM_VALUE, claim.span, message).hint(hint).found(words)
}
