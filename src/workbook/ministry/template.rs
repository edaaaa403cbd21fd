//! Keeps the words above a column, or of a sheet, for the next quarter: periods, months and years by their place in it.

use super::dates::{is_date, readings};
use super::heads::squash;
use super::words::TableWords;
use crate::data::period::{Date, Frequency, Period};

/// Words of a period, at most: `за январь – сентябрь 2026 года`.
const MOST_WORDS: usize = 7;

/// What words become templates of.
#[derive(Clone, Copy)]
pub(super) struct Templates<'a> {
    pub(super) words: &'a TableWords,
    /// The year of words that name none.
    pub(super) year: u16,
    /// The period of the figure.
    pub(super) own: Period,
    pub(super) edition: Period,
}

impl Templates<'_> {
    /// The period that words name by themselves, or with the year of the table.
    fn period(&self, text: &str) -> Option<Period> {
        self.words.named(&[text.to_owned()], Some(self.year))
    }

    /// Whether words name the period of the figure, or a date that may be it.
    fn may_be_own(&self, text: &str) -> bool {
        let is_own = |days: [Date; 2]| days.iter().any(|day| Period::day(*day) == self.own);
        self.period(text) == Some(self.own) || readings(text).is_some_and(is_own)
    }

    /// Words for the next quarter: the period alone, where they name it.
    pub(super) fn of(&self, text: &str) -> String {
        if let Some(place) = self.month(text) {
            return place;
        }
        if self.may_be_own(text) && self.own.year().to_string() != text.trim() {
            return "{period}".to_owned();
        }
        self.with_years(text)
    }

    /// The same with all other words: `Женщины за {period}`.
    pub(super) fn whole(&self, text: &str) -> String {
        let words: Vec<&str> = text.split_whitespace().collect();
        let is_year = self.own.year().to_string();
        for count in 1..=words.len().min(MOST_WORDS) {
            for start in 0..=words.len() - count {
                let run = words[start..start + count].join(" ");
                if run.trim_matches(|c: char| !c.is_alphanumeric()) != is_year && self.may_be_own(&run) {
                    let before = words[..start].join(" ");
                    let behind = words[start + count..].join(" ");
                    return self.with_years(format!("{before} {{period}} {behind}").trim());
                }
            }
        }
        let months = words.iter().map(|word| self.month(word).unwrap_or_else(|| (*word).to_owned()));
        self.with_years(&months.collect::<Vec<_>>().join(" "))
    }

    fn month(&self, word: &str) -> Option<String> {
        let first = self.edition.first_month();
        let months = self.edition.count_of_months().unwrap_or(0);
        let place = (0..months).find(|place| {
            u8::try_from(u16::from(first) + place).is_ok_and(|month| self.is_month(word, month))
        })?;
        Some(format!("{{month {}}}", place + 1))
    }

    /// Whether a word is a month of the edition: by its name, or as `2026-07`.
    fn is_month(&self, word: &str, month: u8) -> bool {
        let written = || {
            let period: Period = word.trim().parse().ok()?;
            let is_month = period.frequency() == Frequency::Month && period.year() == self.edition.year();
            Some(is_month && period.first_month() == month)
        };
        self.words.is_month(word, month) || written().unwrap_or(false)
    }

    /// The year of the edition, wherever it stands as a number of its own.
    fn with_years(&self, text: &str) -> String {
        let year = self.edition.year().to_string();
        let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let (mut out, mut rest) = (String::new(), text);
        while let Some(at) = rest.find(&year) {
            let (before, behind) = (&rest[..at], &rest[at + year.len()..]);
            // The year of a date is nothing without its day.
            let word = |text: &str| is_date(text.split_whitespace().next_back().unwrap_or_default());
            let start = text.len() - behind.len();
            let end = behind.find(char::is_whitespace).map_or(text.len(), |end| start + end);
            let is_of_date = text.get(..end).is_some_and(word);
            let is_apart =
                !is_of_date && !is_digit(before.chars().next_back()) && !is_digit(behind.chars().next());
            out.push_str(before);
            out.push_str(if is_apart { "{year}" } else { &year });
            rest = behind;
        }
        out + rest
    }

    /// Whether words of a mapping are these.
    pub(super) fn is(&self, word: &str, text: &str) -> bool {
        if let Some(place) = word.strip_prefix("{month ").and_then(|rest| rest.strip_suffix('}'))
            && let Ok(place) = place.parse::<u8>()
        {
            let month = self.edition.first_month().saturating_add(place.saturating_sub(1));
            return place >= 1 && self.is_month(text, month);
        }
        if word == "{period}" {
            return self.may_be_own(text);
        }
        let written = word.replace("{year}", &self.edition.year().to_string());
        word == "*"
            || squash(&written) == squash(text)
            || word.contains('{')
                && [self.with_years(text), self.whole(text)].iter().any(|own| squash(own) == squash(word))
    }
}

#[cfg(test)]
mod tests {
    use super::{TableWords, Templates};

    #[test]
    fn words_of_a_period_are_those_of_the_next_one() {
        let words = TableWords::embedded();
        let at = |own: &str, edition: &str| {
            let [own, edition] = [own, edition].map(|period| period.parse().unwrap());
            Templates { words: &words, year: 2026, own, edition }
        };
        let (now, next) = (at("2026-Q3", "2026-Q3"), at("2026-Q4", "2026-Q4"));
        for (text, plain, whole, later) in [
            ("за III квартал", "{period}", "за {period}", "за IV квартал"),
            (
                "Женщины за III квартал 2026 г.",
                "{period}",
                "Женщины за {period} {year} г.",
                "Женщины за IV квартал 2026 г.",
            ),
            ("июль", "{month 1}", "{month 1}", "октябрь"),
            ("Прибыло июль 2026", "Прибыло июль {year}", "Прибыло {month 1} {year}", "Прибыло октябрь 2026"),
            ("2026 г.", "{year} г.", "{year} г.", "2026 г."),
            ("Прибыло Q3", "{period}", "Прибыло {period}", "Прибыло Q4"),
            ("с начала года", "с начала года", "с начала года", "с начала года"),
        ] {
            assert_eq!((now.of(text), now.whole(text)), (plain.to_owned(), whole.to_owned()));
            assert!(next.is(whole, later), "{whole}: {later}");
            assert!(later == text || !next.is(whole, text), "{whole}: {text}");
        }
        let (now, next) = (at("2026-10-01", "2026-Q3"), at("2027-01-01", "2026-Q4"));
        assert_eq!(now.of("на 1 октября 2026 г."), "{period}");
        assert_eq!(now.of("01.10.2026"), "{period}");
        // Two days can be read, and no year is that of the edition alone.
        assert_eq!((now.of("10/01/2026"), now.of("07/01/2026")), ("{period}".into(), "07/01/2026".into()));
        assert_eq!(at("2026-Q3", "2026-Q3").of("2026-08"), "{month 2}");
        assert!(at("2026-Q4", "2026-Q4").is("{month 2}", "2026-11"));
        assert!(next.is("{period}", "на 1 января 2027 г.") && !next.is("{period}", "на 1 октября 2026 г."));
    }
}
