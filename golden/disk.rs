//! Disks and systems that are not like others: another one below the folder, no locks, no `/proc`, tens of thousands of
//! other files, clocks that went wrong.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use libtest_mimic::{Failed, Trial};

use super::command::{Folder, expect};
use super::folder::{LAST_GOOD, PROGRAM, small};
use super::hostile::{build, refused};

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("disk::another_disk_below_it_is_told", other_disk),
        Trial::test("disk::without_proc_everything_is_as_ever", no_proc),
        Trial::test("disk::many_other_files_and_odd_times_do_not_matter", many_files),
        Trial::test("disk::a_lock_without_locks_is_told", no_locks),
    ]
}

/// Runs a script in a name space of its own, where it can mount.
fn mounted(script: &str, out: &Path, spec: &Path) -> Result<Output, Failed> {
    let mut command = Command::new("unshare");
    command.args(["-rm", "sh", "-c", script, "sh"]).args([out, Path::new(PROGRAM), spec]);
    Ok(command.output()?)
}

/// Where a folder below lies on another disk, files cannot be moved into it.
fn other_disk() -> Result<(), Failed> {
    let folder = Folder::new("folder-disk")?;
    let spec = small(&folder)?;
    let out = folder.0.join("out");
    fs::create_dir_all(out.join("test-2023-q2.inputs"))?;
    fs::write(out.join("test-2023-q2.pdf"), LAST_GOOD)?;
    let script = "mount -t tmpfs none \"$1/test-2023-q2.inputs\" || exit 90
        \"$2\" build \"$3\" --out \"$1\" --keep; told=$?
        ls -A \"$1/test-2023-q2.inputs\" \"$1\"; exit $told";
    let output = mounted(script, &out, &spec)?;
    refused(&output, &["error[cannot-write]", "hint: a folder below it lies on another disk"])?;
    expect(
        fs::read_to_string(out.join("test-2023-q2.pdf"))? == LAST_GOOD,
        "the last good one stays",
        &output,
    )?;
    let left = String::from_utf8_lossy(&output.stdout).into_owned();
    expect(!left.contains("report") && !left.contains(".quarterly"), "nothing is left", &output)?;
    // The whole folder on another disk than everything else is no matter.
    let script = "mount -t tmpfs none \"$1\" && TMPDIR=/none \"$2\" build \"$3\" --out \"$1/new\" --keep";
    let output = mounted(script, &out, &spec)?;
    expect(output.status.code() == Some(0), "a folder of another disk is built into", &output)
}

fn no_proc() -> Result<(), Failed> {
    let folder = Folder::new("folder-proc")?;
    let spec = small(&folder)?;
    let out = folder.0.join("out");
    let script = "mount -t tmpfs none /proc || exit 90
        \"$2\" build \"$3\" --out \"$1\" && \"$2\" diff \"$1\" \"$3\" && ls -A \"$1\"";
    let output = mounted(script, &out, &spec)?;
    expect(output.status.code() == Some(0), "it is built and compared", &output)?;
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    expect(told.contains("no difference"), "nothing differs", &output)
}

/// Other files in a folder; some of them look like ours.
const OTHERS: usize = 50_000;

fn many_files() -> Result<(), Failed> {
    let folder = Folder::new("folder-many")?;
    let spec = small(&folder)?;
    let (out, alone) = (folder.0.join("out"), folder.0.join("alone"));
    let output = build(&spec, &alone, &["--keep"])?;
    expect(output.status.code() == Some(0), "it is built", &output)?;
    fs::create_dir(&out)?;
    for at in 0..OTHERS {
        let name = if at % 10 == 0 { ".quarterly-unfinished-" } else { "other-" };
        fs::File::create(out.join(format!("{name}{at}")))?;
    }
    // In the limits of the harness: two seconds of the processor.
    let output = build(&spec, &out, &["--keep"])?;
    expect(output.status.code() == Some(0), "it is built", &output)?;
    expect(fs::read_dir(&out)?.count() == OTHERS + 3, "nothing is lost", &output)?;
    // Clocks that went wrong: what is there is older than everything, or not made yet.
    for time in ["1971-01-01", "2199-01-01"] {
        let touched = Command::new("touch").args(["-d", time]).arg(&spec).arg(&out).status()?;
        expect(touched.success(), "its time is changed", &output)?;
        for name in ["test-2023-q2.pdf", "test-2023-q2.docx", "test-2023-q2.inputs/.written"] {
            Command::new("touch").args(["-d", time]).arg(out.join(name)).status()?;
        }
        let output = build(&spec, &out, &["--keep"])?;
        expect(output.status.code() == Some(0), "it is built", &output)?;
        for name in ["test-2023-q2.pdf", "test-2023-q2.docx"] {
            let is_same = fs::read(out.join(name))? == fs::read(alone.join(name))?;
            expect(is_same, "no time reaches the bytes", &output)?;
        }
    }
    Ok(())
}

/// A file system that knows no locks, as far as the system says.
fn no_locks() -> Result<(), Failed> {
    let folder = Folder::new("folder-locks")?;
    let spec = small(&folder)?;
    let out = folder.0.join("out");
    for error in ["ENOLCK", "EOPNOTSUPP", "ENOSYS"] {
        let mut command = Command::new("strace");
        command.args(["-f", "-o", "/dev/null", "-e", &format!("inject=flock:error={error}")]);
        let output = command.args([PROGRAM, "build"]).arg(&spec).arg("--out").arg(&out).output()?;
        expect(output.status.code() == Some(0), "it is built", &output)?;
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        expect(
            told.contains("note: files in the folder for the outputs cannot be locked"),
            "it is told",
            &output,
        )?;
        expect(fs::read_dir(&out)?.count() == 2, "nothing is left", &output)?;
    }
    Ok(())
}
