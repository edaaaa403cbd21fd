//! Finds the phrase that names what a number is a part of: "of the permits issued", "among the refugees, 49 per cent".

use std::ops::Range;

use super::line::Line;
use super::role::without_fillers;
use crate::language::Reading;

/// Signs that end such a phrase.
const ENDS: [char; 5] = [',', ';', ':', '(', ')'];

/// The phrase that names what a number is a part of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whole {
    /// Where in the line, without the word that leads to it.
    pub range: Range<usize>,
    /// Whether it stands before the number.
    pub is_before: bool,
}

/// The phrase that names the whole of a number of a sentence; `next` is where the number behind it begins.
pub fn whole(
    line: &Line<'_>,
    sentence: &Range<usize>,
    number: &Range<usize>,
    next: usize,
    reading: &Reading,
) -> Option<Whole> {
    let behind = behind(line, number, next, reading).map(|range| Whole { range, is_before: false });
    behind.or_else(|| before(line, sentence, number, reading).map(|range| Whole { range, is_before: true }))
}

/// "31.4 per cent of the visas issued", up to the next sign.
fn behind(line: &Line<'_>, number: &Range<usize>, next: usize, reading: &Reading) -> Option<Range<usize>> {
    let text = line.lower.get(number.end..next)?;
    let mut at = text.len() - text.trim_start_matches([' ', ')']).len();
    if let Some(length) = reading.percent.iter().find_map(|word| word.leads(&text[at..])) {
        at += length;
        at += text[at..].len() - text[at..].trim_start().len();
    }
    let start = at + reading.counted.of.iter().find_map(|word| word.leads(&text[at..]))?;
    let end = text[start..].find(ENDS).map_or(text.len(), |end| start + end);
    let end = start + before_verb(&text[start..end], reading);
    Some(number.end + start..number.end + end)
}

/// Where a phrase ends before the verb of its sentence: "the visas went to".
fn before_verb(text: &str, reading: &Reading) -> usize {
    let counted = &reading.counted;
    let mut before = "";
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        if counted.verbs.contain(word) && !counted.relatives.contain(before) && !before.is_empty() {
            return word.as_ptr().addr() - text.as_ptr().addr();
        }
        before = word;
    }
    text.len()
}

/// "Among the refugees, 49 per cent": the clause before the number.
fn before(
    line: &Line<'_>,
    sentence: &Range<usize>,
    number: &Range<usize>,
    reading: &Reading,
) -> Option<Range<usize>> {
    let text = without_fillers(line.lower.get(sentence.start..number.start)?, reading);
    let text = text.strip_suffix(',')?;
    let start = text.rfind(ENDS).map_or(0, |at| at + 1);
    let start = start + text[start..].len() - text[start..].trim_start().len();
    let led = reading.counted.among.iter().find_map(|word| word.leads(&text[start..]))?;
    Some(sentence.start + start + led..sentence.start + text.len())
}
