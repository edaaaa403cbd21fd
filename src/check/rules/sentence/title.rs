//! Words of direction in the titles of charts, held to the first and the last value that is drawn.

use std::cmp::Ordering;

use crate::check::Subject;
use crate::check::printed::printed_charts;
use crate::diag::{Diagnostic, code};
use crate::report::{Chart, Direction};
use crate::spec::schema::ChartSpec;
use crate::text::directed;

/// Titles that say another way than their charts.
pub(super) fn of_charts(subject: &Subject<'_>) -> Vec<Diagnostic> {
    printed_charts(subject).into_iter().filter_map(|(spec, chart)| of_chart(subject, spec, chart)).collect()
}

fn of_chart(subject: &Subject<'_>, spec: &ChartSpec, chart: &Chart) -> Option<Diagnostic> {
    let ([name], Some(first), Some(last)) = (&spec.figures[..], spec.periods.first(), spec.periods.last())
    else {
        return None;
    };
    let figure = subject.report.figures.get(&name.value)?;
    let read = subject.text.at(spec.title.span)?;
    // A number in the title has a word of its own.
    if spec.periods.len() < 2 || read.numbers().next().is_some() || figure.is_balance {
        return None;
    }
    let line = &read.line;
    let word = directed(line, &line.whole(), subject.locale.reading())?;
    let value = |at| figure.value(at).ok();
    let (before, after) = (value(first.value)?, value(last.value)?);
    let went = match after.compare(&before)? {
        Ordering::Less => Direction::Down,
        Ordering::Equal => Direction::Same,
        Ordering::Greater => Direction::Up,
    };
    if word.direction == Direction::Same || !word.is_wrong(went) {
        return None;
    }
    let locale = subject.locale;
    let found = &line.text[word.range.clone()];
    let shown = |quantity| locale.format(quantity).text().to_owned();
    let message = format!(
        "the word “{found}” says another way than chart `{}`: it goes from {} {} to {} {}",
        chart.id,
        shown(&before),
        locale.period_when(first.value),
        shown(&after),
        locale.period_when(last.value)
    );
    let quoted: Vec<String> = word.opposites.iter().map(|word| format!("“{word}”")).collect();
    let hint = format!("write {}", quoted.join(" or "));
    Some(Diagnostic::new(code::CLAIM_DIRECTION, line.span(&word.range), message).hint(hint).found(found))
}
