//! Finds words of a printed line in the author's file, and what can be written around them there.

use std::ops::Range;

use crate::check::Subject;
use crate::diag::Span;
use crate::language::plain_space;
use crate::patch::toml::{Quotes, inside};
use crate::text::Line;

/// Where words of a line stand in the file, when they stand there as they are printed.
pub(super) fn place(subject: &Subject<'_>, line: &Line<'_>, range: &Range<usize>) -> Option<Span> {
    let words = &line.text[range.clone()];
    let span = line.span(range);
    let written = subject.spec.sources.text(span.source).get(span.range())?;
    if plain(written) == words {
        return Some(span);
    }
    // A piece with escapes is known as a whole: the words are the first, second, … of those that look so.
    let (start, piece) =
        line.pieces_of(&(range.start..range.end)).filter(|(at, _)| *at <= range.start).last()?;
    let printed = plain(&piece.text);
    let here = occurrences(&printed, words);
    let there = occurrences(written, words);
    let index = here.iter().position(|at| start + at == range.start)?;
    if piece.span != span || here.len() != there.len() {
        return None;
    }
    let at = span.start + there[index];
    Some(Span { start: at, end: at + words.len(), ..span })
}

fn plain(text: &str) -> String {
    text.chars().map(plain_space).collect()
}

/// Where words stand in a text that are not part of a longer number or word.
fn occurrences(text: &str, words: &str) -> Vec<usize> {
    let joins = |c: char| c.is_alphanumeric();
    let is_whole = |at: &usize| {
        let (before, after) = (&text[..*at], &text[at + words.len()..]);
        !before.ends_with(joins) && !after.starts_with(joins)
    };
    text.match_indices(words).map(|(at, _)| at).filter(is_whole).collect()
}

/// An expression as it can stand at a place of the file: inside quotation marks that it does not end.
pub(super) fn expression(subject: &Subject<'_>, span: Span, expression: &str) -> Option<String> {
    let around = subject.spec.texts.iter().find(|text| {
        text.span.source == span.source && text.span.start <= span.start && span.end <= text.span.end
    })?;
    let written = subject.spec.sources.text(span.source).get(around.span.range())?;
    match Quotes::of(written)? {
        // Expressions know both marks, and an escaped one is hard to read.
        Quotes::Basic if !expression.contains('\'') => Some(expression.replace('"', "'")),
        quotes => inside(expression, quotes),
    }
}
