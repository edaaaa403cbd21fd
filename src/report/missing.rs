//! Tells a value that is missing once, however many places need it.

use std::collections::{BTreeMap, BTreeSet};

use super::compute::MissingValue;
use crate::diag::{self, Diagnostic, Severity};

/// A finding, and the value whose absence is its cause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) diagnostic: Diagnostic,
    pub(super) missing: Option<MissingValue>,
}

/// The values whose absence is an error, each once.
pub(super) fn values(found: &[Found]) -> Vec<MissingValue> {
    let errors = found.iter().filter(|found| found.diagnostic.severity == Severity::Error);
    errors.filter_map(|found| found.missing.clone()).collect::<BTreeSet<_>>().into_iter().collect()
}

/// The findings in the order of their places: of each missing value the first, with how many more there were.
pub(super) fn told_once(mut found: Vec<Found>) -> Vec<Diagnostic> {
    found.sort_by(|one, two| diag::order(&one.diagnostic).cmp(&diag::order(&two.diagnostic)));
    found.dedup_by(|one, two| one.diagnostic == two.diagnostic);
    let mut first: BTreeMap<MissingValue, usize> = BTreeMap::new();
    let mut told: Vec<(Diagnostic, usize)> = Vec::new();
    for Found { diagnostic, missing } in found {
        let index = missing.map(|missing| *first.entry(missing).or_insert(told.len()));
        match index.and_then(|index| told.get_mut(index)) {
            Some((_, more)) => *more += 1,
            None => told.push((diagnostic, 0)),
        }
    }
    told.into_iter().map(|(finding, more)| with_places(finding, more)).collect()
}

fn with_places(finding: Diagnostic, more: usize) -> Diagnostic {
    let places = match more {
        0 => return finding,
        1 => "one more place needs it".to_owned(),
        more => format!("{more} more places need it"),
    };
    Diagnostic { message: format!("{}; {places}", finding.message), ..finding }
}

#[cfg(test)]
mod tests {
    use super::{Found, told_once};
    use crate::diag::{Diagnostic, Sources, Span, code};
    use crate::report::compute::MissingValue;

    #[test]
    fn a_missing_value_is_told_once() {
        let source = Sources::default().add("a.toml", "");
        let told = |all: &[(&str, Option<&str>)]| {
            let found = all.iter().zip(0..).map(|((message, figure), start)| {
                let missing = figure
                    .map(|figure| MissingValue { figure: figure.to_owned(), period: "2023-Q2".parse().ok() });
                let span = Span { source, start, end: start };
                Found { diagnostic: Diagnostic::new(code::NO_VALUE, span, *message), missing }
            });
            told_once(found.collect()).into_iter().map(|finding| finding.message).collect::<Vec<_>>()
        };
        let all = [("one", Some("a")), ("two", Some("b")), ("of a chart", Some("a")), ("one", Some("a"))];
        assert_eq!(told(&all), ["one; 2 more places need it", "two"]);
        assert_eq!(told(&[("one", Some("a")), ("one", Some("a"))]), ["one; one more place needs it"]);
        assert_eq!(told(&[("no part", None), ("no part", None)]), ["no part", "no part"]);
    }
}
