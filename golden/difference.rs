//! `quarterly diff` and `quarterly golden` as a user sees them: exit codes, first lines, files.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use libtest_mimic::{Failed, Trial};

use super::contract::copy_folder;
use super::fail;

/// A small edition.
const SMALL: &str = "golden/suite/minimal";
/// Words that only the properties of the document hold, and others for them.
const SUMMARY: (&str, &str) = ("period = ", "summary = \"Another summary.\"\nperiod = ");

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("difference::a_reissue_is_told_what_to_correct", corrections),
        Trial::test("difference::the_same_edition_ends_with_0", same),
        Trial::test("difference::a_change_ends_with_1_and_its_reason_comes_first", changed),
        Trial::test("difference::what_cannot_be_compared_ends_with_2", refused),
        Trial::test("difference::a_page_for_a_browser_holds_everything", page),
        Trial::test("difference::references_are_made_held_and_written_where_they_differ", references),
        Trial::test("difference::a_review_writes_only_what_was_meant", review),
        Trial::test("difference::an_upgrade_is_one_step_of_a_review", upgrade),
    ]
}

/// A copy of the small edition, and room for outputs.
struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Result<Self, Failed> {
        let place = Self(tempfile::tempdir()?);
        copy_folder(Path::new(SMALL), &place.at("edition"))?;
        Ok(place)
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn spec(&self) -> String {
        self.at("edition/edition.toml").to_string_lossy().into_owned()
    }

    /// Replaces words of the edition.
    fn edit(&self, old: &str, new: &str) -> Result<(), Failed> {
        let text = fs::read_to_string(self.spec())?;
        if !text.contains(old) {
            return Err(fail(format!("the edition no longer holds `{old}`; mend this test")));
        }
        Ok(fs::write(self.spec(), text.replacen(old, new, 1))?)
    }
}

/// Runs the command with these answers, and gives its exit code, output and messages.
fn run(arguments: &[&str], answers: &str) -> Result<(Option<i32>, String, String), Failed> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_quarterly"));
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn()?;
    if let Some(mut input) = child.stdin.take() {
        // A command that asks nothing does not read.
        let _ = input.write_all(answers.as_bytes());
    }
    let Output { status, stdout, stderr } = child.wait_with_output()?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ok((status.code(), text(&stdout), text(&stderr)))
}

fn expect(is_so: bool, what: &str, told: &(Option<i32>, String, String)) -> Result<(), Failed> {
    let (code, output, messages) = told;
    if is_so { Ok(()) } else { Err(fail(format!("{what}\nexit {code:?}\n{output}\n{messages}"))) }
}

fn same() -> Result<(), Failed> {
    let place = Place::new()?;
    let copy = place.at("another folder");
    copy_folder(Path::new(SMALL), &copy)?;
    let told = run(&["diff", &place.spec(), &copy.join("edition.toml").to_string_lossy()], "")?;
    expect(told.0 == Some(0) && told.1.starts_with("no difference in bytes, pages"), "nothing differs", &told)
}

fn changed() -> Result<(), Failed> {
    let place = Place::new()?;
    let (out, spec) = (place.at("out"), place.spec());
    let built = run(&["build", &spec, "--out", &out.to_string_lossy()], "")?;
    expect(out.join("minimal-2023-q1.pdf").is_file(), "the edition is built", &built)?;
    place.edit("title", "# A remark that nobody sees.\ntitle")?;
    let told = run(&["diff", &out.to_string_lossy(), &spec], "")?;
    let first = told.1.lines().next().unwrap_or_default().to_owned();
    expect(
        told.0 == Some(1) && first.starts_with("the embedded file `"),
        "only the spec inside differs",
        &told,
    )?;
    place.edit(SUMMARY.0, SUMMARY.1)?;
    let told = run(&["diff", &out.to_string_lossy(), &spec, "--format", "json", "--no-pixels"], "")?;
    let json: serde_json::Value = serde_json::from_str(&told.1)?;
    let line = json["causes"][0]["line"].as_str().unwrap_or_default().to_owned();
    expect(told.0 == Some(1) && line.contains("`subject`"), "the property is named in JSON", &told)
}

/// What was published and what is right, as entries that a reissue can take.
fn corrections() -> Result<(), Failed> {
    let place = Place::new()?;
    let (out, spec) = (place.at("out"), place.spec());
    let built = run(&["build", &spec, "--out", &out.to_string_lossy()], "")?;
    let pdf = out.join("minimal-2023-q1.pdf");
    expect(pdf.is_file(), "the edition is built", &built)?;
    place.edit("1204", "1240")?;
    let told = run(&["diff", &pdf.to_string_lossy(), &spec, "--format", "corrections", "--no-pixels"], "")?;
    let entry = "[[correction]]\ndate = \"\"                # of the reissue: 2023-10-02\nplace = \"visas\"\npublished = \"1,204\"\nwhat = \"1,240\"\nwhy = \"\"\n";
    expect(told.0 == Some(1) && told.1.ends_with(entry), "the entry is written", &told)
}

fn refused() -> Result<(), Failed> {
    let place = Place::new()?;
    let (out, spec) = (place.at("out"), place.spec());
    let _ = run(&["build", &spec, "--out", &out.to_string_lossy()], "")?;
    let one = |kind: &str| -> Result<String, Failed> {
        let mut files = fs::read_dir(&out)?.filter_map(|entry| Some(entry.ok()?.path()));
        let found = files.find(|path| path.extension().is_some_and(|ending| ending == kind));
        Ok(found.ok_or_else(|| fail("an output is missing"))?.to_string_lossy().into_owned())
    };
    let (pdf, docx) = (one("pdf")?, one("docx")?);
    let told = run(&["diff", &pdf, &docx], "")?;
    expect(told.0 == Some(2) && told.2.contains("no document in common"), "two kinds of document", &told)?;
    let told = run(&["diff", &pdf, &spec], "")?;
    expect(told.0 == Some(0), "a PDF and its spec are the same", &told)?;
    let told = run(&["diff", &docx, &spec], "")?;
    expect(told.0 == Some(0), "so are a DOCX and its spec", &told)?;
    fs::write(place.at("broken.pdf"), "%PDF-1.7 and no more")?;
    let told = run(&["diff", &place.at("broken.pdf").to_string_lossy(), &pdf], "")?;
    expect(told.0 == Some(2) && told.2.contains("no PDF that can be read"), "a broken PDF", &told)?;
    let told = run(&["diff", &place.at("nothing").to_string_lossy(), &pdf], "")?;
    expect(told.0 == Some(2) && told.2.contains("nothing"), "a file that is not there", &told)
}

fn page() -> Result<(), Failed> {
    let place = Place::new()?;
    let (html, spec) = (place.at("report.html"), place.spec());
    let old = format!("{SMALL}/edition.toml");
    let told = run(&["diff", &old, &spec, "--html", &html.to_string_lossy()], "")?;
    let text = fs::read_to_string(&html)?;
    let is_whole = text.contains("data:image/png;base64,") && text.trim_end().ends_with("</html>");
    expect(told.0 == Some(0) && is_whole && !text.contains("{{"), "the pages are in it", &told)
}

fn references() -> Result<(), Failed> {
    let place = Place::new()?;
    let spec = place.spec();
    let told = run(&["golden", "check", &spec], "")?;
    expect(told.0 == Some(2) && told.2.contains("has no reference"), "no reference yet", &told)?;
    let told = run(&["golden", "update", &spec], "")?;
    let folder = place.at("edition/golden/edition");
    let is_there = ["layout.txt", "report.json", "reference.toml", "pages/01.png", "docx/word/document.xml"]
        .iter()
        .all(|name| folder.join(name).is_file());
    expect(told.0 == Some(0) && is_there, "the reference is made beside the data", &told)?;
    let told = run(&["golden", "check", &spec], "")?;
    expect(told.0 == Some(0) && told.1.contains("as its reference"), "it holds", &told)?;
    let before = fs::metadata(folder.join("docx/word/numbering.xml"))?.modified()?;
    place.edit(SUMMARY.0, SUMMARY.1)?;
    let told = run(&["golden", "check", &spec], "")?;
    expect(told.0 == Some(1) && told.1.contains("the property `subject`"), "a change is found", &told)?;
    let told = run(&["golden", "update", &spec], "")?;
    let after = fs::metadata(folder.join("docx/word/numbering.xml"))?.modified()?;
    expect(told.0 == Some(0) && before == after, "what is the same is not written", &told)?;
    let told = run(&["golden", "update", &spec], "")?;
    expect(told.1.contains("nothing to update"), "a second update does nothing", &told)
}

fn review() -> Result<(), Failed> {
    let place = Place::new()?;
    let spec = place.spec();
    let told = run(&["golden", "review", &spec], "y\n")?;
    expect(
        told.0 == Some(0) && told.1.contains("has no reference; make it?"),
        "a first reference is asked for",
        &told,
    )?;
    place.edit(SUMMARY.0, SUMMARY.1)?;
    let told = run(&["golden", "review", &spec], "n\n")?;
    expect(told.0 == Some(1) && told.1.contains("stays as it was"), "no is no", &told)?;
    let told = run(&["golden", "review", &spec], "")?;
    expect(told.0 == Some(1), "no answer is no", &told)?;
    let told = run(&["golden", "review", &spec], &"y\n".repeat(20))?;
    expect(told.0 == Some(0) && told.1.contains("reference written"), "yes to all is written", &told)?;
    let told = run(&["golden", "review", &spec], "")?;
    expect(told.0 == Some(0) && told.1.contains("nothing to review"), "and done", &told)
}

fn upgrade() -> Result<(), Failed> {
    let place = Place::new()?;
    let spec = place.spec();
    let _ = run(&["golden", "update", &spec], "")?;
    let versions = place.at("edition/golden/edition/reference.toml");
    let text = fs::read_to_string(&versions)?;
    let line = text.lines().find(|line| line.starts_with("typst = ")).unwrap_or_default();
    fs::write(&versions, text.replace(line, "typst = \"0.14.0\""))?;
    let told = run(&["golden", "check", &spec], "")?;
    expect(told.0 == Some(0) && told.1.contains("upgraded from typst 0.14.0"), "an upgrade is told", &told)?;
    place.edit(SUMMARY.0, SUMMARY.1)?;
    let told = run(&["golden", "review", &spec], "y\n")?;
    let asked = told.1.contains("the upgrade from typst 0.14.0") && told.1.contains("changes 1 edition");
    expect(told.0 == Some(0) && asked, "one question for the upgrade", &told)?;
    let now = fs::read_to_string(&versions)?;
    expect(!now.contains("0.14.0"), "the new version is recorded", &told)
}
