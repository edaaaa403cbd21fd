//! Finds the numbers that a text tells in words: "doubled", "a third of all visas", "twelve per cent".

use std::ops::Range;

use rust_decimal::Decimal;

use super::said::{is_close, nearness};
use super::sentence::{Line, ends_with_word, is_whole, plain};
use crate::locale::{Locale, fill};
use crate::report::{Measure, PieceKind};

/// What a number in words, or in digits, stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// So many of what is counted.
    Number,
    /// So many times another number.
    Times,
    /// Such a part of a whole.
    Part,
}

/// A number in words: where, its value, what it stands for.
pub(super) type Spoken = (Range<usize>, Decimal, Meaning);

/// Decimals of a value that words give: a third has no last one.
const DIGITS: u32 = 4;

/// The numbers in words that an author typed without a link, in order.
pub(super) fn spoken(line: &Line<'_>, locale: &Locale) -> Vec<Spoken> {
    // "Two-thirds" and "two thirds" are one phrase.
    let text = line.lower.replace('-', " ");
    let reader = Reader { line, text: &text, locale };
    let mut found: Vec<Spoken> = reader.multiples();
    found.extend(reader.fractions());
    found.extend(reader.numerals());
    found.retain(|(range, ..)| line.is_typed(range.start) && line.is_typed(range.end - 1));
    found.sort_by_key(|(range, ..)| (range.start, std::cmp::Reverse(range.end)));
    let mut end = 0;
    // "Twice as many" hides what is found within it.
    found.retain(|(range, ..)| {
        let is_new = range.start >= end;
        end = end.max(range.end);
        is_new
    });
    found.retain(|told| !reader.is_shown_beside(told));
    found.into_iter().map(|(range, value, meaning)| (range, value.round_dp(DIGITS), meaning)).collect()
}

struct Reader<'a> {
    line: &'a Line<'a>,
    text: &'a str,
    locale: &'a Locale,
}

impl Reader<'_> {
    /// Every place of a phrase as whole words.
    fn places(&self, phrase: &str) -> Vec<Range<usize>> {
        let places = self.text.match_indices(phrase).map(|(at, found)| at..at + found.len());
        places.filter(|place| is_whole(self.text, place)).collect()
    }

    fn next_word(&self, at: usize) -> &str {
        let rest = self.text[at..].trim_start_matches(' ');
        &rest[..rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len())]
    }

    fn word_before(&self, at: usize) -> &str {
        let before = self.text[..at].trim_end();
        &before[before
            .rfind(|c: char| !c.is_alphanumeric())
            .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8))..]
    }

    /// Whether the sentence prints the number that the words round: "more than half of them (50.3 per cent)".
    fn is_shown_beside(&self, (range, said, meaning): &Spoken) -> bool {
        let reading = &self.locale.words().reading;
        let sentences = self.line.sentences();
        let Some(sentence) = sentences.iter().find(|sentence| sentence.contains(&range.start)) else {
            return false;
        };
        let near = nearness("", &self.text[sentence.start..range.start], reading).map(|(near, _)| near);
        let is_meant =
            |exact: Decimal| near.map_or_else(|| is_close(*said, exact), |near| near.holds(*said, exact));
        let mut numbers = self.line.pieces().filter(|(start, _)| sentence.contains(start));
        numbers.any(|(_, piece)| {
            let PieceKind::Number { number, .. } = &piece.kind else { return false };
            let quantity = number.quantity();
            let part = quantity.value() / Decimal::ONE_HUNDRED;
            match (&quantity.unit().measure, meaning) {
                (Measure::Percent, Meaning::Part) => is_meant(part),
                (Measure::Percent, Meaning::Times) => {
                    is_meant(Decimal::ONE + part) || is_meant(Decimal::ONE - part)
                }
                (Measure::Ratio, Meaning::Part | Meaning::Times) => is_meant(quantity.value()),
                _ => false,
            }
        })
    }

    /// "Doubled", "twice as many", and "fivefold" where something rose or fell.
    fn multiples(&self) -> Vec<Spoken> {
        let reading = &self.locale.words().reading;
        let mut found = Vec::new();
        for (phrase, value) in &reading.multiples {
            let is_alone = reading.spoken.alone.contains(phrase);
            let is_fold = reading.spoken.folds.contains(phrase);
            if !is_alone && !is_fold {
                continue;
            }
            for place in self.places(phrase) {
                let next = self.next_word(place.end);
                let has_object = reading.spoken.objects.iter().any(|word| word == next);
                let is_told = is_alone || self.is_directed(place.start);
                if is_told && !has_object && !self.is_adjective(phrase, place.start) {
                    found.push((place, value.value(), Meaning::Times));
                }
            }
        }
        found
    }

    /// "The halved fee", "Doubled fees": one word that opens the sentence, or stands behind one that a noun follows.
    fn is_adjective(&self, phrase: &str, at: usize) -> bool {
        let reading = &self.locale.words().reading;
        let opens = self
            .line
            .sentences()
            .iter()
            .any(|sentence| self.text[..at].trim_end().len() <= sentence.start && sentence.start <= at);
        let is_alone = reading.spoken.alone.iter().any(|word| word == phrase);
        let before = self.word_before(at);
        is_alone && !phrase.contains(' ') && (opens || reading.fillers.iter().any(|filler| filler == before))
    }

    /// Whether the sentence of a place says that something rose or fell.
    fn is_directed(&self, at: usize) -> bool {
        let sentence = self.line.sentences().into_iter().find(|sentence| sentence.contains(&at));
        let pairs = &self.locale.words().reading.directions;
        sentence.is_some_and(|sentence| {
            pairs.iter().flatten().any(|word| !self.line.find(word, &sentence).is_empty())
        })
    }

    /// "A third of", "two thirds", "one in six".
    fn fractions(&self) -> Vec<Spoken> {
        let reading = &self.locale.words().reading;
        let mut found = Vec::new();
        for (phrase, value) in &reading.fractions {
            for place in self.places(phrase) {
                let next = self.next_word(place.end);
                let is_of = reading.spoken.parts_of.iter().any(|word| word == next);
                let is_told = if is_of {
                    !self.is_of_time(place.end) && !self.is_one_of_two(place.start)
                } else {
                    reading.spoken.parts.contains(phrase) && !self.is_before_noun_of_vote(place.end)
                };
                if is_told {
                    found.push((place, value.value(), Meaning::Part));
                }
            }
        }
        for (name, parts) in &reading.numerals {
            for pattern in &reading.one_of.patterns {
                let places = self.places(&fill(pattern, &[("n", name)])).into_iter();
                let places = places.filter(|_| parts.value() > Decimal::ONE);
                found.extend(places.map(|place| (place, Decimal::ONE / parts.value(), Meaning::Part)));
            }
        }
        found
    }

    /// "Two thirds majority": a fraction right before a word for a part of a whole names a rule of voting.
    fn is_before_noun_of_vote(&self, at: usize) -> bool {
        self.locale.words().reading.most.contains_key(self.next_word(at))
    }

    /// "Half of the year", "a third of 2023", "a quarter of April".
    fn is_of_time(&self, at: usize) -> bool {
        let words = self.locale.words();
        let (reading, months) = (&words.reading, &words.period.months);
        let rest = self.text[at..].split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let passed = || reading.fillers.iter().chain(&reading.spoken.halves);
        let mut rest = rest.skip(1).skip_while(|word| passed().any(|passed| passed == word));
        let spans = || reading.counts.iter().chain(&reading.spoken.spans);
        rest.next().is_some_and(|word| {
            let is_year = word.len() == 4 && word.chars().all(|c| c.is_ascii_digit());
            is_year
                || spans().any(|span| plain(span) == word)
                || months.iter().any(|month| plain(month) == word)
        })
    }

    /// "The first half of", "the latter half of".
    fn is_one_of_two(&self, at: usize) -> bool {
        let words = self.locale.words();
        let before = self.word_before(at);
        words.period.ordinals.iter().chain(&words.reading.spoken.halves).any(|word| word == before)
    }

    /// "Twelve per cent", "two million", "four times as many".
    fn numerals(&self) -> Vec<Spoken> {
        let words = self.locale.words();
        let reading = &words.reading;
        let scales = [&words.scale.thousand, &words.scale.million, &words.scale.billion];
        let units = scales.into_iter().chain(&reading.percent).chain(&reading.points);
        let units = units.map(|unit| (unit, Meaning::Number));
        let times = reading.spoken.times.iter().map(|times| (times, Meaning::Times));
        let mut found = Vec::new();
        for (unit, meaning) in units.chain(times) {
            for place in self.places(&plain(unit)) {
                let Some((start, value)) = self.numeral_before(place.start) else { continue };
                found.push((start..self.text[..place.start].trim_end().len(), value, meaning));
            }
        }
        found
    }

    /// The numeral right before a place, in one or two words: "twelve", "twenty-five".
    fn numeral_before(&self, at: usize) -> Option<(usize, Decimal)> {
        let numerals = &self.locale.words().reading.numerals;
        let numeral = |end: usize| {
            let head = self.text[..end].trim_end();
            let word = self.word_before(end);
            let value = numerals.get(word).filter(|_| ends_with_word(head, word))?;
            Some((head.len() - word.len(), value.value()))
        };
        let (start, value) = numeral(at)?;
        let tens = numeral(start).filter(|(_, tens)| *tens >= Decimal::from(20) && value < Decimal::TEN);
        Some(tens.map_or((start, value), |(first, tens)| (first, tens + value)))
    }
}
