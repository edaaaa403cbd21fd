//! Documents as editors send them back: every kind of edit is told, at its line, and what can be is carried back.
//!
//! The edits are made in the XML, as Word and other programs write it. `golden/ref/edits/` holds what is told.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use libtest_mimic::{Failed, Trial};

use super::command::{Folder, expect};
use super::contract::copy_folder;
use super::{fail, reference};
use package::Package;

mod apply;
mod kinds;
mod looks;
mod package;
mod whole;

/// The edition that is edited.
const EDITION: &str = "golden/edits/edition/edition.toml";

pub(crate) fn trials() -> Vec<Trial> {
    let mut trials = vec![
        Trial::test("edits::edits_of_words_are_told", || told("words", kinds::WORDS)),
        Trial::test("edits::edits_of_anything_else_are_told", || told("others", kinds::OTHERS)),
        Trial::test("edits::edits_of_looks_are_told", || told("looks", looks::LOOKS)),
        Trial::test("edits::a_spec_that_has_moved_on_is_refused", moved_on),
        Trial::test("edits::what_a_newer_program_makes_is_no_edit", of_an_older_program),
        Trial::test("edits::differences_are_found_whatever_parts_are_called", renamed),
    ];
    trials.extend(apply::trials());
    trials.extend(whole::trials());
    trials
}

/// The program, called.
fn quarterly(arguments: &[&str]) -> Result<Output, Failed> {
    Ok(Command::new(env!("CARGO_BIN_EXE_quarterly")).args(arguments).output()?)
}

/// The document of an edition, built into a folder.
fn built(spec: &str, folder: &Path) -> Result<Vec<u8>, Failed> {
    let out = folder.to_string_lossy().into_owned();
    let output = quarterly(&["build", spec, "--only", "docx", "--out", &out])?;
    expect(output.status.code() == Some(0), "the edition is built", &output)?;
    Ok(fs::read(folder.join("test-2023-q2.docx"))?)
}

/// What is told, with how it ended.
fn answer(output: &Output) -> String {
    let texts = [&output.stdout, &output.stderr].map(|text| String::from_utf8_lossy(text).into_owned());
    format!("{}[exit {}]\n", texts.concat(), output.status.code().unwrap_or(-1))
}

type Kind = (&'static str, fn(&mut Package) -> Result<(), Failed>);

/// Makes each edit alone and holds what is told against the reference.
fn told(name: &str, kinds: &[Kind]) -> Result<(), Failed> {
    let folder = Folder::new(&format!("edits-{name}"))?;
    let whole = Package::read(&built(EDITION, &folder.0)?)?;
    let file = folder.0.join("edited.docx");
    let path = file.to_string_lossy().into_owned();
    let mut text = String::new();
    for (kind, edit) in kinds {
        let mut package = whole.clone();
        edit(&mut package).map_err(|why| fail(format!("{kind}: {why:?}")))?;
        fs::write(&file, package.zip()?)?;
        let alone = answer(&quarterly(&["edits", &path])?);
        let beside = answer(&quarterly(&["edits", &path, "--spec", EDITION])?);
        text.push_str(&format!("== {kind}\n{alone}-- with the spec\n{beside}\n"));
    }
    compare(name, &text.replace(&path, "edited.docx"))
}

/// Holds a text against its reference.
fn compare(name: &str, text: &str) -> Result<(), Failed> {
    reference::hold(format!("golden/ref/edits/{name}.txt"), text)
}

/// A copy of the edition in a folder.
fn copied(folder: &Folder) -> Result<String, Failed> {
    let place = folder.0.join("spec");
    copy_folder(Path::new("golden/edits/edition"), &place)?;
    Ok(place.join("edition.toml").to_string_lossy().into_owned())
}

fn moved_on() -> Result<(), Failed> {
    let folder = Folder::new("edits-moved-on")?;
    let spec = copied(&folder)?;
    built(&spec, &folder.0)?;
    let docx = folder.0.join("test-2023-q2.docx").to_string_lossy().into_owned();
    let text = fs::read_to_string(&spec)?;
    fs::write(&spec, text.replace("The last paragraph", "The final paragraph"))?;
    let output = quarterly(&["edits", &docx, "--spec", &spec, "--apply", "--yes"])?;
    let told = answer(&output);
    let is_told = told.contains("was not built from") && told.contains("chapter/words/text/2");
    expect(output.status.code() == Some(2) && is_told, "it says so and stops", &output)
}

/// A document that was out when the office got a program that prints a line more.
fn of_an_older_program() -> Result<(), Failed> {
    let folder = Folder::new("edits-older-program")?;
    let mut package = Package::read(&built(EDITION, &folder.0)?)?;
    let listed = package.0.keys().find(|part| part.starts_with("customXml/item") && !part.contains("Props"));
    let listed = listed.cloned().ok_or_else(|| fail("the document lists no blocks"))?;
    let list = package.text(&listed)?;
    let block = list.split_inclusive("/>").find(|block| block.contains("key=\"imprint/editors\""));
    let block = block.ok_or_else(|| fail("the edition has no line of the editors"))?.to_owned();
    let name = block.split('"').nth(1).unwrap_or_default();
    let document = package.text(package::DOCUMENT)?;
    let at = document.find(&format!("w:name=\"{name}\"")).ok_or_else(|| fail("it has no bookmark"))?;
    let start = document[..at].rfind("<w:p>").max(document[..at].rfind("<w:p "));
    let end = document[at..].find("</w:p>").map(|end| at + end + "</w:p>".len());
    let (start, end) = start.zip(end).ok_or_else(|| fail("it is in no paragraph"))?;
    package.set(package::DOCUMENT, format!("{}{}", &document[..start], &document[end..]));
    package.set(&listed, list.replace(&block, ""));
    let path = folder.0.join("older.docx");
    fs::write(&path, package.zip()?)?;
    let output = quarterly(&["edits", &path.to_string_lossy(), "--spec", EDITION])?;
    let is_told = answer(&output).contains("which did not make imprint/editors; that is no edit");
    expect(output.status.code() == Some(0) && is_told, "it is told, and nothing else", &output)
}

fn renamed() -> Result<(), Failed> {
    let folder = Folder::new("edits-renamed")?;
    let docx = built(EDITION, &folder.0)?;
    let mut package = Package::read(&docx)?;
    kinds::renamed(&mut package)?;
    let paths = ["test-2023-q2.docx", "renamed.docx"].map(|name| folder.0.join(name));
    fs::write(&paths[1], package.zip()?)?;
    let paths = paths.map(|path| path.to_string_lossy().into_owned());
    let output = quarterly(&["diff", &paths[0], &paths[1], "--no-pixels"])?;
    expect(answer(&output).contains("DOCX: the same"), "nothing that a reader sees differs", &output)
}
