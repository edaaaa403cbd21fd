//! The rule about the periods that titles, headers and the first cells of rows name, and those of their numbers.

use std::collections::BTreeSet;
use std::ops::Range;

use super::told::names;
use super::{document, years};
use crate::check::Subject;
use crate::check::printed::printed_charts;
use crate::check::rules::sentence::computed::spanned;
use crate::check::terms::Term;
use crate::data::period::Period;
use crate::diag::{Diagnostic, code};
use crate::report::Tile;
use crate::spec::Text;
use crate::spec::schema::TileSpec;
use crate::text::{Axis, Grid, Mention, Named, ReadPassage, Said};

#[doc = include_str!("label-period.md")]
pub(in crate::check) fn label_period(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (spec, chart) in printed_charts(subject) {
        let own = || spec.figures.iter().filter_map(|name| subject.report.figures.get(&name.value));
        let drawn: Vec<Period> = match &spec.periods[..] {
            [] => own().map(|figure| figure.period).collect(),
            periods => periods.iter().map(|period| period.value).collect(),
        };
        let what = format!("chart `{}`", chart.id);
        let found = of_title(subject, &spec.title, &what, &drawn, Ends::AsDrawn);
        findings.extend(found.or_else(|| years::of_title(subject, &spec.title, &what, &drawn)));
    }
    findings.extend(document::of_document(subject));
    let grids = Grid::all(subject.text);
    for spec in &subject.spec.edition.tables {
        let is_written_there = |grid: &&Grid<'_>| grid.first().is_some_and(|cell| cell.is_in(spec.text.span));
        let Some(grid) = grids.iter().find(is_written_there) else { continue };
        let numbers = grid.numbers();
        let mut held: Vec<Period> = numbers.iter().flat_map(|(.., said)| said.asked.what.periods()).collect();
        held.extend(empty_columns(grid));
        let what = format!("table `{}`", spec.key.value);
        findings.extend(of_title(subject, &spec.title, &what, &held, Ends::Anywhere));
    }
    for grid in &grids {
        findings.extend(of_table(subject, grid));
    }
    findings.extend(of_tiles(subject));
    findings
}

/// The periods of columns in which no cell has a number: the source gives none, and the title may name them all the same.
fn empty_columns(grid: &Grid<'_>) -> Vec<Period> {
    let filled: BTreeSet<usize> = grid.numbers().iter().map(|(_, column, ..)| *column).collect();
    let (_, columns) = grid.size();
    let empty = (1..=columns).filter(|column| !filled.contains(column));
    let named = empty.filter_map(|column| match grid.cell(0, column)?.only_period()?.named {
        Named::Period(named) => Some(named),
        _ => None,
    });
    named.collect()
}

/// What the label of a tile is of.
const TILE: &str = "its value";

/// Labels of tiles that name another period than their value has.
fn of_tiles(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let (written, printed) = (&subject.spec.edition.tiles, &subject.report.tiles);
    // A tile that could not be made leaves open which of the others is which.
    let both = written.iter().zip(printed).filter(|_| written.len() == printed.len());
    let of_tile = |(spec, tile): (&TileSpec, &Tile)| {
        let asked = tile.asked.as_ref()?;
        let mut data = asked.what.periods();
        // "Departures in July–September", of nine months less a half-year.
        if data.is_empty() {
            data.extend(Term::of(subject, asked).and_then(|term| spanned(&term)));
        }
        of_title(subject, spec.label.as_ref()?, TILE, &data, Ends::AsDrawn)
    };
    both.filter_map(of_tile).collect()
}

/// Where the period that a title names has to lie among the periods of the data.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ends {
    /// It begins and ends where data do.
    AsDrawn,
    /// Some data lie in it: a table may hold numbers that no figure gives.
    Anywhere,
}

/// A title that names another period than its data have.
fn of_title(
    subject: &Subject<'_>,
    title: &Text,
    what: &str,
    data: &[Period],
    ends: Ends,
) -> Option<Diagnostic> {
    let read = subject.text.at(title.span)?;
    let line = &read.line;
    let spans = read.spans(subject.locale).into_iter();
    let spans = spans.filter_map(|(range, from, to)| {
        let whole = if from == to { Some(from) } else { Period::from_to(from, to) };
        Some((range, whole?))
    });
    let mut named: Vec<(Range<usize>, Period)> = spans.collect();
    // A day can name what there is on it, and nothing that came in a time.
    if data.iter().any(|period| period.is_day()) {
        named.extend(read.days.iter().filter_map(|day| match day.named()? {
            Named::Period(named) => Some((day.range.clone(), named)),
            _ => None,
        }));
        named.sort_by_key(|(range, _)| range.start);
    }
    let is_right = |named: Period| {
        let is_named_so = |period: &Period| Named::Period(named).means(*period, *period);
        let begins = |period: &Period| period.first_day() == named.first_day();
        let ends_there = |period: &Period| period.last_day() == named.last_day();
        match ends {
            _ if data.iter().any(is_named_so) => true,
            Ends::AsDrawn => data.iter().any(begins) && data.iter().any(ends_there),
            Ends::Anywhere => data.iter().any(|period| named.contains(*period)),
        }
    };
    let none_is_right = !named.iter().any(|(_, named)| is_right(*named));
    // A title may date something else: "since the decree of May 2023, April–June 2023".
    let is_as_long = |named: Period| {
        let months = named.count_of_months();
        months.is_some() && data.iter().any(|period| period.count_of_months() == months)
    };
    let wrong =
        |found: &&(Range<usize>, Period)| !is_right(found.1) && (none_is_right || is_as_long(found.1));
    let (range, _) = named.iter().find(wrong).filter(|_| !data.is_empty())?;
    let said = &line.text[range.clone()];
    let holds = names(subject, data);
    let (title_or_label, verb) = if what == TILE { ("label", "is that of") } else { ("title", "shows") };
    let message = format!("the {title_or_label} names {said}, {what} {verb} {holds}");
    let hint = format!("name {holds} in the {title_or_label}, or show the period that is named");
    Some(Diagnostic::new(code::LABEL_PERIOD, line.span(range), message).hint(hint).found(said))
}

/// What a row or column is called, when that is one period.
struct Label<'a> {
    read: &'a ReadPassage<'a>,
    mention: Mention,
}

impl<'a> Label<'a> {
    fn of(read: &'a ReadPassage<'a>) -> Option<Self> {
        Some(Self { read, mention: read.only_period()? })
    }

    /// Whether it is called by a day.
    fn is_day(&self) -> bool {
        match self.mention.named {
            Named::Period(named) => named.is_day(),
            Named::Day { .. } => true,
            _ => false,
        }
    }

    fn means(&self, number: &Number) -> bool {
        number.periods.iter().any(|period| {
            let named = self.mention.named;
            // "A year before" is told of what the number itself is of.
            let abouts = [Some(&number.own), Some(period), number.periods.first()];
            abouts.into_iter().flatten().any(|about| named.means(*period, *about))
        })
    }

    /// Whether one of the numbers' period and this one contains the other, so that the other label is more
    /// exact.
    fn meets(&self, number: &Number) -> bool {
        let meets = |named: Period, period: Period| named.contains(period) || period.contains(named);
        number.periods.iter().any(|period| match self.mention.named {
            Named::Period(named) => meets(named, *period),
            Named::Within(frequency, index) => {
                Period::new(period.year(), frequency, index).is_some_and(|named| meets(named, *period))
            }
            Named::Year(year) => period.is_in_year(year),
            Named::Day { .. } => self.mention.named.means(*period, *period),
            Named::SamePeriod(_) | Named::YearBefore | Named::Previous | Named::Last | Named::ToDate => false,
        })
    }
}

/// The periods of a number in a cell.
struct Number {
    periods: Vec<Period>,
    /// The period of its figure.
    own: Period,
}

fn of_table(subject: &Subject<'_>, grid: &Grid<'_>) -> Vec<Diagnostic> {
    let (rows, columns) = grid.size();
    let label = |axis: Axis, at: usize| {
        Label::of(if axis == Axis::Row { grid.cell(at, 0) } else { grid.cell(0, at) }?)
    };
    let labels_of = |axis, count| (0..=count).map(|at| label(axis, at)).collect::<Vec<_>>();
    let (row_labels, column_labels) = (labels_of(Axis::Row, rows), labels_of(Axis::Column, columns));
    let mut findings = Vec::new();
    let numbers: Vec<_> = grid.numbers().into_iter().filter(|(_, column, ..)| *column > 0).collect();
    for (axis, labels, others) in
        [(Axis::Row, &row_labels, &column_labels), (Axis::Column, &column_labels, &row_labels)]
    {
        for (at, label) in labels.iter().enumerate() {
            let Some(label) = label.as_ref().filter(|_| axis == Axis::Column || at > 0) else { continue };
            let mut checked = Vec::new();
            for (row, column, cell, said) in &numbers {
                let (here, across) = if axis == Axis::Row { (row, column) } else { (column, row) };
                let periods = said.asked.what.periods();
                // A cell that names a period itself is compared with that period.
                if *here != at || periods.is_empty() || !cell.periods.is_empty() {
                    continue;
                }
                let own = subject.report.figures.get(&said.asked.figure);
                let Some(own) = own.map(|figure| figure.period) else { continue };
                // A row of a day may hold anything that came to be known on it.
                if label.is_day() && !periods.iter().any(|period| period.is_day()) {
                    continue;
                }
                let number = Number { periods, own };
                let other = others.get(*across).and_then(Option::as_ref);
                let is_told_across = other.is_some_and(|other| other.means(&number)) && label.meets(&number);
                let is_right = label.means(&number) || is_told_across;
                checked.push((*cell, *said, number, is_right));
            }
            findings.extend(of_run(subject, axis, label, &checked));
        }
    }
    findings
}

/// What is wrong with the numbers of a row or column.
fn of_run(
    subject: &Subject<'_>,
    axis: Axis,
    label: &Label<'_>,
    numbers: &[(&ReadPassage<'_>, &Said<'_>, Number, bool)],
) -> Vec<Diagnostic> {
    let wrong: Vec<_> = numbers.iter().filter(|(.., is_right)| !is_right).collect();
    let Some((_, _, first, _)) = wrong.first() else { return Vec::new() };
    let name = &label.read.line.text[label.mention.range.clone()];
    let run = if axis == Axis::Row { "row" } else { "column" };
    if wrong.len() == numbers.len() && numbers.len() > 1 {
        let of = names(subject, &first.periods[..1]);
        let message = format!("this {run} is named {name}, its numbers are those of {of}");
        let hint = format!("name it {of}, or ask for the period that is named");
        let place = label.read.line.span(&label.mention.range);
        return vec![Diagnostic::new(code::LABEL_PERIOD, place, message).hint(hint).found(name)];
    }
    let of_cell = |(cell, said, number, _): &&(&ReadPassage<'_>, &Said<'_>, Number, bool)| {
        let shown = &cell.line.text[said.range.clone()];
        let of = names(subject, &number.periods[..1]);
        let message = format!("the number {shown} stands in the {run} {name}, and is that of {of}");
        let hint = "ask for the period that is named, or put the number where it belongs";
        Diagnostic::new(code::LABEL_PERIOD, said.span, message).hint(hint).found(shown)
    };
    wrong.iter().map(of_cell).collect()
}
