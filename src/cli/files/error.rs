//! Says which file could not be written, why, and what to do about it.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use super::busy;
use crate::cli::stream::shown;
use crate::data::file_name::Fault;
use crate::diag::{Diagnostic, code, printable};

/// Numbers of Unix for too many open files, of a program and of all.
const TOO_MANY_OPEN: i32 = 24;
const TOO_MANY_OPEN_OF_ALL: i32 = 23;

/// A file that could not be written, and why.
#[derive(Debug)]
pub(in crate::cli) struct WriteError {
    path: PathBuf,
    error: io::Error,
    /// Where the kind of the error does not say it.
    advice: Option<&'static str>,
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot write `{}`: {}", shown(&self.path), printable(&self.error.to_string()))
    }
}

impl WriteError {
    pub(super) fn new(path: &Path, error: io::Error) -> Self {
        Self { path: path.to_owned(), error, advice: None }
    }

    /// What turns the failure of an operation into one of a path.
    pub(super) fn at(path: &Path) -> impl Fn(io::Error) -> Self {
        move |error| Self::new(path, error)
    }

    /// A path with a name that some system does not allow.
    pub(super) fn named(path: &Path, name: &str, why: Fault) -> Self {
        let error = io::Error::new(io::ErrorKind::InvalidFilename, format!("of its name `{name}`, {why}"));
        Self { advice: Some("choose another name, one that Windows allows too"), ..Self::new(path, error) }
    }

    /// A second file of one name.
    pub(super) fn twice(path: &Path) -> Self {
        let why = "another file of this edition has that name, but for capital letters";
        Self {
            advice: Some("name one of them otherwise: some systems take the two for one file"),
            ..Self::new(path, io::Error::new(io::ErrorKind::AlreadyExists, why))
        }
    }

    /// A file that its owner wants to keep as it is.
    pub(super) fn read_only(path: &Path) -> Self {
        let error = io::Error::new(io::ErrorKind::PermissionDenied, "the file there is marked read-only");
        Self {
            advice: Some("take that mark off the file if it may be replaced, or choose another --out"),
            ..Self::new(path, error)
        }
    }

    /// What to do about it.
    pub(in crate::cli) fn hint(&self) -> &'static str {
        if let Some(advice) = self.advice {
            return advice;
        }
        if busy::is_shared(&self.error) {
            return "close it in Word or Acrobat, or wherever it is open, and build again";
        }
        if busy::may_be_shared(&self.error) && self.path.is_file() {
            return "close it in Word or Acrobat if it is open there, or choose a folder that you may write into";
        }
        if cfg!(unix) && matches!(self.error.raw_os_error(), Some(TOO_MANY_OPEN | TOO_MANY_OPEN_OF_ALL)) {
            return "the system allows too few files to be open at a time; raise that limit";
        }
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
            io::ErrorKind::CrossesDevices => "a folder below it lies on another disk; choose another --out",
            _ => "the files of the last build are as they were; choose another --out",
        }
    }

    /// The message where there is no other finding.
    pub(in crate::cli) fn told(&self) -> String {
        format!("{self}\n = hint: {}", self.hint())
    }

    pub(in crate::cli) fn diagnostic(&self) -> Diagnostic {
        Diagnostic::new(code::CANNOT_WRITE, None, self.to_string()).hint(self.hint())
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    #[test]
    fn each_cause_has_its_advice() {
        use std::io::{Error, ErrorKind};
        let advice = |kind| super::WriteError::new(Path::new("a"), Error::from(kind)).hint();
        assert!(advice(ErrorKind::StorageFull).contains("make room"));
        assert!(advice(ErrorKind::QuotaExceeded).contains("make room"));
        assert!(advice(ErrorKind::ReadOnlyFilesystem).contains("may write"));
        assert!(advice(ErrorKind::Other).contains("as they were"));
    }
}
