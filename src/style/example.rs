//! Runs a rule over its own examples: what they call wrong is found, what they call right is let stand, and what the
//! rule writes in the place of the one is the other.
//!
//! An example is a small text, a line a passage. The first sign of a line says what it is: `#`, `##`, `###` a title,
//! `-` an item of a list, `^` a note, `+` an entry of the bibliography, `=` a caption, `|` a row of a table, `@` a line of
//! the imprint; without one it is running text, or, for a pattern or list, what the rule reads first. `[^a]` is the mark
//! of a note; where a form is looked at, `**` stands around words in bold.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::prose::Prose;
use super::rule::Rule;
use super::shape::Known;
use super::{Fix, Hit, Scope};
use crate::diag::{SourceId, Sources, Span};
use crate::report::{Cell, Part, Passage, PassageRole, Piece, PieceKind};

/// Rounds in which fixes lead to fixes; none needs as many.
const MOST_ROUNDS: usize = 4;

static MARK: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\[\^[\w,-]+\]").ok());
/// The marks of notes, and the signs of bold type.
static MARKUP: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\[\^[\w,-]+\]|\*\*").ok());

/// What does not come out as the examples of a rule say.
pub(super) fn try_examples(rule: &Rule, quotations: &[(char, char)], known: Known<'_>) -> Result<(), String> {
    if rule.wrong.is_empty() || rule.right.is_empty() {
        return Err("`wrong` and `right` give examples".to_owned());
    }
    for text in &rule.right {
        if let Some(found) = run(rule, text, quotations, known).0.first() {
            return Err(format!("its example “{text}” is to be right, and “{found}” is found in it"));
        }
    }
    for text in &rule.wrong {
        let (found, mut mended) = run(rule, text, quotations, known);
        if found.is_empty() {
            return Err(format!("its example “{text}” is to be wrong, and nothing is found in it"));
        }
        if rule.fix == Fix::No {
            continue;
        }
        for _ in 0..MOST_ROUNDS {
            mended = run(rule, &mended, quotations, known).1;
        }
        if !rule.right.contains(&mended) {
            return Err(format!(
                "its example “{text}” becomes “{mended}”, which is none of those that are right"
            ));
        }
    }
    Ok(())
}

/// What a rule finds in an example, and the example with everything mended.
fn run(rule: &Rule, text: &str, quotations: &[(char, char)], known: Known<'_>) -> (Vec<String>, String) {
    let mut sources = Sources::default();
    let source = sources.add("example", text);
    // A form is about several passages, and most of them are text.
    let first = rule.scopes.first().copied().filter(|_| !rule.is_of_form());
    let markup = if rule.is_of_form() { MARKUP.as_ref() } else { MARK.as_ref() };
    let passages = passages(text, source, (role(first.unwrap_or(Scope::Text)), markup));
    let prose = Prose::new(&passages, &sources, quotations, None);
    let hits = rule.hits(&prose, known);
    let found = hits.iter().map(|hit| match hit.file {
        Some(span) => prose.written(span).to_owned(),
        None => prose.text[hit.range.clone()].to_owned(),
    });
    let found = found.collect();
    (found, mended(text, &hits, &prose))
}

/// The lines of an example as passages; one without a sign is of this role.
fn passages(text: &str, source: SourceId, (plain, markup): (PassageRole, Option<&Regex>)) -> Vec<Passage> {
    let (mut passages, mut start, mut lists, mut items) = (Vec::new(), 0, 0, 0);
    let mut row = 0;
    for line in text.split('\n') {
        let (role, skipped) = match line.split_once(' ') {
            Some(("#", _)) => (PassageRole::Title(1), 2),
            Some(("##", _)) => (PassageRole::Title(2), 3),
            Some(("###", _)) => (PassageRole::Title(3), 4),
            Some(("-", _)) => (PassageRole::Item { list: lists, index: items }, 2),
            Some(("^", _)) => (PassageRole::Note, 2),
            Some(("+", _)) => (PassageRole::Reference, 2),
            Some(("=", _)) => (PassageRole::Caption, 2),
            Some(("@", _)) => (PassageRole::Imprint, 2),
            _ => (plain, 0),
        };
        match role {
            PassageRole::Item { .. } => items += 1,
            _ => (lists, items) = (lists + 1, 0),
        }
        if line.starts_with("| ") {
            let mut at = start;
            for (column, words) in line.split('|').enumerate() {
                let cell = column.checked_sub(1).map(|column| Cell { table: 0, row, column });
                let blank = words.len() - words.trim_start().len();
                let from = at + blank;
                at += words.len() + 1;
                if !words.trim().is_empty() {
                    let pieces = pieces(text, source, from..from + words.trim().len(), markup);
                    passages.push(Passage { part: Part::default(), cell, role: PassageRole::Text, pieces });
                }
            }
            row += 1;
        } else {
            let pieces = pieces(text, source, start + skipped..start + line.len(), markup);
            passages.push(Passage { part: Part::default(), cell: None, role, pieces });
        }
        start += line.len() + 1;
    }
    passages
}

/// Words between marks.
fn pieces(text: &str, source: SourceId, range: Range<usize>, markup: Option<&Regex>) -> Vec<Piece> {
    let (mut pieces, mut at) = (Vec::new(), range.start);
    let marks = markup.into_iter().flat_map(|markup| markup.find_iter(&text[range.clone()]));
    let marks = marks.map(|mark| range.start + mark.start()..range.start + mark.end());
    for mark in marks.chain(std::iter::once(range.end..range.end)) {
        if at < mark.start {
            let span = Span { source, start: at, end: mark.start };
            pieces.push(Piece { text: text[at..mark.start].to_owned(), span, kind: PieceKind::Words });
        }
        at = mark.end;
    }
    pieces
}

fn mended(text: &str, hits: &[Hit], prose: &Prose<'_>) -> String {
    let edits = hits
        .iter()
        .filter_map(|hit| Some((hit.file.or_else(|| prose.literal(&hit.range))?, hit.to.as_ref()?)));
    let mut edits: Vec<_> = edits.collect();
    edits.sort_by_key(|(span, _)| (span.start, span.end));
    let (mut mended, mut at) = (String::new(), 0);
    for (span, to) in edits {
        if span.start >= at {
            mended.push_str(&text[at..span.start]);
            mended.push_str(to);
            at = span.end;
        }
    }
    mended + &text[at..]
}

/// What a line without a sign is, for a rule that reads this first.
fn role(scope: Scope) -> PassageRole {
    match scope {
        Scope::Text | Scope::Tables => PassageRole::Text,
        Scope::Lists => PassageRole::Item { list: 0, index: 0 },
        Scope::Titles => PassageRole::Title(2),
        Scope::Captions => PassageRole::Caption,
        Scope::Notes => PassageRole::Note,
        Scope::Imprint => PassageRole::Imprint,
    }
}
