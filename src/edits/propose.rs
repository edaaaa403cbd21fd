//! Turns what an editor changed in a block into changes of the author's files, or says why it cannot be.

use std::ops::Range;

use super::half::halves;
use super::letter::letters;
use super::source::{Run, RunKind, Written};
use super::{Change, Left, Reason, Shape};
use crate::diag::Span;
use crate::docx::wording::{Hunk, folded, hunks, is_mark, same};
use crate::patch::Edit;
use crate::patch::markdown::{Where, escape};
use crate::patch::toml::{Quotes, inside};
use crate::spec::Spec;

/// The words of a block, before and after, each with a sign for the mark of a note.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words<'a> {
    pub(super) key: &'a str,
    pub(super) old: &'a str,
    pub(super) new: &'a str,
    /// The marks of notes as they were, in their order.
    pub(super) marks: &'a [String],
}

/// What becomes of the words of a block.
#[derive(Debug, Default)]
pub(super) struct Proposed {
    pub(super) changes: Vec<Change>,
    pub(super) left: Vec<Left>,
    /// Whether the mark of a note came, went or stands between other words.
    pub(super) has_other_marks: bool,
}

impl Proposed {
    /// Leaves what would be half of a sentence.
    pub(super) fn keep_whole(&mut self, old: &str) {
        loop {
            let (made, left): (Vec<&Change>, Vec<&Left>) =
                (self.changes.iter().collect(), self.left.iter().collect());
            let mut halves = halves(old, &made, &left);
            if halves.is_empty() {
                return;
            }
            let changes = std::mem::take(&mut self.changes);
            for (index, change) in changes.into_iter().enumerate() {
                match halves.remove(&index) {
                    Some(reason) => self.left.push(change.left(reason)),
                    None => self.changes.push(change),
                }
            }
        }
    }
}

/// The changes that carry a block back, and what is left of it.
pub(super) fn propose(spec: &Spec, written: Option<&Written>, words: Words<'_>) -> Proposed {
    let mut proposed = Proposed::default();
    // Spaces at the edges of a paragraph say nothing.
    let new = if words.old.starts_with(char::is_whitespace) { words.new } else { words.new.trim_start() };
    let (old, new) = (words.old.trim_end(), seen(words.old, new.trim_end()));
    let plain = without_marks(old);
    for hunk in hunks(old, &new) {
        let before: String = old.chars().take(hunk.old.start).collect();
        let gone: String = old.chars().skip(hunk.old.start).take(hunk.old.len()).collect();
        let (was, now) = (without_marks(&gone), without_marks(&hunk.new));
        let moves_marks = was.len() != gone.len() || now.len() != hunk.new.len();
        proposed.has_other_marks |= moves_marks;
        if moves_marks && same(&was, &now) {
            continue;
        }
        let start = without_marks(&before).chars().count();
        let hunk = Hunk { old: start..start + was.chars().count(), new: now };
        let marks =
            MarksBeside::of(words.marks, &before, old.get(before.len() + gone.len()..).unwrap_or_default());
        let words = Words { old: &plain, new: &new, ..words };
        let placed = Placed { spec, words, hunk, marks };
        let change = if moves_marks { Err(Reason::Marks) } else { placed.change(written) };
        match change {
            Ok(change) => proposed.changes.push(change),
            Err(reason) => proposed.left.push(placed.left(written, reason)),
        }
    }
    proposed
}

/// The words without the signs of marks.
pub(super) fn without_marks(words: &str) -> String {
    words.chars().filter(|c| !is_mark(*c)).collect()
}

/// The words without signs that nobody sees, such as programs and pages of the web leave, unless the block had them.
fn seen(old: &str, new: &str) -> String {
    let is_unseen =
        |c: char| matches!(c, '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}');
    let has_wide_spaces =
        old.chars().zip(old.chars().skip(1)).any(|(a, b)| folded(a) == ' ' && folded(b) == ' ');
    let mut out = String::with_capacity(new.len());
    for c in new.chars().filter(|c| !is_unseen(*c) || old.contains(*c)) {
        let is_second = folded(c) == ' ' && out.chars().next_back().is_some_and(|last| folded(last) == ' ');
        if !is_second || has_wide_spaces {
            out.push(c);
        }
    }
    out
}

/// The marks of notes that stand where words come in: before these, and behind them.
#[derive(Debug, Default)]
struct MarksBeside {
    before: Vec<String>,
    behind: usize,
}

impl MarksBeside {
    fn of(names: &[String], before: &str, behind: &str) -> Self {
        let all = before.chars().filter(|c| is_mark(*c)).count();
        let near = before.chars().rev().take_while(|c| is_mark(*c)).count();
        let behind = behind.chars().take_while(|c| is_mark(*c)).count();
        Self { before: names.get(all - near..all).unwrap_or_default().to_vec(), behind }
    }

    fn is_empty(&self) -> bool {
        self.before.is_empty() && self.behind == 0
    }
}

struct Placed<'a> {
    spec: &'a Spec,
    /// The old ones are without the signs of marks.
    words: Words<'a>,
    hunk: Hunk,
    marks: MarksBeside,
}

impl Placed<'_> {
    fn left(&self, written: Option<&Written>, reason: Reason) -> Left {
        Left {
            key: self.words.key.to_owned(),
            place: written.and_then(|written| written.at(self.hunk.old.start)),
            letters: Some(self.hunk.old.clone()),
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
        if self.hunk.new.contains(UNKNOWN) {
            return Err(Reason::Signs);
        }
        if self.hunk.old.is_empty() && (!self.marks.is_empty() || self.is_behind_number(written)) {
            return self.inserted(written);
        }
        let touched = touched(&written.runs, &self.hunk.old);
        let has_words = |words: &str| words.chars().any(char::is_alphanumeric);
        let is_typed = |run: &&Run| run.kind == RunKind::Words && has_words(&self.old_words());
        if !has_words(&self.hunk.new) && touched.len() > 1 && touched.iter().any(is_typed) {
            return Err(Reason::Deleted);
        }
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
        Ok(self.made(run, edit))
    }

    fn made(&self, run: &Run, edit: Edit) -> Change {
        Change {
            key: self.words.key.to_owned(),
            place: Span { source: run.span.source, start: edit.range.start, end: edit.range.end },
            was: self.old_words(),
            now: self.hunk.new.clone(),
            shape: Shape::Words(self.hunk.clone()),
            behind: self.marks.before.len(),
            edits: vec![edit],
        }
    }

    /// Whether words come in behind a number or a word that the program makes, with no words of an author beside.
    fn is_behind_number(&self, written: &Written) -> bool {
        let at = self.hunk.old.start;
        let is_made = |run: &&Run| matches!(run.kind, RunKind::Number(..) | RunKind::Made);
        touched(&written.runs, &self.hunk.old).is_empty()
            && written.runs.iter().filter(is_made).any(|run| run.letters.end == at && !run.letters.is_empty())
    }

    /// Words that come in beside the mark of a note, on the side of it on which they stand, or behind a number.
    fn inserted(&self, written: &Written) -> Result<Change, Reason> {
        let at = self.hunk.old.start;
        let ends = |run: &&Run| run.letters.end == at && !run.letters.is_empty();
        let last = written.runs.iter().rev().find(ends);
        let is_typed = |run: &&Run| run.kind == RunKind::Words;
        if self.marks.before.is_empty() && !self.marks.is_empty() {
            let run = last.filter(is_typed).ok_or(Reason::Several)?;
            return Ok(self.made(run, self.edit(run)?));
        }
        if let Some(run) = last {
            let file = self.spec.sources.text(run.span.source).get(run.span.end..).ok_or(Reason::Unclear)?;
            let line = file.split('\n').next().unwrap_or_default();
            let marks = self.marks.before.concat();
            let found = if marks.is_empty() { line.find("}}").map(|at| at + 2) } else { line.find(&marks) };
            if let Some(found) = found.filter(|found| is_end(&line[..*found])) {
                let place = run.span.end + found + marks.len();
                let quotes = quotes(self.spec, run.span).ok_or(Reason::Unclear)?;
                let text = escape(&self.hunk.new, Where::Inside).map_err(|_| Reason::Lines)?;
                let text = inside(&text, quotes).ok_or(Reason::Unclear)?;
                return Ok(self.made(run, Edit::new(place..place, text, self.words.key)));
            }
        }
        // What follows was typed behind the mark.
        let begins = |run: &&Run| run.letters.start == at && !run.letters.is_empty();
        let next = written.runs.iter().find(begins).filter(is_typed).filter(|_| self.marks.behind == 0);
        let run = next.ok_or(if self.marks.is_empty() { Reason::Made } else { Reason::Several })?;
        Ok(self.made(run, self.edit(run)?))
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
        let now = format!("{}{}{}", &written[..start], self.hunk.new, &written[end..]);
        if leads_elsewhere(written, &now, &file[run.span.end..]) {
            return Err(Reason::Address);
        }
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

/// Stands in what a document says for a sign that is none of a text.
const UNKNOWN: char = '\u{25a1}';

/// Whether nothing stands there but the end of an expression, of a link or of emphasis.
fn is_end(written: &str) -> bool {
    let signs = written.trim_end_matches(['*', '_']).trim();
    let is_target = signs.starts_with("](") && signs.ends_with(')') && !signs.contains("[^");
    signs.trim_matches(['*', '_', '}', ' ']).is_empty() || is_target
}

/// Whether the words of a link were an address and are another now, while the link leads where it led.
fn leads_elsewhere(was: &str, now: &str, behind: &str) -> bool {
    let target = behind.strip_prefix("](").and_then(|rest| rest.split(')').next());
    let is_address = |words: &str| {
        !words.contains(char::is_whitespace)
            && (words.contains('@') || words.contains('.') || words.contains("://"))
    };
    let held =
        |words: &str| target.is_some_and(|target| target.to_lowercase().contains(&words.to_lowercase()));
    is_address(was.trim()) && held(was.trim()) && !held(now.trim())
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
