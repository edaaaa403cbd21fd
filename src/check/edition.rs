//! Rules about an edition as a whole: its sources, its dates, its bases of comparison.

use rust_decimal::Decimal;

use super::Subject;
use super::place::{available, of_number};
use crate::data::period::{Date, Period, When};
use crate::diag::{Diagnostic, Span};
use crate::report::{Figure, PieceKind, Quantity};

#[doc = include_str!("help/source-unused.md")]
pub(super) fn source_unused(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let Subject { spec, report, .. } = subject;
    let of_figures = spec.figures.iter().filter_map(|figure| figure.source.as_ref());
    let of_tables = spec.edition.tables.iter().filter_map(|table| table.source.as_ref());
    let named: Vec<&str> = of_figures.chain(of_tables).map(|name| name.value.as_str()).collect();
    let is_cited = |name: &str| named.contains(&name) || report.notes.iter().any(|note| note.id == name);
    // The series keeps sources for all of its editions; only what the edition itself adds must be of use.
    let own = &spec.common[1];
    let notes = own.notes.iter().map(|(key, _)| ("note", key));
    let sources = own.sources.iter().map(|source| ("source", &source.key));
    let unused = notes.chain(sources).filter(|(_, key)| !is_cited(&key.value));
    let told = unused.map(|(what, key)| {
        let message = format!("nothing cites the {what} `{}`", key.value);
        let hint = format!("mark it with [^{}] where it belongs, or delete it", key.value);
        Diagnostic::warning("source-unused", key.span, message).hint(hint).found(&key.value)
    });
    told.collect()
}

#[doc = include_str!("help/source-missing.md")]
pub(super) fn source_missing(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let without = available(subject).filter(|figure| figure.source.is_none());
    let told = without.map(|figure| {
        let message = format!("figure `{}` has no source", figure.key);
        let hint = "add a line source = \"…\" with a name of [sources] or [notes]";
        Diagnostic::warning("source-missing", figure.span, message).hint(hint).found(&figure.key)
    });
    told.collect()
}

#[doc = include_str!("help/event-outside.md")]
pub(super) fn event_outside(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let edition = &subject.spec.edition;
    let period = edition.period.value;
    let entries = edition.events.iter().map(|event| ("event", event));
    let entries = entries.chain(edition.legislation.iter().map(|note| ("note on legislation", note)));
    let outside = entries.filter_map(|(what, entry)| {
        let date = entry.date.as_ref()?;
        let (first, last) = match date.value {
            When::Days(first, last) => (first, last),
            When::Within(period) => (first_day(period), period.last_day()),
        };
        if first <= period.last_day() && first_day(period) <= last {
            return None;
        }
        let told = subject.locale.when(date.value);
        let message = format!("this {what} is of {told}, the edition of {}", subject.locale.period(period));
        let hint = "correct the date, or leave the entry to the edition of its time";
        let found = subject.spec.sources.text(date.span.source).get(date.span.range()).unwrap_or_default();
        let found = found.trim_matches(['"', '\'']);
        Some(Diagnostic::warning("event-outside", date.span, message).hint(hint).found(found))
    });
    outside.collect()
}

#[doc = include_str!("help/published-early.md")]
pub(super) fn published_early(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let edition = &subject.spec.edition;
    let period = edition.period.value;
    let early = edition.published.as_ref().filter(|date| date.value < period.last_day());
    let told = early.map(|date| {
        let told = subject.locale.when(When::Days(date.value, date.value));
        let message =
            format!("the document is of {told}, before the end of {}", subject.locale.period(period));
        let hint = "write the day on which it is published, or delete the line";
        Diagnostic::warning("published-early", date.span, message).hint(hint).found(told)
    });
    told.into_iter().collect()
}

fn first_day(period: Period) -> Date {
    Date { year: period.year(), month: period.first_month(), day: 1 }
}

#[doc = include_str!("help/needless-revision.md")]
pub(super) fn needless_revision(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for spec in &subject.spec.figures {
        let figure = subject.report.figures.get(&spec.key.value).filter(|figure| figure.is_available());
        let needless = spec
            .revised
            .iter()
            .filter(|(period, _)| figure.is_some_and(|figure| figure.revision(period.value).is_none()));
        findings.extend(needless.map(|(period, _)| {
            let message = format!(
                "figure `{}`: no earlier edition or history file has another value for {}",
                spec.key.value, period.value
            );
            let hint = "delete the line, or correct the period";
            let fault = Diagnostic::warning("needless-revision", period.span, message);
            fault.hint(hint).found(period.value.to_string())
        }));
    }
    findings
}

/// By which factor a value may differ from the one before it, unless the series says otherwise.
const USUAL_BREAK: Decimal = Decimal::from_parts(5, 0, 0, false, 0);

#[doc = include_str!("help/sharp-break.md")]
pub(super) fn sharp_break(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let factor = subject.spec.series.sharp_break.as_ref().map_or(USUAL_BREAK, |factor| factor.value);
    let unexplained = available(subject).filter(|figure| figure.remark.is_none());
    unexplained.flat_map(|figure| breaks(subject, figure, factor)).collect()
}

/// The values of the edition's own time that are far from those before them.
fn breaks(subject: &Subject<'_>, figure: &Figure, factor: Decimal) -> Vec<Diagnostic> {
    let begins = first_day(subject.spec.edition.period.value);
    let mut periods: Vec<Period> =
        figure.values.keys().copied().filter(|period| period.last_day() >= begins).collect();
    if !periods.contains(&figure.period) {
        periods.push(figure.period);
    }
    let mut findings = Vec::new();
    for period in periods {
        let Ok(now) = figure.value(period) else { continue };
        for base in [period.previous(), period.year_before()] {
            let Ok(before) = figure.value(base) else { continue };
            let (low, high) = (now.value().min(before.value()), now.value().max(before.value()));
            if low < Decimal::ZERO || high <= low * factor {
                continue;
            }
            findings.push(break_of(figure, (period, &now), (base, &before), factor));
            // One wrong value is far from both; it is told once.
            break;
        }
    }
    findings
}

fn break_of(
    figure: &Figure,
    (period, now): (Period, &Quantity),
    (base, before): (Period, &Quantity),
    factor: Decimal,
) -> Diagnostic {
    let message = format!(
        "figure `{}`: {period} has {}, {base} had {}: more than {factor} times apart",
        figure.key,
        now.value(),
        before.value()
    );
    let hint =
        "compare both with the letters; when they are right, tell readers why in the figure's `remark`";
    let fault = Diagnostic::warning("sharp-break", of_number(figure, now), message).hint(hint);
    fault.found(format!("{} after {}", now.value(), before.value()))
}

#[doc = include_str!("help/no-base.md")]
pub(super) fn no_base(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let begins = first_day(subject.spec.edition.period.value);
    let has_base = |figure: &Figure| figure.values.keys().any(|period| period.last_day() < begins);
    if available(subject).any(has_base) {
        return Vec::new();
    }
    let reading = &subject.locale.words().reading;
    let words: Vec<&String> = reading
        .directions
        .iter()
        .flatten()
        .chain(reading.multiples.keys())
        .chain(&reading.compared)
        .collect();
    let mut findings = Vec::new();
    // Standing texts and the imprint are of no edition.
    let own = subject.spec.edition.period.span.source;
    for piece in subject.report.passages.iter().flat_map(|passage| &passage.pieces) {
        if !matches!(piece.kind, PieceKind::Words) || piece.span.source != own {
            continue;
        }
        for (at, word) in words_of(&piece.text) {
            if words.iter().any(|known| **known == word.to_lowercase()) {
                let place = within(piece.span, at, word.len(), &piece.text);
                let message = format!("“{word}” compares, and no figure has a value of an earlier period");
                let hint = "add the earlier values to the figures or to a history file";
                findings.push(Diagnostic::warning("no-base", place, message).hint(hint).found(word));
            }
        }
    }
    findings
}

fn words_of(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let word = |c: char| c.is_alphabetic();
    let starts = text.char_indices().scan(false, move |inside, (at, c)| {
        let begins = word(c) && !*inside;
        *inside = word(c);
        Some(begins.then_some(at))
    });
    starts.flatten().map(move |at| {
        let end = text[at..].find(|c| !word(c)).map_or(text.len(), |end| at + end);
        (at, &text[at..end])
    })
}

/// The place of a word within a piece that stands in the file as it is printed; else the whole piece.
fn within(span: Span, at: usize, length: usize, text: &str) -> Span {
    if span.end - span.start == text.len() {
        Span { start: span.start + at, end: span.start + at + length, ..span }
    } else {
        span
    }
}
