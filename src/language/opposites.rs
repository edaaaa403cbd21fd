//! Two words that say the contrary of each other.

use serde::Deserialize;

/// A word that says that a number went up, and its opposite.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "[super::Pattern; 2]")]
pub struct Opposites {
    /// "Rose".
    pub up: super::Pattern,
    /// "Fell".
    pub down: super::Pattern,
}

impl From<[super::Pattern; 2]> for Opposites {
    fn from([up, down]: [super::Pattern; 2]) -> Self {
        Self { up, down }
    }
}

impl Opposites {
    /// Both words.
    pub fn both(&self) -> [&super::Pattern; 2] {
        [&self.up, &self.down]
    }
}
