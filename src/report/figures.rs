//! Reads the figures of a spec, with what history files add to them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rust_decimal::Decimal;

use super::build::Builder;
use super::compute::{Figure, OTHER, Revision};
use crate::data::period::Period;
use crate::data::quantity::{Origin, Quantity, Unit};
use crate::diag::{Diagnostic, Spanned};
use crate::spec::Text;
use crate::spec::schema::FigureSpec;

/// Names that mean something else in an expression.
const TAKEN: [&str; 12] =
    ["period", "country", "span", "none", "true", "false", "not", "and", "or", "in", "is", "if"];

impl Builder<'_> {
    pub(super) fn figures(&self) -> BTreeMap<String, Arc<Figure>> {
        let names = self.spec.common.iter().flat_map(|common| &common.names);
        names.for_each(|(_, name)| self.check_plain(name));
        let mut figures: BTreeMap<String, Arc<Figure>> = BTreeMap::new();
        for spec in &self.spec.figures {
            let mut figure = self.read_figure(spec, &spec.unit);
            self.add_history(spec, &mut figure);
            figures.insert(spec.key.value.clone(), Arc::new(figure));
        }
        for earlier in &self.spec.history {
            if !figures.contains_key(&earlier.key.value) {
                let message = format!(
                    "the history has values of `{}`, which the edition does not know",
                    earlier.key.value
                );
                let known = self.spec.figures.iter().map(|figure| figure.key.value.as_str());
                let mut fault = Diagnostic::warning("unknown-figure", earlier.key.span, message);
                fault = fault.did_you_mean(&earlier.key.value, known);
                let add = || format!("add [figures.{}] to the edition, or delete it here", earlier.key.value);
                self.fault(fault.or_hint(add));
            }
        }
        figures
    }

    /// Adds what history files and earlier editions have of a figure. What the edition itself says of an earlier
    /// period stands; history only adds to it.
    fn add_history(&self, spec: &FigureSpec, figure: &mut Figure) {
        for earlier in self.spec.history.iter().filter(|earlier| earlier.key.value == spec.key.value) {
            if earlier.unit != Unit::default() && earlier.unit != spec.unit {
                let message =
                    format!("the history gives `{}` in another unit than the edition", spec.key.value);
                let fault = Diagnostic::error("unit-differs", earlier.key.span, message);
                self.fault(fault.hint("convert the values, or leave the unit out: the edition's holds"));
            }
            for (period, value) in self.read_figure(earlier, &spec.unit).values {
                self.add_published(spec, figure, period, value);
            }
        }
        // Of what several editions published, the latest holds: it has told of its own revisions.
        let mut later: Vec<Figure> = Vec::new();
        for edition in &self.spec.earlier {
            for earlier in edition.figures.iter().filter(|earlier| earlier.key.value == spec.key.value) {
                if earlier.is_broken {
                    continue;
                }
                if earlier.unit != spec.unit {
                    let message = format!("an earlier edition has `{}` in another unit", spec.key.value);
                    let fault = Diagnostic::warning("unit-differs", earlier.key.span, message);
                    self.fault(
                        fault
                            .hint("its values are left out; give those that you need in this edition's unit"),
                    );
                    continue;
                }
                let was = self.read_figure(earlier, &spec.unit);
                let periods: BTreeSet<Period> =
                    was.values.keys().chain(figure.values.keys()).copied().collect();
                for period in periods {
                    let is_told = later.iter().any(|later| later.value(period).is_ok());
                    if let Some(value) = was.value(period).ok().filter(|_| !is_told) {
                        self.add_published(spec, figure, period, value);
                    }
                }
                later.push(was);
            }
        }
    }

    /// Takes over a published value, or tells that the edition has another one.
    fn add_published(&self, spec: &FigureSpec, figure: &mut Figure, period: Period, published: Quantity) {
        let given = figure.values.get(&period);
        let Some(known) = given.cloned().or_else(|| figure.value(period).ok()) else {
            figure.values.insert(period, published);
            return;
        };
        // A sum has the digits of its months, and may have been published with fewer.
        let digits = known.digits().min(published.digits());
        let is_same = match (known.origin(), published.origin()) {
            (Origin::Given(_), Origin::Given(_)) => known.value() == published.value(),
            _ => known.rounded(digits).value() == published.rounded(digits).value(),
        };
        if is_same || figure.revision(period).is_some() {
            return;
        }
        match spec.revised.iter().find(|(revised, _)| revised.value == period) {
            Some((_, why)) => figure.revisions.push(Revision { period, published, why: why.clone() }),
            None => self.differs(figure, period, &known, &published),
        }
    }

    /// A value of an earlier period is not what it was; which of the two holds is for the author to say.
    fn differs(&self, figure: &Figure, period: Period, known: &Quantity, published: &Quantity) {
        let place = |value: &Quantity| {
            let spans = value.origin().spans();
            let span = spans.first().copied().unwrap_or(figure.span);
            let (line, _) = self.spec.sources.line_column(span);
            format!("{} in {} line {line}", value.value(), self.spec.sources.name(span.source))
        };
        let own = known.origin().spans().first().copied().filter(|span| span.source == figure.span.source);
        let here = own.map_or_else(|| place(known), |_| format!("{} here", known.value()));
        let message = format!("figure `{}`: {period} is {here}, and was {}", figure.key, place(published));
        let hint = format!(
            "make both the same, or say in the figure why it was revised: revised = {{ {period} = \"…\" }}"
        );
        let found = format!("{} for {}", known.value(), published.value());
        let fault = Diagnostic::warning("value-differs", own.unwrap_or(figure.span), message);
        self.fault(fault.hint(hint).found(found));
    }

    /// The values of a figure; those of a history file are in the unit that the edition gives.
    fn read_figure(&self, spec: &FigureSpec, unit: &Unit) -> Figure {
        let is_broken = self.check_figure(spec) || spec.is_broken;
        let period = spec.period.as_ref().map_or(self.spec.edition.period.value, |period| period.value);
        let given = |value: &Spanned<Decimal>, unit: &Unit| {
            Quantity::new(value.value, unit.clone(), Origin::Given(value.span))
        };
        let mut values: BTreeMap<Period, Quantity> =
            spec.values.iter().map(|(period, value)| (period.value, given(value, unit))).collect();
        if let Some(total) = &spec.total {
            values.insert(period, given(total, unit));
        }
        let list = |entries: &[(Spanned<String>, Spanned<Decimal>)], unit: &Unit| {
            entries.iter().map(|(key, value)| (key.value.clone(), given(value, unit))).collect()
        };
        Figure {
            key: spec.key.value.clone(),
            label: spec.label.as_ref().map_or_else(|| spec.key.value.clone(), |label| self.line(label)),
            unit: unit.clone(),
            period,
            values,
            shares: list(&spec.shares, &Unit::PERCENT),
            parts: list(&spec.parts, unit),
            convert: spec.convert.as_ref().map(|convert| (convert.unit.clone(), convert.rate.value)),
            source: spec.source.as_ref().map(|source| source.value.clone()),
            revisions: Vec::new(),
            remark: spec.remark.clone(),
            not_available: match &spec.not_available {
                Some(text) => Some(self.line(text)),
                None => is_broken.then(String::new),
            },
            span: spec.key.span,
        }
    }

    /// Whether something is wrong with a figure, after telling it.
    fn check_figure(&self, spec: &FigureSpec) -> bool {
        let key = &spec.key;
        let mut faults = Vec::new();
        let simple = key.value.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        let taken = TAKEN.contains(&key.value.as_str());
        if !simple || !key.value.starts_with(|c: char| c.is_ascii_lowercase()) || taken {
            let message = format!("`{}` cannot be the name of a figure", key.value);
            let hint = "use lowercase letters, digits and _, as in permanent_permits; period, country and span are taken";
            faults.push(Diagnostic::error("bad-name", key.span, message).hint(hint));
        }
        for (part, _) in spec.shares.iter().chain(&spec.parts) {
            if part.value != OTHER && self.scope.label(&part.value).is_none() {
                let unknown = self.scope.unknown_part(&part.value);
                faults.push(
                    Diagnostic::error("unknown-country", part.span, unknown.message).hint(unknown.hint),
                );
            }
        }
        let own = spec.period.as_ref().map_or(self.spec.edition.period.value, |period| period.value);
        let again = spec.values.iter().find(|(period, _)| period.value == own);
        if let (Some(total), Some((_, value))) = (&spec.total, again) {
            let message = format!("the figure `{}` has two values for its own period", key.value);
            let hint = format!("delete this one or `total = {}`", total.value);
            faults.push(Diagnostic::error("two-values", value.span, message).hint(hint));
        }
        if let (Some(reason), true) = (&spec.not_available, spec.total.is_some() || !spec.values.is_empty()) {
            let message = format!("the figure `{}` has values and is called not available", key.value);
            let hint = "delete `not_available` or the values";
            faults.push(Diagnostic::error("two-values", reason.span, message).hint(hint));
        }
        let is_broken = !faults.is_empty();
        faults.into_iter().for_each(|fault| self.fault(fault));
        if let Some(source) = &spec.source {
            self.known_source(source);
        }
        is_broken
    }

    /// Names are needed before anything is computed: an expression in them would be printed as it stands.
    fn check_plain(&self, words: &Text) {
        if let Some(at) = words.value.find("{{") {
            let message = "nothing can be computed in a name";
            let fault = Diagnostic::error("unsupported-text", words.at(at, at + 2), message);
            self.fault(fault.hint("write the words themselves"));
        }
    }
}
