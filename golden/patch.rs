//! Words that an edit puts into a spec, read back by the program itself.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use libtest_mimic::{Failed, Trial};
use proptest::collection::vec;
use proptest::prelude::any;
use proptest::sample::select;
use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngSeed, TestCaseError, TestRunner};
use quarterly::build::edition;
use quarterly::patch::markdown::{Where, escape};
use quarterly::patch::toml::{Quotes, inside, string};
use quarterly::patch::{Edit, Patch};
use quarterly::report::{Block, plain_text};
use quarterly::spec::{Folder, Spec};
use quarterly::theme::Theme;

use super::fail;

pub(crate) fn trials() -> Vec<Trial> {
    vec![Trial::test("patch::words_put_into_a_spec_are_read_as_given", words_read_back)]
}

static THEME: LazyLock<Theme> = LazyLock::new(|| Theme::embedded().expect("the theme is whole"));

/// The chapter's text is written anew; words are put into the row of the table.
const SPEC: &str = r#"period = "2023-Q2"
title  = "A test" # stays

[[chapter]]
id    = "one"
title = "One"
text  = TEXT # stays

[tables.t]
title  = "A table"
source = "mia"
text   = "| a | b |\n|---|---|\n| CELL | c |\n"

[[chapter]]
id    = "two"
title = "Two"
text  = "![](table:t)"
"#;

/// Words of signs that mean something to TOML, to Markdown or to expressions.
fn words() -> impl Strategy<Value = String> {
    let signs: Vec<String> = "'\"\\\t#*_`[](){}<>|&;!^=-+~:.1 aқé–".chars().map(String::from).collect();
    let pieces =
        ["'''", "\"\"\"", "{{", "}}", "](=", "[^mia]", "&amp;", "1. ", "word", "https://x.y", "n = 2"];
    let pieces = signs.into_iter().chain(pieces.map(str::to_owned)).collect::<Vec<_>>();
    vec(select(pieces), 1..10).prop_map(|pieces| pieces.concat())
}

fn words_read_back() -> Result<(), Failed> {
    let config =
        Config { cases: 150, rng_seed: RngSeed::Fixed(1), failure_persistence: None, ..Config::default() };
    let marks = select(vec!["'''\nold\n'''", "\"\"\"\nold\n\"\"\"", "'old'", "\"old\""]);
    TestRunner::new(config)
        .run(&(words(), marks, any::<bool>()), |(words, marks, is_windows)| {
            read_back(words.trim(), marks, is_windows).map_err(TestCaseError::fail)
        })
        .map_err(|error| fail(error.to_string()))
}

fn read_back(words: &str, marks: &str, is_windows: bool) -> Result<(), String> {
    let spec = SPEC.replace("TEXT", marks);
    let spec = if is_windows { spec.replace('\n', "\r\n") } else { spec };
    let at = spec.find("text  = ").ok_or("no text")? + "text  = ".len();
    let value = at..spec[at..].find(" # stays").ok_or("no comment")? + at;
    let cell = spec.find("CELL").ok_or("no cell")?;
    let line = escape(words, Where::Line).map_err(|unfit| unfit.to_string())?;
    let in_cell = escape(words, Where::Cell).map_err(|unfit| unfit.to_string())?;
    let in_cell = inside(&in_cell, Quotes::Basic).ok_or("the cell's marks hold every text")?;
    let text = string(&format!("Before.\n\n{line}\n\n- {line}\n"), &spec[value.clone()]);
    let edits = vec![Edit::new(value, text, "text"), Edit::new(cell..cell + "CELL".len(), in_cell, "cell")];
    let new = Patch::new(spec, edits).map_err(|conflict| conflict.to_string())?.new_text();
    let shown = |blocks: &[Block]| format!("{words:?} is read as {blocks:?} in\n{new}");
    let chapters = read(&new).map_err(|why| format!("{words:?}: {why}"))?;
    match &chapters[0][..] {
        [_, Block::Paragraph(line), Block::List { items, .. }] if plain_text(line) == words => {
            match &items[0][..] {
                [Block::Paragraph(item)] if plain_text(item) == words => {}
                _ => return Err(shown(&chapters[0])),
            }
        }
        _ => return Err(shown(&chapters[0])),
    }
    match &chapters[1][..] {
        [Block::Table(table)] if plain_text(&table.rows[0][0]) == words => Ok(()),
        _ => Err(shown(&chapters[1])),
    }
}

/// The blocks of each chapter of an edition.
fn read(text: &str) -> Result<Vec<Vec<Block>>, String> {
    let files: [(&str, &str); 2] =
        [("series.toml", include_str!("suite/faults/no-value/series.toml")), ("edition.toml", text)];
    let files: BTreeMap<String, Arc<[u8]>> =
        files.map(|(name, text)| (name.to_owned(), Arc::from(text.as_bytes()))).into();
    let spec = Spec::load(&Folder::Memory(files), "edition.toml", "").map_err(|faults| faults.to_string())?;
    let edition = edition(&spec, &THEME).map_err(|faults| faults.to_string())?.output;
    Ok(edition.report.chapters.into_iter().map(|chapter| chapter.blocks).collect())
}
