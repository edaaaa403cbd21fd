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
    if element.name == "w:r" {
        part_at_hyphens(element);
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

/// Writes each held hyphen as an element of its own between the words.
fn part_at_hyphens(run: &mut Element) {
    let held = format!("-{JOINER}");
    let is_held = |node: &Node| matches!(node, Node::Element(child) if child.name == "w:t" && child.plain_text().contains(&held));
    if !run.children.iter().any(is_held) {
        return;
    }
    let mut children = Vec::new();
    for node in std::mem::take(&mut run.children) {
        match node {
            Node::Element(child) if child.name == "w:t" => {
                for (index, words) in child.plain_text().split(&held).enumerate() {
                    if index > 0 {
                        children.push(Node::Element(el("w:noBreakHyphen")));
                    }
                    if !words.is_empty() {
                        let text = el("w:t").attr("xml:space", "preserve").text(words);
                        children.push(Node::Element(text));
                    }
                }
            }
            other => children.push(other),
        }
    }
    run.children = children;
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
        assert!(xml.contains("14 June, 1</w:t><w:noBreakHyphen/><w:t"), "{xml}");
    }

    #[test]
    fn paragraphs_within_a_paragraph_are_read_alone() {
        let inner = el("w:txbxContent").child(el("w:p").child(run("June")));
        let mut paragraph = el("w:p").with([run("April–"), inner]);
        hold(&mut paragraph);
        assert!(!String::from_utf8(paragraph.to_xml()).unwrap().contains(JOINER));
    }
}
