//! Input that is made to break the program: too large to be stored as a case, or made of more than files.
//!
//! Every build runs as a user would run it, within 2 seconds of processor time and 1 GB of memory, and says what is wrong.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use libtest_mimic::{Failed, Trial};

mod address;
mod brand;
mod document;
mod font;
mod name;
pub(crate) mod picture;
mod promise;
mod shown;
mod text;
mod workbook;

use super::command::{Folder, expect};

pub(crate) fn trials() -> Vec<Trial> {
    let mut trials = Vec::new();
    trials.extend(text::trials());
    trials.extend(picture::trials());
    trials.extend(workbook::trials());
    trials.extend(brand::trials());
    trials.extend(font::trials());
    trials.extend(address::trials());
    trials.extend(name::trials());
    trials.extend(shown::trials());
    trials.extend(document::trials());
    trials.extend(promise::trials());
    #[cfg(unix)]
    trials.push(Trial::test("hostile::paths_lead_nowhere_else", paths));
    trials
}

pub(crate) const SERIES: &str = include_str!("../suite/faults/no-value/series.toml");
pub(crate) const EDITION: &str = r#"period = "2023-Q2"
title  = "A test"

[figures.visas]
label  = "visas issued"
source = "mia"
total  = 1653
values = { 2022-Q2 = 2000 }
shares = { CN = 50.3, TR = 16.9, other = 32.8 }

[[chapter]]
id    = "one"
title = "One"
"#;

/// A folder of its own for each build of tests that run side by side.
pub(crate) fn numbered(name: &str) -> Result<Folder, Failed> {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    Folder::new(&format!("{name}-{}", NEXT.fetch_add(1, Ordering::Relaxed)))
}

/// Runs a build within the limits.
pub(crate) fn build(spec: &Path, out: &Path, arguments: &[&str]) -> Result<Output, Failed> {
    Ok(command(spec, out, arguments).output()?)
}

pub(crate) fn command(spec: &Path, out: &Path, arguments: &[&str]) -> Command {
    let mut command = limited();
    command.arg("build").arg(spec).arg("--out").arg(out).args(arguments);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// What is promised of the program that is shipped is 2 seconds. The one of the tests is not optimized and takes some times
/// as long for the same: two seconds more, so that the speed of the machine does not decide.
const PROCESSOR: &str = if cfg!(debug_assertions) { "--cpu=4" } else { "--cpu=2" };

/// The program within the limits, without a command yet.
fn limited() -> Command {
    let program = env!("CARGO_BIN_EXE_quarterly");
    if cfg!(target_os = "linux") {
        let mut limited = Command::new("prlimit");
        limited.args([PROCESSOR, "--as=1000000000", program]);
        limited
    } else {
        Command::new(program)
    }
}

/// The build ended with 2, said all of that, and said it briefly.
pub(crate) fn refused(output: &Output, says: &[&str]) -> Result<(), Failed> {
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    expect(output.status.code() == Some(2), "it ends with 2", output)?;
    expect(!told.contains("panicked") && !told.contains("itself failed"), "it does not panic", output)?;
    expect(told.len() < 200_000, "it does not flood the terminal", output)?;
    says.iter().try_for_each(|words| expect(told.contains(words), &format!("it says `{words}`"), output))
}

pub(crate) fn text(words: &str) -> String {
    format!("{EDITION}text  = '''\n{words}\n'''\n")
}

pub(crate) fn workbook(parts: &[(&str, &[u8])]) -> Result<Vec<u8>, Failed> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default())?;
        std::io::Write::write_all(&mut zip, bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

#[cfg(unix)]
fn paths() -> Result<(), Failed> {
    use std::os::unix::fs::symlink;
    let folder = Folder::new("hostile-paths")?;
    fs::create_dir(folder.0.join("inside.jpg"))?;
    symlink("/etc/passwd", folder.0.join("passwd.jpg"))?;
    symlink("/dev/zero", folder.0.join("zero.jpg"))?;
    symlink("loop.jpg", folder.0.join("loop.jpg"))?;
    assert!(Command::new("mkfifo").arg(folder.0.join("pipe.jpg")).status()?.success());
    for (file, says) in [
        ("/dev/zero", "error[path-outside]"),
        ("../series.toml", "error[path-outside]"),
        ("passwd.jpg", "error[path-outside]"),
        ("zero.jpg", "error[path-outside]"),
        ("inside.jpg", "error[file-unreadable]"),
        ("pipe.jpg", "error[file-unreadable]"),
        ("loop.jpg", "error[file-unreadable]"),
    ] {
        let spec = with_photo(&folder, file)?;
        refused(&build(&spec, &folder.0.join("out"), &[])?, &[says, "edition.toml:19:8"])?;
    }
    for spec in ["/dev/zero", "/dev/null/a.toml", "golden"] {
        refused(&build(Path::new(spec), &folder.0.join("out"), &[])?, &["error["])?;
    }
    Ok(())
}

/// Writes an edition with one photograph.
pub(crate) fn with_photo(folder: &Folder, file: &str) -> Result<PathBuf, Failed> {
    fs::write(folder.0.join("series.toml"), SERIES)?;
    let photo = format!("\n[photos.a]\nfile = \"{file}\"\nalt = \"A picture\"\ncredit = \"Nobody\"\n");
    let spec = folder.0.join("edition.toml");
    fs::write(&spec, text("![](photo:a)") + &photo)?;
    Ok(spec)
}
