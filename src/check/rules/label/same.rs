//! The rule about figures that are called alike.

use crate::check::Subject;
use crate::diag::{Diagnostic, code};
use crate::report::Figure;

#[doc = include_str!("same-label.md")]
pub(in crate::check) fn same_label(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let named = subject.spec.figures.iter().filter_map(|spec| {
        let figure = subject.report.figures.get(&spec.key.value)?;
        // A figure without a label has its name for one.
        spec.label.as_ref().map(|label| (label.span, figure))
    });
    let named: Vec<_> = named.collect();
    let mut findings = Vec::new();
    for (index, (span, figure)) in named.iter().enumerate() {
        let is_same = |other: &str| other.trim().to_lowercase() == figure.label.trim().to_lowercase();
        let twin = named[..index].iter().map(|(_, other)| other).find(|other| {
            // Persons and money, a quarter and a year, what is there and what came in can share a label.
            let is_alike =
                (&other.unit, other.period, other.is_stock) == (&figure.unit, figure.period, figure.is_stock);
            // The same thing can be a figure by months and one by countries: then both say the same of it.
            let value = |figure: &Figure| figure.value(figure.period).ok().map(|value| value.value());
            let (one, two) = (value(other), value(figure));
            is_alike && is_same(&other.label) && one.is_some() && two.is_some() && one != two
        });
        if let Some(twin) = twin {
            let message =
                format!("figures `{}` and `{}` have one label: “{}”", twin.key, figure.key, figure.label);
            let hint =
                "say what each of them counts: legends, tiles and checks tell figures apart by their labels";
            findings.push(Diagnostic::new(code::SAME_LABEL, *span, message).hint(hint).found(&figure.label));
        }
    }
    findings
}
