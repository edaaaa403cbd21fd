//! Puts a changed text in the place of an author's file, when it is still what it was and the author said yes.
//!
//! Besides `cli`, this is where files are written, so that every command, and whatever else may change a spec
//! one day, goes the same road. The new text stands beside the old file, whole and on the disk, before its name
//! changes; whatever fails before that leaves the file as it was. Owner and permissions stay as far as the system
//! allows; further marks of a file system (access lists, streams) and second names (hard links) do not.

use std::ffi::OsStr;
use std::fmt;
use std::fs::{self, File, Metadata, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;

use super::refused::{Refused, Why};
use super::{Edit, Patch, lines, toml};
use crate::diag::printable;

/// No spec is longer, as its reader has it too.
const LONGEST: usize = 4 << 20;
/// Begins the names of files that are not yet in their places.
const UNFINISHED: &str = ".quarterly-edit-";
/// Ends the name of the file as it was before, with a number where there is one already.
const BEFORE: &str = ".before";
/// Files as they were that are kept beside one: who has as many deletes them.
const MOST_KEPT: usize = 1_000;
/// Some editors write it first; no reader of specs counts it.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The author has agreed to what he was shown. Nothing is written without one.
#[derive(Debug)]
pub struct Yes(());

impl Yes {
    /// What the author typed as the answer, if it is a yes: `y` or `yes`, nothing else.
    pub fn answered(line: &str) -> Option<Self> {
        let answer = line.trim().to_ascii_lowercase();
        ["y", "yes"].contains(&answer.as_str()).then_some(Self(()))
    }

    /// The author gave the option that stands for the answer, as `--yes`.
    pub fn by_option() -> Self {
        Self(())
    }
}

/// An author's file as it was read.
#[derive(Debug, Clone)]
pub struct Original {
    path: PathBuf,
    text: String,
}

impl Original {
    /// Reads a file.
    ///
    /// # Errors
    /// It is missing, no file, not text, or too long.
    pub fn read(path: &Path) -> Result<Self, Refused> {
        let (bytes, _) = read(path).map_err(Refused::at(path))?;
        let text = String::from_utf8(bytes).map_err(|_| Refused::at(path)(Why::NotText))?;
        Ok(Self::new(path, text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&text)))
    }

    /// A file that somebody has read already, without the byte order mark before it.
    pub fn new(path: &Path, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned() }
    }

    /// The text that edits are for.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Makes the edits, in memory, and holds the new text against the caller's check. The text of a file whose
    /// name ends in `.toml` has to be TOML besides.
    ///
    /// # Errors
    /// The edits do not fit together or change nothing, or the new text is too long, no TOML, or refused by the
    /// check.
    pub fn plan<E: fmt::Display>(
        self,
        edits: Vec<Edit>,
        check: impl FnOnce(&str) -> Result<(), E>,
    ) -> Result<Planned, Refused> {
        let Self { path, text } = self;
        match planned(&path, text, edits, check) {
            Ok((patch, new)) => Ok(Planned { hash: hash(patch.old_text().as_bytes()), path, patch, new }),
            Err(why) => Err(Refused { path, why }),
        }
    }
}

fn planned<E: fmt::Display>(
    path: &Path,
    text: String,
    edits: Vec<Edit>,
    check: impl FnOnce(&str) -> Result<(), E>,
) -> Result<(Patch, String), Why> {
    let patch = Patch::new(text, edits).map_err(Why::Conflict)?;
    let new = patch.new_text();
    if new == patch.old_text() {
        return Err(Why::NothingToChange);
    }
    if new.len() > LONGEST {
        return Err(Why::TooLong);
    }
    if path.extension().is_some_and(|ending| ending == "toml") {
        toml::parses(&new).map_err(Why::Check)?;
    }
    check(&new).map_err(|error| Why::Check(error.to_string()))?;
    Ok((patch, new))
}

/// A new text that waits for the author's yes.
#[derive(Debug)]
pub struct Planned {
    path: PathBuf,
    patch: Patch,
    new: String,
    /// Of the old text, to be found again in the file.
    hash: [u8; 32],
}

/// What has been written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The file.
    pub path: PathBuf,
    /// The file as it was before.
    pub before: PathBuf,
}

impl fmt::Display for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = |path: &Path| printable(&path.to_string_lossy());
        write!(f, "changed `{}`; as it was before: `{}`", name(&self.path), name(&self.before))
    }
}

impl Planned {
    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The edits.
    pub fn patch(&self) -> &Patch {
        &self.patch
    }

    /// The text that the file will have.
    pub fn new_text(&self) -> &str {
        &self.new
    }

    /// What would change, for the author to say yes or no to.
    pub fn shown(&self) -> String {
        format!("{}\n{}", printable(&self.path.to_string_lossy()), lines::shown(&self.patch))
    }

    /// Replaces the file, in one step, and keeps the old one beside it as `<name>.before`, or `<name>.before-2`
    /// where that is there already.
    ///
    /// # Errors
    /// The file is not what it was when the edits were planned, may not be changed, or cannot be written. It is as
    /// it was then.
    pub fn confirm(self, yes: &Yes) -> Result<Written, Refused> {
        let Yes(()) = yes;
        let before = self.replace().map_err(Refused::at(&self.path))?;
        Ok(Written { path: self.path, before })
    }

    fn replace(&self) -> Result<PathBuf, Why> {
        let Some(name) = self.path.file_name() else { return Err(Why::NotAFile) };
        let folder = self.path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        let _lock = lock(folder)?;
        let (old, about) = read(&self.path)?;
        if about.permissions().readonly() {
            return Err(Why::ReadOnly);
        }
        // Windows marks folders that somebody has given an icon, such as Documents; files in them can be written.
        if cfg!(not(windows)) && fs::metadata(folder)?.permissions().readonly() {
            return Err(Why::ReadOnlyFolder);
        }
        let mark = if old.starts_with(BYTE_ORDER_MARK.as_bytes()) { BYTE_ORDER_MARK } else { "" };
        let new = beside(folder, &[mark.as_bytes(), self.new.as_bytes()], &about)?;
        let kept = beside(folder, &[&old], &about)?;
        // Not sooner: to wait for the disk takes long enough for an editor to save.
        if !self.is_unchanged(&old)? {
            return Err(Why::Changed);
        }
        let before = self.keep(kept, name)?;
        new.persist(&self.path).map_err(|error| error.error)?;
        if let Ok(folder) = File::open(folder) {
            // Where folders cannot be waited for, the file is whole all the same.
            let _ = folder.sync_all();
        }
        Ok(before)
    }

    /// Gives the old file its name beside the new one. What an earlier change has kept is not written over: it may be
    /// all that is left of the author's own.
    fn keep(&self, kept: NamedTempFile, name: &OsStr) -> Result<PathBuf, Why> {
        let mut kept = kept;
        for number in 1..=MOST_KEPT {
            let mut before = name.to_owned();
            before.push(BEFORE);
            if number > 1 {
                before.push(format!("-{number}"));
            }
            let before = self.path.with_file_name(before);
            kept = match kept.persist_noclobber(&before) {
                Ok(_) => return Ok(before),
                Err(error) if fs::symlink_metadata(&before).is_ok_and(|about| about.is_file()) => error.file,
                Err(_) if fs::symlink_metadata(&before).is_ok() => return Err(Why::BeforeIsTaken(before)),
                Err(error) => return Err(error.error.into()),
            };
        }
        let mut first = name.to_owned();
        first.push(BEFORE);
        Err(Why::BeforeIsTaken(self.path.with_file_name(first)))
    }

    /// Whether the file still has the bytes that were kept, and they are the text that the edits were planned for.
    fn is_unchanged(&self, kept: &[u8]) -> Result<bool, Why> {
        let text = kept.strip_prefix(BYTE_ORDER_MARK.as_bytes()).unwrap_or(kept);
        Ok(hash(text) == self.hash && read(&self.path)?.0 == kept)
    }
}

fn hash(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// Reads what is really a file, and not too long.
fn read(path: &Path) -> Result<(Vec<u8>, Metadata), Why> {
    let about = match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(Why::Missing),
        about => about?,
    };
    if about.is_symlink() {
        return Err(Why::Link);
    }
    if !about.is_file() {
        return Err(Why::NotAFile);
    }
    let mut bytes = Vec::new();
    // What a file says about its size need not stay true while it is read.
    File::open(path)?.take(LONGEST as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > LONGEST { Err(Why::TooLong) } else { Ok((bytes, about)) }
}

/// Keeps other writers of this program out of a folder, as far as its file system knows locks.
fn lock(path: &Path) -> Result<Option<File>, Why> {
    let Ok(folder) = File::open(path) else { return Ok(None) };
    match folder.try_lock() {
        Ok(()) => {
            clear(path);
            Ok(Some(folder))
        }
        Err(TryLockError::WouldBlock) => Err(Why::Busy),
        Err(TryLockError::Error(_)) => Ok(None),
    }
}

/// Deletes what a change that was killed has left. Only for who has locked the folder.
fn clear(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok) {
        let is_ours = entry.file_name().to_string_lossy().starts_with(UNFINISHED);
        if is_ours && entry.file_type().is_ok_and(|kind| kind.is_file()) {
            // What cannot be deleted now does no harm.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Writes a file beside its place, with the permissions of another; it is deleted unless it gets its place.
fn beside(folder: &Path, parts: &[&[u8]], like: &Metadata) -> io::Result<NamedTempFile> {
    let mut file = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(folder)?;
    for part in parts {
        file.write_all(part)?;
    }
    own(file.path(), like);
    file.as_file().set_permissions(like.permissions())?;
    file.as_file().sync_all()?;
    Ok(file)
}

/// Gives a file the owner of another, where that is allowed: else it belongs to who changes it, as in an editor.
#[cfg(unix)]
fn own(path: &Path, like: &Metadata) {
    use std::os::unix::fs::{MetadataExt, chown};

    let _ = chown(path, Some(like.uid()), Some(like.gid()));
}

#[cfg(not(unix))]
fn own(_: &Path, _: &Metadata) {}
