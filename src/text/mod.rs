//! Reads the passages of a report once, as the grammar of a language says: sentences, what is said of each number of a
//! figure, loose numbers, periods and days. Whether it is true is for the checks to say.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use crate::data::period::Period;
use crate::diag::Span;
use crate::language::Language;
use crate::report::{Claim, Figure, Passage, Piece, PieceKind, Report};

pub mod amount;
mod balance;
mod basis;
mod comparing;
mod day;
mod direction;
mod extreme;
mod first_months;
mod heading;
mod line;
mod loose;
mod named;
mod nearness;
mod number;
mod pair;
mod part;
mod period;
mod respective;
mod role;
mod said;
mod segment;
mod side;
mod sign;
mod sign_word;
mod spoken;
mod step;
mod stretch;
mod table;
#[cfg(test)]
mod tests;
mod than;
mod unit;
mod unit_phrase;
mod whole;
mod words;
mod years;

pub use balance::BalanceWords;
pub use basis::Basis;
pub use comparing::comparing;
pub use day::Day;
pub use direction::{DirectionWord, comparative, directed, moved};
pub use extreme::Extreme;
pub use heading::{HeadingPeriod, headings};
pub use line::Line;
pub use loose::Loose;
pub use named::{Meanings, Mention, Named};
pub use nearness::{Nearness, is_close};
pub use number::numbers;
pub use pair::{Link, Pair};
pub use part::{NamedPart, PartNames, PartsNamed, is_number, named_parts};

pub use role::{RoleMark, ValueRole, without_fillers};
pub use said::{Said, Shown};
pub use segment::{clause, segment, words_in};
pub use sign::Sign;
pub use sign_word::{SignWord, sign_of_label, signs};
pub use spoken::Meaning;
pub use step::SmallWords;
pub use stretch::{Stretch, stretch};
pub use table::{Axis, Grid};
pub use than::{Comparison, With, comparisons};
pub use unit::{Rate, UnitSaid};
pub use unit_phrase::UnitPhrase;
pub use whole::{Whole, whole};

/// The text of a report, read.
#[derive(Debug)]
pub struct Text<'a> {
    /// Its passages in the order of reading.
    pub passages: Vec<ReadPassage<'a>>,
}

/// A passage that has been read.
#[derive(Debug)]
pub struct ReadPassage<'a> {
    /// Its plain text.
    pub line: Line<'a>,
    /// The periods that it names and that its numbers can be of, in order.
    pub periods: Vec<Mention>,
    /// All periods that it names, edges such as "since 2020" among them, in order.
    pub named: Vec<Mention>,
    /// Its sentences, in order.
    pub sentences: Vec<Sentence<'a>>,
    /// The numbers that its author typed without a link.
    pub loose: Vec<Loose>,
    /// The days that it names, in order.
    pub days: Vec<Day>,
}

/// A sentence.
#[derive(Debug)]
pub struct Sentence<'a> {
    /// Where it stands in the line.
    pub range: Range<usize>,
    /// The periods that it names, in order.
    pub periods: Vec<Mention>,
    /// How it names them.
    pub basis: Basis,
    /// The days that it names, in order.
    pub days: Vec<Day>,
    /// The numbers of figures in it, in order.
    pub numbers: Vec<Said<'a>>,
    /// Values that it compares with each other.
    pub pairs: Vec<Pair>,
    /// Whether it says that its numbers stand in the order of its names: "respectively".
    pub is_respective: bool,
    /// The parts that such a sentence names before its first number.
    pub named: Vec<NamedPart>,
    /// Its pieces that are more than words, in order.
    pub pieces: Vec<&'a Piece>,
    /// Its superlatives, once somebody has asked for them.
    extremes: OnceLock<Vec<Extreme>>,
}

impl Sentence<'_> {
    /// Its superlatives, in order; `line` is that of its passage.
    pub fn extremes(&self, line: &Line<'_>, locale: &Language) -> &[Extreme] {
        self.extremes.get_or_init(|| extreme::extremes(line, &self.range, locale))
    }
}

/// What passages are read with.
struct Reader<'r> {
    figures: &'r BTreeMap<String, Arc<Figure>>,
    names: &'r PartNames,
    calendar: period::Calendar<'r>,
    locale: &'r Language,
}

/// Passages that one thread reads at a time; each writes a calendar of its own.
const AT_A_TIME: usize = 32;

/// Reads all passages of a report; `names` are those of the parts of its figures.
pub fn read<'a>(report: &'a Report, names: &PartNames, locale: &Language) -> Text<'a> {
    read_passages(&report.passages, &report.claims, (&report.figures, names), locale)
}

fn read_passages<'a>(
    passages: &'a [Passage],
    claims: &'a [Claim],
    (figures, names): (&BTreeMap<String, Arc<Figure>>, &PartNames),
    locale: &Language,
) -> Text<'a> {
    let read_some = |passages: &'a [Passage]| {
        let calendar = period::Calendar::new(locale);
        let reader = Reader { figures, names, calendar, locale };
        passages.iter().map(|passage| read_passage(passage, claims, &reader)).collect::<Vec<_>>()
    };
    Text { passages: passages.par_chunks(AT_A_TIME).flat_map_iter(read_some).collect() }
}

fn read_passage<'a>(passage: &'a Passage, claims: &'a [Claim], reader: &Reader<'_>) -> ReadPassage<'a> {
    let line = Line::new(passage, reader.locale);
    let mut named = period::every(&line, &reader.calendar);
    // "2002 workers" names no year, where 2002 is a value of a figure.
    named.retain(|mention| !line.has_number_at(mention.range.start));
    let periods = period::mentions(&line, named.clone(), reader.locale);
    let ranges = line.sentences(reader.locale);
    let loose = loose::loose(&line, &ranges, &periods, reader.locale);
    let days = day::days(&line, reader.locale);
    let sentences = ranges.into_iter().map(|range| sentence(&line, range, (&periods, &days), claims, reader));
    ReadPassage { sentences: sentences.collect(), line, periods, named, loose, days }
}

fn sentence<'a>(
    line: &Line<'a>,
    range: Range<usize>,
    (all, days): (&[Mention], &[Day]),
    claims: &'a [Claim],
    reader: &Reader<'_>,
) -> Sentence<'a> {
    let periods = all[all.partition_point(|period| period.range.start < range.start)..].iter();
    let periods: Vec<Mention> =
        periods.take_while(|period| period.range.start < range.end).cloned().collect();
    let days = days[days.partition_point(|day| day.range.start < range.start)..].iter();
    let days = days.take_while(|day| day.range.start < range.end).cloned().collect();
    let here = line.pieces_in(&range);
    let pieces: Vec<(usize, &Piece)> =
        here.filter(|(_, piece)| !matches!(piece.kind, PieceKind::Words)).collect();
    let mut numbers: Vec<Said<'a>> = Vec::new();
    let mut parts = BTreeMap::new();
    for (start, piece) in &pieces {
        let Some((asked, shown)) = said::shown(piece, claims) else { continue };
        let place = *start..*start + line.length(piece);
        let before = numbers.last().map_or(range.start, |said| said.range.end);
        let sentence = said::Around { line, sentence: &range, periods: &periods, before, place };
        numbers.push(said::read(&sentence, (asked, shown, piece.span), &mut parts, reader));
    }
    let reading = reader.locale.reading();
    let is_respective = !numbers.is_empty() && line.has(&reading.respectively, &range);
    if is_respective {
        respective::share_out(&mut numbers, line, &range, reading);
    }
    let basis = Basis::new(line, &range, (&periods, &numbers), reading);
    let finder =
        pair::Finder { line, range: &range, numbers: &numbers, mentions: &periods, locale: reader.locale };
    let pairs = finder.pairs();
    let first = numbers.first().filter(|first| is_respective && first.parts.is_some());
    let named =
        first.and_then(|first| Some(parts.get(first.asked.figure.as_str())?.before(first.range.start)));
    let named = named.map_or_else(Vec::new, <[NamedPart]>::to_vec);
    let pieces = pieces.into_iter().map(|(_, piece)| piece).collect();
    Sentence {
        range,
        periods,
        basis,
        days,
        numbers,
        pairs,
        is_respective,
        named,
        pieces,
        extremes: OnceLock::new(),
    }
}

impl<'a> Text<'a> {
    /// Every sentence that has numbers of figures, with its passage.
    pub fn sentences(&self) -> impl Iterator<Item = (&ReadPassage<'a>, &Sentence<'a>)> {
        self.all_sentences().filter(|(_, sentence)| !sentence.numbers.is_empty())
    }

    /// Every sentence, with its passage.
    pub fn all_sentences(&self) -> impl Iterator<Item = (&ReadPassage<'a>, &Sentence<'a>)> {
        let passages = self.passages.iter();
        passages.flat_map(|passage| passage.sentences.iter().map(move |sentence| (passage, sentence)))
    }

    /// Every number of a figure, with its passage and its sentence.
    pub fn numbers(&self) -> impl Iterator<Item = (&ReadPassage<'a>, &Sentence<'a>, &Said<'a>)> {
        self.sentences().flat_map(|(passage, sentence)| {
            sentence.numbers.iter().map(move |said| (passage, sentence, said))
        })
    }

    /// The numbers that authors typed without a link.
    pub fn loose(&self) -> impl Iterator<Item = &Loose> {
        self.passages.iter().flat_map(|passage| &passage.loose)
    }

    /// The passage that was written at a place: a title or another short text.
    pub fn at(&self, place: Span) -> Option<&ReadPassage<'a>> {
        self.passages.iter().find(|passage| passage.is_in(place))
    }
}

impl<'a> ReadPassage<'a> {
    /// The numbers of figures in it, in order.
    pub fn numbers(&self) -> impl Iterator<Item = &Said<'a>> {
        self.sentences.iter().flat_map(|sentence| &sentence.numbers)
    }

    /// Whether it was written within a place.
    pub fn is_in(&self, place: Span) -> bool {
        let inside = |at: Span| at.source == place.source && place.range().contains(&at.start);
        self.line.passage.pieces.first().is_some_and(|piece| inside(piece.span))
    }

    /// The spans that it names with their year, those from one period to another as one: the first and the last.
    pub fn spans(&self, locale: &Language) -> Vec<(Range<usize>, Period, Period)> {
        period::spans(&self.line, &self.periods, locale)
    }

    /// The one period that it names, when it is the name of a row or column.
    pub fn only_period(&self) -> Option<Mention> {
        if let Some(year) = period::only_year(&self.line) {
            return Some(Mention { range: self.line.whole(), named: Named::Year(year) });
        }
        match &self.periods[..] {
            // A year in other words may be that of something else: "nationals who came in 2022".
            [only] if !matches!(only.named, Named::Year(_)) => Some(only.clone()),
            // A day names a row of what is there on that day, and no other one.
            [] => match &self.days[..] {
                [only] => Some(Mention { range: only.range.clone(), named: only.named()? }),
                _ => None,
            },
            _ => None,
        }
    }

    /// The last words in brackets, with them.
    pub fn bracket(&self) -> Option<Range<usize>> {
        let text = &self.line.text;
        let end = text.rfind(')')? + 1;
        let start = text[..end].rfind('(')?;
        Some(start..end)
    }

    /// The unit that it names in its last brackets.
    pub fn unit_in_brackets(&self, locale: &Language) -> Option<(Range<usize>, UnitPhrase)> {
        let range = self.bracket()?;
        let words = &self.line.text[range.start + 1..range.end - 1];
        UnitPhrase::read(words, locale).map(|phrase| (range, phrase))
    }

    /// The unit that it is, when it is nothing else.
    pub fn unit(&self, locale: &Language) -> Option<UnitPhrase> {
        UnitPhrase::read(&self.line.text, locale)
    }
}
