//! What a share is a share of: a sentence that names the part itself, its group or something larger as the whole.

use std::ops::Range;

use crate::check::Subject;
use crate::check::terms::Term;
use crate::diag::{Diagnostic, code};
use crate::language::{Pattern, plain};
use crate::report::compute::OTHER;
use crate::report::{Asked, Figure, What};
use crate::text::{Line, Said, Sentence, Whole, named_parts, whole};

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
    let groups = figure.groups.keys().filter(|key| {
        figure.groups.members(key).is_some_and(|members| members.iter().any(|member| member == part))
    });
    let names = groups.flat_map(|key| subject.names.of_group(key));
    names.filter(|name| !name.is_empty()).find_map(|name| {
        let name = plain(name);
        let name = match name.split_once(' ') {
            // An article is no part of the name.
            Some((first, rest)) if subject.locale.reading().fillers.contain(first) => rest.to_owned(),
            _ => name,
        };
        line.find(&Pattern::from(format!("{name}*")), phrase).into_iter().next()
    })
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
