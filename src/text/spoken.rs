//! Finds the numbers that a text gives in words: "doubled", "a third of all visas", "twelve per cent".

use std::ops::Range;

use rust_decimal::Decimal;

use super::line::Line;
use super::words::Kind;
use crate::language::{Language, Pattern, fill};

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
pub(super) fn spoken(line: &Line<'_>, sentences: &[Range<usize>], locale: &Language) -> Vec<Spoken> {
    // "Two-thirds" and "two thirds" are one phrase.
    let text = line.lower.replace('-', " ");
    let reader = Reader { line, text: &text, sentences, locale };
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
    found.into_iter().map(|(range, value, meaning)| (range, value.round_dp(DIGITS), meaning)).collect()
}

struct Reader<'a> {
    line: &'a Line<'a>,
    text: &'a str,
    sentences: &'a [Range<usize>],
    locale: &'a Language,
}

impl Reader<'_> {
    /// Every place of a phrase as whole words.
    fn places(&self, phrase: &Pattern) -> Vec<Range<usize>> {
        phrase.find(self.text, &(0..self.text.len()))
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

    /// "Doubled", "twice as many", and "fivefold" where something rose or fell.
    fn multiples(&self) -> Vec<Spoken> {
        let reading = self.locale.reading();
        let mut found = Vec::new();
        for (phrase, value) in reading.multiples.iter() {
            let is_alone = reading.spoken.alone.contain(phrase.as_str());
            let is_fold = reading.spoken.folds.contain(phrase.as_str());
            if !is_alone && !is_fold {
                continue;
            }
            for place in self.places(phrase) {
                let next = self.next_word(place.end);
                let has_object = reading.spoken.objects.contain(next);
                let is_told = is_alone || self.is_directed(place.start);
                if is_told && !has_object && !self.is_adjective(phrase, place.start) {
                    found.push((place, value.value(), Meaning::Times));
                }
            }
        }
        found
    }

    /// "The halved fee", "Doubled fees": one word that opens the sentence, or stands behind one that a noun follows.
    fn is_adjective(&self, phrase: &Pattern, at: usize) -> bool {
        let reading = self.locale.reading();
        let before = self.text[..at].trim_end().len();
        let next = self.sentences.partition_point(|sentence| sentence.start < before);
        let opens = self.sentences.get(next).is_some_and(|sentence| sentence.start <= at);
        let is_alone = reading.spoken.alone.contain(phrase.as_str());
        let is_word = !phrase.as_str().contains(' ');
        is_alone && is_word && (opens || reading.fillers.contain(self.word_before(at)))
    }

    /// Whether the sentence of a place says that something rose or fell.
    fn is_directed(&self, at: usize) -> bool {
        let reading = self.locale.reading();
        let first = |sentence| self.line.words(Kind::Directions, reading).first(sentence);
        self.sentence_of(at).and_then(first).is_some()
    }

    fn sentence_of(&self, at: usize) -> Option<&Range<usize>> {
        let next = self.sentences.partition_point(|sentence| sentence.end <= at);
        self.sentences.get(next).filter(|sentence| sentence.contains(&at))
    }

    /// "A third of", "two thirds", "one in six".
    fn fractions(&self) -> Vec<Spoken> {
        let reading = self.locale.reading();
        let mut found = Vec::new();
        for (phrase, value) in reading.fractions.iter() {
            for place in self.places(phrase) {
                let next = self.next_word(place.end);
                let is_of = reading.spoken.parts_of.contain(next);
                let is_told = if is_of {
                    !self.is_of_time(place.end) && !self.is_one_of_two(place.start)
                } else {
                    reading.spoken.parts.contain(phrase.as_str()) && !self.is_before_noun_of_vote(place.end)
                };
                if is_told {
                    found.push((place, value.value(), Meaning::Part));
                }
            }
        }
        // Few texts have what stands around the number: the others are not asked for each number.
        let is_here = |pattern: &&String| pattern.split("{n}").all(|words| self.text.contains(words.trim()));
        let patterns: Vec<&String> = reading.one_of.patterns.iter().filter(is_here).collect();
        for (name, parts) in reading.numerals.iter() {
            for pattern in &patterns {
                let phrase = Pattern::from(fill(pattern, &[("n", name.as_str())]));
                let places = self.places(&phrase).into_iter();
                let places = places.filter(|_| parts.value() > Decimal::ONE);
                found.extend(places.map(|place| (place, Decimal::ONE / parts.value(), Meaning::Part)));
            }
        }
        found
    }

    /// "Two thirds majority": a fraction right before a word for a part of a whole names a rule of voting.
    fn is_before_noun_of_vote(&self, at: usize) -> bool {
        self.locale.reading().most.get(self.next_word(at)).is_some()
    }

    /// "Half of the year", "a third of 2023", "a quarter of April".
    fn is_of_time(&self, at: usize) -> bool {
        let (reading, known) = (self.locale.reading(), self.locale.known());
        let rest = self.text[at..].split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let is_passed = |word: &&str| reading.fillers.contain(word) || reading.spoken.halves.contain(word);
        rest.skip(1).find(|word| !is_passed(word)).is_some_and(|word| {
            let is_year = word.len() == 4 && word.chars().all(|c| c.is_ascii_digit());
            is_year
                || reading.counts.contain(word)
                || reading.spoken.spans.contain(word)
                || known.is_month(word)
        })
    }

    /// "The first half of", "the latter half of".
    fn is_one_of_two(&self, at: usize) -> bool {
        let before = self.word_before(at);
        self.locale.known().ordinals.iter().any(|word| word == before)
            || self.locale.reading().spoken.halves.contain(before)
    }

    /// "Twelve per cent", "two million", "four times as many".
    fn numerals(&self) -> Vec<Spoken> {
        let (reading, known) = (self.locale.reading(), self.locale.known());
        let scales = known.scales.iter().map(|(_, name)| name);
        let units = scales.chain(&reading.percent).chain(&reading.points);
        let units = units.map(|unit| (unit, Meaning::Number));
        let times = reading.spoken.times.iter().map(|times| (times, Meaning::Times));
        let mut found = Vec::new();
        for (unit, meaning) in units.chain(times) {
            for place in self.places(unit) {
                let Some((start, value)) = self.numeral_before(place.start) else { continue };
                found.push((start..self.text[..place.start].trim_end().len(), value, meaning));
            }
        }
        found
    }

    /// The numeral right before a place, in one or two words: "twelve", "twenty-five".
    fn numeral_before(&self, at: usize) -> Option<(usize, Decimal)> {
        let numerals = &self.locale.reading().numerals;
        let numeral = |end: usize| {
            let head = self.text[..end].trim_end();
            let word = self.word_before(end);
            let value = numerals.get(word).filter(|_| !word.is_empty() && head.ends_with(word))?;
            Some((head.len() - word.len(), value.value()))
        };
        let (start, value) = numeral(at)?;
        let tens = numeral(start).filter(|(_, tens)| *tens >= Decimal::from(20) && value < Decimal::TEN);
        Some(tens.map_or((start, value), |(first, tens)| (first, tens + value)))
    }
}
