//! The words by which tables of others name periods, powers of ten and numbers that are not there, in several languages.

use std::collections::{BTreeMap, BTreeSet};

use super::heads::squash;
use crate::data::period::{Frequency, Period};
use crate::data::quantity::Scale;
use crate::language::{Language, Pattern, plain};

/// Numbers that are years.
const YEARS: std::ops::RangeInclusive<u16> = 1950..=2100;

/// The words of several languages.
#[derive(Debug, Clone)]
pub struct TableWords {
    languages: Vec<Language>,
    /// Names of months, also by their first three letters.
    months: BTreeMap<String, u8>,
    /// What stands for a number that is not there.
    none: BTreeSet<String>,
    scales: Vec<(Scale, Pattern)>,
    /// What begins with the year, with `{year}` where it names one.
    to_date: Vec<String>,
}

impl TableWords {
    /// Those of some languages.
    pub fn new(languages: Vec<Language>) -> Self {
        let mut months = BTreeMap::new();
        for language in &languages {
            for (number, word) in (1..).zip(&language.words().period.months) {
                for form in word.forms() {
                    let form = squash(form);
                    let short: String = form.chars().take(3).collect();
                    months.insert(form, number);
                    months.entry(short).or_insert(number);
                }
            }
        }
        let none = languages.iter().flat_map(|language| &language.reading().tables.none);
        let none = none.map(|word| squeezed(word.as_str())).collect();
        let scales = languages.iter().flat_map(|language| {
            let units = &language.reading().units;
            let read = [
                (Scale::Thousand, &units.thousand),
                (Scale::Million, &units.million),
                (Scale::Billion, &units.billion),
            ];
            let read = read
                .into_iter()
                .flat_map(|(scale, words)| words.iter().map(move |word| (scale, word.clone())));
            language.known().scales.iter().cloned().chain(read).collect::<Vec<_>>()
        });
        let scales = scales.collect();
        let to_date = languages.iter().flat_map(|language| {
            let reading = language.reading();
            let words = reading.to_date.iter().chain(reading.tables.to_date.iter());
            let words = words.map(|word| word.as_str().to_owned());
            words.chain(reading.ends.to_date.iter().cloned()).collect::<Vec<_>>()
        });
        let to_date = to_date.collect();
        Self { months, none, scales, to_date, languages }
    }

    /// Those of the languages of the program.
    pub fn embedded() -> Self {
        let languages = Language::languages().into_iter().filter_map(|tag| Language::embedded(&tag).ok());
        Self::new(languages.collect())
    }

    /// The languages.
    pub(super) fn languages(&self) -> &[Language] {
        &self.languages
    }

    /// Whether a cell says that the source has no number.
    pub(super) fn is_none(&self, cell: &str) -> bool {
        self.none.contains(&squeezed(cell))
    }

    /// The power of ten that words name: of “тыс. человек”, thousands.
    pub(super) fn scale(&self, words: &str) -> Option<Scale> {
        let words = plain(words);
        self.scales.iter().find(|(_, pattern)| pattern.is_in(&words)).map(|(scale, _)| *scale)
    }

    /// Whether words say that numbers are per cent.
    pub(super) fn is_percent(&self, words: &str) -> bool {
        let words = plain(words);
        self.languages.iter().any(|language| {
            let reading = language.reading();
            reading.percent.are_in(&words) || reading.per_mille.are_in(&words)
        })
    }

    /// Whether words say that numbers are so many for each thousand of something, or for each head.
    pub(super) fn is_rate(&self, words: &str) -> bool {
        let words = plain(words);
        self.languages.iter().any(|language| language.reading().tables.rate.are_in(&words))
    }

    /// Whether words say that numbers are counted from the beginning of the year.
    pub(super) fn is_to_date(&self, words: &str) -> bool {
        let words = plain(&words.split_whitespace().collect::<Vec<_>>().join(" "));
        let years = years(&words);
        let is_in = |phrase: &String| {
            if !phrase.contains("{year}") {
                return Pattern::from(phrase.as_str()).is_in(&words);
            }
            let named = years.iter().map(|year| phrase.replace("{year}", &year.to_string()));
            named.into_iter().any(|phrase| Pattern::from(phrase.as_str()).is_in(&words))
        };
        self.to_date.iter().any(is_in)
    }

    /// Whether words speak of time and name no period: of a year, the month before.
    pub(super) fn speaks_of_time(&self, words: &str, own: Frequency) -> bool {
        let words = plain(words);
        self.languages.iter().any(|language| {
            let tables = &language.reading().tables;
            tables.time.are_in(&words)
                || own != Frequency::Quarter && tables.quarter.are_in(&words)
                || own != Frequency::Half && tables.half.are_in(&words)
        })
    }

    /// Whether words name the kind of a period, and not which: “за квартал”.
    pub(super) fn is_of_kind(&self, words: &str, own: Frequency) -> bool {
        let words = plain(words);
        self.languages.iter().any(|language| {
            let tables = &language.reading().tables;
            own == Frequency::Quarter && tables.quarter.are_in(&words)
                || own == Frequency::Half && tables.half.are_in(&words)
        })
    }

    /// The period that words name: a day, or what [`Self::period`] reads. What begins with the year has no end.
    pub(super) fn named(&self, heads: &[String], year: Option<u16>) -> Option<Period> {
        if heads.iter().any(|head| self.is_to_date(head)) {
            return None;
        }
        let day = heads.iter().rev().find_map(|head| self.day(head, year));
        day.or_else(|| self.period(heads, year))
    }

    pub(super) fn month(&self, word: &str) -> Option<u8> {
        self.find(word)
    }

    fn find(&self, word: &str) -> Option<u8> {
        self.months.get(&squash(word)).copied()
    }

    /// Whether a word is the name of that month.
    pub(super) fn is_month(&self, word: &str, month: u8) -> bool {
        self.find(word) == Some(month)
    }

    /// The period that words name, from the widest to the narrowest; without a year, one of the year given.
    pub(super) fn period(&self, heads: &[String], year: Option<u16>) -> Option<Period> {
        let is_year = |year: u16| YEARS.contains(&year);
        let written: Option<Period> = heads.last().and_then(|head| head.trim().parse().ok());
        // A year alone may stand below the words for a part of it.
        let is_whole = |period: &Period| period.frequency() != Frequency::Year && is_year(period.year());
        if let Some(period) = written.filter(is_whole) {
            return Some(period);
        }
        let tokens: Vec<String> = heads
            .iter()
            .flat_map(|head| head.split(|c: char| c.is_whitespace() || "-–—,;:/()_.".contains(c)))
            .filter(|token| !token.is_empty())
            .map(str::to_lowercase)
            .collect();
        let mut own =
            tokens.iter().filter(|token| token.len() == 4).filter_map(|token| token.parse::<u16>().ok());
        let own = own.rfind(|year| is_year(*year));
        let year = own.or(year);
        let months: Vec<u8> = tokens.iter().filter_map(|token| self.find(token)).collect();
        if let (Some(first), Some(last)) = (months.first(), months.last()) {
            let count = u16::from(last.checked_sub(*first)?) + 1;
            return Period::months(year?, *first, count);
        }
        for (index, token) in tokens.iter().enumerate() {
            let beside = |index: Option<usize>| index.and_then(|index| tokens.get(index));
            let before = beside(index.checked_sub(1));
            let number = || before.and_then(|word| number(word)).or_else(|| number(beside(Some(index + 1))?));
            let plain = plain(token);
            let is = |list: Kind| {
                self.languages.iter().any(|language| list(&language.reading().tables).contain(&plain))
            };
            if is(|words| &words.quarter) {
                return Period::new(year?, Frequency::Quarter, number()?);
            }
            // As in codes of SDMX, whatever the language.
            if let Some(index) = token.strip_prefix('q').and_then(|index| index.parse().ok()) {
                return Period::new(year?, Frequency::Quarter, index);
            }
            if is(|words| &words.half) {
                return Period::new(year?, Frequency::Half, number()?);
            }
            if is(|words| &words.months) {
                let count = before
                    .and_then(|before| before.parse::<u16>().ok())
                    .filter(|count| (1..=12).contains(count))?;
                return Period::months(year?, 1, count);
            }
        }
        own.and_then(|year| Period::new(year, Frequency::Year, 1))
    }
}

/// The years that words name.
pub(super) fn years(words: &str) -> Vec<u16> {
    let numbers = words.split(|c: char| !c.is_ascii_digit()).filter(|number| number.len() == 4);
    let mut years: Vec<u16> = numbers.filter_map(|number| number.parse().ok()).collect();
    years.retain(|year| YEARS.contains(year));
    years
}

/// In small letters, without spaces.
fn squeezed(words: &str) -> String {
    plain(words).replace(' ', "")
}

/// A list of words of a language.
type Kind = fn(&crate::language::TableReading) -> &crate::language::Patterns;

/// A number of one digit, in Roman letters too.
fn number(token: &str) -> Option<u8> {
    roman(token).or_else(|| token.trim_end_matches(|c: char| !c.is_ascii_digit()).parse().ok())
}

/// The number of a quarter in Roman letters, Latin or Cyrillic, as small ones.
pub(super) fn roman(token: &str) -> Option<u8> {
    match token {
        "i" | "і" => Some(1),
        "ii" | "іі" => Some(2),
        "iii" | "ііі" => Some(3),
        "iv" => Some(4),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Scale, TableWords};
    use crate::workbook::ministry::heads::squash;

    #[test]
    fn heads_name_periods_in_all_languages() {
        let words = TableWords::embedded();
        let period = |heads: &[&str], year| {
            let heads: Vec<String> = heads.iter().map(|head| (*head).to_owned()).collect();
            words.period(&heads, year).map(|period| period.to_string())
        };
        for (heads, year, right) in [
            (&["Июль", "муж."][..], Some(2023), Some("2023-07")),
            (&["2024", "сентября"], None, Some("2024-09")),
            (&["Қыркүйек"], Some(2023), Some("2023-09")),
            (&["September 2023"], None, Some("2023-09")),
            (&["Всего за 9 месяцев"], Some(2023), Some("2023-9M")),
            (&["9 ай 2023"], None, Some("2023-9M")),
            (&["за январь - декабрь 2016 года"], None, Some("2016")),
            (&["III квартал 2023 г."], None, Some("2023-Q3")),
            (&["3 тоқсан"], Some(2023), Some("2023-Q3")),
            (&["Quarter 3, 2023"], None, Some("2023-Q3")),
            (&["2nd half", "2023"], None, Some("2023-H2")),
            (&["2 жартыжылдық"], Some(2023), Some("2023-H2")),
            (&["2020"], None, Some("2020")),
            (&["2026-07"], None, Some("2026-07")),
            (&["2023-Q3"], None, Some("2023-Q3")),
            (&["8123"], None, None),
            (&["муж."], Some(2023), None),
        ] {
            assert_eq!(period(heads, year).as_deref(), right, "{heads:?}");
        }
        assert_eq!(squash("Снято с миграцион- ного учёта"), squash("снято с миграционного учета"));
    }

    #[test]
    fn powers_of_ten_are_known_in_all_languages() {
        let words = TableWords::embedded();
        for (text, right) in [
            ("Численность, тыс. человек", Some(Scale::Thousand)),
            ("в тысячах", Some(Scale::Thousand)),
            ("(thousand persons)", Some(Scale::Thousand)),
            ("Stock, in thousands", Some(Scale::Thousand)),
            ("мың адам", Some(Scale::Thousand)),
            ("млн тенге", Some(Scale::Million)),
            ("KZT bn", Some(Scale::Billion)),
            ("человек", None),
            ("Thousandville", None),
        ] {
            assert_eq!(words.scale(text), right, "{text}");
        }
        assert!(words.is_percent("в % к итогу") && !words.is_percent("человек"));
        for rate in [
            "на 1000 человек населения",
            "на 1\u{a0}000 населения",
            "Rate per 100,000",
            "1000 адамға шаққанда",
        ] {
            assert!(words.is_rate(rate), "{rate}");
        }
        assert!(!words.is_rate("на 1 октября 2026 г.") && !words.is_rate("1000 человек"));
    }
}
