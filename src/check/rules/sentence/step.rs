//! The rule about changes, values and shares behind words of direction: "fell by 25 per cent", "fell to 5,852".

use super::increase;
use crate::check::Subject;
use crate::check::terms::Term;
use crate::diag::{Diagnostic, code};
use crate::report::What;
use crate::text::{Line, Said};

#[doc = include_str!("change-or-value.md")]
pub(in crate::check) fn change_or_value(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let numbers = subject.text.numbers();
    let found = numbers.filter_map(|(passage, sentence, said)| {
        let line = &passage.line;
        check(subject, line, said)
            .or_else(|| increase::taken_for_value(subject, line, (sentence, said)))
            .or_else(|| increase::value_taken_for_it(subject, line, (sentence, said)))
    });
    found.collect()
}

fn check(subject: &Subject<'_>, line: &Line<'_>, said: &Said<'_>) -> Option<Diagnostic> {
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
    if let Some(found) = part_of(subject, line, said) {
        return Some(found);
    }
    // "Multiplied by 2.7".
    if matches!(said.asked.what, What::Ratio { .. }) && is_multiplied(subject, line, said) {
        return None;
    }
    let is_change = matches!(said.asked.what, What::Change { .. });
    let word = if is_change { &said.step.to } else { &said.step.by }.as_ref()?;
    let number = &line.text[said.range.clone()];
    let message =
        format!("“{word} {number}” takes {kind} for {}", if is_change { "a value" } else { "a change" });
    let figure = &said.asked.figure;
    let instead = if is_change { format!("{figure}.total") } else { format!("{figure}.change(…)") };
    let reading = subject.locale.reading();
    let hint = match &said.asked.what {
        // "Grew 3.8 times" has no small word that could be another.
        What::Ratio { .. } => format!("ask for {instead}, or say how many times as many there are"),
        _ if is_change => format!("write “{} {number}”, or ask for {instead}", reading.by.first_words()),
        _ => format!("write “{} {number}”, or ask for {instead}", reading.to.first_words()),
    };
    let found = format!("{word} {number}");
    Some(Diagnostic::new(code::CHANGE_OR_VALUE, said.span, message).hint(hint).found(found))
}

/// "149 per cent of those of a year before": a change where as many hundredths of the earlier value are meant.
fn part_of(subject: &Subject<'_>, line: &Line<'_>, said: &Said<'_>) -> Option<Diagnostic> {
    let reading = subject.locale.reading();
    let number = &line.lower[said.range.clone()];
    let after = line.lower[said.range.end..].trim_start();
    let word = reading.spoken.parts_of.iter().find(|word| word.leads(after).is_some())?;
    let is_percent = reading.percent.iter().any(|percent| percent.ends(number.trim_end()).is_some());
    let is_change = matches!(said.asked.what, What::Change { .. });
    let is_told_so = said.direction.is_some() || said.step.by.is_some();
    if !is_change || !is_percent || is_told_so {
        return None;
    }
    let (number, word) = (&line.text[said.range.clone()], word.as_str());
    let figure = &said.asked.figure;
    let message = format!("“{number} {word}” takes a change for a part of the earlier value");
    let hint = format!("say that it is a change, or ask for {figure}.ratio(…)");
    Some(
        Diagnostic::new(code::CHANGE_OR_VALUE, said.span, message)
            .hint(hint)
            .found(format!("{number} {word}")),
    )
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
