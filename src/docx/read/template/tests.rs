//! Builds documents with templates that were made from a document of ours, as a unit would make them.

use std::collections::BTreeMap;

use super::Template;
use crate::docx::package::archive::unzip;
use crate::docx::package::tree::{Element, parse};
use crate::docx::read::lint::tests::broken;
use crate::docx::{DocxError, docx, docx_like, edits, lint, sample, try_template};
use crate::theme::Theme;

const DOCUMENT: &str = "word/document.xml";
const STYLES: &str = "word/styles.xml";

/// A document with that template; trying the template says the same.
fn built(template: &Template) -> Result<Vec<u8>, DocxError> {
    let (report, theme, locale) = (sample::report(), Theme::embedded().unwrap(), sample::locale());
    let docx = docx_like(&report, &theme, &locale, template);
    let tried = try_template(&report, &theme, &locale, template);
    let why = |error: &DocxError| error.to_string();
    assert_eq!(tried.as_ref().err().map(why), docx.as_ref().err().map(why));
    let docx = docx?;
    sample::keep(&docx);
    Ok(docx)
}

/// A document of ours with texts replaced, each once, in its parts.
fn template(changes: &[(&str, &str, &str)]) -> Vec<u8> {
    let docx = docx(&sample::report(), &Theme::embedded().unwrap(), &sample::locale()).unwrap();
    changes.iter().fold(docx, |docx, (part, from, to)| broken(&unzip(&docx).unwrap(), part, from, to))
}

/// The parts of a document that is built with such a template and has no faults.
fn built_like(changes: &[(&str, &str, &str)]) -> BTreeMap<String, Element> {
    let docx = built(&Template::read(&template(changes)).unwrap()).unwrap();
    assert_eq!(lint(&docx), Vec::<String>::new());
    assert!(edits(&docx).unwrap().changes.is_empty());
    let is_xml = |name: &String| name.ends_with(".xml") || name.ends_with(".rels");
    let files = unzip(&docx).unwrap().into_iter().filter(|(name, _)| is_xml(name));
    files.map(|(name, bytes)| (name, parse(&bytes).unwrap())).collect()
}

/// The values of an attribute on all elements of that name.
fn values(tree: &Element, name: &str, attribute: &str) -> Vec<String> {
    let mut found = Vec::new();
    tree.walk(&mut |element| {
        if element.name == name {
            found.extend(element.get(attribute).map(str::to_owned));
        }
    });
    found
}

#[test]
fn what_a_template_names_and_does_not_have_is_left_out() {
    let numbering = "word/numbering.xml";
    built_like(&[(STYLES, "<w:basedOn w:val=\"Normal\"/>", "<w:basedOn w:val=\"Nothing\"/>")]);
    for list in 1..=2 {
        let num = format!("<w:num w:numId=\"{list}\">");
        built_like(&[(numbering, &num, "<w:num w:numId=\"77\">")]);
        let kind = format!("{num}<w:abstractNumId w:val=\"{}\"/>", list - 1);
        built_like(&[(numbering, &kind, &format!("{num}<w:abstractNumId w:val=\"77\"/>"))]);
    }
    let page_number = "w:val=\"PageNumber\"";
    let docx = docx(&sample::report(), &Theme::embedded().unwrap(), &sample::locale()).unwrap();
    let footers = unzip(&docx).unwrap().into_iter().filter(|(name, bytes)| {
        name.contains("footer") && String::from_utf8_lossy(bytes).contains(page_number)
    });
    let footers: Vec<String> = footers.map(|(name, _)| name).collect();
    assert!(!footers.is_empty());
    for footer in &footers {
        built_like(&[(footer, page_number, "w:val=\"Nothing\"")]);
    }
}

#[test]
fn styles_theme_and_furniture_are_those_of_the_template() {
    let parts = built_like(&[
        (STYLES, "<w:sz w:val=\"60\"/>", "<w:sz w:val=\"77\"/>"),
        (
            "word/theme/theme1.xml",
            "<a:accent1><a:srgbClr val=\"0033A0\"",
            "<a:accent1><a:srgbClr val=\"7A1F3D\"",
        ),
        ("word/header1.xml", ">Overview", ">The header of the unit"),
    ]);
    assert!(values(&parts[STYLES], "w:sz", "w:val").contains(&"77".to_owned()));
    assert!(parts["reference/word/theme/theme1.xml"].to_lines().contains("7A1F3D"));
    assert!(parts["reference/word/header1.xml"].plain_text().starts_with("The header of the unit"));
    assert!(!parts.contains_key("word/header1.xml") && !parts.contains_key("word/theme/theme1.xml"));
    // Panels have the theme's colour too.
    let fills = values(&parts[DOCUMENT], "w:shd", "w:fill");
    assert!(fills.contains(&"7A1F3D".to_owned()) && !fills.contains(&"0033A0".to_owned()), "{fills:?}");
}

#[test]
fn text_is_as_wide_as_the_page_of_the_template_leaves_it() {
    let margins = |parts: &BTreeMap<String, Element>| values(&parts[DOCUMENT], "w:pgMar", "w:left");
    let width = |parts: &BTreeMap<String, Element>| {
        let widths = values(&parts[DOCUMENT], "w:tblW", "w:w");
        widths.iter().map(|width| width.parse::<usize>().unwrap()).nth(3).unwrap()
    };
    let plain = built_like(&[]);
    let left = margins(&plain)[2].clone();
    let document = String::from_utf8(unzip(&template(&[])).unwrap()[DOCUMENT].clone()).unwrap();
    let (before, after) = document.split_at(document.rfind(&format!("w:left=\"{left}\"")).unwrap());
    let wider = format!("{before}{}", after.replacen(&left, "2600", 1));
    let parts = built_like(&[(DOCUMENT, &document, &wider)]);
    assert_eq!(margins(&parts)[2], "2600");
    assert_eq!(width(&plain) - width(&parts), 2600 - left.parse::<usize>().unwrap());
}

#[test]
fn styles_are_found_by_their_names() {
    let id = "w:styleId=\"CardTitle\"><w:name w:val=\"Card Title\"/>";
    let other = "w:styleId=\"Kartentitel\"><w:name w:val=\"card title\"/>";
    let parts = built_like(&[(STYLES, id, other), (STYLES, "<w:next w:val=\"CardTitle\"/>", "")]);
    let used = values(&parts[DOCUMENT], "w:pStyle", "w:val");
    assert!(used.contains(&"Kartentitel".to_owned()) && !used.contains(&"CardTitle".to_owned()));
}

#[test]
fn headings_without_numbers_get_ours_and_bullets_keep_theirs() {
    let numbers = "<w:numPr><w:numId w:val=\"1\"/></w:numPr>";
    let numbers = [numbers, "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr>"];
    let styles = String::from_utf8(unzip(&template(&[])).unwrap()[STYLES].clone()).unwrap();
    let first = numbers.into_iter().find(|numbers| styles.contains(numbers)).unwrap();
    let parts = built_like(&[(STYLES, first, "")]);
    parts[STYLES].walk(&mut |element| {
        let numbers = element.elements().filter(|child| child.name == "w:numPr").count();
        assert!(numbers < 2, "{}", element.to_lines());
    });
    let lists = values(&parts[STYLES], "w:numId", "w:val");
    let known = values(&parts["word/numbering.xml"], "w:num", "w:numId");
    let own = lists.iter().find(|list| list.parse::<u32>().unwrap() > 2).unwrap();
    assert!(known.contains(own), "{known:?} {own}");
    let bullets = parts[STYLES].elements().find(|style| style.get("w:styleId") == Some("ListBullet"));
    assert_eq!(values(bullets.unwrap(), "w:numId", "w:val"), ["2"]);
}

#[test]
fn the_last_section_of_another_template_serves_all_pages_of_text() {
    let document = String::from_utf8(unzip(&template(&[])).unwrap()[DOCUMENT].clone()).unwrap();
    let start = document.find("<w:body>").unwrap() + "<w:body>".len();
    let main = document.rmatch_indices("<w:sectPr>").nth(1).unwrap().0;
    let end = main + document[main..].find("</w:sectPr>").unwrap() + "</w:sectPr>".len();
    let short = format!("{}{}</w:body></w:document>", &document[..start], &document[main..end]);
    let parts = built_like(&[(DOCUMENT, &document, &short)]);
    let mut sections = Vec::new();
    parts[DOCUMENT].walk(&mut |element| {
        if element.name == "w:sectPr" {
            sections.push(values(element, "w:headerReference", "w:type").len());
        }
    });
    assert_eq!(sections, [0, 3, 3, 2]);
}

#[test]
fn styles_that_a_template_lacks_are_ours_under_names_that_are_free() {
    let parts = built_like(&[
        (STYLES, "<w:name w:val=\"heading 1\"/>", "<w:name w:val=\"headline\"/>"),
        (STYLES, "<w:name w:val=\"toc 1\"/>", "<w:name w:val=\"x\"/>"),
        (STYLES, "<w:name w:val=\"Tile Number\"/>", "<w:name w:val=\"y\"/>"),
    ]);
    let used = values(&parts[DOCUMENT], "w:pStyle", "w:val");
    let names = values(&parts[STYLES], "w:name", "w:val");
    for (id, name) in [("Heading12", "heading 1"), ("TOC12", "toc 1"), ("TileNumber2", "Tile Number")] {
        assert!(used.contains(&id.to_owned()) && names.contains(&name.to_owned()), "{id}");
    }
    // Our heading looks like the template's of that level, and is counted as that is.
    let style = parts[STYLES].elements().find(|style| style.get("w:styleId") == Some("Heading12")).unwrap();
    assert_eq!(values(style, "w:basedOn", "w:val"), ["Heading1"]);
}

#[test]
fn what_cannot_be_a_template_is_told() {
    let told = |bytes: &[u8]| Template::read(bytes).unwrap_err().to_string();
    assert!(told(b"text").contains("it is no DOCX"));
    assert!(told(&[0xd0, 0xcf, 0x11, 0xe0]).contains("a password"));
    let whole = template(&[]);
    assert!(told(&whole[..whole.len() / 2]).contains("cannot be used"));
    assert!(told(&template(&[(STYLES, "</w:styles>", "")])).contains("not well-formed"));
    assert!(told(&template(&[(DOCUMENT, "", "")])).contains("it is no DOCX"));
    let bomb = format!("{}</w:body>", " ".repeat(40 << 20));
    assert!(told(&template(&[(DOCUMENT, "</w:body>", &bomb)])).contains("more than 32 MB"));
}

#[test]
fn a_page_without_room_is_told() {
    let document = String::from_utf8(unzip(&template(&[])).unwrap()[DOCUMENT].clone()).unwrap();
    let narrow = document.replace("<w:pgSz w:w=\"11906\"", "<w:pgSz w:w=\"3000\"");
    assert_ne!(narrow, document);
    let template = template(&[(DOCUMENT, &document, &narrow)]);
    let error = built(&Template::read(&template).unwrap()).unwrap_err().to_string();
    assert!(error.contains("mm for text"), "{error}");
}
