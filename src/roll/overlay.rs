//! Turns the overlay of an edition, its words in another language, into that of the next edition.
//!
//! Its texts move as those of the edition do: periods in expressions, names of months beside them, claims. Texts of what
//! has gone go with it. A translation stays accepted where only periods and months have moved, in both languages alike.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Range;

use super::entries::comment_above;
use super::literals::moved;
use super::stale::stale;
use super::texts::MONTH_REASON;
use super::tree::Tree;
use super::written::Statement;
use super::{Old, Roles, Rolled, Spelling};
use crate::build::{Checked, checked};
use crate::diag::{Faults, Severity};
use crate::patch::{Conflict, Edit, Patch, toml};
use crate::spec::overlay::stamp::stamp;
use crate::spec::overlay::{Home, Overlay};
use crate::spec::{Spec, Word};
use crate::theme::Theme;
use crate::translate::accept::carried;
use crate::translate::sheets;

/// An overlay that has been moved to another period.
#[derive(Debug, Clone)]
pub struct RolledOverlay {
    /// The new file.
    pub text: String,
    /// What was done, and what is left to do.
    pub told: ToldOverlay,
}

/// What was done to an overlay.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ToldOverlay {
    /// Texts that it keeps.
    pub kept: usize,
    /// Texts of what has gone.
    pub gone: usize,
    /// Claims whose words are to be written.
    pub claims: usize,
    /// Translations of a text that is another one now, or that nobody has accepted.
    pub stale: usize,
    /// Lines of remarks and titles that name a time in words.
    pub again: Vec<usize>,
}

/// Why an overlay could not be moved.
#[derive(Debug)]
pub enum StoppedOverlay {
    /// It has errors, or there is none.
    Old,
    /// The new one would have errors.
    New(Box<Faults>),
    /// The edits do not fit together.
    Conflict(Box<Conflict>),
}

/// Reads the new edition with its overlay, from the texts of both.
pub type ReadOverlay<'a> = dyn Fn(&str, &str) -> Result<Spec, Faults> + 'a;

/// Moves the overlay of an edition that was opened in another language. `names` are the names of the two editions.
///
/// # Errors
/// The overlay has errors, or what would come out of it has.
pub fn overlay(
    old: &Spec,
    theme: &Theme,
    (rolled, roles, spelling): (&Rolled, Roles, Spelling),
    names: [&str; 2],
    read: &ReadOverlay<'_>,
) -> Result<RolledOverlay, StoppedOverlay> {
    let overlays = old.translation.iter().flat_map(|translation| &translation.overlays);
    let Some(own) = overlays.into_iter().find(|overlay| overlay.home == Home::Edition) else {
        return Err(StoppedOverlay::Old);
    };
    let is_error = |severity: Severity| severity == Severity::Error;
    let Ok(Checked { report: Some(report), locale, findings, .. }) = checked(old, theme) else {
        return Err(StoppedOverlay::Old);
    };
    if findings.iter().any(|finding| is_error(finding.severity)) {
        return Err(StoppedOverlay::Old);
    }
    let tree = Tree::new(old.sources.text(own.source));
    let conflict = |conflict| StoppedOverlay::Conflict(Box::new(conflict));
    let new = |faults: Faults| StoppedOverlay::New(Box::new(faults));
    let named = named(&tree, names);
    // Which texts the new edition has is told by reading it with the old words.
    let first = Patch::new(tree.text, named.clone()).map_err(conflict)?.new_text();
    let first = read(&rolled.text, &first).map_err(new)?;
    let keys: BTreeSet<&str> = words_of(&first).map(|word| word.key.as_str()).collect();
    let taken = taken_out(&tree, own, &keys);
    let before = Old {
        tree: &tree,
        source: own.source,
        roles,
        spec: old,
        locale: &locale,
        figures: &report.figures,
        gone: taken.ranges.clone(),
        is_relative: spelling == Spelling::Relative,
    };
    let periods = moved(&before);
    let claims = before.claims();
    let months = before.months(&periods.months, &claims);
    let count = claims.len();
    let stale_ones = stale(&before);
    let mut again: Vec<usize> = stale_ones.remarks.iter().chain(&stale_ones.titles).copied().collect();
    again.sort_unstable();
    let out = taken.ranges.into_iter().map(|range| Edit::new(range, "", "of the old period alone"));
    let edits = [out.collect(), taken.comments, named, periods.edits, claims, months].concat();
    let patch = Patch::new(tree.text, edits).map_err(conflict)?;
    let text = patch.new_text();
    let spec = read(&rolled.text, &text).map_err(new)?;
    let text = match accepted(old, (own, &spec), (rolled, &patch)) {
        Some(edits) => Patch::new(text, edits).map_err(conflict)?.new_text(),
        None => text,
    };
    let spec = read(&rolled.text, &text).map_err(new)?;
    let Checked { findings, .. } = checked(&spec, theme).map_err(new)?;
    if findings.iter().any(|finding| is_error(finding.severity)) {
        return Err(new(Faults::new(spec.sources, findings)));
    }
    let listings = sheets(&spec).into_iter().filter(|sheet| sheet.home == Home::Edition);
    let stale = listings.map(|sheet| sheet.listing()).map(|listing| listing.stale.len() + listing.open.len());
    let line = |place: usize| text_line(&patch, place);
    let told = ToldOverlay {
        kept: own.places.len() - taken.count,
        gone: taken.count,
        claims: count,
        stale: stale.sum(),
        again: again.into_iter().map(line).collect(),
    };
    Ok(RolledOverlay { text, told })
}

fn words_of(spec: &Spec) -> impl Iterator<Item = &Word> {
    spec.words.iter().filter(|word| word.home == Home::Edition)
}

/// What goes of an overlay.
struct Taken {
    ranges: Vec<Range<usize>>,
    /// Exemptions, which become comments.
    comments: Vec<Edit>,
    /// How many texts.
    count: usize,
}

/// Takes out the texts that translate nothing in the new edition, with the comments above them, and tables of which
/// nothing is left.
fn taken_out(tree: &Tree<'_>, overlay: &Overlay, keys: &BTreeSet<&str>) -> Taken {
    let name = |statement: &Statement| statement.names().join(".");
    let is_stamp = |statement: &Statement| statement.names().first() == Some(&"from");
    let is_text = |statement: &Statement| overlay.places.contains_key(&name(statement));
    let is_gone = |statement: &Statement| is_text(statement) && !keys.contains(name(statement).as_str());
    let is_kept = |statement: &Statement| is_text(statement) && keys.contains(name(statement).as_str());
    let mut taken = Taken { ranges: Vec::new(), comments: Vec::new(), count: 0 };
    let mut index = 0;
    while index < tree.statements.len() {
        // A heading with what stands below it, or the keys at the beginning of the file.
        let after = tree.statements[index + 1..].iter().position(Statement::is_heading);
        let end = after.map_or(tree.statements.len(), |count| index + 1 + count);
        let table = &tree.statements[index..end];
        index = end;
        let Some(first) = table.first().filter(|first| !is_stamp(first)) else { continue };
        let gone = table.iter().filter(|one| is_gone(one)).count();
        taken.count += gone;
        if first.is_heading() && gone > 0 && !table.iter().any(is_kept) {
            let last = table.last().map_or(first.range.end, |last| last.range.end);
            let mut range = comment_above(tree, first.range.start)..tree.line_end(last);
            while range.end < tree.text.len()
                && tree.text[range.end..tree.line_end(range.end)].trim().is_empty()
            {
                range.end = tree.line_end(range.end);
            }
            taken.ranges.push(range);
            continue;
        }
        for one in table {
            if is_gone(one) {
                taken.ranges.push(comment_above(tree, one.range.start)..tree.line_end(one.range.end));
            } else if one.names().last() == Some(&"allow") && !one.is_heading() {
                let mut at = tree.line_start(one.range.start);
                while at < one.range.end {
                    taken.comments.push(Edit::new(at..at, "# ", "an exemption of the old numbers"));
                    at = tree.line_end(at);
                }
            }
        }
    }
    taken
}

/// The name of the edition that it translates, where the file tells it.
fn named(tree: &Tree<'_>, [from, to]: [&str; 2]) -> Vec<Edit> {
    let is_it = |one: &&Statement| one.names() == ["translates"];
    let value = tree.statements.iter().find(is_it).and_then(|one| one.value.as_ref());
    let value =
        value.map(|value| Edit::new(value.range.clone(), toml::string(to, "\"\""), "the new edition"));
    let head = tree.statements.first().map_or(tree.text.len(), |first| first.range.start);
    let words = format!("# The words of {from} ");
    let comment = tree.text[..head]
        .find(&words)
        .map(|at| Edit::new(at..at + words.len(), format!("# The words of {to} "), "the new edition"));
    value.into_iter().chain(comment).collect()
}

/// Edits that keep translations accepted which moved as their source did, and drop the stamps of texts that have gone.
fn accepted(
    old: &Spec,
    (overlay, new): (&Overlay, &Spec),
    (rolled, patch): (&Rolled, &Patch),
) -> Option<Vec<Edit>> {
    let months = |patch: &Patch, range: Range<usize>| {
        let edits = patch.edits().iter().filter(|edit| edit.reason == MONTH_REASON);
        edits.filter(|edit| range.start <= edit.range.start && edit.range.end <= range.end).count()
    };
    let was: BTreeMap<&str, &Word> = words_of(old).map(|word| (word.key.as_str(), word)).collect();
    let is_alike = |word: &Word| {
        let Some(was) = was.get(word.key.as_str()) else { return false };
        let stamped = overlay.stamps.get(&word.key).map(|stamped| stamped.value.as_str());
        let is_accepted = stamped == Some(stamp(&was.source.value).as_str());
        let has_claims = word.source.value.contains("[?](=");
        is_accepted
            && !has_claims
            && months(&rolled.patch, was.source.span.range()) == months(patch, was.printed.span.range())
    };
    let keys: BTreeSet<String> =
        words_of(new).filter(|word| is_alike(word)).map(|word| word.key.clone()).collect();
    let sheet = sheets(new).into_iter().find(|sheet| sheet.home == Home::Edition)?;
    Some(carried(&sheet, &keys))
}

/// The line of a place of the old text in the new one.
fn text_line(patch: &Patch, place: usize) -> usize {
    let at = super::told::after(patch, place);
    let text = patch.new_text();
    text[..at.min(text.len())].matches('\n').count() + 1
}

impl fmt::Display for ToldOverlay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counted = super::told::counted;
        write!(f, "{} moved, {} taken out", counted(self.kept, "text"), self.gone)?;
        if self.claims > 0 {
            write!(f, "; {} to write", counted(self.claims, "claim"))?;
        }
        if self.stale > 0 {
            let words = if self.stale == 1 { "is" } else { "are" };
            write!(f, "; {} {words} to be translated again", counted(self.stale, "text"))?;
        }
        if !self.again.is_empty() {
            let names = if self.again.len() == 1 { "names" } else { "name" };
            write!(f, "; {} {names} a time in words", super::told::lines(self.again.iter().copied()))?;
        }
        Ok(())
    }
}
