//! Puts files into a folder, all of them or none, also when the program is killed in between.
//!
//! New files are written into a folder of their own first, and what they replace is kept there under a second
//! name. A journal beside them says what belongs where. While it is there, the files are put back ([`journal`]) by the
//! build that finds it: this one when a file cannot be placed, the next one when this one was killed.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::thread;

use super::busy::{patiently, probe};
use super::error::WriteError;
use super::interrupt;
use super::journal::{Entry, JOURNAL, Journal, UNFINISHED, clear, keep, new_file, old_file, undo};
use super::names::unsafe_part;
use crate::hash::sha256;

/// The journal while it is written.
const DRAFT: &str = "journal.unfinished";

/// Files on their way into a folder.
#[derive(Debug)]
pub(super) struct Stage {
    root: PathBuf,
    folder: PathBuf,
    files: Vec<Entry>,
    /// In small letters: some systems take `A.svg` and `a.svg` for one file.
    names: BTreeSet<String>,
    ends: End,
}

/// What becomes of the folder with the unfinished files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Deleted,
    /// The next build needs it to put everything back.
    Kept,
}

/// How many files are waited for at a time: asked for together, they take one turn of the disk.
const TOGETHER: usize = 4;
/// Bytes of stack that waiting takes.
const STACK: usize = 128 << 10;

/// Waits until files are on the disk; a failure names the file by the name given for it.
///
/// Plain threads, not tasks of rayon: its workers are for those editions that are not waiting.
fn sync(files: &[(PathBuf, PathBuf)]) -> Result<(), WriteError> {
    let some = |files: &[(PathBuf, PathBuf)]| {
        files.iter().try_for_each(|(file, shown)| {
            // Some systems wait only for a file that is open for writing.
            let open = || fs::OpenOptions::new().write(true).open(file);
            patiently(open).and_then(|file| file.sync_all()).map_err(WriteError::at(shown))
        })
    };
    thread::scope(|scope| {
        let start = |files| {
            // Where there are no more threads, this one waits.
            let thread = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, move || some(files));
            thread.map_err(|_| some(files))
        };
        let started: Vec<_> = files.chunks(files.len().div_ceil(TOGETHER).max(1)).map(start).collect();
        started.into_iter().try_for_each(|thread| match thread {
            Ok(thread) => thread.join().unwrap_or_else(|panic| resume_unwind(panic)),
            Err(done) => done,
        })
    })
}

impl Stage {
    pub(super) fn new(root: &Path) -> io::Result<Self> {
        let folder = tempfile::Builder::new().prefix(UNFINISHED).tempdir_in(root)?.keep();
        interrupt::add(&folder);
        Ok(Self {
            root: root.to_owned(),
            folder,
            files: Vec::new(),
            names: BTreeSet::new(),
            ends: End::Deleted,
        })
    }

    /// Writes a file that will be placed at a path below the folder.
    pub(super) fn add(&mut self, path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
        let place = self.root.join(path);
        if let Some((name, why)) = unsafe_part(path) {
            return Err(WriteError::named(&place, &name, why));
        }
        if !self.names.insert(path.to_string_lossy().to_lowercase()) {
            return Err(WriteError::twice(&place));
        }
        if let Ok(about) = fs::symlink_metadata(&place) {
            // A folder, a device, a pipe or a link is nothing that a file may replace.
            if !about.is_file() {
                let why = io::Error::new(io::ErrorKind::AlreadyExists, "what is there is not a file");
                return Err(WriteError::new(&place, why));
            }
            if about.permissions().readonly() {
                return Err(WriteError::read_only(&place));
            }
        }
        let _undisturbed = interrupt::placing();
        fs::write(new_file(&self.folder, self.files.len()), bytes).map_err(WriteError::at(&place))?;
        self.files.push(Entry { path: path.to_owned(), new: Some(sha256(bytes)), had: false });
        Ok(())
    }

    /// Takes away what stands at a path below the folder, together with the placing of the others.
    pub(super) fn take_away(&mut self, path: &Path) {
        self.files.push(Entry { path: path.to_owned(), new: None, had: false });
    }

    /// Puts all files into their places, or none.
    pub(super) fn place(mut self) -> Result<(), WriteError> {
        let undisturbed = interrupt::placing();
        let done = self.place_undisturbed();
        // To delete the rest is another step, which asks for it again.
        drop(undisturbed);
        done
    }

    /// Puts a single file into its place. Its name changes in one step, so that there is nothing to put back.
    pub(super) fn place_alone(self) -> Result<(), WriteError> {
        let undisturbed = interrupt::placing();
        let place = |entry: &Entry| {
            let (new, place) = (new_file(&self.folder, 0), self.root.join(&entry.path));
            sync(&[(new.clone(), place.clone())])?;
            patiently(|| fs::rename(&new, &place)).map_err(WriteError::at(&place))
        };
        let done = self.files.first().map_or(Ok(()), place);
        drop(undisturbed);
        done
    }

    fn place_undisturbed(&mut self) -> Result<(), WriteError> {
        let journal = self.prepare()?;
        self.carry_out(&journal)
    }

    fn carry_out(&mut self, journal: &Journal) -> Result<(), WriteError> {
        self.begin()?;
        let done = journal.folders.iter().try_for_each(|folder| make(&self.root.join(folder)));
        let done = done.and_then(|()| (0..journal.files.len()).try_for_each(|at| self.put(journal, at)));
        let done = done.and_then(|()| self.end());
        if done.is_err() && undo(&self.root, &self.folder, journal, u64::MAX).is_err() {
            self.ends = End::Kept;
        }
        done
    }

    /// Keeps what is replaced, and writes down what will be done.
    fn prepare(&mut self) -> Result<Journal, WriteError> {
        let mut folders = Vec::new();
        for (at, entry) in self.files.iter_mut().enumerate() {
            let place = self.root.join(&entry.path);
            missing_folders(&self.root, &entry.path, &mut folders)?;
            if fs::symlink_metadata(&place).is_ok() {
                // Told before any file has moved.
                probe(&place).map_err(WriteError::at(&place))?;
                keep(&place, &old_file(&self.folder, at)).map_err(WriteError::at(&place))?;
                entry.had = true;
            }
        }
        let journal = Journal { files: std::mem::take(&mut self.files), folders };
        let draft = self.folder.join(DRAFT);
        let text = serde_json::to_vec(&journal).map_err(|error| WriteError::new(&draft, error.into()))?;
        fs::write(&draft, text).map_err(WriteError::at(&draft))?;
        // A name must not come to the disk before what it names; asked for side by side, this takes one turn of it.
        let places = journal.files.iter().enumerate().filter(|(_, entry)| entry.new.is_some());
        let mut written: Vec<(PathBuf, PathBuf)> =
            places.map(|(at, entry)| (new_file(&self.folder, at), self.root.join(&entry.path))).collect();
        written.push((draft.clone(), draft));
        sync(&written)?;
        Ok(journal)
    }

    /// From here to [`Self::end`], any build that finds the journal puts everything back.
    fn begin(&self) -> Result<(), WriteError> {
        let journal = self.folder.join(JOURNAL);
        fs::rename(self.folder.join(DRAFT), journal).map_err(WriteError::at(&self.root))
    }

    fn put(&self, journal: &Journal, at: usize) -> Result<(), WriteError> {
        let entry = &journal.files[at];
        let place = self.root.join(&entry.path);
        match entry.new {
            Some(_) => patiently(|| fs::rename(new_file(&self.folder, at), &place)),
            None if entry.had => patiently(|| fs::remove_file(&place)),
            None => Ok(()),
        }
        .map_err(WriteError::at(&place))
    }

    fn end(&self) -> Result<(), WriteError> {
        fs::remove_file(self.folder.join(JOURNAL)).map_err(WriteError::at(&self.root))
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        let _undisturbed = interrupt::placing();
        interrupt::remove(&self.folder);
        if self.ends == End::Deleted {
            // What cannot be deleted now is deleted by the next build.
            clear(&self.folder);
        }
    }
}

/// Adds the folders on the way to a file that have to be made.
///
/// # Errors
/// A link on the way leads out, or a file stands in it.
fn missing_folders(root: &Path, path: &Path, missing: &mut Vec<PathBuf>) -> Result<(), WriteError> {
    let mut folder = PathBuf::new();
    for part in path.parent().unwrap_or(Path::new("")).components() {
        folder.push(part);
        let place = root.join(&folder);
        if missing.contains(&folder) {
            continue;
        }
        match fs::symlink_metadata(&place) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => missing.push(folder.clone()),
            Err(error) => return Err(WriteError::new(&place, error)),
            Ok(about) if about.is_dir() => {}
            Ok(about) if about.is_symlink() && leads_inside(root, &place) => {}
            Ok(about) if about.is_symlink() => {
                let why = io::Error::other("it is a link that leads out of the folder");
                return Err(WriteError::new(&place, why));
            }
            Ok(_) => {
                let why = io::Error::new(io::ErrorKind::AlreadyExists, "it is not a folder");
                return Err(WriteError::new(&place, why));
            }
        }
    }
    Ok(())
}

/// Makes a folder, unless another edition of the same call has made it since it was looked for.
fn make(folder: &Path) -> Result<(), WriteError> {
    let is_there = |error| match fs::symlink_metadata(folder) {
        Ok(about) if about.is_dir() => Ok(()),
        _ => Err(error),
    };
    fs::create_dir(folder).or_else(is_there).map_err(WriteError::at(folder))
}

/// Whether a path, with its links followed, is a folder below another.
fn leads_inside(root: &Path, path: &Path) -> bool {
    let (root, path) = (root.canonicalize(), path.canonicalize());
    matches!((root, path), (Ok(root), Ok(path)) if path.starts_with(&root) && path.is_dir())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::{End, Stage, UNFINISHED};
    use crate::cli::files::error::WriteError;
    use crate::cli::files::journal;
    use crate::cli::files::names::Names;

    fn recover(root: &Path) -> Result<(), WriteError> {
        journal::recover(root, Names::Edition)
    }

    #[test]
    fn two_editions_may_need_the_same_folder() {
        let root = tempfile::tempdir().unwrap();
        let mut stages: Vec<Stage> = ["charts/a/1.svg", "charts/b/1.svg"]
            .map(|path| {
                let mut stage = Stage::new(root.path()).unwrap();
                stage.add(Path::new(path), b"new").unwrap();
                stage
            })
            .into();
        let journals: Vec<_> = stages.iter_mut().map(|stage| stage.prepare().unwrap()).collect();
        for (stage, journal) in stages.iter_mut().zip(&journals) {
            stage.carry_out(journal).unwrap();
        }
        drop(stages);
        let found = files(root.path());
        assert_eq!(found.iter().filter(|(_, bytes)| bytes == b"new").count(), 2, "{found:?}");
    }

    /// Files of a folder and of those below it, with what they hold.
    fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
        let mut found = Vec::new();
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                found.push((path.clone(), Vec::new()));
                found.extend(files(&path));
            } else {
                found.push((path.clone(), fs::read(&path).unwrap()));
            }
        }
        found.sort();
        found
    }

    /// A stage that replaces one file, takes one away, and adds two.
    fn stage(root: &Path) -> Stage {
        let mut stage = Stage::new(root).unwrap();
        stage.add(Path::new("a.pdf"), b"new").unwrap();
        stage.add(Path::new("charts/below/b.svg"), b"new").unwrap();
        stage.take_away(Path::new("c.docx"));
        stage.add(Path::new("d.docx"), b"new").unwrap();
        stage
    }

    fn old_files(root: &Path) {
        fs::write(root.join("a.pdf"), b"old").unwrap();
        fs::write(root.join("c.docx"), b"old").unwrap();
    }

    #[test]
    fn a_build_that_was_killed_is_undone_wherever_it_stopped() {
        for steps in 0..=4 {
            let root = tempfile::tempdir().unwrap();
            old_files(root.path());
            let before = files(root.path());
            let mut stage = stage(root.path());
            let journal = stage.prepare().unwrap();
            stage.begin().unwrap();
            if steps > 0 {
                for folder in &journal.folders {
                    fs::create_dir(root.path().join(folder)).unwrap();
                }
            }
            (0..steps).for_each(|at| stage.put(&journal, at).unwrap());
            stage.ends = End::Kept;
            drop(stage);
            recover(root.path()).unwrap();
            assert_eq!(files(root.path()), before, "killed after {steps} files");
        }
    }

    #[test]
    fn a_build_that_was_killed_after_the_last_file_is_done() {
        let root = tempfile::tempdir().unwrap();
        old_files(root.path());
        stage(root.path()).place().unwrap();
        let placed = files(root.path());
        assert_eq!(placed.iter().filter(|(_, bytes)| bytes == b"new").count(), 3, "{placed:?}");
        fs::create_dir(root.path().join(format!("{UNFINISHED}x"))).unwrap();
        recover(root.path()).unwrap();
        assert_eq!(files(root.path()), placed);
    }

    #[test]
    fn what_was_changed_since_is_not_put_back() {
        let root = tempfile::tempdir().unwrap();
        old_files(root.path());
        let mut stage = stage(root.path());
        let journal = stage.prepare().unwrap();
        stage.begin().unwrap();
        stage.put(&journal, 0).unwrap();
        stage.ends = End::Kept;
        drop(stage);
        fs::write(root.path().join("a.pdf"), b"by hand").unwrap();
        fs::write(root.path().join("d.docx"), b"by hand").unwrap();
        recover(root.path()).unwrap();
        assert_eq!(fs::read(root.path().join("a.pdf")).unwrap(), b"by hand");
        assert_eq!(fs::read(root.path().join("d.docx")).unwrap(), b"by hand");
    }

    #[test]
    fn names_that_some_systems_take_for_one_are_refused() {
        let root = tempfile::tempdir().unwrap();
        let mut stage = Stage::new(root.path()).unwrap();
        stage.add(Path::new("charts/A.svg"), b"new").unwrap();
        let why = stage.add(Path::new("charts/a.svg"), b"new").unwrap_err();
        assert!(why.hint().contains("take the two for one"), "{why}");
        for name in ["charts/con.svg", "../a.svg", "a:b.svg", "/a.svg", "-a.svg"] {
            let why = stage.add(Path::new(name), b"new").unwrap_err();
            assert!(why.hint().contains("choose another name"), "{why}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_leads_out_is_not_written_through() {
        let root = tempfile::tempdir().unwrap();
        let (inner, outer) = (root.path().join("inner"), root.path().join("outer"));
        fs::create_dir(&inner).unwrap();
        fs::create_dir(&outer).unwrap();
        std::os::unix::fs::symlink(&outer, inner.join("charts")).unwrap();
        let why = stage(&inner).place().unwrap_err().to_string();
        assert!(why.contains("leads out"), "{why}");
        assert!(files(&outer).is_empty() && files(&inner).len() == 1);
    }
}
