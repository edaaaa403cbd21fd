//! Finds the periods that a sentence names: "April–June 2023", "the previous quarter", "the same period of 2022".

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use super::first_months::FirstMonths;
use super::line::{Line, named, whole};
pub(super) use super::named::{Mention, Named};
use super::number::numbers;
use super::role::without_fillers;
use crate::data::apostrophe::spellings;
use crate::data::period::{Frequency, Period};
use crate::language::{Language, Pattern, Reading, Sides, fill, plain, year};

/// Phrases in small letters, with the place of the year in each and what it names.
type Names = Rc<[(String, Option<usize>, Named)]>;

/// Every way to name a period of a year.
struct NamesOfYear {
    names: Names,
    first_months: Vec<FirstMonths>,
}

/// The words by which a language names periods, put together once for each year.
pub(super) struct Calendar<'a> {
    locale: &'a Language,
    years: RefCell<BTreeMap<u16, Rc<NamesOfYear>>>,
    /// The first months of a year that is named elsewhere.
    first_months: Vec<FirstMonths>,
    /// What the series calls its own periods, and the quarters and halves of a year that is named elsewhere.
    named: Vec<(String, Named)>,
    /// Other names of periods of such a year.
    others: Vec<(Pattern, Named)>,
}

impl<'a> Calendar<'a> {
    pub(super) fn new(locale: &'a Language) -> Self {
        let labels = locale.named_periods().labels();
        let named = labels.map(|(period, label)| (plain(label), Named::Period(period)));
        let mut named: Vec<(String, Named)> = named.filter(|(label, _)| !label.trim().is_empty()).collect();
        let reading = locale.reading();
        for (frequency, patterns, last) in
            [(Frequency::Quarter, &reading.quarter_names, 4), (Frequency::Half, &reading.half_names, 2)]
        {
            named.extend((1..=last).flat_map(|index| {
                let within = Named::Within(frequency, index);
                patterns.iter().map(move |pattern| (numbered(pattern, index, "", locale), within))
            }));
        }
        let others = reading.other_names.iter().flat_map(|(key, patterns)| {
            // Which period it is does not depend on the year.
            let period = format!("2000-{key}").parse::<Period>().ok();
            let named = period.map(|period| Named::Within(period.frequency(), period.index()));
            let patterns = patterns.iter().filter(|pattern| !pattern.contains("{year}"));
            patterns.filter_map(move |pattern| Some((Pattern::from(pattern.as_str()), named?)))
        });
        let others = others.collect();
        let first_months = FirstMonths::all(None, locale);
        Self { locale, years: RefCell::default(), first_months, named, others }
    }

    /// Every way to name a period of a year, and the year itself.
    fn year(&self, year: u16) -> Rc<NamesOfYear> {
        let mut years = self.years.borrow_mut();
        let names = years.entry(year).or_insert_with(|| {
            let first_months = FirstMonths::all(Some(year), self.locale);
            Rc::new(NamesOfYear { names: names(year, self.locale), first_months })
        });
        Rc::clone(names)
    }
}

fn names(year: u16, locale: &Language) -> Names {
    let mut names = Vec::new();
    for period in periods(year) {
        names.extend(forms(period, locale).into_iter().map(|form| (form, Named::Period(period))));
    }
    let text = year.to_string();
    for (key, patterns) in &locale.reading().other_names {
        let Ok(period) = format!("{year}-{key}").parse() else { continue };
        let of_year = patterns.iter().filter(|pattern| pattern.contains("{year}"));
        names.extend(of_year.map(|form| (fill(form, &[("year", &text)]), Named::Period(period))));
    }
    for pattern in &locale.reading().same_period {
        names.push((fill(pattern, &[("year", &text)]), Named::SamePeriod(year)));
    }
    names.push((text.clone(), Named::Year(year)));
    let placed = names.into_iter().map(|(phrase, named)| {
        let year = phrase.find(&text);
        (phrase, year, named)
    });
    placed.collect()
}

/// The periods of those that a line names that its numbers can be of.
pub(super) fn mentions(line: &Line<'_>, mut found: Vec<Mention>, locale: &Language) -> Vec<Mention> {
    let reading = locale.reading();
    found.retain(|mention| {
        let is_year = matches!(mention.named, Named::Year(_));
        (mention.named == Named::ToDate || !is_beside(line, &mention.range, &reading.edges))
            && !is_base_of_record(line, mention, reading)
            && (!is_year
                || is_beside(line, &mention.range, &reading.year_periods)
                || is_of_number(line, mention, reading))
    });
    found
}

/// The periods that a line names, in order; a longer name hides the shorter ones in it.
pub(super) fn every(line: &Line<'_>, calendar: &Calendar<'_>) -> Vec<Mention> {
    let (locale, whole_line) = (calendar.locale, line.whole());
    let reading = locale.reading();
    let endings = &reading.sentence.endings;
    let mut found = Vec::new();
    for year in years(&line.lower) {
        let text = year.to_string();
        let years: Vec<usize> = line.lower.match_indices(&text).map(|(place, _)| place).collect();
        let of_year = calendar.year(year);
        found.extend(of_year.first_months.iter().flat_map(|form| form.find(line, locale)).map(first_months));
        for (name, year, meaning) in of_year.names.iter() {
            let Some(year) = year else {
                let places = named(&line.lower, name, &whole_line, endings).into_iter();
                found.extend(places.map(|range| Mention { range, named: *meaning }));
                continue;
            };
            // A line may name many years, and each of them in many ways: only what stands around one is looked at.
            let starts = years.iter().filter_map(|place| place.checked_sub(*year));
            let here =
                starts.filter(|start| line.lower.get(*start..).is_some_and(|rest| rest.starts_with(name)));
            let places = here.filter_map(|start| whole(&line.lower, &(start..start + name.len()), endings));
            found.extend(places.map(|range| Mention { range, named: *meaning }));
        }
    }
    let of_no_year = calendar.first_months.iter().flat_map(|form| form.find(line, locale));
    found.extend(of_no_year.map(first_months));
    let mut add = |phrase: &str, meaning: Named| {
        let places = named(&line.lower, phrase, &whole_line, endings).into_iter();
        found.extend(places.map(|range| Mention { range, named: meaning }));
    };
    calendar.named.iter().for_each(|(name, named)| add(name, *named));
    for (patterns, meaning) in [
        (&reading.last, Named::Last),
        (&reading.previous, Named::Previous),
        (&reading.year_before, Named::YearBefore),
        (&reading.to_date, Named::ToDate),
    ] {
        let places = patterns.iter().flat_map(|pattern| line.find(pattern, &whole_line));
        found.extend(places.map(|range| Mention { range, named: meaning }));
    }
    for (pattern, named) in &calendar.others {
        let places = line.find(pattern, &whole_line).into_iter();
        found.extend(places.map(|range| Mention { range, named: *named }));
    }
    let months = line.months(&whole_line, locale).into_iter();
    found.extend(
        months.map(|(index, range)| Mention { range, named: Named::Within(Frequency::Month, index) }),
    );
    if found.is_empty() {
        return found;
    }
    let mut found = without_inner(found);
    let open = reading.open_times.iter().flat_map(|words| line.find(words, &whole_line)).collect::<Vec<_>>();
    // "Half a year earlier" is not "a year earlier".
    let is_within = |mention: &Mention| {
        open.iter().any(|open| open.start < mention.range.start && mention.range.end <= open.end)
    };
    found.retain(|mention| {
        !is_of_day(line, mention, locale) && !is_within(mention) && !is_counted(line, mention, reading)
    });
    joined(line, found, locale)
}

/// "In a row the third quarter", in a language that has those words before the number: it counts quarters, and names none.
fn is_counted(line: &Line<'_>, mention: &Mention, reading: &Reading) -> bool {
    let before = line.lower[..mention.range.start].trim_end();
    matches!(mention.named, Named::Within(..))
        && reading.trends.consecutive.iter().any(|word| word.ends(before).is_some())
}

/// The first months of a year as a sentence names them.
fn first_months((range, period, year): (Range<usize>, Period, Option<u16>)) -> Mention {
    let named = match year {
        Some(_) => Named::Period(period),
        None => Named::Within(period.frequency(), period.index()),
    };
    Mention { range, named }
}

/// Months that a sentence joins, as one span: "January–September 2023", "from October 2023 to March 2024".
fn joined(line: &Line<'_>, mentions: Vec<Mention>, locale: &Language) -> Vec<Mention> {
    let reading = locale.reading();
    let mut found: Vec<Mention> = Vec::new();
    for mention in mentions {
        let span = found.last().and_then(|last| {
            let between = line.lower.get(last.range.end..mention.range.start)?.trim();
            let named = span(last.named, mention.named).filter(|_| {
                let is_list = locale.known().list_joints.iter().any(|joint| joint == between);
                let before = line.lower[..last.range.start].trim_end();
                let behind = line.lower[mention.range.end..].trim_start();
                let is_led = is_list
                    && (reading.between.before.iter().any(|word| word.ends(before).is_some())
                        || reading.between.behind.iter().any(|word| word.leads(behind).is_some()));
                is_led || is_join(between, locale)
            })?;
            Some(Mention { range: last.range.start..mention.range.end, named })
        });
        if let Some(span) = span {
            found.pop();
            found.push(span);
        } else {
            found.push(mention);
        }
    }
    found
}

/// Whether a text joins the first month of a span with its last: a dash, "to", or what else stands between both when
/// the language writes a period. "And" does not: January and September are two months.
fn is_join(between: &str, locale: &Language) -> bool {
    let reading = locale.reading();
    let in_pattern = |pattern: &String| {
        let inner =
            pattern.split_once("{first}").and_then(|(_, rest)| Some(rest.split_once("{last}")?.0.trim()));
        inner.is_some_and(|inner| inner == between)
    };
    let is_list = || locale.known().list_joints.iter().any(|joint| joint == between);
    ["–", "-"].contains(&between)
        || reading.to.before.contain(between)
        || (reading.period_forms.iter().any(in_pattern) && !is_list())
}

/// The span from one month to another.
fn span(first: Named, last: Named) -> Option<Named> {
    let month = |named: Named| match named {
        Named::Period(period) => {
            (period.frequency() == Frequency::Month).then(|| (Some(period.year()), period.index()))
        }
        Named::Within(Frequency::Month, index) => Some((None, index)),
        _ => None,
    };
    let ((from_year, from), (to_year, to)) = (month(first)?, month(last)?);
    let of = |year, month| Period::new(year, Frequency::Month, month);
    let (from_year, to_year) = match (from_year, to_year) {
        (Some(from_year), Some(to_year)) => (from_year, to_year),
        (Some(year), None) => (year, year + u16::from(to < from)),
        (None, Some(year)) => (year - u16::from(to < from), year),
        (None, None) => {
            let period = Period::from_to(of(2000, from)?, of(2000, to)?)?;
            return Some(Named::Within(period.frequency(), period.index()));
        }
    };
    Period::from_to(of(from_year, from)?, of(to_year, to)?).map(Named::Period)
}

/// Whether one of some words stands right beside a name, or is its ending.
pub(super) fn is_beside(line: &Line<'_>, range: &Range<usize>, words: &Sides) -> bool {
    let before = line.lower[..range.start].trim_end();
    let behind = line.lower[range.end..].trim_start();
    let name = &line.lower[range.clone()];
    words.before.iter().any(|word| word.ends(before).is_some())
        || words.behind.iter().any(|word| word.leads(behind).is_some())
        || words.suffix.iter().any(|ending| name.len() > ending.len() && name.ends_with(ending.as_str()))
}

/// "Not since the third quarter of 2023 have so many": the one that a record is told from.
fn is_base_of_record(line: &Line<'_>, mention: &Mention, reading: &Reading) -> bool {
    let before = without_fillers(&line.lower[..mention.range.start], reading);
    reading.extremes.not_since.iter().any(|word| word.ends(before).is_some())
}

/// "The 5,557 of 2023", "the 5,557 residence permits of 2023": a year right behind a number of a figure.
fn is_of_number(line: &Line<'_>, mention: &Mention, reading: &Reading) -> bool {
    let before = line.lower[..mention.range.start].trim_end();
    reading.period_leads.iter().filter_map(|lead| lead.ends(before)).any(|start| {
        let mut rest = before[..start].trim_end();
        for _ in 0..=MOST_COUNTED {
            let Some((at, last)) = rest.char_indices().next_back() else { return false };
            if !line.is_typed(at) {
                return last.is_ascii_digit();
            }
            let word = rest.trim_end_matches(char::is_alphanumeric).len();
            // "The Law of 2022".
            if !last.is_alphanumeric() || reading.names.contain(&rest[word..]) {
                return false;
            }
            rest = rest[..word].trim_end();
        }
        false
    })
}

/// Words for what is counted: "residence permits".
const MOST_COUNTED: usize = 2;

/// "19 April 2023", or "2023 April 19" where the language has the day last, is a day and names no period.
fn is_of_day(line: &Line<'_>, mention: &Mention, locale: &Language) -> bool {
    if locale.known().is_day_first {
        let before = line.text[..mention.range.start].trim_end();
        let digits = before.len() - before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        return (1..=2).contains(&digits) && before.len() != mention.range.start;
    }
    let is_month = match mention.named {
        Named::Period(period) => period.frequency() == Frequency::Month,
        Named::Within(frequency, _) => frequency == Frequency::Month,
        Named::SamePeriod(_)
        | Named::YearBefore
        | Named::Previous
        | Named::Last
        | Named::Year(_)
        | Named::ToDate
        | Named::Day { .. } => false,
    };
    let behind = &line.lower[mention.range.end..];
    let start = behind.len() - behind.trim_start().len();
    // Of "April 12 339" the digits are a number of their own.
    let first =
        || numbers(behind.get(..behind.len().min(start + 16)).unwrap_or(behind), locale).into_iter().next();
    is_month && first().is_some_and(|(range, _)| range.start == start && range.len() <= 2)
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
    let mut years: Vec<u16> = text.split(|c: char| !c.is_ascii_digit()).filter_map(year).collect();
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
fn forms(period: Period, locale: &Language) -> Vec<String> {
    let reading = locale.reading();
    let year = period.year().to_string();
    let mut forms = locale.period_forms(period);
    forms.push(locale.period_short(period));
    let format = &locale.words().period;
    let of_month = |month: u8| &format.months[usize::from(month) - 1];
    let (first, last) = (of_month(period.first_month()), of_month(period.last_month()));
    if period.first_month() == period.last_month() {
        // The form for labels is there already.
        let others = first.forms().skip(1);
        forms.extend(others.map(|month| fill(format.month.name(), &[("month", month), ("year", &year)])));
    } else {
        for (index, first) in first.forms().enumerate() {
            for (other, last) in last.forms().enumerate() {
                let values = [("first", first), ("last", last), ("year", &year)];
                let is_new = (index, other) != (0, 0) && period.frequency() != Frequency::Year;
                forms.extend(is_new.then(|| fill(format.range.name(), &values)));
                forms.extend(reading.period_forms.iter().map(|pattern| fill(pattern, &values)));
            }
        }
    }
    let patterns = match period.frequency() {
        Frequency::Quarter => &reading.quarter_forms[..],
        Frequency::Half => &reading.half_forms[..],
        Frequency::Day | Frequency::Month | Frequency::Year | Frequency::Months(_) | Frequency::Named => &[],
    };
    forms.extend(patterns.iter().map(|pattern| numbered(pattern, period.index(), &year, locale)));
    let mut forms: Vec<String> = forms.iter().map(|form| plain(form)).collect();
    let hyphens: Vec<String> =
        forms.iter().filter(|form| form.contains('–')).map(|form| form.replace('–', "-")).collect();
    forms.extend(hyphens);
    forms.into_iter().flat_map(spellings).collect()
}

fn numbered(pattern: &str, index: u8, year: &str, locale: &Language) -> String {
    let ordinals = &locale.words().period.ordinals;
    let ordinal = ordinals[usize::from(index.clamp(1, 4)) - 1].name();
    fill(pattern, &[("index", &index.to_string()), ("ordinal", ordinal), ("year", year)])
}

/// The spans that a line names with their year, those from one period to another as one: the first and the last.
pub(super) fn spans(
    line: &Line<'_>,
    mentions: &[Mention],
    locale: &Language,
) -> Vec<(Range<usize>, Period, Period)> {
    let joins = |one: &Mention, two: &Mention| {
        let between = line.lower.get(one.range.end..two.range.start).unwrap_or_default().trim();
        ["–", "-"].contains(&between) || locale.reading().to.before.contain(between)
    };
    let mut found = Vec::new();
    let mut rest = mentions.iter().peekable();
    while let Some(first) = rest.next() {
        let last = rest.next_if(|next| joins(first, next));
        let from = match (first.named, last.map(|last| last.named)) {
            (Named::Period(from), _) => Some(from),
            (Named::Within(frequency, index), Some(Named::Period(to))) => {
                Period::new(to.year(), frequency, index)
            }
            _ => None,
        };
        let to = match last.map(|last| last.named) {
            Some(Named::Period(to)) => Some(to),
            Some(_) => None,
            None => from,
        };
        let range = first.range.start..last.unwrap_or(first).range.end;
        found.extend(from.zip(to).map(|(from, to)| (range, from, to)));
    }
    found
}

/// A text that is nothing but a year.
pub(super) fn only_year(line: &Line<'_>) -> Option<u16> {
    let text = line.text.trim();
    year(text)
}

#[cfg(test)]
mod tests {
    use super::{Calendar, Named, every, mentions};
    use crate::data::period::Frequency;
    use crate::language::Language;
    use crate::text::line::Line;
    use crate::text::line::tests::passage;

    fn named(text: &str) -> Vec<Named> {
        let (passage, locale) = (passage(text), Language::embedded("en").unwrap());
        let line = Line::new(&passage, &locale);
        let calendar = Calendar::new(&locale);
        mentions(&line, every(&line, &calendar), &locale).into_iter().map(|mention| mention.named).collect()
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
