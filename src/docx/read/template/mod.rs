//! Reads an organization's own Word template, whose styles, theme, page, headers and footers a document takes.
//!
//! Its text is not looked at. A template may come by mail: what is taken over stands on a list ([`allowed`]), all else is
//! left out, and said so when it is anything that Word does not write by itself ([`left`]). Nothing of the file is copied
//! as it is: parts are written anew from what was understood of them, pictures from what makes the picture. They go below
//! `reference/` in the package, under the names that they have there.

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, Span};
use crate::docx::error::DocxError;
use crate::docx::package::archive::Package;
use crate::docx::package::namespace::WORD;
use crate::docx::package::order::canonicalise;
use crate::docx::package::parts::Facing;
use crate::docx::package::relation::Relations;
use crate::docx::package::style::chain::is_on;
use crate::docx::package::style::styles;
use crate::docx::package::tree::{Element, Limits, el, parse_within};
use crate::docx::read::names::known;
use crate::docx::read::source::{self, Source, Target, first};
use crate::theme::Theme;
use dangling::Has;
use edge::{Beside, FOLDER, Ties};
pub(in crate::docx) use fit::Wanted;
use left::Kind;
use names::KNOWN;
use palette::Palette;
use reduce::reduce;
pub(in crate::docx) use section::Setup;
use section::Setups;

mod allowed;
mod bound;
mod dangling;
mod edge;
mod field;
mod fit;
mod graft;
mod lacking;
mod left;
mod names;
mod number;
mod palette;
mod reduce;
mod section;
mod silent;
#[cfg(test)]
mod tests;
mod tile;

/// The sections of the document in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::docx) enum Section {
    /// To the edges of the page, nothing above or below.
    Cover,
    /// Roman numbers, no running heads.
    Front,
    /// Arabic numbers from 1, running heads from the second page on.
    Main,
    /// As the cover.
    Back,
}

/// A Word template, read and found whole.
#[derive(Debug, Clone)]
pub struct Template {
    styles: Element,
    numbering: Option<Element>,
    theme: Option<Part>,
    fonts: Option<Part>,
    /// Headers and footers by name.
    edges: BTreeMap<String, Part>,
    setups: Setups,
    beside: Beside,
    /// How left pages differ from right ones.
    pub(in crate::docx) facing: Facing,
}

/// A part that is taken over.
#[derive(Debug, Clone)]
struct Part {
    /// Its name in the template.
    name: String,
    content_type: String,
    root: Element,
    relations: Relations,
}

const TWIPS_PER_MM: f64 = 1440.0 / 25.4;
const WORD_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";
const THEME_TYPE: &str = "application/vnd.openxmlformats-officedocument.theme+xml";
/// Content types of a text: a document or a template, with macros or without.
const TEXT_TYPES: [&str; 4] = [
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    "application/vnd.ms-word.document.macroEnabled.main+xml",
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
];
/// Largest text and largest other part.
const LARGEST_TEXT: u64 = 32 << 20;
const LARGEST_PART: u64 = 8 << 20;
/// Bytes of all that is read.
const MOST_BYTES: u64 = 64 << 20;
/// Of the settings.
const SETTINGS: Limits = Limits { bytes: 4 << 20, elements: 100_000, pieces: 400_000 };

/// Relations of the package and of its text that Word writes by itself, or that belong to the text, which is not looked
/// at. They say nothing; any other is told.
const QUIET: &[&str] = &[
    "bibliography",
    "chart",
    "chartEx",
    "comments",
    "commentsExtended",
    "commentsExtensible",
    "commentsIds",
    "core-properties",
    "custom-properties",
    "customProperties",
    "customXml",
    "diagramColors",
    "diagramData",
    "diagramDrawing",
    "diagramLayout",
    "diagramQuickStyle",
    "documenttasks",
    "endnotes",
    "extended-properties",
    "extendedProperties",
    "fontTable",
    "footer",
    "footnotes",
    "glossaryDocument",
    "header",
    "hyperlink",
    "image",
    "numbering",
    "officeDocument",
    "people",
    "printerSettings",
    "settings",
    "styles",
    "stylesWithEffects",
    "theme",
    "thumbnail",
    "webSettings",
];

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    /// Says why the bytes are no Word document that can be used.
    pub fn read(bytes: &[u8]) -> Result<Self, DocxError> {
        Self::try_read(bytes).map_err(|error| match error {
            DocxError::Template(_) => error,
            DocxError::Package(why) => DocxError::Template(why),
            error => DocxError::Template(error.to_string()),
        })
    }

    fn try_read(bytes: &[u8]) -> Result<Self, DocxError> {
        if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
            return Err(DocxError::template(
                "it is protected by a password, or a document of Word 2003 or before",
            ));
        }
        if !bytes.starts_with(b"PK") {
            return Err(DocxError::template("it is no DOCX"));
        }
        let mut source = Source::open(bytes, MOST_BYTES)?;
        let mut beside = Beside::default();
        let root = source.relations("")?;
        let main =
            first(&root, "officeDocument").ok_or_else(|| DocxError::template("it is no DOCX"))?.to_owned();
        let text = source.bytes(&main, LARGEST_TEXT)?.ok_or_else(|| DocxError::template("it is no DOCX"))?;
        check_type(&source, &main, &TEXT_TYPES)?;
        let own = source.relations(&main)?;
        for (part, relations) in [("_rels/.rels", &root), (main.as_str(), &own)] {
            look(&mut beside, part, relations);
        }
        if let Some(macros) = source.named_as(|kind| kind.to_ascii_lowercase().contains("vbaproject")) {
            beside.left.add(Kind::Macros, &macros, "vbaProject");
        }
        let mut setups = section::setups(&text, &own)?;
        let target = |kind: &str| first(&own, kind);
        let mut take = |name: Option<&str>, kind: &'static str, root: &'static str| match name {
            Some(name) => Part::read(name, kind, root, &mut source, &mut beside),
            None => Ok(None),
        };
        let styles = take(target("styles"), "styles", "w:styles")?.map(|part| part.root);
        let numbering = take(target("numbering"), "numbering", "w:numbering")?;
        let fonts = take(target("fontTable"), "fontTable", "w:fonts")?;
        let theme = take(target("theme"), "theme", "a:theme")?;
        let mut edges: BTreeMap<String, Part> = BTreeMap::new();
        for setup in setups.front.iter_mut().chain(&mut setups.main) {
            for ((place, _), name) in &setup.edges {
                let root = if *place == "header" { "w:hdr" } else { "w:ftr" };
                match edges.get(name) {
                    Some(part) if part.root.name == root => {}
                    Some(_) => {
                        let why = format!("its part `{name}` is both a header and a footer");
                        return Err(DocxError::template(&why));
                    }
                    None => {
                        let part = take(Some(name), place, root)?;
                        edges.extend(part.map(|part| (name.clone(), part)));
                    }
                }
            }
            setup.edges.retain(|_, name| edges.contains_key(name));
            // Left pages and first ones may have headers that no page has.
            let usual = setup.edges.iter().filter(|((_, pages), _)| *pages == "default");
            let mut parts = usual.filter_map(|(_, name)| edges.get(name));
            setup.has_page_numbers = parts.any(|part| field::has_page_number(&part.root));
        }
        let facing = facing(&mut source, target("settings"), &mut beside)?;
        let theme = theme.filter(|part| {
            let is_whole = is_whole_theme(&part.root);
            if !is_whole {
                beside.left.add(Kind::Theme, &part.name, "a:theme");
            }
            is_whole
        });
        // Without any, all of ours are added.
        let mut styles = styles.unwrap_or_else(|| el("w:styles").attr("xmlns:w", WORD));
        let mut numbering = numbering.map(|part| part.root);
        let has = Has::new(&styles, numbering.as_mut());
        let edge_roots = edges.values_mut().map(|part| &mut part.root);
        [&mut styles].into_iter().chain(&mut numbering).chain(edge_roots).for_each(|part| has.clear(part));
        Ok(Self { styles, numbering, theme, fonts, edges, setups, beside, facing })
    }

    /// What of the template is not taken over, and what is added to it, at the place that names it.
    pub fn findings(&self, theme: &Theme, place: Option<Span>) -> Vec<Diagnostic> {
        let lacking = lacking::lacking(&self.styles, &styles(&theme.brand, ""));
        let mut findings = self.beside.left.findings(place);
        findings.extend(lacking.map(|lacking| lacking.note(place)));
        findings
    }

    /// Page, headers and footers of a section of ours: of a template with as many sections, those of its own; of any
    /// other, those of its last. Cover and back page fill the sheet and keep theirs.
    pub(in crate::docx) fn setup(&self, section: Section) -> Option<&Setup> {
        match section {
            Section::Cover | Section::Back => None,
            Section::Front => self.setups.front.as_ref(),
            Section::Main => self.setups.main.as_ref(),
        }
    }

    /// The theme with the template's page, and with its colours for what is not text.
    pub(in crate::docx) fn dress(&self, theme: &Theme) -> Theme {
        let mut theme = theme.clone();
        let setup = self.setup(Section::Main);
        let length = |element: Option<&Element>, name: &str| {
            let twips: f64 = element?.get(name)?.parse().ok()?;
            // A margin below zero only says that text may run into a header.
            Some(twips.abs() / TWIPS_PER_MM)
        };
        let (size, margins) = (setup.and_then(|s| s.size.as_ref()), setup.and_then(|s| s.margins.as_ref()));
        let gutter = length(margins, "w:gutter").unwrap_or(0.0);
        let page = &mut theme.brand.page;
        // A size is width and height, or the page is ours.
        if let (Some(width), Some(height)) = (length(size, "w:w"), length(size, "w:h")) {
            (page.width, page.height) = (width, height);
        }
        let places = [
            (&mut page.top, length(margins, "w:top")),
            (&mut page.bottom, length(margins, "w:bottom")),
            (&mut page.inside, length(margins, "w:left").map(|left| left + gutter)),
            (&mut page.outside, length(margins, "w:right")),
        ];
        for (place, length) in places {
            *place = length.unwrap_or(*place);
        }
        Palette::of(self.theme.as_ref().map(|part| &part.root)).dress(&mut theme.brand);
        theme
    }

    /// Takes the names of colours of the theme out of a style of ours where the theme has another colour there.
    fn untie(&self, style: &mut Element) {
        Palette::of(self.theme.as_ref().map(|part| &part.root)).untie(style);
    }

    /// Whether the page leaves room for text.
    pub(in crate::docx) fn check_page(&self, theme: &Theme) -> Result<(), DocxError> {
        let page = &theme.brand.page;
        let (width, height) = (page.width - page.inside - page.outside, page.height - page.top - page.bottom);
        if width < 60.0 || height < 60.0 || page.width > 560.0 || page.height > 560.0 {
            let text = format!("its page leaves {width:.0} \u{d7} {height:.0} mm for text");
            return Err(DocxError::Template(text));
        }
        Ok(())
    }

    /// The name in our package of the template's theme, or of its table of fonts.
    pub(in crate::docx) fn theme_part(&self) -> Option<String> {
        self.theme.as_ref().map(|part| placed(&part.name))
    }

    /// As [`Self::theme_part`], for the table of fonts.
    pub(in crate::docx) fn font_part(&self) -> Option<String> {
        self.fonts.as_ref().map(|part| placed(&part.name))
    }

    /// Adds the theme, the fonts, and the headers and footers that sections use, with their pictures.
    pub(in crate::docx) fn add_to(&self, package: &mut Package) {
        for part in self.theme.iter().chain(&self.fonts).chain(self.edges.values()) {
            package.add(&placed(&part.name), &part.content_type, part.root.to_xml());
            package.add_relations(&placed(&part.name), &part.relations);
        }
        for (file, bytes) in self.beside.pictures() {
            package.add_media(file, bytes.to_vec());
        }
    }
}

impl Part {
    /// Reads a part and keeps what is on the list; none when it is not there.
    fn read(
        name: &str,
        kind: &'static str,
        root: &'static str,
        source: &mut Source<'_>,
        beside: &mut Beside,
    ) -> Result<Option<Self>, DocxError> {
        let Some(bytes) = source.bytes(name, LARGEST_PART)? else { return Ok(None) };
        let content_type = match kind {
            "theme" => THEME_TYPE.to_owned(),
            kind => format!("{WORD_TYPE}.{kind}+xml"),
        };
        check_type(source, name, &[&content_type])?;
        if !is_name(name) {
            return Err(DocxError::template(&format!(
                "its part `{name}` has a name that no program gives it"
            )));
        }
        let relations = source.relations(name)?;
        let mut ties = Ties { part: name, relations, kept: Relations::default(), source, beside };
        let reduced = reduce(&bytes, root, &mut ties);
        let relations = ties.kept;
        let reduced = reduced.map_err(|error| DocxError::template(&format!("its part `{name}`: {error}")))?;
        let Some(mut root) = reduced else {
            if kind == "theme" {
                beside.left.add(Kind::Theme, name, root);
                return Ok(None);
            }
            return Err(DocxError::template(&format!("its part `{name}` is no part of that kind")));
        };
        canonicalise(&mut root);
        declare(&mut root);
        Ok(Some(Self { name: name.to_owned(), content_type, root, relations }))
    }
}

/// Whether a part is what the package says it is: Word opens no other.
fn check_type(source: &Source<'_>, name: &str, known: &[&str]) -> Result<(), DocxError> {
    match source.content_type(name) {
        "" => Err(DocxError::template(&format!("its part `{name}` has no content type"))),
        kind if known.iter().any(|known| known.eq_ignore_ascii_case(kind)) => Ok(()),
        kind => Err(DocxError::template(&format!("its part `{name}` has the content type `{kind}`"))),
    }
}

/// Whether a name can be that of a part of ours: what reads as a list of relations would be one.
fn is_name(name: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '-' | '_');
    name.ends_with(".xml") && name.chars().all(is_plain) && !name.split('/').any(|piece| piece == "_rels")
}

/// Notes the relations of the package or its text that Word does not write by itself.
fn look(beside: &mut Beside, part: &str, relations: &source::Relations) {
    for relation in relations.values().filter(|relation| !QUIET.contains(&relation.kind.as_str())) {
        let (Target::Part(to) | Target::Outside(to)) = &relation.target;
        beside.left.add(Kind::Part, part, &format!("{} {to}", relation.kind));
    }
}

/// How left pages differ; of all settings, nothing else is taken.
fn facing(source: &mut Source<'_>, name: Option<&str>, beside: &mut Beside) -> Result<Facing, DocxError> {
    let bytes = name.map_or(Ok(None), |name| source.bytes(name, SETTINGS.bytes as u64))?;
    let Some((name, bytes)) = name.zip(bytes) else {
        return Ok(Facing { mirrors: false, even_and_odd: false });
    };
    for relation in source.relations(name)?.values() {
        let (Target::Part(to) | Target::Outside(to)) = &relation.target;
        // Word writes from which file of its own disk a document was made.
        let is_own =
            relation.kind == "attachedTemplate" && to.starts_with("file:///") && !to.starts_with("file:////");
        if !is_own {
            beside.left.add(Kind::Part, name, &format!("{} {to}", relation.kind));
        }
    }
    let settings = known(parse_within(&bytes, SETTINGS)?);
    let has = |name: &str| settings.find(name).is_some_and(is_on);
    Ok(Facing { mirrors: has("w:mirrorMargins"), even_and_odd: has("w:evenAndOddHeaders") })
}

/// Declares the namespaces that are used below.
fn declare(root: &mut Element) {
    let mut used = std::collections::BTreeSet::new();
    root.walk(&mut |element| {
        let names = std::iter::once(&element.name).chain(element.attributes.iter().map(|(name, _)| name));
        used.extend(names.filter_map(|name| Some(name.split_once(':')?.0.to_owned())));
    });
    let declared = KNOWN.iter().filter(|(prefix, _)| used.contains(*prefix));
    let declared = declared.map(|(prefix, uri)| (format!("xmlns:{prefix}").into(), (*uri).to_owned()));
    root.attributes.splice(0..0, declared);
}

/// Whether a theme has all that Word asks of one.
fn is_whole_theme(theme: &Element) -> bool {
    let count =
        |element: &Element, name: &str| element.find(name).map_or(0, |found| found.elements().count());
    let whole = || {
        let elements = theme.find("a:themeElements").filter(|_| theme.elements().count() == 1)?;
        let colours = elements.find("a:clrScheme")?;
        let fonts = elements.find("a:fontScheme")?;
        let formats = elements.find("a:fmtScheme")?;
        let lists = ["a:fillStyleLst", "a:lnStyleLst", "a:effectStyleLst", "a:bgFillStyleLst"];
        let faces = ["a:majorFont", "a:minorFont"].iter().all(|name| {
            fonts
                .find(name)
                .is_some_and(|font| ["a:latin", "a:ea", "a:cs"].iter().all(|face| font.find(face).is_some()))
        });
        let has_colours =
            colours.elements().count() == 12 && colours.elements().all(|c| c.elements().count() == 1);
        Some(has_colours && faces && lists.iter().all(|list| count(formats, list) >= 3))
    };
    whole().unwrap_or(false)
}

/// Where a part of the template goes.
pub(in crate::docx) fn placed(name: &str) -> String {
    format!("{FOLDER}/{name}")
}
