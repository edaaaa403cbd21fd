//! Later values told as percentages of earlier ones where the words around them tell of a change: "56.7 per cent fewer".

use crate::check::Subject;
use crate::check::terms::Term;
use crate::diag::{Diagnostic, code};
use crate::language::{Opposites, Side};
use crate::report::What;
use crate::text::amount::{Amount, SaidMeasure};
use crate::text::{Line, Said};

/// "56.7 per cent fewer", where there are 56.7 per cent as many, and the same with a verb behind it, as in Kazakh.
pub(super) fn check(subject: &Subject<'_>, line: &Line<'_>, said: &Said<'_>) -> Option<Diagnostic> {
    if !is_percent_of_earlier(subject, said) {
        return None;
    }
    let reading = subject.locale.reading();
    let number = &line.lower[said.range.clone()];
    let after = line.lower[said.range.end..].trim_start();
    let percent = reading.percent.iter().find_map(|word| word.leads(after));
    let after = after[percent.unwrap_or(0)..].trim_start();
    let comparative =
        || reading.comparatives.iter().flat_map(Opposites::both).find(|word| word.leads(after).is_some());
    // "Fell to" has its word for "to" in the number, or behind it.
    let is_to = || reading.to.behind.iter().any(|word| word.is_in(number));
    let is_verb_behind = reading.sentence.direction == Side::Behind && !is_to();
    let verb = || {
        let mut words = reading.directions.iter().flat_map(Opposites::both).filter(|_| is_verb_behind);
        words.find(|word| word.leads(after).is_some())
    };
    let word = comparative().or_else(verb)?;
    let length = word.leads(after)?;
    let end = line.lower.len() - after.len() + length;
    let words = &line.text[said.range.start..end];
    let message = format!("“{words}” takes a part of the earlier value for a change");
    let figure = &said.asked.figure;
    let hint = format!("say how much it is of the earlier value, or ask for {figure}.change(…)");
    Some(Diagnostic::new(code::CHANGE_OR_VALUE, said.span, message).hint(hint).found(words))
}

/// Whether a number says how many hundredths of an earlier value of its figure a later one is.
fn is_percent_of_earlier(subject: &Subject<'_>, said: &Said<'_>) -> bool {
    match said.asked.what {
        What::Ratio { .. } => {
            matches!(&said.amount, Some(Amount::Number(number)) if number.measure == Some(SaidMeasure::Percent))
        }
        What::Computed { .. } => {
            let Some(Term::Percent(part, whole)) = Term::of(subject, said.asked) else { return false };
            let (Some(part), Some(whole)) = (part.one(), whole.one()) else { return false };
            let (What::Value(later), What::Value(earlier)) = (&part.what, &whole.what) else { return false };
            part.figure == whole.figure && later > earlier
        }
        _ => false,
    }
}
