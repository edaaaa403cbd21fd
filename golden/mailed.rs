//! Folders that came by mail, with what a build leaves behind forged in them, and links to other places.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use libtest_mimic::{Failed, Trial};
use serde_json::json;

use super::command::{Folder, expect};
use super::hostile::picture::white;
use super::hostile::{SERIES, refused, text};

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("mailed::a_forged_journal_touches_nothing_of_others", journal),
        Trial::test("mailed::a_stage_does_not_stop_later_builds", in_the_way),
        Trial::test("mailed::single_files_are_written_beside_anything", single),
        Trial::test("mailed::a_folder_that_is_a_link_is_not_written_through", links),
        Trial::test("mailed::mappings_are_not_looked_for_through_a_link", mappings),
        Trial::test("mailed::a_reference_is_read_within_limits", references),
        Trial::test("mailed::joined_paragraphs_are_looked_for_within_a_budget", joined),
        Trial::test("mailed::stray_signs_are_told_so_many_times", stray),
        Trial::test("mailed::links_in_circles_end", circles),
    ]
}

const STAGE: &str = ".quarterly-unfinished-x";
/// What somebody has in a file; its hash is known to everybody.
const PRIVATE: &str = "nothing secret";

/// A folder with an edition, in a folder with things of the user's own.
struct Mailed {
    user: Folder,
    place: PathBuf,
}

impl Mailed {
    fn new(name: &str) -> Result<Self, Failed> {
        let user = Folder::new(&format!("mailed-{name}"))?;
        let place = user.0.join("mailed");
        fs::create_dir(&place)?;
        fs::write(place.join("series.toml"), SERIES)?;
        fs::write(place.join("edition.toml"), text("a"))?;
        Ok(Self { user, place })
    }

    /// Calls the program in the folder.
    fn call(&self, arguments: &[&str]) -> Result<Output, Failed> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_quarterly"));
        Ok(command.args(arguments).current_dir(&self.place).output()?)
    }

    fn build(&self) -> Result<Output, Failed> {
        self.call(&["build", "edition.toml"])
    }

    /// A stage as this user would unpack it, with a journal.
    fn forge(&self, files: &serde_json::Value, folders: &serde_json::Value) -> Result<PathBuf, Failed> {
        let stage = self.place.join("out").join(STAGE);
        fs::create_dir_all(&stage)?;
        fs::set_permissions(&stage, fs::Permissions::from_mode(0o700))?;
        let journal = json!({ "files": files, "folders": folders }).to_string();
        fs::write(stage.join("journal.json"), journal)?;
        Ok(stage)
    }
}

/// SHA-256 of [`PRIVATE`], as anybody can compute it.
fn hash() -> Result<String, Failed> {
    use std::io::Write;
    use std::process::Stdio;

    let mut sum = Command::new("sha256sum").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    sum.stdin.take().map(|mut stdin| stdin.write_all(PRIVATE.as_bytes())).transpose()?;
    let told = String::from_utf8_lossy(&sum.wait_with_output()?.stdout).into_owned();
    Ok(told.split_whitespace().next().unwrap_or_default().to_owned())
}

fn journal() -> Result<(), Failed> {
    let mailed = Mailed::new("journal")?;
    let hash = hash()?;
    let (own, inner) = (mailed.user.0.join("own"), mailed.place.join("out/own"));
    for folder in [&own, &inner] {
        fs::create_dir_all(folder.join("empty"))?;
        fs::write(folder.join("a.svg"), PRIVATE)?;
        fs::write(folder.join("thesis.odt"), PRIVATE)?;
    }
    symlink(&own, mailed.place.join("out/charts"))?;
    let absolute = own.join("a.svg").to_string_lossy().into_owned();
    let paths = [
        "../../own/a.svg",
        &absolute,
        "charts/a.svg",
        "own/a.svg",
        "own/thesis.odt",
        "charts/../../own/a.svg",
    ];
    let folders = json!(["../../own/empty", own.join("empty"), "charts/empty", "own/empty", "own"]);
    for path in paths {
        for had in [false, true] {
            let stage = mailed.forge(&json!([{ "path": path, "new": hash, "had": had }]), &folders)?;
            fs::write(stage.join("old-0"), "evil")?;
            let output = mailed.build()?;
            for folder in [&own, &inner] {
                let is_whole = folder.join("empty").is_dir()
                    && ["a.svg", "thesis.odt"]
                        .iter()
                        .all(|name| fs::read_to_string(folder.join(name)).is_ok_and(|text| text == PRIVATE));
                expect(is_whole, &format!("nothing is lost: {path}"), &output)?;
            }
            expect(output.status.code() == Some(0), "it is built", &output)?;
        }
    }
    // The list of files that a build has written is no proof either.
    fs::remove_file(mailed.place.join("out/charts"))?;
    fs::create_dir(mailed.place.join("out/charts"))?;
    fs::write(mailed.place.join("out/charts/notes.txt"), PRIVATE)?;
    let list = format!("{hash} ../own/a.svg\n{hash} notes.txt\n{hash} ../../../own/a.svg\n");
    fs::write(mailed.place.join("out/charts/.test-2023-q2.written"), list)?;
    let output = mailed.build()?;
    let stays = [own.join("a.svg"), inner.join("a.svg"), mailed.place.join("out/charts/notes.txt")];
    expect(stays.iter().all(|path| path.exists()), "a list deletes nothing of others", &output)
}

fn in_the_way() -> Result<(), Failed> {
    let mailed = Mailed::new("in-the-way")?;
    let first = mailed.build()?;
    expect(first.status.code() == Some(0), "it is built", &first)?;
    let pdf = mailed.place.join("out/test-2023-q2.pdf");
    fs::write(&pdf, PRIVATE)?;
    let stage =
        mailed.forge(&json!([{ "path": "test-2023-q2.pdf", "new": hash()?, "had": true }]), &json!([]))?;
    fs::create_dir_all(stage.join("old-0/in the way"))?;
    fs::create_dir_all(stage.join("new-0/in the way"))?;
    for _ in 0..2 {
        let output = mailed.build()?;
        expect(output.status.code() == Some(0), "later builds go on", &output)?;
        expect(fs::read(&pdf)?.starts_with(b"%PDF"), "and write", &output)?;
    }
    expect(!stage.exists(), "what is unfinished goes", &first)
}

/// In a folder for all, what others have left is theirs.
fn single() -> Result<(), Failed> {
    let mailed = Mailed::new("single")?;
    let shared = mailed.user.0.join("shared");
    let stage = shared.join(STAGE);
    fs::create_dir_all(&stage)?;
    fs::write(shared.join("mine.csv"), PRIVATE)?;
    let journal = json!({ "files": [{ "path": "mine.csv", "new": hash()?, "had": false }], "folders": [] });
    fs::write(stage.join("journal.json"), journal.to_string())?;
    let record = shared.join("record.csv").to_string_lossy().into_owned();
    let page = shared.join("page.html").to_string_lossy().into_owned();
    for call in [
        ["check", "edition.toml", "--record", &record].as_slice(),
        &["diff", "edition.toml", "edition.toml", "--no-pixels", "--html", &page],
    ] {
        let output = mailed.call(call)?;
        expect(output.status.code() == Some(0), "it is written", &output)?;
        let names = fs::read_dir(&shared)?.count();
        expect(stage.join("journal.json").exists(), "the stage of another stays", &output)?;
        expect(fs::read_to_string(shared.join("mine.csv"))? == PRIVATE, "the file stays", &output)?;
        expect(names == 3 || names == 4, "nothing else is left", &output)?;
    }
    for name in ["NUL", "con.csv", "a:b.csv", "x.", "record.csv "] {
        let output = mailed.call(&["check", "edition.toml", "--record", name])?;
        refused(&output, &["cannot write", "hint: choose another name"])?;
        let output = mailed.call(&["build", "edition.toml", "--out", name])?;
        refused(&output, &["error[cannot-write]", "hint: choose another name"])?;
        expect(!mailed.place.join(name).exists(), "nothing is written", &output)?;
    }
    Ok(())
}

fn links() -> Result<(), Failed> {
    let mailed = Mailed::new("links")?;
    let own = mailed.user.0.join("own");
    fs::create_dir(&own)?;
    symlink(&own, mailed.place.join("out"))?;
    symlink(&own, mailed.place.join("golden"))?;
    refused(&mailed.build()?, &["`out` is a link to another place", "hint: name the folder"])?;
    let output = mailed.call(&["golden", "update", "edition.toml"])?;
    refused(&output, &["golden` is a link to another place", "hint: references stand"])?;
    expect(fs::read_dir(&own)?.next().is_none(), "nothing is written", &output)?;
    refused(
        &mailed.call(&["data", "edition.toml"])?,
        &["`out` is a link to another place", "hint: name the"],
    )?;
    expect(fs::read_dir(&own)?.next().is_none(), "no data is written", &output)?;
    // Who names the link means it.
    let output = mailed.call(&["build", "edition.toml", "--out", "out"])?;
    expect(own.join("test-2023-q2.pdf").exists(), "a link that is named is followed", &output)?;
    // No part of a path that nobody has named may be one.
    let other = mailed.user.0.join("other");
    fs::create_dir(&other)?;
    fs::remove_file(mailed.place.join("out"))?;
    fs::create_dir(mailed.place.join("out"))?;
    symlink(&other, mailed.place.join("out/data"))?;
    let output = mailed.call(&["data", "edition.toml"])?;
    refused(&output, &["out/data` is a link to another place; nothing was written", "hint: name the"])?;
    expect(fs::read_dir(&other)?.next().is_none(), "nothing is written", &output)
}

/// An edition with a figure to be filled in, and a table for it.
fn to_fill(mailed: &Mailed) -> Result<(), Failed> {
    let figure = "[figures.residence]\nlabel = \"permits\"\nsource = \"mia\"\ntotal = \"?\"\n\
                  parts = { UZ = \"?\", RU = \"?\", other = \"?\" }\n\n[[chapter]]";
    fs::write(mailed.place.join("edition.toml"), text("a").replace("[[chapter]]", figure))?;
    let table = "Гражданство;Всего\nВСЕГО;100\nУзбекистан;60\nРоссия;30\nПрочие;10\n";
    Ok(fs::write(mailed.place.join("table.csv"), table)?)
}

/// Mappings are neither written nor read where a link leads.
fn mappings() -> Result<(), Failed> {
    let mailed = Mailed::new("mappings")?;
    to_fill(&mailed)?;
    let own = mailed.user.0.join("own");
    fs::create_dir(&own)?;
    symlink(&own, mailed.place.join("maps"))?;
    let fill = ["fill", "edition.toml", "table.csv", "--figure", "residence", "--yes"];
    let says = ["error[bad-map]", "maps` is a link to another place", "hint: mappings stand"];
    let output = mailed.call(&fill)?;
    refused(&output, &says)?;
    expect(fs::read_dir(&own)?.next().is_none(), "nothing is written", &output)?;
    fs::write(own.join("secret.toml"), "password = 1\n")?;
    refused(&mailed.call(&fill[..3])?, &says)?;
    fs::remove_file(mailed.place.join("maps"))?;
    fs::create_dir(mailed.place.join("maps"))?;
    symlink(own.join("secret.toml"), mailed.place.join("maps/a.toml"))?;
    let output = mailed.call(&fill[..3])?;
    refused(&output, &["maps/a.toml` cannot be read: it is a link to another place"])?;
    expect(!String::from_utf8_lossy(&output.stderr).contains("password"), "nothing is told of it", &output)?;
    fs::remove_file(mailed.place.join("maps/a.toml"))?;
    let output = mailed.call(&fill)?;
    expect(mailed.place.join("maps/residence.toml").exists(), "in a folder it is written", &output)
}

/// What lies in a reference is no more than files of some size.
fn references() -> Result<(), Failed> {
    let mailed = Mailed::new("references")?;
    let output = mailed.call(&["golden", "update", "edition.toml"])?;
    let reference = mailed.place.join("golden/edition");
    expect(reference.join("pages/01.png").exists(), "there is a reference", &output)?;
    fs::write(mailed.place.join("edition.toml"), text("another"))?;
    let check = ["golden", "check", "edition.toml", "--html", "html"];
    for page in 1..=6 {
        fs::write(reference.join(format!("pages/{page:02}.png")), white(12_500, 12_500)?)?;
    }
    let page = reference.join("pages/01.png");
    let output = limited(&mailed.place, &check)?;
    expect(output.status.code() == Some(1), "a bomb is no page", &output)?;
    fs::remove_file(&page)?;
    expect(Command::new("mkfifo").arg(&page).status()?.success(), "there is a pipe", &output)?;
    let output = limited(&mailed.place, &check)?;
    expect(output.status.code() == Some(1), "a pipe is no page", &output)?;
    fs::remove_file(reference.join("report.json"))?;
    symlink("/dev/zero", reference.join("report.json"))?;
    let output = limited(&mailed.place, &["golden", "update", "edition.toml"])?;
    expect(output.status.code() == Some(2), "a link is not written over", &output)
}

fn circles() -> Result<(), Failed> {
    let mailed = Mailed::new("circles")?;
    let output = mailed.call(&["golden", "update", "edition.toml"])?;
    let reference = mailed.place.join("golden/edition");
    expect(reference.join("reference.toml").exists(), "there is a reference", &output)?;
    for name in ["a", "b", "c"] {
        symlink(".", reference.join(name))?;
        symlink("..", mailed.place.join(name))?;
    }
    fs::write(reference.join("thesis.odt"), PRIVATE)?;
    fs::write(mailed.place.join("edition.toml"), text("another"))?;
    let output = limited(&mailed.place, &["golden", "check"])?;
    expect(output.status.code() == Some(1), "it is compared", &output)?;
    let output = limited(&mailed.place, &["golden", "update"])?;
    expect(output.status.code() == Some(0), "it is written anew", &output)?;
    expect(reference.join("thesis.odt").exists(), "what is no reference stays", &output)
}

/// Ten paragraphs of 19,000 letters, each followed by one that the document says it lacks: whether its words are an end of
/// the one before is looked for within a budget.
fn joined() -> Result<(), Failed> {
    let output = limited(Path::new("golden/mailed"), &["edits", "many-joined.docx"])?;
    expect(output.status.code() == Some(1), "the edits are told in time", &output)
}

/// Brackets without end in an edition of two languages, each sign of which is stray.
fn stray() -> Result<(), Failed> {
    let mailed = Mailed::new("stray")?;
    let languages = SERIES.replacen("id ", "languages = [\"en\", \"ru\"]\nid ", 1);
    fs::write(mailed.place.join("series.toml"), languages)?;
    fs::write(mailed.place.join("edition.toml"), text(&format!("x{}\n", "](a".repeat(16)).repeat(900)))?;
    let output = limited(&mailed.place, &["check", "edition.toml", "--format", "json"])?;
    let told = String::from_utf8_lossy(&output.stdout).matches("\"unclosed-markup\"").count();
    expect(output.status.code().is_some_and(|code| code < 3), "it is checked in time", &output)?;
    expect((1..=2_000).contains(&told), &format!("{told} signs are told"), &output)
}

fn limited(place: &Path, arguments: &[&str]) -> Result<Output, Failed> {
    let mut limited = Command::new("prlimit");
    limited
        .args(["--cpu=10", "--as=3000000000", env!("CARGO_BIN_EXE_quarterly")])
        .args(arguments)
        .current_dir(place);
    Ok(limited.output()?)
}
