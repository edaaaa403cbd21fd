//! The commands as an analyst uses them: a workbook beside the spec, a question, an answer, files.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use libtest_mimic::{Failed, Trial};

use super::EDITION;
use super::book::Book;
use crate::command::{Folder, expect};

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("fill::asked::nothing_is_written_without_a_yes", asked),
        Trial::test("fill::asked::a_workbook_is_never_overwritten", kept),
        Trial::test("fill::asked::calls_that_cannot_be_answered_are_told", told),
    ]
}

fn edition(name: &str) -> Result<Folder, Failed> {
    let folder = Folder::new(name)?;
    for entry in fs::read_dir(EDITION)? {
        let entry = entry?;
        fs::copy(entry.path(), folder.0.join(entry.file_name()))?;
    }
    Ok(folder)
}

pub(super) fn quarterly(folder: &Path, arguments: &[&str], answer: &str) -> Result<Output, Failed> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_quarterly"))
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        // Who does not ask does not read.
        let _ = stdin.write_all(answer.as_bytes());
    }
    Ok(child.wait_with_output()?)
}

fn asked() -> Result<(), Failed> {
    let folder = edition("fill-asked")?;
    let call = |arguments: &[&str], answer: &str| quarterly(&folder.0, arguments, answer);
    let sheet = call(&["sheet", "edition.toml"], "")?;
    expect(sheet.status.code() == Some(0), "the workbook is written", &sheet)?;
    let path = folder.0.join("edition.figures.xlsx");
    let mut book = Book::read(&fs::read(&path)?)?;
    book.number("visas|total||2023-Q2", "1653")?;
    fs::write(&path, book.bytes()?)?;
    let before = fs::read_to_string(folder.0.join("edition.toml"))?;
    let fill = ["fill", "edition.toml", "edition.figures.xlsx"];
    for (more, answer) in [("", "n\n"), ("", ""), ("", "maybe\n"), ("--dry-run", "")] {
        let arguments: Vec<&str> = fill.into_iter().chain([more]).filter(|word| !word.is_empty()).collect();
        let output = call(&arguments, answer)?;
        let told = String::from_utf8_lossy(&output.stdout).into_owned();
        let is_told = told.contains("? → 1653") && told.contains("nothing was written");
        expect(output.status.code() == Some(1) && is_told, "what would change is shown", &output)?;
        let is_same = fs::read_to_string(folder.0.join("edition.toml"))? == before;
        expect(is_same && !folder.0.join("edition.toml.before").exists(), "nothing is written", &output)?;
    }
    let output = call(&fill, "y\n")?;
    let new = fs::read_to_string(folder.0.join("edition.toml"))?;
    let kept = fs::read_to_string(folder.0.join("edition.toml.before"))?;
    let is_right = new == before.replacen("\"?\"", "1653", 1) && kept == before;
    expect(
        output.status.code() == Some(1) && is_right,
        "a yes writes the number, and what was is kept",
        &output,
    )?;
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    expect(told.contains("to-fill"), "the edition is checked afterwards", &output)?;
    let output = call(&fill, "")?;
    expect(
        String::from_utf8_lossy(&output.stdout).contains("nothing to write"),
        "nothing is left to write",
        &output,
    )
}

fn kept() -> Result<(), Failed> {
    let folder = edition("fill-kept")?;
    let call = |arguments: &[&str]| quarterly(&folder.0, arguments, "");
    let first = call(&["sheet", "edition.toml", "--out", "a.xlsx"])?;
    expect(first.status.code() == Some(0), "the workbook is written", &first)?;
    fs::write(folder.0.join("a.xlsx"), "typed for an hour")?;
    let second = call(&["sheet", "edition.toml", "--out", "a.xlsx"])?;
    let is_told = String::from_utf8_lossy(&second.stderr).contains("is there already");
    expect(second.status.code() == Some(2) && is_told, "a file that is there is refused", &second)?;
    let is_kept = fs::read(folder.0.join("a.xlsx"))? == b"typed for an hour";
    expect(is_kept, "and stays", &second)
}

fn told() -> Result<(), Failed> {
    let folder = edition("fill-told")?;
    fs::write(folder.0.join("~$x.xlsx"), "")?;
    fs::write(folder.0.join("x.xlsx"), "hello")?;
    for (arguments, code, words) in [
        (&["sheet", "edition.toml", "--source", "mi"][..], 2, "the edition has figures of: mia, nbk, bns"),
        (&["sheet", "edition.toml", "--language", "xx"], 2, "write one of: en, kk, ru"),
        (&["sheet", "nowhere.toml"], 2, "there is no file"),
        (&["fill", "edition.toml", "nowhere.xlsx"], 2, "cannot be read"),
        (&["fill", "edition.toml", "."], 2, "it is not a file"),
        (&["fill", "edition.toml", "x.xlsx"], 2, "is open in Excel"),
        (&["fill", "edition.toml", "x.xlsx"], 2, "is not an Excel workbook"),
    ] {
        let output = quarterly(&folder.0, arguments, "")?;
        let is_told = String::from_utf8_lossy(&output.stderr).contains(words);
        expect(output.status.code() == Some(code) && is_told, words, &output)?;
    }
    Ok(())
}
