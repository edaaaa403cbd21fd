//! The rule about the names of parts beside their numbers.

use std::ops::Range;

use super::label_words::is_akin;
use super::{part_list, part_table, share};
use crate::check::Subject;
use crate::diag::{Diagnostic, code};
use crate::text::{Grid, Line, PartsNamed, Said, Sentence};

/// In a sentence that names no more parts than this, they are compared with its numbers even where no name
/// stands right before a number.
const FEW: usize = 2;

#[doc = include_str!("claim-part.md")]
pub(in crate::check) fn claim_part(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let of_sentence = |line: &Line<'_>, sentence: &Sentence<'_>| {
        let found = sentence.numbers.iter().filter_map(|said| check(subject, line, (sentence, said)));
        let found: Vec<Diagnostic> = found.collect();
        let found = if found.is_empty() { respectively(subject, line, sentence) } else { found };
        if found.is_empty() { part_list::of_sentence(subject, line, sentence) } else { found }
    };
    let sentences = subject.text.sentences();
    let tables = Grid::all(subject.text);
    let of_rows = tables.iter().flat_map(|grid| part_table::of_table(subject, grid));
    let found = sentences.flat_map(|(passage, sentence)| of_sentence(&passage.line, sentence));
    found.chain(of_rows).collect()
}

fn check(
    subject: &Subject<'_>,
    line: &Line<'_>,
    (sentence, said): (&Sentence<'_>, &Said<'_>),
) -> Option<Diagnostic> {
    let part = said.asked.what.part()?;
    let of = subject.names.of(part).first()?;
    let PartsNamed { first, is_named, beside, behind, is_led, distinct, .. } = said.parts.as_ref()?;
    if *distinct == 0 {
        return share::of_other_group(subject, line, (sentence, said));
    }
    // Where the first number stands before the first name, each goes with the name behind it.
    let is_number_first = sentence.numbers.iter().find_map(|said| said.parts.as_ref());
    let is_number_first = is_number_first.is_some_and(|parts| parts.is_before_names);
    let is_behind = behind.as_ref().is_some_and(|(_, behind)| behind == part);
    let (range, other) = match (beside, behind) {
        (Some(beside), _) => beside,
        (None, _) if is_behind => return None,
        (None, Some(behind)) if is_number_first && !is_led => behind,
        (None, _) if *is_named => return None,
        // In a long list a country may go by a name that is not the official one.
        (None, _) if *distinct > FEW => return None,
        (None, _) => first.as_ref()?,
    };
    if other == part || is_one_of_several(subject, line, (sentence, said)) {
        return None;
    }
    if let Some(again) = told_again(line, (sentence, said))
        && check(subject, line, (sentence, again)).is_none()
    {
        return None;
    }
    // A name that no list has may be that of the number: "Indians (34) and Filipinos (12)".
    if beside.is_none() && has_unknown_name(subject, line, (sentence, said), range) {
        return None;
    }
    let (name, number) = (&line.text[range.clone()], &line.text[said.range.clone()]);
    let message = format!("the sentence names {name}, the number {number} is that of {of}");
    let hint = format!("name {of}, or ask for the part `{other}`");
    Some(Diagnostic::new(code::CLAIM_PART, said.span, message).hint(hint).found(number))
}

/// The number in brackets behind one of the same part, with which it shares its name: "nearly a fifth (19.4 per cent) to
/// Türkiye", "two fifths to Türkiye (USD 269 million)".
fn told_again<'s, 'a>(
    line: &Line<'_>,
    (sentence, said): (&'s Sentence<'a>, &Said<'_>),
) -> Option<&'s Said<'a>> {
    let next = sentence.numbers.iter().find(|other| other.range.start >= said.range.end)?;
    let is_same = next.asked.figure == said.asked.figure && next.asked.what.part() == said.asked.what.part();
    let between = line.lower[said.range.end..next.range.start].trim_end().strip_suffix('(')?;
    (is_same && !between.contains([',', ';', ':', '(', ')'])).then_some(next)
}

/// Whether numbers of several parts stand in one pair of brackets, and the number's own part is named before it with no number of
/// another between: "Chinese nationals came as often as Afghans (27,451 and 9,876)".
fn is_one_of_several(
    subject: &Subject<'_>,
    line: &Line<'_>,
    (sentence, said): (&Sentence<'_>, &Said<'_>),
) -> bool {
    let text = &line.lower;
    let open = text[sentence.range.start..said.range.start].rfind('(').map(|at| sentence.range.start + at);
    let Some(open) = open.filter(|open| !text[*open..said.range.start].contains(')')) else { return false };
    let close = text[said.range.end..sentence.range.end].find(')').map(|at| said.range.end + at);
    let inside = sentence
        .numbers
        .iter()
        .filter(|other| other.range.start > open && close.is_none_or(|close| other.range.end <= close));
    let is_of_other = |other: &&Said<'_>| {
        other.asked.figure == said.asked.figure
            && other.asked.what.part().is_some_and(|part| Some(part) != said.asked.what.part())
    };
    let is_of_part = |other: &&Said<'_>| other.range.end <= open && other.asked.what.part().is_some();
    let from =
        sentence.numbers.iter().rfind(is_of_part).map_or(sentence.range.start, |other| other.range.end);
    let named = subject.names.named_in(line, &said.asked.figure, subject.locale);
    let is_own = |(range, name): &(Range<usize>, String)| {
        from <= range.start && range.end <= open && Some(name.as_str()) == said.asked.what.part()
    };
    inside.into_iter().any(|other| is_of_other(&other)) && named.iter().any(is_own)
}

/// Whether a word with a capital, which is no name that is known, stands around a number: between the numbers on both
/// sides of it.
fn has_unknown_name(
    subject: &Subject<'_>,
    line: &Line<'_>,
    (sentence, said): (&Sentence<'_>, &Said<'_>),
    name: &Range<usize>,
) -> bool {
    let before = sentence.numbers.iter().rfind(|other| other.range.end <= said.range.start);
    let next = sentence.numbers.iter().find(|other| other.range.start >= said.range.end);
    let own = before.map_or(sentence.range.start, |other| other.range.end)
        ..next.map_or(sentence.range.end, |other| other.range.start);
    let known = subject.names.named_in(line, &said.asked.figure, subject.locale);
    let label = subject.report.figures.get(&said.asked.figure).map_or("", |figure| figure.label.as_str());
    let first =
        line.text[sentence.range.clone()].len() - line.text[sentence.range.clone()].trim_start().len();
    let home = subject.locale.country_forms(&subject.spec.series.country.value);
    let home: Vec<&str> = home.flat_map(|name| name.split(' ')).collect();
    let text = &line.text[own.clone()];
    let words =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.starts_with(char::is_uppercase));
    let mut words = words.map(|word| (own.start + (word.as_ptr().addr() - text.as_ptr().addr()), word));
    words.any(|(at, word)| {
        let is_in = |range: &Range<usize>| range.contains(&at);
        let is_known = known.iter().any(|(range, _)| is_in(range))
            || is_in(name)
            || is_in(&said.range)
            || at == sentence.range.start + first
            || sentence.periods.iter().any(|mention| is_in(&mention.range))
            || sentence.days.iter().any(|day| is_in(&day.range))
            || label.contains(word)
            || home.iter().any(|name| is_akin(name, word))
            || word.chars().count() < SHORTEST_NAME;
        !is_known
    })
}

/// Letters of a name; what is shorter is an abbreviation or a number.
const SHORTEST_NAME: usize = 4;

/// "China and Türkiye received 50.3 and 16.9 per cent respectively": the names and the numbers in one order.
fn respectively(subject: &Subject<'_>, line: &Line<'_>, sentence: &Sentence<'_>) -> Vec<Diagnostic> {
    let numbers = &sentence.numbers;
    let Some(first) = numbers.first().filter(|_| sentence.is_respective) else { return Vec::new() };
    let named = &sentence.named;
    if named.len() != numbers.len() {
        return Vec::new();
    }
    let wrong = named.iter().zip(numbers).filter_map(|((range, name), said)| {
        let part = said.asked.what.part()?;
        if said.asked.figure != first.asked.figure || part == name {
            return None;
        }
        let (words, number) = (&line.text[range.clone()], &line.text[said.range.clone()]);
        let of = subject.names.of(part).first()?;
        let message =
            format!("the sentence names {words} in this place, the number {number} is that of {of}");
        let hint = format!("put the names and the numbers in one order, or ask for the part `{name}`");
        Some(Diagnostic::new(code::CLAIM_PART, said.span, message).hint(hint).found(number))
    });
    wrong.collect()
}
