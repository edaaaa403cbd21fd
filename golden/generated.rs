//! Editions that nobody wrote: valid ones, which have to build without a word, and damaged ones, which must not
//! break the program.
//!
//! `CASES=500 cargo test --test golden generated` tries more of them; `SEED=7` tries others.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use libtest_mimic::{Failed, Trial};
use proptest::collection::vec;
use proptest::prelude::any;
use proptest::test_runner::{Config, RngSeed, TestCaseError, TestRunner};
use quarterly::build::edition;
use quarterly::diag::{Severity, Warned, code, render};
use quarterly::pdf::Press;
use quarterly::spec::{Folder, Spec};
use quarterly::theme::Theme;

use super::{fail, keep_docx};

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("generated::valid_editions_build_without_a_word", valid),
        Trial::test("generated::damaged_editions_are_told", damaged),
    ]
}

static THEME: LazyLock<Theme> = LazyLock::new(|| Theme::embedded().expect("the theme is whole"));

fn number(variable: &str, default: u64) -> u64 {
    std::env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

fn runner(cases: u64) -> TestRunner {
    TestRunner::new(Config {
        cases: u32::try_from(number("CASES", cases)).unwrap_or(u32::MAX),
        rng_seed: RngSeed::Fixed(number("SEED", 1)),
        failure_persistence: None,
        max_shrink_iters: 60,
        ..Config::default()
    })
}

fn valid() -> Result<(), Failed> {
    let check = |choices: Vec<u16>| {
        let text = write(&mut Choices { list: &choices, at: 0 });
        build(&text).map_err(|why| TestCaseError::fail(format!("{why}\n{text}")))
    };
    runner(8).run(&vec(any::<u16>(), 400), check).map_err(|error| fail(error.to_string()))
}

/// The choices that make an edition; fewer and smaller ones make a simpler edition.
struct Choices<'a> {
    list: &'a [u16],
    at: usize,
}

impl Choices<'_> {
    fn below(&mut self, limit: usize) -> usize {
        let choice = self.list.get(self.at % self.list.len().max(1)).copied().unwrap_or(0);
        self.at += 1;
        usize::from(choice) % limit
    }

    fn yes(&mut self) -> bool {
        self.below(2) == 1
    }

    fn words(&mut self, least: usize, most: usize) -> String {
        const WORDS: [&str; 16] = [
            "migrants",
            "permits",
            "were",
            "issued",
            "in",
            "the",
            "second",
            "season",
            "of",
            "Қазақстан",
            "Türkiye",
            "a",
            "Transnationalisation",
            "and",
            "its",
            "agencies",
        ];
        let count = least + self.below(most - least + 1);
        let words: Vec<&str> = (0..count).map(|_| WORDS[self.below(WORDS.len())]).collect();
        words.join(" ")
    }

    fn amount(&mut self) -> String {
        match self.below(4) {
            0 => format!("{}", 1 + self.below(9)),
            1 => format!("{}.{}", 1 + self.below(900), self.below(10)),
            2 => format!("{}", 1_000 + self.below(60_000)),
            _ => format!("{}", (1 + self.below(60_000)) * 1_000_003),
        }
    }
}

/// Random numbers agree with nothing: the rules that compare them with each other have nothing to say here.
const RANDOM: &str = "
[checks]
chart-reference = \"off\"
loose-number = \"off\"
mixed-decimals = \"off\"
no-base = \"off\"
odd-count = \"off\"
other-missing = \"off\"
parts-sum = \"off\"
periods-sum = \"off\"
rate-reused = \"off\"
shares-sum = \"off\"
share-of-total = \"off\"
sharp-break = \"off\"
source-missing = \"off\"
source-unused = \"off\"
";

const COUNTRIES: [&str; 12] = ["CN", "TR", "UZ", "RU", "GB", "BA", "VE", "KR", "IN", "AF", "MN", "IT"];
const KINDS: [&str; 11] = [
    "map",
    "multiples",
    "diverging",
    "donut",
    "bars",
    "columns",
    "clustered",
    "stacked",
    "line",
    "dumbbell",
    "slope",
];

/// A valid edition.
fn write(choices: &mut Choices<'_>) -> String {
    let mut out = format!("period = \"2023-Q2\"\ntitle = \"{}\"\n", choices.words(1, 9));
    for (key, value) in [
        ("published", "\"2023-08-15\""),
        ("summary", "\"A summary.\""),
        ("confidential", "true"),
        ("flags", "{ edited = true, approved = true }"),
        ("cover", "{ file = \"forum.jpg\", alt = \"A forum\", credit = \"Nobody\" }"),
    ] {
        if choices.yes() {
            let _ = writeln!(out, "{key} = {value}");
        }
    }
    figures(choices, &mut out);
    let charts = 1 + choices.below(6);
    for index in 0..charts {
        chart(choices, &mut out, index);
    }
    let _ = writeln!(out, "[names]\ncis = \"CIS countries\"\n[notes]\nlaw = \"{}\"", choices.words(1, 40));
    for index in 0..[0, 6, 7, 8][choices.below(4)] {
        let change = if choices.yes() { "change = 'a.change(\"2022-Q2\")'\n" } else { "" };
        let _ = writeln!(
            out,
            "[[tile]]\nvalue = \"a\"\nlabel = \"{}\"\n{change}",
            choices.words(1, 5 + index % 2)
        );
    }
    let chapters = 1 + choices.below(4);
    let mut placed = 0;
    for index in 0..chapters {
        let _ = writeln!(out, "[[chapter]]\nid = \"c{index}\"\ntitle = \"{}\"", choices.words(1, 9));
        if choices.yes() {
            let _ = writeln!(out, "numbered = {}", choices.yes());
        }
        // The last chapter takes what has not been placed yet.
        let until = if index + 1 == chapters { charts } else { placed + choices.below(charts - placed + 1) };
        let _ = writeln!(out, "text = '''\n{}'''", prose(choices, placed..until));
        placed = until;
        for topic in 0..choices.below(3) {
            let _ = writeln!(
                out,
                "[[chapter.topic]]\nid = \"t{index}-{topic}\"\ntitle = \"{}\"",
                choices.words(1, 7)
            );
            let _ = writeln!(out, "text = '''\n{}'''", prose(choices, 0..0));
        }
    }
    lists(choices, &mut out);
    out
}

/// The label of a figure, in words that no text has: beside the number of another figure they would be a mistake.
fn label(choices: &mut Choices<'_>) -> String {
    choices.words(1, 4).split(' ').map(|word| format!("un{word}")).collect::<Vec<_>>().join(" ")
}

/// `a` and `b` have values of periods, `p` and `q` amounts by part, `r` both, `s` shares, `n` is not available.
fn figures(choices: &mut Choices<'_>, out: &mut String) {
    for key in ["a", "b"] {
        let _ = writeln!(out, "[figures.{key}]\nlabel = \"{}\"\nsource = \"mia\"", label(choices));
        let periods = ["2023-Q2", "2023-Q1", "2022-Q4", "2022-Q2"];
        let values: Vec<String> =
            periods.iter().map(|period| format!("{period} = {}", choices.amount())).collect();
        let _ = writeln!(out, "values = {{ {} }}", values.join(", "));
    }
    let parts = 2 + choices.below(9);
    let first = choices.below(COUNTRIES.len());
    let part = |index: usize| COUNTRIES[(first + index) % COUNTRIES.len()];
    for key in ["p", "q"] {
        let unit = if choices.yes() && key == "p" { "unit = \"KZT billion\"\n" } else { "" };
        let unit =
            if out.contains("KZT billion") || !unit.is_empty() { "unit = \"KZT billion\"\n" } else { "" };
        let _ = writeln!(out, "[figures.{key}]\nlabel = \"{}\"\nsource = \"mia\"\n{unit}", label(choices));
        let values: Vec<String> =
            (0..parts).map(|index| format!("{} = {}", part(index), choices.amount())).collect();
        let _ = writeln!(out, "total = 900000000000\nparts = {{ {} }}", values.join(", "));
    }
    let sums: Vec<String> =
        (0..parts).map(|index| format!("{} = {}.5", part(index), 1 + choices.below(900))).collect();
    let _ = writeln!(
        out,
        "[figures.r]\nlabel = \"money\"\nsource = \"mia\"\nvalues = {{ 2022-Q2 = {} }}",
        choices.amount()
    );
    let _ = writeln!(out, "total = {}\nparts = {{ {} }}", 10_000 + choices.below(9_000), sums.join(", "));
    let mut left = 1_000;
    let mut shares = Vec::new();
    for index in 0..parts {
        let share = 1 + choices.below(left / 3);
        left -= share;
        shares.push(format!("{} = {}.{}", part(index), share / 10, share % 10));
    }
    let _ = writeln!(out, "[figures.s]\nlabel = \"visas\"\nsource = \"mia\"\ntotal = 1653");
    let _ = writeln!(out, "shares = {{ {}, other = {}.{} }}", shares.join(", "), left / 10, left % 10);
    let _ =
        writeln!(out, "[figures.n]\nlabel = \"lost\"\nsource = \"mia\"\nnot_available = \"No letter came.\"");
}

fn chart(choices: &mut Choices<'_>, out: &mut String, index: usize) {
    let kind = KINDS[choices.below(KINDS.len())];
    let what = match kind {
        "donut" => "figure = \"s\"",
        "bars" => ["figure = \"s\"", "figure = \"p\""][choices.below(2)],
        "columns" => "figure = \"a\"\nperiods = [\"2022-Q2\", \"2023-Q1\", \"2023-Q2\"]",
        "line" | "multiples" => {
            "figures = [\"a\", \"b\"]\nby = \"period\"\nperiods = [\"2022-Q4\", \"2023-Q1\", \"2023-Q2\"]"
        }
        "diverging" => {
            ["figures = [\"a\", \"b\"]\nperiods = [\"2022-Q2\", \"2023-Q2\"]", "figures = [\"p\", \"q\"]"]
                [choices.below(2)]
        }
        "map" => [
            "figure = \"p\"\nmap = \"regions.geojson\"",
            "figure = \"p\"\nmap = \"regions.geojson\"\nmap_style = \"circles\"",
        ][choices.below(2)],
        "dumbbell" | "slope" => "figures = [\"a\", \"b\"]\nperiods = [\"2022-Q2\", \"2023-Q2\"]",
        "clustered" => "figures = [\"a\", \"b\"]\nby = \"figure\"\nperiods = [\"2022-Q2\", \"2023-Q2\"]",
        _ => "figure = \"r\"\nperiods = [\"2022-Q2\", \"2023-Q2\"]\nby = \"period\"",
    };
    let _ =
        writeln!(out, "[charts.g{index}]\nkind = \"{kind}\"\n{what}\ntitle = \"{}\"", choices.words(1, 14));
    if choices.yes() {
        let _ = writeln!(out, "remark = \"{}\"", choices.words(1, 12));
    }
    if choices.yes() {
        out.push_str("sort = \"given\"\n");
    }
}

fn prose(choices: &mut Choices<'_>, charts: std::ops::Range<usize>) -> String {
    let mut out = String::new();
    for _ in 0..1 + choices.below(5) {
        let words = choices.words(3, 60);
        let _ = match choices.below(8) {
            0 => writeln!(out, "{words} {{{{ a.total }}}}, {{{{ s.ranking(2) }}}}.[^mia]\n"),
            1 => writeln!(
                out,
                "{words} **{{{{ s.share(\"other\") }}}}** [link](https://example.org/a_b).[^law]\n"
            ),
            2 => writeln!(out, "- {words}\n- {}\n  1. {}\n", choices.words(1, 20), choices.words(1, 5)),
            3 => writeln!(out, "### {}\n\n{words}\n", choices.words(1, 6)),
            4 => writeln!(
                out,
                "| {} | n |\n|---|--:|\n| a | {{{{ a | bare }}}} |\n| {} | 2 |\n",
                choices.words(1, 4),
                choices.words(1, 9)
            ),
            5 => {
                let both = "{{ if n }}{{ n.total }} came{{ else }}none came{{ end }}";
                writeln!(out, "{words} {{{{ a.change(\"2022-Q2\").words }}}}; {both}.\n")
            }
            6 => writeln!(out, "*{words}*, {{{{ period.ordinal }}}} and {{{{ period.previous }}}}.\n"),
            _ => writeln!(out, "{words}\n"),
        };
    }
    for chart in charts {
        let _ = writeln!(out, "![](chart:g{chart})\n\n{} [](#fig-g{chart}).\n", choices.words(1, 30));
    }
    out
}

fn lists(choices: &mut Choices<'_>, out: &mut String) {
    let chapter = |out: &mut String, list: &str| {
        let _ = writeln!(out, "[[chapter]]\nid = \"{list}\"\ntitle = \"{list}\"\nlist = \"{list}\"");
    };
    let events = choices.below(4);
    let laws = choices.below(3);
    let (terms, data) = (choices.below(3), choices.yes());
    for (count, list) in
        [(events, "events"), (laws, "legislation"), (terms, "terms"), (usize::from(data), "data")]
    {
        if count > 0 {
            chapter(out, list);
        }
    }
    for day in 0..events {
        let _ = writeln!(
            out,
            "[[event]]\ndate = \"2023-04-0{}\"\ntitle = \"{}\"\ntext = \"{}\"",
            day + 1,
            choices.words(2, 9),
            choices.words(5, 60)
        );
        let photos: Vec<&str> = ["forum.jpg", "training.jpg", "transfer.jpg"][..choices.below(4)].to_vec();
        let photos = photos
            .iter()
            .map(|file| format!("{{ file = \"{file}\", alt = \"A picture\", credit = \"Nobody\" }}"));
        let _ = writeln!(out, "photos = [{}]", photos.collect::<Vec<_>>().join(", "));
    }
    for _ in 0..laws {
        let _ = writeln!(
            out,
            "[[legislation]]\ndate = \"2023-05\"\ntitle = \"{}\"\ntext = \"{}\"",
            choices.words(2, 9),
            choices.words(5, 60)
        );
    }
    for _ in 0..terms {
        let _ = writeln!(
            out,
            "[[term]]\nname = \"{}\"\ntext = \"{}\"",
            choices.words(1, 3),
            choices.words(5, 40)
        );
    }
}

/// A square for each country, in rows of four, and one that no figure has.
fn regions() -> String {
    let area = |(index, name): (usize, &str)| {
        let (x, y) = (index % 4 * 2, index / 4 * 2);
        let corners = [(x, y), (x + 2, y), (x + 2, y + 2), (x, y + 2), (x, y)];
        let corners: Vec<String> = corners.iter().map(|(x, y)| format!("[{x}, {y}]")).collect();
        format!(
            "{{\"type\": \"Feature\", \"properties\": {{\"id\": \"{name}\"}}, \"geometry\": {{\"type\": \"Polygon\", \"coordinates\": [[{}]]}}}}",
            corners.join(", ")
        )
    };
    let names = COUNTRIES.into_iter().chain(["nobody"]);
    let areas: Vec<String> = names.enumerate().map(area).collect();
    format!("{{\"type\": \"FeatureCollection\", \"features\": [{}]}}", areas.join(", "))
}

/// Files of an edition in memory.
fn folder(text: &str) -> Folder {
    static FILES: LazyLock<BTreeMap<String, Arc<[u8]>>> = LazyLock::new(|| {
        let read = |name: &str| {
            Arc::from(std::fs::read(Path::new("data/kazakhstan").join(name)).unwrap_or_default())
        };
        let photos = ["forum.jpg", "training.jpg", "transfer.jpg"];
        let mut files: BTreeMap<String, Arc<[u8]>> = photos
            .iter()
            .flat_map(|name| {
                [
                    ((*name).to_owned(), read(&format!("photos/{name}"))),
                    (format!("photos/{name}"), read(&format!("photos/{name}"))),
                ]
            })
            .collect();
        files.insert("history.toml".to_owned(), read("history.toml"));
        files.insert("regions.geojson".to_owned(), Arc::from(regions().as_bytes()));
        files
    });
    let mut files = FILES.clone();
    let series = format!("{}{RANDOM}", include_str!("suite/faults/no-value/series.toml"));
    files.insert("series.toml".to_owned(), Arc::from(series.as_bytes()));
    files.insert("edition.toml".to_owned(), Arc::from(text.as_bytes()));
    Folder::Memory(files)
}

/// Builds everything; nothing may be said but that there is no logo.
fn build(text: &str) -> Result<(), String> {
    let spec = Spec::load(&folder(text), "edition.toml", "").map_err(|faults| faults.to_string())?;
    let Warned { output: edition, mut warnings } =
        edition(&spec, &THEME).map_err(|faults| faults.to_string())?;
    warnings.retain(|finding| finding.severity != Severity::Note);
    if !warnings.is_empty() {
        return Err(render(&warnings, &spec.sources));
    }
    let pdf = edition.pdf(&Press::new(&THEME)).map_err(|error| error.to_string())?;
    if let Some(warning) = pdf.warnings.first() {
        return Err(warning.message.clone());
    }
    // How full a page is, how sharp a photograph and how long words are is not what is tried here.
    if let Some(finding) = pdf.findings.iter().find(|finding| {
        ![code::SPARSE_PAGE, code::LOW_RESOLUTION, code::WIDE_SPACES, code::SHORT_LAST_LINE]
            .contains(&finding.code)
    }) {
        return Err(finding.to_string());
    }
    let docx = edition.docx(&THEME).map_err(|error| error.to_string())?;
    keep_docx(&docx).map_err(|error| error.to_string())?;
    quarterly::docx::lint(&docx).first().map_or(Ok(()), |lint| Err(lint.clone()))
}

fn damaged() -> Result<(), Failed> {
    let whole = std::fs::read_to_string(super::EDITION.0)?;
    let check = |cuts: Vec<(u32, u8, u8)>| {
        let mut text: Vec<char> = whole.chars().collect();
        for (place, length, how) in cuts {
            damage(&mut text, place as usize, usize::from(length), usize::from(how));
        }
        let text: String = text.into_iter().collect();
        // Whatever is said about it is right; a panic is not.
        if let Ok(spec) = Spec::load(&folder(&text), "edition.toml", "") {
            let _ = edition(&spec, &THEME);
        }
        Ok(())
    };
    runner(60).run(&vec(any::<(u32, u8, u8)>(), 1..4), check).map_err(|error| fail(error.to_string()))
}

fn damage(text: &mut Vec<char>, place: usize, length: usize, how: usize) {
    const SIGNS: [&str; 16] = [
        "'''",
        "\"",
        "{{",
        "}}",
        "[",
        "](=",
        "[[",
        "=",
        "-",
        "99999999999",
        "\u{e000}0\u{e001}",
        "\n",
        "#",
        "| ",
        "[^mia]",
        "é",
    ];
    let start = place % text.len().max(1);
    let end = (start + length).min(text.len());
    match how % 4 {
        0 => drop(text.drain(start..end)),
        1 => {
            let copy = text[start..end].to_vec();
            text.splice(start..start, copy);
        }
        2 => drop(text.splice(start..end.min(start + 1), SIGNS[how / 4 % SIGNS.len()].chars())),
        _ => {
            // Another piece of the edition stands in for this one.
            let from = (place / 7) % text.len().max(1);
            let piece = text[from..(from + length).min(text.len())].to_vec();
            text.splice(start..end, piece);
        }
    }
}
