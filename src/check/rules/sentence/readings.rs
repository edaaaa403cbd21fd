//! What the names of periods in a sentence may mean, under any reading: a number is told to be of another period only when
//! none of them fits, and when one name plainly belongs to it.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::check::Subject;
use crate::data::period::{Frequency, Period};
use crate::report::What;
use crate::text::{Line, Mention, Named, ReadPassage, Said, Sentence, segment};

/// The periods that a sentence may be about, and the names in it.
pub(super) struct Readings<'s, 'a> {
    line: &'s Line<'a>,
    sentence: &'s Sentence<'a>,
    /// Every period that it names, edges such as "by the end of June" and years among them.
    named: &'s [Mention],
    /// What relative words can be counted from: the edition's own period, those of its numbers, those that it names.
    about: BTreeSet<Period>,
    /// Whether a number is of what there is at the end of a period.
    has_stock: bool,
    /// What was answered, period by period: a sentence has many numbers and few periods.
    meant: RefCell<BTreeMap<Period, bool>>,
}

impl<'s, 'a> Readings<'s, 'a> {
    pub(super) fn new(
        subject: &Subject<'_>,
        passage: &'s ReadPassage<'a>,
        sentence: &'s Sentence<'a>,
    ) -> Self {
        let (all, range) = (&passage.named, &sentence.range);
        let from = all.partition_point(|mention| mention.range.start < range.start);
        let to = all.partition_point(|mention| mention.range.start < range.end);
        let named = all.get(from..to).unwrap_or_default();
        let mut about: BTreeSet<Period> = BTreeSet::from([subject.report.period]);
        for said in &sentence.numbers {
            about.extend(of(said));
            about.extend(subject.report.figures.get(&said.asked.figure).map(|figure| figure.period));
        }
        about.extend(named.iter().filter_map(|mention| match mention.named {
            Named::Period(period) => Some(period),
            Named::Year(year) => Period::new(year, Frequency::Year, 1),
            _ => None,
        }));
        let has_stock = sentence
            .numbers
            .iter()
            .any(|said| subject.report.figures.get(&said.asked.figure).is_some_and(|figure| figure.is_stock));
        Self { line: &passage.line, sentence, named, about, has_stock, meant: RefCell::default() }
    }

    /// Whether a name may mean a period, counted from any of those that the sentence may be about.
    pub(super) fn fits(&self, mention: &Mention, at: Period) -> bool {
        // What there is at the end of a quarter is told with its last month.
        let closes = |month: u8| at.count_of_months().is_some() && at.last_month() == month;
        let is_last_month = match mention.named {
            Named::Period(named) => {
                named.frequency() == Frequency::Month
                    && named.year() == at.year()
                    && closes(named.last_month())
            }
            Named::Within(Frequency::Month, index) => closes(index),
            _ => false,
        };
        is_last_month && self.has_stock && self.is_list(mention)
            || mention.named.means(at, at)
            || mention.named.is_counted_from()
                && self.about.iter().any(|about| mention.named.means(at, *about))
    }

    /// Whether a month stands in a row of others: "26,940 in December, 26,312 in March".
    fn is_list(&self, mention: &Mention) -> bool {
        let is_month = |other: &&Mention| match other.named {
            Named::Period(named) => named.frequency() == Frequency::Month,
            Named::Within(frequency, _) => frequency == Frequency::Month,
            _ => false,
        };
        is_month(&mention) && self.named.iter().filter(is_month).count() > 1
    }

    /// Whether any name in the sentence may mean a period: by itself, or as the edge that it ends or begins with.
    pub(super) fn may_mean(&self, at: Period) -> bool {
        let known = self.meant.borrow().get(&at).copied();
        known.unwrap_or_else(|| {
            let may = self.has_name_of(at);
            self.meant.borrow_mut().insert(at, may);
            may
        })
    }

    fn has_name_of(&self, at: Period) -> bool {
        let is_edge = |mention: &Mention| {
            let named = match mention.named {
                Named::Period(named) => named,
                Named::Within(frequency, index) => {
                    let Some(named) = Period::new(at.year(), frequency, index) else { return false };
                    named
                }
                _ => return false,
            };
            let is_told_of = self.sentence.periods.iter().any(|told| told.range == mention.range);
            !is_told_of && (named.last_day() == at.last_day() || named.first_day() == at.first_day())
        };
        self.named.iter().any(|mention| self.fits(mention, at) || is_edge(mention))
            || self.lists_months_of(at)
            || self.sentence.days.iter().any(|day| day.means(at))
    }

    /// "In January and February together": all the months of a span, each by its name.
    fn lists_months_of(&self, at: Period) -> bool {
        let (first, last) = (at.first_month(), at.last_month());
        let is_span = at.is_span() && at.count_of_months() == Some(u16::from(last.saturating_sub(first)) + 1);
        let month = |number: u8| Period::new(at.year(), Frequency::Month, number);
        is_span
            && (first..=last).all(|number| {
                month(number).is_some_and(|month| self.named.iter().any(|mention| self.fits(mention, month)))
            })
    }

    /// Whether words for a time that only the rest of the text tells stand in a number's part of the sentence: before it, or
    /// behind it and before the next number.
    pub(super) fn has_open_time(&self, subject: &Subject<'_>, said: &Said<'_>) -> bool {
        let part = self.part(subject, said);
        let next = self.sentence.numbers.iter().find(|other| other.range.start >= said.range.end);
        let end = next.map_or(part.end, |next| next.range.start.min(part.end));
        self.sentence.basis.has_open_time(&(part.start..end))
    }

    /// The part of the sentence that a number stands in: no semicolon or word such as "while" parts it.
    fn part(&self, subject: &Subject<'_>, said: &Said<'_>) -> Range<usize> {
        segment(self.line, &self.sentence.range, said.range.start, subject.locale.reading())
    }

    /// Whether another number is as near to a name as this one, and may be of it.
    pub(super) fn is_of_other(&self, mention: &Mention, said: &Said<'_>) -> bool {
        let distance = |other: &Said<'_>| {
            let (name, number) = (&mention.range, &other.range);
            number.start.saturating_sub(name.end).max(name.start.saturating_sub(number.end))
        };
        let own = distance(said);
        self.sentence.numbers.iter().any(|other| {
            let is_computed = matches!(other.asked.what, What::Computed { .. });
            other.range != said.range
                && distance(other) <= own
                && (is_computed || of(other).any(|at| self.fits(mention, at)))
        })
    }

    /// Whether a name stands in brackets that a number does not stand in, or begins the list that stands there: "386 (first
    /// quarter: 241)".
    pub(super) fn is_in_other_brackets(&self, mention: &Mention, said: &Said<'_>) -> bool {
        let text = &self.line.lower;
        let inner = |at: usize| -> Option<usize> {
            let before = text.get(self.sentence.range.start..at)?;
            let (open, close) = (before.rfind('('), before.rfind(')'));
            open.filter(|open| close.is_none_or(|close| close < *open))
        };
        let own = inner(mention.range.start);
        own.is_some() && own != inner(said.range.start)
    }

    /// Whether other numbers stand in the brackets behind a name, and it is theirs: "of January–September (702 of 1,043)".
    pub(super) fn is_of_bracketed(&self, subject: &Subject<'_>, mention: &Mention, said: &Said<'_>) -> bool {
        let text = &self.line.lower;
        let opens = |at: usize| text.get(mention.range.end..at).is_some_and(|between| between.contains('('));
        let close = text[said.range.end..self.sentence.range.end].find(')').map(|at| said.range.end + at);
        let Some(close) = close.filter(|_| opens(said.range.start)) else { return false };
        let inside = self.sentence.numbers.iter().filter(|other| {
            other.range != said.range && other.range.start > mention.range.end && other.range.end <= close
        });
        // "(KZT 76.4 billion or USD 170 million)" is one number in two units.
        let joints = &subject.locale.reading().joints;
        let is_same = |other: &Said<'_>| {
            let (first, last) =
                if other.range.start < said.range.start { (other, said) } else { (said, other) };
            let between = text.get(first.range.end..last.range.start).unwrap_or_default().trim();
            other.asked == said.asked || joints.contain(between)
        };
        inside.into_iter().filter(|other| !is_same(other)).any(|other| {
            let is_computed = matches!(other.asked.what, What::Computed { .. });
            is_computed || of(other).any(|at| self.fits(mention, at))
        })
    }

    /// Whether the next name of a list with this one fits: "in the first nine months of 2023 and 2022".
    pub(super) fn goes_on(&self, subject: &Subject<'_>, mention: &Mention, at: Period) -> bool {
        let next = self.named.iter().find(|next| next.range.start >= mention.range.end);
        next.is_some_and(|next| {
            let between = self.line.lower.get(mention.range.end..next.range.start).unwrap_or_default().trim();
            let is_joint = subject.locale.known().list_joints.iter().any(|joint| joint == between);
            is_joint && self.fits(next, at)
        })
    }

    /// Whether a name and a number stand in one part of the sentence.
    pub(super) fn is_in_one_part(&self, subject: &Subject<'_>, mention: &Mention, said: &Said<'_>) -> bool {
        self.part(subject, said).contains(&mention.range.start)
    }

    /// Whether a name leads another number with a colon: "first quarter: 241".
    pub(super) fn is_label(&self, mention: &Mention) -> bool {
        self.line.lower.get(mention.range.end..).is_some_and(|rest| rest.trim_start().starts_with(':'))
    }
}

/// The periods that a number is of or is compared with.
fn of(said: &Said<'_>) -> impl Iterator<Item = Period> {
    said.asked.what.periods().into_iter()
}
