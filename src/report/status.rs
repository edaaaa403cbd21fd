//! Which numbers are provisional or estimated, as the figures say.

use std::collections::{BTreeMap, BTreeSet};

use super::Inline;
use super::compute::MissingValue;
use crate::data::certainty::{Bound, Status};
use crate::data::period::Period;
use crate::data::quantity::Quantity;
use crate::diag::{Diagnostic, Span, Spanned, code};
use crate::language::RecordWords;
use crate::spec::schema::{FigureSpec, GapOf, PeriodSaid};
use crate::spec::{Spec, Text};

/// Which numbers are provisional or estimated, by the places where they were written.
#[derive(Debug, Clone, Default)]
pub struct Statuses {
    pub(super) entries: Vec<Entry>,
    places: BTreeMap<Span, usize>,
}

/// What a source says of the values of one period of a figure.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) figure: String,
    pub(super) status: Status,
    pub(super) period: Period,
    pub(super) why: Option<Text>,
}

/// What explains the flags and gaps of a chart's values where its data stand in a table.
#[derive(Debug, Clone, Default)]
pub struct Legend {
    /// The words below the table.
    pub text: Vec<Inline>,
    /// The values that the source does not have: series and category.
    pub gaps: Vec<(usize, usize)>,
    /// What stands in their places.
    pub sign: String,
}

/// What has been shown that is explained elsewhere.
#[derive(Debug, Default)]
pub(super) struct Shown {
    /// What sentences have marked, for the notes.
    pub(super) marked: BTreeSet<usize>,
    /// What the cells of the table that is being read show, for its legend.
    pub(super) entries: BTreeSet<usize>,
    pub(super) gaps: BTreeSet<MissingValue>,
}

impl Statuses {
    /// What is said of the values that a number rests on; the less sure of two.
    pub fn of(&self, value: &Quantity) -> Option<Status> {
        self.entries_of(value).iter().map(|entry| self.entries[*entry].status).max()
    }

    /// The entries that a number rests on.
    pub(super) fn entries_of(&self, value: &Quantity) -> BTreeSet<usize> {
        if self.places.is_empty() {
            return BTreeSet::new();
        }
        value.origin().spans().iter().filter_map(|place| self.places.get(place).copied()).collect()
    }

    /// Finds the values that are said to be provisional or estimated, and tells of periods that have none.
    pub(super) fn new(spec: &Spec) -> (Self, Vec<Diagnostic>) {
        let (mut statuses, mut faults) = (Self::default(), Vec::new());
        let earlier = spec.earlier.iter().flat_map(|edition| &edition.figures);
        let older = || spec.history.iter().chain(earlier.clone());
        // Most editions say nothing of it.
        if !spec.figures.iter().chain(older()).any(|figure| said(figure).next().is_some()) {
            return (statuses, faults);
        }
        let mut by_name: BTreeMap<&str, Vec<&FigureSpec>> = BTreeMap::new();
        older().for_each(|figure| by_name.entry(&figure.key.value).or_default().push(figure));
        for figure in &spec.figures {
            let key = &figure.key.value;
            let others = by_name.remove(key.as_str()).unwrap_or_default();
            let own = spec.edition.period.value;
            for (status, said) in said(figure) {
                let mut places = places(figure, said.period.value, own);
                if places.is_empty() {
                    places =
                        others.iter().flat_map(|other| self::places(other, said.period.value, own)).collect();
                }
                let is_open = || waits(figure, said.period.value, own);
                if places.is_empty() && !figure.is_broken && !is_open() {
                    faults.push(without_value(figure, status, &said.period));
                }
                statuses.add((key, status, said), places);
            }
            faults.extend(called_both(figure));
            // What was provisional when it was published is so until another value is given.
            for other in others {
                for (status, said) in said(other) {
                    statuses.add((key, status, said), places(other, said.period.value, own));
                }
            }
        }
        (statuses, faults)
    }

    fn add(&mut self, (figure, status, said): (&str, Status, &PeriodSaid), places: Vec<Span>) {
        let (period, why) = (said.period.value, said.why.clone());
        for place in places {
            self.places.entry(place).or_insert(self.entries.len());
        }
        self.entries.push(Entry { figure: figure.to_owned(), status, period, why });
    }
}

/// What a figure says of its periods.
fn said(figure: &FigureSpec) -> impl Iterator<Item = (Status, &PeriodSaid)> {
    let provisional = figure.certainty.provisional.iter().map(|said| (Status::Provisional, said));
    provisional.chain(figure.certainty.estimated.iter().map(|said| (Status::Estimated, said)))
}

/// Where the values, shares and parts of a period were written, or the values of the shorter periods in it.
fn places(figure: &FigureSpec, period: Period, edition: Period) -> Vec<Span> {
    let own = figure.period.as_ref().map_or(edition, |own| own.value);
    let mut places: Vec<Span> = Vec::new();
    let values = |is: &dyn Fn(Period) -> bool| -> Vec<Span> {
        let values = figure.values.iter().filter(|(known, _)| is(known.value));
        values.map(|(_, value)| value.span).collect()
    };
    places.extend(values(&|known| known == period));
    if own == period {
        places.extend(figure.total.iter().map(|total| total.span));
        places.extend(figure.shares.iter().chain(&figure.parts).map(|(_, value)| value.span));
    }
    for at in figure.at.iter().filter(|at| at.period.value == period) {
        places.extend(at.total.iter().map(|total| total.span));
        places.extend(at.shares.iter().chain(&at.parts).map(|(_, value)| value.span));
    }
    if places.is_empty() {
        let within =
            |known: Period| known.first_day() >= period.first_day() && known.last_day() <= period.last_day();
        places = values(&within);
    }
    places
}

/// Whether a value of a period, or of a shorter one in it, is to be filled in: a source may announce that it will be
/// provisional.
fn waits(figure: &FigureSpec, period: Period, edition: Period) -> bool {
    let own = figure.period.as_ref().map_or(edition, |own| own.value);
    let is_within =
        |known: Period| known.first_day() >= period.first_day() && known.last_day() <= period.last_day();
    figure.gaps.iter().any(|gap| match &gap.of {
        GapOf::Total => own == period,
        GapOf::Value(at) => is_within(*at),
        GapOf::Share { at, .. } | GapOf::Part { at, .. } => at.unwrap_or(own) == period,
        GapOf::Rate | GapOf::Converted(_) => false,
    })
}

fn without_value(figure: &FigureSpec, status: Status, period: &Spanned<Period>) -> Diagnostic {
    let (key, word) = (&figure.key.value, word(status));
    let message = format!("the figure `{key}` calls {} {word}, and has no value for it", period.value);
    let hint = match figure.derive {
        Some(_) => "say it of the figures that it follows from",
        None => "correct the period, or give the value",
    };
    Diagnostic::new(code::NO_VALUE, period.span, message).hint(hint)
}

/// A period that is called provisional and estimated.
fn called_both(figure: &FigureSpec) -> Option<Diagnostic> {
    let provisional = &figure.certainty.provisional;
    let is_both =
        |said: &&PeriodSaid| provisional.iter().any(|other| other.period.value == said.period.value);
    let both = figure.certainty.estimated.iter().find(is_both)?;
    let message = format!("{} is called both provisional and estimated", both.period.value);
    Some(Diagnostic::new(code::TWO_VALUES, both.period.span, message).hint("delete one of the two"))
}

/// The word for a status in messages and names.
pub(super) fn word(status: Status) -> &'static str {
    match status {
        Status::Provisional => "provisional",
        Status::Estimated => "estimated",
    }
}

/// What a record says of a value: limit or range, provisional or estimated.
pub fn words_of<'a>(value: &Quantity, status: Option<Status>, words: &'a RecordWords) -> Vec<&'a str> {
    let bound = match value.bound() {
        Bound::None => None,
        Bound::UpTo(_) => Some(words.range.as_str()),
        Bound::MoreThan | Bound::AtLeast | Bound::LessThan | Bound::AtMost => Some(words.limit.as_str()),
    };
    let status = status.map(|status| match status {
        Status::Provisional => words.provisional.as_str(),
        Status::Estimated => words.estimated.as_str(),
    });
    bound.into_iter().chain(status).collect()
}
