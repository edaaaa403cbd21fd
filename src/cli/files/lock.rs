//! Keeps two programs from writing into one folder at a time, by an empty file beside what they write.
//!
//! A folder cannot be opened as a file everywhere, nor locked on every network drive; a file can. It is there only
//! while somebody writes: who holds the lock deletes it. One that a killed program has left is nobody's, and is
//! taken over by the next.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::interrupt;

/// The file that is locked.
pub(super) const NAME: &str = ".quarterly-lock";

/// A folder from which others are kept out, until this is dropped.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    /// To close it gives the lock free.
    _file: File,
}

/// What came of an attempt to lock a folder.
#[derive(Debug)]
pub(super) enum Attempt {
    Held(Lock),
    /// Another program has it.
    Busy,
    /// The file system knows no locks.
    Unknown,
}

/// Whether a program is writing into a folder, or was killed when it did.
pub(super) fn is_there(folder: &Path) -> bool {
    fs::symlink_metadata(folder.join(NAME)).is_ok()
}

/// Tries to lock a folder.
///
/// # Errors
/// There can be no file in it, or something else has the name.
pub(super) fn attempt(folder: &Path) -> io::Result<Attempt> {
    let path = folder.join(NAME);
    loop {
        if fs::symlink_metadata(&path).is_ok_and(|about| !about.is_file() || about.len() > 0) {
            let why = format!("its `{NAME}` is nothing that this program has made; delete that");
            return Err(io::Error::new(io::ErrorKind::AlreadyExists, why));
        }
        let Some(file) = open(&path)? else { return Ok(Attempt::Busy) };
        match take(&file) {
            // Who had it has deleted it since it was opened; another one stands there now, or none.
            Ok(()) if is_deleted(&file) => {}
            Ok(()) => {
                interrupt::add_lock(&path);
                return Ok(Attempt::Held(Lock { path, _file: file }));
            }
            Err(TryLockError::WouldBlock) => return Ok(Attempt::Busy),
            Err(TryLockError::Error(_)) => {
                // It locks nothing; whoever has it open does not need it either.
                let _ = fs::remove_file(&path);
                return Ok(Attempt::Unknown);
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        interrupt::remove_lock(&self.path);
        // Before it is given free, so that who waits for it sees that it is gone.
        if cfg!(not(windows)) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Opens the file, or nothing where another program has it open: on Windows that is the lock, one that all its file
/// systems know.
#[cfg(windows)]
fn open(path: &Path) -> io::Result<Option<File>> {
    use std::os::windows::fs::OpenOptionsExt;

    use super::busy::{is_shared, patiently};

    /// The system deletes the file with its last handle, also when the program is killed.
    const FILE_FLAG_DELETE_ON_CLOSE: u32 = 0x0400_0000;

    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    options.share_mode(0).custom_flags(FILE_FLAG_DELETE_ON_CLOSE);
    // One that is being deleted cannot be opened for a moment.
    patiently(|| match options.open(path) {
        Err(error) if is_shared(&error) => Ok(None),
        done => done.map(Some),
    })
}

#[cfg(not(windows))]
fn open(path: &Path) -> io::Result<Option<File>> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    let file = options.open(path).or_else(|error| match error.kind() {
        // That of another user can be locked all the same.
        io::ErrorKind::PermissionDenied => File::open(path).map_err(|_| error),
        _ => Err(error),
    });
    file.map(Some)
}

#[cfg(windows)]
fn take(_: &File) -> Result<(), TryLockError> {
    Ok(())
}

#[cfg(not(windows))]
fn take(file: &File) -> Result<(), TryLockError> {
    file.try_lock()
}

#[cfg(unix)]
fn is_deleted(file: &File) -> bool {
    use std::os::unix::fs::MetadataExt;

    file.metadata().map_or(true, |about| about.nlink() == 0)
}

#[cfg(not(unix))]
fn is_deleted(_: &File) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread;

    use super::{Attempt, NAME, attempt, is_there};

    #[test]
    fn a_lock_keeps_others_out_and_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let Attempt::Held(lock) = attempt(folder.path()).unwrap() else { panic!("nobody has it") };
        assert!(matches!(attempt(folder.path()).unwrap(), Attempt::Busy));
        drop(lock);
        assert!(!is_there(folder.path()));
        assert!(matches!(attempt(folder.path()).unwrap(), Attempt::Held(_)));
    }

    #[test]
    fn what_a_killed_program_left_is_taken_over() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(NAME), "").unwrap();
        assert!(matches!(attempt(folder.path()).unwrap(), Attempt::Held(_)));
        assert!(!is_there(folder.path()));
    }

    #[test]
    fn what_is_no_lock_is_neither_used_nor_deleted() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(NAME);
        fs::write(&path, "mine").unwrap();
        assert!(attempt(folder.path()).is_err());
        assert_eq!(fs::read(&path).unwrap(), b"mine");
        fs::remove_file(&path).unwrap();
        fs::create_dir(&path).unwrap();
        assert!(attempt(folder.path()).is_err() && path.is_dir());
    }

    #[test]
    fn only_one_holds_it_although_each_deletes_it() {
        let folder = tempfile::tempdir().unwrap();
        let (inside, turns) = (AtomicUsize::new(0), AtomicUsize::new(0));
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    while turns.load(Ordering::SeqCst) < 400 {
                        if let Attempt::Held(_lock) = attempt(folder.path()).unwrap() {
                            assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0);
                            turns.fetch_add(1, Ordering::SeqCst);
                            thread::yield_now();
                            inside.fetch_sub(1, Ordering::SeqCst);
                        }
                    }
                });
            }
        });
        assert!(!is_there(folder.path()));
    }
}
