//! The rule about figures that are called alike.

use std::collections::BTreeMap;

use crate::check::Subject;
use crate::diag::{Diagnostic, code};
use crate::report::Figure;

#[doc = include_str!("same-label.md")]
pub(in crate::check) fn same_label(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let named = subject.spec.figures.iter().filter_map(|spec| {
        let figure = subject.report.figures.get(&spec.key.value)?;
        // A figure without a label has its name for one.
        spec.label.as_ref().map(|label| (label.span, figure.as_ref()))
    });
    let mut by_label: BTreeMap<String, Vec<&Figure>> = BTreeMap::new();
    let mut findings = Vec::new();
    for (span, figure) in named {
        let others = by_label.entry(figure.label.trim().to_lowercase()).or_default();
        let twin = others.iter().find(|other| differs(other, figure)).copied();
        // What comes later is held to the first few alone.
        if others.len() < MOST {
            others.push(figure);
        }
        if let Some(twin) = twin {
            let message =
                format!("figures `{}` and `{}` have one label: “{}”", twin.key, figure.key, figure.label);
            let hint =
                "say what each of them counts: legends, tiles and checks tell figures apart by their labels";
            findings.push(Diagnostic::new(code::SAME_LABEL, span, message).hint(hint).found(&figure.label));
        }
    }
    findings
}

/// Figures of one label that another is held to.
const MOST: usize = 8;

/// Whether two figures of one label say different things of the same.
fn differs(one: &Figure, two: &Figure) -> bool {
    // Persons and money, a quarter and a year, what is there and what came in can share a label.
    let is_alike = (&one.unit, one.period, one.is_stock) == (&two.unit, two.period, two.is_stock);
    // The same thing can be a figure by months and one by countries: then both say the same of it.
    let value = |figure: &Figure| figure.value(figure.period).ok().map(|value| value.value());
    let different = || {
        let (one, two) = (value(one), value(two));
        one.is_some() && two.is_some() && one != two
    };
    is_alike && different()
}
