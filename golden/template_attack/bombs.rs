//! Templates and edited documents that are small on the disk and take all time and memory, or are not what they say.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use libtest_mimic::{Failed, Trial};

use super::{At, Bench, Parts, RELATION, insert, mailed, packed, relate, relations_of, text};
use crate::command::{Folder, expect};
use crate::fail;
use crate::hostile::{build, refused};

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("template_attack::templates_that_are_bombs_are_refused", refused_templates),
        Trial::test("template_attack::many_of_anything_take_no_more_than_their_share", large_templates),
        Trial::test("template_attack::packages_that_lie_are_refused", lying_packages),
        Trial::test("template_attack::edited_documents_that_are_bombs_are_answered", edited),
    ]
}

const DOCUMENT: &str = "word/document.xml";
const HEADER: &str = "word/header1.xml";
const STYLES: &str = "word/styles.xml";

/// A change of a template.
type Change = Box<dyn Fn(&mut Parts)>;

fn before(part: &'static str, end: &'static str, new: impl Fn() -> String + 'static) -> Change {
    Box::new(move |parts| insert(parts, part, At::Before, end, &new()))
}

fn instead(part: &'static str, from: &'static str, to: &'static str) -> Change {
    Box::new(move |parts| {
        let whole = text(parts, part).replace(from, to);
        parts.insert(part.to_owned(), whole.into_bytes());
    })
}

/// A template, and what has to be said of it.
type Case = (&'static str, Change, &'static str);

/// Pages that are none, and parts that hold too much.
fn parts_that_swell() -> Vec<Case> {
    vec![
        ("page-nan", instead(DOCUMENT, "<w:pgSz w:w=\"11906\"", "<w:pgSz w:w=\"NaN\""), "`w:w=\"NaN\"`"),
        ("page-wide", instead(DOCUMENT, "<w:pgSz w:w=\"11906\"", "<w:pgSz w:w=\"99999\""), "`w:w=\"99999\"`"),
        ("margin-nan", instead(DOCUMENT, "<w:pgMar w:top=\"", "<w:pgMar w:top=\"inf"), "no length in twips"),
        ("deep", before(HEADER, "</w:hdr>", || "<w:p>".repeat(100_000)), "deeper"),
        ("elements", before(STYLES, "</w:styles>", || "<w:x/>".repeat(1_300_000)), "more elements"),
        (
            "attributes",
            before(HEADER, "</w:hdr>", || format!("<w:p {}/>", many(|i| format!("a{i}=\"\" "), 500_000))),
            "more attributes",
        ),
        (
            "namespaces",
            before(HEADER, "</w:hdr>", || format!("<w:p {}/>", many(|i| format!("xmlns:a{i}=\"\" "), 90))),
            "more namespaces",
        ),
        (
            "namespaces-within",
            before(HEADER, "</w:hdr>", || many(|i| format!("<w:p xmlns:a{i}=\"a\">"), 250)),
            "more namespaces",
        ),
        ("header-large", before(HEADER, "</w:hdr>", || " ".repeat(9 << 20)), "more than 8 MB"),
        ("document-large", before(DOCUMENT, "</w:document>", || " ".repeat(100 << 20)), "more than 32 MB"),
        ("document-elements", before(DOCUMENT, "</w:body>", || "<w:p/>".repeat(1_100_000)), "more elements"),
        (
            "document-type",
            instead(HEADER, "<w:hdr", "<!DOCTYPE a [<!ENTITY b \"c\">]><w:hdr"),
            "document type",
        ),
        (
            "elements-of-all",
            Box::new(|parts| {
                for (part, end) in
                    [(HEADER, "</w:hdr>"), ("word/header2.xml", "</w:hdr>"), (STYLES, "</w:styles>")]
                {
                    let style = "<w:style><w:rPr><w:b/></w:rPr></w:style>";
                    let new = if part == STYLES {
                        style.repeat(45_000)
                    } else {
                        "<w:p><w:r/></w:p>".repeat(90_000)
                    };
                    insert(parts, part, At::Before, end, &new);
                }
            }),
            "more elements than any",
        ),
    ]
}

/// Relations and content types that are not what they say.
fn parts_that_lie() -> Vec<Case> {
    vec![
        (
            "relation-twice",
            Box::new(|parts| {
                let one = format!("<Relationship Id=\"rId1\" Type=\"{RELATION}/image\" Target=\"a.png\"/>");
                relate(parts, HEADER, &one.repeat(2));
            }),
            "lists `rId1` twice",
        ),
        (
            "relations-many",
            Box::new(|parts| {
                let one = |i| format!("<Relationship Id=\"a{i}\" Type=\"a/image\" Target=\"a\"/>");
                relate(parts, DOCUMENT, &many(one, 60_000));
            }),
            "more elements",
        ),
        (
            "type-other",
            instead("[Content_Types].xml", "document.main+xml", "document.main+xmlx"),
            "has the content type",
        ),
        (
            "type-none",
            instead("[Content_Types].xml", "PartName=\"/word/header1.xml\"", "PartName=\"/word/none.xml\""),
            "content type `application/xml`",
        ),
        ("other-root", instead(HEADER, "w:hdr", "w:document"), "no part of that kind"),
        (
            "header-and-footer",
            Box::new(|parts| {
                let one =
                    format!("<Relationship Id=\"f\" Type=\"{RELATION}/footer\" Target=\"HEADER1.xml\"/>");
                relate(parts, DOCUMENT, &one);
                let names = "<w:footerReference w:type=\"first\" r:id=\"f\"/>";
                let last = text(parts, DOCUMENT);
                let last = last.replace("<w:sectPr>", &format!("<w:sectPr>{names}"));
                parts.insert(DOCUMENT.to_owned(), last.into_bytes());
            }),
            "content type",
        ),
        (
            "name-of-relations",
            Box::new(|parts| {
                let whole = text(parts, &relations_of(DOCUMENT)).replace("header1.xml", "_rels/a.rels");
                parts.insert(relations_of(DOCUMENT), whole.into_bytes());
                let types =
                    text(parts, "[Content_Types].xml").replace("/word/header1.xml", "/word/_rels/a.rels");
                parts.insert("[Content_Types].xml".to_owned(), types.into_bytes());
                let header = parts.remove(HEADER).unwrap_or_default();
                parts.insert("word/_rels/a.rels".to_owned(), header);
            }),
            "a name that no program gives it",
        ),
    ]
}

/// Within 2 seconds and 1 GB, whatever it is.
fn refused_templates() -> Result<(), Failed> {
    let base = Bench::new()?.parts()?;
    for (name, change, says) in parts_that_swell().into_iter().chain(parts_that_lie()) {
        let mut parts = base.clone();
        change(&mut parts);
        let (folder, spec) = mailed(&format!("template-{name}"), &packed(&parts)?)?;
        let out = folder.0.join("out");
        let output = build(&spec, &out, &["--only", "docx"])?;
        let told = ["error[reference-document]", "series.toml:1:13", says];
        refused(&output, &told)
            .map_err(|why| fail(format!("{name}: {}", why.message().unwrap_or_default())))?;
        expect(!out.exists(), "nothing is written", &output)?;
    }
    Ok(())
}

fn many(one: impl Fn(usize) -> String, count: usize) -> String {
    (0..count).map(one).collect()
}

/// Much of everything that may be there.
fn large() -> Vec<(&'static str, Change)> {
    let field = "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>";
    vec![
        (
            "sections",
            Box::new(|parts| {
                let one = |i| {
                    format!("<Relationship Id=\"h{i}\" Type=\"{RELATION}/header\" Target=\"header1.xml\"/>")
                };
                relate(parts, DOCUMENT, &many(one, 1_000));
                let types = many(|i| format!("<w:headerReference w:type=\"t{i}\" r:id=\"h{i}\"/>"), 1_000);
                let first = format!("<w:p><w:pPr><w:sectPr>{types}</w:sectPr></w:pPr></w:p>");
                let all = first + &"<w:p><w:pPr><w:sectPr/></w:pPr></w:p>".repeat(20_000);
                insert(parts, DOCUMENT, At::Behind, "<w:body>", &all);
            }),
        ),
        (
            "relations",
            Box::new(|parts| {
                let one = |i| format!("<Relationship Id=\"a{i}\" Type=\"{RELATION}/image\" Target=\"a\"/>");
                relate(parts, DOCUMENT, &many(one, 40_000));
                let one = |i| {
                    format!(
                        "<Relationship Id=\"a{i}\" Type=\"{RELATION}/hyperlink\" Target=\"https://a.b/{i}\" TargetMode=\"External\"/>"
                    )
                };
                relate(parts, HEADER, &many(one, 20_000));
                let links = many(
                    |i| format!("<w:hyperlink r:id=\"a{i}\"><w:r><w:t>a</w:t></w:r></w:hyperlink>"),
                    20_000,
                );
                insert(parts, HEADER, At::Before, "</w:hdr>", &format!("<w:p>{links}</w:p>"));
            }),
        ),
        ("fields", before(HEADER, "</w:hdr>", move || format!("<w:p>{}</w:p>", field.repeat(25_000)))),
        (
            "texts",
            before(HEADER, "</w:hdr>", move || {
                format!("<w:p>{field}{}</w:p>", "<w:r><w:t>a</w:t></w:r>".repeat(60_000))
            }),
        ),
        (
            "pictures",
            Box::new(|parts| {
                let one =
                    |i| format!("<Relationship Id=\"a{i}\" Type=\"{RELATION}/image\" Target=\"a{i}.png\"/>");
                relate(parts, HEADER, &many(one, 3_000));
            }),
        ),
        (
            "lists",
            before("word/numbering.xml", "</w:numbering>", || {
                many(
                    |i| format!("<w:num w:numId=\"{}\"><w:abstractNumId w:val=\"0\"/></w:num>", i + 100),
                    60_000,
                )
            }),
        ),
        ("left-out", before(HEADER, "</w:hdr>", || "<w:object/>".repeat(190_000))),
    ]
}

/// Built, or refused, in little time.
fn large_templates() -> Result<(), Failed> {
    let base = Bench::new()?.parts()?;
    for (name, change) in large() {
        let mut parts = base.clone();
        change(&mut parts);
        let (folder, spec) = mailed(&format!("template-{name}"), &packed(&parts)?)?;
        let output = limited(
            &[
                "build",
                &spec.to_string_lossy(),
                "--only",
                "docx",
                "--out",
                &folder.0.join("out").to_string_lossy(),
            ],
            4,
        )?;
        let is_answered = output.status.code().is_some_and(|code| code < 3);
        expect(is_answered, &format!("{name} is answered"), &output)?;
    }
    Ok(())
}

/// Runs the program within so many seconds of processor time, and 1 GB.
fn limited(arguments: &[&str], seconds: u32) -> Result<Output, Failed> {
    let program = env!("CARGO_BIN_EXE_quarterly");
    let mut command = if cfg!(target_os = "linux") {
        let mut limited = Command::new("prlimit");
        limited.args([&format!("--cpu={seconds}"), "--as=1000000000", program]);
        limited
    } else {
        Command::new(program)
    };
    Ok(command.args(arguments).stdin(Stdio::null()).output()?)
}

/// Lists of files that other readers read otherwise.
fn lying_packages() -> Result<(), Failed> {
    let base = packed(&Bench::new()?.parts()?)?;
    let end = base.len() - 22;
    let with = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = base.clone();
        change(&mut bytes);
        bytes
    };
    let rename = |from: &str, to: &str| {
        let (from, to) = (from.as_bytes(), to.as_bytes());
        with(&|bytes: &mut Vec<u8>| {
            for at in 0..bytes.len() - from.len() {
                if bytes[at..].starts_with(from) {
                    bytes[at..at + to.len()].copy_from_slice(to);
                }
            }
        })
    };
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("twice", rename("word/header2.xml", "word/header1.xml"), "two files of the name"),
        ("twice-in-capitals", rename("word/header2.xml", "word/HEADER1.xml"), "two files of the name"),
        ("above", rename("word/header2.xml", ".././/header2.xm"), "a file of the name"),
        ("absolute", rename("word/header2.xml", "/ord/header2.xml"), "a file of the name"),
        ("many", with(&|bytes| bytes[end + 8..end + 12].copy_from_slice(&[0xff; 4])), "65535 files"),
        ("fewer", with(&|bytes| bytes[end + 8..end + 12].copy_from_slice(&[3, 0, 3, 0])), "damaged"),
        ("elsewhere", with(&|bytes| bytes[end + 16..end + 20].copy_from_slice(&[0xff; 4])), "damaged"),
        ("half", base[..base.len() / 2].to_vec(), "damaged"),
        ("empty", b"PK\x05\x06".iter().copied().chain([0; 18]).collect(), "no DOCX"),
    ];
    for (name, bytes, says) in cases {
        let (folder, spec) = mailed(&format!("template-zip-{name}"), &bytes)?;
        let output = build(&spec, &folder.0.join("out"), &["--only", "docx"])?;
        let why = |why: Failed| fail(format!("{name}: {}", why.message().unwrap_or_default()));
        refused(&output, &["error[reference-document]", says]).map_err(why)?;
        let unit = folder.0.join("unit.docx").to_string_lossy().into_owned();
        let says = if says == "no DOCX" { "error: " } else { says };
        refused(&limited(&["edits", &unit], 2)?, &[says]).map_err(why)?;
    }
    Ok(())
}

/// Documents that an editor sends back.
fn returned() -> Vec<(&'static str, Change)> {
    const BODY: &str = "</w:body>";
    let begin = "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>";
    let words = "<w:r><w:t>a</w:t></w:r>";
    let comments = |parts: &mut Parts, text: &str| {
        let all = format!(
            "<w:comments xmlns:w=\"a\"><w:comment w:id=\"4\" w:author=\"B\"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:comment></w:comments>"
        );
        parts.insert("word/comments.xml".to_owned(), all.into_bytes());
        relate(parts, DOCUMENT, "<Relationship Id=\"c\" Type=\"a/comments\" Target=\"comments.xml\"/>");
    };
    vec![
        (
            "fields",
            before(DOCUMENT, BODY, move || {
                format!("<w:p>{}{}</w:p>", begin.repeat(50_000), words.repeat(50_000))
            }),
        ),
        (
            "instruction",
            before(DOCUMENT, BODY, move || {
                let asks = format!("<w:r><w:instrText>{}</w:instrText></w:r>", " ".repeat(1 << 20));
                format!("<w:p>{begin}{asks}{}</w:p>", words.repeat(50_000))
            }),
        ),
        (
            "comments",
            Box::new(move |parts| {
                comments(parts, &"c".repeat(4 << 20));
                insert(
                    parts,
                    DOCUMENT,
                    At::Before,
                    BODY,
                    &format!(
                        "<w:p>{}{words}</w:p>",
                        "<w:r><w:commentReference w:id=\"4\"/></w:r>".repeat(50_000)
                    ),
                );
            }),
        ),
        (
            "authors",
            before(DOCUMENT, BODY, move || {
                format!(
                    "<w:ins w:author=\"{}\">{}</w:ins>",
                    "a".repeat(1 << 20),
                    format!("<w:p>{words}</w:p>").repeat(40_000)
                )
            }),
        ),
        (
            "items",
            Box::new(|parts| {
                for index in 10..3_000 {
                    parts.insert(format!("customXml/item{index}.xml"), b"<a/>".to_vec());
                }
                parts.insert("customXml/item0.xml".to_owned(), "<a/>".repeat(5 << 20).into_bytes());
            }),
        ),
        (
            "relations",
            Box::new(|parts| {
                relate(
                    parts,
                    DOCUMENT,
                    &many(|i| format!("<Relationship Id=\"a{i}\" Type=\"a\" Target=\"a\"/>"), 40_000),
                );
            }),
        ),
        ("deep", before(DOCUMENT, BODY, || "<w:p>".repeat(100_000))),
    ]
}

/// They are answered within 4 seconds and 1 GB.
fn edited() -> Result<(), Failed> {
    let base = Bench::new()?.parts()?;
    let folder = Folder::new("edits-bombs")?;
    let file = folder.0.join("a.docx");
    for (name, change) in returned() {
        let mut parts = base.clone();
        change(&mut parts);
        fs::write(&file, packed(&parts)?)?;
        for format in ["text", "json"] {
            let output = limited(&["edits", &shown(&file), "--format", format], 4)?;
            let is_answered = output.status.code().is_some_and(|code| code < 3);
            expect(is_answered && output.stdout.len() < 40 << 20, &format!("{name} is answered"), &output)?;
        }
    }
    Ok(())
}

fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
