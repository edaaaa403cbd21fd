//! Pictures, charts and shapes of a document: what they are, and a hash of what they show.

use std::collections::BTreeMap;

use super::Comment;
use crate::docx::chart::{Cells, SheetCell};
use crate::docx::package::tree::Element;
use crate::docx::read::address::{Drawn, hash_of};
use crate::hash::fnv;

/// Something drawn in a text.
#[derive(Debug, Clone, Default)]
pub(super) struct Drawing {
    /// Index of the address before it.
    pub(super) after: Option<usize>,
    /// What it is, and its name.
    pub(super) kind: &'static str,
    pub(super) name: String,
    /// What those hear who do not see it.
    pub(super) alt: String,
    /// The part that it shows.
    pub(super) part: Option<String>,
    pub(super) deleted: bool,
    pub(super) comments: Vec<Comment>,
}

/// What an element of a text draws; none when it draws nothing.
pub(super) fn drawing(element: &Element, targets: Option<&BTreeMap<String, String>>) -> Option<Drawing> {
    let mut found = Drawing { kind: "shape", ..Drawing::default() };
    let mut is_drawn = element.name != "w:object";
    let mut relation = None;
    element.walk(&mut |part| match part.name.as_ref() {
        "wp:docPr" if found.name.is_empty() => {
            found.name = part.get("name").unwrap_or_default().to_owned();
            found.alt = part.get("descr").unwrap_or_default().to_owned();
        }
        "c:chart" if relation.is_none() => {
            found.kind = "chart";
            relation = part.get("r:id");
        }
        "a:blip" if relation.is_none() => {
            found.kind = "picture";
            relation = part.get("r:embed").or_else(|| part.get("r:link"));
        }
        "v:imagedata" if relation.is_none() => {
            found.kind = "picture";
            relation = part.get("r:id");
        }
        "o:OLEObject" => {
            found.kind = "object";
            is_drawn = true;
        }
        _ => {}
    });
    found.part = relation.and_then(|id| targets?.get(id)).cloned();
    is_drawn.then_some(found)
}

/// What of the package a drawing is compared by.
#[derive(Debug, Clone, Default)]
pub(super) struct Content {
    /// Of a picture its bytes, of a chart what it shows.
    pub(super) bytes: Option<Vec<u8>>,
    pub(super) chart: Option<Element>,
    /// The workbook of a chart.
    pub(super) workbook: Option<Vec<u8>>,
}

impl Drawing {
    /// What it is known by.
    pub(super) fn drawn(&self, content: &Content) -> Drawn {
        let data = match (&content.chart, &content.bytes) {
            (Some(chart), _) => hash_of(&values(chart)),
            (None, Some(bytes)) => format!("{:016x}", fnv(bytes)),
            (None, None) => String::new(),
        };
        Drawn {
            kind: self.kind.to_owned(),
            name: self.name.clone(),
            alt: if self.alt.is_empty() { String::new() } else { hash_of(&self.alt) },
            data,
            workbook: content.workbook.as_deref().and_then(cells).unwrap_or_default(),
        }
    }
}

/// The categories and values that a chart shows, as numbers where they are some: programs write them with other zeros.
pub(super) fn values(chart: &Element) -> String {
    let mut out = String::new();
    chart.walk(&mut |element| {
        let kind = match element.name.as_ref() {
            "c:tx" if element.find("c:strRef").is_some() => "name",
            "c:cat" => "categories",
            "c:val" => "values",
            _ => return,
        };
        out.push_str(kind);
        element.walk(&mut |point| {
            if point.name == "c:pt" {
                let index = point.get("idx").unwrap_or_default();
                let value = point.find("c:v").map(Element::plain_text).unwrap_or_default();
                out.push_str(&format!(" {index}={}", number(&value)));
            }
        });
        out.push('\n');
    });
    out
}

/// Hash of the cells of a workbook that hold something; none when it cannot be read.
fn cells(workbook: &[u8]) -> Option<String> {
    let read = Cells::read(workbook).ok()?;
    let line = |((row, column), cell): (&(u32, u32), &SheetCell)| {
        // A formula is computed anew by whoever saves the file.
        format!("{row} {column} {}", cell.formula.as_ref().map_or_else(|| number(&cell.value), Clone::clone))
    };
    Some(hash_of(&read.cells.iter().map(line).collect::<Vec<_>>().join("\n")))
}

/// A number with twelve digits, or the text as it is.
fn number(text: &str) -> String {
    text.trim().parse::<f64>().map_or_else(|_| text.to_owned(), |value| format!("{value:.12e}"))
}
