//! Tables as ministries and agencies publish them: read by a proposed mapping, again by its words, or refused.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use libtest_mimic::{Failed, Trial};

use super::asked::quarterly;
use super::hold;
use crate::command::{Folder, expect};
use crate::fail;

const TABLES: &str = "golden/fill/tables";

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("fill::ministry::tables_of_many_shapes_are_read", read),
        Trial::test("fill::ministry::what_cannot_be_told_is_asked", asked),
        Trial::test("fill::ministry::the_next_file_is_read_by_the_same_words", again),
        Trial::test("fill::ministry::tables_in_a_language_of_the_series_are_read", own_language),
        Trial::test("fill::ministry::months_since_january_are_read_by_their_whole", whole_of_months),
    ]
}

fn folder(name: &str) -> Result<Folder, Failed> {
    let folder = Folder::new(name)?;
    for entry in fs::read_dir(TABLES)? {
        let entry = entry?;
        let text = fs::read_to_string(entry.path())?.replace("\r\n", "\n");
        fs::write(folder.0.join(entry.file_name()), text)?;
    }
    Ok(folder)
}

/// What the command prints, with the exit code.
fn call(folder: &Path, arguments: &[&str], answer: &str) -> Result<(Option<i32>, String), Failed> {
    let all: Vec<&str> = ["fill", "edition.toml"].into_iter().chain(arguments.iter().copied()).collect();
    let output = quarterly(folder, &all, answer)?;
    let told =
        [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned()).concat();
    Ok((output.status.code(), told))
}

/// Each shape, with what has to be said of it.
const SHAPES: &[&[&str]] = &[
    &["РВП 9 мес 2023.csv", "--figure", "residence"],
    &["МВД 2023.csv", "--figure", "invited", "--column", "Оформлено приглашений"],
    &["stock 2023.csv", "--figure", "stock", "--column", "F"],
    &["net 2023.csv", "--figure", "net"],
    &[
        "unhcr.csv",
        "--figure",
        "refugees",
        "--key",
        "ISO3CoO",
        "--column",
        "REF",
        "--where",
        "Year={year}",
        "--where",
        "ISO3CoA=KAZ",
    ],
    &["dtm.csv", "--figure", "displaced", "--column", "Individuals_North", "--column", "Individuals_South"],
    &["азаматтығы 2023.csv", "--figure", "shares"],
    &["РВП 9 мес 2023.csv", "--figure", "months", "--as", "values"],
    &["un-stock.csv", "--figure", "stock"],
    &["un-stock.csv", "--figure", "stock", "--key", "Location code"],
    &["monthly.csv", "--figure", "months", "--column", "Permits"],
    &["matrix 2023.csv", "--figure", "stock", "--column", "Kazakhstan", "--part", "RU"],
    &["matrix 2023.csv", "--figure", "stock", "--row", "Казахстан", "--part", "Россия"],
    &["counts 2023.csv", "--figure", "shares", "--as", "shares-of-counts"],
    // Pairs of countries: the country of the series stands on one side of the table, or on the one that is said.
    &["unhcr.csv", "--figure", "refugees", "--column", "REF"],
    &[
        "asylum 2023.csv",
        "--figure",
        "refugees",
        "--column",
        "Refugees",
        "--where",
        "Country of Asylum={country}",
    ],
    &[
        "asylum 2023.csv",
        "--figure",
        "stock",
        "--column",
        "Total",
        "--where",
        "Country of Origin (ISO)=Қазақстан",
        "--part",
        "DE",
        "--part",
        "other",
    ],
    &["un-pairs.csv", "--figure", "stock", "--column", "F", "--where", "Destination={country}"],
    &["un-pairs.csv", "--figure", "stock", "--column", "F", "--where", "Origin=Kazakhstan", "--part", "UZ"],
    // The row of the whole by other names, and by its number alone.
    &["w-named.csv", "--figure", "net"],
    &["w-home.csv", "--figure", "net"],
    &["w-sum.csv", "--figure", "net"],
    &["w-quarter.csv", "--figure", "net"],
    // The period of the numbers.
    &["w-year.csv", "--figure", "net"],
    &["w-q2.csv", "--figure", "net", "--period", "any"],
    // The unit of the numbers, where the table names another one than the figure; a number that the source does not have.
    &["u-title.csv", "--figure", "net", "--scale", "thousand"],
    &["u-title.csv", "--figure", "net", "--scale", "as-is"],
    &["u-open.csv", "--figure", "residence"],
];

/// Tables of regions: title, head, and the row of the whole with its number.
const REGIONS: [(&str, &str, &str, &str); 12] = [
    ("w-named.csv", "за III квартал 2023 года", "Количество", "Итого по республике:;31"),
    ("w-home.csv", "за III квартал 2023 года", "Количество", "Республика Казахстан;31"),
    ("w-sum.csv", "за III квартал 2023 года", "Количество", "По всем;31"),
    ("w-quarter.csv", "за 9 месяцев 2023 года", "III квартал 2023", "ВСЕГО регионов;31"),
    ("w-year.csv", "Миграция 2021", "Количество", "Всего;31"),
    ("w-q2.csv", "за II квартал 2023 года", "Количество", "Всего;31"),
    ("w-nine.csv", "Arrivals in January–September 2023", "Number", "Total;31"),
    ("w-head.csv", "за III квартал 2023 года", "II квартал 2023", "Всего;31"),
    ("u-title.csv", "Миграция за III квартал 2023 года, тыс. человек", "Количество", "Всего;31"),
    ("u-head.csv", "за III квартал 2023 года", "Total (thousand persons)", "Всего;31"),
    ("u-percent.csv", "за III квартал 2023 года", "в % к итогу", "Всего;31"),
    ("w-large.csv", "за III квартал 2023 года", "Количество", "По всем;30"),
];

/// Writes the tables of regions.
fn regions(folder: &Folder) -> Result<(), Failed> {
    for (name, title, head, whole) in REGIONS {
        let rows = "North region;12\nSouth region;9\nWest region;6\nEast region;4";
        fs::write(folder.0.join(name), format!("{title};\nРегион;{head}\n{rows}\n{whole}\n"))?;
    }
    let months = "Гражданство;июль 2023;август 2023;сентябрь 2023";
    let rows = "Узбекистан;120;130;…\nРоссия;70;–;90\nКыргызстан;10;11;12\nКитай;5;н/д;6\nГермания;1;2;3";
    fs::write(folder.0.join("u-open.csv"), format!("{months}\n{rows}\n"))?;
    let rows = "Узбекистан;чел.;120\nРоссия;тыс. чел.;70\nКыргызстан;чел.;10";
    fs::write(folder.0.join("u-beside.csv"), format!("Гражданство;Ед. изм.;III квартал 2023\n{rows}\n"))?;
    Ok(())
}

fn read() -> Result<(), Failed> {
    let folder = folder("fill-shapes")?;
    regions(&folder)?;
    let mut all = String::new();
    for arguments in SHAPES {
        let arguments: Vec<&str> = arguments.iter().copied().chain(["--dry-run"]).collect();
        let (code, told) = call(&folder.0, &arguments, "")?;
        writeln!(all, "# {} → {code:?}\n{told}", arguments.join(" "))?;
    }
    hold("tables.txt", &all)
}

/// Tables of pairs in which one thing is wrong: name, what stands there, and what stands there now.
const PAIRS: [(&str, &str, &str); 10] = [
    ("p-twice.csv", "2023,Ukraine,UKR", "2023,Afghanistan,AFG"),
    ("p-blank.csv", "2023,Syrian Arab Rep.,SYR,Kazakhstan,KAZ", "2023,Syrian Arab Rep.,SYR,,"),
    ("p-year.csv", "2023,Ukraine", "2O23,Ukraine"),
    ("p-code.csv", "2023,Ukraine,UKR", "2023,Ukraine,UZB"),
    ("p-side.csv", "2023,Ukraine,UKR,Kazakhstan,KAZ", "2023,Ukraine,UKR,Germany,KAZ"),
    ("p-side-too.csv", "2023,Ukraine,UKR,Kazakhstan,KAZ", "2023,Ukraine,UKR,Kazakhstan,UZB"),
    ("p-place.csv", "75,40,115", "*,40,40"),
    ("p-own.csv", "KAZ,0,0,0", "KAZ,12,0,12"),
    ("p-heads.csv", "Country of Origin,", "Country of Asylum,"),
    ("p-digits.csv", "75,40,115", "75 or 80,40,115"),
];

/// Calls that are refused.
const ASKED: &[&[&str]] = &[
    &["two.csv"],
    &["two.csv", "--figure", "residences"],
    &["two.csv", "--figure", "refugees", "--key", "Country"],
    &["near.csv", "--figure", "residence", "--key", "Country"],
    &["off.csv", "--figure", "residence", "--key", "Country"],
    &["unclear.csv", "--figure", "residence", "--key", "Country"],
    &["lost.csv", "--figure", "shares", "--key", "Country"],
    &["none.csv", "--figure", "residence", "--key", "a"],
    &["dtm.csv", "--figure", "displaced", "--key", "Country of origin"],
    &["dtm.csv", "--figure", "displaced", "--column", "Persons"],
    &["years.csv", "--figure", "refugees", "--key", "Origin", "--column", "REF"],
    &["unhcr.csv", "--figure", "refugees", "--column", "REF", "--where", "When=2023"],
    &["unhcr.csv", "--figure", "refugees", "--column", "REF", "--where", "Year"],
    &["dtm.csv", "--figure", "displaced", "--sheet", "Data", "--column", "G"],
    &["page.xls", "--figure", "residence"],
    &["codes.csv", "--figure", "stock", "--column", "Number"],
    &["matrix 2023.csv", "--figure", "stock"],
    &["matrix 2023.csv", "--figure", "stock", "--row", "Azerbaijan"],
    &["matrix 2023.csv", "--figure", "stock", "--column", "Kazakhstan", "--part", "Узбикистан"],
    &["counts 2023.csv", "--figure", "shares"],
    &["unproven.csv", "--figure", "shares", "--as", "shares-of-counts"],
    &["counts 2023.csv", "--figure", "months", "--as", "parts"],
    &["monthly.csv", "--figure", "months"],
    &["m-twice.csv", "--figure", "months", "--column", "Permits"],
    &["years.csv", "--figure", "months", "--column", "REF"],
    &["asylum 2023.csv", "--figure", "refugees", "--column", "Refugees"],
    &[
        "asylum 2023.csv",
        "--figure",
        "invited",
        "--column",
        "Refugees",
        "--where",
        "Country of Asylum={country}",
    ],
    &["nowhere.csv", "--figure", "refugees", "--column", "Refugees"],
    &[
        "p-twice.csv",
        "--figure",
        "refugees",
        "--column",
        "Refugees",
        "--where",
        "Country of Asylum={country}",
    ],
    &[
        "p-blank.csv",
        "--figure",
        "refugees",
        "--column",
        "Refugees",
        "--where",
        "Country of Asylum={country}",
    ],
    &["p-year.csv", "--figure", "refugees", "--column", "Refugees", "--where", "Country of Asylum={country}"],
    &["p-code.csv", "--figure", "refugees", "--column", "Refugees", "--where", "Country of Asylum={country}"],
    &[
        "p-place.csv",
        "--figure",
        "refugees",
        "--column",
        "Refugees",
        "--where",
        "Country of Asylum={country}",
    ],
    &["p-own.csv", "--figure", "refugees", "--column", "Refugees", "--where", "Country of Asylum={country}"],
    &[
        "p-heads.csv",
        "--figure",
        "refugees",
        "--column",
        "Refugees",
        "--where",
        "Country of Asylum={country}",
    ],
    &[
        "p-digits.csv",
        "--figure",
        "refugees",
        "--column",
        "Refugees",
        "--where",
        "Country of Asylum={country}",
    ],
    &["p-side.csv", "--figure", "refugees", "--column", "Refugees", "--where", "Country of Asylum={country}"],
    &[
        "p-side-too.csv",
        "--figure",
        "refugees",
        "--column",
        "Refugees",
        "--where",
        "Country of Asylum={country}",
    ],
    &["w-large.csv", "--figure", "net"],
    &["u-title.csv", "--figure", "net"],
    &["u-head.csv", "--figure", "net"],
    &["u-percent.csv", "--figure", "net"],
    &["u-beside.csv", "--figure", "residence"],
    &["w-q2.csv", "--figure", "net"],
    &["w-nine.csv", "--figure", "net"],
    &["w-head.csv", "--figure", "net"],
    &["w-head.csv", "--figure", "net", "--column", "B"],
    &["bad1.csv"],
    &["bad1.csv", "--figure", "residence", "--map", "bad"],
];

/// Writes tables in which something is wrong.
fn spoilt(folder: &Folder) -> Result<(), Failed> {
    let file = |name: &str, text: &str| fs::write(folder.0.join(name), text);
    file("two.csv", "Country,Number\nKorea,5\nUzbekistan,6\nRussia,7\nKyrgyzstan,1\n")?;
    file("near.csv", "Country,Number\nУзбикистан,6\nRussia,7\nKyrgyzstan,1\n")?;
    file("off.csv", "Country,Number\nTotal,100\nUzbekistan,60\nRussia,7\nKyrgyzstan,1\n")?;
    file("unclear.csv", "Country,Number\nUzbekistan,1.234\nRussia,7\nKyrgyzstan,1\n")?;
    file("lost.csv", "Country,Share\nUzbekistan,0.688\nRussia,0.312\nKyrgyzstan,0\n")?;
    file("none.csv", "a,b\nc,d\n")?;
    file(
        "codes.csv",
        "Country,Code,Number\nWorld,900,12\nUzbekistan,860,6\nGermany,276,3\nTürkiye,792,1\nKazakhstan,398,1\nRussian Federation,398,1\n",
    )?;
    file("unproven.csv", "Country,Number\nUzbekistan,600\nRussia,700\nKyrgyzstan,100\n")?;
    file("page.xls", "<html><table>")?;
    let monthly = fs::read_to_string(folder.0.join("monthly.csv"))?;
    file("m-twice.csv", &monthly.replace("June", "July"))?;
    file("years.csv", "Year,Origin,REF\n2022,AFG,480\n2023,AFG,500\n2023,SYR,25\n2023,UKR,75\n")?;
    file(
        "nowhere.csv",
        "Year,Origin,Asylum,Refugees\n2023,AFG,PAK,5\n2023,SYR,TUR,6\n2023,SYR,LBN,7\n2023,AFG,IRN,8\n",
    )?;
    file("bad1.csv", "Country,Number\nUzbekistan,1\nRussia,7\nKyrgyzstan,1\n")?;
    let pairs = fs::read_to_string(folder.0.join("asylum 2023.csv"))?;
    for (name, old, new) in PAIRS {
        file(name, &pairs.replacen(old, new, 1))?;
    }
    Ok(())
}

fn asked() -> Result<(), Failed> {
    let folder = folder("fill-refused")?;
    spoilt(&folder)?;
    regions(&folder)?;
    let mut all = String::new();
    for arguments in ASKED {
        if arguments[0] == "bad1.csv" {
            fs::create_dir_all(folder.0.join("maps"))?;
            fs::write(
                folder.0.join("maps/bad.toml"),
                "file = \"bad*.csv\"\nfigure = \"residence\"\nas = \"share\"\n",
            )?;
        }
        let (code, told) = call(&folder.0, arguments, "y\n")?;
        writeln!(all, "# {} → {code:?}\n{told}", arguments.join(" "))?;
        if code != Some(2) {
            return Err(fail(format!("{arguments:?} is not refused:\n{told}")));
        }
    }
    let is_same = fs::read_to_string(folder.0.join("edition.toml"))?
        == fs::read_to_string(Path::new(TABLES).join("edition.toml"))?.replace("\r\n", "\n");
    if !is_same {
        return Err(fail("something was written"));
    }
    hold("tables-diagnostics.txt", &all)
}

/// That a table names no period is told once, also to who has a mapping of before that was kept.
fn unnamed(folder: &Folder, spec: &Path) -> Result<(), Failed> {
    let (_, told) = call(&folder.0, &["dtm.csv", "--figure", "displaced", "--column", "G"], "y\n")?;
    let kept = fs::read_to_string(folder.0.join("maps/displaced.toml"))?;
    if !told.contains("the table names no period") || !kept.contains("period = \"unnamed\"") {
        return Err(fail(format!("{told}\n{kept}")));
    }
    let (_, told) = call(&folder.0, &["dtm.csv"], "")?;
    if told.contains("the table names no period") {
        return Err(fail(told));
    }
    // A mapping that is older says nothing of it: then it is told once, and kept after a yes.
    let mapping = folder.0.join("maps/displaced.toml");
    fs::write(&mapping, kept.replace("period = \"unnamed\"\n", ""))?;
    fs::write(spec, fs::read_to_string(spec)?.replace("IQ = 5200", "IQ = \"?\""))?;
    let (_, told) = call(&folder.0, &["dtm.csv"], "y\n")?;
    let mended = fs::read_to_string(&mapping)?;
    if !told.contains("the table names no period")
        || !mended.contains("figure = \"displaced\"\nperiod = \"unnamed\"\n")
    {
        return Err(fail(format!("{told}\n{mended}")));
    }
    Ok(())
}

fn again() -> Result<(), Failed> {
    let folder = folder("fill-again")?;
    let spec = folder.0.join("edition.toml");
    // What is not proven is not answered by an option.
    let (code, told) = call(&folder.0, &["net 2023.csv", "--figure", "net", "--yes"], "")?;
    if code != Some(1) || !told.contains("not proven") || fs::read_to_string(&spec)?.contains("-2387") {
        return Err(fail(told));
    }
    let (_, told) = call(&folder.0, &["РВП 9 мес 2023.csv", "--figure", "residence", "--yes"], "")?;
    let text = fs::read_to_string(&spec)?;
    if !text.contains("parts  = { UZ = 2900, RU = 1300, KG = 580, other = 220 }")
        || !text.contains("total  = 5000")
        || !text.contains("# from РВП 9 мес 2023.csv")
    {
        return Err(fail(format!("{told}\n{text}")));
    }
    let map = fs::read_to_string(folder.0.join("maps/residence.toml"))?;
    hold("map.toml", &map)?;
    // A file of another name: the mappings that there are, and the one of its figure, are told.
    fs::copy(folder.0.join("РВП 9 мес 2023.csv"), folder.0.join("permits.csv"))?;
    for (arguments, right) in [
        (&["permits.csv"][..], "say its mapping: --map residence (`residence`, for files `РВП*.csv`)"),
        (&["permits.csv", "--figure", "residence"], "with --map residence alone"),
    ] {
        let (code, told) = call(&folder.0, arguments, "")?;
        if code != Some(2) || !told.contains(right) {
            return Err(fail(told));
        }
    }
    unnamed(&folder, &spec)?;
    // The file of the next quarter has another column and other places.
    let next: BTreeMap<&str, &str> = [
        ("2023-Q3", "2023-Q4"),
        ("= 2900", "= \"?\""),
        ("= 1300", "= \"?\""),
        ("= 580", "= \"?\""),
        ("= 220", "= \"?\""),
        ("= 5000", "= \"?\""),
    ]
    .into();
    let text = next.iter().fold(text, |text, (old, new)| text.replace(old, new));
    fs::write(&spec, text)?;
    let table = fs::read_to_string(folder.0.join("РВП 9 мес 2023.csv"))?;
    let table = table
        .replace("III квартал", "IV квартал")
        .replace("июль", "октябрь")
        .replace("август", "ноябрь")
        .replace("сентябрь", "декабрь");
    let table = table.lines().enumerate().fold(String::new(), |mut out, (index, line)| {
        let more = if (2..11).contains(&index) {
            format!("{};{line}", if index > 4 { "7" } else { "" })
        } else {
            format!(";{line}")
        };
        out.push_str(&more);
        out.push('\n');
        out
    });
    fs::write(folder.0.join("РВП 12 мес 2023.csv"), &table)?;
    let (code, told) = call(&folder.0, &["РВП 12 мес 2023.csv", "--yes"], "")?;
    let text = fs::read_to_string(&spec)?;
    if !text.contains("parts  = { UZ = 2900, RU = 1300, KG = 580, other = 220 }") {
        return Err(fail(format!("{code:?}\n{told}\n{text}")));
    }
    // A column that has another name now is told.
    let text = text.replace("= 2900", "= \"?\"");
    fs::write(&spec, text)?;
    fs::write(folder.0.join("РВП 12 мес 2023.csv"), table.replace("Всего за IV квартал", "За год"))?;
    let output = quarterly(&folder.0, &["fill", "edition.toml", "РВП 12 мес 2023.csv"], "y\n")?;
    let is_told = String::from_utf8_lossy(&output.stderr).contains("error[map-words]");
    expect(output.status.code() == Some(2) && is_told, "a column that is gone is told", &output)
}

/// The words of a language that lies beside the series name periods and numbers that are not there.
fn own_language() -> Result<(), Failed> {
    let folder = folder("fill-language")?;
    let words = folder.0.join("languages/qaa");
    fs::create_dir_all(&words)?;
    for entry in fs::read_dir("golden/suite/toy-language/languages/qaa")? {
        let entry = entry?;
        fs::copy(entry.path(), words.join(entry.file_name()))?;
    }
    let series = folder.0.join("series.toml");
    let text = fs::read_to_string(&series)?;
    fs::write(&series, format!("languages = [\"en\", \"qaa\"]\n{text}"))?;
    let table =
        |quarter: u8| format!("Land;{quarter} kvarteno 2023\nUZ;12\nRU;mankas\nKG;5\nCN;mankas\nDE;4\n");
    for (quarter, right) in [(3, "B5 holds `mankas`: `other` stays open"), (2, "names 2023-Q2")] {
        fs::write(folder.0.join("a.csv"), table(quarter))?;
        let arguments = ["a.csv", "--figure", "residence", "--dry-run"];
        let (_, told) = call(&folder.0, &arguments, "")?;
        if !told.contains(right) {
            return Err(fail(format!("{quarter}: {told}")));
        }
    }
    Ok(())
}

/// Of months since January, the whole is kept; a mapping of months does not fit the next file, and is written anew.
fn whole_of_months() -> Result<(), Failed> {
    let folder = folder("fill-months")?;
    let spec = folder.0.join("edition.toml");
    let text = fs::read_to_string(&spec)?;
    let figure = "[figures.since]\nlabel = \"departures\"\nsource = \"mia\"\nperiod = \"2023-9M\"\ntotal = \"?\"\nparts = { UZ = \"?\", RU = \"?\", other = \"?\" }\n\n[figures.net]";
    fs::write(&spec, text.replacen("[figures.net]", figure, 1))?;
    let months = ["январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь"];
    let rows = [("Итого", 15), ("Узбекистан", 7), ("Россия", 5), ("Китай", 3)];
    let table = rows.iter().fold(String::new(), |text, (name, number)| {
        let cells: String = months.iter().map(|_| format!(";{number}")).collect();
        format!("{text}{name};{}{cells}\n", number * months.len())
    });
    let head = format!("за январь–сентябрь 2023 года\nСтрана;Выбыло, всего;{}\n", months.join(";"));
    fs::write(folder.0.join("Выбытие 9 мес.csv"), head + &table)?;
    let arguments = ["Выбытие 9 мес.csv", "--figure", "since", "--yes"];
    let (_, told) = call(&folder.0, &arguments, "")?;
    let map = folder.0.join("maps/since.toml");
    let kept = fs::read_to_string(&map)?;
    if !kept.contains("value  = [[\"Выбыло, всего\"]]") {
        return Err(fail(format!("{told}\n{kept}")));
    }
    // An older mapping, of a workbook: it serves the same table as text, and its words are of another quarter.
    let old = kept.replace("[\"Выбыло, всего\"]", "[\"IV квартал\", \"октябрь\"]").replace("*.csv", "*.xls*");
    fs::write(&map, format!("{old}rename = {{ \"Прочие\" = \"other\" }}\n"))?;
    let (code, told) = call(&folder.0, &["Выбытие 9 мес.csv"], "")?;
    if code != Some(2) || !told.contains("read it anew with --figure since") {
        return Err(fail(told));
    }
    let (_, told) = call(&folder.0, &arguments, "")?;
    let kept = fs::read_to_string(&map)?;
    let is_anew = kept.contains("value  = [[\"Выбыло, всего\"]]") && kept.contains("\"Прочие\" = \"other\"");
    if is_anew && told.contains("is written anew") { Ok(()) } else { Err(fail(format!("{told}\n{kept}"))) }
}
