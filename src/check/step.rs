//! The rule about changes, values and shares behind words of direction: "fell by 25 per cent", "fell to 5,852".

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
    let kind = match &occurrence.asked.what {
        What::Change { .. } => "a change",
        What::Value(_) => "a value",
        What::Share(_) | What::Shares => "a share",
        What::Part(_) | What::Parts => "an amount",
        What::Ratio { .. } => "a ratio",
        What::Rate => return None,
    };
    let is_change = kind == "a change";
    let word = lead(if is_change { &reading.to } else { &reading.by })?;
    let rest = before[..before.len() - word.len()].trim_end();
    let mut words = reading.directions.iter().chain(&reading.moves).flatten();
    let directed = words.any(|direction| follows(rest, direction));
    if !directed {
        return None;
    }
    let number = &line.text[occurrence.range.clone()];
    let message =
        format!("“{word} {number}” takes {kind} for {}", if is_change { "a value" } else { "a change" });
    let figure = &occurrence.asked.figure;
    let instead = if is_change { format!("{figure}.total") } else { format!("{figure}.change(…)") };
    let lead = |words: &[String]| words.first().cloned().unwrap_or_default();
    let hint = match &occurrence.asked.what {
        // "Grew 3.8 times" has no small word that could be another.
        What::Ratio { .. } => format!("ask for {instead}, or say how many times as many there are"),
        _ if is_change => format!("write “{} {number}”, or ask for {instead}", lead(&reading.by)),
        _ => format!("write “{} {number}”, or ask for {instead}", lead(&reading.to)),
    };
    let found = format!("{word} {number}");
    Some(Diagnostic::warning("change-or-value", occurrence.span, message).hint(hint).found(found))
}

/// Whether a text ends with a word of direction, or with one and few words more.
fn follows(text: &str, direction: &str) -> bool {
    let Some(at) = text.rfind(direction) else { return false };
    let after = &text[at + direction.len()..];
    is_whole(text, &(at..at + direction.len())) && after.split_whitespace().count() <= WORDS_BETWEEN
}
