//! Finds the numbers that a text gives in words: "doubled", "a third of all visas", "twelve per cent".

use std::ops::Range;

use rust_decimal::Decimal;

use super::direction::directed;
use super::line::Line;
use super::role::without_fillers;
use super::words::Kind;
use crate::language::{Language, Pattern, fill, words_of, year};

/// What a number in words, or in digits, stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// So many of what is counted.
    Number,
    /// So many times another number.
    Times,
    /// Such a part of a whole.
    Part,
    /// By such a part more or less: "fell by a third".
    Step,
    /// Such a part of what it was: "fell to a third".
    Left,
}

/// A number in words.
pub(super) struct Spoken {
    pub(super) range: Range<usize>,
    pub(super) value: Decimal,
    pub(super) meaning: Meaning,
    /// Whether it is told only where other numbers of its sentence say something else.
    pub(super) is_soft: bool,
}

impl Spoken {
    fn new(range: Range<usize>, value: Decimal, meaning: Meaning) -> Self {
        Self { range, value, meaning, is_soft: false }
    }

    fn soft(range: Range<usize>, value: Decimal, meaning: Meaning) -> Self {
        Self { is_soft: true, ..Self::new(range, value, meaning) }
    }
}

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
    // They are told only beside other numbers.
    if line.has_numbers() {
        found.extend(reader.parts_of_many());
        found.extend(reader.amounts());
    }
    found.retain(|spoken| line.is_typed(spoken.range.start) && line.is_typed(spoken.range.end - 1));
    found.sort_by_key(|spoken| (spoken.range.start, std::cmp::Reverse(spoken.range.end), spoken.is_soft));
    let mut end = 0;
    // "Twice as many" hides what is found within it.
    found.retain(|spoken| {
        let is_new = spoken.range.start >= end;
        end = end.max(spoken.range.end);
        is_new
    });
    found.into_iter().map(|spoken| Spoken { value: spoken.value.round_dp(DIGITS), ..spoken }).collect()
}

/// Words between "a third of" and the time that it is a third of: "half of the whole year", but not "a quarter of their
/// number a year before".
const MOST_PASSED: usize = 3;

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
                let has_object = reading.spoken.objects.contain(next) && !self.is_owned(place.end);
                let is_told = is_alone || self.is_directed(place.start);
                if is_told && !has_object && !self.is_adjective(phrase, place.start) {
                    found.push(Spoken::new(place, value.value(), Meaning::Times));
                }
            }
        }
        found
    }

    /// "Doubled their share": what has been doubled is a number all the same.
    fn is_owned(&self, at: usize) -> bool {
        let rest = self.text[at..].trim_start();
        let behind = self.text.len() - rest.len() + self.next_word(at).len();
        self.locale.reading().spoken.owned.contain(self.next_word(behind))
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

    /// "A third of", "two thirds", "by a third", "one in six".
    fn fractions(&self) -> Vec<Spoken> {
        let reading = self.locale.reading();
        let mut found = Vec::new();
        for (phrase, value) in reading.fractions.iter() {
            for place in self.places(phrase) {
                let next = self.next_word(place.end);
                let is_of = reading.spoken.parts_of.contain(next);
                let is_known = reading.spoken.parts.contain(phrase.as_str());
                let is_told = if is_of {
                    !self.is_of_time(place.end) && !self.is_one_of_two(place.start)
                } else {
                    is_known && !self.is_before_noun_of_vote(place.end)
                };
                // "Fell by a third of 12 per cent" tells of something else.
                let is_step = !is_of && self.is_step(place.start) && !self.is_time(next);
                let is_whole = reading.spoken.wholes.contain(phrase.as_str());
                let is_passed = !is_of && !self.is_time(next) && self.passes(place.start);
                if !is_of && self.is_left(phrase, place.start) && !self.is_time(next) {
                    found.push(Spoken::new(place, value.value(), Meaning::Left));
                } else if is_step {
                    found.push(Spoken {
                        is_soft: !is_told,
                        ..Spoken::new(place, value.value(), Meaning::Step)
                    });
                } else if is_told {
                    found.push(Spoken {
                        is_soft: is_whole,
                        ..Spoken::new(place, value.value(), Meaning::Part)
                    });
                } else if (is_whole || is_passed || self.is_before_brackets(place.end))
                    && !self.is_one_of_two(place.start)
                {
                    found.push(Spoken::soft(place, value.value(), Meaning::Part));
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
                found.extend(
                    places.map(|place| Spoken::new(place, Decimal::ONE / parts.value(), Meaning::Part)),
                );
            }
        }
        found
    }

    /// "More than half (48.3 per cent)".
    fn is_before_brackets(&self, at: usize) -> bool {
        self.line.has_numbers() && self.text[at..].trim_start().starts_with('(')
    }

    /// Whether "by", with words for how nearly, stands right before a place in a sentence that says up or down.
    fn is_step(&self, at: usize) -> bool {
        let reading = self.locale.reading();
        let before = without_fillers(&self.text[..at], reading);
        reading.by.before.iter().any(|word| word.ends(before).is_some()) && self.is_directed(at)
    }

    /// "Fell to a third": whether "to", with words for how nearly, stands right before a place behind a word of direction.
    fn is_left(&self, phrase: &Pattern, at: usize) -> bool {
        let reading = self.locale.reading();
        let before = without_fillers(&self.text[..at], reading);
        let lead = reading.to.before.iter().find_map(|word| word.ends(before));
        let word = lead.and_then(|lead| {
            let start = self.sentence_of(at)?.start;
            let word = directed(self.line, &(start..lead), reading)?;
            (word.range.end == before[..lead].trim_end().len()).then_some(word)
        });
        self.line.has_numbers() && phrase.as_str().contains(' ') && word.is_some()
    }

    /// Whether a word for passing a mark stands right before a place: "exceeded one half".
    fn passes(&self, at: usize) -> bool {
        let before = self.text[..at].trim_end();
        self.locale.reading().spoken.passing.iter().any(|word| word.ends(before).is_some())
    }

    /// Whether a word is one for a stretch of time.
    fn is_time(&self, word: &str) -> bool {
        let (reading, known) = (self.locale.reading(), self.locale.known());
        reading.counts.contain(word) || reading.spoken.spans.contain(word) || known.is_month(word)
    }

    /// "Every second", "four out of ten".
    fn parts_of_many(&self) -> Vec<Spoken> {
        let (reading, known) = (self.locale.reading(), self.locale.known());
        let mut found = Vec::new();
        let is_here =
            |pattern: &&String| self.text.contains(pattern.split('{').next().unwrap_or_default().trim());
        let patterns: Vec<&String> = reading.one_of.ordinals.iter().filter(is_here).collect();
        let ordinals = known.ordinals.iter().chain(&reading.later_ordinals).filter(|_| !patterns.is_empty());
        for (index, ordinal) in (1_u8..).zip(ordinals).skip(1) {
            for pattern in &patterns {
                let phrase = Pattern::from(fill(pattern, &[("ordinal", ordinal)]));
                let places = self.places(&phrase).into_iter();
                let places = places.filter(|place| !self.is_time(self.next_word(place.end)));
                let part = Decimal::ONE / Decimal::from(index);
                found.extend(places.map(|place| Spoken::soft(place, part, Meaning::Part)));
            }
        }
        let between = |pattern: &String| {
            let (_, rest) = pattern.split_once("{m}")?;
            Some(rest.split_once("{n}")?.0.trim().to_owned())
        };
        let value = |word: &str| Some(reading.numerals.get(word)?.value());
        for joint in reading.one_of.several.iter().filter_map(between) {
            for place in self.places(&Pattern::from(joint)) {
                // A numeral has no digits, and a joint stands behind many other words.
                if reading.numerals.get(self.next_word(place.end)).is_none() {
                    continue;
                }
                let Some((start, many)) = self.numeral_before(place.start) else { continue };
                let word = self.next_word(place.end);
                let Some(all) = value(word).filter(|all| many < *all && many > Decimal::ONE) else {
                    continue;
                };
                let end =
                    self.text[place.end..].find(word).map_or(place.end, |at| place.end + at + word.len());
                if !self.is_time(self.next_word(end)) {
                    found.push(Spoken::soft(start..end, many / all, Meaning::Part));
                }
            }
        }
        found
    }

    /// "Half a million".
    fn amounts(&self) -> Vec<Spoken> {
        let words = self.locale.reading().spoken.amounts.iter();
        let found = words.flat_map(|(phrase, value)| {
            self.places(phrase).into_iter().map(|place| Spoken::soft(place, value.value(), Meaning::Number))
        });
        found.collect()
    }

    /// "Two thirds majority": a fraction right before a word for a part of a whole names a rule of voting.
    fn is_before_noun_of_vote(&self, at: usize) -> bool {
        self.locale.reading().most.get(self.next_word(at)).is_some()
    }

    /// "Half of the year", "a third of 2023", "a quarter of April".
    fn is_of_time(&self, at: usize) -> bool {
        let reading = self.locale.reading();
        let rest = words_of(&self.text[at..]).map(|(_, word)| word);
        let is_passed = |word: &&str| reading.fillers.contain(word) || reading.spoken.halves.contain(word);
        let next = rest.skip(1).take(MOST_PASSED).find(|word| !is_passed(word));
        next.is_some_and(|word| year(word).is_some() || self.is_time(word))
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
                let end = self.text[..place.start].trim_end().len();
                found.push(Spoken::new(start..end, value, meaning));
            }
        }
        // "Three times that of Iran": two numbers are compared.
        for times in &reading.times {
            for place in self.places(times) {
                let rest = self.text[place.end..].trim_start();
                let is_compared = reading.spoken.compared.iter().any(|words| words.leads(rest).is_some());
                let Some((start, value)) = self.numeral_before(place.start).filter(|_| is_compared) else {
                    continue;
                };
                let end = self.text[..place.start].trim_end().len();
                found.push(Spoken::soft(start..end, value, Meaning::Times));
            }
        }
        // "Double those of Iran".
        for (phrase, value) in reading.multiples.iter().filter(|(_, value)| value.value() > Decimal::ONE) {
            let compared = self.places(phrase).into_iter().filter(|place| {
                let rest = self.text[place.end..].trim_start();
                reading.spoken.of_others.iter().any(|words| words.leads(rest).is_some())
            });
            found.extend(compared.map(|place| Spoken::soft(place, value.value(), Meaning::Times)));
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
