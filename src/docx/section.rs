//! Sections: page size, margins, page numbers, headers and footers.

use super::DocxError;
use super::body::Body;
use super::cover::from_mm;
use super::package::{Package, RELATION, Relations, WORD};
use super::pages::LAST;
use super::reference::{Setup, placed};
use super::style::id;
use super::tree::{Element, el, val};
use super::word::{Look, Para, field, run, run_with};
use crate::report::Align;
use crate::theme::Theme;

/// The sections of the document in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    /// To the edges of the page, nothing above or below.
    Cover,
    /// Roman numbers, no running heads.
    Front,
    /// Arabic numbers from 1, running heads from the second page on.
    Main,
    /// As the cover.
    Back,
}

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

/// A header or footer as a section names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Furniture {
    place: &'static str,
    pages: Pages,
    file: &'static str,
}

const fn furniture(place: &'static str, pages: Pages, file: &'static str) -> Furniture {
    Furniture { place, pages, file }
}

const FRONT: &[Furniture] =
    &[furniture("footer", Pages::Right, "footer1"), furniture("footer", Pages::Left, "footer2")];
/// The numbers of these pages are followed by the last of them.
const MAIN: &[Furniture] = &[
    furniture("header", Pages::Right, "header1"),
    furniture("header", Pages::Left, "header2"),
    furniture("header", Pages::First, "header3"),
    furniture("footer", Pages::Right, "footer4"),
    furniture("footer", Pages::Left, "footer5"),
    furniture("footer", Pages::First, "footer4"),
];
/// Without these, a section takes those of the section before.
const BACK: &[Furniture] = &[
    furniture("header", Pages::Right, "header4"),
    furniture("header", Pages::Left, "header4"),
    furniture("footer", Pages::Right, "footer3"),
    furniture("footer", Pages::Left, "footer3"),
];

impl Body<'_> {
    /// The properties of a section.
    pub(super) fn section(&mut self, section: Section) -> Element {
        if let Some(setup) = self.reference.and_then(|reference| reference.setup(section)) {
            return self.section_of(setup, section);
        }
        let furniture = match section {
            Section::Cover => &[],
            Section::Front => FRONT,
            Section::Main => MAIN,
            Section::Back => BACK,
        };
        let mut properties = el("w:sectPr");
        for entry in furniture {
            let relation = self.relations.part(entry.place, &format!("{}.xml", entry.file));
            properties.push(
                el(format!("w:{}Reference", entry.place))
                    .attr("w:type", entry.pages.word())
                    .attr("r:id", relation),
            );
        }
        let page = &self.theme.brand.page;
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

    /// The properties of a section with page and furniture of a template.
    fn section_of(&mut self, setup: &Setup, section: Section) -> Element {
        let mut properties = el("w:sectPr");
        for ((place, pages), part) in &setup.furniture {
            let relation = self.relations.part(place, &format!("../{}", placed(part)));
            let name = format!("w:{place}Reference");
            properties.push(el(name).attr("w:type", pages).attr("r:id", relation));
        }
        properties.push(val("w:type", "nextPage"));
        properties.extend(setup.size.clone());
        properties.extend(setup.margins.clone());
        properties.push(numbers(section));
        properties.extend(setup.has_title_page.then(|| el("w:titlePg")));
        properties
    }

    /// The last paragraph of a section.
    pub(super) fn section_end(&mut self, section: Section) -> Element {
        let properties = self.section(section);
        let mut paragraph = Para::of(id::END).with([]);
        if section == Section::Main {
            paragraph.extend(self.places.around(LAST_PAGE, Vec::new()));
        }
        paragraph.find_or_insert("w:pPr").push(properties);
        paragraph
    }
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
pub(super) struct FurnitureParts {
    /// Names of files and roots.
    pub(super) parts: Vec<(&'static str, Element)>,
    backdrop: Relations,
}

impl FurnitureParts {
    /// Adds the headers and footers to the package.
    pub(super) fn add_to(&self, package: &mut Package) {
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
pub(super) fn furniture_parts(body: &mut Body) -> Result<FurnitureParts, DocxError> {
    let report = body.report;
    let (backdrop, relations) = body.backdrop()?;
    let head = |align, text: &str| Para { align: Some(align), ..Para::of(id::HEADER) }.text(text);
    let last = body.pages.get(LAST).map_or("1", String::as_str);
    let foot =
        |align, (pattern, width): (&str, f64)| folio(body.theme, align, page_number(pattern, last), width);
    let (alone, of_all) = (("{page}", 30.0), (&*body.locale.labels().page_of, 60.0));
    let empty = || Para::of(id::END).with([]);
    // Word prints the chapter of the page; programs that do not know the field show what is there.
    let place = format!("{}, {}", report.country, report.period_text);
    let chapter = field("STYLEREF 1", vec![run(&place, Look::default())], Look::default());
    let chapter = Para { align: Some(Align::Left), ..Para::of(id::HEADER) }.with(chapter);
    let parts = [
        ("header1", head(Align::Right, &report.title)),
        ("header2", chapter),
        ("header3", empty()),
        (BACKDROP, Para::of(id::END).with([run_with(backdrop, Look::default())])),
        ("footer1", foot(Align::Right, alone)),
        ("footer2", foot(Align::Left, alone)),
        ("footer3", empty()),
        ("footer4", foot(Align::Right, of_all)),
        ("footer5", foot(Align::Left, of_all)),
    ];
    let is_ours = |file: &str| body.reference.is_none() || BACK.iter().any(|entry| entry.file == file);
    let root = |(file, paragraph): (&'static str, Element)| {
        let root = if file.starts_with("header") { "w:hdr" } else { "w:ftr" };
        (file, el(root).attr("xmlns:w", WORD).attr("xmlns:r", RELATION).child(paragraph))
    };
    let parts = parts.into_iter().filter(|(file, _)| is_ours(file)).map(root).collect();
    Ok(FurnitureParts { parts, backdrop: relations })
}

/// A footer that is a box of the brand's colour, as wide as that many points, at the outer margin.
///
/// The paragraph is the box: LibreOffice draws the shade of each run by itself, with hairlines of paper between them.
fn folio(theme: &Theme, align: Align, number: Vec<Element>, width: f64) -> Element {
    let page = &theme.brand.page;
    let colour = theme.brand.colours.primary.hex();
    let rest = from_mm(page.width - page.inside - page.outside - width * 25.4 / 72.0);
    let side = if align == Align::Right { "w:left" } else { "w:right" };
    let edge = |side: &str| {
        let line = el(format!("w:{side}")).attr("w:val", "single").attr("w:sz", 4).attr("w:space", 3);
        line.attr("w:color", &colour).attr("w:themeColor", "accent1")
    };
    let mut paragraph = Para::of(id::FOOTER).with(number);
    paragraph.find_or_insert("w:pPr").extend([
        el("w:pBdr").child(edge("top")).child(edge("bottom")),
        el("w:shd")
            .attr("w:val", "clear")
            .attr("w:color", "auto")
            .attr("w:fill", &colour)
            .attr("w:themeFill", "accent1"),
        el("w:ind").attr(side, rest),
        val("w:jc", "center"),
    ]);
    paragraph
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
