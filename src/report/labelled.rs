//! What stands behind a label.

use super::Inline;

/// A label in the edition's language with what it labels.
#[derive(Debug, Clone, Default)]
pub struct Labelled {
    /// The label without a colon.
    pub label: String,
    /// The content.
    pub content: Vec<Inline>,
}
