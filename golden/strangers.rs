//! Sentences by people who knew the docs and the genre and not the rules: how many true ones are told, and how many
//! mistakes are found.
//!
//! A set has figures of its own, true sentences, and sentences with one mistake each, with its kind and what is wrong.
//! What comes out is the reference, sentence by sentence. A set is honest only the first time it is run; then it is
//! something to learn from. `golden/strangers/README.md` says which is which.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use libtest_mimic::{Failed, Trial};
use quarterly::build::checked;
use quarterly::diag::code;
use quarterly::spec::{Folder, Spec};
use quarterly::theme::Theme;

use super::{fail, reference};

const FOLDER: &str = "golden/strangers";
/// The sets, with the country of their figures.
const SETS: [(&str, &str); 15] = [
    ("first", "KG"),
    ("second", "GE"),
    ("third", "AM"),
    ("fourth", "TJ"),
    ("fifth", "MD"),
    ("sixth", "RS"),
    ("seventh", "PL"),
    ("eighth", "UZ"),
    ("ninth", "RO"),
    ("tenth", "BG"),
    ("eleventh", "AL"),
    ("twelfth", "MK"),
    ("in-kazakh", "MN"),
    ("in-russian", "KG"),
    ("in-russian-2", "AM"),
];

/// Kinds of mistakes, and the codes that tell them rightly.
const KINDS: [(&str, &[&str]); 20] = [
    ("digits", &["claim-value", "loose-number"]),
    ("direction", &["claim-direction"]),
    ("period", &["claim-period"]),
    ("part", &["claim-part"]),
    ("unit", &["claim-unit", "claim-value"]),
    ("nearness", &["claim-nearness", "claim-value"]),
    ("ranking", &["claim-rank", "claim-record", "ranking-order"]),
    ("multiple", &["claim-multiple", "claim-value", "claim-nearness", "loose-number"]),
    ("sign", &["claim-sign", "claim-direction", "claim-value"]),
    ("share-of", &["claim-part", "claim-figure", "claim-period", "claim-value"]),
    ("change-or-value", &["change-or-value", "claim-unit"]),
    ("loose", &["loose-number"]),
    ("date", &["impossible-date", "claim-period"]),
    ("sum", &["claim-value", "claim-part", "claim-sum"]),
    ("label", &["claim-figure", "claim-unit"]),
    ("figure", &["claim-figure", "claim-unit"]),
    ("record", &["claim-record", "claim-rank"]),
    ("share", &["claim-value", "claim-nearness"]),
    ("size", &["claim-size"]),
    ("trend", &["claim-trend"]),
];

pub(crate) fn trials() -> Vec<Trial> {
    let sets =
        SETS.map(|(set, country)| Trial::test(format!("strangers::{set}"), move || measured(set, country)));
    sets.into_iter().chain([Trial::test("strangers::own", own)]).collect()
}

/// True sentences over the figures of each set, by somebody who knew the rules: which of them are told.
fn own() -> Result<(), Failed> {
    let theme = super::theme::embedded()?;
    let mut text = String::new();
    let folder = Path::new(FOLDER);
    // Of the newest set there are none; the reference lists those that there are.
    for (set, country) in SETS.iter().filter(|(set, _)| folder.join(format!("own/{set}.txt")).is_file()) {
        let figures = std::fs::read_to_string(folder.join(set).join("figures.toml"))?.replace("\r\n", "\n");
        let right =
            std::fs::read_to_string(folder.join("own").join(format!("{set}.txt")))?.replace("\r\n", "\n");
        let right: Vec<&str> = right.lines().filter(|line| !line.trim().is_empty()).collect();
        let series = format!("id = \"strangers\"\ncountry = \"{country}\"\n");
        let told = told(&figures, &series, &right, &theme)?;
        writeln!(text, "figures of {set}, true sentences that are told: {} of {}", told.len(), right.len())?;
        write_told(&mut text, &told, |index| right[index].to_owned())?;
    }
    compare("own", &text)
}

/// Codes with the words found, of each sentence.
pub(crate) type Told = BTreeMap<usize, Vec<(String, String)>>;

fn measured(set: &str, country: &str) -> Result<(), Failed> {
    let folder = Path::new(FOLDER).join(set);
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).map(|text| text.replace("\r\n", "\n"));
    let (figures, right, wrong) = (read("figures.toml")?, read("true.txt")?, read("wrong.txt")?);
    let theme = super::theme::embedded()?;
    let right: Vec<&str> = right.lines().filter(|line| !line.trim().is_empty()).collect();
    let series = format!("id = \"strangers\"\ncountry = \"{country}\"\n");
    let told = told(&figures, &series, &right, &theme)?;
    let mut text = format!("true sentences that are told: {} of {}\n", told.len(), right.len());
    write_told(&mut text, &told, |index| right[index].to_owned())?;
    let wrong: Vec<Vec<&str>> =
        wrong.lines().filter(|line| !line.trim().is_empty()).map(|line| line.split('\t').collect()).collect();
    if wrong.iter().any(|line| line.len() != 3) {
        return Err(fail("a line of wrong.txt has not three columns"));
    }
    let sentences: Vec<&str> = wrong.iter().map(|line| line[1]).collect();
    let told = self::told(&figures, &series, &sentences, &theme)?;
    let mut by_kind: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    let (mut other, mut silent) = (Told::new(), Vec::new());
    for (index, line) in wrong.iter().enumerate() {
        let (_, fitting) = KINDS.iter().find(|(kind, _)| *kind == line[0]).ok_or_else(|| fail(line[0]))?;
        let counts = by_kind.entry(line[0]).or_default();
        counts[0] += 1;
        match told.get(&index) {
            Some(found) if found.iter().any(|(code, _)| fitting.contains(&code.as_str())) => counts[1] += 1,
            Some(found) => {
                counts[2] += 1;
                other.insert(index, found.clone());
            }
            None => silent.push(index),
        }
    }
    let all = |which: usize| by_kind.values().map(|counts| counts[which]).sum::<usize>();
    writeln!(text, "\nmistakes: {}, told rightly: {}, told otherwise: {}", all(0), all(1), all(2))?;
    for (kind, [count, rightly, otherwise]) in &by_kind {
        writeln!(text, "  {kind}: {count}, rightly {rightly}, otherwise {otherwise}")?;
    }
    let shown = |index: usize| format!("{}: {} ({})", wrong[index][0], wrong[index][1], wrong[index][2]);
    writeln!(text, "\ntold otherwise")?;
    write_told(&mut text, &other, shown)?;
    writeln!(text, "\nnot told")?;
    silent.into_iter().try_for_each(|index| writeln!(text, "  {} {}", index + 1, shown(index)))?;
    compare(set, &text)
}

fn write_told(text: &mut String, told: &Told, shown: impl Fn(usize) -> String) -> Result<(), Failed> {
    for (index, found) in told {
        writeln!(text, "  {} {}", index + 1, shown(*index))?;
        found.iter().try_for_each(|(code, words)| writeln!(text, "      {code}: {words}"))?;
    }
    Ok(())
}

/// What is told of sentences that stand in one edition, each in a topic of its own.
pub(crate) fn told(figures: &str, series: &str, sentences: &[&str], theme: &Theme) -> Result<Told, Failed> {
    let mut spec = format!("{figures}\n\n[[chapter]]\nid = \"all\"\ntitle = \"All\"\n");
    let mut lines = BTreeMap::new();
    for (index, sentence) in sentences.iter().enumerate() {
        write!(spec, "\n[[chapter.topic]]\nid = \"s{index}\"\ntitle = \"S\"\ntext = '''\n")?;
        lines.insert(spec.matches('\n').count() + 1, index);
        writeln!(spec, "{sentence}\n'''")?;
    }
    let files = [("edition.toml", spec), ("series.toml", series.to_owned())];
    let files = files.map(|(name, text)| (name.to_owned(), Arc::from(text.as_bytes())));
    let folder = Folder::Memory(files.into_iter().collect());
    let spec = Spec::load(&folder, "edition.toml", "").map_err(|faults| fail(faults.to_string()))?;
    let findings = checked(&spec, theme).map_err(|faults| fail(faults.to_string()))?.findings;
    let mut told = Told::new();
    // A remark that counts the numbers of the whole edition is of no sentence.
    for finding in findings.into_iter().filter(|finding| finding.code != code::TYPED_NUMBERS) {
        let line = finding.span.map(|span| spec.sources.line_column(span).0);
        if let Some(index) = line.and_then(|line| lines.get(&line)) {
            let words = finding.found.unwrap_or(finding.message).replace('\u{a0}', " ");
            told.entry(*index).or_default().push((finding.code.as_str().to_owned(), words));
        }
    }
    Ok(told)
}

pub(crate) fn compare(set: &str, text: &str) -> Result<(), Failed> {
    reference::hold(format!("golden/ref/strangers/{set}.txt"), text)
}
