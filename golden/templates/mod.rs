//! Word templates of every kind that houses have: what is built in each is sound, has its page, its styles and ours where
//! it has none, and nothing that acts.

use std::fmt::Write as _;

use libtest_mimic::{Failed, Trial};
use quarterly::build::{Edition, edition};
use quarterly::docx::{Template, edits, lint, parts};
use quarterly::spec::Spec;
use quarterly::theme::Theme;

use super::template_attack::{Parts, harms, packed, text, unpacked};
use super::{fail, keep_docx, reference};
use kinds::KINDS;

mod kinds;

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("templates::a_document_is_sound_in_the_looks_of_any_house", every_kind),
        Trial::test("templates::a_strict_template_reads_as_the_same_in_the_usual_form", strict),
        Trial::test("templates::edits_are_told_in_the_looks_of_a_house", edited),
        Trial::test("templates::what_is_added_is_told_once_as_a_note", completed),
    ]
}

struct House {
    edition: Edition,
    theme: Theme,
}

impl House {
    fn new() -> Result<Self, Failed> {
        let why = |error: &dyn std::fmt::Debug| fail(format!("{error:?}"));
        let theme = Theme::embedded().map_err(|error| why(&error))?;
        let spec = Spec::open("golden/suite/other-sections/edition.toml").map_err(|error| why(&error))?;
        let edition = edition(&spec, &theme).map_err(|error| why(&error))?.output;
        Ok(Self { edition, theme })
    }

    fn built(&self, template: &Parts) -> Result<(Vec<u8>, Vec<String>), Failed> {
        let why = |error: quarterly::docx::DocxError| fail(error.to_string());
        let template = Template::read(&packed(template)?).map_err(why)?;
        let told = template.findings(&self.theme, None).into_iter().map(|finding| finding.message).collect();
        let docx = self.edition.docx_like(&self.theme, &template).map_err(why)?;
        keep_docx(&docx)?;
        Ok((docx, told))
    }
}

fn every_kind() -> Result<(), Failed> {
    let house = House::new()?;
    let (mut faults, mut summary) = (Vec::new(), String::new());
    for (name, kind) in KINDS {
        let mut template = kinds::plain();
        kind(&mut template);
        let (docx, told) = house.built(&template).map_err(|why| fail(format!("{name}: {why:?}")))?;
        let told_of_it = |fault: String| format!("{name}: {fault}");
        faults.extend(lint(&docx).into_iter().map(told_of_it));
        faults.extend(harms(&docx)?.into_iter().map(told_of_it));
        let changes = edits(&docx).map_err(|error| fail(error.to_string()))?.changes;
        faults.extend(changes.iter().map(|edit| told_of_it(format!("an edit of {}", edit.key))));
        // Writing to a string does not fail.
        let _ = writeln!(summary, "== {name}\n{}", looks(&unpacked(&docx)?));
        told.iter().for_each(|told| summary.push_str(&format!("told: {told}\n")));
        summary.push('\n');
    }
    if !faults.is_empty() {
        return Err(fail(faults.join("\n")));
    }
    reference::hold("golden/ref/templates.txt", &summary)
}

fn completed() -> Result<(), Failed> {
    let house = House::new()?;
    let template = Template::read(&packed(&kinds::plain())?).map_err(|error| fail(error.to_string()))?;
    let findings = template.findings(&house.theme, None);
    let told: Vec<String> =
        findings.iter().map(|f| format!("{}[{}]: {}", f.severity.word(), f.code, f.message)).collect();
    match told.as_slice() {
        [one] if one.starts_with("note[template-completed]: the Word template has ") => Ok(()),
        _ => Err(fail(told.join("\n"))),
    }
}

/// The elements of that name with all that is in them, from the first to the last.
fn elements<'x>(xml: &'x str, name: &str) -> Vec<&'x str> {
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    let mut found = Vec::new();
    let mut rest = xml;
    while let Some(at) = rest.find(&open) {
        let after = &rest[at + open.len()..];
        let is_such = after.starts_with([' ', '>', '/']);
        let end = match after.find('>') {
            Some(end) if after[..end].ends_with('/') => at + open.len() + end + 1,
            _ => rest[at..].find(&close).map_or(rest.len(), |end| at + end + close.len()),
        };
        if is_such {
            found.push(&rest[at..end]);
        }
        rest = if is_such { &rest[end..] } else { after };
    }
    found
}

/// The value of an attribute in the first tag of an element.
fn value<'x>(element: &'x str, name: &str) -> &'x str {
    let tag = element.split('>').next().unwrap_or_default();
    let start = tag.split(&format!(" {name}=\"")).nth(1).unwrap_or_default();
    start.split('"').next().unwrap_or_default()
}

/// The words of an element, without instructions of fields.
fn words(element: &str) -> String {
    let texts = elements(element, "w:t")
        .into_iter()
        .map(|text| text.split_once('>').map_or("", |(_, rest)| rest.trim_end_matches("</w:t>")));
    texts.collect()
}

/// What a house sees of its own: page, headings, contents, footers, type.
fn looks(parts: &Parts) -> String {
    let (document, styles) = (text(parts, "word/document.xml"), text(parts, "word/styles.xml"));
    let mut out = String::new();
    let section = elements(&document, "w:sectPr").into_iter().nth(2).unwrap_or_default();
    let page = ["w:pgSz", "w:pgMar"].map(|name| elements(section, name).join(""));
    let _ = writeln!(out, "page {}", page.join(" "));
    let style = |name: &str| {
        elements(&styles, "w:style").into_iter().find(|style| {
            elements(style, "w:name")
                .first()
                .is_some_and(|own| value(own, "w:val").eq_ignore_ascii_case(name))
        })
    };
    for name in [
        "heading 1",
        "heading 2",
        "TOC Heading",
        "Body Text",
        "List Bullet",
        "toc 1",
        "caption",
        "Cover Title",
    ] {
        let found = style(name).unwrap_or("none");
        let _ = writeln!(out, "{name}: {}", found.replace("<w:", " <w:").trim());
    }
    let paragraphs = elements(&document, "w:p");
    let of = |style: &str| -> Vec<String> {
        let is_such = |paragraph: &&&str| {
            elements(paragraph, "w:pStyle").first().is_some_and(|own| value(own, "w:val") == style)
        };
        paragraphs.iter().filter(is_such).map(|paragraph| words(paragraph)).collect()
    };
    for name in ["TOC Heading", "toc 1", "toc 2", "heading 1"] {
        let lines = style(name).map(|style| of(value(style, "w:styleId"))).unwrap_or_default();
        let _ = writeln!(out, "{name} prints: {}", lines.join(" | "));
    }
    let relations = text(parts, "word/_rels/document.xml.rels");
    for reference in
        elements(section, "w:headerReference").iter().chain(&elements(section, "w:footerReference"))
    {
        let id = value(reference, "r:id");
        let target = elements(&relations, "Relationship").into_iter().find(|r| value(r, "Id") == id);
        let part = target.map(|target| value(target, "Target").trim_start_matches("../")).unwrap_or_default();
        let name = if part.starts_with("reference/") { part.to_owned() } else { format!("word/{part}") };
        let _ = writeln!(out, "{} {}: {}", value(reference, "w:type"), part, words(&text(parts, &name)));
    }
    out
}

/// The strict form says the same, so the document is the same.
fn strict() -> Result<(), Failed> {
    let house = House::new()?;
    let usual = kinds::lengths_with_units();
    let mut strict = usual.clone();
    kinds::make_strict(&mut strict);
    let [usual, strict] = [usual, strict].map(|template| house.built(&template).map(|(docx, _)| docx));
    let [usual, strict] =
        [parts(&usual?), parts(&strict?)].map(|read| read.map_err(|error| fail(error.to_string())));
    let (usual, strict) = (usual?, strict?);
    let differing: Vec<&String> = usual.keys().filter(|name| usual.get(*name) != strict.get(*name)).collect();
    if differing.is_empty() { Ok(()) } else { Err(fail(format!("these differ: {differing:?}"))) }
}

/// A document in the looks of a house comes back as any other does.
fn edited() -> Result<(), Failed> {
    let house = House::new()?;
    let mut template = kinds::plain();
    kinds::german(&mut template);
    let (docx, _) = house.built(&template)?;
    let mut parts = unpacked(&docx)?;
    let document = text(&parts, "word/document.xml");
    let computed = elements(&document, "w:r").into_iter().find(|run| run.contains("w:val=\"Computed\""));
    let computed = computed.ok_or_else(|| fail("no number is marked as computed"))?;
    let new = computed.replace(&words(computed), "987,654");
    parts.insert("word/document.xml".to_owned(), document.replacen(computed, &new, 1).into_bytes());
    let changes = edits(&packed(&parts)?).map_err(|error| fail(error.to_string()))?.changes;
    let texts: Vec<&str> = changes.iter().map(|edit| edit.text.as_str()).collect();
    let is_told = changes.len() == 1 && texts.iter().all(|text| text.contains("987,654"));
    if is_told { Ok(()) } else { Err(fail(format!("not one edit is told: {texts:?}"))) }
}
