//! Puts back what a build has left half done, by the journal of what it was about to do.
//!
//! A folder may have come by mail, and a journal in it with it: it is a file like any other. What it says is
//! done only to files that this program may have written, by their names and by their contents, below the folder
//! and not through a link; the rest of it is not believed either.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize, Serializer};

use super::busy::patiently;
use super::error::WriteError;
use super::names::Names;
use crate::hash::sha256_of;

/// Begins the names of folders with unfinished files.
pub(super) const UNFINISHED: &str = ".quarterly-unfinished-";
/// The journal; only there while files are placed.
pub(super) const JOURNAL: &str = "journal.json";
/// No journal of ours is larger.
const LONGEST_JOURNAL: u64 = 16 << 20;
/// Nor does it name more files.
const MOST_FILES: usize = 20_000;
/// Folders with unfinished files that one build looks at: a killed build leaves one.
const MOST_STAGES: usize = 64;
/// Bytes of files that are read again for a journal, or for a list of files; no edition has more.
pub(super) const MOST_READ: u64 = 1 << 30;

/// What is to be known to put everything back.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Journal {
    pub(super) files: Vec<Entry>,
    /// Folders that are made for the files, those above first.
    pub(super) folders: Vec<PathBuf>,
}

/// One place; the number of the entry is that of the files kept for it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    /// Below the folder.
    #[serde(serialize_with = "as_text")]
    pub(super) path: PathBuf,
    /// SHA-256 of the file that is put there; `None` when the one that is there is taken away.
    pub(super) new: Option<String>,
    /// Whether there was a file before.
    pub(super) had: bool,
}

/// The journal holds names as text. Only a single file named on the command line can have a name that is no
/// text, and one file needs no journal.
fn as_text<S: Serializer>(path: &Path, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&path.to_string_lossy())
}

pub(super) fn new_file(folder: &Path, at: usize) -> PathBuf {
    folder.join(format!("new-{at}"))
}

pub(super) fn old_file(folder: &Path, at: usize) -> PathBuf {
    folder.join(format!("old-{at}"))
}

/// Puts back what a journal names, as far as nobody has changed it since.
pub(super) fn undo(root: &Path, stage: &Path, journal: &Journal, most: u64) -> Result<(), WriteError> {
    let mut left = most;
    for (at, entry) in journal.files.iter().enumerate().rev() {
        let place = root.join(&entry.path);
        let old = old_file(stage, at);
        // What has not come to its place stays: one with the same contents may stand there.
        let is_placed = fs::symlink_metadata(new_file(stage, at)).is_err();
        if !is_placed || !is_below(root, &entry.path) {
            continue;
        }
        let done = match &entry.new {
            Some(new) if !is_same(&place, new, &mut left) => Ok(()),
            Some(_) if entry.had && is_file(&old) => patiently(|| fs::rename(&old, &place)),
            Some(_) if !entry.had => patiently(|| fs::remove_file(&place)),
            None if entry.had && is_file(&old) && fs::symlink_metadata(&place).is_err() => {
                patiently(|| fs::rename(&old, &place))
            }
            Some(_) | None => Ok(()),
        };
        done.map_err(WriteError::at(&place))?;
    }
    for folder in journal.folders.iter().rev().filter(|folder| is_below(root, folder)) {
        // One that holds something else by now stays.
        let _ = fs::remove_dir(root.join(folder));
    }
    Ok(())
}

/// Whether a file has these contents; what is a link, marked read-only, or too much to read, has not.
pub(super) fn is_same(path: &Path, hash: &str, left: &mut u64) -> bool {
    let Ok(about) = fs::symlink_metadata(path) else { return false };
    if !about.is_file() || about.permissions().readonly() || about.len() > *left {
        return false;
    }
    *left -= about.len();
    fs::File::open(path).and_then(sha256_of).is_ok_and(|found| found == hash)
}

/// Whether a path leads to something in a folder, through folders alone and no link.
pub(super) fn is_below(root: &Path, path: &Path) -> bool {
    let above = path.parent().into_iter().flat_map(Path::ancestors);
    let mut above = above.filter(|folder| !folder.as_os_str().is_empty());
    above.all(|folder| fs::symlink_metadata(root.join(folder)).is_ok_and(|about| about.is_dir()))
}

/// Folders that builds have left which were killed. Some may belong to one that is under way.
pub(super) fn left_over(root: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(root).into_iter().flatten().filter_map(Result::ok);
    let unfinished = entries.filter(|entry| {
        entry.file_name().to_string_lossy().starts_with(UNFINISHED)
            && entry.file_type().is_ok_and(|kind| kind.is_dir())
    });
    let mut stages: Vec<PathBuf> = unfinished.map(|entry| entry.path()).collect();
    stages.sort_unstable();
    stages.truncate(MOST_STAGES);
    stages
}

/// Puts back what killed builds have left half done, and deletes the rest of it. The caller has locked the
/// folder.
pub(super) fn recover(root: &Path, names: Names) -> Result<(), WriteError> {
    for stage in left_over(root).into_iter().filter(|stage| is_mine(stage)) {
        if let Some(journal) = read(&stage).filter(|journal| is_credible(journal, names)) {
            undo(root, &stage, &journal, MOST_READ)?;
        }
        clear(&stage);
    }
    Ok(())
}

/// Deletes a folder with unfinished files.
pub(super) fn clear(stage: &Path) {
    // Left where it is, it does no harm; but its journal has to go, or it would be put back once more.
    let _ = fs::remove_file(stage.join(JOURNAL));
    let _ = fs::remove_dir_all(stage);
}

fn read(stage: &Path) -> Option<Journal> {
    let path = stage.join(JOURNAL);
    let about = fs::symlink_metadata(&path).ok()?;
    let is_ours = about.is_file() && about.len() <= LONGEST_JOURNAL;
    serde_json::from_slice(&is_ours.then(|| fs::read(path).ok()).flatten()?).ok()
}

/// Whether this program may have written a journal: it names each file once, only such as it writes, and only
/// folders on the way to them.
fn is_credible(journal: &Journal, names: Names) -> bool {
    let Journal { files, folders } = journal;
    let paths: BTreeSet<&Path> = files.iter().map(|entry| entry.path.as_path()).collect();
    let above: BTreeSet<&Path> = paths.iter().flat_map(|path| path.ancestors().skip(1)).collect();
    let is_above = |folder: &PathBuf| !folder.as_os_str().is_empty() && above.contains(folder.as_path());
    paths.len() == files.len()
        && files.len() <= MOST_FILES
        && folders.len() <= MOST_FILES
        && paths.iter().all(|path| names.fit(path))
        && folders.iter().all(is_above)
}

/// Whether a folder is one that this program makes for this user: nobody else may write into it.
#[cfg(unix)]
fn is_mine(stage: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;

    let user = rustix::process::geteuid().as_raw();
    fs::symlink_metadata(stage).is_ok_and(|about| about.uid() == user && about.mode() & 0o022 == 0)
}

#[cfg(not(unix))]
fn is_mine(stage: &Path) -> bool {
    fs::symlink_metadata(stage).is_ok_and(|about| about.is_dir())
}

fn is_file(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|about| about.is_file())
}

/// Keeps what stands at a path under a second name.
pub(super) fn keep(path: &Path, name: &Path) -> io::Result<()> {
    fs::hard_link(path, name).or_else(|_| fs::copy(path, name).map(|_| ()))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use serde_json::{Value, json};

    use super::{JOURNAL, Names, UNFINISHED, recover};
    use crate::hash::sha256;

    /// A folder that came by mail, in one that did not, and an unfinished build in it.
    struct Mailed {
        outside: tempfile::TempDir,
        out: PathBuf,
    }

    impl Mailed {
        fn new() -> Self {
            let outside = tempfile::tempdir().unwrap();
            let out = outside.path().join("out");
            fs::create_dir(&out).unwrap();
            Self { outside, out }
        }

        fn stage(&self) -> PathBuf {
            let stage = self.out.join(format!("{UNFINISHED}x"));
            let _ = fs::create_dir(&stage);
            let old = stage.join("old-0");
            if fs::symlink_metadata(&old).is_err() {
                fs::write(old, "evil").unwrap();
            }
            stage
        }

        /// What the next build does about a journal.
        fn meets(&self, files: &Value, folders: &Value) {
            let journal = json!({ "files": files, "folders": folders });
            fs::write(self.stage().join(JOURNAL), journal.to_string()).unwrap();
            recover(&self.out, Names::Edition).unwrap();
        }
    }

    /// That a file of known contents was put in the place of another, or of none.
    fn placed(path: impl AsRef<Path>, contents: &str, had: bool) -> Value {
        json!({ "path": path.as_ref(), "new": sha256(contents.as_bytes()), "had": had })
    }

    #[test]
    fn a_journal_leads_nowhere_else() {
        let mailed = Mailed::new();
        let mine = mailed.outside.path().join("mine.pdf");
        fs::write(&mine, "mine").unwrap();
        for had in [true, false] {
            for path in [Path::new("../mine.pdf"), &mine, Path::new("charts/../../mine.pdf")] {
                mailed.meets(&json!([placed(path, "mine", had)]), &json!([]));
                assert_eq!(fs::read(&mine).unwrap(), b"mine");
            }
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_journal_leads_through_no_link() {
        let mailed = Mailed::new();
        let private = mailed.outside.path().join("private");
        fs::create_dir(&private).unwrap();
        fs::write(private.join("a.svg"), "mine").unwrap();
        std::os::unix::fs::symlink(&private, mailed.out.join("charts")).unwrap();
        std::os::unix::fs::symlink(private.join("a.svg"), mailed.out.join("a.pdf")).unwrap();
        for path in ["charts/a.svg", "a.pdf"] {
            mailed.meets(&json!([placed(path, "mine", false)]), &json!([]));
        }
        let taken = json!([{ "path": "charts/b.svg", "new": null, "had": true }]);
        mailed.meets(&taken, &json!([]));
        assert_eq!(fs::read(private.join("a.svg")).unwrap(), b"mine");
        assert!(!private.join("b.svg").exists());
        assert!(fs::symlink_metadata(mailed.out.join("a.pdf")).is_ok());
    }

    #[test]
    fn a_journal_removes_no_folder_but_those_of_its_files() {
        let mailed = Mailed::new();
        for folder in [mailed.outside.path().join("empty"), mailed.out.join("kept")] {
            fs::create_dir(&folder).unwrap();
            let named = json!([&folder, "../empty", "kept"]);
            mailed.meets(&json!([placed("a.pdf", "x", false)]), &named);
            assert!(folder.is_dir());
        }
        fs::create_dir(mailed.out.join("charts")).unwrap();
        mailed.meets(&json!([placed("charts/a.svg", "x", false)]), &json!(["charts"]));
        assert!(!mailed.out.join("charts").exists());
    }

    #[test]
    fn a_journal_with_names_of_others_is_not_believed_at_all() {
        let mailed = Mailed::new();
        for name in ["a.pdf", "thesis.odt"] {
            fs::write(mailed.out.join(name), "mine").unwrap();
        }
        let both = json!([placed("a.pdf", "mine", false), placed("thesis.odt", "mine", false)]);
        mailed.meets(&both, &json!([]));
        let twice = json!([placed("a.pdf", "mine", false), placed("a.pdf", "mine", false)]);
        mailed.meets(&twice, &json!([]));
        assert!(mailed.out.join("a.pdf").exists() && mailed.out.join("thesis.odt").exists());
        // What a build could have written, and did write by its contents, is the only thing that is taken back.
        mailed.meets(&json!([placed("a.pdf", "yours", false)]), &json!([]));
        assert!(mailed.out.join("a.pdf").exists());
        mailed.meets(&json!([placed("a.pdf", "mine", false)]), &json!([]));
        assert!(!mailed.out.join("a.pdf").exists());
    }

    #[test]
    fn odd_stages_do_not_stop_a_build() {
        let mailed = Mailed::new();
        fs::create_dir_all(mailed.out.join(format!("{UNFINISHED}x/old-0/in the way"))).unwrap();
        fs::write(mailed.out.join("a.pdf"), "mine").unwrap();
        mailed.meets(&json!([placed("a.pdf", "mine", true)]), &json!([]));
        assert_eq!(fs::read(mailed.out.join("a.pdf")).unwrap(), b"mine");
        for journal in ["", "{", "[]", "{\"files\":[],\"folders\":[],\"more\":1}"] {
            fs::write(mailed.stage().join(JOURNAL), journal).unwrap();
            recover(&mailed.out, Names::Edition).unwrap();
        }
        fs::create_dir(mailed.stage().join(JOURNAL)).unwrap();
        recover(&mailed.out, Names::Edition).unwrap();
        assert_eq!(fs::read_dir(&mailed.out).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_stage_that_others_may_write_into_is_left_alone() {
        use std::os::unix::fs::PermissionsExt;

        let mailed = Mailed::new();
        fs::write(mailed.out.join("a.pdf"), "mine").unwrap();
        fs::set_permissions(mailed.stage(), fs::Permissions::from_mode(0o777)).unwrap();
        mailed.meets(&json!([placed("a.pdf", "mine", false)]), &json!([]));
        assert!(mailed.out.join("a.pdf").exists() && mailed.stage().is_dir());
    }
}
