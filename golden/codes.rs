//! The registry of codes: each is explained, and each is fired by a case or by a test that is named here.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use libtest_mimic::{Failed, Trial};
use quarterly::diag::code::STYLE;
use quarterly::diag::{Code, code};

use super::command::{Folder, expect};
use super::contract::copy_folder;
use super::hostile::{SERIES, build, refused, text};
use super::{fail, read_folder};

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("codes::each_is_fired", each_is_fired),
        Trial::test("codes::each_is_explained", each_is_explained),
        Trial::test("codes::one_that_is_mistyped_is_answered_with_the_nearest", mistyped),
        Trial::test("codes::a_template_and_what_typst_says_of_it_are_told", templates),
        Trial::test("codes::a_rule_of_the_layout_is_as_severe_as_the_series_wishes", layout_severity),
    ]
}

/// Codes that no edition in `golden/suite/` can fire, since they are about what the call names, with the file and
/// the name of the test that fires each.
const ELSEWHERE: &[(Code, &str, &str)] = &[
    (code::BAD_BRAND, "src/theme/brand.rs", "a_limit_that_cannot_be_read_is_told"),
    (code::BAD_COLOUR, "golden/hostile/brand.rs", "brands_and_fonts"),
    (code::BAD_FONT, "golden/hostile/font.rs", "folders"),
    (code::BAD_TEMPLATE, "golden/codes.rs", "templates"),
    (code::BAD_THEME, "src/cli/theme.rs", "a_damaged_program_is_told"),
    (code::CANNOT_WRITE, "golden/folder.rs", "unwritable"),
    (code::EMPTY_LIST, "src/theme/brand.rs", "everything_that_is_wrong_is_told_with_its_place"),
    (code::OUT_OF_RANGE, "golden/hostile/brand.rs", "numbers"),
    (code::TEMPLATE_COMPLETED, "golden/templates/mod.rs", "completed"),
    (code::TEMPLATE_REDUCED, "golden/template_attack/mod.rs", "told"),
    (code::TYPST, "golden/codes.rs", "templates"),
    (code::UNKNOWN_FONT, "golden/hostile/brand.rs", "brands_and_fonts"),
];

fn each_is_fired() -> Result<(), Failed> {
    let mut fired: BTreeSet<String> = BTreeSet::new();
    for (name, text) in read_folder(Path::new("golden/ref"), "") {
        let lines = text.lines();
        if name.ends_with("diagnostics.txt") {
            let code = |line: &str| Some(line.split_once('[')?.1.split_once("]: ")?.0.to_owned());
            let is_first = |line: &&str| ["error[", "warning[", "note["].iter().any(|w| line.starts_with(w));
            fired.extend(lines.filter(is_first).filter_map(code));
        } else if name.starts_with("layout/") && name.ends_with("findings.txt") {
            fired.extend(lines.filter_map(|line| Some(line.split_once(": page ")?.0.to_owned())));
        }
    }
    let mut faults = Vec::new();
    for code in code::all() {
        let elsewhere = ELSEWHERE.iter().find(|(named, ..)| *named == code);
        match (fired.contains(code.as_str()), elsewhere) {
            (true, None) => {}
            (true, Some(_)) => faults.push(format!("`{code}` is fired by a case and needs no other test")),
            (false, None) => faults.push(format!("no case fires `{code}`")),
            (false, Some((_, file, test))) => {
                let source = fs::read_to_string(file)?;
                if !body(&source, test).is_some_and(|body| body.contains(&format!("[{code}]"))) {
                    faults.push(format!("`{test}` in {file} does not fire `{code}`"));
                }
            }
        }
    }
    // Rules of house style are data: their codes are made of what an edition loads.
    let unknown = fired.iter().filter(|text| Code::find(text).is_none() && !text.starts_with(STYLE));
    faults.extend(unknown.map(|code| format!("`{code}` stands in a reference and not in the registry")));
    if faults.is_empty() { Ok(()) } else { Err(fail(faults.join("\n"))) }
}

/// The lines of a function.
fn body<'a>(source: &'a str, name: &str) -> Option<&'a str> {
    let (before, rest) = source.split_once(&format!("fn {name}("))?;
    let indent = before.rsplit('\n').next()?;
    rest.split(&format!("\n{indent}}}\n")).next()
}

fn explain(code: &str) -> Result<Output, Failed> {
    Ok(Command::new(env!("CARGO_BIN_EXE_quarterly")).args(["check", "--explain", code]).output()?)
}

fn each_is_explained() -> Result<(), Failed> {
    for code in code::all() {
        let output = explain(code.as_str())?;
        let told = String::from_utf8_lossy(&output.stdout).into_owned();
        let first = format!("{code} ({})\n\n", code.severity().word());
        let sections = ["\n\n# Why\n", "\n\n# Example\n", "\n# Severity\n"];
        let is_told = told.starts_with(&first) && sections.iter().all(|section| told.contains(section));
        expect(output.status.code() == Some(0) && is_told, &format!("`{code}` is explained"), &output)?;
    }
    Ok(())
}

fn mistyped() -> Result<(), Failed> {
    for (typed, near) in [("unknown-figur", "unknown-figure"), ("claim-valu", "claim-value")] {
        let output = explain(typed)?;
        let says = format!("error[unknown-rule]: there is no code `{typed}`");
        refused(&output, &[&says, &format!("hint: did you mean `{near}`?")])?;
    }
    let says = [
        "there is no code `xyz`",
        "hint: reading: bad-csv, ",
        ", wrong-type\n",
        "hint: pages: caption-apart, ",
    ];
    refused(&explain("xyz")?, &says)?;
    let program = env!("CARGO_BIN_EXE_quarterly");
    let deny = |code: &str| Command::new(program).args(["check", super::EDITION.0, "--deny", code]).output();
    refused(&deny("claim-valu")?, &["there is no rule `claim-valu`", "did you mean `claim-value`?"])?;
    // What stops a build is an error already.
    refused(&deny("unknown-figure")?, &["there is no rule `unknown-figure`"])
}

/// A small edition in a folder, and its spec.
fn small(name: &str, checks: &str) -> Result<(Folder, std::path::PathBuf), Failed> {
    let folder = Folder::new(name)?;
    fs::write(folder.0.join("series.toml"), format!("{SERIES}\n{checks}"))?;
    let spec = folder.0.join("edition.toml");
    fs::write(&spec, text("{{ visas.total }} visas"))?;
    Ok((folder, spec))
}

fn templates() -> Result<(), Failed> {
    let (folder, spec) = small("codes-template", "")?;
    let (out, own) = (folder.0.join("out"), folder.0.join("templates"));
    copy_folder(Path::new("templates"), &own)?;
    let build = || build(&spec, &out, &["--only", "pdf", "--template", &own.to_string_lossy()]);
    let main = own.join("report.typ");
    let whole = fs::read_to_string(&main)?;
    fs::write(&main, format!("#set text(font: \"No Such Font\")\n{whole}"))?;
    let output = build()?;
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    let is_told = told.contains("warning[typst]: unknown font family: no such font (report.typ:1)");
    expect(output.status.code() == Some(1) && is_told, "a warning of Typst is told", &output)?;
    fs::write(&main, format!("#no-such-function()\n{whole}"))?;
    refused(&build()?, &["the PDF cannot be set", "unknown variable: no-such-function (report.typ:1)"])?;
    fs::remove_file(&main)?;
    refused(&build()?, &["error[bad-template]", "has no report.typ"])
}

fn layout_severity() -> Result<(), Failed> {
    for (wish, ends, word) in [("error", 2, "error"), ("warning", 1, "warning"), ("note", 0, "note")] {
        let (folder, spec) = small("codes-layout", &format!("[checks]\npage-budget = \"{wish}\"\n"))?;
        let brand = folder.0.join("brand.toml");
        let model = fs::read_to_string("templates/brand.toml")?;
        fs::write(&brand, model.replace("[layout]", "[layout]\npages = \"1..2\""))?;
        let out = folder.0.join("out");
        let output = build(&spec, &out, &["--only", "pdf", "--brand", &brand.to_string_lossy()])?;
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        let is_told = told.contains(&format!("{word}[page-budget]: page "));
        expect(output.status.code() == Some(ends) && is_told, &format!("it is as bad as `{wish}`"), &output)?;
        expect(out.join("test-2023-q2.pdf").is_file() == (ends < 2), "an error writes nothing", &output)?;
    }
    Ok(())
}
