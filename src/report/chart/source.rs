//! Says whose numbers a chart draws.

use std::collections::BTreeSet;

use super::Maker;
use crate::data::period::Period;
use crate::diag::{Diagnostic, Spanned, code};
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
        let named: Vec<(String, Period)> = named.collect();
        let Some(own) = &self.spec.source else { return self.builder.source_lines(named) };
        if !self.builder.known_source(own) {
            return Vec::new();
        }
        self.names_others(own, &named);
        let last = named.iter().map(|(_, period)| *period).max_by_key(|period| period.last_day());
        let period = last.unwrap_or(self.builder.scope.period);
        self.builder.source_lines(vec![(own.value.clone(), period)])
    }

    /// Tells that a chart names the source of one of its figures alone, or of others. A note that names several is none of
    /// any figure.
    fn names_others(&self, own: &Spanned<String>, named: &[(String, Period)]) {
        let is_own = |(name, _): &&(String, Period)| *name == own.value;
        let other = named.iter().find(|named| !is_own(named));
        let mut figures = self.builder.scope.figures.values();
        let is_of_figure = figures.any(|figure| figure.source.as_ref() == Some(&own.value));
        let Some((other, _)) = other.filter(|_| is_of_figure) else { return };
        let message = format!(
            "chart `{}` names the source `{}`, and draws numbers whose source is `{other}`",
            self.spec.key.value, own.value
        );
        let hint = "leave `source` out, and the sources of all its figures are printed; or name a note of [notes] that names them";
        self.builder.fault(Diagnostic::new(code::SOURCE_MISSING, own.span, message).hint(hint).found(other));
    }
}

/// The period that a source speaks of whose numbers of some periods are drawn: the figure's own, which a series of
/// months or years leads to, or the last one when all are of other times.
fn spoken_of(own: Period, drawn: &BTreeSet<Period>) -> Period {
    let last = drawn.iter().max_by_key(|period| period.last_day()).copied().unwrap_or(own);
    let is_within = own.first_day() <= last.first_day() && last.last_day() <= own.last_day();
    if is_within && drawn.len() > 1 { own } else { last }
}
