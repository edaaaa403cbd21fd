//! The folder of an edition: the only place its files are read from.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// Where the files of an edition are read from.
#[derive(Debug, Clone)]
pub enum Folder {
    /// A folder of the disk; nothing outside it is read, not even through a link.
    Disk(PathBuf),
    /// Files in memory, for tests and embedding.
    Memory(BTreeMap<String, Arc<[u8]>>),
    /// Another folder as it will be once some of its files are others.
    Changed(Box<Self>, BTreeMap<String, Arc<[u8]>>),
}

/// Why a file of the edition cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadError {
    /// The path leads out of the folder.
    Outside,
    /// There is no such file.
    NotFound,
    /// It is not a file, or cannot be opened; the text says why.
    Unreadable(String),
}

/// No picture or workbook of an edition is larger; a larger one is a mistake.
const LARGEST: u64 = 64 * 1024 * 1024;
/// Names of a folder that are looked at where a file is not found.
const MOST_NAMES: usize = 2_000;

impl Folder {
    /// Reads a file by its path below the folder, written with `/`.
    ///
    /// # Errors
    /// Says whether the path leads out, nothing is there, or the file cannot be read.
    pub fn read(&self, path: &str) -> Result<Arc<[u8]>, ReadError> {
        self.read_at_most(path, LARGEST)
    }

    /// Reads a file that is not larger than that many bytes.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub(crate) fn read_at_most(&self, path: &str, largest: u64) -> Result<Arc<[u8]>, ReadError> {
        let inside =
            Path::new(path).components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
        if !inside {
            return Err(ReadError::Outside);
        }
        match self {
            Self::Memory(files) => files.get(path).cloned().ok_or(ReadError::NotFound),
            Self::Disk(root) => read_below(root, path, largest),
            Self::Changed(old, files) => {
                files.get(path).map_or_else(|| old.read_at_most(path, largest), |new| Ok(Arc::clone(new)))
            }
        }
    }

    /// The names of the files in a folder below, sorted; none of one that a link leads out to.
    pub(crate) fn names(&self, below: &str) -> Vec<String> {
        let mut names: Vec<String> = match self {
            Self::Memory(files) => {
                let start = if below.is_empty() { String::new() } else { format!("{below}/") };
                let names = files.keys().filter_map(|path| path.strip_prefix(&start));
                names.filter(|name| !name.contains('/')).map(str::to_owned).collect()
            }
            Self::Disk(root) => {
                let root = if root.as_os_str().is_empty() { Path::new(".") } else { root };
                let is_plain = Path::new(below).components().all(|part| matches!(part, Component::Normal(_)));
                let is_inside = is_plain && has_link(root, below).is_ok_and(|has_link| !has_link);
                let entries = is_inside.then(|| fs::read_dir(root.join(below)).ok()).flatten();
                let entries = entries.into_iter().flatten().filter_map(Result::ok).take(MOST_NAMES);
                entries.filter_map(|entry| entry.file_name().into_string().ok()).collect()
            }
            Self::Changed(old, _) => old.names(below),
        };
        names.sort();
        names
    }

    /// The files right in the folder whose names end so, sorted.
    pub fn list(&self, ending: &str) -> Vec<String> {
        let mut names: Vec<String> = match self {
            Self::Memory(files) => files.keys().filter(|path| !path.contains('/')).cloned().collect(),
            Self::Disk(root) => {
                let root = if root.as_os_str().is_empty() { Path::new(".") } else { root };
                let entries = fs::read_dir(root).into_iter().flatten().filter_map(Result::ok);
                entries.filter_map(|entry| entry.file_name().into_string().ok()).collect()
            }
            Self::Changed(old, _) => old.list(ending),
        };
        names.retain(|name| name.ends_with(ending));
        names.sort();
        names
    }
}

fn read_below(root: &Path, path: &str, largest: u64) -> Result<Arc<[u8]>, ReadError> {
    let unreadable = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => ReadError::NotFound,
        _ => ReadError::Unreadable(error.to_string()),
    };
    let root = if root.as_os_str().is_empty() { Path::new(".") } else { root };
    let file = if has_link(root, path).map_err(unreadable)? {
        let root = root.canonicalize().map_err(unreadable)?;
        let file = root.join(path).canonicalize().map_err(unreadable)?;
        if !file.starts_with(&root) {
            return Err(ReadError::Outside);
        }
        file
    } else {
        root.join(path)
    };
    read_file(&file, largest).map(Arc::from).map_err(unreadable)
}

/// Whether a link stands on the way from a folder to a file below it. Only then has the way to be followed, which not
/// every drive of Windows can: not one of a network or in memory, nor Wine for long paths.
fn has_link(root: &Path, path: &str) -> io::Result<bool> {
    let mut place = root.to_owned();
    for part in Path::new(path).components() {
        place.push(part);
        if fs::symlink_metadata(&place)?.is_symlink() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Reads what is really a file, no folder, device or pipe, and not larger than that many bytes.
pub(crate) fn read_file(path: &Path, largest: u64) -> io::Result<Vec<u8>> {
    let about = fs::metadata(path)?;
    if !about.is_file() {
        return Err(io::Error::other("it is not a file"));
    }
    let mut bytes = Vec::new();
    if about.len() <= largest {
        // What a file says about its size need not stay true while it is read.
        fs::File::open(path)?.take(largest + 1).read_to_end(&mut bytes)?;
    }
    if about.len().max(bytes.len() as u64) > largest {
        return Err(io::Error::other(format!("it is larger than {} MB", largest / 1_048_576)));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::{Folder, ReadError};

    #[test]
    fn nothing_outside_is_read() {
        let root = tempfile::tempdir().unwrap();
        let inner = root.path().join("inner");
        std::fs::create_dir(&inner).unwrap();
        std::fs::write(root.path().join("secret"), "x").unwrap();
        std::fs::write(inner.join("a.txt"), "a").unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink("../secret", inner.join("link")).unwrap();
        let folder = Folder::Disk(inner);
        assert_eq!(folder.read("a.txt").unwrap().as_ref(), b"a");
        assert_eq!(folder.read("../secret"), Err(ReadError::Outside));
        assert_eq!(folder.read("/etc/passwd"), Err(ReadError::Outside));
        #[cfg(unix)]
        assert_eq!(folder.read("link"), Err(ReadError::Outside));
        assert_eq!(folder.read("b.txt"), Err(ReadError::NotFound));
        assert!(matches!(folder.read("."), Err(ReadError::Unreadable(_))));
        assert_eq!(folder.list(".txt"), ["a.txt"]);
    }

    #[test]
    fn a_changed_file_stands_before_the_one_that_it_will_replace() {
        let file = |name: &str, text: &str| (name.to_owned(), std::sync::Arc::from(text.as_bytes()));
        let old = Folder::Memory([file("a.toml", "old"), file("b.toml", "b")].into());
        let folder = Folder::Changed(Box::new(old), [file("a.toml", "new")].into());
        assert_eq!(folder.read("a.toml").unwrap().as_ref(), b"new");
        assert_eq!(folder.read("b.toml").unwrap().as_ref(), b"b");
        assert_eq!(folder.list(".toml"), ["a.toml", "b.toml"]);
    }

    #[test]
    fn a_folder_in_memory_lists_what_one_on_the_disk_does() {
        let file = |name: &str| (name.to_owned(), std::sync::Arc::from(Vec::new()));
        let folder =
            Folder::Memory([file("b.toml"), file("a.toml"), file("in/c.toml"), file("d.csv")].into());
        assert_eq!(folder.list(".toml"), ["a.toml", "b.toml"]);
    }
}
