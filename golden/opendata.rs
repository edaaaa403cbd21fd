//! `quarterly data`: the table of an edition and of several, what is refused, and the same bytes every time.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use libtest_mimic::{Failed, Trial};

use super::command::{Folder, expect};
use super::contract::copy_folder;
use super::hostile::{SERIES, text};
use super::{fail, reference};

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("opendata::the_numbers_of_an_edition", one),
        Trial::test("opendata::of_several_editions_each_value_is_the_latest", several),
        Trial::test("opendata::every_kind_of_value_is_told_as_it_is", kinds),
        Trial::test("opendata::the_same_numbers_are_the_same_bytes", same),
        Trial::test("opendata::what_is_not_for_everybody_or_not_done_is_refused", refusals),
        Trial::test("opendata::without_a_command_it_is_told_what_lies_here", overview),
        Trial::test("opendata::shells_and_manuals_know_the_commands", shells),
    ]
}

fn call(arguments: &[&str], folder: &Path) -> Result<Output, Failed> {
    Ok(Command::new(env!("CARGO_BIN_EXE_quarterly")).args(arguments).current_dir(folder).output()?)
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout)
}

fn compare(name: &str, text: &str) -> Result<(), Failed> {
    reference::hold(format!("golden/ref/opendata/{name}"), text)
}

/// The text of a file that was written, with plain line ends.
fn read(folder: &Folder, name: &str) -> Result<String, Failed> {
    Ok(fs::read_to_string(folder.0.join("out/data").join(name))?.replace("\r\n", "\n"))
}

fn kazakhstan(name: &str) -> Result<Folder, Failed> {
    let folder = Folder::new(name)?;
    copy_folder(Path::new("data/kazakhstan"), &folder.0)?;
    Ok(folder)
}

fn one() -> Result<(), Failed> {
    let folder = kazakhstan("opendata-one")?;
    let output = call(&["data", "2023-q2.toml"], &folder.0)?;
    expect(output.status.code() == Some(0), "it is written", &output)?;
    expect(told(&output).contains("note: no licence is written"), "a licence is missing", &output)?;
    for name in ["kazakhstan-figures.csv", "datapackage.json", "hdx.txt"] {
        compare(&format!("2023-q2-{name}"), &read(&folder, name)?)?;
    }
    let output = call(&["data", "2023-q2.toml", "--computed"], &folder.0)?;
    let table = read(&folder, "kazakhstan-figures.csv")?;
    let sum = "total,,,2023-Q2,2023-04-01,2023-06-30,253.8,KZT billion";
    expect(
        table.contains(sum) && table.contains(",computed,"),
        "a sum of months is there when asked for",
        &output,
    )?;
    // A licence of the series is written.
    let series = fs::read_to_string(folder.0.join("series.toml"))?;
    fs::write(folder.0.join("series.toml"), series + "\n[data]\nlicence = \"CC-BY-3.0-IGO\"\n")?;
    let output = call(&["data", "2023-q2.toml"], &folder.0)?;
    expect(!told(&output).contains("licence"), "nothing is missing", &output)?;
    let package = read(&folder, "datapackage.json")?;
    expect(package.contains("\"name\": \"CC-BY-3.0-IGO\""), "the licence stands in the package", &output)
}

fn several() -> Result<(), Failed> {
    let folder = kazakhstan("opendata-several")?;
    let output = call(&["data", "."], &folder.0)?;
    expect(output.status.code() == Some(0), "it is written", &output)?;
    compare("all-kazakhstan-figures.csv", &read(&folder, "kazakhstan-figures.csv")?)?;
    // A value that a later edition has otherwise.
    let later = fs::read_to_string(folder.0.join("2023-q3.toml"))?;
    let values =
        "values = { 2022-9M = 20341, 2023-H1 = 6997 }\nrevised = { 2023-H1 = \"corrected by the Bureau\" }";
    fs::write(folder.0.join("2023-q3.toml"), later.replacen("values = { 2022-9M = 20341 }", values, 1))?;
    let output = call(&["data", "."], &folder.0)?;
    let table = read(&folder, "kazakhstan-figures.csv")?;
    let rows: Vec<&str> =
        table.lines().filter(|line| line.contains("KAZ,departures,") && line.contains(",2023-H1,")).collect();
    let is_one = rows.len() == 1
        && rows[0].contains(",6997,")
        && rows[0].ends_with(",2023-Q3,revised,corrected by the Bureau");
    expect(is_one, &format!("one row, the latest: {rows:?}"), &output)
}

const KINDS: &str = r#"
period = "2023-Q3"
title = "Kinds"

[names]
cis = "=CIS"

[figures.refugees]
label = "refugees"
source = "letter"
total = ">550000"
values = { 2022-Q3 = 480000, 2023-9M = "1200-1500", 2023-10-01 = 3.10 }
provisional = { 2022-Q3 = "final in May" }
parts = { cis = 12, UA = 40, other = 3 }

[figures.refugees.at.2022-Q3]
shares = { UA = 50.0, other = 50.0 }

[figures.transfers]
label = "transfers"
source = "letter"
values = { 2023-07 = 10, 2023-08 = 11, 2023-09 = 12 }
parts = { UA = 20, other = 13 }
provisional = ["2023-09"]

[notes]
letter = "Letter of the *Ministry*, 2023."

[[chapter]]
id = "one"
title = "One"
text = '''There were {{ refugees.value("2022-Q3") }} refugees a year before.[^letter]'''
"#;

fn kinds() -> Result<(), Failed> {
    let folder = Folder::new("opendata-kinds")?;
    fs::write(folder.0.join("series.toml"), SERIES)?;
    fs::write(folder.0.join("2023-q3.toml"), KINDS)?;
    let output = call(&["data", "2023-q3.toml"], &folder.0)?;
    expect(output.status.code() == Some(0), "it is written", &output)?;
    let name = fs::read_dir(folder.0.join("out/data"))?
        .filter_map(Result::ok)
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .find(|name| name.ends_with(".csv"));
    compare("kinds.csv", &read(&folder, &name.unwrap_or_default())?)
}

fn same() -> Result<(), Failed> {
    let folder = kazakhstan("opendata-same")?;
    let mut all = Vec::new();
    for out in ["a", "b"] {
        let output = call(&["data", ".", "--out", out], &folder.0)?;
        expect(output.status.code() == Some(0), "it is written", &output)?;
        let mut files = Vec::new();
        for name in ["kazakhstan-figures.csv", "kazakhstan-figures.xlsx", "datapackage.json", "hdx.txt"] {
            files.push(fs::read(folder.0.join(out).join(name))?);
        }
        all.push(files);
    }
    if all[0] == all[1] { Ok(()) } else { Err(fail("two calls wrote different bytes")) }
}

fn refusals() -> Result<(), Failed> {
    let folder = kazakhstan("opendata-refusals")?;
    let good = fs::read_to_string(folder.0.join("2023-q2.toml"))?;
    for (text, words) in [
        (good.replacen("title ", "confidential = true\ntitle ", 1), "`2023-q2.toml` is confidential"),
        (good.replacen("1653", "\"?\"", 1), "`2023-q2.toml` has a value that is to be filled in"),
        (good.replacen("visas.total", "visa.total", 1), "`2023-q2.toml` has an error"),
    ] {
        fs::write(folder.0.join("2023-q2.toml"), text)?;
        let output = call(&["data", "2023-q2.toml"], &folder.0)?;
        expect(output.status.code() == Some(2) && told(&output).contains(words), words, &output)?;
        expect(!folder.0.join("out").exists(), "nothing is written", &output)?;
    }
    fs::write(folder.0.join("2023-q2.toml"), &good)?;
    let other = Folder::new("opendata-other")?;
    fs::write(other.0.join("series.toml"), SERIES)?;
    fs::write(other.0.join("edition.toml"), text("Nothing."))?;
    let stranger = other.0.join("edition.toml");
    let output = call(&["data", "2023-q2.toml", &stranger.to_string_lossy()], &folder.0)?;
    let is_told = told(&output).contains("are of two series");
    expect(output.status.code() == Some(2) && is_told, "two series are no table", &output)?;
    let output = call(&["data", "photos"], &folder.0)?;
    expect(told(&output).contains("no edition lies in `photos`"), "an empty folder is told", &output)
}

fn overview() -> Result<(), Failed> {
    let folder = Folder::new("opendata-overview")?;
    let output = call(&[], &folder.0)?;
    let words = "no edition lies in this folder or below it";
    expect(output.status.code() == Some(0) && told(&output).contains(words), words, &output)?;
    copy_folder(Path::new("data/kazakhstan"), &folder.0.join("data/kazakhstan"))?;
    fs::remove_file(folder.0.join("data/kazakhstan/2023-q3.toml"))?;
    call(&["new", "data/kazakhstan"], &folder.0)?;
    let output = call(&[], &folder.0)?;
    compare("overview.txt", &told(&output))
}

fn shells() -> Result<(), Failed> {
    let folder = Folder::new("opendata-shells")?;
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let output = call(&["completions", shell], &folder.0)?;
        expect(output.status.code() == Some(0) && told(&output).contains("keep-events"), shell, &output)?;
    }
    let output = call(&["man", "pages"], &folder.0)?;
    let page = fs::read_to_string(folder.0.join("pages/quarterly-new.1"))?;
    expect(page.contains("\\-\\-keep\\-events"), "a page for each command", &output)
}
