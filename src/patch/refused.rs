//! Says why an author's file was left as it is, and what to do about it.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use super::Conflict;
use crate::diag::printable;

/// An author's file that was left as it is, and why.
#[derive(Debug)]
pub struct Refused {
    /// The file.
    pub path: PathBuf,
    /// The reason.
    pub why: Why,
}

/// Why a file is left as it is.
#[derive(Debug)]
pub enum Why {
    /// Nothing is there.
    Missing,
    /// A folder, a device, a pipe.
    NotAFile,
    /// A symbolic link, which a file would replace.
    Link,
    /// Not in UTF-8.
    NotText,
    /// Longer than any spec, before or after.
    TooLong,
    /// The file is marked as one that is not to be written.
    ReadOnly,
    /// Its folder is.
    ReadOnlyFolder,
    /// Somebody has changed it since the edits were planned.
    Changed,
    /// Another call writes into the folder.
    Busy,
    /// Where the old file would be kept, there is something else.
    BeforeIsTaken(PathBuf),
    /// The edits leave the text as it is.
    NothingToChange,
    /// The edits do not fit together.
    Conflict(Conflict),
    /// The new text is refused by whoever planned it.
    Check(String),
    /// The system refused.
    System(io::Error),
}

impl From<io::Error> for Why {
    fn from(error: io::Error) -> Self {
        Self::System(error)
    }
}

impl Refused {
    pub(super) fn at(path: &Path) -> impl Fn(Why) -> Self {
        move |why| Self { path: path.to_owned(), why }
    }

    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match &self.why {
            Why::Missing => "look at its name and folder",
            Why::NotAFile => "name the file itself",
            Why::Link => "name the file that it leads to",
            Why::NotText => "save it as UTF-8",
            Why::TooLong => "a file has at most 4 MB",
            Why::ReadOnly | Why::ReadOnlyFolder => "allow it to be written, and try again",
            Why::Changed => "try again: the changes are then planned anew",
            Why::Busy => "try again when it has ended",
            Why::BeforeIsTaken(_) => "move it away: the old file is kept under that name",
            Why::NothingToChange => "there is nothing to do",
            Why::Conflict(_) | Why::Check(_) => "make the change by hand",
            Why::System(error) if is_open_elsewhere(error) => "close it in the program that has it open",
            Why::System(error) => match error.kind() {
                io::ErrorKind::PermissionDenied => {
                    "allow the file and its folder to be written, or close it elsewhere"
                }
                io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "make room on the disk",
                _ => "the file is as it was",
            },
        }
    }
}

/// Whether another program keeps a file from being replaced, as only Windows does.
fn is_open_elsewhere(error: &io::Error) -> bool {
    /// Another program has it open, has locked a part of it, or has it in memory.
    const IN_USE: [i32; 3] = [32, 33, 1224];
    cfg!(windows) && error.raw_os_error().is_some_and(|code| IN_USE.contains(&code))
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot change `{}`: ", printable(&self.path.to_string_lossy()))?;
        match &self.why {
            Why::Missing => f.write_str("there is no such file"),
            Why::NotAFile => f.write_str("it is not a file"),
            Why::Link => f.write_str("it is a link to another file"),
            Why::NotText => f.write_str("it is not text in UTF-8"),
            Why::TooLong => f.write_str("it is too long, or would be"),
            Why::ReadOnly => f.write_str("it may not be written"),
            Why::ReadOnlyFolder => f.write_str("its folder may not be written"),
            Why::Changed => f.write_str("somebody has changed it in the meantime"),
            Why::Busy => f.write_str("another call of this program is writing into its folder"),
            Why::BeforeIsTaken(path) => {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                write!(f, "`{}` beside it is not a file", printable(&name))
            }
            Why::NothingToChange => f.write_str("it has what it would get"),
            Why::Conflict(conflict) => write!(f, "{}", printable(&conflict.to_string())),
            Why::Check(why) => write!(f, "the new text would not be right: {}", printable(why)),
            Why::System(error) => write!(f, "{error}"),
        }
    }
}

impl std::error::Error for Refused {}
