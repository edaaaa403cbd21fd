//! Words by which a sentence judges its numbers: their signs, their places among others.

use serde::Deserialize;

use super::opposites::Opposites;
use super::pattern::Patterns;

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
    /// Before the period from which on a record holds.
    pub since: Patterns,
    /// The span of a record is the year of the number.
    pub of_year: Patterns,
    /// It is the quarter of the number.
    pub of_quarter: Patterns,
    /// It is all periods that a series names itself.
    pub of_rounds: Patterns,
    /// It is all that is known.
    pub ever: Patterns,
    /// Before the year or period that is the span: "in 2024".
    pub within: Patterns,
    /// Names of periods: behind `any_other`, another period is meant and no other part.
    pub periods: Patterns,
}
