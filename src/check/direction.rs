//! The rule about words that say which way a number went.

use std::ops::Range;

use super::sentence::{Line, Occurrence, Shown, each_sentence, ends_with_word};
use super::{Subject, pair};
use crate::diag::Diagnostic;
use crate::locale::Reading;
use crate::report::{Asked, Direction, What};

/// A word that says which way a number went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Told {
    /// Where in the line.
    pub(super) range: Range<usize>,
    /// Which way.
    pub(super) direction: Direction,
    /// Whether it is denied: "did not rise".
    pub(super) is_denied: bool,
    /// The words that would say the opposite.
    opposites: Vec<String>,
}

impl Told {
    /// Whether it is untrue of a number that went this way.
    pub(super) fn is_wrong(&self, went: Direction) -> bool {
        (self.direction == went) == self.is_denied
    }
}

#[doc = include_str!("help/claim-direction.md")]
pub(super) fn claim_direction(subject: &Subject<'_>) -> Vec<Diagnostic> {
    each_sentence(subject, |line, sentence, occurrences| {
        let mut heard = Vec::new();
        let mut findings = Vec::new();
        for occurrence in occurrences {
            let Some((went, told_of)) = went(subject, occurrence.asked) else { continue };
            let Some(told) = told(subject, line, sentence, occurrence) else { continue };
            findings.extend(finding(subject, line, &told, (went, &told_of)));
            heard.push(told.range);
        }
        // A word that belongs to a change is not held to two values as well.
        findings.extend(pair::findings(subject, line, sentence, occurrences, &heard));
        findings
    })
}

/// What is to be said of a word when the figures say another way.
pub(super) fn finding(
    subject: &Subject<'_>,
    line: &Line<'_>,
    told: &Told,
    (went, told_of): (Direction, &str),
) -> Option<Diagnostic> {
    if !told.is_wrong(went) {
        return None;
    }
    let word = &line.text[told.range.clone()];
    let message = format!("the word “{word}” says another way than the figures: {told_of}");
    let hint = if went == Direction::Same && !told.is_denied {
        let unchanged = subject.locale.words().reading.unchanged.first();
        format!("write “{}”", unchanged.map_or("unchanged", String::as_str))
    } else {
        let quoted: Vec<String> = told.opposites.iter().map(|word| format!("“{word}”")).collect();
        format!("write {}", quoted.join(" or "))
    };
    Some(Diagnostic::warning("claim-direction", line.span(&told.range), message).hint(hint).found(word))
}

/// Which way a comparison went, and the two values in words.
fn went(subject: &Subject<'_>, asked: &Asked) -> Option<(Direction, String)> {
    let (What::Change { from, to } | What::Ratio { from, to }) = asked.what else { return None };
    let figure = subject.report.figures.get(&asked.figure)?;
    let direction = figure.change(from, to).ok()?.direction;
    let locale = subject.locale;
    let value = |period| Some(locale.format(&figure.value(period).ok()?).text().to_owned());
    let words = format!(
        "`{}` went from {} in {} to {} in {}",
        figure.key,
        value(from)?,
        locale.period(from),
        value(to)?,
        locale.period(to)
    );
    Some((direction, words))
}

/// The word that belongs to a number: in the claim itself, right behind it, or the nearest one before it.
fn told(
    subject: &Subject<'_>,
    line: &Line<'_>,
    sentence: &Range<usize>,
    occurrence: &Occurrence<'_>,
) -> Option<Told> {
    let reading = &subject.locale.words().reading;
    let inside = || {
        let words = matches!(occurrence.shown, Shown::Claimed(_)).then_some(&occurrence.range)?;
        last(line, words, &reading.directions, reading)
            .or_else(|| {
                // "More than 40 per cent" says how nearly, "40 per cent more" says which way.
                let digits = line.text[words.clone()].rfind(|c: char| c.is_ascii_digit());
                behind(line, &(words.start + digits.unwrap_or(0)..words.end), &reading.comparatives, reading)
            })
            .filter(|told| !is_nearness(line, told, reading))
    };
    let before = sentence.start..occurrence.range.start;
    inside()
        .or_else(|| behind(line, &next_word(line, sentence, occurrence), &reading.comparatives, reading))
        .or_else(|| noun(line, sentence, occurrence, reading))
        .or_else(|| moved(line, &before, &reading.by, reading))
        .or_else(|| last(line, &before, &reading.directions, reading))
}

/// The word right behind a number.
fn next_word(line: &Line<'_>, sentence: &Range<usize>, occurrence: &Occurrence<'_>) -> Range<usize> {
    word_from(line, sentence, occurrence.range.end)
}

fn word_from(line: &Line<'_>, sentence: &Range<usize>, at: usize) -> Range<usize> {
    let rest = &line.lower[at..sentence.end];
    let start = at + (rest.len() - rest.trim_start().len());
    let end = line.lower[start..sentence.end].find(' ').map_or(sentence.end, |at| start + at);
    start..end
}

/// The noun of a change: "a 43.3 per cent increase in", "a 43.3 per cent annual increase".
fn noun(
    line: &Line<'_>,
    sentence: &Range<usize>,
    occurrence: &Occurrence<'_>,
    reading: &Reading,
) -> Option<Told> {
    let mut word = next_word(line, sentence, occurrence);
    while reading.qualifiers.iter().any(|qualifier| *qualifier == line.lower[word.clone()]) {
        word = word_from(line, sentence, word.end);
    }
    behind(line, &word, &reading.directions, reading)
}

/// A word that says which way only because a number follows: "improved by".
pub(super) fn moved(
    line: &Line<'_>,
    before: &Range<usize>,
    leads: &[String],
    reading: &Reading,
) -> Option<Told> {
    let text = line.lower[before.clone()].trim_end_matches([' ', '(']);
    let lead = leads.iter().find(|lead| ends_with_word(text, lead))?;
    let end = before.start + text[..text.len() - lead.len()].trim_end().len();
    let told = last(line, &(before.start..end), &reading.moves, reading)?;
    (told.range.end == end).then_some(told)
}

/// Whether a comparative is part of "more than" and the like, right before a number.
fn is_nearness(line: &Line<'_>, told: &Told, reading: &Reading) -> bool {
    let phrases = reading.above.iter().chain(&reading.below);
    phrases.into_iter().any(|phrase| {
        let rest = &line.lower[told.range.start..];
        let behind = rest.strip_prefix(phrase.as_str()).map(str::trim_start);
        behind.is_some_and(|behind| behind.starts_with(|c: char| c.is_ascii_digit()))
    })
}

/// The last word of direction in a range, or the last that says that nothing changed.
pub(super) fn last(
    line: &Line<'_>,
    range: &Range<usize>,
    pairs: &[[String; 2]],
    reading: &Reading,
) -> Option<Told> {
    of_words(line, range, pairs, &reading.unchanged, reading)
}

/// The last of some pairs of opposites in a range: "fewer".
pub(super) fn behind(
    line: &Line<'_>,
    range: &Range<usize>,
    pairs: &[[String; 2]],
    reading: &Reading,
) -> Option<Told> {
    of_words(line, range, pairs, &[], reading)
}

fn of_words(
    line: &Line<'_>,
    range: &Range<usize>,
    pairs: &[[String; 2]],
    unchanged: &[String],
    reading: &Reading,
) -> Option<Told> {
    let directed =
        pairs.iter().flat_map(|[up, down]| [(up, down, Direction::Up), (down, up, Direction::Down)]);
    let same = unchanged.iter().map(|word| (word, word, Direction::Same));
    let mut found: Option<Told> = None;
    for (word, opposite, direction) in directed.chain(same) {
        for range in line.find(word, range) {
            if !line.is_typed_or_claimed(range.start) {
                continue;
            }
            match &mut found {
                Some(known) if known.range == range => known.opposites.push(opposite.clone()),
                Some(known) if known.range.end >= range.end => {}
                _ => {
                    let opposites = vec![opposite.clone()];
                    found = Some(Told { range, direction, is_denied: false, opposites });
                }
            }
        }
    }
    found.map(|told| denied(line, told, reading))
}

/// A word with the "not" before it, when there is one.
fn denied(line: &Line<'_>, told: Told, reading: &Reading) -> Told {
    let before = line.lower[..told.range.start].trim_end();
    let word = reading.negations.iter().find(|word| ends_with_word(before, word));
    match word {
        Some(word) if line.is_typed_or_claimed(before.len() - word.len()) => Told {
            opposites: vec![line.text[told.range.clone()].to_owned()],
            range: before.len() - word.len()..told.range.end,
            is_denied: true,
            ..told
        },
        _ => told,
    }
}
