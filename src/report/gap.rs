//! Numbers that are to be filled in: which of them a figure lacks, and what rests on them.

use std::collections::{BTreeMap, BTreeSet};

use crate::data::period::Period;
use crate::diag::listed;
use crate::spec::FigureSpec;
use crate::spec::schema::{GapOf, GapSpec};

/// What stands on a page in the place of a number that is to be filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The words, such as "[?]".
    pub text: String,
    /// The mark by which the record finds its page.
    pub mark: Option<u32>,
}

/// The numbers that a figure lacks until somebody fills them in.
#[derive(Debug, Clone, Default)]
pub struct Gaps {
    /// The periods whose values are to be filled in, each with the figure that it is to be written to.
    pub(super) values: BTreeMap<Period, String>,
    /// The parts whose shares are to be filled in, by period.
    pub(super) shares: BTreeMap<Period, BTreeSet<String>>,
    /// The parts whose amounts are to be filled in, by period.
    pub(super) parts: BTreeMap<Period, BTreeSet<String>>,
    /// Whether the rate of its conversion is.
    pub(super) has_rate: bool,
}

/// Which of a figure's lists is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    Shares,
    Parts,
}

impl Gaps {
    /// What a spec leaves to be filled in of a figure with that period of its own.
    pub(super) fn new(spec: &FigureSpec, own: Period) -> Self {
        let mut gaps = Self::default();
        for gap in &spec.gaps {
            match &gap.of {
                GapOf::Total => gaps.add_value(own, &spec.key.value),
                GapOf::Value(at) => gaps.add_value(*at, &spec.key.value),
                GapOf::Share { part, at } => {
                    gaps.shares.entry(at.unwrap_or(own)).or_default().insert(part.clone());
                }
                GapOf::Part { part, at } => {
                    gaps.parts.entry(at.unwrap_or(own)).or_default().insert(part.clone());
                }
                GapOf::Rate => gaps.has_rate = true,
                GapOf::Converted(_) => {}
            }
        }
        gaps
    }

    /// Whether nothing is to be filled in.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty() && self.shares.is_empty() && self.parts.is_empty() && !self.has_rate
    }

    /// Leaves the value of a period to be filled in at a figure.
    pub(super) fn add_value(&mut self, at: Period, figure: &str) {
        self.values.entry(at).or_insert_with(|| figure.to_owned());
    }

    /// Whether the value of a period itself is to be filled in.
    pub(super) fn has_value(&self, at: Period) -> bool {
        self.values.contains_key(&at)
    }

    /// The periods whose values are to be filled in.
    pub(super) fn periods(&self) -> impl Iterator<Item = Period> {
        self.values.keys().copied()
    }

    pub(super) fn list(&self, of: Of, at: Period) -> Option<&BTreeSet<String>> {
        match of {
            Of::Shares => self.shares.get(&at),
            Of::Parts => self.parts.get(&at),
        }
    }

    /// Whether a list of a period has something to be filled in, so that its sum is not known.
    pub fn is_open(&self, at: Period) -> bool {
        self.shares.contains_key(&at) || self.parts.contains_key(&at)
    }

    /// The parts that a list lacks.
    pub(super) fn missing_parts(&self, at: Period) -> impl Iterator<Item = &str> {
        [Of::Shares, Of::Parts]
            .into_iter()
            .filter_map(move |of| self.list(of, at))
            .flatten()
            .map(String::as_str)
    }
}

/// Which numbers are to be filled in, for a finding: "total, shares of CN, TR".
pub(super) fn names(gaps: &[&GapSpec]) -> String {
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    let mut add = |of: String, name: String| match groups.iter_mut().find(|(known, _)| *known == of) {
        Some((_, names)) => names.push(name),
        None => groups.push((of, vec![name])),
    };
    for gap in gaps {
        let in_period = |at: &Option<Period>| at.map_or_else(String::new, |at| format!(" in {at}"));
        match &gap.of {
            GapOf::Total => add(String::new(), "total".to_owned()),
            GapOf::Value(at) => add(String::new(), at.to_string()),
            GapOf::Share { part, at } => add(format!("share{} of", in_period(at)), part.clone()),
            GapOf::Part { part, at } => add(format!("part{} of", in_period(at)), part.clone()),
            GapOf::Rate => add(String::new(), "rate".to_owned()),
            GapOf::Converted(name) => add("converted value of".to_owned(), name.clone()),
        }
    }
    let names = groups.into_iter().map(|(of, names)| {
        let list = listed(names.iter().map(String::as_str));
        if of.is_empty() { list } else { format!("{of} {list}") }
    });
    names.collect::<Vec<_>>().join(", ")
}
