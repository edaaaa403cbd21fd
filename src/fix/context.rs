//! What stands around a typed number: the numbers, names, periods and words that could say whose it is.

use std::ops::Range;

use crate::check::Subject;
use crate::language::{Pattern, plain, words_of};
use crate::report::Figure;
use crate::text::amount::{Amount, amount};
use crate::text::{Line, Loose, Mention, ReadPassage, Sentence, directed, named_parts, segment, words_in};

/// Units in a row behind a number: "billion tenge".
const MOST_UNITS: usize = 2;
/// Words between two numbers that tell one value in two units: "KZT 80.5 billion or USD".
const WORDS_BETWEEN: usize = 3;
/// Words between a word of change and its number: "fell by some".
const NEAR_CHANGE: usize = 4;
/// Words between a number and the name behind it: "per cent of all permits were given to nationals of".
const NEAR_NAME: usize = 9;

/// A typed number with what stands around it.
pub(super) struct Context<'s, 'a> {
    subject: &'s Subject<'a>,
    pub(super) line: &'s Line<'a>,
    pub(super) sentence: &'s Sentence<'a>,
    /// The sentence before it.
    before: Option<&'s Sentence<'a>>,
    pub(super) loose: &'s Loose,
    /// The numbers of the sentence in order, typed and linked.
    numbers: Vec<Range<usize>>,
    /// Where among them the number stands.
    index: usize,
    /// Its words with those of its unit.
    pub(super) words: Range<usize>,
    pub(super) amount: Amount,
    /// What names it, when it stands in a table.
    cell: Option<Names<'s, 'a>>,
    /// What the sentence before it and the heading above say.
    above: String,
}

/// The head of the column and the first cell of the row that a number stands in.
#[derive(Clone, Copy)]
pub(super) struct Names<'s, 'a> {
    pub(super) head: &'s ReadPassage<'a>,
    pub(super) first: &'s ReadPassage<'a>,
}

impl<'s, 'a> Names<'s, 'a> {
    fn both(self) -> [&'s ReadPassage<'a>; 2] {
        [self.first, self.head]
    }
}

impl<'s, 'a> Context<'s, 'a> {
    /// What stands around a number; `cell` names it when it stands in a table, where nothing else may stand beside it.
    pub(super) fn new(
        subject: &'s Subject<'a>,
        passage: &'s ReadPassage<'a>,
        loose: &'s Loose,
        cell: Option<Names<'s, 'a>>,
    ) -> Option<Self> {
        let line = &passage.line;
        let at = passage.sentences.partition_point(|sentence| sentence.range.end <= loose.range.start);
        let sentence = passage.sentences.get(at)?;
        let inside =
            |range: &Range<usize>| sentence.range.start <= range.start && range.start < sentence.range.end;
        let linked = sentence.numbers.iter().map(|said| said.range.clone());
        let typed = passage.loose.iter().map(|loose| loose.range.clone()).filter(inside);
        let mut numbers: Vec<Range<usize>> = linked.chain(typed).collect();
        numbers.sort_by_key(|range| range.start);
        let index = numbers.iter().position(|range| *range == loose.range)?;
        let words = with_unit(subject, line, &loose.range);
        let is_alone = line.text.trim() == &line.text[words.clone()];
        if passage.line.passage.cell.is_some() && !(cell.is_some() && is_alone) {
            return None;
        }
        let own = &line.lower[words.clone()];
        let amount = match cell.and_then(|names| Some((names.head, names.head.bracket()?))) {
            Some((head, unit)) => {
                let unit = &head.line.lower[unit.start + 1..unit.end - 1];
                amount(&format!("{own} {unit}"), "", subject.locale)
            }
            None => amount(own, &line.lower[words.end..], subject.locale),
        };
        let before = at.checked_sub(1).and_then(|before| passage.sentences.get(before));
        let heading = line.passage.part.heading.to_lowercase();
        let above = format!("{heading} {}", &line.lower[..sentence.range.start]);
        Some(Self { subject, line, sentence, before, loose, numbers, index, words, amount, cell, above })
    }

    /// Whether the number stands in a table.
    pub(super) fn is_cell(&self) -> bool {
        self.cell.is_some()
    }

    /// The words that can tell which figure is meant: those of the sentence, or of the cells that name the number, and,
    /// when those tell of none, what stands above.
    pub(super) fn texts(&self) -> [String; 2] {
        let own = match self.cell {
            Some(names) => names.both().map(|cell| cell.line.lower.as_str()).join(" "),
            None => self.line.lower[self.sentence.range.clone()].to_owned(),
        };
        [own, self.above.clone()]
    }

    /// The numbers that tell the same value in other units, from the first to the last of them.
    fn chain(&self) -> (usize, usize) {
        let (mut first, mut last) = (self.index, self.index);
        while first > 0 && self.is_one_value(first - 1) {
            first -= 1;
        }
        while last + 1 < self.numbers.len() && self.is_one_value(last) {
            last += 1;
        }
        (first, last)
    }

    /// Whether a number and the next one tell one value in two units: "KZT 80.5 billion (USD 177.10 million)".
    fn is_one_value(&self, index: usize) -> bool {
        let between = self.numbers[index].end..self.numbers[index + 1].start;
        if between.start > between.end {
            return false;
        }
        let (reading, text) = (self.subject.locale.reading(), &self.line.lower[between.clone()]);
        let words = words_of(text).map(|(_, word)| word);
        let is_unit = |word: &str| self.is_unit_word(word);
        words.clone().count() <= WORDS_BETWEEN
            && words.clone().all(|word| is_unit(word) || reading.joints.contain(word))
            && words.clone().any(is_unit)
            && (text.contains('(') || words.clone().any(|word| reading.joints.contain(word)))
    }

    fn is_unit_word(&self, word: &str) -> bool {
        let (reading, known) = (self.subject.locale.reading(), self.subject.locale.known());
        let money =
            known.currencies.iter().map(|(name, _)| name).chain(reading.money.iter().map(|(name, _)| name));
        let scales = known.scales.iter().map(|(_, name)| name);
        money.chain(scales).any(|name| name.is(word))
    }

    /// Where what belongs to the number can begin: behind the number before it, or those that tell the same.
    fn from(&self) -> usize {
        let (first, _) = self.chain();
        first.checked_sub(1).map_or(self.sentence.range.start, |before| self.numbers[before].end)
    }

    /// Where it ends.
    fn to(&self) -> usize {
        let (_, last) = self.chain();
        self.numbers.get(last + 1).map_or(self.sentence.range.end, |next| next.start)
    }

    /// The parts of a figure that the number can be of: the name before it, and the name behind it.
    pub(super) fn parts(&self, figure: &Figure) -> Parts {
        let Subject { names, locale, .. } = *self.subject;
        if let Some(cell) = self.cell {
            let named = cell.both().map(|cell| names.named_in(&cell.line, &figure.key, locale));
            return Parts {
                before: named.concat().first().map(|(_, part)| part.clone()),
                behind: None,
                is_rest: false,
            };
        }
        let named = named_parts(self.line, &figure.key, &self.sentence.range, names, locale);
        if self.line.has(&locale.reading().respectively, &self.sentence.range) {
            return self.respective(&named);
        }
        let (from, to) = (self.from(), self.to());
        let (first, last) = self.chain();
        let (start, end) = (self.numbers[first].start, self.numbers[last].end);
        let before = named.iter().rev().find(|(place, _)| from <= place.start && place.end <= start);
        let behind =
            named.iter().find(|(place, _)| end <= place.start && place.end <= to).filter(|(place, _)| {
                let between = end..place.start;
                !self.line.text[between.clone()].contains([',', ';', ':', '('])
                    && words_in(self.line, between) <= NEAR_NAME
            });
        let of = |found: Option<&(Range<usize>, String)>| found.map(|(_, part)| part.clone());
        // "Nationals of other countries received": the rest has no name, and a word that language knows.
        let other = Pattern::from(plain(&locale.labels().other));
        let is_rest = before.is_none() && start >= from && self.line.has_one(&other, &(from..start));
        Parts { before: of(before), behind: of(behind), is_rest }
    }

    /// As many names as numbers, in one order.
    fn respective(&self, named: &[(Range<usize>, String)]) -> Parts {
        let behind_names =
            |range: &&Range<usize>| named.last().is_some_and(|(last, _)| last.end <= range.start);
        let numbers: Vec<&Range<usize>> = self.numbers.iter().filter(behind_names).collect();
        let at = numbers.iter().position(|range| **range == self.loose.range);
        let own = at.filter(|_| numbers.len() == named.len()).and_then(|at| named.get(at));
        Parts { before: own.map(|(_, part)| part.clone()), behind: None, is_rest: false }
    }

    /// The periods that stand nearest, before the number and behind it, or name its cell.
    pub(super) fn near_periods(&self) -> impl Iterator<Item = &'s Mention> {
        let (from, to, own) = (self.from(), self.to(), self.loose.range.clone());
        let all = &self.sentence.periods;
        let before =
            all.iter().rev().find(|mention| from <= mention.range.start && mention.range.end <= own.start);
        let behind = all.iter().find(|mention| own.end <= mention.range.start && mention.range.start < to);
        let of_cell = self.cell.into_iter().flat_map(Names::both).flat_map(|cell| &cell.periods);
        before.into_iter().chain(behind).chain(of_cell)
    }

    /// The periods that a change can start from: those of the sentence, or else of the one before it.
    pub(super) fn bases(&self) -> impl Iterator<Item = &'s Mention> {
        let own = &self.sentence.periods;
        let before = self.before.map(|before| &before.periods[..]).unwrap_or_default();
        own.iter().chain(before.iter().filter(|_| own.is_empty()))
    }

    /// Whether words right beside the number make it one of a change: "fell by 5", "5 per cent more".
    pub(super) fn is_change(&self) -> bool {
        let reading = self.subject.locale.reading();
        let part = segment(self.line, &self.sentence.range, self.loose.range.start, reading);
        let ahead = part.start.max(self.from().min(self.words.start))..self.words.start;
        let led = directed(self.line, &ahead, reading)
            .is_some_and(|word| words_in(self.line, word.range.end..self.words.start) <= NEAR_CHANGE);
        let rest = &self.line.lower[self.words.end..self.sentence.range.end];
        let mut spaces = rest.match_indices(' ').map(|(at, _)| self.words.end + at);
        let end = spaces.nth(NEAR_CHANGE).unwrap_or(self.sentence.range.end);
        let behind = self.words.end..end.min(part.end).max(self.words.end);
        let pairs = || reading.comparatives.iter().chain(&reading.directions);
        let follows =
            pairs().any(|pair| pair.both().into_iter().any(|word| self.line.has_one(word, &behind)));
        self.is_led_by() || led || follows
    }

    /// Whether it stands behind "by", where a share or a value cannot.
    pub(super) fn is_led_by(&self) -> bool {
        let before = self.line.lower[..self.words.start].trim_end_matches([' ', '(']);
        self.subject.locale.reading().by.before.iter().any(|word| word.ends(before).is_some())
    }
}

/// The parts that a number can be of.
pub(super) struct Parts {
    pub(super) before: Option<String>,
    pub(super) behind: Option<String>,
    /// Whether the word for the rest stands before it.
    pub(super) is_rest: bool,
}

/// A number with the words of its unit on both sides, as far as they stand right beside it.
fn with_unit(subject: &Subject<'_>, line: &Line<'_>, number: &Range<usize>) -> Range<usize> {
    let (reading, known) = (subject.locale.reading(), subject.locale.known());
    let money =
        || known.currencies.iter().map(|(name, _)| name).chain(reading.money.iter().map(|(name, _)| name));
    let scales = known.scales.iter().map(|(_, name)| name);
    let units: Vec<&Pattern> = scales.chain(&reading.percent).chain(&reading.points).chain(money()).collect();
    let mut end = number.end;
    for _ in 0..MOST_UNITS {
        let rest = &line.lower[end..];
        let words = rest.strip_prefix(' ').unwrap_or(rest);
        let Some(length) = units.iter().filter_map(|unit| unit.leads(words)).max() else { break };
        end += rest.len() - words.len() + length;
    }
    let before = &line.lower[..number.start];
    let lead = before.strip_suffix(' ').unwrap_or(before);
    let start = money().filter_map(|name| name.ends(lead)).min().unwrap_or(number.start);
    start..end
}
