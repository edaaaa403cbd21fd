//! Tells readers which numbers are no longer what an earlier edition published, and why.

use std::collections::BTreeSet;

use super::compute::{Figure, Revision};
use super::context::Builder;
use super::notes::SEPARATOR;
use super::passage::{Asked, Part, Passage, Piece, PieceKind, What};
use super::walk::plain_text;
use super::{Change, Expected, Inline, Report, prose};
use crate::data::quantity::Quantity;
use crate::diag::{SourceId, Span};
use crate::language::fill;
use crate::spec::Text;

impl Builder<'_> {
    /// What a tile adds when its number, or the one it is compared with, was revised.
    pub(super) fn revised_tile(&self, asked: &Asked, change: Option<&Change>) -> Vec<Inline> {
        let compared = change.into_iter().flat_map(|change| {
            [change.from, change.to]
                .map(|period| Asked { figure: change.figure.clone(), what: What::Value(period) })
        });
        let marks: BTreeSet<usize> = [asked.clone()]
            .into_iter()
            .chain(compared)
            .filter_map(|asked| self.revision_mark(&asked))
            .collect();
        let words = (!marks.is_empty()).then(|| Inline::Text(self.locale.labels().revised_tile.clone()));
        words.into_iter().chain(marks.into_iter().map(Inline::Note)).collect()
    }

    /// What stands below a chart that shows revised values.
    pub(super) fn revised_chart<'b>(
        &self,
        figures: impl IntoIterator<Item = &'b Figure>,
        shown: &[&Quantity],
    ) -> Vec<Inline> {
        let shown: BTreeSet<Span> = shown.iter().flat_map(|value| value.origin().spans()).collect();
        let mut text = Vec::new();
        for figure in figures {
            for revision in &figure.revisions {
                if figure.values.get(&revision.period).is_some_and(|value| rests_on(value, &shown)) {
                    text.extend((!text.is_empty()).then(|| Inline::Text(" ".to_owned())));
                    text.extend(self.revision_text(figure, revision));
                }
            }
        }
        text
    }

    /// The text of the note of that name, when it is one on a revision.
    pub(super) fn revision_note(&self, name: &str) -> Option<Vec<Inline>> {
        let mut parts = name.split(SEPARATOR).skip(1);
        let figure = self.scope.figures.get(parts.next()?)?;
        let revision = figure.revision(parts.next()?.parse().ok()?)?;
        Some(self.revision_text(figure, revision))
    }

    /// A reason within a pattern, which closes the sentence.
    pub(super) fn reason(&self, why: &Text) -> Vec<Inline> {
        let mut why = prose::inlines(self, why);
        if let Some(Inline::Text(last)) = why.last_mut() {
            last.truncate(last.trim_end_matches(['.', ' ', '\n']).len());
        }
        why
    }

    fn revision_text(&self, figure: &Figure, revision: &Revision) -> Vec<Inline> {
        let period = self.locale.period(revision.period);
        let pattern = fill(
            &self.locale.labels().revised,
            &[("figure", figure.label.as_str()), ("period", period.as_str())],
        );
        let published = self.locale.format(&revision.published);
        let mut why = self.reason(&revision.why);
        let mut text = Vec::new();
        let mut rest = pattern.as_str();
        while let Some((before, name, after)) = next_slot(rest) {
            text.push(Inline::Text(before.to_owned()));
            match name {
                "published" => text.push(Inline::Number(published.clone())),
                _ => text.append(&mut why),
            }
            rest = after;
        }
        text.push(Inline::Text(rest.to_owned()));
        let kind = PieceKind::Number {
            number: published,
            asked: None,
            figure: figure.key.clone(),
            formula: format!("figures.{}.revised.{}", figure.key, revision.period),
        };
        let piece = Piece { text: plain_text(&text), span: revision.why.span, kind };
        let part: Part = self.at.borrow().clone();
        self.passages.borrow_mut().push(Passage {
            part,
            cell: None,
            role: self.role.get(),
            pieces: vec![piece],
        });
        text
    }
}

/// The first `{name}` of a pattern, with what stands before and after it.
fn next_slot(pattern: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = pattern.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

fn rests_on(value: &Quantity, shown: &BTreeSet<Span>) -> bool {
    value.origin().spans().iter().any(|span| shown.contains(span))
}

/// The files that hold a value which a number of the report rests on.
pub(super) fn files_of_numbers(report: &Report) -> BTreeSet<SourceId> {
    let mut spans: Vec<Span> = Vec::new();
    let mut add = |value: &Quantity| spans.extend(value.origin().spans());
    for piece in report.passages.iter().flat_map(|passage| &passage.pieces) {
        if let PieceKind::Number { number, .. } = &piece.kind {
            add(number.quantity());
        }
    }
    for claim in &report.claims {
        match &claim.expected {
            Expected::Quantity(quantity) => add(quantity),
            Expected::Change(change) => add(&change.exact_percent),
        }
    }
    for tile in &report.tiles {
        tile.number.number().into_iter().for_each(|number| add(number.quantity()));
        tile.change.iter().for_each(|change| add(&change.exact_percent));
    }
    for chart in report.charts() {
        let values = chart.series.iter().flat_map(|series| series.values.iter().flatten());
        values.chain(&chart.totals).for_each(|number| add(number.quantity()));
    }
    spans.into_iter().map(|span| span.source).collect()
}
