//! Words for more than half beside a share that is not: "the majority (42.7 per cent)".

use rust_decimal::Decimal;

use crate::check::Subject;
use crate::diag::{Diagnostic, code};
use crate::language::Pattern;
use crate::report::What;
use crate::text::{Line, Said, Sentence, segment};

/// What the words for more than half in a sentence say wrongly of the one share beside them.
pub(super) fn of_sentence(
    subject: &Subject<'_>,
    line: &Line<'_>,
    sentence: &Sentence<'_>,
) -> Vec<Diagnostic> {
    let reading = subject.locale.reading();
    // "Most" is said of the largest too.
    let words = reading.most.iter().filter(|(word, _)| !reading.extremes.most.contain(word.as_str()));
    let places = words.flat_map(|(word, part)| {
        let places: Vec<_> = line.find(word, &sentence.range);
        places.into_iter().map(move |place| (place, part.value()))
    });
    let ends = |words: &[&crate::language::Patterns], text: &str| {
        words.iter().any(|words| words.iter().any(|word: &Pattern| word.ends(text).is_some()))
    };
    let wrong = places.filter_map(|(place, part)| {
        let before = line.lower[sentence.range.start..place.start].trim_end();
        // "The age of majority", "not the majority".
        let lists = [&reading.spoken.parts_of, &reading.negations.before, &reading.extremes.loosely];
        if !line.is_typed(place.start) || ends(&lists, before) {
            return None;
        }
        let own = segment(line, &sentence.range, place.start, reading);
        let mut numbers = sentence.numbers.iter().filter(|said| own.contains(&said.range.start));
        let (said, None) = (numbers.next()?, numbers.next()) else { return None };
        let share = share(subject, said)?;
        if share > part {
            return None;
        }
        let (found, number) = (&line.text[place.clone()], &line.text[said.range.clone()]);
        let message = format!("“{found}” says more than half, the figures give {number}");
        let hint =
            format!("say how much it is, or name the part that is more than half of `{}`", said.asked.figure);
        Some(Diagnostic::new(code::CLAIM_VALUE, line.span(&place), message).hint(hint).found(found))
    });
    wrong.collect()
}

/// The share that a number is, or that the part of its figure has.
fn share(subject: &Subject<'_>, said: &Said<'_>) -> Option<Decimal> {
    let (What::Share(of) | What::Part(of)) = &said.asked.what else { return None };
    let figure = subject.report.figures.get(&said.asked.figure)?;
    let share = figure.share_at(&of.part, of.at).ok().filter(|share| share.is_exact())?;
    Some(share.value() / Decimal::ONE_HUNDRED)
}
