//! Edits as text for people.

use std::collections::BTreeMap;

use crate::diag::printable;
use crate::docx::{Aspect, AspectKind, Comment, Edit, EditKind, Edits, RevisionKind, What};
use crate::edits::diff::marked;

/// File, line and column of blocks by key, when the spec is at hand.
pub(super) type Places = BTreeMap<String, String>;

/// All edits, and how many there are.
pub(super) fn text(edits: &Edits, places: &Places) -> String {
    let mut out: String = edits.changes.iter().map(|edit| change(edit, places)).collect();
    let folded = [
        (&edits.invisible, "only spaces, quotation marks or hyphens of another kind"),
        (&edits.unlinked, "what a field printed is plain text now; nothing is to be carried back"),
    ];
    for (keys, what) in folded {
        let Some(first) = keys.first() else { continue };
        let count = if keys.len() == 1 { "1 block".to_owned() } else { format!("{} blocks", keys.len()) };
        out.push_str(&format!("{count}, from {}: {what}\n", printable(first)));
    }
    if let Some(program) = &edits.rewritten_by {
        let what = "styles, what paragraphs have beside them and ends of pages were not compared";
        out.push_str(&format!("{program} has saved it, and writes these anew: {what}\n"));
    }
    let (edition, blocks) = (printable(&edits.edition), edits.blocks);
    out.push_str(&match edits.changes.len() {
        0 if edits.invisible.is_empty() => format!("{edition}: nothing was edited in {blocks} blocks\n"),
        1 => format!("{edition}: 1 edit, of {blocks} blocks\n"),
        count => format!("{edition}: {count} edits, of {blocks} blocks\n"),
    });
    out
}

fn change(edit: &Edit, places: &Places) -> String {
    let place = places.get(&edit.key).map_or_else(String::new, |place| format!("{} ", printable(place)));
    let mut out = format!("{place}{}\n", head(edit));
    let shows_words = !edit.text.trim().is_empty()
        && !matches!(edit.what, What::Chart | What::Picture | What::Break | What::Style);
    let words = edit.was.as_ref().map(|was| marked(was, &edit.text)).filter(|words| !words.is_empty());
    // What was tracked is told word by word with who did it.
    for revision in &edit.revisions {
        let sign = match revision.kind {
            RevisionKind::Inserted => '+',
            RevisionKind::Deleted => '-',
        };
        out.push_str(&line(&format!("{sign} {}", revision.text), &revision.author, &revision.date));
    }
    match (edit.kind, words) {
        (EditKind::Moved | EditKind::Commented | EditKind::Look, _) if shows_words => {
            out.push_str(&line(&format!("= {}", short(&edit.text)), "", ""));
        }
        (EditKind::Missing | EditKind::Deleted, _) => {
            if let Some(was) = edit.was.as_ref().filter(|_| edit.revisions.is_empty()) {
                out.push_str(&line(&format!("- {}", short(was)), "", ""));
            }
        }
        (_, Some(words)) => out.push_str(&line(&format!("~ {words}"), "", "")),
        (_, None) if shows_words => out.push_str(&line(&format!("= {}", edit.text), "", "")),
        (_, None) => {}
    }
    out.extend(edit.also.iter().map(aspect));
    out.extend(edit.comments.iter().map(comment));
    out
}

/// What an edit is besides its words, in a few of ours, and the lines that say more of it: looks, marks, comments. Nothing
/// when words are all of it.
pub(super) fn besides(edit: &Edit) -> Option<(String, String)> {
    let is_words = matches!(edit.kind, EditKind::Changed | EditKind::Tracked);
    if is_words && edit.also.is_empty() && edit.comments.is_empty() {
        return None;
    }
    let head = head(edit);
    let key = format!("{}: ", printable(&edit.key));
    let what = head.split_once(&key).map_or(head.as_str(), |(_, what)| what).to_owned();
    Some((what, edit.also.iter().map(aspect).chain(edit.comments.iter().map(comment)).collect()))
}

fn comment(comment: &Comment) -> String {
    line(&format!("\" {}", comment.text), &comment.author, &comment.date)
}

/// What happened, in one line.
fn head(edit: &Edit) -> String {
    let key = printable(&edit.key);
    let to = edit.to.as_deref().map(printable).unwrap_or_default();
    let name = printable(&edit.text);
    let behind = |what: &str| {
        if key.is_empty() { format!("at the beginning: {what}") } else { format!("after {key}: {what}") }
    };
    match (edit.what, edit.kind) {
        (What::Note, EditKind::New) => behind("new note"),
        (What::Row, EditKind::New) => behind("new row"),
        (What::Chart, EditKind::New) => behind(format!("new chart {name}").trim_end()),
        (What::Picture, EditKind::New) => behind(format!("new picture {name}").trim_end()),
        (What::Header, EditKind::New | EditKind::Changed) => "header or footer: other words".to_owned(),
        (What::Header, _) => "header or footer: these words are missing".to_owned(),
        (What::Break, EditKind::New) => behind(&format!("new {name}")),
        (What::Break, EditKind::Missing) => behind(&format!("{name}, which is missing now")),
        (What::Break, _) => "ends of pages, columns or sections are others".to_owned(),
        (What::Style, _) => format!("style {name}: defined otherwise"),
        (What::Document, _) => "comments that stand at no block".to_owned(),
        (_, EditKind::New) => behind("new"),
        (What::Chart, kind) if !key.is_empty() => format!("{key}: chart {}", drawn(kind)),
        (What::Chart, kind) => format!("chart {name}: {}", drawn(kind)),
        (What::Picture, kind) if key.is_empty() => format!("picture {name}: {}", drawn(kind)),
        (What::Picture, kind) => format!("after {key}: picture {name} {}", drawn(kind)),
        (What::Row, kind) => format!("{key}: row {}", verdict(kind, &to)),
        (_, kind) if edit.to.is_some() && !matches!(kind, EditKind::Moved | EditKind::Merged) => {
            format!("{key}: {}; {}", verdict(kind, &to), verdict(EditKind::Moved, &to))
        }
        (_, kind) => format!("{key}: {}", verdict(kind, &to)),
    }
}

fn drawn(kind: EditKind) -> &'static str {
    match kind {
        EditKind::Deleted => "deleted, tracked",
        EditKind::Missing => "missing",
        EditKind::Commented => "commented on",
        _ => "changed",
    }
}

fn verdict(kind: EditKind, to: &str) -> String {
    let verdict = match kind {
        EditKind::Tracked => "changed, all of it tracked",
        EditKind::Changed => "changed, not all of it tracked",
        EditKind::Deleted => "deleted, tracked",
        EditKind::Missing => "missing",
        EditKind::New => "new",
        EditKind::Moved if to.is_empty() => "moved to the beginning",
        EditKind::Moved => return format!("moved, now after {to}"),
        EditKind::Merged if to.is_empty() => "merged with what follows",
        EditKind::Merged => return format!("merged with {to}"),
        EditKind::Split => "split into several paragraphs",
        EditKind::Look => "looks other than before, with the same words",
        EditKind::Commented => "commented on",
    };
    verdict.to_owned()
}

fn aspect(aspect: &Aspect) -> String {
    let with = |what: &str, more: &str| {
        let more = short(more);
        match more.strip_prefix("; ") {
            Some(rest) => format!("{what}; {rest}"),
            None if more.is_empty() => what.to_owned(),
            None => format!("{what}: {more}"),
        }
    };
    let name = match aspect.of {
        AspectKind::Marks => "notes and references",
        AspectKind::Style => "style",
        AspectKind::Format => "format",
        AspectKind::Emphasis => "looks of words",
        AspectKind::Links => "links",
        AspectKind::Alternative => "alternative text",
        AspectKind::Data => return line(&with("what it shows is other than before", &aspect.now), "", ""),
        AspectKind::Workbook => return line(&with("its workbook has other cells", &aspect.now), "", ""),
    };
    let or_none = |text: &str| if text.is_empty() { "none".to_owned() } else { short(text) };
    let was = aspect.was.as_deref().map(|was| format!("{} → ", or_none(was))).unwrap_or_default();
    line(&format!("{name}: {was}{}", or_none(&aspect.now)), "", "")
}

/// A text that need only be recognized.
fn short(text: &str) -> String {
    const LONGEST: usize = 160;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(LONGEST).chain(['…']).collect()
}

/// An indented line; line ends of the text would look like lines of ours.
pub(super) fn line(text: &str, author: &str, date: &str) -> String {
    let text = printable(&text.replace('\n', " / "));
    let by: Vec<String> = [author, date].into_iter().filter(|part| !part.is_empty()).map(printable).collect();
    let by = if by.is_empty() { String::new() } else { format!("  ({})", by.join(", ")) };
    format!("    {text}{by}\n")
}
