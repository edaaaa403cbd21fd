//! Tells when files of an edition may have changed: by the events of the system, and by looking every two seconds, since
//! drives of a network, of WSL and of OneDrive tell nothing.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::look::{Looks, Seen};
use super::state::State;

/// Without events for this long, a program has done its saving: it writes, and gives names, in several steps.
const QUIET: Duration = Duration::from_millis(40);
/// After this time, it is looked at whatever happens.
const LONGEST: Duration = Duration::from_millis(300);
/// How often files are looked at.
const LOOK: Duration = Duration::from_secs(2);
/// How often it is looked whether all is over.
const PAUSE: Duration = Duration::from_millis(200);
/// No folder with more entries is looked through.
const MOST_ENTRIES: usize = 2_000;
/// So deep below the folder of the edition there may be files of it.
const DEEPEST: usize = 2;
/// More folders are not watched.
const MOST_FOLDERS: usize = 40;
/// Kinds of files that an edition is made of, by the ends of their names.
const KINDS: [&str; 12] =
    ["toml", "csv", "tsv", "xlsx", "xlsm", "xls", "jpg", "jpeg", "png", "geojson", "json", "docx"];

/// Watches the folder of an edition, and the files that the theme is made of.
pub(super) struct Watch<'a> {
    folder: PathBuf,
    looks: Option<&'a Looks<'a>>,
    /// Folders with files of the theme, of whatever kind.
    of_theme: BTreeSet<PathBuf>,
    events: Receiver<notify::Result<Event>>,
    sender: Sender<notify::Result<Event>>,
    /// None where the system tells of no events.
    watcher: Option<RecommendedWatcher>,
    watched: Vec<PathBuf>,
    seen: Seen,
}

impl<'a> Watch<'a> {
    /// Begins to watch the folder that a spec lies in.
    pub(super) fn new(spec: &Path, looks: Option<&'a Looks<'a>>) -> Self {
        let folder = spec.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new(".")).to_owned();
        let (sender, events) = mpsc::channel();
        let watcher = notify::recommended_watcher(sender.clone()).ok();
        let mut watch = Self {
            folder,
            looks,
            of_theme: BTreeSet::new(),
            events,
            sender,
            watcher,
            watched: Vec::new(),
            seen: Seen::new(),
        };
        watch.seen = watch.look();
        watch
    }

    /// Asks for the edition to be looked at whenever files of it may have changed, until all is over.
    pub(super) fn run(mut self, state: &State) {
        let mut looked = Instant::now();
        while !state.is_over() {
            match self.events.recv_timeout(PAUSE) {
                Ok(event) if self.is_meant(&event) => {
                    self.settle();
                    // What events have told need not be found again.
                    self.seen = self.look();
                    looked = Instant::now();
                    state.ask();
                }
                Ok(_) => {}
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {}
            }
            if looked.elapsed() >= LOOK {
                looked = Instant::now();
                let now = self.look();
                if now != self.seen {
                    self.seen = now;
                    state.ask();
                }
            }
        }
    }

    /// Whether an event may be of a file of the edition or of the theme.
    fn is_meant(&self, event: &notify::Result<Event>) -> bool {
        let is_of_theme = |path: &PathBuf| {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
            !name.starts_with(['.', '~', '#']) && self.of_theme.contains(folder.unwrap_or(Path::new(".")))
        };
        let is_change = |event: &Event| !matches!(event.kind, EventKind::Access(_));
        is_of_edition(event)
            || event.as_ref().is_ok_and(|event| is_change(event) && event.paths.iter().any(is_of_theme))
    }

    /// Waits until saving is done.
    fn settle(&self) {
        let begin = Instant::now();
        while begin.elapsed() < LONGEST {
            if self.events.recv_timeout(QUIET).is_err() {
                return;
            }
        }
    }

    /// Looks at all files, and watches the folders that they lie in: also one that was away for a while.
    fn look(&mut self) -> Seen {
        let mut seen = Seen::new();
        let mut folders = Vec::new();
        gather(&self.folder, 0, &mut folders, &mut seen);
        let of_theme = self.looks.map(Looks::files).unwrap_or_default();
        let parent = |path: &PathBuf| {
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
            folder.unwrap_or(Path::new(".")).to_owned()
        };
        self.of_theme = of_theme.keys().map(parent).take(MOST_ENTRIES).collect();
        let more = self.of_theme.iter().filter(|folder| !folders.contains(folder)).take(MOST_FOLDERS);
        folders.extend(more.cloned().collect::<Vec<_>>());
        seen.extend(of_theme);
        if folders != self.watched {
            // A watch of a folder that is another one now hears nothing: all begin anew.
            self.watcher = notify::recommended_watcher(self.sender.clone()).ok();
            if let Some(watcher) = &mut self.watcher {
                for folder in &folders {
                    // What is not watched is looked at.
                    let _ = watcher.watch(folder, RecursiveMode::NonRecursive);
                }
            }
            self.watched = folders;
        }
        seen
    }
}

fn gather(folder: &Path, depth: usize, folders: &mut Vec<PathBuf>, seen: &mut Seen) {
    if folders.len() >= MOST_FOLDERS {
        return;
    }
    let Ok(entries) = fs::read_dir(folder) else { return };
    folders.push(folder.to_owned());
    let mut below = Vec::new();
    for entry in entries.filter_map(Result::ok).take(MOST_ENTRIES) {
        let Ok(kind) = entry.file_type() else { continue };
        let path = entry.path();
        if kind.is_dir() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_made = name.starts_with('.') || ["out", "target", "node_modules"].contains(&name.as_str());
            if !is_made {
                below.push(path);
            }
        } else if is_kind(&path)
            && let Ok(about) = fs::metadata(&path)
        {
            seen.insert(path, (about.len(), about.modified().ok()));
        }
    }
    below.sort();
    if depth < DEEPEST {
        below.iter().for_each(|folder| gather(folder, depth + 1, folders, seen));
    }
}

/// Whether an event may be of a file of the edition; one that says nothing may be.
fn is_of_edition(event: &notify::Result<Event>) -> bool {
    match event {
        Ok(event) if matches!(event.kind, EventKind::Access(_)) => false,
        Ok(event) => {
            let is_folder = |path: &PathBuf| path.extension().is_none();
            event.paths.is_empty() || event.paths.iter().any(|path| is_kind(path) || is_folder(path))
        }
        Err(_) => true,
    }
}

/// Whether a file is of a kind that editions are made of, and none that a program keeps for itself.
fn is_kind(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    !name.starts_with(['.', '~', '#']) && KINDS.contains(&ending.as_str())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;
    use std::thread;
    use std::time::{Duration, Instant};

    use super::{Watch, is_kind};
    use crate::preview::state::State;

    /// How often the edition is asked for while something is done to its folder.
    fn asked(folder: &Path, act: impl FnOnce()) -> usize {
        let state = State::default();
        let watch = Watch::new(&folder.join("a.toml"), None);
        thread::scope(|scope| {
            scope.spawn(|| watch.run(&state));
            thread::sleep(Duration::from_millis(100));
            act();
            let mut asked = 0;
            let begin = Instant::now();
            while begin.elapsed() < Duration::from_millis(900) {
                asked += usize::from(state.is_asked(Duration::from_millis(100)) == Some(true));
            }
            state.end();
            asked
        })
    }

    #[test]
    fn every_way_of_saving_is_one_change() {
        let folder = tempfile::tempdir().unwrap();
        let [file, beside, away] = ["a.toml", ".a.toml.swp", "a.toml~"].map(|name| folder.path().join(name));
        fs::write(&file, "x").unwrap();
        let here = folder.path();
        assert_eq!(asked(here, || fs::write(&file, "one").unwrap()), 1, "written");
        let over = || {
            fs::write(&beside, "two").unwrap();
            fs::rename(&beside, &file).unwrap();
        };
        assert_eq!(asked(here, over), 1, "renamed over");
        let kept = || {
            fs::rename(&file, &away).unwrap();
            fs::write(&file, "three").unwrap();
            fs::remove_file(&away).unwrap();
        };
        assert_eq!(asked(here, kept), 1, "the old one kept aside");
        assert_eq!(asked(here, || fs::remove_file(&file).unwrap()), 1, "taken away");
        assert_eq!(asked(here, || fs::write(&file, "four").unwrap()), 1, "put back");
        assert_eq!(asked(here, || drop(fs::read(&file))), 0, "read");
        assert_eq!(asked(here, || fs::write(&beside, "x").unwrap()), 0, "what an editor keeps for itself");
    }

    #[test]
    fn outputs_are_no_files_of_the_edition() {
        for name in ["a.toml", "photos/B.JPG", "t.csv"] {
            assert!(is_kind(Path::new(name)), "{name}");
        }
        for name in
            ["a.pdf", "a.svg", ".a.toml", "~$a.xlsx", "a.toml.before", "a.toml~", ".quarterly-edit-x", "a"]
        {
            assert!(!is_kind(Path::new(name)), "{name}");
        }
    }
}
