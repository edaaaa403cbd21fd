//! Turns single edits into the new text of an author's file, and puts it in the old one's place.
//!
//! An author's file is changed here and nowhere else, and only where an [`Edit`] says so: all other bytes stay,
//! with their comments, their order and their line breaks. The road of every command that changes one:
//!
//! 1. [`file::Original`] is the file as it was read.
//! 2. Edits are ranges of its bytes with the text that takes their place, and what each is for. [`toml`] writes
//!    values and keys, [`markdown`] puts plain words into prose.
//! 3. [`file::Original::plan`] holds the edits against each other and the new text against the caller's check.
//! 4. [`lines::shown`] is what the author is shown before the question: what would change, line by line.
//! 5. [`file::Planned::confirm`] takes the author's [`Yes`](file::Yes), looks whether the file is still what it
//!    was, and replaces it in one step. The old one is kept beside it.
//!
//! Everything here but [`mod@file`] is text in, text out.
//!
//! ```
//! use quarterly::patch::{Edit, Patch, toml};
//!
//! let old = "total = 3.0 # from the letter\r\n";
//! let total = toml::number("3.10").ok_or("not a number")?;
//! let patch = Patch::new(old, vec![Edit::new(8..11, total, "total of visas")])?;
//! assert_eq!(patch.new_text(), "total = 3.10 # from the letter\r\n");
//! assert_eq!(patch.undone().new_text(), old);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::fmt;
use std::ops::Range;

pub mod file;
pub mod lines;
pub mod markdown;
mod newline;
mod refused;
#[cfg(test)]
mod tests;
pub mod toml;

pub use newline::Newline;
pub use refused::{Refused, Why};

/// A range of bytes, and the text that takes its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The bytes of the old text that go; an empty range only adds.
    pub range: Range<usize>,
    /// What comes in their place. A line break in it is written as the lines around it are.
    pub text: String,
    /// What it is for, as the author is told.
    pub reason: String,
}

impl Edit {
    /// Puts the parts of an edit together.
    pub fn new(range: Range<usize>, text: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { range, text: text.into(), reason: reason.into() }
    }
}

/// Edits of one text that fit together, in the order of their places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Patch {
    old: String,
    edits: Vec<Edit>,
}

impl Patch {
    /// Holds edits against the text they are for and against each other.
    ///
    /// Several edits may add at the same place; their texts then follow each other in the order given. What is
    /// added where another edit begins to replace comes before that.
    ///
    /// # Errors
    /// The first edit that has no place in the text, or that has part of its place in common with another.
    pub fn new(old: impl Into<String>, mut edits: Vec<Edit>) -> Result<Self, Conflict> {
        let old = old.into();
        for edit in &mut edits {
            if edit.range.start > edit.range.end || edit.range.end > old.len() {
                return Err(Conflict::OutOfBounds(edit.clone()));
            }
            if [edit.range.start, edit.range.end].iter().any(|&at| !old.is_char_boundary(at)) {
                return Err(Conflict::InsideCharacter(edit.clone()));
            }
            edit.text = Newline::at(&old, edit.range.start).write(&edit.text);
        }
        // Stable, so that edits which add at one place keep their order.
        edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
        for pair in edits.windows(2) {
            if pair[0].range.end > pair[1].range.start {
                return Err(Conflict::Overlap(Box::new([pair[0].clone(), pair[1].clone()])));
            }
        }
        Ok(Self { old, edits })
    }

    /// The text that the edits are for.
    pub fn old_text(&self) -> &str {
        &self.old
    }

    /// The edits, in the order of their places.
    pub fn edits(&self) -> &[Edit] {
        &self.edits
    }

    /// The text with all edits made.
    pub fn new_text(&self) -> String {
        let mut text = self.old.clone();
        // From the end, so that the places of those before stay right.
        for edit in self.edits.iter().rev() {
            text.replace_range(edit.range.clone(), &edit.text);
        }
        text
    }

    /// The edits that lead back, with the line breaks that were there.
    pub fn undone(&self) -> Self {
        let (mut added, mut taken) = (0, 0);
        let mut edits = Vec::with_capacity(self.edits.len());
        for edit in &self.edits {
            let start = edit.range.start + added - taken;
            let range = start..start + edit.text.len();
            edits.push(Edit::new(range, &self.old[edit.range.clone()], edit.reason.clone()));
            added += edit.text.len();
            taken += edit.range.len();
        }
        Self { old: self.new_text(), edits }
    }
}

/// Why edits cannot be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Conflict {
    /// The range ends before it begins, or behind the end of the text.
    OutOfBounds(Edit),
    /// The range begins or ends in the middle of a character.
    InsideCharacter(Edit),
    /// Two edits replace the same bytes.
    Overlap(Box<[Edit; 2]>),
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = |edit: &Edit| format!("{} (bytes {}–{})", edit.reason, edit.range.start, edit.range.end);
        match self {
            Self::OutOfBounds(edit) => write!(f, "{}: the file has no such place", place(edit)),
            Self::InsideCharacter(edit) => write!(f, "{}: inside a character", place(edit)),
            Self::Overlap(pair) => {
                let [first, second] = &**pair;
                write!(f, "{} and {} change the same words", place(first), place(second))
            }
        }
    }
}

impl std::error::Error for Conflict {}
