//! The words that a language prints, as they are looked for in sentences.

use std::collections::BTreeSet;

use super::pattern::{Pattern, plain, plain_space};
use super::print::Words;
use super::read::Reading;
use crate::data::quantity::Scale;

/// Words of `print.toml` in small letters, in all their forms.
#[derive(Debug, Clone)]
pub struct Known {
    /// Names of powers of ten.
    pub scales: Vec<(Scale, Pattern)>,
    /// Codes and names of currencies, with their codes: those that are printed, then those of `read.toml`.
    pub currencies: Vec<(Pattern, String)>,
    /// Names of months with their numbers in the year.
    pub months: Vec<Month>,
    /// First, second, third, fourth.
    pub ordinals: Vec<String>,
    /// Signs between groups of three digits; a blank is any kind of space.
    pub groups: Vec<char>,
    /// The sign before decimals.
    pub decimal: String,
    /// What stands between the entries of a list, without spaces.
    pub list_joints: Vec<String>,
    /// Whether a date has the day before the month.
    pub is_day_first: bool,
    /// Whether a date has the year before the month.
    pub is_year_first: bool,
    /// Words that say nothing of what a number counts: "the", "and", "since", "days".
    small: BTreeSet<String>,
    /// Those of them with an open ending.
    open: Vec<Pattern>,
}

/// A form of the name of a month.
#[derive(Debug, Clone)]
pub struct Month {
    /// Its number in the year.
    pub index: u8,
    /// As it is written, capitals included: "may" is not May.
    pub written: String,
    /// As it is looked for.
    pub pattern: Pattern,
}

impl Known {
    pub(super) fn of(words: &Words, reading: &Reading) -> Self {
        let scales = [
            (Scale::Thousand, &words.scale.thousand),
            (Scale::Million, &words.scale.million),
            (Scale::Billion, &words.scale.billion),
        ];
        let forms = |(scale, name): (Scale, &super::Plural)| {
            name.patterns().map(|name| (scale, Pattern::from(plain(name)))).collect::<Vec<_>>()
        };
        let printed = words.currencies.iter().flat_map(|(code, name)| [(code, code), (name, code)]);
        let printed = printed.map(|(words, code)| (Pattern::from(plain(words)), code.clone()));
        let read = reading.money.iter().map(|(words, code)| (words.clone(), code.clone()));
        let months = (1..).zip(&words.period.months).flat_map(|(index, month)| {
            let of_form = move |form: &str| Month {
                index,
                written: form.chars().map(plain_space).collect(),
                pattern: Pattern::from(plain(form)),
            };
            month.forms().map(of_form).collect::<Vec<_>>()
        });
        let printed_group = words.number.group.chars().map(plain_space);
        let mut groups: Vec<char> = printed_group.chain(reading.number.groups.iter().copied()).collect();
        groups.sort_unstable();
        groups.dedup();
        let list = [&words.list.separator, &words.list.last, &words.list.last_of_many];
        let day = &words.date.day;
        let small =
            [&reading.fillers, &reading.clauses, &reading.asides, &reading.year_leads, &reading.counts];
        let small = small.into_iter().flat_map(|list| list.iter());
        let (open, small): (Vec<&Pattern>, Vec<&Pattern>) = small.partition(|word| word.has_open_ending());
        Self {
            small: small.into_iter().map(|word| word.as_str().to_owned()).collect(),
            open: open.into_iter().cloned().collect(),
            scales: scales.into_iter().flat_map(forms).collect(),
            currencies: printed.chain(read).collect(),
            months: months.collect(),
            ordinals: words.period.ordinals.iter().map(|ordinal| plain(ordinal.name())).collect(),
            groups,
            decimal: words.number.decimal.clone(),
            list_joints: list
                .map(|joint| plain(joint).trim().to_owned())
                .into_iter()
                .chain(reading.list_joints.iter().cloned())
                .collect(),
            // The month may stand in a form: `{month.gen}`.
            is_day_first: day.find("{day") < day.find("{month"),
            is_year_first: day.find("{year") < day.find("{month"),
        }
    }

    /// Adds the currencies of an edition, which can be any: what its figures are in is told by their codes too.
    pub(super) fn add_currencies(&mut self, codes: &BTreeSet<&str>) {
        for code in codes {
            let word = Pattern::from(plain(code));
            if !self.currencies.iter().any(|(known, _)| *known == word) {
                self.currencies.push((word, (*code).to_owned()));
            }
        }
    }

    /// Whether a word says nothing of what a number counts.
    pub fn is_small(&self, word: &str) -> bool {
        self.small.contains(word) || self.open.iter().any(|pattern| pattern.is(word))
    }

    /// The month that a word names, in any capitals.
    pub fn is_month(&self, word: &str) -> bool {
        self.months.iter().any(|month| month.pattern.as_str() == word)
    }
}
