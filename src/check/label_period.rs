//! The rule about the periods that titles, headers and the first cells of rows name, and those of their numbers.

use std::ops::Range;

use super::Subject;
use super::drawn::printed;
use super::grid::{Axis, Grid, line_of};
use super::mention::{Calendar, Mention, Named, mentions};
use super::sentence::{Line, Occurrence};
use crate::data::period::Period;
use crate::diag::Diagnostic;
use crate::report::{Asked, What};
use crate::spec::Text;

#[doc = include_str!("help/label-period.md")]
pub(super) fn label_period(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let calendar = Calendar::new(subject.locale);
    let mut findings = Vec::new();
    for (spec, chart) in printed(subject) {
        let own = || spec.figures.iter().filter_map(|name| subject.report.figures.get(&name.value));
        let drawn: Vec<Period> = match &spec.periods[..] {
            [] => own().map(|figure| figure.period).collect(),
            periods => periods.iter().map(|period| period.value).collect(),
        };
        let what = format!("chart `{}`", chart.id);
        findings.extend(of_title(subject, &spec.title, &what, &drawn, Ends::AsDrawn, &calendar));
    }
    let grids = Grid::all(subject);
    for spec in &subject.spec.edition.tables {
        let Some(grid) = grids.iter().find(|grid| grid.is_in(&spec.text)) else { continue };
        let numbers = grid.numbers(subject);
        let held: Vec<Period> =
            numbers.iter().flat_map(|(.., occurrence)| periods(subject, occurrence.asked)).collect();
        let what = format!("table `{}`", spec.key.value);
        findings.extend(of_title(subject, &spec.title, &what, &held, Ends::Anywhere, &calendar));
    }
    for grid in &grids {
        findings.extend(of_table(subject, grid, &calendar));
    }
    findings
}

/// How the period that a title names has to lie to those of the data.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ends {
    /// It begins and ends where data do.
    AsDrawn,
    /// Some data lie in it: a table may hold numbers that no figure gives.
    Anywhere,
}

/// Months counted through the years, the first and the last of a period.
type Months = (u32, u32);

fn months(period: Period) -> Months {
    let of = |month: u8| u32::from(period.year()) * 12 + u32::from(month);
    (of(period.first_month()), of(period.last_month()))
}

/// A title that names another period than its data have.
fn of_title(
    subject: &Subject<'_>,
    title: &Text,
    what: &str,
    data: &[Period],
    ends: Ends,
    calendar: &Calendar<'_>,
) -> Option<Diagnostic> {
    let line = line_of(subject, title)?;
    let named = whole_periods(&line, calendar, subject);
    let is_right = |(from, to): Months| match ends {
        Ends::AsDrawn => {
            data.iter().any(|period| months(*period).0 == from)
                && data.iter().any(|period| months(*period).1 == to)
        }
        Ends::Anywhere => data.iter().any(|period| from <= months(*period).0 && months(*period).1 <= to),
    };
    let none_is_right = !named.iter().any(|(_, months)| is_right(*months));
    // A title may date something else: "since the decree of May 2023, April–June 2023".
    let is_as_long =
        |(from, to): Months| data.iter().any(|period| months(*period).1 - months(*period).0 == to - from);
    let wrong =
        |found: &&(Range<usize>, Months)| !is_right(found.1) && (none_is_right || is_as_long(found.1));
    let (range, _) = named.iter().find(wrong).filter(|_| !data.is_empty())?;
    let said = &line.text[range.clone()];
    let holds = names(subject, data);
    let message = format!("the title names {said}, {what} shows {holds}");
    let hint = format!("name {holds} in the title, or show the period that is named");
    Some(Diagnostic::warning("label-period", line.span(range), message).hint(hint).found(said))
}

/// The periods that a line names with their year, those from one to another as one.
fn whole_periods(
    line: &Line<'_>,
    calendar: &Calendar<'_>,
    subject: &Subject<'_>,
) -> Vec<(Range<usize>, Months)> {
    let mentions = mentions(line, &(0..line.text.len()), calendar);
    let joins = |one: &Mention, two: &Mention| {
        let between = line.lower.get(one.range.end..two.range.start).unwrap_or_default().trim();
        ["–", "-"].contains(&between) || subject.locale.words().reading.to.iter().any(|to| to == between)
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
        found.extend(from.zip(to).map(|(from, to)| (range, (months(from).0, months(to).1))));
    }
    found.retain(|(_, (from, to))| from <= to);
    found
}

/// What a row or column is called, when that is one period.
struct Label<'a> {
    line: &'a Line<'a>,
    mention: Mention,
}

impl<'a> Label<'a> {
    fn of(line: &'a Line<'a>, calendar: &Calendar<'_>) -> Option<Self> {
        let text = line.text.trim();
        let year = text.parse().ok().filter(|year| text.len() == 4 && (1900..=2100).contains(year));
        if let Some(year) = year {
            let mention = Mention { range: 0..line.text.len(), named: Named::Year(year) };
            return Some(Self { line, mention });
        }
        let mut found = mentions(line, &(0..line.text.len()), calendar).into_iter();
        match (found.next(), found.next()) {
            // A year in other words may be that of something else: "nationals who came in 2022".
            (Some(mention), None) if !matches!(mention.named, Named::Year(_)) => Some(Self { line, mention }),
            _ => None,
        }
    }

    fn means(&self, number: &Number) -> bool {
        number.periods.iter().any(|period| {
            let named = self.mention.named;
            named.means(*period, number.own) || named.means(*period, *period)
        })
    }

    /// Whether the numbers' period and this one lie in each other, so that the other label tells more.
    fn meets(&self, number: &Number) -> bool {
        let meets = |named: Period, period: Period| {
            let (one, two) = (months(named), months(period));
            (one.0 <= two.0 && two.1 <= one.1) || (two.0 <= one.0 && one.1 <= two.1)
        };
        number.periods.iter().any(|period| match self.mention.named {
            Named::Period(named) => meets(named, *period),
            Named::Within(frequency, index) => {
                Period::new(period.year(), frequency, index).is_some_and(|named| meets(named, *period))
            }
            Named::Year(year) => year == period.year(),
            Named::SamePeriod(_) | Named::YearBefore | Named::Previous => false,
        })
    }
}

/// The periods of a number in a cell.
struct Number {
    periods: Vec<Period>,
    /// The period of its figure.
    own: Period,
}

fn of_table(subject: &Subject<'_>, grid: &Grid<'_>, calendar: &Calendar<'_>) -> Vec<Diagnostic> {
    let (rows, columns) = grid.size();
    let label = |axis: Axis, at: usize| {
        let line = if axis == Axis::Row { grid.cell(at, 0) } else { grid.cell(0, at) }?;
        Label::of(line, calendar)
    };
    let labels_of = |axis, count| (0..=count).map(|at| label(axis, at)).collect::<Vec<_>>();
    let (row_labels, column_labels) = (labels_of(Axis::Row, rows), labels_of(Axis::Column, columns));
    let mut findings = Vec::new();
    let numbers: Vec<_> = grid.numbers(subject).into_iter().filter(|(_, column, ..)| *column > 0).collect();
    for (axis, labels, others) in
        [(Axis::Row, &row_labels, &column_labels), (Axis::Column, &column_labels, &row_labels)]
    {
        for (at, label) in labels.iter().enumerate() {
            let Some(label) = label.as_ref().filter(|_| axis == Axis::Column || at > 0) else { continue };
            let mut checked = Vec::new();
            for (row, column, line, occurrence) in &numbers {
                let (here, across) = if axis == Axis::Row { (row, column) } else { (column, row) };
                let periods = periods(subject, occurrence.asked);
                // A cell that names a period itself is held to that.
                let names_one = !mentions(line, &(0..line.text.len()), calendar).is_empty();
                if *here != at || periods.is_empty() || names_one {
                    continue;
                }
                let own = subject.report.figures.get(&occurrence.asked.figure);
                let Some(own) = own.map(|figure| figure.period) else { continue };
                let number = Number { periods, own };
                let other = others.get(*across).and_then(Option::as_ref);
                let is_told_across = other.is_some_and(|other| other.means(&number)) && label.meets(&number);
                let is_right = label.means(&number) || is_told_across;
                checked.push((*line, occurrence.clone(), number, is_right));
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
    numbers: &[(&Line<'_>, Occurrence<'_>, Number, bool)],
) -> Vec<Diagnostic> {
    let wrong: Vec<_> = numbers.iter().filter(|(.., is_right)| !is_right).collect();
    let Some((_, _, first, _)) = wrong.first() else { return Vec::new() };
    let said = &label.line.text[label.mention.range.clone()];
    let run = if axis == Axis::Row { "row" } else { "column" };
    if wrong.len() == numbers.len() && numbers.len() > 1 {
        let of = names(subject, &first.periods[..1]);
        let message = format!("this {run} is named {said}, its numbers are those of {of}");
        let hint = format!("name it {of}, or ask for the period that is named");
        let place = label.line.span(&label.mention.range);
        return vec![Diagnostic::warning("label-period", place, message).hint(hint).found(said)];
    }
    let of_cell = |(line, occurrence, number, _): &&(&Line<'_>, Occurrence<'_>, Number, bool)| {
        let shown = &line.text[occurrence.range.clone()];
        let of = names(subject, &number.periods[..1]);
        let message = format!("the number {shown} stands in the {run} {said}, and is that of {of}");
        let hint = "ask for the period that is named, or put the number where it belongs";
        Diagnostic::warning("label-period", occurrence.span, message).hint(hint).found(shown)
    };
    wrong.iter().map(of_cell).collect()
}

/// The periods that a number is of; what it is compared with comes last.
fn periods(subject: &Subject<'_>, asked: &Asked) -> Vec<Period> {
    let own = subject.report.figures.get(&asked.figure).map(|figure| figure.period);
    match asked.what {
        What::Value(period) => vec![period],
        What::Share(_) | What::Part(_) | What::Shares | What::Parts => own.into_iter().collect(),
        What::Change { from, to } | What::Ratio { from, to } => vec![to, from],
        What::Rate => Vec::new(),
    }
}

/// Periods in words, each once and in time; many as the first and the last.
fn names(subject: &Subject<'_>, periods: &[Period]) -> String {
    let mut periods = periods.to_vec();
    periods.sort_by_key(|period| months(*period));
    periods.dedup();
    let name = |period: &Period| subject.locale.period(*period).replace('\u{a0}', " ");
    match &periods[..] {
        [first, _, _, .., last] => format!("{} to {}", name(first), name(last)),
        few => few.iter().map(name).collect::<Vec<_>>().join(", "),
    }
}
