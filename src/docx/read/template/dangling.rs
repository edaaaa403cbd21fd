//! Takes away what a template names and does not have: styles and lists. Word shows such text as if nothing were named,
//! and a document that names them is damaged for other programs.

use std::collections::BTreeSet;

use crate::docx::package::tree::{Element, Node};

/// Elements that name a style.
const NAMING: [&str; 6] = ["w:pStyle", "w:rStyle", "w:tblStyle", "w:basedOn", "w:next", "w:link"];

/// What a template has.
pub(super) struct Has {
    styles: BTreeSet<String>,
    lists: BTreeSet<String>,
}

impl Has {
    /// Looks at its styles and its lists; a list without a kind is none, and goes.
    pub(super) fn new(styles: &Element, numbering: Option<&mut Element>) -> Self {
        let mut lists = BTreeSet::new();
        if let Some(numbering) = numbering {
            let kinds = values(numbering, "w:abstractNum", |kind| kind.get("w:abstractNumId"));
            let is_of_kind = |list: &Element| {
                list.find("w:abstractNumId")
                    .and_then(|kind| kind.get("w:val"))
                    .is_some_and(|id| kinds.contains(id))
            };
            keep(numbering, |element| element.name != "w:num" || is_of_kind(element));
            lists = values(numbering, "w:num", |list| list.get("w:numId"));
        }
        // Zero takes the number of a style away.
        lists.insert("0".to_owned());
        Self { styles: values(styles, "w:style", |style| style.get("w:styleId")), lists }
    }

    /// Takes away what a part names and the template does not have.
    pub(super) fn clear(&self, part: &mut Element) {
        keep(part, |element| self.has(element));
        part.elements_mut().for_each(|element| self.clear(element));
    }

    fn has(&self, element: &Element) -> bool {
        let name: &str = element.name.as_ref();
        if name == "w:numPr" {
            // Without a list of its own, it is in that of its style.
            let list = element.find("w:numId").map(|list| list.get("w:val"));
            return list.is_none_or(|list| list.is_some_and(|list| self.lists.contains(list)));
        }
        !NAMING.contains(&name) || element.get("w:val").is_some_and(|style| self.styles.contains(style))
    }
}

fn values<'e>(
    part: &'e Element,
    name: &str,
    value: impl Fn(&'e Element) -> Option<&'e str>,
) -> BTreeSet<String> {
    let named = part.elements().filter(|element| element.name == *name);
    named.filter_map(value).map(str::to_owned).collect()
}

fn keep(part: &mut Element, is_kept: impl Fn(&Element) -> bool) {
    part.children.retain(|child| match child {
        Node::Element(element) => is_kept(element),
        Node::Text(_) => true,
    });
}
