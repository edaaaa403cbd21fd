//! A folder that came by mail, with what an interrupted build is said to have left in it: recovered, and built into.
//!
//! What begins with `{` is a journal as it is; any other bytes choose entries of one, so that most of them are
//! believed. Either way nothing outside the folder changes, nor what no build writes, nor what the sender does not know.
#![no_main]

use std::fmt::Write;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

use libfuzzer_sys::fuzz_target;
use quarterly::cli::fuzzed::{Kind, build_into};

/// What the sender knows, with its SHA-256.
const KNOWN: (&str, &str) = ("known", "7117fff2d0fd294462b3c802b7cb8753579f23f3946b99cf55f38e873f013f10");
const SECRET: &str = "nobody knows this";
const STAGE: &str = "out/.quarterly-unfinished-x";
const PATHS: [&str; 24] = [
    "a.pdf", "b.pdf", "a.docx", "charts/a.svg", "charts/b.svg", "charts/a/c.svg", "a.inputs/x.json", "charts",
    "thesis.odt", "../own/a.pdf", "/etc/passwd", "charts/../../own/a.pdf", "link/a.svg", "./a.pdf", "charts//a.svg",
    "A.PDF", "a.pdf/b.pdf", "secret.pdf", "", ".", "report.csv", "docx/a.xml", "a.html", "a.inputs/link/a.pdf",
];
/// What stands in the folder and must be there afterwards, with what it holds.
const KEPT: [(&str, &str); 6] = [
    ("own/a.pdf", "known"),
    ("own/a.svg", "known"),
    ("own/thesis.odt", SECRET),
    ("out/thesis.odt", "known"),
    ("out/secret.pdf", SECRET),
    ("out/charts/notes.odt", "known"),
];

fuzz_target!(|data: &[u8]| {
    let Some((choice, rest)) = data.split_at_checked(2) else { return };
    let shm = Path::new("/dev/shm");
    let folder = if shm.is_dir() { tempfile::tempdir_in(shm) } else { tempfile::tempdir() };
    let folder = folder.expect("there is room");
    let root = folder.path();
    lay_out(root, choice[0]).expect("the folder is empty");
    let journal = if rest.starts_with(b"{") { rest.to_vec() } else { chosen(rest, root).into_bytes() };
    fs::write(root.join(STAGE).join("journal.json"), journal).expect("the folder is there");

    let kind = [Kind::Edition, Kind::Reference, Kind::Pages][usize::from(choice[1] % 3)];
    let built = build_into(&root.join("out"), kind);

    for (path, text) in KEPT {
        let found = fs::read_to_string(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert_eq!(found, text, "{path}");
    }
    for path in ["own/empty", "out/kept", "out/a.inputs"] {
        assert!(root.join(path).is_dir(), "{path} is gone");
    }
    assert_eq!(fs::read_dir(root.join("own")).expect("it is there").count(), 4, "something is new outside");
    assert!(fs::symlink_metadata(root.join("out/link")).is_ok_and(|about| about.is_symlink()));
    // A lock that is none of ours is told; everything else lets a build go on.
    if choice[0] & 0x30 == 0 {
        built.expect("what came by mail stops no build");
    }
});

/// The folders and files, with stages that are odd in one way or another.
fn lay_out(root: &Path, choice: u8) -> std::io::Result<()> {
    for path in ["own/empty", "out/kept", "out/charts", "out/a.inputs", STAGE] {
        fs::create_dir_all(root.join(path))?;
    }
    for (path, text) in KEPT {
        fs::write(root.join(path), text)?;
    }
    symlink("../own", root.join("out/link"))?;
    symlink("../../own", root.join("out/a.inputs/link"))?;
    for path in ["out/b.pdf", "out/a.docx", "out/charts/a.svg", "out/charts/b.svg"] {
        fs::write(root.join(path), KNOWN.0)?;
    }
    let stage = root.join(STAGE);
    for at in 0..4 {
        let (old, new) = (stage.join(format!("old-{at}")), stage.join(format!("new-{at}")));
        match (choice >> at) & 1 {
            0 => fs::write(old, "evil")?,
            _ if at % 2 == 0 => symlink(root.join("own/a.pdf"), old)?,
            _ => fs::create_dir_all(old.join("in the way"))?,
        }
        if choice & 0x80 != 0 && at == 1 {
            fs::write(new, "evil")?;
        }
    }
    match choice & 0x30 {
        0x10 => fs::write(root.join("out/.quarterly-lock"), "mine")?,
        0x20 => symlink("../own/a.pdf", root.join("out/.quarterly-lock"))?,
        0x30 => fs::create_dir(root.join("out/.quarterly-lock"))?,
        _ => {}
    }
    let mode = if choice & 0x40 == 0 { 0o700 } else { 0o777 };
    fs::set_permissions(stage, fs::Permissions::from_mode(mode))
}

/// A journal of entries that bytes choose, three each.
fn chosen(bytes: &[u8], root: &Path) -> String {
    let (mut files, mut folders) = (String::new(), String::new());
    for three in bytes.chunks_exact(3) {
        let path = PATHS[usize::from(three[0]) % PATHS.len()];
        let absolute = root.join("own/a.pdf");
        let path = if three[0] > 250 { absolute.to_str().unwrap_or(path) } else { path };
        let new = match three[1] % 3 {
            0 => "null".to_owned(),
            1 => format!("{:?}", KNOWN.1),
            _ => "\"00\"".to_owned(),
        };
        let comma = if files.is_empty() { "" } else { "," };
        let _ = write!(files, "{comma}{{\"path\":{path:?},\"new\":{new},\"had\":{}}}", three[2] & 1 == 1);
        if three[2] & 2 == 2 {
            let comma = if folders.is_empty() { "" } else { "," };
            let _ = write!(folders, "{comma}{:?}", ["charts", "kept", "../own/empty", "a.inputs", "own"][usize::from(three[2] >> 2) % 5]);
        }
    }
    format!("{{\"files\":[{files}],\"folders\":[{folders}]}}")
}
