//! Keeps ranges, and endings behind a hyphen, on one line, in every paragraph of a part.

use crate::docx::package::tree::{Element, Node, el};
use crate::language::{JOINER, hold_together};

/// Holds together what belongs together: a dash by a joiner, a hyphen as the kind that Word has for this.
pub(super) fn hold(element: &mut Element) {
    if element.name == "w:p" {
        let mut texts = Vec::new();
        collect(element, &mut texts);
        hold_together(&mut texts);
    }
    if element.elements().any(has_hyphen) {
        let children = std::mem::take(&mut element.children);
        element.children = children.into_iter().flat_map(part_at_hyphens).collect();
    }
    element.elements_mut().for_each(hold);
}

/// The words of a paragraph, without those of paragraphs in it.
fn collect<'a>(element: &'a mut Element, found: &mut Vec<&'a mut String>) {
    let is_text = element.name == "w:t";
    for node in &mut element.children {
        match node {
            Node::Text(text) if is_text => found.push(text),
            Node::Element(child) if child.name != "w:p" => collect(child, found),
            Node::Text(_) | Node::Element(_) => {}
        }
    }
}

/// Whether a run has a held hyphen.
fn has_hyphen(run: &Element) -> bool {
    let held = format!("-{JOINER}");
    run.name == "w:r" && run.elements().any(|child| child.name == "w:t" && child.plain_text().contains(&held))
}

/// Writes each held hyphen as a run of its own between those of the words: programs that take words out of runs, as the
/// npm package `docx` does, count the texts of a run and fail at one that has two.
fn part_at_hyphens(node: Node) -> Vec<Node> {
    let mut run = match node {
        Node::Element(run) if has_hyphen(&run) => run,
        other => return vec![other],
    };
    let held = format!("-{JOINER}");
    let content = std::mem::take(&mut run.children);
    let (properties, content): (Vec<Node>, Vec<Node>) =
        content.into_iter().partition(|node| matches!(node, Node::Element(child) if child.name == "w:rPr"));
    run.children = properties;
    let mut runs = vec![run.clone()];
    // Whether the last run is empty, and whether it is a hyphen.
    let (mut is_empty, mut is_hyphen) = (true, false);
    for (element, hyphen) in pieces(content, &held) {
        if !is_empty && (hyphen || is_hyphen) {
            runs.push(run.clone());
        }
        if let Some(last) = runs.last_mut() {
            last.push(element);
        }
        (is_empty, is_hyphen) = (false, hyphen);
    }
    runs.into_iter().map(Node::Element).collect()
}

/// What stands in a run, parted at its held hyphens, each with whether it is one.
fn pieces(content: Vec<Node>, held: &str) -> Vec<(Element, bool)> {
    let mut pieces = Vec::new();
    for node in content {
        let Node::Element(child) = node else { continue };
        if child.name != "w:t" {
            pieces.push((child, false));
            continue;
        }
        for (index, words) in child.plain_text().split(held).enumerate() {
            if index > 0 {
                pieces.push((el("w:noBreakHyphen"), true));
            }
            if !words.is_empty() {
                pieces.push((el("w:t").attr("xml:space", "preserve").text(words), false));
            }
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::{JOINER, hold};
    use crate::docx::package::tree::{Element, el};

    fn run(words: &str) -> Element {
        el("w:r").child(el("w:t").text(words))
    }

    #[test]
    fn a_dash_gets_a_joiner_and_a_hyphen_becomes_one_that_does_not_break() {
        let mut paragraph = el("w:p").with([run("12–"), run("14 June, 1-сурет")]);
        hold(&mut paragraph);
        let xml = String::from_utf8(paragraph.to_xml()).unwrap();
        assert!(xml.contains("<w:t>12–\u{2060}</w:t>"), "{xml}");
        let alone = "14 June, 1</w:t></w:r><w:r><w:noBreakHyphen/></w:r><w:r><w:t";
        assert!(xml.contains(alone), "{xml}");
    }

    #[test]
    fn paragraphs_within_a_paragraph_are_read_alone() {
        let inner = el("w:txbxContent").child(el("w:p").child(run("June")));
        let mut paragraph = el("w:p").with([run("April–"), inner]);
        hold(&mut paragraph);
        assert!(!String::from_utf8(paragraph.to_xml()).unwrap().contains(JOINER));
    }
}
