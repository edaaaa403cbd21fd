//! Builds a quarterly migration overview: arguments, dispatch, exit code.

use std::process::ExitCode;
use std::thread;

use clap::Parser;
use mimalloc::MiMalloc;
use quarterly::cli::{Arguments, run};

/// Typst makes very many small pieces; this allocator serves them faster than the system's. Without
/// its huge pages, which cost more than they bring when the machine has to clear them first.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// Bytes of stack, whatever the system allows the first thread (`ulimit -s`); only what is used is taken.
const STACK: usize = 16 << 20;

fn main() -> ExitCode {
    let work = || run(&Arguments::parse());
    thread::scope(|scope| match thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work) {
        // A panic has been told by now; the exit code is that of whatever gave no output.
        Ok(done) => done.join().unwrap_or(ExitCode::from(2)),
        Err(_) => work(),
    })
}
