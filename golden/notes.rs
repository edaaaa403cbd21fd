//! Both documents have the same notes under the same numbers: they are read back out of the set pages and the DOCX.

use libtest_mimic::Failed;
use quarterly::pdf::layout::{ItemKind, items};
use typst_layout::PagedDocument;

use super::fail;

/// Holds the notes of the pages against those of the DOCX: number and words of each, in their order.
pub(crate) fn alike(document: &PagedDocument, docx: &[u8]) -> Result<(), Failed> {
    let (pages, word) = (of_pages(document), of_word(docx)?);
    let longest = pages.len().max(word.len());
    let differing = (0..longest).find(|at| pages.get(*at) != word.get(*at));
    differing.map_or(Ok(()), |at| {
        let (ours, theirs) = (pages.get(at), word.get(at));
        Err(fail(format!("note {}: the PDF has {ours:?}, the DOCX {theirs:?}", at + 1)))
    })
}

/// The notes of the set pages, each with its number before it.
fn of_pages(document: &PagedDocument) -> Vec<String> {
    let mut notes: Vec<(String, String)> = Vec::new();
    for item in items(document).iter().filter(|item| item.kind == ItemKind::Text) {
        let entry = item.owner.split('/').find(|part| part.starts_with("footnote-entry"));
        let Some(entry) = entry else { continue };
        // A note may go on at the foot of the next page.
        match notes.iter_mut().find(|(name, _)| name == entry) {
            Some((_, words)) => words.push_str(&item.text),
            None => notes.push((entry.to_owned(), item.text.clone())),
        }
    }
    notes.into_iter().map(|(_, words)| squeezed(&words)).collect()
}

/// The notes of a DOCX in the order of their marks, as Word numbers them.
fn of_word(docx: &[u8]) -> Result<Vec<String>, Failed> {
    let parts = quarterly::docx::parts(docx).map_err(|error| fail(error.to_string()))?;
    let part = |name: &str| parts.get(name).map(String::as_str).unwrap_or_default();
    let notes = part("word/footnotes.xml");
    let marks = part("word/document.xml").split("<w:footnoteReference w:id=\"").skip(1);
    let ids = marks.filter_map(|rest| rest.split('"').next());
    let note = |(number, id): (usize, &str)| {
        let (_, rest) = notes.split_once(&format!("<w:footnote w:id=\"{id}\">"))?;
        let (note, _) = rest.split_once("</w:footnote>")?;
        let note = note.replace("<w:noBreakHyphen/>", "<w:t>-</w:t>");
        let texts = note.split("<w:t").skip(1).filter_map(|piece| {
            let (_, text) = piece.split_once('>')?;
            text.split_once("</w:t>").map(|(text, _)| text)
        });
        let words: String = texts.collect();
        let signs = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")];
        let words = signs.iter().fold(words, |words, (code, sign)| words.replace(code, sign));
        Some(squeezed(&format!("{number}{words}")))
    };
    (1..).zip(ids).map(|mark| note(mark).ok_or_else(|| fail(format!("no note {}", mark.1)))).collect()
}

/// Words without spaces and what keeps them on a line.
fn squeezed(words: &str) -> String {
    let is_seen = |c: &char| !c.is_whitespace() && !matches!(c, '\u{2060}' | '\u{ad}' | '\u{200b}');
    words.chars().filter(is_seen).map(|c| if c == '\u{2011}' { '-' } else { c }).collect()
}
