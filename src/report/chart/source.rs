//! Says whose numbers a chart draws.

use std::collections::BTreeSet;

use super::Maker;
use crate::data::period::Period;
use crate::report::Inline;
use crate::report::compute::Figure;

impl Maker<'_> {
    /// Keeps that the chart draws a number of a figure.
    pub(super) fn draws(&self, figure: &Figure, at: Period) {
        self.drawn.borrow_mut().insert((figure.key.clone(), at));
    }

    /// The lines of the sources whose numbers are drawn, each once, with the period of its numbers: those of its figures
    /// first, in their order, then those of what its bars are compared with.
    pub(super) fn source(&self, compared: &[String]) -> Vec<Inline> {
        let drawn = self.drawn.borrow();
        let at = |figure: &Figure| -> BTreeSet<Period> {
            drawn.iter().filter(|(key, _)| *key == figure.key).map(|(_, at)| *at).collect()
        };
        let known = self.figures.iter().filter_map(|figure| {
            let at = at(figure);
            (!at.is_empty()).then(|| (figure.source.clone(), spoken_of(figure.period, &at)))
        });
        let others = compared.iter().filter_map(|key| self.builder.scope.figures.get(key));
        let others = others.filter(|figure| !drawn.iter().any(|(key, _)| *key == figure.key));
        let others = others.map(|figure| (figure.source.clone(), figure.period));
        let named = known.chain(others).filter_map(|(source, period)| Some((source?, period)));
        self.builder.source_lines(named.collect())
    }
}

/// The period that a source speaks of whose numbers of some periods are drawn: the figure's own, which a series of
/// months or years leads to, or the last one when all are of other times.
fn spoken_of(own: Period, drawn: &BTreeSet<Period>) -> Period {
    let last = drawn.iter().max_by_key(|period| period.last_day()).copied().unwrap_or(own);
    let is_within = own.first_day() <= last.first_day() && last.last_day() <= own.last_day();
    if is_within && drawn.len() > 1 { own } else { last }
}
