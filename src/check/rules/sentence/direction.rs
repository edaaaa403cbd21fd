//! The rule about words that say which way a number went.

use std::ops::Range;

use super::held_values::{Value, both, direction, finding, value};
use super::label_words::words;
use super::{course, outweigh, rose_to, sign, size, than, title, unsigned};
use crate::check::Subject;
use crate::diag::{Diagnostic, code};
use crate::report::{Asked, Direction, What};
use crate::text::{DirectionWord, Line, Link, Sentence, is_close};

#[doc = include_str!("claim-direction.md")]
pub(in crate::check) fn claim_direction(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut findings = title::of_charts(subject);
    findings.extend(unsigned::of_tables(subject));
    for (passage, sentence) in subject.text.sentences() {
        let line = &passage.line;
        let mut heard = Vec::new();
        let (mut right, mut wrong) = (Vec::new(), Vec::new());
        for said in &sentence.numbers {
            findings.extend(sign::of_balance(subject, line, said));
            let went = went(subject, said.asked).or_else(|| course::difference(subject, said.asked));
            let Some((went, figures_say)) = went else { continue };
            // "The net outflow fell": the balance rose.
            let is_loss = course::is_told_as_loss(subject, passage, sentence, said);
            let told = if is_loss { went.turned() } else { went };
            let (way, of_sign) = ((told, figures_say.as_str()), (went, figures_say.as_str()));
            // "Stable" may stand for a small change: the rule about sizes has its limit.
            let word = said.direction.as_ref().filter(|word| {
                word.direction != Direction::Same || word.is_denied || !size::has_percent(subject, said)
            });
            let of_word = word.and_then(|word| finding(subject, line, word, way));
            if let Some(word) = &said.direction {
                match &of_word {
                    Some(_) => wrong.push((findings.len(), word.range.clone())),
                    None => right.push(word.range.clone()),
                }
            }
            findings.extend(of_word.or_else(|| sign::of_change(line, said, of_sign)));
            heard.extend(said.direction.as_ref().map(|word| word.range.clone()));
        }
        // "Rose against both": the opposite would be wrong of the other one.
        for (index, _) in wrong.iter().filter(|(_, word)| right.contains(word)) {
            findings[*index].hints = vec!["say of each change which way it went".to_owned()];
        }
        // A word that belongs to a change is not compared with two values as well.
        let before = findings.len();
        findings.extend(of_pairs(subject, line, sentence, heard.clone()));
        if findings.len() == before {
            let found = course::of_values(subject, passage, sentence, &heard);
            let others = if found.is_empty() {
                course::of_ends(subject, passage, sentence, &heard)
            } else {
                Vec::new()
            };
            findings.extend(found.into_iter().chain(others));
            if findings.len() == before {
                findings.extend(outweigh::of_sentence(subject, line, sentence));
            }
            if findings.len() == before {
                findings.extend(than::of_sentence(subject, passage, sentence));
            }
            if findings.len() == before {
                findings.extend(rose_to::of_sentence(subject, passage, sentence, &heard));
            }
        }
        let compared = findings.split_off(before);
        findings.extend(compared.into_iter().filter(|finding| !is_of_label(subject, sentence, finding)));
    }
    findings
}

/// Whether a word that is taken to compare values is one of the name of what is counted: "the rate of natural increase".
fn is_of_label(subject: &Subject<'_>, sentence: &Sentence<'_>, finding: &Diagnostic) -> bool {
    let Some(found) = &finding.found else { return false };
    let found = words(found, subject.locale);
    let figures = sentence.numbers.iter().filter_map(|said| subject.report.figures.get(&said.asked.figure));
    let mut labels = figures.map(|figure| words(&figure.label, subject.locale));
    !found.is_empty() && labels.any(|label| found.iter().all(|word| label.contains(word)))
}

/// Which way a comparison went, and the two values in words.
fn went(subject: &Subject<'_>, asked: &Asked) -> Option<(Direction, String)> {
    let (from, to, part) = match &asked.what {
        What::Change { from, to, part } => (*from, *to, part.as_deref()),
        What::Ratio { from, to } => (*from, *to, None),
        _ => return None,
    };
    let figure = subject.report.figures.get(&asked.figure)?;
    let change =
        part.map_or_else(|| figure.change(from, to), |part| figure.change_of(part, from, to)).ok()?;
    let direction = change.direction;
    let locale = subject.locale;
    let value = |period| {
        let value = match part {
            None => figure.value(period),
            Some(part) if change.unit == figure.unit => figure.part_at(part, period),
            Some(part) => figure.share_at(part, period),
        };
        Some(locale.format(&value.ok()?).text().to_owned())
    };
    let words = match (value(from), value(to), figure.given_change(part, from, to)) {
        (Some(before), Some(after), _) => {
            let (from, to) = (locale.period_when(from), locale.period_when(to));
            format!("`{}` went from {before} {from} to {after} {to}", figure.key)
        }
        (_, _, Some(given)) => {
            let (percent, from) = (locale.format(&given.percent), locale.period_when(from));
            format!("the source of `{}` gives a change of {} since {from}", figure.key, percent.text())
        }
        _ => return None,
    };
    Some((direction, words))
}

/// Findings about words of direction that two values of one figure contradict; `heard` are the words that
/// belong to a change and are left out.
fn of_pairs(
    subject: &Subject<'_>,
    line: &Line<'_>,
    sentence: &Sentence<'_>,
    heard: Vec<Range<usize>>,
) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let mut done = heard;
    let pairs = sentence.pairs.iter().filter(|_| !sentence.is_respective);
    for pair in pairs {
        let value = |index: usize| value(subject, &sentence.numbers[index]);
        let loss = |one: &Value<'_>, two: &Value<'_>| {
            course::is_loss_of(subject, line, sentence, [&one.quantity, &two.quantity])
        };
        let judged = match &pair.link {
            Link::Comparative(word) => match (value(pair.numbers[0]), value(pair.numbers[1])) {
                (Some(one), Some(two)) => direction(&two.quantity, &one.quantity)
                    .and_then(|went| read(subject, line, word, went, loss(&one, &two)))
                    .map(|went| (word, finding(subject, line, word, (went, &both(subject, &one, &two)))))
                    .into_iter()
                    .collect(),
                _ => Vec::new(),
            },
            Link::Ordered { base, end, words } => match (value(*base), value(*end)) {
                (Some(base), Some(end)) => ordered(subject, line, words, (&base, &end, loss(&base, &end))),
                _ => Vec::new(),
            },
        };
        for (word, fault) in judged {
            // A comparative and its "not" are one place.
            let range = &word.range;
            if !done.iter().any(|known| known.start < range.end && range.start < known.end) {
                findings.extend(fault);
                done.push(range.clone());
            }
        }
    }
    findings
}

/// The words that lead from one value to another, each with what is wrong with it.
fn ordered<'w>(
    subject: &Subject<'_>,
    line: &Line<'_>,
    words: &'w [DirectionWord],
    (base, end, is_loss): (&Value<'_>, &Value<'_>, bool),
) -> Vec<(&'w DirectionWord, Option<Diagnostic>)> {
    // Which way limits went, nobody knows.
    let Some(went) = direction(&base.quantity, &end.quantity) else { return Vec::new() };
    let figures_say = both(subject, base, end);
    // "Stable" may stand for a small change.
    let is_still = is_close(base.quantity.value(), end.quantity.value());
    let words = words.iter().filter(|word| word.direction != Direction::Same || !is_still);
    let judged = words.map(|word| {
        let fault = if base.period > end.period {
            Some(turned(subject, line, word, &figures_say))
        } else {
            let went = read(subject, line, word, went, is_loss);
            went.and_then(|went| finding(subject, line, word, (went, &figures_say)))
        };
        (word, fault)
    });
    judged.collect()
}

/// Which way a word is held to: "the deficit widened" tells of its size, and "a smaller loss" may tell of either.
fn read(
    subject: &Subject<'_>,
    line: &Line<'_>,
    word: &DirectionWord,
    went: Direction,
    is_loss: bool,
) -> Option<Direction> {
    let widths = &subject.locale.reading().widths;
    let is_width =
        widths.iter().any(|pair| pair.both().into_iter().any(|known| line.has_one(known, &word.range)));
    match (is_loss, is_width) {
        (false, _) => Some(went),
        (true, true) => Some(went.turned()),
        (true, false) => None,
    }
}

/// "Fell from" the later value "to" the earlier one.
fn turned(subject: &Subject<'_>, line: &Line<'_>, word: &DirectionWord, figures_say: &str) -> Diagnostic {
    let found = &line.text[word.range.clone()];
    let message = format!("the word “{found}” leads from the later period to the earlier one: {figures_say}");
    let from = subject.locale.reading().from.first_words();
    let hint = format!("put the earlier value behind “{from}”, or correct the periods");
    Diagnostic::new(code::CLAIM_DIRECTION, line.span(&word.range), message).hint(hint).found(found)
}
