//! Sentences put together from the words of the language, numbers, figures and claims: what the checks of sentences read.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;

mod support;

/// Every text of the file by which sentences are read; what stands in patterns for something else is a word here too.
static WORDS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let quoted = |line: &'static str| line.split('"').skip(1).step_by(2);
    let lines = include_str!("../../data/languages/en/read.toml").lines();
    let words = lines.filter(|line| !line.starts_with('#')).flat_map(quoted);
    let mut words: Vec<String> = words.map(|word| word.replace(['{', '}'], "").replace('*', "s")).collect();
    words.sort_unstable();
    words.dedup();
    words
});
const FIGURES: &str = r#"
period = "2023-Q2"
title  = "A test"
[names]
cis = "CIS countries"
[figures.departures]
label = "departures"
source = "mia"
period = "2023-H1"
total = 6996
values = { 2022-H1 = 12339, 2021-H1 = 0, 2023-Q1 = 3000, 2023-04 = 1 }
[figures.visas]
label = "visas issued"
source = "mia"
total = 1653
values = { 2022-Q2 = 2000 }
shares = { CN = 50.3, TR = 16.9, cis = 2.0, other = 30.8 }
[figures.balance]
label = "balance of migration"
source = "mia"
signed = true
total = -353
values = { 2022-Q2 = 12 }
[figures.sent]
label = "transfers sent"
source = "mia"
unit = "KZT billion"
values = { 2023-04 = 76.4, 2023-05 = 89.9, 2023-06 = 87.5, 2022-Q2 = 306.3, 2023-Q1 = 182.9 }
convert = { unit = "USD million", rate = 2.2 }
[[chapter]]
id = "one"
title = "One"
text = '''
"#;
const PIECES: [&str; 64] = [
    "{{ departures }}", "{{ departures.total }}", "{{ visas }}", "{{ visas.share(\"CN\") }}", "{{ visas.part(\"TR\") }}",
    "{{ sent }}", "{{ balance }}", "{{ balance.value(\"2022-Q2\") }}", "{{ departures.value(\"2022-H1\") }}",
    "{{ departures.change(\"2022-H1\") }}", "{{ visas.value(\"2022-Q2\") }}", "{{ sent.value(\"2023-04\") }}",
    "{{ visas.ranking(3) }}", "[half](=visas.share(\"CN\"))", "[43.3](=departures.change(\"2022-H1\"))",
    "[doubled](=departures.ratio(\"2022-H1\"))", "[most](=visas.share(\"CN\"))", "China", "Türkiye", "Russia", "the CIS",
    "April", "June 2023", "the second quarter of 2023", "January to June 2022", "2022", "31 February 2023", "1 July",
    "0", "1", "50", "1,653", "1 653", "2.5", "12k", "100", "99.9", "-353", "−353", "76.4", "6996", "1/2", "%",
    "KZT", "USD", "million", "\n\n", ".", ".", ",", ",", ";", ":", "(", ")", "–", "“", "”", "- ", "| a | b |\n|---|--:|\n",
    "**", "[^law]", "visas", "departures",
];

fuzz_target!(|data: &[u8]| {
    let mut text = String::new();
    for two in data.chunks_exact(2) {
        let (kind, at) = (usize::from(two[0]), usize::from(two[1]));
        let piece = match kind % 4 {
            0 => PIECES[at % PIECES.len()],
            _ => WORDS[(kind / 4 * 256 + at) % WORDS.len()].as_str(),
        };
        if !matches!(piece, "." | "," | ";" | ":" | ")" | "%") {
            text.push(' ');
        }
        text.push_str(piece);
    }
    let text = text.replace("\n ", "\n");
    let edition = format!("{FIGURES}{text}\n'''\n[notes]\nlaw = \"Law\"\n");
    support::build(&[("edition.toml", edition.as_bytes()), ("series.toml", support::SERIES)]);
});
