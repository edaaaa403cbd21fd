//! Keeps Ctrl-C and other requests to end (SIGTERM and the like) from falling between two files of an
//! edition.
//!
//! Whoever places files holds [`placing`] meanwhile. A request to end waits for it, deletes what is unfinished,
//! and then ends the program as it would have been ended without this.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
#[cfg(any(unix, windows))]
use std::sync::RwLockWriteGuard;
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};

/// Read by those who place files, written by the one who ends the program. A signal is the process' own affair,
/// so that this cannot belong to one folder.
static PLACING: RwLock<()> = RwLock::new(());
/// What this process has to delete when it ends.
static UNFINISHED: Mutex<Unfinished> =
    Mutex::new(Unfinished { stages: BTreeSet::new(), locks: BTreeSet::new() });

struct Unfinished {
    /// Folders with unfinished files.
    stages: BTreeSet<PathBuf>,
    /// Files that keep other programs out.
    locks: BTreeSet<PathBuf>,
}

/// Until this is dropped, no request ends the program.
pub(super) fn placing() -> RwLockReadGuard<'static, ()> {
    PLACING.read().unwrap_or_else(PoisonError::into_inner)
}

/// A folder that has to be deleted when the program is asked to end.
pub(super) fn add(folder: &Path) {
    listen();
    unfinished().stages.insert(folder.to_owned());
}

/// A folder that is finished, or deleted already.
pub(super) fn remove(folder: &Path) {
    unfinished().stages.remove(folder);
}

/// A lock that has to be deleted when the program is asked to end.
pub(super) fn add_lock(path: &Path) {
    listen();
    unfinished().locks.insert(path.to_owned());
}

/// A lock that is deleted already, or will be at once.
pub(super) fn remove_lock(path: &Path) {
    unfinished().locks.remove(path);
}

fn unfinished() -> MutexGuard<'static, Unfinished> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Deletes what is unfinished, when nobody places files, and keeps everybody from beginning to.
#[cfg(any(unix, windows))]
fn clear_up() -> RwLockWriteGuard<'static, ()> {
    let nobody_is_placing = PLACING.write().unwrap_or_else(PoisonError::into_inner);
    let Unfinished { stages, locks } = &*unfinished();
    // What cannot be deleted now is deleted by the next build. Locks go last: they keep that one out.
    for folder in stages {
        let _ = std::fs::remove_dir_all(folder);
    }
    for lock in locks {
        let _ = std::fs::remove_file(lock);
    }
    nobody_is_placing
}

/// Starts to wait for requests, once. Where there are no signals, the next build clears up.
#[cfg(not(any(unix, windows)))]
fn listen() {}

/// Starts to wait for Ctrl-C, a closed window and the end of the session, once.
#[cfg(windows)]
fn listen() {
    use std::process::exit;
    use std::sync::Once;

    /// What Windows gives as the exit code of a program that Ctrl-C has ended.
    const STATUS_CONTROL_C_EXIT: i32 = 0xC000_013A_u32 as i32;

    static LISTENING: Once = Once::new();
    LISTENING.call_once(|| {
        let end = || {
            let _nobody_is_placing = clear_up();
            #[expect(clippy::exit, reason = "there is no default handler to call, and nothing else to do")]
            exit(STATUS_CONTROL_C_EXIT)
        };
        // Without it a request ends the program as ever, and the next build clears up.
        let _ = ctrlc::set_handler(end);
    });
}

#[cfg(unix)]
fn listen() {
    use std::sync::{Once, mpsc};
    use std::thread;

    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;

    static LISTENING: Once = Once::new();
    LISTENING.call_once(|| {
        let (ready, is_ready) = mpsc::channel();
        // The thread lives as long as the program: without it, a request would be lost. Where there can be none,
        // nothing is waited for, and a request ends the program as ever.
        let _ = thread::Builder::new().spawn(move || {
            let Ok(mut signals) = Signals::new(heeded()) else { return };
            let _ = ready.send(());
            for signal in signals.forever() {
                let _nobody_is_placing = clear_up();
                let _ = emulate_default_handler(signal);
            }
        });
        let _ = is_ready.recv();
    });
}

/// The signals that ask to end, without those that were turned off when the program was started, as `nohup`
/// does.
#[cfg(unix)]
fn heeded() -> Vec<i32> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0);
    [SIGINT, SIGTERM, SIGHUP].into_iter().filter(|signal| (ignored >> (signal - 1)) & 1 == 0).collect()
}
