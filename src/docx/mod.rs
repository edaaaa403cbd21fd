//! Turns a report into an editable Word document, and reads such documents back.
//!
//! `package` is the file: XML, parts, styles, zip. `chart` makes native charts; `read` reads templates and
//! what editors changed; `story` writes the text, with docx-rs for paragraphs, runs and tables. Each uses only
//! those before it.

use crate::language::Language;
use crate::report::Report;
use crate::theme::Theme;
use package::archive::Package;
use package::length::from_mm;
use package::parts::{self as small_parts, Facing};
use package::relation::Relations;
use package::style::{self, strong};
use read::address::Listed;
use read::template::Wanted;
use story::{Inputs, Story, address};

mod answer;
mod chart;
mod error;
mod facts;
pub(crate) mod package;
mod read;
#[cfg(test)]
mod sample;
mod story;
#[cfg(test)]
mod tests;
pub mod wording;

pub use error::DocxError;
pub use facts::facts;
pub use read::edits::{
    Aspect, AspectKind, Base, BlockText, Comment, Edit, EditKind, Edits, Returned, Revision, RevisionKind,
    What, Words, edits,
};
pub use read::lint::lint;
pub use read::snapshot::parts;
pub use read::template::Template;

/// Writes a report as a Word document; the contents show guessed pages until Word updates them.
///
/// # Errors
/// Says which chart or picture cannot be made.
pub fn docx(report: &Report, theme: &Theme, locale: &Language) -> Result<Vec<u8>, DocxError> {
    write(report, theme, locale, None)
}

/// Writes a report as a Word document with styles, theme, page, headers and footers of a template.
///
/// # Errors
/// Says which chart or picture cannot be made, or that the template's page has no room for text.
pub fn docx_like(
    report: &Report,
    theme: &Theme,
    locale: &Language,
    template: &Template,
) -> Result<Vec<u8>, DocxError> {
    write(report, &dressed(theme, template)?, locale, Some(template))
}

/// Whether a report can be written with a template: its text is, without charts and without a file.
///
/// # Errors
/// As [`docx_like`], as far as template, text and pictures go.
pub fn try_template(
    report: &Report,
    theme: &Theme,
    locale: &Language,
    template: &Template,
) -> Result<(), DocxError> {
    let theme = dressed(theme, template)?;
    story::write(Inputs { report, theme: &theme, locale, charts: &[], template: Some(template) }).map(|_| ())
}

/// The theme with the template's page and colours.
fn dressed(theme: &Theme, template: &Template) -> Result<Theme, DocxError> {
    let theme = template.dress(theme);
    template.check_page(&theme)?;
    Ok(theme)
}

fn write(
    report: &Report,
    theme: &Theme,
    locale: &Language,
    template: Option<&Template>,
) -> Result<Vec<u8>, DocxError> {
    let charts = chart::natives(report, theme, locale)?;
    let inputs = Inputs { report, theme, locale, charts: &charts, template };
    let (mut package, listed) = assemble(inputs, story::write(inputs)?)?;
    // What an edited copy is compared with is read out of the document as any reader would.
    let listed = read::edits::complete(&package.stored()?, listed)?;
    address::add_list(&mut package, &listed, report);
    package.into_zip()
}

/// A copy of a document that came back, with answers as comments on its blocks: a key and what is said of it.
///
/// # Errors
/// The bytes are no document, or one whose names are not those that Word writes.
pub fn answered(docx: &[u8], base: &Base, answers: &[(String, String)]) -> Result<Vec<u8>, DocxError> {
    let answer = |(key, text): &(String, String)| answer::Answer {
        // A chart or a table is known by its title.
        bookmark: base
            .bookmark(key)
            .or_else(|| base.bookmark(&format!("{key}/title")))
            .unwrap_or_default()
            .to_owned(),
        text: text.clone(),
    };
    answer::answered(docx, &answers.iter().map(answer).collect::<Vec<_>>())
}

/// The parts that say how the text looks.
struct Looks {
    styles: package::tree::Element,
    numbering: package::tree::Element,
}

/// Fits a text to a template; gives the styles and lists of both.
fn fit(story: &mut Story, template: &Template, theme: &Theme, locale: &Language) -> Looks {
    let language = &locale.words().proofing;
    let page = &theme.brand.page;
    let wanted = Wanted {
        styles: &style::styles_of(&theme.brand, language, &story.document),
        language,
        width: from_mm(page.width - page.inside - page.outside),
    };
    let mut texts = vec![&story.document, &story.footnotes];
    texts.extend(story.edges.parts.iter().map(|(_, tree)| tree));
    let fit = template.fit(wanted, &texts);
    let edges = story.edges.parts.iter_mut().map(|(_, tree)| tree);
    for text in [&mut story.document, &mut story.footnotes].into_iter().chain(edges) {
        fit.apply(text);
    }
    let numbering = small_parts::numbering(locale, &story.list_starts);
    Looks { styles: fit.styles().clone(), numbering: fit.numbering(&numbering) }
}

/// Puts all parts together.
fn assemble(inputs: Inputs<'_>, mut story: Story) -> Result<(Package, Listed), DocxError> {
    let Inputs { report, theme, locale, charts, template } = inputs;
    let mut package = Package::default();
    let mut root = Relations::default();
    root.part("officeDocument", "word/document.xml");
    root.part("core-properties", "docProps/core.xml");
    root.part("extended-properties", "docProps/app.xml");
    facts::relate_digest(report, &mut root);
    package.add_relations("", &root);
    let looks = match template {
        Some(template) => {
            let looks = fit(&mut story, template, theme, locale);
            template.add_to(&mut package);
            looks
        }
        None => Looks {
            styles: style::styles_of(&theme.brand, &locale.words().proofing, &story.document),
            numbering: small_parts::numbering(locale, &story.list_starts),
        },
    };
    strong::settle(&mut story.document, &looks.styles);
    strong::settle(&mut story.footnotes, &looks.styles);
    package.add_word("word/document.xml", "document.main", &story.document);
    story.edges.add_to(&mut package);
    let facing = template.map_or(Facing { mirrors: true, even_and_odd: true }, |template| template.facing);
    let xml = [
        ("styles", looks.styles),
        ("settings", small_parts::settings(locale, facing)),
        ("numbering", looks.numbering),
        ("footnotes", story.footnotes),
    ];
    for (kind, part) in &xml {
        story.relations.part(kind, &format!("{kind}.xml"));
        package.add_word(&format!("word/{kind}.xml"), kind, part);
    }
    add_looks(&mut package, &mut story.relations, theme, template);
    let core = "application/vnd.openxmlformats-package.core-properties+xml";
    package.add(
        "docProps/core.xml",
        core,
        small_parts::core(report, &locale.titled(&report.title, &report.period_text)).to_xml(),
    );
    package.add(
        "docProps/app.xml",
        &format!("{OFFICE}.extended-properties+xml"),
        small_parts::app(report).to_xml(),
    );
    chart::add_charts(&mut package, charts, &story.placed_charts);
    for (file, bytes) in &story.media {
        package.add_media(&format!("word/{file}"), bytes.to_vec());
    }
    address::relate(&mut story.relations);
    facts::relate(report, &mut story.relations);
    facts::add(report, &mut package);
    package.add_relations("word/document.xml", &story.relations);
    package.add_relations("word/footnotes.xml", &story.note_relations);
    Ok((package, story.addresses.listed(report)))
}

const OFFICE: &str = "application/vnd.openxmlformats-officedocument";

/// Theme and table of fonts: the template's, or the brand's.
fn add_looks(package: &mut Package, relations: &mut Relations, theme: &Theme, template: Option<&Template>) {
    let brand = &theme.brand;
    match template.and_then(Template::font_part) {
        Some(part) => {
            relations.part("fontTable", &format!("../{part}"));
        }
        None => {
            relations.part("fontTable", "fontTable.xml");
            package.add_word("word/fontTable.xml", "fontTable", &small_parts::fonts(brand));
        }
    }
    match template.and_then(Template::theme_part) {
        Some(part) => {
            relations.part("theme", &format!("../{part}"));
        }
        None => {
            relations.part("theme", "theme/theme1.xml");
            package.add(
                "word/theme/theme1.xml",
                &format!("{OFFICE}.theme+xml"),
                small_parts::theme(brand).to_xml(),
            );
        }
    }
}
