//! Breaks a sound document in many ways: each must be found.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::package::unzip;
use super::sample;
use super::{docx, lint};
use crate::theme::Theme;

/// The files with one text replaced in one of them; without a text, the file is taken away.
fn broken(files: &BTreeMap<String, Vec<u8>>, part: &str, from: &str, to: &str) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        let mut bytes = bytes.clone();
        if name == part {
            if from.is_empty() {
                continue;
            }
            let text = String::from_utf8(bytes).unwrap();
            assert!(text.contains(from), "{part} has no {from}");
            bytes = text.replacen(from, to, 1).into_bytes();
        }
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(&bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const DOCUMENT: &str = "word/document.xml";

#[test]
fn every_break_is_found() {
    let separate = "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>";
    let breaks = [
        ("fields have no end", DOCUMENT, "<w:fldChar w:fldCharType=\"end\"/>", ""),
        ("a field ends that has not begun", "word/footer1.xml", "<w:fldChar w:fldCharType=\"begin\"/>", ""),
        ("begins twice or nowhere", DOCUMENT, separate, &separate.repeat(2)),
        ("no bookmark `nowhere`", DOCUMENT, "REF fig_chart_2 ", "REF nowhere "),
        ("no bookmark `nowhere`", DOCUMENT, "w:anchor=\"chapter_flows\"", "w:anchor=\"nowhere\""),
        ("two bookmarks have one name", DOCUMENT, "w:name=\"fig_chart_2\"", "w:name=\"fig_chart_1\""),
        ("list `99` is not defined", DOCUMENT, "<w:numId w:val=\"2\"/>", "<w:numId w:val=\"99\"/>"),
        ("two drawings have one id", DOCUMENT, "<wp:docPr id=\"2\"", "<wp:docPr id=\"1\""),
        ("no alternative text", DOCUMENT, "descr=\"Bar chart 1. China 50.3%, Türkiye 16.9%.\"", "descr=\"\""),
        ("`word/styles.xml` has no content type", "[Content_Types].xml", "/word/styles.xml", "/word/s.xml"),
        ("no relation `rId99`", DOCUMENT, "r:embed=\"rId1\"", "r:embed=\"rId99\""),
        ("`styles.xml` is not there", "word/styles.xml", "", ""),
        ("is not a language tag", "word/styles.xml", "w:val=\"en-GB\"", "w:val=\"English\""),
        ("skips a level", DOCUMENT, "w:val=\"Heading2\"", "w:val=\"Heading3\""),
        ("style `Nothing` is not defined", DOCUMENT, "w:val=\"Source\"", "w:val=\"Nothing\""),
        ("left over", DOCUMENT, "Publisher", "\u{e000}CHART:1\u{e001}"),
        (
            "note `77` is not defined",
            DOCUMENT,
            "footnoteReference w:id=\"1\"",
            "footnoteReference w:id=\"77\"",
        ),
        ("note `1` has no mark", DOCUMENT, "<w:footnoteReference w:id=\"1\"/>", ""),
        (
            "the document has no title",
            "docProps/core.xml",
            "dc:title>Overview",
            "dc:title> </dc:title><dc:title>Overview",
        ),
        ("not well-formed", DOCUMENT, "</w:body>", ""),
    ];
    let theme = Theme::embedded().unwrap();
    let docx = docx(&sample::report(), &theme, &sample::locale(), &sample::charts()).unwrap();
    let files = unzip(&docx).unwrap();
    for (fault, part, from, to) in breaks {
        let faults = lint(&broken(&files, part, from, to));
        assert!(faults.iter().any(|found| found.contains(fault)), "`{fault}` is not in {faults:#?}");
    }
}

#[test]
fn what_is_no_package_is_told() {
    assert_eq!(lint(b"text").len(), 1);
}
