//! Keeps Ctrl-C, and other kind requests to end, from falling between two files of an edition.
//!
//! Whoever places files holds [`placing`] meanwhile. A request to end waits for it, deletes what is unfinished,
//! and then ends the program as it would have been ended without this.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};

/// Read by those who place files, written by the one who ends the program. A signal is the process' own affair,
/// so that this cannot belong to one folder.
static PLACING: RwLock<()> = RwLock::new(());
/// Folders with unfinished files of this process.
static STAGED: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// Until this is dropped, no request ends the program.
pub(super) fn placing() -> RwLockReadGuard<'static, ()> {
    PLACING.read().unwrap_or_else(PoisonError::into_inner)
}

/// A folder that has to be deleted when the program is asked to end.
pub(super) fn add(folder: &Path) {
    listen();
    staged().insert(folder.to_owned());
}

/// A folder that is finished, or deleted already.
pub(super) fn remove(folder: &Path) {
    staged().remove(folder);
}

fn staged() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    STAGED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Starts to wait for requests, once. Where there are no signals, the next build clears up.
#[cfg(not(unix))]
fn listen() {}

#[cfg(unix)]
fn listen() {
    use std::sync::Once;
    use std::thread;

    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;

    static LISTENING: Once = Once::new();
    LISTENING.call_once(|| {
        let Ok(mut signals) = Signals::new(heeded()) else { return };
        // The thread lives as long as the program: without it, a request would be lost.
        thread::spawn(move || {
            for signal in signals.forever() {
                let _nobody_is_placing = PLACING.write().unwrap_or_else(PoisonError::into_inner);
                for folder in staged().iter() {
                    // What cannot be deleted now is deleted by the next build.
                    let _ = std::fs::remove_dir_all(folder);
                }
                let _ = emulate_default_handler(signal);
            }
        });
    });
}

/// The requests to end, without those that whoever started the program has turned off, as `nohup` does.
#[cfg(unix)]
fn heeded() -> Vec<i32> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0);
    [SIGINT, SIGTERM, SIGHUP].into_iter().filter(|signal| (ignored >> (signal - 1)) & 1 == 0).collect()
}
