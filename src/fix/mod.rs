//! Proposes changes to an author's files that end findings, each proven before anybody sees it.
//!
//! 1. [`found`] reads an edition once and says what could be changed: typed numbers that a figure gives become claims
//!    with the digits as they were typed, claims whose digits are wrong get those of the figure, exemptions that are
//!    not needed go. A typed number that no figure gives stays as it is; the figure that it may be mistyped from is
//!    told.
//! 2. [`Session`] makes a change in memory and checks the edition again. What does not end its finding, or makes
//!    another one, is no proposal; nor is what does so together with the changes that the author has agreed to.
//! 3. Whoever asks the author writes [`Session::edits`] by the road of [`crate::patch`].
//!
//! A number is linked in the strict form alone: a word of the figure's label stands in its sentence, the figure's value
//! is the number at its digits, and names of parts, periods and words of change around it are those of the value. When
//! several values are left, none is proposed. A wrong link would be worse than none: from then on the checks would hold
//! the sentence to another figure.

use crate::diag::{Diagnostic, SourceId, Span};
use crate::patch::Edit;

mod allow;
mod choose;
mod claim;
mod context;
mod find;
mod gives;
mod label;
mod place;
mod session;
#[cfg(test)]
mod tests;

pub use find::found;
pub use session::{Files, Session};

/// A change of a file that ends a finding.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// The finding.
    pub finding: Diagnostic,
    /// The file that changes.
    pub source: SourceId,
    /// What changes in it.
    pub edits: Vec<Edit>,
    /// Whether it cannot be wrong, so that it need not be asked for.
    pub is_safe: bool,
}

/// A typed number that no figure gives, and what it may be mistyped from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Near {
    /// Where it was typed.
    pub span: Span,
    /// The number as typed, the expression, and what that gives.
    pub told: String,
}

/// What can be proposed for an edition.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// In the order of their places; not proven yet.
    pub proposals: Vec<Proposal>,
    /// What stays as it is and may be mistyped.
    pub near: Vec<Near>,
}
