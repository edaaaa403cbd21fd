//! Writes the files of editions into a folder, all of an edition or none.
//!
//! The folder is locked meanwhile, so that two builds do not mix their files. [`stage`] keeps them together,
//! [`interrupt`] keeps Ctrl-C away while they get their places.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::{self, File, TryLockError};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::diag::{Diagnostic, printable};
use stage::{Stage, hash};

mod interrupt;
mod stage;

/// How long another build may write into the folder: a hundred editions take some seconds.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// The folder that a call writes into.
#[derive(Debug)]
pub(super) struct OutFolder {
    path: PathBuf,
    /// Open and locked from the first write to the end of the call.
    lock: Mutex<Option<File>>,
}

/// Files that are written but not yet in their places.
#[derive(Debug)]
pub(super) struct Pending<'a> {
    folder: &'a OutFolder,
    stage: Stage,
}

/// A file that could not be written, and why.
#[derive(Debug)]
pub(super) struct WriteError {
    path: PathBuf,
    error: io::Error,
}

/// Writes one file, or leaves the one that was there: also when that is none of ours, which all begin so.
pub(super) fn write_one(path: &Path, bytes: &[u8], begins: &[u8]) -> Result<(), WriteError> {
    let Some(name) = path.file_name() else {
        return Err(WriteError::new(path, io::Error::other("it is not the name of a file")));
    };
    let is_file = fs::symlink_metadata(path).is_ok_and(|about| about.is_file() && about.len() > 0);
    if is_file && !begins_with(path, begins).unwrap_or(false) {
        let why = "there is another file of that name, which this program has not written";
        return Err(WriteError::new(path, io::Error::new(io::ErrorKind::AlreadyExists, why)));
    }
    let folder = OutFolder::new(path.parent().unwrap_or(Path::new("")));
    let mut pending = folder.start()?;
    pending.write(name, bytes)?;
    pending.place()
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot write `{}`: {}", printable(&self.path.to_string_lossy()), self.error)
    }
}

impl WriteError {
    fn new(path: &Path, error: io::Error) -> Self {
        Self { path: path.to_owned(), error }
    }

    /// What turns the failure of an operation into one of a path.
    fn at(path: &Path) -> impl Fn(io::Error) -> Self {
        move |error| Self::new(path, error)
    }

    /// What to do about it.
    pub(super) fn hint(&self) -> &'static str {
        match self.error.kind() {
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                "choose a folder that you may write into, with --out"
            }
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "make room, or choose another --out",
            io::ErrorKind::FileTooLarge => "raise the limit on the size of files, or choose another --out",
            io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => {
                "something else has that name; choose another --out"
            }
            io::ErrorKind::NotFound => "the folder, or one above it, was removed meanwhile; build again",
            io::ErrorKind::WouldBlock => "build again when it has ended, or choose another --out",
            _ => "the files of the last build are as they were; choose another --out",
        }
    }

    /// As it is told where there is no other finding.
    pub(super) fn told(&self) -> String {
        format!("{self}\n = hint: {}", self.hint())
    }

    pub(super) fn diagnostic(&self) -> Diagnostic {
        Diagnostic::error("cannot-write", None, self.to_string()).hint(self.hint())
    }
}

impl OutFolder {
    pub(super) fn new(path: &Path) -> Self {
        Self { path: path.to_owned(), lock: Mutex::new(None) }
    }

    fn here(&self) -> &Path {
        if self.path.as_os_str().is_empty() { Path::new(".") } else { &self.path }
    }

    /// Puts back what a build that was killed has left half done, whether this one will come to write or not.
    pub(super) fn mend(&self) {
        if stage::left_over(self.here()).is_empty() {
            return;
        }
        // A build that is under way has it locked, and needs no mending.
        let Ok(folder) = File::open(self.here()) else { return };
        if folder.try_lock().is_ok() {
            // What cannot be mended is told when something is to be written.
            let _ = stage::recover(self.here());
        }
    }

    /// Starts the files of one edition; waits when another program is writing into the folder.
    pub(super) fn start(&self) -> Result<Pending<'_>, WriteError> {
        let mut lock = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
        if lock.is_none() {
            fs::create_dir_all(self.here()).map_err(WriteError::at(&self.path))?;
            let folder = File::open(self.here()).map_err(WriteError::at(&self.path))?;
            // Where folders cannot be locked, names that are nobody else's still keep each file whole.
            if wait_for(&folder).map_err(WriteError::at(&self.path))? == Lock::Held {
                stage::recover(self.here())?;
            }
            *lock = Some(folder);
        }
        let stage = Stage::new(self.here()).map_err(WriteError::at(&self.path))?;
        Ok(Pending { folder: self, stage })
    }
}

/// Whether others are kept out of a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lock {
    Held,
    /// The file system knows no locks.
    None,
}

fn wait_for(folder: &File) -> io::Result<Lock> {
    let start = Instant::now();
    loop {
        match folder.try_lock() {
            Ok(()) => return Ok(Lock::Held),
            Err(TryLockError::Error(_)) => return Ok(Lock::None),
            Err(TryLockError::WouldBlock) if start.elapsed() < LONGEST_WAIT => {
                sleep(Duration::from_millis(10));
            }
            Err(TryLockError::WouldBlock) => {
                let why = format!("another build has been writing into it for {} s", LONGEST_WAIT.as_secs());
                return Err(io::Error::new(io::ErrorKind::WouldBlock, why));
            }
        }
    }
}

impl Pending<'_> {
    /// Writes a file beside its place, which is given by its path below the folder.
    pub(super) fn write(&mut self, path: impl AsRef<Path>, bytes: &[u8]) -> Result<PathBuf, WriteError> {
        let shown = self.folder.path.join(&path);
        self.stage.add(path.as_ref(), bytes).map_err(WriteError::at(&shown))?;
        Ok(shown)
    }

    /// Takes away a file when the others are placed.
    pub(super) fn take_away(&mut self, path: impl AsRef<Path>) {
        self.stage.take_away(path.as_ref());
    }

    /// Writes files into a folder below, and remembers in `list` which; those that an earlier build remembered
    /// there and nobody has changed since will be taken away.
    pub(super) fn write_all(
        &mut self,
        folder: &Path,
        list: &str,
        files: &[(String, &[u8])],
    ) -> Result<PathBuf, WriteError> {
        let place = self.folder.path.join(folder);
        let known = read_below(&place.join(list), LONGEST_LIST)
            .and_then(|bytes| String::from_utf8(bytes).ok())
            .unwrap_or_default();
        let now: BTreeMap<&str, u64> =
            files.iter().map(|(name, bytes)| (name.as_str(), hash(bytes))).collect();
        // The list is a file like any other: nothing that it says leads out of the folder.
        let stale = known
            .lines()
            .filter_map(|line| line.split_once(' '))
            .filter(|(_, name)| !now.contains_key(name) && stage::is_plain(Path::new(name)));
        for (written, name) in stale {
            let bytes = read_below(&place.join(name), LONGEST_LIST);
            if bytes.is_some_and(|bytes| format!("{:016x}", hash(&bytes)) == written) {
                self.stage.take_away(&folder.join(name));
            }
        }
        for (name, bytes) in files {
            self.write(folder.join(name), bytes)?;
        }
        let lines: String = now.iter().map(|(name, hash)| format!("{hash:016x} {name}\n")).collect();
        self.write(folder.join(list), lines.as_bytes())?;
        Ok(place)
    }

    /// Puts all files into their places, or none.
    pub(super) fn place(self) -> Result<(), WriteError> {
        self.stage.place()
    }
}

fn begins_with(path: &Path, begins: &[u8]) -> io::Result<bool> {
    let mut start = vec![0; begins.len()];
    File::open(path)?.read_exact(&mut start)?;
    Ok(start == begins)
}

/// Bytes of a list of files, or of a file in it; no longer ones are ours.
const LONGEST_LIST: u64 = 16 << 20;

/// A file that is no link, device or pipe, unless it is longer than that.
fn read_below(path: &Path, longest: u64) -> Option<Vec<u8>> {
    let about = fs::symlink_metadata(path).ok()?;
    (about.is_file() && about.len() <= longest).then(|| fs::read(path).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::OutFolder;

    fn names(folder: &Path) -> Vec<String> {
        let entries =
            fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned());
        let mut names: Vec<String> = entries.collect();
        names.sort();
        names
    }

    #[test]
    fn nothing_appears_before_everything_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let out = OutFolder::new(folder.path());
        let mut pending = out.start().unwrap();
        let good = pending.write("sub/a.pdf", b"new").unwrap();
        assert!(!good.exists());
        drop(pending);
        assert!(names(folder.path()).is_empty());
    }

    #[test]
    fn all_files_are_as_before_when_one_cannot_be_placed() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.pdf"), b"old").unwrap();
        let out = OutFolder::new(folder.path());
        let mut pending = out.start().unwrap();
        pending.write("a.pdf", b"new").unwrap();
        pending.write("b.svg", b"new").unwrap();
        pending.write("c.docx", b"new").unwrap();
        fs::create_dir_all(folder.path().join("c.docx/in the way")).unwrap();
        assert!(pending.place().is_err());
        assert_eq!(fs::read(folder.path().join("a.pdf")).unwrap(), b"old");
        assert_eq!(names(folder.path()), ["a.pdf", "c.docx"]);
    }

    #[test]
    fn what_a_killed_build_left_is_deleted() {
        let folder = tempfile::tempdir().unwrap();
        let left = folder.path().join(".quarterly-unfinished-x");
        fs::create_dir(&left).unwrap();
        fs::write(left.join("new-0"), b"half").unwrap();
        OutFolder::new(folder.path()).mend();
        assert!(names(folder.path()).is_empty());
    }

    #[test]
    fn what_a_build_under_way_has_written_stays() {
        let folder = tempfile::tempdir().unwrap();
        let first = OutFolder::new(folder.path());
        let mut pending = first.start().unwrap();
        pending.write("a.pdf", b"new").unwrap();
        OutFolder::new(folder.path()).mend();
        pending.place().unwrap();
        assert_eq!(names(folder.path()), ["a.pdf"]);
    }

    #[test]
    fn a_folder_that_vanishes_is_told_and_not_made_anew() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("out");
        let out = OutFolder::new(&place);
        let mut pending = out.start().unwrap();
        pending.write("charts/a.svg", b"new").unwrap();
        pending.write("a.pdf", b"new").unwrap();
        fs::remove_dir_all(&place).unwrap();
        let why = pending.place().unwrap_err();
        assert!(why.hint().contains("removed meanwhile"), "{why}");
        assert!(!place.exists());
    }

    #[test]
    fn what_is_no_file_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("a.pdf")).unwrap();
        let out = OutFolder::new(folder.path());
        assert!(out.start().unwrap().write("a.pdf", b"new").is_err());
        #[cfg(unix)]
        {
            let link = folder.path().join("link");
            fs::write(folder.path().join("mine"), b"mine").unwrap();
            std::os::unix::fs::symlink("mine", &link).unwrap();
            assert!(super::write_one(&link, b"new", b"n").is_err());
            assert_eq!(fs::read(&link).unwrap(), b"mine");
        }
        assert!(super::write_one(Path::new(".."), b"new", b"n").is_err());
    }

    #[test]
    fn a_file_of_somebody_else_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("spec.toml");
        for (old, is_ours) in [("period = 1", false), ("n", false), ("", true), ("number,old", true)] {
            fs::write(&path, old).unwrap();
            assert_eq!(super::write_one(&path, b"number,new", b"number,").is_ok(), is_ours, "{old}");
            assert_eq!(fs::read(&path).unwrap() == b"number,new", is_ours, "{old}");
        }
    }

    #[test]
    fn each_cause_has_its_advice() {
        use std::io::{Error, ErrorKind};
        let advice = |kind| super::WriteError::new(Path::new("a"), Error::from(kind)).hint();
        assert!(advice(ErrorKind::StorageFull).contains("make room"));
        assert!(advice(ErrorKind::QuotaExceeded).contains("make room"));
        assert!(advice(ErrorKind::ReadOnlyFilesystem).contains("may write"));
        assert!(advice(ErrorKind::Other).contains("as they were"));
    }

    #[test]
    fn only_what_an_earlier_build_wrote_is_deleted() {
        let folder = tempfile::tempdir().unwrap();
        let build = |files: &[(String, &[u8])]| {
            let out = OutFolder::new(folder.path());
            let mut pending = out.start().unwrap();
            pending.write_all(Path::new("charts"), ".list", files).unwrap();
            pending.place().unwrap();
        };
        let file = |name: &str| (name.to_owned(), &b"x"[..]);
        build(&[file("a.svg"), file("b.svg"), file("c.svg")]);
        let charts = folder.path().join("charts");
        fs::write(charts.join("b.svg"), b"changed by hand").unwrap();
        fs::write(charts.join("mine.svg"), b"x").unwrap();
        build(&[file("c.svg")]);
        assert_eq!(names(&charts), [".list", "b.svg", "c.svg", "mine.svg"]);
    }
}
