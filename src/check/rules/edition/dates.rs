//! Rules about the dates of an edition, its events and its notes on legislation.

use super::entry_text::{self, EVENT, as_written, days};
use crate::check::Subject;
use crate::data::period::{Period, When};
use crate::diag::{Diagnostic, code};

#[doc = include_str!("event-outside.md")]
pub(in crate::check) fn event_outside(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let edition = &subject.spec.edition;
    let period = edition.period.value;
    let entries = edition.events.iter().map(|event| (EVENT, event));
    let entries = entries.chain(edition.legislation.iter().map(|note| ("note on legislation", note)));
    let outside = entries.filter_map(|(what, entry)| {
        let date = entry.date.as_ref()?;
        let (first, last) = days(date.value);
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
        let found = as_written(subject, date.span);
        Some(Diagnostic::new(code::EVENT_OUTSIDE, date.span, message).hint(hint).found(found))
    });
    outside.chain(entry_text::of_entries(subject)).collect()
}

#[doc = include_str!("date-order.md")]
pub(in crate::check) fn date_order(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let edition = &subject.spec.edition;
    let mut found = Vec::new();
    for entries in [&edition.events, &edition.legislation] {
        let dated: Vec<_> = entries.iter().filter_map(|entry| entry.date.as_ref()).collect();
        for pair in dated.windows(2) {
            let (before, after) = (pair[0], pair[1]);
            if days(after.value).1 >= days(before.value).0 {
                continue;
            }
            let [own, other] = [after, before].map(|date| subject.locale.when(date.value));
            let message = format!("the entry of {own} stands behind that of {other}");
            let text =
                subject.spec.sources.text(after.span.source).get(after.span.range()).unwrap_or_default();
            let found_as = text.trim_matches(['"', '\'']);
            let told = Diagnostic::new(code::DATE_ORDER, after.span, message);
            found.push(told.hint("put the entries in the order of their dates").found(found_as));
        }
    }
    found
}

#[doc = include_str!("published-early.md")]
pub(in crate::check) fn published_early(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let edition = &subject.spec.edition;
    let period = edition.period.value;
    let end = subject.spec.last_day();
    let early = edition.published.as_ref().filter(|date| date.value < end);
    let told = early.map(|date| {
        let day = |day| subject.locale.when(When::Days(day, day));
        let told = day(date.value);
        // A figure may tell what is there on the day after the period.
        let behind = if date.value < period.last_day() {
            format!("the end of {}", subject.locale.period(period))
        } else {
            format!("{}, the day that a figure is of", day(end))
        };
        let message = format!("the document is of {told}, before {behind}");
        let hint = "write the day on which it is published, or delete the line";
        Diagnostic::new(code::PUBLISHED_EARLY, date.span, message).hint(hint).found(told)
    });
    told.into_iter().collect()
}
