//! The rule about figures that are called alike.

use crate::check::Subject;
use crate::diag::{Diagnostic, code};

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
            is_same(&other.label)
                && (&other.unit, other.period, other.is_stock)
                    == (&figure.unit, figure.period, figure.is_stock)
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
