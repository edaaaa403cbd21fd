//! The command as a user sees it: exit codes, what is written, what stays.

use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use libtest_mimic::{Failed, Trial};

use super::contract::copy_folder;
use super::{EDITION, fail, keep_docx};

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("command::a_build_writes_all_files", builds),
        Trial::test("command::only_writes_what_was_asked_for", only),
        Trial::test("command::a_failed_build_leaves_the_last_good_output", keeps_last_good),
        Trial::test("command::a_final_build_refuses_placeholders", final_refuses),
        Trial::test("command::a_final_build_refuses_what_is_to_be_filled_in", final_refuses_gaps),
        Trial::test("command::findings_end_with_1", findings),
        Trial::test("command::several_editions_build_in_one_call", several),
        Trial::test("command::two_editions_of_one_name_do_not_overwrite_each_other", same_name),
        Trial::test("command::edits_are_told", edits),
        Trial::test("command::a_template_gives_its_styles", template),
        Trial::test("command::what_cannot_be_read_is_named", unreadable),
        Trial::test("command::a_changed_number_and_sentence_reach_the_outputs", changed),
    ]
}

pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Result<Self, Failed> {
        let path = std::env::temp_dir().join(format!("quarterly-command-{name}-{}", std::process::id()));
        if path.exists() {
            fs::remove_dir_all(&path)?;
        }
        fs::create_dir_all(&path)?;
        Ok(Self(path))
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(&self.0)
            .into_iter()
            .flatten()
            .filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()))
            .collect();
        names.sort();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // The folder is in the machine's temporary folder; leaving it there harms nobody.
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn quarterly(arguments: &[&str], out: &Path) -> Result<Output, Failed> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_quarterly"));
    let output = command.arg("build").args(arguments).arg("--out").arg(out).output()?;
    for entry in fs::read_dir(out).into_iter().flatten().filter_map(Result::ok) {
        if entry.path().is_file() && entry.path().extension().is_some_and(|ending| ending == "docx") {
            keep_docx(&fs::read(entry.path())?)?;
        }
    }
    Ok(output)
}

pub(crate) fn expect(condition: bool, what: &str, output: &Output) -> Result<(), Failed> {
    if condition {
        return Ok(());
    }
    let (stdout, stderr) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    Err(fail(format!("{what}\nexit {:?}\n{stdout}\n{stderr}", output.status.code())))
}

fn builds() -> Result<(), Failed> {
    let folder = Folder::new("all")?;
    let output = quarterly(&[EDITION.0], &folder.0)?;
    expect(output.status.code() == Some(0), "a clean edition ends with 0", &output)?;
    let names = folder.names();
    expect(
        names == ["charts", "kazakhstan-2023-q2.docx", "kazakhstan-2023-q2.pdf"],
        "three outputs",
        &output,
    )?;
    let charts = fs::read_dir(folder.0.join("charts"))?.filter_map(Result::ok);
    let charts =
        charts.filter(|entry| entry.path().extension().is_some_and(|ending| ending == "svg")).count();
    expect(charts == 8, "eight charts", &output)?;
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    expect(told.contains(" pages)") && told.contains(" s\n"), "pages and time are told", &output)
}

fn only() -> Result<(), Failed> {
    let folder = Folder::new("only")?;
    let output = quarterly(&[EDITION.0, "--only", "pdf"], &folder.0)?;
    expect(folder.names() == ["kazakhstan-2023-q2.pdf"], "only the PDF", &output)?;
    let output = quarterly(&[EDITION.0, "--only", "svg", "--keep"], &folder.0)?;
    let kept = folder.0.join("kazakhstan-2023-q2.inputs");
    expect(
        kept.join("report.json").is_file() && kept.join("report.typ").is_file(),
        "inputs are kept",
        &output,
    )
}

fn keeps_last_good() -> Result<(), Failed> {
    let folder = Folder::new("last-good")?;
    let pdf = folder.0.join("kazakhstan-2023-q2.pdf");
    fs::write(&pdf, "the last good one")?;
    fs::create_dir(folder.0.join("kazakhstan-2023-q2.docx"))?;
    let output = quarterly(&[EDITION.0], &folder.0)?;
    expect(output.status.code() == Some(2), "a folder in the way ends with 2", &output)?;
    expect(fs::read_to_string(&pdf)? == "the last good one", "the last good PDF stays", &output)?;
    let left = folder.names();
    expect(left.iter().all(|name| !name.starts_with('.')), "nothing half written is left", &output)
}

fn final_refuses() -> Result<(), Failed> {
    let folder = Folder::new("final")?;
    let output = quarterly(&[EDITION.0, "--final"], &folder.0)?;
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    expect(
        output.status.code() == Some(2)
            && told.contains("placeholder-logo")
            && told.contains("below [publisher]: logo = ")
            && told.contains("it needs 469 pixels or more"),
        "placeholders are refused",
        &output,
    )?;
    expect(folder.names().is_empty(), "nothing is written", &output)
}

/// A draft is built, and refused when it is to be final.
fn final_refuses_gaps() -> Result<(), Failed> {
    let folder = Folder::new("final-gaps")?;
    let draft = "golden/suite/to-fill/edition.toml";
    let output = quarterly(&[draft, "--final"], &folder.0)?;
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    let is_told = ["error[to-fill]", "error[to-write]"].iter().all(|error| told.contains(error));
    expect(output.status.code() == Some(2) && is_told, "gaps are refused", &output)?;
    expect(folder.names().is_empty(), "nothing is written", &output)?;
    let output = quarterly(&[draft], &folder.0)?;
    expect(output.status.code() == Some(1), "a draft is built with findings", &output)
}

/// A copy of the edition with one piece of text replaced.
fn edited(folder: &Folder, old: &str, new: &str) -> Result<PathBuf, Failed> {
    let data = folder.0.join("data");
    copy_folder(Path::new("data/kazakhstan"), &data)?;
    let spec = data.join("2023-q2.toml");
    let text = fs::read_to_string(&spec)?;
    if !text.contains(old) {
        return Err(fail(format!("the edition no longer holds `{old}`; mend this test")));
    }
    fs::write(&spec, text.replacen(old, new, 1))?;
    Ok(spec)
}

fn findings() -> Result<(), Failed> {
    let folder = Folder::new("findings")?;
    let spec = edited(&folder, "total  = 6996", "total  = 6896")?;
    let out = folder.0.join("out");
    let output = quarterly(&[&spec.to_string_lossy(), "--only", "svg"], &out)?;
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    expect(
        output.status.code() == Some(1) && told.contains("claim-value"),
        "a wrong claim ends with 1",
        &output,
    )
}

fn several() -> Result<(), Failed> {
    let folder = Folder::new("several")?;
    let output = quarterly(&[EDITION.0, "golden/suite/minimal/edition.toml", "--only", "pdf"], &folder.0)?;
    let pdfs = folder.names().iter().filter(|name| name.ends_with(".pdf")).count();
    expect(pdfs == 2 && output.status.code() == Some(0), "two editions give two PDFs", &output)
}

fn same_name() -> Result<(), Failed> {
    let folder = Folder::new("same-name")?;
    let output = quarterly(&[EDITION.0, EDITION.0, "--only", "pdf"], &folder.0)?;
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    expect(
        output.status.code() == Some(2) && told.contains("kazakhstan-2023-q2"),
        "the second is refused",
        &output,
    )?;
    expect(folder.names() == ["kazakhstan-2023-q2.pdf"], "the first is written", &output)
}

fn edits() -> Result<(), Failed> {
    let folder = Folder::new("edits")?;
    quarterly(&[EDITION.0, "--only", "docx"], &folder.0)?;
    let docx = folder.0.join("kazakhstan-2023-q2.docx");
    let edits = |arguments: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_quarterly")).arg("edits").args(arguments).output()
    };
    let output = edits(&[&docx.to_string_lossy()])?;
    expect(output.status.code() == Some(0), "a document as built ends with 0", &output)?;
    let output = edits(&[&docx.to_string_lossy(), "--format", "json"])?;
    let told: serde_json::Value = serde_json::from_slice(&output.stdout)?;
    expect(told["edition"] == "kazakhstan-2023-q2", "the edition is told", &output)?;
    let output = edits(&["README.md"])?;
    expect(output.status.code() == Some(2), "what is no document ends with 2", &output)
}

fn template() -> Result<(), Failed> {
    let folder = Folder::new("template")?;
    quarterly(&[EDITION.0, "--only", "docx"], &folder.0)?;
    let docx = folder.0.join("kazakhstan-2023-q2.docx");
    let again = folder.0.join("again");
    let output = quarterly(&[EDITION.0, "--only", "docx", "--reference", &docx.to_string_lossy()], &again)?;
    expect(output.status.code() == Some(0), "a document of ours is a template", &output)?;
    let built = fs::read(again.join("kazakhstan-2023-q2.docx"))?;
    let parts = quarterly::docx::parts(&built).map_err(|error| fail(error.to_string()))?;
    expect(parts.contains_key("reference/word/header1.xml"), "its headers are there", &output)?;
    let output = quarterly(&[EDITION.0, "--reference", "README.md"], &again)?;
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    expect(output.status.code() == Some(2) && told.contains("it is no DOCX"), "others are refused", &output)?;
    series_template(&folder, &docx)
}

/// The series may name the template; one that the call names wins over it.
fn series_template(folder: &Folder, docx: &Path) -> Result<(), Failed> {
    let (country, out) = (folder.0.join("country"), folder.0.join("named"));
    copy_folder(Path::new("data/kazakhstan"), &country)?;
    fs::copy(docx, country.join("unit.docx"))?;
    let series = fs::read_to_string(country.join("series.toml"))?;
    fs::write(country.join("series.toml"), format!("reference = \"unit.docx\"\n{series}"))?;
    let spec = country.join("2023-q2.toml").to_string_lossy().into_owned();
    let build = |more: &[&str]| quarterly(&[&[spec.as_str(), "--only", "docx"], more].concat(), &out);
    let output = build(&[])?;
    expect(output.status.code() == Some(0), "the series names a template", &output)?;
    let parts = quarterly::docx::parts(&fs::read(out.join("kazakhstan-2023-q2.docx"))?);
    let parts = parts.map_err(|error| fail(error.to_string()))?;
    expect(parts.contains_key("reference/word/header1.xml"), "its headers are there", &output)?;
    let output = build(&["--reference", "README.md"])?;
    expect(output.status.code() == Some(2), "the template of the call wins", &output)?;
    // Everything of a document but one of its styles.
    let unfit = folder.0.join("unfit.docx");
    fs::write(&unfit, without_caption(&fs::read(docx)?)?)?;
    fs::copy(&unfit, country.join("unit.docx"))?;
    let output = build(&[])?;
    expect(output.status.code() == Some(0), "a template without a style is one", &output)?;
    let parts = quarterly::docx::parts(&fs::read(out.join("kazakhstan-2023-q2.docx"))?);
    let parts = parts.map_err(|error| fail(error.to_string()))?;
    let styles = parts.get("word/styles.xml").map_or("", String::as_str);
    expect(styles.contains("<w:name w:val=\"caption\"/>"), "ours stands in for it", &output)?;
    let output = Command::new(env!("CARGO_BIN_EXE_quarterly")).args(["check", &spec]).output()?;
    expect(output.status.code() == Some(0), "the check finds nothing either", &output)
}

/// A document whose style for captions has another name.
fn without_caption(docx: &[u8]) -> Result<Vec<u8>, Failed> {
    let mut old = zip::ZipArchive::new(Cursor::new(docx))?;
    let mut new = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..old.len() {
        let mut file = old.by_index(index)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        if file.name() == "word/styles.xml" {
            let text = String::from_utf8(bytes)?;
            bytes = text.replace("w:name w:val=\"caption\"", "w:name w:val=\"other\"").into_bytes();
        }
        new.start_file(file.name(), zip::write::SimpleFileOptions::default())?;
        new.write_all(&bytes)?;
    }
    Ok(new.finish()?.into_inner())
}

fn unreadable() -> Result<(), Failed> {
    let folder = Folder::new("unreadable")?;
    let output = quarterly(&["data/kazakhstan/2023-q9.toml"], &folder.0)?;
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    expect(
        output.status.code() == Some(2) && told.contains("2023-q9.toml"),
        "a missing spec is named",
        &output,
    )?;
    let output = quarterly(&[EDITION.0, "--fonts", "data"], &folder.0)?;
    expect(output.status.code() == Some(2), "a folder without fonts is refused", &output)
}

fn changed() -> Result<(), Failed> {
    let folder = Folder::new("changed")?;
    let spec = edited(&folder, "total  = 6996", "total  = 6969")?;
    let out = folder.0.join("out");
    let output = quarterly(&[&spec.to_string_lossy()], &out)?;
    // Its letters are outlines: its description has the words.
    let svg = fs::read_to_string(out.join("charts/departures.svg"))?;
    expect(svg.contains("6,969") && !svg.contains("6,996"), "the chart shows the new number", &output)?;
    let docx = fs::read(out.join("kazakhstan-2023-q2.docx"))?;
    let parts = quarterly::docx::parts(&docx).map_err(|error| fail(error.to_string()))?;
    let document = parts.get("word/document.xml").cloned().unwrap_or_default();
    expect(document.contains("6,969") && !document.contains("6,996"), "so does the DOCX", &output)
}
