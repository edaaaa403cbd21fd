//! Finds two values of one figure that words compare: "fell from 12,339 to 6,996", "higher than in 2022".

use std::collections::BTreeMap;
use std::ops::Range;

use super::direction::{DirectionWord, NumberPlace, comparative, first_behind, last, moved};
use super::line::Line;
use super::period::Mention;
use super::role::{ValueRole, stands_behind, without_fillers, without_names};
use super::said::Said;
use super::segment::clause;
use super::words::Kind;
use crate::data::period::{Frequency, Period};
use crate::language::{Language, Pattern, Patterns, Reading, Side};
use crate::report::{Direction, What};

/// Two values of one figure, in the order of the text, and what joins them.
#[derive(Debug, Clone)]
pub struct Pair {
    /// Their places among the numbers of the sentence.
    pub numbers: [usize; 2],
    /// What joins them.
    pub link: Link,
}

/// What joins two values.
#[derive(Debug, Clone)]
pub enum Link {
    /// "A is higher than B": how the first value is said to stand to the second.
    Comparative(DirectionWord),
    /// "From A to B": which of them came first, and the words that say which way it went from there.
    Ordered {
        /// Index of the number that came first.
        base: usize,
        /// Index of the other.
        end: usize,
        /// The words.
        words: Vec<DirectionWord>,
    },
}

/// Bytes between a word of direction and the value that it leads to; nobody reads the two together from farther.
const LONGEST_CLAUSE: usize = 1_000;

/// A value of a figure in a sentence.
#[derive(Debug, Clone, Copy)]
struct Value<'a> {
    index: usize,
    said: &'a Said<'a>,
    period: Period,
}

impl Value<'_> {
    fn role(&self) -> Option<ValueRole> {
        self.said.marked.role
    }
}

/// A sentence with what is needed to find its pairs.
pub(super) struct Finder<'a> {
    pub(super) line: &'a Line<'a>,
    pub(super) range: &'a Range<usize>,
    pub(super) numbers: &'a [Said<'a>],
    pub(super) mentions: &'a [Mention],
    pub(super) locale: &'a Language,
}

impl<'a> Finder<'a> {
    fn reading(&self) -> &'a Reading {
        self.locale.reading()
    }

    /// The values that a word can be compared with, two by two in the order of the text, with what joins
    /// them.
    pub(super) fn pairs(&self) -> Vec<Pair> {
        let joined = self.couples().into_iter().filter_map(|couple| {
            let [one, two] = &couple;
            let link = match self.comparative(&couple) {
                Some(word) => Link::Comparative(word),
                None => {
                    let (base, end) = self.ordered(&couple)?;
                    Link::Ordered { base: base.index, end: end.index, words: self.words(&couple) }
                }
            };
            Some(Pair { numbers: [one.index, two.index], link })
        });
        joined.collect()
    }

    /// Values of one figure and of periods of one length. Of three and more, only those that are joined by
    /// "from … to".
    fn couples(&self) -> Vec<[Value<'a>; 2]> {
        let mut groups: Vec<Vec<Value<'a>>> = Vec::new();
        // Which group a figure's values are in, and where in it that of a period is.
        let mut of_figure = BTreeMap::new();
        let mut of_period: BTreeMap<(usize, Period), usize> = BTreeMap::new();
        for value in self.numbers.iter().enumerate().filter_map(|(index, said)| value(index, said)) {
            let key: (_, Frequency) = (subject(value.said), value.period.frequency());
            let index = *of_figure.entry(key).or_insert(groups.len());
            if index == groups.len() {
                groups.push(Vec::new());
            }
            let group = &mut groups[index];
            match of_period.get(&(index, value.period)).map(|place| &mut group[*place]) {
                // The same value in another unit, or repeated.
                Some(known) if known.role().is_some() || value.role().is_none() => {}
                Some(known) => *known = value,
                None => {
                    of_period.insert((index, value.period), group.len());
                    group.push(value);
                }
            }
        }
        let mut couples = Vec::new();
        for mut group in groups {
            group.sort_by_key(|value| value.said.range.start);
            let is_of_two = group.len() == 2;
            couples.extend(group.windows(2).filter_map(|window| {
                let [one, two] = window else { return None };
                let is_joined = matches!(
                    (one.role(), two.role()),
                    (Some(ValueRole::From), Some(ValueRole::To))
                        | (Some(ValueRole::To), Some(ValueRole::From))
                );
                let is_couple = (is_of_two || is_joined) && !self.has_other(one, two);
                is_couple.then_some([*one, *two])
            }));
        }
        couples
    }

    /// Whether a number of another figure stands between two values.
    fn has_other(&self, one: &Value<'_>, two: &Value<'_>) -> bool {
        let between = one.said.range.end..two.said.range.start;
        self.numbers_in(&between).any(|other| other.asked.figure != one.said.asked.figure)
    }

    /// The numbers that begin in a range, the nearest to its end first.
    fn numbers_in(&self, range: &Range<usize>) -> impl Iterator<Item = &'a Said<'a>> {
        let from = self.numbers.partition_point(|said| said.range.start < range.start);
        let to = self.numbers.partition_point(|said| said.range.start < range.end).max(from);
        self.numbers[from..to].iter().rev()
    }

    /// Which value of a couple came first; none when words and periods leave it open. "From … to" leaves nothing open.
    fn ordered(&self, [one, two]: &[Value<'a>; 2]) -> Option<(Value<'a>, Value<'a>)> {
        use ValueRole::{Against, From, To};
        let (base, end) = match (one.role(), two.role()) {
            (Some(From | Against), Some(To) | None) | (None | Some(To), Some(To)) => (one, two),
            (Some(To) | None, Some(From | Against)) | (Some(To), None) => (two, one),
            _ => return None,
        };
        let is_open = one.role().is_none() || two.role().is_none();
        let means = |mention: &Mention| {
            mention.named.means(base.period, end.period) || mention.named.means(end.period, end.period)
        };
        // "The number, which had stood at 26,940, was down to 25,874."
        let is_led = one.role().is_none() && two.role() == Some(To) && self.is_in_own_clause(one);
        let is_known = base.role().is_some()
            || is_led
            || Some(base.period) == end.period.previous()
            || Some(base.period) == end.period.year_before();
        let is_clear = !is_open || (is_known && self.mentions.iter().all(means));
        let is_joined = matches!((base.role(), end.role()), (Some(From), Some(To)));
        (is_joined || (base.period < end.period && is_clear)).then_some((*base, *end))
    }

    /// Whether a value stands in a clause that tells only of it: "which had stood at 26,940".
    fn is_in_own_clause(&self, value: &Value<'_>) -> bool {
        let own = clause(self.line, self.range, &value.said.range);
        let first = self.line.lower[own].split_whitespace().next().unwrap_or_default();
        self.reading().clauses.contain(first) || self.reading().asides.contain(first)
    }

    /// The words that say which way it went from one value of a couple to the other.
    fn words(&self, couple: &[Value<'_>; 2]) -> Vec<DirectionWord> {
        match self.reading().sentence.direction {
            Side::Before => self.before_marks(couple),
            Side::Behind => {
                let place = self.place(&couple[1]);
                first_behind(&place, couple[1].said.range.end).into_iter().collect()
            }
        }
    }

    fn place<'b>(&'b self, value: &Value<'b>) -> NumberPlace<'b> {
        NumberPlace { line: self.line, sentence: self.range, range: &value.said.range, locale: self.locale }
    }

    /// The words that lead to the marks of a couple: those right before a mark, or else the only way that is said.
    fn before_marks(&self, [one, two]: &[Value<'_>; 2]) -> Vec<DirectionWord> {
        // "Having risen to 1,377, they fell to 1,092": each word leads to its own value.
        let are_both = (one.role(), two.role()) == (Some(ValueRole::To), Some(ValueRole::To));
        let leads = !are_both && (one.role().is_some() || two.role() == Some(ValueRole::Against));
        let first = leads.then(|| self.nearest(self.range.start, one)).flatten();
        let second = self.nearest(one.said.range.end, two);
        let found: Vec<(DirectionWord, bool)> = first.into_iter().chain(second).collect();
        if found.iter().any(|(_, is_beside)| *is_beside) {
            return found.into_iter().filter(|(_, is_beside)| *is_beside).map(|(word, _)| word).collect();
        }
        let is_one_way = found
            .windows(2)
            .all(|pair| pair[0].0.is_wrong(Direction::Up) == pair[1].0.is_wrong(Direction::Up));
        let last = found.into_iter().next_back().filter(|_| is_one_way);
        last.map(|(word, _)| word).into_iter().collect()
    }

    /// The nearest word of direction before a value in its clause, and whether it stands right there.
    fn nearest(&self, from: usize, value: &Value<'_>) -> Option<(DirectionWord, bool)> {
        let reading = self.reading();
        let mark = value.said.marked.mark;
        let range = from..mark;
        let end = from + self.line.lower[range.clone()].trim_end_matches([' ', ',', '(']).len();
        let is_from = value.role() == Some(ValueRole::From);
        let leads = match value.role() {
            Some(ValueRole::From) => Some(&reading.from.before),
            Some(ValueRole::To) => Some(&reading.to.before),
            _ => None,
        };
        let beside =
            || comparative(self.line, &range, reading).filter(|word| is_from && word.range.end == end);
        let lead = || {
            let text = from..value.said.range.start;
            moved(self.line, &text, leads?, reading)
        };
        if let Some(word) = beside().or_else(lead) {
            return Some((word, true));
        }
        let word = last(self.line, &range, Kind::Directions, reading)?;
        if mark.saturating_sub(word.range.end) > LONGEST_CLAUSE {
            return None;
        }
        if self.numbers_in(&(word.range.end..mark)).any(|other| other.asked.figure != value.said.asked.figure)
        {
            return None;
        }
        let between = without_names(self.line, self.mentions, &(word.range.end..mark));
        // "Rose in the quarter, from 12,339", but not "rose, departures went from 12,339".
        let has_clause =
            between.split(',').skip(1).any(|part| !without_fillers(part, reading).trim().is_empty());
        if has_clause || between.contains([';', ':']) || reading.clauses.are_in(&between) {
            return None;
        }
        let is_aside = between.contains(',') && self.is_in_aside(from, &word);
        let is_beside = between.split_whitespace().count() <= 1 && !between.contains(',');
        (!is_aside).then_some((word, is_beside))
    }

    /// Whether a word stands behind "despite", "after" and the like, with no comma between.
    fn is_in_aside(&self, from: usize, word: &DirectionWord) -> bool {
        let before = &self.line.lower[from..word.range.start];
        let phrase = before.rsplit([',', ';', ':']).next().unwrap_or_default();
        self.reading().asides.are_in(phrase)
    }

    /// "A is higher than B", "more A than B": the comparative.
    fn comparative(&self, couple: &[Value<'_>; 2]) -> Option<DirectionWord> {
        let [one, two] = couple;
        let reading = self.reading();
        let (line, start) = (self.line, one.said.range.end);
        let between = start..two.said.range.start;
        let words = &reading.than.before;
        let than = words.iter().flat_map(|word: &Pattern| line.find(word, &between)).next_back();
        let Some(than) = than else { return self.comparative_behind(two) };
        let word = comparative(line, &(self.range.start..than.start), reading)?;
        let within = |range: Range<usize>| without_names(line, self.mentions, &range);
        // An earlier "than" takes an earlier comparative: "more than a hundred".
        let is_its_own = !words.are_in(&within(word.range.end..than.start));
        let text = within(start..two.said.range.start);
        let is_clause = !text.contains([';', ':'])
            && !has_break(&text, word.range.end.max(start) - start, &reading.clauses);
        // "More than 12,339" says how nearly, unless it stands behind the other value.
        let is_nearness = word.range.start < start
            && line.lower[than.end..two.said.range.start].trim().is_empty()
            && reading.above.before.iter().chain(&reading.below.before).any(|phrase| {
                let length = than.end - phrase.ends(&line.lower[..than.end]).unwrap_or(than.end);
                length > than.len()
            });
        // "No more than 7.2 per cent a year later".
        let is_limit = word.is_denied && line.lower[than.end..two.said.range.start].trim().is_empty();
        // "Climbed by more than a third to 58.4": the comparative is that of a part.
        let rest = line.lower[than.end..two.said.range.start].trim_start();
        let is_of_part = word.range.end <= than.start
            && line.lower[word.range.end..than.start].trim().is_empty()
            && reading.begins_with_part(rest);
        (is_its_own && is_clause && !is_nearness && !is_limit && !is_of_part).then_some(word)
    }

    /// "A B-than higher", where "than" is an ending or stands behind.
    fn comparative_behind(&self, two: &Value<'_>) -> Option<DirectionWord> {
        let after = &self.line.lower[two.said.range.end..self.range.end];
        stands_behind(after, &self.reading().than).then_some(())?;
        let word = first_behind(&self.place(two), two.said.range.end)?;
        let is_comparative = comparative(self.line, &word.range, self.reading()).is_some();
        is_comparative.then_some(word)
    }
}

fn value<'a>(index: usize, said: &'a Said<'a>) -> Option<Value<'a>> {
    let period = match &said.asked.what {
        What::Value(period) => *period,
        What::Share(of) | What::Part(of) => of.at,
        _ => return None,
    };
    Some(Value { index, said, period })
}

/// What values that can be compared are of: a figure, or the amount or the share of one of its parts.
fn subject<'a>(said: &'a Said<'a>) -> (&'a str, Option<(&'a str, bool)>) {
    let part = match &said.asked.what {
        What::Share(of) => Some((of.part.as_str(), true)),
        What::Part(of) => Some((of.part.as_str(), false)),
        _ => None,
    };
    (&said.asked.figure, part)
}

/// Whether another clause begins before a comparative: "6,996 left, while more came than".
fn has_break(text: &str, upto: usize, clauses: &Patterns) -> bool {
    clauses.are_in(text.get(..upto).unwrap_or(text))
}
