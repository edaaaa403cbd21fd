//! Rules about the dates of an edition, its events and its notes on legislation.

use crate::check::Subject;
use crate::data::period::{Period, When};
use crate::diag::{Diagnostic, code};

const EVENT: &str = "event";

#[doc = include_str!("event-outside.md")]
pub(in crate::check) fn event_outside(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let edition = &subject.spec.edition;
    let period = edition.period.value;
    let entries = edition.events.iter().map(|event| (EVENT, event));
    let entries = entries.chain(edition.legislation.iter().map(|note| ("note on legislation", note)));
    let outside = entries.filter_map(|(what, entry)| {
        let date = entry.date.as_ref()?;
        let (first, last) = match date.value {
            When::Days(first, last) => (first, last),
            When::Within(period) => (period.first_day(), period.last_day()),
        };
        let is_in = |period: Period| first <= period.last_day() && period.first_day() <= last;
        if is_in(period) {
            return None;
        }
        // A law of years ago is background. What has the date of the edition before, or of a year before, was copied.
        let is_law = what != EVENT;
        let copied = [period.previous(), period.year_before()].into_iter().flatten().any(is_in);
        if is_law && last < period.first_day() && !copied {
            return None;
        }
        let told = subject.locale.when(date.value);
        let message = format!("this {what} is of {told}, the edition of {}", subject.locale.period(period));
        let hint = "correct the date, or leave the entry to the edition of its time";
        let found = subject.spec.sources.text(date.span.source).get(date.span.range()).unwrap_or_default();
        let found = found.trim_matches(['"', '\'']);
        Some(Diagnostic::new(code::EVENT_OUTSIDE, date.span, message).hint(hint).found(found))
    });
    outside.collect()
}

#[doc = include_str!("published-early.md")]
pub(in crate::check) fn published_early(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let edition = &subject.spec.edition;
    let period = edition.period.value;
    let early = edition.published.as_ref().filter(|date| date.value < period.last_day());
    let told = early.map(|date| {
        let told = subject.locale.when(When::Days(date.value, date.value));
        let message =
            format!("the document is of {told}, before the end of {}", subject.locale.period(period));
        let hint = "write the day on which it is published, or delete the line";
        Diagnostic::new(code::PUBLISHED_EARLY, date.span, message).hint(hint).found(told)
    });
    told.into_iter().collect()
}
