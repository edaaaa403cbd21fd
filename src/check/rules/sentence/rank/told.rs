//! What is told of a place among the parts that is not true.

use std::collections::BTreeSet;
use std::ops::Range;

use rust_decimal::Decimal;

use super::ranking::Ranking;
use crate::check::Subject;
use crate::diag::{Diagnostic, code};
use crate::text::{Extreme, Line, NamedPart};

pub(super) fn wrong(
    subject: &Subject<'_>,
    line: &Line<'_>,
    (of, part, extreme): (&Range<usize>, &str, &Extreme),
    ranking: &Ranking<'_>,
    left_out: &BTreeSet<&str>,
) -> Diagnostic {
    let words = &line.text[extreme.range.clone()];
    let is_negative = ranking.value(part).is_some_and(|own| own.is_sign_negative());
    let is_alike = |(key, value): &&(String, Decimal)| {
        !left_out.contains(key.as_str()) && value.is_sign_negative() == is_negative
    };
    let mut parts: Vec<&(String, Decimal)> = ranking.parts.iter().filter(is_alike).collect();
    parts.sort_by_key(|(_, value)| std::cmp::Reverse(value.abs()));
    if !extreme.is_highest {
        parts.reverse();
    }
    let right = parts.get(extreme.nth - 1).or(parts.last()).map_or("", |(key, _)| key.as_str());
    // As authors call it, else as a language does within a sentence: "the United Kingdom".
    let own = subject.names.of(right).first().map_or(right, String::as_str);
    let is_of_language = subject.locale.country(right) == Some(own);
    let name = subject.locale.country_in_text(right).filter(|_| is_of_language).unwrap_or(own);
    let told = &line.text[of.clone()];
    let message = format!("“{words}” is not true of {told}: in `{}`, it is {name}", ranking.figure.key);
    let hint = format!("name {name} and its number, or take the word out");
    Diagnostic::new(code::CLAIM_RANK, line.span(&extreme.range), message).hint(hint).found(words)
}

/// "The three main destinations were A, B and C".
pub(super) fn of_many(
    line: &Line<'_>,
    (extreme, count): (&Extreme, usize),
    (ranking, named): (&Ranking<'_>, &[NamedPart]),
) -> Option<Diagnostic> {
    let behind = named.iter().filter(|(range, _)| range.start >= extreme.range.end);
    let distinct: BTreeSet<&str> = behind.clone().map(|(_, name)| name.as_str()).collect();
    if distinct.len() != count || extreme.is_of_change {
        return None;
    }
    let none = BTreeSet::new();
    let is_outside =
        |name: &str| ranking.before(name, extreme.is_highest, &none).is_some_and(|before| before >= count);
    let (range, name) = behind.clone().find(|(_, name)| is_outside(name))?;
    let (words, named) = (&line.text[extreme.range.clone()], &line.text[range.clone()]);
    let message = format!(
        "“{words}” is not true of {named}: `{name}` is not among the first {count} of `{}`",
        ranking.figure.key
    );
    let hint = format!("{{{{ {}.names({count}) }}}} names them", ranking.figure.key);
    let place = line.span(range);
    Some(Diagnostic::new(code::CLAIM_RANK, place, message).hint(hint).found(named))
}
