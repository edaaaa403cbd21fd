//! Finds where the words of each block were written: the passages of the report that it prints.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::diag::{Sources, Span};
use crate::docx::BlockText;
use crate::docx::wording::folded;
use crate::report::{Passage, PieceKind, Report};

/// A run of a block's words that came into being in one way.
#[derive(Debug, Clone)]
pub(super) struct Run {
    /// Its letters in the words of the block.
    pub(super) letters: Range<usize>,
    /// Where it, or its expression, was written.
    pub(super) span: Span,
    pub(super) kind: RunKind,
}

/// How a run came into being.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum RunKind {
    /// The author typed it.
    Words,
    /// The author typed it and linked it to a formula.
    Claimed(String),
    /// The program computed it, by a formula, from that figure.
    Number(String, String),
    /// The program made words, or names a place.
    Made,
    Reference,
    /// A number or words that are to be filled in.
    Gap,
}

/// Where the words of a block were written.
#[derive(Debug, Clone, Default)]
pub(super) struct Written {
    /// In the order of the words; what stands between them is the program's own.
    pub(super) runs: Vec<Run>,
}

impl Written {
    /// Where the block begins in the files.
    pub(super) fn place(&self) -> Option<Span> {
        self.runs.first().map(|run| run.span)
    }

    /// The place of the run that holds a letter, or of the one before it.
    pub(super) fn at(&self, letter: usize) -> Option<Span> {
        let holds =
            |run: &&Run| run.letters.start <= letter && letter < run.letters.end.max(run.letters.start + 1);
        let before = |run: &&Run| run.letters.start <= letter;
        let found = self.runs.iter().find(holds).or_else(|| self.runs.iter().rev().find(before));
        found.map(|run| run.span).or_else(|| self.place())
    }
}

/// The words of blocks by key.
pub(super) type Places = BTreeMap<String, Written>;

/// Finds the passages of all blocks.
pub(super) fn places(blocks: &[BlockText], report: &Report, sources: &Sources) -> Places {
    let passages: Vec<Ready> = report.passages.iter().map(|passage| Ready::new(passage, report)).collect();
    let mut whole: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, passage) in passages.iter().enumerate() {
        whole.entry(passage.text.clone()).or_default().push(index);
    }
    let mut used = BTreeSet::new();
    let mut places = Places::new();
    for block in blocks {
        // One word may stand anywhere: a month, a country. Those that the program makes are no author's.
        if is_made(&block.key) {
            continue;
        }
        let letters: Vec<char> = block.words.chars().map(folded).collect();
        let start = letters.iter().take_while(|c| c.is_whitespace()).count();
        let text: String = letters.iter().collect::<String>().trim().to_owned();
        let known = whole.get(&text).and_then(|known| {
            let free = known.iter().find(|index| !used.contains(*index));
            free.or_else(|| known.last()).copied()
        });
        let mut runs = Vec::new();
        if let Some(index) = known.filter(|_| !text.is_empty()) {
            used.insert(index);
            runs.extend(passages[index].runs(start));
        } else {
            for line in lines(&letters) {
                if let Some((index, found)) = within(&letters, line, &passages, &used) {
                    used.insert(index);
                    runs.extend(found);
                }
            }
        }
        if !runs.is_empty() {
            places.insert(block.key.clone(), Written { runs: joined(runs, sources) });
        }
    }
    places
}

/// Whether all words of a block come from the program: dates, and the cells of a chart's data.
fn is_made(key: &str) -> bool {
    let parts: Vec<&str> = key.split('/').collect();
    match parts.as_slice() {
        ["event", _, "day" | "month"] | ["legislation", _, "date"] | ["cover", "period"] => true,
        ["tile", _, "number" | "change"] => true,
        ["table", name, "head" | "row", ..] => name.starts_with("data-"),
        _ => false,
    }
}

/// The lines of a text.
fn lines(letters: &[char]) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    for (at, _) in letters.iter().enumerate().filter(|(_, c)| **c == '\n') {
        lines.push(start..at);
        start = at + 1;
    }
    lines.push(start..letters.len());
    lines
}

/// A passage, ready to be looked for.
struct Ready<'a> {
    passage: &'a Passage,
    kinds: Vec<RunKind>,
    /// Its words where nothing of it is left open, as a reference to a place does.
    text: String,
    has_gaps: bool,
}

impl<'a> Ready<'a> {
    fn new(passage: &'a Passage, report: &Report) -> Self {
        let kind = |kind: &PieceKind| match kind {
            PieceKind::Words | PieceKind::Foreign => RunKind::Words,
            PieceKind::Claimed(index) => RunKind::Claimed(
                report.claims.get(*index).map_or_else(String::new, |claim| claim.formula.clone()),
            ),
            PieceKind::Number { formula, figure, .. } => RunKind::Number(formula.clone(), figure.clone()),
            PieceKind::Made | PieceKind::Unknown => RunKind::Made,
            PieceKind::Reference(_) => RunKind::Reference,
            PieceKind::Gap { .. } => RunKind::Gap,
        };
        let is_open = |kind: &PieceKind| matches!(kind, PieceKind::Reference(_) | PieceKind::Unknown);
        let has_gaps = passage.pieces.iter().any(|piece| is_open(&piece.kind));
        let text: String = passage.text().chars().map(folded).collect();
        Self {
            passage,
            kinds: passage.pieces.iter().map(|piece| kind(&piece.kind)).collect(),
            text: if has_gaps { String::new() } else { text.trim().to_owned() },
            has_gaps,
        }
    }

    /// Its runs, when its words begin at that letter.
    fn runs(&self, start: usize) -> Vec<Run> {
        let text = self.passage.text();
        let space = text.chars().take_while(|c| c.is_whitespace()).count();
        let mut at = start.saturating_sub(space.min(start));
        let mut runs = Vec::new();
        for (piece, kind) in self.passage.pieces.iter().zip(&self.kinds) {
            let end = at + piece.text.chars().count();
            runs.push(Run { letters: at..end, span: piece.span, kind: kind.clone() });
            at = end;
        }
        runs
    }

    /// Its runs in a line, each behind the one before; what a place is called may stand between them.
    fn in_line(&self, letters: &[char], line: &Range<usize>) -> Option<Vec<Run>> {
        let mut at = line.start;
        let mut is_open = true;
        let mut runs = Vec::new();
        for (piece, kind) in self.passage.pieces.iter().zip(&self.kinds) {
            let words: Vec<char> = piece.text.chars().map(folded).collect();
            if words.is_empty() {
                is_open = true;
                runs.push(Run { letters: at..at, span: piece.span, kind: kind.clone() });
                continue;
            }
            let rest = &letters[at..line.end];
            let found = if is_open { find(rest, &words)? } else { rest.starts_with(&words).then_some(0)? };
            // The gap before is what a place is called.
            if let Some(last) = runs.last_mut().filter(|last| last.letters.is_empty()) {
                last.letters = at..at + found;
            }
            at += found;
            runs.push(Run { letters: at..at + words.len(), span: piece.span, kind: kind.clone() });
            at += words.len();
            is_open = false;
        }
        if let Some(last) = runs.last_mut().filter(|last| last.letters.is_empty() && is_open) {
            last.letters = at..line.end;
        }
        Some(runs)
    }
}

fn find(letters: &[char], words: &[char]) -> Option<usize> {
    letters.windows(words.len()).position(|window| window == words)
}

/// The passage that is the longest part of a line.
fn within(
    letters: &[char],
    line: Range<usize>,
    passages: &[Ready<'_>],
    used: &BTreeSet<usize>,
) -> Option<(usize, Vec<Run>)> {
    let words = |passage: &Ready<'_>| -> usize {
        passage.passage.pieces.iter().map(|piece| piece.text.chars().count()).sum()
    };
    let mut best: Option<(usize, (usize, bool), Vec<Run>)> = None;
    for (index, passage) in passages.iter().enumerate() {
        let length = words(passage);
        let worth = (length, !used.contains(&index));
        let is_short = length < 2 || (passage.has_gaps && length < 8);
        if is_short || length > line.len() || best.as_ref().is_some_and(|(_, known, _)| *known >= worth) {
            continue;
        }
        if let Some(runs) = passage.in_line(letters, &line) {
            best = Some((index, worth, runs));
        }
    }
    best.map(|(index, _, runs)| (index, runs))
}

/// The runs with neighbours joined that an author typed in one go, over the ends of lines.
fn joined(runs: Vec<Run>, sources: &Sources) -> Vec<Run> {
    let mut joined: Vec<Run> = Vec::new();
    for run in runs {
        if let Some(last) = joined.last_mut() {
            let gap = (last.span.source == run.span.source && last.span.end <= run.span.start)
                .then(|| sources.text(run.span.source).get(last.span.end..run.span.start))
                .flatten();
            let are_words = last.kind == RunKind::Words && run.kind == RunKind::Words;
            if are_words
                && last.letters.end == run.letters.start
                && gap.is_some_and(|gap| gap.chars().all(|c| c.is_whitespace() || c == '\\'))
            {
                last.letters.end = run.letters.end;
                last.span.end = run.span.end;
                continue;
            }
        }
        joined.push(run);
    }
    joined
}
