//! The rule about the units that titles and headers name, and those of the numbers below them.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::check::Subject;
use crate::check::printed::printed_charts;
use crate::check::rules::figure::counts::has_odd_values;
use crate::diag::{Diagnostic, code};
use crate::report::{Chart, Expected, Figure, Unit, plain_text};
use crate::spec::schema::ChartSpec;
use crate::text::{Grid, ReadPassage, Said, Shown, UnitPhrase};

#[doc = include_str!("label-unit.md")]
pub(in crate::check) fn label_unit(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let charts =
        printed_charts(subject).into_iter().filter_map(|(spec, chart)| of_chart(subject, spec, chart));
    let mut findings: Vec<(Option<&str>, Diagnostic)> = charts.collect();
    for grid in Grid::all(subject.text) {
        let (_, columns) = grid.size();
        findings.extend((0..columns).flat_map(|column| of_column(subject, &grid, column)));
    }
    once_without_unit(subject, findings)
}

/// A figure without a unit is one fault in however many labels it shows. What is found of such a figure has its name.
fn once_without_unit(subject: &Subject<'_>, findings: Vec<(Option<&str>, Diagnostic)>) -> Vec<Diagnostic> {
    let mut told = BTreeSet::new();
    let mut kept = Vec::new();
    for (figure, finding) in findings {
        let is_new =
            |figure| !has_odd_values(subject, figure) && told.insert((figure, finding.found.clone()));
        if figure.is_none_or(is_new) {
            kept.push(finding);
        }
    }
    kept
}

/// A chart whose title ends with another unit than it shows.
fn of_chart<'a>(
    subject: &Subject<'a>,
    spec: &ChartSpec,
    chart: &Chart,
) -> Option<(Option<&'a str>, Diagnostic)> {
    let read = subject.text.at(spec.title.span)?;
    let line = &read.line;
    let (range, phrase) = read.unit_in_brackets(subject.locale)?;
    line.text[range.end..].trim_end_matches('.').trim().is_empty().then_some(())?;
    let words = &line.text[range.clone()];
    let drawn = chart.series.iter().flat_map(|series| series.values.iter().flatten());
    let unit = drawn.map(|number| number.quantity().unit()).next()?;
    if !phrase.contradicts(unit) {
        return None;
    }
    let figure = spec.figures.first().and_then(|name| subject.report.figures.get(&name.value));
    let other = figure.and_then(|figure| other_unit(figure, unit)).filter(|other| !phrase.contradicts(other));
    let hint = match (other, spec.convert) {
        (Some(_), true) => format!("write {}, or delete `convert = true`", to_write(subject, unit)),
        (Some(_), false) => format!("give the chart `convert = true`, or write {}", to_write(subject, unit)),
        (None, _) => format!("write {}", to_write(subject, unit)),
    };
    let shows = name(subject, unit);
    let message = format!("the title says “{words}”, chart `{}` shows {shows}", chart.id);
    let finding = Diagnostic::new(code::LABEL_UNIT, line.span(&range), message).hint(hint).found(words);
    Some((figure.and_then(|figure| without_unit(subject, figure, unit)), finding))
}

/// The name of a figure whose numbers have no unit.
fn without_unit<'a>(subject: &Subject<'_>, figure: &'a Figure, unit: &Unit) -> Option<&'a str> {
    subject.locale.unit_name(unit).is_empty().then_some(figure.key.as_str())
}

/// The cells of a column whose header names another unit.
fn of_column<'a>(
    subject: &Subject<'a>,
    grid: &Grid<'_>,
    column: usize,
) -> Vec<(Option<&'a str>, Diagnostic)> {
    let Some(header) = grid.cell(0, column) else { return Vec::new() };
    let Some((range, phrase)) = of_header(subject, header) else { return Vec::new() };
    let numbers = grid.numbers().into_iter().filter(|(_, other, ..)| *other == column);
    let units: Vec<_> = numbers
        .filter_map(|(_, _, cell, said)| {
            let (unit, shows) = unit_of(subject, said)?;
            let is_wrong = if shows { phrase.contradicts_shown(unit) } else { phrase.contradicts(unit) };
            Some((cell, said, unit.clone(), is_wrong))
        })
        .collect();
    let words = &header.line.text[range.clone()];
    let wrong: Vec<_> = units.iter().filter(|(.., is_wrong)| *is_wrong).collect();
    let Some((_, said, unit, _)) = wrong.first() else { return Vec::new() };
    if wrong.len() == units.len() {
        let message =
            format!("the header says “{words}”, the numbers below it are in {}", name(subject, unit));
        let hint = format!("write {}, or correct the cells below it", to_write(subject, unit));
        let place = header.line.span(&range);
        let figure = subject.report.figures.get(&said.asked.figure);
        let figure = figure.and_then(|figure| without_unit(subject, figure, unit));
        return vec![(figure, Diagnostic::new(code::LABEL_UNIT, place, message).hint(hint).found(words))];
    }
    let of_cell = |(cell, said, unit, _): &&(&ReadPassage<'_>, &Said<'_>, Unit, bool)| {
        let number = &cell.line.text[said.range.clone()];
        let message = format!("the number {number} is in {}, its header says “{words}”", name(subject, unit));
        let figure = subject.report.figures.get(&said.asked.figure);
        let other = figure.and_then(|figure| other_unit(figure, unit));
        let is_own = figure.is_some_and(|figure| figure.unit == *unit);
        let hint = match other.filter(|other| !phrase.contradicts(other)) {
            Some(_) if is_own => "write `| convert` behind the expression".to_owned(),
            Some(_) => "leave out `| convert` in the expression".to_owned(),
            None => "put the number into another column, or correct the header".to_owned(),
        };
        (None, Diagnostic::new(code::LABEL_UNIT, said.span, message).hint(hint).found(number))
    };
    wrong.iter().map(of_cell).collect()
}

/// The unit that a header names in brackets or is.
fn of_header(subject: &Subject<'_>, header: &ReadPassage<'_>) -> Option<(Range<usize>, UnitPhrase)> {
    if header.bracket().is_some() {
        return header.unit_in_brackets(subject.locale);
    }
    let phrase = header.unit(subject.locale).filter(|phrase| !phrase.is_count_alone())?;
    Some((header.line.whole(), phrase))
}

/// The unit of a number in a cell, and whether the number shows it.
fn unit_of<'a>(subject: &Subject<'_>, said: &Said<'a>) -> Option<(&'a Unit, bool)> {
    match said.shown {
        Shown::Computed(number) => {
            let quantity = number.quantity();
            let shows = subject.locale.format_bare(quantity).text() != number.text();
            Some((quantity.unit(), shows))
        }
        Shown::Claimed(claim) => {
            let Expected::Quantity(quantity) = &claim.expected else { return None };
            let shows = plain_text(&claim.words).contains(|c: char| c.is_alphabetic() || c == '%');
            Some((quantity.unit(), shows))
        }
    }
}

/// The unit that a figure's numbers can have besides the one given.
fn other_unit<'a>(figure: &'a Figure, unit: &Unit) -> Option<&'a Unit> {
    let (converted, _) = figure.convert.as_ref()?;
    [converted, &figure.unit].into_iter().find(|other| *other != unit)
}

fn name(subject: &Subject<'_>, unit: &Unit) -> String {
    match subject.locale.unit_name(unit) {
        name if name.is_empty() => "a count".to_owned(),
        name => name,
    }
}

fn to_write(subject: &Subject<'_>, unit: &Unit) -> String {
    match subject.locale.unit_name(unit) {
        name if name.is_empty() => "what is counted instead".to_owned(),
        name => format!("“({name})”"),
    }
}
