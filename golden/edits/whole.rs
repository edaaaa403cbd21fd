//! Edits of which a part can be carried back and a part cannot: what a sentence says, where marks of notes stand, how
//! words look.

use std::fs;

use libtest_mimic::{Failed, Trial};

use super::kinds::{THIRD, mark_of};
use super::package::{DOCUMENT, Package, cut, run};
use super::{answer, built, compare, copied, quarterly};
use crate::command::{Folder, expect};

type Kind = (&'static str, fn(&mut Package) -> Result<(), Failed>);

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("edits::what_belongs_together_stays_together", together),
        Trial::test("edits::a_second_copy_is_read_against_the_files_that_were_kept", second_copy),
    ]
}

/// Words of the edition.
const FIRST: &str = "There were ";
const LAST: &str = "The last paragraph of the edition ends here.";

const KINDS: &[Kind] = &[
    ("a sentence before the mark of a note", |p| {
        p.edit("the ministry said.", "the ministry said. Others did too.")
    }),
    ("a sentence behind the mark of a note, at the end of a paragraph", |p| {
        let whole = p.paragraph(THIRD)?;
        p.edit(&whole, &whole.replace("</w:p>", &format!("{}</w:p>", run(" There is no other."))))
    }),
    ("the mark of a note moved, and a word changed", |p| {
        let mark = mark_of(p, 1)?;
        p.edit(&mark, "")?;
        p.edit("most of them", &cut("almost all", &mark, " of them"))
    }),
    ("a clause moved over a number", |p| {
        let whole = p.paragraph(FIRST)?;
        p.edit("There were ", "Most visas, ")?;
        let whole = whole.replace("There were ", "Most visas, ");
        let at = whole.find("1,653").unwrap_or_default();
        let start = whole[..at].rfind("<w:r>").unwrap_or_default();
        let end = at + whole[at..].find("</w:r>").unwrap_or_default() + "</w:r>".len();
        p.edit(&whole, &format!("{}{}", &whole[..start], &whole[end..]))
    }),
    ("a number gone, and a word changed in another sentence", |p| {
        let whole = p.paragraph(FIRST)?;
        let at = whole.find(">28<").unwrap_or_default();
        let start = whole[..at].rfind("<w:r>").unwrap_or_default();
        let end = at + whole[at..].find("</w:r>").unwrap_or_default() + "</w:r>".len();
        p.edit(&whole, &format!("{}{}", &whole[..start], &whole[end..]))?;
        p.edit("most of them", "all of them")?;
        p.edit("The number of permits", "The count of permits")
    }),
    ("a word changed, and others bold", |p| {
        let bold = "<w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">ends here.</w:t></w:r>";
        p.edit(LAST, &cut("The final paragraph of the edition ", bold, ""))
    }),
    ("a word changed, and others struck out", |p| {
        let struck = "<w:r><w:rPr><w:strike/></w:rPr><w:t xml:space=\"preserve\">ends here.</w:t></w:r>";
        p.edit(LAST, &cut("The final paragraph of the edition ", struck, ""))
    }),
    ("new words in italics", |p| {
        let words = "<w:r><w:rPr><w:i/></w:rPr><w:t xml:space=\"preserve\">de facto</w:t></w:r>";
        p.edit(LAST, &cut("The last paragraph of the edition ", words, " ends here."))
    }),
    ("a bold word changed", |p| p.edit(">important<", ">vital<")),
    ("a word changed, and a reference that leads elsewhere", |p| {
        let whole = p.paragraph(THIRD)?;
        let led = whole.replace("REF fig_visas", "REF tab_offices").replace("A third", "One more");
        p.edit(&whole, &led)
    }),
    ("words from the web", |p| p.edit(LAST, "The last\u{200b} para\u{ad}graph of  this edition ends here.")),
    ("an equation", |p| p.edit(LAST, &cut("The last ", EQUATION, " paragraph of the edition ends here."))),
    ("the words of a link to a mail", |p| p.edit(">post@office.int<", ">mail@office.int<")),
    ("a paragraph behind one with a note", |p| {
        let whole = p.paragraph(THIRD)?;
        let new =
            format!("<w:p><w:pPr><w:pStyle w:val=\"BodyText\"/></w:pPr>{}</w:p>", run("A paragraph more."));
        p.edit(&whole, &format!("{whole}{new}"))
    }),
    ("a paragraph with a number", |p| {
        let whole = p.paragraph(THIRD)?;
        let new =
            format!("<w:p><w:pPr><w:pStyle w:val=\"BodyText\"/></w:pPr>{}</w:p>", run("There are 17 more."));
        p.edit(&whole, &format!("{whole}{new}"))
    }),
    ("a chapter gone", |p| {
        // The contents have its title too.
        let document = p.text(DOCUMENT)?;
        let at = document.rfind(">Words about words<").unwrap_or_default();
        let start = document[..at].rfind("<w:p>").unwrap_or_default();
        let end = document.rfind("It was the year ").unwrap_or_default();
        let end = end + document[end..].find("</w:p>").unwrap_or_default() + "</w:p>".len();
        p.edit(&document[start..end], "")
    }),
    ("words behind a number at the end", |p| {
        let whole = p.paragraph("It was the year ")?;
        p.edit(&whole, &whole.replace("</w:p>", &format!("{}</w:p>", run(" (again)"))))
    }),
];

const EQUATION: &str = "<m:oMath xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\"><m:r><m:t>x=1</m:t></m:r></m:oMath>";

/// Two editors have the same document; the first one's words are carried back before the second one's comes.
fn second_copy() -> Result<(), Failed> {
    let folder = Folder::new("edits-second-copy")?;
    let spec = copied(&folder)?;
    let whole = Package::read(&built(&spec, &folder.0)?)?;
    let mut paths = Vec::new();
    for (name, from, to) in [
        ("one", "most of them", "nearly all of them"),
        ("two", "of words comes here,", "of words stands here,"),
    ] {
        let mut package = whole.clone();
        package.edit(from, to)?;
        let file = folder.0.join(format!("{name}.docx"));
        fs::write(&file, package.zip()?)?;
        paths.push(file.to_string_lossy().into_owned());
    }
    let output = quarterly(&["edits", &paths[0], "--spec", &spec, "--apply", "--yes"])?;
    expect(output.status.code() == Some(0), "the first one is carried back", &output)?;
    let output = quarterly(&["edits", &paths[1], "--spec", &spec])?;
    let told = answer(&output);
    let is_told = told.contains("edition.toml.before`")
        && told.contains("[-comes-]{+stands+}")
        && told.contains("1 edit,");
    expect(output.status.code() == Some(1) && is_told, "the second one is told", &output)?;
    let output = quarterly(&["edits", &paths[1], "--spec", &spec, "--apply", "--yes"])?;
    let is_told = answer(&output).contains("edition.toml.before`");
    expect(output.status.code() == Some(2) && is_told, "and where to carry it back", &output)
}

/// Each alone: what is told with all that can be asked for, and what the files are then.
fn together() -> Result<(), Failed> {
    let folder = Folder::new("edits-together")?;
    let spec = copied(&folder)?;
    // The edition of the other trials has no such paragraphs, and keys of theirs must not change.
    let text = fs::read_to_string(&spec)?;
    let end = "The last paragraph of the edition ends here.\n";
    let more = "\nWrite to [post@office.int](mailto:post@office.int), please.\n\nIt was the year {{ period.year }}\n";
    let old = text.replace(end, &format!("{end}{more}"));
    fs::write(&spec, &old)?;
    let whole = Package::read(&built(&spec, &folder.0)?)?;
    let prefix = folder.0.to_string_lossy().into_owned();
    let mut text = String::new();
    for (name, edit) in KINDS {
        let mut package = whole.clone();
        edit(&mut package).map_err(|why| super::fail(format!("{name}: {why:?}")))?;
        let docx = folder.0.join("edited.docx");
        fs::write(&docx, package.zip()?)?;
        let docx = docx.to_string_lossy().into_owned();
        let asked = ["edits", &docx, "--spec", &spec, "--apply", "--yes", "--structure"];
        let told = answer(&quarterly(&asked)?);
        let told = told.lines().filter(|line| !line.starts_with("changed ")).collect::<Vec<_>>().join("\n");
        text.push_str(&format!("== {name}\n{told}\n\n").replace(&prefix, "…"));
        fs::write(&spec, &old)?;
    }
    compare("together", &text)
}
