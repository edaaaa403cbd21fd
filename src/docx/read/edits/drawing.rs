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
    /// The words in it, of a text box.
    pub(super) words: String,
    /// Of a chart, each value that it shows, and each cell of its workbook, by name.
    pub(super) points: BTreeMap<String, String>,
    pub(super) cells: BTreeMap<String, String>,
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
        "w:p" if !found.words.is_empty() => found.words.push(' '),
        "w:t" => found.words.push_str(&part.plain_text()),
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
    /// Keeps what a chart shows, to tell which of it is another.
    pub(super) fn values_of(&mut self, content: &Content) {
        let Some(chart) = &content.chart else { return };
        chart.walk(&mut |series| {
            if series.name == "c:ser" {
                self.series(series);
            }
        });
        let book = content.workbook.as_deref().and_then(|book| Cells::read(book).ok());
        for ((row, column), cell) in book.into_iter().flat_map(|book| book.cells) {
            if cell.formula.is_none() {
                self.cells.insert(format!("{}{row}", letters_of(column)), rounded(&cell.value));
            }
        }
    }

    fn series(&mut self, series: &Element) {
        let points = |name: &str| {
            let mut found = BTreeMap::new();
            let part = series.find(name);
            part.into_iter().for_each(|part| {
                part.walk(&mut |point| {
                    if point.name == "c:pt" {
                        let index = point.get("idx").unwrap_or_default().to_owned();
                        found.insert(index, point.find("c:v").map(Element::plain_text).unwrap_or_default());
                    }
                });
            });
            found
        };
        let (names, categories) = (points("c:tx"), points("c:cat"));
        let name = names.values().next().cloned().unwrap_or_default();
        for (index, value) in points("c:val") {
            let category = categories.get(&index).cloned().unwrap_or(index);
            let both = [name.as_str(), category.as_str()].into_iter().filter(|part| !part.is_empty());
            let value = rounded(&value);
            self.points.insert(both.collect::<Vec<_>>().join(", "), value);
        }
        for (index, category) in categories {
            self.points.insert(format!("{name} category {index}"), category);
        }
    }

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

/// What differs between two lists of values, by name: `China: 50.3 → 53`.
pub(super) fn told(was: &BTreeMap<String, String>, now: &BTreeMap<String, String>) -> String {
    let names: std::collections::BTreeSet<&String> = was.keys().chain(now.keys()).collect();
    let value = |list: &BTreeMap<String, String>, name: &String| {
        list.get(name).filter(|value| !value.is_empty()).map_or_else(|| "none".to_owned(), Clone::clone)
    };
    let others = names.into_iter().filter(|name| was.get(*name) != now.get(*name));
    let told = others.map(|name| format!("{name}: {} → {}", value(was, name), value(now, name)));
    told.collect::<Vec<_>>().join("; ")
}

/// The letters of a column: 1 is `A`.
fn letters_of(column: u32) -> String {
    let rest = column.saturating_sub(1);
    let last = char::from_u32(u32::from('A') + rest % 26).unwrap_or('?');
    if rest < 26 { last.to_string() } else { format!("{}{last}", letters_of(rest / 26)) }
}

/// A number as a person reads it, or the text as it is.
fn rounded(text: &str) -> String {
    let number = text.trim().parse::<f64>().ok();
    number.map_or_else(|| text.to_owned(), |value| format!("{}", (value * 1e9).round() / 1e9))
}

/// A number with twelve digits, or the text as it is.
fn number(text: &str) -> String {
    text.trim().parse::<f64>().map_or_else(|_| text.to_owned(), |value| format!("{value:.12e}"))
}
