use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

use serde_json::{Value, json};

use super::http::Status;
use super::look::Looks;
use super::round::Rounds;
use super::server::Site;
use super::site::PreviewSite;
use super::state::{Part, State};
use super::{Outside, Shown};
use crate::diag::Faults;
use crate::theme::{Brand, Theme};

/// What was asked of the rest of the program, and the brand file of its theme.
#[derive(Default)]
struct Asked(Mutex<Vec<String>>, Option<PathBuf>);

impl Outside for Asked {
    fn open(&self, path: &Path, line: usize, column: usize) -> Result<(), String> {
        self.0.lock().unwrap().push(format!("{}:{line}:{column}", path.display()));
        Ok(())
    }

    fn compare(&self, old: &Path, new: &Path) -> Result<Vec<u8>, String> {
        let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
        self.0.lock().unwrap().push(format!("{} {}", name(old), name(new)));
        Err("not here".to_owned())
    }

    fn theme(&self) -> Result<Theme, Faults> {
        let text = fs::read_to_string(self.1.as_ref().unwrap()).unwrap();
        let mut theme = Theme::embedded().unwrap();
        theme.brand = Brand::parse("brand.toml", &text)?;
        Ok(theme)
    }

    fn theme_files(&self, _: &Theme) -> Vec<PathBuf> {
        self.1.iter().cloned().collect()
    }
}

/// A preview without a server, of a small edition.
struct Bench {
    folder: tempfile::TempDir,
}

const EDITION: &str = r#"period = "2023-Q2"
title  = "A test"

[figures.visas]
label  = "visas issued"
source = "mia"
total  = 1653
values = { 2022-Q2 = 2000, 2023-Q1 = 412 }
shares = { CN = 50.3, TR = 16.9, other = 32.8 }

[charts.visas]
figure = "visas"
kind   = "bars"
title  = "Visas issued"

[[chapter]]
id    = "one"
title = "One"
text  = '''
Compared with the year before, visas fell by {{ visas.change("2022-Q2") }}, to {{ visas.total }}, and there were 17 more.

![](chart:visas)
'''
"#;

const SERIES: &str = r#"id = "test"
country = "KZ"
author = "Test office"

[sources.mia]
name = "Ministry"
note = "Ministry of Internal Affairs, {{ period.year }}"
"#;

impl Bench {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("2023-q2.toml"), EDITION).unwrap();
        fs::write(folder.path().join("series.toml"), SERIES).unwrap();
        Self { folder }
    }

    fn spec(&self) -> PathBuf {
        self.folder.path().join("2023-q2.toml")
    }

    fn write(&self, text: &str) {
        fs::write(self.spec(), text).unwrap();
    }

    fn shown(&self) -> Shown {
        Shown { spec: self.spec(), language: None, port: 0, out: self.folder.path().join("out") }
    }
}

fn looks(asked: &Asked) -> Looks<'_> {
    Looks::new(Theme::embedded().unwrap(), asked)
}

/// What was told of both parts, with how often.
fn told(state: &State) -> [(u64, Value); 2] {
    let news = state.news([0, 0], Duration::ZERO).unwrap();
    Part::ALL.map(|part| {
        let said = news.iter().find(|(known, _)| *known == part);
        said.map_or((0, Value::Null), |(_, said)| (said.version, serde_json::from_str(&said.json).unwrap()))
    })
}

fn codes(findings: &Value) -> Vec<&str> {
    findings["findings"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect()
}

#[test]
fn pages_follow_the_files_and_stay_while_there_are_errors() {
    let bench = Bench::new();
    let (state, asked) = (State::default(), Asked::default());
    let looks = looks(&asked);
    let mut rounds = Rounds::new(bench.spec(), &looks);
    rounds.go(&state);
    let [(pages, shown), (findings, found)] = told(&state);
    assert_eq!((pages, findings, &found["failed"]), (1, 1, &json!(false)));
    let pictures: Vec<&str> =
        shown["pages"].as_array().unwrap().iter().map(|page| page["svg"].as_str().unwrap()).collect();
    assert!(pictures.iter().all(|name| state.asset(name).is_some()), "{pictures:?}");

    // The same again is nothing new, and neither is a file that is only written again.
    bench.write(EDITION);
    rounds.go(&state);
    assert_eq!(told(&state).map(|(version, _)| version), [1, 1]);

    // An error leaves the pages, and so does a file that has vanished.
    bench.write(&EDITION.replace("visas.total", "visa.total"));
    rounds.go(&state);
    let [(pages, _), (_, found)] = told(&state);
    assert_eq!((pages, &found["failed"], codes(&found)[0]), (1, &json!(true), "unknown-figure"));
    assert_eq!(found["findings"][0]["line"][1], json!("visa"), "{found}");
    bench.write("period = ");
    rounds.go(&state);
    assert_eq!(codes(&told(&state)[1].1), ["toml-syntax"]);
    fs::remove_file(bench.spec()).unwrap();
    rounds.go(&state);
    assert_eq!(codes(&told(&state)[1].1), ["file-not-found"]);
    assert_eq!(told(&state)[0].0, 1);

    // What is mended is shown; the pages that look the same keep their names.
    bench.write(&EDITION.replace("Compared with", "Against"));
    rounds.go(&state);
    let [(pages, after), (_, found)] = told(&state);
    assert_eq!((pages, &found["failed"]), (2, &json!(false)));
    let others: Vec<&str> =
        after["pages"].as_array().unwrap().iter().map(|page| page["svg"].as_str().unwrap()).collect();
    let differ = pictures.iter().zip(&others).filter(|(one, two)| one != two).count();
    assert_eq!((pictures.len(), differ), (others.len(), 1));
}

#[test]
fn every_number_has_its_place_and_what_is_known_of_it() {
    let bench = Bench::new();
    let (state, asked) = (State::default(), Asked::default());
    Rounds::new(bench.spec(), &looks(&asked)).go(&state);
    let [(_, shown), (_, found)] = told(&state);
    let asset = |name: &Value| {
        let bytes = state.asset(name.as_str().unwrap()).unwrap().bytes;
        serde_json::from_slice::<Value>(&bytes).unwrap()
    };
    let numbers = asset(&found["numbers"]);
    let numbers = numbers["numbers"].as_array().unwrap();
    let of = |text: &str| {
        numbers.iter().find(|number| number["text"] == text).unwrap_or_else(|| panic!("{text}: {numbers:?}"))
    };
    let total = of("1,653");
    assert_eq!(total["formula"], "visas.total");
    assert_eq!(
        (&total["figure"], &total["label"], &total["source"]),
        (&json!("visas"), &json!("visas issued"), &json!("Ministry"))
    );
    assert_eq!((&total["place"]["file"], &total["place"]["line"]), (&json!("2023-q2.toml"), &json!(20)));
    assert_eq!(
        (&total["origins"][0]["written"], &total["origins"][0]["place"]["line"]),
        (&json!("1653"), &json!(7))
    );
    // Computed, typed and drawn ones have one place each; that of a chart is its label.
    for text in ["1,653", "17.4 per cent", "17", "50.3%"] {
        let areas = of(text)["areas"].as_array().unwrap().clone();
        assert_eq!(areas.len(), 1, "{text}: {areas:?}");
        assert!(areas[0]["width"].as_f64().unwrap() < 80.0, "{text}: {areas:?}");
    }
    // The place of a number is that of its words.
    let area = &total["areas"][0];
    let page = &shown["pages"][area["page"].as_u64().unwrap() as usize - 1];
    let words = asset(&page["text"]);
    let blocks = words["blocks"].as_array().unwrap();
    let lines: Vec<&Value> = blocks.iter().flat_map(|block| block["lines"].as_array().unwrap()).collect();
    let line = lines.iter().find(|line| line[0].as_str().unwrap().contains("1,653")).unwrap();
    let [left, top, wide] = [0, 1, 2].map(|at| line[1][at].as_f64().unwrap());
    let (x, y) = (area["x"].as_f64().unwrap(), area["y"].as_f64().unwrap());
    assert!((y - top).abs() < 0.1 && (left..left + wide).contains(&x), "{area} {line}");
    // What was found has the place of its words, and the loose number is told at its own.
    let loose =
        found["findings"].as_array().unwrap().iter().find(|one| one["code"] == "loose-number").unwrap();
    assert_eq!(loose["areas"], of("17")["areas"]);
    // Headings are headings, and a chart has its text.
    assert!(blocks.iter().any(|block| block["role"] == "h1"), "{blocks:?}");
    assert!(words["pictures"][0]["alt"].as_str().unwrap().contains("China"), "{}", words["pictures"]);
    assert!(words["labels"].as_array().unwrap().iter().any(|label| label[0] == "50.3%"));
}

#[test]
fn a_number_from_a_workbook_names_its_cell() {
    let bench = Bench::new();
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("Q2").unwrap();
    sheet.write(0, 0, "country").unwrap().write(0, 1, "share").unwrap();
    for (row, (name, share)) in [("China", 50.3), ("Other", 49.7)].into_iter().enumerate() {
        let row = row as u32 + 1;
        sheet.write(row, 0, name).unwrap().write(row, 1, share).unwrap();
    }
    book.save(bench.folder.path().join("visas.xlsx")).unwrap();
    let table = "xlsx = { file = \"visas.xlsx\", sheet = \"Q2\", key = \"country\", value = \"share\", as = \"shares\" }";
    bench.write(&EDITION.replace("shares = { CN = 50.3, TR = 16.9, other = 32.8 }", table));
    let (state, asked) = (State::default(), Asked::default());
    Rounds::new(bench.spec(), &looks(&asked)).go(&state);
    let found = &told(&state)[1].1;
    assert_eq!(found["failed"], json!(false), "{found}");
    let numbers = state.asset(found["numbers"].as_str().unwrap()).unwrap().bytes;
    let numbers: Value = serde_json::from_slice(&numbers).unwrap();
    let share =
        numbers["numbers"].as_array().unwrap().iter().find(|number| number["text"] == "50.3%").unwrap();
    assert_eq!(
        (&share["origins"][0]["cell"], &share["origins"][0]["table"]),
        (&json!("Q2!B2"), &json!(true))
    );
}

#[test]
fn no_answer_is_made_of_a_path() {
    let bench = Bench::new();
    let (state, asked, shown) = (State::default(), Asked::default(), bench.shown());
    let looks = looks(&asked);
    let site = PreviewSite::new(&shown, &looks, &state, &asked);
    let status = |path: &str, query: &str| site.get(path, query).status;
    for path in ["", "style.css", "fonts.css", "main.js", "icon.svg", "font/0"] {
        assert_eq!(status(path, ""), Status::Ok, "{path}");
    }
    for path in [
        "series.toml",
        "2023-q2.toml",
        "page/../2023-q2.toml",
        "page/2023-q2.toml",
        "font/../x",
        "font/999",
        "font/-1",
        "page/",
        "download/",
        "download/../x",
        "Main.js",
        "style.css/",
        "src/preview/main.js",
    ] {
        assert_eq!(status(path, ""), Status::NotFound, "{path}");
    }
    for query in
        ["", "with=/etc/passwd", "with=series.toml", "with=last-build&x", "language=xx", "language=../x"]
    {
        assert_eq!(status("beside", query), Status::NotFound, "{query}");
    }
    // Nothing is there yet that could be downloaded or compared.
    for path in ["download/pdf", "download/docx", "compare"] {
        assert_eq!(status(path, "with=last-build"), Status::Conflict, "{path}");
    }
    for body in [
        "",
        "{}",
        "[]",
        "{\"number\":-1,\"line\":1,\"column\":1}",
        "{\"path\":\"/etc/passwd\"}",
        "{\"number\":0,\"line\":1,\"column\":1,\"x\":1}",
    ] {
        assert_eq!(site.post("open", body.as_bytes()).status, Status::BadRequest, "{body}");
        assert_eq!(site.post("fill", body.as_bytes()).status, Status::BadRequest, "{body}");
        assert_eq!(site.post("language", body.as_bytes()).status, Status::BadRequest, "{body}");
    }
    assert_eq!(site.post("language", b"{\"language\":\"../ru\"}").status, Status::NotFound);
    // A file is opened by its number among those that took part, and by nothing else.
    assert_eq!(site.post("open", b"{\"number\":0,\"line\":1,\"column\":1}").status, Status::NotFound);
    assert!(asked.0.lock().unwrap().is_empty());
}

#[test]
fn what_is_downloaded_is_what_is_shown() {
    let bench = Bench::new();
    let (state, asked, shown) = (State::default(), Asked::default(), bench.shown());
    let looks = looks(&asked);
    let site = PreviewSite::new(&shown, &looks, &state, &asked);
    let mut rounds = Rounds::new(bench.spec(), &looks);
    rounds.go(&state);
    let pdf = site.get("download/pdf", "");
    assert_eq!((pdf.status, pdf.file.as_deref()), (Status::Ok, Some("test-2023-q2.pdf")));
    assert!(pdf.body.starts_with(b"%PDF-1.7"));
    let docx = site.get("download/docx", "");
    assert_eq!((docx.status, docx.file.as_deref()), (Status::Ok, Some("test-2023-q2.docx")));
    assert!(docx.body.starts_with(b"PK"));
    // With an error, the last good edition can still be had.
    bench.write(&EDITION.replace("visas.total", "visa.total"));
    rounds.go(&state);
    assert_eq!(site.get("download/pdf", "").body, pdf.body);
    // What there is to compare with is looked for where it is.
    assert_eq!(site.get("compare", "with=last-edition").body, b"there is no edition before this one");
    fs::write(bench.folder.path().join("2023-q1.toml"), EDITION.replace("2023-Q2", "2023-Q1")).unwrap();
    assert_eq!(site.get("compare", "with=last-edition").body, b"not here");
    assert!(
        String::from_utf8(site.get("compare", "with=last-build").body)
            .unwrap()
            .starts_with("nothing was built")
    );
    fs::create_dir(bench.folder.path().join("out")).unwrap();
    fs::write(bench.folder.path().join("out/test-2023-q2.pdf"), "").unwrap();
    assert_eq!(site.get("compare", "with=last-build").body, b"not here");
    assert_eq!(*asked.0.lock().unwrap(), ["2023-q1.toml 2023-q2.toml", "test-2023-q2.pdf 2023-q2.toml"]);
    assert_eq!(site.post("open", b"{\"number\":0,\"line\":7,\"column\":3}").status, Status::Ok);
    assert!(asked.0.lock().unwrap()[2].ends_with("2023-q2.toml:7:3"));
}

#[test]
fn the_form_writes_what_was_typed_into_the_file_that_it_was_made_of() {
    let bench = Bench::new();
    let open = EDITION.replace("total  = 1653", "total  = \"?\" # from the letter");
    bench.write(&open);
    let (state, asked, shown) = (State::default(), Asked::default(), bench.shown());
    let looks = looks(&asked);
    let site = PreviewSite::new(&shown, &looks, &state, &asked);
    let listed: Value = serde_json::from_slice(&site.get("figures.json", "").body).unwrap();
    assert_eq!(
        (&listed["open"], &listed["figures"][0]["rows"][0]["key"]),
        (&json!(1), &json!("visas|total||2023-Q2"))
    );
    let fill = |value: &str, base: &str, hash: &Value, write: bool| {
        let answers = json!([{ "key": "visas|total||2023-Q2", "value": value, "base": base }]);
        let answer = site
            .post("fill", json!({ "hash": hash, "answers": answers, "write": write }).to_string().as_bytes());
        (answer.status, serde_json::from_slice::<Value>(&answer.body).unwrap())
    };
    let hash = &listed["hash"];
    // What is no number, or could be two, is refused; what is only shown is not written.
    for value in ["abc", "1.653", "12 persons"] {
        let (status, told) = fill(value, "?", hash, true);
        assert_eq!(
            (status, &told["findings"][0]["code"]),
            (Status::Unprocessable, &json!("cell-number")),
            "{value}"
        );
    }
    let (_, told) = fill("1.653", "?", hash, true);
    let said = told["findings"][0].to_string();
    assert!(said.contains("“visas issued”, 2023-Q2") && said.contains("type 1653, or 1.6530"), "{said}");
    let (status, told) = fill("1 700", "?", hash, false);
    assert_eq!(
        (status, &told["changes"][0]["new"], &told["written"]),
        (Status::Ok, &json!("1700"), &json!([]))
    );
    assert_eq!(fs::read_to_string(bench.spec()).unwrap(), open);
    // A file that has changed on the disk is left as it is.
    let changed = open.replace("A test", "Another test");
    bench.write(&changed);
    let (status, told) = fill("1 700", "?", hash, true);
    assert_eq!((status, &told["changed"]), (Status::Conflict, &json!(true)));
    assert_eq!(fs::read_to_string(bench.spec()).unwrap(), changed);
    // Else nothing changes but the number.
    bench.write(&open);
    let (status, told) = fill("1 700", "?", hash, true);
    assert_eq!((status, &told["still_open"]), (Status::Ok, &json!(0)), "{told}");
    assert_eq!(fs::read_to_string(bench.spec()).unwrap(), open.replace("\"?\" #", "1700 #"));
    assert_eq!(fs::read_to_string(bench.folder.path().join("2023-q2.toml.before")).unwrap(), open);
    assert_eq!(state.is_asked(Duration::ZERO), Some(true));
    // What the form was made of is another file now.
    assert_eq!(fill("1800", "?", hash, true).0, Status::Conflict);
    // A key that the edition does not have, and one that is typed twice.
    let listed: Value = serde_json::from_slice(&site.get("figures.json", "").body).unwrap();
    for keys in [&["visas|total||2019-Q2"][..], &["visas|total||2023-Q2"; 2], &["../x"]] {
        let answers: Vec<Value> =
            keys.iter().map(|key| json!({ "key": key, "value": "1", "base": "1700" })).collect();
        let form = json!({ "hash": listed["hash"], "answers": answers, "write": true });
        assert_eq!(site.post("fill", form.to_string().as_bytes()).status, Status::Unprocessable, "{keys:?}");
    }
}

#[test]
fn the_form_adds_a_country_by_the_road_of_the_workbook() {
    let bench = Bench::new();
    let (state, asked, shown) = (State::default(), Asked::default(), bench.shown());
    let looks = looks(&asked);
    let site = PreviewSite::new(&shown, &looks, &state, &asked);
    let listed: Value = serde_json::from_slice(&site.get("figures.json", "").body).unwrap();
    let names = listed["names"].as_array().unwrap();
    assert!(names.contains(&json!("Uzbekistan")), "{names:?}");
    let fill = |rows: &[(&str, &str, &str)], more: &[(&str, &str, &str)], write: bool| {
        let add = |(key, part, value): &(&str, &str, &str)| json!({ "key": key, "part": part, "value": value, "base": "" });
        let known =
            |(key, base, value): &(&str, &str, &str)| json!({ "key": key, "value": value, "base": base });
        let answers: Vec<Value> = rows.iter().map(add).chain(more.iter().map(known)).collect();
        let form = json!({ "hash": listed["hash"], "answers": answers, "write": write });
        let answer = site.post("fill", form.to_string().as_bytes());
        (answer.status, serde_json::from_slice::<Value>(&answer.body).unwrap())
    };
    let key = "visas|share|+1|2023-Q2";
    // A name of nobody, of two countries, of the whole, of one that is there; a number without a name, and the reverse;
    // a share that is none; the same country twice.
    for (rows, code) in [
        (&[(key, "Wonderland", "2.8")][..], "cell-name"),
        (&[(key, "Korea", "2.8")], "cell-name"),
        (&[(key, "Total", "2.8")], "cell-name"),
        (&[(key, "China", "2.8")], "cell-name"),
        (&[(key, "", "2.8")], "cell-name"),
        (&[(key, "Uzbekistan", "")], "cell-name"),
        (&[(key, "Uzbekistan", "280")], "cell-number"),
        (&[(key, "Uzbekistan", "1.234")], "cell-number"),
        (&[(key, "Uzbekistan", "2.8"), ("visas|share|+2|2023-Q2", "Өзбекстан", "2.8")], "cell-name"),
        // A list that the edition does not have.
        (&[("visas|part|+1|2023-Q2", "Uzbekistan", "28")], "sheet-key"),
        (&[("visas|share|+1|2022-Q2", "Uzbekistan", "2.8")], "sheet-key"),
        (&[("visas|total|+1|2023-Q2", "Uzbekistan", "2.8")], "sheet-key"),
    ] {
        let (status, told) = fill(rows, &[], true);
        assert_eq!(
            (status, &told["findings"][0]["code"]),
            (Status::Unprocessable, &json!(code)),
            "{rows:?} {told}"
        );
    }
    assert_eq!(fs::read_to_string(bench.spec()).unwrap(), EDITION);
    let rest = [("visas|share|other|2023-Q2", "32.8", "30.0")];
    let (status, told) = fill(&[(key, "Uzbekistan", "2,8")], &rest, false);
    assert_eq!(
        (status, told["changes"].as_array().unwrap().len(), &told["written"]),
        (Status::Ok, 2, &json!([]))
    );
    let (status, told) = fill(&[(key, "Uzbekistan", "2,8")], &rest, true);
    assert_eq!(status, Status::Ok, "{told}");
    let new = EDITION.replace("TR = 16.9, other = 32.8", "TR = 16.9, UZ = 2.8, other = 30.0");
    assert_eq!(fs::read_to_string(bench.spec()).unwrap(), new);
}

#[test]
fn a_changed_brand_is_read_anew_and_a_broken_one_leaves_the_last_good_pages() {
    let bench = Bench::new();
    let own = include_str!("../../templates/brand.toml");
    let brand = bench.folder.path().join("house.toml");
    fs::write(&brand, own).unwrap();
    let (state, asked) = (State::default(), Asked(Mutex::default(), Some(brand.clone())));
    let looks = looks(&asked);
    let mut rounds = Rounds::new(bench.spec(), &looks);
    rounds.go(&state);
    let [(first, pages), _] = told(&state);
    rounds.go(&state);
    assert_eq!((first, told(&state)[0].0), (1, 1), "nothing has changed");
    // A brand that cannot be read is told; the pages stay.
    fs::write(&brand, "colour = [").unwrap();
    rounds.go(&state);
    let [(version, same), (_, found)] = told(&state);
    assert_eq!((version, &same, &found["failed"]), (1, &pages, &json!(true)), "{found}");
    // So they do while it is broken and the spec changes.
    bench.write(&EDITION.replace("A test", "Another test"));
    rounds.go(&state);
    assert_eq!(told(&state)[0].0, 1);
    assert_eq!(told(&state)[1].1["failed"], json!(true));
    // One that is whole again is seen, with its colours.
    let blue = own.lines().find(|line| line.contains('#') && line.contains('=')).unwrap();
    let at = blue.find("\"#").unwrap() + 1;
    let other = blue.replace(&blue[at..at + 7], "#123456");
    fs::write(&brand, own.replace(blue, &other)).unwrap();
    bench.write(EDITION);
    rounds.go(&state);
    let [(version, new), (_, found)] = told(&state);
    assert_eq!((version, &found["failed"]), (2, &json!(false)), "{found}");
    assert_ne!(new["pages"], pages["pages"]);
}
