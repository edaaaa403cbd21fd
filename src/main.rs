//! Builds a quarterly migration overview: arguments, dispatch, exit code.

use std::process::ExitCode;

use clap::Parser;
use mimalloc::MiMalloc;
use quarterly::cli::{Arguments, run};

/// Typst makes very many small pieces; this allocator serves them faster than the system's. Without
/// its huge pages, which cost more than they bring when the machine has to clear them first.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    run(&Arguments::parse())
}
