//! The rule about sums: the parts or periods that are added up are those that the sentence names together.

use std::collections::BTreeSet;
use std::ops::Range;

use super::sum_named::{of_figures, of_gap, of_group};
use super::sum_told::{differs_from_numbers, two_quarters};
use crate::check::Subject;
use crate::check::terms::Term;
use crate::data::period::Period;
use crate::diag::{Diagnostic, code};
use crate::language::Reading;
use crate::report::{Asked, Figure, What};
use crate::text::{Line, Mention, NamedPart, ReadPassage, Said, Sentence, named_parts, segment, words_in};

/// Words between two names of a list: "citizens of Uzbekistan and of Kazakhstan".
const WORDS_BETWEEN: usize = 3;

#[doc = include_str!("claim-sum.md")]
pub(in crate::check) fn claim_sum(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let numbers = subject.text.numbers();
    numbers.filter_map(|(passage, sentence, said)| check(subject, passage, sentence, said)).collect()
}

fn check(
    subject: &Subject<'_>,
    passage: &ReadPassage<'_>,
    sentence: &Sentence<'_>,
    said: &Said<'_>,
) -> Option<Diagnostic> {
    if matches!(said.asked.what, What::Part(_) | What::Share(_)) {
        return of_one(subject, passage, sentence, said);
    }
    let What::Computed { .. } = said.asked.what else { return None };
    let (line, reading) = (&passage.line, subject.locale.reading());
    let own = segment(line, &sentence.range, said.range.start, reading);
    let term = Term::of(subject, said.asked)?;
    let Term::Sum(terms) = &term else { return of_gap(subject, line, (said, &own), &term) };
    let all: Vec<&Asked> = terms.iter().map(Term::one).collect::<Option<_>>()?;
    let figure = &all.first()?.figure;
    if all.iter().any(|asked| asked.figure != *figure) {
        return of_figures(subject, line, (said, &own), &all);
    }
    let figure = subject.report.figures.get(figure)?;
    let parts: Option<BTreeSet<&str>> = all
        .iter()
        .map(|asked| match &asked.what {
            What::Part(of) | What::Share(of) => Some(of.part.as_str()),
            _ => None,
        })
        .collect();
    if let Some(parts) = parts {
        let named: Vec<NamedPart> = named_parts(line, &figure.key, &own, subject.names, subject.locale);
        let is_named = |asked: &Asked| named.iter().any(|(_, name)| asked.what.part() == Some(name.as_str()));
        let found = of_parts(subject, line, (said, figure, &parts), &own);
        let found = found.or_else(|| of_group(subject, line, (said, figure), (&parts, &own)));
        return found.or_else(|| {
            let differs = differs_from_numbers((sentence, said), &own, &all, is_named);
            let has_group = !subject.names.groups_in(line, &own).is_empty();
            (differs && !has_group && is_together(line, &own, reading)).then(|| of_numbers(line, said))
        });
    }
    let periods: Option<BTreeSet<Period>> = all
        .iter()
        .map(|asked| match asked.what {
            What::Value(period) => Some(period),
            _ => None,
        })
        .collect();
    let periods = periods?;
    let is_named = |asked: &Asked| {
        let mut mentions = passage.named.iter().filter(|mention| own.contains(&mention.range.start));
        asked.what.periods().iter().all(|at| mentions.any(|mention| mention.named.means(*at, *at)))
    };
    of_periods(subject, passage, (said, &periods), &own).or_else(|| {
        if !is_together(line, &own, reading) {
            return None;
        }
        match two_quarters(subject, line, &own, &periods) {
            Some((_, named)) if named == periods => None,
            Some((place, _)) => Some(of_other_periods(subject, line, said, (place, &periods))),
            None => {
                differs_from_numbers((sentence, said), &own, &all, is_named).then(|| of_numbers(line, said))
            }
        }
    })
}

/// A sum of something else than the numbers before it.
fn of_numbers(line: &Line<'_>, said: &Said<'_>) -> Diagnostic {
    let number = &line.text[said.range.clone()];
    let message = format!("{number} is not the sum of the numbers before it");
    let hint = "add up what they are of, or name what is added up";
    Diagnostic::new(code::CLAIM_SUM, said.span, message).hint(hint).found(number)
}

/// Names that stand in one list, such as "China, India and Türkiye".
fn lists<T: Clone>(
    line: &Line<'_>,
    named: &[(Range<usize>, T)],
    joints: &[String],
) -> Vec<Vec<(Range<usize>, T)>> {
    let mut lists: Vec<Vec<(Range<usize>, T)>> = Vec::new();
    for (range, name) in named {
        let goes_on = lists.last().and_then(|list| list.last()).is_some_and(|(last, _)| {
            let between = line.lower[last.end..range.start].trim_start();
            let is_joined = joints.iter().any(|joint| between.starts_with(joint.as_str()));
            is_joined && words_in(line, last.end..range.start) <= WORDS_BETWEEN
        });
        match lists.last_mut().filter(|_| goes_on) {
            Some(list) => list.push((range.clone(), name.clone())),
            None => lists.push(vec![(range.clone(), name.clone())]),
        }
    }
    lists.retain(|list| list.len() > 1);
    lists
}

/// Whether the sentence says that several are added up.
fn is_together(line: &Line<'_>, range: &Range<usize>, reading: &Reading) -> bool {
    line.has(&reading.together, range)
}

fn of_parts(
    subject: &Subject<'_>,
    line: &Line<'_>,
    (said, figure, parts): (&Said<'_>, &Figure, &BTreeSet<&str>),
    own: &Range<usize>,
) -> Option<Diagnostic> {
    let named: Vec<NamedPart> = named_parts(line, &figure.key, own, subject.names, subject.locale);
    let lists = lists(line, &named, &subject.locale.known().list_joints);
    let keys =
        |list: &[NamedPart]| -> BTreeSet<String> { list.iter().map(|(_, name)| name.clone()).collect() };
    let right: BTreeSet<String> = parts.iter().map(|part| (*part).to_owned()).collect();
    if lists.iter().any(|list| keys(list) == right) || keys(&named) == right {
        return None;
    }
    // Without a word such as "together", one list may name other things than what is added up.
    let list = match &lists[..] {
        [only] => only,
        _ => return None,
    };
    let is_near = list.len() == right.len() || is_together(line, own, subject.locale.reading());
    if !is_near {
        return None;
    }
    let names = |keys: &BTreeSet<String>| {
        let name = |key: &String| subject.names.of(key).first().cloned().unwrap_or_else(|| key.clone());
        keys.iter().map(name).collect::<Vec<_>>().join(", ")
    };
    let number = &line.text[said.range.clone()];
    let keys = keys(list);
    let message =
        format!("the sentence names {}, the number {number} is the sum of {}", names(&keys), names(&right));
    let hint = "add up what is named, or name what is added up";
    Some(Diagnostic::new(code::CLAIM_SUM, said.span, message).hint(hint).found(number))
}

/// "The Russian Federation and Türkiye together received", of the number of one of them, or of a group of others.
fn of_one(
    subject: &Subject<'_>,
    passage: &ReadPassage<'_>,
    sentence: &Sentence<'_>,
    said: &Said<'_>,
) -> Option<Diagnostic> {
    let (line, reading) = (&passage.line, subject.locale.reading());
    let own = segment(line, &sentence.range, said.range.start, reading);
    // The word stands between the list and its number, and no other number does.
    let next = sentence.numbers.partition_point(|other| other.range.start < said.range.start);
    let before =
        next.checked_sub(1).map_or(own.start, |last| sentence.numbers[last].range.start.max(own.start));
    if !is_together(line, &(before..said.range.start.max(before)), reading) {
        return None;
    }
    let part = said.asked.what.part()?;
    let figure: &Figure = subject.report.figures.get(&said.asked.figure)?;
    let members = figure.groups.members(part);
    let right: BTreeSet<String> =
        members.map_or_else(|| [part.to_owned()].into(), |all| all.iter().cloned().collect());
    let named: Vec<NamedPart> = named_parts(line, &figure.key, &own, subject.names, subject.locale);
    let lists = lists(line, &named, &subject.locale.known().list_joints);
    let [list] = &lists[..] else { return None };
    let (from, to) = (list.first()?.0.start, list.last()?.0.end);
    let is_outside = |range: &Range<usize>| range.end <= from || range.start >= to;
    let is_told_elsewhere = named.iter().any(|(range, name)| is_outside(range) && right.contains(name))
        || subject.names.groups_in(line, &own).iter().any(|(_, name)| name == part);
    // The first number behind the list is what its names have together.
    let first = sentence.numbers.iter().find(|other| other.range.start >= to)?;
    let keys: BTreeSet<String> = list.iter().map(|(_, name)| name.clone()).collect();
    let word = reading.together.iter().filter_map(|word| line.find(word, &(to..said.range.start)).pop());
    let is_joined = word.min_by_key(|place| place.start).is_some();
    if first.range != said.range || is_told_elsewhere || keys == right || !is_joined {
        return None;
    }
    let names = |keys: &BTreeSet<String>| {
        let name = |key: &String| subject.names.of(key).first().cloned().unwrap_or_else(|| key.clone());
        keys.iter().map(name).collect::<Vec<_>>().join(", ")
    };
    let number = &line.text[said.range.clone()];
    let message = format!(
        "the sentence names {} together, the number {number} is that of {}",
        names(&keys),
        names(&right)
    );
    let hint = "add up what is named, or name what the number is of";
    Some(Diagnostic::new(code::CLAIM_SUM, said.span, message).hint(hint).found(number))
}

fn of_periods(
    subject: &Subject<'_>,
    passage: &ReadPassage<'_>,
    (said, periods): (&Said<'_>, &BTreeSet<Period>),
    own: &Range<usize>,
) -> Option<Diagnostic> {
    let line = &passage.line;
    let inside = passage
        .named
        .iter()
        .filter(|mention| own.start <= mention.range.start && mention.range.end <= own.end);
    let frequency = periods.iter().next()?.frequency();
    let means = |mention: &Mention| {
        let of = |period: &Period| mention.named.means(*period, *period);
        periods.iter().find(|period| of(period)).copied()
    };
    let is_alike = |mention: &&Mention| match mention.named {
        crate::text::Named::Period(period) => period.frequency() == frequency,
        crate::text::Named::Within(other, _) => other == frequency,
        _ => false,
    };
    let named: Vec<(Range<usize>, Mention)> =
        inside.filter(is_alike).map(|mention| (mention.range.clone(), mention.clone())).collect();
    let lists = lists(line, &named, &subject.locale.known().list_joints);
    let [list] = &lists[..] else { return None };
    let found: Vec<Option<Period>> = list.iter().map(|(_, mention)| means(mention)).collect();
    let known: BTreeSet<Period> = found.iter().flatten().copied().collect();
    let is_right = known == *periods && found.iter().all(Option::is_some);
    if is_right || !is_together(line, own, subject.locale.reading()) {
        return None;
    }
    let words = list.first()?.0.start..list.last()?.0.end;
    Some(of_other_periods(subject, line, said, (words, periods)))
}

/// A sum of other periods than those that are named.
fn of_other_periods(
    subject: &Subject<'_>,
    line: &Line<'_>,
    said: &Said<'_>,
    (words, periods): (Range<usize>, &BTreeSet<Period>),
) -> Diagnostic {
    let number = &line.text[said.range.clone()];
    let words = &line.text[words];
    let right: Vec<String> = periods.iter().map(|period| subject.locale.period(*period)).collect();
    let message =
        format!("the sentence names {words}, the number {number} is the sum of {}", right.join(", "));
    let hint = "add up what is named, or name what is added up";
    Diagnostic::new(code::CLAIM_SUM, said.span, message).hint(hint).found(number)
}
