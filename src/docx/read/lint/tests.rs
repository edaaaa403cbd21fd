//! Breaks a sound document in many ways: each must be found.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::lint;
use crate::docx::package::archive::unzip;
use crate::docx::{docx, sample};
use crate::theme::Theme;

/// The files with one text replaced in one of them; without a text, the file is taken away.
pub(in crate::docx) fn broken(
    files: &BTreeMap<String, Vec<u8>>,
    part: &str,
    from: &str,
    to: &str,
) -> Vec<u8> {
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
const STYLES: &str = "word/styles.xml";
const CHART: &str = "word/charts/chart1.xml";
const CHART_RELATIONS: &str = "word/charts/_rels/chart1.xml.rels";
const WORKBOOK: &str = "word/embeddings/Microsoft_Excel_Worksheet1.xlsx";

#[test]
fn every_break_is_found() {
    let separate = "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>";
    let breaks = [
        ("fields have no end", DOCUMENT, "<w:fldChar w:fldCharType=\"end\"/>", ""),
        ("a field ends that has not begun", "word/footer1.xml", "<w:fldChar w:fldCharType=\"begin\"/>", ""),
        ("begins twice or nowhere", DOCUMENT, separate, &separate.repeat(2)),
        ("no bookmark `nowhere`", DOCUMENT, "REF fig_chart_2 ", "REF nowhere "),
        ("no bookmark `nowhere", DOCUMENT, "w:anchor=\"_Toc", "w:anchor=\"nowhere"),
        ("two bookmarks have one name", DOCUMENT, "w:name=\"fig_chart_2\"", "w:name=\"fig_chart_1\""),
        ("list `99` is not defined", DOCUMENT, "<w:numId w:val=\"3\"/>", "<w:numId w:val=\"99\"/>"),
        (
            "the address `cover/title` has no bookmark",
            "customXml/item1.xml",
            "bookmark=\"_spec_",
            "bookmark=\"_spec-",
        ),
        ("no block has an address", "customXml/item1.xml", "xmlns=\"urn:", "xmlns=\"urn:x:"),
        ("the key `a/b` has become no bookmark", DOCUMENT, "<w:p>", "<w:p key=\"a/b\">"),
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
    each_is_found(&breaks);
}

#[test]
fn every_break_that_word_alone_would_show_is_found() {
    let body = "<w:pStyle w:val=\"BodyText\"/>";
    let kept = format!("{body}<w:keepNext/>");
    let head = "<w:tblStylePr w:type=\"firstRow\"><w:rPr>";
    let bold_head = format!("{head}<w:b/>");
    let number = "<w:name w:val=\"List Number\"/>";
    let uncounted = format!("{number}<w:pPr><w:numPr><w:numId w:val=\"0\"/></w:numPr></w:pPr>");
    let breaks = [
        ("twips stand on a page that has", DOCUMENT, "<w:trHeight w:val=\"", "<w:trHeight w:val=\"9"),
        ("formats are set by hand", DOCUMENT, body, &kept),
        ("formats are set by hand", DOCUMENT, "<w:rPr><w:rStyle w:val=\"Strong\"/>", "<w:rPr><w:b/>"),
        ("an entry of the contents leads to", DOCUMENT, "PAGEREF _Toc", "PAGEREF _Tic"),
        ("which Word makes anew", DOCUMENT, "REF fig_chart_2 ", "REF _Toc2 "),
        ("a table has no first row of its own", DOCUMENT, "w:firstRow=\"1\"", "w:firstRow=\"0\""),
        ("a table stands in a table", DOCUMENT, "<w:tc>", "<w:tc><w:tbl><w:tblPr/></w:tbl>"),
        ("twice is not at all", STYLES, head, &bold_head),
        (
            "which is bold, are not bold",
            STYLES,
            "<w:name w:val=\"Body Text\"/>",
            "<w:name w:val=\"Body Text\"/><w:rPr><w:b/></w:rPr>",
        ),
        ("stands in a table", DOCUMENT, "w:val=\"CardMonth\"", "w:val=\"CardTitle\""),
        ("`CardMonth` is no heading", STYLES, "w:val=\"Card Month\"", "w:val=\"Card Title\""),
        ("`List Number` marks and counts nothing", STYLES, number, &uncounted),
        ("the heading of the contents is counted", STYLES, "<w:numPr><w:numId w:val=\"0\"/></w:numPr>", ""),
        ("`toc 1` leaves no room to page numbers", STYLES, "w:right=\"100\"", ""),
        ("no place in Word's list", STYLES, "w:latentStyles ", "w:latent "),
        ("what an editor changes is not tracked", "word/settings.xml", "<w:trackRevisions/>", ""),
        ("1 kinds of lists have no number", "word/numbering.xml", "<w:nsid w:val=\"51A7E000\"/>", ""),
    ];
    each_is_found(&breaks);
}

#[test]
fn every_break_of_a_chart_is_found() {
    let breaks = [
        ("has not the content type of a chart", "[Content_Types].xml", "drawingml.chart+", "drawingml.x+"),
        ("leads to no chart", "word/_rels/document.xml.rels", "charts/chart1.xml", "styles.xml"),
        ("the chart has no workbook", CHART, "c:externalData r:id", "c:externalData x:id"),
        ("no relation `rId1` to a workbook", CHART_RELATIONS, "Id=\"rId1\"", "Id=\"rId9\""),
        ("Worksheet77.xlsx` is not there", CHART_RELATIONS, "Worksheet1.", "Worksheet77."),
        ("`../embeddings/Microsoft_Excel_Worksheet1.xlsx` is not there", WORKBOOK, "", ""),
        ("`'Figure 9'!$B$1` is not in the workbook", CHART, "'Figure 1'!$B$1", "'Figure 9'!$B$1"),
        ("the chart says `51`, the workbook `50`", CHART, "<c:v>50</c:v>", "<c:v>51</c:v>"),
        ("the chart says ``, the workbook `CN`", CHART, "<c:v>CN</c:v>", "<c:v/>"),
        ("points for 2 cells", CHART, "<c:ptCount val=\"2\"/>", "<c:ptCount val=\"3\"/>"),
        ("prints by `0.0`, the workbook by `0`", CHART, "<c:formatCode>0<", "<c:formatCode>0.0<"),
    ];
    each_is_found(&breaks);
}

#[test]
fn a_workbook_that_is_none_is_found() {
    let docx = docx(&sample::report(), &Theme::embedded().unwrap(), &sample::locale()).unwrap();
    let mut files = unzip(&docx).unwrap();
    files.insert(WORKBOOK.to_owned(), b"text".to_vec());
    let faults = lint(&broken(&files, "", "", ""));
    assert!(faults.iter().any(|fault| fault.contains("cannot be read")), "{faults:#?}");
}

fn each_is_found(breaks: &[(&str, &str, &str, &str)]) {
    let theme = Theme::embedded().unwrap();
    let docx = docx(&sample::report(), &theme, &sample::locale()).unwrap();
    let files = unzip(&docx).unwrap();
    for &(fault, part, from, to) in breaks {
        let faults = lint(&broken(&files, part, from, to));
        assert!(faults.iter().any(|found| found.contains(fault)), "`{fault}` is not in {faults:#?}");
    }
}

#[test]
fn what_is_no_package_is_told() {
    assert_eq!(lint(b"text").len(), 1);
}
