//! Reads the figures of a spec, with what history files add to them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rust_decimal::Decimal;

use super::compute::{Breakdown, Figure, GivenChange, OTHER, Revision};
use super::context::Builder;
use super::gap::Gaps;
use crate::data::period::Period;
use crate::data::quantity::{Origin, Quantity, Unit};
use crate::diag::{Diagnostic, Severity, Span, Spanned, code};
use crate::spec::Text;
use crate::spec::schema::{FigureSpec, GapOf, GapSpec, GivenSpec};

/// Names that mean something else in an expression.
const TAKEN: [&str; 14] = [
    "period", "country", "span", "none", "true", "false", "not", "and", "or", "in", "is", "if", "else", "end",
];

/// What is printed of a figure in words.
struct Label {
    label: String,
    /// Why there are no values.
    not_available: Option<String>,
}

/// What the edition says of a figure, whatever file its values come from.
#[derive(Clone, Copy)]
struct Known<'a> {
    unit: &'a Unit,
    is_stock: bool,
}

/// The words of all figures, of the edition and of what history has of them, by the places of their names.
pub(super) struct Labels(BTreeMap<Span, Label>);

/// Reads the words of all figures, with no figure in reach.
pub(super) fn labels(builder: &Builder<'_>) -> Labels {
    let names = builder.spec.common.iter().flat_map(|common| &common.names);
    names.for_each(|(_, name)| builder.check_plain(name));
    let periods = builder.spec.common.iter().flat_map(|common| &common.periods);
    periods.for_each(|named| builder.check_plain(&named.label));
    let mut labels = BTreeMap::new();
    for spec in &builder.spec.figures {
        let earlier =
            builder.history_of(spec).chain(builder.earlier_of(spec).filter(|was| was.unit == spec.unit));
        for spec in std::iter::once(spec).chain(earlier) {
            let label =
                spec.label.as_ref().map_or_else(|| spec.key.value.clone(), |label| builder.line(label));
            let not_available = spec.not_available.as_ref().map(|text| builder.line(text));
            labels.insert(spec.key.span, Label { label, not_available });
        }
    }
    Labels(labels)
}

/// Reads all figures, by name.
pub(super) fn figures(builder: &Builder<'_>, labels: &Labels) -> BTreeMap<String, Arc<Figure>> {
    let mut figures: BTreeMap<String, Arc<Figure>> = BTreeMap::new();
    for spec in &builder.spec.figures {
        let known = Known { unit: &spec.unit, is_stock: builder.is_stock(spec) };
        let mut figure = builder.read_figure(spec, known, labels);
        builder.add_history(spec, &mut figure, (known, labels));
        builder.check_gaps(spec, &figure);
        figures.insert(spec.key.value.clone(), Arc::new(figure));
    }
    for earlier in &builder.spec.history {
        let name = &earlier.key.value;
        if !figures.contains_key(name) && !builder.unread.may_define(name) {
            // Editions share a history file: a figure may be one of another edition, unless it looks like one of this
            // edition that the file does not have.
            let lacking = builder.spec.figures.iter().map(|figure| figure.key.value.as_str());
            let lacking = lacking.filter(|known| !builder.history.contains_key(known));
            if let Some(near) = builder.scope.guesses.nearest(name, lacking) {
                let message = format!("the history has values of `{name}`, which the edition does not know");
                let fault = Diagnostic::new(code::UNKNOWN_FIGURE, earlier.key.span, message);
                builder.fault(fault.with_severity(Severity::Warning).meant(Some(near)));
            }
        }
    }
    builder.derive(&mut figures);
    figures
}

/// The changes that a source gives itself.
fn given_changes(spec: &GivenSpec) -> Vec<GivenChange> {
    let whole = spec.change.iter().map(|change| (None, change));
    let of_parts = spec
        .change_of
        .iter()
        .flat_map(|(part, changes)| changes.iter().map(move |change| (Some(part.value.clone()), change)));
    let all = whole.chain(of_parts).map(|(part, (from, percent))| {
        let percent = Quantity::new(percent.value, Unit::PERCENT, Origin::Given(percent.span));
        GivenChange { from: from.value, part, percent }
    });
    all.collect()
}

impl<'a> Builder<'a> {
    /// What history files have of a figure.
    fn history_of(&self, spec: &FigureSpec) -> impl Iterator<Item = &'a FigureSpec> {
        self.history.get(spec.key.value.as_str()).into_iter().flatten().copied()
    }

    /// What earlier editions have of a figure, the latest edition first.
    fn earlier_of(&self, spec: &FigureSpec) -> impl Iterator<Item = &'a FigureSpec> {
        let all = self.earlier.get(spec.key.value.as_str()).into_iter().flatten().copied();
        all.filter(|earlier| !earlier.is_broken)
    }

    /// Adds what history files and earlier editions have of a figure. What the edition itself says of an earlier
    /// period stands; history only adds to it.
    fn add_history(&self, spec: &FigureSpec, figure: &mut Figure, (known, labels): (Known<'_>, &Labels)) {
        for earlier in self.history_of(spec) {
            if earlier.unit != Unit::default() && earlier.unit != spec.unit {
                let message =
                    format!("the history gives `{}` in another unit than the edition", spec.key.value);
                let fault = Diagnostic::new(code::UNIT_DIFFERS, earlier.key.span, message);
                self.fault(fault.hint("convert the values, or leave the unit out: the edition's holds"));
            }
            let ends = self.scope.period.last_day();
            let earlier = self.read_figure(earlier, known, labels);
            for (period, value) in earlier.values {
                // Of its own time, an edition has published what stands in it; the file may have been corrected since.
                let is_own = period.last_day() == ends && figure.values.contains_key(&period);
                if !is_own {
                    self.add_published(spec, figure, period, value);
                }
            }
            for period in earlier.gaps.periods().filter(|period| !figure.has(*period)).collect::<Vec<_>>() {
                figure.gaps.add_value(period, &figure.key);
            }
        }
        // Of what several editions published, the latest holds: it has told of its own revisions.
        let mut later: BTreeSet<Period> = BTreeSet::new();
        for earlier in self.earlier_of(spec) {
            if earlier.unit != spec.unit {
                let message = format!("an earlier edition has `{}` in another unit", spec.key.value);
                let fault = Diagnostic::new(code::UNIT_DIFFERS, earlier.key.span, message)
                    .with_severity(Severity::Warning);
                self.fault(
                    fault.hint("its values are left out; give those that you need in this edition's unit"),
                );
                continue;
            }
            let was = self.read_figure(earlier, known, labels);
            // What is known of no shorter period is no sum of it either. Spans of months have no places of their own.
            let around = was.values.keys().flat_map(|period| period.around());
            let spans = figure.values.keys().copied().filter(|period| period.is_span());
            let sums: BTreeSet<Period> = around.chain(spans).filter(|period| was.has(*period)).collect();
            let known = sums.iter().filter(|period| figure.values.contains_key(period));
            let periods: BTreeSet<Period> = was.values.keys().chain(known).copied().collect();
            for period in periods.into_iter().filter(|period| !later.contains(period)) {
                if let Some(value) = was.find(period) {
                    self.add_published(spec, figure, period, value);
                }
            }
            later.extend(was.values.keys().copied().chain(sums));
        }
    }

    /// Takes over a published value, or tells that the edition has another one.
    fn add_published(&self, spec: &FigureSpec, figure: &mut Figure, period: Period, published: Quantity) {
        // Who wrote that it is to be filled in wants another one.
        if figure.gaps.has_value(period) {
            return;
        }
        let given = figure.values.get(&period);
        let Some(known) = given.cloned().or_else(|| figure.find(period)) else {
            figure.values.insert(period, published);
            return;
        };
        // A sum has the digits of its months, and may have been published with fewer.
        let digits = known.digits().min(published.digits());
        let is_same = match (known.origin(), published.origin()) {
            (Origin::Given(_), Origin::Given(_)) => known.ends() == published.ends(),
            _ => known.rounded(digits).ends() == published.rounded(digits).ends(),
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
            format!("{} in {} line {line}", value.written(), self.spec.sources.name(span.source))
        };
        let own = known.origin().spans().first().copied().filter(|span| span.source == figure.span.source);
        let here = own.map_or_else(|| place(known), |_| format!("{} here", known.written()));
        let message = format!("figure `{}`: {period} is {here}, and was {}", figure.key, place(published));
        let hint = format!(
            "make both the same, or say in the figure why it was revised: revised = {{ {period} = \"…\" }}"
        );
        let found = format!("{} for {}", known.written(), published.written());
        let fault = Diagnostic::new(code::VALUE_DIFFERS, own.unwrap_or(figure.span), message);
        self.fault(fault.hint(hint).found(found));
    }

    /// Whether a figure counts what is there on a day: as it says, or because it has values of days.
    fn is_stock(&self, spec: &FigureSpec) -> bool {
        let all = || std::iter::once(spec).chain(self.history_of(spec)).chain(self.earlier_of(spec));
        let own = [spec.period.as_ref().map_or(self.spec.edition.period.value, |period| period.value)];
        let values = || all().flat_map(|spec| self.values_so_far(spec));
        let gap = |gap: &GapSpec| if let GapOf::Value(at) = gap.of { Some(at) } else { None };
        let gaps = || all().flat_map(|spec| &spec.gaps).filter_map(gap);
        let has_days = || values().map(|(period, _)| period.value).chain(gaps()).chain(own);
        all().find_map(|spec| spec.stock).unwrap_or_else(|| has_days().any(Period::is_day))
    }

    /// The values of a figure without those that were written for a later edition: they are of a time after this one,
    /// and stand in another file, which editions share.
    fn values_so_far<'s>(
        &self,
        spec: &'s FigureSpec,
    ) -> impl Iterator<Item = &'s (Spanned<Period>, Spanned<Decimal>)> + use<'s, 'a> {
        let edition = &self.spec.edition.period;
        let own = spec.period.as_ref().map_or(edition.value, |period| period.value).last_day();
        let (file, ends) = (edition.span.source, own.max(edition.value.last_day()));
        spec.values
            .iter()
            .filter(move |(period, value)| value.span.source == file || period.value.last_day() <= ends)
    }

    /// The values of a figure; those of a history file are in the unit that the edition gives.
    fn read_figure(&self, spec: &FigureSpec, known: Known<'_>, labels: &Labels) -> Figure {
        let unit = known.unit;
        let is_broken = self.check_figure(spec) || spec.is_broken;
        let period = spec.period.as_ref().map_or(self.spec.edition.period.value, |period| period.value);
        let bounds = &self.spec.bounds;
        let given = |value: &Spanned<Decimal>, unit: &Unit| {
            let quantity = Quantity::new(value.value, unit.clone(), Origin::Given(value.span));
            match bounds.get(&value.span) {
                Some(bound) => quantity.bounded(*bound),
                None => quantity,
            }
        };
        let mut values: BTreeMap<Period, Quantity> =
            self.values_so_far(spec).map(|(period, value)| (period.value, given(value, unit))).collect();
        if let Some(total) = &spec.total {
            values.insert(period, given(total, unit));
        }
        // A value that is given twice was told.
        for at in &spec.at {
            if let Some(total) = &at.total {
                values.entry(at.period.value).or_insert_with(|| given(total, unit));
            }
        }
        let words = labels.0.get(&spec.key.span);
        let list = |entries: &[(Spanned<String>, Spanned<Decimal>)], unit: &Unit| {
            entries.iter().map(|(key, value)| (key.value.clone(), given(value, unit))).collect()
        };
        Figure {
            key: spec.key.value.clone(),
            label: words.map_or_else(|| spec.key.value.clone(), |words| words.label.clone()),
            unit: unit.clone(),
            period,
            is_stock: known.is_stock,
            values,
            shares: list(&spec.shares, &Unit::PERCENT),
            parts: list(&spec.parts, unit),
            at: spec
                .at
                .iter()
                .map(|at| {
                    let (shares, parts) = (list(&at.shares, &Unit::PERCENT), list(&at.parts, unit));
                    (at.period.value, Breakdown { shares, parts })
                })
                .collect(),
            groups: Arc::clone(&self.scope.groups),
            is_balance: spec.balance,
            derived: None,
            missing: spec
                .certainty
                .missing
                .iter()
                .map(|said| (said.period.value, said.why.clone()))
                .collect(),
            given: given_changes(&spec.certainty.given),
            convert: spec.convert.as_ref().map(|convert| (convert.unit.clone(), convert.rate.value)),
            source: spec.source.as_ref().map(|source| source.value.clone()),
            revisions: Vec::new(),
            remark: spec.remark.clone(),
            gaps: Gaps::new(spec, period),
            not_available: words
                .and_then(|words| words.not_available.clone())
                .or_else(|| is_broken.then(String::new)),
            is_unknown: is_broken,
            span: spec.key.span,
        }
    }

    /// Values that a figure gives twice, and not alike.
    fn given_twice(&self, spec: &FigureSpec) -> Vec<Diagnostic> {
        let (key, mut faults) = (&spec.key, Vec::new());
        let own = spec.period.as_ref().map_or(self.spec.edition.period.value, |period| period.value);
        let again = spec.values.iter().find(|(period, _)| period.value == own);
        // The same number twice says nothing that is wrong.
        let bounds = &self.spec.bounds;
        let agree = |one: &Spanned<Decimal>, two: &Spanned<Decimal>| {
            one.value == two.value && bounds.get(&one.span) == bounds.get(&two.span)
        };
        if let (Some(total), Some((_, value))) = (&spec.total, again)
            && !agree(total, value)
        {
            let message = format!("the figure `{}` has two values for its own period", key.value);
            let hint = format!("delete this one or `total = {}`", total.value);
            faults.push(Diagnostic::new(code::TWO_VALUES, value.span, message).hint(hint));
        }
        for (index, (period, value)) in spec.values.iter().enumerate() {
            let first = spec.values[..index].iter().find(|(other, _)| other.value == period.value);
            if let Some((first, _)) = first {
                let (line, _) = self.spec.sources.line_column(first.span);
                let message = format!("the figure `{}` has two values for {}", key.value, period.value);
                let fault = Diagnostic::new(code::TWO_VALUES, value.span, message);
                faults.push(fault.hint(format!("the other one stands in line {line}; delete one of them")));
            }
        }
        for at in &spec.at {
            let again = spec.values.iter().find(|(period, _)| period.value == at.period.value);
            let is_own = at.period.value == own;
            let differ = again.zip(at.total.as_ref()).is_some_and(|((_, value), total)| !agree(value, total));
            if is_own || differ {
                let message =
                    format!("the figure `{}` says twice what it is in {}", key.value, at.period.value);
                let hint = if is_own {
                    "it is the figure's own period: write total, shares and parts above, without `at`"
                } else {
                    "delete one of the two values"
                };
                faults.push(Diagnostic::new(code::TWO_VALUES, at.period.span, message).hint(hint));
            }
        }
        faults
    }

    /// Whether something is wrong with a figure, after telling it.
    fn check_figure(&self, spec: &FigureSpec) -> bool {
        let key = &spec.key;
        let mut faults = Vec::new();
        let simple = key.value.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        let taken = TAKEN.contains(&key.value.as_str());
        if !simple || !key.value.starts_with(|c: char| c.is_ascii_lowercase()) || taken {
            let message = format!("`{}` cannot be the name of a figure", key.value);
            let hint = "use lowercase letters, digits and _, as in permanent_permits; period, country, span, if, else and end are taken";
            faults.push(Diagnostic::new(code::BAD_NAME, key.span, message).hint(hint));
        }
        let others = spec.at.iter().flat_map(|at| at.shares.iter().chain(&at.parts));
        for (part, _) in spec.shares.iter().chain(&spec.parts).chain(others) {
            if let Some(member) = self.counted_twice(spec, &part.value) {
                let message = format!("`{}` is a group, and its part `{member}` is listed too", part.value);
                let hint = "list either; a group is the sum of its parts by itself";
                faults.push(Diagnostic::new(code::TWO_VALUES, part.span, message).hint(hint));
            }
            if part.value != OTHER && self.scope.label(&part.value).is_none() {
                let unknown = self.scope.unknown_part(&part.value);
                faults.push(
                    Diagnostic::new(code::UNKNOWN_COUNTRY, part.span, unknown.message).hint(unknown.hint),
                );
            }
        }
        for gap in &spec.gaps {
            if let GapOf::Share { part, .. } | GapOf::Part { part, .. } = &gap.of
                && part != OTHER
                && self.scope.label(part).is_none()
            {
                let unknown = self.scope.unknown_part(part);
                faults.push(
                    Diagnostic::new(code::UNKNOWN_COUNTRY, gap.span, unknown.message).hint(unknown.hint),
                );
            }
        }
        faults.extend(self.given_twice(spec));
        let has_values = spec.total.is_some() || !spec.values.is_empty() || !spec.gaps.is_empty();
        if let (Some(reason), true) = (&spec.not_available, has_values) {
            let message = format!("the figure `{}` has values and is called not available", key.value);
            let hint = "delete `not_available` or the values";
            faults.push(Diagnostic::new(code::TWO_VALUES, reason.span, message).hint(hint));
        }
        let is_broken = !faults.is_empty();
        faults.into_iter().for_each(|fault| self.fault(fault));
        if let Some(source) = &spec.source {
            self.known_source(source);
        }
        is_broken
    }

    /// A part of a group that a figure lists beside the group itself.
    fn counted_twice(&self, spec: &FigureSpec, group: &str) -> Option<String> {
        let members = self.scope.groups.members(group)?;
        let others = spec.at.iter().flat_map(|at| at.shares.iter().chain(&at.parts));
        let mut listed = spec.shares.iter().chain(&spec.parts).chain(others);
        listed.find(|(part, _)| members.contains(&part.value)).map(|(part, _)| part.value.clone())
    }

    /// Names are needed before anything is computed: an expression in them would be printed as it stands.
    fn check_plain(&self, words: &Text) {
        if let Some(at) = words.value.find("{{") {
            let message = "nothing can be computed in a name";
            let fault = Diagnostic::new(code::UNSUPPORTED_TEXT, words.at(at, at + 2), message);
            self.fault(fault.hint("write the words themselves"));
        }
    }
}
