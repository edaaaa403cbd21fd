//! Content controls that print a property of the document, such as its title: Word fills them anew, so they stay controls.

use crate::docx::package::tree::{Element, Node};

/// The stores of properties that a document of ours has: core and extended.
const STORES: [&str; 2] =
    ["{6C3C8BC8-F283-45AE-878A-BAB7291924A1}", "{6668398D-A668-4E3E-A5EB-62B293D839F1}"];
/// Longest way to a property: `/ns1:coreProperties[1]/ns0:title[1]`.
const MOST_STEPS: usize = 4;

/// Whether a control is bound to a property of the document. One that is keeps nothing but that, and its name.
pub(super) fn is_bound(control: &mut Element) -> bool {
    let Some(properties) = control.find("w:sdtPr") else { return false };
    let binding = properties.find("w:dataBinding");
    let value = |name: &str| binding.and_then(|binding| binding.get(name)).unwrap_or_default();
    let is_store = STORES.iter().any(|store| store.eq_ignore_ascii_case(value("w:storeItemID")));
    is_store
        && is_way(value("w:xpath"))
        && is_mapping(value("w:prefixMappings"))
        && control.find("w:sdtContent").is_some()
}

/// Whether an expression goes from one element to the next, and does nothing else.
fn is_way(path: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, ':' | '[' | ']' | '_' | '-');
    let steps: Vec<&str> = path.strip_prefix('/').unwrap_or_default().split('/').collect();
    steps.len() <= MOST_STEPS && steps.iter().all(|step| !step.is_empty() && step.chars().all(is_plain))
}

/// Whether prefixes are declared, as attributes are.
fn is_mapping(mappings: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || " =':/._-".contains(c);
    mappings.chars().all(is_plain)
}

/// What stands in a control.
pub(super) fn content(control: Element) -> Vec<Node> {
    let contents = control.children.into_iter().filter_map(|node| match node {
        Node::Element(element) if element.name == "w:sdtContent" => Some(element.children),
        _ => None,
    });
    contents.flatten().collect()
}
