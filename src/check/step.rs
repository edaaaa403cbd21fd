//! The rule about changes and values behind words of direction: "fell by 25 per cent", "fell to 5,852".

use std::ops::Range;

use super::Subject;
use super::sentence::{Line, Occurrence, each_number, ends_with_word, is_whole};
use crate::diag::Diagnostic;
use crate::report::What;

/// How many words may stand between a word of direction and the number: "fell, in those months, by".
const WORDS_BETWEEN: usize = 1;

#[doc = include_str!("help/change-or-value.md")]
pub(super) fn change_or_value(subject: &Subject<'_>) -> Vec<Diagnostic> {
    each_number(subject, |line, sentence, occurrence| check(subject, line, sentence, occurrence))
}

fn check(
    subject: &Subject<'_>,
    line: &Line<'_>,
    sentence: &Range<usize>,
    occurrence: &Occurrence<'_>,
) -> Option<Diagnostic> {
    let reading = &subject.locale.words().reading;
    let before = line.lower[sentence.start..occurrence.range.start].trim_end_matches([' ', '(']);
    let lead = |words: &[String]| words.iter().find(|word| ends_with_word(before, word)).cloned();
    let is_change = match &occurrence.asked.what {
        What::Change { .. } => true,
        What::Value(_) => false,
        What::Share(_) | What::Part(_) | What::Shares | What::Parts | What::Rate | What::Ratio { .. } => {
            return None;
        }
    };
    let word = lead(if is_change { &reading.to } else { &reading.by })?;
    let rest = before[..before.len() - word.len()].trim_end();
    let directed = reading.directions.iter().flatten().any(|direction| follows(rest, direction));
    if !directed {
        return None;
    }
    let number = &line.text[occurrence.range.clone()];
    let (kind, other) = if is_change { ("a change", &reading.by) } else { ("a value", &reading.to) };
    let message =
        format!("“{word} {number}” takes {kind} for {}", if is_change { "a value" } else { "a change" });
    let figure = &occurrence.asked.figure;
    let instead = if is_change { format!("{figure}.total") } else { format!("{figure}.change(…)") };
    let other = other.first().map_or("", String::as_str);
    let hint = format!("write “{other} {number}”, or ask for {instead}");
    let found = format!("{word} {number}");
    Some(Diagnostic::warning("change-or-value", occurrence.span, message).hint(hint).found(found))
}

/// Whether a text ends with a word of direction, or with one and few words more.
fn follows(text: &str, direction: &str) -> bool {
    let Some(at) = text.rfind(direction) else { return false };
    let after = &text[at + direction.len()..];
    is_whole(text, &(at..at + direction.len())) && after.split_whitespace().count() <= WORDS_BETWEEN
}
