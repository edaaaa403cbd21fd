//! Writes the files of editions into a folder, all of an edition or none.
//!
//! Each file is written beside its place first and renamed when all of them are there; what stood there before
//! is put back when one cannot be. The folder is locked meanwhile, so that two builds do not mix their files.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use rayon::prelude::*;
use tempfile::NamedTempFile;

use crate::diag::Diagnostic;

/// Begins the names of files that are not finished.
const UNFINISHED: &str = ".quarterly-unfinished-";

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
    files: Vec<(NamedTempFile, PathBuf)>,
    stale: Vec<PathBuf>,
}

/// A file that could not be written, and why.
#[derive(Debug)]
pub(super) struct WriteError {
    path: PathBuf,
    error: io::Error,
}

/// Writes one file, or leaves the one that was there.
pub(super) fn write_one(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    let folder = OutFolder::new(path.parent().unwrap_or(Path::new("")));
    let mut pending = folder.start()?;
    pending.write(path.file_name().unwrap_or_default(), bytes)?;
    pending.place()
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot write `{}`: {}", self.path.display(), self.error)
    }
}

impl WriteError {
    pub(super) fn diagnostic(&self) -> Diagnostic {
        let hint = match self.error.kind() {
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                "choose a folder that you may write into, with --out"
            }
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "make room, or choose another --out",
            io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => {
                "there is a file of that name; choose another --out"
            }
            io::ErrorKind::NotFound => "the folder was removed during the build; build again",
            _ => "the files of the last build are as they were",
        };
        Diagnostic::error("cannot-write", None, self.to_string()).hint(hint)
    }
}

impl OutFolder {
    pub(super) fn new(path: &Path) -> Self {
        Self { path: path.to_owned(), lock: Mutex::new(None) }
    }

    /// Starts the files of one edition; waits when another program is writing into the folder.
    pub(super) fn start(&self) -> Result<Pending<'_>, WriteError> {
        let fault = |error| WriteError { path: self.path.clone(), error };
        let mut lock = self.lock.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        if lock.is_none() {
            let here = if self.path.as_os_str().is_empty() { Path::new(".") } else { &self.path };
            fs::create_dir_all(here).map_err(fault)?;
            let folder = File::open(here).map_err(fault)?;
            // Where folders cannot be locked, unique names and renaming still keep each file whole.
            let _ = folder.lock();
            remove_unfinished(here);
            *lock = Some(folder);
        }
        Ok(Pending { folder: self, files: Vec::new(), stale: Vec::new() })
    }
}

impl Pending<'_> {
    /// Writes a file beside its place, which is given by its path below the folder.
    pub(super) fn write(&mut self, path: impl AsRef<Path>, bytes: &[u8]) -> Result<PathBuf, WriteError> {
        let path = self.folder.path.join(path);
        let fault = |error| WriteError { path: path.clone(), error };
        let folder = path.parent().unwrap_or(&self.folder.path);
        fs::create_dir_all(folder).map_err(fault)?;
        if path.is_dir() {
            return Err(fault(io::Error::other("there is a folder of that name")));
        }
        let mut file = unfinished(folder).map_err(fault)?;
        file.write_all(bytes).map_err(fault)?;
        self.files.push((file, path.clone()));
        Ok(path)
    }

    /// Writes files of one kind into a folder below, and remembers in `list` which; those that an earlier build
    /// remembered there and nobody has changed since will be deleted.
    pub(super) fn write_all(
        &mut self,
        folder: &Path,
        list: &str,
        files: &[(String, &[u8])],
    ) -> Result<PathBuf, WriteError> {
        let place = self.folder.path.join(folder);
        let known = fs::read_to_string(place.join(list)).unwrap_or_default();
        let now: BTreeMap<&str, u64> =
            files.iter().map(|(name, bytes)| (name.as_str(), hash(bytes))).collect();
        let stale = known.lines().filter_map(|line| line.split_once(' ')).filter(|(_, name)| {
            // The list is a file like any other: nothing that it says leads out of the folder.
            !now.contains_key(name) && !name.contains(['/', '\\']) && name.ends_with(".svg")
        });
        for (written, name) in stale {
            let path = place.join(name);
            let is_file = fs::symlink_metadata(&path).is_ok_and(|about| about.is_file());
            if is_file && fs::read(&path).is_ok_and(|bytes| format!("{:016x}", hash(&bytes)) == written) {
                self.stale.push(path);
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
        // A name must not come to the disk before what it names; asked for side by side, this takes one turn of it.
        let reach_disk = |(file, path): &(NamedTempFile, PathBuf)| {
            file.as_file().sync_all().map_err(|error| WriteError { path: path.clone(), error })
        };
        self.files.par_iter().try_for_each(reach_disk)?;
        let mut placed: Vec<(PathBuf, Option<NamedTempFile>)> = Vec::new();
        for (file, path) in self.files {
            let result = keep(&path).and_then(|before| {
                file.persist(&path).map_err(|error| error.error)?;
                Ok(before)
            });
            match result {
                Ok(before) => placed.push((path, before)),
                Err(error) => {
                    put_back(placed);
                    return Err(WriteError { path, error });
                }
            }
        }
        drop(placed);
        for path in self.stale {
            // Left where it is, a file that is no longer wanted does no harm.
            let _ = fs::remove_file(path);
        }
        Ok(())
    }
}

/// A new file that is deleted unless it gets its own name.
fn unfinished(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(UNFINISHED);
    // Like any other new file: the temporary one would be readable by its owner alone.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

/// Keeps what stands at a path under another name, to be put back.
fn keep(path: &Path) -> io::Result<Option<NamedTempFile>> {
    if fs::symlink_metadata(path).is_err() {
        return Ok(None);
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    let kept = tempfile::Builder::new()
        .prefix(UNFINISHED)
        .make_in(folder, |name| fs::hard_link(path, name).or_else(|_| fs::copy(path, name).map(|_| ())))?;
    let (_, name) = kept.into_parts();
    Ok(Some(NamedTempFile::from_parts(File::open(&name)?, name)))
}

fn put_back(placed: Vec<(PathBuf, Option<NamedTempFile>)>) {
    for (path, before) in placed {
        // There is nobody left to tell: the fault that led here is told.
        let _ = match before {
            Some(before) => before.persist(&path).map(|_| ()).map_err(|error| error.error),
            None => fs::remove_file(&path),
        };
    }
}

/// Deletes what builds that were stopped have left; the lock says that no other is under way.
fn remove_unfinished(folder: &Path) {
    let below = |path: &Path| {
        fs::read_dir(path).into_iter().flatten().filter_map(Result::ok).map(|entry| entry.path())
    };
    let is_inputs = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "inputs");
    let mut places: Vec<PathBuf> = below(folder).filter(is_inputs).collect();
    places.push(folder.join("charts"));
    // Nothing else is looked into: the folder may hold anything.
    let inner: Vec<PathBuf> = places.iter().flat_map(|path| below(path)).collect();
    places.extend(inner);
    places.push(folder.to_owned());
    for path in places.iter().flat_map(|path| below(path)) {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if name.starts_with(UNFINISHED) {
            let _ = fs::remove_file(path);
        }
    }
}

/// FNV-1a: tells whether a file is as it was written, nothing more.
fn hash(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::{OutFolder, UNFINISHED};

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
        assert!(names(&folder.path().join("sub")).is_empty());
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
    fn what_a_stopped_build_left_is_deleted() {
        let folder = tempfile::tempdir().unwrap();
        for place in ["", "charts", "charts/kazakhstan-2023-q2", "kazakhstan-2023-q2.inputs/photos"] {
            let place = folder.path().join(place);
            fs::create_dir_all(&place).unwrap();
            fs::write(place.join(format!("{UNFINISHED}x")), b"half").unwrap();
        }
        let out = OutFolder::new(folder.path());
        let mut pending = out.start().unwrap();
        pending.write("a", b"1").unwrap();
        pending.place().unwrap();
        assert_eq!(names(folder.path()), ["a", "charts", "kazakhstan-2023-q2.inputs"]);
        for place in ["charts/kazakhstan-2023-q2", "kazakhstan-2023-q2.inputs/photos"] {
            assert!(names(&folder.path().join(place)).is_empty());
        }
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
