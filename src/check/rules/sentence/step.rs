//! The rule about changes, values and shares behind words of direction: "fell by 25 per cent", "fell to 5,852".

use super::{fewer, increase};
use crate::check::Subject;
use crate::check::terms::Term;
use crate::diag::{Diagnostic, code};
use crate::language::{Pattern, Side};
use crate::report::What;
use crate::text::{Line, Said, Sentence, directed};

#[doc = include_str!("change-or-value.md")]
pub(in crate::check) fn change_or_value(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let numbers = subject.text.numbers();
    let found = numbers.filter_map(|(passage, sentence, said)| {
        let line = &passage.line;
        fewer::check(subject, line, said)
            .or_else(|| check(subject, line, (sentence, said)))
            .or_else(|| increase::taken_for_value(subject, line, (sentence, said)))
            .or_else(|| increase::percentage_taken_for_value(subject, line, (sentence, said)))
            .or_else(|| increase::value_taken_for_it(subject, line, (sentence, said)))
    });
    found.collect()
}

fn check(
    subject: &Subject<'_>,
    line: &Line<'_>,
    (sentence, said): (&Sentence<'_>, &Said<'_>),
) -> Option<Diagnostic> {
    let kind = match &said.asked.what {
        What::Change { .. } => "a change",
        What::Value(_) => "a value",
        What::Share(_) | What::Shares(_) => "a share",
        What::Part(_) | What::Parts(_) => "an amount",
        What::Ratio { .. } => "a ratio",
        // "Narrowed by 353", where that is the size of a balance.
        What::Computed { .. } if is_size(subject, said) => "a value",
        // What is computed may be a difference as well as a sum.
        What::Rate | What::Computed { .. } => return None,
    };
    if let Some(found) = part_of(subject, line, (sentence, said)) {
        return Some(found);
    }
    // "Multiplied by 2.7".
    if matches!(said.asked.what, What::Ratio { .. }) && is_multiplied(subject, line, said) {
        return None;
    }
    let is_change = matches!(said.asked.what, What::Change { .. });
    let word = if is_change { &said.step.to } else { &said.step.by }.as_ref()?;
    let number = &line.text[said.range.clone()];
    let reading = subject.locale.reading();
    let is_behind = reading.sentence.direction == Side::Behind;
    // An ending of what is claimed stands in the number already.
    let found = if number.ends_with(word.as_str()) { number.to_owned() } else { format!("{word} {number}") };
    let message = format!("“{found}” takes {kind} for {}", if is_change { "a value" } else { "a change" });
    let figure = &said.asked.figure;
    let instead = if is_change { format!("{figure}.total") } else { format!("{figure}.change(…)") };
    let hint = match &said.asked.what {
        // "Grew 3.8 times" has no small word that could be another.
        What::Ratio { .. } => format!("ask for {instead}, or say how many times as many there are"),
        _ if is_change => format!("write “{} {number}”, or ask for {instead}", reading.by.first_words()),
        _ if is_behind => format!("write “{number} {}”, or ask for {instead}", reading.to.first_words()),
        _ => format!("write “{} {number}”, or ask for {instead}", reading.to.first_words()),
    };
    Some(Diagnostic::new(code::CHANGE_OR_VALUE, said.span, message).hint(hint).found(found))
}

/// "149 per cent of those of a year before": a change where as many hundredths of the earlier value are meant.
fn part_of(
    subject: &Subject<'_>,
    line: &Line<'_>,
    (sentence, said): (&Sentence<'_>, &Said<'_>),
) -> Option<Diagnostic> {
    let is_change = matches!(said.asked.what, What::Change { .. });
    if !is_change || said.direction.is_some() || said.step.by.is_some() {
        return None;
    }
    let reading = subject.locale.reading();
    let (number, after) = (&line.lower[said.range.clone()], line.lower[said.range.end..].trim_start());
    let ends = |word: &&Pattern| word.ends(number.trim_end()).is_some();
    let behind = reading.spoken.parts_of.iter().find(|word| word.leads(after).is_some());
    let is_part = match behind {
        Some(_) => reading.percent.iter().any(|word| ends(&word)),
        // "The fall was 43 per cent of the level": where a word of direction leads, it is a change.
        None => {
            reading.percent_of.iter().any(|word| ends(&word))
                && directed(line, &sentence.range, reading).is_none()
        }
    };
    if !is_part {
        return None;
    }
    let number = &line.text[said.range.clone()];
    let words = match behind {
        Some(word) => format!("{number} {}", word.as_str()),
        None => number.to_owned(),
    };
    let figure = &said.asked.figure;
    let message = format!("“{words}” takes a change for a part of the earlier value");
    let hint = format!("say that it is a change, or ask for {figure}.ratio(…)");
    Some(Diagnostic::new(code::CHANGE_OR_VALUE, said.span, message).hint(hint).found(words))
}

/// Whether a verb stands before a number and its small word behind which a factor stands.
fn is_multiplied(subject: &Subject<'_>, line: &Line<'_>, said: &Said<'_>) -> bool {
    let reading = subject.locale.reading();
    let ahead = line.lower[..said.range.start].trim_end();
    let by = reading.by.before.iter().find_map(|word| word.ends(ahead));
    let head = by.map_or(ahead, |by| &ahead[..by]).trim_end();
    reading.factors.iter().any(|word| word.ends(head).is_some())
}

/// Whether a number is one value of a figure without its sign.
fn is_size(subject: &Subject<'_>, said: &Said<'_>) -> bool {
    let Some(Term::Size(inner)) = Term::of(subject, said.asked) else { return false };
    inner.one().is_some_and(|asked| matches!(asked.what, What::Value(_)))
}
