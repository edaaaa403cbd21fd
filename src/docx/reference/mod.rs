//! Reads an organization's own Word template, whose styles, theme, page, headers and footers a document takes.
//!
//! Its text is not looked at. What it brings goes below `reference/` in the package, under the names that
//! it has there, so that the relations between its parts stay right.

use std::collections::{BTreeMap, BTreeSet};

use super::DocxError;
use super::lint::resolve;
use super::package::{Package, unzip};
use super::section::Section;
use super::tree::{Element, parse};
use crate::theme::{Colour, Theme};

mod fit;
#[cfg(test)]
mod tests;

/// A Word template, read and found whole.
#[derive(Debug, Clone)]
pub struct Reference {
    files: BTreeMap<String, Vec<u8>>,
    types: BTreeMap<String, String>,
    endings: BTreeMap<String, String>,
    styles: Element,
    numbering: Option<Element>,
    theme: Option<String>,
    fonts: Option<String>,
    setups: Vec<Setup>,
    /// Margins change sides on left pages.
    pub(super) mirrors: bool,
    /// Left pages have headers and footers of their own.
    pub(super) even_and_odd: bool,
}

/// Page and furniture of a section.
#[derive(Debug, Clone, Default)]
pub(super) struct Setup {
    /// `header` or `footer`, which pages it stands on, its part.
    pub(super) furniture: BTreeMap<(&'static str, String), String>,
    pub(super) size: Option<Element>,
    pub(super) margins: Option<Element>,
    pub(super) has_title_page: bool,
}

const TWIPS_PER_MM: f64 = 1440.0 / 25.4;

impl Reference {
    /// Reads a template.
    ///
    /// # Errors
    /// Says why the bytes are no Word document that can be used.
    pub fn read(bytes: &[u8]) -> Result<Self, DocxError> {
        Self::try_read(bytes).map_err(|error| match error {
            DocxError::Reference(_) => error,
            error => DocxError::Reference(error.to_string()),
        })
    }

    fn try_read(bytes: &[u8]) -> Result<Self, DocxError> {
        if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
            return Err(fault("it is protected by a password, or a document of Word 2003 or before"));
        }
        if !bytes.starts_with(b"PK") {
            return Err(fault("it is no DOCX"));
        }
        let files = unzip(bytes)?;
        let part = |name: &str| files.get(name).map(|bytes| parse(bytes)).transpose();
        let types = part("[Content_Types].xml")?.ok_or_else(|| fault("it is no DOCX"))?;
        let main = relations(&files, "")?;
        let main = main.into_iter().find(|relation| relation.kind == "officeDocument");
        let main = main.map(|relation| relation.target).ok_or_else(|| fault("it is no DOCX"))?;
        let document = part(&main)?.filter(|root| root.name == "w:document");
        let document = document.ok_or_else(|| fault("it is no DOCX"))?;
        let own = relations(&files, &main)?;
        let target = |kind: &str| own.iter().find(|relation| relation.kind == kind).map(|r| r.target.clone());
        let read = |kind: &str| target(kind).map_or(Ok(None), |name| part(&name));
        let styles = read("styles")?.ok_or_else(|| fault("it has no styles"))?;
        let settings = read("settings")?;
        let has = |name: &str| {
            let found = settings.as_ref().and_then(|settings| settings.find(name));
            found.is_some_and(is_on)
        };
        let listed = |kind: &str, key: &str| {
            let entries = types.elements().filter(|entry| entry.name == kind);
            let pair = |entry: &Element| {
                Some((
                    entry.get(key)?.trim_start_matches('/').to_owned(),
                    entry.get("ContentType")?.to_owned(),
                ))
            };
            entries.filter_map(pair).collect()
        };
        Ok(Self {
            types: listed("Override", "PartName"),
            endings: listed("Default", "Extension"),
            setups: setups(&document, &own),
            styles,
            numbering: read("numbering")?,
            theme: target("theme").filter(|name| files.contains_key(name)),
            fonts: target("fontTable").filter(|name| files.contains_key(name)),
            mirrors: has("w:mirrorMargins"),
            even_and_odd: has("w:evenAndOddHeaders"),
            files,
        })
    }

    /// Page and furniture of a section of ours: of a template with as many sections, those of its own; of any
    /// other, those of its last. Cover and back page fill the sheet and keep theirs.
    pub(super) fn setup(&self, section: Section) -> Option<&Setup> {
        let index = match (self.setups.len(), section) {
            (_, Section::Cover | Section::Back) | (0, _) => return None,
            (4, Section::Front) => 1,
            (4, Section::Main) => 2,
            (count, _) => count - 1,
        };
        self.setups.get(index)
    }

    /// The theme with the template's page, and with its colours for what is not text.
    pub(super) fn dress(&self, theme: &Theme) -> Theme {
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
        let places = [
            (&mut page.width, length(size, "w:w")),
            (&mut page.height, length(size, "w:h")),
            (&mut page.top, length(margins, "w:top")),
            (&mut page.bottom, length(margins, "w:bottom")),
            (&mut page.inside, length(margins, "w:left").map(|left| left + gutter)),
            (&mut page.outside, length(margins, "w:right")),
        ];
        for (place, length) in places {
            *place = length.unwrap_or(*place);
        }
        let colours = &mut theme.brand.colours;
        let places = [
            (&mut colours.primary, "a:accent1"),
            (&mut colours.secondary, "a:accent2"),
            (&mut colours.accent, "a:accent3"),
            (&mut colours.panel, "a:lt2"),
            (&mut colours.muted, "a:dk2"),
            (&mut colours.link, "a:hlink"),
        ];
        let scheme = self.theme.as_ref().and_then(|name| parse(&self.files[name]).ok());
        let scheme = scheme.as_ref().and_then(|root| root.find("a:themeElements")?.find("a:clrScheme"));
        for (place, name) in places {
            *place = scheme.and_then(|scheme| colour(scheme.find(name)?)).unwrap_or(*place);
        }
        theme
    }

    /// Whether the page leaves room for text.
    pub(super) fn check_page(&self, theme: &Theme) -> Result<(), DocxError> {
        let page = &theme.brand.page;
        let (width, height) = (page.width - page.inside - page.outside, page.height - page.top - page.bottom);
        if width < 60.0 || height < 60.0 || page.width > 560.0 || page.height > 560.0 {
            let text = format!("its page leaves {width:.0} \u{d7} {height:.0} mm for text");
            return Err(DocxError::Reference(text));
        }
        Ok(())
    }

    /// The name in our package of the template's theme, or of its table of fonts.
    pub(super) fn theme_part(&self) -> Option<String> {
        self.theme.as_deref().map(placed)
    }

    /// As [`Self::theme_part`], for the table of fonts.
    pub(super) fn font_part(&self) -> Option<String> {
        self.fonts.as_deref().map(placed)
    }

    /// Adds the theme, the fonts, and the headers and footers that sections use, with all that they lead to.
    ///
    /// # Errors
    /// Fails when a part's relations are no XML.
    pub(super) fn add_to(&self, package: &mut Package) -> Result<(), DocxError> {
        let setups = [Section::Front, Section::Main].into_iter().filter_map(|section| self.setup(section));
        let furniture = setups.flat_map(|setup| setup.furniture.values());
        let mut open: Vec<String> = self.theme.iter().chain(&self.fonts).chain(furniture).cloned().collect();
        let mut done = BTreeSet::new();
        while let Some(name) = open.pop() {
            let Some(bytes) = self.files.get(&name).filter(|_| !done.contains(&name)) else { continue };
            let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
            let kind = self.types.get(&name).or_else(|| self.endings.get(ending));
            let kind = kind.ok_or_else(|| fault(&format!("its part `{name}` has no content type")))?;
            package.add(&placed(&name), kind, bytes.clone());
            let own = relations_part(&name);
            if let Some(bytes) = self.files.get(&own) {
                let mut tree = parse(bytes)?;
                let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
                for relation in tree.elements_mut() {
                    if relation.get("TargetMode") != Some("External") {
                        let target = resolve(folder, relation.get("Target").unwrap_or_default());
                        relation.set("Target", format!("/{}", placed(&target)));
                        open.push(target);
                    }
                }
                package.add_media(&placed(&own), tree.to_xml());
            }
            done.insert(name);
        }
        Ok(())
    }
}

fn fault(why: &str) -> DocxError {
    DocxError::Reference(why.to_owned())
}

/// Where a part of the template goes.
pub(super) fn placed(name: &str) -> String {
    format!("reference/{name}")
}

fn relations_part(name: &str) -> String {
    let (folder, file) = name.rsplit_once('/').map_or(("", name), |(folder, file)| (folder, file));
    let slash = if folder.is_empty() { "" } else { "/" };
    format!("{folder}{slash}_rels/{file}.rels")
}

struct Relation {
    id: String,
    kind: String,
    /// Name of the part.
    target: String,
}

/// The relations of a part to others.
fn relations(files: &BTreeMap<String, Vec<u8>>, name: &str) -> Result<Vec<Relation>, DocxError> {
    let Some(bytes) = files.get(&relations_part(name)) else { return Ok(Vec::new()) };
    let tree = parse(bytes)?;
    let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
    let internal = tree.elements().filter(|relation| relation.get("TargetMode") != Some("External"));
    let relation = |relation: &Element| {
        let kind = relation.get("Type")?.rsplit_once('/')?.1.to_owned();
        let target = resolve(folder, relation.get("Target")?);
        Some(Relation { id: relation.get("Id")?.to_owned(), kind, target })
    };
    Ok(internal.filter_map(relation).collect())
}

/// The sections of a document; each takes over the headers and footers that it does not replace.
fn setups(document: &Element, relations: &[Relation]) -> Vec<Setup> {
    let mut setups: Vec<Setup> = Vec::new();
    document.walk(&mut |element| {
        if element.name != "w:sectPr" {
            return;
        }
        let mut setup = Setup {
            furniture: setups.last().map(|setup| setup.furniture.clone()).unwrap_or_default(),
            size: element.find("w:pgSz").cloned(),
            margins: element.find("w:pgMar").cloned(),
            has_title_page: element.find("w:titlePg").is_some_and(is_on),
        };
        for reference in element.elements() {
            let place = match reference.name.as_ref() {
                "w:headerReference" => "header",
                "w:footerReference" => "footer",
                _ => continue,
            };
            let part = relations.iter().find(|relation| Some(relation.id.as_str()) == reference.get("r:id"));
            if let Some((part, kind)) = part.zip(reference.get("w:type")) {
                setup.furniture.insert((place, kind.to_owned()), part.target.clone());
            }
        }
        setups.push(setup);
    });
    setups
}

/// Whether a property that is there says yes.
fn is_on(property: &Element) -> bool {
    !matches!(property.get("w:val"), Some("0" | "false" | "off"))
}

/// A colour of a theme.
fn colour(place: &Element) -> Option<Colour> {
    let colour = place.elements().next()?;
    let hex = colour.get("lastClr").or_else(|| colour.get("val"))?;
    let value = u32::from_str_radix(hex, 16).ok().filter(|_| hex.len() == 6)?;
    let [_, r, g, b] = value.to_be_bytes();
    Some(Colour([r, g, b]))
}
