//! What is printed: results for the standard output, messages for the standard error.

use std::io::{self, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use super::Outcome;
use crate::diag::{harmless, one_line};

/// Whether a result has not reached its reader. The standard output is the process' own, and so is this.
static IS_LOST: AtomicBool = AtomicBool::new(false);

/// Prints a result. That its reader has gone is the reader's choice; any other failure is told at the end.
///
/// All that is printed and told goes through here, and no sign of it acts on the terminal. What begins a line is the
/// caller's matter: a name, or another text of an author, has to be made [`one_line`] before.
pub(super) fn print(text: &str) {
    let text = harmless(text);
    let mut out = io::stdout().lock();
    note(out.write_all(text.as_bytes()).and_then(|()| out.flush()));
}

/// Notes how printing a result has ended.
pub(super) fn note(printed: io::Result<()>) {
    if let Err(error) = printed
        && error.kind() != io::ErrorKind::BrokenPipe
        && !IS_LOST.swap(true, Ordering::Relaxed)
    {
        let hint = "free its disk, or print it elsewhere; the files of a build are in their places";
        tell(&format!("error: what is to be printed cannot be: {error}\n = hint: {hint}\n"));
    }
}

/// Tells something beside the result. Where nobody listens, the exit code still says how it ended.
pub(super) fn tell(text: &str) {
    let _ = io::stderr().lock().write_all(harmless(text).as_bytes());
}

/// How a command has ended, all its results being printed.
pub(super) fn ended(outcome: Outcome) -> Outcome {
    if IS_LOST.load(Ordering::Relaxed) { Outcome::Failed } else { outcome }
}

/// A path as it is told: as it is, but for what would act on the terminal or begin a line.
pub(super) fn shown(path: &Path) -> String {
    one_line(&path.to_string_lossy())
}
