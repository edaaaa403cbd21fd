//! The rule about numbers of one set with different decimals.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::Subject;
use crate::check::place::{available, of_number};
use crate::data::period::Frequency;
use crate::diag::{Diagnostic, SourceId, code};
use crate::report::{Figure, Quantity};
use crate::spec::schema::FigureSpec;

#[doc = include_str!("mixed-decimals.md")]
pub(in crate::check) fn mixed_decimals(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    // A number that an earlier edition printed cannot be changed any more.
    let earlier = subject.spec.earlier.iter().flat_map(|earlier| &earlier.figures);
    let of_figure = |figure: &FigureSpec| {
        let values = figure.values.iter().map(|(_, value)| value.span.source);
        values.chain(figure.total.iter().map(|total| total.span.source)).collect::<Vec<_>>()
    };
    let earlier: BTreeSet<SourceId> = earlier.flat_map(of_figure).collect();
    let is_own = |value: &Quantity| !value.origin().spans().iter().any(|span| earlier.contains(&span.source));
    // What the decimals of most are, nobody can say before all are there.
    for figure in available(subject).filter(|figure| figure.gaps.is_empty()) {
        let of_parts = |list: &[(String, Quantity)]| list.iter().map(|(_, value)| value.clone()).collect();
        let mut sets: Vec<(&str, Vec<Quantity>)> =
            vec![("shares", of_parts(&figure.shares)), ("parts", of_parts(&figure.parts))];
        for at in figure.at.values() {
            let own = |list: &[(String, Quantity)]| {
                let values = list.iter().map(|(_, value)| value.clone());
                values.filter(is_own).collect::<Vec<_>>()
            };
            sets.extend([("shares", own(&at.shares)), ("parts", own(&at.parts))]);
        }
        for name in ["days", "months", "quarters", "half-years", "years", "spans of months", "named periods"]
        {
            let of_length = figure
                .values
                .iter()
                .filter(|(period, value)| set_of(period.frequency()) == name && is_own(value));
            sets.push((name, of_length.map(|(_, value)| value.clone()).collect()));
        }
        findings.extend(sets.iter().filter_map(|(name, set)| of_other_decimals(figure, name, set)));
    }
    findings
}

/// What the values of periods of one length are called.
fn set_of(frequency: Frequency) -> &'static str {
    match frequency {
        Frequency::Day => "days",
        Frequency::Month => "months",
        Frequency::Quarter => "quarters",
        Frequency::Half => "half-years",
        Frequency::Year => "years",
        Frequency::Months(_) => "spans of months",
        Frequency::Named => "named periods",
    }
}

/// The numbers of a set that do not have the decimals that most of it has.
fn of_other_decimals(figure: &Figure, name: &str, set: &[Quantity]) -> Option<Diagnostic> {
    // A limit is rounder than the number that nobody knows.
    let set: Vec<&Quantity> = set.iter().filter(|value| value.is_exact()).collect();
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    set.iter().for_each(|value| *counts.entry(value.digits()).or_default() += 1);
    let (usual, _) = counts.into_iter().max_by_key(|(digits, count)| (*count, *digits))?;
    let odd: Vec<&Quantity> = set.iter().copied().filter(|value| value.digits() != usual).collect();
    let first = odd.first()?;
    let found = odd.iter().map(|value| value.value().to_string()).collect::<Vec<_>>().join(", ");
    let decimals = match usual {
        0 => "no decimals".to_owned(),
        1 => "one decimal".to_owned(),
        more => format!("{more} decimals"),
    };
    let message = format!(
        "figure `{}`: of its {name}, {found} {} other decimals than the rest, which {} {decimals}",
        figure.key,
        if odd.len() == 1 { "has" } else { "have" },
        if set.len() - odd.len() == 1 { "has" } else { "have" },
    );
    let hint = "give all of them with the same decimals, as the source has them";
    Some(Diagnostic::new(code::MIXED_DECIMALS, of_number(figure, first), message).hint(hint).found(found))
}
