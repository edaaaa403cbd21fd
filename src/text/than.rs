//! Finds the comparatives with "than" that tell of a number and of a period or a number of another part: "6,996 left, fewer
//! than a year earlier", "more crossings (541,200) than nationals of Tajikistan (603,400)".

use std::ops::Range;

use super::direction::{DirectionWord, comparative, directed};
use super::line::Line;
use super::period::Mention;
use super::segment::{segment, words_in};
use super::{Said, Sentence};
use crate::language::{Language, Pattern, Patterns};

/// Words between a number and the comparative that tells of it: "crossings were recorded".
const MOST_WORDS: usize = 8;
/// Words between a comparative and its "than": "fewer crossings than".
const WORDS_TO_THAN: usize = 4;
/// Words between a comparative and its number in brackets, the name of a part among them: "more foreigners work in hotels
/// and restaurants (119,745) than".
const WORDS_TO_NUMBER: usize = 10;

/// Comparatives of a sentence that are looked at; each is held to all that stands around it.
const MOST: usize = 40;

/// A number that is said to be more or less than something else.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// Its place among the numbers of the sentence.
    pub number: usize,
    /// The comparative.
    pub word: DirectionWord,
    /// Between the comparative and what it is held against, without "than".
    pub between: [Range<usize>; 2],
    /// Between the number and the comparative, when that stands behind it.
    pub lead: Option<Range<usize>>,
    /// What it is held against.
    pub with: With,
}

/// What a number is held against.
#[derive(Debug, Clone)]
pub enum With {
    /// The same in another period.
    Period(Mention),
    /// Another number of the sentence, by its place among them.
    Number(usize),
}

/// The comparisons of a sentence that two values of one figure are not already read as.
pub fn comparisons(
    line: &Line<'_>,
    sentence: &Sentence<'_>,
    mentions: &[Mention],
    language: &Language,
) -> Vec<Comparison> {
    let reading = language.reading();
    let find = |words: &Patterns| -> Vec<Range<usize>> {
        words.iter().flat_map(|word: &Pattern| line.find(word, &sentence.range)).collect()
    };
    let than = find(&reading.than.before).into_iter().map(|place| {
        let own = segment(line, &sentence.range, place.start, reading);
        (comparative(line, &(own.start..place.start), reading), place)
    });
    // "Up on the year before", "an increase from the previous quarter".
    let bases = [&reading.bases, &reading.from.before, &reading.against.before];
    let bases = bases.into_iter().flat_map(find).map(|place| {
        let own = segment(line, &sentence.range, place.start, reading);
        let before = own.start..place.start;
        let word = comparative(line, &before, reading).or_else(|| directed(line, &before, reading));
        (word.filter(|word| line.lower[word.range.end..place.start].trim().is_empty()), place)
    });
    let all = than.chain(bases).take(MOST).filter_map(|(word, place)| Some((word?, place)));
    all.filter_map(|found| comparison(line, sentence, mentions, (found, language))).collect()
}

fn comparison(
    line: &Line<'_>,
    sentence: &Sentence<'_>,
    mentions: &[Mention],
    ((word, than), language): ((DirectionWord, Range<usize>), &Language),
) -> Option<Comparison> {
    let own = segment(line, &sentence.range, than.start, language.reading());
    let numbers = &sentence.numbers;
    let number = numbers.iter().rposition(|said| said.range.end <= than.start)?;
    let said = &numbers[number];
    if said.range.start < own.start || sentence.pairs.iter().any(|pair| pair.numbers.contains(&number)) {
        return None;
    }
    let mut gap = word.range.end..than.start;
    let lead = if said.range.end <= word.range.start {
        let lead = said.range.end..word.range.start;
        if is_broken(line, &gap) || words_in(line, gap.clone()) > WORDS_TO_THAN {
            return None;
        }
        Some(lead)
    } else if word.range.end <= said.range.start {
        // "Made fewer crossings (603,400) than".
        let is_in_brackets = line.lower[word.range.end..said.range.start].trim_end().ends_with('(')
            && line.lower[said.range.end..than.start].trim() == ")";
        gap = word.range.end..said.range.start;
        if !is_in_brackets || words_in(line, gap.clone()) > WORDS_TO_NUMBER {
            return None;
        }
        None
    } else {
        return None;
    };
    let with = against(line, sentence, mentions, (number, &than, &own))?;
    let end = match &with {
        With::Period(mention) => mention.range.start,
        With::Number(other) => numbers[*other].range.start,
    };
    let lead_words = lead.as_ref().map_or(0, |lead| words_in(line, lead.clone()));
    (lead_words <= MOST_WORDS).then_some(Comparison {
        number,
        word,
        between: [gap, than.end..end],
        lead,
        with,
    })
}

fn is_broken(line: &Line<'_>, range: &Range<usize>) -> bool {
    line.lower[range.clone()].contains([',', ';', ':', '(', ')'])
}

/// The next period or number behind "than", whichever comes first; a period is none that a number stands beside.
fn against(
    line: &Line<'_>,
    sentence: &Sentence<'_>,
    mentions: &[Mention],
    (number, than, own): (usize, &Range<usize>, &Range<usize>),
) -> Option<With> {
    let next = sentence.numbers.get(number + 1).filter(|said| said.range.end <= own.end);
    let mention =
        mentions.iter().find(|mention| mention.range.start >= than.end && mention.range.end <= own.end);
    match (mention, next) {
        (Some(mention), _)
            if next.is_none_or(|said| {
                said.range.start > mention.range.end && !is_beside(line, &mention.range, said)
            }) =>
        {
            // "Than in 2021 and 2022": of which, nobody can tell.
            let is_alone = !mentions.iter().any(|other| {
                let gap = mention.range.end..other.range.start;
                other.range.start >= mention.range.end && words_in(line, gap) <= 2
            });
            is_alone.then(|| With::Period(mention.clone()))
        }
        (None, Some(_)) => Some(With::Number(number + 1)),
        _ => None,
    }
}

/// Whether a number stands right behind a period, as its value: "in 2022 (12,339)", "in 2022, when there were 12,339".
fn is_beside(line: &Line<'_>, period: &Range<usize>, said: &Said<'_>) -> bool {
    words_in(line, period.end..said.range.start) <= MOST_WORDS
}
