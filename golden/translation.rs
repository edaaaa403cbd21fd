//! Translations as translators and editors use them: languages that no series lists, finished files by their facts,
//! files of translators' programs.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Output};

use libtest_mimic::{Failed, Trial};

use super::command::{Folder, expect};
use super::{fail, reference};

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("translation::a_language_that_is_not_listed_is_built_and_held", unlisted),
        Trial::test("translation::finished_files_are_held_by_their_facts", facts),
        Trial::test("translation::a_list_of_facts_that_was_changed_is_refused", changed_facts),
        Trial::test("translation::a_file_of_translators_goes_and_comes", exchanged),
        Trial::test("translation::several_texts_are_accepted_and_what_cannot_be_is_told", accepted),
        Trial::test("translation::a_lost_or_doubled_placeholder_is_told", lost),
    ]
}

const SUITE: &str = "golden/suite/three-languages";
/// A day of the Kazakh text, and another one.
const DAY: (&str, &str) = ("2011 жылғы 22 шілде", "2011 жылғы 23 шілде");

fn copied(name: &str) -> Result<Folder, Failed> {
    let folder = Folder::new(name)?;
    for entry in fs::read_dir(SUITE)? {
        let entry = entry?;
        fs::copy(entry.path(), folder.0.join(entry.file_name()))?;
    }
    Ok(folder)
}

fn replaced(path: &Path, old: &str, new: &str) -> Result<(), Failed> {
    let text = fs::read_to_string(path)?;
    if !text.contains(old) {
        return Err(fail(format!("`{old}` is not in {}", path.display())));
    }
    fs::write(path, text.replace(old, new))?;
    Ok(())
}

fn run(folder: &Folder, arguments: &[&str]) -> Result<Output, Failed> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_quarterly"));
    Ok(command.args(arguments).current_dir(&folder.0).output()?)
}

fn told(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn unlisted() -> Result<(), Failed> {
    let folder = copied("translation-unlisted")?;
    replaced(&folder.0.join("series.toml"), "languages = [\"en\", \"ru\", \"kk\"]\n", "")?;
    let output = run(&folder, &["check", "edition.toml", "--language", "kk", "--deny", "parity-typed"])?;
    expect(output.status.code() == Some(0), "nothing is found", &output)?;
    replaced(&folder.0.join("edition.kk.toml"), DAY.0, DAY.1)?;
    let output = run(&folder, &["check", "edition.toml", "--language", "kk"])?;
    expect(told(&output).contains("day 2011-07-22"), "a check holds it against the spec", &output)?;
    for languages in ["kk", "en,kk"] {
        let output = run(&folder, &["build", "edition.toml", "--language", languages, "--only", "docx"])?;
        expect(told(&output).contains("day 2011-07-22"), "a build holds it against the spec", &output)?;
    }
    expect(folder.0.join("out/three-2023-q2-kk.docx").is_file(), "it is built", &output)
}

fn facts() -> Result<(), Failed> {
    let folder = copied("translation-facts")?;
    let build = ["build", "edition.toml", "--only", "pdf,docx", "--out"];
    run(&folder, &[&build[..], &["a"]].concat())?;
    let files =
        ["a/three-2023-q2.pdf", "a/three-2023-q2.docx", "a/three-2023-q2-kk.docx", "a/three-2023-q2-ru.pdf"];
    for other in &files[1..] {
        let output = run(&folder, &["diff", "--facts", files[0], other])?;
        expect(output.status.code() == Some(0), "the same facts end with 0", &output)?;
        expect(told(&output).starts_with("the same facts (en, "), "and are told", &output)?;
    }
    replaced(&folder.0.join("edition.kk.toml"), DAY.0, DAY.1)?;
    run(&folder, &[&build[..], &["b"]].concat())?;
    let output = run(&folder, &["diff", "--facts", "a/three-2023-q2-ru.pdf", "b/three-2023-q2-kk.docx"])?;
    expect(output.status.code() == Some(1), "other facts end with 1", &output)?;
    let lines = told(&output);
    let missing =
        "legislation.migration-law.text: typed `day 2011-07-22` in a/three-2023-q2-ru.pdf (edition.ru.toml:";
    let more = "typed `day 2011-07-23` in b/three-2023-q2-kk.docx (edition.kk.toml:";
    expect(
        lines.contains(missing) && lines.contains(more) && lines.lines().count() == 3,
        "both places",
        &output,
    )?;
    let minimal = Path::new("golden/suite/minimal/edition.toml").canonicalize()?;
    let output = run(&folder, &["diff", "--facts", files[0], &minimal.to_string_lossy()])?;
    expect(output.status.code() == Some(2), "a file without facts ends with 2", &output)?;
    expect(told(&output).contains("keeps no facts"), "and is told", &output)
}

/// The parts of a document with one of them changed, as a program that is not ours would save them.
fn changed(docx: &[u8], part: &str, old: &str, new: &str) -> Result<Vec<u8>, Failed> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(docx))?;
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut file = archive.by_index(index)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        if file.name() == part {
            let text = String::from_utf8(bytes).map_err(|error| fail(error.to_string()))?;
            bytes = text.replace(old, new).into_bytes();
        }
        writer.start_file(file.name(), zip::write::SimpleFileOptions::default())?;
        std::io::Write::write_all(&mut writer, &bytes)?;
    }
    Ok(writer.finish()?.into_inner())
}

fn changed_facts() -> Result<(), Failed> {
    let folder = copied("translation-changed")?;
    run(&folder, &["build", "edition.toml", "--language", "en", "--only", "docx", "--out", "a"])?;
    let path = folder.0.join("a/three-2023-q2.docx");
    let docx = fs::read(&path)?;
    for (old, new, what) in [
        ("2011-07-22", "2011-07-23", "their digest is one of other facts"),
        ("language", "tongue", "they cannot be read"),
        ("urn:quarterly:facts:1", "urn:other", "keeps no facts"),
    ] {
        fs::write(folder.0.join("b.docx"), changed(&docx, "customXml/item2.xml", old, new)?)?;
        let output = run(&folder, &["diff", "--facts", "b.docx", "a/three-2023-q2.docx"])?;
        expect(output.status.code() == Some(2), "it ends with 2", &output)?;
        expect(told(&output).contains(what), what, &output)?;
    }
    // What an editor changes in the words is told: the list is of the build.
    let edited = changed(&docx, "word/document.xml", "Migration flows", "Migration")?;
    fs::write(folder.0.join("b.docx"), edited)?;
    let output = run(&folder, &["diff", "--facts", "b.docx", "a/three-2023-q2.docx"])?;
    expect(told(&output).contains("has been edited since it was built"), "edits are told", &output)
}

fn exchanged() -> Result<(), Failed> {
    let folder = copied("translation-xliff")?;
    let call =
        |more: &[&str]| run(&folder, &[&["translate", "edition.toml", "--language", "ru"], more].concat());
    let output = call(&["--export", "ru.xlf"])?;
    expect(output.status.code() == Some(0), "it is written", &output)?;
    let path = folder.0.join("ru.xlf");
    let written = fs::read_to_string(&path)?;
    reference::hold("golden/ref/translation/ru.xlf", &written)?;
    let overlay = folder.0.join("edition.ru.toml");
    let before = fs::read_to_string(&overlay)?;
    let output = call(&["--import", "ru.xlf", "--yes"])?;
    expect(told(&output).contains(" 0 are new or other ones"), "what has not changed is left", &output)?;
    expect(fs::read_to_string(&overlay)? == before, "and nothing is written", &output)?;
    replaced(&path, "Визы и выбытие.", "Выбытие и визы.")?;
    let output = call(&["--import", "ru.xlf"])?;
    expect(fs::read_to_string(&overlay)? == before, "nothing is written without a yes", &output)?;
    let output = call(&["--import", "ru.xlf", "--yes"])?;
    let after = before.replace("Визы и выбытие.", "Выбытие и визы.");
    expect(fs::read_to_string(&overlay)? == after, "only the words have changed", &output)?;
    // Of an old file, the text that has changed is told, and the others are taken.
    replaced(&folder.0.join("edition.toml"), "Visas and departures.", "Visas.")?;
    replaced(&path, "[Половину", "\n  [Почти половину")?;
    let output = call(&["--import", "ru.xlf", "--yes"])?;
    expect(told(&output).contains("`summary`: the text has changed since"), "an old text is told", &output)?;
    expect(output.status.code() == Some(1), "it ends with 1", &output)?;
    let after = after.replace("'[Половину", "'[Почти половину");
    expect(fs::read_to_string(&overlay)? == after, "the others are written, with their first sign", &output)?;
    let kept = fs::read_to_string(folder.0.join("edition.ru.toml.before"))?;
    expect(kept == before, "what was at first is kept", &output)
}

fn accepted() -> Result<(), Failed> {
    let folder = copied("translation-accepted")?;
    let overlay = folder.0.join("edition.ru.toml");
    replaced(&overlay, "\"Визы и выбытие.\"", "\"\"")?;
    replaced(&overlay, "Основные выводы", "Главные выводы")?;
    replaced(&folder.0.join("edition.toml"), "Key findings", "Main findings")?;
    let call =
        |more: &[&str]| run(&folder, &[&["translate", "edition.toml", "--language", "ru"], more].concat());
    let output = call(&[])?;
    let line =
        fs::read_to_string(&overlay)?.lines().position(|line| line.starts_with("summary")).unwrap_or(0) + 1;
    let missing = format!("missing: summary (edition.ru.toml:{line})");
    expect(told(&output).contains(&missing), "what is left empty is told at its line", &output)?;
    let output = call(&["--accept", "sumary,chapter.findings.title,summary", "--yes"])?;
    let words = told(&output);
    expect(words.contains("there is no text `sumary`"), "a name that is none is told", &output)?;
    expect(words.contains("did you mean `summary`?"), "with the one that is meant", &output)?;
    expect(words.contains("`summary` has no translation yet"), "nothing empty is accepted", &output)?;
    expect(words.contains("changed `edition.ru.toml`"), "the other one is", &output)?;
    expect(output.status.code() == Some(1), "it ends with 1", &output)
}

fn lost() -> Result<(), Failed> {
    let folder = copied("translation-lost")?;
    let call =
        |more: &[&str]| run(&folder, &[&["translate", "edition.toml", "--language", "kk"], more].concat());
    call(&["--export", "kk.xlf"])?;
    let path = folder.0.join("kk.xlf");
    let text = fs::read_to_string(&path)?;
    let target = text.rfind("<target").and_then(|_| {
        let unit = text.find("id=\"legislation.migration-law.text\"")?;
        let target = unit + text[unit..].find("<target")?;
        let start = target + text[target..].find("<ph ")?;
        let end = start + text[start..].find("</ph>")? + "</ph>".len();
        Some(start..end)
    });
    let Some(target) = target else { return Err(fail("the text has no placeholder")) };
    let line = text[..target.start].matches('\n').count() + 1;
    let overlay = folder.0.join("edition.kk.toml");
    let before = fs::read_to_string(&overlay)?;
    let place = text[target.clone()].to_owned();
    for (now, what) in [
        (String::new(), "placeholder 1 is lost: `](https://adilet.zan.kz/eng/docs/Z1100000477)`"),
        (place.repeat(2), "placeholder 1 stands there 2 times"),
        (
            place.replace("adilet", "example"),
            "and stands for `](https://adilet.zan.kz/eng/docs/Z1100000477)`",
        ),
        (place.replace("id=\"1\"", "id=\"9\""), "placeholder 9 is none of the source's"),
    ] {
        let mut broken = text.clone();
        broken.replace_range(target.clone(), &now);
        fs::write(&path, broken)?;
        let output = call(&["--import", "kk.xlf", "--yes"])?;
        expect(output.status.code() == Some(1), "it ends with 1", &output)?;
        let place = format!("kk.xlf:{line}: `legislation.migration-law.text`: ");
        expect(told(&output).contains(&place) && told(&output).contains(what), what, &output)?;
        expect(fs::read_to_string(&overlay)? == before, "nothing is written", &output)?;
    }
    // An empty placeholder, as many programs give it back, stands for what the source has.
    fs::write(
        &path,
        text.replace("<ph id=\"1\">](https://adilet.zan.kz/kaz/docs/Z1100000477)</ph>", "<x id=\"1\"/>"),
    )?;
    let output = call(&["--import", "kk.xlf", "--yes"])?;
    let after = fs::read_to_string(&overlay)?;
    expect(after == before.replace("zan.kz/kaz/", "zan.kz/eng/"), "it is taken from the source", &output)
}
