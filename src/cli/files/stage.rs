//! Puts files into a folder, all of them or none, also when the program is killed in between.
//!
//! New files are written into a folder of their own first, and what they replace is kept there under a second
//! name. A journal beside them says what belongs where. While it is there, the files are put back by whoever
//! finds it: this build when one file cannot be placed, the next one when this was killed.

use std::fs;
use std::io;
use std::panic::resume_unwind;
use std::path::{Component, Path, PathBuf};
use std::thread;

use serde::{Deserialize, Serialize, Serializer};

use super::{WriteError, interrupt};

/// Begins the names of folders with unfinished files.
pub(super) const UNFINISHED: &str = ".quarterly-unfinished-";
/// The journal; only there while files are placed.
const JOURNAL: &str = "journal.json";
/// The journal while it is written.
const DRAFT: &str = "journal.unfinished";
/// No journal of ours is larger.
const LONGEST_JOURNAL: u64 = 16 << 20;

/// Files on their way into a folder.
#[derive(Debug)]
pub(super) struct Stage {
    root: PathBuf,
    folder: PathBuf,
    files: Vec<Entry>,
    ends: End,
}

/// What becomes of the folder with the unfinished files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Deleted,
    /// The next build needs it to put everything back.
    Kept,
}

/// What is to be known to put everything back.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Journal {
    files: Vec<Entry>,
    /// Folders that are made for the files, those above first.
    folders: Vec<PathBuf>,
}

/// One place; the number of the entry is that of the files kept for it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    /// Below the folder.
    #[serde(serialize_with = "as_text")]
    path: PathBuf,
    /// Of the file that is put there; `None` when the one that is there is taken away.
    new: Option<u64>,
    /// Whether there was a file before.
    had: bool,
}

/// Only who names a single file himself can give it a name that is no text, and one file needs no journal.
fn as_text<S: Serializer>(path: &Path, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&path.to_string_lossy())
}

/// How many files are waited for at a time: asked for together, they take one turn of the disk.
const TOGETHER: usize = 4;
/// Bytes of stack that waiting takes.
const STACK: usize = 128 << 10;

/// Waits until files are on the disk, each told under a name of its own.
///
/// Plain threads, not tasks of rayon: its workers are for those editions that are not waiting.
fn sync(files: &[(PathBuf, PathBuf)]) -> Result<(), WriteError> {
    let some = |files: &[(PathBuf, PathBuf)]| {
        files.iter().try_for_each(|(file, shown)| {
            fs::File::open(file).and_then(|file| file.sync_all()).map_err(WriteError::at(shown))
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
        Ok(Self { root: root.to_owned(), folder, files: Vec::new(), ends: End::Deleted })
    }

    /// Writes a file that will be placed at a path below the folder.
    pub(super) fn add(&mut self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        // A folder, a device, a pipe or a link is nothing that a file may replace.
        if fs::symlink_metadata(self.root.join(path)).is_ok_and(|about| !about.is_file()) {
            return Err(io::Error::new(io::ErrorKind::AlreadyExists, "what is there is not a file"));
        }
        let _undisturbed = interrupt::placing();
        fs::write(new_file(&self.folder, self.files.len()), bytes)?;
        self.files.push(Entry { path: path.to_owned(), new: Some(hash(bytes)), had: false });
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

    fn place_undisturbed(&mut self) -> Result<(), WriteError> {
        let journal = self.prepare()?;
        self.carry_out(&journal)
    }

    fn carry_out(&mut self, journal: &Journal) -> Result<(), WriteError> {
        self.begin()?;
        let done = journal.folders.iter().try_for_each(|folder| make(&self.root.join(folder)));
        let done = done.and_then(|()| (0..journal.files.len()).try_for_each(|at| self.put(journal, at)));
        let done = done.and_then(|()| self.end());
        if done.is_err() && undo(&self.root, &self.folder, journal).is_err() {
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

    /// From here to [`Self::end`], whoever finds the journal puts everything back.
    fn begin(&self) -> Result<(), WriteError> {
        let journal = self.folder.join(JOURNAL);
        fs::rename(self.folder.join(DRAFT), journal).map_err(WriteError::at(&self.root))
    }

    fn put(&self, journal: &Journal, at: usize) -> Result<(), WriteError> {
        let entry = &journal.files[at];
        let place = self.root.join(&entry.path);
        match entry.new {
            Some(_) => fs::rename(new_file(&self.folder, at), &place),
            None if entry.had => fs::remove_file(&place),
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
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

fn new_file(folder: &Path, at: usize) -> PathBuf {
    folder.join(format!("new-{at}"))
}

fn old_file(folder: &Path, at: usize) -> PathBuf {
    folder.join(format!("old-{at}"))
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

/// Whether a path leads down and nowhere else.
pub(super) fn is_plain(path: &Path) -> bool {
    path.components().all(|part| matches!(part, Component::Normal(_)))
}

/// Whether a path, with its links followed, is a folder below another.
fn leads_inside(root: &Path, path: &Path) -> bool {
    let (root, path) = (root.canonicalize(), path.canonicalize());
    matches!((root, path), (Ok(root), Ok(path)) if path.starts_with(&root) && path.is_dir())
}

/// Keeps what stands at a path under a second name.
fn keep(path: &Path, name: &Path) -> io::Result<()> {
    fs::hard_link(path, name).or_else(|_| fs::copy(path, name).map(|_| ()))
}

/// Puts back what a journal names, as far as nobody has changed it since.
fn undo(root: &Path, stage: &Path, journal: &Journal) -> Result<(), WriteError> {
    for (at, entry) in journal.files.iter().enumerate().rev() {
        let place = root.join(&entry.path);
        // A journal is a file like any other: nothing that it says leads out of the folder.
        if !is_plain(&entry.path) || !place.parent().is_some_and(|folder| leads_inside(root, folder)) {
            continue;
        }
        let is_ours = match entry.new {
            // It has not come to its place; one with the same contents may stand there.
            Some(_) if new_file(stage, at).exists() => false,
            Some(new) => is_file(&place) && fs::read(&place).is_ok_and(|bytes| hash(&bytes) == new),
            None => fs::symlink_metadata(&place).is_err(),
        };
        let old = old_file(stage, at);
        let done = if !is_ours {
            Ok(())
        } else if entry.had && fs::symlink_metadata(&old).is_ok() {
            fs::rename(&old, &place)
        } else if entry.new.is_some() {
            fs::remove_file(&place)
        } else {
            Ok(())
        };
        done.map_err(WriteError::at(&place))?;
    }
    for folder in journal.folders.iter().rev() {
        // One that holds something else by now stays.
        let _ = fs::remove_dir(root.join(folder));
    }
    Ok(())
}

/// Folders that builds have left which were killed. Some may belong to one that is under way.
pub(super) fn left_over(root: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(root).into_iter().flatten().filter_map(Result::ok);
    let unfinished = entries.filter(|entry| {
        entry.file_name().to_string_lossy().starts_with(UNFINISHED)
            && entry.file_type().is_ok_and(|kind| kind.is_dir())
    });
    unfinished.map(|entry| entry.path()).collect()
}

/// Puts back what killed builds have left half done, and deletes the rest of it. Only for who has locked the folder.
pub(super) fn recover(root: &Path) -> Result<(), WriteError> {
    for stage in left_over(root) {
        let path = stage.join(JOURNAL);
        let is_ours = is_file(&path) && fs::metadata(&path).is_ok_and(|about| about.len() <= LONGEST_JOURNAL);
        let journal = is_ours.then(|| fs::read(&path).ok()).flatten();
        if let Some(journal) = journal.and_then(|text| serde_json::from_slice::<Journal>(&text).ok()) {
            undo(root, &stage, &journal)?;
        }
        // Left where it is, it does no harm: its journal has to go, or it would be put back once more.
        let _ = fs::remove_file(path);
        let _ = fs::remove_dir_all(stage);
    }
    Ok(())
}

fn is_file(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|about| about.is_file())
}

/// FNV-1a: tells whether a file is as it was written, nothing more.
pub(super) fn hash(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::{End, Stage, UNFINISHED, recover};

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
        stage.take_away(Path::new("c.svg"));
        stage.add(Path::new("d.docx"), b"new").unwrap();
        stage
    }

    fn old_files(root: &Path) {
        fs::write(root.join("a.pdf"), b"old").unwrap();
        fs::write(root.join("c.svg"), b"old").unwrap();
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
    fn a_journal_leads_nowhere_else() {
        let root = tempfile::tempdir().unwrap();
        let inner = root.path().join("inner");
        let stage = inner.join(format!("{UNFINISHED}x"));
        fs::create_dir_all(&stage).unwrap();
        fs::write(stage.join("old-0"), b"evil").unwrap();
        fs::write(root.path().join("mine"), b"mine").unwrap();
        let hash = super::hash(b"mine");
        let paths = ["../mine".to_owned(), root.path().join("mine").to_string_lossy().into_owned()];
        for path in paths {
            let entry = serde_json::json!({ "path": path, "new": hash, "had": true });
            let journal = serde_json::json!({ "files": [entry], "folders": [] });
            fs::create_dir_all(&stage).unwrap();
            fs::write(stage.join("journal.json"), journal.to_string()).unwrap();
            recover(&inner).unwrap();
            assert_eq!(fs::read(root.path().join("mine")).unwrap(), b"mine");
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
