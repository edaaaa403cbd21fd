//! What a table gives that was read for a figure, and what is wrong with one.

use super::proof::Proof;
use crate::diag::{Code, Diagnostic};
use crate::workbook::answers::Answers;
use crate::workbook::parts::OTHER;
use crate::workbook::values::FigureValues;

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
    /// The units that it names besides that of the figure.
    pub units: Vec<String>,
    /// What is not proven besides its sums, each with the option that answers it.
    pub doubts: Vec<String>,
}

impl Read {
    /// What is not proven: by the sums of the table that all of it was read, and by its words that it is what is asked for.
    pub fn unproven(&self) -> Vec<String> {
        let is_whole = self.proof.is_whole();
        let sums = (!is_whole).then(|| "its own sums do not prove that all of it was read".to_owned());
        sums.into_iter().chain(self.doubts.iter().cloned()).collect()
    }
}

/// A fault of a table as a whole.
pub(super) fn fault(code: Code, message: String, hint: impl Into<String>) -> Vec<Diagnostic> {
    vec![Diagnostic::new(code, None, message).hint(hint)]
}

/// The keys of the parts of a figure, but for the rest.
pub(super) fn listed_parts(figure: &FigureValues) -> Vec<&str> {
    let parts = figure.entries.iter().filter(|entry| entry.key.kind.is_of_part() && entry.key.part != OTHER);
    parts.map(|entry| entry.key.part.as_str()).collect()
}
