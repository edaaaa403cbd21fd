//! Makes changes in memory and builds again: what does not give exactly what the editor wrote is left.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::built::{Built, built_of};
use super::half::halves;
use super::propose::{Words, propose, without_marks};
use super::structure;
use super::{ByFile, Change, Left, Reason, Review, Shape};
use crate::build;
use crate::diag::{Diagnostic, Faults, SourceId};
use crate::docx::wording::{is_mark, same};
use crate::docx::{Base, BlockText, Edit as DocxEdit, EditKind, What};
use crate::patch::{Edit, Patch};
use crate::spec::Spec;
use crate::spec::overlay::path_of;

/// Files that are changed, by their names in messages.
pub type Files = BTreeMap<String, Arc<[u8]>>;

/// What can be carried back, and what cannot.
#[derive(Debug, Default)]
pub struct Proven {
    /// Changes that hold, in the order of the document.
    pub changes: Vec<Change>,
    /// What is left, in the order of the document.
    pub left: Vec<Left>,
    /// By the place of a change in the list, the other blocks that read otherwise by it.
    pub others: BTreeMap<usize, Vec<String>>,
}

/// Which changes are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Wanted {
    /// Those of texts that other editions share.
    pub shared: bool,
    /// Those of items and paragraphs as wholes.
    pub structure: bool,
}

impl Proven {
    /// The changes of each file.
    pub fn edits(&self) -> ByFile {
        by_file(self.changes.iter())
    }
}

fn by_file<'c>(changes: impl Iterator<Item = &'c Change>) -> ByFile {
    let mut files = ByFile::new();
    for change in changes {
        let edits: &mut Vec<Edit> = files.entry(change.place.source).or_default();
        // A text that is printed twice may have been changed at both places alike.
        edits.extend(change.edits.iter().filter(|edit| !edits.contains(edit)).cloned().collect::<Vec<_>>());
    }
    files
}

impl Review<'_> {
    /// The changes that carry the edits back, proven by building with them.
    pub fn proven(&self, read: impl Fn(&Files) -> Result<Spec, Faults>, wanted: Wanted) -> Proven {
        let (changes, mut left) = self.proposed(wanted);
        let trial = Trial { review: self, changes: &changes, read: &read };
        let all: BTreeSet<usize> = (0..changes.len()).collect();
        let mut reasons = BTreeMap::new();
        let (mut kept, mut others) = trial.holding(&BTreeSet::new(), &all, &mut reasons);
        // What would be half of a sentence goes with the rest of it.
        loop {
            let rejected = reasons.iter().map(|(index, reason)| changes[*index].clone().left(reason.clone()));
            let rejected: Vec<Left> = rejected.chain(left.iter().cloned()).collect();
            let halves = self.halves_among(&changes, &kept, &rejected);
            if halves.is_empty() {
                break;
            }
            kept.retain(|index| !halves.contains_key(index));
            reasons.extend(halves);
            (kept, others) = trial.holding(&BTreeSet::new(), &kept, &mut reasons);
        }
        for (index, reason) in reasons {
            left.push(changes[index].clone().left(reason));
        }
        let places: BTreeMap<usize, usize> = kept.iter().copied().zip(0..).collect();
        let others =
            others.into_iter().filter_map(|(index, keys)| Some((*places.get(&index)?, keys))).collect();
        let order: BTreeMap<String, usize> =
            self.base.blocks().into_iter().map(|block| block.key).zip(0..).collect();
        left.sort_by_key(|left| order.get(&left.key).copied().unwrap_or(usize::MAX));
        Proven { changes: kept.into_iter().map(|index| changes[index].clone()).collect(), left, others }
    }

    fn proposed(&self, wanted: Wanted) -> (Vec<Change>, Vec<Left>) {
        let (mut changes, mut left) = (Vec::new(), Vec::new());
        let blocks = self.base.blocks();
        let base: BTreeMap<&str, &BlockText> =
            blocks.iter().map(|block| (block.key.as_str(), block)).collect();
        for edit in &self.edits().changes {
            let has_words = self.has_words(edit);
            let both = base.get(edit.key.as_str()).zip(self.returned.words.get(&edit.key));
            let before = changes.len() + left.len();
            let mut has_other_marks = false;
            if let Some((old, words)) = both.filter(|_| has_words) {
                let words = Words { key: &edit.key, old: &old.marked, new: &words.marked, marks: &old.marks };
                let mut made = propose(&self.spec, self.places.get(&edit.key), words);
                has_other_marks = made.has_other_marks;
                self.name_places(&edit.key, &mut made.left);
                made.keep_whole(&old.words);
                left.extend(made.left);
                for change in made.changes {
                    self.sort_in(change, wanted, &mut changes, &mut left);
                }
            }
            let is_of_words = matches!(edit.kind, EditKind::Tracked | EditKind::Changed);
            let is_of_marks = |left: &Left| left.key == edit.key && matches!(left.reason, Reason::Marks);
            if has_words && is_of_words {
                let is_empty = changes.len() + left.len() == before;
                if is_empty || !edit.also.is_empty() || !edit.comments.is_empty() {
                    left.push(self.by_hand(edit));
                } else if has_other_marks && !left.iter().any(is_of_marks) {
                    left.push(Left { reason: Reason::Marks, ..self.by_hand(edit) });
                }
                if edit.to.is_some() {
                    left.push(Left { reason: Reason::Again, ..self.by_hand(edit) });
                }
                continue;
            }
            match structure::propose(self, edit) {
                Ok(change) if wanted.structure && self.has_lost_title(&change) => {
                    let title = "the title of the chapter, which is gone too".to_owned();
                    left.push(Left { reason: Reason::Half(title), ..self.by_hand(edit) });
                }
                Ok(change) if wanted.structure => self.sort_in(change, wanted, &mut changes, &mut left),
                Ok(_) => left.push(Left { reason: Reason::Structure, ..self.by_hand(edit) }),
                Err(reason) => left.push(Left { reason, ..self.by_hand(edit) }),
            }
        }
        // A paragraph below a new heading is nothing without it.
        let news: BTreeMap<String, String> = left
            .iter()
            .filter(|left| matches!(left.reason, Reason::Elsewhere | Reason::Numbers) && left.was.is_empty())
            .map(|left| (left.key.clone(), left.now.clone()))
            .collect();
        let is_beside =
            |change: &Change| matches!(change.shape, Shape::After(_)) && news.contains_key(&change.key);
        let (beside, changes): (Vec<Change>, Vec<Change>) = changes.into_iter().partition(is_beside);
        left.extend(beside.into_iter().map(|change| {
            let other = news.get(&change.key).cloned().unwrap_or_default();
            change.left(Reason::Half(other))
        }));
        (changes, left)
    }

    /// Tells where words that the program makes come from, when that is one place of the spec.
    fn name_places(&self, key: &str, left: &mut [Left]) {
        let Some((what, place)) = self.origin(key) else { return };
        for left in left.iter_mut().filter(|left| matches!(left.reason, Reason::Made)) {
            let is_formula = key.starts_with("tile/");
            left.reason = self.spec.texts.iter().find(|text| is_formula && text.span == place).map_or(
                Reason::Origin(what),
                |text| {
                    let formula = text.value.trim().to_owned();
                    let is_name = |c: char| c.is_alphanumeric() || c == '_';
                    let figure = formula.chars().take_while(|c| is_name(*c)).collect();
                    Reason::Computed(formula, figure)
                },
            );
            left.place = Some(place);
        }
    }

    /// Whether a paragraph is gone with its chapter, whose title is not deleted by the program.
    fn has_lost_title(&self, change: &Change) -> bool {
        let chapter = change.key.rsplitn(3, '/').nth(2).unwrap_or_default();
        let title = format!("{chapter}/title");
        let is_gone = |edit: &&DocxEdit| matches!(edit.kind, EditKind::Missing | EditKind::Deleted);
        matches!(change.shape, Shape::Gone)
            && self.edits().changes.iter().filter(is_gone).any(|edit| edit.key == title)
    }

    /// Of the changes that hold, those that would be half of an edit.
    fn halves_among(
        &self,
        changes: &[Change],
        kept: &BTreeSet<usize>,
        rejected: &[Left],
    ) -> BTreeMap<usize, Reason> {
        let keys: BTreeSet<&str> = rejected.iter().map(|left| left.key.as_str()).collect();
        let mut found = BTreeMap::new();
        for key in keys {
            let own: Vec<usize> = kept.iter().copied().filter(|index| changes[*index].key == key).collect();
            let Some(old) = self.base_words(key).filter(|_| !own.is_empty()) else { continue };
            let made: Vec<&Change> = own.iter().map(|index| &changes[*index]).collect();
            let left: Vec<&Left> = rejected.iter().filter(|left| left.key == key).collect();
            found.extend(halves(&old, &made, &left).into_iter().map(|(at, reason)| (own[at], reason)));
        }
        found
    }

    /// Whether the words of a block can be compared with those that it had.
    fn has_words(&self, edit: &DocxEdit) -> bool {
        let is_apart = || edit.to.as_ref().is_some_and(|other| self.returned.words.contains_key(other));
        let is_of_words = match edit.kind {
            EditKind::Tracked | EditKind::Changed => true,
            EditKind::Merged => is_apart(),
            _ => false,
        };
        is_of_words && matches!(edit.what, What::Text | What::Note)
    }

    /// Puts a change among those that are tried, or that are left since others share the text.
    fn sort_in(&self, change: Change, wanted: Wanted, changes: &mut Vec<Change>, left: &mut Vec<Left>) {
        if self.is_shared(change.place.source) && !wanted.shared {
            left.push(change.left(Reason::Shared));
        } else {
            changes.push(change);
        }
    }

    fn by_hand(&self, edit: &DocxEdit) -> Left {
        let (key, was) = (edit.key.clone(), edit.was.clone().unwrap_or_default());
        // What a chart or a break is called is no word of a text.
        let has_words = matches!(edit.what, What::Text | What::Note | What::Row | What::Header);
        let now = if has_words { edit.text.clone() } else { String::new() };
        Left { place: self.place(&key), key, letters: None, was, now, reason: Reason::ByHand }
    }

    /// Whether a file belongs to other editions too. Of a translation, the edition's own words stand in its overlay.
    pub fn is_shared(&self, source: SourceId) -> bool {
        let (own, sources) = (self.spec.edition.period.span.source, &self.spec.sources);
        let overlay = path_of(sources.name(own), &self.spec.language().value);
        let is_overlay = self.spec.translation.is_some() && sources.name(source) == overlay;
        source != own && !is_overlay
    }
}

/// Changes that are tried.
struct Trial<'t, R> {
    review: &'t Review<'t>,
    changes: &'t [Change],
    read: &'t R,
}

/// Beginning of the keys of notes.
const NOTE: &str = "note/";

/// A block as it has to be printed.
struct Expected<'b> {
    /// The block that it was, where its marks stay.
    old: Option<&'b BlockText>,
    words: String,
    /// The changes that make it so.
    own: Vec<usize>,
}

/// How a trial ended.
enum Outcome {
    /// All of it holds; other blocks that print the same words, by change.
    Holds(BTreeMap<usize, Vec<String>>),
    /// Some changes do not hold; if it can be told which, and why.
    Fails(BTreeMap<usize, Reason>),
}

type Held = (BTreeSet<usize>, BTreeMap<usize, Vec<String>>);

impl<R: Fn(&Files) -> Result<Spec, Faults>> Trial<'_, R> {
    /// Those of some changes that hold beside those that are kept.
    fn holding(
        &self,
        kept: &BTreeSet<usize>,
        tried: &BTreeSet<usize>,
        reasons: &mut BTreeMap<usize, Reason>,
    ) -> Held {
        if tried.is_empty() {
            return (kept.clone(), BTreeMap::new());
        }
        let all: BTreeSet<usize> = kept.union(tried).copied().collect();
        let culprits = match self.outcome(&all) {
            Outcome::Holds(others) => return (all, others),
            Outcome::Fails(culprits) => culprits,
        };
        let told: BTreeSet<usize> = culprits.keys().filter(|index| tried.contains(index)).copied().collect();
        if !told.is_empty() && told.len() < tried.len() {
            reasons.extend(culprits.into_iter().filter(|(index, _)| told.contains(index)));
            let rest = tried.difference(&told).copied().collect();
            return self.holding(kept, &rest, reasons);
        }
        if tried.len() == 1 {
            let index = tried.first().copied().unwrap_or_default();
            reasons.insert(index, culprits.into_values().next().unwrap_or(Reason::NotProven));
            return self.holding(kept, &BTreeSet::new(), reasons);
        }
        let indices: Vec<usize> = tried.iter().copied().collect();
        let (one, two) = indices.split_at(indices.len() / 2);
        let (kept, _) = self.holding(kept, &one.iter().copied().collect(), reasons);
        let two: BTreeSet<usize> = two.iter().copied().collect();
        self.holding(&kept, &two, reasons)
    }

    fn outcome(&self, indices: &BTreeSet<usize>) -> Outcome {
        let review = self.review;
        let mut files = Files::new();
        for (source, edits) in by_file(indices.iter().map(|index| &self.changes[*index])) {
            let Ok(patch) = Patch::new(review.spec.sources.text(source), edits) else {
                return Outcome::Fails(BTreeMap::new());
            };
            files.insert(review.spec.sources.name(source).to_owned(), Arc::from(patch.new_text().as_bytes()));
        }
        let Ok(spec) = (self.read)(&files) else { return Outcome::Fails(BTreeMap::new()) };
        let built = build::edition(&spec, review.theme);
        let (edition, findings) = match built {
            Ok(built) => (built.output, built.warnings),
            Err(faults) => return Outcome::Fails(self.found(indices, &faults.diagnostics)),
        };
        let Ok(Built { base, .. }) = built_of(edition, review.theme) else {
            return Outcome::Fails(BTreeMap::new());
        };
        let mut found = self.found(indices, &findings);
        let new = new_findings(&review.findings, &findings);
        if let (Some(finding), Some(index), true) = (new.first(), indices.first(), found.is_empty()) {
            // What stands somewhere else is about the change too, when there is but one.
            if indices.len() == 1 {
                found.insert(*index, Reason::Finding(Box::new((*finding).clone())));
            }
        }
        if !new.is_empty() {
            return Outcome::Fails(found);
        }
        self.read_again(indices, &base)
    }

    /// The changes that new findings are about.
    fn found(&self, indices: &BTreeSet<usize>, findings: &[Diagnostic]) -> BTreeMap<usize, Reason> {
        let new = new_findings(&self.review.findings, findings);
        let mut culprits = BTreeMap::new();
        for finding in new {
            let Some(span) = finding.span else { continue };
            // Changes before it have moved it, by less than a paragraph as a rule.
            let near =
                indices.iter().copied().filter(|index| self.changes[*index].place.source == span.source);
            let nearest = near.min_by_key(|index| self.changes[*index].place.start.abs_diff(span.start));
            if let Some(index) = nearest {
                culprits.insert(index, Reason::Finding(Box::new(finding.clone())));
            }
        }
        culprits
    }

    /// Holds what is printed now against what the editor wrote, and against what was printed.
    fn read_again(&self, indices: &BTreeSet<usize>, base: &Base) -> Outcome {
        let mut wanted: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for index in indices {
            wanted.entry(&self.changes[*index].key).or_default().push(*index);
        }
        let before = self.review.base.blocks();
        let expected = self.in_order(indices, &before, &wanted);
        let now = base.blocks();
        if now.len() != expected.len() {
            return Outcome::Fails(BTreeMap::new());
        }
        let mut culprits = BTreeMap::new();
        let mut others: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        for (new, expected) in now.iter().zip(&expected) {
            let holds = match expected.old {
                Some(old) if expected.own.is_empty() => new.look == old.look,
                Some(old) => same(&new.marked, &expected.words) && new.marks == old.marks,
                None => same(&new.words, &without_marks(&expected.words)),
            };
            if holds {
                continue;
            }
            match expected.own.as_slice() {
                [] => match self.same_place(indices, &new.key) {
                    Some(index) => others.entry(index).or_default().push(new.key.clone()),
                    None if indices.len() == 1 => {
                        let reason = Reason::Others(new.key.clone());
                        culprits.extend(indices.iter().map(|index| (*index, reason.clone())));
                    }
                    None => return Outcome::Fails(BTreeMap::new()),
                },
                own => culprits.extend(own.iter().map(|index| (*index, Reason::NotProven))),
            }
        }
        if culprits.is_empty() { Outcome::Holds(others) } else { Outcome::Fails(culprits) }
    }

    /// The blocks as they have to be printed, in their order.
    fn in_order<'b>(
        &self,
        indices: &BTreeSet<usize>,
        before: &'b [BlockText],
        wanted: &BTreeMap<&str, Vec<usize>>,
    ) -> Vec<Expected<'b>> {
        let mut order: Vec<&BlockText> = before.iter().collect();
        let mut gone: BTreeSet<&str> = BTreeSet::new();
        for index in indices {
            match &self.changes[*index].shape {
                Shape::Order(was, now) => {
                    let first = order.iter().position(|block| was.contains(&block.key));
                    let named = now.iter().filter_map(|key| before.iter().find(|block| block.key == *key));
                    if let Some(first) = first {
                        order.splice(first..first + was.len(), named);
                    }
                }
                Shape::With(other) => {
                    gone.insert(other);
                }
                Shape::Gone => {
                    gone.insert(&self.changes[*index].key);
                }
                Shape::Words(_) | Shape::After(_) | Shape::Split(..) => {}
            }
        }
        let mut expected = Vec::new();
        let mut waiting: Vec<Expected<'_>> = Vec::new();
        for old in order.into_iter().filter(|block| !gone.contains(block.key.as_str())) {
            // The notes of a block stand between it and what comes behind it.
            if !old.key.starts_with(NOTE) {
                expected.append(&mut waiting);
            }
            let own = wanted.get(old.key.as_str()).cloned().unwrap_or_default();
            let mut words = self.expected(&old.marked, &own);
            let mut behind = Vec::new();
            let mut is_same = true;
            for index in &own {
                match &self.changes[*index].shape {
                    Shape::Words(_) => {}
                    Shape::After(text) => behind.push(text.clone()),
                    Shape::With(other) => {
                        let own = wanted.get(other.as_str()).cloned().unwrap_or_default();
                        let other = before.iter().find(|block| block.key == *other);
                        let other = other.map(|other| self.expected(&other.marked, &own));
                        words = format!("{words} {}", other.unwrap_or_default());
                        is_same = false;
                    }
                    Shape::Split(head, tail) => {
                        words.clone_from(head);
                        behind.push(tail.clone());
                        is_same = false;
                    }
                    Shape::Order(..) | Shape::Gone => {}
                }
            }
            // What stands elsewhere alone reads as it did.
            let changed: Vec<usize> = own
                .iter()
                .copied()
                .filter(|index| !matches!(self.changes[*index].shape, Shape::Order(..) | Shape::After(_)))
                .collect();
            expected.push(Expected { old: is_same.then_some(old), words, own: changed });
            waiting.extend(behind.into_iter().map(|words| Expected { old: None, words, own: own.clone() }));
        }
        expected.append(&mut waiting);
        expected
    }

    /// The words of a block once its changes are made, with the signs of its marks.
    fn expected(&self, old: &str, changes: &[usize]) -> String {
        let mut letters: Vec<char> = old.chars().collect();
        let places: Vec<usize> = (0..letters.len()).filter(|at| !is_mark(letters[*at])).collect();
        let end = |at: usize| {
            at.checked_sub(1).map_or(0, |last| places.get(last).map_or(letters.len(), |at| at + 1))
        };
        let hunk = |index: &usize| match &self.changes[*index] {
            Change { shape: Shape::Words(hunk), behind, .. } if hunk.old.is_empty() => {
                let at = end(hunk.old.start) + behind;
                Some((at..at, &hunk.new))
            }
            Change { shape: Shape::Words(hunk), .. } => {
                let start = places.get(hunk.old.start).copied().unwrap_or(letters.len());
                Some((start..end(hunk.old.end), &hunk.new))
            }
            _ => None,
        };
        let mut hunks: Vec<_> = changes.iter().filter_map(hunk).collect();
        hunks.sort_by_key(|(place, _)| std::cmp::Reverse((place.start, place.end)));
        for (place, new) in hunks {
            letters.splice(place, new.chars());
        }
        letters.into_iter().collect()
    }

    /// The change of words that another block prints too.
    fn same_place(&self, indices: &BTreeSet<usize>, key: &str) -> Option<usize> {
        let runs = &self.review.places.get(key)?.runs;
        indices.iter().copied().find(|index| {
            let place = self.changes[*index].place;
            runs.iter().any(|run| {
                run.span.source == place.source && run.span.start <= place.start && place.end <= run.span.end
            })
        })
    }
}

fn new_findings<'f>(before: &[Diagnostic], now: &'f [Diagnostic]) -> Vec<&'f Diagnostic> {
    let key = |finding: &Diagnostic| (finding.code.as_str(), finding.found.clone(), finding.message.clone());
    let mut known: BTreeMap<_, usize> = BTreeMap::new();
    for finding in before {
        *known.entry(key(finding)).or_default() += 1;
    }
    let is_new = |finding: &&Diagnostic| match known.get_mut(&key(finding)) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    };
    now.iter().filter(is_new).collect()
}
