//! What was filled in, with the cells that it stands in.

use rust_decimal::Decimal;

use super::key::Key;
use super::new::NewFigure;

/// What somebody gave of a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// The number, and how it is written.
    Number(Decimal, String),
    /// The source has none.
    None,
}

/// What was filled in of a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Which number; of a part that is added, with the key of the part.
    pub key: Key,
    /// What was given; nothing where the cell is empty.
    pub given: Option<Given>,
    /// What the edition had when it was asked: digits, `?`, or nothing; not known of a sheet that was copied.
    pub base: Option<String>,
    /// Whether it is a part that the edition does not list.
    pub is_added: bool,
    /// The cell of the number.
    pub cell: String,
    /// The note beside it.
    pub note: String,
    /// Number and date of the letter.
    pub letter: String,
}

/// Everything that a file gives, and what is to be said of it.
#[derive(Debug, Clone, Default)]
pub struct Answers {
    /// Name of the file, as it is told.
    pub file: String,
    /// What was filled in.
    pub answers: Vec<Answer>,
    /// Figures that the edition does not have.
    pub new: Vec<NewFigure>,
    /// What was made of odd cells, a line each.
    pub told: Vec<String>,
}
