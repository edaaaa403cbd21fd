//! Runs a command once more in a process of its own, where what a damaged file does to its reader has bounds.

use std::env;
use std::ffi::OsStr;
use std::io::{self, Write};
use std::process::{Command, Stdio};

use super::Outcome;

/// The argument that tells the process that it is the bounded one.
pub(super) const BOUNDED: &str = "bounded";
/// Bytes of addresses that it may take: the pages of two editions of 500 pages, drawn, are 3.5 GB.
#[cfg(unix)]
const MOST_MEMORY: u64 = 6 << 30;

/// Runs this program with the same arguments in a process of its own, and ends as it ends; one that is stopped by the
/// system, for memory or stack without end, is told with the words given. Does the work itself where there can be
/// no other process.
pub(super) fn bounded(command: &str, stopped: &str, work: impl FnOnce() -> Outcome) -> Outcome {
    let flag = format!("--{BOUNDED}");
    let mut arguments: Vec<_> = env::args_os().skip(1).collect();
    let Some(at) = arguments.iter().position(|argument| argument == OsStr::new(command)) else {
        return work();
    };
    arguments.insert(at + 1, flag.into());
    let child = env::current_exe().and_then(|program| {
        Command::new(program).args(arguments).stdin(Stdio::null()).stderr(Stdio::piped()).spawn()
    });
    let Ok(ended) = child.and_then(std::process::Child::wait_with_output) else { return work() };
    // A closed pipe is the reader's choice; the exit code still tells how it ended.
    let tell = |text: &[u8]| drop(io::stderr().lock().write_all(text));
    let outcome = match ended.status.code() {
        Some(0) => Outcome::Clean,
        Some(1) => Outcome::Findings,
        Some(2) => Outcome::Failed,
        // What the system and the runtime say of it means nothing to whoever asked.
        _ => {
            tell(stopped.as_bytes());
            return Outcome::Failed;
        }
    };
    tell(&ended.stderr);
    outcome
}

/// Takes the bounds for this process.
pub(super) fn take_bounds() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, getrlimit, setrlimit};
        let mut limit = getrlimit(Resource::As);
        limit.current = Some(limit.current.map_or(MOST_MEMORY, |known| known.min(MOST_MEMORY)));
        // Without the bounds the comparison is the same.
        let _ = setrlimit(Resource::As, limit);
    }
}
