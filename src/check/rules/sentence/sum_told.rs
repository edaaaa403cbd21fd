//! What a sentence says is added up by other means than a list of names: by the numbers before it, or by two quarters of one
//! year.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::check::Subject;
use crate::data::period::{Frequency, Period};
use crate::language::{words_of, year};
use crate::report::{Asked, What};
use crate::text::{Line, Said, Sentence};

/// "China (12) and India (9) received 19 together": whether a sum has a value in it that is neither named nor one of the
/// numbers before it, of which there are as many and that are of the same kind.
pub(super) fn differs_from_numbers(
    (sentence, said): (&Sentence<'_>, &Said<'_>),
    own: &Range<usize>,
    added: &[&Asked],
    is_named: impl Fn(&Asked) -> bool,
) -> bool {
    let before = sentence.numbers.iter().filter(|other| own.start <= other.range.start);
    let before: Vec<&Asked> =
        before.take_while(|other| other.range.end <= said.range.start).map(|other| other.asked).collect();
    let alike = |one: &Asked, two: &Asked| match (&one.what, &two.what) {
        (What::Part(one), What::Part(two)) | (What::Share(one), What::Share(two)) => one.at == two.at,
        (What::Value(one), What::Value(two)) => one.frequency() == two.frequency(),
        _ => false,
    };
    let Some(first) = added.first() else { return false };
    let is_told = |asked: &Asked| before.iter().any(|other| other.what == asked.what);
    // "The next two together": of others, nothing is told but how many they are.
    let is_list = before.len() > 1
        && before.len() == added.len()
        && before.iter().all(|other| other.figure == first.figure && alike(other, first));
    is_list
        && added.iter().any(|asked| is_told(asked))
        && added.iter().any(|asked| !is_told(asked) && !is_named(asked))
}

/// "The first and third quarters of 2024": where two quarters of one year stand, and which they are; only beside those of the
/// same year.
pub(super) fn two_quarters(
    subject: &Subject<'_>,
    line: &Line<'_>,
    own: &Range<usize>,
    periods: &BTreeSet<Period>,
) -> Option<(Range<usize>, BTreeSet<Period>)> {
    let (reading, known) = (subject.locale.reading(), subject.locale.known());
    let first = periods.first()?;
    let is_of_one_year = periods.iter().all(|period| period.year() == first.year());
    if first.frequency() != Frequency::Quarter || !is_of_one_year {
        return None;
    }
    let words: Vec<(usize, &str)> = words_of(&line.lower[own.clone()]).collect();
    let ordinal = |word: &str| {
        let index = known.ordinals.iter().position(|ordinal| ordinal == word)?;
        u8::try_from(index + 1).ok().filter(|index| *index <= 4)
    };
    words.iter().enumerate().find_map(|(at, (start, word))| {
        if reading.trends.frequency(word) != Some(Frequency::Quarter) {
            return None;
        }
        let mut before = words[..at].iter().rev().filter(|(_, word)| !reading.fillers.contain(word));
        let (_, second) = before.next()?;
        let (_, joint) = before.next()?;
        let (begin, one) = before.next()?;
        if !known.list_joints.iter().any(|known| known == joint) {
            return None;
        }
        let told = words[at + 1..].iter().find(|(_, word)| !reading.fillers.contain(word));
        let told = told.and_then(|(_, word)| year(word)).unwrap_or(first.year());
        let quarters =
            [ordinal(one)?, ordinal(second)?].map(|index| Period::new(told, Frequency::Quarter, index));
        let quarters: Option<BTreeSet<Period>> = quarters.into_iter().collect();
        let place = own.start + begin..own.start + start + word.len();
        (told == first.year()).then_some((place, quarters?))
    })
}
