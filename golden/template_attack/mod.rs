//! Word templates, and documents that come back from editors, that were made to do harm: whatever acts is put into every
//! part that is read, and none of it may be in what is built.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use libtest_mimic::{Failed, Trial};
use quarterly::build::{Edition, edition};
use quarterly::data::address::allowed;
use quarterly::docx::{Template, docx, lint};
use quarterly::spec::Spec;
use quarterly::theme::Theme;
use zip::ZipArchive;
use zip::write::SimpleFileOptions;

use super::command::{Folder, expect};
use super::{fail, keep_docx};

mod bombs;
mod pieces;

pub(crate) fn trials() -> Vec<Trial> {
    let mut trials = vec![
        Trial::test("template_attack::no_piece_that_acts_is_taken_over", every_piece),
        Trial::test("template_attack::no_relation_that_acts_is_taken_over", every_relation),
        Trial::test("template_attack::what_is_left_out_is_told_at_the_name_of_the_template", told),
        Trial::test("template_attack::what_word_writes_by_itself_is_not_told", quiet),
    ];
    trials.extend(bombs::trials());
    trials
}

/// A package: names and contents.
pub(crate) type Parts = BTreeMap<String, Vec<u8>>;

const TYPES: &str = "[Content_Types].xml";
const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
/// Stands in everything that must not come through.
pub(crate) const MARK: &str = "attacker";

/// The parts that a template is read for, and those beside them, with their first elements.
const READ: [(&str, &str); 9] = [
    ("word/document.xml", "w:document"),
    ("word/header1.xml", "w:hdr"),
    ("word/header2.xml", "w:hdr"),
    ("word/footer4.xml", "w:ftr"),
    ("word/styles.xml", "w:styles"),
    ("word/numbering.xml", "w:numbering"),
    ("word/settings.xml", "w:settings"),
    ("word/fontTable.xml", "w:fonts"),
    ("word/theme/theme1.xml", "a:theme"),
];

/// A small edition, with what it is built from.
pub(crate) struct Bench {
    pub(crate) edition: Edition,
    pub(crate) theme: Theme,
}

impl Bench {
    pub(crate) fn new() -> Result<Self, Failed> {
        let why = |error: &dyn std::fmt::Debug| fail(format!("{error:?}"));
        let theme = Theme::embedded().map_err(|error| why(&error))?;
        let spec = Spec::open("golden/suite/minimal/edition.toml").map_err(|error| why(&error))?;
        let edition = edition(&spec, &theme).map_err(|error| why(&error))?.output;
        Ok(Self { edition, theme })
    }

    /// The parts of a document that is built without a template; templates are made of it.
    pub(crate) fn parts(&self) -> Result<Parts, Failed> {
        let Edition { report, locale, .. } = &self.edition;
        unpacked(&docx(report, &self.theme, locale).map_err(|error| fail(error.to_string()))?)
    }

    /// A document in the looks of a template, and what was told of that.
    fn built(&self, template: &[u8]) -> Result<(Vec<u8>, Vec<String>), Failed> {
        let why = |error: quarterly::docx::DocxError| fail(error.to_string());
        let template = Template::read(template).map_err(why)?;
        let told = template.findings(&self.theme, None).into_iter().map(|finding| finding.message).collect();
        Ok((self.edition.docx_like(&self.theme, &template).map_err(why)?, told))
    }
}

pub(crate) fn unpacked(docx: &[u8]) -> Result<Parts, Failed> {
    let mut zip = ZipArchive::new(Cursor::new(docx))?;
    let mut parts = Parts::new();
    for index in 0..zip.len() {
        let mut file = zip.by_index(index)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        parts.insert(file.name().to_owned(), bytes);
    }
    Ok(parts)
}

pub(crate) fn packed(parts: &Parts) -> Result<Vec<u8>, Failed> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(name.as_str(), SimpleFileOptions::default())?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// A part as text.
pub(crate) fn text(parts: &Parts, name: &str) -> String {
    String::from_utf8_lossy(parts.get(name).map_or(&[], Vec::as_slice)).into_owned()
}

/// Puts something behind the first, or before the last, place of some words in a part.
pub(crate) fn insert(parts: &mut Parts, name: &str, at: At, words: &str, new: &str) {
    let old = text(parts, name);
    let found = match at {
        At::Behind => old.find(words).map(|found| found + words.len()),
        At::Before => old.rfind(words),
    };
    let Some(found) = found else { return };
    let whole = format!("{}{new}{}", &old[..found], &old[found..]);
    parts.insert(name.to_owned(), whole.into_bytes());
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum At {
    Behind,
    Before,
}

/// The part that lists the relations of a part.
fn relations_of(part: &str) -> String {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    format!("{folder}/_rels/{file}.rels")
}

/// Gives a part more relations.
pub(crate) fn relate(parts: &mut Parts, part: &str, relations: &str) {
    let name = relations_of(part);
    parts.entry(name.clone()).or_insert_with(|| {
        b"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"></Relationships>".to_vec()
    });
    insert(parts, &name, At::Before, "</Relationships>", relations);
}

/// Gives every part that is read all relations that act, and the package the parts that they lead to.
fn armed(mut parts: Parts) -> Parts {
    let relations: String = pieces::RELATIONS
        .iter()
        .map(|(id, kind, target)| {
            let outside = if target.contains(':') || target.starts_with('\\') {
                " TargetMode=\"External\""
            } else {
                ""
            };
            let kind = if kind.contains(':') { (*kind).to_owned() } else { format!("{RELATION}/{kind}") };
            format!("<Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"{target}\"{outside}/>")
        })
        .collect();
    for (part, _) in READ {
        relate(&mut parts, part, &relations);
    }
    for (name, content) in pieces::PARTS {
        parts.insert((*name).to_owned(), content.as_bytes().to_vec());
    }
    let types = pieces::ENDINGS
        .iter()
        .map(|(ending, kind)| format!("<Default Extension=\"{ending}\" ContentType=\"{kind}\"/>"))
        .collect::<String>();
    insert(&mut parts, TYPES, At::Before, "<Default Extension=\"png\"", &types);
    parts
}

/// A template that holds a piece wherever something can be put.
fn laced(mut parts: Parts, piece: &pieces::Piece) -> Parts {
    let (run, paragraph, block) = piece.as_all();
    for (name, root) in READ {
        for (open, new) in [("<w:r>", &run), ("<w:p>", &paragraph), ("<w:rPr>", &run)] {
            insert(&mut parts, name, At::Behind, open, new);
        }
        insert(&mut parts, name, At::Before, &format!("</{root}>"), &block);
        insert(&mut parts, name, At::Before, "</w:style>", &run);
        insert(&mut parts, name, At::Before, "</w:lvl>", &run);
        insert(&mut parts, name, At::Before, "</w:font>", &run);
        insert(&mut parts, name, At::Before, "</a:clrScheme>", &run);
        declare_all(&mut parts, name, root);
        insert(&mut parts, name, At::Behind, &format!("{}>", pieces::NAMESPACES), &block);
    }
    parts
}

/// Declares all namespaces that pieces need in the first element of a part.
fn declare_all(parts: &mut Parts, name: &str, root: &str) {
    let whole = text(parts, name);
    let Some(at) = whole.find(&format!("<{root} ")) else { return };
    let end = at + whole[at..].find('>').unwrap_or_default();
    let own = if root == "a:theme" { " name=\"Brand\"" } else { "" };
    let whole = format!("{}<{root}{own} {}{}", &whole[..at], pieces::NAMESPACES, &whole[end..]);
    parts.insert(name.to_owned(), whole.into_bytes());
}

fn every_piece() -> Result<(), Failed> {
    let bench = Bench::new()?;
    let armed = armed(bench.parts()?);
    let mut faults = Vec::new();
    let mut all_told = String::new();
    let all = pieces::PIECES.iter().fold(armed.clone(), laced);
    let (docx, _) = bench.built(&packed(&all)?)?;
    keep_docx(&docx)?;
    faults.extend(harms(&docx)?.into_iter().map(|fault| format!("all together: {fault}")));
    for piece in pieces::PIECES {
        let template = packed(&laced(armed.clone(), piece))?;
        match bench.built(&template) {
            Ok((docx, told)) => {
                faults.extend(harms(&docx)?.into_iter().map(|fault| format!("{}: {fault}", piece.name)));
                let told = told.join("\n");
                if !told.contains(piece.told) {
                    faults.push(format!("{}: `{}` is not told:\n{told}", piece.name, piece.told));
                }
                all_told.push_str(&told);
            }
            Err(why) => faults.push(format!("{}: {}", piece.name, why.message().unwrap_or_default())),
        }
    }
    if all_told.contains('\u{1b}') {
        faults.push("what is told acts on a terminal".to_owned());
    }
    if faults.is_empty() { Ok(()) } else { Err(fail(faults.join("\n"))) }
}

/// Everything in a document that acts, or that no document of ours has.
pub(crate) fn harms(docx: &[u8]) -> Result<Vec<String>, Failed> {
    let parts = unpacked(docx)?;
    let mut faults = lint(docx);
    for (name, bytes) in &parts {
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        if !["xml", "rels", "png", "jpeg", "xlsx"].contains(&ending) {
            faults.push(format!("a file `{name}`"));
        }
        let text = String::from_utf8_lossy(bytes);
        if ending == "rels" {
            faults.extend(relations(&text).into_iter().map(|fault| format!("{name}: {fault}")));
        }
        if ending == "xml" || ending == "rels" {
            let what = text.find(MARK).map(|at| text[..at].chars().rev().take(60).collect::<Vec<_>>());
            let what = what.map(|before| before.into_iter().rev().collect::<String>());
            faults.extend(what.map(|before| format!("{name}: …{before}{MARK}")));
            faults.extend(instructions(&text).into_iter().map(|fault| format!("{name}: {fault}")));
            let acting =
                ["w:object", "w:pict", "w:control", "w:altChunk", "w:subDoc", "w:ffData", "AlternateContent"];
            let acting = acting
                .iter()
                .filter(|word| text.contains(&format!("<{word}")) || text.contains(&format!(":{word}")));
            faults.extend(acting.map(|word| format!("{name}: `{word}`")));
        }
        if name == TYPES {
            for kind in text.split("ContentType=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
                let is_ours =
                    ["application/vnd.openxmlformats-", "image/png", "image/jpeg", "application/xml"]
                        .iter()
                        .any(|known| kind.starts_with(known));
                if !is_ours || kind.contains("oleObject") || kind.contains("obfuscated") {
                    faults.push(format!("content type `{kind}`"));
                }
            }
        }
    }
    Ok(faults)
}

/// Relations that no document of ours may have.
fn relations(text: &str) -> Vec<String> {
    const KNOWN: [&str; 19] = [
        "chart",
        "chartUserShapes",
        "core-properties",
        "customXml",
        "customXmlProps",
        "extended-properties",
        "fontTable",
        "footer",
        "footnotes",
        "header",
        "hyperlink",
        "image",
        "numbering",
        "officeDocument",
        "package",
        "settings",
        "styles",
        "theme",
        "webSettings",
    ];
    let mut faults = Vec::new();
    for relation in text.split("<Relationship ").skip(1) {
        let value = |name: &str| {
            let rest = relation.split(&format!("{name}=\"")).nth(1).unwrap_or_default();
            rest.split('"').next().unwrap_or_default().to_owned()
        };
        let (kind, target) = (value("Type"), value("Target"));
        let kind = kind.rsplit('/').next().unwrap_or_default();
        let is_outside = !value("TargetMode").is_empty();
        if !KNOWN.contains(&kind) {
            faults.push(format!("a relation `{kind}` to `{target}`"));
        }
        let is_link = kind == "hyperlink" && allowed(&target.replace("&amp;", "&")).is_ok();
        if is_outside != (kind == "hyperlink") || is_outside && !is_link {
            faults.push(format!("a relation `{kind}` to `{target}` outside"));
        }
    }
    faults
}

/// Instructions that no document of ours may have, however they are split: the letters of a part's instructions in
/// one line must be fields on the list.
fn instructions(xml: &str) -> Vec<String> {
    const KNOWN: [&str; 16] = [
        "AUTHOR",
        "DOCPROPERTY",
        "FILENAME",
        "HYPERLINK",
        "NOTEREF",
        "NUMPAGES",
        "PAGE",
        "PAGEREF",
        "REF",
        "SAVEDATE",
        "SECTION",
        "SECTIONPAGES",
        "SEQ",
        "STYLEREF",
        "TITLE",
        "TOC",
    ];
    let mut asked: Vec<String> = Vec::new();
    // One instruction stands between the beginning of a field and that of its result.
    for field in xml.split("w:fldCharType=\"begin\"").skip(1) {
        let field = field.split("w:fldCharType=\"").next().unwrap_or_default();
        let words =
            field.split("<w:instrText").skip(1).filter_map(|rest| rest.split_once('>')?.1.split('<').next());
        asked.push(words.collect());
    }
    let simple = xml.split("w:instr=\"").skip(1).filter_map(|rest| rest.split('"').next());
    asked.extend(simple.map(str::to_owned));
    let is_known = |asked: &String| asked.split_whitespace().next().is_some_and(|name| KNOWN.contains(&name));
    asked.into_iter().filter(|asked| !is_known(asked)).map(|asked| format!("the field `{asked}`")).collect()
}

/// Parts that nothing in a text leads to: they are in no document, and those that Word does not write are told.
fn every_relation() -> Result<(), Failed> {
    let bench = Bench::new()?;
    let mut parts = armed(bench.parts()?);
    let root = "<Relationship Id=\"rIdUi\" Type=\"http://schemas.microsoft.com/office/2006/relationships/ui/extensibility\" Target=\"customUI/attacker.xml\"/>";
    insert(&mut parts, "_rels/.rels", At::Before, "</Relationships>", root);
    let (docx, told) = bench.built(&packed(&parts)?)?;
    keep_docx(&docx)?;
    let mut faults = harms(&docx)?;
    let told = told.join("\n");
    for words in ["extensibility", "more places", "macros"] {
        if !told.contains(words) {
            faults.push(format!("`{words}` is not told:\n{told}"));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(fail(faults.join("\n"))) }
}

/// A folder with an edition whose series names a template.
pub(crate) fn mailed(name: &str, template: &[u8]) -> Result<(Folder, PathBuf), Failed> {
    let folder = Folder::new(name)?;
    let series = fs::read_to_string("golden/suite/minimal/series.toml")?;
    fs::write(folder.0.join("series.toml"), format!("reference = \"unit.docx\"\n{series}"))?;
    fs::copy("golden/suite/minimal/edition.toml", folder.0.join("edition.toml"))?;
    fs::write(folder.0.join("unit.docx"), template)?;
    let spec = folder.0.join("edition.toml");
    Ok((folder, spec))
}

/// A command with a spec, in ordinary circumstances.
fn quarterly(command: &str, spec: &Path, more: &[&str]) -> Result<Output, Failed> {
    Ok(Command::new(env!("CARGO_BIN_EXE_quarterly")).arg(command).arg(spec).args(more).output()?)
}

fn told() -> Result<(), Failed> {
    let bench = Bench::new()?;
    let mut parts = bench.parts()?;
    let outside = format!(
        "<Relationship Id=\"rIdX\" Type=\"{RELATION}/hyperlink\" Target=\"file://{MARK}/a.hta\" TargetMode=\"External\"/>"
    );
    relate(&mut parts, "word/header1.xml", &outside);
    let link = "<w:p><w:hyperlink r:id=\"rIdX\"><w:r><w:t>the unit</w:t></w:r></w:hyperlink></w:p>";
    insert(&mut parts, "word/header1.xml", At::Before, "</w:hdr>", link);
    let template = packed(&parts)?;
    let (folder, spec) = mailed("template-told", &template)?;
    let out = folder.0.join("out").to_string_lossy().into_owned();
    let says = [
        "warning[template-reduced]: the Word template links to `file://attacker/a.hta` in `word/header1.xml`",
        "series.toml:1:13",
        "hint: ",
    ];
    let check = |output: &Output, count: usize| {
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        says[..count]
            .iter()
            .try_for_each(|words| expect(told.contains(words), &format!("it says {words}"), output))
    };
    let output = quarterly("build", &spec, &["--only", "docx", "--out", &out])?;
    expect(output.status.code() == Some(1), "it is built with findings", &output)?;
    check(&output, 3)?;
    let output = quarterly("check", &spec, &[])?;
    expect(output.status.code() == Some(1), "the check finds it too", &output)?;
    check(&output, 3)?;
    let output = quarterly("build", &spec, &["--only", "docx", "--out", &out, "--final"])?;
    expect(output.status.code() == Some(2), "a final build refuses it", &output)?;
    // Named in the call, it has no place.
    let unit = folder.0.join("unit.docx").to_string_lossy().into_owned();
    let spec = Path::new("golden/suite/minimal/edition.toml");
    let output = quarterly("build", spec, &["--only", "docx", "--out", &out, "--reference", &unit])?;
    expect(output.status.code() == Some(1), "it is built with findings", &output)?;
    check(&output, 1)
}

/// A template with all that Word puts beside a text, and with whatever a text holds.
fn quiet() -> Result<(), Failed> {
    let bench = Bench::new()?;
    let mut parts = bench.parts()?;
    let relations: String = [
        "webSettings",
        "customXml",
        "printerSettings",
        "glossaryDocument",
        "comments",
        "endnotes",
        "chart",
        "image",
        "stylesWithEffects",
        "diagramData",
    ]
    .iter()
    .enumerate()
    .map(|(at, kind)| {
        format!("<Relationship Id=\"rIdQ{at}\" Type=\"{RELATION}/{kind}\" Target=\"{kind}.xml\"/>")
    })
    .collect();
    relate(&mut parts, "word/document.xml", &relations);
    let own = format!(
        "<Relationship Id=\"rIdT\" Type=\"{RELATION}/attachedTemplate\" Target=\"file:///C:\\Users\\a\\unit.dotx\" TargetMode=\"External\"/>"
    );
    relate(&mut parts, "word/settings.xml", &own);
    for block in pieces::QUIET {
        insert(&mut parts, "word/header1.xml", At::Before, "</w:hdr>", block);
    }
    declare_all(&mut parts, "word/header1.xml", "w:hdr");
    let picture = parts.iter().find(|(name, _)| name.ends_with(".png")).map(|(_, bytes)| bytes.clone());
    parts.insert("word/media/logo.png".to_owned(), picture.ok_or_else(|| fail("there is no picture"))?);
    let logo = format!("<Relationship Id=\"rIdQ7\" Type=\"{RELATION}/image\" Target=\"media/logo.png\"/>");
    relate(&mut parts, "word/header1.xml", &logo);
    let (docx, told) = bench.built(&packed(&parts)?)?;
    keep_docx(&docx)?;
    let mut faults = harms(&docx)?;
    faults.extend(told);
    let header = text(&unpacked(&docx)?, "reference/word/header1.xml");
    let words = header.split("<w:t").skip(1).filter_map(|rest| rest.split_once('>')?.1.split('<').next());
    let words: String = words.collect();
    for kept in ["in a control", "in a box", "inserted", "Title field"] {
        if !words.contains(kept) {
            faults.push(format!("`{kept}` has gone: {words}"));
        }
    }
    for kept in [
        "<w:dataBinding ",
        "<wps:txbx>",
        "<w:instrText xml:space=\"preserve\"> TITLE </w:instrText>",
        "r:embed=",
    ] {
        if !header.contains(kept) {
            faults.push(format!("`{kept}` has gone: {header}"));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(fail(faults.join("\n"))) }
}
