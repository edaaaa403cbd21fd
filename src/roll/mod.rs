//! Turns an edition into the next one: its periods move, its values wait to be filled in, what was of its quarter
//! alone goes.
//!
//! Each period that the old file spells out has a role in it ([`role`]): the quarter itself, one of its months, the
//! quarter before, the same of the year before, the year so far. In the new file, the period of the same role stands
//! in its place. All of it is edits of the old file's bytes ([`crate::patch`]), so that comments, order and line breaks
//! stay; the old file itself is not touched, and is history from then on.
//!
//! Versions of an edition in other languages are files beside it: [`mod@overlay`] moves them, each with its own texts,
//! from the same roles.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use crate::build::{Checked, checked};
use crate::data::period::Period;
use crate::diag::{Diagnostic, Faults, Severity, SourceId};
use crate::language::Language;
use crate::patch::{Conflict, Edit, Patch};
use crate::report::{Figure, MissingValue};
use crate::spec::Spec;
use crate::theme::Theme;

mod ask;
mod clear;
mod entries;
pub mod fresh;
mod less;
mod literals;
pub mod overlay;
pub mod role;
mod stale;
mod texts;
pub mod told;
mod tree;
mod written;

use clear::{Reasons, cleared};
use entries::entries;
use literals::moved;
pub use role::Roles;
pub use told::Told;
use tree::Tree;

/// The most rounds in which values are asked for: each may bring others into reach.
const MOST_ROUNDS: usize = 6;

/// What is done with legislation and events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Events {
    /// They are of the quarter that was.
    Out,
    /// They stay.
    Kept,
}

/// How periods are written that the edition's own can tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spelling {
    /// As they are: `"2023-Q2"`.
    Out,
    /// By what they are: `period.previous`. They move by themselves from then on.
    Relative,
}

/// An edition that has been moved to another period.
#[derive(Debug, Clone)]
pub struct Rolled {
    /// The new file.
    pub text: String,
    /// The edits that lead from the old file to it, values that nobody has given aside.
    pub patch: Patch,
    /// Those of them that move periods.
    pub moves: Patch,
    /// What was done.
    pub told: Told,
    /// The new edition, as it is read.
    pub spec: Spec,
    /// What is to be said of it; no errors.
    pub findings: Vec<Diagnostic>,
}

/// Why an edition could not be moved.
#[derive(Debug)]
pub enum Stopped {
    /// It has errors.
    Old(Box<Faults>),
    /// The new one would have errors.
    New(Box<Faults>),
    /// The edits do not fit together.
    Conflict(Box<Conflict>),
}

/// Reads the new edition from its text. Tables whose files have other names now stand in with the old ones where the
/// new ones are not there yet: pairs of an old name and a new one.
pub type Read<'a> = dyn Fn(&str, &[(String, String)]) -> Result<Spec, Faults> + 'a;

/// Moves an edition.
///
/// # Errors
/// It has errors, or what would come out of it has.
pub fn roll(
    old: &Spec,
    theme: &Theme,
    roles: Roles,
    (events, spelling): (Events, Spelling),
    read: &Read<'_>,
) -> Result<Rolled, Stopped> {
    let before = checked(old, theme).map_err(|faults| Stopped::Old(Box::new(faults)))?;
    let Checked { report: Some(report), locale, findings, .. } = before else {
        let faults = Faults::new(old.sources.clone(), before.findings);
        return Err(Stopped::Old(Box::new(faults)));
    };
    if findings.iter().any(|finding| finding.severity == Severity::Error) {
        return Err(Stopped::Old(Box::new(Faults::new(old.sources.clone(), findings))));
    }
    let source = old.edition.period.span.source;
    let tree = Tree::new(old.sources.text(source));
    let start = Old {
        tree: &tree,
        source,
        roles,
        spec: old,
        locale: &locale,
        figures: &report.figures,
        gone: Vec::new(),
        is_relative: spelling == Spelling::Relative,
    };
    let asked = start.moved_with(theme, Reasons::Asked, events, read);
    match asked {
        // A text that has no place for the value of a figure which was not available keeps the reason.
        Err(Stopped::New(faults)) => {
            start.moved_with(theme, Reasons::Kept, events, read).map_err(|_| Stopped::New(faults))
        }
        done => done,
    }
}

/// The edition that is there, while it is moved.
#[derive(Debug, Clone)]
struct Old<'a> {
    tree: &'a Tree<'a>,
    source: SourceId,
    roles: Roles,
    spec: &'a Spec,
    locale: &'a Language,
    figures: &'a BTreeMap<String, Arc<Figure>>,
    /// Bytes that nothing more is done with.
    gone: Vec<Range<usize>>,
    is_relative: bool,
}

impl Old<'_> {
    fn is_gone(&self, place: usize) -> bool {
        self.gone.iter().any(|gone| gone.contains(&place))
    }

    fn moved_with(
        &self,
        theme: &Theme,
        reasons: Reasons,
        events: Events,
        read: &Read<'_>,
    ) -> Result<Rolled, Stopped> {
        let mut old = self.clone();
        let text = old.tree.text;
        let others: Vec<&str> = old
            .spec
            .sources
            .ids()
            .filter(|id| *id != old.source)
            .map(|id| old.spec.sources.text(id))
            .collect();
        let entries = entries(old.tree, old.roles.to(), &others, events == Events::Kept);
        old.gone.extend(entries.gone.iter().cloned());
        let cleared = cleared(&old, reasons);
        old.gone.extend(cleared.gone.iter().cloned());
        let moved = moved(&old);
        let claims = old.claims();
        let months = old.months(&moved.months, &claims);
        let mut told = Told::new(&old, &moved, (claims.len(), months.len()), (&entries, &cleared));
        let conflict = |conflict| Stopped::Conflict(Box::new(conflict));
        let moves = Patch::new(text, moved.edits.clone()).map_err(conflict)?;
        let edits: Vec<Edit> = [entries.edits, cleared.edits, moved.edits, claims, months].concat();
        let patch = Patch::new(text, edits).map_err(conflict)?;
        let done = asked_for(patch.new_text(), theme, (&moved.renamed, &cleared.wanted_parts), read)?;
        told.place(&patch, &done.patches);
        told.count(&done, self.roles);
        Ok(Rolled { text: done.text, patch, moves, told, spec: done.spec, findings: done.findings })
    }
}

/// A new edition that has been read.
struct Done {
    text: String,
    spec: Spec,
    findings: Vec<Diagnostic>,
    /// The values that nobody has and that were added to be filled in.
    added: BTreeSet<(String, Period)>,
    patches: Vec<Patch>,
}

/// Reads a new edition, and asks for values that it wants and nobody has, until nothing is missing.
fn asked_for(
    mut text: String,
    theme: &Theme,
    (renamed, parts): (&[(String, String)], &[clear::PartAsked]),
    read: &Read<'_>,
) -> Result<Done, Stopped> {
    let new = |faults: Faults| Stopped::New(Box::new(faults));
    let (mut added, mut patches) = (BTreeSet::new(), Vec::new());
    for _ in 0..MOST_ROUNDS {
        let spec = read(&text, renamed).map_err(new)?;
        let Checked { findings, missing, .. } = checked(&spec, theme).map_err(new)?;
        let is_error = |finding: &&Diagnostic| finding.severity == Severity::Error;
        if findings.iter().find(is_error).is_none() {
            return Ok(Done { text, spec, findings, added, patches });
        }
        let wanted: BTreeSet<(String, Period)> = missing
            .iter()
            .flat_map(|missing| values(missing, &spec))
            .filter(|one| !added.contains(one))
            .collect();
        let mut edits = ask::edits(&text, &wanted);
        if edits.is_empty() {
            edits = ask::parts(&text, parts);
        }
        if edits.is_empty() {
            return Err(new(Faults::new(spec.sources.clone(), findings)));
        }
        let patch = Patch::new(text, edits).map_err(|conflict| Stopped::Conflict(Box::new(conflict)))?;
        text = patch.new_text();
        patches.push(patch);
        added.extend(wanted);
    }
    let spec = read(&text, renamed).map_err(new)?;
    let findings = checked(&spec, theme).map_err(new)?.findings;
    Err(new(Faults::new(spec.sources, findings)))
}

/// The values that have to be given for one that is missing: of a figure that follows from others, theirs.
fn values(missing: &MissingValue, spec: &Spec) -> Vec<(String, Period)> {
    let Some(figure) = spec.figures.iter().find(|figure| figure.key.value == missing.figure) else {
        return Vec::new();
    };
    let own = figure.period.as_ref().map_or(spec.edition.period.value, |own| own.value);
    let period = missing.period.unwrap_or(own);
    let Some(derive) = &figure.derive else { return vec![(missing.figure.clone(), period)] };
    let is_named = |key: &str| {
        derive.value.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').any(|word| word == key)
    };
    let from = spec.figures.iter().filter(|figure| figure.derive.is_none() && is_named(&figure.key.value));
    from.map(|figure| (figure.key.value.clone(), period)).collect()
}
