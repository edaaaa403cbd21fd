//! Knows findings by their places, so that those of one reading are found among those of another in one go.

use std::collections::BTreeMap;

use super::{Diagnostic, Span};

/// Findings of a reading that have a place. There may be any number of them, and as many in the next reading.
#[derive(Debug)]
pub(crate) struct Placed<'f>(BTreeMap<Span, Vec<&'f Diagnostic>>);

impl<'f> Placed<'f> {
    pub(crate) fn new(findings: &'f [Diagnostic]) -> Self {
        let mut placed: BTreeMap<Span, Vec<&Diagnostic>> = BTreeMap::new();
        for finding in findings {
            if let Some(span) = finding.span {
                placed.entry(span).or_default().push(finding);
            }
        }
        Self(placed)
    }

    /// Whether a finding is one of them.
    pub(crate) fn has(&self, finding: &Diagnostic) -> bool {
        let here = finding.span.and_then(|span| self.0.get(&span));
        here.is_some_and(|here| here.contains(&finding))
    }
}

#[cfg(test)]
mod tests {
    use super::Placed;
    use crate::diag::{Diagnostic, Sources, Span, code};

    #[test]
    fn a_finding_is_known_by_all_that_it_says() {
        let source = Sources::default().add("a.toml", "");
        let at = |start: usize, message: &str| {
            let span = (start > 0).then_some(Span { source, start, end: start });
            Diagnostic::new(code::NO_VALUE, span, message)
        };
        // Each held against each would be ten billion.
        let all: Vec<Diagnostic> = (0..100_000).map(|start| at(start, "a")).collect();
        let placed = Placed::new(&all);
        assert_eq!(all.iter().filter(|one| placed.has(one)).count(), 99_999);
        assert!(!placed.has(&at(1, "b")) && !placed.has(&at(0, "a")) && !placed.has(&at(100_000, "a")));
    }
}
