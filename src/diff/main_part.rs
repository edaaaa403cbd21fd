//! Finds the parts of a DOCX by its relations: Word Online and others give them names of their own.

use std::collections::BTreeMap;

use crate::docx::package::relation::{part_of_relations, resolve};
use crate::docx::package::tree::{Element as Xml, parse};

/// Parts by name.
type Parts = BTreeMap<String, String>;

/// The names that the parts of one document have.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Names {
    /// The text.
    pub(super) main: String,
    /// The notes at the foot of the page.
    pub(super) notes: Option<String>,
    /// Headers and footers, in the order of their names.
    pub(super) edges: Vec<String>,
    pub(super) styles: Option<String>,
    pub(super) numbering: Option<String>,
}

/// The name of the text where no relation tells it, as in references that hold parts alone.
const MAIN: &str = "word/document.xml";

impl Names {
    /// The names in a package.
    ///
    /// # Errors
    /// A list of relations is no XML.
    pub(super) fn of(parts: &Parts) -> Result<Self, String> {
        let root = targets(parts, "")?;
        let first = |targets: &[(String, String)], kind: &str| {
            targets.iter().find(|(own, _)| own == kind).map(|(_, target)| target.clone())
        };
        let main = first(&root, "officeDocument").unwrap_or_else(|| MAIN.to_owned());
        let own = targets(parts, &main)?;
        let is_edge = |kind: &str| kind == "header" || kind == "footer";
        let edges = own.iter().filter(|(kind, _)| is_edge(kind)).map(|(_, target)| target.clone());
        let mut edges: Vec<String> = edges.collect();
        edges.sort();
        edges.dedup();
        Ok(Self {
            notes: first(&own, "footnotes"),
            edges,
            styles: first(&own, "styles"),
            numbering: first(&own, "numbering"),
            main,
        })
    }
}

/// The kinds of a part's relations, each with the part that it leads to.
fn targets(parts: &Parts, part: &str) -> Result<Vec<(String, String)>, String> {
    let name = part_of_relations(part);
    let Some(text) = parts.get(&name) else { return Ok(Vec::new()) };
    let xml = parse(text.as_bytes()).map_err(|error| format!("{name}: {error}"))?;
    let folder = part.rsplit_once('/').map_or("", |(folder, _)| folder);
    let target = |node: &Xml| {
        let is_inside = node.get("TargetMode") != Some("External");
        let kind = node.get("Type")?.rsplit('/').next()?.to_owned();
        is_inside.then(|| Some((kind, resolve(folder, node.get("Target")?))))?
    };
    Ok(xml.elements().filter_map(target).collect())
}

#[cfg(test)]
mod tests {
    use super::{Names, Parts};

    #[test]
    fn parts_are_found_whatever_they_are_called() {
        let relation = |kind: &str, target: &str| {
            format!("<Relationship Id=\"{target}\" Type=\"http://x/{kind}\" Target=\"{target}\"/>")
        };
        let list = |entries: &[String]| format!("<Relationships>{}</Relationships>", entries.concat());
        let mut parts = Parts::new();
        parts.insert("_rels/.rels".to_owned(), list(&[relation("officeDocument", "/word/document2.xml")]));
        let own = [relation("footnotes", "footnotes2.xml"), relation("header", "a.xml")];
        parts.insert("word/_rels/document2.xml.rels".to_owned(), list(&own));
        let names = Names::of(&parts).unwrap();
        assert_eq!(names.main, "word/document2.xml");
        assert_eq!(names.notes.as_deref(), Some("word/footnotes2.xml"));
        assert_eq!(names.edges, ["word/a.xml"]);
        assert_eq!(Names::of(&Parts::new()).unwrap().main, "word/document.xml");
    }
}
