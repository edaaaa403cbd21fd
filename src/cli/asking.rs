//! Asks the author before a file is written, and tells what is refused.

use std::fmt::Display;
use std::io;

use super::Outcome;
use super::stream::{print, tell};
use crate::diag::printable;
use crate::patch::Refused;
use crate::patch::file::Yes;

/// The author's yes, by option or as the answer to what was shown; without an answer, it is a no.
pub(super) fn agreed(by_option: bool) -> Option<Yes> {
    if by_option {
        return Some(Yes::by_option());
    }
    print("write it? [y]es, [n]o: ");
    let mut answer = String::new();
    let is_read = io::stdin().read_line(&mut answer).is_ok();
    print("\n");
    Yes::answered(&answer).filter(|_| is_read)
}

/// An error of a call, with what to do. Nothing in it acts on the terminal or begins a line.
pub(super) fn error_line(message: &(impl Display + ?Sized), hint: &str) -> String {
    format!("error: {}\n = hint: {}\n", printable(&message.to_string()), printable(hint))
}

/// Why an author's file is left as it is.
pub(super) fn of_patch(refused: &Refused) -> String {
    error_line(refused, refused.hint())
}

/// Tells a text, and that the command has failed.
pub(super) fn failed(told: &str) -> Outcome {
    tell(told);
    Outcome::Failed
}
