//! Writes answers to an editor as comments into a copy of his document.

use std::collections::BTreeMap;

use super::error::DocxError;
use super::package::archive::{unzip, zip_files};
use super::package::namespace::{PACKAGE, RELATION, WORD};
use super::package::relation::{part_of_relations, resolve};
use super::package::tree::{Element, Node, el, parse};

/// What is said of a block, by the name of its bookmark; without a name, of the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) bookmark: String,
    pub(super) text: String,
}

/// Whose comments they are.
const AUTHOR: &str = "quarterly";
const TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml";

/// The document with a comment for each answer; all else of it stays as it is.
///
/// # Errors
/// The bytes are no document, or one whose names are not those that Word writes.
pub(super) fn answered(docx: &[u8], answers: &[Answer]) -> Result<Vec<u8>, DocxError> {
    let fault = |why: &str| DocxError::Package(why.to_owned());
    let mut files = unzip(docx)?;
    let main = target(&files, "", "officeDocument")?.ok_or_else(|| fault("it is no DOCX"))?;
    let mut document = parse(files.get(&main).ok_or_else(|| fault("it has no text"))?)?;
    if document.name != "w:document" || document.get("xmlns:w") != Some(WORD) {
        return Err(fault("its names are not those that Word writes; save it in Word as .docx first"));
    }
    let part = target(&files, &main, "comments")?;
    let mut comments = match part.as_ref().and_then(|part| files.get(part)) {
        Some(bytes) => parse(bytes)?,
        None => el("w:comments").attr("xmlns:w", WORD),
    };
    let ids = comments.elements().filter_map(|comment| comment.get("w:id")?.parse::<u32>().ok());
    let first = ids.max().map_or(0, |id| id + 1);
    for (next, answer) in (first..).zip(answers) {
        let mut written = Some(next);
        if !mark(&mut document, &answer.bookmark, &mut written) {
            mark(&mut document, "", &mut written);
        }
        comments.push(comment(next, &answer.text));
    }
    let name = match part {
        Some(part) => part,
        None => relate(&mut files, &main)?,
    };
    files.insert(main, document.to_xml());
    files.insert(name, comments.to_xml());
    zip_files(&files)
}

/// The part that the first relation of a kind leads to.
fn target(files: &BTreeMap<String, Vec<u8>>, part: &str, kind: &str) -> Result<Option<String>, DocxError> {
    let Some(list) = files.get(&part_of_relations(part)) else { return Ok(None) };
    let folder = part.rsplit_once('/').map_or("", |(folder, _)| folder);
    let list = parse(list)?;
    let is_kind =
        |entry: &&Element| entry.get("Type").is_some_and(|own| own.rsplit('/').next() == Some(kind));
    let target = list.elements().find(is_kind).and_then(|entry| entry.get("Target"));
    Ok(target.map(|target| resolve(folder, target)))
}

/// Names a part for comments in the lists of the package.
fn relate(files: &mut BTreeMap<String, Vec<u8>>, main: &str) -> Result<String, DocxError> {
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
    let free = |number: &u32| !files.contains_key(&resolve(folder, &format!("answers{number}.xml")));
    let file = format!("answers{}.xml", (1..).find(free).unwrap_or(1));
    let name = resolve(folder, &file);
    let list = part_of_relations(main);
    let mut relations = match files.get(&list) {
        Some(bytes) => parse(bytes)?,
        None => el("Relationships").attr("xmlns", format!("{PACKAGE}/relationships")),
    };
    let entry = el("Relationship").attr("Id", "rIdAnswers").attr("Type", format!("{RELATION}/comments"));
    relations.push(entry.attr("Target", file));
    files.insert(list, relations.to_xml());
    let types = "[Content_Types].xml";
    if let Some(bytes) = files.get(types) {
        let mut list = parse(bytes)?;
        list.push(el("Override").attr("PartName", format!("/{name}")).attr("ContentType", TYPE));
        files.insert(types.to_owned(), list.to_xml());
    }
    Ok(name)
}

/// Marks the paragraph that holds a bookmark, or the first one, with a comment; whether there was one.
fn mark(element: &mut Element, bookmark: &str, id: &mut Option<u32>) -> bool {
    if element.name == "w:p" {
        let named = |child: &Element| child.get("w:name") == Some(bookmark);
        let mut has = bookmark.is_empty();
        element.walk(&mut |child| has |= child.name == "w:bookmarkStart" && named(child));
        let Some(number) = id.filter(|_| has) else { return false };
        *id = None;
        let after =
            element.children.iter().position(|node| matches!(node, Node::Element(e) if e.name == "w:pPr"));
        let at = after.map_or(0, |at| at + 1);
        let with_id = |name: &'static str| el(name).attr("w:id", number);
        element.children.insert(at, Node::Element(with_id("w:commentRangeStart")));
        element.push(with_id("w:commentRangeEnd"));
        element.push(el("w:r").child(with_id("w:commentReference")));
        return true;
    }
    element.elements_mut().any(|child| mark(child, bookmark, id))
}

fn comment(id: u32, text: &str) -> Element {
    let words = el("w:t").attr("xml:space", "preserve").text(text);
    let paragraph = el("w:p").child(el("w:r").child(words));
    el("w:comment").attr("w:id", id).attr("w:author", AUTHOR).attr("w:initials", "q").child(paragraph)
}

#[cfg(test)]
mod tests {
    use super::mark;
    use crate::docx::package::tree::parse;

    #[test]
    fn the_paragraph_of_the_bookmark_is_marked_once() {
        let xml = br#"<w:b><w:p/><w:p><w:pPr/><w:bookmarkStart w:name="a"/></w:p></w:b>"#;
        let mut tree = parse(xml).unwrap();
        assert!(mark(&mut tree, "a", &mut Some(3)));
        let lines = tree.to_lines();
        assert!(lines.contains("<w:pPr/>\n    <w:commentRangeStart w:id=\"3\"/>"), "{lines}");
        assert!(!mark(&mut tree, "b", &mut Some(4)));
    }
}
