//! The rule about what a number counts, for sentences and for labels: tiles, titles of charts, headers and first cells.

use std::collections::BTreeSet;
use std::ops::Range;

use super::counted::Counted;
use super::figure::{self, Labels};
use super::label_words::{is_akin, words};
use crate::check::Subject;
use crate::check::printed::printed_charts;
use crate::diag::{Diagnostic, Span, code};
use crate::report::{Figure, What};
use crate::text::{Axis, Grid, Line, ReadPassage, Said};

#[doc = include_str!("claim-figure.md")]
pub(in crate::check) fn claim_figure(subject: &Subject<'_>) -> Vec<Diagnostic> {
    if subject.report.figures.len() > figure::MOST_FIGURES {
        return Vec::new();
    }
    let tools = Tools { subject, labels: Labels::new(subject), counted: Counted::new(subject) };
    let mut findings = figure::of_sentences(subject, &tools.labels, &tools.counted);
    findings.extend(tools.of_tiles());
    findings.extend(tools.of_charts());
    findings.extend(Grid::all(subject.text).iter().flat_map(|grid| tools.of_table(grid)));
    findings
}

struct Tools<'a, 's> {
    subject: &'s Subject<'a>,
    labels: Labels<'a>,
    counted: Counted<'a>,
}

/// What a label tells of, when that is not what its figure counts.
struct Wrong {
    range: Range<usize>,
    of: String,
}

/// A cell with its number, and what is wrong with the words over or beside it.
type JudgedCell<'a> = (&'a ReadPassage<'a>, &'a Said<'a>, Option<(Wrong, &'a Figure)>);

impl Tools<'_, '_> {
    /// What is wrong with a label of numbers of a figure; `beside` are the words of the other label that they have.
    fn wrong(&self, line: &Line<'_>, figure: &Figure, beside: &[String]) -> Option<Wrong> {
        let subject = self.subject;
        if subject.labels.is_nameless(figure) || figure.is_balance {
            return None;
        }
        let here = words(&line.lower, subject.locale);
        let all: Vec<String> = here.iter().chain(beside).cloned().collect();
        let others = subject.report.figures.values();
        let others = others.filter(|other| figure::is_confusable(subject, figure, other, false));
        let found = others.filter_map(|other| {
            let (count, word) = figure::meant(&self.labels, (figure, other), (&here, &all), is_akin)?;
            Some((count, word, other.label.clone()))
        });
        let by_label = found.max_by_key(|(count, ..)| *count).and_then(|(_, word, of)| {
            let start = line.lower.find(&word)?;
            Some(Wrong { range: start..start + word.len(), of })
        });
        by_label.or_else(|| {
            let range = self.counted.of_label_words(subject, line, figure)?;
            let of = line.text[range.clone()].to_owned();
            // The other label of the number may say what this one leaves open.
            let own = words(&figure.label, subject.locale);
            let is_told = beside.iter().any(|word| own.iter().any(|known| is_akin(known, word)));
            (!is_told).then_some(Wrong { range, of })
        })
    }

    fn told(&self, line: &Line<'_>, wrong: &Wrong, figure: &Figure) -> Diagnostic {
        let found = &line.text[wrong.range.clone()];
        let message = format!(
            "the label tells of {} (“{found}”), and stands at `{}`: {}",
            wrong.of, figure.key, figure.label
        );
        let hint = format!("name what is counted: {}, or show the figure that is told of", figure.label);
        Diagnostic::new(code::CLAIM_FIGURE, line.span(&wrong.range), message).hint(hint).found(found)
    }

    fn of_label(&self, place: Span, figure: &str) -> Option<Diagnostic> {
        let line = &self.subject.text.at(place)?.line;
        let figure = self.subject.report.figures.get(figure)?;
        let wrong = self.wrong(line, figure, &[])?;
        Some(self.told(line, &wrong, figure))
    }

    fn of_tiles(&self) -> Vec<Diagnostic> {
        let (written, printed) = (&self.subject.spec.edition.tiles, &self.subject.report.tiles);
        // A tile that could not be made leaves open which of the others is which.
        let both = written.iter().zip(printed).filter(|_| written.len() == printed.len());
        let found = both.filter_map(|(spec, tile)| {
            let asked = tile.asked.as_ref()?;
            let is_own = matches!(asked.what, What::Value(_) | What::Part(_) | What::Share(_));
            self.of_label(spec.label.as_ref().filter(|_| is_own)?.span, &asked.figure)
        });
        found.collect()
    }

    fn of_charts(&self) -> Vec<Diagnostic> {
        let charts = printed_charts(self.subject).into_iter();
        let found = charts.filter_map(|(spec, _)| {
            let [figure] = &spec.figures[..] else { return None };
            self.of_label(spec.title.span, &figure.value)
        });
        found.collect()
    }

    /// The headers and first cells of a table.
    fn of_table(&self, grid: &Grid<'_>) -> Vec<Diagnostic> {
        let (rows, columns) = grid.size();
        let numbers: Vec<_> = grid.numbers().into_iter().filter(|(_, column, ..)| *column > 0).collect();
        let mut findings = Vec::new();
        let mut done: BTreeSet<Span> = BTreeSet::new();
        for (axis, count) in [(Axis::Column, columns), (Axis::Row, rows + 1)] {
            for at in 1..count {
                let label = if axis == Axis::Row { grid.cell(at, 0) } else { grid.cell(0, at) };
                let Some(label) = label.filter(|label| label.numbers().next().is_none()) else { continue };
                let here = numbers
                    .iter()
                    .filter(|(row, column, ..)| *if axis == Axis::Row { row } else { column } == at);
                let here: Vec<_> = here
                    .map(|(row, column, cell, said)| {
                        let other =
                            if axis == Axis::Row { grid.cell(0, *column) } else { grid.cell(*row, 0) };
                        (*cell, *said, self.wrong_cell(label, other, said))
                    })
                    .collect();
                findings.extend(self.of_run(label, &here, &mut done));
            }
        }
        findings
    }

    fn wrong_cell<'f>(
        &'f self,
        label: &ReadPassage<'_>,
        other: Option<&ReadPassage<'_>>,
        said: &Said<'_>,
    ) -> Option<(Wrong, &'f Figure)> {
        let is_own = matches!(said.asked.what, What::Value(_) | What::Part(_) | What::Share(_));
        let figure: &Figure = self.subject.report.figures.get(&said.asked.figure).filter(|_| is_own)?;
        let beside = other.map(|other| words(&other.line.lower, self.subject.locale));
        Some((self.wrong(&label.line, figure, &beside.unwrap_or_default())?, figure))
    }

    /// What is wrong with a row or column: its name, or single numbers in it.
    fn of_run(
        &self,
        label: &ReadPassage<'_>,
        cells: &[JudgedCell<'_>],
        done: &mut BTreeSet<Span>,
    ) -> Vec<Diagnostic> {
        let wrong: Vec<_> =
            cells.iter().filter_map(|(cell, said, wrong)| Some((*cell, *said, wrong.as_ref()?))).collect();
        let fresh = wrong.iter().filter(|(_, said, _)| !done.contains(&said.span)).count();
        let Some((_, _, (first, figure))) = wrong.first().filter(|_| fresh > 0) else { return Vec::new() };
        done.extend(wrong.iter().map(|(_, said, _)| said.span));
        if wrong.len() == cells.len() {
            return vec![self.told(&label.line, first, figure)];
        }
        let found = wrong.iter().map(|(cell, said, (wrong, figure))| {
            let number = &cell.line.text[said.range.clone()];
            let name = &label.line.text;
            let message = format!(
                "the number {number} stands at “{name}”, which tells of {}, and is one of `{}`: {}",
                wrong.of, figure.key, figure.label
            );
            let hint = "ask for the figure that is named, or put the number where it belongs";
            Diagnostic::new(code::CLAIM_FIGURE, said.span, message).hint(hint).found(number)
        });
        found.collect()
    }
}
