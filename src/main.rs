//! Builds a quarterly migration overview: arguments, dispatch, exit code.

use std::process::ExitCode;

use clap::Parser;
use quarterly::cli::{Arguments, run};

fn main() -> ExitCode {
    run(&Arguments::parse())
}
