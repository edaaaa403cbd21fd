//! Words that are surer than the source: "exactly" beside a limit, "the final number" beside a provisional one.

use std::ops::Range;

use crate::check::Subject;
use crate::data::certainty::Status;
use crate::diag::{Diagnostic, code};
use crate::language::{Patterns, last_words};
use crate::report::{Expected, Quantity};
use crate::text::{Line, Said, Shown};

/// Words between such a word and its number: "the final number of visas was".
const WORDS_BETWEEN: usize = 5;

/// What is wrong with a word beside a number that its source gives as a limit, or as provisional or estimated.
pub(super) fn check(subject: &Subject<'_>, line: &Line<'_>, said: &Said<'_>) -> Option<Diagnostic> {
    let words = &subject.locale.reading().sizes;
    let quantity = quantity(said)?;
    let status = subject.report.statuses.of(quantity);
    if quantity.is_exact() && status.is_none() {
        return None;
    }
    let is_exact = || beside(line, said, &words.exact).filter(|_| !quantity.is_exact());
    let place = is_exact().or_else(|| beside(line, said, &words.definite))?;
    let found = &line.text[place.clone()];
    let is = match status {
        _ if !quantity.is_exact() => "as a limit",
        Some(Status::Provisional) => "as provisional",
        _ => "as an estimate",
    };
    let number = &line.text[said.range.clone()];
    let message = format!("“{found}” is surer than the source, which gives {number} {is}");
    Some(
        Diagnostic::new(code::CLAIM_NEARNESS, line.span(&place), message)
            .hint("take the word out, or correct what the figure says of its source")
            .found(found),
    )
}

fn quantity<'a>(said: &Said<'a>) -> Option<&'a Quantity> {
    match said.shown {
        Shown::Computed(number) => Some(number.quantity()),
        Shown::Claimed(claim) => match &claim.expected {
            Expected::Quantity(quantity) => Some(quantity),
            Expected::Change(_) => None,
        },
    }
}

/// Where one of some words stands in a number's claim, or a few words before it with no sign between.
fn beside(line: &Line<'_>, said: &Said<'_>, words: &Patterns) -> Option<Range<usize>> {
    let before = &line.lower[..said.range.start];
    let near = last_words(before, WORDS_BETWEEN + 1);
    let near = before[near..].rfind([',', ';', ':', '.']).map_or(near, |sign| near + sign + 1);
    let range = near..said.range.end;
    words.iter().filter_map(|word| line.find(word, &range).pop()).max_by_key(|place| place.start)
}
