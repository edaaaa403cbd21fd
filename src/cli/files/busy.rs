//! Files that another program has open. On Windows, nobody can replace them meanwhile, as those that Word or
//! Acrobat shows; a virus scanner has each new one open for a moment.

use std::io;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// What a scanner needs; who has a document open keeps it for longer.
const A_MOMENT: Duration = Duration::from_secs(1);

/// Access is denied, which the system also says of files in use.
const ACCESS_DENIED: i32 = 5;
/// Another program has it open, or a part of it locked, or in memory.
const IN_USE: [i32; 3] = [32, 33, 1224];

/// Whether the system says that another program has a file open.
pub(super) fn is_shared(error: &io::Error) -> bool {
    cfg!(windows) && error.raw_os_error().is_some_and(|code| IN_USE.contains(&code))
}

/// Whether the cause may be that another program has a file open.
pub(super) fn may_be_shared(error: &io::Error) -> bool {
    is_shared(error) || (cfg!(windows) && error.raw_os_error() == Some(ACCESS_DENIED))
}

/// Does something again for a moment, as long as another program may be in the way.
pub(super) fn patiently<T>(mut work: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    let start = Instant::now();
    loop {
        match work() {
            Err(error) if may_be_shared(&error) && start.elapsed() < A_MOMENT => {
                sleep(Duration::from_millis(20));
            }
            done => return done,
        }
    }
}

/// Whether a file can be replaced, asked before anything is.
#[cfg(windows)]
pub(super) fn probe(path: &Path) -> io::Result<()> {
    use std::fs::OpenOptions;
    use std::os::windows::fs::OpenOptionsExt;

    /// The right to delete and to rename.
    const DELETE: u32 = 0x0001_0000;

    patiently(|| OpenOptions::new().access_mode(DELETE).open(path).map(|_| ()))
}

/// Elsewhere, what is open can be replaced.
#[cfg(not(windows))]
pub(super) fn probe(_: &Path) -> io::Result<()> {
    Ok(())
}
