//! Ministries' tables in which a wrong number lies near: each kind is refused, asked or left open, never written in silence.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use libtest_mimic::{Failed, Trial};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use serde::Deserialize;

use super::asked::quarterly;
use super::hold;
use crate::command::Folder;
use crate::fail;

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("fill::kinds::nothing_wrong_is_written_in_silence", told),
        Trial::test("fill::kinds::sheets_and_dates_of_workbooks", workbooks),
        Trial::test("fill::kinds::a_mapping_keeps_no_year_and_no_period", kept),
        Trial::test("fill::kinds::answers_are_laid_over_a_mapping_that_is_known", answered),
    ]
}

const SERIES: &str = "id = \"kinds\"\ncountry = \"KZ\"\n\n[sources.s]\nname = \"Source\"\n";

/// An edition with one figure.
fn edition(period: &str, more: &str, parts: &str) -> String {
    format!(
        "period = \"{period}\"\ntitle = \"Kinds\"\n\n[figures.f]\nlabel = \"arrivals\"\nsource = \"s\"\n{more}{parts}\n\n[[chapter]]\nid = \"c\"\ntitle = \"Flows\"\ntext = \"Text.\"\n"
    )
}

const PARTS: &str = "total = \"?\"\nparts = { UZ = \"?\", RU = \"?\", KG = \"?\", other = \"?\" }";

/// A table of `kinds.toml`.
#[derive(Deserialize)]
struct Kind {
    name: String,
    #[serde(default)]
    period: String,
    #[serde(default = "parts")]
    asks: String,
    table: String,
    options: Vec<String>,
    code: i32,
    told: String,
    written: Option<String>,
}

fn parts() -> String {
    PARTS.to_owned()
}

#[derive(Deserialize)]
struct Kinds {
    kind: Vec<Kind>,
}

/// Calls the command in a folder; exit code, and what it prints.
fn call(folder: &Path, arguments: &[&str]) -> Result<(Option<i32>, String), Failed> {
    let all: Vec<&str> = ["fill", "edition.toml"].into_iter().chain(arguments.iter().copied()).collect();
    let output = quarterly(folder, &all, "y\n")?;
    let told =
        [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned()).concat();
    Ok((output.status.code(), told))
}

/// The lines of the figure's numbers.
fn numbers(folder: &Path) -> Result<String, Failed> {
    let text = fs::read_to_string(folder.join("edition.toml"))?;
    let is_number = |line: &&str| ["total", "parts", "shares"].iter().any(|key| line.starts_with(key));
    let lines: Vec<&str> = text.lines().filter(is_number).collect();
    Ok(lines.join("\n"))
}

fn told() -> Result<(), Failed> {
    let mut wrong = Vec::new();
    let mut all = String::new();
    let kinds: Kinds = toml::from_str(&fs::read_to_string("golden/fill/kinds.toml")?.replace("\r\n", "\n"))?;
    for kind in kinds.kind {
        let folder = Folder::new(&format!("fill-kind-{}", kind.name))?;
        fs::write(folder.0.join("series.toml"), SERIES)?;
        let before = edition("2026-Q3", &format!("{}\n", kind.period), &kind.asks);
        fs::write(folder.0.join("edition.toml"), before)?;
        fs::write(folder.0.join("table.csv"), &kind.table)?;
        let options = kind.options.iter().map(String::as_str);
        let arguments: Vec<&str> = ["table.csv", "--figure", "f"].into_iter().chain(options).collect();
        let (code, told) = call(&folder.0, &arguments)?;
        let has = numbers(&folder.0)?;
        let is_right = match &kind.written {
            Some(right) => right.lines().all(|line| has.contains(line)),
            None => has == kind.asks,
        };
        if code != Some(kind.code) || !told.contains(&kind.told) || !is_right {
            wrong.push(format!("{}: {code:?}, not {} `{}`\n{has}\n{told}", kind.name, kind.code, kind.told));
        }
        let is_said = |line: &&str| {
            line.starts_with("error")
                || line.starts_with("note: ")
                || line.contains("not proven")
                || line.contains("hint: ")
        };
        let said = told.lines().filter(is_said).filter(|line| !line.contains("[publisher]"));
        writeln!(
            all,
            "# {} {} → {code:?}\n{}\n",
            kind.name,
            kind.options.join(" "),
            said.collect::<Vec<_>>().join("\n")
        )?;
    }
    if !wrong.is_empty() {
        return Err(fail(wrong.join("\n")));
    }
    hold("kinds.txt", &all)
}

/// A workbook of sheets: name, title, head and numbers of the whole and three countries.
fn book(path: &Path, sheets: &[(&str, &str, &str, [u32; 4])]) -> Result<(), Failed> {
    let mut workbook = Workbook::new();
    for (name, title, head, numbers) in sheets {
        let sheet = workbook.add_worksheet();
        sheet.set_name(*name)?.write(0, 0, *title)?.write(2, 0, "Страна")?.write(2, 1, *head)?;
        let names = ["Всего", "Узбекистан", "Россия", "Кыргызстан"];
        for ((row, name), number) in (3..).zip(names).zip(numbers) {
            sheet.write(row, 0, name)?.write(row, 1, *number)?;
        }
    }
    workbook.save(path)?;
    Ok(())
}

fn start(name: &str, more: &str) -> Result<Folder, Failed> {
    let folder = Folder::new(name)?;
    fs::write(folder.0.join("series.toml"), SERIES)?;
    fs::write(folder.0.join("edition.toml"), edition("2026-Q3", more, PARTS))?;
    Ok(folder)
}

fn expected(
    folder: &Folder,
    arguments: &[&str],
    (code, words): (i32, &str),
    right: &str,
) -> Result<(), Failed> {
    let (own, told) = call(&folder.0, arguments)?;
    let has = numbers(&folder.0)?;
    if own != Some(code) || !told.contains(words) || has != right {
        return Err(fail(format!("{arguments:?}: {own:?}, wanted {code}, `{words}`\n{has}\n{told}")));
    }
    Ok(())
}

const SMALL: &str = "total = 12\nparts = { UZ = 6, RU = 4, KG = 2, other = 0 }";

fn workbooks() -> Result<(), Failed> {
    let (small, large) = ([12, 6, 4, 2], [24, 12, 8, 4]);
    // A sheet that leaves: which is meant is asked, also where it has more names.
    let folder = start("fill-kind-sheets", "")?;
    let quarter = "за III квартал 2026 г.";
    let sheets = [("Прибыло", quarter, "чел.", small), ("Выбыло", quarter, "чел.", large)];
    book(&folder.0.join("a.xlsx"), &sheets)?;
    expected(&folder, &["a.xlsx", "--figure", "f", "--yes"], (2, "--sheet (in a mapping"), PARTS)?;
    expected(&folder, &["a.xlsx", "--figure", "f", "--yes", "--sheet", "Прибыло"], (0, "proven"), SMALL)?;
    // Words of the figure tell.
    let folder = start("fill-kind-words", "")?;
    let sheets = [("Departures", quarter, "чел.", large), ("Arrivals", quarter, "чел.", small)];
    book(&folder.0.join("a.xlsx"), &sheets)?;
    expected(&folder, &["a.xlsx", "--figure", "f", "--yes"], (0, "has words of the figure"), SMALL)?;
    // Sheets of quarters: that of the period, this quarter and the next.
    let folder = start("fill-kind-quarters", "")?;
    book(&folder.0.join("a 3.xlsx"), &[("Q2", "", "чел.", large), ("Q3", "", "чел.", small)])?;
    expected(&folder, &["a 3.xlsx", "--figure", "f", "--yes"], (0, "sheet  = \"{period}\""), SMALL)?;
    fs::write(folder.0.join("edition.toml"), edition("2026-Q4", "", PARTS))?;
    book(&folder.0.join("a 4.xlsx"), &[("Q3", "", "чел.", large), ("Q4", "", "чел.", small)])?;
    expected(&folder, &["a 4.xlsx", "--yes"], (0, "sheet Q4"), SMALL)?;
    // Dates of Excel above the columns, one of them hidden.
    let folder = start("fill-kind-dates", "period = 2026-10-01\n")?;
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let format = Format::new().set_num_format("dd.mm.yyyy");
    sheet.write(0, 0, "Страна")?;
    for (column, month) in [(1, 7), (2, 10)] {
        sheet.write_with_format(0, column, &ExcelDateTime::from_ymd(2026, month, 1)?, &format)?;
    }
    for ((row, name), number) in (1..).zip(["Всего", "Узбекистан", "Россия", "Кыргызстан"]).zip(small)
    {
        sheet.write(row, 0, name)?.write(row, 1, number * 2)?.write(row, 2, number)?;
    }
    sheet.set_column_hidden(2)?;
    workbook.save(folder.0.join("a.xlsx"))?;
    let arguments = ["a.xlsx", "--figure", "f", "--yes", "--column", "B"];
    expected(&folder, &arguments, (2, "names 2026-07-01"), PARTS)?;
    expected(
        &folder,
        &["a.xlsx", "--figure", "f", "--yes"],
        (0, "columns that are hidden were read: C"),
        SMALL,
    )
}

fn kept() -> Result<(), Failed> {
    let folder = start("fill-kind-kept", "")?;
    let table = |title: &str, years: [u16; 2]| {
        let [old, new] = years;
        format!(
            "{title}\n\nСтрана;{old} г.;{new} г.\nВсего;99;12\nУзбекистан;50;6\nРоссия;30;4\nКыргызстан;19;2\n"
        )
    };
    fs::write(folder.0.join("a 1.csv"), table("За III квартал", [2025, 2026]))?;
    let arguments = ["a 1.csv", "--figure", "f", "--yes", "--column", "C", "--period", "any"];
    expected(&folder, &arguments, (0, "proven"), SMALL)?;
    let map = fs::read_to_string(folder.0.join("maps/f.toml"))?;
    if map.contains("2026") {
        return Err(fail(map));
    }
    fs::write(folder.0.join("edition.toml"), edition("2027-Q3", "", PARTS))?;
    fs::write(folder.0.join("a 2.csv"), table("За III квартал", [2026, 2027]))?;
    expected(&folder, &["a 2.csv", "--yes"], (0, "numbers of C (2027 г.)"), SMALL)
}

/// What a table is asked of next quarter is answered by the option that is offered, and the mapping keeps it.
fn answered() -> Result<(), Failed> {
    let folder = start("fill-kind-answered", "")?;
    let table = |title: &str, below: &str| {
        format!("{title}\nСтрана;Прибыло\nВсего;12\nУзбекистан;6\nРоссия;4\nКыргызстан;2\n{below}")
    };
    let map = || fs::read_to_string(folder.0.join("maps/f.toml"));
    let next = |period: &str, text: String| {
        fs::write(folder.0.join("edition.toml"), edition(period, "", PARTS))?;
        fs::write(folder.0.join("a 2.csv"), text)
    };
    fs::write(folder.0.join("a 1.csv"), table("за III квартал 2026 года", ""))?;
    expected(&folder, &["a 1.csv", "--figure", "f", "--yes"], (0, "proven"), SMALL)?;
    let thousands = "total = 12000\nparts = { UZ = 6000, RU = 4000, KG = 2000, other = 0 }";
    for options in [&["--scale", "thousand"][..], &["--map", "f", "--scale", "thousand"]] {
        next("2026-Q4", table("за IV квартал 2026 года", "в тысячах человек"))?;
        expected(&folder, &["a 2.csv", "--yes"], (2, "say so with --scale thousand"), PARTS)?;
        let before = map()?;
        let arguments = [&["a 2.csv", "--yes"], options].concat();
        expected(&folder, &arguments, (0, "maps/f.toml (changed)"), thousands)?;
        if !map()?.contains("scale = \"thousand\"") {
            return Err(fail(map()?));
        }
        fs::write(folder.0.join("maps/f.toml"), before)?;
    }
    // As they stand is said of thousands: of a rate, it is asked again.
    let as_is = ["a 2.csv", "--figure", "f", "--yes", "--scale", "as-is"];
    next("2026-Q4", table("за IV квартал 2026 года", "в тысячах человек"))?;
    expected(&folder, &as_is, (0, "units = [\"thousand\"]"), SMALL)?;
    next("2027-Q1", table("за I квартал 2027 года, тыс. человек", ""))?;
    expected(&folder, &["a 2.csv", "--yes"], (0, "proven"), SMALL)?;
    next("2027-Q2", table("за II квартал 2027 года, млн человек", ""))?;
    expected(&folder, &["a 2.csv", "--yes"], (2, "may be millions"), PARTS)?;
    next("2027-Q2", table("за II квартал 2027 года, на 1000 человек", ""))?;
    expected(&folder, &["a 2.csv", "--yes"], (1, "no rates is not proven"), PARTS)?;
    // A mapping that somebody else has written stays as it is.
    fs::write(folder.0.join("maps/f.toml"), map()?.replace("# How", "# My"))?;
    let any = ["a 2.csv", "--figure", "f", "--yes", "--scale", "one"];
    let before = map()?;
    expected(&folder, &any, (0, "stays as it is"), SMALL)?;
    if map()? == before { Ok(()) } else { Err(fail(map()?)) }
}
