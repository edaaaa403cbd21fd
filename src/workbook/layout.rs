//! Puts the numbers of an edition into the rows of a sheet, source by source.

use super::key::Kind;
use super::new;
use super::values::{Entry, FigureValues, Values};
use crate::data::period::Period;

/// Empty rows below each list of parts.
pub(super) const ROWS_TO_ADD: usize = 5;

/// The first row of the table, from 0: above it stand the title, a line for programs and the names of the columns.
pub(super) const FIRST_ROW: u32 = 3;

/// What is put into a workbook.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    /// The numbers of one source alone.
    pub source: Option<String>,
    /// Figures of which nothing is to be filled in as well.
    pub all: bool,
}

/// A row of the sheet.
#[derive(Debug, Clone, Copy)]
pub(super) enum Row<'a> {
    /// The name of a source.
    Source(&'a str),
    /// The beginning of the numbers that nobody has.
    Asked,
    /// A number.
    Entry(&'a FigureValues, &'a Entry),
    /// The total that other rows add up to.
    Total(&'a FigureValues),
    /// An empty row for a part that is not listed.
    Add(&'a FigureValues, List<'a>, usize),
    /// The beginning of the rows for figures that the edition does not have.
    NewFigures,
    /// One of them.
    New(usize),
    /// What a list adds up to.
    Sum(&'a FigureValues, List<'a>),
}

/// A list of parts of a figure in a period.
#[derive(Debug, Clone, Copy)]
pub(super) struct List<'a> {
    pub(super) kind: Kind,
    /// Its first number stands for the period and unit of all.
    pub(super) first: &'a Entry,
    /// How many numbers it has.
    pub(super) count: usize,
    /// Decimals of the number that has most.
    pub(super) decimals: u32,
}

impl List<'_> {
    pub(super) fn period(&self) -> Period {
        self.first.period
    }

    fn has(&self, entry: &Entry) -> bool {
        entry.key.kind == self.kind && entry.period == self.first.period
    }
}

/// The rows for a choice of numbers, in their order.
pub(super) fn rows<'a>(values: &'a Values, choice: &Choice) -> Vec<Row<'a>> {
    let is_chosen = |figure: &&FigureValues| {
        let is_of_source = choice.source.is_none() || choice.source == figure.source;
        is_of_source && (choice.all || figure.is_open())
    };
    let figures: Vec<&FigureValues> = values.figures.iter().filter(is_chosen).collect();
    let mut sources: Vec<Option<&str>> = Vec::new();
    for figure in &figures {
        if !sources.contains(&figure.source.as_deref()) {
            sources.push(figure.source.as_deref());
        }
    }
    let mut rows = Vec::new();
    for source in sources {
        let before = rows.len();
        for figure in figures.iter().filter(|figure| figure.source.as_deref() == source) {
            of_figure(figure, &mut rows);
        }
        if rows.len() > before
            && let Some(source) = source
        {
            rows.insert(before, Row::Source(source));
        }
    }
    let asked: Vec<Row<'a>> = figures
        .iter()
        .flat_map(|figure| {
            figure.entries.iter().filter(|entry| entry.is_asked()).map(|entry| Row::Entry(figure, entry))
        })
        .collect();
    if !asked.is_empty() {
        rows.push(Row::Asked);
        rows.extend(asked);
    }
    // A ministry fills in what it is asked for.
    if choice.source.is_none() {
        rows.push(Row::NewFigures);
        rows.extend((1..=new::ROWS).map(Row::New));
    }
    rows
}

fn of_figure<'a>(figure: &'a FigureValues, rows: &mut Vec<Row<'a>>) {
    let own = || figure.entries.iter().filter(|entry| !entry.is_asked());
    let of_periods = own().filter(|entry| matches!(entry.key.kind, Kind::Total | Kind::Value));
    rows.extend(of_periods.map(|entry| Row::Entry(figure, entry)));
    if !figure.sum_of.is_empty() {
        rows.push(Row::Total(figure));
    }
    let mut lists: Vec<List<'a>> = Vec::new();
    for entry in own().filter(|entry| entry.key.kind.is_of_part()) {
        match lists.iter_mut().find(|list| list.has(entry)) {
            Some(list) => {
                list.count += 1;
                list.decimals = list.decimals.max(entry.decimals);
            }
            None => {
                lists.push(List { kind: entry.key.kind, first: entry, count: 1, decimals: entry.decimals });
            }
        }
    }
    for list in lists {
        rows.extend(own().filter(|entry| list.has(entry)).map(|entry| Row::Entry(figure, entry)));
        if !list.first.is_of_file {
            rows.extend((1..=ROWS_TO_ADD).map(|number| Row::Add(figure, list, number)));
        }
        rows.push(Row::Sum(figure, list));
    }
    let rest = own().filter(|entry| matches!(entry.key.kind, Kind::Rate | Kind::Converted));
    rows.extend(rest.map(|entry| Row::Entry(figure, entry)));
}
