//! Where a finding about a figure is reported: at a number of the edition's own file, or at the figure's
//! name.

use super::Subject;
use crate::diag::Span;
use crate::report::{Figure, Origin, Quantity};

/// The figures that have values.
pub(super) fn available<'a>(subject: &Subject<'a>) -> impl Iterator<Item = &'a Figure> {
    subject.report.figures.values().map(AsRef::as_ref).filter(|figure| figure.is_available())
}

/// The place of a number. One from another file is reported where the figure is defined: an exemption can
/// stand there.
pub(super) fn of_number(figure: &Figure, quantity: &Quantity) -> Span {
    // What is computed of others is allowed where it is said how, not in the table of one of them.
    if figure.derived.is_some() && matches!(quantity.origin(), Origin::Computed { .. }) {
        return figure.span;
    }
    let own = |span: &Span| span.source == figure.span.source;
    quantity.origin().spans().first().copied().filter(own).unwrap_or(figure.span)
}

/// The place of a list of numbers that stand in one line.
pub(super) fn of_list(subject: &Subject<'_>, figure: &Figure, list: &[(String, Quantity)]) -> Span {
    let spans: Vec<Span> = list.iter().flat_map(|(_, value)| value.origin().spans()).collect();
    let whole = spans.iter().copied().reduce(|all, next| Span {
        start: all.start.min(next.start),
        end: all.end.max(next.end),
        ..all
    });
    let own = spans.iter().all(|span| span.source == figure.span.source);
    let in_a_line = |span: &Span| {
        let text = subject.spec.sources.text(span.source);
        text.get(span.range()).is_some_and(|text| !text.contains('\n'))
    };
    whole.filter(|span| own && in_a_line(span)).unwrap_or(figure.span)
}
