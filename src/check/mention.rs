//! Finds the periods that a sentence names: "April–June 2023", "the previous quarter", "the same period of 2022".

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use super::sentence::{Line, is_whole, plain};
use crate::data::period::{Frequency, Period};
use crate::locale::{Locale, fill};

/// A period that a sentence names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mention {
    /// Where.
    pub(super) range: Range<usize>,
    /// How.
    pub(super) named: Named,
}

/// How a sentence names a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    /// In full.
    Period(Period),
    /// As the same period of a year.
    SamePeriod(u16),
    /// As the same period of the year before.
    YearBefore,
    /// As the period before.
    Previous,
    /// By its year alone.
    Year(u16),
    /// By its place in a year that is named elsewhere: "April", "Q1".
    Within(Frequency, u8),
}

impl Named {
    /// Whether a period is meant, in a sentence about another one that it is compared with.
    pub(super) fn means(self, period: Period, about: Period) -> bool {
        match self {
            Self::Period(named) => named == period,
            Self::SamePeriod(year) => Period::new(year, about.frequency(), about.index()) == Some(period),
            Self::YearBefore => period == about.year_before(),
            Self::Previous => period == about.previous(),
            Self::Year(year) => period.year() == year,
            Self::Within(frequency, index) => (period.frequency(), period.index()) == (frequency, index),
        }
    }
}

/// Phrases in small letters, with what each names.
type Names = Rc<[(String, Named)]>;

/// The words by which a language names periods, put together once for each year.
pub(super) struct Calendar<'a> {
    locale: &'a Locale,
    years: RefCell<BTreeMap<u16, Names>>,
}

impl<'a> Calendar<'a> {
    pub(super) fn new(locale: &'a Locale) -> Self {
        Self { locale, years: RefCell::default() }
    }

    /// Every way to name a period of a year, and the year itself.
    fn year(&self, year: u16) -> Names {
        let mut years = self.years.borrow_mut();
        let names = years.entry(year).or_insert_with(|| names(year, self.locale));
        Rc::clone(names)
    }
}

fn names(year: u16, locale: &Locale) -> Names {
    let mut names = Vec::new();
    for period in periods(year) {
        names.extend(forms(period, locale).into_iter().map(|form| (form, Named::Period(period))));
    }
    let text = year.to_string();
    for pattern in &locale.words().reading.same_period {
        names.push((fill(pattern, &[("year", &text)]), Named::SamePeriod(year)));
    }
    names.push((text, Named::Year(year)));
    names.into()
}

/// The periods that a part of a line names, in order; a longer name hides the shorter ones in it.
pub(super) fn mentions(line: &Line<'_>, range: &Range<usize>, calendar: &Calendar<'_>) -> Vec<Mention> {
    let locale = calendar.locale;
    let mut found = Vec::new();
    let mut add = |phrase: &str, named: Named| {
        let places = line.find(phrase, range).into_iter();
        found.extend(places.map(|range| Mention { range, named }));
    };
    let reading = &locale.words().reading;
    for year in years(&line.lower[range.clone()]) {
        calendar.year(year).iter().for_each(|(name, named)| add(name, *named));
    }
    reading.previous.iter().for_each(|phrase| add(phrase, Named::Previous));
    reading.year_before.iter().for_each(|phrase| add(phrase, Named::YearBefore));
    for (frequency, patterns, last) in
        [(Frequency::Quarter, &reading.quarter_names, 4), (Frequency::Half, &reading.half_names, 2)]
    {
        for index in 1..=last {
            for pattern in patterns {
                add(&numbered(pattern, index, "", locale), Named::Within(frequency, index));
            }
        }
    }
    let months = line.months(range, locale).into_iter();
    found.extend(
        months.map(|(index, range)| Mention { range, named: Named::Within(Frequency::Month, index) }),
    );
    let mut found = without_inner(found);
    let word_before = |mention: &Mention| line.lower[..mention.range.start].trim_end();
    found.retain(|mention| {
        let before = word_before(mention);
        let ends = |phrase: &String| {
            before.ends_with(phrase.as_str())
                && is_whole(before, &(before.len() - phrase.len()..before.len()))
        };
        let is_year = matches!(mention.named, Named::Year(_));
        !reading.edges.iter().any(ends) && (!is_year || reading.year_periods.iter().any(ends))
    });
    // "19 April 2023" is a day, and names no period.
    found.retain(|mention| {
        let before = line.text[..mention.range.start].trim_end();
        let digits = before.len() - before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        digits == 0 || digits > 2 || before.len() == mention.range.start
    });
    found
}

/// Mentions that lie in no longer one, in order.
fn without_inner(mut found: Vec<Mention>) -> Vec<Mention> {
    found.sort_by_key(|mention| (mention.range.start, std::cmp::Reverse(mention.range.end)));
    let mut end = 0;
    found.retain(|mention| {
        let is_new = mention.range.start >= end;
        if is_new {
            end = mention.range.end;
        }
        is_new
    });
    found
}

/// The years between 1900 and 2100 that are written in a text, each once.
fn years(text: &str) -> Vec<u16> {
    let mut years: Vec<u16> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|run| run.len() == 4)
        .filter_map(|run| run.parse().ok())
        .filter(|year| (1900..=2100).contains(year))
        .collect();
    years.sort_unstable();
    years.dedup();
    years
}

/// The quarters, halves and months of a year.
fn periods(year: u16) -> impl Iterator<Item = Period> {
    let of = move |frequency, last| (1..=last).filter_map(move |index| Period::new(year, frequency, index));
    of(Frequency::Quarter, 4).chain(of(Frequency::Half, 2)).chain(of(Frequency::Month, 12))
}

/// The ways in which a language writes a period, in small letters and with plain spaces.
fn forms(period: Period, locale: &Locale) -> Vec<String> {
    let reading = &locale.words().reading;
    let months = &locale.words().period.months;
    let year = period.year().to_string();
    let mut forms = vec![locale.period(period), locale.period_ordinal(period), locale.period_short(period)];
    let (first, last) = (usize::from(period.first_month()), usize::from(period.last_month()));
    if first != last {
        let values = [("first", months[first - 1].as_str()), ("last", &months[last - 1]), ("year", &year)];
        forms.extend(reading.period_forms.iter().map(|pattern| fill(pattern, &values)));
    }
    let patterns = match period.frequency() {
        Frequency::Quarter => &reading.quarter_forms[..],
        Frequency::Half => &reading.half_forms[..],
        Frequency::Month | Frequency::Year => &[],
    };
    forms.extend(patterns.iter().map(|pattern| numbered(pattern, period.index(), &year, locale)));
    let mut forms: Vec<String> = forms.iter().map(|form| plain(form)).collect();
    let hyphens: Vec<String> =
        forms.iter().filter(|form| form.contains('–')).map(|form| form.replace('–', "-")).collect();
    forms.extend(hyphens);
    forms
}

fn numbered(pattern: &str, index: u8, year: &str, locale: &Locale) -> String {
    let ordinals = &locale.words().period.ordinals;
    let ordinal = &ordinals[usize::from(index.clamp(1, 4)) - 1];
    fill(pattern, &[("index", &index.to_string()), ("ordinal", ordinal), ("year", year)])
}

#[cfg(test)]
mod tests {
    use super::{Calendar, Named, mentions};
    use crate::check::sentence::Line;
    use crate::data::period::Frequency;
    use crate::diag::{Sources, Span};
    use crate::locale::Locale;
    use crate::report::{Part, Passage, Piece, PieceKind};

    fn named(text: &str) -> Vec<Named> {
        let span = Span { source: Sources::default().add("a", text), start: 0, end: text.len() };
        let piece = Piece { text: text.to_owned(), span, kind: PieceKind::Words };
        let passage = Passage { part: Part::default(), cell: None, pieces: vec![piece] };
        let line = Line::new(&passage);
        let locale = Locale::embedded("en").unwrap();
        let calendar = Calendar::new(&locale);
        mentions(&line, &(0..line.text.len()), &calendar).into_iter().map(|mention| mention.named).collect()
    }

    #[test]
    fn periods_are_found_in_all_their_forms() {
        let q2 = Named::Period("2023-Q2".parse().unwrap());
        for text in [
            "April–June 2023",
            "in April-June\u{a0}2023",
            "the second quarter of 2023",
            "Q2 2023",
            "Q2 of 2023",
            "from April to June 2023",
        ] {
            assert_eq!(named(text), [q2], "{text}");
        }
        let right = [Named::Within(Frequency::Quarter, 1), Named::Period("2023-H1".parse().unwrap())];
        assert_eq!(named("from Q1 to the first half of 2023"), right);
        assert_eq!(
            named("the same period of 2022, the year before"),
            [Named::SamePeriod(2022), Named::YearBefore]
        );
        assert_eq!(
            named("on 19 April 2023, 5–6 June, in April, and may be 2022, since 2020, by the end of June"),
            [Named::Within(Frequency::Month, 4)]
        );
    }

    #[test]
    fn relative_names_mean_a_period_beside_the_one_told_of() {
        let (q2, before, year) =
            ("2023-Q2".parse().unwrap(), "2023-Q1".parse().unwrap(), "2022-Q2".parse().unwrap());
        assert!(Named::Previous.means(before, q2) && !Named::Previous.means(year, q2));
        assert!(Named::SamePeriod(2022).means(year, q2) && !Named::SamePeriod(2021).means(year, q2));
        assert!(Named::YearBefore.means(year, q2) && !Named::YearBefore.means(before, q2));
    }
}
