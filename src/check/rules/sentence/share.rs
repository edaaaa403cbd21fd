//! What a share is a share of: a sentence that names the part itself, its group or something larger as the whole.

use std::ops::Range;

use crate::check::Subject;
use crate::check::terms::Term;
use crate::diag::{Diagnostic, code};
use crate::language::{Pattern, plain};
use crate::report::compute::OTHER;
use crate::report::{Asked, Figure, What};
use crate::text::{Line, Said, Sentence, Whole, named_parts, segment, whole};

/// What is wrong with the whole that a sentence names.
pub(super) fn check(
    subject: &Subject<'_>,
    line: &Line<'_>,
    (sentence, said): (&Sentence<'_>, &Said<'_>),
) -> Option<Diagnostic> {
    let asked = share(subject, said)?;
    let part = asked.what.part().filter(|part| *part != OTHER)?;
    let figure = subject.report.figures.get(&asked.figure)?;
    let reading = subject.locale.reading();
    let next = sentence.numbers.iter().map(|other| other.range.start).find(|at| *at >= said.range.end);
    let phrase = whole(line, &sentence.range, &said.range, next.unwrap_or(sentence.range.end), reading)?;
    let place = if phrase.is_before {
        own(subject, line, (figure, part), &phrase.range)
    } else {
        larger(subject, line, (figure, part, said), &phrase)
    }?;
    let (words, number) = (&line.text[place], &line.text[said.range.clone()]);
    let message = format!(
        "the sentence names {words} as the whole, the number {number} is a share of all of `{}`: {}",
        figure.key, figure.label
    );
    let hint =
        format!("name all of it as the whole, or compute the share: percent({}.part(…), …)", figure.key);
    Some(Diagnostic::new(code::CLAIM_PART, said.span, message).hint(hint).found(number))
}

/// The share of a part of all, as the figure gives it or computed of the part and the total.
fn share(subject: &Subject<'_>, said: &Said<'_>) -> Option<Asked> {
    match &said.asked.what {
        What::Share(_) => Some(said.asked.clone()),
        What::Computed { .. } => {
            let Term::Percent(part, whole) = Term::of(subject, said.asked)? else { return None };
            let (part, whole) = (part.one()?.clone(), whole.one()?);
            let is_of_all = part.figure == whole.figure && matches!(whole.what, What::Value(_));
            (is_of_all && matches!(part.what, What::Part(_))).then_some(part)
        }
        _ => None,
    }
}

/// Where a phrase names the part itself, or a group that it is one of: "among Nigerian nationals, 9.6 per cent".
fn own(
    subject: &Subject<'_>,
    line: &Line<'_>,
    (figure, part): (&Figure, &str),
    phrase: &Range<usize>,
) -> Option<Range<usize>> {
    let names = named_parts(line, &figure.key, phrase, subject.names, subject.locale);
    let own = names.into_iter().find(|(_, name)| name == part).map(|(range, _)| range);
    own.or_else(|| group(subject, line, (figure, part), phrase))
}

/// Where a phrase names a group that has a part, in any form of its last word: "Central Asian citizens".
fn group(
    subject: &Subject<'_>,
    line: &Line<'_>,
    (figure, part): (&Figure, &str),
    phrase: &Range<usize>,
) -> Option<Range<usize>> {
    let groups = figure.groups.keys().filter(|key| has(figure, key, part));
    groups.filter_map(|key| adjective(subject, line, key, phrase)).next()
}

fn has(figure: &Figure, group: &str, part: &str) -> bool {
    figure.groups.members(group).is_some_and(|members| members.iter().any(|member| member == part))
}

/// Where a text has the name of a group, in any form of its last word.
fn adjective(
    subject: &Subject<'_>,
    line: &Line<'_>,
    group: &str,
    range: &Range<usize>,
) -> Option<Range<usize>> {
    subject.names.of_group(group).iter().filter(|name| !name.is_empty()).find_map(|name| {
        let name = plain(name);
        let name = match name.split_once(' ') {
            // An article is no part of the name.
            Some((first, rest)) if subject.locale.reading().fillers.contain(first) => rest.to_owned(),
            _ => name,
        };
        line.find(&Pattern::from(format!("{name}*")), range).into_iter().next()
    })
}

/// "South Asian nationals received 25.7 per cent", of Türkiye: the only group that a sentence without any other name
/// tells of, to which the part of a number does not belong.
pub(super) fn of_other_group(
    subject: &Subject<'_>,
    line: &Line<'_>,
    (sentence, said): (&Sentence<'_>, &Said<'_>),
) -> Option<Diagnostic> {
    let part = said.asked.what.part().filter(|part| *part != OTHER)?;
    let figure = subject.report.figures.get(&said.asked.figure)?;
    let own = segment(line, &sentence.range, said.range.start, subject.locale.reading());
    let found = figure.groups.keys().filter_map(|key| Some((key, adjective(subject, line, key, &own)?)));
    let found: Vec<_> = found.collect();
    let [(group, place)] = &found[..] else { return None };
    // "Outside Central Asia", "apart from neighbouring countries", and members of the group that have numbers of their own.
    let reading = subject.locale.reading();
    let is_left_out = line.has(&reading.extremes.after, &own) || line.has(&reading.counted.restricted, &own);
    let is_of_group = figure.groups.members(part).is_some() || has(figure, group, part);
    let others =
        sentence.numbers.iter().any(|other| other.range != said.range && other.asked.what.part().is_some());
    let is_no_country = subject.locale.country(part).is_none();
    if place.start >= said.range.start || is_left_out || is_of_group || others || is_no_country {
        return None;
    }
    let (words, number) = (&line.text[place.clone()], &line.text[said.range.clone()]);
    let of = subject.names.of(part).first()?;
    let message = format!("the sentence names {words}, the number {number} is that of {of}");
    let hint = format!("name {of}, or ask for the part `{group}`");
    Some(Diagnostic::new(code::CLAIM_PART, said.span, message).hint(hint).found(number))
}

/// Where a phrase behind a share names more or less than what the share is of.
fn larger(
    subject: &Subject<'_>,
    line: &Line<'_>,
    (figure, part, said): (&Figure, &str, &Said<'_>),
    phrase: &Whole,
) -> Option<Range<usize>> {
    let counted = &subject.locale.reading().counted;
    let (label, range) = (plain(&figure.label), &phrase.range);
    let is_group = figure.groups.members(part).is_some();
    let first = |words: &crate::language::Patterns| {
        let missing = words.iter().filter(|word| !word.is_in(&label));
        missing.flat_map(|word| line.find(word, range)).min_by_key(|place| place.start)
    };
    if let Some(place) = first(&counted.wholes) {
        return Some(place);
    }
    let is_named = said.parts.as_ref().is_some_and(|parts| parts.is_named);
    if is_group || !is_named {
        return None;
    }
    let home = subject.spec.series.country.value.as_str();
    let of_foreign = || {
        let place = first(&counted.foreign)?;
        let before = line.lower[range.start..place.start].trim();
        let is_first = before.is_empty() || subject.locale.reading().fillers.contain(before);
        (is_first && figure.all_parts().any(|part| part == home)).then_some(place)
    };
    first(&counted.restricted).or_else(of_foreign).or_else(|| group(subject, line, (figure, part), range))
}
