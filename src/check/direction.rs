//! The rule about words that say which way a number went.

use std::ops::Range;

use super::Subject;
use super::sentence::{Line, Occurrence, Shown, each_number};
use crate::diag::Diagnostic;
use crate::locale::Reading;
use crate::report::{Asked, Direction, What};

/// A word that says which way a number went.
struct Told {
    /// Where in the line.
    range: Range<usize>,
    /// Which way.
    direction: Direction,
    /// The words that say the opposite.
    opposites: Vec<String>,
}

#[doc = include_str!("help/claim-direction.md")]
pub(super) fn claim_direction(subject: &Subject<'_>) -> Vec<Diagnostic> {
    each_number(subject, |line, sentence, occurrence| check(subject, line, sentence, occurrence))
}

fn check(
    subject: &Subject<'_>,
    line: &Line<'_>,
    sentence: &Range<usize>,
    occurrence: &Occurrence<'_>,
) -> Option<Diagnostic> {
    let (went, told_of) = went(subject, occurrence.asked)?;
    let told = told(subject, line, sentence, occurrence)?;
    if told.direction == went {
        return None;
    }
    let word = &line.text[told.range.clone()];
    let message = format!("the word “{word}” says another way than the figures: {told_of}");
    let hint = if went == Direction::Same {
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
        last(line, words, &reading.directions, &reading.unchanged)
            .or_else(|| {
                // "More than 40 per cent" says how nearly, "40 per cent more" says which way.
                let digits = line.text[words.clone()].rfind(|c: char| c.is_ascii_digit());
                behind(line, &(words.start + digits.unwrap_or(0)..words.end), &reading.comparatives)
            })
            .filter(|told| !is_nearness(line, told, reading))
    };
    let after = || {
        let rest = &line.lower[occurrence.range.end..sentence.end];
        let start = occurrence.range.end + (rest.len() - rest.trim_start().len());
        let end = line.lower[start..sentence.end].find(' ').map_or(sentence.end, |at| start + at);
        behind(line, &(start..end), &reading.comparatives)
    };
    inside().or_else(after).or_else(|| {
        last(line, &(sentence.start..occurrence.range.start), &reading.directions, &reading.unchanged)
    })
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

/// The last word of direction in a range.
fn last(line: &Line<'_>, range: &Range<usize>, pairs: &[[String; 2]], unchanged: &[String]) -> Option<Told> {
    let directed =
        pairs.iter().flat_map(|[up, down]| [(up, down, Direction::Up), (down, up, Direction::Down)]);
    let same = unchanged.iter().map(|word| (word, word, Direction::Same));
    let mut found: Option<Told> = None;
    for (word, opposite, direction) in directed.chain(same) {
        for place in line.find(word, range) {
            if !line.is_typed_or_claimed(place.start) {
                continue;
            }
            match &mut found {
                Some(known) if known.range == place => known.opposites.push(opposite.clone()),
                Some(known) if known.range.end >= place.end => {}
                _ => found = Some(Told { range: place, direction, opposites: vec![opposite.clone()] }),
            }
        }
    }
    found
}

/// A comparative in a range: "fewer".
fn behind(line: &Line<'_>, range: &Range<usize>, pairs: &[[String; 2]]) -> Option<Told> {
    last(line, range, pairs, &[])
}
