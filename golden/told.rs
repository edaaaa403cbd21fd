//! What a call says of an edition with several things wrong: all of it in one list, and where to begin.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use libtest_mimic::{Failed, Trial};

use super::command::{Folder, expect};
use super::fail;
use super::hostile::{SERIES, build, text};

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("told::errors_and_warnings_are_one_list", together),
        Trial::test("told::what_rests_on_an_error_is_left_out_and_counted", left_out),
        Trial::test("told::only_the_first_of_many_are_told_in_full", many),
        Trial::test("told::only_some_codes_are_told_when_asked", only),
        Trial::test("told::programs_get_errors_first_and_all_findings", programs),
    ]
}

/// A sentence with an error and a number of nobody, and one that is only the latter.
const WORDS: &str = "There were {{ visa.total }} visas, 777 of them new.\n\nOf these, 4,321 were granted.";

fn check(name: &str, words: &str, arguments: &[&str]) -> Result<Output, Failed> {
    let folder = Folder::new(name)?;
    let spec = written(&folder, words)?;
    Ok(Command::new(env!("CARGO_BIN_EXE_quarterly")).arg("check").arg(spec).args(arguments).output()?)
}

fn written(folder: &Folder, words: &str) -> Result<PathBuf, Failed> {
    fs::write(folder.0.join("series.toml"), SERIES)?;
    let spec = folder.0.join("edition.toml");
    fs::write(&spec, text(words))?;
    Ok(spec)
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn together() -> Result<(), Failed> {
    let output = check("told-together", WORDS, &[])?;
    let told = stderr(&output);
    expect(output.status.code() == Some(2), "errors end it with 2", &output)?;
    let (warning, error) = (told.find("warning[loose-number]"), told.find("error[unknown-figure]"));
    expect(warning.is_some() && warning < error, "the warning comes before the error", &output)?;
    let last = told.lines().last().unwrap_or_default();
    expect(last.starts_with("1 error, 1 warning. First: "), "a summary ends it", &output)?;
    expect(last.ends_with("edition.toml:15 unknown figure `visa`"), "it names the first error", &output)?;
    let folder = Folder::new("told-build")?;
    let out = folder.0.join("out");
    let output = build(&written(&folder, WORDS)?, &out, &[])?;
    let told = stderr(&output);
    expect(output.status.code() == Some(2) && !out.exists(), "nothing is written", &output)?;
    expect(told.contains("1 error, 1 warning; nothing was written. First: "), "a build tells both", &output)?;
    expect(told.contains("4,321"), "a build tells warnings beside errors", &output)
}

fn left_out() -> Result<(), Failed> {
    let output = check("told-left", WORDS, &[])?;
    let told = stderr(&output);
    expect(!told.contains("warning[loose-number]: the number 777"), "the sentence is left out", &output)?;
    let line = "not looked at: 1 sentence that rests on what could not be read\n";
    expect(told.contains(line), "what was left out is counted", &output)?;
    let sound = WORDS.replace("visa.total", "visas.total");
    let output = check("told-sound", &sound, &[])?;
    let told = stderr(&output);
    expect(output.status.code() == Some(1), "warnings end it with 1", &output)?;
    expect(told.contains("777") && told.contains("4,321"), "both are told without the error", &output)?;
    expect(!told.contains("not looked at"), "everything was looked at", &output)
}

/// Eight numbers of nobody.
fn eight() -> String {
    (1..=8).map(|n| format!("Then {n},111 came.\n\n")).collect()
}

fn many() -> Result<(), Failed> {
    let output = check("told-many", &eight(), &[])?;
    let told = stderr(&output);
    let full = told.matches("warning[loose-number]").count();
    let short =
        told.lines().filter(|line| line.contains("edition.toml:") && line.contains(" loose-number: "));
    expect((full, short.count()) == (5, 3), "five in full and three in a line", &output)?;
    expect(told.contains("8 warnings; a final build would refuse. First: "), "all are counted", &output)?;
    let output = check("told-all", &eight(), &["--all"])?;
    expect(stderr(&output).matches("warning[loose-number]").count() == 8, "--all tells all", &output)
}

fn only() -> Result<(), Failed> {
    let output = check("told-only", WORDS, &["--only", "claim-unit"])?;
    let told = stderr(&output);
    expect(!told.contains("loose-number"), "other codes are left out", &output)?;
    expect(told.contains("error[unknown-figure]"), "errors are told all the same", &output)?;
    let output = check("told-unknown", WORDS, &["--only", "claim-units"])?;
    expect(output.status.code() == Some(2), "a code that there is not is refused", &output)?;
    expect(stderr(&output).contains("did you mean `claim-unit`?"), "the code meant is named", &output)
}

fn programs() -> Result<(), Failed> {
    let output = check("told-json", &format!("{}{WORDS}", eight()), &["--format", "json"])?;
    let told: serde_json::Value = serde_json::from_slice(&output.stdout)?;
    let findings = told["editions"][0]["findings"].as_array().ok_or_else(|| fail("no findings"))?;
    let severities: Vec<&str> = findings.iter().filter_map(|finding| finding["severity"].as_str()).collect();
    expect(severities.len() == 11 && severities[0] == "error", "all are there, errors first", &output)?;
    expect(severities[1..10].iter().all(|word| *word == "warning"), "then warnings", &output)?;
    expect(severities[10] == "note", "notes at the end", &output)
}
