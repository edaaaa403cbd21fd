//! The words and the grammar by which an author's sentences are read, to compare them with the figures.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Deserialize;

use super::judged::{CountedWords, ExtremeWords, SignWords, SizeWords, TrendWords};
use super::opposites::Opposites;
use super::pattern::{Patterns, Values};
use super::sides::Sides;

/// A file `read.toml`, which explains each key; that of English has them all.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "one to one with data/languages/en/read.toml, which explains each key")]
pub struct Reading {
    pub times: Patterns,
    pub percent: Patterns,
    /// Forms of it that say of something else how many hundredths a number is.
    pub percent_of: Patterns,
    pub points: Patterns,
    pub directions: Vec<Opposites>,
    pub moves: Vec<Opposites>,
    /// May stand between a word of `moves` and its small word.
    pub adverbs: Patterns,
    pub negations: Sides,
    pub qualifiers: Patterns,
    pub base_adjectives: BaseAdjectives,
    /// Verbs behind which a factor stands, and no change: "multiplied by 2.7".
    pub factors: Patterns,
    pub comparatives: Vec<Opposites>,
    pub balances: Vec<Opposites>,
    pub outweighs: Patterns,
    pub innocents: Patterns,
    pub compared: Patterns,
    pub respectively: Patterns,
    pub unchanged: Patterns,
    pub passing: Patterns,
    pub by: Sides,
    pub to: Sides,
    pub from: Sides,
    pub against: Sides,
    pub than: Sides,
    pub fillers: Patterns,
    pub clauses: Patterns,
    pub asides: Patterns,
    pub nearly: Sides,
    pub just_over: Sides,
    pub below: Sides,
    pub above: Sides,
    pub at_least: Sides,
    pub at_most: Sides,
    pub about: Sides,
    pub previous: Patterns,
    pub last: Patterns,
    pub year_before: Patterns,
    pub to_date: Patterns,
    pub edges: Sides,
    pub same_period: Vec<String>,
    pub between: Sides,
    /// Join the names of a list, besides what `[list]` of `print.toml` has.
    pub list_joints: Vec<String>,
    pub period_forms: Vec<String>,
    pub quarter_forms: Vec<String>,
    pub half_forms: Vec<String>,
    pub first_months_forms: Vec<String>,
    pub first_months_names: Vec<String>,
    pub last_months: Patterns,
    pub quarter_names: Vec<String>,
    pub half_names: Vec<String>,
    pub other_names: BTreeMap<String, Vec<String>>,
    pub country_names: BTreeMap<String, Vec<String>>,
    pub only_bases: Patterns,
    pub bases: Patterns,
    pub levels: Patterns,
    pub whens: Patterns,
    pub open_times: Patterns,
    pub period_leads: Patterns,
    pub day_leads: Sides,
    pub year_periods: Sides,
    pub joints: Patterns,
    pub names: Patterns,
    pub titles: Patterns,
    pub counts: Patterns,
    pub places: Patterns,
    pub rates: Patterns,
    /// So many of a thousand: "per mille".
    pub per_mille: Patterns,
    /// Verbs that a value stands behind, and no change: "reached", "stood at".
    pub levelled: Patterns,
    pub order_words: Patterns,
    pub order_reversed: Patterns,
    pub year_leads: Patterns,
    pub sentence: SentenceGrammar,
    pub number: NumberGrammar,
    pub money: Values<String>,
    pub units: UnitWords,
    #[serde(default)]
    pub tables: TableReading,
    pub numerals: Values<Fraction>,
    /// Words for one, by those for many, where no rule of endings makes them: "man" of "men".
    pub singulars: BTreeMap<String, String>,
    pub suffixes: Values<Fraction>,
    pub spoken: Spoken,
    pub multiples: Values<Fraction>,
    pub one_of: OneOf,
    pub fractions: Values<Fraction>,
    pub most: Values<Fraction>,
    pub breaks: Patterns,
    pub together: Patterns,
    pub standing: Vec<Opposites>,
    pub widths: Vec<Opposites>,
    pub later_ordinals: Vec<String>,
    /// The endings that nouns and adjectives take, longest or not: two words that differ in them alone are one.
    pub noun_endings: Vec<String>,
    pub appositions: Patterns,
    pub narrowings: Patterns,
    pub generic: Patterns,
    pub signs: SignWords,
    pub extremes: ExtremeWords,
    pub counted: CountedWords,
    pub ends: EdgeWords,
    pub sizes: SizeWords,
    pub trends: TrendWords,
}

impl Reading {
    /// Whether a text begins with words for a part or for how many times: "a third", "a half", "twice".
    pub fn begins_with_part(&self, text: &str) -> bool {
        let leads = |text: &str| {
            let mut words = self.fractions.iter().chain(self.multiples.iter());
            words.any(|(word, _)| word.leads(text).is_some())
        };
        let behind = self.fillers.iter().filter_map(|word| word.leads(text)).max();
        leads(text) || behind.is_some_and(|at| leads(text[at..].trim_start()))
    }
}

/// Where sentences end, and on which side of its number a word stands.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SentenceGrammar {
    /// Quotation marks and brackets that may stand behind the point that ends a sentence.
    pub closing: Vec<char>,
    /// Quotation marks that may open the next one.
    pub opening: Vec<char>,
    /// A word of so many letters or fewer is short for another, and its point ends no sentence.
    pub short: usize,
    /// Longer words of which that is true.
    pub abbreviations: Patterns,
    /// Where the word stands that says which way a number went.
    pub direction: Side,
    /// Endings that the name of a period, a country or a unit may have.
    pub endings: Vec<String>,
}

/// A side of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// "Fell by 43.3 per cent".
    Before,
    /// "By 43.3 per cent fell".
    Behind,
}

/// How numbers in digits are read, besides the signs by which they are printed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NumberGrammar {
    /// Signs between groups of three digits; a blank is any kind of space.
    pub groups: Vec<char>,
}

/// Adjectives that say what a change is counted from: "a quarterly dip".
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BaseAdjectives {
    /// From the period before.
    pub previous: Patterns,
    /// From the same period of the year before.
    pub year_before: Patterns,
}

/// Which words stand for a number by themselves; `data/languages/en/read.toml` has examples.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spoken {
    /// Multiples that need no other word.
    pub alone: Patterns,
    /// Multiples that need a word of direction in their sentence.
    pub folds: Patterns,
    /// Words behind a multiple that make it one of something else.
    pub objects: Patterns,
    /// Behind one of these, what has been multiplied is a number all the same: "doubled their share".
    pub owned: Patterns,
    /// Behind a multiple, where two numbers of the sentence are held to it: "double those of".
    pub of_others: Patterns,
    /// Between a fraction and its whole.
    pub parts_of: Patterns,
    /// Fractions that need no whole.
    pub parts: Patterns,
    /// Words before "half" that make it a period.
    pub halves: Patterns,
    /// Behind a numeral that says how many times.
    pub times: Patterns,
    /// Stretches of time, whose parts are no numbers.
    pub spans: Patterns,
    /// Behind a numeral and one of `times`, where something is compared: "three times that of".
    pub compared: Patterns,
    /// Fractions that need no whole and are no number by themselves: "nearly all".
    pub wholes: Patterns,
    /// Verbs before a mark that a number has passed: "exceeded 1,000".
    pub passing: Patterns,
    /// Behind a round number that something passes: "the one million mark".
    pub marks: Patterns,
    /// Words for being at an event: of how many people were there, nobody keeps a figure.
    pub attending: Patterns,
    /// Verbs before one that it comes to: "did not reach 100".
    pub reaching: Patterns,
    /// They deny a verb besides `negations`: "neither … reached".
    pub neither: Patterns,
    /// Between a number and what it counts: "3 more cities".
    pub further: Patterns,
    /// Words for prices, behind which a number is none of a figure: "a fee of 350 lari".
    pub prices: Patterns,
    /// Words that stand for a number: "half a million".
    pub amounts: Values<Fraction>,
}

/// How titles and headers name units, besides the words of `print.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitWords {
    /// Words between the others that say nothing.
    pub links: Patterns,
    /// Words behind which stands what is measured.
    pub of: Patterns,
    /// Other words for thousands.
    pub thousand: Patterns,
    /// Other words for millions.
    pub million: Patterns,
    /// Other words for thousand millions.
    pub billion: Patterns,
    /// What is counted and not measured.
    pub counted: Patterns,
}

/// How tables of ministries name periods and numbers that are not there, besides the names of months.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableReading {
    /// Beside the number of a quarter: "III quarter", "quarter 3".
    pub quarter: Patterns,
    /// Beside the number of a half of a year.
    pub half: Patterns,
    /// Behind the number of the first months of a year: "9 months".
    pub months: Patterns,
    /// In the place of a number that the source does not have.
    pub none: Patterns,
    /// Counted from the beginning of the year, besides the words of sentences: "YTD".
    pub to_date: Patterns,
    /// Of numbers that are so many for each thousand: "per 1,000 population".
    pub rate: Patterns,
    /// Of time, where no number says which: "the year", "the month before". Whether it is the period that is filled in is
    /// asked.
    pub time: Patterns,
}

/// Words for the beginning and the end of a period.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EdgeWords {
    /// Before a period, the time when something stood at that number: "at the end of".
    pub at_end: Patterns,
    /// "At the beginning of".
    pub at_start: Patterns,
    /// Before the last period of what began with the year: "up to the end of".
    pub up_to_end: Patterns,
    /// Before the first period of what is told of: "since".
    pub since: Patterns,
    /// Between a period and the same one in other words, before a comma: ", the".
    pub set_off: Patterns,
    /// Between a month and the period that it is the first one of.
    pub first_month: Patterns,
    /// The second one.
    pub second_month: Patterns,
    /// The last one.
    pub last_month: Patterns,
    /// Between a day and the period that it is the first one of.
    pub first_day: Patterns,
    /// The last one.
    pub last_day: Patterns,
    /// Between a period and the day on which it began.
    pub began: Patterns,
    /// On which it ended.
    pub ended: Patterns,
    /// Before a year at the beginning of a sentence.
    pub in_year: Patterns,
    /// What begins with a year that is named: "{year}" stands for it.
    pub to_date: Vec<String>,
}

/// How a language says one part of so many.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OneOf {
    /// `{n}` is the number of parts.
    pub patterns: Vec<String>,
    /// The same with an ordinal, `{ordinal}`: "every second".
    pub ordinals: Vec<String>,
    /// Several of so many, `{m}`: "four out of ten".
    pub several: Vec<String>,
}

/// A number that words stand for, written `2` or `1/3`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Fraction {
    above: u32,
    below: u32,
}

impl Fraction {
    /// Its value.
    pub fn value(self) -> Decimal {
        Decimal::from(self.above) / Decimal::from(self.below)
    }
}

impl TryFrom<String> for Fraction {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let (above, below) = text.split_once('/').unwrap_or((&text, "1"));
        match (above.parse(), below.parse()) {
            (Ok(above), Ok(below)) if below != 0 => Ok(Self { above, below }),
            _ => Err(format!("`{text}` is not a number like 2 or 1/3")),
        }
    }
}
