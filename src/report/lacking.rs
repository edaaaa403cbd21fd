//! What is said in the place of numbers that are not there: to be filled in, or not available.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::compute::Figure;
use super::context::Builder;
use super::gap::{self, Gap};
use super::{Inline, prose};
use crate::diag::{Diagnostic, code};
use crate::language::fill;
use crate::spec::schema::GapSpec;

impl Builder<'_> {
    /// The mark of a number that is to be filled in.
    pub(super) fn gap(&self) -> Gap {
        Gap { text: self.locale.labels().gap.clone(), mark: Some(self.next_mark()) }
    }

    /// Words that rest on a number that is to be filled in.
    pub(super) fn gap_behind(&self, words: &str) -> Gap {
        let gap = self.gap();
        Gap { text: format!("{words}\u{a0}{}", gap.text), ..gap }
    }

    /// Why a figure is not available, where its name stands beside it.
    pub(super) fn why_absent(&self, figure: &Figure) -> Option<String> {
        let reason = figure.not_available.as_ref().filter(|reason| !reason.is_empty())?;
        Some(fill(&self.locale.labels().unavailable, &[("reason", reason)]))
    }

    /// Why a figure is not available, with its name.
    pub(super) fn why_absent_with_name(&self, figure: &Figure) -> Option<String> {
        let reason = figure.not_available.as_ref().filter(|reason| !reason.is_empty())?;
        Some(self.why_absent_of(&figure.label, reason))
    }

    fn why_absent_of(&self, names: &str, reason: &str) -> String {
        fill(&self.locale.labels().unavailable_of, &[("figure", names), ("reason", reason)])
    }

    /// Why figures are not available that cells of the table which was just read name, for its note.
    pub(super) fn reasons_of_table(&self) -> Vec<Inline> {
        let mut reasons: Vec<(String, Vec<Arc<Figure>>)> = Vec::new();
        for figure in self.absent.take() {
            let Some(reason) = figure.not_available.clone().filter(|reason| !reason.is_empty()) else {
                continue;
            };
            match reasons.iter_mut().find(|(known, _)| *known == reason) {
                Some((_, figures)) if figures.iter().any(|known| known.key == figure.key) => {}
                Some((_, figures)) => figures.push(figure),
                None => reasons.push((reason, vec![figure])),
            }
        }
        let mut text = Vec::new();
        for (reason, figures) in reasons {
            let names = figures.iter().enumerate().map(|(index, figure)| {
                let before = self.locale.separator(index, figures.len());
                format!("{before}{}", figure.label)
            });
            prose::append(
                &mut text,
                vec![Inline::Text(self.why_absent_of(&names.collect::<String>(), &reason))],
            );
        }
        text
    }

    /// Tells of each figure which of its numbers are to be filled in, and how many places wait for them.
    pub(super) fn tell_gaps(&self) {
        let waiting = self.waiting.borrow();
        for spec in &self.spec.figures {
            let key = &spec.key.value;
            let of_history = self.history.get(key.as_str()).into_iter().flatten().flat_map(|spec| &spec.gaps);
            let gaps: Vec<&GapSpec> = spec.gaps.iter().chain(of_history).collect();
            let Some(first) = gaps.first() else { continue };
            let (what, them) = match gaps.len() {
                1 => ("1 number of".to_owned(), "it"),
                count => (format!("{count} numbers of"), "them"),
            };
            let is_are = if gaps.len() == 1 { "is" } else { "are" };
            let places = match waiting.get(key).map_or(0, BTreeSet::len) {
                0 => String::new(),
                1 => format!("; one place needs {them} and is not checked"),
                more => format!("; {more} places need {them} and are not checked"),
            };
            let names = gap::names(&gaps);
            let message = format!("{what} `{key}` {is_are} to be filled in: {names}{places}");
            let fault = Diagnostic::new(code::TO_FILL, first.span, message);
            self.fault(fault.hint(
                "write each number in place of \"?\"; if the source gives none, say why in not_available",
            ));
        }
    }

    /// Whether something is left to be filled in or written.
    pub(super) fn is_draft(&self) -> bool {
        let is_open = |code| self.faults.borrow().iter().any(|found| found.diagnostic.code == code);
        is_open(code::TO_FILL) || is_open(code::TO_WRITE)
    }
}
