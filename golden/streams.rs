//! What is printed, and by which process: names that hold lines of their own, readers that are gone, disks that
//! are full, processes that are killed, documents that never end.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use libtest_mimic::{Failed, Trial};
use rustix::process::{Pid, Signal, kill_process};

use super::command::{Folder, expect};
use super::fail;
use super::hostile::{SERIES, refused, text};

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("streams::no_name_looks_like_a_line_of_ours", names),
        Trial::test("streams::no_word_of_a_file_looks_like_a_line_of_ours", words),
        Trial::test("streams::a_result_that_is_lost_is_told", lost),
        Trial::test("streams::few_threads_do_the_same_work", few_threads),
        Trial::test("streams::a_damaged_document_is_answered_in_time", in_time),
        Trial::test("streams::a_child_does_not_outlive_its_parent", orphan),
    ]
}

const PROGRAM: &str = env!("CARGO_BIN_EXE_quarterly");
/// Clears the screen, turns the line around, and says what this program would.
const ODD: &str = "a\nerror[fake]: x\u{1b}[2J\u{202e}\u{9b}31m\twrote y\u{2028}z";

fn call(folder: &Path, arguments: &[&str]) -> Result<Output, Failed> {
    Ok(Command::new(PROGRAM).args(arguments).current_dir(folder).output()?)
}

/// Nothing acts on the terminal, and no line is somebody else's.
fn harmless(output: &Output, what: &str) -> Result<(), Failed> {
    for stream in [&output.stdout, &output.stderr] {
        let told = String::from_utf8_lossy(stream).into_owned();
        expect(!told.contains(['\u{1b}', '\u{202e}', '\u{9b}', '\u{2028}']), what, output)?;
        let is_forged = told.lines().any(|line| line.trim_start().starts_with("error[fake]"));
        expect(!is_forged, &format!("a line is forged: {what}"), output)?;
    }
    Ok(())
}

fn names() -> Result<(), Failed> {
    let folder = Folder::new("streams-names")?;
    let place = folder.0.join(ODD);
    fs::create_dir(&place)?;
    fs::write(place.join("series.toml"), SERIES)?;
    let [spec, other, broken] = ["edition", "other", "broken"].map(|name| format!("{ODD}/{name}{ODD}.toml"));
    fs::write(folder.0.join(&spec), text("a"))?;
    fs::write(folder.0.join(&other), text("b"))?;
    fs::write(folder.0.join(&broken), text("{{ nothing }}"))?;
    fs::create_dir(place.join("out"))?;
    let out = format!("{ODD}/out");
    let output = call(&folder.0, &["build", &spec, "--out", &out])?;
    expect(output.status.code() == Some(0), "it is built", &output)?;
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    expect(told.lines().filter(|line| line.starts_with("wrote ")).count() == 2, "two lines", &output)?;
    let docx = format!("{out}/test-2023-q2.docx");
    let renamed = format!("{out}/{ODD}.docx");
    fs::copy(folder.0.join(&docx), folder.0.join(&renamed))?;
    let page = format!("{out}/page.html");
    let calls: [&[&str]; 26] = [
        &["build", &spec, "--out", &out],
        &["build", &spec, &spec, "--out", &out],
        &["build", &broken, "--out", &out],
        &["build", &spec, "--out", ODD, "--brand", ODD],
        &["build", &spec, "--out", &spec],
        &["build", &spec, "--out", &format!("new{ODD}")],
        &["build", &spec, "--template", ODD],
        &["build", &spec, "--fonts", ODD],
        &["build", &spec, "--reference", &renamed],
        &["build", &spec, "--reference", ODD],
        &["check", &spec, &broken],
        &["check", &broken, "--format", "json"],
        &["check", &broken, "--format", "sarif"],
        &["check", &spec, "--record", &spec],
        &["check", "--explain", ODD],
        &["check", &spec, "--deny", ODD],
        &["check", &spec, "--only", ODD],
        &["edits", &renamed],
        &["edits", &spec],
        &["diff", &spec, &other, "--html", &page],
        &["diff", &out, &spec],
        &["diff", ODD, &spec],
        &["golden", "check", &spec],
        &["golden", "update", &spec],
        &["golden", "check"],
        &["golden", "update"],
    ];
    for arguments in calls {
        harmless(&call(&folder.0, arguments)?, &format!("{arguments:?}"))?;
    }
    for arguments in
        [&[ODD][..], &["build", "--only", ODD, &spec], &["check", ODD, &format!("--{ODD}")], &["diff", ODD]]
    {
        let output = call(&folder.0, arguments)?;
        expect(output.status.code() == Some(2), "it is refused", &output)?;
        harmless(&output, &format!("{arguments:?}"))?;
    }
    Ok(())
}

/// A key of a spec and a version of a reference, which both may have come by mail, in what a command sums up.
fn words() -> Result<(), Failed> {
    let folder = small("streams-words")?;
    let reference = folder.0.join("golden/edition/reference.toml");
    let odd = toml::Value::from(ODD);
    fs::write(&reference, format!("quarterly = {odd}\ntypst = {odd}\n"))?;
    let output = call(&folder.0, &["golden", "check"])?;
    expect(
        String::from_utf8_lossy(&output.stdout).contains("upgraded from"),
        "the version is told",
        &output,
    )?;
    harmless(&output, "a version")?;
    let figure = format!("\n[figures.workers]\nlabel = \"workers\"\nsource = {odd}\ntotal = \"?\"\n");
    let spec = fs::read_to_string(folder.0.join("edition.toml"))?;
    fs::write(folder.0.join("edition.toml"), spec + &figure)?;
    let output = call(&folder.0, &["sheet", "edition.toml", "--out", "w.xlsx"])?;
    expect(String::from_utf8_lossy(&output.stdout).contains("fake"), "the source is told", &output)?;
    harmless(&output, "a source")
}

/// A small edition, and its documents.
fn small(name: &str) -> Result<Folder, Failed> {
    let folder = Folder::new(name)?;
    fs::write(folder.0.join("series.toml"), SERIES)?;
    fs::write(folder.0.join("edition.toml"), text("a"))?;
    let output = call(&folder.0, &["build", "edition.toml"])?;
    expect(output.status.code() == Some(0), "it is built", &output)?;
    let output = call(&folder.0, &["golden", "update", "edition.toml"])?;
    expect(output.status.code() == Some(0), "it has a reference", &output)?;
    Ok(folder)
}

fn lost() -> Result<(), Failed> {
    let folder = small("streams-lost")?;
    for (arguments, code) in [
        ("build edition.toml", 0),
        ("check edition.toml --format json", 0),
        ("check --explain claim-unit", 0),
        ("edits out/test-2023-q2.docx", 0),
        ("diff out edition.toml", 0),
        ("golden check", 0),
        ("--help", 0),
        ("--version", 0),
    ] {
        let run = |rest: &str| {
            let script = format!("\"$0\" {arguments} {rest}");
            Command::new("bash").args(["-c", &script, PROGRAM]).current_dir(&folder.0).output()
        };
        let output = run(">/dev/full")?;
        refused(&output, &["error: what is to be printed cannot be: No space left", "hint: "])?;
        for rest in ["2>/dev/full", ">&-", ">&- 2>&-", "| true; exit ${PIPESTATUS[0]}"] {
            let output = run(rest)?;
            let told = String::from_utf8_lossy(&output.stderr).into_owned();
            let is_well = output.status.code() == Some(code) && !told.contains("panicked");
            expect(is_well, &format!("{arguments} {rest}"), &output)?;
        }
    }
    Ok(())
}

/// Where the system lets a user start one process or a few; root may start any number, and becomes another user.
fn few_threads() -> Result<(), Failed> {
    let folder = small("streams-threads")?;
    let program = folder.0.join("quarterly");
    fs::hard_link(PROGRAM, &program).or_else(|_| fs::copy(PROGRAM, &program).map(|_| ()))?;
    fs::create_dir(folder.0.join("new"))?;
    let all = <fs::Permissions as std::os::unix::fs::PermissionsExt>::from_mode(0o777);
    fs::set_permissions(folder.0.join("new"), all)?;
    let run = |most: u32, arguments: &[&str]| {
        let mut command = Command::new("prlimit");
        if rustix::process::geteuid().is_root() {
            command = Command::new("setpriv");
            // A number that nobody else has: what others run counts too.
            command.args(["--reuid=64321", "--regid=64321", "--clear-groups", "prlimit"]);
        }
        command.arg(format!("--nproc={most}")).arg(&program).args(arguments).current_dir(&folder.0).output()
    };
    for most in [1, 2, 3, 5, 8, 13] {
        for arguments in [
            ["build", "edition.toml", "--out", "new"].as_slice(),
            &["check", "edition.toml", "edition.toml"],
            &["diff", "out", "edition.toml"],
            &["golden", "check", "edition.toml"],
        ] {
            let output = run(most, arguments)?;
            expect(output.status.code() == Some(0), &format!("{most} {arguments:?}"), &output)?;
        }
        let same = fs::read(folder.0.join("out/test-2023-q2.pdf"))?
            == fs::read(folder.0.join("new/test-2023-q2.pdf"))?;
        if !same {
            return Err(fail("the bytes are others"));
        }
    }
    Ok(())
}

/// A PDF of one page, with these objects behind it.
fn pdf(content: &str, resources: &str, more: &[String]) -> String {
    let stream = format!("<</Length {}>>stream\n{content}\nendstream", content.len());
    let page =
        format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<{resources}>>>>");
    let first = ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 1/Kids[3 0 R]>>", &page, &stream];
    let objects = first.into_iter().map(str::to_owned).chain(more.iter().cloned());
    let objects: String =
        objects.enumerate().map(|(at, object)| format!("{} 0 obj\n{object}\nendobj\n", at + 1)).collect();
    format!("%PDF-1.7\n{objects}trailer\n<</Root 1 0 R>>\n%%EOF")
}

/// A page of forms, each of which draws the next one twice.
fn endless() -> String {
    const DEEP: usize = 26;
    let form = |at: usize| {
        let next = format!("/Resources<</XObject<</X {} 0 R>>>>", at + 6);
        format!(
            "<</Type/XObject/Subtype/Form/BBox[0 0 595 842]{next}/Length 11>>stream\n/X Do /X Do\nendstream"
        )
    };
    let last = "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 11>>stream\n0 0 1 1 re f\nendstream";
    let forms: Vec<String> = (0..DEEP).map(form).chain([last.to_owned()]).collect();
    pdf("/X Do", "/XObject<</X 5 0 R>>", &forms)
}

/// Two PDFs that differ in nothing that is shown.
fn pair(folder: &Folder, pdf: &str) -> Result<(), Failed> {
    fs::write(folder.0.join("a.pdf"), pdf)?;
    Ok(fs::write(folder.0.join("b.pdf"), format!("{pdf}\n"))?)
}

fn in_time() -> Result<(), Failed> {
    let folder = Folder::new("streams-time")?;
    for line in ["[3 2] 0 d 0 0 m 99999999999999999999 842 l S", "[0.000001] 0 d 0 0 m 595 842 l S"] {
        pair(&folder, &pdf(line, "", &[]))?;
        let output = Command::new("prlimit")
            .args(["--cpu=2", "--as=2000000000", PROGRAM, "diff", "a.pdf", "b.pdf"])
            .current_dir(&folder.0)
            .output()?;
        refused(&output, &["error: a PDF has lines of more dashes", "hint: "])?;
    }
    pair(&folder, &endless())?;
    let output = call(&folder.0, &["diff", "a.pdf", "b.pdf", "--html", "page.html"])?;
    refused(&output, &["(4 s of processor time, or ", "hint: one of them may be damaged"])?;
    expect(!folder.0.join("page.html").exists(), "no page is written", &output)
}

/// Processes that another one has started.
fn children(parent: u32) -> Vec<i32> {
    let is_child = |stat: &str| {
        let rest = stat.rsplit_once(')').map(|(_, rest)| rest).unwrap_or_default();
        rest.split_whitespace().nth(1) == Some(&parent.to_string())
    };
    let entries = fs::read_dir("/proc").into_iter().flatten().filter_map(Result::ok);
    let number = |entry: fs::DirEntry| entry.file_name().to_str()?.parse().ok();
    entries
        .filter_map(number)
        .filter(|id: &i32| fs::read_to_string(format!("/proc/{id}/stat")).is_ok_and(|stat| is_child(&stat)))
        .collect()
}

/// Whether a process is at work; one that nobody has asked about after its end is not.
fn is_running(id: i32) -> bool {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
    stat.rsplit_once(") ").is_some_and(|(_, rest)| !rest.starts_with(['Z', 'X']))
}

fn until(what: &str, mut is_so: impl FnMut() -> bool) -> Result<(), Failed> {
    let start = Instant::now();
    while !is_so() {
        if start.elapsed() > Duration::from_secs(10) {
            return Err(fail(what));
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    Ok(())
}

fn orphan() -> Result<(), Failed> {
    if !Path::new("/proc/self/stat").exists() {
        return Ok(());
    }
    let folder = Folder::new("streams-orphan")?;
    pair(&folder, &endless())?;
    let mut parent = Command::new(PROGRAM)
        .args(["diff", "a.pdf", "b.pdf", "--html", "page.html"])
        .current_dir(&folder.0)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let mut started = Vec::new();
    until("a child is started", || {
        started = children(parent.id());
        !started.is_empty()
    })?;
    kill_process(Pid::from_child(&parent), Signal::KILL)?;
    parent.wait()?;
    until("the child ends with its parent", || !started.iter().any(|id| is_running(*id)))?;
    if folder.0.join("page.html").exists() { Err(fail("an orphan has written the page")) } else { Ok(()) }
}
