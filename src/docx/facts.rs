//! Keeps the facts of an edition in its document, and finds them there.

use super::error::DocxError;
use super::package::archive::{Package, unzip};
use super::package::relation::Relations;
use super::package::tree::{Element, Node, el, parse};
use crate::parity::{FACTS, KeptFacts};
use crate::report::Report;

/// Namespace of the part.
const NAMESPACE: &str = "urn:quarterly:facts:1";
/// The part. Word gives such parts other numbers when it saves.
const PART: &str = "customXml/item2.xml";
/// Id of the part's kind, the same in every document.
const ITEM: &str = "{0C8B7A55-3F1D-4B0B-8E7C-52D0C3A9E0F6}";
/// Id of properties that authors make, the same in every document of the world.
const PROPERTIES: &str = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}";
/// The property that has the digest.
const PROPERTY: &str = "Digest of facts";

/// The file of facts, when there is one.
fn kept(report: &Report) -> Option<&[u8]> {
    report.attachments.iter().find(|file| file.name == FACTS).map(|file| &*file.bytes)
}

/// Names the part that has the digest, among the parts of the package.
pub(super) fn relate_digest(report: &Report, root: &mut Relations) {
    if kept(report).and_then(digest).is_some() {
        root.part("custom-properties", "docProps/custom.xml");
    }
}

/// Names the part that has the facts, among those of the text.
pub(super) fn relate(report: &Report, document: &mut Relations) {
    if kept(report).is_some() {
        document.part("customXml", &format!("../{PART}"));
    }
}

fn digest(bytes: &[u8]) -> Option<String> {
    KeptFacts::read(bytes).ok()?.digest
}

/// Adds the parts that have the facts and their digest.
pub(super) fn add(report: &Report, package: &mut Package) {
    let Some(bytes) = kept(report) else { return };
    let root = el("facts").attr("xmlns", NAMESPACE).text(String::from_utf8_lossy(bytes).into_owned());
    package.add(PART, "application/xml", root.to_xml());
    let mut own = Relations::default();
    own.part("customXmlProps", "itemProps2.xml");
    package.add_relations(PART, &own);
    let properties = el("ds:datastoreItem")
        .attr("ds:itemID", ITEM)
        .attr("xmlns:ds", "http://schemas.openxmlformats.org/officeDocument/2006/customXml")
        .child(el("ds:schemaRefs").child(el("ds:schemaRef").attr("ds:uri", NAMESPACE)));
    let kind = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml";
    package.add("customXml/itemProps2.xml", kind, properties.to_xml());
    if let Some(digest) = digest(bytes) {
        let kind = "application/vnd.openxmlformats-officedocument.custom-properties+xml";
        package.add("docProps/custom.xml", kind, custom(&digest).to_xml());
    }
}

/// The properties that Word lists below "Custom"; numbers below 2 are the system's.
fn custom(digest: &str) -> Element {
    let property = el("property")
        .attr("fmtid", PROPERTIES)
        .attr("pid", 2)
        .attr("name", PROPERTY)
        .child(el("vt:lpwstr").text(digest));
    el("Properties")
        .attr("xmlns", "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties")
        .attr("xmlns:vt", "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes")
        .child(property)
}

/// The file of facts that a document keeps; none when it keeps none.
///
/// # Errors
/// The bytes are no document, or one that is larger than any.
pub fn facts(docx: &[u8]) -> Result<Option<Vec<u8>>, DocxError> {
    let files = unzip(docx)?;
    let is_data =
        |name: &str| name.to_ascii_lowercase().starts_with("customxml/item") && name.ends_with(".xml");
    let roots = files.iter().filter(|(name, _)| is_data(name)).filter_map(|(_, bytes)| parse(bytes).ok());
    // Programs give the namespace a prefix when they save.
    let is_ours = |root: &Element| {
        root.name.rsplit(':').next() == Some("facts")
            && root.attributes.iter().any(|(_, value)| value == NAMESPACE)
    };
    let text = |root: Element| -> String {
        let texts = root.children.into_iter().filter_map(|node| match node {
            Node::Text(text) => Some(text),
            Node::Element(_) => None,
        });
        texts.collect()
    };
    let found = roots.into_iter().find(is_ours);
    Ok(found.map(|root| text(root).into_bytes()))
}
