//! Amounts of a change that are told as values, and values that are told as those of a change, by other words than "by"
//! and "to": "335 permits were issued", "a fall of 14.7 billion".

use std::ops::Range;

use crate::check::Subject;
use crate::diag::{Diagnostic, code};
use crate::language::{Opposites, Pattern, Patterns, Reading};
use crate::report::{Expected, Measure, What};
use crate::text::amount::Amount;
use crate::text::{Line, Said, Sentence, Shown, ValueRole, directed, segment, without_fillers};

/// The amount of a change in a sentence in which nothing compares, or behind "from" and "to".
pub(super) fn taken_for_value(
    subject: &Subject<'_>,
    line: &Line<'_>,
    (sentence, said): (&Sentence<'_>, &Said<'_>),
) -> Option<Diagnostic> {
    let What::Change { .. } = said.asked.what else { return None };
    if !is_amount(said) || line.passage.cell.is_some() || said.step.by.is_some() || said.sign.is_some() {
        return None;
    }
    let reading = subject.locale.reading();
    let is_end = said.marked.role == Some(ValueRole::To)
        && sentence.numbers.iter().any(|other| {
            other.marked.role == Some(ValueRole::From)
                && other.asked.figure == said.asked.figure
                && matches!(other.asked.what, What::Value(_))
        });
    if !is_end && compares(line, sentence, reading) {
        return None;
    }
    let number = &line.text[said.range.clone()];
    let message = format!("{number} is told as a value, and is the amount of a change");
    let figure = &said.asked.figure;
    let hint = format!("ask for {figure}.total, or say by how much it changed");
    Some(Diagnostic::new(code::CHANGE_OR_VALUE, said.span, message).hint(hint).found(number))
}

/// "Work permits reached 55.2 per cent": the percentage of a change behind a verb that a value stands behind.
pub(super) fn percentage_taken_for_value(
    subject: &Subject<'_>,
    line: &Line<'_>,
    (sentence, said): (&Sentence<'_>, &Said<'_>),
) -> Option<Diagnostic> {
    let What::Change { .. } = said.asked.what else { return None };
    let is_plain =
        !is_amount(said) && said.amount.as_ref().is_none_or(|amount| matches!(amount, Amount::Number(_)));
    if !is_plain || line.passage.cell.is_some() || said.step.by.is_some() || said.sign.is_some() {
        return None;
    }
    let reading = subject.locale.reading();
    let before = without_fillers(&line.lower[sentence.range.start..said.range.start], reading);
    let start = reading.levelled.iter().find_map(|word| word.ends(before))?;
    let verb = sentence.range.start + start..sentence.range.start + before.len();
    let bases = &reading.base_adjectives;
    let is_based =
        [&bases.previous, &bases.year_before].into_iter().any(|words| line.has(words, &sentence.range));
    if is_based || compares_beside(line, sentence, Some(&verb), reading) {
        return None;
    }
    let words = &line.text[verb.start..said.range.end];
    let message = format!("“{words}” takes a change for a value");
    let hint = format!("ask for {}.total, or say by how much it changed", said.asked.figure);
    Some(Diagnostic::new(code::CHANGE_OR_VALUE, said.span, message).hint(hint).found(words))
}

/// Whether a number is printed or claimed as an amount, and not as a percentage.
fn is_amount(said: &Said<'_>) -> bool {
    let quantity = match said.shown {
        Shown::Computed(number) => number.quantity(),
        Shown::Claimed(claim) => match &claim.expected {
            Expected::Quantity(quantity) => quantity,
            Expected::Change(_) => return false,
        },
    };
    !matches!(quantity.unit().measure, Measure::Percent | Measure::Points | Measure::Ratio)
}

/// Whether anything in a sentence compares two numbers.
fn compares(line: &Line<'_>, sentence: &Sentence<'_>, reading: &Reading) -> bool {
    compares_beside(line, sentence, None, reading)
}

/// The same, but for a verb right before a number: "reached".
fn compares_beside(
    line: &Line<'_>,
    sentence: &Sentence<'_>,
    verb: Option<&Range<usize>>,
    reading: &Reading,
) -> bool {
    let range = &sentence.range;
    let pairs = |pairs: &[Opposites]| {
        pairs.iter().any(|pair| pair.both().into_iter().any(|word| line.has_one(word, range)))
    };
    let lists: [&Patterns; 7] = [
        &reading.counted.adding,
        &reading.than.before,
        &reading.against.before,
        &reading.extremes.changes,
        &reading.outweighs,
        &reading.levels,
        &reading.unchanged,
    ];
    directed(line, range, reading).is_some()
        || lists.into_iter().any(|words| match verb {
            Some(verb) => {
                line.has(words, &(range.start..verb.start)) || line.has(words, &(verb.end..range.end))
            }
            None => line.has(words, range),
        })
        || [&reading.comparatives, &reading.standing, &reading.widths, &reading.moves]
            .into_iter()
            .any(|list| pairs(list))
}

/// A value behind "a fall of", or behind a verb such as "surpassed" and "by".
pub(super) fn value_taken_for_it(
    subject: &Subject<'_>,
    line: &Line<'_>,
    (sentence, said): (&Sentence<'_>, &Said<'_>),
) -> Option<Diagnostic> {
    if !matches!(said.asked.what, What::Value(_) | What::Part(_)) {
        return None;
    }
    let figure = subject.report.figures.get(&said.asked.figure).filter(|figure| !figure.is_balance)?;
    let reading = subject.locale.reading();
    let before = line.lower[sentence.range.start..said.range.start].trim_end_matches([' ', '(']);
    let ends = |words: &Patterns, text: &str| words.iter().find_map(|word| word.ends(text));
    let noun = || {
        let of = ends(&reading.spoken.parts_of, before)?;
        let head = before[..of].trim_end();
        let words = reading.directions.iter().filter(|pair| !reading.balances.contains(pair));
        let start = words.flat_map(Opposites::both).find_map(|word| word.ends(head))?;
        let last = head[..start].trim_end().rsplit(' ').next().unwrap_or_default();
        (reading.fillers.contain(last) || reading.qualifiers.contain(last)).then_some(start)
    };
    let verb = || {
        let by = ends(&reading.by.before, before)?;
        let from = sentence.numbers.iter().rfind(|other| other.range.end <= said.range.start);
        let own = segment(line, &sentence.range, said.range.start, reading);
        let from = from.map_or(own.start, |other| other.range.end.max(own.start));
        let range = from..sentence.range.start + by;
        // "Departures outnumbered arrivals by 5,310": a difference that is a figure of its own.
        let is_in_time = sentence.periods.iter().any(|mention| range.contains(&mention.range.start));
        if !is_in_time {
            return None;
        }
        let standing = reading.standing.iter().flat_map(Opposites::both);
        let mut words = standing.chain(&reading.outweighs);
        let place = words.find_map(|word: &Pattern| line.find(word, &range).pop())?;
        Some(place.start - sentence.range.start)
    };
    let start = noun().or_else(verb)?;
    let words = &line.text[sentence.range.start + start..said.range.end];
    let message = format!("“{words}” takes a value for a change");
    let hint = format!("ask for {}.change(…), or name the number as a value", figure.key);
    Some(Diagnostic::new(code::CHANGE_OR_VALUE, said.span, message).hint(hint).found(words))
}
