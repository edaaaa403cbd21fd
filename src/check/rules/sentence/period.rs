//! The rule about the periods that a sentence names and those that its numbers are of.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ops::Range;

use super::ends::{begins_at, is_both};
use super::readings::Readings;
use super::{base, computed, edges};
use crate::check::Subject;
use crate::data::period::{Frequency, Period};
use crate::diag::{Diagnostic, code};
use crate::report::What;
use crate::text::{
    Basis, Day, Line, Meanings, Mention, Named as PeriodNamed, ReadPassage, Said, Sentence, ValueRole, clause,
};

/// A sentence with the periods that it names.
struct Named<'a> {
    line: &'a Line<'a>,
    /// Where the sentence begins.
    start: usize,
    mentions: &'a [Mention],
    meanings: &'a Meanings,
    /// Whether the sentence itself names them, and not the one before it.
    is_own: bool,
    /// The days that it names.
    days: &'a [Day],
    /// Its numbers.
    numbers: &'a [Said<'a>],
    /// Where those end that compare two periods.
    comparisons: &'a [usize],
    /// How it names them.
    basis: &'a Basis,
    /// Where those begin that are told with one number, and where that number does.
    taken: &'a BTreeMap<usize, usize>,
}

#[doc = include_str!("claim-period.md")]
pub(in crate::check) fn claim_period(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for passage in &subject.text.passages {
        let mut before: (&[Mention], Meanings) = (&[], Meanings::default());
        for sentence in &passage.sentences {
            let here = (&sentence.periods[..], Meanings::new(&sentence.periods));
            if !sentence.numbers.is_empty() {
                let found = of_sentence(subject, passage, sentence, (&here, &before));
                let mut others = edges::of_sentence(subject, passage, sentence);
                others.extend(computed::of_sentence(subject, passage, sentence));
                others.extend(base::of_sentence(subject, passage, sentence));
                others.retain(|other| found.iter().all(|known| known.span != other.span));
                findings.extend(found.into_iter().chain(others));
            }
            if !here.0.is_empty() {
                before = here;
            }
        }
    }
    findings
}

/// The periods that a sentence names, and what all of them mean.
type Context<'m> = (&'m [Mention], Meanings);

fn of_sentence(
    subject: &Subject<'_>,
    passage: &ReadPassage<'_>,
    sentence: &Sentence<'_>,
    (here, before): (&Context<'_>, &Context<'_>),
) -> Vec<Diagnostic> {
    let line = &passage.line;
    let (numbers, basis, days) = (&sentence.numbers[..], &sentence.basis, &sentence.days[..]);
    let comparing = numbers.iter().filter(|said| said.asked.what.base().is_some());
    let comparisons: &[usize] = &comparing.map(|said| said.range.end).collect::<Vec<_>>();
    // Those that stand right beside a number are of that number and of no other.
    let beside = numbers.iter().filter_map(|said| {
        let mention = said.beside.as_ref().or_else(|| base_behind(subject, line, said, here.0))?;
        Some((mention.range.start, said.range.start))
    });
    let taken = &beside.collect();
    let start = sentence.range.start;
    let named = |(mentions, meanings), is_own| Named {
        line,
        start,
        mentions,
        meanings,
        is_own,
        days,
        numbers,
        comparisons,
        basis,
        taken,
    };
    let own = named((here.0, &here.1), true);
    let context = if here.0.is_empty() { before } else { here };
    let with_context = named((context.0, &context.1), !here.0.is_empty());
    // A day says enough of what a stock is compared with.
    let has_day = days.iter().any(|day| day.is_led || day.is_base);
    let readings = OnceCell::new();
    let since = edges::since(subject, passage, sentence);
    let check = |said: &Said<'_>| {
        let at = said.asked.what.periods().first().copied().filter(|_| said.asked.what.base().is_none());
        if at.is_some_and(|at| edges::begins_since(&since, at)) {
            return None;
        }
        let is_comparison = said.asked.what.base().is_some();
        let named = if is_comparison && !has_day { &with_context } else { &own };
        named.check(subject, said, || readings.get_or_init(|| Readings::new(subject, passage, sentence)))
    };
    numbers.iter().filter_map(check).collect()
}

impl Named<'_> {
    /// `readings` are those of the sentence, for which few numbers ask.
    fn check<'r, 's: 'r, 'a: 's>(
        &self,
        subject: &Subject<'_>,
        said: &Said<'_>,
        readings: impl Fn() -> &'r Readings<'s, 'a>,
    ) -> Option<Diagnostic> {
        let own = subject.report.figures.get(&said.asked.figure)?.period;
        let wrong = match &said.asked.what {
            What::Change { from, to, .. } | What::Ratio { from, to } => {
                let (from, to) = (*from, *to);
                if has_base_adjective(subject, self.line, said, (from, to)) {
                    return None;
                }
                let of_day = if from.is_day() { self.wrong_base_day(from, to) } else { Told::Open };
                // The day that a change led to may be named instead.
                let end = if self.days.iter().any(|day| day.means(to)) { to } else { own };
                let wrong = of_day.or(|| self.wrong_base(said, (from, to), end))?;
                let is_open = || readings().may_mean(wrong.of) || readings().has_open_time(subject, said);
                (!self.is_own || !is_open()).then_some(wrong)
            }
            What::Value(_) | What::Share(_) | What::Part(_) | What::Shares(_) | What::Parts(_) => {
                let period = said.asked.what.periods().first().copied().unwrap_or(own);
                let of_day = if period.is_day() { self.wrong_day(subject, said, period) } else { Told::Open };
                match of_day {
                    Told::Right => None,
                    // Right behind the number, or in a sentence that leaves no time to the rest of the text.
                    Told::Wrong(wrong) => {
                        let day = wrong.said.start;
                        let is_behind = said.range.end <= day && day - said.range.end < LONGEST_TO_DAY;
                        let is_led = matches!(said.marked.role, Some(ValueRole::From | ValueRole::Against));
                        if !is_behind && self.is_end_of_day(subject, said, period) {
                            None
                        } else if is_led && !is_behind {
                            self.wrong_value(subject, said, (period, own), readings)
                        } else {
                            (is_behind || !readings().has_open_time(subject, said)).then_some(wrong)
                        }
                    }
                    Told::Open => self.wrong_value(subject, said, (period, own), readings),
                }
            }
            // A rate holds for every period that it is used for, and what is computed may be of several.
            What::Rate | What::Computed { .. } => None,
        }?;
        let locale = subject.locale;
        let name = &self.line.text[wrong.said.clone()];
        let number = self.line.text[said.range.clone()].to_owned();
        let label = subject.report.figures.get(&said.asked.figure).map_or("", |figure| &figure.label);
        let of = locale.period(wrong.of);
        let message = match wrong.is_base {
            true => format!("the sentence names {name}, the number {number} ({label}) is compared with {of}"),
            false => format!("the sentence names {name}, the number {number} ({label}) is that of {of}"),
        };
        let hint = format!("name {of} in the sentence, or ask for the period that is named");
        Some(Diagnostic::new(code::CLAIM_PERIOD, said.span, message).hint(hint).found(number))
    }

    /// A comparison in a sentence that names other periods than the one it starts from.
    fn wrong_base(&self, said: &Said<'_>, (from, to): (Period, Period), own: Period) -> Option<Wrong> {
        // "Since the beginning of the year", of a stock: from the last day of the year before.
        let year = Period::new(to.year(), Frequency::Year, 1);
        let is_to_date = |mention: &Mention| {
            mention.named == PeriodNamed::ToDate && year.is_some_and(|year| begins_at(year, from))
        };
        if self.mentions.iter().any(|mention| is_both(mention, from, to) || is_to_date(mention)) {
            return None;
        }
        if to != own && !self.meanings.mean(to, to) {
            let is_told_of = |mention: &Mention| !self.is_own || !self.basis.is_held_against(mention);
            if let Some(wrong) = self.first_of(is_told_of, to, false) {
                return Some(wrong);
            }
        }
        if self.meanings.mean(from, to) {
            return None;
        }
        let is_meant = |mention: &Mention| {
            let is_of_other =
                self.is_elsewhere(mention, said) || (self.is_own && self.is_base_of_nearer(mention, said));
            !mention.named.means(to, to) && !is_of_other
        };
        self.first_of(is_meant, from, true)
    }

    /// Whether another comparison starts from a period that is named right before it: "grew year on year by 11 per cent".
    fn is_base_of_nearer(&self, mention: &Mention, said: &Said<'_>) -> bool {
        let parts = |other: &Said<'_>| self.basis.parts_between(other.range.start, mention.range.start);
        self.numbers.iter().any(|other| {
            let (What::Change { from, to, .. } | What::Ratio { from, to }) = other.asked.what else {
                return false;
            };
            let is_between = mention.range.end <= other.range.start && other.range.end <= said.range.start;
            is_between && parts(other) == 0 && parts(said) > 0 && mention.named.means(from, to)
        })
    }

    /// Whether a period is named with another number, or in another part of the sentence than one that has a time of
    /// its own.
    fn is_elsewhere(&self, mention: &Mention, said: &Said<'_>) -> bool {
        let place = mention.range.start;
        // "Compared with 2022 (306.3), it fell by 17 per cent": that of the value is the base of the change.
        let is_base = said.asked.what.base().is_some() && self.basis.is_held_against(mention);
        let is_of_other = self.taken.get(&place).is_some_and(|number| {
            let is_comparison = self
                .numbers
                .iter()
                .any(|other| other.range.start == *number && other.asked.what.base().is_some());
            *number != said.range.start && (is_comparison || !is_base)
        });
        self.is_own && (is_of_other || self.basis.is_open_at(&said.range, place))
    }

    /// The base of a comparison of two days, in a sentence that names days.
    fn wrong_base_day(&self, from: Period, to: Period) -> Told {
        if self.days.iter().any(|day| day.means(from)) {
            return Told::Right;
        }
        let is_other = |day: &&Day| (day.is_led || day.is_base) && !day.means(to);
        match self.days.iter().find(is_other) {
            Some(day) if !self.meanings.mean(from, to) => {
                Told::Wrong(Wrong { said: day.range.clone(), of: from, is_base: true })
            }
            _ => Told::Open,
        }
    }

    /// The value of a day in a sentence that names days: the one right behind the number, or any.
    fn wrong_day(&self, subject: &Subject<'_>, said: &Said<'_>, period: Period) -> Told {
        let wrong = |day: &Day| Told::Wrong(Wrong { said: day.range.clone(), of: period, is_base: false });
        let behind = self.days.iter().find(|day| day.range.start >= said.range.end && day.is_led);
        let is_beside = |day: &&Day| {
            let between = self.line.lower[said.range.end..day.range.start].trim();
            between.split_whitespace().count() <= LONGEST_LEAD
                && !between.contains([',', ';', '.'])
                && self.comparisons.iter().all(|end| *end <= said.range.end || *end > day.range.start)
        };
        if let Some(day) = behind.filter(is_beside) {
            return if day.means(period) { Told::Right } else { wrong(day) };
        }
        match self.days.iter().find(|day| day.is_led && !day.is_base) {
            _ if said.beside.is_some() => Told::Open,
            _ if self.days.iter().any(|day| day.means(period)) => Told::Right,
            Some(day) if self.is_named_beside(period, day) => Told::Open,
            Some(day) if self.basis.is_open_at(&said.range, day.range.start) => Told::Right,
            Some(_) if self.is_start(said) => Told::Right,
            Some(day) if self.is_of_aside(subject, said, day) => Told::Right,
            Some(day) => wrong(day),
            None => Told::Open,
        }
    }

    /// "Temporary protection, introduced on 1 March 2023, was held by": a day between commas behind a word of its own, of
    /// which the figure of the number has no value.
    fn is_of_aside(&self, subject: &Subject<'_>, said: &Said<'_>, day: &Day) -> bool {
        let Some(between) = self.line.lower.get(day.range.end..said.range.start) else { return false };
        let ahead = &self.line.lower[self.start.min(day.range.start)..day.range.start];
        let has_word = ahead.rsplit_once(',').is_some_and(|(_, own)| own.split_whitespace().count() > 1);
        let figure = subject.report.figures.get(&said.asked.figure);
        let is_known = figure.is_some_and(|figure| figure.values.keys().any(|at| day.means(*at)));
        between.trim_start().starts_with(',') && has_word && !is_known
    }

    /// A value in a sentence that names other periods than its own: by the name right beside it, or by one that plainly
    /// belongs to it, when no name in the sentence may mean its own period under any reading.
    fn wrong_value<'r, 's: 'r, 'a: 's>(
        &self,
        subject: &Subject<'_>,
        said: &Said<'_>,
        (period, own): (Period, Period),
        readings: impl Fn() -> &'r Readings<'s, 'a>,
    ) -> Option<Wrong> {
        let wrong = |mention: &Mention| Wrong { said: mention.range.clone(), of: period, is_base: false };
        if let Some(beside) = &said.beside {
            let is_right = beside.named.means(period, own) || beside.named.means(period, period);
            let is_certain = !is_right
                && !readings().fits(beside, period)
                && !readings().is_label(beside)
                && !self.fits_another(beside, said, own)
                && !readings().goes_on(subject, beside, period)
                && !readings().is_of_bracketed(subject, beside, said);
            return is_certain.then(|| wrong(beside));
        }
        if self.mentions.is_empty() {
            return None;
        }
        // What a number came from, or another is held against, need not be named.
        let is_led = matches!(said.marked.role, Some(ValueRole::From | ValueRole::Against));
        let is_named = self.meanings.mean(period, own) || self.meanings.mean(period, period);
        if is_named || readings().may_mean(period) || readings().has_open_time(subject, said) {
            return None;
        }
        let is_usual = [own, subject.report.period].contains(&period);
        if period == own && is_of_own_period(subject, self.line, said) {
            return None;
        }
        let mention = self.mentions.iter().find(|mention| {
            !self.taken.contains_key(&mention.range.start)
                && (is_led && self.is_right_behind(mention, said)
                    || !is_led
                        && (!self.basis.is_held_against(mention) || self.is_told_of(subject, mention, said)))
                // What most names are not comes first: a sentence may have hundreds of them, and as many numbers.
                && self.is_next_to(mention, said)
                && readings().is_in_one_part(subject, mention, said)
                && !(is_usual && self.is_of_other_clause(mention, said))
                && !self.fits_another(mention, said, own)
                && !readings().is_of_other(mention, said)
                && !readings().is_in_other_brackets(mention, said)
        })?;
        Some(wrong(mention))
    }

    /// "As many as in the quarter before, when 82,000 were issued."
    fn is_told_of(&self, subject: &Subject<'_>, mention: &Mention, said: &Said<'_>) -> bool {
        let between = self.line.lower.get(mention.range.end..said.range.start).unwrap_or_default();
        let text = between.trim_start_matches([' ', ',']);
        let whens = &subject.locale.reading().whens;
        // Behind the comma that ends such a clause, the sentence tells of its own time again.
        let is_inside = !text.contains(", ");
        is_inside && self.is_next_to(mention, said) && whens.iter().any(|word| word.leads(text).is_some())
    }

    /// "Third a year ago, they dropped to fourth place (1,118)": relative words of another clause.
    fn is_of_other_clause(&self, mention: &Mention, said: &Said<'_>) -> bool {
        let is_relative = matches!(
            mention.named,
            PeriodNamed::Previous | PeriodNamed::Last | PeriodNamed::YearBefore | PeriodNamed::SamePeriod(_)
        );
        let here = clause(self.line, &self.line.whole(), &mention.range);
        // "In the previous quarter, 480 were counted": it opens the sentence.
        let opens = here.start <= self.start && !self.line.lower[here.end..].starts_with([';', ':']);
        is_relative && !opens && !here.contains(&said.range.start)
    }

    /// "The 1,200 persons asked of 2021 became 1,500."
    fn is_behind(&self, mention: &Mention, other: &Said<'_>) -> bool {
        let between = self.line.lower.get(other.range.end..mention.range.start);
        between.is_some_and(|between| !between.contains([';', ':']))
    }

    /// "While 400 cases had been counted in January–March, the number rose to 480": it is that of a number of its clause.
    fn fits_another(&self, mention: &Mention, said: &Said<'_>, own: Period) -> bool {
        let here = clause(self.line, &self.line.whole(), &mention.range);
        let is_of = |other: &Said<'_>| {
            let is_near = here.contains(&other.range.start) && !here.contains(&said.range.start)
                || self.is_behind(mention, other);
            is_near && other.asked.what.periods().iter().any(|period| mention.named.means(*period, own))
        };
        self.numbers.iter().any(is_of)
    }

    /// "Up from 14,534 on the same day of 2022": right behind the number, whatever that was.
    fn is_right_behind(&self, mention: &Mention, said: &Said<'_>) -> bool {
        let between = self.line.lower.get(said.range.end..mention.range.start);
        between.is_some_and(|between| {
            between.split_whitespace().count() <= LONGEST_LEAD && !between.contains([',', ';', ':', '(', ')'])
        })
    }

    /// "In 2023 it fell from 12,339 to 6,996": what it came from need not be named.
    fn is_start(&self, said: &Said<'_>) -> bool {
        said.marked.role == Some(ValueRole::From)
            && self.numbers.iter().any(|end| {
                let to = end.asked.what.periods();
                let is_end = end.marked.role == Some(ValueRole::To) && end.range.start > said.range.start;
                let is_of_one = end.asked.figure == said.asked.figure;
                let is_named =
                    |to: &Period| self.meanings.mean(*to, *to) || self.days.iter().any(|day| day.means(*to));
                is_end && is_of_one && self.is_own && to.iter().any(is_named)
            })
    }

    /// "From 6,395 on 1 October 2023 to 8,460": the stock that it came to is that of the edition, whose day need not be named.
    fn is_end_of_day(&self, subject: &Subject<'_>, said: &Said<'_>, period: Period) -> bool {
        let figure = subject.report.figures.get(&said.asked.figure);
        said.marked.role == Some(ValueRole::To)
            && figure.is_some_and(|figure| figure.period == period)
            && self.numbers.iter().any(|start| {
                let is_start =
                    start.marked.role == Some(ValueRole::From) && start.range.end <= said.range.start;
                let from = start.asked.what.periods();
                let is_of_one = start.asked.figure == said.asked.figure;
                is_start && is_of_one && from.iter().any(|from| self.days.iter().any(|day| day.means(*from)))
            })
    }

    /// Whether the sentence names the period of a stock in another way than by its day: "a year earlier".
    fn is_named_beside(&self, period: Period, day: &Day) -> bool {
        let of_day = day.named().and_then(|named| match named {
            PeriodNamed::Period(at) => Some(at),
            _ => None,
        });
        of_day.is_some_and(|about| self.is_own && self.meanings.mean(period, about))
    }

    /// Whether no number stands between the name of a period and a number.
    fn is_next_to(&self, mention: &Mention, said: &Said<'_>) -> bool {
        let between = mention.range.end.min(said.range.end)..mention.range.start.max(said.range.start);
        let first = self.numbers.partition_point(|other| other.range.start < between.start);
        let mut inside = self.numbers[first..].iter().take_while(|other| other.range.start < between.end);
        !inside.any(|other| other.range.end <= between.end && other.range != said.range)
    }

    fn first_of(&self, which: impl Fn(&Mention) -> bool, of: Period, is_base: bool) -> Option<Wrong> {
        let mention = self.mentions.iter().find(|mention| which(mention))?;
        Some(Wrong { said: mention.range.clone(), of, is_base })
    }
}

/// The period that a comparison starts from, named behind it: "43.3 per cent fewer than a year before". No other number
/// of the sentence is of it.
fn base_behind<'m>(
    subject: &Subject<'_>,
    line: &Line<'_>,
    said: &Said<'_>,
    mentions: &'m [Mention],
) -> Option<&'m Mention> {
    let (What::Change { from, to, .. } | What::Ratio { from, to }) = said.asked.what else { return None };
    let next = mentions.partition_point(|mention| mention.range.start < said.range.end);
    let mention = mentions.get(next)?;
    let reading = subject.locale.reading();
    let between = line.lower.get(said.range.end..mention.range.start).filter(|text| text.len() < FARTHEST)?;
    let is_base = [&reading.than, &reading.against].iter().any(|words| words.before.are_in(between));
    (is_base && mention.named.means(from, to) && !mention.named.means(to, to)).then_some(mention)
}

/// "A quarterly dip of 6.2 per cent": an adjective in the clause of a change says what it is counted from.
fn has_base_adjective(
    subject: &Subject<'_>,
    line: &Line<'_>,
    said: &Said<'_>,
    (from, to): (Period, Period),
) -> bool {
    let words = &subject.locale.reading().base_adjectives;
    let text = &line.lower[clause(line, &line.whole(), &said.range)];
    [(&words.previous, to.previous()), (&words.year_before, to.year_before())]
        .into_iter()
        .any(|(words, base)| base == Some(from) && words.are_in(text))
}

/// "The 29,470 returnees who were placed in jobs in the quarter": words behind a number that tell of the edition's own period.
fn is_of_own_period(subject: &Subject<'_>, line: &Line<'_>, said: &Said<'_>) -> bool {
    let part = clause(line, &line.whole(), &said.range);
    let rest = &line.lower[said.range.end..part.end.max(said.range.end)];
    subject.locale.reading().extremes.of_quarter.are_in(rest)
}

/// Bytes between a comparison and what it starts from; nobody reads the two together from farther.
const FARTHEST: usize = 500;

/// Bytes between a number and the day that is plainly its own.
const LONGEST_TO_DAY: usize = 12;

/// Words between a number and the day that it is of: "on", "as of".
const LONGEST_LEAD: usize = 2;

/// What the days of a sentence say of a number.
enum Told {
    Right,
    Wrong(Wrong),
    /// Nothing.
    Open,
}

impl Told {
    /// What is wrong, if the days say so, or else what something else finds.
    fn or(self, other: impl FnOnce() -> Option<Wrong>) -> Option<Wrong> {
        match self {
            Self::Right => None,
            Self::Wrong(wrong) => Some(wrong),
            Self::Open => other(),
        }
    }
}

/// What is wrong: where the sentence names a period, and which one the number is of.
struct Wrong {
    said: Range<usize>,
    of: Period,
    is_base: bool,
}
