//! The rule about words for the size of a change: "stable", "slightly", "sharply".

use std::ops::Range;

use rust_decimal::Decimal;

use crate::check::Subject;
use crate::diag::{Diagnostic, code};
use crate::language::{Pattern, Patterns, Reading, Side};
use crate::report::{Asked, Direction, Measure, What};
use crate::text::{DirectionWord, Line, Link, Said, Sentence, words_in};

/// Up to so many per cent, a number is called stable. A convention of ours, as the other two; a series may have others.
const STABLE: Decimal = Decimal::TWO;
/// Up to so many, a change is slight.
const SLIGHT: Decimal = Decimal::from_parts(5, 0, 0, false, 0);
/// From so many on, it is sharp.
const SHARP: Decimal = Decimal::from_parts(20, 0, 0, false, 0);

/// Up to how many per cent a number is called stable.
fn stable(subject: &Subject<'_>) -> Decimal {
    subject.spec.series.stable.as_ref().map_or(STABLE, |limit| limit.value)
}

#[doc = include_str!("claim-size.md")]
pub(in crate::check) fn claim_size(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let words = &subject.locale.reading().sizes;
    if words.slight.is_empty() && words.sharp.is_empty() {
        return Vec::new();
    }
    let sentences = subject.text.sentences();
    sentences.flat_map(|(passage, sentence)| of_sentence(subject, &passage.line, sentence)).collect()
}

fn of_sentence(subject: &Subject<'_>, line: &Line<'_>, sentence: &Sentence<'_>) -> Vec<Diagnostic> {
    let mut findings: Vec<Diagnostic> = Vec::new();
    let mut done: Vec<Range<usize>> = Vec::new();
    let mut tell = |word: &DirectionWord, percent: Decimal, number: Range<usize>| {
        if word.is_denied || done.contains(&word.range) {
            return;
        }
        done.push(word.range.clone());
        let ahead = sentence.range.start..number.start;
        findings.extend(check(subject, line, (word, &ahead), percent));
    };
    for said in &sentence.numbers {
        if let (Some(word), Some(percent)) = (&said.direction, percent(subject, said)) {
            tell(word, percent, said.range.clone());
        }
    }
    for pair in sentence.pairs.iter().filter(|_| !sentence.is_respective) {
        let Link::Ordered { base, end, words } = &pair.link else { continue };
        let first = sentence.numbers[(*base).min(*end)].range.clone();
        let value = |index: usize| {
            let figure = subject.report.figures.get(&sentence.numbers[index].asked.figure)?;
            let is_percent = matches!(figure.unit.measure, Measure::Percent | Measure::Points);
            let asked = sentence.numbers[index].asked;
            Some(crate::check::terms::value(subject, asked).filter(|_| !is_percent)?.value())
        };
        let Some((base, end)) = value(*base).zip(value(*end)) else { continue };
        let Some(percent) = ((end - base) * Decimal::ONE_HUNDRED).checked_div(base) else { continue };
        words.iter().for_each(|word| tell(word, percent.abs(), first.clone()));
    }
    findings
}

/// Whether the size of a change is a percentage that a word for it can be held to.
pub(super) fn has_percent(subject: &Subject<'_>, said: &Said<'_>) -> bool {
    !subject.locale.reading().sizes.slight.is_empty() && percent(subject, said).is_some()
}

/// By how many per cent a change went, of what is itself no percentage.
fn percent(subject: &Subject<'_>, said: &Said<'_>) -> Option<Decimal> {
    let Asked { figure, what: What::Change { from, to, part } } = said.asked else { return None };
    let figure = subject.report.figures.get(figure)?;
    if matches!(figure.unit.measure, Measure::Percent | Measure::Points) || figure.is_balance {
        return None;
    }
    let change = match part {
        Some(part) => figure.change_of(part, *from, *to),
        None => figure.change(*from, *to),
    };
    Some(change.ok()?.percent.ok()?.value().abs())
}

/// Words between a word for the size and one of direction: "fell, if slightly".
const WORDS_BETWEEN: usize = 1;

/// What is wrong with the words for the size beside a word of direction.
fn check(
    subject: &Subject<'_>,
    line: &Line<'_>,
    (word, ahead): (&DirectionWord, &Range<usize>),
    percent: Decimal,
) -> Option<Diagnostic> {
    let reading = subject.locale.reading();
    let words = &reading.sizes;
    let limit =
        |own: &Option<crate::diag::Spanned<Decimal>>, usual| own.as_ref().map_or(usual, |own| own.value);
    let series = &subject.spec.series;
    let (slight, sharp) = (limit(&series.slight, SLIGHT), limit(&series.sharp, SHARP));
    let rounded = percent.round_dp(1);
    let too_much =
        |place: &Range<usize>, limit: Decimal| told(subject, line, place, (rounded, "at most", limit));
    let stable = stable(subject);
    if word.direction == Direction::Same {
        return (rounded > stable).then(|| too_much(&word.range, stable));
    }
    // "Sharply, by 3.5 per cent rose".
    let leads = |words: &Patterns| leading(line, word, ahead, words, reading);
    if let Some(place) = leads(&reading.unchanged).filter(|_| rounded > stable) {
        return Some(too_much(&place, stable));
    }
    let said = |words: &Patterns| beside(line, &word.range, words, reading).or_else(|| leads(words));
    if let Some(place) = said(&words.slight).filter(|_| rounded > slight) {
        return Some(too_much(&place, slight));
    }
    let place = said(&words.sharp).filter(|_| rounded < sharp)?;
    Some(told(subject, line, &place, (rounded, "at least", sharp)))
}

/// Where one of some words stands right before another word, right behind it or in it.
fn beside(line: &Line<'_>, word: &Range<usize>, words: &Patterns, reading: &Reading) -> Option<Range<usize>> {
    let near = word.start.saturating_sub(40)..(word.end + 40).min(line.lower.len());
    let near = line.lower.floor_char_boundary(near.start)..line.lower.ceil_char_boundary(near.end);
    let near = segment_of(line, &near, word);
    let places = words.iter().flat_map(|size| line.find(size, &near));
    let mut places: Vec<Range<usize>> = places
        .filter(|place| {
            let gap = if place.end <= word.start {
                place.end..word.start
            } else if place.start >= word.end {
                word.end..place.start
            } else {
                return true;
            };
            words_in(line, gap.clone()) <= WORDS_BETWEEN
                && !line.lower[gap].contains(|c: char| c.is_ascii_digit())
        })
        .collect();
    places.retain(|place| !is_nearness(&line.lower[place.start..], place.len(), reading));
    places.sort_by_key(|place| place.start);
    places.into_iter().next()
}

/// Where one of some words stands right before the number of a change, in a language whose verb stands behind it.
fn leading(
    line: &Line<'_>,
    word: &DirectionWord,
    ahead: &Range<usize>,
    words: &Patterns,
    reading: &Reading,
) -> Option<Range<usize>> {
    if reading.sentence.direction != Side::Behind || word.range.start < ahead.end {
        return None;
    }
    let text = &line.lower[ahead.clone()];
    let mut text = text.trim_end_matches([' ', '(', ',']);
    let ends = |text: &str| words.iter().filter_map(|word: &Pattern| word.ends(text)).min();
    loop {
        if let Some(start) = ends(text) {
            return Some(ahead.start + start..ahead.start + text.len());
        }
        let filler = reading.fillers.iter().find_map(|word| word.ends(text))?;
        text = text[..filler].trim_end_matches([' ', ',']);
    }
}

/// "By a little under a quarter": words that begin those for how nearly a number right behind is meant.
fn is_nearness(text: &str, length: usize, reading: &Reading) -> bool {
    let phrases = reading.nearly.before.iter().chain(&reading.just_over.before);
    let ends = phrases.filter_map(|phrase: &Pattern| phrase.leads(text));
    // "25 per cent a little over", where that stands behind the number.
    let mut behind = reading.nearly.behind.iter().chain(&reading.just_over.behind);
    if behind.any(|phrase| phrase.leads(text).is_some_and(|end| end > length)) {
        return true;
    }
    ends.filter(|end| *end > length).any(|end| {
        let rest = text[end..].trim_start();
        rest.starts_with(|c: char| c.is_ascii_digit()) || reading.begins_with_part(rest)
    })
}

/// The part of a range that has no sign of a break between itself and a word.
fn segment_of(line: &Line<'_>, range: &Range<usize>, word: &Range<usize>) -> Range<usize> {
    let start = line.lower[range.start..word.start]
        .rfind([',', ';', ':', '('])
        .map_or(range.start, |at| range.start + at + 1);
    let end =
        line.lower[word.end..range.end].find([',', ';', ':', '(']).map_or(range.end, |at| word.end + at);
    start..end
}

fn told(
    subject: &Subject<'_>,
    line: &Line<'_>,
    place: &Range<usize>,
    (percent, most, limit): (Decimal, &str, Decimal),
) -> Diagnostic {
    let found = &line.text[place.clone()];
    let (percent, limit) = (percent.normalize(), limit.normalize());
    let message =
        format!("“{found}” is said of a change of {percent} per cent: {most} {limit} are called so");
    let hint = format!(
        "take another word; the limit is one of `[limits]` in the series ({})",
        subject.spec.series.id.value
    );
    Diagnostic::new(code::CLAIM_SIZE, line.span(place), message).hint(hint).found(found)
}
