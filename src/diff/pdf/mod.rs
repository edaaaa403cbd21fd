//! Reads a tagged PDF as elements in reading order, with what they show and where.

use std::collections::BTreeMap;
use std::fmt;

use hayro::hayro_interpret::{Context, InterpreterCache, InterpreterSettings, interpret_page};
use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::object::{Dict, Stream};
use hayro::vello_cpu::kurbo::{Affine, Rect};

use super::document::{ARTIFACT, Document, Element};
use crate::hash::fnv;
use device::{Content, Device, Owner};
use effort::Effort;

mod device;
mod effort;
mod nesting;
mod page_tree;
mod tree;

/// The file is no PDF that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoPdf;

impl fmt::Display for NoPdf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the file is no PDF that can be read")
    }
}

impl std::error::Error for NoPdf {}

/// Opens a PDF.
///
/// # Errors
/// The bytes are no PDF, or it is encrypted.
pub fn open(bytes: &[u8]) -> Result<Pdf, NoPdf> {
    // Readers of PDF call themselves for what is inside; the stack has an end.
    if nesting::is_too_deep(bytes) || !page_tree::is_bearable(bytes) {
        return Err(NoPdf);
    }
    Pdf::new(bytes.to_vec()).map_err(|_| NoPdf)
}

/// Reads what a PDF shows and tells.
#[must_use]
pub fn read(pdf: &Pdf) -> Document {
    let pages: Vec<(f64, f64)> = pdf
        .pages()
        .iter()
        .map(|page| {
            let (width, height) = page.render_dimensions();
            (f64::from(width), f64::from(height))
        })
        .collect();
    let mut contents: BTreeMap<Owner, Content> = BTreeMap::new();
    for index in 0..pages.len() {
        for (owner, content) in page(pdf, index) {
            contents.insert(owner, content);
        }
    }
    let (mut elements, owners) = tree::elements(pdf);
    for owned in &owners {
        let Some(content) = contents.remove(&owned.owner) else { continue };
        if let Some(element) = elements.get_mut(owned.element) {
            let runs = content.runs.into_iter().map(|mut run| {
                if owned.is_mark {
                    run.text = format!(" [{}]", run.text.trim());
                }
                run
            });
            element.runs.extend(runs);
            element.marks.extend(content.marks);
        }
    }
    elements
        .retain(|element| !element.runs.is_empty() || !element.marks.is_empty() || element.role == "Figure");
    for element in &mut elements {
        join(element);
    }
    // What is left belongs to no tag: running heads, page numbers, rules and panels.
    for (owner, content) in contents {
        let mut element = Element { role: ARTIFACT.to_owned(), ..Element::default() };
        element.path = if content.runs.is_empty() { "drawing" } else { "text" }.to_owned();
        element.group = usize::MAX;
        element.runs = content.runs;
        element.marks = content.marks;
        join(&mut element);
        let empty = element.runs.is_empty() && element.marks.is_empty();
        if !empty && owner.page > 0 {
            elements.push(element);
        }
    }
    Document { pages, elements, properties: properties(pdf), grain: 0.0 }
}

/// What stands on a page, by the marked content that it belongs to.
fn page(pdf: &Pdf, index: usize) -> BTreeMap<Owner, Content> {
    let mut device = Device::new(index + 1);
    interpret(pdf, index, &mut device);
    device.contents
}

/// Whether all pages can be drawn, as far as lines are concerned.
#[must_use]
pub fn can_be_drawn(pdf: &Pdf) -> bool {
    (0..pdf.pages().len()).all(|index| {
        let mut effort = Effort::default();
        interpret(pdf, index, &mut effort);
        effort.is_bearable()
    })
}

/// Lets a device listen to a page being drawn.
fn interpret(pdf: &Pdf, index: usize, device: &mut impl for<'a> hayro::hayro_interpret::Device<'a>) {
    let Some(page) = pdf.pages().get(index) else { return };
    let (width, height) = page.render_dimensions();
    let cache = InterpreterCache::new();
    let transform = Affine::new(device::coefficients(page.initial_transform(true)));
    let bounds = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let mut context = Context::new(transform, bounds, &cache, page.xref(), InterpreterSettings::default());
    interpret_page(page, &mut context, device);
}

/// Puts runs together that one line and one style make, and drops empty ones.
fn join(element: &mut Element) {
    let mut joined: Vec<super::document::Run> = Vec::new();
    for run in std::mem::take(&mut element.runs) {
        if let Some(last) = joined.last_mut()
            && last.area.page == run.area.page
            && (last.area.y - run.area.y).abs() < 0.05
            && (last.style == run.style || run.text.trim().is_empty())
            && (-run.area.height / 4.0..run.area.height / 2.0 + 0.5)
                .contains(&(run.area.x - last.area.right()))
        {
            last.text.push_str(&run.text);
            last.area.width = run.area.right() - last.area.x;
            continue;
        }
        if let Some(last) = joined.last_mut() {
            // Typst leaves out the space at which a line breaks, and there is none between columns.
            let parted =
                last.text.ends_with(char::is_whitespace) || last.text.ends_with(['-', '–', '—', '/']);
            let is_far = run.area.x - last.area.right() > run.area.height / 4.0;
            if ((last.area.y - run.area.y).abs() > 0.05 || is_far) && !parted {
                last.text.push(' ');
            }
        }
        joined.push(run);
    }
    joined.retain(|run| !run.text.trim().is_empty());
    element.runs = joined;
}

/// The document's properties, its bookmarks and embedded files.
fn properties(pdf: &Pdf) -> BTreeMap<String, String> {
    let mut properties = BTreeMap::new();
    let text = |bytes: &[u8]| tree::text(bytes);
    let metadata = pdf.metadata();
    let known = [
        ("title", &metadata.title),
        ("author", &metadata.author),
        ("subject", &metadata.subject),
        ("keywords", &metadata.keywords),
    ];
    for (name, value) in known {
        if let Some(value) = value {
            properties.insert(name.to_owned(), text(value));
        }
    }
    if let Some(date) = &metadata.creation_date {
        properties.insert("date".to_owned(), format!("{:04}-{:02}-{:02}", date.year, date.month, date.day));
    }
    let Some(catalog) = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id()) else { return properties };
    if let Some(language) = catalog.get::<hayro::hayro_syntax::object::String<'_>>("Lang") {
        properties.insert("language".to_owned(), text(language.as_bytes()));
    }
    let mut bookmarks = Vec::new();
    if let Some(outlines) = catalog.get::<Dict<'_>>("Outlines") {
        tree::bookmarks(&outlines, 0, &mut bookmarks);
    }
    properties.insert("bookmarks".to_owned(), bookmarks.join("\n"));
    for (name, data) in embedded_files(pdf) {
        let bytes = data.decoded().map(|bytes| bytes.into_owned()).unwrap_or_default();
        let key = format!("embedded file `{name}`");
        properties.insert(key, format!("{} bytes, {:016x}", bytes.len(), fnv(&bytes)));
    }
    properties
}

/// A file inside a PDF, by its name.
#[must_use]
pub fn embedded(pdf: &Pdf, name: &str) -> Option<Vec<u8>> {
    let (_, data) = embedded_files(pdf).find(|(known, _)| known == name)?;
    data.decoded().ok().map(|bytes| bytes.into_owned())
}

/// The files inside a PDF with their names, not yet unpacked.
fn embedded_files(pdf: &Pdf) -> impl Iterator<Item = (String, Stream<'_>)> {
    pdf.objects().into_iter().filter_map(|object| {
        let file = object.into_dict().filter(|dict| dict.contains_key("EF"))?;
        let name = file.get::<hayro::hayro_syntax::object::String<'_>>("UF")?;
        let data = file.get::<Dict<'_>>("EF").and_then(|files| files.get::<Stream<'_>>("F"))?;
        Some((tree::text(name.as_bytes()), data))
    })
}
