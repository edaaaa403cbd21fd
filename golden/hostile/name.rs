//! Names of files that some system cannot have, or takes for another.

use std::fs;
use std::path::Path;

use libtest_mimic::{Failed, Trial};

use super::{SERIES, build, refused, text};
use crate::command::{Folder, expect};

pub(super) fn trials() -> Vec<Trial> {
    let mut trials = vec![Trial::test("hostile::name::ids_that_are_no_names_of_files_are_refused", ids)];
    #[cfg(unix)]
    trials.push(Trial::test("hostile::name::attachments_have_names_that_every_system_knows", attachments));
    trials
}

/// Names of charts and of the series become names of files.
fn ids() -> Result<(), Failed> {
    let folder = Folder::new("hostile-ids")?;
    let (spec, out) = (folder.0.join("edition.toml"), folder.0.join("out"));
    let (long, longer) = ("a".repeat(197), "a".repeat(300));
    for (id, says, hint) in [
        ("con", "Windows takes it for a device", "con-figures"),
        ("nul", "Windows takes it for a device", "nul-figures"),
        ("com1", "Windows takes it for a device", "com1-figures"),
        ("lpt9", "Windows takes it for a device", "lpt9-figures"),
        ("-x", "it begins with a hyphen, as options do", "begin with a letter or a digit"),
        ("--out", "it begins with a hyphen, as options do", "begin with a letter or a digit"),
        (&long, "it is longer than 200 bytes", "at most 150 letters"),
        (&longer, "it is longer than 200 bytes", "at most 150 letters"),
        ("Visas", "cannot be a name", "lowercase letters"),
        ("a:b", "cannot be a name", "lowercase letters"),
        ("a/../b", "cannot be a name", "lowercase letters"),
    ] {
        fs::write(folder.0.join("series.toml"), SERIES)?;
        let chart = format!("\n[charts.\"{id}\"]\nfigure = \"visas\"\nkind = \"donut\"\ntitle = \"T\"\n");
        fs::write(&spec, text(&format!("![](chart:{id})")) + &chart)?;
        refused(&build(&spec, &out, &[])?, &["error[bad-id]: `", says, "edition.toml:18:9", "hint: ", hint])?;
        if says.contains("Windows") {
            continue;
        }
        fs::write(folder.0.join("series.toml"), SERIES.replacen("\"test\"", &format!("\"{id}\""), 1))?;
        fs::write(&spec, text("a"))?;
        let says = says.replace("be a name", "be the name of files");
        refused(&build(&spec, &out, &[])?, &["error[bad-id]: `", &says, "series.toml:1:6", "hint: ", hint])?;
    }
    let output = build(Path::new("none.toml"), &out, &[])?;
    expect(!out.exists(), "nothing is written", &output)
}

/// Files that an author named on one system travel inside the PDF to all.
#[cfg(unix)]
fn attachments() -> Result<(), Failed> {
    let folder = Folder::new("hostile-attachments")?;
    fs::write(folder.0.join("series.toml"), SERIES)?;
    fs::create_dir(folder.0.join("t"))?;
    fs::create_dir(folder.0.join("-t"))?;
    let long = format!("{}.csv", "ä".repeat(120));
    let names = [
        "CON.csv",
        "con.CSV",
        "a:b|c?.csv",
        "-x.csv",
        "-t/x.csv",
        "t/a.csv",
        "t-a.csv",
        "T-A.csv",
        "dots...",
        "record.csv",
        "new\nline.csv",
        &long,
        "figure-1-visas.csv",
    ];
    let mut edition = text("words");
    for (number, name) in names.iter().enumerate() {
        fs::write(folder.0.join(name), format!("key,n\n2022-Q1,{number}\n"))?;
        let name = name.replace('\n', "\\n");
        edition += &format!(
            "\n[figures.f{number}]\nlabel = \"f\"\nsource = \"mia\"\ntotal = 1\ncsv = {{ file = \"{name}\", key = \"key\", value = \"n\" }}\n"
        );
    }
    let spec = folder.0.join("edition.toml");
    fs::write(&spec, edition)?;
    let out = folder.0.join("out");
    let output = build(&spec, &out, &["--only", "pdf", "--keep"])?;
    expect(output.status.code().is_some_and(|code| code < 2), "it is built", &output)?;
    let report: serde_json::Value =
        serde_json::from_slice(&fs::read(out.join("test-2023-q2.inputs/report.json"))?)?;
    let given = report["attachments"].as_array().cloned().unwrap_or_default();
    let given: Vec<&str> = given.iter().filter_map(|file| file["name"].as_str()).collect();
    expect(given.len() >= names.len() + 2, "all are attached", &output)?;
    let mut small: Vec<String> = given.iter().map(|name| name.to_lowercase()).collect();
    small.push("record.csv".to_owned());
    let count = small.len();
    small.sort();
    small.dedup();
    expect(small.len() == count, &format!("no name is there twice: {given:?}"), &output)?;
    for name in &given {
        let stem = name.split('.').next().unwrap_or_default().to_lowercase();
        let is_safe = name.len() <= 200
            && stem != "con"
            && !name.starts_with('-')
            && !name.ends_with('.')
            && !name.chars().any(|c| c.is_control() || "<>:\"/\\|?*\u{202e}".contains(c));
        expect(is_safe, &format!("{name:?} is safe"), &output)?;
    }
    for name in
        ["edition.toml", "series.toml", "file-CON.csv", "a-b-c-.csv", "t-a.csv", "T-A-3.csv", "record-2.csv"]
    {
        expect(given.contains(&name), &format!("{name} is among {given:?}"), &output)?;
    }
    Ok(())
}
