//! Turns a report into an editable Word document.
//!
//! docx-rs makes paragraphs, runs and tables (`word`); everything else of the package is written here,
//! as a tree of XML that is escaped and put into the schema's order in one place.

use std::collections::BTreeMap;
use std::fmt;

use crate::diag::{Diagnostic, Span};
use crate::locale::Locale;
use crate::report::Report;
use crate::theme::Theme;
use body::{Body, Frame};
use cover::from_mm;
use package::{Package, RELATION, Relations, WORD};
use picture::Painter;
use section::Section;
use style::id;
use tree::{Element, el};
use word::Opening;

mod address;
mod body;
mod caption;
mod card;
mod chart;
mod cover;
mod edits;
mod front;
mod inline;
mod lint;
mod lint_chart;
#[cfg(test)]
mod lint_tests;
mod note;
mod order;
mod package;
mod pages;
mod parts;
mod picture;
mod place;
mod reference;
#[cfg(test)]
mod sample;
mod section;
mod snapshot;
mod style;
mod table;
mod table_style;
#[cfg(test)]
mod tests;
mod tree;
mod word;

pub use edits::{Change, Comment, Edits, Kind, Revision, RevisionKind, edits};
pub use lint::lint;
pub use reference::Reference;
pub use snapshot::parts;

/// A document cannot be written or read.
#[derive(Debug)]
#[non_exhaustive]
pub enum DocxError {
    /// The chart of that name does not fit into a workbook, and why.
    Workbook(String, String),
    /// The picture of that name cannot be drawn, and why.
    Picture(String, String),
    /// A part is not well-formed.
    Xml(String),
    /// The package cannot be written or read.
    Package(String),
    /// The reference document cannot be used, and why.
    Reference(String),
    /// The reference document lacks the styles of those names.
    MissingStyles(Vec<String>),
}

impl fmt::Display for DocxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Workbook(name, why) => write!(f, "chart `{name}` cannot have a workbook: {why}"),
            Self::Picture(name, why) => write!(f, "picture `{name}` cannot be drawn: {why}"),
            Self::Xml(why) => write!(f, "a part of the document is not well-formed: {why}"),
            Self::Package(why) => write!(f, "the document's package cannot be used: {why}"),
            Self::Reference(why) => write!(f, "the reference document cannot be used: {why}"),
            Self::MissingStyles(names) => {
                let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
                let plural = if names.len() == 1 { "" } else { "s" };
                write!(f, "the reference document lacks {} style{plural}: {}", names.len(), names.join(", "))
            }
        }
    }
}

impl DocxError {
    /// What is told about a template that cannot be used, at the place that names it; none for other errors.
    pub fn of_reference(&self, place: Option<Span>) -> Option<Diagnostic> {
        let hint = match self {
            Self::MissingStyles(_) => {
                "add styles of these names to it, or begin with a DOCX that was built without it: that has them all"
            }
            Self::Reference(_) => "save it in Word as a document (.docx) without a password",
            Self::Workbook(..) | Self::Picture(..) | Self::Xml(_) | Self::Package(_) => return None,
        };
        Some(Diagnostic::error("reference-document", place, self.to_string()).hint(hint))
    }
}

impl std::error::Error for DocxError {}

impl From<zip::result::ZipError> for DocxError {
    fn from(error: zip::result::ZipError) -> Self {
        Self::Package(error.to_string())
    }
}

impl From<std::io::Error> for DocxError {
    fn from(error: std::io::Error) -> Self {
        Self::Package(error.to_string())
    }
}

/// Writes a report as a Word document; the contents show guessed pages until Word updates them.
///
/// # Errors
/// Says which chart or picture cannot be made.
pub fn docx(report: &Report, theme: &Theme, locale: &Locale) -> Result<Vec<u8>, DocxError> {
    docx_with(report, theme, locale, &Options::default())
}

/// What a document may take from elsewhere.
#[derive(Debug, Clone, Default)]
pub struct Options<'a> {
    /// Page numbers as they are printed, by place: `chapter-flows`, `fig-visas`, `tab-months`, `glance`
    /// for the page of key figures, `last` for the last page of the text. A place that is not there gets a guess.
    pub pages: BTreeMap<String, String>,
    /// The organization's own Word template, for styles, theme, page, headers and footers.
    pub reference: Option<&'a Reference>,
}

/// Writes a report as a Word document that takes something from elsewhere.
///
/// # Errors
/// Says which chart or picture cannot be made, or which styles the template lacks.
pub fn docx_with(
    report: &Report,
    theme: &Theme,
    locale: &Locale,
    options: &Options,
) -> Result<Vec<u8>, DocxError> {
    let dressed = options.reference.map(|reference| reference.dress(theme));
    let theme = dressed.as_ref().unwrap_or(theme);
    options.reference.map_or(Ok(()), |reference| reference.check_page(theme))?;
    let painter = Painter::new(theme);
    let page = &theme.brand.page;
    let width = from_mm(page.width - page.inside - page.outside);
    let charts = chart::natives(report, theme, locale)?;
    let mut all_pages = pages::guess(report, &theme.brand, &charts);
    all_pages.extend(options.pages.iter().map(|(place, page)| (place.clone(), page.clone())));
    let mut body = Body::new(report, theme, locale, &painter, &charts, &all_pages);
    body.reference = options.reference;
    let mut document = document(&mut body, Frame { width, text: id::BODY, depth: 0 })?;
    let footnotes = body.footnotes();
    body.addresses.mark(&mut document, &mut body.places);
    assemble(body, Written { document, footnotes })?.into_zip()
}

/// What was written of the text.
struct Written {
    document: Element,
    footnotes: Element,
}

/// The part `word/document.xml`.
fn document(body: &mut Body, frame: Frame) -> Result<Element, DocxError> {
    let report = body.report;
    let mut flow = vec![body.cover()?, body.section_end(Section::Cover)];
    flow.extend(body.imprint(frame));
    flow.extend(body.contents());
    flow.extend(body.glance(frame));
    flow.push(body.section_end(Section::Front));
    let openings = std::iter::once(Opening::Section).chain(std::iter::repeat(Opening::Flow));
    for (chapter, opening) in report.chapters.iter().zip(openings) {
        flow.extend(body.chapter(chapter, opening, frame)?);
    }
    flow.push(body.section_end(Section::Main));
    flow.push(body.back_page());
    flow.push(word::Para::of(id::END).with([]));
    flow.push(body.section(Section::Back));
    Ok(el("w:document").attr("xmlns:w", WORD).attr("xmlns:r", RELATION).child(el("w:body").with(flow)))
}

/// Puts all parts together.
fn assemble(mut body: Body, mut written: Written) -> Result<Package, DocxError> {
    let (report, theme, locale) = (body.report, body.theme, body.locale);
    let mut package = Package::default();
    let mut root = Relations::default();
    root.part("officeDocument", "word/document.xml");
    root.part("core-properties", "docProps/core.xml");
    root.part("extended-properties", "docProps/app.xml");
    package.add_relations("", &root);
    let mut furniture = section::furniture_parts(&mut body)?;
    let language = &locale.words().proofing;
    let mut styles = style::styles(&theme.brand, language);
    let mut numbering = parts::numbering(locale, &body.list_starts);
    if let Some(reference) = body.reference {
        let mut texts = vec![&written.document, &written.footnotes];
        texts.extend(furniture.parts.iter().map(|(_, tree)| tree));
        let fit = reference.fit(&styles, &texts)?;
        let furniture = furniture.parts.iter_mut().map(|(_, tree)| tree);
        for text in [&mut written.document, &mut written.footnotes].into_iter().chain(furniture) {
            fit.apply(text);
        }
        styles = fit.styles(language);
        numbering = fit.numbering(&numbering);
        reference.add_to(&mut package)?;
    }
    package.add_word("word/document.xml", "document.main", &written.document);
    furniture.add_to(&mut package);
    let xml = [
        ("styles", styles),
        ("settings", parts::settings(locale, body.reference)),
        ("numbering", numbering),
        ("footnotes", written.footnotes),
    ];
    for (kind, part) in &xml {
        body.relations.part(kind, &format!("{kind}.xml"));
        package.add_word(&format!("word/{kind}.xml"), kind, part);
    }
    add_looks(&mut package, &mut body);
    let core = "application/vnd.openxmlformats-package.core-properties+xml";
    package.add("docProps/core.xml", core, parts::core(report).to_xml());
    package.add(
        "docProps/app.xml",
        &format!("{OFFICE}.extended-properties+xml"),
        parts::app(report).to_xml(),
    );
    chart::add_charts(&mut package, body.charts, &body.placed_charts);
    for (file, bytes) in &body.media {
        package.add_media(&format!("word/{file}"), bytes.to_vec());
    }
    body.addresses.add_to(&mut package, &mut body.relations, report);
    package.add_relations("word/document.xml", &body.relations);
    package.add_relations("word/footnotes.xml", &body.note_relations);
    Ok(package)
}

const OFFICE: &str = "application/vnd.openxmlformats-officedocument";

/// Theme and table of fonts: the template's, or the brand's.
fn add_looks(package: &mut Package, body: &mut Body) {
    let brand = &body.theme.brand;
    match body.reference.and_then(Reference::font_part) {
        Some(part) => {
            body.relations.part("fontTable", &format!("../{part}"));
        }
        None => {
            body.relations.part("fontTable", "fontTable.xml");
            package.add_word("word/fontTable.xml", "fontTable", &parts::fonts(brand));
        }
    }
    match body.reference.and_then(Reference::theme_part) {
        Some(part) => {
            body.relations.part("theme", &format!("../{part}"));
        }
        None => {
            body.relations.part("theme", "theme/theme1.xml");
            package.add(
                "word/theme/theme1.xml",
                &format!("{OFFICE}.theme+xml"),
                parts::theme(brand).to_xml(),
            );
        }
    }
}
