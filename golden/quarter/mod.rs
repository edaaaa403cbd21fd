//! A whole quarter as an analyst makes it: the next edition from the last, a workbook that is filled in from what was
//! published, the table of an agency, then the words. It prints what the edition that is there prints.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use libtest_mimic::{Failed, Trial};

use crate::command::{Folder, expect};
use crate::contract::copy_folder;
use crate::fill::Book;
use crate::{fail, reference};

const DATA: &str = "golden/quarter";
const SERIES: &str = "data/kazakhstan";
/// The table of the agency.
const TABLE: &str = "Выбывшие 9 мес 2023.csv";
/// The countries that are wanted of it.
const COUNTRIES: [&str; 10] = ["RU", "DE", "US", "PL", "BY", "CA", "TR", "UA", "IL", "CN"];

pub(crate) fn trials() -> Vec<Trial> {
    vec![Trial::test("quarter::from_the_last_edition_to_the_same_figures", whole)]
}

fn call(folder: &Folder, arguments: &[&str]) -> Result<Output, Failed> {
    Ok(Command::new(env!("CARGO_BIN_EXE_quarterly")).args(arguments).current_dir(&folder.0).output()?)
}

fn whole() -> Result<(), Failed> {
    let folder = Folder::new("quarter")?;
    copy_folder(Path::new(SERIES), &folder.0)?;
    for name in ["2023-q3.toml", "2023-q3.ru.toml", "2023-q3.kk.toml"] {
        let path = folder.0.join(name);
        if path.exists() {
            fs::remove_file(path)?;
        }
    }
    fs::copy(Path::new(DATA).join(TABLE), folder.0.join(TABLE))?;
    let mut steps = String::new();
    let mut step = |arguments: &[&str], code: i32| -> Result<(), Failed> {
        let output = call(&folder, arguments)?;
        writeln!(steps, "$ quarterly {}", arguments.join(" "))?;
        steps.push_str(&String::from_utf8_lossy(&output.stdout));
        expect(output.status.code() == Some(code), &arguments.join(" "), &output)
    };
    step(&["new", "."], 0)?;
    step(&["sheet", "2023-q3.toml"], 0)?;
    let path = folder.0.join("2023-q3.figures.xlsx");
    fs::write(&path, filled(&fs::read(&path)?)?)?;
    step(&["fill", "2023-q3.toml", "2023-q3.figures.xlsx", "--yes"], 1)?;
    let mut table = vec!["fill", "2023-q3.toml", TABLE, "--figure", "departures", "--yes"];
    table.extend(COUNTRIES.iter().flat_map(|country| ["--part", country]));
    step(&table, 1)?;
    let spec = folder.0.join("2023-q3.toml");
    let text = fs::read_to_string(&spec)?;
    fs::write(&spec, written(&text, &fs::read_to_string(Path::new(SERIES).join("2023-q3.toml"))?)?)?;
    let figures = between(&text, FIGURES, CHARTS)?;
    hold("figures.toml", figures)?;
    hold("steps.txt", &steps)?;
    same(&folder)
}

/// Holds the edition against the one that is there: its numbers as open data, and all that its pages say.
fn same(folder: &Folder) -> Result<(), Failed> {
    let right = Folder::new("quarter-there")?;
    copy_folder(Path::new(SERIES), &right.0)?;
    let mut rows = Vec::new();
    for folder in [folder, &right] {
        // Only editions of several languages keep what their pages say.
        let series = folder.0.join("series.toml");
        let text = fs::read_to_string(&series)?;
        let several = "language = \"en\"\nlanguages = [\"en\", \"ru\"]";
        fs::write(&series, text.replacen("language = \"en\"", several, 1))?;
        let built = call(folder, &["build", "2023-q3.toml", "--only", "pdf", "--language", "en"])?;
        expect(built.status.code().is_some_and(|code| code < 2), "it is built", &built)?;
        let data = call(folder, &["data", "2023-q3.toml", "--computed", "--out", "data"])?;
        expect(data.status.code().is_some_and(|code| code < 2), "its numbers are written", &data)?;
        let text = fs::read_to_string(folder.0.join("data/kazakhstan-figures.csv"))?;
        let mut lines: Vec<&str> = text.lines().collect();
        lines.sort_unstable();
        rows.push(lines.join("\n") + "\n");
    }
    let different: Vec<&str> = rows[0].lines().filter(|line| !rows[1].contains(*line)).collect();
    if rows[0] != rows[1] {
        let lost: Vec<&str> = rows[1].lines().filter(|line| !rows[0].contains(*line)).collect();
        return Err(fail(format!("other numbers: {different:#?}\nin the place of {lost:#?}")));
    }
    hold("figures.csv", &rows[0])?;
    let (own, there) = (folder.0.join(PDF), right.0.join(PDF));
    let compared = call(folder, &["diff", "--facts", &own.to_string_lossy(), &there.to_string_lossy()])?;
    // The edition that is there has dropped three figures that nobody had published; here, they wait for the next quarter.
    let told = String::from_utf8_lossy(&compared.stdout).into_owned();
    let is_dropped =
        |line: &str| DROPPED.iter().any(|figure| line.starts_with(&format!("  figures.{figure}.")));
    let differences = told.lines().filter(|line| line.starts_with("  ")).collect::<Vec<_>>();
    let is_same = !differences.is_empty() && differences.iter().all(|line| is_dropped(line));
    expect(is_same, "the pages say the same", &compared)
}

/// Figures of the last edition that the edition which is there does not have.
const DROPPED: [&str; 3] = ["non_cis_workers", "transactions", "departures_table"];
/// What the workbook adds for the sources that are typed into it.
const ADDED: [&str; 1] =
    ["[sources.mlsp]\nname = \"Ministry of Labour and Social Protection of the Population\"\n"];
const PDF: &str = "out/kazakhstan-2023-q3.pdf";
const FIGURES: &str = "# ══ Figures ═";
const CHARTS: &str = "# ══ Charts ═";

fn between<'a>(text: &'a str, from: &str, to: &str) -> Result<&'a str, Failed> {
    let start = text.find(from).ok_or_else(|| fail(format!("no {from}")))?;
    let end = text[start..].find(to).ok_or_else(|| fail(format!("no {to}")))? + start;
    Ok(&text[start..end])
}

/// The edition with the words of the one that is there: head, sources, charts, tables, tiles, findings, chapters. The
/// figures stay as they were filled in, without the remarks on old letters.
fn written(text: &str, words: &str) -> Result<String, Failed> {
    let (head, _) = words.split_once(FIGURES).ok_or_else(|| fail("no figures"))?;
    let tail = &words[words.find(CHARTS).ok_or_else(|| fail("no charts"))?..];
    if head.contains("[figures") || tail.contains("[figures") {
        return Err(fail("figures stand among the words"));
    }
    let mut figures = between(text, FIGURES, CHARTS)?.to_owned();
    for source in ADDED {
        if !figures.contains(source) {
            return Err(fail(format!("no source was added:\n{figures}")));
        }
        figures = figures.replace(source, "");
    }
    let kept = figures.lines().filter(|line| !line.starts_with("remark"));
    Ok(format!("{head}{}\n{tail}", kept.collect::<Vec<_>>().join("\n")))
}

/// The workbook with what was published typed into it.
fn filled(bytes: &[u8]) -> Result<Vec<u8>, Failed> {
    let mut book = Book::read(bytes)?;
    let mut table = csv::Reader::from_path(Path::new(DATA).join("published.csv"))?;
    let mut added = 0;
    for row in table.records() {
        let row = row?;
        let cell = |index: usize| row.get(index).unwrap_or_default();
        let [figure, of, period, unit, source, value, note] = std::array::from_fn(cell);
        let own: Vec<String> =
            book.keys().into_iter().filter(|key| key.starts_with(&format!("{figure}|"))).collect();
        if value == "n/a" {
            // The rate of a conversion is nobody's to give.
            for key in own.iter().filter(|key| !key.contains("|rate|") && !key.contains("|+")) {
                book.words('I', key, value)?;
                book.words('L', key, note)?;
            }
            continue;
        }
        if let Some(key) = own.iter().find(|key| key.ends_with(&format!("|{of}|{period}"))) {
            book.number(key, value)?;
            continue;
        }
        added += 1;
        let key = format!("+{added}|new||2023-Q3");
        for (column, words) in [('B', figure), ('C', of), ('D', period), ('E', unit), ('F', source)] {
            if !words.is_empty() {
                book.words(column, &key, words)?;
            }
        }
        match value.parse::<u32>() {
            Ok(_) => book.number(&key, value)?,
            Err(_) => book.words('I', &key, value)?,
        }
    }
    book.bytes()
}

/// Holds a text against its reference.
fn hold(name: &str, text: &str) -> Result<(), Failed> {
    reference::hold(Path::new("golden/ref/quarter").join(name), text)
}
