//! Builds a quarterly migration overview: arguments, dispatch, exit code.

use std::process::ExitCode;
use std::thread;

#[cfg(any(unix, windows))]
use mimalloc::MiMalloc;
use quarterly::cli::answer;

/// Typst makes very many small pieces; this allocator serves them faster than the system's. Without
/// its huge pages, which cost more than they bring when the machine has to clear them first.
#[cfg(any(unix, windows))]
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// Bytes of stack, whatever the system allows the first thread (`ulimit -s`); only what is used is taken.
const STACK: usize = 16 << 20;

fn main() -> ExitCode {
    thread::scope(|scope| match thread::Builder::new().stack_size(STACK).spawn_scoped(scope, answer) {
        // Whatever gave no output ends with 2.
        Ok(done) => done.join().unwrap_or(ExitCode::from(2)),
        Err(_) => answer(),
    })
}
