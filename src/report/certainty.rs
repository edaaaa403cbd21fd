//! Tells readers how sure the sources are: flags with a legend in tables and charts, notes in sentences.

use std::collections::{BTreeMap, BTreeSet};

use super::compute::{Figure, MissingValue};
use super::context::Builder;
use super::notes::SEPARATOR;
use super::status::{Entry, word};
use super::{Inline, Number};
use crate::data::certainty::{Bound, Status};
use crate::data::period::Period;
use crate::data::quantity::Quantity;
use crate::diag::{Diagnostic, code};
use crate::language::{CertaintyWords, fill};
use crate::spec::Text;
use crate::spec::schema::FigureSpec;

/// Whether a legend names the figures that it speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Naming {
    /// Their periods are enough.
    Periods,
    /// Each with its periods.
    Figures,
}

/// What is said of periods of a figure, each perhaps with the reason.
struct Told<'t> {
    label: &'t str,
    said: BTreeMap<Period, Option<&'t Text>>,
}

impl Builder<'_> {
    /// A number of a table or chart with the flag of its status.
    pub(super) fn flagged(&self, number: Number) -> Number {
        let status = self.statuses.of(number.quantity());
        self.locale.flagged(number, status)
    }

    /// The notes on the numbers of a sentence that are provisional or estimated.
    pub(super) fn status_marks(&self, values: &[&Quantity]) -> Vec<usize> {
        if self.in_notes.get() || self.in_line.get() {
            return Vec::new();
        }
        let entries: BTreeSet<usize> =
            values.iter().flat_map(|value| self.statuses.entries_of(value)).collect();
        let name = |entry: &usize| {
            let Entry { figure, status, .. } = &self.statuses.entries[*entry];
            format!("status{SEPARATOR}{figure}{SEPARATOR}{}", word(*status))
        };
        let names: BTreeSet<String> = entries.iter().map(name).collect();
        self.shown.borrow_mut().marked.extend(entries);
        names.iter().map(|name| self.numbered(name)).collect()
    }

    /// The text of the note of that name, when it is one on provisional or estimated values.
    pub(super) fn status_note(&self, name: &str) -> Option<Vec<Inline>> {
        let mut parts = name.split(SEPARATOR);
        let (kind, figure, status) = (parts.next()?, parts.next()?, parts.next()?);
        let status =
            [Status::Provisional, Status::Estimated].into_iter().find(|known| word(*known) == status);
        let status = status.filter(|_| kind == "status")?;
        let marked = self.shown.borrow().marked.clone();
        let entries = marked.iter().map(|entry| &self.statuses.entries[*entry]);
        let entries: Vec<&Entry> =
            entries.filter(|entry| entry.figure == figure && entry.status == status).collect();
        let words = &self.locale.words().certainty;
        let patterns = match status {
            Status::Provisional => (&words.provisional_note, &words.provisional_note_why),
            Status::Estimated => (&words.estimated_note, &words.estimated_note_why),
        };
        let label = self.scope.figures.get(figure).map_or("", |figure| figure.label.as_str());
        let said = entries.iter().map(|entry| (entry.period, entry.why.as_ref())).collect();
        Some(self.sentence(patterns, &[Told { label, said }], Naming::Periods))
    }

    /// What a tile adds of how sure its numbers are.
    pub(super) fn status_tile(&self, values: &[&Quantity]) -> Vec<Inline> {
        let words = &self.locale.words().certainty;
        let status = values.iter().filter_map(|value| self.statuses.of(value)).max();
        let words = status.map(|status| match status {
            Status::Provisional => &words.provisional_tile,
            Status::Estimated => &words.estimated_tile,
        });
        words.into_iter().map(|words| Inline::Text(words.clone())).collect()
    }

    /// Notes what the cell of a table shows, for the legend below the table.
    pub(super) fn show_in_cell(&self, value: &Quantity) {
        let entries = self.statuses.entries_of(value);
        self.shown.borrow_mut().entries.extend(entries);
    }

    /// Notes a value that the source does not have.
    pub(super) fn show_gap(&self, gap: Option<MissingValue>) {
        self.shown.borrow_mut().gaps.extend(gap);
    }

    /// The legend of the table that has just been read.
    pub(super) fn take_legend(&self) -> Vec<Inline> {
        let (entries, gaps) = {
            let mut shown = self.shown.borrow_mut();
            (std::mem::take(&mut shown.entries), std::mem::take(&mut shown.gaps))
        };
        let mut legend = self.legend_of(&entries, Naming::Periods);
        for sentence in self.gaps(&gaps, |words| (&words.missing_legend, &words.missing_legend_why)) {
            add(&mut legend, sentence);
        }
        legend
    }

    /// What a chart says of its values below itself, and where its data stand in a table.
    pub(super) fn chart_legends(
        &self,
        (shown, drawn): (&[&Quantity], usize),
        gaps: &BTreeSet<MissingValue>,
        naming: Naming,
    ) -> (Vec<Inline>, Vec<Inline>) {
        let entries: BTreeSet<usize> =
            shown.iter().flat_map(|value| self.statuses.entries_of(value)).collect();
        let mut below = self.legend_of(&entries, naming);
        let mut in_table = below.clone();
        let words = &self.locale.words().certainty;
        let is_range = |value: &&&Quantity| matches!(value.bound(), Bound::UpTo(_));
        // The number in a ring is written, and has no mark.
        let marks = shown.get(..drawn).unwrap_or(shown);
        let has_limits = marks.iter().any(|value| !value.is_exact() && !is_range(&value));
        let drawn = [
            has_limits.then_some(&words.limits_drawn),
            marks.iter().any(|value| is_range(&value)).then_some(&words.ranges_drawn),
        ];
        drawn.into_iter().flatten().for_each(|words| add(&mut below, vec![Inline::Text(words.clone())]));
        for sentence in self.gaps(gaps, |words| (&words.missing_chart, &words.missing_chart_why)) {
            add(&mut below, sentence);
        }
        for sentence in self.gaps(gaps, |words| (&words.missing_legend, &words.missing_legend_why)) {
            add(&mut in_table, sentence);
        }
        (below, in_table)
    }

    /// What the flags of some entries mean.
    fn legend_of(&self, entries: &BTreeSet<usize>, naming: Naming) -> Vec<Inline> {
        let words = &self.locale.words().certainty;
        let mut legend = Vec::new();
        for status in [Status::Provisional, Status::Estimated] {
            let mut by_figure: BTreeMap<&str, Told<'_>> = BTreeMap::new();
            let all = entries.iter().map(|entry| &self.statuses.entries[*entry]);
            for entry in all.filter(|entry| entry.status == status) {
                let label = self.scope.figures.get(&entry.figure).map_or("", |figure| figure.label.as_str());
                let told = by_figure.entry(&entry.figure).or_insert(Told { label, said: BTreeMap::new() });
                told.said.insert(entry.period, entry.why.as_ref());
            }
            let patterns = match status {
                Status::Provisional => (&words.provisional_legend, &words.provisional_legend_why),
                Status::Estimated => (&words.estimated_legend, &words.estimated_legend_why),
            };
            let told: Vec<Told<'_>> = by_figure.into_values().collect();
            // Where several figures are shown, and of lines with many values no flag is, the periods are not enough.
            let naming = if told.len() > 1 { Naming::Figures } else { naming };
            if !told.is_empty() {
                add(&mut legend, self.sentence(patterns, &told, naming));
            }
        }
        legend
    }

    /// What is said of gaps, a sentence a figure; several that say the same are one.
    fn gaps<'w>(
        &'w self,
        gaps: &BTreeSet<MissingValue>,
        patterns: impl Fn(&'w CertaintyWords) -> (&'w String, &'w String),
    ) -> Vec<Vec<Inline>> {
        let mut by_figure: BTreeMap<&str, Vec<Period>> = BTreeMap::new();
        for gap in gaps {
            by_figure.entry(&gap.figure).or_default().extend(gap.period);
        }
        let words = &self.locale.words().certainty;
        let sentences = by_figure.into_iter().filter_map(|(figure, periods)| {
            let figure = self.scope.figures.get(figure)?;
            let reason = |period: &Period| figure.missing.get(period).and_then(Option::as_ref);
            let said = periods.iter().map(|period| (*period, reason(period))).collect();
            Some(self.sentence(patterns(words), &[Told { label: &figure.label, said }], Naming::Periods))
        });
        let mut told: Vec<String> = Vec::new();
        let mut kept = Vec::new();
        for sentence in sentences {
            let text = super::plain_text(&sentence);
            if !told.contains(&text) {
                told.push(text);
                kept.push(sentence);
            }
        }
        kept
    }

    /// A sentence about some periods of figures, with the reasons that are known.
    fn sentence(
        &self,
        (plain, with_reason): (&String, &String),
        all: &[Told<'_>],
        naming: Naming,
    ) -> Vec<Inline> {
        let words = &self.locale.words().certainty;
        let separator = words.why_separator.as_str();
        let label = all.first().map_or("", |told| told.label);
        let of_each = all.iter().map(|told| {
            let (periods, count) = (told.said.keys(), told.said.len());
            let names = periods.enumerate().flat_map(|(index, period)| {
                [self.locale.separator(index, count).to_owned(), self.locale.period(*period)]
            });
            let periods: String = names.collect();
            match naming {
                Naming::Figures => fill(&words.of_figure, &[("figure", told.label), ("periods", &periods)]),
                Naming::Periods => periods,
            }
        });
        let periods = of_each.collect::<Vec<_>>().join(separator);
        let mut reasons: Vec<Inline> = Vec::new();
        let mut told: BTreeSet<&str> = BTreeSet::new();
        let given = all.iter().flat_map(|told| told.said.values().flatten());
        for why in given.filter(|why| told.insert(&why.value)) {
            if !reasons.is_empty() {
                reasons.push(Inline::Text(separator.to_owned()));
            }
            reasons.append(&mut self.reason(why));
        }
        let pattern = if reasons.is_empty() { plain } else { with_reason };
        let (before, after) = pattern.split_once("{why}").unwrap_or((pattern, ""));
        let [before, after] = [before, after]
            .map(|pattern| Inline::Text(fill(pattern, &[("figure", label), ("periods", &periods)])));
        let is_empty = |inline: &Inline| matches!(inline, Inline::Text(text) if text.is_empty());
        let whole = std::iter::once(before).chain(reasons).chain([after]);
        whole.filter(|inline| !is_empty(inline)).collect()
    }

    /// Tells of periods that have a value and are said to have none, and of changes that cannot be meant.
    pub(super) fn check_gaps(&self, spec: &FigureSpec, figure: &Figure) {
        for said in &spec.certainty.missing {
            let period = said.period.value;
            if figure.has(period) {
                let message =
                    format!("the figure `{}` has a value for {period}, and calls it missing", figure.key);
                let fault = Diagnostic::new(code::TWO_VALUES, said.period.span, message);
                self.fault(fault.hint("delete it from `missing`, or delete the value"));
            }
        }
        let given = &spec.certainty.given;
        for (part, _) in given.change_of.iter().filter(|(part, _)| self.scope.label(&part.value).is_none()) {
            let unknown = self.scope.unknown_part(&part.value);
            self.fault(Diagnostic::new(code::UNKNOWN_COUNTRY, part.span, unknown.message).hint(unknown.hint));
        }
        let all = given.change.iter().chain(given.change_of.iter().flat_map(|(_, changes)| changes));
        for (from, _) in all.filter(|(from, _)| from.value.first_day() >= figure.period.first_day()) {
            let message =
                format!("{} does not come before {}, the figure's own period", from.value, figure.period);
            let fault = Diagnostic::new(code::BAD_PERIOD, from.span, message);
            self.fault(fault.hint("name the period that the source compares with"));
        }
    }
}

/// Adds a sentence to a text.
fn add(text: &mut Vec<Inline>, sentence: Vec<Inline>) {
    if !text.is_empty() && !sentence.is_empty() {
        text.push(Inline::Text(" ".to_owned()));
    }
    text.extend(sentence);
}
