//! Writes files whole or not at all: beside their place first, renamed when all of them are there.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// Files that are written but not yet in their places.
#[derive(Debug, Default)]
pub(super) struct Pending {
    files: Vec<(NamedTempFile, PathBuf)>,
}

/// A file that could not be written, and why.
#[derive(Debug)]
pub(super) struct WriteError {
    path: PathBuf,
    error: io::Error,
}

impl std::fmt::Display for WriteError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "cannot write `{}`: {}", self.path.display(), self.error)
    }
}

impl Pending {
    /// Writes a file beside its place.
    pub(super) fn write(&mut self, path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
        let fault = |error| WriteError { path: path.to_owned(), error };
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder).map_err(fault)?;
        if path.is_dir() {
            return Err(fault(io::Error::other("there is a folder of that name")));
        }
        let mut builder = tempfile::Builder::new();
        builder.prefix(".quarterly-");
        // Like any other new file: the temporary one would be readable by its owner alone.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let mut file = builder.tempfile_in(folder).map_err(fault)?;
        file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(fault)?;
        self.files.push((file, path.to_owned()));
        Ok(())
    }

    /// Puts all files into their places.
    pub(super) fn place(self) -> Result<Vec<PathBuf>, WriteError> {
        let mut placed = Vec::new();
        for (file, path) in self.files {
            match file.persist(&path) {
                Ok(_) => placed.push(path),
                Err(error) => return Err(WriteError { path, error: error.error }),
            }
        }
        Ok(placed)
    }
}

#[cfg(test)]
mod tests {
    use super::Pending;

    #[test]
    fn nothing_appears_before_everything_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let good = folder.path().join("sub/a.pdf");
        let mut pending = Pending::default();
        pending.write(&good, b"new").unwrap();
        assert!(!good.exists());
        drop(pending);
        assert_eq!(std::fs::read_dir(folder.path().join("sub")).unwrap().count(), 0);
    }

    #[test]
    fn the_last_good_file_stays_when_another_fails() {
        let folder = tempfile::tempdir().unwrap();
        let good = folder.path().join("a.pdf");
        std::fs::write(&good, b"old").unwrap();
        std::fs::create_dir(folder.path().join("b.docx")).unwrap();
        let mut pending = Pending::default();
        pending.write(&good, b"new").unwrap();
        assert!(pending.write(&folder.path().join("b.docx"), b"new").is_err());
        drop(pending);
        assert_eq!(std::fs::read(&good).unwrap(), b"old");
    }

    #[test]
    fn all_files_are_placed() {
        let folder = tempfile::tempdir().unwrap();
        let mut pending = Pending::default();
        pending.write(&folder.path().join("a"), b"1").unwrap();
        pending.write(&folder.path().join("b"), b"2").unwrap();
        assert_eq!(pending.place().unwrap().len(), 2);
        assert_eq!(std::fs::read(folder.path().join("b")).unwrap(), b"2");
    }
}
