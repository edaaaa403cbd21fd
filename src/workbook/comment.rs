//! Puts notes and letters into comments above figures.

use super::answers::Answers;
use super::values::Values;
use crate::spec::text::seen;

/// Characters of a comment; a note that is longer is cut.
const LONGEST: usize = 400;

/// The comments that answers bring, each with its figure, in the order of the answers.
/// Reasons why a whole figure is not available are printed, and need no comment.
pub(super) fn comments(
    answers: &Answers,
    values: &Values,
    not_available: &[(String, String)],
) -> Vec<(String, String)> {
    let mut comments: Vec<(String, String)> = Vec::new();
    for answer in answers.answers.iter().filter(|answer| answer.given.is_some()) {
        let figure = &answer.key.figure;
        let is_printed = not_available.iter().any(|(gone, _)| gone == figure);
        let note = if is_printed { "" } else { answer.note.as_str() };
        if note.is_empty() && answer.letter.is_empty() {
            continue;
        }
        let source = values
            .figure(figure)
            .and_then(|figure| figure.source.clone())
            .unwrap_or_else(|| "source".to_owned());
        let letter =
            if answer.letter.is_empty() { String::new() } else { format!(", letter {}", answer.letter) };
        let of_part = if note.is_empty() || answer.key.part.is_empty() {
            String::new()
        } else {
            format!("{}: ", answer.key.part)
        };
        let note = if note.is_empty() { String::new() } else { format!(": {of_part}{note}") };
        let text: String = seen(&format!("# {source}{letter}{note}")).chars().take(LONGEST).collect();
        let comment = (figure.clone(), text);
        if !comments.contains(&comment) {
            comments.push(comment);
        }
    }
    comments
}
