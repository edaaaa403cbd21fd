//! The rule about the order in which a sentence names parts.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::ops::Range;

use crate::check::Subject;
use crate::data::period::Period;
use crate::diag::{Diagnostic, code};
use crate::report::compute::OTHER;
use crate::report::{Asked, PartOf, Quantity, What};
use crate::text::{Line, Said, Sentence};

/// Fewer parts are no list, unless the sentence says that it ranks them.
const FEWEST: usize = 3;

/// Words between two numbers of a list: "per cent), followed by nationals of the Republic of Korea with".
const MOST_WORDS: usize = 16;

/// A number of a list.
struct Item<'a> {
    said: &'a Said<'a>,
    part: &'a str,
    value: Quantity,
}

#[doc = include_str!("ranking-order.md")]
pub(in crate::check) fn ranking_order(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let reading = subject.locale.reading();
    let mut findings = Vec::new();
    for (passage, sentence) in subject.text.sentences() {
        let line = &passage.line;
        // "In the first quarter" ranks nothing.
        let is_of_time = |place: &Range<usize>| {
            let named = passage.named.iter().map(|mention| &mention.range);
            named.into_iter().any(|range| range.start < place.end && place.start < range.end)
        };
        let mut words = reading.order_words.iter().flat_map(|word| line.find(word, &sentence.range));
        let is_ranked = reading.order_words.are_in(&line.lower[sentence.range.clone()])
            && words.any(|place| !is_of_time(&place));
        for list in lists(subject, line, (sentence, is_ranked)) {
            let parts: BTreeSet<&str> = list.iter().map(|item| item.part).collect();
            if parts.len() < FEWEST && !(is_ranked && parts.len() > 1) {
                continue;
            }
            if !is_ranked && is_ordered_otherwise(subject, &list)
                || is_compared(subject, line, sentence, &list)
            {
                continue;
            }
            let pairs = list.windows(2).filter_map(|pair| match pair {
                [one, two] => out_of_order((one.part, &one.value), two),
                _ => None,
            });
            findings.extend(pairs);
        }
    }
    findings
}

/// Whether a list goes by the alphabet, from the least to the most, or is of no countries: orders of their own.
fn is_ordered_otherwise(subject: &Subject<'_>, list: &[Item<'_>]) -> bool {
    let names: Vec<_> = list.iter().map(|item| subject.names.of(item.part).first()).collect();
    let by_name = names.windows(2).all(|pair| pair[0].is_some() && pair[0] < pair[1]);
    // "311 were children, 74 women and 101 men": groups that are no countries have orders of their own, which nobody can tell.
    let is_country = |item: &Item<'_>| subject.locale.country(item.part).is_some();
    let is_less = |pair: &[Item<'_>]| pair[0].value.compare(&pair[1].value) == Some(Ordering::Less);
    by_name || !list.iter().any(is_country) || list.windows(2).all(is_less)
}

/// "Fewer than China, but more than Iran (28, 33 and 12)": numbers behind their names, which a comparison puts in its own
/// order.
fn is_compared(subject: &Subject<'_>, line: &Line<'_>, sentence: &Sentence<'_>, list: &[Item<'_>]) -> bool {
    let reading = subject.locale.reading();
    let are_together = list.windows(2).all(|pair| {
        let between = line.lower.get(pair[0].said.range.end..pair[1].said.range.start).unwrap_or_default();
        let between = between.trim_matches([' ', ',']);
        between.is_empty() || subject.locale.known().list_joints.iter().any(|joint| joint == between)
    });
    let Some(first) = list.first().filter(|_| are_together) else { return false };
    let ahead = &line.lower[sentence.range.start..first.said.range.start.max(sentence.range.start)];
    reading.than.before.are_in(ahead)
}

/// The numbers that stand in one list: of one figure, of one kind and period, with nothing but names and few words
/// between them.
fn lists<'a>(
    subject: &Subject<'_>,
    line: &Line<'_>,
    (sentence, is_ranked): (&'a Sentence<'_>, bool),
) -> Vec<Vec<Item<'a>>> {
    let mut lists: Vec<(Key<'a>, usize, Vec<Item<'a>>)> = Vec::new();
    for said in &sentence.numbers {
        let Asked { figure, what } = said.asked;
        let (is_share, PartOf { part, at }) = match what {
            What::Share(of) => (true, of),
            What::Part(of) => (false, of),
            _ => continue,
        };
        let found = subject.report.figures.get(figure);
        let value =
            found.map(|found| if is_share { found.share_at(part, *at) } else { found.part_at(part, *at) });
        let Some(Ok(value)) = value else { continue };
        let key = (figure.as_str(), is_share, *at);
        let item = Item { said, part, value };
        let last = lists.iter_mut().rev().find(|(known, ..)| *known == key);
        match last {
            // Named again, a part begins another list.
            Some((_, end, list))
                if !is_again(list, part)
                    && goes_on(subject, line, (sentence, is_ranked), *end..said.range.start) =>
            {
                *end = said.range.end;
                list.push(item);
            }
            _ => lists.push((key, said.range.end, vec![item])),
        }
    }
    lists.into_iter().map(|(.., list)| list).collect()
}

/// Whether a list has a part already, not right before: an amount may be followed by the same one in another unit.
fn is_again(list: &[Item<'_>], part: &str) -> bool {
    list.split_last().is_some_and(|(_, earlier)| earlier.iter().any(|item| item.part == part))
}

/// A figure, whether its shares are told or its amounts, and the period.
type Key<'a> = (&'a str, bool, Period);

/// Whether a list goes on from one number to the next.
fn goes_on(
    subject: &Subject<'_>,
    line: &Line<'_>,
    (sentence, is_ranked): (&Sentence<'_>, bool),
    between: Range<usize>,
) -> bool {
    let reading = subject.locale.reading();
    let text = &line.lower[between.clone()];
    let has_period = sentence.periods.iter().any(|mention| between.contains(&mention.range.start));
    let directions = reading.directions.iter().flat_map(|pair| pair.both());
    text.split_whitespace().count() <= MOST_WORDS
        && !has_period
        && (is_ranked || !text.contains([';', ':']))
        && !reading.order_reversed.are_in(text)
        && !directions.into_iter().any(|word| word.is_in(text))
}

fn out_of_order(
    (before, earlier): (&str, &Quantity),
    Item { said, part, value }: &Item<'_>,
) -> Option<Diagnostic> {
    let (part, figure, span) = (*part, &said.asked.figure, said.span);
    // An amount is often followed by the same amount in another unit.
    if before == part || part == OTHER {
        return None;
    }
    let shown = |value: &Quantity| if value.digits() > 2 { value.rounded(1) } else { value.clone() };
    let message = if before == OTHER {
        format!("figure `{figure}`: the rest stands before `{part}` in this sentence")
    } else if value.compare(earlier) == Some(Ordering::Greater) {
        let (earlier, value) = (shown(earlier).value(), shown(value).value());
        format!(
            "figure `{figure}`: `{before}` with {earlier} stands before `{part}` with {value} in this sentence"
        )
    } else {
        return None;
    };
    let hint = "name the largest first and the rest last; `ranking(n)` does it";
    Some(Diagnostic::new(code::RANKING_ORDER, span, message).hint(hint).found(format!("{before}, {part}")))
}
