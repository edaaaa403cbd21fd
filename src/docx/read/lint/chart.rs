//! Finds in the charts of a document what validators of the format miss: a part of the wrong type, a
//! workbook that is missing or broken, a copy of the data that is not the workbook's.

use std::collections::BTreeMap;

use super::Lint;
use crate::docx::chart::{Cells, SheetCell};
use crate::docx::package::relation::{part_of_relations, resolve};
use crate::docx::package::tree::Element;

const TYPE: &str = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml";
const DOCUMENT: &str = "word/document.xml";

impl Lint<'_> {
    /// Looks through all charts.
    pub(super) fn charts(&mut self, files: &BTreeMap<String, Vec<u8>>) {
        let mut faults = Vec::new();
        let parts: Vec<(&str, &Element)> = self
            .trees
            .iter()
            .filter(|(_, tree)| tree.name == "c:chartSpace")
            .map(|(name, tree)| (*name, tree))
            .collect();
        for (name, tree) in parts {
            if self.content_type(name) != Some(TYPE) {
                faults.push(format!("`{name}` has not the content type of a chart"));
            }
            match self.workbook(name, tree, files) {
                Ok(cells) => {
                    faults.extend(data(tree, &cells).into_iter().map(|fault| format!("{name}: {fault}")));
                }
                Err(fault) => faults.push(format!("{name}: {fault}")),
            }
        }
        if let Some(document) = self.trees.get(DOCUMENT) {
            document.walk(&mut |element| {
                if element.name != "c:chart" {
                    return;
                }
                let id = element.get("r:id").unwrap_or_default();
                let target = self.target(DOCUMENT, id);
                let is_chart = |target: &String| {
                    self.trees.get(target.as_str()).is_some_and(|t| t.name == "c:chartSpace")
                };
                if !target.as_ref().is_some_and(is_chart) {
                    faults.push(format!("{DOCUMENT}: `{id}` leads to no chart"));
                }
            });
        }
        self.faults.extend(faults);
    }

    fn content_type(&self, part: &str) -> Option<&str> {
        let types = self.trees.get("[Content_Types].xml")?;
        let own = |element: &&Element| {
            element.get("PartName").is_some_and(|name| name.trim_start_matches('/') == part)
        };
        types.elements().find(own)?.get("ContentType")
    }

    /// The part that a relation of another part leads to.
    fn target(&self, part: &str, id: &str) -> Option<String> {
        let (folder, _) = part.rsplit_once('/')?;
        let relations = self.trees.get(part_of_relations(part).as_str())?;
        let relation = relations.elements().find(|relation| relation.get("Id") == Some(id))?;
        Some(resolve(folder, relation.get("Target")?))
    }

    fn workbook(
        &self,
        part: &str,
        tree: &Element,
        files: &BTreeMap<String, Vec<u8>>,
    ) -> Result<Cells, String> {
        let id = tree
            .find("c:externalData")
            .and_then(|data| data.get("r:id"))
            .ok_or("the chart has no workbook")?;
        let target = self.target(part, id).ok_or_else(|| format!("no relation `{id}` to a workbook"))?;
        let bytes = files.get(&target).ok_or_else(|| format!("the workbook `{target}` is not there"))?;
        Cells::read(bytes).map_err(|error| format!("the workbook `{target}` cannot be read: {error}"))
    }
}

/// What differs between the chart's copy of its data and the cells that it refers to.
fn data(chart: &Element, cells: &Cells) -> Vec<String> {
    let mut faults = Vec::new();
    chart.walk(&mut |element| {
        let (cache, numbers) = match element.name.as_ref() {
            "c:strRef" => (element.find("c:strCache"), false),
            "c:numRef" => (element.find("c:numCache"), true),
            // What labels print.
            "c15:datalabelsRange" => (element.find("c15:dlblRangeCache"), false),
            _ => return,
        };
        let cells_of = element.find("c:f").or_else(|| element.find("c15:f"));
        let reference = cells_of.map(Element::plain_text).unwrap_or_default();
        match (cells.range(&reference), cache) {
            (Some(range), Some(cache)) => {
                faults.extend(copy(&range, cache, numbers).map(|fault| format!("{reference}: {fault}")));
            }
            (None, _) => faults.push(format!("`{reference}` is not in the workbook")),
            (_, None) => faults.push(format!("{reference}: the chart has no copy of the data")),
        }
    });
    faults
}

/// The first difference between cells and their copy.
fn copy(range: &[Option<&SheetCell>], cache: &Element, numbers: bool) -> Option<String> {
    let count =
        cache.find("c:ptCount").and_then(|count| count.get("val")).and_then(|count| count.parse().ok());
    if count != Some(range.len()) {
        return Some(format!("{count:?} points for {} cells", range.len()));
    }
    let usual = cache.find("c:formatCode").map(Element::plain_text);
    range.iter().enumerate().find_map(|(index, cell)| {
        let index = index.to_string();
        let point = cache.elements().find(|e| e.name == "c:pt" && e.get("idx") == Some(index.as_str()));
        let value = point.map(Element::plain_text).unwrap_or_default();
        let own = cell.map_or("", |cell| cell.value.as_str());
        if value != own {
            return Some(format!("the chart says `{value}`, the workbook `{own}`"));
        }
        let code = point.and_then(|point| point.get("formatCode")).or(usual.as_deref());
        let cell = cell.filter(|_| numbers)?;
        (cell.code.as_deref() != code).then(|| {
            format!(
                "the chart prints by `{}`, the workbook by `{}`",
                code.unwrap_or_default(),
                cell.code.as_deref().unwrap_or_default()
            )
        })
    })
}
