//! Holds the rules of house style against the faults that an editor found in the published report.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use libtest_mimic::{Failed, Trial};
use quarterly::build::checked;
use quarterly::diag::Family;
use quarterly::spec::{Folder, Spec};
use quarterly::theme::Theme;

use super::{fail, reference};

mod fixed;

/// Of a hundred faults, those that have to be found.
const FOUND_AT_LEAST: usize = 90;
/// Findings that are no faults of the list.
const FALSE_AT_MOST: usize = 5;
const REFERENCE: &str = "golden/ref/style/published.txt";

pub(crate) fn trials() -> Vec<Trial> {
    let mut trials =
        vec![Trial::test("style::what_an_editor_marks_in_the_published_report_is_found", published)];
    trials.extend(fixed::trials());
    trials
}

/// A piece of the report.
struct Piece {
    fault: u64,
    is: String,
    text: String,
    found: Vec<String>,
    also: Vec<String>,
}

impl Piece {
    fn read(table: &toml::Table) -> Option<Self> {
        let words = |key: &str| {
            let list = table.get(key).and_then(toml::Value::as_array).into_iter().flatten();
            list.filter_map(|word| word.as_str().map(str::to_owned)).collect::<Vec<_>>()
        };
        let word = |key: &str| table.get(key).and_then(toml::Value::as_str).map(str::to_owned);
        Some(Self {
            fault: table.get("fault")?.as_integer()?.try_into().ok()?,
            is: word("is").unwrap_or_else(|| "text".to_owned()),
            text: word("text")?,
            found: words("found"),
            also: words("also"),
        })
    }

    /// An edition that has nothing but the piece.
    fn edition(&self) -> String {
        let text = format!("'''\n{}\n'''", self.text);
        let chapter = |title: &str, body: &str| {
            format!("[[chapter]]\nid = \"c{}\"\ntitle = {title}\ntext = {body}\n", title.len() + body.len())
        };
        let plain = "'''\nText.\n'''";
        let mut edition = "period = \"2023-Q2\"\ntitle = \"The overview\"\n".to_owned();
        edition.push_str(&match self.is.as_str() {
            "title" => chapter(&text, plain),
            "titles" => format!("{}{}", chapter(&text, plain), chapter(&text, "'''\nText again.\n'''")),
            "note" => format!("{}[notes]\na = {text}\n", chapter("\"C\"", "'''\nText.[^a]\n'''")),
            "notes" => format!("{}[notes]\na = {text}\nb = {text}\n", chapter("\"C\"", "'''\nText.[^a] More.[^b]\n'''")),
            "caption" => format!(
                "{}[tables.t]\ntitle = {text}\nsource = \"s\"\ntext = '''\n| a | b |\n|---|---|\n| c | d |\n'''\n",
                chapter("\"C\"", "'''\n![](table:t)\n'''")
            ),
            "citation" => format!("{}[imprint]\ncitation = {text}\n", chapter("\"C\"", plain)),
            _ => chapter("\"C\"", &text),
        });
        edition
    }
}

fn published() -> Result<(), Failed> {
    let table: toml::Table = std::fs::read_to_string("golden/style/pieces.toml")?.parse()?;
    let names = table.get("names").map(ToString::to_string).unwrap_or_default();
    let series = format!(
        "id = \"test\"\ncountry = \"KZ\"\n[style]\nhouse = \"iom\"\nnames = {names}\n[sources.s]\nname = \"Ministry\"\nnote = \"The Ministry.\"\n"
    );
    let pieces = table.get("piece").and_then(toml::Value::as_array).into_iter().flatten();
    let pieces: Vec<Piece> = pieces.filter_map(|piece| Piece::read(piece.as_table()?)).collect();
    let theme = Theme::embedded().map_err(|error| fail(error.to_string()))?;
    let listed = listed()?;
    let (mut told, mut missed, mut extra) = (String::new(), BTreeSet::new(), Vec::new());
    for piece in &pieces {
        let files = [("edition.toml", piece.edition()), ("series.toml", series.clone())];
        let files = files.map(|(name, text)| (name.to_owned(), Arc::from(text.into_bytes())));
        let spec = Spec::load(&Folder::Memory(BTreeMap::from(files)), "edition.toml", "");
        let spec = spec.map_err(|faults| fail(faults.to_string()))?;
        let checked = checked(&spec, &theme).map_err(|faults| fail(faults.to_string()))?;
        let style = checked.findings.iter().filter(|finding| finding.code.family() == Family::Style);
        let found: BTreeSet<&str> =
            style.filter_map(|finding| finding.code.as_str().strip_prefix("style/")).collect();
        let is_found = piece.found.iter().any(|code| found.contains(code.as_str()));
        if !is_found {
            missed.insert(piece.fault);
        }
        let others =
            found.iter().filter(|code| !piece.found.iter().chain(&piece.also).any(|known| known == *code));
        extra.extend(others.map(|code| format!("{} {code}", piece.fault)));
        let found: Vec<&str> = found.into_iter().collect();
        let found = if found.is_empty() { "nothing".to_owned() } else { found.join(", ") };
        told.push_str(&format!("{:2} {}: {found}\n", piece.fault, piece.text.replace('\n', " ")));
    }
    let all: BTreeSet<u64> = pieces.iter().map(|piece| piece.fault).collect();
    if all != listed {
        return Err(fail(format!("pieces of {all:?} for faults {listed:?}")));
    }
    let count = all.len() - missed.len();
    told.push_str(&format!(
        "\nfound: {count} of {}\nnot found: {missed:?}\nno faults of the list: {extra:?}\n",
        all.len()
    ));
    if count * 100 < all.len() * FOUND_AT_LEAST || extra.len() > FALSE_AT_MOST {
        return Err(fail(told));
    }
    reference::hold(REFERENCE, &told)
}

/// The numbers of the faults of style that the editor listed.
fn listed() -> Result<BTreeSet<u64>, Failed> {
    let text = std::fs::read_to_string("golden/style/published.txt")?;
    let lines = text.lines().take_while(|line| *line != "language");
    Ok(lines.filter_map(|line| line.split('|').next()?.trim().parse().ok()).collect())
}
