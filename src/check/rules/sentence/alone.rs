//! The rule about names beside the numbers of parts, for a sentence that names one part and gives a number of another.

use std::ops::Range;

use super::{part, share, tile_part};
use crate::check::Subject;
use crate::diag::{Diagnostic, Span, code};
use crate::language::{Pattern, Patterns};
use crate::report::compute::OTHER;
use crate::report::{Figure, What};
use crate::text::{Line, NamedPart, ReadPassage, Said, Sentence, named_parts, segment, words_in};

/// Words between "than" and a name: "than citizens of".
const WORDS_BETWEEN: usize = 3;

#[doc = include_str!("claim-part.md")]
pub(in crate::check) fn claim_part(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut findings = part::claim_part(subject);
    let told: Vec<Span> = findings.iter().filter_map(|finding| finding.span).collect();
    let alone = subject.text.numbers().filter_map(|(passage, sentence, said)| {
        let of_whole = share::check(subject, &passage.line, (sentence, said));
        of_whole.or_else(|| check(subject, passage, sentence, said))
    });
    findings.extend(tile_part::of_tiles(subject));
    findings.extend(alone.filter(|finding| finding.span.is_none_or(|span| !told.contains(&span))));
    findings
}

fn check(
    subject: &Subject<'_>,
    passage: &ReadPassage<'_>,
    sentence: &Sentence<'_>,
    said: &Said<'_>,
) -> Option<Diagnostic> {
    let part = said.asked.what.part().filter(|part| *part != OTHER)?;
    let figure: &Figure = subject.report.figures.get(&said.asked.figure)?;
    // Asked before the names, which take a look through the whole sentence.
    let is_same = |other: &&Said<'_>| {
        other.asked.figure == said.asked.figure
            && matches!(other.asked.what, What::Part(_) | What::Share(_) | What::Change { part: Some(_), .. })
            && other.asked.what.part() != Some(part)
    };
    if sentence.is_respective || sentence.numbers.iter().any(|other| is_same(&other)) {
        return None;
    }
    let (line, reading) = (&passage.line, subject.locale.reading());
    let names = named_parts(line, &figure.key, &sentence.range, subject.names, subject.locale);
    let groups = subject.names.groups_in(line, &sentence.range);
    let is_own = |name: &str| name == part || is_within(figure, name, part) || is_within(figure, part, name);
    // A sentence that names the part in one way or another may name others too.
    if names.iter().chain(&groups).any(|(_, name)| is_own(name)) {
        return None;
    }
    let own = segment(line, &sentence.range, said.range.start, reading);
    let extremes = &reading.extremes;
    let leads = [&reading.than.before, &extremes.after, &extremes.behind, &extremes.ahead];
    let inside =
        names.iter().chain(&groups).filter(|(range, _)| own.start <= range.start && range.end <= own.end);
    let others: Vec<&NamedPart> = inside.filter(|(range, _)| !is_led(line, range, &leads)).collect();
    let (range, other) = *others.first()?;
    if others.iter().any(|(_, name)| name != other) {
        return None;
    }
    let of = subject.names.of(part).first().or(subject.names.of_group(part).first())?;
    let (name, number) = (&line.text[range.clone()], &line.text[said.range.clone()]);
    let message = format!("the sentence names {name}, the number {number} is that of {of}");
    let hint = format!("name {of}, or ask for the part `{other}`");
    Some(Diagnostic::new(code::CLAIM_PART, said.span, message).hint(hint).found(number))
}

/// Whether a part is one of a group.
fn is_within(figure: &Figure, part: &str, group: &str) -> bool {
    figure.groups.members(group).is_some_and(|members| members.iter().any(|member| member == part))
}

/// Whether a name is only compared with: "more than citizens of China".
pub(super) fn is_led(line: &Line<'_>, name: &Range<usize>, leads: &[&Patterns]) -> bool {
    leads.iter().any(|words| {
        words.iter().any(|word: &Pattern| {
            // "More than 13,000" may be what a limit is printed with.
            let places = line.find(word, &(0..name.start)).into_iter();
            let typed = places.filter(|place| line.is_typed_or_claimed(place.start));
            typed.last().is_some_and(|place| words_in(line, place.end..name.start) <= WORDS_BETWEEN)
        })
    })
}
