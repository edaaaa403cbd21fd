//! `quarterly sheet` and `quarterly fill`: the workbook as it is written, what is taken over of one that was filled in,
//! and everything that is refused.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use libtest_mimic::{Failed, Trial};
use quarterly::build::checked;
use quarterly::diag::render;
use quarterly::fix::Files;
use quarterly::language::Language;
use quarterly::patch::{Patch, lines};
use quarterly::spec::{Folder, Spec};
use quarterly::theme::Theme;
use quarterly::workbook::{Choice, Values, edits, filled, merge, prove, sheet};

use super::{fail, reference};
pub(crate) use book::Book;
use book::FIGURES;

mod asked;
mod book;
mod kinds;
mod ministry;
mod new;

const REFERENCES: &str = "golden/ref/fill";
const EDITION: &str = "golden/fill/edition";

pub(crate) fn trials() -> Vec<Trial> {
    let mut trials = vec![
        Trial::test("fill::the_workbook_is_as_it_was", written),
        Trial::test("fill::what_was_filled_in_is_taken_over", taken_over),
        Trial::test("fill::what_cannot_be_used_is_refused_with_its_cell", refusals),
        Trial::test("fill::a_sheet_that_was_copied_replaces_nothing", copied),
        Trial::test("fill::what_was_changed_on_one_side_is_that_sides", three_ways),
        Trial::test("fill::windows_line_breaks_stay", windows),
        Trial::test("fill::a_total_that_is_not_there_keeps_its_reason", total_gone),
    ];
    trials.extend(asked::trials());
    trials.extend(kinds::trials());
    trials.extend(ministry::trials());
    trials.extend(new::trials());
    trials
}

/// The files of an edition in memory.
#[derive(Clone)]
struct Bench {
    files: BTreeMap<String, Arc<[u8]>>,
    theme: Theme,
}

impl Bench {
    fn new() -> Result<Self, Failed> {
        let mut files = BTreeMap::new();
        for entry in std::fs::read_dir(EDITION)? {
            let entry = entry?;
            let text = std::fs::read_to_string(entry.path())?.replace("\r\n", "\n");
            files.insert(entry.file_name().to_string_lossy().into_owned(), Arc::from(text.as_bytes()));
        }
        Ok(Self { files, theme: super::theme::embedded()? })
    }

    fn with(&self, old: &str, new: &str) -> Result<Self, Failed> {
        let mut changed = self.clone();
        let text = String::from_utf8(self.files["edition.toml"].to_vec())?;
        if !text.contains(old) {
            return Err(fail(format!("the edition has no {old}")));
        }
        changed.files.insert("edition.toml".to_owned(), Arc::from(text.replace(old, new).as_bytes()));
        Ok(changed)
    }

    fn spec(&self) -> Result<Spec, Failed> {
        let folder = Folder::Memory(self.files.clone());
        Spec::load(&folder, "edition.toml", "").map_err(|faults| fail(faults.to_string()))
    }

    fn values(&self, spec: &Spec) -> Result<Values, Failed> {
        let checked = checked(spec, &self.theme).map_err(|faults| fail(faults.to_string()))?;
        Ok(Values::of(spec, &checked.missing))
    }

    fn workbook(&self) -> Result<Vec<u8>, Failed> {
        self.workbook_in("en", &Choice { all: true, ..Choice::default() })
    }

    fn workbook_in(&self, language: &str, choice: &Choice) -> Result<Vec<u8>, Failed> {
        let spec = self.spec()?;
        let locale = Language::embedded(language).map_err(|errors| fail(format!("{errors:?}")))?;
        Ok(sheet(&spec, &self.values(&spec)?, choice, &locale)?)
    }

    fn book(&self) -> Result<Book, Failed> {
        Book::read(&self.workbook()?)
    }

    /// What is told of a file, and the texts that it would make of the edition's files.
    fn fill(&self, bytes: &[u8]) -> Result<(String, BTreeMap<String, String>), Failed> {
        let spec = self.spec()?;
        let values = self.values(&spec)?;
        let merged =
            filled("filled.xlsx", bytes, &spec, &values).and_then(|answers| merge(&answers, &values));
        let merged = match merged {
            Ok(merged) => merged,
            Err(faults) => return Ok((render(&faults, &spec.sources), BTreeMap::new())),
        };
        let edits = match edits(&spec, &values, &merged) {
            Ok(edits) => edits,
            Err(faults) => return Ok((render(&faults, &spec.sources), BTreeMap::new())),
        };
        let read = |files: &Files| {
            let folder = Folder::Changed(Box::new(Folder::Memory(self.files.clone())), files.clone());
            Spec::load(&folder, "edition.toml", "")
        };
        prove(&spec, &merged, &edits, read).map_err(|faults| fail(faults.to_string()))?;
        let mut told = String::new();
        for (figure, why) in &merged.not_available {
            writeln!(told, "{figure}: not available: {why}")?;
        }
        for line in &merged.told {
            writeln!(told, "{line}")?;
        }
        writeln!(told, "{} numbers change, {} are open", merged.changes.len(), merged.still_open)?;
        let mut texts = BTreeMap::new();
        for (source, edits) in edits {
            let patch =
                Patch::new(spec.sources.text(source), edits).map_err(|error| fail(error.to_string()))?;
            write!(told, "{}\n{}", spec.sources.name(source), lines::shown(&patch))?;
            texts.insert(spec.sources.name(source).to_owned(), patch.new_text());
        }
        Ok((told, texts))
    }
}

/// Holds a text against its reference.
fn hold(name: &str, text: &str) -> Result<(), Failed> {
    reference::hold(Path::new(REFERENCES).join(name), text)
}

/// The parts of the workbook, a line an element of those that matter, in two languages.
fn written() -> Result<(), Failed> {
    let bench = Bench::new()?;
    if bench.workbook()? != bench.workbook()? {
        return Err(fail("the same edition makes two workbooks"));
    }
    let lines = |text: &str| {
        let breaks = [
            "<row",
            "<c ",
            "<dataValidation ",
            "<conditionalFormatting",
            "<sheetProtection",
            "<si>",
            "<sheet ",
        ];
        breaks.iter().fold(text.to_owned(), |text, sign| text.replace(sign, &format!("\n{sign}"))) + "\n"
    };
    let all = bench.book()?;
    hold("sheet.xml", &lines(&all.parts[FIGURES]))?;
    hold("workbook.xml", &lines(&all.parts["xl/workbook.xml"]))?;
    let of_mia = Choice { source: Some("mia".to_owned()), all: false };
    for language in ["ru", "kk"] {
        let book = Book::read(&bench.workbook_in(language, &of_mia)?)?;
        let words = lines(&book.parts["xl/sharedStrings.xml"]);
        let own: String = words
            .lines()
            .filter(|line| !line.contains("kazakhstan-2023-q2|"))
            .take(60)
            .collect::<Vec<_>>()
            .join("\n");
        hold(&format!("words-{language}.txt"), &(own + "\n"))?;
    }
    Ok(())
}

/// Every kind of answer that is taken over.
fn taken_over() -> Result<(), Failed> {
    let bench = Bench::new()?;
    let mut book = bench.book()?;
    book.number("visas|total||2023-Q2", "1653")?;
    book.words('M', "visas|total||2023-Q2", "12/345 of 3 July 2023")?;
    book.number("visas|share|CN|2023-Q2", "50.34")?;
    book.words('L', "visas|share|CN|2023-Q2", "by day of issue\nand not of entry")?;
    book.words('I', "visas|share|TR|2023-Q2", "16,9 %")?;
    book.words('I', "visas|share|AF|2023-Q2", "n/a")?;
    book.number("visas|share|other|2023-Q2", "29")?;
    book.words('C', "visas|share|+3|2023-Q2", "Великобритания")?;
    book.number("visas|share|+3|2023-Q2", "3")?;
    book.words('C', "workers|part|+1|2023-Q2", "Tajikistan")?;
    book.number("workers|part|+1|2023-Q2", "100")?;
    book.words('I', "workers|part|KG|2023-Q2", "1\u{a0}200")?;
    book.words('I', "outflow|value||2023-05", "нет данных")?;
    let (told, _) = bench.fill(&book.bytes()?)?;
    if !told.contains("no number") {
        return Err(fail(told));
    }
    book.words('I', "outflow|value||2023-05", "н/д")?;
    book.words('L', "outflow|value||2023-05", "The portal was closed.")?;
    book.number("outflow|value||2023-06", "87.5")?;
    book.number("outflow|value||2023-Q1", "182.9")?;
    book.number("workers|value||2022-Q2", "700")?;
    book.words('I', "late|total||2023-Q2", "N/A")?;
    book.words('I', "late|value||2022-Q2", "n/a")?;
    book.words('L', "late|total||2023-Q2", "The letter had not come.")?;
    book.words('I', "limits|total||2023-Q2", ">600")?;
    let (told, texts) = bench.fill(&book.bytes()?)?;
    hold("filled.txt", &told)?;
    // What was taken over is not taken over again.
    let mut done = bench.clone();
    done.files.extend(texts.into_iter().map(|(name, text)| (name, Arc::from(text.as_bytes()))));
    let (again, texts) = done.fill(&book.bytes()?)?;
    if !texts.is_empty() || !again.contains("0 numbers change") {
        return Err(fail(format!("a second time, something changes:\n{again}")));
    }
    Ok(())
}

type Change = fn(&mut Book) -> Result<(), Failed>;

/// Each change of a workbook that is refused.
const REFUSED: &[(&str, Change)] = &[
    ("a text that can be two numbers", |book| book.words('I', "visas|total||2023-Q2", "1.234")),
    ("the same with a comma", |book| book.words('I', "visas|total||2023-Q2", "1,234")),
    ("words", |book| book.words('I', "visas|total||2023-Q2", "about 1600")),
    ("an error", |book| book.put('I', "visas|total||2023-Q2", "e", "<f>1/0</f><v>#DIV/0!</v>")),
    ("a formula without a result", |book| book.put('I', "visas|total||2023-Q2", "", "<f>A1</f>")),
    ("a date", |book| book.put('I', "visas|total||2023-Q2", "d", "<v>2023-07-01</v>")),
    ("more than six decimals", |book| book.number("visas|total||2023-Q2", "33.3333333333")),
    ("a number that is too long", |book| book.number("visas|total||2023-Q2", "1234567890123")),
    ("a share of more than a hundred", |book| book.number("visas|share|CN|2023-Q2", "503")),
    ("a sign of per cent where a number is asked for", |book| {
        book.words('I', "visas|total||2023-Q2", "50 %")
    }),
    ("a rate that is not available", |book| book.words('I', "outflow|rate||2023-Q2", "n/a")),
    ("nothing available and no reason", |book| {
        book.words('I', "late|total||2023-Q2", "n/a")?;
        book.words('I', "late|value||2022-Q2", "n/a")
    }),
    ("nothing available of a figure in tables of its own", |book| {
        for key in ["total||", "part|UZ|", "part|KG|", "part|other|"] {
            book.words('I', &format!("workers|{key}2023-Q2"), "n/a")?;
        }
        book.words('L', "workers|total||2023-Q2", "Not counted.")
    }),
    ("no total of a figure whose parts stay", |book| book.words('I', "workers|total||2023-Q2", "n/a")),
    ("a date in place of a letter", |book| book.put('M', "visas|total||2023-Q2", "d", "<v>2023-07-01</v>")),
    ("a name of two countries", |book| {
        book.words('C', "visas|share|+1|2023-Q2", "Корея")?;
        book.number("visas|share|+1|2023-Q2", "3")
    }),
    ("a name that is near", |book| {
        book.words('C', "visas|share|+1|2023-Q2", "Узбикистан")?;
        book.number("visas|share|+1|2023-Q2", "3")
    }),
    ("the whole as a part", |book| {
        book.words('C', "visas|share|+1|2023-Q2", "Всего")?;
        book.number("visas|share|+1|2023-Q2", "3")
    }),
    ("a country that has its own row", |book| {
        book.words('C', "visas|share|+1|2023-Q2", "Китай")?;
        book.number("visas|share|+1|2023-Q2", "3")
    }),
    ("a country twice", |book| {
        for row in ["+1", "+2"] {
            book.words('C', &format!("visas|share|{row}|2023-Q2"), "Italy")?;
            book.number(&format!("visas|share|{row}|2023-Q2"), "3")?;
        }
        Ok(())
    }),
    ("a country without a number", |book| book.words('C', "visas|share|+1|2023-Q2", "Italy")),
    ("a number without a country", |book| book.number("visas|share|+1|2023-Q2", "3")),
    ("a key twice", |book| {
        book.words('A', "visas|share|TR|2023-Q2", "kazakhstan-2023-q2|visas|share|CN|2023-Q2")
    }),
    ("a key that is none", |book| {
        book.words('A', "visas|share|TR|2023-Q2", "kazakhstan-2023-q2|visas|cut|TR|2023-Q2")
    }),
    ("a number that the edition does not have", |book| {
        book.words('A', "visas|share|TR|2023-Q2", "kazakhstan-2023-q2|visas|share|XK|2023-Q2")
    }),
    ("a row of another edition", |book| {
        book.words('A', "visas|share|TR|2023-Q2", "kazakhstan-2023-q1|visas|share|TR|2023-Q1")
    }),
    ("no keys", |book| book.replace("xl/sharedStrings.xml", "kazakhstan-2023-q2|", "")),
    ("no names of columns", |book| book.replace("xl/sharedStrings.xml", "quarterly|value", "Value")),
    ("another edition", |book| {
        book.replace("xl/sharedStrings.xml", "<t>kazakhstan-2023-q2</t>", "<t>kazakhstan-2023-q1</t>")
    }),
];

fn refusals() -> Result<(), Failed> {
    let bench = Bench::new()?;
    let fresh = bench.book()?;
    let mut all = String::new();
    for (name, change) in REFUSED {
        let mut book = fresh.clone();
        change(&mut book).map_err(|error| fail(format!("{name}: {error:?}")))?;
        let (told, texts) = bench.fill(&book.bytes()?)?;
        if !texts.is_empty() || !told.starts_with("error[") {
            return Err(fail(format!("{name} is not refused:\n{told}")));
        }
        writeln!(all, "# {name}\n{told}")?;
    }
    let changed = bench.with("shares = { CN = \"?\"", "shares = { CN = 50.3")?;
    let mut book = fresh.clone();
    book.number("visas|share|CN|2023-Q2", "50.8")?;
    let (told, texts) = changed.fill(&book.bytes()?)?;
    writeln!(all, "# a number that both sides have changed\n{told}")?;
    if !texts.is_empty() {
        return Err(fail("a number that both sides have changed is taken over"));
    }
    let locked: Vec<u8> = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
        .into_iter()
        .chain("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    for (name, bytes) in [
        ("no workbook", &b"hello"[..]),
        ("a web page", b"<html><table>"),
        ("a password", &locked),
        ("nothing", b""),
    ] {
        let (told, _) = bench.fill(bytes)?;
        writeln!(all, "# {name}\n{told}")?;
    }
    hold("diagnostics.txt", &all)
}

/// A sheet that lies in a workbook of somebody else's has no base: what the edition has stays.
fn copied() -> Result<(), Failed> {
    let bench = Bench::new()?;
    let mut book = bench.book()?;
    book.replace("xl/workbook.xml", "name=\"_quarterly\"", "name=\"Sheet3\"")?;
    book.number("visas|total||2023-Q2", "1653")?;
    book.number("workers|total||2023-Q2", "901")?;
    let (told, texts) = bench.fill(&book.bytes()?)?;
    let text = texts.get("edition.toml").ok_or_else(|| fail(format!("nothing is taken over:\n{told}")))?;
    let is_right = text.contains("total  = 1653")
        && text.contains("total  = 900")
        && told.contains("901 is not taken over");
    if is_right { Ok(()) } else { Err(fail(told)) }
}

/// What only the spec has changed stays, what only the workbook has changed is taken over.
fn three_ways() -> Result<(), Failed> {
    let bench = Bench::new()?;
    let mut book = bench.book()?;
    book.number("visas|total||2023-Q2", "1653")?;
    let changed = bench.with("total  = 900", "total  = 950")?;
    let (told, texts) = changed.fill(&book.bytes()?)?;
    let text = texts.get("edition.toml").ok_or_else(|| fail(told.clone()))?;
    if !text.contains("total  = 950") || !text.contains("total  = 1653") {
        return Err(fail(text.clone()));
    }
    // Both have come to the same number.
    let changed = bench.with(
        "[figures.visas]\nlabel  = \"visas issued\"\nsource = \"mia\"\ntotal  = \"?\"",
        "[figures.visas]\nlabel  = \"visas issued\"\nsource = \"mia\"\ntotal  = 1653",
    )?;
    let (told, texts) = changed.fill(&book.bytes()?)?;
    if texts.is_empty() { Ok(()) } else { Err(fail(told)) }
}

/// All bytes but those of the numbers stay.
fn windows() -> Result<(), Failed> {
    let mut bench = Bench::new()?;
    let text = String::from_utf8(bench.files["edition.toml"].to_vec())?.replace('\n', "\r\n");
    bench.files.insert("edition.toml".to_owned(), Arc::from(text.as_bytes()));
    let mut book = bench.book()?;
    book.number("visas|total||2023-Q2", "1653")?;
    book.words('M', "visas|total||2023-Q2", "12")?;
    book.number("workers|part|+1|2023-Q2", "7")?;
    book.words('C', "workers|part|+1|2023-Q2", "Tajikistan")?;
    let (told, texts) = bench.fill(&book.bytes()?)?;
    let new = texts.get("edition.toml").ok_or_else(|| fail(told))?;
    let right = text
        .replacen("[figures.visas]", "# mia, letter 12\r\n[figures.visas]", 1)
        .replacen("total  = \"?\"", "total  = 1653", 1)
        .replacen("other = 100\r\n", "TJ = 7\r\nother = 100\r\n", 1);
    if *new == right { Ok(()) } else { Err(fail(new.clone())) }
}

/// A total that the source does not have, of a figure with other values: the reason is kept for its period.
fn total_gone() -> Result<(), Failed> {
    let bench = Bench::new()?;
    let mut book = bench.book()?;
    book.words('I', "late|total||2023-Q2", "n/a")?;
    book.words('L', "late|total||2023-Q2", "The Bank had not published it.")?;
    let (told, texts) = bench.fill(&book.bytes()?)?;
    let late = texts.get("edition.toml").and_then(|text| text.split("[figures.late]").nth(1));
    let late = late.and_then(|text| text.split("[figures.").next()).unwrap_or_default();
    let is_kept = late.contains("missing = { 2023-Q2 = \"The Bank had not published it.\" }")
        && late.contains("values = { 2022-Q2 = \">1200\" }")
        && !late.contains("total");
    if is_kept { Ok(()) } else { Err(fail(format!("{told}\n{late}"))) }
}
