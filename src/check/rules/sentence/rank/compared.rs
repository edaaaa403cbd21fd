//! Two parts that a sentence puts in an order.

use super::left_out::is_near;
use super::ranking::{is_of_part, names, ranking};
use crate::check::Subject;
use crate::diag::{Diagnostic, code};
use crate::language::Pattern;
use crate::report::What;
use crate::text::{Line, Sentence, segment};

/// "China was ahead of Türkiye".
pub(super) fn compared(
    subject: &Subject<'_>,
    line: &Line<'_>,
    sentence: &Sentence<'_>,
) -> Option<Diagnostic> {
    let reading = subject.locale.reading();
    let words = &reading.extremes;
    let kinds = [(&words.ahead, true), (&words.behind, false)];
    let places = kinds.into_iter().flat_map(|(words, is_ahead)| {
        let places = words.iter().flat_map(|word: &Pattern| line.find(word, &sentence.range));
        places.map(move |place| (place, is_ahead)).collect::<Vec<_>>()
    });
    places.into_iter().find_map(|(place, is_ahead)| {
        let own = segment(line, &sentence.range, place.start, reading);
        // "From 54,325 to 103,590, ahead of Iran": what it came to.
        let here = sentence.numbers.iter().filter(|said| own.contains(&said.range.start) && is_of_part(said));
        let said = here.rev().max_by_key(|said| said.asked.what.periods().first().copied())?;
        if matches!(said.asked.what, What::Change { .. }) {
            return None;
        }
        let ranking = ranking(subject, said)?;
        let named = names(subject, line, ranking.figure, &own);
        let (_, one) = named.iter().rfind(|(range, _)| range.end <= place.start)?;
        let (range, two) = named.iter().find(|(range, _)| range.start >= place.end)?;
        // "Has overtaken neither China nor Iran".
        let between = &line.lower[place.end..range.start];
        let is_denied = reading.spoken.neither.are_in(between) || reading.negations.before.are_in(between);
        if one == two || is_denied || !is_near(line, place.end..range.start) {
            return None;
        }
        let (first, second) = (ranking.value(one)?, ranking.value(two)?);
        if first == second || (first > second) == is_ahead {
            return None;
        }
        let found = &line.text[place.clone()];
        let message = format!(
            "“{found}” says another order than the figures: in `{}`, `{one}` has {first} and `{two}` {second}",
            ranking.figure.key
        );
        let hint = "name the larger one first";
        Some(Diagnostic::new(code::CLAIM_RANK, line.span(&place), message).hint(hint).found(found))
    })
}
