//! Names in the form that a sentence asks for: "of the Russian Federation", "в апреле–июне 2023 года".
//!
//! A language file lists forms of words; a role is a pattern over forms, `of = "of {text}"`. Sentences ask for either.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::Language;
use super::file::FILES;
use super::fill::{fill, fill_with};
use super::plural;
use super::print::{Role, RoleKinds, Words};
use super::word::{NAME, TEXT, Word};
use crate::data::period::{Frequency, Period};
use crate::data::quantity::{Quantity, Scale};

/// What has a name in several forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Name<'a> {
    /// A period by its months or its day.
    Period(Period),
    /// A period by its number: "second quarter of 2023".
    Ordinal(Period),
    /// A country by its code.
    Country(&'a str),
    /// What a series names itself, in one form.
    Own(&'a str),
}

/// Forms that only readers of sentences and labels look for: other names of a country.
const NOT_ASKED: [&str; 3] = [TEXT, "also", "short"];

/// Why a name cannot be put into a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoForm {
    /// The language has neither a form nor a role of that name.
    Unknown,
    /// The name has no such form.
    Missing {
        /// The name, in the form that it has.
        name: String,
        /// The form that is needed.
        form: String,
        /// The file where it belongs; none for names of a series.
        file: Option<&'static str>,
    },
}

/// What stands in a slot of a pattern.
#[derive(Clone, Copy)]
pub(super) enum Slot<'a> {
    Text(&'a str),
    /// It takes the form that is asked for, or the one that the pattern asks: `{month.gen}`.
    Word(&'a Word),
}

/// Fills a pattern of one form, which says itself in which its words stand: `{month.gen}`.
pub(super) fn worded_plainly(pattern: &str, slots: &[(&str, Slot<'_>)]) -> String {
    fill_with(pattern, |slot| {
        let (name, form) = slot.split_once('.').unwrap_or((slot, NAME));
        match slots.iter().find(|(key, _)| *key == name)?.1 {
            Slot::Text(text) => Some(text),
            Slot::Word(word) => Some(word.form(form).unwrap_or(word.name())),
        }
    })
}

/// A name in a form, and whether that form was given: what has no words that change is the same in all forms.
struct Formed {
    text: String,
    is_given: bool,
}

impl Formed {
    fn same(text: String) -> Self {
        Self { text, is_given: false }
    }
}

/// Fills a pattern whose words are in a form; `None` when one of them has no such form.
fn worded(pattern: &Word, form: &str, slots: &[(&str, Slot<'_>)]) -> Option<Formed> {
    let own = pattern.form(form);
    let (mut is_whole, mut is_given) = (true, own.is_some());
    let text = fill_with(own.unwrap_or(pattern.name()), |slot| {
        let (name, asked) = slot.split_once('.').map_or((slot, None), |(name, form)| (name, Some(form)));
        match slots.iter().find(|(key, _)| *key == name)?.1 {
            Slot::Text(text) => Some(text),
            Slot::Word(word) => {
                let found = word.form(asked.unwrap_or(form));
                is_given |= asked.is_none();
                // A pattern that has the form itself knows which of its words do not change.
                is_whole &= found.is_some() || (own.is_some() && asked.is_none());
                Some(found.unwrap_or(word.name()))
            }
        }
    });
    is_whole.then_some(Formed { text, is_given })
}

/// A number in Roman digits: quarters are told so in many languages.
pub fn roman(number: usize) -> String {
    let digits = [(10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];
    let mut left = number;
    let mut text = String::new();
    for (value, digit) in digits {
        text.push_str(&digit.repeat(left / value));
        left %= value;
    }
    text
}

/// The names of all forms besides that for labels which words of periods have.
pub(super) fn forms_of_periods(words: &Words) -> Vec<String> {
    let period = &words.period;
    let patterns = [
        &period.month,
        &period.range,
        &period.range_years,
        &period.year,
        &period.quarter_ordinal,
        &period.half_ordinal,
    ];
    let all = patterns.into_iter().chain(&period.ordinals).chain(&period.months);
    // Readers find a name with its article or without.
    let names: BTreeSet<&str> = all.flat_map(Word::names_of_forms).filter(|form| *form != TEXT).collect();
    names.into_iter().map(str::to_owned).collect()
}

impl Language {
    /// A name in a form or role of the language.
    ///
    /// # Errors
    /// The language does not know it, or the name has no such form.
    pub fn inflected(&self, name: Name<'_>, asked: &str) -> Result<String, NoForm> {
        // A role given outright wins over its pattern: "во Вьетнаме".
        let found = self.form(name, asked);
        if let Some(Formed { text, is_given: true }) = found {
            return Ok(text);
        }
        let missing = |form: &str| {
            let file = match name {
                Name::Period(_) | Name::Ordinal(_) => Some(FILES[0]),
                Name::Country(_) => Some(FILES[2]),
                Name::Own(_) => None,
            };
            let name = self.form(name, NAME).map(|formed| formed.text).unwrap_or_default();
            NoForm::Missing { name, form: form.to_owned(), file }
        };
        let Some(role) = self.words.roles.get(asked) else {
            return match found {
                _ if !self.has_form(asked) => Err(NoForm::Unknown),
                Some(same) => Ok(same.text),
                None => Err(missing(asked)),
            };
        };
        let mut lacks = None;
        let text = fill_with(pattern_of(role, name), |form| {
            let found = self.form(name, form).map(|formed| formed.text);
            if found.is_none() {
                lacks.get_or_insert_with(|| form.to_owned());
            }
            found
        });
        lacks.map_or(Ok(text), |form| Err(missing(&form)))
    }

    /// The names of forms and roles that sentences can ask for.
    pub fn forms(&self) -> Vec<&str> {
        let countries = self.countries.values().flat_map(Word::names_of_forms);
        let countries = countries.filter(|form| !NOT_ASKED.contains(form));
        let roles = self.words.roles.keys().map(String::as_str);
        let all: BTreeSet<&str> =
            self.forms_of_periods.iter().map(String::as_str).chain(countries).chain(roles).collect();
        all.into_iter().collect()
    }

    /// A period in every form that the language has.
    pub fn period_forms(&self, period: Period) -> Vec<String> {
        let mut forms = vec![self.period(period), self.period_ordinal(period)];
        for form in self.forms_of_periods.iter() {
            let found = [self.period_formed(period, form), self.ordinal_formed(period, form)];
            forms.extend(found.into_iter().flatten().map(|formed| formed.text));
        }
        forms
    }

    /// A number with a noun in the form that it asks for, one for each entry of `nouns`; `None` when there are more or
    /// fewer.
    pub fn noun<'a>(&self, quantity: &Quantity, forms: &[&'a str]) -> Option<&'a str> {
        let nouns = &self.words.number.nouns;
        if forms.len() != nouns.len() {
            return None;
        }
        // "2.4 million visas": the noun belongs to the million, and not to the number before it.
        let number = match quantity.unit().scale {
            Scale::One => super::certainty::named(quantity),
            Scale::Thousand => Decimal::from(1_000),
            Scale::Million => Decimal::from(1_000_000),
            Scale::Billion => Decimal::from(1_000_000_000),
        };
        let category = plural::name_of(&self.plurals, number);
        let is_of = |names: &&String| names.split(' ').any(|name| name == category);
        let index = nouns.iter().position(|names| is_of(&names)).unwrap_or(nouns.len().checked_sub(1)?);
        forms.get(index).copied()
    }

    /// How many forms of a noun numbers ask for.
    pub fn count_of_nouns(&self) -> usize {
        self.words.number.nouns.len()
    }

    /// A number with its noun: "1,653 visas".
    pub fn with_noun(&self, number: &str, noun: &str) -> String {
        fill(&self.words.unit.noun, &[("n", number), ("noun", noun)])
    }

    fn has_form(&self, form: &str) -> bool {
        self.forms().contains(&form)
    }

    fn form(&self, name: Name<'_>, form: &str) -> Option<Formed> {
        let given = |text: &str| Formed { text: text.to_owned(), is_given: true };
        match name {
            Name::Period(period) => self.period_formed(period, form),
            Name::Ordinal(period) => self.ordinal_formed(period, form),
            Name::Country(code) => self.countries.get(code)?.form(form).map(given),
            Name::Own(own) => [NAME, TEXT].contains(&form).then(|| given(own)),
        }
    }

    /// A period in a form.
    pub(super) fn period_in(&self, period: Period, form: &str) -> Option<String> {
        self.period_formed(period, form).map(|formed| formed.text)
    }

    /// A period by its number in a form.
    pub(super) fn ordinal_in(&self, period: Period, form: &str) -> Option<String> {
        self.ordinal_formed(period, form).map(|formed| formed.text)
    }

    fn period_formed(&self, period: Period, form: &str) -> Option<Formed> {
        let format = &self.words.period;
        let (first_day, last_day) = (period.first_day(), period.last_day());
        let (year, last_year) = (first_day.year.to_string(), last_day.year.to_string());
        let (first, last) = (self.month(first_day.month), self.month(last_day.month));
        let pattern = match period.frequency() {
            Frequency::Named => {
                let label = self.named.label(period).map_or_else(|| period.to_string(), str::to_owned);
                return Some(Formed::same(label));
            }
            Frequency::Day if [NAME, TEXT].contains(&form) => return Some(Formed::same(self.day(first_day))),
            Frequency::Day => {
                let pattern = self.words.forms.day.get(form)?;
                let day = first_day.day.to_string();
                let slots =
                    [("day", Slot::Text(&day)), ("month", Slot::Word(first)), ("year", Slot::Text(&year))];
                return Some(Formed { text: worded_plainly(pattern, &slots), is_given: true });
            }
            Frequency::Year => &format.year,
            Frequency::Month => &format.month,
            Frequency::Quarter | Frequency::Half | Frequency::Months(_)
                if first_day.year != last_day.year =>
            {
                &format.range_years
            }
            Frequency::Quarter | Frequency::Half | Frequency::Months(_) => &format.range,
        };
        let slots = [
            ("month", Slot::Word(first)),
            ("first", Slot::Word(first)),
            ("last", Slot::Word(last)),
            ("year", Slot::Text(&year)),
            ("last_year", Slot::Text(&last_year)),
        ];
        worded(pattern, form, &slots)
    }

    fn ordinal_formed(&self, period: Period, form: &str) -> Option<Formed> {
        let format = &self.words.period;
        let year = period.year().to_string();
        let ordinal = &format.ordinals[usize::from(period.index().saturating_sub(1)).min(3)];
        let slots = [("ordinal", Slot::Word(ordinal)), ("year", Slot::Text(&year))];
        match (period.frequency(), period.first_months()) {
            (Frequency::Quarter, _) => worded(&format.quarter_ordinal, form, &slots),
            (Frequency::Half, _) => worded(&format.half_ordinal, form, &slots),
            (_, Some(months)) => {
                let count = &format.counts[usize::from(months.clamp(1, 12)) - 1];
                let own = self.words.forms.first_months.get(form);
                // What a language has no words for is not printed in others.
                let pattern = own.or_else(|| [NAME, TEXT].contains(&form).then_some(&format.first_months))?;
                let pattern = pattern.pattern(&self.plurals, months.into());
                let number = months.to_string();
                let slots =
                    [("count", Slot::Word(count)), ("n", Slot::Text(&number)), ("year", Slot::Text(&year))];
                Some(Formed { text: worded_plainly(pattern, &slots), is_given: own.is_some() })
            }
            _ => self.period_formed(period, form),
        }
    }
}

fn pattern_of<'a>(role: &'a Role, name: Name<'_>) -> &'a str {
    let kinds = match role {
        Role::Plain(pattern) => return pattern,
        Role::Kinds(kinds) => kinds,
    };
    let RoleKinds { other, day, named, part } = &**kinds;
    let own = match name {
        Name::Period(period) | Name::Ordinal(period) => match period.frequency() {
            Frequency::Day => day,
            Frequency::Named => named,
            _ => &None,
        },
        Name::Country(_) | Name::Own(_) => part,
    };
    own.as_ref().unwrap_or(other)
}
