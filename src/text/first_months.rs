//! Finds the first months of a year by their number: "the first nine months of 2023", "9 months of 2023", "9M 2023".

use std::ops::Range;

use super::line::{Line, named};
use crate::data::apostrophe::spellings;
use crate::data::period::Period;
use crate::language::{Language, fill, plain};

/// A way to name the first months of a year, "first {count} months of 2023", without what stands for their number.
#[derive(Debug)]
pub(super) struct FirstMonths {
    pattern: String,
    /// The words around the number: only where they stand, the name can stand.
    words: Vec<String>,
    year: Option<u16>,
}

impl FirstMonths {
    /// The ways to name them with a year, or without one.
    pub(super) fn all(year: Option<u16>, locale: &Language) -> Vec<Self> {
        let (reading, format) = (locale.reading(), &locale.words().period);
        let Some(number) = year else {
            let names = reading.first_months_names.iter().cloned().flat_map(spellings);
            return names.map(|name| Self::new(name, None)).collect();
        };
        let printed = format.first_months.patterns().chain([format.first_months_short.as_str()]).map(plain);
        let text = number.to_string();
        let of_year = |pattern: String| Self::new(fill(&pattern, &[("year", &text)]), year);
        let forms = printed.chain(reading.first_months_forms.iter().cloned());
        forms.flat_map(spellings).map(of_year).collect()
    }

    fn new(pattern: String, year: Option<u16>) -> Self {
        let around = pattern.split('{').map(|piece| piece.split_once('}').map_or(piece, |(_, rest)| rest));
        let words = around.map(|words| words.trim().to_owned()).filter(|words| !words.is_empty()).collect();
        Self { pattern, words, year }
    }

    /// The places where a line names so, with the period; of no year told, that of some year.
    pub(super) fn find(
        &self,
        line: &Line<'_>,
        locale: &Language,
    ) -> Vec<(Range<usize>, Period, Option<u16>)> {
        let mut found = Vec::new();
        if !self.words.iter().all(|words| line.lower.contains(words.as_str())) {
            return found;
        }
        let (reading, whole) = (locale.reading(), line.whole());
        for (months, count) in (1..=12_u8)
            .zip(&locale.words().period.counts)
            .skip(1)
            .map(|(months, count)| (months, count.name()))
        {
            // Which months they are does not depend on the year.
            let period = Period::months(self.year.unwrap_or(2000), 1, u16::from(months));
            let Some(period) = period else { continue };
            let phrase = fill(&self.pattern, &[("count", &plain(count)), ("n", &months.to_string())]);
            let endings = &reading.sentence.endings;
            let places =
                spellings(phrase).into_iter().flat_map(|phrase| named(&line.lower, &phrase, &whole, endings));
            let is_meant = |place: &Range<usize>| {
                let behind = line.lower[place.end..].trim_start();
                // The last six months of a year are not its first ones, nor are the first six of a project.
                let word = line.lower[..place.start].trim_end().rsplit(' ').next().unwrap_or_default();
                let is_of_other = self.year.is_none()
                    && reading.period_leads.iter().any(|lead| lead.leads(behind).is_some());
                !reading.last_months.contain(word) && !is_of_other
            };
            found.extend(places.filter(is_meant).map(|range| (range, period, self.year)));
        }
        found
    }
}
