//! Periods that a series names itself: the rounds of a survey, a season, a campaign.

use std::fmt;

use super::{Date, NotAPeriod, Period};

/// The longest name of a period.
pub const LONGEST_NAME: usize = 24;

/// The name that a series gives to a period: `round_3`. It is kept in the period itself, so that every message can
/// say it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PeriodName([u8; LONGEST_NAME]);

impl PeriodName {
    /// A name of small letters, digits and `_` that begins with a letter.
    pub fn new(name: &str) -> Option<Self> {
        let is_simple = name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
            && name.starts_with(|c: char| c.is_ascii_lowercase());
        let mut bytes = [0; LONGEST_NAME];
        bytes.get_mut(..name.len()).filter(|_| is_simple)?.copy_from_slice(name.as_bytes());
        Some(Self(bytes))
    }

    /// The name as it is written.
    pub fn as_str(&self) -> &str {
        let length = self.0.iter().position(|b| *b == 0).unwrap_or(LONGEST_NAME);
        std::str::from_utf8(&self.0[..length]).unwrap_or_default()
    }

    /// What names of one kind have in common: `round_` of `round_3`.
    fn stem(&self) -> &str {
        self.as_str().trim_end_matches(|c: char| c.is_ascii_digit())
    }
}

impl fmt::Debug for PeriodName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The periods that a series and an edition name, with what each is called in words, in time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NamedPeriods {
    known: Vec<(Period, String)>,
    /// The edition's own, which others are told by.
    own: Option<Period>,
}

impl NamedPeriods {
    /// Of periods with one name, the last holds: an edition's own stands behind those of its series.
    pub fn new(periods: impl IntoIterator<Item = (Period, String)>) -> Self {
        let mut known: Vec<(Period, String)> = Vec::new();
        for (period, label) in periods {
            known.retain(|(other, _)| other.name != period.name);
            known.push((period, label));
        }
        known.sort();
        Self { known, own: None }
    }

    /// The same within an edition: periods may be told by what they are to its own.
    #[must_use]
    pub fn within(self, own: Option<Period>) -> Self {
        Self { own, ..self }
    }

    /// Reads the text of a period: `2023-Q2`, a name, or `period.previous`.
    ///
    /// # Errors
    /// It is neither.
    pub fn parse(&self, text: &str) -> Result<Period, NotAPeriod> {
        let named = || {
            let name = PeriodName::new(text)?;
            self.all().find(|period| period.name == Some(name))
        };
        let relative = || self.own?.relative(text);
        text.parse().or_else(|NotAPeriod| named().or_else(relative).ok_or(NotAPeriod))
    }

    /// What a period is called in words, when it is one of these.
    pub fn label(&self, period: Period) -> Option<&str> {
        self.known.iter().find(|(known, _)| *known == period).map(|(_, label)| label.as_str())
    }

    /// The named period before another one of its kind: round 2 before round 3.
    pub fn before(&self, period: Period) -> Option<Period> {
        self.all().rfind(|other| other.is_before_in_kind(period))
    }

    /// The periods, in time.
    pub fn all(&self) -> impl DoubleEndedIterator<Item = Period> {
        self.known.iter().map(|(period, _)| *period)
    }

    /// The periods with what they are called.
    pub fn labels(&self) -> impl Iterator<Item = (Period, &str)> {
        self.known.iter().map(|(period, label)| (*period, label.as_str()))
    }

    /// The names, for hints.
    pub fn names(&self) -> Vec<String> {
        self.all().filter_map(|period| period.name()).collect()
    }
}

impl Period {
    /// A period that a series names, from its first day to its last.
    pub fn named(name: PeriodName, first: Date, last: Date) -> Option<Self> {
        (first <= last).then_some(Self { first, last, name: Some(name) })
    }

    /// The name that a series gives to it.
    pub fn name(self) -> Option<String> {
        self.name.map(|name| name.as_str().to_owned())
    }

    /// Whether a series names it.
    pub fn is_named(self) -> bool {
        self.name.is_some()
    }

    /// Whether it is named like another one, up to the number, and begins before it.
    pub fn is_before_in_kind(self, other: Self) -> bool {
        let stems = self.name.as_ref().zip(other.name.as_ref()).map(|(one, two)| one.stem() == two.stem());
        stems == Some(true) && self.first < other.first
    }
}
