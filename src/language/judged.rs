//! Words by which a sentence judges its numbers: their signs, their places among others, what they count.

use crate::data::period::Frequency;
use serde::Deserialize;

use super::opposites::Opposites;
use super::pattern::Patterns;
use super::sides::Sides;

/// Words of the sign of a balance; `data/languages/en/read.toml` has examples.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignWords {
    /// Pairs that hold the sign, more than nothing first, besides those of `balances`; the number behind them has none.
    pub amounts: Vec<Opposites>,
    /// Pairs, those of `balances` too, that only say which sign there is: "positive", "negative".
    pub adjectives: Vec<Opposites>,
    /// Words for what comes.
    pub comings: Patterns,
    /// Words for what goes.
    pub goings: Patterns,
}

/// Words for the largest and the smallest; `data/languages/en/read.toml` has examples.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExtremeWords {
    /// "Largest".
    pub highest: Patterns,
    /// "Smallest".
    pub lowest: Patterns,
    /// "Main", which needs one of `things` behind it.
    pub main: Patterns,
    /// What can be the main one.
    pub things: Patterns,
    /// Words before a superlative that leave open which one is meant: "one of the".
    pub loosely: Patterns,
    /// Words that look like the others and are none.
    pub innocents: Patterns,
    /// They rank periods, and no parts: "peaked in March".
    pub peaks: Patterns,
    /// The same for the smallest: "bottomed out in April".
    pub troughs: Patterns,
    /// Before a comparative, they rank periods: "had never been lower than".
    pub at_no_time: Patterns,
    /// Nouns of a change, besides those of `directions`.
    pub changes: Patterns,
    /// Before what is left out: "after China, the largest".
    pub after: Patterns,
    /// Between two names, the larger first.
    pub ahead: Patterns,
    /// Between two names, the smaller first.
    pub behind: Patterns,
    /// What makes a comparative a superlative: "more than any other".
    pub any_other: Patterns,
    /// What makes a comparative the contrary superlative: "in no quarter … more than".
    pub never: Patterns,
    /// Beside the period from which on a record holds.
    pub since: Sides,
    /// The span of a record is the year of the number.
    pub of_year: Patterns,
    /// It is the quarter of the number.
    pub of_quarter: Patterns,
    /// It is all periods that a series names itself.
    pub of_rounds: Patterns,
    /// It is all that is known.
    pub ever: Patterns,
    /// Beside the year or period that is the span: "in 2024".
    pub within: Sides,
    /// Names of periods: behind `any_other`, another period is meant and no other part.
    pub periods: Patterns,
    /// Before an ordinal that is a place among parts: "ranked second".
    pub placed: Patterns,
    /// Behind such an ordinal, besides signs: "second place", "second among".
    pub places: Patterns,
    /// Phrases for the first place among parts, the second and so on, in a language whose ordinals have cases: "на втором месте".
    pub ranks: Vec<Patterns>,
    /// Adverbs that make the name behind them that of the largest: "mainly by citizens of".
    pub mainly: Patterns,
    /// At the beginning of a clause, it makes the one part that is named the largest: "most permits went to".
    pub most: Patterns,
    /// Behind "since", the period that is named counts too: "since the beginning of 2023".
    pub from_start: Patterns,
    /// Begin a record: "not since 2021 have so few".
    pub not_since: Patterns,
    /// What it was then: as many, or as few.
    pub so_many: Patterns,
    /// The contrary.
    pub so_few: Patterns,
}

/// Words that tell what a number counts; `data/languages/en/read.toml` has examples.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CountedWords {
    /// What comes: `{home}` is the country of the series.
    pub comings: Vec<String>,
    /// What goes.
    pub goings: Vec<String>,
    /// The same of one who may be either end: "received", which a part may do as well.
    pub coming_verbs: Patterns,
    /// "Sent".
    pub going_verbs: Patterns,
    /// Words of which a label has one, and a sentence beside its numbers no other one.
    pub contraries: Vec<Patterns>,
    /// The same before a word of the label: "temporary permits".
    pub kinds: Vec<Patterns>,
    /// They say that an amount is added to another one: "an additional 335".
    pub adding: Patterns,
    /// Verbs before which a phrase that names a whole ends: "of the visas went to".
    pub verbs: Patterns,
    /// Before such a verb, it belongs to the whole: "of those who were".
    pub relatives: Patterns,
    /// Begin a phrase that names a whole, at the beginning of a clause: "among the refugees".
    pub among: Patterns,
    /// Behind a share, before its whole.
    pub of: Patterns,
    /// Wholes that are larger than what a share is of, where its label does not name them: "of the population".
    pub wholes: Patterns,
    /// Words in a whole that leave some of it out: "of the visits from neighbouring countries".
    pub restricted: Patterns,
    /// They leave out nothing: "among all countries".
    pub all: Patterns,
    /// At the beginning of a whole, they leave out what is of the series' own country.
    pub foreign: Patterns,
}

/// Words for the size of a change; `data/languages/en/read.toml` has examples.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SizeWords {
    /// "Slightly".
    pub slight: Patterns,
    /// "Sharply".
    pub sharp: Patterns,
    /// "Exactly", which nothing is that its source gives as a limit.
    pub exact: Patterns,
    /// "Final", which nothing is that its source calls provisional.
    pub definite: Patterns,
    /// Before the upper end of a range: "up to".
    pub up_to: Patterns,
}

/// Words for trends over several periods; `data/languages/en/read.toml` has examples.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrendWords {
    /// Behind a number of periods: "in a row".
    pub in_row: Patterns,
    /// Before the name of the periods: "consecutive".
    pub consecutive: Patterns,
    /// Beside the period since when: "every quarter since".
    pub every: Sides,
    /// Of a course of which each step stands there: "month by month".
    pub steps: Patterns,
    /// Names of quarters.
    pub quarters: Patterns,
    /// Names of months.
    pub months: Patterns,
    /// Names of halves of a year.
    pub halves: Patterns,
}

impl TrendWords {
    /// The length of the periods that a word names: "quarter", "months".
    pub fn frequency(&self, word: &str) -> Option<Frequency> {
        let kinds = [
            (&self.quarters, Frequency::Quarter),
            (&self.months, Frequency::Month),
            (&self.halves, Frequency::Half),
        ];
        kinds.into_iter().find(|(names, _)| names.contain(word)).map(|(_, frequency)| frequency)
    }
}
