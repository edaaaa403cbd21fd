//! Sections: page size, margins, page numbers, headers and footers.

use super::cover::backdrop;
use super::pages::LAST;
use super::word::{Cell, Grid, Look, Para, Row, field, run, run_with};
use super::writer::Writer;
use crate::docx::error::DocxError;
use crate::docx::package::archive::Package;
use crate::docx::package::length::from_mm;
use crate::docx::package::namespace::{RELATION, WORD};
use crate::docx::package::order::canonicalise;
use crate::docx::package::relation::Relations;
use crate::docx::package::style::id;
use crate::docx::package::tree::{Element, el, val};
use crate::docx::read::template::{Section, Setup, placed};
use crate::report::Align;
use crate::theme::Theme;

/// Which pages a header or footer stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pages {
    Right,
    Left,
    First,
}

impl Pages {
    fn word(self) -> &'static str {
        match self {
            Self::Right => "default",
            Self::Left => "even",
            Self::First => "first",
        }
    }
}

/// A header or footer as a section names it: what stands at an edge of its pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Edge {
    place: &'static str,
    pages: Pages,
    file: &'static str,
}

const fn edge(place: &'static str, pages: Pages, file: &'static str) -> Edge {
    Edge { place, pages, file }
}

const FRONT: &[Edge] = &[edge("footer", Pages::Right, "footer1"), edge("footer", Pages::Left, "footer2")];
/// On the pages without a running head of a draft.
const DRAFT: &[Edge] = &[edge("header", Pages::Right, "header3"), edge("header", Pages::Left, "header3")];
/// The numbers of these pages are followed by the last of them.
const MAIN: &[Edge] = &[
    edge("header", Pages::Right, "header1"),
    edge("header", Pages::Left, "header2"),
    edge("header", Pages::First, "header3"),
    edge("footer", Pages::Right, "footer4"),
    edge("footer", Pages::Left, "footer5"),
    edge("footer", Pages::First, "footer4"),
];
/// Where a template has no numbers of pages: it may have first pages where we have none.
const FRONT_OF_TEMPLATE: &[Edge] = &[
    edge("footer", Pages::Right, "footer1"),
    edge("footer", Pages::Left, "footer2"),
    edge("footer", Pages::First, "footer1"),
];
const MAIN_OF_TEMPLATE: &[Edge] = &[
    edge("footer", Pages::Right, "footer4"),
    edge("footer", Pages::Left, "footer5"),
    edge("footer", Pages::First, "footer4"),
];
/// Without these, a section takes those of the section before.
const BACK: &[Edge] = &[
    edge("header", Pages::Right, "header4"),
    edge("header", Pages::Left, "header4"),
    edge("footer", Pages::Right, "footer3"),
    edge("footer", Pages::Left, "footer3"),
];

/// The properties of a section.
pub(super) fn properties(writer: &mut Writer<'_>, section: Section) -> Element {
    if let Some(setup) = writer.template.and_then(|template| template.setup(section)) {
        return section_of(writer, setup, section);
    }
    let edges = ours(section);
    let mut properties = el("w:sectPr");
    let draft = if writer.report.is_draft && section == Section::Front { DRAFT } else { &[] };
    for entry in draft.iter().chain(edges) {
        let relation = writer.relations.part(entry.place, &format!("{}.xml", entry.file));
        properties.push(
            el(format!("w:{}Reference", entry.place))
                .attr("w:type", entry.pages.word())
                .attr("r:id", relation),
        );
    }
    let page = &writer.theme.brand.page;
    let size = el("w:pgSz").attr("w:w", from_mm(page.width)).attr("w:h", from_mm(page.height));
    let margins = match section {
        Section::Cover | Section::Back => [0.0; 6],
        Section::Front | Section::Main => {
            [page.top, page.outside, page.bottom, page.inside, page.top / 2.0, page.bottom / 2.0]
        }
    };
    let names = ["w:top", "w:right", "w:bottom", "w:left", "w:header", "w:footer"];
    let mut margin = el("w:pgMar");
    for (name, length) in names.into_iter().zip(margins) {
        margin = margin.attr(name, from_mm(length));
    }
    properties.extend([val("w:type", "nextPage"), size, margin.attr("w:gutter", 0), numbers(section)]);
    if section == Section::Main {
        properties.push(el("w:titlePg"));
    }
    properties
}

/// The properties of a section with page, headers and footers of a template. Where none of these has a number of a page,
/// ours stand in the places of footers.
fn section_of(writer: &mut Writer<'_>, setup: &Setup, section: Section) -> Element {
    let mut properties = el("w:sectPr");
    let own = if setup.has_page_numbers { &[][..] } else { folios(section) };
    let theirs = setup.edges.iter().filter(|((place, _), _)| own.is_empty() || *place != "footer");
    for ((place, pages), part) in theirs {
        let relation = writer.relations.part(place, &format!("../{}", placed(part)));
        let name = format!("w:{place}Reference");
        properties.push(el(name).attr("w:type", *pages).attr("r:id", relation));
    }
    for entry in own {
        let relation = writer.relations.part(entry.place, &format!("{}.xml", entry.file));
        let reference = el("w:footerReference").attr("w:type", entry.pages.word());
        properties.push(reference.attr("r:id", relation));
    }
    properties.push(val("w:type", "nextPage"));
    properties.extend(page_of(writer.theme, setup));
    properties.push(numbers(section));
    properties.extend(setup.has_title_page.then(|| el("w:titlePg")));
    properties
}

/// Size and margins of the page of a template, or of ours where it says nothing.
fn page_of(theme: &Theme, setup: &Setup) -> [Element; 2] {
    let page = &theme.brand.page;
    let is_whole = |size: &&Element| size.get("w:w").is_some() && size.get("w:h").is_some();
    let size = setup.size.as_ref().filter(is_whole).cloned();
    let ours = || el("w:pgSz").attr("w:w", from_mm(page.width)).attr("w:h", from_mm(page.height));
    let mut margins = setup.margins.clone().unwrap_or_else(|| el("w:pgMar"));
    let lengths = [
        ("w:top", page.top),
        ("w:right", page.outside),
        ("w:bottom", page.bottom),
        ("w:left", page.inside),
        ("w:header", page.top / 2.0),
        ("w:footer", page.bottom / 2.0),
        ("w:gutter", 0.0),
    ];
    for (name, length) in lengths {
        if margins.get(name).is_none() {
            margins.set(name, from_mm(length).to_string());
        }
    }
    [size.unwrap_or_else(ours), margins]
}

/// Our footers with page numbers for a section of a template.
fn folios(section: Section) -> &'static [Edge] {
    match section {
        Section::Front => FRONT_OF_TEMPLATE,
        Section::Main => MAIN_OF_TEMPLATE,
        Section::Cover | Section::Back => &[],
    }
}

/// The last paragraph of a section.
pub(super) fn section_end(writer: &mut Writer<'_>, section: Section) -> Element {
    let properties = properties(writer, section);
    let mut paragraph = Para::of(id::END).with([]);
    if section == Section::Main {
        paragraph.extend(writer.places.around(LAST_PAGE, Vec::new()));
    }
    paragraph.find_or_insert("w:pPr").push(properties);
    paragraph
}

/// The bookmark on the last page with an arabic number. NUMPAGES would count cover and front too, and LibreOffice
/// does not know SECTIONPAGES.
const LAST_PAGE: &str = "_last_page";

/// How the pages of a section are counted.
fn numbers(section: Section) -> Element {
    let format = |format| el("w:pgNumType").attr("w:fmt", format);
    match section {
        Section::Cover | Section::Front => format("lowerRoman"),
        Section::Main => format("decimal").attr("w:start", 1),
        Section::Back => format("decimal"),
    }
}

/// Headers and footers that are written, not yet in the package.
pub(in crate::docx) struct Edges {
    /// Names of files and roots.
    pub(in crate::docx) parts: Vec<(&'static str, Element)>,
    backdrop: Relations,
}

impl Edges {
    /// Adds the headers and footers to the package.
    pub(in crate::docx) fn add_to(&self, package: &mut Package) {
        for (file, root) in &self.parts {
            let kind = if file.starts_with("header") { "header" } else { "footer" };
            package.add_word(&format!("word/{file}.xml"), kind, root);
        }
        package.add_relations(&format!("word/{BACKDROP}.xml"), &self.backdrop);
    }
}

/// The header that holds the colour of the back page.
const BACKDROP: &str = "header4";

/// Writes the headers and footers; of those that a template brings, none.
///
/// # Errors
/// Fails when the back page cannot be drawn.
pub(super) fn edges(writer: &mut Writer<'_>) -> Result<Edges, DocxError> {
    let report = writer.report;
    let (picture, relations) = backdrop(writer)?;
    let look = Look { bold: true, is_gap: true, ..Look::default() };
    let draft = report.is_draft.then(|| run(&writer.locale.labels().draft, look));
    let behind_draft = |rest: Vec<Element>| {
        let space = run("\u{a0}\u{a0}", Look::default());
        draft.iter().cloned().chain(draft.is_some().then_some(space)).chain(rest).collect::<Vec<_>>()
    };
    let head = |align: &'static str, text: &str| {
        let words = behind_draft(vec![run(text, Look::default())]);
        vec![Para::of(align).with(words)]
    };
    let last = writer.pages.get(LAST).map_or("1", String::as_str);
    let foot =
        |align, (pattern, width): (&str, f64)| folio(writer.theme, align, page_number(pattern, last), width);
    let (alone, of_all) = (("{page}", 30.0), &*writer.locale.labels().page_of);
    let of_all = (of_all, if of_all.contains("{pages}") { 60.0 } else { alone.1 });
    let empty = || vec![Para::of(id::END).with([])];
    // Word prints the chapter of the page, without its number, as the PDF does; programs that do not know the field show what is there.
    let place = writer.locale.titled(&report.country, &report.period_text);
    let chapter = field("STYLEREF 1", vec![run(&place, Look::default())], Look::default());
    let chapter = vec![Para::of(id::HEADER).with(behind_draft(chapter))];
    // A page that a chapter opens has no running head.
    let opening = match &draft {
        Some(draft) => vec![Para::of(id::HEADER_RIGHT).with([draft.clone()])],
        None => empty(),
    };
    let parts = [
        ("header1", head(id::HEADER_RIGHT, &report.title)),
        ("header2", chapter),
        ("header3", opening),
        (BACKDROP, vec![Para::of(id::END).with([run_with(picture, Look::default())])]),
        ("footer1", foot(Align::Right, alone)),
        ("footer2", foot(Align::Left, alone)),
        ("footer3", empty()),
        ("footer4", foot(Align::Right, of_all)),
        ("footer5", foot(Align::Left, of_all)),
    ];
    let used = used(writer);
    let is_ours = |file: &str| used.iter().any(|entry| entry.file == file);
    let root = |(file, content): (&'static str, Vec<Element>)| {
        let root = if file.starts_with("header") { "w:hdr" } else { "w:ftr" };
        (file, el(root).attr("xmlns:w", WORD).attr("xmlns:r", RELATION).with(content))
    };
    let parts = parts.into_iter().filter(|(file, _)| is_ours(file)).map(root).collect();
    Ok(Edges { parts, backdrop: relations })
}

/// Our headers and footers that some section names.
fn used(writer: &Writer<'_>) -> Vec<Edge> {
    let mut used = BACK.to_vec();
    for section in [Section::Front, Section::Main] {
        match writer.template.and_then(|template| template.setup(section)) {
            None => used.extend(ours(section).iter().chain(DRAFT).copied()),
            Some(setup) if !setup.has_page_numbers => used.extend(folios(section)),
            Some(_) => {}
        }
    }
    used
}

/// The headers and footers of a section of ours.
fn ours(section: Section) -> &'static [Edge] {
    match section {
        Section::Cover => &[],
        Section::Front => FRONT,
        Section::Main => MAIN,
        Section::Back => BACK,
    }
}

/// A footer that is a box of the brand's colour, as wide as that many points, at the outer margin.
///
/// It is a table of one cell, which stands at a margin by itself: indents would have to follow the width of the page, and
/// LibreOffice draws the shade of each run of a paragraph by itself, with hairlines of paper between them.
fn folio(theme: &Theme, align: Align, number: Vec<Element>, width: f64) -> Vec<Element> {
    let width = from_mm(width * 25.4 / 72.0);
    let cell = Cell {
        fill: Some(theme.brand.colours.primary.hex()),
        margins: Some([60, 0, 60, 0]),
        ..Cell::of([Para::of(id::FOLIO).with(number)])
    };
    let grid =
        Grid { style: id::LAYOUT, columns: vec![width], rows: vec![Row::of([cell])], ..Grid::default() };
    let mut table = grid.build();
    if align == Align::Right {
        table.find_or_insert("w:tblPr").push(val("w:jc", "right"));
        canonicalise(&mut table);
    }
    vec![table, Para::of(id::END).with([])]
}

/// The number of a page by a pattern such as "{page} of {pages}".
fn page_number(pattern: &str, last: &str) -> Vec<Element> {
    let look = Look { style: Some(id::PAGE_NUMBER), ..Look::default() };
    let words = |words: &str| run(words, look);
    let mut content = Vec::new();
    let mut rest = pattern;
    while let Some((before, slot)) = rest.split_once('{') {
        let (name, after) = slot.split_once('}').unwrap_or((slot, ""));
        content.extend((!before.is_empty()).then(|| words(before)));
        content.extend(match name {
            "pages" => field(&format!("PAGEREF {LAST_PAGE}"), vec![run(last, look)], look),
            _ => field("PAGE", vec![run("1", look)], look),
        });
        rest = after;
    }
    content.extend((!rest.is_empty()).then(|| words(rest)));
    content
}
