//! `quarterly edits`: an edited DOCX in, what was edited out. It writes no file.

use super::guard::guarded;
use super::stream::{print, shown, tell};
use super::{EditsArguments, Format, Outcome, threads};
use crate::diag::{json_text, printable};
use crate::docx::{Edit, EditKind, Edits, RevisionKind, edits};
use crate::spec::read_file;

/// Largest file that is read: an edition with full-page photographs has some ten.
const LARGEST: u64 = 256 << 20;

pub(super) fn run(arguments: &EditsArguments) -> Outcome {
    threads::start(None);
    let file = shown(&arguments.file);
    let read = guarded(|| read(arguments).and_then(|bytes| edits(&bytes).map_err(|error| error.to_string())));
    let edits = match read {
        Ok(Ok(edits)) => edits,
        Ok(Err(why)) => {
            let hint = "name a DOCX that this program has built";
            tell(&format!("error: `{file}`: {}\n = hint: {hint}\n", printable(&why)));
            return Outcome::Failed;
        }
        Err(told) => {
            tell(&told);
            return Outcome::Failed;
        }
    };
    let told = match arguments.format {
        Format::Text => text(&edits),
        Format::Json => json(&edits),
    };
    print(&told);
    if edits.changes.is_empty() { Outcome::Clean } else { Outcome::Findings }
}

fn read(arguments: &EditsArguments) -> Result<Vec<u8>, String> {
    read_file(&arguments.file, LARGEST).map_err(|error| error.to_string())
}

fn json(edits: &Edits) -> String {
    json_text(edits)
}

fn text(edits: &Edits) -> String {
    let mut out: String = edits.changes.iter().map(change).collect();
    let (edition, blocks) = (printable(&edits.edition), edits.blocks);
    out.push_str(&match edits.changes.len() {
        0 => format!("{edition}: nothing was edited in {blocks} blocks\n"),
        1 => format!("{edition}: 1 edit, of {blocks} blocks\n"),
        count => format!("{edition}: {count} edits, of {blocks} blocks\n"),
    });
    out
}

fn change(change: &Edit) -> String {
    let key = printable(&change.key);
    let mut out = match change.kind {
        EditKind::New if key.is_empty() => "at the beginning: new\n".to_owned(),
        EditKind::New => format!("after {key}: new\n"),
        kind => format!("{key}: {}\n", verdict(kind)),
    };
    for revision in &change.revisions {
        let sign = match revision.kind {
            RevisionKind::Inserted => '+',
            RevisionKind::Deleted => '-',
        };
        out.push_str(&line(&format!("{sign} {}", revision.text), &revision.author, &revision.date));
    }
    if !change.text.trim().is_empty() {
        out.push_str(&line(&format!("= {}", change.text), "", ""));
    }
    for comment in &change.comments {
        out.push_str(&line(&format!("\" {}", comment.text), &comment.author, &comment.date));
    }
    out
}

fn verdict(kind: EditKind) -> &'static str {
    match kind {
        EditKind::Tracked => "changed, all of it tracked",
        EditKind::Changed => "changed, not all of it tracked",
        EditKind::Deleted => "deleted, tracked",
        EditKind::Missing => "missing",
        EditKind::New => "new",
        EditKind::Moved => "moved",
        EditKind::Commented => "commented on",
    }
}

/// An indented line; line ends of the text would look like lines of ours.
fn line(text: &str, author: &str, date: &str) -> String {
    let text = printable(&text.replace('\n', " / "));
    let by: Vec<String> = [author, date].into_iter().filter(|part| !part.is_empty()).map(printable).collect();
    let by = if by.is_empty() { String::new() } else { format!("  ({})", by.join(", ")) };
    format!("    {text}{by}\n")
}
