//! Which number, and which name, a superlative is about.

use std::ops::Range;

use super::left_out::{WORDS_BETWEEN, is_near};
use crate::check::Subject;
use crate::language::Pattern;
use crate::text::{Extreme, Line, NamedPart, ReadPassage, Said, Sentence, words_in};

/// Words between "mainly" and the name that it is said of: "mainly to male citizens of".
const WORDS_TO_NAME: usize = 5;

/// Whether a number is that of a part that stands ahead: "China (21.9) holds the second place, behind only Uzbekistan (27.4)".
pub(super) fn is_ahead(
    subject: &Subject<'_>,
    line: &Line<'_>,
    sentence: &Sentence<'_>,
    (extreme, said): (&Extreme, &Said<'_>),
) -> bool {
    let before = sentence.numbers.iter().rfind(|other| other.range.end <= said.range.start);
    let is_next = before.is_some_and(|before| before.range.end <= extreme.range.start)
        && extreme.range.end <= said.range.start;
    let behind = &subject.locale.reading().extremes.behind;
    is_next && line.has(behind, &(extreme.range.end..said.range.start))
}

/// "Georgia ranked second, ahead of Iran (61)": the name that a place is told of where the number behind it is that of
/// another. Nothing at all when the sentence does not name it.
pub(super) fn told_of<'n>(
    subject: &Subject<'_>,
    line: &Line<'_>,
    (extreme, said): (&Extreme, &'n Said<'_>),
    named: &'n [NamedPart],
) -> Option<(&'n Range<usize>, &'n str)> {
    let words = &subject.locale.reading().extremes.ahead;
    let own = said.asked.what.part()?;
    let is_own = |(range, name): &&NamedPart| {
        name == own && extreme.range.end <= range.start && range.end <= said.range.start
    };
    let Some((range, _)) = named.iter().rfind(is_own) else { return Some((&said.range, own)) };
    let places = words.iter().flat_map(|word: &Pattern| line.find(word, &(extreme.range.end..range.start)));
    let is_led = places.into_iter().any(|place| is_near(line, place.end..range.start));
    if !is_led || named.iter().any(|(other, name)| name == own && other.end <= extreme.range.start) {
        return Some((&said.range, own));
    }
    let before = named.iter().rfind(|(other, name)| other.end <= range.start && name != own);
    before.map(|(range, name)| (range, name.as_str()))
}

/// Whether the first name behind an adverb is that of the number's part, near it or, behind "most", in its clause.
pub(super) fn is_named_near(
    subject: &Subject<'_>,
    line: &Line<'_>,
    own: &Range<usize>,
    (extreme, said): (&Extreme, &Said<'_>),
    (named, part): (&[NamedPart], &str),
) -> bool {
    let Some((range, name)) = named.iter().find(|(range, _)| range.start >= extreme.range.end) else {
        return false;
    };
    // "After China, most permits went to": what is left out may stand before it.
    let after = &subject.locale.reading().extremes.after;
    let lead = line.lower[own.clone()].trim_start();
    let is_opening = line.text[extreme.range.clone()].starts_with(char::is_uppercase)
        || after.iter().any(|word| word.leads(lead).is_some());
    let most = if is_opening { 2 * WORDS_TO_NAME } else { WORDS_TO_NAME };
    let is_plain = |text: &str| !text.contains([',', ';', ':', '(', ')']);
    // "Most work permits, 1,984, went to citizens of India": the number stands between.
    let is_most = subject.locale.reading().extremes.most.contain(&line.lower[extreme.range.clone()]);
    let is_plain = if is_most && extreme.range.end <= said.range.start && said.range.end <= range.start {
        is_plain(line.lower[extreme.range.end..said.range.start].trim_end_matches([' ', ',', '(']))
            && is_plain(line.lower[said.range.end..range.start].trim_start_matches([' ', ',', ')']))
    } else {
        let is_beside =
            said.range.start >= range.end && line.lower[range.end..said.range.start].trim() == "(";
        is_beside && is_plain(&line.lower[extreme.range.end..range.start])
    };
    is_plain && name == part && words_in(line, extreme.range.end..range.start) <= most
}

/// Whether a place among parts is that of another time: "which had ranked second a year earlier".
pub(super) fn is_of_other_time(passage: &ReadPassage<'_>, (extreme, said): (&Extreme, &Said<'_>)) -> bool {
    let next = passage.named.partition_point(|mention| mention.range.start < extreme.range.end);
    let Some(mention) = passage.named.get(next) else { return false };
    let between = extreme.range.end..mention.range.start;
    let is_near =
        passage.line.lower.get(between.clone()).is_some_and(|text| !text.contains([',', ';', ':', '(', '.']))
            && words_in(&passage.line, between) <= WORDS_BETWEEN;
    let periods = said.asked.what.periods();
    is_near && !periods.iter().any(|at| mention.named.means(*at, *at))
}
