//! Turns what an editor changed in a block into changes of the author's files, or says why it cannot be.

use std::ops::Range;

use super::diff::{Hunk, hunks};
use super::letter::letters;
use super::source::{Run, RunKind, Written};
use super::{Change, Left, Reason, Shape};
use crate::diag::Span;
use crate::patch::Edit;
use crate::patch::markdown::{Where, escape};
use crate::patch::toml::{Quotes, inside};
use crate::spec::Spec;

/// The words of a block, before and after.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words<'a> {
    pub(super) key: &'a str,
    pub(super) old: &'a str,
    pub(super) new: &'a str,
}

/// The changes that carry a block back, and what is left of it.
pub(super) fn propose(spec: &Spec, written: Option<&Written>, words: Words<'_>) -> (Vec<Change>, Vec<Left>) {
    let (mut changes, mut left) = (Vec::new(), Vec::new());
    // Spaces at the edges of a paragraph say nothing.
    let new = if words.old.starts_with(char::is_whitespace) { words.new } else { words.new.trim_start() };
    let words = Words { old: words.old.trim_end(), new: new.trim_end(), ..words };
    for hunk in hunks(words.old, words.new) {
        let hunk = Placed { spec, words, hunk };
        match hunk.change(written) {
            Ok(change) => changes.push(change),
            Err(reason) => left.push(hunk.left(written, reason)),
        }
    }
    (changes, left)
}

struct Placed<'a> {
    spec: &'a Spec,
    words: Words<'a>,
    hunk: Hunk,
}

impl Placed<'_> {
    fn left(&self, written: Option<&Written>, reason: Reason) -> Left {
        Left {
            key: self.words.key.to_owned(),
            place: written.and_then(|written| written.at(self.hunk.old.start)),
            was: self.old_words(),
            now: self.hunk.new.clone(),
            reason,
        }
    }

    fn old_words(&self) -> String {
        self.words.old.chars().skip(self.hunk.old.start).take(self.hunk.old.len()).collect()
    }

    fn change(&self, written: Option<&Written>) -> Result<Change, Reason> {
        let written = written.ok_or(Reason::Made)?;
        let touched = touched(&written.runs, &self.hunk.old);
        if let Some(reason) = touched.iter().find_map(|run| self.reason(run)) {
            return Err(reason);
        }
        let [run] = touched.as_slice() else {
            return Err(if touched.is_empty() { Reason::Made } else { Reason::Several });
        };
        let covered = run.letters.start <= self.hunk.old.start && self.hunk.old.end <= run.letters.end;
        if !covered {
            return Err(Reason::Made);
        }
        let edit = self.edit(run)?;
        Ok(Change {
            key: self.words.key.to_owned(),
            place: Span { source: run.span.source, start: edit.range.start, end: edit.range.end },
            was: self.old_words(),
            now: self.hunk.new.clone(),
            shape: Shape::Words(self.hunk.clone()),
            edits: vec![edit],
        })
    }

    /// Why a run cannot be changed.
    fn reason(&self, run: &Run) -> Option<Reason> {
        let has_digits = |text: &str| text.chars().any(char::is_numeric);
        match &run.kind {
            RunKind::Words => None,
            RunKind::Claimed(_) if !has_digits(&self.old_words()) && !has_digits(&self.hunk.new) => None,
            RunKind::Claimed(formula) => Some(Reason::Claimed(formula.clone(), run.span)),
            RunKind::Number(formula, figure) => Some(Reason::Computed(formula.clone(), figure.clone())),
            RunKind::Made => Some(Reason::Made),
            RunKind::Reference => Some(Reason::Reference),
            RunKind::Gap => Some(Reason::Gap),
        }
    }

    fn edit(&self, run: &Run) -> Result<Edit, Reason> {
        let file = self.spec.sources.text(run.span.source);
        let written = file.get(run.span.range()).ok_or(Reason::Unclear)?;
        let printed: Vec<char> =
            self.words.old.chars().skip(run.letters.start).take(run.letters.len()).collect();
        let places = letters(written, &printed).ok_or(Reason::Unclear)?;
        let (from, to) = (self.hunk.old.start - run.letters.start, self.hunk.old.end - run.letters.start);
        let start = |at: usize| places.get(at).map(|place| place.start);
        let end = |at: usize| at.checked_sub(1).and_then(|at| places.get(at)).map(|place| place.end);
        let bytes = if from < to {
            start(from).zip(end(to))
        } else {
            end(from).or_else(|| start(from)).map(|at| (at, at))
        };
        let (start, end) = bytes.ok_or(Reason::Unclear)?;
        let quotes = quotes(self.spec, run.span).ok_or(Reason::Unclear)?;
        let new = escape(&self.hunk.new, Where::Inside).map_err(|_| Reason::Lines)?;
        // A sign at the edge may not stand beside the marks around it: with its neighbours it can.
        let (before, after) = (&written[..start], &written[end..]);
        let (range, text) = match inside(&new, quotes) {
            Some(text) => (start..end, text),
            None => {
                let first = before.chars().next_back().filter(|c| c.is_alphanumeric() || *c == ' ');
                let last = after.chars().next().filter(|c| c.is_alphanumeric() || *c == ' ');
                let wide: String = first.into_iter().chain(new.chars()).chain(last).collect();
                let text = inside(&wide, quotes).ok_or(Reason::Unclear)?;
                (start - first.map_or(0, char::len_utf8)..end + last.map_or(0, char::len_utf8), text)
            }
        };
        let at = run.span.start;
        Ok(Edit::new(at + range.start..at + range.end, text, self.words.key))
    }
}

/// The runs that a hunk changes letters of; of one that only adds, the one that it is added to.
fn touched<'r>(runs: &'r [Run], hunk: &Range<usize>) -> Vec<&'r Run> {
    if hunk.is_empty() {
        let takes = |run: &&Run| matches!(run.kind, RunKind::Words | RunKind::Claimed(_));
        let beside = |run: &&Run| run.letters.start <= hunk.start && hunk.start <= run.letters.end;
        let inside = |run: &&Run| run.letters.start < hunk.start && hunk.start < run.letters.end;
        let found = runs.iter().find(inside);
        let words = runs.iter().filter(beside).find(|run| run.kind == RunKind::Words);
        return found.or(words).or_else(|| runs.iter().filter(beside).find(takes)).into_iter().collect();
    }
    runs.iter().filter(|run| run.letters.start < hunk.end && hunk.start < run.letters.end).collect()
}

/// The marks around the text that a place stands in.
pub(super) fn quotes(spec: &Spec, span: Span) -> Option<Quotes> {
    let around = spec.texts.iter().find(|text| {
        text.span.source == span.source && text.span.start <= span.start && span.end <= text.span.end
    })?;
    Quotes::of(spec.sources.text(span.source).get(around.span.range())?)
}
