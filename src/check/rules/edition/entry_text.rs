//! The day with which the text of an event or of a note on legislation begins, held to the date of the entry.

use crate::check::Subject;
use crate::data::period::{Date, When};
use crate::diag::{Diagnostic, Span, code};
use crate::report::PieceKind;
use crate::spec::Text;
use crate::text::{Day, ReadPassage};

/// What an event is called.
pub(super) const EVENT: &str = "event";

/// Entries whose text begins with another day than they are dated with.
pub(super) fn of_entries(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let edition = &subject.spec.edition;
    let entries = edition.events.iter().map(|event| (EVENT, event));
    let entries = entries.chain(edition.legislation.iter().map(|note| ("note on legislation", note)));
    let wrong = entries.filter_map(|(what, entry)| {
        let date = entry.date.as_ref()?;
        let (passage, day) = opening(subject, &entry.text, date.value)?;
        let (own, told) = (&passage.line.text[day.range.clone()], subject.locale.when(date.value));
        let message = format!("the text of this {what} begins with {own}, its date is {told}");
        let hint = format!("correct the day in the text, or the date: {}", as_written(subject, date.span));
        Some(
            Diagnostic::new(code::EVENT_OUTSIDE, passage.line.span(&day.range), message)
                .hint(hint)
                .found(own),
        )
    });
    wrong.collect()
}

/// The day that opens a text, when no day of the text is the date of its entry.
fn opening<'t>(subject: &'t Subject<'_>, text: &Text, date: When) -> Option<(&'t ReadPassage<'t>, &'t Day)> {
    let passage = subject.text.at(text.span)?;
    let day = passage.days.first()?;
    let before = passage.line.lower[..day.range.start].trim();
    let is_first = day.is_led && day.is_typed && before.split_whitespace().count() <= 1;
    let (first, last) = days(date);
    let is_date = |day: &Day| {
        let year = day.year.unwrap_or(first.year);
        let Ok(number) = u8::try_from(day.day) else { return false };
        let told = Date { year, month: day.month, day: number };
        first <= told && told <= last
    };
    let mut all = subject.text.passages.iter().filter(|passage| passage.is_in(text.span));
    let is_typed =
        passage.line.passage.pieces.first().is_some_and(|piece| matches!(piece.kind, PieceKind::Words));
    let is_told = all.any(|passage| passage.days.iter().any(is_date));
    (is_first && is_typed && !is_told).then_some((passage, day))
}

/// A date as it was written.
pub(super) fn as_written<'s>(subject: &Subject<'s>, span: Span) -> &'s str {
    let text = subject.spec.sources.text(span.source).get(span.range()).unwrap_or_default();
    text.trim_matches(['"', '\''])
}

/// First and last day of an entry.
pub(super) fn days(date: When) -> (Date, Date) {
    match date {
        When::Days(first, last) => (first, last),
        When::Within(period) => (period.first_day(), period.last_day()),
    }
}
