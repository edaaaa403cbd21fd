//! Edits that are carried back into the files, and those that are left.

use std::fs;
use std::path::Path;

use libtest_mimic::{Failed, Trial};

use super::package::Package;
use super::{answer, built, compare, copied, quarterly};
use crate::command::{Folder, expect};
use crate::contract::copy_folder;
use crate::fail;

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("edits::words_are_carried_back_and_numbers_are_not", batch),
        Trial::test("edits::nothing_is_written_without_a_yes", no_yes),
        Trial::test("edits::whole_items_and_paragraphs_are_carried_back", structures),
        Trial::test("edits::answers_are_comments_in_a_copy", answers),
        Trial::test("edits::words_that_are_carried_back_are_no_edits_any_more", any_words),
        Trial::test("edits::a_translation_is_carried_back_into_its_overlay", translations),
    ]
}

/// Edits of a batch: what is there, and what the editor wrote.
const BATCH: &[(&str, &str)] = &[
    (" visas, most of them issued", " visas, nearly all of them given"),
    ("The number of permits rose to", "The number of licences rose to"),
    (">28", ">29"),
    (">ad hoc<", ">at random<"),
    ("A second paragraph of words", "A second paragraph of *words* &amp; [signs] \\ {{ x }}"),
    (">the law<", ">the statute<"),
    ("The first item of the list is short.", "The first item of this list is short."),
    (">Quiet again<", ">Calm | again<"),
    (". Visas issued, by citizenship<", ". Visas given, by citizenship<"),
    (">Flows of the quarter<", ">Flows of this quarter<"),
    (">important<", ">vital<"),
    ("the office's words", "the offices' words"),
    ("visas issued in the quarter", "visas issued in “these” months"),
];

fn edited(folder: &Folder, spec: &str, edits: &[(&str, &str)]) -> Result<String, Failed> {
    let mut package = Package::read(&built(spec, &folder.0)?)?;
    for (from, to) in edits {
        package.edit(from, to)?;
    }
    let file = folder.0.join("edited.docx");
    fs::write(&file, package.zip()?)?;
    Ok(file.to_string_lossy().into_owned())
}

fn batch() -> Result<(), Failed> {
    let folder = Folder::new("edits-batch")?;
    let spec = copied(&folder)?;
    let docx = {
        let mut package = Package::read(&built(&spec, &folder.0)?)?;
        for (from, to) in BATCH {
            package.edit(from, to)?;
        }
        package.swap("word/footnotes.xml", ">Law on ", ">Statute on ")?;
        let file = folder.0.join("edited.docx");
        fs::write(&file, package.zip()?)?;
        file.to_string_lossy().into_owned()
    };
    let old = fs::read_to_string(&spec)?;
    let first = answer(&quarterly(&["edits", &docx, "--spec", &spec, "--apply", "--yes"])?);
    let new = fs::read_to_string(&spec)?;
    expect_kept(&spec, &old)?;
    let diff: String = similar::TextDiff::from_lines(&old, &new).unified_diff().context_radius(0).to_string();
    let prefix = folder.0.to_string_lossy().into_owned();
    compare("batch", &format!("{first}\n{diff}").replace(&prefix, "…"))
}

/// The file as it was is kept beside it.
fn expect_kept(spec: &str, old: &str) -> Result<(), Failed> {
    let kept = fs::read_to_string(format!("{spec}.before"))?;
    if kept == old { Ok(()) } else { Err(fail("the file as it was is not kept".to_owned())) }
}

fn no_yes() -> Result<(), Failed> {
    let folder = Folder::new("edits-no-yes")?;
    let spec = copied(&folder)?;
    let docx = edited(&folder, &spec, &BATCH[..1])?;
    let old = fs::read(&spec)?;
    let output = quarterly(&["edits", &docx, "--spec", &spec, "--apply"])?;
    expect(output.status.code() == Some(1), "an open question ends with 1", &output)?;
    expect(
        fs::read(&spec)? == old && !Path::new(&format!("{spec}.before")).exists(),
        "nothing is written",
        &output,
    )?;
    let output = quarterly(&["edits", &docx, "--spec", &spec, "--apply", "--yes"])?;
    expect(output.status.code() == Some(0), "nothing is left", &output)
}

/// Words that an editor may write, signs of both formats among them.
const PIECES: &[&str] = &[
    "plain",
    "two words",
    "a*b",
    "_x_",
    "[y]",
    "it's",
    "s'",
    "\"q\"",
    "“q”",
    "\\",
    "{{ z }}",
    "a | b",
    "#",
    "1.",
    "- a",
    "&",
    "<i>",
    "e.g.,",
    "Қазақ",
    "й",
    "](=",
    "![",
    "[^mia]",
    "`c`",
    "***",
    "''",
    "'''",
    "\"\"\"",
    "a\u{a0}b",
    "…",
    "~~",
];

/// A number that looks like chance, the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % most
    }
}

/// Any words in the place of any others: what is carried back is no edit any more once it is built again, and nothing
/// else of the file has moved by a byte.
fn any_words() -> Result<(), Failed> {
    let folder = Folder::new("edits-any")?;
    let spec = copied(&folder)?;
    let whole = Package::read(&built(&spec, &folder.0)?)?;
    let places = [
        "most of them",
        "trend was",
        "of words comes",
        "first item",
        "important",
        "words stay",
        "Busy",
        "ends here",
        "the law",
        "ad hoc",
        "issued, by",
        "Words about",
        "third paragraph",
        "at best",
        "said.",
    ];
    let old = ["edition.toml", "series.toml"].map(|name| folder.0.join("spec").join(name));
    let texts = [fs::read_to_string(&old[0])?, fs::read_to_string(&old[1])?];
    let mut chance = Chance(7);
    let mut applied = 0;
    for _ in 0..60 {
        let place = places[chance.below(places.len())];
        let mut words = PIECES[chance.below(PIECES.len())].to_owned();
        if chance.below(2) == 0 {
            words = format!("{words} {}", PIECES[chance.below(PIECES.len())]);
        }
        let escaped =
            words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
        let mut package = whole.clone();
        package.edit(place, &escaped)?;
        let docx = folder.0.join("edited.docx");
        fs::write(&docx, package.zip()?)?;
        let docx = docx.to_string_lossy().into_owned();
        let output = quarterly(&["edits", &docx, "--spec", &spec, "--apply", "--yes", "--shared"])?;
        let told = format!("`{place}` → `{words}`\n{}", answer(&output));
        let new = [fs::read_to_string(&old[0])?, fs::read_to_string(&old[1])?];
        if output.status.code() == Some(0) {
            applied += 1;
            let (start, end) = around(&texts[0], &new[0]);
            let is_small = new[1] == texts[1] && start + end + place.len() + 2 >= texts[0].len();
            let again = quarterly(&["edits", &docx, "--spec", &spec])?;
            if !is_small || again.status.code() != Some(0) {
                return Err(fail(format!("{told}small {is_small}\n{}", answer(&again))));
            }
        } else if new != texts {
            return Err(fail(format!("{told}a file has changed")));
        }
        for (path, text) in old.iter().zip(&texts) {
            fs::write(path, text)?;
        }
    }
    if applied < 30 { Err(fail(format!("only {applied} of 60 were carried back"))) } else { Ok(()) }
}

/// How many bytes two texts have in common at the beginning and at the end.
fn around(old: &str, new: &str) -> (usize, usize) {
    let start = old.bytes().zip(new.bytes()).take_while(|(a, b)| a == b).count();
    let end = old.bytes().rev().zip(new.bytes().rev()).take_while(|(a, b)| a == b).count();
    (start, end.min(old.len() - start))
}

/// Whole items and paragraphs, each alone: what is told with `--structure`, and what the file is then.
fn structures() -> Result<(), Failed> {
    let folder = Folder::new("edits-structure")?;
    let spec = copied(&folder)?;
    let whole = Package::read(&built(&spec, &folder.0)?)?;
    let old = fs::read_to_string(&spec)?;
    let prefix = folder.0.to_string_lossy().into_owned();
    let names = [
        "split",
        "split, the second half without a bookmark",
        "split, tracked",
        "merged",
        "merged, the bookmark of the second lost",
        "merged, tracked",
        "new item",
        "items swapped",
        "paragraph deleted",
        "paragraph deleted, tracked",
        "moved, and its words changed",
        "merged, and words of both changed",
        "moved by cut and paste",
        "moved, tracked, the bookmark stays",
    ];
    let mut text = String::new();
    for name in names {
        let kind = super::kinds::WORDS.iter().find(|(kind, _)| *kind == name);
        let (_, edit) = kind.ok_or_else(|| fail(format!("no kind {name}")))?;
        let mut package = whole.clone();
        edit(&mut package)?;
        let docx = folder.0.join("edited.docx");
        fs::write(&docx, package.zip()?)?;
        let docx = docx.to_string_lossy().into_owned();
        let told = answer(&quarterly(&["edits", &docx, "--spec", &spec, "--apply", "--yes", "--structure"])?);
        let told = told.lines().filter(|line| !line.starts_with("changed ")).collect::<Vec<_>>().join("\n");
        text.push_str(&format!("== {name}\n{told}\n\n").replace(&prefix, "…"));
        fs::write(&spec, &old)?;
    }
    compare("structure", &text)
}

/// Answers are comments in a copy, each on its block.
fn answers() -> Result<(), Failed> {
    let folder = Folder::new("edits-answers")?;
    let spec = copied(&folder)?;
    let docx = edited(&folder, &spec, &BATCH[..4])?;
    let answers = folder.0.join("answers.docx").to_string_lossy().into_owned();
    let output = quarterly(&["edits", &docx, "--spec", &spec, "--apply", "--yes", "--answer", &answers])?;
    expect(output.status.code() == Some(1), "a number is left", &output)?;
    let package = Package::read(&fs::read(&answers)?)?;
    let comments = package.text("word/answers1.xml")?;
    let is_told = comments.contains("applied: [-ad hoc-]{+at random+}")
        && comments.contains("refused: computed from `permits`")
        && comments.matches("<w:comment ").count() == 5;
    expect(is_told, &format!("each is answered: {comments}"), &output)?;
    let told = answer(&quarterly(&["edits", &answers, "--format", "json"])?);
    expect(told.contains("\"author\": \"quarterly\""), &format!("the copy can be read: {told}"), &output)?;
    let again = quarterly(&["edits", &docx, "--spec", &spec, "--apply", "--yes", "--answer", &docx])?;
    expect(again.status.code() == Some(2), "no file is written over", &again)
}

/// What an editor of a translation writes: words that are theirs, and a number that is not.
const TRANSLATED: [(&str, [(&str, &str); 2]); 2] = [
    (
        "ru",
        [
            ("таким образом, число выбывших сократилось", "следовательно, число выбывших уменьшилось"),
            ("339", "393"),
        ],
    ),
    ("kk", [("дерек жоқ. Бір жыл бұрын", "дерек жоқ. Бір жыл бұрынғы"), ("339", "393")]),
];

/// The Russian and the Kazakh document lead to lines of their overlays, and change nothing else.
fn translations() -> Result<(), Failed> {
    let folder = Folder::new("edits-translation")?;
    let place = folder.0.join("spec");
    copy_folder(Path::new("data/kazakhstan"), &place)?;
    let spec = place.join("2023-q2.toml").to_string_lossy().into_owned();
    let out = folder.0.to_string_lossy().into_owned();
    let mut text = String::new();
    for (language, edits) in TRANSLATED {
        let output = quarterly(&["build", &spec, "--only", "docx", "--language", language, "--out", &out])?;
        expect(output.status.code() == Some(0), "the translation is built", &output)?;
        let file = folder.0.join(format!("kazakhstan-2023-q2-{language}.docx"));
        let mut package = Package::read(&fs::read(&file)?)?;
        for (from, to) in edits {
            package.edit(&from.replace(' ', "\u{a0}"), to).or_else(|_| package.edit(from, to))?;
        }
        fs::write(&file, package.zip()?)?;
        let docx = file.to_string_lossy().into_owned();
        let overlay = place.join(format!("2023-q2.{language}.toml"));
        let old = fs::read_to_string(&overlay)?;
        let told = answer(&quarterly(&["edits", &docx, "--spec", &spec, "--apply", "--yes"])?);
        let new = fs::read_to_string(&overlay)?;
        let changed = similar::TextDiff::from_lines(&old, &new);
        let diff: String = changed.unified_diff().context_radius(0).to_string();
        text.push_str(&format!("== {language}\n{told}\n{diff}\n"));
    }
    compare("translation", &text.replace(&out, "…"))
}
