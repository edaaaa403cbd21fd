//! Years in the titles of charts: "Students, 2021 and 2022" above a chart of 2022 and 2023.

use std::ops::Range;

use super::told::names;
use crate::check::Subject;
use crate::data::period::Period;
use crate::diag::{Diagnostic, code};
use crate::spec::Text;
use crate::text::{Line, Mention, Named};

/// A title that names a year of which its chart shows nothing.
pub(super) fn of_title(
    subject: &Subject<'_>,
    title: &Text,
    what: &str,
    drawn: &[Period],
) -> Option<Diagnostic> {
    let read = subject.text.at(title.span)?;
    if drawn.is_empty() {
        return None;
    }
    let years = told(subject, &read.line, &read.named);
    let is_other = |(_, year): &&(Range<usize>, u16)| !drawn.iter().any(|at| is_of(*at, *year));
    let (range, year) = years.iter().find(is_other)?;
    let holds = names(subject, drawn);
    let message = format!("the title names {year}, {what} shows {holds}");
    let hint = format!("name {holds} in the title, or show the year that is named");
    Some(
        Diagnostic::new(code::LABEL_PERIOD, read.line.span(range), message)
            .hint(hint)
            .found(year.to_string()),
    )
}

/// Whether what is drawn is of a year, or stood there when it closed.
fn is_of(at: Period, year: u16) -> bool {
    let day = at.first_day();
    let is_first_of_next = (day.month, day.day) == (1, 1) && day.year.checked_sub(1) == Some(year);
    at.is_in_year(year) || at.is_day() && is_first_of_next
}

/// The years that say when: behind a comma, "in" or "quarters of", and those that a list goes on with; not those of a
/// law, or since when something is counted.
fn told(subject: &Subject<'_>, line: &Line<'_>, named: &[Mention]) -> Vec<(Range<usize>, u16)> {
    let (reading, known) = (subject.locale.reading(), subject.locale.known());
    let years = named.iter().filter_map(|mention| match mention.named {
        Named::Year(year) => Some((mention.range.clone(), year)),
        _ => None,
    });
    let mut found: Vec<(Range<usize>, u16)> = Vec::new();
    for (range, year) in years {
        let before = line.lower[..range.start].trim_end();
        let behind = line.lower[range.end..].trim_start();
        let joins = |text: &str| {
            ["–", "-", ","].contains(&text) || known.list_joints.iter().any(|joint| joint == text)
        };
        let goes_on = found.last().is_some_and(|(last, _)| joins(line.lower[last.end..range.start].trim()));
        let is_led = reading.year_periods.before.iter().any(|word| word.ends(before).is_some());
        // "Fourth quarters of 2021".
        let of_periods = || {
            let lead = reading.counted.of.iter().find_map(|word| word.ends(before))?;
            let word = before[..lead].trim_end().rsplit(' ').next()?;
            reading.trends.frequency(word)
        };
        let is_apart = before.ends_with([',', ':']);
        let is_closed = !behind.starts_with(char::is_alphabetic)
            || known.list_joints.iter().any(|joint| !joint.is_empty() && behind.starts_with(joint.as_str()));
        if is_closed
            && line.is_typed(range.start)
            && (goes_on || is_led || is_apart || of_periods().is_some())
        {
            found.push((range, year));
        }
    }
    found
}
