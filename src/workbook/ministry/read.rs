//! What a table gives that was read for a figure, and what is wrong with one.

use super::proof::Proof;
use crate::diag::{Code, Diagnostic};
use crate::workbook::answers::Answers;

/// A table that was read for a figure.
#[derive(Debug, Clone)]
pub struct Read {
    /// What it gives.
    pub answers: Answers,
    /// What its sums say.
    pub proof: Proof,
    /// The table as it was read, and the sums that hold, for whoever is asked.
    pub shown: String,
    /// The comment that names the file.
    pub evidence: String,
    /// Whether it names no period, which its mapping then says.
    pub is_unnamed: bool,
    /// Whether it may be of another period than the one that is filled in.
    pub is_doubtful: bool,
}

impl Read {
    /// Whether the sums of the table itself prove that all of it was read, and it is of no other period.
    pub fn is_proven(&self) -> bool {
        matches!(self.proof, Proof::Proven | Proof::OfEdition(_)) && !self.is_doubtful
    }
}

/// A fault of a table as a whole.
pub(super) fn fault(code: Code, message: String, hint: impl Into<String>) -> Vec<Diagnostic> {
    vec![Diagnostic::new(code, None, message).hint(hint)]
}
