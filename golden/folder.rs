//! The folder that a build writes into: one that cannot be written, is full, vanishes, is shared, and builds that
//! are stopped or killed at any moment. What stands there afterwards is all of one build.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use libtest_mimic::{Failed, Trial};
use rustix::process::{Pid, Signal, geteuid, kill_process};

use super::command::{Folder, expect};
use super::hostile::{SERIES, build, command, refused, text};
use super::{fail, read_folder_names};

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("folder::one_that_cannot_be_written_is_told", unwritable),
        // Where nothing can be mounted for it, `unwritable` still runs against a limit of sizes.
        Trial::test("folder::one_that_is_full_keeps_the_last_good_output", full),
        Trial::test("folder::one_that_is_read_only_is_told_to_any_user", read_only),
        Trial::test("folder::one_that_vanishes_is_told", vanishes),
        Trial::test("folder::two_builds_do_not_mix_their_files", two_builds),
        Trial::test("folder::a_stopped_build_leaves_all_files_of_one_build", stopped),
        Trial::test("folder::a_killed_build_is_mended_by_the_next_one", killed),
    ]
}

pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_quarterly");
pub(crate) const LAST_GOOD: &str = "the last good one";

/// A small edition in a folder.
pub(crate) fn small(folder: &Folder) -> Result<PathBuf, Failed> {
    fs::write(folder.0.join("series.toml"), SERIES)?;
    let spec = folder.0.join("edition.toml");
    fs::write(&spec, text("a"))?;
    Ok(spec)
}

fn unwritable() -> Result<(), Failed> {
    let folder = Folder::new("folder-unwritable")?;
    let spec = small(&folder)?;
    let file = folder.0.join("file");
    fs::write(&file, "x")?;
    for out in [file.clone(), file.join("below"), PathBuf::from("/proc/nowhere"), PathBuf::from("/dev/null")]
    {
        refused(&build(&spec, &out, &[])?, &["error[cannot-write]", "hint: "])?;
    }
    // A folder below that is a link to somewhere else is not written through.
    let (out, outside) = (folder.0.join("linked"), folder.0.join("outside"));
    fs::create_dir_all(&out)?;
    fs::create_dir(&outside)?;
    std::os::unix::fs::symlink(&outside, out.join("test-2023-q2.inputs"))?;
    refused(&build(&spec, &out, &["--keep"])?, &["error[cannot-write]", "leads out of the folder"])?;
    if fs::read_dir(&outside)?.count() + fs::read_dir(&out)?.count() != 1 {
        return Err(fail("something was written"));
    }
    // No room: a file may not grow beyond a thousand bytes.
    let out = folder.0.join("full");
    let good = out.join("test-2023-q2.pdf");
    fs::create_dir(&out)?;
    fs::write(&good, LAST_GOOD)?;
    let mut full = Command::new("prlimit");
    full.args(["--fsize=1000", "sh", "-c", "trap '' XFSZ; exec \"$@\"", "sh", PROGRAM, "build"]);
    let output = full.arg(&spec).arg("--out").arg(&out).output()?;
    refused(&output, &["error[cannot-write]", "hint: raise the limit"])?;
    expect(fs::read_to_string(&good)? == LAST_GOOD, "the last good file stays", &output)?;
    expect(fs::read_dir(&out)?.count() == 1, "nothing half written is left", &output)
}

/// Real file systems, from those that take nothing to one that takes all, in a name space of their own.
fn full() -> Result<(), Failed> {
    const SCRIPT: &str = "mount -t tmpfs -o \"$1\" none \"$2\" || exit 90
        printf 'the last good one' >\"$2/test-2023-q2.pdf\"
        [ -z \"$3\" ] || mount -o \"remount,$3\" \"$2\" || exit 91
        \"$4\" build \"$5\" --out \"$2\" --keep
        told=$?
        echo \"left: $(ls -A \"$2\" | tr '\\n' ' ')\"
        echo \"pdf: $(head -c 17 \"$2/test-2023-q2.pdf\")\"
        exit $told";
    let folder = Folder::new("folder-full")?;
    let spec = small(&folder)?;
    let out = folder.0.join("out");
    fs::create_dir(&out)?;
    let run = |options: &str, then: &str| {
        let mut script = Command::new("unshare");
        script.args(["-rm", "sh", "-c", SCRIPT, "sh", options]).arg(&out).arg(then).arg(PROGRAM).arg(&spec);
        script.output()
    };
    let mut codes = BTreeMap::new();
    // By room, in pages of the machine; and by the number of files.
    let room = [4, 8, 40, 80, 120, 160, 240, 320, 480, 640, 4_000].map(|size| format!("size={size}k"));
    let files = [3, 4, 5, 6, 8, 12, 20, 30, 500].map(|count| format!("nr_inodes={count}"));
    for options in room.iter().chain(&files) {
        let output = run(options, "")?;
        let told = String::from_utf8_lossy(&output.stdout).into_owned();
        *codes.entry(output.status.code()).or_insert(0) += 1;
        if output.status.code() == Some(0) {
            expect(told.contains("pdf: %PDF"), options, &output)?;
        } else {
            refused(&output, &["error[cannot-write]", "No space left", "hint: make room"])?;
            expect(told.contains("left: test-2023-q2.pdf \n"), options, &output)?;
            expect(told.contains("pdf: the last good one"), options, &output)?;
        }
    }
    if codes.len() != 2 {
        return Err(fail(format!("the sizes do not reach from too small to large enough: {codes:?}")));
    }
    let output = run("size=4m", "ro")?;
    refused(&output, &["error[cannot-write]", "Read-only file system", "hint: choose a folder"])
}

/// Modes bind every user but root, who therefore runs the program as another one.
fn read_only() -> Result<(), Failed> {
    let folder = Folder::new("folder-read-only")?;
    let spec = small(&folder)?;
    let program = folder.0.join("quarterly");
    fs::hard_link(PROGRAM, &program).or_else(|_| fs::copy(PROGRAM, &program).map(|_| ()))?;
    let run = |arguments: &[&str], out: &Path| {
        let mut command = if geteuid().is_root() {
            let mut other = Command::new("setpriv");
            other.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(&program);
            other
        } else {
            Command::new(&program)
        };
        command.args(arguments).arg(out).output()
    };
    let mode = |path: &Path, mode: u32| fs::set_permissions(path, fs::Permissions::from_mode(mode));
    let shown = spec.to_string_lossy().into_owned();
    let build = ["build", &shown, "--keep", "--out"];
    let says = ["error[cannot-write]", "Permission denied", "hint: choose a folder that you may write into"];
    let out = folder.0.join("out");
    let first = Command::new(PROGRAM).args(build).arg(&out).output()?;
    expect(first.status.code() == Some(0), "it is built where that is allowed", &first)?;
    fs::write(out.join("test-2023-q2.pdf"), LAST_GOOD)?;
    let before = read_folder_names(&out);
    mode(&folder.0, 0o555)?;
    refused(&run(&build, &folder.0.join("new"))?, &says)?;
    // The folder itself, one that cannot be looked into, and one below it that is met when the PDF is placed already.
    let inputs = out.join("test-2023-q2.inputs");
    for (own, below) in [(0o555, 0o777), (0o333, 0o777), (0o777, 0o555)] {
        mode(&inputs, below)?;
        mode(&out, own)?;
        let output = run(&build, &out)?;
        refused(&output, &says)?;
        mode(&out, 0o755)?;
        expect(read_folder_names(&out) == before, "nothing is left or lost", &output)?;
        expect(
            fs::read_to_string(out.join("test-2023-q2.pdf"))? == LAST_GOOD,
            "the last one stays",
            &output,
        )?;
    }
    mode(&out, 0o555)?;
    let record = out.join("record.csv");
    let output = run(&["check", &shown, "--record"], &record)?;
    refused(&output, &["cannot write", "Permission denied", "hint: choose"])?;
    mode(&spec, 0o000)?;
    refused(&run(&build, &folder.0.join("new"))?, &["error[file-unreadable]", "edition.toml", "hint: "])?;
    mode(&folder.0, 0o755)?;
    Ok(())
}

/// The folder is removed at the moment when the first file of a build appears in it, and at others.
fn vanishes() -> Result<(), Failed> {
    let folder = Folder::new("folder-vanishes")?;
    let spec = small(&folder)?;
    let mut told = 0;
    for at in 0..10 {
        let out = folder.0.join(format!("out-{at}"));
        let mut child = command(&spec, &out, &["--keep"]).spawn()?;
        wait_until(&mut child, || !unfinished(&out).is_empty())?;
        std::thread::sleep(Duration::from_micros(at * 300));
        // What is written at this very moment keeps the folder from being removed; once more, then.
        for _ in 0..100 {
            if fs::remove_dir_all(&out).is_ok() {
                break;
            }
        }
        let output = child.wait_with_output()?;
        if output.status.code() == Some(0) {
            continue;
        }
        refused(
            &output,
            &["error[cannot-write]", "hint: the folder, or one above it, was removed meanwhile"],
        )?;
        told += 1;
        let left = read_folder_names(&out);
        expect(left.is_empty(), &format!("nothing is left: {left:?}"), &output)?;
    }
    if told == 0 { Err(fail("no build met a folder that was gone")) } else { Ok(()) }
}

/// Two programs that write editions of one name at the same time: the files in the end are all of one of them.
fn two_builds() -> Result<(), Failed> {
    let folder = Folder::new("folder-two")?;
    let both = Both::new(&folder)?;
    let out = folder.0.join("out");
    for _ in 0..3 {
        let running = [0, 1, 0, 1].map(|which| both.start(which, &out));
        for child in running {
            let output = child?.wait_with_output()?;
            expect(output.status.code() == Some(0), "each of them is built", &output)?;
        }
        both.whole(&out)?;
    }
    Ok(())
}

/// Files that the template has beside its own, so that it takes some time to place them all.
const MORE_FILES: usize = 120;

/// Two editions of one name, and all files of each.
struct Both {
    template: PathBuf,
    specs: [PathBuf; 2],
    files: [BTreeMap<String, Vec<u8>>; 2],
}

impl Both {
    /// They differ in every file, and the second has one chart fewer, so that one file is taken away.
    fn new(folder: &Folder) -> Result<Self, Failed> {
        let mut specs = Vec::new();
        let mut files = Vec::new();
        let template = folder.0.join("template");
        super::contract::copy_folder(Path::new("templates"), &template)?;
        for number in 0..MORE_FILES {
            fs::write(template.join(format!("more-{number}.typ")), format!("// {number}"))?;
        }
        for (name, number) in [("a", "1653"), ("b", "1753")] {
            let place = folder.0.join(name);
            super::contract::copy_folder(Path::new("data/kazakhstan"), &place)?;
            let spec = place.join("2023-q2.toml");
            let mut words =
                fs::read_to_string(&spec)?.replacen("total  = 1653", &format!("total  = {number}"), 1);
            if name == "b" {
                words = words.replacen("[charts.visas]", "[charts.visas-issued]", 1);
                words = words
                    .replace("chart:visas)", "chart:visas-issued)")
                    .replace("#fig-visas)", "#fig-visas-issued)");
            }
            fs::write(&spec, words)?;
            let out = folder.0.join(format!("{name}.out"));
            let output = arguments(&spec, &out, &template).output()?;
            expect(output.status.code() == Some(0), "it is built", &output)?;
            files.push(contents(&out));
            specs.push(spec);
        }
        let [first, second] = [0, 1].map(|which: usize| files[which].keys().collect::<Vec<_>>());
        if first == second || !first.iter().any(|name| name.ends_with("charts/visas.svg")) {
            return Err(fail("the editions have the same files; mend this test"));
        }
        let pair = |list: Vec<_>| list.try_into().map_err(|_| fail("there are two"));
        let files = <[_; 2]>::try_from(files).map_err(|_| fail("there are two"))?;
        Ok(Self { template, specs: pair(specs)?, files })
    }

    fn start(&self, which: usize, out: &Path) -> Result<Child, Failed> {
        Ok(arguments(&self.specs[which], out, &self.template).spawn()?)
    }

    /// The folder holds all files of one edition, as they were built, and nothing else; gives which.
    fn whole(&self, out: &Path) -> Result<usize, Failed> {
        let found = contents(out);
        if let Some(which) = self.files.iter().position(|files| *files == found) {
            return Ok(which);
        }
        let of = |which: usize| {
            let same = |(name, bytes): &(&String, &Vec<u8>)| self.files[which].get(*name) == Some(*bytes);
            found.iter().filter(same).map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(" ")
        };
        Err(fail(format!("files of two builds\nof the first: {}\nof the second: {}", of(0), of(1))))
    }
}

/// Both draw their charts and write the template's input: many files, in little time.
fn arguments(spec: &Path, out: &Path, template: &Path) -> Command {
    let mut command = Command::new(PROGRAM);
    command.arg("build").arg(spec).args(["--only", "svg,docx", "--keep", "--out"]).arg(out);
    command.arg("--template").arg(template);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let names = read_folder_names(folder).into_iter();
    let below = |name: &str| Path::new(name).strip_prefix(folder).map(|path| path.display().to_string());
    names.filter_map(|name| Some((below(&name).ok()?, fs::read(&name).ok()?))).collect()
}

/// Folders of builds that have not ended, or not well.
fn unfinished(out: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(out).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path()));
    entries.filter(|path| path.to_string_lossy().contains(".quarterly-unfinished-")).collect()
}

/// Whether files are being placed in a folder.
fn is_placing(out: &Path) -> bool {
    unfinished(out).iter().any(|stage| stage.join("journal.json").exists())
}

/// Waits for a moment of a build, or for its end.
fn wait_until(child: &mut Child, is_there: impl Fn() -> bool) -> Result<(), Failed> {
    let start = Instant::now();
    while !is_there() && child.try_wait()?.is_none() {
        if start.elapsed() > Duration::from_secs(60) {
            return Err(fail("the build does not end"));
        }
    }
    Ok(())
}

/// Moments of a build: some time after its start, after its first file, or after its files have begun to move.
#[derive(Debug, Clone, Copy)]
enum Moment {
    Started(Duration),
    Written(Duration),
    Placing(Duration),
}

fn moments() -> Vec<Moment> {
    let micros = |list: &[u64]| list.iter().copied().map(Duration::from_micros).collect::<Vec<_>>();
    let placing = micros(&[0, 50, 100, 200, 400, 800, 1_600, 3_200]);
    let written = micros(&[0, 1_000, 10_000]);
    let started = micros(&[1_000, 200_000]);
    let of = |list: Vec<Duration>, moment: fn(Duration) -> Moment| list.into_iter().map(moment);
    of(placing, Moment::Placing)
        .chain(of(written, Moment::Written))
        .chain(of(started, Moment::Started))
        .collect()
}

/// Sends a signal at a moment, and gives what the program said.
fn strike(mut child: Child, out: &Path, moment: Moment, signal: Signal) -> Result<Output, Failed> {
    let pause = match moment {
        Moment::Started(pause) => pause,
        Moment::Written(pause) => {
            wait_until(&mut child, || !unfinished(out).is_empty())?;
            pause
        }
        Moment::Placing(pause) => {
            wait_until(&mut child, || is_placing(out))?;
            pause
        }
    };
    let start = Instant::now();
    while start.elapsed() < pause {
        std::hint::spin_loop();
    }
    // One that has ended by now cannot be reached.
    let _ = kill_process(Pid::from_child(&child), signal);
    Ok(child.wait_with_output()?)
}

/// Ctrl-C and a kind request at any moment: what stands in the folder is all of one build, without another one.
fn stopped() -> Result<(), Failed> {
    let folder = Folder::new("folder-stopped")?;
    let both = Both::new(&folder)?;
    let out = folder.0.join("out");
    let mut there = 0;
    both.start(there, &out)?.wait_with_output()?;
    let mut stopped = 0;
    for (at, moment) in moments().into_iter().enumerate() {
        let signal = [Signal::INT, Signal::TERM, Signal::HUP][at % 3];
        let output = strike(both.start(1 - there, &out)?, &out, moment, signal)?;
        there = both.whole(&out).map_err(|why| fail(format!("{moment:?}: {}", told(&why))))?;
        stopped += usize::from(output.status.code().is_none());
    }
    if stopped == 0 { Err(fail("no build was stopped")) } else { Ok(()) }
}

const MOST_ATTEMPTS: usize = 50;

/// Killed at any moment: the next build mends the folder, even one that cannot be built.
fn killed() -> Result<(), Failed> {
    let folder = Folder::new("folder-killed")?;
    let both = Both::new(&folder)?;
    let broken = folder.0.join("broken.toml");
    fs::write(&broken, "period = ")?;
    let out = folder.0.join("out");
    let mut there = 0;
    both.start(there, &out)?.wait_with_output()?;
    let mut halfway = 0;
    // On a busy machine it takes some attempts to look at the right moment.
    let more = std::iter::repeat_n(Moment::Placing(Duration::ZERO), MOST_ATTEMPTS);
    for (at, moment) in moments().into_iter().chain(more).enumerate() {
        if halfway > 0 && at >= moments().len() {
            break;
        }
        strike(both.start(1 - there, &out)?, &out, moment, Signal::KILL)?;
        halfway += usize::from(is_placing(&out));
        refused(&arguments(&broken, &out, &both.template).output()?, &["error[toml-syntax]"])?;
        there = both.whole(&out).map_err(|why| fail(format!("{moment:?}: {}", told(&why))))?;
    }
    if halfway == 0 { Err(fail("no build was killed while it placed its files")) } else { Ok(()) }
}

fn told(why: &Failed) -> String {
    why.message().unwrap_or_default().to_owned()
}
