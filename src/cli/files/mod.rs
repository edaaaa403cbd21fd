//! Writes the files of editions into a folder, all of an edition or none.
//!
//! The folder is locked meanwhile ([`lock`]), so that two builds do not mix their files. [`stage`] keeps them
//! together, [`journal`] puts them back, [`names`] knows which are ours,
//! [`interrupt`] keeps Ctrl-C away while they get their places, [`busy`] knows of files that are open in Word.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::cli::stream::shown;
use crate::data::file_name::{Fault, fault};
use crate::hash::sha256;
pub(super) use error::WriteError;
use journal::{MOST_READ, is_below, is_same};
use lock::{Attempt, Lock};
pub(super) use names::Names;
use stage::Stage;

mod busy;
mod error;
mod interrupt;
mod journal;
mod lock;
mod names;
mod stage;

/// How long another build may write into the folder: a hundred editions take some seconds.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// The folder that a call writes into.
#[derive(Debug)]
pub(super) struct OutFolder {
    path: PathBuf,
    names: Names,
    /// From the first write to the end of the call.
    kept: Mutex<Option<Kept>>,
}

/// How others are kept out of a folder.
#[derive(Debug)]
enum Kept {
    Locked {
        _lock: Lock,
    },
    /// The file system knows no locks; names that are nobody else's still keep each file whole.
    Open,
}

/// Files that are written but not yet in their places.
#[derive(Debug)]
pub(super) struct Pending<'a> {
    folder: &'a OutFolder,
    stage: Stage,
}

/// Writes one file, or leaves the one that was there: also when that is none of ours, which all begin so.
///
/// Its folder may be everybody's, such as that of temporary files: it is neither locked nor mended.
pub(super) fn write_one(path: &Path, bytes: &[u8], begins: &[u8]) -> Result<(), WriteError> {
    let Some(name) = path.file_name() else {
        return Err(WriteError::new(path, io::Error::other("it is not the name of a file")));
    };
    if let Some((name, why)) = unsafe_name(path) {
        return Err(WriteError::named(path, &name, why));
    }
    // First: through folders that are not there yet, `..` would lead past what is asked below.
    let folder = here(path.parent().unwrap_or(Path::new("")));
    fs::create_dir_all(folder).map_err(WriteError::at(path))?;
    let is_file = fs::symlink_metadata(path).is_ok_and(|about| about.is_file() && about.len() > 0);
    if is_file && !begins_with(path, begins).unwrap_or(false) {
        let why = "there is another file of that name, which this program has not written";
        return Err(WriteError::new(path, io::Error::new(io::ErrorKind::AlreadyExists, why)));
    }
    let mut stage = Stage::new(folder).map_err(WriteError::at(path))?;
    stage.add(name.as_ref(), bytes)?;
    stage.place_alone()
}

/// The first part of a path, below a folder that somebody has named, that is a link.
pub(super) fn link_below(named: &Path, below: &Path) -> Option<PathBuf> {
    let mut place = named.to_owned();
    below.components().find_map(|part| {
        place.push(part);
        place.is_symlink().then(|| place.clone())
    })
}

/// A folder as the system wants to have it named.
fn here(path: &Path) -> &Path {
    if path.as_os_str().is_empty() { Path::new(".") } else { path }
}

impl OutFolder {
    pub(super) fn new(path: &Path, names: Names) -> Self {
        Self { path: path.to_owned(), names, kept: Mutex::new(None) }
    }

    /// The folder that a call names; one that nobody has named may have come by mail, as a link to another place.
    pub(super) fn chosen(named: Option<&Path>, usual: &str, names: Names) -> Result<Self, String> {
        if let (None, Some(link)) = (named, link_below(Path::new(""), Path::new(usual))) {
            let link = shown(&link);
            let hint = "name the folder that is to be written into, with --out";
            return Err(format!(
                "error: `{link}` is a link to another place; nothing was written\n = hint: {hint}\n"
            ));
        }
        Ok(Self::new(named.unwrap_or(Path::new(usual)), names))
    }

    fn here(&self) -> &Path {
        here(&self.path)
    }

    /// Puts back what a build that was killed has left half done, whether this one will come to write or not.
    pub(super) fn mend(&self) {
        if journal::left_over(self.here()).is_empty() && !lock::is_there(self.here()) {
            return;
        }
        // A build that is under way has it locked, and needs no repair.
        if let Ok(Attempt::Held(_lock)) = lock::attempt(self.here()) {
            // What cannot be repaired is reported when something is written.
            let _ = journal::recover(self.here(), self.names);
        }
    }

    /// Whether others could not be kept out of it.
    pub(super) fn is_open(&self) -> bool {
        matches!(*self.kept.lock().unwrap_or_else(PoisonError::into_inner), Some(Kept::Open))
    }

    /// Starts the files of one edition; waits when another program is writing into the folder.
    pub(super) fn start(&self) -> Result<Pending<'_>, WriteError> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.is_none() {
            if let Some((name, why)) = unsafe_name(&self.path) {
                return Err(WriteError::named(&self.path, &name, why));
            }
            fs::create_dir_all(self.here()).map_err(WriteError::at(&self.path))?;
            let lock = wait_for(|| lock::attempt(self.here())).map_err(WriteError::at(&self.path))?;
            if matches!(lock, Kept::Locked { .. }) {
                journal::recover(self.here(), self.names)?;
            }
            *kept = Some(lock);
        }
        let stage = Stage::new(self.here()).map_err(WriteError::at(&self.path))?;
        Ok(Pending { folder: self, stage })
    }
}

/// The first name on a path that could not be made on every system. What is a folder already was made.
fn unsafe_name(path: &Path) -> Option<(String, Fault)> {
    let mut so_far = PathBuf::new();
    path.components().find_map(|part| {
        so_far.push(part);
        let Component::Normal(name) = part else { return None };
        if so_far.is_dir() {
            return None;
        }
        let name = name.to_string_lossy();
        Some((name.clone().into_owned(), fault(&name)?))
    })
}

fn wait_for(attempt: impl Fn() -> io::Result<Attempt>) -> io::Result<Kept> {
    let start = Instant::now();
    loop {
        match attempt()? {
            Attempt::Held(lock) => return Ok(Kept::Locked { _lock: lock }),
            Attempt::Unknown => return Ok(Kept::Open),
            Attempt::Busy if start.elapsed() < LONGEST_WAIT => sleep(Duration::from_millis(10)),
            Attempt::Busy => {
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
        self.stage.add(path.as_ref(), bytes)?;
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
        let now: BTreeMap<&str, String> =
            files.iter().map(|(name, bytes)| (name.as_str(), sha256(bytes))).collect();
        for stale in self.stale(folder, list, &now) {
            self.stage.take_away(&stale);
        }
        for (name, bytes) in files {
            self.write(folder.join(name), bytes)?;
        }
        let lines: String = now.iter().map(|(name, hash)| format!("{hash} {name}\n")).collect();
        self.write(folder.join(list), lines.as_bytes())?;
        Ok(place)
    }

    /// Files that a list names and that are no longer wanted. The list is a file like any other, and may have come by
    /// mail: what it says is believed only of files that this program may have written, and that still have the
    /// contents it says.
    fn stale(&self, folder: &Path, list: &str, now: &BTreeMap<&str, String>) -> Vec<PathBuf> {
        let root = self.folder.here();
        let known = read_list(&root.join(folder).join(list)).unwrap_or_default();
        let known: BTreeMap<&str, &str> =
            known.lines().filter_map(|line| line.split_once(' ')).map(|(hash, name)| (name, hash)).collect();
        let mut left = MOST_READ;
        let gone = known.into_iter().filter(|(name, _)| !now.contains_key(name));
        gone.map(|(name, hash)| (folder.join(name), hash))
            .filter(|(path, _)| self.folder.names.fit(path) && is_below(root, path))
            .filter(|(path, hash)| is_same(&root.join(path), hash, &mut left))
            .map(|(path, _)| path)
            .collect()
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

/// Bytes of a list of files; no longer one is ours.
const LONGEST_LIST: u64 = 4 << 20;

/// A list of files, which is no link, device or pipe.
fn read_list(path: &Path) -> Option<String> {
    let about = fs::symlink_metadata(path).ok()?;
    let is_ours = about.is_file() && about.len() <= LONGEST_LIST;
    String::from_utf8(is_ours.then(|| fs::read(path).ok()).flatten()?).ok()
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::{Names, OutFolder};

    fn out_folder(path: &Path) -> OutFolder {
        OutFolder::new(path, Names::Edition)
    }

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
        let out = out_folder(folder.path());
        let mut pending = out.start().unwrap();
        let good = pending.write("sub/a.pdf", b"new").unwrap();
        assert!(!good.exists());
        drop(pending);
        drop(out);
        assert!(names(folder.path()).is_empty());
    }

    #[test]
    fn all_files_are_as_before_when_one_cannot_be_placed() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.pdf"), b"old").unwrap();
        let out = out_folder(folder.path());
        let mut pending = out.start().unwrap();
        pending.write("a.pdf", b"new").unwrap();
        pending.write("b.svg", b"new").unwrap();
        pending.write("c.docx", b"new").unwrap();
        fs::create_dir_all(folder.path().join("c.docx/in the way")).unwrap();
        assert!(pending.place().is_err());
        drop(out);
        assert_eq!(fs::read(folder.path().join("a.pdf")).unwrap(), b"old");
        assert_eq!(names(folder.path()), ["a.pdf", "c.docx"]);
    }

    #[test]
    fn what_a_killed_build_left_is_deleted() {
        let folder = tempfile::tempdir().unwrap();
        let left = folder.path().join(".quarterly-unfinished-x");
        fs::create_dir(&left).unwrap();
        fs::write(left.join("new-0"), b"half").unwrap();
        out_folder(folder.path()).mend();
        assert!(names(folder.path()).is_empty());
    }

    #[test]
    fn what_a_build_under_way_has_written_stays() {
        let folder = tempfile::tempdir().unwrap();
        let first = out_folder(folder.path());
        let mut pending = first.start().unwrap();
        pending.write("a.pdf", b"new").unwrap();
        out_folder(folder.path()).mend();
        pending.place().unwrap();
        drop(first);
        assert_eq!(names(folder.path()), ["a.pdf"]);
    }

    #[test]
    fn a_folder_that_vanishes_is_told_and_not_made_anew() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("out");
        let out = out_folder(&place);
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
        let out = out_folder(folder.path());
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
        // The same file, by a way through a folder that is not there yet.
        fs::write(&path, "period = 1").unwrap();
        let round = folder.path().join("new/../spec.toml");
        assert!(super::write_one(&round, b"number,new", b"number,").is_err());
        assert_eq!(fs::read(&path).unwrap(), b"period = 1");
    }

    #[test]
    fn a_file_that_is_marked_read_only_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.pdf");
        fs::write(&path, b"final").unwrap();
        let mut marked = fs::metadata(&path).unwrap().permissions();
        marked.set_readonly(true);
        fs::set_permissions(&path, marked).unwrap();
        let out = out_folder(folder.path());
        let why = out.start().unwrap().write("a.pdf", b"new").unwrap_err();
        assert!(why.told().contains("read-only") && why.hint().contains("take that mark off"), "{why}");
        assert!(super::write_one(&path, b"final, new", b"final").is_err());
        assert_eq!(fs::read(&path).unwrap(), b"final");
    }

    #[test]
    fn names_that_some_system_reads_otherwise_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["NUL", "con.d", "a:b", "x.", "C:\\out", "a/aux/b", "new\nline"] {
            let place = folder.path().join(name);
            let why = out_folder(&place).start().unwrap_err();
            assert!(why.hint().contains("another name"), "{why}");
            let why = super::write_one(&place, b"new", b"n").unwrap_err();
            assert!(why.hint().contains("another name") && !why.told().contains("new\nline"), "{why}");
        }
        assert!(names(folder.path()).is_empty());
        // What is there was made by somebody who may do so.
        #[cfg(unix)]
        {
            let place = folder.path().join("smb-share:server=x");
            fs::create_dir(&place).unwrap();
            out_folder(&place).start().unwrap();
        }
    }

    #[test]
    fn where_there_are_no_locks_files_are_written_all_the_same() {
        use super::{Attempt, Kept, wait_for};
        assert!(matches!(wait_for(|| Ok(Attempt::Unknown)), Ok(Kept::Open)));
    }

    /// Builds charts into a folder.
    fn charts(folder: &Path, names: &[&str]) {
        let out = out_folder(folder);
        let mut pending = out.start().unwrap();
        let files: Vec<(String, &[u8])> = names.iter().map(|name| ((*name).to_owned(), &b"x"[..])).collect();
        pending.write_all(Path::new("charts"), ".a.written", &files).unwrap();
        pending.place().unwrap();
    }

    #[test]
    fn only_what_an_earlier_build_wrote_is_deleted() {
        let folder = tempfile::tempdir().unwrap();
        charts(folder.path(), &["a.svg", "b.svg", "c.svg"]);
        let place = folder.path().join("charts");
        fs::write(place.join("b.svg"), b"changed by hand").unwrap();
        fs::write(place.join("mine.svg"), b"x").unwrap();
        charts(folder.path(), &["c.svg"]);
        assert_eq!(names(&place), [".a.written", "b.svg", "c.svg", "mine.svg"]);
    }

    #[test]
    fn a_list_that_came_by_mail_deletes_nothing_of_others() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("charts");
        fs::create_dir(&place).unwrap();
        let others = ["a.pdf", "charts/notes.txt", "charts/x.svg.bak"];
        let hash = crate::hash::sha256(b"mine");
        for name in others {
            fs::write(folder.path().join(name), b"mine").unwrap();
        }
        let list = ["../a.pdf", "notes.txt", "x.svg.bak", "/a.svg", "sub/../../a.pdf", ""]
            .map(|name| format!("{hash} {name}\n"));
        fs::write(place.join(".a.written"), list.concat()).unwrap();
        charts(folder.path(), &["c.svg"]);
        assert!(others.iter().all(|name| folder.path().join(name).exists()));
    }
}
