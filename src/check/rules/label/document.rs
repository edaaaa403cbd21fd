//! The period in the title and the summary of the document: that of the edition, and not the one of the edition before.

use crate::check::Subject;
use crate::data::period::Period;
use crate::diag::{Diagnostic, code};
use crate::spec::Text;

/// A title or a summary that tells of another period as long as that of the edition, and not of that.
pub(super) fn of_document(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let edition = &subject.spec.edition;
    let title = of_text(subject, &edition.title, "title");
    let summary = edition.summary.as_ref().and_then(|summary| of_text(subject, summary, "summary"));
    title.into_iter().chain(summary).collect()
}

fn of_text(subject: &Subject<'_>, text: &Text, what: &str) -> Option<Diagnostic> {
    let read = subject.text.at(text.span)?;
    let own = subject.report.period;
    let meets =
        |from: Period, to: Period| from.first_day() <= own.last_day() && own.first_day() <= to.last_day();
    let spans = read.spans(subject.locale);
    // "Since 2022, compared with April–June": what meets the edition's own period says enough.
    if spans.iter().any(|(_, from, to)| meets(*from, *to)) {
        return None;
    }
    let months = own.count_of_months()?;
    let is_as_long = |from: Period, to: Period| {
        let whole = if from == to { Some(from) } else { Period::from_to(from, to) };
        whole.and_then(Period::count_of_months) == Some(months)
    };
    let (range, ..) = spans.iter().find(|(_, from, to)| is_as_long(*from, *to))?;
    let (said, holds) = (&read.line.text[range.clone()], subject.locale.period(own).replace('\u{a0}', " "));
    let message = format!("the {what} names {said}, the edition is that of {holds}");
    let hint = format!("name {holds}, or write {{{{ period }}}}, which moves with the edition");
    Some(Diagnostic::new(code::LABEL_PERIOD, read.line.span(range), message).hint(hint).found(said))
}
