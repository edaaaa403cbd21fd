//! Carries back what is more than words: new items and paragraphs, those that are gone, merged, split or in another order.

use std::ops::Range;

use super::letter::letters;
use super::propose::quotes;
use super::source::{Run, RunKind, Written};
use super::{Change, Reason, Review, Shape};
use crate::diag::{SourceId, Span};
use crate::docx::wording::folded;
use crate::docx::{Edit, EditKind, What};
use crate::patch;
use crate::patch::markdown::{Where, escape};
use crate::patch::toml::{Quotes, inside};

/// The lines of a file that a block was written in.
#[derive(Debug, Clone)]
struct Lines {
    source: SourceId,
    /// From the first of its own signs to the last one.
    content: Range<usize>,
    /// What stands before it on its first line: `- ` for an item.
    prefix: String,
    quotes: Quotes,
}

/// The change that carries back an edit of more than words.
///
/// # Errors
/// Says why it is left.
pub(super) fn propose(review: &Review<'_>, edit: &Edit) -> Result<Change, Reason> {
    if edit.what != What::Text || !edit.comments.is_empty() || !edit.also.is_empty() {
        return Err(Reason::ByHand);
    }
    match edit.kind {
        EditKind::New => new(review, edit),
        EditKind::Merged => merged(review, edit),
        EditKind::Split => split(review, edit),
        EditKind::Moved => swapped(review, edit),
        EditKind::Missing | EditKind::Deleted => gone(review, edit),
        EditKind::Tracked | EditKind::Changed | EditKind::Look | EditKind::Commented => Err(Reason::ByHand),
    }
}

fn change(key: &str, lines: &Lines, place: Range<usize>, shape: Shape, edits: Vec<patch::Edit>) -> Change {
    let (was, now) = (String::new(), String::new());
    let place = Span { source: lines.source, start: place.start, end: place.end };
    Change { key: key.to_owned(), place, was, now, shape, behind: 0, edits }
}

/// Whether a key is one of a paragraph or item.
fn is_flow(key: &str) -> bool {
    let kind = key.rsplit('/').nth(1);
    key.starts_with("chapter/") && matches!(kind, Some("text" | "item"))
}

/// Where a block was written.
fn lines(review: &Review<'_>, key: &str) -> Result<Lines, Reason> {
    let written = review.places.get(key).filter(|_| is_flow(key)).ok_or(Reason::ByHand)?;
    let (first, last) = written.runs.first().zip(written.runs.last()).ok_or(Reason::ByHand)?;
    let source = first.span.source;
    let file = review.spec.sources.text(source);
    let text = review.spec.texts.iter().find(|text| {
        text.span.source == source && text.span.start <= first.span.start && last.span.end <= text.span.end
    });
    let text = text.ok_or(Reason::Unclear)?;
    let quotes = quotes(&review.spec, first.span).ok_or(Reason::Unclear)?;
    let body = text.span.start + quotes.sign().len()..text.span.end.saturating_sub(quotes.sign().len());
    let before = file.get(body.start..first.span.start).ok_or(Reason::Unclear)?;
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    // A number or emphasis may stand first.
    let prefix = before[line..].trim_end_matches(['{', '[', '*', '_']);
    let prefix =
        if before[line..].ends_with("{{ ") { before[line..].trim_end_matches("{{ ") } else { prefix };
    let marker = prefix.trim();
    let is_marker = matches!(marker, "-" | "*" | "+")
        || marker.trim_end_matches(['.', ')']).bytes().all(|byte| byte.is_ascii_digit())
            && !marker.is_empty();
    let is_item = key.contains("/item/");
    if is_item != is_marker || (!is_item && !marker.is_empty()) {
        return Err(Reason::Unclear);
    }
    let start = body.start + line + prefix.len();
    let rest = file.get(last.span.end..body.end).ok_or(Reason::Unclear)?;
    let end = if is_item { rest.find('\n') } else { rest.find("\n\n").or_else(|| rest.find("\r\n\r\n")) };
    let end = last.span.end + end.map_or(rest.trim_end().len(), |end| rest[..end].trim_end().len());
    Ok(Lines { source, content: start..end, prefix: prefix.to_owned(), quotes })
}

/// Words as they are written between others.
fn written(words: &str, lines: &Lines) -> Result<String, Reason> {
    let words = words.replace('\u{a0}', " ");
    let words = escape(words.trim(), Where::Line).map_err(|_| Reason::Lines)?;
    inside(&words, lines.quotes).ok_or(Reason::Unclear)
}

fn break_before(key: &str, lines: &Lines) -> String {
    if key.contains("/item/") { format!("\n{}", lines.prefix) } else { "\n\n".to_owned() }
}

fn new(review: &Review<'_>, edit: &Edit) -> Result<Change, Reason> {
    let lines = lines(review, &edit.key).map_err(|_| Reason::Elsewhere)?;
    let style = review.base.blocks().into_iter().find(|block| block.key == edit.key).map(|block| block.style);
    if style != edit.style {
        return Err(Reason::Elsewhere);
    }
    if edit.text.contains("[^") || edit.text.chars().any(char::is_numeric) {
        return Err(Reason::Numbers);
    }
    let text = format!("{}{}", break_before(&edit.key, &lines), written(&edit.text, &lines)?);
    let at = lines.content.end;
    let patch = patch::Edit::new(at..at, text, edit.key.clone());
    let shape = Shape::After(edit.text.trim().to_owned());
    Ok(Change { now: edit.text.clone(), ..change(&edit.key, &lines, at..at, shape, vec![patch]) })
}

fn merged(review: &Review<'_>, edit: &Edit) -> Result<Change, Reason> {
    let other = edit.to.as_deref().ok_or(Reason::ByHand)?;
    let (first, second) = (lines(review, &edit.key)?, lines(review, other)?);
    let base = |key: &str| review.base_words(key).ok_or(Reason::ByHand);
    let (one, two) = (base(&edit.key)?, base(other)?);
    let now = |key: &str| review.returned.words.get(key).map(|words| words.after.clone()).unwrap_or_default();
    // Where the second one still has its bookmark, its words are looked at alone.
    let is_apart = review.returned.words.contains_key(other);
    let both = format!("{} {}", now(&edit.key), now(other));
    if !is_apart && !same_letters(&both, &format!("{one} {two}")) {
        return Err(Reason::Several);
    }
    let between = first.content.end..second.content.start;
    let file = review.spec.sources.text(first.source);
    let is_next = first.source == second.source
        && file
            .get(between.clone())
            .is_some_and(|text| text.trim().trim_start_matches(second.prefix.trim()).is_empty());
    if !is_next {
        return Err(Reason::ByHand);
    }
    let gap = if edit.key.contains("/item/") { " " } else { "\n" };
    let patch = patch::Edit::new(between.clone(), gap, edit.key.clone());
    Ok(change(&edit.key, &first, between, Shape::With(other.to_owned()), vec![patch]))
}

fn split(review: &Review<'_>, edit: &Edit) -> Result<Change, Reason> {
    let lines = lines(review, &edit.key)?;
    let old = review.base_words(&edit.key).ok_or(Reason::ByHand)?;
    let new = &review.returned.words.get(&edit.key).ok_or(Reason::ByHand)?.after;
    let (head, tail) = match new.split_once('\n') {
        Some((head, tail)) if !tail.contains('\n') && same_letters(&format!("{head}{tail}"), &old) => {
            (head, tail)
        }
        _ => return Err(Reason::Several),
    };
    // Between two words, the space that parted them goes.
    let count = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
    let mut left = count(head);
    let at = old.chars().position(|c| {
        let is_here = left == 0 && c.is_whitespace();
        left = left.saturating_sub(usize::from(!c.is_whitespace()));
        is_here
    });
    let at = at.filter(|_| count(tail) > 0).ok_or(Reason::Several)?;
    let place = space(review, review.places.get(&edit.key).ok_or(Reason::ByHand)?, &old, at)?;
    let patch = patch::Edit::new(place.clone(), break_before(&edit.key, &lines), edit.key.clone());
    let shape = Shape::Split(head.trim().to_owned(), tail.trim().to_owned());
    Ok(change(&edit.key, &lines, place, shape, vec![patch]))
}

/// The bytes of a space between two words.
fn space(review: &Review<'_>, written: &Written, words: &str, at: usize) -> Result<Range<usize>, Reason> {
    let holds = |run: &&Run| run.letters.contains(&at) && run.kind == RunKind::Words;
    let run = written.runs.iter().find(holds).ok_or(Reason::Several)?;
    let file = review.spec.sources.text(run.span.source).get(run.span.range()).ok_or(Reason::Unclear)?;
    let printed: Vec<char> = words.chars().skip(run.letters.start).take(run.letters.len()).collect();
    let places = letters(file, &printed).ok_or(Reason::Unclear)?;
    let place = places.get(at - run.letters.start).ok_or(Reason::Unclear)?;
    Ok(run.span.start + place.start..run.span.start + place.end)
}

/// Items of one list in another order.
fn swapped(review: &Review<'_>, edit: &Edit) -> Result<Change, Reason> {
    let keys: Vec<String> = review.base.blocks().into_iter().map(|block| block.key).collect();
    let at = keys.iter().position(|key| *key == edit.key).ok_or(Reason::ByHand)?;
    let stem = edit.key.rsplit_once('/').map(|(stem, _)| format!("{stem}/")).ok_or(Reason::ByHand)?;
    let is_near = |key: &&String| key.starts_with(&stem) && key.contains("/item/");
    let first = at - keys[..at].iter().rev().take_while(is_near).count();
    let list = &keys[first..at + keys[at..].iter().take_while(is_near).count()];
    let mut now: Vec<&String> = review.returned.order.iter().filter(|key| list.contains(key)).collect();
    if now.iter().copied().eq(list) {
        // What was tracked as moved stands there without its bookmark.
        let to = list.iter().position(|key| Some(key) == edit.to.as_ref());
        let (from, to) = list.iter().position(|key| *key == edit.key).zip(to).ok_or(Reason::ByHand)?;
        let moved = now.remove(from);
        now.insert(if to < from { to + 1 } else { to }, moved);
    }
    let place = review.returned.order.iter().position(|key| list.contains(key)).ok_or(Reason::ByHand)?;
    let is_one = review.returned.order[place..].iter().take(list.len()).all(|key| list.contains(key));
    if list.len() < 2 || now.len() != list.len() || !is_one {
        return Err(Reason::ByHand);
    }
    let all = list.iter().map(|key| lines(review, key)).collect::<Result<Vec<Lines>, Reason>>()?;
    let mut edits = Vec::new();
    for ((slot, was), now) in all.iter().zip(list).zip(&now) {
        if was != *now {
            let occupant = list.iter().position(|key| key == *now).ok_or(Reason::ByHand)?;
            let file = review.spec.sources.text(slot.source);
            let text = file.get(all[occupant].content.clone()).ok_or(Reason::Unclear)?;
            edits.push(patch::Edit::new(slot.content.clone(), text, edit.key.clone()));
        }
    }
    if edits.is_empty() {
        return Err(Reason::ByHand);
    }
    let shape = Shape::Order(list.to_vec(), now.into_iter().cloned().collect());
    let whole = all.first().zip(all.last()).map(|(a, b)| a.content.start..b.content.end);
    Ok(change(&edit.key, &all[0], whole.ok_or(Reason::ByHand)?, shape, edits))
}

/// A paragraph or item of plain words that is gone.
fn gone(review: &Review<'_>, edit: &Edit) -> Result<Change, Reason> {
    let lines = lines(review, &edit.key)?;
    let written = review.places.get(&edit.key).ok_or(Reason::ByHand)?;
    let block = review.base.blocks().into_iter().find(|block| block.key == edit.key);
    let has_marks = block.is_none_or(|block| !block.marks.is_empty());
    if has_marks || written.runs.iter().any(|run| run.kind != RunKind::Words) {
        return Err(Reason::Numbers);
    }
    let file = review.spec.sources.text(lines.source);
    let start = lines.content.start - lines.prefix.len();
    let before =
        file[..start].len() - (file[..start].len() - file[..start].trim_end_matches(['\n', '\r']).len());
    // Of the empty lines around it, those before it go too, unless it is the first of its text.
    let is_first = file[..before].ends_with(lines.quotes.sign());
    let behind =
        file[lines.content.end..].len() - file[lines.content.end..].trim_start_matches(['\n', '\r']).len();
    let range = if is_first { start..lines.content.end + behind } else { before..lines.content.end };
    let patch = patch::Edit::new(range.clone(), "", edit.key.clone());
    let was = edit.was.clone().unwrap_or_default();
    Ok(Change { was, ..change(&edit.key, &lines, range, Shape::Gone, vec![patch]) })
}

/// Whether two texts have the same letters, whatever stands between them.
fn same_letters(one: &str, two: &str) -> bool {
    let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).map(folded).collect::<Vec<_>>();
    letters(one) == letters(two)
}
