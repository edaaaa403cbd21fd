//! Makes proposed changes in memory and reads the edition again: what does not hold is not proposed.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use super::find::found;
use super::{Near, Proposal};
use crate::build::examined;
use crate::check::Subject;
use crate::diag::{Diagnostic, Faults, SourceId, Sources};
use crate::patch::{Edit, Patch};
use crate::spec::Spec;
use crate::theme::Theme;

/// Files as they will be, by the names that messages show.
pub type Files = BTreeMap<String, Arc<[u8]>>;

/// Reads the edition, with some files as they will be.
type Read<'a> = dyn Fn(&Files) -> Result<Spec, Faults> + 'a;

/// The changes that can be made to one edition, and those that the author has agreed to.
pub struct Session<'a> {
    read: Box<Read<'a>>,
    theme: &'a Theme,
    sources: Sources,
    findings: Vec<Diagnostic>,
    proposals: Vec<Proposal>,
    near: Vec<Near>,
    agreed: BTreeSet<usize>,
}

impl<'a> Session<'a> {
    /// Reads an edition and collects what may be changed: only for findings of one of these codes, if there are any.
    ///
    /// # Errors
    /// What keeps the edition from being read.
    pub fn start(
        read: impl Fn(&Files) -> Result<Spec, Faults> + 'a,
        theme: &'a Theme,
        codes: &[String],
    ) -> Result<Self, Faults> {
        let spec = read(&Files::new())?;
        let look =
            |subject: &Subject<'_>, findings: &[Diagnostic]| (found(subject, findings), findings.to_vec());
        let (mut found, findings) = examined(&spec, theme, look)?;
        let is_wanted = |proposal: &Proposal| {
            codes.is_empty() || codes.iter().any(|code| code == proposal.finding.code.as_str())
        };
        found.proposals.retain(is_wanted);
        let mut session = Self {
            read: Box::new(read),
            theme,
            sources: spec.sources,
            findings,
            proposals: found.proposals,
            near: found.near,
            agreed: BTreeSet::new(),
        };
        let all: Vec<usize> = (0..session.proposals.len()).collect();
        let kept = session.holding(&all);
        let mut at = 0;
        session.proposals.retain(|_| {
            at += 1;
            kept.contains(&(at - 1))
        });
        Ok(session)
    }

    /// What can be changed, in the order of places. All of it together makes no finding.
    pub fn proposals(&self) -> &[Proposal] {
        &self.proposals
    }

    /// The typed numbers that stay as they are and may be mistyped.
    pub fn near(&self) -> &[Near] {
        &self.near
    }

    /// The files as they were read.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// A change with those that have to go with it, of some that are left, when it still ends its finding and makes
    /// none beside what was agreed to: a sentence in which some numbers are linked may read otherwise than with all.
    pub fn group(&self, index: usize, left: &BTreeSet<usize>) -> BTreeSet<usize> {
        let alone = self.holding(&[index]);
        if !alone.is_empty() {
            return alone;
        }
        let line = self.line_of(index);
        let others = left.iter().copied().filter(|other| self.line_of(*other) == line);
        let group = self.holding(&others.chain([index]).collect::<Vec<_>>());
        if group.contains(&index) { group } else { BTreeSet::new() }
    }

    /// Notes that the author has agreed to changes.
    pub fn agree(&mut self, indices: &BTreeSet<usize>) {
        self.agreed.extend(indices);
    }

    /// Agrees to all of some changes that hold together with those before; gives them.
    pub fn agree_to_all(&mut self, indices: &[usize]) -> BTreeSet<usize> {
        let kept = self.holding(indices);
        self.agreed.extend(&kept);
        kept
    }

    /// The edits that were agreed to, file by file.
    pub fn edits(&self) -> BTreeMap<SourceId, Vec<Edit>> {
        self.edits_of(&self.agreed)
    }

    /// How many changes of a file were agreed to.
    pub fn count(&self, source: SourceId) -> usize {
        self.agreed.iter().filter(|index| self.proposals[**index].source == source).count()
    }

    /// Changes of one file, as they can be shown; nothing where there are none, or they do not fit together.
    pub fn patch(&self, indices: &BTreeSet<usize>) -> Option<Patch> {
        let (source, edits) = self.edits_of(indices).pop_first()?;
        Patch::new(self.sources.text(source), edits).ok()
    }

    fn edits_of(&self, indices: &BTreeSet<usize>) -> BTreeMap<SourceId, Vec<Edit>> {
        let mut files: BTreeMap<SourceId, Vec<Edit>> = BTreeMap::new();
        for index in indices {
            let Proposal { source, edits, .. } = &self.proposals[*index];
            files.entry(*source).or_default().extend(edits.iter().cloned());
        }
        files
    }

    /// Those of some changes that hold. All are tried together first, and then those of the lines in which something is
    /// found anew: one of each line at a time, so that it can be told which it was, and in the end what is left of a
    /// line together.
    fn holding(&self, indices: &[usize]) -> BTreeSet<usize> {
        let mut kept = self.agreed.clone();
        let mut left: Vec<usize> = indices.iter().copied().filter(|index| !kept.contains(index)).collect();
        left = self.keep_lines(&mut kept, &left);
        // What fails beside a typed number may hold once that one is linked too.
        for _ in 0..2 {
            let mut failed = Vec::new();
            for round in self.rounds(&left) {
                let held = self.held(&kept, &round);
                failed.extend(round.iter().filter(|index| !held.contains(index)));
                kept.extend(held);
            }
            left = failed;
        }
        self.keep_lines(&mut kept, &left);
        kept.retain(|index| indices.contains(index));
        kept
    }

    /// Keeps the changes of the lines in which all together hold; gives the others.
    fn keep_lines(&self, kept: &mut BTreeSet<usize>, indices: &[usize]) -> Vec<usize> {
        let mut tried: BTreeSet<usize> = indices.iter().copied().collect();
        while !tried.is_empty() {
            let Outcome::Whole { new, open } = self.outcome(&kept.union(&tried).copied().collect()) else {
                break;
            };
            let of_open = open.iter().filter(|index| tried.contains(index)).map(|index| self.line_of(*index));
            let wrong: BTreeSet<_> = new.iter().copied().chain(of_open).collect();
            if wrong.is_empty() {
                kept.extend(tried);
                break;
            }
            let count = tried.len();
            tried.retain(|index| !wrong.contains(&self.line_of(*index)));
            // What is found in a line that nothing changes in may be of any.
            if tried.len() == count {
                break;
            }
        }
        indices.iter().copied().filter(|index| !kept.contains(index)).collect()
    }

    /// Changes in rounds, none of which has two of one line.
    fn rounds(&self, indices: &[usize]) -> Vec<Vec<usize>> {
        let mut rounds: Vec<Vec<usize>> = Vec::new();
        let mut count: BTreeMap<(SourceId, usize), usize> = BTreeMap::new();
        for index in indices {
            let Some(line) = self.line_of(*index) else { continue };
            let round = count.entry(line).or_default();
            if rounds.len() <= *round {
                rounds.push(Vec::new());
            }
            rounds[*round].push(*index);
            *round += 1;
        }
        rounds
    }

    /// The line that a change begins in.
    fn line_of(&self, index: usize) -> Option<(SourceId, usize)> {
        let Proposal { source, edits, .. } = &self.proposals[index];
        let start = edits.first()?.range.start;
        Some((*source, line_at(self.sources.text(*source), start)))
    }

    /// Those of one round that hold.
    fn held(&self, kept: &BTreeSet<usize>, round: &[usize]) -> BTreeSet<usize> {
        let mut tried: BTreeSet<usize> = round.iter().copied().collect();
        while !tried.is_empty() {
            let failed = match self.outcome(&kept.union(&tried).copied().collect()) {
                Outcome::Whole { new, open } => {
                    let mut failed: BTreeSet<usize> =
                        tried.iter().copied().filter(|index| open.contains(index)).collect();
                    let mut is_told = true;
                    for place in new {
                        let culprit = place.and_then(|line| {
                            tried.iter().copied().find(|index| self.line_of(*index) == Some(line))
                        });
                        is_told &= culprit.is_some();
                        failed.extend(culprit);
                    }
                    if failed.is_empty() && is_told {
                        return tried;
                    }
                    if is_told { failed } else { BTreeSet::new() }
                }
                Outcome::Broken => BTreeSet::new(),
            };
            if failed.is_empty() {
                return self.halves(kept, &tried);
            }
            tried.retain(|index| !failed.contains(index));
        }
        tried
    }

    /// Those that hold of some of which nobody can tell which do not.
    fn halves(&self, kept: &BTreeSet<usize>, tried: &BTreeSet<usize>) -> BTreeSet<usize> {
        if tried.len() < 2 {
            return BTreeSet::new();
        }
        let all: Vec<usize> = tried.iter().copied().collect();
        let (one, two) = all.split_at(all.len() / 2);
        let one = self.held(kept, one);
        let two = self.held(&kept.union(&one).copied().collect(), two);
        one.union(&two).copied().collect()
    }

    /// What the checks say once some changes are made.
    fn outcome(&self, indices: &BTreeSet<usize>) -> Outcome {
        let edits = self.edits_of(indices);
        let mut files = Files::new();
        let mut patches = BTreeMap::new();
        for (source, edits) in edits {
            let Ok(patch) = Patch::new(self.sources.text(source), edits) else { return Outcome::Broken };
            files.insert(self.sources.name(source).to_owned(), Arc::from(patch.new_text().as_bytes()));
            patches.insert(self.sources.name(source).to_owned(), patch);
        }
        let read = (self.read)(&files).and_then(|spec| {
            let findings = examined(&spec, self.theme, |_, findings| findings.to_vec())?;
            Ok((spec, findings))
        });
        let Ok((spec, findings)) = read else { return Outcome::Broken };
        let mut before: BTreeMap<Key, usize> = BTreeMap::new();
        for finding in &self.findings {
            *before.entry(self.key_before(finding, &patches)).or_default() += 1;
        }
        let mut now: BTreeMap<Key, usize> = BTreeMap::new();
        let mut new = Vec::new();
        for finding in &findings {
            let mut key = key(finding, &spec.sources);
            if let Some(patch) = patches.get(&key.file) {
                key.start = settled(patch.edits(), key.start);
            }
            let count = now.entry(key.clone()).or_default();
            *count += 1;
            if *count > before.get(&key).copied().unwrap_or_default() {
                new.push(self.line_before(finding, &spec.sources, &patches));
            }
        }
        let is_open = |index: &&usize| {
            let key = self.key_before(&self.proposals[**index].finding, &patches);
            now.get(&key).copied().unwrap_or_default() >= before.get(&key).copied().unwrap_or_default()
        };
        let open = indices.iter().filter(is_open).copied().collect();
        Outcome::Whole { new, open }
    }

    /// What a finding of the files as they were is known by in the changed ones.
    fn key_before(&self, finding: &Diagnostic, patches: &BTreeMap<String, Patch>) -> Key {
        let mut key = key(finding, &self.sources);
        if let Some(patch) = patches.get(&key.file) {
            key.start = moved(patch.edits(), key.start);
        }
        key
    }

    /// The line of the files as they were that a new finding stands in.
    fn line_before(
        &self,
        finding: &Diagnostic,
        sources: &Sources,
        patches: &BTreeMap<String, Patch>,
    ) -> Option<(SourceId, usize)> {
        let span = finding.span?;
        let name = sources.name(span.source);
        let source = self.sources.ids().find(|id| self.sources.name(*id) == name)?;
        let start = match patches.get(name) {
            Some(patch) => moved(patch.undone().edits(), span.start),
            None => span.start,
        };
        Some((source, line_at(self.sources.text(source), start)))
    }
}

/// What the checks say of changed files.
enum Outcome {
    /// They cannot be read, or the changes do not fit together.
    Broken,
    Whole {
        /// The lines of new findings.
        new: Vec<Option<(SourceId, usize)>>,
        /// The changes whose findings are still there.
        open: BTreeSet<usize>,
    },
}

/// What a finding is known by, wherever other changes have moved it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    code: &'static str,
    file: String,
    start: usize,
    found: Option<String>,
}

fn key(finding: &Diagnostic, sources: &Sources) -> Key {
    let file = finding.span.map(|span| sources.name(span.source).to_owned()).unwrap_or_default();
    let start = finding.span.map(|span| span.start).unwrap_or_default();
    Key { code: finding.code.as_str(), file, start, found: finding.found.clone() }
}

/// Where a place is once edits are made; one within what is replaced is where that begins.
fn moved(edits: &[Edit], place: usize) -> usize {
    let (mut added, mut taken) = (0, 0);
    for Edit { range, text, .. } in edits {
        let Range { start, end } = *range;
        if place < start || (place == start && start < end) {
            break;
        }
        if place < end {
            return start + added - taken;
        }
        added += text.len();
        taken += end - start;
    }
    place + added - taken
}

/// A place in the changed text; one within what was put in the place of words is where that begins, as [`moved`] says
/// of the words.
fn settled(edits: &[Edit], place: usize) -> usize {
    let (mut added, mut taken) = (0, 0);
    for Edit { range, text, .. } in edits {
        let start = range.start + added - taken;
        if place < start {
            break;
        }
        if place < start + text.len() && !range.is_empty() {
            return start;
        }
        added += text.len();
        taken += range.end - range.start;
    }
    place
}

/// The number of a line, from 0.
fn line_at(text: &str, place: usize) -> usize {
    text.as_bytes().iter().take(place).filter(|byte| **byte == b'\n').count()
}
