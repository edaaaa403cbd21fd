//! Which of two numbers is the larger one: "arrivals (39,244) exceeded departures (41,013)".

use rust_decimal::Decimal;

use crate::check::Subject;
use crate::check::terms::Term;
use crate::diag::{Diagnostic, code};
use crate::language::{Opposites, Pattern};
use crate::report::What;
use crate::text::{Line, Said, Sentence, segment, words_in};

/// Words between such a word and the number that it leads to: "exceeded the number of those who left".
const MOST_WORDS: usize = 8;

/// Words of a sentence that say wrongly which of the numbers around them is larger.
pub(super) fn of_sentence(
    subject: &Subject<'_>,
    line: &Line<'_>,
    sentence: &Sentence<'_>,
) -> Vec<Diagnostic> {
    if sentence.numbers.len() < 2 || sentence.is_respective {
        return Vec::new();
    }
    let pairs = sentence.numbers.windows(2);
    pairs.filter_map(|pair| of_pair(subject, line, sentence, (&pair[0], &pair[1]))).collect()
}

fn of_pair(
    subject: &Subject<'_>,
    line: &Line<'_>,
    sentence: &Sentence<'_>,
    (one, two): (&Said<'_>, &Said<'_>),
) -> Option<Diagnostic> {
    let reading = subject.locale.reading();
    let between = one.range.end..two.range.start;
    let own = segment(line, &sentence.range, one.range.start, reading);
    // Periods of one thing are compared elsewhere; "exceeded departures by 361" has a difference.
    if own.end < two.range.end || one.asked.figure == two.asked.figure && is_whole(one) && is_whole(two) {
        return None;
    }
    let before = line.lower[between.clone()].trim_end_matches([' ', '(']);
    if reading.by.before.iter().any(|word| word.ends(before).is_some()) {
        return None;
    }
    let up = reading.outweighs.iter().map(|word| (word, true));
    let standing = reading.standing.iter().filter(|pair| !pair.up.as_str().contains(' '));
    let words = standing.flat_map(|pair| [(&pair.up, true), (&pair.down, false)]);
    let places = up.chain(words).flat_map(|(word, is_up): (&Pattern, bool)| {
        line.find(word, &between).into_iter().map(move |place| (place, is_up))
    });
    let mut places: Vec<_> = places.collect();
    places.sort_by_key(|(place, _)| (place.start, std::cmp::Reverse(place.end)));
    let (place, is_up) = places.first()?.clone();
    if places.iter().any(|(other, _)| other.start >= place.end) || !line.is_typed_or_claimed(place.start) {
        return None;
    }
    let rest = line.lower[place.end..between.end].trim_start();
    // "Exceeded one tenth, that of India": the second number is not what was exceeded.
    if rest.contains([',', ';', ':']) || words_in(line, place.end..between.end) > MOST_WORDS {
        return None;
    }
    // "Departures were exceeded by arrivals".
    let is_turned = reading.by.before.iter().any(|word| word.leads(rest).is_some());
    let is_denied =
        reading.negations.before.iter().any(|word| word.ends(line.lower[..place.start].trim_end()).is_some());
    let (first, second) = (worth(subject, one)?, worth(subject, two)?);
    if first.1 != second.1 || first.0 == second.0 || is_denied {
        return None;
    }
    let is_larger = first.0 > second.0;
    if (is_larger == is_up) != is_turned {
        return None;
    }
    let found = &line.text[place.clone()];
    let (one, two) = (&line.text[one.range.clone()], &line.text[two.range.clone()]);
    let message = format!("the word “{found}” says another order than the numbers: {one} and {two}");
    let opposite = reading.standing.iter().find_map(|pair: &Opposites| match found {
        word if pair.up.is(word) => Some(pair.down.as_str()),
        word if pair.down.is(word) => Some(pair.up.as_str()),
        _ => None,
    });
    let hint = match opposite {
        Some(word) => format!("write “{word}”"),
        None => "put the two the other way round".to_owned(),
    };
    Some(Diagnostic::new(code::CLAIM_DIRECTION, line.span(&place), message).hint(hint).found(found))
}

fn is_whole(said: &Said<'_>) -> bool {
    matches!(said.asked.what, What::Value(_))
}

/// The value of a number and its unit.
fn worth(subject: &Subject<'_>, said: &Said<'_>) -> Option<(Decimal, crate::report::Unit)> {
    let is_share = matches!(said.asked.what, What::Share(_));
    if !is_share && !matches!(said.asked.what, What::Value(_) | What::Part(_)) {
        return None;
    }
    let figure = subject.report.figures.get(&said.asked.figure).filter(|figure| !figure.is_balance)?;
    let unit = if is_share { crate::report::Unit::PERCENT } else { figure.unit.clone() };
    Some((Term::of(subject, said.asked)?.value(subject)?, unit))
}
