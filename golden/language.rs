//! A language that the program does not know, in data alone: its sentences are read, and mistakes in them are found.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use libtest_mimic::{Failed, Trial};
use quarterly::build::checked;
use quarterly::spec::{Folder, Spec};
use quarterly::theme::Theme;
use rayon::prelude::*;

use super::{fail, strangers};

/// The edition in that language; its chapter holds sentences that are true.
const FOLDER: &str = "golden/suite/toy-language";

/// How many sentences there are at least, and how many mistakes.
const LEAST: usize = 20;

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("language::true_sentences_stand", true_sentences),
        Trial::test("language::mistakes_are_found", mistakes),
        Trial::test("language::mistakes_in_russian", || mistakes_in("russian")),
        Trial::test("language::mistakes_in_kazakh", || mistakes_in("kazakh")),
        Trial::test("language::a_file_that_is_missing_is_named", missing_file),
        Trial::test("language::a_file_that_cannot_be_used_is_told_with_its_line", broken_file),
        Trial::test("language::letters_that_no_font_has_are_told_where_they_stand", letters),
    ]
}

/// The files of the edition, by path.
fn files() -> BTreeMap<String, String> {
    super::read_folder(Path::new(FOLDER), "")
}

/// What is found in an edition made of some files: code and the words found.
fn findings(files: &BTreeMap<String, String>, theme: &Theme) -> Result<Vec<(String, String)>, Failed> {
    let files = files.iter().map(|(name, text)| (name.clone(), Arc::from(text.as_bytes())));
    let folder = Folder::Memory(files.collect());
    let spec = Spec::load(&folder, "edition.toml", "").map_err(|faults| fail(faults.to_string()))?;
    let findings = checked(&spec, theme).map_err(|faults| fail(faults.to_string()))?.findings;
    let shown = findings.into_iter().map(|f| (f.code.as_str().to_owned(), f.found.unwrap_or(f.message)));
    Ok(shown.map(|(code, found)| (code, found.replace('\u{a0}', " "))).collect())
}

/// The text of the edition.
fn text(spec: &str) -> Result<&str, Failed> {
    spec.split("'''").nth(1).ok_or_else(|| fail("the edition has no text"))
}

fn true_sentences() -> Result<(), Failed> {
    let files = files();
    let theme = super::theme::embedded()?;
    let count = text(&files["edition.toml"])?.split("\n\n").filter(|text| !text.starts_with("![")).count();
    let found = findings(&files, &theme)?;
    let found: Vec<_> = found.into_iter().filter(|(code, _)| code != "placeholder-logo").collect();
    if count < LEAST || !found.is_empty() {
        return Err(fail(format!("{count} paragraphs, found {found:?}")));
    }
    Ok(())
}

fn mistakes() -> Result<(), Failed> {
    let files = files();
    let theme = super::theme::embedded()?;
    let spec = &files["edition.toml"];
    let text = text(spec)?;
    let lines: Vec<&str> = files["mistakes.txt"].lines().filter(|line| !line.starts_with('#')).collect();
    let wrong: Vec<String> = lines
        .par_iter()
        .filter_map(|line| {
            let parts: Vec<&str> = line.splitn(3, " | ").collect();
            let [code, right, sentence] = parts[..] else {
                return Some(format!("{line}: not in three parts"));
            };
            let mut files = files.clone();
            files.insert(
                "edition.toml".to_owned(),
                spec.replacen(text, &format!("\n{sentence}\n\n![](chart:visas)\n\n![](chart:refugees)\n"), 1),
            );
            let found = match findings(&files, &theme) {
                Ok(found) => found,
                Err(failed) => return Some(format!("{line}: {}", failed.message().unwrap_or_default())),
            };
            let found: Vec<_> = found.into_iter().filter(|(code, _)| code != "placeholder-logo").collect();
            (found != [(code.to_owned(), right.to_owned())]).then(|| format!("{line}: found {found:?}"))
        })
        .collect();
    if lines.len() < LEAST || !wrong.is_empty() {
        return Err(fail(format!("{} of {} mistakes\n{}", wrong.len(), lines.len(), wrong.join("\n"))));
    }
    Ok(())
}

/// What is told of mistakes in a language of the program: each line of `mistakes.txt` rightly, and of `not-told.txt`,
/// the mistakes that its words cannot tell yet and true sentences that are told wrongly, what the reference says.
fn mistakes_in(name: &str) -> Result<(), Failed> {
    let files = super::read_folder(&Path::new("golden/suite").join(name), "");
    let theme = super::theme::embedded()?;
    let head = files["edition.toml"].split("\n[charts.").next().unwrap_or_default();
    let lines = |file: &str| {
        let lines =
            files[file].lines().filter(|line| !line.starts_with('#')).map(|line| line.splitn(3, " | "));
        lines.map(Iterator::collect).collect::<Vec<Vec<&str>>>()
    };
    let (mistakes, open) = (lines("mistakes.txt"), lines("not-told.txt"));
    if mistakes.iter().chain(&open).any(|line| line.len() != 3) {
        return Err(fail("a line is not in three parts"));
    }
    let all: Vec<&str> = mistakes.iter().chain(&open).map(|line| line[2]).collect();
    let told = strangers::told(head, &files["series.toml"], &all, &theme)?;
    let is_told = |index: usize, line: &[&str]| {
        told.get(&index).is_some_and(|found| {
            found.iter().any(|(code, words)| (&code[..], &words[..]) == (line[0], line[1]))
        })
    };
    let missed = mistakes.iter().enumerate().filter(|(index, line)| !is_told(*index, line));
    let missed: Vec<String> =
        missed.map(|(index, line)| format!("{}: found {:?}", line.join(" | "), told.get(&index))).collect();
    if mistakes.len() < LEAST || !missed.is_empty() {
        return Err(fail(format!("{} of {} mistakes\n{}", missed.len(), mistakes.len(), missed.join("\n"))));
    }
    let mut by_code: BTreeMap<&str, usize> = BTreeMap::new();
    mistakes.iter().for_each(|line| *by_code.entry(line[0]).or_default() += 1);
    let mut text = format!("mistakes told: {}\n", mistakes.len());
    by_code.iter().try_for_each(|(code, count)| writeln!(text, "  {code}: {count}"))?;
    writeln!(text, "\nof sentences that are known to be told wrongly or not at all")?;
    for (index, line) in (mistakes.len()..).zip(&open) {
        let found =
            told.get(&index).map(|found| found.iter().map(|(code, words)| format!("{code} ({words})")));
        let found = found.map_or_else(|| "nothing".to_owned(), |found| found.collect::<Vec<_>>().join(", "));
        writeln!(text, "  {}\n      told: {found}", line[2])?;
    }
    strangers::compare(name, &text)
}

fn missing_file() -> Result<(), Failed> {
    let mut files = files();
    files.remove("languages/qaa/read.toml");
    let said = match findings(&files, &super::theme::embedded()?) {
        Ok(found) => format!("{found:?}"),
        Err(failed) => failed.message().unwrap_or_default().to_owned(),
    };
    let is_named = said.contains("the language `qaa` has no `read.toml`") && said.contains("series.toml:3:");
    if is_named { Ok(()) } else { Err(fail(said)) }
}

fn broken_file() -> Result<(), Failed> {
    let theme = super::theme::embedded()?;
    for (file, old, new, right) in [
        ("print.toml", "group_from = 4", "group_form = 4", "languages/qaa/print.toml:9:1"),
        ("print.toml", "decimal = \",\"", "decimal = \"\"", "languages/qaa/print.toml:7:11"),
        ("read.toml", "from = { suffix", "from = { ending", "languages/qaa/read.toml:21:10"),
        ("countries.toml", "KZ = \"Kazaho\"", "KZ = 7", "languages/qaa/countries.toml:2:6"),
        ("countries.toml", "KZ = \"Kazaho\"", "KZ = \"\"", "languages/qaa/countries.toml:2:6"),
        (
            "print.toml",
            "scaled = \"{n}",
            "scaled = \"{m}",
            "`scaled` of [unit] has `{m}`, which nothing fills",
        ),
        ("print.toml", "scaled = \"{n}", "scaled = \"", "`scaled` of [unit] has no `{n}`"),
        ("print.toml", "scaled = \"{n}", "scaled = \"{n} {n}", "`scaled` of [unit] has `{n}` twice"),
        ("read.toml", "from = { suffix = [\"ku", "from = { suffix = [\"\", \"ku", "`from` has an empty text"),
        ("read.toml", "from = { suffix = [\"ku", "from = { suffix = [\"Ku", "`Ku` in `from` is never found"),
    ] {
        let mut files = files();
        let path = format!("languages/qaa/{file}");
        let text = files[&path].replacen(old, new, 1);
        if text == files[&path] {
            return Err(fail(format!("`{old}` does not stand in {file}")));
        }
        files.insert(path, text);
        let said = match findings(&files, &theme) {
            Ok(found) => format!("{found:?}"),
            Err(failed) => failed.message().unwrap_or_default().to_owned(),
        };
        if !said.contains("error[bad-language-file]") || !said.contains(right) {
            return Err(fail(format!("{file}: {said}")));
        }
    }
    Ok(())
}

/// Words of a language with a letter that the fonts of pages, or of charts, do not have.
fn letters() -> Result<(), Failed> {
    let theme = super::theme::embedded()?;
    for (file, old, letter, right) in [
        ("print.toml", "other = \"", "日", "the font Carlito has no sign for `日` (U+65E5)"),
        ("countries.toml", "TR = { name = \"", "₸", "the font Open Sans has no sign for `₸` (U+20B8)"),
    ] {
        let mut files = files();
        let path = format!("languages/qaa/{file}");
        let text = &files[&path];
        let Some(at) = text.find(&format!("\n{old}")) else {
            return Err(fail(format!("`{old}` does not stand in {file}")));
        };
        let place = at + 1 + old.len();
        let line = text[..place].matches('\n').count() + 1;
        let text = format!("{}{letter}{}", &text[..place], &text[place..]);
        files.insert(path.clone(), text);
        let folder = files.iter().map(|(name, text)| (name.clone(), Arc::from(text.as_bytes()))).collect();
        let spec = Spec::load(&Folder::Memory(folder), "edition.toml", "")
            .map_err(|faults| fail(faults.to_string()))?;
        let found = checked(&spec, &theme).map_err(|faults| fail(faults.to_string()))?.findings;
        let told = found.iter().find(|finding| finding.code.as_str() == "missing-glyph");
        let is_told = told.is_some_and(|finding| {
            let place =
                finding.span.map(|span| (spec.sources.name(span.source), spec.sources.line_column(span).0));
            finding.message.starts_with(right) && place == Some((path.as_str(), line))
        });
        if !is_told {
            return Err(fail(format!("{file}: {told:?}")));
        }
    }
    Ok(())
}
